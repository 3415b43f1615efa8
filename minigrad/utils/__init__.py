"""Tools around the engine, with the names of `torch.utils`."""

import importlib
import typing

from . import checkpoint

if typing.TYPE_CHECKING:
    from . import data

__all__ = ["checkpoint", "data"]


def __getattr__(name):
    """Import `data` when it is first asked for."""
    if name == "data":
        return importlib.import_module(f"{__name__}.data")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
