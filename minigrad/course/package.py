"""The package in this kernel: which of its definitions are the reader's, and the reader's own copy of it, `mine/`.

The package is always complete: a notebook changes only who wrote a definition. Lessons never import `mine/`; they take
up its definitions one by one, so that a mistake in it breaks nothing.
"""

import builtins
import contextlib
import importlib.util
import shutil
import sys
from functools import cache
from pathlib import Path

from . import exercises
from .building import COURSE, DRAFT, YOURS, Building, RefusedError, Text
from .keeping import is_kept, write
from .patch import PackageChange
from .source import definitions, source_of, splice

HOME = Path(__file__).parents[1]
NAME = HOME.name
UNTOUCHED = f"untouched_{NAME}"  # a second load, which no build cell reaches
MINE = "mine"


@cache
def load(name):
    """The package, or one more load of it under another name."""
    if name == NAME:
        return importlib.import_module(name)
    spec = importlib.util.spec_from_file_location(name, HOME / "__init__.py", submodule_search_locations=[str(HOME)])
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scope_of(file, name=NAME):
    """The names of the module that a file such as minigrad/ops/broadcasting.py is, in the load of this name."""
    parts = Path(file).with_suffix("").parts[1:]
    return vars(importlib.import_module(".".join([load(name).__name__, *[p for p in parts if p != "__init__"]])))


@cache
def definitions_of(file):
    """The package's own definitions in a file."""
    path = HOME.parent / file
    return {name: (d.node, str(path)) for name, d in definitions(path.read_text(encoding="utf-8")).items()}


class Rebuilt(Building):
    """The definitions of one file of the package."""

    change = PackageChange
    parted = "objects made before, and who holds the old one, keep it."

    def __init__(self, file, name):
        super().__init__(file.removeprefix(f"{NAME}/"), scope_of(file, name))
        self.path = file

    def own(self, name):
        return {part: entry for part, entry in definitions_of(self.path).items() if f"{part}.".startswith(f"{name}.")}

    def names(self):
        """What a notebook sees: what its cells have built, except what would hide one of Python's names."""
        built = [name for name, whose in self.whose.items() if whose != COURSE and "." not in name]
        return {name: self.scope[name] for name in built if name not in vars(builtins)}

    def found(self, text, inside):
        found = super().found(text, inside)
        for name in found:
            if isinstance(self.scope.get(name), type):
                raise RefusedError(f"{name} is not rebuilt as a whole: %%build {self.path}::{name} takes its methods.")
        return found


