"""The exercises of lesson 01: the slope of a function from nothing but its values."""

import math
import random
from inspect import getclosurevars, isfunction

from minigrad.course.exercise import Exercise, Known, Miss, result_of, said

from .formulas import CONSTANT, ROUNDED, first_miss, function, shown

RECALL = {
    "1.a": (3, "3: it rises by 6 while its input moves by 2, so by 3 for each step of 1. Lesson 00."),
    "1.b": (0.61, "0.61: 3.1 · 3.1 is 9.61, and 3 · 3 is 9. Lesson 00."),
}


# ------------------------------------------------------------------------------------------- 1.1  From both sides

CENTRAL = [("x * x * x", 2.0, 0.5), ("10 - 4 * x", 1.0, 0.25)]  # a function, where, and how large the nudge


def check_central(central):
    rng = random.Random(11)
    drawn = [(f"{rng.uniform(1, 5):.1f} * x * x - x", round(rng.uniform(-3, 3), 1), 0.5**i) for i in range(1, 5)]
    return first_miss(
        CENTRAL,
        drawn,
        lambda case: result_of(central, function(case[0]), case[1], case[2]),
        lambda case: both_sides(*case),
        lambda case: [f"f(x) = {case[0]}, central(f, {case[1]:g}, {case[2]:g})"],
        {key: on_the_curve(model) for key, model in LINE.items()},
    )


def on_the_curve(model):
    return lambda case: model(function(case[0]), case[1], case[2])


def of_each(model, others=None):
    """The model of a slope, for each input in turn; the other inputs are what they are, or all of them `others`."""

    def behave(case):
        f, inputs, h = function(case[0]), case[1], case[2] or 1e-5
        rest = inputs if others is None else (others,) * len(inputs)
        return tuple([model(along(f, rest, i), x, h) for i, x in enumerate(inputs)])

    return behave


def along(f, inputs, i):
    return lambda t: f(*inputs[:i], t, *inputs[i + 1 :])


def quotient(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def two(inputs):
    x, y = inputs
    return x, y


# Ways to get the slope of a function of one number wrong; 1.2 takes them for each input in turn.
LINE = {
    "one side": lambda f, x, h: (f(x + h) - f(x)) / h,
    "below": lambda f, x, h: (f(x) - f(x - h)) / h,
    "distance": lambda f, x, h: (f(x + h) - f(x - h)) / h,
    "turned": lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h),
    "size": lambda f, x, h: abs(quotient(f, x, h)),
    "brackets": lambda f, x, h: quotient(f, x, h) * h * h,
    "own h": lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5,
    "own h|as in the text": lambda f, x, h: (f(x + 1e-3) - f(x - 1e-3)) / 2e-3,
    "two h": lambda f, x, h: (f(x + h) - f(x - h)) / 2e-5,
    "two h|in the nudges": lambda f, x, h: (f(x + 1e-5) - f(x - 1e-5)) / (2 * h),
    "brackets above": lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
    "no run": lambda f, x, h: (f(x + h) - f(x - h)) / 2,
    "no run|nor a half": lambda f, x, h: f(x + h) - f(x - h),
    "plus": lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h),
    "plus|the mean": lambda f, x, h: (f(x + h) + f(x - h)) / 2,
    "half as far": lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h,
    "half as far apart": lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
    "two up": lambda f, x, h: (f(x + 2 * h) - f(x)) / (2 * h),
    "run lost": lambda f, x, h: (f(x + h) - f(x - h)) / (x + h - x - h),
    "over x": lambda f, x, h: quotient(f, x, h) * h / x,
    "over x|after h": lambda f, x, h: quotient(f, x, h) * h * x,
    "bend": lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / h**2,
    "down by plus h": lambda f, x, h: (f(x + h) - 2 * f(x) + f(x - h)) / (2 * h),
    "own f": lambda f, x, h: 3 * x * x,
    "f of the run": lambda f, x, h: f(2 * h) / (2 * h),
    "over the rise": lambda f, x, h: 2 * h / (f(x + h) - f(x - h)),
    "h less x": lambda f, x, h: (f(x + h) - f(h - x)) / (2 * h),
    "both slopes": lambda f, x, h: ((f(x + h) - f(x)) / h, (f(x) - f(x - h)) / h),
    "in shares": lambda f, x, h: (f(x * (1 + h)) - f(x * (1 - h))) / (2 * h),
    "about zero": lambda f, x, h: (f(h) - f(-h)) / (2 * h),
    "f left out": lambda f, x, h: 1.0,
}


