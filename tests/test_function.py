"""Function: marked inputs and outputs, keyword arguments, and what is said to mistakes."""

import re

import pytest

import minigrad as mg
from minigrad.autograd import Function


def leaf(*values):
    return mg.tensor(values, dtype=mg.float64, requires_grad=True)


class Both(Function):
    """Adds 1 in place; returns that and its double."""

    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x.add_(1), x * 2

    @staticmethod
    def backward(ctx, first, second):
        return first + 10 * second


class Increment(Function):
    """Adds 1 in place."""

    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x.add_(1)

    @staticmethod
    def backward(ctx, grad):
        return grad


def test_an_input_changed_in_place_may_be_one_of_several_outputs():
    a = leaf(1.0)
    x = a * 1
    first, second = Both.apply(x)
    assert first is x
    assert (first.output_nr, second.output_nr) == (0, 1)
    (first + second).backward()
    assert a.grad.tolist() == [11]


def test_a_view_changed_in_place_must_be_the_only_output():
    with pytest.raises(RuntimeError, match="cannot return more than one Tensor"):
        Both.apply((leaf(1.0, 2.0) * 1)[:1])


def test_a_marked_input_counts_as_written_to():
    x = mg.ones(1)
    Increment.apply(x)
    assert x._version == 2


def test_a_view_that_may_not_be_written_to_may_not_by_a_function():
    a = leaf(1.0, 2.0)
    with pytest.raises(RuntimeError, match="a view of a leaf Variable that requires grad is being used"):
        Increment.apply(a[:1])
    with pytest.raises(RuntimeError, match="Output 0 of Unbind is a view and is being modified inplace"):
        Increment.apply((a * 1).unbind()[0])


def test_an_input_returned_as_constant_loses_its_history():
    class Constant(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.mark_non_differentiable(x)
            return x

    x = leaf(1.0) * 1
    assert not Constant.apply(x).requires_grad
    assert x.requires_grad


class Scale(Function):
    @staticmethod
    def forward(ctx, x, by=2, plus=0):
        ctx.needed = ctx.needs_input_grad
        return x * by + plus

    @staticmethod
    def backward(ctx, grad):
        return 5 * grad, None, 7 * grad if len(ctx.needed) == 3 else None


def test_keyword_arguments_take_their_places_in_forward():
    a, b = leaf(1.0), leaf(2.0)
    y = Scale.apply(plus=b, by=5, x=a)
    y.backward()
    assert (y.item(), a.grad.item(), b.grad.item()) == (7.0, 5.0, 7.0)
    assert y.grad_fn.needs_input_grad == (True, False, True)


@pytest.mark.parametrize(
    ("arguments", "keywords", "told"),
    [
        ((1,), {"zork": 4}, "forward() got an unexpected keyword argument 'zork'"),
        ((1,), {"ctx": 4}, "forward() got an unexpected keyword argument 'ctx'"),
        ((1, 2), {"by": 4}, "forward() got multiple values for argument 'by'"),
        ((1,), {"plus": 4}, "forward() missing required argument: 'by' (position 1)"),
    ],
)
def test_keyword_arguments_without_a_place_are_refused(arguments, keywords, told):
    with pytest.raises(TypeError, match=f"^{re.escape(told)}$"):
        Scale.apply(*arguments, **keywords)


def test_setup_context_gets_the_arguments_left_out():
    class Scale(Function):
        @staticmethod
        def forward(x, by=2):
            return x * by

        @staticmethod
        def setup_context(ctx, inputs, output):
            _, ctx.by = inputs

        @staticmethod
        def backward(ctx, grad):
            return grad * ctx.by, None

    a = leaf(1.0)
    Scale.apply(a).backward()
    assert a.grad.tolist() == [2]


def test_backward_and_vjp_are_two_names_of_one_thing():
    class Twice(Function):
        @staticmethod
        def forward(ctx, x):
            return x * 1

        @staticmethod
        def backward(ctx, grad):
            return grad

        @staticmethod
        def vjp(ctx, grad):
            return grad

    with pytest.raises(RuntimeError, match="Implementing both 'backward' and 'vjp' for a custom Function"):
        Twice.apply(leaf(1.0)).backward()


def test_what_is_saved_matters_only_where_it_is_recorded():
    class Wrong(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(3)
            return x * 1

    assert Wrong.apply(mg.ones(1)).tolist() == [1]
    with pytest.raises(TypeError, match="save_for_backward can only save variables, but argument 0 is of type int"):
        Wrong.apply(leaf(1.0))


def test_a_saved_output_of_several_is_the_output_that_was_returned():
    class Two(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            first, second = x.exp(), x * 3
            ctx.save_for_backward(first)
            return first, second

        @staticmethod
        def backward(ctx, first, second):
            return first * ctx.saved_tensors[0] + second * 3

    x = mg.tensor(1.0, requires_grad=True)
    result, _ = Two.apply(x)
    (g,) = mg.autograd.grad(result, x, create_graph=True)
    assert mg.autograd.grad(g, result)[0].item() == 1


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (lambda ctx: ctx.mark_dirty(5), "mark_dirty can only accept variables, but argument 0 is of type int"),
        (
            lambda ctx: ctx.mark_non_differentiable(5),
            "mark_non_differentiable only accepts variable arguments, but got",
        ),
    ],
)
def test_what_is_marked_must_be_a_tensor(mark, text):
    class Marks(Function):
        @staticmethod
        def forward(ctx, x):
            mark(ctx)
            return x * 1

    with pytest.raises(RuntimeError, match=text):
        Marks.apply(leaf(1.0))
