"""The exercises of lesson 20: the step, its clipping, its order, micro-batches, a fresh start, and five runs in numbers."""

import math
import random
import weakref

import numpy as np

import minigrad as mg
from minigrad.course.exercise import Exercise, Known, Miss, differs, matching, result_of, said

from .formulas import NOTHING_RETURNED
from .runs import BUGS, LR, MAX_NORM, OTHER_UNITS, lineup

RECALL = {
    "20.a": (2, "2: each number's share of a mean of four is a quarter, times 8. Lesson 07."),
    "20.b": (False, "False: it is a result, and the leaf of before has lost its name. Lesson 13."),
}
NO_GRAPH = "does not require grad"  # what backward says of a loss that was cut off
UPDATE = "minigrad/optim/sgd.py::SGD.update"
CLIP = "minigrad/nn/utils.py::clip_grad_norm_"


# ------------------------------------------------------------------------------------------------------- 20.1  The step

START, GRADIENTS = [1.0, -2.0], [[4.0, 8.0], [-2.0, 8.0], [1.0, 16.0]]
OPTIONS = [{"lr": 0.5}, {"lr": 0.25, "momentum": 0.75, "dampening": 0.125}]
MORE = [
    {"lr": 0.25, "momentum": 0.5},
    {"lr": 0.25, "weight_decay": 0.5},
    {"lr": 0.125, "momentum": 0.5, "nesterov": True},
    {"lr": 0.125, "momentum": 0.5, "weight_decay": 0.25},
]


def faster(v, grad, momentum=0.0, dampening=0.0, **_):
    """The new velocity."""
    return momentum * v + (1 - dampening) * grad


def moved(p, way, lr, **_):
    """Where a step along `way` leads."""
    return p - lr * way


def descent(velocity=faster, move=moved, keep=None):
    """A way to descend: a function of the options that gives the numbers after each step.

    `velocity` makes of the velocity kept the one to go along, `keep` the one to be kept (if None, the same).
    """

    def walk(options):
        p, kept, places = np.array(START), None, []
        momentum = options.get("momentum", 0.0)
        for grad in map(np.array, GRADIENTS):
            grad = grad + options.get("weight_decay", 0.0) * p
            if momentum:
                v = grad if kept is None else velocity(kept, grad, **options)
                kept = grad if kept is None else (keep or velocity)(kept, grad, **options)
                grad = grad + momentum * v if options.get("nesterov") else v
            p = move(p, grad, **options)
            places.append(p.tolist())
        return places

    return walk


right_walk = descent()
WALKS = {
    "stands still": descent(move=lambda p, way, **_: p),
    "uphill": descent(move=lambda p, way, lr, **_: p + lr * way),
    "no lr": descent(move=lambda p, way, **_: p - way),
    "replaced": descent(move=lambda p, way, lr, **_: -lr * way),
    "only with momentum": descent(move=lambda p, way, lr, momentum=0.0, **_: p - lr * way if momentum else p),
    "a number for lr": descent(move=lambda p, way, **_: p - 0.1 * way),
    "momentum twice": descent(move=lambda p, way, lr, momentum=0.0, **_: p - lr * momentum * way),
    "a product": descent(move=lambda p, way, lr, **_: p * lr * way),
    "forgets": descent(lambda v, grad, dampening=0.0, **_: (1 - dampening) * grad),
    "never slows": descent(lambda v, grad, dampening=0.0, **_: v + (1 - dampening) * grad),
    "no dampening": descent(lambda v, grad, momentum, **_: momentum * v + grad),
    "dampening turned round": descent(lambda v, grad, momentum, dampening=0.0, **_: momentum * v + dampening * grad),
    "momentum turned round": descent(
        lambda v, grad, momentum, dampening=0.0, **_: (1 - momentum) * v + (1 - dampening) * grad
    ),
    "a mean": descent(lambda v, grad, momentum, **_: momentum * v + (1 - momentum) * grad),
    "no gradient": descent(lambda v, grad, momentum, **_: momentum * v),
    "slowed too late": descent(lambda v, grad, momentum, dampening=0.0, **_: momentum * (v + (1 - dampening) * grad)),
    "against": descent(lambda v, grad, momentum, dampening=0.0, **_: momentum * v - (1 - dampening) * grad),
    "a velocity multiplied": descent(
        lambda v, grad, momentum, dampening=0.0, **_: momentum * v * (1 - dampening) * grad
    ),
    "no brackets": descent(lambda v, grad, momentum, dampening=0.0, **_: momentum * v + 1 - dampening * grad),
    "a number for momentum": descent(lambda v, grad, dampening=0.0, **_: 0.9 * v + (1 - dampening) * grad),
    "lr twice": descent(lambda v, grad, lr, momentum, dampening=0.0, **_: momentum * v + lr * (1 - dampening) * grad),
    "velocity not kept": descent(keep=lambda v, grad, **_: v),
    "half kept": descent(keep=lambda v, grad, momentum, **_: momentum * v),
    "the old velocity": descent(lambda v, grad, **_: v, keep=faster),
    "first velocity": descent(lambda v, grad, **_: v),
}


def walked(load, options):
    """Where an SGD of the load is after each of its steps."""
    p = load.tensor(START, dtype=load.float64, requires_grad=True)
    optimizer, same, places = load.optim.SGD([p], **options), p.detach(), []
    for numbers in GRADIENTS:
        p.grad = load.tensor(numbers, dtype=load.float64)
        optimizer.step()
        if p.grad.tolist() != numbers:
            raise ChangedGradientError(f"p.grad was {said(numbers)}, and is {said(p.grad.tolist())} after step()")
        if same.tolist() != p.tolist():
            raise OtherMemoryError(f"p is {said(p.tolist())}, and a p.detach() of before still {said(same.tolist())}")
        places.append(p.tolist())
    return places


