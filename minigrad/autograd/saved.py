"""What nodes save, how it is known to be unchanged, and the hooks that may keep it elsewhere.

One clock dates nodes and in-place writes: a saved value is stale if its memory was written to after the node was made.
Nothing is stored per value; a memory that was never written to, viewed or detached has no counter at all.
"""

import contextlib
import itertools
import weakref
from collections import deque

from .. import dtypes
from .turns import users
from .watching import node_of, watched_by, watchers

tick = itertools.count(16, 16).__next__  # the clock; the gaps are room for leaves and for numbered outputs

FREED = (
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already "
    "been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
    "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access "
    "saved tensors after calling backward."
)
ONCE = (
    "Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify "
    "retain_graph=True if you need to backward through the graph a second time or if you need to access saved "
    "variables after calling backward."
)
WRITTEN = (
    "A saved tensor pack hook is modifying its input in place. Tensors provided as input to pack hook cannot be "
    "modified by in-place operations as this can lead to unexpected side-effects. Please open an issue if you need to "
    "perform in-place operations on the input to a pack hook."
)
CHANGED = (
    "one of the variables needed for gradient computation has been modified by an inplace operation: "
    "[torch.{dtype}Tensor {shape}]{origin} is at version {now}; expected version {then} instead. Hint: enable "
    "anomaly detection to find the operation that failed to compute its gradient, with "
    "torch.autograd.set_detect_anomaly(True, check_nan=False)."
)


class Memory:
    """What tensors over one memory share, but for `data`: how often it was written to, when of late, who views it."""

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
            if type(value) is Packed:
                continue
            if name == "result" and value is not None:
                memory = getattr(value, "_memory", None) or node.result_memory()
                _check(value, memory, node, node.result_date())
            elif hasattr(value, "_memory"):
                _check(value._value, value._memory, value._history(), node.seq)


def _check(data, memory, maker, date):
    if memory is None or not memory.dates or memory.dates[-1] <= date:
        return
    raise changed(data, maker, memory.version, memory.version_at(date))


def changed(data, maker, now, then):
    """PyTorch's error about data, of this node or of none, that was overwritten since it was saved."""
    origin = "" if maker is None else f", which is output {maker.edge()[1]} of {maker.edge()[0].origin()},"
    title, shape = dtypes.title(data.dtype), list(data.shape)
    return RuntimeError(CHANGED.format(dtype=title, shape=shape, origin=origin, now=now, then=then))


# ---------------------------------------------------------------------- hooks for what is saved


class Packed:
    """A saved tensor that a pair of hooks keeps: what `pack` made of it, how to get it back, and its history.

    `number` says which output of its node it is, if the node saved one of its own, and must not keep itself alive.
    """

    __slots__ = ("object", "unpack", "source", "number")

    def __init__(self, tensor, pack, unpack, number=None):
        version, kept = tensor._version, pack(tensor)
        if tensor._version != version:
            raise RuntimeError(WRITTEN)
        self.object, self.unpack = tensor.detach() if kept is tensor and number is not None else kept, unpack
        self.source, self.number = tensor.gradient_node() if number is None else None, number

    def tensor(self):
        """What `unpack` gives, with the history of what was saved. Raises TypeError if that is no tensor."""
        tensor = users(self.unpack, self.object)
        if not hasattr(tensor, "_value"):
            kind = type(tensor).__name__
            raise TypeError(f"Output of saved tensor unpack_hook expected to be a Tensor but got result of type {kind}")
        if tensor.gradient_node() is self.source:
            return tensor
        out = tensor.detach()
        if self.source is not None and self.source.next:
            out._node = self.source
        elif self.source is not None:
            out._leaf = weakref.ref(self.source)
        return out


class SavedTensor:
    """One tensor that a node saved, as `_raw_saved_...` gives it."""

    def __init__(self, node, i):
        self._node, self._i = node, i

    def register_hooks(self, pack, unpack):
        """Have this tensor kept by `pack` until `unpack` is asked for it. Raises RuntimeError if it is too late."""
        saved = self._node.saved
        if saved is None:
            raise RuntimeError(f"Calling register_hooks on a saved tensor after it has been freed. {ONCE}")
        if saved[self._i] is None:
            raise RuntimeError("Calling register_hooks on a saved tensor with value None is forbidden")
        if type(saved[self._i]) is Packed:
            raise RuntimeError(
                "Calling register_hooks on a saved tensor whose hooks have already been set. Hint: only one pair of "
                "hooks is allowed at a time."
            )
        self._node.pack(pack, unpack, [self._i])


