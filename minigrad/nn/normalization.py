"""Normalisation: mean 0 and variance 1, over the batch or the features, then a scale and a shift that are learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import creation, dtypes
from . import functional, init
from .module import Module
from .parameter import Parameter

if TYPE_CHECKING:
    from ..tensors import Tensor


class BatchNorm(Module):
    """What the batch normalisations share: each feature is normalised over the batch (Ioffe and Szegedy, 2015).

    In training by the batch's mean and biased variance, of which running means are kept: momentum is the part of the
    newest batch; None lets all batches count alike. In evaluation by those. `num_batches_tracked` counts the batches.
    """

    ndims: tuple[int, ...]

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: object = None,
        dtype: dtypes.dtype | None = None,
        *,
        bias: bool = True,
    ):
        super().__init__()
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.affine, self.track_running_stats = affine, track_running_stats
        self.running_mean: Tensor | None
        self.running_var: Tensor | None
        self.num_batches_tracked: Tensor | None
        self.weight: Parameter | None
        self.bias: Parameter | None

        def numbers():
            return creation.empty(num_features, device=device, dtype=dtype)

        self.register_parameter("weight", Parameter(numbers()) if affine else None)
        self.register_parameter("bias", Parameter(numbers()) if affine and bias else None)
        self.register_buffer("running_mean", numbers() if track_running_stats else None)
        self.register_buffer("running_var", numbers() if track_running_stats else None)
        count = creation.tensor(0, dtype=dtypes.int64) if track_running_stats else None
        self.register_buffer("num_batches_tracked", count)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Scale by 1, shift by 0, and forget the batches."""
        for tensor, value in [(self.weight, 1), (self.bias, 0), (self.running_mean, 0), (self.running_var, 1)]:
            if tensor is not None:
                init.constant_(tensor, value)
        if self.num_batches_tracked is not None:
            self.num_batches_tracked.zero_()

    def forward(self, input: Tensor) -> Tensor:
        if input.ndim not in self.ndims:
            expected = " or ".join([f"{n}D" for n in self.ndims])
            raise ValueError(f"expected {expected} input (got {input.ndim}D input)")
        momentum = self.momentum
        if self.training and self.num_batches_tracked is not None:
            self.num_batches_tracked += 1
            if momentum is None:
                momentum = 1 / self.num_batches_tracked.item()
        by_batch = self.training or self.running_mean is None
        kept = self.running_mean, self.running_var
        return functional.batch_norm(input, *kept, self.weight, self.bias, by_batch, momentum or 0.0, self.eps)

    def extra_repr(self) -> str:
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"bias={self.bias is not None}, track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(BatchNorm):
    """(batch, features) or (batch, features, length), each feature normalised over the rest."""

    ndims = 2, 3


class BatchNorm2d(BatchNorm):
    """(batch, channels, height, width), each channel normalised over the rest."""

    ndims = (4,)


class LayerNorm(Module):
    """Each example normalised over its last dimensions, `normalized_shape`, by its mean and biased variance.

    From Ba et al., Layer normalization, 2016.
    """

    def __init__(
        self,
        normalized_shape: int | tuple[int, ...] | list[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        device: object = None,
        dtype: dtypes.dtype | None = None,
    ):
        super().__init__()
        self.normalized_shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
        self.eps, self.elementwise_affine = eps, elementwise_affine
        self.weight: Parameter | None
        self.bias: Parameter | None

        def numbers():
            return creation.empty(self.normalized_shape, device=device, dtype=dtype)

        self.register_parameter("weight", Parameter(numbers()) if elementwise_affine else None)
        self.register_parameter("bias", Parameter(numbers()) if elementwise_affine and bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Scale by 1 and shift by 0."""
        for parameter, value in [(self.weight, 1), (self.bias, 0)]:
            if parameter is not None:
                init.constant_(parameter, value)

    def forward(self, input: Tensor) -> Tensor:
        return functional.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        bias = self.bias is not None
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}, bias={bias}"
