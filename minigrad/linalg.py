"""Linear algebra, as torch.linalg calls it: determinants, inverses, systems of equations, norms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import functions
from .ops import linalg

if TYPE_CHECKING:
    from .functions import Number
    from .tensors import Tensor


def det(A: Tensor) -> Tensor:
    """The determinant of a matrix, or of each of a batch."""
    return linalg.det.call(_square("det", A))


def inv(A: Tensor) -> Tensor:
    """The inverse of a matrix, or of each of a batch. Raises RuntimeError if there is none."""
    try:
        return linalg.inv.call(_square("inv", A))
    except np.linalg.LinAlgError:
        raise RuntimeError(
            f"linalg.inv: The diagonal element {A.shape[-1]} is zero, the inversion could not be completed because the "
            "input matrix is singular."
        ) from None


def solve(A: Tensor, B: Tensor) -> Tensor:
    """The x with A @ x = B, for a vector or a matrix B. Raises RuntimeError if A is singular."""
    vector = B.ndim == 1
    try:
        x = linalg.solve.call(_square("solve", A), functions.unsqueeze(B, -1) if vector else B)
    except np.linalg.LinAlgError:
        raise RuntimeError("torch.linalg.solve: The solver failed because the input matrix is singular.") from None
    return functions.squeeze(x, -1) if vector else x


def _square(name, A):
    if A.ndim < 2:
        raise RuntimeError(f"linalg.{name}: The input tensor A must have at least 2 dimensions.")
    if A.shape[-1] != A.shape[-2]:
        raise RuntimeError(
            f"linalg.{name}: A must be batches of square matrices, but they are {A.shape[-2]} by {A.shape[-1]} matrices"
        )
    return A


def vector_norm(x: Tensor, ord: Number = 2, dim: int | tuple[int, ...] | None = None, keepdim: bool = False) -> Tensor:
    """The norm of all elements, or along `dim`."""
    return functions.norm(x, ord, dim, keepdim)


def norm(
    A: Tensor, ord: Number | str | None = None, dim: int | tuple[int, ...] | None = None, keepdim: bool = False
) -> Tensor:
    """The 2-norm of all elements, or along `dim`; of a vector any other norm too."""
    if ord not in (None, "fro") and (dim is None and A.ndim == 2 or isinstance(dim, tuple) and len(dim) == 2):
        raise NotImplementedError("minigrad has no matrix norms but the Frobenius norm: use linalg.vector_norm")
    return functions.norm(A, 2 if ord is None else ord, dim, keepdim)
