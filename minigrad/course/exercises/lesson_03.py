"""The exercises of lesson 03: what arrives at a result goes on to its inputs, each time multiplied by a slope.

What is right comes from differences that the check takes itself, with the package's own `numerical_gradient`.
"""

import math
import operator
import random
import types

import numpy as np

from minigrad.course.exercise import Exercise, Known, Miss, differs, matching, result_of, said
from minigrad.first import numerical_gradient

from .engines import fresh, moved
from .formulas import NOTHING_RETURNED

RECALL = {
    "3.a": (7, "7: nudge `x` by 0.001 while `y` stands still at 7, and `x * y` moves by 0.007. Lesson 01."),
    "3.b": (1, "1: the edge for `x`. The other is `(None, 0)`: nobody asks for the slope in the 2.0. Lesson 02."),
}

FORGOTTEN = "the slope alone, without what arrives"


# ---------------------------------------------------------------------------------------------- 3.1  What arrives

CHAINS = [((-3.0, 2.0, 4.0), 0.5)]
FLAT = [((1.5, 0.0, 2.0, 3.0), 2.5)]  # nothing arrives behind a step that is flat


def check_arriving(arriving):
    rng = random.Random(31)
    drawn = [(tuple([rng.choice([-2.0, -0.5, 1.5, 3.0]) for _ in range(n)]), rng.uniform(2, 5)) for n in (1, 4, 6, 7)]
    cases = CHAINS + FLAT + drawn
    given = [listed(result_of(arriving, list(slopes), grad)) for slopes, grad in cases]
    for i, ((slopes, grad), mine) in enumerate(zip(cases, given, strict=True)):
        right = products(slopes, grad)
        if differs(mine, right):
            known = matching(CHAIN_MODELS, CHAINS, given[: len(CHAINS)])
            if hasattr(mine, "__next__"):
                known = "no list yet"
            elif i and not differs(mine, [g for case in cases[: i + 1] for g in products(*case)]):
                known = "from the calls before"
            return Miss([f"arriving({said(list(slopes))}, {grad:g})"], mine, right, known and known.partition("|")[0])
    return None


def listed(result):
    """A list of its own, which a later call does not reach."""
    return list(result) if isinstance(result, list) else result.tolist() if isinstance(result, np.ndarray) else result


def products(slopes, grad):
    return [grad * math.prod(slopes[: i + 1]) for i in range(len(slopes))]


CHAIN_MODELS = {
    "added": lambda slopes, grad: [grad + sum(slopes[: i + 1]) for i in range(len(slopes))],
    "each by itself": lambda slopes, grad: [slope * grad for slope in slopes],
    "upstream forgotten": lambda slopes, grad: products(slopes, 1.0),
    "from the other end": lambda slopes, grad: products(slopes[::-1], grad),
    "from the other end|turned back": lambda slopes, grad: products(slopes[::-1], grad)[::-1],
    "upstream at each step": lambda slopes, grad: [g * grad**i for i, g in enumerate(products(slopes, grad))],
    "before each step": lambda slopes, grad: [grad, *products(slopes, grad)[:-1]],
    "before each step|and at the end": lambda slopes, grad: [grad, *products(slopes, grad)],
    "the last only": lambda slopes, grad: products(slopes, grad)[-1],
    "the first only": lambda slopes, grad: products(slopes, grad)[:1],
    "two steps": lambda slopes, grad: products(slopes[:2], grad),
    "the first left out": lambda slopes, grad: products(slopes[1:], grad),
    "turned back": lambda slopes, grad: products(slopes, grad)[::-1],
    "the example": lambda slopes, grad: [-4.0, -20.0],
    "the whole product": lambda slopes, grad: [grad * math.prod(slopes)] * len(slopes),
    "two steps at most": lambda slopes, grad: [
        grad * math.prod(slopes[max(0, i - 1) : i + 1]) for i in range(len(slopes))
    ],
    "sizes": lambda slopes, grad: [abs(g) for g in products(slopes, grad)],
    "divided": lambda slopes, grad: [grad / math.prod(slopes[: i + 1]) for i in range(len(slopes))],
    "never multiplied": lambda slopes, grad: [grad] * len(slopes),
    "the slopes": lambda slopes, grad: list(slopes),
    "nothing returned": lambda slopes, grad: None,
}


# -------------------------------------------------------------------------------- 3.2  Two of the four, by hand

NUMBERS = {"w": 2.0, "x": 3.0, "b": -3.5, "k": 4.0, "u": 6.0, "v": 2.5, "r": 6.25, "s": -6.25, "y": -25.0}
STEPS = {  # the step, its function and where it stands
    "square_backward": ("r = v ** 2, v = 2.5", lambda v: v**2, "v"),
    "mul_backward": ("u = w * x, w = 2, x = 3", operator.mul, "wx"),
}
BY_HAND = [("square_backward", 0.5), ("mul_backward", 0.5)]


def check_by_hand(square_backward, mul_backward):
    own = {"square_backward": square_backward, "mul_backward": mul_backward}
    drawn = [(name, grad) for name in STEPS for grad in (-4.0, -20.0, 3.0, 0.0)]
    for name, grad in BY_HAND + drawn:
        step, function, inputs = STEPS[name]
        mine = result_of(lambda name, grad: moved(own[name], NUMBERS)(grad), name, grad)
        slopes = tuple([grad * slope for slope in numerical_gradient(function, *[NUMBERS[i] for i in inputs])])
        right = slopes if len(slopes) > 1 else slopes[0]
        if differs(mine, right) and not (len(slopes) == 1 and not differs(mine, slopes)):
            cases = [(grad, *[NUMBERS[i] for i in inputs])] if (name, grad) in BY_HAND else []
            known = (cases and matching(HAND_MODELS[name], cases, [mine])) or tuple_times(mine)
            return Miss([f"{step}: {name}({grad:g})"], mine, right, (known or "").partition("|")[0] or None)
    return None


def tuple_times(mine):
    """The name for a product of a number and a tuple."""
    return "a tuple times" if isinstance(mine, TypeError) and "can't multiply sequence" in str(mine) else None


HAND_MODELS = {
    "square_backward": {
        "forgotten, square": lambda grad, v: 2 * v,
        "the value": lambda grad, v: grad * v * v,
        "half of it": lambda grad, v: grad * v,
        "the input left out": lambda grad, v: 2 * grad,
        "added, square": lambda grad, v: grad + 2 * v,
        "the result for the input": lambda grad, v: grad * 2 * v * v,
        "grad squared": lambda grad, v: grad**2,
        "another value": lambda grad, v: grad * 2 * NUMBERS["u"],
        "divided by the slope": lambda grad, v: grad / (2 * v),
        "the sign turned round": lambda grad, v: -grad * 2 * v,
        "two for one": lambda grad, v: (grad * v, grad * v),
        "two for one|each of them whole": lambda grad, v: (grad * 2 * v, grad * 2 * v),
        "grad squared|and its slope": lambda grad, v: grad**2 * 2 * v,
        "this run's number": lambda grad, v: -20.0,
        "nothing returned": lambda grad, v: None,
    },
    "mul_backward": {
        "forgotten, product": lambda grad, w, x: (x, w),
        "forgotten, product|in w": lambda grad, w, x: (x, grad * w),
        "forgotten, in x": lambda grad, w, x: (grad * x, w),
        "the sign turned round": lambda grad, w, x: (-grad * x, -grad * w),
        "the whole chain again": lambda grad, w, x: (4 * -1 * 5 * grad * x, 4 * -1 * 5 * grad * w),
        "one too many": lambda grad, w, x: (grad * x, grad * w, grad * NUMBERS["b"]),
        "own factor": lambda grad, w, x: (grad * w, grad * x),
        "own factor|and nothing else": lambda grad, w, x: (w, x),
        "own factor|of w alone": lambda grad, w, x: grad * w,
        "divided by the slope": lambda grad, w, x: (grad / x, grad / w),
        "added, product|each its own": lambda grad, w, x: (grad + w, grad + x),
        "the product": lambda grad, w, x: grad * w * x,
        "the product|to both": lambda grad, w, x: (grad * w * x, grad * w * x),
        "as a sum": lambda grad, w, x: (grad, grad),
        "added, product": lambda grad, w, x: (grad + x, grad + w),
        "in halves": lambda grad, w, x: (grad * x / 2, grad * w / 2),
        "one of two": lambda grad, w, x: grad * x,
        "both in one": lambda grad, w, x: grad * x + grad * w,
        "this run's number": lambda grad, w, x: (-60.0, -40.0),
        "nothing returned": lambda grad, w, x: None,
    },
}


