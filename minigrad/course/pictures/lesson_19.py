"""The picture of lesson 19: the tree of a model beside the graph of a run, where the calls of its modules are boxes."""

import itertools
import json
import re
import sys
from typing import NamedTuple

import anywidget
import graphviz
import traitlets

import minigrad as mg
from minigrad.visual.graph import nested, number, read, variables
from minigrad.visual.layout import layout
from minigrad.visual.widget import Still, beside

MOST = 24  # graphs that travel, one for each way to fold
FEW = 12  # elements of which all are shown
NOISE = re.compile(r"<title>.*?</title>|<!--.*?-->| id=\"\w+\"| xml:space=\"preserve\"", re.DOTALL)
LETTERS = {"fontname": "Courier", "fontsize": "11"}
OUTLINES = {"leaf": {"style": "rounded", "penwidth": "2"}, "frozen": {"style": "dashed"}}


class Owners(Still, anywidget.AnyWidget):
    """A model's tree and the graph of a run: what is folded in one is a single box in the other."""

    _esm, _css = beside(__file__)
    told = traitlets.Unicode().tag(sync=True)  # items, graphs and parameters in JSON: a notebook stores it on one line
    opened: traitlets.List = traitlets.List().tag(sync=True)
    selected = traitlets.Int(0).tag(sync=True)

    def __init__(self, run):
        self.run, states = run, ways_to_fold(run)
        self.items = [*items_of(run, {i for state in states for i in state})]
        graphs = {",".join(map(str, state)): Graph(run, state).svg() for state in states}
        told = {"items": self.items, "graphs": graphs, "parameters": [row(name, x) for name, x in run.parameters]}
        super().__init__(told=json.dumps(told, ensure_ascii=False), opened=max(states, key=len))

    def still(self):
        """The graph with what is open in the tree, and the model in words."""
        return layout(Graph(self.run, self.opened).dot(), "png"), self.items[0]["said"]

    def __repr__(self):
        return "\n".join(["  " * (item["level"] - 1) + item["said"] for item in self.items])


def owners(model, program):
    """The tree of a model beside the graph behind what `program()` returns, which calls the model.

    Gradients are shown as they are after it. Raises TypeError where it returns no tensor with a history.
    """
    return Owners(Run(model, program, variables(sys._getframe(1))))


# ------------------------------------------------------------------------------------------------ the run of a program


class Call(NamedTuple):
    """A call of the module with a number: the nodes that it made have theirs between `start` and `stop`."""

    module: int
    start: int
    stop: int


class Run:
    """The graph of a program: its vertices with the calls of modules around each, and who owns what."""

    def __init__(self, model, program, names):
        self.modules = [*model.modules()]
        self.parameters, self.place = [], {}  # (name, tensor); of each tensor's id its place among them, and its owner
        for i, (path, module) in enumerate(model.named_modules()):
            for name, x in module._parameters.items():
                if x is not None and id(x) not in self.place:
                    self.place[id(x)] = len(self.parameters), i
                    self.parameters.append((joined(path, name), x))
        result, self.calls = self.called(program)
        if getattr(result, "grad_fn", None) is None:
            raise TypeError(f"owners: the program must return a tensor that the model made, not {result!r:.60}.")
        called = {call.module for call in self.calls}  # a ModuleList is not called, and holds modules that are
        lists = {i: {*map(id, module.modules())} for i, module in enumerate(self.modules) if i not in called}
        self.holders = [{i for i, below in lists.items() if id(module) in below} for module in self.modules]
        others = {name: x for name, x in names.items() if id(x) not in self.place}
        self.vertices = {vertex: self.around(vertex) for vertex in read(result, dict(self.parameters) | others)}

    def called(self, program):
        """What the program gives, and the calls of modules in it, each before those inside it."""
        begun, ended, handles = [], [], []
        for i, module in enumerate(self.modules):
            handles += [
                module.register_forward_pre_hook(lambda *_: begun.append(now())),
                module.register_forward_hook(lambda *_, i=i: ended.append(Call(i, begun.pop(), now()))),
            ]
        try:
            return program(), sorted(ended, key=lambda call: call.start)
        finally:
            for handle in handles:
                handle.remove()

    def around(self, vertex):
        """The calls around a vertex, from the outermost: of a parameter, those around every call of its owner."""
        if vertex.kind == "computed":
            return self.at(vertex.node._sequence_nr())
        if id(vertex.tensor) not in self.place:
            return ()
        _, owner = self.place[id(vertex.tensor)]
        every = [self.at(call.stop) for call in self.calls if call.module == owner] or [tuple(self.calls[:1])]
        shared = itertools.takewhile(lambda level: len({*level}) == 1, zip(*every, strict=False))
        return tuple([level[0] for level in shared])

    def at(self, age):
        return tuple([call for call in self.calls if call.start < age <= call.stop])


