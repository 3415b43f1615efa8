"""How a tensor prints: PyTorch's rules for decimals, notation, summaries and line breaks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import dtypes
from .autograd.forward_ad import tangent_of

if TYPE_CHECKING:
    from collections.abc import Callable

PROFILES: dict[str, dict] = {
    "default": {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80},
    "short": {"precision": 2, "threshold": 1000, "edgeitems": 2, "linewidth": 80},
    "full": {"precision": 4, "threshold": math.inf, "edgeitems": 3, "linewidth": 80},
}
_options: dict = {**PROFILES["default"], "sci_mode": None}


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """Set how tensors print: decimals, elements before a summary, entries at its ends, columns, scientific notation.

    `profile` "default", "short" or "full" sets them together, and notation by the numbers again.
    """
    if profile is not None:
        if profile not in PROFILES:
            raise ValueError(f"profile must be one of {', '.join(PROFILES)}, but got {profile!r}")
        _options.update(PROFILES[profile], sci_mode=None)
    given = {"precision": precision, "threshold": threshold, "edgeitems": edgeitems, "linewidth": linewidth}
    _options.update({name: value for name, value in given.items() if value is not None})
    _options["sci_mode"] = sci_mode if sci_mode is not None or profile is not None else _options["sci_mode"]


def text(tensor):
    """The tensor as PyTorch prints it."""
    array = np.asarray(tensor.detach().array())
    suffixes = _suffixes(tensor, array)
    if array.size == 0:
        return _with_suffixes("tensor([]", _size_if_odd(array) + suffixes, 7)
    summarised = array.size > _options["threshold"]
    write = _writer(_shown(array) if summarised else array)
    return _with_suffixes("tensor(" + _nested(array, 7, summarised, write), suffixes, 7)


def _size_if_odd(array):
    return [] if array.shape == (0,) else [f"size={array.shape}"]


def _suffixes(tensor, array):
    """What follows the data: the dtype unless it is usual, the history, and the tangent."""
    dtype = dtypes.of(array.dtype)
    usual = dtype is dtypes.get_default_dtype() or (array.size > 0 and dtype in (dtypes.int64, dtypes.bool))
    out = [] if usual else [f"dtype={dtype}"]
    try:
        name = tensor.grad_fn is not None and type(tensor.grad_fn).__name__
    except RuntimeError:  # a view that was not to be written to
        name = "Invalid"
    if name:
        out.append(f"grad_fn=<{name}>")
    elif tensor.requires_grad:
        out.append("requires_grad=True")
    if (tangent := tangent_of(tensor)) is not None:
        out.append(f"tangent={tangent}")
    return out


def _with_suffixes(text, suffixes, indent):
    """A suffix stays on the last line where that is short enough, else it starts another."""
    last = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        length = len(suffix.replace("minigrad.", "torch."))  # where lines break does not depend on the package's name
        if last + length + 2 > _options["linewidth"]:
            text += ",\n" + " " * indent + suffix
            last = indent + length
        else:
            text += ", " + suffix
            last += length + 2
    return text + ")"


def _shown(array):
    """The elements that a summary shows."""
    n = _options["edgeitems"]
    for axis, size in enumerate(array.shape):
        if size > 2 * n:
            array = np.take(array, [*range(n), *range(size - n, size)], axis)
    return array


def _writer(array):
    """How to write one element: all take the form that the whole tensor needs, padded to the widest.

    nan, infinities and zeros do not count for the width of floats.
    """
    if array.dtype.kind == "f":
        one, counted = _float_writer(array), array[np.isfinite(array) & (array != 0)]
    else:
        one, counted = str, array
    return _Writer(one, max([len(one(v)) for v in counted.reshape(-1).tolist()], default=1))


class _Writer(NamedTuple):
    """Writes one element in `width` columns; those that did not count may take more, and lines break as if not."""

    one: Callable[[Any], str]
    width: int

    def __call__(self, element):
        return self.one(element).rjust(self.width)


def _float_writer(array):
    values = np.abs(array[np.isfinite(array) & (array != 0)].astype(np.float64))
    precision, scientific = _options["precision"], _options["sci_mode"]
    if values.size == 0:
        return lambda v: f"{v:.0f}." if math.isfinite(v) else str(v)
    whole, largest, smallest = bool((values == np.ceil(values)).all()), values.max(), values.min()
    wide = largest / smallest > 1000.0 or largest > 1.0e8
    if scientific is None:
        scientific = bool(wide if whole else wide or smallest < 1.0e-4)
    if scientific:
        return lambda v: f"{v:.{precision}e}"
    if whole:
        return lambda v: f"{v:.0f}." if math.isfinite(v) else str(v)
    return lambda v: f"{v:.{precision}f}"


def _nested(array, indent, summarised, write):
    """The elements in brackets, rows below each other; over the threshold only the ends of each dimension."""
    if array.ndim == 0:
        return write(array.item())
    if array.ndim == 1:
        return _row(array, indent, summarised, write)
    n, rows = _options["edgeitems"], len(array)
    inner = [
        _nested(array[i], indent + 1, summarised, write)
        for i in range(rows)
        if not summarised or rows <= 2 * n or i < n or i >= rows - n
    ]
    if summarised and rows > 2 * n:
        inner.insert(n, "...")
    return "[" + ("," + "\n" * (array.ndim - 1) + " " * (indent + 1)).join(inner) + "]"


def _row(array, indent, summarised, write):
    n, values = _options["edgeitems"], array.tolist()
    if summarised and len(values) > 2 * n:
        entries = [write(v) for v in values[:n]] + [" ..."] + [write(v) for v in values[-n:]]
    else:
        entries = [write(v) for v in values]
    per_line = max(1, (_options["linewidth"] - indent) // (write.width + 2))
    lines = [", ".join(entries[i : i + per_line]) for i in range(0, len(entries), per_line)]
    return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"
