"""The checks of arguments that the public functions share, with PyTorch's errors."""

from __future__ import annotations

import functools
import re

from .. import dtypes
from ..autograd.inplace import write_out
from ..autograd.variable import Variable
from ..ops.operation import operand

Number = int | float
NUMPYS = {"axis": "dim", "keepdims": "keepdim"}
NUMBERS_FIRST = {"add", "sub", "mul", "div"}  # whose first operand may be a number


def checked_tensor(name, position, argument, x):
    """`x` if it is a tensor; else PyTorch's TypeError."""
    if not isinstance(x, Variable):
        kind = dtypes.type_name(type(x))
        raise TypeError(f"{name}(): argument '{argument}' (position {position}) must be Tensor, not {kind}")
    return x


def two_tensors(name, input, other):
    """Both operands, if they are tensors; else PyTorch's TypeError."""
    return checked_tensor(name, 1, "input", input), checked_tensor(name, 2, "other", other)


def floats(kernel, x):
    """`x`, if it holds floats; else PyTorch's NotImplementedError."""
    if x._value.dtype.kind != "f":
        raise NotImplementedError(f"\"{kernel}\" not implemented for '{dtypes.title(x._value.dtype)}'")
    return x


def binary(operation, name, input, other):
    """A binary operation called by name: at least one operand is a tensor."""
    if name in NUMBERS_FIRST and isinstance(input, (int, float)) and isinstance(other, Variable):
        input = operand(input, other)
    result = operation(checked_tensor(name, 1, "input", input), other)
    return checked_tensor(name, 2, "other", other) if result is NotImplemented else result


def takes_out(function):
    """Add the argument `out=`, a tensor that the result is written into; and what `worded` does."""

    @functools.wraps(function)
    def call(*args, out=None, **options):
        try:
            if out is None:
                return function(*args, **options)
        except TypeError as error:
            if error.__traceback__.tb_next is not None:
                raise
            return _renamed(function, args, options, error)
        return write_out(function.__name__, out, args, lambda: function(*args, **options))

    return call


def worded(function):
    """Have a missing argument told in PyTorch's words; and take `axis` and `keepdims`, as PyTorch does."""

    @functools.wraps(function)
    def call(*args, **options):
        try:
            return function(*args, **options)
        except TypeError as error:
            if error.__traceback__.tb_next is not None:
                raise
            return _renamed(function, args, options, error)

    return call


def _renamed(function, args, options, error):
    """The call with PyTorch's names for NumPy's options; if there are none, the error of the call as it was."""
    known = {NUMPYS.get(name, name): option for name, option in options.items()}
    if known.keys() == options.keys():
        raise _told(error) from None
    return function(*args, **known)


def _told(error):
    """The TypeError of a call that lacks arguments, in PyTorch's words."""
    called, lacks, names = str(error).partition(" required positional argument")
    if not lacks:
        return error
    names = [f'"{name}"' for name in re.findall(r"'(\w+)'", names)]
    return TypeError(f"{called} required positional argument{'s' * (len(names) == 1)}: {', '.join(names)}")


def checked_dim(dim, ndim):
    """A dimension counted from the front; PyTorch's IndexError if it is not there."""
    if not hasattr(dim, "__index__"):
        raise TypeError(f"argument 'dim' must be int, not {dtypes.type_name(type(dim))}")
    limit = ndim or 1
    if not -limit <= dim < limit:
        raise IndexError(f"Dimension out of range (expected to be in range of [{-limit}, {limit - 1}], but got {dim})")
    return dim % limit


def dim_with_count(x, dim):
    """A dimension of a tensor, counted from the front, and how many slices lie along it: 1 without dimensions."""
    return checked_dim(dim, x.ndim), x.shape[dim] if x.ndim else 1


def dim_with_size(x, dim, refusal="", error=IndexError):
    """A dimension of a tensor, counted from the front, and its size; the error for a tensor without dimensions."""
    d = checked_dim(dim, x.ndim)
    if not x.ndim:
        raise error(refusal or f"Dimension specified as {dim} but tensor has no dimensions")
    return d, x.shape[d]


def checked_dims(dim, ndim):
    """One dimension or several, as a tuple counted from the front; None and () are all of them."""
    if dim is None or isinstance(dim, (tuple, list)) and not dim:
        return tuple(range(ndim))
    if not isinstance(dim, (tuple, list)):
        return (checked_dim(dim, ndim),)[:ndim]
    dims = tuple([checked_dim(d, ndim) for d in dim])
    for i, d in enumerate(dims):
        if d in dims[:i]:
            raise RuntimeError(f"dim {d} appears multiple times in the list of dims")
    return dims if ndim else ()


def given_sizes(sizes):
    """Sizes given one by one or as one sequence."""
    return tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else tuple(sizes)
