"""What an operation is: a NumPy function and one derivative rule per input. From these it writes the code that runs.

    mul = Elementwise("mul", np.multiply, a=lambda grad, b: grad * b, b=lambda grad, a: grad * a)

A rule's parameters say what the node saves: `grad`, any of the inputs, `result`, `<input>_shape`, `<input>_dtype`, or
an option of the call. Given tensors an operation records; given only arrays it returns arrays, so that one rule text
serves the first derivative (on arrays) and the higher ones (on tensors). `print(mul.source)` shows what was written
for `mul`: what one would write by hand.
"""

import contextvars
import functools
import linecache
import operator
import re
import types
import weakref
from typing import ClassVar, NamedTuple

import numpy as np

from .. import dtypes
from ..autograd import variable
from ..autograd.forward_ad import carry, suspended, tangent_of, transposed
from ..autograd.grad_mode import Inference, Paused, mode
from ..autograd.graph import Node, Output, accumulator, step_of
from ..autograd.inplace import MULTIPLE, share, view_of, write_out
from ..autograd.saved import SavedTensor
from ..autograd.variable import Variable
from ..autograd.watching import Level, Watch, recorded, timed
from .broadcasting import aligned, aligned_without_bools, as_float, fitted

ON_SCALARS = {  # the same on NumPy scalars, and an order of magnitude faster there
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.true_divide: operator.truediv,
    np.matmul: operator.matmul,
    np.negative: operator.neg,
}
NOT_SAVED = (
    "Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation "
    "tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use "
    "`torch.no_grad()` instead of `torch.inference_mode()`."
)
NUMBERS = {int, float, bool}
MISSING = object()
ARRAYS = frozenset({"index", "indices", "mask", "condition", "target"})  # options that PyTorch saves as tensors
SHOWN = {"a": "self", "x": "self", "b": "other"}  # PyTorch's names for what is saved
OPERANDS = (Variable, int, float, np.ndarray, np.generic)

with np.errstate(all="ignore"):
    # calls a function with NumPy's warnings off, at a fiftieth of errstate's cost
    quiet = contextvars.copy_context().run


def loud(function, *args):
    """The same while another thread is in that context, which only one may be at a time."""
    with np.errstate(all="ignore"):
        return function(*args)


def silently(function, *args):
    """A function of arrays with NumPy's warnings off, outside an operation."""
    try:
        return quiet(function, *args)
    except RuntimeError:
        return loud(function, *args)


def camel(name):
    """An operation's name as nodes bear it: NanToNum for nan_to_num."""
    return "".join([part.capitalize() for part in name.split("_")])


