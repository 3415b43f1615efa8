"""The public functions, with PyTorch's signatures and checks, a file for each room; most are methods of Tensor too.

Each calls a row of the tables in `ops`. A function of one tensor without options is that row's own call.
"""

# ruff: noqa: F401 - it re-exports, and does nothing else
# isort: off
# fmt: off
from .arguments import Number
from .conversion import clone, is_inference, is_tensor, result_type, to
from .shape import (
    broadcast_to, cat, chunk, concat, concatenate, diag, diagonal, expand, flatten, flip, movedim, narrow, permute,
    ravel, repeat, reshape, select, split, squeeze, stack, sum_to_size, swapaxes, t, tensor_split, tile, transpose,
    tril, triu, unbind, unflatten, unsqueeze, view, viewable,
)
from .elementwise import (
    abs, absolute, acos, acosh, add, allclose, asin, asinh, atan, atan2, atanh, ceil, clamp, clamp_max, clamp_min, cos,
    cosh, div, divide, eq, equal, erf, erfc, exp, exp2, expm1, floor, floor_divide, fmod, frac, ge, gt, hypot, isclose,
    isfinite, isinf, isnan, le, log, log10, log1p, log2, logaddexp, logical_not, lt, masked_fill, maximum, minimum, mul,
    multiply, ne, neg, negative, nonzero, operators, pow, power, raised, reciprocal, reflected_div, reflected_sub, relu,
    remainder, round, rsqrt, rsub, sigmoid, sign, sin, sinh, sqrt, square, sub, subtract, tan, tanh, true_divide, trunc,
    where, xlogy,
)
from .reduction import (
    Pair, all, amax, amin, any, argmax, argmin, argsort, count_nonzero, cummax, cummin, cumprod, cumsum, log_softmax,
    logsumexp, max, mean, median, min, norm, prod, softmax, sort, std, sum, topk, unique, var,
)
from .indexing import (
    gather, getitem, index_add, index_select, masked_select, repeat_interleave, scatter, scatter_add, setitem, take,
)
from .linalg import addmm, bmm, dot, einsum, matmul, mm, mv, outer, trace
from .inplace import (
    abs_, clamp_, copy_, cos_, exp_, in_place, in_place_view, log_, neg_, relu_, sigmoid_, sin_, sqrt_, tanh_,
)
# fmt: on
# isort: on
