"""The exercises of lesson 09: rules of products of matrices, and a network for digits that learns by them."""

import contextlib
import re

import numpy as np

import minigrad as mg
from minigrad.course.exercise import Exercise, Known, Miss, array_of, differs, matching, result_of, same

RECALL = {
    "9.a": (4, "4: it is used in each of the three rows, and the shares add up, 1 + 5 - 2. Lesson 08."),
    "9.b": (17, "17: 10 · 2 - 1 · 3, its slopes in the two numbers, weighted and added up. Lesson 07."),
}
LINALG = "minigrad/ops/linalg.py"
TRANSPOSE, MM = "minigrad/ops/shape.py::transpose", f"{LINALG}::mm"
MV, MATMUL = f"{LINALG}::mv", f"{LINALG}::matmul"


def integers(seed, *shapes):
    """Arrays of whole numbers from -9 to 9, none of them 0."""
    rng = np.random.default_rng(seed)
    return [rng.integers(1, 10, shape) * rng.choice([-1.0, 1.0], shape) for shape in shapes]


def nudged(a, b, v):
    """The slopes of the sum of v * (a @ b) in every number of a and of b; nudges of 1 are exact, as it is linear."""
    at = (v * (a @ b)).sum()
    return [
        np.reshape([(v * (np.reshape(moved, a.shape) @ b)).sum() - at for moved in nudges(a)], a.shape),
        np.reshape([(v * (a @ np.reshape(moved, b.shape))).sum() - at for moved in nudges(b)], b.shape),
    ]


def nudges(x):
    return x.ravel() + np.eye(x.size)


def pulled(load, i, a, b, v):
    """The gradient of one of the two after (a @ b).backward(v)."""
    x = [load.tensor(a, requires_grad=i == 0), load.tensor(b, requires_grad=i == 1)]
    (x[0] @ x[1]).backward(load.tensor(v))
    return listed(x[i].grad)


class NoArrayError(TypeError):
    """What a rule gives back is no array."""


def listed(grad):
    """The numbers of a gradient, as an array: what holds something else has no list of them."""
    try:
        return np.array(grad.tolist())
    except AttributeError as error:
        raise NoArrayError(f"the rule gives back a {type(error.obj).__name__}, not an array") from None


def of_a_product(load, small, drawn, thoughts, of_matrices=None, later=None):
    """Of a @ b: the gradients of both, the small cases first, then what a rule must be beside its numbers.

    `thoughts` are, for each input, {misconception: its gradient, as a function of a, b and v}; `of_matrices` is the
    misconception of a rule whose operations have rules that are right for two axes only. `later` are as `thoughts`, of b
    and for a case in which alone they show.
    """
    cases = [tuple(np.array(x) for x in case) for case in small] + drawn
    for i, name in enumerate("ab"):
        given = [result_of(pulled, load, i, *case) for case in cases]
        for case, mine in zip(cases, given, strict=True):
            right = nudged(*case)[i]
            if differs(mine, right):
                known = matching(thoughts[i], cases[: len(small)], given[: len(small)])
                known = known or matching(later or {}, [case], [mine])
                lines = [f"{key} = {x.tolist()}" for key, x in zip("abv", case, strict=True)]
                lines.append(f"{name}.grad after (a @ b).backward(v)")
                return Miss(lines, mine, right, of_a_call(mine) or (known and known.partition("|")[0]))
    return beside_the_numbers(load, cases[0], of_matrices)


def of_a_call(error):
    """The misconception behind an error of a rule that is known by the error alone, or None."""
    if isinstance(error, NoArrayError):
        return "no array"
    if getattr(error, "name", None) in {"x", "a", "b", "a_shape", "b_shape", "dim0", "dim1"}:
        return "not asked for"
    if isinstance(getattr(error, "obj", None), np.ndarray) or "axes don't match array" in str(error):
        return "tensors only"
    if isinstance(error, TypeError) and re.search(r"(missing|takes|expected) .*argument", str(error)):
        return "miscounted"
    return None


OF_A_RULE = {
    "not asked for": Known("a rule knows the inputs by itself", "Which names stand between `lambda` and its colon?"),
    "arrays only": Known(
        "made of NumPy's functions", "What could a rule be made of, so that its own steps are recorded?"
    ),
    "tensors only": Known(
        "made of a tensor's methods, and an ordinary backward pass gives a rule plain arrays",
        "Which of the package's operations, called as a function, does the same?",
    ),
    "miscounted": Known("called with too few arguments, or too many", "What does the function in your line ask for?"),
    "no array": Known(
        "given back something else than an array", "What has your line after the colon, and is it called?"
    ),
    "negative": Known("the sign is turned", "If a number of the input grows, does the result fall?"),
}


