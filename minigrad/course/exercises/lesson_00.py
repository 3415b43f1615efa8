"""Lesson 00: one exercise to meet the checks, and a test of the mathematics."""

import random

from minigrad.course.exercise import Exercise, Known, result_of

from .formulas import CONSTANT, ROUNDED, first_miss, function

RECALL = {
    "0.b": (3, "3: it rises by 6 while the input moves by 2. That number is the line's slope."),
    "0.c": (10, "10: the derivative of x² is 2x, and the curve is as steep there as a line of slope 10."),
    "0.d": (0.5, "0.5: x · y was 10 and is 2.1 · 5 = 10.5. With several inputs, one moves and the others stand still."),
    "0.e": (12, "12: 3 turns for each of 4. Where one rate follows another, they are multiplied."),
    "0.f": (0.0011, "0.0011: 10⁻³ is 0.001, 10⁻⁴ is 0.0001. Lesson 01 moves inputs by as little as 10⁻¹⁶."),
}

# --------------------------------------------------------------------------------------- 0.1  How far does it move?

MOVED = [("x * x", 2.0, 0.5), ("10 - 4 * x", 1.0, 0.25)]  # a function, where its input starts, how far it goes


def check_moved(moved):
    rng = random.Random(1)
    drawn = [(f"{rng.uniform(1, 5):.1f} * x * x - x", round(rng.uniform(-3, 3), 1), 0.5**i) for i in range(1, 5)]
    return first_miss(
        MOVED,
        drawn,
        lambda case: result_of(moved, function(case[0]), case[1], case[2]),
        lambda case: after(*case) - before(*case),
        lambda case: [f"f(x) = {case[0]}, moved(f, {case[1]:g}, {case[2]:g})"],
        {
            "the end": lambda case: after(*case),
            "the input": lambda case: case[2],
            "turned": lambda case: before(*case) - after(*case),
            "size": lambda case: abs(after(*case) - before(*case)),
            "for each step": lambda case: (after(*case) - before(*case)) / case[2],
            "f of h": lambda case: function(case[0])(case[2]),
            "h is a place": lambda case: function(case[0])(case[2]) - before(*case),
            "h is the start": lambda case: after(*case) - function(case[0])(case[2]),
            "less x": lambda case: after(*case) - case[1],
            "h on top": lambda case: before(*case) + case[2],
            "sum": lambda case: after(*case) + before(*case),
            "from below": lambda case: after(*case) - before(case[0], case[1] - case[2], 0),
            "down": lambda case: before(case[0], case[1] - case[2], 0) - before(*case),
            "up to x": lambda case: before(*case) - before(case[0], case[1] - case[2], 0),
            "a straight line": straight,
            "own h": lambda case: after(case[0], case[1], 0.001) - before(*case),
            "x times h": lambda case: function(case[0])(case[1] * case[2]) - before(*case),
            "times h": lambda case: (after(*case) - before(*case)) * case[2],
            "share": lambda case: (after(*case) - before(*case)) / before(*case),
            "no fall": lambda case: max(after(*case) - before(*case), 0),
            "own f": lambda case: after("x * x", *case[1:]) - before("x * x", *case[1:]),
            "bracket": lambda case: function(case[0])(case[1] + case[2] - before(*case)),
            "both results": lambda case: (before(*case), after(*case)),
        },
    )


def before(text, x, h):
    return function(text)(x)


def after(text, x, h):
    return function(text)(x + h)


def straight(case):
    """How far the line moves that is as steep as f where the input begins."""
    text, x, h = case
    return (after(text, x, 1e-6) - after(text, x, -1e-6)) / 2e-6 * h


EXERCISES = [
    Exercise(
        id="0.1",
        title="How far does it move?",
        minutes=3,
        misconception="where a result ends is how far it has moved",
        names=("moved",),
        first_step="First the wrong answer, on purpose: put `return f(x + h)` in place of the dots and run the cell again.",
        passed="Divided by h, it is the slope that lesson 01 begins with. Not tried: an h of 0.",
        hints=(
            "What is `x * x` at 2, what is it at 2.5, and how far apart are the two?",
            "Run f twice: where the input begins and where it ends. Take the first result from the second.",
            "before = f(x)",
        ),
        solution="def moved(f, x, h):\n    return f(x + h) - f(x)\n",
        check=check_moved,
        known={
            "the end": Known("where the result ends, not how far it has moved", "And where did the result begin?"),
            "the input": Known(
                "how far the input moves, as if f passed that on unchanged",
                "Does `x * x` move by 0.5 when x goes from 2 to 2.5?",
            ),
            "turned": Known("the end taken from the beginning", "When the result grows, is your number above 0?"),
            "size": Known("how far, without the direction", "In this case, does the result grow or fall?"),
            "for each step": Known("how far for each step of the input, not in all", "What does dividing by h tell?"),
            "h is a place": Known(
                "h taken for the place where the input ends", "Where does it end, if it starts at x?"
            ),
            "f of h": Known("f of the move instead of the move of f", "At which two places has f to be run?"),
            "h is the start": Known("h taken for the place where the input begins", "Where does it begin?"),
            "less x": Known(
                "the input taken from the result",
                "What is asked for: how far two results are apart, or a result and an input?",
            ),
            "h on top": Known("h added to the result", "What is it that h is added to: the input, or the result?"),
            "sum": Known("the two results added", "If f did not move at all, what should come out?"),
            "from below": Known("how far it moves from h below x to h above it", "Where does the input begin?"),
            "down": Known("how far it moves when the input goes down by h", "Where does the input end?"),
            "up to x": Known("the move that ends at x", "Does the input end at x, or begin there?"),
            "a straight line": Known(
                "the move of a straight line, as steep as f is at x", "Is `x * x` as steep at 2.5 as it is at 2?"
            ),
            "own h": Known("a nudge of your own size, whatever h is", "What does your function do with `h`?"),
            "x times h": Known("x multiplied by h", "It starts at 2 and moves by 0.5. Where does it end?"),
            "times h": Known("the move, multiplied by h", "What is h used for, before your multiplication?"),
            "share": Known("how far, as a share of the result", "From 4 to 6: is that a half, or is it 2?"),
            "no fall": Known("a fall that counts as no move", "In this case, does the result grow or fall?"),
            "own f": Known("the move of `x * x`, whatever f is", "What does your function do with `f`?"),
            "bracket": Known("f(x) taken away from the input", "Which bracket of yours closes `f(`?"),
            "both results": Known("the two results, not how far they are apart", "How many numbers are asked for?"),
            "constant": CONSTANT,
            "rounded": ROUNDED,
        },
    ),
]
