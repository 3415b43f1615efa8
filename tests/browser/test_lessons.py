"""Every lesson as a reader meets it: opened in JupyterLab, run from top to bottom, looked at in both themes."""

import pytest

from tests.notebooks.lessons import LESSONS, name


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_runs_from_top_to_bottom(course, opened, path):
    folder, address = course
    lesson = opened(address, f"{folder.name}/{path.name}")
    lesson.run_all()
    assert not lesson.errors()
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        lesson.theme(theme)
        lesson.show_everything()
        assert not lesson.violations()
    assert not lesson.unexpected_log()
    assert not lesson.outside


def test_nothing_in_the_repository_was_touched(course):
    assert not (LESSONS[0].parent / "first.py").exists()
    assert not list(LESSONS[0].parent.glob("my_lessons"))
