"""What a lesson's text sets in code: the names in it, and a cell that asks a kernel which of them it knows."""

import ast
import builtins
import io
import keyword
import re
import tokenize

from tests.notebooks.lessons import sources

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


def is_something_else(span):
    """A file, a command, a magic, a keyword, a name of C++, or an operator by itself."""
    other = FILE.fullmatch(span) or COMMAND.fullmatch(span) or CPLUSPLUS.fullmatch(span) or keyword.iskeyword(span)
    return other or span[0] == "%" or not re.search(r"[A-Za-z0-9]", span)


def python(path):
    """{span: the names that it takes from elsewhere} of all that is neither a file nor a command."""
    return {span: roots(span.lstrip(".")) for span in spans(path) if not is_something_else(span)}


def asking(path):
    """A cell that prints, as JSON, those names in a lesson's text that neither its cells nor the package know."""
    names = set().union(*filter(None, python(path).values())) - set(dir(builtins)) - written(path)
    return ASK % (sorted(names),)
