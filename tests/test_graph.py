"""backward's `inputs`, edges, and how gradients add up in `.grad`."""

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


def test_a_gradient_edge_may_be_differentiated():
    a = leaf(2.0)
    edge = mg.autograd.graph.get_gradient_edge(a * 3)
    weight = mg.ones(1, dtype=mg.float64)
    assert mg.autograd.grad(edge, a, weight, retain_graph=True)[0].tolist() == [3]
    mg.autograd.backward(edge, weight)
    assert a.grad.tolist() == [3]


def test_a_gradient_edge_may_be_written_by_hand():
    a = leaf(2.0)
    y = a * 3
    z = y * 5
    edge = mg.autograd.graph.GradientEdge(*z.grad_fn.next_functions[0])
    assert mg.autograd.grad(z, edge)[0].tolist() == [5]


def test_flags_must_be_bools():
    with pytest.raises(TypeError, match=r"argument 'requires_grad' .* must be bool, not int"):
        leaf(1.0).requires_grad_(1)
    with pytest.raises(TypeError, match=r"argument 'enabled' .* must be bool, not int"):
        mg.set_grad_enabled(0)
    assert mg.is_grad_enabled()


def test_contexts_for_saved_tensors_exclude_each_other():
    saving = mg.autograd.graph
    with (
        saving.allow_mutation_on_saved_tensors(),
        pytest.raises(RuntimeError, match="contexts cannot be nested"),
        saving.allow_mutation_on_saved_tensors(),
    ):
        pass
    with (
        saving.saved_tensors_hooks(lambda x: x, lambda x: x),
        pytest.raises(RuntimeError, match="not here"),
        saving.disable_saved_tensors_hooks("not here"),
    ):
        pass


def test_gradcheck_refuses_inputs_that_overlap_themselves():
    with pytest.raises(RuntimeError, match="The 0th input has a dimension with stride 0"):
        mg.autograd.gradcheck(lambda x: x * 2, mg.ones(1, dtype=mg.float64).expand(2).requires_grad_())


def test_numbers_do_not_reach_the_hooks_for_saved_tensors():
    packed, a = [], leaf(1.0, 2.0)
    with mg.autograd.graph.saved_tensors_hooks(lambda x: packed.append(x) or x, lambda x: x):
        y = a * 3 * a
    assert [x.shape for x in packed] == [(2,), (2,)]
    y.sum().backward()
    assert a.grad.tolist() == [6, 12]


def test_a_saved_tensor_may_be_written_to_by_out_where_that_is_allowed():
    a, out = leaf(1.0), mg.zeros(1, dtype=mg.float64)
    with mg.autograd.graph.allow_mutation_on_saved_tensors():
        y = a * out
        mg.add(a.detach(), 5, out=out)
        y.backward()
    assert a.grad.tolist() == [0]


def test_an_edge_written_by_hand_names_one_of_several_outputs():
    x = mg.tensor([1.0, 2.0], requires_grad=True)
    a, b = (x * 1).unbind(0)
    edges = [mg.autograd.graph.GradientEdge(a.grad_fn, i) for i in range(2)]
    given = mg.autograd.grad(a * 2 + b * 5, edges, retain_graph=True)
    sent = [mg.autograd.grad(edge, x, mg.tensor(1.0), retain_graph=True)[0] for edge in edges]
    assert [g.item() for g in given] == [2, 5] and [g.tolist() for g in sent] == [[1, 0], [0, 1]]


def test_saved_indices_are_tensors():
    x = mg.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    assert x.max(0).values.grad_fn._saved_indices.tolist() == [1, 1]
    assert x.max(0, keepdim=True).values.grad_fn._saved_indices.tolist() == [[1, 1]]
    before, index = x[:, mg.tensor([1, 0])].grad_fn._saved_indices
    assert before is None
    assert index.tolist() == [1, 0]
    assert x.index_select(1, mg.tensor([1])).grad_fn._saved_index.tolist() == [1]
    assert x[0].grad_fn._saved_index == 0


def test_a_product_with_a_vector_is_no_view_of_another():
    u, x = mg.ones(3, requires_grad=True), mg.ones(2, 3, requires_grad=True)
    for y, name in ((u @ x.T, "SqueezeBackward4"), (x[None] @ u, "UnsafeViewBackward0")):
        assert y.grad_fn.name() == name
        assert not y._is_view()
        assert y.mul_(2).grad_fn.name() == "MulBackward0"
