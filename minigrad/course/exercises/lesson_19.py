"""The exercises of lesson 19: how a module finds its parameters, what its mode is, and what hooks on it are given."""

from collections import OrderedDict
from collections.abc import Iterator

import minigrad as mg
from minigrad.course.exercise import Exercise, Known, Miss, differs, matching, result_of, said

from .formulas import NOTHING_RETURNED

RECALL = {
    "19.a": (7, "7: a value that is used twice gets the sum of both contributions. Lesson 04."),
    "19.b": (
        "False",
        "False: it is the result of a product. The leaf, which has no name, gets the gradient. Lesson 06.",
    ),
}
MODULE = "minigrad/nn/module.py::Module"
SEQUENTIAL = "minigrad/nn/container.py::Sequential"


# --------------------------------------------------------------------------------------- 19.1  What an assignment does

WORDS = {
    "parameter": "nn.Parameter(mg.tensor(3.0))",
    "frozen": "nn.Parameter(mg.tensor(3.0), requires_grad=False)",
    "tensor": "mg.tensor(3.0, requires_grad=True)",
    "module": "Scale()",
    "list": "[Scale()]",
}
ASSIGNED = [
    (("w", "parameter"), ("b", "frozen")),
    (("w", "tensor"), ("several", "list")),
    (("w", "module"), ("layer", "module"), ("w", "parameter")),
    (("w", "parameter"), ("w", "tensor")),
]


def after(registers, drops=lambda registry, into: registry not in into, *, attribute=True, clears=False, deep=False):
    """A model of `__setattr__`: in which registries it puts a kind of value, from which ones it drops the name.

    `clears`: nothing else stays where it puts one. `deep`: the parameters of a module are entered too.
    """

    def think(case):
        found: dict[str, set] = {"parameter": set(), "module": set()}
        for name, kind in case:
            into = registers(kind)
            for registry, entered in found.items():
                if registry in into and clears:
                    entered.clear()
                if registry in into:
                    entered.add(name)
                elif drops(registry, into):
                    entered.discard(name)
            if deep and kind == "module":
                found["parameter"] |= {"weight (another object)"}
        names = {name for name, _ in case if attribute}
        return tuple([tuple(sorted(place)) for place in (*found.values(), names)])

    return think


def by_type(kind):
    return {"parameter": ("parameter",), "frozen": ("parameter",), "module": ("module",)}.get(kind, ())


def never(registry, into):
    return False


def taken(registry, into):
    return into and registry not in into


def where(**kinds):
    """By type, but for some kinds."""
    return lambda kind: kinds.get(kind, by_type(kind))


right_registries = after(by_type)
WHERE = {
    "every tensor": where(tensor=("parameter",)),
    "requires grad": where(tensor=("parameter",), frozen=()),
    "frozen": where(frozen=()),
    "no modules": where(module=()),
    "no parameters": where(parameter=(), frozen=()),
    "one registry": where(module=("parameter",)),
    "exchanged": where(parameter=("module",), frozen=("module",), module=("parameter",)),
    "everything": where(tensor=("module",), list=("module",)),
    "both": lambda kind: ("parameter", "module"),
    "a list": where(list=("module",)),
}
REGISTERING = {
    "nothing": after(lambda kind: (), never),
    **{key: after(registers) for key, registers in WHERE.items()},
    **{f"{key}|stays": after(registers, never) for key, registers in WHERE.items()},
    "no attribute": after(by_type, attribute=False),
    "no attribute|stays": after(by_type, never, attribute=False),
    "stays": after(by_type, never),
    "left": after(by_type, taken),
    "the last": after(by_type, clears=True),
    "the last|stays": after(by_type, never, clears=True),
    "deep": after(by_type, deep=True),
    "deep|stays": after(by_type, never, deep=True),
}


def check_setattr(load):
    given = [result_of(assigned, load, case) for case in ASSIGNED]
    for case, mine in zip(ASSIGNED, given, strict=True):
        right = right_registries(case)
        if differs(mine, right):
            known = matching(REGISTERING, ASSIGNED, given, args=lambda case: (case,))
            known = known and known.partition("|")[0]
            if isinstance(mine, RecursionError):
                known = "itself again"
            elif isinstance(mine, KeyError):
                known = "not there"
            elif isinstance(mine, tuple) and not known and {*mine[0], *mine[1]} - {name for name, _ in case}:
                known = "another" if "w (another object)" in mine[0] else "other names"
            lines = ["m = nn.Module()", *[f"m.{name} = {WORDS[kind]}" for name, kind in case]]
            return Miss(lines, in_words(mine), in_words(right), known)
    mine = result_of(written_to, load)
    if differs(mine, (9.0, 9.0)):
        return Miss(["a buffer `mean`; m.mean = 9.0: the attribute, and what is registered"], mine, (9.0, 9.0))
    return None


def assigned(load, case):
    """The names in the two registries and among the attributes, and of which the value was never assigned."""
    module, values = load.nn.Module(), []
    for name, kind in case:
        if kind in ("parameter", "frozen"):
            value = load.nn.Parameter(load.tensor(3.0), requires_grad=kind == "parameter")
        elif kind == "tensor":
            value = load.tensor(3.0, requires_grad=True)
        else:
            value = load.nn.Tanh()  # a subclass of Module, with a weight that nobody had to assign
            value._parameters["weight"] = load.nn.Parameter(load.tensor(3.0))
        values.append(value)
        try:
            setattr(module, name, [value] if kind == "list" else value)
        except TypeError as error:
            if "cannot assign" not in str(error):
                raise
            return right_registries(case)  # it may refuse this, as PyTorch's does
    attributes = {name: value for name, value in vars(module).items() if name in dict(case)}
    places = [place.items() for place in (module._parameters, module._modules, attributes)]
    return tuple([tuple(sorted([said_of(n, among(inner(x), values)) for n, x in place])) for place in places])


