"""Tensor: data and history (`autograd.variable`), with operators and methods, one line each.

An operator is bound to the prepared function of a row of the tables in `ops`; a method is the public function of the
same name in `functions`.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

import numpy as np

from . import creation, dtypes, functions, printing
from .autograd import variable
from .autograd.backward import backward
from .autograd.grad_mode import Inference, mode
from .functions.arguments import dim_with_size
from .ops import elementwise, shape

if TYPE_CHECKING:
    import builtins
    from collections.abc import Sequence

    from .functions import Number
    from .sizes import Size


class Tensor(variable.Variable):
    """An array with a history: what `import torch` calls a Tensor, on NumPy.

    `Tensor(data)` holds exactly the array given; use `minigrad.tensor` to make one from lists and numbers.
    """

    __slots__ = ()
    __hash__ = object.__hash__

    # ------------------------------------------------------------------------------------------------- operators
    # fmt: off
    __add__, __radd__ = elementwise.add.call, elementwise.add.call
    __sub__, __rsub__ = elementwise.sub.call, functions.reflected_sub
    __mul__, __rmul__ = elementwise.mul.call, elementwise.mul.call
    __truediv__, __rtruediv__ = elementwise.div.call, functions.reflected_div
    __pow__, __rpow__ = functions.power, functions.raised
    __mod__, __rmod__ = functions.operators(functions.remainder)
    __floordiv__, __rfloordiv__ = functions.operators(functions.floor_divide)
    __matmul__ = functions.matrix_product
    __neg__, __abs__ = elementwise.neg.call, elementwise.abs.call
    __eq__, __ne__ = elementwise.eq.call, elementwise.ne.call
    __lt__, __le__ = elementwise.lt.call, elementwise.le.call
    __gt__, __ge__ = elementwise.gt.call, elementwise.ge.call
    __and__, __rand__ = elementwise.bit_and.call, elementwise.bit_and.call
    __or__, __ror__ = elementwise.bit_or.call, elementwise.bit_or.call
    __lshift__, __rlshift__ = functions.operators(functions.bitwise_left_shift)
    __rshift__, __rrshift__ = functions.operators(functions.bitwise_right_shift)
    __xor__, __rxor__ = elementwise.bit_xor.call, elementwise.bit_xor.call
    __invert__ = elementwise.bit_not.call
    __getitem__, __setitem__ = functions.getitem, functions.setitem
    __iadd__ = functions.in_place("add_", elementwise.add.call)
    __isub__ = functions.in_place("sub_", elementwise.sub.call)
    __imul__ = functions.in_place("mul_", elementwise.mul.call)
    __itruediv__ = functions.in_place("div_", elementwise.div.call)
    __ipow__ = functions.in_place("pow_", functions.power)
    # fmt: on

    def __pos__(self):
        return self

    # --------------------------------------------------------------------------------------------------- methods

    # fmt: off
    new_zeros, new_ones, new_empty = creation.new_zeros, creation.new_ones, creation.new_empty
    new_full, new_tensor = creation.new_full, creation.new_tensor
    add, sub, subtract, mul = functions.add, functions.sub, functions.subtract, functions.mul
    multiply, div, divide, true_divide = functions.multiply, functions.div, functions.divide, functions.true_divide
    floor_divide, remainder, fmod, pow = functions.floor_divide, functions.remainder, functions.fmod, functions.pow
    float_power, square, addcmul = functions.float_power, functions.square, functions.addcmul
    addcdiv, lerp, atan2, arctan2 = functions.addcdiv, functions.lerp, functions.atan2, functions.arctan2
    hypot, logaddexp, logaddexp2, xlogy = functions.hypot, functions.logaddexp, functions.logaddexp2, functions.xlogy
    copysign, fmax, fmin, maximum = functions.copysign, functions.fmax, functions.fmin, functions.maximum
    minimum, clamp, clip, clamp_min = functions.minimum, functions.clamp, functions.clip, functions.clamp_min
    clamp_max = functions.clamp_max
    abs, absolute, neg, negative = functions.abs, functions.absolute, functions.neg, functions.negative
    positive, sign, sgn, exp, exp2 = functions.positive, functions.sign, functions.sgn, functions.exp, functions.exp2
    expm1, log, log2, log10, log1p = functions.expm1, functions.log, functions.log2, functions.log10, functions.log1p
    sqrt, rsqrt, reciprocal, sin = functions.sqrt, functions.rsqrt, functions.reciprocal, functions.sin
    cos, tan, asin, acos, atan = functions.cos, functions.tan, functions.asin, functions.acos, functions.atan
    arcsin, arccos, arctan, sinh = functions.arcsin, functions.arccos, functions.arctan, functions.sinh
    cosh, tanh, asinh, acosh = functions.cosh, functions.tanh, functions.asinh, functions.acosh
    atanh, arcsinh, arccosh, arctanh = functions.atanh, functions.arcsinh, functions.arccosh, functions.arctanh
    sigmoid, logit, relu, erf = functions.sigmoid, functions.logit, functions.relu, functions.erf
    erfc, floor, ceil, trunc, fix = functions.erfc, functions.floor, functions.ceil, functions.trunc, functions.fix
    round, frac, deg2rad, rad2deg = functions.round, functions.frac, functions.deg2rad, functions.rad2deg
    nan_to_num = functions.nan_to_num
    eq, ne, lt, le, gt, ge = functions.eq, functions.ne, functions.lt, functions.le, functions.gt, functions.ge
    equal, allclose, isclose, greater = functions.equal, functions.allclose, functions.isclose, functions.greater
    greater_equal, less, less_equal = functions.greater_equal, functions.less, functions.less_equal
    not_equal, isnan, isinf, isfinite = functions.not_equal, functions.isnan, functions.isinf, functions.isfinite
    isposinf, isneginf, signbit, isin = functions.isposinf, functions.isneginf, functions.signbit, functions.isin
    logical_and, logical_or, logical_xor = functions.logical_and, functions.logical_or, functions.logical_xor
    logical_not, bitwise_and, bitwise_or = functions.logical_not, functions.bitwise_and, functions.bitwise_or
    bitwise_xor, bitwise_not = functions.bitwise_xor, functions.bitwise_not
    bitwise_left_shift, bitwise_right_shift = functions.bitwise_left_shift, functions.bitwise_right_shift
    masked_fill, nonzero, argwhere = functions.masked_fill, functions.nonzero, functions.argwhere
    sum, mean, prod, norm, nansum = functions.sum, functions.mean, functions.prod, functions.norm, functions.nansum
    nanmean, amax, amin, aminmax = functions.nanmean, functions.amax, functions.amin, functions.aminmax
    max, min, argmax, argmin, any = functions.max, functions.min, functions.argmax, functions.argmin, functions.any
    all, var, std, cumsum, cumprod = functions.all, functions.var, functions.std, functions.cumsum, functions.cumprod
    cummax, cummin, logcumsumexp = functions.cummax, functions.cummin, functions.logcumsumexp
    logsumexp, softmax, log_softmax = functions.logsumexp, functions.softmax, functions.log_softmax
    count_nonzero, median, nanmedian = functions.count_nonzero, functions.median, functions.nanmedian
    kthvalue, quantile, unique = functions.kthvalue, functions.quantile, functions.unique
    bincount, sort, argsort, topk = functions.bincount, functions.sort, functions.argsort, functions.topk
    diff, dist = functions.diff, functions.dist
    reshape, view, flatten, unflatten = functions.reshape, functions.view, functions.flatten, functions.unflatten
    ravel, transpose, t, permute = functions.ravel, functions.transpose, functions.t, functions.permute
    swapaxes, swapdims, movedim = functions.swapaxes, functions.swapdims, functions.movedim
    moveaxis, squeeze, unsqueeze = functions.moveaxis, functions.squeeze, functions.unsqueeze
    expand, broadcast_to, sum_to_size = functions.expand, functions.broadcast_to, functions.sum_to_size
    repeat, tile, repeat_interleave = functions.repeat, functions.tile, functions.repeat_interleave
    flip, fliplr, flipud, roll = functions.flip, functions.fliplr, functions.flipud, functions.roll
    rot90, tril, triu, diagonal = functions.rot90, functions.tril, functions.triu, functions.diagonal
    diag, diag_embed, diagflat, unbind = functions.diag, functions.diag_embed, functions.diagflat, functions.unbind
    split, chunk, tensor_split, hsplit = functions.split, functions.chunk, functions.tensor_split, functions.hsplit
    vsplit, dsplit, select, narrow = functions.vsplit, functions.dsplit, functions.select, functions.narrow
    unfold, as_strided, clone = functions.unfold, functions.as_strided, functions.clone
    gather, scatter, scatter_add = functions.gather, functions.scatter, functions.scatter_add
    scatter_reduce, index_reduce = functions.scatter_reduce, functions.index_reduce
    index_select, index_add, index_fill = functions.index_select, functions.index_add, functions.index_fill
    index_copy, index_put, take = functions.index_copy, functions.index_put, functions.take
    take_along_dim, masked_select = functions.take_along_dim, functions.masked_select
    masked_scatter, select_scatter = functions.masked_scatter, functions.select_scatter
    slice_scatter, diagonal_scatter = functions.slice_scatter, functions.diagonal_scatter
    matmul, mm, mv, dot, bmm = functions.matmul, functions.mm, functions.mv, functions.dot, functions.bmm
    outer, ger, vdot, inner, kron = functions.outer, functions.ger, functions.vdot, functions.inner, functions.kron
    cross, trace, addmm, addmv = functions.cross, functions.trace, functions.addmm, functions.addmv
    addr, addbmm, baddbmm, matrix_power = functions.addr, functions.addbmm, functions.baddbmm, functions.matrix_power
    det, inverse, logdet, slogdet = functions.det, functions.inverse, functions.logdet, functions.slogdet
    to = functions.to
    unsafe_split_with_sizes = split_with_sizes = functions.split
    unsafe_split, unsafe_chunk = functions.split, functions.chunk
    abs_, absolute_, acos_, acosh_ = functions.abs_, functions.absolute_, functions.acos_, functions.acosh_
    add_, addbmm_, addcdiv_, addcmul_ = functions.add_, functions.addbmm_, functions.addcdiv_, functions.addcmul_
    addmm_, addmv_, addr_, arccos_ = functions.addmm_, functions.addmv_, functions.addr_, functions.arccos_
    arccosh_, arcsin_, arcsinh_ = functions.arccosh_, functions.arcsin_, functions.arcsinh_
    arctan2_, arctan_, arctanh_ = functions.arctan2_, functions.arctan_, functions.arctanh_
    as_strided_, asin_, asinh_, atan2_ = functions.as_strided_, functions.asin_, functions.asinh_, functions.atan2_
    atan_, atanh_, baddbmm_ = functions.atan_, functions.atanh_, functions.baddbmm_
    bitwise_and_, bitwise_not_, bitwise_or_ = functions.bitwise_and_, functions.bitwise_not_, functions.bitwise_or_
    bitwise_xor_, ceil_, clamp_ = functions.bitwise_xor_, functions.ceil_, functions.clamp_
    clamp_max_, clamp_min_, clip_ = functions.clamp_max_, functions.clamp_min_, functions.clip_
    copy_, copysign_, cos_, cosh_ = functions.copy_, functions.copysign_, functions.cos_, functions.cosh_
    cumprod_, cumsum_, div_, divide_ = functions.cumprod_, functions.cumsum_, functions.div_, functions.divide_
    eq_, erf_, erfc_, exp2_, exp_ = functions.eq_, functions.erf_, functions.erfc_, functions.exp2_, functions.exp_
    expm1_, fill_, fill_diagonal_, fix_ = functions.expm1_, functions.fill_, functions.fill_diagonal_, functions.fix_
    float_power_, floor_, floor_divide_ = functions.float_power_, functions.floor_, functions.floor_divide_
    fmod_, frac_, ge_, greater_ = functions.fmod_, functions.frac_, functions.ge_, functions.greater_
    greater_equal_, gt_, hypot_ = functions.greater_equal_, functions.gt_, functions.hypot_
    index_add_, index_copy_, index_fill_ = functions.index_add_, functions.index_copy_, functions.index_fill_
    index_put_, index_reduce_, le_ = functions.index_put_, functions.index_reduce_, functions.le_
    lerp_, less_, less_equal_, log10_ = functions.lerp_, functions.less_, functions.less_equal_, functions.log10_
    log1p_, log2_, log_, logical_and_ = functions.log1p_, functions.log2_, functions.log_, functions.logical_and_
    logical_not_, logical_or_, logical_xor_ = functions.logical_not_, functions.logical_or_, functions.logical_xor_
    logit_, lt_, masked_fill_ = functions.logit_, functions.lt_, functions.masked_fill_
    masked_scatter_, mul_, multiply_ = functions.masked_scatter_, functions.mul_, functions.multiply_
    nan_to_num_, ne_, neg_, negative_ = functions.nan_to_num_, functions.ne_, functions.neg_, functions.negative_
    not_equal_, pow_, reciprocal_ = functions.not_equal_, functions.pow_, functions.reciprocal_
    relu_, remainder_, round_, rsqrt_ = functions.relu_, functions.remainder_, functions.round_, functions.rsqrt_
    scatter_, scatter_add_, scatter_reduce_ = functions.scatter_, functions.scatter_add_, functions.scatter_reduce_
    sgn_, sigmoid_, sign_, sin_ = functions.sgn_, functions.sigmoid_, functions.sign_, functions.sin_
    sinh_, sqrt_, square_, squeeze_ = functions.sinh_, functions.sqrt_, functions.square_, functions.squeeze_
    sub_, subtract_, swapaxes_ = functions.sub_, functions.subtract_, functions.swapaxes_
    swapdims_, t_, tan_, tanh_ = functions.swapdims_, functions.t_, functions.tan_, functions.tanh_
    transpose_, tril_, triu_ = functions.transpose_, functions.tril_, functions.triu_
    true_divide_, trunc_, unsqueeze_ = functions.true_divide_, functions.trunc_, functions.unsqueeze_
    xlogy_, zero_ = functions.xlogy_, functions.zero_
    bernoulli, bernoulli_, uniform_ = creation.bernoulli, creation.bernoulli_, creation.uniform_
    normal_, exponential_, random_ = creation.normal_, creation.exponential_, creation.random_
    # fmt: on

    def reshape_as(self, other: Tensor) -> Tensor:
        """`reshape` to the other's shape."""
        return functions.reshape(self, other.shape)

    def view_as(self, other: Tensor) -> Tensor:
        """`view` in the other's shape."""
        return functions.view(self, other.shape)

    def expand_as(self, other: Tensor) -> Tensor:
        """`expand` to the other's shape."""
        return functions.expand(self, other.shape)

    def where(self, condition: Tensor, other: Tensor | Number | None) -> Tensor | tuple[Tensor, ...]:
        """This tensor where the condition holds, else the other."""
        return functions.where(condition, self, other)

    @property
    def T(self) -> Tensor:  # noqa: N802 (PyTorch's name)
        """The dimensions in reverse order, as a view."""
        return shape.permute.call(self, tuple(range(self.ndim))[::-1])

    @property
    def mT(self) -> Tensor:  # noqa: N802
        """The last two dimensions exchanged, as a view."""
        if self.ndim < 2:
            raise RuntimeError(
                f"tensor.mT is only supported on matrices or batches of matrices. Got {self.ndim}-D tensor."
            )
        return functions.transpose(self, -2, -1)

    def backward(
        self,
        gradient: Tensor | None = None,
        retain_graph: builtins.bool | None = None,
        create_graph: builtins.bool = False,
        inputs: Tensor | Sequence[Tensor] | None = None,
    ) -> None:
        """Add this tensor's gradients, weighted by `gradient`, to the leaves' `.grad`; see `autograd.backward`."""
        weights = None if gradient is None else [gradient] if isinstance(gradient, Tensor) else list(gradient)
        backward(self, weights, retain_graph, create_graph, inputs)

    # ------------------------------------------------------------------------------------------------ conversion

    def type(self, dtype: dtypes.dtype | None = None) -> Tensor | str:
        """The tensor in another dtype; without one, the name of its type."""
        return f"torch.{dtypes.title(self._value.dtype)}Tensor" if dtype is None else functions.to(self, dtype)

    def type_as(self, other: Tensor) -> Tensor:
        """The tensor in the other's dtype."""
        return functions.to(self, other.dtype)

    def float(self) -> Tensor:
        """The tensor as float32."""
        return functions.to(self, dtypes.float32)

    def double(self) -> Tensor:
        """The tensor as float64."""
        return functions.to(self, dtypes.float64)

    def half(self) -> Tensor:
        """The tensor as float16."""
        return functions.to(self, dtypes.float16)

    def long(self) -> Tensor:
        """The tensor as int64, without history."""
        return functions.to(self, dtypes.int64)

    def int(self) -> Tensor:
        """The tensor as int32, without history."""
        return functions.to(self, dtypes.int32)

    def bool(self) -> Tensor:
        """Which elements are not zero, without history."""
        return functions.to(self, dtypes.bool)

    def short(self) -> Tensor:
        """The tensor as int16, without history."""
        return functions.to(self, dtypes.int16)

    def char(self) -> Tensor:
        """The tensor as int8, without history."""
        return functions.to(self, dtypes.int8)

    def byte(self) -> Tensor:
        """The tensor as uint8, without history."""
        return functions.to(self, dtypes.uint8)

    def cpu(self) -> Tensor:
        """The tensor itself: every tensor is on the CPU."""
        return self

    def numpy(self, *, force: builtins.bool = False) -> np.ndarray:
        """The array itself, not a copy. Raises RuntimeError if the tensor requires grad, unless `force` or no_grad."""
        if self.requires_grad and mode.recording and not force:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
        self.memory()
        return self.array()

    def __array__(self, dtype=None, copy=None):
        array = self.numpy()
        return array if dtype is None else array.astype(dtype, copy=bool(copy))

    def __array_wrap__(self, array, context=None, return_scalar=False):
        """What a function of NumPy's makes of tensors that require no grad is a tensor again."""
        return Tensor(np.asarray(array))

    def item(self) -> Number:
        """The Python number of a tensor of one element. Raises RuntimeError for any other."""
        if self._value.size != 1:
            raise RuntimeError(f"a Tensor with {self._value.size} elements cannot be converted to Scalar")
        return self._value.item()

    def tolist(self) -> object:
        """The elements as nested lists of Python numbers."""
        return self._value.tolist()

    def __float__(self):
        if self.requires_grad and mode.recording:
            warnings.warn(
                "Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.\n"
                "Consider using tensor.detach() first.",
                stacklevel=2,
            )
        return float(self._number())

    def __int__(self):
        return int(self._number())

    def __index__(self):
        if self._value.size != 1 or self._value.dtype.kind not in "iub":
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self._value.item())

    def _number(self):
        if self._value.size != 1:
            raise ValueError("only one element tensors can be converted to Python scalars")
        return self._value.item()

    def __bool__(self):
        if self._value.size != 1:
            many = "more than one value" if self._value.size else "no values"
            raise RuntimeError(f"Boolean value of Tensor with {many} is ambiguous")
        return bool(self._value.item())

    # ------------------------------------------------------------------------------------------------------ facts

    @property
    def ndim(self) -> builtins.int:
        """The number of dimensions."""
        return self._value.ndim

    def dim(self) -> builtins.int:
        """The number of dimensions."""
        return self._value.ndim

    def size(self, dim: builtins.int | None = None) -> Size | builtins.int:
        """The sizes, or the one of a dimension."""
        return self.shape if dim is None else dim_with_size(self, dim)[1]

    def numel(self) -> builtins.int:
        """The number of elements."""
        return self._value.size

    nelement = numel
    ndimension = dim

    def stride(self, dim: builtins.int | None = None) -> tuple[builtins.int, ...] | builtins.int:
        """How many elements lie between neighbours along each dimension, or along one."""
        array = self.array()
        strides = [s // array.itemsize for s in array.strides]
        if not array.size:  # where NumPy has zeros
            strides = [math.prod([max(n, 1) for n in array.shape[i + 1 :]]) for i in range(array.ndim)]
        return tuple(strides) if dim is None else strides[dim]

    def is_contiguous(self) -> builtins.bool:
        """Whether the elements lie in memory in the order of their indices."""
        return type(self._value) is not np.ndarray or self._value.flags.c_contiguous

    def contiguous(self) -> Tensor:
        """The tensor itself if it is contiguous, else a contiguous copy."""
        return self if self.is_contiguous() else functions.clone(self)

    def data_ptr(self) -> builtins.int:
        """The address of the first element."""
        return self.array().ctypes.data

    def element_size(self) -> builtins.int:
        """The size of an element in bytes."""
        return self._value.dtype.itemsize

    def storage_offset(self) -> builtins.int:
        """How many elements of its memory lie before the first one."""
        base = self if self._view is None else self._view.base
        return (self.array().ctypes.data - base.array().ctypes.data) // self.element_size()

    @property
    def itemsize(self) -> builtins.int:
        """The size of an element in bytes."""
        return self._value.dtype.itemsize

    @property
    def nbytes(self) -> builtins.int:
        """The size of all elements in bytes."""
        return self._value.nbytes

    def is_same_size(self, other: Tensor) -> builtins.bool:
        """Whether the other has the same shape."""
        return self.shape == other.shape

    def is_nonzero(self) -> builtins.bool:
        """Whether the only element is not zero."""
        return bool(self)

    def is_complex(self) -> builtins.bool:
        """Always False: minigrad has no complex numbers."""
        return False

    def is_signed(self) -> builtins.bool:
        """Whether the dtype has negative numbers."""
        return self.dtype.is_signed

    def is_floating_point(self) -> builtins.bool:
        """Whether the elements are floats."""
        return self._value.dtype.kind == "f"

    @property
    def is_cuda(self) -> builtins.bool:
        """Always False: every tensor is on the CPU."""
        return False

    @property
    def device(self) -> dtypes.device:
        """Always the CPU."""
        return dtypes.device("cpu")

    def __deepcopy__(self, memo):
        import copy  # only here: the import of the package does not pay for it

        if not self.is_leaf:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the "
                "moment.  If you were attempting to deepcopy a module, this may be because of a "
                "torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001"
            )
        out = type(self).__new__(type(self))
        variable.Variable.__init__(out, np.array(self._value))
        memo[id(self)] = out
        out.requires_grad, out._grad = self.requires_grad, copy.deepcopy(self._grad, memo)
        out.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return out

    def __reduce_ex__(self, protocol):
        """For pickle and copy.copy: the values and whether gradients are required, without history and gradient."""
        kind = Tensor if self.is_inference() else type(self)
        return rebuilt, (kind, self.array(), self.requires_grad, self.__dict__)

    def __len__(self):
        if not self.ndim:
            raise TypeError("len() of a 0-d tensor")
        return len(self._value)

    def __iter__(self):
        if not self.ndim:
            raise TypeError("iteration over a 0-d tensor")
        return iter(self.unbind(0))

    def __contains__(self, element):
        if not isinstance(element, (variable.Variable, int, float)):
            raise RuntimeError(
                f"Tensor.__contains__ only supports Tensor or scalar, but you passed in a {type(element)}."
            )
        return bool(functions.any(self == element))

    def __repr__(self):
        return printing.text(self)

    def __format__(self, spec):
        return format(self.item(), spec) if not self.ndim else object.__format__(self, spec)


def rebuilt(kind, array, requires_grad, attributes):
    """A tensor as `__reduce_ex__` took it apart: a leaf."""
    out = kind.__new__(kind)
    variable.Variable.__init__(out, array)
    out.requires_grad = requires_grad
    out.__dict__.update(attributes)
    return out


class InferenceTensor(Tensor):
    """A tensor made in inference mode: it has no version, and cannot take part in what is recorded outside."""

    __slots__ = ()

    def is_inference(self) -> builtins.bool:
        return True

    @property
    def _version(self):
        raise RuntimeError("Inference tensors do not track version counter.")


InferenceTensor.__name__ = InferenceTensor.__qualname__ = "Tensor"


def _mark_inference(tensor):
    """Make a result of inference mode an inference tensor; a view of a tensor from outside stays what it is."""
    if type(tensor) is Tensor and (tensor._view is None or tensor._view.base.is_inference()):
        tensor.__class__, tensor._node = InferenceTensor, None  # enable_grad or not


variable.Tensor = Tensor
Inference.mark = _mark_inference
