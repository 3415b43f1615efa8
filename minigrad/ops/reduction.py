"""Operations that take many elements to few, with their derivative rules."""

import math

import numpy as np

from .elementwise import abs, power_n, sign, where
from .operation import Linear, Operation
from .shape import cat, expand, reshape, slice

add_up = np.add.reduce


def spread(grad, x_shape, dim, keepdim):
    """The gradient of a sum: each summand gets the gradient of its total."""
    return expand(opened(grad, x_shape, dim, keepdim), x_shape)


def opened(grad, x_shape, dim, keepdim):
    """Put back, with size 1, the dimensions that a reduction dropped."""
    if dim is None or keepdim:
        return grad
    return reshape(grad, tuple([1 if i in dim else n for i, n in enumerate(x_shape)]))


def count(x_shape, dim):
    """How many elements each total is made of."""
    return math.prod([x_shape[i] for i in dim])


def shared_by_ties(grad, x, result, dim, keepdim):
    """The gradient of an extreme value, in equal parts to all elements that have it."""
    at = x == opened(result, x.shape, dim, keepdim)
    ties = total_over(at, tuple(range(len(x.shape))) if dim is None else dim, grad)
    return where(at, opened(grad, x.shape, dim, keepdim) / ties, 0)


def total_over(at, dim, like):
    """How many elements of a mask are set, the dimensions kept, in the dtype of `like`."""
    return add_up(getattr(at, "_value", at), dim, getattr(like, "_value", like).dtype, None, True)


def product_rule(grad, x, dim, keepdim, result):
    """Each factor gets the product of the others: result / x, or taken apart where a factor is zero."""
    wide = opened(grad * result, x.shape, dim, keepdim)
    if (getattr(x, "_value", x) != 0).all():
        return wide / x
    return opened(grad, x.shape, dim, keepdim) * others(x, dim)


def others(x, dim):
    """For each element the product of all others along `dim`, which may be zero."""
    (d,) = dim
    n = x.shape[d]
    rest = [cat((slice(x, d, 0, i, 1), slice(x, d, i + 1, n, 1)), d) for i in range(n)]
    return cat([prod(r, dim, True) for r in rest], d)


def norm_rule(grad, x, result, p, dim, keepdim):
    """The derivative of (sum of |x|^p)^(1/p); 0 where the norm is 0."""
    norm, grad = opened(result, x.shape, dim, keepdim), opened(grad, x.shape, dim, keepdim)
    if p == 2:
        return grad * where(norm == 0, 0, x / norm)
    if p == 1:
        return grad * sign(x)
    if p == math.inf:
        at = abs(x) == norm
        return where(at, grad * sign(x) / total_over(at, dim, grad), 0)
    return grad * where(norm == 0, 0, sign(x) * power_n(abs(x), p - 1) / power_n(norm, p - 1))


def norm_of(x, p, dim, keepdim):
    if p == 2:
        return np.sqrt(add_up(x * x, dim, None, None, keepdim))
    if p == math.inf:
        return np.max(np.abs(x), dim, keepdims=keepdim)
    return add_up(np.abs(x) ** p, dim, None, None, keepdim) ** (1 / p)


# fmt: off
total     = Linear("sum",  lambda x: add_up(x, None),           x=lambda grad, x_shape: expand(grad, x_shape))
sum       = Linear("sum",  lambda x, dim, keepdim: add_up(x, dim, None, None, keepdim), x=spread, options="dim keepdim", node="SumBackward1")
mean_all  = Linear("mean", lambda x: add_up(x, None) / x.dtype.type(x.size), x=lambda grad, x_shape: expand(grad / math.prod(x_shape), x_shape))
mean      = Linear("mean", lambda x, dim, keepdim: add_up(x, dim, None, None, keepdim) / x.dtype.type(count(x.shape, dim)),
                   x=lambda grad, x_shape, dim, keepdim: spread(grad / count(x_shape, dim), x_shape, dim, keepdim),
                   options="dim keepdim", node="MeanBackward1")
prod      = Operation("prod", lambda x, dim, keepdim: np.multiply.reduce(x, dim, None, None, keepdim), x=product_rule, options="dim keepdim")
amax      = Operation("amax", lambda x, dim, keepdim: np.max(x, dim, keepdims=keepdim), x=shared_by_ties, options="dim keepdim")
amin      = Operation("amin", lambda x, dim, keepdim: np.min(x, dim, keepdims=keepdim), x=shared_by_ties, options="dim keepdim")
max_all   = Operation("max", lambda x, dim, keepdim: np.max(x), x=shared_by_ties, options="dim keepdim", node="MaxBackward1")
min_all   = Operation("min", lambda x, dim, keepdim: np.min(x), x=shared_by_ties, options="dim keepdim", node="MinBackward1")
norm      = Operation("linalg_vector_norm", norm_of, x=norm_rule, options="p dim keepdim", node="LinalgVectorNormBackward0")
# fmt: on
