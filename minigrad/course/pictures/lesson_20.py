"""The pictures of lesson 20: the reader's own training with a bug switched on, and five runs told in numbers."""

import anywidget
import traitlets

import minigrad as mg
from minigrad.course.exercise import untouched
from minigrad.course.exercises.runs import BUGS, STEPS, in_order, lineup, run
from minigrad.course.tools import package
from minigrad.visual import Training
from minigrad.visual.stepper import PAGE
from minigrad.visual.training import brief

from .lesson_13 import STYLE

MOMENTS = (1, 3, 4, 5, 10, 20, 40)  # the steps that a picture shows
ROWS = (1, 2, 3, 4, 5, 6, 10, 20, 40)  # and those in a table
SCRIPT = """
function render({ model, el }) {
  const runs = model.get("runs");
  const choices = h("fieldset", {}, h("legend", {}, "bug"));
  const place = h("output", {});
  const slider = h("input", { type: "range", min: 0, step: 1 });
  const words = h("p", { "aria-live": "polite" });
  const picture = h("div", {});
  const name = `bug-${Math.random().toString(36).slice(2)}`;
  const radios = runs.map(() => h("input", { type: "radio", name }));
  radios.forEach((radio, i) => radio.addEventListener("change", () => turn(i, model.get("moment"))));
  slider.addEventListener("input", () => turn(model.get("run"), Number(slider.value)));
  choices.append(...runs.map((run, i) => h("label", {}, radios[i], run.bug)));
  el.classList.add("switchboard");
  el.append(choices, h("label", {}, "step", slider, place), words, picture);
  keepKeys(el);

  function turn(run, moment) {
    model.set("run", run);
    model.set("moment", moment);
    model.save_changes();
    show();
  }
  function show() {
    const moments = runs[model.get("run")].moments;
    const at = Math.min(model.get("moment"), moments.length - 1);
    radios[model.get("run")].checked = true;
    slider.max = moments.length - 1;
    slider.value = at;
    place.textContent = moments[at].place;
    slider.setAttribute("aria-valuetext", moments[at].place);
    words.textContent = moments[at].words;
    picture.innerHTML = moments[at].picture;  // drawn by Training, which lets nothing of the reader's become markup
  }
  model.on("change:run", show);
  model.on("change:moment", show);
  show();
}
export default { render };
"""


class Bugs(anywidget.AnyWidget):
    """A training for each bug, at some of its steps; one shown at a time."""

    _esm, _css = PAGE + SCRIPT, STYLE
    runs: traitlets.List = traitlets.List().tag(sync=True)
    run = traitlets.Int(0).tag(sync=True)
    moment = traitlets.Int(0).tag(sync=True)

    def __repr__(self):
        last = [(run["bug"], run["moments"][-1]) for run in self.runs]
        return "\n".join([f"{bug}, step {moment['place']}: {moment['words']}" for bug, moment in last])


def switchboard(train_step, model, points, labels):
    """The runs that `train_step` makes of a model, as `model()` gives it, first without a bug, then with each."""
    step = in_order if untouched(train_step) else train_step
    runs = [{"bug": said, "moments": moments(bug, step, model(), points, labels)} for bug, said in SWITCHES.items()]
    return Bugs(runs=runs, moment=len(runs[0]["moments"]) - 1)


SWITCHES = {None: "none", **BUGS}


def moments(bug, train_step, model, points, labels):
    """What is shown of one run: places, words and pictures; an error ends it, and is said in a picture's place."""
    picture = Training(
        STEPS,
        boundary=lambda p: model(mg.tensor(p, dtype=mg.float64)),
        points=points,
        labels=labels,
        live=False,
    )
    shown = []
    try:
        for row in run(bug, train_step, model, points, labels.reshape(-1, 1)):
            picture.losses.append(row.loss)
            picture.norms = row.grads
            if row.step in MOMENTS:
                shown.append({"place": f"{row.step} of {STEPS}", "words": words(row, picture), "picture": picture.html})
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        shown.append({"place": f"{len(picture.losses) + 1} of {STEPS}", "words": said, "picture": ""})
    return shown


def words(row, picture):
    """The numbers of a step, and what the picture says of the points."""
    layers = [f"layer {i}: {brief(norm)}, change {brief(row.changes[i])}" for i, norm in row.grads.items()]
    return f"Loss {brief(row.loss)}. Gradient norm of {'; of '.join(layers)}. {picture.text.splitlines()[-1]}"


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
