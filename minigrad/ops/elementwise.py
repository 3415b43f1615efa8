"""Operations element by element: a table of NumPy functions with their derivative rules.

The rules work on arrays and, under create_graph, on tensors; they never mention broadcasting.
"""

import functools
import math

import numpy as np

from .operation import Elementwise

LOG2, LOG10 = float(np.log(2.0)), float(np.log(10.0))
ROOT_2, ROOT_PI = float(np.sqrt(2.0)), float(np.sqrt(np.pi))
GELU = 2 * ROOT_2 / ROOT_PI  # twice the factor of the approximation by tanh


def relu_of(x):
    """max(x, 0), with nan for nan and on NumPy scalars too."""
    return np.maximum(x, ZERO[x.dtype]) if type(x) is np.ndarray else x if not x <= 0 else type(x)(0)


def let_through(a, b):
    """`a`, but 0 where `b`, a result of relu, is 0 and not positive or nan.

    An infinite number times 0 would be nan; its bits times 0 are not, and np.where takes twice as long.
    """
    on = b != 0
    if type(a) is np.ndarray and a.shape == b.shape:
        return (a.view(BITS[a.itemsize]) * on).view(a.dtype)
    if a.shape == b.shape == ():
        return a if on else a.dtype.type(0)
    return np.where(on, a, a.dtype.type(0))


BITS = {2: np.int16, 4: np.int32, 8: np.int64}


class _Zeros(dict):
    def __missing__(self, dtype):
        return self.setdefault(dtype, np.zeros((), dtype))


ZERO = _Zeros()


def to_whole(rounding):
    """`rounding` for floats, and a copy for integers, which NumPy 2.0 would make floats."""
    return lambda x: rounding(x) if x.dtype.kind == "f" else x.copy()


def power_rule(grad, x, exponent):
    """exponent · x^(exponent - 1), and 0 for the exponent 0 also where x is 0."""
    if exponent == 0:
        return zero(grad)
    if exponent == 2 and not hasattr(
        x, "grad_fn"
    ):  # on arrays; a tensor's x^1 keeps its history for a third derivative
        return grad * (x * 2)
    return grad * (x ** (exponent - 1) * exponent)


def powers(a, b):
    """a to the power of b; of integers to negative powers 0, but of 1 and -1, as integers divide in C."""
    if a.dtype.kind not in "iu" or not np.any(b < 0):
        return np.power(a, b)
    return np.where(b < 0, np.where(np.abs(a) == 1, np.power(a, np.abs(b)), 0), np.power(a, np.abs(b))).astype(a.dtype)


def squared(x):
    return np.square(x if x.dtype.kind != "b" else x.astype(np.int64))


def sign_of(x):
    """-1, 0 or 1; 0 for nan."""
    if x.dtype.kind == "f":
        return np.where(np.isnan(x), x.dtype.type(0), np.sign(x))[()]
    return np.sign(x) if x.dtype.kind in "iu" else x


def base_rule(grad, a, b):
    """b · a^(b - 1), and 0 where b is 0."""
    return grad * where(b == 0, 0, b * power(a, b - 1))


def exponent_rule(grad, a, b, result):
    """a^b · log a, and 0 where a is 0 and b is not negative."""
    return grad * where((a == 0) & (b >= 0), 0, result * log(a))


def base_power_rule(grad, x, result, base):
    """b^x · log b, and 0 where b is 0 and x is not negative."""
    slope = result * float(np.log(base))
    return grad * (where(x >= 0, 0, slope) if base == 0 else slope)


def where(condition, a, b):
    """`a` where the condition holds, else `b`; each an array, a tensor or a number."""
    return select(a, b, condition)


def chosen(a, b, condition):
    return np.where(getattr(condition, "_value", condition), a, b)[()]


def within(x, min, max):
    """Whether x lies between the limits or at one of them."""
    if min is None or max is None:
        return x <= max if min is None else x >= min
    return (x >= min) & (x <= max)


def clamped(x, min, max):
    x = x if min is None else np.maximum(x, x.dtype.type(min))
    return x if max is None else np.minimum(x, x.dtype.type(max))


def rounded(x, decimals):
    return np.round(x, decimals)


def each(function):
    """A function of Python floats, element by element, where NumPy has none."""
    of_objects = np.frompyfunc(function, 1, 1)
    return lambda x: np.asarray(of_objects(x)).astype(x.dtype)[()]


