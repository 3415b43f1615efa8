"""draw(x): the picture of the graph behind a tensor, and the same in words."""

from __future__ import annotations

import functools
import html
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import graphviz

from . import rules
from .graph import Vertex, is_tensor, read, variables
from .layout import layout

INK, PAPER, MUTED, LINE = "#1b1b1f", "#ffffff", "#5c5c66", "#7d7d88"  # readable on the pages of both themes
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MANY, MOST = 100, 4000  # boxes: from where on runs are folded, and how many are laid out at all


def draw(x: Any, unfold: bool = False) -> Picture:
    """Draw the graph that a tensor was made by, under the names of the caller's variables.

    Gives a picture with `.svg`, `.dot`, `.text` (the same in words) and `.save(path)` for .svg, .png or .dot; in a
    notebook it shows itself, wherever in the cell the call stands. In a graph of over 100 tensors, runs of one
    operation are folded to one box each, unless `unfold`. Raises TypeError for what is no tensor, ValueError for a graph
    with a cycle or too large to lay out.
    """
    if not is_tensor(x):
        raise TypeError(f"draw: a tensor is wanted, such as the result c in draw(c), but got {type(x).__name__}.")
    vertices = read(x, variables(sys._getframe(1)))
    if not unfold and len(vertices) > MANY:
        vertices = folded(vertices)
    if len(vertices) > MOST:
        raise ValueError(
            f"draw: {len(vertices):,} boxes are more than the {MOST:,} that it draws: draw a part of the graph."
        )
    picture = Picture(vertices)
    picture.show()
    return picture


class Picture:
    """A drawn graph; see `draw`."""

    def __init__(self, vertices):
        self.dot = dot_of(vertices)
        self.text = words(vertices)
        self._cell = None

    @functools.cached_property
    def svg(self) -> str:
        """The picture as SVG, readable on light and on dark pages."""
        return titled(layout(self.dot, "svg").decode(), self.text)

    def save(self, path: str | Path) -> None:
        """Write the picture to a file; its ending says as what: .svg, .png or .dot."""
        kinds = {".svg": self.svg.encode, ".png": lambda: layout(self.dot, "png"), ".dot": self.dot.encode}
        ending = Path(path).suffix
        if ending not in kinds:
            raise ValueError(
                f"save: {ending or 'no ending'} is not one of .svg, .png, .dot, which the picture can be saved as."
            )
        Path(path).write_bytes(kinds[ending]())

    def show(self):
        """Show the picture in a notebook; elsewhere do nothing."""
        shell = notebook()
        if shell is not None:
            from IPython.display import display

            self._cell = shell.execution_count
            display(self._bundle(), raw=True)

    def _bundle(self):
        return {
            "text/html": f'<div style="overflow-x: auto">{self.svg[self.svg.index("<svg") :]}</div>',
            "text/plain": self.text,
        }

    def _ipython_display_(self):
        """As a cell's last value it is not shown a second time."""
        if self._cell != notebook().execution_count:
            self.show()

    def __repr__(self):
        return self.text


def notebook():
    """IPython's shell where cells run in one, else None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


# ------------------------------------------------------------------------------------------------------------- folding


class Fold(Vertex):
    """A run of one operation, as one box: it has the run's last tensor, and the inputs that come from outside it."""

    def __init__(self, run):
        last = run[-1]
        super().__init__("computed", last.node, last.tensor, last.name)
        inside = set(run)
        outside = [x for vertex in run for x in vertex.inputs if x is not None and x not in inside]
        self.inputs, self.count = list(dict.fromkeys(outside)), len(run)


def folded(vertices):
    """The vertices with each run of four or more of one operation, without names or other users inside, as one."""
    uses = Counter([x for vertex in vertices for x in vertex.inputs if x is not None])
    run_of, runs = {}, []
    for vertex in vertices:
        before = next((x for x in vertex.inputs if x in run_of and x.operation == vertex.operation), None)
        if before is not None and uses[before] == 1 and before.name is None:
            run = run_of[before]
        elif vertex.kind == "computed":
            run = []
            runs.append(run)
        else:
            continue
        run.append(vertex)
        run_of[vertex] = run
    place = {}
    for run in runs:
        fold = Fold(run) if len(run) >= 4 else None
        place.update({vertex: fold or vertex for vertex in run})
    out = list(dict.fromkeys([place.get(vertex, vertex) for vertex in vertices]))
    for vertex in out:
        vertex.inputs = [x if x is None else place.get(x, x) for x in vertex.inputs]
    return out


