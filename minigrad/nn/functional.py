"""Layers as functions, with PyTorch's signatures and checks. Each calls a row of the tables in `ops`, or functions."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import creation, dtypes, functions
from ..autograd import variable
from ..autograd.grad_mode import no_grad
from ..autograd.inplace import write
from ..autograd.variable import Variable
from ..functions.arguments import checked_dim, checked_tensor
from ..ops import elementwise, layers
from ..ops.broadcasting import broadcast_shape
from ..ops.operation import silently

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..functions import Number
    from ..tensors import Tensor

    Ints = int | Sequence[int]

relu_, sigmoid, tanh = functions.relu_, functions.sigmoid, functions.tanh
# ---------------------------------------------------------------------------------------------------------- activations


def _in_place_if(inplace, function, input, *options):
    """What a function gives; written over the input if `inplace`."""
    return write(function, input, *options) if inplace else function(input, *options)


def _floats(kernel, x):
    """`x`, if it holds floats; else PyTorch's NotImplementedError."""
    if x._value.dtype.kind != "f":
        raise NotImplementedError(f"\"{kernel}\" not implemented for '{dtypes.title(x._value.dtype)}'")
    return x


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """max(input, 0)."""
    if input._value.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return _in_place_if(inplace, functions.relu, input)


def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """The input, moved to the nearer of 0 and 6 where it lies outside."""
    return hardtanh(input, 0.0, 6.0, inplace)


def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    """The input where it is positive, else `negative_slope` times the input."""
    return _in_place_if(inplace, elementwise.leaky_relu.call, _floats("leaky_relu_cpu", input), negative_slope)


def prelu(input: Tensor, weight: Tensor) -> Tensor:
    """The input where it is positive, else the weight times the input; one weight, or one for each channel."""
    channels = input.shape[1] if input.ndim > 1 else 1
    if weight.numel() not in (1, channels):
        raise RuntimeError(
            "Mismatch of parameter numbers and input channel size. Found parameter numbers = "
            f"{weight.numel()} and channel size = {channels}."
        )
    if weight.numel() > 1:
        weight = functions.reshape(weight, (-1, *(1,) * (input.ndim - 2)))
    return elementwise.prelu.call(input, weight)


def rrelu(
    input: Tensor, lower: float = 1.0 / 8, upper: float = 1.0 / 3, training: bool = False, inplace: bool = False
) -> Tensor:
    """`leaky_relu` with random slopes between `lower` and `upper`, or with their middle if not training."""
    if not training:
        return leaky_relu(input, (lower + upper) / 2, inplace)
    slopes = creation.rand_like(input) * (upper - lower) + lower
    return _in_place_if(inplace, lambda x: elementwise.prelu.call(x, slopes), input)


def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The input where it is positive, else alpha · (exp(input) - 1)."""
    return _in_place_if(inplace, elementwise.elu.call, _floats("elu_cpu", input), alpha, 1)


def selu(input: Tensor, inplace: bool = False) -> Tensor:
    """`elu` with the factors that keep mean 0 and variance 1 from layer to layer (Klambauer et al., 2017)."""
    alpha, scale = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946
    return _in_place_if(inplace, elementwise.elu.call, _floats("elu_cpu", input), alpha, scale)


def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The input where it is positive, else alpha · (exp(input / alpha) - 1)."""
    return _in_place_if(inplace, elementwise.celu.call, _floats("elu_cpu", input), alpha)


def hardtanh(input: Tensor, min_val: Number = -1.0, max_val: Number = 1.0, inplace: bool = False) -> Tensor:
    """The input, moved to the nearer limit where it lies outside; its slope is 0 at the limits."""
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    return _in_place_if(inplace, elementwise.hardtanh.call, input, min_val, max_val)


def hardsigmoid(input: Tensor, inplace: bool = False) -> Tensor:
    """0 up to -3, 1 from 3 on, and the straight line between."""
    return _in_place_if(inplace, elementwise.hardsigmoid.call, _floats("hardsigmoid", input))


def hardswish(input: Tensor, inplace: bool = False) -> Tensor:
    """input · hardsigmoid(input)."""
    return _in_place_if(inplace, elementwise.hardswish.call, _floats("hardswish_cpu", input))


def hardshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """The input, and 0 where it is no further than `lambd` from 0."""
    return elementwise.hardshrink.call(input, lambd)


def softshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """The input moved by `lambd` towards 0, and 0 where it would pass it."""
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found to be {lambd:g}.")
    return elementwise.softshrink.call(input, lambd)


