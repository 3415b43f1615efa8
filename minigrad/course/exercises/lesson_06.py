"""The exercises of lesson 06: which tensors keep a gradient, what is freed, and a training step.

The reader's code is judged inside a fresh engine of this lesson, so that nothing else of theirs can be at fault.
"""

import itertools
import math
import random
import re

from minigrad.course.calls import recorded
from minigrad.course.exercise import Exercise, Known, kind, result_of
from minigrad.first import numerical_gradient

from .engines import fresh, moved
from .formulas import NOTHING_RETURNED, first_difference

RECALL = {
    "6.a": ("new", "A new one: the old tensor is what it was, and the name moves on. Lesson 02."),
    "6.b": (61, "61: sixty nodes of additions and the leaf's, each called once. Lesson 05."),
}


def shown(number):
    return f"{number:.6g}"


# --------------------------------------------------------------------------------------------- 6.1  The very tensor

# A line, and what is so after it. At the start x = 2 requires grad and has 7 in its .grad, k = 5 does not require it, and y is x * 3.
CHANGES = [
    ("x -= 1.0", "RuntimeError; x = 2, the same tensor, a leaf; (2.5 * x).backward() leaves x.grad = 9.5"),
    ("y /= 4.0", "y = 1.5, the same tensor, made by DivBackward0; (2.5 * y).backward() leaves x.grad = 8.875"),
    ("k -= x", "k = 3, the same tensor, made by SubBackward0; (2.5 * k).backward() leaves x.grad = 4.5"),
    ("with no_grad(): x -= 1.0", "x = 1, the same tensor, a leaf; (2.5 * x).backward() leaves x.grad = 9.5"),
]
MORE = [
    ("k -= 2.0", "k = 3, the same tensor, a leaf; no gradient wanted"),
    (
        "with no_grad(): y /= 4.0",
        "y = 1.5, the same tensor, made by MulBackward0; (2.5 * y).backward() leaves x.grad = 14.5",
    ),
]


def after(line, become):
    """What is so after a line, in an engine with this `become(scope)`."""
    scope = fresh(6)
    scope["Tensor"].become = become(scope)
    tensor = scope["tensor"]
    names = {"x": tensor(2.0, True), "k": tensor(5.0), "no_grad": scope["no_grad"]}
    names["x"].grad, names["y"] = tensor(7.0), names["x"] * 3.0
    target = line.replace("with no_grad(): ", "")[0]
    before, raised = names[target], ""
    try:
        exec(line, names)
    except RuntimeError:
        raised = "RuntimeError; "
    t = names[target]
    if not isinstance(t, scope["Tensor"]):
        return f"{raised}{target} is {t!r}"
    if isinstance(t.data, scope["Tensor"]):
        return f"{raised}{target}.data is a tensor"
    made = f"made by {t.grad_fn.name()}" if t.grad_fn else "a leaf"
    words = f"{raised}{target} = {t.data:g}, {'the same' if t is before else 'another'} tensor, {made}"
    if not t.requires_grad:
        return f"{words}; no gradient wanted"
    (2.5 * t).backward()
    grad = names["x"].grad
    return f"{words}; (2.5 * {target}).backward() leaves x.grad = {grad and shown(grad.data)}"


def becoming(refuse, take):
    """The model of a `become`: when it refuses, and what it takes from the result."""

    def model(scope):
        def become(t, result):
            if refuse(scope, t):
                raise RuntimeError
            return take(t, result) or t

        return become

    return lambda case: after(case[0], model)


def rule(scope, t):
    return t.requires_grad and t.grad_fn is None and scope["grad_mode"][-1]


def whole(t, result):
    t.data = result.data
    if result.requires_grad:
        t.requires_grad, t.grad_fn, t.node = True, result.grad_fn, result.node


def number_only(t, result):
    t.data = result.data


def half(t, result):
    t.data = result.data
    if result.requires_grad:
        t.requires_grad, t.grad_fn = True, result.grad_fn


def unasked(t, result):
    t.data = result.data
    if result.requires_grad:
        t.grad_fn, t.node = result.grad_fn, result.node


def all_of_it(t, result):
    t.data, t.requires_grad, t.grad_fn, t.node = result.data, result.requires_grad, result.grad_fn, result.node


def without_grad_fn(t, result):
    t.data = result.data
    if result.requires_grad:
        t.requires_grad, t.node = True, result.node


def cleared(t, result):
    t.grad = None
    whole(t, result)


def silently(scope):
    return lambda t, result: t if rule(scope, t) else whole(t, result) or t


def the_other(t, result):
    return result


def history_only(t, result):
    if result.requires_grad:
        t.requires_grad, t.grad_fn, t.node = True, result.grad_fn, result.node


CHANGE_MODELS = {
    "refuses any leaf": becoming(lambda s, t: t.is_leaf and s["grad_mode"][-1], whole),
    "refuses any leaf|under no_grad too": becoming(lambda s, t: t.is_leaf, whole),
    "refuses everything": becoming(lambda s, t: True, whole),
    "refuses everything|while recording": becoming(lambda s, t: s["grad_mode"][-1], whole),
    "switch turned round": becoming(lambda s, t: t.requires_grad and t.is_leaf and not s["grad_mode"][-1], whole),
    "refuses in silence": lambda case: after(case[0], silently),
    "refuses nothing": becoming(lambda s, t: False, whole),
    "refuses results": becoming(lambda s, t: t.requires_grad and s["grad_mode"][-1], whole),
    "refuses under no_grad": becoming(lambda s, t: t.requires_grad and t.is_leaf, whole),
    "refuses results|under no_grad too": becoming(lambda s, t: t.requires_grad, whole),
    "number only": becoming(rule, number_only),
    "number and refuses nothing": becoming(lambda s, t: False, number_only),
    "another tensor": becoming(rule, the_other),
    "grad_fn without node": becoming(rule, half),
    "node without grad_fn": becoming(rule, without_grad_fn),
    "gradient cleared": becoming(rule, cleared),
    "history wiped": becoming(rule, all_of_it),
    "not asked for": becoming(rule, unasked),
    "number kept": becoming(rule, history_only),
}