def inner(x):
    return x[0] if isinstance(x, list) else x


def said_of(name, assigned):
    return str(name) if assigned else f"{name} (another object)"


def among(x, values):
    return any(x is value for value in values)


def written_to(load):
    module = load.nn.Module()
    module.register_buffer("mean", load.tensor(1.0))
    module.mean = load.tensor(9.0)
    return module.mean.item(), module._buffers["mean"].item()


def in_words(found):
    if not isinstance(found, tuple):
        return said(found)
    places = zip(("_parameters", "_modules", "attributes"), found, strict=True)
    return "; ".join([f"{place}: {', '.join(names) or 'nothing'}" for place, names in places])


# ------------------------------------------------------------------------------------------------- 19.2  Each of them once

# A model, by its modules: (path, {name: which tensor, None for none}); and what is asked: registry, each only once?
MODELS = {
    "nn.Linear(3, 2)": ([("", {"weight": 1, "bias": 2})], "_parameters", True),
    "two layers nn.Linear(3, 3), the second with the first one's weight": (
        [("", {}), ("0", {"weight": 1, "bias": 2}), ("1", {"weight": 1, "bias": 3})],
        "_parameters",
        True,
    ),
    "nn.Sequential(nn.Linear(3, 2, bias=False), nn.Linear(2, 4))": (
        [("", {}), ("0", {"weight": 1, "bias": None}), ("1", {"weight": 2, "bias": 3})],
        "_parameters",
        True,
    ),
    "the same two layers, with remove_duplicate=False": (
        [("", {}), ("0", {"weight": 1, "bias": 2}), ("1", {"weight": 1, "bias": 3})],
        "_parameters",
        False,
    ),
    "the buffers of nn.Sequential(nn.BatchNorm1d(3), nn.BatchNorm1d(3))": (
        [  # the second has the numbers of the first, 11 those of 1
            ("", {}),
            ("0", {"running_mean": 1, "running_var": 2, "num_batches_tracked": 3}),
            ("1", {"running_mean": 11, "running_var": 12, "num_batches_tracked": 13}),
        ],
        "_buffers",
        True,
    ),
}
COUNTED = [*MODELS]


def joined(path, name):
    return f"{path}.{name}" if path else name


def members(*, once=lambda asked: asked, none=False, path=joined, by=lambda name, tensor: tensor, own=False):
    """A model of the walk: whether it leaves out what it has seen, and what a parameter is known by."""

    def think(case):
        modules, _, remove_duplicate = MODELS[case]
        seen, found = set(), []
        for place, registered in modules[:1] if own else modules:
            for name, tensor in registered.items():
                mark = tensor and by(name, tensor)
                if (tensor is None and not none) or (once(remove_duplicate) and mark in seen):
                    continue
                seen.add(mark)
                found.append(path(place, name))
        return found

    return think


right_names = members()
COUNTING = {
    "twice": members(once=lambda asked: False),
    "none": members(none=True),
    "no path": members(path=lambda path, name: name),
    "a dot": members(path=lambda path, name: f"{path}.{name}"),
    "a dot|twice": members(path=lambda path, name: f"{path}.{name}", once=lambda asked: False, none=True),
    "no dot": members(path=lambda path, name: path + name),
    "own": members(own=True),
    "by name": members(by=lambda name, tensor: name),
    "by name|always": members(by=lambda name, tensor: name, once=lambda asked: True),
    "compared": members(by=lambda name, tensor: tensor % 10),
    "always once": members(once=lambda asked: True),
    "turned round": members(once=lambda asked: not asked),
}


def check_members(load):
    mine = result_of(lambda: load.nn.Linear(3, 2)._members("_parameters", "", True, True))
    if not isinstance(mine, Iterator | BaseException):
        kind = f"a {type(mine).__name__}" if mine is not None else None
        return Miss(["what a call gives"], kind, "a generator, which `yield` makes", "no generator")
    given = [result_of(named, load, case) for case in COUNTED]
    for case, mine in zip(COUNTED, given, strict=True):
        right = right_names(case)
        if differs(mine, right):
            known = matching(COUNTING, COUNTED, given, args=lambda case: (case,))
            known = known and known.partition("|")[0]
            if isinstance(mine, list) and not all(isinstance(name, str) for name in mine):
                mine, known = [type(name).__name__ for name in mine], "no pairs"
            elif isinstance(mine, RuntimeError):
                known = "compared"
            elif isinstance(mine, list) and any("weight" in name for name in mine) and MODELS[case][1] == "_buffers":
                known = "always parameters"
            elif isinstance(mine, list) and 0 < len(mine) < len(right) and mine == right[: len(mine)]:
                known = known or "ends"
            what = "named_buffers()" if MODELS[case][1] == "_buffers" else "named_parameters()"
            return Miss([case, f"the names that {what} gives"], mine, right, known)
    model = load.nn.Sequential(load.nn.Linear(3, 2))
    mine = result_of(lambda: [name for name, _ in model.named_parameters(recurse=False)])
    known = "recurse" if mine == ["0.weight", "0.bias"] else None
    return Miss(["nn.Sequential(nn.Linear(3, 2)), with recurse=False"], mine, [], known) if mine != [] else None


