"""Linear algebra, as torch.linalg calls it: determinants, inverses, systems of equations, norms."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from . import functions
from .ops import linalg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .functions import Number
    from .tensors import Tensor


LinAlgError = functions.linalg._LinAlgError


def det(A: Tensor) -> Tensor:
    """The determinant of a matrix, or of each of a batch."""
    return functions.det(A)


def inv(A: Tensor) -> Tensor:
    """The inverse of a matrix, or of each of a batch. Raises RuntimeError if there is none."""
    return functions.inverse(A)


def slogdet(A: Tensor) -> functions.Slogdet:
    """The sign of the determinant and the logarithm of its size."""
    return functions.slogdet(A)


def solve(A: Tensor, B: Tensor) -> Tensor:
    """The x with A @ x = B, for a vector or a matrix B. Raises RuntimeError if A is singular."""
    vector = B.ndim == 1
    try:
        x = linalg.solve.call(functions.square_matrices("solve", A), functions.unsqueeze(B, -1) if vector else B)
    except np.linalg.LinAlgError:
        raise LinAlgError("torch.linalg.solve: The solver failed because the input matrix is singular.") from None
    return functions.squeeze(x, -1) if vector else x


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


def cross(input: Tensor, other: Tensor, *, dim: int = -1) -> Tensor:
    """The cross products of vectors of three elements along `dim`."""
    return functions.cross(input, other, dim)


def matrix_power(A: Tensor, n: int) -> Tensor:
    """The n-th power of a square matrix, or of each of a batch; of its inverse for n < 0."""
    return functions.matrix_power(A, n)


def multi_dot(tensors: Sequence[Tensor]) -> Tensor:
    """The product of several matrices; the first and the last may be vectors."""
    return functools.reduce(functions.matmul, tensors)


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """`input @ other`."""
    return functions.matmul(input, other)


def vecdot(x: Tensor, y: Tensor, *, dim: int = -1) -> Tensor:
    """The sums of products along `dim`."""
    return functions.sum(x * y, dim)


def diagonal(A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """A view of the diagonals of matrices."""
    return functions.diagonal(A, offset, dim1, dim2)
