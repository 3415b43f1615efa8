"""Answers to the exercises of lesson 01 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def central(body):
    return defined("central(f, x, h)", body)


def gradient(above, below="f(*inputs[:i], x - h, *inputs[i + 1 :])", slope="(above - below) / (2 * h)"):
    return defined(
        "numerical_gradient(f, *inputs, h=1e-5)",
        f"""
        slopes = []
        for i, x in enumerate(inputs):
            above = {above}
            below = {below}
            slopes.append({slope})
        return tuple(slopes)
        """,
    )


def whole(body, head="numerical_gradient(f, *inputs, h=1e-5)"):
    return defined(head, body)


def along(slope):
    return whole(f"""
    def slope(f, x):
        return {slope}
    return tuple([slope(lambda t: f(*inputs[:i], t, *inputs[i + 1 :]), x) for i, x in enumerate(inputs)])
    """)


UP = "f(*inputs[:i], x + h, *inputs[i + 1 :])"
SLOPES = "slopes = []\nfor i, x in enumerate(inputs):\n    above = f(*inputs[:i], x + h, *inputs[i + 1 :])\n"
SLOPES += "    below = f(*inputs[:i], x - h, *inputs[i + 1 :])\n    slope = (above - below) / (2 * h)\n"


def runs(result):
    return defined("runs(n)", f"return {result}")


def downhill(body):
    return defined("downhill(f, inputs, rate)", body)


SLOPE = "slopes = numerical_gradient(f, *inputs)\n"


def pair(result):
    return defined("contradiction()", f"return {result}")


WRONG = {
    "1.1": [
        Wrong(central("return (f(x + h) - f(x)) / h"), "one side", "up only"),
        Wrong(central("return (f(x) - f(x - h)) / h"), "below", "down only"),
        Wrong(central("return (f(x + h) - f(x - h)) / h"), "distance", "two steps over one"),
        Wrong(central("return f(x + h) - f(x - h) / (2 * h)"), "brackets above", "a bracket missing above"),
        Wrong(central("return (f(x + h) - f(x - h)) / 2 * h"), "brackets", "a bracket missing below"),
        Wrong(central("return (f(x + h) - f(x - h)) / 2"), "no run", "not over h"),
        Wrong(central("return (f(x + h) + f(x - h)) / (2 * h)"), "plus", "plus"),
        Wrong(central("return (f(x + h) + f(x - h)) / 2"), "plus", "the mean of the two results"),
        Wrong(central("return (f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h"), "distance", "the sum, not halved"),
        Wrong(central("return (f(x - h) - f(x + h)) / (2 * h)"), "turned", "the other way round"),
        Wrong(central("return (f(x + h / 2) - f(x - h / 2)) / h"), "half as far", "half as far on both sides"),
        Wrong(central("return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6"), "own h", "a nudge of its own"),
        Wrong(central("h = 0.001\nreturn (f(x + h) - f(x - h)) / (2 * h)"), "own h", "the h of the example"),
        Wrong(central("return 3 * x * x"), "own f", "the derivative of the example"),
        Wrong(central("return 12.000001"), "constant", "the number of the example"),
        Wrong(central("return (f(x + h) - f(x - h)) / (x + h - x - h)"), "run lost", "brackets lost in the run"),
        Wrong(central("return (f(x + h) - f(x - h)) / ((x + h) + (x - h))"), "over x", "over the sum of the places"),
        Wrong(central("return (f(x + 2 * h) - f(x)) / (2 * h)"), "two up", "two steps up"),
        Wrong(central("return (f(x + h) - f(x)) / (2 * h)"), "half as far apart", "up only, over two steps"),
        Wrong(central("return abs(f(x + h) - f(x - h)) / (2 * h)"), "size", "no sign"),
        Wrong(central("return round((f(x + h) - f(x - h)) / (2 * h))"), "rounded", "rounded"),
        Wrong(central("return f(x + h) - f(x - h)"), "no run", "not divided"),
        Wrong(central("print((f(x + h) - f(x - h)) / (2 * h))"), None, "printed"),
        Wrong(central("return (f(x + h) - f(x)) / h, (f(x) - f(x - h)) / h"), "both slopes", "both slopes"),
        Wrong(central("return (f(x + h) - f(x - h)) // (2 * h)"), "rounded", "whole division"),
        Wrong(central("return (f(x + h) - 2 * f(x) + f(x - h)) / h**2"), "bend", "how much it bends"),
        Wrong(
            central("return ((f(x + h) - f(x)) / h + (f(x - h) - f(x)) / h) / 2"),
            "down by plus h",
            "down over a positive h",
        ),
        Wrong(central("return (f(x + h) - f(x - h)) / (2 * x)"), "over x", "over x"),
        Wrong(central("return f((x + h) - (x - h)) / (2 * h)"), "f of the run", "f of the difference"),
        Wrong(central("return ((x + h) - (x - h)) / (f(x + h) - f(x - h))"), "over the rise", "run over rise"),
        Wrong(central("return (f(x + h) - f(x - h)) / 2 / x"), "over x", "over two x"),
        Wrong(central("return str((f(x + h) - f(x - h)) / (2 * h))"), None, "text"),
        Wrong(central("return (f(x + h) - f(h - x)) / (2 * h)"), "h less x", "h less x"),
        Wrong(central("return (f(x + h) - f(x - h)) / 2e-5"), "two h", "h written out"),
        Wrong(central("return (f(x * (1 + h)) - f(x * (1 - h))) / (2 * h)"), "in shares", "a relative nudge"),
        Wrong(central("return (f(h) - f(-h)) / (2 * h)"), "about zero", "about zero"),
        Wrong(central("return (f(x) + h - (f(x) - h)) / (2 * h)"), "f left out", "the result is nudged"),
    ],
    "1.2": [
        Wrong(
            gradient("f(*[v + h for v in inputs])", "f(*[v - h for v in inputs])"),
            "together",
            "all inputs are nudged at once",
        ),
        Wrong(gradient(UP, "f(*inputs)", "(above - below) / h"), "one side", "up only"),
        Wrong(gradient(UP, slope="(above - below) / h"), "distance", "two steps over one"),
        Wrong(gradient(UP, slope="above - below / (2 * h)"), "brackets above", "a bracket missing above"),
        Wrong(gradient(UP, slope="(above - below) / 2 * h"), "brackets", "a bracket missing below"),
        Wrong(gradient(UP, slope="above - below"), "no run", "not divided"),
        Wrong(gradient(UP, slope="(below - above) / (2 * h)"), "turned", "the other way round"),
        Wrong(gradient(UP, slope="abs(above - below) / (2 * h)"), "size", "no sign"),
        Wrong(gradient(UP, slope="round((above - below) / (2 * h), 3)"), "rounded", "rounded"),
        Wrong(gradient(UP, "f(*inputs)"), "half as far apart", "up only, over two steps"),
        Wrong(gradient(UP, slope="(above - below) / 2e-5"), "two h", "h written out"),
        Wrong(
            gradient("f(*inputs[:i], x + 1e-5, *inputs[i + 1 :])", "f(*inputs[:i], x - 1e-5, *inputs[i + 1 :])"),
            "two h",
            "nudges written out",
        ),
        Wrong(gradient("f(*inputs) + h", "f(*inputs) - h"), "f left out", "the result is nudged"),
        Wrong(gradient("x + h", "x - h"), "f left out", "f left out"),
        Wrong(gradient("f(x + h)", "f(x - h)"), "alone", "the other inputs left out"),
        Wrong(
            gradient("f(*inputs[:i], x + h, *inputs[i:])", "f(*inputs[:i], x - h, *inputs[i:])"),
            "arguments",
            "the input stands there twice",
        ),
        Wrong(
            gradient("f(inputs[:i] + (x + h,) + inputs[i + 1 :])", "f(inputs[:i] + (x - h,) + inputs[i + 1 :])"),
            "arguments",
            "a tuple handed over",
        ),
        Wrong(
            gradient("f(inputs[:i], x + h, inputs[i + 1 :])", "f(inputs[:i], x - h, inputs[i + 1 :])"),
            "arguments",
            "the slices without stars",
        ),
        Wrong(
            gradient("f(*(inputs[:i] + x + h + inputs[i + 1 :]))", "f(*(inputs[:i] + x - h + inputs[i + 1 :]))"),
            "arguments",
            "a number added to a tuple",
        ),
        Wrong(
            gradient(
                "f(*[0] * i, x + h, *[0] * (len(inputs) - i - 1))", "f(*[0] * i, x - h, *[0] * (len(inputs) - i - 1))"
            ),
            "others are zero",
            "the other inputs are zero",
        ),
        Wrong(
            gradient("f(*inputs[:i], x * (1 + h), *inputs[i + 1 :])", "f(*inputs[:i], x * (1 - h), *inputs[i + 1 :])"),
            "in shares",
            "a relative nudge",
        ),
        Wrong(
            gradient("f(*inputs[:i], h, *inputs[i + 1 :])", "f(*inputs[:i], -h, *inputs[i + 1 :])"),
            "about zero",
            "about zero",
        ),
        Wrong(
            whole("""
            x, y = inputs
            return (f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + h) - f(x, y - h)) / (2 * h)
            """),
            "two inputs",
            "for two inputs",
        ),
        Wrong(whole("return (21.0, 16.0)"), "constant", "the numbers of the example"),
        Wrong(whole("x, y = inputs\nreturn y * (2 * x + y), x * (x + 2 * y)"), None, "the slopes of c"),
        Wrong(
            whole(SLOPES + "    slopes.append(slope)\n    return tuple(slopes)"), "first slope", "returned in the loop"
        ),
        Wrong(whole(SLOPES + "    slopes.append(slope)\nreturn sum(slopes)"), "total", "their sum"),
        Wrong(whole(SLOPES + "    slopes.append(slope)\nprint(slopes)"), None, "printed"),
        Wrong(whole(SLOPES + "    slopes.append(slope)"), None, "no return"),
        Wrong(whole(SLOPES + "slopes.append(slope)\nreturn tuple(slopes)"), "last slope", "the last one only"),
        Wrong(whole(SLOPES + "    slopes.insert(0, slope)\nreturn tuple(slopes)"), "backwards", "backwards"),
        Wrong(whole(SLOPES + "    slopes.append(slope)\nreturn dict(enumerate(slopes))"), None, "a dict"),
        Wrong(whole(SLOPES + "    slopes.append(slope)\nreturn (s for s in slopes)"), None, "a generator"),
        Wrong(whole(SLOPES + "    slopes.append((x, slope))\nreturn tuple(slopes)"), "in pairs", "pairs"),
        Wrong(
            whole(
                SLOPES.removeprefix("slopes = []\n") + "    slopes.append(slope)\nreturn tuple(slopes)",
                "numerical_gradient(f, *inputs, h=1e-5, slopes=[])",
            ),
            None,
            "a list that stays from call to call",
        ),
        Wrong(
            whole("""
            point, slopes = list(inputs), []
            for i in range(len(point)):
                point[i] += h
                above = f(*point)
                point[i] -= 2 * h
                below = f(*point)
                slopes.append((above - below) / (2 * h))
            return tuple(slopes)
            """),
            "kept",
            "the nudge is left in",
        ),
        Wrong(
            whole("""
            slopes = []
            for i in range(len(inputs)):
                above, below = list(inputs), list(inputs)
                above[i - 1] += h
                below[i - 1] -= h
                slopes.append((f(*above) - f(*below)) / (2 * h))
            return tuple(slopes)
            """),
            "off by one",
            "off by one",
        ),
        Wrong(
            whole("""
            slopes = []
            for i in range(len(inputs) - 1):
                above, below = list(inputs), list(inputs)
                above[i] += h
                below[i] -= h
                slopes.append((f(*above) - f(*below)) / (2 * h))
            return tuple(slopes)
            """),
            "last left out",
            "the last input left out",
        ),
        Wrong(
            whole("""
            slopes = []
            for x in inputs:
                i = inputs.index(x)
                above = f(*inputs[:i], x + h, *inputs[i + 1 :])
                below = f(*inputs[:i], x - h, *inputs[i + 1 :])
                slopes.append((above - below) / (2 * h))
            return tuple(slopes)
            """),
            "by value",
            "looked up by its value",
        ),
        Wrong(
            whole("""
            slopes = []
            for x in inputs:
                above = [v + h if v == x else v for v in inputs]
                below = [v - h if v == x else v for v in inputs]
                slopes.append((f(*above) - f(*below)) / (2 * h))
            return tuple(slopes)
            """),
            "equals together",
            "nudges all equal inputs",
        ),
        Wrong(
            whole("""
            above = below = list(inputs)
            slopes = []
            for i, x in enumerate(inputs):
                above[i] = x + h
                below[i] = x - h
                slopes.append((f(*above) - f(*below)) / (2 * h))
            return tuple(slopes)
            """),
            "one list",
            "two names, one list",
        ),
        Wrong(
            whole(SLOPES + "    slopes.append(slope)\nreturn tuple(slopes)", "numerical_gradient(f, *inputs, h=0.1)"),
            "coarse",
            "a coarse h",
        ),
        Wrong(whole("return tuple(numerical_gradient(f, *inputs, h=h))"), None, "calls itself"),
        Wrong(
            whole("return tuple((f(*inputs) - f(*inputs[:i], *inputs[i + 1 :])) / x for i, x in enumerate(inputs))"),
            "arguments",
            "leaves the input out",
        ),
        Wrong(along("(f(x) - f(x - h)) / h"), "below", "down only"),
        Wrong(along("(f(x + h) + f(x - h)) / (2 * h)"), "plus", "plus"),
        Wrong(along("((f(x + h) - f(x)) / h, (f(x) - f(x - h)) / h)"), "both slopes", "two for each input"),
        Wrong(along("2 * h / (f(x + h) - f(x - h))"), "over the rise", "run over rise"),
        Wrong(along("f((x + h) - (x - h)) / (2 * h)"), "f of the run", "f of the difference"),
        Wrong(along("(f(x + 2 * h) - f(x)) / (2 * h)"), "two up", "two steps up"),
        Wrong(along("3 * x * x"), "own f", "the derivative of the first function"),
        Wrong(along("(f(x + h) - f(h - x)) / (2 * h)"), "h less x", "h less x"),
        Wrong(along("((f(x + h) - f(x)) / h + (f(x - h) - f(x)) / h) / 2"), "down by plus h", "down over a positive h"),
        Wrong(along("(f(x + h) - 2 * f(x) + f(x - h)) / h**2"), "bend", "how much it bends"),
        Wrong(along("(f(x + h / 2) - f(x - h / 2)) / h"), "half as far", "half as far on both sides"),
        Wrong(along("(f(x + h) - f(x - h)) / (2 * x)"), "over x", "over x"),
        Wrong(along("(f(x + h) - f(x - h)) / (x + h - x - h)"), "run lost", "brackets lost in the run"),
    ],
    "1.3": [
        Wrong(runs("n, 2 * n"), "first run", "the run at the start forgotten"),
        Wrong(runs("n + 1, 2 * n + 1"), "middle", "a run at the start for both"),
        Wrong(runs("n, 2 * n + 1"), "wrong side", "the run at the start on the wrong side"),
        Wrong(runs("2 * n, n + 1"), "order", "swapped"),
        Wrong(runs("n + 1, n + 2"), "one more", "one more for the other side"),
        Wrong(runs("2 * n, 2 * n"), "not shared", "two runs for each input either way"),
        Wrong(runs("2 * n, 4 * n"), "a third place", "start run again for each"),
        Wrong(runs("2 * n, 3 * n"), "a third place", "start run again, and below"),
        Wrong(runs("4, 6"), "constant", "for three inputs"),
        Wrong(runs("n + 1, 6"), None, "one of them for three inputs"),
        Wrong(runs("n + 1, 2 * (n + 1)"), "twice all", "twice as many"),
        Wrong(runs("n, n"), "one each", "one for each input"),
        Wrong(runs("1, 2"), "for one input", "for one input"),
        Wrong(runs("2, 2"), "for one input", "two points, two runs"),
        Wrong(runs("n + 1, n * n"), "combinations", "squared"),
        Wrong(runs("n + 1, 2**n"), "combinations", "each way for each input"),
        Wrong(runs("n + 1 + 2 * n"), "one number", "their sum"),
        Wrong(runs("2 * n"), "one number", "both sides only"),
        Wrong(runs("n - 1, 2 * n"), "one less", "off by one"),
        Wrong(runs("'n + 1', '2 * n'"), "in words", "in letters, as text"),
        Wrong(runs("f'{n + 1}, {2 * n}'"), None, "as text"),
        Wrong(defined("runs(n)", "print(n + 1, 2 * n)"), None, "printed"),
        Wrong(runs("n + 1, (n + 1) ** 2"), "combinations", "all pairs"),
        Wrong(runs("2 * n, n"), "order", "swapped, the run at the start forgotten"),
        Wrong(runs("{n + 1, 2 * n}"), None, "a set"),
        Wrong(runs("n + 1, n + n - 1"), "one less", "one less"),
    ],
    "1.4": [
        Wrong(downhill(SLOPE + "return tuple(x + rate * s for x, s in zip(inputs, slopes))"), "uphill", "uphill"),
        Wrong(
            downhill("""
            place = list(inputs)
            for i in range(len(place)):
                place[i] -= rate * numerical_gradient(f, *place)[i]
            return tuple(place)
            """),
            "in turn",
            "slopes at the place half way",
        ),
        Wrong(
            downhill(SLOPE + "return tuple(x - rate * (s > 0) + rate * (s < 0) for x, s in zip(inputs, slopes))"),
            "direction",
            "the sign only",
        ),
        Wrong(downhill(SLOPE + "return tuple(-rate * s for s in slopes)"), "only the move", "the move only"),
        Wrong(downhill(SLOPE + "return tuple(x - s for x, s in zip(inputs, slopes))"), "rate", "no rate"),
        Wrong(downhill(SLOPE + "return tuple(x - rate for x in inputs)"), "no slope", "no slope"),
        Wrong(
            downhill(SLOPE + "return tuple(x - rate - s for x, s in zip(inputs, slopes))"),
            "less the rate",
            "less the rate",
        ),
        Wrong(
            downhill(SLOPE + "return tuple(x * rate - s for x, s in zip(inputs, slopes))"),
            "rate elsewhere",
            "rate at the input",
        ),
        Wrong(
            downhill(SLOPE + "return tuple((x - s) * rate for x, s in zip(inputs, slopes))"),
            "rate elsewhere",
            "rate times both",
        ),
        Wrong(
            downhill(SLOPE + "return tuple(x - s / rate for x, s in zip(inputs, slopes))"),
            "over the rate",
            "over the rate",
        ),
        Wrong(
            downhill(
                "slopes = numerical_gradient(f, inputs)\nreturn tuple(x - rate * s for x, s in zip(inputs, slopes))"
            ),
            "arithmetic",
            "no star",
        ),
        Wrong(downhill(SLOPE + "return inputs - rate * slopes"), "arithmetic", "tuples are not arrays"),
        Wrong(downhill(SLOPE + "return inputs[0] - rate * slopes[0]"), "first alone", "the first only, a number"),
        Wrong(
            downhill(SLOPE + "return (inputs[0] - rate * slopes[0], *inputs[1:])"),
            "first alone",
            "moves the first only",
        ),
        Wrong(
            downhill(SLOPE + "for x, s in zip(inputs, slopes):\n    return x - rate * s"),
            "first alone",
            "returned in the loop",
        ),
        Wrong(downhill(SLOPE + "return tuple(x - rate * slopes[0] for x in inputs)"), "one slope", "one slope for all"),
        Wrong(downhill(SLOPE + "return tuple(x - rate * sum(slopes) for x in inputs)"), "one slope", "the sum for all"),
        Wrong(
            downhill(SLOPE + "return tuple(x - rate * abs(s) for x, s in zip(inputs, slopes))"),
            "size",
            "always down in x",
        ),
        Wrong(
            downhill(SLOPE + "(x, y), (s, t) = inputs, slopes\nreturn x - rate * s, y - rate * t"),
            "two inputs",
            "for two inputs",
        ),
        Wrong(
            downhill("""
            for _ in range(100):
                slopes = numerical_gradient(f, *inputs)
                inputs = tuple(x - rate * s for x, s in zip(inputs, slopes))
            return inputs
            """),
            None,
            "a hundred steps",
        ),
        Wrong(
            downhill(
                SLOPE
                + "n = sum(s * s for s in slopes) ** 0.5\nreturn tuple(x - rate * s / n for x, s in zip(inputs, slopes))"
            ),
            "direction",
            "a step of length rate",
        ),
        Wrong(downhill(SLOPE + "tuple(x - rate * s for x, s in zip(inputs, slopes))"), None, "no return"),
        Wrong(
            downhill(SLOPE + "for x, s in zip(inputs, slopes):\n    x -= rate * s\nreturn inputs"),
            "not moved",
            "only a name moves",
        ),
        Wrong(
            downhill(SLOPE + "for i in range(len(inputs)):\n    inputs[i] -= rate * slopes[i]\nreturn inputs"),
            "arithmetic",
            "a tuple changed in place",
        ),
        Wrong(downhill("return numerical_gradient(f, *inputs)"), "only the slopes", "the gradient"),
        Wrong(
            downhill("return tuple(x - rate * f(*inputs) for x in inputs)"),
            "the value",
            "the value in place of the slope",
        ),
        Wrong(
            downhill(
                "slopes = numerical_gradient(f, *inputs, h=rate)\n"
                "return tuple(x - rate * s for x, s in zip(inputs, slopes))"
            ),
            "rate as h",
            "the rate as the nudge",
        ),
        Wrong(
            downhill(SLOPE + "return tuple(x - rate * x * s for x, s in zip(inputs, slopes))"),
            "a share",
            "a share of x",
        ),
        Wrong(downhill(SLOPE + "return tuple(s - rate * x for x, s in zip(inputs, slopes))"), "swapped", "swapped"),
        Wrong(
            downhill(SLOPE + "return tuple(rate * s - x for x, s in zip(inputs, slopes))"),
            "swapped",
            "the difference swapped",
        ),
        Wrong(
            downhill(SLOPE + "return tuple(x - rate * s for x, s in zip(inputs, slopes[::-1]))"),
            "backwards",
            "slopes backwards",
        ),
        Wrong(
            downhill(SLOPE + "return f(*[x - rate * s for x, s in zip(inputs, slopes)])"),
            "down there",
            "the value down there",
        ),
        Wrong(downhill("return tuple(x - rate * 2 * x for x in inputs)"), "own f", "the slope of a square"),
        Wrong(downhill(SLOPE + "return (x - rate * s for x, s in zip(inputs, slopes))"), None, "a generator"),
        Wrong(
            downhill(SLOPE + "return tuple(round(x - rate * s, 2) for x, s in zip(inputs, slopes))"),
            "rounded",
            "rounded",
        ),
        Wrong(downhill("return (0.6, 1.9)"), "constant", "the numbers of a case"),
    ],
    "1.5": [
        Wrong(pair("1e-5, 1e-15"), "order", "the larger first"),
        Wrong(pair("1e-2, 1e-1"), "bend", "both where the bend decides"),
        Wrong(pair("1e-5, 1e-3"), "bend", "a pair that agrees with the sentence"),
        Wrong(pair("1e-15, 1e-15"), "the same", "the same twice"),
        Wrong(pair("0.0, 0.1"), "zero", "zero"),
        Wrong(pair("-0.1, 1e-5"), "negative", "smaller by its sign"),
        Wrong(pair("-1e-15, 1e-5"), "negative", "a negative nudge"),
        Wrong(pair("1e-5, -1e-15"), "negative", "a negative nudge second"),
        Wrong(pair("-15, -5"), "exponents", "exponents"),
        Wrong(pair("15, 5"), "order", "exponents without sign"),
        Wrong(pair("'1e-15', '1e-5'"), "no numbers", "text"),
        Wrong(pair("1e-15"), "not two", "one value"),
        Wrong(pair("1e-15, 1e-10, 1e-5"), "not two", "three values"),
        Wrong(pair("True, False"), "no numbers", "verdicts"),
        Wrong(pair("False"), "not two", "a verdict"),
        Wrong(pair("math.sin(1), math.cos(1)"), "bigger", "values of the functions"),
        Wrong(pair("0.0148, 1.1e-11"), "bigger", "errors in place of h"),
        Wrong(pair("1e-400, 1e-5"), "zero", "too small for a float"),
        Wrong(pair("float('nan'), 1e-5"), "nan", "not a number"),
        Wrong(pair("1e-5, 1e-6"), "order", "the larger first, both where the bend decides"),
        Wrong(pair("10 ^ -15, 10 ^ -5"), "exponents", "another language's power"),
        Wrong(defined("contradiction()", "small, large = 1e-15, 1e-5"), "nothing", "no return"),
        Wrong(pair("{1e-15: 1e-5}"), "not two", "a dict"),
    ],
}

RIGHT = {
    "1.1": [
        central("up, down = (f(x + h) - f(x)) / h, (f(x - h) - f(x)) / -h\nreturn (up + down) / 2"),
        central("return (f(x - h) - f(x + h)) / (-2 * h)"),
        central("low, high = x - h, x + h\nreturn (f(high) - f(low)) / (high - low)"),
        central("return 0.5 / h * f(x + h) - 0.5 / h * f(x - h)"),
        "import numpy as np\ndef central(f, x, h):\n    return np.gradient([f(x - h), f(x), f(x + h)], h)[1]",
    ],
    "1.2": [
        whole("""
        def line(i):
            return lambda t: f(*inputs[:i], t, *inputs[i + 1 :])
        return tuple([(line(i)(x + h) - line(i)(x - h)) / (2 * h) for i, x in enumerate(inputs)])
        """),
        whole("""
        def at(i, by):
            return f(*[x + by * (i == j) for j, x in enumerate(inputs)])
        return tuple((at(i, h) - at(i, -h)) / (h + h) for i in range(len(inputs)))
        """),
        whole("""
        slopes, point = [], list(inputs)
        while len(slopes) < len(inputs):
            i = len(slopes)
            point[i] = inputs[i] + h
            slopes.append(f(*point))
            point[i] = inputs[i] - h
            slopes[i] -= f(*point)
            slopes[i] /= 2 * h
            point[i] = inputs[i]
        return tuple(slopes)
        """),
        whole("""
        if not inputs:
            return ()
        first, *rest = inputs
        here = (f(first + h, *rest) - f(first - h, *rest)) / (2 * h)
        return (here, *numerical_gradient(lambda *others: f(first, *others), *rest, h=h))
        """),
        """
        def numerical_gradient(f, *inputs, h=1e-5):
            import numpy as np
            nudges = np.eye(len(inputs)) * h
            point = np.array(inputs)
            return tuple((f(*(point + nudge)) - f(*(point - nudge))) / (2 * h) for nudge in nudges)
        """,
    ],
    "1.3": [
        runs("1 + n, n + n"),
        runs("[n + 1, n * 2]"),
        runs("n + 1.0, 2.0 * n"),
        defined("runs(n)", "up = 1\nboth = 0\nfor _ in range(n):\n    up += 1\n    both += 2\nreturn (up, both)"),
        runs("len(range(-1, n)), sum(2 for _ in range(n))"),
        defined(
            "runs(n)", "places = range(n)\nreturn len({None, *places}), len({(p, s) for p in places for s in '+-'})"
        ),
    ],
    "1.4": [
        """
        import numpy as np
        def downhill(f, inputs, rate):
            return tuple(np.array(inputs) - rate * np.array(numerical_gradient(f, *inputs)))
        """,
        downhill("return tuple(map(lambda x, s: x - s * rate, inputs, numerical_gradient(f, *inputs)))"),
        downhill("""
        place = list(inputs)
        for i, slope in enumerate(numerical_gradient(f, *inputs)):
            place[i] = place[i] + (-slope) * rate
        return tuple(place)
        """),
        downhill("""
        after = ()
        for i in range(len(inputs)):
            after += (inputs[i] - rate * numerical_gradient(f, *inputs)[i],)
        return after
        """),
    ],
    "1.5": [
        pair("1e-15, 1e-5"),
        pair("1e-20, 1.0"),
        pair("4.5, 7.7"),
        pair("1e-9, 1e-8"),
        pair("5, 8"),
        pair("[2.0**-50, 2.0**-17]"),
        defined(
            "contradiction()",
            """
            def error(h):
                return abs((math.sin(1 + h) - math.sin(1 - h)) / (2 * h) - math.cos(1))
            tried = [10.0**-k for k in range(16, 0, -1)]
            return next((a, b) for a in tried for b in tried if a < b and error(a) > error(b))
            """,
        ),
    ],
}