def check_become(Tensor):
    become = Tensor.become

    def outcomes(case):
        line, right = case
        return result_of(after, line, lambda scope: moved(become, scope, scope["Tensor"])), right

    def describe(case):
        return [f"{case[0]}   where x = 2 requires grad, x.grad = 7, k = 5, y = x * 3"]

    miss = first_difference(CHANGES, list(map(outcomes, CHANGES)), describe, CHANGE_MODELS) or first_difference(
        MORE, list(map(outcomes, MORE)), describe, {}
    )
    if miss and miss.diagnosis is None:
        events = {
            "is None": "nothing returned",
            "RuntimeError; x = 1": "refused too late",
            "data is a": "a tensor in data",
        }
        return miss._replace(diagnosis=next((key for part, key in events.items() if part in str(miss.given)), None))
    return miss


# ---------------------------------------------------------------------------------------------- 6.2  Small weights

SIZES = [(5.0, 5.0), (3.0, -1.0)]


def life(weights, scope, numbers):
    """What becomes of each weight in two passes and a step between them, in words."""
    if not isinstance(weights, list | tuple) or len(weights) != len(numbers):
        return f"{kind(weights)}, where {len(numbers)} weight{'s' * (len(numbers) > 1)} should be"
    told = []
    for w in weights:
        if not isinstance(w, scope["Tensor"]):
            return f"{shown(w) if isinstance(w, int | float) else repr(w)}, a {type(w).__name__}"
        if not w.requires_grad:
            told.append(f"{shown(w.data)}, requires no grad")
            continue
        (2.5 * w).backward()
        words = f"{shown(w.data)}, w.grad = {w.grad and shown(w.grad.data)} after (2.5 * w).backward()"
        with scope["no_grad"]():
            w -= 0.1 * (w.grad or 0.0)
        told.append(f"{words}, w = {shown(w.data)} after a step, {'a leaf' if w.is_leaf else 'no leaf'}")
    return "; ".join(told)


def lived(numbers):
    """What should become of them."""
    return "; ".join(
        [
            f"{shown(n / 10)}, w.grad = 2.5 after (2.5 * w).backward(), w = {shown(n / 10 - 0.25)} after a step, a leaf"
            for n in numbers
        ]
    )


def initial(make):
    """The model of a way to make one weight."""

    def model(numbers):
        scope = fresh(6)
        return life([make(scope, n) for n in numbers], scope, numbers)

    return model


def watched(scope, n):
    w = scope["tensor"](n, True) * 0.1
    w.retain_grad()
    return w


def at_once(scope, n):
    w = scope["tensor"](n, True)
    w *= 0.1
    return w


def first_alone(numbers):
    scope = fresh(6)
    return life([scope["tensor"](numbers[0] * 0.1, True)], scope, numbers)


def switched_on(scope, n):
    w = scope["tensor"](n) * 0.1
    w.requires_grad = True
    return w


WEIGHT_MODELS = {
    "switched on afterwards": initial(switched_on),
    "a result": initial(lambda s, n: s["tensor"](n, True) * 0.1),
    "a result that keeps its gradient": initial(watched),
    "no gradient wanted": initial(lambda s, n: s["tensor"](n * 0.1)),
    "not scaled": initial(lambda s, n: s["tensor"](n, True)),
    "in place, recorded": initial(at_once),
    "bare numbers": initial(lambda s, n: n * 0.1),
    "the first only": first_alone,
}


def check_weights(weights):
    def outcomes(numbers):
        scope = fresh(6)
        made = result_of(moved(weights, scope), list(numbers))
        return made if isinstance(made, BaseException) else life(made, scope, numbers), lived(numbers)

    miss = first_difference(
        SIZES, list(map(outcomes, SIZES)), lambda numbers: [f"weights({list(numbers)})"], WEIGHT_MODELS
    )
    if miss and miss.diagnosis is None:
        if isinstance(miss.given, TypeError) and "not 'Tensor'" in str(miss.given):
            return miss._replace(diagnosis="a tensor of a tensor")
        if trains(miss.given) == trains(miss.right):
            return miss._replace(diagnosis="other numbers")
    return miss


def trains(told):
    """What is told of weights, but for their numbers."""
    return re.sub(r"(?<!grad = )-?\d+(\.\d+)?(?=,| after a)", "", str(told))


# -------------------------------------------------------------------------------------------------- 6.3  None or 0

# A loss of the leaves a = 3, b = 2, c = 1, what is in `.grad` before, and which of them it does not depend on.
LOSSES = [
    ("a * 0.0 + b * 2.5", "", ["c"]),
    ("a * 2.5", "a.grad, c.grad = tensor(2.0), tensor(7.0)", ["b", "c"]),
    ("a * b.detach()", "", ["b", "c"]),
]


def searched(unreached, case, noted=None):
    """The names of the parameters that it gives; the calls of nodes that it makes go into the list `noted`."""
    text, before, _ = case
    scope = fresh(6)
    leaves = {name: scope["tensor"](value, True) for name, value in zip("abc", (3.0, 2.0, 1.0), strict=True)}
    exec(before, {**leaves, "tensor": scope["tensor"]})
    loss = eval(text, dict(leaves))
    with recorded(scope) as calls:
        given = result_of(moved(unreached, scope), loss, list(leaves.values()))
    if noted is not None:
        noted += calls
    if isinstance(given, list | tuple | set) and all(isinstance(t, scope["Tensor"]) for t in given):
        named = [name for name, leaf in leaves.items() if any(leaf is t for t in given)]
        return named if len(named) == len(given) else [*named, "another tensor"]
    return given