# ----------------------------------------------------------------- 3.3 and 3.4  The reader's operations, by their numbers


def behaviour(name, operation, inputs, grad, later=None):
    """What an operation of the reader's gives: (its value, what its rule makes of grad, after a call with `later`)."""
    operation = fresh(3, {name: operation})[name]
    value, rule = operation(*inputs)
    if later:
        operation(*later)
    sent = rule(grad)
    return value, tuple(sent) if isinstance(sent, list) else sent


def wanted(function, inputs, grad):
    """What it should give, by nudges."""
    return function(*inputs), tuple([grad * slope for slope in numerical_gradient(function, *inputs)])


def first_operation(own, functions, cases, drawn, models):
    """The first case with which an operation of the reader's goes wrong, and the misconception it looks like."""
    for name, inputs, grad in cases + drawn:
        mine = result_of(behaviour, name, own[name], inputs, grad)
        right = wanted(functions[name], inputs, grad)
        if differs(mine, right):
            same = [(inputs, grad) for other, inputs, grad in cases if other == name]
            given = [result_of(behaviour, name, own[name], *case) for case in same]
            known = matching(models[name], [(*inputs, grad) for inputs, grad in same], given) or shape_of(mine, inputs)
            if known is None and not differs(mine, (right[0], wanted(functions[name], same[0][0], grad)[1])):
                known = "the example's numbers"
            return Miss([of_call(name, inputs, grad)], mine, right, known and known.partition("|")[0])
    for name, inputs, grad in cases:
        later = LATER[: len(inputs)]
        mine = result_of(behaviour, name, own[name], inputs, grad, later)
        right = wanted(functions[name], inputs, grad)
        if differs(mine, right):
            words = f"{of_call(name, inputs, grad)}, after another call: {of_numbers(name, later)}"
            return Miss([words], mine, right, "the last call's numbers")
    return None


LATER = (0.25, 0.75)


def of_call(name, inputs, grad):
    return f"value and gradients of {of_numbers(name, inputs)} when {grad:g} arrives"


def of_numbers(name, inputs):
    return f"{name}({', '.join([f'{n:g}' for n in inputs])})"


def shape_of(mine, inputs):
    """What is wrong with the form of an answer, whatever its numbers are."""
    if isinstance(mine, BaseException):
        return next((key for key, part in SHAPES.items() if part in said(mine)), None)
    if not isinstance(mine, tuple) or len(mine) != 2:
        return None
    if isinstance(mine[1], tuple):
        return {-1: "one gradient", 1: "one too many"}.get(len(mine[1]) - len(inputs))
    if mine[1] is None:
        return "nothing sent"
    return "no tuple" if len(inputs) == 1 else "one number"


SHAPES = {
    "no value": "cannot unpack non-iterable function",
    "nothing returned": "cannot unpack non-iterable NoneType",
    "no rule": "cannot unpack",
    "a tuple for a rule": "'tuple' object is not callable",
    "a number for a rule": "object is not callable",
    "a number for a rule|at once": "name 'grad' is not defined",
    "a rule that takes nothing": "takes 0 positional arguments",
    "called in its rule": "can't multiply sequence",
    "called in its rule|and squared": "unsupported operand type(s) for **",
    "called in itself": "maximum recursion depth",
}


SIGNS = [("sub", (5.0, 2.0), 1.5), ("div", (6.0, 4.0), 8.0)]


def check_signs(sub, div):
    rng = random.Random(33)
    drawn = [
        (name, (round(rng.uniform(-3, 3), 1), sign * round(rng.uniform(0.5, 3), 1)), round(rng.uniform(1.5, 4), 1))
        for name in ("sub", "div")
        for sign in (1, -1, 1, -1, 1)
    ]
    functions = {"sub": operator.sub, "div": operator.truediv}
    return first_operation({"sub": sub, "div": div}, functions, SIGNS, drawn, SIGN_MODELS)


