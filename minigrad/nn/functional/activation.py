"""Activations: functions element by element, and softmax."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from ... import creation, dtypes, functions
from ...functions.arguments import checked_dim, checked_tensor, floats
from ...ops import elementwise
from .arguments import in_place_if

if TYPE_CHECKING:
    from ...functions.arguments import Number
    from ...tensors import Tensor


relu_, sigmoid, tanh = functions.relu_, functions.sigmoid, functions.tanh


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """max(input, 0)."""
    if checked_tensor("relu", 1, "input", input)._value.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return functions.relu_(input) if inplace else functions.relu(input)


def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """The input, moved to the nearer of 0 and 6 where it lies outside."""
    return hardtanh(input, 0.0, 6.0, inplace)


def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    """The input where it is positive, else `negative_slope` times the input."""
    return in_place_if(inplace, elementwise.leaky_relu.call, floats("leaky_relu_cpu", input), negative_slope)


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
    return in_place_if(inplace, lambda x: elementwise.prelu.call(x, slopes), input)


def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The input where it is positive, else alpha · (exp(input) - 1)."""
    return in_place_if(inplace, elementwise.elu.call, floats("elu_cpu", input), alpha, 1)


def selu(input: Tensor, inplace: bool = False) -> Tensor:
    """`elu` with the factors that keep mean 0 and variance 1 from layer to layer (Klambauer et al., 2017)."""
    alpha, scale = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946
    return in_place_if(inplace, elementwise.elu.call, floats("elu_cpu", input), alpha, scale)


def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The input where it is positive, else alpha · (exp(input / alpha) - 1)."""
    return in_place_if(inplace, elementwise.celu.call, floats("elu_cpu", input), alpha)


def hardtanh(input: Tensor, min_val: Number = -1.0, max_val: Number = 1.0, inplace: bool = False) -> Tensor:
    """The input, moved to the nearer limit where it lies outside; its slope is 0 at the limits."""
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    return in_place_if(inplace, elementwise.hardtanh.call, input, min_val, max_val)


def hardsigmoid(input: Tensor, inplace: bool = False) -> Tensor:
    """0 up to -3, 1 from 3 on, and the straight line between."""
    return in_place_if(inplace, elementwise.hardsigmoid.call, floats("hardsigmoid", input))


def hardswish(input: Tensor, inplace: bool = False) -> Tensor:
    """input · hardsigmoid(input)."""
    return in_place_if(inplace, elementwise.hardswish.call, floats("hardswish_cpu", input))


def hardshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """The input, and 0 where it is no further than `lambd` from 0."""
    return elementwise.hardshrink.call(input, lambd)


def softshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """The input moved by `lambd` towards 0, and 0 where it would pass it."""
    if lambd < 0:
        largest, title = np.finfo(input._value.dtype).max, dtypes.title(input._value.dtype)
        raise RuntimeError(f"lambda must be in range [0, {largest:g}] for input dtype {title}, but found {lambd:g}")
    return elementwise.softshrink.call(input, lambd)


def tanhshrink(input: Tensor) -> Tensor:
    """input - tanh(input)."""
    return input - functions.tanh(input)


def threshold(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Tensor:
    """The input where it is over the threshold, else `value`."""
    return in_place_if(inplace, elementwise.threshold.call, input, threshold, value)


def softplus(input: Tensor, beta: Number = 1, threshold: Number = 20) -> Tensor:
    """log(1 + exp(beta · input)) / beta, and the input itself where beta · input is over the threshold."""
    return elementwise.softplus.call(floats("softplus_cpu", input), beta, threshold)


def logsigmoid(input: Tensor) -> Tensor:
    """log(sigmoid(input)), without overflow."""
    return elementwise.logsigmoid.call(floats("log_sigmoid_cpu", input))


def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """input · sigmoid(input)."""
    return in_place_if(inplace, elementwise.silu.call, floats("silu_cpu", input))


def gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """The input times the probability that a normal random number is below it; "tanh" approximates that."""
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    row = elementwise.gelu if approximate == "none" else elementwise.gelu_tanh
    return row.call(floats("GeluKernelImpl", input))


def mish(input: Tensor, inplace: bool = False) -> Tensor:
    """input · tanh(softplus(input))."""
    return in_place_if(inplace, elementwise.mish.call, floats("mish_cpu", input))


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