def named(load, case):
    """The names of what is found in the model of a case, and of which it is not the registered tensor."""
    modules, registry, remove_duplicate = MODELS[case]
    if registry == "_buffers":
        model = load.nn.Sequential(load.nn.BatchNorm1d(3), load.nn.BatchNorm1d(3))
    elif len(modules) == 1:
        model = load.nn.Linear(3, 2)
    else:
        bias = None not in modules[1][1].values()
        tied = modules[2][1]["weight"] == 1
        sizes = (3, 3) if tied else (2, 4)
        model = load.nn.Sequential(load.nn.Linear(3, sizes[0], bias=bias), load.nn.Linear(*sizes))
        if tied:
            model[1].weight = model[0].weight
    known = {id(x) for module in model.modules() for x in getattr(module, registry).values()}
    found = model._members(registry, "", True, remove_duplicate)
    return [name if id(x) in known or not isinstance(name, str) else f"{name}, another tensor" for name, x in found]


# ------------------------------------------------------------------------------------------- 19.3  One after the other

TWICE = [[1.0, 1.0], [0.0, 1.0]], [0.5, 1.0]  # weight and bias of a layer that comes twice
NUMBERS = [[[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]], [0.5, -0.25]], [[[2.0, -1.0]], [0.75]]
X = [[1.0, 2.0, -1.0], [0.5, -1.0, 3.0]]


def layers(load):
    """Two layers with known numbers."""
    made = [load.nn.Linear(3, 2), load.nn.Linear(2, 1)]
    for layer, (weight, bias) in zip(made, NUMBERS, strict=True):
        layer.load_state_dict({"weight": load.tensor(weight), "bias": load.tensor(bias)})
    return made


def affine(rows, weight, bias):
    """What a layer makes of rows, number by number."""
    return [
        [sum([w * x for w, x in zip(line, row, strict=True)]) + b for line, b in zip(weight, bias, strict=True)]
        for row in rows
    ]


def check_sequential(load):
    first, second = layers(load)
    calls = []
    first.register_forward_hook(lambda *_: calls.append("first"))
    model = result_of(load.nn.Sequential, first, load.nn.Identity(), second)
    case = "model = nn.Sequential(nn.Linear(3, 2), nn.Identity(), nn.Linear(2, 1))"
    if isinstance(model, BaseException):
        return Miss([case], model, "a Sequential")
    names, right = [*model._modules], ["0", "1", "2"]
    if names != right:
        kept = vars(model).keys() - vars(load.nn.Module()).keys()
        if not names:
            known = "a list" if kept else None
        elif model._modules[names[-1]] is first:
            known = "one entered"
        else:
            known = "names" if len(names) < 3 else "other names"
        return Miss([case, "[name for name, _ in model.named_children()]"], names, right, known)
    mine, right = result_of(outputs, load, model), affine(affine(X, *NUMBERS[0]), *NUMBERS[1])
    if differs(mine, right):
        known = "first only" if not differs(mine, affine(X, *NUMBERS[0])) else None
        known = "no result" if mine is None else known
        if isinstance(mine, RuntimeError):
            known = "each its own" if calls else "backwards"
        if isinstance(mine, RecursionError):
            known = "itself too"
        return Miss([case, f"model(x) for x = {said(X)}"], mine, right, known)
    if not calls:
        return Miss(["a forward hook on the first layer: how often it is called"], 0, 1, "forward itself")
    named_ones = result_of(lambda: load.nn.Sequential(OrderedDict(wide=first, narrow=second)))
    mine = named_ones if isinstance(named_ones, BaseException) else [*named_ones._modules]
    case = "model = nn.Sequential(OrderedDict(wide=nn.Linear(3, 2), narrow=nn.Linear(2, 1)))"
    if mine != ["wide", "narrow"]:
        known = "sorted" if mine == ["narrow", "wide"] else "numbers"
        return Miss([case, "[name for name, _ in model.named_children()]"], mine, ["wide", "narrow"], known)
    mine = result_of(outputs, load, named_ones)
    if differs(mine, right):
        known = "by number" if isinstance(mine, KeyError | AttributeError) else None
        return Miss([case, f"model(x) for x = {said(X)}"], mine, right, known)
    return shared_layer(load)


def shared_layer(load):
    """What is wrong with one layer in two places, if anything."""
    layer = load.nn.Linear(2, 2)
    layer.load_state_dict(dict(zip(("weight", "bias"), map(load.tensor, TWICE), strict=True)))
    model = result_of(load.nn.Sequential, layer, load.nn.Identity(), layer)
    case = ["layer = nn.Linear(2, 2); model = nn.Sequential(layer, nn.Identity(), layer)"]
    if isinstance(model, BaseException):
        return Miss(case, model, "a Sequential")
    if model._modules.get("0") is not layer:
        return Miss([*case, "model[0] is layer"], False, True, "copies")
    mine = result_of(lambda: model(load.tensor([[1.0, 2.0]])))
    rows = mine.tolist() if isinstance(mine, load.Tensor) else mine
    right = affine(affine([[1.0, 2.0]], *TWICE), *TWICE)
    if differs(rows, right):
        return Miss([*case, "model(x) for x = [[1, 2]]"], rows, right, "once")
    if not mine.requires_grad:
        return Miss([*case, "requires_grad of what it gives"], False, True, "cut off")
    return None


