"""Arrays as small pictures: each number a cell, the darker the further it is from 0; a negative one has a dash."""

import math
from typing import Any, NamedTuple

MOST, LEVELS = 144, 9  # numbers: of more only the shape is told; how dark a cell can be
PLUS, MINUS = "#1b7837", "#762a83"  # green and purple: told apart by every kind of colour-blindness
SIDE = 7.0  # of a cell at most
FAINT, FULL = 0.12, 0.88  # how much of the colour a cell has at least, and what the largest number adds


class Heat(NamedTuple):
    """The cells of an array, row by row, from -9 to 9 as parts of its largest number, and its range."""

    columns: int
    cells: list[int]
    low: float
    high: float

    def side(self, width: float, height: float) -> float:
        """The side of a cell, as large as the room allows."""
        return min(SIDE, width / self.columns, height / (len(self.cells) // self.columns))


def heat(x: Any) -> Heat | None:
    """The picture of an array; None where there are too many numbers, or none."""
    shape = tuple(getattr(x, "shape", ()))
    if not shape or not hasattr(x, "tolist") or not 0 < math.prod(shape) <= MOST:
        return None
    numbers = [float(one) for one in flat(x.tolist())]
    known = [one for one in numbers if math.isfinite(one)] or [0.0]
    top = max(map(abs, known)) or 1.0
    cells = [0 if math.isnan(one) else round(LEVELS * max(-1.0, min(1.0, one / top))) for one in numbers]
    return Heat(shape[-1], cells, min(known), max(known))


def flat(values: Any) -> list:
    return [x for part in values for x in flat(part)] if isinstance(values, list) else [values]