class ChangedGradientError(Exception):
    """The step has changed the gradient."""


class OtherMemoryError(Exception):
    """The step has given the parameter another array."""


SHOWN_BY = {  # an error says more than the numbers
    ChangedGradientError: "gradient changed",
    OtherMemoryError: "other memory",
    UnboundLocalError: "only a velocity",
    RecursionError: "itself",
}


def check_update(load):
    cases = OPTIONS + MORE
    given = [result_of(walked, load, options) for options in cases]
    for options, mine in zip(cases, given, strict=True):
        if differs(mine, right_walk(options)):
            known = matching(WALKS, OPTIONS, given[: len(OPTIONS)], args=lambda options: (options,))
            known = SHOWN_BY.get(type(mine), known)
            call = ", ".join([f"{name}={value}" for name, value in options.items()])
            case = [f"p = {START}, SGD([p], {call}), gradients {said(GRADIENTS)}", "p after each of the three steps"]
            return Miss(case, mine, right_walk(options), known)
    return None


# ----------------------------------------------------------------------------------------------- 20.2  One length for all

CLIPPED = [([[3.0], None, [2.0, 6.0]], 1.75), ([[0.25], [-0.5, 0.5]], 4.0)]  # gradients, max_norm


def scaled(factor):
    """A way to clip: the gradients afterwards and what is given back; `factor(size, max_norm)` of a gradient's own array."""

    def clip(gradients, max_norm):
        size = math.hypot(*[n for g in gradients if g for n in g])
        new = [g and (np.array(g) * factor(np.array(g), size, max_norm)).tolist() for g in gradients]
        return new, size

    return clip


right_clip = scaled(lambda g, size, most: min(1.0, most / (size + 1e-6)))


def with_size(of):
    """A way to clip by another size than the length of all."""

    def clip(gradients, max_norm):
        size = of([np.array(g) for g in gradients if g])
        return [g and (np.array(g) * min(1.0, max_norm / size)).tolist() for g in gradients], float(size)

    return clip


def giving(result):
    """Right gradients, and something else that is given back."""
    return lambda gradients, most: (right_clip(gradients, most)[0], float(result(right_clip(gradients, most)[1], most)))


CLIPS = {
    "each by itself": scaled(lambda g, size, most: min(1.0, most / max(np.linalg.norm(g), 1e-9))),
    "always": scaled(lambda g, size, most: most / size),
    "by value": scaled(lambda g, size, most: np.clip(g, -most, most) / np.where(g == 0, 1.0, g)),
    "turned round": scaled(lambda g, size, most: most / size if size < most else 1.0),
    "not at all": scaled(lambda g, size, most: 1.0),
    "one divided": scaled(lambda g, size, most: 1.0 / size if size > most else 1.0),
    "over the number": scaled(lambda g, size, most: most / size / 2 if size > most else 1.0),
    "upside down": scaled(lambda g, size, most: size / most if size > most else 1.0),
    "multiplied": scaled(lambda g, size, most: most if size > most else 1.0),
    "squared": scaled(lambda g, size, most: min(1.0, most / size) ** 2),
    "nothing left": scaled(lambda g, size, most: 0.0 if size > most else 1.0),
    "not all": lambda gradients, most: (
        [right_clip(gradients, most)[0][0], *gradients[1:]],
        right_clip(gradients, most)[1],
    ),
    "mean length": with_size(lambda gs: np.mean([np.linalg.norm(g) for g in gs])),
    "longest": with_size(lambda gs: max([np.linalg.norm(g) for g in gs])),
    "numbers added": with_size(lambda gs: sum([np.abs(g).sum() for g in gs])),
    "sums": with_size(lambda gs: np.linalg.norm([g.sum() for g in gs])),
    "the first": with_size(lambda gs: np.linalg.norm(gs[0])),
    "sizes added": with_size(lambda gs: sum([np.linalg.norm(g) for g in gs])),
    "largest": with_size(lambda gs: max([np.abs(g).max() for g in gs])),
    "not rooted": with_size(lambda gs: sum([(g * g).sum() for g in gs])),
    "size afterwards": giving(min),
    "the factor": giving(lambda size, most: min(1.0, most / size)),
}


def clipped(load, gradients, max_norm):
    """The gradients after a call, and what it gave back."""
    leaves = [load.zeros(len(g or [0.0]), dtype=load.float64, requires_grad=True) for g in gradients]
    for leaf, g in zip(leaves, gradients, strict=True):
        leaf.grad = None if g is None else load.tensor(g, dtype=load.float64)
    before = [leaf.grad for leaf in leaves]
    size = load.nn.utils.clip_grad_norm_(leaves, max_norm)
    if any(leaf.grad is not grad for leaf, grad in zip(leaves, before, strict=True)):
        raise NotInPlaceError("p.grad is another tensor than before the call")
    if size is None:
        raise NothingError("None")
    if not isinstance(size, load.Tensor):
        raise NoTensorError(f"a tensor is asked for, not {size!r}")
    number = size.item() if size.dim() == 0 else size.tolist()
    return [leaf.grad if leaf.grad is None else leaf.grad.tolist() for leaf in leaves], number


class NotInPlaceError(Exception):
    """A gradient was put in another's place."""


class NoTensorError(TypeError):
    """What is given back is no tensor."""


class NothingError(TypeError):
    """Nothing is given back."""


REFUSED = {
    NotInPlaceError: "not in place",
    NoTensorError: "no tensor",
    NothingError: "no return",
    RecursionError: "itself",
}


def close(mine, right):
    """Whether gradients and size are right, to five digits: the 1e-6 may be left out."""
    if isinstance(mine, BaseException) or isinstance(mine[1], bool) or not isinstance(mine[1], float):
        return False
    pairs = [(mine[1], right[1]), *zip(mine[0], right[0], strict=True)]
    return all(a is b is None or (a is not None and b is not None and np.allclose(a, b, rtol=1e-5)) for a, b in pairs)


