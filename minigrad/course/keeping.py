"""What is kept beside the notebooks: only in a folder that `minigrad lab` made, and always whole.

A file is written beside the old one and then renamed, so the old one is whole until the new one is.
"""

import json
import os
import tempfile
from datetime import datetime
from pathlib import Path

MARKER = ".minigrad"  # says that `minigrad lab` made the folder
PROGRESS = "progress.json"
FORMAT = 1


def is_kept(folder):
    """Whether anything may be read or written there."""
    return (Path(folder) / MARKER).is_file()


def write(path, text):
    """Put `text` in the file at `path`, or leave it as it was."""
    path = Path(path)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def set_aside(path):
    """Give a file a name with today's date that no other has, and return it."""
    day, number = datetime.now().astimezone().strftime("%Y-%m-%d"), 1
    while (other := path.with_name(f"{path.stem}-{day}{f'-{number}' * (number > 1)}{path.suffix}")).exists():
        number += 1
    return path.rename(other)


class Progress:
    """The verdict on each exercise, and the lesson in which each definition was built; kept in a folder of ours."""

    def __init__(self, folder="."):
        self.path, self.kept = Path(folder) / PROGRESS, is_kept(folder)
        self.verdicts, self.built = {}, {}
        self.unsaved = {}, {}  # of both, what no write has succeeded with
        self.said = []  # sentences for the reader, each once
        self.load()

    def load(self):
        """Read what another notebook may have added; a file that is not ours is kept under another name."""
        if not self.kept:
            return
        try:
            verdicts, built = _read(self.path.read_text(encoding="utf-8"))
            self.verdicts, self.built = verdicts | self.unsaved[0], built | self.unsaved[1]
        except FileNotFoundError:
            pass
        except ValueError as error:
            self._make_way(error)
        except OSError as error:
            self._give_up(f"{PROGRESS} cannot be read ({error.strerror}).")

    def _make_way(self, error):
        try:
            other = set_aside(self.path).name
            self.said.append(f"{PROGRESS} {error}: it is kept as {other}, and a new one begins.")
        except OSError as problem:
            self._give_up(f"{PROGRESS} {error}, and cannot be renamed ({problem.strerror}).")

    def _give_up(self, why):
        self.said.append(f"{why} What you do now is not noted; nothing is lost of what was.")
        self.kept = False

    def note(self, id, status):
        """Note a verdict."""
        self.load()
        old = self.verdicts.get(id, {"tries": 0})
        self._save({id: {"status": status, "tries": old["tries"] + (status == "not yet")}}, {})

    def note_built(self, names, lesson):
        """Note that the definitions of these names in first.py are of this lesson."""
        self.load()
        self._save({}, dict.fromkeys(names, lesson))

    def _save(self, verdicts, built):
        self.verdicts |= verdicts
        self.built |= built
        if self.kept:
            content = {"minigrad": FORMAT, "verdicts": self.verdicts, "built": self.built}
            self.unsaved = self.unsaved[0] | verdicts, self.unsaved[1] | built
            try:
                write(self.path, json.dumps(content, indent=1, sort_keys=True) + "\n")
                self.unsaved = {}, {}
            except OSError as error:
                self.said.append(
                    f"{PROGRESS} cannot be written ({error.strerror}): this is noted when it can be again."
                )

    def status(self, id):
        return self.verdicts.get(id, {}).get("status", "")

    def tries(self, id):
        """How often an answer was wrong."""
        return self.verdicts.get(id, {}).get("tries", 0)

    def sentences(self):
        """What the reader has to be told, once."""
        said, self.said = self.said, []
        return said


def _read(text):
    """The verdicts and lessons in a progress file's text; a ValueError says why it is not one."""
    try:
        content = json.loads(text)
    except ValueError:
        raise ValueError("is not whole") from None
    if not isinstance(content, dict) or not isinstance(content.get("minigrad"), int):
        raise ValueError("is not one of minigrad's")
    if content["minigrad"] > FORMAT:
        raise ValueError("was written by a newer minigrad")
    verdicts, built = content.get("verdicts"), content.get("built")
    if not isinstance(verdicts, dict) or not isinstance(built, dict):
        raise ValueError("is not one of minigrad's")
    whole = [isinstance(entry, dict) and _is_entry(**entry) for entry in verdicts.values()]
    if not all(whole) or not all([isinstance(lesson, int) for lesson in built.values()]):
        raise ValueError("is not one of minigrad's")
    return verdicts, built


def _is_entry(status=None, tries=None, **_):
    return isinstance(status, str) and isinstance(tries, int)
