"""Both passes of a graph, step by step, as plain data: what arrives at each node, what leaves, what adds up where.

The graph is only read. A node is called with a gradient while nothing is recorded, as its engine would call it; a
leaf's node, which would add to `.grad`, never is. Nothing but the protocol of `graph.py` is relied on, so that the
nodes of any engine will do.
"""

import collections
import contextlib
import copy
import heapq
import math
import random
import sys

import numpy as np

from . import rules
from .graph import in_order, is_tensor, key, operation

SHOWN = 144  # elements; of a larger array only the shape travels
SAVED = {"self": 0, "other": 1, "mat2": 1, "vec": 1, "tensor": 1}  # the input that a `_saved_...` holds, by its name
FREED = (
    "step: backward() has freed what this graph had saved. Compute the result again and step through it before "
    "backward(), or call backward(retain_graph=True)."
)


class Box:
    """A tensor of the picture with the operation that made it.

    `inputs` has for each input of the operation an Edge, a number (a constant), or None (not known). `value` and `grad`
    are packed; None where not known. An operation several of whose results are used has a box of its own, and
    `outputs`: an Edge to the box of each result, whose `number` that is. `scope` has the calls in which it was made; a
    folded call has its `path`, and how many operations and leaves are in it (`count`, `leaves`).
    """

    def __init__(self, kind, node=None, tensor=None, name=None, number=None):
        self.kind, self.node, self.tensor, self.name, self.number = kind, node, tensor, name, number
        self.inputs, self.uses, self.outputs, self.k, self.op, self.span = [], [], [], None, None, None
        self.text = self.rule = self.value = self.shape = self.grad = self.after = None
        self.scope, self.path, self.count, self.leaves = (), None, 0, 0

    @property
    def second(self):
        """Whether it was made by a backward pass: a gradient that has a history itself."""
        return any([label == "grad" for label, _ in (*self.scope, *(self.path or ()))])


class Edge:
    """The way from one box to another that uses its value, and the term of the gradient that comes back on it."""

    def __init__(self, source, target, slot, live):
        self.source, self.target, self.slot, self.live = source, target, slot, live
        self.term = self.factor = None


# ------------------------------------------------------------------------------------------------------- numbers


def pack(x):
    """A number as a float; an array as its shape and, if it is small, its elements in rows one after another."""
    if not hasattr(x, "tolist"):
        return float(getattr(x, "data", x))
    shape = tuple(x.shape)
    if not shape:
        return float(x.tolist())
    if math.prod(shape) > SHOWN:
        return {"shape": shape, "data": None}
    return {"shape": shape, "data": np.ravel(x.tolist()).tolist()}


def unpack(packed):
    """What `pack` packed as a NumPy value; None where the elements did not travel."""
    if not isinstance(packed, dict):
        return packed
    return None if packed["data"] is None else np.reshape(packed["data"], packed["shape"])


def same(a, b):
    """Whether two packed values are equal but for rounding."""
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-3, abs_tol=1e-6) or (math.isnan(a) and math.isnan(b))
    a, b = unpack(a), unpack(b)
    return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-3, atol=1e-6, equal_nan=True)


# ------------------------------------------------------------------------------------------------------ the engine


def engine(tensor):
    """The modules that the engine of a tensor may have its functions in."""
    name = type(tensor).__module__
    return [sys.modules[m] for m in (name, name.partition(".")[0]) if m in sys.modules]


def offered(tensor, name):
    """The function `name` of a tensor's engine; None if it has none."""
    return next((getattr(module, name) for module in engine(tensor) if hasattr(module, name)), None)


def seed(result):
    """Ones like the result; 1.0 where an engine computes with plain numbers."""
    return offered(result, "ones_like")(result) if hasattr(result, "tolist") else 1.0


@contextlib.contextmanager
def reading(tensor):
    """Nothing is recorded inside, and the random numbers drawn inside are drawn again after it."""
    generators = [(random.getstate, random.setstate)]
    generators.append((np.random.get_state, np.random.set_state))
    if offered(tensor, "get_rng_state"):
        generators.append((offered(tensor, "get_rng_state"), offered(tensor, "set_rng_state")))
    states = [get() for get, _ in generators]
    with (offered(tensor, "no_grad") or contextlib.nullcontext)():
        try:
            yield
        finally:
            for (_, put), state in zip(generators, states, strict=True):
                put(state)


