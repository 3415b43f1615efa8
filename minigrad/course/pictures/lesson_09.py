"""The picture of lesson 09: eight candidates for a gradient of a product of matrices, which fit and which is right."""

import itertools

import anywidget
import numpy as np
import traitlets

from minigrad.course.exercise import array_of
from minigrad.course.exercises.lesson_09 import nudged
from minigrad.visual.widget import Still, beside, of_svg

from .tables import Table, digits, side_by_side


class Tetris(Still, anywidget.AnyWidget):
    """For each input of `a @ b` the eight products of the other input, v and their transposes, one shown at a time."""

    _esm, _css = beside(__file__)
    inputs: traitlets.Dict = traitlets.Dict().tag(sync=True)  # {name: its slopes by nudging, and the candidates}
    chosen: traitlets.List = traitlets.List().tag(sync=True)  # an input's name, and which candidate

    def __init__(self, a, b, v):
        others = {"a": {"v": v, "b": b}, "b": {"a": a, "v": v}}
        inputs = {
            name: {"slopes": texts(right), "candidates": candidates(name, right, others[name])}
            for name, right in zip("ab", nudged(a, b, v), strict=True)
        }
        super().__init__(inputs=inputs, chosen=["a", 0])

    def still(self):
        """The candidate that is chosen, its product, and the slopes that nudging gives."""
        name, i = self.chosen
        found, slopes = self.inputs[name]["candidates"][i], self.inputs[name]["slopes"]
        tables = [Table(title, numbers) for title, numbers in zip(found["factors"], found["numbers"], strict=True)]
        if found["product"]:
            tables.append(Table(found["name"], found["product"], {*map(tuple, found["same"])}))
        return of_svg(side_by_side(*tables, Table(f"{name}.grad, nudged", slopes), words=found["said"])), found["said"]

    def __repr__(self):
        return "\n".join([found["said"] for entry in self.inputs.values() for found in entry["candidates"]])


def tetris(a, b, v):
    """The eight candidates for the gradient of each of two matrices, where `v` arrives at `a @ b`.

    Raises ValueError unless they are matrices, and v has the shape of `a @ b`.
    """
    matrices = [array_of(x) for x in (a, b, v)]
    shapes = [np.shape(x) for x in matrices]
    multiply = all([len(shape) == 2 for shape in shapes]) and shapes[0][1] == shapes[1][0]
    if not multiply or shapes[2] != (shapes[0][0], shapes[1][1]):
        wanted = "a, b and v must be matrices, v in the shape of a @ b"
        raise ValueError(f"tetris: {wanted}; their shapes are {', '.join(map(str, shapes))}.")
    return Tetris(*[x.astype(float) for x in matrices])


def candidates(name, right, matrices):
    """The eight products, in both orders and with every choice of transposes."""
    sides = [[(key, x), (f"{key}.T", x.T)] for key, x in matrices.items()]
    pairs = [*itertools.product(*sides), *itertools.product(*sides[::-1])]
    return [candidate(name, right, left, other) for left, other in pairs]


def candidate(name, right, left, other):
    """One product: its factors, what comes out if they fit each other, and what is to be said of it."""
    (p, x), (q, y) = left, other
    title, product = f"{p} @ {q}", x @ y if x.shape[1] == y.shape[0] else None
    same = []
    if product is None:
        said = (
            f"{title}: no product, since the rows of {p} have {x.shape[1]} numbers and the columns of {q} {y.shape[0]}."
        )
    elif product.shape != right.shape:
        said = f"{title} does not fit: it has the shape {product.shape}, and {name} has {right.shape}."
    else:
        agree = np.isclose(product, right)
        same = [[int(i), int(j)] for i, j in np.argwhere(agree)]
        said = judged(title, name, product, right, agree)
    return {
        "name": title,
        "factors": [p, q],
        "numbers": [texts(x), texts(y)],
        "product": [] if product is None else texts(product),
        "same": same,
        "said": said,
    }


def judged(title, name, product, right, agree):
    if agree.all():
        return f"{title} fits, and every number is as nudging {name} says."
    i, j = np.argwhere(~agree)[0]
    values = f"{digits(product[i, j])} for {name}[{i}, {j}], and nudging says {digits(right[i, j])}"
    return f"{title} fits the shape and is wrong: it has {values}."


def texts(x):
    return [[digits(number) for number in row] for row in x.tolist()]