# ------------------------------------------------------------------------------------------------------- dot and words


def dot_of(vertices: list[Vertex]) -> str:
    """The graph in DOT: a box for each tensor with its operation docked to its left, in reading direction."""
    graph = graphviz.Digraph(
        graph_attr={"rankdir": "LR", "nodesep": "0.2", "ranksep": "0.35", "bgcolor": "transparent"},
        node_attr={"shape": "plain", "fontname": "Courier", "fontsize": "12", "fontcolor": INK},
        edge_attr={"color": LINE, "arrowsize": "0.6", "headport": "w", "tailport": "e"},
    )
    number = {vertex: f"n{i}" for i, vertex in enumerate(vertices)}
    for vertex, name in number.items():
        graph.node(name, label=f"<{box(vertex)}>")
        for source in vertex.inputs:
            if source is not None:
                graph.edge(number[source], name, style="dashed" if source.kind == "frozen" else "solid")
    return graph.source


def box(vertex: Vertex) -> str:
    """The label of a vertex: rounded and heavy for a leaf, dashed for what is frozen, else with its operation."""
    rows = f"<tr>{cell(name_of(vertex), 'left', bold=True)}{cell(vertex.value, 'right')}</tr>"
    if vertex.kind != "frozen":
        rows += f"<tr>{cell('grad', 'left', color=MUTED)}{cell(vertex.grad, 'right')}</tr>"
    style = {"leaf": 'border="2" style="rounded"', "computed": 'border="1"', "frozen": 'border="1" style="dashed"'}
    color = INK if vertex.kind == "leaf" else LINE
    inner = (
        f'<table {style[vertex.kind]} cellborder="0" cellspacing="2" cellpadding="2" color="{color}" bgcolor="{PAPER}">'
        f"{rows}</table>"
    )
    if vertex.kind != "computed":
        return inner
    return (
        f'<table border="0" cellborder="0" cellspacing="0" cellpadding="0"><tr><td border="1" style="rounded" '
        f'cellpadding="4" color="{LINE}" bgcolor="{PAPER}">{escaped(sign(vertex))}</td><td>{inner}</td></tr></table>'
    )


def cell(text, align, bold=False, color=INK):
    shown = f"<b>{escaped(text)}</b>" if bold and text else escaped(text) or " "
    return f'<td align="{align}"><font color="{color}">{shown}</font></td>'


def name_of(vertex: Vertex) -> str:
    return "" if vertex.name is None else vertex.name


def sign(vertex: Vertex) -> str:
    """The operation as maths writes it, and how often a fold stands for it."""
    rule = rules.find(vertex.operation, len(vertex.inputs))
    shown = rule.symbol if rule else vertex.operation
    return f"{shown} ×{vertex.count}" if isinstance(vertex, Fold) else shown


def escaped(text: str) -> str:
    """Text that stays text: no markup, one line, no characters that SVG does not know."""
    shown = html.escape(CONTROL.sub("", text.replace("\n", "⏎").replace("\t", " ")), quote=True)
    return shown.replace("\\", "⧵")  # in DOT a backslash begins an escape, such as \\N for the node's name


def words(vertices: list[Vertex]) -> str:
    """The graph as a table, the result first: each tensor, what it was made of, its value and gradient."""
    names, unnamed = {}, 0
    for vertex in vertices:
        if vertex.name is None:
            unnamed += 1
        names[vertex] = vertex.name or f"({unnamed})"
    lines = []
    for vertex in reversed(vertices):
        made = {"leaf": "leaf", "frozen": "frozen"}.get(vertex.kind)
        if made is None:
            many = f", {vertex.count} times" if isinstance(vertex, Fold) else ""
            of = ", ".join(["a constant" if x is None else names[x] for x in vertex.inputs])
            made = f"{vertex.operation}{many} of {of}"
        grad = "" if vertex.kind == "frozen" else f", grad {vertex.grad}"
        lines.append(f"{names[vertex]}: {made}; value {vertex.value}{grad}")
    return CONTROL.sub("", "\n".join([line.replace("\n", "⏎") for line in lines]))


def titled(svg: str, text: str) -> str:
    """The SVG with the words as its alternative text."""
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escaped(text.replace(chr(10), ". "))}" ', 1)
