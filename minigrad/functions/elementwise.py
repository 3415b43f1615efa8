"""Functions element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .. import dtypes
from ..autograd import variable
from ..autograd.variable import Variable
from ..ops import elementwise, shape
from ..ops.broadcasting import broadcast_shape
from ..ops.operation import OPERANDS, operand
from .arguments import binary, checked_tensor, takes_out, worded
from .conversion import result_type, to
from .shape import expand

if TYPE_CHECKING:
    from ..tensors import Tensor
    from .arguments import Number


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


@takes_out
def add(input: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """input + alpha · other, element by element."""
    return binary(elementwise.add.call, "add", input, other if alpha == 1 else other * alpha)


@takes_out
def sub(input: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """input - alpha · other, element by element."""
    return binary(elementwise.sub.call, "sub", input, other if alpha == 1 else other * alpha)


@takes_out
def mul(input: Tensor, other: Tensor | Number) -> Tensor:
    """input · other, element by element."""
    return binary(elementwise.mul.call, "mul", input, other)


@takes_out
def div(input: Tensor, other: Tensor | Number, *, rounding_mode: str | None = None) -> Tensor:
    """input / other, element by element; `rounding_mode` "trunc" or "floor" rounds, and keeps integers integers."""
    if rounding_mode is None:
        return binary(elementwise.div.call, "div", input, other)
    if rounding_mode == "floor":
        return floor_divide(input, other)
    _no_integer_zero(input, other)
    if rounding_mode != "trunc":
        raise RuntimeError(
            "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '" + str(rounding_mode) + "'"
        )
    quotient = trunc(binary(elementwise.div.call, "div", input, other))
    dtype = result_type(input, other)
    return quotient if dtype in dtypes.FLOATS else to(quotient, dtype)


@takes_out
def floor_divide(input: Tensor, other: Tensor | Number) -> Tensor:
    """The floor of input / other. Raises RuntimeError for an integer division by zero."""
    _no_integer_zero(input, other)
    return binary(elementwise.floor_div.call, "floor_divide", input, other)


@takes_out
def remainder(input: Tensor, other: Tensor | Number) -> Tensor:
    """input - other · floor(input / other): the remainder has the sign of the divisor."""
    _no_integer_zero(input, other)
    return binary(elementwise.remainder.call, "remainder", input, other)


def _no_integer_zero(input, other):
    if result_type(input, other) not in dtypes.FLOATS and not np.all(getattr(other, "_value", other)):
        raise RuntimeError("ZeroDivisionError")


@takes_out
def pow(input: Tensor | Number, exponent: Tensor | Number) -> Tensor:
    """input to the power of the exponent; each a tensor or (one of them) a number."""
    if isinstance(exponent, Variable):
        if isinstance(input, Variable):
            return elementwise.power.call(input, exponent)
        return raised(exponent, input)
    return power(checked_tensor("pow", 1, "input", input), exponent)


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
    return binary(reflected_sub, "rsub", input if alpha == 1 else input * alpha, other)


def reflected_div(x, other):
    """`other / x`: the reciprocal, times the number."""
    if isinstance(other, (bool, int, float, np.generic)):
        return elementwise.reciprocal.call(x) * other
    return elementwise.div.general(other, x)


@takes_out
def fmod(input: Tensor, other: Tensor | Number) -> Tensor:
    """input - other · trunc(input / other): the remainder has the sign of the input."""
    _no_integer_zero(input, other)
    return binary(elementwise.fmod.call, "fmod", input, other)


@takes_out
def atan2(input: Tensor, other: Tensor) -> Tensor:
    """The angle of the point (other, input) with the first axis, in radians."""
    return elementwise.atan2.call(
        checked_tensor("atan2", 1, "input", input), checked_tensor("atan2", 2, "other", other)
    )


@takes_out
def hypot(input: Tensor, other: Tensor) -> Tensor:
    """The square root of input² + other²."""
    return elementwise.hypot.call(
        checked_tensor("hypot", 1, "input", input), checked_tensor("hypot", 2, "other", other)
    )


@takes_out
def logaddexp(input: Tensor, other: Tensor) -> Tensor:
    """log(exp(input) + exp(other)), without overflow."""
    return elementwise.logaddexp.call(
        checked_tensor("logaddexp", 1, "input", input), checked_tensor("logaddexp", 2, "other", other)
    )


@takes_out
def xlogy(input: Tensor | Number, other: Tensor | Number) -> Tensor:
    """input · log(other), and 0 where the input is 0."""
    return elementwise.xlogy.call(input, other)


subtract, multiply, divide, true_divide, negative, absolute = sub, mul, div, div, neg, abs


@takes_out
def maximum(input: Tensor, other: Tensor) -> Tensor:
    """The larger of the two, element by element; at a tie each gets half of the gradient."""
    return elementwise.maximum.call(
        checked_tensor("maximum", 1, "input", input), checked_tensor("maximum", 2, "other", other)
    )


@takes_out
def minimum(input: Tensor, other: Tensor) -> Tensor:
    """The smaller of the two, element by element; at a tie each gets half of the gradient."""
    return elementwise.minimum.call(
        checked_tensor("minimum", 1, "input", input), checked_tensor("minimum", 2, "other", other)
    )


@takes_out
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
    return elementwise.clamp.call(checked_tensor("clamp", 1, "input", input), min, max)


def clamp_min(input: Tensor, min: Tensor | Number) -> Tensor:
    """`clamp` with a lower limit only."""
    return clamp(input, min)


def clamp_max(input: Tensor, max: Tensor | Number) -> Tensor:
    """`clamp` with an upper limit only."""
    return clamp(input, None, max)


@takes_out
def round(input: Tensor, *, decimals: int = 0) -> Tensor:
    """The nearest whole number, or number of `decimals` places; halves go to the even neighbour."""
    return elementwise.round.call(checked_tensor("round", 1, "input", input), decimals)


def where(
    condition: Tensor, input: Tensor | Number | None = None, other: Tensor | Number | None = None
) -> Tensor | tuple[Tensor, ...]:
    """`input` where the condition holds, else `other`; with the condition alone the indices of its true elements."""
    if input is None:
        return nonzero(condition, as_tuple=True)
    checked_tensor("where", 1, "condition", condition)
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


@worded
def masked_fill(input: Tensor, mask: Tensor, value: Number | Tensor) -> Tensor:
    """The input with `value` where the mask holds; nothing flows back from there."""
    x = checked_tensor("masked_fill", 1, "input", input)
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


@takes_out
def eq(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where the two are equal."""
    return binary(elementwise.eq.call, "eq", input, other)