def beside_the_numbers(load, case, of_matrices):
    """The gradient of a gradient, and the type of a gradient."""
    a, b, v = case
    for i, (name, other) in enumerate(("ab", "ba")):
        mine, right = result_of(slope_of_a_slope, load, case, i), nudged(a, b, v)[i]
        if differs(mine, right):
            of_arrays = "numpy()" in str(mine) or isinstance(getattr(mine, "obj", None), load.Tensor)
            lines = [
                f"a gradient of a gradient: that of ({other}.grad * {other}).sum() in {name}, where {other}.grad is recorded"
            ]
            return Miss(lines, mine, right, "arrays only" if of_arrays else of_matrices)
    mine = result_of(lambda: [x.dtype for x in pulled_as(load, np.float32, case)])
    if mine != [np.float32] * 2:
        return Miss(["a, b and v of float32: the types of the gradients"], mine, [np.float32] * 2)
    return None


def slope_of_a_slope(load, case, i):
    """The sum of x * (its gradient) is the sum of v * (a @ b), for x either input; so its gradient in x is known."""
    a, b = [load.tensor(x, requires_grad=True) for x in case[:2]]
    v = load.tensor(case[2])
    (slopes,) = load.autograd.grad(a @ b, (b, a)[i], v, create_graph=True)
    return np.array(load.autograd.grad((slopes * (b, a)[i]).sum(), (a, b)[i])[0].tolist())


def pulled_as(load, dtype, case):
    a, b = [load.tensor(x.astype(dtype), requires_grad=True) for x in case[:2]]
    (a @ b).backward(load.tensor(case[2].astype(dtype)))
    return a.grad.array(), b.grad.array()


# ---------------------------------------------------------------------------------------- 9.1  The rule of a transpose

SWAPS = [((2, 3), (0, 1)), ((2, 2, 2), (1, 2))]  # shapes of x, and which two axes are exchanged

SWAPPED = {
    "tensors only": lambda v, dims, shape: v.transpose(*dims),
    "as it is": lambda v, dims, shape: v,
    "reshaped": lambda v, dims, shape: v.reshape(shape),
    "all axes": lambda v, dims, shape: v.T,
    "the first two": lambda v, dims, shape: v.swapaxes(0, 1),
    "the last two": lambda v, dims, shape: v.swapaxes(-2, -1),
    "these numbers": lambda v, dims, shape: v.swapaxes(1, 2),
    "turned over": lambda v, dims, shape: np.flip(v, dims),
    "no upstream": lambda v, dims, shape: np.ones(shape),
    "negative": lambda v, dims, shape: -v.swapaxes(*dims),
    "itself": lambda v, dims, shape: v.swapaxes(*dims) ** 2,
}


def check_transpose(load):
    drawn = [((2, 2), (1, 0)), ((2, 2, 2), (0, 1)), ((2, 3, 4), (0, 2)), ((2, 1, 3, 4), (1, 3))]
    cases = [(integers(91, np.zeros(shape).swapaxes(*dims).shape)[0], dims, shape) for shape, dims in SWAPS + drawn]
    given = [result_of(through_a_transpose, load, *case) for case in cases]
    for (v, dims, shape), mine in zip(cases, given, strict=True):
        if differs(mine, v.swapaxes(*dims)):
            n = len(SWAPS)
            known = matching(SWAPPED, cases[:n], given[:n])
            lines = [f"x of shape {shape}, v = {v.tolist()}", f"x.grad after x.transpose{dims}.backward(v)"]
            return Miss(lines, mine, v.swapaxes(*dims), known or of_a_call(mine))
    mine = result_of(transposed_twice, load)
    if mine != [[2.0, 2.0]]:
        return Miss(
            ["x of shape (1, 2): the slopes of a slope of x.transpose(0, 1) ** 2"], mine, [[2.0, 2.0]], "arrays only"
        )
    return None


def through_a_transpose(load, v, dims, shape):
    x = load.tensor(np.zeros(shape), requires_grad=True)
    x.transpose(*dims).backward(load.tensor(v))
    return listed(x.grad)


def transposed_twice(load):
    x = load.tensor([[3.0, 5.0]], requires_grad=True)
    (slopes,) = load.autograd.grad((x.transpose(0, 1) ** 2).sum(), x, create_graph=True)
    return load.autograd.grad(slopes.sum(), x)[0].tolist()


# ------------------------------------------------------------------------------------------- 9.2  The other input's rule

A, B, V = [[1.0, 2.0], [3.0, 4.0]], [[5.0, 0.0], [1.0, 2.0]], [[1.0, 10.0], [100.0, 1000.0]]
SQUARES = [(A, B, V)]

OF_B = {
    "no transpose": lambda a, b, v: a @ v,
    "turned round": lambda a, b, v: v @ a.T,
    "turned round|no transpose": lambda a, b, v: v @ a,
    "on its side": lambda a, b, v: (a.T @ v).T,
    "the wrong one": lambda a, b, v: a @ v.T,
    "both": lambda a, b, v: a.T @ v.T,
    "rows": lambda a, b, v: (a @ v).T,
    "place by place": lambda a, b, v: v * a,
    "place by place|transposed": lambda a, b, v: v * a.T,
    "no upstream": lambda a, b, v: a.T @ np.ones(v.shape),
    "no upstream|the factor": lambda a, b, v: a.T,
    "as it is": lambda a, b, v: v,
    "itself": lambda a, b, v: b.T @ v,
    "the first rule": lambda a, b, v: v @ b.T,
    "inverse": lambda a, b, v: np.linalg.inv(a) @ v,
    "negative": lambda a, b, v: -a.T @ v,
    "mean": lambda a, b, v: a.T @ v / len(a),
    "no upstream|twice": lambda a, b, v: a.T @ a.T,
}


