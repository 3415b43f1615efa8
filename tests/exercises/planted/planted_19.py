"""Answers to the exercises of lesson 19 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined

BUFFERS = "if name in self._buffers:\n    self._buffers[name] = value\n"
PLAIN = BUFFERS + "object.__setattr__(self, name, value)"


def entry(body, end=PLAIN):
    return defined("__setattr__(self, name, value)", body + "\n" + end)


def members(body):
    return defined("_members(self, registry, prefix, recurse, remove_duplicate)", body)


MODULES = "modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]\n"


def walk(body, seen="seen: set[int] = set()"):
    lines = "".join("    " + line + "\n" for line in body.split("\n"))
    return members(f"{seen}\n{MODULES}for path, module in modules:\n{lines}")


NAMED = "named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))\n"
ADD = "for name, module in named.items():\n    self.add_module(str(name), module)"
RUN = "for module in self:\n    input = module(input)\nreturn input"


def sequential(init=ADD, forward=RUN, named=NAMED):
    return (
        defined("__init__(self, *args: Any)", "super().__init__()\n" + named + init)
        + "\n\n\n"
        + defined("forward(self, input: Any) -> Any", forward)
    )


def drop(body):
    return defined("drop_last(self, x)", body)


def prepare(body):
    return defined("prepare(model, part)", body)


def watch(
    hook,
    registration="child.register_full_backward_hook(hook)",
    head="hook(module, grad_input, grad_output, name=name)",
):
    inner = defined(head, hook) + "\n" + registration
    lines = "".join("    " + line + "\n" for line in inner.split("\n"))
    return defined("watch(model)", f"largest = {{}}\nfor name, child in model.named_children():\n{lines}return largest")


def watching(body):
    return defined("watch(model)", body)


NOTE = "largest[name] = grad_output[0].abs().max().item()"
MODULE, PARAMETER = "isinstance(value, Module)", "isinstance(value, Parameter)"
CLEAN = "self._parameters.pop(name, None)\nself._modules.pop(name, None)\n"

WRONG = {
    "19.1": [
        Wrong(
            entry(
                f"if {PARAMETER}:\n    self._parameters[name] = value\nif {MODULE}:\n    self._modules[name] = value"
            ),
            "stays",
            "never taken out",
        ),
        Wrong(entry(f"if {PARAMETER}:\n    self._parameters[name] = value"), "no modules", "parameters only"),
        Wrong(entry(CLEAN + f"if {MODULE}:\n    self._modules[name] = value"), "no parameters", "modules only"),
        Wrong(
            entry(
                CLEAN
                + f"if {PARAMETER}:\n    self._modules[name] = value\nelif {MODULE}:\n    self._parameters[name] = value"
            ),
            "exchanged",
            "exchanged",
        ),
        Wrong(
            entry(
                CLEAN
                + f"if {PARAMETER}:\n    self._parameters['name'] = value\nelif {MODULE}:\n    self._modules['name'] = value"
            ),
            "other names",
            "the word name",
        ),
        Wrong(
            entry(
                CLEAN
                + f"if {PARAMETER}:\n    self._parameters[value] = name\nelif {MODULE}:\n    self._modules[value] = name"
            ),
            "other names",
            "value as key",
        ),
        Wrong(
            entry(
                CLEAN
                + "if isinstance(value, Tensor):\n    self._parameters[name] = value\nelif isinstance(value, Module):\n    self._modules[name] = value"
            ),
            "every tensor",
            "any tensor",
        ),
        Wrong(
            entry(
                CLEAN
                + "if getattr(value, 'requires_grad', False):\n    self._parameters[name] = value\nelif isinstance(value, Module):\n    self._modules[name] = value"
            ),
            "requires grad",
            "whatever requires grad",
        ),
        Wrong(
            entry(
                CLEAN + f"if {PARAMETER}:\n    self._parameters[name] = value\nelse:\n    self._modules[name] = value"
            ),
            "everything",
            "everything else a module",
        ),
        Wrong(
            entry(
                CLEAN
                + "if type(value) is Parameter:\n    self._parameters[name] = value\nelif type(value) is Module:\n    self._modules[name] = value"
            ),
            "no modules",
            "the exact type",
        ),
        Wrong(
            entry(
                f"if {PARAMETER}:\n    self._parameters[name] = value\n    self._modules.pop(name, None)\nelif {MODULE}:\n    self._modules[name] = value\n    self._parameters.pop(name, None)"
            ),
            "left",
            "left there by anything else",
        ),
        Wrong(
            entry(
                f"if {PARAMETER}:\n    self._parameters = {{name: value}}\nelif {MODULE}:\n    self._modules = {{name: value}}"
            ),
            "the last",
            "a new dictionary",
        ),
        Wrong(
            entry(
                f"if {PARAMETER} and name not in self._parameters:\n    self._parameters[name] = value\nelif {MODULE} and name not in self._modules:\n    self._modules[name] = value"
            ),
            "stays",
            "the first stays",
        ),
        Wrong(
            entry(
                f"if {PARAMETER}:\n    self._parameters[name] = value.data\nelif {MODULE}:\n    self._modules[name] = value"
            ),
            "another",
            "its data",
        ),
        Wrong(
            entry(
                CLEAN
                + f"if {PARAMETER}:\n    self._parameters[name] = value\n    return\nelif {MODULE}:\n    self._modules[name] = value\n    return"
            ),
            None,
            "no attribute",
        ),
        Wrong(
            entry(
                CLEAN
                + f"if {PARAMETER}:\n    self._parameters[name] = value\nelif {MODULE}:\n    self._modules[name] = value",
                BUFFERS + "self.name = value",
            ),
            "itself again",
            "calls itself",
        ),
        Wrong(
            entry(
                CLEAN
                + f"if {PARAMETER}:\n    self._parameters[name] = value\nelif {MODULE}:\n    self._modules[name] = value\n    self._parameters.update(value._parameters)"
            ),
            "deep",
            "parameters of parts too",
        ),
        Wrong(
            entry(
                CLEAN
                + "for part in value if isinstance(value, list) else [value]:\n    if isinstance(part, Parameter):\n        self._parameters[name] = part\n    elif isinstance(part, Module):\n        self._modules[name] = part"
            ),
            "a list",
            "looks into lists",
        ),
        Wrong(
            entry(
                "if name in ('weight', 'bias'):\n    self._parameters[name] = value\nelif isinstance(value, Module):\n    self._modules[name] = value"
            ),
            "no parameters",
            "by its name",
        ),
        Wrong(
            entry(
                f"if {PARAMETER} and value.requires_grad:\n    self._parameters[name] = value\nelif {MODULE}:\n    self._modules[name] = value"
            ),
            "frozen",
            "frozen left out",
        ),
        Wrong(entry("pass"), "nothing", "nothing"),
        Wrong(
            entry(
                f"self._parameters.pop(name)\nself._modules.pop(name)\nif {PARAMETER}:\n    self._parameters[name] = value\nelif {MODULE}:\n    self._modules[name] = value"
            ),
            "not there",
            "pop without default",
        ),
        Wrong(
            entry(
                CLEAN
                + f"if {PARAMETER}:\n    self._parameters.name = value\nelif {MODULE}:\n    self._modules.name = value"
            ),
            None,
            "a dot for brackets",
        ),
        Wrong(entry("self._parameters[name] = value\nself._modules[name] = value"), "both", "everything in both"),
        Wrong(
            entry(
                CLEAN
                + f"if {PARAMETER}:\n    self._parameters[name] = value\nelif {MODULE}:\n    self._modules[name] = value",
                "object.__setattr__(self, name, value)",
            ),
            None,
            "buffers dropped",
        ),
        Wrong(
            entry(
                f"self._parameters.clear()\nif {PARAMETER}:\n    self._parameters[name] = value\nelif {MODULE}:\n    self._modules[name] = value"
            ),
            None,
            "clears all",
        ),
    ],
    "19.2": [
        Wrong(
            walk("for name, value in getattr(module, registry).items():\n    yield f'{path}.{name}', value"),
            "a dot",
            "no test at all",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield f'{path}.{name}', value"
            ),
            "a dot",
            "a dot in front",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield name, value"
            ),
            "no path",
            "the last name only",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield path + name, value"
            ),
            "no dot",
            "no dot",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "twice",
            "nothing noted",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "always once",
            "always once",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or not remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "turned round",
            "turned round",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "none",
            "None too",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and name in seen:\n        continue\n    seen.add(name)\n    yield (f'{path}.{name}' if path else name), value",
                "seen = set()",
            ),
            "by name",
            "by name",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    full = f'{path}.{name}' if path else name\n    if value is None or remove_duplicate and full in seen:\n        continue\n    seen.add(full)\n    yield full, value",
                "seen = set()",
            ),
            "twice",
            "by full name",
        ),
        Wrong(
            walk(
                "for name, value in module._parameters.items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "always parameters",
            "parameters for buffers",
        ),
        Wrong(
            walk(
                "for name, value in getattr(self, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "own",
            "self for module",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    return [(f'{path}.{name}' if path else name, value)]"
            ),
            "no generator",
            "returns the first",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield value, (f'{path}.{name}' if path else name)"
            ),
            "no pairs",
            "pair exchanged",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield value"
            ),
            "no pairs",
            "no names",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        break\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "ends",
            "break for continue",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        return\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "ends",
            "return for continue",
        ),
        Wrong(
            walk(
                "if id(module) in seen:\n    continue\nseen.add(id(module))\nfor name, value in getattr(module, registry).items():\n    if value is not None:\n        yield (f'{path}.{name}' if path else name), value"
            ),
            "twice",
            "modules once",
        ),
        Wrong(
            walk(
                "if path in seen:\n    continue\nfor name, value in getattr(module, registry).items():\n    if value is not None:\n        yield (f'{path}.{name}' if path else name), value"
            ),
            "twice",
            "modules by path",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and value in seen:\n        continue\n    seen.add(value.tolist().__repr__())\n    yield (f'{path}.{name}' if path else name), value",
                "seen = set()",
            ),
            "twice",
            "by its numbers",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and str(value) in seen:\n        continue\n    seen.add(str(value))\n    yield (f'{path}.{name}' if path else name), value",
                "seen = set()",
            ),
            "compared",
            "equal numbers as one",
        ),
        Wrong(
            members(
                "out = []\nseen = set()\n"
                + MODULES
                + "for path, module in modules:\n    for name, value in getattr(module, registry).items():\n        if value is None or remove_duplicate and id(value) in seen:\n            continue\n        seen.add(id(value))\n        out.append((f'{path}.{name}' if path else name, value))\nreturn out"
            ),
            "no generator",
            "a list",
        ),
        Wrong(
            walk(
                "for name, value in module.registry.items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            None,
            "an attribute called registry",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if not value or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            "compared",
            "truth for None",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen or not value.requires_grad:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
            ),
            None,
            "frozen left out",
        ),
        Wrong(walk("pass"), "no generator", "nothing"),
        Wrong(
            walk(
                "for name, value in getattr(module, registry):\n    yield (f'{path}.{name}' if path else name), value"
            ),
            None,
            "no items",
        ),
        Wrong(
            members(
                "seen = set()\nfor path, module in self.named_modules(prefix, remove_duplicate):\n    for name, value in getattr(module, registry).items():\n        if value is None or remove_duplicate and id(value) in seen:\n            continue\n        seen.add(id(value))\n        yield (f'{path}.{name}' if path else name), value"
            ),
            "recurse",
            "recurse forgotten",
        ),
        Wrong(
            walk(
                "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{prefix}.{path}.{name}' if path else name), value"
            ),
            None,
            "the prefix twice",
        ),
    ],
    "19.3": [
        Wrong(
            sequential(forward="for module in self:\n    module(input)\nreturn input"),
            "each its own",
            "results dropped",
        ),
        Wrong(
            sequential(forward="for module in self:\n    output = module(input)\nreturn output"),
            "each its own",
            "each of the input",
        ),
        Wrong(
            sequential(forward="for module in self:\n    input = module(input)\n    return input"),
            "first only",
            "the first only",
        ),
        Wrong(sequential(forward="for module in self:\n    input = module(input)"), "no result", "not given back"),
        Wrong(
            sequential(forward="for module in reversed(list(self)):\n    input = module(input)\nreturn input"),
            "backwards",
            "backwards",
        ),
        Wrong(sequential(forward="return sum(module(input) for module in self)"), "each its own", "a sum"),
        Wrong(
            sequential(forward="for module in self._modules:\n    input = module(input)\nreturn input"),
            None,
            "names called",
        ),
        Wrong(
            sequential(
                forward="for module in self._modules.values():\n    input = module.forward(input)\nreturn input"
            ),
            "forward itself",
            "forward itself",
        ),
        Wrong(
            sequential(
                forward="for module in dict.fromkeys(self._modules.values()):\n    input = module(input)\nreturn input"
            ),
            "once",
            "each once",
        ),
        Wrong(
            sequential(forward="for module in self.modules():\n    input = module(input)\nreturn input"),
            "itself too",
            "itself too",
        ),
        Wrong(
            sequential(forward="for _, module in self.named_children():\n    input = module(input)\nreturn input"),
            "once",
            "a shared one once",
        ),
        Wrong(
            sequential(forward="for module in self.children():\n    input = module(input)\nreturn input"),
            "once",
            "children",
        ),
        Wrong(
            sequential(
                init="self.parts = list(named.values())",
                forward="for module in self.parts:\n    input = module(input)\nreturn input",
            ),
            "a list",
            "a plain list",
        ),
        Wrong(
            sequential(
                init="self.named = named",
                forward="for module in self.named.values():\n    input = module(input)\nreturn input",
            ),
            "a list",
            "a plain dict",
        ),
        Wrong(
            sequential(init="for name, module in named.items():\n    self.add_module(name, module)"),
            None,
            "numbers as names",
        ),
        Wrong(
            sequential(init="for i, module in enumerate(args):\n    self.add_module(str(i), module)"),
            "numbers",
            "names ignored",
        ),
        Wrong(
            sequential(init="for i, module in enumerate(named.values()):\n    self.add_module(str(i), module)"),
            "numbers",
            "always numbered",
        ),
        Wrong(
            sequential(init="for i, module in enumerate(named.values(), 1):\n    self.add_module(str(i), module)"),
            "other names",
            "counts from one",
        ),
        Wrong(
            sequential(init="for name, module in named.items():\n    self.add_module(f'layer{name}', module)"),
            "other names",
            "names of its own",
        ),
        Wrong(
            sequential(init="for name, module in named.items():\n    self.add_module('name', module)"),
            "names",
            "one name for all",
        ),
        Wrong(sequential(init="for name in named:\n    self.add_module(str(name), name)"), None, "names for modules"),
        Wrong(
            sequential(
                init="for name, module in sorted(named.items(), key=lambda pair: str(pair[0])):\n    self.add_module(str(name), module)"
            ),
            "sorted",
            "sorted as words",
        ),
        Wrong(
            sequential(init="for name, module in named.items():\n    self.add_module(str(name), module)\n    return"),
            "one entered",
            "the first entered",
        ),
        Wrong(
            sequential(
                init="import copy\nfor name, module in named.items():\n    self.add_module(str(name), copy.deepcopy(module))"
            ),
            "copies",
            "copies",
        ),
        Wrong(
            sequential(
                init="for name, module in named.items():\n    if module not in self._modules.values():\n        self.add_module(str(name), module)"
            ),
            "once",
            "a module entered once",
        ),
        Wrong(
            sequential(init="for name, module in named.items():\n    setattr(self, 'layers', module)"),
            "names",
            "one attribute",
        ),
        Wrong(sequential(init=ADD, forward="return self[1](self[0](input))"), "first only", "two only"),
        Wrong(
            sequential(init=ADD, forward="for module in self:\n    input = mg.relu(module(input))\nreturn input"),
            None,
            "relu between",
        ),
        Wrong(
            sequential(init=ADD, forward="for module in self:\n    input = module(input).detach()\nreturn input"),
            "cut off",
            "detached",
        ),
        Wrong(sequential(init="pass", forward="pass"), None, "nothing"),
    ],
    "19.4": [
        Wrong(drop("return x * mg.tensor([1.0, 1.0, 0.0])"), "always", "always"),
        Wrong(drop("return x"), "never", "never"),
        Wrong(
            drop("if not self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"),
            "turned round",
            "turned round",
        ),
        Wrong(
            drop("if mg.is_grad_enabled():\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"),
            "recording",
            "asks for recording",
        ),
        Wrong(drop("if x.requires_grad:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"), "recording", "asks x"),
        Wrong(
            drop("if self.training:\n    return x * mg.tensor([0.0, 1.0, 1.0])\nreturn x"), "other numbers", "the first"
        ),
        Wrong(
            drop("if self.training:\n    return x * mg.tensor([0.0, 0.0, 1.0])\nreturn x"),
            "other numbers",
            "the last kept",
        ),
        Wrong(drop("if self.training:\n    return x * mg.tensor([1.5, 1.5, 0.0])\nreturn x"), "scaled", "scaled"),
        Wrong(
            drop("if self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0]) * 1.5\nreturn x"),
            "scaled",
            "scaled after",
        ),
        Wrong(
            drop("if self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x * 2 / 3"),
            "scaled",
            "scaled in evaluation",
        ),
        Wrong(
            drop("if self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0])"), "no result", "nothing in evaluation"
        ),
        Wrong(drop("if self.training:\n    x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"), "never", "product dropped"),
        Wrong(drop("if self.training:\n    return x[..., :2]\nreturn x"), "cut", "cut off"),
        Wrong(
            drop("if self.training:\n    with mg.no_grad():\n        return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"),
            "detached",
            "not recorded",
        ),
        Wrong(
            drop("if self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x.detach()"),
            "unrecorded",
            "detached in evaluation",
        ),
        Wrong(
            drop(
                "if self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nwith mg.no_grad():\n    return x * 1.0"
            ),
            "unrecorded",
            "no_grad in evaluation",
        ),
        Wrong(
            drop("if self.training is None:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"),
            "never",
            "None asked for",
        ),
        Wrong(drop("if training:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"), None, "without self"),
        Wrong(
            drop("self.training = True\nif self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"),
            "always",
            "sets the mode",
        ),
        Wrong(drop("if self.train:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"), "always", "the method"),
        Wrong(drop("if self.eval():\n    return x\nreturn x * mg.tensor([1.0, 1.0, 0.0])"), "never", "calls eval"),
        Wrong(drop("if self.training:\n    x[..., 2] = 0.0\nreturn x"), "changed", "in place"),
        Wrong(drop("if self.training:\n    x[-1] = 0.0\nreturn x"), "changed", "the last row"),
        Wrong(drop("if self.training:\n    return mg.tensor([1.0, 1.0, 0.0])\nreturn x"), None, "the mask"),
        Wrong(drop("if self.training:\n    return x @ mg.tensor([1.0, 1.0, 0.0])\nreturn x"), None, "a matrix product"),
        Wrong(
            drop("if self.training:\n    return x + mg.tensor([0.0, 0.0, -3.0])\nreturn x"),
            None,
            "the example's number taken off",
        ),
        Wrong(
            drop("if self.training:\n    return mg.tensor((x * mg.tensor([1.0, 1.0, 0.0])).tolist())\nreturn x"),
            "detached",
            "a new tensor",
        ),
        Wrong(
            drop("if self.training:\n    x.mul_(mg.tensor([1.0, 1.0, 0.0]))\nreturn x"),
            "changed",
            "multiplied in place",
        ),
        Wrong(drop("pass"), "no result", "nothing"),
    ],
    "19.5": [
        Wrong(prepare("part.requires_grad_(False)\nreturn list(model.parameters())"), "whole list", "all in the list"),
        Wrong(prepare("part.requires_grad_(False)\nreturn model.parameters()"), "whole list", "all, a generator"),
        Wrong(
            prepare(
                "frozen = {id(p) for p in part.parameters()}\nreturn [p for p in model.parameters() if id(p) not in frozen]"
            ),
            "list only",
            "not frozen",
        ),
        Wrong(
            prepare("model.requires_grad_(False)\nreturn [p for p in model.parameters() if p.requires_grad]"),
            "everything",
            "all frozen",
        ),
        Wrong(prepare("part.requires_grad_(False)\nreturn list(part.parameters())"), "turned", "the frozen ones"),
        Wrong(
            prepare("model.requires_grad_(False)\npart.requires_grad_(True)\nreturn list(part.parameters())"),
            "wrong part",
            "the other way round",
        ),
        Wrong(prepare("part.eval()\nreturn [p for p in model.parameters() if p.requires_grad]"), "eval", "eval"),
        Wrong(
            prepare("part.requires_grad = False\nreturn [p for p in model.parameters() if p.requires_grad]"),
            "nothing frozen",
            "an attribute of the module",
        ),
        Wrong(
            prepare("part.requires_grad_(False)\nreturn [p for p in model.parameters() if not p.requires_grad]"),
            "turned",
            "not",
        ),
        Wrong(
            prepare("part.requires_grad_(False)\nreturn [n for n, p in model.named_parameters() if p.requires_grad]"),
            "nothing handed over",
            "names",
        ),
        Wrong(
            prepare(
                "part.requires_grad_(False)\nreturn [(n, p) for n, p in model.named_parameters() if p.requires_grad]"
            ),
            "nothing handed over",
            "pairs",
        ),
        Wrong(
            prepare("part.requires_grad_(False)\nreturn [m for m in model.children() if m is not part]"),
            "nothing handed over",
            "modules",
        ),
        Wrong(
            prepare(
                "part.requires_grad_(False)\nreturn [p for m in model.children() if m is not part for p in m.parameters()]"
            ),
            "missing",
            "children only",
        ),
        Wrong(
            prepare(
                "part.requires_grad_(False)\nreturn [p for m in model.modules() if m is not part for p in m.parameters()]"
            ),
            None,
            "modules, with the model itself",
        ),
        Wrong(
            prepare(
                "result = [p for p in model.parameters() if p.requires_grad]\npart.requires_grad_(False)\nreturn result"
            ),
            "whole list",
            "asked before",
        ),
        Wrong(
            prepare("part.weight.requires_grad_(False)\nreturn [p for p in model.parameters() if p.requires_grad]"),
            "some",
            "the weight only",
        ),
        Wrong(
            prepare(
                "next(part.parameters()).requires_grad_(False)\nreturn [p for p in model.parameters() if p.requires_grad]"
            ),
            "some",
            "the first only",
        ),
        Wrong(
            prepare(
                "for p in part._parameters.values():\n    if p is not None:\n        p.requires_grad_(False)\nreturn [p for p in model.parameters() if p.requires_grad]"
            ),
            "some",
            "its own only",
        ),
        Wrong(
            prepare(
                "for p in part.parameters():\n    p = p.detach()\nreturn [p for p in model.parameters() if p.requires_grad]"
            ),
            "nothing frozen",
            "a loop variable",
        ),
        Wrong(
            prepare(
                "for p in part.parameters():\n    p.grad = None\nfrozen = {id(p) for p in part.parameters()}\nreturn [p for p in model.parameters() if id(p) not in frozen]"
            ),
            "list only",
            "gradients cleared",
        ),
        Wrong(
            prepare(
                "part.requires_grad_(False)\nfor p in model.parameters():\n    if p.requires_grad:\n        return [p]"
            ),
            "missing",
            "the first that learns",
        ),
        Wrong(
            prepare("part.requires_grad_(False)\n[p for p in model.parameters() if p.requires_grad]"),
            "nothing handed over",
            "not given back",
        ),
        Wrong(
            prepare(
                "part.requires_grad_(False)\nreturn [p for p in model.parameters() if p not in list(part.parameters())]"
            ),
            "compared",
            "in by equality",
        ),
        Wrong(
            prepare(
                "model.requires_grad_(True)\npart.requires_grad_(False)\nreturn [p for p in model.parameters() if p.requires_grad]"
            ),
            "thawed",
            "others thawed",
        ),
        Wrong(
            prepare(
                "part.requires_grad_(False)\nfrozen = {id(p) for p in part.parameters()}\nreturn [p for p in model.parameters() if id(p) not in frozen]"
            ),
            "frozen before",
            "frozen before still in it",
        ),
        Wrong(
            prepare("part.requires_grad_(False)\nreturn [p for p in model.parameters() if p.grad is not None]"),
            "whole list",
            "those with a gradient",
        ),
        Wrong(
            prepare("part.requires_grad_(False)\nreturn [p.detach() for p in model.parameters() if p.requires_grad]"),
            None,
            "detached",
        ),
        Wrong(
            prepare(
                "part.requires_grad_(False)\nreturn mg.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)"
            ),
            "nothing handed over",
            "an optimiser",
        ),
        Wrong(
            prepare(
                "part.requires_grad_(False)\nreturn [p for _, p in model.named_parameters(remove_duplicate=False) if p.requires_grad]"
            ),
            "more than once",
            "shared twice",
        ),
        Wrong(
            prepare("with mg.no_grad():\n    part.parameters()\nreturn list(model.parameters())"),
            "nothing frozen",
            "no_grad",
        ),
        Wrong(prepare("model.part = None\nreturn list(model.parameters())"), "nothing frozen", "taken out"),
        Wrong(
            prepare(
                "part.requires_grad_(False)\npart.eval()\nreturn [p for p in model.parameters() if p.requires_grad]"
            ),
            "mode",
            "its mode changed too",
        ),
        Wrong(prepare("part.zero_grad()\nreturn list(model.parameters())"), "nothing frozen", "zero_grad"),
    ],
    "19.6": [
        Wrong(watch(NOTE, head="hook(module, grad_input, grad_output)"), "last name", "the last name for all"),
        Wrong(watch("largest[name] = grad_input[0].abs().max().item()"), "grad_input", "grad_input"),
        Wrong(watch("largest[name] = grad_output[0].max().item()"), "no sign", "no absolute value"),
        Wrong(watch("largest[name] = grad_output[0].max().abs().item()"), "no sign", "absolute of the largest"),
        Wrong(watch("largest[name] = grad_output[0].abs().min().item()"), "smallest", "the smallest"),
        Wrong(watch("largest[name] = grad_output[0].abs().sum().item()"), "sum", "the sum"),
        Wrong(watch("largest[name] = grad_output[0].abs().mean().item()"), "mean", "the mean"),
        Wrong(watch("largest[name] = grad_output[0].norm().item()"), "norm", "the norm"),
        Wrong(watch("largest[name] = grad_output[0]"), "no number", "the gradient"),
        Wrong(watch("largest[name] = abs(grad_output[0][0]).max().item()"), "first row", "the first row"),
        Wrong(watch("largest[name] = grad_output.abs().max().item()"), "a tuple", "the tuple"),
        Wrong(watch("largest[name] = module.weight.grad.abs().max().item()"), None, "the weight's"),
        Wrong(
            watch(
                "largest[name] = output.abs().max().item()",
                "child.register_forward_hook(hook)",
                "hook(module, args, output, name=name)",
            ),
            "forward",
            "forward hook",
        ),
        Wrong(watch(NOTE + "\nreturn grad_output"), "replaced", "returns grad_output"),
        Wrong(watch(NOTE + "\nreturn grad_input"), "replaced", "returns grad_input"),
        Wrong(watch(NOTE + "\nreturn largest"), "replaced", "returns the dictionary"),
        Wrong(watch(NOTE + "\nreturn largest[name]"), "replaced", "returns the number"),
        Wrong(watch(NOTE, "child.register_full_backward_hook(hook(child, (), ()))"), None, "hook called"),
        Wrong(watch(NOTE, "model.register_full_backward_hook(hook)"), "the model", "on the model"),
        Wrong(watch(NOTE, "child.register_full_backward_hook(hook).remove()"), "nothing", "removed at once"),
        Wrong(watch(NOTE, "pass"), "nothing", "not registered"),
        Wrong(watch("largest[module] = grad_output[0].abs().max().item()"), "other names", "module as key"),
        Wrong(watch("largest['name'] = grad_output[0].abs().max().item()"), "other names", "the word name"),
        Wrong(
            watch("largest[type(module).__name__] = grad_output[0].abs().max().item()"),
            "other names",
            "the class's name",
        ),
        Wrong(watch("largest.setdefault(name, grad_output[0].abs().max().item())"), "earlier", "the first time only"),
        Wrong(
            watch("largest[name] = max(largest.get(name, 0.0), grad_output[0].abs().max().item())"),
            "earlier",
            "the largest ever",
        ),
        Wrong(
            watch("largest[name] = largest.get(name, 0.0) + grad_output[0].abs().max().item()"), "earlier", "added up"
        ),
        Wrong(
            watching(
                "largest = {}\nfor name, child in model.named_modules():\n    child.register_full_backward_hook(lambda m, i, o, name=name: largest.update({name: o[0].abs().max().item()}))\nreturn largest"
            ),
            "itself too",
            "all below",
        ),
        Wrong(
            watching(
                "largest = {}\nfor name, child in model.named_children():\n    child.register_full_backward_hook(lambda m, i, o: largest.update({name: o[0].abs().max().item()}))\nreturn largest"
            ),
            "last name",
            "late name in a lambda",
        ),
        Wrong(
            watching(
                "largest = {}\nfor name, child in model.named_children():\n    child.register_full_backward_hook(lambda m, i, o, name=name: largest.setdefault(name, o[0].abs().max().item()))\nreturn largest"
            ),
            "replaced",
            "setdefault returns",
        ),
        Wrong(
            watching(
                "largest = {}\ndef hook(module, grad_input, grad_output):\n    largest['0'] = grad_output[0].abs().max().item()\nnext(iter(model.children())).register_full_backward_hook(hook)\nreturn largest"
            ),
            "other names",
            "the first child",
        ),
        Wrong(
            watch(NOTE + "\nreturn dict(largest)", "child.register_full_backward_hook(hook)"),
            "replaced",
            "returns a copy",
        ),
        Wrong(
            watching(
                "largest = {}\nfor name, child in model.named_children():\n    def hook(module, grad_input, grad_output, name=name):\n        largest[name] = grad_output[0].abs().max().item()\n    child.register_full_backward_hook(hook)\n    return largest"
            ),
            "one child",
            "returns in the loop",
        ),
        Wrong(
            watching(
                "largest = {}\nfor name, child in model.named_children():\n    largest[name] = max(p.grad.abs().max().item() for p in child.parameters())\nreturn largest"
            ),
            None,
            "parameters' gradients",
        ),
        Wrong(watching("pass"), "no dictionary", "nothing"),
    ],
}

RIGHT = {
    "19.1": [
        entry(
            CLEAN
            + f"if {PARAMETER}:\n    self._parameters[name] = value\nelif {MODULE}:\n    self._modules[name] = value"
        ),
        entry(
            "for kind, entries in ((Parameter, self._parameters), (Module, self._modules)):\n    if isinstance(value, kind):\n        entries[name] = value\n    elif name in entries:\n        del entries[name]"
        ),
        entry(
            f"notes = self.__dict__\nfor key in ('_parameters', '_modules'):\n    if key in notes:\n        notes[key].pop(name, None)\nif {PARAMETER}:\n    self._parameters.update({{name: value}})\nif {MODULE}:\n    self._modules.update({{name: value}})"
        ),
        entry(
            f"if {MODULE}:\n    home = self._modules\nelif {PARAMETER}:\n    home = self._parameters\nelse:\n    home = {{}}\nfor other in (self._modules, self._parameters):\n    if other is not home:\n        other.pop(name, None)\nhome[name] = value"
        ),
    ],
    "19.2": [
        walk(
            "for name, value in getattr(module, registry).items():\n    if value is None or remove_duplicate and id(value) in seen:\n        continue\n    seen.add(id(value))\n    yield (f'{path}.{name}' if path else name), value"
        ),
        walk(
            "for name in module.__dict__[registry]:\n    value = module.__dict__[registry][name]\n    if value is not None and not (remove_duplicate and id(value) in seen):\n        if remove_duplicate:\n            seen.add(id(value))\n        yield '.'.join(filter(None, [path, name])), value"
        ),
        walk(
            "for name, value in vars(module)[registry].items():\n    if value is None:\n        continue\n    if remove_duplicate:\n        if any(value is old for old in seen):\n            continue\n        seen.append(value)\n    yield path + ('.' if path else '') + name, value",
            "seen = []",
        ),
        members(
            MODULES
            + "pairs = ((path + '.' + name if path else name, value) for path, module in modules for name, value in getattr(module, registry).items() if value is not None)\nif not remove_duplicate:\n    yield from pairs\n    return\nonce = {}\nfor name, value in pairs:\n    once.setdefault(id(value), (name, value))\nyield from once.values()"
        ),
        members(
            "seen = set()\n"
            + MODULES
            + "def pairs():\n    for path, module in modules:\n        for name, value in getattr(module, registry).items():\n            if value is not None and not (remove_duplicate and id(value) in seen):\n                seen.add(id(value))\n                yield (path + '.' + name).lstrip('.'), value\nreturn pairs()"
        ),
    ],
    "19.3": [
        sequential(),
        sequential(ADD, "for module in self._modules.values():\n    input = module(input)\nreturn input"),
        sequential(
            "for name in named:\n    setattr(self, str(name), named[name])",
            "x = input\nfor i in range(len(self)):\n    x = self[i](x)\nreturn x",
        ),
        sequential(
            "[self.add_module(f'{name}', module) for name, module in named.items()]",
            "import functools\nreturn functools.reduce(lambda x, module: module(x), self._modules.values(), input)",
        ),
    ],
    "19.4": [
        drop("if self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x"),
        drop("if self.training:\n    return x * mg.tensor([1.0, 1.0, 0.0])\nreturn x.clone()"),
        drop("if self.training == False:\n    return x\nreturn mg.tensor([1.0, 1.0, 0.0]) * x"),
        drop("return x * mg.tensor([1.0, 1.0, 0.0 if self.training else 1.0])"),
        drop("return x - self.training * x * mg.tensor([0.0, 0.0, 1.0])"),
        drop("return mg.where(mg.tensor([True, True, not self.training]), x, mg.zeros(3))"),
    ],
    "19.5": [
        prepare("part.requires_grad_(False)\nreturn [p for p in model.parameters() if p.requires_grad]"),
        prepare(
            "for p in part.parameters():\n    p.requires_grad = False\nreturn list(filter(lambda p: p.requires_grad, model.parameters()))"
        ),
        prepare(
            "part.requires_grad_(False)\nout = []\nfor _, p in model.named_parameters():\n    if p.requires_grad:\n        out += [p]\nreturn out"
        ),
        prepare(
            "frozen = set(map(id, part.parameters()))\nout = []\nfor p in model.parameters():\n    if id(p) in frozen:\n        p.requires_grad_(False)\n    elif p.requires_grad:\n        out.append(p)\nreturn out"
        ),
    ],
    "19.6": [
        watch(NOTE),
        watch("largest[name] = grad_output[0].abs().max()"),
        watching(
            "largest = {}\ndef note(name):\n    def hook(module, grad_input, grad_output):\n        largest[name] = float(grad_output[0].abs().max())\n    return hook\nfor name, child in model.named_children():\n    child.register_full_backward_hook(note(name))\nreturn largest"
        ),
        watching(
            "largest = {}\nfor name, child in model.named_children():\n    child.register_full_backward_hook(lambda m, i, o, name=name: largest.update({name: o[0].abs().max().item()}))\nreturn largest"
        ),
        watching(
            "import functools\nlargest = {}\ndef hook(name, module, grad_input, grad_output):\n    (g,) = grad_output\n    largest[name] = max(g.max().item(), -g.min().item())\nfor name, child in model.named_children():\n    child.register_full_backward_hook(functools.partial(hook, name))\nreturn largest"
        ),
    ],
}
