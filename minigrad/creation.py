"""Making tensors: from data, filled, ranges, random."""

from __future__ import annotations

import functools
import math
import operator
import warnings
from typing import TYPE_CHECKING

import numpy as np

from . import dtypes
from .autograd import variable
from .autograd.inplace import write
from .autograd.variable import Variable
from .autograd.watching import Watch, recorded
from .functions.arguments import checked_tensor
from .functions.conversion import to
from .ops import elementwise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .functions.arguments import Number
    from .tensors import Tensor

    Sizes = int | Sequence[int]

COPY = (
    "To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or "
    "sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor)."
)
ONLY_FLOATS = "Only Tensors of floating point and complex dtype can require gradients"


def _made(array, requires_grad=False, device=None):
    """A new leaf over the array."""
    dtypes.check_device(device)
    dtypes.of(array.dtype)
    out = variable.Tensor(array if array.ndim else array[()])
    if requires_grad:
        if array.dtype.kind != "f":
            raise RuntimeError(ONLY_FLOATS)
        out.requires_grad_()
    return recorded("empty", out) if Watch.on else out


def _numpy(name, dtype, default=None):
    """The NumPy dtype that the argument `dtype=` of a function means."""
    if dtype is None:
        dtype = default or dtypes.get_default_dtype()
    return dtypes.named(dtype, name).numpy


# --------------------------------------------------------------------------------------------------------- from data


