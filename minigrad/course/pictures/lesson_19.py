"""The picture of lesson 19: the tree of a model beside the graph of a run, where the calls of its modules are boxes."""

import itertools
import json
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

import anywidget
import graphviz
import traitlets

import minigrad as mg
from minigrad.visual.graph import nested, number, read, variables
from minigrad.visual.layout import layout
from minigrad.visual.stepper import PAGE

MOST = 24  # graphs that travel, one for each way to fold
FEW = 12  # elements of which all are shown
PLAIN = re.compile(
    r"<title>.*?</title>|<!--.*?-->| id=\"\w+\"| xml:space=\"preserve\"|<polygon fill=\"white\"[^>]*>", re.DOTALL
)


class Owners(anywidget.AnyWidget):
    """A model's tree and the graph of a run: what is folded in one is a single box in the other."""

    _esm = PAGE + Path(__file__).with_suffix(".js").read_text("utf-8")
    _css = Path(__file__).with_suffix(".css")
    told = traitlets.Unicode().tag(sync=True)  # items, graphs and parameters in JSON: a notebook stores it on one line
    opened: traitlets.List = traitlets.List().tag(sync=True)
    selected = traitlets.Int(0).tag(sync=True)

    def __init__(self, run):
        self.run = run
        told = {"items": run.items, "graphs": run.graphs(), "parameters": run.rows}
        super().__init__(told=json.dumps(told, ensure_ascii=False), opened=max(run.states, key=len))

    def __repr__(self):
        return "\n".join(["  " * (item["level"] - 1) + item["said"] for item in self.run.items])


def owners(model, program):
    """The tree of a model beside the graph behind what `program()` returns, which calls the model.

    Gradients are shown as they are after it. Raises TypeError for what returns no tensor with a history.
    """
    return Owners(Run(model, program, variables(sys._getframe(1))))


class Call(NamedTuple):
    """A module's call: the nodes that it made are those whose numbers lie between its two."""

    module: Any
    start: int
    stop: int


