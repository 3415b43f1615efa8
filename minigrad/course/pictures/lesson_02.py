"""The picture of lesson 02: the graph of any formula that the reader types, made of their own tensors."""

import ast
import operator

import anywidget
import traitlets

from minigrad.visual.graph import is_tensor, read
from minigrad.visual.picture import Picture
from minigrad.visual.widget import LOOK, PAGE, Still, of_svg

OPERATIONS = {ast.Add: operator.add, ast.Mult: operator.mul}

SCRIPT = """
function render({ model, el }) {
  const formula = h("input", { type: "text", spellcheck: "false", autocomplete: "off", value: model.get("formula") });
  const said = h("p", { role: "status" });
  const graph = h("div", {});
  const text = h("pre", {});
  const words = h("details", {}, h("summary", {}, "The same in words"), text);
  el.append(h("div", { class: "picture graph-of" }, h("label", {}, "formula", formula), said, graph, words));
  keepKeys(el);

  function turn() {
    said.textContent = model.get("said");
    text.textContent = model.get("text");
    words.hidden = !text.textContent;
    graph.innerHTML = model.get("graph");  // drawn by `draw`, which lets nothing of the reader's become markup
  }
  formula.addEventListener("input", () => { model.set("formula", formula.value); model.save_changes(); });
  for (const name of ["said", "text", "graph"]) model.on(`change:${name}`, turn);
  turn();
}
export default { render };
"""
STYLE = """
.graph-of label { display: flex; gap: 0.75em; align-items: center; }
.graph-of input { flex: 1; max-width: 28em; padding: 3px 6px; font: 13px var(--code); color: inherit;
  background: var(--bg); border: 1px solid var(--line); border-radius: 3px; }
.graph-of p { margin: 0.5em 0; }
.graph-of pre { margin: 0.5em 0 0; overflow-x: auto; color: inherit; background: none; font: 13px/1.45 var(--code); }
"""


class GraphOf(Still, anywidget.AnyWidget):
    """A field for a formula, and below it the graph that the formula leaves, in a picture and in words."""

    _esm, _css = PAGE + SCRIPT, LOOK + STYLE
    formula = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    graph = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)

    def __init__(self, formula, tensors):
        self.tensors, self.drawn = tensors, None
        super().__init__(formula=formula)
        self.redraw()
        self.observe(self.redraw, "formula")

    def redraw(self, _=None):
        """Draw the formula; while it is none, say what is missing and leave the last picture."""
        try:
            result, kept = evaluate(self.formula, self.tensors)
        except ValueError as error:
            self.said = str(error)
            return
        except (AttributeError, TypeError) as error:
            self.said = f"Your engine says: {type(error).__name__}: {error}"
            return
        if not is_tensor(result):
            self.drawn, self.graph, self.text = None, "", ""
            self.said = f"The number {result}: Python has done this by itself, and no tensor took part."
            return
        self.drawn = Picture(read(result, self.tensors | kept))
        self.graph, self.text = self.drawn.html, self.drawn.text
        self.said = self.text.partition("\n")[0]

    def still(self):
        """The graph that is shown."""
        return self.drawn and (
            of_svg(self.drawn.svg),
            f"The graph of {self.text.partition(':')[0]}; all of it is in the text.",
        )

    def __repr__(self):
        return self.text


def graph_of(formula, **tensors):
    """A field to type a formula of these tensors into, with the graph that it leaves."""
    return GraphOf(formula, tensors)


def name_for(part, taken):
    """The part of the formula as text; with a stroke for each time that it has been computed before."""
    name = ast.unparse(part)
    while name in taken:
        name += "′"
    return name


def evaluate(formula, tensors):
    """The value of a formula, and each tensor that was made on the way, by the part of the formula that it is.

    Raises ValueError, in words for the reader, for what is no formula of `tensors` with `+` and `*`.
    """
    kept = {}

    def value(part):
        match part:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=name) if name in tensors:
                return tensors[name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
                result = OPERATIONS[type(op)](value(left), value(right))
                if is_tensor(result):
                    kept[name_for(part, kept)] = result
                return result
        raise ValueError(f"{ast.unparse(part)}: this picture knows {', '.join(tensors)}, numbers, +, * and brackets.")

    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except SyntaxError:
        raise ValueError("Not a whole formula yet.") from None
    return value(tree.body), kept
