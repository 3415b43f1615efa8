"""Answers to the exercises of lesson 19, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"19.1": "ASSIGNED", "19.2": "COUNTED", "19.4": "MODES", "19.5": "FROZEN"}

SUPPORT = {"19": "import minigrad as mg\nfrom minigrad import nn"}

WRONG = {
    "19.1": [
        Wrong(
            """
            def __setattr__(self, name, value):
                if name in self._buffers:
                    self._buffers[name] = value
                object.__setattr__(self, name, value)
            """,
            "nothing",
            "leaves the dots out",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, Tensor):
                    self._modules.pop(name, None)
                    self._parameters[name] = value
                if isinstance(value, Module):
                    self._parameters.pop(name, None)
                    self._modules[name] = value
                object.__setattr__(self, name, value)
            """,
            "every tensor",
            "any tensor",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, Module):
                    self._modules[name] = value
                elif getattr(value, "requires_grad", False):
                    self._parameters[name] = value
                object.__setattr__(self, name, value)
            """,
            "requires grad",
            "looks at requires_grad",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, Parameter):
                    self._parameters[name] = value
                else:
                    self._parameters.pop(name, None)
                if name in self._buffers:
                    self._buffers[name] = value
                object.__setattr__(self, name, value)
            """,
            "no modules",
            "parameters only",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, Module):
                    self._modules[name] = value
                else:
                    self._modules.pop(name, None)
                object.__setattr__(self, name, value)
            """,
            "no parameters",
            "modules only",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                for registry, kind in ((self._parameters, Parameter), (self._modules, Module)):
                    registry.pop(name, None)
                    if isinstance(value, kind):
                        registry[name] = value
                        registered = True
            """,
            "no attribute",
            "the last line is gone",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, Parameter):
                    self._parameters[name] = value
                if isinstance(value, Module):
                    self._modules[name] = value
                if name in self._buffers:
                    self._buffers[name] = value
                object.__setattr__(self, name, value)
            """,
            "stays",
            "only enters",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, (Parameter, Module)):
                    self._parameters[name] = value
                object.__setattr__(self, name, value)
            """,
            "one registry",
            "all into _parameters",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, Parameter):
                    self._parameters[name] = value
                setattr(self, name, value)
            """,
            "itself again",
            "setattr for object.__setattr__",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                for registry, kind in ((self._parameters, Parameter), (self._modules, Module)):
                    if isinstance(value, kind):
                        registry[name] = value
                    else:
                        registry.pop(name, None)
                object.__setattr__(self, name, value)
            """,
            None,
            "the given lines about buffers are gone",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, Parameter):
                    self._parameters[name] = value.detach()
                if isinstance(value, Module):
                    self._modules[name] = value
                object.__setattr__(self, name, value)
            """,
            "another",
            "registers another tensor",
        ),
        Wrong(
            """
            def __setattr__(self, name, value):
                if isinstance(value, Parameter):
                    self._modules.pop(name, None)
                    self._parameters[name] = value
                elif isinstance(value, Module):
                    self._parameters.pop(name, None)
                    self._modules[name] = value
                if name in self._buffers:
                    self._buffers[name] = value
                object.__setattr__(self, name, value)
            """,
            "left",
            "anything else is not looked at",
        ),
    ],
    "19.2": [
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if member is not None:
                            yield f"{path}.{name}" if path else name, member
            """,
            "twice",
            "seen is not asked",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if id(member) not in seen:
                            if remove_duplicate:
                                seen.add(id(member))
                            yield ".".join([path] * bool(path) + [name]), member
            """,
            "none",
            "gives None on",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if member is None or id(member) in seen:
                            continue
                        if remove_duplicate:
                            seen.add(id(member))
                        yield name, member
            """,
            "no path",
            "the name alone",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if member is None or id(member) in seen:
                            continue
                        if remove_duplicate:
                            seen.add(id(member))
                        yield path + "." + name, member
            """,
            "a dot",
            "always a dot",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                for name, member in getattr(self, registry).items():
                    if member is None or id(member) in seen:
                        continue
                    if remove_duplicate:
                        seen.add(id(member))
                    yield name, member
            """,
            "own",
            "no loop over the modules",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if member is None or name in seen:
                            continue
                        seen.add(name)
                        yield f"{path}.{name}" if path else name, member
            """,
            "by name",
            "notes names",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                found = {}
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if member is not None:
                            found.setdefault(id(member), (f"{path}.{name}" if path else name, member))
                yield from found.values()
            """,
            "always once",
            "a dictionary by identity",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen = []
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if member is None or any(bool(member == other) for other in seen):
                            continue
                        if remove_duplicate:
                            seen.append(member)
                        yield f"{path}.{name}" if path else name, member
            """,
            "compared",
            "== for is",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in module._parameters.items():
                        if member is None or id(member) in seen:
                            continue
                        if remove_duplicate:
                            seen.add(id(member))
                        yield f"{path}.{name}" if path else name, member
            """,
            "always parameters",
            "registry is not asked",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if member is None or id(member) in seen:
                            return
                        if remove_duplicate:
                            seen.add(id(member))
                        yield f"{path}.{name}" if path else name, member
            """,
            "ends",
            "return for continue",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                for path, module in self.named_modules(prefix, remove_duplicate):
                    for name, member in getattr(module, registry).items():
                        if member is None or id(member) in seen:
                            continue
                        if remove_duplicate:
                            seen.add(id(member))
                        yield f"{path}.{name}" if path else name, member
            """,
            "recurse",
            "recurse is not asked",
        ),
        Wrong(
            """
            def _members(self, registry, prefix, recurse, remove_duplicate):
                seen: set[int] = set()
                modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
                for path, module in modules:
                    for name, member in getattr(module, registry).items():
                        if member is None or id(member) in seen:
                            continue
                        if remove_duplicate:
                            seen.add(id(member))
                        yield f"{path}.{name}" if path else name, member.detach()
            """,
            None,
            "other tensors over the same memory",
        ),
    ],
    "19.3": [
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                self.layers = list(args)

            def forward(self, input: Any) -> Any:
                for layer in self.layers:
                    input = layer(input)
                return input
            """,
            "a list",
            "a plain list",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for module in named.values():
                    setattr(self, type(module).__name__.lower(), module)

            def forward(self, input: Any) -> Any:
                for module in self._modules.values():
                    input = module(input)
                return input
            """,
            "names",
            "named by their class",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for number, module in enumerate(named.values()):
                    self.add_module(str(number), module)

            def forward(self, input: Any) -> Any:
                for module in self._modules.values():
                    input = module(input)
                return input
            """,
            "numbers",
            "numbers in any case",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for name, module in named.items():
                    self.add_module(str(name), module)

            def forward(self, input: Any) -> Any:
                for i in range(len(self._modules)):
                    input = self._modules[str(i)](input)
                return input
            """,
            "by number",
            "runs them by number",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for name, module in named.items():
                    self.add_module(str(name), module)

            def forward(self, input: Any) -> Any:
                for module in self._modules.values():
                    input = module(input)
                    return input
            """,
            "first only",
            "return inside the loop",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for name, module in named.items():
                    self.add_module(str(name), module)

            def forward(self, input: Any) -> Any:
                for module in self._modules.values():
                    output = module(input)
                return output
            """,
            "each its own",
            "the result goes nowhere",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for name, module in named.items():
                    self.add_module(str(name), module)

            def forward(self, input: Any) -> Any:
                for module in reversed(self._modules.values()):
                    input = module(input)
                return input
            """,
            "backwards",
            "reversed",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for name, module in named.items():
                    self.add_module(str(name), module)

            def forward(self, input: Any) -> Any:
                for module in self._modules.values():
                    input = module.forward(input)
                return input
            """,
            "forward itself",
            "calls forward",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                super().__init__()
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for name, module in named.items():
                    self.add_module(str(name), module)

            def forward(self, input: Any) -> Any:
                for module in self._modules.values():
                    input = module(input)
            """,
            "no result",
            "no return",
        ),
        Wrong(
            """
            def __init__(self, *args: Any):
                named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
                for name, module in named.items():
                    self.add_module(str(name), module)

            def forward(self, input: Any) -> Any:
                for module in self._modules.values():
                    input = module(input)
                return input
            """,
            None,
            "super().__init__() is gone",
        ),
    ],
    "19.4": [
        Wrong(
            """
            def drop_last(self, x):
                return x * mg.tensor([1.0, 1.0, 0.0])
            """,
            "always",
            "asks nothing",
        ),
        Wrong(
            """
            def drop_last(self, x):
                if self.training:
                    x * mg.tensor([1.0, 1.0, 0.0])
                return x
            """,
            "never",
            "the product goes nowhere",
        ),
        Wrong(
            """
            def drop_last(self, x):
                if self.training:
                    return x
                return x * mg.tensor([1.0, 1.0, 0.0])
            """,
            "turned round",
            "the other mode",
        ),
        Wrong(
            """
            def drop_last(self, x):
                if mg.is_grad_enabled():
                    return x * mg.tensor([1.0, 1.0, 0.0])
                return x
            """,
            "recording",
            "asks whether recording is on",
        ),
        Wrong(
            """
            def drop_last(self, x):
                if self.training and mg.is_grad_enabled():
                    return x * mg.tensor([1.0, 1.0, 0.0])
                return x
            """,
            "both",
            "asks both",
        ),
        Wrong(
            """
            def drop_last(self, x):
                if self.training:
                    return x * mg.tensor([1.0, 1.0, 0.0])
                with mg.no_grad():
                    return x * 1.0
            """,
            "unrecorded",
            "no_grad in evaluation",
        ),
        Wrong(
            """
            def drop_last(self, x):
                if self.training:
                    return (x.detach() * mg.tensor([1.0, 1.0, 0.0])).requires_grad_()
                return x
            """,
            "detached",
            "a new leaf in training",
        ),
        Wrong(
            """
            def drop_last(self, x):
                if self.training:
                    x[:, -1] = 0.0
                return x
            """,
            "changed",
            "writes to x",
        ),
        Wrong(
            """
            def drop_last(self, x):
                return x[:, :-1] if self.training else x
            """,
            "cut",
            "a narrower result",
        ),
        Wrong(
            """
            def drop_last(self, x):
                return x * mg.tensor([[1.0], [0.0]]) if self.training else x
            """,
            "last row",
            "the last row",
        ),
        Wrong(
            """
            def drop_last(self, x):
                if self.training:
                    return x * mg.tensor([1.5, 1.5, 0.0])
                return x
            """,
            "scaled",
            "scaled as Dropout does",
        ),
        Wrong(
            """
            def drop_last(self, x):
                return x * self.mask
            """,
            None,
            "an attribute that nobody made",
        ),
    ],
    "19.5": [
        Wrong(
            """
            def prepare(model, part):
                frozen = {id(p) for p in part.parameters()}
                return [p for p in model.parameters() if id(p) not in frozen]
            """,
            "list only",
            "filters the list",
        ),
        Wrong(
            """
            def prepare(model, part):
                for p in model.parameters():
                    p.requires_grad = False
                return [p for p in model.parameters() if p.requires_grad]
            """,
            "everything",
            "freezes the model",
        ),
        Wrong(
            """
            def prepare(model, part):
                model.requires_grad_(False)
                part.requires_grad_(True)
                return list(part.parameters())
            """,
            "wrong part",
            "part learns",
        ),
        Wrong(
            """
            def prepare(model, part):
                part.eval()
                return list(model.parameters())
            """,
            "eval",
            "eval()",
        ),
        Wrong(
            """
            def prepare(model, part):
                part.requires_grad_(False)
                return model.parameters()
            """,
            "whole list",
            "hands all over",
        ),
        Wrong(
            """
            def prepare(model, part):
                part.requires_grad_(False)
                return part.parameters()
            """,
            "turned",
            "hands the frozen ones over",
        ),
        Wrong(
            """
            def prepare(model, part):
                part.requires_grad_(False)
                frozen = [*part.parameters()]
                return [p for p in model.parameters() if p not in frozen]
            """,
            "compared",
            "in, which compares",
        ),
        Wrong(
            """
            def prepare(model, part):
                part.requires_grad_(False)
            """,
            "nothing handed over",
            "no return",
        ),
        Wrong(
            """
            def prepare(model, part):
                part.requires_grad_(False)
                for p in part.parameters():
                    p.zero_()
                return [p for p in model.parameters() if p.requires_grad]
            """,
            "numbers changed",
            "zeros for gradients of zero",
        ),
        Wrong(
            """
            def prepare(model, part):
                model[0].requires_grad_(False)
                return [*model[2].parameters()]
            """,
            "always one",
            "always the first layer",
        ),
        Wrong(
            """
            def prepare(model, part):
                part.requires_grad_(False)
                return [p for p in model.parameters() if p.requires_grad][:1]
            """,
            "missing",
            "one of two",
        ),
        Wrong(
            """
            def prepare(model, part):
                for p in model.parameters():
                    p.requires_grad = True
                part.requires_grad_(False)
                return [p for p in model.parameters() if p.requires_grad]
            """,
            "thawed",
            "switches all on first",
        ),
    ],
    "19.6": [
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in [*model.named_children()][:1]:
                    def note(module, grad_input, grad_output, name=name):
                        sizes[name] = grad_output[0].abs().max().item()
                    module.register_full_backward_hook(note)
                return sizes
            """,
            "one child",
            "the first child only",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for number, module in enumerate(model.children()):
                    def note(module, grad_input, grad_output, name=str(number)):
                        sizes[name] = grad_output[0].abs().max().item()
                    module.register_full_backward_hook(note)
                return sizes
            """,
            "other names",
            "numbers for names",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(module, grad_input, grad_output, name=name):
                        sizes[name] = grad_input[0].abs().max().item()
                    module.register_full_backward_hook(note)
                return sizes
            """,
            "grad_input",
            "the other tuple",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(module, args, output, name=name):
                        sizes[name] = output.abs().max().item()
                    module.register_forward_hook(note)
                return sizes
            """,
            "forward",
            "a forward hook",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    if hasattr(module, "weight"):
                        def note(grad, name=name):
                            sizes[name] = grad.abs().max().item()
                        module.weight.register_hook(note)
                return sizes
            """,
            "weights",
            "hooks on the weights",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(module, grad_input, grad_output, name=name):
                        sizes[name] = grad_output[0].max().item()
                    module.register_full_backward_hook(note)
                return sizes
            """,
            "no sign",
            "no abs",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(module, grad_input, grad_output):
                        sizes[name] = grad_output[0].abs().max().item()
                    module.register_full_backward_hook(note)
                return sizes
            """,
            "last name",
            "the loop's name",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(module, grad_input, grad_output, name=name):
                        sizes[name] = grad_output[0].abs().max().item()
                    module.register_full_backward_hook(note)
                return dict(sizes)
            """,
            "nothing",
            "a copy of the empty dictionary",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(module, grad_input, grad_output, name=name):
                        sizes[name] = grad_output[0].abs().sum().item()
                    module.register_full_backward_hook(note)
                return sizes
            """,
            "sum",
            "sum for max",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(module, grad_input, grad_output, name=name):
                        sizes[name] = grad_output[0].abs().max().item()
                        return (grad_input[0] * 0.5,) if name == "first" else None
                    module.register_full_backward_hook(note)
                return sizes
            """,
            "replaced",
            "the last hook halves what it sees",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(grad_output, name=name):
                        sizes[name] = grad_output[0].abs().max().item()
                    module.register_full_backward_hook(note)
                return sizes
            """,
            None,
            "a hook of one argument",
        ),
        Wrong(
            """
            def watch(model):
                sizes = {}
                for name, module in model.named_children():
                    def note(module, grad_input, grad_output, name=name):
                        sizes[name] = grad_output[0].abs_().max().item()
                    module.register_full_backward_hook(note)
                return sizes
            """,
            "in place",
            "abs_ for abs",
        ),
    ],
}

