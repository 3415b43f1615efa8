"""The exercises of lesson 10: to which places a gradient returns, and what a choice of nothing makes of it."""

import decimal
import math
import random

import numpy as np

import minigrad as mg
from minigrad.course.exercise import ChangedError, Exercise, Known, Miss, array_of, differs, matching, result_of, said

RECALL = {
    "10.a": (16, "16: the bias was used in four rows, and their shares add up, 2 + 5 - 1 + 10. Lesson 08."),
    "10.b": (0.25, "0.25: the slope of log at x is 1 / x. Lesson 03."),
}
PUT_ADDING = "minigrad/ops/indexing.py::put_adding"
SHARED = "minigrad/ops/reduction.py::shared_by_ties"
LOG_TOTAL = "minigrad/ops/reduction.py::log_total"


def quietly(function, *arguments):
    """The result of the reader's code, without NumPy's warnings."""
    with np.errstate(all="ignore"):
        return result_of(function, *arguments)


def plain(key):
    return key and key.partition("|")[0]


def in_lines(mine, right):
    """Both arrays as lists, which are said in one line, unless the shape is what differs."""
    if isinstance(mine, np.ndarray | np.generic):
        return (mine.tolist(), right.tolist()) if mine.shape == right.shape else (mine, right[()])
    return mine, right.tolist()


# ------------------------------------------------------------------------------------------------ 10.1  Every share arrives

PUTS = [  # values, the shape that they go to, the places
    ([1.0, 10.0, 100.0], (3,), ([0, 0, 2],)),
    ([9.0, 10.0, -3.0], (2, 3), ([0, 1, 0], [2, 0, 2])),
]


def flat_places(shape, key):
    """For each picked number its place in the flattened array."""
    return np.arange(math.prod(shape)).reshape(shape)[key].ravel()


def put_one_by_one(values, shape, key):
    out = np.zeros(shape)
    for place, value in zip(flat_places(shape, key), values.ravel(), strict=True):
        out.flat[place] += value
    return out


def put(join, beginning=0.0):
    """A way to join the values that meet at one place."""

    def think(values, shape, key):
        places, flat = flat_places(shape, key), values.ravel()
        met = [flat[places == place] for place in range(math.prod(shape))]
        return np.array([join(some) if some.size else beginning for some in met]).reshape(shape)

    return think


def in_order(values, shape, key):
    out = np.zeros(shape)
    out.flat[: values.size] = values.ravel()
    return out


def first_list_only(values, shape, key):
    out = np.zeros(shape)
    for place, value in zip(key[0], values, strict=True):
        out[place] += value
    return out


def lists_walked(values, shape, key):
    out = np.zeros(shape)
    for places, value in zip(key, values, strict=False):
        out[places] += value
    return out


def first_list_at(values, shape, key):
    out = np.zeros(shape)
    np.add.at(out, key[0], values)
    return out


WAYS_TO_PUT = {
    "overwritten": put(lambda some: some[-1]),
    "the first stays": put(lambda some: some[0]),
    "mean": put(np.mean),
    "largest": put(np.max),
    "count": put(len),
    "times the count": put(lambda some: some[-1] * some.size),
    "nothing": lambda values, shape, key: np.zeros(shape),
    "in order": in_order,
    "as it came": lambda values, shape, key: values,
    "begins with ones": put(lambda some: some.sum() + 1, 1.0),
    "everything": lambda values, shape, key: np.full(shape, values.sum()),
    "everything|for each pick": lambda values, shape, key: put(len, 0)(values, shape, key) * values.sum(),
    "first list only": first_list_only,
    "first list only|at once": first_list_at,
    "first list only|counted": lambda values, shape, key: np.bincount(key[0], values, shape[0]),
    "lists walked": lists_walked,
    "sign": put(lambda some: -some.sum()),
    "product": put(np.prod),
    "twice": put(lambda some: some.sum() + some[-1]),
    "none": lambda values, shape, key: None,
}


def check_put_adding(load):
    rng = np.random.default_rng(101)
    cases = [(np.array(values), shape, tuple(map(np.array, key))) for values, shape, key in PUTS]
    given = [result_of(load.ops.indexing.put_adding, *case) for case in cases]
    for (values, shape, key), mine in zip(cases, given, strict=True):
        if differs(mine, put_one_by_one(values, shape, key)):
            known = "changed" if isinstance(mine, ChangedError) else plain(matching(WAYS_TO_PUT, cases, given))
            if isinstance(mine, IndexError):
                known = "exchanged" if len(shape) == 1 else "first axis only"
            return Miss([put_call(values, shape, key)], *in_lines(mine, put_one_by_one(values, shape, key)), known)
    for shape, key in DRAWN_PUTS:
        values = rng.integers(-9, 10, np.zeros(shape)[key].shape).astype(float)
        mine, right = result_of(load.ops.indexing.put_adding, values, shape, key), put_one_by_one(values, shape, key)
        if differs(mine, right):
            return Miss([put_call(values, shape, key)], *in_lines(mine, right))
    mine = result_of(load.ops.indexing.put_adding, np.ones(2, np.float32), (3,), (np.array([0, 0]),))
    if getattr(mine, "dtype", None) != np.float32:
        case = "the type of put_adding(np.ones(2, np.float32), (3,), ([0, 0],))"
        return Miss([case], str(getattr(mine, "dtype", type(mine).__name__)), "float32", "type")
    return None


DRAWN_PUTS = [
    ((5, 4), (np.array([1, 4, 1]),)),
    ((4,), (np.array([[0, 3], [3, 3]]),)),
    ((2, 3), (np.array([[True, False, True], [False, True, False]]),)),
    ((2, 3), (slice(None), np.array([2, 0, 2, -1]))),
]


def put_call(values, shape, key):
    places = ", ".join(["slice(None)" if isinstance(part, slice) else str(part.tolist()) for part in key])
    return f"put_adding(np.array({values.tolist()}), {shape}, ({places}{',' * (len(key) == 1)}))"


# ----------------------------------------------------------------------------------------------------- 10.2  Equal shares

TIES = [  # numbers, the axis of amax, what arrives
    ([[3.0, 7.0, 7.0], [4.0, 4.0, 1.0]], 0, [5.0, 2.0, -9.0]),
    ([[3.0, 7.0, 7.0], [4.0, 4.0, 1.0]], 1, [6.0, 10.0]),
]


def winners(x, axis):
    return x == x.max(axis, keepdims=True)


def shared(share):
    """A way to share: of what arrives and how many winners there are, for each row or column."""

    def think(x, axis, grad):
        at = winners(x, axis)
        return np.where(at, share(np.expand_dims(grad, axis), at.sum(axis, keepdims=True)), 0)

    return think


