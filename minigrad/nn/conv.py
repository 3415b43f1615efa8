"""Convolutions, which are cross-correlations, as in the field's other packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import creation
from . import functional
from .linear import uniform_by_fan_in
from .module import Module
from .parameter import Parameter

if TYPE_CHECKING:
    from .. import dtypes
    from ..tensors import Tensor

    Sizes = int | tuple[int, ...]


class Convolution(Module):
    """What convolutions of any number of dimensions share: weight is (out, in / groups, *kernel), bias (out,).

    Both start uniform between ±1/√fan_in, the weight first. Raises ValueError for groups that do not divide the
    channels, and for a padding that is no number, "same" or "valid".
    """

    dims: int

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes | str = 0,
        dilation: Sizes = 1,
        groups: int = 1,
        bias: bool = True,
        device: object = None,
        dtype: dtypes.dtype | None = None,
    ):
        super().__init__()
        if groups <= 0:
            raise ValueError("groups must be a positive integer")
        if in_channels % groups:
            raise ValueError("in_channels must be divisible by groups")
        if out_channels % groups:
            raise ValueError("out_channels must be divisible by groups")
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.kernel_size, self.stride, self.dilation = map(self.sizes, (kernel_size, stride, dilation))
        self.padding = padding if isinstance(padding, str) else self.sizes(padding)
        if isinstance(padding, str) and padding not in ("same", "valid"):
            raise ValueError(f"Invalid padding string {padding!r}, should be one of {{'same', 'valid'}}")
        if padding == "same" and any([s != 1 for s in self.stride]):
            raise ValueError("padding='same' is not supported for strided convolutions")
        self.bias: Parameter | None
        start = creation.empty(out_channels, device=device, dtype=dtype)
        self.weight = Parameter(
            creation.empty(out_channels, in_channels // groups, *self.kernel_size, device=device, dtype=dtype)
        )
        self.register_parameter("bias", Parameter(start) if bias else None)
        self.reset_parameters()

    def sizes(self, size: Sizes) -> tuple[int, ...]:
        """A size for each dimension, where one may stand for all."""
        return (size,) * self.dims if isinstance(size, int) else tuple(size)

    def reset_parameters(self) -> None:
        """Draw the numbers anew."""
        uniform_by_fan_in(self.weight, self.bias)

    def extra_repr(self) -> str:
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        if self.padding != self.sizes(0):
            text += f", padding={self.padding}"
        if self.dilation != self.sizes(1):
            text += f", dilation={self.dilation}"
        if self.groups != 1:
            text += f", groups={self.groups}"
        return text if self.bias is not None else text + ", bias=False"


class Conv1d(Convolution):
    """(batch, in, length) to (batch, out, length'); see `functional.conv1d`."""

    dims = 1

    def forward(self, input: Tensor) -> Tensor:
        how = self.stride, self.padding, self.dilation, self.groups
        return functional.conv1d(input, self.weight, self.bias, *how)


class Conv2d(Convolution):
    """(batch, in, height, width) to (batch, out, height', width'); see `functional.conv2d`."""

    dims = 2

    def forward(self, input: Tensor) -> Tensor:
        how = self.stride, self.padding, self.dilation, self.groups
        return functional.conv2d(input, self.weight, self.bias, *how)
