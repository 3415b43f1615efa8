"""The lessons as they are stored: executed, in normal form, plain in tone."""

import importlib
import re
import unicodedata

import nbformat
import pytest

from tests.notebooks.lessons import LESSONS, cells, name, sources
from tests.notebooks.store import WIDGETS, normal

CODE_IN_TEXT = re.compile(r"```.*?```|`[^`]*`|!\[|\$[^$]*\$", flags=re.DOTALL)
lesson = pytest.mark.parametrize("path", LESSONS, ids=name)


def test_there_are_lessons():
    assert LESSONS[0].name == "00_start_here.ipynb"


@lesson
def test_every_code_cell_was_executed(path):
    counts = [cell.execution_count for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))


@lesson
def test_no_cell_shows_an_error(path):
    failed = [
        cell.source
        for cell in cells(path, "code")
        if "raises-exception" not in cell.metadata.get("tags", [])
        and any(output.output_type == "error" or output.get("name") == "stderr" for output in cell.outputs)
    ]
    assert not failed


@lesson
def test_in_normal_form(path):
    assert normal(nbformat.read(path, as_version=4)) == path.read_text(encoding="utf-8"), "store it with make store"


@lesson
def test_below_a_megabyte(path):
    assert path.stat().st_size < 1_000_000


@lesson
def test_what_nbval_does_not_compare_has_a_reason(path):
    unread = {"nbval-ignore-output", "nbval-skip", "raises-exception"}
    tagged = [cell for cell in cells(path, "code") if unread & set(cell.metadata.get("tags", []))]
    assert all(cell.metadata.get("reason") for cell in tagged)


@lesson
def test_plain_in_tone(path):
    prose = [CODE_IN_TEXT.sub("", source) for source in sources(path, "markdown")]
    assert not [text for text in prose if "!" in text]
    assert not [text for text in prose if any(unicodedata.category(letter) == "So" for letter in text)]
    assert not [text for text in prose if re.search(r"\blet['’]s\b", text, flags=re.IGNORECASE)]


@lesson
def test_the_widgets_in_it_are_todays(path):
    state = nbformat.read(path, as_version=4).metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})
    for entry in [entry["state"] for entry in state.values() if "_anywidget_id" in entry["state"]]:
        module, _, name = entry["_anywidget_id"].rpartition(".")
        widget = getattr(importlib.import_module(module), name)
        style = str(widget._css) if hasattr(widget, "_css") else None
        assert (entry["_esm"], entry.get("_css")) == (str(widget._esm), style), "make store"


@lesson
def test_each_still_picture_says_what_it_shows(path):
    outputs = [output for cell in cells(path, "code") for output in cell.outputs if "data" in output]
    stills = [output.metadata.get("image/png", {}) for output in outputs if "image/png" in output.data]
    assert all([still.get("alt") for still in stills])
