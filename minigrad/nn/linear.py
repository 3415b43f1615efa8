"""The linear layer, and the layer that does nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from .. import creation
from . import functional, init
from .module import Module
from .parameter import Parameter

if TYPE_CHECKING:
    from .. import dtypes
    from ..tensors import Tensor


class Identity(Module):
    """Its input, whatever it was made with."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__()

    def forward(self, input: Tensor) -> Tensor:
        """The input itself."""
        return input


class Linear(Module):
    """`x @ weight.T + bias` over the last dimension of x; weight is (out_features, in_features).

    Both start uniform between ±1/√in_features: first the weight's numbers are drawn, row by row, then the bias's.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: object = None,
        dtype: dtypes.dtype | None = None,
    ):
        super().__init__()
        self.bias: Parameter | None
        self.in_features, self.out_features = in_features, out_features
        self.weight = Parameter(creation.empty(out_features, in_features, device=device, dtype=dtype))
        start = creation.empty(out_features, device=device, dtype=dtype)
        self.register_parameter("bias", Parameter(start) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the numbers anew."""
        uniform_by_fan_in(self.weight, self.bias)

    def forward(self, input: Tensor) -> Tensor:
        """(..., in_features) to (..., out_features)."""
        return functional.linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        bias = self.bias is not None
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={bias}"


def uniform_by_fan_in(weight, bias):
    """Draw a weight, then a bias, between ±1/√fan_in: PyTorch's numbers for layers, LeCun's of 1998."""
    fan_in = init.fans(weight)[0]
    bound = 1 / math.sqrt(fan_in) if fan_in else 0
    for parameter in [weight] if bias is None else [weight, bias]:
        init.uniform_(parameter, -bound, bound)
