"""Every lesson as a reader meets it: opened in JupyterLab, run from top to bottom, looked at in both themes."""

import pytest

from tests.notebooks.lessons import LESSONS, name


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_runs_from_top_to_bottom(course, opened, path):
    folder, address = course
    lesson = opened(address, f"{folder.name}/{path.name}")
    lesson.run_all()
    assert not lesson.errors()
    lesson.show_everything()
    assert not lesson.violations()
    lesson.theme("JupyterLab Dark")  # another theme changes the colours, and nothing else that axe looks at
    assert not lesson.violations("color-contrast")
    assert not lesson.unexpected_log()
    assert not lesson.outside


@pytest.mark.parametrize(("guess", "said"), [("10", "16   you said 10"), ("16", "16   as you said")])
def test_a_prediction_is_answered(course, opened, guess, said):
    folder, address = course
    lesson = opened(address, f"{folder.name}/00_start_here.ipynb")
    lesson.run_all()
    lesson.edit('predict("0.a"', "...", guess)
    assert lesson.edit('outcome("0.a"', "growth", "growth").strip() == said


def test_an_exercise_is_judged(course, opened):
    folder, address = course
    lesson = opened(address, f"{folder.name}/00_start_here.ipynb")
    lesson.run_all()
    wrong = lesson.edit("def moved(f, x, h):", "    ...", "    return f(x)")
    assert "not yet" in wrong and "yours" in wrong
    right = lesson.edit("def moved(f, x, h):", "    return f(x)", "    return f(x + h) - f(x)")
    assert right.startswith("0.1 passed")


def test_nothing_in_the_repository_was_touched(course):
    assert not (LESSONS[0].parent / "first.py").exists()
    assert not list(LESSONS[0].parent.glob("my_lessons"))
