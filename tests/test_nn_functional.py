"""nn.functional where numbers are random, where something is written in place, and what wrong arguments are told."""

import re

import numpy as np
import pytest

import minigrad as mg

F = mg.nn.functional


def test_dropout_keeps_the_mean_and_draws_from_the_generator():
    x = mg.ones(100, 100, requires_grad=True)
    mg.manual_seed(3)
    y = F.dropout(x, 0.25)
    assert set(y.tolist()[0]) == {0.0, float(np.float32(1 / 0.75))}
    assert abs(y.mean().item() - 1) < 0.05
    y.sum().backward()
    np.testing.assert_array_equal(x.grad.numpy(), y.detach().numpy())
    mg.manual_seed(3)
    assert mg.equal(F.dropout(x, 0.25), y)


def test_dropout_of_channels_drops_whole_channels():
    for function, sizes in ((F.dropout1d, (3,)), (F.dropout2d, (3, 3)), (F.dropout3d, (2, 2, 2))):
        y = function(mg.ones(20, 30, *sizes)).numpy().reshape(600, -1)
        assert set(y.sum(1)) == {0.0, 2.0 * y.shape[1]}


def test_dropout_is_the_input_itself_where_nothing_is_dropped():
    x = mg.ones(3)
    assert F.dropout(x, training=False) is x and F.dropout(x, 0.0) is x
    assert F.dropout(x, 1.0).tolist() == [0.0, 0.0, 0.0]


def test_alpha_dropout_keeps_mean_and_variance():
    mg.manual_seed(0)
    y = F.alpha_dropout(mg.randn(200, 200), 0.3, training=True)
    assert abs(float(y.mean())) < 0.02 and abs(float(y.std()) - 1) < 0.02


def test_rrelu_draws_slopes_when_training():
    x = mg.full((1000,), -1.0, requires_grad=True)
    y = F.rrelu(x, 0.1, 0.3, training=True)
    assert -0.3 <= y.min().item() < -0.28 and -0.12 < y.max().item() <= -0.1
    y.sum().backward()
    np.testing.assert_array_equal(x.grad.numpy(), -y.detach().numpy())
    assert F.rrelu(x, 0.1, 0.3).tolist()[0] == pytest.approx(-0.2)


def test_gumbel_softmax_draws_by_the_probabilities():
    mg.manual_seed(0)
    logits = mg.tensor([0.1, 0.2, 0.7]).log().expand(4000, 3).clone().requires_grad_()
    hard = F.gumbel_softmax(logits, hard=True)
    np.testing.assert_allclose(hard.detach().numpy().mean(0), [0.1, 0.2, 0.7], atol=0.03)
    (hard * mg.tensor([1.0, 2.0, 3.0])).sum().backward()
    assert logits.grad.numpy().any()  # through the soft choice


def test_batch_norm_moves_the_running_statistics():
    x = mg.tensor([[1.0, 10.0], [3.0, 30.0]])
    mean, var = mg.zeros(2), mg.ones(2)
    F.batch_norm(x, mean, var, training=True, momentum=0.5)
    assert (mean.tolist(), var.tolist()) == ([1.0, 10.0], [1.5, 100.5])
    F.batch_norm(x, mean, var)
    assert mean.tolist() == [1.0, 10.0]


@pytest.mark.parametrize(
    "function", [F.relu, F.leaky_relu, F.elu, F.selu, F.celu, F.hardtanh, F.relu6, F.silu, F.mish, F.hardswish]
)
def test_in_place_writes_over_the_input(function):
    x = mg.tensor([-1.0, 0.5, 2.0])
    y = x.clone()
    assert function(y, inplace=True) is y
    assert mg.equal(y, function(x))


def test_a_query_that_may_attend_to_nothing_gets_zeros():
    q = mg.randn(1, 2, 3, requires_grad=True)
    y = F.scaled_dot_product_attention(q, q, q, attn_mask=mg.tensor([[True, False], [False, False]]))
    assert y[0, 1].tolist() == [0.0, 0.0, 0.0]
    (slope,) = mg.autograd.grad(y.sum(), q, create_graph=True)
    assert np.isfinite(slope.detach().numpy()).all()