class saved_tensors_hooks:
    """Inside, each tensor that a node saves is given to `pack_hook`; `unpack_hook` gives it back when it is needed."""

    forbidden = None  # the message of disable_saved_tensors_hooks, where it is in force

    def __init__(self, pack_hook, unpack_hook):
        self.pack_hook, self.unpack_hook = pack_hook, unpack_hook

    def __enter__(self):
        if saved_tensors_hooks.forbidden is not None:
            raise RuntimeError(saved_tensors_hooks.forbidden)
        self._manager = watched_by(_Packing(self.pack_hook, self.unpack_hook))
        self._manager.__enter__()
        return self

    def __exit__(self, *error):
        self._manager.__exit__(*error)


class _Packing:
    def __init__(self, pack, unpack):
        self.pack, self.unpack = pack, unpack

    def recorded(self, name, result):
        node = node_of(result)
        if node is not None:
            if "result" in node.saves and hasattr(result, "memory"):
                result.memory()  # made now, so that the result that the node saved shares it
            node.pack(self.pack, self.unpack)
        return result


def packed(tensor):
    """A tensor as the hooks in force keep what nodes save; itself if there are none."""
    for watcher in watchers():
        if isinstance(watcher, _Packing):
            return Packed(tensor, watcher.pack, watcher.unpack)
    return tensor


class save_on_cpu(saved_tensors_hooks):
    """Keep saved tensors on the CPU, where all are: each is copied when saved, and given back as it was."""

    def __init__(self, pin_memory=False, device_type="cuda"):
        super().__init__(lambda tensor: tensor.detach().clone(), lambda copy: copy)


@contextlib.contextmanager
def disable_saved_tensors_hooks(error_message):
    """Inside, opening `saved_tensors_hooks` raises RuntimeError with this message; so does this, inside of those."""
    if any([isinstance(watcher, _Packing) for watcher in watchers()]):
        raise RuntimeError(error_message)
    before, saved_tensors_hooks.forbidden = saved_tensors_hooks.forbidden, error_message
    try:
        yield
    finally:
        saved_tensors_hooks.forbidden = before


class allow_mutation_on_saved_tensors:
    """Inside, what backward needs may be changed in place: a saved tensor is copied before it is written to."""

    active = ()

    def __enter__(self):
        if allow_mutation_on_saved_tensors.active:
            raise RuntimeError("allow_mutation_on_saved_tensors contexts cannot be nested")
        self.kept = weakref.WeakSet()
        self._hooks = saved_tensors_hooks(self._keep, self._give_back)
        self._hooks.__enter__()
        allow_mutation_on_saved_tensors.active = (*allow_mutation_on_saved_tensors.active, self)
        return self

    def __exit__(self, *error):
        allow_mutation_on_saved_tensors.active = tuple([a for a in self.active if a is not self])
        self._hooks.__exit__(*error)

    def _keep(self, tensor):
        kept = Kept(tensor)
        self.kept.add(kept)
        return kept

    def _give_back(self, kept):
        assert self in allow_mutation_on_saved_tensors.active, (
            "Trying to backward outside of the 'allow_mutation_on_saved_tensors' context"
            "in which the graph was originally recorded."
        )
        return kept.tensor

    def before_write(self, memory):
        """Copy what was saved of a memory that is about to be written to."""
        for kept in [k for k in self.kept if k.tensor._memory is memory]:
            kept.tensor = kept.tensor.clone()


class Kept:
    """A saved tensor, until its memory is written to; then a copy of it."""

    def __init__(self, tensor):
        tensor.memory()
        self.tensor = tensor


class read_only_saved_tensors:
    """Inside, the arrays of what nodes save cannot be written to: a write fails where it happens, not in backward.

    PyTorch has no such mode. It finds the writes that its version check cannot see, such as those through `numpy()`:
    they raise NumPy's ValueError. At the end the arrays may be written to again.
    """

    def __enter__(self):
        self._locked = []
        self._manager = watched_by(self)
        self._manager.__enter__()
        return self

    def __exit__(self, *error):
        self._manager.__exit__(*error)
        for array in reversed(self._locked):
            array.flags.writeable = True

    def recorded(self, name, result):
        for out in result if isinstance(result, tuple) else (result,):
            node = getattr(out, "_node", None)
            if node is not None:
                node = node.edge()[0]
                for tensor in [*node.saved_inputs(), *([out] if "result" in node.saves else [])]:
                    self._lock(tensor.array())
        return result

    def _lock(self, array):
        while array is not None and hasattr(array, "flags"):
            if array.flags.writeable:
                array.flags.writeable = False
                self._locked.append(array)
            array = array.base
