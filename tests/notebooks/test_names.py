"""What a lesson's text sets in code is true: its cells or PyTorch know the name, the command runs."""

import ast
import builtins
import io
import json
import keyword
import re
import shlex
import subprocess
import sys
import tokenize

import nbformat
import pytest

from tests.notebooks.lessons import LESSONS, ROOT, executed, name, sources

FILE = re.compile(r"[\w/]+\.(py|ipynb|md|yml)|[\w/]+/")
COMMAND = re.compile(r"(minigrad|make|python|pip)\b.*")
CPLUSPLUS = re.compile(r"torch::[\w:]+")


def spans(path):
    text = "\n".join(re.sub(r"```.*?```", "", source, flags=re.DOTALL) for source in sources(path, "markdown"))
    return sorted(set(re.findall(r"`([^`\n]+)`", text)))


def roots(span):
    """The names that a span takes from elsewhere, dotted as far as they go, or None if it is not Python."""
    formula = re.fullmatch(r"(\w+\([\w, ]+\)) = (.*)", span)  # f(x) = x * x
    try:
        tree = ast.parse(("{}; {}".format(*formula.groups()) if formula else span).replace("torch.", "mg."))
    except SyntaxError:
        return None
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    found = set()
    for node in ast.walk(tree):
        dotted = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        if re.fullmatch(r"[\w.]+", dotted) and dotted.split(".")[0] not in own:
            found.add(dotted)
    return found


ASK = """
import json as _json, minigrad as _mg, minigrad.first as _first
def _known(dotted):
    first, *rest = dotted.split(".")
    scopes = [globals(), vars(_mg), vars(_mg.Tensor), vars(_first), {"mg": _mg}]
    found = next((scope[first] for scope in scopes if first in scope), None)
    for part in rest:
        if not hasattr(found, part):
            return False
        found = getattr(found, part)
    return any(first in scope for scope in scopes)
print(_json.dumps([dotted for dotted in %r if not _known(dotted)]))
"""


def written(path):
    """The names in a lesson's code cells, parameters and local variables among them."""
    found = set()
    for source in sources(path, "code"):
        code = io.StringIO(re.sub(r"^%.*$", "", source, flags=re.MULTILINE))
        found |= {token.string for token in tokenize.generate_tokens(code.readline) if token.type == tokenize.NAME}
    return found


def unknown(path, names, folder):
    """Of dotted names, those that neither the lesson's cells nor the package know once the lesson has run."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(ASK % (names,)))
    executed(notebook, folder)
    return json.loads("".join(output.text for output in notebook.cells[-1].outputs))


def is_something_else(span):
    """A file, a command, a magic, a keyword, a name of C++, or an operator by itself."""
    other = FILE.fullmatch(span) or COMMAND.fullmatch(span) or CPLUSPLUS.fullmatch(span) or keyword.iskeyword(span)
    return other or span[0] == "%" or not re.search(r"[A-Za-z0-9]", span)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_name_in_backticks_is_known(path, tmp_path):
    python = [span.lstrip(".") for span in spans(path) if not is_something_else(span)]
    taken = {span: roots(span) for span in python}
    assert not [span for span, names in taken.items() if names is None], "neither Python nor a command"
    names = set().union(*taken.values()) - set(dir(builtins)) - written(path)
    assert not unknown(path, sorted(names), tmp_path)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_command_runs(path):
    for span in filter(COMMAND.fullmatch, spans(path)):
        program, *rest = shlex.split(span)
        if program == "minigrad":
            done = subprocess.run(
                [sys.executable, "-m", "minigrad.course.cli", *rest, "--help"], capture_output=True, check=False
            )
            assert done.returncode == 0, span
        else:
            assert program == "make" and re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), span


def test_an_unknown_name_is_found():
    assert roots("y = x.nosuch(z)") == {"x", "x.nosuch", "z"}
    assert roots("torch.no_such_name") == {"mg", "mg.no_such_name"}