def outputs(load, model):
    result = model(load.tensor(X))
    return None if result is None else result.tolist()


# ------------------------------------------------------------------------------------------------------ 19.4  Two modes

MODES = [(True, True), (False, True), (True, False)]  # training mode, and whether recording is on
ROWS = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
DROPPED = [[1.0, 2.0, 0.0], [4.0, 5.0, 0.0]]
DROPPING = {
    "always": lambda training, recording: True,
    "never": lambda training, recording: False,
    "turned round": lambda training, recording: not training,
    "recording": lambda training, recording: recording,
    "both": lambda training, recording: training and recording,
}


def check_drop_last(drop_last):
    model = mg.nn.Sequential(type("DropLast", (mg.nn.Module,), {"forward": drop_last})())
    given = [result_of(in_mode, model, *mode) for mode in MODES]
    for (training, recording), mine in zip(MODES, given, strict=True):
        case = [
            f"{'training' if training else 'evaluation'} mode, recording {'on' if recording else 'off'}",
            f"x = {said(ROWS)}",
        ]
        right = DROPPED if training else ROWS
        if isinstance(mine, BaseException):
            return Miss(case, mine, right)
        rows, before, grad = mine
        if rows is None:
            return Miss(case, None, right, "no result")
        if before != ROWS:
            return Miss([*case, "x after it"], before, ROWS, "changed")
        if differs(rows, right):
            dropped = [DROPPED if given_rows(other) == DROPPED else ROWS for other in given]
            wholly = all(given_rows(other) in (DROPPED, ROWS) for other in given)
            found = [rows == DROPPED for rows in dropped] if wholly else []
            known = next((k for k, think in DROPPING.items() if found == [think(*mode) for mode in MODES]), None)
            if rows == [row[:2] for row in ROWS]:
                known = "cut"
            elif rows == [ROWS[0], [0.0, 0.0, 0.0]]:
                known = "last row"
            elif not differs(rows, scaled(right, 1.5)) or not differs(rows, scaled(right, 2 / 3)):
                known = "scaled"
            elif rows in ([[0.0, *row[1:]] for row in ROWS], [[0.0, 0.0, row[2]] for row in ROWS]):
                known = "other numbers"
            return Miss(case, rows, right, known)
        passed_on = [[1.0, 1.0, 0.0 if training else 1.0]] * 2
        if recording and grad != passed_on:
            case = [*case, "the gradient of x, if that of each number of the result is 1"]
            return Miss(case, grad, passed_on, "detached" if training else "unrecorded")
    return None


def scaled(rows, factor):
    return [[factor * x for x in row] for row in rows]


def given_rows(result):
    return None if isinstance(result, BaseException) else result[0]


def in_mode(model, training, recording):
    """What a model gives for `ROWS` in a mode: the numbers, those of x afterwards, and the gradient that x gets."""
    model.train(training)
    leaf = mg.tensor(ROWS, requires_grad=recording)
    x = leaf * 1.0
    with mg.set_grad_enabled(recording):
        result = model(x)
    if result is None:
        return None, x.tolist(), None
    if result.requires_grad:
        result.sum().backward()
    return result.tolist(), x.tolist(), leaf.grad if leaf.grad is None else leaf.grad.tolist()


# ----------------------------------------------------------------------------------------------------- 19.5  Frozen parts

PARTS = {  # the model in words, and which child is to be frozen
    "first": (["model has two Linear; part is model[0]"], 0),
    "last": (["model has two Linear; part is model[2]"], 2),
    "more": (
        [
            "model[0] is part: a Sequential with a Linear, and a Parameter `own`",
            "outside of it: a Linear, its weight as `tied` too, a Parameter `own`, and `before`, frozen before",
        ],
        0,
    ),
}
FROZEN = [*PARTS]


def model_of(case):
    """The model of a case."""
    first, second = layers(mg)
    if case != "more":
        return mg.nn.Sequential(first, mg.nn.Tanh(), second)
    body = mg.nn.Sequential(first, mg.nn.Tanh())
    body.own = mg.nn.Parameter(mg.tensor(1.0))
    model = mg.nn.Sequential(body, second)
    model.tied, model.own = second.weight, mg.nn.Parameter(mg.tensor(1.0))
    model.before = mg.nn.Parameter(mg.tensor(1.0), requires_grad=False)
    return model


def check_prepare(prepare):
    for case in FROZEN:
        words, place = PARTS[case]
        model = model_of(case)
        part, inside = model[place], {id(p) for p in model[place].parameters()}
        others = [p for p in model.parameters() if id(p) not in inside and p.requires_grad]
        (0.5 * model(mg.tensor(X)).sum()).backward()  # what is frozen may have a gradient from before
        before = [p.tolist() for p in model.parameters()]
        mine = result_of(prepare, model, part)
        if isinstance(mine, BaseException):
            known = "compared" if isinstance(mine, RuntimeError) else None
            return Miss(words, mine, "the parameters that go on learning", known)
        handed = result_of(list, mine)
        if not isinstance(handed, list) or not all(isinstance(p, mg.Tensor) for p in handed):
            return Miss([*words, "what it returns"], mine, "the parameters that go on learning", "nothing handed over")
        if [p.tolist() for p in model.parameters()] != before or part is not model[place]:
            return Miss([*words, "the numbers of the model"], "others than before", "the same", "numbers changed")
        flags = [any(p.requires_grad for p in part.parameters()), all(p.requires_grad for p in others)]
        if flags != [False, True]:
            known = {(True, True): "list only", (False, False): "everything", (True, False): "wrong part"}[*flags]
            known = "some" if known == "list only" and not all(p.requires_grad for p in part.parameters()) else known
            known = "eval" if not part.training and known == "list only" else known
            if known == "list only" and by_name(model, handed) == by_name(model, model.parameters()):
                known = "nothing frozen"
            known = "always one" if case == "last" else known
            return Miss([*words, "requires_grad in part, and in the others"], flags, [False, True], known)
        if case == "more" and model.before.requires_grad:
            return Miss([*words, "requires_grad of what was frozen before"], True, False, "thawed")
        mine, right = by_name(model, handed), by_name(model, others)
        if mine != right:
            return Miss([*words, "what is handed to the optimiser"], mine, right, handing(model, part, mine, right))
        if not part.training:
            return Miss([*words, "part.training"], False, True, "mode")
    return None


