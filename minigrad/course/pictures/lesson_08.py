"""The picture of lesson 08: where each number of two broadcast inputs is used, and what comes back from there."""

import anywidget
import traitlets

from minigrad.visual.widget import LOOK, PAGE, Still, of_svg

from .tables import Table, digits, side_by_side

SCRIPT = """
function render({ model, el }) {
  const grids = model.get("grids");
  const words = h("p", { "aria-live": "polite" });
  const cells = [];  // [element, name of its grid, "i,j" of the number that it shows or weighs]

  function placed(grid, cell) {
    const kind = { class: cell.real ? "real" : "copy" };
    const onclick = () => choose(grid.title, cell.source, false), said = `${grid.title}[${cell.source}], ${cell.text}`;
    const place = grid.weights ? h("span", kind, cell.text)
      : cell.real ? h("button", { ...kind, type: "button", "aria-label": said, onclick }, cell.text)
      : h("span", { ...kind, onclick }, cell.text);
    cells.push(grid.weights ? [place, null, cell.place] : [place, grid.title, cell.source]);
    return place;
  }
  const row = h("div", { class: "row" }, grids.map((grid) => {
    const style = `grid-template-columns: repeat(${grid.cells[0].length}, auto)`;
    const parts = grid.cells.flat().map((cell) => placed(grid, cell));
    return h("div", {}, h("div", { class: "title" }, grid.title),
      h("div", { class: "cells", style, role: "group", "aria-label": grid.title }, parts));
  }));
  el.append(h("div", { class: "picture stretch" }, row, words));
  keepKeys(el);
  const buttons = cells.filter(([place]) => place.tagName === "BUTTON");

  function choose(title, source, focus) {
    model.set("selected", [title, source]);
    model.save_changes();
    turn();
    if (focus) buttons.find(([, t, s]) => t === title && s === source)[0].focus();
  }

  function turn() {
    const [title, source] = model.get("selected");
    const { uses, said } = model.get("sums")[title][source];
    for (const [place, grid, key] of cells) {
      place.classList.toggle("lit", grid === null ? uses.includes(key) : grid === title && key === source);
      if (place.tagName === "BUTTON") {
        const chosen = grid === title && key === source;
        place.tabIndex = chosen ? 0 : -1;
        place.setAttribute("aria-pressed", String(chosen));
      }
    }
    words.textContent = said;
  }

  row.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const [title, source] = model.get("selected");
    const at = buttons.findIndex(([, t, s]) => t === title && s === source);
    const [, t, s] = buttons[(at + step + buttons.length) % buttons.length];
    choose(t, s, true);
  });
  model.on("change:selected", turn);
  turn();
}
export default { render };
"""
STYLE = """
.stretch .row { display: flex; flex-wrap: wrap; gap: 1em 2em; font: 13px/1.45 var(--code); }
.stretch .title { margin-bottom: 0.3em; }
.stretch .cells { display: grid; gap: 4px; }
.stretch .cells > * { min-width: 3.4em; padding: 0.3em 0.5em; text-align: right; box-sizing: border-box;
  background: var(--bg); color: inherit; font: inherit; border-radius: 4px; border: 1px solid var(--line); }
.stretch .cells > button { cursor: pointer; }
.stretch .cells > .copy { border-style: dashed; color: var(--quiet); }
.stretch .cells > .lit { border: 2px solid currentColor; font-weight: bold; text-decoration: underline; color: inherit;
  padding: calc(0.3em - 1px) calc(0.5em - 1px); }
.stretch p { margin: 0.6em 0 0; }
"""