class Operation:
    """A NumPy function with its derivative rules, by input; a rule of None means that nothing flows to that input.

    `options` names the arguments after the inputs, in order. `node` is the node's name in PyTorch, where that is not
    the operation's with `Backward0`. `refusal` is what a RuntimeError (a NotImplementedError, if it has a place for the
    dtype's name) says to a dtype that the NumPy function does not take, `mixed` what it says where one of two operands
    has bools and the other numbers; with `floats`, integers become floats first; `shown` has PyTorch's names for what
    is saved, where they differ. `call` is what Tensor's methods and functions are bound to.
    """

    broadcasts = False  # whether inputs are brought to one dtype and shape
    views = False  # whether the result may lie in its input's memory
    built: ClassVar[weakref.WeakSet] = weakref.WeakSet()  # the operations whose code is written

    def __init__(self, name, forward, options="", node=None, refusal="", mixed="", floats=False, shown=None, **rules):
        self.name, self.forward, self.rules = name, ON_SCALARS.get(forward, forward), rules
        self.inputs, self.options = tuple(rules), tuple(options.split())
        self.node_name = node or f"{camel(name)}Backward0"
        self.refusal, self.mixed, self.floats, self.shown = refusal, mixed, floats, shown or SHOWN
        self.parts = None  # the code, once it is written
        self.call = types.FunctionType(first_call.__code__, {"operation": self}, name)
        self.call.__qualname__, self.call.__kwdefaults__ = name, {"out": None}

    def __call__(self, *args):
        for x in args[: len(self.inputs)]:
            if isinstance(x, Variable):
                return self.call(*args)
        return self.forward(*args)  # a rule at work on arrays

    def general(self, *args, out=None):
        """The way of operands that are numbers and arrays, and of `out=`."""
        if out is not None:
            return write_out(self.name, out, args, lambda: self.call(*args), stacklevel=4)
        inputs, options = args[: len(self.inputs)], args[len(self.inputs) :]
        like = next((x for x in inputs if isinstance(x, Variable)), None)
        if like is None or not all([isinstance(x, OPERANDS) for x in inputs]):
            return self.refused(inputs)
        inputs = [operand(x, like) for x in inputs]
        step = self.unwatched
        result = timed(f"aten::{self.name}", step, *inputs, *options) if Watch.on else step(*inputs, *options)
        if Inference.used and result._node is not None and any([x.is_inference() for x in result._node.saved_inputs()]):
            raise RuntimeError(NOT_SAVED)
        if Level.open is not None:
            self.push_on(inputs, options, result)
        return recorded(self.name, result) if Watch.on else result

    def push_on(self, inputs, options, result):
        """Have the result carry what the inputs' tangents make of it."""
        tangents = [tangent_of(x) for x in inputs]
        if not any([t is not None for t in tangents]) or result._value.dtype.kind != "f":
            return
        with suspended():
            pushed = self.push(inputs, tangents, options, result)
            if pushed is not None and pushed.shape != result.shape:
                pushed = pushed.expand(result.shape)
            pushed = pushed if pushed is None else pushed.to(result.dtype)
            if pushed is not None and not self.views and any([t is not None and alike(pushed, t) for t in tangents]):
                pushed = pushed.clone()  # the result may be written to, and then its tangent is
        carry(result, pushed)

    def push(self, inputs, tangents, options, result):
        """The tangent of the result: in general the transpose of the rules, which are linear in what arrives."""
        rules = self.rules_at(inputs, options, result)
        arriving = [(x, t) for x, t in zip(self.inputs, tangents, strict=True) if t is not None and x in rules]
        return total([self.turned(rules[x], t, result) for x, t in arriving])

    turned = staticmethod(transposed)

    def rules_at(self, inputs, options, result):
        """For each input its rule as a function of the gradient alone."""
        known = dict(zip((*self.inputs, *self.options), (*inputs, *options), strict=True)) | {"result": result}
        for name, x in zip(self.inputs, inputs, strict=True):
            known |= {f"{name}_shape": x._value.shape, f"{name}_dtype": x._value.dtype}
        return {x: bound(rule, known) for x, rule in self.rules.items() if rule is not None}

    def refused(self, inputs):
        """The answer to operands that are no tensors: of two, Python asks the other one."""
        if len(inputs) == 2:
            return NotImplemented
        if inputs[0] is MISSING:
            raise TypeError(f'{self.name}() missing 1 required positional arguments: "input"')
        kind = dtypes.type_name(type(inputs[0]))
        raise TypeError(f"{self.name}(): argument 'input' (position 1) must be Tensor, not {kind}")

    @property
    def source(self):
        """The code that was written for this operation."""
        if not self.parts:
            self.build()
        parts = self.parts
        start = "input, *, out=None):\n    x = input\n" if self.is_public else f"{parts.parameters}, *, out=None):\n"
        return f"def call({start}{parts.guard}{parts.body}\n\n{parts.pull}\n\n{parts.send}"

    @property
    def is_public(self):
        """Whether users call it as it is, by PyTorch's name for its input: a function of one tensor and nothing else."""
        return len(self.inputs) == 1 and not self.options

    def build(self):
        """Write and compile, at the first call; `call`, which is bound elsewhere by then, takes the code."""
        needs = {x: parameters(rule)[1:] for x, rule in self.rules.items() if rule is not None}
        saves = tuple(dict.fromkeys([name for names in needs.values() for name in names]))
        self.node = type(self.node_name.rpartition("::")[2], (Node,), self.members(saves))
        self.parts, scope = written(self, needs, saves), self.call.__globals__
        scope.update(SHARED, Tensor=variable.Tensor, forward=self.forward, general=self.general, refusal=self.refusal)
        if self.mixed:
            scope["aligned"] = functools.partial(aligned_without_bools, self.mixed)
        scope.update({f"{x}_rule": rule for x, rule in self.rules.items()}, operation=self)
        self.bind()
        self.built.add(self)
        self.compiled("call, pull, send", self.source)
        self.call.__code__ = scope["call"].__code__
        if self.is_public:
            self.call.__defaults__ = (MISSING,)  # for PyTorch's words where it is missing
        self.node.pull, scope["send"].kind = scope["pull"], self.node
        return self.call

    def bind(self):
        """Have the code call the rules on arrays with what their names stand for now."""
        self.call.__globals__.update({f"{x}_on_arrays": on_arrays(rule) for x, rule in self.rules.items() if rule})

    @classmethod
    def bind_all(cls):
        """The same for all operations whose code is written: a name in a module has become another."""
        for operation in cls.built:
            operation.bind()

    @functools.cached_property
    def unwatched(self):
        """The call without its first look at what it was given: only tensors, and nobody looks on."""
        if not self.parts:
            self.build()
        return self.compiled("unwatched", f"def unwatched({self.parts.parameters}):\n{self.parts.body}")["unwatched"]

    def become(self, other):
        """Take over what `other` is made of: whoever holds this operation, its `call` or a node of it has that too.

        Nodes recorded before follow if the rules take what they took; if not, their backward raises RuntimeError.
        """
        call, written, rules = self.call, self.parts, self.rules
        scope = call.__globals__
        before = [scope["pull"], scope["send"]] if written else []
        self.__class__ = type(other)
        vars(self).clear()
        vars(self).update(vars(other) | {"call": call, "parts": None})
        vars(self).pop("unwatched", None)
        call.__code__, call.__defaults__ = first_call.__code__, None
        self.bind_all()
        if not written:
            return
        self.build()
        if takes(rules) != takes(self.rules):
            for function in before:
                function.__code__ = outdated.__code__

    def compiled(self, what, source):
        """The names that a source defines, where all of this operation's code finds them."""
        file = f"<operation {self.name}: {what}>"
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)
        exec(compile(source, file, "exec"), self.call.__globals__)
        return self.call.__globals__

    def members(self, saves):
        """What the node's class has: what is saved, by name, and the attributes `_saved_...` that show it."""
        kept = [(i, n, self.shown.get(n, n)) for i, n in enumerate(saves) if not of_input(n)]
        shown = {f"_saved_{name}": saved(n, i, name) for i, n, name in kept}
        tensors = {*self.inputs, "result"}
        raw = {f"_raw_saved_{name}": raw_saved(i) for i, n, name in kept if n in tensors}
        arrays = {"arrays": ARRAYS.intersection(saves), "as_tensor": staticmethod(variable.Tensor)}
        named = {"name": lambda node: self.node_name} if "::" in self.node_name else {}
        return {**shown, **raw, **named, **arrays, "__slots__": (), "saves": saves, "frees": keeps(self, saves)}


