"""The public functions, with PyTorch's signatures and checks, a file for each room; most are methods of Tensor too.

Each calls a row of the tables in `ops`. A function of one tensor without options is that row's own call.
"""

# ruff: noqa: F401 - it re-exports, and does nothing else
# isort: off
# fmt: off
from .arguments import Number
from .conversion import (
    can_cast, clone, detach, is_floating_point, is_inference, is_nonzero, is_tensor, numel, result_type, to,
)
from .shape import (
    as_strided, atleast_1d, atleast_2d, atleast_3d, broadcast_shapes, broadcast_tensors, broadcast_to, cat, chunk,
    column_stack, concat, concatenate, diag, diag_embed, diagflat, diagonal, dsplit, dstack, expand, flatten, flip,
    fliplr, flipud, hsplit, hstack, meshgrid, moveaxis, movedim, narrow, permute, ravel, repeat, reshape, roll, rot90,
    row_stack, select, split, squeeze, stack, sum_to_size, swapaxes, swapdims, t, tensor_split, tile, transpose, tril,
    triu, unbind, unflatten, unfold, unsqueeze, view, viewable, vsplit, vstack,
)
from .elementwise import (
    abs, absolute, acos, acosh, add, addcdiv, addcmul, allclose, arccos, arccosh, arcsin, arcsinh, arctan, arctan2,
    arctanh, asin, asinh, atan, atan2, atanh, bitwise_and, bitwise_left_shift, bitwise_not, bitwise_or,
    bitwise_right_shift, bitwise_xor, ceil, clamp, clamp_max, clamp_min, clip, copysign, cos, cosh, deg2rad, div,
    divide, eq, equal, erf, erfc, exp, exp2, expm1, fix, float_power, floor, floor_divide, fmax, fmin, fmod, frac, ge,
    greater, greater_equal, gt, hypot, isclose, isfinite, isin, isinf, isnan, isneginf, isposinf, le, lerp, less,
    less_equal, log, log10, log1p, log2, logaddexp, logaddexp2, logical_and, logical_not, logical_or, logical_xor,
    logit, lt, masked_fill, maximum, minimum, mul, multiply, nan_to_num, ne, neg, negative, nonzero, not_equal,
    operators, positive, pow, power, rad2deg, raised, reciprocal, reflected_div, reflected_sub, relu, remainder, round,
    rsqrt, rsub, sgn, sigmoid, sign, signbit, sin, sinh, sqrt, square, sub, subtract, tan, tanh, true_divide, trunc,
    where, xlogy,
)
from .reduction import (
    Extremes, Pair, all, amax, amin, aminmax, any, argmax, argmin, argsort, bincount, bucketize, count_nonzero, cummax,
    cummin, cumprod, cumsum, diff, dist, kthvalue, log_softmax, logcumsumexp, logsumexp, max, mean, median, min,
    nanmean, nanmedian, nansum, norm, prod, quantile, searchsorted, softmax, sort, std, std_mean, sum, topk, unique,
    var, var_mean,
)
from .indexing import (
    REDUCTIONS, argwhere, diagonal_scatter, gather, getitem, index_add, index_copy, index_fill, index_put, index_reduce,
    index_select, masked_scatter, masked_select, repeat_interleave, scatter, scatter_add, scatter_reduce,
    select_scatter, setitem, slice_scatter, take, take_along_dim,
)
from .linalg import (
    Slogdet, addbmm, addmm, addmv, addr, baddbmm, bmm, cdist, chain_matmul, cross, det, dot, einsum, ger, inner,
    inverse, kron, logdet, matmul, matrix_power, matrix_product, mm, mv, outer, product_plus, slogdet, square_matrices,
    tensordot, trace, vdot,
)
from .inplace import (
    abs_, absolute_, acos_, acosh_, add_, addbmm_, addcdiv_, addcmul_, addmm_, addmv_, addr_, arccos_, arccosh_,
    arcsin_, arcsinh_, arctan2_, arctan_, arctanh_, as_strided_, asin_, asinh_, atan2_, atan_, atanh_, baddbmm_,
    bitwise_and_, bitwise_not_, bitwise_or_, bitwise_xor_, ceil_, clamp_, clamp_max_, clamp_min_, clip_, copy_,
    copysign_, cos_, cosh_, cumprod_, cumsum_, div_, divide_, eq_, erf_, erfc_, exp2_, exp_, expm1_, fill_,
    fill_diagonal_, fix_, float_power_, floor_, floor_divide_, fmod_, frac_, ge_, greater_, greater_equal_, gt_, hypot_,
    in_place, in_place_view, index_add_, index_copy_, index_fill_, index_put_, index_reduce_, le_, lerp_, less_,
    less_equal_, log10_, log1p_, log2_, log_, logical_and_, logical_not_, logical_or_, logical_xor_, logit_, lt_,
    masked_fill_, masked_scatter_, mul_, multiply_, nan_to_num_, ne_, neg_, negative_, not_equal_, pow_, reciprocal_,
    relu_, remainder_, round_, rsqrt_, scatter_, scatter_add_, scatter_reduce_, sgn_, sigmoid_, sign_, sin_, sinh_,
    sqrt_, square_, squeeze_, sub_, subtract_, swapaxes_, swapdims_, t_, tan_, tanh_, transpose_, tril_, triu_,
    true_divide_, trunc_, unsqueeze_, xlogy_, zero_,
)
# fmt: on
# isort: on