SIGN_MODELS = {
    "sub": {
        "copied from add": lambda a, b, grad: (a - b, (grad, grad)),
        "copied from add|the value too": lambda a, b, grad: (a + b, (grad, grad)),
        "forgotten, difference": lambda a, b, grad: (a - b, (1.0, -1.0)),
        "forgotten, difference|in b": lambda a, b, grad: (a - b, (grad, -1.0)),
        "signs turned round": lambda a, b, grad: (a - b, (-grad, grad)),
        "both minus": lambda a, b, grad: (a - b, (-grad, -grad)),
        "operands in the rule": lambda a, b, grad: (a - b, (grad * a, -grad * b)),
        "operands in the rule|one of them": lambda a, b, grad: (a - b, (grad, -b)),
        "operands in the rule|the second": lambda a, b, grad: (a - b, (grad, -grad * b)),
        "operands in the rule|and nothing else": lambda a, b, grad: (a - b, (a, -b)),
        "operands in the rule|each other's": lambda a, b, grad: (a - b, (grad * b, -grad * a)),
        "taken away from it": lambda a, b, grad: (a - b, (grad, 1.0 - grad)),
        "one gradient": lambda a, b, grad: (a - b, (grad,)),
        "turned round": lambda a, b, grad: (b - a, (grad, -grad)),
        "turned round|with its rule": lambda a, b, grad: (b - a, (-grad, grad)),
    },
    "div": {
        "no minus": lambda a, b, grad: (a / b, (grad / b, grad * a / (b * b))),
        "forgotten, quotient": lambda a, b, grad: (a / b, (1 / b, -a / (b * b))),
        "forgotten, quotient|in a": lambda a, b, grad: (a / b, (1 / b, -grad * a / (b * b))),
        "forgotten, in b": lambda a, b, grad: (a / b, (grad / b, -a / (b * b))),
        "the other one squared": lambda a, b, grad: (a / b, (grad / b, -grad * b / (a * a))),
        "whole numbers": lambda a, b, grad: (a // b, (grad / b, -grad * a / (b * b))),
        "copied from mul|in a": lambda a, b, grad: (a / b, (grad * b, -grad * a / (b * b))),
        "not squared": lambda a, b, grad: (a / b, (grad / b, -grad * a / b)),
        "doubled, not squared": lambda a, b, grad: (a / b, (grad / b, -grad * a / (2 * b))),
        "of the inverse": lambda a, b, grad: (a / b, (grad / b, grad * a)),
        "not squared|its inverse": lambda a, b, grad: (a / b, (grad / b, -grad / b)),
        "numerator left out": lambda a, b, grad: (a / b, (grad / b, -grad / (b * b))),
        "copied from mul": lambda a, b, grad: (a / b, (grad * b, grad * a)),
        "each by the other": lambda a, b, grad: (a / b, (grad / b, grad / a)),
        "each by the other|with a minus": lambda a, b, grad: (a / b, (grad / b, -grad / a)),
        "brackets": lambda a, b, grad: (a / b, (grad / b, -grad * a / b * b)),
        "copied from sub": lambda a, b, grad: (a / b, (grad, -grad)),
        "minus on the wrong one": lambda a, b, grad: (a / b, (-grad / b, grad * a / (b * b))),
        "one gradient": lambda a, b, grad: (a / b, (grad / b,)),
        "gradients turned round": lambda a, b, grad: (a / b, (-grad * a / (b * b), grad / b)),
        "turned round, quotient": lambda a, b, grad: (b / a, (grad / b, -grad * a / (b * b))),
    },
}

RESULTS = [("exp", (0.5,), 3.0), ("tanh", (0.5,), 3.0)]


def check_results(exp, tanh):
    rng = random.Random(34)
    drawn = [(name, (round(rng.uniform(-1, 1), 1),), rng.uniform(1.5, 4)) for name in ("exp", "tanh") for _ in range(5)]
    functions, own = {"exp": math.exp, "tanh": math.tanh}, {"exp": exp, "tanh": tanh}
    return first_operation(own, functions, RESULTS, drawn, RESULT_MODELS) or computed_again(own)


SLOPES = {"exp": lambda result: result, "tanh": lambda result: 1 - result**2}  # of their results


def computed_again(own):
    """The first of the two whose number is not kept from the one time that it is computed."""
    for name, inputs, grad in RESULTS:
        given = result_of(counted, name, own[name], inputs, grad)
        if isinstance(given, BaseException):
            return Miss([of_call(name, inputs, grad)], given, wanted(getattr(math, name), inputs, grad))
        value, sent, calls = given
        if calls > 1 or differs(sent, (grad * SLOPES[name](value),)):
            number = of_numbers(name, inputs)
            return Miss([f"{number}, and then its rule"], f"{number} is computed twice", "once", "computed again")
    return None


OFF = {"exp": 9 / 8, "tanh": 1.0}  # so that e ** a is not what exp gives; 1 / cosh(a) ** 2 is no tanh


def counted(name, operation, inputs, grad):
    """The value, what is sent, and how often the function of `math` is called, which is off by a factor meanwhile."""
    scope, calls = fresh(3), []
    function = getattr(math, name)
    scope["math"] = types.SimpleNamespace(**vars(math) | {name: lambda a: calls.append(a) or function(a) * OFF[name]})
    value, rule = moved(operation, scope)(*inputs)
    return value, tuple(rule(grad)), len(calls)


RESULT_MODELS = {
    "exp": {
        "exp's input": lambda a, grad: (math.exp(a), (grad * a,)),
        "divided by the slope": lambda a, grad: (math.exp(a), (grad / math.exp(a),)),
        "as a power": lambda a, grad: (math.exp(a), (grad * a * math.exp(a - 1),)),
        "as a power|with the input in front": lambda a, grad: (math.exp(a), (grad * a * math.exp(a),)),
        "forgotten, exp": lambda a, grad: (math.exp(a), (math.exp(a),)),
        "exp of the gradient": lambda a, grad: (math.exp(a), (math.exp(grad),)),
        "exp of the gradient|and the input": lambda a, grad: (math.exp(a), (math.exp(grad * a),)),
        "exp twice": lambda a, grad: (math.exp(a), (grad * math.exp(math.exp(a)),)),
        "handed on": lambda a, grad: (math.exp(a), (grad,)),
        "added, exp": lambda a, grad: (math.exp(a), (grad + math.exp(a),)),
        "log for exp": lambda a, grad: (math.exp(a), (grad / a,)),
    },
    "tanh": {
        "tanh's input": lambda a, grad: (math.tanh(a), (grad * (1 - a * a),)),
        "not squared, tanh": lambda a, grad: (math.tanh(a), (grad * (1 - math.tanh(a)),)),
        "forgotten, tanh": lambda a, grad: (math.tanh(a), (1 - math.tanh(a) ** 2,)),
        "tanh's brackets": lambda a, grad: (math.tanh(a), (grad * 1 - math.tanh(a) ** 2,)),
        "tanh twice": lambda a, grad: (math.tanh(a), (grad * (1 - math.tanh(math.tanh(a)) ** 2),)),
        "as exp": lambda a, grad: (math.tanh(a), (grad * math.tanh(a),)),
        "handed on": lambda a, grad: (math.tanh(a), (grad,)),
        "terms changed round": lambda a, grad: (math.tanh(a), (grad * (math.tanh(a) ** 2 - 1),)),
        "the rule of another curve": lambda a, grad: (math.tanh(a), (grad * math.tanh(a) * (1 - math.tanh(a)),)),
        "the gradient in the square|alone": lambda a, grad: (math.tanh(a), (1 - grad**2,)),
        "square outside": lambda a, grad: (math.tanh(a), (grad * (1 - math.tanh(a)) ** 2,)),
        "doubled, not squared": lambda a, grad: (math.tanh(a), (grad * (1 - 2 * math.tanh(a)),)),
        "the square alone": lambda a, grad: (math.tanh(a), (grad * math.tanh(a) ** 2,)),
        "a plus": lambda a, grad: (math.tanh(a), (grad * (1 + math.tanh(a) ** 2),)),
        "the gradient in the square": lambda a, grad: (math.tanh(a), (1 - (grad * math.tanh(a)) ** 2,)),
    },
}


# ----------------------------------------------------------------------------------------------- 3.5  Handing it down

PROGRAMS = [
    ("3.0 - w", {"w": 2.0}, 5.0),
    ("-(w * x)", {"w": 2.0, "x": 3.0}, 0.5),
    ("w * x", {"w": 2.0, "x": 3.0}, 0.5),
]
WIDER = [
    ("(w + b) * x - 2.0", {"w": 2.0, "b": 1.0, "x": 4.0}, 0.5),
    ("(w / x - b).exp() * 0.5", {"w": 2.0, "x": 4.0, "b": 0.3}, 3.0),
    ("1.0 / (1.0 + (-(w * x + b)).exp())", {"w": 0.5, "x": 1.5, "b": -0.2}, 4.0),
    ("((w ** 3 + b).log() - x).tanh().relu()", {"w": 1.5, "b": 2.0, "x": 1.2}, 0.7),
    ("(w - x).relu()", {"w": 1.0, "x": 3.0}, 0.5),
]


def check_run_backward(run_backward):
    given = [result_of(gradients, run_backward, *case) for case in PROGRAMS]
    for (text, leaves, grad), mine in zip(PROGRAMS, given, strict=True):
        if mine != by_nudges(text, leaves, grad):
            known = matching(DOWN_MODELS, PROGRAMS, given) or down_error(mine)
            return Miss(
                of_program(text, leaves, grad), mine, by_nudges(text, leaves, grad), known and known.partition("|")[0]
            )
    for text, leaves, grad in WIDER:
        mine = result_of(gradients, run_backward, text, leaves, grad)
        if mine != by_nudges(text, leaves, grad):
            known = matching(WIDER_MODELS, [(text, leaves, grad)], [mine])
            return Miss(of_program(text, leaves, grad), mine, by_nudges(text, leaves, grad), known)
    return None


def of_program(text, leaves, grad):
    at = ", ".join([f"{name} = {value:g}" for name, value in leaves.items()])
    return [f"y = {text} at {at}; run_backward(y.grad_fn, {grad:g})"]


def gradients(run_backward, text, leaves, grad):
    """What a backward pass leaves in each leaf, in words."""
    scope = fresh(3, {"run_backward": run_backward})
    tensors = {name: scope["tensor"](value, True) for name, value in leaves.items()}
    scope["run_backward"](eval(text, {}, tensors).grad_fn, grad)
    return ", ".join([f"{name}.grad = {found(tensor.grad, scope)}" for name, tensor in tensors.items()])


def found(grad, scope):
    return (
        rounded(grad.data)
        if isinstance(grad, scope["Tensor"])
        else f"{grad!r}, no tensor" * (grad is not None) or "None"
    )


def rounded(number):
    return f"{number + 0.0:.4f}".rstrip("0").rstrip(".") if isinstance(number, float) else repr(number)


def by_nudges(text, leaves, grad):
    """What it should leave, from the engine's values alone."""
    tensor = fresh(3)["tensor"]

    def value(*numbers):
        return eval(text, {}, dict(zip(leaves, map(tensor, numbers), strict=True))).data

    slopes = numerical_gradient(value, *leaves.values())
    return ", ".join([f"{n}.grad = {rounded(grad * slope)}" for n, slope in zip(leaves, slopes, strict=True)])


def handing(each):
    """The model of a pass that at each node does `each(again, node, grad)` and otherwise what it should."""

    def behave(text, leaves, grad):
        scope = fresh(3)

        def again(node, grad):
            if isinstance(node, scope["AccumulateGrad"]):
                node.variable.grad = scope["Tensor"](grad)
            elif node is not None:
                each(again, node, grad)

        tensors = {name: scope["tensor"](value, True) for name, value in leaves.items()}
        again(eval(text, {}, tensors).grad_fn, grad)
        return ", ".join([f"{name}.grad = {found(t.grad, scope)}" for name, t in tensors.items()])

    return behave


def hand(again, pairs):
    for target, share in pairs:
        again(target, share)


def ends(node):
    return [target for target, _ in node.next_functions]


DOWN_MODELS = {
    "what arrived is handed on": handing(lambda again, node, grad: hand(again, [(t, grad) for t in ends(node)])),
    "the first edge": handing(lambda again, node, grad: hand(again, [*zip(ends(node), node(grad), strict=True)][:1])),
    "the first edge|that leads somewhere": handing(
        lambda again, node, grad: hand(again, [p for p in zip(ends(node), node(grad), strict=True) if p[0]][:1])
    ),
    "the last edge": handing(lambda again, node, grad: hand(again, [*zip(ends(node), node(grad), strict=True)][-1:])),
    "another sign": handing(
        lambda again, node, grad: hand(again, [(t, -s) for t, s in zip(ends(node), node(grad), strict=True)])
    ),
    "what is above 0": handing(
        lambda again, node, grad: hand(again, [p for p in zip(ends(node), node(grad), strict=True) if p[1] > 0])
    ),
    "one step": handing(
        lambda again, node, grad: hand(
            again, [(t, s) for t, s in zip(ends(node), node(grad), strict=True) if t and not t.next_functions]
        )
    ),
    "one share for all": handing(lambda again, node, grad: hand(again, [(t, node(grad)[0]) for t in ends(node)])),
    "multiplied again": handing(
        lambda again, node, grad: hand(again, [(t, s * grad) for t, s in zip(ends(node), node(grad), strict=True)])
    ),
    "one again": handing(
        lambda again, node, grad: hand(again, [(t, s) for t, s in zip(ends(node), node(1.0), strict=True)])
    ),
    "one again|to each": handing(lambda again, node, grad: hand(again, [(t, 1.0) for t in ends(node)])),
    "added to what arrived": handing(
        lambda again, node, grad: hand(again, [(t, s + grad) for t, s in zip(ends(node), node(grad), strict=True)])
    ),
    "nothing is handed on": handing(lambda again, node, grad: None),
    "shares turned round": handing(
        lambda again, node, grad: hand(again, [*zip(ends(node), node(grad)[::-1], strict=True)])
    ),
    "an end at None": handing(
        lambda again, node, grad: hand(again, until_none(zip(ends(node), node(grad), strict=True)))
    ),
}


WIDER_MODELS = {
    "what is not 0": handing(
        lambda again, node, grad: hand(again, [p for p in zip(ends(node), node(grad), strict=True) if p[1]])
    ),
}


def until_none(pairs):
    for target, share in pairs:
        if target is None:
            return
        yield target, share


def down_error(mine):
    """The name for an error, or for what stands in `.grad`."""
    words = said(mine) if isinstance(mine, BaseException) else str(mine)
    return next((key for key, part in DOWN_ERRORS.items() if part in words), None)


DOWN_ERRORS = {
    "None is followed": "'NoneType' object has no attribute",
    "the same node again": "RecursionError",
    "a leaf is called": "'NoneType' object is not callable",
    "called before it is handed on": "not 'tuple'",
    "no tensor": "no tensor",
    "in the other order": "'float' object has no attribute 'next_functions'",
    "asked of the node": "object has no attribute 'run_backward'",
    "a tensor is handed on": "not 'Tensor'",
    "edges for a node": "'tuple' object has no attribute 'next_functions'",
    "every target a leaf": "'Node' object has no attribute 'variable'",
    "a node's node": "'AccumulateGrad' object has no attribute 'node'",
}


# ---------------------------------------------------------------------------------------- 3.6  The planted wrong rule


def product(a, b):
    return a * b, lambda grad: (grad * b, grad * a)


def product_alone(a, b):
    return a * b, lambda grad: (b, a)


def difference(a, b):
    return a - b, lambda grad: (grad, grad)


def product_half(a, b):
    return a * b, lambda grad: (grad, grad * a)


def product_turned(a, b):
    return a * b, lambda grad: (grad * a, grad * b)


def product_once(a, b):
    return a * b, lambda grad: (grad * b,)


def product_mean(a, b):
    return a * b, lambda grad: (grad * (a + b) / 2, grad * (a + b) / 2)


def product_squared(a, b):
    return a * b, lambda grad: (grad**2 * b, grad**2 * a)


def ramp_open(a):
    return max(a, 0.0), lambda grad: (grad,)


def exponential_lost(a):
    return math.exp(a), lambda grad: (0.0,)


def ramp(a):
    return max(a, 0.0), lambda grad: (grad if a > 0 else 0.0,)


def quotient_first(a, b):
    return a / b, lambda grad: (grad / b, grad * a / (b * b))


SUSPECTS = [  # an operation, where, whether its rule holds, and what it does
    (product, (3.0, 2.0), True, "a * b, which sends grad * b and grad * a"),
    (product_alone, (3.0, 2.0), False, "a * b, which sends b and a"),
    (difference, (3.0, 2.0), False, "a - b, which sends grad and grad"),
    (product_half, (3.0, 2.0), False, "a * b, which sends grad and grad * a"),
    (product_turned, (3.0, 2.0), False, "a * b, which sends grad * a and grad * b"),
    (product_once, (3.0, 2.0), False, "a * b, which sends grad * b and nothing more"),
    (product_mean, (3.0, 2.0), False, "a * b, which sends grad * (a + b) / 2 to both"),
    (product_squared, (3.0, 2.0), False, "a * b, which sends grad² * b and grad² * a"),
    (exponential_lost, (-6.0,), False, "exp(a), which sends 0"),
    (ramp, (-1.0,), True, "relu(a), which sends 0 where a < 0"),
    (ramp_open, (-1.0,), False, "relu(a), which sends grad everywhere"),
]
MORE = [
    (quotient_first, (3.0, 2.0), False, "a / b, which sends grad / b and grad * a / b²"),
    (ramp, (2.0,), True, "relu(a), which sends grad where a > 0"),
]


def check_rule_holds(rule_holds):
    cases = [(operation, inputs) for operation, inputs, _, _ in SUSPECTS]
    given = [truth(result_of(rule_holds, operation, *inputs)) for operation, inputs in cases]
    more = [truth(result_of(rule_holds, operation, *inputs)) for operation, inputs, _, _ in MORE]
    for (operation, inputs, right, words), mine in zip(SUSPECTS + MORE, given + more, strict=True):
        if mine is not right:
            known = matching(TESTERS, cases, given) or tester_error(mine)
            at = ", ".join([f"{n:g}" for n in inputs])
            numbers = shown(operation, inputs)
            return Miss([f"{words}, at {at}", numbers], mine, right, known and known.partition("|")[0])
    return None


def truth(result):
    return bool(result) if isinstance(result, np.bool_) else result


def shown(operation, inputs):
    sent = said(operation(*inputs)[1](2.0))
    slopes = said(tuple([round(s, 6) for s in numerical_gradient(lambda *xs: operation(*xs)[0], *inputs)]))
    return f"when 2 arrives it sends {sent}; the slopes by nudges are {slopes}"


def referee(compare, grad=2.0):
    """The model of a referee that compares what is sent with upstream times slope in its own way."""

    def behave(operation, inputs):
        slopes = numerical_gradient(lambda *xs: operation(*xs)[0], *inputs)
        return compare(operation(*inputs)[1](grad), [grad * slope for slope in slopes], slopes)

    return behave


def near(pairs, tolerance=1e-4):
    return all([abs(a - b) <= tolerance for a, b in pairs])


def agree(sent, wanted, _=None):
    return len(sent) == len(wanted) and near(zip(sent, wanted, strict=True))


def two_inputs(operation, inputs, *, fewer=False):
    """A referee that does without the star."""
    a, b = inputs
    slopes = numerical_gradient(lambda a, b: operation(a, b)[0], a, b)
    sent, wanted = operation(a, b)[1](2.0), [2 * slope for slope in slopes]
    return near(zip(sent, wanted, strict=False)) if fewer else agree(sent, wanted)


TESTERS = {
    "one arrives": referee(agree, 1.0),
    "one arrives|and fewer": referee(lambda sent, wanted, _: near(zip(sent, wanted, strict=False)), 1.0),
    "the slope alone": referee(lambda sent, _, slopes: agree(sent, slopes)),
    "the slope alone|and fewer": referee(lambda sent, _, slopes: near(zip(sent, slopes, strict=False))),
    "to the last digit": referee(lambda sent, wanted, _: list(sent) == list(wanted)),
    "too wide": referee(
        lambda sent, wanted, _: len(sent) == len(wanted) and near(zip(sent, wanted, strict=True), 0.05)
    ),
    "too wide|and fewer": referee(lambda sent, wanted, _: near(zip(sent, wanted, strict=False), 0.05)),
    "the first gradient": referee(lambda sent, wanted, _: near([(sent[0], wanted[0])])),
    "the last gradient": referee(lambda sent, wanted, _: near([(sent[-1], wanted[-1])])),
    "for two inputs": two_inputs,
    "for two inputs|and fewer gradients": lambda operation, inputs: two_inputs(operation, inputs, fewer=True),
    "fewer gradients": referee(lambda sent, wanted, _: near(zip(sent, wanted, strict=False))),
    "the sum": referee(lambda sent, wanted, _: near([(sum(sent), sum(wanted))])),
    "sizes, tested": referee(
        lambda sent, wanted, _: len(sent) == len(wanted) and near(zip(map(abs, sent), map(abs, wanted), strict=True))
    ),
    "sizes, tested|and fewer": referee(
        lambda sent, wanted, _: near(zip(map(abs, sent), map(abs, wanted), strict=False))
    ),
    "only too much": referee(
        lambda sent, wanted, _: (
            len(sent) == len(wanted) and all([a - b < 1e-4 for a, b in zip(sent, wanted, strict=True)])
        )
    ),
    "only too much|of as many as there are": referee(
        lambda sent, wanted, _: all([a - b < 1e-4 for a, b in zip(sent, wanted, strict=False)])
    ),
    "only too much|of the first": referee(lambda sent, wanted, _: sent[0] - wanted[0] < 1e-4),
    "nothing arrives": referee(agree, 0.0),
    "nothing arrives|and fewer": referee(lambda sent, wanted, _: near(zip(sent, wanted, strict=False)), 0.0),
    "in any order": referee(lambda sent, wanted, _: agree(sorted(sent), sorted(wanted))),
    "in any order|and fewer": referee(lambda sent, wanted, _: near(zip(sorted(sent), sorted(wanted), strict=False))),
    "the value, tested": lambda operation, inputs: near([(operation(*inputs)[0], operation(*inputs)[1](2.0)[0])]),
    "twice as much": lambda operation, inputs: near(
        [(a, 2 * b) for a, b in zip(operation(*inputs)[1](2.0), operation(*inputs)[1](1.0), strict=True)]
    ),
    "other numbers": lambda operation, inputs: referee(agree)(operation, [0.5] * len(inputs)),
    "any one": referee(lambda sent, wanted, _: any([near([pair]) for pair in zip(sent, wanted, strict=False)])),
    "turned round, tested": referee(lambda sent, wanted, _: not agree(sent, wanted)),
    "trusted": lambda operation, inputs: True,
    "distrusted": lambda operation, inputs: False,
}


def tester_error(mine):
    if isinstance(mine, BaseException):
        return next((key for key, part in TESTER_ERRORS.items() if part in said(mine)), None)
    return "no verdict" if not isinstance(mine, bool) else None


TESTER_ERRORS = {
    "for two inputs": "values to unpack",
    "a share of nothing": "ZeroDivisionError",
    "an error for a verdict": "zip()",
    "an error for a verdict|for an index": "IndexError",
    "an error for a verdict|on purpose": "AssertionError",
    "the pair for the value": "'tuple'",
    "the inputs in one": "required positional argument",
}


# -------------------------------------------------------------------------------------------------------- the exercises

FORMS = {  # of an operation's answer, whatever it computes
    "no value": Known("the rule alone", "What are the two things that an operation gives back?"),
    "no rule": Known("the value alone", "What are the two things that an operation gives back?"),
    "nothing returned": NOTHING_RETURNED,
    "a number for a rule": Known(
        "the rule is worked out before anything has arrived", "What is `grad`, when the operation runs?"
    ),
    "a tuple for a rule": Known(
        "a tuple where one function belongs", "Something arrives and one thing is called: how many values does it give?"
    ),
    "a rule that takes nothing": Known("a rule that takes nothing", "Who tells the rule what has arrived?"),
    "nothing sent": Known("a rule that gives nothing back", "What does `print` show, and what does it return?"),
    "one gradient": Known("a gradient too few", "How many inputs has the operation?"),
    "one too many": Known("a gradient too many", "How many inputs has the operation?"),
    "called in its rule": Known(
        "the operation is called in its rule, as if it gave a number", "What are the two things that it gives back?"
    ),
    "called in itself": Known(
        "the operation calls itself", "Who works out the number, if each call begins with another call?"
    ),
    "the example's numbers": Known("the numbers of one example", "Which inputs of the operation stand in your rule?"),
    "the last call's numbers": Known(
        "one place for the numbers of all calls", "Two rules wait to be called. Which numbers does the first remember?"
    ),
}

EXERCISES = [
    Exercise(
        id="3.1",
        title="What arrives at each step",
        minutes=4,
        names=("arriving",),
        misconception="Along a chain the slopes add up; or each step multiplies what arrived at the end, not at itself.",
        first_step="For `arriving([-1, 5], 4)`, write down on paper what arrives after one step, and after two.",
        passed=(
            "One walk from the end gives the gradient at every step of a chain, however long. Steps with two inputs "
            "were not tried."
        ),
        hints=(
            "4 arrives at the end, and the first slope is −1. What arrives after this step, and which number does the next slope multiply?",
            "Keep one number: what has arrived so far. Each slope multiplies it, and after each step it is noted down.",
            "found = []        # and then a loop: for slope in slopes:",
        ),
        solution="""\
def arriving(slopes, grad):
    found = []
    for slope in slopes:
        grad = grad * slope
        found.append(grad)
    return found
""",
        check=check_arriving,
        known={
            "the whole product": Known(
                "what arrives at the input, at every step",
                "After the first step, how many slopes have been multiplied?",
            ),
            "two steps at most": Known(
                "the slope of a step and of the one before it, and no more",
                "After three steps, how many slopes have been multiplied?",
            ),
            "added": Known(
                "slopes along a chain are added",
                "If u moves 3 times as far as w, and v twice as far as u, how far does v move for 0.001 in w?",
            ),
            "each by itself": Known(
                "each slope multiplies what arrived at the end",
                "After the first step, what arrives at the second one: what was there at the end, or what the first step sent?",
            ),
            "upstream forgotten": Known(
                "the products of the slopes, without what arrives", "Which of the two arguments have you not used?"
            ),
            "from the other end": Known(
                "the walk begins at the input", "Which of the slopes belongs to the last step?"
            ),
            "upstream at each step": Known(
                "what arrives at the end is multiplied in at every step",
                "How often does `grad` stand in grad · ∂s/∂r · ∂r/∂v?",
            ),
            "before each step": Known(
                "what arrives before each step, where what arrives behind it is asked for",
                "Has the first step been made yet, at your first number?",
            ),
            "the last only": Known("only what arrives at the input", "How many numbers are asked for?"),
            "the first only": Known("an end after the first step", "How often does your loop run before `return`?"),
            "two steps": Known("a chain of two steps", "How many slopes were you given?"),
            "the first left out": Known(
                "the first slope of the list is left out",
                "Which step is the last of the chain, and where does it stand?",
            ),
            "turned back": Known(
                "the last of them comes first", "Which of your numbers arrives after the first step of the walk?"
            ),
            "the example": Known("the numbers of the example", "Which of the two arguments have you used?"),
            "no list yet": Known(
                "something that will give the numbers one by one", "What does `list(...)` make of such a thing?"
            ),
            "from the calls before": Known(
                "one list for all calls", "How often is a default value made: at each call, or once?"
            ),
            "sizes": Known("sizes without signs", "If a step has slope −1, which way does its result move?"),
            "divided": Known(
                "what arrives is divided by the slopes",
                "If r moves 5 times as far as v, does y feel v more than r, or less?",
            ),
            "never multiplied": Known(
                "what arrives is the same at each step", "What does a step with slope 5 do to it?"
            ),
            "the slopes": Known("the slopes themselves", "What is `grad` for?"),
            "nothing returned": NOTHING_RETURNED,
        },
    ),
    Exercise(
        id="3.2",
        title="Two of the four",
        minutes=5,
        names=("square_backward", "mul_backward"),
        misconception="A backward function gives the slopes of its step; what arrives is the business of someone else.",
        first_step="On paper, for u = w * x with w = 2 and x = 3: when w moves by 0.001, how far does u move?",
        passed="The four know all that the chain needs, for these numbers. For others they would have to be written again.",
        hints=(
            "When x stands still at 3 and w moves by 0.001, how far does u move? And how far does the final result, if it moves `grad` times as far as u?",
            "Each gives what arrives times the slope of its step in that input. r = v² has the slope 2v. A product has two inputs, and so two slopes.",
            "slope_in_w = x",
        ),
        solution="""\
def square_backward(grad):
    return grad * 2 * v

def mul_backward(grad):
    return grad * x, grad * w
""",
        check=check_by_hand,
        known={
            "another value": Known("the slope is taken at u", "Which number did this step square?"),
            "divided by the slope": Known(
                "what arrives is divided by the slope",
                "If the input moves the result far, does the end feel the input more, or less?",
            ),
            "a tuple times": Known("a number times a tuple", "What does Python make of `2 * (3, 4)`?"),
            "forgotten, square": Known(
                FORGOTTEN, "If the final result moves `grad` times as far as r, how far does it move for one step of v?"
            ),
            "the value": Known(
                "the value v² stands where its slope belongs", "How far does v² move when v moves from 2.5 to 2.501?"
            ),
            "half of it": Known(
                "the slope of v² is v", "2.501 · 2.501 − 2.5 · 2.5 is 0.005001. How many times 0.001 is that?"
            ),
            "the input left out": Known("a slope of v² without v in it", "Is v² as steep at 1 as it is at 10?"),
            "two for one": Known("two gradients for one input", "How many inputs has v ** 2?"),
            "the sign turned round": Known(
                "the sign turned round", "When the input moves up from where it stands, which way does the result move?"
            ),
            "forgotten, in x": Known(
                FORGOTTEN, "If the final result moves `grad` times as far as u, how far does it move for one step of x?"
            ),
            "the whole chain again": Known(
                "the slopes of the later steps once more", "Which of the five slopes are in `grad` already?"
            ),
            "one too many": Known("a gradient for b as well", "Of which step is b an input?"),
            "added, square": Known(
                "what arrives and the slope are added",
                "Along one path, what does a step do with the movement: add to it, or multiply it?",
            ),
            "the result for the input": Known(
                "the slope is taken at the result", "At which number does this step begin, v or r?"
            ),
            "grad squared": Known("what arrives is squared", "Which number did the step square, v or `grad`?"),
            "forgotten, product": Known(
                FORGOTTEN, "If the final result moves `grad` times as far as u, how far does it move for one step of w?"
            ),
            "own factor": Known(
                "the slope of w · x in w is w", "Hold x still at 3: by how much is a step of w multiplied?"
            ),
            "the product": Known(
                "the value w · x stands where a slope belongs", "How far does w · x move when only w moves by 0.001?"
            ),
            "as a sum": Known(
                "a product hands on what arrives, as a sum does", "When w moves by 0.001, does u move by 0.001?"
            ),
            "added, product": Known(
                "what arrives and the slope are added",
                "Along one path, what does a step do with the movement: add to it, or multiply it?",
            ),
            "in halves": Known("the inputs share what arrives", "When w alone moves, is there anyone to share with?"),
            "one of two": Known("one gradient for two inputs", "How many edges leave the node of w * x?"),
            "both in one": Known(
                "one number for both inputs", "From the sum of two slopes, can you tell how much w did?"
            ),
            "this run's number": Known(
                "the numbers of this one pass", "What if something else arrives than −4 or −20?"
            ),
            "nothing returned": NOTHING_RETURNED,
        },
    ),
    Exercise(
        id="3.3",
        title="A minus, and one more",
        minutes=6,
        names=("sub", "div"),
        misconception="Differences and quotients treat their two inputs alike; where the second one counts against, its sign is lost.",
        first_step="Nudge on paper: 5 − 2 is 3. When the 2 becomes 2.001, does the difference grow or shrink?",
        passed="Differences and quotients have their rules, for numbers on either side. Division by 0 was not tried.",
        hints=(
            "6 / 4 is 1.5. Make the 4 a little larger: does the quotient grow or shrink?",
            "In numbers: a quotient's slope in a is 1/b, in b it is −a/b². Each rule is what arrives times these, in a tuple of two.",
            "to_a = lambda grad: grad / b        # one of the two that `div` needs",
        ),
        solution="""\
def sub(a, b):
    return a - b, lambda grad: (grad, -grad)

def div(a, b):
    return a / b, lambda grad: (grad / b, -grad * a / (b * b))
""",
        check=check_signs,
        known={
            **FORMS,
            "one number": Known(
                "one number for two inputs", "How many inputs has the operation, and what does each of them get?"
            ),
            "the other one squared": Known(
                "a is squared, and b stands above the line",
                "When b is tiny, does a nudge of it move a / b far, or hardly?",
            ),
            "whole numbers": Known("a division that gives whole numbers", "What is 6 // 4, and what is 6 / 4?"),
            "copied from add": Known(
                "a difference hands on what arrives to both, as a sum does",
                "When b grows by 0.001, which way does a − b move?",
            ),
            "forgotten, difference": Known(
                FORGOTTEN,
                "If the final result moves 1.5 times as far as a − b, how far does it move for one step of b?",
            ),
            "signs turned round": Known("the minus is on the first input", "Which of the two is taken away?"),
            "both minus": Known("the minus is on both inputs", "When a grows by 0.001, which way does a − b move?"),
            "operands in the rule": Known(
                "the operands stand in the rule, as with a product", "Does a − b move faster in b when a is large?"
            ),
            "taken away from it": Known(
                "something is taken away from what arrives", "How far does a − b move for one step of b, and which way?"
            ),
            "turned round": Known("b − a", "What is 5 − 2?"),
            "no minus": Known("a quotient grows with both of its inputs", "Is 6 / 4 larger or smaller than 6 / 5?"),
            "forgotten, quotient": Known(
                FORGOTTEN, "If the final result moves 8 times as far as a / b, how far does it move for one step of a?"
            ),
            "not squared": Known(
                "the slope in b has b once",
                "Nudge 6 / 4 to 6 / 4.001: how many times 0.001 does it move, and what is 6 / 16?",
            ),
            "numerator left out": Known(
                "the slope in b is that of 1 / b",
                "Twice the numerator: does a nudge of b move the quotient twice as far?",
            ),
            "copied from mul": Known(
                "a quotient's rule is a product's",
                "6 · 4 and 6 / 4: when the 6 moves by 0.001, how far does each of them move?",
            ),
            "each by the other": Known(
                "each input's slope is one over the other",
                "Is 6 / 4 the same as 4 / 6? Then are the two inputs treated alike?",
            ),
            "brackets": Known("brackets forgotten: x / b * b is x", "What is 8 / 4 * 4, and what is 8 / (4 * 4)?"),
            "copied from sub": Known(
                "a quotient's rule is a difference's", "When a moves by 0.001, how far does a / 4 move?"
            ),
            "minus on the wrong one": Known("the minus is on the numerator", "Is 7 / 4 larger or smaller than 6 / 4?"),
            "forgotten, in b": Known(
                FORGOTTEN, "If the final result moves 8 times as far as a / b, how far does it move for one step of b?"
            ),
            "doubled, not squared": Known("2b where b² belongs", "What is 4², and what is 2 · 4?"),
            "of the inverse": Known(
                "the gradient of 1 / b is sent to b",
                "In a · (1 / b), what is the second factor: b, or something made of b?",
            ),
            "gradients turned round": Known("the gradient for b comes first", "In which order do the inputs come?"),
            "turned round, quotient": Known("b / a", "What is 6 / 4?"),
        },
    ),
    Exercise(
        id="3.4",
        title="What is worth keeping",
        minutes=6,
        names=("exp", "tanh"),
        misconception="A rule works with the operation's inputs.",
        first_step="On paper: the slope of exp at a is exp(a). Which number that the operation has computed anyway is this?",
        passed="A rule keeps the number that it needs, be it an input or the result: these two need no more than the result.",
        hints=(
            "exp(0.5) is 1.6487, and so is its slope there. Under which name is this number in the function already?",
            "What arrives times the slope: that of exp is its result, that of tanh is 1 minus the square of its result. One input, so a tuple of one.",
            "slope = 1 - result * result        # that of tanh",
        ),
        solution="""\
def exp(a):
    result = math.exp(a)
    return result, lambda grad: (grad * result,)

def tanh(a):
    result = math.tanh(a)
    return result, lambda grad: (grad * (1 - result * result),)
""",
        check=check_results,
        known={
            **FORMS,
            "no tuple": Known(
                "a rule's gradients are not in a tuple",
                "What does `(grad)` make of its brackets, and what does `(grad,)`?",
            ),
            "computed again": Known(
                "the number is there, and is computed once more", "In which variable is it, when the rule is made?"
            ),
            "divided by the slope": Known(
                "what arrives is divided by the slope",
                "If the input moves the result far, does the end feel the input more, or less?",
            ),
            "square outside": Known(
                "(1 − r)² where 1 − r² belongs", "tanh is flat far out. At r = −1, what would your rule send?"
            ),
            "doubled, not squared": Known("2r where r² belongs", "At r = 0.96, can the slope be less than 0?"),
            "terms changed round": Known(
                "tanh² − 1 where 1 − tanh² belongs", "tanh rises everywhere. Which sign has its slope?"
            ),
            "the rule of another curve": Known(
                "r · (1 − r), which belongs to the sigmoid",
                "What is the slope of tanh at 0, and what would your rule send there?",
            ),
            "exp's input": Known(
                "the input stands where the result belongs",
                "What is the slope of exp at 0, and what would your rule send there?",
            ),
            "as a power": Known("the rule of a power", "In aⁿ the base moves. What moves in eᵃ?"),
            "forgotten, exp": Known(FORGOTTEN, "If something arrives that is twice as large, what should be sent?"),
            "exp of the gradient": Known(
                "exp is applied to what arrives", "What is the slope of exp at a, and does it know what arrives?"
            ),
            "exp twice": Known("exp of the result", "`result` is exp(a) already. What is the slope at a?"),
            "handed on": Known(
                "what arrives is handed on as it is", "When a moves from 0.5 to 0.501, does exp(a) move by 0.001?"
            ),
            "added, exp": Known(
                "what arrives and the slope are added",
                "Along one path, what does a step do with the movement: add to it, or multiply it?",
            ),
            "log for exp": Known("the rule of the logarithm", "Which of the two is steeper at 3: exp or log?"),
            "tanh's input": Known(
                "the input stands where the result belongs",
                "tanh is flat far out. At a = 10, what is 1 − a², and what is 1 − tanh(a)²?",
            ),
            "not squared, tanh": Known("the result, not squared", "tanh(−2) is −0.96. Can the slope there be 1.96?"),
            "forgotten, tanh": Known(FORGOTTEN, "If something arrives that is twice as large, what should be sent?"),
            "tanh's brackets": Known(
                "brackets forgotten: grad * 1 - r * r", "What does Python do first in `grad * 1 - result * result`?"
            ),
            "tanh twice": Known("tanh of the result", "`result` is tanh(a) already. What is the slope at a?"),
            "as exp": Known("the rule of exp", "What is the slope of tanh at 0, and what would your rule send there?"),
            "the square alone": Known(
                "tanh² where 1 − tanh² belongs", "At 0 tanh is steepest. What would your rule send there?"
            ),
            "a plus": Known(
                "1 + tanh² where 1 − tanh² belongs", "tanh is flat far out. What would your rule send there?"
            ),
            "the gradient in the square": Known(
                "what arrives stands inside the square",
                "If something arrives that is twice as large, what should be sent?",
            ),
        },
    ),
    Exercise(
        id="3.5",
        title="Handed down",
        minutes=5,
        names=("run_backward",),
        misconception="What arrives at a node goes on as it is; or every edge leads somewhere.",
        first_step="For y = 3.0 - w, say on paper: which two gradients does the node send, and along which edge can one of them not go?",
        passed="Any chain runs backwards, down to its leaves. A value that is used twice was not tried.",
        hints=(
            "In y = s * k, 0.5 arrives at the node. What does the node of s get: 0.5, or its share?",
            "For each edge that leads to a node, the same is to be done there with the share as is done here with `grad`. A function may call itself.",
            "if target is not None:",
        ),
        solution="""\
def run_backward(node, grad):
    if isinstance(node, AccumulateGrad):
        node.variable.grad = Tensor(grad)
    else:
        for (target, _), share in zip(node.next_functions, node(grad)):
            if target is not None:
                run_backward(target, share)
""",
        check=check_run_backward,
        known={
            "added to what arrived": Known(
                "a share and `grad` are added", "The slope is in the share already. What is `grad` still needed for?"
            ),
            "in the other order": Known(
                "node and gradient in the other order", "Which of its two arguments does `run_backward` take first?"
            ),
            "asked of the node": Known(
                "run_backward is asked of a node", "Is it a method of nodes, or a function by itself?"
            ),
            "a tensor is handed on": Known("a tensor is handed on", "Which line makes a tensor, and at which node?"),
            "edges for a node": Known(
                "edges in the place of a node", "Which nodes do these edges lead to, and who looks at them?"
            ),
            "what arrived is handed on": Known(
                "what arrived is handed on as it is", "Which of `grad` and `share` has the slope of this step in it?"
            ),
            "the first edge": Known("only the first edge is followed", "How often does your loop run before `return`?"),
            "the last edge": Known("only the last edge is followed", "How many lines of yours stand inside the loop?"),
            "another sign": Known(
                "each node turns the sign", "Who knows whether a step turns the sign: its rule, or the walk?"
            ),
            "what is above 0": Known(
                "a share below 0 stays where it is", "What does 3.0 - w send to w, when 5 arrives?"
            ),
            "what is not 0": Known(
                "a share of 0 is no gradient", "What does None say in `.grad`, and what does 0 say?"
            ),
            "every target a leaf": Known(
                "each edge leads to a leaf", "In -(w * x), to which node does the first edge lead?"
            ),
            "a node's node": Known(
                "a node is asked for its node", "What stands in `next_functions`: tensors, or nodes?"
            ),
            "one step": Known("one step down, and no further", "What does a node do with its share if it is no leaf?"),
            "one share for all": Known(
                "every input gets the first share", "In w * x with w = 2 and x = 3, are the two shares alike?"
            ),
            "multiplied again": Known(
                "a share is multiplied by `grad` once more",
                "Which number did you give to the node, and is it in the share?",
            ),
            "one again": Known("every node begins with 1 again", "What has arrived at this node?"),
            "nothing is handed on": Known(
                "no share comes down to a leaf", "Who calls the next node, and who does if it is a leaf's?"
            ),
            "shares turned round": Known(
                "the last share goes along the first edge", "Which input is the first edge for?"
            ),
            "an end at None": Known("an edge to None ends the loop", "In 3.0 - w, which edge comes first?"),
            "None is followed": Known(
                "an edge to None is followed", "In the pair `(None, 0)`, which node is there to go on to?"
            ),
            "the same node again": Known(
                "the node itself is called again", "Which node is one step further down: `node` or `target`?"
            ),
            "a leaf is called": Known("a leaf's node is called as an operation", "Which rule would a leaf have?"),
            "called before it is handed on": Known(
                "a tuple of shares is handed on", "Which of the node's shares belongs to this edge?"
            ),
            "no tensor": Known("`.grad` is a number", "Which of the lines makes a tensor of it?"),
        },
    ),
    Exercise(
        id="3.6",
        title="The planted rule",
        minutes=6,
        names=("rule_holds",),
        misconception="A rule that is right when 1 arrives is right.",
        first_step="Call `mul(3.0, 2.0)` and its rule with 2.0, and set beside it what `numerical_gradient` says. When do they agree?",
        passed="You have a referee for any rule, with no look at its formula. It is as good as the places where you try it.",
        hints=(
            "A rule that forgets what arrives sends 2 and 3 where 2 · grad and 3 · grad are right. For which `grad` would you not notice?",
            "Let something other than 1 arrive. For each input, what is sent has to be near what arrives times the slope by nudges; and there have to be as many of them.",
            "slopes = numerical_gradient(lambda *xs: operation(*xs)[0], *inputs)",
        ),
        solution="""\
def rule_holds(operation, *inputs):
    value, rule = operation(*inputs)
    slopes = numerical_gradient(lambda *xs: operation(*xs)[0], *inputs)
    sent = rule(2.5)
    near = [abs(a - 2.5 * slope) < 1e-4 for a, slope in zip(sent, slopes)]
    return len(sent) == len(slopes) and all(near)
""",
        check=check_rule_holds,
        known={
            "only too much": Known(
                "only what is too large is noticed",
                "What is a − b if a is far too small, and is that below your tolerance?",
            ),
            "nothing arrives": Known(
                "0 arrives in the test", "What do all rules that have grad as a factor send, when 0 arrives?"
            ),
            "the inputs in one": Known(
                "the inputs are handed over as one", "What does the star do in `operation(*inputs)`?"
            ),
            "one arrives": Known(
                "only 1 arrives in the test",
                "b and 1 · b: how would you tell a rule that sends the one from a rule that sends the other?",
            ),
            "the slope alone": Known(
                "what is sent is compared with the slope alone",
                "When 2 arrives, how many times the slope is to be sent?",
            ),
            "to the last digit": Known("equal to the last digit", "By how much were nudges off in lesson 01?"),
            "too wide": Known(
                "a tolerance that a wrong rule fits into",
                "What is the right gradient in this case, and does 0 lie within your tolerance of it?",
            ),
            "the first gradient": Known("only the first gradient is looked at", "How many inputs has the operation?"),
            "fewer gradients": Known(
                "as many pairs as there are, even if one is missing",
                "Where does `zip` end if one of the two is shorter?",
            ),
            "the sum": Known("the sum of the gradients is compared", "Can two wrong gradients have the right sum?"),
            "sizes, tested": Known("sizes without signs", "Which way does a − b move when b grows?"),
            "any one": Known(
                "one gradient that is right is enough", "Should a rule hold that has one of two gradients wrong?"
            ),
            "turned round, tested": Known("True where the rule is wrong", "What was to be returned if the rule holds?"),
            "trusted": Known("every rule holds", "What does your function compare, and what happens if it differs?"),
            "distrusted": Known("no rule holds", "What does your function compare, and are the two of one kind?"),
            "a share of nothing": Known("the difference is divided by the slope", "What is the slope of relu at −1?"),
            "an error for a verdict": Known(
                "an error where the numbers do not match", "What was to be returned if the rule is wrong?"
            ),
            "the pair for the value": Known(
                "an operation is taken for a function of numbers",
                "What are the two things that an operation gives back?",
            ),
            "the last gradient": Known("only the last gradient is looked at", "How many inputs has the operation?"),
            "for two inputs": Known("two inputs, always", "How many inputs has exp, and what does the star stand for?"),
            "in any order": Known(
                "the gradients may stand in any order", "In w * x, which of the two gradients is w's?"
            ),
            "the value, tested": Known(
                "the value is set beside a gradient", "3 · 2 is 6. Which slope of the product should be 6?"
            ),
            "twice as much": Known(
                "a rule that sends twice as much for twice as much is right",
                "a − b with the rule of a + b: would your test find it?",
            ),
            "other numbers": Known("the rule is tried at other numbers", "What is in `inputs`, and where is it used?"),
            "no verdict": Known("neither True nor False", "What does your function return if all gradients agree?"),
        },
    ),
]