class Elementwise(Operation):
    """Each element of the result depends on the elements at its place: a rule is its own transpose."""

    broadcasts = property(lambda self: len(self.inputs) == 2)

    turned = staticmethod(lambda rule, tangent, result: rule(tangent))


class Linear(Operation):
    """A function that is linear in its input: forward mode applies it to the tangent."""

    def push(self, inputs, tangents, options, result):
        return self.call(*tangents, *options)


class View(Linear):
    """A linear operation whose result lies, where it can, in its input's memory and shares its version counter."""

    views = True

    def pull_back(self, grad, shape, options):
        """The rule at work on one gradient, for an input of `shape`."""
        known = {"x_shape": shape, **dict(zip(self.options, options, strict=True))}
        rule = self.rules["x"]
        return rule(grad, *[known[name] for name in parameters(rule)[1:]])


class Bilinear(Operation):
    """A function that is linear in each of its two inputs."""

    def push(self, inputs, tangents, options, result):
        a, b = inputs
        pairs = [(tangents[0], b), (a, tangents[1])]
        return total([self.call(x, y, *options) for x, y in pairs if x is not None and y is not None])


class Joining:
    """A linear function of a sequence of tensors; `rule(grad, i, shapes, *options)` is the gradient of input `i`."""

    def __init__(self, name, forward, rule):
        self.name, self.forward, self.rule = name, forward, rule
        members = {"__slots__": (), "saves": ("shapes", "options"), "pull": self.pull}
        self.send = step_of(type(f"{camel(name)}Backward0", (Node,), members))

    def __call__(self, xs, *options):
        if not any([isinstance(x, Variable) for x in xs]):
            return self.forward(xs, *options)
        values = [x._value for x in xs]
        step = functools.partial(timed, f"aten::{self.name}", self.forward) if Watch.on else self.forward
        result = step(values, *options)
        edges = tuple([x.gradient_node() for x in xs]) if mode.recording else ()
        node = Node(self.send, edges, ([v.shape for v in values], options)) if any(edges) else None
        out = variable.Tensor(result, node)
        if Level.open is not None and any([tangent_of(x) is not None for x in xs]):
            tangents = [tangent_of(x) for x in xs]
            with suspended():
                filled = [variable.Tensor(v * 0) if t is None else t for v, t in zip(values, tangents, strict=True)]
                tangent = self(filled, *options)
            carry(out, tangent)
        return recorded(self.name, out) if Watch.on else out

    @property
    def pull(self):
        rule = self.rule

        def pull(node, grad, next):
            shapes, options = node.saved
            return tuple([rule(grad, i, shapes, *options) if edge else None for i, edge in enumerate(next)])

        return pull


