"""Reverse-mode automatic differentiation on NumPy, with PyTorch's documented behaviour: `import minigrad as mg`."""
from . import autograd
from .autograd.grad_mode import enable_grad, is_grad_enabled, no_grad, set_grad_enabled
from .creation import *
from .functions import *
from .tensors import Tensor