@pytest.mark.parametrize("option", ["stride", "padding", "dilation"])
@pytest.mark.parametrize("function", [lambda x, how: F.unfold(x, 2, **how), lambda x, how: F.fold(x[0], 3, 2, **how)])
def test_windows_name_the_option_that_does_not_fit(function, option):
    with pytest.raises(RuntimeError, match=f"expected {option} to be a single integer value or a list of 2 values"):
        function(mg.ones(1, 1, 4, 4), {option: (1, 2, 3)})


ones = mg.ones
WRONG = [
    (
        lambda: F.conv2d(ones(2, 3, 6, 6), ones(4, 2, 3, 3)),
        RuntimeError,
        "to have 2 channels, but got 3 channels instead",
    ),
    (lambda: F.conv2d(ones(3, 6), ones(4, 3, 3, 3)), RuntimeError, "Expected 3D (unbatched) or 4D (batched) input"),
    (
        lambda: F.conv1d(ones(1, 1, 2), ones(1, 1, 3)),
        RuntimeError,
        "Kernel size can't be greater than actual input size",
    ),
    (
        lambda: F.conv1d(ones(1, 1, 4), ones(1, 1, 3), padding="same", stride=2),
        RuntimeError,
        "not supported for strided",
    ),
    (
        lambda: F.conv_transpose1d(ones(1, 1, 4), ones(2, 1, 3)),
        RuntimeError,
        "Given transposed=1, weight of size [2, 1, 3]",
    ),
    (lambda: F.max_pool2d(ones(1, 4, 4), 2, padding=2), RuntimeError, "pad should be at most half of effective kernel"),
    (lambda: F.avg_pool2d(ones(1, 4, 4), 5), RuntimeError, "Calculated output size: (1x0x0). Output size is too small"),
    (
        lambda: F.layer_norm(ones(2, 3), (2,)),
        RuntimeError,
        "expected input with shape [*, 2], but got input of size[2, 3]",
    ),
    (lambda: F.batch_norm(ones(1, 3), None, None, training=True), ValueError, "Expected more than 1 value per channel"),
    (lambda: F.batch_norm(ones(2, 3), ones(2), ones(3)), RuntimeError, "running_mean should contain 3 elements not 2"),
    (lambda: F.group_norm(ones(2, 4), 3), RuntimeError, "number of channels in input to be divisible by num_groups"),
    (lambda: F.embedding(mg.tensor([3]), ones(3, 2)), IndexError, "index out of range in self"),
    (lambda: F.embedding(ones(1), ones(3, 2)), RuntimeError, "Long, Int; but got torch.FloatTensor instead"),
    (lambda: F.one_hot(mg.tensor([3]), 2), RuntimeError, "Class values must be smaller than num_classes."),
    (lambda: F.mse_loss(ones(2), ones(2), reduction="most"), ValueError, "most is not a valid value for reduction"),
    (
        lambda: F.binary_cross_entropy(ones(2) * 2, ones(2)),
        RuntimeError,
        "all elements of input should be between 0 and 1",
    ),
    (lambda: F.cross_entropy(ones(2, 3), mg.tensor([0, 3])), IndexError, "Target 3 is out of bounds."),
    (lambda: F.cross_entropy(ones(2, 3), mg.tensor([0])), ValueError, "(2) to match target batch_size (1)."),
    (
        lambda: F.cross_entropy(ones(2, 3), ones(2)),
        RuntimeError,
        "expected target dtype to be Long or Byte, but got Float",
    ),
    (lambda: F.pad(ones(2, 3), (1,)), RuntimeError, "Padding length must be divisible by 2"),
    (
        lambda: F.pad(ones(1, 3), (3, 3), mode="reflect"),
        RuntimeError,
        "Padding size should be less than the corresponding",
    ),
    (lambda: F.dropout(ones(2), 1.5), ValueError, "dropout probability has to be between 0 and 1, but got 1.5"),
    (lambda: F.elu(mg.tensor([1])), NotImplementedError, "\"elu_cpu\" not implemented for 'Long'"),
    (lambda: F.glu(ones(3)), RuntimeError, "Halving dimension must be even, but dimension 0 is size 3"),
]


@pytest.mark.parametrize(("call", "error", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_wrong_arguments_are_told_in_pytorchs_words(call, error, words):
    with pytest.raises(error, match=re.escape(words)):
        call()
