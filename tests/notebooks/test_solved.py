"""Each lesson with all its stubs replaced by the solutions: every cell runs, and every check passes."""

import pytest

from tests.notebooks.lessons import LESSONS, name
from tests.notebooks.solving import of, passed, run, solution, verdicts


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_check_passes(path, tmp_path):
    assert verdicts(run(solution(path), tmp_path)) == passed(path)
    assert not list(tmp_path.iterdir()), "nothing is kept in a folder that `minigrad lab` has not made"


def test_an_untouched_stub_shows(tmp_path):
    path = LESSONS[0]
    notebook, last = solution(path), of(path)[-1]
    for cell in notebook.cells:
        if f'check("{last.id}")' in cell.source:
            cell.source = "\n".join([f"{name} = ..." for name in last.names]) + f'\ncheck("{last.id}")'
    assert verdicts(run(notebook, tmp_path)) == passed(path) | {last.id: "not attempted"}
