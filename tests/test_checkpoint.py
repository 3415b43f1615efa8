"""Checkpointing: the same gradients, how often and how far the function runs again, what it says when it differs."""

import contextlib
import gc
import weakref

import pytest

import minigrad as mg
from minigrad.utils.checkpoint import (
    CheckpointError,
    checkpoint,
    checkpoint_sequential,
    set_checkpoint_early_stop,
)


def leaf(*numbers):
    return mg.tensor([*numbers], requires_grad=True)


def test_the_same_gradients_of_both_orders():
    x, w = leaf(0.1, 0.2), leaf(0.3, -0.4)

    def f(v):
        return ((v * w).tanh() * v.exp()).sum()

    def gradients(y):
        first = mg.autograd.grad(y, (x, w), create_graph=True)
        second = mg.autograd.grad(sum([(g * g).sum() for g in first]), (x, w))
        return [g.tolist() for g in (*first, *second)]

    assert gradients(checkpoint(f, x, use_reentrant=False)) == gradients(f(x))


def test_checkpoints_in_checkpoints():
    runs = []

    def inner(v):
        runs.append("inner")
        return v.sin().exp()

    def outer(v):
        runs.append("outer")
        return checkpoint(inner, v * v, use_reentrant=False).tanh()

    x = leaf(0.5, 0.7)
    checkpoint(outer, x, use_reentrant=False).sum().backward()
    assert runs[:2] == ["outer", "inner"]
    assert runs.count("outer") == 2
    y = leaf(0.5, 0.7)
    (y * y).sin().exp().tanh().sum().backward()
    assert x.grad.tolist() == y.grad.tolist()


def test_random_numbers_are_the_same_again_and_the_others_go_on():
    drawn = []

    def f(v):
        drawn.append(mg.rand(2))
        return (v * drawn[-1]).exp()

    mg.manual_seed(0)
    y = checkpoint(f, leaf(1.0, 2.0), use_reentrant=False)
    state = mg.get_rng_state()
    y.sum().backward()
    assert drawn[0].tolist() == drawn[1].tolist()
    assert mg.get_rng_state() == state
    checkpoint(f, leaf(1.0, 2.0), use_reentrant=False, preserve_rng_state=False).sum().backward()
    assert drawn[2].tolist() != drawn[3].tolist()


@pytest.mark.parametrize(("option", "around", "ends"), [(True, None, 1), (False, None, 2), (True, False, 2)])
def test_it_stops_as_soon_as_all_is_there(option, around, ends):
    ended = []

    def f(v):
        y = v.exp()
        ended.append(1)
        return y

    with contextlib.nullcontext() if around is None else set_checkpoint_early_stop(around):
        y = checkpoint(f, leaf(1.0), use_reentrant=False, early_stop=option)
    y.sum().backward()
    assert len(ended) == ends


def test_each_pass_over_a_kept_graph_runs_it_once():
    runs = []
    x = leaf(0.5)
    y = checkpoint(lambda v: runs.append(1) or v.sin().exp().tanh(), x, use_reentrant=False)
    y.backward(retain_graph=True)
    y.backward()
    assert len(runs) == 3
    with pytest.raises(RuntimeError, match="Trying to backward through the graph a second time"):
        y.backward()


def test_what_was_saved_is_not_kept():
    kept = []

    def f(v):
        y = v.sin()
        kept.append(weakref.ref(y))
        return y.exp()

    gc.disable()
    try:
        y = checkpoint(f, leaf(0.5), use_reentrant=False)
        assert kept[0]() is None
        y.backward()
        node = weakref.ref(y.grad_fn)
        del y
        assert node() is None
    finally:
        gc.enable()


