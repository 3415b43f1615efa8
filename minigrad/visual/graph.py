"""The graph behind a tensor, read from any engine.

All that is relied on: tensors have `data`, `grad`, `grad_fn` and `requires_grad`; nodes have `next_functions` and
`name()`, and a leaf's node has `variable`. Nothing is changed.
"""

import re
import warnings
from dataclasses import dataclass, field
from typing import Any

SAVED = {"self": 0, "other": 1, "mat2": 1, "vec": 1}  # which input a `_saved_...` is
SMALL = 6  # elements; a larger array shows its shape


@dataclass(eq=False)
class Vertex:
    """A tensor of the graph, with the operation that made it.

    `kind` is "leaf" (keeps its gradient), "computed" or "frozen" (a tensor that needs no gradient). `inputs` has for
    each input of the operation the vertex it came from, or None for a constant.
    """

    kind: str
    node: object = None
    tensor: object = None
    name: str | None = None
    inputs: list = field(default_factory=list)

    @property
    def operation(self) -> str:
        """The operation's name: `mul` for MulBackward0; empty for what no operation made."""
        return "" if self.kind != "computed" else operation(self.node)

    @property
    def value(self) -> str:
        """The value, or the shape of a larger array; `…` where nobody kept it."""
        return "…" if self.tensor is None else shown(self.tensor)

    @property
    def grad(self) -> str:
        """The gradient; `—` until it has been computed."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # engines warn where a result keeps no gradient: that is the `—`
            grad = getattr(self.tensor, "grad", None)
        return "—" if grad is None else shown(grad)


def operation(node: Any) -> str:
    """What a node's operation is called: its name without `Backward` and its number."""
    return re.sub(r"Backward\d*$", "", node.name().rpartition("::")[2]).lower()


def shown(x: Any) -> str:
    """A number, a small array's numbers, or a shape, in few characters."""
    x = getattr(x, "data", x) if not hasattr(x, "tolist") else x
    if not hasattr(x, "tolist"):
        return number(getattr(x, "data", x))
    shape = tuple(x.shape)
    size = 1
    for n in shape:
        size *= n
    return str(shape) if size > SMALL or (len(shape) > 1 and size > 4) else nested(x.tolist())


def nested(values: Any) -> str:
    if isinstance(values, list):
        return "[" + ", ".join([nested(v) for v in values]) + "]"
    return number(values)


def number(x: Any) -> str:
    """A number with at most four significant digits."""
    if isinstance(x, bool) or not isinstance(x, (int, float)):
        return str(x)
    return f"{x:.4g}".replace("e+0", "e").replace("e-0", "e-").replace("-", "−")


def variables(frame: Any) -> dict[str, Any]:
    """The tensors among a caller's variables, by name; locals before globals, one name to a tensor."""
    found: dict[str, Any] = {}
    for scope in (frame.f_locals, frame.f_globals):
        for name, value in scope.items():
            if not name.startswith("_") and is_tensor(value):
                found.setdefault(name, value)
    return found


def is_tensor(x: object) -> bool:
    return not isinstance(x, type) and all([hasattr(x, name) for name in ("data", "grad_fn", "requires_grad")])


def read(result: Any, names: dict[str, Any]) -> list[Vertex]:
    """The vertices that a tensor was made of, oldest first; `names` has the caller's tensors by name.

    Raises ValueError for a graph in which a node leads back to itself.
    """
    named: dict = {}
    for name, tensor in names.items():
        named.setdefault(key(tensor), (name, tensor))
    made: dict = {}
    for node in in_order(result.grad_fn) if result.grad_fn is not None else []:
        made[node] = vertex_of(node, named, made)
    if not made:
        name, tensor = named.get(key(result), (None, result))
        return [Vertex("leaf" if result.requires_grad else "frozen", None, tensor, name)]
    made[result.grad_fn].tensor = result
    return list(made.values())


def key(tensor):
    """What stands for a tensor in the graph: its node with its output number, or (for a leaf) itself."""
    node = tensor.grad_fn
    return id(tensor) if node is None else (node, getattr(tensor, "output_nr", 0))


def vertex_of(node, named, made):
    if hasattr(node, "variable"):
        name, _ = named.get(id(node.variable), (None, None))
        return Vertex("leaf", node, node.variable, name)
    name, tensor = named.get((node, 0), (None, None))
    vertex = Vertex("computed", node, tensor, name)
    for slot, (target, _) in enumerate(node.next_functions):
        vertex.inputs.append(frozen(node, slot, named, made) if target is None else made[target])
    return vertex


def frozen(node, slot, named, made):
    """An input that gets no gradient, if it is known: a tensor of the caller's that the node saved."""
    for name, place in SAVED.items():
        value = saved(node, f"_saved_{name}")
        if place == slot and is_tensor(value) and id(value) in named:
            return made.setdefault(id(value), Vertex("frozen", None, value, named[id(value)][0]))
    return None


def saved(node, name):
    try:
        return getattr(node, name, None)
    except RuntimeError:  # backward has freed it
        return None


def in_order(root: Any) -> list:
    """A node and all that it leads to, each after what it leads to. Raises ValueError for a cycle."""
    order: list = []
    state: dict = {}
    todo: list = [(root, False)]
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
