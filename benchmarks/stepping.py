"""What the stepper costs, beside what it may cost, as a table: `make bench`. Needs a Chromium for the page's half."""

import json
import tempfile
import tracemalloc
from pathlib import Path

from playwright.sync_api import sync_playwright

import minigrad as mg
from benchmarks.costs import graph, milliseconds
from minigrad import nn
from minigrad.visual import draw, step
from minigrad.visual.stepper import Stepper
from tests.chromium import NONE_FOUND, QUIET, found_chromium
from tests.visual.test_step_browser import PAGE

NODES, RENDERS = 300, 1000
STEP = """async (root) => {
  const times = [];
  for (let i = 0; i < 100; i++) {
    const start = performance.now();
    root.dispatchEvent(new KeyboardEvent("keydown", { key: i === 50 ? "g" : "n", bubbles: true }));
    root.getBoundingClientRect();
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  return times.sort((a, b) => a - b);
}"""
RENDER = """async ([state, times]) => {
  const heap = () => { gc(); return performance.memory.usedJSHeapSize; };
  const some = async (n) => {
    for (let i = 0; i < n; i++) {
      window.show(JSON.parse(state))();
      document.querySelector("main").replaceChildren();
      if (i % 50 === 0) await new Promise(requestAnimationFrame);
    }
    return heap();
  };
  const before = await some(times / 10);
  return ((await some(times)) - before) / 1e6;
}"""


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner, self.outer = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        return x + self.outer(self.inner(x).tanh())


def folded():
    """A stepper over two blocks of layers, in whose views one path is open."""
    net = nn.Sequential(Block(), nn.Sequential(Block(), nn.Linear(4, 2)))
    return step(lambda X: net(X).mean(), X=mg.ones(3, 4))


def kilobytes(data):
    return len(json.dumps(data, ensure_ascii=False).encode()) / 1000


def kept(function, times):
    """Megabytes that are still there after so many calls, and were not after a tenth of them."""
    tracemalloc.start()
    for _ in range(times // 10):
        function()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(times):
        function()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / 1e6


def report(what, value, limit, unit):
    print(f"{what:52} {value:9.2f} {f'under {limit}':>12} {unit}")


def in_page(stepper, small):
    """The time of a step in the page, its median and 95th percentile, and the memory that renders leave behind."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        path = found_chromium(playwright)
        if path is None:
            print(NONE_FOUND)
            return
        flags = [*QUIET, "--js-flags=--expose-gc", "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        script = Stepper._esm.replace("export default", "const widget =")
        page, file = browser.new_page(), Path(place, "page.html")
        file.write_text(PAGE.replace("@@STYLE@@", Stepper._css).replace("@@SCRIPT@@", script), "utf-8")
        page.goto(file.as_uri())
        state = [json.dumps({"trace": one.trace, "sliders": []}) for one in (stepper, small)]
        page.evaluate("(state) => { window.show(JSON.parse(state)); }", state[0])
        times = page.locator(".stepper").evaluate(STEP)
        report(f"a step in the page at {NODES} nodes, median", times[50], 50, "ms")
        report("the same, 95th percentile", times[95], 50, "ms")
        page.evaluate("() => document.querySelector('main').replaceChildren()")
        report(f"the page's memory over {RENDERS:,} renders", page.evaluate(RENDER, [state[1], RENDERS]), 2, "MB more")
        browser.close()


def main():
    y, x = graph(NODES), mg.tensor(2.0, requires_grad=True)
    small, large = step(x * x + x), step(graph(NODES // 2 - 1))
    report(f"step(x) of {NODES} nodes is built in", milliseconds(lambda: step(y)), 150, "ms")
    report(f"draw(x) of {NODES} nodes, unfolded, in", milliseconds(lambda: draw(y, unfold=True).svg), 2000, "ms")
    report(f"{len(large.trace['steps'])} steps of a flat graph travel in", kilobytes(large.trace), 500, "kB")
    sizes = [kilobytes(view) for view in folded().trace["views"].values()]
    report("the largest view with one path open", max(sizes), 20, "kB")
    report(f"the kernel's memory over {RENDERS:,} pictures", kept(lambda: draw(x * x + x).html, RENDERS), 2, "MB more")
    in_page(step(y), small)


if __name__ == "__main__":
    main()
