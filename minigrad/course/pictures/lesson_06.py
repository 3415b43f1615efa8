"""The pictures of lesson 06: the state of every tensor in a training loop, what a network learned, first.py whole."""

import inspect
import sys
import textwrap

import anywidget
import traitlets
from matplotlib.figure import Figure

from minigrad.course import stages
from minigrad.course.rooms import FILE
from minigrad.course.source import code_lines, definitions
from minigrad.course.tools import room
from minigrad.visual.graph import is_tensor, number
from minigrad.visual.widget import LOOK, PAGE, Still, of_svg

from .flipbook import Flipbook
from .tables import Table, digits, side_by_side

MOST = 200  # moments, after which a board ends
HEAD = "tensor", "value", "is a", ".grad", "its node holds"  # of the table's columns
HEADS = "def ", "for ", "while ", "with "  # lines on which no tensor changes

SCRIPT = """
function render({ model, el }) {
  const moments = model.get("moments"), lines = model.get("lines");
  const button = (name, by) => h("button", { type: "button", onclick: () => go(model.get("moment") + by) }, name);
  const back = button("back", -1), on = button("on", 1), place = h("output", {});
  const range = { type: "range", min: 0, max: moments.length - 1, step: 1 };
  const slider = h("input", { ...range, oninput: () => go(Number(slider.value)) });
  const words = h("p", { "aria-live": "polite" });
  const rows = lines.map((line) => h("li", {}, h("code", {}, line)));
  const body = h("tbody", {}), head = model.get("head").map((name) => h("th", { scope: "col" }, name));
  el.append(h("div", { class: "picture board", role: "group", "aria-label": "Board of tensors" },
    h("div", { class: "controls" }, back, on, h("label", {}, "moment ", slider), place), words,
    h("div", { class: "sides" }, h("ol", { "aria-label": "the program" }, rows),
      h("table", {}, h("caption", {}, "the tensors after this moment; what has just changed has a frame"),
        h("thead", {}, h("tr", {}, head)), body))));
  keepKeys(el);

  function turn() {
    const now = model.get("moment"), { line, said, tensors, changed } = moments[now];
    slider.value = now;
    place.textContent = `${now + 1} of ${moments.length}`;
    slider.setAttribute("aria-valuetext", `${place.textContent}: ${said}`);
    back.setAttribute("aria-disabled", now === 0);  // `disabled` would take the focus, and the keys with it
    on.setAttribute("aria-disabled", now === moments.length - 1);
    words.textContent = said;
    rows.forEach((row, i) => {
      row.classList.toggle("here", i === line);
      if (i === line) row.setAttribute("aria-current", "step"); else row.removeAttribute("aria-current");
    });
    const cell = (text, i, j) => h(j ? "td" : "th", { scope: !j && "row", class: changed[i][j] && "changed" }, text);
    body.replaceChildren(...tensors.map((cells, i) => h("tr", {}, cells.map((text, j) => cell(text, i, j)))));
  }
  function go(to) {
    model.set("moment", Math.max(0, Math.min(moments.length - 1, to)));
    model.save_changes();
    turn();
  }
  model.on("change:moment", turn);
  turn();
}
export default { render };
"""
STYLE = """
.board .controls, .board label { display: flex; flex-wrap: wrap; gap: 0.3em 0.75em; align-items: center; }
.board button { font: inherit; color: inherit; background: var(--fill); border-radius: 4px; cursor: pointer;
  border: 1px solid var(--line); padding: 0.2em 0.9em; }
.board button[aria-disabled=true] { opacity: 0.55; cursor: default; }
.board p { min-height: 2.6em; margin: 0.5em 0; }
.board .sides { display: flex; flex-wrap: wrap; gap: 1em 2em; align-items: flex-start; }
.board ol { list-style: none; margin: 0; padding: 0; }
.board li::before { content: "▸"; visibility: hidden; padding-right: 0.4em; }
.board li.here::before { visibility: visible; }
.board li.here { font-weight: bold; background: var(--fill); }
.board li code { white-space: pre; color: inherit; background: none;
  font: 13px/1.45 var(--code); overflow-wrap: anywhere; }
.board table { border-collapse: collapse; }
.board caption { text-align: left; font-size: 0.9em; padding-bottom: 0.3em; }
.board th, .board td { text-align: left; padding: 0.25em 0.7em; }
.board thead th { border-bottom: 2px solid var(--line); }
.board .changed { outline: 2px solid currentColor; outline-offset: -2px; font-weight: bold; }
"""


