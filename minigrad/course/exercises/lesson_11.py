"""The exercises of lesson 11: gradcheck's nudge and its comparison, and what a test hides, accuses or cannot measure."""

import importlib
import re
import warnings
from collections import Counter
from typing import NamedTuple

import numpy as np

import minigrad as mg
from minigrad.course.exercise import Exercise, Known, Miss, array_of, differs, matching, result_of, said
from minigrad.first import numerical_gradient

from .claims import first_wrong
from .formulas import NOTHING_RETURNED
from .mutants import MUTANTS, OPERATIONS, RTOL, trials

RECALL = {
    "11.a": (1, "1: it waits until both shares have come, and passes on their sum. Lesson 05."),
    "11.b": (6, "6: each of the three numbers of the result has a slope in each of the two inputs. Lesson 07."),
}
GRADCHECK = "minigrad/autograd/gradcheck.py"


def room(load):
    """The module that the two builds are about; in its package the function gradcheck hides it."""
    return importlib.import_module(f"{load.__name__}.autograd.gradcheck")


# --------------------------------------------------------------------------------------------------- 11.1  One nudge


class Nudge(NamedTuple):
    """What slopes_at is given, but for the function: that is `function_of_all` of the array."""

    numbers: list
    place: tuple
    eps: float


NUDGES = [Nudge([[1.0, 2.0], [3.0, 5.0]], (1, 0), 0.25)]


def function_of_all(array):
    """Three numbers that depend on each number of an array in different ways."""
    weights = np.arange(1.0, array.size + 1).reshape(array.shape)
    return np.array([(weights * array**3).sum(), (array / weights).sum(), array.prod()])


def at(change):
    """What the function gives after a change of the array."""

    def ends(nudge, step):
        array = np.array(nudge.numbers)
        change(array, nudge.place, step)
        return function_of_all(array)

    return ends


def move(array, place, step):
    array[place] += step


def move_row(array, place, step):
    array[place[0]] += step


def move_first(array, place, step):
    array.flat[0] += step


def move_all(array, place, step):
    array += step


def move_in_parts(array, place, step):
    array[place] *= 1 + step


def put(array, place, step):
    array[place] = step


def difference(ends, above=1.0, below=-1.0, over=2.0):
    """The difference of two values, so many steps above and below, over so many steps."""
    return lambda nudge: (ends(nudge, above * nudge.eps) - ends(nudge, below * nudge.eps)) / (over * nudge.eps)


right_slopes = difference(at(move))
WAYS_TO_NUDGE = {
    "forward": difference(at(move), 1, 0, 1),
    "backward": difference(at(move), 0, -1, 1),
    "half the way": difference(at(move), 1, 0, 2),
    "not halved": difference(at(move), over=1),
    "sign": difference(at(move), -1, 1),
    "no quotient": lambda nudge: right_slopes(nudge) * 2 * nudge.eps,
    "half a product": lambda nudge: right_slopes(nudge) * nudge.eps**2,
    "all at once": difference(at(move_all)),
    "a row": difference(at(move_row)),
    "the first": difference(at(move_first)),
    "in parts": difference(at(move_in_parts)),
    "in its place": difference(at(put)),
    "a kept row": difference(at(move_row), 1, 0, 2),  # it has moved along, so the lower end is the row itself
    "own step": lambda nudge: right_slopes(nudge._replace(eps=1e-6)),
    "nothing moves": lambda nudge: 0 * right_slopes(nudge),
}


def run_nudge(load, nudge):
    """What slopes_at gives, the array after it, and how often the function was called."""
    array, calls = np.array(nudge.numbers), []

    def output():
        calls.append(1)
        return function_of_all(array)

    given = room(load).slopes_at(output, array, nudge.place, nudge.eps)
    return given, array.tolist(), len(calls)


