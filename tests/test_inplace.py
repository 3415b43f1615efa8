"""Views and in-place writes: one history for all tensors over one memory, to any order, freed at once."""

import gc
import weakref

import numpy as np
import pytest

import minigrad as mg


def leaf(value):
    return mg.tensor(value, dtype=mg.float64, requires_grad=True)


def through_a_view(x, w):
    y = x * 1
    y[0].mul_(w)
    y[1:].exp_()
    return (y * y).sum()


def without_views(x, w):
    return ((x[0] * w) ** 2).sum() + (x[1:].exp() ** 2).sum()


def over_the_base(x, w):
    y = x * 1
    row = y[0]
    y.mul_(w)
    return (row * row).sum() + y[1:].sum()


def over_the_base_plainly(x, w):
    return ((x[0] * w) ** 2).sum() + (x[1:] * w).sum()


def a_view_of_a_view(x, w):
    y = x * 1
    y.t()[1:].unsqueeze(0)[0, 0].sub_(w)
    return (y * y * y).sum()


def a_view_of_a_view_plainly(x, w):
    column = x[:, 1] - w
    return (x[:, 0] ** 3).sum() + (column**3).sum() + (x[:, 2:] ** 3).sum()


def a_plain_tensor(x, w):
    y = mg.zeros(2, 3, dtype=mg.float64)
    y[0] = x[1]
    y[:, 1] = w
    y[1, 2] += x[0, 0] * w
    return (y * y).sum()


def a_plain_tensor_plainly(x, w):
    return x[1, 0] ** 2 + x[1, 2] ** 2 + 2 * w**2 + (x[0, 0] * w) ** 2


PAIRS = [
    (through_a_view, without_views),
    (over_the_base, over_the_base_plainly),
    (a_view_of_a_view, a_view_of_a_view_plainly),
    (a_plain_tensor, a_plain_tensor_plainly),
]


@pytest.mark.parametrize(("written", "plain"), PAIRS, ids=lambda f: f.__name__)
def test_gradients_are_as_if_written_without_views_and_so_are_their_gradients(written, plain):
    x, w = leaf([[0.3, -0.7, 1.1], [0.9, 0.4, -0.2]]), leaf(1.7)
    firsts, seconds = [], []
    for f in (written, plain):
        first = mg.autograd.grad(f(x, w), [x, w], create_graph=True)
        firsts.append([g.tolist() for g in first])
        total = sum([(g * g * g).sum() for g in first])
        seconds.append([g.tolist() for g in mg.autograd.grad(total, [x, w])])
    np.testing.assert_allclose(np.hstack([np.ravel(g) for g in firsts[0]]), np.hstack([np.ravel(g) for g in firsts[1]]))
    np.testing.assert_allclose(
        np.hstack([np.ravel(g) for g in seconds[0]]), np.hstack([np.ravel(g) for g in seconds[1]])
    )


def test_a_base_of_another_layout_is_written_through():
    x = leaf(np.arange(6.0).reshape(2, 3))
    y = x.t() * 1  # NumPy keeps the transposed layout
    y.t().reshape(-1)[2:5].mul_(10)
    y.sum().backward()
    assert x.grad.tolist() == [[1, 1, 10], [10, 10, 1]]


@pytest.mark.parametrize("look", [lambda y, row: None, lambda y, row: row.grad_fn, lambda y, row: y.sum().backward()])
def test_written_graphs_are_freed_at_once_without_the_collector(look):
    gc.disable()
    try:
        x = leaf([1.0, 2.0, 3.0])
        y = x * 1
        row = y[0]
        row.mul_(x[1])
        look(y, row)
        gone = [weakref.ref(y), weakref.ref(row), weakref.ref(y.grad_fn)]
        del y, row
        assert [ref() for ref in gone] == [None, None, None]
    finally:
        gc.enable()


def test_views_that_are_gone_leave_no_trace_in_the_memory():
    x = leaf([1.0, 2.0, 3.0])
    for _ in range(1000):
        x[0]
    assert len(x.memory().views) < 40


def test_a_refused_write_changes_nothing():
    x = leaf([1.0, 2.0])
    for attempt in (lambda: x.add_(1), lambda: x[0].mul_(3), lambda: x.__setitem__(0, 5.0)):
        with pytest.raises(
            RuntimeError, match="leaf Variable that requires grad is being used in an in-place operation"
        ):
            attempt()
    assert x.tolist() == [1.0, 2.0]
    assert x._version == 0


def test_augmented_assignment_writes_and_never_rebinds():
    t = mg.tensor([1.0, 4.0])
    same = t
    t += 1
    t -= 2
    t *= 6
    t /= 2
    t **= 2
    assert t is same
    assert t.tolist() == [0.0, 81.0]
    assert t._version == 5


def test_nothing_flows_back_through_a_comparison_in_place():
    for write in (lambda y: y.eq_(1), lambda y: y.logical_not_(), lambda y: y.floor_divide_(2)):
        x = mg.tensor([1.0, 2.0], requires_grad=True)
        write(x * 1).sum().backward()
        assert x.grad.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("call", [lambda out: mg.exp(mg.ones(2), out=out), lambda out: mg.add(mg.ones(2), 1, out=out)])
def test_an_out_tensor_of_another_shape_is_resized_with_a_warning_unless_it_is_empty(call):
    out = mg.ones(3)
    with pytest.warns(UserWarning, match=r"resized since it had shape \[3\], .* required output shape \[2\]") as caught:
        call(out)
    assert out.shape == (2,)
    assert caught[0].filename == __file__
    call(mg.empty(0))


def test_a_saved_view_whose_base_was_written_to_is_named_by_its_new_history():
    y = leaf([0.0, 1.0, 2.0]) * 1
    row = y[:2]
    out = row**2
    y[2] = 0.0
    with pytest.raises(
        RuntimeError, match=r"\[2\]\], which is output 0 of AsStrided, is at version 1; expected version 0"
    ):
        out.backward(mg.ones(2, dtype=mg.float64) * 3)


def test_a_saved_view_that_was_made_under_no_grad_refuses_the_write_to_its_base():
    x = leaf([0.0, 1.0, 2.0])
    y = x * 1
    with mg.no_grad():
        row = y[:2]
    out = row * x[:2]
    with mg.no_grad():
        y[2] = 0.0
    with pytest.raises(
        RuntimeError, match="A view was created in no_grad mode and its base or another view of its base"
    ):
        out.backward(mg.ones(2, dtype=mg.float64) * 3)
