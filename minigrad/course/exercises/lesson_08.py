"""The exercises of lesson 08: which axes broadcasting has stretched, and the sum that undoes it."""

import itertools
import random
import types
from collections.abc import Callable

import numpy as np

import minigrad as mg
from minigrad.course.exercise import (
    ChangedError,
    Exercise,
    Known,
    Miss,
    array_of,
    differs,
    matching,
    result_of,
    said,
    same,
)

RECALL = {
    "8.a": (1024, "1024: each number of y is 1024 times its own in x, and its weight in v is 1. Lesson 07."),
    "8.b": (6, "6: contributions add up, 2 + 5 - 1. Lesson 04."),
}
UNBROADCAST = "minigrad/ops/broadcasting.py::unbroadcast"
AXES_OF = "minigrad/ops/broadcasting.py::broadcast_axes"


def stretched(wide, narrow):
    """The axes of `wide` along which a size 1, or none, has become more."""
    padded = (1,) * (len(wide) - len(narrow)) + narrow
    lead = len(wide) - len(narrow)
    return tuple([i for i, (n, m) in enumerate(zip(wide, padded, strict=True)) if i < lead or (m == 1 and n != 1)])


# ------------------------------------------------------------------------------------- 8.1  The axes that were stretched

SHAPES = [((2, 3), (2, 1)), ((4, 2, 3), (2, 1))]

# Ways to find the wrong ones; each gives a tuple.
AXES: dict[str, Callable] = {
    "lacking": lambda wide, narrow: tuple(range(len(wide) - len(narrow))),
    "ones": lambda wide, narrow: tuple(
        [i for i, n in enumerate(narrow, len(wide) - len(narrow)) if n == 1 and wide[i] != 1]
    ),
    "counted in narrow": lambda wide, narrow: (
        *range(len(wide) - len(narrow)),
        *[i for i, n in enumerate(narrow) if n == 1],
    ),
    "from the left": lambda wide, narrow: tuple(
        [i for i, n in enumerate(wide) if i >= len(narrow) or narrow[i] == 1 != n]
    ),
    "kept": lambda wide, narrow: tuple([i for i in range(len(wide)) if i not in stretched(wide, narrow)]),
    "sizes": lambda wide, narrow: tuple([wide[i] for i in stretched(wide, narrow)]),
    "how many": lambda wide, narrow: len(stretched(wide, narrow)),
    "how many|lacking": lambda wide, narrow: len(wide) - len(narrow),
    "sizes|lacking": lambda wide, narrow: wide[: len(wide) - len(narrow)],
    "sizes|difference": lambda wide, narrow: tuple({*wide} - {*narrow}),
    "from the left|any": lambda wide, narrow: tuple(
        [i for i, n in enumerate(wide) if i >= len(narrow) or narrow[i] != n]
    ),
    "one too many": lambda wide, narrow: (
        (len(wide) - len(narrow), *AXES["lacking"](wide, narrow))[::-1] + AXES["ones"](wide, narrow)
    ),
    "yes or no": lambda wide, narrow: tuple([i in stretched(wide, narrow) for i in range(len(wide))]),
    "the first": lambda wide, narrow: stretched(wide, narrow)[:1],
    "always 0": lambda wide, narrow: (0,),
    "two tuples": lambda wide, narrow: (AXES["lacking"](wide, narrow), AXES["ones"](wide, narrow)),
    "in narrow's order": lambda wide, narrow: tuple([i for i, n in enumerate(narrow) if n == 1]),
}


def check_axes(load):
    rng = random.Random(81)
    drawn = [any_shapes(rng) for _ in range(6)]
    given = [result_of(load.ops.broadcasting.broadcast_axes, *case) for case in SHAPES + drawn]
    for (wide, narrow), mine in zip(SHAPES + drawn, given, strict=True):
        if not means(mine, wide, narrow):
            several = isinstance(mine, list | set | types.GeneratorType)
            known = "a list" if several and means(tuple(mine), wide, narrow) else None
            known = known or matching(AXES, SHAPES, given[: len(SHAPES)])
            known = known and known.partition("|")[0]
            return Miss([f"broadcast_axes({wide}, {narrow})"], mine, stretched(wide, narrow), known)
    return None


