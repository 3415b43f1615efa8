"""Gradients clipped, and parameters as one vector."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .. import creation, dtypes, functions
from ..autograd.grad_mode import no_grad
from ..tensors import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["clip_grad_norm_", "clip_grad_value_", "parameters_to_vector", "vector_to_parameters"]

NON_FINITE = (
    "The total norm of order {} for gradients from `parameters` is non-finite, so it cannot be clipped. To disable "
    "this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`"
)


def gradients(parameters):
    """The gradients that there are, of one tensor or several."""
    tensors = [parameters] if isinstance(parameters, Tensor) else [*parameters]
    return [p.grad for p in tensors if p.grad is not None]


@no_grad()
def clip_grad_norm_(
    parameters: Tensor | Iterable[Tensor], max_norm: float, norm_type: float = 2.0, error_if_nonfinite: bool = False
) -> Tensor:
    """The norm of all gradients as one vector; where it is over `max_norm`, all are scaled down to that, in place.

    They are multiplied by max_norm / (norm + 1e-6), at most 1. Raises RuntimeError for a norm of nan or infinity if
    `error_if_nonfinite`.
    """
    grads = gradients(parameters)
    if not grads:
        return creation.tensor(0.0)
    norms = functions.stack([grad.norm(float(norm_type)) for grad in grads])
    total = norms.norm(float(norm_type))
    if error_if_nonfinite and not math.isfinite(total.item()):
        raise RuntimeError(NON_FINITE.format(float(norm_type)))
    factor = (float(max_norm) / (total + 1e-6)).clamp(max=1.0)
    for grad in grads:
        grad.mul_(factor)
    return total


@no_grad()
def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float) -> None:
    """Move each element of the gradients that lies outside ±clip_value to the nearer end, in place."""
    for grad in gradients(parameters):
        grad.clamp_(-float(clip_value), float(clip_value))


def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """All parameters one after the other as one vector, with history."""
    return functions.cat([parameter.reshape(-1) for parameter in parameters])


def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """Give the parameters the values of one vector, part by part."""
    if not isinstance(vec, Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {dtypes.full_type_name(vec)}")
    start = 0
    for parameter in parameters:
        end = start + parameter.numel()
        parameter.data = vec[start:end].view_as(parameter).data
        start = end
