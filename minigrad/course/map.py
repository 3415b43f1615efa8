"""The map of the package: its rooms and who relies on whom, read from the code, and what in them is the reader's."""

import ast
import html
import re
from functools import cache

import graphviz

from minigrad.visual import drawing
from minigrad.visual.layout import layout

from .package import HOME

APART = {"course", "visual", "first.py"}  # they know the engine, which knows none of them
WHOLE = {"functions", "nn", "optim", "utils"}  # folders that are one room here
NAME_OF_IT = "The rooms of the package, each above those that it relies on"


class Map:
    """A picture of the rooms, each above those that it relies on; those in which something is the reader's stand out.

    `yours` has for such a room the reader's definitions. `text` says the same in words.
    """

    def __init__(self, yours):
        self.yours = yours
        named = {room: f" Yours: {', '.join(names)}." for room, names in yours.items()}
        self.text = "\n".join([f"{room}: {what}{named.get(room, '')}" for room, what in rooms().items()])

    @property
    def dot(self):
        """The map in DOT."""
        ink = {"color": drawing.LINE, "fontcolor": drawing.INK, "fontname": "Courier", "fontsize": "11"}
        graph = graphviz.Digraph(
            # newrank: rows through the whole map; else each folder is ranked by itself, and arrows between them turn up
            graph_attr={"nodesep": "0.12", "ranksep": "0.3", "bgcolor": "transparent", "newrank": "true"},
            node_attr={**ink, "shape": "box", "style": "rounded", "height": "0.3", "margin": "0.08,0.03"},
            edge_attr={"arrowsize": "0.5", "color": drawing.LINE},
        )
        for folder in dict.fromkeys([room.rpartition("/")[0] for room in rooms()]):
            with graph.subgraph(name=f"cluster {folder}" if folder else "top") as part:
                part.attr(label=folder, style="rounded", **ink)
                for room in [room for room in rooms() if room.rpartition("/")[0] == folder]:
                    built = self.yours.get(room, [])
                    label = "\\n".join([room.rpartition("/")[2].removesuffix(".py"), *[f"✓ {name}" for name in built]])
                    part.node(room, label, **({"penwidth": "2.5", "color": drawing.INK} if built else {}))
        for room, others in reliances().items():
            for other in others:
                graph.edge(room, other)
        return graph.source

    def _repr_mimebundle_(self, **_):
        svg = layout(self.dot, "svg").decode()
        svg = re.sub(r'<svg width="(\d+)pt" height="(\d+)pt"', r'<svg role="img" width="\1" height="\2"', svg)
        picture = drawing.on_page(svg[svg.index("<svg") :].replace("<svg ", f'<svg aria-label="{NAME_OF_IT}" ', 1))
        words = f"<details><summary>The same in words</summary><pre>{html.escape(self.text)}</pre></details>"
        return {"text/html": picture + words, "text/plain": self.text}


@cache
def rooms():
    """{room: what it is for}, as the first sentence of its file says, or of the folder's `__init__`."""
    first = {room: tree for room, path, tree in reversed([*files()])}
    return {room: first_sentence(ast.get_docstring(first[room])) for room in sorted(first)}


def files():
    """(room, path, syntax tree) of every file in a room; a folder that is one comes with its `__init__` first."""
    for path in sorted(HOME.rglob("*.py")):
        parts = path.relative_to(HOME).parts
        if parts[0] not in APART and (parts[0] in WHOLE or path.name != "__init__.py"):
            yield room_of(parts), path, ast.parse(path.read_text(encoding="utf-8"))


def room_of(parts):
    return parts[0] if parts[0] in WHOLE else "/".join(parts)


def first_sentence(text):
    return text.partition("\n\n")[0].replace("\n", " ").partition(". ")[0].rstrip(".") + "."


@cache
def reliances():
    """{room: those that it imports}, without the ones that it reaches by way of another."""
    found = {room: set() for room in rooms()}
    for room, path, tree in files():
        found[room] |= {*imported(path, tree)} & {*found} - {room}
    found = {room: sorted(others) for room, others in found.items()}
    reach = {room: reached(room, found) for room in found}
    return {
        room: [other for other in others if not any(other in reach[by] and by not in reach[other] for by in others)]
        for room, others in found.items()
    }


def reached(room, found):
    """All rooms that a room relies on, at any distance."""
    todo = [*found[room]]
    for other in todo:
        todo += [next for next in found[other] if next not in todo]
    return {*todo}


def imported(path, tree):
    """What a file imports from the package when it is imported itself, as rooms."""
    folder = path.relative_to(HOME).parent.parts
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            place = (*folder[: len(folder) + 1 - node.level], *(node.module or "").split("."))
            place = tuple(filter(None, place))
            yield from [room_of((*place[:-1], f"{place[-1]}.py"))] if place else []
            yield from [room_of((*place, f"{alias.name}.py")) for alias in node.names]
