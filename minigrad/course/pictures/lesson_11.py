"""The picture of lesson 11: the reader's own tests against wrong rules, which are seen by which test.

All trials are run beforehand, and the tolerance is compared in the page, so it works in a saved one.
"""

import math

import anywidget
import numpy as np
import traitlets

from minigrad.course.exercises.mutants import MUTANTS, OPERATIONS, RTOL, trials
from minigrad.visual.widget import Still, beside, of_svg

from .tables import Table, digits, side_by_side

EXPONENTS = [*range(-11, 1)]  # of ten: the tolerances of the slider
LARGEST = 1e300  # for a distance that is infinite, which a page cannot be given
MOST = 12  # numbers of an input; each is nudged for each rule


def row(numbers):
    return f"[{', '.join([digits(float(f'{n:.4g}')) for n in numbers])}]"


def cell(made):
    """A trial as the page takes it."""
    ruled, nudged = row(made.ruled), row(made.nudged)
    said = f"the rule says {ruled}, nudging {nudged}"
    return {
        "distance": float(f"{min(made.distance, LARGEST):.3g}"),
        "said": f"where {row(made.upstream)} arrives, {said}",
        "alike": ruled == nudged,  # in the digits that are shown
    }


class Board(Still, anywidget.AnyWidget):
    """A row for each wrong rule, a column for each test, and whether the test sees it at the tolerance chosen."""

    _esm, _css = beside(__file__)
    rules: traitlets.List = traitlets.List([[mutant.operation.name, mutant.rule] for mutant in MUTANTS]).tag(sync=True)
    right: traitlets.List = traitlets.List([operation.name for operation in OPERATIONS]).tag(sync=True)
    tests: traitlets.List = traitlets.List().tag(sync=True)
    exponents: traitlets.List = traitlets.List([*EXPONENTS]).tag(sync=True)
    at = traitlets.Int(EXPONENTS.index(round(math.log10(RTOL)))).tag(sync=True)
    chosen: traitlets.List = traitlets.List([0, 0]).tag(sync=True)  # a row and a column

    @property
    def rtol(self):
        return 10.0 ** self.exponents[self.at]

    def sees(self, made):
        return made["distance"] > self.rtol

    def seen(self, name):
        """How many of the wrong rules the test of this name sees."""
        return sum([self.sees(made) for test in self.tests if test["name"] == name for made in test["wrong"]])

    def accused(self, test):
        """The operations whose right rule a test finds wrong."""
        return [name for name, made in zip(self.right, test["right"], strict=True) if self.sees(made)]

    def rows(self):
        """The board in words: a row of texts for each rule, then the sums."""
        for i, (name, rule) in enumerate(self.rules):
            yield [f"{name}: {rule}", *["seen" if self.sees(test["wrong"][i]) else "missed" for test in self.tests]]
        yield [f"seen, of {len(self.rules)}", *[str(self.seen(test["name"])) for test in self.tests]]
        yield ["right rules accused", *[", ".join(self.accused(test)) or "none" for test in self.tests]]

    def still(self):
        """The board at the tolerance that is chosen."""
        lines = [["", *[test["name"] for test in self.tests]], *self.rows()]
        missed = {(i, j) for i, line in enumerate(lines) for j, text in enumerate(line) if text == "missed"}
        board = Table(f"rtol {self.rtol:g}", lines, marked=missed, left=True)
        sums = [f"{test['name']} sees {line}" for test, line in zip(self.tests, lines[-2][1:], strict=True)]
        return of_svg(
            side_by_side(board)
        ), f"{len(self.rules)} wrong rules and {len(self.tests)} tests: {', '.join(sums)}."

    def __repr__(self):
        lines = [[f"rtol {self.rtol:g}", *[test["name"] for test in self.tests]], *self.rows()]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        padded = [[text.ljust(width) for text, width in zip(line, widths, strict=True)] for line in lines]
        return "\n".join(["   ".join(line).rstrip() for line in padded])


def board(tests):
    """Your tests against twelve wrong rules: `tests` are {name: (input, upstream)}, of numbers in lists or in tensors.

    An upstream of None stands for a 1 at each place in turn, as gradcheck has it. A test that still holds dots is left
    out. Raises ValueError for one that is no row of two to twelve numbers with as many upstream, and if there is none.
    """
    made = []
    for name, (given, arriving) in tests.items():
        if given is ... or arriving is ...:
            continue
        x = np.array(numbers(given), float)
        upstream = None if arriving is None else np.array(numbers(arriving), float)
        if x.ndim != 1 or not 2 <= x.size <= MOST or (upstream is not None and upstream.shape != x.shape):
            shapes = f"{x.shape} and {None if upstream is None else upstream.shape}"
            raise ValueError(f"board: test {name!r} must be two rows of as many numbers, 2 to {MOST}; it has {shapes}.")
        wrong, right = trials(x, upstream)
        made.append({"name": name, "wrong": [*map(cell, wrong)], "right": [*map(cell, right)]})
    if not made:
        raise ValueError("board: there is no test with numbers yet; give it one, as in {'mine': (x, upstream)}.")
    return Board(tests=made)


def numbers(given):
    return given.tolist() if hasattr(given, "tolist") else given
