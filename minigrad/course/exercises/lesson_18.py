"""The exercises of lesson 18: what is kept for backward, how to keep less of it, and where the time goes."""

import random
import weakref
from operator import itemgetter, methodcaller

import minigrad as mg
from minigrad.autograd.graph import saved_tensors_hooks
from minigrad.autograd.profiler import profile, record_function
from minigrad.course.exercise import Exercise, Known, Miss, differs, result_of
from minigrad.course.exercises.formulas import CONSTANT, first_miss
from minigrad.utils.checkpoint import checkpoint_sequential

RECALL = {
    "18.a": ("result", "Its result: the slope of exp is exp itself. Lesson 03."),
    "18.b": (
        "retain_graph",
        "retain_graph=True: without it a node gives back what it has saved once it has run. Lesson 06.",
    ),
}
CHECKPOINT = "minigrad/utils/checkpoint.py::checkpoint"


# --------------------------------------------------------------------------------------------------- 18.1  Who saves what


def saved_bytes(program):
    """The bytes that the nodes of a program's operations hold on to; an array that is saved twice counts once."""
    saved = {}

    def pack(tensor):
        saved[tensor.data_ptr()] = tensor
        return tensor

    with saved_tensors_hooks(pack, None):  # there is no backward pass
        program()
    return sum([tensor.nbytes for tensor in saved.values()])


def leaf(*shape):
    return mg.ones(*shape, requires_grad=True)


def times_itself(x):
    return x * x


SAVES = {  # what is run, and what is thought if the answer is another number
    "x1.exp()": (lambda: leaf(1000).exp(), {8000: "both", 0: "nothing"}),
    "x1 ** 2": (lambda: leaf(1000) ** 2, {8000: "both", 0: "nothing"}),
    "10.0 * x1": (lambda: 10.0 * leaf(1000), {4000: "input", 8000: "both", 4004: "input", 4: "number"}),
    "x1 * x1": (lambda: times_itself(leaf(1000)), {8000: "twice", 12000: "twice", 0: "nothing"}),
    "A @ B": (
        lambda: leaf(100, 10) @ leaf(10, 10),
        {4000: "one factor", 400: "one factor", 8400: "both", 0: "nothing"},
    ),
    "A @ C": (lambda: leaf(100, 10) @ mg.ones(10, 10), {4400: "constant", 4000: "own", 0: "nothing"}),
}


def check_saves(saves):
    if not isinstance(saves, tuple | list) or len(saves) != len(SAVES):
        return Miss(["all of them"], saves, f"{len(SAVES)} numbers of bytes", "not six")
    for mine, (line, (program, thoughts)) in zip(saves, SAVES.items(), strict=True):
        right = saved_bytes(program)
        if differs(mine, float(right)):
            known = "numbers" if mine == right / 4 else known_number(thoughts, mine)
            return Miss([f"{line}: bytes that its node holds on to"], mine, right, known)
    return None


def known_number(thoughts, mine):
    return thoughts.get(mine) if isinstance(mine, int | float) else None


# ------------------------------------------------------------------------------------------------- 18.2  What a loss holds


def after_backward(loss, kept):
    loss.backward()
    kept.append(loss)


def no_backward(loss, kept):
    kept.append(loss)


def item(loss, kept):
    kept.append(loss.item())


def retained(loss, kept):
    loss.backward(retain_graph=True)
    kept.append(loss)


def detached(loss, kept):
    kept.append(loss.detach())


def newest(loss, kept):
    kept[:] = [loss]


HOLDS = {  # a line of the loop, what it does, and what is thought if the answer is another number
    "loss.backward(); kept.append(loss)": (after_backward, {12000: "after backward", 4000: "after backward"}),
    "kept.append(loss)": (no_backward, {0: "no backward", 4000: "only the last"}),
    "kept.append(loss.item())": (item, {12000: "a number", 4000: "a number"}),
    "loss.backward(retain_graph=True); kept.append(loss)": (retained, {0: "retained", 4000: "only the last"}),
    "kept.append(loss.detach())": (detached, {12000: "detached", 4000: "detached"}),
    "kept = loss": (newest, {12000: "replaced", 0: "the last as well"}),
}


