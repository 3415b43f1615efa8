"""Each lesson with its stubs replaced by the solutions: every cell runs, every check passes, every name is known."""

import json
from functools import cache

import nbformat
import pytest

from tests.notebooks.lessons import LESSONS, name
from tests.notebooks.names import asking
from tests.notebooks.solving import of, passed, run, solution, verdicts

lesson = pytest.mark.parametrize("path", LESSONS, ids=name)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A function that runs a solved lesson, once: what its cells print, and the names in its text that are unknown."""

    @cache
    def finish(path):
        folder, notebook = tmp_path_factory.mktemp("solved"), solution(path)
        notebook.cells.append(nbformat.v4.new_code_cell(asking(path)))
        printed = run(notebook, folder)
        assert not list(folder.iterdir()), "nothing is kept in a folder that `minigrad lab` has not made"
        return printed, json.loads("".join([output.text for output in notebook.cells[-1].outputs]))

    return finish


@lesson
def test_every_check_passes(finished, path):
    assert verdicts(finished(path)[0]) == passed(path)


@lesson
def test_every_name_in_backticks_is_known(finished, path):
    assert not finished(path)[1]


def test_an_untouched_stub_shows(tmp_path):
    path = LESSONS[0]
    notebook, last = solution(path), of(path)[-1]
    for cell in notebook.cells:
        if f'check("{last.id}")' in cell.source:
            cell.source = "\n".join([f"{name} = ..." for name in last.names]) + f'\ncheck("{last.id}")'
    assert verdicts(run(notebook, tmp_path)) == passed(path) | {last.id: "not attempted"}