def searching(*, clear, run=True, test=lambda p: p.grad is None):
    """The model of a search that clears first or never, runs a pass or not, and picks by `test`."""

    def model(case):
        def unreached(loss, parameters):
            for p in parameters * (clear == "first"):
                p.grad = None
            if run:
                loss.backward()
            return [p for p in parameters if test(p)]

        return searched(unreached, case)

    return model


def the_same_object(case):
    def unreached(loss, parameters):
        before = [p.grad for p in parameters]
        loss.backward()
        return [p for p, grad in zip(parameters, before, strict=True) if p.grad is grad]

    return searched(unreached, case)


def named(pick):
    return lambda case: pick(searching(clear="first")(case))


REACH_MODELS = {
    "0 is None": searching(clear="first", test=lambda p: p.grad is None or p.grad.data == 0),
    "0 is None|and old gradients": searching(clear="never", test=lambda p: p.grad is None or p.grad.data == 0),
    "old gradients": searching(clear="never"),
    "nothing has arrived yet": searching(clear="first", run=False),
    "nothing has arrived yet|nor been cleared": searching(clear="never", run=False),
    "None has a number": searching(clear="first", test=lambda p: p.grad.item() == 0),
    "turned round": searching(clear="first", test=lambda p: p.grad is not None),
    "how many": named(len),
    "which places": named(lambda names: ["abc".index(name) for name in names]),
    "their numbers": named(lambda names: [3.0 - "abc".index(name) for name in names]),
    "the same object": the_same_object,
    "asks what is wanted": searching(clear="first", test=lambda p: not p.requires_grad),
    "the first only": named(lambda names: names[:1]),
    "yes or no": named(bool),
}


def a_number_in_grad(given):
    """Whether a leaf could not add, for a plain number stands in its `.grad`."""
    return isinstance(given, AttributeError) and str(given) in [
        f"'{name}' object has no attribute 'data'" for name in ("int", "float")
    ]


def check_unreached(unreached):
    def describe(case):
        text, before, _ = case
        return [f"loss = {text}   parameters a = 3, b = 2, c = 1{f', after {before}' * bool(before)}"]

    miss = first_difference(LOSSES, [(searched(unreached, case), case[2]) for case in LOSSES], describe, REACH_MODELS)
    if miss and a_number_in_grad(miss.given):
        return miss._replace(diagnosis="a number in .grad")
    if miss and miss.diagnosis == "nothing has arrived yet":
        searched(unreached, LOSSES[0], calls := [])
        return miss._replace(diagnosis="cleared too late") if calls else miss
    return miss


# ------------------------------------------------------------------------------------- 6.4  A state that is carried on

SEQUENCES = [(1.0,), (1.0, 2.0)]
LONGER = [(0.5, -1.0, 0.25), (2.0, 0.0, -0.5, 1.5)]
STEP = 5  # operations in one step: product, sum, tanh, difference, square


def carried(carry, numbers):
    """The last state, the gradient in w, and how many operations were gone through."""
    scope = fresh(6)
    w = scope["tensor"](0.5, True)
    w.grad = scope["tensor"](10.0)
    with recorded(scope) as calls:
        state = result_of(moved(carry, scope), w, list(numbers))
    operations = sum([type(node) is scope["Node"] for node, _ in calls])  # the leaf's node is none
    if isinstance(state, BaseException):
        return state
    told = shown(state) if isinstance(state, int | float) else repr(state)
    moved_to = f", w = {shown(w.data)}" * (w.data != 0.5)
    grad = w.grad and shown(w.grad.data)
    return f"state {told}, w.grad = {grad}{moved_to}, {operations} operations gone through"


def stepwise(numbers):
    """The same by hand: a step's gradient takes the state before it as a number."""
    state, grad = 0.0, 10.0
    for number in numbers:
        before, state = state, math.tanh(0.5 * state + number)
        grad += 2 * (state - 0.5) * (1 - state * state) * before
    return f"state {shown(state)}, w.grad = {shown(grad)}, {STEP * len(numbers)} operations gone through"


def carrying(between, **options):
    """The model of a loop in which the state goes through `between` from one step to the next."""

    def model(numbers):
        def carry(w, numbers):
            h = 0.0
            for number in numbers:
                h = (w * between(h) + number).tanh()
                ((h - 0.5) ** 2).backward(**options)
            return h.item()

        return carried(carry, numbers)

    return model


def summed(w, numbers):
    h = total = 0.0
    for number in numbers:
        h = (w * h + number).tanh()
        total = total + (h - 0.5) ** 2
    total.backward()
    return h.item()


def last_alone(w, numbers):
    h = 0.0
    for number in numbers:
        h = (w * h + number).tanh()
        loss = (h - 0.5) ** 2
        h = h.item()
    loss.backward()
    return h


def cut_above(w, numbers):
    h = 0.0
    for number in numbers:
        h = (w * h + number).tanh().detach()
        ((h - 0.5) ** 2).backward()
    return h.item()


def clearing(at):
    """The model of a right loop in which `w.grad` is cleared: at first, in each step, or at last."""

    def carry(w, numbers):
        h = 0.0
        for i, number in enumerate(numbers):
            if at == "each" or at == "first" and i == 0:
                w.grad = None
            h = (w * h + number).tanh()
            ((h - 0.5) ** 2).backward()
            h = h.item()
        if at == "last":
            w.grad = None
        return h

    return lambda numbers: carried(carry, numbers)


