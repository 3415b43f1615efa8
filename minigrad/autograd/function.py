"""Function: an operation of the user's own, forward and backward. The `ctx` that both get belongs to the node."""

import functools
import inspect
import warnings
import weakref

import numpy as np

from .. import dtypes
from ..sizes import Size
from . import variable
from .forward_ad import carry, suspended, tangent_of
from .grad_mode import mode, no_grad
from .graph import Node
from .inplace import CUSTOM, LEAF, MULTIPLE, check_writable, rebase, share
from .saved import FREED, Packed, SavedTensor, tick
from .turns import users
from .variable import Variable, step_on_tensors
from .watching import Watch, recorded, timed

NOT_RETURNED = (
    "Some elements marked as dirty during the forward method were not returned as output. The inputs that are modified "
    "inplace must all be outputs of the Function."
)
SEVERAL = (
    "If your Function modifies inplace an input that is a view of another Tensor, your Function cannot return more "
    "than one Tensor. This is not supported by the current autograd engine. You should either make sure the input is "
    "not a view (using .clone() for example) or make your Function only return one Tensor (potentially splitting it "
    "into two Functions: one doing the inplace that returns a single Tensor and a second one that does the other "
    "operations). You can ask on the forum https://discuss.pytorch.org/ if you need help to do this change."
)
BOTH = (
    "Implementing both 'backward' and 'vjp' for a custom Function is not allowed. You should only implement one of "
    "them."
)
INSTANTIATED = (
    "should not be instantiated. Methods on autograd functions are all static, so you should invoke them on the class "
    "itself. Instantiating an autograd function will raise an error in a future version of PyTorch."
)
LEGACY = (
    "Legacy autograd function with non-static forward method is deprecated. Please use new-style autograd function "
    "with static forward method. (Example: https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function)"
)
OF_THE_NODE = {"name", "next_functions", "metadata", "register_hook", "register_prehook", "_sequence_nr"}
NO_BACKWARD = "You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD."  # noqa: E501


class Function:
    """Base of operations with a derivative of one's own.

    A subclass has the static methods `forward(ctx, *args)` (or `forward(*args)` and `setup_context(ctx, inputs,
    output)`) and `backward(ctx, *grads)`, which returns one gradient per argument, None for those that need none.
    `apply(*args)` runs it and records a node named after the class.
    """

    def __init__(self, *args, **kwargs):
        warnings.warn(f"{self.__class__} {INSTANTIATED}", DeprecationWarning, stacklevel=2)

    def __call__(self, *args, **kwargs):
        raise RuntimeError(LEGACY)

    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def setup_context(ctx, inputs, output):
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(ctx, *grad_outputs):
        raise NotImplementedError(NO_BACKWARD)

    vjp = backward

    @staticmethod
    def jvp(ctx, *grad_inputs):
        raise NotImplementedError(
            "You must implement the jvp function for custom autograd.Function to use it with forward mode AD."
        )

    @classmethod
    def apply(cls, *args, **kwargs):
        """Run `forward` on the arguments; where recording is on and one requires grad, the outputs get a history.

        Keyword arguments take the places that `forward` has for their names, and are differentiated like the others.
        """
        apart = cls.setup_context is not Function.setup_context
        if apart and (kwargs or cls.forward.__defaults__):  # setup_context gets every argument, in order
            bound = inspect.signature(cls.forward).bind(*args, **kwargs)
            bound.apply_defaults()
            args, kwargs = bound.args, bound.kwargs
        if kwargs:
            args = in_order(cls.forward, args, kwargs, 0 if apart else 1)
        node = cls._node()(cls, args)
        ctx = node._ctx
        forward = cls.forward
        if Watch.on:
            forward = functools.partial(timed, cls.__name__, forward)
        with no_grad(), suspended():
            if apart:
                output = forward(*args)
                cls.setup_context(ctx, args, output)
            else:
                output = forward(ctx, *args)
        several = isinstance(output, tuple)
        outputs = node.finish(output if several else (output,))
        if Watch.on:
            cls._push_on(ctx, args, outputs)
            outputs = recorded(cls.__name__, outputs)
        return outputs if several else outputs[0]

    @classmethod
    def _push_on(cls, ctx, args, outputs):
        """Have the outputs carry what `jvp` makes of the arguments' tangents."""
        tangents = [tangent_of(x) for x in args]
        if not any([t is not None for t in tangents]):
            return
        with suspended():
            ctx._in_jvp = True
            pushed = cls.jvp(ctx, *tangents)
            ctx._in_jvp = False
        for out, tangent in zip(outputs, pushed if isinstance(pushed, tuple) else (pushed,), strict=True):
            if isinstance(out, Variable):
                carry(out, tangent)

    @classmethod
    def _node(cls):
        """The class of this function's nodes."""
        if "_node_class" not in cls.__dict__:
            cls._node_class = type(f"{cls.__name__}Backward", (FunctionNode,), {})
        return cls._node_class


