"""Functions that pick elements, and write to them, by index tensors and masks; `x[key]` too."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import dtypes
from ..autograd import variable
from ..autograd.inplace import write
from ..autograd.variable import Variable
from ..ops import elementwise, indexing, shape
from ..ops.broadcasting import broadcast_shape
from .arguments import checked_dim, checked_tensor, dim_with_count, worded
from .elementwise import nonzero
from .shape import diagonal, expand, reshape, select, unsqueeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tensors import Tensor
    from .arguments import Number


@worded
def gather(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The elements that `index` names along `dim`, in the index's shape; repeated ones add up in the gradient."""
    x, d = _indexed_along("gather", input, dim, index)
    return indexing.gather.call(x, index.array(), d)


@worded
def scatter(input: Tensor, dim: int, index: Tensor, src: Tensor | Number) -> Tensor:
    """A copy of the input with elements of `src`, or a number, at the places that `index` names along `dim`."""
    x, d = _indexed_along("scatter", input, dim, index)
    if not isinstance(src, Variable):
        return indexing.scattered.call(x, _full_of(x, src, index.shape), index.array(), d)
    return indexing.scattered.call(x, _corner(src, index.shape, x, d), index.array(), d)


@worded
def scatter_add(input: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    """A copy of the input to which elements of `src` are added at the places that `index` names along `dim`."""
    x, d = _indexed_along("scatter_add", input, dim, index)
    return indexing.added.call(x, _corner(src, index.shape, x, d), index.array(), d)


def _indexed_along(name, input, dim, index):
    x = checked_tensor(name, 1, "input", input)
    if index._value.dtype not in (np.int64, np.int32):
        raise RuntimeError(f"{name}(): Expected dtype int32/int64 for index")
    d, n = dim_with_count(x, dim)
    if index.ndim != x.ndim:
        raise RuntimeError("Index tensor must have the same number of dimensions as input tensor")
    for i, (m, most) in enumerate(zip(index.shape, x.shape, strict=True)):
        if i != d and m > most and index.numel():
            if name != "gather":
                raise RuntimeError(
                    f"Expected index {list(index.shape)} to be no larger than self {list(x.shape)} apart from "
                    f"dimension {d}"
                )
            raise RuntimeError(
                f"Size does not match at dimension {i} expected index {list(index.shape)} to be no larger than self "
                f"{list(x.shape)} apart from dimension {d}"
            )
    wrong = index._value[(index._value < 0) | (index._value >= n)]
    if wrong.size:
        raise RuntimeError(f"index {wrong.flat[0]} is out of bounds for dimension {d} with size {n}")
    return x, d


SCATTERED = "scatter(): Expected self.dtype to be equal to src.dtype"
PUT = "Index put requires the source and destination dtypes match, got {} for the destination and {} for the source."
ADDED = "index_add_(): self ({}) and source ({}) must have the same scalar type"
REDUCED = "index_reduce_(): self ({}) and source ({}) must have the same scalar type"
COPIED = "index_copy_(): self and source expected to have the same dtype, but got (self) {} and (source) {}"
TAKEN = "masked_scatter: expected self and source to have same dtypes but got{} and {}"


def _of_one_dtype(into, source, words):
    """PyTorch's error, in these words, where a source has another dtype than what it is written into."""
    if source._value.dtype != into._value.dtype:
        raise RuntimeError(words.format(dtypes.title(into._value.dtype), dtypes.title(source._value.dtype)))


def _corner(x, sizes, into, dim):
    """The part of a tensor that an index of these sizes, which scatters it, reaches."""
    _of_one_dtype(into, x, SCATTERED)
    if x.ndim != len(sizes) or any([m > n for m, n in zip(sizes, x.shape, strict=True)]):
        raise RuntimeError(
            f"Expected index {list(sizes)} to be no larger than self {list(into.shape)} apart from dimension {dim} and "
            f"to be no larger size than src {list(x.shape)}"
        )
    return x if x.shape == sizes else x[tuple([slice(n) for n in sizes])]


def _full_of(like, number, sizes):
    return variable.Tensor(np.full(sizes, number, like._value.dtype))


@worded
def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The slices along `dim` that the vector `index` names; repeated ones add up in the gradient."""
    if index._value.dtype not in (np.int64, np.int32):
        raise RuntimeError("index_select(): Expected dtype int32 or int64 for index")
    if index.ndim > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    return indexing.index_select.call(*_at("index_select", input, dim, index))


@worded
def index_add(input: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Number = 1) -> Tensor:
    """A copy of the input to which the slices of `source` are added at those that `index` names along `dim`."""
    x, key = _at("index_add", input, dim, index)
    d = checked_dim(dim, x.ndim)
    _of_one_dtype(x, source, ADDED)
    _fits_index("index_add_", RuntimeError, index, source, d, "equal to source.size(dim): ({}), for dim: {}")
    if source.ndim > x.ndim:
        raise RuntimeError(
            "source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = "
            f"{list(x.shape)} source.shape = {list(source.shape)}"
        )
    return indexing.index_add.call(x, source if alpha == 1 else source * alpha, key)


def _fits_index(name, error, index, source, d, words):
    """PyTorch's error where a source has not one slice for each index."""
    if source.ndim and source.shape[d] != index.numel():
        should = words.format(source.shape[d], d)
        raise error(f"{name}(): Number of indices ({index.numel()}) should be {should}")


def _at(name, input, dim, index):
    x, array = checked_tensor(name, 1, "input", input), index.array()
    n, key = _slices(x, dim, array)
    if ((array < 0) | (array >= n)).any():
        raise IndexError("index out of range in self")
    if not x.ndim and array.size != 1:
        raise RuntimeError(f"{name}(): Index to scalar can have only 1 value, got {array.size} value(s)")
    return x, key


def _slices(x, dim, array):
    """How many slices there are along `dim`, and the NumPy index of some; a number is its own only slice."""
    d, n = dim_with_count(x, dim)
    return n, (slice(None),) * d + (array,) if x.ndim else ()


@worded
def take(input: Tensor, index: Tensor) -> Tensor:
    """The elements that the index names in the flattened input."""
    n = input.numel()
    for i in index._value[(index._value < -n) | (index._value >= n)].ravel()[:1]:
        raise IndexError(f"out of range: tried to access index {i} on a tensor of {n} elements.")
    return reshape(input, -1)[index]


@worded
def masked_select(input: Tensor, mask: Tensor) -> Tensor:
    """The elements where the mask, which broadcasts, holds: a vector."""
    if mask._value.dtype.name not in ("bool", "uint8"):
        raise RuntimeError("masked_select: expected BoolTensor for mask")
    x, sizes = checked_tensor("masked_select", 1, "input", input), broadcast_shape(input.shape, mask.shape)
    return expand(x, sizes)[expand(mask, sizes)]


def getitem(x, key):
    """`x[key]`: ints, slices, `...` and None give views; index tensors, lists and masks give copies."""
    kind = type(key)
    if kind is int:
        return _pick(x, 0, key)
    if kind is slice:
        return _slice(x, 0, key)
    return _indexed(x, key if kind is tuple else (key,))


def _pick(x, dim, i, named=None):
    """`x` at index i of a dimension, which the message of an index out of range may name otherwise."""
    if not x.ndim:
        raise IndexError(
            "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a "
            "0-dim tensor to a number"
        )
    n = x._value.shape[dim]
    if not -n <= i < n:
        named = dim if named is None else named
        raise IndexError(f"index {i} is out of bounds for dimension {named} with size {n}")
    return shape.pick.call(x, dim, i)


def _slice(x, dim, key):
    if not x.ndim:
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    start, stop, step = [
        part.item() if isinstance(part, Variable) else part for part in (key.start, key.stop, key.step)
    ]
    if step == 0:
        raise ValueError("slice step cannot be zero")
    if step is not None and step < 0:
        raise ValueError("step must be greater than zero")
    return shape.slice.call(x, dim, start, stop, step)


def _indexed(x, keys):
    """Each basic part of the index in its turn, then all index tensors at once."""
    keys = [*map(_part, keys)]
    used = sum([_width(k) for k in keys if k is not ...])
    if used > x.ndim:
        raise IndexError(f"too many indices for tensor of dimension {x.ndim}")
    if not any([k is ... for k in keys]):
        keys.append(...)
    dim, arrays, out, dropped = 0, {}, x, 0
    for k in keys:
        if k is None:
            out = unsqueeze(out, dim)
        elif k is ...:
            dim = out.ndim - sum([_width(rest) for rest in keys[_after_dots(keys) :]])
            continue
        elif isinstance(k, (int, np.integer)):
            out = _pick(out, dim, int(k), dim + dropped)
            dropped += 1
            continue
        elif isinstance(k, slice):
            out = out if k == slice(None) else _slice(out, dim, k)
        else:
            arrays[dim] = k
            dim += _width(k)
            continue
        dim += 1
    return _gathered(out, arrays) if arrays else out if out is not x else shape.alias.call(x)


def _after_dots(keys):
    return [k is ... for k in keys].index(True) + 1


def _width(k):
    """How many dimensions of the tensor a part of an index uses up (in the tensor as basic parts leave it)."""
    return k.ndim if _is_mask(k) else 0 if k is None else 1


def _is_basic(k):
    return k is None or k is ... or isinstance(k, (slice, int, np.integer)) and not isinstance(k, bool)


def _is_mask(k):
    return isinstance(k, np.ndarray) and k.dtype.kind == "b"


def _part(k):
    """A part of an index: a basic one as it is, any other as an array.

    It is called by `map`: in Python 3.11 a comprehension is one call more, and the warning would miss the user's line.
    """
    if _is_basic(k):
        return k
    if isinstance(k, Variable):
        k = k.array()
    given, k = k, np.asarray(k)
    if k.dtype == np.uint8:
        warnings.warn(
            "indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead.", stacklevel=4
        )
        k = k.astype(bool)
    if not k.ndim and k.dtype.kind in "fU" and given is not k:
        raise IndexError(
            "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got "
            f"{type(given).__name__})"
        )
    if k.size == 0 and k.dtype.kind == "f":
        k = k.astype(np.int64)
    if k.dtype.kind not in "iub":
        raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
    return k


def _gathered(x, arrays):
    """`x` at index arrays, which stand at the given dimensions."""
    key = []
    for dim in range(x.ndim + 1):  # a mask of no dimensions may stand behind the last
        k = arrays.get(dim)
        if k is not None:
            _check_index(x.shape, dim, k)
            key.append(k)
        elif dim < x.ndim and not _covered(arrays, dim):
            key.append(slice(None))
    try:
        np.broadcast_shapes(*[k.shape for k in arrays.values() if not _is_mask(k)])
    except ValueError:
        sizes = ", ".join([str(list(k.shape)) for k in arrays.values()])
        raise IndexError(
            f"shape mismatch: indexing tensors could not be broadcast together with shapes {sizes}"
        ) from None
    return indexing.index.call(x, tuple(key))


def _covered(arrays, dim):
    """Whether a mask that stands at an earlier dimension reaches over this one."""
    return any([d < dim < d + _width(k) for d, k in arrays.items()])


def _check_index(sizes, dim, k):
    if _is_mask(k):
        for i, n in enumerate(k.shape):
            if n != sizes[dim + i]:
                raise IndexError(
                    f"The shape of the mask {list(k.shape)} at index {i} does not match the shape of the indexed "
                    f"tensor {list(sizes)} at index {dim + i}"
                )
        return
    n = sizes[dim]
    out = k[(k < -n) | (k >= n)]
    if out.size:
        raise IndexError(f"index {out.flat[0]} is out of bounds for dimension {dim} with size {n}")


def setitem(x, key, value):
    """`x[key] = value`: in place, through a view or at index tensors; numbers and smaller tensors broadcast."""
    keys = key if isinstance(key, tuple) else (key,)
    if all([_is_basic(k) for k in keys]):
        _written(getitem(x, key), value)
    else:
        _set_at(x, keys, value)


def _written(part, value):
    if isinstance(value, Variable):
        if value.ndim > part.ndim and all([n == 1 for n in value.shape[: value.ndim - part.ndim]]):
            value = reshape(value, value.shape[value.ndim - part.ndim :])
        if value.shape != part.shape:
            expand(value, part.shape)  # raises where the value does not fit
        write(shape.copy.call, part, value)
    elif isinstance(value, np.ndarray):
        write(shape.copy.call, part, variable.Tensor(value))
    elif isinstance(value, (int, float, np.generic)):
        write(elementwise.fill.call, part, value)
    else:
        raise TypeError(f"can't assign a {dtypes.type_name(type(value))} to a {part.type()}")


def _set_at(x, keys, value):
    """Assignment at index tensors, lists or masks."""
    arrays = tuple(map(_part, keys))
    target = _target(x, arrays)
    if not isinstance(value, Variable):
        value = variable.Tensor(np.asarray(value, x._value.dtype))
    elif value.numel() != 1 or any([k.dtype.kind != "b" for k in arrays if isinstance(k, np.ndarray)]):
        _of_one_dtype(x, value, PUT)  # a single element under a mask is a masked_fill
    if value.shape != target:
        try:
            np.broadcast_to(np.empty(value.shape, bool), target)
        except ValueError:
            raise RuntimeError(
                f"shape mismatch: value tensor of shape {list(value.shape)} cannot be broadcast to indexing result of "
                f"shape {list(target)}"
            ) from None
    write(indexing.index_set.call, x, value, arrays)


def _target(x, key):
    """The shape of what a key, with arrays, names of `x`. Raises IndexError for arrays that do not fit."""
    used = sum([_width(k) for k in key if k is not ...])
    if used > x.ndim:
        raise IndexError(f"too many indices for tensor of dimension {x.ndim} (got {used})")
    for dim, k in enumerate(key):
        if not _is_basic(k):
            _check_index(x.shape, dim, k)
    return np.empty(x.shape, bool)[key].shape


@worded
def repeat_interleave(input: Tensor, repeats: int | Tensor, dim: int | None = None) -> Tensor:
    """Each slice along `dim` (each element, without one) several times in a row."""
    x = checked_tensor("repeat_interleave", 1, "input", input)
    x, d = (reshape(x, -1), 0) if dim is None else (x, checked_dim(dim, x.ndim))
    times = getattr(repeats, "_value", repeats)
    if np.size(times) not in (1, x.shape[d]):
        raise RuntimeError(
            "repeats must have the same size as input along dim, but got repeats.size(0) = "
            f"{np.size(times)} and input.size({d}) = {x.shape[d]}"
        )
    return index_select(x, d, variable.Tensor(np.repeat(np.arange(x.shape[d]), times)))


@worded
def index_fill(input: Tensor, dim: int, index: Tensor, value: Number | Tensor) -> Tensor:
    """A copy of the input with `value` in the slices along `dim` that the index names."""
    return indexing.index_fill.call(*_with_value("index_fill", input, dim, index, value))


def _with_value(name, input, dim, index, value):
    x = checked_tensor(name, 1, "input", input)
    d, array = checked_dim(dim, x.ndim), index.array()
    if isinstance(value, Variable) and value.ndim:
        raise RuntimeError(
            f"index_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.ndim} dimension(s)."
        )
    _check_index(x.shape or (1,), d, array)
    filling = value if isinstance(value, Variable) else variable.Tensor(np.asarray(value, x._value.dtype)[()])
    return x, filling, _slices(x, d, array)[1]


@worded
def index_copy(input: Tensor, dim: int, index: Tensor, source: Tensor) -> Tensor:
    """A copy of the input with slices of `source` in the places along `dim` that the index names."""
    x, d = checked_tensor("index_copy", 1, "input", input), checked_dim(dim, input.ndim)
    _of_one_dtype(x, source, COPIED)
    _fits_index("index_copy_", IndexError, index, source, d, "equal to source.size(dim) ({})")
    array = index.array()
    n, key = _slices(x, d, array)
    for i in array[(array < 0) | (array >= n)][:1]:
        raise IndexError(f"index_copy_(): index {i} is out of bounds for dimension {d} with size {n}")
    return indexing.index_copy.call(x, source if x.ndim else reshape(source, ()), key)


@worded
def index_put(input: Tensor, indices: Sequence[Tensor | None], values: Tensor, accumulate: bool = False) -> Tensor:
    """A copy of the input with `values` at index tensors; added there with `accumulate`."""
    x = checked_tensor("index_put", 1, "input", input)
    _of_one_dtype(x, values, PUT)
    key = tuple(map(_part, [slice(None) if k is None else k for k in indices]))
    target = _target(x, key)
    if accumulate:
        return indexing.index_add.call(x, expand(values, target), key)
    return indexing.index_set.call(x, values, key)


@worded
def masked_scatter(input: Tensor, mask: Tensor, source: Tensor) -> Tensor:
    """A copy of the input with the elements of `source`, one after another, where the mask holds."""
    _of_one_dtype(input, source, TAKEN)
    x, sizes = input, broadcast_shape(input.shape, mask.shape)
    where = np.broadcast_to(mask._value, sizes)
    if source.numel() < where.sum():
        raise RuntimeError("Number of elements of source < number of ones in mask")
    used = reshape(source, -1)[: int(where.sum())]
    return indexing.masked_scatter.call(x if x.shape == sizes else expand(x, sizes), used, (where,))


@worded
def take_along_dim(input: Tensor, indices: Tensor, dim: int | None = None) -> Tensor:
    """`gather`, with the index and the input broadcast together but along `dim`; without one, of all in a row."""
    if dim is None:
        return gather(reshape(input, -1), 0, reshape(indices, -1))
    d = checked_dim(dim, input.ndim)
    sizes = broadcast_shape(*[[1 if i == d else n for i, n in enumerate(x.shape)] for x in (input, indices)])
    x, index = [expand(x, *sizes[:d], x.shape[d], *sizes[d + 1 :]) for x in (input, indices)]
    return gather(x, d, index)


@worded
def select_scatter(input: Tensor, src: Tensor, dim: int, index: int) -> Tensor:
    """A copy of the input with `src` at `index` along `dim`."""
    return _with_part(indexing.select_scatter, input, src, select(input, dim, index), dim, index)


@worded
def slice_scatter(
    input: Tensor, src: Tensor, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
) -> Tensor:
    """A copy of the input with `src` in a slice along `dim`."""
    part = slice(start, end, step)
    return _with_part(indexing.slice_scatter, input, src, _slice(input, checked_dim(dim, input.ndim), part), dim, part)


def _with_part(row, x, src, part, dim, key):
    if src.shape != part.shape:
        raise RuntimeError(
            f"expected src to have a size equal to the slice of self. src size = {list(src.shape)}, slice size = "
            f"{list(part.shape)}"
        )
    return row.call(x, src, (slice(None),) * checked_dim(dim, x.ndim) + (key,))


@worded
def diagonal_scatter(input: Tensor, src: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """A copy of the input with `src` on its diagonal."""
    places = reshape(variable.Tensor(np.arange(input.numel())), input.shape)
    key = np.unravel_index(diagonal(places, offset, dim1, dim2)._value, input.shape)
    return indexing.diagonal_scatter.call(input, src, tuple(key))


def argwhere(input: Tensor) -> Tensor:
    """The indices of the elements that are not zero, a row each."""
    found: Any = nonzero(input)
    return found


REDUCTIONS = {"amax": np.maximum, "amin": np.minimum}


@worded
def scatter_reduce(
    input: Tensor, dim: int, index: Tensor, src: Tensor, reduce: str, *, include_self: bool = True
) -> Tensor:
    """A copy of the input where elements of `src` meet at the places that `index` names along `dim`.

    What meets becomes its "sum", "mean", "amax" or "amin", with the input's own element or (`include_self=False`)
    without; equal extremes share the gradient.
    """
    if reduce not in ("sum", "mean", "amax", "amin"):
        if reduce == "prod":
            raise NotImplementedError("minigrad reduces by sum, mean, amax and amin, not by prod")
        raise RuntimeError(f"reduce argument must be either sum, prod, mean, amax or amin, got {reduce}")
    x, d = _indexed_along("scatter_reduce", input, dim, index)
    src, ones = _corner(src, index.shape, x, d), _full_of(x, 1, index.shape)
    met = scatter_add(_full_of(x, 0, x.shape), d, index, ones)
    own = variable.Tensor(np.asarray((met._value == 0) | include_self, x._value.dtype))
    if reduce in ("sum", "mean"):
        total = scatter_add(x * own, d, index, src)
        return total if reduce == "sum" else total / (met + own)
    value = np.where(own._value > 0, x._value, -np.inf if reduce == "amax" else np.inf)
    REDUCTIONS[reduce].at(value, indexing.along(index.array(), d), src._value)
    extreme = variable.Tensor(value.astype(x._value.dtype))
    stays, comes = (x == extreme) * own, src == gather(extreme, d, index)
    ties = scatter_add(stays + _full_of(x, 0, x.shape), d, index, comes * ones)
    return scatter_add(x * stays, d, index, src * comes) / ties


@worded
def index_reduce(
    input: Tensor, dim: int, index: Tensor, source: Tensor, reduce: str, *, include_self: bool = True
) -> Tensor:
    """`scatter_reduce` of the slices of `source`, by "mean", "amax" or "amin"."""
    if reduce == "sum" or reduce not in ("prod", "mean", "amax", "amin"):
        raise RuntimeError(f"index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got {reduce}.")
    _of_one_dtype(input, source, REDUCED)
    d = checked_dim(dim, input.ndim)
    spread = expand(reshape(index, *[-1 if i == d else 1 for i in range(input.ndim)]), source.shape)
    return scatter_reduce(input, d, spread, source, reduce, include_self=include_self)
