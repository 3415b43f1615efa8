"""The picture of lesson 07: the slopes of a function of arrays in a table, its rows added up with weights."""

import anywidget
import traitlets

from minigrad.autograd import grad
from minigrad.visual.stepper import PAGE

SCRIPT = """
function render({ model, el }) {
  const slopes = model.get("slopes");
  const table = document.createElement("table");
  const words = document.createElement("p");
  words.setAttribute("aria-live", "polite");
  const size = document.createElement("label");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: 9, step: 1, value: 0 });
  const bytes = document.createElement("output");
  size.append("numbers in x and in y", slider, bytes);
  el.classList.add("slopes");
  el.append(table, words, size);
  keepKeys(el);

  const row = (parent, tag, texts) => {
    const line = parent.insertRow();
    for (const text of texts) {
      const cell = document.createElement(tag);
      cell.textContent = text;
      line.append(cell);
    }
    return line;
  };
  const number = (n) => inDigits(n, 6);
  const names = slopes[0].map((_, j) => `x[${j}]`);
  row(table.createTHead(), "th", ["weight", "slope of", ...names]);
  const body = table.createTBody();
  slopes.forEach((line, i) => {
    const cells = row(body, "td", ["", `y[${i}]`, ...line.map(number)]);
    const weight = document.createElement("input");
    Object.assign(weight, { type: "number", step: "any", value: model.get("weights")[i] });
    weight.setAttribute("aria-label", `weight of y[${i}]`);
    weight.addEventListener("input", () => {
      const weights = [...model.get("weights")];
      weights[i] = Number(weight.value) || 0;
      model.set("weights", weights);
      model.save_changes();
      turn();
    });
    cells.cells[0].append(weight);
  });
  const sum = row(table.createTFoot(), "td", ["", "x.grad", ...names]);

  function turn() {
    const weights = model.get("weights");
    const totals = names.map((_, j) => slopes.reduce((t, line, i) => t + weights[i] * line[j], 0));
    totals.forEach((total, j) => { sum.cells[j + 2].textContent = number(total); });
    const term = (line, i, j) => `${number(weights[i])} · ${number(line[j])}`;
    const terms = names.map((name, j) =>
      `${name}: ${slopes.map((line, i) => term(line, i, j)).join(" + ")} = ${number(totals[j])}`);
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
  slider.addEventListener("input", scale);
  model.on("change:weights", turn);
  turn();
  scale();
}
export default { render };
"""
STYLE = """
.slopes { color: var(--jp-ui-font-color1, #1b1b1f); font: 13px var(--jp-ui-font-family, sans-serif); }
.slopes table { border-collapse: collapse; font-family: var(--jp-code-font-family, monospace); }
.slopes th, .slopes td { padding: 0.3em 0.8em; text-align: right; font-weight: normal; background: transparent; }
.slopes tbody td { border-top: 1px solid var(--jp-border-color0, #767680); }
.slopes tfoot td { border-top: 3px double currentColor; font-weight: bold; }
.slopes input[type="number"] { width: 5em; font: inherit; text-align: right; color: inherit;
  background: var(--jp-layout-color1, #fff); border: 1px solid var(--jp-border-color0, #767680); border-radius: 3px; }
.slopes label { display: flex; flex-wrap: wrap; gap: 0.75em; align-items: center; }
.slopes p { margin: 0.6em 0; font-family: var(--jp-code-font-family, monospace); }
"""


class SlopesTable(anywidget.AnyWidget):
    """A table of slopes, a row for each number of the result, with a weight that can be typed, and the weighted sum."""

    _esm, _css = PAGE + SCRIPT, STYLE
    slopes: traitlets.List = traitlets.List().tag(sync=True)
    weights: traitlets.List = traitlets.List().tag(sync=True)

    def __repr__(self):
        rows = [("weight", "slope of", *[f"x[{j}]" for j in range(len(self.slopes[0]))])]
        for i, (weight, row) in enumerate(zip(self.weights, self.slopes, strict=True)):
            rows.append((f"{weight:g}", f"y[{i}]", *[f"{slope:g}" for slope in row]))
        columns = zip(*self.slopes, strict=True)
        sums = [sum([w * s for w, s in zip(self.weights, column, strict=True)]) for column in columns]
        rows.append(("", "x.grad", *[f"{total:g}" for total in sums]))
        return "\n".join(["".join([f"{text:>9}" for text in row]) for row in rows])


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
