"""Convolutions and their transposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import dtypes, functions
from ...functions.arguments import worded
from ...ops import layers
from .arguments import several

if TYPE_CHECKING:
    from ...tensors import Tensor
    from .arguments import Ints


@worded
def conv1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints | str = 0,
    dilation: Ints = 1,
    groups: int = 1,
) -> Tensor:
    """The products of a weight (out, channels / groups, kernel) with all windows of (n, channels, length)."""
    return _conv("conv1d", 1, input, weight, bias, stride, padding, dilation, groups)


@worded
def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints | str = 0,
    dilation: Ints = 1,
    groups: int = 1,
) -> Tensor:
    """The products of a weight (out, channels / groups, *kernel) with all windows of (n, channels, height, width)."""
    return _conv("conv2d", 2, input, weight, bias, stride, padding, dilation, groups)


@worded
def conv3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints | str = 0,
    dilation: Ints = 1,
    groups: int = 1,
) -> Tensor:
    """The products of a weight (out, channels / groups, *kernel) with all windows of (n, channels, d, h, w)."""
    return _conv("conv3d", 3, input, weight, bias, stride, padding, dilation, groups)


def _conv(name, dims, x, w, bias, stride, padding, dilation, groups):
    if x.ndim == dims + 1:
        return functions.squeeze(
            _conv(name, dims, functions.unsqueeze(x, 0), w, bias, stride, padding, dilation, groups), 0
        )
    if x.ndim != dims + 2:
        raise RuntimeError(
            f"Expected {dims + 1}D (unbatched) or {dims + 2}D (batched) input to {name}, but got input of size: "
            f"{list(x.shape)}"
        )
    stride, dilation = [
        several(name, w.ndim - 2, several(name, dims, n)) for name, n in (("stride", stride), ("dilation", dilation))
    ]
    if isinstance(padding, str):
        x, padding = _padding_by_name(x, padding, w.shape[2:], stride, dilation)
    how = layers.Strides(stride, several("padding", dims, padding), dilation, groups)
    _check_convolution(x, w, bias, how)
    sizes = [n + 2 * p for n, p in zip(x.shape[2:], how.padding, strict=True)]
    if min(layers.outputs(sizes, w.shape[2:], how.stride, how.dilation)) < 1:
        spans = [d * (k - 1) + 1 for d, k in zip(how.dilation, w.shape[2:], strict=True)]
        raise RuntimeError(
            f"Calculated padded input size per channel: ({_by(sizes)}). Kernel size: ({_by(spans)}). Kernel size "
            "can't be greater than actual input size"
        )
    if bias is None:
        return layers.convolution.call(x, w, how)
    return layers.conv_bias.call(x, w, bias, how)


def _by(sizes):
    return " x ".join(map(str, sizes))


def _padding_by_name(x, padding, kernel, stride, dilation):
    """The input and the padding on both sides that "same" and "valid" mean; an odd rest is added at the end first."""
    if padding == "valid":
        return x, 0
    if padding != "same":
        raise RuntimeError(f"Invalid padding string: '{padding}'")
    if any([s != 1 for s in stride]):
        raise RuntimeError("padding='same' is not supported for strided convolutions")
    totals = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
    if any([n % 2 for n in totals]):
        x = layers.pad.call(x, [0] * len(totals), [n % 2 for n in totals], 0)
    return x, [n // 2 for n in totals]


def _check_convolution(x, w, bias, how, transposed=False):
    for name, values in (("stride", how.stride), ("dilation", how.dilation), ("groups", (how.groups,))):
        if min(values) < 1:
            raise RuntimeError(f"non-positive {name} is not supported")
    if min(how.padding) < 0:
        raise RuntimeError("negative padding is not supported")
    if w._value.dtype != x._value.dtype:
        titles = dtypes.title(x._value.dtype), dtypes.title(w._value.dtype)
        raise RuntimeError("expected scalar type {} but found {}".format(*titles))
    sizes, channels = list(w.shape), w.shape[0] if transposed else w.shape[1] * how.groups
    if w.shape[0] % how.groups:
        needs = "divisible by" if w.shape[0] > how.groups else "at least"
        raise RuntimeError(
            f"Given groups={how.groups}, expected weight to be {needs} {how.groups} at dimension 0, but got weight of "
            f"size {sizes if needs == 'at least' else [sizes]} instead"
        )
    if x.shape[1] != channels:
        given = f"transposed={int(transposed)}" if transposed else f"groups={how.groups}"
        raise RuntimeError(
            f"Given {given}, weight of size {sizes}, expected input{list(x.shape)} to have {channels} channels, but "
            f"got {x.shape[1]} channels instead"
        )
    out = w.shape[1] * how.groups if transposed else w.shape[0]
    if bias is not None and bias.shape != (out,):
        raise RuntimeError(
            f"Given weight of size {sizes}, expected bias to be 1-dimensional with {out} elements, but got bias of "
            f"size {list(bias.shape)} instead"
        )


@worded
def conv_transpose1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    output_padding: Ints = 0,
    groups: int = 1,
    dilation: Ints = 1,
) -> Tensor:
    """The transpose of `conv1d`: the gradient of its input, given that of its output."""
    return _conv_transpose(1, input, weight, bias, stride, padding, output_padding, groups, dilation)


@worded
def conv_transpose2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    output_padding: Ints = 0,
    groups: int = 1,
    dilation: Ints = 1,
) -> Tensor:
    """The transpose of `conv2d`: the gradient of its input, given that of its output."""
    return _conv_transpose(2, input, weight, bias, stride, padding, output_padding, groups, dilation)


@worded
def conv_transpose3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    output_padding: Ints = 0,
    groups: int = 1,
    dilation: Ints = 1,
) -> Tensor:
    """The transpose of `conv3d`: the gradient of its input, given that of its output."""
    return _conv_transpose(3, input, weight, bias, stride, padding, output_padding, groups, dilation)


def _conv_transpose(dims, x, w, bias, stride, padding, output_padding, groups, dilation):
    if x.ndim == dims + 1:
        one = functions.unsqueeze(x, 0)
        out = _conv_transpose(dims, one, w, bias, stride, padding, output_padding, groups, dilation)
        return functions.squeeze(out, 0)
    stride, padding, more, dilation = [
        several(name, dims, value)
        for name, value in dict(
            stride=stride, padding=padding, output_padding=output_padding, dilation=dilation
        ).items()
    ]
    how = layers.Strides(stride, padding, dilation, groups)
    _check_convolution(x, w, bias, how, transposed=True)
    for extra, s, d in zip(more, stride, dilation, strict=True):
        if extra >= s and extra >= d:
            names = ("depth", "height", "width")[-dims:]
            options = {"output_padding": more, "stride": stride, "dilation": dilation}
            shown = [f"{o}_{name}: {v}" for o, values in options.items() for name, v in zip(names, values, strict=True)]
            raise RuntimeError(
                f"output padding must be smaller than either stride or dilation, but got {' '.join(shown)}"
            )
    sizes = zip(x.shape[2:], stride, padding, dilation, w.shape[2:], more, strict=True)
    inner = [(n - 1) * s - 2 * p + d * (k - 1) + extra + 1 for n, s, p, d, k, extra in sizes]
    out = layers.conv_input.call(x, w, (x.shape[0], w.shape[1] * groups, *inner), how)
    return out if bias is None else out + functions.reshape(bias, -1, *(1,) * dims)
