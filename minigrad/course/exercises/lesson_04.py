"""The exercises of lesson 04: what comes back to a value from all the places where it is used is added up.

The reader's functions are judged inside a fresh engine of this lesson, so that nothing else of theirs can be at fault.
"""

import random
import re

import numpy as np

from minigrad.course.exercise import Exercise, Known, Miss, differs, matching, result_of, said
from minigrad.first import numerical_gradient

from .claims import KNOWN, judge_of
from .engines import fresh, moved
from .formulas import CONSTANT, NOTHING_RETURNED, ROUNDED, first_miss

RECALL = {
    "4.a": (2, "2: each place in a formula has an edge of its own, though both lead to one node. Lesson 02."),
    "4.b": (3, "3: what arrives, times the other factor: 0.5 · 6. Lesson 03."),
}


# ------------------------------------------------------------------------------------------------ 4.1  Two arrive


DIRECT = "accumulate(x, grad), then accumulate(x, 3 * grad)"
ARRIVALS = [  # what is run, the gradient that arrives at its result, x.grad before, and x.grad and w.grad after
    ("x * x", 2.5, None, "x.grad 15"),
    ("5.0 * x - 2.0 * x", 10.0, None, "x.grad 30"),
    ("x * w", 2.5, None, "x.grad 5, w.grad 7.5"),
    ("x * x", 2.5, 7.0, "x.grad 22"),
    (DIRECT, 2.5, None, "x.grad 10"),
]


def after(methods, text, grad, before):
    """What is in `.grad` once the engine with these methods has run backward, in words."""
    scope = fresh(4, methods)
    leaf_call, handed = scope["AccumulateGrad"].__call__, []
    scope["AccumulateGrad"].__call__ = lambda node, grad: handed.append(leaf_call(node, grad)) or handed[-1]
    tensors = {"x": scope["tensor"](3.0, True), "w": scope["tensor"](2.0, True)}
    if before is not None:
        tensors["x"].grad = scope["tensor"](before)
    try:
        if text == DIRECT:
            scope["accumulate"](tensors["x"], grad)
            scope["accumulate"](tensors["x"], 3 * grad)
        else:
            scope["run_backward"](eval(text, {}, dict(tensors)).node, grad)
    except TypeError:
        if None in handed:
            return NOTHING_BACK
        raise
    for name, number in {"x": 3.0, "w": 2.0}.items():
        if tensors[name].data != number:
            return f"{name} itself has become {tensors[name].data:g}"
    if handed and len(handed[0]):
        return f"{GIVES_BACK} {handed[0]!r}"
    shown = [f"{name}.grad {held(t.grad)}" for name, t in tensors.items() if name in text]
    if "w" in text and tensors["x"].grad is tensors["w"].grad is not None:
        shown[1] = "w.grad the same tensor"
    return ", ".join(shown)


GIVES_BACK = "a leaf's node gives back"
NOTHING_BACK = f"{GIVES_BACK} None"


def held(grad):
    """What a `.grad` holds, in words: a plain tensor says its number only."""
    if type(grad).__name__ != "Tensor":
        return f"{grad!r}" if grad is None else f"{grad:g}, a {type(grad).__name__}"
    return f"{grad.data:g}{', which requires grad' * grad.requires_grad}"


def adds(change, *, start=None):
    """The model of an `accumulate` that makes something else of `.grad` and of what arrives."""

    def behave(*case):
        scope = fresh(4)

        def accumulate(tensor, grad):
            before = start if tensor.grad is None else tensor.grad.data
            tensor.grad = scope["Tensor"](change(before, grad))

        return after({"accumulate": accumulate}, *case)

    return behave


def other(accumulate):
    """The model of an `accumulate` that is another function altogether."""
    return lambda *case: after({"accumulate": accumulate}, *case)


def called(call):
    """The model of a leaf's node that does something else when it is called."""
    return lambda *case: after({"AccumulateGrad.__call__": call}, *case)


def times_the_value(tensor, grad):
    _accumulated(tensor, grad * tensor.data)


def twice(node, grad):
    for _ in range(2):
        _accumulated(node.variable, grad)
    return ()


def only_the_first(node, grad):
    if node.variable.grad is None:
        _accumulated(node.variable, grad)
    return ()


def only_the_last(node, grad):
    node.variable.grad = type(node.variable)(grad)
    return ()


def own_sum(node, grad):
    node.variable.grad = type(node.variable)(sum([float(grad), *vars(node).get("arrived", ())]))
    node.arrived = (*vars(node).get("arrived", ()), grad)
    return ()


def _accumulated(tensor, grad):
    tensor.grad = type(tensor)(grad + (tensor.grad.data if tensor.grad else 0.0))


ARRIVAL_MODELS = {
    "the last one stays": adds(lambda before, grad: grad),
    "the first one stays": adds(lambda before, grad: grad if before is None else before),
    "the first one twice": adds(lambda before, grad: 2 * grad if before is None else before + grad),
    "the first one is lost": adds(lambda before, grad: 0.0 if before is None else before + grad),
    "the largest stays": adds(max, start=float("-inf")),
    "the mean": adds(lambda before, grad: grad if before is None else (before + grad) / 2),
    "the product": adds(lambda before, grad: before * grad, start=1.0),
    "taken off": adds(lambda before, grad: before - grad, start=0.0),
    "taken off|from the first one": adds(lambda before, grad: grad if before is None else before - grad),
    "begins at one": adds(lambda before, grad: before + grad, start=1.0),
    "arrivals counted": adds(lambda before, grad: before + 1, start=0.0),
    "equal ones are one": adds(lambda before, grad: before if before == grad else before + grad, start=0.0),
    "the size only": adds(lambda before, grad: before + abs(grad), start=0.0),
    "the sum is not kept": adds(lambda before, grad: before, start=0.0),
    "the value once more": other(times_the_value),
    "counted twice": called(twice),
    "a sum of its own": called(own_sum),
    "nothing is added": called(lambda node, grad: ()),
    "the first one stays|in the call": called(only_the_first),
    "the last one stays|in the call": called(only_the_last),
}


