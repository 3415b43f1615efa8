"""Padding, windows as columns, resizing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ... import creation, functions
from ...autograd import variable
from ...ops import layers
from .arguments import several
from .convolution import conv2d
from .pooling import _along_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...tensors import Tensor
    from .arguments import Ints


def pad(input: Tensor, pad: Sequence[int], mode: str = "constant", value: float | None = None) -> Tensor:
    """The input lengthened at both ends, the last dimension first: by `value`, or as `mode` continues it.

    `pad` is (left, right, top, bottom, ...); negative numbers cut off. "reflect" mirrors at the edge, "replicate"
    repeats the last element, "circular" goes on from the other end.
    """
    widths = list(pad)
    if len(widths) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(widths) > 2 * input.ndim:
        raise RuntimeError(
            "Padding length should be less than or equal to two times the input dimension but got padding length "
            f"{len(widths)} and input of dimension {input.ndim}"
        )
    before, after = widths[-2::-2], widths[-1::-2]
    if mode == "constant":
        sizes = input.shape[input.ndim - len(before) :]
        if any([n + a + b < 0 or n + min(a, 0) + min(b, 0) < 0 for n, b, a in zip(sizes, before, after, strict=True)]):
            raise RuntimeError("narrow(): length must be non-negative.")
        return layers.pad.call(input, before, after, value or 0)
    if mode not in ("reflect", "replicate", "circular"):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if value is not None:
        raise RuntimeError(f'Padding mode "{mode}" doesn\'t take in value argument')
    return _continued(input, before, after, mode)


def _continued(x, before, after, mode):
    """The input with indices beyond its ends mapped back inside."""
    dims = len(before)
    if x.ndim not in (dims + 1, dims + 2) or dims > 3:
        raise NotImplementedError(
            f"Padding size {2 * dims} is not supported for {x.ndim}D input tensor.\nSupported combinations for "
            "non-constant padding:\n  - 2D or 3D input: padding size = 2 (pads last dimension)\n  - 3D or 4D input: "
            "padding size = 4 (pads last 2 dimensions)\n  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)"
        )
    for axis, (b, a) in enumerate(zip(before, after, strict=True), x.ndim - dims):
        n = x.shape[axis]
        if mode == "reflect" and max(b, a) >= n:
            raise RuntimeError(
                "Argument #4: Padding size should be less than the corresponding input dimension, but got: padding "
                f"({b}, {a}) at dimension {axis} of input {list(x.shape)}"
            )
        if mode == "circular" and max(b, a) > n:
            raise RuntimeError("Padding value causes wrapping around more than once.")
        index = np.arange(-b, n + a)
        if mode == "reflect":
            index = n - 1 - np.abs(n - 1 - np.abs(index))
        index = index % n if mode == "circular" else np.clip(index, 0, n - 1)
        x = functions.index_select(x, axis, variable.Tensor(index))
    return x


def pixel_shuffle(input: Tensor, upscale_factor: int) -> Tensor:
    """(..., channels · r², height, width) as (..., channels, height · r, width · r)."""
    r, (*lead, channels, height, width) = upscale_factor, input.shape
    if channels % r**2:
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, "
            f"but input.size(-3)={channels} is not divisible by {r**2}"
        )
    apart = functions.reshape(input, *lead, channels // r**2, r, r, height, width)
    n = len(lead)
    moved = functions.permute(apart, *range(n + 1), n + 3, n + 1, n + 4, n + 2)
    return functions.reshape(moved, *lead, channels // r**2, height * r, width * r)


def pixel_unshuffle(input: Tensor, downscale_factor: int) -> Tensor:
    """(..., channels, height · r, width · r) as (..., channels · r², height, width)."""
    r, (*lead, channels, height, width) = downscale_factor, input.shape
    for name, dim, n in (("height", -2, height), ("width", -1, width)):
        if n % r:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, but input.size({dim})={n} is not "
                f"divisible by {r}"
            )
    apart = functions.reshape(input, *lead, channels, height // r, r, width // r, r)
    n = len(lead)
    moved = functions.permute(apart, *range(n + 1), n + 2, n + 4, n + 1, n + 3)
    return functions.reshape(moved, *lead, channels * r**2, height // r, width // r)


def unfold(input: Tensor, kernel_size: Ints, dilation: Ints = 1, padding: Ints = 0, stride: Ints = 1) -> Tensor:
    """The windows of a batch of pictures as columns: (n, channels · kernel, windows)."""
    if input.ndim == 3:
        one = functions.unsqueeze(input, 0)
        return functions.squeeze(unfold(one, kernel_size, dilation, padding, stride), 0)
    kernel, channels = several("kernel_size", 2, kernel_size), input.shape[1]
    each = _places(kernel, channels, input.dtype)
    return functions.flatten(conv2d(input, each, None, stride, padding, dilation, channels), 2)


def _places(kernel, channels, dtype):
    """Weights of a convolution that gives all places of a window in each channel, as channels."""
    return creation.eye(math.prod(kernel), dtype=dtype).reshape(-1, 1, *kernel).repeat(channels, 1, 1, 1)


def fold(
    input: Tensor,
    output_size: Ints,
    kernel_size: Ints,
    dilation: Ints = 1,
    padding: Ints = 0,
    stride: Ints = 1,
) -> Tensor:
    """The transpose of `unfold`: columns added where the windows of pictures of `output_size` lie."""
    if input.ndim == 2:
        one = functions.unsqueeze(input, 0)
        return functions.squeeze(fold(one, output_size, kernel_size, dilation, padding, stride), 0)
    sizes, kernel = several("output_size", 2, output_size), several("kernel_size", 2, kernel_size)
    channels = input.shape[1] // math.prod(kernel)
    step, around = several("stride", 2, stride), several("padding", 2, padding)
    how = layers.Strides(step, around, several("dilation", 2, dilation), channels)
    long = [n + 2 * p for n, p in zip(sizes, how.padding, strict=True)]
    out = layers.outputs(long, kernel, how.stride, how.dilation)
    each = _places(kernel, channels, input.dtype)
    columns = functions.reshape(input, input.shape[0], input.shape[1], *out)
    return layers.conv_input.call(columns, each, (input.shape[0], channels, *sizes), how)


def interpolate(
    input: Tensor,
    size: Ints | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> Tensor:
    """The last dimensions of (n, channels, ...) resized: nearest repeats elements, bilinear draws lines.

    With `align_corners` the outermost elements keep their places; without, the edges do.
    """
    dims = input.ndim - 2
    if size is None and scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    old = input.shape[2:]
    scales = [scale_factor] * dims if scale_factor is None or isinstance(scale_factor, (int, float)) else scale_factor
    new = several("size", dims, size) if size is not None else [int(n * s) for n, s in zip(old, scales, strict=True)]
    steps = [n / m if s is None else 1 / s for n, m, s in zip(old, new, scales, strict=True)]
    if mode == "nearest":
        if align_corners is not None:
            raise ValueError(
                "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | "
                "trilinear"
            )
        for axis, (n, m, step) in enumerate(zip(old, new, steps, strict=True), 2):
            index = np.minimum(np.floor(np.arange(m) * step).astype(np.int64), n - 1)
            input = functions.index_select(input, axis, variable.Tensor(index))
        return input
    if mode != {1: "linear", 2: "bilinear", 3: "trilinear"}.get(dims):
        raise NotImplementedError(
            f"minigrad interpolates with mode nearest, linear (3D input), bilinear (4D) or trilinear (5D), got {mode} "
            f"and {input.ndim}D input"
        )
    return _along_each(input, [_lines(*how, align_corners) for how in zip(old, new, steps, strict=True)])


def _lines(n, m, step, align_corners):
    """The matrix (m, n) of a linear interpolation."""
    if align_corners:
        at = np.arange(m) * ((n - 1) / max(m - 1, 1))
    else:
        at = np.maximum((np.arange(m) + 0.5) * step - 0.5, 0)
    low = np.minimum(at.astype(np.int64), n - 1)
    matrix, rows = np.zeros((m, n)), np.arange(m)
    np.add.at(matrix, (rows, low), 1 - (at - low))
    np.add.at(matrix, (rows, np.minimum(low + 1, n - 1)), at - low)
    return matrix
