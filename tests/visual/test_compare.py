"""compare: the first node at which two passes differ."""

import pytest

import minigrad as mg
from minigrad import first
from minigrad.visual import compare, first_difference, step
from tests.visual import engine


def square(tensor, rule=lambda grad, x: grad * 2 * x):
    """(3x)², with the rule of the square as an engine of our own might have it."""
    x = tensor(2.0, requires_grad=True)
    u = x * tensor(3.0)
    return engine.result(u.data * u.data, "square", lambda grad: (rule(grad, u.data),), u)


def chain(slope=3.0, tensor=mg.tensor, again=False):
    x = tensor(2.0, requires_grad=True)
    u = x * slope
    y = u * u
    return y * y if again else y


def test_passes_that_agree_have_no_difference_whatever_the_engine():
    assert first_difference(chain(), chain()) is None
    assert first_difference(chain(), chain(tensor=first.tensor)) is None
    assert "agree at every step" in repr(compare(chain(), chain(tensor=first.tensor)))


def test_a_rule_that_forgets_a_factor_differs_where_it_sends():
    found = first_difference(square(engine.Tensor, lambda grad, x: grad * x), square(engine.Tensor), ("yours", "right"))
    assert found.step == 4
    assert found.nodes == ("result", "result")
    assert found.sentence == "what result sends to ×₁: yours 6, right 12."


def test_a_value_an_order_and_a_length_that_differ_are_said():
    assert first_difference(chain(3.0), chain(4.0)).sentence == "the value of leaf₁ × 3: left 6, right 8."
    x, w = mg.tensor(2.0, requires_grad=True), mg.tensor(3.0, requires_grad=True)
    a, b = (x * w).exp(), (x + w).exp()
    assert first_difference(a, b).sentence == "this step: left forward at x × w, right forward at x + w."
    assert first_difference(chain(), chain(again=True)).step == 3


def test_what_was_not_kept_is_not_judged():
    x = mg.tensor(2.0, requires_grad=True)
    kept = x + 1
    assert kept.item() == 3.0
    assert first_difference(step(kept * 2), step((x + 1) * 2)) is None


def test_both_traces_mark_the_node_and_nothing_else_of_them_changes():
    one, other = step(square(engine.Tensor, lambda grad, x: grad)), step(square(engine.Tensor))
    before = one.trace
    shown = compare(one, other, ("yours", "right"))
    assert [trace["marked"] for trace in shown.traces] == [2, 2]
    assert one.trace is before and "marked" not in before
    assert shown.place == shown.difference.step == 4
    assert repr(shown).startswith("The first difference is at step 4, what result sends to")
    assert "yours: Stepper: result, 6 steps" in repr(shown)


def test_what_is_neither_tensor_nor_stepper_is_refused():
    with pytest.raises(TypeError, match=r"^compare: 3 is neither a tensor nor a stepper, such as step\(c\)\."):
        compare(3, chain())
