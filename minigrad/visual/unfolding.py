"""What the page needs to fold and unfold a graph: every box, and for the inside of each fold where its boxes stand.

Graphviz lays out each inside once, with all that is in it folded; where a fold is opened the page makes room. A line
that leads into a fold goes on inside it, from the place at its border where it came in.
"""

import itertools
from types import SimpleNamespace

from .diagram import all_placed, dot_of, routed
from .drawing import GAPS, Card
from .folding import within
from .trace import Edge

MOST = 4000  # boxes that travel; a fold whose inside is beyond them cannot be opened
BORDER = -1  # in place of the number of a box: the end of a line at a border; the whole picture among the insides


class Port:
    """A place at the border of a fold where the lines from one box come in ("source") or go out ("sink")."""

    full, height, dock, number = 1, 12, 0, False  # what Graphviz is told of it

    def __init__(self, end, box):
        self.end, self.box = end, box


def told(folds, saved, said):
    """The page's data; `said` has what is told of each box, by name.

    Insides that look alike share a layout, and boxes that look alike a look, each by its number.
    """
    parent = reached(folds.top)
    number = {box: i for i, box in enumerate(parent)} | {None: BORDER}
    insides = {None: folds.top} | {box: box.inside for box in dict.fromkeys(parent.values()) if box is not None}
    cards, levels, layouts, looks = {}, {}, {}, {}
    for fold, pieces in wires(folds.sources, parent, insides).items():
        edges = [edge for edge, _ in pieces]
        shapes = {box: Card(box, saved) for box in insides[fold]}
        cards |= shapes
        ports = dict.fromkeys([end for edge in edges for end in (edge.source, edge.target) if isinstance(end, Port)])
        graph = SimpleNamespace(boxes=[*shapes, *ports], edges=edges), shapes | {port: port for port in ports}
        alike = dot_of(*graph, *GAPS), *[card.dock for card in shapes.values()], *[(x.slot, x.live) for x in edges]
        levels[number[fold]] = {
            "layout": layouts.setdefault(alike, (len(layouts), graph))[0],
            "boxes": [number[box] for box in shapes],
            "ports": [number[port.box] for port in ports],
            "whole": [[number[box] for box in boxes] for _, boxes in pieces],
        }
    graphs = [graph for _, graph in layouts.values()]
    boxes = []
    for box in parent:
        look = cards[box].told()
        number_of_look, _ = looks.setdefault(repr(look), (len(looks), look))
        boxes.append({"look": number_of_look, "opens": box in insides} | said[box])
    return {
        "boxes": boxes,
        "looks": [look for _, look in looks.values()],
        "levels": levels,
        "layouts": [laid_out(graph, *found) for graph, found in zip(graphs, all_placed(graphs, *GAPS), strict=True)],
        "open": sorted([number[box] for box in folds.opened if box in insides]),
    }


def reached(top):
    """The boxes that travel, outermost first, each with the fold that it is in."""
    parent, waiting = dict.fromkeys(top), [*top]
    for box in waiting:
        if len(waiting) + len(box.inside) <= MOST:
            parent |= dict.fromkeys(box.inside, box)
            waiting += box.inside
    return parent


def wires(sources, parent, insides):
    """The lines in each inside: those of the graph, in a piece for each fold that they lead out of or into.

    Each piece is there with the boxes that its lines come from: those from one fold to another are one piece.
    """
    stands = {x: box for box in parent if box not in insides for x in within(box)}
    found: dict = {fold: {} for fold in insides}
    ports: dict = {}

    def port(fold, end, box):
        return ports.setdefault((fold, end, box), Port(end, box))

    for vertex, inputs in sources.items():
        target = stands[vertex]
        into = around(target, parent)
        for slot, x in enumerate(inputs):
            if x is None or stands[x] is target:
                continue
            source = stands[x]
            out = around(source, parent)
            common = next(fold for fold in out if fold in into)
            legs = [(fold, box, port(fold, "sink", source)) for fold, box in below(common, out)]
            legs += [(fold, port(fold, "source", source), box) for fold, box in below(common, into)]
            for fold, start, end in [*legs, (common, out[common], into[common])]:
                live = source.kind != "frozen"
                key = start, end, slot if end is target else None, live
                found[fold].setdefault(key, (Edge(start, end, slot, live), {}))[1][source] = True
    return {fold: list(pieces.values()) for fold, pieces in found.items()}


def around(box, parent):
    """The folds that a box is in, from the innermost, each with the box in it that leads there."""
    way = {}
    while box is not None:
        way[parent[box]] = box
        box = parent[box]
    return way


def below(fold, way):
    """The steps of a way before it comes to a fold."""
    return itertools.takewhile(lambda step: step[0] is not fold, way.items())


def laid_out(graph, places, lines, width, height):
    """An inside: the centre of each box, the end and the height of each place at the border, and the lines."""
    trace, shapes = graph
    routed(places, lines, shapes)
    index = {box: i for i, box in enumerate(trace.boxes) if not isinstance(box, Port)}
    return {
        "w": round(width),
        "h": round(height),
        "at": [tenths([places[box]]) for box in index],
        "ports": [[box.end, round(places[box][1], 1)] for box in trace.boxes if isinstance(box, Port)],
        "lines": [
            [index.get(edge.source, BORDER), index.get(edge.target, BORDER), int(edge.live), tenths(points)]
            for edge, points in [(line.edge, line.points) for line in lines]
        ],
    }


def tenths(points):
    return [round(z, 1) for point in points for z in point]
