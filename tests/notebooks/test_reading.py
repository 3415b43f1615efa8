"""The reading that runs no code: a lesson fits in its hour, asks first, and explains a word before it uses it."""

import pytest

from tests.notebooks.lessons import LESSONS, name
from tests.notebooks.reading import TERMS, exercises, met, reading

lesson = pytest.mark.parametrize("path", LESSONS, ids=name)


@lesson
def test_fits_in_an_hour(path):
    assert reading(path).minutes <= 65


@lesson
def test_asks_before_it_tells(path):
    wanted = 0 if path.stem.startswith("00") else 3
    assert reading(path).predictions >= wanted


@lesson
def test_declared_minutes_leave_time_to_type(path):
    for exercise in exercises(path):
        assert exercise.minutes >= len(exercise.solution.strip().splitlines()) / 2, exercise.id


@lesson
def test_no_word_before_it_is_explained(path):
    early = [term for term in met(path) if TERMS[term] > int(path.stem[:2])]
    assert not early


BY_NUMBER = {int(path.stem[:2]): path for path in LESSONS}


@pytest.mark.parametrize("term", [term for term in TERMS if TERMS[term] in BY_NUMBER])
def test_the_lesson_that_explains_a_word_has_it(term):
    assert term in met(BY_NUMBER[TERMS[term]])