class Run:
    """A program's graph, by the calls of modules in which its nodes were made, and the tree of their model."""

    def __init__(self, model, program, names):
        self.modules, self.tensors = [*model.modules()], []
        result, self.calls = called(self.modules, program)
        if getattr(result, "grad_fn", None) is None:
            raise TypeError(f"owners: the program must return a result of the model, not {result!r:.60}.")
        self.owner = {}  # of each parameter: the module that registers it first, its place in the list, its name
        for path, module in model.named_modules():
            for name, x in module._parameters.items():
                if x is not None and id(x) not in self.owner:
                    self.owner[id(x)] = module, len(self.tensors), f"{path}.{name}".lstrip(".")
                    self.tensors.append(x)
        own = {self.owner[id(x)][2]: x for x in self.tensors}
        self.vertices = read(result, own | {name: x for name, x in names.items() if id(x) not in self.owner})
        self.inside = {vertex: self.place(vertex) for vertex in self.vertices}
        self.rows = [row(self.owner[id(x)][2], x) for x in self.tensors]
        self.items, self.below = [], {}
        self.states = self.ways_to_fold()
        self.list_items("", model, "model", -1, 1)

    # ------------------------------------------------------------------------------------------------ where things are

    def place(self, vertex):
        """The calls around a vertex, from the outermost: of a parameter, those around every call of its owner."""
        if vertex.kind == "computed":
            age = vertex.node._sequence_nr()
            return tuple([call for call in self.calls if call.start < age <= call.stop])
        if id(vertex.tensor) not in self.owner:
            return ()
        calls = [call for call in self.calls if call.module is self.owner[id(vertex.tensor)][0]] or self.calls[:1]
        around = [[c for c in self.calls if c.start <= call.start and call.stop <= c.stop] for call in calls]
        same = itertools.takewhile(lambda level: all([c is level[0] for c in level]), zip(*around, strict=False))
        return tuple([level[0] for level in same])

    def number(self, module):
        return next(i for i, other in enumerate(self.modules) if other is module)

    def ways_to_fold(self):
        """The sets of modules that may be open together; where they are too many, the last modules stay folded."""
        whole = [c for calls in self.inside.values() for c in calls]
        can = [
            i for i, module in enumerate(self.modules) if any(c.module is module and whole.count(c) > 1 for c in whole)
        ]
        parents = {self.number(x): i for i, module in enumerate(self.modules) for x in module.children()}
        while True:
            found = [frozenset()]
            for state in found:
                around = [i for i in can if i == 0 or parents[i] in state]
                found += [new for i in around if (new := state | {i}) not in found]
                if len(found) > MOST:
                    break
            if len(found) <= MOST:
                return [sorted(state) for state in found]
            can.pop()

    # -------------------------------------------------------------------------------------------------------- the tree

    def list_items(self, path, module, name, parent, level):
        """An item for a module, for each of its parameters and for all below it."""
        every = {self.owner[id(x)][1]: None for m in module.modules() for x in m._parameters.values() if x is not None}
        i, at = self.number(module), len(self.items)
        label, opens = f"{name}: {type(module).__name__}", any([i in state for state in self.states])
        said = self.said(path or "the model", module, len(every)) + (self.unowned() if parent < 0 else "")
        self.items.append(item(label, level, parent, f"m{i}", i if opens else None, said, [*every]))
        for part, x in module._parameters.items():
            if x is not None:
                words = of_parameter(f"{path}.{part}".lstrip("."), x)
                self.items.append(item(part, level + 1, at, f"p{self.owner[id(x)][1]}", None, words, []))
        for part, child in module._modules.items():
            if child is not None:
                self.list_items(f"{path}.{part}".lstrip("."), child, part, at, level + 1)

    def said(self, path, module, count):
        """A module in words: its class, how often it was called, the operations of that, how much it owns."""
        calls = [call for call in self.calls if call.module is module]
        made = [v.operation for v in self.vertices if v.kind == "computed" and {*self.inside[v]} & {*calls}]
        times = {0: "not called", 1: "called once"}.get(len(calls), f"called {len(calls)} times")
        operations = plural(len(made), "operation") + (f" ({', '.join(made)})" if made else "")
        return f"{path}, {type(module).__name__}: {times}, {operations}; {plural(count, 'parameter')}."

    def unowned(self):
        """What is said of leaves that are no parameters of the model."""
        found = [v for v in self.vertices if v.kind == "leaf" and id(v.tensor) not in self.owner]
        grads = [f"{v.name or 'one without a name'}, with gradient {v.grad}" for v in found]
        return f" Outside it, owned by nobody: {'; '.join(grads)}." if found else ""

    # ------------------------------------------------------------------------------------------------------- the graphs

    def graphs(self):
        """For each way to fold, by the numbers of what is open: the graph."""
        return {",".join(map(str, state)): self.graph(state) for state in self.states}

    def graph(self, state):
        opened = [self.modules[i] for i in state]
        drawn = {}
        for vertex, calls in self.inside.items():
            shown = [*itertools.takewhile(lambda call: any(call.module is m for m in opened), calls)]
            folded = calls[len(shown)] if len(calls) > len(shown) else None
            drawn[vertex] = (folded or vertex, tuple(shown))
        dot = graphviz.Digraph(
            graph_attr={
                "bgcolor": "white",
                "nodesep": "0.2",
                "ranksep": "0.25",
                "fontname": "Courier",
                "fontsize": "11",
            },
            node_attr={"fontname": "Courier", "fontsize": "11", "height": "0.3", "margin": "0.08,0.04", "shape": "box"},
            edge_attr={"arrowsize": "0.6"},
        )
        parts = {}
        for part, calls in drawn.values():
            parts.setdefault(part, calls)
        names = {part: f"n{i}" for i, part in enumerate(parts)}
        self.fill(dot, parts, names, ())
        edges = []
        for vertex in self.vertices:
            for source in [x for x in vertex.inputs if x is not None]:
                ends = drawn[source][0], drawn[vertex][0]
                if ends[0] is ends[1] or (ends in edges and Call in map(type, ends)):
                    continue  # within a fold, or one more line to it from the same box
                edges.append(ends)
                both = self.tokens(source) & self.tokens(vertex)
                dot.edge(names[ends[0]], names[ends[1]], **{"class": " ".join(sorted(both)) or "free"})
        svg = PLAIN.sub("", layout(dot.source, "svg").decode())
        words = f"The graph, with {len(parts)} boxes; what is lit belongs to what is chosen in the tree."
        return svg[svg.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1)

    def fill(self, dot, parts, names, around):
        """Draw the boxes right inside some calls, and a box around those of each call that is open in them."""
        for part, calls in parts.items():
            if calls == around:
                self.draw(dot, part, names[part])
        for call in dict.fromkeys(
            [
                calls[len(around)]
                for calls in parts.values()
                if calls[: len(around)] == around and len(calls) > len(around)
            ]
        ):
            i = self.number(call.module)
            tokens = " ".join([f"m{self.number(c.module)}" for c in (*around, call)])
            with dot.subgraph(name=f"cluster{self.calls.index(call)}") as box:
                box.attr(
                    label=graphviz.escape(self.title(call)),
                    style="rounded",
                    labeljust="l",
                    **{"class": f"{tokens} own-m{i}"},
                )
                self.fill(box, parts, names, (*around, call))

    def draw(self, dot, part, name):
        if isinstance(part, Call):
            inside = [v for v, calls in self.inside.items() if part in calls]
            tokens = set().union(*map(self.tokens, inside), {f"own-m{self.number(part.module)}"})
            look = {"peripheries": "2"} if len(inside) > 1 else {}
            dot.node(name, graphviz.escape(self.title(part)), **look, **{"class": " ".join(sorted(tokens))})
            return
        tokens = self.tokens(part) | {f"own-m{self.number(c.module)}" for c in self.inside[part][-1:]}
        look = {"leaf": {"style": "rounded", "penwidth": "2"}, "frozen": {"style": "dashed"}}.get(part.kind, {})
        label = part.name or part.operation
        if part.kind == "leaf":
            known = id(part.tensor) in self.owner
            tokens = self.tokens(part) | {f"own-p{self.owner[id(part.tensor)][1]}"} if known else set()
            title = label.rpartition(".")[2] if known else f"{label or 'a leaf'}, owned by nobody"
            label = f"{title}\ngrad {briefly(part.tensor.grad)}"
        dot.node(name, graphviz.escape(label), **look, **{"class": " ".join(sorted(tokens)) or "free"})

    def tokens(self, vertex):
        """What a vertex lights up with: the modules around it, its owner with all around that, itself."""
        around = {f"m{self.number(call.module)}" for call in self.inside[vertex]}
        return around | ({f"p{self.owner[id(vertex.tensor)][1]}"} if id(vertex.tensor) in self.owner else set())

    def title(self, call):
        """The name and class of a called module and, where there are several, which call it is."""
        same = [c for c in self.calls if c.module is call.module]
        found = next(i["label"] for i in self.items if i["token"] == f"m{self.number(call.module)}")
        return found + (f", call {same.index(call) + 1}" if len(same) > 1 else "")