RIGHT = {
    "19.1": [
        """
        def __setattr__(self, name, value):
            self._parameters.pop(name, None)
            self._modules.pop(name, None)
            if isinstance(value, Parameter):
                self._parameters[name] = value
            elif isinstance(value, Module):
                self._modules[name] = value
            if name in self._buffers:
                self._buffers[name] = value
            object.__setattr__(self, name, value)
        """,
        """
        def __setattr__(self, name, value):
            mine = {Parameter: "_parameters", Module: "_modules"}
            for kind in mine:
                self.__dict__[mine[kind]].pop(name, None)
                if isinstance(value, kind):
                    self.__dict__[mine[kind]].update({name: value})
            if name in self._buffers:
                self._buffers[name] = value
            super(Module, self).__setattr__(name, value)
        """,
    ],
    "19.2": [
        """
        def _members(self, registry, prefix, recurse, remove_duplicate):
            modules = [*self.named_modules(prefix, remove_duplicate)] if recurse else [(prefix, self)]
            every = [
                (".".join(filter(None, [path, name])), member)
                for path, module in modules
                for name, member in vars(module)[registry].items()
                if member is not None
            ]
            if remove_duplicate:
                first = {id(member): name for name, member in reversed(every)}
                every = [(name, member) for name, member in every if first[id(member)] == name]
            yield from every
        """,
        """
        def _members(self, registry, prefix, recurse, remove_duplicate):
            seen = []
            modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
            for path, module in modules:
                start = path + "." if path else ""
                for name, member in getattr(module, registry).items():
                    known = any(member is other for other in seen) and remove_duplicate
                    if member is not None and not known:
                        seen.append(member)
                        yield start + name, member
        """,
    ],
    "19.3": [
        """
        def __init__(self, *args: Any):
            super().__init__()
            named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
            for name in named:
                setattr(self, str(name), named[name])

        def forward(self, input: Any) -> Any:
            result = input
            for module in self:
                result = module(result)
            return result
        """,
        """
        def __init__(self, *args: Any):
            super().__init__()
            named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else dict(enumerate(args))
            self.order = [str(name) for name in named]
            for name, module in zip(self.order, named.values()):
                self.register_module(name, module)

        def forward(self, input: Any) -> Any:
            import functools

            return functools.reduce(lambda x, name: self._modules[name](x), self.order, input)
        """,
    ],
    "19.4": [
        """
        def drop_last(self, x):
            keep = 1.0 - float(self.training)
            return x * mg.tensor([1.0, 1.0, keep])
        """,
        """
        def drop_last(self, x):
            if not self.training:
                return x * 1.0
            return mg.cat([x[:, :2], mg.zeros(len(x), 1)], 1)
        """,
    ],
    "19.5": [
        """
        def prepare(model, part):
            for p in part.parameters():
                p.requires_grad = False
                p.grad = None
            frozen = {id(p) for p in part.parameters()}
            return [p for p in model.parameters() if id(p) not in frozen and p.requires_grad]
        """,
        """
        def prepare(model, part):
            part.requires_grad_(False)
            return filter(lambda p: p.requires_grad, model.parameters())
        """,
    ],
    "19.6": [
        """
        def watch(model):
            sizes = {}

            def noting(name):
                def hook(module, grad_input, grad_output):
                    (grad,) = grad_output
                    sizes[name] = max(grad.max().item(), -grad.min().item())

                return hook

            for name, module in model.named_children():
                module.register_full_backward_hook(noting(name))
            return sizes
        """,
        """
        def watch(model):
            sizes, names = {}, {id(module): name for name, module in model.named_children()}

            def hook(module, grad_output):
                sizes[names[id(module)]] = grad_output[0].abs().max().item()

            for module in model.children():
                module.register_full_backward_pre_hook(hook)
            return sizes
        """,
    ],
}
