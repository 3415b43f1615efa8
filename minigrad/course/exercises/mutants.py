"""Operations with derivative rules that are wrong in ways people make them, and how a test by nudging fares with each.

A test is an input and what arrives at the result, both arrays of one dimension and one length. It sees a rule as wrong where that gives
something else than `numerical_gradient` says of the weighted sum of the results.
"""

import functools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from minigrad.first import numerical_gradient

RTOL = 1e-3  # gradcheck's own tolerances: atol is a hundredth of rtol
ATOL_OF_RTOL = 1e-2


class Operation(NamedTuple):
    """An operation of NumPy, in text: its function of x, its rule, and wrong ones."""

    name: str
    function: str
    right: str
    wrong: tuple[str, ...]


OPERATIONS = (
    Operation("square", "x * x", "2 * grad * x", ("grad * x", "2 * x")),
    Operation("relu", "np.maximum(x, 0)", "grad * (x > 0)", ("grad",)),
    Operation("clamp", "np.clip(x, -2, 2)", "grad * (abs(x) <= 2)", ("grad",)),
    Operation("tanh", "np.tanh(x)", "grad * (1 - result**2)", ("grad * (1 - result)",)),
    Operation("sigmoid", "1 / (1 + np.exp(-x))", "grad * result * (1 - result)", ("grad * (1 - result**2)",)),
    Operation(
        "mirror",
        "x * x[::-1]",
        "(grad + grad[::-1]) * x[::-1]",
        ("(grad + grad[::-1]) * x", "2 * grad * x[::-1]"),
    ),
    Operation("mean", "np.full_like(x, x.mean())", "np.full_like(x, grad.mean())", ("grad",)),
    Operation(
        "softmax",
        "np.exp(x) / np.exp(x).sum()",
        "result * (grad - (grad * result).sum())",
        ("grad * result * (1 - result)", "result * (grad - grad.mean())", "result * ((grad * result).sum() - grad)"),
    ),
)


class Mutant(NamedTuple):
    """An operation with one wrong rule."""

    operation: Operation
    rule: str

    @property
    def title(self):
        return f"{self.operation.name}: {self.rule}"


MUTANTS = [Mutant(operation, rule) for operation in OPERATIONS for rule in operation.wrong]


@functools.cache
def function_of(text: str) -> Callable:
    """The function of x, grad and result that a text is."""
    return eval(f"lambda x, grad=None, result=None: {text}", {"np": np})


def ruled(operation, rule, x, grad):
    """The gradient of x by a rule."""
    return np.asarray(function_of(rule)(x, grad, function_of(operation.function)(x)), float) + 0.0  # no -0


def nudged(operation, x, grad):
    """The same by the judge of lesson 01."""
    f = function_of(operation.function)
    return np.array(numerical_gradient(lambda *xs: (f(np.array(xs)) * grad).sum(), *x))


def distance(given, right):
    """The least `rtol` for which all numbers are near enough: |given - right| <= atol + rtol · |right|; inf for nan."""
    with np.errstate(all="ignore"):
        apart = np.abs(given - right) / (ATOL_OF_RTOL + np.abs(right))
    return float(np.nan_to_num(apart, nan=np.inf).max())


class Trial(NamedTuple):
    """A rule in a test: how far its gradient is from the nudged one, both, and what arrived."""

    distance: float
    ruled: np.ndarray
    nudged: np.ndarray
    upstream: np.ndarray


def trial(operation, rule, x, upstream):
    """The rule in this test; where `upstream` is None, 1 arrives at each place in turn, as in gradcheck."""
    arriving = [upstream] if upstream is not None else [*np.eye(x.size)]
    found = []
    with np.errstate(all="ignore"):
        for grad in arriving:
            pair = ruled(operation, rule, x, grad), nudged(operation, x, grad)
            found.append(Trial(distance(*pair), *pair, grad))
    return max(found, key=lambda made: round(made.distance, 9))  # in what is only noise, the first


def trials(x, upstream):
    """The trial of each mutant's wrong rule, and of each operation's right one."""
    wrong = [trial(mutant.operation, mutant.rule, x, upstream) for mutant in MUTANTS]
    return wrong, [trial(operation, operation.right, x, upstream) for operation in OPERATIONS]
