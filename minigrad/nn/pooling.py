"""Pooling: windows of the last dimensions, reduced to one number each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import functional
from .module import Module

if TYPE_CHECKING:
    from ..tensors import Tensor

    Sizes = int | tuple[int, ...]


class MaxPooling(Module):
    """What the max poolings share: the largest number of each window, and with `return_indices` where it was.

    The windows lie `stride` apart, by default side by side. The gradient goes to where the largest was.
    """

    def __init__(
        self,
        kernel_size: Sizes,
        stride: Sizes | None = None,
        padding: Sizes = 0,
        dilation: Sizes = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ):
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.dilation = padding, dilation
        self.return_indices, self.ceil_mode = return_indices, ceil_mode

    def extra_repr(self) -> str:
        names = "kernel_size", "stride", "padding", "dilation", "ceil_mode"
        return ", ".join([f"{name}={getattr(self, name)}" for name in names])


class MaxPool1d(MaxPooling):
    """Max pooling of the last dimension of (batch, channels, length)."""

    def forward(self, input: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        how = self.kernel_size, self.stride, self.padding, self.dilation
        return functional.max_pool1d(input, *how, ceil_mode=self.ceil_mode, return_indices=self.return_indices)


class MaxPool2d(MaxPooling):
    """Max pooling of the last dimensions of (batch, channels, height, width)."""

    def forward(self, input: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        how = self.kernel_size, self.stride, self.padding, self.dilation
        return functional.max_pool2d(input, *how, ceil_mode=self.ceil_mode, return_indices=self.return_indices)


class AvgPool2d(Module):
    """The mean of each window, with the zeros of its padding unless `count_include_pad` is False."""

    def __init__(
        self,
        kernel_size: Sizes,
        stride: Sizes | None = None,
        padding: Sizes = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ):
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.ceil_mode, self.count_include_pad = padding, ceil_mode, count_include_pad

    def forward(self, input: Tensor) -> Tensor:
        how = self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad
        return functional.avg_pool2d(input, *how)

    def extra_repr(self) -> str:
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AdaptiveAvgPool2d(Module):
    """The means of as many windows as `output_size` says; None leaves a dimension as it is."""

    def __init__(self, output_size: int | tuple[int | None, int | None]):
        super().__init__()
        self.output_size = output_size

    def forward(self, input: Tensor) -> Tensor:
        return functional.adaptive_avg_pool2d(input, self.output_size)

    def extra_repr(self) -> str:
        return f"output_size={self.output_size}"
