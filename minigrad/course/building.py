"""A file whose definitions are rebuilt in the running kernel: which are in force, and whose they are."""

import ast
from typing import NamedTuple

from .exercise import is_stub
from .patch import Change
from .source import Definition, StrayError, definitions

YOURS, DRAFT, COURSE = "yours", "a draft", "the course's"


class RefusedError(Exception):
    """A cell that cannot take effect: one sentence for the reader."""

    def _render_traceback_(self):
        return [str(self)]


class Text(NamedTuple):
    """A definition of the reader's, in the text of its cell or file, and the name that tracebacks find it by."""

    text: str
    definition: Definition
    filename: str


class Building:
    """The definitions of one file in this kernel.

    `own(name)` gives the course's own definition: {qualified name: (statement, file name for tracebacks)}, of a class
    with all that is in it, and {} where there is none.
    """

    change = Change
    yet = ""  # said of a class that is not there
    parted = "other bases than before, so objects made before keep the old class."

    def __init__(self, file, scope):
        self.file, self.scope, self.whose = file, scope, {}
        self.texts = {}  # of each name that a cell has defined the last Text
        self.refused = False  # whether the last cell has taken no effect

    def build(self, text, filename, inside="", *, draft=False):
        """Put the definitions of a cell in force, all or none; sentences that say whose each is now."""
        __tracebackhide__ = True
        found = self.found(text, inside)
        stubs = {name: node for name, (node, *_) in found.items() if is_stub(node)}
        change, apart, without = self.change(self.scope), [], []
        try:
            for name, (node, *_) in found.items():
                if name not in stubs:
                    apart += [name] * change.enforce(name, node, filename)
                elif not self.enforce_own(change, name):
                    without.append(name)
        except BaseException:
            change.undo()
            raise
        finished = {name: definition for name, definition in found.items() if name not in stubs}
        self.whose |= dict.fromkeys(finished, DRAFT if draft else YOURS)
        self.texts |= {name: Text(text, definition, filename) for name, definition in finished.items()}
        said = self.told(finished, found, "a draft, in force until you build it" if draft else "now yours")
        back = [name for name in stubs if name not in without]
        said += self.told(back, found, "still dots, so the course's own is in force")
        said += self.told(without, found, "still dots, and the course has no definition of that name")
        said += [f"{name}: {self.parted}" for name in apart]
        if draft:
            return said
        return said + [line for name in finished for line in self.remarks(name, found[name].node)]

    def found(self, text, inside):
        """The definitions of a cell."""
        if inside and not isinstance(self.scope.get(inside), type):
            raise RefusedError(f"{self.file} has no class {inside}{self.yet}.")
        try:
            found = definitions(text, inside, strict=True)
        except StrayError as stray:
            is_import = isinstance(stray.node, ast.Import | ast.ImportFrom)
            what = "an import goes inside the function that needs it" if is_import else ""
            advice = what or "anything else goes into a cell of its own"
            raise RefusedError(f"Line {stray.node.lineno}: a build cell holds definitions only; {advice}.") from None
        if not found:
            raise RefusedError("The cell defines nothing, so nothing has changed.")
        return found

    def enforce_own(self, change, name):
        """Put the course's own definition in force, of a class all that is in it; False if there is none."""
        own = self.put_own(change, name)
        if not own:
            self.whose.pop(name, None)
        self.whose |= dict.fromkeys(own, COURSE)
        return bool(own)

    def put_own(self, change, name):
        """The same, whoever it is said to be of; the names that this has reached."""
        own = self.own(name)
        if not own:
            change.delete(name)
        for part, (node, filename) in own.items():
            change.enforce(part, node, filename)
        return own

    def remarks(self, name, node):
        """What may surprise about a definition that is the reader's now."""
        own = self.own(name)
        if not own:
            yield f"{name}: new to {self.file}; the course has no definition of that name."
        elif isinstance(node, ast.FunctionDef) and isinstance(own[name][0], ast.FunctionDef):
            mine, theirs = parameters(node), parameters(own[name][0])
            if mine != theirs and not takes_all(node.args, own[name][0].args):
                yield f"{name} takes ({mine}) now; it is called as the course's own, with ({theirs})."

    def restore(self):
        """Put the course's own definitions back in force; what the reader has in a file stays there."""
        names = [name for name, whose in self.whose.items() if whose != COURSE]
        change = self.change(self.scope)
        for name in sorted(names, key=lambda name: name.count(".")):
            owner = name.rpartition(".")[0]
            if not owner or owner in self.scope:
                self.enforce_own(change, name)
        return self.told(names, names, "the course's own again")

    def told(self, names, among, what):
        return [f"{spoken(names, among)} in {self.file}: {what}"] if names else []


def spoken(names, among):
    """Names in words: a class stands for all that there is of it, where all of it is named."""
    words = []
    for name in names:
        owner = name.rpartition(".")[0]
        whole = {other for other in among if other == owner or other.startswith(f"{owner}.")}
        if not (owner in among and whole <= set(names)):
            partly = any(other.startswith(f"{name}.") and other not in names for other in among)
            words.append(f"class {name}" if partly else name)
    return ", ".join(words)


def takes_all(mine, theirs):
    """Whether arguments with a ** for the rest take every call that the others do; default values are left out."""

    def positional(args):
        return [arg.arg for arg in [*args.posonlyargs, *args.args]], args.vararg is not None

    asked = {arg.arg for arg in mine.kwonlyargs} - {arg.arg for arg in theirs.kwonlyargs}
    return mine.kwarg is not None and positional(mine) == positional(theirs) and not asked


def parameters(function):
    """A parameter list without default values and annotations."""
    args = function.args
    plain = [arg.arg for arg in [*args.posonlyargs, *args.args]]
    star = [f"*{args.vararg.arg}"] if args.vararg else ["*"] if args.kwonlyargs else []
    last = [f"**{args.kwarg.arg}"] if args.kwarg else []
    return ", ".join([*plain, *star, *[arg.arg for arg in args.kwonlyargs], *last])
