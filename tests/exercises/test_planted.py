"""Answers that were written before any check was read: no wrong one passes, no right one is rejected."""

import pytest

from minigrad.course import exercise as judging
from minigrad.course import exercises
from tests.exercises.answers import Lesson

LESSONS = [lesson for lesson in map(Lesson, exercises.lessons()) if lesson.planted]
EVERY = [
    (lesson, exercise) for lesson in LESSONS for exercise in lesson.exercises if exercise.id in lesson.planted.WRONG
]
each = pytest.mark.parametrize(("lesson", "exercise"), EVERY, ids=[exercise.id for _, exercise in EVERY])


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    monkeypatch.setattr(judging, "SECONDS", 2.0)


def verdict(lesson, exercise, source):
    return lesson.bench().answer(exercise, source).verdict(exercise)


@each
def test_right_answers_pass(lesson, exercise):
    assert len(lesson.planted.RIGHT[exercise.id]) >= 3
    told = [verdict(lesson, exercise, source) for source in lesson.planted.RIGHT[exercise.id]]
    assert not "\n".join(str(verdict) for verdict in told if verdict.status != "passed")


@each
def test_wrong_answers_are_rejected_and_most_are_named(lesson, exercise):
    wrong = lesson.planted.WRONG[exercise.id]
    told = [verdict(lesson, exercise, answer.source) for answer in wrong]
    assert [v.status for v in told] == ["not yet"] * len(wrong), [
        answer.note for answer, v in zip(wrong, told, strict=True) if v.status != "not yet"
    ]
    named = {answer.note: v.diagnosis or None for answer, v in zip(wrong, told, strict=True)}
    assert named == {answer.note: answer.diagnosis for answer in wrong}
    assert len(wrong) >= 10 and sum(answer.diagnosis is not None for answer in wrong) >= 0.7 * len(wrong)