def in_order(forward, arguments, keywords, first):
    """All arguments in the order of `forward`'s parameters, from its parameter number `first` on.

    Raises TypeError for a name that `forward` does not have, or has been given, and for a gap before one.
    """
    parameters = inspect.signature(forward).parameters.values()
    names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD][first:]
    arguments = [*arguments]
    for name in keywords:
        if name not in names:
            raise TypeError(f"forward() got an unexpected keyword argument '{name}'")
        if name in names[: len(arguments)]:
            raise TypeError(f"forward() got multiple values for argument '{name}'")
    for place in range(len(arguments), len(arguments) + len(keywords)):
        if names[place] not in keywords:
            raise TypeError(f"forward() missing required argument: '{names[place]}' (position {place})")
        arguments.append(keywords[names[place]])
    return arguments


class Context:
    """What forward and backward of one call share: `ctx`. Any attribute may be set on it; the node shows them too."""

    def __init__(self, node, args):
        self._node, self._named = weakref.ref(node), type(node).__name__
        self.needs_input_grad = tuple([isinstance(x, Variable) and x.requires_grad for x in args])
        self._to_save, self._dirty, self._constant, self._materialize = (), (), (), True
        self._for_jvp, self._in_jvp = (), False

    def __getattr__(self, name):
        """What the node says of itself."""
        if name in OF_THE_NODE:
            return getattr(self._node(), name)
        raise AttributeError(f"'{self.__dict__.get('_named')}' object has no attribute '{name}'")

    def save_for_backward(self, *tensors):
        """Keep tensors (or None) for backward; they are checked there for changes, and freed after it."""
        self._to_save = tensors

    def save_for_forward(self, *tensors):
        """Keep tensors for `jvp`, where `saved_tensors` gives them."""
        assert all([x is None or isinstance(x, Variable) for x in tensors]), (
            "save_for_forward expects all arguments to be tensors; you should save non-tensors as attributes on ctx."
        )
        self._for_jvp = tensors

    def mark_dirty(self, *tensors):
        """Say that these inputs were changed in place; all of them must be returned."""
        self._dirty = _variables(tensors, "mark_dirty can only accept variables, but argument {} is of type {}")

    def mark_non_differentiable(self, *tensors):
        """Say that these outputs have no gradient."""
        self._constant = _variables(
            tensors, "mark_non_differentiable only accepts variable arguments, but got {1} as argument {0}"
        )

    def set_materialize_grads(self, value):
        """With False, the gradients of outputs that nobody used reach backward as None, not as zeros."""
        if not isinstance(value, bool):
            raise TypeError(
                "set_materialize_grads received an invalid combination of arguments - got (), but expected (bool)"
            )
        self._materialize = value

    @property
    def saved_tensors(self):
        """What `save_for_backward` was given. Raises RuntimeError if it was freed, or changed in place since."""
        if self._in_jvp:
            return tuple(self._for_jvp)
        node = self._node()
        if node is None:
            raise RuntimeError(FREED)
        return node.unpacked_tensors()

    @property
    def saved_variables(self):
        """The old name of `saved_tensors`."""
        warnings.warn("'saved_variables' is deprecated; use 'saved_tensors'", DeprecationWarning, stacklevel=2)
        return self.saved_tensors


def _variables(arguments, text):
    """The arguments. Raises RuntimeError with the text if one is no tensor."""
    for i, x in enumerate(arguments):
        if not isinstance(x, Variable):
            raise RuntimeError(text.format(i, type(x).__name__))
    return arguments


