"""Tensors that share memory: views, and writing in place.

A view remembers its base and the steps that lead from it. A write to a view is a write to its base, whose history it
becomes part of; the views' own histories are then stale, and are taken from the base anew when next asked for:

    y = x * 1          y: Mul                          y: CopySlices --> Mul (what was there before)
    row = y[0]         row: Select --> Mul                    |
    row.mul_(w)        (the write)                            +--> Mul (the write: w's gradient)
                                                       row: AsStrided --> CopySlices
"""

import warnings
import weakref

import numpy as np

from .. import dtypes
from . import variable
from .forward_ad import follow, tangent_of
from .grad_mode import Inference, Paused, is_inference_mode_enabled, mode
from .graph import Node, allow_mutation_on_saved_tensors, by_base, step_of
from .watching import Level, Watch

LEAF = "a leaf Variable that requires grad is being used in an in-place operation."
MULTIPLE = (
    "This view is the output of a function that returns multiple views. Such functions do not allow the output views "
    "to be modified inplace. You should replace the inplace operation by an out-of-place one."
)
NO_GRAD = (
    "Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both "
    "the view and the inplace either both inside the no_grad block (if you don't want the inplace to be tracked) or "
    "both outside (if you want the inplace to be tracked)."
)
CUSTOM = (
    "This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to "
    "handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect "
    "gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function."
)
INFERENCE = (
    "Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal "
    "tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details."
)
INFERENCE_MODE = NO_GRAD.replace("no_grad", "inference_mode")
OVERLAPPING = (
    "unsupported operation: {} to a single memory location. Please clone() the tensor before performing the operation."
)
ITSELF = OVERLAPPING.format("more than one element of the written-to tensor refers")
OPERAND = OVERLAPPING.format("some elements of the input tensor and the written-to tensor refer")

RESIZED = (
    "An output with one or more elements was resized since it had shape {had}, which does not match the required "
    "output shape {required}. This behavior is deprecated, and in a future PyTorch release outputs will not be resized "
    "unless they have zero elements. You can explicitly reuse an out tensor t by resizing it, inplace, to zero "
    "elements with t.resize_(0)."
)


class Steps(tuple):
    """The steps (operation, shape before, options) that lead from a base to a view. Nodes keep them: not the base."""

    __slots__ = ()

    def seen(self, x):
        """What the view shows of something with the base's shape, an array or a tensor."""
        for operation, _, options in self:
            x = operation(x, *options)
        return x

    def put_back(self, grad):
        """Zeros of the base's shape with `grad` where the view is: the derivative of `seen`."""
        for operation, shape, options in reversed(self):
            grad = operation.pull_back(grad, shape, options)
        return grad


class Way:
    """How a view was made: from which base, by which steps, and why no write to it can be recorded ("" if one can)."""

    __slots__ = ("base", "forbidden", "steps")

    def __init__(self, base, steps, forbidden):
        self.base, self.steps, self.forbidden = base, steps, forbidden

    def seen(self, x):
        """What the view shows of something with the base's shape."""
        return Steps(self.steps).seen(x)


def view_of(x, operation, options, value, node=None):
    """The result of a view operation: where NumPy gave a view, it shares its input's memory and version counter."""
    out = variable.Tensor(value, node)
    if value.base is not None:
        share(out, x, ((operation, x._value.shape, options),))
    return out


def share(out, x, steps, forbidden=""):
    """Note that `out` is a view of `x`."""
    out._memory = memory = x._memory or x.memory()
    way = x._view
    if Paused.threads and not mode.recording:
        forbidden = INFERENCE_MODE if is_inference_mode_enabled() else NO_GRAD
        if x.requires_grad:  # a leaf that requires grad, as its base does
            out._leaf = by_base
    if way is None:
        out._view = Way(x, steps, forbidden)
    else:
        out._view = Way(way.base, (*way.steps, *steps), forbidden or way.forbidden)
    memory.seen_by(out)
    if Inference.used and x.is_inference():
        Inference.mark(out)


