"""Answers to the exercises of lesson 01, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"1.1": "CENTRAL", "1.2": "GRADIENT", "1.3": "RUNS", "1.4": "DOWNHILL", "1.5": "PLACES"}

SUPPORT = {"1.5": "import math"}

WRONG = {
    "1.1": [
        Wrong(
            """
            def central(f, x, h):
                here = f(x)
                there = f(x + h)
                return (there - here) / h
            """,
            "one side",
            "the nudge of the text before it",
        ),
        Wrong(
            """
            def central(f, x, h):
                return -(f(x - h) - f(x)) / h
            """,
            "below",
            "a nudge down only",
        ),
        Wrong(
            """
            def central(f, x, h):
                rise = f(x + h) - f(x - h)
                return rise / h
            """,
            "distance",
            "divides by h although the points are 2h apart",
        ),
        Wrong(
            """
            def central(f, x, h):
                left, right = f(x - h), f(x + h)
                return 0.5 * (left - right) / h
            """,
            "turned",
            "left minus right",
        ),
        Wrong(
            """
            def central(f, x, h):
                h = 0.00001
                up, down = f(x + h), f(x - h)
                return (up - down) / (2 * h)
            """,
            "own h",
            "a smaller h must be better",
        ),
        Wrong(
            """
            def central(f, x, h):
                return abs(f(x + h) - f(x - h)) / (2 * h)
            """,
            "size",
            "a slope is a size",
        ),
        Wrong(
            """
            def central(f, x, h):
                (f(x + h) - f(x - h)) / (2 * h)
            """,
            None,
            "no return",
        ),
        Wrong(
            """
            def central(f, x, h):
                return (f(x + h) - f(x - h)) / 2 * h
            """,
            "brackets",
            "brackets forgotten",
        ),
        Wrong(
            """
            def central(f, x, h):
                return 3 * x * x + h * h
            """,
            None,
            "right for the cube of the text only",
        ),
    ],
    "1.2": [
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                up = f(*[x + h for x in inputs])
                down = f(*[x - h for x in inputs])
                return tuple([(up - down) / (2 * h) for _ in inputs])
            """,
            "together",
            "nudges all inputs at once",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                now, slopes = list(inputs), []
                for i in range(len(now)):
                    now[i] += h
                    above = f(*now)
                    now[i] -= 2 * h
                    slopes.append((above - f(*now)) / (2 * h))
                return tuple(slopes)
            """,
            "kept",
            "does not put the input back",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                here = f(*inputs)
                slopes = []
                for i, x in enumerate(inputs):
                    slopes.append((f(*inputs[:i], x + h, *inputs[i + 1 :]) - here) / h)
                return tuple(slopes)
            """,
            "one side",
            "up only",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                slopes = []
                for i, x in enumerate(inputs):
                    ends = [f(*inputs[:i], x + step, *inputs[i + 1 :]) for step in (h, -h)]
                    slopes.append((ends[0] - ends[1]) / h)
                return tuple(slopes)
            """,
            "distance",
            "divides by h",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                slopes, eps = [], 1e-5
                for i, x in enumerate(inputs):
                    ends = [f(*inputs[:i], x + step, *inputs[i + 1 :]) for step in (eps, -eps)]
                    slopes.append((ends[0] - ends[1]) / (2 * eps))
                return tuple(slopes)
            """,
            "own h",
            "ignores its argument",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                total = 0.0
                for i, x in enumerate(inputs):
                    ends = [f(*inputs[:i], x + step, *inputs[i + 1 :]) for step in (h, -h)]
                    total += (ends[0] - ends[1]) / (2 * h)
                return total
            """,
            "total",
            "a gradient is one number",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                x, *rest = inputs
                return (f(x + h, *rest) - f(x - h, *rest)) / (2 * h)
            """,
            "one number",
            "the first input only",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                slopes = []
                for i, x in enumerate(inputs):
                    above = f(*inputs[:i], x + h, *inputs[i:])
                    below = f(*inputs[:i], x - h, *inputs[i:])
                    slopes.append((above - below) / (2 * h))
                return tuple(slopes)
            """,
            "arguments",
            "inputs[i:] still has input i",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                slopes = []
                for i, x in enumerate(inputs):
                    above = f(*inputs[:i], x * (1 + h), *inputs[i + 1 :])
                    below = f(*inputs[:i], x * (1 - h), *inputs[i + 1 :])
                    slopes.append((above - below) / (2 * h))
                return tuple(slopes)
            """,
            "in shares",
            "nudges by a share of x",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-15):
                slopes = []
                for i, x in enumerate(inputs):
                    ends = [f(*inputs[:i], x + step, *inputs[i + 1 :]) for step in (h, -h)]
                    slopes.append((ends[0] - ends[1]) / (h + h))
                return tuple(slopes)
            """,
            None,
            "a default that is as small as possible",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                for i, x in enumerate(inputs):
                    ends = [f(*inputs[:i], x + step, *inputs[i + 1 :]) for step in (h, -h)]
                    return ((ends[0] - ends[1]) / (2 * h),)
            """,
            "first slope",
            "returns inside the loop",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                slopes = []
                for x in inputs:
                    i = inputs.index(x)
                    up, down = list(inputs), list(inputs)
                    up[i], down[i] = x + h, x - h
                    slopes.append((f(*up) - f(*down)) / (2 * h))
                return tuple(slopes)
            """,
            "by value",
            "finds the place of an input by its value",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs, h=1e-5):
                rises = []
                for i, x in enumerate(inputs):
                    ends = [f(*inputs[:i], there, *inputs[i + 1 :]) for there in (x - h, x + h)]
                    rises.append(max(ends) - min(ends))
                return tuple([rise / (2 * h) for rise in rises])
            """,
            "size",
            "a slope is a size",
        ),
    ],
    "1.3": [
        Wrong("def runs(n):\n    return n + n, n + n", "not shared", "two runs for each input either way"),
        Wrong("def runs(n):\n    return n, n * 2", "first run", "forgets what the nudged value is compared with"),
        Wrong("def runs(n):\n    return 1 + n, 1 + n + n", "middle", "keeps the middle run"),
        Wrong("def runs(n):\n    return pow(2, n), pow(3, n)", "combinations", "all combinations"),
        Wrong("def runs(n):\n    return 4, 6", "constant", "the example of the text"),
        Wrong("def runs(n):\n    return 2 * n, n + 1", "order", "the two in the other order"),
        Wrong("def runs(n):\n    return n + 1 + 2 * n", "one number", "one number"),
    ],
    "1.4": [
        Wrong(
            """
            def downhill(f, inputs, rate):
                return tuple(x + rate * s for x, s in zip(inputs, numerical_gradient(f, *inputs)))
            """,
            "uphill",
            "the sign",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate):
                return tuple(x - s for x, s in zip(inputs, numerical_gradient(f, *inputs)))
            """,
            "rate",
            "forgets the rate",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate):
                now = list(inputs)
                for i in range(len(now)):
                    now[i] -= rate * numerical_gradient(f, *now)[i]
                return tuple(now)
            """,
            "in turn",
            "moves one input before the next slope is taken",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate):
                return tuple(x - rate * abs(s) for x, s in zip(inputs, numerical_gradient(f, *inputs)))
            """,
            "size",
            "always makes inputs smaller",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate):
                return tuple(x - rate * (1 if s > 0 else -1) for x, s in zip(inputs, numerical_gradient(f, *inputs)))
            """,
            "direction",
            "the direction alone",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate):
                return numerical_gradient(f, *inputs)
            """,
            "only the slopes",
            "stops at the gradient",
        ),
        Wrong(
            """
            def numerical_gradient(f, *inputs):
                return tuple(-s for s in (f(x + 1e-5, *inputs[1:]) - f(x, *inputs[1:]) for x in inputs))

            def downhill(f, inputs, rate):
                return tuple(x - rate * s for x, s in zip(inputs, numerical_gradient(f, *inputs)))
            """,
            None,
            "right, but for the judge that it asks",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate):
                slopes = numerical_gradient(f, *inputs)
                return f(*[x - rate * s for x, s in zip(inputs, slopes)])
            """,
            "down there",
            "the value there, not the place",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate):
                steepest = max(numerical_gradient(f, *inputs))
                return tuple(x - rate * steepest for x in inputs)
            """,
            "one slope",
            "one slope for all",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate):
                x, y = inputs
                in_x, in_y = numerical_gradient(f, x, y)
                return x - rate * in_x, y - rate * in_y
            """,
            "two inputs",
            "functions have two inputs",
        ),
        Wrong(
            """
            def downhill(f, inputs, rate=0.5):
                steps = [0.5 * slope for slope in numerical_gradient(f, *inputs)]
                return tuple([x - step for x, step in zip(inputs, steps)])
            """,
            "own rate",
            "the rate is written out",
        ),
    ],
    "1.5": [
        Wrong("def contradiction():\n    return 1e-4, 1e-2", "bend", "two h for which the sentence is true"),
        Wrong("def contradiction():\n    return 1e-5, 1e-13", "order", "the larger first"),
        Wrong("def contradiction():\n    return 0.0, 0.1", "zero", "the smallest h of all"),
        Wrong("def contradiction():\n    return 0.1, 0.01", "bigger", "the larger error, but the larger h"),
        Wrong("def contradiction():\n    return 3e-13, 1e-12", "both small", "any two small h will do"),
        Wrong("def contradiction():\n    return 1e-13, 1e-13", "the same", "one h twice"),
        Wrong("def contradiction():\n    return -1e-13, 1e-5", "negative", "a negative number is smaller"),
        Wrong("def contradiction():\n    return 1e-13", "not two", "one h"),
        Wrong("def contradiction():\n    return '1e-13', '1e-5'", "no numbers", "text"),
        Wrong("def contradiction():\n    return float('nan'), 1e-5", "nan", "not a number is not equal to anything"),
        Wrong("def contradiction():\n    return 1e-5, float('inf')", "inf", "a nudge without end"),
    ],
}