class Stretch(Still, anywidget.AnyWidget):
    """Two inputs, stretched to the shape of their sum, and the sum's gradient; a number's uses light up with it."""

    _esm, _css = PAGE + SCRIPT, LOOK + STYLE
    grids: traitlets.List = traitlets.List().tag(sync=True)
    sums: traitlets.Dict = traitlets.Dict().tag(sync=True)
    selected: traitlets.List = traitlets.List().tag(sync=True)

    def __init__(self, a, b, weights):
        inputs, v = {"a": table(a), "b": table(b)}, table(weights)
        rows, columns = len(v), len(v[0])
        grids = [grid(name, numbers, rows, columns) for name, numbers in inputs.items()]
        weighing = [
            [{"text": digits(v[i][j]), "place": f"{i},{j}", "real": True} for j in range(columns)] for i in range(rows)
        ]
        grids.append({"title": "gradient of a + b", "cells": weighing, "weights": True})
        sums = {name: summed(name, t, numbers, v) for (name, numbers), t in zip(inputs.items(), (a, b), strict=True)}
        super().__init__(grids=grids, sums=sums, selected=["a", "0,0"])

    def still(self):
        """The two inputs and the gradient, with the uses of the first number marked."""
        title, chosen = self.selected
        found = self.sums[title][chosen]
        tables = [table_of(grid, title, chosen, found["uses"]) for grid in self.grids]
        return of_svg(side_by_side(*tables, words=found["said"])), found["said"]

    def __repr__(self):
        return "\n".join([entry["said"] for sums in self.sums.values() for entry in sums.values()])


def table_of(grid, title, chosen, uses):
    """A grid as a table of the still: what the chosen number lights up is marked, a copy is dashed."""
    places = [(i, j, cell) for i, row in enumerate(grid["cells"]) for j, cell in enumerate(row)]
    own = grid["title"] == title
    marked = {
        (i, j) for i, j, c in places if (c["place"] in uses if grid["weights"] else own and c["source"] == chosen)
    }
    faint = {(i, j) for i, j, cell in places if not cell["real"]}
    return Table(grid["title"], [[cell["text"] for cell in row] for row in grid["cells"]], marked, faint)


def stretch(a, b, gradient):
    """The inputs of `a + b`, the result's gradient beside them, and which of it comes back to each number.

    Raises ValueError unless the result has at most two dimensions and the gradient its shape.
    """
    shape = tuple((a + b).shape)
    if len(shape) > 2 or tuple(gradient.shape) != shape:
        wanted = f"the shape of a + b, {shape}, with two dimensions at most"
        raise ValueError(f"stretch: the gradient must have {wanted}; it has {tuple(gradient.shape)}.")
    return Stretch(a, b, gradient)


def table(tensor):
    """The numbers of a tensor of at most two dimensions, as rows."""
    numbers = tensor.tolist()
    for _ in range(2 - len(tensor.shape)):
        numbers = [numbers]
    return numbers


def source(i, j, numbers):
    """Which number of an input stands at row i and column j of the result."""
    return min(i, len(numbers) - 1), min(j, len(numbers[0]) - 1)


def grid(name, numbers, rows, columns):
    """An input in the result's shape: its own numbers, and the places where they stand again."""
    cells = [[cell(i, j, numbers) for j in range(columns)] for i in range(rows)]
    return {"title": name, "cells": cells, "weights": False}


def cell(i, j, numbers):
    at = source(i, j, numbers)
    return {"text": digits(numbers[at[0]][at[1]]), "source": f"{at[0]},{at[1]}", "real": at == (i, j)}


def summed(name, tensor, numbers, v):
    """For each number of an input, by its place: where it is used, and the sum that comes back, in words."""
    found = {}
    for i, row in enumerate(v):
        for j, weight in enumerate(row):
            at = source(i, j, numbers)
            found.setdefault(at, []).append((f"{i},{j}", weight))
    return {f"{at[0]},{at[1]}": told(name, tensor, at, uses) for at, uses in found.items()}


def told(name, tensor, at, uses):
    dims = len(tensor.shape)
    index = f"[{', '.join(map(str, at[2 - dims :]))}]" if dims else ""
    terms = " + ".join([digits(weight) for _, weight in uses])
    places = "once" if len(uses) == 1 else f"in {len(uses)} places"
    total = f" = {digits(sum(weight for _, weight in uses))}" if len(uses) > 1 else ""
    return {
        "uses": [place for place, _ in uses],
        "said": f"{name}{index} is used {places}; its gradient is {terms}{total}.",
    }
