"""autograd.functional: values against mathematics and differences, shapes, histories, PyTorch's words for errors."""

import numpy as np
import pytest

import minigrad as mg
from minigrad.autograd.functional import hessian, hvp, jacobian, jvp, vhp, vjp

A = mg.tensor([1.0, 2.0], dtype=mg.float64)
B = mg.tensor([3.0, 4.0, 5.0], dtype=mg.float64)
M = mg.arange(6, dtype=mg.float64).reshape(2, 3)
V, W = mg.tensor([0.5, -1.0], dtype=mg.float64), mg.tensor([1.0, 0.0, -2.0], dtype=mg.float64)


def two_of_two(x, y):
    return x.sin() @ M * y, (x * x).sum() * y.exp().sum()


def number(x, y):
    return (x**3).sum() * (y.sin()).sum() + x.prod()


def differences(func, x, step=1e-6):
    """The Jacobian for `x`, by central differences of the values."""
    columns = []
    for place in np.ndindex(x.shape):
        ends = []
        for sign in (1, -1):
            moved = x.numpy().copy()
            moved[place] += sign * step
            ends.append(func(mg.tensor(moved)).numpy())
        columns.append((ends[0] - ends[1]) / (2 * step))
    return np.stack(columns, -1).reshape(*columns[0].shape, *x.shape)


def asked(x):
    return x.clone().requires_grad_()


# ------------------------------------------------------------------------------------------------------------- values


def test_the_jacobian_equals_differences_block_by_block():
    blocks = jacobian(two_of_two, (A, B))
    for i, row in enumerate(blocks):
        np.testing.assert_allclose(row[0].numpy(), differences(lambda x: two_of_two(x, B)[i], A), rtol=1e-6)
        np.testing.assert_allclose(row[1].numpy(), differences(lambda y: two_of_two(A, y)[i], B), rtol=1e-6, atol=1e-6)


def test_forward_mode_gives_the_same_jacobian_and_hessian():
    for forward, reverse in zip(
        jacobian(two_of_two, (A, B), vectorize=True, strategy="forward-mode"), jacobian(two_of_two, (A, B)), strict=True
    ):
        for one, other in zip(forward, reverse, strict=True):
            np.testing.assert_allclose(one.numpy(), other.numpy())
            assert not one.requires_grad
    assert jacobian(lambda x: x.new_ones(3), A, vectorize=True, strategy="forward-mode").tolist() == [[0.0, 0.0]] * 3
    forward = hessian(number, (A, B), vectorize=True, outer_jacobian_strategy="forward-mode")
    for one, other in zip(sum(forward, ()), sum(hessian(number, (A, B)), ()), strict=True):
        np.testing.assert_allclose(one.numpy(), other.numpy())


def test_the_hessian_equals_differences_of_the_gradient():
    (aa, ab), (ba, bb) = hessian(number, (A, B))
    slope = lambda x, y, i: jacobian(number, (x, y))[i]
    np.testing.assert_allclose(aa.numpy(), differences(lambda x: slope(x, B, 0), A), rtol=1e-6)
    np.testing.assert_allclose(ab.numpy(), differences(lambda y: slope(A, y, 0), B), rtol=1e-6)
    np.testing.assert_allclose(ba.numpy(), ab.numpy().T)
    np.testing.assert_allclose(bb.numpy(), differences(lambda y: slope(A, y, 1), B), rtol=1e-6, atol=1e-6)


def test_the_products_are_those_of_the_jacobian():
    (ya, yb), (za, zb) = jacobian(two_of_two, (A, B))
    u, s = W, mg.tensor(3.0, dtype=mg.float64)
    (y, z), (to_a, to_b) = vjp(two_of_two, (A, B), (u, s))
    np.testing.assert_allclose(to_a.numpy(), (u @ ya + s * za).numpy())
    np.testing.assert_allclose(to_b.numpy(), (u @ yb + s * zb).numpy())
    (y2, z2), (dy, dz) = jvp(two_of_two, (A, B), (V, W))
    np.testing.assert_allclose(dy.numpy(), (ya @ V + yb @ W).numpy())
    np.testing.assert_allclose(dz.item(), (za @ V + zb @ W).item())
    expected = two_of_two(A, B)
    assert (y.tolist(), z.item()) == (y2.tolist(), z2.item()) == (expected[0].tolist(), expected[1].item())


