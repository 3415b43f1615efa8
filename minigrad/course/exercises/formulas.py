"""What the checks of several lessons share: functions written as formulas, and the first case that goes wrong."""

from minigrad.course.exercise import Miss, differs, matching


def function(text):
    """A function of x, y and z, as far as the text uses them."""
    names = [name for name in "xyz" if name in text]
    scope = {}
    exec(f"def f({', '.join(names)}): return {text}", scope)
    return scope["f"]


def shown(numbers):
    return ", ".join([f"{n:g}" for n in numbers])


def first_miss(cases, drawn, run, right, describe, models=None):
    """The first case that goes wrong, and the misconception whose model agrees with the reader on all of `cases`."""
    given = [run(case) for case in cases + drawn]
    for case, mine in zip(cases + drawn, given, strict=True):
        if differs(mine, right(case)):
            known = (
                matching(models or {}, cases, given[: len(cases)], args=lambda case: (case,)) if case in cases else None
            )
            return Miss(describe(case), mine, right(case), known)
    return None
