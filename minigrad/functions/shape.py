"""Functions that arrange elements anew; most give views of their input's memory."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import dtypes
from ..autograd.variable import Variable
from ..ops import shape
from ..ops.broadcasting import broadcast_shape
from ..sizes import Size
from .arguments import checked_dim, checked_dims, checked_tensor, dim_with_size, given_sizes, takes_out, worded
from .conversion import clone, is_tensor, to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tensors import Tensor


def _inferred(sizes, x):
    """The sizes with -1 replaced by what is left; PyTorch's RuntimeErrors if they do not fit."""
    numel = x._value.size
    if sizes.count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    for i, n in enumerate(sizes):
        if n < -1:
            raise RuntimeError(f"invalid shape dimension {n} at index {i} of shape {list(sizes)}")
    known = math.prod([n for n in sizes if n != -1])
    if -1 in sizes and known and numel % known == 0:
        return tuple([numel // known if n == -1 else n for n in sizes])
    if -1 in sizes and not known and not numel:
        raise RuntimeError(
            f"cannot reshape tensor of 0 elements into shape {list(sizes)} because the unspecified dimension size -1 "
            "can be any value and is ambiguous"
        )
    if known != numel or -1 in sizes:
        raise RuntimeError(f"shape '{list(sizes)}' is invalid for input of size {numel}")
    return sizes


def reshape(input: Tensor, *shape_: int | tuple[int, ...]) -> Tensor:
    """The elements in another shape: a view where the layout allows it, else a copy. One size may be -1."""
    x = checked_tensor("reshape", 1, "input", input)
    if not shape_:
        raise TypeError('reshape() missing 1 required positional arguments: "shape"')
    sizes = _inferred(given_sizes(shape_), x)
    return (shape.reshape if viewable(x._value, sizes) else shape.unsafe_view).call(x, sizes)


def view(input: Tensor, *shape_: int | tuple[int, ...]) -> Tensor:
    """The elements in another shape over the same memory. Raises RuntimeError where the layout does not allow it."""
    if len(shape_) == 1 and isinstance(shape_[0], dtypes.dtype):
        raise NotImplementedError("view(dtype) is not available in minigrad: use .to(dtype), which converts the values")
    sizes = _inferred(given_sizes(shape_), input)
    if not viewable(input._value, sizes):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
            "contiguous subspaces). Use .reshape(...) instead."
        )
    return shape.reshape.call(input, sizes)


def viewable(value, sizes):
    """Whether an array can be seen in another shape without a copy."""
    if type(value) is not np.ndarray or value.flags.c_contiguous:
        return True
    return not value.size or np.may_share_memory(value.reshape(sizes), value)


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """The dimensions from `start_dim` to `end_dim` merged into one."""
    x = checked_tensor("flatten", 1, "input", input)
    if not x.ndim:
        return reshape(x, 1)
    first, last = checked_dim(start_dim, x.ndim), checked_dim(end_dim, x.ndim)
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if first == last:
        return x
    sizes = x.shape
    return reshape(x, *sizes[:first], math.prod(sizes[first : last + 1]), *sizes[last + 1 :])


@worded
def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """A view with the two dimensions exchanged."""
    x = checked_tensor("transpose", 1, "input", input)
    d0, d1 = checked_dim(dim0, x.ndim), checked_dim(dim1, x.ndim)
    return shape.transpose.call(x, d0, d1) if x.ndim else shape.reshape.call(x, ())


def t(input: Tensor) -> Tensor:
    """The transpose of a matrix; a vector or number stays as it is."""
    x = checked_tensor("t", 1, "input", input)
    if x._value.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {x.ndim}D")
    return shape.t.call(x)


def permute(input: Tensor, *dims: int | tuple[int, ...]) -> Tensor:
    """A view with the dimensions in another order."""
    x = checked_tensor("permute", 1, "input", input)
    order = given_sizes(dims)
    if len(order) != x.ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired "
            f"ordering of dimensions i.e. input.dim() = {x.ndim} is not equal to len(dims) = {len(order)}"
        )
    order = tuple([checked_dim(d, x.ndim) for d in order])
    if len(set(order)) != x.ndim:
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return shape.permute.call(x, order)


