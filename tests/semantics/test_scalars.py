"""Part I's first.py does what PyTorch does, in every case that needs only single numbers and what first.py has."""

import re
import types

import pytest

from minigrad import first
from tests.semantics import programs
from tests.semantics.programs import cases, difference, run

HOLD = [
    "arithmetic/reuse-accumulates",
    "backward/accumulates",
    "backward/twice-is-an-error",
    "backward/retain-graph",
    "backward/shared-part-freed",
    "backward/graph-per-iteration",
    "backward/deep-chain",
    "graph/number-has-a-place",
    "leaves/grad-starts-as-none",
    "mistakes/backward-after-item",
    "mistakes/second-backward",
    "modes/backward-ignores-mode",
]
BEYOND = {  # on single numbers too, with what first.py does not have
    "arithmetic/builtin-sum-and-operators": "abs() and unary plus",
    "backward/inputs-argument": "inputs=",
    "backward/create-graph": "create_graph=",
    "graph/next-functions": "a type for each operation: its nodes are told apart by name()",
    "hooks/order-and-chaining": "hooks",
    "hooks/retain-grad-order": "hooks",
    "hooks/accumulate-node-hooks": "hooks",
    "hooks/overall-order": "hooks",
    "hooks/hook-after-in-place": "hooks",
    "leaves/grad-of-a-result-is-none-with-warning": "warnings",
}
PACKAGE = types.SimpleNamespace(tensor=first.tensor, no_grad=first.no_grad)
EVERY = {case.name: case for case in cases()}


@pytest.fixture(autouse=True)
def _without_switches(monkeypatch):
    """first.py has none of the switches that are set back before each program."""
    monkeypatch.setattr(programs, "reset", lambda package: None)


@pytest.mark.parametrize("name", HOLD)
def test_first_py_does_what_pytorch_does(name):
    different = difference(EVERY[name], run(EVERY[name].block("code"), PACKAGE), "first")
    assert different is None, f"{EVERY[name].title}\n{different}"


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_it_does_not_hold(name):
    assert difference(EVERY[name], run(EVERY[name].block("code"), PACKAGE), "first") is not None


def on_single_numbers(code):
    """Whether a program takes only `tensor` and `no_grad` from PyTorch, and makes no tensor of a list or array."""
    other = re.search(r"\btorch\.(?!(tensor|no_grad)\b)", code)
    return not other and not re.search(r"torch\.tensor\((\[|np\.|data\b|True\b)|dtype", code)


def test_every_case_on_single_numbers_is_listed():
    assert {name for name, case in EVERY.items() if on_single_numbers(case.block("code"))} == {*HOLD, *BEYOND}