def only(which):
    """The whole gradient for one of the winners."""

    def think(x, axis, grad):
        rows, out = np.moveaxis(x, axis, -1), np.zeros(np.moveaxis(x, axis, -1).shape)
        for i, row in enumerate(rows):
            out[i, np.flatnonzero(row == row.max())[which]] = grad[i]
        return np.moveaxis(out, -1, axis)

    return think


def each_gets(x, axis, grad):
    """What a winner gets, with size 1 along the axis."""
    return np.expand_dims(grad, axis) / winners(x, axis).sum(axis, keepdims=True)


EQUALLY = shared(np.divide)
SHARES = {
    "all of it": shared(lambda grad, ties: grad),
    "no upstream": shared(lambda grad, ties: 1 / ties),
    "no upstream|ones": shared(lambda grad, ties: 1.0),
    "multiplied": shared(np.multiply),
    "halved": shared(lambda grad, ties: grad / 2),
    "turned round": shared(lambda grad, ties: ties / grad),
    "sign": shared(lambda grad, ties: -grad / ties),
    "by the length": lambda x, axis, grad: shared(lambda grad, ties: grad / x.shape[axis])(x, axis, grad),
    "by the length|of a row": lambda x, axis, grad: shared(lambda grad, ties: grad / x.shape[1])(x, axis, grad),
    "by all numbers": lambda x, axis, grad: shared(lambda grad, ties: grad / x.size)(x, axis, grad),
    "of all columns": lambda x, axis, grad: shared(lambda grad, ties: grad / winners(x, axis).sum())(x, axis, grad),
    "how many": shared(lambda grad, ties: ties),
    "the value": lambda x, axis, grad: np.where(winners(x, axis), x / winners(x, axis).sum(axis, keepdims=True), 0),
    "the value times": lambda x, axis, grad: EQUALLY(x, axis, grad) * x,
    "losers": lambda x, axis, grad: np.where(winners(x, axis), 0, each_gets(x, axis, grad)),
    "losers|too": each_gets,
}


def gradient_of_amax(load, x, axis, grad, keepdim=False):
    x = load.tensor(x, requires_grad=True)
    x.amax(axis, keepdim).backward(load.tensor(grad))
    return np.array(x.grad.tolist())


def check_shared(load):
    rng = np.random.default_rng(102)
    cases = [(np.array(x), axis, np.array(grad)) for x, axis, grad in TIES]
    given = [result_of(gradient_of_amax, load, *case) for case in cases]
    for (x, axis, grad), mine in zip(cases, given, strict=True):
        if differs(mine, EQUALLY(x, axis, grad)):
            known = plain(matching(SHARES, cases, given))
            if known is None and isinstance(mine, ValueError):
                known = "not opened"
            return Miss(amax_lines(x, axis, grad), *in_lines(mine, EQUALLY(x, axis, grad)), known)
    for _ in range(6):
        x, axis = rng.integers(0, 3, (3, 4)).astype(float), int(rng.integers(2))
        grad = rng.integers(1, 9, x.max(axis).shape).astype(float)
        mine = result_of(gradient_of_amax, load, x, axis, np.expand_dims(grad, axis), True)
        if differs(mine, EQUALLY(x, axis, grad)):
            lines = [line.replace(f"amax({axis})", f"amax({axis}, keepdim=True)") for line in amax_lines(x, axis, grad)]
            return Miss(lines, *in_lines(mine, EQUALLY(x, axis, grad)))
    return of_all(load) or of_second_order(load)


def amax_lines(x, axis, grad):
    return [f"x = {x.tolist()}", f"x.amax({axis}) gets {grad.tolist()}; x.grad"]


def of_all(load):
    """The maximum of everything, whose rule this is too."""
    x = load.tensor([7.0, 2.0, 7.0, 7.0], requires_grad=True)
    mine = result_of(lambda: (6 * x.max()).backward() or np.array(x.grad.tolist()))
    if differs(mine, np.array([2.0, 0.0, 2.0, 2.0])):
        return Miss(["x = [7, 2, 7, 7]", "(6 * x.max()).backward(); x.grad"], mine, "[2. 0. 2. 2.]")
    return None


def of_second_order(load):
    """The gradient of the gradient, in what arrives: the rule is at work on tensors."""

    def doubled():
        x = load.tensor([7.0, 2.0, 7.0], requires_grad=True)
        grad = load.tensor(6.0, requires_grad=True)
        (once,) = load.autograd.grad(x.amax(0), x, grad, create_graph=True)
        return load.autograd.grad(once, grad, load.tensor([1.0, 10.0, 100.0]))[0].item()

    mine = result_of(doubled)
    if differs(mine, 50.5):
        case = "the gradient of the gradient of max([7, 2, 7]), for what arrives, with the weights 1, 10, 100"
        return Miss([case], mine, 50.5, "cut off")
    return None


# ---------------------------------------------------------------------------------------------------- 10.3  Three maxima

X = np.array([[3.0, 7.0, 7.0], [4.0, 4.0, 1.0]])
V = np.array([6.0, 10.0])
ALL = X.reshape(1, 6)


def three(amax, max_dim, max_all):
    return [amax(X, 1, V), max_dim(X, 1, V), max_all(ALL, 1, np.array([8.0])).reshape(2, 3)]


RIGHT = dict(zip(("amax_grad", "max_dim_grad", "max_grad"), three(EQUALLY, only(0), EQUALLY), strict=True))
THOUGHTS = {
    "first": three(only(0), only(0), only(0)),
    "shared": three(EQUALLY, EQUALLY, EQUALLY),
    "last": three(only(-1), only(-1), only(-1)),
    "all of it": three(*[SHARES["all of it"]] * 3),
    "no upstream": [
        mine / arrives for mine, arrives in zip(RIGHT.values(), (V[:, None], V[:, None], 8.0), strict=True)
    ],
    "no upstream|the winners": [(right != 0).astype(float) for right in RIGHT.values()],
    "each row": [RIGHT["amax_grad"], RIGHT["max_dim_grad"], EQUALLY(X, 1, np.array([8.0, 8.0]))],
    "each row|first": [RIGHT["amax_grad"], RIGHT["max_dim_grad"], only(0)(X, 1, np.array([8.0, 8.0]))],
    "each row|all winners": [RIGHT["amax_grad"], RIGHT["max_dim_grad"], 8 * (winners(X, 1) / winners(X, 1).sum())],
    "exchanged": three(
        lambda x, axis, v: EQUALLY(x, axis, v[::-1]), lambda x, axis, v: only(0)(x, axis, v[::-1]), EQUALLY
    ),
    "added up": list(np.cumsum(list(RIGHT.values()), axis=0)),
    "not gradients": [X.max(1), X.max(1), X.max()],
    "not gradients|the indices": [X.max(1), X.argmax(1), X.max()],
    "among all": [np.repeat(V[:, None] / 3, 3, axis=1), np.repeat(V[:, None] / 3, 3, axis=1), np.full((2, 3), 8 / 6)],
    "times the value": [right * X for right in RIGHT.values()],
    "columns": [EQUALLY(X, 0, np.full(3, n)) for n in (6.0, 10.0, 8.0)],
}


