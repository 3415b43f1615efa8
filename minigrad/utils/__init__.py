"""Tools around the engine, with the names of `torch.utils`."""

from . import checkpoint

__all__ = ["checkpoint"]
