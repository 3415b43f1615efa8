"""The graph: nodes, the edges between them, the leaves where gradients come to rest, and hooks."""

import functools
import sys
import weakref
from bisect import bisect
from collections import deque
from typing import Any, NamedTuple

import numpy as np

from .grad_mode import no_grad
from .saved import (
    Packed,
    allow_mutation_on_saved_tensors,
    check_saved,
    disable_saved_tensors_hooks,
    read_only_saved_tensors,
    save_on_cpu,
    saved_tensors_hooks,
    tick,
)
from .turns import current, users

__all__ = [
    "GradientEdge",
    "Node",
    "allow_mutation_on_saved_tensors",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "read_only_saved_tensors",
    "register_multi_grad_hook",
    "save_on_cpu",
    "saved_tensors_hooks",
]

passes: deque = deque(maxlen=1024)  # the last backward passes with create_graph: when each ended, and when it began


class Node:
    """One step of the backward pass: what an operation left behind for it.

    `next` has a node (or None) for each input, `saved` is what the rules need, `fit` sums and casts a gradient to an
    input's shape and dtype, and `send(node, grad, keep_graph)` does the step. All are made as plain Nodes, since
    Python's attribute caches are fast for one class only; one that is looked at takes its operation's class, such as
    MulBackward0.
    """

    __slots__ = ("send", "seq", "next", "saved", "fit", "grad", "mark", "hooks", "extra", "borrowed", "__weakref__")
    saves: tuple = ()  # what `saved` holds, by name
    arrays: frozenset = frozenset()  # which of it are index arrays and masks, which PyTorch saves as tensors
    frees = False  # whether tensors are among it
    takes_none = False  # whether its rule is asked too where nothing arrived for any output

    def __init__(self, send, next, saved, fit=None):
        self.send = send
        self.seq = tick()
        self.next = next
        self.saved = saved
        self.fit = fit
        self.grad = self.mark = self.hooks = self.extra = None

    def shown(self):
        """This node as an object of its operation's class."""
        if type(self) is Node:
            self.__class__ = self.send.kind
        return self

    def name(self):
        """The operation's name with `Backward` and a number that tells its forms apart."""
        return type(self.shown()).__name__

    def __repr__(self):
        return f"<{type(self.shown()).__name__} object at {id(self):#x}>"

    @property
    def next_functions(self):
        """For each input, the node that receives its gradient (None for a constant) and which of its outputs it was."""
        return tuple([(None, 0) if node is None else node.edge() for node in self.next])

    def edge(self):
        """This node as an entry of another's `next_functions`."""
        return self.shown(), 0

    def several(self):
        """How many outputs this node has, if several."""
        return self.extra and self.extra.get("outputs")

    @property
    def _input_metadata(self):
        """An entry for each output, as PyTorch's nodes have."""
        return [like(self, i) for i in range(self.several() or 1)]

    def place(self, number):
        """Where the gradient of an output appears: for one of several, a node of its own."""
        return Output(self, number) if self.extra and "outputs" in self.extra else self

    def _sequence_nr(self):
        return self.seq >> 4

    @property
    def _pass(self):
        """When the backward pass began whose operations this node records; None for a node of a forward pass."""
        at = bisect(passes, (self.seq,))
        return passes[at][1] if at < len(passes) and passes[at][1] < self.seq else None

    @property
    def metadata(self):
        """A dict of the user's own."""
        return self.more().setdefault("metadata", {})

    def more(self):
        """Room for what few nodes have."""
        if self.extra is None:
            self.extra = {}
        return self.extra

    def __call__(self, *grads):
        """The gradients of the inputs, from those of the outputs; no hook runs, nothing is freed or summed to shape."""
        count = self.several() or 1
        if len(grads) != count:
            raise TypeError(f"expected {count} arguments, got {len(grads)} instead")
        for i, g in enumerate(grads):
            if g is not None and not hasattr(g, "_value"):
                raise TypeError(f"argument {i} is not a Variable")
        self.shown().check()
        if all([g is None for g in grads]) and not self.takes_none:
            grads = (None,) * len(self.next)
        else:
            grads = self.pulled(list(grads) if self.several() else grads[0], self.next)
        return grads[0] if len(grads) == 1 else grads

    def pulled(self, grad, next):
        """`pull`, with what hooks keep of the saved values unpacked for as long as it takes."""
        if self.extra is None or "packed" not in self.extra:
            return self.pull(grad, next)
        kept, self.saved = self.saved, self.unpacked()
        try:
            return self.pull(grad, next)
        finally:
            self.saved = kept

    def pack(self, pack, unpack, places=None):
        """Give the saved tensors, or those at `places`, to a pair of hooks."""
        hooks, saved = (pack, unpack), list(self.saved)
        for i, (name, value) in enumerate(zip(self.shown().saves, self.saved, strict=True)):
            if places is None or i in places:
                saved[i] = self.packed(name, value, hooks)
        self.saved = tuple(saved)
        if self.extra and "packed" in self.extra:
            self.send = unpacking(self.send)

    def packed(self, name, value, hooks):
        """A saved value as the hooks keep it; of a tuple of index arrays each array."""
        if type(value) is tuple and name in self.arrays:
            return tuple([self.packed(name, k, hooks) for k in value])
        tensor = self.saved_tensor(name, value)
        if tensor is None:
            return value
        self.more()["packed"] = True
        with no_grad():
            return Packed(tensor, *hooks, getattr(value, "_number", 0) if name == "result" else None)

    def unpacked(self):
        """What is saved, with tensors in the place of what hooks keep."""
        return tuple([self.given_back(name, value) for name, value in zip(self.saves, self.saved, strict=True)])

    def saved_inputs(self):
        """The tensors among what is saved."""
        return [value for value in self.saved if hasattr(value, "_memory")]

    def saved_tensor(self, name, value):
        """A saved value as the tensor that hooks are given; None for what is no tensor."""
        if name == "result" and value is not None:
            return value if hasattr(value, "_value") else self._saved_result
        if name in self.arrays and isinstance(value, (np.ndarray, np.generic)):
            return self.as_tensor(value)
        if not hasattr(value, "_value") or (np.isscalar(value._value) and not value.requires_grad):
            return None  # the latter is a number, which other nodes share: no hook may write to it
        return value

    def given_back(self, name, value):
        if type(value) is tuple and name in self.arrays:
            return tuple([self.given_back(name, k) for k in value])
        if type(value) is not Packed:
            return value
        return value.tensor()._value if name == "result" or name in self.arrays else value.tensor()

    def fitted(self, grads):
        """Gradients of broadcast or cast inputs, summed to their shapes and cast to their dtypes."""
        if self.fit is None:
            return grads
        return tuple([g if g is None else fit(g) for g, fit in zip(grads, self.fit, strict=True)])

    def check(self):
        """Raise if what was saved is gone, or was overwritten since."""
        check_saved(self)

    def origin(self):
        """The node's name as messages about changed values give it."""
        return self.name().removesuffix("Backward0").removesuffix("Backward")

    def result_memory(self):
        """The memory that a saved result of this node lies in, if anything else lies there too."""
        return self.extra and self.extra.get("memory")

    def result_date(self):
        """Since when a saved result must be unchanged: an in-place operation's result is younger than its node."""
        return self.extra.get("written", self.seq) if self.extra else self.seq

    def register_hook(self, hook):
        """Call `hook(grad_inputs, grad_outputs)` after this node ran; what it returns replaces the former."""
        return self.hooked().add("post", hook)

    def register_prehook(self, hook):
        """Call `hook(grad_outputs)` before this node runs; what it returns replaces them."""
        return self.hooked().add("pre", hook)

    def hooked(self):
        if self.hooks is None:
            self.hooks = Hooks()
        return self.hooks