def check_three(*answers):
    mine = [array_of(answer) for answer in answers]
    wrong = [i for i, (a, right) in enumerate(zip(mine, RIGHT.values(), strict=True)) if a is None or differs(a, right)]
    if not wrong:
        return None
    i = wrong[0]
    thoughts = [[key for key, t in THOUGHTS.items() if all(fits(mine[k], t[k]) for k in some)] for some in (wrong, [i])]
    known = next(iter([*thoughts[0], *thoughts[1]]), None)
    right = list(RIGHT.values())[i]
    if np.size(mine[i]) == right.size and any([fits(turned.ravel(), right.ravel()) for turned in (mine[i], mine[i].T)]):
        known = "flat"
    return Miss([f"{list(RIGHT)[i]}, of shape (2, 3)"], answers[i], right.tolist(), plain(known))


def fits(mine, thought):
    return mine is not None and not differs(mine, thought)


# ------------------------------------------------------------------------------------------------ 10.4  Without overflow

LOGS = [([1.0, 2.0, 5.0], (0,)), ([20000.0, 20001.0], (0,))]  # no type of NumPy holds their exponentials


def log_of_sum(numbers):
    """The log of the sum of exponentials, in decimal numbers, whose exponents have no end that matters here."""
    with decimal.localcontext(decimal.Context(prec=30, Emax=10**6, Emin=-(10**6))):
        return float(sum([decimal.Decimal(n).exp() for n in numbers]).ln())


def each_row(think):
    """A thought of one row, along the axis `dim` of an array."""
    return lambda x, dim: np.apply_along_axis(think, dim[0], x)


def lowered(row):
    return np.exp(row - row.max())


LOGARITHMS = {
    "overflow": lambda row: np.log(np.exp(row).sum()),
    "not added back": lambda row: np.log(lowered(row).sum()),
    "taken away twice": lambda row: np.log(lowered(row).sum()) - row.max(),
    "inside the log": lambda row: np.log(lowered(row).sum() + row.max()),
    "after the exponential": lambda row: np.log((np.exp(row) - row.max()).sum()) + row.max(),
    "after the exponential|divided": lambda row: np.log((np.exp(row) / np.exp(row.max())).sum()) + row.max(),
    "after the exponential|of the sum": lambda row: np.log(np.exp(row).sum() - row.max()),
    "as an exponential": lambda row: np.log(lowered(row).sum()) + np.exp(row.max()),
    "no sum": lambda row: row.sum(),
    "no sum|of differences": lambda row: (row - row.max()).sum() + row.max(),
    "the largest": lambda row: row.max(),
    "no log": lambda row: lowered(row).sum() + row.max(),
    "no log|nor the top": lambda row: lowered(row).sum(),
    "the log taken away": lambda row: row.max() - np.log(lowered(row).sum()),
    "divided": lambda row: np.log(np.exp(row / row.max()).sum()) * row.max(),
    "mean": lambda row: np.log(lowered(row).mean()) + row.max(),
    "multiplied": lambda row: np.log(lowered(row).sum()) * row.max(),
    "no exponential": lambda row: np.log((row - row.max()).sum()) + row.max(),
    "turned round": lambda row: np.log(np.exp(row.max() - row).sum()) + row.max(),
    "always 1001": lambda row: np.log(np.exp(row - 1001).sum()) + 1001,
    "clipped": lambda row: np.log(np.exp(row.clip(max=88)).sum()),
    "powers of 2": lambda row: np.log2(np.exp2(row - row.max()).sum()) + row.max(),
    "log of the top": lambda row: np.log(lowered(row).sum()) + np.log(row.max()),
    "one more": lambda row: np.log1p(lowered(row).sum()) + row.max(),
}


def check_log_total(load):
    rng = random.Random(104)
    cases = [(np.array(numbers), dim) for numbers, dim in LOGS]
    given = [quietly(load.ops.reduction.log_total, x, dim, False) for x, dim in cases]
    with np.errstate(all="ignore"):
        for (x, dim), mine in zip(cases, given, strict=True):
            if is_off(mine, x, dim, False):
                models = {key: each_row(think) for key, think in LOGARITHMS.items()}
                known = "changed" if isinstance(mine, ChangedError) else plain(like(models, cases, given))
                return Miss([log_call(x, dim, False)], mine, right_log(x, dim, False), known)
    drawn = np.array([[[rng.uniform(-400, 400) for _ in range(3)] for _ in range(2)] for _ in range(4)]).round()
    ways = [((1,), False), ((0,), True), ((1,), True), ((0,), False)]
    cases = [(FAR, (1,), False), *[(x, *way) for x, way in zip(drawn, ways, strict=True)], (FAR, (0, 1), False)]
    for x, dim, keepdim in [*cases, (FAR, (0, 1), True)]:
        mine = quietly(load.ops.reduction.log_total, x, dim, keepdim)
        if is_off(mine, x, dim, keepdim):
            return Miss([log_call(x, dim, keepdim)], mine, right_log(x, dim, keepdim), of_matrix(mine, x, dim))
    x = np.array([-np.inf, -np.inf])
    mine = quietly(load.ops.reduction.log_total, x, (0,), False)
    if is_off(mine, x, (0,), False):
        return Miss(["logsumexp of [-inf, -inf]: the log of 0"], mine, "-inf", "nothing")
    return None


FAR = np.array([[1000.0, 0.0], [0.0, 1.0]])  # no number taken from both rows will do


def of_matrix(mine, x, dim):
    """What wrong logs of a matrix come from."""
    if len(dim) > 1:
        return "one axis"
    if isinstance(mine, ValueError):
        return "axes lost"
    mine = array_of(mine)
    if mine is None:
        return None
    if np.any(np.isinf(mine)):
        return "the smallest" if np.any(mine == np.inf) else "one top"
    top = x.max(dim, keepdims=True)
    return "everything" if alike(np.ravel(mine), np.ravel(top + np.log(np.exp(x - top).sum()))) else None


def right_log(x, dim, keepdim):
    found = each_row(log_of_sum)(x, dim) if len(dim) < x.ndim else np.array(log_of_sum(x.ravel()))
    return np.expand_dims(found, dim) if keepdim else found[()]


