"""Anomaly mode: a backward pass that fails says which operation of the forward pass it failed in."""

import warnings

import numpy as np

from .turns import current
from .watching import callers, node_of, watch

ENABLED = (
    "Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging."
)
HINT = "enable anomaly detection to find the operation that failed to compute its gradient, with "
FOUND = (
    "the backtrace further above shows the operation that failed to compute its gradient. The variable in question was "
    "changed in there or anywhere later. Good luck!"
)


class Anomaly:
    """Whether the mode is on, and whether nan gradients are errors in it."""

    on, check_nan = False, True


class _Tracing:
    """Notes at each new node the stack of the call that made it, and the node that ran meanwhile, if one did."""

    def recorded(self, name, result):
        import traceback  # only here: the import of the package does not pay for it

        node = node_of(result)
        if node is not None:
            node.metadata["traceback_"] = traceback.format_list(callers())
            if current() is not None and _Tracing in current().notes:
                node.metadata["parent_"] = current().notes[_Tracing]
        return result


_tracing = _Tracing()


def is_anomaly_enabled() -> bool:
    """Whether anomaly mode is on."""
    return Anomaly.on


def is_anomaly_check_nan_enabled() -> bool:
    """Whether anomaly mode makes nan gradients errors."""
    return Anomaly.check_nan


class set_detect_anomaly:
    """Switch anomaly mode on or off, at once; as a context manager it switches back afterwards."""

    def __init__(self, mode, check_nan=True):
        self.before = Anomaly.on, Anomaly.check_nan
        _switch(mode, check_nan)

    def __enter__(self):
        pass

    def __exit__(self, *error):
        _switch(*self.before)


class detect_anomaly:
    """Inside, new nodes remember the call that made them, and a backward pass that fails or gives nan shows it."""

    def __init__(self, check_nan=True):
        self.check_nan = check_nan
        warnings.warn(ENABLED, stacklevel=2)

    def __enter__(self):
        self.before = Anomaly.on, Anomaly.check_nan
        _switch(True, self.check_nan)

    def __exit__(self, *error):
        _switch(*self.before)


def _switch(on, check_nan):
    watch(_tracing, on)
    Anomaly.on, Anomaly.check_nan = on, check_nan


def check_nan(node, grads):
    """Raise RuntimeError if a node that has just run gave nan."""
    for i, g in enumerate(grads):
        if Anomaly.check_nan and g is not None and np.isnan(g._value).any():
            raise RuntimeError(f"Function '{type(node).__name__}' returned nan values in its {i}th output.")


def explained(step, node, *args):
    """`step(node, ...)`; in anomaly mode an error of it first gives a warning with the node's forward call."""
    if not Anomaly.on:
        return step(node, *args)
    current().notes[_Tracing] = node.shown()
    try:
        return step(node, *args)
    except Exception as error:
        stack = node.metadata.get("traceback_")
        if stack is None:
            text = (
                "No forward pass information available. Enable detect anomaly during forward pass for more information."
            )
        else:
            text = "Traceback of forward call that caused the error:\n" + "".join(stack)
        warnings.warn(f"Error detected in {type(node.shown()).__name__}. {text}", stacklevel=2)
        if HINT in str(error):
            head, _, _ = str(error).partition(HINT)
            raise RuntimeError(head + FOUND) from None
        raise