# The misconception behind an error, or behind a form of `.grad` that no model has, by what is said of it.
ARRIVAL_SIGNS = {
    "one tensor for all": r"the same tensor$",
    "a float": r", a float$",
    "a gradient that requires grad": r", which requires grad$",
    "nothing back": f"^{NOTHING_BACK}$",
    "handed on": rf"^{GIVES_BACK}|object is not iterable$",
    "nothing is left": r"^x\.grad None$",
    "into the value": r"^x itself has become",
    "one name for two": r"^TypeError: 'Tensor' object is not callable$",
    "whose variable": r"^NameError: .*'variable'",
    "a tensor in a tensor": r"^TypeError: float\(\) argument",
    "in the other order": r"^AttributeError: 'float' object has no attribute 'grad'",
    "the node again": r"^RecursionError",
    "the node's own": r"^AttributeError: 'AccumulateGrad' object",
    "None not met": r"^(AttributeError|TypeError): .*NoneType",
}


def of_the_sign(given):
    words = f"{type(given).__name__}: {given}" if isinstance(given, Exception) else str(given)
    return next((key for key, sign in ARRIVAL_SIGNS.items() if re.search(sign, words)), None)


def check_arrivals(accumulate, AccumulateGrad):
    methods = {"accumulate": accumulate, "AccumulateGrad.__call__": AccumulateGrad.__call__}
    cases = [case[:3] for case in ARRIVALS]
    given = [result_of(after, methods, *case) for case in cases]
    for (text, grad, before, right), mine in zip(ARRIVALS, given, strict=True):
        if mine != right:
            if str(mine).startswith(GIVES_BACK):
                right = f"{GIVES_BACK} ()"
            known = matching(ARRIVAL_MODELS, cases, given) or next(filter(None, map(of_the_sign, given)), None)
            if (
                known is None
                and not isinstance(mine, BaseException)
                and result_of(after, methods, *cases[0]) != given[0]
            ):
                known = "from run to run"
            had = "" if before is None else f", where x.grad is already tensor({before:g}.)"
            case = f"{text}   at x = 3{', w = 2' * ('w' in text)}; {grad:g} arrives{had}"
            return Miss([case], mine, right, known and known.partition("|")[0])
    return None


# ------------------------------------------------------------------------------------------------ 4.2  Four paths


BY_HAND = [(2.0, 3.0, 0.5), (-1.0, 4.0, 1.0)]

# What people think arrives, with d = a·b and e = a + b at hand.
BY_HAND_MODELS = {
    "what arrived at f is forgotten": lambda a, b, grad, d, e: (e * b, d, e * a, d),
    "the last step only": lambda a, b, grad, d, e: (grad * b, grad, grad * a, grad),
    "not as far as a and b": lambda a, b, grad, d, e: (grad * e, grad * d, grad * e, grad * d),
    "its own factor": lambda a, b, grad, d, e: (grad * d * b, grad * e, grad * d * a, grad * e),
    "its own factor, at the end": lambda a, b, grad, d, e: (grad * e * a, grad * d, grad * e * b, grad * d),
    "a sum with factors": lambda a, b, grad, d, e: (grad * e * b, grad * d * b, grad * e * a, grad * d * a),
    "a sum with its own terms": lambda a, b, grad, d, e: (grad * e * b, grad * d * a, grad * e * a, grad * d * b),
    "a sum stops it": lambda a, b, grad, d, e: (grad * e * b, grad, grad * e * a, grad),
    "slopes added up": lambda a, b, grad, d, e: (grad + e + b, grad + d + 1, grad + e + a, grad + d + 1),
    "totals": lambda a, b, grad, d, e: (grad * (e * b + d), grad * (e * a + d)),
    "the whole on each path": lambda a, b, grad, d, e: (
        *[grad * (e * b + d)] * 2,
        *[grad * (e * a + d)] * 2,
    ),
    "e first": lambda a, b, grad, d, e: (grad * d, grad * e * b, grad * d, grad * e * a),
    "d first, then e": lambda a, b, grad, d, e: (grad * e * b, grad * e * a, grad * d, grad * d),
    "only for 0.5": lambda a, b, grad, d, e: (0.5 * e * b, 0.5 * d, 0.5 * e * a, 0.5 * d),
    "the picture's slopes": lambda a, b, grad, d, e: (grad * 15, grad * 6, grad * 10, grad * 6),
    "the picture's d and e": lambda a, b, grad, d, e: (grad * 5 * b, grad * 6, grad * 5 * a, grad * 6),
    "in halves": lambda a, b, grad, d, e: (grad * e * b / 2, grad * d / 2, grad * e * a / 2, grad * d / 2),
    "at every step": lambda a, b, grad, d, e: (grad**2 * e * b, grad**2 * d, grad**2 * e * a, grad**2 * d),
    "the mean of the paths": lambda a, b, grad, d, e: (*[grad * (e * b + d) / 2] * 2, *[grad * (e * a + d) / 2] * 2),
    "values for slopes": lambda a, b, grad, d, e: (grad * d, grad * e, grad * d, grad * e),
    "brackets": lambda a, b, grad, d, e: (grad * a + b * b, grad * d, grad * a + b * a, grad * d),
}