def is_off(mine, x, dim, keepdim):
    right = np.asarray(right_log(x, dim, keepdim))
    return differs(mine, right) or np.asarray(mine).dtype != x.dtype


def like(models, cases, given):
    """The first model that gives what the reader's code gives on every case; one nan is like another."""
    for key, model in models.items():
        thoughts = [model(*case) for case in cases]
        if not any(isinstance(mine, BaseException) for mine in given) and all(map(alike, given, thoughts)):
            return key
    return None


def alike(mine, thought):
    mine, thought = np.asarray(mine), np.asarray(thought)
    return mine.shape == thought.shape and mine.dtype.kind == "f" and np.allclose(mine, thought, 1e-6, equal_nan=True)


def log_call(x, dim, keepdim):
    return f"log_total(np.array({x.tolist()}), {dim}, {keepdim})"


# ------------------------------------------------------------------------------------------------- 10.5  Cross entropy

SCORES = [  # scores, right classes
    ([[1.0, 2.0, 5.0], [4.0, 0.0, 2.0]], [2, 1]),
    ([[0.0, 1000.0, 1.0]], [2]),
]


def picked_scores(scores, target):
    return scores[mg.arange(len(target)), target]


def soft(scores):
    return mg.logsumexp(scores, 1)


ENTROPIES = {
    "sum": lambda scores, target: (soft(scores) - picked_scores(scores, target)).sum(),
    "added": lambda scores, target: (soft(scores) + picked_scores(scores, target)).mean(),
    "squared": lambda scores, target: ((soft(scores) - picked_scores(scores, target)) ** 2).mean(),
    "the best": lambda scores, target: (soft(scores) - scores.amax(1)).mean(),
    "one picture": lambda scores, target: (soft(scores) - scores[0, target]).mean(),
    "each|divided": lambda scores, target: (soft(scores) - picked_scores(scores, target)) / len(target),
    "each": lambda scores, target: soft(scores) - picked_scores(scores, target),
    "sign": lambda scores, target: (picked_scores(scores, target) - soft(scores)).mean(),
    "all pairs": lambda scores, target: (soft(scores) - scores[:, target]).mean(),
    "all pairs|turned": lambda scores, target: (soft(scores)[:, None] - scores[:, target]).mean(),
    "no maximum": lambda scores, target: -picked_scores(scores, target).mean(),
    "hard": lambda scores, target: (scores.amax(1) - picked_scores(scores, target)).mean(),
    "no pick": lambda scores, target: soft(scores).mean(),
    "columns": lambda scores, target: (mg.logsumexp(scores, 0)[target] - picked_scores(scores, target)).mean(),
    "columns|as they are": lambda scores, target: (mg.logsumexp(scores, 0) - picked_scores(scores, target)).mean(),
    "everything": lambda scores, target: (mg.logsumexp(scores, (0, 1)) - picked_scores(scores, target)).mean(),
    "probability": lambda scores, target: -mg.softmax(scores, 1)[mg.arange(len(target)), target].mean(),
    "probability|from 1": lambda scores, target: (1 - picked_scores(mg.softmax(scores, 1), target)).mean(),
    "log of softmax": lambda scores, target: -mg.log(mg.softmax(scores, 1)[mg.arange(len(target)), target]).mean(),
    "log of softmax|by hand": lambda scores, target: (
        -(picked_scores(scores, target).exp() / scores.exp().sum(1)).log().mean()
    ),
    "overflow": lambda scores, target: (scores.exp().sum(1).log() - picked_scores(scores, target)).mean(),
    "first class": lambda scores, target: (soft(scores) - scores[:, 0]).mean(),
    "log of the mean": lambda scores, target: soft(scores).mean() / picked_scores(scores, target).mean(),
    "softmax twice": lambda scores, target: (
        soft(mg.softmax(scores, 1)) - picked_scores(mg.softmax(scores, 1), target)
    ).mean(),
    "by classes": lambda scores, target: (soft(scores) - picked_scores(scores, target)).sum() / scores.shape[1],
    "by two": lambda scores, target: (soft(scores) - picked_scores(scores, target)).sum() / 2,
    "all classes": lambda scores, target: (soft(scores)[:, None] - scores).mean(),
    "of the picked": lambda scores, target: (
        mg.logsumexp(picked_scores(scores, target), 0) - picked_scores(scores, target)
    ).mean(),
}


def loss_and_gradient(loss, scores, target):
    """The loss, and a third of the gradient of three times the loss, as arrays; None where nothing has come."""
    scores = mg.tensor(scores, dtype=mg.float64, requires_grad=True)
    result = loss(scores, mg.tensor(target))
    if not isinstance(result, mg.Tensor):
        raise NoTensorError(f"a tensor is asked for, not {type(result).__name__}")
    if made_by(result.grad_fn, "NllLossBackward0"):
        raise NotOwnError("the package's own loss is at work in it")
    if result.requires_grad and not result.shape:
        (3 * result).backward()
    return np.array(result.tolist()), None if scores.grad is None else np.array((scores.grad / 3).tolist())


def made_by(node, name):
    """Whether a node of this name is in the graph behind `node`."""
    return node is not None and (node.name() == name or any([made_by(n, name) for n, _ in node.next_functions]))


class NoTensorError(TypeError):
    """What is given back is no tensor."""


class NotOwnError(Exception):
    """It is not the reader's own work."""


def right_loss(scores, target):
    """The cross entropy and its gradient, row by row."""
    softs = [log_of_sum(row) for row in scores]
    loss = sum([s - row[t] for s, row, t in zip(softs, scores, target, strict=True)]) / len(target)
    shares = [[math.exp(n - s) for n in row] for s, row in zip(softs, scores, strict=True)]
    for row, t in zip(shares, target, strict=True):
        row[t] -= 1
    return np.array(loss), np.array(shares) / len(target)


def check_cross_entropy(cross_entropy):
    rng = random.Random(105)
    drawn = [([[float(rng.randint(-5, 5)) for _ in range(4)] for _ in range(3)], [3, 0, 3])]
    given = [quietly(loss_and_gradient, cross_entropy, *case) for case in SCORES + drawn]
    for (scores, target), mine in zip(SCORES + drawn, given, strict=True):
        value, gradient = right_loss(scores, target)
        case = f"scores = {scores}, target = {target}"
        known = {NoTensorError: "no tensor", NotOwnError: "not own"}.get(type(mine))
        if isinstance(mine, BaseException) or differs(mine[0], value):
            known = "rows" if isinstance(mine, IndexError) else known or plain(of_losses(given[: len(SCORES)]))
            return Miss([case], *in_lines(mine if isinstance(mine, BaseException) else mine[0], value), known)
        if mine[1] is None:
            return Miss([case, "scores.grad of it"], "None: nothing has come", said(gradient.tolist()), "cut off")
        if differs(mine[1], gradient):
            known = plain(of_losses(given[: len(SCORES)]))
            return Miss([case, "scores.grad of it"], *in_lines(mine[1], gradient), known)
    return None