class Board(Still, anywidget.AnyWidget):
    """A program line by line, and after each moment the state of its tensors. It needs no kernel."""

    _esm, _css = PAGE + SCRIPT, LOOK + STYLE
    lines: traitlets.List = traitlets.List().tag(sync=True)
    moments: traitlets.List = traitlets.List().tag(sync=True)
    moment = traitlets.Int(0).tag(sync=True)
    head = traitlets.List(list(HEAD)).tag(sync=True)

    def still(self):
        """The program, and its tensors at the last moment."""
        last = self.moments[-1]
        program = Table("the program", [[line] for line in self.lines], left=True, bare=True)
        tensors = Table("its tensors at the end", [list(HEAD), *last["tensors"]], left=True)
        return of_svg(side_by_side(program, tensors)), f"The board of a program at its last moment: {last['said']}"

    def __repr__(self):
        width = max([len(self.lines[moment["line"]].strip()) for moment in self.moments])
        return "\n".join([f"{self.lines[m['line']].strip():{width}}  {m['said']}" for m in self.moments])


def board(program):
    """Run a function that takes nothing; a board of the tensors in it, at every line and every call of a node.

    Where the function raises an error, the board ends with that.
    """
    watcher = Watcher(program)
    watcher.run()
    return Board(lines=watcher.lines, moments=watcher.moments)


class EnoughError(Exception):
    """The board is full."""


class Watcher:
    """What `sys.settrace` tells of a function: its lines, and the calls of nodes while a line runs."""

    def __init__(self, program):
        self.program, self.code = program, program.__code__
        source, self.first = inspect.getsourcelines(program)
        self.lines = textwrap.dedent("".join(source)).rstrip().splitlines()
        self.moments, self.objects, self.before = [], {}, {}
        self.frame = self.line = self.call = None

    def run(self):
        outside = sys.gettrace()
        sys.settrace(self.trace)
        try:
            self.program()
            self.note("the function is at its end")
        except EnoughError:
            self.note(f"and so on; the board has room for {MOST} moments")
        except Exception as error:
            self.note(f"{type(error).__name__}: {error}")
        finally:
            sys.settrace(outside)

    def trace(self, frame, event, argument):
        if frame.f_code is self.code:
            self.frame, self.line = frame, 0
            return self.at_line
        if self.frame is not None and frame.f_code.co_name == "__call__" and len(frame.f_locals) == 2:
            node, grad = frame.f_locals.values()
            if hasattr(node, "next_functions"):
                self.note(between=True)
                self.call = f"{self.name(node)} is called with {number(grad)}"
        return None

    def at_line(self, frame, event, argument):
        if event in {"line", "return"}:
            self.note()
        if event == "line":
            self.line = frame.f_lineno - self.first
        return self.at_line

    def name(self, node):
        """A node in words: whose it is."""
        owner = [name for name, tensor in self.tensors().items() if tensor.node is node]
        return f"the node of {owner[0]}" if owner else f"a node {node.name()}"

    def tensors(self):
        return {name: value for name, value in self.frame.f_locals.items() if is_tensor(value)}

    def note(self, words="", *, between=False):
        """End a moment: what has been said of it, what has changed in it, and how things stand now.

        One in which nothing changes counts if it is a line's (not `between` two calls of its nodes).
        """
        now = {name: self.row(name, tensor) for name, tensor in self.tensors().items()}
        changes = [change for name in now for change in changed(name, self.before.get(name), now[name])]
        said = [part for part in [self.call, *changes, words] if part]
        if said or not (between or self.lines[self.line].lstrip().startswith(HEADS)):
            if len(self.moments) == MOST - 1 and not words:
                raise EnoughError
            old = [self.before.get(name, [None] * 5) for name in now]
            self.moments.append(
                {
                    "line": self.line,
                    "said": "; ".join(said or ["nothing changes"]) + ".",
                    "tensors": list(now.values()),
                    "changed": [
                        [a != b for a, b in zip(row, was, strict=True)]
                        for row, was in zip(now.values(), old, strict=True)
                    ],
                }
            )
        self.before, self.call = now, None

    def row(self, name, tensor):
        """A tensor as the cells of the table say it."""
        known = self.objects.setdefault(name, [])
        if not any(tensor is other for other in known):
            known.append(tensor)  # and kept, so that no other takes its place in memory
        place = next(i for i, other in enumerate(known, 1) if other is tensor)
        kind = "leaf" if tensor.grad_fn is None else "non-leaf"
        if not tensor.requires_grad:
            kind += ", no gradient wanted"
        grad = "—" if tensor.grad is None else number(tensor.grad.data)
        return [name if place == 1 else f"{name} (no. {place})", number(tensor.data), kind, grad, held(tensor)]


def held(tensor):
    """What a tensor's node has saved for the backward pass, in words."""
    node = tensor.grad_fn
    if node is None:
        return "no operation" if tensor.node else "no node"
    if node.rule is None:
        return "freed"
    cells = getattr(node.rule, "__closure__", None) or ()
    saved = [cell.cell_contents for cell in cells]
    named = zip(node.rule.__code__.co_freevars, saved, strict=True) if saved else ()
    return ", ".join([f"{name} = {number(value)}" for name, value in named]) or "nothing to save"


