"""Module: a function with parameters, which it finds among what is assigned to it."""

from .parameter import Parameter


class Module:
    """A function whose parameters are found by name: its own, and those of the modules assigned to it."""

    def __init__(self):
        object.__setattr__(self, "_parameters", {})
        object.__setattr__(self, "_modules", {})
        object.__setattr__(self, "training", True)

    def __setattr__(self, name, value):
        own = self.__dict__
        if isinstance(value, (Parameter, Module)):
            kind = "parameters" if isinstance(value, Parameter) else "module"
            if "_parameters" not in own:
                raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
            own["_parameters" if isinstance(value, Parameter) else "_modules"][name] = value
        object.__setattr__(self, name, value)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self, *args):
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    def named_parameters(self, prefix=""):
        """Each parameter once, with its name; names of submodules come before it, with dots."""
        seen = set()
        for name, parameter in self._named(prefix):
            if id(parameter) not in seen:
                seen.add(id(parameter))
                yield name, parameter

    def _named(self, prefix):
        for name, parameter in self._parameters.items():
            yield prefix + name, parameter
        for name, module in self._modules.items():
            yield from module._named(f"{prefix}{name}.")

    def parameters(self):
        """Each parameter once."""
        return iter([parameter for _, parameter in self.named_parameters()])

    def zero_grad(self, set_to_none=True):
        """Set the gradients of all parameters to None, or to zeros."""
        for parameter in self.parameters():
            if set_to_none:
                parameter.grad = None
            elif parameter.grad is not None:
                parameter.grad.detach_().zero_()
