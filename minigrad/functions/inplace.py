"""Functions that write over their input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..autograd import variable
from ..autograd.inplace import reseat, write
from ..autograd.variable import Variable
from ..ops import elementwise as rows
from ..ops.broadcasting import broadcast_shape
from ..ops.indexing import index_set
from ..ops.shape import copy
from . import elementwise, indexing, linalg, reduction, shape

if TYPE_CHECKING:
    from ..tensors import Tensor
    from .arguments import Number


def in_place(name, function, overlapping=False):
    """The in-place form of a function: `function(input, ...)` written over `input`, which is returned."""

    def method(input, *args, **options):
        return write(function, input, *args, overlapping=overlapping, **options)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"`{name[:-1]}` in place; see there."
    return method


def without_slope(function):
    """A function through which nothing flows back, with its result in its first input's dtype."""

    def call(x, *args, **options):
        return rows.drawn.call(x, function(x, *args, **options)._value.astype(x._value.dtype))

    return call


abs_ = in_place("abs_", elementwise.abs)
acos_ = in_place("acos_", elementwise.acos)
acosh_ = in_place("acosh_", elementwise.acosh)
add_ = in_place("add_", elementwise.add)
addcdiv_ = in_place("addcdiv_", elementwise.addcdiv)
addcmul_ = in_place("addcmul_", elementwise.addcmul)
asin_ = in_place("asin_", elementwise.asin)
asinh_ = in_place("asinh_", elementwise.asinh)
atan_ = in_place("atan_", elementwise.atan)
atan2_ = in_place("atan2_", elementwise.atan2)
atanh_ = in_place("atanh_", elementwise.atanh)
bitwise_and_ = in_place("bitwise_and_", without_slope(elementwise.bitwise_and))
bitwise_not_ = in_place("bitwise_not_", without_slope(elementwise.bitwise_not))
bitwise_or_ = in_place("bitwise_or_", without_slope(elementwise.bitwise_or))
bitwise_xor_ = in_place("bitwise_xor_", without_slope(elementwise.bitwise_xor))
ceil_ = in_place("ceil_", elementwise.ceil)
clamp_ = in_place("clamp_", elementwise.clamp)
clamp_max_ = in_place("clamp_max_", elementwise.clamp_max)
clamp_min_ = in_place("clamp_min_", elementwise.clamp_min)
copysign_ = in_place("copysign_", elementwise.copysign)
cos_ = in_place("cos_", elementwise.cos)
cosh_ = in_place("cosh_", elementwise.cosh)
div_ = in_place("div_", elementwise.div)
eq_ = in_place("eq_", without_slope(elementwise.eq))
erf_ = in_place("erf_", elementwise.erf)
erfc_ = in_place("erfc_", elementwise.erfc)
exp_ = in_place("exp_", elementwise.exp)
exp2_ = in_place("exp2_", elementwise.exp2)
expm1_ = in_place("expm1_", elementwise.expm1)
float_power_ = in_place("float_power_", elementwise.float_power)
floor_ = in_place("floor_", elementwise.floor)
floor_divide_ = in_place("floor_divide_", without_slope(elementwise.floor_divide))
fmod_ = in_place("fmod_", elementwise.fmod)
frac_ = in_place("frac_", elementwise.frac)
ge_ = in_place("ge_", without_slope(elementwise.ge))
gt_ = in_place("gt_", without_slope(elementwise.gt))
hypot_ = in_place("hypot_", elementwise.hypot)
le_ = in_place("le_", without_slope(elementwise.le))
lerp_ = in_place("lerp_", elementwise.lerp)
log_ = in_place("log_", elementwise.log)
log10_ = in_place("log10_", elementwise.log10)
log1p_ = in_place("log1p_", elementwise.log1p)
log2_ = in_place("log2_", elementwise.log2)
logical_and_ = in_place("logical_and_", without_slope(elementwise.logical_and))
logical_not_ = in_place("logical_not_", without_slope(elementwise.logical_not))
logical_or_ = in_place("logical_or_", without_slope(elementwise.logical_or))
logical_xor_ = in_place("logical_xor_", without_slope(elementwise.logical_xor))
logit_ = in_place("logit_", elementwise.logit)
lt_ = in_place("lt_", without_slope(elementwise.lt))
masked_fill_ = in_place("masked_fill_", elementwise.masked_fill)
mul_ = in_place("mul_", elementwise.mul)
nan_to_num_ = in_place("nan_to_num_", elementwise.nan_to_num)
ne_ = in_place("ne_", without_slope(elementwise.ne))
neg_ = in_place("neg_", elementwise.neg)
pow_ = in_place("pow_", elementwise.pow)
reciprocal_ = in_place("reciprocal_", elementwise.reciprocal)
relu_ = in_place("relu_", elementwise.relu)
remainder_ = in_place("remainder_", elementwise.remainder)
round_ = in_place("round_", elementwise.round)
rsqrt_ = in_place("rsqrt_", elementwise.rsqrt)
sigmoid_ = in_place("sigmoid_", elementwise.sigmoid)
sign_ = in_place("sign_", elementwise.sign)
sin_ = in_place("sin_", elementwise.sin)
sinh_ = in_place("sinh_", elementwise.sinh)
sqrt_ = in_place("sqrt_", elementwise.sqrt)
square_ = in_place("square_", elementwise.square)
sub_ = in_place("sub_", elementwise.sub)
tan_ = in_place("tan_", elementwise.tan)
tanh_ = in_place("tanh_", elementwise.tanh)
trunc_ = in_place("trunc_", elementwise.trunc)
xlogy_ = in_place("xlogy_", elementwise.xlogy)
cumprod_ = in_place("cumprod_", reduction.cumprod)
cumsum_ = in_place("cumsum_", reduction.cumsum)
tril_ = in_place("tril_", shape.tril)
triu_ = in_place("triu_", shape.triu)
addbmm_ = in_place("addbmm_", linalg.addbmm)
addmm_ = in_place("addmm_", linalg.addmm)
addmv_ = in_place("addmv_", linalg.addmv)
addr_ = in_place("addr_", linalg.addr)
baddbmm_ = in_place("baddbmm_", linalg.baddbmm)
index_add_ = in_place("index_add_", indexing.index_add)
index_copy_ = in_place("index_copy_", indexing.index_copy)
index_fill_ = in_place("index_fill_", indexing.index_fill)
index_put_ = in_place("index_put_", indexing.index_put)
masked_scatter_ = in_place("masked_scatter_", indexing.masked_scatter)
scatter_reduce_ = in_place("scatter_reduce_", indexing.scatter_reduce)
index_reduce_ = in_place("index_reduce_", indexing.index_reduce)
scatter_ = in_place("scatter_", indexing.scatter)
scatter_add_ = in_place("scatter_add_", indexing.scatter_add)
zero_ = in_place("zero_", rows.zero.call, overlapping=True)
fill_number = in_place("fill_", rows.fill.call, overlapping=True)
absolute_ = abs_
negative_ = neg_
subtract_ = sub_
multiply_ = mul_
divide_ = div_
true_divide_ = div_
clip_ = clamp_
sgn_ = sign_
fix_ = trunc_
arccos_ = acos_
arcsin_ = asin_
arctan_ = atan_
arctan2_ = atan2_
arccosh_ = acosh_
arcsinh_ = asinh_
arctanh_ = atanh_
greater_ = gt_
greater_equal_ = ge_
less_ = lt_
less_equal_ = le_
not_equal_ = ne_


