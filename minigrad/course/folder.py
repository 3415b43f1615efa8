"""The reader's folder, `my_lessons/`: copies of the lessons without outputs, each made once and never overwritten.

The lessons lie beside the package, in a clone of the repository; so the package is installed from there, editable.
"""

import json
from pathlib import Path

from . import exercises
from .keeping import MARKER, is_kept, set_aside, write

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SETTINGS = Path(__file__).parent / "settings"  # they switch AI completion, news and checks for updates off
NAME = "my_lessons"
MADE = "Made by `minigrad lab`. Beside the lessons in this folder, first.py and progress.json are yours.\n"


class FolderError(Exception):
    """What was asked for cannot be done: one sentence for the reader."""


def here():
    """The reader's folder: the current one, if it is that, or `my_lessons` in it."""
    return Path() if is_kept(".") else Path(NAME)


def lessons():
    """{number: notebook} of the lessons that there are."""
    found = {int(path.name[:2]): path for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))}
    if not found:
        raise FolderError("The lessons are in a clone of the repository: install the package from there, editable.")
    return found


def update(folder):
    """Add to the folder the lessons that it has not got yet; their names."""
    if folder.exists() and not is_kept(folder) and any(folder.iterdir()):
        raise FolderError(f"{folder} is not a folder that `minigrad lab` has made: rename it, or go to another place.")
    wanted = {folder / path.name: path for path in lessons().values()}
    added = [copy for copy in wanted if not copy.exists()]
    (folder / ".vscode").mkdir(parents=True, exist_ok=True)
    write(folder / MARKER, MADE)
    if not (vscode := folder / ".vscode" / "settings.json").exists():
        write(vscode, (SETTINGS / "vscode.json").read_text(encoding="utf-8"))
    for copy in added:
        write(copy, without_outputs(wanted[copy]))
    return [copy.stem for copy in added]


def reset(folder, number):
    """Put a lesson back as it was; where the reader's own is kept."""
    if number not in lessons():
        raise FolderError(f"There is no lesson {number:02}. There are: {', '.join([f'{n:02}' for n in lessons()])}.")
    copy = folder / lessons()[number].name
    text, kept = without_outputs(lessons()[number]), set_aside(copy) if copy.exists() else None
    try:
        write(copy, text)
    except OSError:
        if kept:
            kept.rename(copy)
        raise
    return copy, kept


def without_outputs(path):
    """A lesson's text as it is before anything was run."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"], cell["outputs"] = None, []
    notebook["metadata"].pop("widgets", None)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def unfinished(folder, progress):
    """The reader's copy of the first lesson with an exercise that is not passed yet, or of the last."""
    todo = {
        exercise.id.partition(".")[0]
        for exercise in exercises.every_exercise().values()
        if progress.status(exercise.id) != "passed"
    }
    found = [path for number, path in lessons().items() if str(number) in todo] or [*lessons().values()][-1:]
    return folder / found[0].name