def any_shapes(rng):
    wide = tuple([rng.randint(1, 4) for _ in range(rng.randint(1, 4))])
    narrow = tuple([1 if rng.random() < 0.5 else n for n in wide])
    return wide, narrow[rng.randint(0, len(wide)) :]


def means(axes, wide, narrow):
    """Whether these are the stretched axes, in any order; an axis of size 1 on both sides does no harm."""
    if not isinstance(axes, tuple) or not all(type(axis) is int and -len(wide) <= axis < len(wide) for axis in axes):
        return False
    places = [axis % len(wide) for axis in axes]
    harmless = {i for i, n in enumerate(wide) if n == 1}
    return len(set(places)) == len(places) and set(places) - harmless == {*stretched(wide, narrow)} - harmless


# ------------------------------------------------------------------------------------------------------- 8.2  Undo it

GRADS = [
    ([[1.0, 10.0, 100.0], [2.0, 20.0, 200.0]], (3,)),
    ([[1.0, -10.0, 100.0], [-2.0, 20.0, 200.0]], (2, 1)),
]


def summed(grad, shape):
    """Each number of `grad` added at the place it came from, one by one."""
    out = np.zeros(shape)
    for place in itertools.product(*[range(n) for n in grad.shape]):
        own = place[len(place) - len(shape) :]
        out[tuple([0 if n == 1 else i for i, n in zip(own, shape, strict=True)])] += grad[place]
    return out


def over(reduce):
    return lambda grad, shape: reduce(grad, axis=stretched(grad.shape, shape)).reshape(shape)


def one_of_them(grad, shape):
    keep = [0 if i in stretched(grad.shape, shape) else slice(None) for i in range(grad.ndim)]
    return grad[tuple(keep)].reshape(shape)


def one_after_the_other(grad, shape):
    for axis in stretched(grad.shape, shape):
        grad = grad.sum(axis)
    return grad.reshape(shape)


LEAD = {  # what people do about the axes that the input lacks, and leave the others
    "lacking": lambda grad, shape: grad.sum(tuple(range(grad.ndim - len(shape)))),
    "first axis": lambda grad, shape: grad.sum(0),
    "first axis|in shape": lambda grad, shape: grad.sum(0).reshape(shape),
    "last axis": lambda grad, shape: grad.sum(-1),
}
SUMS = {
    "mean": over(np.mean),
    "product": over(np.prod),
    "size": lambda grad, shape: over(np.sum)(np.abs(grad), shape),
    "sign": lambda grad, shape: over(np.sum)(-grad, shape),
    "everything|in one": lambda grad, shape: grad.sum(),
    "one row": lambda grad, shape: grad[0] * len(grad),
    "shape": lambda grad, shape: over(np.sum)(grad, shape).reshape(shape[::-1]),
    "largest": over(np.max),
    "one of them": one_of_them,
    "one of them|the last": lambda grad, shape: (
        one_of_them(np.flip(grad), shape)[..., ::-1] if shape else grad.flat[-1]
    ),
    "kept": lambda grad, shape: grad.sum(stretched(grad.shape, shape), keepdims=True),
    "dropped": lambda grad, shape: grad.sum(stretched(grad.shape, shape)),
    "as it is": lambda grad, shape: grad,
    "cut": np.resize,
    "everything": lambda grad, shape: np.full(shape, grad.sum()),
    "others": lambda grad, shape: grad.sum(
        tuple([i for i in range(grad.ndim) if i not in stretched(grad.shape, shape)])
    ),
    "ones": lambda grad, shape: np.ones(shape),
    "zeros": lambda grad, shape: np.zeros(shape),
    "count": lambda grad, shape: np.full(shape, grad.size / max(np.prod(shape), 1)),
    **LEAD,
}