def check_slopes(load):
    rng = np.random.default_rng(111)
    drawn = [Nudge(rng.uniform(0.5, 2.0, (2, 3)).tolist(), (int(i), int(j)), 0.25) for i, j in ((0, 2), (1, 2))]
    drawn.append(Nudge([0.7, 0.1], (0,), 1e-6))
    results = [result_of(run_nudge, load, nudge) for nudge in NUDGES + drawn]
    for nudge, result in zip(NUDGES + drawn, results, strict=True):
        lines = [f"array = {said(nudge.numbers)}, place = {nudge.place}, eps = {nudge.eps:g}"]
        lines.append(
            "of its numbers a, b, c, ... output() gives a³ + 2b³ + 3c³ + ..., a + b/2 + c/3 + ..., and their product"
        )
        if isinstance(result, BaseException):
            return Miss(lines, result, right_slopes(nudge))
        given, after, calls = result
        if differs(given, right_slopes(nudge)):
            slopes = [r if isinstance(r, BaseException) else r[0] for r in results[: len(NUDGES)]]
            known = matching(WAYS_TO_NUDGE, NUDGES, slopes, args=lambda nudge: (nudge,))
            known = known if differs(given, right_slopes(nudge).round(6)) else "rounded"
            return Miss(lines, given, right_slopes(nudge), "no return" if given is None else known)
        if not isinstance(given, np.ndarray):
            return Miss(lines, given, right_slopes(nudge), "no array")
        if after != nudge.numbers:
            known = "not back" if differs(after, nudge.numbers) else "nearly back"
            return Miss([*lines, "the array after the call"], repr(after), repr(nudge.numbers), known)
        if calls != 2:
            return Miss([*lines, "how often output() was called"], calls, 2, "too often")
    return None


# ------------------------------------------------------------------------------------------------ 11.2  Near enough


class Case(NamedTuple):
    """Functions y = x @ numerical whose backward gives what `analytical` would, and options of gradcheck."""

    tables: list  # for each output, for each input: (numerical, analytical)
    options: dict


def pair(numerical, analytical, **options):
    """The case of one input and one output."""
    return Case([[(np.array([numerical]), np.array([analytical]))]], options)


def all_but(output, input):
    """The case of two outputs and three inputs of which one pair is wrong."""
    right = np.array([[2.0, -1.0]])
    return Case([[(right, right + ((o, i) == (output, input))) for i in range(3)] for o in range(2)], {})


CASES = [
    pair([-2.0], [-2.0]),
    pair([1.0, 2.0], [1.0, 2.0]),
    pair([3.0], [2.0]),
    pair([-3.0], [3.0]),
    pair([1.0, 2.0], [1.0, 7.0]),
    pair([1.0, 2.0], [2.0, 1.0]),
    pair([0.0], [5e-6]),
    pair([1000.0], [1000.5]),
    pair([1000.0, 0.0, 0.0], [1000.0, 0.9, 0.0]),
    pair([1000.0, 0.0, 0.0], [1000.0, 0.9, 0.9]),
    pair([1.0], [1.5], rtol=0.8),
    pair([1.0], [2.5], atol=0.0, rtol=0.8),
    pair([0.0], [0.0], atol=0.0),
    pair([2.0], [5.0], raise_exception=False),
    all_but(1, 2),
    pair([2.0], [float("nan")]),
]


def near_enough(numerical, analytical, atol, rtol):
    return all(np.isclose(analytical.flat, numerical.flat, rtol, atol))


COMPARISONS = {
    "signed": lambda n, a, atol, rtol: not (a - n > atol + rtol * abs(n)).any(),
    "signed|the other way": lambda n, a, atol, rtol: not (n - a > atol + rtol * abs(n)).any(),
    "sizes": lambda n, a, atol, rtol: not (abs(abs(a) - abs(n)) > atol + rtol * abs(n)).any(),
    "one is enough": lambda n, a, atol, rtol: bool((abs(a - n) <= atol + rtol * abs(n)).any()),
    "sums": lambda n, a, atol, rtol: not abs(a.sum() - n.sum()) > atol + rtol * abs(n.sum()),
    "rtol alone": lambda n, a, atol, rtol: bool((abs(a - n) <= rtol * abs(n)).all()),
    "atol alone": lambda n, a, atol, rtol: bool((abs(a - n) <= atol).all()),
    "exactly": lambda n, a, atol, rtol: not (n.any() or a.any()),  # a nudged slope is never quite the number, but for 0
    "mean": lambda n, a, atol, rtol: abs(a - n).mean() <= atol + rtol * abs(n).mean(),
    "less than": lambda n, a, atol, rtol: bool((abs(a - n) < atol + rtol * abs(n)).all()),
    "interchanged": lambda n, a, atol, rtol: near_enough(n, a, rtol, atol),
    "own tolerances": lambda n, a, atol, rtol: near_enough(n, a, 1e-5, 1e-3),
    "own tolerances|allclose's": lambda n, a, atol, rtol: near_enough(n, a, 1e-8, 1e-5),
    "transposed": lambda n, a, atol, rtol: bool((abs(a.T - n) <= atol + rtol * abs(n)).all()),
    "of the analytical": lambda n, a, atol, rtol: bool((abs(a - n) <= atol + rtol * abs(a)).all()),
    "tolerance without size": lambda n, a, atol, rtol: bool((abs(a - n) <= atol + rtol * n).all()),
    "of the largest": lambda n, a, atol, rtol: bool((abs(a - n) <= atol + rtol * abs(n).max()).all()),
    "the other way round": lambda n, a, atol, rtol: not near_enough(n, a, atol, rtol),
    "never": lambda n, a, atol, rtol: True,
}


