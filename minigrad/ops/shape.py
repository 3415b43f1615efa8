"""Operations that arrange elements anew, with their derivative rules. Most give views of their input's memory."""

import math
from operator import attrgetter

import numpy as np

from ..autograd import variable
from .broadcasting import unbroadcast
from .elementwise import cast, zero
from .operation import Joining, Linear, Operation, Splitting, View


def stretched(x, shape):
    """A view of `x` that repeats it, without memory of its own (np.broadcast_to costs many times as much)."""
    if not x.flags.c_contiguous:
        return np.broadcast_to(x, shape)
    lead = len(shape) - x.ndim
    own = [0 if n == 1 else s for n, s in zip(x.shape, x.strides, strict=True)]
    return np.ndarray(shape, x.dtype, x, 0, [0] * lead + own)


def reshaped(x, shape):
    return x.reshape(shape)


def permuted(x, dims):
    return x.transpose(dims)


def inverse(dims):
    """The permutation that undoes `dims`."""
    back = [0] * len(dims)
    for i, d in enumerate(dims):
        back[d] = i
    return tuple(back)


def joined(xs, dim):
    return np.concatenate(xs, dim)


def part(grad, i, shapes, dim):
    """The part of a joined gradient that belongs to input i."""
    start = sum([shape[dim] for shape in shapes[:i]])
    return slice(grad, dim, start, start + shapes[i][dim], 1)


def along(dim, key):
    """The NumPy index that applies `key` to one dimension, and gives a view even of a single element."""
    return (*[ALL] * dim, key, ...)


ALL = np.s_[:]


def put(x, shape, key):
    """Zeros of `shape` with `x` at the places that the basic index `key` selects."""
    out = np.zeros(shape, x.dtype)
    out[key] = x
    return out


def pieces(x, sizes, dim):
    ends = np.cumsum(sizes)
    return [x[along(dim, np.s_[end - n : end])] for n, end in zip(sizes, ends, strict=True)]


def piece(i, shape, sizes, dim):
    start = sum(sizes[:i])
    return slice, (dim, start, start + sizes[i], 1)


def rejoined(grads, shape, sizes, dim):
    """The pieces' gradients joined, with zeros for those that nobody used."""
    like = next(g for g in grads if g is not None)
    rest = [(*shape[:dim], n, *shape[dim + 1 :]) for n in sizes]
    return cat([zeros_like(like, size) if g is None else g for g, size in zip(grads, rest, strict=True)], dim)


def zeros_like(grad, shape):
    """Zeros of a shape, an array or a tensor like `grad`."""
    if isinstance(grad, np.ndarray | np.generic):
        return np.zeros(shape, grad.dtype)
    return variable.Tensor(np.zeros(shape, grad._value.dtype))


def rows(x, dim):
    return [x[along(dim, i)] for i in range(x.shape[dim])]


def restacked(grads, shape, dim):
    """The rows' gradients stacked, with zeros for those that nobody used."""
    row = (*shape[:dim], 1, *shape[dim + 1 :])
    like = next(g for g in grads if g is not None)
    return cat([zeros_like(like, row) if g is None else reshape(g, row) for g in grads], dim)


def unrepeated(grad, x_shape, sizes):
    """The sum over all copies that np.tile made."""
    shape = (1,) * (len(sizes) - len(x_shape)) + x_shape
    apart = reshape(grad, tuple([m for pair in zip(sizes, shape, strict=True) for m in pair]))
    return reshape(sum_to(apart, tuple([m for n in shape for m in (1, n)])), x_shape)


def diagonal_of(x, offset, dim1, dim2):
    """A view of the diagonal, which comes last; NumPy's could not be written to."""
    view = np.diagonal(x, offset, dim1, dim2)
    view.flags.writeable = x.flags.writeable
    return view


def put_diagonal(x, shape, offset, dim1, dim2):
    """Zeros of `shape` with `x` on the diagonal."""
    out = np.zeros(shape, x.dtype)
    diagonal_of(out, offset, dim1, dim2)[...] = x
    return out


def seen_by_strides(x, size, stride, offset):
    """The elements of `x`, which is contiguous, at `offset` + the sum of index times stride: a view of its memory."""
    start = np.ascontiguousarray(x).reshape(-1)[offset:]
    return np.lib.stride_tricks.as_strided(start, size, [n * x.itemsize for n in stride])


def added_by_strides(x, shape, size, stride, offset):
    """The transpose: zeros of `shape` to which `x` is added at those elements."""
    at = seen_by_strides(np.arange(math.prod(shape)), size, stride, offset)
    return np.bincount(at.ravel(), x.ravel(), math.prod(shape)).astype(x.dtype).reshape(shape)


def seen_in_windows(x, dim, size, step):
    """A view of the windows along a dimension, whose elements come last."""
    sizes, strides, n = [*x.shape, size], [*x.strides, x.strides[dim]], (x.shape[dim] - size) // step + 1
    sizes[dim], strides[dim] = n, strides[dim] * step
    return np.lib.stride_tricks.as_strided(x, sizes, strides)


