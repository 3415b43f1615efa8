"""Normalisation over layers, batches, groups of channels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ... import dtypes, functions
from ...autograd import variable
from ...functions.arguments import floats
from ...ops import layers
from ...ops.operation import silently
from .pooling import avg_pool2d
from .vision import pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...tensors import Tensor


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """The input with mean 0 and variance 1 over its last dimensions, times weight plus bias of their shape."""
    sizes = _normalized_shape("layer_norm", input, normalized_shape, "[*, ")
    for name, x in (("weight", weight), ("bias", bias)):
        if x is not None and x.shape != sizes:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got {name} of shape {list(x.shape)} and "
                f"normalized_shape = {list(sizes)}"
            )
    x = floats("LayerNormKernelImpl", input)
    axes = tuple(range(x.ndim - len(sizes), x.ndim))
    how = layers.Norm(axes, (1,) * (x.ndim - len(sizes)) + sizes, eps)
    return layers.layer_norm.call(*_affine(x, weight, bias, sizes), how, silently(layers.moments, x.array(), axes, eps))


def _normalized_shape(name, input, sizes, leading):
    if not isinstance(sizes, (tuple, list)):
        kind = dtypes.type_name(type(sizes))
        raise TypeError(f"{name}(): argument 'normalized_shape' (position 2) must be tuple of ints, not {kind}")
    sizes = tuple(sizes)
    if not sizes:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got "
            "normalized_shape = []"
        )
    if input.shape[input.ndim - len(sizes) :] != sizes:
        expected = leading + ", ".join(map(str, sizes))
        raise RuntimeError(
            f"Given normalized_shape={list(sizes)}, expected input with shape {expected}], but got input of "
            f"size{list(input.shape)}"
        )
    return sizes


def _affine(x, weight, bias, sizes):
    """The input with a weight and a bias: ones and zeros where there are none."""
    weight = variable.Tensor(np.ones(sizes, x._value.dtype)) if weight is None else weight
    return x, weight, variable.Tensor(np.zeros(sizes, x._value.dtype)) if bias is None else bias


def rms_norm(
    input: Tensor, normalized_shape: Sequence[int], weight: Tensor | None = None, eps: float | None = None
) -> Tensor:
    """The input divided by the root of its mean square over its last dimensions, times weight."""
    sizes = _normalized_shape("rms_norm", input, normalized_shape, "[*")
    eps = float(np.finfo(input._value.dtype).eps) if eps is None else eps
    dims = tuple(range(input.ndim - len(sizes), input.ndim))
    unit = input * functions.rsqrt(functions.mean(input * input, dims, keepdim=True) + eps)
    return unit if weight is None else unit * weight


def batch_norm(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """The input with mean 0 and variance 1 in each channel (dimension 1), times weight plus bias.

    Training, by the batch's own mean and variance, which move the running ones by `momentum`; else by the running ones.
    """
    x, channels = input, input.shape[1] if input.ndim > 1 else 0
    if training and math.prod([n for i, n in enumerate(x.shape) if i != 1]) == 1 and x.ndim > 1:
        raise ValueError(f"Expected more than 1 value per channel when training, got input size {x.shape}")
    if eps < 0 or training and not eps:
        raise ValueError(
            f"batch_norm eps must be {'positive during training' if training else 'non-negative'}, but got {eps}"
        )
    named = {"running_mean": running_mean, "running_var": running_var, "weight": weight, "bias": bias}
    for name, vector in named.items():
        if vector is None and name.startswith("running") and not training:
            raise RuntimeError(f"{name} must be defined in evaluation mode")
        if vector is not None and vector.numel() != channels:
            raise RuntimeError(f"{name} should contain {channels} elements not {vector.numel()}")
    how = layers.Norm(layers.over_channels(x.shape), (1, channels, *(1,) * (x.ndim - 2)), eps)
    inputs = _affine(x, weight, bias, (channels,))
    if training:
        value = x.array()
        known = silently(layers.moments, value, how.axes, eps)
        _keep_statistics(running_mean, running_var, np.mean(value, how.axes), np.var(value, how.axes, ddof=1), momentum)
        return layers.batch_norm.call(*inputs, how, known)
    assert running_mean is not None
    assert running_var is not None
    known = (
        running_mean._value.reshape(how.shape),
        silently(layers.deviation, running_var._value.reshape(how.shape), eps),
    )
    return layers.fixed_norm.call(*inputs, how, known)


def _keep_statistics(running_mean, running_var, mean, var, momentum):
    """Move the running mean and variance, in their memory, towards those of a batch."""
    for running, new in ((running_mean, mean), (running_var, var)):
        if running is not None:
            running.array()[...] = running._value * (1 - momentum) + new * momentum


def group_norm(
    input: Tensor, num_groups: int, weight: Tensor | None = None, bias: Tensor | None = None, eps: float = 1e-5
) -> Tensor:
    """The input with mean 0 and variance 1 in each group of channels of each sample, times weight plus bias."""
    x, channels = input, input.shape[1]
    if channels % num_groups:
        raise RuntimeError(
            f"Expected number of channels in input to be divisible by num_groups, but got input of shape "
            f"{list(x.shape)} and num_groups={num_groups}"
        )
    for name, vector in (("weight", weight), ("bias", bias)):
        if vector is not None and vector.shape != (channels,):
            raise RuntimeError(
                f"Expected {name} to be a vector of size equal to the number of channels in input, but got {name} of "
                f"shape {list(vector.shape)} and input of shape {list(x.shape)}"
            )
    inner, each = (1,) * (x.ndim - 2), channels // num_groups
    grouped = functions.reshape(x, x.shape[0], num_groups, each, *x.shape[2:])
    axes = tuple(range(2, grouped.ndim))
    how = layers.Norm(axes, (1, num_groups, each, *inner), eps)
    known = silently(layers.moments, grouped.array(), axes, eps)
    return functions.reshape(layers.group_norm.call(*_affine(grouped, weight, bias, (channels,)), how, known), x.shape)


def instance_norm(
    input: Tensor,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """The input with mean 0 and variance 1 in each channel of each sample, times weight plus bias."""
    if not use_input_stats:
        return batch_norm(input, running_mean, running_var, weight, bias, False, momentum, eps)
    if math.prod(input.shape[2:]) == 1:
        raise ValueError(f"Expected more than 1 spatial element when training, got input size {input.shape}")
    n, channels = input.shape[:2]
    axes = tuple(range(2, input.ndim))
    mean, var = np.mean(input.array(), (0, *axes)), np.mean(np.var(input.array(), axes, ddof=1), 0)
    _keep_statistics(running_mean, running_var, mean, var, momentum)
    out = group_norm(input, channels, weight, bias, eps)
    return functions.reshape(out, n, channels, *input.shape[2:])


def local_response_norm(input: Tensor, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> Tensor:
    """The input divided by (k + alpha · mean of squares over `size` neighbouring channels) to the power of beta."""
    squares = functions.unsqueeze(input * input, 1)
    wide = pad(squares, (*(0, 0) * (input.ndim - 2), size // 2, (size - 1) // 2))
    flat = functions.reshape(wide, wide.shape[0], 1, wide.shape[2], -1)
    means = functions.reshape(avg_pool2d(flat, (size, 1), 1), input.shape)
    return input / (means * alpha + k) ** beta


def normalize(
    input: Tensor, p: float = 2.0, dim: int | tuple[int, ...] = 1, eps: float = 1e-12, out: Tensor | None = None
) -> Tensor:
    """The input divided by its p-norm along `dim`, or by `eps` where the norm is smaller."""
    sizes = functions.clamp_min(functions.norm(input, p, dim, True), eps)
    return functions.div(input, functions.expand(sizes, input.shape), out=out)