class Output(Node):
    """One of several outputs of a node: it collects what arrives there, until the node itself runs.

    Two of one node and number are equal: a saved output, or an edge written by hand, names the place once more.
    """

    __slots__ = ()

    def __init__(self, node, number):
        super().__init__(collect, (node,), number)
        self.seq = node.seq + 1

    def __eq__(self, other):
        return isinstance(other, Output) and (self.next[0], self.saved) == (other.next[0], other.saved)

    def __hash__(self):
        return hash((self.next[0], self.saved))

    def edge(self):
        return self.next[0].shown(), self.saved

    def check(self):
        pass

    def hooked(self):
        return self.next[0].hooked()


def collect(output, grad, keep_graph):
    node, number = output.next[0], output.saved
    if grad is not None:
        if node.grad is None:
            node.grad = [None] * node.several()
        before = node.grad[number]
        node.grad[number] = grad if before is None else before + grad


class AccumulateGrad(Node):
    """Where a leaf's gradient comes to rest. It holds its leaf; the leaf holds it weakly, so that no cycle lives on."""

    __slots__ = ()
    variable = property(lambda self: self.saved)

    def name(self):
        return "torch::autograd::AccumulateGrad"

    def _sequence_nr(self):
        return (1 << 64) - 1

    def check(self):
        pass

    def pull(self, grad, next):
        self.saved.accumulate(grad, owned=False)
        return ()