def ending(gives=lambda h, loss: h.item(), count=None):
    """The model of a right loop of `count` steps that gives another thing."""

    def carry(w, numbers):
        h, state, loss = 0.0, None, None
        for number in numbers[:count]:
            state = (w * h + number).tanh()
            loss = (state - 0.5) ** 2
            loss.backward()
            h = state.item()
        return gives(state, loss)

    return lambda numbers: carried(carry, numbers)


def without_a_pass(w, numbers):
    h = 0.0
    for number in numbers:
        h = (w * h + number).tanh().item()
    return h


CARRY_MODELS = {
    "the graph is carried too": carrying(lambda h: h),
    "the graph is kept": carrying(lambda h: h, retain_graph=True),
    "the state is forgotten": carrying(lambda h: 0.0),
    "one pass at the end": lambda numbers: carried(summed, numbers),
    "one pass for the last step": lambda numbers: carried(last_alone, numbers),
    "cut above the step": lambda numbers: carried(cut_above, numbers),
    "only the last gradient": clearing("each"),
    "only the last gradient|cleared at first": clearing("first"),
    "only the last gradient|cleared at last": clearing("last"),
    "the loss": ending(gives=lambda h, loss: loss.item()),
    "the first only": ending(count=1),
    "no pass": lambda numbers: carried(without_a_pass, numbers),
}


def check_carry(carry):
    def outcomes(numbers):
        return carried(carry, numbers), stepwise(numbers)

    def describe(numbers):
        return [f"w = 0.5, with 10 in w.grad; numbers {list(numbers)}"]

    miss = first_difference(SEQUENCES, list(map(outcomes, SEQUENCES)), describe, CARRY_MODELS) or first_difference(
        LONGER, list(map(outcomes, LONGER)), describe, {}
    )
    if miss and miss.diagnosis is None:
        told = [carried(carry, numbers) for numbers in SEQUENCES]
        return miss._replace(
            diagnosis=next((key for key, is_so in CARRY_EVENTS.items() if is_so(*map(str, told))), None)
        )
    return miss


CARRY_EVENTS = {  # what is told of one step and of two
    "a tensor is returned": lambda one, two: one.startswith("state tensor("),
    "w is moved": lambda one, two: ", w = " in two,
    "another leaf": lambda one, two: "w.grad = 10, 10 operations" in two,
    "a short step": lambda one, two: one.startswith("state") and 0 < int(one.split()[-4]) < STEP,
}


# ---------------------------------------------------------------------------------------- 6.5  Read from the numbers

SLOPES = {
    "8 * w - 24": lambda w: 8 * w - 24,
    "w": lambda w: w,
    "w * w - 1": lambda w: w * w - 1,
}
RUNS = [
    ("8 * w - 24", 1.0, 0.1, 3, True),
    ("8 * w - 24", 1.0, 0.1, 3, False),
    ("8 * w - 24", 1.0, 0.2, 4, False),  # it overshoots, and nothing is wrong
    ("w", 4.0, 0.01, 3, True),  # it goes down, and something is wrong
    ("8 * w - 24", 1.0, 0.2, 3, True),  # its steps get shorter, and something is wrong
    ("w * w - 1", -0.9, 0.1, 5, False),  # its steps get longer, and nothing is wrong
]


def run_of(text, w, rate, steps, kept):
    """The numbers of w in a run: before each step and after the last."""
    slope, grad, ws = SLOPES[text], 0.0, [w]
    for _ in range(steps - 1):
        grad = slope(ws[-1]) + grad * kept
        ws.append(ws[-1] - rate * grad)
    return ws


def reading(judge):
    """The model of a way to judge a run."""
    return lambda case: judge(run_of(*case), SLOPES[case[0]], case[2])


def strides(ws):
    return [abs(b - a) for a, b in itertools.pairwise(ws)]


def at_a_tenth(ws, slope, rate):
    grads = itertools.accumulate(map(slope, ws))
    return all(abs(b - a + 0.1 * grad) < 1e-6 for (a, b), grad in zip(itertools.pairwise(ws), grads, strict=False))


RUN_MODELS = {
    "another rate": reading(at_a_tenth),
    "never equal": reading(lambda ws, slope, rate: True),
    "turned round": reading(lambda ws, slope, rate: math.isclose(ws[2], ws[1] - rate * slope(ws[1]))),
    "longer steps": reading(lambda ws, slope, rate: strides(ws)[1] > strides(ws)[0]),
    "overshoots": reading(lambda ws, slope, rate: any(slope(a) * slope(b) < 0 for a, b in itertools.pairwise(ws))),
    "further off": reading(lambda ws, slope, rate: abs(slope(ws[-1])) > abs(slope(ws[0]))),
    "small is nothing": reading(lambda ws, slope, rate: abs(ws[2] - ws[1] + rate * slope(ws[1])) > 0.1),
    "alike for both": reading(lambda ws, slope, rate: not math.isclose(ws[1], ws[0] - rate * slope(ws[0]))),
    "the last digit": reading(lambda ws, slope, rate: ws[1] - ws[2] != rate * slope(ws[1])),
}


def check_kept(never_cleared):
    rng = random.Random(65)
    drawn = [
        (rng.choice([*SLOPES]), rng.uniform(0.2, 2), rng.uniform(0.01, 0.1), 4, rng.random() < 0.5) for _ in range(12)
    ]

    def outcomes(case):
        text, _, rate, _, kept = case
        given = result_of(never_cleared, run_of(*case), SLOPES[text], rate)
        return given if isinstance(given, BaseException) or given not in (True, False) else bool(given), kept

    def describe(case):
        return [f"ws = [{', '.join(map(shown, run_of(*case)))}], slope(w) = {case[0]}, rate = {shown(case[2])}"]

    return first_difference(RUNS, list(map(outcomes, RUNS)), describe, RUN_MODELS) or first_difference(
        drawn, list(map(outcomes, drawn)), describe, {}
    )