def call(node, grads):
    """What a node sends to each of its inputs when `grads`, by output number, have arrived."""
    try:
        sent = run(node, grads) if grads else None
    except RuntimeError as error:
        if "second time" in str(error):
            raise RuntimeError(FREED) from None
        raise
    sent = sent if isinstance(sent, tuple) else (sent,) * len(node.next_functions)
    return node.fitted(sent) if hasattr(node, "fitted") else sent


def run(node, grads):
    """Call a node; PyTorch's want a gradient for each output, and those of custom Functions zeros where none came."""
    outputs = getattr(node, "_input_metadata", range(max(grads) + 1))
    if callable(node):
        return node(*[grads.get(i) for i in range(len(outputs))])
    some = next(iter(grads.values()))
    return node.apply(*[grads.get(i, some.new_zeros(tuple(x.shape))) for i, x in enumerate(outputs)])


def fit(term, box, number):
    """A term in the shape and dtype of what it belongs to, as PyTorch's engine makes it after the call."""
    like = box.tensor
    if like is None and hasattr(box.node, "_input_metadata"):
        like = box.node._input_metadata[number]
    if like is None or not hasattr(term, "sum_to_size"):
        return term
    return term.sum_to_size(tuple(like.shape)).to(like.dtype)


# ------------------------------------------------------------------------------------------------------- the graph


class Known:
    """What is known of a graph besides its nodes: names, results, and what operations were called with.

    `variables` are the caller's, by name; `recording` is that of a function that was run, or None; `scopes` has for a
    node the calls that it was made in where no recording tells them.
    """

    def __init__(self, variables, recording=None, scopes=None):
        self.variables, self.recording, self.scopes = variables, recording, scopes or {}
        self.names, self.results, self.leaves = {}, {}, {}
        for name, tensor in variables.items():
            node = tensor.grad_fn
            if node is not None:
                self.results.setdefault(key(tensor), tensor)
            self.names.setdefault(key(tensor), name)
        if recording is not None:
            self.results |= recording.results

    def arguments(self, node):
        """What the operation of a node was called with, if that fits the node's edges."""
        given = [x for x in self.recording.arguments.get(node, ()) if is_value(x)] if self.recording else []
        edges = node.next_functions
        fits = [edge[0] is None or leads_to(x, *edge) for x, edge in zip(given, edges, strict=False)]
        return given if len(fits) == len(edges) and all(fits) else []

    def span(self, key):
        return self.recording.spans.get(key) if self.recording else None

    def text(self, key):
        return self.recording.text(key) if self.recording else None

    def noted(self, node):
        """Whether a run saw the node being made."""
        return self.recording is None or node in self.recording.scopes

    def scope(self, node):
        return self.recording.scope_of(node) if self.recording else self.scopes.get(node, ())


def is_value(x):
    return isinstance(x, (int, float)) or is_tensor(x)


def leads_to(x, node, number):
    """Whether the gradient of x goes to this result of this node."""
    if not is_tensor(x):
        return False
    return key(x) == (node, number) if x.grad_fn is not None else getattr(node, "variable", None) is x


def saved(node):
    """The input slots (and "result", "exponent") whose values the node holds."""
    found = {}
    for name in dir(node):
        if name.startswith("_saved_") and name[7:] in {*SAVED, "result", "exponent"}:
            try:
                value = getattr(node, name)
            except RuntimeError:
                raise RuntimeError(FREED) from None
            if is_value(value):
                found[SAVED.get(name[7:], name[7:])] = value
    return found


def operations(root):
    """The nodes that made a result, but for the leaves', oldest first: by their own numbers where they have them."""
    nodes = [node for node in in_order(root) if not is_leaf(node)]
    if all([hasattr(node, "_sequence_nr") for node in nodes]):
        nodes.sort(key=lambda node: node._sequence_nr())
    return nodes


