"""Products of matrices and vectors, with their derivative rules."""

import numpy as np

from .broadcasting import unbroadcast
from .operation import Bilinear, Operation
from .shape import reshape, sum_to, t, transpose


def outer(a, b):
    return reshape(a, (*a.shape, 1)) * b


def swapped(x):
    """The matrices of a batch, transposed."""
    return transpose(x, -2, -1)


def summed(grad, shape):
    """A gradient summed over the batch dimensions along which its matrix was shared."""
    if grad.shape == shape:
        return grad
    return unbroadcast(grad, shape) if isinstance(grad, np.ndarray) else sum_to(grad, shape)


def product_plus(c, a, b):
    out = np.matmul(a, b)
    return np.add(c, out, out) if c.dtype is out.dtype else c + out


# fmt: off
mm     = Bilinear("mm", np.matmul,     a=lambda grad, b: mm(grad, t(b)),   b=lambda grad, a: mm(t(a), grad), shown={"a": "self", "b": "mat2"})
addmm  = Operation("addmm", product_plus, c=lambda grad, c_shape: summed(grad, c_shape),
                   a=lambda grad, b: mm(grad, t(b)),                   b=lambda grad, a: t(mm(t(grad), a)), shown={"a": "mat1", "b": "mat2"})
mv     = Bilinear("mv", np.matmul,     a=lambda grad, b: outer(grad, b),   b=lambda grad, a: mv(t(a), grad), shown={"a": "self", "b": "vec"})
dot    = Bilinear("dot", np.dot,       a=lambda grad, b: grad * b,         b=lambda grad, a: grad * a, shown={"a": "self", "b": "tensor"})
bmm    = Bilinear("bmm", np.matmul,    a=lambda grad, b: bmm(grad, swapped(b)), b=lambda grad, a: bmm(swapped(a), grad), shown={"a": "self", "b": "mat2"})
matmul = Bilinear("matmul", np.matmul, a=lambda grad, a_shape, b: summed(matmul(grad, swapped(b)), a_shape),
                                       b=lambda grad, a, b_shape: summed(matmul(swapped(a), grad), b_shape), node="UnsafeViewBackward0")
det    = Operation("linalg_det", np.linalg.det, x=lambda grad, x, result: reshape(grad * result, (*result.shape, 1, 1)) * swapped(inv(x)), node="LinalgDetBackward0")
inv    = Operation("linalg_inv", np.linalg.inv, x=lambda grad, result: -matmul(swapped(result), matmul(grad, swapped(result))), node="LinalgInvExBackward0")
logabsdet = Operation("linalg_slogdet", lambda x: np.linalg.slogdet(x)[1], x=lambda grad, x: reshape(grad, (*grad.shape, 1, 1)) * swapped(inv(x)), node="LinalgSlogdetBackward0")
solve  = Operation("linalg_solve", np.linalg.solve, a=lambda grad, a, result: -matmul(solve(swapped(a), grad), swapped(result)),
                                       b=lambda grad, a: solve(swapped(a), grad), node="LinalgSolveExBackward0")
# fmt: on
