"""step: both passes of a graph, forward and backward, one node at a time.

The page gets all steps at once and then needs no kernel; only a slider asks for the function to be run again.
"""

import sys
from typing import Any

import anywidget
import traitlets

from . import wording
from .diagram import picture
from .folding import module_scopes
from .graph import is_tensor, read, variables
from .grouping import groups, view
from .layout import layout
from .picture import Picture, failed
from .recording import run
from .trace import Known, Trace
from .widget import PAGE, STATIC, Still

STYLE = "\n".join([(STATIC / name).read_text("utf-8") for name in ("page.css", "stepper.css")])
MOST = 1000  # nodes; a picture of more is for `draw`, which folds
UNFOLDED = 24  # steps; with more the stepper opens with its calls folded
FEW = 40  # boxes, up to which there are a second picture for narrow pages and one for pages without scripts


def step(result: Any, /, *, predict: bool = False, update: Any = None, **inputs: Any) -> "Stepper":
    """A stepper over the graph behind `result`, or over a function that it runs: `step(c)`, `step(f, x=2.0, y=3.0)`.

    Tensors may be of any engine; inputs that are plain numbers become minigrad's, each with a slider. With `predict` it
    asks for each gradient before it shows it. `update` is an optimiser, or the learning rate of a plain one: what its
    step would do comes last. Nothing that is given is changed. Raises TypeError for what is neither tensor nor
    function, RuntimeError for a tensor without history or with a freed graph, ValueError for a graph that is too large,
    or an optimiser that has none of its leaves.
    """
    if is_tensor(result):
        return stepped(result, variables(sys._getframe(1)), update, predict=predict)
    if not hasattr(result, "__code__"):
        raise TypeError(
            f"step: {result!r:.60} is neither a tensor nor a function. "
            "Step through a result, step(c), or through a function and its inputs, step(f, x=2.0, y=3.0)."
        )
    title, given = result.__name__, sliders(inputs)
    return Stepper(lambda **numbers: ran(result, inputs | numbers, update), title, given, predict=predict)


def stepped(result, names, update=None, *, predict=False):
    """The stepper over a result; `names` has the caller's tensors."""
    known = Known(names, scopes=module_scopes(result, names) if result.grad_fn is not None else None)
    return Stepper(lambda: (traced(result, known, update), ()), "", predict=predict)


def ran(function, inputs, update):
    """The trace of a function called with these inputs, and its source."""
    from .. import tensor

    tensors = {k: tensor(v, requires_grad=True) if isinstance(v, float) else v for k, v in inputs.items()}
    result, recording = run(function, tensors, failed)
    if not is_tensor(result):
        raise TypeError(f"step: {function.__name__} returned {result!r:.60}, not a tensor made from its inputs.")
    name = function.__name__ if function.__name__.isidentifier() else "result"
    return traced(result, Known(recording.variables, recording), update, name), recording.lines


def traced(result, known, update, name="result"):
    """The trace of a result, its boxes named; `name` is the result's own if the reader gave it none."""
    if result.grad_fn is None:
        raise RuntimeError(
            "step: this tensor has no history. Make it from a tensor with requires_grad=True, outside no_grad."
        )
    trace = Trace(result, known, MOST)
    trace.root.name = trace.root.name or name
    wording.give_labels(trace.boxes)
    if update is not None:
        trace.updated(update)
    return trace


def views(trace):
    """The views in which calls are folded, by the path that each opens; none where nothing is called."""
    paths = groups(trace)
    if not paths:
        return {}
    found = {}
    for path in [(), *paths]:
        shown = view(trace, path, paths)
        found[wording.name_of(path)] = wording.steps_as_json(shown) | {"pictures": {"wide": picture(shown)}}
    return {"views": found, "folded": len(trace.steps) > UNFOLDED}


def sliders(inputs):
    """For each input that is a number: its name, value, and a range around it in about a hundred steps."""
    found = []
    for name, value in inputs.items():
        if isinstance(value, float):
            reach = max(5.0, 2 * abs(value))
            found.append({"name": name, "value": value, "min": -reach, "max": reach, "step": reach / 50})
    return found


class Stepper(Still, anywidget.AnyWidget):
    """The widget. `make(**numbers)` gives a trace and its source, again for each new set of numbers."""

    _esm = PAGE + (STATIC / "stepper.js").read_text("utf-8")
    _css = STYLE
    trace = traitlets.Dict().tag(sync=True)
    sliders: traitlets.List = traitlets.List().tag(sync=True)
    predict = traitlets.Bool().tag(sync=True)  # whether it opens in predict mode

    def __init__(self, make, title, sliders=(), *, predict=False):
        self.make, self.title = make, title
        super().__init__(trace=self.told(), sliders=list(sliders), predict=predict)
        self.on_msg(self.answer)

    def told(self, **numbers):
        """The trace as data for the page, with its pictures."""
        trace, lines = self.make(**numbers)
        self.traced = trace
        self.title = self.title or trace.root.label
        pictures, self.dot = {"wide": picture(trace)}, ""
        if len(trace.boxes) <= FEW:
            pictures["narrow"] = picture(trace, narrow=True)
            self.dot = Picture(read(trace.root.tensor, trace.known.variables)).dot
        return wording.as_json(self.title, trace, lines) | {"pictures": pictures} | views(trace)

    def answer(self, _, message, __):
        """What the page asks for: whether a kernel is there, or the trace for other numbers."""
        if message.get("ask") == "alive":
            self.send({"alive": True})
        if "numbers" in message:
            try:
                self.trace = self.told(**{name: float(x) for name, x in message["numbers"].items()})
            except Exception as error:  # the reader's function may not be made for such numbers
                self.send({"failed": f"{type(error).__name__}: {error}"})
            else:
                self.send({"done": True})

    def __repr__(self):
        return wording.twin(self.title, self.traced)

    def still(self):
        """The graph as `draw` shows it, if it is a small one."""
        if not self.dot:
            return None
        return layout(self.dot, "png"), f"The graph of {self.title}; all steps are in the text."