def check_clip(load):
    rng = random.Random(202)
    drawn = [([[rng.uniform(-5, 5) for _ in range(n)] for n in (3, 1, 4)], most) for most in (0.5, 3.0, 50.0)]
    given = [result_of(clipped, load, *case) for case in CLIPPED + drawn]
    for (gradients, max_norm), mine in zip(CLIPPED + drawn, given, strict=True):
        right = right_clip(gradients, max_norm)
        if not close(mine, right):
            small = list(zip(CLIPPED, given[: len(CLIPPED)], strict=True))
            known = next((key for key, clip in CLIPS.items() if all(close(m, clip(*case)) for case, m in small)), None)
            known = REFUSED.get(type(mine), known)
            case = (
                f"gradients {said(gradients)}, max_norm={max_norm:g}: the gradients after the call, and what it gives"
            )
            return Miss([case], mine, right, known)
    if result_of(load.nn.utils.clip_grad_norm_, [load.zeros(2, requires_grad=True)], 1.0) != 0.0:
        return Miss(["no parameter has a gradient: what the call gives"], "something else", "0")
    return None


# ------------------------------------------------------------------------------------------------------- 20.3  In order

RATE = 0.25  # not the lesson's 0.5, so that an optimiser of the reader's own shows
X, T = [[1.0, 2.0], [-3.0, 0.5], [2.0, -1.0]], [[1.0], [0.0], [1.0]]


class Listening(mg.nn.Module):
    """A linear model that notes what is done with it, and with its optimiser, in order."""

    def __init__(self):
        super().__init__()
        self.linear = mg.nn.Linear(2, 1).double()
        self.linear.weight.data, self.linear.bias.data = mg.tensor([[-1.0, 0.5]]).double(), mg.tensor([0.25]).double()
        self.events = []

    def forward(self, x):
        z = self.linear(x)
        if z.requires_grad:
            z.register_hook(lambda grad: self.events.append("backward"))
        return z

    def parameters(self, recurse=True):
        self.events.append("clip")  # who trains a model needs its parameters for nothing else
        return super().parameters(recurse)

    def zero_grad(self, set_to_none=True):
        self.events.append("zero")
        for p in super().parameters():
            p.grad = None

    def numbers(self):
        return [n for p in super().parameters() for n in p.flatten().tolist()]


class Told(mg.optim.SGD):
    """SGD that tells its model of its calls."""

    def __init__(self, model):
        super().__init__([model.linear.weight, model.linear.bias], lr=RATE)
        self.model = model

    def step(self, closure=None):
        self.model.events.append("step")
        super().step(closure)

    def zero_grad(self, set_to_none=True):
        self.model.events.append("zero")
        super().zero_grad(set_to_none)


def trained(train_step, max_norm):
    """The losses and the parameters of three steps, and what was done in the second of them."""
    model = Listening()
    optimizer, seen, losses = Told(model), [], []
    x, t = mg.tensor(X).double(), mg.tensor(T).double()
    for _ in range(3):
        model.events = []
        losses.append(train_step(model, optimizer, x, t, max_norm))
        seen.append((model.numbers(), model.events))
    return losses, [numbers for numbers, _ in seen], seen[1][1]


def right_training(max_norm, length=np.linalg.norm):
    """The same without an engine, and without what was done; `length` is that of the gradient."""
    w, b, x, t = np.array([-1.0, 0.5]), 0.25, np.array(X), np.array(T)[:, 0]
    losses, places = [], []
    for _ in range(3):
        z = x @ w + b
        losses.append(float((np.logaddexp(0.0, z) - t * z).mean()))
        slope = (1 / (1 + np.exp(-z)) - t) / len(t)
        grad = np.array([*(slope @ x), slope.sum()])
        grad *= np.minimum(1.0, max_norm / (length(grad) + 1e-6))
        w, b = w - RATE * grad[:2], b - RATE * grad[2]
        places.append([*w.tolist(), float(b)])
    return losses, places


def weight_and_bias(grad):
    """The lengths of a weight's gradient and of a bias's, each for its numbers."""
    return np.array([np.linalg.norm(grad[:2])] * 2 + [abs(grad[2])])


def thought_of(events, places):
    """The misconception that an order of events shows, or None."""
    at = {event: i for i, event in enumerate(events)}
    if "backward" not in at:
        return "no backward"
    if "step" not in at:
        return "no step" if places[0] == places[2] else "another optimiser"
    if max(events.count("backward"), events.count("step")) > 1:
        return "too often"
    if "zero" not in at:
        return "no zero"
    if at["step"] < at["backward"]:
        return "step first"
    if at["backward"] < at["zero"] < at["step"]:
        return "cleared"
    if "clip" not in at:
        return "no clip"
    if at["clip"] < at["backward"]:
        return "clip first"
    return "clip late" if at["clip"] > at["step"] else None


def miscomputed(mine, max_norm, of_other_limit):
    """The misconception that numbers show where the order is right, or None."""
    losses, _ = right_training(max_norm)
    if isinstance(mine[0][0], float) and differs(mine[0][0], losses[0]):
        return "another loss"
    if not isinstance(of_other_limit, BaseException) and not differs(mine[1], of_other_limit[1]):
        return "another limit"
    return None if differs(mine[1], right_training(max_norm, weight_and_bias)[1]) else "each by itself"