class Bent(mg.autograd.Function):
    """Gives a gradient, M₂ x, that no function has: its Jacobian is not symmetric."""

    matrix = mg.tensor([[1.0, 2.0], [0.0, 3.0]], dtype=mg.float64)

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sum()

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * (Bent.matrix @ x)


def test_hvp_and_vhp_multiply_from_their_own_side():
    np.testing.assert_allclose(hessian(Bent.apply, A).numpy(), Bent.matrix.numpy())
    np.testing.assert_allclose(hvp(Bent.apply, A, V)[1].numpy(), (Bent.matrix @ V).numpy())
    np.testing.assert_allclose(vhp(Bent.apply, A, V)[1].numpy(), (V @ Bent.matrix).numpy())


@pytest.mark.parametrize("product", [vhp, hvp])
def test_products_with_the_hessian_of_several_inputs(product):
    (aa, ab), (ba, bb) = hessian(number, (A, B))
    y, (to_a, to_b) = product(number, (A, B), (V, W))
    assert y.item() == number(A, B).item()
    np.testing.assert_allclose(to_a.numpy(), (aa @ V + ab @ W).numpy())
    np.testing.assert_allclose(to_b.numpy(), (ba @ V + bb @ W).numpy())


def test_one_element_needs_no_vector():
    x = mg.tensor(2.0)
    cube = lambda x: x**3
    found = [product(cube, x)[1].item() for product in (vjp, jvp, vhp, hvp)]
    assert found == [12.0, 12.0, 12.0, 12.0]
    assert [product(cube, mg.tensor([1.0]))[1].tolist() for product in (vjp, jvp, vhp, hvp)] == [[3], [3], [6], [6]]


# ------------------------------------------------------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("func", "inputs", "shapes"),
    [
        (lambda x: x.sum(), A, (2,)),
        (lambda x: x @ M, A, (3, 2)),
        (lambda x: x.sum(1), M, (2, 2, 3)),
        (lambda x: (x @ M,), A, [(3, 2)]),
        (lambda x: x @ M, (A,), [(3, 2)]),
        (lambda x: (x @ M,), (A,), [[(3, 2)]]),
        (two_of_two, (A, B), [[(3, 2), (3, 3)], [(2,), (3,)]]),
    ],
)
@pytest.mark.parametrize("vectorize", [False, True])
def test_the_jacobian_is_nested_as_outputs_and_inputs_are(func, inputs, shapes, vectorize):
    def shape(x):
        return [shape(part) for part in x] if isinstance(x, tuple) else tuple(x.shape)

    assert shape(jacobian(func, inputs, vectorize=vectorize)) == shapes


def test_the_hessian_has_the_shape_of_the_input_twice():
    square = lambda x: (x * x).sum()
    assert hessian(square, M).shape == (2, 3, 2, 3)
    assert hessian(square, mg.tensor(1.0)).shape == ()
    assert hessian(lambda x: square(x).reshape(1, 1), A).shape == (2, 2)
    ((block,),) = hessian(square, (A,))
    assert block.tolist() == [[2, 0], [0, 2]]


def test_what_is_independent_gives_zeros():
    first = lambda x, y: (x**2).sum()
    assert jacobian(first, (A, B))[1].tolist() == [0, 0, 0]
    assert hessian(first, (A, B))[0][1].tolist() == [[0, 0, 0], [0, 0, 0]]
    for product in (vhp, hvp):
        assert product(first, (A, B), (V, W))[1][1].tolist() == [0, 0, 0]
        assert product(lambda x: x.sum(), A, V)[1].tolist() == [0, 0]
    assert vjp(lambda x: B, A, W)[1].tolist() == [0, 0]
    assert jvp(lambda x: (x, B), A, V)[1][1].tolist() == [0, 0, 0]


# ---------------------------------------------------------------------------------------------------------- histories


def test_results_have_no_history_and_inputs_are_left_alone():
    x = asked(A)
    for found in (
        *vjp(lambda x: x**2, x, V),
        *jvp(lambda x: x**2, x, V),
        *vhp(lambda x: (x**3).sum(), x, V),
        *hvp(lambda x: (x**3).sum(), x, V),
        jacobian(lambda x: x**2, x),
        hessian(lambda x: (x**3).sum(), x),
    ):
        assert not found.requires_grad
    assert x.grad is None and x.requires_grad
    jacobian(lambda x: x**2, A)
    assert not A.requires_grad


