"""Optimizer: parameters in groups with options, what is remembered of each, and the step that changes them."""

from __future__ import annotations

import copy
import itertools
import warnings
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import dtypes
from ..autograd.grad_mode import enable_grad
from ..nn.parameter import clear_grad
from ..tensors import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Params = Iterable[Tensor] | Iterable[dict[str, Any]]


class Optimizer:
    """Base of the optimisers: `param_groups` is a list of dicts, `state` has a dict for each parameter.

    A subclass defines `update`, which changes one parameter's array in place, or `step` itself. Raises as
    `add_param_group` does, and TypeError for a single tensor.
    """

    def __init__(self, params: Params, defaults: dict[str, Any]):
        if isinstance(params, Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable of Tensors or dicts, but got "
                + params.type()
            )
        self.defaults = defaults
        self.state: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        self.has_stepped = False
        given: list[Any] = list(params)
        if not given:
            raise ValueError("optimizer got an empty parameter list")
        for group in given if isinstance(given[0], dict) else [{"params": given}]:
            self.add_param_group(group)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Take a group over: a dict with "params", a tensor or several, and options that differ from the defaults.

        Raises ValueError for a tensor that is no leaf or is in another group, TypeError for what is no tensor.
        """
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        params = param_group["params"]
        if isinstance(params, set):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets "
                "will change between runs. Please use a list instead."
            )
        params = [params] if isinstance(params, Tensor) else list(params)
        for p in params:
            if not isinstance(p, Tensor):
                name = dtypes.full_type_name(p)
                raise TypeError(f"optimizer can only optimize Tensors, but one of the params is {name}")
            if not p.is_leaf and not p.retains_grad:
                raise ValueError("can't optimize a non-leaf Tensor")
        if len({*map(id, params)}) < len(params):
            warnings.warn(
                "optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; "
                "see github.com/pytorch/pytorch/issues/40967 for more information",
                stacklevel=3,
            )
        if not {*map(id, params)}.isdisjoint(map(id, self._parameters())):
            raise ValueError("some parameters appear in more than one parameter group")
        param_group["params"] = params
        for name, default in self.defaults.items():
            param_group.setdefault(name, default)
        self.param_groups.append(param_group)

    def _parameters(self):
        return [p for group in self.param_groups for p in group["params"]]

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change each parameter that has a gradient; one whose `.grad` is None is skipped.

        A closure computes the loss again, with its gradients, and is called first; its result is returned, else None.
        """
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        self.has_stepped = True
        with np.errstate(all="ignore"):
            for group in self.param_groups:
                climb, lr = group.get("maximize"), group.get("lr")
                options = group | {"lr": lr.item()} if isinstance(lr, Tensor) else group
                for p in group["params"]:
                    grad = p._grad
                    if grad is not None:
                        self.update(p, p.array(), -grad._value if climb else grad._value, options)
                        (p._memory or p.memory()).written()
        return loss

    def update(self, parameter: Tensor, p: np.ndarray, grad: np.ndarray, group: dict[str, Any]) -> None:
        """Change `p`, the parameter's array, in place; `grad` stays as it is."""
        raise NotImplementedError

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Set the gradients of all parameters to None, or to zeros in place."""
        for group in self.param_groups:
            for p in group["params"]:
                clear_grad(p, set_to_none)

    def state_dict(self) -> dict[str, Any]:
        """The `state` by the parameters' numbers, and the groups with numbers for parameters."""
        numbers: dict[int, int] = {}
        for i, p in enumerate(self._parameters()):
            numbers.setdefault(id(p), i)
        groups = []
        for group in self.param_groups:
            options = {name: value for name, value in group.items() if name != "params"}
            groups.append(options | {"params": [numbers[id(p)] for p in group["params"]]})
        state = {numbers[id(p)] if isinstance(p, Tensor) else p: entry for p, entry in self.state.items()}
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from what `state_dict` gave, for as many parameters in as many groups; ValueError for others.

        Tensors of the parameter's dtype are taken over as they are.
        """
        groups = copy.deepcopy(state_dict["param_groups"])
        if len(groups) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        pairs = [*zip(groups, self.param_groups, strict=True)]
        if any([len(saved["params"]) != len(mine["params"]) for saved, mine in pairs]):
            raise ValueError(
                "loaded state dict contains a parameter group that doesn't match the size of optimizer's group"
            )
        numbers = itertools.chain.from_iterable([group["params"] for group in groups])
        mine = dict(zip(numbers, self._parameters(), strict=True))
        self.state = defaultdict(dict)
        for number, entry in state_dict["state"].items():
            if number in mine:
                self.state[mine[number]] = {name: like(mine[number], name, x) for name, x in entry.items()}
            else:
                self.state[number] = entry
        self.param_groups = [saved | {"params": group["params"]} for saved, group in pairs]

    def __repr__(self):
        text = f"{type(self).__name__} ("
        for i, group in enumerate(self.param_groups):
            options = [f"    {name}: {group[name]}\n" for name in sorted(group) if name != "params"]
            text += f"\nParameter Group {i}\n" + "".join(options)
        return text + ")"


def like(parameter, name, value):
    """An entry of a loaded state in its parameter's dtype; the count of steps keeps its own."""
    return value.to(parameter.dtype) if isinstance(value, Tensor) and name != "step" else value


def check_options(**options):
    """Raise ValueError for the first of these numbers that is negative (or nan)."""
    for name, number in options.items():
        if not 0.0 <= number:  # noqa: SIM300 (of a text it raises PyTorch's TypeError)
            raise ValueError(f"Invalid {NAMES.get(name, name + ' value')}: {number}")


NAMES = {"lr": "learning rate", "eps": "epsilon value"}


def zeros_for(p, *names):
    """A fresh state: no steps yet, and zeros of the parameter's shape under each of these names."""
    return {"step": Tensor(np.float32(0))} | {name: Tensor(np.zeros_like(p)) for name in names}


def counted(state):
    """The number of this step, which is kept in the state."""
    step = state["step"]
    step._value = step._value + 1
    return int(step._value)