@takes_out
def ne(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where the two differ."""
    return binary(elementwise.ne.call, "ne", input, other)


@takes_out
def lt(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where input < other."""
    return binary(elementwise.lt.call, "lt", input, other)


@takes_out
def le(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where input <= other."""
    return binary(elementwise.le.call, "le", input, other)


@takes_out
def gt(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where input > other."""
    return binary(elementwise.gt.call, "gt", input, other)


@takes_out
def ge(input: Tensor, other: Tensor | Number) -> Tensor:
    """Where input >= other."""
    return binary(elementwise.ge.call, "ge", input, other)


def logical_not(input: Tensor) -> Tensor:
    """Where the elements are zero or False."""
    return variable.Tensor(np.logical_not(input._value))


@worded
def isclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Tensor:
    """Where |input - other| <= atol + rtol · |other|."""
    return variable.Tensor(np.isclose(input._value, other._value, rtol, atol, equal_nan))


@worded
def allclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
    """Whether |input - other| <= atol + rtol · |other| everywhere."""
    if input.dtype != other.dtype:
        titles = dtypes.title(input._value.dtype), dtypes.title(other._value.dtype)
        raise RuntimeError("{} did not match {}".format(*titles))
    return bool(np.allclose(input._value, other._value, rtol, atol, equal_nan))


@worded
def equal(input: Tensor, other: Tensor) -> bool:
    """Whether the two have the same shape and the same elements."""
    return input.shape == other.shape and bool(np.all(input._value == other._value))


def nonzero(input: Tensor, *, as_tuple: bool = False) -> Tensor | tuple[Tensor, ...]:
    """The indices of the elements that are not zero: a row each, or (`as_tuple`) a tensor for each dimension."""
    if not input.ndim and not as_tuple:
        return variable.Tensor(np.zeros((int(bool(input._value)), 0), np.int64))
    found = np.nonzero(np.atleast_1d(input._value))
    return tuple(map(variable.Tensor, found)) if as_tuple else variable.Tensor(np.stack(found, 1))
