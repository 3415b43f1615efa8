"""Operations that pick elements by index tensors and masks, with their derivative rules."""

import numpy as np

from .operation import SHOWN, Linear, Operation
from .shape import reshape, sum_to


def put_adding(values, shape, key):
    """Zeros of `shape` to which `values` are added at the places `key`; a place that occurs twice gets both."""
    out = np.zeros(shape, values.dtype)
    np.add.at(out, key, values)
    return out


def written(x, value, key):
    """A copy of `x` with `value` at the places `key`."""
    out = np.array(x)
    out[key] = value
    return out


def along(index, dim):
    """The NumPy index of the places that `index` names along `dim`; it may be smaller than what it indexes."""
    key = list(np.indices(index.shape, sparse=True))
    key[dim : dim + 1] = [index] * (index.ndim > 0)
    return tuple(key)


def take(x, index, dim):
    return x[along(index, dim)]


def put_along(x, shape, index, dim):
    """Zeros of `shape` to which `x` is added at the places that `index` names along `dim`."""
    return put_adding(x, shape, along(index, dim))


def written_along(x, value, index, dim):
    """A copy of `x` with `value` at the places that `index` names along `dim`."""
    return written(x, value, along(index, dim))


def kept(indices, dim, keepdim):
    """Indices of one element along `dim`, with that dimension also where they came without it."""
    return indices if keepdim else np.expand_dims(indices, dim)


def take_one(x, indices, dim, keepdim):
    """The elements at `indices`, one along `dim`, which is dropped unless `keepdim`."""
    out = np.take_along_axis(x, kept(indices, dim, keepdim), dim)
    return out if keepdim else out.squeeze(dim)


def put_one(grad, x_shape, indices, dim, keepdim):
    places = kept(indices, dim, keepdim)
    return scatter(grad if keepdim else reshape(grad, places.shape), x_shape, places, dim)


def put_taken(grad, x_shape, indices, dim):
    return scatter(grad, x_shape, indices, dim)


WRITTEN = dict(
    a=lambda grad, indices: blanked(grad, indices),
    b=lambda grad, indices, b_shape: sum_to(index(grad, indices), b_shape),
    options="indices",
)
PART_WRITTEN = dict(  # by another name, since PyTorch saves no tensor of where the part is
    a=lambda grad, key: blanked(grad, key),
    b=lambda grad, key, b_shape: sum_to(index(grad, key), b_shape),
    options="key",
)
ROWS = SHOWN | {"indices": "index"}  # how PyTorch names what is saved, with an index for one dimension


# fmt: off
gather    = Linear("gather", take, x=put_taken,    options="indices dim", shown=ROWS)
sort      = Linear("sort", take,   x=put_taken,    options="indices dim")
topk      = Linear("topk", take,   x=put_taken,    options="indices dim")
kthvalue  = Linear("kthvalue", take_one, x=put_one, options="indices dim keepdim")
cummax    = Linear("cummax", take, x=put_taken,    options="indices dim")
cummin    = Linear("cummin", take, x=put_taken,    options="indices dim")
median    = Linear("median", take_one, x=put_one,  options="indices dim keepdim", node="MedianBackward1")
median_all = Linear("median", take_one, x=put_one, options="indices dim keepdim")
max       = Linear("max", take_one, x=put_one,     options="indices dim keepdim")
min       = Linear("min", take_one, x=put_one,     options="indices dim keepdim")
scattered = Operation("scatter", written_along, a=lambda grad, index, dim: emptied(grad, index, dim), b=lambda grad, index, dim: gather(grad, index, dim), options="index dim")
emptied   = Linear("scatter", lambda x, index, dim: written_along(x, 0, index, dim), x=lambda grad, index, dim: emptied(grad, index, dim), options="index dim", node="ScatterBackward1")
added     = Operation("scatter_add", lambda a, b, index, dim: a + put_along(b, a.shape, index, dim), a=lambda grad: grad,
                      b=lambda grad, index, dim: gather(grad, index, dim), options="index dim", node="ScatterAddBackward0")
index_add = Operation("index_add", lambda a, b, indices: a + put_adding(b, a.shape, indices), a=lambda grad: grad, b=lambda grad, indices: index(grad, indices),
                      options="indices", node="IndexAddBackward0", shown=ROWS)
index_select = Linear("index_select", lambda x, indices: x[indices], x=lambda grad, x_shape, indices: index_put(grad, x_shape, indices), options="indices", shown=ROWS)
scatter   = Linear("scatter", put_along, x=lambda grad, index, dim: gather(grad, index, dim), options="shape index dim")
index     = Linear("index", lambda x, indices: x[indices], x=lambda grad, x_shape, indices: index_put(grad, x_shape, indices), options="indices")
index_set = Operation("index_put", written,    **WRITTEN)
index_fill = Operation("index_fill", written, **WRITTEN, shown=ROWS)
index_copy = Operation("index_copy", written, **WRITTEN, shown=ROWS)
masked_scatter = Operation("masked_scatter", written, **WRITTEN)
select_scatter = Operation("select_scatter", written, **PART_WRITTEN)
slice_scatter = Operation("slice_scatter", written, **PART_WRITTEN)
diagonal_scatter = Operation("diagonal_scatter", written, **PART_WRITTEN)
blanked   = Linear("blanked", lambda x, indices: written(x, 0, indices), x=lambda grad, indices: blanked(grad, indices), options="indices", node="IndexPutBackward0")
index_put = Linear("index_put", put_adding,        x=lambda grad, indices: index(grad, indices), options="shape indices")
# fmt: on
