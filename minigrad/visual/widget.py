"""What the widgets share: script and style that come before their own, and the still where scripts do not run.

A picture is a module for anywidget that asks its host for `model` and `el` alone, so that JupyterLab, Notebook, VS Code
and Colab can show it. Previews of code hosts and untrusted notebooks show the still, a PNG with its words as alt text.
Relies on Pillow, which matplotlib brings, to make it small.
"""

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image

from .raster import png

STATIC = Path(__file__).parent / "static"
PAGE, LOOK = [(STATIC / name).read_text("utf-8") for name in ("page.js", "look.css")]
COLORS = 24  # that a still is reduced to


def beside(module: str) -> list[str]:
    """The script and the style of a picture whose own stand beside its module, with what the pictures share."""
    shared = {".js": PAGE, ".css": LOOK}
    return [first + Path(module).with_suffix(ending).read_text("utf-8") for ending, first in shared.items()]


class Still:
    """What a widget puts before its base: `class Race(Still, anywidget.AnyWidget)`. Its repr() is its text twin."""

    def still(self) -> tuple[bytes, str] | None:
        """A PNG of the picture, and what it shows in words; None where there is none."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        made = super()._repr_mimebundle_(**kwargs)  # type: ignore[misc]
        data, metadata = made if isinstance(made, tuple) else (made, {})
        data = {**data, "text/plain": repr(self)}
        if (found := self.still()) is not None:
            data["image/png"] = base64.b64encode(found[0]).decode()
            metadata = {**metadata, "image/png": {"alt": found[1]}}
        return data, metadata


def above(*images: bytes) -> bytes:
    """PNGs one above the other, as one."""
    opened = [Image.open(io.BytesIO(image)).convert("RGBA") for image in images]
    whole = Image.new("RGBA", (max(image.width for image in opened), sum(image.height for image in opened)), "white")
    top = 0
    for image in opened:
        whole.alpha_composite(image, (0, top))
        top += image.height
    out = io.BytesIO()
    whole.save(out, format="png")
    return small(out.getvalue())


def small(image: bytes) -> bytes:
    """A PNG in few colours, on white."""
    out = io.BytesIO()
    Image.open(io.BytesIO(image)).convert("RGB").quantize(COLORS).save(out, format="png", optimize=True)
    return out.getvalue()


def of_figure(figure: Any) -> bytes:
    """A matplotlib figure as a small PNG."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=100)
    return small(drawn.getvalue())


def of_svg(svg: str) -> bytes:
    """An SVG of paths, rectangles and text as a small PNG."""
    return small(png(svg))
