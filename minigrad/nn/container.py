"""Modules that hold modules, and modules that hold parameters: lists and dicts whose entries are registered."""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..tensors import Tensor
from .module import Module, indented, printed
from .parameter import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self


class Indexed(Module):
    """Modules named by their numbers: what Sequential and ModuleList share."""

    def _key(self, index):
        """The name at an index. Raises IndexError if there is none."""
        return [*self._modules][place(index, len(self))]

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def __setitem__(self, index, module):
        setattr(self, self._key(index), module)

    def __delitem__(self, index):
        for name in [*self._modules][index] if isinstance(index, slice) else [self._key(index)]:
            delattr(self, name)
        self._renumber([*self._modules.values()])

    def _insert(self, index, module):
        modules = [*self._modules.values()]
        modules.insert(index, module)
        self._renumber(modules)

    def _renumber(self, modules):
        for name in [*self._modules]:
            delattr(self, name)
        self.extend(modules)

    def append(self, module: Module) -> Self:
        """Add a module at the end; returns this one."""
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules: Iterable[Module]) -> Self:
        """Add modules at the end; returns this one."""
        if not isinstance(modules, Iterable):
            name = type(self).__name__
            raise TypeError(f"{name}.extend should be called with an iterable, but got {type(modules).__name__}")
        for module in modules:
            self.append(module)
        return self

    def pop(self, key: int) -> Module:
        """Take the module at an index out, and return it."""
        module = self._modules[self._key(key)]
        del self[key]
        return module


class Sequential(Indexed):
    """Modules that run one after the other, each on the result of the one before.

    They are given one by one, or with names as one OrderedDict.
    """

    def __init__(self, *args: Any):
        super().__init__()
        named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
        for name, module in named.items():
            self.add_module(str(name), module)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)(OrderedDict([*self._modules.items()][index]))
        return self._modules[self._key(index)]

    def __add__(self, other):
        return Sequential(*self).__iadd__(other)

    def __iadd__(self, other):
        if not isinstance(other, Sequential):
            kind = str(type(other))
            raise ValueError(f"add operator supports only objects of Sequential class, but {kind} is given.")
        return self.extend([*other])

    def insert(self, index: int, module: Module) -> Self:
        """Add a module before the one at an index; returns this one."""
        self._insert(index, module)
        return self

    def forward(self, input: Any) -> Any:
        """What the last module makes of it."""
        for module in self._modules.values():
            input = module(input)
        return input


class ModuleList(Indexed):
    """A list whose modules are registered."""

    def __init__(self, modules: Iterable[Module] | None = None):
        super().__init__()
        self.extend(() if modules is None else modules)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)([*self._modules.values()][index])
        return self._modules[self._key(index)]

    def __add__(self, other):
        return ModuleList([*self, *other])

    def __iadd__(self, other):
        return self.extend(other)

    def insert(self, index: int, module: Module) -> None:
        """Add a module before the one at an index."""
        self._insert(index, module)

    def __repr__(self):
        runs: list[list] = []  # equal neighbours are printed once: first, last, text
        for i, text in enumerate(map(repr, self)):
            if runs and runs[-1][2] == text:
                runs[-1][1] = i
            else:
                runs.append([i, i, text])
        lines = [
            f"({first}): {text}" if first == last else f"({first}-{last}): {last - first + 1} x {text}"
            for first, last, text in runs
        ]
        return printed(type(self).__name__, [], [indented(line) for line in lines])


class ModuleDict(Module):
    """A dict whose modules are registered, under its keys, which are strings."""

    def __init__(self, modules: Mapping[str, Module] | Iterable[tuple[str, Module]] | None = None):
        super().__init__()
        self.update({} if modules is None else modules)

    def __getitem__(self, key):
        return self._modules[key]

    def __setitem__(self, key, module):
        self.add_module(key, module)

    def __delitem__(self, key):
        delattr(self, self._own(key))

    def _own(self, key):
        if key not in self._modules:
            raise KeyError(key)
        return key

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules)

    def __contains__(self, key):
        return key in self._modules

    def keys(self) -> Any:
        """Its keys."""
        return self._modules.keys()

    def values(self) -> Any:
        """Its modules."""
        return self._modules.values()

    def items(self) -> Any:
        """Pairs of key and module."""
        return self._modules.items()

    def update(self, modules: Mapping[str, Module] | Iterable[tuple[str, Module]]) -> None:
        """Take modules over from a mapping, or from pairs."""
        add_pairs(self, modules)

    def pop(self, key: str) -> Module:
        """Take the module of a key out, and return it."""
        module = self._modules[key]
        del self[key]
        return module

    def clear(self) -> None:
        """Take all modules out."""
        for key in [*self._modules]:
            del self[key]