def four(a, b, grad):
    """The four contributions, measured: each use of `a` and of `b` is nudged by itself."""
    slopes = numerical_gradient(lambda a1, a2, b1, b2: (a1 * b1) * (a2 + b2), a, a, b, b)
    return tuple([grad * slope for slope in slopes])


def run_by_hand(contributions, *case):
    result = moved(contributions, fresh(4))(*case)
    return result.tolist() if isinstance(result, np.ndarray) else result


def check_by_hand(contributions):
    rng = random.Random(42)
    drawn = [tuple([round(rng.uniform(-3, 3), 1) + 0.05 for _ in range(3)]) for _ in range(5)]
    miss = first_miss(
        BY_HAND,
        drawn,
        lambda case: result_of(run_by_hand, contributions, *case),
        lambda case: four(*case),
        lambda case: ["a = {:g}, b = {:g}; {:g} arrives at f".format(*case)],
        {
            key: lambda case, think=think: think(*case, case[0] * case[1], case[0] + case[1])
            for key, think in BY_HAND_MODELS.items()
        },
    )
    if miss is None or miss.diagnosis is not None:
        return miss
    return miss._replace(diagnosis=of_one_number(result_of(run_by_hand, contributions, *BY_HAND[0]), *BY_HAND[0]))


def of_one_number(given, a, b, grad):
    """The misconception behind the first number that is wrong, or behind the form of the answer."""
    right, d, e = four(a, b, grad), a * b, a + b
    if not isinstance(given, tuple | list):
        return "one number" if isinstance(given, float) else "nothing returned" if given is None else None
    if tensors(given):
        return "tensors, no numbers"
    if len(given) != len(right):
        return "in pairs" if any(isinstance(part, tuple | list) for part in given) else "not four numbers"
    wrong = [i for i, (mine, wanted) in enumerate(zip(given, right, strict=True)) if differs(mine, wanted)]
    if not wrong:
        return None
    first = wrong[0]
    ways = [
        ("the other input's", right[first - 2]),
        ("the sign turned round", -right[first]),
        ("every number on the way", (grad * d * e * b, grad * d * e, grad * d * e * a, grad * d * e)[first]),
        ("slopes added up", (grad + e * b, grad + d, grad + e * a, grad + d)[first]),
    ]
    thought = [(key, think(a, b, grad, d, e)) for key, think in BY_HAND_MODELS.items()]
    ways += [(key, numbers[first]) for key, numbers in thought if len(numbers) == len(right)]
    return next((key for key, way in ways if not differs(given[first], way)), None)


def tensors(given):
    return any(type(part).__name__ == "Tensor" for part in given)


# ------------------------------------------------------------------------------------------------ 4.3  One weight


NETS = [
    ("5.0 * w1 + 2.0 * w2", 3.0, 10.0),
    ("w2 * (2.0 * w1).tanh()", 0.5, 2.5),
]
MORE_NETS = [
    ("w1 * w2 * w1", 1.5, -2.0),
    ("(w2 * 3.0).exp() / (w1 + 2.0)", 0.5, 0.5),
    ("((w1 - w2 * w1) * w2).tanh()", -0.7, 1.5),
]


def net(text):
    return eval(f"lambda w1, w2: {text}")


def run_tied(tied, text, w, grad):
    """The answer for a net, as a tuple of what it holds."""
    scope = fresh(4)
    result = moved(tied, scope)(net(text), w, grad)
    return tuple(result) if isinstance(result, list) else result


def slopes(text, w, grad):
    """(first, second, both) from an engine of the check's own."""
    scope = fresh(4)
    w1, w2, both = (scope["tensor"](w, True) for _ in range(3))
    scope["run_backward"](net(text)(w1, w2).node, grad)
    scope["run_backward"](net(text)(both, both).node, grad)
    return w1.grad.data, w2.grad.data, both.grad.data


TIED_MODELS = {
    "the mean": lambda g1, g2, both, grad: (g1, g2, both / 2),
    "the first place only": lambda g1, g2, both, grad: (g1, g2, g1),
    "the last place only": lambda g1, g2, both, grad: (g1, g2, g2),
    "the product": lambda g1, g2, both, grad: (g1, g2, g1 * g2),
    "the larger": lambda g1, g2, both, grad: (g1, g2, max(g1, g2)),
    "twice the first": lambda g1, g2, both, grad: (g1, g2, 2 * g1),
    "the difference": lambda g1, g2, both, grad: (g1, g2, g1 - g2),
    "what arrives is forgotten": lambda g1, g2, both, grad: (g1 / grad, g2 / grad, both / grad),
    "one leaf for all": lambda g1, g2, both, grad: (both, both, both),
    "a gradient from before": lambda g1, g2, both, grad: (g1, g2, g1 + both),
    "a gradient from before|in the second": lambda g1, g2, both, grad: (g1, g2, g2 + both),
    "a kept .grad": lambda g1, g2, both, grad: (g1 + both, g2, g1 + both),
    "a gradient from before|of a run of its own": lambda g1, g2, both, grad: (g1, g2, 2 * both),
    "one leaf for all|and a sum": lambda g1, g2, both, grad: (both, both, 2 * both),
    "the third is nothing": lambda g1, g2, both, grad: (g1, g2, 0.0),
    "turned round": lambda g1, g2, both, grad: (g2, g1, both),
    "what arrives, twice": lambda g1, g2, both, grad: (grad * g1, grad * g2, grad * both),
    "in halves": lambda g1, g2, both, grad: (both / 2, both / 2, both),
    "both first": lambda g1, g2, both, grad: (both, g1, g2),
    "only both": lambda g1, g2, both, grad: both,
    "only the places": lambda g1, g2, both, grad: (g1, g2),
}


