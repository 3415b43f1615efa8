"""That printing changes nothing and that its options last. What is printed is in `programs/printing.txt`."""

import numpy as np
import pytest

import minigrad as mg


@pytest.fixture(autouse=True)
def _usual_options():
    yield
    mg.set_printoptions(profile="default")


def test_options_last_until_they_are_changed():
    x = mg.tensor([1 / 3])
    mg.set_printoptions(precision=2)
    mg.set_printoptions(linewidth=40)
    assert repr(x) == "tensor([0.33])"
    mg.set_printoptions(profile="default")
    assert repr(x) == "tensor([0.3333])"


def test_the_notation_of_a_profile_follows_the_numbers():
    mg.set_printoptions(sci_mode=True)
    assert repr(mg.tensor([1.5])) == "tensor([1.5000e+00])"
    mg.set_printoptions(profile="default")
    assert repr(mg.tensor([1.5])) == "tensor([1.5000])"


def test_an_unknown_profile_is_refused():
    with pytest.raises(ValueError, match="profile must be one of default, short, full, but got 'loud'"):
        mg.set_printoptions(profile="loud")


@pytest.mark.parametrize("values", [[float("nan"), 1e300], [float("inf"), 0.0], [-1e-300, 3.0]])
def test_printing_warns_of_nothing_and_changes_nothing(values):
    x = mg.tensor(values, dtype=mg.float64, requires_grad=True) * 1
    before, version, errors = x.tolist(), x._version, np.geterr()
    repr(x)
    assert (repr(x.tolist()), x._version, np.geterr()) == (repr(before), version, errors)


def test_a_million_numbers_print_at_once():
    assert repr(mg.zeros(1000, 1000)).count("\n") == 6


@pytest.mark.parametrize("size", [(7,), (2, 4), (3, 2, 2), (0, 3), ()])
def test_what_is_printed_can_be_read_again(size):
    x = mg.randn(size, generator=mg.Generator().manual_seed(1))
    again = eval(repr(x).replace("size=(0, 3)", "").replace("tensor([], )", "zeros(0, 3)"), vars(mg))
    assert again.shape == x.shape and mg.allclose(again, x, atol=6e-5)
