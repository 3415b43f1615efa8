"""Training: a run as it goes, in one widget: the loss, the gradients of each layer, and what the model has learned.

The picture is HTML with SVG in it, written here; the widget only puts the newest in place of the last.
"""

import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from .diagram import escaped, short
from .drawing import FONT, INK, LINE, MUTED, PAPER, THEME, themed
from .picture import notebook
from .wording import number

SECONDS = 0.1  # between two pictures
POINTS, CELLS = 200, 24  # of the curve, and across the map of the boundary
WIDTH, HEIGHT, LEFT = 250, 150, 46  # of a panel, and what its labels take
ACROSS, DOWN = WIDTH + LEFT + 12, HEIGHT + 44  # with them
COLORS = "#2a7bd0", "#c8640e"  # of the two classes; their points differ in shape as well


class Training:
    """The picture of a training of `total` steps; in a notebook it shows itself at once and follows the run.

    Iterate over it, and note each step's loss when its gradients are there:

        run = Training(500, model=net)
        for _ in run:
            loss = loss_of(net)
            loss.backward()
            run.note(loss)
            ...

    `model` is a module, or a dict of parameters by name, of any engine: its gradients are shown by layer. `boundary` is
    a function that gives a score for each row of an array of points, and `points` and `labels` (0 or 1) are data in the
    plane: where the score is above 0 is the side of label 1. After the run a static picture and the text follow.
    With `live=False` nothing is shown: `html` and `text` are for you to use.
    """

    def __init__(
        self,
        total: int,
        *,
        model: Any = None,
        boundary: Callable[[np.ndarray], Any] | None = None,
        points: Any = None,
        labels: Any = None,
        live: bool = True,
    ):
        self.total = total
        self.losses: list[float] = []
        self.norms: dict[str, float | None] = {}
        self._model, self._boundary, self._shown = model, boundary, -math.inf
        self._points = None if points is None else plain(points).reshape(-1, 2)
        self._labels = None if labels is None else plain(labels).ravel()
        self._live = Live() if live else None
        if live and notebook() is not None:
            from IPython.display import display

            display(self._live)

    def __iter__(self) -> Iterator[int]:
        yield from range(self.total)
        self.done()

    def note(self, loss: Any) -> None:
        """Take in the loss of a step, and the gradients that the model's parameters have now."""
        self.losses.append(float(loss.item() if hasattr(loss, "item") else getattr(loss, "data", loss)))
        self.norms = norms(self._model)
        if self._live is not None and time.monotonic() - self._shown >= SECONDS:
            self._live.page, self._shown = self.html, time.monotonic()

    def done(self) -> None:
        """Show the last state; in a notebook also a static picture, for pages without scripts, and the text."""
        if self._live is None:
            return
        self._live.page = self.html
        if notebook() is not None:
            from IPython.display import display

            static = f"<details><summary>The run as a figure without scripts</summary>{self.html}</details>"
            display({"text/html": static, "text/plain": self.text}, raw=True)

    @property
    def text(self) -> str:
        """The run in words."""
        if not self.losses:
            return f"Training: 0 of {self.total} steps."
        best = int(np.nanargmin(self.losses)) if not np.isnan(self.losses).all() else 0
        first, last, lowest = [brief(self.losses[i]) for i in (0, -1, best)]
        lines = [f"Training: {len(self.losses)} of {self.total} steps."]
        lines[0] += f" The loss was {first} at first, {last} at last, and lowest at step {best + 1}: {lowest}."
        if self.norms:
            lines.append(f"Norms of the last gradients: {listed(self.norms)}.")
        if self._boundary is not None and self._points is not None and self._labels is not None:
            right = (self._score(self._points) > 0) == (self._labels > 0)
            lines.append(f"{right.sum()} of {len(right)} points are on the right side.")
        return "\n".join(lines)

    def __repr__(self):
        return self.text

    @property
    def html(self) -> str:
        """The picture as HTML, in the colours of the page's theme."""
        drawn = themed("".join(self._panels()))
        now = f", loss {brief(self.losses[-1])}" if self.losses else ""
        style = f"font: 13px {FONT}; color: {THEME[INK]}; background: {THEME[PAPER]}"
        return (
            f'<div class="training" style="{style}"><label>step {len(self.losses)} of {self.total}{now} '
            f'<progress max="{self.total}" value="{len(self.losses)}"></progress></label>'
            f'<div style="display: flex; flex-wrap: wrap; gap: 18px; margin-top: 6px">{drawn}</div></div>'
        )

    @property
    def svg(self) -> str:
        """The panels in a row, as one SVG."""
        inside = [panel.partition(">")[2].removesuffix("</svg>") for panel in self._panels()]
        moved = [f'<g transform="translate({i * ACROSS},0)">{part}</g>' for i, part in enumerate(inside)]
        view = f'viewBox="-8 -8 {ACROSS * len(inside) + 16} {DOWN + 16}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{"".join(moved)}</svg>'

    def _panels(self):
        panels = [curve(self.losses, self.total)]
        if self.norms:
            panels.append(bars(self.norms))
        if self._boundary is not None and self._points is not None:
            panels.append(plane(self._score, self._points, self._labels))
        return panels

    def _score(self, points):
        return plain(self._boundary(points)).ravel()


