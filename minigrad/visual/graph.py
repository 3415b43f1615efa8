"""The graph behind a tensor, read from any engine.

All that is relied on: tensors have `data`, `grad`, `grad_fn` and `requires_grad`; nodes have `next_functions` and
`name()`, and a leaf's node has `variable`. Nothing is changed.
"""

import functools
import math
import re
import warnings
from dataclasses import dataclass, field
from typing import Any, cast

from . import rules
from .heat import Heat, heat

SAVED = {  # which input it is that a node has saved
    "_saved_self": 0,
    "_saved_mat1": 1,
    "_saved_other": -1,
    "_saved_mat2": -1,
    "_saved_vec": -1,
    "_saved_tensor": -1,
}
HOOKS = ("tensor", "pre", "post", "accumulated")  # of our own engine, by kind
SMALL = 6  # elements; a larger array shows its shape
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(eq=False)
class Vertex:
    """A tensor of the graph, with the operation that made it.

    `kind` is "leaf" (keeps its gradient), "computed" or "frozen" (a tensor that needs no gradient). `inputs` has for
    each input of the operation the vertex it came from, or None for a constant; `output` is the number of the tensor
    among the operation's results. A run of one operation may be folded to one vertex: `count` says how many it is. The
    kind "failed" is an operation that raised: `called` is its name, `failure` what was said. `layer` is the module
    whose parameters are inside the vertex. `inside` has what a folded vertex stands for, `scope` the calls, from the
    outermost, in which the operation was made, where a run was recorded.
    """

    kind: str
    node: Any = None
    tensor: Any = None
    name: str | None = None
    inputs: list = field(default_factory=list)
    count: int = 1
    output: int = 0
    called: str = ""
    failure: str = ""
    layer: str = ""
    inside: list = field(default_factory=list)
    scope: tuple = ()

    @property
    def operation(self) -> str:
        """The operation's name: `mul` for MulBackward0; empty for what no operation made."""
        return self.called or (operation(self.node) if self.kind == "computed" else "")

    @functools.cached_property
    def rule(self) -> rules.Rule:
        """How the operation reads, and the rule of each input."""
        k = saved(self.node, "_saved_exponent")
        k = int(k) if isinstance(k, (int, float)) and k == k // 1 else None  # such as the 2 of x²
        return rules.find(self.operation, len(self.inputs if self.node is None else self.node.next_functions), k)

    @functools.cached_property
    def value(self) -> str:
        """The value, or the shape of a larger array; `…` where nobody kept it."""
        return "…" if self.tensor is None else shown(self.tensor)

    @functools.cached_property
    def heats(self) -> dict[str, Heat]:
        """The pictures of the value and of the gradient, where they have too many numbers to be written out."""
        if written(getattr(self.tensor, "shape", ())):
            return {}
        found = {"value": heat(self.tensor), "grad": heat(gradient(self.tensor))}
        return {name: picture for name, picture in found.items() if picture is not None}

    @functools.cached_property
    def second(self) -> bool:
        """Whether it was made by a backward pass: a gradient that has a history itself."""
        if self.inside:
            return all([x.second for x in self.inside])
        return any([label == "grad" for label, _ in self.scope])

    @functools.cached_property
    def hooks(self) -> int:
        """How many hooks are known to be on the tensor, or on its node."""
        places = [getattr(self.tensor, name, None) for name in ("_backward_hooks", "_post_accumulate_grad_hooks")]
        ours = [getattr(self.node, "hooks", None), getattr(self.tensor, "_hooks", None)]
        kinds = [getattr(hooks, kind, None) for hooks in ours[: 1 + (ours[0] is None)] for kind in HOOKS]
        return sum([len(found) for found in [*places, *kinds] if found])

    @functools.cached_property
    def saves(self) -> dict[str, str]:
        """What the operation has saved for the way back, by name; `freed` where a backward pass has let it go."""
        found = {}
        for name in names_saved(self.node):
            try:
                value = getattr(self.node, name)
            except RuntimeError:
                found[name[7:]] = "freed"
            else:
                if is_tensor(value):
                    found[name[7:]] = shown(value)
        return found

    @functools.cached_property
    def grad(self) -> str:
        """The gradient; `—` until it has been computed."""
        grad = gradient(self.tensor)
        return "—" if grad is None else shown(grad)


def names_saved(node: Any) -> list[str]:
    """The names under which a node has what it saved."""
    kind = cast("Any", type(node))
    return [*saving(kind), *[name for name in getattr(node, "__dict__", ()) if name.startswith("_saved_")]]


@functools.cache
def saving(kind: type) -> list[str]:
    """The same for those that all nodes of a class have."""
    return [name for name in dir(kind) if name.startswith("_saved_")]


def kept_inputs(node: Any, inputs: int) -> dict[int, Any]:
    """What a node has saved of its inputs, by number: tensors, and numbers."""
    names = names_saved(node)
    found = [(place % inputs, saved(node, name)) for name, place in SAVED.items() if name in names]
    return {slot: x for slot, x in found if isinstance(x, (int, float)) or is_tensor(x)}