def write(operation, target, *others, overlapping=False, **options):
    """`target = operation(target, *others, **options)`, in the target's own memory; the target is returned.

    Raises RuntimeError where PyTorch does: for a leaf that requires grad or a view of one, for views that may not be
    written to, for memory that several elements share (unless `overlapping`: all get one value) or that the others lie
    partly in, and for results of another shape or kind of dtype.
    """
    recording = mode.recording
    if target.is_inference() and not is_inference_mode_enabled():
        raise RuntimeError(INFERENCE)
    if recording and (target.requires_grad or any([getattr(x, "requires_grad", False) for x in others])):
        check_writable(target)
    value, before = target.array(), variable.Tensor(target._value)
    if not overlapping:
        check_memory(target, (*others, *options.values()))
    before._node, before._leaf, before._memory = target._node, target._leaf, target._memory
    if Level.open is not None:
        before._dual = Level.open, tangent_of(target)
    if Watch.on:  # who looks on may keep what was there
        before._value, before._memory = value.copy(), None
    result = operation(before, *others, **options)
    if result is NotImplemented:
        return result
    new = result._value
    check_fits(value, new)
    for context in allow_mutation_on_saved_tensors.active:
        context.before_write(target.memory())
    node = result._node
    if node is not None and any([saved is before for saved in node.saved]):
        before._value, before._memory = value.copy(), None
    value[...] = new
    if Level.open is not None:
        follow(target, tangent_of(result))
    target.memory().written()
    if node is not None and recording:
        node.saved = tuple([target._value if saved is new else saved for saved in node.saved])  # it lives here now
        rebase(target, node)
    outdate_views(target)
    return target


def reseat(operation, target, *options):
    """Have a tensor show its memory as a view operation does, in place: `t_()`, `unsqueeze_()`; it is returned."""
    if mode.recording and target.requires_grad:
        check_writable(target)
    before = variable.Tensor(target.array())
    before._node, before._leaf, before._memory, before._view = target._node, target._leaf, target.memory(), target._view
    before._dual = target._dual
    result = operation(before, *options)
    target._value, target._dual, way = result._value, result._dual, result._view
    if target._view is not None and way is not None:
        target._view = way
    target.memory().written()
    if result._node is not None:
        target._node, target._leaf = result._node, None
        target._node.more()["memory"] = target._memory
    return target


def write_out(name, out, operands, function, stacklevel=3):
    """`out`, with what `function()` gives written into it: the argument `out=` of the functions that have one.

    Raises RuntimeError if that would have to be recorded.
    """
    if mode.recording and any([getattr(x, "requires_grad", False) for x in (out, *operands)]):
        raise RuntimeError(
            f"{name}(): functions with out=... arguments don't support automatic differentiation, but one of the "
            "arguments requires grad."
        )
    check_memory(out, operands)
    new = function()._value
    if not dtypes.can_cast(new.dtype, out._value.dtype):
        check_fits(out.array(), new)
    for context in allow_mutation_on_saved_tensors.active:
        context.before_write(out.memory())
    if new.shape == out._value.shape:
        out.array()[...] = new
    else:  # an out tensor takes the result's shape
        if out._value.size:
            shapes = {"had": [*out._value.shape], "required": [*new.shape]}
            warnings.warn(RESIZED.format(**shapes), stacklevel=stacklevel)
        out._value = np.array(new, out._value.dtype)
    out.memory().written()
    outdate_views(out)
    return out


def check_writable(target):
    """Raise PyTorch's errors for what may not be written to while recording."""
    way = target._view
    base = target if way is None else way.base
    if way is not None and way.forbidden:
        raise RuntimeError(refusal(made_by(target), way.forbidden, "is being"))
    if base._node is None and base._leaf is not None:
        raise RuntimeError(LEAF if way is None else LEAF.replace("a leaf", "a view of a leaf"))


def check_fits(value, new):
    """Raise if a result cannot be written over `value`: its own shape and kind of dtype stay."""
    if new.shape != value.shape and np.broadcast_shapes(new.shape, value.shape) != value.shape:
        raise RuntimeError(f"output with shape {list(value.shape)} doesn't match the broadcast shape {list(new.shape)}")
    if not dtypes.can_cast(new.dtype, value.dtype):
        titles = dtypes.title(new.dtype), dtypes.title(value.dtype)
        raise RuntimeError("result type {} can't be cast to the desired output type {}".format(*titles))


def check_memory(target, others):
    """Raise if several elements of the target lie at one place, or another tensor lies in part of its memory."""
    value = target.array()
    if repeats(value):
        raise RuntimeError(ITSELF)
    for x in others:
        shares = x is not target and getattr(x, "_memory", None) is not None and x._memory is target._memory
        if shares and overlaps_in_part(value, x.array()):
            raise RuntimeError(OPERAND)


def repeats(array):
    """Whether several elements lie at one place."""
    return array.size > 0 and any([stride == 0 and n > 1 for n, stride in zip(array.shape, array.strides, strict=True)])


