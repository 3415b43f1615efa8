"""Operations that pick elements by index tensors and masks, with their derivative rules."""

import numpy as np

from .operation import Linear, Operation
from .shape import reshape, sum_to


def put_adding(x, shape, key):
    """Zeros of `shape` to which `x` is added at the places `key`; a place that occurs twice gets both."""
    out = np.zeros(shape, x.dtype)
    np.add.at(out, key, x)
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


def take_one(x, index, dim, keepdim):
    """The elements at `index`, one along `dim`, which is dropped unless `keepdim`."""
    out = np.take_along_axis(x, index, dim)
    return out if keepdim else out.squeeze(dim)


def put_one(grad, x_shape, index, dim, keepdim):
    return scatter(grad if keepdim else reshape(grad, index.shape), x_shape, index, dim)


def put_taken(grad, x_shape, index, dim):
    return scatter(grad, x_shape, index, dim)


WRITTEN = dict(
    a=lambda grad, key: blanked(grad, key),
    b=lambda grad, key, b_shape: sum_to(index(grad, key), b_shape),
    options="key",
)


# fmt: off
gather    = Linear("gather", take, x=put_taken,    options="index dim")
sort      = Linear("sort", take,   x=put_taken,    options="index dim")
topk      = Linear("topk", take,   x=put_taken,    options="index dim")
kthvalue  = Linear("kthvalue", take_one, x=put_one, options="index dim keepdim")
cummax    = Linear("cummax", take, x=put_taken,    options="index dim")
cummin    = Linear("cummin", take, x=put_taken,    options="index dim")
median    = Linear("median", take_one, x=put_one,  options="index dim keepdim", node="MedianBackward1")
median_all = Linear("median", take_one, x=put_one, options="index dim keepdim")
max       = Linear("max", take_one, x=put_one,     options="index dim keepdim")
min       = Linear("min", take_one, x=put_one,     options="index dim keepdim")
scattered = Operation("scatter", written_along, a=lambda grad, index, dim: emptied(grad, index, dim), b=lambda grad, index, dim: gather(grad, index, dim), options="index dim")
emptied   = Linear("scatter", lambda x, index, dim: written_along(x, 0, index, dim), x=lambda grad, index, dim: emptied(grad, index, dim), options="index dim", node="ScatterBackward1")
added     = Operation("scatter_add", lambda a, b, index, dim: a + put_along(b, a.shape, index, dim), a=lambda grad: grad,
                      b=lambda grad, index, dim: gather(grad, index, dim), options="index dim", node="ScatterAddBackward0")
index_add = Operation("index_add", lambda a, b, key: a + put_adding(b, a.shape, key), a=lambda grad: grad, b=lambda grad, key: index(grad, key), options="key", node="IndexAddBackward0")
index_select = Linear("index_select", lambda x, key: x[key], x=lambda grad, x_shape, key: index_put(grad, x_shape, key), options="key", node="IndexSelectBackward0")
scatter   = Linear("scatter", put_along, x=lambda grad, index, dim: gather(grad, index, dim), options="shape index dim")
index     = Linear("index", lambda x, key: x[key], x=lambda grad, x_shape, key: index_put(grad, x_shape, key), options="key")
index_set = Operation("index_put", written,    **WRITTEN)
index_fill = Operation("index_fill", written,  **WRITTEN)
index_copy = Operation("index_copy", written,  **WRITTEN)
masked_scatter = Operation("masked_scatter", written, **WRITTEN)
select_scatter = Operation("select_scatter", written, **WRITTEN)
slice_scatter = Operation("slice_scatter", written, **WRITTEN)
diagonal_scatter = Operation("diagonal_scatter", written, **WRITTEN)
blanked   = Linear("blanked", lambda x, key: written(x, 0, key), x=lambda grad, key: blanked(grad, key), options="key", node="IndexPutBackward0")
index_put = Linear("index_put", put_adding,        x=lambda grad, key: index(grad, key), options="shape key")
# fmt: on