class ParameterList(Module):
    """A list whose tensors are registered: they become Parameters; other objects are only kept."""

    def __init__(self, values: Iterable[Any] | None = None):
        super().__init__()
        self._size = 0
        self.extend(() if values is None else values)

    def _key(self, index):
        return str(place(index, len(self)))

    def __len__(self):
        return self._size

    def __iter__(self):
        return iter([self[i] for i in range(len(self))])

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)([*self][index])
        return getattr(self, self._key(index))

    def __setitem__(self, index, value):
        setattr(self, self._key(index), as_parameter(value))

    def __iadd__(self, values):
        return self.extend(values)

    def append(self, value: Any) -> Self:
        """Add an entry at the end; returns this list."""
        self._size += 1
        self[-1] = value
        return self

    def extend(self, values: Iterable[Any]) -> Self:
        """Add entries at the end; returns this list."""
        if not isinstance(values, Iterable) or isinstance(values, Tensor):
            kind = type(values).__name__
            raise TypeError(f"ParameterList.extend should be called with an iterable, but got {kind}")
        for value in values:
            self.append(value)
        return self

    def extra_repr(self) -> str:
        return "\n".join([f"  ({i}): {entry(value, lambda x: x.dtype)}" for i, value in enumerate(self)])

    def __call__(self, *args, **kwargs):
        raise RuntimeError("ParameterList should not be called.")


class ParameterDict(Module):
    """A dict whose tensors are registered under its keys: they become Parameters; other objects are only kept."""

    def __init__(self, parameters: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None):
        super().__init__()
        self._keys: dict[str, None] = {}
        self.update({} if parameters is None else parameters)

    def __getitem__(self, key):
        return getattr(self, self._own(key))

    def __setitem__(self, key, value):
        if not isinstance(key, str):
            raise TypeError(
                "Index given to ParameterDict cannot be used as a key as it is not a string (type is "
                f"'{type(key).__name__}'). Open an issue on github if you need non-string keys."
            )
        self._keys[key] = None
        setattr(self, key, as_parameter(value))

    def __delitem__(self, key):
        delattr(self, self._own(key))
        del self._keys[key]

    def _own(self, key):
        if key not in self._keys:
            raise KeyError(key)
        return key

    def __len__(self):
        return len(self._keys)

    def __iter__(self):
        return iter(self._keys)

    def __contains__(self, key):
        return key in self._keys

    def keys(self) -> Any:
        """Its keys."""
        return self._keys.keys()

    def values(self) -> Iterator[Any]:
        """Its entries."""
        return iter([self[key] for key in self._keys])

    def items(self) -> Iterator[tuple[str, Any]]:
        """Pairs of key and entry."""
        return iter([(key, self[key]) for key in self._keys])

    def get(self, key: str, default: Any = None) -> Any:
        """The entry of a key, or the default."""
        return getattr(self, key) if key in self else default

    def update(self, parameters: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> None:
        """Take entries over from a mapping, or from pairs; those of a plain dict in the order of its keys."""
        if isinstance(parameters, Mapping) and not isinstance(parameters, OrderedDict):
            parameters = sorted(parameters.items())
        add_pairs(self, parameters)

    def pop(self, key: str) -> Any:
        """Take the entry of a key out, and return it."""
        value = self[key]
        del self[key]
        return value

    def extra_repr(self) -> str:
        return "\n".join([f"  ({key}): {entry(value, lambda x: x.type())}" for key, value in self.items()])

    def __call__(self, *args, **kwargs):
        raise RuntimeError("ParameterDict should not be called.")


def place(index, size):
    """An index among so many, counted from the front. Raises IndexError if there is none."""
    i = operator.index(index)
    if not -size <= i < size:
        raise IndexError(f"index {i} is out of range")
    return i % size


def as_parameter(value):
    """A tensor as a Parameter; anything else as it is."""
    return Parameter(value) if isinstance(value, Tensor) and not isinstance(value, Parameter) else value


def add_pairs(into, pairs):
    """Set entries from a mapping, or from pairs."""
    if not isinstance(pairs, Iterable):
        name = type(into).__name__.replace("ParameterDict", "ParametersDict")
        raise TypeError(
            f"{name}.update should be called with an iterable of key/value pairs, but got {type(pairs).__name__}"
        )
    for key, value in pairs.items() if hasattr(pairs, "items") else pairs:
        into[key] = value


def entry(value, spell):
    """An entry as a printed list or dict shows it: its type and size."""
    if not isinstance(value, Tensor):
        return f"Object of type: {type(value).__name__}"
    kind = "Parameter" if isinstance(value, Parameter) else "Tensor"
    return f"{kind} containing: [{spell(value)} of size {'x'.join(map(str, value.shape))}]"
