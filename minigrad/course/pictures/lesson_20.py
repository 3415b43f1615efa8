"""The pictures of lesson 20: the reader's own training with a bug switched on, and five runs told in numbers."""

import math
from pathlib import Path

import anywidget
import traitlets

import minigrad as mg
from minigrad.course.exercise import untouched
from minigrad.course.exercises.runs import BUGS, STEPS, in_order, lineup, run
from minigrad.course.tools import package
from minigrad.nn.functional import binary_cross_entropy_with_logits
from minigrad.visual import Training
from minigrad.visual.training import brief
from minigrad.visual.widget import LOOK, PAGE, Still, of_svg

from .lesson_13 import STYLE

MOMENTS = (1, 3, 4, 5, 10, 20, 40)  # the steps that a picture shows
ROWS = (1, 2, 3, 4, 5, 6, 10, 20, 40)  # and those in a table


class Bugs(Still, anywidget.AnyWidget):
    """A training for each bug, at some of its steps; one shown at a time. `losses` has the last loss of each."""

    _esm = PAGE + Path(__file__).with_suffix(".js").read_text("utf-8")
    _css = LOOK + STYLE
    runs: traitlets.List = traitlets.List().tag(sync=True)
    run = traitlets.Int(0).tag(sync=True)
    moment = traitlets.Int(0).tag(sync=True)

    def __init__(self, runs):
        self.trainings = {bug: training for bug, _, training in runs}
        self.losses = {bug: last_loss(training) for bug, training in self.trainings.items()}
        runs = [{"bug": bug, "moments": moments} for bug, moments, _ in runs]
        super().__init__(runs=runs, moment=len(runs[0]["moments"]) - 1)

    def still(self):
        """The chosen run at its end."""
        run = self.runs[self.run]
        last = run["moments"][-1]
        return of_svg(self.trainings[run["bug"]].svg), f"Bug {run['bug']}, step {last['place']}: {last['words']}"

    def __repr__(self):
        last = [(run["bug"], run["moments"][-1]) for run in self.runs]
        return "\n".join([f"{bug}, step {moment['place']}: {moment['words']}" for bug, moment in last])


def switchboard(train_step, model, points, labels):
    """The runs that `train_step` makes of a model, as `model()` gives it, first without a bug, then with each."""
    step = in_order if untouched(train_step) else train_step
    return Bugs([(bug, *moments(bug, step, model(), points, labels)) for bug in ["none", *BUGS]])


def moments(bug, train_step, model, points, labels):
    """What is shown of one run, and its Training; an error ends it, and is said in a picture's place.

    The losses are those of the points in their right units, after the step.
    """
    x, t = points.double(), labels.reshape(-1, 1).double()
    picture = Training(STEPS, boundary=lambda p: model(mg.tensor(p)), points=x, labels=t, live=False)
    shown = []
    try:
        for row in run(bug, train_step, model, x, t):
            with mg.no_grad():
                picture.note(binary_cross_entropy_with_logits(model(x), t))
            picture.norms = row.grads
            if row.step in MOMENTS:
                shown.append(moment(row.step, words(row, picture), picture.html))
    except Exception as error:
        shown.append(moment(len(picture.losses) + 1, f"{type(error).__name__}: {error}"))
    return shown, picture


def last_loss(training):
    """The loss after the last step, infinite where an error came before it."""
    return training.losses[-1] if len(training.losses) == STEPS else math.inf


def moment(step, words, picture=""):
    return {"place": f"{step} of {STEPS}", "words": words, "picture": picture}


def words(row, picture):
    """The numbers of a step, and what the picture says of the points."""
    layers = [f"layer {i}: {brief(norm)}, change {brief(row.changes[i])}" for i, norm in row.grads.items()]
    loss, right = brief(picture.losses[-1]), picture.text.splitlines()[-1]
    return f"Loss afterwards {loss}. Gradient norm of {'; of '.join(layers)}. {right}"


class Lineup:
    """Five runs as tables."""

    def __init__(self, runs):
        self._runs = runs

    def __repr__(self):
        return "\n\n".join([table(letter, rows) for letter, (_, rows) in self._runs.items()])


def suspects(number: int) -> Lineup:
    """Five runs, each with another bug, in numbers; another `number` gives others. The package's own SGD makes them."""
    with package().set_aside():
        return Lineup(lineup(number))


def table(letter, rows):
    """The steps of a run, one a line."""
    names = [f"layer {layer}" for layer in rows[0].grads]
    columns = "".join([f"{name:>10}" for name in names * 2])
    lines = [f"run {letter}{'gradient norms':>30}{'changes':>20}", f" step       loss{columns}"]
    for row in rows:
        if row.step in ROWS:
            numbers = [*row.grads.values(), *row.changes.values()]
            lines.append(f"{row.step:5}{row.loss:11.3f}{''.join([f'{cell(n):>10}' for n in numbers])}")
    return "\n".join(lines)


def cell(number):
    """A number with three decimals; a dash for none, and for 0 just that."""
    if number is None:
        return "—"
    return f"{number:.3f}" if number else "0"
