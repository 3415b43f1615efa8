"""compare: two passes side by side, with the first node at which they differ marked in both."""

import itertools
import sys
from typing import Any, NamedTuple

import anywidget
import traitlets

from . import wording
from .graph import is_tensor, variables
from .stepper import Stepper, stepped
from .trace import Edge, Trace, same
from .widget import Still, above


class Difference(NamedTuple):
    """The first step at which two passes differ, counted from 1, the labels of its node in each, and what differs."""

    step: int
    nodes: tuple[str | None, str | None]
    sentence: str


def first_difference(one: Any, other: Any, titles: tuple[str, str] = ("left", "right")) -> Difference | None:
    """Where two passes first differ: in a node, a value, what arrives or what is sent; None if they agree.

    Each is a stepper, or a tensor whose graph is read; `titles` are what the sentence calls them. Changes nothing.
    """
    names = variables(sys._getframe(1))
    left, right = [(x if isinstance(x, Stepper) else stepped(x, names)).traced for x in (one, other)]
    found = differing(left, right, titles)
    if found is None:
        return None
    number, words = found
    nodes = [trace.steps[number][1].label if number < len(trace.steps) else None for trace in (left, right)]
    return Difference(number + 1, (nodes[0], nodes[1]), words)


def differing(left: Trace, right: Trace, titles: tuple[str, str]) -> tuple[int, str] | None:
    """The index of the first step that differs, and a sentence that says how."""
    for number, pair in enumerate(itertools.zip_longest(left.steps, right.steps)):
        words = unlike(pair, titles)
        if words is not None:
            return number, words
    return None


def unlike(pair: Any, titles: tuple[str, str]) -> str | None:
    """How two steps differ, or None."""

    def said(what: str, one: Any, other: Any) -> str:
        return f"{what}: {titles[0]} {one}, {titles[1]} {other}."

    if None in pair:
        longer = titles[pair[0] is None]
        _, box = pair[pair[0] is None]
        return f"{box.label} has a step here only in: {longer}."
    (phase, a), (other_phase, b) = pair
    if (phase, a.kind, a.op, len(a.inputs)) != (other_phase, b.kind, b.op, len(b.inputs)):
        return said("this step", f"{wording.side(phase)} at {a.label}", f"{wording.side(other_phase)} at {b.label}")
    if phase == "forward" and not alike(a.value, b.value):
        return said(f"the value of {a.label}", wording.said(a.value), wording.said(b.value))
    if phase in ("seed", "backward") and not alike(a.grad, b.grad):
        return said(f"what arrives at {a.label}", wording.said(a.grad), wording.said(b.grad))
    if phase == "backward":
        for x, y in zip(a.inputs, b.inputs, strict=True):
            if isinstance(x, Edge) and isinstance(y, Edge) and not alike(x.term, y.term):
                what = f"what {a.label} sends to {x.source.label}"
                return said(what, wording.said(x.term), wording.said(y.term))
    if phase == "leaf" and not alike(a.grad, b.grad):
        return said(f"{a.label}.grad", wording.said(a.grad), wording.said(b.grad))
    if phase == "update" and not alike(a.after, b.after):
        return said(f"what {a.label} becomes", wording.said(a.after), wording.said(b.after))
    return None


def alike(a: Any, b: Any) -> bool:
    """Whether two packed numbers are equal; what was not kept, or is too large to travel, is not judged."""
    if a is None or b is None:
        return True
    if isinstance(a, dict) and isinstance(b, dict) and (a["data"] is None or b["data"] is None):
        return tuple(a["shape"]) == tuple(b["shape"])
    return same(a, b)


def compare(one: Any, other: Any, titles: tuple[str, str] = ("left", "right")) -> "Comparison":
    """Two passes side by side, stepped together, with the first node at which they differ marked in both.

    Each is a stepper or a tensor of any engine, such as the result of your rule and that of a right one: `compare(mine,
    right)`. Nothing is changed. Raises TypeError for anything else.
    """
    names = variables(sys._getframe(1))
    for x in (one, other):
        if not isinstance(x, Stepper) and not is_tensor(x):
            raise TypeError(f"compare: {x!r:.60} is neither a tensor nor a stepper, such as step(c).")
    return Comparison([x if isinstance(x, Stepper) else stepped(x, names) for x in (one, other)], titles)


class Comparison(Still, anywidget.AnyWidget):
    """The widget that shows two traces; see `compare`."""

    _esm, _css = Stepper._esm, Stepper._css
    traces: traitlets.List = traitlets.List().tag(sync=True)
    titles: traitlets.List = traitlets.List().tag(sync=True)
    sentence = traitlets.Unicode().tag(sync=True)
    place = traitlets.Int().tag(sync=True)  # the step at which it opens

    def __init__(self, steppers, titles):
        self.steppers, self.difference = steppers, first_difference(*steppers, titles)
        place, sentence = 0, "The two passes agree at every step."
        if self.difference is not None:
            place, sentence = self.difference.step, f"The first difference is at step {self.difference.step}, "
            sentence += self.difference.sentence
        traces = [marked(stepper.trace, place) for stepper in steppers]
        super().__init__(traces=traces, titles=list(titles), sentence=sentence, place=place)

    def still(self):
        """Both graphs, one above the other, if they are small ones."""
        stills = [stepper.still() for stepper in self.steppers]
        return None if None in stills else (above(*[image for image, _ in stills]), self.sentence)

    def __repr__(self):
        tables = [f"{title}: {stepper!r}" for title, stepper in zip(self.titles, self.steppers, strict=True)]
        return "\n\n".join([self.sentence, *tables])


def marked(trace, place):
    """A trace whose node of the step `place` (from 1) is marked."""
    return trace | {"marked": trace["steps"][place - 1]["node"]} if 0 < place <= len(trace["steps"]) else trace
