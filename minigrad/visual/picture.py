"""draw(x): the picture of the graph behind a tensor, and the same in words."""

from __future__ import annotations

import contextlib
import functools
import gc
import html
import json
import sys
from pathlib import Path
from typing import Any

import graphviz

from . import drawing, unfolding
from .describing import described, words
from .drawing import GAPS, INK, LINE, LONGEST, MUTED, PAPER
from .folding import Folds
from .graph import Vertex, is_tensor, key, plain, read, sign, variables
from .layout import LayoutError
from .raster import png
from .recording import Recording, run

MANY, MOST = 100, 4000  # boxes: from where on a graph opens folded, and how many are laid out at all
FEW = 24  # boxes, up to which calls are open in a graph that opens folded
STATIC = Path(__file__).parent / "static"
SCRIPT = "\n".join([(STATIC / name).read_text("utf-8") for name in ("page.js", "draw.js")])
STYLE = "\n".join([(STATIC / name).read_text("utf-8") for name in ("page.css", "draw.css")])


def draw(x: Any, /, unfold: bool = False, saved: bool = False, **inputs: Any) -> Picture:
    """Draw the graph that a tensor was made by, under the names of the caller's variables: `draw(c)`.

    `draw(f, x=x)` runs a function and draws what it returns; where an operation in it raises, what there was so far is
    shown, the operation marked, and the error goes on. With `saved` each box lists what its operation keeps.

    Gives a picture with `.svg`, `.dot`, `.text` (the same in words) and `.save(path)` for .svg, .png or .dot; in a
    notebook it shows itself, wherever in the cell the call stands. There a call of a module or of a function, a layer
    with its parameters, and what is repeated fold to one box each and unfold again, and a box that is chosen tells its
    rule and what it has saved; no kernel is needed for it. A graph of over 100 tensors opens folded, unless `unfold`;
    of one that has over 300 boxes even so, expressions, leaves used together and stretches of fifty fold too.
    Raises TypeError for what is no tensor, ValueError for a graph with a cycle or too large to lay out, LayoutError
    where that takes too long.
    """
    names, recording = variables(sys._getframe(1)), None
    if hasattr(x, "__code__"):
        x, recording = run(x, inputs, failed)
        names = recording.variables
    if not is_tensor(x):
        raise TypeError(f"draw: a tensor is wanted, such as the result c in draw(c), but got {type(x).__name__}.")
    vertices = read(x, names)
    if recording is not None:
        give_scopes(vertices, recording)
    else:
        give_passes(vertices)
    whole = unfold or len(vertices) <= MANY
    folds = Folds(vertices, repeats=not whole)
    folds.open(lambda fold, boxes: whole or (fold.count == 1 and not fold.layer and boxes <= FEW))
    if len(folds.shown) > MOST:
        raise ValueError(
            f"draw: {len(folds.shown):,} boxes are more than the {MOST:,} that it draws: draw a part of the graph."
        )
    picture = Picture(folds.shown, saved, folds)
    picture.show()
    return picture


def give_scopes(vertices: list[Vertex], recording: Recording) -> None:
    """Tell each vertex the calls that it was made in; what was made out of sight belongs where its result is used."""
    users: dict = {}
    for vertex in reversed(vertices):
        if vertex.kind == "computed":
            scopes = {user.scope for user in users.get(vertex, ())}
            vertex.scope = recording.scope_of(vertex.node)
            if vertex.node not in recording.scopes and len(scopes) == 1:
                vertex.scope = vertex.scope or scopes.pop()
        for x in vertex.inputs:
            users.setdefault(x, []).append(vertex)


def give_passes(vertices: list[Vertex]) -> None:
    """The same where no run was recorded: an engine may tell which backward pass made a node."""
    for vertex in vertices:
        made = getattr(vertex.node, "_pass", None) if vertex.kind == "computed" else None
        if made is not None:
            vertex.scope = (("grad", made),)


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

    def __init__(self, vertices: list[Vertex], saved: bool = False, folds: Folds | None = None):
        if folds is None:
            folds = Folds(vertices, repeats=False)
            folds.open()
        self._vertices, self._folds, self._saved = vertices, folds, saved
        self._lines = words(vertices, saved)
        self._told = described(self._folds, vertices, unfolding.reached(self._folds.top))
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

    @property
    def page(self) -> str:
        """The same with all that is needed to fold, unfold and ask, where scripts run; without them it stays `html`."""
        with uncollected():
            data = unfolding.told(self._folds, self._saved, self._told)
        state = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        words = f'<summary>In words</summary><pre tabindex="0">{html.escape(self.text)}</pre>'
        return (
            f'<div class="drawing"><style>{STYLE}</style><div class="still">{self.html}</div>'
            f'<div class="more"><details>{words}</details></div>'
            f'<script type="application/json">{state}</script><script>(() => {{{SCRIPT}}})();</script></div>'
        )

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
            display({"text/html": self.page, "text/plain": self.text}, raw=True)

    def _ipython_display_(self):
        """As a cell's last value it is not shown a second time."""
        if self._cell != notebook().execution_count:
            self.show()

    def __repr__(self):
        return self.text


@contextlib.contextmanager
def uncollected():
    """Where much is made and all of it kept, looking for garbage is half of the work: it waits."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def notebook():
    """IPython's shell where cells run in one, else None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


# ----------------------------------------------------------------------------------------------------------------- dot


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