@worded
def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """A view with a dimension of size 1 inserted at `dim`."""
    x = checked_tensor("unsqueeze", 1, "input", input)
    d = checked_dim(dim, x.ndim + 1)
    return shape.unsqueeze.call(x, (*x.shape[:d], 1, *x.shape[d:]))


@worded
def squeeze(input: Tensor, dim: int | tuple[int, ...] | None = None) -> Tensor:
    """A view without the dimensions of size 1, or without those among `dim`."""
    x = checked_tensor("squeeze", 1, "input", input)
    if dim is None:
        return shape.squeeze.call(x, tuple([n for n in x.shape if n != 1]))
    dims = checked_dims(dim, x.ndim)
    return shape.squeeze_d.call(x, tuple([n for i, n in enumerate(x.shape) if n != 1 or i not in dims]))


def expand(input: Tensor, *sizes: int | tuple[int, ...]) -> Tensor:
    """A view that repeats dimensions of size 1, without memory of its own; -1 keeps a size."""
    x = checked_tensor("expand", 1, "input", input)
    target = given_sizes(sizes)
    lead = len(target) - x.ndim
    if lead < 0:
        raise RuntimeError(
            f"expand({x.type()}{{{list(x.shape)}}}, size={list(target)}): the number of sizes provided ({len(target)}) "
            f"must be greater or equal to the number of dimensions in the tensor ({x.ndim})"
        )
    if -1 in target[:lead]:
        raise RuntimeError(
            "The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension "
            f"{target.index(-1)}"
        )
    full = tuple([x.shape[i - lead] if n == -1 and i >= lead else n for i, n in enumerate(target)])
    for i, (n, m) in enumerate(zip(full[lead:], x.shape, strict=True), lead):
        if m not in (1, n):
            raise RuntimeError(
                f"The expanded size of the tensor ({n}) must match the existing size ({m}) at non-singleton dimension "
                f"{i}. Target sizes: {list(target)}. Tensor sizes: {list(x.shape)}"
            )
    return shape.expand.call(x, full)


@worded
def swapaxes(input: Tensor, axis0: int, axis1: int) -> Tensor:
    """`transpose`, as NumPy calls it."""
    return transpose(input, axis0, axis1)


@worded
def movedim(input: Tensor, source: int | tuple[int, ...], destination: int | tuple[int, ...]) -> Tensor:
    """A view with dimensions moved to other places; the rest keep their order."""
    x = checked_tensor("movedim", 1, "input", input)
    for name, dims in (("source", source), ("destination", destination)):
        if isinstance(dims, (tuple, list)) and len({*dims}) < len(dims):
            raise RuntimeError(f"movedim: repeated dim in `{name}` ({list(dims)})")
    old, new = [list(d) if isinstance(d, (tuple, list)) else [d] for d in (source, destination)]
    if len(old) != len(new):
        raise RuntimeError(
            f"movedim: Invalid source or destination dims: source ({old} dims) should contain the same number of dims "
            f"as destination ({new} dims)"
        )
    placed = dict(zip(checked_dims(destination, x.ndim), checked_dims(source, x.ndim), strict=True))
    rest = iter([i for i in range(x.ndim) if i not in placed.values()])
    return permute(x, *[placed[i] if i in placed else next(rest) for i in range(x.ndim)])


