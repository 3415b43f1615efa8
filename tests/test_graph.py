"""backward's `inputs`, and how gradients add up in `.grad`."""

import pytest

import minigrad as mg


def leaf(*values):
    return mg.tensor(values, dtype=mg.float64, requires_grad=True)


def test_a_sum_of_gradients_keeps_its_history():
    a = leaf(2.0)
    (a * a).backward()
    before = a.grad
    with pytest.warns(UserWarning, match="create_graph=True"):
        (a * a * a).backward(create_graph=True)
    assert a.grad is not before
    assert mg.autograd.grad(a.grad, a)[0].tolist() == [12]


def test_without_create_graph_a_gradient_with_history_grows_in_place():
    a = leaf(2.0)
    with pytest.warns(UserWarning, match="create_graph=True"):
        (a * a).backward(create_graph=True)
    before = a.grad
    (a * 2).backward()
    assert a.grad is before
    assert before.tolist() == [6]
    assert before._version == 1


def test_a_result_among_the_inputs_retains_its_gradient():
    y = leaf(2.0).exp()
    (y * 2).backward(inputs=[y, y])
    assert y.retains_grad
    assert y.grad.tolist() == [2]


def test_the_node_of_a_result_among_the_inputs_runs():
    y, seen = leaf(2.0).exp(), []
    y.grad_fn.register_hook(lambda grad_inputs, grad_outputs: seen.append((grad_inputs, grad_outputs[0].tolist())))
    (y * 2).backward(inputs=[y])
    assert seen == [((None,), [2])]
