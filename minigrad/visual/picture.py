"""draw(x): the picture of the graph behind a tensor, and the same in words."""

from __future__ import annotations

import contextlib
import functools
import html
import itertools
import sys
from pathlib import Path
from typing import Any

import graphviz

from . import drawing
from .drawing import GAPS, INK, LINE, LONGEST, MUTED, PAPER
from .folding import blocks, folded, layered, repeated
from .graph import Vertex, is_tensor, key, plain, read, sign, variables
from .layout import LayoutError
from .raster import png
from .recording import Recording, run

MANY, MOST = 100, 4000  # boxes: from where on runs are folded, and how many are laid out at all


def draw(x: Any, /, unfold: bool = False, saved: bool = False, **inputs: Any) -> Picture:
    """Draw the graph that a tensor was made by, under the names of the caller's variables: `draw(c)`.

    `draw(f, x=x)` runs a function and draws what it returns; where an operation in it raises, what there was so far is
    shown, the operation marked, and the error goes on. With `saved` each box lists what its operation keeps.

    Gives a picture with `.svg`, `.dot`, `.text` (the same in words) and `.save(path)` for .svg, .png or .dot; in a
    notebook it shows itself, wherever in the cell the call stands. In a graph of over 100 tensors, a layer with its
    parameters is one box, and so is what is repeated, with its count, unless `unfold`. Raises TypeError for what is no
    tensor, ValueError for a graph with a cycle or too large to lay out, LayoutError where that takes too long.
    """
    names = variables(sys._getframe(1))
    if hasattr(x, "__code__"):
        x, recording = run(x, inputs, failed)
        names = recording.variables
    if not is_tensor(x):
        raise TypeError(f"draw: a tensor is wanted, such as the result c in draw(c), but got {type(x).__name__}.")
    vertices = read(x, names)
    if not unfold and len(vertices) > MANY:
        vertices = repeated(folded(blocks(layered(vertices))))
    if len(vertices) > MOST:
        raise ValueError(
            f"draw: {len(vertices):,} boxes are more than the {MOST:,} that it draws: draw a part of the graph."
        )
    picture = Picture(vertices, saved)
    picture.show()
    return picture


def failed(recording: Recording, error: Exception) -> None:
    """Show what a function had recorded when an operation in it raised, with that operation marked."""
    if recording.failing is not None:
        with contextlib.suppress(LayoutError, ValueError):  # the reader's error is the one to be seen
            partial(recording, error).show()


def partial(recording: Recording, error: Exception) -> Picture:
    """The picture of an operation that raised, and of all that it was to work on."""
    called, given = recording.failing
    tensors = [x for x in recording.given or given if is_tensor(x)]
    recorded = [x for x in [*tensors, *recording.results.values()] if x.grad_fn is not None]
    vertices = read(*recorded[:1], recording.variables, *recorded[1:]) if recorded else []
    made = {key(vertex.tensor): vertex for vertex in vertices if vertex.tensor is not None}
    names = {key(x): name for name, x in recording.variables.items()}
    called = called if len(called) <= LONGEST else called[: LONGEST - 1] + "…"
    mark = Vertex("failed", called=called, failure=f"{type(error).__name__}: {error}")
    for x in tensors:
        if key(x) not in made:
            made[key(x)] = Vertex("leaf" if x.requires_grad else "frozen", None, x, names.get(key(x)))
            vertices.append(made[key(x)])
        mark.inputs.append(made[key(x)])
    return Picture([*vertices, mark])


