"""The SVG that `drawing.py` writes, as PNG: the same boxes and lines, drawn by matplotlib in the font it brings."""

import io
import re
import warnings
import xml.etree.ElementTree as ET

SCALE, POINT = 2, 0.75  # dots for a pixel of the picture; points in a pixel
FONT = "DejaVu Sans Mono"
INHERITED = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-size")


def png(svg: str) -> bytes:
    """The picture in PNG, on white, twice as many dots across as it is pixels wide."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    root = ET.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox", "").split())
    figure = Figure(figsize=(width / 96, height / 96), dpi=96 * SCALE, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(left, left + width), ylim=(top + height, top))
    axes.axis("off")
    put(axes, root, 0.0, 0.0, {})
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a character that the font has not got
        FigureCanvasAgg(figure).print_png(out, metadata={"Software": None})
    return out.getvalue()


def put(axes, element, x, y, look):
    """Draw an element and what is in it, moved by x and y, in the look of what it is in."""
    look = look | {name: value for name in INHERITED if (value := element.get(name)) is not None}
    moved = re.findall(r"-?[\d.]+", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[0]), y + float(moved[1])
    draw = {"path": path, "polyline": polyline, "rect": rectangle, "circle": circle, "text": text}.get(
        element.tag.rpartition("}")[2]
    )
    if draw:
        draw(axes, element, x, y, look)
    for inner in element:
        put(axes, inner, x, y, look)


def style(look):
    """What matplotlib calls the fill, the stroke and its dashes."""
    fill, stroke = look.get("fill", "black"), look.get("stroke", "none")
    if fill != "none":
        fill = (fill, float(look.get("fill-opacity", 1)))
    dashes = [float(n) for n in look.get("stroke-dasharray", "").split()]
    width = float(look.get("stroke-width", 1)) * POINT
    line = (0, [n * POINT / width for n in dashes]) if dashes else "-"
    return {
        "facecolor": fill,
        "edgecolor": stroke,
        "linewidth": width if stroke != "none" else 0,
        "linestyle": line,
    }


def path(axes, element, x, y, look):
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points, codes, here, start = [], [], (0.0, 0.0), (0.0, 0.0)
    for letter, rest in re.findall(r"([MLCHVZhvz])([^MLCHVZhvz]*)", element.get("d")):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", rest)]
        match letter:
            case "H" | "h":
                pairs = [(numbers[0] + here[0] * (letter == "h"), here[1])]
            case "V" | "v":
                pairs = [(here[0], numbers[0] + here[1] * (letter == "v"))]
            case "Z" | "z":
                pairs = [start]
            case _:
                pairs = [(numbers[i], numbers[i + 1]) for i in range(0, len(numbers), 2)]
        code = {"M": Path.MOVETO, "C": Path.CURVE4, "Z": Path.CLOSEPOLY}.get(letter.upper(), Path.LINETO)
        here, start = pairs[-1], pairs[-1] if letter == "M" else start
        points += [(x + across, y + down) for across, down in pairs]
        codes += [code] * len(pairs)
    axes.add_patch(PathPatch(Path(points, codes), **style(look)))


def polyline(axes, element, x, y, look):
    from matplotlib.lines import Line2D

    numbers = [float(n) for n in re.findall(r"-?[\d.]+", element.get("points"))]
    line = style(look)
    across, down = [x + n for n in numbers[::2]], [y + n for n in numbers[1::2]]
    axes.add_line(Line2D(across, down, color=line["edgecolor"], linewidth=line["linewidth"]))


def circle(axes, element, x, y, look):
    from matplotlib.patches import Circle

    at = float(element.get("cx")) + x, float(element.get("cy")) + y
    axes.add_patch(Circle(at, float(element.get("r")), **style(look)))


def rectangle(axes, element, x, y, look):
    from matplotlib.patches import FancyBboxPatch

    at = {name: float(element.get(name, 0)) for name in ("x", "y", "width", "height", "rx")}
    corner = min(at["rx"], at["width"] / 2, at["height"] / 2)
    kind = f"round,pad=0,rounding_size={corner}" if corner else "square,pad=0"
    axes.add_patch(FancyBboxPatch((x + at["x"], y + at["y"]), at["width"], at["height"], boxstyle=kind, **style(look)))


def text(axes, element, x, y, look):
    anchor = {"middle": "center", "end": "right"}.get(element.get("text-anchor"), "left")
    axes.text(
        x + float(element.get("x")),
        y + float(element.get("y")),
        element.text or "",
        color=look.get("fill"),
        fontsize=float(look.get("font-size", 12)) * POINT,
        fontfamily=FONT,
        fontweight=element.get("font-weight", "normal"),
        horizontalalignment=anchor,
        verticalalignment="baseline",
        parse_math=False,
    )