RIGHT = {
    "1.1": [
        """
        def central(f, x, h):
            up = (f(x + h) - f(x)) / h
            down = (f(x) - f(x - h)) / h
            return (up + down) / 2
        """,
        """
        central = lambda f, x, h: (f(x + h) - f(x - h)) / (x + h - (x - h))
        """,
    ],
    "1.2": [
        """
        def numerical_gradient(f, *inputs, h=1e-5):
            def at(i, step):
                moved = list(inputs)
                moved[i] += step
                return f(*moved)

            return tuple([(at(i, h) - at(i, -h)) / (2 * h) for i in range(len(inputs))])
        """,
        """
        def numerical_gradient(f, *inputs, h=1e-5):
            result = []
            for i in range(len(inputs)):
                xs = list(inputs)
                xs[i] = inputs[i] + h
                high = f(*xs)
                xs[i] = inputs[i] - h
                low = f(*xs)
                result += [(high - low) / h / 2]
            return result
        """,
    ],
    "1.3": [
        """
        def runs(n):
            places_up = {(0,) * n} | {tuple(int(i == j) for j in range(n)) for i in range(n)}
            return len(places_up), len(places_up) * 2 - 2
        """,
        """
        def runs(n):
            one = 1
            for _ in range(n):
                one += 1
            return one, sum([2] * n)
        """,
    ],
    "1.4": [
        """
        def downhill(f, inputs, rate):
            moved = []
            for i, slope in enumerate(numerical_gradient(f, *inputs)):
                moved.append(inputs[i] + rate * -slope)
            return tuple(moved)
        """,
        """
        def downhill(f, inputs, rate):
            h = 1e-4
            def slope(i):
                up, down = list(inputs), list(inputs)
                up[i] += h
                down[i] -= h
                return (f(*up) - f(*down)) / (2 * h)
            return [inputs[i] - rate * slope(i) for i in range(len(inputs))]
        """,
    ],
    "1.5": [
        "def contradiction():\n    return 1e-12, 0.001",
        """
        def contradiction():
            tried = [10.0 ** -k for k in range(1, 15)]
            error = lambda h: abs((math.sin(1 + h) - math.sin(1 - h)) / (2 * h) - math.cos(1))
            best = min(tried, key=error)
            worse = max([h for h in tried if h < best], key=error)
            return worse, best
        """,
    ],
}
