"""The picture of lesson 07: the slopes of a function of arrays in a table, its rows added up with weights."""

import anywidget
import traitlets

from minigrad.autograd import grad
from minigrad.visual.widget import LOOK, PAGE, Still, of_svg

from .tables import Table, digits, side_by_side

SCRIPT = """
function render({ model, el }) {
  const slopes = model.get("slopes");
  const number = (n) => inDigits(n, 6);
  const names = slopes[0].map((_, j) => `x[${j}]`);
  const row = (tag, texts) => h("tr", {}, texts.map((text) => h(tag, {}, text)));
  const weights = slopes.map((_, i) => {
    const weight = h("input", {
      type: "number", step: "any", value: model.get("weights")[i], "aria-label": `weight of y[${i}]`,
      oninput: () => {
        model.set("weights", model.get("weights").map((old, k) => (k === i ? Number(weight.value) || 0 : old)));
        model.save_changes();
        turn();
      },
    });
    return weight;
  });
  const totals = names.map(() => h("td", {}));
  const words = h("p", { "aria-live": "polite" });
  const slider = h("input", { type: "range", min: 0, max: 9, step: 1, value: 0, oninput: () => scale() });
  const bytes = h("output", {});
  const table = h("table", {}, h("thead", {}, row("th", ["weight", "slope of", ...names])),
    h("tbody", {}, slopes.map((line, i) => row("td", [weights[i], `y[${i}]`, ...line.map(number)]))),
    h("tfoot", {}, h("tr", {}, h("td", {}), h("td", {}, "x.grad"), totals)));
  const scroll = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Table of slopes" }, table);
  el.append(h("div", { class: "picture slopes" }, scroll, words,
    h("label", {}, "numbers in x and in y", slider, bytes)));
  keepKeys(el);

  function turn() {
    const now = model.get("weights");
    const sums = names.map((_, j) => slopes.reduce((t, line, i) => t + now[i] * line[j], 0));
    sums.forEach((sum, j) => { totals[j].textContent = number(sum); });
    const term = (line, i, j) => `${number(now[i])} · ${number(line[j])}`;
    const terms = names.map((name, j) =>
      `${name}: ${slopes.map((line, i) => term(line, i, j)).join(" + ")} = ${number(sums[j])}`);
    words.textContent = terms.join("; ");
  }

  const units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];
  const inUnits = (n) => {
    const unit = Math.min(Math.floor(Math.log10(n) / 3), units.length - 1);
    return `${number(n / 10 ** (3 * unit))} ${units[unit]}`;
  };
  function scale() {
    const n = 10 ** Number(slider.value);
    const said = `${n.toLocaleString("en")} each: the table ${inUnits(4 * n * n)}, the last row ${inUnits(4 * n)}`;
    bytes.textContent = said;
    slider.setAttribute("aria-valuetext", said);
  }
  model.on("change:weights", turn);
  turn();
  scale();
}
export default { render };
"""
STYLE = """
.slopes .scroll { overflow-x: auto; }
.slopes table { border-collapse: collapse; font: 13px/1.45 var(--code); }
.slopes th, .slopes td { padding: 0.3em 0.8em; text-align: right; font-weight: normal; background: transparent; }
.slopes tbody td { border-top: 1px solid var(--line); }
.slopes tfoot td { border-top: 3px double currentColor; font-weight: bold; }
.slopes input[type="number"] { width: 5em; font: inherit; text-align: right; color: inherit; background: var(--bg);
  border: 1px solid var(--line); border-radius: 3px; }
.slopes label { display: flex; flex-wrap: wrap; gap: 0.75em; align-items: center; }
.slopes p { margin: 0.6em 0; font: 13px/1.45 var(--code); }
"""


class SlopesTable(Still, anywidget.AnyWidget):
    """A table of slopes, a row for each number of the result, with a weight that can be typed, and the weighted sum."""

    _esm, _css = PAGE + SCRIPT, LOOK + STYLE
    slopes: traitlets.List = traitlets.List().tag(sync=True)
    weights: traitlets.List = traitlets.List().tag(sync=True)

    @property
    def rows(self):
        """The table as texts: a row for each number of the result, and the weighted sum."""
        columns = zip(*self.slopes, strict=True)
        sums = [sum([w * s for w, s in zip(self.weights, column, strict=True)]) for column in columns]
        lines = [
            [digits(w), f"y[{i}]", *map(digits, row)]
            for i, (w, row) in enumerate(zip(self.weights, self.slopes, strict=True))
        ]
        names = [f"x[{j}]" for j in range(len(sums))]
        return [["weight", "slope of", *names], *lines, ["", "x.grad", *map(digits, sums)]]

    def still(self):
        """The table with its weights, and the sum marked."""
        *_, sums = rows = self.rows
        marked = {(len(rows) - 1, j) for j in range(1, len(sums))}
        table = Table("the slopes of y, and their weighted sum", rows, marked)
        return of_svg(side_by_side(table)), f"The table of slopes; its rows, weighted, add up to {', '.join(sums[2:])}."

    def __repr__(self):
        return "\n".join(["".join([f"{text:>9}" for text in row]) for row in self.rows])


def slopes_table(f, x, v):
    """The slopes of each number of `f(x)` in each of `x`, by one backward pass a row, and the weights `v` for them.

    Raises ValueError unless both are of one dimension and there is a weight for each number of `f(x)`.
    """
    y = f(x)
    if x.ndim != 1 or y.ndim != 1 or len(v) != len(y):
        shapes = f"{tuple(x.shape)}, {tuple(y.shape)}, and {len(v)} weights"
        raise ValueError(f"slopes_table: x and f(x) must have one dimension, and v their length: {shapes}.")
    rows = [grad(y[i], x, retain_graph=True)[0].tolist() for i in range(len(y))]
    return SlopesTable(slopes=rows, weights=[float(weight) for weight in v])
