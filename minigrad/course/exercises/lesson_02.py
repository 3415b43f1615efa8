"""The exercises of lesson 02: a result remembers the operation that made it.

The reader's methods are judged inside a fresh engine of this lesson, so that nothing else of theirs can be at fault.
"""

import operator
import random
import types

from minigrad.course.exercise import Exercise, Known, Miss, matching, result_of, said

from .claims import KNOWN, judge_of
from .engines import fresh
from .formulas import CONSTANT, NOTHING_RETURNED, first_difference

RECALL = {
    "2.a": (6, "6: nudge `x` by 0.001 and `x * x` moves by 0.006, while `y` stands still. Lesson 01, two inputs."),
    "2.b": (2000, "2,000: one run a little above and one a little below, for each of the 1,000 inputs. Lesson 01."),
}


# --------------------------------------------------------------------------- the reader's methods in a fresh engine


def engine(methods):
    """The names of a fresh engine in which some methods are the reader's: {"Tensor.__mul__": function}."""
    return fresh(2, methods)


def made(scope, text):
    """What an expression gives, in words: `6, made by Mul(x, w)`."""
    tensors = {"x": scope["tensor"](2.0, True), "w": scope["tensor"](3.0, True), "k": scope["tensor"](5.0)}
    leaves = {t.node: leaf(name, t) for name, t in tensors.items() if t.node is not None}
    result = eval(text, {"record": scope["record"]}, dict(tensors))
    for name, number in {"x": 2.0, "w": 3.0, "k": 5.0}.items():
        if tensors[name].data != number:
            return f"{name} itself has become {tensors[name].data:g}"
    if not isinstance(result, scope["Tensor"]):
        return f"{result!r}, a {type(result).__name__}"
    return f"{result.data:g}, made by {told(result.grad_fn, leaves, scope)}"


def leaf(name, tensor):
    """The name of a leaf, with what is wrong with its node."""
    if tensor.node.variable is not tensor:
        return f"{name} [variable: {tensor.node.variable!r}]"
    found = tensor.node.next_functions
    return name if found == () else f"{name} [next_functions: {found if isinstance(found, list | tuple) else a(found)}]"


def a(value):
    return f"a {type(value).__name__}"


def told(node, leaves, scope):
    """A node in words, what its edges lead to in brackets."""
    if node is None or node in leaves:
        return leaves.get(node, "None")
    if isinstance(node, scope["AccumulateGrad"]):
        return f"{node.variable.data:g}"
    if not isinstance(node, scope["Node"]):
        return f"a {type(node).__name__} where a node should be"
    if not isinstance(node.next_functions, tuple):
        return f"{node.name()} whose next_functions are {a(node.next_functions)}"
    pairs = [isinstance(edge, tuple) and len(edge) == 2 and edge[1] == 0 for edge in node.next_functions]
    if not all(pairs):
        return f"{node.name()} whose next_functions are {node.next_functions!r}"
    inputs = ", ".join([told(target, leaves, scope) for target, _ in node.next_functions])
    return f"{node.name().removesuffix('Backward0')}({inputs})"


def first_expression(cases, drawn, methods, models):
    """The first expression with which the reader's methods go wrong, and the misconception it looks like.

    A case is an expression and what is right, in one wording or more. A model gives methods for a scope; it has to
    agree with the reader's on all of `cases` or, if none does, on those that go wrong: one method may be right and its
    twin not. Those drawn at random are looked at last.
    """

    def pair(case):
        mine = result_of(made, engine(methods), case[0])
        return mine, mine if mine in case[1] else case[1][0]

    def describe(case):
        return [f"{case[0]}   at x = 2, w = 3, which require grad, and k = 5, which does not"]

    pairs = list(map(pair, cases))
    miss = first_difference(cases, pairs, describe, models)
    if miss and miss.diagnosis is None:
        wrong = [(case, both) for case, both in zip(cases, pairs, strict=True) if both[0] not in case[1]]
        miss = first_difference(*zip(*wrong, strict=True), describe, models)
    return miss or first_difference(drawn, list(map(pair, drawn)), describe, {})


def model(methods):
    """How an engine behaves whose methods come from `methods(scope)`."""

    def behave(case):
        scope = engine({})
        for name, function in methods(scope).items():
            owner, _, attribute = name.partition(".")
            setattr(scope[owner], attribute, function)
        return made(scope, case[0])

    return behave


def expression(rng, depth, leaves="xwk", *, numbers=False):
    """A random expression: its text, what made it in words, its value."""
    if depth == 0:
        name = rng.choice(leaves)
        return name, "None" if name == "k" else name, {"x": 2.0, "w": 3.0, "k": 5.0}[name]
    left = expression(rng, depth - 1, "xw")
    right = ("1.5", "None", 1.5) if numbers else expression(rng, rng.randrange(depth))
    if rng.random() < 0.5:
        text, value, name = f"({left[0]} + {right[0]})", left[2] + right[2], "Add"
    else:
        text, value, name = f"({left[0]} * {right[0]})", left[2] * right[2], "Mul"
    return text, f"{name}({left[1]}, {right[1]})", value


