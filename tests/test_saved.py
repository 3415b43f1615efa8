"""What nodes save: the check for changes, the hooks that keep it elsewhere, the modes that watch it."""

import numpy as np
import pytest

import minigrad as mg
from minigrad.autograd import graph


def leaf(value):
    return mg.tensor(value, requires_grad=True)


def test_a_write_through_numpy_fails_where_it_happens_in_the_read_only_mode():
    x = leaf([1.0, 2.0])
    with graph.read_only_saved_tensors():
        y = x * 3
        z = y.exp()
        out = (z * 2.0).sum()
        with pytest.raises(ValueError, match="read-only"):
            z.detach().numpy()[0] = 5.0
        with pytest.raises(ValueError, match="read-only"):
            z.add_(1)
        y.detach().numpy()[0] = 7.0  # a product with a number saves nothing of it
    out.backward()
    np.testing.assert_allclose(x.grad.numpy(), 6 * np.exp([3.0, 6.0]), rtol=1e-5)
    z.detach().numpy()[0] = 5.0
    assert z[0].item() == 5.0


def test_the_read_only_mode_locks_the_memory_of_views_as_well():
    base = leaf([[1.0, 2.0], [3.0, 4.0]]) * 1
    with graph.read_only_saved_tensors():
        row = base[0]
        row.exp() * row
        with pytest.raises(ValueError, match="read-only"):
            base.detach().numpy()[0, 0] = 9.0


def test_an_unseen_write_is_silent_without_the_mode():
    x = leaf([1.0, 2.0])
    y = x * 1
    out = (y * y).sum()
    y.detach().numpy()[0] = 10.0
    out.backward()
    assert x.grad.tolist() == [20.0, 4.0]  # as in PyTorch, which cannot see it either


def test_saved_values_are_told_from_changed_ones_by_date():
    x = leaf([1.0, 2.0])
    y = x * 1
    y.add_(1)  # before it is saved
    out = (y * y).sum()
    out.backward()
    assert x.grad.tolist() == [4.0, 6.0]


def test_the_version_expected_is_the_one_at_the_time_of_saving():
    y = leaf([1.0, 2.0]) * 1
    for _ in range(3):
        y.add_(1)
    out = y * y
    y.add_(1).add_(1)
    with pytest.raises(RuntimeError, match=r"is at version 5; expected version 3 instead"):
        out.sum().backward()


def test_hooks_see_each_saved_tensor_and_replace_it():
    seen = []
    x, k = leaf([2.0, 3.0]), mg.tensor([5.0, 7.0])

    def pack(tensor):
        seen.append(tensor.tolist())
        return tensor.tolist()

    with graph.saved_tensors_hooks(pack, lambda kept: mg.tensor(kept) * 10):
        y = (x * k).exp().sum()
    assert seen[0] == [5.0, 7.0]
    assert len(seen) == 2
    y.backward()
    np.testing.assert_allclose(x.grad.numpy(), 10 * 10 * np.exp([10.0, 21.0]) * [5.0, 7.0], rtol=1e-5)


def test_hooks_cover_operations_of_many_inputs_and_outputs():
    x = leaf([2.0, 3.0])
    with graph.saved_tensors_hooks(lambda t: t.detach().clone(), lambda t: t):
        a, b = (x * x).unbind()
        out = mg.cat([mg.stack([a, b]), x * x]).sum()
    out.backward()
    assert x.grad.tolist() == [8.0, 12.0]


def test_one_saved_value_may_have_hooks_of_its_own():
    x = leaf([2.0, 3.0])
    y = x.exp()
    y.grad_fn._raw_saved_result.register_hooks(lambda t: t * 0 + 1, lambda t: t)
    y.sum().backward()
    assert x.grad.tolist() == [1.0, 1.0]


class Exp(mg.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = x.exp()
        ctx.save_for_backward(x, y)
        return y

    @staticmethod
    def backward(ctx, grad):
        _, y = ctx.saved_tensors
        return grad * y


def test_what_hooks_give_back_has_the_history_of_what_was_saved():
    x = leaf(0.5)
    with graph.save_on_cpu():
        y = Exp.apply(x * 2)
        z = (x * y).tanh()
    (g,) = mg.autograd.grad(z, x, create_graph=True)
    (h,) = mg.autograd.grad(g, x)
    (g0,) = mg.autograd.grad((x * (x * 2).exp()).tanh(), x, create_graph=True)
    (h0,) = mg.autograd.grad(g0, x)
    np.testing.assert_allclose([g.item(), h.item()], [g0.item(), h0.item()], rtol=1e-6)


def test_hooks_keep_what_a_write_to_a_view_saves():
    x = leaf([1.0, 2.0, 3.0])
    with graph.save_on_cpu():
        y = x * x
        y[1:].mul_(x[:2])
    y.sum().backward()
    assert x.grad.tolist() == [6.0, 13.0, 12.0]


def test_mutation_is_allowed_where_it_is_asked_for_and_only_there():
    x = leaf([1.0, 2.0])
    with graph.allow_mutation_on_saved_tensors():
        y = x * 1
        out = (y * y).sum()
        y[0] = 100.0
        y.mul_(3)
        out.backward()
    assert x.grad.tolist() == [2.0, 4.0]
    with graph.allow_mutation_on_saved_tensors():
        late = (x * x).sum()
        z = x.exp()
        z.add_(1)
        assert mg.autograd.grad(z.sum(), x)[0].equal(x.exp())
    with pytest.raises(AssertionError, match="outside of the 'allow_mutation_on_saved_tensors' context"):
        late.backward()
