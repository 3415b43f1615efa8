"""Operations that pick elements by index tensors and masks, with their derivative rules."""

import numpy as np

from .operation import Linear


def put_adding(x, shape, key):
    """Zeros of `shape` to which `x` is added at the places `key`; a place that occurs twice gets both."""
    out = np.zeros(shape, x.dtype)
    np.add.at(out, key, x)
    return out


# fmt: off
index     = Linear("index", lambda x, key: x[key], x=lambda grad, x_shape, key: index_put(grad, x_shape, key), options="key")
index_put = Linear("index_put", put_adding,        x=lambda grad, key: index(grad, key), options="shape key")
# fmt: on