class Live(anywidget.AnyWidget):
    """The widget that shows the newest picture."""

    _esm = Path(__file__).parent / "static" / "training.js"
    page = traitlets.Unicode("").tag(sync=True)

    def __repr__(self):
        return "Training: followed here as it runs, told in numbers at its end."


def plain(x: Any) -> np.ndarray:
    """Anything array-like as a NumPy array of floats."""
    x = x.detach() if hasattr(x, "detach") else x
    return np.asarray(x.numpy() if hasattr(x, "numpy") else getattr(x, "data", x), float)


def brief(x: float | None) -> str:
    """Three digits: few enough that a run on another machine reads the same; a dash for what is not there."""
    if x is None:
        return "—"
    return number(float(f"{x:.3g}")) if math.isfinite(x) else number(x)


def named(layer: str) -> str:
    """A layer's name as it is said: beside a norm, a place in a Sequential, such as 0, would read as a second norm."""
    return f"layer {layer}" if layer.replace(".", "").isdigit() else layer


def listed(norms: dict[str, float | None]) -> str:
    return ", ".join([f"{named(layer)} {brief(norm)}" for layer, norm in norms.items()])


def norms(model: Any) -> dict[str, float | None]:
    """The norm of the gradients of each layer: the parameters that share all of their name but its last part.

    None for a layer without a gradient, which is something else than one of 0.
    """
    found: dict[str, float | None] = {}
    named = model.named_parameters() if hasattr(model, "named_parameters") else (model or {}).items()
    for name, parameter in named:
        layer, grad = name.rpartition(".")[0] or name, parameter.grad
        found.setdefault(layer)
        if grad is not None:
            found[layer] = math.hypot(found[layer] or 0.0, float(np.linalg.norm(plain(grad))))
    return found


# ----------------------------------------------------------------------------------------------------------- the panels


def panel(title: str, words: str, parts: list[str]) -> str:
    """One drawing with its title; `words` say it to those who do not see it."""
    size = f'width="{ACROSS}" height="{DOWN}" viewBox="0 0 {ACROSS} {DOWN}" style="max-width: 100%; height: auto"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escaped(words, 1000)}" {size}>'
        f'<g font-family="{FONT}" font-size="11" '
        f'fill="{INK}"><text x="{LEFT}" y="12" font-weight="bold">{escaped(title)}</text>{"".join(parts)}</g></svg>'
    )


def label(text: str, x: float, y: float, anchor: str = "end") -> str:
    return f'<text x="{short(x)}" y="{short(y)}" text-anchor="{anchor}" fill="{MUTED}">{escaped(text, 40)}</text>'