class Box:
    """A saved tensor, for as long as a node keeps it."""

    def __init__(self, tensor):
        self.tensor = tensor


def held_bytes(line):
    """The bytes that are saved when a loop of three losses is over."""
    w, kept, boxes = leaf(1000), [], weakref.WeakSet()

    def pack(tensor):
        box = Box(tensor.detach())  # without its node, which would keep itself alive
        boxes.add(box)
        return box

    for _ in range(3):
        with saved_tensors_hooks(pack, lambda box: box.tensor):
            loss = (w * 3.0).exp().sum()
        line(loss, kept)
        del loss
    return sum([box.tensor.nbytes for box in boxes])


def check_holds(holds):
    if not isinstance(holds, tuple | list) or len(holds) != len(HOLDS):
        return Miss(["all of them"], holds, f"{len(HOLDS)} numbers of bytes", "not six")
    for mine, (line, (run, thoughts)) in zip(holds, HOLDS.items(), strict=True):
        right = held_bytes(run)
        if differs(mine, float(right)):
            known = "w * 3.0" if mine == 2 * right else known_number(thoughts, mine)
            known = "the loss" if mine in (right + 4, right + 12) else known
            known = "no bytes" if mine in (right / 4000, right / 1000, right / 4) else known
            return Miss([line, "bytes of saved tensors when the loop is over"], mine, right, known)
    return None


# ------------------------------------------------------------------------------------------------------- 18.3  In half


def check_half(pack, unpack):
    numbers = mg.tensor([1.5, -0.1, 300.0])
    kept = result_of(pack, numbers)
    back = result_of(unpack, kept)
    case = ["pack_half, then unpack_half, of tensor([1.5, -0.1, 300.0])"]
    if not isinstance(back, mg.Tensor):
        known = None if isinstance(back, BaseException) else "no tensor"
        return Miss(case, kept if isinstance(kept, BaseException) else back, "a tensor", known)
    if back.dtype != numbers.dtype:
        known = "stays half" if back.dtype == mg.float16 else None
        return Miss([*case, "the dtype"], str(back.dtype), str(numbers.dtype), known)
    if not is_near(back, numbers):
        known = "whole numbers" if back.tolist() == numbers.trunc().tolist() else None
        return Miss(case, back.tolist(), "the same to three digits", known)
    size = bytes_in(result_of(pack, mg.ones(1000)))
    if not 1900 <= size <= 2100:
        case = ["bytes in what pack_half returns for 1000 numbers of 4 bytes"]
        return Miss(case, size, "2000, and a few for the dtype", "not smaller" if size > 2100 else None)
    tensor = mg.ones(1000)
    whole, kept = weakref.ref(tensor.array()), result_of(pack, tensor)
    del tensor
    if whole() is not None:
        case = ["the array of 4000 bytes, once pack_half has returned and nobody else refers to it"]
        return Miss(case, "still in memory", "gone", "not smaller")
    return of_each_dtype(pack, unpack, numbers) or of_a_gradient(pack, unpack)


