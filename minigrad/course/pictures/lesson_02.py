"""The picture of lesson 02: the graph of any formula that the reader types, made of their own tensors."""

import ast
import operator

import ipywidgets as widgets

from minigrad.visual.graph import is_tensor, read
from minigrad.visual.picture import Picture, escaped

OPERATIONS = {ast.Add: operator.add, ast.Mult: operator.mul}


class GraphOf(widgets.VBox):
    """A field for a formula, and below it the graph that the formula leaves, in a picture and in words."""

    def __init__(self, formula, tensors):
        self.tensors = tensors
        self.formula = widgets.Text(value=formula, description="formula", layout={"width": "28em"})
        self.said = widgets.HTML()
        self.picture = widgets.HTML()
        super().__init__([self.formula, self.said, self.picture])
        self.formula.observe(self.redraw, "value")
        self.redraw()

    def redraw(self, _=None):
        """Draw the formula; while it is none, say what is missing and leave the last picture."""
        try:
            result, kept = evaluate(self.formula.value, self.tensors)
        except ValueError as error:
            self.said.value = escaped(str(error))
            return
        except (AttributeError, TypeError) as error:
            self.said.value = escaped(f"Your engine says: {type(error).__name__}: {error}")
            return
        if not is_tensor(result):
            self.said.value = f"The number {result}: Python has done this by itself, and no tensor took part."
            self.picture.value = self.text = ""
            return
        picture = Picture(read(result, self.tensors | kept))
        self.text, self.said.value = picture.text, ""
        words = f"<details><summary>The same in words</summary><pre>{picture.text}</pre></details>"
        self.picture.value = picture.html + words

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.text}


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
