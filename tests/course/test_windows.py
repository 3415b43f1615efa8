"""The windows of lesson 12 on tensors of a reader's own, and its tables of writes, run."""

import pytest

import minigrad as mg
from minigrad.course.exercises.lesson_12 import WAYS, WRITES
from minigrad.course.pictures.lesson_12 import FRESH, STALE, UNSEEN, windows


def leaf():
    return mg.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)


def test_what_nodes_have_saved_of_the_memory_is_found():
    h = leaf() * 1.0
    column = h[:, 1]
    shown = windows({"h": h, "column": column}, {"y": column**2, "z": h.exp()})
    assert repr(shown).splitlines() == [
        "h: 1 2 3 4; version 0",
        "column: 2 4; version 0",
        "y, PowBackward0, saved column, at version 0, as it was saved",
        "z, ExpBackward0, nothing of this memory",
    ]
    assert [window["places"] for window in shown.windows] == [[0, 1, 2, 3], [1, 3]]
    assert [window["cells"][-1] for window in shown.windows] == ["h[1, 1]", "column[1]"]


def test_a_result_that_was_written_to_is_stale():
    y = (leaf() * 1.0).exp()
    y.detach()[0, 0] = 5.0
    shown = windows({"y": y, "part": y[0]}, {"y": y})
    assert [*shown.notes()] == [["y, ExpBackward0", "saved y", "at version 0", STALE]]
    with pytest.raises(RuntimeError, match="is at version 1; expected version 0"):
        y.backward(mg.full((2, 2), 3.0))


def test_a_write_that_nobody_counts_is_unseen():
    h = leaf() * 1.0
    shown = windows({"h": h, "h.data": h.data}, {"y": h**2})
    assert shown.state(shown.saved[0]) == FRESH
    shown.values = [7.0, *shown.values[1:]]
    assert shown.state(shown.saved[0]) == UNSEEN
    shown.versions = [1, 0]
    assert shown.state(shown.saved[0]) == STALE


def test_only_tensors_of_one_memory_and_recorded_results_are_shown():
    h = leaf() * 1.0
    with pytest.raises(ValueError, match="other lies in another memory than h"):
        windows({"h": h, "other": h.clone()}, {})
    with pytest.raises(ValueError, match="x has no grad_fn"):
        windows({"h": h}, {"x": leaf()})
    with pytest.raises(ValueError, match="30 cells"):
        windows({"h": mg.zeros(30)}, {})


def run(program, names):
    """Run a line of the tables, in which a `with` comes last."""
    first, _, rest = program.partition("with ")
    exec("\n".join([*filter(None, first.split("; ")), *["with " + rest] * bool(rest)]), names)


@pytest.mark.parametrize("program", WRITES)
def test_ten_writes(program):
    names, place = {"mg": mg, "x": mg.tensor([1.0, 2.0, 3.0], requires_grad=True)}, "write"
    try:
        run(program, names)
        place = "backward"
        names["y"].backward(mg.full(names["y"].shape, 3.0))
        place = "no"
    except RuntimeError:
        pass
    assert place == WRITES[program][0]


@pytest.mark.parametrize("program", WAYS)
def test_six_ways(program):
    names = {"mg": mg, "x": mg.tensor(3.0, requires_grad=True)}
    names["y"] = names["x"] ** 2
    run(program, names)
    try:
        (10.0 * names["y"]).backward()
        gradient = names["x"].grad.item()
    except RuntimeError:
        gradient = "RuntimeError"
    assert gradient == WAYS[program][0]
