"""The picture of lesson 13: what each switch leaves of the graph of one program, and who gets a gradient."""

import anywidget
import traitlets

from minigrad.visual.graph import is_tensor, read
from minigrad.visual.picture import Picture
from minigrad.visual.widget import LOOK, PAGE, Still, of_svg

from .tables import digits

SCRIPT = """
function render({ model, el }) {
  const pages = model.get("pages");
  const name = unique("switch");
  const radios = pages.map((_, i) => h("input", { type: "radio", name, onchange: () => choose(i) }));
  const words = h("p", { "aria-live": "polite" });
  const picture = h("div", {});
  const choices = pages.map((page, i) => h("label", {}, radios[i], page.name));
  el.append(h("div", { class: "picture switchboard" },
    h("fieldset", {}, h("legend", {}, "switch"), choices), words, picture));
  keepKeys(el);

  function choose(i) {
    model.set("page", i);
    model.save_changes();
    turn();
  }
  function turn() {
    const page = pages[model.get("page")];
    radios[model.get("page")].checked = true;
    words.textContent = page.words;
    picture.innerHTML = page.picture;  // drawn by `draw`, which lets nothing of the reader's become markup
  }
  model.on("change:page", turn);
  turn();
}
export default { render };
"""
STYLE = """
.switchboard fieldset { display: flex; flex-wrap: wrap; gap: 0.3em 1.2em; margin: 0; border: 1px solid var(--line);
  border-radius: 4px; }
.switchboard label { display: flex; align-items: center; gap: 0.3em; }
"""


class Switchboard(Still, anywidget.AnyWidget):
    """A graph for each switch, one shown at a time."""

    _esm, _css = PAGE + SCRIPT, LOOK + STYLE
    pages: traitlets.List = traitlets.List().tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)

    def __init__(self, shown):
        self.pictures = [picture for _, picture, _ in shown]
        pages = [{"name": name, "picture": p.html if p else "", "words": words} for name, p, words in shown]
        super().__init__(pages=pages)

    def still(self):
        """The graph of the switch that is chosen."""
        page, picture = self.pages[self.page], self.pictures[self.page]
        return picture and (of_svg(picture.svg), f"The graph with the switch {page['name']}: {page['words']}")

    def __repr__(self):
        return "\n".join([f"{page['name']}: {page['words']}" for page in self.pages])


def switchboard(program, switches):
    """The graph that `program(switch)` leaves, for each switch.

    The program gives its result and its variables, as `return y, locals()`; an error is said in the graph's place.
    """
    return Switchboard([(switch, *left(program, switch)) for switch in switches])


def left(program, switch):
    """The picture that one switch leaves, None after an error, and who has a gradient in words."""
    try:
        result, names = program(switch)
    except RuntimeError as error:
        return None, f"RuntimeError: {error}"
    tensors = {name: value for name, value in names.items() if is_tensor(value)}
    leaves = {name: t.grad for name, t in tensors.items() if t.is_leaf and t.grad is not None}
    without = [name for name, t in tensors.items() if t.is_leaf and t.grad is None]
    said = [f"{name}.grad is {digits(grad.tolist())}" for name, grad in leaves.items()]
    return Picture(read(result, tensors)), f"{', '.join(said)}; no gradient for {', '.join(without)}."
