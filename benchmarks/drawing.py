"""What draw's page costs, beside what it may cost, as a table: `make bench`. Needs a Chromium."""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

import minigrad as mg
from benchmarks.costs import graph
from benchmarks.stepping import Block, report
from minigrad import nn
from minigrad.visual import draw
from tests.chromium import NONE_FOUND, QUIET, found_chromium
from tests.visual.test_draw import network_of_numbers, tangle

NODES, LARGE = 300, 3000
PAGE = "<!doctype html><html lang='en'><meta charset='utf-8'><title>A graph</title><body>"

# The milliseconds until the picture has answered: layout is asked for at once, as a frame would.
WAIT = """(drawing) => {
  const times = {}, pane = drawing.querySelector(".pane");
  const timed = (name, action) => {
    const start = performance.now();
    action();
    pane.getBoundingClientRect();
    times[name] = Math.max(times[name] ?? 0, performance.now() - start);
  };
  const send = (element, event) => element.dispatchEvent(event);
  const press = (key, more) =>
    send(drawing.querySelector("[tabindex='0']"), new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  const middle = (selector) => { const all = drawing.querySelectorAll(selector); return all[all.length >> 1]; };
  for (let i = 0; i < 8; i++) {
    const opener = middle(".opener");
    if (opener) timed("unfold", () => send(opener, new MouseEvent("click", { bubbles: true })));
    timed("select", () => middle(".node").focus());
    timed("pan", () => press("ArrowRight", { shiftKey: true }));
    timed("zoom", () => press(i % 2 ? "i" : "o"));
    timed("next box", () => press("ArrowDown"));
  }
  for (let i = 0; i < 3; i++) timed("fold", () => press("-"));
  for (let i = 0; i < 4; i++) timed("fold or unfold all", () => press("*"));
  return times;
}"""


def graphs(nodes):
    """Graphs with about so many nodes each, by name."""
    model = nn.Sequential(*[Block() for _ in range(nodes // 10)])
    yield "a chain", graph(nodes)
    yield "blocks", model(mg.ones(2, 4)).mean()
    yield "neurons", network_of_numbers((2, 16, 16, 1), nodes // 750 or 1)
    yield "a tangle", tangle(nodes)


def seconds_to_draw(result, repeats=3):
    """The page of a picture, and the least time that it took: what else runs on the machine only adds to it."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        made = draw(result).page
        times.append(time.perf_counter() - began)
    return made, min(times)


def main():
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        path = found_chromium(playwright)
        if path is None:
            print(NONE_FOUND)
            return
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        for nodes in (NODES, LARGE):
            for kind, result in graphs(nodes):
                made, built = seconds_to_draw(result)
                file = Path(place, "page.html")
                file.write_text(PAGE + made, "utf-8")
                page = browser.new_page()
                page.goto(file.as_uri())
                page.locator(".drawing .node").first.wait_for()
                shown = page.evaluate("performance.getEntriesByType('navigation')[0].domComplete") / 1000
                what = f"{kind} of {nodes:,} nodes"
                report(f"{what} opens in", built + shown, 2, f"s, {built:.2f} of it in the kernel")
                report(f"{what} travels in", len(made.encode()) / 1000, 2000, "kB")
                for name, milliseconds in page.locator(".drawing").evaluate(WAIT).items():
                    report(f"{what}: {name}", milliseconds, 100, "ms")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