def check_unbroadcast(load):
    rng = np.random.default_rng(82)
    drawn = [(rng.integers(-9, 10, size=wide).astype(float).tolist(), narrow) for wide, narrow in DRAWN]
    cases = [(np.array(grad), shape) for grad, shape in GRADS + drawn]
    given = [result_of(load.ops.broadcasting.unbroadcast, *case) for case in cases]
    for (grad, shape), mine in zip(cases, given, strict=True):
        right = summed(grad, shape)
        if differs(mine, right) or not isinstance(mine, np.ndarray | np.generic):
            small = cases[: len(GRADS)]
            known = "changed" if isinstance(mine, ChangedError) else matching(SUMS, small, given[: len(GRADS)])
            known = known or matching({"one after the other": one_after_the_other}, cases, given)
            if known is None and len(stretched(grad.shape, shape)) > 1:
                known = "one axis only"
            if known is None and not isinstance(mine, BaseException) and not differs(np.array(mine), right):
                known = "no array"
            call = f"unbroadcast(np.array({grad.tolist()}), {shape})"
            return Miss([call], mine, right, known and known.partition("|")[0])
    grad = np.ones((2, 3), np.float32)
    mine = result_of(load.ops.broadcasting.unbroadcast, grad, (3,)).dtype
    if mine != grad.dtype:
        return Miss(["the type of unbroadcast(np.ones((2, 3), np.float32), (3,))"], str(mine), "float32", "type")
    return met_by_tensors(load)


DRAWN = [
    ((3, 4), (4,)),
    ((3, 4), (3, 1)),
    ((2, 2, 2), (2, 1)),
    ((2, 3, 4), (3, 1)),
    ((2, 3), ()),
    ((2, 1, 4), (1, 4)),
    ((2, 3), (1, 1)),
]


def met_by_tensors(load):
    """With it in force, a product of tensors has the right gradients in both types."""
    for dtype in (load.float32, load.float64):
        a = load.tensor([[2.0], [3.0]], dtype=dtype, requires_grad=True)
        b = load.tensor([1.0, 10.0, 100.0], dtype=dtype, requires_grad=True)
        grad = load.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], dtype=dtype)
        mine = result_of(gradients, a, b, grad)
        if not same(mine, ([[321.0], [654.0]], [14.0, 19.0, 24.0])):
            case = "a * b, of shapes (2, 1) and (3,): a.grad and b.grad"
            return Miss([case], mine, ([[321.0], [654.0]], [14.0, 19.0, 24.0]))
    return None


def gradients(a, b, grad):
    (a * b).backward(grad)
    return a.grad.tolist(), b.grad.tolist()


# ------------------------------------------------------------------------------------------------------- 8.3  By hand

P, Q, V = np.array([[2.0], [3.0]]), np.array([1.0, 10.0, 100.0]), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
HAND = [("p_grad", V * Q, P.shape), ("q_grad", V * P, Q.shape)]  # a name, what its rule gives, its shape
BY_HAND = {
    "no upstream": lambda: [summed(np.broadcast_to(Q, V.shape), P.shape), summed(np.broadcast_to(P, V.shape), Q.shape)],
    "no factor": lambda: [summed(V, P.shape), summed(V, Q.shape)],
    "own factor": lambda: [summed(V * P, P.shape), summed(V * Q, Q.shape)],
    "not summed": lambda: [V * Q, V * P],
    "mean": lambda: [(V * Q).mean(1, keepdims=True), (V * P).mean(0)],
    "crossed": lambda: [(V * Q).sum(0), (V * P).sum(1)],
    "flat": lambda: [(V * Q).sum(1), (V * P).sum(0)],
    "swapped": lambda: [(V * P).sum(0), (V * Q).sum(1, keepdims=True)],
    "crossed|own factor": lambda: [(V * Q).sum(0), (V * P).sum(1, keepdims=True)],
    "crossed|no factor": lambda: [V.sum(0), V.sum(1, keepdims=True)],
    "sums first": lambda: [V.sum(1, keepdims=True) * Q.sum(), V.sum(0) * P.sum()],
    "one of them": lambda: [(V * Q)[:, -1:], (V * P)[-1]],
    "both factors": lambda: [(V * Q * P).sum(1, keepdims=True), (V * P * Q).sum(0)],
    "as given": lambda: [P, Q],
}