# ----------------------------------------------------------------------------------------------- 6.6  A training step

# A loss of the parameters p, as tensors or as plain numbers; their numbers; what is in `.grad` before; rate, steps.
TRAININGS = [
    (lambda p: (p[0] * 2.0 - 6.0) ** 2 * 1.5, "1.5 * (2 * p[0] - 6) ** 2", [1.0], None, 0.05, 2),
    (lambda p: p[0] * p[1] * p[1], "p[0] * p[1] ** 2", [2.0, 3.0], 7.0, 0.1, 1),
    (lambda p: p[1] * p[1] * 2.5, "2.5 * p[1] ** 2, which does not depend on p[0]", [2.0, 3.0], None, 0.0125, 1),
]


def trained(step, case, noted=None):
    """What each step returns, and the numbers of the parameters at the end.

    Into the dict `noted` goes what is in the parameters' `.grad` at the end.
    """
    loss, _, numbers, old, rate, steps = case
    scope = fresh(6)
    parameters = [scope["tensor"](n, True) for n in numbers]
    for p in parameters:
        p.grad = old and scope["tensor"](old)
    step, losses = moved(step, scope), []
    for _ in range(steps):
        losses.append(result_of(step, loss, parameters, rate))
        if isinstance(losses[-1], BaseException):
            return losses[-1]
    if noted is not None:
        noted["grads"] = [p.grad for p in parameters]
    if not all(type(value) is float for value in losses):
        return f"it returns {losses[0]!r:.40}"
    if any(isinstance(p.data, scope["Tensor"]) for p in parameters):
        return "p[0].data is a tensor"
    leaves = "" if all(p.is_leaf and p.requires_grad for p in parameters) else ", no leaves any more"
    return f"loss {', '.join(map(shown, losses))}; then p = [{', '.join([shown(p.data) for p in parameters])}]{leaves}"


def descended(case):
    """The same by the judge of lesson 01."""
    loss, _, numbers, _, rate, steps = case
    numbers, losses = list(numbers), []
    for _ in range(steps):
        losses.append(loss(numbers))
        slopes = numerical_gradient(lambda *p: loss(p), *numbers)
        numbers = [n - rate * slope for n, slope in zip(numbers, slopes, strict=True)]
    return f"loss {', '.join(map(shown, losses))}; then p = [{', '.join(map(shown, numbers))}]"


def training(
    *, clear="first", change=lambda p, rate: p.data - (rate * p.grad).data, gives="before", skip=True, move=True
):
    """The model of a step that differs in one thing from a right one."""

    def model(case):
        def step(loss_of, parameters, rate):
            for p in parameters * (clear == "first"):
                p.grad = None
            loss = loss_of(parameters)
            loss.backward()
            for p in parameters * (clear == "between"):
                p.grad = None
            for p in [p for p in parameters if p.grad is not None or not skip]:
                number = change(p, rate)
                p.data = number if move else p.data
            for p in parameters * (clear == "last"):
                p.grad = None
            return {"before": loss.item(), "tensor": loss, "none": None, "after": loss_of(parameters).item()}[gives]

        return trained(step, case)

    return model


def one_by_one(gives):
    """The model of a step in which each parameter gets a loss and a pass of its own."""

    def step(loss_of, parameters, rate):
        losses = [loss_of(parameters).item()]
        for p in parameters:
            p.grad = None
            loss = loss_of(parameters)
            losses.append(loss.item())
            loss.backward()
            p.data -= rate * p.grad.data if p.grad else 0.0
        return losses[gives]

    return lambda case: trained(step, case)


def up_to_none(loss_of, parameters, rate):
    for p in parameters:
        p.grad = None
    loss = loss_of(parameters)
    loss.backward()
    for p in itertools.takewhile(lambda p: p.grad, parameters):
        p.data -= rate * p.grad.data
    return loss.item()


TRAINING_MODELS = {
    "one by one": one_by_one(0),
    "one by one|the last loss": one_by_one(-1),
    "None ends the loop": lambda case: trained(up_to_none, case),
    "another rate": training(change=lambda p, rate: p.data - 0.1 * p.grad.data),
    "never cleared": training(clear="never"),
    "cleared after the step": training(clear="last"),
    "cleared before the step": training(clear="between", skip=False),
    "uphill": training(change=lambda p, rate: p.data + rate * p.grad.data),
    "rate left out": training(change=lambda p, rate: p.data - p.grad.data),
    "a new tensor, an old name": training(move=False),
    "a new tensor, an old name|for all": training(move=False, skip=False),
    "a tensor is returned": training(gives="tensor"),
    "nothing is returned": training(gives="none"),
    "loss of the next step": training(gives="after"),
    "no gradient, no step": training(skip=False),
    "a step to the gradient": training(change=lambda p, rate: -rate * p.grad.data),
}


def check_training_step(training_step):
    def outcomes(case):
        return trained(training_step, case), descended(case)

    def describe(case):
        _, text, numbers, old, rate, steps = case
        had = f", {old:g} in each p.grad" if old else ""
        return [f"loss {text}", f"p = {numbers}{had}; {steps} step{'s' * (steps > 1)} with rate {rate:g}"]

    miss = first_difference(TRAININGS, list(map(outcomes, TRAININGS)), describe, TRAINING_MODELS)
    if miss and a_number_in_grad(miss.given):
        return miss._replace(diagnosis="a number in .grad")
    if miss and any(words in str(miss.given) for words in ("is a tensor", "not 'Tensor'")):
        return miss._replace(diagnosis="a tensor in data")
    if miss and isinstance(miss.given, Exception) and miss.diagnosis and "None" not in str(miss.given):
        return miss._replace(diagnosis=None)  # an error of another kind than the model's
    if miss and miss.diagnosis == "a new tensor, an old name":
        trained(training_step, TRAININGS[0], noted := {})
        return miss if any(noted["grads"]) else miss._replace(diagnosis="nothing to step by")
    if miss and miss.diagnosis is None and isinstance(miss.given, RuntimeError):
        words = str(miss.given)
        known = next((key for key, part in TRAINING_ERRORS.items() if part in words), None)
        return miss._replace(diagnosis=known)
    return miss


