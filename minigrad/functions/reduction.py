"""Functions that take many elements to few, or run along a dimension."""

from __future__ import annotations

import builtins
import functools
import math
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .. import dtypes
from ..autograd import variable
from ..autograd.variable import Variable
from ..ops import indexing, reduction
from .arguments import checked_dim, checked_dims, checked_tensor, dim_with_count, floats, takes_out, worded
from .conversion import clone, to
from .elementwise import isnan, logical_not, logical_xor, maximum, minimum, ne, where
from .shape import cat, flatten, movedim, narrow, reshape, select

if TYPE_CHECKING:
    from ..tensors import Tensor
    from .arguments import Number


@takes_out
def sum(
    input: Tensor,
    dim: int | tuple[int, ...] | None = None,
    keepdim: bool = False,
    *,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """The sum of all elements, or along the dimensions `dim`, which `keepdim` keeps with size 1."""
    x = checked_tensor("sum", 1, "input", input)
    if dtype is not None or x._value.dtype.kind == "u":
        x = to(x, dtype or dtypes.int64)
    if dim is None and not keepdim:
        return reduction.total.call(x)
    return reduction.sum.call(x, checked_dims(dim, x.ndim), keepdim)


@takes_out
def mean(
    input: Tensor,
    dim: int | tuple[int, ...] | None = None,
    keepdim: bool = False,
    *,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """The mean of all elements, or along the dimensions `dim`, which `keepdim` keeps with size 1."""
    x = checked_tensor("mean", 1, "input", input)
    if dtype is not None:
        x = to(x, dtype)
    if x._value.dtype.kind != "f":
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. "
            f"Got: {dtypes.title(x._value.dtype)}"
        )
    if dim is None and not keepdim:
        return reduction.mean_all.call(x)
    return reduction.mean.call(x, checked_dims(dim, x.ndim), keepdim)


@takes_out
def prod(input: Tensor, dim: int | None = None, keepdim: bool = False, *, dtype: dtypes.dtype | None = None) -> Tensor:
    """The product of all elements, or along `dim`; exact gradients also where some are zero."""
    x = checked_tensor("prod", 1, "input", input)
    if dtype is not None or x._value.dtype.kind == "u":
        x = to(x, dtype or dtypes.int64)
    if dim is None:
        return reduction.prod.call(flatten(x), (0,), False)
    return reduction.prod.call(x, checked_dims(dim, x.ndim), keepdim)


@takes_out
def norm(
    input: Tensor,
    p: float | str | None = 2,
    dim: int | tuple[int, ...] | None = None,
    keepdim: bool = False,
    *,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """The p-norm of all elements, or along `dim`; its gradient at the origin is 0."""
    x = checked_tensor("norm", 1, "input", input)
    x = x if dtype is None else to(x, dtype)
    if x._value.dtype.kind != "f":
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
            + dtypes.title(x._value.dtype)
        )
    p = 2 if p is None or p == "fro" else p
    return reduction.norm.call(x, p, checked_dims(dim, x.ndim), keepdim)


@takes_out
def var(
    input: Tensor,
    dim: int | tuple[int, ...] | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> Tensor:
    """The mean squared deviation from the mean; the sum is divided by n - `correction` (1, or 0 if not `unbiased`)."""
    return reduction.var.call(*_spread("var", input, dim, unbiased, correction), keepdim)


@takes_out
def std(
    input: Tensor,
    dim: int | tuple[int, ...] | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> Tensor:
    """The root of `var`; its gradient is 0 where all elements are equal."""
    return reduction.std.call(*_spread("std", input, dim, unbiased, correction), keepdim)


@worded
def var_mean(
    input: Tensor,
    dim: int | tuple[int, ...] | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> tuple[Tensor, Tensor]:
    """The variance and the mean."""
    x, dims, off = _spread("var_mean", input, dim, unbiased, correction)
    return reduction.var.call(x, dims, off, keepdim), reduction.mean.call(x, dims, keepdim)


@worded
def std_mean(
    input: Tensor,
    dim: int | tuple[int, ...] | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> tuple[Tensor, Tensor]:
    """The standard deviation and the mean."""
    x, dims, off = _spread("std_mean", input, dim, unbiased, correction)
    return reduction.std.call(x, dims, off, keepdim), reduction.mean.call(x, dims, keepdim)


def _spread(name, input, dim, unbiased, correction):
    """The tensor, the dimensions and the correction of var and std, whose `unbiased` may come first."""
    x = checked_tensor(name, 1, "input", input)
    if x._value.dtype.kind != "f":
        raise RuntimeError("std and var only support floating point and complex dtypes")
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if correction is None:
        correction = 0 if unbiased is False else 1
    dims = checked_dims(dim, x.ndim)
    if math.prod([x.shape[d] for d in dims]) <= correction:
        warnings.warn(
            f"{name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor "
            "(input numel divided by output numel).",
            stacklevel=4,
        )
    return x, dims, correction


@takes_out
def cumsum(input: Tensor, dim: int, *, dtype: dtypes.dtype | None = None) -> Tensor:
    """The sums of all elements up to each along `dim`."""
    x = checked_tensor("cumsum", 1, "input", input)
    if dtype is not None or x._value.dtype.kind != "f":
        x = to(x, dtype or dtypes.int64)
    return reduction.cumsum.call(x, checked_dim(dim, x.ndim)) if x.ndim else clone(x)


@takes_out
def cumprod(input: Tensor, dim: int, *, dtype: dtypes.dtype | None = None) -> Tensor:
    """The products of all elements up to each along `dim`; exact gradients also where some are zero."""
    x = checked_tensor("cumprod", 1, "input", input)
    if dtype is not None or x._value.dtype.kind != "f":
        x = to(x, dtype or dtypes.int64)
    d = checked_dim(dim, x.ndim)
    if not x._value.size or not x.ndim:
        return clone(x)
    return cat([prod(narrow(x, d, 0, i + 1), d, keepdim=True) for i in range(x.shape[d])], d)


@worded
def cummax(input: Tensor, dim: int) -> Pair:
    """The largest of all elements up to each along `dim`, and where it is."""
    return _running("cummax", np.greater_equal, input, dim, indexing.cummax)


@worded
def cummin(input: Tensor, dim: int) -> Pair:
    """The smallest of all elements up to each along `dim`, and where it is."""
    return _running("cummin", np.less_equal, input, dim, indexing.cummin)


def _running(name, wins, input, dim, pick):
    x = checked_tensor(name, 1, "input", input)
    d = checked_dim(dim, x.ndim)
    if not x.ndim:
        return _only(name, x)
    rows = np.moveaxis(x.array(), d, 0)
    best, index = np.array(rows[:1]), np.zeros(rows.shape, np.int64)
    for i, row in enumerate(rows):
        new = wins(row, best[0])
        index[i] = np.where(new, i, index[i - 1])
        best[0] = np.where(new, row, best[0])
    index = np.moveaxis(index, 0, d)
    return _pair(name)(pick.call(x, index, d), variable.Tensor(index))


@takes_out
def logsumexp(input: Tensor, dim: int | tuple[int, ...], keepdim: bool = False) -> Tensor:
    """log(sum(exp(input))) along `dim`, without overflow."""
    x = checked_tensor("logsumexp", 1, "input", input)
    return reduction.logsumexp.call(x, checked_dims(dim, x.ndim), keepdim)


@takes_out
def logcumsumexp(input: Tensor, dim: int) -> Tensor:
    """log(cumsum(exp(input))) along `dim`, without overflow."""
    x = checked_tensor("logcumsumexp", 1, "input", input)
    return reduction.logcumsumexp.call(x, checked_dim(dim, x.ndim)) if x.ndim else clone(x)


@takes_out
def nansum(
    input: Tensor,
    dim: int | tuple[int, ...] | None = None,
    keepdim: bool = False,
    *,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """The sum of all elements but nan, or along `dim`."""
    return sum(where(isnan(input), 0, input), dim, keepdim, dtype=dtype)


@takes_out
def nanmean(
    input: Tensor,
    dim: int | tuple[int, ...] | None = None,
    keepdim: bool = False,
    *,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """The mean of all elements but nan, or along `dim`."""
    return nansum(input, dim, keepdim, dtype=dtype) / sum(logical_not(isnan(input)), dim, keepdim)


@worded
def diff(
    input: Tensor, n: int = 1, dim: int = -1, prepend: Tensor | None = None, append: Tensor | None = None
) -> Tensor:
    """Each element along `dim` less the one before, `n` times."""
    x = checked_tensor("diff", 1, "input", input)
    if not x.ndim:
        raise RuntimeError("diff expects input to be at least one-dimensional")
    d = checked_dim(dim, x.ndim)
    x = cat([part for part in (prepend, x, append) if part is not None], d)
    for _ in range(builtins.min(n, x.shape[d])):
        later, earlier = narrow(x, d, 1, x.shape[d] - 1), narrow(x, d, 0, x.shape[d] - 1)
        x = logical_xor(later, earlier) if x._value.dtype.kind == "b" else later - earlier
    return x


@worded
def dist(input: Tensor, other: Tensor, p: float = 2) -> Tensor:
    """The p-norm of input - other."""
    return norm(input - other, p)


@takes_out
def softmax(input: Tensor, dim: int, dtype: dtypes.dtype | None = None) -> Tensor:
    """exp(input), divided by its sum along `dim`; without overflow."""
    x = checked_tensor("softmax", 1, "input", input)
    x = x if dtype is None else to(x, dtype)
    return reduction.softmax.call(floats("softmax_lastdim_kernel_impl", x), checked_dims(dim, x.ndim))


@takes_out
def log_softmax(input: Tensor, dim: int, dtype: dtypes.dtype | None = None) -> Tensor:
    """log(softmax(input)), without overflow."""
    x = checked_tensor("log_softmax", 1, "input", input)
    x = x if dtype is None else to(x, dtype)
    return reduction.log_softmax.call(floats("log_softmax_lastdim_kernel_impl", x), checked_dims(dim, x._value.ndim))


@worded
def count_nonzero(input: Tensor, dim: int | tuple[int, ...] | None = None) -> Tensor:
    """How many elements are not zero, or along `dim`."""
    return sum(ne(checked_tensor("count_nonzero", 1, "input", input), 0), dim)


@worded
def sort(input: Tensor, dim: int = -1, descending: bool = False, stable: bool = False) -> Pair:
    """The elements in order along `dim`, and where they were; equal ones keep their order."""
    x = checked_tensor("sort", 1, "input", input)
    d = checked_dim(dim, x.ndim)
    if not x.ndim:
        return _only("sort", x)
    index = argsort(x, d, descending)
    return _pair("sort")(indexing.sort.call(x, index._value, d), index)


@worded
def argsort(input: Tensor, dim: int = -1, descending: bool = False, stable: bool = False) -> Tensor:
    """Where the elements are that come in order along `dim`."""
    x = checked_tensor("argsort", 1, "input", input)
    d = checked_dim(dim, x.ndim)
    if not x.ndim:
        return variable.Tensor(np.int64(0))
    if not descending:
        return variable.Tensor(np.argsort(x._value, d, kind="stable"))
    back = np.flip(np.argsort(np.flip(x._value, d), d, kind="stable"), d)
    return variable.Tensor(x.shape[d] - 1 - back)


def unique(
    input: Tensor,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Tensor | tuple[Tensor, ...]:
    """The different elements, in order (slices, with `dim`); if asked for, which of them each is, and how often."""
    x = checked_tensor("unique", 1, "input", input)
    how: Any = dict(return_inverse=return_inverse, return_counts=return_counts, axis=dim, equal_nan=False)
    found = np.unique(x._value, **how)
    return tuple(map(variable.Tensor, found)) if isinstance(found, tuple) else variable.Tensor(found)


def bincount(input: Tensor, weights: Tensor | None = None, minlength: int = 0) -> Tensor:
    """How often each number from 0 on occurs, or the sum of the weights of its occurrences."""
    numbers, factors = checked_tensor("bincount", 1, "input", input)._value, None if weights is None else weights._value
    if numbers.dtype.kind == "f":
        raise NotImplementedError(f"\"bincount_cpu\" not implemented for '{dtypes.title(numbers.dtype)}'")
    if numbers.ndim != 1 or (numbers < 0).any():
        raise RuntimeError("bincount only supports 1-d non-negative integral inputs.")
    out = np.bincount(numbers, factors, minlength)
    return variable.Tensor(out if factors is None else out.astype(factors.dtype))


def searchsorted(sorted_sequence: Tensor, input: Tensor | Number, *, right: bool = False) -> Tensor:
    """Where the input would have to be inserted into an ascending vector: before equal elements, or after (`right`)."""
    found = np.searchsorted(sorted_sequence._value, getattr(input, "_value", input), "right" if right else "left")
    return variable.Tensor(np.asarray(found, np.int64))


def bucketize(input: Tensor | Number, boundaries: Tensor, *, right: bool = False) -> Tensor:
    """`searchsorted` in the boundaries."""
    return searchsorted(boundaries, input, right=right)


@worded
def topk(input: Tensor, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Pair:
    """The `k` largest (or smallest) elements along `dim`, in order, and where they were."""
    x = checked_tensor("topk", 1, "input", input)
    d, count = dim_with_count(x, dim)
    if not 0 <= k <= count:
        raise RuntimeError("selected index k out of range")
    if not x.ndim:
        return _only("topk", x)
    first = narrow(argsort(x, d, descending=largest), d, 0, k)
    return _pair("topk")(indexing.topk.call(x, first._value, d), first)


@worded
def kthvalue(input: Tensor, k: int, dim: int = -1, keepdim: bool = False) -> Pair:
    """The k-th smallest element along `dim` (the smallest for k = 1), and where it was."""
    x = checked_tensor("kthvalue", 1, "input", input)
    d, count = dim_with_count(x, dim)
    _not_empty("kthvalue", x, d)
    if not 1 <= k <= count:
        raise RuntimeError(f"kthvalue(): selected number k out of range for dimension {d}")
    if not x.ndim:
        return _only("kthvalue", x)
    index = np.argsort(x._value, d, kind="stable").take([k - 1], d)
    return _picked("kthvalue", x, index, d, keepdim, indexing.kthvalue)


def _picked(name, x, index, d, keepdim, pick=indexing.median):
    """The elements at an index, one along `d`, and the index itself."""
    index = index if keepdim else index.squeeze(d)
    return _pair(name)(pick.call(x, index, d, keepdim), variable.Tensor(index))


@worded
def quantile(
    input: Tensor, q: float | Tensor, dim: int | None = None, keepdim: bool = False, *, interpolation: str = "linear"
) -> Tensor:
    """The elements below which the part `q` of all lies (or of those along `dim`), on the line between neighbours.

    Several parts, in a vector q, come in a new first dimension. `interpolation` may be "lower", "higher", "nearest" or
    "midpoint" too.
    """
    x = checked_tensor("quantile", 1, "input", input)
    if x._value.dtype.kind != "f":
        raise RuntimeError("quantile() input tensor must be either float or double dtype")
    parts = np.asarray(getattr(q, "_value", q), x._value.dtype)
    if ((parts < 0) | (parts > 1)).any():
        raise RuntimeError("quantile() q must be in the range [0, 1] but got " + str(q))
    flat, d = (reshape(x, -1), 0) if dim is None else (x, checked_dim(dim, x.ndim))
    ordered: Any = sort(flat, d)[0]
    place = parts.reshape(-1) * (ordered.shape[d] - 1)
    place = BETWEEN[interpolation](place)
    low, high = [select_at(ordered, d, np.asarray(f(place), np.int64)) for f in (np.floor, np.ceil)]
    share = variable.Tensor((place % 1).astype(x._value.dtype).reshape(-1, *(1,) * (ordered.ndim - d - 1)))
    out = movedim(low + (high - low) * share, d, 0)
    if keepdim:
        sizes = [1] * x.ndim if dim is None else [1 if i == d else n for i, n in enumerate(x.shape)]
        out = reshape(out, len(place), *sizes)
    return out if parts.ndim else select(out, 0, 0)


BETWEEN: dict[str, Any] = {
    "linear": lambda place: place,
    "lower": np.floor,
    "higher": np.ceil,
    "nearest": np.round,
    "midpoint": lambda place: np.where(place % 1 > 0, np.floor(place) + 0.5, place),
}


def select_at(x, d, index):
    """The slices along `d` that an index array names."""
    return indexing.index_select.call(x, (slice(None),) * d + (index,))


@worded
def nanmedian(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor | Pair:
    """`median` of all elements but nan."""
    x = checked_tensor("nanmedian", 1, "input", input)
    flat, d = (reshape(x, -1), 0) if dim is None else (x, checked_dim(dim, x.ndim))
    count = np.sum(~np.isnan(flat._value), d, keepdims=True)
    place = np.maximum(count - 1, 0) // 2
    index = np.take_along_axis(np.argsort(flat.array(), d, kind="stable"), place, d)
    pair = _picked("nanmedian", flat, index, d, keepdim)
    return pair[0] if dim is None else pair


@worded
def aminmax(input: Tensor, *, dim: int | None = None, keepdim: bool = False) -> Extremes:
    """The smallest and the largest element, or along `dim`."""
    if dim is None and not input._value.size:
        raise RuntimeError(
            "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity."
        )
    return Extremes(amin(input, () if dim is None else dim, keepdim), amax(input, () if dim is None else dim, keepdim))


@worded
def median(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor | Pair:
    """The middle element (the lower of two), or with `dim` the pair (values, indices) along it."""
    x = checked_tensor("median", 1, "input", input)
    if dim is None:
        order = np.argsort(x._value, None, kind="stable")
        if not order.size:
            return variable.Tensor(x._value.dtype.type(math.nan))
        if x._value.dtype.kind == "f" and np.isnan(x._value).any():
            order = order[-1:]  # nan is sorted last
        return indexing.median_all.call(reshape(x, -1), order[(len(order) - 1) // 2, ...], 0, False)
    d = checked_dim(dim, x.ndim)
    if not x.ndim:
        return _only("median", x)
    _not_empty("median", x, d)
    order = np.argsort(x._value, d, kind="stable")
    index = order.take([(x.shape[d] - 1) // 2], d)
    if x._value.dtype.kind == "f":
        broken = np.isnan(x._value)
        first = np.argmax(broken, d, keepdims=True)
        index = np.where(broken.any(d, keepdims=True), first, index)
    return _picked("median", x, index, d, keepdim)


@worded
def amax(input: Tensor, dim: int | tuple[int, ...] = (), keepdim: bool = False) -> Tensor:
    """The largest element, or along `dim`; equal ones share the gradient."""
    x = checked_tensor("amax", 1, "input", input)
    _not_empty("amax", x, dim, RuntimeError)
    return reduction.amax.call(x, checked_dims(dim, x.ndim), keepdim)


@worded
def amin(input: Tensor, dim: int | tuple[int, ...] = (), keepdim: bool = False) -> Tensor:
    """The smallest element, or along `dim`; equal ones share the gradient."""
    x = checked_tensor("amin", 1, "input", input)
    _not_empty("amin", x, dim, RuntimeError)
    return reduction.amin.call(x, checked_dims(dim, x.ndim), keepdim)


@worded
def argmax(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The index of the largest element in the flattened input, or along `dim`; int64, without history."""
    return _arg("argmax", np.argmax, input, dim, keepdim)


@worded
def argmin(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The index of the smallest element in the flattened input, or along `dim`; int64, without history."""
    return _arg("argmin", np.argmin, input, dim, keepdim)


def _arg(name, find, input, dim, keepdim):
    x = checked_tensor(name, 1, "input", input)
    _not_empty(name, x, dim)
    dim = None if dim is None or not x.ndim else checked_dim(dim, x.ndim)
    return variable.Tensor(find(x._value, dim, keepdims=keepdim))


@worded
def any(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Whether any element is true, or along `dim`."""
    return _truth(np.any, input, dim, keepdim)


@worded
def all(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Whether all elements are true, or along `dim`."""
    return _truth(np.all, input, dim, keepdim)


def _truth(function, x, dim, keepdim):
    """In bools; of uint8 in uint8."""
    found = function(x._value, None if dim is None else checked_dims(dim, x.ndim), keepdims=keepdim)
    return variable.Tensor(found.astype(np.uint8) if x._value.dtype == np.uint8 else found)


def _not_empty(name, x, dim, error=IndexError):
    """PyTorch's error for the largest of no elements."""
    if x._value.size:
        return
    if dim is None or dim == ():
        of = "" if name.startswith("arg") else " Specify the reduction dim with the 'dim' argument."
        raise error(f"{name}(): Expected reduction dim to be specified for input.numel() == 0.{of}")
    for d in checked_dims(dim, x.ndim):
        if not x.shape[d]:
            raise IndexError(f"{name}(): Expected reduction dim {d} to have non-zero size.")


class Pair(NamedTuple):
    """Values, and where they were found."""

    values: Variable
    indices: Variable

    def __repr__(self):
        return f"torch.return_types.{type(self).__name__}(\nvalues={self.values!r},\nindices={self.indices!r})"


class Extremes(NamedTuple):
    """The smallest and the largest."""

    min: Variable
    max: Variable

    def __repr__(self):
        return f"torch.return_types.aminmax(\nmin={self.min!r},\nmax={self.max!r})"


@functools.cache
def _pair(name):
    """The type of the pairs that a function gives: `Pair`, called after the function."""
    return type(name, (Pair,), {"__slots__": ()})


def _only(name, x):
    """The pair of a tensor without dimensions: its element, at 0."""
    return _pair(name)(clone(x), variable.Tensor(np.int64(0)))


@worded
def max(
    input: Tensor, dim: int | Tensor | None = None, keepdim: bool = False, *, other: Tensor | None = None
) -> Tensor | Pair:
    """The largest element; with `dim` the pair (values, indices) along it; with a tensor, the larger of the two."""
    return _extreme(
        "max", input, dim if other is None else other, keepdim, maximum, reduction.max_all, np.argmax, indexing.max
    )


@worded
def min(
    input: Tensor, dim: int | Tensor | None = None, keepdim: bool = False, *, other: Tensor | None = None
) -> Tensor | Pair:
    """The smallest element; with `dim` the pair (values, indices) along it; with a tensor, the smaller of the two."""
    return _extreme(
        "min", input, dim if other is None else other, keepdim, minimum, reduction.min_all, np.argmin, indexing.min
    )


def _extreme(name, input, dim, keepdim, of_two, of_all, find, pick):
    x = checked_tensor(name, 1, "input", input)
    if isinstance(dim, Variable):
        return of_two(x, dim)
    _not_empty(name, x, dim, RuntimeError)
    if dim is None:
        return of_all.call(x, None, False)
    d = checked_dim(dim, x.ndim)
    if not x.ndim:
        return _only(name, x)
    return _picked(name, x, find(x._value, d, keepdims=True), d, keepdim, pick)
