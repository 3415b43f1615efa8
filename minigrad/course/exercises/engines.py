"""A fresh engine for each look at an answer, so that nothing else of the reader's can be at fault."""

import types
from functools import cache

from minigrad.course import stages


@cache
def stage(lesson):
    return compile(stages.text(lesson), f"{__file__}, {lesson}", "exec")  # no line of it is the reader's


def fresh(lesson, replaced=()):
    """The names of an engine as it is at the end of a lesson, some definitions the reader's.

    `replaced` is {"Tensor.__mul__": function, "accumulate": function}.
    """
    scope = {}
    exec(stage(lesson), scope)
    for name, function in dict(replaced).items():
        owner, _, attribute = name.rpartition(".")
        if owner:
            setattr(scope[owner], attribute, moved(function, scope, scope[owner]))
        else:
            scope[name] = moved(function, scope)
            scope[name].__globals__[name] = scope[name]  # it may call itself
    return scope


def moved(function, scope, owner=None):
    """The same function in an engine, as a method of `owner`; what it uses of the engine, itself or through helpers,
    is of `scope`.
    """
    if not isinstance(function, types.FunctionType):
        return function
    own, names = function.__globals__, {}
    for name, value in own.items():
        helper = isinstance(value, types.FunctionType) and value.__globals__ is own
        names[name] = types.FunctionType(value.__code__, names, name, value.__defaults__) if helper else value
    names.update({name: value for name, value in scope.items() if name != "__builtins__"})
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    closure = tuple([types.CellType(owner) if name == "__class__" else cell for name, cell in cells])
    return types.FunctionType(function.__code__, names, function.__name__, function.__defaults__, closure)
