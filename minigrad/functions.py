"""The public functions, with PyTorch's signatures and checks; `Tensor` has most of them as methods.

Each calls a row of the tables in `ops`. A function of one tensor without options is that row's own call.
"""

from __future__ import annotations

import builtins
import functools
import math
import re
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import dtypes
from .autograd import variable
from .autograd.inplace import reseat, write, write_out
from .autograd.variable import Variable
from .ops import elementwise, indexing, linalg, reduction, shape
from .ops.broadcasting import broadcast_shape
from .ops.operation import OPERANDS, operand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .tensors import Tensor

Number = int | float

# ---------------------------------------------------------------------------------------------- arguments of functions


def is_tensor(obj: object) -> bool:
    """Whether the object is a Tensor."""
    return isinstance(obj, Variable)


def is_inference(input: Tensor) -> bool:
    """Whether a tensor was made in inference mode."""
    return _tensor("is_inference", 1, "input", input).is_inference()


def _tensor(name, position, argument, x):
    """`x` if it is a tensor; else PyTorch's TypeError."""
    if not isinstance(x, Variable):
        kind = dtypes.type_name(type(x))
        raise TypeError(f"{name}(): argument '{argument}' (position {position}) must be Tensor, not {kind}")
    return x


def _binary(operation, name, input, other):
    """A binary operation called by name: at least the first operand is a tensor."""
    result = operation(_tensor(name, 1, "input", input), other)
    return _tensor(name, 2, "other", other) if result is NotImplemented else result


def _takes_out(function):
    """Add the argument `out=`, a tensor that the result is written into; and what `_worded` does."""

    @functools.wraps(function)
    def call(*args, out=None, **options):
        try:
            if out is None:
                return function(*args, **options)
        except TypeError as error:
            if error.__traceback__.tb_next is None:
                raise _told(error) from None
            raise
        return write_out(function.__name__, out, args, lambda: function(*args, **options))

    return call


def _worded(function):
    """Have a missing argument told in PyTorch's words."""

    @functools.wraps(function)
    def call(*args, **options):
        try:
            return function(*args, **options)
        except TypeError as error:
            if error.__traceback__.tb_next is None:
                raise _told(error) from None
            raise

    return call


def _told(error):
    """The TypeError of a call that lacks arguments, in PyTorch's words."""
    called, lacks, names = str(error).partition(" required positional argument")
    if not lacks:
        return error
    names = [f'"{name}"' for name in re.findall(r"'(\w+)'", names)]
    return TypeError(f"{called} required positional argument{'s' * (len(names) == 1)}: {', '.join(names)}")


def _dim(dim, ndim):
    """A dimension counted from the front; PyTorch's IndexError if it is not there."""
    limit = ndim or 1
    if not -limit <= dim < limit:
        raise IndexError(f"Dimension out of range (expected to be in range of [{-limit}, {limit - 1}], but got {dim})")
    return dim % limit


def _dims(dim, ndim):
    """One dimension or several, as a tuple counted from the front; None and () are all of them."""
    if dim is None or isinstance(dim, (tuple, list)) and not dim:
        return tuple(range(ndim))
    dims = tuple([_dim(d, ndim) for d in (dim if isinstance(dim, (tuple, list)) else (dim,))])
    for i, d in enumerate(dims):
        if d in dims[:i]:
            raise RuntimeError(f"dim {d} appears multiple times in the list of dims")
    return dims if ndim else ()


def _sizes(sizes):
    """Sizes given one by one or as one sequence."""
    return tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else tuple(sizes)


# ------------------------------------------------------------------------------------------------------ by element

# fmt: off
abs, neg, sign = elementwise.abs.call, elementwise.neg.call, elementwise.sign.call
exp, exp2, expm1 = elementwise.exp.call, elementwise.exp2.call, elementwise.expm1.call
log, log2, log10, log1p = elementwise.log.call, elementwise.log2.call, elementwise.log10.call, elementwise.log1p.call
sqrt, rsqrt, reciprocal = elementwise.sqrt.call, elementwise.rsqrt.call, elementwise.reciprocal.call
square = elementwise.square.call
sin, cos, tan = elementwise.sin.call, elementwise.cos.call, elementwise.tan.call
asin, acos, atan = elementwise.asin.call, elementwise.acos.call, elementwise.atan.call
sinh, cosh, tanh = elementwise.sinh.call, elementwise.cosh.call, elementwise.tanh.call
asinh, acosh, atanh = elementwise.asinh.call, elementwise.acosh.call, elementwise.atanh.call
sigmoid, relu = elementwise.sigmoid.call, elementwise.relu.call
erf, erfc = elementwise.erf.call, elementwise.erfc.call
floor, ceil, trunc, frac = elementwise.floor.call, elementwise.ceil.call, elementwise.trunc.call, elementwise.frac.call
# fmt: on