def both_sides(text, x, h):
    return quotient(function(text), x, h)


# --------------------------------------------------------------------------------------- 1.2  One slope for each input

GRADIENT = [
    ("x * x * x", (2.0,), 0.5),
    ("(x + y) * (x * y) - 4 * z", (2.0, 3.0, 1.0), 0.1),
    ("x * x * x * y", (2.0, 2.0), None),  # with the h that is its own
]


def check_gradient(numerical_gradient):
    rng = random.Random(12)
    places = [tuple([round(rng.uniform(-2, 2), 1) for _ in range(2)]) for _ in range(4)]
    drawn = [(f"{rng.uniform(1, 4):.1f} * x * x - x * y", place, 0.25) for place in places]
    drawn.append((f"{rng.uniform(1, 4):.5f} * x * x", (rng.uniform(1, 2),), 0.25))  # a slope of many digits
    return first_miss(
        GRADIENT,
        drawn,
        lambda case: nudged(numerical_gradient, case),
        lambda case: slopes(*case),
        lambda case: [
            f"f({', '.join('xyz'[: len(case[1])])}) = {case[0]}",
            f"numerical_gradient(f, {shown(case[1])}{f', h={case[2]:g}' if case[2] else ''})",
        ],
        {
            "together": lambda case: slopes(*case, together=True),
            "kept": lambda case: slopes(*case, kept=True),
            "by value": lambda case: tuple([slopes(*case)[case[1].index(x)] for x in case[1]]),
            "equals together": lambda case: slopes(*case, equals=True),
            **{key: of_each(model) for key, model in LINE.items()},
            "coarse": lambda case: slopes(case[0], case[1], case[2] or 0.1),
            "others are zero": of_each(quotient, others=0.0),
            "alone": lambda case: tuple([quotient(function(case[0]), x, case[2] or 1e-5) for x in case[1]]),
            "two inputs": lambda case: slopes(case[0], two(case[1]), case[2]),
            "arguments": lambda case: function(case[0])(),
            "one list": lambda case: (0.0,) * len(case[1]),
            "first slope": lambda case: slopes(*case)[:1],
            "last slope": lambda case: slopes(*case)[-1:],
            "last left out": lambda case: slopes(*case)[:-1],
            "backwards": lambda case: slopes(*case)[::-1],
            "off by one": lambda case: slopes(*case)[-1:] + slopes(*case)[:-1],
            "in pairs": lambda case: tuple(zip(case[1], slopes(*case), strict=True)),
            "total": lambda case: math.fsum(slopes(*case)),
            "one number": lambda case: slopes(*case)[0],
        },
    )


def nudged(numerical_gradient, case):
    text, inputs, h = case
    f = function(text)
    return result_of(lambda *given: numerical_gradient(f, *given, **({"h": h} if h else {})), *inputs)


def slopes(text, inputs, h, *, together=False, equals=False, kept=False):
    """The slope in each input by nudging it alone; or nudging all (equal ones) at once; or leaving each where its nudge ended."""
    f, found, now, h = function(text), [], list(inputs), h or 1e-5
    for i in range(len(inputs)):
        moved = [j for j, n in enumerate(inputs) if together or j == i or (equals and n == inputs[i])]
        ends = []
        for step in (h, -h):
            there = [n + step * (j in moved) for j, n in enumerate(now)]
            ends.append(f(*there))
        if kept:
            now = there
        found.append((ends[0] - ends[1]) / (2 * h))
    return tuple(found)


# ----------------------------------------------------------------------------------------------- 1.3  What does it cost?

RUNS = [5]


