"""Products of matrices and vectors."""

from __future__ import annotations

import builtins
import functools
import math
from typing import TYPE_CHECKING

from .. import dtypes
from ..autograd.variable import Variable
from ..ops import elementwise, linalg
from ..ops.broadcasting import broadcast_shape
from .arguments import checked_tensor, takes_out, worded
from .reduction import sum
from .shape import diagonal, expand, permute, reshape, squeeze, unsqueeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tensors import Tensor
    from .arguments import Number


@takes_out
def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices."""
    a, b = checked_tensor("mm", 1, "input", input), checked_tensor("mm", 2, "mat2", mat2)
    if a.ndim != 2:
        raise RuntimeError("self must be a matrix")
    if b.ndim != 2:
        raise RuntimeError("mat2 must be a matrix")
    return _mm(a, b)


def _mm(a, b):
    (n, k), (m, p) = a._value.shape, b._value.shape
    if k != m:
        raise RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({n}x{k} and {m}x{p})")
    _one_dtype(a, b)
    return linalg.mm.call(a, b)


@takes_out
def addmm(input: Tensor, mat1: Tensor, mat2: Tensor, *, beta: Number = 1, alpha: Number = 1) -> Tensor:
    """beta · input + alpha · mat1 @ mat2, the input broadcast."""
    if mat1._value.dtype != mat2._value.dtype:
        titles = dtypes.title(mat1._value.dtype), dtypes.title(mat2._value.dtype)
        raise RuntimeError("mat1 and mat2 must have the same dtype, but got {} and {}".format(*titles))
    (n, k), (m, p) = mat1._value.shape, mat2._value.shape
    if k != m:
        raise RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({n}x{k} and {m}x{p})")
    if input.shape != (n, p):
        expand(input, n, p)  # raises where the input does not fit
    input = input if beta == 1 else input * beta
    return linalg.addmm.call(input, mat1 if alpha == 1 else mat1 * alpha, mat2)


def _alike(name, a, b):
    """PyTorch's error where a vector is multiplied with something of another dtype."""
    if a._value.dtype != b._value.dtype:
        x, y = dtypes.title(a._value.dtype), dtypes.title(b._value.dtype)
        if name == "dot":
            raise RuntimeError(f"dot : expected both vectors to have same dtype, but found {x} and {y}")
        raise RuntimeError(f"addmv input tensors must have the same dtype, but got {y}, {x}, and {y}")


def _one_dtype(a, b):
    if a._value.dtype != b._value.dtype:
        words = dtypes.spelled(a.dtype), dtypes.spelled(b.dtype)
        raise RuntimeError("expected m1 and m2 to have the same dtype, but got: {} != {}".format(*words))


@takes_out
def mv(input: Tensor, vec: Tensor) -> Tensor:
    """The product of a matrix and a vector."""
    if input.ndim != 2 or vec.ndim != 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got 1, {input.ndim}, {vec.ndim}")
    _alike("mv", input, vec)
    (n, m), (k,) = input._value.shape, vec._value.shape
    if m != k:
        raise RuntimeError(f"size mismatch, got input ({n}), mat ({n}x{m}), vec ({k})")
    return linalg.mv.call(input, vec)


@takes_out
def dot(input: Tensor, tensor: Tensor) -> Tensor:
    """The sum of the products of two vectors."""
    if input.ndim != 1 or tensor.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {input.ndim}D and {tensor.ndim}D tensors")
    _alike("dot", input, tensor)
    n, m = input._value.size, tensor._value.size
    if n != m:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{n}] and src [{m}] to have the same number of elements, but "
            f"got {n} and {m} elements respectively"
        )
    return linalg.dot.call(input, tensor)


@takes_out
def bmm(input: Tensor, mat2: Tensor) -> Tensor:
    """The products of the matrices of two batches."""
    for i, x in enumerate((input, mat2), 1):
        if x.ndim != 3:
            raise RuntimeError(f"batch{i} must be a 3D tensor")
    _one_dtype(input, mat2)
    a, b = input._value.shape, mat2._value.shape
    if a[0] != b[0] or a[2] != b[1]:
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: {[a[0], a[2]]} but got: {list(b[:2])}."
        )
    return linalg.bmm.call(input, mat2)


