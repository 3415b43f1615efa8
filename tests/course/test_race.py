"""The race of lesson 05 without a page: what its runs are, in words, and that nothing of the reader's is changed."""

import pytest

from minigrad.course.pictures.lesson_05 import MOST, race
from minigrad.course.tools import room


@pytest.fixture
def engine():
    """The reader's engine, at the end of lesson 05, of a kernel that is new."""
    room.cache_clear()
    room().fill(5)
    yield room().scope
    room.cache_clear()


def test_the_twin_says_what_each_order_comes_to_and_every_step(engine):
    lines = repr(race()).splitlines()
    assert lines[:4] == [
        "3 even diamonds        calls   gradient",
        "path by path              15   x 20, right",
        "level by level             4   x 20, right",
        "youngest first             4   x 20, right",
    ]
    early = "level by level calls y2 with 2.5, early: 0.5·y2 has not run"
    assert f"step 2: path by path calls y2 with 2.5; {early}; youngest first calls 0.5·y2 with 2.5" in lines
    assert lines[-1] == "step 22: path by path calls x with 0.3125"


@pytest.mark.parametrize("diamonds", range(1, MOST + 1))
def test_paths_double_and_nodes_are_called_once(engine, diamonds):
    told = race().told
    calls = {shape: [run["calls"] for run in told[f"{shape} {diamonds}"]["runs"]] for shape in ("even", "lopsided")}
    assert calls["even"] == [2 ** (diamonds + 1) - 1, diamonds + 1, diamonds + 1]
    assert calls["lopsided"] == [3 * 2**diamonds - 2, 2 * diamonds + 1, 2 * diamonds + 1]


def test_the_third_order_is_the_readers_own(engine):
    engine["backward_order"] = lambda root: [root]
    assert race().is_right("path by path", "even")
    assert not race().is_right("youngest first", "even")


def test_a_graph_of_the_readers_is_as_it_was(engine):
    x, w = (engine["tensor"](value, requires_grad=True) for value in (4.0, 2.0))
    x.grad = before = engine["Tensor"](7.0)
    u = x**2
    c = w * (u + u * 3.0)
    lines = repr(race(c)).splitlines()
    assert lines[0] == "your graph             calls   gradient"
    assert lines[1] == "path by path               8   w 160, x 160, right"
    assert lines[2] == "level by level             6   w 160, x 40, wrong"
    assert (x.grad, x.grad.data, w.grad) == (before, 7.0, None)


def test_what_cannot_be_raced_is_refused_in_words(engine):
    x = engine["tensor"](1.5, requires_grad=True)
    with pytest.raises(TypeError, match="a tensor with a history is wanted"):
        race(x)
    y = x
    for _ in range(17):
        y = y * 2.0
    with pytest.raises(ValueError, match="has 18 nodes, called 18 times path by path; there is room for 16"):
        race(y)
    room().fill(4)
    with pytest.raises(RuntimeError, match="run %start 06"):
        race()