def verdict_of(case, close=near_enough):
    """What gradcheck says of a case, with a comparison of this kind."""
    options = {"atol": 1e-5, "rtol": 1e-3, **case.options}
    raising = options.pop("raise_exception", True)
    for o, row in enumerate(case.tables):
        for i, pair in enumerate(row):
            if not close(*pair, **options):
                return error_at(o, i) if raising else "False"
    return "True"


def error_at(o, i):
    return f"GradcheckError for output {o} with respect to input {i}"


def run_gradcheck(load, case):
    """What the reader's gradcheck does: the word, or the error where it is another one."""

    class Claimed(load.autograd.Function):
        @staticmethod
        def forward(ctx, *xs):
            return tuple([sum([x @ load.tensor(n) for x, (n, _) in zip(xs, row, strict=True)]) for row in case.tables])

        @staticmethod
        def backward(ctx, *grads):
            claimed = [[load.tensor(a) @ g for _, a in row] for row, g in zip(case.tables, grads, strict=True)]
            return tuple([sum(parts) for parts in zip(*claimed, strict=True)])

    xs = tuple([load.tensor([0.5], dtype=load.float64, requires_grad=True) for _ in case.tables[0]])
    try:
        given = load.autograd.gradcheck(Claimed.apply, xs, **case.options)
    except room(load).GradcheckError as error:
        place = re.search(r"output (\d) with respect to input (\d)", str(error))
        tables = re.search(r"numerical:(.*)\nanalytical:(.*)\n", str(error))
        if len(case.tables) == 1 and tables and tables[2] != str(load.tensor(case.tables[0][0][1])):
            return f"GradcheckError with {str(error).splitlines()[-1]}"
        return error_at(*place.groups()) if place else f"GradcheckError: {error}"
    return str(given) if isinstance(given, bool | np.bool_) else given


def check_gradcheck(load):
    given = [result_of(run_gradcheck, load, case) for case in CASES]
    for case, mine in zip(CASES, given, strict=True):
        if differs(mine, verdict_of(case)):
            plain = [
                (one, told) for one, told in zip(CASES, given, strict=True) if len(one.tables) == 1 and not of_nan(one)
            ]
            known = next((key for key, close in COMPARISONS.items() if agrees(plain, close)), None)
            return Miss(
                [described(case)], mine, verdict_of(case), known.partition("|")[0] if known else event(case, mine)
            )
    return None


def of_nan(case):
    """Whether a case is about nan. A comparison by > and one by <= differ there, and nowhere else."""
    return any(np.isnan(analytical).any() for row in case.tables for _, analytical in row)


def agrees(told, close):
    return not any([differs(mine, verdict_of(case, close)) for case, mine in told])


def described(case):
    """A case in words: the tables, and the options that are not gradcheck's own."""
    if len(case.tables) > 1:
        return "three inputs and two outputs, and all is as nudging says but output 1 in input 2"
    ((numerical, analytical),) = case.tables[0]
    options = "".join([f", {name}={value}" for name, value in case.options.items()])
    return f"numerical = {said(numerical.tolist())} but for rounding, analytical = {said(analytical.tolist())}{options}"


def event(case, mine):
    """What is thought where no comparison explains what came."""
    if mine is None:
        return "no return"
    if isinstance(mine, BaseException):
        return "returned" if mine.__traceback__ is None else None
    if not isinstance(mine, str):
        return None
    if mine.startswith("GradcheckError with"):
        return "wrong table"
    if len(case.tables) > 1:
        return "the first pair" if mine == "True" else "wrong place"
    if of_nan(case):
        return "nan" if mine == "True" else None
    if case.options.get("raise_exception") is False:
        return "never False" if mine == "True" else "always raises"
    return "never raises" if mine == "False" else None


# ------------------------------------------------------------------------------------- 11.3  A test that sees them all


