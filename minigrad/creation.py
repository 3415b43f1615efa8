"""Making tensors: from data, filled, ranges, random."""

from __future__ import annotations

import builtins
import math
import warnings
from typing import TYPE_CHECKING

import numpy as np

from . import dtypes
from .autograd.watching import Watch, recorded
from .tensors import Tensor

if TYPE_CHECKING:
    from .functions import Number

COPY = (
    "To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or "
    "sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor)."
)
ONLY_FLOATS = "Only Tensors of floating point and complex dtype can require gradients"


def _made(array, requires_grad=False, device=None):
    """A new leaf over the array."""
    dtypes.check_device(device)
    out = Tensor(array if array.ndim else array[()])
    dtypes.of(array.dtype)
    if requires_grad:
        if array.dtype.kind != "f":
            raise RuntimeError(ONLY_FLOATS)
        out.requires_grad_()
    return recorded("empty", out) if Watch.on else out


def _sizes(size):
    return tuple(size[0]) if len(size) == 1 and isinstance(size[0], (tuple, list)) else tuple(size)


def _numpy(dtype, default=None):
    return (dtype or default or dtypes.get_default_dtype()).numpy


# --------------------------------------------------------------------------------------------------------- from data


def tensor(
    data: object, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """A new leaf with a copy of the data: numbers, nested lists of them, arrays.

    Without `dtype`, Python floats take the default dtype, ints int64, bools bool; arrays keep theirs. Raises ValueError
    for lists of different lengths, RuntimeError where integers should require grad.
    """
    if isinstance(data, Tensor):
        warnings.warn(COPY, stacklevel=2)
        data = data.detach().array()
    return _made(np.array(_array(data, dtype)), requires_grad, device)


def as_tensor(data: object, dtype: dtypes.dtype | None = None, device: object = None) -> Tensor:
    """The data as a tensor, sharing its memory where it is an array; a tensor of that dtype is returned itself."""
    if isinstance(data, Tensor):
        return data.to(dtype or data.dtype)
    return _made(_array(data, dtype), device=device)


def from_numpy(ndarray: np.ndarray) -> Tensor:
    """A tensor over the array's own memory. Raises TypeError for anything else."""
    if not isinstance(ndarray, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type(ndarray).__name__})")
    dtypes.of(ndarray.dtype)
    return Tensor(ndarray)


def _array(data, dtype):
    """The data as an array of the dtype asked for, or inferred."""
    if isinstance(data, (np.ndarray, np.generic)):
        return np.asarray(data) if dtype is None else np.asarray(data).astype(dtype.numpy)
    _check_nesting(data)
    array = np.array(_plain(data), None if _has_elements(data) else dtypes.default_float())
    if dtype is not None:
        return array.astype(dtype.numpy)
    if array.dtype.kind == "f" and not _from_arrays(data):
        return array.astype(dtypes.default_float())
    return array


def _check_nesting(data, dim=0):
    if isinstance(data, str):
        raise ValueError("too many dimensions 'str'")
    if data is None:
        raise RuntimeError("Could not infer dtype of NoneType")
    if isinstance(data, (list, tuple)) and data:
        first = data[0]
        for item in data:
            _check_nesting(item, dim + 1)
            if isinstance(first, (list, tuple)):
                if not isinstance(item, (list, tuple)):
                    raise TypeError("not a sequence")
                if len(item) != len(first):
                    raise ValueError(f"expected sequence of length {len(first)} at dim {dim + 1} (got {len(item)})")


def _plain(data):
    if isinstance(data, Tensor):
        return data.detach().array()
    return [_plain(item) for item in data] if isinstance(data, (list, tuple)) else data


def _has_elements(data):
    return not isinstance(data, (list, tuple)) or builtins.any([_has_elements(item) for item in data])


def _from_arrays(data):
    """Whether the numbers come out of arrays or tensors, which keep their dtype."""
    if isinstance(data, (list, tuple)):
        return builtins.any([_from_arrays(item) for item in data[:1]])
    return isinstance(data, (np.ndarray, np.generic, Tensor))


# ------------------------------------------------------------------------------------------------------------ filled