def now():
    """The number of a node that is made now: nodes count up."""
    with mg.enable_grad():
        return (mg.ones(1, requires_grad=True) * 2.0).grad_fn._sequence_nr()


def joined(path, name):
    return f"{path}.{name}" if path else name


# ------------------------------------------------------------------------------------------------------------ the tree


def ways_to_fold(run):
    """The sets of modules that may be open together; where they are too many, the last modules stay folded."""
    numbers = {id(module): i for i, module in enumerate(run.modules)}
    parents = {i: set() for i in numbers.values()}  # a module may be in several
    for i, module in enumerate(run.modules):
        for child in module.children():
            parents[numbers[id(child)]].add(i)
    called = {call.module for call in run.calls}
    can = {call.module for call in run.calls if has_more(run, call)}
    can |= {i for i, module in enumerate(run.modules) if i not in called and [*module.children()]}
    can = sorted(can | {0})
    while len(found := states(can, parents)) > MOST:
        can.pop()
    return [sorted(state) for state in found]


def states(can, parents):
    """The sets of these modules in which none is without one that it is in; where they are too many, not all."""
    found = [frozenset()]
    for state in found:
        found += [new for i in can if (not i or parents[i] & state) and (new := state | {i}) not in found]
        if len(found) > MOST:
            break
    return found


def has_more(run, call):
    """Whether there is more than one vertex in a call."""
    return sum([call in calls for calls in run.vertices.values()]) > 1


def items_of(run, opening):
    """The lines of the tree: the modules, each with its parameters and then all below it."""
    numbers = {id(module): i for i, module in enumerate(run.modules)}
    todo, count = [(run.modules[0], "", "model", -1, 1)], itertools.count()
    while todo:
        module, path, name, parent, level = todo.pop()
        at, i = next(count), numbers[id(module)]
        owns = [run.place[id(x)][0] for _, x in of_module(module)]
        words = said(run, path or "the model", i, len(owns)) + ("" if path else unowned(run))
        opens = i if i in opening else None
        yield item(f"{name}: {type(module).__name__}", level, parent, f"m{i}", words, opens=opens, owns=owns)
        for part, x in module._parameters.items():
            if x is not None:
                next(count)
                words = f"{of_parameter(joined(path, part), x)}."
                yield item(part, level + 1, at, f"p{run.place[id(x)][0]}", words)
        below = [(child, joined(path, part), part, at, level + 1) for part, child in module._modules.items() if child]
        todo += below[::-1]


def item(label, level, parent, token, said, *, opens=None, owns=()):
    """A line of the tree: `opens` is the module that it folds, `token` the class of what lights up with it."""
    return {
        "label": label,
        "level": level,
        "parent": parent,
        "token": token,
        "said": said,
        "opens": opens,
        "owns": owns,
    }


def of_module(module):
    """The parameters of a module and of all below it, each once, by id."""
    return {id(x): x for part in module.modules() for x in part._parameters.values() if x is not None}.items()


def said(run, path, i, count):
    """A module in words: its class, how often it was called, the operations of that, how much it owns."""
    calls = {call for call in run.calls if call.module == i}
    made = [v.operation for v, around in run.vertices.items() if v.kind == "computed" and calls & {*around}]
    times = {0: "not called", 1: "called once"}.get(len(calls), f"called {len(calls)} times")
    operations = plural(len(made), "recorded operation") + (f" ({', '.join(made)})" if made else "")
    return f"{path}, {type(run.modules[i]).__name__}: {times}, {operations}; {plural(count, 'parameter')}."


def unowned(run):
    """What is said of leaves that are no parameters of the model."""
    found = [v for v in run.vertices if v.kind == "leaf" and id(v.tensor) not in run.place]
    leaves = [of_parameter(v.name or "one without a name", v.tensor) for v in found]
    return f" Outside it, owned by nobody: {'; '.join(leaves)}." if found else ""


def of_parameter(path, x):
    grad = "it has no gradient" if x.grad is None else f"its gradient is {fully(x.grad)}"
    return f"{path}, of shape {tuple(x.shape)}{'' if x.requires_grad else ', frozen'}: {grad}"


def row(name, x):
    """A parameter as the cells of the table say it."""
    return [name, str(tuple(x.shape)), str(x.requires_grad), "—" if x.grad is None else fully(x.grad)]


def fully(x):
    """The numbers of a small array, the shape of a larger one."""
    return nested(x.tolist()) if x.numel() <= FEW else f"of shape {tuple(x.shape)}"


def plural(count, word):
    return f"{count} {word}{'s' * (count != 1)}"


# ----------------------------------------------------------------------------------------------------------- the graph