def handing(model, part, mine, right):
    """What is wrong with a list for the optimiser."""
    if mine == by_name(model, model.parameters()):
        return "whole list"
    if mine == by_name(model, part.parameters()):
        return "turned"
    if mine == sorted([*right, "before"]):
        return "frozen before"
    if {*mine} < {*right}:
        return "missing"
    return "more than once" if {*mine} == {*right} else None


def by_name(model, tensors):
    """The names of tensors in a model, in a row."""
    names = {id(p): name for name, p in model.named_parameters()}
    return sorted([names.get(id(p), "a tensor that is no parameter") for p in tensors])


# --------------------------------------------------------------------------------------------- 19.6  What arrives at each

UPSTREAM = [[-2.0], [-3.0]]
CHILDREN = "first", "bend", "last"


def check_watch(watch):
    mine, facts = result_of(watched, watch), facts_of_a_pass()
    case, right = (
        [f"first: Linear, bend: Tanh, last: Linear, for two rows; the result's gradient is {said(UPSTREAM)}"],
        by_layer(facts["arrives"], largest),
    )
    if isinstance(mine, BaseException):
        known = "a tuple" if isinstance(mine, AttributeError) and "'tuple'" in str(mine) else None
        return Miss(case, mine, sizes_said(right), known)
    sizes, again, returned, after = mine
    if returned:
        return Miss([*case, "what a hook returns"], returned[0], None, "replaced")
    if not alike(sizes, right):
        return Miss([*case, "what watch has noted"], sizes_said(sizes), sizes_said(right), noting(sizes, facts, right))
    untouched, half = (UPSTREAM, facts["grad_input"][0].tolist()), {name: size / 2 for name, size in right.items()}
    if differs(after, untouched):
        return Miss([*case, "after that the result's gradient, and that of x"], after, untouched, "in place")
    if not alike(again, half):
        case = [*case, "what is noted after a second pass, from half of it"]
        return Miss(case, sizes_said(again), sizes_said(half), "earlier")
    return None


def noting(sizes, facts, right):
    """Which thought gives these sizes."""
    thought = {key: by_layer(facts[key], largest) for key in ("grad_input", "forward", "weights")}
    thought |= {key: by_layer(facts["arrives"], size) for key, size in SIZES.items()}
    thought |= {"last name": {"last": right["first"]}, "nothing": {}, "the model": dict.fromkeys(right, right["last"])}
    thought |= {"itself too": right | {"": right["last"]}, "one child": {"first": right["first"]}}
    known = next((key for key, other in thought.items() if alike(sizes, other)), None)
    if known or not isinstance(sizes, dict):
        return known.partition("|")[0] if known else "no dictionary"
    if not sizes.keys() <= right.keys():
        return "other names"
    return "no number" if any(isinstance(size, mg.Tensor) and size.numel() != 1 for size in sizes.values()) else None


SIZES = {
    "no sign": lambda t: t.max().item(),
    "no sign|until it is too late": lambda t: abs(t.max().item()),
    "sum": lambda t: t.abs().sum().item(),
    "mean": lambda t: t.abs().mean().item(),
    "norm": lambda t: t.norm().item(),
    "smallest": lambda t: t.abs().min().item(),
    "first row": lambda t: t[0].abs().max().item(),
}


def watched(watch):
    """What is noted in a pass, and after a second from half of the gradient; what hooks returned; v and x.grad."""
    first, second = layers(mg)
    model = mg.nn.Sequential(OrderedDict(zip(CHILDREN, (first, mg.nn.Tanh(), second), strict=True)))
    x, v, returned = mg.tensor(X, requires_grad=True), mg.tensor(UPSTREAM), []
    sizes = watch(model)
    for module in model.children():
        hooks = module._hooks.backward if module._hooks else {}
        hooks.update({key: overheard(hook, returned) for key, hook in hooks.items()})
    model(x).backward(v)
    after, noted = (v.tolist(), x.grad.tolist()), dict(sizes) if isinstance(sizes, dict) else sizes
    model(x).backward(0.5 * v)
    return noted, sizes, returned, after


def overheard(hook, returned):
    """The hook, but what it returns is noted and goes no further."""

    def calls(module, grad_input, grad_output):
        result = hook(module, grad_input, grad_output)
        if result is not None:
            returned.append(result)

    return calls