def of_losses(given):
    """The first way to compute a loss whose results are the reader's on every small case; so is an error of one type."""
    for key, think in ENTROPIES.items():
        thoughts = [quietly(loss_and_gradient, think, *case) for case in SCORES]
        if all(map(alike_results, given, thoughts)):
            return key
    return None


def alike_results(mine, thought):
    if isinstance(mine, BaseException) or isinstance(thought, BaseException):
        return type(mine) is type(thought)
    gradients = (mine[1] is None) is (thought[1] is None)
    return gradients and alike(mine[0], thought[0]) and (mine[1] is None or alike(mine[1], thought[1]))


# --------------------------------------------------------------------------------------------- 10.6  Only what is allowed

ALLOWED = [  # scores, which are allowed
    ([[1.0, 2.0, 5.0], [4.0, 0.0, 2.0]], [[True, True, False], [True, True, True]]),
    ([[2.0, 3.0, 1.0]], [[False, False, False]]),
    ([[1000.0, 1001.0, 2000.0]], [[True, True, False]]),
    ([[-500.0, -501.0, 1.0]], [[True, True, False]]),
]
WEIGHTS = [1.0, 10.0, 100.0]  # what arrives at each row


def without(scores, allowed):
    return mg.where(allowed, scores, -math.inf)


def or_as_it_is(scores, allowed, other=-math.inf):
    """The scores, with another number where they are not allowed; a row without any is left as it is."""
    return mg.where(allowed | ~allowed.any(1, keepdim=True), scores, other)


def exponentials(scores, allowed):
    e = mg.where(allowed, scores.exp(), 0.0)
    return e / e.sum(1, keepdim=True)


WAYS_TO_CHOOSE = {
    "all": lambda scores, allowed: mg.softmax(scores, 1),
    "nan": lambda scores, allowed: mg.softmax(without(scores, allowed), 1),
    "nan|added": lambda scores, allowed: mg.softmax(scores + mg.where(allowed, 0.0, -math.inf), 1),
    "nan in the gradient": lambda scores, allowed: mg.nan_to_num(
        mg.softmax(scores + mg.where(allowed, 0.0, -math.inf), 1)
    ),
    "nan in the gradient|chosen": lambda scores, allowed: mg.where(
        allowed, mg.softmax(scores + mg.where(allowed, 0.0, -math.inf), 1), 0.0
    ),
    "nan|times": lambda scores, allowed: mg.softmax(without(scores, allowed), 1) * allowed,
    "not shared again": lambda scores, allowed: mg.softmax(scores, 1) * allowed,
    "zero": lambda scores, allowed: mg.softmax(scores * allowed, 1),
    "zero|and blanked": lambda scores, allowed: mg.softmax(scores * allowed, 1) * allowed,
    "uniform": lambda scores, allowed: mg.softmax(mg.where(allowed, scores, -1e9), 1),
    "not low enough": lambda scores, allowed: mg.where(allowed, mg.softmax(mg.where(allowed, scores, -100.0), 1), 0.0),
    "as if all": lambda scores, allowed: mg.softmax(or_as_it_is(scores, allowed), 1),
    "nan|by hand": lambda scores, allowed: (
        without(scores, allowed).exp() / without(scores, allowed).exp().sum(1, keepdim=True)
    ),
    "overflow": lambda scores, allowed: scores.exp() * allowed / (scores.exp() * allowed).sum(1, keepdim=True),
    "overflow|and mended": lambda scores, allowed: (
        scores.exp() * allowed / ((scores.exp() * allowed).sum(1, keepdim=True) + 1e-12)
    ),
    "overflow|chosen": exponentials,
    "overflow|of no empty row": lambda scores, allowed: mg.where(
        allowed.any(1, keepdim=True), exponentials(scores, allowed | ~allowed.any(1, keepdim=True)), 0.0
    ),
    "everything": lambda scores, allowed: mg.softmax(without(scores, allowed).reshape(-1), 0).reshape(scores.shape),
    "logs": lambda scores, allowed: mg.where(allowed, mg.log_softmax(or_as_it_is(scores, allowed), 1), 0.0),
    "equal": lambda scores, allowed: allowed / mg.clamp(allowed.sum(1, keepdim=True), min=1),
    "largest": lambda scores, allowed: mg.softmax(or_as_it_is(scores, allowed, math.inf), 1),
    "turned round": lambda scores, allowed: mg.where(allowed, 0.0, mg.softmax(mg.where(allowed, -1e9, scores), 1)),
    "columns": lambda scores, allowed: mg.where(allowed, mg.softmax(mg.where(allowed, scores, -1e9), 0), 0.0),
    "columns|nan": lambda scores, allowed: mg.softmax(without(scores, allowed), 0),
    "scores": lambda scores, allowed: mg.where(allowed, scores, 0.0),
    "-inf times False": lambda scores, allowed: mg.softmax(scores + (~allowed) * -math.inf, 1),
}


def shares_and_gradient(shares, scores, allowed):
    scores = mg.tensor(scores, dtype=mg.float64, requires_grad=True)
    result = shares(scores, mg.tensor(allowed))
    if not isinstance(result, mg.Tensor):
        raise NoTensorError(f"a tensor is asked for, not {type(result).__name__}")
    if result.requires_grad and result.shape == scores.shape:
        result.backward(mg.tensor([WEIGHTS] * len(allowed), dtype=mg.float64))
    return np.array(result.tolist()), None if scores.grad is None else np.array(scores.grad.tolist())


def right_shares(scores, allowed):
    """The shares and their gradient, row by row: p (weight - mean weight)."""
    values, gradients = [], []
    for row, able in zip(scores, allowed, strict=True):
        open_scores = [n for n, a in zip(row, able, strict=True) if a]
        total = log_of_sum(open_scores) if open_scores else 0.0
        p = [math.exp(n - total) if a else 0.0 for n, a in zip(row, able, strict=True)]
        mean = sum([share * w for share, w in zip(p, WEIGHTS, strict=True)])
        values.append(p)
        gradients.append([share * (w - mean) if share else 0.0 for share, w in zip(p, WEIGHTS, strict=True)])
    return np.array(values), np.array(gradients)


