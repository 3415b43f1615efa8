"""Tools around the engine, with the names of `torch.utils`."""

import importlib
import typing

if typing.TYPE_CHECKING:
    from . import checkpoint, data

__all__ = ["checkpoint", "data"]


def __getattr__(name):
    """Import `checkpoint` and `data` when they are first asked for."""
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
