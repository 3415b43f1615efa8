"""Short programs and what PyTorch 2.13 does with them: how they are read, run and compared. The cases are data.

A case has a title, the rule that it shows, code in which `torch` is the package under test, and what the code prints or
raises. Texts agree if they are the same but for floats that differ by less than 1e-4 of their size.
"""

import builtins
import contextlib
import io
import re
import signal
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

CASES = Path(__file__).parent / "cases"
SECONDS = 10
FLOAT = re.compile(r"(?<![\w.])([-+]?(?:\d+\.\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+))(?!\w)")


@dataclass
class Case:
    name: str
    title: str = ""
    rule: str = ""
    blocks: dict = field(default_factory=dict)  # code, stdout, raises: their lines

    def block(self, name):
        return "\n".join(self.blocks.get(name, [])).strip("\n")


@dataclass(frozen=True)
class Outcome:
    printed: str
    error: Exception | None


def cases():
    return [case for path in sorted(CASES.glob("*.txt")) for case in read(path.read_text(encoding="utf-8"))]


def read(text):
    found = []
    for part in re.split(r"^%% case ", text, flags=re.MULTILINE)[1:]:
        name, *lines = part.split("\n")
        found.append(Case(name))
        into = None
        for line in lines:
            mark = re.fullmatch(r"%% (\w+) ?(.*)", line)
            if mark is None:
                into.append(line)
            elif mark[1] in {"title", "rule"}:
                setattr(found[-1], mark[1], mark[2])
            else:
                into = found[-1].blocks.setdefault(mark[1], [mark[2]] if mark[1] == "raises" else [])
    return found


@contextlib.contextmanager
def time_limit():
    def ring(number, frame):
        raise TimeoutError(f"longer than {SECONDS} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def run(code, package):
    """What a program does in a namespace of its own, with the package's switches at their defaults."""
    reset(package)
    printed, error = io.StringIO(), None
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(), time_limit():
        warnings.simplefilter("ignore")
        try:
            exec(compile(code, "<case>", "exec", dont_inherit=True), {"__name__": "case", "torch": package, "np": np})
        except Exception as raised:
            error = raised
    reset(package)
    return Outcome(printed.getvalue(), error)


def reset(package):
    package.set_grad_enabled(True)
    package.autograd.set_detect_anomaly(False)
    package.set_printoptions(profile="default")
    package.set_default_dtype(package.float32)
    package.manual_seed(0)
    np.random.seed(0)  # noqa: NPY002 - the programs draw from NumPy's old generator


def difference(case, outcome, name):
    """None if the case holds, else what was expected and what came, on a line each."""
    wanted, came = case.block("stdout").split("\n"), as_torch(outcome.printed, name).strip("\n").split("\n")
    wanted_error, *message = case.blocks.get("raises", [""])
    for line in range(max(len(wanted), len(came))):
        a, b = (text[line].rstrip() if line < len(text) else "(nothing)" for text in (wanted, came))
        if not agree(a, b):
            return f"expected: {a}\ncame:     {b}\nended by: {outcome.error!r}"
    message = " ".join(" ".join(message).split())
    came = " ".join(as_torch(str(outcome.error), name).split())
    came = re.sub(r"\. Did you mean '\w+'\?$", "", came)  # Python's own addition from 3.13 on
    if not is_kind(outcome.error, wanted_error) or (wanted_error and not agree(message, came)):
        return f"expected: {wanted_error or 'no exception'}: {message}\ncame:     {outcome.error!r}"
    return None


def is_kind(error, wanted):
    """Whether an exception is of the type, or of a class of that name derived from the built-in one in brackets."""
    if not wanted or error is None:
        return not wanted and error is None
    name, _, base = wanted.rstrip(")").partition("(")
    named = name in [kind.__name__ for kind in type(error).__mro__]
    return named and isinstance(error, getattr(builtins, base or name))


def as_torch(text, name):
    return re.sub(rf"\b({name}|mg)\.", "torch.", text)


def agree(a, b):
    left, right = FLOAT.split(a), FLOAT.split(b)
    if len(left) != len(right) or left[::2] != right[::2]:
        return False
    pairs = zip(map(float, left[1::2]), map(float, right[1::2]), strict=True)
    return all(x == y or abs(x - y) <= max(1e-4 * max(abs(x), abs(y)), 1e-9) or x != x != y != y for x, y in pairs)
