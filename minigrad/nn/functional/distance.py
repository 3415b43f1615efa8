"""Distances and angles between vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import functions

if TYPE_CHECKING:
    from ...tensors import Tensor


def cosine_similarity(x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-8) -> Tensor:
    """The cosine of the angle between the two along `dim`; norms are taken as at least `eps`."""
    a, b = [x / functions.clamp_min(functions.norm(x, 2, dim, True), eps) for x in (x1, x2)]
    return functions.sum(a * b, dim)


def pairwise_distance(x1: Tensor, x2: Tensor, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False) -> Tensor:
    """The p-norm of x1 - x2 + eps over the last dimension."""
    return functions.norm(x1 - x2 + eps, p, -1, keepdim)
