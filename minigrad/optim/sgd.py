"""Stochastic gradient descent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..tensors import Tensor
from .optimizer import Optimizer, check_options

if TYPE_CHECKING:
    from .optimizer import Params


class SGD(Optimizer):
    """p ← p - lr · g, where g is the gradient plus weight_decay · p.

    With momentum a velocity takes g's place: v ← momentum · v + (1 - dampening) · g, and v = g at first; with nesterov,
    g + momentum · v does. `maximize` climbs. Raises ValueError for negative options, and for nesterov without momentum
    or with dampening. From Sutskever et al., On the importance of initialization and momentum in deep learning, 2013.
    """

    def __init__(
        self,
        params: Params,
        lr: float = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
    ):
        check_options(lr=lr, momentum=momentum, weight_decay=weight_decay)
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        defaults = dict(lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay)
        super().__init__(params, defaults | dict(nesterov=nesterov, maximize=maximize))

    def update(self, parameter, p, grad, group):
        momentum = group["momentum"]
        if group["weight_decay"]:
            grad = grad + group["weight_decay"] * p
        if momentum:
            state = self.state[parameter]
            if "momentum_buffer" not in state:
                state["momentum_buffer"] = Tensor(np.array(grad))
                v = state["momentum_buffer"].array()
            else:
                v = state["momentum_buffer"].array()
                v *= momentum
                v += (1 - group["dampening"]) * grad
            grad = grad + momentum * v if group["nesterov"] else v
        p -= group["lr"] * grad