class FunctionNode(Node):
    """The node of a Function. The ctx knows it weakly, so that no cycle lives on."""

    frees = takes_none = True

    def __init__(self, function, args):
        self._forward_cls, self._args, self._ctx = function, len(args), Context(self, args)
        self._tensors = [i for i, x in enumerate(args) if isinstance(x, Variable)]
        self._inputs = [args[i] for i in self._tensors]
        self._recorded = mode.recording and any(self._ctx.needs_input_grad)
        super().__init__(send, tuple([x.gradient_node() for x in self._inputs]) if self._recorded else (), ())

    def __getattr__(self, name):
        """What the user has set on the ctx."""
        if name == "_ctx":
            raise AttributeError(name)
        return getattr(self._ctx, name)

    __repr__ = object.__repr__
    _raw_saved_tensors = property(lambda self: tuple([SavedTensor(self, i) for i in range(len(self.saved))]))

    # ------------------------------------------------------------------------------------------------- after forward

    def finish(self, outputs):
        """The outputs with their history; what was to be saved is saved."""
        ctx = self._ctx
        if not all([any([x is out for out in outputs]) for x in ctx._dirty]):
            raise RuntimeError(NOT_RETURNED)
        self.seq = tick()  # a write during forward is no change of what was saved
        if len(outputs) > 1:
            self.more()["outputs"] = len(outputs)
        made = tuple([self._output(i, x, len(outputs)) for i, x in enumerate(outputs)])
        self._kinds = [(x._value.shape, x._value.dtype) if isinstance(x, Variable) else None for x in made]
        if self._recorded:
            self.saved = tuple([self._kept(i, x, outputs, made) for i, x in enumerate(ctx._to_save)])
            self._fits = [(x._value.shape, x.dtype) for x in self._inputs]
        del self._inputs
        ctx._to_save = ctx._dirty = ctx._constant = ()
        return made

    def _output(self, i, x, count):
        if not isinstance(x, Variable):
            return x
        constant = any([x is c for c in self._ctx._constant])
        is_input, dirty = any([x is given for given in self._inputs]), any([x is d for d in self._ctx._dirty])
        if dirty and not constant:
            x = self._rewritten(i, x, count)
        if is_input and (constant or (x.requires_grad and not self._recorded)):
            return x.detach()
        if dirty and not constant:
            return x
        if is_input:  # returned as it came: another tensor over its memory
            x, given = variable.Tensor(x.array()), x
            share(x, given, ())
        if not self._recorded or x._value.dtype.kind != "f" or constant:
            return x
        if x._view is not None:
            x._view.forbidden = CUSTOM if count == 1 else MULTIPLE
        x._node, x._leaf = self.place(i), None
        return x

    def _rewritten(self, i, x, count):
        """An input that was changed in place: the same tensor, with this node for its history."""
        if x._view is None and x.requires_grad and x.is_leaf and mode.recording:
            raise RuntimeError(LEAF.replace("is being used", "has been used"))
        x.memory().written()
        if self._recorded:
            if x._view is not None and count > 1:
                raise RuntimeError(SEVERAL)
            check_writable(x)
            rebase(x, self.place(i))
        return x

    def _kept(self, number, x, outputs, made):
        """What is saved of a tensor: itself, or (an output, which must not keep itself alive) its data and number."""
        if x is not None and not isinstance(x, Variable):
            kind = type(x).__name__
            raise TypeError(f"save_for_backward can only save variables, but argument {number} is of type {kind}")
        for i, (out, result) in enumerate(zip(outputs, made, strict=True)):
            if x is out and isinstance(result, Variable) and result._node is not None:
                return SavedOutput(result, i)
        return x

    # ---------------------------------------------------------------------------------------------------- for backward

    def unpacked_tensors(self):
        """What the ctx gives as `saved_tensors`."""
        if self.saved is None or any([x is not None for x in self.saved]):
            super().check()
        return tuple([self._given(x) for x in self.saved])

    def _given(self, x):
        if isinstance(x, SavedOutput):
            return x.unpack(self)
        if not isinstance(x, Packed):
            return x
        return x.tensor() if x.number is None else SavedOutput(x.tensor(), x.number).unpack(self)

    def saved_tensor(self, name, value):
        return value.unpack(self) if isinstance(value, SavedOutput) else value

    def unpacked(self):
        return self.saved  # saved_tensors unpacks what hooks keep

    def check(self):
        pass  # saved_tensors does, where backward asks for them

    @property
    def saves(self):
        return ["result" if isinstance(x, SavedOutput) else "input" for x in self.saved]

    def apply(self, *grads):
        """The gradients of the inputs, from those of the outputs."""
        return self(*grads)

    def pull(self, grad, next):
        grads = grad if type(grad) is list else [grad]
        if self._ctx._materialize:
            kinds = self._kinds
            grads = [variable.Tensor(np.zeros(*kinds[i])) if g is None and kinds[i] else g for i, g in enumerate(grads)]
        function = self._forward_cls
        if function.vjp is not Function.vjp and function.backward is not Function.backward:
            raise RuntimeError(BOTH)
        rule = function.backward if function.vjp is Function.vjp else function.vjp
        given = users(rule, self._ctx, *grads)
        return self._checked(given if isinstance(given, tuple) else (given,))

    def _checked(self, grads):
        """One gradient per tensor among the arguments, each of its input's shape and dtype."""
        name, n = type(self).__name__, self._args
        if len(grads) < n or any([g is not None for g in grads[n:]]):
            raise RuntimeError(
                f"function {name} returned an incorrect number of gradients (expected {n}, got {len(grads)})"
            )
        for i, g in enumerate(grads[:n]):
            if g is not None and not isinstance(g, Variable):
                raise RuntimeError(f"expected Variable or None (got {dtypes.full_type_name(g)})")
            if g is not None and i not in self._tensors:
                raise RuntimeError(
                    f"function {name} returned a gradient different than None at position {i + 1}, but the "
                    "corresponding forward input was not a Variable"
                )
        return tuple([self._fitted(i, grads[place]) for i, place in enumerate(self._tensors)])

    def _fitted(self, i, grad):
        if grad is None or self.next[i] is None:
            return None
        shape, dtype = self._fits[i]
        if grad.shape != shape:
            if not expandable(shape, grad.shape):
                raise RuntimeError(
                    f"Function {type(self).__name__} returned an invalid gradient at index {i} - got "
                    f"{list(grad.shape)} but expected shape compatible with {list(shape)}"
                )
            grad = grad.sum_to_size(Size(shape))
        return grad if grad.dtype == dtype else grad.to(dtype)