def changed(name, before, now):
    """What has changed in a tensor's row, in words."""
    if before is None or before[0] != now[0]:
        label, value, kind, _, holds = now
        another = "new" if before is None else "a new tensor"
        yield f"{label.partition(' ')[0]} is {another}: {value}, {kind}" + (f", holds {holds}" if "=" in holds else "")
        return
    for text, old, new in zip(["", "", ".grad", ""], before[1:], now[1:], strict=True):
        if old != new:
            yield f"the node of {name} is freed" if new == "freed" else f"{name}{text} is {new}"


# ------------------------------------------------------------------------------------------------- what was learned

SHOWN = 0, 3, 10, 20, 30, 50, 75, 100  # of the steps of training
GRID = [-1.5 + 0.1 * i for i in range(31)]
INK, LINE = "#1b1b1f", "#0b5fa5"


def learned(answer, points, history):
    """A flipbook over a training: what the network answers to every pair of inputs, and the loss so far.

    `answer(numbers, a, b)` is what a network of these numbers gives; `history` has the numbers after each step;
    `points` are (a, b, wanted).
    """
    losses = [sum([(answer(numbers, a, b) - wanted) ** 2 for a, b, wanted in points]) for numbers in history]
    pages, twin = [], ["step   loss      " + "".join([f"({a:g}, {b:g}) → {t:g}".ljust(16) for a, b, t in points])]
    for step in [step for step in SHOWN if step < len(history)]:
        given = [answer(history[step], a, b) for a, b, _ in points]
        pairs = [
            f"{digits(round(g, 2))} at ({a:g}, {b:g}), wanted {t:g}" for g, (a, b, t) in zip(given, points, strict=True)
        ]
        words = f"After {step} steps the loss is {losses[step]:.4f}. The network answers {'; '.join(pairs)}."
        twin.append(f"{step:<6} {losses[step]:<9.4f} " + "".join([f"{g:<16.2f}" for g in given]).rstrip())
        surface = [[answer(history[step], a, b) for a in GRID] for b in GRID]
        pages.append((f"after {step} steps", figure(surface, points, given, losses, step), words))
    return Flipbook("training", pages, "\n".join(twin), page=len(pages) - 1)


def figure(surface, points, given, losses, step):
    fig = Figure(figsize=(8, 3.4), layout="constrained")
    plane, curve = fig.subplots(1, 2, width_ratios=[1, 1.2])
    plane.contourf(
        GRID, GRID, surface, levels=[-99, 0.25, 0.5, 0.75, 99], colors=["#6f9fcf", "#c7dcef", "#fbd9b5", "#f0a35e"]
    )
    lines = plane.contour(GRID, GRID, surface, levels=[0.25, 0.5, 0.75], colors=INK, linewidths=[0.7, 2, 0.7])
    plane.clabel(lines, fontsize=8)
    for (a, b, wanted), is_now in zip(points, given, strict=True):
        plane.plot([a], [b], "s" if wanted else "o", color=INK, mfc="w", ms=9)
        plane.annotate(f"{is_now:.2f}", (a, b), (0, 9), textcoords="offset points", ha="center", fontsize=9)
    plane.set(xlabel="a", ylabel="b", title="answers: 1 wanted at □, 0 at ○")
    curve.semilogy(range(len(losses)), losses, color=LINE)
    curve.plot([step], [losses[step]], "D", color=INK)
    curve.axhline(0.01, color=INK, linestyle=":")
    curve.annotate("0.01", (0, 0.01), (2, 3), textcoords="offset points", fontsize=9)
    curve.set(xlabel="steps", title=f"loss after {step} steps: {losses[step]:.4f}")
    return fig


# ----------------------------------------------------------------------------------------------------- the whole file

ROOMS = {
    "the judge": "numerical_gradient",
    "numbers with a history": "Tensor tensor shown",
    "notes of what was done": "clock Node AccumulateGrad record",
    "a rule for each operation": "add sub mul div pow neg log relu exp tanh",
    "what arrives is added": "accumulate",
    "the order, and the pass": "backward_order run_backward",
    "what is kept, and how long": "FREED grad_mode no_grad",
}


def tour():
    """Print how many lines of code the reader's first.py has, in which rooms, and what is missing in it."""
    kept = room().kept and room().path.exists()
    text = room().path.read_text(encoding="utf-8") if kept else stages.text(stages.LAST)
    code, found = code_lines(text), definitions(text)
    print(f"{FILE}: {len(code)} lines of code" + ("" if kept else ", as the course has it: this folder keeps none"))
    for name, among in ROOMS.items():
        inside = [d for own, d in found.items() if own.partition(".")[0] in among.split()]
        count = sum([len(code & set(range(d.start + 1, d.stop + 1))) for d in inside])
        print(f"{count:5}  {name:26} {', '.join(among.split())}")
    missing = [name for name in stages.definitions(stages.LAST) if name not in found]
    if missing:
        print(textwrap.fill(f"Not in it, so that the course's stand in: {', '.join(missing)}.", 84))