def used(result, nodes):
    """For each node the numbers of its results that are used."""
    numbers = collections.defaultdict(set)
    for target, number in [key(result), *[edge for node in nodes for edge in node.next_functions]]:
        numbers[target].add(number)
    return {node: sorted(found) for node, found in numbers.items()}


def is_leaf(node):
    return hasattr(node, "variable")


class Trace:
    """The boxes of a graph, oldest first, and the steps of both passes over them."""

    def __init__(self, result, known, most):
        self.known, self.boxes, self.edges, self.steps, self._of = known, [], [], [], {}
        self.grads, self.update = {}, None
        nodes = operations(result.grad_fn)
        if len(nodes) > most:
            raise ValueError(
                f"step: {len(nodes):,} operations are more than the {most:,} that it shows. draw folds them."
            )
        numbers = used(result, nodes)
        for node in nodes:
            self.add(node, numbers[node])
        for box in reversed(self.boxes):  # what an operation made out of sight belongs where its result is used
            scopes = {edge.target.scope for edge in box.uses}
            if box.rule is not None and not self.known.noted(box.node) and len(scopes) == 1:
                box.scope = box.scope or scopes.pop()
        self.root = self._of[key(result)]
        self.root.tensor = result
        for box in self.boxes:
            if box.tensor is not None:
                box.value = pack(box.tensor)
        self.steps += [("forward", self._of[node]) for node in nodes]
        with reading(result):
            self.backward(result, nodes)
        self.at = range(len(self.steps))
        for box in self.boxes:
            box.shape = next(
                (
                    np.shape(unpack(x)) if not isinstance(x, dict) else tuple(x["shape"])
                    for x in (box.value, box.grad)
                    if x is not None
                ),
                None,
            )
        for edge in self.edges:
            if edge.live and edge.target.rule.scales(edge.slot):
                factor = rules.value(edge.target.rule.inputs[edge.slot], self.letters(edge.target))
                edge.factor = None if factor is None else pack(np.asarray(factor))

    # ---- the picture's boxes

    def add(self, node, numbers):
        """Add the box of a node, before it those of its inputs that have no operation, after it those of its results.

        A node of which one result is used shares its box with it.
        """
        one = len(numbers) == 1
        box = Box("computed", node)
        if one:
            box.tensor, box.name = self.known.results.get((node, *numbers)), self.known.names.get((node, *numbers))
        box.op, box.span, box.text = operation(node), self.known.span(node), self.known.text(node)
        box.scope = self.known.scope(node)
        given, held = self.known.arguments(node), saved(node)
        for slot, (target, number) in enumerate(node.next_functions):
            value = given[slot] if given else held.get(slot)
            source = self.constant(value) if target is None else self._of.get((target, number)) or self.leaf(target)
            if target is not None and source.tensor is None and leads_to(value, target, number):
                source.tensor = value
            box.inputs.append(self.join(source, box, slot) if isinstance(source, Box) else source)
        if box.tensor is None and numbers == [0]:
            box.tensor = held.get("result")
        more = [*given[len(box.inputs) :], held.get("exponent")]
        k = next((x for x in more if isinstance(x, (int, float)) and not isinstance(x, bool)), None)
        box.k = int(k) if isinstance(k, float) and k.is_integer() else k
        box.rule = rules.find(box.op, len(box.inputs), box.k)
        self.boxes.append(box)
        self._of[node] = box
        for number in numbers:
            self._of[node, number] = box if one else self.result(box, number)

    def result(self, box, number):
        """The box of one of several results that are used."""
        place = box.node, number
        part = Box("computed", box.node, self.known.results.get(place), self.known.names.get(place), number)
        part.op, part.span, part.rule, part.scope = box.op, box.span, rules.part(number), box.scope
        part.inputs = [self.join(box, part, 0)]
        box.outputs += part.inputs
        self.boxes.append(part)
        return part

    def join(self, source, target, slot):
        """A new edge from one box to another."""
        edge = Edge(source, target, slot, source.kind != "frozen")
        source.uses.append(edge)
        self.edges.append(edge)
        return edge

    def leaf(self, node):
        return self.given("leaf", node.variable, node)

    def constant(self, value):
        """An input that gets no gradient: a number stays one, a tensor that the reader knows has a box of its own."""
        if value is None or isinstance(value, (int, float)):
            return value
        name = self.known.names.get(id(value))
        return self._of.get(id(value)) or (
            pack(value) if name is None and not shape_of(value) else self.given("frozen", value, id(value))
        )

    def given(self, kind, tensor, key):
        box = Box(kind, key if kind == "leaf" else None, tensor, self.known.names.get(id(tensor)))
        self._of[key] = self._of[key, 0] = box
        box.span, box.text = self.known.span(id(tensor)), self.known.text(id(tensor))
        self.boxes.append(box)
        return box

    def letters(self, box):
        """The value of each letter of a box's rule, None where it is not known."""
        inputs = [unpack(x.source.value) if isinstance(x, Edge) else x for x in box.inputs]
        return dict(zip("abc", inputs, strict=False)) | {"r": unpack(box.value), "k": box.k}

    # ---- the backward pass

    def backward(self, result, nodes):
        """Call each node when all that it waits for has arrived: of the ready ones a leaf first, then the youngest."""
        age = {node: i for i, node in enumerate(nodes)}
        waiting = collections.Counter(
            [target for node in nodes for target, _ in node.next_functions if target is not None]
        )
        arrived = collections.defaultdict(dict)
        arrived[result.grad_fn][key(result)[1]] = seed(result)
        self.steps.append(("seed", self.root))
        leaves, ready = collections.deque(), [(0, result.grad_fn)]
        while leaves or ready:
            node = leaves.popleft() if leaves else heapq.heappop(ready)[1]
            box, grads = self._of[node], arrived.pop(node, {})
            for number, grad in grads.items():
                self._of[node, number].grad = pack(grad)
            for edge in box.outputs:
                edge.term = edge.target.grad
            if is_leaf(node):
                self.steps.append(("leaf", box))
                self.grads[box] = grads.get(0)
                continue
            self.steps.append(("backward", box))
            sent = call(node, grads)
            for slot, (target, number) in enumerate(node.next_functions):
                if target is None:
                    continue
                if sent[slot] is not None:
                    term = fit(sent[slot], self._of[target, number], number)
                    box.inputs[slot].term = pack(term)
                    before = arrived[target].get(number)
                    arrived[target][number] = term if before is None else before + term
                waiting[target] -= 1
                if waiting[target] == 0:
                    leaves.append(target) if is_leaf(target) else heapq.heappush(ready, (-age[target], target))

    # ---- the update

    def updated(self, update):
        """Add what an optimiser's step would do, or a plain one with `update` as its learning rate, as last steps."""
        if isinstance(update, (int, float)):
            self.update = {"rate": update}
            for box in self.grads:
                value, grad = unpack(box.value), unpack(box.grad)
                known = value is not None and grad is not None
                box.after = pack(np.subtract(value, update * grad)) if known else box.value
        else:
            self.update = {"name": type(update).__name__}
            self.optimised(update)
        self.steps += [("update", box) for box in self.grads if box.after is not None]
        self.at = range(len(self.steps))

    def optimised(self, optimizer):
        """Let a copy of the optimiser update copies of its parameters, with the gradients of this pass."""
        trial = copy.deepcopy(optimizer)
        leaves = {id(box.tensor): box for box in self.grads}
        pairs = [
            (leaves[id(old)], new)
            for before, after in zip(optimizer.param_groups, trial.param_groups, strict=True)
            for old, new in zip(before["params"], after["params"], strict=True)
            if id(old) in leaves
        ]
        if not pairs:
            raise ValueError("step: none of the optimiser's parameters is a leaf of this graph.")
        trial.zero_grad()
        for box, new in pairs:
            new.grad = self.grads[box]
        trial.step()
        for box, new in pairs:
            box.after = pack(new.detach())


def shape_of(value):
    return tuple(getattr(value, "shape", ()))