@functools.cache
def erf_series(numpy_dtype):
    """Points from -6 to 6, the step between them, and the Taylor coefficients of erf there, good to the dtype's last bit.

    The nth derivative of erf's slope is that slope times (-1)ⁿ Hₙ, the nth Hermite polynomial.
    """
    step, terms = (1 / 8, 10) if numpy_dtype == np.float64 else (1 / 16, 4)
    points = np.arange(-6, 6 + step, step)
    rows, factor = [np.array([math.erf(p) for p in points])], 2 / ROOT_PI * np.exp(-points * points)
    before, hermite = 0 * points, 0 * points + 1
    for n in range(terms):
        factor = factor / (n + 1)
        rows.append(factor * hermite * (-1) ** n)
        before, hermite = hermite, 2 * points * hermite - 2 * n * before
    return step, np.array(rows, numpy_dtype)


def erf_of(x):
    """The Taylor series around the nearest of those points: NumPy has no erf, and math's is for one number."""
    dtype, (step, rows) = x.dtype, erf_series(np.result_type(x.dtype, np.float32))
    x = np.clip(x, -6, 6)
    nearest = np.rint(x * (1 / step))
    place = np.nan_to_num(nearest).astype(np.intp) + int(6 / step)
    x = x - nearest * step
    out = rows[-1].take(place)
    for row in rows[-2::-1]:
        out *= x
        out += row.take(place)
    return out.astype(dtype, copy=False)


def bell(x):
    """The density of the normal distribution."""
    return exp(x * x * -0.5) * (1 / (ROOT_2 * ROOT_PI))


def below(x):
    """The probability that a normal random number is below x."""
    return (erf(x / ROOT_2) + 1) * 0.5


def softplus_of(x, beta, threshold):
    return np.where(x * beta > threshold, x, np.log1p(np.exp(np.minimum(x * beta, threshold))) / beta)[()]


def silu_rule(grad, x):
    s = sigmoid(x)
    return grad * (s * (1 + x * (1 - s)))


def mish_rule(grad, x):
    s, t = sigmoid(x), tanh(softplus(x, 1, 20))
    return grad * (t + x * s * (1 - t * t))


def gelu_tanh_rule(grad, x):
    """0.5 (1 + tanh(u)) is sigmoid(2 u)."""
    s = sigmoid(x * GELU * (1 + x * x * 0.044715))
    return grad * (s + x * s * (1 - s) * GELU * (1 + x * x * (3 * 0.044715)))


def hardswish_rule(grad, x):
    return where(x >= 3, grad, where(x <= -3, 0, grad * (x / 3 + 0.5)))


NO_MINUS = (
    "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator "
    "instead."
)
NO_MINUS_NUMBER = (
    "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the "
    "`~` or `logical_not()` operator instead."
)
NO_NEGATION = (
    "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or "
    "`logical_not()` operator instead."
)
Float = dict(floats=True)  # integers take the default float dtype first


# fmt: off
add        = Elementwise("add", np.add,            a=lambda grad: grad,                b=lambda grad: grad)
sub        = Elementwise("sub", np.subtract,       a=lambda grad: grad,                b=lambda grad: -grad, refusal=NO_MINUS, mixed=NO_MINUS_NUMBER)
mul        = Elementwise("mul", np.multiply,       a=lambda grad, b: grad * b,         b=lambda grad, a: grad * a)
div        = Elementwise("div", np.true_divide,    a=lambda grad, b: grad / b,         b=lambda grad, a, b: -grad * ((a / b) / b), **Float)
power      = Elementwise("pow", powers,          a=base_rule,                        b=exponent_rule, node="PowBackward1")
remainder  = Elementwise("remainder", np.remainder, a=lambda grad: grad,               b=lambda grad, a, b: -grad * floor(a / b))
fmod       = Elementwise("fmod", np.fmod,          a=lambda grad: grad,                b=lambda grad, a, b: -grad * trunc(a / b))
atan2      = Elementwise("atan2", np.arctan2,      a=lambda grad, a, b: grad * b / (a * a + b * b), b=lambda grad, a, b: -grad * a / (a * a + b * b), **Float)
hypot      = Elementwise("hypot", np.hypot,        a=lambda grad, a, result: grad * (a / result), b=lambda grad, b, result: grad * (b / result), **Float)
logaddexp  = Elementwise("logaddexp", np.logaddexp, a=lambda grad, a, result: grad * exp(a - result), b=lambda grad, b, result: grad * exp(b - result), **Float)
logaddexp2 = Elementwise("logaddexp2", np.logaddexp2, a=lambda grad, a, result: grad * exp2(a - result), b=lambda grad, b, result: grad * exp2(b - result), **Float)
copysign   = Elementwise("copysign", np.copysign,  a=lambda grad, a, result: grad * where(a == 0, 0, result / a), b=lambda grad: zero(grad), **Float)
fmax       = Elementwise("fmax", np.fmax,          a=lambda grad, a, result: where(a == result, grad, 0), b=lambda grad, a, result: where(a == result, 0, grad))
fmin       = Elementwise("fmin", np.fmin,          a=lambda grad, a, result: where(a == result, grad, 0), b=lambda grad, a, result: where(a == result, 0, grad))
xlogy      = Elementwise("xlogy", lambda a, b: np.where((a == 0) & ~np.isnan(b), a.dtype.type(0), a * np.log(b))[()], a=lambda grad, a, b: grad * where((a == 0) & (b <= 0), 0, log(b)),
                                                   b=lambda grad, a, b: grad * (a / b), **Float)
