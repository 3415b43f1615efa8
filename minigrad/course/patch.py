"""Change definitions in the running kernel so that everyone who holds one has the new one.

A function keeps its identity and gets the new code; a method is set on the class that is there; a class is filled.
"""

import __future__

import ast
import copy
import sys
import types
import warnings

FUNCTION = "__code__", "__defaults__", "__kwdefaults__", "__doc__", "__annotations__", "__qualname__"
OF_THE_STATEMENT = {"__module__", "__qualname__", "__firstlineno__", "__static_attributes__", "__classcell__"}
MISSING = object()


class Change:
    """Definitions put in force one after the other. `undo` takes all of them back."""

    def __init__(self, scope):
        self.scope, self.steps = scope, []

    def enforce(self, name, node, filename):
        """Run one definition in the scope; True where an object made before could not follow."""
        __tracebackhide__ = True
        if owner := name.rpartition(".")[0]:
            reopen = ast.keyword("metaclass", ast.Name("reopen", ast.Load()))
            node = ast.copy_location(ast.ClassDef(owner, [], [reopen], [node], []), node)
            exec(_compiled(node, filename), self.scope, {"reopen": Reopen(self, self.scope[owner])})
            return False
        before = self.scope.get(name, MISSING)
        self.steps.append(lambda: put_back(self.scope, name, before))
        exec(_compiled(node, filename), self.scope)
        return self._settle(name, before, self.scope[name])

    def _settle(self, name, before, new):
        """Let the object that was there become the new one, and keep its place."""
        if isinstance(before, type) and isinstance(new, type):
            if before.__bases__ != new.__bases__:
                return True
            doc = before.__doc__
            self.steps.append(lambda: setattr(before, "__doc__", doc))
            before.__doc__, self.scope[name] = new.__doc__, before
        elif self.refill(name, before, new):
            self.scope[name] = before
        return False

    def refill(self, name, old, new):
        """Give a function, if it is known by its own name, the contents of another that closes over the same names."""
        if not (isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType) and old.__name__ == name):
            return False
        if old.__code__.co_freevars != new.__code__.co_freevars or old.__globals__ is not new.__globals__:
            return False
        for cell, other in zip(old.__closure__ or (), new.__closure__ or (), strict=True):
            self.refill_cell(cell, other.cell_contents)
        saved, attributes = {field: getattr(old, field) for field in FUNCTION}, dict(vars(old))
        self.steps.append(lambda: fill(old, saved, attributes))
        fill(old, {field: getattr(new, field) for field in FUNCTION}, dict(vars(new)))
        return True

    def refill_cell(self, cell, value):
        """What a decorator wraps, or the class that `super()` means."""
        before = cell.cell_contents
        self.steps.append(lambda: setattr(cell, "cell_contents", before))
        cell.cell_contents = value

    def set(self, cls, name, value):
        """Make `value` an attribute of a class."""
        before = vars(cls).get(name, MISSING)
        if not self.refill(name, before, value):
            self.steps.append(lambda: set_back(cls, name, before))
            setattr(cls, name, value)

    def delete(self, name):
        """Take a definition away."""
        owner, _, member = name.rpartition(".")
        if owner:
            before = vars(self.scope[owner]).get(member, MISSING)
            self.steps.append(lambda: set_back(self.scope[owner], member, before))
            set_back(self.scope[owner], member, MISSING)
        else:
            before = self.scope.get(name, MISSING)
            self.steps.append(lambda: put_back(self.scope, name, before))
            put_back(self.scope, name, MISSING)

    def undo(self):
        """As it was before."""
        while self.steps:
            self.steps.pop()()


class PackageChange(Change):
    """Definitions of a package, in one of its modules: operations follow too, and every module that imported a name."""

    def enforce(self, name, node, filename):
        apart = super().enforce(name, node, filename)
        self._bind_rules()
        return apart

    def undo(self):
        super().undo()
        self._bind_rules()

    def _package(self):
        return self.scope["__name__"].partition(".")[0]

    def _bind_rules(self):
        sys.modules[f"{self._package()}.ops.operation"].Operation.bind_all()

    def _settle(self, name, before, new):
        if hasattr(before, "become") and hasattr(new, "become"):
            was = copy.copy(before)
            self.steps.append(lambda: before.become(was))
            before.become(new)
            self.scope[name] = before
            return False
        apart = super()._settle(name, before, new)
        if before is not MISSING and self.scope[name] is new:
            self._rebind(before, new)
        return apart

    def _rebind(self, before, new):
        """Give the new object every name of the old one in the package: of its modules and their classes."""
        package = self._package()
        modules = [vars(m) for name, m in list(sys.modules.items()) if f"{name}.".startswith(f"{package}.")]
        for scope in modules:
            for key in [key for key, value in scope.items() if value is before]:
                self.steps.append(lambda scope=scope, key=key: put_back(scope, key, before))
                scope[key] = new
        for cls in {value for scope in modules for value in scope.values() if isinstance(value, type)}:
            for key in [key for key, value in vars(cls).items() if value is before]:
                self.steps.append(lambda cls=cls, key=key: setattr(cls, key, before))
                setattr(cls, key, new)


class Reopen:
    """As a metaclass, `class Tensor(metaclass=Reopen(change, Tensor))`, it adds the body to the class that is there."""

    def __init__(self, change, cls):
        self.change, self.cls = change, cls

    def __prepare__(self, name, bases):
        return dict(vars(self.cls))  # so that `__rmul__ = __mul__` finds an earlier definition

    def __call__(self, name, bases, body):
        if "__classcell__" in body:
            body["__classcell__"].cell_contents = self.cls  # what super() looks into
        for attribute in [attribute for attribute in body if attribute not in OF_THE_STATEMENT]:
            if body[attribute] is not vars(self.cls).get(attribute, MISSING):
                self.change.set(self.cls, attribute, body[attribute])
        return self.cls


def _compiled(node, filename):
    """The statement's code. Its annotations are not evaluated: what they name may be known to type checkers only."""
    module, flags = ast.fix_missing_locations(ast.Module([node], [])), __future__.annotations.compiler_flag
    return compile(module, filename, "exec", flags, dont_inherit=True)


def fill(function, fields, attributes):
    with warnings.catch_warnings():
        # A reader may return what the package yields: Python 3.13 warns of code of another kind.
        warnings.filterwarnings("ignore", "Assigning a code object of non-matching type", DeprecationWarning)
        for field, value in fields.items():
            setattr(function, field, value)
    vars(function).clear()
    vars(function).update(attributes)


def put_back(scope, name, value):
    if value is MISSING:
        scope.pop(name, None)
    else:
        scope[name] = value


def set_back(cls, name, value):
    if value is not MISSING:
        setattr(cls, name, value)
    elif name in vars(cls):
        delattr(cls, name)
