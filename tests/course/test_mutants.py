"""The wrong rules of lesson 11 and its board: right rules pass, each wrong one can be hidden and can be seen."""

import numpy as np
import pytest

import minigrad as mg
from minigrad.course.exercises.mutants import MUTANTS, OPERATIONS, RTOL, trials
from minigrad.course.pictures.lesson_11 import EXPONENTS, board

SHOWS = [0.5, -1.5, 3.0], [2.0, -1.0, 0.5]
HIDES = [([1.0] * 3, [1.0] * 3), ([0.0] * 3, [2.0, -1.0, 0.5]), ([20.0, -30.0, 40.0], [2.0, -1.0, 0.5])]
HIDES += [([1.0, 2.0, -3.0], [0.0] * 3)]


def test_random_inputs_accuse_no_right_rule():
    rng = np.random.default_rng(11)
    for _ in range(20):
        _, right = trials(*rng.normal(size=(2, 4)))
        assert max([made.distance for made in right]) < RTOL / 100


def test_each_wrong_rule_is_seen_by_one_test_and_missed_by_another():
    seen, _ = trials(*map(np.array, SHOWS))
    missed = [trials(*map(np.array, test))[0] for test in HIDES]
    assert len(MUTANTS) == 12
    for i, mutant in enumerate(MUTANTS):
        assert seen[i].distance > RTOL, mutant
        assert min([test[i].distance for test in missed]) <= RTOL, mutant


def test_the_board_counts_what_is_seen_at_its_tolerance():
    shown = board(
        {"good": SHOWS, "zeros": ([0.0] * 3, SHOWS[1]), "mine": (..., ...), "each": (mg.tensor(SHOWS[0]), None)}
    )
    assert [test["name"] for test in shown.tests] == ["good", "zeros", "each"]
    assert (shown.seen("good"), shown.seen("each")) == (len(MUTANTS), len(MUTANTS))
    assert shown.accused(shown.tests[1]) == ["relu"]
    assert "right rules accused" in repr(shown) and "good sees 12" in shown.still()[1]
    shown.at = len(EXPONENTS) - 1
    assert 0 < shown.seen("good") < len(MUTANTS) and not any(map(shown.accused, shown.tests))
    assert len(shown.right) == len(OPERATIONS)


@pytest.mark.parametrize("test", [([1.0], [1.0]), ([1.0, 2.0], [1.0]), ([[1.0, 2.0]], [[1.0, 2.0]]), (..., ...)])
def test_the_board_refuses_what_is_no_test(test):
    with pytest.raises(ValueError, match="board: "):
        board({"one": test})
