"""Adagrad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .optimizer import Optimizer, check_options, counted, zeros_for

if TYPE_CHECKING:
    from .optimizer import Params


class Adagrad(Optimizer):
    """p ← p - lr / (1 + t · lr_decay) · g / (√s + eps): s is the sum of all squared gradients, t the steps before.

    Raises ValueError for negative options. From Duchi et al., Adaptive subgradient methods, 2011.
    """

    def __init__(
        self,
        params: Params,
        lr: float = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        *,
        maximize: bool = False,
    ):
        check_options(lr=lr, lr_decay=lr_decay, weight_decay=weight_decay)
        check_options(initial_accumulator_value=initial_accumulator_value, eps=eps)
        defaults = dict(lr=lr, lr_decay=lr_decay, eps=eps, weight_decay=weight_decay)
        more = dict(initial_accumulator_value=initial_accumulator_value, maximize=maximize)
        super().__init__(params, defaults | more)
        for group in self.param_groups:
            for p in group["params"]:
                self.state[p] = zeros_for(p.array(), "sum")
                self.state[p]["sum"].array()[...] = initial_accumulator_value

    def update(self, parameter, p, grad, group):
        state = self.state[parameter]
        if group["weight_decay"]:
            grad = grad + group["weight_decay"] * p
        lr = group["lr"] / (1 + (counted(state) - 1) * group["lr_decay"])
        total = state["sum"].array()
        total += grad * grad
        p -= lr * (grad / (np.sqrt(total) + group["eps"]))
