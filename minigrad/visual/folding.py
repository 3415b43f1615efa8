"""A large graph in few boxes: a layer with its parameters becomes one, and so does what is repeated, with its count."""

import re
from collections import Counter

from .graph import Vertex, sign

SHORTEST = 4  # repetitions that are worth a fold
NUMBERED = re.compile(r"(.*?)\.(\d+)(?=\.|$)")  # the first number in the name of a module: model.3 in model.3.inner
LONGEST = 6  # operations that are repeated together at most


def fold(run):
    """A run as one vertex: it has the run's last tensor, and the inputs that come from outside it."""
    last, inside = run[-1], set(run)
    outside = [x for vertex in run for x in vertex.inputs if x is not None and x not in inside]
    return Vertex("computed", last.node, last.tensor, last.name, list(dict.fromkeys(outside)), len(run))


def folded(vertices):
    """The vertices, with each run of one operation that has neither names nor other users inside as one vertex."""
    uses = Counter([x for vertex in vertices for x in vertex.inputs if x is not None])
    run_of, runs = {}, []
    for vertex in vertices:
        if vertex.kind != "computed":
            continue
        before = next((x for x in vertex.inputs if x in run_of and x.operation == vertex.operation), None)
        if before is None or uses[before] != 1 or before.name is not None or before.layer:
            run_of[vertex] = []
            runs.append(run_of[vertex])
        else:
            run_of[vertex] = run_of[before]
        run_of[vertex].append(vertex)
    place = {vertex: vertex for vertex in vertices}
    for run in runs:
        if len(run) >= SHORTEST:
            place.update(dict.fromkeys(run, fold(run)))
    out = list(dict.fromkeys(reversed(place.values())))[::-1]  # a fold stands where its last was, after its inputs
    for vertex in out:
        vertex.inputs = [x if x is None else place[x] for x in vertex.inputs]
    return out


def layered(vertices):
    """The vertices, with each parameter of a module, and what is made of parameters alone, inside the one that uses it.

    The box has the name of the module that owns them, such as `model.0` for `model.0.weight`.
    """
    uses, owner = Counter([x for vertex in vertices for x in vertex.inputs if x is not None]), {}
    for vertex in vertices:
        owners = {owner.get(x) for x in vertex.inputs}
        if vertex.kind == "leaf" and "." in (vertex.name or "") and uses[vertex] == 1:
            owner[vertex] = vertex.name.rpartition(".")[0]
        elif vertex.kind == "computed" and len(owners) == 1 and None not in owners and uses[vertex] == 1:
            owner[vertex] = owners.pop()
    for vertex in vertices:
        owners = [owner[x] for x in vertex.inputs if x in owner]
        if owners and vertex not in owner:
            vertex.inputs = [x for x in vertex.inputs if x not in owner]
            vertex.layer = owners[0]
    return [vertex for vertex in vertices if vertex not in owner]


def repeated(vertices):
    """The vertices, with each stretch of a chain in which the same few operations come again and again as one."""
    uses = Counter([x for vertex in vertices for x in vertex.inputs if x is not None])
    chains, chain_of = [], {}
    for vertex in vertices:
        before = [x for x in vertex.inputs if x is not None and x.kind == "computed"]
        if len(before) == 1 and uses[before[0]] == 1 and before[0] in chain_of and before[0].name is None:
            chain_of[vertex] = chain_of[before[0]]
        elif vertex.kind == "computed":
            chain_of[vertex] = []
            chains.append(chain_of[vertex])
        if vertex.kind == "computed":
            chain_of[vertex].append(vertex)
    place = {vertex: vertex for vertex in vertices}
    for chain in chains:
        for start, length, times in stretches([sign(vertex) for vertex in chain]):
            part = chain[start : start + length * times]
            one = fold(part)
            one.called, one.count = " ".join([sign(vertex) for vertex in part[:length]]), times
            layers = [vertex.layer for vertex in part if vertex.layer]
            one.layer = " to ".join(dict.fromkeys([*layers[:1], *layers[-1:]]))
            place.update(dict.fromkeys(part, one))
    out = list(dict.fromkeys(reversed(place.values())))[::-1]
    for vertex in out:
        vertex.inputs = [x if x is None else place[x] for x in vertex.inputs]
    return out


def blocks(vertices):
    """The vertices, with modules of one list or Sequential that do the same, one after another, as one.

    A block begins with the first box whose parameters are its own, such as those of `model.3`, and ends before the
    next; what is inside may be used in any way, but only the last box outside.
    """
    starts: dict = {}
    for at, vertex in enumerate(vertices):
        found = NUMBERED.match(vertex.layer)
        if found:
            starts.setdefault((found[1], int(found[2])), at)
    out, at = [], 0
    for (name, number), start in starts.items():
        if start < at:
            continue
        length = starts.get((name, number + 1), start) - start
        times = 1
        while length > 1 and same(vertices, start, start + times * length, length):
            times += 1
        run = vertices[start : start + length * times]
        if times >= SHORTEST and not leaks(run, vertices):
            one = fold(run)
            one.called, one.count = f"{length} operations", times
            one.layer = f"{name}.{number} to {name}.{number + times - 1}"
            out += [*vertices[at:start], one]
            at = start + length * times
            for vertex in vertices[at:]:
                vertex.inputs = [one if x is run[-1] else x for x in vertex.inputs]
    return [*out, *vertices[at:]]


def same(vertices, first, second, length):
    """Whether two stretches of the list do the same."""

    def told(start):
        return [(sign(x), NUMBERED.sub("", x.layer), len(x.inputs)) for x in vertices[start : start + length]]

    return first != second and told(first) == told(second)


def leaks(run, vertices):
    """Whether anything of a run but its last is used outside it, or has a name of the reader's."""
    inside = set(run[:-1])
    named = any([vertex.name for vertex in inside])
    return named or any([x in inside for vertex in vertices if vertex not in {*run} for x in vertex.inputs])


def stretches(signs):
    """Where the same signs come again: (start, how many, how often), one after another."""
    at = 0
    while at < len(signs):
        for length in range(2, LONGEST + 1):
            times = 1
            while signs[at : at + length] == signs[at + times * length : at + (times + 1) * length]:
                times += 1
            if times >= SHORTEST and len(signs[at : at + length]) == length:
                yield at, length, times
                at += length * times - 1
                break
        at += 1
