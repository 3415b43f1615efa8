"""The programs of exercise 18.6: counted, not timed, one operation has nearly all the work; other columns mislead."""

import math

import pytest

from minigrad.autograd.profiler import profile
from minigrad.course.exercises.lesson_18 import unseen

CALL = 2000  # what a call costs by itself, in numbers that are worked on


def numbers(shapes):
    """How many there are in inputs of these shapes, lists of inputs among them."""
    if all([isinstance(size, int) for size in shapes]):
        return math.prod(shapes)
    return sum([numbers(shape) for shape in shapes])


@pytest.fixture(scope="module", params=range(1, 7))
def program(request):
    return unseen(request.param)


@pytest.fixture(scope="module")
def rows(program):
    """{operation: (calls, work)}, and the names of all rows."""
    with profile(record_shapes=True) as prof:
        program()
    found = {}
    for event in prof.function_events:
        calls, work = found.get(event.key, (0, 0))
        found[event.key] = calls + 1, work + CALL + sum([numbers(shape) for shape in event.input_shapes])
    return found


def test_one_operation_has_nearly_all_of_the_work(program, rows):
    slow = f"aten::{program.slow}"
    others = [work for name, (_, work) in rows.items() if name.startswith("aten::") and name != slow]
    assert rows[slow][1] > 10 * max(others)


def test_another_column_names_another(program, rows):
    calls, work = rows[f"aten::{program.slow}"]
    if program.kind == 0:
        assert max(n for n, _ in rows.values()) > 10 * calls
    elif program.kind == 1:
        assert {"epoch", "batch", "metrics"} <= {*rows}
    else:
        n, large = rows[f"aten::{program.large}"]
        assert large / n > 10 * work / calls


def test_seeds_give_different_programs():
    assert len({(p.kind, p.slow, p.width) for p in map(unseen, range(1, 13))}) > 8
