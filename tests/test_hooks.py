"""Hooks: what they may return, and whose retained gradient is whose after a write."""

import pytest

import minigrad as mg


def leaf(*values):
    return mg.tensor(values, dtype=mg.float64, requires_grad=True)


@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        (lambda go: go[0], TypeError, "expected tuple, but hook returned 'Tensor'"),
        (lambda go: [go[0]], TypeError, "expected tuple, but hook returned 'list'"),
        (lambda go: (5,), TypeError, "expected Variable, but hook returned 'int'"),
        (lambda go: go * 2, RuntimeError, "has returned an incorrect number of values (got 2, but expected 1)"),
        (lambda go: (go[0][:1],), RuntimeError, "has changed the size of value"),
        (
            lambda go: (go[0].float(),),
            RuntimeError,
            "has changed the type of value (was torch.DoubleTensor got torch.FloatTensor)",
        ),
    ],
)
def test_what_a_node_hook_returns_must_fit(answer, error, text):
    before, after = leaf(1.0, 2.0).exp(), leaf(1.0, 2.0).exp()
    before.grad_fn.register_prehook(answer)
    after.grad_fn.register_hook(lambda grad_inputs, grad_outputs: answer(grad_inputs))
    for y in (before, after):
        with pytest.raises(error) as caught:
            y.sum().backward()
        assert text in str(caught.value)


def test_a_tensor_hook_may_not_change_the_dtype():
    a = leaf(1.0)
    a.register_hook(lambda grad: grad.float())
    with pytest.raises(RuntimeError, match="has changed the type of value"):
        (a * 2).backward()


def test_a_hook_without_a_name_is_unknown():
    class Hook:
        def __call__(self, grad):
            return grad[:1]

    a = leaf(1.0, 2.0)
    a.register_hook(Hook())
    with pytest.raises(RuntimeError, match="hook '<unknown>' has changed the size of value"):
        (a * 2).sum().backward()


def test_a_node_hook_cannot_invent_a_gradient():
    a = leaf(1.0)
    y = a * 2
    y.grad_fn.register_hook(lambda grad_inputs, grad_outputs: (grad_inputs[0], grad_inputs[0]))
    with pytest.raises(RuntimeError, match="can't replace a None gradient with a non-None value"):
        y.backward()


def test_a_node_hook_may_stop_the_gradient():
    a, b = leaf(1.0), leaf(1.0)
    x, y = a.exp(), b.exp()
    x.grad_fn.register_prehook(lambda grad_outputs: (None,))
    y.grad_fn.register_hook(lambda grad_inputs, grad_outputs: (None,))
    (x + y).backward()
    assert a.grad is None
    assert b.grad is None


def test_a_post_accumulate_hook_returns_nothing():
    a = leaf(1.0)
    a.register_post_accumulate_grad_hook(lambda leaf: 5)
    with pytest.raises(TypeError, match="expected Variable, but hook returned 'int'"):
        (a * 2).backward()


def test_a_view_retains_its_gradient_after_a_write_to_its_base():
    base = leaf(1.0, 2.0) * 1
    view = base[:1]
    view.retain_grad()
    base.mul_(3)
    assert view.retains_grad
    view.sum().backward()
    assert view.grad.tolist() == [1]


def test_a_base_retains_the_gradient_of_its_value_after_a_write_to_a_view():
    base = leaf(1.0, 2.0) * 1
    base.retain_grad()
    base[:1].mul_(3)
    base.sum().backward()
    assert base.grad.tolist() == [1, 1]
