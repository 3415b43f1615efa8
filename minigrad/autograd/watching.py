"""Who looks on while operations run: hooks for saved tensors, anomaly mode, inference mode, the profiler.

While nobody does, an operation reads one counter and goes its fast way.
"""

import contextlib
import os
import threading
from typing import Any

PACKAGE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "")  # noqa: PTH118, PTH120 (pathlib would be a fifth of the import)


class Watch:
    """How many watchers there are, in all threads together."""

    on = 0


class Level:
    """The dual level of forward mode that is open, or None. Tangents know their level, and end with it."""

    open: Any = None

    @staticmethod
    def recorded(name, result):
        return result


class _Mine(threading.local):
    """The watchers of this thread, outermost first."""

    watchers = ()


_mine = _Mine()
_one_at_a_time = threading.Lock()


def watchers():
    """This thread's watchers. Each has `recorded(operation, result)`, called when an operation has a result."""
    return _mine.watchers


@contextlib.contextmanager
def watched_by(watcher):
    """Have `watcher` look on in this thread; one that replaces another of its kind hides it meanwhile."""
    before = _mine.watchers
    _mine.watchers = (*[w for w in before if type(w) is not type(watcher)], watcher)
    _count(1)
    try:
        yield watcher
    finally:
        _mine.watchers = before
        _count(-1)


def watch(watcher, flag):
    """Switch a watcher on or off in this thread, until told otherwise."""
    if flag is not (watcher in _mine.watchers):
        rest = tuple([w for w in _mine.watchers if w is not watcher])
        _mine.watchers = (*rest, watcher) if flag else rest
        _count(1 if flag else -1)


def _count(change):
    with _one_at_a_time:
        Watch.on += change


def recorded(name, result):
    """Tell the watchers that the operation `name` has given `result`; returns what they make of it."""
    for watcher in _mine.watchers:
        result = watcher.recorded(name, result)
    return result


def node_of(result):
    """The node of what an operation gave, a tensor or several; None where nothing was recorded."""
    outs = result if isinstance(result, tuple) else (result,)
    node = next((out._node for out in outs if getattr(out, "_node", None) is not None), None)
    return node and node.edge()[0]


def callers():
    """The lines that are running outside of this package, as `traceback` has them, innermost last."""
    import traceback  # only here: the import of the package does not pay for it

    return [f for f in traceback.extract_stack() if not f.filename.startswith((PACKAGE, "<operation"))]


def timer():
    """This thread's watcher that has a clock, the profiler's; None if there is none."""
    return next((watcher for watcher in _mine.watchers if hasattr(watcher, "timed")), None)


def timed(name, function, *args):
    """`function(*args)`, as an event of the profile that is open in this thread, if one is."""
    watcher = timer()
    return function(*args) if watcher is None else watcher.timed(name, function, args)