def in_place_view(name, function):
    """The in-place form of a function that gives a view: the tensor then shows its memory as the view would."""

    def method(self, *args):
        return reseat(function, self, *args)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"`{name[:-1]}` in place; see there."
    return method


t_ = in_place_view("t_", shape.t)
transpose_ = in_place_view("transpose_", shape.transpose)
swapaxes_ = swapdims_ = in_place_view("swapaxes_", shape.swapaxes)
squeeze_ = in_place_view("squeeze_", shape.squeeze)
unsqueeze_ = in_place_view("unsqueeze_", shape.unsqueeze)
as_strided_ = in_place_view("as_strided_", shape.as_strided)


def copy_(self, src):
    """Write the values of `src`, which may broadcast, over this tensor."""
    src = src if isinstance(src, Variable) else variable.Tensor(np.asarray(src, self._value.dtype))
    sizes = broadcast_shape(self.shape, src.shape)
    if sizes != self.shape:
        raise RuntimeError(f"output with shape {list(self.shape)} doesn't match the broadcast shape {list(sizes)}")
    return write(copy.call, self, src)


def fill_(self: Tensor, value: Tensor | Number) -> Tensor:
    """Write a number, or a tensor without dimensions, everywhere."""
    if not isinstance(value, Variable):
        return fill_number(self, value)
    dims = value._value.ndim
    if dims:
        raise RuntimeError(f"fill_ only supports 0-dimension value tensor but got tensor with {dims} dimensions.")
    return copy_(self, value)


def fill_diagonal_(self, fill_value, wrap=False):
    """Write a number over the diagonal of a matrix; `wrap` begins anew below a tall one's last row."""
    rows_, columns = self.shape[0], self.shape[-1]
    step = sum([math.prod(self.shape[i + 1 :]) for i in range(self.ndim)])
    places = np.arange(0, self.numel() if wrap or self.ndim > 2 else min(rows_, columns) * step, step)
    key = np.unravel_index(places, self.shape)
    value = variable.Tensor(np.asarray(fill_value, self._value.dtype)[()])
    return write(index_set.call, self, value, tuple(key))
