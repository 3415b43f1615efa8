"""The picture of lesson 12: one memory, the tensors that show it, and what nodes have saved of it, to write to."""

import anywidget
import numpy as np
import traitlets

from minigrad.visual.widget import Still, beside, of_svg

from .tables import Table, digits, side_by_side

FRESH, STALE, UNSEEN = "as it was saved", "stale, so backward raises", "overwritten unseen, so the gradient is wrong"
MOST = 24  # cells of a memory that are drawn


class Windows(Still, anywidget.AnyWidget):
    """A memory as a strip of cells, the tensors over it below each other, each with its version, and what was saved.

    `values` and `versions` change with what the reader writes on the page; the tensors themselves stay as they are.
    """

    _esm, _css = beside(__file__)
    windows: traitlets.List = traitlets.List().tag(
        sync=True
    )  # of each tensor its name, what its numbers are called, where they are, its counter
    saved: traitlets.List = traitlets.List().tag(sync=True)  # of each node what it saved: places, counter, version then
    first: traitlets.List = traitlets.List().tag(sync=True)  # the numbers of the memory before any write on the page
    values: traitlets.List = traitlets.List().tag(sync=True)
    versions: traitlets.List = traitlets.List().tag(sync=True)  # by counter
    words = traitlets.Unicode().tag(sync=True)
    states = traitlets.List([FRESH, STALE, UNSEEN]).tag(sync=True)

    def __init__(self, windows, saved, values, versions):
        words = "Nothing has been written yet."
        super().__init__(windows=windows, saved=saved, first=values, values=values, versions=versions, words=words)

    def state(self, entry):
        """How it stands with a saved value now."""
        if self.versions[entry["counter"]] > entry["then"]:
            return STALE
        return UNSEEN if any([self.values[i] != self.first[i] for i in entry["places"]]) else FRESH

    def rows(self):
        """A row for each tensor: its name, its numbers above their places, its version."""
        for window in self.windows:
            shown = [digits(v) if i in window["places"] else "" for i, v in enumerate(self.values)]
            yield [window["name"], *shown, f"version {self.versions[window['counter']]}"]

    def notes(self):
        """A row for each node: what it saved, at which version, and how it stands with that."""
        for entry in self.saved:
            if entry["what"] is None:
                yield [entry["name"], "nothing of this memory", "", ""]
            else:
                yield [entry["name"], f"saved {entry['what']}", f"at version {entry['then']}", self.state(entry)]

    def still(self):
        """The strip with its windows, and the table of what was saved."""
        strip = Table("memory", [[*map(str, row)] for row in self.rows()], left=True)
        return of_svg(side_by_side(strip, Table("saved", [*self.notes()], left=True))), repr(self)

    def __repr__(self):
        shown = [f"{name}: {' '.join(filter(None, cells))}; {version}" for name, *cells, version in self.rows()]
        return "\n".join([*shown, *[", ".join(filter(None, note)) for note in self.notes()]])


def windows(tensors, results):
    """One memory with the `tensors` that show it, by name, and what the nodes of the `results` have saved of it.

    Raises ValueError if the tensors do not share a memory or have too many cells, or if a result has no node.
    """
    arrays = {name: t.array() for name, t in tensors.items()}
    name, *others = arrays
    for other in others:
        if owner(arrays[other]) is not owner(arrays[name]):
            raise ValueError(f"windows: {other} lies in another memory than {name}; give tensors that share one.")
    if unrecorded := [result for result, t in results.items() if t.grad_fn is None]:
        raise ValueError(f"windows: {', '.join(unrecorded)} has no grad_fn; give results of recorded operations.")
    values = {at: v for a in arrays.values() for at, v in zip(addresses(a), a.ravel().tolist(), strict=True)}
    if len(values) > MOST:
        raise ValueError(f"windows: {len(values)} cells; at most {MOST} are drawn. Give smaller tensors.")
    cells = {at: i for i, at in enumerate(sorted(values))}
    places = {name: [cells[at] for at in addresses(a)] for name, a in arrays.items()}
    counters = list({id(t.memory()): t.memory() for t in tensors.values()}.values())
    shown = [
        {
            "name": name,
            "cells": named(name, arrays[name]),
            "places": places[name],
            "counter": counters.index(t.memory()),
        }
        for name, t in tensors.items()
    ]
    saved = [
        {"name": f"{name}, {t.grad_fn.name()}", "what": None} | entry(t.grad_fn, shown, cells, counters)
        for name, t in results.items()
    ]
    return Windows(shown, saved, [values[at] for at in cells], [memory.version for memory in counters])


def owner(array):
    """The array that a view's memory belongs to."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def named(name, array):
    """What each number of an array is called, as `h[0, 1]`."""
    return [f"{name}[{', '.join(map(str, at))}]" if at else name for at in np.ndindex(array.shape)]


def addresses(array):
    """Where each number of an array lies."""
    return (array.ctypes.data + np.tensordot(array.strides, np.indices(array.shape), 1)).ravel().tolist()


def entry(node, shown, cells, counters):
    """What a node has saved of the memory: the tensor's name, its places, its counter, and the version then."""
    for kind, value in zip(node.saves, node.saved or (), strict=False):  # what is freed is not saved any more
        memory, date = getattr(value, "_memory", None), node.seq
        if kind == "result":
            memory, date = memory or node.result_memory(), node.result_date()
        if memory not in counters:
            continue
        places = [cells.get(at) for at in addresses(getattr(value, "_value", value))]
        for window in shown:
            if window["places"] == places and counters[window["counter"]] is memory:
                found = {"what": window["name"], "places": places, "counter": window["counter"]}
                return found | {"then": memory.version_at(date)}
    return {}
