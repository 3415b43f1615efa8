"""Adam, and AdamW, which decays the weights apart from the gradient."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from .optimizer import Optimizer, check_options, counted, zeros_for

if TYPE_CHECKING:
    from .optimizer import Params


class Adam(Optimizer):
    """p ← p - lr · m̂ / (√v̂ + eps): running means of the gradient, m, and of its square, v, without their start's bias.

    m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ), where g is the gradient plus
    weight_decay · p and t counts the steps. `amsgrad` takes the largest v so far. Raises ValueError for options out of
    range. From Kingma and Ba, Adam: A method for stochastic optimization, 2014; Reddi et al., 2018.
    """

    def __init__(
        self,
        params: Params,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        decoupled_weight_decay: bool = False,
    ):
        check_options(lr=lr, eps=eps)
        for i, beta in enumerate(betas):
            if not 0.0 <= beta < 1.0:
                raise ValueError(f"Invalid beta parameter at index {i}: {beta}")
        check_options(weight_decay=weight_decay)
        defaults = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize)
        super().__init__(params, defaults | dict(decoupled_weight_decay=decoupled_weight_decay))

    def update(self, parameter, p, grad, group):
        state, lr, (beta1, beta2) = self.state[parameter], group["lr"], group["betas"]
        if not state:
            state.update(zeros_for(p, "exp_avg", "exp_avg_sq", *["max_exp_avg_sq"] * group["amsgrad"]))
        if group["weight_decay"]:
            if group["decoupled_weight_decay"]:
                p *= 1 - lr * group["weight_decay"]
            else:
                grad = grad + group["weight_decay"] * p
        t, m, v = counted(state), state["exp_avg"].array(), state["exp_avg_sq"].array()
        work = np.subtract(grad, m, out=np.empty_like(m))  # one array for all that is worked out
        work *= 1 - beta1
        m += work
        np.multiply(grad, grad, out=work)
        work *= 1 - beta2
        v *= beta2
        v += work
        if group["amsgrad"]:
            v = np.maximum(state["max_exp_avg_sq"].array(), v, out=state["max_exp_avg_sq"].array())
        np.sqrt(v, out=work)
        work /= math.sqrt(1 - beta2**t)
        work += group["eps"]
        np.divide(m, work, out=work)
        work *= lr / (1 - beta1**t)
        p -= work


class AdamW(Adam):
    """Adam whose weights decay apart from the gradient: p ← (1 - lr · weight_decay) · p, before the step.

    From Loshchilov and Hutter, Decoupled weight decay regularization, 2017.
    """

    def __init__(
        self,
        params: Params,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize, decoupled_weight_decay=True)
