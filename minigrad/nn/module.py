"""Module: a function with parameters, buffers and modules of its own, found by the names they are assigned to."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .. import dtypes
from ..autograd.grad_mode import no_grad
from ..autograd.graph import RemovableHandle
from ..tensors import Tensor
from .hooks import BackwardHooks, ModuleHooks
from .parameter import Parameter, clear_grad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

    Hook = Callable[..., Any]


class Kind(NamedTuple):
    """What a registry of a module takes, and how messages speak of it."""

    type: type
    assigned: str
    known_as: str
    expected: str


class _IncompatibleKeys(NamedTuple("_IncompatibleKeys", [("missing_keys", list), ("unexpected_keys", list)])):
    """What `load_state_dict` did not find, and what it had no use for."""

    __slots__ = ()

    def __repr__(self):
        return super().__repr__() if any(self) else "<All keys matched successfully>"


class Module:
    """A function whose Parameters, buffers and Modules are found by name: its own, and those of its Modules.

    A subclass calls `super().__init__()`, assigns its parts as attributes and defines `forward`. `training` says
    whether it is in training mode.
    """

    training: bool
    _parameters: dict[str, Parameter | None]
    _buffers: dict[str, Tensor | None]
    _modules: dict[str, Any]
    _unsaved: set[str]
    _hooks: ModuleHooks | None

    def __init__(self):
        # What is registered is an attribute too: reading it costs no more than any other.
        self.__dict__.update(training=True, _parameters={}, _buffers={}, _modules={}, _unsaved=set(), _hooks=None)

    def forward(self, *args: Any) -> Any:
        """The result for these arguments; a subclass defines it."""
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    def __call__(self, *args, **kwargs):
        if self._hooks is None:
            return self.forward(*args, **kwargs)
        hooks = self._hooks
        args, kwargs = hooks.before(self, args, kwargs)
        backward = BackwardHooks(self) if hooks.backward or hooks.backward_pre else None
        if backward:
            args = backward.on_inputs(args)
        result = hooks.after(self, args, kwargs, self.forward(*args, **kwargs))
        return backward.on_outputs(result) if backward else result

    # ------------------------------------------------------------------------------------------------ its parts

    def __setattr__(self, name, value):
        registry = next((registry for registry, kind in KINDS.items() if isinstance(value, kind.type)), None)
        if registry is None or (registry == "_modules" and name in self.__dict__.get("_parameters", ())):
            registry = self._registry_of(name)
            if registry is not None:
                self._check(registry, name, value)
        if registry is not None:
            if registry not in self.__dict__:
                raise AttributeError(f"cannot assign {KINDS[registry].assigned} before Module.__init__() call")
            self._drop(name, but_from=registry)
            if registry == "_parameters":
                self.__dict__.pop(name, None)
                self._named("parameter", registry, name)
            self.__dict__[registry][name] = value
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        self._drop(name)
        object.__delattr__(self, name)

    def _registry_of(self, name):
        return next((registry for registry in REGISTRIES if name in self.__dict__.get(registry, ())), None)

    def _check(self, registry, name, value):
        kind = KINDS.get(registry)
        if value is None or (isinstance(value, Tensor) if kind is None else isinstance(value, kind.type)):
            return
        known_as, expected = ("buffer", "torch.nn.Buffer, torch.Tensor") if kind is None else kind[2:]
        raise TypeError(
            f"cannot assign '{dtypes.full_type_name(value)}' as {known_as} '{name}' ({expected} or None expected)"
        )

    def _drop(self, name, but_from=None):
        """Take a name out of the registries; one that is a buffer no longer is saved again if it comes back."""
        for registry in REGISTRIES:
            if registry != but_from:
                self.__dict__[registry].pop(name, None)
        if but_from != "_buffers":
            self._unsaved.discard(name)

    def _named(self, kind, registry, name):
        """A name that may be registered. Raises as PyTorch does for one that may not."""
        if registry not in self.__dict__:
            raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
        if not isinstance(name, str):
            raise TypeError(f"{kind} name should be a string. Got {dtypes.full_type_name(name)}")
        if "." in name:
            raise KeyError(f'{kind} name can\'t contain "."' + (f", got: {name}" if kind == "module" else ""))
        if not name:
            raise KeyError(f'{kind} name can\'t be empty string ""')
        if hasattr(self, name) and name not in self.__dict__[registry]:
            raise KeyError(f"attribute '{name}' already exists")
        return name

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Make a Parameter, or None, an attribute that is registered. Raises KeyError if the name is taken."""
        self._named("parameter", "_parameters", name)
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{dtypes.full_type_name(param)}' object to parameter '{name}' "
                "(torch.nn.Parameter or None required)"
            )
        self.__dict__[name] = self._parameters[name] = param

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Make a tensor, or None, a part of the state that is no parameter; in `state_dict` if it is persistent."""
        self._named("buffer", "_buffers", name)
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"cannot assign '{dtypes.full_type_name(tensor)}' object to buffer '{name}' "
                "(torch Tensor or None required)"
            )
        self.__dict__[name] = self._buffers[name] = tensor
        (self._unsaved.discard if persistent else self._unsaved.add)(name)

    def add_module(self, name: str, module: Module | None) -> None:
        """Make a Module, or None, an attribute that is registered. Raises KeyError if the name is taken."""
        if module is not None and not isinstance(module, Module):
            raise TypeError(f"{dtypes.full_type_name(module)} is not a Module subclass")
        self._named("module", "_modules", name)
        self.__dict__[name] = self._modules[name] = module

    register_module = add_module

    # --------------------------------------------------------------------------------------------- walks over them

    def named_modules(self, prefix: str = "", remove_duplicate: bool = True) -> Iterator[tuple[str, Module]]:
        """This module and all below it, parents first, each with its dotted name; once, if `remove_duplicate`."""
        seen: set[int] = set()
        waiting: list[tuple[str, Module]] = [(prefix, self)]
        while waiting:
            name, module = waiting.pop()
            if id(module) in seen:
                continue
            if remove_duplicate:
                seen.add(id(module))
            yield name, module
            below = [(part, child) for part, child in module._modules.items() if child is not None]
            waiting += [(f"{name}.{part}" if name else part, child) for part, child in reversed(below)]

    def modules(self) -> Iterator[Module]:
        """This module and all below it, each once."""
        return iter([module for _, module in self.named_modules()])

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules right below this one, each once, with their names."""
        seen: set[int] = set()
        for name, module in self._modules.items():
            if module is not None and id(module) not in seen:
                seen.add(id(module))
                yield name, module

    def children(self) -> Iterator[Module]:
        """The modules right below this one, each once."""
        return iter([module for _, module in self.named_children()])

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """Each parameter with its dotted name, a module's own before those below it; once, if `remove_duplicate`."""
        return self._members("_parameters", prefix, recurse, remove_duplicate)

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """Each parameter once."""
        return iter([parameter for _, parameter in self.named_parameters(recurse=recurse)])

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Tensor]]:
        """Each buffer with its dotted name; once, if `remove_duplicate`."""
        return self._members("_buffers", prefix, recurse, remove_duplicate)

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        """Each buffer once."""
        return iter([buffer for _, buffer in self.named_buffers(recurse=recurse)])

    def _members(self, registry, prefix, recurse, remove_duplicate):
        seen: set[int] = set()
        modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
        for path, module in modules:
            for name, member in getattr(module, registry).items():
                if member is None or id(member) in seen:
                    continue
                if remove_duplicate:
                    seen.add(id(member))
                yield f"{path}.{name}" if path else name, member

    def get_submodule(self, target: str) -> Module:
        """The module of a dotted name; "" is this one. Raises AttributeError where there is none."""
        module = self
        for name in target.split(".") if target else []:
            if not hasattr(module, name):
                raise AttributeError(f"{type(module).__name__} has no attribute `{name}`")
            module = getattr(module, name)
            if not isinstance(module, Module):
                raise AttributeError(f"`{name}` is not an nn.Module")
        return module

    def get_parameter(self, target: str) -> Parameter:
        """The parameter of a dotted name. Raises AttributeError where there is none."""
        return self._member("_parameters", target, "an nn.Parameter")

    def get_buffer(self, target: str) -> Tensor:
        """The buffer of a dotted name. Raises AttributeError where there is none."""
        return self._member("_buffers", target, "a buffer")

    def _member(self, registry, target, what):
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f"{type(module).__name__} has no attribute `{name}`")
        if getattr(module, registry).get(name) is None:
            raise AttributeError(f"`{name}` is not {what}")
        return getattr(module, name)

    # -------------------------------------------------------------------------------------------- acting on all of it

    def apply(self, fn: Callable[[Module], None]) -> Self:
        """Call `fn` on every module below this one, then on this one, which is returned."""
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def train(self, mode: bool = True) -> Self:
        """Set training mode on this module and all below it; returns this module."""
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self) -> Self:
        """Set evaluation mode on this module and all below it; returns this module. Operations are still recorded."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Set `requires_grad` of all parameters: with False they get no gradients any more. Returns this module."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Set the gradients of all parameters to None, or to zeros."""
        for parameter in self.parameters():
            clear_grad(parameter, set_to_none)

    def to(self, *args: Any, **options: Any) -> Self:
        """This module, its float parameters and buffers converted as `Tensor.to` does; they stay the same objects.

        Raises TypeError for a dtype that is no float dtype, RuntimeError for a device other than the CPU.
        """
        dtype = Tensor(np.float32(0)).to(*args, **options).dtype
        if dtype not in dtypes.FLOATS:
            raise TypeError(
                "nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=" + repr(dtype)
            )
        return self._apply(lambda t: t.to(*args, **options) if t.is_floating_point() else t)

    def float(self) -> Self:
        """This module, its float parameters and buffers as float32."""
        return self.to(dtypes.float32)

    def double(self) -> Self:
        """This module, its float parameters and buffers as float64."""
        return self.to(dtypes.float64)

    def half(self) -> Self:
        """This module, its float parameters and buffers as float16."""
        return self.to(dtypes.float16)

    def cpu(self) -> Self:
        """This module: everything is on the CPU."""
        return self

    def _apply(self, convert):
        for module in self.modules():
            for parameter in module.parameters(recurse=False):
                with no_grad():
                    parameter.data = convert(parameter)
                    if parameter.grad is not None:
                        parameter.grad.data = convert(parameter.grad)
            for name, buffer in module._buffers.items():
                if buffer is not None:
                    setattr(module, name, convert(buffer))
        return self

    # ------------------------------------------------------------------------------------------------------ its state

    def _state(self):
        """What of this module alone is saved, by name."""
        saved = [(name, buffer) for name, buffer in self._buffers.items() if name not in self._unsaved]
        return {name: x for name, x in itertools.chain(self._parameters.items(), saved) if x is not None}

    def state_dict(self, *, prefix: str = "", keep_vars: bool = False) -> OrderedDict[str, Tensor]:
        """Parameters and persistent buffers by dotted name, detached, in the same memory; what is shared comes twice.

        With `keep_vars`, the tensors themselves.
        """
        state = OrderedDict((prefix + name, x if keep_vars else x.detach()) for name, x in self._state().items())
        for name, module in self._modules.items():
            if module is not None:
                state.update(module.state_dict(prefix=f"{prefix}{name}.", keep_vars=keep_vars))
        return state

    def load_state_dict(
        self, state_dict: Mapping[str, Tensor], strict: bool = True, assign: bool = False
    ) -> _IncompatibleKeys:
        """Copy values into the parameters and buffers of these names; with `assign`, put the tensors in their place.

        Returns the missing and the unexpected keys. Raises RuntimeError that lists them, unless `strict` is False, and
        sizes that do not fit.
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        missing: list[str] = []
        unexpected: list[str] = []
        errors: list[str] = []
        for path, module in self.named_modules(remove_duplicate=False):
            module._load(state_dict, path + "." if path else "", assign, missing, unexpected, errors)
        problems = [("Missing", missing), ("Unexpected", unexpected)] if strict else []
        listed = [
            f"{problem} key(s) in state_dict: {', '.join([f'{chr(34)}{key}{chr(34)}' for key in keys])}. "
            for problem, keys in problems
            if keys
        ]
        if listed or errors:
            lines = "\n\t".join([*listed, *errors])
            raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t{lines}")
        return _IncompatibleKeys(missing, unexpected)

    def _load(self, state, prefix, assign, missing, unexpected, errors):
        """Take this module's own part of a state; what is wrong with it is added to the lists."""
        mine = self._state()
        for name, x in mine.items():
            if prefix + name not in state:
                missing.append(prefix + name)
            elif (error := problem(prefix + name, x, state[prefix + name])) is not None:
                errors.append(error)
            elif assign:
                new = state[prefix + name]
                setattr(self, name, Parameter(new, x.requires_grad) if isinstance(x, Parameter) else new)
            else:
                with no_grad():
                    x.copy_(state[prefix + name].reshape(x.shape))
        for key in state:
            name, below, _ = key.removeprefix(prefix).partition(".")
            if key.startswith(prefix) and name not in (self._modules if below else mine):
                unexpected.append(key)

    # ------------------------------------------------------------------------------------------------------------ hooks

    def register_forward_pre_hook(
        self, hook: Hook, *, prepend: bool = False, with_kwargs: bool = False
    ) -> RemovableHandle:
        """Call `hook(module, args)` before `forward`; what it returns takes the arguments' place.

        With `with_kwargs`, call `hook(module, args, kwargs)`, which returns both or None. Returns a handle with
        `remove()`. `forward` called by itself runs no hook.
        """
        return self._hook("forward_pre", (hook, with_kwargs), prepend)

    def register_forward_hook(self, hook: Hook, *, prepend: bool = False, with_kwargs: bool = False) -> RemovableHandle:
        """Call `hook(module, args, output)` after `forward`; what it returns takes the output's place.

        With `with_kwargs`, call `hook(module, args, kwargs, output)`. Returns a handle with `remove()`.
        """
        return self._hook("forward", (hook, with_kwargs), prepend)

    def register_full_backward_pre_hook(self, hook: Hook, prepend: bool = False) -> RemovableHandle:
        """Call `hook(module, grad_output)` when the outputs' gradients are there; what it returns replaces them."""
        return self._hook("backward_pre", hook, prepend)

    def register_full_backward_hook(self, hook: Hook, prepend: bool = False) -> RemovableHandle:
        """Call `hook(module, grad_input, grad_output)` when a backward pass has the gradients of all inputs.

        If no input requires grad, it is called when those of the outputs are there. Both are tuples, None for what has
        no gradient; a tuple that the hook returns takes `grad_input`'s place.
        """
        return self._hook("backward", hook, prepend)

    def _hook(self, kind, hook, prepend):
        if self._hooks is None:
            self._hooks = ModuleHooks()
        hooks, key = getattr(self._hooks, kind), object()
        hooks[key] = hook
        if prepend:
            hooks.move_to_end(key, last=False)
        return RemovableHandle(hooks, key)

    # --------------------------------------------------------------------------------------------------------- printed

    def extra_repr(self) -> str:
        """What the printed module says in its brackets; a subclass defines it."""
        return ""

    def __repr__(self):
        extra = self.extra_repr()
        below = [f"({name}): {indented(repr(module))}" for name, module in self._modules.items()]
        return printed(type(self).__name__, extra.split("\n") if extra else [], below)


KINDS = {
    "_parameters": Kind(Parameter, "parameters", "parameter", "torch.nn.Parameter"),
    "_modules": Kind(Module, "module", "child module", "torch.nn.Module"),
}
REGISTRIES = (*KINDS, "_buffers")


def problem(key, old, new):
    """Why a tensor of a state cannot be copied over that of a module, or None."""
    if not isinstance(new, Tensor):
        return (
            f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like object from checkpoint '
            f"but received {type(new)}"
        )
    if new.shape != old.shape and (old.ndim or new.shape != (1,)):
        return (
            f"size mismatch for {key}: copying a param with shape {new.shape} from checkpoint, the shape in current "
            f"model is {old.shape}."
        )
    return None


def indented(text):
    """A text whose lines after the first stand two further in."""
    return text.replace("\n", "\n  ")


def printed(name, extra, below):
    """A name with what is in its brackets: on one line if that is one, else a line each."""
    if not below and len(extra) <= 1:
        return f"{name}({''.join(extra)})"
    return f"{name}(\n  " + "\n  ".join([*extra, *below]) + "\n)"
