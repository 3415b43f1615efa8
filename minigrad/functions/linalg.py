"""Products of matrices and vectors."""

from __future__ import annotations

import functools
import math
import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .. import dtypes
from ..autograd import variable
from ..autograd.variable import Variable
from ..ops import elementwise, linalg, shape
from ..ops.broadcasting import broadcast_shape
from .arguments import checked_dim, checked_tensor, takes_out, worded
from .reduction import norm, sum
from .shape import diagonal, expand, permute, reshape, roll, unsqueeze

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
    return product_plus(input, mat1, mat2, beta, alpha)


def product_plus(input, mat1, mat2, beta=1, alpha=1):
    """`addmm` without `out=`."""
    c, a, b = input._value, mat1._value, mat2._value
    if a.dtype != b.dtype:
        titles = dtypes.title(a.dtype), dtypes.title(b.dtype)
        raise RuntimeError("mat1 and mat2 must have the same dtype, but got {} and {}".format(*titles))
    if c.dtype != b.dtype:
        titles = dtypes.title(c.dtype), dtypes.title(b.dtype)
        raise RuntimeError("self and mat2 must have the same dtype, but got {} and {}".format(*titles))
    (n, k), (m, p) = a.shape, b.shape
    if k != m:
        raise RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({n}x{k} and {m}x{p})")
    if c.shape not in ((p,), (n, p)):
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
    return matrix_product(checked_tensor("matmul", 1, "input", input), checked_tensor("matmul", 2, "other", other))


def matrix_product(input, other):
    """`input @ other`."""
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
        product = matmul(unsqueeze(input, 0), other)
        return shape.squeeze_own.call(product, (*product.shape[:-2], product.shape[-1]))
    if m == 1:
        product = matmul(input, unsqueeze(other, 1))
        return shape.unsafe_view.call(product, product.shape[:-1])
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
    for name, x in (("self", input), ("vec2", vec2)):
        if x.ndim != 1:
            raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {x.ndim}-D")
    return unsqueeze(input, 1) * vec2


def einsum(equation: str, *operands: Tensor | Sequence[Tensor]) -> Tensor:
    """Sums of products by letters: `einsum("ij,jk->ik", a, b)` is `a @ b`; without an arrow, letters seen once stay."""
    given = operands[0] if isinstance(operands[0], (list, tuple)) else operands
    xs = [checked_tensor("einsum", 2, "operands", x) for x in given]
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(xs):
        which = "fewer operands were provided than" if len(xs) < len(terms) else "more operands were provided than"
        raise RuntimeError(f"einsum(): {which} specified in the equation")
    _check_equation(terms, right if arrow else "", xs)
    many = max([x.ndim - len(term.replace("...", "")) for term, x in zip(terms, xs, strict=True)])
    dots = [chr(0x3B1 + i) for i in range(many)]  # a letter for each dimension that `...` stands for
    terms = [_spelled_out(term, x.ndim, dots) for term, x in zip(terms, xs, strict=True)]
    letters = "".join(terms)
    once = "".join([c for c in sorted(set(letters)) if letters.count(c) == 1 and c not in dots])
    result = right.replace("...", "".join(dots)) if arrow else "".join(dots) + once
    order = result + "".join(sorted(set(letters) - set(result)))
    factors = [_by_letters(x, term, order) for x, term in zip(xs, terms, strict=True)]
    product = functools.reduce(elementwise.mul.call, factors)
    return sum(product, tuple(range(len(result), len(order)))) if len(order) > len(result) else product


def _check_equation(terms, result, xs):
    """PyTorch's errors for an einsum equation that does not fit its operands."""
    sizes = {}
    for i, (term, x) in enumerate(zip(terms, xs, strict=True)):
        letters = term.replace("...", "")
        if len(letters) > x.ndim or len(letters) < x.ndim and "..." not in term:
            raise RuntimeError(
                f"einsum(): the number of subscripts in the equation ({len(letters)}) does not match the number of "
                f"dimensions ({x.ndim}) for operand {i} and no ellipsis was given"
            )
        first, _, last = term.partition("...")
        places = [*zip(first, x.shape, strict=False), *zip(last[::-1], x.shape[::-1], strict=False)]
        for letter, n in places:
            m = sizes.setdefault(letter, n)
            if m == 1:
                sizes[letter] = n
            elif n not in (1, m) and term.count(letter) > 1:
                raise RuntimeError(
                    f"einsum(): subscript {letter} is repeated for operand {i} but the sizes don't match, {n} != {m}"
                )
            elif n not in (1, m):
                raise RuntimeError(
                    f"einsum(): subscript {letter} has size {n} for operand {i} which does not broadcast with "
                    f"previously seen size {m}"
                )
    for letter in result.replace("...", ""):
        if letter not in sizes:
            raise RuntimeError(
                f"einsum(): output subscript {letter} does not appear in the equation for any input operand"
            )
        if result.count(letter) > 1:
            raise RuntimeError(f"einsum(): output subscript {letter} appears more than once in the output")


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
    return reshape(x, tuple([next(sizes) if c in term else 1 for c in order]))


