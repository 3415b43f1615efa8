"""The picture of a graph as SVG: Graphviz places the boxes, and we draw them and their lines as the stepper does."""

import textwrap
from types import SimpleNamespace

from .diagram import (
    CHARACTER,
    MARGIN,
    OVERLAP,
    PAD,
    RADIUS,
    ROW,
    arrow,
    escaped,
    outline,
    placed,
    rectangle,
    routed,
)
from .graph import sign
from .heat import FAINT, FULL, LEVELS, MINUS, PLUS
from .trace import Edge

INK, PAPER, MUTED, LINE = "#1b1b1f", "#ffffff", "#5c5c66", "#7d7d88"
THEME = {  # what the host's theme has in place of these colours
    INK: "var(--jp-content-font-color1, var(--vscode-editor-foreground, #1b1b1f))",
    PAPER: "var(--jp-layout-color1, var(--vscode-editor-background, #ffffff))",
    MUTED: "var(--jp-content-font-color2, var(--vscode-editor-foreground, #5c5c66))",
}
FONT = "menlo, consolas, 'DejaVu Sans Mono', monospace"
LONGEST, MOST = 32, 4  # characters of a name, lines of what an operation said that failed
GAPS = 0.2, 0.5  # inches between boxes above each other, and between columns
SHRINK, NARROW = 0.9, 500  # what is left of a wide picture at least; the width that fits every page
STACK = 3  # how far the sheets of a folded run stand out
MAP, BETWEEN = 28, 14  # the height of a heat map, and what is between that of a value and that of its gradient
TINT, DOTS = "#6b3fa0", "1.5 2"  # what a backward pass made: its tint, and the dashes of its outline


class Card:
    """The outline of one box: `dock` is what its operator adds to the left of `width`."""

    number = False  # its lines need no room for a term

    def __init__(self, vertex, saved):
        self.vertex, self.symbol = vertex, sign(vertex)
        name = vertex.name or vertex.layer
        self.rows = [(name if len(name) <= LONGEST else name[: LONGEST - 1] + "…", vertex.value)]
        if vertex.kind == "failed":
            lines = textwrap.wrap(vertex.failure, LONGEST)[:MOST] or [""]
            self.rows = [("fails", ""), *[(line, "") for line in lines]]
        elif vertex.kind != "frozen":
            self.rows.append(("grad", vertex.grad))
        if vertex.hooks:
            self.rows.append(("hooks", str(vertex.hooks)))
        if saved:
            self.rows += [(f"saved {name}", value) for name, value in vertex.saves.items()]
        self.half = 0 if not self.symbol else RADIUS if len(self.symbol) == 1 else 6 + 3.3 * len(self.symbol)
        self.dock = max(0, 2 * self.half - OVERLAP)
        self.inset = OVERLAP + 5 if self.symbol else PAD + 2
        longest = max([len(left) + 2 + len(right) for left, right in self.rows])
        self.width = max(longest, 9) * CHARACTER + self.inset + PAD + 2
        self.below = ROW * len(self.rows) + PAD  # where heat maps begin
        self.height = self.below + (MAP + 4 if vertex.heats else 0)
        self.sheets = 2 if vertex.count > 1 else 0

    @property
    def full(self):
        return self.width + self.dock

    def maps(self):
        """The heat maps, left the value's, right the gradient's: each with its corner and the side of a cell."""
        room = (self.width - self.inset - PAD - BETWEEN) / 2
        for name, heat in self.vertex.heats.items():
            side = heat.side(room, MAP)
            left = self.inset if name == "value" else self.width - PAD - 2 - side * heat.columns
            yield name, heat, left, self.below - 2, side

    def told(self):
        """The box as the page takes it."""
        look = {"kind": self.vertex.kind, "symbol": self.symbol, "rows": self.rows, "sheets": self.sheets}
        size = [round(x, 1) for x in (self.width, self.height, self.dock, self.half, self.inset)]
        maps = [[name, heat.columns, heat.cells, *[round(x, 2) for x in at]] for name, heat, *at in self.maps()]
        second = {"second": True} if self.vertex.second else {}
        return look | {"size": size} | ({"maps": maps} if maps else {}) | second


def svg(vertices, titles, words, saved=False):
    """The vertices and the lines between them; `titles` has a line of words for each, `words` stand for the whole."""
    cards = {vertex: Card(vertex, saved) for vertex in vertices}
    edges = [
        Edge(source, vertex, slot, source.kind != "frozen")
        for vertex in vertices
        for slot, source in enumerate(vertex.inputs)
        if source is not None
    ]
    places, lines, width, height = placed(SimpleNamespace(boxes=vertices, edges=edges), cards, *GAPS)
    routed(places, lines, cards)
    w, h = round(width + 2 * MARGIN), round(height + 2 * MARGIN)
    size = f'width="{w}" height="{h}" viewBox="{-MARGIN} {-MARGIN} {w} {h}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escaped(words, 2000)}" {size}>']
    parts.append(f'<g font-family="{FONT}" font-size="12" fill="{INK}">')
    parts += [line_drawn(line) for line in lines]
    parts += [card_drawn(cards[vertex], places[vertex], titles[vertex]) for vertex in vertices]
    return "\n".join([*parts, "</g></svg>\n"])


