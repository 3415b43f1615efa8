"""Lesson 00: one exercise to meet the checks, and a test of the mathematics."""

import random

from minigrad.course.exercise import Exercise, Known, result_of

from .formulas import first_miss, function

RECALL = {
    "0.b": (3, "3: it rises by 6 while the input moves by 2. That number is the line's slope."),
    "0.c": (10, "10: the derivative of x² is 2x, and the curve is as steep there as a line of slope 10."),
    "0.d": (0.5, "0.5: x · y was 10 and is 2.1 · 5 = 10.5. With several inputs, one moves and the others stand still."),
    "0.e": (12, "12: 3 turns for each of 4. Where one rate follows another, they are multiplied."),
    "0.f": (0.0011, "0.0011: 10⁻³ is 0.001, 10⁻⁴ is 0.0001. Lesson 01 has nudges as small as 10⁻¹⁶."),
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
        },
    )


def before(text, x, h):
    return function(text)(x)


def after(text, x, h):
    return function(text)(x + h)


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
        },
    ),
]
