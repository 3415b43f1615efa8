"""How the operations read: the sign of each, its call, and for every input the rule of its gradient.

A rule is one Python expression in the inputs `a`, `b`, `c`, the result `r`, a constant `k` of the call and, where it is
more than a factor, in `grad`, which is what arrives. Its tree gives the formula in letters, the formula in numbers and
the number itself. What no expression says is said in words.
"""

import ast
import functools
import re
from typing import NamedTuple

import numpy as np


class Rule(NamedTuple):
    """The sign on the box, the call, and the rule for each input; `call` and `inputs` are trees."""

    symbol: str
    call: object
    inputs: tuple

    def scales(self, i):
        """Whether the rule for input i is a factor: what leaves is what arrives times it, element by element."""
        return not {"grad", "words"} & set(leaves(self.inputs[i]))


def rule(symbol, call, *inputs):
    return Rule(symbol, tree(call), tuple([tree(text) for text in inputs]))


def words(text):
    return ["words", text]


def tree(text):
    """The tree of an expression: names and numbers, or a list of an operator and its operands."""
    return text if isinstance(text, list) else _tree(ast.parse(text, mode="eval").body)


_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^", ast.MatMult: "@"}


def _tree(node):
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=number):
            return number
        case ast.BinOp(left=left, op=op, right=right):
            return [_OPERATORS[type(op)], _tree(left), _tree(right)]
        case ast.UnaryOp(operand=operand):
            return ["neg", _tree(operand)]
        case ast.Attribute(value=value):
            return ["T", _tree(value)]
        case ast.Subscript(value=value):
            return ["at", _tree(value)]
        case ast.Call(func=ast.Name(id=name), args=args):
            return ["call", name, *[_tree(x) for x in args]]
        case ast.IfExp(test=ast.Compare(left=left, comparators=[right]), body=body, orelse=orelse):
            return ["if", _tree(left), _tree(right), _tree(body), _tree(orelse)]
    raise ValueError(f"no formula is made of {ast.dump(node)}")


def leaves(part):
    if not isinstance(part, list):
        yield part
    elif part[0] == "words":
        yield "words"
    else:
        for inner in part[1:]:
            yield from leaves(inner)


# fmt: off
_TURNED  = rule("ᵀ", "a.T", "grad.T")
_SHAPED  = rule("shape", "reshape(a)", words("grad, in the shape of {a}"))
_PICKED  = rule("[ ]", "a[0]", words("grad at its place, 0 elsewhere"))
_PRODUCT = rule("@", "a @ b", "grad @ b.T", "a.T @ grad")

RULES = {  # by the node's name, and by how many inputs it has where that tells two forms apart
    "add":        rule("+", "a + b", "1", "1"),
    "sub":        rule("−", "a - b", "1", "-1"),
    "rsub":       rule("−", "k - a", "-1"),
    "mul":        rule("×", "a * b", "b", "a"),
    "div":        rule("÷", "a / b", "1 / b", "-r / b"),
    "reciprocal": rule("1/x", "1 / a", "-r**2"),
    "neg":        rule("−", "-a", "-1"),
    "pow":        rule("xᵏ", "a**k", "k * a**(k - 1)"),
    ("pow", 2):   rule("xʸ", "a**b", "b * a**(b - 1)", "r * log(a)"),
    "exp":        rule("exp", "exp(a)", "r"),
    "log":        rule("log", "log(a)", "1 / a"),
    "sqrt":       rule("√", "sqrt(a)", "1 / (2 * r)"),
    "sin":        rule("sin", "sin(a)", "cos(a)"),
    "cos":        rule("cos", "cos(a)", "-sin(a)"),
    "tanh":       rule("tanh", "tanh(a)", "1 - r**2"),
    "sigmoid":    rule("σ", "sigmoid(a)", "r * (1 - r)"),
    "relu":       rule("relu", "relu(a)", "1 if r > 0 else 0"),
    "abs":        rule("abs", "abs(a)", "sign(a)"),
    "clone":      rule("copy", "clone(a)", "1"),
    "linalgvectornorm": rule("norm", "norm(a)", "a / r"),
    "sum":        rule("Σ", "sum(a)", words("grad, copied to every element of {a}")),
    "mean":       rule("mean", "mean(a)", words("grad / n, copied to every element of {a}")),
    "dot":        rule("@", "a @ b", "b", "a"),
    "mv":         rule("@", "a @ b", "outer(grad, b)", "a.T @ grad"),
    "mm":         _PRODUCT,
    "bmm":        _PRODUCT,
    ("unsafeview", 2): _PRODUCT,
    "addmm":      rule("@ +", "a + b @ c", "grad", "grad @ c.T", "b.T @ grad"),
    "t":          _TURNED,
    "transpose":  _TURNED,
    "permute":    _TURNED,
    "view":       _SHAPED,
    "unsafeview": _SHAPED,
    "unsqueeze":  _SHAPED,
    "squeeze":    _SHAPED,
    "expand":     rule("expand", "expand(a)", words("grad, summed to the shape of {a}")),
    "select":     _PICKED,
    "slice":      _PICKED,
    "index":      _PICKED,
    "unbind":     rule("unbind", "unbind(a)", words("the gradients of its results, stacked")),
    "split":      rule("split", "split(a)", words("the gradients of its results, joined")),
}
# fmt: on


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@functools.cache
def find(name, inputs=1, k=None):
    """The rule of the operation `name` with that many inputs and the constant k; one in words if it is not known."""
    known = RULES.get((name.lower(), inputs)) or RULES.get(name.lower())
    if known is not None and len(known.inputs) == inputs:
        if k is None:
            return known
        symbol = known.symbol.replace("ᵏ", str(k).translate(RAISED)) if k in range(10) else known.symbol
        return Rule(symbol, *[with_constant(x, k) for x in known[1:]])
    call = ["call", name, *"abc"[:inputs]] if inputs <= 3 else ["call", name, "…"]
    return Rule(name, call, tuple([words(f"the backward rule of {name}")] * inputs))


