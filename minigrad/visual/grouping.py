"""Calls as groups: a trace in which each call of a module or a function is one box and one step, until it is opened.

A group is a path: the calls, from the outermost, in which nodes were made (see `recording.py`). A view opens one path;
what lies beside it stays folded.
"""

import collections

import numpy as np

from . import rules
from .trace import Box, Edge, pack, unpack

LEAST, MOST = 2, 24  # operations that are worth a group; views that travel, beside the one with all open


def groups(trace):
    """The paths of the calls that made several of a trace's operations, outermost first, as far as they travel."""
    sizes = collections.Counter(
        [path[: i + 1] for box in trace.boxes for path in [box.scope] for i in range(len(path))]
    )
    whole = sum([box.rule is not None for box in trace.boxes])
    found = [path for path, size in sizes.items() if LEAST <= size < whole]
    return sorted(found, key=len)[:MOST]


def view(trace, opened, paths):
    """The trace with all of `paths` folded but those that lead to `opened`, and `opened` itself."""
    return View(trace, {opened[:i] for i in range(len(opened) + 1)}, set(paths))


class View:
    """What a trace is to those who draw and describe it: boxes, edges, steps, root, update."""

    def __init__(self, trace, opened, paths):
        self.update, self._paths, self._opened = trace.update, paths, opened
        self._of = {box: self.place(box) for box in trace.boxes if box.rule is not None}
        for box in trace.boxes:  # a parameter, or what has no name, is inside the one fold that uses it
            users = {self._of[edge.target] for edge in box.uses}
            if box.rule is None:
                inside = len(users) == 1 and (box.name is None or "." in box.name)
                self._of[box] = users.pop() if inside else None
        self._inside = collections.defaultdict(list)
        for box in trace.boxes:
            if self._of[box] is not None:
                self._inside[self._of[box]].append(box)
        self.boxes, self.edges, self._new = [], [], {}
        lasts = {path: inside[-1] for path, inside in self._inside.items()}
        for box in trace.boxes:
            if self._of[box] is None:
                self.take(box)
            elif lasts[self._of[box]] is box:
                self.fold(self._of[box])
        self.root = self._new[trace.root]
        merged = list(self.merged(trace))
        self.steps, self.at = [(phase, box) for _, phase, box in merged], [at for at, _, _ in merged]

    def place(self, box):
        """The outermost call around a box that is folded; None if the box itself is shown."""
        path = box.scope
        for i in range(1, len(path) + 1):
            if path[:i] in self._paths and path[:i] not in self._opened:
                return path[:i]
        return None

    def take(self, box):
        """A box as it is, with edges of its own."""
        new = self._new[box] = Box(box.kind, box.node, box.tensor, box.name, box.number)
        for name in ("k", "op", "span", "text", "rule", "value", "shape", "grad", "after", "label", "scope"):
            setattr(new, name, getattr(box, name))
        self.boxes.append(new)
        for x in box.inputs:
            new.inputs.append(self.join(self._new[x.source], new, x.slot, [x]) if isinstance(x, Edge) else x)
        if box.number is not None:
            new.inputs[0].source.outputs.append(new.inputs[0])

    def fold(self, path):
        """All boxes of a call as one; its results that are used outside are its own, if there are several."""
        inside = self._inside[path]
        came, out = collections.defaultdict(list), []
        for box in inside:
            for x in box.inputs:
                if isinstance(x, Edge) and self._of[x.source] != path:
                    came[x.source].append(x)
            if not box.uses or any([self._of[edge.target] != path for edge in box.uses]):
                out.append(box)
        new = Box("computed")
        new.op = new.label = path[-1][0]
        new.path, new.scope = path, path[:-1]
        new.count = sum([box.rule is not None and box.number is None for box in inside])
        new.leaves = sum([box.kind == "leaf" for box in inside])
        for slot, (source, edges) in enumerate(came.items()):
            new.inputs.append(self.join(self._new[source], new, slot, edges))
        known = rules.find(new.op, len(new.inputs))
        inner = [rules.words(f"the {new.count} steps inside {new.label}")] * len(new.inputs)
        new.rule, new.span = rules.Rule("", known.call, tuple(inner)), inside[-1].span
        self.boxes.append(new)
        for box in inside:
            self._new[box] = new
        if len(out) == 1:
            self.result(new, out[0], path)
            return
        for number, box in enumerate(out):
            part = self._new[box] = Box("computed", number=number, name=box.name)
            part.label, part.op, part.rule, part.scope = box.label, new.op, rules.part(number), path
            self.result(part, box, path)
            part.inputs = [self.join(new, part, 0, [])]
            part.inputs[0].term = part.grad
            new.outputs += part.inputs
            self.boxes.append(part)

    def result(self, new, box, path):
        """Give a box the value of a call's result, and the gradient that comes to it from outside."""
        new.tensor, new.name, new.value, new.shape = box.tensor, box.name, box.value, box.shape
        outer = [edge for edge in box.uses if self._of[edge.target] != path]
        new.grad = summed([edge.term for edge in outer]) if outer else box.grad

    def join(self, source, target, slot, edges):
        """One edge in place of several from the same box."""
        edge = Edge(source, target, slot, source.kind != "frozen")
        if edges:
            edge.term = summed([x.term for x in edges])
            edge.factor = edges[0].factor if len(edges) == 1 and target.rule and target.rule.scales(slot) else None
        source.uses.append(edge)
        self.edges.append(edge)
        return edge

    def merged(self, trace):
        """The steps, each with its index among the trace's own: those of a fold are one, at the last of them.

        A step that waits for a fold comes after it; a leaf inside a fold has none.
        """
        left = collections.Counter([(phase, self._of[box]) for phase, box in trace.steps if box.rule is not None])
        done, waiting = set(), []
        for at, (phase, box) in enumerate(trace.steps):
            path = self._of[box]
            if path is None or phase == "seed":
                waiting.append((phase, self._new[box]))
            elif box.rule is not None:
                left[phase, path] -= 1
                if not left[phase, path]:
                    waiting.append((phase, self.whole(path)))
            while ready := next((step for step in waiting if before(*step) <= done), None):
                waiting.remove(ready)
                done.add(ready)
                yield at, *ready

    def whole(self, path):
        """The box of a folded call."""
        return next(box for box in self.boxes if box.path == path)


def before(phase, box):
    """The steps that a step waits for; one of several results of a fold is there when the fold has run."""
    if phase == "forward":
        sources = [x.source if x.source.number is None else x.source.inputs[0].source for x in edges(box)]
        return {("forward", source) for source in sources if source.rule is not None}
    if phase in ("backward", "leaf"):
        uses = [use for edge in box.uses for use in ([edge] if edge.target.number is None else edge.target.uses)]
        return {("backward", edge.target) for edge in uses}
    return set()


def edges(box):
    return [x for x in box.inputs if isinstance(x, Edge)]


def summed(terms):
    """The sum of packed gradients; only a shape where some did not travel, None where some are not known."""
    if not terms or any([term is None for term in terms]):
        return None
    arrays = [unpack(term) for term in terms]
    return terms[0] if any([x is None for x in arrays]) else pack(np.sum(arrays, axis=0))