def check_train_step(train_step):
    limits = (0.25, 100.0)
    given = [result_of(trained, train_step, max_norm) for max_norm in limits]
    for max_norm, mine, other in zip(limits, given, given[::-1], strict=True):
        losses, places = right_training(max_norm)
        case = f"a linear model, three points, lr={RATE:g}, max_norm={max_norm:g}"
        if isinstance(mine, BaseException):
            return Miss([case], mine, "three steps", "no graph" if NO_GRAPH in str(mine) else None)
        done = f"in the second step, in order: {', '.join(mine[2]) or 'nothing'}"
        if differs(mine[1], places):
            known = thought_of(mine[2], mine[1]) or miscomputed(mine, max_norm, other)
            return Miss([case, done, "the parameters after each of three steps"], mine[1], places, known)
        if "step" not in mine[2]:
            return Miss([case, done], "no step of this optimizer", "one in each call", "another optimiser")
        if differs(mine[0], losses):
            known = "a tensor" if isinstance(mine[0][0], mg.Tensor) else "no return" if mine[0][0] is None else None
            known = known or ("afterwards" if not differs(mine[0][:2], losses[1:]) else "another loss")
            return Miss([case, "what the three calls give"], mine[0], losses, known)
    return None


# ------------------------------------------------------------------------------------------------- 20.4  In small portions

SPLITS = [[[1.0, 2.0], [6.0]]]  # of numbers x, batch by batch; the loss of a point is 3 · (w · x - 1)², at w = 2
W = 2.0


def shares(weight):
    """A way to add up: the gradient of w, where `weight(i, batch, batches)` is what a batch's mean loss counts."""

    def gradient(split):
        return sum(
            [
                weight(i, batch, split) * sum([6 * (W * x - 1) * x for x in batch]) / len(batch)
                for i, batch in enumerate(split)
            ]
        )

    return gradient


def points(split):
    return sum(map(len, split))


right_share = shares(lambda i, batch, split: len(batch) / points(split))
SHARES = {
    "mean of means": shares(lambda i, batch, split: 1 / len(split)),
    "sum of means": shares(lambda i, batch, split: 1.0),
    "sum of all": shares(lambda i, batch, split: len(batch)),
    "divided twice": shares(lambda i, batch, split: 1 / points(split)),
    "by its own size": shares(lambda i, batch, split: 1 / len(batch)),
    "by both sizes": shares(lambda i, batch, split: 1 / len(batch) / points(split)),
    "the first's size": shares(lambda i, batch, split: len(batch) / (len(split) * len(split[0]))),
    "by the largest": shares(lambda i, batch, split: len(batch) / max(map(len, split))),
    "by those so far": shares(lambda i, batch, split: len(batch) / points(split[: i + 1])),
    "upside down": shares(lambda i, batch, split: points(split) / len(batch)),
    "by the batches too": shares(lambda i, batch, split: len(batch) / points(split) / len(split)),
    "numbers counted": shares(lambda i, batch, split: len(batch) / points(split) / 3),
    "first only": shares(lambda i, batch, split: 1.0 if i == 0 else 0.0),
    "not the last": shares(lambda i, batch, split: (i < len(split) - 1) * len(batch) / points(split)),
    "last only": shares(lambda i, batch, split: (i == len(split) - 1) * len(batch) / points(split)),
    "nothing": shares(lambda i, batch, split: 0.0),
}


class Batches:
    """The mean loss of a batch; at each call it looks what is alive of the graphs of earlier calls."""

    def __init__(self):
        self.w, self.nodes = mg.tensor(W, dtype=mg.float64, requires_grad=True), []
        self.alive = self.unused = self.points = 0  # each the most: graphs, those that hold tensors, points in one call
        self.used = False  # whether a graph held its tensors after a backward pass

    def __call__(self, x, t):
        graphs = [node() for node in self.nodes if node() is not None]
        unused = sum(map(holds_tensors, graphs))
        self.alive, self.unused = max(self.alive, len(graphs)), max(self.unused, unused)
        self.used = self.used or (unused > 0 and self.w.grad is not None)
        self.points = max(self.points, len(x))
        squares = ((self.w * x).sum(1) - t) ** 2
        self.nodes += [weakref.ref(squares.grad_fn)] if squares.grad_fn is not None else []
        return 3 * squares.mean()


def holds_tensors(node):
    """Whether a node still has what it saved for the backward pass."""
    try:
        return node._saved_self is not None
    except RuntimeError:
        return False


def accumulated(portions, split):
    """The gradient of w, 0 if there is none, and what the mean loss has seen."""
    loss = Batches()
    pairs = [([[x, 0.0, 0.0] for x in batch], [1.0] * len(batch)) for batch in split]
    portions(loss, [(mg.tensor(x, dtype=mg.float64), mg.tensor(t, dtype=mg.float64)) for x, t in pairs])
    return (0.0 if loss.w.grad is None else loss.w.grad.item()), loss


PORTIONS_SAY = {NO_GRAPH: "no graph", "second time": "twice"}


def check_portions(portions):
    rng = random.Random(204)
    drawn = [[[float(rng.randint(1, 9)) for _ in range(n)] for n in sizes] for sizes in ([2, 2], [3, 1, 2], [4])]
    given = [result_of(accumulated, portions, split) for split in SPLITS + drawn]
    small = [mine if isinstance(mine, BaseException) else mine[0] for mine in given[: len(SPLITS)]]
    for split, mine in zip(SPLITS + drawn, given, strict=True):
        sizes = ", ".join([str(len(batch)) for batch in split])
        case = f"micro-batches of {sizes} points (x, 0, 0): x = {said(split)}, the loss 3 · (w · x - 1)² at w = 2"
        if isinstance(mine, BaseException) or differs(mine[0], right_share(split)):
            known = matching(SHARES, SPLITS, small, args=lambda split: (split,))
            known = next((key for words, key in PORTIONS_SAY.items() if words in str(mine)), known)
            wrong = mine if isinstance(mine, BaseException) else mine[0]
            return Miss([case, "w.grad afterwards"], wrong, right_share(split), known)
        seen, most = mine[1], max(map(len, split))
        if seen.points > most:
            return Miss([case, "points in one call of mean_loss"], seen.points, f"{most} at most", "one batch")
        if seen.alive > 1:
            case = [case, "graphs of earlier micro-batches that are alive"]
            return Miss(case, seen.alive, "1 at most", "all at once")
        if seen.unused:
            case = [case, "earlier graphs that hold their tensors while another is made"]
            return Miss(case, seen.unused, "none", "not freed" if seen.used else "all at once")
    return None


