"""Forward mode: dual tensors carry a tangent, which every operation pushes on to its result."""

import contextlib
from typing import Any, NamedTuple

import numpy as np

from .. import dtypes
from . import variable
from .backward import grad
from .grad_mode import enable_grad, mode
from .watching import Level, watch

_current_level = -1  # the level that is open, as PyTorch shows it


NONE = None, None


class UnpackedDualTensor(NamedTuple):
    """The two parts of a dual tensor; the tangent is None for a tensor that carries none."""

    primal: Any
    tangent: Any


def enter_dual_level() -> int:
    """Open a level, in which dual tensors can be made. Raises RuntimeError inside another."""
    global _current_level
    if Level.open is not None:
        raise RuntimeError("Nested forward mode AD is not supported at the moment")
    Level.open, _current_level = object(), 0
    watch(Level, True)
    return 0


def exit_dual_level(*, level: int | None = None) -> None:
    """Close the level; the tangents made in it are gone. Raises RuntimeError for any but the one that is open."""
    global _current_level
    if level not in (None, _current_level):
        raise RuntimeError(
            "Trying to exit a forward AD level that was not the last one that was created. This is not supported."
        )
    if Level.open is None:
        raise RuntimeError("Dual level must be a positive number.")
    Level.open, _current_level = None, -1
    watch(Level, False)


@contextlib.contextmanager
def dual_level():
    """A level for as long as the block lasts."""
    level = enter_dual_level()
    try:
        yield level
    finally:
        exit_dual_level(level=level)


@contextlib.contextmanager
def suspended():
    """Nothing is pushed inside: a tangent has no tangent of its own."""
    before, Level.open = Level.open, None
    try:
        yield
    finally:
        Level.open = before


def tangent_of(x):
    """The tangent that a tensor carries in the level that is open, or None; a view has its part of its base's."""
    level, tangent = getattr(x, "_dual", NONE)
    if level is not None and level is Level.open:
        return tangent
    way = getattr(x, "_view", None)
    whole = None if way is None else tangent_of(way.base)
    if whole is None:
        return None
    with suspended():
        return way.seen(whole)


def carry(x, tangent):
    """Have a tensor carry a tangent in the level that is open, and its node too, which may have saved the result."""
    if tangent is not None:
        x._dual = Level.open, tangent
        if x._node is not None:
            x._node.more()["dual"] = x._dual


def follow(target, tangent):
    """After a write to `target`, write `tangent` (None: zeros) over its tangent, which lies in that of its base."""
    old, way = tangent_of(target), target._view
    if old is None and tangent is not None and way is not None:
        carry(way.base, variable.Tensor(np.zeros_like(way.base._value)))
        old = tangent_of(target)
    if old is None:
        carry(target, tangent)
        return
    with suspended():
        old.zero_() if tangent is None else old.copy_(tangent)


def make_dual(tensor: Any, tangent: Any, *, level: int | None = None) -> Any:
    """A dual tensor: a view of `tensor` that carries `tangent`, of the same shape and dtype.

    Raises RuntimeError outside a level, or for another shape; ValueError for integers.
    """
    if Level.open is None:
        raise RuntimeError(
            "Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first."
        )
    for name, x in (("primal", tensor), ("tangent", tangent)):
        if x.dtype not in dtypes.FLOATS:
            raise ValueError(f"Expected {name} to be floating point or complex, but got: torch.{x.dtype.name}")
    if tensor.shape != tangent.shape:
        raise RuntimeError(
            "Trying to set a forward gradient that has a different size than that of the original Tensor, this is not "
            f"supported. Tensor is of size {list(tensor.shape)} while the given forward gradient is of size "
            f"{list(tangent.shape)}."
        )
    with suspended():
        dual = tensor[...]
    dual._dual = Level.open, tangent
    return dual


def unpack_dual(tensor: Any, *, level: int | None = None) -> UnpackedDualTensor:
    """The primal and the tangent of a tensor; None for the tangent of one that carries none."""
    if Level.open is None:
        return UnpackedDualTensor(tensor, None)
    with suspended():
        primal = tensor[...]
    primal._dual = Level.open, None
    return UnpackedDualTensor(primal, tangent_of(tensor))


def transposed(rule, tangent, result):
    """The tangent of a result by a rule of the backward pass, which is linear in the gradient that it is given.

    <rule(v), t> is <v, J t> for every v: so the derivative of the left side in v is J t, whatever v is.
    """
    recording = mode.recording
    with enable_grad():
        v = variable.Tensor(result._value * 0).requires_grad_()
        (pushed,) = grad((rule(v) * tangent).sum(), v, create_graph=recording)
    return pushed
