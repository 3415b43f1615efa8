"""The hooks of a Module: around its forward, and on the gradients of its inputs and outputs."""

import warnings
from collections import OrderedDict

from ..autograd.function import Function
from ..autograd.grad_mode import is_grad_enabled
from ..creation import zeros
from ..tensors import Tensor

NO_INPUTS = (
    "Full backward hook is firing when gradients are computed with respect to module outputs since no inputs require "
    "gradients. See "
    "https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook "
    "for more details."
)


class ModuleHooks:
    """The hooks of one module, by kind, in the order in which they run."""

    def __init__(self):
        self.forward_pre, self.forward = OrderedDict(), OrderedDict()  # pairs: the hook, and whether it takes kwargs
        self.backward_pre, self.backward = OrderedDict(), OrderedDict()

    def before(self, module, args, kwargs):
        """The arguments of a call, as its hooks give them on."""
        for hook, with_kwargs in [*self.forward_pre.values()]:
            new = hook(module, args, kwargs) if with_kwargs else hook(module, args)
            if new is None:
                continue
            if not with_kwargs:
                args = new if isinstance(new, tuple) else (new,)
            elif isinstance(new, tuple) and len(new) == 2:
                args, kwargs = new
            else:
                raise RuntimeError(
                    f"forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got {new}."
                )
        return args, kwargs

    def after(self, module, args, kwargs, result):
        """The result of a call, as its hooks give it on."""
        for hook, with_kwargs in [*self.forward.values()]:
            new = hook(module, args, kwargs, result) if with_kwargs else hook(module, args, result)
            result = result if new is None else new
        return result


class BackwardHookFunction(Function):
    """The identity on several tensors at once: its node is where a module begins or ends in the graph."""

    @staticmethod
    def forward(ctx, *tensors):
        ctx.mark_non_differentiable(*[x for x in tensors if not x.requires_grad])
        return tensors

    @staticmethod
    def backward(ctx, *grads):
        return grads


class BackwardHooks:
    """One call of a module with backward hooks: it passes the gradients of the outputs on to where those of the inputs
    arrive, and runs the hooks there.
    """

    def __init__(self, module):
        self.module, self.grad_outputs, self.inputs_count = module, None, 0
        self.pre, self.post = [*module._hooks.backward_pre.values()], [*module._hooks.backward.values()]
        self.inputs = self.outputs = ()  # the places of the tensors among them

    def on_inputs(self, args):
        """The arguments, their tensors behind a node that runs the hooks when all their gradients are there."""
        self.inputs_count = len(args)
        sizes = [(x.shape, x.dtype) for x in args if isinstance(x, Tensor)]
        args, self.inputs = self.through(args, lambda grads, _: self.run(grads, sizes))
        return args

    def on_outputs(self, result):
        """The result, its tensors behind a node that takes down their gradients."""
        outputs = result if isinstance(result, tuple) else (result,)
        if not isinstance(outputs[0], Tensor) and len(outputs) == 1:
            warnings.warn(
                "For backward hooks to be called, module output should be a Tensor or a tuple of Tensors but received "
                f"{type(result)}",
                stacklevel=3,
            )
        count = len(outputs)  # the hook must not hold the outputs, whose node holds it
        outputs, self.outputs = self.through(outputs, lambda _, grads: self.arrived(grads, count))
        return outputs if isinstance(result, tuple) else outputs[0]

    def through(self, values, hook):
        """The values with their tensors behind a node that has this hook, and the tensors' places, () if none is."""
        places = tuple([i for i, x in enumerate(values) if isinstance(x, Tensor)])
        if not (is_grad_enabled() and any([values[i].requires_grad for i in places])):
            return values, ()
        tensors = BackwardHookFunction.apply(*[values[i] for i in places])
        node = next(x.grad_fn for x in tensors if x.grad_fn is not None)
        node.register_hook(hook)
        values = list(values)
        for i, x in zip(places, tensors, strict=True):
            values[i] = x
        return tuple(values), places

    def arrived(self, grads, count):
        """Take down the gradients of the outputs; where no input requires one, the hooks run now."""
        self.grad_outputs = spread(grads, self.outputs, count)
        for hook in self.pre:
            new = hook(self.module, self.grad_outputs)
            if new is not None:
                check_count("Backward pre hook returned an invalid number of grad_output", new, self.grad_outputs)
                self.grad_outputs = new
        given = self.grad_outputs
        if not self.inputs:
            self.run_without_inputs()
        return tuple([given[i] for i in self.outputs])

    def run(self, grads, sizes):
        """The gradients of the inputs, as the hooks give them on; they are shown zeros where there is none."""
        if self.grad_outputs is None:  # the gradient came to the inputs by another way than the outputs
            return None
        shown = [zeros(size[0], dtype=size[1]) if g is None else g for g, size in zip(grads, sizes, strict=True)]
        grad_inputs = spread(shown, self.inputs, self.inputs_count)
        for hook in self.post:
            new = hook(self.module, grad_inputs, self.grad_outputs)
            if new is not None:
                check_count("Backward hook returned an invalid number of grad_input", new, grad_inputs)
                grad_inputs = new
        self.grad_outputs = None
        return tuple([None if g is None else grad_inputs[i] for g, i in zip(grads, self.inputs, strict=True)])

    def run_without_inputs(self):
        warnings.warn(NO_INPUTS, stacklevel=2)
        for hook in self.post:
            new = hook(self.module, (None,) * self.inputs_count, self.grad_outputs)
            if new is not None and any([g is not None for g in new]):
                raise RuntimeError(
                    "Backward hook for Modules where no input requires gradient should always return None or None for "
                    "all gradients."
                )
        self.grad_outputs = None


def spread(values, places, count):
    """The values at their places among `count`, None at the others."""
    at = dict(zip(places, values, strict=True))
    return tuple([at.get(i) for i in range(count)])


def check_count(problem, new, old):
    if len(new) != len(old):
        raise RuntimeError(f"{problem}, got {len(new)}, but expected {len(old)}")