TRAINING_ERRORS = {
    "the step is recorded": "a leaf Variable that requires grad",
    "the loss is not recorded": "element 0 of tensors",
    "two passes": "a second time",
}


# -------------------------------------------------------------------------------------------------------- the exercises

EXERCISES = [
    Exercise(
        id="6.1",
        title="The very tensor",
        minutes=7,
        names=("Tensor",),
        builds=("Tensor.become",),
        misconception="`x -= 1` is short for `x = x - 1`; and a leaf is as good a tensor to change as any.",
        first_step="After `k -= x`, where k is a plain 5: which four attributes of `k` have to be others than before?",
        passed="A step can change a weight that stays the same leaf. Two names for one tensor see the same change.",
        hints=(
            "`become` has two tensors, `self` and `result`. After `k -= x`, which of them has to be called `k`?",
            (
                "The condition has three parts: it requires grad, it is a leaf, and operations are being recorded. After that: "
                "the number in any case; `requires_grad`, `grad_fn` and `node` only if the result requires grad."
            ),
            "if self.requires_grad and self.is_leaf and grad_mode[-1]:",
        ),
        solution="""\
class Tensor:
    def become(self, result):
        if self.requires_grad and self.is_leaf and grad_mode[-1]:
            raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")
        self.data = result.data
        if result.requires_grad:
            self.requires_grad, self.grad_fn, self.node = True, result.grad_fn, result.node
        return self
""",
        check=check_become,
        known={
            "refuses any leaf": Known("no leaf may be changed", "Whose gradient would be lost if `k` is changed?"),
            "refuses everything": Known("no tensor may be changed", "For which tensors is a gradient kept in `.grad`?"),
            "refuses nothing": Known(
                "a leaf may become a result",
                "Which operation would then stand in `x.grad_fn`, and is `x` a leaf with it?",
            ),
            "refuses results": Known(
                "whatever requires grad may not be changed",
                "`y` is a result: does it keep a gradient that could be lost?",
            ),
            "refuses under no_grad": Known(
                "a leaf may never be changed",
                "Under `no_grad()`, what is in `grad_mode`, and which entry says whether operations are recorded?",
            ),
            "switch turned round": Known(
                "refused where nothing is recorded", "In which of the two modes would `x -= 1` leave a node behind?"
            ),
            "refuses in silence": Known("what is refused is skipped", "Who learns that `x` was not changed?"),
            "node without grad_fn": Known(
                "`node` is all of a tensor's history", "By which attribute does `is_leaf` decide?"
            ),
            "gradient cleared": Known(
                "a change of the number clears the gradient",
                "Who else clears `x.grad`, and when does the course's loop do it?",
            ),
            "a tensor in data": Known(
                "a tensor is stored as the number", "What is in `result.data`, and what is `result`?"
            ),
            "number only": Known(
                "only the number is another",
                "What was done to `y` last, and where will the backward pass look for that?",
            ),
            "number and refuses nothing": Known(
                "a change of the number is all there is to it",
                "Which nodes tell the backward pass that `y` was divided by 4?",
            ),
            "another tensor": Known(
                "the result takes the tensor's name",
                "If `same = y` stood before it, which tensor would `same` be afterwards?",
            ),
            "grad_fn without node": Known(
                "`grad_fn` is all of a tensor's history", "From which attribute does `backward` start?"
            ),
            "history wiped": Known(
                "all attributes are the result's, in any case",
                "Under `no_grad()` the result does not require grad. What is then left of the tensor's own?",
            ),
            "not asked for": Known(
                "`requires_grad` stays what it was", "After `k -= x`, does `k` move when `x` is nudged by 0.001?"
            ),
            "refused too late": Known(
                "the change is made, and then refused", "After the error, which number is in `x`?"
            ),
            "number kept": Known("only the history is another", "What is 6 / 4, and what is in `y`?"),
            "nothing returned": Known("no return", "`k -= 2.0` is `k = k.__isub__(2.0)`: what is `k` then?"),
        },
    ),
    Exercise(
        id="6.2",
        title="A tenth",
        minutes=4,
        names=("weights",),
        misconception="`tensor(3.0, requires_grad=True) * 0.1` is a leaf, since `requires_grad=True` is in the line.",
        first_step="For `w = tensor(3.0, requires_grad=True) * 0.1`, run `w.is_leaf` and `w`.",
        passed="These can be trained. In PyTorch, too, the same line with `* 0.1` at its end gets no gradient.",
        hints=(
            "Of `tensor(3.0, requires_grad=True) * 0.1`, which tensor is the leaf, and does it have a name?",
            "What comes last has to be the making of a leaf. So the product comes before it.",
            "return [tensor(..., requires_grad=True) for number in numbers]",
        ),
        solution="""\
def weights(numbers):
    small = [number * 0.1 for number in numbers]
    return [tensor(number, requires_grad=True) for number in small]
""",
        check=check_weights,
        known={
            "a result": Known(
                "what is made of a leaf is a leaf", "Which operation came last, and what does it leave in `grad_fn`?"
            ),
            "a result that keeps its gradient": Known(
                "a result that keeps its gradient is as good as a leaf", "After the step, what is `w.is_leaf`?"
            ),
            "no gradient wanted": Known(
                "a leaf keeps a gradient in any case", "Who has said that one is wanted for this tensor?"
            ),
            "switched on afterwards": Known(
                "`requires_grad` is switched on afterwards, as PyTorch allows",
                "When does your engine make a leaf's node?",
            ),
            "not scaled": Known("the numbers as they are", "What is a tenth of 3?"),
            "other numbers": Known(
                "these weights can learn, but they begin elsewhere", "What is a tenth of 5, and of -1?"
            ),
            "a tensor of a tensor": Known(
                "a tensor can be the number of another one", "Which method of a tensor gives its number?"
            ),
            "in place, recorded": Known(
                "a leaf may be changed while operations are recorded", "What did `become` refuse in 6.1?"
            ),
            "bare numbers": Known("a number is a tensor", "Where in a float would a gradient be kept?"),
            "the first only": Known("an end after the first number", "How often does your loop run before `return`?"),
        },
    ),
    Exercise(
        id="6.3",
        title="None or 0",
        minutes=6,
        names=("unreached",),
        misconception="`.grad` is None and `.grad` is 0 say the same: this parameter does not matter.",
        first_step="Run `x - x` and `x * 0.0` backward. Does the loss depend on `x`, and what is in `x.grad`?",
        passed="You can find the part of a network that is cut off. That a slope is 0 everywhere, it does not say.",
        hints=(
            "What is in `c.grad` if no edge leads to `c`: before a pass, and after it?",
            "Three steps: make sure that nothing is in any `.grad`; run the pass; see where still nothing is.",
            "for p in parameters:\n    p.grad = None",
        ),
        solution="""\
def unreached(loss, parameters):
    for p in parameters:
        p.grad = None
    loss.backward()
    return [p for p in parameters if p.grad is None]
""",
        check=check_unreached,
        known={
            "0 is None": Known(
                "a gradient of 0 has not arrived", "In `a * 0.0`, does the node of the product send something to `a`?"
            ),
            "old gradients": Known(
                "what is in `.grad` has arrived in this pass", "Who has put the 7 into `c.grad`, and when?"
            ),
            "nothing has arrived yet": Known(
                "every parameter, whatever the loss leads to",
                "Which line of yours finds out where `loss` leads: by a pass, or along the edges?",
            ),
            "cleared too late": Known("cleared after the pass", "What is left to look at when all are None?"),
            "a number in .grad": Known(
                "a number can stand in `.grad`", "To what does a leaf add: which type has a gradient?"
            ),
            "None has a number": Known("a gradient is always a tensor", "What is in `c.grad` if nothing has arrived?"),
            "turned round": Known("those which were reached", "Which of the two is asked for?"),
            "how many": Known("how many, not which", "Which of the parameters is it?"),
            "which places": Known("their places, where the parameters are asked for", "What is in `parameters[2]`?"),
            "their numbers": Known(
                "their numbers, where the parameters are asked for", "Which two things are called `c` here?"
            ),
            "the same object": Known(
                "a leaf puts a new tensor in `.grad`", "Lesson 04: does a leaf replace what is there, or add to it?"
            ),
            "asks what is wanted": Known(
                "a parameter for which a gradient is wanted gets one", "`c` requires grad. Which edge leads to it?"
            ),
            "the first only": Known("an end after the first that is found", "Which others are there?"),
            "yes or no": Known("whether there are any, not which", "Which of the parameters is it?"),
        },
    ),
    Exercise(
        id="6.4",
        title="The state without its past",
        minutes=6,
        names=("carry",),
        misconception="The error says `retain_graph=True`, so that is the remedy.",
        first_step="On paper: in the second step, which nodes does `h` lead to that were made in the first?",
        passed=(
            "Each pass is as long as a step. What a step does to later ones is not in this gradient; that is the price. "
            "Whether a needless `retain_graph=True` keeps the graphs was not looked at."
        ),
        hints=(
            "At the second step `h` stands for a number. Which nodes should the pass go through, and where should it stop?",
            "The loss of a step needs the graph of that step. Only what the next step takes over should have no history.",
            "for number in numbers:\n    h = (w * ... + number).tanh()",
        ),
        solution="""\
def carry(w, numbers):
    h = tensor(0.0)
    for number in numbers:
        h = (w * h.detach() + number).tanh()
        loss = (h - 0.5) ** 2
        loss.backward()
    return h.item()
""",
        check=check_carry,
        known={
            "the graph is carried too": Known(
                "the state is a number, so it brings nothing along",
                "What is in `h.grad_fn` when the second step begins?",
            ),
            "the graph is kept": Known(
                "what is kept does no harm", "How many nodes does the third pass call, and how many the hundredth?"
            ),
            "the state is forgotten": Known(
                "a new step begins at 0", "Which number of the step before is in this one?"
            ),
            "one pass at the end": Known(
                "one pass for all steps", "How much has to be kept until the last step, if there are a million?"
            ),
            "one pass for the last step": Known(
                "only the last step's loss is run backward", "How many losses are there, and which of them is left?"
            ),
            "cut above the step": Known(
                "the new state has no history", "From which node should this step's loss go down to `w`?"
            ),
            "only the last gradient": Known(
                "`w.grad` is cleared", "What was in `w.grad` before, and what did the first step add?"
            ),
            "the loss": Known("the loss is given back", "What does the next step need: how far off, or where?"),
            "the first only": Known("an end after the first number", "How often does your loop run before `return`?"),
            "a tensor is returned": Known(
                "the last state's tensor, not its number",
                "What does a tensor with a `grad_fn` keep alive for as long as somebody holds it?",
            ),
            "w is moved": Known(
                "each pass is followed by a step of `w`", "Who has asked for a step, and with which rate?"
            ),
            "another leaf": Known(
                "a leaf with the same number is as good as `w`", "In whose `.grad` do the passes add?"
            ),
            "a short step": Known(
                "a step of fewer than five operations", "Which five are on the way from `w` to the loss?"
            ),
            "no pass": Known("the state alone, and no backward pass", "What is in `w.grad` afterwards?"),
        },
    ),
    Exercise(
        id="6.5",
        title="Never cleared",
        minutes=5,
        names=("never_cleared",),
        misconception="A run whose gradients are never cleared can be told by its loss: it rises, or it swings.",
        first_step="For the run 1, 2.6, 4.52: by how much has the second step moved, and how much should it have?",
        passed="Three numbers are enough, unless the first slope is 0. That `.grad` was empty at first was taken for granted.",
        hints=(
            "The first step is the same with and without. In which step can the difference first be seen?",
            (
                "A step goes from w to w - rate · slope(w). If nothing was cleared, both slopes so far are in it. Compare the "
                "second step with the one that it should be; floats are equal only up to their last digits."
            ),
            "right = ws[1] - rate * slope(ws[1])",
        ),
        solution="""\
def never_cleared(ws, slope, rate):
    right = ws[1] - rate * slope(ws[1])
    return abs(ws[2] - right) > 1e-9
""",
        check=check_kept,
        known={
            "turned round": Known("True for a run that clears", "What is asked: was it never cleared, or was it?"),
            "longer steps": Known(
                "longer steps come from old gradients", "Can a slope become steeper on the way down?"
            ),
            "overshoots": Known(
                "who goes past the minimum has not cleared",
                "With a rate of 0.2 and a slope of 8·w - 24, how far is a step?",
            ),
            "further off": Known(
                "a run that gets better has cleared", "With a rate of 0.01, could both runs get better?"
            ),
            "another rate": Known(
                "the rate of the example", "How long is the first step of this run, and how large the slope there?"
            ),
            "small is nothing": Known("a small difference is none", "With a rate of 0.01, how far is a whole step?"),
            "alike for both": Known(
                "a comparison that comes out alike for both runs",
                "For 1, 2.6, 4.52 and for 1, 2.6, 2.92: which two numbers do you compare in each?",
            ),
            "never equal": Known(
                "a step that no run makes", "For the run 1, 2.6, 2.92, which number do you compare 2.92 with?"
            ),
            "the last digit": Known("floats are compared to their last digit", "What is 0.1 + 0.2 - 0.3 in Python?"),
        },
    ),
    Exercise(
        id="6.6",
        title="A training step",
        minutes=9,
        names=("training_step",),
        misconception="The four parts of a step may stand in any order, and a weight is changed by `p = p - ...`.",
        first_step="Write the four parts of a step on paper, in order: which of them must be recorded, and which not?",
        passed="Run the two cells below: nearly every network is trained by these four parts. Losses that are no number were not tried.",
        hints=(
            "Which of the four has to come first, if an old gradient may be in `p.grad`?",
            (
                "Clear; compute the loss and run it backward, with recording on; change each parameter in place, with "
                "recording off, unless its `.grad` is None; return the number of the loss."
            ),
            "for p in parameters:\n    p.grad = None\nloss = loss_of(parameters)",
        ),
        solution="""\
def training_step(loss_of, parameters, rate):
    for p in parameters:
        p.grad = None
    loss = loss_of(parameters)
    loss.backward()
    with no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= rate * p.grad
    return loss.item()
""",
        check=check_training_step,
        known={
            "never cleared": Known("a pass replaces the old gradient", "What does a leaf do with what arrives?"),
            "a number in .grad": Known(
                "a number can stand in `.grad`", "To what does a leaf add: which type has a gradient?"
            ),
            "cleared after the step": Known(
                "cleared at the end, for the next step", "At the very first step, was `.grad` empty?"
            ),
            "cleared before the step": Known(
                "cleared between pass and step", "What is in `p.grad` when the step is made?"
            ),
            "nothing to step by": Known(
                "at the step, every `.grad` is None",
                "Which line fills `.grad`, and does another empty it before the step?",
            ),
            "one by one": Known(
                "a pass for each parameter",
                "At which point is the second parameter's slope taken, and at which the first's?",
            ),
            "None ends the loop": Known(
                "a parameter without a gradient ends the step", "Which parameters come after the one that is not used?"
            ),
            "another rate": Known("the rate of the example", "What is `rate` for?"),
            "a tensor in data": Known(
                "a tensor is stored as the number", "What is `rate * p.grad`: a number, or a tensor?"
            ),
            "uphill": Known("a step along the slope", "Where the slope is positive, which way is down?"),
            "rate left out": Known("a step as long as the slope", "What is `rate` for?"),
            "a new tensor, an old name": Known(
                "`p` is another name for what is in the list", "After `p = p - 1.0`, what is in `parameters[0]`?"
            ),
            "a tensor is returned": Known(
                "a loss is a number", "What does a list of a thousand such losses keep alive?"
            ),
            "nothing is returned": NOTHING_RETURNED,
            "loss of the next step": Known(
                "the loss after the step", "Which loss did this step start from, and how often was `loss_of` run?"
            ),
            "no gradient, no step": Known(
                "a gradient has arrived everywhere", "What is in the `.grad` of a parameter that the loss does not use?"
            ),
            "a step to the gradient": Known("the step is the new number", "From where does a step start?"),
            "the step is recorded": Known(
                "a leaf may be changed while operations are recorded", "What did `become` refuse in 6.1?"
            ),
            "the loss is not recorded": Known(
                "nothing in a step is recorded", "Which of its operations must the backward pass be able to find?"
            ),
            "two passes": Known(
                "two passes through one graph", "How often does your code call `backward` on one loss?"
            ),
        },
    ),
]
