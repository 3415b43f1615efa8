"""Tensors that share memory: views, and writing in place. Relies on the version counters of `saved.py`."""

from . import variable


def view_of(base, operation, options, value, node=None):
    """The result of a view operation: it shares its input's memory, and so the version counter, where NumPy gave a view."""
    out = variable.Tensor(value, node)
    if value.base is not None:
        out._memory = base.memory()
    return out