def check_runs(runs):
    return first_miss(
        RUNS,
        [10, 1000],
        lambda n: whole(result_of(runs, n)),
        lambda n: (n + 1, 2 * n),
        lambda n: [f"runs({n})"],
        {
            "not shared": lambda n: (2 * n, 2 * n),
            "first run": lambda n: (n, 2 * n),
            "middle": lambda n: (n + 1, 2 * n + 1),
            "combinations": lambda n: (2**n, 3**n),
            "combinations|of the sides": lambda n: (n + 1, 2**n),
            "combinations|of the inputs": lambda n: (n + 1, n * n),
            "combinations|of the places": lambda n: (n + 1, (n + 1) ** 2),
            "order": lambda n: (2 * n, n + 1),
            "order|of the nudged": lambda n: (2 * n, n),
            "wrong side": lambda n: (n, 2 * n + 1),
            "one more": lambda n: (n + 1, n + 2),
            "a third place": lambda n: (2 * n, 3 * n),
            "a third place|and a fourth": lambda n: (2 * n, 4 * n),
            "twice all": lambda n: (n + 1, 2 * n + 2),
            "one each": lambda n: (n, n),
            "for one input": lambda n: (1, 2),
            "for one input|the first run too": lambda n: (2, 2),
            "one less": lambda n: (n - 1, 2 * n),
            "one less|below": lambda n: (n + 1, 2 * n - 1),
            "in words": lambda n: ("n + 1", "2 * n"),
            "one number": lambda n: 2 * n,
            "one number|the sum": lambda n: 3 * n + 1,
        },
    )


def whole(result):
    """The result with its floats as whole numbers where they are: `2.0 * n` counts as well as `2 * n`."""
    if not isinstance(result, tuple | list):
        return result
    return type(result)([int(n) if isinstance(n, float) and n.is_integer() else n for n in result])


# ------------------------------------------------------------------------------------------- 1.4  One step downhill

DOWNHILL = [
    ("x * x + x * y", (1.0, 2.0), 0.1),
    ("4 * x - 2 * y", (3.0, 2.0), 0.5),
    ("x * x * x + y * z", (1.0, 2.0, 3.0), 0.5),
]


def check_downhill(downhill):
    rng = random.Random(14)
    places = [tuple([round(rng.uniform(-2, 2), 1) for _ in range(2)]) for _ in range(3)]
    drawn = [(f"{rng.uniform(1, 4):.1f} * x * x - 3 * x * y", place, 0.2) for place in places]
    miss = first_miss(
        DOWNHILL,
        drawn,
        lambda case: result_of(downhill, function(case[0]), case[1], case[2]),
        lambda case: moved(*case),
        lambda case: [
            f"f({', '.join('xyz'[: len(case[1])])}) = {case[0]}",
            f"downhill(f, ({shown(case[1])}), {case[2]:g})",
        ],
        {
            "uphill": lambda case: moved(case[0], case[1], -case[2]),
            "rate": lambda case: moved(case[0], case[1], 1.0),
            "own rate": lambda case: moved(case[0], case[1], 0.5),
            "in turn": in_turn,
            "size": lambda case: moved(*case, of=abs),
            "direction": lambda case: moved(*case, of=lambda s: math.copysign(1, s)),
            "only the slopes": lambda case: slopes(case[0], case[1], None),
            "only the move": lambda case: tuple([n - m for n, m in zip(moved(*case), case[1], strict=True)]),
            "no slope": lambda case: tuple([n - case[2] for n in case[1]]),
            "less the rate": each(lambda n, s, rate: n - rate - s),
            "rate elsewhere": each(lambda n, s, rate: n * rate - s),
            "rate elsewhere|at both": each(lambda n, s, rate: (n - s) * rate),
            "over the rate": each(lambda n, s, rate: n - s / rate),
            "a share": each(lambda n, s, rate: n - rate * n * s),
            "swapped": each(lambda n, s, rate: s - rate * n),
            "swapped|the difference": each(lambda n, s, rate: rate * s - n),
            "own f": each(lambda n, s, rate: n - rate * 2 * n),
            "not moved": lambda case: case[1],
            "first alone": lambda case: moved(*case)[:1] + case[1][1:],
            "first alone|and a number": lambda case: moved(*case)[0],
            "one slope": lambda case: moved(*case, of=lambda s: slopes(*case[:2], None)[0]),
            "one slope|the sum": lambda case: moved(*case, of=lambda s: sum(slopes(*case[:2], None))),
            "direction|of a unit": lambda case: moved(*case, of=lambda s: s / math.hypot(*slopes(*case[:2], None))),
            "backwards": lambda case: tuple(
                [n - case[2] * s for n, s in zip(case[1], slopes(*case[:2], None)[::-1], strict=True)]
            ),
            "the value": lambda case: moved(*case, of=lambda s: function(case[0])(*case[1])),
            "down there": lambda case: function(case[0])(*moved(*case)),
            "rate as h": lambda case: moved(*case, h=case[2]),
            "two inputs": lambda case: moved(case[0], two(case[1]), case[2]),
            "arithmetic": lambda case: case[1] - case[2] * case[1],
        },
    )
    judge = miss and isfunction(downhill) and getclosurevars(downhill).globals.get("numerical_gradient")
    if judge and check_gradient(judge):
        return Miss(
            miss.case, miss.given, f'{said(miss.right)}, but your numerical_gradient is wrong: see check("1.2")'
        )
    return miss


