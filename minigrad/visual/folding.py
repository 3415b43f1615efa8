"""A graph in few boxes: a call, a layer with its parameters, and what is repeated are one each, and can be opened.

A folded vertex has `inside` it the vertices that it stands for, which may be folded ones themselves.
"""

import itertools
import re
from collections import Counter, defaultdict

from .graph import Vertex, read, sign

SHORTEST, LEAST = 4, 2  # repetitions that are worth a fold; operations of a call or a module that are
NUMBERED = re.compile(r"(.*?)\.(\d+)(?=\.|$)")  # the first number in the name of a module: model.3 in model.3.inner
LONGEST, PERIOD = 6, 64  # operations of a chain, and vertices of any graph, that are repeated together at most
MANY, PIECE = 60, 50  # boxes that a fold opens into at most; more are in pieces of so many, which open in turn
AT_ONCE, GROWN = 300, 100  # boxes up to which those that differ stay apart; boxes of one expression at most


class Folds:
    """The vertices of a graph, and those folded ones that stand for them: `top` has the fewest.

    `sources` has the inputs of each vertex as the graph has them; `shown` are the vertices that are seen where all of
    `opened` is open, each with its inputs among them. Without `repeats` only calls and modules are folded.
    """

    def __init__(self, vertices, repeats):
        self.sources = {vertex: [*vertex.inputs] for vertex in vertices}
        self.top = nested(vertices, repeats)
        self.opened, self.shown = set(), self.top

    def open(self, wanted=lambda fold, boxes: True):
        """Open, from the outermost, each fold that `wanted(fold, boxes)` asks for, where so many boxes are shown."""
        self.shown, waiting = [*self.top], [*self.top]
        for vertex in waiting:
            if vertex.inside and wanted(vertex, len(self.shown) + len(vertex.inside)):
                self.opened.add(vertex)
                at = self.shown.index(vertex)
                self.shown[at : at + 1] = vertex.inside
                waiting += vertex.inside
        last = {vertex: i for i, vertex in enumerate(self.sources)}
        self.shown.sort(key=lambda vertex: max([last[x] for x in within(vertex)]))
        place = {x: vertex for vertex in self.shown for x in within(vertex)}
        for vertex in self.shown:
            vertex.inputs = [x if x is None else place[x] for x in self.inputs(vertex)]
            if vertex.inside:
                vertex.inputs = list(dict.fromkeys(vertex.inputs))

    def inputs(self, vertex):
        """The inputs of a vertex as the graph has them; of a fold those that come from outside it."""
        if not vertex.inside:
            return self.sources[vertex]
        inside = dict.fromkeys(within(vertex))
        found = [x for inner in inside for x in self.sources[inner] if x is not None and x not in inside]
        return list(dict.fromkeys(found))


def module_scopes(result, names):
    """For each node behind a tensor the modules that it is in, from the outermost, as far as parameters tell them."""
    found, number = {}, itertools.count()

    def note(vertices, scope):
        for vertex in vertices:
            if vertex.inside:
                note(vertex.inside, (*scope, (named(vertex), next(number))))
            elif vertex.node is not None:
                found[vertex.node] = scope

    if any(["." in name for name in names]):
        note(Folds(read(result, names), repeats=False).top, ())
    return found


def within(vertex):
    """The vertices of the graph that one stands for."""
    if not vertex.inside:
        return [vertex]
    return [x for inner in vertex.inside for x in within(inner)]


def nested(vertices, repeats, depth=0):
    """The vertices with calls, layers, modules and what is repeated folded; `depth` calls are open already."""
    vertices = modules(layered(called(vertices, repeats, depth)))
    if repeats:
        vertices = periods(repeated(folded(blocks(vertices))))
        for step in (expressions, shared, pieces):
            vertices = step(vertices) if len(vertices) > AT_ONCE else vertices
    return vertices


def whole(run, called=None, layer=""):
    """A run as one vertex: it has the run's last tensor, and the inputs that come from outside it."""
    last, inside = run[-1], set(run)
    outside = [x for vertex in run for x in vertex.inputs if x is not None and x not in inside]
    called = last.called if called is None else called
    one = Vertex("computed", last.node, last.tensor, last.name, list(dict.fromkeys(outside)), called=called)
    one.layer, one.inside = layer, [*run]
    return one


def with_results(run, results, called, layer=""):
    """A run as one vertex that has the tensor of its result, or says how many results there are."""
    one = whole([*[x for x in run if x not in results[-1:]], *results[-1:]], called, layer)
    if len(results) > 1:
        one.tensor, one.name, one.value = None, None, f"{len(results)} results"
    return one