def zeros(
    *size: int | tuple[int, ...], dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """Zeros; sizes one by one or as one tuple."""
    return _made(np.zeros(_sizes(size), _numpy(dtype)), requires_grad, device)


def ones(
    *size: int | tuple[int, ...], dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """Ones; sizes one by one or as one tuple."""
    return _made(np.ones(_sizes(size), _numpy(dtype)), requires_grad, device)


def empty(
    *size: int | tuple[int, ...], dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """A tensor whose values are whatever lay in memory."""
    return _made(np.empty(_sizes(size), _numpy(dtype)), requires_grad, device)


def full(
    size: int | tuple[int, ...],
    fill_value: Number,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of one value, whose type gives the dtype."""
    inferred = dtypes.of(_array(fill_value, None).dtype)
    return _made(np.full(_sizes((size,)), fill_value, _numpy(dtype, inferred)), requires_grad, device)


def eye(
    n: int,
    m: int | None = None,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Ones on the diagonal, zeros elsewhere."""
    return _made(np.eye(n, m, dtype=_numpy(dtype)), requires_grad, device)


def zeros_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """Zeros in the shape and dtype of a tensor."""
    return zeros(input.shape, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


def ones_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """Ones in the shape and dtype of a tensor."""
    return ones(input.shape, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


def empty_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """`empty` in the shape and dtype of a tensor."""
    return empty(input.shape, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


def full_like(
    input: Tensor,
    fill_value: Number,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """One value in the shape and dtype of a tensor."""
    return full(input.shape, fill_value, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


# ------------------------------------------------------------------------------------------------------------ ranges


def arange(
    start: Number,
    end: Number | None = None,
    step: Number = 1,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Numbers from `start` (0 if only the end is given) up to, not including, `end`; int64 if all three are ints."""
    if end is None:
        start, end = 0, start
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * step < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    whole = builtins.all([isinstance(n, builtins.int) for n in (start, end, step)])
    count = math.ceil((end - start) / step)
    array = start + np.arange(count) * step
    return _made(array.astype(_numpy(dtype, dtypes.int64 if whole else None)), requires_grad, device)


def linspace(
    start: Number,
    end: Number,
    steps: int,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """`steps` numbers at equal distances from `start` to `end`, both included."""
    return _made(np.linspace(start, end, steps).astype(_numpy(dtype)), requires_grad, device)


# ------------------------------------------------------------------------------------------------------------ random


class Generator:
    """A source of random numbers with a state of its own."""

    def __init__(self, device="cpu"):
        dtypes.check_device(device)
        self.manual_seed(0)

    def manual_seed(self, seed):
        """Start again from a seed; returns the generator."""
        self._rng = np.random.default_rng(seed)
        return self

    def get_state(self):
        """The state, to be given to `set_state`."""
        return self._rng.bit_generator.state

    def set_state(self, state):
        """Go back to a state."""
        self._rng.bit_generator.state = state


default_generator = Generator()


def manual_seed(seed: int) -> Generator:
    """Start the package's random numbers again from a seed; returns their generator."""
    return default_generator.manual_seed(seed)


def get_rng_state() -> dict:
    """The state of the package's random numbers."""
    return default_generator.get_state()


def set_rng_state(new_state: dict) -> None:
    """Put the package's random numbers back to a state."""
    default_generator.set_state(new_state)


def _rng(generator):
    return (generator or default_generator)._rng


def rand(
    *size: int | tuple[int, ...],
    generator: Generator | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Uniform random numbers from 0 up to, not including, 1."""
    array = np.asarray(_rng(generator).random(_sizes(size)))
    return _made(array.astype(_numpy(dtype)), requires_grad, device)


def randn(
    *size: int | tuple[int, ...],
    generator: Generator | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Normal random numbers of mean 0 and variance 1."""
    array = np.asarray(_rng(generator).standard_normal(_sizes(size)))
    return _made(array.astype(_numpy(dtype)), requires_grad, device)


def randint(
    low: int,
    high: int | tuple[int, ...] | None = None,
    size: tuple[int, ...] | None = None,
    *,
    generator: Generator | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Random integers from `low` (0 if left out) up to, not including, `high`."""
    start, end, sizes = (low, high, size) if size is not None else (0, low, high)
    array = np.asarray(_rng(generator).integers(start, end, sizes))
    return _made(array.astype(_numpy(dtype, dtypes.int64)), requires_grad, device)


def randperm(
    n: int, *, generator: Generator | None = None, dtype: dtypes.dtype | None = None, device: object = None
) -> Tensor:
    """The integers from 0 to n - 1 in random order."""
    return _made(_rng(generator).permutation(n).astype(_numpy(dtype, dtypes.int64)), device=device)


def rand_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """`rand` in the shape and dtype of a tensor."""
    return rand(input.shape, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


def randn_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """`randn` in the shape and dtype of a tensor."""
    return randn(input.shape, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)
