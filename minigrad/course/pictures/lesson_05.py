"""The picture of lesson 05: three orders run one graph, call by call, on the reader's own engine.

All runs are made beforehand, so the page steps through them without a kernel.
"""

import itertools
import json
import sys

import anywidget
import traitlets

from minigrad.course.tools import room
from minigrad.visual.diagram import CHARACTER, arrow
from minigrad.visual.drawing import INK, LINE, MUTED, PAPER
from minigrad.visual.graph import is_tensor, sign, variables
from minigrad.visual.graph import read as vertices
from minigrad.visual.widget import Still, beside, of_svg

from .tables import text_at

ORDERS = ("path by path", "level by level", "youngest first")
SHAPES = {"even": lambda y: y + y, "lopsided": lambda y: y + 0.5 * y}
START, UPSTREAM = 1.5, 2.5  # the number at x, and what arrives at the result
MOST, DRAWN = 12, 6  # diamonds in a pile, and up to how many the paths are followed in the picture
ROOM = 16  # nodes of the reader's own graph
LONG = 10_000  # calls, up to which paths of the reader's own graph are counted by walking them
WIDE, HIGH = 124, 72  # between two places of a row, and between rows
BOX = 106, 38  # the size of a node


# ------------------------------------------------------------------------------------------------------------- runs


def below(root):
    """The nodes from a result down, level by level: the nearest first."""
    order, found = [root], {root, None}
    for node in order:
        for target, _ in node.next_functions:
            if target not in found:
                found.add(target)
                order.append(target)
    return order


class Graph:
    """The nodes from a result down, the youngest first, with their names and edges."""

    def __init__(self, root, names):
        self.root, self.levels = root, below(root)
        self.nodes = sorted(self.levels, key=lambda node: node._sequence_nr(), reverse=True)
        self.number = {node: i for i, node in enumerate(self.nodes)}
        self.names = [names[node] for node in self.nodes]
        self.edges = [
            (i, slot, self.number[target])
            for i, node in enumerate(self.nodes)
            for slot, (target, _) in enumerate(node.next_functions)
            if target is not None
        ]
        self.leaves = [node for node in self.nodes if hasattr(node, "variable")]

    def shares(self, node, grad):
        """A call of a node: for each edge that leads on its number, where it leads and what goes along it."""
        shares = node(grad)
        own = [(e, slot, target) for e, (source, slot, target) in enumerate(self.edges) if self.nodes[source] is node]
        return [(e, self.nodes[target], float(shares[slot])) for e, slot, target in own]

    def consumer(self, node, called):
        """The name of a consumer that has not been called, or None."""
        waiting = [s for s, _, t in self.edges if self.nodes[t] is node and self.nodes[s] not in called]
        return self.names[waiting[0]] if waiting else None

    def run(self, order, grad):
        """The calls of one order, as steps for the page, and what is in the leaves' `.grad` when it has ended."""
        before = [leaf.variable.grad for leaf in self.leaves]
        try:
            for leaf in self.leaves:
                leaf.variable.grad = None
            steps = list(self.along_paths(grad) if order == ORDERS[0] else self.in_order(self.order(order), grad))
            return steps, [(self.names[self.number[n]], value_of(n.variable.grad)) for n in self.leaves]
        finally:
            for leaf, own in zip(self.leaves, before, strict=True):
                leaf.variable.grad = own

    def order(self, name):
        return self.levels if name == ORDERS[1] else room().scope["backward_order"](self.root)

    def along_paths(self, grad):
        """Lesson 04's engine: each share goes down by itself."""
        todo = [(self.root, grad, None)]
        while todo:
            node, grad, edge = todo.pop()
            todo += [(target, share, e) for e, target, share in reversed(self.shares(node, grad))]
            yield self.step(node, grad, [] if edge is None else [(edge, grad)], None)

    def in_order(self, order, grad):
        """An engine with a table: each node of the order is called with what has arrived."""
        arrived, called = {self.root: grad}, set()
        for node in order:
            early, grad = self.consumer(node, called), arrived.get(node, 0.0)
            sent = self.shares(node, grad)
            called.add(node)
            for _, target, share in sent:
                arrived[target] = arrived.get(target, 0.0) + share
            yield self.step(node, grad, [(e, share) for e, _, share in sent], early)

    def step(self, node, grad, sent, early):
        """A call as the page takes it: the node, what with, what goes along which edges, and who comes too late."""
        return [self.number[node], short(grad), [(e, short(share)) for e, share in sent], early]

    def paths(self):
        """How many calls lesson 04's engine makes."""
        calls = dict.fromkeys(self.nodes, 0) | {self.root: 1}
        for source, _, target in self.edges:  # the youngest first
            calls[self.nodes[target]] += calls[self.nodes[source]]
        return sum(calls.values())

    # -------------------------------------------------------------------------------------------------- layout

    def rows(self):
        """For each node its row: as far down as its longest way from the result."""
        row = dict.fromkeys(range(len(self.nodes)), 0)
        for source, _, target in self.edges:
            row[target] = max(row[target], row[source] + 1)
        return row

    def places(self):
        """(x, y) of each node, and for each edge the points on its way; it has a place in each row that it crosses."""
        row = self.rows()
        way = {e: [s, *[(e, r) for r in range(row[s] + 1, row[t])], t] for e, (s, _, t) in enumerate(self.edges)}
        inside = [[i for i in row if row[i] == r] for r in range(max(row.values()) + 1)]
        for e, (source, _, target) in enumerate(self.edges):
            for r in range(row[source] + 1, row[target]):
                inside[r].append((e, r))
        x = {}
        for items in inside:
            comes = {item: [] for item in items}
            for e, points in way.items():
                for above, point in itertools.pairwise(points):
                    if point in comes:
                        comes[point].append(x[above] + self.edges[e][1] / 10)
            items.sort(key=lambda item: sum(comes[item]) / max(1, len(comes[item])))
            x |= {item: i - (len(items) - 1) / 2 for i, item in enumerate(items)}
        left = min(x.values())
        place = {item: (round((x[item] - left) * WIDE), (row[item] if item in row else item[1]) * HIGH) for item in x}
        return [place[i] for i in row], [[place[point] for point in way[e]] for e in way]