def fold(run, length=1):
    """A run of the same `length` vertices again and again as one, with its count; each time is one inside it."""
    parts = [run[i : i + length] for i in range(0, len(run), length)]
    called = amount(parts[0])
    inside = [part[0] if length == 1 else whole(part, called, from_to(part)) for part in parts]
    one = whole(run, layer=from_to(run))
    one.count, one.inside = len(parts), in_pieces(inside)
    return one


def in_pieces(inside):
    """Vertices that are repeated, or where there are many of them a few folds with so many each."""
    if len(inside) <= MANY:
        return inside
    pieces = [inside[i : i + PIECE] for i in range(0, len(inside), PIECE)]
    folds = [whole(piece, layer=from_to(piece)) for piece in pieces]
    for one, piece in zip(folds, pieces, strict=True):
        one.count = sum([x.count for x in piece])
    return in_pieces(folds)


def from_to(run):
    """The modules of a run: the first and the last."""
    layers = [vertex.layer for vertex in run if vertex.layer]
    ends = [layers[0].partition(" to ")[0], layers[-1].rpartition(" to ")[2]] if layers else []
    return " to ".join(dict.fromkeys(ends))


def operations(vertices):
    """How many operations there are in vertices; a layer with its parameters is one."""
    found = [vertex for vertex in vertices if vertex.kind == "computed"]
    return sum([operations(x.inside) if x.inside and (x.called or not x.layer) else 1 for x in found])


def amount(vertices):
    """The same in words."""
    count = operations(vertices)
    return f"{count} operation{'s' * (count != 1)}"


def placed(vertices, place):
    """The vertices, each in its place; a fold stands where its last was, after its inputs."""
    out = list(dict.fromkeys(reversed([place.get(vertex, vertex) for vertex in vertices])))[::-1]
    for vertex in out:
        vertex.inputs = [x if x is None else place.get(x, x) for x in vertex.inputs]
    return out


def uses_in(vertices):
    """How often each vertex is an input of these."""
    return Counter([x for vertex in vertices for x in vertex.inputs if x is not None])


def named(vertex):
    """The name of the module, or of the call, that a vertex stands for."""
    return vertex.layer or (vertex.called if vertex.inside else "")


def alike(vertex):
    """What a vertex has in common with others that do the same: its sign, and its module's name without a number."""
    signs = [NUMBERED.sub(r"\1", text) for text in (sign(vertex), vertex.layer)]
    return (*signs, len(vertex.inputs), *[alike(x) for x in vertex.inside])


# ------------------------------------------------------------------------------------------------------------- calls


def called(vertices, repeats, depth):
    """The vertices, with those of each call of a module or a function as one; a call of all of them stays open."""
    users, call, runs = defaultdict(list), {}, defaultdict(list)
    for vertex in vertices:
        if len(vertex.scope) > depth:
            call[vertex] = vertex.scope[depth]
        for x in vertex.inputs:
            users[x].append(vertex)
    for vertex in vertices:  # a parameter, or what has no name, is inside the one call that uses it
        calls = {call.get(user) for user in users[vertex]}
        if vertex.kind == "leaf" and (vertex.name is None or "." in vertex.name) and len(calls) == 1:
            call[vertex] = calls.pop()
        if call.get(vertex) is not None:
            runs[call[vertex]].append(vertex)
    if any([operations(run) == operations(vertices) for run in runs.values()]):
        return called(vertices, repeats, depth + 1)
    place = {}
    for (label, _), run in runs.items():
        if operations(run) >= LEAST:
            results = [x for x in run if not users[x] or any([call.get(user) != call[x] for user in users[x]])]
            one = with_results(run, results, label)
            one.inside = nested(run, repeats, depth + 1)
            if len(one.inside) == 1:  # a layer that does what the call does
                one.inside = one.inside[0].inside
            place.update(dict.fromkeys(run, one))
    return placed(vertices, place)


# ----------------------------------------------------------------------------------------------------------- modules


def layered(vertices):
    """The vertices, with each that uses parameters of a module as one with them, and with what is made of them alone.

    It has the name of the module that owns them, such as `model.0` for `model.0.weight`.
    """
    uses, owner = uses_in(vertices), {}
    for vertex in vertices:
        owners = {owner.get(x) for x in vertex.inputs}
        if vertex.kind == "leaf" and "." in (vertex.name or "") and uses[vertex] == 1:
            owner[vertex] = vertex.name.rpartition(".")[0]
        elif vertex.kind == "computed" and len(owners) == 1 and None not in owners and uses[vertex] == 1:
            owner[vertex] = owners.pop()
    held, place = defaultdict(list), {}
    for vertex in vertices:
        owned = [x for x in vertex.inputs if x in owner]
        if owned:
            held[vertex] = [part for x in owned for part in [*held.pop(x, ()), x]]
    for vertex, parts in held.items():
        if vertex not in owner:
            one = whole([*parts, vertex], layer=owner[parts[-1]])
            place.update(dict.fromkeys([*parts, vertex], one))
    return placed(vertices, place)


