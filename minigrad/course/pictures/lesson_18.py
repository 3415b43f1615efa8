"""The picture of lesson 18: how many bytes are alive at once, forward and backward, in how many segments.

All runs are made beforehand, so the slider works without a kernel.
"""

import weakref

import anywidget
import traitlets

from minigrad.autograd import grad
from minigrad.autograd.grad_mode import is_grad_enabled
from minigrad.autograd.watching import watched_by
from minigrad.utils.checkpoint import checkpoint_sequential
from minigrad.visual.stepper import PAGE

SCRIPT = """
const HIGH = 220, WIDE = 430, LEFT = 62, GAP = 76, BARS = 250, TOP = 26;  // of the two plots, and what is around them

const size = (bytes) => bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${inDigits(bytes / 1e3, 3)} kB` : `${inDigits(bytes / 1e6, 3)} MB`;
const many = (n, what) => `${n.toLocaleString("en-US")} ${what}${n === 1 ? "" : "s"}`;

function render({ model, el }) {
  const runs = model.get("runs"), most = Math.max(...runs.map((run) => run.most));
  const longest = Math.max(...runs.map((run) => run.course.length));
  const x = (step) => LEFT + (WIDE * step) / longest, y = (bytes) => TOP + HIGH - (HIGH * bytes) / most;
  const slider = h("input", { type: "range", min: 1, max: runs.length, step: 1,
    oninput: () => { model.set("segments", Number(slider.value)); model.save_changes(); turn(); } });
  const place = h("output", {});
  const picture = h("div", { class: "plots" });
  const words = h("p", { "aria-live": "polite" });
  el.classList.add("live-bytes");
  el.append(h("label", {}, "segments", slider, place), picture, words);
  keepKeys(el);

  const line = (run) => "M" + run.course.map((bytes, i) => `${x(i)} ${y(bytes)}`).join("L");
  const text = (at, height, what, name = "") => s("text", { x: at, y: height, class: name }, what);

  function course(run) {
    const turned = x(run.turn), peak = run.course.indexOf(run.most);
    return [
      [0, most / 2, most].map((bytes) => [s("path", { d: `M${LEFT} ${y(bytes)}h${WIDE}`, class: "grid" }), text(LEFT - 6, y(bytes) + 4, size(bytes), "end")]),
      s("path", { d: `M${turned} ${TOP - 6}V${TOP + HIGH}`, class: "turn" }), text(turned + 4, TOP - 10, "backward begins"),
      s("path", { d: line(runs[0]), class: "plain" }), s("path", { d: line(run), class: "line" }),
      s("circle", { cx: x(peak), cy: y(run.most), r: 4, class: "peak" }),
      text(LEFT, TOP + HIGH + 18, "step by step: an array more, or one less"),
    ];
  }

  function bars(run) {
    const left = LEFT + WIDE + GAP, step = BARS / runs.length;
    return [
      text(left, TOP - 10, "the most at once, by segments"),
      runs.map((other, i) => s("rect", { x: left + i * step + 1, y: y(other.most), width: Math.max(step - 2, 1),
        height: TOP + HIGH - y(other.most), class: other === run ? "bar chosen" : "bar" })),
      text(left, TOP + HIGH + 18, "1"), text(left + BARS, TOP + HIGH + 18, runs.length, "end"),
    ];
  }

  function turn() {
    const run = runs[model.get("segments") - 1], plain = runs[0];
    slider.value = run.segments;
    slider.setAttribute("aria-valuetext", many(run.segments, "segment"));
    place.textContent = run.segments;
    const without = run === plain ? "" : ` In one segment: ${size(plain.most)}, ${many(plain.operations, "operation")}.`;
    words.textContent = `${many(run.segments, "segment")}: at most ${size(run.most)} at once, ${many(run.operations, "operation")}.${without}`;
    const box = `0 0 ${LEFT + WIDE + GAP + BARS + 6} ${TOP + HIGH + 28}`;
    picture.replaceChildren(s("svg", { viewBox: box, role: "img", "aria-label": words.textContent }, course(run), bars(run)));
  }
  model.on("change:segments", turn);
  turn();
}
export default { render };
"""
STYLE = """
.live-bytes { --ink: var(--jp-ui-font-color1, #1b1b1f); --paper: var(--jp-layout-color1, #fff); color: var(--ink);
  font: 13px var(--jp-ui-font-family, sans-serif); max-width: 830px; }
.live-bytes label { display: flex; gap: 0.75em; align-items: center; }
.live-bytes input { flex: 1; max-width: 24em; accent-color: var(--ink); }
.live-bytes output { min-width: 2ch; font-weight: bold; }
.live-bytes svg { display: block; width: 100%; margin: 0.5em 0; font-size: 12px; }
.live-bytes svg text { fill: var(--ink); }
.live-bytes svg .end { text-anchor: end; }
.live-bytes svg path { fill: none; stroke: var(--ink); }
.live-bytes svg .grid { opacity: 0.2; }
.live-bytes svg .turn { stroke-dasharray: 5 4; }
.live-bytes svg .plain { stroke-dasharray: 1 3; opacity: 0.8; }
.live-bytes svg .line { stroke-width: 2; stroke-linejoin: round; }
.live-bytes svg .peak { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
.live-bytes svg .bar { fill: none; stroke: var(--ink); opacity: 0.65; }
.live-bytes svg .chosen { fill: var(--ink); opacity: 1; }
.live-bytes p { margin: 0; font-variant-numeric: tabular-nums; }
"""


class LiveBytes(anywidget.AnyWidget):
    """What is alive in each of several runs, one shown at a time, beside the most of each."""

    _esm, _css = PAGE + SCRIPT, STYLE
    runs: traitlets.List = traitlets.List().tag(sync=True)
    segments = traitlets.Int(1).tag(sync=True)

    def __repr__(self):
        rows = [f"{run['segments']:8}  {run['most']:12,}  {run['operations']:10,}" for run in self.runs]
        return "\n".join(["segments  most at once  operations", *rows])


def live_bytes(layers, x):
    """The bytes alive while the layers are run forward and backward on `x`, in one segment, in two, up to one each.

    Counted is what operations have made: not `x`, the parameters, or the gradients.
    """
    return LiveBytes(runs=[run(layers, x, segments) for segments in range(1, len(layers) + 1)])


def run(layers, x, segments):
    """One run: the bytes alive after each array that came or went, where backward began, and the operations."""
    seen, x = Alive(), x.detach().requires_grad_()
    with watched_by(seen):
        y = checkpoint_sequential(layers, segments, x, use_reentrant=False)
        turn = len(seen.course) - 1
        grad(y, x, y.detach())  # and not backward, which would add to the reader's .grad
    return {
        "segments": segments,
        "course": [*seen.course],
        "turn": turn,
        "most": max(seen.course),
        "operations": seen.operations,
    }


class Alive:
    """A watcher that counts the bytes of what operations have made, for as long as it is there."""

    def __init__(self):
        self.course, self.operations = [0], 0

    def recorded(self, name, result):
        if not is_grad_enabled():  # a gradient is being computed
            return result
        self.operations += 1
        for out in result if isinstance(result, tuple) else (result,):
            array = out.array()
            if getattr(array, "base", array) is None:  # memory of its own, and no NumPy scalar
                weakref.finalize(array, self.change, -array.nbytes).atexit = False
                self.change(array.nbytes)
        return result

    def change(self, size):
        self.course.append(self.course[-1] + size)
