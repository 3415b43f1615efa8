"""Tensor: data and history (`autograd.variable`), with operators and methods, one line each.

An operator is bound to the prepared function of a row of the tables in `ops`; a method is the public function of the
same name in `functions`.
"""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING

import numpy as np

from . import creation, dtypes, functions, printing
from .autograd import variable
from .autograd.backward import backward
from .autograd.grad_mode import Inference, is_inference_mode_enabled
from .functions.arguments import checked_dim
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
    __matmul__ = functions.matmul
    __neg__, __abs__ = elementwise.neg.call, elementwise.abs.call
    __eq__, __ne__ = elementwise.eq.call, elementwise.ne.call
    __lt__, __le__ = elementwise.lt.call, elementwise.le.call
    __gt__, __ge__ = elementwise.gt.call, elementwise.ge.call
    __and__, __rand__ = elementwise.bit_and.call, elementwise.bit_and.call
    __or__, __ror__ = elementwise.bit_or.call, elementwise.bit_or.call
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
    add, sub, subtract, mul, multiply = functions.add, functions.sub, functions.sub, functions.mul, functions.mul
    div, divide, true_divide = functions.div, functions.div, functions.div
    floor_divide, remainder, fmod = functions.floor_divide, functions.remainder, functions.fmod
    atan2, hypot, logaddexp = functions.atan2, functions.hypot, functions.logaddexp
    pow, square, matmul = functions.pow, functions.square, functions.matmul
    abs, absolute, neg, negative = functions.abs, functions.abs, functions.neg, functions.neg
    sign = functions.sign
    exp, exp2, expm1 = functions.exp, functions.exp2, functions.expm1
    log, log2, log10, log1p = functions.log, functions.log2, functions.log10, functions.log1p
    sqrt, rsqrt, reciprocal = functions.sqrt, functions.rsqrt, functions.reciprocal
    sin, cos, tan = functions.sin, functions.cos, functions.tan
    asin, acos, atan = functions.asin, functions.acos, functions.atan
    sinh, cosh, tanh = functions.sinh, functions.cosh, functions.tanh
    asinh, acosh, atanh = functions.asinh, functions.acosh, functions.atanh
    sigmoid, relu = functions.sigmoid, functions.relu
    floor, ceil, trunc, round, frac = functions.floor, functions.ceil, functions.trunc, functions.round, functions.frac
    maximum, minimum = functions.maximum, functions.minimum
    clamp, clip, clamp_min, clamp_max = functions.clamp, functions.clamp, functions.clamp_min, functions.clamp_max
    masked_fill = functions.masked_fill
    isnan, isinf, isfinite = functions.isnan, functions.isinf, functions.isfinite
    isclose, allclose, equal = functions.isclose, functions.allclose, functions.equal
    eq, ne, lt, le, gt, ge = functions.eq, functions.ne, functions.lt, functions.le, functions.gt, functions.ge
    logical_not = functions.logical_not
    sum, mean, prod, norm = functions.sum, functions.mean, functions.prod, functions.norm
    amax, amin, max, min = functions.amax, functions.amin, functions.max, functions.min
    argmax, argmin, any, all = functions.argmax, functions.argmin, functions.any, functions.all
    var, std, cumsum, cumprod = functions.var, functions.std, functions.cumsum, functions.cumprod
    cummax, cummin, logsumexp = functions.cummax, functions.cummin, functions.logsumexp
    softmax, log_softmax = functions.softmax, functions.log_softmax
    count_nonzero, median, unique = functions.count_nonzero, functions.median, functions.unique
    sort, argsort, topk = functions.sort, functions.argsort, functions.topk
    erf, erfc = functions.erf, functions.erfc
    swapaxes, swapdims, movedim = functions.swapaxes, functions.swapaxes, functions.movedim
    unflatten, ravel, repeat, tile = functions.unflatten, functions.ravel, functions.repeat, functions.tile
    repeat_interleave, flip = functions.repeat_interleave, functions.flip
    tril, triu, diagonal, diag = functions.tril, functions.triu, functions.diagonal, functions.diag
    trace, outer, tensor_split = functions.trace, functions.outer, functions.tensor_split
    gather, scatter, scatter_add = functions.gather, functions.scatter, functions.scatter_add
    index_select, index_add, take = functions.index_select, functions.index_add, functions.take
    masked_select = functions.masked_select
    reshape, view, flatten = functions.reshape, functions.view, functions.flatten
    transpose, t, permute = functions.transpose, functions.t, functions.permute
    squeeze, unsqueeze = functions.squeeze, functions.unsqueeze
    expand, broadcast_to, sum_to_size = functions.expand, functions.broadcast_to, functions.sum_to_size
    unbind, split, chunk = functions.unbind, functions.split, functions.chunk
    split_with_sizes = functions.split
    select, narrow, nonzero, clone = functions.select, functions.narrow, functions.nonzero, functions.clone
    mm, mv, dot, bmm = functions.mm, functions.mv, functions.dot, functions.bmm
    to = functions.to

    add_ = functions.in_place("add_", functions.add)
    sub_ = functions.in_place("sub_", functions.sub)
    mul_ = functions.in_place("mul_", functions.mul)
    div_ = functions.in_place("div_", functions.div)
    pow_ = functions.in_place("pow_", functions.pow)
    floor_ = functions.in_place("floor_", functions.floor)
    ceil_ = functions.in_place("ceil_", functions.ceil)
    round_ = functions.in_place("round_", functions.round)
    trunc_ = functions.in_place("trunc_", functions.trunc)
    reciprocal_ = functions.in_place("reciprocal_", functions.reciprocal)
    square_ = functions.in_place("square_", functions.square)
    remainder_ = functions.in_place("remainder_", functions.remainder)
    scatter_ = functions.in_place("scatter_", functions.scatter)
    scatter_add_ = functions.in_place("scatter_add_", functions.scatter_add)
    index_add_ = functions.in_place("index_add_", functions.index_add)
    zero_ = functions.in_place("zero_", elementwise.zero.call)
    fill_ = functions.in_place("fill_", elementwise.fill.call)
    masked_fill_ = functions.in_place("masked_fill_", functions.masked_fill)
    relu_, clamp_, abs_, neg_ = functions.relu_, functions.clamp_, functions.abs_, functions.neg_
    exp_, log_, sqrt_ = functions.exp_, functions.log_, functions.sqrt_
    sin_, cos_, tanh_, sigmoid_ = functions.sin_, functions.cos_, functions.tanh_, functions.sigmoid_
    t_ = functions.in_place_view("t_", functions.t)
    transpose_ = functions.in_place_view("transpose_", functions.transpose)
    swapaxes_ = functions.in_place_view("swapaxes_", functions.swapaxes)
    swapdims_ = functions.in_place_view("swapdims_", functions.swapaxes)
    squeeze_ = functions.in_place_view("squeeze_", functions.squeeze)
    unsqueeze_ = functions.in_place_view("unsqueeze_", functions.unsqueeze)
    copy_ = functions.copy_
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

    def cpu(self) -> Tensor:
        """The tensor itself: every tensor is on the CPU."""
        return self

    def numpy(self, *, force: builtins.bool = False) -> np.ndarray:
        """The array itself, not a copy. Raises RuntimeError if the tensor requires grad, unless `force`."""
        if self.requires_grad and not force:
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
        return self.shape if dim is None else self.shape[checked_dim(dim, self.ndim)]

    def numel(self) -> builtins.int:
        """The number of elements."""
        return self._value.size

    nelement = numel

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

    def is_floating_point(self) -> builtins.bool:
        """Whether the elements are floats."""
        return self._value.dtype.kind == "f"

    @property
    def device(self) -> dtypes.device:
        """Always the CPU."""
        return dtypes.device("cpu")

    def __deepcopy__(self, memo):
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


class InferenceTensor(Tensor):
    """A tensor made in inference mode: it has no version, and cannot take part in what is recorded outside."""

    __slots__ = ()

    def is_inference(self) -> builtins.bool:
        return True

    @property
    def _version(self):
        raise RuntimeError("Inference tensors do not track version counter.")

    def requires_grad_(self, requires_grad: builtins.bool = True) -> Tensor:
        if requires_grad and not is_inference_mode_enabled():
            raise RuntimeError("Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.")
        return super().requires_grad_(requires_grad)


InferenceTensor.__name__ = InferenceTensor.__qualname__ = "Tensor"


def _mark_inference(tensor):
    """Make a result of inference mode an inference tensor; a view of a tensor from outside stays what it is."""
    if type(tensor) is Tensor and (tensor._view is None or tensor._view.base.is_inference()):
        tensor.__class__, tensor._node = InferenceTensor, None  # enable_grad or not


variable.Tensor = Tensor
Inference.mark = _mark_inference