def modules(vertices):
    """The vertices, with the layers of one module, and what is between them, as one: `model.0` has `model.0.inner`.

    Of a model itself, and of a numbered list of modules, the parts stay apart.
    """
    parts = [vertex.layer.split(".") for vertex in vertices if vertex.layer]
    numbered = {".".join(name[:i]) for name in parts for i in range(len(name)) if name[i].isdigit()}
    prefixes = {".".join(name[:i]) for name in parts for i in range(2, len(name))} - numbered
    for prefix in sorted(prefixes, key=lambda prefix: (-prefix.count("."), prefix)):
        mine = [i for i, vertex in enumerate(vertices) if vertex.layer.startswith(f"{prefix}.")]
        run = [vertex for vertex in vertices[mine[0] : mine[-1] + 1] if vertex.kind == "computed"] if mine else []
        others = [vertex for vertex in run if vertex.layer and not vertex.layer.startswith(f"{prefix}.")]
        if len(mine) >= LEAST and not others:
            one = whole(run, amount(run), prefix)
            vertices = placed(vertices, dict.fromkeys(run, one))
    return vertices


# -------------------------------------------------------------------------------------------------------- repetition


def blocks(vertices):
    """The vertices, with modules of one list or Sequential that do the same, one after another, as one.

    A block begins with the first box whose parameters are its own, such as those of `model.3`, and ends before the
    next; what is inside may be used in any way, but only the last box outside.
    """
    starts: dict = {}
    for at, vertex in enumerate(vertices):
        found = NUMBERED.match(named(vertex))
        if found:
            starts.setdefault((found[1], int(found[2])), at)
    place, end = {}, 0
    for (name, number), start in starts.items():
        if start < end:
            continue
        length = starts.get((name, number + 1), start) - start
        times = 1
        while length > 0 and same(vertices, start, start + times * length, length):
            times += 1
        run = vertices[start : start + length * times]
        if times >= SHORTEST and not leaks(run, vertices):
            one = fold(run, length)
            one.called = amount(run[:length])
            one.layer = f"{name}.{number} to {name}.{number + times - 1}"
            place.update(dict.fromkeys(run, one))
            end = start + length * times
    return placed(vertices, place)


def same(vertices, first, second, length):
    """Whether two stretches of the list do the same."""
    told = [[alike(x) for x in vertices[start : start + length]] for start in (first, second)]
    return told[0] == told[1]


def leaks(run, vertices):
    """Whether anything of a run but its last is used outside it, or has a name of the reader's."""
    inside, all_of_it = set(run[:-1]), set(run)
    own = any([vertex.name for vertex in inside])
    return own or any([x in inside for vertex in vertices if vertex not in all_of_it for x in vertex.inputs])


def folded(vertices):
    """The vertices, with each run of one operation that has neither names nor other users inside as one vertex."""
    uses = uses_in(vertices)
    run_of, runs = {}, []
    for vertex in vertices:
        if vertex.kind != "computed":
            continue
        before = next((x for x in vertex.inputs if x in run_of and x.operation == vertex.operation), None)
        if before is None or uses[before] != 1 or before.name is not None or before.layer:
            run_of[vertex] = []
            runs.append(run_of[vertex])
        else:
            run_of[vertex] = run_of[before]
        run_of[vertex].append(vertex)
    return placed(vertices, {x: one for run in runs if len(run) >= SHORTEST for one in [fold(run)] for x in run})


def repeated(vertices):
    """The vertices, with each stretch of a chain in which the same few operations come again and again as one."""
    uses = uses_in(vertices)
    chains, chain_of = [], {}
    for vertex in vertices:
        before = [x for x in vertex.inputs if x is not None and x.kind == "computed"]
        if len(before) == 1 and uses[before[0]] == 1 and before[0] in chain_of and before[0].name is None:
            chain_of[vertex] = chain_of[before[0]]
        elif vertex.kind == "computed":
            chain_of[vertex] = []
            chains.append(chain_of[vertex])
        if vertex.kind == "computed":
            chain_of[vertex].append(vertex)
    place = {}
    for chain in chains:
        signs = [(sign, *inside) for sign, _, _, *inside in map(alike, chain)]
        for start, length, times in stretches(signs):
            part = chain[start : start + length * times]
            one = fold(part, length)
            one.called = " ".join([shown for shown, *_ in signs[start : start + length]])
            place.update(dict.fromkeys(part, one))
    return placed(vertices, place)