def check_mm(load):
    shapes = [(2, 3, 4), (3, 2, 3), (1, 2, 1), (2, 2, 3)]
    drawn = [tuple(integers(92, (n, k), (k, m), (n, m))) for n, k, m in shapes]
    return of_a_product(load, SQUARES, drawn, [{}, OF_B])


# --------------------------------------------------------------------------------------------- 9.3  Numbers that tell

RULES = {
    "as_before": lambda v, b: v @ b,
    "turned": lambda v, b: b @ v.T,
    "other": lambda v, b: v.T @ b.T,
    "around": lambda v, b: b.T @ v,
}
BLIND = {"as_before": "b symmetric", "turned": "result symmetric", "other": "v symmetric", "around": "any order"}


def check_numbers(b_case, v_case):
    b, v = array_of(b_case), array_of(v_case)
    for name, x in (("b_case", b), ("v_case", v)):
        if x is None or x.shape != (2, 2):
            shape = "no array of numbers" if x is None else f"an array of shape {x.shape}"
            return Miss([name], shape, "an array of shape (2, 2)", "no 2 by 2")
        if not (np.abs(x) < 1e100).all():
            return Miss(
                [f"{name} = {x.tolist()}"],
                "nan, inf or a number beyond 1e100 in it",
                "numbers that can be compared",
                "not finite",
            )
    passed = [name for name, rule in RULES.items() if not differs(rule(v, b), v @ b.T)]
    if not passed:
        return None
    size = np.abs(b).max() * np.abs(v).max()
    alike = [name for name in passed if not differs(RULES[name](v, b) / size, v @ b.T / size)] if size else []
    known = "nothing to see" if not b.any() or not v.any() else BLIND[alike[0]] if alike else "too small"
    case = [f"b = {b.tolist()}, v = {v.tolist()}"]
    return Miss(
        case, f"no difference for {', '.join(passed)}", "something else than v @ b.T from each of the four", known
    )


# --------------------------------------------------------------------------------------------- 9.4  A matrix and a vector

COLUMNS = [(A, [5.0, 7.0], [10.0, 1.0])]

OF_MATRIX = {
    "on its side": lambda a, b, v: np.multiply.outer(b, v),
    "dot": lambda a, b, v: np.array(v @ b),
    "place by place": lambda a, b, v: v * b,
    "no upstream": lambda a, b, v: np.ones(a.shape) * b,
    "no factor": lambda a, b, v: np.ones(a.shape) * v[:, None],
    "itself": lambda a, b, v: np.multiply.outer(v, v),
    "the matrix": lambda a, b, v: v[:, None] * a,
    "no upstream|the factor": lambda a, b, v: b,
    "negative": lambda a, b, v: -np.multiply.outer(v, b),
    "mean": lambda a, b, v: np.multiply.outer(v, b) / len(b),
}
OF_VECTOR = {
    "no transpose": lambda a, b, v: a @ v,
    "not summed": lambda a, b, v: a * v[:, None],
    "not summed|transposed": lambda a, b, v: a.T * v,
    "vector, no upstream": lambda a, b, v: a.sum(0),
    "vector, no upstream|rows": lambda a, b, v: a.sum(1),
    "itself": lambda a, b, v: a.T @ b,
    "as it is": lambda a, b, v: v,
    "vector, place by place": lambda a, b, v: v * b,
    "other axis": lambda a, b, v: a.sum(1) * v,
    "other axis|of v": lambda a, b, v: a.sum(0) * v,
    "sums first": lambda a, b, v: a.sum(0) * v.sum(),
    "one row": lambda a, b, v: a[0] * v[0],
    "negative": lambda a, b, v: -a.T @ v,
    "mean": lambda a, b, v: a.T @ v / len(a),
    "a column": lambda a, b, v: (a.T @ v)[:, None],
}


def check_mv(load):
    drawn = [tuple(integers(94, (n, k), (k,), (n,))) for n, k in [(2, 3), (3, 1), (1, 2)]]
    return of_a_product(load, COLUMNS, drawn, [OF_MATRIX, OF_VECTOR], "for matrices")


# ------------------------------------------------------------------------------------------ 9.5  One weight, many samples