def moved(text, inputs, rate, of=lambda slope: slope, h=None):
    return tuple([n - rate * of(s) for n, s in zip(inputs, slopes(text, inputs, h), strict=True)])


def each(step):
    """The model of a step in which each input becomes `step(input, slope, rate)`."""
    return lambda case: tuple([step(n, s, case[2]) for n, s in zip(case[1], slopes(*case[:2], None), strict=True)])


def in_turn(case):
    """Each input moves before the next one's slope is taken."""
    text, inputs, rate = case
    now = list(inputs)
    for i in range(len(now)):
        now[i] -= rate * slopes(text, tuple(now), None)[i]
    return tuple(now)


# ---------------------------------------------------------------------------------------- 1.5  True or false: run it

PLACES = [1.0]  # where the slope of sin is taken


def check_contradiction(contradiction):
    for x in PLACES:
        given = result_of(contradiction)
        right = "two values of h, the smaller first, of which the smaller has the larger error"
        if isinstance(given, BaseException):
            return Miss(["contradiction()"], given, right)
        if not isinstance(given, tuple | list) or len(given) != 2:
            return Miss(["contradiction()"], given, right, "nothing" if given is None else "not two")
        if not all(map(is_number, given)):
            return Miss(["contradiction()"], given, right, "no numbers")
        if not all(map(math.isfinite, given)):
            return Miss(["contradiction()"], given, right, "nan" if any(map(math.isnan, given)) else "inf")
        if 0 in given:
            return Miss(["contradiction()"], f"{said(given)}: with h = 0 the quotient is 0 / 0", right, "zero")
        small, large = given
        if small == large:
            return Miss(["contradiction()"], given, right, "the same")
        if min(given) < 0:
            whole = all(float(h).is_integer() for h in given)
            return Miss(["contradiction()"], given, right, "exponents" if whole else "negative")
        first, second = [abs(sine(x, h) - math.cos(x)) for h in given]
        case = [f"h = {h:g}: the error at x = {x:g} is {e:.1e}" for h, e in ((small, first), (large, second))]
        if small > large:
            return Miss(case, given, right, "order" if second > first else "bigger")
        if first <= second:
            return Miss(case, given, right, "bend" if small > 1e-6 else "both small")
    return None


def is_number(h):
    return isinstance(h, int | float) and not isinstance(h, bool)


def sine(x, h):
    return (math.sin(x + h) - math.sin(x - h)) / (2 * h)


# What 1.1 and 1.2 have in common.
AMISS = {
    "two h": Known("two sizes of one nudge", "Which size has the nudge in your two runs, and which in your division?"),
    "brackets above": Known("only the second value divided", "What does Python make of `8 - 4 / 2`?"),
    "no run": Known("a rise that is not divided by its run", "Rise over run: how long is the run?"),
    "plus": Known("the two values added", "If f is 5 everywhere, what is its slope, and what does yours give?"),
    "half as far": Known("half a nudge to either side", "How far from x are the two places that are asked for?"),
    "half as far apart": Known("a rise over one nudge, divided by two", "At which two places do you run f?"),
    "two up": Known("two nudges up", "Does your function ever look below x?"),
    "run lost": Known("a run of 0", "What does Python make of `5 + 1 - 5 - 1`?"),
    "over x": Known("x in the place of h", "How far apart are x - h and x + h?"),
    "bend": Known(
        "how much the slope changes, not the slope", "What is the bend of a straight line, and what its slope?"
    ),
    "down by plus h": Known("the nudge down, divided by +h", "When the input goes down, what sign has the run?"),
    "own f": Known("the slope of `x * x * x`, whatever f is", "What does your function do with `f`?"),
    "f of the run": Known("f of the difference of the places", "At how many places do you run f?"),
    "over the rise": Known("run over rise", "Is a steep line's slope a large number, or a small one?"),
    "h less x": Known("f at h - x", "Which place is h below x: x - h, or h - x?"),
    "both slopes": Known("two slopes, one for each side", "How many slopes are asked for, and how are yours joined?"),
    "in shares": Known("a nudge by a share of x", "With x = 2 and h = 0.5, at which two places do you run f?"),
    "about zero": Known("places around 0, not around x", "With x = 2 and h = 0.5, at which two places do you run f?"),
    "f left out": Known("what moves is not f at a nudged input", "In which of your lines is f run at a nudged place?"),
    "constant": CONSTANT,
    "rounded": ROUNDED,
}