class SavedOutput:
    """An output that its own node saved: comes back as another tensor over the same memory, with the same history."""

    def __init__(self, tensor, number):
        self._value, self._number = tensor.array(), number
        self._memory = tensor.memory()

    dtype = property(lambda self: self._value.dtype)
    shape = property(lambda self: self._value.shape)

    def unpack(self, node):
        out = variable.Tensor(self._value, node.place(self._number))
        out._memory = self._memory
        return out


def expandable(narrow, wide):
    """Whether an array of the one shape broadcasts to the other."""
    lead = len(wide) - len(narrow)
    return lead >= 0 and all([n in (1, m) for n, m in zip(narrow, wide[lead:], strict=True)])


send = step_on_tensors(FunctionNode)


def once_differentiable(backward):
    """Run a backward without recording, and refuse to differentiate what it gives."""

    @functools.wraps(backward)
    def once(ctx, *grads):
        with no_grad():
            given = backward(ctx, *grads)
        if not mode.recording or not any([g is not None and g.requires_grad for g in grads]):
            return given
        outs = given if isinstance(given, tuple) else (given,)
        outs = tuple([Refusal.apply(g.detach().requires_grad_()) if isinstance(g, Variable) else g for g in outs])
        return outs if isinstance(given, tuple) else outs[0]

    return once


class Refusal(Function):
    """Passes a tensor on, cut off from its history, and raises when it is differentiated."""

    @staticmethod
    def forward(ctx, x):
        return x.detach()

    @staticmethod
    def backward(ctx, grad):
        raise RuntimeError("trying to differentiate twice a function that was marked with @once_differentiable")


Refusal._node_class = type("Error", (FunctionNode,), {})  # type: ignore[attr-defined]  # PyTorch's name