def check_tied(tied):
    cases = NETS + MORE_NETS
    given = [result_of(run_tied, tied, *case) for case in cases]
    for (text, w, grad), mine in zip(cases, given, strict=True):
        right = slopes(text, w, grad)
        if differs(mine, right):
            known = matching(
                {
                    key: lambda text, w, grad, think=think: think(*slopes(text, w, grad), grad)
                    for key, think in TIED_MODELS.items()
                },
                NETS,
                [*map(as_numbers, given[: len(NETS)])],
            )
            known = known or of_the_form(mine)
            return Miss(
                [f"net(w1, w2): {text}", f"w = {w:g}; {grad:g} arrives"], mine, right, known and known.partition("|")[0]
            )
    return None


def as_numbers(given):
    """An answer with numbers in the place of its tensors: a wrong number says more than a wrong type."""
    if not isinstance(given, tuple):
        return given
    return tuple([part.data if type(part).__name__ == "Tensor" else part for part in given])


def of_the_form(given):
    if given is None:
        return "nothing returned"
    if isinstance(given, AttributeError | TypeError):
        return of_the_call(str(given))
    if isinstance(given, tuple) and any(part is None for part in given):
        return "nothing has arrived"
    if isinstance(given, tuple) and tensors(given):
        return "tensors, no numbers"
    return None


def of_the_call(words):
    """The misconception behind an error of Python's about how the engine is used."""
    if words == "'Tensor' object has no attribute 'next_functions'":
        return "a tensor, no node"
    if words == "'Tensor' object has no attribute 'backward'":
        return "a method of lesson 05"
    if words.startswith(("'float' object has no attribute", "'int' object has no attribute")):
        return "numbers, no tensors"
    return "nothing has arrived" if "'NoneType'" in words else None


# ----------------------------------------------------------------------------------- 4.4  One call for each point


BATCHES = [  # the weight, its .grad before, the points
    (0.5, None, [(2.0, 3.0), (-1.0, 1.0), (3.0, 0.5)]),
    (0.5, 7.0, [(2.0, 3.0), (-1.0, 1.0), (3.0, 0.5)]),
]
MORE_BATCHES = [(-1.5, 0.25, [(0.5, 1.0), (3.0, -2.0)]), (0.8, -3.0, [(1.0, 2.0)] * 2 + [(2.5, 0.5)] * 5)]


def mean_loss(w, points):
    return sum([(w * x - t) ** 2 for x, t in points]) / len(points)


def run_batch(batch_gradient, w, before, points):
    """What is in `w.grad` after a call, in words if it is no number in a tensor."""
    scope = fresh(4)
    weight = scope["tensor"](w, True)
    if before is not None:
        weight.grad = scope["tensor"](before)
    moved(batch_gradient, scope)(weight, points)
    if weight.data != w:
        return f"w itself has become {weight.data:g}"
    if type(weight.grad).__name__ != "Tensor":
        return f"w.grad is {weight.grad!r}"
    return float(weight.grad.data)


def calls(batch_gradient, w, before, points):
    """How often it calls `run_backward`."""
    scope, nodes = fresh(4), []
    counting = {"run_backward": lambda node, grad: nodes.append(node) or scope["run_backward"](node, grad)}
    moved(batch_gradient, scope | counting)(scope["tensor"](w, True), points)
    return len(nodes)


def each(w, points):
    """The gradient of each point's loss by itself."""
    return [2 * (w * x - t) * x for x, t in points]


BATCH_MODELS = {
    "the sum": lambda w, before, points: sum(each(w, points)) + 0.0,
    "the sum|from before": lambda w, before, points: sum(each(w, points)) + (before or 0.0),
    "there already": lambda w, before, points: before or sum(each(w, points)) / len(points),
    "from before": lambda w, before, points: sum(each(w, points)) / len(points) + (before or 0.0),
    "from before|divided": lambda w, before, points: (sum(each(w, points)) + (before or 0.0)) / len(points),
    "cleared for each point": lambda w, before, points: each(w, points)[-1] / len(points),
    "cleared for each point|and not divided": lambda w, before, points: each(w, points)[-1],
    "divided twice": lambda w, before, points: sum(each(w, points)) / len(points) ** 2,
    "the first point": lambda w, before, points: each(w, points)[0] / len(points),
    "the first point|and not divided": lambda w, before, points: each(w, points)[0],
    "divided as it goes": lambda w, before, points: halved(each(w, points)),
    "divided as it goes|by their number": lambda w, before, points: halved([0.0, *each(w, points)], len(points)),
    "by another number": lambda w, before, points: sum(each(w, points)) / 2,
    "0 arrives": lambda w, before, points: 0.0,
    "a plus": lambda w, before, points: sum([2 * (w * x + t) * x for x, t in points]) / len(points),
    "t before x": lambda w, before, points: sum([2 * (w * t - x) * t for x, t in points]) / len(points),
    "the mean point": lambda w, before, points: each(w, [np.mean(points, axis=0).tolist()])[0],
    "not squared": lambda w, before, points: sum([x for x, _ in points]) / len(points),
    "the loss": lambda w, before, points: mean_loss(w, points),
    "multiplied": lambda w, before, points: sum(each(w, points)) * len(points),
    "the last point left out": lambda w, before, points: sum(each(w, points)[:-1]) / len(points),
    "not squared|but doubled": lambda w, before, points: 2 * sum([x for x, _ in points]) / len(points),
    "other brackets": lambda w, before, points: sum([(x - t) ** 2 for x, t in points]) / len(points),
    "the loss arrives": lambda w, before, points: (
        sum([g * (w * x - t) ** 2 for g, (x, t) in zip(each(w, points), points, strict=True)]) / len(points)
    ),
    "turned round": lambda w, before, points: -sum(each(w, points)) / len(points),
}