def facts_of_a_pass():
    """What there is to note in the backward pass, for each layer, taken one after the other and without hooks."""
    first, second = layers(mg)
    x, v = mg.tensor(X, requires_grad=True), mg.tensor(UPSTREAM)
    hidden = first(x)
    bent = hidden.tanh()
    out = second(bent)
    ends = [x, hidden, bent, first.weight, second.weight]
    to_x, to_hidden, to_bent, of_first, of_second = mg.autograd.grad(out, ends, v)
    return {
        "arrives": [to_hidden, to_bent, v],
        "grad_input": [to_x, to_hidden, to_bent],
        "forward": [hidden, bent, out],
        "weights": [of_first, None, of_second],
    }


def by_layer(tensors, size):
    return {name: size(t) for name, t in zip(CHILDREN, tensors, strict=True) if t is not None}


def largest(t):
    return t.abs().max().item()


def alike(sizes, right):
    if not isinstance(sizes, dict) or sizes.keys() != right.keys():
        return False
    return all(not differs(number(sizes[key]), right[key]) for key in right)


def number(size):
    return size.item() if isinstance(size, mg.Tensor) and size.numel() == 1 else size


def sizes_said(sizes):
    if not isinstance(sizes, dict):
        return said(sizes)
    return ", ".join([f"{name}: {said(size)}" for name, size in sizes.items()]) or "nothing"


# ------------------------------------------------------------------------------------------------------ the exercises