def check_by_hand(p_grad, q_grad):
    mine, right = [array_of(p_grad), array_of(q_grad)], [summed(rule, shape) for _, rule, shape in HAND]
    wrong = [i for i, numbers in enumerate(mine) if not same_array(numbers, right[i])]
    if wrong:
        i = wrong[0]
        thoughts = {key: think() for key, think in BY_HAND.items()}
        known = next((key for key, t in thoughts.items() if all([same_array(mine[i], t[i]) for i in wrong])), None)
        known = known.partition("|")[0] if known else arranged(mine[i], right[i])
        return Miss([f"{HAND[i][0]}, of shape {HAND[i][2]}"], (p_grad, q_grad)[i], right[i].tolist(), known)
    return None


def arranged(mine, right):
    """What is thought of an array beside its numbers, or None."""
    if mine is not None and mine.size == 1:
        return "one number"
    if mine is None or not same_array(np.sort(mine.ravel()), np.sort(right.ravel())):
        return None
    return "order" if mine.shape == right.shape else "flat"


def same_array(mine, other):
    return mine is not None and not differs(mine, other)


# --------------------------------------------------------------------------------------------------- 8.4  Be the tester

COLLEAGUES = {
    "one_row": lambda grad: grad[0] * len(grad),
    "across": lambda grad: grad.sum(1),
    "sizes": lambda grad: np.abs(grad).sum(0),
}
BLIND = {"one_row": "rows alike", "across": "symmetric", "sizes": "one sign"}


def check_upstream(upstream):
    grad = array_of(upstream)
    if grad is None or grad.shape != (3, 3):
        shape = "no array of numbers" if grad is None else f"an array of shape {grad.shape}"
        return Miss(["upstream"], shape, "an array of shape (3, 3)", "no 3 by 3")
    if not np.isfinite(grad).all():
        return Miss([f"upstream = {grad.tolist()}"], "nan or inf in it", "numbers that can be compared", "not finite")
    passed = [name for name, function in COLLEAGUES.items() if not differs(function(grad), grad.sum(0))]
    if not passed:
        return None
    known = "all alike" if len(np.unique(grad)) == 1 else BLIND[passed[0]]
    right = "something else than upstream.sum(0) from each of the three"
    return Miss([f"upstream = {grad.tolist()}"], f"no difference for {', '.join(passed)}", right, known)


# ----------------------------------------------------------------------------------------------------- 8.5  Pair by pair

PAIRS = [([1.0, 2.0, 5.0], [2.0, 2.0, -1.0])]  # predictions, targets


def all_pairs(pred, target):
    return ((pred - target) ** 2).mean()


THOUGHTS = {
    "all pairs": all_pairs,
    "sum": lambda pred, target: ((pred[:, 0] - target) ** 2).sum(),
    "no square": lambda pred, target: (pred[:, 0] - target).mean(),
    "absolute": lambda pred, target: (pred[:, 0] - target).abs().mean(),
    "half": lambda pred, target: ((pred[:, 0] - target) ** 2).mean() / 2,
    "square of the mean": lambda pred, target: (pred[:, 0] - target).mean() ** 2,
    "root": lambda pred, target: ((pred[:, 0] - target) ** 2).mean() ** 0.5,
    "to the mean": lambda pred, target: ((pred[:, 0] - target.mean()) ** 2).mean(),
    "one by one": lambda pred, target: (pred[:, 0] - target) ** 2,
    "all pairs|over n": lambda pred, target: ((pred - target) ** 2).mean() / len(target),
    "all pairs|summed": lambda pred, target: ((pred - target) ** 2).sum() / len(target),
    "one prediction": lambda pred, target: ((pred[0] - target) ** 2).mean(),
    "one target": lambda pred, target: ((pred[:, 0] - target[0]) ** 2).mean(),
    "plus": lambda pred, target: ((pred[:, 0] + target) ** 2).mean(),
    "squares first": lambda pred, target: (pred[:, 0] ** 2 - target**2).mean(),
    "of the mean": lambda pred, target: ((pred.mean() - target) ** 2).mean(),
    "one less": lambda pred, target: ((pred[:, 0] - target) ** 2).sum() / (len(target) - 1),
    "largest": lambda pred, target: ((pred[:, 0] - target) ** 2).max(),
}