def curve(losses: list[float], total: int) -> str:
    """The loss over the steps, on a logarithmic axis where it spans more than two decades.

    The axis spans a hundredth of its top at least: a loss that moves by less is drawn as good as level.
    """
    finite = [x for x in losses if math.isfinite(x)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    scale: Callable[[float], float] = math.log10 if low > 0 and high / low > 100 else float
    low = min(low, high - abs(high) / 100)
    bottom, top = scale(low), scale(high)
    span = top - bottom or 1.0
    stride = max(1, -(-len(losses) // POINTS))
    kept = [i for i in range(len(losses)) if (i % stride == 0 or i == len(losses) - 1) and math.isfinite(losses[i])]
    places = [
        f"{short(LEFT + WIDTH * (i + 1) / total)},{short(22 + HEIGHT * (top - scale(losses[i])) / span)}" for i in kept
    ]
    axis = f'<path d="M{LEFT} 22V{22 + HEIGHT}H{LEFT + WIDTH}" fill="none" stroke="{LINE}"/>'
    line = f'<polyline points="{" ".join(places)}" fill="none" stroke="{COLORS[0]}" stroke-width="1.6"/>'
    marks = [label(brief(high), LEFT - 5, 30), label(brief(low), LEFT - 5, 22 + HEIGHT)] if finite else []
    marks += [label("1", LEFT, HEIGHT + 38, "start"), label(f"step {total}", LEFT + WIDTH, HEIGHT + 38)]
    logs = ", logarithmic" if scale is math.log10 else ""
    words = f"Loss over {len(losses)} steps" + (f", from {brief(losses[0])} to {brief(losses[-1])}" if losses else "")
    return panel(f"loss{logs}", words, [axis, line, *marks])


def bars(norms: dict[str, float | None]) -> str:
    """The norm of each layer's gradients as a bar, on a logarithmic axis of six decades that ends at the largest."""
    top = math.ceil(math.log10(max([*[norm for norm in norms.values() if norm is not None], 1e-12])))
    height = min(20.0, HEIGHT / len(norms))
    parts = []
    for i, (layer, norm) in enumerate(norms.items()):
        drawn = norm is not None and norm > 0 and math.isfinite(norm)
        reach = min(1.0, max(0.0, (math.log10(norm or 1.0) - top + 6) / 6)) if drawn else 0.0
        y = 22 + i * height
        size = f'x="{LEFT + 40}" y="{short(y + 2)}" width="{short((WIDTH - 90) * reach)}" height="{short(height - 5)}"'
        parts.append(f'<rect {size} fill="{COLORS[0]}"/>')
        name = named(layer)
        parts.append(label(name if len(name) <= 12 else "…" + name[-11:], LEFT + 36, y + height / 2 + 3))
        parts.append(label(brief(norm), LEFT + 46 + (WIDTH - 90) * reach, y + height / 2 + 3, "start"))
    return panel("gradient norms, logarithmic", f"Norms of the gradients: {listed(norms)}", parts)


def plane(score: Callable[[np.ndarray], np.ndarray], points: np.ndarray, labels: np.ndarray | None) -> str:
    """The plane with the side that each place is on, and the points: squares for label 1, circles for 0."""
    low, high = points.min(0), points.max(0)
    low, high = low - 0.1 * (high - low + 1e-9), high + 0.1 * (high - low + 1e-9)
    cell = low + (high - low) * (np.stack(np.meshgrid(*[np.arange(CELLS)] * 2), -1).reshape(-1, 2) + 0.5) / CELLS
    side = (score(cell) > 0).reshape(CELLS, CELLS)
    w, h = WIDTH / CELLS, HEIGHT / CELLS
    ground = f'<rect x="{LEFT}" y="22" width="{WIDTH}" height="{HEIGHT}" fill="{COLORS[0]}" fill-opacity="0.1"/>'
    outline = ""
    for row, inside in enumerate(side):
        edges = np.flatnonzero(np.diff([0, *inside.astype(int), 0]))
        for start, end in edges.reshape(-1, 2):  # of a row the stretches on the side of label 1
            left, top = short(LEFT + start * w), short(22 + HEIGHT - (row + 1) * h)
            outline += f"M{left} {top}h{short((end - start) * w)}v{short(h)}H{left}z"
    marks: tuple[list[str], list[str]] = [], []
    for i, (x, y) in enumerate((points - low) / (high - low)):
        x, y = LEFT + x * WIDTH, 22 + HEIGHT * (1 - y)
        if labels is not None and labels[i] > 0:
            marks[1].append(f'<rect x="{short(x - 3)}" y="{short(y - 3)}" width="6" height="6"/>')
        else:
            marks[0].append(f'<circle cx="{short(x)}" cy="{short(y)}" r="3.2"/>')
    parts = [ground, f'<path d="{outline}" fill="{COLORS[1]}" fill-opacity="0.4"/>']  # unlike in lightness too
    parts += [
        f'<g stroke="{PAPER}" fill="{color}">{"".join(own)}</g>' for color, own in zip(COLORS, marks, strict=True)
    ]
    share = round(100 * float(side.mean()))
    return panel("decision boundary", f"{len(points)} points; {share} % of the plane is on the side of label 1", parts)