def overlaps_in_part(a, b):
    """Whether two arrays lie in the same memory but not at the same places, as far as PyTorch looks: without gaps."""
    if not (a.size and b.size and without_gaps(a) and without_gaps(b)):
        return False
    start, other = a.ctypes.data, b.ctypes.data
    if (start, a.nbytes) == (other, b.nbytes):
        return a.strides != b.strides
    return start < other + b.nbytes and other < start + a.nbytes


def without_gaps(array):
    """Whether the elements fill their stretch of memory, in whatever order."""
    step = array.itemsize
    for stride, n in sorted([(s, n) for s, n in zip(array.strides, array.shape, strict=True) if n > 1]):
        if stride != step:
            return False
        step *= n
    return True


def rebase(target, node):
    """The history after a write: `node` made what now lies in the target's memory."""
    memory, way = target.memory(), target._view
    base = target if way is None else way.base
    retain = retained(base)
    node.more().update(memory=memory, written=memory.dates[-1])
    if way is None:
        base._node = node
    else:
        base._node = Node(
            copy_slices, (base.gradient_node(), *node.next[1:]), (node, Steps(way.steps), layout(base._value))
        )
        base._node.more()["memory"] = memory
    base._leaf = None
    if retain:
        base._node.hooked().retain[0] = retain


def outdate_views(target):
    """After a write, have the views of the same base take their history from it anew."""
    base = target if target._view is None else target._view.base
    views = [ref() for ref in target.memory().views] if base.requires_grad else []
    for view in views:
        if view is not None and view._view is not None and view._view.base is base:
            stale = Stale(view)
            view._node, view._leaf = None, stale


def retained(tensor):
    """What retain_grad left at the tensor's node, taken from there: it stays with the tensor, not with its old node."""
    if isinstance(tensor._leaf, Stale):
        return tensor._leaf.retain
    if tensor._node is None:
        return None
    node, number = tensor._node.edge()
    return node.hooks and node.hooks.retain.pop(number, None)


class Stale:
    """Stands for the node of a view whose base was written to; called, it gives the view its history from the base.

    Raises RuntimeError for a view that does not allow that.
    """

    def __init__(self, view):
        self.view, self.retain, self.maker = weakref.ref(view), retained(view), made_by(view)

    def __call__(self):
        view = self.view()
        way = view._view
        if way.forbidden and not mode.recording:
            return self  # nobody will ask it for a gradient
        if way.forbidden:
            raise RuntimeError(refusal(self.maker, way.forbidden, "its base or another view of its base has been"))
        view._leaf = None
        view._node = Node(as_strided, (way.base.gradient_node(),), (Steps(way.steps),))
        view._node.more()["memory"] = view._memory
        if self.retain:
            view._node.hooked().retain[0] = self.retain
        return view._node


def made_by(view):
    """Which output of which operation a view is, as messages give it; "" where none was recorded."""
    if isinstance(view._leaf, Stale):
        return view._leaf.maker
    if view._node is None:
        return ""
    node, number = view._node.edge()
    return f"Output {number} of {node.origin()}"


def refusal(maker, forbidden, what):
    """PyTorch's words for a write that touches a view which does not allow it."""
    if maker:
        return f"{maker} is a view and {what} modified inplace. {forbidden}"
    made, now = (
        ("inference", "in normal mode") if forbidden is INFERENCE_MODE else ("no_grad", "with grad mode enabled")
    )
    return f"A view was created in {made} mode and {what} modified inplace {now}. {forbidden}"


class AsStridedBackward0(Node):
    """The node of a view whose base was written to after the view was made."""

    __slots__ = ()
    saves = ("steps",)

    def pull(self, grad, next):
        (steps,) = self.saved
        return (steps.put_back(grad),)


class CopySlices(Node):
    """The node of a base of which a view was written: outside the view the gradient passes, inside the write's rule."""

    __slots__ = ()
    saves = ("write", "steps", "layout")
    frees = True

    def name(self):
        return "torch::autograd::CopySlices"

    def pull(self, grad, next):
        write, steps, (shape, order) = self.saved
        old, *others = write.fitted(write.shown().pulled(steps.seen(grad), next))
        inside = np.zeros([shape[i] for i in order], bool).transpose(np.argsort(order))
        steps.seen(inside)[...] = True
        outside = grad.masked_fill(variable.Tensor(inside), 0)
        return (outside if old is None else outside + steps.put_back(old), *others)

    def check(self):
        super().check()
        self.saved[0].check()


def layout(array):
    """An array's shape, and the order of its dimensions in memory."""
    return array.shape, sorted(range(array.ndim), key=lambda i: -array.strides[i])


as_strided, copy_slices = step_of(AsStridedBackward0), variable.step_on_tensors(CopySlices)