def trace(input: Tensor) -> Tensor:
    """The sum of a matrix's diagonal."""
    if checked_tensor("trace", 1, "input", input).ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {input.ndim}")
    return sum(diagonal(input))


def _added(input, product, beta, alpha):
    product = product if alpha == 1 else product * alpha
    return (input if beta == 1 else input * beta) + product


@takes_out
def addmv(input: Tensor, mat: Tensor, vec: Tensor, *, beta: Number = 1, alpha: Number = 1) -> Tensor:
    """beta · input + alpha · mat @ vec."""
    if input.ndim > 1 or mat.ndim != 2 or vec.ndim != 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got {input.ndim}, {mat.ndim}, {vec.ndim}")
    return _added(input, mv(mat, vec), beta, alpha)


@takes_out
def addr(input: Tensor, vec1: Tensor, vec2: Tensor, *, beta: Number = 1, alpha: Number = 1) -> Tensor:
    """beta · input + alpha · outer(vec1, vec2)."""
    return _added(input, outer(vec1, vec2), beta, alpha)


@takes_out
def baddbmm(input: Tensor, batch1: Tensor, batch2: Tensor, *, beta: Number = 1, alpha: Number = 1) -> Tensor:
    """beta · input + alpha · bmm(batch1, batch2)."""
    return _added(input, bmm(batch1, batch2), beta, alpha)


@takes_out
def addbmm(input: Tensor, batch1: Tensor, batch2: Tensor, *, beta: Number = 1, alpha: Number = 1) -> Tensor:
    """beta · input + alpha · the sum of the products of the batches' matrices."""
    return _added(input, sum(bmm(batch1, batch2), 0), beta, alpha)


ger = outer


@takes_out
def vdot(input: Tensor, other: Tensor) -> Tensor:
    """`dot`: minigrad has no complex numbers."""
    return dot(input, other)


@takes_out
def inner(input: Tensor, other: Tensor) -> Tensor:
    """The sums of products over the last dimensions of both."""
    if not input.ndim or not other.ndim:
        return input * other
    if input.shape[-1] != other.shape[-1]:
        raise RuntimeError(
            f"inner() the last dimension must match on both input tensors but got shapes {list(input.shape)} and "
            f"{list(other.shape)}"
        )
    return tensordot(input, other, ([-1], [-1]))


def tensordot(a: Tensor, b: Tensor, dims: int | Sequence[Sequence[int]] = 2) -> Tensor:
    """The sums of products over dimensions of both: the last of `a` and first of `b`, or those listed for each."""
    if isinstance(dims, int):
        dims = (range(a.ndim - dims, a.ndim), range(dims))
    left, right = [[checked_dim(d, x.ndim) for d in ds] for ds, x in zip(dims, (a, b), strict=True)]
    for i, j in zip(left, right, strict=True):
        if a.shape[i] != b.shape[j]:
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {a.shape[i]} in dim {i} and second has size "
                f"{b.shape[j]} in dim {j}"
            )
    kept = [d for d in range(a.ndim) if d not in left], [d for d in range(b.ndim) if d not in right]
    sizes = [a.shape[d] for d in kept[0]], [b.shape[d] for d in kept[1]]
    n = math.prod([a.shape[d] for d in left])
    rows = reshape(permute(a, *kept[0], *left), math.prod(sizes[0]), n)
    columns = reshape(permute(b, *right, *kept[1]), n, math.prod(sizes[1]))
    return reshape(mm(rows, columns), (*sizes[0], *sizes[1]))


def kron(input: Tensor, other: Tensor) -> Tensor:
    """The other tensor times each element of the input, side by side (the Kronecker product)."""
    n = max(input.ndim, other.ndim)
    a, b = [(1,) * (n - x.ndim) + x.shape for x in (input, other)]
    left = reshape(input, tuple([m for size in a for m in (size, 1)]))
    right = reshape(other, tuple([m for size in b for m in (1, size)]))
    return reshape(left * right, tuple([i * j for i, j in zip(a, b, strict=True)]))


