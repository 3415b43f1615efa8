"""Pooling: means and largest elements of windows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ... import creation, functions
from ...autograd import variable
from ...ops import layers
from .arguments import several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...tensors import Tensor
    from .arguments import Ints


def _frame(name, dims, x, kernel_size, stride, padding, dilation, ceil_mode):
    """How the windows of a pooling lie, and how many there are."""
    kernel, before = several("kernel_size", dims, kernel_size), several("padding", dims, padding)
    step = kernel if stride is None or stride == () else several("stride", dims, stride)
    spread, sizes, lead = several("dilation", dims, dilation), x.shape[x.ndim - dims :], x.ndim - dims
    if lead not in (1, 2):
        raise RuntimeError(f"non-empty {dims + 1}D or {dims + 2}D (batch mode) tensor expected for input")
    if 0 in step:
        raise RuntimeError("stride should not be zero")
    for p, k, d in zip(before, kernel, spread, strict=True):
        if p > (d * (k - 1) + 1) // 2:
            raise RuntimeError(
                f"pad should be at most half of effective kernel size, but got pad={p}, kernel_size={k} and "
                f"dilation={d}"
            )
    after, out = [], []
    for n, k, s, p, d in zip(sizes, kernel, step, before, spread, strict=True):
        room = n + 2 * p - d * (k - 1) - 1
        windows = (-(-room // s) if ceil_mode else room // s) + 1
        windows -= ceil_mode and (windows - 1) * s >= n + p  # the last window begins inside
        out.append(windows)
        after.append(max((windows - 1) * s + d * (k - 1) + 1 - n - p, 0))
    if min(out) < 1:
        shown, made = "x".join(map(str, x.shape[lead - 1 :])), "x".join(map(str, [x.shape[lead - 1], *out]))
        if dims == 1:
            raise RuntimeError(f"{name}() Invalid computed output size: {out[0]}")
        raise RuntimeError(f"Given input size: ({shown}). Calculated output size: ({made}). Output size is too small")
    return layers.Frame(kernel, step, before, tuple(after)), spread, out


def _max_pool(name, dims, x, kernel_size, stride, padding, dilation, ceil_mode, return_indices):
    if dims == 1 and x.ndim not in (2, 3):
        raise RuntimeError(
            "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but "
            f"got:{list(x.shape)}"
        )
    frame, spread, _ = _frame(name, dims, x, kernel_size, stride, padding, dilation, ceil_mode)
    index = layers.largest(x.array(), frame, spread)
    values = layers.max_pool.call(x, index, dims)
    return (values, variable.Tensor(index)) if return_indices else values


def max_pool1d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest element of each window of the last dimension, which gets the whole gradient."""
    return _max_pool("max_pool1d", 1, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool2d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest element of each window of the last two dimensions, which gets the whole gradient."""
    return _max_pool("max_pool2d", 2, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool3d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest element of each window of the last three dimensions, which gets the whole gradient."""
    return _max_pool("max_pool3d", 3, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def _avg_pool(name, dims, x, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override=None):
    frame, _, out = _frame(name, dims, x, kernel_size, stride, padding, 1, ceil_mode)
    if divisor_override == 0:
        raise RuntimeError("divisor must be not zero")
    size = divisor_override or math.prod(frame.kernel)
    if divisor_override is None and (any(frame.before) or any(frame.after)):
        size = _counts(x.shape[x.ndim - dims :], frame, out, count_include_pad).astype(x._value.dtype)
    return layers.avg_pool.call(x, frame, size)


def _counts(sizes, frame, out, with_padding):
    """How many elements each window holds; what lies beyond the padding does not count."""
    total = np.ones(())
    for n, k, s, p, windows in zip(sizes, frame.kernel, frame.stride, frame.before, out, strict=True):
        starts = np.arange(windows) * s - p
        ends = np.minimum(starts + k, n + p)
        inside = ends - starts if with_padding else np.minimum(ends, n) - np.maximum(starts, 0)
        total = total[..., None] * inside
    return total


def avg_pool1d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """The mean of each window of the last dimension."""
    return _avg_pool("avg_pool1d", 1, input, kernel_size, stride, padding, ceil_mode, count_include_pad)


def avg_pool2d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of each window of the last two dimensions."""
    how = (kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return _avg_pool("avg_pool2d", 2, input, *how)


def avg_pool3d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of each window of the last three dimensions."""
    how = (kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return _avg_pool("avg_pool3d", 3, input, *how)


def lp_pool1d(
    input: Tensor, norm_type: float, kernel_size: Ints, stride: Ints | None = None, ceil_mode: bool = False
) -> Tensor:
    """The `norm_type`-norm of each window of the last dimension."""
    return _lp_pool("lp_pool1d", 1, input, norm_type, kernel_size, stride, ceil_mode)


def lp_pool2d(
    input: Tensor, norm_type: float, kernel_size: Ints, stride: Ints | None = None, ceil_mode: bool = False
) -> Tensor:
    """The `norm_type`-norm of each window of the last two dimensions."""
    return _lp_pool("lp_pool2d", 2, input, norm_type, kernel_size, stride, ceil_mode)


def _lp_pool(name, dims, x, p, kernel_size, stride, ceil_mode):
    sums = _avg_pool(name, dims, x**p, kernel_size, stride, 0, ceil_mode, True, 1)
    return functions.sign(sums) * functions.relu(functions.abs(sums)) ** (1 / p)


def max_unpool1d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    output_size: Sequence[int] | None = None,
) -> Tensor:
    """Zeros with the input's elements where `max_pool1d(..., return_indices=True)` found them."""
    return _max_unpool(1, input, indices, kernel_size, stride, padding, output_size)


def max_unpool2d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    output_size: Sequence[int] | None = None,
) -> Tensor:
    """Zeros with the input's elements where `max_pool2d(..., return_indices=True)` found them."""
    return _max_unpool(2, input, indices, kernel_size, stride, padding, output_size)


def max_unpool3d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    output_size: Sequence[int] | None = None,
) -> Tensor:
    """Zeros with the input's elements where `max_pool3d(..., return_indices=True)` found them."""
    return _max_unpool(3, input, indices, kernel_size, stride, padding, output_size)