@worded
def unflatten(input: Tensor, dim: int, sizes: tuple[int, ...]) -> Tensor:
    """A view with one dimension taken apart into several of the given sizes."""
    x = checked_tensor("unflatten", 1, "input", input)
    d, _ = dim_with_size(x, dim)
    known = math.prod([n for n in sizes if n != -1])
    if x.shape[d] != known if -1 not in sizes else not known or x.shape[d] % known:
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of dim {d} ({x.shape[d]}) in the "
            "input tensor"
        )
    inner = [x.shape[d] // known if n == -1 else n for n in sizes]
    return view(x, *x.shape[:d], *inner, *x.shape[d + 1 :])


def ravel(input: Tensor) -> Tensor:
    """All elements in one dimension."""
    return reshape(input, -1)


def repeat(input: Tensor, *repeats: int | tuple[int, ...]) -> Tensor:
    """Copies of the tensor, side by side along each dimension."""
    x, sizes = checked_tensor("repeat", 1, "input", input), given_sizes(repeats)
    if len(sizes) < x.ndim:
        raise RuntimeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor")
    return shape.repeat.call(x, sizes)


def tile(input: Tensor, *dims: int | tuple[int, ...]) -> Tensor:
    """`repeat`, where dimensions that are not named are repeated once."""
    sizes = given_sizes(dims)
    return repeat(input, *(1,) * (input.ndim - len(sizes)), *sizes)


def flip(input: Tensor, *dims: int | tuple[int, ...]) -> Tensor:
    """The elements in reverse order along the dimensions."""
    x = checked_tensor("flip", 1, "input", input)
    return shape.flip.call(x, checked_dims(given_sizes(dims), x.ndim) if given_sizes(dims) else ())


def tril(input: Tensor, diagonal: int = 0) -> Tensor:
    """The lower triangle of a matrix, or of each of a batch; the rest is zero."""
    if checked_tensor("tril", 1, "input", input).ndim < 2:
        raise RuntimeError("tril: input tensor must have at least 2 dimensions")
    return shape.tril.call(input, diagonal)


def triu(input: Tensor, diagonal: int = 0) -> Tensor:
    """The upper triangle of a matrix, or of each of a batch; the rest is zero."""
    if checked_tensor("triu", 1, "input", input).ndim < 2:
        raise RuntimeError("triu: input tensor must have at least 2 dimensions")
    return shape.triu.call(input, diagonal)


def diagonal(input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """A view of the diagonal of two dimensions, which comes last."""
    x = checked_tensor("diagonal", 1, "input", input)
    return shape.diagonal.call(x, offset, checked_dim(dim1, x.ndim), checked_dim(dim2, x.ndim))


def diag(input: Tensor, diagonal: int = 0) -> Tensor:
    """A matrix with the vector on its diagonal; of a matrix a copy of its diagonal."""
    x = checked_tensor("diag", 1, "input", input)
    if x.ndim == 1:
        n = x.shape[0] + abs(diagonal)
        return shape.diag_embed.call(x, (n, n), diagonal, 0, 1)
    if x.ndim != 2:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {x.ndim}D")
    return clone(shape.diagonal.call(x, diagonal, 0, 1))


@worded
def broadcast_to(input: Tensor, size: tuple[int, ...]) -> Tensor:
    """`expand` to the size."""
    return expand(input, size)


def sum_to_size(input: Tensor, *size: int | tuple[int, ...]) -> Tensor:
    """The sum over the dimensions along which a tensor of `size` would be broadcast to the input, in that size."""
    target = given_sizes(size)
    if input.shape == target:
        return input
    pairs = zip(target[::-1], input.shape[::-1], strict=False)
    if len(target) > input.ndim or any([n not in (1, m) for n, m in pairs]):
        raise RuntimeError(f"size {{{list(target)}}} is not expandable to size {{{list(input.shape)}}}.")
    return shape.sum_to.call(input, target)


def _listed(name: str, tensors: Any) -> list[Any]:
    if isinstance(tensors, Variable):
        raise TypeError(f"{name}(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor")
    return list(tensors)


@takes_out
def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """The tensors joined along a dimension, in their common dtype."""
    xs: Any = _listed("cat", tensors)
    if not xs:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
    for i, x in enumerate(xs):
        if not is_tensor(x):
            raise TypeError(f"expected Tensor as element {i} in argument 0, but got {dtypes.type_name(type(x))}")
        if not x.ndim:
            raise RuntimeError(f"zero-dimensional tensor (at position {i}) cannot be concatenated")
    dtype = dtypes.widest([x._value.dtype for x in xs])
    xs = [to(x, dtypes.of(dtype)) for x in xs if x.shape != (0,)] or [to(xs[0], dtypes.of(dtype))]
    d = checked_dim(dim, xs[0].ndim)
    for i, x in enumerate(xs):
        if x.ndim != xs[0].ndim:
            raise RuntimeError(f"Tensors must have same number of dimensions: got {xs[0].ndim} and {x.ndim}")
        for axis, (n, m) in enumerate(zip(xs[0].shape, x.shape, strict=True)):
            if axis != d and n != m:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {d}. Expected size {n} but got size {m} for "
                    f"tensor number {i} in the list."
                )
    return shape.cat(xs, d)


concat = concatenate = cat


@takes_out
def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """The tensors, all of one shape, along a new dimension."""
    xs = _listed("stack", tensors)
    if not xs:
        raise RuntimeError("stack expects a non-empty TensorList")
    for i, x in enumerate(xs):
        if x.shape != xs[0].shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(xs[0].shape)} at entry 0 and "
                f"{list(x.shape)} at entry {i}"
            )
    dtype = dtypes.of(dtypes.widest([x._value.dtype for x in xs]))
    return shape.stack([to(x, dtype) for x in xs], checked_dim(dim, xs[0].ndim + 1))


