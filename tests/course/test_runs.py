"""The runs of lesson 20: their numbers alone tell which bug was planted, and a reader's step is run as it is."""

import functools
import math

import minigrad as mg
from minigrad import nn
from minigrad.course.exercises.runs import BUGS, LR, MAX_NORM, OTHER_UNITS, STEPS, in_order, lineup, seeded
from minigrad.course.pictures.lesson_20 import suspects, switchboard
from minigrad.datasets import two_moons


def told_by(rows):
    """The bug, by what the lesson says of the columns; the loss is not looked at."""
    start, third, bad = rows[0], rows[2], rows[OTHER_UNITS - 1]
    if start.grads["0"] is None:
        return "detached"
    if start.grads["0"] == 0:
        return "zeros"
    if start.changes["2"] == 0:
        return "stranded"
    if start.changes["2"] > 2 * LR * start.grads["2"]:
        return "lr"
    if math.hypot(*bad.grads.values()) > 1.01 * MAX_NORM:
        return "clip"
    return "zero_grad" if all(third.grads[layer] > start.grads[layer] for layer in "02") else "none"


def test_numbers_alone_tell_the_bug_in_every_line_up():
    met = set()
    for number in range(1, 9):
        runs = lineup(number)
        assert [told_by(rows) for _, rows in runs.values()] == [bug for bug, _ in runs.values()], number
        met |= {bug for bug, _ in runs.values()}
    assert met == {*BUGS}


def test_a_run_without_a_bug_is_told_as_none_and_learns():
    for seed in range(3):
        rows = seeded("none", seed)
        assert len(rows) == STEPS and told_by(rows) == "none"
        assert rows[-1].loss < 0.75 * rows[0].loss


def test_a_line_up_as_tables():
    tables = str(suspects(14)).split("\n\n")
    assert [table.split()[1] for table in tables] == ["A", "B", "C", "D", "E"]
    assert tables[3].splitlines()[2].split() == ["1", "0.765", "—", "0.211", "0", "0.105"]
    assert str(suspects(15)) != str(suspects(14))


@functools.cache
def board(train_step):
    def model():
        mg.manual_seed(1)
        return nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))

    return switchboard(train_step, model, *two_moons(9, generator=mg.Generator().manual_seed(1)))


def test_the_picture_runs_the_readers_step_or_the_courses_if_there_is_none():
    def untouched(model, optimizer, x, t, max_norm): ...

    def uphill(model, optimizer, x, t, max_norm):
        return in_order(model, optimizer, x, 1 - t, max_norm)

    assert str(board(untouched)) == str(board(in_order)) != str(board(uphill))


def test_a_step_that_clears_by_way_of_the_model_meets_the_bug_as_well():
    def by_the_model(model, optimizer, x, t, max_norm):
        model.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(model(x), t)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        return loss.item()

    assert board(by_the_model).losses["zero_grad"] == board(in_order).losses["zero_grad"]


def test_a_step_that_fails_is_said_in_the_pictures_place():
    def never(model, optimizer, x, t, max_norm):
        return 0.0

    def fails(model, optimizer, x, t, max_norm):
        return 1 / 0

    assert str(board(never)).startswith(
        "none, step 1 of 40: RuntimeError: step 1: optimizer.step() is to be called once"
    )
    assert [run["moments"] for run in board(fails).runs] == [
        [{"place": "1 of 40", "words": "ZeroDivisionError: division by zero", "picture": ""}]
    ] * (1 + len(BUGS))
    assert {*board(fails).losses.values()} == {math.inf}
    assert board(in_order).losses["lr"] > board(in_order).losses["none"]