# --------------------------------------------------------------------------------------------------- 20.5  A fresh start


def restarted(restart, inputs=5, units=8):
    """A layer that began with sevens, after a restart, and its parameters of before."""
    layer = mg.nn.Linear(inputs, units)
    before = layer.weight, layer.bias
    layer.weight.data, layer.bias.data = 7 * mg.ones(units, inputs), 7 * mg.ones(units)
    restart(layer)
    return layer, before, [p.tolist() for p in before]


def check_restart(restart):
    done = result_of(restarted, restart)
    case = ["layer = nn.Linear(5, 8), its optimiser made before"]
    if isinstance(done, BaseException):
        known = "recorded" if "leaf Variable" in str(done) else None
        return Miss(case, done, "a layer with new numbers", known)
    layer, before, numbers = done
    names = [name for name, p in zip(("weight", "bias"), before, strict=True) if getattr(layer, name) is not p]
    if names:
        case.append(f"whether layer.{names[0]} is the tensor that the optimiser holds")
        return Miss(case, False, True, "stranded")
    frozen = [name for name in ("weight", "bias") if not getattr(layer, name).requires_grad]
    if frozen:
        return Miss([*case, f"layer.{frozen[0]}.requires_grad"], False, True, "frozen")
    types = [str(p.dtype) for p in before]
    if types != ["minigrad.float32"] * 2:
        return Miss(
            [*case, "the dtypes of weight and bias"], ", ".join(types), "minigrad.float32 as before", "another dtype"
        )
    weight, bias = map(np.array, numbers)
    if weight.shape != (8, 5) or bias.shape != (8,):
        return Miss([*case, "the shapes"], (weight.shape, bias.shape), ((8, 5), (8,)), "other shapes")
    if (weight == 7).all():
        return Miss([*case, "layer.weight, which was 7 everywhere"], 7.0, "numbers between -0.5 and 0.5", "as it was")
    different = len({*weight.ravel().tolist()})
    if different < weight.size / 2:  # of random numbers two may be the same
        known = "all alike" if weight.any() else "all zero"
        return Miss([*case, "how many different numbers are in layer.weight"], different, weight.size, known)
    low, high = float(weight.min()), float(weight.max())
    if low * high > 0 or max(-low, high) > 0.5:
        known = "added" if 6 < low < 7 < high < 8 else "one sign" if low * high > 0 else "too large"
        return Miss([*case, "the smallest and the largest weight"], [low, high], "of both signs, 0.5 at most", known)
    if bias.any():
        known = "bias" if (bias == 7).all() else "another bias"
        return Miss([*case, "layer.bias, which was 7 everywhere"], bias.tolist(), [0.0] * 8, known)
    again = result_of(restarted, restart)
    if not isinstance(again, BaseException) and again[2][0] == numbers[0]:
        case = [*case, "the first row of layer.weight after a second restart, of another layer"]
        return Miss(case, numbers[0][0], "other numbers than after the first", "every time")
    smaller = result_of(restarted, restart, 3, 2)
    shapes = smaller if isinstance(smaller, BaseException) else tuple([tuple(p.shape) for p in smaller[1]])
    if shapes != ((2, 3), (2,)):
        return Miss(["layer = nn.Linear(3, 2)", "the shapes"], shapes, ((2, 3), (2,)), "one size")
    return None


# ---------------------------------------------------------------------------------------------- 20.6  Five runs in numbers


def together(row):
    return math.hypot(*[norm or 0.0 for norm in row.grads.values()])


def three(numbers):
    return ", ".join([f"{n:.3f}" for n in numbers])


def ratio(row):
    """The largest of the layers' changes over their gradients."""
    pairs = [(row.changes[layer], norm) for layer, norm in row.grads.items() if norm]
    return max([change / norm for change, norm in pairs], default=0.0)


# What a guess would show in a run's numbers, and what they are.
SIGNS = {
    "zero_grad": (
        f"the norms of both layers grow from step 1 to step 3, and both changes are {LR} of them",
        lambda rows: (
            f"norms {three([r.grads['0'] or 0.0 for r in rows[:3]])} and {three([r.grads['2'] or 0.0 for r in rows[:3]])}, "
            f"changes {three([r.changes['0'] for r in rows[:3]])} and {three([r.changes['2'] for r in rows[:3]])}"
        ),
    ),
    "lr": (f"a change is far more than {LR} of its norm", lambda rows: f"at most {ratio(rows[0]):.3f} of it in step 1"),
    "stranded": (
        "layer 2 has gradients, and never changes",
        lambda rows: f"it changes by {three([r.changes['2'] for r in rows[:3]])}",
    ),
    "detached": (
        "layer 0 has no gradient, —",
        lambda rows: f"{'—' if rows[0].grads['0'] is None else three([rows[0].grads['0']])} in step 1",
    ),
    "clip": (
        f"both norms, as one length, are more than {MAX_NORM:g} in step {OTHER_UNITS}",
        lambda rows: f"the root of the sum of their squares is {three([together(rows[OTHER_UNITS - 1])])}",
    ),
    "zeros": (
        "the norm of layer 0 is 0 from the first step on",
        lambda rows: f"{'—' if rows[0].grads['0'] is None else three([rows[0].grads['0']])} in step 1",
    ),
}


