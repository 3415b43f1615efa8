"""What nodes save, and how it is known to be unchanged: one clock dates nodes and in-place writes.

A saved value is stale if its memory was written to after the node was made. Nothing is stored per value; a memory that
was never written to, viewed or detached has no counter at all.
"""

import itertools
import weakref
from collections import deque

from .. import dtypes

tick = itertools.count(16, 16).__next__  # the clock; the gaps are room for leaves and for numbered outputs

FREED = (
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already "
    "been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
    "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access "
    "saved tensors after calling backward."
)
CHANGED = (
    "one of the variables needed for gradient computation has been modified by an inplace operation: "
    "[torch.{dtype}Tensor {shape}]{origin} is at version {now}; expected version {then} instead. Hint: enable "
    "anomaly detection to find the operation that failed to compute its gradient, with "
    "torch.autograd.set_detect_anomaly(True, check_nan=False)."
)


class Memory:
    """What all tensors over one memory share: how often it was written to, when of late, and who views it."""

    __slots__ = ("version", "dates", "views", "room")
    newest = 0  # the date of the last write to any memory

    def __init__(self):
        self.version, self.dates, self.views, self.room = 0, deque(maxlen=64), [], 16

    def written(self):
        """Count a write."""
        self.version += 1
        Memory.newest = date = tick()
        self.dates.append(date)

    def seen_by(self, view):
        """Keep a weak reference to a view; those of views that are gone are dropped now and then."""
        if len(self.views) >= self.room:
            self.views = [ref for ref in self.views if ref() is not None]
            self.room = max(16, 2 * len(self.views))
        self.views.append(weakref.ref(view))

    def version_at(self, date):
        return self.version - sum([d > date for d in self.dates])


def check_saved(node):
    """Raise PyTorch's error if what the node saved is gone, or was overwritten since the node was made."""
    if node.saved is None:
        raise RuntimeError(FREED)
    if Memory.newest > node.seq:
        for name, value in zip(node.shown().saves, node.saved, strict=True):
            if name == "result" and value is not None:
                memory = getattr(value, "_memory", None) or node.result_memory()
                _check(value, memory, node, node.result_date())
            elif hasattr(value, "_memory"):
                _check(value._value, value._memory, value._node, node.seq)


def _check(data, memory, maker, date):
    if memory is None or not memory.dates or memory.dates[-1] <= date:
        return
    origin = "" if maker is None else f", which is output {maker.edge()[1]} of {maker.edge()[0].origin()},"
    raise RuntimeError(
        CHANGED.format(
            dtype=dtypes.title(data.dtype),
            shape=list(data.shape),
            origin=origin,
            now=memory.version,
            then=memory.version_at(date),
        )
    )
