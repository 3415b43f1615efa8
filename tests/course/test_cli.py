"""The command `minigrad`: it copies, never overwrites, keeps what it replaces, says in words what cannot be done."""

import errno
import json
import os
import re
from datetime import datetime

import jupyterlab.labapp
import nbformat
import pytest

from minigrad.course import exercises, folder, trial
from minigrad.course.cli import main
from minigrad.course.keeping import Progress
from tests.notebooks.lessons import LESSONS

TODAY = datetime.now().astimezone().strftime("%Y-%m-%d")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """Where the reader is."""
    (tmp_path / "a reader's ü").mkdir()
    monkeypatch.chdir(tmp_path / "a reader's ü")
    return tmp_path / "a reader's ü"


@pytest.fixture
def mine(place):
    assert main(["lab", "--copy"]) == 0
    return place / "my_lessons"


@pytest.fixture
def refused(capsys):
    """Run a command that must be refused, and give its one sentence."""

    def run(*argv):
        capsys.readouterr()
        assert main([*argv]) == 2
        out, err = capsys.readouterr()
        assert not out and re.fullmatch(r"minigrad: [^\n]+\.\n", err)
        return err

    return run


def content(place):
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


# ---------------------------------------------------------------------------------------------- minigrad lab


def test_copies_show_no_output_and_no_widget(mine):
    for path in LESSONS:
        copy, stored = (nbformat.read(where, as_version=4) for where in (mine / path.name, path))
        nbformat.validate(copy)
        assert [cell.source for cell in copy.cells] == [cell.source for cell in stored.cells]
        assert all(not cell.outputs and cell.execution_count is None for cell in copy.cells if cell.cell_type == "code")
        assert "widgets" not in copy.metadata


def test_copies_switch_ai_off(mine):
    assert all(nbformat.read(mine / path.name, 4).metadata.colab.generative_ai_disabled for path in LESSONS)
    assert json.loads((mine / ".vscode" / "settings.json").read_text())["chat.disableAIFeatures"] is True


def test_nothing_is_copied_twice_and_nothing_overwritten(mine, capsys):
    for path in mine.rglob("*"):
        if path.is_file():
            path.write_text(f"my own {path.name}", encoding="utf-8")
    before = content(mine) | {mine / folder.MARKER: folder.MADE.encode()}
    capsys.readouterr()
    assert main(["lab", "--copy"]) == 0
    assert content(mine) == before and not capsys.readouterr().out


