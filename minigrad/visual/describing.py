"""A graph in words: a line for each vertex, and for the page what more there is to know of it."""

import itertools
import re

from . import rules
from .folding import amount, operations, within
from .graph import kept_inputs, number, shown, sign
from .wording import held

NUMBERED = re.compile(r"\((\(\d+\))\)")  # the number of a vertex without a name, which has its own parentheses


def words(vertices, saved=False):
    """For each vertex one line: what it was made of, its value and its gradient, and on demand what is saved for it."""
    names = named(vertices)
    return {vertex: f"{names[vertex]}: {said(vertex, names)}{more(vertex, saved)}" for vertex in vertices}


def named(vertices):
    """The name of each vertex; those without one are numbered."""
    unnamed = itertools.count(1)
    return {vertex: vertex.name or f"({next(unnamed)})" for vertex in vertices}


def more(vertex, saved):
    """What few vertices have: hooks; and what an operation has saved."""
    hooks = f"; {vertex.hooks} hook{'s' * (vertex.hooks > 1)}" if vertex.hooks else ""
    return hooks + (f"; saved: {kept(vertex)}" if saved and vertex.saves else "")


def kept(vertex):
    return ", ".join([f"{name} {value}" for name, value in vertex.saves.items()])


def said(vertex, names):
    if vertex.kind == "failed":
        return f"{vertex.called} of {', '.join([names[x] for x in vertex.inputs])} fails; {vertex.failure}"
    if vertex.kind == "frozen":
        return f"frozen; value {vertex.value}"
    made = "leaf"
    if vertex.kind == "computed":
        many = f", {vertex.count} times" if vertex.count > 1 else ""
        of = ", ".join(["a constant" if x is None else names[x] for x in vertex.inputs])
        which = f", result {vertex.output}" if vertex.output else ""
        inside = f" with the parameters of {vertex.layer}" if vertex.layer else ""
        second = ", in a backward pass" if vertex.second else ""
        made = f"{vertex.operation}{many}{f' of {of}' if of else ''}{inside}{which}{second}"
    return f"{made}; value {vertex.value}, grad {vertex.grad}"


# ---------------------------------------------------------------------------------------------------------- the page


def described(folds, vertices, boxes):
    """For each box of the page its line, rows that say more, and a fold's label; `vertices` are those that open."""
    for box in set(boxes) - set(vertices):
        box.inputs = folds.inputs(box)
    names = named(dict.fromkeys([*vertices, *boxes, *folds.sources]))
    found = {}
    for box in boxes:
        found[box] = {"line": f"{names[box]}: {said(box, names)}", "more": rows(box, folds, names)}
        if box.inside:
            found[box]["label"] = f"{box.layer}{f' ×{box.count}' * (box.count > 1)}" if box.layer else sign(box)
    return found


def rows(vertex, folds, names):
    """What there is to know of a vertex beside its line: (what, words)."""
    found = []
    if vertex.inside:
        leaves = sum([x.kind == "leaf" for x in within(vertex)])
        inside = [amount(vertex.inside)] * (operations(vertex.inside) > 0)
        inside += [f"{leaves} {'leaf' if leaves == 1 else 'leaves'}"] * (leaves > 0)
        found.append(("inside", " and ".join(inside)))
    elif vertex.kind == "computed":
        found.append(("rule", "; ".join(slopes(vertex, folds.sources[vertex], names)) or "no input gets a gradient"))
        found.append(("saved", kept(vertex) or "nothing that it shows"))
    found += [(name, f"numbers from {number(heat.low)} to {number(heat.high)}") for name, heat in vertex.heats.items()]
    if vertex.hooks:
        found.append(("hooks", f"{vertex.hooks}, called in the backward pass when its gradient is there"))
    return found


def slopes(vertex, sources, names):
    """For each input that gets a gradient the rule in letters: the slope, or what becomes of `grad`, which arrives."""
    rule, found = vertex.rule, []

    def put(letter):
        if letter == "r":
            return names[vertex]
        return letter if letter not in "abc" else written("abc".index(letter))

    def written(slot):
        source = sources[slot]
        return names[source] if source is not None else constant(vertex.node, slot, len(sources))

    for slot, source in enumerate(sources):
        if source is not None and source.kind != "frozen":
            text = NUMBERED.sub(r"\1", rules.text(rule.inputs[slot], put))
            if rule.scales(slot):
                found.append(f"∂{single(names[vertex])}/∂{single(names[source])} = {text}")
            else:
                found.append(f"{names[source]} gets {text}")
    return list(dict.fromkeys(found))


def single(name):
    return name if name.startswith("(") else held(name)


def constant(node, slot, inputs):
    """The number that an operation has saved of an input that gets no gradient; dots where it has not."""
    kept = kept_inputs(node, inputs)
    return shown(kept[slot]) if slot in kept else "…"