@_takes_out
def add(input: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """input + alpha · other, element by element."""
    return _binary(elementwise.add.call, "add", input, other if alpha == 1 else other * alpha)


@_takes_out
def sub(input: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """input - alpha · other, element by element."""
    return _binary(elementwise.sub.call, "sub", input, other if alpha == 1 else other * alpha)


@_takes_out
def mul(input: Tensor, other: Tensor | Number) -> Tensor:
    """input · other, element by element."""
    return _binary(elementwise.mul.call, "mul", input, other)


@_takes_out
def div(input: Tensor, other: Tensor | Number, *, rounding_mode: str | None = None) -> Tensor:
    """input / other, element by element; `rounding_mode` "trunc" or "floor" rounds, and keeps integers integers."""
    if rounding_mode is None:
        return _binary(elementwise.div.call, "div", input, other)
    if rounding_mode == "floor":
        return floor_divide(input, other)
    _no_integer_zero(input, other)
    if rounding_mode != "trunc":
        raise RuntimeError(
            "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '" + str(rounding_mode) + "'"
        )
    quotient = trunc(_binary(elementwise.div.call, "div", input, other))
    dtype = result_type(input, other)
    return quotient if dtype in dtypes.FLOATS else to(quotient, dtype)


@_takes_out
def floor_divide(input: Tensor, other: Tensor | Number) -> Tensor:
    """The floor of input / other. Raises RuntimeError for an integer division by zero."""
    _no_integer_zero(input, other)
    return _binary(elementwise.floor_div.call, "floor_divide", input, other)


@_takes_out
def remainder(input: Tensor, other: Tensor | Number) -> Tensor:
    """input - other · floor(input / other): the remainder has the sign of the divisor."""
    _no_integer_zero(input, other)
    return _binary(elementwise.remainder.call, "remainder", input, other)


def _no_integer_zero(input, other):
    if result_type(input, other) not in dtypes.FLOATS and not np.all(getattr(other, "_value", other)):
        raise RuntimeError("ZeroDivisionError")


@_takes_out
def pow(input: Tensor | Number, exponent: Tensor | Number) -> Tensor:
    """input to the power of the exponent; each a tensor or (one of them) a number."""
    if isinstance(exponent, Variable):
        if isinstance(input, Variable):
            return elementwise.power.call(input, exponent)
        return raised(exponent, input)
    return power(_tensor("pow", 1, "input", input), exponent)


def power(x, exponent):
    """`x ** exponent`."""
    if isinstance(exponent, Variable):
        return elementwise.power.call(x, exponent)
    if not isinstance(exponent, (int, float, np.generic)):
        return NotImplemented
    if x._value.dtype.kind != "f":
        if isinstance(exponent, float):
            x = to(x, dtypes.get_default_dtype())
        elif exponent < 0:
            raise RuntimeError("Integers to negative integer powers are not allowed.")
    return elementwise.power_n.call(x, exponent)


def raised(x, base):
    """`base ** x` for a number `base`."""
    if not isinstance(base, (int, float, np.generic)):
        return NotImplemented
    if x._value.dtype.kind != "f" and isinstance(base, float):
        x = to(x, dtypes.get_default_dtype())
    return elementwise.exp_base.call(x, base)


def reflected_sub(x, other):
    """`other - x`."""
    if isinstance(other, np.generic):
        other = other.item()
    if isinstance(other, (bool, int, float)):
        if x._value.dtype.kind == "b":
            raise RuntimeError(elementwise.NO_MINUS if isinstance(other, bool) else elementwise.NO_MINUS_NUMBER)
        if x._value.dtype.kind != "f" and isinstance(other, float):
            x = to(x, dtypes.get_default_dtype())
        return elementwise.rsub.call(x, other)
    return elementwise.sub.general(other, x)


def operators(function):
    """The two operators of a function: `tensor ∘ other` and `other ∘ tensor`, where the other may be a number."""

    def forwards(x, other):
        return function(x, other) if isinstance(other, OPERANDS) else NotImplemented

    def backwards(x, other):
        return function(operand(other, x), x) if isinstance(other, OPERANDS) else NotImplemented

    return forwards, backwards


def rsub(input: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """other - alpha · input, element by element."""
    return _binary(reflected_sub, "rsub", input if alpha == 1 else input * alpha, other)


def reflected_div(x, other):
    """`other / x`: the reciprocal, times the number."""
    if isinstance(other, (bool, int, float, np.generic)):
        return elementwise.reciprocal.call(x) * other
    return elementwise.div.general(other, x)


@_takes_out
def fmod(input: Tensor, other: Tensor | Number) -> Tensor:
    """input - other · trunc(input / other): the remainder has the sign of the input."""
    _no_integer_zero(input, other)
    return _binary(elementwise.fmod.call, "fmod", input, other)


@_takes_out
def atan2(input: Tensor, other: Tensor) -> Tensor:
    """The angle of the point (other, input) with the first axis, in radians."""
    return elementwise.atan2.call(_tensor("atan2", 1, "input", input), _tensor("atan2", 2, "other", other))


@_takes_out
def hypot(input: Tensor, other: Tensor) -> Tensor:
    """The square root of input² + other²."""
    return elementwise.hypot.call(_tensor("hypot", 1, "input", input), _tensor("hypot", 2, "other", other))


@_takes_out
def logaddexp(input: Tensor, other: Tensor) -> Tensor:
    """log(exp(input) + exp(other)), without overflow."""
    return elementwise.logaddexp.call(_tensor("logaddexp", 1, "input", input), _tensor("logaddexp", 2, "other", other))


@_takes_out
def xlogy(input: Tensor | Number, other: Tensor | Number) -> Tensor:
    """input · log(other), and 0 where the input is 0."""
    return elementwise.xlogy.call(input, other)


subtract, multiply, divide, true_divide, negative, absolute = sub, mul, div, div, neg, abs


@_takes_out
def maximum(input: Tensor, other: Tensor) -> Tensor:
    """The larger of the two, element by element; at a tie each gets half of the gradient."""
    return elementwise.maximum.call(_tensor("maximum", 1, "input", input), _tensor("maximum", 2, "other", other))


@_takes_out
def minimum(input: Tensor, other: Tensor) -> Tensor:
    """The smaller of the two, element by element; at a tie each gets half of the gradient."""
    return elementwise.minimum.call(_tensor("minimum", 1, "input", input), _tensor("minimum", 2, "other", other))


@_takes_out
def clamp(input: Tensor, min: Tensor | Number | None = None, max: Tensor | Number | None = None) -> Tensor:
    """The input, moved to the nearer limit where it lies outside; limits are numbers or tensors."""
    if min is None and max is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    if isinstance(min, Variable) or isinstance(max, Variable):
        x: Any = input if min is None else where(input < min, min, input)
        limited: Any = x if max is None else where(x > max, max, x)
        return limited
    if input._value.dtype.kind != "f" and float in (type(min), type(max)):
        input = to(input, dtypes.get_default_dtype())
    return elementwise.clamp.call(_tensor("clamp", 1, "input", input), min, max)


def clamp_min(input: Tensor, min: Tensor | Number) -> Tensor:
    """`clamp` with a lower limit only."""
    return clamp(input, min)


def clamp_max(input: Tensor, max: Tensor | Number) -> Tensor:
    """`clamp` with an upper limit only."""
    return clamp(input, None, max)


@_takes_out
def round(input: Tensor, *, decimals: int = 0) -> Tensor:
    """The nearest whole number, or number of `decimals` places; halves go to the even neighbour."""
    return elementwise.round.call(_tensor("round", 1, "input", input), decimals)


def where(
    condition: Tensor, input: Tensor | Number | None = None, other: Tensor | Number | None = None
) -> Tensor | tuple[Tensor, ...]:
    """`input` where the condition holds, else `other`; with the condition alone the indices of its true elements."""
    if input is None:
        return nonzero(condition, as_tuple=True)
    _tensor("where", 1, "condition", condition)
    if condition._value.dtype.kind != "b":
        raise RuntimeError(
            "where expected condition to be a boolean tensor, but got a tensor with dtype "
            + dtypes.title(condition._value.dtype)
        )
    if not isinstance(input, Variable) and not isinstance(other, Variable):
        input = variable.Tensor(dtypes.for_numbers(input, other).type(input))
    shapes = [x.shape for x in (condition, input, other) if isinstance(x, Variable)]
    sizes = broadcast_shape(*shapes)
    if isinstance(input, Variable) and input.shape != sizes:
        input = shape.expand.call(input, sizes)
    if isinstance(other, Variable) and other.shape != sizes:
        other = shape.expand.call(other, sizes)
    return elementwise.select.call(input, other, condition)


@_worded
def masked_fill(input: Tensor, mask: Tensor, value: Number | Tensor) -> Tensor:
    """The input with `value` where the mask holds; nothing flows back from there."""
    x = _tensor("masked_fill", 1, "input", input)
    if mask._value.dtype.kind != "b":
        spelled = dtypes.spelled(mask.dtype)
        raise RuntimeError(f"masked_fill_ only supports boolean masks, but got mask with dtype {spelled}")
    sizes = broadcast_shape(x.shape, mask.shape)
    x = x if x.shape == sizes else expand(x, sizes)
    if isinstance(value, Variable):
        return elementwise.select.call(expand(to(value, x.dtype), sizes), x, mask)
    return elementwise.masked_fill.call(x, mask._value, value)


def isnan(input: Tensor) -> Tensor:
    """Where the elements are nan."""
    return variable.Tensor(np.isnan(input._value))


def isinf(input: Tensor) -> Tensor:
    """Where the elements are infinite."""
    return variable.Tensor(np.isinf(input._value))


def isfinite(input: Tensor) -> Tensor:
    """Where the elements are finite."""
    return variable.Tensor(np.isfinite(input._value))


@_takes_out
def eq(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where the two are equal."""
    return _binary(elementwise.eq.call, "eq", input, other)


@_takes_out
def ne(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where the two differ."""
    return _binary(elementwise.ne.call, "ne", input, other)


@_takes_out
def lt(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where input < other."""
    return _binary(elementwise.lt.call, "lt", input, other)


@_takes_out
def le(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where input <= other."""
    return _binary(elementwise.le.call, "le", input, other)


@_takes_out
def gt(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where input > other."""
    return _binary(elementwise.gt.call, "gt", input, other)


@_takes_out
def ge(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where input >= other."""
    return _binary(elementwise.ge.call, "ge", input, other)


def logical_not(input: Tensor) -> Tensor:
    """Where the elements are zero or False."""
    return variable.Tensor(np.logical_not(input._value))


@_worded
def isclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Tensor:
    """Where |input - other| <= atol + rtol · |other|."""
    return variable.Tensor(np.isclose(input._value, other._value, rtol, atol, equal_nan))


@_worded
def allclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
    """Whether |input - other| <= atol + rtol · |other| everywhere."""
    if input.dtype != other.dtype:
        titles = dtypes.title(input._value.dtype), dtypes.title(other._value.dtype)
        raise RuntimeError("{} did not match {}".format(*titles))
    return bool(np.allclose(input._value, other._value, rtol, atol, equal_nan))


@_worded
def equal(input: Tensor, other: Tensor) -> bool:
    """Whether the two have the same shape and the same elements."""
    return input.shape == other.shape and bool(np.all(input._value == other._value))


# ---------------------------------------------------------------------------------------------------------- reductions


@_takes_out
def sum(
    input: Tensor,
    dim: int | tuple[int, ...] | None = None,
    keepdim: bool = False,
    *,
    axis: int | tuple[int, ...] | None = None,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """The sum of all elements, or along the dimensions `dim`, which `keepdim` keeps with size 1."""
    x = _tensor("sum", 1, "input", input)
    if dtype is not None or x._value.dtype.kind == "u":
        x = to(x, dtype or dtypes.int64)
    dim = dim if axis is None else axis
    if dim is None and not keepdim:
        return reduction.total.call(x)
    return reduction.sum.call(x, _dims(dim, x.ndim), keepdim)


@_takes_out
def mean(
    input: Tensor,
    dim: int | tuple[int, ...] | None = None,
    keepdim: bool = False,
    *,
    axis: int | tuple[int, ...] | None = None,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """The mean of all elements, or along the dimensions `dim`, which `keepdim` keeps with size 1."""
    x = _tensor("mean", 1, "input", input)
    if dtype is not None:
        x = to(x, dtype)
    if x._value.dtype.kind != "f":
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. "
            f"Got: {dtypes.title(x._value.dtype)}"
        )
    dim = dim if axis is None else axis
    if dim is None and not keepdim:
        return reduction.mean_all.call(x)
    return reduction.mean.call(x, _dims(dim, x.ndim), keepdim)


@_takes_out
def prod(input: Tensor, dim: int | None = None, keepdim: bool = False, *, dtype: dtypes.dtype | None = None) -> Tensor:
    """The product of all elements, or along `dim`; exact gradients also where some are zero."""
    x = _tensor("prod", 1, "input", input)
    if dtype is not None or x._value.dtype.kind == "u":
        x = to(x, dtype or dtypes.int64)
    if dim is None:
        return reduction.prod.call(flatten(x), (0,), False)
    return reduction.prod.call(x, (_dim(dim, x.ndim),), keepdim)


@_takes_out
def norm(
    input: Tensor,
    p: float | str | None = 2,
    dim: int | tuple[int, ...] | None = None,
    keepdim: bool = False,
    *,
    dtype: dtypes.dtype | None = None,
) -> Tensor:
    """The p-norm of all elements, or along `dim`; its gradient at the origin is 0."""
    x = _tensor("norm", 1, "input", input)
    x = x if dtype is None else to(x, dtype)
    if x._value.dtype.kind != "f":
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
            + dtypes.title(x._value.dtype)
        )
    p = 2 if p is None or p == "fro" else p
    return reduction.norm.call(x, p, _dims(dim, x.ndim), keepdim)


@_takes_out
def var(
    input: Tensor,
    dim: int | tuple[int, ...] | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> Tensor:
    """The mean squared deviation from the mean; the sum is divided by n - `correction` (1, or 0 if not `unbiased`)."""
    return reduction.var.call(*_spread("var", input, dim, unbiased, correction), keepdim)


@_takes_out
def std(
    input: Tensor,
    dim: int | tuple[int, ...] | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> Tensor:
    """The root of `var`; its gradient is 0 where all elements are equal."""
    return reduction.std.call(*_spread("std", input, dim, unbiased, correction), keepdim)


def _spread(name, input, dim, unbiased, correction):
    """The tensor, the dimensions and the correction of var and std, whose `unbiased` may come first."""
    x = _tensor(name, 1, "input", input)
    if x._value.dtype.kind != "f":
        raise RuntimeError("std and var only support floating point and complex dtypes")
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if correction is None:
        correction = 0 if unbiased is False else 1
    dims = _dims(dim, x.ndim)
    if math.prod([x.shape[d] for d in dims]) <= correction:
        warnings.warn(
            f"{name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor "
            "(input numel divided by output numel).",
            stacklevel=4,
        )
    return x, dims, correction


@_takes_out
def cumsum(input: Tensor, dim: int, *, dtype: dtypes.dtype | None = None) -> Tensor:
    """The sums of all elements up to each along `dim`."""
    x = _tensor("cumsum", 1, "input", input)
    x = x if dtype is None else to(x, dtype)
    return reduction.cumsum.call(x, _dim(dim, x.ndim)) if x.ndim else clone(x)


@_takes_out
def cumprod(input: Tensor, dim: int, *, dtype: dtypes.dtype | None = None) -> Tensor:
    """The products of all elements up to each along `dim`; exact gradients also where some are zero."""
    x = _tensor("cumprod", 1, "input", input)
    x = x if dtype is None else to(x, dtype)
    d = _dim(dim, x.ndim)
    return cat([prod(narrow(x, d, 0, i + 1), d, keepdim=True) for i in range(x.shape[d])], d)


@_worded
def cummax(input: Tensor, dim: int) -> Pair:
    """The largest of all elements up to each along `dim`, and where it is."""
    return _running("cummax", np.greater_equal, input, dim)


@_worded
def cummin(input: Tensor, dim: int) -> Pair:
    """The smallest of all elements up to each along `dim`, and where it is."""
    return _running("cummin", np.less_equal, input, dim)


def _running(name, wins, input, dim):
    x = _tensor(name, 1, "input", input)
    d = _dim(dim, x.ndim)
    rows = np.moveaxis(x.array(), d, 0)
    best, index = np.array(rows[:1]), np.zeros(rows.shape, np.int64)
    for i, row in enumerate(rows):
        new = wins(row, best[0])
        index[i] = np.where(new, i, index[i - 1])
        best[0] = np.where(new, row, best[0])
    index = np.moveaxis(index, 0, d)
    return _pair(name)(indexing.gather.call(x, index, d), variable.Tensor(index))


@_takes_out
def logsumexp(input: Tensor, dim: int | tuple[int, ...], keepdim: bool = False) -> Tensor:
    """log(sum(exp(input))) along `dim`, without overflow."""
    x = _tensor("logsumexp", 1, "input", input)
    return reduction.logsumexp.call(x, _dims(dim, x.ndim), keepdim)


@_takes_out
def softmax(input: Tensor, dim: int, dtype: dtypes.dtype | None = None) -> Tensor:
    """exp(input), divided by its sum along `dim`; without overflow."""
    x = _tensor("softmax", 1, "input", input)
    x = x if dtype is None else to(x, dtype)
    _float_kernel("softmax_lastdim_kernel_impl", x)
    return reduction.softmax.call(x, _dims(dim, x.ndim))


@_takes_out
def log_softmax(input: Tensor, dim: int, dtype: dtypes.dtype | None = None) -> Tensor:
    """log(softmax(input)), without overflow."""
    x = _tensor("log_softmax", 1, "input", input)
    x = x if dtype is None else to(x, dtype)
    _float_kernel("log_softmax_lastdim_kernel_impl", x)
    return reduction.log_softmax.call(x, _dims(dim, x.ndim))


def _float_kernel(kernel, x):
    if x._value.dtype.kind != "f":
        raise NotImplementedError(f"\"{kernel}\" not implemented for '{dtypes.title(x._value.dtype)}'")


def count_nonzero(input: Tensor, dim: int | tuple[int, ...] | None = None) -> Tensor:
    """How many elements are not zero, or along `dim`."""
    return sum(ne(_tensor("count_nonzero", 1, "input", input), 0), dim)


def sort(input: Tensor, dim: int = -1, descending: bool = False, stable: bool = False) -> Pair:
    """The elements in order along `dim`, and where they were; equal ones keep their order."""
    x = _tensor("sort", 1, "input", input)
    index = argsort(x, dim, descending)
    if not x.ndim:
        return _pair("sort")(clone(x), index)
    return _pair("sort")(indexing.sort.call(x, index._value, _dim(dim, x.ndim)), index)


def argsort(input: Tensor, dim: int = -1, descending: bool = False, stable: bool = False) -> Tensor:
    """Where the elements are that come in order along `dim`."""
    x = _tensor("argsort", 1, "input", input)
    d = _dim(dim, x.ndim)
    if not x.ndim:
        return variable.Tensor(np.int64(0))
    if not descending:
        return variable.Tensor(np.argsort(x._value, d, kind="stable"))
    back = np.flip(np.argsort(np.flip(x._value, d), d, kind="stable"), d)
    return variable.Tensor(x.shape[d] - 1 - back)


def unique(input: Tensor) -> Tensor:
    """The different elements, in order."""
    return variable.Tensor(np.unique(_tensor("unique", 1, "input", input)._value))


@_worded
def topk(input: Tensor, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Pair:
    """The `k` largest (or smallest) elements along `dim`, in order, and where they were."""
    x = _tensor("topk", 1, "input", input)
    d = _dim(dim, x.ndim)
    if not 0 <= k <= (x.shape[d] if x.ndim else 1):
        raise RuntimeError("selected index k out of range")
    index = argsort(x, d, descending=largest)
    if not x.ndim:
        return _pair("topk")(clone(x), index)
    first = narrow(index, d, 0, k)
    return _pair("topk")(indexing.topk.call(x, first._value, d), first)


def median(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor | Pair:
    """The middle element (the lower of two), or with `dim` the pair (values, indices) along it."""
    x = _tensor("median", 1, "input", input)
    if dim is None:
        order = np.argsort(x._value, None, kind="stable")
        return indexing.median_all.call(reshape(x, -1), order[(len(order) - 1) // 2, None], 0, False)
    d = _dim(dim, x.ndim)
    index = np.argsort(x._value, d, kind="stable").take([(x.shape[d] - 1) // 2], d)
    return _pair("median")(
        indexing.median.call(x, index, d, keepdim), variable.Tensor(index if keepdim else index.squeeze(d))
    )


def amax(input: Tensor, dim: int | tuple[int, ...] = (), keepdim: bool = False) -> Tensor:
    """The largest element, or along `dim`; equal ones share the gradient."""
    x = _tensor("amax", 1, "input", input)
    _not_empty("amax", x, dim, RuntimeError)
    return reduction.amax.call(x, _dims(dim, x.ndim), keepdim)


def amin(input: Tensor, dim: int | tuple[int, ...] = (), keepdim: bool = False) -> Tensor:
    """The smallest element, or along `dim`; equal ones share the gradient."""
    x = _tensor("amin", 1, "input", input)
    _not_empty("amin", x, dim, RuntimeError)
    return reduction.amin.call(x, _dims(dim, x.ndim), keepdim)


def argmax(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The index of the largest element in the flattened input, or along `dim`; int64, without history."""
    return _arg("argmax", np.argmax, input, dim, keepdim)


def argmin(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The index of the smallest element in the flattened input, or along `dim`; int64, without history."""
    return _arg("argmin", np.argmin, input, dim, keepdim)


def _arg(name, find, input, dim, keepdim):
    x = _tensor(name, 1, "input", input)
    _not_empty(name, x, dim)
    dim = None if dim is None or not x.ndim else _dim(dim, x.ndim)
    return variable.Tensor(find(x._value, dim, keepdims=keepdim))


def any(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Whether any element is true, or along `dim`."""
    return variable.Tensor(np.any(input._value, None if dim is None else _dims(dim, input.ndim), keepdims=keepdim))


def all(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Whether all elements are true, or along `dim`."""
    return variable.Tensor(np.all(input._value, None if dim is None else _dims(dim, input.ndim), keepdims=keepdim))


def _not_empty(name, x, dim, error=IndexError):
    """PyTorch's error for the largest of no elements."""
    if x._value.size:
        return
    if dim is None or dim == ():
        of = "" if name.startswith("arg") else " Specify the reduction dim with the 'dim' argument."
        raise error(f"{name}(): Expected reduction dim to be specified for input.numel() == 0.{of}")
    for d in _dims(dim, x.ndim):
        if not x.shape[d]:
            raise IndexError(f"{name}(): Expected reduction dim {d} to have non-zero size.")


class Pair(NamedTuple):
    """Values, and where they were found."""

    values: Variable
    indices: Variable

    def __repr__(self):
        return f"torch.return_types.{type(self).__name__}(\nvalues={self.values},\nindices={self.indices})"


@functools.cache
def _pair(name):
    """The type of the pairs that a function gives: `Pair`, called after the function."""
    return type(name, (Pair,), {"__slots__": ()})


def max(input: Tensor, dim: int | Tensor | None = None, keepdim: bool = False) -> Tensor | Pair:
    """The largest element; with `dim` the pair (values, indices) along it; with a tensor, the larger of the two."""
    return _extreme("max", input, dim, keepdim, maximum, reduction.max_all, np.argmax, indexing.max)


def min(input: Tensor, dim: int | Tensor | None = None, keepdim: bool = False) -> Tensor | Pair:
    """The smallest element; with `dim` the pair (values, indices) along it; with a tensor, the smaller of the two."""
    return _extreme("min", input, dim, keepdim, minimum, reduction.min_all, np.argmin, indexing.min)


def _extreme(name, input, dim, keepdim, of_two, of_all, find, pick):
    x = _tensor(name, 1, "input", input)
    if isinstance(dim, Variable):
        return of_two(x, dim)
    _not_empty(name, x, dim, RuntimeError)
    if dim is None:
        return of_all.call(x, None, False)
    d = _dim(dim, x.ndim)
    if not x.ndim:
        return _pair(name)(clone(x), variable.Tensor(np.int64(0)))
    index = find(x._value, d, keepdims=True)
    return _pair(name)(pick.call(x, index, d, keepdim), variable.Tensor(index if keepdim else index.squeeze(d)))


# ----------------------------------------------------------------------------------------------------- shapes and views


def _inferred(sizes, x):
    """The sizes with -1 replaced by what is left; PyTorch's RuntimeErrors if they do not fit."""
    numel = x._value.size
    if sizes.count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    known = math.prod([n for n in sizes if n != -1])
    if -1 in sizes and known and numel % known == 0:
        return tuple([numel // known if n == -1 else n for n in sizes])
    if known != numel or -1 in sizes:
        raise RuntimeError(f"shape '{list(sizes)}' is invalid for input of size {numel}")
    return sizes


def reshape(input: Tensor, *shape_: int | tuple[int, ...]) -> Tensor:
    """The elements in another shape: a view where the layout allows it, else a copy. One size may be -1."""
    x = _tensor("reshape", 1, "input", input)
    sizes = _inferred(_sizes(shape_), x)
    return (shape.reshape if viewable(x._value, sizes) else shape.copied).call(x, sizes)


def view(input: Tensor, *shape_: int | tuple[int, ...]) -> Tensor:
    """The elements in another shape over the same memory. Raises RuntimeError where the layout does not allow it."""
    if len(shape_) == 1 and isinstance(shape_[0], dtypes.dtype):
        raise NotImplementedError("view(dtype) is not available in minigrad: use .to(dtype), which converts the values")
    sizes = _inferred(_sizes(shape_), input)
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
    x = _tensor("flatten", 1, "input", input)
    if not x.ndim:
        return reshape(x, 1)
    first, last = _dim(start_dim, x.ndim), _dim(end_dim, x.ndim)
    if first > last:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    sizes = x.shape
    return reshape(x, *sizes[:first], math.prod(sizes[first : last + 1]), *sizes[last + 1 :])


@_worded
def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """A view with the two dimensions exchanged."""
    x = _tensor("transpose", 1, "input", input)
    d0, d1 = _dim(dim0, x.ndim), _dim(dim1, x.ndim)
    return shape.transpose.call(x, d0, d1) if x.ndim else shape.reshape.call(x, ())


def t(input: Tensor) -> Tensor:
    """The transpose of a matrix; a vector or number stays as it is."""
    x = _tensor("t", 1, "input", input)
    if x.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {x.ndim}D")
    return shape.t.call(x)


def permute(input: Tensor, *dims: int | tuple[int, ...]) -> Tensor:
    """A view with the dimensions in another order."""
    x = _tensor("permute", 1, "input", input)
    order = _sizes(dims)
    if len(order) != x.ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired "
            f"ordering of dimensions i.e. input.dim() = {x.ndim} is not equal to len(dims) = {len(order)}"
        )
    order = tuple([_dim(d, x.ndim) for d in order])
    if len(set(order)) != x.ndim:
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return shape.permute.call(x, order)


@_worded
def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """A view with a dimension of size 1 inserted at `dim`."""
    x = _tensor("unsqueeze", 1, "input", input)
    d = _dim(dim, x.ndim + 1)
    return shape.unsqueeze.call(x, (*x.shape[:d], 1, *x.shape[d:]))


def squeeze(input: Tensor, dim: int | tuple[int, ...] | None = None) -> Tensor:
    """A view without the dimensions of size 1, or without those among `dim`."""
    x = _tensor("squeeze", 1, "input", input)
    if dim is None:
        return shape.squeeze.call(x, tuple([n for n in x.shape if n != 1]))
    dims = _dims(dim, x.ndim)
    return shape.squeeze_d.call(x, tuple([n for i, n in enumerate(x.shape) if n != 1 or i not in dims]))


def expand(input: Tensor, *sizes: int | tuple[int, ...]) -> Tensor:
    """A view that repeats dimensions of size 1, without memory of its own; -1 keeps a size."""
    x = _tensor("expand", 1, "input", input)
    target = _sizes(sizes)
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


@_worded
def swapaxes(input: Tensor, axis0: int, axis1: int) -> Tensor:
    """`transpose`, as NumPy calls it."""
    return transpose(input, axis0, axis1)


@_worded
def movedim(input: Tensor, source: int | tuple[int, ...], destination: int | tuple[int, ...]) -> Tensor:
    """A view with dimensions moved to other places; the rest keep their order."""
    x = _tensor("movedim", 1, "input", input)
    placed = dict(zip(_dims(destination, x.ndim), _dims(source, x.ndim), strict=True))
    rest = iter([i for i in range(x.ndim) if i not in placed.values()])
    return permute(x, *[placed[i] if i in placed else next(rest) for i in range(x.ndim)])


@_worded
def unflatten(input: Tensor, dim: int, sizes: tuple[int, ...]) -> Tensor:
    """A view with one dimension taken apart into several of the given sizes."""
    x = _tensor("unflatten", 1, "input", input)
    d = _dim(dim, x.ndim)
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
    x, sizes = _tensor("repeat", 1, "input", input), _sizes(repeats)
    if len(sizes) < x.ndim:
        raise RuntimeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor")
    return shape.repeat.call(x, sizes)


def tile(input: Tensor, *dims: int | tuple[int, ...]) -> Tensor:
    """`repeat`, where dimensions that are not named are repeated once."""
    sizes = _sizes(dims)
    return repeat(input, *(1,) * (input.ndim - len(sizes)), *sizes)


@_worded
def repeat_interleave(input: Tensor, repeats: int | Tensor, dim: int | None = None) -> Tensor:
    """Each slice along `dim` (each element, without one) several times in a row."""
    x = _tensor("repeat_interleave", 1, "input", input)
    x, d = (reshape(x, -1), 0) if dim is None else (x, _dim(dim, x.ndim))
    times = getattr(repeats, "_value", repeats)
    return index_select(x, d, variable.Tensor(np.repeat(np.arange(x.shape[d]), times)))


def flip(input: Tensor, *dims: int | tuple[int, ...]) -> Tensor:
    """The elements in reverse order along the dimensions."""
    x = _tensor("flip", 1, "input", input)
    return shape.flip.call(x, _dims(_sizes(dims), x.ndim) if _sizes(dims) else ())


def tril(input: Tensor, diagonal: int = 0) -> Tensor:
    """The lower triangle of a matrix, or of each of a batch; the rest is zero."""
    if _tensor("tril", 1, "input", input).ndim < 2:
        raise RuntimeError("tril: input tensor must have at least 2 dimensions")
    return shape.tril.call(input, diagonal)


def triu(input: Tensor, diagonal: int = 0) -> Tensor:
    """The upper triangle of a matrix, or of each of a batch; the rest is zero."""
    if _tensor("triu", 1, "input", input).ndim < 2:
        raise RuntimeError("triu: input tensor must have at least 2 dimensions")
    return shape.triu.call(input, diagonal)


def diagonal(input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """A view of the diagonal of two dimensions, which comes last."""
    x = _tensor("diagonal", 1, "input", input)
    return shape.diagonal.call(x, offset, _dim(dim1, x.ndim), _dim(dim2, x.ndim))


def diag(input: Tensor, diagonal: int = 0) -> Tensor:
    """A matrix with the vector on its diagonal; of a matrix a copy of its diagonal."""
    x = _tensor("diag", 1, "input", input)
    if x.ndim == 1:
        n = x.shape[0] + builtins.abs(diagonal)
        return shape.diag_embed.call(x, (n, n), diagonal, 0, 1)
    if x.ndim != 2:
        raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {x.ndim}D")
    return clone(shape.diagonal.call(x, diagonal, 0, 1))


def trace(input: Tensor) -> Tensor:
    """The sum of a matrix's diagonal."""
    if _tensor("trace", 1, "input", input).ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {input.ndim}")
    return sum(diagonal(input))


@_worded
def broadcast_to(input: Tensor, size: tuple[int, ...]) -> Tensor:
    """`expand` to the size."""
    return expand(input, size)


def sum_to_size(input: Tensor, *size: int | tuple[int, ...]) -> Tensor:
    """The sum over the dimensions along which a tensor of `size` would be broadcast to the input, in that size."""
    target = _sizes(size)
    return input if input.shape == target else shape.sum_to.call(input, target)


@_takes_out
def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """The tensors joined along a dimension, in their common dtype."""
    xs = list(tensors)
    if not xs:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
    for i, x in enumerate(xs):
        if not isinstance(x, Variable):
            raise TypeError(f"expected Tensor as element {i} in argument 0, but got {dtypes.type_name(type(x))}")
        if not x.ndim:
            raise RuntimeError(f"zero-dimensional tensor (at position {i}) cannot be concatenated")
    dtype = dtypes.widest([x._value.dtype for x in xs])
    xs = [to(x, dtypes.of(dtype)) for x in xs if x.shape != (0,)] or [to(xs[0], dtypes.of(dtype))]
    d = _dim(dim, xs[0].ndim)
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


@_takes_out
def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """The tensors, all of one shape, along a new dimension."""
    xs = list(tensors)
    if not xs:
        raise RuntimeError("stack expects a non-empty TensorList")
    for i, x in enumerate(xs):
        if x.shape != xs[0].shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(xs[0].shape)} at entry 0 and "
                f"{list(x.shape)} at entry {i}"
            )
    dtype = dtypes.of(dtypes.widest([x._value.dtype for x in xs]))
    return shape.stack([to(x, dtype) for x in xs], _dim(dim, xs[0].ndim + 1))


def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """The slices along a dimension, which is dropped: a tuple of views."""
    return shape.unbind(_tensor("unbind", 1, "input", input), _dim(dim, input.ndim))


@_worded
def split(tensor: Tensor, split_size_or_sections: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in pieces of one size (the last may be smaller), or of the sizes listed: a tuple of views."""
    d = _dim(dim, tensor.ndim)
    n, sizes = tensor.shape[d], split_size_or_sections
    if isinstance(sizes, int):
        if sizes < 0:
            raise RuntimeError(f"split expects split_size be non-negative, but got split_size={sizes}")
        if sizes == 0 and n:
            raise RuntimeError(f"split_size can only be 0 if dimension size is 0, but got dimension size of {n}")
        sizes = [builtins.min(sizes, n - start) for start in range(0, n, sizes or 1)] or [0]
    elif builtins.sum(sizes) != n:
        raise RuntimeError(
            f"split_with_sizes expects split_sizes to sum exactly to {n} (input tensor's size at dimension {d}), but "
            f"got split_sizes={list(sizes)}"
        )
    return shape.split(tensor, tuple(sizes), d)


@_worded
def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in at most `chunks` pieces of one size (the last may be smaller): a tuple of views."""
    n = input.shape[_dim(dim, input.ndim)]
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    return split(input, -(-n // chunks) or 1, dim)


@_worded
def tensor_split(input: Tensor, indices_or_sections: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
    """The tensor in `n` pieces as equal as can be, or cut before each of the indices: a tuple of views."""
    d, parts = _dim(dim, input.ndim), indices_or_sections
    n = input.shape[d]
    if isinstance(parts, int):
        cuts = np.cumsum([n // parts + (i < n % parts) for i in range(parts)]).tolist()[:-1]
    else:
        cuts = list(parts)
    ends = zip([0, *cuts], [*cuts, n], strict=True)
    return tuple([shape.slice.call(input, d, start, end, 1) for start, end in ends])


def clone(input: Tensor) -> Tensor:
    """A copy with its own memory; the gradient passes through."""
    return elementwise.clone.call(_tensor("clone", 1, "input", input))


@_worded
def select(input: Tensor, dim: int, index: int) -> Tensor:
    """A view of the slice at `index` along `dim`, which is dropped."""
    d = _dim(dim, input.ndim)
    n = input.shape[d]
    if not -n <= index < n:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(input.shape)} at dimension {d}"
        )
    return shape.pick.call(input, d, index)


@_worded
def narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """A view of `length` entries along `dim`, from `start` on."""
    d = _dim(dim, input.ndim)
    if start + length > input.shape[d]:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({input.shape[d]}).")
    return shape.slice.call(input, d, start, start + length, 1)


def nonzero(input: Tensor, *, as_tuple: bool = False) -> Tensor | tuple[Tensor, ...]:
    """The indices of the elements that are not zero: a row each, or (`as_tuple`) a tensor for each dimension."""
    if not input.ndim and not as_tuple:
        return variable.Tensor(np.zeros((int(bool(input._value)), 0), np.int64))
    found = np.nonzero(np.atleast_1d(input._value))
    return tuple(map(variable.Tensor, found)) if as_tuple else variable.Tensor(np.stack(found, 1))


# ------------------------------------------------------------------------------------------------------------- indexing


@_worded
def gather(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The elements that `index` names along `dim`, in the index's shape; repeated ones add up in the gradient."""
    x, d = _indexed_along("gather", input, dim, index)
    return indexing.gather.call(x, index.array(), d)


@_worded
def scatter(input: Tensor, dim: int, index: Tensor, src: Tensor | Number) -> Tensor:
    """A copy of the input with elements of `src`, or a number, at the places that `index` names along `dim`."""
    x, d = _indexed_along("scatter", input, dim, index)
    if not isinstance(src, Variable):
        return indexing.scattered.call(x, _full_of(x, src, index.shape), index.array(), d)
    return indexing.scattered.call(x, _corner(src, index.shape), index.array(), d)


@_worded
def scatter_add(input: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    """A copy of the input to which elements of `src` are added at the places that `index` names along `dim`."""
    x, d = _indexed_along("scatter_add", input, dim, index)
    return indexing.added.call(x, _corner(src, index.shape), index.array(), d)


def _indexed_along(name, input, dim, index):
    x = _tensor(name, 1, "input", input)
    if index._value.dtype != np.int64:
        raise RuntimeError(f"{name}(): Expected dtype int64 for index")
    d = _dim(dim, x.ndim)
    if index.ndim != x.ndim:
        raise RuntimeError("Index tensor must have the same number of dimensions as input tensor")
    n = x.shape[d]
    wrong = index._value[(index._value < 0) | (index._value >= n)]
    if wrong.size:
        raise RuntimeError(f"index {wrong.flat[0]} is out of bounds for dimension {d} with size {n}")
    return x, d


def _corner(x, sizes):
    """The part of a tensor that an index of these sizes reaches."""
    return x if x.shape == sizes else x[tuple([slice(n) for n in sizes])]


def _full_of(like, number, sizes):
    return variable.Tensor(np.full(sizes, number, like._value.dtype))


@_worded
def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The slices along `dim` that the vector `index` names; repeated ones add up in the gradient."""
    return indexing.index_select.call(*_at("index_select", input, dim, index))


@_worded
def index_add(input: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Number = 1) -> Tensor:
    """A copy of the input to which the slices of `source` are added at those that `index` names along `dim`."""
    x, key = _at("index_add", input, dim, index)
    return indexing.index_add.call(x, source if alpha == 1 else source * alpha, key)


def _at(name, input, dim, index):
    x = _tensor(name, 1, "input", input)
    d, array = _dim(dim, x.ndim), index.array()
    n = x.shape[d]
    if ((array < 0) | (array >= n)).any():
        raise IndexError("index out of range in self")
    return x, (slice(None),) * d + (array,)


@_worded
def take(input: Tensor, index: Tensor) -> Tensor:
    """The elements that the index names in the flattened input."""
    return reshape(input, -1)[index]


@_worded
def masked_select(input: Tensor, mask: Tensor) -> Tensor:
    """The elements where the mask, which broadcasts, holds: a vector."""
    x, sizes = _tensor("masked_select", 1, "input", input), broadcast_shape(input.shape, mask.shape)
    return expand(x, sizes)[expand(mask, sizes)]


def getitem(x, key):
    """`x[key]`: ints, slices, `...` and None give views; index tensors, lists and masks give copies."""
    kind = type(key)
    if kind is int:
        return _pick(x, 0, key)
    if kind is slice:
        return _slice(x, 0, key)
    return _indexed(x, key if kind is tuple else (key,))


def _pick(x, dim, i, named=None):
    """`x` at index i of a dimension, which the message of an index out of range may name otherwise."""
    if not x.ndim:
        raise IndexError(
            "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a "
            "0-dim tensor to a number"
        )
    n = x._value.shape[dim]
    if not -n <= i < n:
        named = dim if named is None else named
        raise IndexError(f"index {i} is out of bounds for dimension {named} with size {n}")
    return shape.pick.call(x, dim, i)


def _slice(x, dim, key):
    if not x.ndim:
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    start, stop, step = [
        part.item() if isinstance(part, Variable) else part for part in (key.start, key.stop, key.step)
    ]
    if step == 0:
        raise ValueError("slice step cannot be zero")
    if step is not None and step < 0:
        raise ValueError("step must be greater than zero")
    return shape.slice.call(x, dim, start, stop, step)


def _indexed(x, keys):
    """Each basic part of the index in its turn, then all index tensors at once."""
    keys = [k if _is_basic(k) else _index_array(k) for k in keys]
    used = math.fsum([0 if k is None or k is ... else k.ndim if _is_mask(k) else 1 for k in keys])
    if used > x.ndim:
        raise IndexError(f"too many indices for tensor of dimension {x.ndim}")
    if ... not in [k if k is ... else None for k in keys]:
        keys.append(...)
    dim, arrays, out, dropped = 0, {}, x, 0
    for k in keys:
        if k is None:
            out = unsqueeze(out, dim)
        elif k is ...:
            dim = out.ndim - int(math.fsum([_width(rest) for rest in keys[_after_dots(keys) :]]))
            continue
        elif isinstance(k, (int, np.integer)):
            out = _pick(out, dim, int(k), dim + dropped)
            dropped += 1
            continue
        elif isinstance(k, slice):
            out = out if k == slice(None) else _slice(out, dim, k)
        else:
            arrays[dim] = k
            dim += _width(k)
            continue
        dim += 1
    return _gathered(out, arrays) if arrays else out if out is not x else shape.alias.call(x)


def _after_dots(keys):
    return [k is ... for k in keys].index(True) + 1


def _width(k):
    """How many dimensions of the tensor a part of an index uses up (in the tensor as basic parts leave it)."""
    return k.ndim if _is_mask(k) else 0 if k is None else 1


def _is_basic(k):
    return k is None or k is ... or isinstance(k, (slice, int, np.integer)) and not isinstance(k, bool)


def _is_mask(k):
    return isinstance(k, np.ndarray) and k.dtype.kind == "b"


def _index_array(k):
    if isinstance(k, Variable):
        k = k.array()
    k = np.asarray(k)
    if k.size == 0 and k.dtype.kind == "f":
        k = k.astype(np.int64)
    if k.dtype.kind not in "iub":
        raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
    return k


def _gathered(x, arrays):
    """`x` at index arrays, which stand at the given dimensions."""
    key = []
    for dim in range(x.ndim):
        k = arrays.get(dim)
        if k is not None:
            _check_index(x.shape, dim, k)
            key.append(k)
        elif len(key) <= dim and not _covered(arrays, dim):
            key.append(slice(None))
    try:
        np.broadcast_shapes(*[k.shape for k in arrays.values() if not _is_mask(k)])
    except ValueError:
        sizes = ", ".join([str(list(k.shape)) for k in arrays.values()])
        raise IndexError(
            f"shape mismatch: indexing tensors could not be broadcast together with shapes {sizes}"
        ) from None
    return indexing.index.call(x, tuple(key))


def _covered(arrays, dim):
    """Whether a mask that stands at an earlier dimension reaches over this one."""
    return len([d for d, k in arrays.items() if d < dim < d + _width(k)]) > 0


def _check_index(sizes, dim, k):
    if _is_mask(k):
        for i, n in enumerate(k.shape):
            if n != sizes[dim + i]:
                raise IndexError(
                    f"The shape of the mask {list(k.shape)} at index {i} does not match the shape of the indexed "
                    f"tensor {list(sizes)} at index {dim + i}"
                )
        return
    n = sizes[dim]
    out = k[(k < -n) | (k >= n)]
    if out.size:
        raise IndexError(f"index {out.flat[0]} is out of bounds for dimension {dim} with size {n}")


def setitem(x, key, value):
    """`x[key] = value`: in place, through a view or at index tensors; numbers and smaller tensors broadcast."""
    keys = key if isinstance(key, tuple) else (key,)
    if builtins.all([_is_basic(k) for k in keys]):
        _written(getitem(x, key), value)
    else:
        _set_at(x, keys, value)


def _written(part, value):
    if isinstance(value, Variable):
        if value.ndim > part.ndim and builtins.all([n == 1 for n in value.shape[: value.ndim - part.ndim]]):
            value = reshape(value, value.shape[value.ndim - part.ndim :])
        if value.shape != part.shape:
            expand(value, part.shape)  # raises where the value does not fit
        write(shape.copy.call, part, value)
    elif isinstance(value, np.ndarray):
        write(shape.copy.call, part, variable.Tensor(value))
    elif isinstance(value, (int, float, np.generic)):
        write(elementwise.fill.call, part, value)
    else:
        raise TypeError(f"can't assign a {dtypes.type_name(type(value))} to a {part.type()}")


def _set_at(x, keys, value):
    """Assignment at index tensors, lists or masks."""
    arrays = tuple([k if _is_basic(k) else _index_array(k) for k in keys])
    for dim, k in enumerate(arrays):
        if not _is_basic(k):
            _check_index(x.shape, dim, k)
    if not isinstance(value, Variable):
        value = variable.Tensor(np.asarray(value, x._value.dtype))
    target = np.empty(x.shape, bool)[arrays].shape
    if value.shape != target:
        try:
            np.broadcast_to(np.empty(value.shape, bool), target)
        except ValueError:
            raise RuntimeError(
                f"shape mismatch: value tensor of shape {list(value.shape)} cannot be broadcast to indexing result of "
                f"shape {list(target)}"
            ) from None
    write(indexing.index_set.call, x, value, arrays)


# ------------------------------------------------------------------------------------------------------------- matrices


@_takes_out
def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices."""
    a, b = _tensor("mm", 1, "input", input), _tensor("mm", 2, "mat2", mat2)
    if a.ndim != 2:
        raise RuntimeError("self must be a matrix")
    if b.ndim != 2:
        raise RuntimeError("mat2 must be a matrix")
    return _mm(a, b)


def _mm(a, b):
    (n, k), (m, p) = a._value.shape, b._value.shape
    if k != m:
        raise RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({n}x{k} and {m}x{p})")
    _one_dtype(a, b)
    return linalg.mm.call(a, b)


@_takes_out
def addmm(input: Tensor, mat1: Tensor, mat2: Tensor, *, beta: Number = 1, alpha: Number = 1) -> Tensor:
    """beta · input + alpha · mat1 @ mat2, the input broadcast."""
    if mat1._value.dtype != mat2._value.dtype:
        titles = dtypes.title(mat1._value.dtype), dtypes.title(mat2._value.dtype)
        raise RuntimeError("mat1 and mat2 must have the same dtype, but got {} and {}".format(*titles))
    (n, k), (m, p) = mat1._value.shape, mat2._value.shape
    if k != m:
        raise RuntimeError(f"mat1 and mat2 shapes cannot be multiplied ({n}x{k} and {m}x{p})")
    if input.shape != (n, p):
        expand(input, n, p)  # raises where the input does not fit
    input = input if beta == 1 else input * beta
    return linalg.addmm.call(input, mat1 if alpha == 1 else mat1 * alpha, mat2)


def _alike(name, a, b):
    """PyTorch's error where a vector is multiplied with something of another dtype."""
    if a._value.dtype != b._value.dtype:
        x, y = dtypes.title(a._value.dtype), dtypes.title(b._value.dtype)
        if name == "dot":
            raise RuntimeError(f"dot : expected both vectors to have same dtype, but found {x} and {y}")
        raise RuntimeError(f"addmv input tensors must have the same dtype, but got {y}, {x}, and {y}")


def _one_dtype(a, b):
    if a._value.dtype != b._value.dtype:
        words = dtypes.spelled(a.dtype), dtypes.spelled(b.dtype)
        raise RuntimeError("expected m1 and m2 to have the same dtype, but got: {} != {}".format(*words))


@_takes_out
def mv(input: Tensor, vec: Tensor) -> Tensor:
    """The product of a matrix and a vector."""
    if input.ndim != 2 or vec.ndim != 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got 1, {input.ndim}, {vec.ndim}")
    _alike("mv", input, vec)
    (n, m), (k,) = input._value.shape, vec._value.shape
    if m != k:
        raise RuntimeError(f"size mismatch, got input ({n}), mat ({n}x{m}), vec ({k})")
    return linalg.mv.call(input, vec)


@_takes_out
def dot(input: Tensor, tensor: Tensor) -> Tensor:
    """The sum of the products of two vectors."""
    if input.ndim != 1 or tensor.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {input.ndim}D and {tensor.ndim}D tensors")
    _alike("dot", input, tensor)
    n, m = input._value.size, tensor._value.size
    if n != m:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{n}] and src [{m}] to have the same number of elements, but "
            f"got {n} and {m} elements respectively"
        )
    return linalg.dot.call(input, tensor)


@_takes_out
def bmm(input: Tensor, mat2: Tensor) -> Tensor:
    """The products of the matrices of two batches."""
    for i, x in enumerate((input, mat2), 1):
        if x.ndim != 3:
            raise RuntimeError(f"batch{i} must be a 3D tensor")
    _one_dtype(input, mat2)
    a, b = input._value.shape, mat2._value.shape
    if a[0] != b[0] or a[2] != b[1]:
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: {[a[0], a[2]]} but got: {list(b[:2])}."
        )
    return linalg.bmm.call(input, mat2)


@_takes_out
def matmul(input: Tensor, other: Tensor) -> Tensor:
    """The product of matrices, vectors, or batches of matrices, whose leading dimensions broadcast."""
    if not isinstance(other, Variable):
        return NotImplemented
    n, m = input.ndim, other.ndim
    if n == 2 and m == 2:
        return _mm(input, other)
    if n == 0 or m == 0:
        raise RuntimeError(f"both arguments to matmul need to be at least 1D, but they are {n}D and {m}D")
    if n == 1 and m == 1:
        return dot(input, other)
    if n == 2 and m == 1:
        return mv(input, other)
    if n == 1:
        return squeeze(matmul(unsqueeze(input, 0), other), -2)
    if m == 1:
        return squeeze(matmul(input, unsqueeze(other, 1)), -1)
    _one_dtype(input, other)
    a, b = input._value.shape, other._value.shape
    broadcast_shape(a[:-2], b[:-2])
    if a[-1] != b[-2]:
        batch = math.prod(broadcast_shape(a[:-2], b[:-2]))
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: {[batch, a[-1]]} but got: "
            f"{[batch, b[-2]]}."
        )
    return linalg.matmul.call(input, other)


@_worded
def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """The products of all pairs of elements of two vectors."""
    return unsqueeze(input, 1) * vec2


def einsum(equation: str, *operands: Tensor | Sequence[Tensor]) -> Tensor:
    """Sums of products by letters: `einsum("ij,jk->ik", a, b)` is `a @ b`; without an arrow, letters seen once stay."""
    given = operands[0] if isinstance(operands[0], (list, tuple)) else operands
    xs = [_tensor("einsum", 2, "operands", x) for x in given]
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(xs):
        raise ValueError(f"einsum(): {len(terms)} operands are named in the equation, but {len(xs)} were given")
    many = builtins.max([x.ndim - len(term.replace("...", "")) for term, x in zip(terms, xs, strict=True)])
    dots = [chr(0x3B1 + i) for i in range(many)]  # a letter for each dimension that `...` stands for
    terms = [_spelled_out(term, x.ndim, dots) for term, x in zip(terms, xs, strict=True)]
    letters = "".join(terms)
    once = "".join([c for c in builtins.sorted(set(letters)) if letters.count(c) == 1 and c not in dots])
    result = right.replace("...", "".join(dots)) if arrow else "".join(dots) + once
    order = result + "".join(builtins.sorted(set(letters) - set(result)))
    factors = [_by_letters(x, term, order) for x, term in zip(xs, terms, strict=True)]
    product = functools.reduce(elementwise.mul.call, factors)
    return sum(product, tuple(range(len(result), len(order)))) if len(order) > len(result) else product


def _spelled_out(term, ndim, dots):
    """A term of an einsum equation with letters in the place of `...`."""
    rest = ndim - len(term.replace("...", ""))
    return term.replace("...", "".join(dots[len(dots) - rest :]))


def _by_letters(x, term, order):
    """`x` with a dimension for each letter of `order`, of size 1 where its term does not have that letter."""
    for letter in dict.fromkeys(term):
        while term.count(letter) > 1:
            i, j = [k for k, c in enumerate(term) if c == letter][:2]
            x = diagonal(x, 0, i, j)
            term = "".join([c for k, c in enumerate(term) if k not in (i, j)]) + letter
    x = permute(x, *[term.index(c) for c in order if c in term])
    sizes = iter(x.shape)
    return reshape(x, *[next(sizes) if c in term else 1 for c in order])


# ------------------------------------------------------------------------------------------------------------- in place


def in_place(name, function):
    """The in-place form of a function: `function(x, ...)` written over `x`, which is returned."""

    def method(self, *args, **options):
        return write(function, self, *args, **options)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"`{name[:-1]}` in place; see there."
    return method


relu_ = in_place("relu_", relu)
exp_ = in_place("exp_", exp)
sqrt_ = in_place("sqrt_", sqrt)
sin_ = in_place("sin_", sin)
cos_ = in_place("cos_", cos)
tanh_ = in_place("tanh_", tanh)
sigmoid_ = in_place("sigmoid_", sigmoid)
abs_ = in_place("abs_", abs)
neg_ = in_place("neg_", neg)
log_ = in_place("log_", log)
clamp_ = in_place("clamp_", clamp)


def in_place_view(name, function):
    """The in-place form of a function that gives a view: the tensor then shows its memory as the view would."""

    def method(self, *args):
        return reseat(function, self, *args)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"`{name[:-1]}` in place; see there."
    return method


def copy_(self, src):
    """Write the values of `src`, which may broadcast, over this tensor."""
    src = src if isinstance(src, Variable) else variable.Tensor(np.asarray(src, self._value.dtype))
    if src.shape != self.shape:
        expand(src, self.shape)  # raises where it does not fit
    return write(shape.copy.call, self, src)


# ----------------------------------------------------------------------------------------------------------- conversion


def to(x, *args, dtype=None, device=None, non_blocking=False, copy=False):
    """The tensor in another dtype, or in that of another tensor; itself if nothing changes."""
    for arg in args:
        if isinstance(arg, dtypes.dtype):
            dtype = arg
        elif isinstance(arg, Variable):
            dtype = arg.dtype
        else:
            device = arg
    dtypes.check_device(device)
    if dtype is None or dtype == x.dtype:
        return clone(x) if copy else x
    if dtype in dtypes.FLOATS:
        return elementwise.cast.call(x, dtype.numpy)
    return variable.Tensor(x._value.astype(dtype.numpy))


def result_type(tensor1: Tensor | Number, tensor2: Tensor | Number) -> dtypes.dtype:
    """The dtype that an operation on the two, tensors or numbers, has."""
    values = [x._value for x in (tensor1, tensor2) if isinstance(x, Variable)]
    if len(values) == 2:
        return dtypes.of(dtypes.common(*values))
    if not values:
        return dtypes.of(dtypes.for_numbers(tensor1, tensor2))
    number = tensor2 if isinstance(tensor1, Variable) else tensor1
    return dtypes.of(dtypes.for_number(number, values[0].dtype))
