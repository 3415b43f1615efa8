"""Forward mode: it agrees with the backward pass for every operation, and its tangents have histories."""

import numpy as np
import pytest

import minigrad as mg
from minigrad.autograd import forward_ad as fw
from tests.samples import ROWS

DRAWN = [row for row in ROWS if row.differentiable and row.operation != "elementwise.cast"]


def directions(row):
    """A direction for each input, in the same run always the same."""
    rng = np.random.default_rng(3)
    return {name: np.asarray(rng.uniform(-1, 1, size)) for name, size in row.shapes.items()}


@pytest.mark.parametrize("row", DRAWN, ids=lambda row: row.id)
def test_forward_and_backward_agree(row):
    """<u, J v> is <Jᵀ u, v>."""
    inputs, along, upstream = row.inputs(), directions(row), row.upstream()
    leaves = {name: mg.tensor(x, requires_grad=True) for name, x in inputs.items()}
    result = row.result_of(mg, row.call, leaves)
    grads = mg.autograd.grad(result, list(leaves.values()), mg.tensor(upstream), allow_unused=True)
    right = sum([(g.numpy() * v).sum() for g, v in zip(grads, along.values(), strict=True) if g is not None])
    with fw.dual_level():
        duals = {name: fw.make_dual(mg.tensor(x), mg.tensor(along[name])) for name, x in inputs.items()}
        primal, tangent = fw.unpack_dual(row.result_of(mg, row.call, duals))
    np.testing.assert_allclose(primal.numpy(), result.detach().numpy())
    assert tangent.shape == result.shape
    np.testing.assert_allclose((upstream * tangent.detach().numpy()).sum(), right, rtol=1e-9, atol=1e-12)


def test_one_input_alone_may_be_dual():
    a, b = mg.tensor([[1.0, 2.0]]), mg.tensor([[3.0], [5.0]])
    with fw.dual_level():
        out = fw.make_dual(a, mg.tensor([[10.0, 1.0]])) * b
        assert fw.unpack_dual(out).tangent.tolist() == [[30.0, 3.0], [50.0, 5.0]]


def test_a_tangent_has_a_history():
    x = mg.tensor([1.0, 2.0], dtype=mg.float64, requires_grad=True)
    with fw.dual_level():
        out = fw.make_dual(x, mg.tensor([1.0, 0.5], dtype=mg.float64)) ** 3
        tangent = fw.unpack_dual(out).tangent
        (g,) = mg.autograd.grad(tangent.sum(), x)
    assert g.tolist() == [6.0, 6.0]


def test_tangents_pass_through_no_grad_in_place_writes_and_functions():
    class Double(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_forward(x)
            return x * 2

        @staticmethod
        def jvp(ctx, tangent):
            assert ctx.saved_tensors[0].tolist() == [1.0, 2.0]
            return tangent * 2

    with fw.dual_level(), mg.no_grad():
        x = fw.make_dual(mg.tensor([1.0, 2.0]), mg.tensor([1.0, 10.0]))
        y = Double.apply(x)
        y.mul_(x)
        assert fw.unpack_dual(y).tangent.tolist() == [4.0, 80.0]
        a, b = mg.cat([y, x]).split(2)
        assert fw.unpack_dual(a).tangent.tolist() == [4.0, 80.0]
        assert fw.unpack_dual(b).tangent.tolist() == [1.0, 10.0]


def test_the_tangent_is_the_very_tensor_given_and_ends_with_its_level():
    tangent = mg.ones(2)
    with fw.dual_level():
        dual = fw.make_dual(mg.zeros(2), tangent)
        assert fw.unpack_dual(dual).tangent is tangent
        assert fw.unpack_dual(dual.detach()).tangent is None
        with pytest.raises(RuntimeError, match="Nested forward mode AD is not supported"):
            fw.enter_dual_level()
    assert fw.unpack_dual(dual).tangent is None
    assert fw._current_level == -1


def test_a_function_without_jvp_says_so():
    class Plain(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

    with fw.dual_level():
        x = fw.make_dual(mg.ones(2), mg.ones(2))
        with pytest.raises(NotImplementedError, match="You must implement the jvp function"):
            Plain.apply(x)


def test_a_dual_tensor_prints_its_tangent():
    with fw.dual_level():
        d = fw.make_dual(mg.tensor([1.0, 2.0]), mg.tensor([1.0, 0.0]))
        assert repr(d) == "tensor([1., 2.], tangent=tensor([1., 0.]))"
        assert repr(fw.make_dual(mg.tensor(1.5), mg.tensor(2.0))) == "tensor(1.5000, tangent=2.0)"
    assert repr(d) == "tensor([1., 2.])"