def check_shares(shares):
    rng = random.Random(106)
    drawn = [
        (
            [[float(rng.randint(-9, 9)) for _ in range(3)] for _ in range(4)],
            [[rng.random() < 0.5 for _ in range(3)] for _ in range(3)] + [[False] * 3],
        )
    ]
    given = [quietly(shares_and_gradient, shares, *case) for case in ALLOWED + drawn]
    for (scores, allowed), mine in zip(ALLOWED + drawn, given, strict=True):
        value, gradient = right_shares(scores, allowed)
        case = [f"scores = {scores}", f"allowed = {allowed}"]
        if isinstance(mine, BaseException) or differs(mine[0], value):
            known = "no tensor" if isinstance(mine, NoTensorError) else plain(of_shares(given[: len(ALLOWED)]))
            if isinstance(mine, RuntimeError) and "in-place operation" in str(mine):
                known = "changed"
            if known is None and not isinstance(mine, BaseException) and nan_where_nothing(mine[0], allowed):
                known = "nan"
            return Miss(case, *in_lines(mine if isinstance(mine, BaseException) else mine[0], value), known)
        if mine[1] is None and np.any(gradient):
            return Miss([*case, "scores.grad"], "None: nothing has come", said(gradient.tolist()), "cut off")
        if mine[1] is not None and differs(mine[1], gradient):
            known = plain(of_shares(given[: len(ALLOWED)]))
            if known is None and np.isnan(mine[1]).any():
                known = "nan in the gradient"
            lines = [*case, f"{WEIGHTS} arrives at each row; scores.grad"]
            return Miss(lines, *in_lines(mine[1], gradient), known)
    return None


def nan_where_nothing(mine, allowed):
    """Whether the rows of nan are just those without any allowed place, and there are some."""
    empty = ~np.any(allowed, axis=1)
    return mine.shape == np.shape(allowed) and empty.any() and np.array_equal(np.isnan(mine).any(1), empty)


def of_shares(given):
    """The first way to choose whose results are the reader's on every small case."""
    for key, think in WAYS_TO_CHOOSE.items():
        thoughts = [quietly(shares_and_gradient, think, *case) for case in ALLOWED]
        if all(map(alike_results, given, thoughts)):
            return key
    return None


# ------------------------------------------------------------------------------------------------------ the exercises

