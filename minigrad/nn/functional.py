"""Layers as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import functions
from ..functions import log_softmax, relu, sigmoid, softmax, tanh
from ..ops import elementwise

if TYPE_CHECKING:
    from ..functions import Number
    from ..tensors import Tensor

__all__ = [
    "elu",
    "gelu",
    "hardtanh",
    "leaky_relu",
    "linear",
    "log_softmax",
    "logsigmoid",
    "mish",
    "relu",
    "sigmoid",
    "silu",
    "softmax",
    "softmin",
    "softplus",
    "softsign",
    "tanh",
]


def linear(input, weight, bias=None):
    """`input @ weight.T + bias` over the last dimension of the input; weight is (out, in)."""
    if bias is not None and input.ndim == 2:
        return functions.addmm(bias, input, functions.t(weight))
    product = functions.matmul(input, functions.t(weight))
    return product if bias is None else product + bias


def leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """The input where it is positive, else `negative_slope` times the input."""
    return elementwise.leaky_relu.call(input, negative_slope)


def elu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """The input where it is positive, else alpha · (exp(input) - 1)."""
    return elementwise.elu.call(input, alpha)


def hardtanh(input: Tensor, min_val: Number = -1.0, max_val: Number = 1.0) -> Tensor:
    """The input, moved to the nearer limit where it lies outside; its slope is 0 at the limits."""
    return elementwise.hardtanh.call(input, min_val, max_val)


def softplus(input: Tensor, beta: Number = 1, threshold: Number = 20) -> Tensor:
    """log(1 + exp(beta · input)) / beta, and the input itself where beta · input is over the threshold."""
    return elementwise.softplus.call(input, beta, threshold)


def logsigmoid(input: Tensor) -> Tensor:
    """log(sigmoid(input)), without overflow."""
    return elementwise.logsigmoid.call(input)


def silu(input: Tensor) -> Tensor:
    """input · sigmoid(input)."""
    return elementwise.silu.call(input)


def gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """The input times the probability that a normal random number is below it; "tanh" approximates that."""
    if approximate == "none":
        return elementwise.gelu.call(input)
    if approximate != "tanh":
        raise RuntimeError("approximate argument must be either none or tanh.")
    return 0.5 * input * (1 + functions.tanh(0.7978845608028654 * (input + 0.044715 * input**3)))


def mish(input: Tensor) -> Tensor:
    """input · tanh(softplus(input))."""
    return input * functions.tanh(softplus(input))


def softsign(input: Tensor) -> Tensor:
    """input / (1 + |input|)."""
    return input / (functions.abs(input) + 1)


def softmin(input: Tensor, dim: int) -> Tensor:
    """softmax(-input) along `dim`."""
    return softmax(-input, dim)
