"""Python text as definitions: find them, and put one in the place of another.

A definition is known by its qualified name: `record`, `Tensor`, `Tensor.__mul__`. A class stands for its first line and
its docstring only; what is in it are definitions of their own.
"""

import ast
import io
import textwrap
import tokenize
from typing import NamedTuple


class Definition(NamedTuple):
    """A statement that defines a name, and its lines in the text (start, stop), with the comments right above it."""

    node: ast.stmt
    start: int
    stop: int


class StrayError(Exception):
    """A statement that is no definition."""

    def __init__(self, node):
        super().__init__(f"line {node.lineno} is no definition")
        self.node = node


def definitions(text, inside="", *, strict=False):
    """{qualified name: Definition} of a text, or of the body of the class `inside`; imports and such are passed over.

    Where that is not allowed (`strict`), the first of them is raised.
    """
    found, lines = {}, text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and not inside:
            found |= _of_class(node, lines, strict)
        elif name := _name(node):
            found[f"{inside}.{name}" if inside else name] = Definition(node, _start(node, lines), node.end_lineno)
        elif strict:
            raise StrayError(node)
    return found


def _of_class(node, lines, strict):
    start, parts, (first, *_) = _start(node, lines), {}, node.body
    head = ast.ClassDef(node.name, node.bases, node.keywords, [ast.Pass()], node.decorator_list)
    stop = max(_start(first, lines), node.lineno)
    if _is_constant(first):
        head.body, stop = [first], first.end_lineno
    if isinstance(first, ast.Pass):
        stop = first.end_lineno
    while not lines[stop - 1].strip():
        stop -= 1
    for part in node.body:
        if name := _name(part):
            parts[f"{node.name}.{name}"] = Definition(part, _start(part, lines), part.end_lineno)
        elif _is_dots(part):
            head.body = [part]  # the class as a whole is to be filled in
        elif strict and not _is_constant(part) and not isinstance(part, ast.Pass):
            raise StrayError(part)
    head = ast.fix_missing_locations(ast.copy_location(head, node))
    return {node.name: Definition(head, start, stop), **parts}


def _name(node):
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return name
    return None


def _is_constant(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)  # a docstring


def _is_dots(node):
    return _is_constant(node) and node.value.value is ...


def _start(node, lines):
    start = min([part.lineno for part in [node, *getattr(node, "decorator_list", [])]]) - 1
    while start and lines[start - 1].lstrip().startswith("#") and not lines[start - 1].startswith("# %%"):
        start -= 1
    return start


def source_of(text, definition):
    """The lines of a definition, as they stand at the margin."""
    return textwrap.dedent("\n".join(text.splitlines()[definition.start : definition.stop]))


def splice(text, name, source, order):
    """`text` with the definition of `name` replaced; a new one goes before what comes after it in the list `order`."""
    known, lines = definitions(text), text.splitlines()
    owner = name.rpartition(".")[0]
    new = textwrap.indent(source, "    " if owner else "").splitlines()
    if name in known:
        start, stop = known[name].start, known[name].stop
    else:
        gap = [""] if owner else ["", ""]
        later = order[order.index(name) + 1 :] if name in order else []
        following = [other for other in later if other in known and other.rpartition(".")[0] == owner]
        if following:
            start = stop = known[following[0]].start
            new = [*new, *gap]
        else:
            last = [end.stop for other, end in known.items() if not owner or f"{other}.".startswith(f"{owner}.")]
            start = stop = max(last, default=len(lines))
            new = [*gap, *new]
            if lines[stop - 1 : stop] == ["    pass"]:  # of a class that was empty
                start, new = stop - 1, new[1:]
    lines[start:stop] = new
    return "\n".join(lines) + "\n"


def code_lines(text):
    """The numbers of the lines that hold code: blank ones, comments and docstrings do not."""
    documented = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            documented |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in layout]
    return {n for t in tokens for n in range(t.start[0], t.end[0] + 1)} - documented