def gradient(tensor: Any) -> Any:
    """A tensor's gradient, or None."""
    if getattr(tensor, "grad_fn", None) is None:
        return getattr(tensor, "grad", None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # engines warn where a result keeps no gradient: it has none
        return getattr(tensor, "grad", None)


def operation(node: Any) -> str:
    """What a node's operation is called: its name without `Backward` and its number."""
    return short(node.name())


@functools.cache
def short(name: str) -> str:
    return re.sub(r"Backward\d*$", "", name.rpartition("::")[2]).lower()


def sign(vertex: Vertex) -> str:
    """The operation as maths writes it, and how often a fold stands for it; empty for what no operation made."""
    if not vertex.operation:
        return ""
    shown = vertex.rule.symbol
    return f"{shown} ×{vertex.count}" if vertex.count > 1 else shown


def shown(x: Any) -> str:
    """A number, a small array's numbers, or a shape, in few characters."""
    x = getattr(x, "data", x) if not hasattr(x, "tolist") else x
    if not hasattr(x, "tolist"):
        return number(getattr(x, "data", x))
    return nested(x.tolist()) if written(x.shape) else str(tuple(x.shape))


def written(shape: Any) -> bool:
    """Whether an array of that shape is shown in numbers."""
    size = math.prod(shape)
    return size <= SMALL and (len(shape) < 2 or size <= 4)


def nested(values: Any) -> str:
    if isinstance(values, list):
        return "[" + ", ".join([nested(v) for v in values]) + "]"
    return number(values)


def number(x: Any) -> str:
    """A number with at most four significant digits."""
    if isinstance(x, bool) or not isinstance(x, (int, float)):
        return str(x)
    return f"{x:.4g}".replace("e+0", "e").replace("e-0", "e-").replace("-", "−")


def plain(text: str) -> str:
    """Text on one line, without the characters that no page can show."""
    return CONTROL.sub("", text.replace("\n", "⏎").replace("\t", " "))


def variables(frame: Any) -> dict[str, Any]:
    """The tensors among a caller's variables, by name; locals before globals, and last the parameters of modules."""
    found: dict[str, Any] = {}
    inside: dict[str, Any] = {}
    for scope in (frame.f_locals, frame.f_globals):
        for name, value in scope.items():
            if name.startswith("_"):
                continue
            if is_tensor(value):
                found.setdefault(name, value)
            elif has(value, "named_parameters"):
                for part, parameter in value.named_parameters():
                    inside.setdefault(f"{name}.{part}", parameter)
    return found | inside


def is_tensor(x: object) -> bool:
    return x is not None and all([has(x, name) for name in ("data", "grad_fn", "requires_grad")])


def has(x: object, name: str) -> bool:
    """Whether an object, which is not a class, has an attribute; a caller's object may fail at being asked.

    Its class is asked first: a tensor's `data` is not made for the asking.
    """
    try:
        return not isinstance(x, type) and (hasattr(type(x), name) or hasattr(x, name))
    except Exception:
        return False


def read(result: Any, names: dict[str, Any], *others: Any) -> list[Vertex]:
    """The vertices that a tensor, and others, were made of, oldest first; `names` has the caller's tensors by name.

    Raises ValueError for a graph in which a node leads back to itself.
    """
    named: dict = {}
    for name, tensor in names.items():
        named.setdefault(key(tensor), (plain(name), tensor))
    if result.grad_fn is None:
        name, tensor = named.get(key(result), (None, result))
        return [Vertex("leaf" if result.requires_grad else "frozen", None, tensor, name)]
    results = [result, *[x for x in others if x.grad_fn is not None]]
    nodes = in_order(*[x.grad_fn for x in results])
    outputs: dict = {node: set() for node in nodes}
    edges = [edge for node in nodes for edge in node.next_functions if edge[0] is not None]
    for node, number in [*map(key, results), *edges]:
        outputs[node].add(number)
    made: dict = {}
    for node in nodes:
        for number in sorted(outputs[node]):
            made[node, number] = vertex_of(node, number, named, made)
    for x in results:
        made[key(x)].tensor = x
    return list(made.values())


def key(tensor):
    """What stands for a tensor in the graph: its node with its output number, or (for a leaf) itself."""
    node = tensor.grad_fn
    return id(tensor) if node is None else (node, getattr(tensor, "output_nr", 0))


def vertex_of(node, number, named, made):
    """The vertex of an output of a node; what the node had saved is told to inputs that nobody else has kept."""
    if hasattr(node, "variable"):
        name, _ = named.get(id(node.variable), (None, None))
        return Vertex("leaf", node, node.variable, name)
    name, tensor = named.get((node, number), (None, None))
    vertex = Vertex("computed", node, saved(node, "_saved_result") if tensor is None else tensor, name, output=number)
    edges = node.next_functions
    kept = kept_inputs(node, len(edges)) if edges else {}
    for slot, edge in enumerate(edges):
        value = kept.get(slot)
        source = frozen(value, named, made) if edge[0] is None else made[edge]
        if edge[0] is not None and source.tensor is None and is_tensor(value) and key(value) == edge:
            source.tensor = value
        vertex.inputs.append(source)
    return vertex


def frozen(value, named, made):
    """An input that gets no gradient, if it is known: a tensor of the caller's that the node saved."""
    if id(value) not in named:
        return None
    return made.setdefault(id(value), Vertex("frozen", None, value, named[id(value)][0]))


def saved(node, name):
    try:
        return getattr(node, name, None)
    except RuntimeError:  # backward has freed it
        return None


def in_order(*roots: Any) -> list:
    """Nodes and all that they lead to, each after what it leads to. Raises ValueError for a cycle."""
    order: list = []
    state: dict = {}
    todo: list = [(root, False) for root in reversed(roots)]
    while todo:
        node, done = todo.pop()
        if done:
            state[node] = True
            order.append(node)
        elif node not in state:
            state[node] = False
            todo.append((node, True))
            for target, _ in reversed(node.next_functions):
                if target is not None and state.get(target) is False:
                    raise ValueError(
                        f"draw: the graph leads from {target.name()} back to itself, so it cannot be drawn."
                    )
                if target is not None and target not in state:
                    todo.append((target, False))
    return order