class Splitting:
    """A linear function that gives several views of one tensor; they share a node.

    `part(i, shape, *options)` gives the row of a table of views, and its options, that make output `i` alone.
    """

    def __init__(self, name, forward, rule, part):
        self.name, self.forward, self.rule, self.part = name, forward, rule, part
        members = {"__slots__": (), "saves": ("shape", "options"), "pull": self.pull}
        self.send = step_of(type(f"{camel(name)}Backward0", (Node,), members))

    def __call__(self, x, *options):
        step = functools.partial(timed, f"aten::{self.name}", self.forward) if Watch.on else self.forward
        values, size = step(x.array(), *options), x._value.shape
        edge = x.gradient_node() if mode.recording else None
        node = edge and Node(self.send, (edge,), (size, options))
        if node:
            node.more()["outputs"] = len(values)
        outs = tuple([variable.Tensor(value, node and Output(node, i)) for i, value in enumerate(values)])
        for i, out in enumerate(outs):
            operation, its_options = self.part(i, size, *options)
            share(out, x, ((operation, size, its_options),), MULTIPLE)
        if (tangent := tangent_of(x)) is not None:
            with suspended():
                tangents = self(tangent, *options)
            for out, its_tangent in zip(outs, tangents, strict=True):
                carry(out, its_tangent)
        return recorded(self.name, outs) if Watch.on else outs

    @property
    def pull(self):
        rule = self.rule

        def pull(node, grads, next):
            size, options = node.saved
            return (rule(grads, size, *options) if any([g is not None for g in grads]) else None,)

        return pull


def keeps(op, saves):
    """Whether tensors are among what a node saves, as PyTorch counts: index arrays and masks too."""
    return not {*op.inputs, "result", *(() if op.views else ARRAYS)}.isdisjoint(saves)


def of_input(name):
    """Whether a rule's parameter is an input's shape or dtype, not the input."""
    return name.endswith(("_shape", "_dtype"))


def bound(rule, known):
    """A rule with all its parameters but the gradient given."""
    values = [known[name] for name in parameters(rule)[1:]]
    return lambda grad: rule(grad, *values)


def on_arrays(rule):
    """A rule for arrays only: the operations that it names are at once their NumPy functions."""
    scope = rule.__globals__
    named = {n: scope[n].forward for n in rule.__code__.co_names if isinstance(scope.get(n), Operation)}
    if not named:
        return rule
    return types.FunctionType(rule.__code__, scope | named, rule.__name__, rule.__defaults__, rule.__closure__)


def alike(a, b):
    """Whether two tensors show the same memory."""
    return np.may_share_memory(a.array(), b.array())


def total(parts):
    """The sum of the parts, or None if there are none."""
    return functools.reduce(operator.add, parts) if parts else None


def takes(rules):
    """What each rule is given, by input."""
    return {x: parameters(rule) for x, rule in rules.items() if rule is not None}


def parameters(function):
    return function.__code__.co_varnames[: function.__code__.co_argcount]


# ------------------------------------------------------------------------------------------- the code that is written


class Parts(NamedTuple):
    """The pieces of an operation's code."""

    parameters: str
    guard: str
    body: str
    pull: str
    send: str


GUARD = """\
    if {special} or out is not None or Watch.on:{number}
        if out is not None or Watch.on or Inference.used or {no_tensor}:
            return general({parameters}, out=out)
"""
BODY = """\
    {values}{align}{floats}
    {compute}
    {edges}
    if ({any_edge}) and (not Paused.threads or mode.recording):
        return {made}result, Node(send, ({next}), ({saved}), {fit}))
    return {made}result)
"""
PULL = """\
def pull(node, grad, next):
    {unpack}
    {edges}{rules}
    return {gradients},
"""
SEND = """\
def send(node, grad, keep_graph):
    {unpack}{free}
    {edges}{deliveries}
"""
COMPUTE = """try:
        result = quiet(forward, {arguments})
    except RuntimeError:
        result = loud(forward, {arguments}){refusal}"""