@pytest.mark.parametrize("mode", [mg.enable_grad, mg.no_grad])
def test_with_create_graph_one_can_go_on(mode):
    x, v = asked(A), asked(V)
    quartic = lambda x: (x**4).sum()
    with mode():
        found = {
            jacobian: (jacobian(quartic, x, create_graph=True), 12 * A**2),
            hessian: (hessian(quartic, x, create_graph=True), 24 * A),
            vjp: (vjp(lambda x: x**4, x, V, create_graph=True)[1], 12 * A**2 * V),
            jvp: (jvp(lambda x: x**4, x, V, create_graph=True)[1], 12 * A**2 * V),
            vhp: (vhp(quartic, x, V, create_graph=True)[1], 24 * A * V),
            hvp: (hvp(quartic, x, V, create_graph=True)[1], 24 * A * V),
        }
        product = jvp(lambda x: x**4, x, v, create_graph=True)[1]
    for result, expected in found.values():
        np.testing.assert_allclose(mg.autograd.grad(result.sum(), x)[0].numpy(), expected.numpy())
    np.testing.assert_allclose(mg.autograd.grad(product.sum(), v)[0].numpy(), (4 * A**3).numpy())


def test_the_callers_own_tensor_inside_the_function_is_a_constant():
    x = asked(A)
    assert jacobian(lambda own: own * x, x).tolist() == [[1, 0], [0, 2]]
    assert jacobian(lambda own: own * x, x, create_graph=True).tolist() == [[1, 0], [0, 2]]


def test_they_nest():
    outer = jacobian(lambda x: jacobian(lambda x: (x**3).sum(), x, create_graph=True), A)
    assert outer.tolist() == hessian(lambda x: (x**3).sum(), A).tolist() == [[6, 0], [0, 12]]


# ------------------------------------------------------------------------------------------------------------- errors


class Constant(mg.autograd.Function):
    """Its gradient does not depend on the gradient that comes in, let alone on x."""

    @staticmethod
    def forward(ctx, x):
        return x.sum()

    @staticmethod
    def backward(ctx, grad):
        return mg.ones(2, dtype=mg.float64)


class Elsewhere(Constant):
    """Its gradient has a history, but one that leads elsewhere."""

    @staticmethod
    def backward(ctx, grad):
        return mg.ones(2, dtype=mg.float64, requires_grad=True) * 1


STRICT = "This is not allowed in strict mode"
double, square, plus_linear = lambda x: x * 2, lambda x: x * x, lambda x, y: x.sum() + (y * y).sum()


