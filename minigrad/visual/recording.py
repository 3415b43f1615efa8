"""Running the reader's function, and noting of each node its result, its inputs and its place in the source.

A node's result passes through the return of some Python function of its engine, which a profile function sees.
PyTorch's operators return in C, where it sees nothing: there PyTorch itself tells of each call.
"""

import contextlib
import inspect
import linecache
import sys
import textwrap
import traceback

from .graph import has, key, variables


class Recording:
    """What is known of a run beyond its graph.

    `results`: a tensor's place in the graph -> tensor; `arguments`: node -> what its operation was called with;
    `spans`: node, or id of a tensor without history -> (line, column, end line, end column) in `lines`; `scopes`: node
    -> the calls of modules and of the reader's functions in which it was made; `variables`: the function's, when it
    returned.
    """

    def __init__(self, function, inputs):
        self.results, self.arguments, self.spans, self.variables = {}, {}, {}, dict(inputs)
        self.passes, self.newest = [], -1  # calls of `grad`: their path, the youngest node before and in them
        self.failing = None  # the operation that raised, in the reader's words, and what it was called with
        self.given = []  # the latter, as PyTorch tells it
        self.scopes, self.calls = {}, {}  # a call is its label and its number; while it lasts, its frame leads to it
        self.kept = []  # tensors without history, so that their ids stay theirs
        self.code = function.__code__
        engines = [sys.modules[name].Tensor for name in ("minigrad", "torch") if name in sys.modules]
        self.tensor = (*engines, *{type(x) for x in inputs.values()})
        self.lines, self.first, self.shift = source(function)
        self.positions = list(self.code.co_positions())

    def profile(self, frame, event, result):
        """What Python calls at each call and return, see `sys.setprofile`."""
        if event in ("call", "return") and is_grad(frame):
            self.differentiated(frame, event, result)
        if event != "return" or frame.f_code.co_filename == __file__:
            return
        if frame.f_code is self.code:
            self.variables = variables(frame)
        else:
            for tensor in self.among(result):
                self.note(tensor, passed(frame), frame)

    def differentiated(self, frame, event, result):
        """Note which nodes a call of `grad` made: those younger than all before it, up to what it returns."""
        if event == "call":
            self.passes.append([self.scope(frame), self.newest, -1])
        elif result:
            for tensor in self.among(result):
                self.passes[-1][2] = max(self.passes[-1][2], age(tensor.grad_fn))

    def scope_of(self, node):
        """The calls in which a node was made; those of a backward pass are known by their age alone."""
        return self.scopes.get(node) or next(
            (path for path, oldest, youngest in self.passes if oldest < age(node) <= youngest), ()
        )

    def among(self, result):
        """The tensors that a call gave: itself, or those in a tuple."""
        results = result if isinstance(result, (tuple, list)) else [result]
        return [x for x in results if isinstance(x, self.tensor)]

    def note(self, tensor, arguments, frame):
        """Keep what the first function that returns a tensor knows of it."""
        node = tensor.grad_fn
        self.newest = max(self.newest, age(node))
        place = id(tensor) if node is None else node
        if node is None:
            self.kept.append(tensor)
        self.results.setdefault(key(tensor), tensor)
        if place not in self.spans:
            self.spans[place] = self.where(frame)
            self.arguments[place] = arguments
            if node is not None:
                self.scopes[node] = self.scope(frame)

    def where(self, frame):
        """The expression that the function is at, as seen from a frame that it called."""
        while frame is not None and frame.f_code is not self.code:
            frame = frame.f_back
        if frame is None or not self.lines:
            return None
        line, end_line, column, end_column = self.positions[frame.f_lasti // 2]
        if line is None or column is None:
            return None
        return (*self.place(line, column), *self.place(end_line, end_column))

    def scope(self, frame):
        """The calls between the function and a frame, from the outermost."""
        path = []
        while frame is not None and frame.f_code is not self.code:
            if frame not in self.calls:
                label = called(frame)
                self.calls[frame] = label and (label, len(self.calls))
            if self.calls[frame]:
                path.append(self.calls[frame])
            frame = frame.f_back
        path.reverse()  # PyTorch's grad calls itself, and is one call to the reader
        return tuple([call for i, call in enumerate(path) if not (i and call[0] == path[i - 1][0] == "grad")])

    def place(self, line, column):
        """A place in the file as one in `lines`; Python counts a column in bytes."""
        line -= self.first
        text = " " * self.shift + self.lines[line]
        return line, len(text.encode()[:column].decode(errors="ignore")) - self.shift

    def text(self, key):
        """The reader's own expression for a node, on one line; None where it is not known."""
        span = self.spans.get(key)
        if span is None:
            return None
        line, column, end_line, end_column = span
        return self.lines[line][column : end_column if end_line == line else None].strip()


def run(function, inputs, failed=lambda recording, error: None):
    """Call `function` with the tensors `inputs`, by name; give the result and the recording.

    If it raises, `failed(recording, error)` is told before the error goes on.
    """
    recording, before = Recording(function, inputs), sys.getprofile()
    with pytorch_telling(recording):
        sys.setprofile(recording.profile)
        try:
            result = function(**inputs)
        except Exception as error:
            sys.setprofile(before)
            recording.failing = failing(error)
            failed(recording, error)
            raise
        finally:
            sys.setprofile(before)
            recording.calls.clear()
    return result, recording


def failing(error):
    """The operation that raised, as the reader wrote it, and what it was called with: the first call below the reader's
    last own line. None if that line raised itself.
    """
    places = [*traceback.walk_tb(error.__traceback__)]
    roots = [frame.f_globals.get("__name__", "").partition(".")[0] for frame, _ in places]
    own = [i for i, root in enumerate(roots) if root not in LIBRARIES]
    if not own or own[-1] + 1 == len(places):
        return None
    (frame, line), (inner, _) = places[own[-1]], places[own[-1] + 1]
    summary = traceback.extract_tb(error.__traceback__)[own[-1]]
    text = linecache.getline(frame.f_code.co_filename, line, frame.f_globals)
    if summary.colno is not None and summary.end_lineno == line:
        text = text.encode()[summary.colno : summary.end_colno].decode(errors="ignore")
    return text.strip() or inner.f_code.co_name.strip("_"), passed(inner)


LIBRARIES = {"", "minigrad", "torch", "numpy", "contextlib", "functools"}  # "": code that an operation wrote itself


def is_grad(frame):
    """Whether a call is one of `autograd.grad`, in whose pass nodes may be made."""
    code = frame.f_code
    return code.co_name == "grad" and frame.f_globals.get("__name__") in (
        "minigrad.autograd.backward",
        "torch.autograd",
    )


def age(node):
    """The number that tells in which order nodes were made; -1 where there is none."""
    return node._sequence_nr() if hasattr(node, "_sequence_nr") else -1


def called(frame):
    """What a call is known by: a module by its name in what holds it, a function of the reader's by its own."""
    if is_grad(frame):
        return "grad"
    name, owner = frame.f_code.co_name, frame.f_locals.get("self")
    if name == "forward" and has(owner, "named_children"):
        return module_name(owner, frame.f_back)
    library = frame.f_globals.get("__name__", "").partition(".")[0] in LIBRARIES
    return None if library or not name.isidentifier() else name


def module_name(module, frame):
    """The name under which a module, or a variable, that called it has it; else that of its class."""
    while frame is not None:
        holder = frame.f_locals.get("self")
        if frame.f_code.co_name == "forward" and has(holder, "named_children"):
            names = [name for name, child in holder.named_children() if child is module]
            if names and names[0].isdigit():
                return f"{module_name(holder, frame.f_back)}.{names[0]}"
            if names:
                return names[0]
        for scope in (frame.f_locals, frame.f_globals):
            names = [name for name, value in scope.items() if value is module and name not in ("self", "module")]
            if names and not names[0].startswith("_"):
                return names[0]
        frame = frame.f_back
    return type(module).__name__


def source(function):
    """The function's lines without their common indentation, the number of the first, and how much was taken away."""
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError):
        return [], 0, 0
    text = "".join(lines)
    short = textwrap.dedent(text)
    return short.rstrip("\n").split("\n"), first, (len(text.split("\n")[0]) - len(short.split("\n")[0]))


def passed(frame):
    """What the function of a frame was called with: its arguments, then those in *args and in **kwargs."""
    code, values = frame.f_code, frame.f_locals
    plain = code.co_argcount
    more = list(code.co_varnames[plain + code.co_kwonlyargcount :])
    starred = values.get(more.pop(0), ()) if code.co_flags & inspect.CO_VARARGS else ()
    doubled = values.get(more.pop(0), {}) if code.co_flags & inspect.CO_VARKEYWORDS else {}
    return [*[values.get(name) for name in code.co_varnames[:plain]], *starred, *doubled.values()]


def pytorch_telling(recording):
    """A context in which PyTorch, where it is loaded, tells the recording of each of its calls."""
    torch = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "overrides"):
        return contextlib.nullcontext()

    class Telling(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            try:
                result = function(*args, **(kwargs or {}))
            except Exception:
                recording.given = recording.given or list(args)
                raise
            for tensor in recording.among(result):
                recording.note(tensor, list(args), sys._getframe(1))
            return result

    return Telling()
