"""Operations that pick elements by index tensors and masks, with their derivative rules."""

import numpy as np

from .operation import Linear, Operation
from .shape import sum_to


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


# fmt: off
index     = Linear("index", lambda x, key: x[key], x=lambda grad, x_shape, key: index_put(grad, x_shape, key), options="key")
index_set = Operation("index_put", written, a=lambda grad, key: blanked(grad, key),
                      b=lambda grad, key, b_shape: sum_to(index(grad, key), b_shape), options="key")
blanked   = Linear("blanked", lambda x, key: written(x, 0, key), x=lambda grad, key: blanked(grad, key), options="key", node="IndexPutBackward0")
index_put = Linear("index_put", put_adding,        x=lambda grad, key: index(grad, key), options="shape key")
# fmt: on