@worded
def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """The slices along a dimension, which is dropped: a tuple of views."""
    return shape.unbind(input, dim_with_size(checked_tensor("unbind", 1, "input", input), dim)[0])


@worded
def split(tensor: Tensor, split_size_or_sections: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in pieces of one size (the last may be smaller), or of the sizes listed: a tuple of views."""
    d, n = dim_with_size(tensor, dim, "split expects at least a 1-dimensional tensor", RuntimeError)
    sizes = split_size_or_sections
    if isinstance(sizes, int):
        if sizes < 0:
            raise RuntimeError(f"split expects split_size be non-negative, but got split_size={sizes}")
        if sizes == 0 and n:
            raise RuntimeError(f"split_size can only be 0 if dimension size is 0, but got dimension size of {n}")
        sizes = [min(sizes, n - start) for start in range(0, n, sizes or 1)] or [0]
    elif sum(sizes) != n:
        raise RuntimeError(
            f"split_with_sizes expects split_sizes to sum exactly to {n} (input tensor's size at dimension {d}), but "
            f"got split_sizes={list(sizes)}"
        )
    return shape.split(tensor, tuple(sizes), d)


@worded
def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in at most `chunks` pieces of one size (the last may be smaller): a tuple of views."""
    n = dim_with_size(input, dim, "chunk expects at least a 1-dimensional tensor", RuntimeError)[1]
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    if not n:
        return split(input, [0] * chunks, dim)
    return split(input, -(-n // chunks) or 1, dim)


@worded
def tensor_split(input: Tensor, indices_or_sections: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in `n` pieces as equal as can be, or cut before each of the indices: a tuple of views."""
    none = "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims"
    (d, n), parts = dim_with_size(input, dim, none, RuntimeError), indices_or_sections
    if isinstance(parts, int):
        if parts <= 0:
            raise RuntimeError(f"number of sections must be larger than 0, got {parts}")
        cuts = np.cumsum([n // parts + (i < n % parts) for i in range(parts)]).tolist()[:-1]
    else:
        cuts = list(parts)
    ends = zip([0, *cuts], [*cuts, n], strict=True)
    return tuple([shape.slice.call(input, d, start, end, 1) for start, end in ends])


@worded
def select(input: Tensor, dim: int, index: int) -> Tensor:
    """A view of the slice at `index` along `dim`, which is dropped."""
    d, n = dim_with_size(input, dim, "select() cannot be applied to a 0-dim tensor.")
    if not -n <= index < n:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(input.shape)} at dimension {d}"
        )
    return shape.pick.call(input, d, index)


@worded
def narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """A view of `length` entries along `dim`, from `start` on."""
    d, n = dim_with_size(input, dim, "narrow() cannot be applied to a 0-dim tensor.", RuntimeError)
    if not -n <= start <= n:
        raise IndexError(f"start out of range (expected to be in range of [-{n}, {n}], but got {start})")
    start = start + n if start < 0 else start
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if start + length > n:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({n}).")
    return shape.slice.call(input, d, start, start + length, 1)


@worded
def roll(input: Tensor, shifts: int | tuple[int, ...], dims: int | tuple[int, ...] = ()) -> Tensor:
    """The elements moved along the dimensions (or, without, along all elements in a row); the last become the first."""
    x = checked_tensor("roll", 1, "input", input)
    steps, along = [(n,) if isinstance(n, int) else tuple(n) for n in (shifts, dims)]
    if not along and len(steps) == 1:
        return shape.roll.call(x, steps, None)
    if len(steps) != len(along):
        raise RuntimeError(f"shifts and dimensions must align. shifts: {len(steps)}, dims:{len(along)}")
    return shape.roll.call(x, steps, tuple([dim_with_size(x, d)[0] for d in along]))


swapdims, moveaxis = swapaxes, movedim


def fliplr(input: Tensor) -> Tensor:
    """The elements in reverse order along dimension 1."""
    if input.ndim < 2:
        raise RuntimeError("Input must be >= 2-d.")
    return flip(input, 1)


def flipud(input: Tensor) -> Tensor:
    """The elements in reverse order along dimension 0."""
    if input.ndim < 1:
        raise RuntimeError("Input must be >= 1-d.")
    return flip(input, 0)


def rot90(input: Tensor, k: int = 1, dims: tuple[int, int] = (0, 1)) -> Tensor:
    """The input turned by `k` quarters from the first of two dimensions to the second."""
    a, b = [checked_dim(d, input.ndim) for d in dims]
    if k % 4 == 0:
        return clone(input)
    if k % 4 == 2:
        return flip(input, a, b)
    return transpose(flip(input, b), a, b) if k % 4 == 1 else flip(transpose(input, a, b), b)


def diag_embed(input: Tensor, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """Matrices with the last dimension on their diagonals, in the dimensions `dim1` and `dim2`."""
    x = checked_tensor("diag_embed", 1, "input", input)
    a, b = [checked_dim(d, x.ndim + 1) for d in (dim1, dim2)]
    n = x.shape[-1] + abs(offset)
    sizes = list(x.shape[:-1])
    for d in sorted((a, b)):
        sizes.insert(d, n)
    return shape.diag_embed.call(x, tuple(sizes), offset, a, b)


def diagflat(input: Tensor, offset: int = 0) -> Tensor:
    """A matrix with all elements of the input on its diagonal."""
    return diag(reshape(input, -1), offset)


def broadcast_shapes(*shapes: int | Sequence[int]) -> Size:
    """The shape that the shapes broadcast to. Raises RuntimeError if they do not."""
    sizes: list[int] = []
    for i, given in enumerate(shapes):
        own = [given] if isinstance(given, int) else list(given)
        sizes[:0] = [1] * (len(own) - len(sizes))
        for d, n in enumerate(reversed(own), 1):
            if n not in (1, sizes[-d]) and sizes[-d] != 1:
                raise RuntimeError(
                    f"Attempting to broadcast a dimension of length {n} at -{d}! Mismatching argument at index {i} had "
                    f"{given}; but expected shape should be broadcastable to {sizes}"
                )
            sizes[-d] = n if sizes[-d] == 1 else sizes[-d]
    return Size(sizes)


def broadcast_tensors(*tensors: Tensor) -> tuple[Tensor, ...]:
    """The tensors expanded to their common shape."""
    sizes = broadcast_shape(*[x.shape for x in tensors])
    return tuple([x if x.shape == sizes else expand(x, sizes) for x in tensors])


def _at_least(ndim, tensors):
    """Each of the tensors (one, several, or a list of them) with at least that many dimensions, ones put before."""
    xs = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    seen = tuple([x if x.ndim >= ndim else _raised_to(x, ndim) for x in xs])
    return seen[0] if len(tensors) == 1 and isinstance(tensors[0], Variable) else seen


def _raised_to(x, ndim):
    """One dimension comes before what there is, and a third one after, as in NumPy."""
    for place in range(x.ndim, ndim):
        x = unsqueeze(x, 0 if place < 2 else -1)
    return x


def atleast_1d(*tensors: Tensor | Sequence[Tensor]) -> Tensor | tuple[Tensor, ...]:
    """The tensor, or each of several, with at least one dimension."""
    return _at_least(1, tensors)


def atleast_2d(*tensors: Tensor | Sequence[Tensor]) -> Tensor | tuple[Tensor, ...]:
    """The tensor, or each of several, with at least two dimensions."""
    return _at_least(2, tensors)


def atleast_3d(*tensors: Tensor | Sequence[Tensor]) -> Tensor | tuple[Tensor, ...]:
    """The tensor, or each of several, with at least three dimensions."""
    return _at_least(3, tensors)


def hstack(tensors: Sequence[Tensor]) -> Tensor:
    """The tensors joined along dimension 1, vectors along their only one."""
    xs = _at_least(1, [list(tensors)])
    return cat(xs, 0 if xs[0].ndim == 1 else 1)


def vstack(tensors: Sequence[Tensor]) -> Tensor:
    """The tensors joined along dimension 0; vectors are rows."""
    return cat(_at_least(2, [list(tensors)]), 0)


row_stack = vstack


def dstack(tensors: Sequence[Tensor]) -> Tensor:
    """The tensors joined along dimension 2."""
    return cat(_at_least(3, [list(tensors)]), 2)


def column_stack(tensors: Sequence[Tensor]) -> Tensor:
    """The tensors joined along dimension 1; vectors are columns."""
    return cat([reshape(x, -1, 1) if x.ndim < 2 else x for x in tensors], 1)


def hsplit(input: Tensor, indices_or_sections: int | Sequence[int]) -> tuple[Tensor, ...]:
    """`tensor_split` along dimension 1, or 0 of a vector."""
    return tensor_split(input, indices_or_sections, 0 if input.ndim == 1 else 1)


def vsplit(input: Tensor, indices_or_sections: int | Sequence[int]) -> tuple[Tensor, ...]:
    """`tensor_split` along dimension 0."""
    return tensor_split(input, indices_or_sections, 0)


def dsplit(input: Tensor, indices_or_sections: int | Sequence[int]) -> tuple[Tensor, ...]:
    """`tensor_split` along dimension 2."""
    return tensor_split(input, indices_or_sections, 2)


def meshgrid(*tensors: Tensor | Sequence[Tensor], indexing: str | None = None) -> tuple[Tensor, ...]:
    """For each vector its elements over the grid of all; "xy" exchanges the first two dimensions."""
    xs: Any = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    if indexing not in ("ij", "xy", None):
        raise RuntimeError(f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}')
    if indexing is None:
        warnings.warn(
            "torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument.", stacklevel=2
        )
    sizes = [x.numel() for x in xs]
    rows = [reshape(x, *[n if i == j else 1 for j, n in enumerate(sizes)]) for i, x in enumerate(xs)]
    grids = [expand(row, *sizes) for row in rows]
    return tuple([transpose(g, 0, 1) for g in grids] if indexing == "xy" and len(xs) > 1 else grids)


def as_strided(input: Tensor, size: Sequence[int], stride: Sequence[int], storage_offset: int | None = None) -> Tensor:
    """A view of the memory: element (i, j, ...) lies at `storage_offset` + i · stride[0] + j · stride[1] + ...

    The offset counts from where the memory begins; left out, it is the input's own.
    """
    if len(size) != len(stride):
        raise RuntimeError("mismatch in length of strides and shape")
    base, reach = input if input._view is None else input._view.base, 0
    whole, own = base.array(), input.array()
    start = (own.ctypes.data - whole.ctypes.data) // own.itemsize
    offset = start if storage_offset is None else storage_offset
    if math.prod(size):
        reach = 1 + sum([(n - 1) * s for n, s in zip(size, stride, strict=True)])
    if offset + reach > whole.size:
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset {offset}, and itemsize "
            f"{own.itemsize} requiring a storage size of {(offset + reach) * own.itemsize} are out of bounds for "
            f"storage of size {whole.nbytes}"
        )
    if own.flags.c_contiguous and start <= offset and offset + reach <= start + own.size:
        return shape.strided.call(input, tuple(size), tuple(stride), offset - start)
    if not whole.flags.c_contiguous:
        raise NotImplementedError("minigrad's as_strided needs contiguous memory: use .contiguous() first")
    return shape.strided.call(base, tuple(size), tuple(stride), offset)


def unfold(input: Tensor, dimension: int, size: int, step: int) -> Tensor:
    """A view of all windows of `size` elements along a dimension, `step` apart, in a new last dimension."""
    d = checked_dim(dimension, input.ndim)
    if not input.ndim:
        return unfold(unsqueeze(input, 0), d, size, step)[0]
    if size > input.shape[d]:
        raise RuntimeError(f"maximum size for tensor at dimension {d} is {input.shape[d]} but size is {size}")
    if step <= 0:
        raise RuntimeError(f"step is {step} but must be > 0")
    return shape.unfold.call(input, d, size, step)