def value_of(grad):
    return None if grad is None else float(getattr(grad, "data", grad))


def short(number):
    """A number with as many digits as the page can show."""
    return float(f"{number:.10g}")


def told(graph, right, grad, walk):
    """A graph and its three runs as the page takes them; paths are followed there if `walk`."""
    places, ways = graph.places()
    first = min(node._sequence_nr() for node in graph.nodes)
    runs = []
    for order in ORDERS:
        steps, grads = graph.run(order, grad)
        runs.append({
            "order": order,
            "calls": len(steps),
            "grads": [(name, short(value or 0.0)) for name, value in grads],
            "right": all(near(value, right[name]) for name, value in grads),
            "steps": steps if walk or order != ORDERS[0] else None,
        })  # fmt: skip
    names = zip(graph.names, graph.nodes, places, strict=True)
    return {
        "start": short(grad),
        "nodes": [{"name": n, "number": node._sequence_nr() - first, "at": at} for n, node, at in names],
        "edges": [
            {"from": s, "to": t, "slot": slot, "twin": doubled(graph.edges, e), "way": ways[e]}
            for e, (s, slot, t) in enumerate(graph.edges)
        ],
        "runs": runs,
    }


def doubled(edges, e):
    """-1 or 1 for the first and second of two edges between the same nodes, else 0."""
    same = [i for i, (s, _, t) in enumerate(edges) if (s, t) == (edges[e][0], edges[e][2])]
    return 0 if len(same) == 1 else [-1, 1][same.index(e) % 2]


def near(given, right):
    return given is not None and abs(given - right) <= 1e-6 * max(1.0, abs(right))


# ------------------------------------------------------------------------------------------------------ what is raced


