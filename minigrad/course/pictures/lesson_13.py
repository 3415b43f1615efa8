"""The picture of lesson 13: what each switch leaves of the graph of one program, and who gets a gradient."""

import anywidget
import traitlets

from minigrad.visual.graph import is_tensor, read
from minigrad.visual.picture import Picture
from minigrad.visual.stepper import PAGE

SCRIPT = """
function render({ model, el }) {
  const pages = model.get("pages");
  const choices = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = "switch";
  choices.append(legend);
  const words = document.createElement("p");
  words.setAttribute("aria-live", "polite");
  const picture = document.createElement("div");
  el.classList.add("switchboard");
  el.append(choices, words, picture);
  const name = `switch-${Math.random().toString(36).slice(2)}`;
  pages.forEach((page, i) => {
    const label = document.createElement("label");
    const radio = document.createElement("input");
    Object.assign(radio, { type: "radio", name, checked: i === model.get("page") });
    radio.addEventListener("change", () => { model.set("page", i); model.save_changes(); turn(); });
    label.append(radio, page.name);
    choices.append(label);
  });
  keepKeys(el);

  function turn() {
    const page = pages[model.get("page")];
    choices.querySelectorAll("input")[model.get("page")].checked = true;
    words.textContent = page.words;
    picture.innerHTML = page.picture;  // drawn by `draw`, which lets nothing of the reader's become markup
  }
  model.on("change:page", turn);
  turn();
}
export default { render };
"""
STYLE = """
.switchboard { color: var(--jp-ui-font-color1, #1b1b1f); font: 13px var(--jp-ui-font-family, sans-serif); }
.switchboard fieldset { display: flex; flex-wrap: wrap; gap: 0.3em 1.2em; margin: 0;
  border: 1px solid var(--jp-border-color0, #767680); border-radius: 4px; }
.switchboard label { display: flex; align-items: center; gap: 0.3em; }
"""


class Switchboard(anywidget.AnyWidget):
    """A graph for each switch, one shown at a time."""

    _esm, _css = PAGE + SCRIPT, STYLE
    pages: traitlets.List = traitlets.List().tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)

    def __repr__(self):
        return "\n".join([f"{page['name']}: {page['words']}" for page in self.pages])


def switchboard(program, switches):
    """The graph that `program(switch)` leaves, for each switch.

    The program gives its result and its variables, as `return y, locals()`; an error is said in the graph's place.
    """
    return Switchboard(pages=[page(program, switch) for switch in switches])


def page(program, switch):
    """What is shown for one switch: its name, a picture, and who has a gradient in words."""
    try:
        result, names = program(switch)
    except RuntimeError as error:
        return {"name": switch, "picture": "", "words": f"RuntimeError: {error}"}
    tensors = {name: value for name, value in names.items() if is_tensor(value)}
    drawn = Picture(read(result, tensors))
    leaves = {name: t.grad for name, t in tensors.items() if t.is_leaf and t.grad is not None}
    without = [name for name, t in tensors.items() if t.is_leaf and t.grad is None]
    said = [f"{name}.grad is {grad.tolist():g}" for name, grad in leaves.items()]
    return {"name": switch, "picture": drawn.html, "words": f"{', '.join(said)}; no gradient for {', '.join(without)}."}
