"""Answers to the exercises of lesson 00 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def moved(body):
    return defined("moved(f, x, h)", body)


WRONG = {
    "0.1": [
        Wrong(moved("return f(x + h)"), "the end", "the result itself"),
        Wrong(moved("return f(x) - f(x + h)"), "turned", "old less new"),
        Wrong(moved("return abs(f(x + h) - f(x))"), "size", "no sign"),
        Wrong(moved("return max(f(x + h), f(x)) - min(f(x + h), f(x))"), "size", "larger less smaller"),
        Wrong(moved("return (f(x + h) - f(x)) / h"), "for each step", "the slope"),
        Wrong(moved("return h"), "the input", "how far the input moves"),
        Wrong(moved("return f(x + h) - x"), "less x", "result less input"),
        Wrong(moved("return f(h)"), "f of h", "f of the nudge"),
        Wrong(moved("return f(x) + h"), "h on top", "the nudge added to the result"),
        Wrong(moved("return f(x) + h - f(x)"), "the input", "the nudge added to the result, less the result"),
        Wrong(moved("print(f(x + h) - f(x))"), None, "printed"),
        Wrong(moved("result = f(x + h) - f(x)"), None, "computed and not returned"),
        Wrong(moved("return f(x + h) - f(h)"), "h is the start", "less f of the nudge"),
        Wrong(moved("return f(h) - f(x)"), "h is a place", "f of the nudge less the old"),
        Wrong(moved("return f(x + h) + f(x)"), "sum", "plus"),
        Wrong(moved("return round(f(x + h) - f(x))"), "rounded", "rounded to a whole number"),
        Wrong(moved("return round(f(x + h) - f(x), 3)"), "rounded", "rounded to thousandths"),
        Wrong(moved("return 16"), "constant", "the number of the example"),
        Wrong(moved("return f(x + h) - f(x - h)"), "from below", "from h below to h above"),
        Wrong(moved("return f(x - h) - f(x)"), "down", "down in place of up"),
        Wrong(moved("return f(x) - f(x - h)"), "up to x", "from h below to x"),
        Wrong(moved("return (f(x + 1e-6) - f(x)) / 1e-6 * h"), "a straight line", "slope times h"),
        Wrong(moved("return f(x + 0.001) - f(x)"), "own h", "the nudge of the example"),
        Wrong(moved("return f(x * h) - f(x)"), "x times h", "times h"),
        Wrong(moved("return f'{f(x + h) - f(x)}'"), None, "text"),
        Wrong(moved("return f(x), f(x + h)"), "both results", "both results"),
        Wrong(moved("return (f(x + h) - f(x)) * h"), "times h", "times the nudge"),
        Wrong(moved("return f(x + h - x)"), "f of h", "f of the difference"),
        Wrong(moved("return max(0, f(x + h) - f(x))"), "no fall", "no fall"),
        Wrong(moved("return (f(x + h) - f(x)) / f(x)"), "share", "relative to the old result"),
        Wrong(moved("return f(x) + f(h) - f(x)"), "f of h", "f taken apart"),
        Wrong(moved("return (x + h) * (x + h) - x * x"), "own f", "the square in place of f"),
        Wrong(moved("return f(x + h - f(x))"), "bracket", "a bracket too late"),
        Wrong(moved("return x + h - x"), "the input", "f left out"),
    ],
}

RIGHT = {
    "0.1": [
        moved("before, after = map(f, (x, x + h))\nreturn after - before"),
        moved("return -(f(x) - f(x + h))"),
        moved("half = f(x + h / 2)\nreturn (f(x + h) - half) + (half - f(x))"),
        "import numpy as np\ndef moved(f, x, h):\n    return np.diff([f(x), f(x + h)])[0]",
        "moved = lambda f, x, h: sum([f(x + h), -f(x)])",
    ],
}