def check_test(test_x, test_v):
    x, v = array_of(test_x), array_of(test_v)
    if x is None or v is None or x.ndim != 1 or x.shape != v.shape or not 2 <= x.size <= 12:
        shapes = " and ".join(["no numbers" if part is None else f"shape {part.shape}" for part in (x, v)])
        known = "no numbers" if x is None or v is None else "not alike"
        return Miss(["test_x and test_v"], shapes, "two lists of as many numbers, from two to twelve", known)
    x, v = x.astype(float), v.astype(float)
    case = f"test_x = {said(x.tolist())}, test_v = {said(v.tolist())}"
    wrong, right = trials(x, v)
    if not np.isfinite([made.distance for made in right]).all():
        return Miss([case], "nan or inf in a result", "numbers that can be compared", "not finite")
    for operation, made in zip(OPERATIONS, right, strict=True):
        if made.distance > RTOL:
            given = f"the rule says {said(made.ruled.tolist())}, nudging {said(made.nudged.tolist())}"
            lines = [case, f"{operation.name}, whose rule {operation.right} is right"]
            return Miss(lines, given, "no right rule accused", "corner")
    for mutant, made in zip(MUTANTS, wrong, strict=True):
        if made.distance <= RTOL:
            row = said(made.nudged.tolist())
            lines = [case, f"{mutant.operation.name} by the wrong rule {mutant.rule}"]
            return Miss(lines, f"{row}, as nudging says: not seen", f"another gradient than {row}", hidden_by(x, v))
    return None


def hidden_by(x, v):
    """What it is about a test that hides a rule."""
    traits = {
        "zeros": not (x.any() and v.all()),
        "tiny": abs(v).max() < RTOL,
        "uniform": len({*v.tolist()}) == 1,
        "all alike": len({*x.tolist()}) == 1,
        "mirrored x": np.array_equal(x, x[::-1]),
        "mirrored v": np.array_equal(v, v[::-1]),
        "far out": bool((abs(x) > 5).all()),
        "one sign": bool((x >= 0).all()),
        "near by": bool((abs(x) <= 2).all()),
    }
    return next((key for key, holds in traits.items() if holds), None)


# ------------------------------------------------------------------------------------------------ 11.4  Rule or test?

CORNERS = {
    "1: mg.relu at 0.0": (False, "relu"),
    "2: mg.relu(x) ** 2 at 0.0": (True, "square"),
    "3: mg.abs at 0.0": (True, "abs"),
    "4: mg.relu at 1e-7": (False, "beside"),
    "5: mg.round at 0.4": (True, "steps"),
    "6: mg.relu(x) - mg.relu(-x) at 0.0": (False, "sum"),
}


def check_passes(passes):
    return first_wrong(CORNERS, passes)


# -------------------------------------------------------------------------------------------------- 11.5  In float32

POINTS = [0.5, 2.0, 8.0]
OFF = 1.01  # the wrong rule's factor