def check_named(named):
    if not isinstance(named, tuple | list) or len(named) != 6 or type(named[0]) is not int:
        return Miss(["named"], named, "the number of the line-up, then five words", "not six")
    number, *guesses = named
    runs = lineup(number)
    for (letter, (bug, rows)), guess in zip(runs.items(), guesses, strict=True):
        word = str(guess).strip().casefold()
        if word not in BUGS:
            return Miss([f"run {letter}"], guess, f"one of {', '.join(BUGS)}", "no such word")
        if word != bug:
            sign, shown = SIGNS[word]
            return Miss([f"line-up {number}, run {letter}"], f"{word}: {sign}", f"not so: {shown(rows)}", word)
    return None


# ------------------------------------------------------------------------------------------------------ the exercises

EXERCISES = [
    Exercise(
        id="20.1",
        title="The step",
        minutes=9,
        misconception="a name that is bound anew changes what it stood for",
        names=(),
        rebuilds=(UPDATE,),
        first_step="Change v in place of the first dots, and p in place of the second.",
        passed="SGD trains by your step, momentum and all. `maximize` and closures were not tried.",
        hints=(
            "After `b = a`, which of `b = 2 * b` and `b *= 2` changes the array a?",
            "Others hold the arrays v and p: the optimiser the one, the parameter the other. Both have to change where they are.",
            "The velocity begins with v *= momentum; then a share of grad is added to v, by another such operator.",
        ),
        solution="""
def update(self, parameter, p, grad, group):
    momentum = group["momentum"]
    if group["weight_decay"]:
        grad = grad + group["weight_decay"] * p
    if momentum:
        state = self.state[parameter]
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = Tensor(np.array(grad))
            v = state["momentum_buffer"].array()
        else:
            v = state["momentum_buffer"].array()
            v *= momentum
            v += (1 - group["dampening"]) * grad
        grad = grad + momentum * v if group["nesterov"] else v
    p -= group["lr"] * grad
""",
        check=check_update,
        known={
            "stands still": Known(
                "a new array, and the parameter's stays", "Who else holds the array of your last line?"
            ),
            "uphill": Known("the step goes up", "The gradient is 4: does the loss fall to the left or to the right?"),
            "no lr": Known("the learning rate is left out", "How long is a step with lr=0.5, how long is yours?"),
            "replaced": Known("the parameter becomes its step", "From where does each step set out?"),
            "only with momentum": Known(
                "the step is made with momentum only", "Inside which `if` does your last line stand?"
            ),
            "forgets": Known("the velocity is the gradient", "What of the old v is in the new one?"),
            "never slows": Known("the old velocity counts in full", "With gradients of 0, how would v go on?"),
            "no dampening": Known("dampening is left out", "With dampening=0.125, how much of the gradient is added?"),
            "a mean": Known("the velocity is a running mean", "By what is the gradient multiplied: which option?"),
            "lr twice": Known(
                "the learning rate is in the velocity too", "How often is a gradient multiplied by lr on its way?"
            ),
            "velocity not kept": Known(
                "the new velocity is not kept", "What is in state['momentum_buffer'] after your lines?"
            ),
            "first velocity": Known("the velocity stays the first", "Where do your lines change v?"),
            "a number for lr": Known("a number in place of lr", "How long is your step with another lr?"),
            "momentum twice": Known("momentum is in the step too", "Where is your step with a momentum of 0?"),
            "a product": Known("the step is a factor", "Where does a step of 0 leave the parameter?"),
            "dampening turned round": Known(
                "dampening is what is added", "With dampening=0, how much of the gradient is added?"
            ),
            "momentum turned round": Known(
                "momentum is what is lost", "With momentum=0.75, what of the old v is left?"
            ),
            "no gradient": Known("the velocity only gets slower", "Where does the gradient come into v?"),
            "slowed too late": Known("the new gradient is slowed too", "Which of your two lines has to come first?"),
            "against": Known("the gradient slows the velocity", "With gradients of one sign, does v grow?"),
            "a velocity multiplied": Known("the gradient is a factor", "What does a gradient of 0 make of your v?"),
            "no brackets": Known(
                "a difference without its brackets", "What does 1 - 0.125 * grad give for a gradient of 0?"
            ),
            "a number for momentum": Known("a number in place of momentum", "What is your v with another momentum?"),
            "half kept": Known("one of the lines makes a new array", "Which of your lines changes v where it is?"),
            "the old velocity": Known(
                "the step goes along the old velocity", "Which array does `v` name after your lines?"
            ),
            "gradient changed": Known("the gradient is used up", "Who may still want to read p.grad after the step?"),
            "other memory": Known("the parameter gets another array", "Who else may hold the array of before?"),
            "only a velocity": Known(
                "v is there with momentum only", "Which name holds the way to go, with momentum and without?"
            ),
            "itself": Known("the step calls a step", "Who calls update?"),
        },
    ),
    Exercise(
        id="20.2",
        title="One length for all",
        minutes=6,
        misconception="each gradient is clipped by itself",
        names=(),
        rebuilds=(CLIP,),
        leaves_out="norms other than the second, and the error for a norm that is not finite",
        holds=("optim",),
        first_step="Put the length of all gradients together in place of the first dots.",
        passed="The direction of the gradients stays, only their length is limited. Infinite ones were not tried.",
        hints=(
            "The gradients 3 and 4 of two parameters, as one arrow in the plane: how long is it?",
            "The norm of the gradients' norms is the length of all. Where it is over max_norm, all get the same factor.",
            "total = functions.stack([grad.norm() for grad in grads]).norm() is a tensor of one number.",
        ),
        solution="""
@no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    grads = gradients(parameters)
    if not grads:
        return creation.tensor(0.0)
    total = functions.stack([grad.norm() for grad in grads]).norm()
    factor = min(1.0, max_norm / (total.item() + 1e-6))
    for grad in grads:
        grad *= factor
    return total
""",
        check=check_clip,
        known={
            "each by itself": Known(
                "each gradient is clipped by itself",
                "Which way did the arrow of both point before, and which way after?",
            ),
            "always": Known("all gradients get this length", "What is to become of a gradient that is short already?"),
            "by value": Known(
                "each number is cut off", "Which way did the arrow of all numbers point, and which way now?"
            ),
            "turned round": Known(
                "the short ones are stretched", "Which is to be over which, when something is scaled?"
            ),
            "not at all": Known("the gradients stay as they are", "Which line changes a gradient where it is?"),
            "one divided": Known("shortened to 1", "How long are all together now, and what was max_norm?"),
            "sizes added": Known("lengths are added up", "How long is an arrow that goes 3 to the right and 4 up?"),
            "largest": Known(
                "the largest number is the length", "How long is an arrow that goes 3 to the right and 4 up?"
            ),
            "not rooted": Known("the square of the length", "What is left to do with 3² + 4², to have a length?"),
            "size afterwards": Known(
                "the length afterwards is given back", "Which length says that something exploded?"
            ),
            "the factor": Known("the factor is given back", "Which number says that something exploded?"),
            "over the number": Known("divided by the number of gradients", "How long are all together now?"),
            "upside down": Known("the factor is upside down", "Is your factor more or less than 1?"),
            "multiplied": Known("max_norm is taken for the factor", "How long are all together now?"),
            "squared": Known("shortened twice", "How often is each gradient multiplied?"),
            "nothing left": Known("nothing is left", "Which factor has a gradient of twice the length?"),
            "not all": Known("not all gradients are shortened", "For which gradients is your line executed?"),
            "mean length": Known("the mean of the lengths", "How long is an arrow that goes 3 to the right and 4 up?"),
            "longest": Known("the longest is the length", "How long is an arrow that goes 3 to the right and 4 up?"),
            "numbers added": Known("numbers are added up", "How long is an arrow that goes 3 to the right and 4 up?"),
            "sums": Known("each gradient is its sum", "What does a gradient of 1 and -1 add to the length?"),
            "the first": Known("only one gradient is measured", "What do the other gradients add to the length?"),
            "no tensor": Known("what is given back is no tensor", "What type has `total`, and what do you give back?"),
            "no return": NOTHING_RETURNED,
            "itself": Known("the function calls itself", "Which name do you call while it is being written?"),
            "not in place": Known("new gradients beside the old ones", "Where will the optimiser look for them?"),
        },
    ),
    Exercise(
        id="20.3",
        title="In order",
        minutes=5,
        misconception="clipping can stand anywhere in the step",
        names=("train_step",),
        first_step="Write the five calls in place of the dots, and give the loss back as a number.",
        passed="Computed, clipped, used, and cleared before the next: the picture below trains by this step.",
        hints=(
            "Which of the calls make gradients, which change them, which read them?",
            "clip_grad_norm_ changes the gradients that are there when it is called: who makes them, and who reads them?",
            "First optimizer.zero_grad(), then loss = loss_of(model(x), t).",
        ),
        solution="""
def train_step(model, optimizer, x, t, max_norm):
    optimizer.zero_grad()
    loss = loss_of(model(x), t)
    loss.backward()
    clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
""",
        check=check_train_step,
        known={
            "no backward": Known("no gradients are made", "Which call puts something into .grad?"),
            "no step": Known("nothing is changed", "Which call changes the parameters?"),
            "no zero": Known("gradients pile up", "What is in .grad when the second step begins?"),
            "step first": Known("the step comes before its gradients", "What is in .grad when your step is made?"),
            "cleared": Known("gradients are cleared before they are used", "What is in .grad when your step is made?"),
            "no clip": Known("nothing is clipped", "How long is the gradient that your step uses?"),
            "clip first": Known("clipped before there is something", "What is in .grad when you clip?"),
            "clip late": Known("clipped when it has been used", "Who reads .grad after your clipping?"),
            "no graph": Known("the loss has no graph", "Which of your lines cuts it off from the parameters?"),
            "another optimiser": Known("another optimiser makes the step", "Whose step() is to be called?"),
            "too often": Known("a call is made more than once", "How many of the calls does one step have?"),
            "another loss": Known(
                "another number than the loss", "What does loss_of(model(x), t) give in the first call?"
            ),
            "another limit": Known("a limit other than max_norm", "Where does your function use max_norm?"),
            "each by itself": Known(
                "each parameter is clipped by itself", "How often is clip_grad_norm_ called in one step?"
            ),
            "afterwards": Known("the loss after the step", "Which loss did your gradients come from?"),
            "a tensor": Known("a tensor in place of a number", "What does .item() give?"),
            "no return": NOTHING_RETURNED,
        },
    ),
    Exercise(
        id="20.4",
        title="In small portions",
        minutes=6,
        misconception="the mean of the batches' means is the mean of all",
        names=("backward_in_portions",),
        first_step="Call mean_loss for each pair in place of the dots, and backward each time.",
        passed="What piles up in .grad is now a tool. Only one micro-batch's graph has to fit, however large the batch.",
        hints=(
            "A mean over two points is 4, one over one point is 10. What is the mean over all three?",
            "Each micro-batch counts as much as it has points: its share is its size over the number of all points.",
            "n = sum([len(x) for x, t in batches]) comes first.",
        ),
        solution="""
def backward_in_portions(mean_loss, batches):
    n = sum([len(x) for x, t in batches])
    for x, t in batches:
        loss = mean_loss(x, t) * len(x) / n
        loss.backward()
""",
        check=check_portions,
        known={
            "mean of means": Known(
                "divided by the number of batches",
                "How much does the lone point count with you, and how much each of two?",
            ),
            "sum of means": Known(
                "means are added up", "If the data are cut into more batches, what happens to your gradient?"
            ),
            "sum of all": Known("a sum over all points", "By what is a sum divided, to be a mean?"),
            "divided twice": Known("a mean is divided again", "By what has mean_loss divided already?"),
            "by its own size": Known("divided by the batch's own size", "By what has mean_loss divided already?"),
            "last only": Known("only the last batch", "Which call of backward belongs to the first one?"),
            "nothing": Known("no gradient", "Which call puts something into .grad?"),
            "by both sizes": Known("divided by both sizes", "By what has mean_loss divided already?"),
            "the first's size": Known("each batch is as large as the first", "How many points are there in all?"),
            "by the largest": Known("the largest batch is all points", "How many points are there in all?"),
            "by those so far": Known("divided by the points so far", "Is your n the same for all batches?"),
            "upside down": Known("the share is upside down", "Is the share of a batch more or less than 1?"),
            "by the batches too": Known("divided by the batches too", "What do the shares of all batches add up to?"),
            "numbers counted": Known("numbers are counted, not points", "How many numbers has a point here?"),
            "first only": Known("only the first batch", "Which call of backward belongs to the second one?"),
            "not the last": Known("the last batch is left out", "How often is your loop executed?"),
            "no graph": Known("the loss has no graph", "Which of your lines cuts it off from w?"),
            "twice": Known("backward twice along one graph", "How many passes does one micro-batch need?"),
            "one batch": Known("put together again", "How many points fit into one graph?"),
            "not freed": Known("a graph is kept after its use", "What is retain_graph for?"),
            "all at once": Known("all graphs are kept until the end", "When may the graph of a micro-batch go?"),
        },
    ),
    Exercise(
        id="20.5",
        title="A fresh start",
        minutes=5,
        misconception="an optimiser trains what the layer's names stand for",
        names=("restart",),
        first_step="Give layer.weight and layer.bias their numbers in place of the dots.",
        passed="The same tensors with new numbers: the optimiser goes on with them. What momentum remembers was not tried.",
        hints=(
            "Which objects did the optimiser take over when it was made: the layer, or the tensors?",
            "The tensors have to stay, and get other numbers: a write in place, which may not be recorded.",
            "Under mg.no_grad(): layer.weight.copy_(...), with mg.rand(layer.weight.shape) for numbers from 0 to 1.",
        ),
        solution="""
def restart(layer):
    with mg.no_grad():
        layer.weight.copy_(mg.rand(layer.weight.shape) - 0.5)
        layer.bias.zero_()
""",
        check=check_restart,
        known={
            "recorded": Known("the write is recorded", "Which switch of lesson 13 is for such a write?"),
            "stranded": Known("the optimiser is left with the old ones", "Which tensor does the optimiser hold now?"),
            "frozen": Known("it will not learn any more", "What does requires_grad=False say of a leaf?"),
            "all zero": Known(
                "zero is a start like any other", "Which unit would get another gradient than its neighbour?"
            ),
            "all alike": Known("alike units stay alike", "Which unit would get another gradient than its neighbour?"),
            "too large": Known("numbers that are too large", "Between which two numbers are those of mg.rand?"),
            "one sign": Known("numbers of one sign", "Between which two numbers are those of mg.rand?"),
            "added": Known("added to the numbers of before", "What is left of the 7 in your weights?"),
            "other shapes": Known(
                "shapes that the layer does not have",
                "Which shapes has a layer of 5 inputs and 8 units, and where are they written?",
            ),
            "one size": Known("the shapes of one layer", "Which attribute of a layer has the shape of its weights?"),
            "as it was": Known(
                "the numbers are those of before", "What does your function change in the array of layer.weight?"
            ),
            "bias": Known("the bias is forgotten", "What is in layer.bias now?"),
            "another bias": Known("the bias is not 0", "Which number is each bias to begin with?"),
            "another dtype": Known("another dtype than before", "Of which dtype was layer.weight before?"),
            "every time": Known("the same numbers every time", "What does a seed do to the numbers that follow?"),
        },
    ),
    Exercise(
        id="20.6",
        title="Five runs",
        minutes=8,
        misconception="a loss alone says what is wrong",
        names=("named",),
        first_step="A word for each run in place of the dots; the picture shows what each bug does to another model.",
        passed="You can tell them apart without seeing the code. suspects(15) is another line-up. Two bugs at once were not tried.",
        hints=(
            "Begin with the columns, not with the loss: is there a —, a 0 that stays, a change of 0?",
            "A change is the learning rate times the norm: where is it not half of it? How long are both norms as one, as in 20.2?",
            "What is left grows: by about the same amount in each of the first steps, as what nobody clears does.",
        ),
        solution='named = (14, "zero_grad", "clip", "lr", "detached", "stranded")',
        check=check_named,
        known={
            "not six": Known("another number of places", "How many runs are there, and which number comes first?"),
            "no such word": Known("a word that is not on the list", "Which of the six words do you mean?"),
            "zero_grad": Known(
                "whatever goes on growing is not cleared", "Do the norms of both layers grow from the start?"
            ),
            "lr": Known("a loss that jumps has too high a rate", "What is a change, divided by its norm?"),
            "stranded": Known("what is not learnt was replaced", "Is there a layer with gradients that never changes?"),
            "detached": Known("0 and — are the same", "Has layer 0 a gradient of 0, or none?"),
            "clip": Known("a jump in step 4 was not clipped", "How long are both norms in step 4, as one length?"),
            "zeros": Known("a loss that hardly moves began at zero", "Is the norm of layer 0 exactly 0?"),
        },
    ),
]
