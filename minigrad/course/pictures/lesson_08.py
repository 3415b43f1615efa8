"""The picture of lesson 08: where each number of two broadcast inputs is used, and what comes back from there."""

import anywidget
import traitlets

from minigrad.visual.stepper import PAGE

SCRIPT = """
function render({ model, el }) {
  const grids = model.get("grids");
  const words = document.createElement("p");
  words.setAttribute("aria-live", "polite");
  const row = document.createElement("div");
  row.className = "row";
  el.classList.add("stretch");
  el.append(row, words);
  keepKeys(el);
  const cells = [];  // [element, name of its grid, "i,j" of the number that it shows or weighs]

  for (const grid of grids) {
    const box = document.createElement("div");
    const title = document.createElement("div");
    title.className = "title";
    title.textContent = grid.title;
    const table = document.createElement("div");
    table.className = "cells";
    table.style.gridTemplateColumns = `repeat(${grid.cells[0].length}, auto)`;
    table.setAttribute("role", "group");
    table.setAttribute("aria-label", grid.title);
    for (const line of grid.cells) for (const cell of line) {
      const place = document.createElement(cell.real && !grid.weights ? "button" : "span");
      place.textContent = cell.text;
      place.className = cell.real ? "real" : "copy";
      if (!grid.weights) {
        place.addEventListener("click", () => choose(grid.title, cell.source, false));
        if (cell.real) place.setAttribute("aria-label", `${grid.title}[${cell.source}], ${cell.text}`);
        cells.push([place, grid.title, cell.source]);
      } else cells.push([place, null, cell.place]);
      table.append(place);
    }
    box.append(title, table);
    row.append(box);
  }
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
.stretch { color: var(--jp-ui-font-color1, #1b1b1f); font-family: var(--jp-code-font-family, monospace); }
.stretch .row { display: flex; flex-wrap: wrap; gap: 2em; font-size: 13px; }
.stretch .title { margin-bottom: 0.3em; }
.stretch .cells { display: grid; gap: 4px; }
.stretch .cells > * { min-width: 3.4em; padding: 0.3em 0.5em; text-align: right; box-sizing: border-box;
  background: var(--jp-layout-color1, #fff); color: inherit; font: inherit; border-radius: 4px;
  border: 1px solid var(--jp-border-color0, #767680); }
.stretch .cells > button { cursor: pointer; }
.stretch .cells > .copy { border-style: dashed; opacity: 0.85; }
.stretch .cells > .lit { border: 2px solid currentColor; font-weight: bold; text-decoration: underline;
  padding: calc(0.3em - 1px) calc(0.5em - 1px); }
.stretch .cells > button:focus-visible { outline: 2px solid var(--jp-brand-color1, #0b5fa5); outline-offset: 1px; }
.stretch p { margin: 0.6em 0 0; font-family: var(--jp-ui-font-family, sans-serif); }
"""


class Stretch(anywidget.AnyWidget):
    """Two inputs, stretched to the shape of their sum, and the sum's gradient; a number's uses light up with it."""

    _esm, _css = PAGE + SCRIPT, STYLE
    grids: traitlets.List = traitlets.List().tag(sync=True)
    sums: traitlets.Dict = traitlets.Dict().tag(sync=True)
    selected: traitlets.List = traitlets.List().tag(sync=True)

    def __init__(self, a, b, weights):
        inputs, v = {"a": table(a), "b": table(b)}, table(weights)
        rows, columns = len(v), len(v[0])
        grids = [grid(name, numbers, rows, columns) for name, numbers in inputs.items()]
        weighing = [
            [{"text": f"{v[i][j]:g}", "place": f"{i},{j}", "real": True} for j in range(columns)] for i in range(rows)
        ]
        grids.append({"title": "gradient of a + b", "cells": weighing, "weights": True})
        sums = {name: summed(name, t, numbers, v) for (name, numbers), t in zip(inputs.items(), (a, b), strict=True)}
        super().__init__(grids=grids, sums=sums, selected=["a", "0,0"])

    def __repr__(self):
        return "\n".join([entry["said"] for sums in self.sums.values() for entry in sums.values()])


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
    return {"text": f"{numbers[at[0]][at[1]]:g}", "source": f"{at[0]},{at[1]}", "real": at == (i, j)}


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
    terms = " + ".join([f"{weight:g}" for _, weight in uses])
    places = "once" if len(uses) == 1 else f"in {len(uses)} places"
    total = f" = {sum(weight for _, weight in uses):g}" if len(uses) > 1 else ""
    return {
        "uses": [place for place, _ in uses],
        "said": f"{name}{index} is used {places}; its gradient is {terms}{total}.",
    }