EXERCISES = [
    Exercise(
        id="19.1",
        title="What an assignment does",
        minutes=8,
        misconception="a tensor that requires grad is a parameter by itself",
        names=(),
        rebuilds=(f"{MODULE}.__setattr__",),
        leaves_out="the messages: it takes what PyTorch refuses, such as a number in the place of a parameter, and None keeps no name",
        holds=("optim", "modes", "hooks", "repr"),
        first_step="Enter a Parameter in self._parameters under its name, in place of the dots.",
        passed="Whatever is assigned is known by its name now. What may not be assigned was not tried.",
        hints=(
            "`self.weight = p` calls this with name 'weight'. Under which name, and in which dictionary, will it be looked for?",
            "isinstance(value, Parameter) tells it from other tensors. What of an entry of that name in the other dictionary?",
            "For parameters: self._parameters[name] = value if it is one, else self._parameters.pop(name, None).",
        ),
        solution="""
def __setattr__(self, name, value):
    for registry, kind in ((self._parameters, Parameter), (self._modules, Module)):
        if isinstance(value, kind):
            registry[name] = value
        else:
            registry.pop(name, None)
    if name in self._buffers:
        self._buffers[name] = value
    object.__setattr__(self, name, value)
""",
        check=check_setattr,
        known={
            "nothing": Known("nothing is registered", "Where will parameters() look for what was assigned?"),
            "every tensor": Known(
                "every tensor is a parameter", "A model keeps its last result in self.last: is it to be trained?"
            ),
            "requires grad": Known(
                "what requires grad is a parameter", "Of which class is a frozen parameter, and does it require grad?"
            ),
            "no modules": Known("modules are not registered", "Who finds the weight of a Linear that is an attribute?"),
            "no parameters": Known("parameters are not registered", "What is in self._parameters after m.w = ...?"),
            "no attribute": Known("registered, but no attribute", "What does m.w say when forward asks for it?"),
            "stays": Known("the old entry stays", "m.w was another kind of thing before: who still finds that?"),
            "one registry": Known("one registry for both", "What would an optimiser do with a module in its list?"),
            "itself again": Known("the assignment calls itself", "What does Python call for self.w = ... and setattr?"),
            "frozen": Known("a frozen parameter is none", "Does a Parameter that is frozen cease to be in the model?"),
            "left": Known("what was there is left", "m.w is a plain tensor now: who still finds the Parameter?"),
            "exchanged": Known("the two registries exchanged", "In which of them will parameters() look?"),
            "everything": Known("whatever is no parameter is a module", "Which class is a number, or a list, of?"),
            "both": Known("everything is in both", "Of which class must a value be to get into `_modules`?"),
            "a list": Known("what is in a list is registered", "Is a list a Parameter, or a Module?"),
            "the last": Known("only the last one stays", "What becomes of what was in the dictionary before?"),
            "deep": Known(
                "what belongs to a part is entered too", "Who finds the weight of a part: the part, or this?"
            ),
            "not there": Known(
                "taken out where it is not", "What does pop do for a name that is not there, and a second argument?"
            ),
            "another": Known(
                "another object is entered", "Is it the leaf that forward uses, and that gets the gradient?"
            ),
            "other names": Known("entered under another name", "Under which key is m.w to be found?"),
        },
    ),
    Exercise(
        id="19.2",
        title="Each of them once",
        minutes=7,
        misconception="a weight that is used twice is two parameters",
        names=(),
        rebuilds=(f"{MODULE}._members",),
        first_step="Write the loop over one module's registry in place of the dots.",
        passed="parameters(), named_parameters() and named_buffers() all walk by this. Loops of modules were not tried.",
        hints=(
            "A module of path '0' registers weight: what is its full name? And one whose path is ''?",
            "Three things: leave out what is None; leave out what was seen, which id(member) tells; yield the name and it.",
            "for name, member in getattr(module, registry).items(): begins it. `continue` leaves one out.",
        ),
        solution="""
def _members(self, registry, prefix, recurse, remove_duplicate):
    seen: set[int] = set()
    modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
    for path, module in modules:
        for name, member in getattr(module, registry).items():
            if member is None or id(member) in seen:
                continue
            if remove_duplicate:
                seen.add(id(member))
            yield f"{path}.{name}" if path else name, member
""",
        check=check_members,
        known={
            "twice": Known("a shared one counts twice", "How often would an optimiser move it in one step?"),
            "none": Known("what is not there is counted", "What is the gradient of a bias that is None?"),
            "no path": Known("names without their path", "Which of the two weights is `weight`?"),
            "a dot": Known("a dot with nothing before it", "What is the path of the model itself?"),
            "own": Known("only the model's own", "Which modules does the loop come to after the first?"),
            "by name": Known("of one name, hence the same", "Are 0.weight and 1.weight one tensor?"),
            "always once": Known("remove_duplicate is not asked", "Who wants both names of a shared weight?"),
            "compared": Known("compared by their numbers", "What does == give for two tensors, and what does `is`?"),
            "always parameters": Known("always the parameters", "What does named_buffers ask for, in `registry`?"),
            "ends": Known("it ends at the first that is left out", "What comes after a bias that is None?"),
            "no dot": Known("no dot after the path", "What stands between `0` and `weight` in `0.weight`?"),
            "turned round": Known("remove_duplicate the wrong way round", "If it is True, may a weight come twice?"),
            "no generator": Known("no generator is given back", "What gives the pairs one by one: return, or yield?"),
            "no pairs": Known("no pairs of a name and what bears it", "Which of the two comes first, in a pair?"),
            "recurse": Known("always down to the last module", "Which modules are asked if recurse is False?"),
        },
    ),
    Exercise(
        id="19.3",
        title="One after the other",
        minutes=6,
        misconception="modules in a list are parts of the model",
        names=(),
        rebuilds=(f"{SEQUENTIAL}.__init__", f"{SEQUENTIAL}.forward"),
        first_step="Register each module of `named` in place of the first dots.",
        passed="nn.Sequential is these few lines. Slices and additions of it were not tried.",
        hints=(
            "After self.layers = [first, second]: which of your lines in __setattr__ sees that there are modules in it?",
            "add_module(name, module) registers under a string, such as '0'. And self._modules has them in their order.",
            "named.items() has names and modules, for add_module(str(name), module); self._modules.values() has the modules.",
        ),
        solution="""
def __init__(self, *args: Any):
    super().__init__()
    named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
    for name, module in named.items():
        self.add_module(str(name), module)

def forward(self, input: Any) -> Any:
    \"\"\"What the last module makes of it.\"\"\"
    for module in self._modules.values():
        input = module(input)
    return input
""",
        check=check_sequential,
        known={
            "a list": Known("kept in a list", "Who looks into a list that is an attribute?"),
            "names": Known("one name for several", "Two Linear: under which names are both found?"),
            "numbers": Known("numbered, though they have names", "What are the keys of `named` for an OrderedDict?"),
            "by number": Known("called by number, though they have names", "What are the keys of self._modules here?"),
            "first only": Known("it ends before the last", "At which point of the loop does your function return?"),
            "each its own": Known("each gets the first input", "What does the second layer get to see?"),
            "backwards": Known("from the last to the first", "Which layer fits an input of three numbers?"),
            "forward itself": Known(
                "forward is called, not the module", "What does Module.__call__ do beside calling forward?"
            ),
            "no result": NOTHING_RETURNED,
            "one entered": Known("only the first is entered", "At which point of the loop does __init__ return?"),
            "other names": Known("under other names", "How is the first of a Sequential called, if nobody named it?"),
            "itself too": Known("the model is among its own parts", "What is the first that modules() gives?"),
            "sorted": Known("in the order of their names", "In which order were they given?"),
            "once": Known(
                "one layer in two places runs once", "What do children() and a set do with one that comes twice?"
            ),
            "copies": Known("a copy is entered", "What are model[0] and layer to share?"),
            "cut off": Known("the graph is cut off", "How will a gradient come to the first layer?"),
        },
    ),
    Exercise(
        id="19.4",
        title="Two modes",
        minutes=6,
        misconception="eval() stops recording, or no_grad is evaluation",
        names=("drop_last",),
        first_step="Say in place of the dots what it gives in training mode, and what otherwise.",
        passed="The mode is a flag that train() and eval() set, and forward reads. Chance, as in Dropout, was not tried.",
        hints=(
            "Who sets self.training, and when? In which of the two modes is it True?",
            "Two results: x, or x times a row of ones with a 0 at its end. What no_grad does is no business of this layer.",
            "Under `if self.training:` stands the product, x * mg.tensor([1.0, 1.0, 0.0]). The other mode needs no product.",
        ),
        solution="""
def drop_last(self, x):
    if self.training:
        return x * mg.tensor([1.0, 1.0, 0.0])
    return x
""",
        check=check_drop_last,
        known={
            "always": Known("dropped in either mode", "What do you ask before you drop?"),
            "never": Known("dropped in no mode", "What is to happen in training?"),
            "turned round": Known("the two modes exchanged", "What is self.training after eval()?"),
            "recording": Known("no_grad taken for evaluation", "Which switch does eval() turn: recording, or a flag?"),
            "both": Known("training only where it is recorded", "What does no_grad tell a layer?"),
            "unrecorded": Known("evaluation taken for no_grad", "Does eval() stop recording, for other layers?"),
            "detached": Known("cut off from its history", "What of your result leads back to x?"),
            "changed": Known("the input itself is changed", "Who else holds x, and its history?"),
            "cut": Known("cut off, not set to 0", "How many numbers does the next layer want of each row?"),
            "last row": Known("the last row, not the last number", "Along which axis are the numbers of one row?"),
            "scaled": Known("scaled, as Dropout does", "What is said of the numbers that are not dropped?"),
            "other numbers": Known("other numbers are dropped", "Which place of the mask is the last?"),
            "no result": Known("no result in one of the modes", "What does a function give that has no return?"),
        },
    ),
    Exercise(
        id="19.5",
        title="Frozen parts",
        minutes=7,
        misconception="what is not in the optimiser's list is frozen",
        names=("prepare",),
        first_step="Freeze part in place of the dots, and return a list.",
        passed="No gradient is computed for what is frozen, and no step moves it. A weight in both parts was not tried.",
        hints=(
            "Two things may happen to a weight: a gradient is computed for it, and a step moves it. Who decides each?",
            "requires_grad_(False) stops the first; the list that the optimiser is given decides the second.",
            "After part.requires_grad_(False), go through model.parameters() and keep those with p.requires_grad.",
        ),
        solution="""
def prepare(model, part):
    part.requires_grad_(False)
    return [p for p in model.parameters() if p.requires_grad]
""",
        check=check_prepare,
        known={
            "list only": Known("left out of the list only", "What does backward() go on computing, and adding up?"),
            "everything": Known("the whole model is frozen", "Which parameters are to learn?"),
            "wrong part": Known("the other part is frozen", "Which of the two is `part`?"),
            "eval": Known("eval() taken for freezing", "What is requires_grad of a parameter after eval()?"),
            "whole list": Known("the frozen ones are handed over too", "What does a step do with a .grad from before?"),
            "always one": Known("one layer, whichever is asked for", "Which of its two arguments does yours freeze?"),
            "turned": Known("the frozen ones are handed over", "Whom is the optimiser to move?"),
            "compared": Known("tensors compared by their numbers", "What does `p in [q, r]` ask: `is`, or ==?"),
            "nothing handed over": Known("no list of parameters", "What does SGD want as its first argument?"),
            "numbers changed": Known("the model's numbers or layers are changed", "What was to stay as it is?"),
            "nothing frozen": Known("nothing is frozen", "Which switch of a leaf stops its gradient?"),
            "some": Known("only some of it is frozen", "How many parameters has part, with all below it?"),
            "thawed": Known("what was frozen before learns again", "Who says that the others were all to learn?"),
            "frozen before": Known("what was frozen before is handed over", "Does all that is not in part learn?"),
            "missing": Known("not all that learn are handed over", "Which of them does no step move now?"),
            "more than once": Known("one is handed over twice", "How often would a step move it?"),
            "mode": Known("the mode is changed too", "What does a frozen Dropout do in training?"),
        },
    ),
    Exercise(
        id="19.6",
        title="What arrives at each",
        minutes=7,
        misconception="grad_input is what arrives, or belongs to the weights",
        names=("watch",),
        first_step="Register a hook on each child in place of the dots; it notes a number in a dictionary.",
        passed="Where a gradient dies or explodes is now one print. Modules with several inputs were not tried.",
        hints=(
            "Of grad_input and grad_output: which has come down from the loss when it gets to the module?",
            "The hook notes sizes[name] = the largest of grad_output[0].abs(). When it runs, what is `name`?",
            "A default keeps the name: def note(module, grad_input, grad_output, name=name). It has no return.",
        ),
        solution="""
def watch(model):
    sizes = {}
    for name, module in model.named_children():
        def note(module, grad_input, grad_output, name=name):
            sizes[name] = grad_output[0].abs().max().item()
        module.register_full_backward_hook(note)
    return sizes
""",
        check=check_watch,
        known={
            "grad_input": Known("what is sent on, not what arrives", "Is the output or the input nearer to the loss?"),
            "forward": Known("the results, not their gradients", "Which of the two passes calls a forward hook?"),
            "weights": Known("the gradients of the weights", "Has a Tanh a weight, and does nothing arrive at it?"),
            "no sign": Known("large below zero is taken for small", "Which is larger in size, -3 or 2?"),
            "last name": Known("all hooks share one name", "What is `name` when the hooks run, after the loop?"),
            "nothing": Known("nothing is noted", "Has the dictionary that you return anything to do with the hooks?"),
            "sum": Known("added up, not the largest", "How many numbers does the size of an array take here?"),
            "replaced": Known("the hook changes what it sees", "What becomes of a value that a hook returns?"),
            "in place": Known("the gradient itself is changed", "What does an underscore at the end of abs_ say?"),
            "mean": Known("the mean, not the largest", "What does one large number among many zeros do to it?"),
            "norm": Known("the norm, not the largest", "What is the norm of [3, 4], and their largest?"),
            "smallest": Known("the smallest, not the largest", "Which is asked for: min, or max?"),
            "first row": Known("the first row only", "How many rows does the gradient of a result have?"),
            "the model": Known("hooks on the whole model", "At whose result does that gradient arrive?"),
            "itself too": Known("not only the children", "What does named_modules give that named_children does not?"),
            "one child": Known("the first child only", "How many times is a hook registered?"),
            "other names": Known("under other keys", "What does named_children give beside each child?"),
            "no number": Known("the gradient, not its size", "How many numbers are to be noted for a child?"),
            "no dictionary": Known(
                "no dictionary is given back", "Where will the notes be looked for after backward()?"
            ),
            "a tuple": Known(
                "a tuple taken for a gradient", "How many results can a module have, each with a gradient?"
            ),
            "earlier": Known("an earlier pass is still in it", "What arrives in the second pass?"),
        },
    ),
]