def of_each_dtype(pack, unpack, numbers):
    for other in (mg.tensor([[2049, 3]]), mg.tensor([True, False]), numbers.double(), numbers.half()):
        back = result_of(unpack, result_of(pack, other))
        case = [f"pack_half, then unpack_half, of a tensor of {other.dtype}"]
        if not isinstance(back, mg.Tensor):
            return Miss(case, back, "a tensor")
        if back.dtype != other.dtype:
            known = {mg.float32: "always float32", mg.float16: "stays half"}.get(back.dtype)
            return Miss([*case, "the dtype"], str(back.dtype), str(other.dtype), known)
        if not (is_near(back, other) if other.is_floating_point() else mg.equal(back, other)):
            return Miss(case, back.tolist(), other.tolist(), "every dtype")
    index = mg.tensor([2**40 + 1])
    back = result_of(unpack, result_of(pack, index))
    if not isinstance(back, mg.Tensor) or not mg.equal(back, index):
        shown = back.tolist() if isinstance(back, mg.Tensor) else back
        return Miss([f"pack_half, then unpack_half, of {index}"], shown, index.tolist(), "another dtype")
    both = [numbers.double(), numbers]
    backs = [result_of(unpack, small) for small in [result_of(pack, tensor) for tensor in both]]
    if [getattr(back, "dtype", None) for back in backs] != [tensor.dtype for tensor in both]:
        case = ["pack_half of a float64 tensor, and of a float32 one, then unpack_half of each", "the dtypes"]
        shown = [str(getattr(back, "dtype", back)) for back in backs]
        return Miss(case, shown, [str(tensor.dtype) for tensor in both], "one for all")
    return None


def of_a_gradient(pack, unpack):
    x = mg.tensor([[0.5, -1.0, 2.0]], requires_grad=True)
    mine = result_of(gradient_with, pack, unpack, x)
    right = (3.0 * x.detach().exp()).tolist()
    if isinstance(mine, BaseException) or not is_near(mg.tensor(mine), mg.tensor(right)):
        return Miss(["x.grad for (3.0 * x.exp()).sum()", f"x = {x.tolist()}"], mine, right)
    return None


def is_near(a, b):
    """Whether numbers agree as far as half precision can say."""
    return a.shape == b.shape and mg.allclose(a.double(), b.double(), rtol=2e-3, atol=1e-4)


def bytes_in(kept):
    """The bytes of the numbers in what pack returned."""
    if isinstance(kept, tuple | list | dict):
        return sum([bytes_in(part) for part in (kept.values() if isinstance(kept, dict) else kept)])
    if isinstance(kept, bytes | int | float):
        return len(kept) if isinstance(kept, bytes) else 8
    if closure := getattr(kept, "__closure__", None):
        return sum([bytes_in(cell.cell_contents) for cell in closure])
    return getattr(kept, "nbytes", 0)


def gradient_with(pack, unpack, x):
    with saved_tensors_hooks(pack, unpack):
        y = x.exp()
    (3.0 * y).sum().backward()
    return x.grad.tolist()


# ------------------------------------------------------------------------------------------------------ 18.4  Checkpoint


class Watched:
    """A function that notes its calls, the scale of the last, and whether its middle array is still there."""

    def __init__(self, load):
        self.load, self.calls, self.recorded, self.scale, self.middle = load, 0, [], None, None
        self.w = load.tensor([[1.0, -2.0], [0.5, 3.0]], requires_grad=True)

    def __call__(self, x, scale=1.0):
        self.calls, self.scale = self.calls + 1, scale
        self.recorded.append(self.load.is_grad_enabled())
        middle = (x @ self.w).exp()
        if self.calls == 1:
            self.middle = weakref.ref(middle.array())
        return (scale * middle.sin()) * x


X, V = [[0.5, -1.0]], [[2.0, -3.0]]


