"""The whole course in one folder that `minigrad lab` made: each lesson builds on what the reader's first.py holds."""

import os
import re
import runpy
import subprocess
import sys

import nbformat
import pytest

from minigrad.course import folder, stages
from minigrad.course.keeping import Progress
from minigrad.course.source import definitions, source_of
from tests.exercises.answers import dedented
from tests.notebooks.lessons import LESSONS, ROOT
from tests.notebooks.solving import left_out, of, passed, run, solution, verdicts

BUILT = [path for path in LESSONS if 1 <= int(path.stem[:2]) <= stages.LAST]
HALF = [
    name for name in stages.definitions(stages.LAST) if name not in {"Tensor", "Node", "AccumulateGrad", "no_grad"}
][::2]


def replayed(mine, paths, without=()):
    """What the cells of each lesson print in a reader's folder, one lesson after the other."""
    folder.update(mine)
    told = {}
    for path in paths:
        copy = mine / path.name
        nbformat.write(left_out(solution(copy), without), copy)
        told[path.stem] = run(nbformat.read(copy, as_version=4), mine)
    return told


@pytest.fixture(scope="module")
def replay(tmp_path_factory):
    """The reader's folder after the last lesson, and what each lesson's cells have printed."""
    mine = tmp_path_factory.mktemp("a reader's ü") / folder.NAME
    return mine, replayed(mine, LESSONS)


def test_every_check_passes(replay):
    mine, told = replay
    assert {path.stem: verdicts(told[path.stem]) for path in LESSONS} == {path.stem: passed(path) for path in LESSONS}
    assert all(Progress(mine).status(exercise.id) == "passed" for path in LESSONS for exercise in of(path))


@pytest.mark.parametrize("path", BUILT[1:], ids=lambda path: path.stem)
def test_a_lesson_begins_with_what_the_reader_has_built(replay, path):
    begin = replay[1][path.stem].partition("as lesson")[2]
    assert "Yours: " in begin and "The course's: " not in begin and "left out" not in begin


def test_with_every_second_definition_left_to_the_course(tmp_path):
    mine = tmp_path / folder.NAME
    told = replayed(mine, BUILT, HALF)
    assert {stem: verdicts(text) for stem, text in told.items()} == {path.stem: passed(path, HALF) for path in BUILT}
    own = definitions((mine / "first.py").read_text(encoding="utf-8"))
    assert not set(own) & set(HALF) and {*own, *HALF} == {*stages.definitions(int(BUILT[-1].stem[:2]))}


def test_the_readers_engine_learns_xor(replay):
    loss = re.search(r"^loss after 100 steps: (\S+)$", replay[1]["06_leaves"], flags=re.MULTILINE)[1]
    assert float(loss) < 0.01


def test_the_readers_rules_learn_digits(replay):
    read = re.search(r"^(\d+) of 297 digits read$", replay[1]["09_matmul"], flags=re.MULTILINE)[1]
    assert int(read) > 250


def test_so_would_the_next_lesson(replay):
    mine, number = replay[0], int(BUILT[-1].stem[:2]) + 1
    cells = ["%load_ext minigrad.course", f"%start {number:02}"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    told = run(notebook, mine)
    assert told.startswith(f"first.py as lesson {number:02} begins.\nYours: ")
    assert "The course's: " not in told and "left out" not in told, told


def test_first_py_holds_the_solutions_in_the_order_of_the_course(replay):
    text = (replay[0] / "first.py").read_text(encoding="utf-8")
    now = stages.definitions(int(BUILT[-1].stem[:2]))
    assert list(definitions(text)) == [*now]
    lines = [line.strip() for line in text.splitlines()]
    for lesson, exercise in [(path, exercise) for path in BUILT for exercise in of(path)]:
        built, solved = stages.definitions(int(lesson.stem[:2])), dedented(exercise.solution)
        lasting = [d for name, d in definitions(solved).items() if name in built and built[name] == now.get(name)]
        for definition in lasting:
            assert all(line.strip() in lines for line in source_of(solved, definition).splitlines()), exercise.id


def test_first_py_is_a_module_of_its_own(replay):
    engine = runpy.run_path(str(replay[0] / "first.py"))
    assert [round(slope) for slope in engine["numerical_gradient"](lambda x, y: (x + y) * x * y, 2.0, 3.0)] == [21, 16]


def test_an_update_changes_nothing_of_the_readers(replay):
    before = {path: path.read_bytes() for path in replay[0].rglob("*") if path.is_file()}
    assert folder.update(replay[0]) == []
    assert {path: path.read_bytes() for path in replay[0].rglob("*") if path.is_file()} == before


# ------------------------------------------------------------------------------------ the reader's copy of the package

REBUILT = [e for path in LESSONS for e in of(path) if e.rebuilds and not e.leaves_out]


def test_a_lesson_takes_up_what_was_rebuilt_before(replay):
    for path in LESSONS[stages.LAST + 2 :]:
        earlier = [e for e in REBUILT if int(e.id.partition(".")[0]) < int(path.stem[:2])]
        names = {key.partition("::")[2] for e in earlier for key in e.rebuilds}
        begin = replay[1][path.stem].partition("minigrad as lesson")[2].splitlines()[1]
        assert begin.startswith("Yours: ") and {*begin[7:].rstrip(".").split(", ")} == names


@pytest.fixture(scope="module")
def installed(replay, tmp_path_factory):
    """Where pip has installed the reader's copy, in an otherwise empty place; Python finds it there first."""
    there = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", there, replay[0] / "mine"], check=True)
    return there, os.environ | {"PYTHONPATH": f"{there}{os.pathsep}{ROOT}"}


def test_the_readers_copy_holds_the_solutions(installed):
    there, _ = installed
    for exercise in REBUILT:
        own = dedented(exercise.solution)
        for key in exercise.rebuilds:
            file, _, name = key.partition("::")
            text = (there / file).read_text(encoding="utf-8")
            inside = name.rpartition(".")[0]
            assert source_of(text, definitions(text)[name]) == source_of(own, definitions(own, inside)[name])


def test_the_readers_copy_passes_the_packages_own_tests(installed):
    there, environment = installed
    program = (
        f"import minigrad, pytest, sys; assert minigrad.__file__.startswith({str(there)!r}); sys.exit(pytest.main())"
    )
    rooms = [ROOT / "tests" / name for name in ("test_backward.py", "test_inplace.py", "semantics/test_semantics.py")]
    options = ["-q", "-p", "no:cacheprovider", "-o", "pythonpath="]
    command = [sys.executable, "-c", program, *options, *map(str, rooms)]
    done = subprocess.run(command, cwd=there, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and " passed" in done.stdout, done.stdout + done.stderr