NUMBER = """
        if type(b) in NUMBERS and type(a) is Tensor and out is None:
            return call(a, constant(b, a){options})"""
ALIGN = """
    fit = None
    if type({0}) is not type({1}) or type({0}) is ndarray and ({0}.dtype is not {1}.dtype or {0}.shape != {1}.shape):
        {0}, {1}, fit = aligned({0}, {1})"""
FLOATS = """
    if {0}.dtype.kind != "f":
        {all} = {converted}"""
REFUSAL = """
    except TypeError:
        raise refused_dtype(refusal, {dtype}) from None"""
FREE = """
    if not keep_graph:
        node.saved = None"""
FIT = """
        if node.fit is not None:
            g = node.fit[{i}](g)"""
DELIVER = """
    if {edge} is not None:
        g = {gradient}{fit}
        if g is grad:
            {edge}.borrowed = True
        {edge}.grad = g if {edge}.grad is None else {edge}.grad + g"""


def written(op, needs, saves):
    """The Python source of an operation: its call, its rules on tensors, and on arrays with the gradients sent on.

    On tensors they come in the alphabetical order of PyTorch's names: as there, the nodes of `other` are older.
    """
    xs, two = op.inputs, op.broadcasts
    values, edges = [f"{x}_value" for x in xs], [f"{x}_edge" for x in xs]
    flowing = [(i, x, f"{x}_edge") for i, x in enumerate(xs) if x in needs]

    def save(name):
        value = name.replace("_shape", "_value.shape").replace("_dtype", "_value.dtype")
        wanting = [edge for _, x, edge in flowing if name in needs[x]]
        return value if len(wanting) == len(xs) else f"{value} if {' or '.join(wanting)} else None"

    def given(x, forms):
        return ", ".join(["grad", *[forms.get(name, name) for name in needs[x]]])

    def rule_on_tensors(x):
        forms = {"result": "result_of(node, result)"}
        return f"{x}_rule({given(x, forms)}) if {x}_edge else None" if x in needs else "None"

    value = "{0}._value if type({0}._value) is ndarray else {0}.array()" if op.views else "{0}._value"
    options = "".join([f", {name}" for name in op.options])
    arguments = ", ".join([*values, *op.options])
    refusal = REFUSAL.format(dtype=f"{values[0]}.dtype") if op.refusal else ""
    converted = [f"as_float({v})" for v in values]
    unpack = "".join([f"{name}, " for name in saves]) + "= node.saved" if saves else ""
    guard = GUARD.format(
        parameters=", ".join([*xs, *op.options]),
        special=" or ".join([f"type({x}) is not Tensor" for x in xs]),
        number=NUMBER.format(options=options) if two else "",
        no_tensor=" or ".join([f"not isinstance({x}, Variable)" for x in xs]),
    )
    body = BODY.format(
        values="; ".join([f"{v} = {value.format(x)}" for x, v in zip(xs, values, strict=True)]),
        align=ALIGN.format(*values) if two else "",
        floats=FLOATS.format(*values, all=", ".join(values), converted=", ".join(converted)) if op.floats else "",
        compute=f"result = forward({arguments})" if op.views else COMPUTE.format(arguments=arguments, refusal=refusal),
        edges="\n    ".join(
            [f"{e} = {x}._node or {x}._leaf and ({x}._leaf() or accumulator({x}))" for _, x, e in flowing]
        ),
        any_edge=" or ".join([edge for _, _, edge in flowing]) or "False",
        made=f"view_of(x, operation, ({options[2:]}{',' * bool(options)}), " if op.views else "Tensor(",
        next="".join([f"{edge}, " if x in needs else "None, " for x, edge in zip(xs, edges, strict=True)]),
        saved="".join([f"{save(name)}, " for name in saves]),
        fit="fit and fitted(result, a, a_edge, b, b_edge)" if two and flowing else "None",
    )
    pull = PULL.format(
        unpack=unpack,
        edges="".join([f"{edge}, " for edge in edges]) + "= next",
        rules="".join([f"\n    {x}_grad = {rule_on_tensors(x)}" for x in sorted(xs, key=lambda x: op.shown.get(x, x))]),
        gradients=", ".join([f"{x}_grad" for x in xs]),
    )
    send = SEND.format(
        unpack=unpack,
        free=FREE if keeps(op, saves) else "",
        edges="".join([f"{edge}, " for edge in edges]) + "= node.next",
        deliveries="".join(
            [
                DELIVER.format(
                    gradient=f"{x}_on_arrays({given(x, {y: f'{y}._value' for y in xs})})",
                    edge=edge,
                    fit=FIT.format(i=i) if two else "",
                )
                for i, x, edge in flowing
            ]
        ),
    )
    blank = re.compile(r"\n +(?=\n)")
    return Parts(", ".join([*xs, *op.options]), *[blank.sub("", text) for text in (guard, body, pull, send)])