def check_checkpoint(load):
    f, x = Watched(load), load.tensor(X, requires_grad=True)
    right_y = f(x, scale=5.0)
    right = [g.tolist() for g in load.autograd.grad(right_y, (x, f.w), load.tensor(V))]
    f = Watched(load)
    case = "y = checkpoint(f, x, scale=5.0), f(x, scale) = scale * sin(exp(x @ w)) * x"
    y = result_of(called, load, f, x)
    if not isinstance(y, load.Tensor) or differs(y.tolist(), right_y.tolist()):
        shown = y.tolist() if isinstance(y, load.Tensor) else y
        return Miss([case, "y"], shown, right_y.tolist(), "keywords" if scaled(y, right_y) else None)
    if not y.requires_grad:
        return Miss([case, "y.requires_grad"], False, True, "no way back")
    if f.calls != 1:
        return Miss([case, "calls of f before backward"], f.calls, 1, "at once")
    if f.middle() is not None:
        return Miss([case, "exp(x @ w), once y is there"], "still in memory", "gone", "kept")
    mine = result_of(lambda: y.backward(load.tensor(V)))
    if isinstance(mine, BaseException):
        known = "not again" if f.calls == 1 else "not collected" if f.recorded[1] else "not recorded"
        return Miss([case, "y.backward(v)"], mine, "runs f again, and gives gradients", known)
    if f.calls != 2:
        return Miss([case, "calls of f, forward and backward"], f.calls, 2, "for each" if f.calls > 2 else "kept")
    mine = [leaf.grad.tolist() for leaf in (x, f.w)]
    if differs(mine, right):
        return Miss([case, "x.grad and w.grad"], mine, right, None if f.scale == 5.0 else "keywords")
    return again(load, right)


def called(load, f, x):
    return load.utils.checkpoint.checkpoint(f, x, use_reentrant=False, scale=5.0)


def scaled(y, right):
    """Whether y is what f gives without its keyword."""
    return hasattr(y, "tolist") and not differs((5.0 * y).tolist(), right.tolist())


def again(load, right):
    """A second pass over a graph that was kept, and two over a part of one."""
    f, x = Watched(load), load.tensor(X, requires_grad=True)
    y = called(load, f, x)
    case = "y.backward(v, retain_graph=True), and y.backward(v) once more"
    mine = result_of(lambda: (y.backward(load.tensor(V), retain_graph=True), y.backward(load.tensor(V))))
    if isinstance(mine, BaseException):
        return Miss([case], mine, "gradients, twice", "once only")
    mine, twice = x.grad.tolist(), (2.0 * load.tensor(right[0])).tolist()
    if differs(mine, twice):
        return Miss([case, "x.grad"], mine, twice)
    x = load.tensor(X, requires_grad=True)
    y, _ = load.utils.checkpoint.checkpoint(lambda x: (x.exp(), x.sin()), x, use_reentrant=False)
    case = "y, z = checkpoint(lambda x: (x.exp(), x.sin()), x); twice y.backward(v, retain_graph=True)"
    mine = result_of(lambda: [y.backward(load.tensor(V), retain_graph=True) for _ in range(2)])
    if isinstance(mine, BaseException):
        return Miss([case], mine, "gradients, twice", "left over" if isinstance(mine, LookupError) else None)
    mine, twice = x.grad.tolist(), (2.0 * load.tensor(V) * load.tensor(X).exp()).tolist()
    return Miss([case, "x.grad"], mine, twice, "left over") if differs(mine, twice) else None


# ---------------------------------------------------------------------------------------------- 18.5  How often they run

CASES = [(5, 1), (7, 3), (11, 4)]