def check_squared_error(squared_error):
    rng = random.Random(85)
    drawn = [([rng.randint(-5, 5) + 0.5 for _ in range(4)], [float(rng.randint(-5, 5)) for _ in range(4)])]
    given = [result_of(value_and_gradient, squared_error, *case) for case in PAIRS + drawn]
    for (pred, target), mine in zip(PAIRS + drawn, given, strict=True):
        value, gradient = right_loss(pred, target)
        case = f"pred = {[[p] for p in pred]}, target = {target}"
        if isinstance(mine, ReshapedError):
            return Miss([case], mine, value, "changed")
        known = matching(LOSSES, PAIRS, given[: len(PAIRS)], args=lambda case: case)
        known = known and known.partition("|")[0]
        if isinstance(mine, NoTensorError):
            known = "no tensor"
        if isinstance(mine, BaseException) or differs(mine[0], value):
            return Miss([case], mine if isinstance(mine, BaseException) else mine[0], value, known)
        if differs(mine[1], gradient):
            if mine[1] is None:
                return Miss([case, "pred.grad of it"], "None: nothing has come to pred", said(gradient), "cut off")
            return Miss([case, "pred.grad of it"], mine[1], gradient, known)
    return None


class NoTensorError(TypeError):
    """What is given back is no tensor."""


class ReshapedError(Exception):
    """A tensor that was handed over has another shape afterwards."""


def value_and_gradient(loss, pred, target):
    """The loss, as a number or nested lists, and a third of the gradient of three times the loss."""
    pred = mg.tensor([[p] for p in pred], dtype=mg.float64, requires_grad=True)
    own = mg.tensor(target, dtype=mg.float64)
    result = loss(pred, own)
    if pred.shape != (len(target), 1) or own.shape != (len(target),):
        raise ReshapedError(f"your code reshapes its input: pred is now {tuple(pred.shape)}, target {tuple(own.shape)}")
    if not isinstance(result, mg.Tensor):
        raise NoTensorError(f"a tensor is asked for, not {type(result).__name__}")
    if result.requires_grad and not result.shape:
        (3 * result).backward()
    return result.tolist(), None if pred.grad is None else (pred.grad / 3).flatten().tolist()


def of(think):
    return lambda pred, target: value_and_gradient(think, pred, target)


LOSSES = {key: of(think) for key, think in THOUGHTS.items()}


def right_loss(pred, target):
    off = [p - t for p, t in zip(pred, target, strict=True)]
    return sum(d * d for d in off) / len(off), [2 * d / len(off) for d in off]


# ------------------------------------------------------------------------------------------------------ the exercises

