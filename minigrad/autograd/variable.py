"""What a tensor is to autograd: its data and its history. Relies on the graph; `tensors.py` adds the operators."""

import warnings
import weakref
from typing import Any

import numpy as np

from .. import dtypes
from ..sizes import Size
from .grad_mode import is_inference_mode_enabled, mode, set_recording
from .graph import Hooks, accumulator, by_base, no_node
from .saved import Memory

CHANGE_FLAG = (
    "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph "
    "that doesn't require differentiation use var_no_grad = var.detach()."
)
GRAD_DTYPE = (
    "The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can set the tensor's "
    "grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging "
    "the dtypes of a tensor and its gradient may break downstream systems that assume they match."
)
NOT_A_LEAF = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be "
    "populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, "
    "use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the "
    "leaf Tensor instead."
)


class Variable:
    """Data and history.

    `_value` is an array, or a NumPy scalar for a 0-d result: it becomes an array only when an alias is asked for.
    A result has the `_node` that made it. A leaf that requires grad has in `_leaf` a weak reference to its
    AccumulateGrad node (`no_node` until there is one); a view whose base was written to has there what gives it its
    history anew; every other tensor has neither. `_memory` has the version counter, `_view` the way from a view's base.
    """

    __slots__ = ("_value", "_node", "_leaf", "_grad", "_memory", "_view", "_hooks", "__dict__", "__weakref__")
    _dual: tuple = (None, None)  # the level of forward mode, and the tangent that the tensor carries in it
    __array_priority__ = 1000  # in `array * tensor` NumPy leaves the operation to the tensor

    def __init__(self, value, node=None):
        self._value = value
        self._node = node
        self._leaf = self._grad = self._memory = self._view = self._hooks = None

    # ------------------------------------------------------------------------------------------------- history

    @property
    def grad_fn(self):
        """The node that made this tensor; None for a leaf."""
        node = self._history()
        return None if node is None else node.edge()[0]

    def _history(self):
        """The node that made this tensor; a view whose base was written to gets it here."""
        if self._node is None and self._leaf is not None:
            self._leaf()
        return self._node

    @property
    def output_nr(self):
        """Which output of its node this tensor is."""
        node = self._history()
        return 0 if node is None else node.edge()[1]

    @property
    def is_leaf(self):
        """Whether no recorded operation made this tensor."""
        return self._history() is None

    @property
    def requires_grad(self):
        """Whether gradients are computed for this tensor."""
        return self._node is not None or self._leaf is not None

    @requires_grad.setter
    def requires_grad(self, flag):
        if not isinstance(flag, bool):
            raise RuntimeError("requires_grad must be a bool")
        if self._history() is not None:
            raise RuntimeError(CHANGE_FLAG if not flag else CHANGE_FLAG.partition(" If")[0])
        if flag and self.dtype not in dtypes.FLOATS:
            raise RuntimeError("only Tensors of floating point and complex dtype can require gradients")
        if flag and self.is_inference() and not is_inference_mode_enabled():
            raise RuntimeError("Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.")
        if not flag:
            self._leaf = None
        elif self._leaf is None or self._leaf is by_base:
            self._leaf = no_node
            for view in self._views():
                view._leaf = by_base

    def _views(self):
        """The views of this tensor that are in use and have no history."""
        views = [ref() for ref in self._memory.views] if self._memory else []
        return [v for v in views if v is not None and v._view.base is self and not v.requires_grad]

    def requires_grad_(self, requires_grad=True):
        """Set `requires_grad` and return the tensor. Raises RuntimeError for integers and for results."""
        if not isinstance(requires_grad, bool):
            kind = type(requires_grad).__name__
            raise TypeError(f"requires_grad_(): argument 'requires_grad' (position 1) must be bool, not {kind}")
        if requires_grad and self.dtype not in dtypes.FLOATS:
            raise RuntimeError("only Tensors of floating point dtype can require gradients")
        if self._history() is None or not requires_grad:
            self.requires_grad = requires_grad
        return self

    def gradient_node(self):
        """The node that receives this tensor's gradient, or None."""
        return self._node or self._leaf and (self._leaf() or accumulator(self))

    # ---------------------------------------------------------------------------------------------------- .grad

    @property
    def grad(self):
        """The gradient that backward passes have added up here; None until one has."""
        if self._grad is None and self._node is not None and not self.retains_grad:
            warnings.warn(NOT_A_LEAF, stacklevel=2)
        return self._grad

    @grad.setter
    def grad(self, new):
        if new is not None:
            self._check_grad(new)
        self._grad = new

    @grad.deleter
    def grad(self):
        self._grad = None

    def _check_grad(self, new):
        if not isinstance(new, Variable):
            name = dtypes.type_name(type(new))
            raise TypeError(f"assigned grad expected to be a Tensor or None but got grad of type {name}")
        if new is self:
            raise RuntimeError("can't assign Variable as its own grad")
        if new.dtype != self.dtype:
            raise RuntimeError(
                f"attempting to assign a gradient with dtype '{dtypes.spelled(new.dtype)}' to a tensor with "
                f"grad_dtype '{dtypes.title(self._value.dtype)}'. {GRAD_DTYPE}"
            )
        if new.shape != self.shape:
            raise RuntimeError(
                f"attempting to assign a gradient of size '{list(new.shape)}' to a tensor of size "
                f"'{list(self.shape)}'. Please ensure that the gradient and the tensor are the same size"
            )

    def accumulate(self, grad, owned):
        """Add to `.grad`: in place, unless that is recorded. An array that nobody else holds becomes `.grad`."""
        array, history = (grad._value, grad._node) if isinstance(grad, Variable) else (grad, None)
        mine = self._grad
        if self._leaf is None and self._node is None:  # no longer wanted: requires_grad was switched off
            return
        if mine is None:
            self._grad = Tensor(array if owned or type(array) is not np.ndarray else array.copy(), history)
        elif isinstance(grad, Variable) and mode.recording:  # create_graph
            self._grad = mine + grad
        else:
            if type(mine._value) is np.ndarray:
                np.add(mine._value, array, mine._value)
            else:
                mine._value = mine._value + array
            mine.memory().written()

    @property
    def retains_grad(self):
        """Whether this is a result whose `.grad` is kept."""
        node = self._history()
        return node is not None and node.edge()[0].hooks is not None and node.edge()[1] in node.edge()[0].hooks.retain

    def retain_grad(self):
        """Keep the gradient of a result in its `.grad` too; no effect on leaves. RuntimeError without requires_grad."""
        if not self.requires_grad:
            raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
        if self._history() is not None and not self.retains_grad:
            me = weakref.ref(self)  # the node outlives the tensor, and must not keep it
            self._hooked().retain[self.output_nr] = lambda grad: me() is not None and me().accumulate(grad, owned=False)

    # ---------------------------------------------------------------------------------------------------- hooks

    def register_hook(self, hook):
        """Call `hook(grad)` once a pass with this tensor's complete gradient; a tensor it returns takes its place.

        Returns a handle whose `remove()` takes the hook away. Raises RuntimeError if no gradient is required.
        """
        if not self.requires_grad:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        return self._hooked().add("tensor", (self.output_nr, hook))

    def register_post_accumulate_grad_hook(self, hook):
        """Call `hook(tensor)` each time a backward pass has added to this leaf's `.grad`."""
        if not self.requires_grad:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        if self._history() is not None:
            raise RuntimeError("post accumulate grad hooks cannot be registered on non-leaf tensors")
        return self._hooked().add("accumulated", hook)

    def _hooked(self):
        if self._history() is not None:
            return self._node.hooked()
        if self._hooks is None:  # a leaf outlives its node: the leaf keeps the hooks
            self._hooks = Hooks()
            if self._leaf() is not None:
                self._leaf().hooks = self._hooks
        return self._hooks

    # ----------------------------------------------------------------------------------------------------- data

    def array(self):
        """The data as an array that may be aliased: a 0-d result is a NumPy scalar until then."""
        if type(self._value) is not np.ndarray:
            self._value = np.asarray(self._value)
        return self._value

    def memory(self):
        """The version counter that this tensor shares with every other over its memory."""
        if self._memory is None:
            self._memory = Memory()
            if self._node is not None:  # the node may have saved this result
                self._node.more()["memory"] = self._memory
        return self._memory

    @property
    def _version(self):
        return 0 if self._memory is None else self._memory.version

    def detach_(self):
        """Make this result a leaf without history; returns it. Raises RuntimeError for a view."""
        if self._view is not None:
            raise RuntimeError(
                "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for "
                "training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence "
                "detach_() cannot be called on these gradients. To fix this error, please refer to the "
                "Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution."
            )
        self._node = self._leaf = None
        self._dual = Variable._dual
        return self

    @property
    def data(self):
        """Like `detach`, but changes are not counted; assigning replaces the values and keeps the tensor's identity."""
        return Tensor(self.array())

    @data.setter
    def data(self, new):
        if not isinstance(new, Variable):
            raise TypeError(f"Variable data has to be a tensor, but got {dtypes.type_name(type(new))}")
        if self.requires_grad and new.dtype not in dtypes.FLOATS:
            raise RuntimeError("data set to a tensor that requires gradients must be floating point or complex dtype")
        self._value = new.array()

    @data.deleter
    def data(self):
        raise RuntimeError("Deleting tensor data is not allowed. Delete tensor instead!")

    @property
    def _base(self):
        return None if self._view is None else self._view.base

    def is_inference(self):
        """Whether this tensor was made in inference mode."""
        return False

    def _is_view(self):
        return self._view is not None

    def detach(self):
        """A tensor without history over the same memory: a write to either shows in both, and is counted for both."""
        out = Tensor(self.array())
        out._memory = self.memory()
        return out

    @property
    def shape(self):
        """The sizes, as a `Size`."""
        return Size(self._value.shape)

    @property
    def dtype(self):
        """The type of the elements."""
        return dtypes.of(self._value.dtype)


def step_on_tensors(kind: Any) -> Any:
    """The `send` of a node class whose `pull` works on tensors only: nothing is recorded while it does."""

    def send(node, grad, keep_graph):
        before = set_recording(False)
        try:
            grads = node.fitted(kind.pull(node, as_tensors(grad), node.next))
        finally:
            set_recording(before)
        if kind.frees and not keep_graph:
            node.saved = None
        for target, g in zip(node.next, grads, strict=True):  # `deliver` would cost a list of arrays
            if target is not None and g is not None:
                target.borrowed = True
                target.grad = g._value if target.grad is None else target.grad + g._value

    send.kind = kind  # type: ignore[attr-defined]
    return send


def as_tensors(grad):
    """The gradient that waits at a node, a list of them if the node has several outputs, as tensors."""
    if type(grad) is list:
        return [as_tensors(g) for g in grad]
    return grad if grad is None or isinstance(grad, Variable) else Tensor(grad)


Tensor: Any = Variable  # what results are made as; `tensors.py` puts its class here, which adds the operators
