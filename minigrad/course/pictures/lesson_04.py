"""The picture of lesson 04: what comes back to a leaf along each path, as bars that stack to the sum.

The engine is the reader's: their tensors go through their formula, and their nodes are called down every path. What
the page needs for its slider and its ticks is computed beforehand, so it works without a kernel; only another formula
asks for one.
"""

import ast
import itertools
import math
import operator
from functools import cache

import anywidget
import traitlets
from matplotlib.figure import Figure

from minigrad.first import numerical_gradient
from minigrad.visual.graph import is_tensor, number
from minigrad.visual.widget import Still, beside, of_figure

MOST = 6  # paths that there is room for
BARS, WHOLE = 3 * ["#0b5fa5", "#b3440c"], "#3c3c44"  # of the paths in turn, and of their sum
REACH, STEPS = 4.0, 16  # how far the slider goes to either side, and in how many steps
OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
METHODS = {"exp": math.exp, "log": math.log, "tanh": math.tanh, "relu": lambda a: max(a, 0.0)}


class Formula:
    """A formula as it was typed, with names for values on the way if there are any: `u = x * x; u + u`."""

    def __init__(self, text, names):
        try:
            *steps, last = ast.parse(text.strip()).body
        except (SyntaxError, ValueError):
            raise ValueError("Not a whole formula yet.") from None
        self.text, self.names, self.steps = text.strip(), names, {}
        for step in steps:
            match step:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name not in names:
                    self.steps[name] = value
                case _:
                    raise ValueError(
                        f"{ast.unparse(step)}: only lines such as u = {names[0]} * 2 may stand before the last."
                    )
        if not isinstance(last, ast.Expr):
            raise ValueError(f"{ast.unparse(last)}: the last part is the formula, without a name.")
        self.last = last.value

    def recorded(self, tensors):
        """The result, by the reader's own operations, and what each of its nodes is called."""
        scope, called = dict(tensors), {t.node: name for name, t in tensors.items()}

        def note(part, result):
            if is_tensor(result) and result.node is not None:
                called.setdefault(result.node, ast.unparse(part))

        for name, part in self.steps.items():
            scope[name] = self._value(part, scope.get, note)
            called[scope[name].node] = name
        return self._value(self.last, scope.get, note), called

    def number(self, of):
        """The value in plain numbers; `of(name)` is asked at each place where a tensor's name stands, left to right."""

        def inlined(name):
            return self._value(self.steps[name], inlined) if name in self.steps else of(name)

        return self._value(self.last, inlined)

    def _value(self, part, of, note=lambda part, result: None):
        def inside(inner):
            return self._value(inner, of, note)

        match part:
            case ast.Constant(value=int() | float() as result):
                pass
            case ast.Name(id=name) if name in self.names or name in self.steps:
                result = of(name)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                result = -inside(inner)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
                result = OPERATIONS[type(op)](inside(left), inside(right))
            case ast.Call(func=ast.Attribute(value=inner, attr=name), args=[], keywords=[]) if name in METHODS:
                argument = inside(inner)
                result = getattr(argument, name)() if is_tensor(argument) else METHODS[name](argument)
            case _:
                known = f"{', '.join(self.names)}, numbers, + - * / **, brackets and calls such as .tanh()"
                raise ValueError(f"{ast.unparse(part)}: this picture knows {known}.")
        note(part, result)
        return result


def paths(node, grad, leaf):
    """Each path from a node down to a leaf: pairs of a node and what arrives at it. The leaf's own is not called."""
    if node is leaf:
        yield [(node, grad)]
    elif not hasattr(node, "variable"):
        for (target, _), share in zip(node.next_functions, node(grad), strict=True):
            if target is not None:
                for rest in paths(target, share, leaf):
                    yield [(node, grad), *rest]


def count(root, leaf):
    """How many paths there are, without going down each."""

    @cache
    def below(node):
        return 1 if node is leaf else sum([below(target) for target, _ in node.next_functions if target is not None])

    return below(root)


def nudged(formula, values, name, moving):
    """The slope when only some of the places of `name` move: `moving` says of each place whether it does."""

    def f(moved):
        places = iter(moving)
        return formula.number(lambda other: moved if other == name and next(places) else values[other])

    return numerical_gradient(f, values[name])[0]


def place(formula, grad, tensors, name, at):
    """What the page shows for one value of the leaf `name`; None where the formula has no value."""
    own = {other: type(t)(at if other == name else t.data, t.requires_grad) for other, t in tensors.items()}
    values = {other: t.data for other, t in own.items()}
    try:
        result, called = formula.recorded(own)
        found = list(paths(result.node, grad, own[name].node))
        subsets = itertools.product([False, True], repeat=len(found))
        slopes = [grad * nudged(formula, values, name, moving) for moving in subsets]
    except (ArithmeticError, TypeError, ValueError):
        return None
    return {
        "at": round(at, 6),
        "chains": [["result", *[called[node] for node, _ in path[1:]]] for path in found],
        "amounts": [[round(grad, 6) for _, grad in path] for path in found],
        "nudged": [round(slope, 6) for slope in slopes],
    }