def added_windows(x, shape, dim, size, step):
    """The transpose: zeros of `shape` to which each window is added where it lies."""
    out, n = np.zeros(shape, x.dtype), x.shape[dim]
    for i in range(size):
        out[along(dim, np.s_[i : i + step * (n - 1) + 1 : step])] += x[..., i]
    return out


# fmt: off
expand    = View("expand", stretched,      x=lambda grad, x_shape: sum_to(grad, x_shape), options="shape")
sum_to    = Linear("sum_to", unbroadcast,  x=lambda grad, x_shape: expand(grad, x_shape), options="shape", node="SumBackward1")
reshape   = View("view", reshaped,         x=lambda grad, x_shape: reshape(grad, x_shape), options="shape")
unsqueeze = View("unsqueeze", reshaped,    x=lambda grad, x_shape: reshape(grad, x_shape), options="shape")
squeeze   = View("squeeze", reshaped,      x=lambda grad, x_shape: reshape(grad, x_shape), options="shape")
unsafe_view = Linear("_unsafe_view", reshaped, x=lambda grad, x_shape: reshape(grad, x_shape), options="shape", node="UnsafeViewBackward0")  # of a copy, or of a result that nobody else has
squeeze_own = Linear("squeeze", reshaped, x=lambda grad, x_shape: reshape(grad, x_shape), options="shape", node="SqueezeBackward4")  # of a result that nobody else has
squeeze_d = View("squeeze", reshaped,      x=lambda grad, x_shape: reshape(grad, x_shape), options="shape", node="SqueezeBackward1")
permute   = View("permute", permuted,      x=lambda grad, dims: permute(grad, inverse(dims)), options="dims")
transpose = View("transpose", lambda x, dim0, dim1: x.swapaxes(dim0, dim1), x=lambda grad, dim0, dim1: transpose(grad, dim0, dim1), options="dim0 dim1")
t         = View("t", attrgetter("T"),     x=lambda grad: t(grad))
slice     = View("slice", lambda x, dim, start, end, step: x[along(dim, np.s_[start:end:step])],
                 x=lambda grad, x_shape, dim, start, end, step: place(grad, x_shape, along(dim, np.s_[start:end:step])), options="dim start end step")
pick      = View("select", lambda x, dim, index: x[along(dim, index)],
                 x=lambda grad, x_shape, dim, index: place(grad, x_shape, along(dim, index)), options="dim index")
alias     = View("alias", lambda x: x[...], x=lambda grad: grad)
place     = Linear("place", put,           x=lambda grad, key: at(grad, key), options="shape key", node="SliceBackward0")
at        = View("slice", lambda x, key: x[key], x=lambda grad, x_shape, key: place(grad, x_shape, key), options="key")
flip      = Linear("flip", lambda x, dims: np.flip(x, dims).copy(), x=lambda grad, dims: flip(grad, dims), options="dims")
roll      = Linear("roll", np.roll,        x=lambda grad, shifts, dims: roll(grad, [-n for n in shifts], dims), options="shifts dims")
repeat    = Linear("repeat", np.tile,      x=unrepeated, options="sizes")
tril      = Linear("tril", np.tril,        x=lambda grad, diagonal: tril(grad, diagonal), options="diagonal")
triu      = Linear("triu", np.triu,        x=lambda grad, diagonal: triu(grad, diagonal), options="diagonal")
diagonal  = View("diagonal", diagonal_of,  x=lambda grad, x_shape, offset, dim1, dim2: diag_embed(grad, x_shape, offset, dim1, dim2), options="offset dim1 dim2")
diag_embed = Linear("diag_embed", put_diagonal, x=lambda grad, offset, dim1, dim2: diagonal(grad, offset, dim1, dim2), options="shape offset dim1 dim2", node="DiagEmbedBackward0")
strided   = View("as_strided", seen_by_strides, x=lambda grad, x_shape, size, stride, offset: put_by_strides(grad, x_shape, size, stride, offset), options="size stride offset")
unfold    = View("unfold", seen_in_windows, x=lambda grad, x_shape, dim, size, step: put_windows(grad, x_shape, dim, size, step), options="dim size step")
put_windows = Linear("unfold_backward", added_windows, x=lambda grad, dim, size, step: unfold(grad, dim, size, step), options="shape dim size step", node="UnfoldBackwardBackward0")
put_by_strides = Linear("as_strided_scatter", added_by_strides, x=lambda grad, size, stride, offset: strided(grad, size, stride, offset), options="shape size stride offset", node="AsStridedScatterBackward0")
copy      = Operation("copy", lambda a, b: stretched(np.asarray(b, a.dtype), a.shape), node="torch::autograd::CopyBackwards",
                      a=lambda grad: zero(grad), b=lambda grad, b_shape, b_dtype: cast(sum_to(grad, b_shape), b_dtype))
cat       = Joining("cat", joined, part)
stack     = Joining("stack", np.stack, lambda grad, i, shapes, dim: pick(grad, dim, i))
split     = Splitting("split", pieces, rejoined, piece)
unbind    = Splitting("unbind", rows, restacked, lambda i, shape, dim: (pick, (dim, i)))
# fmt: on