def tanhshrink(input: Tensor) -> Tensor:
    """input - tanh(input)."""
    return input - functions.tanh(input)


def threshold(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Tensor:
    """The input where it is over the threshold, else `value`."""
    return _in_place_if(inplace, elementwise.threshold.call, input, threshold, value)


def softplus(input: Tensor, beta: Number = 1, threshold: Number = 20) -> Tensor:
    """log(1 + exp(beta · input)) / beta, and the input itself where beta · input is over the threshold."""
    return elementwise.softplus.call(_floats("softplus_cpu", input), beta, threshold)


def logsigmoid(input: Tensor) -> Tensor:
    """log(sigmoid(input)), without overflow."""
    return elementwise.logsigmoid.call(_floats("log_sigmoid_cpu", input))


def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """input · sigmoid(input)."""
    return _in_place_if(inplace, elementwise.silu.call, _floats("silu_cpu", input))


def gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """The input times the probability that a normal random number is below it; "tanh" approximates that."""
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    row = elementwise.gelu if approximate == "none" else elementwise.gelu_tanh
    return row.call(_floats("GeluKernelImpl", input))


def mish(input: Tensor, inplace: bool = False) -> Tensor:
    """input · tanh(softplus(input))."""
    return _in_place_if(inplace, elementwise.mish.call, _floats("mish_cpu", input))


def softsign(input: Tensor) -> Tensor:
    """input / (1 + |input|)."""
    return input / (functions.abs(input) + 1)


def glu(input: Tensor, dim: int = -1) -> Tensor:
    """The first half along `dim`, times the sigmoid of the second."""
    d = checked_dim(dim, input.ndim)
    if input.shape[d] % 2:
        raise RuntimeError(f"Halving dimension must be even, but dimension {d} is size {input.shape[d]}")
    a, b = functions.chunk(input, 2, d)
    return a * sigmoid(b)


def softmax(input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: dtypes.dtype | None = None) -> Tensor:
    """exp(input), divided by its sum along `dim`; without overflow."""
    return functions.softmax(input, _implicit("softmax", input, dim, _stacklevel), dtype)


def log_softmax(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: dtypes.dtype | None = None
) -> Tensor:
    """log(softmax(input)), without overflow."""
    return functions.log_softmax(input, _implicit("log_softmax", input, dim, _stacklevel), dtype)


def softmin(input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: dtypes.dtype | None = None) -> Tensor:
    """softmax(-input) along `dim`."""
    return functions.softmax(-input, _implicit("softmin", input, dim, _stacklevel), dtype)


def _implicit(name, input, dim, stacklevel):
    """The dimension of a softmax; without one a guess, and PyTorch's warning."""
    if dim is None:
        warnings.warn(
            f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an "
            "argument.",
            stacklevel=stacklevel,
        )
        dim = 0 if input.ndim in (0, 1, 3) else 1
    return dim


def gumbel_softmax(logits: Tensor, tau: float = 1, hard: bool = False, eps: float = 1e-10, dim: int = -1) -> Tensor:
    """A random choice by the probabilities softmax(logits), softened by `tau`; if `hard`, with soft gradients only."""
    uniform = creation.rand_like(logits)
    soft = functions.softmax((logits - functions.log(-functions.log1p(-uniform))) / tau, dim)
    if not hard:
        return soft
    index = soft.max(dim, keepdim=True)[1]
    return creation.zeros_like(logits).scatter_(dim, index, 1.0) - soft.detach() + soft


# ------------------------------------------------------------------------------------------ linear, dropout, embedding


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """`input @ weight.T + bias` over the last dimension of the input; weight is (out, in)."""
    x, columns = checked_tensor("linear", 1, "input", input), functions.t(weight)
    if x.ndim == 2:
        if bias is not None and weight.ndim == 2:
            return functions.addmm(bias, x, columns)
        product = functions.matmul(x, columns)
        return product if bias is None else product + bias
    if weight.ndim != 2 or x.ndim == 0:
        product = functions.matmul(x, columns)
        return product if bias is None else product + bias
    flat = linear(functions.reshape(x, -1, x.shape[-1]), weight, bias)
    return functions.reshape(flat, *x.shape[:-1], weight.shape[0])


def bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """input1 · weight[k] · input2 + bias[k] for each k, over the last dimensions of the inputs."""
    for i, x in enumerate((input1, input2), 1):
        if x.shape[-1] != weight.shape[i]:
            raise RuntimeError(
                f"bilinear(): input{i} size does not match weight size: got {x.shape[-1]} but expected "
                f"{weight.shape[i]}"
            )
    product = functions.einsum("...i,kij,...j->...k", input1, weight, input2)
    return product if bias is None else product + bias


def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """The input with each element set to 0 with probability `p`, and the others divided by 1 - p."""
    return _dropped("dropout", input, p, training, inplace, checked_tensor("dropout", 1, "input", input).shape)


def dropout1d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels of an input (n, channels, length) or (channels, length)."""
    return _dropped_channels("dropout1d", 1, input, p, training, inplace)


def dropout2d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels of an input (n, channels, height, width) or (n, channels, length)."""
    return _dropped_channels("dropout2d", 2, input, p, training, inplace)


def dropout3d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """`dropout` of whole channels of an input (n, channels, depth, height, width) or (channels, ...)."""
    return _dropped_channels("dropout3d", 3, input, p, training, inplace)


def _dropped_channels(name, dims, x, p, training, inplace):
    batched = x.ndim == dims + 2 or name == "dropout2d"
    sizes = x.shape[: 2 if batched else 1]
    return _dropped(name, x, p, training, inplace, (*sizes, *(1,) * (x.ndim - len(sizes))))


def _dropped(name, x, p, training, inplace, sizes):
    """`x` times random zeros and 1 / (1 - p), in a tensor of the sizes."""
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or not p:
        return x
    if x._value.dtype.kind != "f":
        title = dtypes.title(x._value.dtype)
        raise RuntimeError(f"result type Float can't be cast to the desired output type {title}")
    kept = creation.default_generator._rng.random(sizes, np.float32) >= p
    factor = variable.Tensor(np.asarray(kept * (1 / (1 - p) if p < 1 else 0.0), x._value.dtype))
    return _in_place_if(inplace, functions.mul, x, factor)


def alpha_dropout(input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False) -> Tensor:
    """`dropout` that keeps mean 0 and variance 1 of what `selu` gives: dropped elements take its lowest value."""
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or not p:
        return input
    if p == 1:
        return _in_place_if(inplace, functions.mul, input, 0)
    lowest = -1.7580993408473766
    scale = ((1 - p) * (1 + p * lowest**2)) ** -0.5
    kept = creation.default_generator._rng.random(input.shape, np.float32) >= p
    factor = variable.Tensor(np.asarray(kept * scale, input._value.dtype))
    shift = variable.Tensor(np.asarray((~kept * lowest + p * -lowest) * scale, input._value.dtype))
    return _in_place_if(inplace, lambda x: x * factor + shift, input)


def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of `weight` that the indices name, in a new last dimension; `padding_idx` gets no gradient."""
    checked_tensor("embedding", 2, "indices", input)
    rows = weight.shape[0]
    if padding_idx is not None:
        if not -rows <= padding_idx < rows:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= rows
    if weight.ndim != 2:
        raise RuntimeError("'weight' must be 2-D")
    if input._value.dtype.name not in ("int64", "int32"):
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got "
            f"{input.type()} instead (while checking arguments for embedding)"
        )
    index = input.array()
    if index.size and (index.min() < 0 or index.max() >= rows):
        raise IndexError("index out of range in self")
    if max_norm is not None:
        _renormalise(weight, index, max_norm, norm_type)
    kept = None
    if padding_idx is not None or scale_grad_by_freq:
        shares = 1 / np.bincount(index.ravel(), minlength=rows)[index] if scale_grad_by_freq else 1
        kept = np.asarray(np.where(index == padding_idx, 0, shares)[..., None], weight._value.dtype)
    return layers.embedding.call(weight, index, kept)


def _renormalise(weight, index, max_norm, norm_type):
    """Scale, in place, the rows in use that are longer than `max_norm`."""
    with no_grad():
        used = variable.Tensor(np.unique(index))
        rows = weight[used]
        sizes = functions.norm(rows, norm_type, 1, True)
        weight[used] = rows * functions.where(sizes > max_norm, max_norm / (sizes + 1e-7), 1.0)


def one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """Zeros with a one at the place of each class, in a new last dimension; int64."""
    if tensor._value.dtype != np.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    classes = tensor._value
    if not classes.size and num_classes <= 0:
        raise RuntimeError("Can not infer total number of classes from empty tensor.")
    if classes.size and classes.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    if num_classes == -1:
        num_classes = int(classes.max()) + 1
    elif classes.size and classes.max() >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    return variable.Tensor((np.asarray(classes)[..., None] == np.arange(num_classes)).astype(np.int64))


# ------------------------------------------------------------------------------------------------------- normalisation


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
    x = _floats("LayerNormKernelImpl", input)
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


# -------------------------------------------------------------------------------------------------------- convolutions


def _several(argument, dims, value, what="convolution"):
    """An option as a tuple with a number for each dimension."""
    if isinstance(value, int):
        return (value,) * dims
    values = tuple(value)
    if len(values) == 1:
        return values * dims
    if len(values) != dims:
        raise RuntimeError(
            f"expected {argument} to be a single integer value or a list of {dims} values to match the convolution "
            f"dimensions, but got {argument}={list(values)}"
        )
    return values


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
        _several(name, w.ndim - 2, _several(name, dims, n)) for name, n in (("stride", stride), ("dilation", dilation))
    ]
    if isinstance(padding, str):
        x, padding = _padding_by_name(x, padding, w.shape[2:], stride, dilation)
    how = layers.Strides(stride, _several("padding", dims, padding), dilation, groups)
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
        raise RuntimeError(
            f"Given groups={how.groups}, expected weight to be divisible by {how.groups} at dimension 0, but got "
            f"weight of size [{sizes}] instead"
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
        _several(name, dims, value)
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


# ------------------------------------------------------------------------------------------------------------- pooling


def _frame(name, dims, x, kernel_size, stride, padding, dilation, ceil_mode):
    """How the windows of a pooling lie, and how many there are."""
    kernel, before = _several("kernel_size", dims, kernel_size), _several("padding", dims, padding)
    step = kernel if stride is None or stride == () else _several("stride", dims, stride)
    spread, sizes, lead = _several("dilation", dims, dilation), x.shape[x.ndim - dims :], x.ndim - dims
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
    kernel, before = _several("kernel_size", dims, kernel_size), _several("padding", dims, padding)
    step = kernel if stride is None else _several("stride", dims, stride)
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


# ------------------------------------------------------------------------------------------------- edges and pictures


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
    if height % r or width % r:
        raise RuntimeError(
            "pixel_unshuffle expects height and width to be divisible by downscale_factor, but "
            f"input.size(-2)={height} and input.size(-1)={width} are not both divisible by {r}"
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
    kernel, channels = _several("kernel_size", 2, kernel_size), input.shape[1]
    each = creation.eye(math.prod(kernel), dtype=input.dtype).reshape(-1, 1, *kernel).repeat(channels, 1, 1, 1)
    return functions.flatten(conv2d(input, each, None, stride, padding, dilation, channels), 2)


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
    sizes, kernel = _several("output_size", 2, output_size), _several("kernel_size", 2, kernel_size)
    channels = input.shape[1] // math.prod(kernel)
    step, around, spread = [_several("stride", 2, value) for value in (stride, padding, dilation)]
    how = layers.Strides(step, around, spread, channels)
    long = [n + 2 * p for n, p in zip(sizes, how.padding, strict=True)]
    out = layers.outputs(long, kernel, how.stride, how.dilation)
    each = creation.eye(math.prod(kernel), dtype=input.dtype).reshape(-1, 1, *kernel).repeat(channels, 1, 1, 1)
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
    new = _several("size", dims, size) if size is not None else [int(n * s) for n, s in zip(old, scales, strict=True)]
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


# -------------------------------------------------------------------------------------------------------------- losses


def _reduction(reduction, size_average=None, reduce=None):
    """The reduction; PyTorch's ValueError for one that there is not. The older arguments say it in their way."""
    if size_average is not None or reduce is not None:
        reduction = "none" if reduce is False else "sum" if size_average is False else "mean"
        warnings.warn(
            f"size_average and reduce args will be deprecated, please use reduction='{reduction}' instead.",
            stacklevel=3,
        )
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return reduction


def _reduced(loss, reduction):
    """A loss element by element, its mean or its sum."""
    return loss if reduction == "none" else functions.mean(loss) if reduction == "mean" else functions.sum(loss)


def _together(input, target, kernel=None):
    """Input and target in one shape and dtype, with PyTorch's warning where their shapes differ."""
    if target.size() != input.size():
        warnings.warn(
            f"Using a target size ({target.size()}) that is different to the input size ({input.size()}). This will "
            "likely lead to incorrect results due to broadcasting. Please ensure they have the same size.",
            stacklevel=3,
        )
        sizes = broadcast_shape(input.shape, target.shape)
        input, target = functions.expand(input, sizes), functions.expand(target, sizes)
    if input._value.dtype != target._value.dtype:
        dtype = functions.result_type(input, target)
        input, target = functions.to(input, dtype), functions.to(target, dtype)
    return (input if kernel is None else _floats(kernel, input)), target


def _weighted(loss, weight, input, reduction):
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")
    loss = loss * weight
    return functions.sum(loss) / functions.sum(weight) if reduction == "mean" else _reduced(loss, reduction)


def mse_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """(input - target)²: the mean, the sum, or (reduction "none") element by element."""
    how = _reduction(reduction, size_average, reduce)
    a, b = _together(input, target, "mse_cpu")
    if weight is not None:
        return _weighted((a - b) ** 2, weight, input, how)
    return layers.mse_loss.call(a, b, how)


def l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """|input - target|: the mean, the sum, or (reduction "none") element by element."""
    how = _reduction(reduction, size_average, reduce)
    a, b = _together(input, target)
    off = functions.abs(a - b)
    return _reduced(off, how) if weight is None else _weighted(off, weight, input, how)


def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """off² / (2 beta) where |off| < beta, else |off| - beta / 2, for off = input - target."""
    how = _reduction(reduction, size_average, reduce)
    a, b = _together(input, target)
    if beta == 0:
        return _reduced(functions.abs(a - b), how)
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    return layers.smooth_l1.call(a, b, how, beta)


def huber_loss(
    input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0, weight: Tensor | None = None
) -> Tensor:
    """off² / 2 where |off| < delta, else delta · (|off| - delta / 2), for off = input - target."""
    how = _reduction(reduction)
    a, b = _together(input, target)
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    if weight is None:
        return layers.huber_loss.call(a, b, how, delta)
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")
    return _reduced(layers.huber_loss.call(a, b, "none", delta) * weight, how)


def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """-(target · log(input) + (1 - target) · log(1 - input)), the logarithms cut at -100; input between 0 and 1."""
    how = _reduction(reduction, size_average, reduce)
    if target.size() != input.size():
        raise ValueError(
            f"Using a target size ({target.size()}) that is different to the input size ({input.size()}) is "
            "deprecated. Please ensure they have the same size."
        )
    if target._value.dtype != input._value.dtype:
        titles = dtypes.title(target._value.dtype), dtypes.title(input._value.dtype)
        raise RuntimeError("Found dtype {} but expected {}".format(*titles))
    value = input._value
    if not ((value >= 0) & (value <= 1)).all():
        raise RuntimeError("all elements of input should be between 0 and 1")
    factor = 1 if weight is None else np.broadcast_to(weight._value, broadcast_shape(input.shape, weight.shape))
    return layers.cross_entropy.call(input, target, factor, how)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """`binary_cross_entropy` of sigmoid(input), finite for every input; `pos_weight` scales the part of the target."""
    how = _reduction(reduction, size_average, reduce)
    if target.size() != input.size():
        raise ValueError(f"Target size ({target.size()}) must be the same as input size ({input.size()})")
    if target._value.dtype.kind != "f":
        title = dtypes.title(target._value.dtype)
        raise RuntimeError(f"result type Float can't be cast to the desired output type {title}")
    factor, boost = [1 if x is None else x._value for x in (weight, pos_weight)]
    return layers.logits.call(*_together(input, target), factor, boost, how)


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """-weight · input at each target class, which dimension 1 counts; the mean is divided by the weights in use.

    Input (n, classes, ...) holds logarithms of probabilities, target (n, ...) classes; `ignore_index` counts nothing.
    """
    how = _reduction(reduction, size_average, reduce)
    x = checked_tensor("nll_loss", 1, "input", input)
    _check_classes(x, target)
    if x.ndim == 1:
        loss = nll_loss(functions.unsqueeze(x, 0), functions.reshape(target, 1), weight, None, ignore_index, None, how)
        return functions.squeeze(loss, 0) if how == "none" and not target.ndim else loss
    classes, factors = np.asarray(target._value), None if weight is None else weight._value
    if factors is not None and factors.shape != (x.shape[1],):
        raise RuntimeError(
            f"weight tensor should be defined either for all {x.shape[1]} classes or no classes but got weight tensor "
            f"of shape: {list(factors.shape)}"
        )
    ignored = classes == ignore_index
    wrong = classes[~ignored & ((classes < 0) | (classes >= x.shape[1]))]
    if wrong.size:
        raise IndexError(f"Target {wrong.flat[0]} is out of bounds.")
    classes = np.where(ignored, 0, classes) if ignored.any() else classes
    scale = np.asarray(1 if factors is None else factors[classes], x._value.dtype) * ~ignored
    if how == "mean":
        scale = silently(np.divide, scale, scale.sum())
    return layers.nll_loss.call(x, classes, scale, how != "none")


def _check_classes(x, target):
    """PyTorch's errors for targets that do not fit the scores of classes."""
    if not x.ndim:
        raise ValueError("Expected 1 or more dimensions (got 0)")
    if x.ndim == 1 and target.ndim == 1 and target.shape[0] != 1:
        raise ValueError(f"For 1D input, 1D target must have size 1, but got target size: {target.shape[0]}")
    if x.ndim > 1 and x.shape[0] != (target.shape[0] if target.ndim else 1):
        raise ValueError(
            f"Expected input batch_size ({x.shape[0]}) to match target batch_size ({target.shape[0]})."
            if target.ndim
            else "Expected 1 or more dimensions (got 0)"
        )
    if x.ndim <= 2 and target.ndim > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if target._value.dtype.name not in ("int64", "uint8"):
        raise RuntimeError(f"expected target dtype to be Long or Byte, but got {dtypes.title(target._value.dtype)}")
    if x.ndim == 4 and target.ndim != 3:
        raise RuntimeError(
            f"only batches of spatial targets supported (3D tensors) but got targets of dimension: {target.ndim}"
        )
    expected = (x.shape[0], *x.shape[2:])
    if x.ndim > 2 and target.shape != expected:
        if x.ndim == 4:
            raise RuntimeError(f"size mismatch (got input: {list(x.shape)} , target: {list(target.shape)}")
        raise RuntimeError(f"Expected target size {list(expected)}, got {list(target.shape)}")


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """`nll_loss` of log_softmax(input); the target has classes, or probabilities in the input's shape.

    With `label_smoothing` s the target is mixed with equal probabilities: (1 - s) · target + s / classes.
    """
    how = _reduction(reduction, size_average, reduce)
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing:g}")
    x = checked_tensor("cross_entropy_loss", 1, "input", input)
    axis = 0 if x.ndim <= 1 else 1
    if target.shape == x.shape:
        if target._value.dtype.kind != "f":
            raise RuntimeError(
                "Expected floating point type for target with class probabilities, got "
                + dtypes.title(target._value.dtype)
            )
        if ignore_index >= 0:
            raise RuntimeError("ignore_index is not supported for floating point target")
        return _soft_cross_entropy(functions.log_softmax(x, axis), target, weight, how, label_smoothing, axis)
    log_p = functions.log_softmax(x, axis)
    hard = nll_loss(log_p, target, weight, None, ignore_index, None, how)
    if not label_smoothing:
        return hard
    return hard * (1 - label_smoothing) + _smooth(log_p, target, weight, ignore_index, how, axis) * (
        label_smoothing / x.shape[axis]
    )