maximum    = Elementwise("maximum", np.maximum,    a=lambda grad, a, b: where(a == b, grad / 2, where(a < b, 0, grad)),
                                                   b=lambda grad, a, b: where(a == b, grad / 2, where(a > b, 0, grad)))
minimum    = Elementwise("minimum", np.minimum,    a=lambda grad, a, b: where(a == b, grad / 2, where(a > b, 0, grad)),
                                                   b=lambda grad, a, b: where(a == b, grad / 2, where(a < b, 0, grad)))
select     = Elementwise("where", chosen,          a=lambda grad, condition: where(condition, grad, 0),
                                                   b=lambda grad, condition: where(condition, 0, grad), options="condition")

eq         = Elementwise("eq", np.equal,           a=None, b=None)
ne         = Elementwise("ne", np.not_equal,       a=None, b=None)
lt         = Elementwise("lt", np.less,            a=None, b=None)
le         = Elementwise("le", np.less_equal,      a=None, b=None)
gt         = Elementwise("gt", np.greater,         a=None, b=None)
ge         = Elementwise("ge", np.greater_equal,   a=None, b=None)
floor_div  = Elementwise("floor_divide", np.floor_divide, a=None, b=None)
bit_and    = Elementwise("bitwise_and", np.bitwise_and, a=None, b=None, refusal='"bitwise_and_cpu" not implemented for \'{}\'')
bit_or     = Elementwise("bitwise_or", np.bitwise_or, a=None, b=None, refusal='"bitwise_or_cpu" not implemented for \'{}\'')
bit_xor    = Elementwise("bitwise_xor", np.bitwise_xor, a=None, b=None, refusal='"bitwise_xor_cpu" not implemented for \'{}\'')
shift_left = Elementwise("bitwise_left_shift", np.left_shift, a=None, b=None, refusal='"lshift_cpu" not implemented for \'{}\'')
shift_right = Elementwise("bitwise_right_shift", np.right_shift, a=None, b=None, refusal='"rshift_cpu" not implemented for \'{}\'')
both       = Elementwise("logical_and", np.logical_and, a=None, b=None)
either     = Elementwise("logical_or", np.logical_or, a=None, b=None)
one_of     = Elementwise("logical_xor", np.logical_xor, a=None, b=None)
bit_not    = Elementwise("bitwise_not", np.invert, x=None, refusal='"bitwise_not_cpu" not implemented for \'{}\'')

rsub       = Elementwise("rsub", lambda x, other: other - x, x=lambda grad: -grad, options="other", node="RsubBackward1")
power_n    = Elementwise("pow", np.power,          x=power_rule,                                     options="exponent")
exp_base   = Elementwise("pow", lambda x, base: powers(x.dtype.type(base), x),
                                                   x=base_power_rule,                                options="base", node="PowBackward2")
clamp      = Elementwise("clamp", clamped,         x=lambda grad, x, min, max: where(within(x, min, max), grad, 0),
                                                                                                     options="min max", node="ClampBackward1")
masked_fill = Elementwise("masked_fill", lambda x, mask, value: np.where(mask, x.dtype.type(value), x)[()], x=lambda grad, mask: where(mask, 0, grad),
                                                                                                     options="mask value", node="MaskedFillBackward0")
