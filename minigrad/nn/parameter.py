"""Parameter: a tensor that a Module knows as its own."""

from ..tensors import Tensor


class Parameter(Tensor):
    """A leaf over the data of another tensor, which requires grad unless told otherwise; also under no_grad.

    A Module it is assigned to registers it. Operations on it give plain Tensors.
    """

    def __init__(self, data, requires_grad=True):
        super().__init__(data.array())
        self._memory = data.memory()
        self.requires_grad_(requires_grad)

    def __repr__(self):
        return f"Parameter containing:\n{super().__repr__()}"