def _for_classes(weight, x, axis):
    """The weights of classes, in a shape that broadcasts with the scores."""
    if weight.shape != (x.shape[axis],):
        raise RuntimeError(
            f"cross_entropy: weight tensor should be defined either for all {x.shape[axis]} classes or no classes but "
            f"got weight tensor of shape: {list(weight.shape)}"
        )
    return functions.reshape(weight, -1, *(1,) * (x.ndim - axis - 1))


def _soft_cross_entropy(log_p, target, weight, reduction, smoothing, axis):
    if smoothing:
        target = target * (1 - smoothing) + smoothing / log_p.shape[axis]
    products = log_p * target if weight is None else log_p * target * _for_classes(weight, log_p, axis)
    if reduction == "none":
        return -functions.sum(products, axis)
    total = -functions.sum(products)
    return total / (log_p.numel() / log_p.shape[axis]) if reduction == "mean" else total


def _smooth(log_p, target, weight, ignore_index, reduction, axis):
    """The part of the cross entropy that belongs to equal probabilities, without the targets to ignore."""
    scores = log_p if weight is None else log_p * _for_classes(weight, log_p, axis)
    loss = -functions.sum(scores, axis)
    kept = target._value != ignore_index
    if not np.all(kept):
        loss = functions.masked_fill(loss, variable.Tensor(~kept), 0.0)
    if reduction != "mean":
        return _reduced(loss, reduction)
    used = np.where(kept, target._value, 0)
    count = np.sum(kept) if weight is None else float(np.sum(weight._value[used] * kept))
    return functions.sum(loss) / float(count)