RUNS = {
    "all twice": lambda n, k: 2 * n,
    "all twice|the last too": lambda n, k: n + n // k * k,
    "once": lambda n, k: n,
    "all in one": lambda n, k: 2 * n if k == 1 else counted(n, k),
    "one layer": lambda n, k: 2 * n - 1,
    "k for a length": lambda n, k: 2 * n - k,
    "rounded up": lambda n, k: n + -(-n // k) * (k - 1),
    "to the nearest": lambda n, k: n + round(n / k) * (k - 1),
    "even": lambda n, k: 2 * n - n // k,
    "even|rounded": lambda n, k: 2 * n - round(n / k),
    "one left over": lambda n, k: 2 * n + -n // k,
    "a segment is one": lambda n, k: n + k - 1,
    "a segment is one|all": lambda n, k: n + k,
    "each from the start": lambda n, k: n + n * (n + 1) // 2,
    "each from the start|n by n": lambda n, k: n + n * n,
    "each segment for each": lambda n, k: n * k,
    "one segment": lambda n, k: n + n // k,
    "only again": lambda n, k: counted(n, k) - n,
    "a fraction": lambda n, k: 2 * n - n / k,
}


def counted(n, k):
    """How often n layers run, forward and backward, in k segments: by running them."""
    calls = []

    def layer(h):
        calls.append(h)
        return h.sin()

    x = mg.tensor(0.5, requires_grad=True)
    checkpoint_sequential([layer] * n, k, x, use_reentrant=False).backward()
    return len(calls)


def check_runs(runs):
    rng = random.Random(185)
    drawn = [(n, rng.randint(1, n)) for n in (5, 9, 12, 20)]
    return first_miss(
        CASES,
        drawn,
        lambda case: result_of(runs, *case),
        lambda case: float(counted(*case)),
        lambda case: [f"{case[0]} layers in {case[1]} segment{'s' * (case[1] > 1)}: runs of layers"],
        {key: (lambda case, think=think: think(*case)) for key, think in RUNS.items()},
    )


# ----------------------------------------------------------------------------------------------- 18.6  Name the operation

BLOCKS = ("epoch", "batch", "metrics")
LARGE = {  # an operation, and on how many numbers it takes some milliseconds
    "exp": (mg.exp, 4_000_000),
    "sin": (mg.sin, 4_000_000),
    "pow": (methodcaller("pow", 2.5), 2_000_000),
    "cumsum": (methodcaller("cumsum", 0), 2_000_000),
    "sort": (mg.sort, 2_000_000),
}
SMALL = {
    "select": itemgetter(1),
    "logsumexp": methodcaller("logsumexp", 0),
    "softmax": methodcaller("softmax", 0),
}


class Unseen:
    """A program with one wasteful operation, made from a seed. Call it; its profile says which operation that is."""

    def __init__(self, seed):
        rng = random.Random(f"unseen {seed}")
        self.large, self.small = rng.choice(sorted(LARGE)), rng.choice(sorted(SMALL))
        self.width, self.kind = rng.randint(4, 12), seed % 3
        self.slow = self.small if self.kind == 2 else self.large
        self.operation, self.size = LARGE[self.large]

    def __call__(self):
        x, self.w = mg.ones(8, self.width), mg.ones(self.width, 4, requires_grad=True)
        [self.few_large, self.in_blocks, self.many_small][self.kind](x)

    def learn(self, x):
        loss = (x @ self.w).tanh().sum()
        (0.5 * loss).backward()

    def few_large(self, x):
        table = mg.full((self.size,), 0.5)
        for i in range(30):
            self.learn(x)
            if i % 5 == 0:
                self.operation(table)

    def many_small(self, x):
        row = mg.ones(16)
        self.operation(mg.ones(50_000))
        for _ in range(2):
            self.learn(x)
            for _ in range(2500):
                SMALL[self.small](row)

    def in_blocks(self, x):
        table = mg.full((self.size,), 0.5)
        with record_function("epoch"):
            for _ in range(6):
                with record_function("batch"):
                    self.learn(x)
                    with record_function("metrics"):
                        self.operation(table)


def unseen(seed):
    """A program to profile; each seed gives another."""
    return Unseen(seed)


def check_slow(slow):
    if not isinstance(slow, tuple | list) or len(slow) != 3:
        return Miss(["slow"], slow, "three names", "not three")
    for seed, mine in enumerate(slow, 1):
        program, mine = unseen(seed), str(mine).strip()
        if mine.casefold().removeprefix("aten::") != program.slow:
            told, known = misread(program, mine)
            return Miss([f"unseen({seed})"], f"{mine}, {told}", "another operation", known)
    return None


def misread(program, mine):
    """What the profile says of a wrong answer, and what it was taken for."""
    from minigrad.course.pictures.lesson_18 import shown_name  # not before it is needed: it loads the picture

    with profile() as prof:
        program()
    calls = {shown_name(e.key).removeprefix("aten::"): e.count for e in prof.key_averages()}
    name = shown_name(mine).removeprefix("aten::")
    if name not in calls:
        return "which the profile does not have", "not there"
    told = f"called {calls[name]:,} time{'s' * (calls[name] > 1)}"
    if name in BLOCKS:
        return told, "a block"
    if "Backward" in name or "AccumulateGrad" in name:
        return told, "a node"
    return told, "calls" if calls[name] > calls[program.slow] else "average" if name == program.large else None


# ------------------------------------------------------------------------------------------------------ the exercises

EXERCISES = [
    Exercise(
        id="18.1",
        title="Who saves what",
        minutes=4,
        misconception="each operation keeps its input and its result",
        names=("saves",),
        first_step="Numbers of bytes in the six places; the rule of each operation says what it needs.",
        passed="An operation keeps what its rule multiplies with, and only for inputs that have a gradient.",
        hints=(
            "What is the rule of each: by which array is the gradient of the result multiplied?",
            "A rule by a plain number needs no array. For a product the gradient of one factor needs the other factor.",
            "The first two are 4000 each: 1000 numbers of 4 bytes. B has 100 numbers, C as well, and A has 1000.",
        ),
        solution="saves = (4000, 4000, 0, 4000, 4400, 400)",
        check=check_saves,
        known={
            "not six": Known("not one answer for each", "How many lines are there, and how many answers?"),
            "numbers": Known("numbers counted for bytes", "How many bytes has a number of float32?"),
            "both": Known("input and result are kept", "Which of them stands in the rule?"),
            "nothing": Known("nothing is kept", "What does the rule multiply the gradient of the result with?"),
            "input": Known("each operation keeps its input", "What does the rule of 10 * x1 multiply with?"),
            "number": Known("the number is an array", "Is 10.0 a tensor that was saved, or a number in the rule?"),
            "twice": Known("one array counted twice", "Both factors are saved, but how many arrays are they?"),
            "one factor": Known("one factor alone", "Both have a gradient: which factor does each of them need?"),
            "constant": Known(
                "kept for a gradient that nobody asks for", "For which gradient is A needed, and does C have one?"
            ),
            "own": Known("each factor needs itself", "The gradient of A: with which of the two is it computed?"),
        },
    ),
    Exercise(
        id="18.2",
        title="What a kept loss holds",
        minutes=4,
        misconception="backward frees everything, so a loss may be kept",
        names=("holds",),
        first_step="Numbers of bytes in the six places; one loss holds 4000 before its backward pass.",
        passed="Saved arrays go with the backward pass, or with the last reference to the loss. Nodes go with the reference only.",
        hints=(
            "For each line: has backward been called on the loss that is kept? Is it a tensor with a history at all?",
            "A backward pass frees what nodes saved, but for retain_graph=True. A number and a detached tensor have no nodes.",
            "The first is 0, the second three times 4000.",
        ),
        solution="holds = (0, 12000, 0, 12000, 0, 4000)",
        check=check_holds,
        known={
            "not six": Known("not one answer for each", "How many lines are there, and how many answers?"),
            "no bytes": Known("something else counted than bytes", "How many bytes are 1000 numbers of float32?"),
            "the loss": Known("the loss itself is counted", "Is the loss an array that a node has saved?"),
            "w * 3.0": Known("w * 3.0 is kept too", "Which operation would need it for its rule?"),
            "after backward": Known("backward frees nothing", "What is left of saved arrays after a backward pass?"),
            "no backward": Known("what is not stepped back through is not kept", "Who frees what a node has saved?"),
            "only the last": Known("only the last loss counts", "How many losses are in the list?"),
            "a number": Known("a number keeps its graph", "What is type(loss.item())?"),
            "retained": Known("freed in spite of retain_graph", "What is retain_graph=True for?"),
            "detached": Known("a detached tensor keeps the graph", "What is loss.detach().grad_fn?"),
            "replaced": Known("what was replaced is still there", "Who still refers to the first loss?"),
            "the last as well": Known("nothing is left", "Does the name kept still refer to a loss?"),
        },
    ),
    Exercise(
        id="18.3",
        title="In half",
        minutes=6,
        misconception="what unpack gives may have any dtype",
        names=("pack_half", "unpack_half"),
        first_step="In place of the dots return what is to be kept, and below the tensor that it stands for.",
        passed="Half of the bytes, three digits of the gradient. Numbers too large for float16 become inf; that was not tried.",
        hints=(
            "Which three things has the rule to get back: the numbers, the shape, and what else?",
            "pack may return anything, also a pair: the small tensor, and the dtype that it had. Indices may not be rounded.",
            "Of a tensor of whole numbers return (tensor, tensor.dtype); of others tensor.half() in its place.",
        ),
        solution="""
def pack_half(tensor):
    small = tensor.half() if tensor.is_floating_point() else tensor
    return small, tensor.dtype

def unpack_half(kept):
    small, dtype = kept
    return small.to(dtype)
""",
        check=check_half,
        known={
            "no tensor": Known("something else than a tensor", "What does a rule compute with?"),
            "stays half": Known("it stays half", "What was the dtype of the tensor that was saved?"),
            "whole numbers": Known("cut to whole numbers", "What is int(-0.1)?"),
            "not smaller": Known("nothing is saved by it", "How many bytes has a number in what you return?"),
            "always float32": Known("every tensor was float32", "Who has kept the dtype for unpack_half?"),
            "one for all": Known(
                "one dtype for all of them", "Many are packed before the first is unpacked: which dtype is each one's?"
            ),
            "every dtype": Known(
                "whole numbers are rounded too", "float16 has three digits: what becomes of the index 2049?"
            ),
            "another dtype": Known(
                "whole numbers are kept in another dtype", "Does each whole number of 8 bytes fit into what you keep?"
            ),
        },
    ),
    Exercise(
        id="18.4",
        title="Checkpoint",
        minutes=9,
        misconception="what is not kept is lost",
        names=(),
        rebuilds=(CHECKPOINT,),
        leaves_out="the options; random numbers as they were; stopping early; a look whether the second run is like the first",
        holds=("checkpoint",),
        first_step="Say in place of the first dots what is kept for a tensor, then how all of them are there again.",
        passed="Memory is paid for with time. A function that draws random numbers was not tried: yours draws others the second time.",
        hints=(
            "When unpack is asked for tensor number 2, what can be run to have it? What has to be noted while it runs?",
            "pack returns the next number. unpack runs the function under hooks of its own, which put each tensor into again.",
            "A backward pass runs with recording off: with enable_grad(), saved_tensors_hooks(..., ...): begins the second run.",
        ),
        solution="""
def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
    numbers, again = itertools.count(), {}

    def pack(tensor):
        return next(numbers)

    def unpack(number):
        if number not in again:
            found = []
            with enable_grad(), saved_tensors_hooks(found.append, lambda nothing: nothing):
                function(*args, **kwargs)
            again.update(enumerate(found))
        return again.pop(number)

    with saved_tensors_hooks(pack, unpack):
        return function(*args, **kwargs)
""",
        check=check_checkpoint,
        known={
            "keywords": Known("keyword arguments are forgotten", "With what else was checkpoint called?"),
            "no way back": Known("nothing is recorded", "Which nodes would ask for the tensors in backward?"),
            "at once": Known("computed again at once", "When is a saved tensor needed?"),
            "kept": Known("it is kept after all", "What does your pack return, and who holds on to that?"),
            "not again": Known("nothing is computed again", "Who calls function in the backward pass?"),
            "not recorded": Known("run again with recording off", "What does a node save while nothing is recorded?"),
            "not collected": Known(
                "run again, and not found under its number",
                "Where does each tensor of the second run go, and under which number?",
            ),
            "for each": Known("run again for each tensor", "How many tensors does one more run give?"),
            "once only": Known("good for one pass", "Where does a second backward pass find the tensors?"),
            "left over": Known(
                "numbered on from what is left over", "What is in again when function runs, if not all were asked for?"
            ),
        },
    ),
    Exercise(
        id="18.5",
        title="How often they run",
        minutes=5,
        misconception="each layer runs twice",
        names=("runs",),
        first_step="Draw 7 layers in 3 segments, and mark those that run again.",
        passed="At most one more forward pass: a third more time, if backward takes twice the time of forward.",
        hints=(
            "In 7 layers and 3 segments: how long is each segment, and which of them is no checkpoint?",
            "Forward each layer runs once. Backward those run again that are in a checkpoint: all segments but the last.",
            "size = n // k is the length of the segments but for the last, which has what is left.",
        ),
        solution="""
def runs(n, k):
    size = n // k
    return n + size * (k - 1)
""",
        check=check_runs,
        known={
            "all twice": Known("each layer runs twice", "Is the last segment a checkpoint?"),
            "all in one": Known("a single segment is a checkpoint", "Of one segment, which one is the last?"),
            "once": Known("nothing runs again", "Where do the tensors in a checkpoint come from in backward?"),
            "one layer": Known("the last layer alone runs once", "How many layers has the last segment?"),
            "k for a length": Known(
                "k layers run once", "k says how many segments there are: how many layers has the last?"
            ),
            "rounded up": Known("the segments are rounded up", "7 layers in 3 segments: how many has the first?"),
            "to the nearest": Known(
                "the length is rounded to the nearest", "11 layers in 4 segments: how many has the first?"
            ),
            "one left over": Known(
                "the last segment has one more at most", "11 layers in 4 segments: how long is the last one?"
            ),
            "even": Known("all segments are equally long", "7 layers in 3 segments: how long is the last one?"),
            "a segment is one": Known("a segment counts as one layer", "How many layers run when a checkpoint does?"),
            "each from the start": Known(
                "each layer is reached from the start", "Where does a checkpoint start from: x, or what it was given?"
            ),
            "each segment for each": Known("all layers, once for each segment", "Which layers does one segment run?"),
            "one segment": Known("only one segment runs again", "How many of the segments are checkpoints?"),
            "only again": Known("the first pass is forgotten", "Do the layers run forward as well?"),
            "a fraction": Known("a part of a layer", "How many layers has a segment, if 7 are divided by 3?"),
            "constant": CONSTANT,
        },
    ),
    Exercise(
        id="18.6",
        title="Name the operation",
        minutes=7,
        misconception="what is called most often takes the most time",
        names=("slow",),
        first_step="Profile unseen(1), and name the operation that takes the most time itself.",
        passed="Few calls on much, or many on little: the calls say what to mend. Of unseen(4), unseen(5) and so on, .slow says it.",
        hints=(
            "Which column says how long an operation itself has taken, over all of its calls?",
            "Calls alone say nothing, nor does the mean of one call, and a total has what ran inside as well: Self CPU it is.",
            "show_profile(prof) has it at the top, or below a stretch that the program has named. If two profiles disagree, make a third.",
        ),
        solution='slow = ("aten::exp", "aten::select", "aten::sort")',
        check=check_slow,
        known={
            "not three": Known("not one name for each", "How many programs are there?"),
            "not there": Known("not a name of the profile", "What stands in the column Name?"),
            "a block": Known("a block, not an operation", "Which operation ran inside of it?"),
            "a node": Known("a node of the backward pass", "Which operation has the most time to itself?"),
            "calls": Known("the most calls", "How long do they take, all together?"),
            "average": Known("the longest call", "How often is it called, and how often are others?"),
        },
    ),
]