def part(number):
    """The rule of one of several results, which is there as soon as its operation has run."""
    return Rule(f"[{number}]", ["call", "", "a"], (1,))


# ------------------------------------------------------------------------------------------------------ in letters

_LEVEL = {"if": 0, "words": 9, "+": 1, "-": 1, "*": 2, "/": 2, "@": 2, "neg": 2, "^": 3, "T": 4, "at": 4, "call": 9}
_SIGN = {"+": " + ", "-": " − ", "*": " × ", "/": " / ", "@": " @ "}


def text(part, put):
    """The tree as one line; `put(letter)` gives the name or number that stands for a letter."""
    return _text(part, put)[0]


def _text(part, put):
    """The line, and how tightly it holds together."""
    if not isinstance(part, list):
        shown = put(part) if isinstance(part, str) else str(part)
        return shown, 9 if _single(shown) else 1
    kind, *rest = part
    level = _LEVEL[kind]

    def inner(x, at_least):
        shown, holds = _text(x, put)
        return shown if holds >= at_least else f"({shown})"

    def first(x, at_least):
        """What opens a sum or a product needs no parentheses around a minus."""
        shown = inner(x, at_least)
        return shown[1:-1] if shown[1:2] == "−" and not isinstance(x, list) else shown

    match kind:
        case "words":
            line = re.sub(r"{(\w)}", lambda letter: put(letter[1]), rest[0])
        case "call":
            line = f"{rest[0]}({', '.join([inner(x, 0) for x in rest[1:]])})"
        case "if":
            left, right, then, otherwise = [inner(x, 1) for x in rest]
            line = f"{then} if {left} > {right}, else {otherwise}"
        case "neg":
            line = f"−{inner(rest[0], 3)}"
        case "T" | "at":
            line = inner(rest[0], 4) + ("ᵀ" if kind == "T" else "[…]")
        case "^":
            exponent = inner(rest[1], 4)
            line = inner(rest[0], 4) + ({"2": "²", "3": "³"}.get(exponent) or f"^{exponent}")
        case _:
            right = inner(rest[1], level + (kind not in "+*"))
            right = f"({right})" if right.startswith("−") else right
            line = first(rest[0], level) + _SIGN[kind] + right
    return line, level


def _single(shown):
    """Whether a name or number needs no parentheses inside a formula."""
    return shown.replace(".", "").replace("_", "").isalnum() or shown == "…"


# ------------------------------------------------------------------------------------------------------ in numbers

_FUNCTIONS = {"abs": np.abs, "cos": np.cos, "log": np.log, "sign": np.sign, "sin": np.sin}
_ARITHMETIC = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
}


def value(part, letters):
    """The factor that a tree amounts to; None where a letter is not known."""
    if any([leaf is None for leaf in [letters.get(x, 0) for x in leaves(part)]]):
        return None
    with np.errstate(all="ignore"):
        return _value(part, letters)


def _value(part, letters):
    if not isinstance(part, list):
        return np.float64(part) if not isinstance(part, str) else letters[part]
    kind, *rest = part
    if kind == "call":
        return _FUNCTIONS[rest[0]](*[_value(x, letters) for x in rest[1:]])
    operands = [_value(x, letters) for x in rest]
    if kind == "neg":
        return -operands[0]
    if kind == "if":
        left, right, then, otherwise = operands
        return np.where(left > right, then, otherwise)[()]
    return _ARITHMETIC[kind](*operands)


def with_constant(part, k):
    """The tree with the number k in its place, and what is plain then worked out: k · a^(k - 1) at 2 is 2 · a."""
    if isinstance(part, tuple):
        return tuple([with_constant(x, k) for x in part])
    if not isinstance(part, list) or part[0] == "words":
        return k if part == "k" else part
    kind, rest = part[0], [with_constant(x, k) for x in part[1:]]
    match kind, rest:
        case "-", [int() | float() as left, int() | float() as right]:
            return left - right
        case "^", [base, 1 | 1.0]:
            return base
    return [kind, *rest]
