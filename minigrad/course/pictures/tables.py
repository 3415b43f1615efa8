"""Tables as SVG, for the stills of pictures that are tables or programs."""

from dataclasses import dataclass, field

from minigrad.visual.diagram import CHARACTER, escaped
from minigrad.visual.drawing import INK, LINE, MUTED, PAPER

ROW, PAD, GAP = 24, 8, 28  # the height of a row, the space beside a text, and between two tables


@dataclass
class Table:
    """Rows of texts below a title; a cell (row, column) in `marked` has a frame, one in `faint` a dashed outline."""

    title: str
    rows: list[list[str]]
    marked: set[tuple[int, int]] = field(default_factory=set)
    faint: set[tuple[int, int]] = field(default_factory=set)
    left: bool = False  # whether texts begin at the left
    bare: bool = False  # whether its cells have no outlines, as in a program

    def drawn(self, x: float) -> tuple[list[str], float, float]:
        """Its parts, with its left edge at x, and how far to the right and down it reaches."""
        columns = zip(*self.rows, strict=True)
        widths = [max([len(text) for text in column]) * CHARACTER + 2 * PAD for column in columns]
        parts = [text_at(self.title, x, 14, MUTED)]
        for i, row in enumerate(self.rows):
            at, y = x, 22 + i * ROW
            for j, (text, width) in enumerate(zip(row, widths, strict=True)):
                if not self.bare:
                    parts.append(outline(at, y, width, (i, j) in self.marked, (i, j) in self.faint))
                place = at + PAD if self.left else at + width - PAD
                parts.append(text_at(text, place, y + 16, INK, "start" if self.left else "end", (i, j) in self.marked))
                at += width
        return parts, max(x + sum(widths), x + len(self.title) * CHARACTER), 22 + len(self.rows) * ROW


def digits(x: float) -> str:
    """A number with at most six significant digits, as page.js writes it."""
    return f"{x:g}".replace("-", "−")


def outline(x, y, width, marked, faint):
    look = f'stroke="{INK}" stroke-width="2.2"' if marked else f'stroke="{LINE}" stroke-width="0.8"'
    dashes = ' stroke-dasharray="4 3"' if faint else ""
    return (
        f'<rect x="{x + 1:.1f}" y="{y + 1}" width="{width - 2:.1f}" height="{ROW - 2}" fill="{PAPER}" {look}{dashes}/>'
    )


def text_at(text, x, y, color, anchor="start", bold=False):
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" fill="{color}"{weight}>{escaped(text)}</text>'


def side_by_side(*tables: Table, words: str = "") -> str:
    """The tables in a row, and a line of words below them, as SVG."""
    parts: list[str] = []
    right = bottom = 0.0
    for table in tables:
        more, right, down = table.drawn(right + GAP * bool(parts))
        parts, bottom = parts + more, max(bottom, down)
    if words:
        parts.append(text_at(words, 0, bottom + 22, INK))
        right, bottom = max(right, len(words) * CHARACTER), bottom + 28
    w, h = round(right + 20), round(bottom + 20)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 {w} {h}"><g font-size="12">'
    return f"{opening}{''.join(parts)}</g></svg>"
