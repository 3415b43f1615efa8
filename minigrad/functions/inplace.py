"""Functions that write over their input."""

from __future__ import annotations

import numpy as np

from ..autograd import variable
from ..autograd.inplace import reseat, write
from ..autograd.variable import Variable
from ..ops import shape
from .elementwise import abs, clamp, cos, exp, log, neg, relu, sigmoid, sin, sqrt, tanh
from .shape import expand


def in_place(name, function):
    """The in-place form of a function: `function(x, ...)` written over `x`, which is returned."""

    def method(self, *args, **options):
        return write(function, self, *args, **options)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"`{name[:-1]}` in place; see there."
    return method


relu_ = in_place("relu_", relu)
exp_ = in_place("exp_", exp)
sqrt_ = in_place("sqrt_", sqrt)
sin_ = in_place("sin_", sin)
cos_ = in_place("cos_", cos)
tanh_ = in_place("tanh_", tanh)
sigmoid_ = in_place("sigmoid_", sigmoid)
abs_ = in_place("abs_", abs)
neg_ = in_place("neg_", neg)
log_ = in_place("log_", log)
clamp_ = in_place("clamp_", clamp)


def in_place_view(name, function):
    """The in-place form of a function that gives a view: the tensor then shows its memory as the view would."""

    def method(self, *args):
        return reseat(function, self, *args)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"`{name[:-1]}` in place; see there."
    return method


def copy_(self, src):
    """Write the values of `src`, which may broadcast, over this tensor."""
    src = src if isinstance(src, Variable) else variable.Tensor(np.asarray(src, self._value.dtype))
    if src.shape != self.shape:
        expand(src, self.shape)  # raises where it does not fit
    return write(shape.copy.call, self, src)
