"""Parameter: a tensor that a Module knows as its own."""

from __future__ import annotations

from ..creation import ONLY_FLOATS, empty
from ..tensors import Tensor


class Parameter(Tensor):
    """A leaf over the data of another tensor, which requires grad unless told otherwise; also under no_grad.

    A Module it is assigned to registers it. Operations on it give plain Tensors.
    """

    def __init__(self, data: Tensor | None = None, requires_grad: bool = True):
        data = empty(0) if data is None else data.detach()
        if requires_grad and not data.is_floating_point():
            raise RuntimeError(ONLY_FLOATS)
        super().__init__(data.array())
        self._memory = data.memory()
        self.requires_grad_(requires_grad)

    def __repr__(self):
        return f"Parameter containing:\n{super().__repr__()}"


def clear_grad(tensor: Tensor, set_to_none: bool) -> None:
    """Set a tensor's gradient to None, or to zeros in place and without history."""
    if set_to_none:
        tensor._grad = None
    elif tensor.grad is not None:
        tensor.grad.detach_().requires_grad_(False).zero_()