def more(seed, **options):
    rng = random.Random(seed)
    drawn = [expression(rng, 1 + i // 4, **options) for i in range(12)]
    return [(text[1:-1], (f"{value:g}, made by {words}",)) for text, words, value in drawn]


# ------------------------------------------------------------------------------------------- 2.1  What is written down

RECORDS = [
    ("x + x", ("4, made by Add(x, x)",)),
    ("x * k", ("10, made by Mul(x, None)",)),
    ("(x + w) * w", ("15, made by Mul(Add(x, w), w)",)),
]
WIDER = [('record("MaxBackward0", 5.0, x, w, k)', ("5, made by Max(x, w, None)",))]  # more inputs than two


def edges(choose):
    """The model of nodes whose edges are chosen in another way."""

    def node(self, name, inputs):
        self.title, self.next_functions = name, tuple(choose(inputs))

    return model(lambda scope: {"Node.__init__": node})


def fresh_edges(choose):
    """The model of nodes whose edges lead to nodes that `choose` makes."""

    def fresh(scope):
        def node(self, name, inputs):
            self.title, self.next_functions = name, tuple([(choose(scope, t), 0) for t in inputs])

        return {"Node.__init__": node}

    return model(fresh)


def listed(node, name, inputs):
    node.title, node.next_functions = name, [(t.node, 0) for t in inputs]


def generated(node, name, inputs):
    node.title, node.next_functions = name, ((t.node, 0) for t in inputs)


def way_to_itself(node, _):
    node.title, node.next_functions, node.variable = "AccumulateGrad", (), node


def leaf_node(inputs, variable):
    """The model of leaves' nodes that are made in another way."""

    def fresh(scope):
        def node(self, tensor):
            scope["Node"].__init__(self, "AccumulateGrad", inputs(tensor))
            self.variable = variable(scope, tensor)

        return {"AccumulateGrad.__init__": node}

    return model(fresh)


RECORD_MODELS = {
    "no pairs": edges(lambda inputs: [t.node for t in inputs]),
    "the draft": edges(lambda inputs: [t.grad_fn for t in inputs]),
    "tensors, no nodes": edges(lambda inputs: [(t, 0) for t in inputs]),
    "bare tensors": edges(lambda inputs: inputs),
    "leaves are lost": edges(lambda inputs: [(t.grad_fn, 0) for t in inputs]),
    "None left out": edges(lambda inputs: [(t.node, 0) for t in inputs if t.requires_grad]),
    "one edge a tensor": edges(lambda inputs: [(node, 0) for node in dict.fromkeys([t.node for t in inputs])]),
    "turned round": edges(lambda inputs: [(t.node, 0) for t in reversed(inputs)]),
    "numbered": edges(lambda inputs: [(t.node, i) for i, t in enumerate(inputs)]),
    "results are lost": edges(lambda inputs: [(t.node if t.grad_fn is None else None, 0) for t in inputs]),
    "first only": edges(lambda inputs: [(t.node, 0) for t in inputs[:1]]),
    "the pair turned round": edges(lambda inputs: [(0, t.node) for t in inputs]),
    "numbers, no nodes": edges(lambda inputs: [(t.data, 0) for t in inputs]),
    "a number beside the node": edges(lambda inputs: [(t.node, t.data) for t in inputs]),
    "always two inputs": edges(lambda inputs: [(inputs[0].node, 0), (inputs[1].node, 0)]),
    "a new node each time": fresh_edges(lambda scope, t: scope["AccumulateGrad"](t)),
    "a node for every number": fresh_edges(lambda scope, t: t.node or scope["AccumulateGrad"](t)),
    "two of any": edges(lambda inputs: [(t.node, 0) for t in inputs[:2]]),
    "a one": edges(lambda inputs: [(t.node, 1) for t in inputs]),
    "names, no nodes": edges(lambda inputs: [(t.node and t.node.name(), 0) for t in inputs]),
    "zero for None": edges(lambda inputs: [(t.node or 0, 0) for t in inputs]),
    "lists for pairs": edges(lambda inputs: [[t.node, 0] for t in inputs]),
    "one zero for all": edges(lambda inputs: [*[t.node for t in inputs], 0]),
    "leaves left out": edges(lambda inputs: [(t.node, 0) for t in inputs if t.grad_fn is not None]),
    "no edges": edges(lambda inputs: []),
    "a list": model(lambda scope: {"Node.__init__": listed}),
    "a generator": model(lambda scope: {"Node.__init__": generated}),
    "itself": model(lambda scope: {"AccumulateGrad.__init__": way_to_itself}),
    "its own input": leaf_node(lambda tensor: (tensor,), lambda scope, tensor: tensor),
    "the number": leaf_node(lambda tensor: (), lambda scope, tensor: tensor.data),
    "another tensor": leaf_node(lambda tensor: (), lambda scope, tensor: scope["Tensor"](tensor.data)),
    "its grad_fn": leaf_node(lambda tensor: (), lambda scope, tensor: tensor.grad_fn),
}


def check_records(Node, AccumulateGrad):
    methods = {f"Node.{name}": method for name, method in vars(Node).items() if isinstance(method, types.FunctionType)}
    methods["AccumulateGrad.__init__"] = AccumulateGrad.__init__
    miss = first_expression(RECORDS, more(21), methods, RECORD_MODELS) or first_expression(
        [*RECORDS, *WIDER], [], methods, RECORD_MODELS
    )
    if miss and isinstance(miss.given, BaseException):  # models agree in the error's type; the words say more
        words = said(miss.given)
        known = next((key for key, part in RECORD_ERRORS.items() if part in words), None)
        return miss._replace(diagnosis="no tuple" if not_iterable(miss.given) else known)
    return miss


RECORD_ERRORS = {
    "too early": "variable.node",
    "its own input": "'Tensor' object has no attribute 'node'",
    "None as an input": "'NoneType' object has no attribute 'node'",
    "asked all at once": "'tuple' object has no attribute",
    "no such attribute": "'Tensor' object has no attribute",
    "always two inputs": "index out of range",
}


def not_iterable(given):
    """Whether a loop over a node's inputs has failed on what stands in their place."""
    return isinstance(given, TypeError) and str(given) in (
        "'NoneType' object is not iterable",
        "'Tensor' object is not iterable",
    )


# ------------------------------------------------------------------------------------- 2.3  A number on either side

NUMBERS = [
    ("x * 3.0", ("6, made by Mul(x, None)",)),
    ("3.0 * x", ("6, made by Mul(x, None)", "6, made by Mul(None, x)")),
    ("1 + x", ("3, made by Add(x, None)", "3, made by Add(None, x)")),
    ("k * k", ("25, made by None",)),
    ("x * w", ("6, made by Mul(x, w)",)),
]
NEUTRAL = [  # what changes no number is an operation all the same
    ("0 + x", ("2, made by Add(x, None)", "2, made by Add(None, x)")),
    ("1 * x", ("2, made by Mul(x, None)", "2, made by Mul(None, x)")),
]


def operators(**methods):
    """The model of an engine with other operators; where nothing is said, numbers on both sides work as they should."""

    def fresh(scope):
        def bound(method):
            return lambda a, b: method(scope, a, b)

        return {f"Tensor.__{name}__": bound(method) for name, method in methods.items()}

    return model(fresh)


def with_number(wrap):
    """Operators in which the other operand goes through `wrap(scope, other)` first."""

    def plus(s, a, b):
        b = wrap(s, b)
        return s["record"]("AddBackward0", a.data + b.data, a, b)

    def times(s, a, b):
        b = wrap(s, b)
        return s["record"]("MulBackward0", a.data * b.data, a, b)

    return {"add": plus, "mul": times}


def both(combine):
    """Operators of which both do `combine(scope, name, function, a, b)`."""
    return {
        "add": lambda s, a, b: combine(s, "AddBackward0", operator.add, a, b),
        "mul": lambda s, a, b: combine(s, "MulBackward0", operator.mul, a, b),
    }


def bare_number_lost(s, name, function, a, b):
    return recorded(s, name, function, a, b) if isinstance(b, s["Tensor"]) else s["Tensor"](function(a.data, b))


def number_ignored(s, name, function, a, b):
    return recorded(s, name, function, a, b) if isinstance(b, s["Tensor"]) else a


def number_overwrites(s, name, function, a, b):
    return recorded(s, name, function, a, b) if isinstance(b, s["Tensor"]) else overwritten(a, function(a.data, b))


def number_with_tensor(s, name, function, a, b):
    b = as_constant(s, b)
    return s["record"](name, function(a.data, b), a, b)


def from_itself(s, name, function, a, b):
    return s["record"](name, function(a.data, as_constant(s, b).data), a, a)


def added_up(s, a, b):
    total = a
    for _ in range(int(b) - 1):
        total = total + a
    return total


def recorded(s, name, function, a, b):
    b = as_constant(s, b)
    return s["record"](name, function(a.data, b.data), a, b)


def unwrapped(s, b):
    return b


def overwritten(a, number):
    a.data = number
    return a


def without_edge(name, function):
    def combine(s, a, b):
        known = [a, b] if isinstance(b, s["Tensor"]) else [a]
        return s["record"](name, function(a.data, getattr(b, "data", b)), *known)

    return combine


def always_recorded(s, a, b):
    return s["Tensor"](a.data * getattr(b, "data", b), True, s["Node"]("MulBackward0", (a, as_constant(s, b))))


def as_constant(s, b):
    return b if isinstance(b, s["Tensor"]) else s["Tensor"](b)


NUMBER_MODELS = {
    "numbers do not fit": operators(**with_number(unwrapped)),
    "only on the left": operators(
        **with_number(unwrapped),
        radd=lambda s, a, b: s["Tensor"](b) + a,
        rmul=lambda s, a, b: s["Tensor"](b) * a,
    ),
    "only on the right": operators(radd=lambda s, a, b: NotImplemented, rmul=lambda s, a, b: NotImplemented),
    "endless": operators(radd=lambda s, a, b: b + a, rmul=lambda s, a, b: b * a),
    "tensors wrapped too": operators(**with_number(lambda s, b: s["Tensor"](b))),
    "history dropped": operators(**with_number(lambda s, b: s["Tensor"](getattr(b, "data", b)))),
    "floats only": operators(**with_number(lambda s, b: s["Tensor"](b) if isinstance(b, float) else b)),
    "a number that requires grad": operators(
        **with_number(lambda s, b: b if isinstance(b, s["Tensor"]) else s["Tensor"](b, requires_grad=True))
    ),
    "product turned into a sum": operators(rmul=lambda s, a, b: a + b),
    "a bare number": operators(radd=lambda s, a, b: b + a.data, rmul=lambda s, a, b: b * a.data),
    "product recorded as a sum": operators(mul=lambda s, a, b: recorded(s, "AddBackward0", operator.mul, a, b)),
    "product added up": operators(mul=lambda s, a, b: recorded(s, "MulBackward0", operator.add, a, b)),
    "product is the sum": operators(mul=lambda s, a, b: a + b),
    "no record": operators(radd=lambda s, a, b: s["Tensor"](b + a.data), rmul=lambda s, a, b: s["Tensor"](b * a.data)),
    "changed in place": operators(
        radd=lambda s, a, b: overwritten(a, a.data + b), rmul=lambda s, a, b: overwritten(a, a.data * b)
    ),
    "changed in place, left": operators(mul=lambda s, a, b: overwritten(a, a.data * getattr(b, "data", b))),
    "always recorded": operators(mul=always_recorded),
    "no edge for the number": operators(
        mul=without_edge("MulBackward0", operator.mul), add=without_edge("AddBackward0", operator.add)
    ),
    "no record|on the left": operators(**both(bare_number_lost)),
    "changed in place, left|and the sum": operators(**both(number_overwrites)),
    "the tensor comes back": operators(**both(number_ignored)),
    "the tensor comes back|on the right": operators(radd=lambda s, a, b: a, rmul=lambda s, a, b: a),
    "the number comes back": operators(radd=lambda s, a, b: b, rmul=lambda s, a, b: b),
    "number with tensor": operators(**both(number_with_tensor)),
    "self for other": operators(**both(from_itself)),
    "data of a number": operators(**with_number(lambda s, b: s["Tensor"](b.data))),
    "a float, no tensor": operators(**with_number(lambda s, b: float(b))),
    "sum turned into a product": operators(radd=lambda s, a, b: a * b),
    "added up": operators(rmul=added_up),
    "own names": operators(
        radd=lambda s, a, b: recorded(s, "RaddBackward0", operator.add, a, b),
        rmul=lambda s, a, b: recorded(s, "RmulBackward0", operator.mul, a, b),
    ),
    "zero passed over": operators(radd=lambda s, a, b: a if b == 0 else a + b),
    "one passed over": operators(rmul=lambda s, a, b: a if b == 1 else a * b),
    "nothing returned": operators(mul=lambda s, a, b: None, add=lambda s, a, b: None),
    "twice itself": operators(radd=lambda s, a, b: a + a, rmul=lambda s, a, b: a * a),
}


def check_numbers(Tensor):
    names = ["__add__", "__mul__", "__radd__", "__rmul__"]
    methods = {f"Tensor.{name}": getattr(Tensor, name) for name in names if hasattr(Tensor, name)}
    miss = first_expression(NUMBERS, more(23, numbers=True), methods, NUMBER_MODELS)
    return miss or first_expression([*NUMBERS, *NEUTRAL], [], methods, NUMBER_MODELS)


# ------------------------------------------------------------------------------------------------ 2.2  Nodes and edges


class Bare:
    """A node of a graph that was drawn by hand. Reading its edges far too often stops the reader's code."""

    def __init__(self, label, meter):
        self.label, self.edges, self.meter = label, (), meter

    def __repr__(self):
        return self.label

    def name(self):
        return "AccumulateGrad" if not self.edges else f"{self.label}Backward0"

    @property
    def next_functions(self):
        self.meter[0] -= 1
        if self.meter[0] < 0:
            raise RuntimeError("stopped: the edges of these few nodes were read more than 20,000 times")
        return self.edges


def graph(spec):
    """The first node of a graph: {"c": "a b", "a": "x -"} has edges c → a, c → b, a → x and one to None."""
    meter = [20_000]
    nodes = {label: Bare(label, meter) for label in spec}
    for label, targets in spec.items():
        nodes[label].edges = tuple([(nodes.get(target), 0) for target in targets.split()])
    return next(iter(nodes.values()))


def arrows(spec):
    shown = [
        f"{label} → {', '.join(targets.split()).replace('-', 'None')}" for label, targets in spec.items() if targets
    ]
    return "; ".join(shown)


GRAPHS = [
    {"y": "x -", "x": ""},
    {"c": "u u", "u": "x x", "x": ""},
    {"c": "a b", "a": "x y", "b": "x y", "x": "", "y": ""},
]
DOUBLED = {**{f"y{k}": f"y{k - 1} y{k - 1}" for k in range(60, 0, -1)}, "y0": ""}


def random_graph(rng, size):
    labels = [f"n{i}" for i in range(size)]
    spec = {label: [] for label in labels}
    for i in range(1, size):
        for _ in range(rng.choice([1, 1, 2])):
            spec[labels[rng.randrange(max(0, i - 3), i)]].append(labels[i])
    for label in rng.sample(labels[:-1], size // 3):
        spec[label].append("-")
    return {label: " ".join(targets) for label, targets in spec.items()}


def counted(spec):
    return len(spec), sum([target != "-" for targets in spec.values() for target in targets.split()])


def pair(result):
    return tuple(result) if isinstance(result, list) else result


def check_count(count):
    given = [pair(result_of(count, graph(spec))) for spec in GRAPHS]
    for spec, mine in zip(GRAPHS, given, strict=True):
        if mine != counted(spec):
            known = matching(COUNT_MODELS, [(s,) for s in GRAPHS], given) or into_nothing(mine) or without_model(given)
            return Miss([f"edges: {arrows(spec)}"], mine, counted(spec), known and known.partition("|")[0])
    spec = GRAPHS[-1]
    root = graph(spec)
    first, again = (pair(result_of(count, root)) for _ in range(2))
    if first == counted(spec) != again:
        return Miss([f"edges: {arrows(spec)}", "counted a second time"], again, first, "kept from call to call")
    rng = random.Random(22)
    for spec in [random_graph(rng, size) for size in (4, 5, 6, 7, 8, 9)]:
        mine = pair(result_of(count, graph(spec)))
        if mine != counted(spec):
            return Miss([f"edges: {arrows(spec)}"], mine, counted(spec))
    mine = pair(result_of(count, graph(DOUBLED)))
    if mine != (61, 120):
        return Miss(["x doubled 60 times with y = y + y"], mine, (61, 120), "every path")
    return None


def without_model(given):
    """What is wrong with the form of the answers, whatever the graph is."""
    if all(isinstance(mine, tuple) for mine in given):
        if all(mine == given[0] for mine in given):
            return "constant"
        if any(isinstance(part, list | set | tuple | dict) for mine in given for part in mine):
            return "the nodes themselves"
    return None


def first_edges(spec):
    """The lines of the nodes that are met going down the first edges."""
    node, met = next(iter(spec)), []
    while node in spec:
        met.append(spec[node].split())
        node = (met[-1] or [None])[0]
    return met


def walk(spec, node):
    """Every path from a node down, one node after the other, with repetitions."""
    below = [walk(spec, target) for target in spec[node].split() if target != "-"]
    return [node, *[step for path in below for step in path]]


def targets(spec):
    return [(node, target) for node, line in spec.items() for target in line.split()]


def into_nothing(given):
    """The name for an edge to None that was followed: None was asked for what only a node has."""
    asked = "'NoneType' object has no attribute"
    return "None is followed" if isinstance(given, AttributeError) and str(given).startswith(asked) else None


COUNT_MODELS = {
    "every path": lambda spec: (len(path := walk(spec, next(iter(spec)))), len(path) - 1),
    "edges along every path": lambda spec: (len(spec), len(walk(spec, next(iter(spec)))) - 1),
    "the picture's numbers": lambda spec: (5, 6),
    "one edge a pair": lambda spec: (len(spec), len({pair for pair in targets(spec) if pair[1] != "-"})),
    "a tree": lambda spec: (len(spec), len(spec) - 1),
    "None has an edge": lambda spec: (len(spec), len(targets(spec))),
    "None is a node": lambda spec: (len(spec) + any(t == "-" for _, t in targets(spec)), len(targets(spec))),
    "leaves left out": lambda spec: (sum([line != "" for line in spec.values()]), counted(spec)[1]),
    "names are nodes": lambda spec: (
        sum([line != "" for line in spec.values()]) + ("" in spec.values()),
        counted(spec)[1],
    ),
    "root left out": lambda spec: (len(spec) - 1, counted(spec)[1]),
    "root left out|and None counted": lambda spec: (len(spec) - 1, len(targets(spec))),
    "turned round": lambda spec: counted(spec)[::-1],
    "the first edge": lambda spec: (len(first_edges(spec)), sum(map(len, first_edges(spec)))),
    "an end in the loop": lambda spec: (len(first_edges(spec)), len(first_edges(spec)) - 1),
    "every path|but its edges": lambda spec: (
        len(walk(spec, next(iter(spec)))),
        len({pair for pair in targets(spec) if pair[1] != "-"}),
    ),
    "first step only|with None": lambda spec: (1 + len(first_edges(spec)[0]), len(first_edges(spec)[0])),
    "first step only": lambda spec: (
        1 + len({t for t in spec[next(iter(spec))].split() if t != "-"}),
        len([t for t in spec[next(iter(spec))].split() if t != "-"]),
    ),
}


# ------------------------------------------------------------------------------------- 2.4  The run, not the source


def twice_or_square(x):
    p = x + x
    return p * x if x.data > 0 else p * p


def doubled(x):
    while x.data < 100:
        x = x * 2.0
    return x


PROGRAMS = {
    "x * x": lambda x: x * x,
    "x + 1.0 if x.data > 0 else x * 1.0": lambda x: x + 1.0 if x.data > 0 else x * 1.0,
    "x * x if x.data > 0 else x * 3.0": lambda x: x * x if x.data > 0 else x * 3.0,
    "while x.data < 100: x = x * 2.0": doubled,
    "x * (x + x) if x.data > 0 else x * (x * x)": lambda x: x * (x + x) if x.data > 0 else x * (x * x),
    "x * 2.0 * x if x.data > 0 else x * x * 2.0": lambda x: x * 2.0 * x if x.data > 0 else x * x * 2.0,
    "x * x + x if x.data > 0 else x + x * x": lambda x: x * x + x if x.data > 0 else x + x * x,
    "p = x + x; p * x if x.data > 0 else p * p": twice_or_square,
}


RUNS = [
    ("x * x", 2.0, 3.0, True),
    ("x + 1.0 if x.data > 0 else x * 1.0", 2.0, -2.0, False),
    ("x * x if x.data > 0 else x * 3.0", 3.0, -3.0, False),
    ("while x.data < 100: x = x * 2.0", 30.0, 20.0, False),
    ("x * (x + x) if x.data > 0 else x * (x * x)", 2.0, -2.0, False),
    ("x * 2.0 * x if x.data > 0 else x * x * 2.0", 2.0, -2.0, False),
    ("x * x + x if x.data > 0 else x + x * x", 2.0, -2.0, False),
    ("p = x + x; p * x if x.data > 0 else p * p", 2.0, -2.0, False),
]


def check_same_graph(same_graph):
    cases, given = [], []
    for text, a, b, _ in RUNS:
        tensor = engine({})["tensor"]
        given.append(result_of(same_graph, PROGRAMS[text], tensor(a, True), tensor(b, True)))
        cases.append((PROGRAMS[text], a, b))
    for (text, a, b, right), mine in zip(RUNS, given, strict=True):
        if mine is not right:
            return Miss(
                [f"f(x): {text}", f"for leaves {a:g} and {b:g}"],
                mine,
                right,
                (matching(RUN_MODELS, cases, given) or into_nothing(mine) or "").partition("|")[0] or None,
            )
    return None


def runs(compare):
    """The model of a comparison of the two results."""

    def behave(f, a, b):
        tensor = engine({})["tensor"]
        return compare(f(tensor(a, True)), f(tensor(b, True)))

    return behave


def below(node):
    """The nodes from this one down, each once, level by level."""
    found = [node]
    for each in found:
        found += dict.fromkeys([t for t, _ in each.next_functions if t is not None and t not in found])
    return found


def titles(result):
    return [node.name() for node in below(result.node)]


def left_spine(result):
    node, names = result.node, []
    while node is not None:
        names.append(node.name())
        node = node.next_functions[0][0] if node.next_functions else None
    return names


def shape(node, *, skip):
    """Names and edges as nested tuples; `skip` says what stands for an edge to nothing."""
    if node is None:
        return None
    inside = [shape(t, skip=skip) for t, _ in node.next_functions]
    return node.name(), *[part for part in inside if part is not None or not skip]


def flat(p):
    """The names of a shape, without its brackets."""
    return [p[0], *[name for part in p[1:] for name in flat(part)]]


def overlap(p, q):
    """Whether two shapes agree as far as both go."""
    return p[0] == q[0] and all([overlap(s, t) for s, t in zip(p[1:], q[1:], strict=False)])


def edge_count(result):
    nodes = below(result.node)
    return len(nodes), sum([t is not None for node in nodes for t, _ in node.next_functions])


def bare(node):
    return node and [bare(t) for t, _ in node.next_functions]


def unordered(node):
    return node and (node.name(), sorted([str(unordered(t)) for t, _ in node.next_functions]))


def with_none(node):
    nodes = below(node)
    return {node.name() for node in nodes} | {t and t.name() for node in nodes for t, _ in node.next_functions}


RUN_MODELS = {
    "the source": runs(lambda p, q: True),
    "the values": runs(lambda p, q: p.data == q.data),
    "the very nodes": runs(lambda p, q: p.node is q.node),
    "the last operation": runs(lambda p, q: p.grad_fn.name() == q.grad_fn.name()),
    "one step down": runs(lambda p, q: str(p.grad_fn.next_functions) == str(q.grad_fn.next_functions)),
    "how many|edges": runs(lambda p, q: edge_count(p) == edge_count(q)),
    "names passed over": runs(lambda p, q: bare(p.node) == bare(q.node)),
    "in any order": runs(lambda p, q: unordered(p.node) == unordered(q.node)),
    "which names|and None": runs(lambda p, q: with_none(p.node) == with_none(q.node)),
    "how often each name|on every path": runs(
        lambda p, q: sorted(flat(shape(p.node, skip=True))) == sorted(flat(shape(q.node, skip=True)))
    ),
    "how many": runs(lambda p, q: len(below(p.node)) == len(below(q.node))),
    "which names": runs(lambda p, q: set(titles(p)) == set(titles(q))),
    "how often each name": runs(lambda p, q: sorted(titles(p)) == sorted(titles(q))),
    "names in a row": runs(lambda p, q: titles(p) == titles(q)),
    "names along the paths": runs(lambda p, q: flat(shape(p.node, skip=True)) == flat(shape(q.node, skip=True))),
    "the first edge": runs(lambda p, q: left_spine(p) == left_spine(q)),
    "edges to nothing overlooked": runs(lambda p, q: overlap(shape(p.node, skip=True), shape(q.node, skip=True))),
    "turned round": runs(lambda p, q: shape(p.node, skip=False) != shape(q.node, skip=False)),
}


# -------------------------------------------------------------------------------------------- 2.5  True or false

# Each claim, a few lines that decide it, and what they print in PyTorch 2.13 (recorded) and here.
WALK_DOWN = """\
t = x
for _ in range(3):
    t = t + 1.0
node, steps = t.grad_fn, 0
while node.next_functions:
    node, steps = node.next_functions[0][0], steps + 1
print(steps, node.variable is x)"""
CLAIMS = {
    "nodes are tensors": ("print(isinstance((x * w).grad_fn, type(x)))", "False", False),
    "every result has a maker": ("k = tensor(5.0)\nprint((k * 2.0).grad_fn)", "None", False),
    "made anew": ("f = lambda: x * w\nprint(f().grad_fn is f().grad_fn)", "False", True),
    "a cycle": (WALK_DOWN, "3 True", False),
}


check_claims = judge_of(CLAIMS)


# -------------------------------------------------------------------------------------------------------- the exercises

EXERCISES = [
    Exercise(
        id="2.1",
        title="What is written down",
        minutes=6,
        names=("Node", "AccumulateGrad"),
        builds=("Node.__init__", "AccumulateGrad.__init__"),
        misconception=(
            "What must be kept of an input is the tensor, or its number; and a leaf, made by nobody, has "
            "nothing to keep."
        ),
        first_step="For `x * y`, say on paper: to which two nodes will a gradient go?",
        passed=(
            "Every sum and product of yours can now be followed back to the leaves it came from. Numbers such"
            " as `3.0 * x` were not tried."
        ),
        hints=(
            (
                "`x` was made by nobody, so `x.grad_fn` is None. Which attribute of a tensor leads to a node, be "
                "it a leaf or a result?"
            ),
            (
                "An edge is a pair: the node where this input's gradient goes, and 0. There is one for each "
                "input, in their order, also where the node is None. And how many inputs has a leaf?"
            ),
            "self.next_functions = tuple([(..., 0) for t in inputs])",
        ),
        solution="""\
class Node:
    def __init__(self, name, inputs):
        self.title = name
        self.next_functions = tuple([(t.node, 0) for t in inputs])

class AccumulateGrad(Node):
    def __init__(self, variable):
        super().__init__("AccumulateGrad", ())
        self.variable = variable
""",
        check=check_records,
        known={
            "no pairs": Known("an edge is a node alone", "An edge has two parts, `(node, 0)`. Where is the second?"),
            "the draft": Known(
                "the draft's note, which loses the leaves", "What is `x.grad_fn`, and what belongs in `(node, 0)`?"
            ),
            "no tuple": Known(
                "inputs of a leaf's node that no loop can go through",
                "Of how many tensors was a leaf made, and which tuple has as many items?",
            ),
            "tensors, no nodes": Known(
                "an edge leads to a tensor",
                "A note has to say what was done. Which of the two says that, `t` or `t.node`?",
            ),
            "bare tensors": Known(
                "an edge is the input itself",
                "A note has to say what was done. Which of the two says that, `t` or `t.node`?",
            ),
            "leaves are lost": Known("an input's node is its grad_fn", "What is `x.grad_fn`? And what is `x.node`?"),
            "None left out": Known(
                "an input that needs no gradient has no edge",
                "Two gradients will come back from a product. How do you see which of the two edges is whose?",
            ),
            "one edge a tensor": Known(
                "one edge for each different tensor", "In `x + x`, nudge `x` by 0.001. How many of the two places move?"
            ),
            "turned round": Known("the last input first", "The first gradient that comes back is for which input?"),
            "numbered": Known("the 0 counts the inputs", "How many results has the node at the other end of the edge?"),
            "results are lost": Known(
                "only leaves have a node", "In `(x + w) * w`, which node leads the product on to the sum?"
            ),
            "first only": Known("one edge for each node", "How many numbers can you nudge to move `x * w`?"),
            "the pair turned round": Known("an edge is (0, node)", "Which of the two comes first in `(node, 0)`?"),
            "numbers, no nodes": Known(
                "an edge leads to the input's number", "There may be two leaves of 2.0. Which one is it?"
            ),
            "a number beside the node": Known(
                "the number of the input stands beside its node",
                "How many results has the node at the other end of the edge?",
            ),
            "always two inputs": Known(
                "every node has two inputs", "How many inputs has a leaf's node, which is made by `Node.__init__` too?"
            ),
            "a new node each time": Known(
                "each use of a tensor makes a node for it", "In `x + x`, how many boxes are there for `x`?"
            ),
            "a node for every number": Known(
                "a tensor that needs no gradient gets a node as well",
                "What is `k.node`, and what did the user ask for?",
            ),
            "two of any": Known(
                "an operation has two inputs at most", "How many edges has the node of an operation on three tensors?"
            ),
            "a one": Known("the first result has the number 1", "Which number has the first element of a list?"),
            "names, no nodes": Known("an edge leads to a name", "How would you go on from a name?"),
            "zero for None": Known("0 stands where there is no node", "What is `k.node`?"),
            "lists for pairs": Known("a pair is a list", "Which brackets does `(node, 0)` have?"),
            "one zero for all": Known("one 0 for all edges", "How many things stand in each edge?"),
            "leaves left out": Known("a leaf has no edge", "How would a gradient get to `x`?"),
            "no edges": Known("a note without edges", "From this note, how would you go on to the inputs?"),
            "a generator": Known(
                "edges that can be read once", "What is the type of `(t.node for t in inputs)`: is it a tuple?"
            ),
            "itself": Known(
                "the node is the way back to itself", "What is `self` in that line: the tensor, or its node?"
            ),
            "too early": Known(
                "the leaf's node is asked for while it is made",
                "Which line of `Tensor.__init__` calls `AccumulateGrad(self)`, and what is there by then?",
            ),
            "None as an input": Known("None is an input of a leaf", "How many inputs has it?"),
            "asked all at once": Known(
                "a tuple of tensors is asked as if it were one", "Which of the tensors in `inputs` has the node?"
            ),
            "no such attribute": Known(
                "an attribute that a tensor does not have", "Which attributes does `Tensor.__init__` give it?"
            ),
            "a list": Known("a list of edges", "Can anyone change a note afterwards if it is a tuple?"),
            "its own input": Known("a leaf is its own input", "Which operation made it, and out of what?"),
            "the number": Known("the number is the way back", "There may be two leaves of 2.0. Which one is it?"),
            "another tensor": Known(
                "a tensor with the same number is the way back",
                "Where will the user look for a gradient: in your new one?",
            ),
            "its grad_fn": Known(
                "the way back is None, as a leaf's `grad` and `grad_fn` are", "Which tensor is this the node of?"
            ),
        },
    ),
    Exercise(
        id="2.2",
        title="Nodes and edges",
        minutes=7,
        names=("count",),
        misconception="A node counts once for each path to it; two edges between the same nodes are one.",
        first_step="Count the picture of `c` by hand: how many nodes, and how many arrows?",
        passed=(
            "60 doublings have 61 nodes and 120 edges, and more paths than could ever be walked: lesson 05 is"
            " about those."
        ),
        hints=(
            (
                "In the picture of `c`, read from right to left, both `a` and `b` lead to the node of `x`. Is it "
                "one node or two, and how many edges reach it?"
            ),
            (
                "Keep a list of the nodes found so far; look at each one's edges; count every edge that leads to a"
                " node, and put a node that is new at the end of the list."
            ),
            "nodes, edges = [root], 0        # a for loop over nodes also reaches what is appended meanwhile",
        ),
        solution="""\
def count(root):
    nodes, edges = [root], 0
    for node in nodes:
        for target, _ in node.next_functions:
            if target is not None:
                edges += 1
                if target not in nodes:
                    nodes.append(target)
    return len(nodes), edges
""",
        check=check_count,
        known={
            "every path": Known(
                "a node is counted each time it is reached", "How many boxes would you draw for `x` in `x + x`?"
            ),
            "edges along every path": Known(
                "an edge is counted each time that it is reached",
                "In (x + x) + (x + x), made of one sum, how many arrows are there?",
            ),
            "the picture's numbers": Known("the numbers of the picture, for every graph", "What is `root` for?"),
            "one edge a pair": Known(
                "two edges between the same nodes are one", "In `x + x`, how many gradients go back to `x`?"
            ),
            "a tree": Known("each node but one has one edge that reaches it", "How many edges reach `x` in `x + x`?"),
            "None has an edge": Known("an edge to None is counted", "Which node is at the other end of it?"),
            "None is a node": Known("None is counted as a node", "Can a gradient be sent to None?"),
            "None is followed": Known(
                "an edge to None is followed", "In the pair `(None, 0)`, which node is there to go on from?"
            ),
            "leaves left out": Known(
                "a leaf's node does not count", "Without it, where would the gradient for `x` end?"
            ),
            "names are nodes": Known(
                "two nodes with the same name are one", "`x` and `y` both have an AccumulateGrad. Is it the same one?"
            ),
            "root left out": Known("the node that the search begins with does not count", "What made `c`?"),
            "the first edge": Known("only the first edge of each node is followed", "Where does the second one lead?"),
            "an end in the loop": Known("an end after the first edge", "How often does your loop run before `return`?"),
            "kept from call to call": Known(
                "what one call found is still there at the next",
                "When is a default value such as `seen=set()` made: at every call, or once?",
            ),
            "the nodes themselves": Known("the nodes, not how many", "How many numbers are asked for?"),
            "constant": CONSTANT,
            "turned round": Known("edges first, nodes second", "Which of the two was asked for first?"),
            "first step only": Known(
                "only the first node's edges are looked at", "What do the nodes lead to that you found there?"
            ),
        },
    ),
    Exercise(
        id="2.3",
        title="A number on either side",
        minutes=7,
        names=("Tensor",),
        builds=("Tensor.__add__", "Tensor.__mul__", "Tensor.__radd__", "Tensor.__rmul__"),
        misconception="Since `x * 3.0` works, `3.0 * x` does; and a plain number is one more leaf.",
        first_step="Run `3.0 * x` and `x * 3.0` and read the two errors: in which class is the method that is missing?",
        passed="Formulas can be written as usual. Subtraction and powers were not tried: lesson 03 has them.",
        hints=(
            (
                "For `3.0 * x` Python first asks the float. It gives up; then which method of `x` is asked, and "
                "with which argument?"
            ),
            (
                "Put the number into a tensor first: one that requires no gradient, so that its edge leads to "
                "None. A tensor stays as it is."
            ),
            "other = other if isinstance(other, Tensor) else ...",
        ),
        solution="""\
class Tensor:
    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return record("AddBackward0", self.data + other.data, self, other)

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return record("MulBackward0", self.data * other.data, self, other)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other
""",
        check=check_numbers,
        known={
            "numbers do not fit": Known(
                "the other operand is a tensor already", "What does `x * 3.0` hand to `__mul__`?"
            ),
            "only on the left": Known(
                "`x * 3.0` will be turned into `3.0 * x`", "Who is asked first: `x`, or the number?"
            ),
            "only on the right": Known(
                "`3.0 * x` will be turned into `x * 3.0`", "Which of your methods does Python call for `3.0 * x`?"
            ),
            "endless": Known(
                "the operands are in the same order as before",
                "In `__rmul__`, `other * self` is `3.0 * x` again. Whom does that call?",
            ),
            "tensors wrapped too": Known("whatever comes is put into a Tensor", "What is `other` in `x * w`?"),
            "history dropped": Known(
                "a tensor's number is put into a new Tensor", "In `x * w`, does the new tensor know `w`'s node?"
            ),
            "floats only": Known("a number is a float", "What is the type of 4?"),
            "a number that requires grad": Known("a plain number is a leaf", "Who will ever ask for the slope in 3.0?"),
            "product turned into a sum": Known("`__rmul__` copied from `__radd__`", "What is 3 · 2?"),
            "a bare number": Known("the result is a number", "What can `(3.0 * x) * w` do with a float on its left?"),
            "product recorded as a sum": Known(
                "`__mul__` copied from `__add__`, name and all", "What was done here, and what does the node say?"
            ),
            "product added up": Known(
                "`__mul__` copied from `__add__`, but for the name", "What is 2 · 3, and what is 2 + 3?"
            ),
            "product is the sum": Known("`__mul__` copied from `__add__`", "What is 2 · 3, and what is 2 + 3?"),
            "no record": Known("a product with a number needs no record", "Nudge `x` by 0.001: does `3.0 * x` move?"),
            "changed in place": Known(
                "the tensor itself becomes the result", "After `y = 3.0 * x`, what should `x` be, and what should `y`?"
            ),
            "changed in place, left": Known(
                "the tensor itself becomes the result", "After `y = x * 3.0`, what should `x` be, and what should `y`?"
            ),
            "always recorded": Known(
                "every product is written down",
                "Who will ask for the slope of `k * k`, when no leaf in it requires grad?",
            ),
            "no edge for the number": Known(
                "a number has no edge",
                "Two gradients will come back from a product. How do you see which edge is whose?",
            ),
            "the tensor comes back": Known(
                "the tensor itself, as if there were no number", "What is 2 · 3, and where does your method do it?"
            ),
            "the number comes back": Known(
                "the number itself, as if there were no tensor", "What is 3 · 2, and where does your method do it?"
            ),
            "number with tensor": Known(
                "a number is combined with a tensor", "What are `self.data` and `other`, and who adds those two?"
            ),
            "self for other": Known("`self` in both places of the note", "In `x * 3.0`, which slopes does `x` have?"),
            "data of a number": Known("whatever comes has `data`", "What is `(3.0).data`?"),
            "a float, no tensor": Known("`other` as a float", "What does the next line ask of `other`?"),
            "sum turned into a product": Known("`__radd__` copied from `__rmul__`", "What is 3 + 2?"),
            "added up": Known("a product made of sums", "How often would `x` be added for `0.5 * x`?"),
            "own names": Known(
                "a name for each side",
                "Rules will be looked up by name: is `3.0 * x` another operation than `x * 3.0`?",
            ),
            "zero passed over": Known(
                "adding 0 does nothing, so that nothing is written down", "Is the result of `0 + x` a leaf?"
            ),
            "one passed over": Known(
                "1 times does nothing, so that nothing is written down", "Is the result of `1 * x` a leaf?"
            ),
            "nothing returned": NOTHING_RETURNED,
            "twice itself": Known(
                "the tensor takes the number's place", "Where in your method does the number 3.0 go?"
            ),
        },
    ),
    Exercise(
        id="2.4",
        title="The run, not the source",
        minutes=7,
        names=("same_graph",),
        misconception=(
            "The graph belongs to the function: the same source gives the same graph, with its `if` and its "
            "`while` in it."
        ),
        first_step="For `grow`, draw the graphs of 40 and of 60. Are they the same?",
        passed=(
            "It tells two runs apart by what was done in them. Inputs that are used more than once, shared or"
            " done again, were not told apart."
        ),
        hints=(
            "`x * x + x` and `x + x * x` do the same operations equally often. What is different?",
            (
                "Two nodes agree if their names agree and each edge of the one leads to a node that agrees with "
                "the other's. Go down both graphs side by side; an edge may lead to None."
            ),
            "todo = [(f(x).node, f(y).node)]        # pairs that still have to be compared",
        ),
        solution="""\
def same_graph(f, x, y):
    todo = [(f(x).node, f(y).node)]
    for p, q in todo:
        if p is None or q is None:
            if p is not q:
                return False
        elif p.name() != q.name():
            return False
        else:
            todo += [(s, t) for (s, _), (t, _) in zip(p.next_functions, q.next_functions)]
    return True
""",
        check=check_same_graph,
        known={
            "the source": Known(
                "one function, one graph", "How many products did `grow` do from 3, and how many from 30?"
            ),
            "the values": Known(
                "runs with the same result have the same graph", "2 · 2 and 3 · 3: which operations were done?"
            ),
            "the very nodes": Known(
                "the same nodes are asked for",
                "Each run makes nodes of its own. What can still be the same about them?",
            ),
            "the last operation": Known("only the last operation is looked at", "What lies below it?"),
            "one step down": Known("only the nodes one step down are looked at", "What do those lead to?"),
            "names passed over": Known(
                "how nodes are joined, not what they do", "`x + 1.0` and `x * 1.0`: what differs?"
            ),
            "in any order": Known(
                "the edges of a node in any order",
                "`x * x + x` and `x + x * x`: which input of the sum is the product?",
            ),
            "how many": Known(
                "as many nodes means the same nodes", "`x + 1.0` and `x * 1.0`: how many nodes, and which?"
            ),
            "which names": Known(
                "the same kinds of operations, however often", "How many products has `grow` from 30, and from 20?"
            ),
            "how often each name": Known(
                "the same operations, however they are joined",
                "`x * x + x` and `x + x * x`: which input of the sum is the product?",
            ),
            "names in a row": Known(
                "the same names in the same order, however they are joined",
                "In your list of names, where is written who leads to whom?",
            ),
            "names along the paths": Known(
                "the same names, path after path, however they are joined",
                "`x * 2.0 * x` and `x * x * 2.0` give one list. Where is it written which product has the number?",
            ),
            "the first edge": Known(
                "only the first edge of each node is followed",
                "`x * (x + x)`: what is on the second edge of the product?",
            ),
            "edges to nothing overlooked": Known(
                "an edge to None is passed over", "`x * x` and `x * 3.0`: what is on the second edge?"
            ),
            "None is followed": Known("an edge to None is followed", "In `x * 3.0`, what is on the second edge?"),
            "turned round": Known("True where False is asked for", "Two runs of `x * x`: same graph, True or False?"),
        },
    ),
    Exercise(
        id="2.5",
        title="True or false: run it",
        minutes=4,
        names=("verdicts",),
        misconception=(
            "What several pages say: nodes are data and edges are operations; a loop over a name makes a loop"
            " in the graph."
        ),
        first_step="Take the first sentence. Which line of code would come out otherwise if it were false?",
        passed="Each of the four can be decided with a line or two, and so can most sentences about autograd.",
        hints=(
            "`type(c.grad_fn)`, `(tensor(5.0) * 2.0).grad_fn`: what do they say about the first two?",
            (
                "For the third, run the same line twice and compare the two nodes with `is`. For the fourth, go "
                "down from `t.grad_fn` edge by edge: do you ever come back?"
            ),
            "isinstance((x * y).grad_fn, Tensor)        # the first one",
        ),
        solution="verdicts = (False, False, True, False)\n",
        check=check_claims,
        known={
            "nodes are tensors": Known(
                "a node is a number", "What is left of `a` if only its node is kept: its value, or what was done?"
            ),
            "every result has a maker": Known(
                "every result has a grad_fn", "Which input of `k * 2.0` requires a gradient?"
            ),
            "made anew": Known(
                "a graph is made once, for a function", "Which line of `__mul__` runs again at the second call?"
            ),
            "a cycle": Known(
                "a name that is used again leads back to itself",
                "At `t = t + 1.0`, is the old tensor changed, or does the name move?",
            ),
            **KNOWN,
        },
    ),
]
