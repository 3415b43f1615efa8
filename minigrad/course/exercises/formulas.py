"""What the checks of several lessons share: functions written as formulas, and the first case that goes wrong."""

import functools
import math

import numpy as np

from minigrad.course.exercise import Known, Miss, differs, matching


def function(text):
    """A function of x, y and z, as far as the text uses them."""
    names = [name for name in "xyz" if name in text]
    scope = {}
    exec(f"def f({', '.join(names)}): return {text}", scope)
    return scope["f"]


def shown(numbers):
    return ", ".join([f"{n:g}" for n in numbers])


CONSTANT = Known("the same answer, whatever is given", "Which of its arguments does your function use?")
NOTHING_RETURNED = Known("no return", "What does a function give that has no `return`?")
ROUNDED = Known("a rounded result", "How many digits of it are asked for?")


def first_difference(cases, pairs, describe, models):
    """The first case whose result is not the right one, and the misconception whose model agrees on all of them.

    `pairs` are (the reader's, the right one), one for each case. A model is a function of a case. Where a name has
    several, the others are called `name|...`.
    """
    for case, (mine, right) in zip(cases, pairs, strict=True):
        if differs(mine, right):
            known = matching(models, cases, [mine for mine, _ in pairs], args=lambda case: (case,))
            return Miss(describe(case), mine, right, known and known.partition("|")[0])
    return None


def first_miss(cases, drawn, run, right, describe, models=None):
    """The first of `cases`, and then of those drawn, that goes wrong; the models have to agree on all of `cases`."""
    pairs = [(run(case), right(case)) for case in cases + drawn]
    miss = first_difference(cases, pairs[: len(cases)], describe, models or {})
    miss = miss or first_difference(drawn, pairs[len(cases) :], describe, {})
    if miss is None:
        return None
    given, rights = zip(*pairs, strict=True)
    if any(cut(given, rights, rounding) for rounding in ROUNDINGS):
        return miss._replace(diagnosis="rounded")
    constant = of_one_kind(miss.given, miss.right) and all(repr(other) == repr(miss.given) for other in given)
    return miss._replace(diagnosis="constant") if constant and miss.diagnosis is None else miss


def of_one_kind(mine, right):
    numbers = [isinstance(value, int | float | np.number) for value in (mine, right)]
    return all(numbers) or all(
        isinstance(value, tuple | list) and all(map(is_number, value)) for value in (mine, right)
    )


def is_number(value):
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


ROUNDINGS = [math.floor, *[functools.partial(round, ndigits=k) for k in range(4)]]


def cut(results, rights, rounding):
    """Whether the results are the right ones, rounded in this way."""
    for mine, right in zip(results, rights, strict=True):
        if isinstance(mine, tuple | list) and isinstance(right, tuple) and len(mine) == len(right):
            if not cut(mine, right, rounding):
                return False
        elif not is_number(mine) or not isinstance(right, float) or not near(mine, right, rounding):
            return False
    return True


def near(mine, right, rounding):
    return any(abs(mine - rounding(right + noise)) < 1e-9 for noise in (0, 1e-9))