def cube_with(factor):
    """x³ with a rule that is off by a factor."""

    class Cube(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x * x

        @staticmethod
        def backward(ctx, grad):
            (x,) = ctx.saved_tensors
            return grad * (3.0 * factor) * x * x

    return Cube.apply


def passes_at(factor, point, eps, rtol):
    x = mg.tensor([point], requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of single precision
        return mg.autograd.gradcheck(cube_with(factor), x, eps=eps, rtol=rtol, raise_exception=False)


def slope_in_float32(point, eps):
    cubes = [x * x * x for x in (np.float32(point) + np.float32(step) for step in (eps, -eps))]
    return float((cubes[0] - cubes[1]) / np.float32(2 * eps))


def check_single(eps, rtol):
    numbers = all([isinstance(n, int | float | np.number) and not isinstance(n, bool) for n in (eps, rtol)])
    if not (numbers and eps > 0 and rtol > 0):
        known = "not above 0" if numbers else "no numbers"
        return Miss(["eps and rtol"], f"{said(eps)} and {said(rtol)}", "two numbers above 0", known)
    for point in POINTS:
        case, right = f"eps = {eps:g}, rtol = {rtol:g}: x³ at {point:g}, in float32", 3 * point * point
        with np.errstate(all="ignore"):
            slope = slope_in_float32(point, eps)
        if not passes_at(1.0, point, eps, rtol):
            return Miss(
                [case, "the right rule"],
                f"rejected: nudging says {slope:g}",
                f"accepted: the slope is {right:g}",
                blamed(slope, right, eps),
            )
        if passes_at(OFF, point, eps, rtol):
            known = "forgiving" if rtol > 0.99 * (OFF - 1) else "hidden in the noise"
            return Miss(
                [case, "the rule that is off by a hundredth"],
                f"accepted: nudging says {slope:g}",
                f"rejected: the rule says {OFF * right:g}",
                known,
            )
    return None


def blamed(slope, right, eps):
    """Why the right rule is rejected."""
    if slope == 0:
        return "nothing moves"
    if abs(slope - right) < 2e-3 * right:
        return "strict"
    return "noise" if eps < 1e-2 else "wide"


# ------------------------------------------------------------------------------------------ 11.6  Where is it wrong?


class Value:
    """The engine of the exercise: right wherever no result is used twice."""

    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.inputs, self.slopes, self.grad = data, inputs, slopes, 0.0

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def backward(self, grad):
        self.grad += grad
        for x, slope in zip(self.inputs, self.slopes, strict=True):
            x.backward(self.grad * slope)


START, ARRIVES = 3.0, 10.0


def uses(result):
    """{value: in how many places it is used} of each value on the way to a result, itself among them."""
    met, counts = [result], Counter({result: 0})
    for value in met:
        counts.update(value.inputs)
        met += [x for x in dict.fromkeys(value.inputs) if x not in met]
    return counts


def recorded_slope(result, x):
    """The slope of a result in x, by what its values have recorded; each passes on once all has come."""
    missing, slopes, ready = uses(result), Counter({result: 1.0}), [result]
    for value in ready:
        for used, slope in zip(value.inputs, value.slopes, strict=True):
            slopes[used] += slopes[value] * slope
            missing[used] -= 1
            if not missing[used]:
                ready.append(used)
    return slopes[x]


def check_program(program):
    x = Value(START)
    y = result_of(program, x)
    call, wanted = "y = program(x) for x = Value(3.0)", "a Value, made of x by + and *"
    if not hasattr(y, "inputs"):
        shown = y if y is None or isinstance(y, BaseException) else f"something of type {type(y).__name__}"
        known = "no return" if y is None else "numbers" if isinstance(y, AttributeError | TypeError) else None
        return Miss([call], shown, wanted, known if isinstance(y, BaseException | None) else "no Value")
    if not y.inputs:
        return Miss([call], "no operation", wanted, "nothing done")
    counts = uses(y)
    if early := [value.grad for value in [x, *counts] if value.grad]:
        return Miss([call, "a grad before y.backward(10.0)"], f"{early[0]:g}", "0", "early")
    right = ARRIVES * numerical_gradient(lambda number: program(Value(number)).data, START)[0]
    if abs((made := ARRIVES * recorded_slope(y, x)) - right) > 1e-4 * max(1.0, abs(right)):
        lines = [call, "10 times the slope in x, by what + and * have recorded"]
        return Miss(lines, f"{made:g}", f"{round(right, 6) + 0.0:g}, as nudging says", "not recorded")
    if (error := result_of(y.backward, ARRIVES)) is not None:
        return Miss(["y.backward(10.0)"], error, "a backward pass that ends")
    if abs(x.grad - right) > 1e-4 * max(1.0, abs(right)):
        return None
    known = "leaf" if counts.pop(x, 0) > 1 else "chain"
    known = "cancels" if any([count > 1 for count in counts.values()]) else known
    lines = [call, "x.grad after y.backward(10.0)"]
    return Miss(lines, f"{x.grad:g}, as nudging says", f"another number than {round(right, 6) + 0.0:g}", known)


# ----------------------------------------------------------------------------------------------------- the exercises

EXERCISES = [
    Exercise(
        id="11.1",
        title="One nudge",
        minutes=6,
        misconception="after two nudges the array is as it was",
        names=(),
        rebuilds=(f"{GRADCHECK}::slopes_at",),
        first_step="Write to array[place] in place of the dots: which number stands there in the first call, and in the second?",
        passed="Every number of an input can be nudged, and is itself again afterwards. A step too small to change the number was not tried.",
        hints=(
            "Which three numbers stand in array[place], one after the other, until the end?",
            "Keep the number that is there. Write it plus eps and call, write it minus eps and call, then write itself.",
            "value, ends = array[place], [] keeps the number; a loop over (eps, -eps) makes the two ends.",
        ),
        solution='''
def slopes_at(output, array, place, eps):
    """The slopes of output(), an array, in the number at a place of `array`, by a step of `eps` to either side."""
    value, ends = array[place], []
    for step in (eps, -eps):
        array[place] = value + step
        ends.append(output())
    array[place] = value
    return (ends[0] - ends[1]) / (2 * eps)
''',
        check=check_slopes,
        known={
            "forward": Known("a forward difference", "How far to the left of the number have you looked?"),
            "backward": Known("a backward difference", "How far to the right of the number have you looked?"),
            "half the way": Known("one end is the number itself", "By how much do your two ends lie apart?"),
            "not halved": Known("divided by one step", "By how much do your two ends lie apart?"),
            "sign": Known("the lower end minus the upper", "If the result grows with the number, which end is larger?"),
            "no quotient": Known("a difference, not a slope", "How much does the result move for each 1 of the input?"),
            "half a product": Known("`/ 2 * eps` divides by 2 only", "In which order does Python work out a / 2 * b?"),
            "all at once": Known("the whole array is nudged", "In how many numbers at once is one slope?"),
            "a row": Known("a whole row is nudged", "What is array[place[0]] of an array with rows?"),
            "the first": Known("always the first number", "Where does place come into it?"),
            "in parts": Known("a step in per cent", "By how much is 3 to move, if eps is 0.25?"),
            "in its place": Known(
                "the step takes the number's place", "What stands in array[place] when output() is called?"
            ),
            "a kept row": Known(
                "a row that moves along", "Is array[1] of an array with rows a number, or a part of it?"
            ),
            "own step": Known("another step than eps", "If eps is 0.25, how far apart do your ends lie?"),
            "rounded": Known("rounded slopes", "How many digits of 1/6 does yours give?"),
            "no array": Known("numbers in a list", "What type has the difference of two arrays?"),
            "nothing moves": Known("the function never sees the nudge", "Which array does output() read?"),
            "not back": Known("the array stays nudged", "What does the next call of slopes_at find in it?"),
            "nearly back": Known(
                "taken back by arithmetic", "Is 0.7 + 1e-6 - 2e-6 + 1e-6 the number 0.7 to the last digit?"
            ),
            "too often": Known("more calls than needed", "How many ends has the difference?"),
            "no return": NOTHING_RETURNED,
        },
    ),
    Exercise(
        id="11.2",
        title="Near enough",
        minutes=8,
        misconception="a difference that is not above the tolerance is a small one",
        names=(),
        rebuilds=(f"{GRADCHECK}::gradcheck",),
        first_step="In place of the dots, say what is to happen where the two tables differ.",
        passed="gradcheck is yours. What it leaves out, such as a second backward pass that must give the same, was not tried.",
        hints=(
            "Take 3 by nudging and 2 by backward. What is analytical - numerical, and is it above the tolerance?",
            "All differences, by their size, have to be at most atol + rtol times the size of the numerical ones. If not all are: raise, or return False.",
            "near = abs(analytical - numerical) <= atol + rtol * abs(numerical) is an array of True and False.",
        ),
        solution='''
def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):
    """Whether the gradients of `func` equal central differences, for every input that requires grad."""
    inputs = as_tuple(inputs)
    check_inputs(inputs)
    for o, out in enumerate(as_tuple(func(*inputs))):
        for i, x in enumerate([x for x in inputs if x.requires_grad]):
            numerical = numerical_jacobian(func, inputs, x, o, out, eps)
            analytical = analytical_jacobian(out, x)
            near = abs(analytical - numerical) <= atol + rtol * abs(numerical)
            if not near.all():
                if raise_exception:
                    raise GradcheckError(mismatch(numerical, analytical, o, i))
                return False
    return True
''',
        check=check_gradcheck,
        leaves_out=(
            "outputs and inputs that are no tensors or have no gradient, a second backward pass, zeros and None as what "
            "arrives, dtypes, forward mode"
        ),
        holds=("gradcheck",),
        known={
            "signed": Known(
                "a difference without its size", "3 by nudging, 2 by backward: what is 2 - 3, and is it small?"
            ),
            "sizes": Known("signs are not compared", "-3 by nudging, 3 by backward: is that near?"),
            "one is enough": Known("one number that agrees is enough", "How many of the numbers have to be near?"),
            "sums": Known("sums are compared", "1 and 2 by nudging, 2 and 1 by backward: what do their sums say?"),
            "rtol alone": Known("no absolute tolerance", "If nudging says 0, how far off may backward be for you?"),
            "atol alone": Known("no relative tolerance", "If nudging says 1000, how far off may backward be for you?"),
            "exactly": Known("equal to the last digit", "Does nudging give slopes that are exact?"),
            "of the analytical": Known(
                "the tolerance grows with the suspect",
                "Who says how large the slope is: nudging, or the rule on trial?",
            ),
            "tolerance without size": Known("a tolerance below 0", "If nudging says -2, what is rtol times that?"),
            "of the largest": Known(
                "one tolerance for all, from the largest slope", "1000 and 0 and 0 by nudging: how far off may each be?"
            ),
            "mean": Known("means are compared", "0.9 off in one number, 0 in two: what does the mean say of the one?"),
            "less than": Known("what is allowed is refused", "If 0 is allowed, may 0 and 0 differ by 0?"),
            "interchanged": Known("atol and rtol are interchanged", "Which of the two is multiplied by the slope?"),
            "own tolerances": Known("other tolerances than those given", "Where do yours say atol, and where rtol?"),
            "transposed": Known(
                "a table against one that is turned round", "In which table are the rows your columns?"
            ),
            "nan": Known("nan counts as near", "What does Python say of nan > 1, and what of nan <= 1?"),
            "the other way round": Known(
                "raises where they agree", "What does your condition say of two equal tables?"
            ),
            "never": Known("nothing is ever said", "Which line of yours compares the two tables?"),
            "the first pair": Known(
                "an answer after the first pair", "Where in the loops does your first `return` stand?"
            ),
            "wrong place": Known("input and output are mixed up", "Which of o and i counts the outputs?"),
            "wrong table": Known("each table is called by the other's name", "Which does mismatch() take first?"),
            "returned": Known("an error that is given back", "What is the word with which Python raises one?"),
            "never False": Known("True where False is asked for", "What comes after the loops, when they are left?"),
            "always raises": Known("raises where False is asked for", "What does raise_exception=False ask for?"),
            "never raises": Known("False where an error is asked for", "What does raise_exception=True ask for?"),
            "no return": NOTHING_RETURNED,
        },
    ),
    Exercise(
        id="11.3",
        title="A test that sees them all",
        minutes=7,
        misconception="numbers that are easy to check by hand are good to test with",
        names=("test_x", "test_v"),
        first_step="Two lists of three numbers in place of the dots; then draw the board with them.",
        passed="All twelve are seen, and no right rule is accused. Three standard normal numbers would mostly miss the one of clamp: 87 times in 100 none lies beyond 2.",
        hints=(
            "Look at the board's second column: what have the rules in common that are not seen there?",
            "Inputs of both signs, some beyond 2, none at a corner. In both lists no number like another.",
            "An input that begins with 0.5 and -1.5 is a good beginning; then one that the clamp changes.",
        ),
        solution="test_x = [0.5, -1.5, 3.0]\ntest_v = [2.0, -1.0, 0.5]",
        check=check_test,
        known={
            "not alike": Known("two lists that do not fit", "How many numbers has the result of a square of three?"),
            "no numbers": Known("something else than numbers", "What stands in `tests`, above, for a test by hand?"),
            "not finite": Known(
                "numbers beyond what a float holds", "Are all of yours numbers, and is e to the power of each?"
            ),
            "tiny": Known(
                "so little arrives that all is near enough", "What is atol, beside gradients as small as yours?"
            ),
            "corner": Known(
                "a number at a corner", "What is the slope of that function right there, from either side?"
            ),
            "zeros": Known("zeros", "Which wrong factors can you tell from right ones, if they are multiplied by 0?"),
            "uniform": Known(
                "the same weight for every result", "softmax's results add up to 1: what is the slope of their sum?"
            ),
            "all alike": Known("every input the same", "If all inputs are alike, whose slope is whose?"),
            "mirrored x": Known(
                "an input that reads the same backwards", "x * x[::-1] at such an x: whose slope is whose?"
            ),
            "mirrored v": Known("weights that read the same backwards", "Can such weights tell grad from grad[::-1]?"),
            "far out": Known("inputs where the function is flat", "What is the slope of a sigmoid at 20?"),
            "one sign": Known("no input below 0", "What does relu change of a number above 0?"),
            "near by": Known("no input that is changed", "What does clamp change of a number between -2 and 2?"),
        },
    ),
    Exercise(
        id="11.4",
        title="Rule or test?",
        minutes=5,
        misconception="what gradcheck rejects is a wrong rule, and what it accepts a right one",
        names=("passes",),
        first_step="True or False in each of the six places.",
        passed="Near a corner a test's False says little, and its True too: the gradient is wrong in the sixth alone. Keep test inputs away from corners.",
        hints=(
            "For each: what do the two ends say, one step of a millionth to either side, and what does the rule?",
            "At 0 relu's and abs's rules say 0. Draw each function, and the line through its two ends.",
            "mg.autograd.gradcheck(mg.relu, x, raise_exception=False) decides one, for x of float64.",
        ),
        solution="passes = (False, True, True, False, True, False)",
        check=check_passes,
        known={
            "not six": Known("not one answer for each", "How many places are there, and how many answers?"),
            "relu": Known("a right rule passes everywhere", "What lies halfway between the slopes 0 and 1?"),
            "square": Known("every corner is rejected", "What is the slope of relu(x)² at 0, from either side?"),
            "abs": Known("a corner is always noticed", "How high are the two ends of abs around 0?"),
            "beside": Known("only the corner itself counts", "Where does the lower end lie, a millionth below 1e-7?"),
            "steps": Known("a slope of 0 is suspicious", "What is round at 0.4 and a millionth to either side?"),
            "sum": Known(
                "right rules make a right sum",
                "Which function is relu(x) - relu(-x), and what does each rule say at 0?",
            ),
        },
    ),
    Exercise(
        id="11.5",
        title="In single precision",
        minutes=6,
        misconception="a smaller step and a smaller tolerance are a stricter test",
        names=("eps", "rtol"),
        first_step="A number in place of each `...`; what the table above says of float32 is a good start.",
        passed="With a step that suits float32, x³ can be tested there to a thousandth: gradcheck's own rtol will do, its eps will not.",
        hints=(
            "In which row of the table is float32 nearest to 12? How far off is it there, in parts of 12?",
            "eps from that row. rtol above what is lost there, and below the hundredth by which the wrong rule is off.",
            "eps = 1e-2 is such a step. For rtol take half of that hundredth.",
        ),
        solution="eps = 1e-2\nrtol = 0.005",
        check=check_single,
        known={
            "no numbers": Known("something else than two numbers", "What type have your eps and your rtol?"),
            "not above 0": Known(
                "no step, or no tolerance", "What is the difference of two ends at one place, over 0?"
            ),
            "nothing moves": Known("a step that is lost in rounding", "What is 8 + 1e-9 in float32?"),
            "noise": Known(
                "a smaller step is always better", "How many digits has float32, and how many do the ends share?"
            ),
            "wide": Known("a step that leaves the point", "x³ is curved: what does the line through far ends say?"),
            "strict": Known(
                "stricter than nudging can be", "How far off is the slope by nudging, in parts of the slope?"
            ),
            "forgiving": Known(
                "a tolerance that forgives what it looks for", "By which part of it is the wrong rule off?"
            ),
            "hidden in the noise": Known(
                "an error that nudging adds by itself", "Is nudging nearer to the right slope, or to the wrong one?"
            ),
        },
    ),
    Exercise(
        id="11.6",
        title="Where is it wrong?",
        minutes=6,
        misconception="an engine that is right for inputs used twice is right for whatever is used twice",
        names=("program",),
        first_step="Return something made of x by + and * in place of the dots.",
        passed="In its backward self.grad stands for grad: a result that is met again sends on once more what it has sent before.",
        hints=(
            "Its author has tried an input that is used twice. What else can be used twice?",
            "A result that goes into two places. How often is its backward called, and what has come by then?",
            "y = x * x is such a result; use y twice in what you return.",
        ),
        solution="def program(x):\n    y = x * x\n    return y + y * x",
        check=check_program,
        known={
            "chain": Known("nothing is used twice", "How often is backward of each value called in your program?"),
            "leaf": Known("only x is used twice", "x has no inputs: to whom does it send what has come?"),
            "cancels": Known(
                "what is wrong comes to nothing", "What is the slope of x in the result that you use twice?"
            ),
            "numbers": Known("more than + and * of Values", "Which operations has the engine, and what do they take?"),
            "no Value": Known("no Value", "What type has x * x?"),
            "early": Known("a gradient before anything arrives", "Who is to call backward, your program or the check?"),
            "not recorded": Known(
                "a value that + and * have not made of x", "How is the engine to know that it depends on x?"
            ),
            "nothing done": Known("x as it is", "How many operations are on the way from x to x?"),
            "no return": NOTHING_RETURNED,
        },
    ),
]