class Graph:
    """The graph of a run with some modules open: each call of another is one box."""

    def __init__(self, run, opened):
        self.run, self.drawn = run, {}  # of each vertex what stands for it: itself, or the call that it is folded into
        self.parts = {}  # what is drawn, each with the open calls around it
        for vertex, calls in run.vertices.items():
            shown = tuple(itertools.takewhile(lambda call: call.module in opened, calls))
            self.drawn[vertex] = (*calls, vertex)[len(shown)]
            self.parts.setdefault(self.drawn[vertex], shown)
        self.names = {part: f"n{i}" for i, part in enumerate(self.parts)}

    def dot(self):
        """In DOT, with what lights up together in classes: `m3` for a module, `p3` for a parameter."""
        dot = graphviz.Digraph(
            graph_attr={**LETTERS, "bgcolor": "transparent", "nodesep": "0.2", "ranksep": "0.25"},
            node_attr={**LETTERS, "shape": "box", "height": "0.3", "margin": "0.08,0.04"},
            edge_attr={"arrowsize": "0.6"},
        )
        self.fill(dot, ())
        for source, target, tokens in self.lines():
            dot.edge(self.names[source], self.names[target], **classes(tokens))
        return dot.source

    def svg(self):
        """Laid out."""
        svg = NOISE.sub("", layout(self.dot(), "svg").decode())
        words = f"The graph, with {len(self.parts)} boxes; what is bold belongs to what is chosen in the tree."
        return svg[svg.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1)

    def fill(self, dot, around):
        """Draw what stands right inside some calls, and a frame for each open call that does."""
        depth, frames = len(around), {}
        for part, calls in self.parts.items():
            if calls == around:
                dot.node(self.names[part], graphviz.escape(self.label(part)), **self.look(part))
            elif calls[:depth] == around:
                frames[calls[depth]] = None
        for call in frames:
            tokens = {f"m{c.module}" for c in (*around, call)} | {f"own-m{call.module}"}
            with dot.subgraph(name=f"cluster{self.run.calls.index(call)}") as frame:
                frame.attr(label=graphviz.escape(self.title(call)), style="rounded", labeljust="l", **classes(tokens))
                self.fill(frame, (*around, call))

    def lines(self):
        """(source, target, tokens) of each edge; those from one box to one fold are one line."""
        seen = set()
        for vertex in self.run.vertices:
            for x in [x for x in vertex.inputs if x is not None]:
                ends = self.drawn[x], self.drawn[vertex]
                if ends[0] != ends[1] and not (ends in seen and any([isinstance(end, Call) for end in ends])):
                    seen.add(ends)
                    yield *ends, self.tokens(x) & self.tokens(vertex)

    def tokens(self, part):
        """What a part lights up with: the modules around it or in it, and for a parameter its owner and itself."""
        if isinstance(part, Call):
            return set().union(*[self.tokens(v) for v, calls in self.run.vertices.items() if part in calls])
        around = {call.module for call in self.run.vertices[part]}
        if id(part.tensor) in self.run.place:
            around.add(self.run.place[id(part.tensor)][1])
        return {f"m{i}" for i in around.union(*[self.run.holders[i] for i in around])} | self.own(part)

    def own(self, vertex):
        """The token of a parameter."""
        return {f"p{self.run.place[id(vertex.tensor)][0]}"} if id(vertex.tensor) in self.run.place else set()

    def look(self, part):
        """The attributes of a box: a fold has two lines around it, a leaf is round."""
        if isinstance(part, Call):
            twice = {"peripheries": "2"} if has_more(self.run, part) else {}
            return twice | classes(self.tokens(part) | {f"own-m{part.module}"})
        own = self.own(part) or {f"m{call.module}" for call in self.run.vertices[part][-1:]}
        return OUTLINES.get(part.kind, {}) | classes(self.tokens(part) | {f"own-{token}" for token in own})

    def label(self, part):
        if isinstance(part, Call):
            return self.title(part)
        if part.kind != "leaf":
            return part.name or part.operation
        owned = id(part.tensor) in self.run.place
        title = part.name.rpartition(".")[2] if owned else f"{part.name or 'a leaf'}, owned by nobody"
        return f"{title}\ngrad {briefly(part.tensor.grad)}"

    def title(self, call):
        """The name and class of a called module and, where there are several, which call it is."""
        module, same = self.run.modules[call.module], [c for c in self.run.calls if c.module == call.module]
        path = next(path for path, other in self.run.modules[0].named_modules() if other is module)
        which = f", call {same.index(call) + 1}" if len(same) > 1 else ""
        return f"{path.rpartition('.')[2] or 'model'}: {type(module).__name__}{which}"


def classes(tokens):
    return {"class": " ".join(sorted(tokens)) or "outside"}


def briefly(x):
    return "—" if x is None else number(x.item()) if x.numel() == 1 else f"of shape {tuple(x.shape)}"