def tensor(
    data: object, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """A new leaf with a copy of the data: numbers, nested lists of them, arrays.

    Without `dtype`, Python floats take the default dtype, ints int64, bools bool; arrays keep theirs. Raises ValueError
    for lists of different lengths, RuntimeError where integers should require grad.
    """
    if isinstance(data, Variable):
        warnings.warn(COPY, stacklevel=2)
    return _made(np.array(_array("tensor", data, dtype), order="K"), requires_grad, device)


def as_tensor(data: object, dtype: dtypes.dtype | None = None, device: object = None) -> Tensor:
    """The data as a tensor, sharing its memory where it is an array; a tensor of that dtype is returned itself."""
    if isinstance(data, Variable):
        return to(data, dtype or data.dtype)
    return _made(_array("as_tensor", data, dtype), device=device)


asarray = as_tensor


def scalar_tensor(
    s: Number, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """A tensor of one number without dimensions, in the default float dtype unless told otherwise."""
    return full((), s, dtype=dtype or dtypes.get_default_dtype(), device=device, requires_grad=requires_grad)


def from_numpy(ndarray: np.ndarray) -> Tensor:
    """A tensor over the array's own memory. Raises TypeError for anything else."""
    if not isinstance(ndarray, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {dtypes.type_name(type(ndarray))})")
    if any([step < 0 for step in ndarray.strides]):
        raise ValueError(
            "At least one stride in the given numpy array is negative, and tensors with negative strides are not "
            "currently supported. (You can probably work around this by making a copy of your array  with "
            "array.copy().)"
        )
    dtypes.of(ndarray.dtype)
    return variable.Tensor(ndarray)


def _array(name, data, dtype):
    """The data as an array of the dtype asked for, or inferred; an array of that dtype is returned itself."""
    wanted = None if dtype is None else dtypes.named(dtype, name).numpy
    if isinstance(data, Variable):
        data = data.detach().array()
    if isinstance(data, (np.ndarray, np.generic)):
        array = np.asarray(data)
        return array if wanted is None else array.astype(wanted, copy=False)
    sizes = _sizes_of(data)
    numbers = _numbers(data, sizes)
    inferred = dtypes.widest([*{_dtype_of(n) for n in numbers}] or [dtypes.default_float()])
    return _filled(numbers, inferred if wanted is None else wanted).reshape(sizes)


def _is_sequence(data):
    return isinstance(data, (list, tuple, range)) or isinstance(data, (np.ndarray, Variable)) and data.ndim > 0


def _sizes_of(data):
    """How long nested sequences are, level by level, by their first entries."""
    sizes = []
    while _is_sequence(data) and not isinstance(data, Variable):
        sizes.append(len(data))
        if not len(data):
            break
        data = data[0]
        if isinstance(data, str):
            raise ValueError("too many dimensions 'str'")
    return tuple(sizes)


def _numbers(data, sizes, dim=0):
    """What nested sequences of these sizes hold, in order."""
    if dim == len(sizes):
        return [data]
    if not _is_sequence(data):
        raise TypeError("not a sequence")
    if len(data) != sizes[dim]:
        raise ValueError(f"expected sequence of length {sizes[dim]} at dim {dim} (got {len(data)})")
    if dim == len(sizes) - 1:
        return list(data)
    return [n for part in data for n in _numbers(part, sizes, dim + 1)]


PYTHON = {bool: dtypes.bool, int: dtypes.int64}


def _dtype_of(number):
    """The NumPy dtype that a number, or a tensor of one element, stands for."""
    kind = type(number)
    if kind is float:
        return dtypes.default_float()
    if kind in PYTHON:
        return PYTHON[kind].numpy
    if isinstance(number, (np.generic, np.ndarray)):
        return number.dtype
    if isinstance(number, Variable):
        return number._value.dtype
    if isinstance(number, (str, bytes)):
        raise TypeError(f"new(): invalid data type '{kind.__name__}'")
    if isinstance(number, (list, tuple)):
        raise TypeError(f"'{kind.__name__}' object cannot be interpreted as an integer")
    raise RuntimeError(f"Could not infer dtype of {kind.__name__}")


def _filled(numbers, dtype):
    """An array of numbers in a dtype. Raises RuntimeError where an integer dtype cannot hold one."""
    numbers = [n._number() if isinstance(n, Variable) else n for n in numbers]
    if dtype.kind in "fb":
        with np.errstate(over="ignore"):
            return np.array(numbers, None if numbers else dtype).astype(dtype)
    limits = np.iinfo(dtype)
    lowest = limits.min or -limits.max  # negative numbers wrap around in unsigned dtypes
    for n in numbers:
        if not lowest <= n <= limits.max:
            raise RuntimeError(f"value cannot be converted to type {dtype} without overflow")
    return np.array([int(n) for n in numbers], np.int64).astype(dtype)


# ------------------------------------------------------------------------------------------------------------ filled


def _sizes(name, sizes, size=None, position=1):
    """Sizes given one by one, as one sequence, or as `size=`; PyTorch's errors if they are none."""
    given = sizes if size is None else (size,)
    if not given:
        raise TypeError(f'{name}() missing 1 required positional arguments: "size"')
    whole = given[0] if len(given) == 1 and isinstance(given[0], (tuple, list)) else given
    for place, n in enumerate(whole, 1):
        if not hasattr(n, "__index__"):
            kind = dtypes.type_name(type(n))
            if place > 1:
                problem = (
                    f'failed to unpack the object at pos {place} with error "type must be tuple of ints,but got {kind}"'
                )
            elif whole is given:
                problem = f"(position {position}) must be tuple of ints, not {kind}"
            else:
                problem = f"(position {position}) must be tuple of ints, but found element of type {kind} at pos 0"
            raise TypeError(f"{name}(): argument 'size' {problem}")
    whole = tuple([operator.index(n) for n in whole])
    for n in whole:
        if n < 0 and name == "zeros":
            raise RuntimeError("zeros: Dimension size must be non-negative.")
        if n < 0:
            raise RuntimeError(f"Trying to create tensor with negative dimension {n}: {list(whole)}")
    return whole


def _one_size(name, size, position=1):
    """Sizes that can only be given as one sequence."""
    if not isinstance(size, (tuple, list)):
        kind = dtypes.type_name(type(size))
        raise TypeError(f"{name}(): argument 'size' (position {position}) must be tuple of ints, not {kind}")
    return _sizes(name, (size,), position=position)


def zeros(
    *sizes: Sizes,
    size: Sequence[int] | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Zeros; sizes one by one or as one tuple."""
    return _made(np.zeros(_sizes("zeros", sizes, size), _numpy("zeros", dtype)), requires_grad, device)


def ones(
    *sizes: Sizes,
    size: Sequence[int] | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Ones; sizes one by one or as one tuple."""
    return _made(np.ones(_sizes("ones", sizes, size), _numpy("ones", dtype)), requires_grad, device)


def empty(
    *sizes: Sizes,
    size: Sequence[int] | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor whose values are whatever lay in memory."""
    return _made(np.empty(_sizes("empty", sizes, size), _numpy("empty", dtype)), requires_grad, device)


def empty_strided(
    size: Sequence[int],
    stride: Sequence[int],
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """`empty` whose elements lie in memory as the strides say, which are counted in elements."""
    sizes, steps = _one_size("empty_strided", size), tuple(stride)
    if len(sizes) != len(steps):
        raise RuntimeError(
            f"mismatch in length of strides and shape: {len(steps)} strides were given for {len(sizes)} sizes"
        )
    numpy_dtype = _numpy("empty_strided", dtype)
    reach = 1 + sum([(n - 1) * s for n, s in zip(sizes, steps, strict=True)]) if math.prod(sizes) else 0
    memory = np.empty(reach, numpy_dtype)
    strides = [s * numpy_dtype.itemsize for s in steps]
    return _made(np.lib.stride_tricks.as_strided(memory, sizes, strides), requires_grad, device)


def full(
    size: Sequence[int],
    fill_value: Number,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of one value, whose type gives the dtype."""
    value = _value("full", fill_value, None if dtype is None else _numpy("full", dtype))
    return _made(np.full(_one_size("full", size), value), requires_grad, device)


def _value(name, number, numpy_dtype=None):
    """A number to fill with, in a NumPy dtype or its own; PyTorch's TypeError if it is none."""
    if isinstance(number, np.generic):
        number = number.item()
    if not isinstance(number, (int, float)) and not (isinstance(number, Variable) and not number.ndim):
        kind = dtypes.type_name(type(number))
        raise TypeError(f"{name}(): argument 'fill_value' (position 2) must be Number, not {kind}")
    return _filled([number], numpy_dtype or _dtype_of(number))[0]


def eye(
    n: int,
    m: int | None = None,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Ones on the diagonal, zeros elsewhere."""
    for name, size in (("n", n), ("m", n if m is None else m)):
        if _int("eye", name, 1 if name == "n" else 2, size) < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {size}")
    return _made(np.eye(n, m, dtype=_numpy("eye", dtype)), requires_grad, device)


def _int(name, argument, position, n):
    """`n` if it is an int; else PyTorch's TypeError."""
    if not hasattr(n, "__index__"):
        kind = dtypes.type_name(type(n))
        raise TypeError(f"{name}(): argument '{argument}' (position {position}) must be int, not {kind}")
    return operator.index(n)


def zeros_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """Zeros in the shape, layout and dtype of a tensor."""
    return _made(np.zeros_like(*_like("zeros_like", input, dtype)), requires_grad, device)


def ones_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """Ones in the shape, layout and dtype of a tensor."""
    return _made(np.ones_like(*_like("ones_like", input, dtype)), requires_grad, device)


def empty_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """`empty` in the shape, layout and dtype of a tensor."""
    return _made(np.empty_like(*_like("empty_like", input, dtype)), requires_grad, device)


def full_like(
    input: Tensor,
    fill_value: Number,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """One value in the shape, layout and dtype of a tensor."""
    array, numpy_dtype = _like("full_like", input, dtype)
    value = _value("full_like", fill_value, numpy_dtype)
    return _made(np.full_like(array, value, numpy_dtype), requires_grad, device)


def _like(name, input, dtype):
    """The array of a tensor, and the NumPy dtype asked for or its own."""
    x = checked_tensor(name, 1, "input", input)
    array = np.asarray(x._value)
    if 0 in array.strides:  # repeated without memory, which the new tensor has
        array = np.empty(array.shape, array.dtype)
    return array, _numpy(name, dtype, x.dtype)


def new_zeros(
    input: Tensor, *size: Sizes, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """Zeros in a tensor's dtype."""
    array = np.zeros(_sizes("new_zeros", size), _numpy("new_zeros", dtype, input.dtype))
    return _made(array, requires_grad, device)


def new_ones(
    input: Tensor, *size: Sizes, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """Ones in a tensor's dtype."""
    return _made(np.ones(_sizes("new_ones", size), _numpy("new_ones", dtype, input.dtype)), requires_grad, device)


def new_empty(
    input: Tensor, *size: Sizes, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """`empty` in a tensor's dtype."""
    array = np.empty(_sizes("new_empty", size), _numpy("new_empty", dtype, input.dtype))
    return _made(array, requires_grad, device)


def new_full(
    input: Tensor,
    size: Sequence[int],
    fill_value: Number,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """One value in a tensor's dtype."""
    value = _value("new_full", fill_value, _numpy("new_full", dtype, input.dtype))
    return _made(np.full(_one_size("new_full", size), value), requires_grad, device)


def new_tensor(
    input: Tensor,
    data: object,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """The data as a new leaf in a tensor's dtype."""
    return tensor(data, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


# ------------------------------------------------------------------------------------------------------------ ranges


def arange(
    start: Number = 0,
    end: Number | None = None,
    step: Number = 1,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Numbers from `start` (0 if only the end is given) up to, not including, `end`; int64 if all three are ints."""
    start, end, step = (0, start, step) if end is None else (start, end, step)
    start, end, step = [_number("arange", "end", n) for n in (start, end, step)]
    whole = not any([isinstance(n, float) for n in (start, end, step)])
    numpy_dtype = _numpy("arange", dtype, dtypes.int64 if whole else None)
    if not math.isfinite(start) or not math.isfinite(end):
        raise RuntimeError(f"unsupported range: {start} -> {end}")
    if numpy_dtype.kind in "iu":
        start, end, step = int(start), int(end), int(step)
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * step < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    array = start + np.arange(math.ceil((end - start) / step)) * step
    return _made(array.astype(numpy_dtype), requires_grad, device)


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
    start, end = _number("linspace", "start", start), _number("linspace", "end", end)
    if _int("linspace", "steps", 3, steps) < 0:
        raise RuntimeError("number of steps must be non-negative")
    return _made(np.linspace(start, end, steps).astype(_numpy("linspace", dtype)), requires_grad, device)


def _number(name, argument, n):
    """A Python number, also out of a tensor or one of NumPy's; PyTorch's TypeError if there is none."""
    if isinstance(n, (Variable, np.generic)):
        n = n.item()
    if not isinstance(n, (int, float)):
        kind = dtypes.type_name(type(n))
        raise TypeError(f"{name}(): argument '{argument}' (position 1) must be Number, not {kind}")
    return n


def logspace(
    start: Number,
    end: Number,
    steps: int,
    base: float = 10.0,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """`base` to the powers of `linspace`."""
    exponents = linspace(start, end, steps, dtype=dtypes.float64)._value
    return _made((base**exponents).astype(_numpy("logspace", dtype)), requires_grad, device)


def tril_indices(row: int, col: int, offset: int = 0, *, dtype: dtypes.dtype = dtypes.int64) -> Tensor:
    """The rows and the columns of the lower triangle of a matrix."""
    return _made(np.stack(np.tril_indices(row, offset, col)).astype(dtype.numpy))


def triu_indices(row: int, col: int, offset: int = 0, *, dtype: dtypes.dtype = dtypes.int64) -> Tensor:
    """The rows and the columns of the upper triangle of a matrix."""
    return _made(np.stack(np.triu_indices(row, offset, col)).astype(dtype.numpy))


# ------------------------------------------------------------------------------------------------------------ random


class Generator:
    """A source of random numbers with a state of its own."""

    def __init__(self, device="cpu"):
        self.device = dtypes.device(device)
        self.manual_seed(0)

    def manual_seed(self, seed):
        """Start again from a seed; returns the generator."""
        self._seed = operator.index(seed)
        self.__dict__.pop("_rng", None)
        return self

    @functools.cached_property
    def _rng(self):
        """NumPy's generator, made when first drawn from: importing numpy.random takes longer than this package."""
        return np.random.default_rng(self._seed % 2**64)

    def initial_seed(self):
        """The seed it started from."""
        return self._seed

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


def _only_floats(numpy_dtype, routine):
    """PyTorch's NotImplementedError for random floats in a dtype of integers."""
    if numpy_dtype.kind != "f":
        raise NotImplementedError(f"\"{routine}\" not implemented for '{dtypes.title(numpy_dtype)}'")
    return numpy_dtype


def rand(
    *sizes: Sizes,
    size: Sequence[int] | None = None,
    generator: Generator | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Uniform random numbers from 0 up to, not including, 1."""
    numpy_dtype = _only_floats(_numpy("rand", dtype), "check_uniform_bounds")
    array = np.asarray(_rng(generator).random(_sizes("rand", sizes, size)))
    return _made(array.astype(numpy_dtype), requires_grad, device)


def randn(
    *sizes: Sizes,
    size: Sequence[int] | None = None,
    generator: Generator | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Normal random numbers of mean 0 and variance 1."""
    numpy_dtype = _only_floats(_numpy("randn", dtype), "normal_kernel_cpu")
    array = np.asarray(_rng(generator).standard_normal(_sizes("randn", sizes, size)))
    return _made(array.astype(numpy_dtype), requires_grad, device)


def randint(
    low: int = 0,
    high: int | Sequence[int] | None = None,
    size: Sequence[int] | None = None,
    *,
    generator: Generator | None = None,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """Random integers from `low` (0 if left out) up to, not including, `high`."""
    sizes = high if size is None else size
    bounds = (low, high) if size is not None and high is not None else (0, low)
    start, end = [_int("randint", "high", 1, n) for n in bounds]
    if start >= end:
        raise RuntimeError(f"random_ expects 'from' to be less than 'to', but got from={start} >= to={end}")
    array = np.asarray(_rng(generator).integers(start, end, _one_size("randint", sizes, 2)))
    return _made(array.astype(_numpy("randint", dtype, dtypes.int64)), requires_grad, device)


def randperm(
    n: int, *, generator: Generator | None = None, dtype: dtypes.dtype | None = None, device: object = None
) -> Tensor:
    """The integers from 0 to n - 1 in random order."""
    (count,) = _sizes("randperm", (_int("randperm", "n", 1, n),))
    array = _rng(generator).permutation(count)
    return _made(array.astype(_numpy("randperm", dtype, dtypes.int64)), device=device)


def rand_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """`rand` in the shape and dtype of a tensor."""
    x = checked_tensor("rand_like", 1, "input", input)
    return rand(x.shape, dtype=dtype or x.dtype, device=device, requires_grad=requires_grad)


def randn_like(
    input: Tensor, *, dtype: dtypes.dtype | None = None, device: object = None, requires_grad: bool = False
) -> Tensor:
    """`randn` in the shape and dtype of a tensor."""
    x = checked_tensor("randn_like", 1, "input", input)
    return randn(x.shape, dtype=dtype or x.dtype, device=device, requires_grad=requires_grad)


def randint_like(
    input: Tensor,
    low: int,
    high: int | None = None,
    *,
    dtype: dtypes.dtype | None = None,
    device: object = None,
    requires_grad: bool = False,
) -> Tensor:
    """`randint` in the shape and dtype of a tensor."""
    bounds = (0, low) if high is None else (low, high)
    x = checked_tensor("randint_like", 1, "input", input)
    return randint(*bounds, x.shape, dtype=dtype or x.dtype, device=device, requires_grad=requires_grad)


def bernoulli(input: Tensor, p: float | None = None, *, generator: Generator | None = None) -> Tensor:
    """Ones with the probabilities that the input holds (or `p`, everywhere), else zeros; nothing flows back."""
    x = checked_tensor("bernoulli", 1, "input", input)
    chances = x._value if p is None else p
    if p is None:
        _only_floats(x._value.dtype, "bernoulli_tensor_cpu_p_")
    if not np.all((chances >= 0) & (chances <= 1)):
        raise RuntimeError(
            "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If "
            "so, please report an enhancement request to PyTorch.)"
        )
    return elementwise.drawn.call(x, (_rng(generator).random(x.shape) < chances).astype(x._value.dtype))


def normal(
    mean: float | Tensor = 0.0,
    std: float | Tensor = 1.0,
    size: Sequence[int] | None = None,
    *,
    generator: Generator | None = None,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """Normal random numbers of the means and standard deviations given; numbers need a size."""
    centre, spread = [getattr(x, "_value", x) for x in (mean, std)]
    if np.any(np.asarray(spread) < 0):
        raise RuntimeError(f"normal expects std >= 0.0, but found std {float(np.min(spread)):g}")
    like = next((x for x in (mean, std) if isinstance(x, Variable)), None)
    sizes = _one_size("normal", size) if like is None else np.broadcast_shapes(np.shape(centre), np.shape(spread))
    array = np.asarray(_rng(generator).standard_normal(sizes) * spread + centre)
    return _made(array.astype(_numpy("normal", dtype, None if like is None else like.dtype)))


def multinomial(
    input: Tensor, num_samples: int, replacement: bool = False, *, generator: Generator | None = None
) -> Tensor:
    """`num_samples` indices for a vector of weights, or for each row, drawn with chances in their proportion."""
    weights = np.atleast_2d(checked_tensor("multinomial", 1, "input", input)._value).astype(np.float64)
    if not replacement and num_samples > weights.shape[-1]:
        raise RuntimeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement")
    if (weights < 0).any() or not np.isfinite(weights).all():
        raise RuntimeError("probability tensor contains either `inf`, `nan` or element < 0")
    if (weights.sum(-1) <= 0).any():
        raise RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)")
    rng = _rng(generator)
    if replacement:
        draws = [rng.choice(len(row), num_samples, p=row / row.sum()) for row in weights]
    else:  # the order of exponential waiting times is that of draws without replacement
        with np.errstate(divide="ignore"):
            draws = [np.argsort(rng.standard_exponential(len(row)) / row)[:num_samples] for row in weights]
    return variable.Tensor(np.stack(draws) if input.ndim > 1 else draws[0])


def bernoulli_(self, p=0.5, *, generator=None):
    """Ones with probability `p` (a number, or a tensor of probabilities), else zeros, in place."""
    chances = getattr(p, "_value", p)
    return _redrawn(self, _rng(generator).random(self.shape) < chances)


def uniform_(self, from_=0.0, to=1.0, *, generator=None):
    """Uniform random numbers between the limits, in place."""
    return _redrawn(self, _rng(generator).uniform(from_, to, self.shape))


def normal_(self, mean=0.0, std=1.0, *, generator=None):
    """Normal random numbers, in place."""
    return _redrawn(self, _rng(generator).normal(mean, std, self.shape))


def exponential_(self, lambd=1.0, *, generator=None):
    """Exponential random numbers of mean 1 / lambd, in place."""
    return _redrawn(self, _rng(generator).exponential(1 / lambd, self.shape))


def random_(self, from_=0, to=None, *, generator=None):
    """Random integers from 0, or `from_`, up to, not including, `to`, in place; without limits what the dtype has."""
    low, high = (0, from_) if to is None and from_ else (from_, to)
    if high is None:
        high = (
            2 ** (np.finfo(self._value.dtype).nmant + 1)
            if self.is_floating_point()
            else np.iinfo(self._value.dtype).max
        )
    return _redrawn(self, _rng(generator).integers(low, high, self.shape))


def _redrawn(x, numbers):
    """The tensor, with random numbers written over it."""
    return write(elementwise.drawn.call, x, np.asarray(numbers).astype(x._value.dtype))
