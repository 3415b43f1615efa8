"""Answers to the exercise of lesson 00, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"0.1": "MOVED"}

WRONG = {
    "0.1": [
        Wrong(
            """
            def moved(f, x, h):
                return f(x + h)
            """,
            "the end",
            "the wrong answer that the text proposes",
        ),
        Wrong(
            """
            def moved(f, x, h):
                return (f(x) + h) - f(x)
            """,
            "the input",
            "f(x + h) is f(x) + h",
        ),
        Wrong(
            """
            def moved(f, x, h):
                start, end = f(x), f(x + h)
                return start - end
            """,
            "turned",
            "beginning minus end",
        ),
        Wrong(
            """
            def moved(f, x, h):
                start, end = sorted([f(x), f(x + h)])
                return end - start
            """,
            "size",
            "a distance is positive",
        ),
        Wrong(
            """
            def moved(f, x, h):
                rise = f(x + h) - f(x)
                return rise / h
            """,
            "for each step",
            "the derivative is asked for",
        ),
        Wrong(
            """
            def moved(f, x, h):
                there = x + h
                return f(there - x)
            """,
            "f of h",
            "f of the difference is the difference of f",
        ),
        Wrong(
            """
            def moved(f, x, h):
                print(f(x + h) - f(x))
            """,
            None,
            "prints instead of returning",
        ),
        Wrong(
            """
            def moved(f, x, h):
                return f(x), f(x + h)
            """,
            "both results",
            "both places, no difference",
        ),
        Wrong(
            """
            def moved(f, x, h):
                return 2 * x * h + h * h
            """,
            "own f",
            "right for x * x only",
        ),
        Wrong(
            """
            def moved(f, x, h):
                return f(h) - f(x)
            """,
            "h is a place",
            "h is taken for the place where it ends",
        ),
    ],
}

RIGHT = {
    "0.1": [
        """
        def moved(f, x, h):
            places = [x, x + h]
            results = [f(place) for place in places]
            return results[1] - results[0]
        """,
        """
        def moved(f, x, h):
            move = -f(x)
            x += h
            move += f(x)
            return move
        """,
    ],
}