def test_a_function_that_saves_its_output():
    class Exp(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            y = x.exp()
            ctx.save_for_backward(y)
            return y

        @staticmethod
        def backward(ctx, grad):
            (y,) = ctx.saved_tensors
            return grad * y

    x = mg.tensor(0.5, requires_grad=True)
    y = checkpoint(lambda v: Exp.apply(v * 2), x, use_reentrant=False)
    (g,) = mg.autograd.grad(y, x, create_graph=True)
    (h,) = mg.autograd.grad(g, x)
    assert (g / y).item() == pytest.approx(2)
    assert (h / y).item() == pytest.approx(4)


DIFFERENT = """\
torch.utils.checkpoint: Recomputed values for the following tensors have different metadata than during the \
forward pass.
tensor at position 0:
saved metadata: {'shape': torch.Size([1]), 'dtype': minigrad.float32, 'device': device(type='cpu')}
recomputed metadata: {'shape': torch.Size([2]), 'dtype': minigrad.float32, 'device': device(type='cpu')}
.
"""
FEWER = """\
torch.utils.checkpoint: A different number of tensors was saved during the original forward and recomputation.
Number of tensors saved during forward: 2
Number of tensors saved during recomputation: 1.
"""
MORE = """\
torch.utils.checkpoint: trying to save more tensors during recomputation than during the original forward pass.
"""


def changing(*bodies):
    """A function that does something else each time it is called."""
    bodies = [*bodies]

    def function(v):
        return bodies.pop(0)(v)

    return function


@pytest.mark.parametrize(
    ("first", "again", "message"),
    [
        (lambda v: v[:1].exp(), lambda v: v.exp(), DIFFERENT),
        (lambda v: v.sin().cos(), lambda v: v.sin(), FEWER),
        (lambda v: v.sin(), lambda v: v.sin().cos(), MORE),
    ],
)
def test_a_function_that_does_something_else_again(first, again, message):
    y = checkpoint(changing(first, again), leaf(1.0, 2.0), use_reentrant=False, early_stop=False)
    with pytest.raises(CheckpointError) as error:
        y.sum().backward()
    assert str(error.value) == message


def test_the_check_may_be_left_out():
    x = leaf(1.0, 2.0)
    f = changing(lambda v: v.sin(), lambda v: v.double().sin())
    checkpoint(f, x, use_reentrant=False, determinism_check="none").sum().backward()
    assert x.grad.tolist() == pytest.approx([0.5403, -0.4161], abs=1e-4)
    with pytest.raises(ValueError, match=r"determinism_check should be one of \['default', 'none'\], but got x"):
        checkpoint(f, x, use_reentrant=False, determinism_check="x")


def test_an_argument_that_was_changed_since():
    x = leaf(1.0, 2.0) * 1
    y = checkpoint(lambda v: v.sin().sum(), x, use_reentrant=False)
    x.add_(1)
    with pytest.raises(RuntimeError) as error:
        y.backward()
    assert "which is output 0 of Add, is at version 1; expected version 0 instead" in str(error.value)


def test_contexts_around_both_runs():
    entered = []

    @contextlib.contextmanager
    def noting(name):
        entered.append(name)
        yield

    y = checkpoint(mg.sin, leaf(1.0), use_reentrant=False, context_fn=lambda: (noting("first"), noting("again")))
    assert entered == ["first"]
    y.backward()
    assert entered == ["first", "again"]

    def suppressing():
        return contextlib.suppress(ZeroDivisionError), contextlib.nullcontext()

    with pytest.raises(RuntimeError, match="context_fn suppressed an exception"):
        checkpoint(lambda v: v * (1 / 0), leaf(1.0), use_reentrant=False, context_fn=suppressing)


def test_both_runs_are_listed_for_debugging():
    y = checkpoint(changing(lambda v: v.sin().cos(), lambda v: v.sin()), leaf(1.0), use_reentrant=False, debug=True)
    with pytest.raises(CheckpointError) as error:
        y.sum().backward()
    first, again = str(error.value).split("during recomputation:")
    assert "because you passed `debug=True`" in first
    assert ("aten::sin" in first, "aten::cos" in first, "test_checkpoint.py:" in first) == (True, True, True)
    assert ("aten::sin" in again, "aten::cos" in again) == (True, False)


# -------------------------------------------------------------------------------------------------- the reentrant kind


def test_a_reentrant_checkpoint_runs_again_inside_backward():
    runs = []

    def f(v, w, factor):
        runs.append(mg.is_grad_enabled())
        return (v * w * factor).tanh() * mg.rand(2)

    x, w = leaf(0.1, 0.2), mg.tensor([2.0, 3.0])
    mg.manual_seed(1)
    y = checkpoint(f, x.exp(), w, 0.5, use_reentrant=True)
    assert (y.grad_fn.name(), runs) == ("CheckpointFunctionBackward", [False])
    y.sum().backward()
    assert runs == [False, True]
    z = leaf(0.1, 0.2)
    mg.manual_seed(1)
    f(z.exp(), w, 0.5).sum().backward()
    assert x.grad.tolist() == pytest.approx(z.grad.tolist())


def test_reentrant_checkpoints_reach_parameters_and_several_outputs():
    x, w = leaf(0.5), leaf(3.0)
    a, b = checkpoint(lambda v: (v * w, v.detach()), x, use_reentrant=True)
    (a * 2 + b).backward()
    assert (x.grad.tolist(), w.grad.tolist()) == ([6.0], [1.0])


def test_what_a_reentrant_checkpoint_cannot_do():
    x = leaf(1.0)
    with pytest.raises(RuntimeError, match=r"incompatible with \.grad\(\) or passing an `inputs` parameter"):
        mg.autograd.grad(checkpoint(mg.sin, x, use_reentrant=True), x)
    with pytest.raises(RuntimeError, match="none of output has requires_grad=True, this checkpoint"):
        checkpoint(lambda v: v.detach() * 1, x, use_reentrant=True).backward()
    with pytest.raises(ValueError, match="Unexpected keyword arguments: scale"):
        checkpoint(mg.sin, x, use_reentrant=True, scale=2)
    with pytest.raises(ValueError, match="Passing `context_fn` or `debug` is only supported when use_reentrant=False"):
        checkpoint(mg.sin, x, use_reentrant=True, debug=True)
    with pytest.warns(UserWarning, match="None of the inputs have requires_grad=True"):
        assert not checkpoint(mg.sin, x.detach(), use_reentrant=True).requires_grad


def test_the_kind_should_be_said():
    with pytest.warns(UserWarning, match="the use_reentrant parameter should be passed explicitly"):
        assert checkpoint(mg.sin, leaf(1.0)).grad_fn.name() == "CheckpointFunctionBackward"


@pytest.mark.parametrize(("segments", "again"), [(1, []), (2, [0, 1]), (5, [3, 2, 1, 0])])
def test_the_segments_of_a_sequence(segments, again):
    runs = []
    functions = [lambda v, i=i: runs.append(i) or (v.sin() if i % 2 else v.exp()) for i in range(5)]
    x = leaf(0.3)
    y = checkpoint_sequential(functions, segments, x, use_reentrant=False)
    assert runs == [0, 1, 2, 3, 4]
    y.backward()
    assert runs[5:] == again
    z = leaf(0.3)
    z.exp().sin().exp().sin().exp().backward()
    assert x.grad.tolist() == z.grad.tolist()
    with pytest.raises(ValueError, match=r"^Unexpected keyword arguments: scale,shift$"):
        checkpoint_sequential(functions, segments, x, use_reentrant=False, scale=1, shift=2)


def test_writes_in_place_and_to_views():
    def f(v):
        y = v.sin()
        y[1:].mul_(v[0])
        return (y * 2).exp_()

    x, z = leaf(0.1, 0.2, 0.3), leaf(0.1, 0.2, 0.3)
    checkpoint(f, x, use_reentrant=False).sum().backward()
    f(z).sum().backward()
    assert x.grad.tolist() == z.grad.tolist()


def test_a_pass_inside_the_function():
    def f(v):
        y = v.sin().exp()
        (g,) = mg.autograd.grad(y.sum(), v, create_graph=True)
        return g * y

    for early_stop in (True, False):
        x, z = leaf(1.0, 2.0), leaf(1.0, 2.0)
        checkpoint(f, x, use_reentrant=False, early_stop=early_stop).sum().backward()
        f(z).sum().backward()
        assert x.grad.tolist() == z.grad.tolist()


def test_a_saved_tensor_is_given_once_a_pass():
    class Twice(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx, grad):
            return grad * ctx.saved_tensors[0] + grad * ctx.saved_tensors[0]

    y = checkpoint(Twice.apply, leaf(1.0), use_reentrant=False)
    with pytest.raises(CheckpointError, match="Unpack is being triggered for a tensor that was already unpacked once"):
        y.backward()