def line_drawn(line):
    (x, y), *rest = line.points
    path = f"M{x:.1f} {y:.1f}C" + " ".join([f"{x:.1f} {y:.1f}" for x, y in rest])
    dashes = "" if line.edge.live else ' stroke-dasharray="4 3"'
    return (
        f'<g class="edge" fill="{LINE}"><path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.3"{dashes}/>'
        f'<path d="{arrow(*line.points[:-3:-1])}"/></g>'
    )


def card_drawn(card, place, title):
    kind, w, h = card.vertex.kind, card.width, card.height
    left, top = place[0] - card.full / 2 + card.dock, place[1] - h / 2
    heavy = {"leaf": 2, "failed": 3}.get(kind)
    stroke = f'fill="{PAPER}" stroke="{INK}" stroke-width="{heavy}"' if heavy else f'fill="{PAPER}" stroke="{LINE}"'
    dashes = ' stroke-dasharray="4 3"' if kind == "frozen" else ""
    parts = [f'<g class="node {kind}" transform="translate({left:.1f},{top:.1f})"><title>{escaped(title)}</title>']
    dashes = f' stroke-dasharray="{DOTS}"' if card.vertex.second else dashes
    parts.append(f"<g {stroke}{dashes}>")
    sheets = range(STACK * card.sheets, -1, -STACK)
    parts += [f'<g transform="translate({d},{-d})">{outline(kind, w, h)}</g>' for d in sheets]
    if card.vertex.second:
        parts.append(f'<g fill="{TINT}" fill-opacity="0.09" stroke="none">{outline(kind, w, h)}</g>')
    if card.symbol:
        parts.append(rectangle("op", -card.dock, h / 2 - RADIUS, 2 * card.half, 2 * RADIUS, RADIUS))
    parts.append("</g>")
    if card.symbol:
        size, down = (14, 4.5) if len(card.symbol) == 1 else (10.5, 3.5)
        parts.append(text(card.symbol, OVERLAP - card.half, h / 2 + down, f'text-anchor="middle" font-size="{size}"'))
    for i, (name, value) in enumerate(card.rows):
        look = f'fill="{MUTED}"' if i else 'font-weight="bold"'
        parts.append(text(name, card.inset, 17 + i * ROW, look) if name else "")
        parts.append(text(value, w - PAD - 2, 17 + i * ROW, 'text-anchor="end"') if value else "")
    parts += [map_drawn(*found) for found in card.maps()]
    return "".join([*parts, "</g>"])


def map_drawn(name, heat, left, top, side):
    """A heat map; that of a gradient has a frame."""
    across, down = side * heat.columns, side * len(heat.cells) / heat.columns
    gap, parts = 0.8 if side > 4 else 0, []
    for i, level in enumerate(heat.cells):
        x, y, strength = left + side * (i % heat.columns), top + side * (i // heat.columns), abs(level) / LEVELS
        color, part = PLUS if level >= 0 else MINUS, FAINT + FULL * strength
        size = f'width="{side - gap:.1f}" height="{side - gap:.1f}"'
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{color}" fill-opacity="{part:.2f}"/>')
        if level < 0 and side > 4:
            dash = f'x="{x + side * 0.22:.1f}" y="{y + side / 2 - 1:.1f}" width="{side * 0.56 - gap:.1f}" height="1.2"'
            parts.append(f'<rect {dash} fill="{PAPER if strength > 0.45 else INK}"/>')
    if name == "grad":
        frame = f'x="{left - 2:.1f}" y="{top - 2:.1f}" width="{across + 4 - gap:.1f}" height="{down + 4 - gap:.1f}"'
        parts.append(f'<rect {frame} rx="1.5" fill="none" stroke="{LINE}"/>')
    return "".join(parts)


def text(words, x, y, look):
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escaped(words)}</text>'


def themed(picture):
    """SVG in the colours of the host's theme."""
    for color, variable in THEME.items():
        picture = picture.replace(f'"{color}"', f'"{variable}"')
    return picture


def on_page(picture):
    """The picture for a page, in the colours of its theme; a wide one shrinks a little at most, and then scrolls."""
    width = int(picture.partition(' width="')[2].partition('"')[0])
    style = f'style="height: auto; max-width: max(100%, {SHRINK * width:.0f}px)"'
    picture = themed(picture).replace("<svg ", f"<svg {style} ", 1)
    keys = ' tabindex="0"' if width > NARROW else ""  # what scrolls has to be reached without a mouse
    return f'<div style="overflow-x: auto"{keys}>{picture}</div>'