class Picture:
    """A drawn graph; see `draw`."""

    def __init__(self, vertices: list[Vertex], saved: bool = False):
        self._vertices, self._lines, self._saved = vertices, words(vertices, saved), saved
        self.dot = dot_of(vertices)
        self.text = "\n".join(reversed(self._lines.values()))
        self._cell = None

    @functools.cached_property
    def svg(self) -> str:
        """The picture as SVG, readable on light and on dark pages."""
        titles = words(self._vertices, saved=True)  # the tooltip of a box says what its operation keeps
        return drawing.svg(self._vertices, titles, self.text.replace("\n", ". "), self._saved)

    @property
    def html(self) -> str:
        """The picture for a page, in the colours of its theme."""
        return drawing.on_page(self.svg)

    def save(self, path: str | Path) -> None:
        """Write the picture to a file; its ending says as what: .svg, .png or .dot."""
        match Path(path).suffix:
            case ".svg":
                data = self.svg.encode()
            case ".png":
                data = png(self.svg)
            case ".dot":
                data = self.dot.encode()
            case ending:
                raise ValueError(
                    f"save: {ending or 'no ending'} is not one of .svg, .png, .dot, which the picture can be saved as."
                )
        Path(path).write_bytes(data)

    def show(self):
        """Show the picture in a notebook; elsewhere do nothing."""
        shell = notebook()
        if shell is not None:
            from IPython.display import display

            self._cell = shell.execution_count
            display({"text/html": self.html, "text/plain": self.text}, raw=True)

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


# ------------------------------------------------------------------------------------------------------- dot and words


def dot_of(vertices: list[Vertex]) -> str:
    """The graph in DOT: a box for each tensor with its operation docked to its left, in reading direction."""
    graph = graphviz.Digraph(
        graph_attr={"rankdir": "LR", "nodesep": str(GAPS[0]), "ranksep": str(GAPS[1]), "bgcolor": "transparent"},
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
    if vertex.kind == "failed":
        text = escaped(f"{vertex.called} fails: {vertex.failure:.60}")
        return f'<table border="3" cellborder="0" color="{INK}" bgcolor="{PAPER}"><tr><td>{text}</td></tr></table>'
    rows = f"<tr>{cell(vertex.name or '', 'left', bold=True)}{cell(vertex.value, 'right')}</tr>"
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
    face = ' face="Courier-Bold"' if bold else ""
    return f'<td align="{align}"><font color="{color}"{face}>{escaped(text) or " "}</font></td>'


def escaped(text: str) -> str:
    """Text that stays text: no markup, one line, no characters that SVG does not know."""
    return html.escape(plain(text)).replace("\\", "⧵")  # in DOT a backslash begins an escape, such as \\N for a name


def words(vertices, saved=False):
    """For each vertex one line: what it was made of, its value and its gradient, and on demand what is saved for it."""
    unnamed = itertools.count(1)
    names = {vertex: vertex.name or f"({next(unnamed)})" for vertex in vertices}
    return {vertex: f"{names[vertex]}: {said(vertex, names)}{more(vertex, saved)}" for vertex in vertices}


def more(vertex, saved):
    """What few vertices have: hooks; and what an operation has saved."""
    hooks = f"; {vertex.hooks} hook{'s' * (vertex.hooks > 1)}" if vertex.hooks else ""
    kept = ", ".join([f"{name} {value}" for name, value in vertex.saves.items()]) if saved else ""
    return hooks + (f"; saved: {kept}" if kept else "")


def said(vertex, names):
    if vertex.kind == "failed":
        return f"{vertex.called} of {', '.join([names[x] for x in vertex.inputs])} fails; {vertex.failure}"
    if vertex.kind == "frozen":
        return f"frozen; value {vertex.value}"
    made = "leaf"
    if vertex.kind == "computed":
        many = f", {vertex.count} times" if vertex.count > 1 else ""
        of = ", ".join(["a constant" if x is None else names[x] for x in vertex.inputs])
        which = f", result {vertex.output}" if vertex.output else ""
        inside = f" with the parameters of {vertex.layer}" if vertex.layer else ""
        made = f"{vertex.operation}{many}{f' of {of}' if of else ''}{inside}{which}"
    return f"{made}; value {vertex.value}, grad {vertex.grad}"
