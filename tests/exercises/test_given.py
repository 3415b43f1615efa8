"""Every definition of the rooms that carry the ideas is built in a lesson, or given with a reason that holds."""

from functools import cache

from minigrad.course import exercises, stages
from minigrad.course.package import HOME, definitions_of
from tests.exercises.given import GIVEN, ROOMS, Later, PartOne


@cache
def rooms():
    """{file: its definitions}."""
    files = [
        path for room in ROOMS for path in sorted((HOME / room).rglob("*.py") if "." not in room else [HOME / room])
    ]
    names = [path.relative_to(HOME).as_posix() for path in files]
    return {name: [*definitions_of(f"{HOME.name}/{name}")] for name in names}


def built():
    """What lessons build, as `autograd/engine.py::run`."""
    return {key.partition("/")[2] for e in exercises.every_exercise().values() for key in e.rebuilds}


def reason(file, name, given):
    """Why a definition is given: by its own entry, its class's or its file's; None if there is none."""
    keys = [f"{file}::{name}", f"{file}::{name.partition('.')[0]}", file]
    return next((given[key] for key in keys if key in given), None)


def complaints(given):
    for file, names in rooms().items():
        for name in names:
            if reason(file, name, given) is None and f"{file}::{name}" not in built():
                yield f"{file}::{name} is neither built nor given"
    for key, why in given.items():
        file, _, name = key.partition("::")
        if file not in rooms() or (name and name not in rooms()[file]):
            yield f"{key} is not there"
        if name and key in built():
            yield f"{key} is given, and a lesson builds it"
        if isinstance(why, PartOne) and why.name not in stages.definitions(stages.LAST):
            yield f"{key}: first.py has no {why.name}"
        if isinstance(why, Later) and why.lesson in exercises.lessons():
            yield f"{key}: lesson {why.lesson:02} is there, and does not build it"


def test_every_definition_is_built_or_given():
    assert not list(complaints(GIVEN))


def test_the_suite_finds_what_is_missing_or_wrong():
    assert list(complaints({key: why for key, why in GIVEN.items() if key != "autograd/engine.py"}))
    for key, why in [
        ("autograd/nowhere.py", "repetition"),
        ("autograd/engine.py::nothing", "repetition"),
        ("autograd/engine.py::run", PartOne("nothing")),
        ("autograd/engine.py::run", Later(1)),
    ]:
        assert list(complaints({**GIVEN, key: why}))
