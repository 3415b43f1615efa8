"""The picture that the stepper fills in: Graphviz places the boxes, we draw them and the lines between them.

A box holds a value and a gradient, with the sign of its operation docked on its left edge; a line has room for the one
term of a gradient that comes back on it. The SVG carries no number, no colour and no id: the page writes the numbers
into its `text` elements, step by step, and its style sheet has the colours of both themes.
"""

import html
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

from .layout import layout

CHARACTER, ROW, PAD = 7.25, 18, 8  # the width of a character of the 12 px code font; the height of a row in a box
OVERLAP, RADIUS = 8, 11  # how far an operator reaches into its box, and half its height
HEAT = 26  # the height of the pictures of two arrays
MANY = 60  # boxes, from where on Graphviz is not asked for room for terms: a value used often would take it seconds
SHARE = 16  # graphs in one run of Graphviz: as many runs at a time as there are processors
MARGIN = 10
SPACE = re.compile(r"\s*")


class Shape:
    """The outline of one box: `dock` is what its operator adds to the left of `width`."""

    def __init__(self, box, narrow):
        self.box, self.narrow = box, narrow
        self.symbol = box.rule.symbol if box.rule and not box.outputs else ""
        self.half = 0 if not self.symbol else RADIUS if len(self.symbol) == 1 else 6 + 3.3 * len(self.symbol)
        self.dock = max(0, 2 * self.half - OVERLAP)
        self.inset = OVERLAP + 5 if self.symbol else PAD + 2
        self.number = not box.shape  # an array has two small pictures in place of its rows
        if box.outputs:  # a name alone; what passes on its lines belongs to its results
            self.number = not any([x.target.shape for x in box.outputs])
        self.terms = self.number and len(box.uses) > 1 and box.kind != "frozen"
        length = len(box.label)
        if box.outputs:
            self.terms = False
            self.width, self.height = length * CHARACTER + self.inset + PAD, ROW + PAD
        elif not self.number:
            self.width, self.height = max(length * CHARACTER + 4, 70) + self.inset + 2, ROW + HEAT + 12
        elif narrow:
            self.width = max(length, 8, 9 if self.terms else 0) * CHARACTER + self.inset + PAD - 2
            self.height = ROW * (3 - (box.kind == "frozen") + self.terms) + PAD
        else:
            self.width = (max(length, 4) + 7) * CHARACTER + self.inset + PAD + 8
            self.height = ROW * (2 - (box.kind == "frozen") + self.terms) + PAD

    @property
    def full(self):
        return self.width + self.dock


class Line:
    """One edge on the page: `points` of Bézier curves end to end, from the box that is used to the one that uses it."""

    def __init__(self, edge, points, room):
        self.edge, self.points, self.room = edge, points, room

    def shift(self, end, dx, dy):
        """Move an end of the line (0 or -1), with the point that gives its direction there."""
        for i in (end, 1 if end == 0 else -2):
            x, y = self.points[i]
            self.points[i] = x + dx, y + dy


def gaps(narrow, boxes):
    """Between the boxes of a column, and between columns; a large graph has its terms in the latter."""
    return (0.17, 0.22) if narrow else (0.24, 0.36 if boxes <= MANY else 0.9)


def picture(trace, narrow=False):
    """The SVG of a trace's graph, its width and height; a narrow one has numbers below the names, not beside."""
    shapes = {box: Shape(box, narrow) for box in trace.boxes}
    places, lines, width, height = placed(trace, shapes, *gaps(narrow, len(shapes)))
    routed(places, lines, shapes)
    numbers = {edge: i for i, edge in enumerate(trace.edges)}
    parts = [line_drawn(line, numbers[line.edge]) for line in lines]
    parts += [box_drawn(shapes[box], places[box], i) for i, box in enumerate(trace.boxes)]
    carrying = [line for line in lines if line.edge.live and shapes[line.edge.source].number]
    parts += [term_drawn(line, numbers[line.edge], carrying) for line in carrying]
    w, h = round(width + 2 * MARGIN), round(height + 2 * MARGIN)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="{-MARGIN} {-MARGIN} {w} {h}">'
    return {"svg": "".join([opening, *parts, "</svg>"]), "w": w, "h": h}


