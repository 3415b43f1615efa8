"""RMSprop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .optimizer import Optimizer, check_options, counted, zeros_for

if TYPE_CHECKING:
    from .optimizer import Params


class RMSprop(Optimizer):
    """p ← p - lr · g / (√v + eps): v is a running mean of the squared gradient, v ← alpha · v + (1 - alpha) · g².

    `centered` subtracts the squared running mean of g from v; with momentum, steps add up: b ← momentum · b +
    g / (√v + eps). Raises ValueError for negative options. From Hinton's lecture 6e, 2012; Graves, 2013.
    """

    def __init__(
        self,
        params: Params,
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        *,
        maximize: bool = False,
    ):
        check_options(lr=lr, eps=eps, momentum=momentum, weight_decay=weight_decay, alpha=alpha)
        defaults = dict(lr=lr, momentum=momentum, alpha=alpha, eps=eps, centered=centered)
        super().__init__(params, defaults | dict(weight_decay=weight_decay, maximize=maximize))

    def update(self, parameter, p, grad, group):
        state, alpha, momentum = self.state[parameter], group["alpha"], group["momentum"]
        if not state:
            more = ["momentum_buffer"] * (momentum > 0) + ["grad_avg"] * group["centered"]
            state.update(zeros_for(p, "square_avg", *more))
        if group["weight_decay"]:
            grad = grad + group["weight_decay"] * p
        counted(state)
        v = state["square_avg"].array()
        v *= alpha
        v += (1 - alpha) * grad * grad
        if group["centered"]:
            mean = state["grad_avg"].array()
            mean += (1 - alpha) * (grad - mean)
            v = v - mean * mean
        change = grad / (np.sqrt(v) + group["eps"])
        if momentum > 0:
            buffer = state["momentum_buffer"].array()
            buffer *= momentum
            buffer += change
            change = buffer
        p -= group["lr"] * change
