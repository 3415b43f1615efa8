"""Operations that take many elements to few, with their derivative rules."""

import math

import numpy as np

from .elementwise import abs, exp, power_n, sign, where
from .operation import Linear, Operation
from .shape import cat, expand, flip, reshape, slice

add_up, largest = np.add.reduce, np.maximum.reduce
NONE = -np.inf  # the largest of no elements
MANY = 4096  # from so many elements on it pays to look how they lie


def in_rows(x, dim, most):
    """Whether what is reduced are rows of at most so many floats, which lie along the last dimension."""
    return dim == (x.ndim - 1,) and x.shape[-1] <= most and x.dtype.kind == "f"


def totals(x, dim, keepdim):
    """The sums along dimensions.

    NumPy's reductions begin anew with each row, which costs more than to add up a short one; einsum's do not. Up to 128
    elements neither is more exact: only longer sums are taken apart in pairs.
    """
    if x.size >= MANY and in_rows(x, dim, 128):
        out = np.einsum("...i->...", x)
        return out[..., None] if keepdim else out
    return add_up(x, dim, None, None, keepdim)


def averages(x, dim, keepdim):
    """The means along dimensions."""
    return totals(x, dim, keepdim) / x.dtype.type(count(x.shape, dim))


def tops(x, dim):
    """The largest elements along dimensions, which are kept. Of short rows the columns are compared, for speed."""
    if x.size >= MANY and in_rows(x, dim, 32):
        columns = np.ascontiguousarray(x.reshape(-1, x.shape[-1]).T)
        return largest(columns, 0, initial=NONE).reshape(*x.shape[:-1], 1)
    return largest(x, dim, None, None, True, NONE)


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
    if p in (0, 1):
        return grad * sign(x) * p
    if p in (math.inf, -math.inf):
        at = abs(x) == norm
        return where(at, grad * sign(x) / total_over(at, dim, grad), 0)
    return grad * where(norm == 0, 0, sign(x) * power_n(abs(x), p - 1) / power_n(norm, p - 1))


def norm_of(x, p, dim, keepdim):
    if p == 2:
        return np.sqrt(totals(x * x, dim, keepdim))
    if p in (math.inf, -math.inf):
        return (np.max if p > 0 else np.min)(np.abs(x), dim, keepdims=keepdim)
    if p == 0:
        return add_up(x != 0, dim, x.dtype, None, keepdim)
    return add_up(np.abs(x) ** p, dim, None, None, keepdim) ** (1 / p)


def spare(x_shape, dim, correction):
    """How many elements are left to divide by: the degrees of freedom."""
    return max(count(x_shape, dim) - correction, 0)


def variance(x, dim, correction, keepdim):
    off = x - averages(x, dim, True)
    return totals(off * off, dim, keepdim) / x.dtype.type(spare(x.shape, dim, correction))


def variance_rule(grad, x, dim, correction, keepdim):
    """Twice the deviation from the mean, divided as the sum of squares is."""
    off = x - mean(x, dim, True)
    return opened(grad, x.shape, dim, keepdim) * (off * (2 / (spare(x.shape, dim, correction) or math.nan)))


def deviation_rule(grad, x, result, dim, correction, keepdim):
    """The variance's rule by way of the root; 0 where all elements are equal."""
    return variance_rule(where(result == 0, 0, grad / (result * 2)), x, dim, correction, keepdim)


def peak(x, dim):
    """The largest element along `dim`, or 0 where that is infinite: less it, no exponential overflows."""
    top = tops(x, dim)
    return np.where(np.isfinite(top), top, x.dtype.type(0))


def shares(x, dim):
    """Each exponential's part of their sum; less the largest element, none overflows."""
    e = np.exp(x - tops(x, dim))
    e /= totals(e, dim, True)
    return e


def log_shares(x, dim):
    low = x - tops(x, dim)
    low -= np.log(totals(np.exp(low), dim, True))
    return low


def log_total(x, dim, keepdim):
    top = peak(x, dim)
    out = np.log(totals(np.exp(x - top), dim, True)) + top
    return out if keepdim else out.reshape([n for i, n in enumerate(x.shape) if i not in dim])[()]


def log_total_rule(grad, x, result, dim, keepdim):
    """The softmax: exp(x - result)."""
    return opened(grad, x.shape, dim, keepdim) * exp(x - opened(result, x.shape, dim, keepdim))


def log_running_rule(grad, x, result, dim):
    """exp(x) times the sum of what later totals pass on; less the largest element, so that nothing overflows."""
    top = peak(getattr(x, "_value", x), dim)
    return flip(cumsum(flip(grad * exp(top - result), (dim,)), dim), (dim,)) * exp(x - top)


# fmt: off
total     = Linear("sum",  lambda x: add_up(x, None),           x=lambda grad, x_shape: expand(grad, x_shape))
sum       = Linear("sum",  totals,         x=spread, options="dim keepdim", node="SumBackward1")
mean_all  = Linear("mean", lambda x: add_up(x, None) / x.dtype.type(x.size), x=lambda grad, x_shape: expand(grad / math.prod(x_shape), x_shape))
mean      = Linear("mean", averages,       x=lambda grad, x_shape, dim, keepdim: spread(grad / count(x_shape, dim), x_shape, dim, keepdim),
                   options="dim keepdim", node="MeanBackward1")
prod      = Operation("prod", lambda x, dim, keepdim: np.multiply.reduce(x, dim, None, None, keepdim), x=product_rule, options="dim keepdim")
amax      = Operation("amax", lambda x, dim, keepdim: np.max(x, dim, keepdims=keepdim), x=shared_by_ties, options="dim keepdim")
amin      = Operation("amin", lambda x, dim, keepdim: np.min(x, dim, keepdims=keepdim), x=shared_by_ties, options="dim keepdim")
max_all   = Operation("max", lambda x, dim, keepdim: np.max(x), x=shared_by_ties, options="dim keepdim", node="MaxBackward1")
min_all   = Operation("min", lambda x, dim, keepdim: np.min(x), x=shared_by_ties, options="dim keepdim", node="MinBackward1")
norm      = Operation("linalg_vector_norm", norm_of, x=norm_rule, options="p dim keepdim", node="LinalgVectorNormBackward0")
cumsum    = Linear("cumsum", lambda x, dim: np.cumsum(x, dim), x=lambda grad, dim: flip(cumsum(flip(grad, (dim,)), dim), (dim,)), options="dim")
logcumsumexp = Operation("logcumsumexp", lambda x, dim: np.logaddexp.accumulate(x, dim), x=log_running_rule, options="dim", floats=True)
var       = Operation("var", variance,     x=variance_rule,  options="dim correction keepdim")
std       = Operation("std", lambda x, dim, correction, keepdim: np.sqrt(variance(x, dim, correction, keepdim)), x=deviation_rule, options="dim correction keepdim")
softmax   = Operation("softmax", shares,   x=lambda grad, result, dim: result * (grad - sum(grad * result, dim, True)), options="dim")
log_softmax = Operation("log_softmax", log_shares, x=lambda grad, result, dim: grad - exp(result) * sum(grad, dim, True), options="dim", node="LogSoftmaxBackward0")
logsumexp = Operation("logsumexp", log_total, x=log_total_rule, options="dim keepdim", floats=True)
# fmt: on
