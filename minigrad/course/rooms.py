"""The file that the reader writes, `first.py`: which definitions are in force in this kernel, and whose they are.

In a folder that `minigrad lab` made, what the reader builds is also put in its place in the file beside the notebooks.
"""

import ast
import builtins
import linecache
import types
from functools import cache
from pathlib import Path

from . import exercises, stages
from .building import COURSE, YOURS, Building, spoken
from .keeping import Progress, is_kept, write
from .patch import Change
from .source import definitions, source_of, splice

FILE = "first.py"


@cache
def compiled(lesson):
    """The course's file at the end of a lesson, as code."""
    text, filename = stages.text(lesson), f"<{FILE}, the course's at the end of lesson {lesson:02}>"
    linecache.cache[filename] = len(text), None, text.splitlines(keepends=True), filename
    return compile(text, filename, "exec")


@cache
def stage(lesson):
    """The course's definitions at the end of a lesson: name -> (statement, file name for tracebacks)."""
    filename = compiled(lesson).co_filename
    return {name: (definition.node, filename) for name, definition in definitions(stages.text(lesson)).items()}


@cache
def appears(name):
    """The first lesson whose stage has a definition of this name, or None."""
    return next((lesson for lesson in range(stages.LAST + 1) if name in stage(lesson)), None)


class Room(Building):
    """The module `first` in this kernel."""

    yet = " yet: run the cell that begins it first"

    def __init__(self, folder="."):
        self.module = types.ModuleType(FILE.removesuffix(".py"))
        super().__init__(FILE, vars(self.module))
        self.path, self.kept, self.progress = Path(folder).resolve() / FILE, is_kept(folder), Progress(folder)
        self.lesson = 0
        self.fill(0)

    def fill(self, lesson):
        """The course's own stage at the end of a lesson."""
        for name in [name for name in self.scope if not name.startswith("__")]:
            del self.scope[name]
        self.scope["__file__"] = str(self.path)
        exec(compiled(lesson), self.scope)
        self.whose = dict.fromkeys(stage(lesson), COURSE)

    def names(self):
        """What a notebook sees of the module; Python's own names are not hidden by it."""
        hidden = vars(builtins).keys() | {"math"}
        return {name: value for name, value in self.scope.items() if not name.startswith("_") and name not in hidden}

    # ------------------------------------------------------------------------------- a lesson begins

    def start(self, lesson):
        """The stage that a lesson begins with; of what is in it, the reader's own where there is one."""
        self.lesson = lesson
        self.fill(min(lesson - 1, stages.LAST))
        self.progress.load()
        left_out = self._take_up()
        said = [f"{FILE} as lesson {lesson:02} begins."]
        owned = {owner: [name for name, whose in self.whose.items() if whose == owner] for owner in (YOURS, COURSE)}
        said += [f"{owner.capitalize()}: {spoken(names, self.whose)}." for owner, names in owned.items() if names]
        return [*said, *left_out, *self.progress.sentences()]

    def _take_up(self):
        """Put in force what the reader has built before this lesson; sentences on what is left out."""
        try:
            text = self._text()
            own = definitions(text)
        except (OSError, ValueError, SyntaxError) as error:
            return [f"Nothing of your {FILE} is taken up: {trouble(error)}. Put that right and run %start again."]
        imports = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
        left_out = {}
        for name, node in [*[("imports", node) for node in imports], *[(name, own[name].node) for name in own]]:
            why = "" if name == "imports" else self._unfit(name)
            if why is None:
                continue
            change = Change(self.scope)
            try:
                if not why:
                    self._run(change, name, node)
            except Exception as error:
                change.undo()
                why = f"it does not run: {type(error).__name__}: {error}"
            if why:
                left_out.setdefault(why, []).append(name)
        return [f"Yours in {FILE} of {spoken(names, own)} is left out: {why}." for why, names in left_out.items()]

    def _run(self, change, name, node):
        if name == "imports":
            exec(compile(ast.Module([node], []), str(self.path), "exec"), self.scope)
        else:
            change.enforce(name, node, str(self.path))
            self.whose[name] = YOURS

    def _unfit(self, name):
        """Why the reader's definition is not taken up as this lesson begins; None if it has no place there yet."""
        built = self.progress.built.get(name, appears(name) or 0)
        if appears(name) is not None and name not in stage(min(self.lesson - 1, stages.LAST)):
            return None
        if built >= self.lesson:
            return f"it is of lesson {built:02}"
        if name in self.progress.built and built < (formed := stages.formed(name, self.lesson - 1)):
            return f"it is of lesson {built:02}, and lesson {formed:02} gives it another form"
        if id := exercises.unpassed(name, self.progress):
            return f"exercise {id} says not yet"
        return ""

    def _text(self):
        """The reader's file, or what it begins with."""
        if self.kept and self.path.exists():
            return self.path.read_text(encoding="utf-8")
        return stages.text(0)

    # ------------------------------------------------------------------------------- a cell is run

    def build(self, text, filename, inside="", *, draft=False):
        """Put the definitions of a cell in force and, unless it is a draft, the finished ones in the reader's file."""
        __tracebackhide__ = True
        said = super().build(text, filename, inside, draft=draft)
        if draft:
            return said
        finished = {name: own.definition for name, own in self.texts.items() if own.filename == filename}
        return said + self._keep(text, finished) + self.progress.sentences()

    def own(self, name):
        """As this lesson has it; what a later lesson adds, as the first of them does."""
        lesson = min(self.lesson, stages.LAST)
        lesson = lesson if name in stage(lesson) else appears(name)
        found = {} if lesson is None else stage(lesson)
        return {part: own for part, own in found.items() if f"{part}.".startswith(f"{name}.")}

    # ------------------------------------------------------------------------------- the reader's file

    def _keep(self, text, found):
        """Put finished definitions in their place in the reader's file."""
        if not self.kept:
            return []
        self.progress.load()
        later = [name for name in found if self.progress.built.get(name, 0) > self.lesson_of(name)]
        said = [f"{FILE} keeps yours of a later lesson: {spoken(later, found)}."] if later else []
        kept = {name: definition for name, definition in found.items() if name not in later}
        try:
            file = self._text()
            for name, definition in kept.items():
                file = put(file, name, text, definition)
            ast.parse(file)
            if kept:
                write(self.path, file)
                self.progress.note_built(kept, self.lesson_of(next(iter(kept))))
        except (OSError, ValueError, SyntaxError) as error:
            said.append(
                f"Not kept: {trouble(error)}. Put that right and run this cell again; yours is in force in this kernel."
            )
        return said

    def lesson_of(self, name):
        """The lesson that a cell belongs to: the one that has begun or, without `%start`, the first with that name."""
        return self.lesson or appears(name) or 1


def put(file, name, text, definition):
    """The reader's file with a definition of a cell in its place."""
    known, order = definitions(file), [*stage(stages.LAST)]
    owner, source = name.rpartition(".")[0], source_of(text, definition)
    if owner and owner not in known:
        file = splice(file, owner, f"class {owner}:\n    pass", order)
    if source.endswith(":") and not any(other.startswith(f"{name}.") for other in known):
        source += "\n    pass"  # of a class in which nothing stands yet
    return splice(file, name, source, order)


def trouble(error):
    """What is wrong with the reader's file, in words."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno} of {FILE} is not Python ({error.msg})"
    if isinstance(error, OSError):
        return f"{FILE}: {error.strerror}"
    return f"{FILE} is not a text in UTF-8"