def pile(shape, diamonds):
    """The graph of a pile of diamonds on the reader's engine, and the right gradient at x by their judge's nudges."""
    engine = room().scope
    x = y = engine["tensor"](START, requires_grad=True)
    names = {x.node: "x"}
    for k in range(1, diamonds + 1):
        below, y = y, SHAPES[shape](y)
        for target, _ in y.node.next_functions:
            names.setdefault(target, f"0.5·{names[below.node]}")
        names[y.node] = f"y{k}"

    def f(number):
        for _ in range(diamonds):
            number = SHAPES[shape](number)
        return number

    return Graph(y.node, names), {"x": UPSTREAM * engine["numerical_gradient"](f, START)[0]}


def own(result, names):
    """The graph of a tensor of the reader's. What is right there is what lesson 04's engine says, path by path."""
    boxes = [box for box in vertices(result, names) if box.kind != "frozen"]
    named = {box.node: box.name or sign(box) for box in boxes}
    seen = list(named.values())
    named = {n: name if seen.count(name) == 1 else f"{name} {i}" for i, (n, name) in enumerate(named.items(), 1)}
    graph = Graph(result.grad_fn, named)
    if len(graph.nodes) > ROOM or graph.paths() > LONG:
        raise ValueError(
            f"race: this graph has {len(graph.nodes)} nodes, called {graph.paths():,} times path by path; "
            f"there is room for {ROOM} nodes and {LONG:,} calls."
        )
    return graph, dict(graph.run(ORDERS[0], UPSTREAM)[1])


class Race(Still, anywidget.AnyWidget):
    """Three copies of one graph, each run in an order of its own, one call a step."""

    _esm, _css = beside(__file__)
    graphs = traitlets.Unicode().tag(sync=True)  # JSON: a notebook stores it on one line
    shape = traitlets.Unicode("even").tag(sync=True)
    diamonds = traitlets.Int(3).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)

    def __init__(self, graphs, shape):
        self.told = graphs
        super().__init__(graphs=json.dumps(graphs, ensure_ascii=False, separators=(",", ":")), shape=shape)

    @property
    def shown(self):
        """The graph that the page opens with."""
        return self.told["yours" if self.shape == "yours" else f"{self.shape} {self.diamonds}"]

    def still(self):
        """The three copies when all have finished."""
        words = "; ".join([f"{run['order']}, {run['calls']} calls: {result(run)}" for run in self.shown["runs"]])
        return of_svg(finished(self.shown)), f"Three orders over one graph. {words}."

    def is_right(self, order, shape):
        """Whether the gradient of an order is right on a pile of this shape."""
        return next(run["right"] for run in self.told[f"{shape} {self.diamonds}"]["runs"] if run["order"] == order)

    def __repr__(self):
        told = {key: self.told[key] for key in (f"even {self.diamonds}", f"lopsided {self.diamonds}")}
        if self.shape == "yours":
            told = {"yours": self.shown}
        return "\n\n".join([twin(title(key), graph) for key, graph in told.items()])


def title(key):
    shape, _, diamonds = key.partition(" ")
    return f"{diamonds} {shape} diamonds" if diamonds else "your graph"


def twin(title, graph):
    """The race in words: a line for each order, and a line for each step."""
    lines = [f"{title:<22} calls   gradient", *[line(run) for run in graph["runs"]]]
    steps = max(len(run["steps"] or ()) for run in graph["runs"])
    for i in range(steps):
        calls = [said(graph, run, i) for run in graph["runs"] if i < len(run["steps"] or ())]
        lines.append(f"step {i + 1}: {'; '.join(calls)}")
    return "\n".join(lines)


def line(run):
    return f"{run['order']:<22} {run['calls']:>5}   {result(run)}"


def result(run):
    grads = ", ".join([f"{name} {value:.6g}" for name, value in run["grads"]])
    return f"{grads}, {'right' if run['right'] else 'wrong'}"


def said(graph, run, i):
    node, grad, _, late = run["steps"][i]
    early = f", early: {late} has not run" if late else ""
    return f"{run['order']} calls {graph['nodes'][node]['name']} with {grad:.6g}{early}"


