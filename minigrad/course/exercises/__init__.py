"""The exercises of the lessons, each lesson's in a module of its own, found by number."""

import re
from importlib import import_module
from importlib.resources import files


class UnknownError(Exception):
    """There is no such lesson, exercise or question: one sentence for the reader."""


def lessons():
    """The numbers of the lessons that there are."""
    found = [re.fullmatch(r"lesson_(\d\d)\.py", file.name) for file in files(__name__).iterdir()]
    return sorted([int(match[1]) for match in found if match])


def lesson(number):
    """The module of a lesson: its `EXERCISES` and its `RECALL`."""
    return import_module(f"{__name__}.lesson_{number:02}")


def every_exercise():
    """{id: exercise}, in the order of the lessons."""
    return {exercise.id: exercise for number in lessons() for exercise in lesson(number).EXERCISES}


def exercise(id):
    """The exercise of this id."""
    return find(every_exercise(), id, "exercise")


def question(id):
    """The right answer to a question of `recall`, and the sentence that goes with it."""
    return find({key: value for number in lessons() for key, value in lesson(number).RECALL.items()}, id, "question")


def unpassed(key, progress):
    """The id of an exercise that asks for a definition and says not yet; None if there is none."""
    asking = [e.id for e in every_exercise().values() if key in (*e.names, *e.builds, *e.rebuilds)]
    return next((id for id in asking if progress.status(id) == "not yet"), None)


def find(table, id, what):
    if id in table:
        return table[id]
    near = [key for key in table if key.partition(".")[0] == str(id).partition(".")[0]] or list(table)
    raise UnknownError(f"There is no {what} {id!r}. There are: {', '.join(near)}.")