def halved(gradients, by=2):
    """A running mean that gives each new one as much weight as all before it."""
    total = gradients[0]
    for gradient in gradients[1:]:
        total = (total + gradient) / by
    return total


def check_batch(batch_gradient):
    cases = BATCHES + MORE_BATCHES
    given = [result_of(run_batch, batch_gradient, *case) for case in cases]
    for (w, before, points), mine in zip(cases, given, strict=True):
        (right,) = numerical_gradient(lambda w, points=points: mean_loss(w, points), w)
        if differs(mine, right):
            known = matching(BATCH_MODELS, BATCHES, given[: len(BATCHES)]) or of_what_is_left(mine)
            right = said(right) if isinstance(mine, str) else right
            return Miss([of_batch(w, before, points)], mine, right, known and known.partition("|")[0])
    w, before, points = BATCHES[0]
    often = result_of(calls, batch_gradient, w, before, points)
    if often != len(points):
        given = f"run_backward is called {often} time{'s' * (often != 1)}"
        known = "one call for all" if often else "no call at all"
        return Miss([of_batch(w, before, points)], given, f"{len(points)} times, once for each point", known)
    return None


def of_batch(w, before, points):
    return f"w = {w:g}, w.grad {'None' if before is None else f'tensor({before:g}.)'} before; points {points}"


def of_what_is_left(given):
    if isinstance(given, AttributeError) and str(given) in {
        f"'{kind}' object has no attribute 'data'" for kind in NUMBERS
    }:
        return "zero is not None"
    if isinstance(given, TypeError) and "float() argument" in str(given):
        return "a tensor arrives"
    if isinstance(given, AttributeError | TypeError):
        return {"nothing has arrived": "None not met"}.get(known := of_the_call(str(given)), known)
    if isinstance(given, str) and given.startswith("w itself"):
        return "a step taken"
    if given == "w.grad is None":
        return "nothing run backward"
    if isinstance(given, str) and given.startswith("w.grad is "):
        return "a number in .grad"
    return None


NUMBERS = "int", "float"


# -------------------------------------------------------------------------------------------- 4.5  True or false

# Each claim: a few lines that decide it, what they print here and in PyTorch 2.13 (recorded), whether it is true.
ONE_NODE = """\
y = (x * w) * w
print(y.grad_fn.next_functions[1][0] is y.grad_fn.next_functions[0][0].next_functions[1][0])"""
TWO_CALLS = """\
run_backward((5.0 * x).grad_fn, 0.5)
run_backward((2.0 * x).grad_fn, 0.5)
two = x.grad.item()
x.grad = None
run_backward((5.0 * x + 2.0 * x).grad_fn, 0.5)
print(two == x.grad.item())"""
CLAIMS = {
    "the mean of the places": ("run_backward((5.0 * x + 2.0 * x).grad_fn, 0.5)\nprint(x.grad.item())", "3.5", False),
    "one for each place": (ONE_NODE, "True", True),
    "calls are no sum": (TWO_CALLS, "True", True),
    "empty at each call": (
        "run_backward((x * w).grad_fn, 0.5)\nrun_backward((x * w).grad_fn, 0.5)\nprint(x.grad.item())",
        "3.0",
        False,
    ),
}
check_claims = judge_of(CLAIMS)


# -------------------------------------------------------------------------------------------------------- the exercises

TENSOR_FOR_NODE = Known("`run_backward` begins with a tensor", "What has `next_functions`: a tensor, or its node?")
TENSORS = Known("tensors in place of their numbers", "What does `.item()` give?")
NUMBERS_FOR_TENSORS = Known(
    "the numbers do as well as the tensors", "Which remembers how it was made: a tensor, or its number?"
)
METHOD_TO_COME = Known("a tensor runs backward by itself", "Which function runs your engine backward, so far?")