def stretches(signs):
    """Where the same signs come again: (start, how many, how often), one after another."""
    at = 0
    while at < len(signs):
        for length in range(2, LONGEST + 1):
            times = again(signs, at, length)
            if times >= SHORTEST:
                yield at, length, times
                at += length * times - 1
                break
        at += 1


def again(signs, at, length):
    """How often the `length` signs from a place on come one after another."""
    first, times = signs[at : at + length], 1
    while signs[at + times * length : at + (times + 1) * length] == first:
        times += 1
    return times if len(first) == length else 0


def periods(vertices):
    """The vertices, with each stretch of the list that comes again and again as one, if only its last is used outside.

    That finds blocks whose parameters nobody has named, with ways around them.
    """
    kinds: dict = {}
    signs = [kinds.setdefault((vertex.kind, alike(vertex)), len(kinds)) for vertex in vertices]
    used, index, place, at = [0] * len(vertices), {vertex: i for i, vertex in enumerate(vertices)}, {}, 0
    for i, vertex in enumerate(vertices):
        for x in vertex.inputs:
            if x in index:
                used[index[x]] = i
    while at < len(vertices):
        found = [(again(signs, at, n), n) for n in range(2, PERIOD) if signs[at : at + 2] == signs[at + n : at + n + 2]]
        times, length = next((one for one in found if one[0] > SHORTEST), (0, 1))
        for start in range(at, at + length if times else at):  # a block may end with any of its vertices
            end = start + length * (times - 1)
            if all([used[i] < end and vertices[i].name is None for i in range(start, end - 1)]):
                run = vertices[start:end]
                one = fold(run, length)
                one.called = amount(run[:length])
                place.update(dict.fromkeys(run, one))
                at = end - length
                break
        at += length
    return placed(vertices, place)


# ------------------------------------------------------------------------------------------------------ what is left


def expressions(vertices):
    """The vertices, with what one of them alone is made of, without names, as one with it: a neuron made of numbers."""
    uses, held, place = uses_in(vertices), {}, {}
    for vertex in vertices:
        held[vertex] = [vertex]
        for x in dict.fromkeys(vertex.inputs):
            parts = held.get(x, ())
            if x and x.name is None and uses[x] == vertex.inputs.count(x) and len(parts) + len(held[vertex]) <= GROWN:
                held[vertex] = held.pop(x) + held[vertex]
    for parts in held.values():
        if operations(parts) >= SHORTEST:
            place.update(dict.fromkeys(parts, whole(parts, amount(parts), from_to(parts))))
    return placed(vertices, place)


def shared(vertices):
    """The vertices, with leaves that have the same users and no names as one."""
    users, groups = defaultdict(dict), defaultdict(list)
    for vertex in vertices:
        for x in vertex.inputs:
            users[x][vertex] = True
    for vertex in vertices:
        if vertex.kind == "leaf" and vertex.name is None:
            groups[(*users[vertex],)].append(vertex)
    place = {}
    for run in groups.values():
        if len(run) > 1:
            one = with_results(run, run, f"{len(run)} leaves")
            one.value = f"{len(run)} tensors"
            place.update(dict.fromkeys(run, one))
    return placed(vertices, place)


def pieces(vertices):
    """The vertices, with each stretch of the list as one, up to where few values pass on.

    A leaf that has a name and is used in several of them stays outside.
    """
    last = {x: i for i, vertex in enumerate(vertices) for x in (vertex, *vertex.inputs)}
    passing, ends = [0] * len(vertices), Counter(last.values())
    for i in range(len(vertices)):
        passing[i] = passing[i - 1] + 1 - ends[i]
    piece, start = {}, 0
    while start < len(vertices):
        rest = range(start, len(vertices))
        end = 1 + (min(rest[PIECE // 2 : PIECE], key=passing.__getitem__) if len(rest) > PIECE else rest[-1])
        piece.update(dict.fromkeys(vertices[start:end], start))
        start = end
    places, runs = defaultdict(set), defaultdict(list)
    for vertex in vertices:
        for x in vertex.inputs:
            places[x].add(piece[vertex])
    for vertex in vertices:
        if vertex.kind == "computed" or vertex.name is None or len(places[vertex]) < 2:
            runs[piece[vertex]].append(vertex)
    place = {}
    for start, run in runs.items():
        results = [x for x in run if places[x] != {start}]
        place.update(dict.fromkeys(run, with_results(run, results, amount(run), from_to(run))))
    return placed(vertices, place)