@takes_out
def matmul(input: Tensor, other: Tensor) -> Tensor:
    """The product of matrices, vectors, or batches of matrices, whose leading dimensions broadcast."""
    if not isinstance(other, Variable):
        return NotImplemented
    n, m = input.ndim, other.ndim
    if n == 2 and m == 2:
        return _mm(input, other)
    if n == 0 or m == 0:
        raise RuntimeError(f"both arguments to matmul need to be at least 1D, but they are {n}D and {m}D")
    if n == 1 and m == 1:
        return dot(input, other)
    if n == 2 and m == 1:
        return mv(input, other)
    if n == 1:
        return squeeze(matmul(unsqueeze(input, 0), other), -2)
    if m == 1:
        return squeeze(matmul(input, unsqueeze(other, 1)), -1)
    _one_dtype(input, other)
    a, b = input._value.shape, other._value.shape
    broadcast_shape(a[:-2], b[:-2])
    if a[-1] != b[-2]:
        batch = math.prod(broadcast_shape(a[:-2], b[:-2]))
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: {[batch, a[-1]]} but got: "
            f"{[batch, b[-2]]}."
        )
    return linalg.matmul.call(input, other)


@worded
def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """The products of all pairs of elements of two vectors."""
    return unsqueeze(input, 1) * vec2


def einsum(equation: str, *operands: Tensor | Sequence[Tensor]) -> Tensor:
    """Sums of products by letters: `einsum("ij,jk->ik", a, b)` is `a @ b`; without an arrow, letters seen once stay."""
    given = operands[0] if isinstance(operands[0], (list, tuple)) else operands
    xs = [checked_tensor("einsum", 2, "operands", x) for x in given]
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(xs):
        raise ValueError(f"einsum(): {len(terms)} operands are named in the equation, but {len(xs)} were given")
    many = builtins.max([x.ndim - len(term.replace("...", "")) for term, x in zip(terms, xs, strict=True)])
    dots = [chr(0x3B1 + i) for i in range(many)]  # a letter for each dimension that `...` stands for
    terms = [_spelled_out(term, x.ndim, dots) for term, x in zip(terms, xs, strict=True)]
    letters = "".join(terms)
    once = "".join([c for c in builtins.sorted(set(letters)) if letters.count(c) == 1 and c not in dots])
    result = right.replace("...", "".join(dots)) if arrow else "".join(dots) + once
    order = result + "".join(builtins.sorted(set(letters) - set(result)))
    factors = [_by_letters(x, term, order) for x, term in zip(xs, terms, strict=True)]
    product = functools.reduce(elementwise.mul.call, factors)
    return sum(product, tuple(range(len(result), len(order)))) if len(order) > len(result) else product


def _spelled_out(term, ndim, dots):
    """A term of an einsum equation with letters in the place of `...`."""
    rest = ndim - len(term.replace("...", ""))
    return term.replace("...", "".join(dots[len(dots) - rest :]))


def _by_letters(x, term, order):
    """`x` with a dimension for each letter of `order`, of size 1 where its term does not have that letter."""
    for letter in dict.fromkeys(term):
        while term.count(letter) > 1:
            i, j = [k for k, c in enumerate(term) if c == letter][:2]
            x = diagonal(x, 0, i, j)
            term = "".join([c for k, c in enumerate(term) if k not in (i, j)]) + letter
    x = permute(x, *[term.index(c) for c in order if c in term])
    sizes = iter(x.shape)
    return reshape(x, *[next(sizes) if c in term else 1 for c in order])


def trace(input: Tensor) -> Tensor:
    """The sum of a matrix's diagonal."""
    if checked_tensor("trace", 1, "input", input).ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {input.ndim}")
    return sum(diagonal(input))