@pytest.mark.parametrize(
    ("kind", "call", "message"),
    [
        (
            TypeError,
            lambda: vhp(square, 1),
            (
                "The inputs given to vhp must be either a Tensor or a tuple of Tensors but the given inputs has "
                "type <class 'int'>."
            ),
        ),
        (
            TypeError,
            lambda: jvp(square, (A, 1)),
            (
                "The inputs given to jvp must be either a Tensor or a tuple of Tensors but the value at index 1 "
                "has type <class 'int'>."
            ),
        ),
        (
            TypeError,
            lambda: vjp(square, A, [1.0]),
            "The v given to vjp must be either a Tensor or a tuple of Tensors but the given v has type <class 'list'>.",
        ),
        (
            TypeError,
            lambda: hessian(lambda x: 3.0, A),
            (
                "The outputs of the user-provided function given to hessian must be either a Tensor or a tuple of "
                "Tensors but the given outputs of the user-provided function has type <class 'float'>."
            ),
        ),
        (
            RuntimeError,
            lambda: vjp(square, A),
            (
                "The vector v can only be None if the user-provided function returns a single Tensor with a single "
                "element."
            ),
        ),
        (
            RuntimeError,
            lambda: jvp(square, A),
            (
                "The vector v can only be None if the input to the user-provided function is a single Tensor with "
                "a single element."
            ),
        ),
        (
            RuntimeError,
            lambda: jvp(square, A, B),
            "v has invalid size: should be torch.Size([2]) but got torch.Size([3]).",
        ),
        (
            RuntimeError,
            lambda: jvp(two_of_two, (A, B), (A, A)),
            "Entry 1 in v has invalid size: should be torch.Size([3]) but got torch.Size([2]).",
        ),
        (
            RuntimeError,
            lambda: vhp(number, (A, B), A),
            "v is a tuple of invalid length: should be 2 but got 1.",
        ),
        (
            RuntimeError,
            lambda: vjp(square, A, (A, A)),
            "The given v should contain a single Tensor.",
        ),
        (
            RuntimeError,
            lambda: hvp(lambda x: (x.sum(),), A, A),
            "The function given to hvp should return a single Tensor",
        ),
        (
            RuntimeError,
            lambda: vhp(square, A, A),
            "The Tensor returned by the function given to vhp should contain a single element",
        ),
        (
            RuntimeError,
            lambda: jacobian(lambda x, y: (x * y[:2], x), (A, B), strict=True),
            f"Output 1 of the user-provided function is independent of input 1. {STRICT}.",
        ),
        (
            RuntimeError,
            lambda: vjp(lambda x, y: x, (A, B), A, strict=True),
            f"The output of the user-provided function is independent of input 1. {STRICT}.",
        ),
        (
            RuntimeError,
            lambda: vjp(double, A, A, create_graph=True, strict=True),
            f"The jacobian of the user-provided function is independent of input 0. {STRICT} when create_graph=True.",
        ),
        (
            RuntimeError,
            lambda: vhp(Elsewhere.apply, A, A, strict=True),
            f"The jacobian of the user-provided function is independent of input 0. {STRICT}.",
        ),
        (
            RuntimeError,
            lambda: hvp(Elsewhere.apply, A, A, strict=True),
            (
                "The hessian of the user-provided function is independent of entry 0 in the grad_jacobian. "
                f"{STRICT} as it prevents from using the double backward trick to replace forward mode AD."
            ),
        ),
        (
            RuntimeError,
            lambda: jvp(Elsewhere.apply, A, A, strict=True),
            (
                "The gradient with respect to the input is independent of entry 0 in the grad_outputs when using "
                f"the double backward trick to compute forward mode gradients. {STRICT}."
            ),
        ),
        (
            RuntimeError,
            lambda: jvp(Constant.apply, A, A, strict=True),
            (
                "The gradient with respect to input 0 is independent of the inputs of the user-provided function. "
                f"{STRICT}."
            ),
        ),
        (
            RuntimeError,
            lambda: vhp(lambda x: (x * x).sum(), A, A, create_graph=True, strict=True),
            f"The hessian of the user-provided function is independent of input 0. {STRICT} when create_graph=True.",
        ),
        (
            RuntimeError,
            lambda: jacobian(square, A, strict=True, vectorize=True),
            (
                "torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported "
                "together. Please either set `strict=False` or `vectorize=False`."
            ),
        ),
        (
            NotImplementedError,
            lambda: jacobian(square, A, strategy="forward-mode"),
            (
                "Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for "
                "`vectorize=True`."
            ),
        ),
        (
            RuntimeError,
            lambda: jacobian(square, A, strategy="forward-mode", vectorize=True, strict=True),
            (
                'torch.autograd.functional.jacobian: `strict=True` and `strategy="forward-mode"` are not supported '
                'together (yet). Please either set `strict=False` or `strategy="reverse-mode"`.'
            ),
        ),
        (
            AssertionError,
            lambda: hessian(square, A, outer_jacobian_strategy="reverse"),
            'Expected strategy to be either "forward-mode" or "reverse-mode".',
        ),
    ],
)
def test_errors_have_pytorchs_words(kind, call, message):
    with pytest.raises(kind) as error:
        call()
    assert str(error.value) == message


@pytest.mark.parametrize("product", [hessian, vhp, hvp])
def test_strict_has_no_hessian_where_the_gradient_is_constant(product):
    rest = () if product is hessian else ((V, W),)
    product(plus_linear, (A, B), *rest)
    with pytest.raises(RuntimeError, match=r"found that the jacobian .* with respect to input 0 is independent"):
        product(plus_linear, (A, B), *rest, strict=True)