def test_an_update_adds_what_is_new(mine, capsys):
    (mine / LESSONS[1].name).unlink()
    before = content(mine)
    assert main(["lab", "--copy"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"New in my_lessons: {LESSONS[1].stem}"
    assert content(mine).items() >= before.items() and (mine / LESSONS[1].name).exists()


def test_in_the_folder_itself_no_other_is_made(mine, monkeypatch):
    monkeypatch.chdir(mine)
    assert main(["lab", "--copy"]) == 0
    assert not (mine / folder.NAME).exists()


def test_somebody_elses_folder_is_left_alone(place, refused):
    (place / "my_lessons").mkdir()
    (place / "my_lessons" / "piano.txt").write_text("scales")
    before = content(place)
    assert "my_lessons is not a folder that `minigrad lab` has made" in refused("lab")
    assert content(place) == before


def test_without_the_repository_it_says_where_the_lessons_are(place, refused, monkeypatch):
    monkeypatch.setattr(folder, "NOTEBOOKS", place)
    assert "clone of the repository" in refused("lab")


def test_jupyterlab_opens_the_first_unfinished_lesson_with_our_settings(mine, place, monkeypatch):
    calls = []
    monkeypatch.setattr(jupyterlab.labapp, "main", calls.append)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/theirs")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    for exercise in exercises.lesson(0).EXERCISES:
        Progress(mine).note(exercise.id, "passed")
    assert main(["lab", "--no-browser", "--port=9000"]) == 0
    wanted = [os.path.join("my_lessons", LESSONS[1].name), f"--ServerApp.root_dir={place}", "--allow-root"]  # noqa: PTH118
    assert calls == [[*wanted, "--no-browser", "--port=9000"]]
    assert os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep) == [str(folder.SETTINGS), "/theirs"]


def test_when_all_is_done_it_opens_the_last(mine):
    for exercise in exercises.every_exercise():
        Progress(mine).note(exercise, "passed")
    assert folder.unfinished(mine, Progress(mine)) == mine / LESSONS[-1].name


# ----------------------------------------------------------------------------------- minigrad lab --check


def test_check_runs_lesson_00_and_leaves_nothing(place, capsys, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # where nobody answers
    assert main(["lab", "--check"]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(
        r"00_start_here: \d+ cells ran in JupyterLab, the first \d+\.\d seconds after the start\.", said
    )
    assert not list(place.iterdir())


def test_check_asks_for_jupyterlabs_settings(place):
    with trial.served(place) as server:
        notices = server.ask("lab/api/settings/@jupyterlab/apputils-extension:notification")["schema"]["properties"]
        assert (notices["fetchNews"]["default"], notices["checkForUpdates"]["default"]) == ("false", False)
        nbformat.write(notebook("print('so far')", "1 / 0", "print('not here')"), place / "my_lessons" / "x.ipynb")
        ran = trial.run(server, place / "my_lessons" / "x.ipynb")
        assert next(ran) == "print('so far')"
        with pytest.raises(trial.TrialError, match="division by zero, in the cell\n1 / 0"):
            next(ran)


def notebook(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


# ------------------------------------------------------------------------------ minigrad reset, minigrad progress


def test_reset_keeps_the_readers_with_the_date(mine, capsys):
    copy, fresh = mine / LESSONS[2].name, (mine / LESSONS[2].name).read_text(encoding="utf-8")
    for number, work in enumerate(["first", "second"]):
        copy.write_text(work)
        assert main(["reset", "02"]) == 0
        kept = mine / f"{copy.stem}-{TODAY}{['', '-2'][number]}.ipynb"
        assert copy.read_text(encoding="utf-8") == fresh and kept.read_text() == work
        assert kept.name in capsys.readouterr().out


def test_reset_of_a_lesson_that_is_gone_brings_it_back(mine, capsys):
    (mine / LESSONS[0].name).unlink()
    assert main(["reset", "0"]) == 0
    assert (mine / LESSONS[0].name).exists() and "kept" not in capsys.readouterr().out


def test_progress_says_where_the_reader_stands(mine, capsys):
    first = exercises.lesson(0).EXERCISES[0].id
    Progress(mine).note(first, "passed")
    assert main(["progress"]) == 0
    assert f"{first} passed" in capsys.readouterr().out


@pytest.mark.parametrize("text", ['{"minigrad": 1, "verd', "[1, 2]", '{"minigrad": 99}'])
def test_a_progress_file_that_is_not_ours_is_kept(mine, capsys, text):
    (mine / "progress.json").write_text(text)
    assert main(["progress"]) == 0
    assert (mine / f"progress-{TODAY}.json").read_text() == text
    sentence, *standing = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"progress\.json [^.]+: it is kept as \S+\.json, and a new one begins\.", sentence)
    assert len(standing) == len(LESSONS)


def test_what_cannot_be_done_is_said_in_a_sentence(place, refused):
    assert "There is no my_lessons here yet" in refused("progress")
    assert "There is no my_lessons here yet" in refused("reset", "02")
    assert not list(place.iterdir())
    main(["lab", "--copy"])
    assert "There is no lesson 77" in refused("reset", "77")
    assert "'five'" in refused("reset", "five")
    assert "'²'" in refused("reset", "²")
    assert "--loud" in refused("progress", "--loud")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_disk_or_a_read_only_folder_loses_nothing(mine, refused, monkeypatch, code):
    (mine / LESSONS[0].name).write_text("my work")
    (mine / LESSONS[1].name).unlink()
    before = content(mine)

    def broken(path, text):
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(folder, "write", broken)
    for argv in (["lab"], ["reset", "00"]):
        assert os.strerror(code) in refused(*argv)
        assert content(mine) == before
