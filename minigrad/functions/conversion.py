"""Other dtypes, copies, and what a tensor is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import dtypes
from ..autograd import variable
from ..autograd.variable import Variable
from ..ops import elementwise
from .arguments import checked_tensor

if TYPE_CHECKING:
    from ..tensors import Tensor
    from .arguments import Number


def is_tensor(obj: object) -> bool:
    """Whether the object is a Tensor."""
    return isinstance(obj, Variable)


def is_inference(input: Tensor) -> bool:
    """Whether a tensor was made in inference mode."""
    return checked_tensor("is_inference", 1, "input", input).is_inference()


def clone(input: Tensor) -> Tensor:
    """A copy with its own memory; the gradient passes through."""
    return elementwise.clone.call(checked_tensor("clone", 1, "input", input))


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


def numel(input: Tensor) -> int:
    """The number of elements."""
    return checked_tensor("numel", 1, "input", input).numel()


def is_floating_point(input: Tensor) -> bool:
    """Whether the elements are floats."""
    return checked_tensor("is_floating_point", 1, "input", input).is_floating_point()


def is_nonzero(input: Tensor) -> bool:
    """Whether the only element is not zero. Raises RuntimeError if there are more."""
    return bool(checked_tensor("is_nonzero", 1, "input", input))


def detach(input: Tensor) -> Tensor:
    """The tensor without its history, in the same memory."""
    return checked_tensor("detach", 1, "input", input).detach()


def can_cast(from_: dtypes.dtype, to: dtypes.dtype) -> bool:
    """Whether a result of one dtype may be written over another."""
    return dtypes.can_cast(from_.numpy, to.numpy)