BATCHES = [
    (
        [[[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [5.0, 2.0]]],
        [[5.0, 6.0], [7.0, 8.0]],
        [[[1.0, 2.0], [10.0, 20.0]], [[100.0, 200.0], [1000.0, 3000.0]]],
    )
]


def each(v, a):
    """The gradient of a shared b in each sample."""
    return a.swapaxes(-2, -1) @ v


OF_SHARED = {
    "not summed": lambda a, b, v: each(v, a),
    "mean": lambda a, b, v: each(v, a).mean(0),
    "the wrong one": lambda a, b, v: each(v.swapaxes(-2, -1), a.swapaxes(-2, -1)).sum(0),
    "on its side": lambda a, b, v: each(a, v).sum(0),
    "as it is": lambda a, b, v: v.sum(0),
    "one sample": lambda a, b, v: each(v, a)[0],
    "one sample|the last": lambda a, b, v: each(v, a)[-1],
    "sums first": lambda a, b, v: a.sum(0).T @ v.sum(0),
    "no transpose": lambda a, b, v: (a @ v).sum(0),
    "all axes": lambda a, b, v: (a.T @ v).sum(0),
    "no upstream": lambda a, b, v: a.swapaxes(-2, -1).sum(0) @ np.ones(v.shape[1:]),
    "turned round": lambda a, b, v: (v @ a.swapaxes(-2, -1)).sum(0),
    "all axes|not summed": lambda a, b, v: a.T @ v,
    "negative": lambda a, b, v: -each(v, a).sum(0),
    "no upstream|the factor": lambda a, b, v: a.swapaxes(-2, -1).sum(0),
    "both": lambda a, b, v: each(v.swapaxes(-2, -1), a).sum(0),
    "place by place": lambda a, b, v: (a.swapaxes(-2, -1) * v).sum(0),
}
OF_ITS_OWN = {
    "always summed": lambda a, b, v: each(v, a).reshape(-1, *b.shape[-2:]).sum(0),
    "axes counted": lambda a, b, v: each(v, a).sum(tuple(range(v.ndim - b.ndim))),
}


def check_matmul(load):
    shapes = [
        ((3, 2, 4), (4, 2)),
        ((2, 2, 3), (2, 3, 2)),
        ((2, 1, 2, 3), (4, 3, 1)),
        ((2, 3), (2, 3, 4)),
        ((2, 2, 2), (2, 2)),
        ((2, 3, 2), (1, 2, 3)),
    ]
    drawn = []
    for a_shape, b_shape in shapes:
        a, b = integers(95, a_shape, b_shape)
        drawn.append((a, b, integers(96, (a @ b).shape)[0]))
    return of_a_product(load, BATCHES, drawn, [{}, OF_SHARED], "for matrices", OF_ITS_OWN)


# ------------------------------------------------------------------------------------------------- 9.6  A step for digits

X = np.array([[1.0, 2.0, -1.0], [0.5, -1.0, 3.0], [2.0, 0.25, 1.0], [-1.0, 1.0, 0.5]])
TARGET = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
START = [
    np.array([[1.0, -0.5], [0.5, 1.0], [-1.0, 0.25]]),
    np.array([0.5, -1.0]),
    np.array([[0.5, -1.0], [1.5, 0.75]]),
    np.array([0.25, -0.5]),
]
RATES = [(0.125, 2)]  # the rate, and how many steps


def cut(z):
    return np.maximum(z, 0.0)


POWERS = {  # of the differences, and the slope
    1: (lambda off: off, np.ones_like),
    2: (lambda off: off**2, lambda off: 2 * off),
    "abs": (np.abs, np.sign),
}


def learned(
    rate,
    steps,
    *,
    hidden=cut,
    last=lambda z: z,
    biases=True,
    late=False,
    power=2,
    share=None,
    keep=(0.0,) * 4,
    way=-1.0,
    moved=range(4),
):
    """The losses of some steps and the parameters after them, worked out on arrays, of a step that may differ in something."""
    p, losses, held = [x.copy() for x in START], [], [0.0] * 4
    for _ in range(steps):
        z = X @ p[0] + p[1] * (biases and not late)
        h = hidden(z) + p[1] * late
        out = h @ p[2] + p[3] * biases
        off, n = last(out) - TARGET, share or TARGET.size
        losses.append(POWERS[power][0](off).sum() / n)
        to_out = POWERS[power][1](off) / n * ((out > 0) if last is cut else 1.0)
        to_h = to_out @ p[2].T
        to_z = to_h * ((z > 0) if hidden is cut else 1.0)
        grads = [X.T @ to_z, (to_h if late else to_z).sum(0) * biases, h.T @ to_out, to_out.sum(0) * biases]
        held = [kept * old + grad for kept, old, grad in zip(keep, held, grads, strict=True)]
        p = [x + way * rate * grad if i in moved else x for i, (x, grad) in enumerate(zip(p, held, strict=True))]
    return losses, p


STEPS = {
    "never cleared": lambda rate, steps: learned(rate, steps, keep=(1.0,) * 4),
    "never cleared|but the last": lambda rate, steps: learned(rate, steps, keep=(1.0, 1.0, 1.0, 0.0)),
    "no bend": lambda rate, steps: learned(rate, steps, hidden=lambda z: z),
    "bent twice": lambda rate, steps: learned(rate, steps, last=cut),
    "no bias": lambda rate, steps: learned(rate, steps, biases=False),
    "a sum": lambda rate, steps: learned(rate, steps, share=1),
    "a mean of rows": lambda rate, steps: learned(rate, steps, share=len(X)),
    "half": lambda rate, steps: learned(rate, steps, share=2 * TARGET.size),
    "after the step": lambda rate, steps: (learned(rate, steps + 1)[0][1:], learned(rate, steps)[1]),
    "uphill": lambda rate, steps: learned(rate, steps, way=1.0),
    "rate left out": lambda rate, steps: learned(1.0, steps),
    "stays": lambda rate, steps: learned(rate, steps, moved=()),
    "weights only": lambda rate, steps: learned(rate, steps, moved=(0, 2)),
    "the last layer": lambda rate, steps: learned(rate, steps, moved=(2, 3)),
    "bias behind": lambda rate, steps: learned(rate, steps, late=True),
    "no square": lambda rate, steps: learned(rate, steps, power=1),
    "absolute": lambda rate, steps: learned(rate, steps, power="abs"),
    "two passes": lambda rate, steps: learned(2 * rate, steps),
    "divided again": lambda rate, steps: learned(rate / len(X), steps),
}


class StepError(TypeError):
    """What is wrong with a step beside its numbers; `key` is the misconception."""

    def __init__(self, key, text):
        super().__init__(text)
        self.key = key


def run_steps(step, rate, steps):
    """The losses that the reader's steps return, and the parameters after them."""
    p = [mg.tensor(x, requires_grad=True) for x in START]
    x, target, losses = mg.tensor(X), mg.tensor(TARGET), []
    for _ in range(steps):
        given = [*p]
        losses.append(step(x, target, given, rate))
        if not isinstance(losses[-1], float):
            raise StepError("no number", f"step returns {type(losses[-1]).__name__}, not a number")
        if any(mine is not own for mine, own in zip(given, p, strict=True)):
            raise StepError("exchanged", "step puts other tensors in the list of parameters")
        if x.tolist() != X.tolist() or target.tolist() != TARGET.tolist():
            raise StepError("input changed", "step changes x or target")
    return losses, [np.array(x.tolist()) for x in p]


def check_step(step):
    cases = [*RATES, (0.5, 1)]
    given = [result_of(run_steps, step, *case) for case in cases]
    for (rate, steps), mine in zip(cases, given, strict=True):
        right = learned(rate, steps)
        if not same(right, mine):
            case = [f"x of shape (4, 3), a hidden layer of 2, rate {rate:g}, {steps} step{'s' * (steps > 1)}"]
            known = matching(STEPS, RATES, given[: len(RATES)])
            known = known and known.partition("|")[0]
            if isinstance(mine, BaseException):
                known = of_an_error(mine)
                if known == "no backward" and result_of(begun, step, rate):
                    known = "left out"
                return Miss([*case, "what the first step does"], mine, "a loss, as a number", known)
            if differs(mine[0], right[0]):
                return Miss([*case, "the losses"], mine[0], right[0], known)
            i = next(i for i in range(4) if differs(mine[1][i], right[1][i]))
            name = ("w1", "b1", "w2", "b2")[i]
            return Miss([*case, f"{name} after that, which was {START[i].tolist()}"], mine[1][i], right[1][i], known)
    return None


def begun(step, rate):
    """Whether a step that ends in an error has filled some gradient before, or moved some parameter."""
    p = [mg.tensor(x, requires_grad=True) for x in START]
    with contextlib.suppress(Exception):
        step(mg.tensor(X), mg.tensor(TARGET), [*p], rate)
    return any(x.grad is not None or x.tolist() != old.tolist() for x, old in zip(p, START, strict=True))


def of_an_error(error):
    """The misconception behind an error of a step, or None."""
    if isinstance(error, StepError):
        return error.key
    words = {
        "leaf Variable": "recorded",
        "shapes cannot be multiplied": "columns first",
        "only for scalar outputs": "not one number",
        "'NoneType'": "no backward",
        "does not require grad": "not recorded",
    }
    return next((key for part, key in words.items() if part in str(error)), None)


# ------------------------------------------------------------------------------------------------------ the exercises

EXERCISES = [
    Exercise(
        id="9.1",
        title="The rule of a transpose",
        minutes=4,
        misconception="what only moves numbers hands the gradient on as it is",
        names=(),
        rebuilds=(TRANSPOSE,),
        first_step="On paper: where did the number at row 1, column 0 of x.transpose(0, 1) stand in x?",
        passed="A transpose is undone by itself. Axes counted from the end were not tried.",
        hints=(
            "x has one row of three numbers, its transpose one column. In which shape does the gradient come, in which does it leave?",
            "The number at [i, j] of the result stood at [j, i]. Its gradient must go the way back: which operation moves it there?",
            "transpose is itself an operation that rules may use; the two axes are dim0 and dim1.",
        ),
        solution="""
transpose = View("transpose", lambda x, dim0, dim1: x.swapaxes(dim0, dim1),
                 x=lambda grad, dim0, dim1: transpose(grad, dim0, dim1), options="dim0 dim1")
""",
        check=check_transpose,
        known={
            "as it is": Known(
                "moved forwards, not moved back", "Where did the number at [0, 1] of the result stand in x?"
            ),
            "reshaped": Known(
                "another shape instead of other places",
                "Which numbers are in the first row of v.reshape(3, 2), which in that of v.T?",
            ),
            "all axes": Known("all axes turned round", "Of three axes, which one has stayed in its place?"),
            "the first two": Known("always the first two axes", "Which axes were exchanged on the way there?"),
            "the last two": Known("always the last two axes", "Which axes were exchanged on the way there?"),
            "these numbers": Known("the axes of one example", "Which parameters of the rule say what was exchanged?"),
            "turned over": Known(
                "turned over instead of transposed", "Where does the number at [0, 0] of a matrix go, in a transpose?"
            ),
            "no upstream": Known("the slope without what arrives", "Where does grad come into it?"),
            "itself": Known("what arrives, times itself", "A slope of 1 means: 7 arrive, and how many go on?"),
            **OF_A_RULE,
        },
    ),
    Exercise(
        id="9.2",
        title="The other input's rule",
        minutes=7,
        misconception="a rule that fits the shapes is the rule",
        names=(),
        rebuilds=(MM,),
        first_step="On paper: which numbers of a and of v make the gradient of b[1, 0]?",
        passed="Both inputs of every product of two matrices have their gradients now. Matrices without rows were not tried.",
        hints=(
            "You found b[1, 0]: a column of a with a column of v. `@` goes along the rows of its left factor and the columns of its right one: which of your two columns must become a row?",
            "The columns of a have to become rows, and stand on the left. Check the shapes with a of (2, 3) and v of (2, 4): b is (3, 4).",
            "t(a) has the columns of a as its rows. The rule is a call of mm with two arguments.",
        ),
        solution="""
mm = Bilinear("mm", np.matmul, a=lambda grad, b: mm(grad, t(b)), b=lambda grad, a: mm(t(a), grad),
              shown={"a": "self", "b": "mat2"})
""",
        check=check_mm,
        known={
            "no transpose": Known(
                "the other factor as it stands",
                "Which numbers of a is b[1, 0] multiplied by: do they lie in a row or in a column?",
            ),
            "turned round": Known(
                "the factors change sides",
                "b is on the right of a @ b. With a of (2, 3) and b of (3, 4), does your product exist?",
            ),
            "on its side": Known(
                "the right numbers, transposed",
                "Which number of your result belongs to b[1, 0], and where does it stand?",
            ),
            "the wrong one": Known(
                "the gradient is transposed instead of the factor",
                "Which column of v meets b[1, 0], and is it a column in your product?",
            ),
            "both": Known(
                "both are transposed",
                "For b[1, 0] you need column 0 of v. Which row or column of v does your product take?",
            ),
            "place by place": Known("multiplied place by place", "How many numbers of the result does b[1, 0] reach?"),
            "no upstream": Known("the slope without what arrives", "Where do the 1, 10, 100 and 1000 of v come in?"),
            "as it is": Known("nothing but what arrives", "By what is b[1, 0] multiplied on its way to the result?"),
            "rows": Known(
                "a row of the factor in place of a column",
                "b[1, 0] is multiplied by a[0, 1] and a[1, 1]. Does your product take these two together?",
            ),
            "mean": Known(
                "the mean over the rows", "b[1, 0] moves by 1: do both rows of the result move, or half of each?"
            ),
            "itself": Known(
                "its own factor instead of the other", "a * b at numbers: is the slope in b given by b, or by a?"
            ),
            "the first rule": Known(
                "the rule of a, once more", "If b moves, the result moves by a times that. Is a in your rule?"
            ),
            "inverse": Known(
                "the inverse in place of the transpose",
                "a grows ten times as large: does the slope in b grow, or shrink?",
            ),
            **OF_A_RULE,
        },
    ),
    Exercise(
        id="9.3",
        title="Numbers that tell",
        minutes=5,
        misconception="any numbers tell a right rule from a wrong one",
        names=("b_case", "v_case"),
        first_step="Put two lists of two lists of two numbers in place of the dots.",
        passed="A test of a rule for matrices takes numbers like these, and sizes that all differ. The other three wrong products were not tried.",
        hints=(
            "For which b is v @ b the same as v @ b.T? Each of the four has its own blind spot: write it down in words.",
            "as_before is right where b is its own transpose, other where v is, turned where the result v @ b.T is, and around where the order of the two does not matter.",
            "Begin with b = [[1, 2], [3, 4]] and v = [[1, 0], [5, 1]], and look at all five products.",
        ),
        solution="b_case = [[1.0, 2.0], [3.0, 5.0]]\nv_case = [[2.0, -1.0], [4.0, 7.0]]",
        check=check_numbers,
        known={
            "b symmetric": Known("a b that is its own transpose", "What are b and b.T?"),
            "v symmetric": Known("a v that is its own transpose", "What are v and v.T?"),
            "result symmetric": Known("a result that is its own transpose", "What is v @ b.T, and what its transpose?"),
            "any order": Known("two matrices whose order does not matter", "What are v @ b.T and b.T @ v?"),
            "nothing to see": Known("only zeros in one of them", "What can be seen in a product with zeros?"),
            "not finite": Known("numbers that equal nothing", "What does np.nan == np.nan say?"),
            "too small": Known(
                "differences too small to be seen", "By how much may two numbers differ that a test calls equal?"
            ),
            "no 2 by 2": Known("not two rows of two numbers", "Which shapes have b and v in this exercise?"),
        },
    ),
    Exercise(
        id="9.4",
        title="A matrix and a vector",
        minutes=6,
        misconception="a vector can be transposed like a matrix",
        names=(),
        rebuilds=(MV,),
        first_step="Write both rules in place of the dots: begin with a, whose gradient is a matrix.",
        passed="Every number of a matrix meets one number of the vector and one of the result. Vectors of length 0 were not tried.",
        hints=(
            "a is (2, 3), b is (3,), v is (2,). Which number of v and which of b make the gradient of a[1, 2]? Of b[2]: how many of v?",
            "a's gradient has at [i, k] the product of v[i] and b[k]: a table of all products. b's is a sum for each column of a.",
            "outer(x, y) has x[i] * y[k] at [i, k]. For b: t(a) has the columns of a as rows, and mv multiplies a matrix by a vector.",
        ),
        solution="""
mv = Bilinear("mv", np.matmul, a=lambda grad, b: outer(grad, b), b=lambda grad, a: mv(t(a), grad),
              shown={"a": "self", "b": "vec"})
""",
        check=check_mv,
        known={
            "on its side": Known(
                "rows and columns are exchanged", "In which row of a do the numbers stand that make result[0]?"
            ),
            "dot": Known(
                "a vector has no transpose", "Which shape has t(b) for a vector b, and how many numbers has a?"
            ),
            "place by place": Known(
                "multiplied place by place", "How many numbers has what you return, and how many are asked for?"
            ),
            "no upstream": Known("the slope without what arrives", "Where does v come into the gradient of a?"),
            "no factor": Known(
                "what arrives, without the slope", "a[0, 1] moves by 1: by how much does the result move?"
            ),
            "itself": Known("the wrong factor", "If one of the two moves, by which numbers is it multiplied?"),
            "the matrix": Known("its own factor", "a[0, 1] moves by 1: does it matter how large a[0, 1] was?"),
            "no transpose": Known(
                "the matrix as it stands", "b[1] is multiplied by a[0, 1] and a[1, 1]: is that a row or a column?"
            ),
            "not summed": Known("not summed yet", "How many numbers has b, and how many has what you return?"),
            "vector, place by place": Known(
                "for b, multiplied place by place", "How many numbers of the result does b[0] reach?"
            ),
            "other axis": Known(
                "added up along the other axis",
                "b[1] meets a[0, 1] and a[1, 1]: by which number of v is each of these multiplied?",
            ),
            "sums first": Known("summed before the product", "Is 1 · 10 + 3 · 1 the same as (1 + 3) · (10 + 1)?"),
            "one row": Known("one row stands for all", "Which numbers of the result does b[0] reach?"),
            "mean": Known(
                "a mean in place of a sum", "b[0] moves by 1: do all numbers of the result move, or half of each?"
            ),
            "a column": Known("a vector made a column", "Which shape has b, and so which has its gradient?"),
            "vector, no upstream": Known(
                "for b, the slope without what arrives", "Where does v come into the gradient of b?"
            ),
            "as it is": Known("nothing but what arrives", "By what is b[0] multiplied on its way to the result?"),
            "for matrices": Known(
                "right numbers by a product whose own rule is for other shapes",
                "A gradient of a gradient takes the rule of the product you call: how many axes do its two inputs have?",
            ),
            **OF_A_RULE,
        },
    ),
    Exercise(
        id="9.5",
        title="One weight, many samples",
        minutes=6,
        misconception="a weight that all samples share has a gradient for each of them",
        names=(),
        rebuilds=(MATMUL,),
        first_step="Look at the rule of a: put the like of it for b in place of the dots.",
        passed="A weight may be shared by any number of samples. Batches of no samples were not tried.",
        hints=(
            "For one sample the rule is the one of 9.2. Two samples use the same b: what becomes of their two gradients?",
            "swapped(a) transposes the matrix of each sample. Then summed(..., shape) adds up over what was shared, down to a shape.",
            "matmul(swapped(a), grad) has a gradient for each sample. In the rule of a you see what is done with such a result.",
        ),
        solution="""
matmul = Bilinear("matmul", np.matmul,
                  a=lambda grad, a_shape, b: summed(matmul(grad, swapped(b)), a_shape),
                  b=lambda grad, a, b_shape: summed(matmul(swapped(a), grad), b_shape),
                  node="UnsafeViewBackward0")
""",
        check=check_matmul,
        known={
            "not summed": Known("a gradient for each sample", "How many numbers has b, and how many has this?"),
            "mean": Known("the mean over the samples", "b[0, 0] moves by 1: do all samples move, or half of each?"),
            "one sample": Known("one sample stands for all", "Which of the samples does b[0, 0] not reach?"),
            "the wrong one": Known(
                "the gradient is transposed instead of the sample", "What is the rule for a single sample?"
            ),
            "on its side": Known(
                "the gradient of a sample, transposed",
                "Which shape has b, and which has your product for (2, 3) and (3, 4)?",
            ),
            "as it is": Known("nothing but what arrives", "By what is b[0, 0] multiplied in the first sample?"),
            "sums first": Known("summed before the product", "Is 1 · 10 + 3 · 100 the same as (1 + 3) · (10 + 100)?"),
            "no transpose": Known("the sample as it stands", "What is the rule for a single sample?"),
            "both": Known("both are transposed", "What is the rule for a single sample?"),
            "place by place": Known(
                "multiplied place by place", "How many numbers of the first sample's result does b[0, 0] reach?"
            ),
            "always summed": Known(
                "added up although nothing was shared",
                "b of shape (2, 3, 2) has a matrix for each sample: down to which shape is its gradient summed?",
            ),
            "axes counted": Known(
                "only the axes that b lacks are added up",
                "b of shape (1, 2, 3) has one matrix for two samples: how often is it used?",
            ),
            "all axes": Known(
                "all axes turned round, that of the samples too",
                "Which shape has t(a) for a of shape (5, 2, 3), and which is that of a transposed sample?",
            ),
            "no upstream": Known("the slope without what arrives", "Where do the 100 and the 1000 of v come in?"),
            "turned round": Known("the factors change sides", "What is the rule for a single sample?"),
            "for matrices": Known(
                "a product for two matrices, used for another",
                "The rule of mm calls t: what does that do with three axes?",
            ),
            **OF_A_RULE,
        },
    ),
    Exercise(
        id="9.6",
        title="A step for digits",
        minutes=8,
        misconception="two products in a row need nothing between them",
        names=("step",),
        first_step="Write the forward pass first: two products, and what is between them.",
        passed="Run the cells below: your rules and your step learn to read. Targets of another shape were not tried.",
        hints=(
            "The four parts of a step in lesson 06: which of them needs recording, and which must not be recorded?",
            "hidden from x, w1 and b1, with relu; out from hidden, w2 and b2, without; the mean of the squared differences; backward; then for each parameter the change in place, and its .grad cleared.",
            "hidden = (x @ w1 + b1).relu() is the first line after w1, b1, w2, b2 = parameters.",
        ),
        solution="""
def step(x, target, parameters, rate):
    w1, b1, w2, b2 = parameters
    hidden = (x @ w1 + b1).relu()
    loss = ((hidden @ w2 + b2 - target) ** 2).mean()
    loss.backward()
    with mg.no_grad():
        for p in parameters:
            p -= rate * p.grad
            p.grad = None
    return loss.item()
""",
        check=check_step,
        known={
            "never cleared": Known("a pass replaces the old gradient", "What does a leaf do with what arrives?"),
            "no bend": Known("nothing between the products", "Which matrix does the work of w1 @ w2 in one product?"),
            "bent twice": Known(
                "relu after the last product too", "Which scores can come out of a relu, and what is its slope below 0?"
            ),
            "no bias": Known("the biases are left out", "Which of the four parameters are not in your forward pass?"),
            "a sum": Known("the sum of the squares", "By what is the loss of 4 samples with 2 scores each divided?"),
            "a mean of rows": Known(
                "divided by the samples only", "By what is the loss of 4 samples with 2 scores each divided?"
            ),
            "uphill": Known("a step along the slope", "Where the slope is positive, which way is down?"),
            "rate left out": Known("a step as long as the slope", "What is `rate` for?"),
            "stays": Known("the parameters have not moved", "After `p = p - 1.0`, what is in `parameters`?"),
            "weights only": Known("the biases do not learn", "Which of the four parameters does your step change?"),
            "the last layer": Known(
                "the first layer does not learn", "Which of the four parameters does your step change?"
            ),
            "no number": Known(
                "a loss is a number", "What does a list of a thousand losses with their graphs keep alive?"
            ),
            "half": Known("half of the squares", "By what is the loss of 4 samples with 2 scores each divided?"),
            "after the step": Known("the loss after the step", "With which parameters did your last line compute it?"),
            "not one number": Known("a loss for each score", "How many numbers has what you call backward on?"),
            "no backward": Known(
                "a gradient that is not there", "Which line fills p.grad, and does it run before each step?"
            ),
            "exchanged": Known(
                "new tensors in the list, and the parameters have not moved",
                "If another line holds w1 as well, what does it see of your step?",
            ),
            "input changed": Known("the samples are changed", "What does the next step find in x and in target?"),
            "left out": Known(
                "a parameter that the loss does not use", "Which of the four is missing in your forward pass?"
            ),
            "not recorded": Known(
                "a forward pass that is not recorded",
                "Which parameters still ask for a gradient, and which lines stand under no_grad?",
            ),
            "bias behind": Known("the bias is added behind relu", "Where does b1 stand in what the text says of relu?"),
            "no square": Known("the differences themselves", "What does a difference of -1 do to your loss?"),
            "absolute": Known(
                "the absolute differences", "Which function of a difference of 3 is in the loss: 3, or 9?"
            ),
            "two passes": Known(
                "a step twice as long", "How often does your step run backward, and what do leaves do then?"
            ),
            "divided again": Known(
                "divided by the samples once more", "By how many numbers has `mean` divided the gradients already?"
            ),
            "recorded": Known(
                "the step is recorded", "What did lesson 06 put around the lines that change a parameter?"
            ),
            "columns first": Known(
                "the weight stands before the samples",
                "x is (4, 3), w1 is (3, 2): which of the two has one row for each sample?",
            ),
        },
    ),
]
