"""Two operands in one dtype and shape, and the way back: gradients summed to an input's shape and cast to its dtype."""

import functools

import numpy as np

from .. import dtypes
from ..autograd.variable import Variable


def aligned(a, b):
    """Two values in their common dtype, and whether gradients may have to be fitted to them.

    Raises RuntimeError if their shapes do not broadcast.
    """
    if a.shape != b.shape:
        broadcast_shape(a.shape, b.shape)
    if a.dtype == b.dtype:
        return a, b, True
    dtype = dtypes.common(a, b)
    return a if a.dtype == dtype else a.astype(dtype), b if b.dtype == dtype else b.astype(dtype), True


def aligned_without_bools(refusal, a, b):
    """The same. Raises RuntimeError if one alone has bools."""
    if "b" in (a.dtype.kind, b.dtype.kind) and a.dtype != b.dtype:
        raise RuntimeError(refusal)
    return aligned(a, b)


def broadcast_shape(*shapes):
    """The shape that the shapes broadcast to; PyTorch's RuntimeError if they do not."""
    result = list(shapes[0])
    for shape in shapes[1:]:
        if len(shape) > len(result):
            result[:0] = [1] * (len(shape) - len(result))
        for i in range(-1, -len(shape) - 1, -1):
            if result[i] == 1:
                result[i] = shape[i]
            elif shape[i] not in (1, result[i]):
                dim = len(result) + i
                raise RuntimeError(
                    f"The size of tensor a ({result[i]}) must match the size of tensor b ({shape[i]}) at non-singleton "
                    f"dimension {dim}"
                )
    return tuple(result)


def fitted(result, a, a_edge, b, b_edge):
    """For each input the function that fits its gradient; None where both come as they should."""
    x, y = a._value, b._value
    fit_a = a_edge is not None and (x.shape != result.shape or x.dtype != result.dtype or y.dtype != result.dtype)
    fit_b = b_edge is not None and (y.shape != result.shape or y.dtype != result.dtype or x.dtype != result.dtype)
    if fit_a or fit_b:
        return fitter(x.shape, x.dtype) if fit_a else as_is, fitter(y.shape, y.dtype) if fit_b else as_is
    return None


def as_is(grad):
    return grad


@functools.lru_cache(1024)
def fitter(shape, dtype):
    """A function that sums away what broadcasting added, and casts back."""

    def fit(grad):
        if isinstance(grad, Variable):
            return grad.sum_to_size(shape).to(dtypes.of(dtype))
        if grad.shape != shape:
            grad = unbroadcast(grad, shape)
        return grad if grad.dtype == dtype else grad.astype(dtype)

    return fit


def unbroadcast(grad, shape):
    """The sum of `grad` over the axes along which an array of `shape` was broadcast to it, in that shape."""
    total = np.add.reduce(grad, broadcast_axes(grad.shape, shape) if shape else None)
    return total if total.shape == shape else total.reshape(shape)


@functools.lru_cache(1024)
def broadcast_axes(wide, narrow):
    """The axes of `wide` along which `narrow` was broadcast to it."""
    lead = len(wide) - len(narrow)
    return (*range(lead), *[i for i, n in enumerate(narrow, lead) if n == 1 and wide[i] != 1])


def as_float(value):
    """Integers in the default float dtype."""
    return value.astype(dtypes.default_float())
