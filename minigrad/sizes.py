"""Size: the sizes of a tensor's dimensions."""

import math


class Size(tuple):
    """A tuple of sizes that prints as PyTorch's `torch.Size`; a slice of it is one too."""

    __slots__ = ()

    def __repr__(self):
        return f"torch.Size({list(self)})"

    def __getitem__(self, key):
        part = super().__getitem__(key)
        return Size(part) if isinstance(key, slice) else part

    def __add__(self, other):
        return Size(super().__add__(tuple(other)))

    def __radd__(self, other):
        return Size(tuple(other) + tuple(self))

    def __mul__(self, times):
        return Size(super().__mul__(times))

    def numel(self) -> int:
        """The number of elements of a tensor of these sizes."""
        return math.prod(self)