def finished(graph):
    """The three copies of a graph side by side, with the calls of each node and what has come to it, as SVG."""
    w, h = BOX
    xs = [x for edge in graph["edges"] for x, _ in edge["way"]]
    heads = [[run["order"], f"{run['calls']} calls", result(run)] for run in graph["runs"]]
    wide = max(max(xs) - min(xs) + w, CHARACTER * max(len(text) for head in heads for text in head)) + 40
    parts = []
    for i, (run, head) in enumerate(zip(graph["runs"], heads, strict=True)):
        inside = [text_at(text, min(xs) - w / 2, -62 + 16 * k, INK, bold=k == 0) for k, text in enumerate(head)]
        inside += [way_drawn(edge) for edge in graph["edges"]]
        inside += [text for k in range(len(graph["nodes"])) for text in node_drawn(graph, run, k)]
        parts.append(f'<g transform="translate({i * wide - min(xs) + w / 2:.1f},0)">{"".join(inside)}</g>')
    bottom = max(node["at"][1] for node in graph["nodes"]) + h / 2 + 90
    view = f'viewBox="-10 -80 {3 * wide:.0f} {bottom:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}><g font-size="11">{"".join(parts)}</g></svg>'


def way_drawn(edge):
    """The line of an edge; one of two between the same nodes bends to its side."""
    (x, y), *rest = edge["way"]
    bend, y = 20 * edge["twin"], y + BOX[1] / 2
    path = f"M{x + bend / 2} {y}"
    for k, (to_x, to_y) in enumerate(rest, 1):
        end = BOX[1] / 2 if k == len(rest) else 0
        last = bend / 2 if k == len(rest) else 0
        middle = (y + to_y - end) / 2
        path += f"C{x + bend} {middle} {to_x + bend} {middle} {to_x + last} {to_y - end}"
        x, y = to_x, to_y
    tip = (x + bend / 2, y - BOX[1] / 2)
    return (
        f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.3"/>'
        f'<path d="{arrow(tip, (x + bend, middle))}" fill="{LINE}"/>'
    )


def node_drawn(graph, run, k):
    """A node: its name, how often it was called, and what has arrived at it."""
    (x, y), (w, h) = graph["nodes"][k]["at"], BOX
    left, right = x - w / 2 + 7, x + w / 2 - 7
    look = f'rx="5" fill="{PAPER}" stroke="{INK}" stroke-width="1.3"'
    yield f'<rect x="{x - w / 2}" y="{y - h / 2}" width="{w}" height="{h}" {look}/>'
    yield text_at(graph["nodes"][k]["name"], left, y - 4, INK, bold=True)
    if run["steps"] is not None:
        came = [share for _, _, sent, _ in run["steps"] for e, share in sent if graph["edges"][e]["to"] == k]
        calls = sum([node == k for node, *_ in run["steps"]])
        yield text_at(f"{calls}×", left, y + 13, MUTED)
        yield text_at(f"{sum(came) if k else graph['start']:.6g}", right, y + 13, INK, "end")


def race(result=None):
    """Three orders run a pile of diamonds, even or lopsided, or the graph of a tensor of yours: `race(c)`.

    Raises TypeError for what is no tensor with a history, ValueError for a graph that there is no room for.
    """
    if "backward_order" not in room().scope:
        raise RuntimeError("race: the third order is your backward_order, and there is none yet: run %start 06.")
    graphs = {
        f"{shape} {n}": told(*pile(shape, n), UPSTREAM, n <= DRAWN) for shape in SHAPES for n in range(1, MOST + 1)
    }
    if result is None:
        return Race(graphs, "even")
    if not is_tensor(result) or result.grad_fn is None:
        raise TypeError(f"race: a tensor with a history is wanted, as in race(c), but got {result!r:.60}.")
    graph, right = own(result, variables(sys._getframe(1)))
    return Race({**graphs, "yours": told(graph, right, UPSTREAM, graph.paths() <= 2**DRAWN * 3)}, "yours")