neg        = Elementwise("neg", np.negative,       x=lambda grad: -grad, refusal=NO_NEGATION)
abs        = Elementwise("abs", np.abs,            x=lambda grad, x: grad * sign(x))
sign       = Elementwise("sign", sign_of,          x=lambda grad: zero(grad))
in_steps   = Elementwise("in_steps", lambda a, b: a if a.shape == b.shape else a + np.zeros_like(b), a=lambda grad: grad,  b=lambda grad: zero(grad))  # `a`, which depends on b, with the slope 0
zero       = Elementwise("zero", lambda x: x.dtype.type(0) * np.ones_like(x), x=lambda grad: zero(grad))
square     = Elementwise("pow", squared,         x=lambda grad, x: power_rule(grad, x, 2), node="PowBackward0")
reciprocal = Elementwise("reciprocal", np.reciprocal, x=lambda grad, result: -grad * (result * result), **Float)
sqrt       = Elementwise("sqrt", np.sqrt,          x=lambda grad, result: grad / (result * 2), **Float)
rsqrt      = Elementwise("rsqrt", lambda x: 1 / np.sqrt(x), x=lambda grad, result: grad * (result * result * result) * -0.5, **Float)
exp        = Elementwise("exp", np.exp,            x=lambda grad, result: grad * result, **Float)
exp2       = Elementwise("exp2", np.exp2,          x=lambda grad, result: grad * result * LOG2, **Float)
expm1      = Elementwise("expm1", np.expm1,        x=lambda grad, result: grad * (result + 1), **Float)
log        = Elementwise("log", np.log,            x=lambda grad, x: grad / x, **Float)
log2       = Elementwise("log2", np.log2,          x=lambda grad, x: grad / (x * LOG2), **Float)
log10      = Elementwise("log10", np.log10,        x=lambda grad, x: grad / (x * LOG10), **Float)
log1p      = Elementwise("log1p", np.log1p,        x=lambda grad, x: grad / (x + 1), **Float, node="Log1PBackward0")
sin        = Elementwise("sin", np.sin,            x=lambda grad, x: grad * cos(x), **Float)
cos        = Elementwise("cos", np.cos,            x=lambda grad, x: grad * -sin(x), **Float)
tan        = Elementwise("tan", np.tan,            x=lambda grad, result: grad * (1 + result * result), **Float)
asin       = Elementwise("asin", np.arcsin,        x=lambda grad, x: grad / sqrt(1 - x * x), **Float)
acos       = Elementwise("acos", np.arccos,        x=lambda grad, x: -grad / sqrt(1 - x * x), **Float)
atan       = Elementwise("atan", np.arctan,        x=lambda grad, x: grad / (1 + x * x), **Float)
sinh       = Elementwise("sinh", np.sinh,          x=lambda grad, x: grad * cosh(x), **Float)
cosh       = Elementwise("cosh", np.cosh,          x=lambda grad, x: grad * sinh(x), **Float)
tanh       = Elementwise("tanh", np.tanh,          x=lambda grad, result: grad * (1 - result * result), **Float)
asinh      = Elementwise("asinh", np.arcsinh,      x=lambda grad, x: grad / sqrt(x * x + 1), **Float)
acosh      = Elementwise("acosh", np.arccosh,      x=lambda grad, x: grad / sqrt(x * x - 1), **Float)
atanh      = Elementwise("atanh", np.arctanh,      x=lambda grad, x: grad / (1 - x * x), **Float)
sigmoid    = Elementwise("sigmoid", lambda x: 1 / (1 + np.exp(-x)), x=lambda grad, result: grad * (result * (1 - result)), **Float)
relu       = Elementwise("relu", relu_of,          x=lambda grad, result: threshold_backward(grad, result))
threshold_backward = Elementwise("threshold_backward", let_through, a=lambda grad, b: threshold_backward(grad, b), b=lambda grad: zero(grad))
erf        = Elementwise("erf", erf_of,           x=lambda grad, x: grad * exp(-x * x) * (2 / ROOT_PI), **Float)
erfc       = Elementwise("erfc", each(math.erfc),  x=lambda grad, x: grad * exp(-x * x) * (-2 / ROOT_PI), **Float)
gelu       = Elementwise("gelu", lambda x: x * below(x), x=lambda grad, x: grad * (below(x) + x * bell(x)))
silu       = Elementwise("silu", lambda x: x * sigmoid(x), x=silu_rule)
softplus   = Elementwise("softplus", softplus_of,  x=lambda grad, x, beta, threshold: where(x * beta > threshold, grad, grad * sigmoid(x * beta)),
                                                                                                     options="beta threshold")