EXERCISES = [
    Exercise(
        id="1.1",
        title="From both sides",
        minutes=5,
        misconception="a nudge to one side is as good as any other",
        names=("central",),
        first_step="Mark three points of the curve `x * x` on paper: at 2.5, 3 and 3.5. Which two of them do you join?",
        passed="For `x * x * x` at 2 the error of a nudge falls from 6h to h². Not tried: corners, where there is no slope.",
        hints=(
            "Of `x * x` at 3 with h = 0.5: which two values of the function are needed, and how far apart are their places?",
            "Rise over run: how far the function rises from the lower place to the upper one, divided by their distance.",
            "rise = f(x + h) - f(x - h)",
        ),
        solution="def central(f, x, h):\n    return (f(x + h) - f(x - h)) / (2 * h)\n",
        check=check_central,
        known={
            "one side": Known(
                "a nudge up only, which carries the error of the bend", "Does your function ever look below x?"
            ),
            "below": Known(
                "a nudge down only, which is off by as much the other way", "Does your function ever look above x?"
            ),
            "distance": Known("a rise over two nudges, divided by one", "How far apart are x - h and x + h?"),
            "turned": Known(
                "the lower value minus the upper one", "A function that grows: is its slope here above or below 0?"
            ),
            "size": Known("how steep the line is, without the direction", "In this case, does f rise or fall?"),
            "brackets": Known("halved, and then multiplied by h", "What does Python make of `8 / 2 * 4`?"),
            "own h": Known(
                "a nudge of your own size, whatever h is", "What does your function do with its third argument?"
            ),
            **AMISS,
        },
    ),
    Exercise(
        id="1.2",
        title="One slope for each input",
        minutes=9,
        misconception="a gradient is one number",
        names=("numerical_gradient",),
        first_step="By hand, at (2, 3): with y held still, how far does c move when x goes from 2 to 2.1? And the other way about?",
        passed="You have a judge: the slopes of any function of numbers, from its values alone. Not tried: functions with jumps.",
        hints=(
            "For the slope in y at (2, 3), with h = 0.1: at which two places must c be run?",
            "For input i, run f twice: with all inputs as they are, but input i once at x + h and once at x - h.",
            "above = f(*inputs[:i], x + h, *inputs[i + 1 :])",
        ),
        solution=(
            "def numerical_gradient(f, *inputs, h=1e-5):\n"
            '    """The slope of `f` in each input: nudge that input by `h` to either side, and see how far `f` moves."""\n'
            "    slopes = []\n"
            "    for i, x in enumerate(inputs):\n"
            "        above = f(*inputs[:i], x + h, *inputs[i + 1 :])\n"
            "        below = f(*inputs[:i], x - h, *inputs[i + 1 :])\n"
            "        slopes.append((above - below) / (2 * h))\n"
            "    return tuple(slopes)\n"
        ),
        check=check_gradient,
        known={
            "together": Known("all inputs nudged at once", "While x is nudged, where is y?"),
            "kept": Known("each input stays where its last nudge left it", "When y is nudged, is x back at its place?"),
            "one side": Known("a nudge up only", "Which of your two runs is below x?"),
            "below": Known("a nudge down only", "Which of your two runs is above x?"),
            "distance": Known("a rise over two nudges, divided by one", "How far apart are x - h and x + h?"),
            "turned": Known(
                "the lower value minus the upper one", "A function that grows: is its slope above 0 or below?"
            ),
            "size": Known("slopes without a sign", "When z grows, does f rise or fall?"),
            "brackets": Known("halved, and then multiplied by h", "What does Python make of `8 / 2 * 4`?"),
            "own h": Known(
                "a nudge of your own size, whatever h is", "What happens to your answer when h=0.5 is asked for?"
            ),
            "total": Known(
                "the slopes added up to one number",
                "How many slopes has a function of three inputs, and how many are yours?",
            ),
            "one number": Known(
                "the first input's slope alone",
                "How many slopes has a function of three inputs, and how many are yours?",
            ),
            "by value": Known(
                "an input is looked up by its value", "If x and y are both 2, where does `index` find the second one?"
            ),
            "equals together": Known(
                "inputs that are equal are nudged together", "If x and y are both 2, which of them do you nudge?"
            ),
            "coarse": Known("another h where none is given", "Which h stands in the first line of the exercise?"),
            "others are zero": Known("the other inputs at 0", "While x is nudged, where are y and z?"),
            "alone": Known("the other inputs left out", "How many inputs does this f want?"),
            "two inputs": Known("two inputs, always", "How many inputs has the f of this case?"),
            "arguments": Known(
                "f is not run with one number for each input",
                "With three inputs, what does each part between the brackets of `f( )` put there, for i = 1?",
            ),
            "one list": Known("two names for one list", "After `below[0]` has changed, what is `above[0]`?"),
            "first slope": Known("an end after the first input", "How often does your loop run before `return`?"),
            "last slope": Known("only the last slope is kept", "How often is `append` run?"),
            "last left out": Known("no slope for the last input", "With three inputs, which values does i take?"),
            "backwards": Known("the slopes in the opposite order", "Which input does the first of yours belong to?"),
            "off by one": Known("each slope one place too far", "Which input is nudged when i is 0?"),
            "in pairs": Known("each slope together with its input", "How many numbers are asked for, for each input?"),
            **AMISS,
        },
    ),
    Exercise(
        id="1.3",
        title="What does it cost?",
        minutes=4,
        misconception="slopes by nudging are free",
        names=("runs",),
        first_step="With three inputs, write down every place at which f is run: first for nudges up only, then for both sides.",
        passed="So a thousand inputs take 2,000 runs for one gradient from both sides. Not tried: sharing anything else between runs.",
        hints=(
            "Nudges up only, two inputs x and y: which three places are they?",
            "Up only, the place that is not nudged serves all inputs. From both sides, no place serves two inputs.",
            "up_only = n + ...",
        ),
        solution="def runs(n):\n    return n + 1, 2 * n\n",
        check=check_runs,
        known={
            "not shared": Known(
                "the run without a nudge, made again for each input",
                "Does f at the unmoved place change from input to input?",
            ),
            "first run": Known("only the nudged runs counted", "What is the nudged value compared with?"),
            "middle": Known(
                "a run in the middle that both sides do not need",
                "Which term of the quotient is f at the unmoved place?",
            ),
            "order": Known("the two numbers in the other order", "Which of the two is asked for first?"),
            "wrong side": Known(
                "the unmoved place counted for both sides, not for nudges up",
                "Which of the two quotients has f at the unmoved place in it?",
            ),
            "one more": Known(
                "one run more for the other side", "How many inputs are there to be nudged down as well?"
            ),
            "a third place": Known(
                "the place without a nudge, run again for each input, for both sides too",
                "Does f at the unmoved place change, and is it in the quotient of both sides?",
            ),
            "twice all": Known(
                "everything doubled, the place without a nudge as well",
                "Which term of the quotient is f at the unmoved place?",
            ),
            "one each": Known("one run for each slope", "How many values of f does one slope need?"),
            "for one input": Known("the runs for a single input", "What does your function do with `n`?"),
            "one less": Known("one run too few", "Count for a single input: how often, up only, and to both sides?"),
            "in words": Known("a formula in quotes", "What has `runs(3)` to return?"),
            "one number": Known("one number for both", "How many numbers are asked for?"),
            "constant": CONSTANT,
            "combinations": Known("every combination of nudges", "When x is nudged, is y ever nudged as well?"),
        },
    ),
    Exercise(
        id="1.4",
        title="One step downhill",
        minutes=6,
        misconception="following the slope makes a function smaller",
        names=("downhill",),
        first_step="Take f(x) = x * x at 3. Its slope there is 6. To make f smaller, should x grow or shrink?",
        passed="Repeat it and f goes down step by step: that is how networks are trained. Not tried: a rate that is too large.",
        hints=(
            "At x = 1, y = 2 the slopes of x * x + x * y are 4 and 1. With rate 0.1, where should x and y be afterwards?",
            "Take all slopes first, at the place where you are. Then move each input by rate times its slope, against it.",
            "slopes = numerical_gradient(f, *inputs)",
        ),
        solution=(
            "def downhill(f, inputs, rate):\n"
            "    slopes = numerical_gradient(f, *inputs)\n"
            "    return tuple([x - rate * slope for x, slope in zip(inputs, slopes)])\n"
        ),
        check=check_downhill,
        known={
            "uphill": Known(
                "a step along the slope, which makes f larger",
                "Where the slope is 4 and x grows, does f grow or shrink?",
            ),
            "rate": Known("a step of the whole slope, whatever the rate is", "What does your function do with `rate`?"),
            "own rate": Known("a rate of your own, whatever `rate` is", "With a rate of 0, where should the step end?"),
            "in turn": Known(
                "an input moved before the next one's slope is taken", "At which place is the slope in y taken?"
            ),
            "size": Known("the size of the slope without its sign", "Where the slope is negative, which way is down?"),
            "direction": Known(
                "steps of one length, whatever the slope is", "Should x move as far where f is nearly flat?"
            ),
            "only the slopes": Known(
                "the slopes themselves, before any step", "Which number does your function start from?"
            ),
            "only the move": Known("how far to move, not where that leads", "Where does the step begin?"),
            "no slope": Known("steps as long as the rate", "What does your function do with the slopes?"),
            "less the rate": Known("the rate taken away", "How far should x move where its slope is 0?"),
            "rate elsewhere": Known("the rate at the input", "With a rate of 0, where should the step end?"),
            "over the rate": Known(
                "the slope divided by the rate", "With a smaller rate, is the step larger or smaller?"
            ),
            "a share": Known("a share of the input", "Can your step ever move an input that is 0?"),
            "swapped": Known(
                "the slope and the input in each other's place", "With a rate of 0, where should the step end?"
            ),
            "own f": Known("the slope of `x * x`, whatever f is", "What does your function do with `f`?"),
            "not moved": Known(
                "a name that moves, and no input", "What does `x -= 1` do to the tuple that x came from?"
            ),
            "first alone": Known("the first input alone", "Where is the second input after the step?"),
            "one slope": Known("one slope for all inputs", "Which slope belongs to y?"),
            "backwards": Known("the slopes in the opposite order", "Which slope belongs to x?"),
            "the value": Known("the value of f in place of its slopes", "Where f is 0, is it flat?"),
            "down there": Known("f after the step", "Are you asked how low it is, or where?"),
            "rate as h": Known(
                "the rate as the size of the nudge", "Which of the two measures, and which moves: h, rate?"
            ),
            "two inputs": Known("two inputs, always", "How many inputs has the f of this case?"),
            "arithmetic": Known(
                "a tuple treated as a number", "What do you do with each of its numbers, and how do you reach them?"
            ),
            "constant": CONSTANT,
            "rounded": ROUNDED,
        },
    ),
    Exercise(
        id="1.5",
        title="True or false: run it",
        minutes=5,
        misconception="a smaller h always gives a smaller error",
        names=("contradiction",),
        first_step="Take two h from the picture, and work out both errors for math.sin at 1, where the slope is math.cos(1).",
        passed="One pair is enough: the sentence is false. Not tried: how the best h depends on the function.",
        hints=(
            "In the picture, on which side of its lowest point does the error of the two-sided nudge fall as h falls?",
            "The rounding error grows as h shrinks. Take one h that is far left of the lowest point, and one near it.",
            "small = 1e-13",
        ),
        solution="def contradiction():\n    return 1e-13, 1e-5\n",
        check=check_contradiction,
        known={
            "bend": Known(
                "two h so large that the bend of the curve decides", "Which of the two errors grows when h shrinks?"
            ),
            "both small": Known(
                "a pair for which the sentence happens to be true", "Which of your two errors is the larger one?"
            ),
            "order": Known("the right pair, the larger h first", "Which of the two is asked for first?"),
            "bigger": Known(
                "the larger h first, and with it the larger error", "Which h should have the larger error?"
            ),
            "zero": Known("no nudge at all", "How far does the function move when nothing is moved?"),
            "the same": Known("one h, twice", "Which of the two is the smaller one?"),
            "negative": Known(
                "a negative h, which nudges to the same two places", "Which two places does h = -0.1 nudge to?"
            ),
            "exponents": Known("exponents in place of h", "How far does `x` move if h is the number that you gave?"),
            "not two": Known("another number of values", "How many values of h are asked for?"),
            "no numbers": Known("something that is no number", "What is `type` of each of your two?"),
            "nan": Known("what is not a number has no size", "Run `small < large`: is it?"),
            "inf": Known("a nudge without end", "What is `math.sin` so far away?"),
            "nothing": Known("a function without `return`", "What does a function give that has no `return`?"),
        },
    ),
]
