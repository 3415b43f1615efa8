"""Small models are trained from start to end, and reach what PyTorch reaches."""

import json

import numpy as np
import pytest

import minigrad as mg
from benchmarks import training
from minigrad import datasets
from tests.semantics.programs import agree
from tests.training.record import GPT, SCRIPT, output


@pytest.fixture(autouse=True)
def _seeded():
    mg.manual_seed(0)


def test_xor_is_learned():
    found = training.xor(mg)
    assert found["right"] == 4
    assert found["loss"] < 0.01


def test_two_moons_are_told_apart():
    assert training.moons(mg)["accuracy"] >= 0.98


def test_arms_of_a_spiral_are_told_apart():
    assert training.spirals(mg)["accuracy"] >= 0.97


def test_digits_are_read():
    assert training.digits(mg)["accuracy"] >= 0.97


def test_a_transformer_goes_where_pytorchs_goes():
    """The whole run of 300 steps is in benchmarks.training, and ends as near."""
    steps = 40
    found, pytorch = training.gpt(mg, steps), json.loads(GPT.read_text(encoding="utf-8"))
    assert found["parameters"] == pytorch["parameters"] == 107_433
    assert len(pytorch["losses"]) == 300
    np.testing.assert_allclose(found["losses"], pytorch["losses"][:steps], rtol=1e-3)
    assert found["losses"][-1] < 0.75 * found["losses"][0]


def test_one_script_runs_under_both_packages():
    """Its text is PyTorch's: only the name after `import` is another."""
    came, wanted = output("minigrad"), SCRIPT.read_text(encoding="utf-8")
    assert "right 0.87" in wanted
    assert len(came.splitlines()) == len(wanted.splitlines())
    assert all([agree(a, b) for a, b in zip(wanted.splitlines(), came.splitlines(), strict=True)]), came


# ---------------------------------------------------------------------------------------------------------- the data


def test_two_moons_reach_into_each_other():
    x, y = datasets.two_moons(400, noise=0.0, generator=mg.Generator().manual_seed(3))
    assert (x.shape, x.dtype, y.dtype, y.sum().item()) == ((400, 2), mg.float32, mg.int64, 200)
    upper, lower = x[y == 0], x[y == 1] - mg.tensor([1.0, 0.5])
    assert mg.allclose(upper.norm(dim=1), mg.ones(200), atol=1e-5)
    assert mg.allclose(lower.norm(dim=1), mg.ones(200), atol=1e-5)
    assert upper[:, 1].min().item() >= -1e-6 and lower[:, 1].max().item() <= 1e-6


def test_the_arms_of_a_spiral_are_turned_copies():
    x, y = datasets.spirals(900, classes=3, noise=0.0, generator=mg.Generator().manual_seed(3))
    radius = x.norm(dim=1)
    angle = mg.atan2(x[:, 1], x[:, 0]) / (2 * np.pi)
    assert mg.allclose(((angle - radius - y / 3 + 2.5) % 1).float(), mg.full((900,), 0.5), atol=1e-4)
    assert [int((y == k).sum()) for k in range(3)] == [300] * 3


@pytest.mark.parametrize("make", [datasets.two_moons, datasets.spirals])
def test_made_data_is_the_same_for_the_same_generator(make):
    one, two, other = [make(10, generator=mg.Generator().manual_seed(seed))[0] for seed in (1, 1, 2)]
    assert mg.equal(one, two)
    assert not mg.equal(one, other)
    assert abs(make(4000, noise=0.3)[0].std() - make(4000, noise=0.0)[0].std()) > 0.01


def test_the_digits_are_all_there():
    images, labels = datasets.digits()
    assert (images.shape, images.dtype, labels.shape, labels.dtype) == ((1797, 8, 8), mg.float32, (1797,), mg.int64)
    assert (images.min().item(), images.max().item(), round(images.sum().item() * 16)) == (0.0, 1.0, 561718)
    assert labels[:12].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]
    assert [int((labels == k).sum()) for k in range(10)] == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_the_text_is_plain():
    text = datasets.hills()
    assert 5000 < len(text) < 6000
    assert text.isascii() and set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,.?\n")