logsigmoid = Elementwise("log_sigmoid", lambda x: np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x))), x=lambda grad, x: grad * sigmoid(-x), node="LogSigmoidBackward0")
leaky_relu = Elementwise("leaky_relu", lambda x, slope: np.where(x > 0, x, x * slope)[()], x=lambda grad, x, slope: in_steps(where(x > 0, grad, grad * slope), x),
                                                                                                     options="slope", node="LeakyReluBackward0")
elu        = Elementwise("elu", lambda x, alpha, scale: np.where(x > 0, x, np.expm1(x) * alpha)[()] * x.dtype.type(scale), options="alpha scale",
                                                   x=lambda grad, result, alpha, scale: where(result > 0, grad * scale, grad * (result + alpha * scale)))
celu       = Elementwise("celu", lambda x, alpha: np.where(x > 0, x, np.expm1(x / alpha) * alpha)[()], x=lambda grad, result, alpha: where(result > 0, grad, grad * (result / alpha + 1)), options="alpha")
hardsigmoid = Elementwise("hardsigmoid", lambda x: clamped(x / 6 + 0.5, 0, 1), x=lambda grad, x: in_steps(where(abs(x) < 3, grad / 6, 0), x))
hardswish  = Elementwise("hardswish", lambda x: x * clamped(x / 6 + 0.5, 0, 1), x=hardswish_rule)
hardshrink = Elementwise("hardshrink", lambda x, limit: np.where(np.abs(x) <= limit, x.dtype.type(0), x)[()], x=lambda grad, x, limit: in_steps(where(abs(x) <= limit, 0, grad), x), options="limit")
softshrink = Elementwise("softshrink", lambda x, limit: x - clamped(x, -limit, limit), x=lambda grad, x, limit: in_steps(where(abs(x) <= limit, 0, grad), x), options="limit")
threshold  = Elementwise("threshold", lambda x, limit, value: np.where(x <= limit, x.dtype.type(value), x)[()], x=lambda grad, x, limit: in_steps(where(x <= limit, 0, grad), x), options="limit value")
mish       = Elementwise("mish", lambda x: x * np.tanh(softplus_of(x, 1, 20)), x=mish_rule)
gelu_tanh  = Elementwise("gelu", lambda x: x * sigmoid(x * GELU * (1 + x * x * 0.044715)), x=gelu_tanh_rule)
prelu      = Elementwise("prelu", lambda a, b: np.where(a > 0, a, a * b)[()], a=lambda grad, a, b: where(a > 0, grad, grad * b), b=lambda grad, a: where(a > 0, 0, grad * a), node="PreluKernelBackward0")
hardtanh   = Elementwise("hardtanh", clamped,      x=lambda grad, x, min, max: in_steps(where((x > min) & (x < max), grad, 0), x), options="min max")
logit      = Elementwise("logit", lambda x: np.log(x / (1 - x)), x=lambda grad, x: grad / (x * (1 - x)), **Float)
nan_to_num = Elementwise("nan_to_num", lambda x, nan, above, below: np.nan_to_num(x, True, nan, above, below)[()], x=lambda grad, x: where(x - x == 0, grad, 0), options="nan above below", node="NanToNumBackward0")
floor      = Elementwise("floor", to_whole(np.floor), x=lambda grad: zero(grad))
ceil       = Elementwise("ceil", to_whole(np.ceil), x=lambda grad: zero(grad))
trunc      = Elementwise("trunc", to_whole(np.trunc), x=lambda grad: zero(grad))
round      = Elementwise("round", rounded,         x=lambda grad: zero(grad), options="decimals")
frac       = Elementwise("frac", lambda x: x - np.trunc(x), x=lambda grad: grad)
fill       = Elementwise("fill", lambda x, value: np.full_like(x, value), x=lambda grad: zero(grad), options="value", node="FillBackward2")
drawn      = Elementwise("bernoulli", lambda x, numbers: numbers, x=lambda grad: zero(grad), options="numbers")
cast       = Elementwise("_to_copy", lambda x, dtype: x.astype(dtype), x=lambda grad, x_dtype: cast(grad, x_dtype), options="dtype", node="ToCopyBackward0")
clone      = Elementwise("clone", lambda x: x.copy(), x=lambda grad: grad)
# fmt: on
