"""The progress file: whole or as it was, and nobody else's."""

import json
import re

import pytest

from minigrad.course.keeping import MARKER, PROGRESS, Progress, set_aside, write
from minigrad.course.tools import standing
from tests.course.kernel import full_disk


@pytest.fixture
def lab(tmp_path):
    (tmp_path / MARKER).touch()
    return tmp_path


def test_verdicts_are_found_again(lab):
    progress = Progress(lab)
    progress.note("1.1", "not yet")
    progress.note("1.1", "not yet")
    progress.note("1.2", "passed")
    progress.note_built(["numerical_gradient"], 1)
    again = Progress(lab)
    assert again.status("1.1") == "not yet" and again.tries("1.1") == 2 and again.status("1.2") == "passed"
    assert again.built == {"numerical_gradient": 1} and not again.sentences()
    assert any("1.1 not yet   1.2 passed" in line and "1 of" in line for line in standing(again))


def test_two_notebooks_at_once_lose_nothing(lab):
    one, other = Progress(lab), Progress(lab)
    one.note("1.1", "passed")
    other.note("2.1", "passed")
    assert Progress(lab).verdicts.keys() == {"1.1", "2.1"}


def test_outside_of_our_folders_nothing_is_written(tmp_path):
    progress = Progress(tmp_path)
    progress.note("1.1", "passed")
    assert progress.status("1.1") == "passed" and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"minigrad": 1, "verd', "is not whole"),
        ("", "is not whole"),
        ('{"name": "some other program"}', "is not one of minigrad's"),
        ("[1, 2]", "is not one of minigrad's"),
        ('{"minigrad": 1, "verdicts": {"1.1": 3}, "built": {}}', "is not one of minigrad's"),
        ('{"minigrad": 1, "verdicts": {}, "built": {"x": "y"}}', "is not one of minigrad's"),
        ('{"minigrad": 2, "future": true}', "was written by a newer minigrad"),
    ],
)
def test_a_file_that_cannot_be_read_is_kept_aside(lab, text, why):
    (lab / PROGRESS).write_text(text)
    progress = Progress(lab)
    (sentence,) = progress.sentences()
    match = re.fullmatch(rf"{PROGRESS} {why}: it is kept as (progress-[\d-]+\.json), and a new one begins\.", sentence)
    assert (lab / match[1]).read_text() == text
    progress.note("1.1", "passed")
    assert Progress(lab).status("1.1") == "passed" and not progress.sentences()


def test_a_full_disk(lab, monkeypatch):
    progress = Progress(lab)
    progress.note("1.1", "passed")
    before = (lab / PROGRESS).read_bytes()
    with full_disk(monkeypatch):
        progress.note("1.2", "passed")
    (sentence,) = progress.sentences()
    assert sentence == f"{PROGRESS} cannot be written (No space left on device): this is noted when it can be again."
    assert (lab / PROGRESS).read_bytes() == before
    assert progress.status("1.2") == "passed"
    assert sorted(path.name for path in lab.iterdir()) == [MARKER, PROGRESS]
    progress.note("1.3", "passed")
    assert Progress(lab).verdicts.keys() == {"1.1", "1.2", "1.3"}


def test_a_read_only_folder(lab, monkeypatch):
    (lab / PROGRESS).write_text("{")

    def refuses(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("minigrad.course.keeping.tempfile.mkstemp", refuses)
    monkeypatch.setattr("pathlib.Path.rename", refuses)
    progress = Progress(lab)
    progress.note("1.1", "passed")
    (sentence,) = progress.sentences()
    assert sentence.startswith(f"{PROGRESS} is not whole, and cannot be renamed (Permission denied).")
    assert (lab / PROGRESS).read_text() == "{" and progress.status("1.1") == "passed"


def test_a_progress_file_that_is_a_folder(lab):
    (lab / PROGRESS).mkdir()
    progress = Progress(lab)
    progress.note("1.1", "passed")
    assert len(progress.sentences()) == 1 and progress.status("1.1") == "passed"


def test_names_set_aside_differ(tmp_path):
    names = set()
    for text in "abc":
        (tmp_path / "first.py").write_text(text)
        names.add(set_aside(tmp_path / "first.py").name)
    assert len(names) == 3 and {(tmp_path / name).read_text() for name in names} == set("abc")


def test_a_write_is_whole(tmp_path):
    write(tmp_path / "é.json", json.dumps("ü", ensure_ascii=False))
    assert (tmp_path / "é.json").read_text(encoding="utf-8") == '"ü"'
    assert [path.name for path in tmp_path.iterdir()] == ["é.json"]