def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """target · (log(target) - input), for logarithms `input`; "batchmean" divides the sum by the batch size."""
    if reduction == "mean" and size_average is None and reduce is None:
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size and the support size.'batchmean' divides "
            "only by the batch size, and aligns with the KL div math definition.'mean' will be changed to behave the "
            "same as 'batchmean' in the next major release.",
            stacklevel=2,
        )
    how = "sum" if reduction == "batchmean" else _reduction(reduction, size_average, reduce)
    if log_target:
        loss: Tensor = functions.exp(target) * (target - input)
    else:
        loss = functions.xlogy(target, target) - target * input
    out = _reduced(loss, how)
    return out / input.shape[0] if reduction == "batchmean" and input.ndim else out


def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """rate - target · log(rate), where log(rate) is the input (or rate itself, with `log_input=False`)."""
    how = _reduction(reduction, size_average, reduce)
    loss: Any = functions.exp(input) - target * input if log_input else input - target * functions.log(input + eps)
    if full:
        stirling = target * functions.log(target) - target + 0.5 * functions.log(2 * math.pi * target)
        loss = loss + functions.where(target <= 1, 0.0, stirling)
    return _reduced(loss, how)


def gaussian_nll_loss(
    input: Tensor,
    target: Tensor,
    var: Tensor | float,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Tensor:
    """(log(var) + (input - target)² / var) / 2, with variances of at least `eps`, which gets no gradient."""
    how = _reduction(reduction)
    spread: Any = var if isinstance(var, Variable) else creation.full_like(input, var)
    if spread.shape != input.shape and spread.shape == input.shape[:-1]:
        spread = functions.unsqueeze(spread, -1)
    if np.any(spread._value < 0):
        raise ValueError("var has negative entry/entries")
    with no_grad():
        lift = functions.clamp_min(spread, eps) - spread
    spread = spread + lift
    loss: Any = 0.5 * (functions.log(spread) + (input - target) ** 2 / spread)
    return _reduced(loss + 0.5 * math.log(2 * math.pi) if full else loss, how)


def hinge_embedding_loss(
    input: Tensor,
    target: Tensor,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The input where the target is 1, max(0, margin - input) where it is -1."""
    how = _reduction(reduction, size_average, reduce)
    far: Any = functions.where(target != 1, functions.clamp_min(margin - input, 0), 0.0)
    near: Any = functions.where(target != -1, input, 0.0)
    return _reduced(far + near, how)


def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """max(0, -target · (input1 - input2) + margin)."""
    how = _reduction(reduction, size_average, reduce)
    if not input1.ndim == input2.ndim == target.ndim:
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: "
            f"{input1.size()}, input2: {input2.size()}, target: {target.size()}"
        )
    return _reduced(functions.clamp_min(-target * (input1 - input2) + margin, 0), how)


def soft_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """log(1 + exp(-target · input)), for targets 1 and -1."""
    return _reduced(-logsigmoid(target * input), _reduction(reduction, size_average, reduce))


def multilabel_soft_margin_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """`binary_cross_entropy_with_logits`, averaged over the classes of the last dimension."""
    how = _reduction(reduction, size_average, reduce)
    loss: Any = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
    loss = loss if weight is None else loss * weight
    return _reduced(functions.mean(loss, -1), how)


def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """1 - cos where the target is 1, max(0, cos - margin) where it is -1, for the angle between the inputs."""
    how = _reduction(reduction, size_average, reduce)
    eps, dim = 1e-12, -1
    norms = functions.sqrt((functions.sum(input1 * input1, dim) + eps) * (functions.sum(input2 * input2, dim) + eps))
    cosine = functions.sum(input1 * input2, dim) / norms
    near: Any = functions.where(target == 1, 1 - cosine, 0.0)
    far: Any = functions.where(target == -1, functions.clamp_min(cosine - margin, 0), 0.0)
    return _reduced(near + far, how)


def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """max(0, distance to the positive - distance to the negative + margin)."""

    def distance(a, b):
        return pairwise_distance(a, b, p, eps)

    how = _reduction(reduction, size_average, reduce)
    return triplet_margin_with_distance_loss(
        anchor, positive, negative, distance_function=distance, margin=margin, swap=swap, reduction=how
    )


def triplet_margin_with_distance_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    distance_function: Callable[[Tensor, Tensor], Tensor] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """`triplet_margin_loss` for a distance of one's own; with `swap`, from the positive if that is nearer."""
    distance = pairwise_distance if distance_function is None else distance_function
    far = distance(anchor, negative)
    if swap:
        far = functions.minimum(far, distance(positive, negative))
    return _reduced(functions.clamp_min(distance(anchor, positive) - far + margin, 0), _reduction(reduction))


def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The mean over all other classes of max(0, margin - score of the target + score)^p."""
    how = _reduction(reduction, size_average, reduce)
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    column = functions.unsqueeze(target, -1)
    gaps: Any = functions.clamp_min(margin - functions.gather(input, -1, column) + input, 0) ** p
    others = functions.logical_not(one_hot(target, input.shape[-1]))
    loss = gaps * others if weight is None else gaps * others * functions.unsqueeze(weight[target], -1)
    return _reduced(functions.sum(loss, -1) / input.shape[-1], how)


# ------------------------------------------------------------------------------------------------ distances, attention


def cosine_similarity(x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-8) -> Tensor:
    """The cosine of the angle between the two along `dim`; norms are taken as at least `eps`."""
    a, b = [x / functions.clamp_min(functions.norm(x, 2, dim, True), eps) for x in (x1, x2)]
    return functions.sum(a * b, dim)


def pairwise_distance(x1: Tensor, x2: Tensor, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> Tensor:
    """The p-norm of x1 - x2 + eps over the last dimension."""
    return functions.norm(x1 - x2 + eps, p, -1, keepdim)


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """softmax(query @ key.mT · scale + mask) @ value; query (..., L, E), key (..., S, E), value (..., S, V).

    A mask of bools says what may be attended to, one of floats is added; `is_causal` hides the keys after each query.
    The scale is 1/√E unless given; `enable_gqa` repeats the heads of key and value (dimension -3) to those of query.
    """
    _check_attention(query, key, value, attn_mask, dropout_p, is_causal)
    if enable_gqa:
        times = query.shape[-3] // key.shape[-3]
        key, value = [functions.repeat_interleave(x, times, -3) for x in (key, value)]
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    mask = _mask_of(query, key, attn_mask, is_causal)
    simple = query.shape[:-2] == key.shape[:-2] == value.shape[:-2] and not dropout_p
    if simple and not (isinstance(mask, Variable) and mask.requires_grad) and query.shape[-1] == key.shape[-1]:
        added = None if mask is None else mask._value
        scores = np.matmul(query.array() * query._value.dtype.type(scale), key.array().swapaxes(-1, -2))
        known = silently(layers.attention_shares, scores if added is None else scores + added)
        return layers.attention.call(query, key, value, added, scale, known)
    scores = functions.matmul(query * scale, functions.transpose(key, -2, -1))
    weights = layers.safe_softmax.call(scores if mask is None else scores + mask)
    return functions.matmul(dropout(weights, dropout_p), value)


def _check_attention(query, key, value, mask, dropout_p, is_causal):
    tensors = (query, key, value)
    if min([x.ndim for x in tensors]) < 2:
        raise RuntimeError(
            "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: "
            f"{query.ndim} key.dim: {key.ndim} and value.dim: {value.ndim} instead."
        )
    spelled = [dtypes.spelled(x.dtype) for x in tensors]
    if len({*spelled}) > 1:
        raise RuntimeError(
            "Expected query, key, and value to have the same dtype, but got query.dtype: {} key.dtype: {} and "
            "value.dtype: {} instead.".format(*spelled)
        )
    if mask is not None and is_causal:
        raise RuntimeError("_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True")
    if mask is not None and mask._value.dtype.kind not in "bf":
        raise RuntimeError(
            "Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: "
            f"{dtypes.spelled(mask.dtype)} and  query.dtype: {spelled[0]} instead."
        )
    if not 0 <= dropout_p <= 1:
        raise RuntimeError(f"dropout probability has to be between 0 and 1, but got {dropout_p:g}")


def _mask_of(query, key, mask, is_causal):
    """What is added to the scores, or None: -inf hides a key from a query."""
    dtype = query._value.dtype
    if is_causal:
        hidden = np.triu(np.ones((query.shape[-2], key.shape[-2]), bool), 1)
    elif mask is None or mask._value.dtype.kind == "f":
        return mask
    else:
        hidden = ~mask._value
    return variable.Tensor(np.where(hidden, dtype.type(-np.inf), dtype.type(0)))
