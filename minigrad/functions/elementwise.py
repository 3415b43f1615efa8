"""Functions element by element."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import dtypes
from ..autograd import variable
from ..autograd.variable import Variable
from ..ops import elementwise, shape
from ..ops.broadcasting import broadcast_shape
from ..ops.operation import OPERANDS, operand
from .arguments import binary, checked_tensor, takes_out, two_tensors, worded
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
logit = elementwise.logit.call
arccos, arcsin, arctan, arccosh, arcsinh, arctanh = acos, asin, atan, acosh, asinh, atanh
sgn, fix = sign, trunc
# fmt: on


@takes_out
def add(input: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """input + alpha · other, element by element."""
    return binary(elementwise.add.call, "add", input, other if alpha == 1 else _scaled(input, other, alpha))


@takes_out
def sub(input: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """input - alpha · other, element by element."""
    return binary(elementwise.sub.call, "sub", input, other if alpha == 1 else _scaled(input, other, alpha))


def _scaled(input, other, alpha):
    """alpha · other. Raises RuntimeError for a fraction where integers are added."""
    dtype = result_type(input, other)
    if dtype in dtypes.FLOATS:
        return other * alpha
    if isinstance(alpha, float):
        raise RuntimeError("For integral input tensors, argument alpha must not be a floating point number.")
    return to(other * alpha, dtype) if isinstance(other, Variable) else other * alpha


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
        if not isinstance(exponent, float) and exponent < 0:
            raise RuntimeError("Integers to negative integer powers are not allowed.")
        x = _beside(x, exponent)
    return elementwise.power_n.call(x, exponent)


def raised(x, base):
    """`base ** x` for a number `base`."""
    if not isinstance(base, (int, float, np.generic)):
        return NotImplemented
    return elementwise.exp_base.call(_beside(x, base), base)


def _beside(x, *numbers):
    """`x` as it goes with numbers: floats where one is a float, and integers for bools."""
    kind = x._value.dtype.kind
    if kind != "f" and any([isinstance(number, float) for number in numbers]):
        return to(x, dtypes.get_default_dtype())
    return to(x, dtypes.int64) if kind == "b" else x


def reflected_sub(x, other):
    """`other - x`."""
    if isinstance(other, np.generic):
        other = other.item()
    if isinstance(other, (bool, int, float)):
        if x._value.dtype.kind == "b":
            raise RuntimeError(elementwise.NO_MINUS if isinstance(other, bool) else elementwise.NO_MINUS_NUMBER)
        return elementwise.rsub.call(_beside(x, other), other)
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
    return elementwise.atan2.call(*two_tensors("atan2", input, other))


@takes_out
def hypot(input: Tensor, other: Tensor) -> Tensor:
    """The square root of input² + other²."""
    return elementwise.hypot.call(*two_tensors("hypot", input, other))


@takes_out
def logaddexp(input: Tensor, other: Tensor) -> Tensor:
    """log(exp(input) + exp(other)), without overflow."""
    return elementwise.logaddexp.call(*two_tensors("logaddexp", input, other))


@takes_out
def xlogy(input: Tensor | Number, other: Tensor | Number) -> Tensor:
    """input · log(other), and 0 where the input is 0."""
    return elementwise.xlogy.call(input, other)


@takes_out
def logaddexp2(input: Tensor, other: Tensor) -> Tensor:
    """log2(2^input + 2^other), without overflow."""
    return binary(elementwise.logaddexp2.call, "logaddexp2", input, other)


@takes_out
def copysign(input: Tensor, other: Tensor | Number) -> Tensor:
    """The size of the input with the sign of the other."""
    return binary(elementwise.copysign.call, "copysign", input, other)


@takes_out
def float_power(input: Tensor, exponent: Tensor | Number) -> Tensor:
    """The input to the power of the exponent, in float64."""
    return pow(to(input, dtypes.float64), exponent)


@takes_out
def lerp(input: Tensor, end: Tensor, weight: Tensor | Number) -> Tensor:
    """input + weight · (end - input): the input for weight 0, the end for weight 1."""
    x, y = checked_tensor("lerp", 1, "input", input), checked_tensor("lerp", 2, "end", end)
    if x._value.dtype != y._value.dtype:
        spelled = dtypes.spelled(x.dtype), dtypes.spelled(y.dtype)
        raise RuntimeError("expected dtype {} for `end` but got dtype {}".format(*spelled))
    return x + weight * (y - x)


@takes_out
def addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Number = 1) -> Tensor:
    """input + value · tensor1 · tensor2."""
    return input + tensor1 * tensor2 * value


@takes_out
def addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Number = 1) -> Tensor:
    """input + value · tensor1 / tensor2. Raises RuntimeError for integers."""
    if not any([x._value.dtype.kind == "f" for x in (tensor1, tensor2)]):
        raise RuntimeError(
            "Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a "
            "true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value "
            "* torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / "
            "tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value "
            "* tensor1 / tensor2), for all dtypes."
        )
    return input + tensor1 / tensor2 * value


def deg2rad(input: Tensor) -> Tensor:
    """Degrees as radians."""
    return input * (math.pi / 180)


def rad2deg(input: Tensor) -> Tensor:
    """Radians as degrees."""
    return input * (180 / math.pi)


def positive(input: Tensor) -> Tensor:
    """The input itself. Raises RuntimeError for bools."""
    if input._value.dtype.kind == "b":
        raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
    return input


@takes_out
def nan_to_num(
    input: Tensor, nan: float | None = None, posinf: float | None = None, neginf: float | None = None
) -> Tensor:
    """The input with 0, the largest and the smallest number, or those given, for nan, inf and -inf."""
    return elementwise.nan_to_num.call(input, nan or 0.0, posinf, neginf)


subtract, multiply, divide, true_divide, negative, absolute, arctan2 = sub, mul, div, div, neg, abs, atan2


@takes_out
def maximum(input: Tensor, other: Tensor) -> Tensor:
    """The larger of the two, element by element; at a tie each gets half of the gradient."""
    return elementwise.maximum.call(*two_tensors("maximum", input, other))


@takes_out
def minimum(input: Tensor, other: Tensor) -> Tensor:
    """The smaller of the two, element by element; at a tie each gets half of the gradient."""
    return elementwise.minimum.call(*two_tensors("minimum", input, other))


@takes_out
def fmax(input: Tensor, other: Tensor) -> Tensor:
    """The larger of the two, element by element; the other one where one is nan."""
    return binary(elementwise.fmax.call, "fmax", input, other)


@takes_out
def fmin(input: Tensor, other: Tensor) -> Tensor:
    """The smaller of the two, element by element; the other one where one is nan."""
    return binary(elementwise.fmin.call, "fmin", input, other)


@takes_out
def clamp(input: Tensor, min: Tensor | Number | None = None, max: Tensor | Number | None = None) -> Tensor:
    """The input, moved to the nearer limit where it lies outside; limits are numbers or tensors."""
    if min is None and max is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    if isinstance(min, Variable) or isinstance(max, Variable):
        x: Any = input if min is None else where(input < min, min, input)
        limited: Any = x if max is None else where(x > max, max, x)
        return limited
    return elementwise.clamp.call(_beside(checked_tensor("clamp", 1, "input", input), min, max), min, max)


clip = clamp


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
    if input is None and other is None:
        return nonzero(condition, as_tuple=True)
    if not all([isinstance(x, (Variable, int, float, np.generic)) for x in (input, other)]):
        kinds = ", ".join([dtypes.type_name(type(x)) for x in (condition, input, other)])
        raise TypeError(
            f"where() received an invalid combination of arguments - got ({kinds}), but expected (Tensor condition, "
            "Tensor or Number input, Tensor or Number other)"
        )
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
    if isinstance(value, Variable) and value.ndim:
        raise RuntimeError(
            f"masked_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.ndim} dimension(s)."
        )
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


greater, greater_equal, less, less_equal, not_equal = gt, ge, lt, le, ne


def isposinf(input: Tensor) -> Tensor:
    """Where the elements are inf."""
    return variable.Tensor(np.isposinf(input._value))


def isneginf(input: Tensor) -> Tensor:
    """Where the elements are -inf."""
    return variable.Tensor(np.isneginf(input._value))


def signbit(input: Tensor) -> Tensor:
    """Where the elements have a minus, zeros too."""
    return variable.Tensor(np.signbit(input._value))


def isin(elements: Tensor | Number, test_elements: Tensor | Number, *, invert: bool = False) -> Tensor:
    """Where the elements are among the others."""
    a, b = [getattr(x, "_value", x) for x in (elements, test_elements)]
    return variable.Tensor(np.isin(a, b, invert=invert))


@takes_out
def logical_and(input: Tensor, other: Tensor) -> Tensor:
    """Where both are true, or not zero."""
    return binary(elementwise.both.call, "logical_and", input, other)


@takes_out
def logical_or(input: Tensor, other: Tensor) -> Tensor:
    """Where at least one is true, or not zero."""
    return binary(elementwise.either.call, "logical_or", input, other)


@takes_out
def logical_xor(input: Tensor, other: Tensor) -> Tensor:
    """Where one alone is true, or not zero."""
    return binary(elementwise.one_of.call, "logical_xor", input, other)


@takes_out
def bitwise_and(input: Tensor, other: Tensor | int) -> Tensor:
    """The bits that both have."""
    return binary(elementwise.bit_and.call, "bitwise_and", input, other)


@takes_out
def bitwise_or(input: Tensor, other: Tensor | int) -> Tensor:
    """The bits that at least one has."""
    return binary(elementwise.bit_or.call, "bitwise_or", input, other)


@takes_out
def bitwise_xor(input: Tensor, other: Tensor | int) -> Tensor:
    """The bits that one alone has."""
    return binary(elementwise.bit_xor.call, "bitwise_xor", input, other)


@takes_out
def bitwise_left_shift(input: Tensor, other: Tensor | int) -> Tensor:
    """input · 2 to the power of the other, for integers."""
    return binary(elementwise.shift_left.call, "bitwise_left_shift", input, other)


@takes_out
def bitwise_right_shift(input: Tensor, other: Tensor | int) -> Tensor:
    """The floor of input / 2 to the power of the other, for integers."""
    return binary(elementwise.shift_right.call, "bitwise_right_shift", input, other)


bitwise_not = elementwise.bit_not.call


def logical_not(input: Tensor) -> Tensor:
    """Where the elements are zero or False."""
    return variable.Tensor(np.logical_not(input._value))


@worded
def isclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Tensor:
    """Where |input - other| <= atol + rtol · |other|."""
    _one_dtype(input, other)
    return variable.Tensor(np.isclose(input._value, other._value, rtol, atol, equal_nan))


def _one_dtype(a, b):
    if a.dtype != b.dtype:
        titles = dtypes.title(a._value.dtype), dtypes.title(b._value.dtype)
        raise RuntimeError("{} did not match {}".format(*titles))


@worded
def allclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
    """Whether |input - other| <= atol + rtol · |other| everywhere."""
    _one_dtype(input, other)
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
