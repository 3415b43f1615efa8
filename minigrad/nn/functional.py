"""Layers as functions."""

from .. import functions
from ..functions import relu, sigmoid, tanh

__all__ = ["linear", "relu", "sigmoid", "tanh"]


def linear(input, weight, bias=None):
    """`input @ weight.T + bias` over the last dimension of the input; weight is (out, in)."""
    if bias is not None and input.ndim == 2:
        return functions.addmm(bias, input, functions.t(weight))
    product = functions.matmul(input, functions.t(weight))
    return product if bias is None else product + bias
