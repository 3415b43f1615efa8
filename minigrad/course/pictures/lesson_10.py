"""The picture of lesson 10: picking as a product with one-hot rows, and what comes back to each place."""

import anywidget
import traitlets

from minigrad.visual.widget import Still, beside, of_svg

from .tables import Table, digits, side_by_side


class Picks(Still, anywidget.AnyWidget):
    """A vector and indices into it: a one-hot row for each pick, its weight, and the sums of the columns below.

    `index` is what is picked now; there is a weight for each pick, and there may be more.
    """

    _esm, _css = beside(__file__)
    numbers: traitlets.List = traitlets.List().tag(sync=True)
    weights: traitlets.List = traitlets.List().tag(sync=True)
    index: traitlets.List = traitlets.List().tag(sync=True)

    def arriving(self):
        """For each number the weights of the picks that have named it."""
        pairs = list(zip(self.index, self.weights, strict=False))
        return [[weight for i, weight in pairs if i == place] for place in range(len(self.numbers))]

    @property
    def rows(self):
        """The table as texts: names, numbers, a one-hot row for each pick, and what comes back."""
        places = range(len(self.numbers))
        picked = [
            [f"y[{row}]", *["1" if place == i else "0" for place in places], digits(self.numbers[i]), digits(weight)]
            for row, (i, weight) in enumerate(zip(self.index, self.weights, strict=False))
        ]
        names, sums = [f"x[{place}]" for place in places], [digits(sum(weights)) for weights in self.arriving()]
        return [["", *names, "y", "v"], ["x", *map(digits, self.numbers), "", ""], *picked, ["x.grad", *sums, "", ""]]

    def still(self):
        """The table with its ones marked, and a sentence on each number, as the page says it."""
        ones = {(2 + row, 1 + i) for row, i in enumerate(self.index)}
        words = " ".join([told(place, weights) for place, weights in enumerate(self.arriving())])
        return of_svg(side_by_side(Table("picks as one-hot rows, and their weights", self.rows, ones))), words

    def __repr__(self):
        return "\n".join([" ".join([f"{text:>7}" for text in row]).rstrip() for row in self.rows])


def told(place, weights):
    """What comes back to a number, in words."""
    if not weights:
        return f"x[{place}] is not picked: 0."
    often = {1: "once", 2: "twice"}.get(len(weights), f"{len(weights)} times")
    total = f" = {digits(sum(weights))}" if len(weights) > 1 else ""
    return f"x[{place}] is picked {often}: {' + '.join(map(digits, weights))}{total}."


def picks(x, index, v):
    """The picture of `x[index]` with a weight of `v` for each pick; what `v` has beyond that is for further picks.

    Raises ValueError unless `x` is a vector and there are weights enough, IndexError for an index that it has not.
    """
    index, weights = [int(i) for i in index], [float(weight) for weight in v]
    if x.ndim != 1 or len(index) > len(weights):
        shape = f"x of shape {tuple(x.shape)}, {len(index)} indices and {len(weights)} weights"
        raise ValueError(f"picks: x must have one dimension, and v a weight for each index; got {shape}.")
    numbers = x.tolist()
    for i in index:
        if not -len(numbers) <= i < len(numbers):
            raise IndexError(f"index {i} is out of bounds for dimension 0 with size {len(numbers)}")
    return Picks(numbers=numbers, weights=weights, index=[i % len(numbers) for i in index])