# -------------------------------------------------------------------------------------------------- where things are


def placed(trace, shapes, gap, rank):
    """Where Graphviz puts the centre of each box, and the lines; with the width and height of all."""
    return all_placed([(trace, shapes)], gap, rank)[0]


def all_placed(graphs, gap, rank):
    """The same for several graphs, each a trace and its shapes: a run of Graphviz does a share of them."""
    texts = [dot_of(*graph, gap, rank) for graph in graphs]
    runs = -(-len(texts) // SHARE)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        laid_out = pool.map(lambda first: layout("\n".join(texts[first::runs]), "json0").decode(), range(runs))
    found: list = [None] * len(texts)
    for first, text in enumerate(laid_out):
        found[first::runs] = objects_in(text)
    return [places_in(thing, trace) for thing, (trace, _) in zip(found, graphs, strict=True)]


def objects_in(text):
    """Several JSON objects, one after another."""
    at, found = 0, []
    while (at := SPACE.match(text, at).end()) < len(text):
        thing, at = json.JSONDecoder().raw_decode(text, at)
        found.append(thing)
    return found


def dot_of(trace, shapes, gap, rank):
    """The boxes and lines of a graph in DOT; a shape may have its `end`, the column "source" or "sink"."""
    large = len(trace.boxes) > MANY
    dot = [
        f'digraph {{ rankdir=LR; nodesep={gap}; ranksep={rank}; node [shape=box, fixedsize=true, label=""];',
        "edge [arrowhead=none, headport=w, tailport=e];",
        "nslimit=1; nslimit1=1; mclimit=0.2;" if large else "",
    ]
    index = {box: i for i, box in enumerate(trace.boxes)}
    dot += [f"n{i} [width={shapes[b].full / 72:.3f}, height={shapes[b].height / 72:.3f}];" for b, i in index.items()]
    for end in ("source", "sink"):
        there = [f"n{i};" for b, i in index.items() if getattr(shapes[b], "end", "") == end]
        dot += [f"{{rank={end}; {' '.join(there)}}}"] if there else []
    blank = '<table border="0" cellborder="0" fixedsize="true" width="48" height="14"><tr><td></td></tr></table>'
    for edge in trace.edges:
        label = f" [label=<{blank}>]" if edge.live and shapes[edge.source].number and not large else ""
        dot.append(f"n{index[edge.source]} -> n{index[edge.target]}{label};")
    return "\n".join([*dot, "}"])


def places_in(found, trace):
    """What Graphviz has found: the centre of each box, the lines, the width and height of all."""
    index = {box: i for i, box in enumerate(trace.boxes)}
    _, _, width, height = numbers_in(found["bb"])
    places = {}
    for thing in found["objects"]:
        if "pos" in thing:  # else it is a column
            x, y = numbers_in(thing["pos"])
            places[trace.boxes[int(thing["name"][1:])]] = x, height - y
    ways = {}
    for way in found.get("edges", []):
        xs, ys = [numbers_in(way["pos"].replace(" ", ","))[i::2] for i in (0, 1)]
        room = numbers_in(way["lp"]) if "lp" in way else None
        ends = found["objects"][way["tail"]]["name"], found["objects"][way["head"]]["name"]
        points = [*zip(xs, [height - y for y in ys], strict=True)]
        ways.setdefault(ends, []).append((points, room and (room[0], height - room[1])))
    lines = []
    for twins in ways.values():  # of two lines between the same boxes the upper one is for the first input
        twins.sort(key=lambda way: sum([y for _, y in way[0]]) / len(way[0]))
    for edge in trace.edges:
        points, room = ways[f"n{index[edge.source]}", f"n{index[edge.target]}"].pop(0)
        lines.append(Line(edge, points, room))
    return places, lines, width, height


def routed(places, lines, shapes):
    """Give each line of a graph its way: ends that meet are spread, and neighbours joined by one curve."""
    columns = columns_of(places)
    for end, side in ((-1, "target"), (0, "source")):
        fan(lines, shapes, columns, end, side)
    twins = {}
    for line in lines:
        twins.setdefault((line.edge.source, line.edge.target), []).append(line)
    for line in lines:
        line.points = curve(line, twins[line.edge.source, line.edge.target], columns)


def numbers_in(text):
    return tuple(map(float, text.split(",")))


def columns_of(places):
    """The column that each box stands in, counted from the left."""
    columns, starts = {}, []
    for box in sorted(places, key=lambda box: places[box][0]):
        x = places[box][0]
        if not starts or x - starts[-1] > 12:
            starts.append(x)
        columns[box] = len(starts)
    return columns


def fan(lines, shapes, columns, end, side):
    """Spread the ends of the lines that meet at one box, so that no two arrows share a point."""
    meeting = {}
    for line in lines:
        meeting.setdefault(getattr(line.edge, side), []).append(line)
    for box, group in meeting.items():
        if len(group) == 1:
            continue
        group.sort(key=lambda line: (height_on_the_way(line, columns, end), line.edge.slot))
        for i, line in enumerate(group):
            dy, dx = (i - (len(group) - 1) / 2) * min(12, 20 / (len(group) - 1)), 0
            if end == -1 and shapes[box].dock:  # onto the round operator
                dy = max(-9, min(9, dy))
                dx = RADIUS - (RADIUS**2 - dy**2) ** 0.5
            line.shift(end, dx, dy)


def height_on_the_way(line, columns, end):
    """Where a line goes from its end 0 or -1: a long way by its first stretch, a short one by its other end."""
    long = columns[line.edge.target] - columns[line.edge.source] > 1
    return line.points[(3 if end == 0 else -4) if long else -1 - end][1]


def curve(line, twins, columns):
    """Between neighbouring columns one smooth curve, level at both ends; longer ways keep Graphviz's route.

    `twins` are the lines between the same two boxes, this one among them; they bulge apart.
    """
    if columns[line.edge.target] - columns[line.edge.source] > 1:
        return line.points
    (x0, y0), (x1, y1) = line.points[0], line.points[-1]
    reach, bulge = (x1 - x0) / 2, 26 * (twins.index(line) - (len(twins) - 1) / 2)
    return [(x0, y0), (x0 + reach, y0 + bulge), (x1 - reach, y1 + bulge), (x1, y1)]


def bezier(points, t):
    a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def middle(line, lines):
    """Where the term stands: half way, or nearer to the box that receives it where another line passes."""
    points = line.points
    if line.room is None:
        start = (len(points) - 1) // 6 * 3
        return bezier(points[start : start + 4], 0.5)
    if len(points) > 4:
        steps = [bezier(points[i : i + 4], j / 24) for i in range(0, len(points) - 1, 3) for j in range(25)]
        return min(steps, key=lambda p: (p[0] - line.room[0]) ** 2 + (p[1] - line.room[1]) ** 2)
    x, y = bezier(points, 0.5)
    for other in lines:
        if other is not line and len(other.points) == 4 and close_to(other.points, x, y):
            return bezier(points, 0.36)
    return x, y


def close_to(points, x, y):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if not (min(xs) - 12 < x < max(xs) + 12 and min(ys) - 12 < y < max(ys) + 12):
        return False
    return any([abs(px - x) < 12 and abs(py - y) < 12 for px, py in [bezier(points, j / 20) for j in range(2, 19)]])


# ------------------------------------------------------------------------------------------------------- the drawing


def short(x):
    """A length to a tenth, in as few characters as it takes."""
    return f"{x:.1f}".removesuffix(".0")


def line_drawn(line, number):
    start, *rest = line.points
    path = f"M{short(start[0])} {short(start[1])}C" + " ".join([f"{short(x)} {short(y)}" for x, y in rest])
    state = "edge" if line.edge.live else "edge dead"
    return f'<g class="{state}" data-edge="{number}"><path d="{path}"/></g>'  # the page adds its arrows


def arrow(tip, back, size=7, half=3.6):
    dx, dy = tip[0] - back[0], tip[1] - back[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1
    ux, uy = dx / length, dy / length
    bx, by = tip[0] - ux * size, tip[1] - uy * size
    corners = [tip, (bx - uy * half, by + ux * half), (bx + uy * half, by - ux * half)]
    return "M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in corners]) + "Z"


def term_drawn(line, number, lines):
    x, y = middle(line, lines)
    (x0, y0), (x1, y1) = line.points[0], line.points[-1]
    level = f' data-room="{x1 - x0:.0f}"' if abs(y1 - y0) < 14 else ""  # a long number stands above a level line
    return f'<text class="term"{level} data-edge="{number}" x="{x:.1f}" y="{y + 4:.1f}"></text>'


def box_drawn(shape, place, number):
    box, w, h, dock = shape.box, shape.width, shape.height, shape.dock
    kinds = f"node {box.kind}" + ("" if box.name else " anonymous") + (" second" if box.second else "")
    corner = 18 if box.kind == "leaf" else 6
    left, top = place[0] - shape.full / 2 + dock, place[1] - h / 2
    parts = [f'<g class="{kinds}" data-node="{number}" transform="translate({short(left)},{short(top)})">']
    parts.append(f"<title>{escaped(box.name or box.text or box.label)}</title>")
    parts.append(rectangle("ring", -dock - 4, -4, w + dock + 8, h + 8, corner))
    if box.path:
        parts.append(rectangle("box", 3, -3, w, h, 2))  # a second sheet: there is more inside
    parts.append(outline(box.kind, w, h))
    if box.outputs:
        parts.append(f'<text class="name" x="{shape.inset}" y="17">{escaped(box.label)}</text>')
    else:
        parts += rows(shape) if shape.number else heats(shape)
    if shape.symbol:
        word, middle = "" if len(shape.symbol) == 1 else " word", OVERLAP - shape.half
        parts.append(rectangle("op", -dock, h / 2 - RADIUS, 2 * shape.half, 2 * RADIUS, RADIUS))
        parts.append(f'<text class="symbol{word}" x="{middle:.1f}" y="{h / 2 + 4.5}">{escaped(shape.symbol)}</text>')
    return "".join([*parts, "</g>"])


def rectangle(kind, x, y, width, height, corner):
    size = f'x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"'
    return f'<rect class="{kind}" {size} rx="{corner}"/>'


def outline(kind, w, h, cut=7):
    """Round for a leaf, square for a result, with its corners cut off for what is frozen."""
    if kind == "frozen":
        corners = [(cut, 0), (w - cut, 0), (w, cut), (w, h - cut), (w - cut, h), (cut, h), (0, h - cut), (0, cut)]
        return '<path class="box" d="M' + "L".join([f"{x:.1f} {y:.1f}" for x, y in corners]) + 'Z"/>'
    return rectangle("box", 0, 0, w, h, 15 if kind == "leaf" else 2)


def rows(shape):
    """The texts of a number's box: its name and value, its gradient, and the sum that its uses give."""
    label, rest = escaped(shape.box.label), ["value", "grad", "terms"]
    rest = rest[: 1 + (shape.box.kind != "frozen") + shape.terms]
    if shape.narrow:
        middle = (shape.inset + shape.width - PAD + 2) / 2
        yield f'<text class="name mid" x="{middle:.1f}" y="17">{label}</text>'
        for i, name in enumerate(rest, 1):
            yield f'<text class="{name} mid" x="{middle:.1f}" y="{17 + i * ROW}"></text>'
        return
    yield f'<text class="name" x="{shape.inset}" y="17">{label}</text>'
    for i, name in enumerate(rest):
        if name == "grad":
            yield f'<text class="label" x="{shape.inset}" y="{17 + i * ROW}">grad</text>'
        yield f'<text class="{name} end" x="{shape.width - PAD - 2:.1f}" y="{17 + i * ROW}"></text>'


def heats(shape):
    """An array's box: its name, and frames for a picture of its value and one of its gradient."""
    middle = (shape.inset + shape.width - 4) / 2 if shape.symbol else shape.width / 2
    yield f'<text class="name mid" x="{middle:.1f}" y="16">{escaped(shape.box.label)}</text>'
    lefts = {"value": -15} if shape.box.kind == "frozen" else {"value": -34, "grad": 4}
    for name, left in lefts.items():
        yield f'<g class="heat {name}" data-frame="{short(middle + left)} 23 30 {HEAT}"></g>'


def escaped(text, limit=200):
    """Any text as text in SVG, on one line, without the control characters that XML forbids."""
    shown = "".join([c if c.isprintable() else " " for c in text])
    return html.escape(shown if len(shown) <= limit else shown[: limit - 1] + "…")
