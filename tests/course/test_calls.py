"""What the nodes of the reader's engine are called with: noted, named, and bounded."""

from contextlib import suppress

import pytest

from minigrad.course.calls import OverBudget, recorded
from minigrad.course.rooms import Room
from tests.course.kernel import Kernel

BEGIN = """%start 05
from minigrad.course import record_calls, show_calls
x = tensor(3.0, requires_grad=True)
u = x * x
y = u + u * 2.0
with record_calls() as calls:
    run_backward(y.grad_fn, 1.5)
"""


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    kernel = Kernel()
    kernel.run(BEGIN)
    return kernel


def test_each_call_is_noted_with_its_gradient_in_the_order_of_the_calls(kernel):
    names = {kernel[name].node: name for name in "xuy"}
    along_u = [("u", 1.5), ("x", 4.5), ("x", 4.5)]
    along_the_product = [("·", 1.5), ("u", 3.0), ("x", 9.0), ("x", 9.0)]
    told = [(names.get(node, "·"), grad) for node, grad in kernel["calls"]]
    assert told == [("y", 1.5), *along_u, *along_the_product]
    assert kernel["x"].grad.item() == 27.0


def test_calls_are_shown_under_the_names_of_the_tensors(kernel):
    assert kernel.run("show_calls(calls[:5])").splitlines() == [
        "y             called with 1.5",
        "u             called with 1.5",
        "x             called with 4.5",
        "x             called with 4.5",
        "MulBackward0  called with 1.5",
    ]
    assert kernel.run("show_calls([])") == ""


def test_nothing_is_noted_afterwards_whatever_happened_inside(kernel):
    kernel.run("with record_calls() as calls:\n    u.grad_fn(1.0)\n    1 / 0")
    kernel.run("u.grad_fn(1.0)")
    assert len(kernel["calls"]) == 1


def test_more_calls_than_the_budget_stop_even_what_catches_exceptions():
    room = Room()
    room.fill(4)
    engine, y = room.scope, room.scope["tensor"](1.5, requires_grad=True)
    for _ in range(20):
        y = y + y

    def carefully(node, grad):
        with suppress(Exception):
            engine["run_backward"](node, grad)

    with pytest.raises(OverBudget, match="stopped after 1,000 calls of nodes"), recorded(engine, 1000) as calls:
        carefully(y.node, 1.0)
    assert len(calls) == 1000