EXERCISES = [
    Exercise(
        id="10.1",
        title="Every share arrives",
        minutes=6,
        misconception="`+=` at an index that occurs twice adds twice",
        names=(),
        rebuilds=(PUT_ADDING,),
        first_step="Add `values` to `out` in place of the dots.",
        passed="Each share is added, in whatever form the indices come. What an index out of range says was not tried.",
        hints=(
            "In the three steps above: what would have to be read before 10 is added, so that 11 is written?",
            "The reading, adding and writing has to be done for one index after the other. Which `at` adds?",
            "np.multiply.at(out, key, values) would multiply; out has zeros, and you want sums.",
        ),
        solution="""
def put_adding(values, shape, key):
    \"\"\"Zeros of `shape` to which `values` are added at the places `key`; a place that occurs twice gets both.\"\"\"
    out = np.zeros(shape, values.dtype)
    np.add.at(out, key, values)
    return out
""",
        check=check_put_adding,
        known={
            "overwritten": Known(
                "what is written last stays", "At place 0: which number did the second write find there, and use?"
            ),
            "the first stays": Known("what is written first stays", "Place 0 is named twice: what of the 10?"),
            "mean": Known("the mean of what arrives", "Nudge x[0] by 0.001: do both picks move, or half of each?"),
            "largest": Known("the largest of what arrives", "Nudge x[0] by 0.001: which pick does not move?"),
            "count": Known("how often it was picked, without what arrives", "Where do `values` come into it?"),
            "times the count": Known(
                "one share, times how many there are", "The shares are 1 and 10: what is twice the 10?"
            ),
            "nothing": Known(
                "`out` is still zeros",
                "Is out[key], at a list of indices, a part of `out` or a new array? And what is 0 times 10?",
            ),
            "in order": Known("put in order, not at their indices", "Where did the third number come from?"),
            "as it came": Known("the gradient as it came", "What shape is asked for?"),
            "begins with ones": Known("begins with ones", "What is the gradient of a number that was not picked?"),
            "everything": Known("everything for everyone", "Which picks does x[2] move?"),
            "first list only": Known(
                "the first list of indices only", "x[[0, 1], [2, 0]] picks two numbers: in which columns?"
            ),
            "lists walked": Known(
                "the lists are walked, not what is in them",
                "How many lists are in `key`, and how many numbers in `values`?",
            ),
            "sign": Known("the sign is turned", "x[2] grows: does y[2] grow or fall?"),
            "product": Known("multiplied instead of added", "x[0] moves by 0.001: by how much do both picks together?"),
            "twice": Known("added once more", "Which of your lines write to `out`, and what does each of them add?"),
            "none": Known("None for the array", "np.add.at changes its first argument: what does it give back?"),
            "exchanged": Known("something else for the places", "Which of the arrays says where, and which says what?"),
            "first axis only": Known(
                "an index along the first axis", "The shape is (2, 3): along which axis does a 2 count?"
            ),
            "changed": Known("what arrives is changed", "Who else may still need the gradient of the result?"),
            "type": Known("another type of numbers", "What is the dtype of `values`, and what of `out`?"),
        },
    ),
    Exercise(
        id="10.2",
        title="Equal shares",
        minutes=5,
        misconception="each of several winners gets the whole gradient",
        names=(),
        rebuilds=(SHARED,),
        first_step="Put what each winner gets in place of the dots.",
        passed="amax, amin, max() and min() share by your rule. Several axes at once were not tried.",
        hints=(
            "6 arrives and two numbers are the largest: what does each get? And if there are three?",
            "What arrives, divided by how many there are. Which shape has grad for x.amax(1), and which ties?",
            "opened(grad, x.shape, dim, keepdim) is grad in the shape of ties.",
        ),
        solution="""
def shared_by_ties(grad, x, result, dim, keepdim):
    \"\"\"The gradient of an extreme value, in equal parts to all elements that have it.\"\"\"
    at = x == opened(result, x.shape, dim, keepdim)
    ties = total_over(at, tuple(range(len(x.shape))) if dim is None else dim, grad)
    return where(at, opened(grad, x.shape, dim, keepdim) / ties, 0)
""",
        check=check_shared,
        known={
            "all of it": Known("all of it for each winner", "6 arrives: how much is handed out to two winners?"),
            "no upstream": Known("what arrives is forgotten", "Where does grad come into it?"),
            "multiplied": Known("multiplied by the winners", "6 arrives: how much is handed out to two winners?"),
            "halved": Known("always halved", "What if there is one winner, or three?"),
            "turned round": Known("divided the wrong way round", "6 arrives, two winners: what is 2 / 6?"),
            "sign": Known("the sign is turned", "A winner grows: does the maximum grow or fall?"),
            "by the length": Known("divided among all, winners or not", "How many numbers get something?"),
            "by all numbers": Known("divided by how many numbers there are", "How many numbers get something?"),
            "of all columns": Known("the winners of all maxima together", "How many winners has one column?"),
            "how many": Known("how many winners, not what they get", "Where does grad come into it?"),
            "the value": Known("the numbers themselves", "How far does max move when the 7 moves by 0.001?"),
            "the value times": Known("times the number itself", "How far does max move when the 7 moves by 0.001?"),
            "not opened": Known(
                "the lost axis is missing, or not in its place",
                "Which shapes have grad and ties here, and what does broadcasting make of them?",
            ),
            "losers": Known(
                "the losers get something", "Nudge a number that is not the largest: does the maximum move?"
            ),
            "cut off": Known(
                "right for numbers, but cut off from the graph", "Which of your calls works on arrays only?"
            ),
        },
    ),
    Exercise(
        id="10.3",
        title="Three maxima",
        minutes=5,
        misconception="amax, max() and max(dim) treat ties alike",
        names=("amax_grad", "max_dim_grad", "max_grad"),
        first_step="A list of two lists of three numbers in place of each of the dots.",
        passed="amax and max() share; max(dim) has picked an index, and returns to it. More than two axes were not asked for.",
        hints=(
            "Which of the three tells you an index? How many places does one index name?",
            "amax and max() know only the value, and share among all that have it. In X.max() there is one maximum for both rows.",
            "The first row of amax_grad is [0.0, 3.0, 3.0], the first row of max_dim_grad has a single number.",
        ),
        solution="""
amax_grad = [[0.0, 3.0, 3.0], [5.0, 5.0, 0.0]]
max_dim_grad = [[0.0, 6.0, 0.0], [10.0, 0.0, 0.0]]
max_grad = [[0.0, 4.0, 4.0], [0.0, 0.0, 0.0]]
""",
        check=check_three,
        known={
            "first": Known("only the first winner, here too", "Does this function say an index, or only a value?"),
            "shared": Known("shared, here too", "Which index does it give for the row 3, 7, 7?"),
            "last": Known("only the last winner", "Which index does X.max(1) give for the row 3, 7, 7?"),
            "all of it": Known("all of it for each winner", "How much arrives, and how much is handed out?"),
            "no upstream": Known("what arrives is forgotten", "What would change if 60 arrived instead of 6?"),
            "each row": Known("one maximum for each row", "How many numbers is X.max()?"),
            "columns": Known("down the columns", "Which numbers does the maximum along axis 1 compare?"),
            "exchanged": Known("the rows exchanged", "Which of the two numbers arrives at the first row?"),
            "added up": Known("the lines before are still in it", "What does this line give, by itself?"),
            "not gradients": Known(
                "what has been found, not where the gradient goes", "How many numbers has X, and how many its gradient?"
            ),
            "among all": Known("divided among all, winners or not", "How many numbers get something?"),
            "times the value": Known("times the number itself", "How far does max move when the 7 moves by 0.001?"),
            "flat": Known("the right numbers in another shape", "Which shape has X?"),
        },
    ),
    Exercise(
        id="10.4",
        title="Without overflow",
        minutes=5,
        misconception="a formula that is right can be computed as it stands",
        names=(),
        rebuilds=(LOG_TOTAL,),
        first_step="Put the log of the sum in place of the dots, with no exponential of a large number in it.",
        passed="No exponential of more than 0. peak gives 0 for -inf: else [-inf, -inf] would give nan. inf was not tried.",
        hints=(
            "Both facts for 1000 and 1001: which two exponentials are left, and what is to be done with their log?",
            "Take `top` from x before the exponential, and give it back after the log.",
            "totals(np.exp(x - top), dim, True) is the sum; what is still to come are the log and the top.",
        ),
        solution="""
def log_total(x, dim, keepdim):
    top = peak(x, dim)
    out = np.log(totals(np.exp(x - top), dim, True)) + top
    return out if keepdim else out.reshape([n for i, n in enumerate(x.shape) if i not in dim])[()]
""",
        check=check_log_total,
        known={
            "overflow": Known(
                "an exponential of a large number", "What is np.exp of the largest number that your line gives to it?"
            ),
            "not added back": Known(
                "taken away, and not given back", "The log is smaller by how much, by the second fact?"
            ),
            "taken away twice": Known("taken away twice", "The log is smaller already: which way back?"),
            "inside the log": Known("given back inside the log", "By how much is the log itself too small?"),
            "after the exponential": Known(
                "taken away after the exponential", "What is np.exp(1000.0), before anything is taken from it?"
            ),
            "as an exponential": Known(
                "given back as an exponential", "By how much is the log too small: by 1001, or by e to the 1001?"
            ),
            "the log taken away": Known("the log taken away from the top", "Is it a little more than 5, or less?"),
            "no sum": Known("the sum of the numbers", "Is log(a + b) the same as log(a) + log(b)?"),
            "the largest": Known(
                "the largest alone", "For 1, 2, 5 it is a little more than 5: where does that come from?"
            ),
            "no log": Known("without the log", "What is to be undone after the sum?"),
            "divided": Known(
                "divided where a difference is wanted", "By what is e to the 1000 larger than e to the 999?"
            ),
            "mean": Known("the mean of the exponentials", "What is log(e + e): 1, or more than 1?"),
            "multiplied": Known("multiplied by the top", "The log is smaller by 1001: what brings it back?"),
            "no exponential": Known(
                "the log of a sum below 0", "What is the sum made of, and can an exponential be below 0?"
            ),
            "turned round": Known(
                "the difference the wrong way round", "Which of the exponentials is to be 1, and which less?"
            ),
            "always 1001": Known("1001, whatever x is", "What is left of 1, 2 and 5 when 1001 is taken from them?"),
            "clipped": Known("large numbers cut off", "What does it make of 2000 and 2001?"),
            "powers of 2": Known("powers of 2", "Which number does the formula raise to the power of x?"),
            "log of the top": Known(
                "the log of the top given back", "By how much is the log too small: by 1001, or by log(1001)?"
            ),
            "one more": Known("1 added to the sum", "What does log1p add before it takes the log?"),
            "changed": Known("x itself is changed", "Who else may still need the numbers of x?"),
            "one top": Known(
                "one top for all rows",
                "1000 is taken from 0 and 1: what are the exponentials, and the log of their sum?",
            ),
            "the smallest": Known("the smallest taken away", "What is np.exp of 1000, with 0 taken from it?"),
            "everything": Known("one sum for all rows", "Along which axes is the sum to be taken?"),
            "one axis": Known("not along all axes of `dim`", "How many numbers are to be left of this matrix?"),
            "axes lost": Known(
                "the sum has lost its axes, the top has them", "What does the True in totals(x, dim, True) do?"
            ),
            "nothing": Known("nan for the log of 0", "What is -inf less -inf, and what does peak give for two -inf?"),
        },
    ),
    Exercise(
        id="10.5",
        title="Cross entropy",
        minutes=6,
        misconception="scores[:, target] picks one score for each row",
        names=("cross_entropy",),
        first_step="Return the mean in place of the dots.",
        passed="Indexing, soft maximum and mean: no rule of its own was needed. Weights of classes were not tried.",
        hints=(
            "For the first picture: what is the soft maximum of its three scores, and which is the right score?",
            "mg.logsumexp(scores, 1) has a soft maximum for each row; scores[rows, target] picks in pairs.",
            "right = scores[mg.arange(len(target)), target] are the right scores.",
        ),
        solution="""
def cross_entropy(scores, target):
    right = scores[mg.arange(len(target)), target]
    return (mg.logsumexp(scores, 1) - right).mean()
""",
        check=check_cross_entropy,
        known={
            "sum": Known("the sum, not the mean", "How many pictures are there?"),
            "added": Known("added where a difference is wanted", "How far below is 3 below 5?"),
            "squared": Known("the differences squared", "How far is the right score of the second picture below?"),
            "the best": Known("the best class for the right one", "Where does target come into it?"),
            "one picture": Known("one picture for all", "Which row of scores belongs to target[1]?"),
            "rows": Known(
                "an index that counts something else",
                "In scores[a, b]: which of the two counts pictures, which classes?",
            ),
            "each": Known("the losses of the pictures, not their mean", "Which shape has your result?"),
            "sign": Known("the sign is turned", "Is a loss larger or smaller when another class stands out?"),
            "all pairs": Known("every picture with every target", "Which shape has scores[:, target]?"),
            "no maximum": Known("the right score alone", "What if all three scores grow by 10: is the model better?"),
            "hard": Known("the hard maximum", "What do the other classes get, if max has one winner?"),
            "no pick": Known("the soft maximum alone", "Where does the right class come into it?"),
            "columns": Known("the soft maximum of a column", "Which numbers belong to one picture?"),
            "everything": Known("one soft maximum for all pictures", "Which numbers belong to one picture?"),
            "probability": Known("the share of the right class, without the log", "What is the log of that share?"),
            "log of softmax": Known(
                "a log of a share that has become 0", "What is softmax of 0, 1000, 1 at the last place, and its log?"
            ),
            "overflow": Known(
                "an exponential that overflows", "What is the exponential of 1000, and which function avoids it?"
            ),
            "first class": Known("always class 0", "Where does target come into it?"),
            "log of the mean": Known("divided where a difference is wanted", "How far below is 3 below 5?"),
            "softmax twice": Known("softmax of a softmax", "Does logsumexp want scores, or shares?"),
            "by classes": Known("divided by the number of classes", "The mean of how many losses is it?"),
            "by two": Known("always divided by 2", "How many pictures are there here?"),
            "all classes": Known("the mean over all classes", "Which score of a picture counts, and which do not?"),
            "of the picked": Known("a soft maximum of the right scores", "Whose scores does the soft maximum compare?"),
            "not own": Known("the package's loss, not yours", "Which function and which index does the text ask for?"),
            "no tensor": Known("no tensor is given back", "Which type has what you return?"),
            "cut off": Known(
                "no gradient reaches the scores", "Which of your calls gives numbers that know nothing of scores?"
            ),
        },
    ),
    Exercise(
        id="10.6",
        title="Only what is allowed",
        minutes=8,
        misconception="a nan that is replaced in the result is gone from the gradient",
        names=("shares",),
        first_step="Return a tensor of shares in place of the dots.",
        passed="Attention does this with words in the future. A where before softmax keeps out a nan that comes back from it. "
        "Infinite scores at allowed places were not tried.",
        hints=(
            "What are the scores of a row without any allowed place, when you give them to softmax, and what is its answer?",
            "Leave the scores of such a row as they are: softmax is harmless then. What is to become of its shares after that?",
            "empty = ~allowed.any(1, keepdim=True) says which rows these are; allowed | empty is where scores may stay.",
        ),
        solution="""
def shares(scores, allowed):
    empty = ~allowed.any(1, keepdim=True)
    kept = mg.where(allowed | empty, scores, -np.inf)
    return mg.where(allowed, mg.softmax(kept, 1), 0.0)
""",
        check=check_shares,
        known={
            "all": Known("all places are allowed", "Where does `allowed` come into it?"),
            "nan": Known("shares of nothing", "What is softmax of a row of -inf?"),
            "nan in the gradient": Known(
                "replaced in the result, and still in the gradient",
                "Which of your calls has given nan, and what does its rule multiply on the way back?",
            ),
            "not shared again": Known(
                "taken away after the shares were made", "What do the shares of the first row add up to?"
            ),
            "zero": Known("0 for not allowed", "What is e to the power of 0, and what of -inf?"),
            "uniform": Known(
                "a row of equal numbers has equal shares", "What does softmax make of three times -1000000000?"
            ),
            "not low enough": Known(
                "a score that is not low enough", "Which is larger: your number, or the scores that are allowed?"
            ),
            "as if all": Known("a row without allowed places, as if all were", "What is asked for in such a row?"),
            "overflow": Known("an exponential that overflows, or 0 / 0", "What is the exponential of 1000? And 0 / 0?"),
            "turned round": Known("the wrong places are allowed", "Which places may be chosen: True or False?"),
            "columns": Known("shares down the columns", "Which numbers are to add up to 1?"),
            "scores": Known("scores, not shares", "What do the numbers of the second row add up to?"),
            "everything": Known("shares among all rows", "Which numbers are to add up to 1?"),
            "logs": Known("logs of shares", "Can a share be less than 0?"),
            "equal": Known("equal shares", "Where do the scores come into it?"),
            "largest": Known("inf for not allowed", "What is e to the power of inf, and what of -inf?"),
            "changed": Known("the scores themselves are changed", "Who else may still need them as they were?"),
            "-inf times False": Known("0 times -inf", "What is False * -inf?"),
            "no tensor": Known("no tensor is given back", "Which type has what you return?"),
            "cut off": Known(
                "no gradient reaches the scores", "Which of your calls gives numbers that know nothing of scores?"
            ),
        },
    ),
]