EXERCISES = [
    Exercise(
        id="4.1",
        title="Two arrive",
        minutes=8,
        names=("accumulate", "AccumulateGrad"),
        builds=("accumulate", "AccumulateGrad.__call__"),
        misconception="A gradient is set: the one that arrives is the one that counts.",
        first_step="On paper: 50 arrives at `x`, then 20. What is `x.grad` before, between and after?",
        passed="Any value may now be used in as many places as you like. One that is used a million times was not tried.",
        hints=(
            "What is in `x.grad` when the first gradient arrives, and what when the second does?",
            (
                "None has no `data` to add to. If nothing has arrived yet, put a tensor there that leaves the sum as "
                "it is; then add, in either case. A leaf's node has no edges: how many gradients are there to give back?"
            ),
            "if tensor.grad is None:",
        ),
        solution="""\
def accumulate(tensor, grad):
    if tensor.grad is None:
        tensor.grad = Tensor(0.0)
    tensor.grad.data += grad

class AccumulateGrad(Node):
    def __call__(self, grad):
        accumulate(self.variable, grad)
        return ()
""",
        check=check_arrivals,
        known={
            "the last one stays": Known(
                "what arrives takes the place of what was there", "50 has arrived, then 20: where did the 50 go?"
            ),
            "the first one stays": Known("only what arrives first counts", "What becomes of the second gradient?"),
            "the first one twice": Known(
                "the first gradient is put there, and then added as well",
                "After your first `if`, what is in `.grad`, and what does the next line add to it?",
            ),
            "the first one is lost": Known(
                "the first gradient only makes room", "In which line is the very first gradient added?"
            ),
            "the largest stays": Known("the larger one wins", "5 + 2 is 7 slopes' worth. What does `max` keep of it?"),
            "the mean": Known(
                "two gradients are averaged",
                "When `x` moves by 0.001, one use moves y by 0.005, another by 0.002. By how much do both?",
            ),
            "the product": Known(
                "two gradients are multiplied", "Slopes multiply along one path. And those of two paths side by side?"
            ),
            "taken off": Known("what arrives is taken off", "Which sign has the slope of 5 · x + 2 · x?"),
            "begins at one": Known("the sum begins at 1", "What can be added to without changing it?"),
            "arrivals counted": Known("1 is added for each arrival", "Which of its arguments does your function add?"),
            "equal ones are one": Known(
                "a gradient that comes a second time is the same one",
                "Each `x` of `x * x` moves y by 0.003. By how much do both?",
            ),
            "a sum of its own": Known(
                "the node keeps the sum", "Someone sets `x.grad = None` to begin anew. What does your node go on from?"
            ),
            "counted twice": Known("each gradient is added twice", "How many lines of yours add what arrives?"),
            "into the value": Known(
                "what arrives is added to the value", "In `tensor.data` is the number 3 itself. Where is its gradient?"
            ),
            "one name for two": Known(
                "`tensor` is the function that makes one", "Inside `accumulate`, what does the name `tensor` stand for?"
            ),
            "whose variable": Known("a method knows its object's attributes by name", "Whose `variable` is it?"),
            "a tensor in a tensor": Known(
                "a tensor is put into a tensor",
                "Of what stands in your `Tensor(...)`: what is a number, what a tensor already?",
            ),
            "the size only": Known(
                "a gradient has no sign", "By how much does y move, up or down, if the second term grows?"
            ),
            "the sum is not kept": Known(
                "the sum is computed, and that is it", "Where is your sum when the call is over?"
            ),
            "the value once more": Known(
                "the leaf's value is multiplied in",
                "The rule of the product has done its part. What is left to do here?",
            ),
            "a float": Known("a gradient is a float", "What type has `x.grad` in lesson 03?"),
            "a gradient that requires grad": Known(
                "a gradient is a leaf that requires grad", "Who will ask for the slope in a gradient?"
            ),
            "nothing is added": Known("a leaf's node ends the path, and no more", "Who calls `accumulate`?"),
            "nothing is left": Known(
                "`.grad` is filled by itself", "Which of your lines sets `.grad`, and what does `accumulate` return?"
            ),
            "in the other order": Known(
                "gradient and tensor in the other order", "Which of its two arguments does `accumulate` take first?"
            ),
            "the node again": Known("the node calls itself", "Who does the adding: the node, or `accumulate`?"),
            "from run to run": Known(
                "one sum for all tensors, kept from run to run",
                "Whose gradients are in it, when another leaf's arrives?",
            ),
            "one tensor for all": Known(
                "one tensor serves as everybody's zero", "How often is a default value or a global made: at every call?"
            ),
            "nothing back": Known(
                "a leaf's node gives back nothing at all",
                "`run_backward` pairs each edge with a gradient. What does `zip` need from a node without edges?",
            ),
            "handed on": Known("a leaf's node hands the gradient on", "Along which of its edges? How many has it?"),
            "the node's own": Known(
                "the node itself has the gradient", "Whose `.grad` is it: the node's, or its tensor's?"
            ),
            "None not met": Known(
                "`.grad` is a tensor from the start", "What is in `x.grad` before the first gradient arrives?"
            ),
        },
    ),
    Exercise(
        id="4.2",
        title="Four paths",
        minutes=6,
        names=("contributions",),
        misconception="The slope along a path is that of its last step; or each input has one path.",
        first_step="Go down from f to a with a finger. In how many ways can you? Write down the first.",
        passed="Each is a product along its path, and a's gradient is the sum of two of them. Longer paths were not tried.",
        hints=(
            "0.5 arrives at f, which is d · e. What does f send to d?",
            (
                "Along a path each step multiplies by a slope: f in d is e, f in e is d, d in a is b, d in b is a, and a "
                "sum hands on what arrives at it."
            ),
            "d, e = a * b, a + b",
        ),
        solution="""\
def contributions(a, b, grad):
    d, e = a * b, a + b
    to_d, to_e = grad * e, grad * d
    return to_d * b, to_e, to_d * a, to_e
""",
        check=check_by_hand,
        known={
            "what arrived at f is forgotten": Known("f's own gradient is 1", "What are all four, when 0 arrives at f?"),
            "the last step only": Known(
                "the slope of the last step is the whole path's", "What does f do to what arrives, before d sees it?"
            ),
            "not as far as a and b": Known("the path ends at d and e", "What does the product a · b send to a?"),
            "its own factor": Known(
                "f sends each factor its own number", "f is d · e. Nudge d: by how much does f move, d or e times?"
            ),
            "its own factor, at the end": Known(
                "a product sends each factor its own number", "Nudge a: by how much does a · b move, a or b times?"
            ),
            "a sum with factors": Known(
                "a sum sends what a product does", "Nudge a by 0.001: by how much does a + b move?"
            ),
            "a sum with its own terms": Known(
                "a sum multiplies by the term itself", "Nudge a by 0.001: by how much does a + b move?"
            ),
            "a sum stops it": Known("what f sends to e is left out", "f is d · e. What does it send to e?"),
            "slopes added up": Known(
                "slopes add up along a path", "0.001 of a moves d by 0.003, and f by 5 times that. What is 5 times 3?"
            ),
            "totals": Known("the sum of both paths", "Which part of it came through d?"),
            "the whole on each path": Known(
                "each path brings the whole gradient", "If both bring all of it, what do they make together?"
            ),
            "e first": Known("e before d", "Which of the two was asked for first?"),
            "d first, then e": Known("sorted by the way, not by the end", "Which two belong to a?"),
            "one number": Known("one number", "How many paths are there?"),
            "not four numbers": Known("another number of paths", "How many ways lead down to a, and how many to b?"),
            "in pairs": Known("a pair for each input", "How many numbers in a row are asked for?"),
            "only for 0.5": Known("0.5 arrives at f, always", "What is `grad` for?"),
            "the picture's slopes": Known("the slopes at the picture's numbers", "What are `a` and `b` for?"),
            "the picture's d and e": Known(
                "the d and the e of the picture", "What are d and e, when a is 1 and b is 1?"
            ),
            "in halves": Known("two paths share what arrives", "When d alone moves, who is there to share with?"),
            "at every step": Known(
                "what arrives at f is multiplied in at every step", "How often does 0.5 stand in 0.5 · e · b?"
            ),
            "the mean of the paths": Known("both paths bring the same", "Is 0.5 · e · b the same as 0.5 · d?"),
            "values for slopes": Known(
                "values stand where slopes belong",
                "When d moves by 0.001, by how much does f move: d or e times as far?",
            ),
            "brackets": Known(
                "brackets forgotten: a + b * b is a + (b * b)", "What is 2 + 3 * 3, and what is (2 + 3) * 3?"
            ),
            "nothing returned": NOTHING_RETURNED,
            "tensors, no numbers": TENSORS,
            "the sign turned round": Known("what comes back has the other sign", "Nudge a up: does f go down?"),
            "every number on the way": Known(
                "each number on the way is multiplied in", "f is d · e. Which of the two says how f moves with d?"
            ),
            "the other input's": Known("a and b get the same", "Nudge b: by how much does a · b move, a or b times?"),
            "constant": CONSTANT,
            "rounded": ROUNDED,
        },
    ),
    Exercise(
        id="4.3",
        title="One weight in two places",
        minutes=7,
        names=("tied",),
        misconception="A weight in two places makes a cycle, or gets the mean of two gradients, or that of the last place.",
        first_step="For the net above: how many leaves do you need, and how often do you call `run_backward`?",
        passed="The third number is the sum of the first two, for any net. Three places were not tried.",
        hints=(
            "`net` takes two weights. What do you give it for the third number?",
            (
                "Two leaves with the same number, one run: their gradients are the first two. Then one new leaf in both "
                "places, and another run. A leaf that has taken part before still holds its gradient."
            ),
            "w1, w2, both = [tensor(w, requires_grad=True) for _ in range(3)]",
        ),
        solution="""\
def tied(net, w, grad):
    w1, w2, both = [tensor(w, requires_grad=True) for _ in range(3)]
    run_backward(net(w1, w2).node, grad)
    run_backward(net(both, both).node, grad)
    return w1.grad.item(), w2.grad.item(), both.grad.item()
""",
        check=check_tied,
        known={
            "the mean": Known(
                "a shared weight gets the mean", "If both places move by 0.001, does y move by the mean of the two?"
            ),
            "the first place only": Known("a shared weight counts in its first place", "Does it move in the other?"),
            "the last place only": Known("a shared weight counts in its last place", "Does it move in the other?"),
            "the product": Known("two places multiply", "Both move by 0.001, and each moves y. Do the moves multiply?"),
            "the larger": Known("the larger gradient wins", "What becomes of the other place's share?"),
            "twice the first": Known("both places have the same slope", "Are your first two numbers the same?"),
            "the difference": Known("the places work against each other", "Which signs have your first two numbers?"),
            "what arrives is forgotten": Known("1 arrives at the net's result", "What is `grad` for?"),
            "one leaf for all": Known(
                "one leaf stands in both places all the time",
                "How could `.grad` of one leaf say what each place has sent?",
            ),
            "a gradient from before": Known(
                "a leaf that took part before begins with nothing",
                "What is in `w1.grad` when the second run begins?",
            ),
            "a kept .grad": Known(
                "what has been taken from `.grad` stays as it is",
                "Is `w1.grad` a number, or a tensor that the next run adds to?",
            ),
            "turned round": Known("the second place first", "Which of the two leaves did you give to `net` first?"),
            "both first": Known("the shared weight first", "In which order are the three numbers asked for?"),
            "only both": Known("one number", "How many were asked for?"),
            "only the places": Known("two numbers", "How many were asked for?"),
            "the third is nothing": Known(
                "what two places send cancels out", "Both move by 0.001. Does y stand still?"
            ),
            "nothing has arrived": Known(
                "there is a gradient in every `.grad`",
                "Which of your leaves took part in a run, and did each ask for a gradient when it was made?",
            ),
            "nothing returned": NOTHING_RETURNED,
            "a tensor, no node": TENSOR_FOR_NODE,
            "a method of lesson 05": METHOD_TO_COME,
            "tensors, no numbers": TENSORS,
            "numbers, no tensors": NUMBERS_FOR_TENSORS,
            "what arrives, twice": Known(
                "what arrives is multiplied in once more", "Which gradient did you give to `run_backward`?"
            ),
            "in halves": Known(
                "each place has half of the whole", "Is the net as steep in its first place as in its second?"
            ),
        },
    ),
    Exercise(
        id="4.4",
        title="One call for each point",
        minutes=7,
        names=("batch_gradient",),
        misconception="Each call begins with an empty `.grad`; or it has to be emptied before every call.",
        first_step="Two points, and `w.grad` holds 7 from yesterday. On paper: what is in it after each line of yours?",
        passed=(
            "Three points or three million: no graph is larger than that of one point. This is how a batch that does "
            "not fit into memory is done. An empty list was not tried."
        ),
        hints=(
            "What is in `w.grad` before your first call, and what should be?",
            (
                "The mean is a sum, each term divided by how many there are; and what arrives at a term of a sum is what "
                "arrives at the sum. So empty `.grad` once, and let each point's call add its share."
            ),
            "w.grad = None",
        ),
        solution="""\
def batch_gradient(w, points):
    w.grad = None
    for x, t in points:
        loss = (w * x - t) ** 2
        run_backward(loss.node, 1 / len(points))
""",
        check=check_batch,
        known={
            "the sum": Known("the sum, not the mean", "If every point were there twice, should the gradient double?"),
            "there already": Known("what is in `.grad` is already the answer", "Who put it there, and for which loss?"),
            "from before": Known(
                "each batch begins with an empty `.grad`",
                "What was in `w.grad` before your first line, and who took it out?",
            ),
            "cleared for each point": Known(
                "only the last point is left",
                "What is left of the first point in the end, and which line took it away?",
            ),
            "divided twice": Known("divided at each point, and once more", "How many lines of yours divide?"),
            "the first point": Known("an end after the first point", "How often does your loop run before it ends?"),
            "divided as it goes": Known(
                "the mean of the last mean and the new one", "How much does the first of three points count then?"
            ),
            "not squared": Known("the error, not its square", "What is the loss of one point?"),
            "the loss": Known(
                "the loss itself", "`.grad` should say how the loss moves with w. Which number do you put there?"
            ),
            "turned round": Known("the sign turned round", "Is it a gradient or a step that is asked for?"),
            "zero is not None": Known(
                "a float is an empty `.grad`", "What does `accumulate` do with a `.grad` that is not None?"
            ),
            "None not met": Known(
                "`.grad` is a tensor from the start", "What is in `w.grad` before anything has arrived?"
            ),
            "a step taken": Known("the weight is changed as well", "What is asked for: the gradient, or a step?"),
            "nothing run backward": Known(
                "`w.grad` holds what has been computed, whoever's it is",
                "Which line of yours was the last to change the `.grad` of this `w`?",
            ),
            "one call for all": Known(
                "one call for all points", "With a million points, how large is the graph before your call?"
            ),
            "no call at all": Known(
                "a formula of your own for the gradient", "Who is to find it, if the loss is another one tomorrow?"
            ),
            "by another number": Known(
                "divided by another number than there are points", "For three points, by what do you divide?"
            ),
            "0 arrives": Known(
                "0 arrives at each loss", "What is 1 // 3, and with which number do you call `run_backward`?"
            ),
            "a plus": Known("an error of w · x + t", "For which t should the loss of a point be 0?"),
            "t before x": Known("x and t in the other order", "In which order does a point hold the two?"),
            "the mean point": Known(
                "the loss of the mean point",
                "Two errors are 3 and −3: what is the mean of their squares, what the square of their mean?",
            ),
            "a tensor arrives": Known("a tensor arrives", "What does a rule multiply by: a number, or a tensor?"),
            "multiplied": Known(
                "what arrives is multiplied by how many there are",
                "Of three losses' mean, how much is one loss: 3 or 1/3?",
            ),
            "the last point left out": Known("the last point does not count", "How often does your loop run?"),
            "other brackets": Known("w times the error", "Which comes first: w times x, or x minus t?"),
            "the loss arrives": Known(
                "what arrives at a loss is the loss", "A loss moves by 0.001: by how much does the mean of three?"
            ),
            "numbers, no tensors": NUMBERS_FOR_TENSORS,
            "a tensor, no node": TENSOR_FOR_NODE,
            "a method of lesson 05": METHOD_TO_COME,
            "a number in .grad": Known("a gradient is a float", "What type has `x.grad` after `run_backward`?"),
        },
    ),
    Exercise(
        id="4.5",
        title="True or false: run it",
        minutes=4,
        names=("verdicts",),
        misconception="What people write in forums: shared weights get the mean, or a gradient for each place.",
        first_step="Take the first sentence. Which line of code would come out otherwise if it were false?",
        passed="Each of the four can be decided with a line or two. Weights of several numbers were not tried.",
        hints=(
            "`5.0 * x + 2.0 * x`: what would the first sentence say about it, and what does a run say?",
            (
                "For the second go down from `(x * w) * w` along both ways to w's node, and compare with `is`. For the "
                "other two set `x.grad = None` first, then call `run_backward` twice."
            ),
            "run_backward((5.0 * x + 2.0 * x).grad_fn, 0.5)        # the first one",
        ),
        solution="verdicts = (False, True, True, False)\n",
        check=check_claims,
        known={
            "the mean of the places": Known(
                "the mean of the places' gradients", "When both places move, does each move half as far?"
            ),
            "one for each place": Known(
                "a node for each place", "How many tensors are named `w`, and what is a leaf's node?"
            ),
            "calls are no sum": Known("calls are something else than terms", "How would `accumulate` tell them apart?"),
            "empty at each call": Known("a call begins with an empty `.grad`", "Which line of your engine empties it?"),
            **KNOWN,
        },
    ),
]