EXERCISES = [
    Exercise(
        id="8.1",
        title="The axes that were stretched",
        minutes=7,
        misconception="only axes that an input lacks are stretched",
        names=(),
        rebuilds=(AXES_OF,),
        first_step="Give back the axes in place of the dots, for (2, 3) and (3,) first.",
        passed="With these numbers a sum can undo any broadcasting. Sizes that do not fit each other were not tried.",
        hints=(
            (
                "Write (4, 2, 3) and (2, 1) below each other, the last axes in line. Over which of the three does (2, 1) "
                "have nothing, or a 1 that has become more?"
            ),
            (
                "The first `lead` axes of `wide` are lacking in `narrow`. The others stand in line: axis i of `narrow` is axis "
                "lead + i of `wide`."
            ),
            (
                "enumerate(narrow, lead) gives each size of narrow with its place in wide: keep the places where n == 1 and "
                "wide[i] != 1."
            ),
        ),
        solution="""
@functools.lru_cache(1024)
def broadcast_axes(wide, narrow):
    \"\"\"The axes of `wide` along which `narrow` was broadcast to it.\"\"\"
    lead = len(wide) - len(narrow)
    return (*range(lead), *[i for i, n in enumerate(narrow, lead) if n == 1 and wide[i] != 1])
""",
        check=check_axes,
        known={
            "lacking": Known(
                "only axes that are lacking are stretched",
                "In (2, 3) and (2, 1): where do three numbers come from one?",
            ),
            "ones": Known(
                "only axes of size 1 are stretched", "(3,) in (2, 3) has no 1: is a number of it used more than once?"
            ),
            "counted in narrow": Known(
                "counted in the narrow shape", "In (4, 2, 3) and (2, 1): which axis of the result has the 1 below it?"
            ),
            "in narrow's order": Known(
                "counted in the narrow shape, and only its ones",
                "In (4, 2, 3) and (2, 1): which axis of the result has the 1 below it, and what is below the 4?",
            ),
            "from the left": Known(
                "shapes lined up at the left", "Which axis of (2, 3) does (3,) fill: the first or the last?"
            ),
            "kept": Known(
                "the axes that were not stretched", "In (2, 3) and (3,): along which axis is a number used twice?"
            ),
            "sizes": Known("the sizes instead of the axes", "Which axis, counted from 0, has the size 2 in (2, 3)?"),
            "how many": Known("how many axes, not which", "Which axes would a sum have to go over?"),
            "one too many": Known("one axis too many", "In (2, 3) and (2, 1): is anything used twice along axis 0?"),
            "yes or no": Known("yes or no for each axis", "Which axes would a sum have to go over?"),
            "the first": Known("the first axis only", "In (4, 2, 3) and (2, 1): along how many axes?"),
            "always 0": Known("always axis 0", "In (2, 3) and (2, 1): along which axis is a number used again?"),
            "two tuples": Known("two tuples, where one is asked for", "What does (0,) + (2,) give?"),
            "a list": Known(
                "a list, where NumPy wants a tuple", "What does np.sum(np.ones((2, 3)), axis=[0]) say, and with (0,)?"
            ),
        },
    ),
    Exercise(
        id="8.2",
        title="Undo it",
        minutes=6,
        misconception="the gradient of something stretched is the mean, or one, of the copies' gradients",
        names=(),
        rebuilds=(UNBROADCAST,),
        first_step="Give back a sum in the right shape in place of the dots.",
        passed="Every rule of the package may now forget that broadcasting exists. Empty arrays were not tried.",
        hints=(
            "For v in the text, of shape (2, 3), and the shape (3,): which numbers belong to b[0], and what becomes of them?",
            "Sum over broadcast_axes(grad.shape, shape). Which shape has the result for (2, 3) and (2, 1), and which is asked for?",
            "grad.sum(axes) has the right numbers in the right order; reshape(shape) gives back the axes of size 1.",
        ),
        solution="""
def unbroadcast(grad, shape):
    \"\"\"The sum of `grad` over the axes along which an array of `shape` was broadcast to it, in that shape.\"\"\"
    total = np.add.reduce(grad, broadcast_axes(grad.shape, shape) if shape else None)
    return total if total.shape == shape else total.reshape(shape)
""",
        check=check_unbroadcast,
        known={
            "mean": Known(
                "the mean of what comes back", "Nudge b[0] by 0.001: do both rows of y move, or half of each?"
            ),
            "product": Known(
                "multiplied instead of added", "b[0] moves by 0.001: by how much do two rows move together?"
            ),
            "size": Known("what comes back has lost its sign", "What do the gradients 2 and -2 make together?"),
            "sign": Known("the sign is turned", "b[0] grows: does y grow or fall?"),
            "one row": Known("one row, times how many there are", "What if the second row of grad is another?"),
            "shape": Known("in another shape", "Which shape is asked for, and which has yours?"),
            "changed": Known("grad itself is changed", "Who else may still need the gradient of the result?"),
            "one axis only": Known(
                "right for one stretched axis, not for two", "After the first sum, which number has the next axis?"
            ),
            "type": Known("another type of numbers", "What is the dtype of grad, and what of your result?"),
            "largest": Known("the largest of what comes back", "Which of the two uses of b[0] may be left out?"),
            "one of them": Known("one copy stands for all", "b[0] is in both rows: whose gradient is lost?"),
            "kept": Known(
                "the summed axes are kept", "Which shape has grad.sum((0,), keepdims=True), and which is asked for?"
            ),
            "dropped": Known(
                "the axes of size 1 are lost", "Which shape has grad.sum((1,)) for (2, 3), and which is asked for?"
            ),
            "as it is": Known("the gradient as it came", "How many numbers has the input, and how many has this?"),
            "cut": Known("cut to size, nothing added", "Where have the other numbers of grad gone?"),
            "everything": Known("everything added up for everyone", "Which places of the result does b[0] reach?"),
            "others": Known("summed over the other axes", "Along which axis is b[0] used twice?"),
            "ones": Known("the slope without what arrives", "Where does grad come into it?"),
            "zeros": Known("nothing comes back", "Nudge b[0] by 0.001: does nothing move?"),
            "count": Known(
                "how often it is used, without what arrives",
                "Each use has its own gradient: where does grad come into it?",
            ),
            "one after the other": Known(
                "axes summed one after the other",
                "Which axes has a (2, 2, 2) after sum(0), and which number has the last?",
            ),
            "lacking": Known("only lacking axes are summed", "For (2, 3) and (2, 1): what has to be added?"),
            "first axis": Known("always the first axis", "For (2, 3) and (2, 1): which axis was stretched?"),
            "last axis": Known("always the last axis", "For (2, 3) and (3,): which axis was stretched?"),
            "no array": Known("no array of NumPy's", "What would np.array(...) around it give?"),
        },
    ),
    Exercise(
        id="8.3",
        title="By hand",
        minutes=6,
        misconception="the rule alone, or the sum alone, makes the gradient",
        names=("p_grad", "q_grad"),
        first_step="Put a list of two lists in place of the first dots, a list of three numbers in place of the second.",
        passed="Rule first, then sum: no engine does more. Two stretched axes in one input were not asked for.",
        hints=(
            "q[0] is used in p[0] * q[0] and in p[1] * q[0]. What does each of the two send back?",
            "First the rule of a product at each of the six places: gradient times the other factor. Then the sums.",
            "The six numbers for q are 1·2, 2·2, 3·2 in the first row and 4·3, 5·3, 6·3 in the second. Add what stands in one column.",
        ),
        solution="p_grad = [[321.0], [654.0]]\nq_grad = [14.0, 19.0, 24.0]",
        check=check_by_hand,
        known={
            "no upstream": Known(
                "the gradient of the result is forgotten", "What would change if [[1., 2., 3.], ...] were larger?"
            ),
            "no factor": Known(
                "the other factor is forgotten", "How far does p[0, 0] * q[2] move when p[0, 0] moves by 1?"
            ),
            "own factor": Known(
                "its own factor instead of the other", "How far does p[0, 0] * q[2] move when p[0, 0] moves by 1?"
            ),
            "not summed": Known("not summed yet", "How many numbers has p?"),
            "mean": Known("the mean of the copies", "p[0, 0] is in three products: do all three move when it does?"),
            "crossed": Known(
                "summed over the other axis", "Which places of the result does p[0, 0] reach: a row or a column?"
            ),
            "flat": Known("the right numbers in the wrong shape", "Which shape has p, and which has q?"),
            "order": Known("the right numbers in another order", "Which of them belongs to the first number?"),
            "one number": Known("added up to one number", "How many numbers has p, and how many has q?"),
            "sums first": Known("summed before the rule", "Is 1 · 1 + 2 · 10 the same as (1 + 2) · (1 + 10)?"),
            "one of them": Known("one use stands for all", "In how many products is q[0]?"),
            "both factors": Known("both factors", "How far does p[0, 0] * q[2] move when p[0, 0] moves by 1?"),
            "as given": Known("the numbers themselves", "How far does p[0, 0] * q[2] move when p[0, 0] moves by 1?"),
            "swapped": Known("the two are exchanged", "How many numbers has p, and how many has q?"),
        },
    ),
    Exercise(
        id="8.4",
        title="Be the tester",
        minutes=5,
        misconception="a gradient of ones is test enough",
        names=("upstream",),
        first_step="Put an array or a list of three lists in place of the dots.",
        passed="Different rows, not symmetric, both signs: numbers like these go into every test of a rule.",
        hints=(
            "For each of the three: of which arrays would it be right? Write that down in words first.",
            "one_row is right if all rows are alike, across if the array equals its transpose, sizes if nothing is negative.",
            "Begin with [[1, 2, 3], [4, 5, 6], [7, 8, 9]]. Which of the three is still right, and which sign mends it?",
        ),
        solution="upstream = np.array([[1.0, 2.0, 3.0], [4.0, -5.0, 6.0], [7.0, 8.0, 9.0]])",
        check=check_upstream,
        known={
            "all alike": Known("one number everywhere", "What do the three give for it, and what is right?"),
            "rows alike": Known("all rows alike", "What does one_row know of the second row?"),
            "symmetric": Known("the same in rows and in columns", "What is upstream.sum(0), what upstream.sum(1)?"),
            "one sign": Known("nothing negative in it", "What does sizes do to a number that is not negative?"),
            "not finite": Known("numbers that equal nothing", "What does np.nan == np.nan say?"),
            "no 3 by 3": Known(
                "not three rows of three numbers", "Which shape has the result of three rows plus a bias of three?"
            ),
        },
    ),
    Exercise(
        id="8.5",
        title="Pair by pair",
        minutes=5,
        misconception="shapes that fit each other are the shapes that were meant",
        names=("squared_error",),
        first_step="Return the mean in place of the dots.",
        passed="Before a difference, both shapes are looked at. Batches of more than one output were not tried.",
        hints=(
            "Which shape must pred or target have, so that pred - target has n numbers?",
            "pred[:, 0], pred.flatten() or pred.reshape(-1) has the shape (n,). So has pred.squeeze(1).",
            "The difference is pred[:, 0] - target. Square it, and take the mean.",
        ),
        solution="""
def squared_error(pred, target):
    return ((pred[:, 0] - target) ** 2).mean()
""",
        check=check_squared_error,
        known={
            "all pairs": Known("every prediction against every target", "Which shape has pred - target?"),
            "sum": Known("the sum, not the mean", "By what is the loss of two pairs divided?"),
            "no square": Known("nothing is squared", "What does your function give for errors of 2 and -2?"),
            "absolute": Known("sizes instead of squares", "What does your function give for one error of 6?"),
            "half": Known("halved", "What does your function give for one error of 6?"),
            "square of the mean": Known(
                "the mean is squared, not the errors", "What does it give for errors of 2 and -2?"
            ),
            "root": Known("the root of it", "What does your function give for one error of 6?"),
            "to the mean": Known("each compared with the mean of the targets", "Which target does pred[0] belong to?"),
            "one by one": Known("the squares, not yet their mean", "Which shape has your result?"),
            "one prediction": Known("one prediction for all", "Which prediction belongs to target[1]?"),
            "one target": Known("one target for all", "Which target belongs to pred[1]?"),
            "plus": Known("added, not subtracted", "What is the error of a perfect prediction?"),
            "squares first": Known("squared before the difference", "What does it give for pred 1 and target -1?"),
            "of the mean": Known("the mean prediction for all", "Which prediction belongs to target[0]?"),
            "one less": Known("divided by one less", "By what is the loss of two pairs divided?"),
            "largest": Known("the largest only", "What becomes of the other errors?"),
            "no tensor": Known("no tensor is given back", "Which type has what you return?"),
            "changed": Known("the caller's tensors are reshaped", "What does a name with _ at its end do?"),
            "cut off": Known(
                "no gradient reaches pred", "Which of your calls gives numbers that know nothing of pred?"
            ),
        },
    ),
]