# ------------------------------------------------------------------------------------------------ what it works with


def first_call(*args, out=None, **kwargs):
    return operation.build()(*args, out=out, **kwargs)  # noqa: F821 (each operation's call has globals of its own)


def outdated(node, *_):
    raise RuntimeError(
        f"{node.name()} was recorded before its operation was given other rules: run the forward pass again"
    )


def saved(name, i, shown):
    """The attribute `_saved_...` of a node, under PyTorch's name.

    It is the very tensor that was passed, or the result as another tensor.
    """

    def read(node):
        node.check()
        value = node.given_back(name, node.saved[i])
        if name == "result" and value is not None:
            return result_of(node, value)
        return as_tensors(value, shown == "index") if name in ARRAYS else value

    return property(read)


def as_tensors(value, index):
    """An option that PyTorch saves as a tensor: an array, or the arrays of a NumPy index, with None for a slice before.

    `index` is whether there is one array, which PyTorch gives by itself.
    """
    if isinstance(value, np.ndarray):
        return variable.Tensor(value)
    if not isinstance(value, tuple):
        return value
    arrays = [variable.Tensor(k) if isinstance(k, np.ndarray) else None for k in value]
    last = max([i for i, k in enumerate(arrays) if k is not None], default=-1)
    return arrays[last] if index else tuple(arrays[: last + 1])


def raw_saved(i):
    """The attribute `_raw_saved_<name>` of a node."""
    return property(lambda node: SavedTensor(node, i))


def result_of(node, value):
    """A saved result as a tensor: another one over the same memory, with the same history."""
    out = variable.Tensor(value, node)
    out._memory = node.result_memory()
    if node.extra and "dual" in node.extra:
        out._dual = node.extra["dual"]
    return out


_constants: dict = {}


def operand(x, like):
    """A number or an array as a tensor, beside the tensor `like`."""
    if isinstance(x, Variable):
        return x
    if isinstance(x, np.ndarray):
        return variable.Tensor(x)
    return constant(x.item() if isinstance(x, np.generic) else x, like)


def constant(number, like):
    """A Python number as a 0-d tensor that never widens `like`'s dtype within its kind; kept for the next time."""
    dtype = like._value.dtype
    key = number, type(number), dtype
    found = _constants.get(key)
    if found is None:
        if len(_constants) > 10_000:
            _constants.clear()
        found = variable.Tensor(of_dtype(number, dtypes.for_number(number, dtype)))
        if number:  # 0.0 and -0.0 are one key
            _constants[key] = found
    return found


def of_dtype(number, dtype):
    """A number in a dtype; an int that is too large for it wraps around."""
    try:
        return dtype.type(number)
    except OverflowError:
        return np.int64(number).astype(dtype)


def refused_dtype(refusal, dtype):
    """The error for a dtype that a NumPy function does not take: a text with a place for its name is PyTorch's kind."""
    named = refusal.format(dtypes.title(dtype))
    return RuntimeError(refusal) if named == refusal else NotImplementedError(named)


SHARED = {
    "Node": Node,
    "Inference": Inference,
    "NUMBERS": NUMBERS,
    "Paused": Paused,
    "Variable": Variable,
    "Watch": Watch,
    "accumulator": accumulator,
    "aligned": aligned,
    "as_float": as_float,
    "constant": constant,
    "fitted": fitted,
    "loud": loud,
    "mode": mode,
    "ndarray": np.ndarray,
    "quiet": quiet,
    "refused_dtype": refused_dtype,
    "result_of": result_of,
    "view_of": view_of,
}
