"""The linear layer."""

import math

from .. import creation
from . import functional
from .module import Module
from .parameter import Parameter


class Linear(Module):
    """`x @ weight.T + bias` over the last dimension of x; weight is (out_features, in_features).

    Both start uniform between ±1/√in_features.
    """

    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        bound = 1 / math.sqrt(in_features) if in_features else 0
        self.weight = Parameter(creation.rand(out_features, in_features) * (2 * bound) - bound)
        self.bias = Parameter(creation.rand(out_features) * (2 * bound) - bound) if bias else None

    def forward(self, input):
        return functional.linear(input, self.weight, self.bias)

    def __repr__(self):
        return f"Linear(in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None})"