def deliver(targets, grads):
    """Add to what waits at each target the gradient that it is sent, if any."""
    for target, g in zip(targets, grads, strict=True):
        if target is not None and g is not None:
            target.borrowed = True
            target.grad = g if target.grad is None else target.grad + g


def step_of(kind: Any) -> Any:
    """The `send` of a node class that has only `pull`, which works on arrays and on tensors alike."""

    def send(node, grad, keep_graph):
        grads = node.fitted(kind.pull(node, grad, node.next))
        if kind.frees and not keep_graph:
            node.saved = None
        deliver(node.next, grads)

    send.kind = kind  # type: ignore[attr-defined]
    return send


def unpacking(send: Any) -> Any:
    """The step of a node some of whose saved values are kept by hooks."""
    if hasattr(send, "unpacking"):
        return send.unpacking

    def step(node, grad, keep_graph):
        with no_grad():
            kept, node.saved = node.saved, node.unpacked()
        try:
            send(node, grad, True)
        finally:
            node.saved = kept if keep_graph else None

    step.kind, step.unpacking, send.unpacking = getattr(send, "kind", None), step, step  # type: ignore[attr-defined]
    return step


def accumulator(leaf):
    """The AccumulateGrad node of a leaf, made when first asked for; `NOWHERE` for a view that is one by its base."""
    if leaf._leaf is by_base:
        return NOWHERE
    node = Node(accumulate, (), leaf)
    node.hooks, node.borrowed, leaf._leaf = leaf._hooks, False, weakref.ref(node)
    return node


_view = np.empty((2, 2)).T
ALONE = sys.getrefcount(_view.base)  # how many hold the array that a view shows: the view, and who counts


def is_all(view, leaf):
    """Whether a view shows all of an array, laid out like the leaf's, that nobody else holds; it can be written to."""
    alike = view.strides == leaf._value.strides and view.size == view.base.size and view.flags.writeable
    return alike and sys.getrefcount(view.base) == ALONE


def accumulate(node, grad, keep_graph):
    owned = not node.borrowed and (getattr(grad, "base", None) is None or is_all(grad, node.saved))
    node.borrowed = False
    node.saved.accumulate(grad, owned)


accumulate.kind = AccumulateGrad  # type: ignore[attr-defined]


def no_node():
    """Stands for the weak reference of a leaf that has no node at present."""


def by_base():
    """Stands there for a view without history that requires grad because its base does."""


class Nowhere(Node):
    """Receives the gradients of such views, which nobody collects; as part of a graph it shows as None."""

    def edge(self):
        return None, 0


def discard(node, grad, keep_graph):
    pass


NOWHERE = Nowhere(discard, (), ())


class Hooks:
    """The hooks of one node: on the tensors it made, before and after it runs, after accumulation.

    Those on a tensor come with the number of the output that it is. `retain` has what retain_grad does, by number.
    """

    def __init__(self):
        self.tensor, self.pre, self.post, self.accumulated, self.retain = {}, {}, {}, {}, {}

    def add(self, kind, hook):
        hooks, key = getattr(self, kind), object()
        hooks[key] = hook
        return RemovableHandle(hooks, key)

    def arrived(self, grads):
        """The gradients of the outputs after the tensors' own hooks; retain_grad sees what they gave."""
        grads = list(grads)
        for number, hook in [*self.tensor.values()]:
            new = users(hook, grads[number])
            grads[number] = grads[number] if new is None else checked(new, grads[number], hook)
        for number, retain in self.retain.items():
            if grads[number] is not None:
                retain(grads[number])
        return tuple(grads)

    def before(self, grads):
        for hook in [*self.pre.values()]:
            grads = replaced(grads, users(hook, grads), hook)
        return grads

    def after(self, node, grads, outputs):
        for hook in [*self.accumulated.values()]:
            checked(users(hook, node.saved), node.saved, hook)
        for hook in [*self.post.values()]:
            grads = replaced(grads, users(hook, grads, outputs), hook)
        return grads


