"""Making tensors: whose memory they lie in, and that random numbers can be had again. The rest is in `programs`."""

import numpy as np
import pytest

import minigrad as mg

RANDOM = {
    "rand": lambda g: mg.rand(3, 4, generator=g),
    "randn": lambda g: mg.randn(3, 4, generator=g),
    "randint": lambda g: mg.randint(1000, (3, 4), generator=g),
    "randperm": lambda g: mg.randperm(12, generator=g),
}
every_draw = pytest.mark.parametrize("draw", RANDOM.values(), ids=RANDOM)


def shares(tensor, array):
    return np.shares_memory(tensor.detach().numpy(), array)


def test_tensor_copies_and_the_others_share():
    array = np.arange(6.0).reshape(2, 3)
    assert not shares(mg.tensor(array), array)
    assert shares(mg.from_numpy(array), array) and shares(mg.as_tensor(array), array)
    assert shares(mg.from_numpy(array.T), array) and mg.from_numpy(array.T).stride() == (1, 3)
    assert not shares(mg.as_tensor(array, dtype=mg.float32), array)


def test_a_write_shows_on_both_sides():
    array = np.zeros(3)
    x = mg.from_numpy(array)
    x[0], array[1] = 5, 7
    assert x.tolist() == array.tolist() == [5.0, 7.0, 0.0]


def test_as_tensor_returns_a_tensor_of_that_dtype_itself():
    x = mg.ones(2, requires_grad=True)
    assert mg.as_tensor(x) is mg.as_tensor(x, dtype=mg.float32) is x
    assert mg.as_tensor(x, dtype=mg.float64).grad_fn.name() == "ToCopyBackward0"


def test_a_number_stays_a_scalar_until_an_array_is_asked_for():
    x = mg.tensor(2.0)
    assert isinstance(x._value, np.float32)
    assert isinstance(x.numpy(), np.ndarray) and shares(x, x.numpy())


def test_a_new_tensor_has_the_layout_of_the_one_it_is_like():
    x = mg.ones(2, 3).T
    assert mg.zeros_like(x).stride() == mg.full_like(x, 2).stride() == (1, 3)
    assert mg.zeros_like(mg.ones(1, 3).expand(2, 3)).is_contiguous()


@every_draw
def test_a_seed_gives_the_same_numbers_again(draw):
    one, other = mg.Generator().manual_seed(3), mg.Generator().manual_seed(3)
    first = draw(one)
    assert mg.equal(first, draw(other))
    assert not mg.equal(first, draw(one))
    assert not mg.equal(first, draw(mg.Generator().manual_seed(4)))


@every_draw
def test_a_generator_leaves_the_package_s_numbers_alone(draw):
    mg.manual_seed(5)
    wanted = draw(None)
    mg.manual_seed(5)
    draw(mg.Generator())
    assert mg.equal(draw(None), wanted)


@every_draw
def test_a_state_is_gone_back_to(draw):
    state = mg.get_rng_state()
    first, second = draw(None), draw(None)
    mg.set_rng_state(state)
    assert mg.equal(draw(None), first) and mg.equal(draw(None), second)


def test_random_numbers_have_their_distribution():
    mg.manual_seed(0)
    uniform, normal, whole = mg.rand(20_000), mg.randn(20_000), mg.randint(-2, 3, (20_000,))
    assert uniform.min() >= 0 and uniform.max() < 1 and abs(uniform.mean() - 0.5) < 0.01
    assert abs(normal.mean()) < 0.02 and abs(normal.std() - 1) < 0.02
    assert whole.unique().tolist() == [-2, -1, 0, 1, 2]
    assert mg.randperm(50).unique().tolist() == list(range(50))