class Package:
    """The load of the package that build cells change; the files that they have named are in `rooms`."""

    def __init__(self, progress, folder=".", name=NAME):
        self.rooms, self.progress, self.name = {}, progress, name
        self.mine = Path(folder).resolve() / MINE if is_kept(folder) else None

    def room(self, file):
        """The file's definitions. Raises RefusedError if the package has no such file."""
        if file not in self.rooms:
            if not file.startswith(f"{NAME}/") or not (HOME.parent / file).is_file() or ".." in file:
                raise RefusedError(f"There is no {file} in the package to build.")
            self.rooms[file] = Rebuilt(file, self.name)
        return self.rooms[file]

    def is_yours(self, key):
        """Whether a definition, as `minigrad/ops/broadcasting.py::unbroadcast`, is the reader's now."""
        file, _, name = key.partition("::")
        return file in self.rooms and self.rooms[file].whose.get(name) == YOURS

    def yours(self, *others):
        """{file: the names that are the reader's in it now, or of `others`}."""
        whose = YOURS, *others
        found = {file: [n for n, owner in room.whose.items() if owner in whose] for file, room in self.rooms.items()}
        return {file: names for file, names in found.items() if names}

    def _readers(self, key):
        file, _, name = key.partition("::")
        return file, name, self.rooms[file].texts[name]

    def _with_helpers(self, keys):
        """What the reader has added to the files of these definitions, which they may use, and then these."""
        files = dict.fromkeys([key.partition("::")[0] for key in keys])
        added = {file: set(self.yours().get(file, ())) - {*definitions_of(file)} for file in files}
        return [*[f"{file}::{name}" for file in files for name in self.rooms[file].texts if name in added[file]], *keys]

    def restore(self):
        """Put the package's own definitions back in force."""
        return [line for room in self.rooms.values() for line in room.restore()]

    @contextlib.contextmanager
    def alone(self, keys):
        """The untouched load with the reader's own definitions of these names, and no other of theirs."""
        changes = []
        try:
            for key in self._with_helpers(keys):
                file, name, own = self._readers(key)
                changes.append(PackageChange(scope_of(file, UNTOUCHED)))
                changes[-1].enforce(name, own.definition.node, own.filename)
            yield load(UNTOUCHED)
        finally:
            for change in reversed(changes):
                change.undo()

    @contextlib.contextmanager
    def set_aside(self):
        """The package as it is without the reader: for the time of a check of something else."""
        changes = []
        try:
            for file, names in self.yours(DRAFT).items():
                changes.append(self.rooms[file].change(self.rooms[file].scope))
                for name in names:
                    self.rooms[file].put_own(changes[-1], name)
            yield
        finally:
            for change in reversed(changes):
                change.undo()

    # --------------------------------------------------------------------------------------------- the reader's copy

    def keep(self, keys, lesson):
        """Put definitions that have passed their check in their place in `mine/`; sentences for the reader."""
        if self.mine is None:
            return []
        try:
            if not self.mine.exists():
                begin(self.mine)
            for key in self._with_helpers(keys):
                file, name, own = self._readers(key)
                kept = (self.mine / file).read_text(encoding="utf-8")
                write(
                    self.mine / file, splice(kept, name, source_of(own.text, own.definition), [*definitions_of(file)])
                )
            self.progress.note_built(keys, lesson)
        except (OSError, ValueError, SyntaxError) as error:
            return [f"Not kept in {MINE}/: {error}. Put that right and check again; yours is in force in this kernel."]
        return [f"Kept in {MINE}/: {', '.join(keys)}."]

    def start(self, lesson):
        """Put in force what the reader has built in earlier lessons; sentences on what is theirs and what is not."""
        self.restore()
        built = [key for key, number in self.progress.built.items() if "::" in key and number < lesson]
        yours, said = [], []
        for key in built if self.mine else []:
            why = self._take_up(key)
            yours += [key] * (not why)
            said += [f"Yours of {key} is left out: {why}."] * bool(why)
        names = ", ".join([key.partition("::")[2] for key in yours])
        return [f"{NAME} as lesson {lesson:02} begins.", *[f"Yours: {names}."] * bool(yours), *said]

    def _take_up(self, key):
        """Why a definition of the reader's is left out; nothing if it is in force."""
        file, _, name = key.partition("::")
        if id := exercises.unpassed(key, self.progress):
            return f"exercise {id} says not yet"
        try:
            path = self.mine / file
            text = path.read_text(encoding="utf-8")
            room, definition = self.room(file), definitions(text)[name]
            change = PackageChange(room.scope)
            try:
                change.enforce(name, definition.node, str(path))
            except BaseException:
                change.undo()
                raise
        except KeyError:
            return f"{MINE}/{file} has no {name} any more"
        except Exception as error:
            return f"it does not run: {type(error).__name__}: {error}"
        room.whose[name], room.texts[name] = YOURS, Text(text, definition, str(path))
        return ""


PROJECT = """\
[build-system]
requires = ["flit_core>=3.11"]
build-backend = "flit_core.buildapi"

[project]
name = "my-minigrad"
version = "1"
description = "minigrad, with the rooms that I have built myself"
dependencies = ["numpy>=2.0"]

[tool.flit.module]
name = "minigrad"
"""


def begin(mine):
    """A copy of the package that pip installs; it has no course."""
    beside = mine.with_name(f".{mine.name}")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(HOME, beside / NAME, ignore=shutil.ignore_patterns("course", "__pycache__"))
    write(beside / "pyproject.toml", PROJECT)
    beside.rename(mine)