@takes_out
def cross(input: Tensor, other: Tensor, dim: int | None = None) -> Tensor:
    """The cross products of vectors of three elements along `dim`."""
    if dim is None:
        warnings.warn(
            "Using torch.cross without specifying the dim arg is deprecated.\nPlease either pass the dim explicitly or "
            "simply use torch.linalg.cross.\nThe default value of dim will change to agree with that of linalg.cross "
            "in a future release.",
            stacklevel=3,
        )
        dim = [*input.shape, 3].index(3)
    if input.ndim != other.ndim:
        raise RuntimeError("linalg.cross: inputs must have the same number of dimensions.")
    d = checked_dim(dim, input.ndim)
    if input.shape[d] != 3 or other.shape[d] != 3:
        raise RuntimeError(
            f"linalg.cross: inputs dimension {dim} must have length 3. Got {input.shape[d]} and {other.shape[d]}"
        )
    turned = [[roll(x, -n, d) for n in (1, 2)] for x in (input, other)]
    return turned[0][0] * turned[1][1] - turned[0][1] * turned[1][0]


def chain_matmul(*matrices: Tensor) -> Tensor:
    """The product of several matrices."""
    return functools.reduce(mm, matrices)


def matrix_power(input: Tensor, n: int) -> Tensor:
    """The n-th power of a square matrix, or of each of a batch; of its inverse for n < 0."""
    square_matrices("matrix_power", input)
    if n == 0:
        return input * 0 + variable.Tensor(np.eye(input.shape[-1], dtype=input._value.dtype))
    base = input if n > 0 else inverse(input)
    return functools.reduce(matmul, [base] * abs(n))


def cdist(x1: Tensor, x2: Tensor, p: float = 2.0) -> Tensor:
    """The p-norms of the differences of all rows of two matrices, or of batches of them."""
    return norm(unsqueeze(x1, -2) - unsqueeze(x2, -3), p, -1)


class _LinAlgError(RuntimeError):
    """A matrix that has no inverse; `linalg.LinAlgError`."""


def _singular(matrices):
    """Which of several matrices is singular, and the first diagonal element that elimination makes zero there."""
    for index in np.ndindex(matrices.shape[:-2]):
        left = np.array(matrices[index])
        for k in range(len(left)):
            pivot = k + np.argmax(np.abs(left[k:, k]))
            if left[pivot, k] == 0:
                return f"(Batch element {index[0]}): " if index else "", k + 1
            left[[k, pivot]] = left[[pivot, k]]
            left[k + 1 :] -= np.outer(left[k + 1 :, k] / left[k, k], left[k])
    return "", len(left)


def det(input: Tensor) -> Tensor:
    """The determinant of a matrix, or of each of a batch."""
    return linalg.det.call(square_matrices("det", input))


def inverse(input: Tensor) -> Tensor:
    """The inverse of a matrix, or of each of a batch. Raises RuntimeError if there is none."""
    try:
        return linalg.inv.call(square_matrices("inv", input))
    except np.linalg.LinAlgError:
        batch, place = _singular(input._value)
        raise _LinAlgError(
            f"linalg.inv: {batch}The diagonal element {place} is zero, the inversion could not be completed because "
            "the input matrix is singular."
        ) from None


class Slogdet(NamedTuple):
    """The sign of a determinant, and the logarithm of its size."""

    sign: Variable
    logabsdet: Variable

    def __repr__(self):
        return f"torch.return_types.slogdet(\nsign={self.sign},\nlogabsdet={self.logabsdet})"


def slogdet(input: Tensor) -> Slogdet:
    """The sign of the determinant and the logarithm of its size: a pair that neither overflows nor underflows."""
    x = square_matrices("slogdet", input)
    return Slogdet(variable.Tensor(np.linalg.slogdet(x._value)[0]), linalg.logabsdet.call(x))


def logdet(input: Tensor) -> Tensor:
    """The logarithm of the determinant: nan where that is negative."""
    sign, size = slogdet(input)
    return size + variable.Tensor(np.where(sign._value < 0, np.nan, 0).astype(input._value.dtype)[()])


def square_matrices(name, A):
    """`A` if it holds square matrices; else PyTorch's RuntimeError."""
    if A.ndim < 2:
        raise RuntimeError(f"linalg.{name}: The input tensor A must have at least 2 dimensions.")
    if A.shape[-1] != A.shape[-2]:
        raise RuntimeError(
            f"linalg.{name}: A must be batches of square matrices, but they are {A.shape[-2]} by {A.shape[-1]} matrices"
        )
    return A
