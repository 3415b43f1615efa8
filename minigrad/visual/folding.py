"""A large graph in few boxes: a run of one operation becomes one, which says how often."""

from collections import Counter

from .graph import Vertex

SHORTEST = 4  # boxes that are worth a fold


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
        if before is None or uses[before] != 1 or before.name is not None:
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
