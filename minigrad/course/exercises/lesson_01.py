"""The exercises of lesson 01: the slope of a function from nothing but its values."""

import math
import random
from inspect import getclosurevars, isfunction

from minigrad.course.exercise import Exercise, Known, Miss, result_of, said

from .formulas import first_miss, function, shown

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
        {
            "one side": lambda case: (function(case[0])(case[1] + case[2]) - function(case[0])(case[1])) / case[2],
            "below": lambda case: (function(case[0])(case[1]) - function(case[0])(case[1] - case[2])) / case[2],
            "distance": lambda case: 2 * both_sides(*case),
            "turned": lambda case: -both_sides(*case),
            "size": lambda case: abs(both_sides(*case)),
            "brackets": lambda case: both_sides(*case) * case[2] ** 2,
            "own h": lambda case: both_sides(case[0], case[1], 1e-5),
        },
    )


def both_sides(text, x, h):
    f = function(text)
    return (f(x + h) - f(x - h)) / (2 * h)


# --------------------------------------------------------------------------------------- 1.2  One slope for each input

GRADIENT = [("x * x * x", (2.0,), 0.5), ("(x + y) * (x * y) - 4 * z", (2.0, 3.0, 1.0), 0.1)]


def check_gradient(numerical_gradient):
    rng = random.Random(12)
    places = [tuple([round(rng.uniform(-2, 2), 1) for _ in range(2)]) for _ in range(4)]
    drawn = [(f"{rng.uniform(1, 4):.1f} * x * x - x * y", place, 0.25) for place in places]
    drawn.append(("x * y * y", (2.0, 3.0), None))  # with the h that is its own
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
            "one side": lambda case: tuple(
                [s + case[2] * bend for s, bend in zip(slopes(*case), bends(*case), strict=True)]
            ),
            "distance": lambda case: tuple([2 * s for s in slopes(*case)]),
            "own h": lambda case: slopes(case[0], case[1], 1e-5),
            "total": lambda case: math.fsum(slopes(*case)),
            "one number": lambda case: slopes(*case)[0],
        },
    )


def nudged(numerical_gradient, case):
    text, inputs, h = case
    f = function(text)
    return result_of(lambda *given: numerical_gradient(f, *given, **({"h": h} if h else {})), *inputs)


def slopes(text, inputs, h, *, together=False, kept=False):
    """The slope in each input by nudging it alone; or nudging all at once; or leaving each where its nudge ended."""
    f, found, now, h = function(text), [], list(inputs), h or 1e-5
    for i in range(len(inputs)):
        moved = range(len(inputs)) if together else [i]
        ends = []
        for step in (h, -h):
            there = [n + step * (j in moved) for j, n in enumerate(now)]
            ends.append(f(*there))
        if kept:
            now = there
        found.append((ends[0] - ends[1]) / (2 * h))
    return tuple(found)


def bends(text, inputs, h):
    """How far a nudge to one side is off, for each step of h."""
    f, found = function(text), []
    for i in range(len(inputs)):
        up, down = [f(*[n + step * (j == i) for j, n in enumerate(inputs)]) for step in (h, -h)]
        found.append((up + down - 2 * f(*inputs)) / (2 * h * h))
    return found


# ----------------------------------------------------------------------------------------------- 1.3  What does it cost?

RUNS = [2]


def check_runs(runs):
    return first_miss(
        RUNS,
        [10, 1000],
        lambda n: result_of(runs, n),
        lambda n: (n + 1, 2 * n),
        lambda n: [f"runs({n})"],
        {
            "not shared": lambda n: (2 * n, 2 * n),
            "first run": lambda n: (n, 2 * n),
            "middle": lambda n: (n + 1, 2 * n + 1),
            "combinations": lambda n: (2**n, 3**n),
            "order": lambda n: (2 * n, n + 1),
        },
    )


# ------------------------------------------------------------------------------------------- 1.4  One step downhill

DOWNHILL = [("x * x + x * y", (1.0, 2.0), 0.1), ("4 * x - 2 * y", (3.0, 2.0), 0.5)]


def check_downhill(downhill):
    rng = random.Random(14)
    places = [tuple([round(rng.uniform(-2, 2), 1) for _ in range(2)]) for _ in range(3)]
    drawn = [(f"{rng.uniform(1, 4):.1f} * x * x - 3 * x * y", place, 0.2) for place in places]
    miss = first_miss(
        DOWNHILL,
        drawn,
        lambda case: result_of(downhill, function(case[0]), case[1], case[2]),
        lambda case: moved(*case),
        lambda case: [f"f(x, y) = {case[0]}", f"downhill(f, ({shown(case[1])}), {case[2]:g})"],
        {
            "uphill": lambda case: moved(case[0], case[1], -case[2]),
            "rate": lambda case: moved(case[0], case[1], 1.0),
            "in turn": in_turn,
            "size": lambda case: moved(*case, of=abs),
            "direction": lambda case: moved(*case, of=lambda s: math.copysign(1, s)),
            "only the slopes": lambda case: slopes(case[0], case[1], 0.1),
        },
    )
    judge = miss and isfunction(downhill) and getclosurevars(downhill).globals.get("numerical_gradient")
    if judge and check_gradient(judge):
        return Miss(
            miss.case, miss.given, f'{said(miss.right)}, but your numerical_gradient is wrong: see check("1.2")'
        )
    return miss


def moved(text, inputs, rate, of=lambda slope: slope):
    return tuple([n - rate * of(s) for n, s in zip(inputs, slopes(text, inputs, 0.1), strict=True)])


def in_turn(case):
    """Each input moves before the next one's slope is taken."""
    text, inputs, rate = case
    now = list(inputs)
    for i in range(len(now)):
        now[i] -= rate * slopes(text, tuple(now), 0.1)[i]
    return tuple(now)


# ---------------------------------------------------------------------------------------- 1.5  True or false: run it

PLACES = [1.0]  # where the slope of sin is taken


def check_contradiction(contradiction):
    for x in PLACES:
        given = result_of(contradiction)
        right = "two values of h, the smaller first, of which the smaller has the larger error"
        if not isinstance(given, tuple | list) or len(given) != 2 or not all(map(is_number, given)):
            return Miss(["contradiction()"], given, right)
        if 0 in given:
            return Miss(["contradiction()"], f"{said(given)}: with h = 0 the quotient is 0 / 0", right, "zero")
        small, large = given
        if min(given) < 0 or small == large:
            return Miss(["contradiction()"], given, right)
        first, second = [abs(sine(x, h) - math.cos(x)) for h in given]
        case = [f"h = {h:g}: the error at x = {x:g} is {e:.1e}" for h, e in ((small, first), (large, second))]
        if small > large:
            return Miss(case, given, right, "order" if second > first else "bigger")
        if first <= second:
            return Miss(case, given, right, "bend" if small > 1e-6 else "both small")
    return None


def is_number(h):
    return isinstance(h, int | float) and not isinstance(h, bool) and math.isfinite(h)


def sine(x, h):
    return (math.sin(x + h) - math.sin(x - h)) / (2 * h)


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
            "distance": Known("a rise over two nudges, divided by one", "How far apart are x - h and x + h?"),
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
        passed="Repeat it and f goes down as far as it can: that is how networks are trained. Not tried: a rate that is too large.",
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
        },
    ),
]
