"""The exercises of lesson 15: rules of one's own, what they keep from forward to backward, and rules that are no slope."""

import math
import random
from itertools import repeat
from typing import NamedTuple

import minigrad as mg
from minigrad.course.exercise import ChangedError, Exercise, Known, Miss, differs, result_of, said
from minigrad.course.exercises.formulas import NOTHING_RETURNED, first_miss

RECALL = {
    "15.a": (20, "20: what arrives, times the slope, and the slope of exp is its result. Lesson 03."),
    "15.b": ("False", "False: nothing is recorded there. Lesson 13."),
}
APPLY = "minigrad/autograd/function.py::Function.apply"


# ------------------------------------------------------------------------------------------------------- 15.1  apply


def functions(load):
    """Functions that note what they meet, and the notes: whether forward was recorded, and how often it ran."""
    notes = []

    class Triple(load.autograd.Function):
        @staticmethod
        def forward(ctx, x, plus=0.0):
            notes.append(load.is_grad_enabled())
            ctx.factor = 3.0
            return x * 3.0 + plus

        @staticmethod
        def backward(ctx, grad):
            return grad * ctx.factor, None

    class Both(load.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2.0, x * 5.0

        @staticmethod
        def backward(ctx, first, second):
            return first * 2.0 + second * 5.0

    class Single(load.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return (x * 7.0,)

        @staticmethod
        def backward(ctx, grad):
            return grad * 7.0

    class Same(load.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x

        @staticmethod
        def backward(ctx, grad):
            return grad * 2.0

    return Triple, Both, Single, Same, notes


@mg.enable_grad()  # whatever an answer has left off
def check_apply(load):
    triple, both, single, same, notes = functions(load)
    try:
        first = of_one_result(load, triple, notes) or of_recording(load, triple) or of_several(load, both, single)
        return first or of_many_calls(load, triple) or of_its_argument(load, same)
    finally:
        load.set_grad_enabled(True)


CALL = "y = Triple.apply(x) for x = [1, 2]; its forward gives x * 3.0, its backward grad * 3.0"


ERRORS = {
    "missing 1 required": "no ctx",
    "context manager": "not called",
    "is not defined": "of the notebook",
    "recursion": "itself",
    "can't multiply sequence": "one tuple",
    "has no attribute '_inputs'": "each",
}


def of_one_result(load, triple, notes):
    x = load.tensor([1.0, 2.0], requires_grad=True)
    y = result_of(triple.apply, x)
    if not isinstance(y, load.Tensor):
        known = "a tuple" if isinstance(y, tuple) else "no return" if y is None else None
        if isinstance(y, BaseException):
            known = next((key for words, key in ERRORS.items() if words in str(y)), None)
        return Miss([CALL, "y"], y, "a tensor", known)
    if notes != [False]:
        known = "recorded" if notes == [True] else "twice"
        shown = "forward was recorded" if notes == [True] else f"forward ran {len(notes)} times"
        return Miss([CALL], shown, "forward runs once, and nothing in it is recorded", known)
    if not load.is_grad_enabled():
        return Miss([CALL, "after it, whether operations are recorded"], False, True, "left off")
    if not y.requires_grad:
        return Miss([CALL, "y.requires_grad"], False, True, "no history")
    came = result_of(through, load, x, y, [10.0, 0.5])
    if differs(came, [30.0, 1.5]):
        known = "not the ctx" if isinstance(came, AttributeError) else None
        return Miss([CALL, "x.grad after y.backward() with [10, 0.5]"], came, [30.0, 1.5], known)
    return None


def of_recording(load, triple):
    x = load.tensor([1.0, 2.0], requires_grad=True)
    result_of(lambda: triple.apply(x, plus=None))
    if not load.is_grad_enabled():
        case = ["Triple.apply(x, plus=None), whose forward raises; after it, whether operations are recorded"]
        return Miss(case, False, True, "after an error")
    with load.no_grad():
        result_of(triple.apply, x)
        recorded = load.is_grad_enabled()
    if recorded:
        case = ["Triple.apply(x) inside no_grad(); after it, still inside, whether operations are recorded"]
        return Miss(case, True, False, "switched on")
    return None


def through(load, x, y, upstream):
    y.backward(load.tensor(upstream))
    return x.grad.tolist()


def of_several(load, both, single):
    x = load.tensor([1.0, 2.0], requires_grad=True)
    case = "Both.apply(x), whose forward gives the tuple (x * 2.0, x * 5.0)"
    given = result_of(both.apply, x)
    if not isinstance(given, tuple) or len(given) != 2:
        known = "the first" if isinstance(given, load.Tensor) else "a list" if isinstance(given, list) else None
        known = "each" if isinstance(given, AttributeError) and "_inputs" in str(given) else known
        return Miss([case], "one tensor" if known == "the first" else given, "a tuple of two tensors", known)
    came = result_of(lambda: through(load, x, 10.0 * given[0] + given[1], [1.0, -1.0]))
    if differs(came, [25.0, -25.0]):
        known = "several as one" if isinstance(came, RuntimeError) else None
        return Miss([case, "x.grad, with weights 10 and 1"], came, [25.0, -25.0], known)
    x = load.tensor([1.0, 2.0], requires_grad=True)
    case = "Single.apply(x), whose forward gives the tuple (x * 7.0,)"
    given = result_of(single.apply, x)
    if not isinstance(given, tuple) or len(given) != 1:
        return Miss([case], given, "a tuple of one", "counted")
    came = result_of(through, load, x, given[0], [10.0, 0.5])
    if differs(came, [70.0, 3.5]):
        return Miss([case, "x.grad after its backward() with [10, 0.5]"], came, [70.0, 3.5])
    return None


def of_many_calls(load, triple):
    x = load.tensor([1.0, 2.0], requires_grad=True)
    nodes = [triple.apply(x).grad_fn for _ in range(2)]
    if nodes[0] is nodes[1]:
        return Miss(["the nodes of two calls of Triple.apply"], "one and the same", "one each", "one node")
    plain = load.tensor([5.0])
    calls = [
        ("(x, 1.0), whose forward adds the 1", lambda: triple.apply(x, 1.0), [4.0, 7.0], True),
        ("(x, plus=1.0), whose forward adds the 1", lambda: triple.apply(x, plus=1.0), [4.0, 7.0], True),
        ("([5]), which requires no grad", lambda: triple.apply(plain), [15.0], False),
    ]
    for call, apply, right, needs in calls:
        y = result_of(apply)
        mine = (y.tolist(), y.requires_grad) if isinstance(y, load.Tensor) else y
        if differs(mine, (right, needs)):
            known = "not all" if mine == ([3.0, 6.0], True) else None
            return Miss([f"Triple.apply{call}: the result and its requires_grad"], mine, (right, needs), known)
    return None


def of_its_argument(load, same):
    x = load.tensor([1.0, 2.0], requires_grad=True)
    y = result_of(same.apply, x)
    case = ["y = Same.apply(x), whose forward gives x itself, its backward grad * 2.0"]
    came = result_of(lambda: through(load, x, y, [10.0, 0.5]))
    if differs(came, [20.0, 1.0]):
        known = "no history" if y is x else None
        return Miss([*case, "x.grad after y.backward() with [10, 0.5]"], came, [20.0, 1.0], known)
    return None


# ------------------------------------------------------------------------------------ 15.2, 15.3, 15.5, 15.6  Functions


class Call(NamedTuple):
    """One call of a Function: the numbers of each tensor, what else it is given, and what arrives at its result."""

    numbers: tuple
    others: tuple
    upstream: list


def used(function, calls):
    """Of each call its result, and what came back to each tensor. The backward passes come after all the calls."""
    made = []
    for call in calls:
        leaves = [mg.tensor(numbers, dtype=mg.float64, requires_grad=True) for numbers in call.numbers]
        result = function.apply(*leaves, *call.others)
        if result is None:
            return None
        if not isinstance(result, mg.Tensor):
            raise TypeError(f"your forward gives {type(result).__name__}, not a tensor")
        for leaf, numbers in zip(leaves, call.numbers, strict=True):
            if leaf.tolist() != numbers:
                raise ChangedError(f"your forward changes its input: {said(numbers)} has become {said(leaf.tolist())}")
        made.append((leaves, result))
    for (_, result), call in zip(made, calls, strict=True):
        arriving = mg.tensor(call.upstream, dtype=mg.float64)
        result.backward(arriving)
        if arriving.tolist() != call.upstream:
            raise ChangedError(
                f"your backward changes what arrives: {said(call.upstream)} has become {said(arriving.tolist())}"
            )
    return [[y.tolist(), *[None if x.grad is None else x.grad.tolist() for x in leaves]] for leaves, y in made]


def each(think):
    """A model of calls that are looked at one by one: what `think` makes of the numbers at each place."""

    def of_all(calls):
        return [
            [list(part) for part in zip(*map(think, *call.numbers, call.upstream, repeat(call.others)), strict=True)]
            for call in calls
        ]

    return of_all


EVENTS = {
    "incorrect number of gradients": "too few",
    "changes what arrives": "in place",
    "changes its input": "its input",
    ", not a tensor": "not a tensor",
    "expected Variable or None": "a number",
    "invalid gradient at index": "shape",
    "cannot be converted to Scalar": "item",
    "tuple": "the tuple",
    "can only save variables": "no tensor",
    "a gradient different than None": "too many",
    "Backward' object has no attribute": "not in ctx",
    "is not defined": "not in ctx",
    "Boolean value": "one for all",
}


def judged(id, function, cases, drawn, right, thoughts):
    """The first calls that go wrong, and what is thought: by the error, or by a model that agrees on all cases."""

    def describe(calls):
        return [
            f"{function.__name__}.apply({', '.join(map(said, [*call.numbers, *call.others]))}), at which {said(call.upstream)} arrives"
            for call in calls
        ]

    miss = first_miss(cases, drawn, lambda calls: result_of(used, function, calls), right, describe, thoughts)
    if miss is None:
        return None
    mine, known = miss.given, miss.diagnosis
    if isinstance(mine, BaseException):
        named = next(exercise.known for exercise in EXERCISES if exercise.id == id)
        known = next((key for words, key in EVENTS.items() if words in str(mine) and key in named), None)
    elif mine is None or any(None in parts for parts in mine):
        known = (
            "no return" if mine is None or all(grads.count(None) == len(grads) for _, *grads in mine) else "left out"
        )
    return Miss(miss.case, in_words(mine), in_words(miss.right), known)


def in_words(results):
    """Of each call its result and the gradients that went back; what is no such list, as it is."""
    if not isinstance(results, list):
        return results
    return "; then ".join([f"{said(y)}, back go {' and '.join(map(said, grads))}" for y, *grads in results])


def some(rng, low=0.5, high=3.0):
    """Four numbers of either sign, none near 0."""
    return [rng.choice((-1, 1)) * rng.uniform(low, high) for _ in range(4)]


# ---------------------------------------------------------------------------------------------------- 15.2  Two inputs

SIDES = [[Call(([3.0, -8.0], [4.0, 15.0]), (), [10.0, 51.0])]]


def hypot(back):
    """A model of Hypot with a backward of this kind; it is given a, b, c and what arrives."""

    def think(a, b, g, others):
        c = math.hypot(a, b)
        return c, *back(a, b, c, g)

    return each(think)


right_sides = hypot(lambda a, b, c, g: (g * a / c, g * b / c))
THOUGHTS_OF_SIDES = {
    "upstream": hypot(lambda a, b, c, g: (a / c, b / c)),
    "upstream once": hypot(lambda a, b, c, g: (g * a / c, b / c)),
    "upstream once|second": hypot(lambda a, b, c, g: (a / c, g * b / c)),
    "upstream twice": hypot(lambda a, b, c, g: (g * g * a / c, g * g * b / c)),
    "sign": hypot(lambda a, b, c, g: (-g * a / c, -g * b / c)),
    "upside down": hypot(lambda a, b, c, g: (g * c / a, g * c / b)),
    "of one": hypot(lambda a, b, c, g: (g * 0.6, g * 0.8)),
    "upstream added": hypot(lambda a, b, c, g: (g + a / c, g + b / c)),
    "swapped": hypot(lambda a, b, c, g: (g * b / c, g * a / c)),
    "not divided": hypot(lambda a, b, c, g: (g * a, g * b)),
    "not divided|twice": hypot(lambda a, b, c, g: (g * 2 * a, g * 2 * b)),
    "half": hypot(lambda a, b, c, g: (g * a / (2 * c), g * b / (2 * c))),
    "half|twice": hypot(lambda a, b, c, g: (g * 2 * a / c, g * 2 * b / c)),
    "to both": hypot(lambda a, b, c, g: (g, g)),
    "size": hypot(lambda a, b, c, g: (g * abs(a) / c, g * abs(b) / c)),
}


@mg.enable_grad()
def check_hypot(function):
    rng = random.Random(152)
    drawn = [[Call((some(rng), some(rng)), (), some(rng))] for _ in range(3)]
    return judged("15.2", function, SIDES, drawn, right_sides, THOUGHTS_OF_SIDES)


# ------------------------------------------------------------------------------------------- 15.3  A memory for each call

POWERS = [
    [Call(([0.0, 2.0],), (3,), [7.0, 5.0])],
    [Call(([2.0],), (3,), [5.0]), Call(([3.0],), (2,), [7.0])],
]


def power(back):
    return each(lambda x, g, others: (x ** others[0], back(x, others[0], g)))


right_powers = power(lambda x, n, g: g * n * x ** (n - 1))


def late(*, numbers, exponent):
    """A model of Power that finds in backward what the last call has left there."""

    def of_all(calls):
        left = calls[-1]
        seen = [
            Call(left.numbers if numbers else own.numbers, left.others if exponent else own.others, own.upstream)
            for own in calls
        ]
        return [[y, grad] for (y, _), (_, grad) in zip(right_powers(calls), right_powers(seen), strict=True)]

    return of_all


def stacked(calls):
    """A model of Power whose backward takes the exponent that was put on a pile last."""
    seen = [own._replace(others=other.others) for own, other in zip(calls, reversed(calls), strict=True)]
    return [[y, grad] for (y, _), (_, grad) in zip(right_powers(calls), right_powers(seen), strict=True)]


THOUGHTS_OF_POWERS = {
    "shared": late(numbers=True, exponent=True),
    "shared|exponent": late(numbers=False, exponent=True),
    "shared|numbers": late(numbers=True, exponent=False),
    "upstream": power(lambda x, n, g: n * x ** (n - 1)),
    "no factor": power(lambda x, n, g: g * x ** (n - 1)),
    "same exponent": power(lambda x, n, g: g * n * x**n),
    "bracket": power(lambda x, n, g: g * n * x**n - 1),
    "shared|a stack": stacked,
    "one exponent": power(lambda x, n, g: g * 2 * x),
    "one exponent|three": power(lambda x, n, g: g * 3 * x**2),
    "factor": power(lambda x, n, g: g * (n - 1) * x ** (n - 1)),
    "no x": power(lambda x, n, g: g * n),
    "sign": power(lambda x, n, g: -g * n * x ** (n - 1)),
    "forward again": power(lambda x, n, g: g * x**n),
}


@mg.enable_grad()
def check_power(function):
    rng = random.Random(153)
    drawn = [[Call((some(rng),), (n,), some(rng)) for n in rng.sample(range(1, 6), 2)] for _ in range(3)]
    return judged("15.3", function, POWERS, drawn, right_powers, THOUGHTS_OF_POWERS) or of_one_leaf(function)


def of_one_leaf(function):
    x = mg.tensor([2.0], requires_grad=True)
    came = result_of(lambda: through(mg, x, function.apply(x, 3) + function.apply(x, 2), [5.0]))
    if differs(came, [80.0]):
        case = "5.0 * (Power.apply(x, 3) + Power.apply(x, 2)) for x = [2], both of one x"
        return Miss([case, "x.grad"], came, [80.0], "shared" if came == [40.0] else None)
    return None


# ------------------------------------------------------------------------------------------------ 15.4  Seen or not seen


class Keeping(mg.autograd.Function):
    """x * w, which keeps w as an attribute of ctx or saves it."""

    @staticmethod
    def forward(ctx, x, w, saved):
        ctx.saved = saved
        if saved:
            ctx.save_for_backward(w)
        else:
            ctx.w = w
        return x * w

    @staticmethod
    def backward(ctx, grad):
        w = ctx.saved_tensors[0] if ctx.saved else ctx.w
        return grad * w, None, None


LINES = [  # whether w is saved, what is done; and what is thought, by the answer that it leads to
    (
        False,
        "w *= 10.0; y.backward(v)",
        {15.0: "a copy", "RuntimeError": "all are checked", 30.0: "no v", 100.0: "x", 300.0: "x", "150": "quoted"},
    ),
    (True, "w *= 10.0; w /= 10.0; y.backward(v)", {15.0: "compared", 150.0: "none is checked"}),
    (False, "w = w * 10.0; y.backward(v)", {150.0: "a name", "RuntimeError": "a name"}),
    (True, "y.backward(v); w *= 10.0", {150.0: "backwards in time", "RuntimeError": "backwards in time"}),
    (False, "y.backward(v); y.backward(v)", {15.0: "second is lost", "RuntimeError": "all are freed"}),
    (True, "y.backward(v); y.backward(v)", {15.0: "second is lost", 30.0: "none is freed"}),
]


def run(saved, program):
    """What x.grad holds after a program, or "RuntimeError"."""
    x, w = mg.tensor(2.0, requires_grad=True), mg.tensor(3.0)
    scope = {"w": w, "v": mg.tensor(5.0), "y": Keeping.apply(x, w, saved)}
    try:
        exec(program, scope)
    except RuntimeError:
        return "RuntimeError"
    return x.grad.item()


@mg.enable_grad()
def check_seen(seen):
    if not isinstance(seen, tuple | list) or len(seen) != len(LINES):
        return Miss(["seen"], seen, f"{len(LINES)} answers", "not six")
    for number, (mine, (saved, program, thoughts)) in enumerate(zip(seen, LINES, strict=True), 1):
        right = run(saved, program)
        if meant(mine) != meant(right):
            known = next((key for answer, key in thoughts.items() if meant(answer) == meant(mine)), None)
            case = f"{number}: {'Saved' if saved else 'Kept'}, then {program}"
            mine, right = [answer if isinstance(answer, str) else said(answer) for answer in (mine, right)]
            return Miss([case], mine, right, known)
    return None


def meant(answer):
    """A number as a float; the name of an error, also where its class was given, in small letters."""
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return float(answer)
    return str(getattr(answer, "__name__", answer)).strip().casefold()


# -------------------------------------------------------------------------------------------------- 15.5  Straight through

WHOLE = [
    [Call(([0.4, 1.2, -1.7, 2.6, -2.0, 2.4, -3.0],), (), [10.0, 9.0, 1.5, 4.0, 7.5, -6.0, 5.0])],
    [Call(([0.4],), (), [10.0]), Call(([3.0],), (), [7.0])],
]


def nearest(x):
    return float(round(min(max(x, -2.0), 2.0)))


def quantized(back, value=nearest):
    return each(lambda x, g, others: (value(x), back(x, g)))


right_whole = quantized(lambda x, g: g if -2 <= x <= 2 else 0.0)


def all_or_none(calls):
    """A model of Quantize that decides once for all numbers of a call."""
    rights = right_whole(calls)
    return [
        [y, call.upstream if all(-2 <= x <= 2 for x in call.numbers[0]) else [0.0] * len(y)]
        for (y, _), call in zip(rights, calls, strict=True)
    ]


def of_the_last(calls):
    """A model of Quantize that looks at the numbers of the last call."""
    seen = [call._replace(numbers=calls[-1].numbers) for call in calls]
    return [[y, grad] for (y, _), (_, grad) in zip(right_whole(calls), right_whole(seen), strict=True)]


THOUGHTS_OF_WHOLE = {
    "everywhere": quantized(lambda x, g: g),
    "the slope": quantized(lambda x, g: 0.0),
    "upstream": quantized(lambda x, g: float(-2 <= x <= 2)),
    "the edge": quantized(lambda x, g: g if -2 < x < 2 else 0.0),
    "of the result": quantized(lambda x, g: g if -2 < nearest(x) < 2 else 0.0),
    "rounded first": quantized(lambda x, g: g if -2 <= round(x) <= 2 else 0.0),
    "turned round": quantized(lambda x, g: 0.0 if -2 <= x <= 2 else g),
    "the gradient": quantized(lambda x, g: min(max(g, -2.0), 2.0)),
    "the gradient|rounded": quantized(lambda x, g: nearest(g)),
    "the gradient|bounded": quantized(lambda x, g: g if -2 <= g <= 2 else 0.0),
    "one side": quantized(lambda x, g: g if x <= 2 else 0.0),
    "one side|the lower": quantized(lambda x, g: g if x >= -2 else 0.0),
    "sign": quantized(lambda x, g: -g if -2 <= x <= 2 else 0.0),
    "of the numbers": quantized(lambda x, g: g * min(max(x, -2.0), 2.0)),
    "of the numbers|rounded": quantized(lambda x, g: g * nearest(x)),
    "one for all": all_or_none,
    "shared": of_the_last,
    "not rounded": quantized(lambda x, g: g if -2 <= x <= 2 else 0.0, lambda x: min(max(x, -2.0), 2.0)),
    "not held": quantized(lambda x, g: g if -2 <= x <= 2 else 0.0, lambda x: float(round(x))),
}


@mg.enable_grad()
def check_quantize(function):
    rng = random.Random(155)
    drawn = [[Call((some(rng, 0.1, 4.0),), (), some(rng)) for _ in range(2)] for _ in range(3)]
    return judged("15.5", function, WHOLE, drawn, right_whole, THOUGHTS_OF_WHOLE) or of_a_write(function)


def of_a_write(function):
    x = mg.tensor([0.5, 3.0], requires_grad=True)
    y = function.apply(x)
    with mg.no_grad():
        x *= 10.0
    came = result_of(lambda: through(mg, x, y, [10.0, 4.0]))
    if isinstance(came, RuntimeError) or not differs(came, [10.0, 0.0]):
        return None
    case = ["y = Quantize.apply(x) for x = [0.5, 3]; then x *= 10.0, with recording off"]
    return Miss([*case, "x.grad after y.backward() with [10, 4]"], came, "RuntimeError, or [10, 0]", "unchecked")


# ------------------------------------------------------------------------------------------------ 15.6  The other way round

TURNS = [[Call(([2.0, -3.0],), (0.5,), [10.0, 4.0]), Call(([7.0, 1.0],), (3.0,), [-1.0, 6.0])]]


def reversed_(back, value=lambda x, k: x):
    return each(lambda x, g, others: (value(x, others[0]), back(x, g, others[0])))


right_turns = reversed_(lambda x, g, k: -k * g)
THOUGHTS_OF_TURNS = {
    "as it came": reversed_(lambda x, g, k: g),
    "no sign": reversed_(lambda x, g, k: k * g),
    "no strength": reversed_(lambda x, g, k: -g),
    "upstream": reversed_(lambda x, g, k: -k),
    "of the numbers": reversed_(lambda x, g, k: -k * g * x),
    "forward too": reversed_(lambda x, g, k: -k * g, lambda x, k: -x),
    "forward only": reversed_(lambda x, g, k: g, lambda x, k: -x),
    "forward only|its slope": reversed_(lambda x, g, k: -g, lambda x, k: -x),
    "forward only|stronger": reversed_(lambda x, g, k: g, lambda x, k: -k * x),
    "forward too|stronger": reversed_(lambda x, g, k: -k * g, lambda x, k: -k * x),
    "strong value": reversed_(lambda x, g, k: -k * g, lambda x, k: k * x),
    "divided": reversed_(lambda x, g, k: -g / k),
    "subtracted": reversed_(lambda x, g, k: g - k),
    "one strength": reversed_(lambda x, g, k: -0.5 * g),
    "always down": reversed_(lambda x, g, k: -k * abs(g)),
    "shared": lambda calls: [[[*call.numbers[0]], [-calls[-1].others[0] * g for g in call.upstream]] for call in calls],
}


@mg.enable_grad()
def check_reverse(function):
    rng = random.Random(156)
    drawn = [[Call((some(rng),), (rng.uniform(0.2, 3.0),), some(rng)) for _ in range(2)] for _ in range(3)]
    return judged("15.6", function, TURNS, drawn, right_turns, THOUGHTS_OF_TURNS)


# ------------------------------------------------------------------------------------------------------ the exercises

UPSTREAM = Known(
    "what arrives is not used", "If the result is multiplied by 5 later, by how much does the loss move then?"
)
TOO_FEW = Known(
    "not one gradient for each argument",
    "How many arguments has forward after ctx, and how many gradients has the tuple that you give?",
)
SHARED = Known(
    "one memory for all calls", "Two calls, then the backward pass of the first: what did the second leave there?"
)
NOT_IN_CTX = Known("kept somewhere else than it is looked for", "Under which name did forward put it, and where?")

IN_PLACE = Known("what arrives is changed in place", "Who else may be given the tensor that has arrived here?")
NO_TENSOR = Known(
    "a plain number is saved as a tensor", "What is save_for_backward for, and where else can a number be kept?"
)
TOO_MANY = Known("a gradient for what is no tensor", "What would a gradient of a plain number be added to?")
ITS_INPUT = Known("the input is changed", "Who else has the tensor that forward was given?")
NUMBER = Known(
    "a plain number for a gradient", "A gradient is a tensor, or None for what is no tensor: which of yours is neither?"
)
NOT_A_TENSOR = Known("forward gives no tensor", "What does your forward return, and what is to be computed with it?")
SHAPE = Known(
    "a gradient of another shape", "How many numbers has the input, and for how many of them do you give a gradient?"
)
ITEM = Known("for a single number only", "How many numbers has this tensor, and how many does .item() give?")
TUPLE = Known("the tuple for the tensor", "saved_tensors is a tuple even of one: how do you get what is in it?")

EXERCISES = [
    Exercise(
        id="15.1",
        title="apply",
        minutes=7,
        misconception="forward is recorded like any other code",
        names=(),
        rebuilds=(APPLY,),
        leaves_out="arguments by keyword that are differentiated, setup_context, forward mode, what is noted for a profile",
        holds=("gradcheck", "saved-hooks", "checkpoint", "anomaly"),
        first_step="In place of the dots, run forward with the ctx of the node, and give what comes of it to node.finish.",
        passed="Every Function of this kernel runs through it. What the package's own does besides was not tried.",
        hints=(
            "Which of the two should leave a node behind: the operations inside forward, or the call as a whole?",
            "Inside no_grad(), call forward with the ctx of the node and then what apply was given. Outside, finish.",
            "output = cls.forward(node._ctx, *args, **kwargs) stands inside the with. Note whether output is a tuple.",
        ),
        solution="""
@classmethod
def apply(cls, *args, **kwargs):
    \"\"\"What forward gives, with one node for the whole call.\"\"\"
    node = cls._node()(cls, args)
    with no_grad():
        output = cls.forward(node._ctx, *args, **kwargs)
    several = isinstance(output, tuple)
    outputs = node.finish(output if several else (output,))
    return outputs if several else outputs[0]
""",
        check=check_apply,
        known={
            "recorded": Known(
                "forward is recorded", "How many nodes does the call leave then, and which is the one that counts?"
            ),
            "twice": Known("forward is called more than once", "Where in your lines is forward called?"),
            "left off": Known("recording stays off", "Who switches it on again after forward?"),
            "after an error": Known("an error leaves recording off", "Which of your lines run when forward raises?"),
            "switched on": Known("recording is on afterwards", "Was it on before the call, and who puts it back?"),
            "no history": Known(
                "the result has no history", "What does node.finish give back, and what do you return?"
            ),
            "a tuple": Known("always a tuple", "What does forward give here, and what comes out of apply?"),
            "no return": NOTHING_RETURNED,
            "no ctx": Known("forward is called without the ctx", "What does forward take first?"),
            "the first": Known("the first result only", "What did forward give, and what became of the second tensor?"),
            "several as one": Known("a tuple in a tuple", "What do you give to finish when forward has given a tuple?"),
            "a list": Known("a list for a tuple", "What kind of thing did forward give, and what do you give?"),
            "each": Known(
                "finish is called more than once", "How many nodes has the call, and how many results has it?"
            ),
            "not called": Known("no_grad without its brackets", "What is no_grad, and what is no_grad()?"),
            "of the notebook": Known(
                "a name that only the notebook has", "In which file do these lines stand, and which names does it know?"
            ),
            "itself": Known("apply calls itself", "Which of the two functions of the class is to run here?"),
            "one tuple": Known("all arguments as one", "What is args, and what does the star before it do?"),
            "not all": Known("not all arguments reach forward", "What was apply given besides x, by place or by name?"),
            "counted": Known("a tuple of one is no tuple", "What says whether forward gave a tuple: its length?"),
            "not the ctx": Known(
                "forward and backward have not the same ctx", "Which object does backward get, and which did forward?"
            ),
            "one node": Known("one node for all calls", "Each call has an upstream of its own: where would it wait?"),
        },
    ),
    Exercise(
        id="15.2",
        title="Two inputs",
        minutes=6,
        misconception="a rule is the slope; what arrives is the engine's affair",
        names=("Hypot",),
        first_step="Give two gradients in place of the dots, that of a and that of b.",
        passed="Each input gets what arrives times its own slope. Where c is 0 was not tried.",
        hints=(
            "If 10 arrives at c, and c moves by 0.6 for each 1 that a moves: what goes to a?",
            "One gradient for each argument of forward, in its order, each with what arrives in it.",
            "The first of the two is grad * a / c.",
        ),
        solution="""
class Hypot(mg.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        c = mg.sqrt(a * a + b * b)
        ctx.save_for_backward(a, b, c)
        return c

    @staticmethod
    def backward(ctx, grad):
        a, b, c = ctx.saved_tensors
        return grad * a / c, grad * b / c
""",
        check=check_hypot,
        known={
            "upstream": UPSTREAM,
            "upstream once": Known(
                "what arrives goes to one input only", "Which of your two gradients has grad in it?"
            ),
            "upstream added": Known(
                "what arrives is added", "A slope of 0.6, and 10 arrives: how far does the loss move with a?"
            ),
            "upstream twice": Known(
                "what arrives is multiplied in twice", "If twice as much arrives, how much more is to go on?"
            ),
            "sign": Known("the sign is turned", "a = 3: does c grow or shrink when a grows?"),
            "upside down": Known("the slope upside down", "Which side is the longest: can c move further than a does?"),
            "of one": Known("the slopes of one triangle", "For which sides are the slopes 0.6 and 0.8?"),
            "left out": Known("an input without a gradient", "Which of the two sides does c not depend on?"),
            "shape": SHAPE,
            "item": ITEM,
            "swapped": Known("the two are swapped", "In which order does forward take its arguments?"),
            "not divided": Known(
                "the root is left out", "a = 3, b = 4, c = 5: how far does c move when a moves by 0.001?"
            ),
            "half": Known(
                "a two that is not there", "The slope of a² is 2a, that of √s is 1/(2√s): what becomes of the twos?"
            ),
            "to both": Known("both get all that arrives", "Which operation has the slope 1 in both inputs?"),
            "size": Known("the sign is lost", "a = -8: does c grow or shrink when a grows?"),
            "in place": IN_PLACE,
            "no return": NOTHING_RETURNED,
            "too few": TOO_FEW,
        },
    ),
    Exercise(
        id="15.3",
        title="A memory for each call",
        minutes=6,
        misconception="what forward leaves in a place of its own is still there for backward",
        names=("Power",),
        first_step="Write both in place of the dots: forward gives x ** n and keeps what backward needs.",
        passed="Each call remembers its own x and n. Negative and broken exponents were not tried.",
        hints=(
            "Two calls with n = 3 and n = 2 come before the first backward. Where is the 3 by then?",
            "x is a tensor: it goes into save_for_backward. n is a plain number: it may be an attribute of ctx.",
            "In backward the first line is (x,) = ctx.saved_tensors; for n, which is no tensor, the gradient is None.",
        ),
        solution="""
class Power(mg.autograd.Function):
    @staticmethod
    def forward(ctx, x, n):
        ctx.save_for_backward(x)
        ctx.n = n
        return x**n

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ctx.n * x ** (ctx.n - 1), None
""",
        check=check_power,
        known={
            "shared": SHARED,
            "upstream": UPSTREAM,
            "no factor": Known("the factor n is left out", "Between 2 and 2.001, how far does x³ move?"),
            "same exponent": Known("the exponent stays", "What is the slope of x² at 3: 18 or 6?"),
            "factor": Known("the factor is one less too", "The slope of x² at 3 is 6: what is the factor?"),
            "one exponent": Known("one exponent for all calls", "Which n was this call given?"),
            "no x": Known("the slope of n · x", "Is the slope of x³ the same at 0 and at 2?"),
            "sign": Known("the sign is turned", "Does x³ grow or shrink from 2 to 2.001?"),
            "its input": ITS_INPUT,
            "a number": NUMBER,
            "not a tensor": NOT_A_TENSOR,
            "item": ITEM,
            "bracket": Known("a bracket is missing", "In x ** n - 1, which comes first?"),
            "forward again": Known("backward computes the result", "Does backward give numbers of y or slopes?"),
            "too few": TOO_FEW,
            "the tuple": TUPLE,
            "no return": NOTHING_RETURNED,
            "in place": IN_PLACE,
            "no tensor": NO_TENSOR,
            "too many": TOO_MANY,
            "not in ctx": NOT_IN_CTX,
        },
    ),
    Exercise(
        id="15.4",
        title="Noticed or not",
        minutes=6,
        misconception="an attribute of ctx is as safe as what was saved",
        names=("seen",),
        first_step='Answer the six lines in place of the dots: a number, or "RuntimeError".',
        passed="What is saved is checked and freed; an attribute is neither. The wrong number of line 1 is the dangerous one.",
        hints=(
            "Does the line write to the memory of w, or give the name w to another tensor? Before or after the pass?",
            "Only saved_tensors looks at the count of writes, and only what was saved is let go after a pass.",
            "Line 1: backward multiplies 5 by what is in the memory of w now, and nobody looks at the count.",
        ),
        solution='seen = (150.0, "RuntimeError", 15.0, 15.0, 30.0, "RuntimeError")',
        check=check_seen,
        known={
            "not six": Known("not one answer for each", "How many lines are there, and how many answers?"),
            "a copy": Known("ctx has a copy", "Is what ctx holds another tensor than w, or w itself?"),
            "all are checked": Known(
                "attributes are checked too", "Which line of Kept would look at the count of writes?"
            ),
            "compared": Known(
                "the numbers are compared", "Of w, what is compared: its numbers, or how often it was written to?"
            ),
            "none is checked": Known(
                "what was saved is not checked", "What does saved_tensors do before it gives a tensor back?"
            ),
            "no v": Known("what arrives is not used", "y.backward(v) sends 5: what does backward multiply it by?"),
            "x": Known("x is in it", "y is x * w: what is its slope in x?"),
            "quoted": Known("a number in quotes", "Which answers are words, and which are numbers?"),
            "a name": Known("a new name is a write", "After w = w * 10.0, what is in the memory of the old tensor?"),
            "backwards in time": Known(
                "a later write reaches back", "When was x.grad computed, and when was w written to?"
            ),
            "second is lost": Known("the second pass adds nothing", "What does a leaf do with a second gradient?"),
            "all are freed": Known(
                "a pass frees attributes too", "What does the engine know of attributes that you have set?"
            ),
            "none is freed": Known("what was saved stays", "What did a second backward say in lesson 06?"),
        },
    ),
    Exercise(
        id="15.5",
        title="Straight through, within bounds",
        minutes=6,
        misconception="a rule has to be the slope of its forward",
        names=("Quantize",),
        first_step="In place of the dots, forward saves x, cuts off and rounds; backward looks at x.",
        passed="Numbers within the bounds learn, those outside wait. Nothing that is not a number was tried.",
        hints=(
            "For which numbers is the gradient to pass: those that forward has only rounded, or those it has cut off?",
            "Save x. The comparison (abs(x) <= 2.0) is True or False at each place, and counts as 1 or 0 in a product.",
            "In backward: (x,) = ctx.saved_tensors, then what arrives times a comparison of x.",
        ),
        solution="""
class Quantize(mg.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return mg.round(mg.clamp(x, -2.0, 2.0))

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * (mg.abs(x) <= 2.0)
""",
        check=check_quantize,
        known={
            "everywhere": Known(
                "the gradient passes everywhere", "Where forward has cut a number off, what is to come back?"
            ),
            "the slope": Known("the slope of a step, which is 0", "What would a weight learn from that?"),
            "upstream": UPSTREAM,
            "the edge": Known("the bounds are outside", "Is -2 cut off by a clamp from -2 to 2?"),
            "of the result": Known("the result is looked at", "-1.7 becomes -2: was it cut off, or only rounded?"),
            "rounded first": Known("the rounded number is looked at", "2.4 becomes 2: was it inside the bounds?"),
            "turned round": Known(
                "the wrong ones pass", "Which numbers are to learn: those inside the bounds or those outside?"
            ),
            "the gradient": Known(
                "the gradient is rounded or cut off", "What is to be whole: the weights, or what they are told?"
            ),
            "one side": Known("one bound of the two", "What does your rule say of -3?"),
            "the tuple": TUPLE,
            "no return": NOTHING_RETURNED,
            "in place": IN_PLACE,
            "not in ctx": NOT_IN_CTX,
            "one for all": Known(
                "one decision for all numbers",
                "At how many places is x, and at how many of them is it within the bounds?",
            ),
            "sign": Known("the sign is turned", "Straight through: which way does a weight go if nothing is rounded?"),
            "of the numbers": Known(
                "the numbers are in the gradient", "As if nothing had been rounded: by what is it multiplied?"
            ),
            "shared": SHARED,
            "unchecked": Known(
                "x is kept where no write is noticed", "Who compares the count of writes: ctx.x or saved_tensors?"
            ),
            "its input": ITS_INPUT,
            "item": ITEM,
            "not rounded": Known("forward only cuts off", "What is 1.2 as a whole number?"),
            "not held": Known(
                "forward only rounds", "What does forward give for 2.6, and what is the largest that it may give?"
            ),
        },
    ),
    Exercise(
        id="15.6",
        title="The other way round",
        minutes=6,
        misconception="to turn a gradient round, turn the value round",
        names=("Reverse",),
        first_step="Write both in place of the dots. Forward changes no number.",
        passed="What comes before Reverse climbs where what comes after it descends. Other shapes were not tried.",
        hints=(
            "Which of the two functions turns the gradient round, and what is left for the other to do?",
            "Forward gives the numbers as they are and keeps the strength. Backward gives what arrives, turned and times it.",
            "ctx.strength = strength in forward. Backward has one gradient for x, and None for the strength.",
        ),
        solution="""
class Reverse(mg.autograd.Function):
    @staticmethod
    def forward(ctx, x, strength):
        ctx.strength = strength
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        return -ctx.strength * grad, None
""",
        check=check_reverse,
        known={
            "as it came": Known("the gradient as it came", "If 10 arrives and the strength is 0.5, what is to go on?"),
            "no sign": Known("made weaker, but not turned", "Which way would x move with that?"),
            "no strength": Known("turned, but not made weaker", "Where does the strength come into it?"),
            "upstream": UPSTREAM,
            "of the numbers": Known("the numbers of x are in it", "Forward gives x as it is: what is its slope in x?"),
            "forward too": Known("the value is turned round too", "What should the part after Reverse see: x, or -x?"),
            "strong value": Known(
                "the strength is in the value", "What should the part after Reverse see: x, or x made weaker?"
            ),
            "divided": Known("divided by the strength", "With the strength 0.5, is more to go on than came, or less?"),
            "subtracted": Known("the strength is subtracted", "Times the strength: what goes on if 0 arrives?"),
            "one strength": Known("one strength for all calls", "Which strength was this call given?"),
            "always down": Known("always downwards", "If -1 arrives: what is that with the other sign?"),
            "its input": ITS_INPUT,
            "a number": NUMBER,
            "not a tensor": NOT_A_TENSOR,
            "shape": SHAPE,
            "item": ITEM,
            "forward only": Known(
                "the value is turned, not the gradient", "Which of the two is to be other than usual?"
            ),
            "shared": SHARED,
            "in place": IN_PLACE,
            "no tensor": NO_TENSOR,
            "too many": TOO_MANY,
            "the tuple": TUPLE,
            "no return": NOTHING_RETURNED,
            "too few": TOO_FEW,
            "not in ctx": NOT_IN_CTX,
        },
    ),
]