def called(modules, program):
    """What a program gives, and the calls of modules in it, each before those inside it."""
    begun, calls, handles = [], [], []
    for module in modules:
        handles.append(
            module.register_forward_pre_hook(lambda module, _: begun.append((len(calls), now())) or calls.append(None))
        )
        handles.append(module.register_forward_hook(lambda module, *_: ended(module, begun, calls)))
    try:
        return program(), [call for call in calls if call]
    finally:
        for handle in handles:
            handle.remove()


def ended(module, begun, calls):
    place, start = begun.pop()
    calls[place] = Call(module, start, now())


def now():
    """The number of a node that is made now: nodes count up."""
    with mg.enable_grad():
        return (mg.ones(1, requires_grad=True) * 2.0).grad_fn._sequence_nr()


def item(label, level, parent, token, opens, said, owns):
    return {
        "label": label,
        "level": level,
        "parent": parent,
        "token": token,
        "opens": opens,
        "said": said,
        "owns": owns,
    }


def row(name, x):
    return [name, str(tuple(x.shape)), str(x.requires_grad), "—" if x.grad is None else fully(x.grad)]


def of_parameter(path, x):
    grad = "it has no gradient" if x.grad is None else f"its gradient is {fully(x.grad)}"
    return f"{path}, of shape {tuple(x.shape)}{'' if x.requires_grad else ', frozen'}: {grad}."


def fully(x):
    """The numbers of a small array, the shape of a larger one."""
    return nested(x.tolist()) if x.numel() <= FEW else f"of shape {tuple(x.shape)}"


def briefly(x):
    return "—" if x is None else number(x.item()) if x.numel() == 1 else str(tuple(x.shape))


def plural(count, word):
    return f"{count} {word}{'s' * (count != 1)}"