def _max_unpool(dims, x, indices, kernel_size, stride, padding, output_size):
    kernel, before = several("kernel_size", dims, kernel_size), several("padding", dims, padding)
    step = kernel if stride is None else several("stride", dims, stride)
    lead = x.ndim - dims
    sizes = [(n - 1) * s - 2 * p + k for n, s, p, k in zip(x.shape[lead:], step, before, kernel, strict=True)]
    inner = sizes if output_size is None else list(output_size)[-dims:]
    flat = creation.new_zeros(x, (*x.shape[:lead], math.prod(inner)))
    placed = functions.scatter(flat, -1, functions.flatten(indices, lead), functions.flatten(x, lead))
    return functions.reshape(placed, *x.shape[:lead], *inner)


def adaptive_avg_pool1d(input: Tensor, output_size: Ints) -> Tensor:
    """The means of `output_size` windows of the last dimension, as equal as can be."""
    return _adaptive_avg_pool(1, input, output_size)


def adaptive_avg_pool2d(input: Tensor, output_size: Ints | Sequence[int | None]) -> Tensor:
    """The means of `output_size` windows of the last two dimensions, as equal as can be; None keeps a size."""
    return _adaptive_avg_pool(2, input, output_size)


def adaptive_avg_pool3d(input: Tensor, output_size: Ints | Sequence[int | None]) -> Tensor:
    """The means of `output_size` windows of the last three dimensions, as equal as can be; None keeps a size."""
    return _adaptive_avg_pool(3, input, output_size)


def _adaptive_sizes(dims, x, output_size):
    if x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"adaptive pooling in {dims} dimensions expects an input of {dims + 1} or {dims + 2}, but got one of shape "
            f"{list(x.shape)}"
        )
    sizes = (output_size,) * dims if isinstance(output_size, int) else tuple(output_size)
    return [n if m is None else m for n, m in zip(x.shape[x.ndim - dims :], sizes, strict=True)]


def _bounds(n, m):
    """Where the m windows of an adaptive pooling of n elements begin and end."""
    return [(i * n // m, -(-(i + 1) * n // m)) for i in range(m)]


def _adaptive_avg_pool(dims, x, output_size):
    out, sizes = _adaptive_sizes(dims, x, output_size), x.shape[x.ndim - dims :]
    if all([m and n % m == 0 for n, m in zip(sizes, out, strict=True)]):
        return _avg_pool(
            "adaptive_avg_pool", dims, x, [n // m for n, m in zip(sizes, out, strict=True)], None, 0, False, True
        )
    return _along_each(x, [_averages(n, m) for n, m in zip(sizes, out, strict=True)])


def _averages(n, m):
    """The matrix (m, n) that gives the means of an adaptive pooling."""
    matrix = np.zeros((m, n))
    for row, (start, end) in zip(matrix, _bounds(n, m), strict=True):
        row[start:end] = 1 / (end - start)
    return matrix


def _along_each(x, matrices):
    """`x` with a matrix applied along each of its last dimensions."""
    for axis, matrix in enumerate(matrices, x.ndim - len(matrices)):
        by = variable.Tensor(np.ascontiguousarray(matrix.T, x._value.dtype))
        x = functions.transpose(functions.matmul(functions.transpose(x, axis, -1), by), axis, -1)
    return functions.reshape(x, x.shape).contiguous()


def adaptive_max_pool1d(
    input: Tensor, output_size: Ints, return_indices: bool = False
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest elements of `output_size` windows of the last dimension, as equal as can be."""
    return _adaptive_max_pool(1, input, output_size, return_indices)


def adaptive_max_pool2d(
    input: Tensor, output_size: Ints | Sequence[int | None], return_indices: bool = False
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest elements of `output_size` windows of the last two dimensions, as equal as can be."""
    return _adaptive_max_pool(2, input, output_size, return_indices)


def adaptive_max_pool3d(
    input: Tensor, output_size: Ints | Sequence[int | None], return_indices: bool = False
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest elements of `output_size` windows of the last three dimensions, as equal as can be."""
    return _adaptive_max_pool(3, input, output_size, return_indices)


def _adaptive_max_pool(dims, x, output_size, return_indices):
    out, value = _adaptive_sizes(dims, x, output_size), x.array()
    sizes = value.shape[x.ndim - dims :]
    places = np.arange(math.prod(sizes)).reshape(sizes)
    index = np.empty((*value.shape[: x.ndim - dims], *out), np.int64)
    bounds = [_bounds(n, m) for n, m in zip(sizes, out, strict=True)]
    for window in np.ndindex(*out):
        key = tuple([np.s_[slice(*bound[i])] for bound, i in zip(bounds, window, strict=True)])
        index[(..., *window)] = places[key].ravel()[layers.flat(value[(..., *key)], dims).argmax(-1)]
    values = layers.max_pool.call(x, index, dims)
    return (values, variable.Tensor(index)) if return_indices else values
