"""backward() and grad(): arguments that the cases do not show."""

import numpy as np
import pytest

import minigrad as mg


def leaf(value, **options):
    return mg.tensor(value, requires_grad=True, **options)


@pytest.mark.parametrize("create_graph", [False, True])
def test_batched_weights_give_a_gradient_each(create_graph):
    x = leaf([1.0, 2.0, 3.0])
    y = x**3
    (g,) = mg.autograd.grad(y, x, mg.eye(3) * 2, is_grads_batched=True, create_graph=create_graph)
    assert g.tolist() == [[6.0, 0.0, 0.0], [0.0, 24.0, 0.0], [0.0, 0.0, 54.0]]
    if create_graph:
        assert mg.autograd.grad(g.sum(), x)[0].tolist() == [12.0, 24.0, 36.0]
    else:
        with pytest.raises(RuntimeError, match="second time"):
            y.sum().backward()


def test_batched_weights_with_an_input_that_is_not_used():
    x, y = leaf([1.0, 2.0]), leaf([1.0, 2.0])
    weights = mg.tensor([[1.0, 2.0], [3.0, 4.0]])
    g, none = mg.autograd.grad(x * 2, [x, y], weights, is_grads_batched=True, allow_unused=True)
    assert g.tolist() == [[2.0, 4.0], [6.0, 8.0]]
    assert none is None


def test_a_given_gradient_takes_the_dtype_of_its_root_and_is_copied():
    x = leaf([1.0, 2.0])
    given = mg.ones(2, dtype=mg.float64)
    (x * 2).backward(given)
    assert x.grad.dtype is mg.float32
    y, weight = leaf([1.0, 2.0]), mg.ones(2)
    y.backward(weight)
    weight[0] = 5.0
    assert y.grad.tolist() == [1.0, 1.0]


def test_a_graph_kept_in_grad_is_warned_of():
    x = leaf([1.0, 2.0])
    with pytest.warns(UserWarning, match="create a reference cycle between the parameter and its gradient"):
        (x**3).sum().backward(create_graph=True)
    assert x.grad.requires_grad


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda x, y: mg.autograd.grad(y, []), RuntimeError, "`inputs` argument to `grad()` cannot be empty."),
        (
            lambda x, y: mg.autograd.grad(y, "a"),
            RuntimeError,
            "all inputs have to be Tensors or GradientEdges, but got str",
        ),
        (
            lambda x, y: mg.autograd.grad(y, x, [1.0]),
            TypeError,
            "gradients can be either Tensors or None, but got float",
        ),
        (lambda x, y: y.backward(2.0), TypeError, "'float' object is not iterable"),
        (
            lambda x, y: setattr(y, "requires_grad", True),
            RuntimeError,
            "you can only change requires_grad flags of leaf",
        ),
        (lambda x, y: setattr(x, "requires_grad", 1), RuntimeError, "requires_grad must be a bool"),
    ],
)
def test_wrong_arguments_are_told_in_pytorch_s_words(call, kind, text):
    x = leaf([1.0, 2.0])
    with pytest.raises(kind) as told:
        call(x, (x * 2).sum())
    assert str(told.value).startswith(text)


def test_numpy_s_functions_take_tensors_that_need_no_gradient_and_name_the_fix_for_others():
    k, x = mg.tensor([0.0, 1.0]), leaf([0.0, 1.0])
    assert isinstance(np.sin(k), mg.Tensor)
    np.testing.assert_allclose(np.multiply(np.array([2.0, 3.0]), k).numpy(), [0.0, 3.0])
    assert (np.array([2.0, 3.0]) * x).requires_grad
    for call in (np.sin, lambda t: np.multiply(np.ones(2), t)):
        with pytest.raises(RuntimeError, match=r"Use tensor\.detach\(\)\.numpy\(\) instead"):
            call(x)
    array = np.zeros(2)
    with pytest.warns(UserWarning, match="Converting a tensor with requires_grad=True to a scalar"):
        array[0] = x[1]
    assert array.tolist() == [1.0, 0.0]


def test_anomaly_mode_shows_the_users_lines_wherever_they_lie():
    names = {"mg": mg, "x": mg.tensor(2.0, requires_grad=True)}
    with pytest.warns(UserWarning, match="Anomaly Detection"), mg.autograd.detect_anomaly():
        exec(compile("y = mg.sqrt(x)", "/somebody/user/minigrad/train.py", "exec"), names)
    last = names["y"].grad_fn.metadata["traceback_"][-1]
    assert last.splitlines()[0] == '  File "/somebody/user/minigrad/train.py", line 1, in <module>'


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x[[0, 1]],
        lambda x: x[x > 1],
        lambda x: x.max(0).values,
        lambda x: x.sort(0).values,
        lambda x: x.gather(0, mg.tensor([[0, 0]])),
        lambda x: x.index_select(0, mg.tensor([0])),
        lambda x: mg.where(x > 1, x, 0.0),
        lambda x: x.masked_fill(x > 1, 0.0),
        lambda x: mg.nn.functional.nll_loss(x, mg.tensor([0, 1])),
    ],
)
def test_indices_and_masks_are_saved_and_freed(call):
    x = mg.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    y = call(x).sum()
    y.backward()
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        y.backward()


def test_a_view_that_requires_grad_by_its_base_alone_collects_no_gradient():
    x = mg.tensor([1.0, 2.0, 3.0], requires_grad=True)
    with mg.no_grad():
        v = x[1:]
    y = (v * 2).sum()
    assert y.grad_fn.next_functions[0][0].next_functions == ((None, 0), (None, 0))
    y.backward()
    assert (v.requires_grad, v.is_leaf, v.grad, x.grad) == (True, True, None, None)
    with pytest.raises(RuntimeError, match="element 0 of tensors does not require grad"):
        v.backward(mg.ones(2))
    with pytest.raises(RuntimeError, match="appears to not have been used"):
        mg.autograd.grad((v * 2).sum(), v)
    v.requires_grad_()
    (v * 2).sum().backward()
    assert v.grad.tolist() == [2.0, 2.0]


def test_gradients_of_numbers_add_up_however_they_arrive():
    w = mg.tensor(2.0, requires_grad=True)
    for _ in range(2):
        w.sum().backward()
    assert w.grad.item() == 2.0


def test_the_gradient_of_relu_has_a_history_as_in_pytorch():
    x = mg.tensor([-1.0, 2.0], requires_grad=True)
    (g,) = mg.autograd.grad(x.relu(), x, mg.tensor([3.0, 5.0]), create_graph=True)
    assert g.grad_fn.name() == "ThresholdBackwardBackward0"
    assert mg.autograd.grad(g.sum(), x)[0].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("name", ["leaky_relu", "hardtanh", "relu6", "hardsigmoid", "softshrink", "hardshrink"])
def test_slopes_that_change_in_steps_can_be_differentiated(name):
    x = mg.tensor([-1.0, 2.0], requires_grad=True)
    (g,) = mg.autograd.grad(getattr(mg.nn.functional, name)(x).sum(), x, create_graph=True)
    assert mg.autograd.grad(g.sum(), x)[0].tolist() == [0.0, 0.0]
