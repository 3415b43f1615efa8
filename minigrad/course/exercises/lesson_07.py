"""The exercises of lesson 07: rules for arrays, what a pass starts with, and weights for its result."""

import math

import numpy as np

import minigrad as mg
from minigrad.course.exercise import Exercise, Known, Miss, array_of, differs, matching, result_of, said

RECALL = {
    "7.a": ("None", "None: it passes through, and only leaves and what retain_grad asked for keep theirs. Lesson 06."),
    "7.b": (12, "12: 6 from each pass, added up. Lesson 04."),
}
TOTAL, MEAN = "minigrad/ops/reduction.py::total", "minigrad/ops/reduction.py::mean_all"
IMPLICIT = "minigrad/autograd/backward.py::_implicit"


def numbers(shape):
    """1, 2, 3 and so on, in this shape."""
    return np.arange(1.0, math.prod(shape) + 1).reshape(shape)


# ------------------------------------------------------------------------------------- 7.1, 7.2  A sum's and a mean's rule

SUMMED, MEANT = [(2, 3)], [(2,), (3, 2)]  # shapes of x
UP = 5.0  # what arrives

SUM = {
    "as it is": lambda shape: np.array(UP),
    "no upstream": np.ones,
    "times x": lambda shape: UP * numbers(shape),
    "times n": lambda shape: np.full(shape, UP * math.prod(shape)),
    "a mean": lambda shape: np.full(shape, UP / math.prod(shape)),
    "twice": lambda shape: np.full(shape, UP**2),
    "added": lambda shape: np.full(shape, UP + 1),
    "the result": lambda shape: np.full(shape, numbers(shape).sum()),
    "nothing": np.zeros,
}
AVERAGE = {
    "as it is": lambda shape: np.array(UP / math.prod(shape)),
    "no upstream": lambda shape: np.full(shape, 1 / math.prod(shape)),
    "a sum": lambda shape: np.full(shape, UP),
    "times n": SUM["times n"],
    "rows only": lambda shape: np.full(shape, UP / shape[0]),
    "axes": lambda shape: np.full(shape, UP / len(shape)),
    "times x": lambda shape: UP * numbers(shape) / math.prod(shape),
    "twice": lambda shape: np.full(shape, UP**2 / math.prod(shape)),
    "the result": lambda shape: np.full(shape, numbers(shape).mean()),
    "columns only": lambda shape: np.full(shape, UP / shape[-1]),
    "n twice": lambda shape: np.full(shape, UP / math.prod(shape) ** 2),
    "one less": lambda shape: np.full(shape, UP / (math.prod(shape) - 1)),
    "the root": lambda shape: np.full(shape, UP / math.sqrt(math.prod(shape))),
    "rounded": lambda shape: np.full(shape, UP // math.prod(shape)),
    "upside down": lambda shape: np.full(shape, math.prod(shape) / UP),
    "n taken off": lambda shape: np.full(shape, UP - math.prod(shape)),
}


def check_total(load):
    return of_a_reduction(load, "sum", SUMMED, np.ones, SUM)


def check_mean(load):
    return of_a_reduction(load, "mean", MEANT, lambda shape: np.full(shape, 1 / math.prod(shape)), AVERAGE)


def of_a_reduction(load, name, small, slopes, models):
    """Of the sum or the mean, by their method: the gradient for several shapes, then the gradient of a gradient."""
    cases = [*[(shape, UP) for shape in [*small, ()]], ((4, 1, 2), -UP)]
    given = [result_of(arrived, load, name, *case) for case in cases]
    for (shape, up), mine in zip(cases, given, strict=True):
        right = np.asarray(up * slopes(shape))
        if isinstance(mine, BaseException) or differs(mine, right):
            known = matching(models, small, given[: len(small)], args=lambda shape: (shape,)) or kept_from(mine, right)
            return Miss([f"x of shape {shape}: x.grad after ({up:g} * x.{name}()).backward()"], mine, right, known)
    mine, wanted = result_of(twice, load, name), 2 * slopes((3,))[0] ** 2
    if differs(mine, float(wanted)):
        case = f"x of shape (3,): the slope of the first slope of x.{name}() ** 2, in x[0]"
        return Miss([case], mine, float(wanted), "arrays only")
    mine = result_of(arrived_as, load, name)
    if mine != "float32":
        return Miss([f"x of float32: the type of x.grad after x.{name}().backward()"], mine, "float32", "type")
    return None


def kept_from(mine, right):
    """What is wrong with a gradient beside its numbers, or an error that says what a rule was made of; or None."""
    if isinstance(mine, AttributeError):
        if isinstance(mine.obj, float | int):
            return "no upstream"
        return "exchanged" if isinstance(mine.obj, tuple) else "no array"
    if isinstance(mine, BaseException):
        return None
    if mine.shape == right.shape:
        return None if differs(-mine, right) else "sign"
    return "shape" if mine.size and not differs(mine, np.full(mine.shape, right.flat[0])) else None


def arrived(load, name, shape, up):
    x = load.tensor(numbers(shape), requires_grad=True)
    (up * getattr(x, name)()).backward()
    return np.array(x.grad.tolist())


def arrived_as(load, name):
    x = load.tensor([1.0, 2.0], requires_grad=True)
    getattr(x, name)().backward()
    return x.grad.array().dtype.name


def twice(load, name):
    x = load.tensor(numbers((3,)), requires_grad=True)
    (slope,) = load.autograd.grad(getattr(x, name)() ** 2, x, create_graph=True)
    return load.autograd.grad(slope[0], x)[0][0].item()


# -------------------------------------------------------------------------------------- 7.3  What backward() starts with

STARTS = [np.float32(7.0), np.array([[np.nan]]), np.array([7.0, 8.0]), np.array([]), None]
REFUSES = "grad can be implicitly created only for scalar outputs"


def check_implicit(load):
    for value in STARTS:
        mine = result_of(begun, load, value)
        single = value is not None and value.size == 1
        known = start_with(load, value, mine, single)
        if known != "right":
            right = (
                f"a tensor of {np.ones(value.shape).tolist()}, of type {value.dtype}"
                if single
                else f"RuntimeError: {REFUSES}"
            )
            words = (
                f"a tensor of {np.asarray(mine._value).tolist()}, of type {getattr(mine._value, 'dtype', type(mine._value).__name__)}"
                if isinstance(mine, load.Tensor)
                else mine
            )
            return Miss([f"_implicit({value!r})"], words, right, known)
    return None


class GivenBackError(Exception):
    """The reader's code returns an error."""


def begun(load, value):
    start = load.autograd.backward.__globals__["_implicit"](value)
    if isinstance(start, BaseException):
        raise GivenBackError(f"{type(start).__name__} is returned")
    return start


def start_with(load, value, mine, single):
    """What is thought of a start: "right", a misconception, or None where there is no name for it."""
    if isinstance(mine, BaseException):
        if isinstance(mine, GivenBackError):
            return "given back"
        if single:
            refused = "no dimensions only" if value.ndim else "refused"
            return refused if isinstance(mine, RuntimeError) else None
        if value is None and not isinstance(mine, RuntimeError):
            return "no None"
        return (
            "another error"
            if not isinstance(mine, RuntimeError)
            else "right"
            if str(mine) == REFUSES
            else "other words"
        )
    if not isinstance(mine, load.Tensor):
        return "no tensor"
    if not isinstance(mine._value, np.ndarray | np.generic):
        return "no array in it"
    if not single:
        return "no numbers" if value is not None and not value.size else "chosen for you"
    if mine.shape != value.shape:
        return "shape"
    if mine._value.dtype != value.dtype:
        return "type"
    return "right" if mine.tolist() == np.ones(value.shape).tolist() else "the value"


# ---------------------------------------------------------------------------------------------- 7.4  As a weighted sum

WEIGHTED = [([10.0, 1.0, 0.5], (3,)), ([[1.0, -2.0, 3.0], [4.0, 0.5, -6.0]], (2, 3))]  # v, and the shape of x and y


def cube(x):
    return x * x * x


THOUGHTS = {
    "no weights": lambda y, v: y.sum().backward(),
    "mean": lambda y, v: (y * v).mean().backward(),
    "added first": lambda y, v: (y.sum() * v.sum()).backward(),
    "divided": lambda y, v: (y / v).sum().backward(),
    "first weight": lambda y, v: (y * v[0]).sum().backward(),
    "largest": lambda y, v: (y * v).max().backward(),
    "weights twice": lambda y, v: (y * v * v).sum().backward(),
    "y twice": lambda y, v: (y * y * v).sum().backward(),
    "sign": lambda y, v: (-y * v).sum().backward(),
    "size": lambda y, v: (y * v.abs()).sum().backward(),
    "gone through twice": lambda y, v: [(y * v).sum().backward(retain_graph=True) for _ in range(2)],
}


def check_weighted(weighted_backward):
    given = [result_of(stepped_back, weighted_backward, *case) for case in WEIGHTED]
    for (v, shape), mine in zip(WEIGHTED, given, strict=True):
        case = f"y = x * x * x for x = {numbers(shape).tolist()}, v = {v}"
        right = 3 * numbers(shape) ** 2 * np.array(v)
        if not isinstance(mine, BaseException) and mine[1]:
            return Miss(
                [case], "calls backward with an argument", "one call of backward(), without", "with the argument"
            )
        nothing = not isinstance(mine, BaseException) and mine[0] is None
        if nothing or isinstance(mine, BaseException) or differs(mine[0], right):
            known = led_by(mine) or matching(MODELS, WEIGHTED, given, args=lambda case: case)
            if known is None and v is WEIGHTED[1][0]:
                known = "one dimension only"
            elif nothing:
                known = "no pass"
            if nothing:
                return Miss([f"{case}: x.grad"], "None: nothing has come to x", said(right), known)
            return Miss([f"{case}: x.grad"], mine if isinstance(mine, BaseException) else mine[0], right, known)
        if mine[2] > 1:
            return Miss([case], f"{mine[2]} backward passes", "1", "a pass for each")
        if mine[3]:
            return Miss([case, f"{mine[3]} after the call"], "other numbers", "what it was before", "changed")
    return None


def led_by(mine):
    """What led to an error of backward(), or None."""
    words = {REFUSES: "several numbers", "does not require grad": "cut off", "second time": "a pass for each"}
    return isinstance(mine, RuntimeError) and next((key for part, key in words.items() if part in str(mine)), None)


def stepped_back(weighted_backward, v, shape):
    """What arrives at the leaf, whether backward was given weights, how often something arrived, and what is changed."""
    x = mg.tensor(numbers(shape), requires_grad=True)
    y, weights, passes, own = cube(x), [], [], mg.Tensor.backward
    inputs = {"y": y, "v": mg.tensor(v, dtype=mg.float64)}
    before = {name: tensor.tolist() for name, tensor in inputs.items()}

    def noted(self, gradient=None, *args, **options):
        weights.append(gradient is not None)
        return own(self, gradient, *args, **options)

    x.register_post_accumulate_grad_hook(passes.append)
    mg.Tensor.backward = noted
    try:
        weighted_backward(*inputs.values())
    finally:
        mg.Tensor.backward = own
    changed = [name for name, tensor in inputs.items() if tensor.tolist() != before[name]]
    return None if x.grad is None else np.array(x.grad.tolist()), any(weights), len(passes), " and ".join(changed)


def thinking(think):
    return lambda v, shape: stepped_back(think, v, shape)


MODELS = {key: thinking(think) for key, think in THOUGHTS.items()}


# ---------------------------------------------------------------------------------------------------- 7.5  The while loop

START, WEIGHTS, FACTOR = np.array([3.0, 4.0, 0.0]), np.array([0.1, 1.0, 0.0001]), 256.0
FACTORS = {128.0: "the first doubling", 512.0: "one too many", 8.0: "how often", 7.0: "how often", 200.0: "just enough"}
FACTORS |= {14.0: "doublings added", 16.0: "doublings added", 1280.0: "the norm"}
GRADS = {
    "times y": WEIGHTS * FACTOR * START,
    "times x": WEIGHTS * START,
    "no weights": np.full(3, FACTOR),
    "the weights only": WEIGHTS,
    "added up": np.array((WEIGHTS * FACTOR).sum()),
    "the last step": WEIGHTS * 2,
    "the first doubling": WEIGHTS * FACTOR / 2,
    "y itself": FACTOR * START,
    "the factor": np.array(FACTOR),
    "a zero stays": WEIGHTS * FACTOR * (START != 0),
}


def check_while(factor, x_grad):
    try:
        number = float(factor)
    except (TypeError, ValueError):
        return Miss(["factor"], factor, FACTOR)
    if differs(number, FACTOR):
        return Miss(["factor"], factor, FACTOR, FACTORS.get(number))
    mine, right = array_of(x_grad), WEIGHTS * FACTOR
    if mine is not None and mine.shape == right.shape and np.allclose(mine, right, rtol=1e-5, atol=0):
        return None
    known = next((key for key, wrong in GRADS.items() if mine is not None and not differs(mine, wrong)), None)
    return Miss(["x_grad"], x_grad, right.tolist(), known)


# ------------------------------------------------------------------------------------------------------ the exercises

UPSTREAM = Known("what arrives is forgotten", "In (5 * x.sum()).backward(), where would your rule see the 5?")
NUMPY = Known(
    "a rule for arrays only",
    "Under create_graph the gradient is a tensor: which of your calls makes an array of it, and what does expand do?",
)

EXERCISES = [
    Exercise(
        id="7.1",
        title="The rule of a sum",
        minutes=6,
        misconception="the gradient of a sum is one number",
        names=(),
        rebuilds=(TOTAL,),
        first_step="Give the rule in place of the dots: what does each of the numbers get?",
        passed="Any loss that is a sum can be stepped back from. A sum along some dimensions only has a rule of its own.",
        hints=(
            "x has three numbers, and 5 arrives at their sum. Which three numbers go to x?",
            "The same number for all of them, in an array of x's shape.",
            "expand takes what arrives and a shape; both are parameters of the rule.",
        ),
        solution="""
total = Linear("sum", lambda x: add_up(x, None), x=lambda grad, x_shape: expand(grad, x_shape))
""",
        check=check_total,
        known={
            "as it is": Known("one number for all of x", "Which shape has x, and which has what your rule gives?"),
            "no upstream": UPSTREAM,
            "times x": Known("each number gets itself", "How far does 1 + 2 + 3 move when the 3 moves by 0.001?"),
            "times n": Known(
                "as many times as there are numbers", "How far does 1 + 2 + 3 move when the 3 moves by 0.001?"
            ),
            "a mean": Known("shared out among the numbers", "Does each number of a sum count for a part only?"),
            "nothing": Known("nothing goes back", "How far does 1 + 2 + 3 move when the 3 moves by 0.001?"),
            "arrays only": NUMPY,
            "sign": Known(
                "the sign is lost or turned", "What does each number get when 5 arrives, and what when -5 does?"
            ),
            "type": Known("in another type than x", "Which type has np.ones(3), and which has x?"),
            "shape": Known("in another shape than x", "Which shape has x, and which has what your rule gives?"),
            "no array": Known("what the rule gives is no array", "What does expand(grad, x_shape) give?"),
            "twice": Known("what arrives is counted twice", "How often is grad in your rule?"),
            "the result": Known("the result for what arrives", "In (5 * x.sum()).backward(), where does the 5 arrive?"),
            "added": Known("added instead of multiplied", "What does the chain rule do with two slopes?"),
            "exchanged": Known(
                "the arguments of expand are exchanged", "Which of the two is the array, which the shape?"
            ),
        },
    ),
    Exercise(
        id="7.2",
        title="The rule of a mean",
        minutes=5,
        misconception="a mean's gradient is a sum's",
        names=(),
        rebuilds=(MEAN,),
        first_step="Give the rule, lambda and all, in place of the dots: how much does each of the n numbers count?",
        passed="A loss is mostly a mean, over all of a batch. Why that matters for the size of a step: lesson 20.",
        hints=(
            "The mean of 1, 2 and 3 is 2. How far does it move when the 3 becomes 6?",
            "It is the sum's rule with a smaller number: what arrives, divided by how many numbers x has.",
            "math.prod(x_shape) is how many numbers x has; expand(..., x_shape) spreads one number over all of them.",
        ),
        solution="""
mean_all = Linear("mean", lambda x: add_up(x, None) / x.dtype.type(x.size),
                  x=lambda grad, x_shape: expand(grad / math.prod(x_shape), x_shape))
""",
        check=check_mean,
        known={
            "as it is": Known("one number for all of x", "Which shape has x, and which has what your rule gives?"),
            "no upstream": UPSTREAM,
            "a sum": Known(
                "the 1/n is missing", "The mean of 1, 2 and 3 is 2: how far does it move when the 3 becomes 6?"
            ),
            "times n": Known(
                "multiplied where it should be divided", "Does the mean of many numbers move more when one does?"
            ),
            "rows only": Known("divided by the number of rows", "How many numbers has an array of shape (2, 3)?"),
            "axes": Known("divided by the number of dimensions", "How many numbers has an array of shape (2, 3)?"),
            "times x": Known("each number gets itself", "The slope of (a + b) / 2 in a: does it depend on a?"),
            "arrays only": NUMPY,
            "sign": Known(
                "the sign is lost or turned", "What does each number get when 5 arrives, and what when -5 does?"
            ),
            "shape": Known("in another shape than x", "Which shape has x, and which has what your rule gives?"),
            "twice": Known("what arrives is counted twice", "How often is grad in your rule?"),
            "the result": Known(
                "the result for what arrives", "In (5 * x.mean()).backward(), where does the 5 arrive?"
            ),
            "columns only": Known("divided by the number of columns", "How many numbers has an array of shape (2, 3)?"),
            "n twice": Known("divided by n twice", "How far does the mean of two numbers move when one moves by 1?"),
            "one less": Known(
                "divided by one less than n", "By what is the sum of two numbers divided for their mean?"
            ),
            "the root": Known("divided by the root of n", "By what is the sum of two numbers divided for their mean?"),
            "rounded": Known("whole division", "What does 5 // 2 give?"),
            "upside down": Known("n over what arrives", "Which of the two is divided by the other?"),
            "n taken off": Known("n is subtracted", "What does a mean do with the sum, and with which n?"),
        },
    ),
    Exercise(
        id="7.3",
        title="What backward() starts with",
        minutes=6,
        misconception="an array can be stepped back from like a number",
        names=(),
        rebuilds=(IMPLICIT,),
        first_step="Begin with the case that is refused, in place of the dots.",
        passed="The message is yours now, and the start. What is refused before it was not asked for.",
        hints=(
            "value.size is how many numbers an array has. What is to happen for 2? For 1?",
            'Two cases are refused: None, and any size but 1. raise RuntimeError("...") with the words above the exercise.',
            "np.ones(value.shape, value.dtype) has the shape and the type; variable.Tensor(...) makes a tensor of it.",
        ),
        solution="""
def _implicit(value):
    \"\"\"What a root of one element starts with: 1. For more, RuntimeError: their weights are the caller's to say.\"\"\"
    if value is None or value.size != 1:
        raise RuntimeError("grad can be implicitly created only for scalar outputs")
    return variable.Tensor(np.ones(value.shape, value.dtype)[()])  # a number where there are no dimensions
""",
        check=check_implicit,
        known={
            "no numbers": Known("an array without numbers passes", "Of which number would that be the slope?"),
            "given back": Known(
                "the error is given back, not raised", "What would the caller do with an error as a result?"
            ),
            "refused": Known("a single number is refused", "How many numbers has what comes out of a loss?"),
            "chosen for you": Known("ones for an array, too", "Of which of the numbers would that be the slope?"),
            "no dimensions only": Known(
                "a single number in brackets is refused", "How many numbers has an array of shape (1, 1)?"
            ),
            "another error": Known("an error of another type", "Which type of error did y.backward() raise above?"),
            "other words": Known("other words than PyTorch's", "What did y.backward() say, word by word?"),
            "no None": Known("None is not looked at", "What does None.size give?"),
            "no tensor": Known("an array or a number, not a tensor", "What does variable.Tensor(...) around it give?"),
            "no array in it": Known(
                "a number of Python's in a tensor", "Which shape and which type has 1.0, and which are asked for?"
            ),
            "shape": Known("the shape is lost", "Which shape has the array, and which has yours?"),
            "type": Known("the type is lost", "What is value.dtype, and what type has np.ones(3)?"),
            "the value": Known("something else than 1", "What is the slope of a number in itself?"),
        },
    ),
    Exercise(
        id="7.4",
        title="As a weighted sum",
        minutes=7,
        misconception="weights need a pass for each number",
        names=("weighted_backward",),
        first_step="Make one number of y and v in place of the dots, and step back from it.",
        passed="So backward(v) is nothing new: it is the gradient of a sum in which v says how much each number counts.",
        hints=(
            "Of which number is 10 the slope in y[0], and 1 the slope in y[1]?",
            "10 · y[0] + 1 · y[1]. For arrays: a product with v, then one number of all.",
            "(y * v).sum() is that number.",
        ),
        solution="""
def weighted_backward(y, v):
    (y * v).sum().backward()
""",
        check=check_weighted,
        known={
            "no weights": Known("all numbers count the same", "Where does v come into it?"),
            "mean": Known("a mean for a sum", "By what is everything divided?"),
            "added first": Known("the weights are added before they weigh", "Which weight has y[0] in your line?"),
            "first weight": Known("one weight for all", "Which weight has y[1] in your line?"),
            "largest": Known("only the largest counts", "What becomes of the other numbers of y?"),
            "weights twice": Known("weights count twice", "How often is v in your line?"),
            "y twice": Known("y counts twice", "How often is y in your line?"),
            "sign": Known("the sign is turned", "What would backward(v) give for positive weights?"),
            "size": Known("weights without their sign", "What does a weight of -2 do in backward(v)?"),
            "gone through twice": Known("everything arrives twice", "How often does your function call backward()?"),
            "cut off": Known("the way back is cut", "Which of your calls makes a tensor that was not recorded?"),
            "changed": Known("the caller's tensors are changed", "What does y *= v leave of y?"),
            "divided": Known("divided by the weights", "Should a weight of 10 make more of a number, or less?"),
            "one dimension only": Known("right for one dimension only", "What does your line give for tables?"),
            "several numbers": Known(
                "a pass from several numbers", "How many numbers has what backward() is called on?"
            ),
            "no pass": Known("no step back", "Which of your calls runs a pass?"),
            "with the argument": Known("what is to be replaced is called", "What is done with v there?"),
            "a pass for each": Known("a pass for each number", "Could the numbers be added up before the step back?"),
        },
    ),
    Exercise(
        id="7.5",
        title="The while loop",
        minutes=6,
        misconception="a loop that depends on the numbers has no gradient",
        names=("factor", "x_grad"),
        first_step="Write down the norms: 10 after the first line, then 20. How does it go on? Numbers in place of the dots.",
        passed="What the loop decided is done; the slopes are those of a product with 256.",
        hints=(
            "The norm of x is 5, that of x * 2 is 10. Which norms follow, and which is the first that is not below 1000?",
            "10, 20, 40, 80, 160, 320, 640, 1280: how many times 5 is that?",
            "y is factor · x, number by number. So each slope is factor, and each has its weight.",
        ),
        solution="factor = 256\nx_grad = [25.6, 256.0, 0.0256]",
        check=check_while,
        known={
            "the first doubling": Known("the line before the loop is forgotten", "What is y when the loop begins?"),
            "one too many": Known("one round too many", "Is the norm below 1000 when it is 1280?"),
            "how often": Known("how often, not how much", "By what is x multiplied after three doublings?"),
            "doublings added": Known("doublings are added up", "By what is x multiplied after two doublings?"),
            "the norm": Known("the norm, not the factor", "Which norm had x to begin with?"),
            "y itself": Known("y, not a slope", "How far does y[0] move when x[0] moves by 1?"),
            "the factor": Known("one number for all", "Which shape has x, and so x.grad?"),
            "a zero stays": Known("a zero has no slope", "How far does y[2] move when x[2] moves from 0 to 1?"),
            "just enough": Known("as if the loop stopped at 1000", "Which numbers can the norm be: 5, 10, 20, ...?"),
            "times y": Known("weights times values", "Is the slope of 256 · x in x the value of it?"),
            "times x": Known("weights times x", "What is the slope of 256 · x in x?"),
            "no weights": Known("the weights are forgotten", "Where does v come into it?"),
            "the weights only": Known("the weights alone", "How far does y move when x moves by 1?"),
            "added up": Known("added up to one number", "Which shape has x, and so x.grad?"),
            "the last step": Known("the last round only", "The last line of the loop ran 7 times: what of the others?"),
        },
    ),
]
