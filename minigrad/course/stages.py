"""The reader's `first.py` as it stands at the end of each lesson of Part I, derived from `minigrad/first.py`.

A lesson adds definitions. Some of them it gives a form that a later lesson replaces: these are the drafts below.
"""

import ast
import re
import textwrap
from functools import cache
from importlib.resources import files

LAST = 6

# In which lesson each definition of first.py gets its last form.
ADDED = {
    1: "numerical_gradient",
    2: "Tensor Tensor.__init__ Tensor.__repr__ Tensor.__radd__ Tensor.__rmul__ tensor shown "
    "Node Node.__repr__ Node.name AccumulateGrad AccumulateGrad.__init__",
    3: "Tensor.__add__ Tensor.__sub__ Tensor.__mul__ Tensor.__truediv__ Tensor.__pow__ Tensor.__neg__ Tensor.__rsub__ "
    "Tensor.__rtruediv__ Tensor.exp Tensor.log Tensor.tanh Tensor.relu Tensor.item "
    "add sub mul div pow neg log relu exp tanh",
    4: "AccumulateGrad.__call__ accumulate",
    5: "clock Node.__init__ Node._sequence_nr backward_order",
    6: "(docstring) Tensor.__iadd__ Tensor.__isub__ Tensor.__imul__ Tensor.__itruediv__ Tensor.detach Tensor.is_leaf "
    "Tensor.become Tensor.backward Tensor.retain_grad Node.retained Node.__call__ Node.free FREED record run_backward "
    "grad_mode no_grad no_grad.__enter__ no_grad.__exit__",
}

# The form that a definition has from a lesson on, until a later draft or its last form replaces it.
DRAFTS = {
    "(docstring)": {0: '"""An autograd engine for single numbers, in the making."""'},
    "Tensor.__add__": {
        2: """
        def __add__(self, other):
            other = other if isinstance(other, Tensor) else Tensor(other)
            return record("AddBackward0", self.data + other.data, self, other)
        """
    },
    "Tensor.__mul__": {
        2: """
        def __mul__(self, other):
            other = other if isinstance(other, Tensor) else Tensor(other)
            return record("MulBackward0", self.data * other.data, self, other)
        """
    },
    "Tensor.backward": {
        5: '''
        def backward(self):
            """Add to the `.grad` of every leaf below the slope of this tensor in it."""
            if not self.requires_grad:
                raise RuntimeError("element 0 of tensors does not require grad and does not have a grad_fn")
            run_backward(self.node, 1.0)
        '''
    },
    "Node.__init__": {
        2: """
        def __init__(self, name, inputs):
            self.title = name
            self.next_functions = tuple([(t.node, 0) for t in inputs])
        """,
        3: """
        def __init__(self, name, inputs, rule=None):
            self.title = name
            self.next_functions = tuple([(t.node, 0) for t in inputs])
            self.rule = rule
        """,
    },
    "Node.__call__": {
        3: '''
        def __call__(self, grad):
            """What goes to each input when `grad` arrives here."""
            return self.rule(grad)
        '''
    },
    "record": {
        2: '''
        def record(name, value, *inputs):
            """A tensor of this value and, if an input requires grad, a node that leads back to the inputs."""
            if any([t.requires_grad for t in inputs]):
                return Tensor(value, True, Node(name, inputs))
            return Tensor(value)
        ''',
        3: '''
        def record(operation, *inputs, **options):
            """The operation's result and, if an input requires grad, a node that leads back to the inputs."""
            inputs = [t if isinstance(t, Tensor) else Tensor(t) for t in inputs]
            value, rule = operation(*[t.data for t in inputs], **options)
            if any([t.requires_grad for t in inputs]):
                return Tensor(value, True, Node(f"{operation.__name__.capitalize()}Backward0", inputs, rule))
            return Tensor(value)
        ''',
    },
    "run_backward": {
        3: '''
        def run_backward(node, grad):
            """Hand `grad` down from `node`; what comes to a leaf becomes its `.grad`."""
            if isinstance(node, AccumulateGrad):
                node.variable.grad = Tensor(grad)
            else:
                for (target, _), share in zip(node.next_functions, node(grad)):
                    if target is not None:
                        run_backward(target, share)
        ''',
        4: '''
        def run_backward(node, grad):
            """Hand `grad` down from `node`, along every path."""
            for (target, _), share in zip(node.next_functions, node(grad)):
                if target is not None:
                    run_backward(target, share)
        ''',
        5: '''
        def run_backward(root, grad):
            """Call each node from `root` down once, with the sum of what has arrived at it."""
            arrived = {root: grad}
            for node in backward_order(root):
                for (target, _), share in zip(node.next_functions, node(arrived.pop(node)), strict=True):
                    if target is not None:
                        arrived[target] = arrived.get(target, 0.0) + share
        ''',
    },
}


def definitions(lesson):
    """Each definition of the stage at the end of `lesson`, by qualified name, in the order of the file.

    A class is there with its head and docstring; its methods follow, as `Tensor.__add__`, not indented.
    """
    return {name: source for name, _, source in _stage(lesson) if name.isidentifier() or "." in name}


def formed(name, lesson):
    """The lesson in which a definition was given the form that it has at the end of `lesson`; 0 if there is none."""
    added = [number for number, names in ADDED.items() if name in names.split()]
    return max([number for number in [*DRAFTS.get(name, {}), *added] if number <= lesson], default=0)


def text(lesson):
    """The whole file at the end of `lesson`."""
    lines, tall = [], False
    for name, before, source in _stage(lesson):
        if "." in name and not before and (tall or "\n" in source):
            before = "\n"  # one-line methods stand close together, longer ones apart
        lines.append(before + textwrap.indent(source, "    " * name.count(".")) + "\n")
        tall = "\n" in source
    return "".join(lines)


def _stage(lesson):
    """(name, what stands before it, source) of all that is there at the end of `lesson`."""
    if lesson not in range(LAST + 1):
        raise ValueError(f"Part I has the lessons 0 to {LAST}, not {lesson}")
    added = {name: number for number, names in ADDED.items() for name in names.split()}
    for name, before, source in _pieces():
        drafts = [form for number, form in DRAFTS.get(name, {}).items() if number <= lesson]
        if added.get(name, 0) <= lesson:
            yield name, before, source
        elif drafts:
            yield name, before, textwrap.dedent(drafts[-1]).strip()


@cache
def _pieces():
    """first.py in pieces, one for each statement and method: (name, blank lines and comments before it, source)."""
    text = re.sub(r" *# fmt: .*\n", "", files("minigrad").joinpath("first.py").read_text(encoding="utf-8"))
    lines, end, pieces = text.splitlines(keepends=True), 0, []
    for name, first, last in _spans(ast.parse(text)):
        source = textwrap.dedent("".join(lines[first:last])).rstrip("\n")
        pieces.append((name, "".join(lines[end:first]), source))
        end = last
    return pieces


def _spans(module):
    """(qualified name, first line, last line) of each statement; of a class its head, then each statement in it."""
    for statement in module.body:
        if isinstance(statement, ast.ClassDef):
            docstring, *body = statement.body
            yield statement.name, statement.lineno - 1, docstring.end_lineno
            yield from [(f"{statement.name}.{_name(part)}", _first_line(part), part.end_lineno) for part in body]
        else:
            yield _name(statement), _first_line(statement), statement.end_lineno


def _name(statement):
    match statement:
        case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
        case ast.Expr():
            return "(docstring)"
    return "(import)"


def _first_line(statement):
    return min([node.lineno for node in [statement, *getattr(statement, "decorator_list", [])]]) - 1