def pictured(text, grad, tensors):
    """For each leaf that the formula uses, its places on the slider, and which of them is its own value."""
    formula = Formula(text, list(tensors))
    result, _ = formula.recorded(tensors)
    if not is_tensor(result):
        raise ValueError(f"The number {result}: Python has done this by itself, and no tensor took part.")
    found = {}
    for name, t in tensors.items():
        n = count(result.node, t.node) if result.node is not None and t.requires_grad else 0
        if n > MOST:
            raise ValueError(f"There are {n:,} paths from the result to {name}; this picture has room for {MOST}.")
        if n:
            steps = [t.data + REACH * i / STEPS for i in range(-STEPS, STEPS + 1)]
            places = [shown for at in steps if (shown := place(formula, grad, tensors, name, at))]
            here = next((i for i, shown in enumerate(places) if shown["at"] == round(t.data, 6)), None)
            if here is None:
                raise ValueError(f"The formula has no slope at {name} = {number(t.data)}.")
            others = ", ".join([f"{o} = {number(t.data)}" for o, t in tensors.items() if o != name and o in text])
            found[name] = {"places": places, "here": here, "others": others}
    if not found:
        raise ValueError("Nothing in this formula requires a gradient.")
    return found


class PathsOf(Still, anywidget.AnyWidget):
    """A field for a formula; below it the paths from its result to a leaf, and what comes to the leaf along each."""

    _esm, _css = beside(__file__)
    formula = traitlets.Unicode().tag(sync=True)
    grad = traitlets.Float().tag(sync=True)
    leaves = traitlets.Dict().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)

    def __init__(self, formula, grad, tensors):
        self.tensors = tensors
        super().__init__(formula=formula, grad=grad)
        self.redraw()
        self.observe(self.redraw, "formula")

    def redraw(self, _=None):
        """Draw the formula; while it is none, say what is missing and leave the last picture."""
        below = " Below are still the paths of the last one." if self.leaves else ""
        try:
            self.leaves, self.said = pictured(self.formula, self.grad, self.tensors), ""
        except ValueError as error:
            self.said = f"{error}{below}"
        except (ArithmeticError, AttributeError, TypeError) as error:
            self.said = f"Your engine says: {type(error).__name__}: {error}{below}"

    def still(self):
        """The bars down to the first leaf, at its own value."""
        if not self.leaves:
            return None
        name, leaf = next(iter(self.leaves.items()))
        shown = leaf["places"][leaf["here"]]
        terms = [amounts[-1] for amounts in shown["amounts"]]
        words = f"{' + '.join(map(number, terms))} = {number(sum(terms))}; a nudge says {number(shown['nudged'][-1])}"
        words = f"The paths from {self.formula} down to {name}: {words}."
        return of_figure(bars(words, shown, terms)), words

    def __repr__(self):
        lines = [f"{self.formula}; {number(self.grad)} arrives at it"]
        for name, leaf in self.leaves.items():
            shown = leaf["places"][leaf["here"]]
            lines.append(f"to {name}, at {name} = {', '.join(filter(None, [number(shown['at']), leaf['others']]))}")
            for i, (chain, amounts) in enumerate(zip(shown["chains"], shown["amounts"], strict=True), 1):
                steps = " → ".join([f"{where} {number(g)}" for where, g in zip(chain, amounts, strict=True)])
                lines.append(f"  path {i}: {steps}")
            total = sum([amounts[-1] for amounts in shown["amounts"]])
            lines.append(f"  sum: {number(total)}; a nudge of {name} says {number(shown['nudged'][-1])}")
        return "\n".join([*lines, *filter(None, [self.said])])


def bars(title, shown, terms):
    """A bar for each path, each from where the last one ended, and their sum."""
    fig = Figure(figsize=(8, 0.8 + 0.42 * (len(terms) + 1)), layout="constrained")
    axes = fig.subplots()
    starts = list(itertools.accumulate(terms, initial=0.0))
    rows = [" → ".join(chain) for chain in shown["chains"]] + ["sum"]
    axes.barh(range(len(rows)), [*terms, starts[-1]], left=[*starts[:-1], 0.0], color=[*BARS[: len(terms)], WHOLE])
    for i, (start, term) in enumerate(zip([*starts[:-1], 0.0], [*terms, starts[-1]], strict=True)):
        axes.annotate(number(term), (start + term / 2, i), ha="center", va="center", color="white", weight="bold")
    axes.axvline(shown["nudged"][-1], color=WHOLE, linestyle=":")
    axes.set_yticks(range(len(rows)), rows)
    axes.invert_yaxis()
    axes.set_title(title, fontsize=9, loc="left")
    return fig


def paths_of(formula, grad, **tensors):
    """The paths from a formula of these tensors down to each of them, with what `grad` at its result makes of each."""
    return PathsOf(formula, grad, tensors)