def replaced(grads, new, hook):
    """What a node's hook returned, in place of the gradients it was given."""
    if new is None:
        return grads
    if not isinstance(new, tuple):
        raise TypeError(f"expected tuple, but hook returned '{type(new).__name__}'")
    if len(new) != len(grads):
        counts = f"(got {len(new)}, but expected {len(grads)})"
        raise RuntimeError(f"{named(hook)} has returned an incorrect number of values {counts}")
    return tuple([checked(n, g, hook) for n, g in zip(new, grads, strict=True)])


def checked(new, old, hook):
    """A tensor (or None) that a hook returned. Raises if it cannot take the place of the old one."""
    if new is None:
        return None
    if old is None:
        raise RuntimeError("can't replace a None gradient with a non-None value")
    if not hasattr(new, "_value"):
        raise TypeError(f"expected Variable, but hook returned '{type(new).__name__}'")
    if new.dtype != old.dtype:
        raise RuntimeError(f"{named(hook)} has changed the type of value (was {old.type()} got {new.type()})")
    if new.shape != old.shape:
        raise RuntimeError(f"{named(hook)} has changed the size of value")
    return new


def named(hook):
    return f"hook '{getattr(hook, '__name__', '<unknown>')}'"


class RemovableHandle:
    """What registering a hook returns: `remove()` takes the hook away, and may be repeated."""

    def __init__(self, hooks, key):
        self.hooks, self.key = hooks, key

    def remove(self):
        """Take the hook away."""
        self.hooks.pop(self.key, None)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.remove()


# ---------------------------------------------------------------------- what torch.autograd.graph has


class GradientEdge(NamedTuple):
    """The place in a graph where a tensor's gradient appears."""

    node: Node
    output_nr: int
    ownership_token: object = None  # PyTorch's, which keeps the node alive; here `node` does


def get_gradient_edge(tensor):
    """The place where a tensor's gradient appears: its node and the number of the output; may stand for the tensor."""
    node = tensor.gradient_node()
    if node is None:
        raise RuntimeError("It is not possible to get the gradient edge for a Tensor that does not require gradients")
    assert node is not NOWHERE, "Expected gradient function to be set"
    edge = GradientEdge(*node.edge())
    edge.node.more()["like", edge.output_nr] = np.broadcast_to(tensor._value.dtype.type(0), tensor.shape)
    return edge


def like(node, number):
    """An array of the shape and dtype of an output, if get_gradient_edge was asked for its edge; else None."""
    return node.extra and node.extra.get(("like", number))


def receiver(place):
    """The node that receives the gradient of a tensor or of a GradientEdge; None if it needs none."""
    return place.node.place(place.output_nr) if isinstance(place, GradientEdge) else place.gradient_node()


def increment_version(tensor):
    """Count a write to a tensor, or to each of several, that was made behind the package's back."""
    for t in tensor if isinstance(tensor, (list, tuple)) else [tensor]:
        t.memory().written()


def register_multi_grad_hook(tensors, fn, *, mode="all"):
    """Call `fn` once a pass: with all gradients of `tensors` that it computes (None for others), when they are there;
    with `mode="any"`, with the first of them. Returns a handle whose `remove()` takes the hook away.
    """
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    if mode == "any":
        first = First(fn)
        return Handles([t.register_hook(first) for t in tensors if t.requires_grad])
    nodes = [t.gradient_node() for t in tensors]
    assert None not in nodes, "Expected gradient function to be set"
    together = Together(fn, [node.edge()[0] for node in nodes])
    return Handles([t.register_hook(functools.partial(together, i)) for i, t in enumerate(tensors)])


class First:
    """Calls a function with the first gradient of each pass."""

    def __init__(self, fn):
        self.fn = fn

    def __call__(self, grad):
        notes = current().notes
        if self not in notes:
            notes[self] = True
            self.fn(grad)


class Together:
    """Calls a function with the gradients that arrived for several tensors, once all have that a pass computes."""

    def __init__(self, fn, nodes):
        self.fn, self.nodes = fn, nodes

    def __call__(self, i, grad):
        here = current()
        if self not in here.notes:
            here.notes[self] = [None] * len(self.nodes), [here.runs(node) for node in self.nodes]
        grads, missing = here.notes[self]
        grads[i] = grad
        missing.remove(True)
        if True not in missing:
            self.fn(grads)


class Handles(RemovableHandle):
    """The handles of one hook on several tensors, as one."""

    def __init__(self, handles):
        self.handles = handles

    def remove(self):
        """Take the hook away."""
        for handle in self.handles:
            handle.remove()
