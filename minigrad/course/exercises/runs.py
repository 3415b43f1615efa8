"""Training runs with a bug planted around a training step, and the numbers of their steps.

The step itself is never changed: each bug is in what it is given, so that it works with a step that a reader has written.
"""

import functools
import math
import random
from typing import NamedTuple

import minigrad as mg
from minigrad import nn
from minigrad.datasets import two_moons
from minigrad.nn.utils import clip_grad_norm_

LR, MAX_NORM, STEPS = 0.5, 2.0, 40
TIMES = 60  # what a learning rate that is too high is of the right one
OTHER_UNITS, FACTOR = 4, 255.0  # the step whose batch comes in other units, and how much larger its numbers are
BUGS = "zero_grad", "lr", "stranded", "detached", "clip", "zeros"


class Row(NamedTuple):
    """One step: its loss and, by layer, the norm of the gradients (None: there is none) and of the change."""

    step: int
    loss: float
    grads: dict[str, float | None]
    changes: dict[str, float]


class Watched(mg.optim.SGD):
    """SGD that notes of each step the gradients that it finds, and how far the model's parameters move."""

    def __init__(self, model, lr):
        super().__init__(model.parameters(), lr=lr)
        self.model, self.seen = model, []

    def step(self, closure=None):
        before = [(layer, p, p.detach().clone()) for layer, p in layers(self.model)]
        grads = by_layer((layer, p.grad) for layer, p, _ in before)
        super().step(closure)
        self.seen.append((grads, by_layer((layer, p.detach() - old) for layer, p, old in before)))


class Careless(Watched):
    """One that never clears a gradient."""

    def zero_grad(self, set_to_none=True):
        pass


def layers(model):
    """(layer, parameter) for each parameter of a model."""
    return [(name.rpartition(".")[0], p) for name, p in model.named_parameters()]


def by_layer(pairs):
    """The norm of each layer's tensors together; None for a layer that has none."""
    found = {}
    for layer, tensor in pairs:
        found.setdefault(layer)
        if tensor is not None:
            found[layer] = math.hypot(found[layer] or 0.0, tensor.norm().item())
    return found


def planted(bug, model):
    """An optimiser for the model, with which a right training step trains it with this bug, and what to clip to."""
    last, max_norm = model[len(model) - 1], MAX_NORM
    if bug == "zeros":
        for p in model.parameters():
            p.data = mg.zeros_like(p)
    optimizer = (Careless if bug == "zero_grad" else Watched)(model, LR * TIMES if bug == "lr" else LR)
    if bug == "zero_grad":
        model.zero_grad = optimizer.zero_grad  # a step may clear by way of the model as well
    if bug == "stranded":
        last.weight, last.bias = [nn.Parameter(p.detach().clone()) for p in (last.weight, last.bias)]
    if bug == "detached":
        last.register_forward_pre_hook(lambda module, inputs: inputs[0].detach())
    if bug == "clip":
        model.register_forward_pre_hook(clip_first)
        max_norm = math.inf
    return optimizer, max_norm


def clip_first(module, inputs):
    """Called before the forward pass, and so before the backward pass."""
    clip_grad_norm_(module.parameters(), MAX_NORM)


def run(bug, train_step, model, x, t):
    """Yields a Row for each step of a training of `model`; in one of them the batch is in other units.

    All is in float64, so that the numbers are the same on every machine. Raises RuntimeError if no step is made.
    """
    x, t, model = x.double(), t.double(), model.double()
    optimizer, max_norm = planted(bug, model)
    for step in range(1, STEPS + 1):
        loss = train_step(model, optimizer, FACTOR * x if step == OTHER_UNITS else x, t, max_norm)
        if len(optimizer.seen) != step:
            raise RuntimeError(f"step {step}: optimizer.step() is to be called once in train_step")
        yield Row(step, float(loss), *optimizer.seen[-1])


def in_order(model, optimizer, x, t, max_norm):
    """A training step as it should be; the loss as a number."""
    optimizer.zero_grad()
    loss = nn.functional.binary_cross_entropy_with_logits(model(x), t)
    loss.backward()
    clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()


@functools.lru_cache(8)
def lineup(number):
    """{letter: (bug, rows)} of five runs; the number says which bugs, in which order, and with which data and start."""
    bugs = random.Random(number).sample(BUGS, 5)
    return {
        letter: (bug, seeded(bug, 10 * number + i)) for i, (letter, bug) in enumerate(zip("ABCDE", bugs, strict=True))
    }


def seeded(bug, seed):
    """The rows of one run, on data and from a start that the seed gives."""
    generator = mg.Generator().manual_seed(seed)
    x, t = two_moons(41, generator=generator)
    model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
    for p in model.parameters():
        p.data = 1.4 * mg.rand(p.shape, generator=generator) - 0.7
    return [*run(bug, in_order, model, x, t.reshape(-1, 1))]
