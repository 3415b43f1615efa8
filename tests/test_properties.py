"""Random programs of all operations, with writes through views: gradients equal differences, in any order of building.

A program is a list of steps. Each takes earlier results, brings them to the shapes and sizes that a row of
`samples.py` wants (through sines, so that nothing grows), and calls the row; a writing step first changes its input
in place, through a view.
"""

import math
import random
from functools import cache

import numpy as np
import pytest

import minigrad as mg
from tests.samples import DOMAINS, ROWS

LEAVES = [np.array([0.3, -0.8, 0.5]), np.array([[0.9, -0.4]])]
SKIPPED = {
    "elementwise.cast": "rounds to float32, which differences in float64 do not survive",
    "indexing.index": "one of its rows has as many results as the numbers decide, none at times; the others stay",
}
DRAWN = [
    row
    for row in ROWS
    if row.differentiable
    and (row.operation not in SKIPPED or "tensor" in row.call)
    and row.result_of(np, row.value, row.inputs()).size
    and not any([0 in size for size in row.shapes.values()])
]
WRITES = {
    "mul_": lambda view, other: view.mul_(other),
    "add_": lambda view, other: view.add_(other),
    "copy_": lambda view, other: view.copy_(other.sin() * view.clone()),
    "sin_": lambda view, other: view.sin_(),
    "setitem": lambda view, other: view.__setitem__((..., slice(None, None, 2)) if view.ndim else (), other),
}
VIEWS = {
    "itself": lambda x: x,
    "half": lambda x: x[..., : (x.shape[-1] + 1) // 2] if x.ndim else x,
    "first": lambda x: x[0] if x.ndim else x,
    "flat": lambda x: x.reshape(-1),
    "turned": lambda x: x.T[-1] if x.ndim == 2 else x,
    "part of a part": lambda x: x.reshape(-1)[1:].unsqueeze(0)[:, ::2] if x.numel() > 2 else x,
}


def program_of(seed):
    """A program of 5 to 60 steps: a row, two earlier results, and perhaps a write with the view it goes through."""
    rng = random.Random(seed)
    writes, views = sorted(WRITES), sorted(VIEWS)
    return [
        (
            rng.randrange(len(DRAWN)),
            rng.randrange(60),
            rng.randrange(60),
            (rng.choice(writes), rng.choice(views)) if rng.random() < 0.4 else None,
        )
        for _ in range(rng.randint(5, 60))
    ]


PROGRAMS = range(500)


@cache
def wave(n, numel, domain, salt):
    """Which of `numel` numbers become which of `n`, their phases, and what brings a sine into the domain of a row."""
    low, high, signs = DOMAINS[domain]
    signed = np.resize([1.0, -1.0, -1.0] if signs else [1.0], n)
    places, phases = np.arange(n) % numel, np.arange(n) * 0.7 + salt
    return tuple(map(mg.from_numpy, (places, phases, signed * 0.45 * (high - low), signed * 0.5 * (low + high))))


def brought(x, size, domain, salt):
    """`x` in another shape, its numbers within the domain of a row."""
    places, phases, height, middle = wave(math.prod(size), x.numel(), domain, salt)
    return ((x.reshape(-1)[places] * 1.3 + phases).sin() * height + middle).reshape(size)


def taken(row, i, done, write, first, second):
    """The result of one step, from the results `done`."""
    inputs = {}
    for salt, (name, size) in enumerate(row.shapes.items()):
        inputs[name] = brought(done[(first, second, first + second)[salt % 3]], size, row.domain, salt + i)
    if write is not None:
        name = next(iter(inputs))
        target = inputs[name].clone()
        view = VIEWS[write[1]](target)
        WRITES[write[0]](view, brought(done[second], (), "any", i))
        inputs[name] = brought(target, row.shapes[name], row.domain, i) + 0.0 * view.sum()
    return row.result_of(mg, row.call, inputs)


def needs(steps):
    """For each step the earlier results that it takes; the leaves come first."""
    n = len(LEAVES)
    return [
        (first % (i + n), second % (i + n), (first + second) % (i + n)) for i, (_, first, second, _) in enumerate(steps)
    ]


def run(steps, leaves, order=None):
    """The number that a program gives, its steps built in a given order."""
    places, n = needs(steps), len(leaves)
    done = dict(enumerate(leaves))
    for i in range(len(steps)) if order is None else order:
        row, _, _, write = steps[i]
        first, second, third = places[i]
        known = {first: done[first], second: done[second], first + second: done[third]}
        done[i + n] = taken(DRAWN[row], i, known, write, first, second)
    used = {place for three in places for place in three}
    ends = [done[i + n] for i in range(len(steps)) if i + n not in used or i == len(steps) - 1]
    return sum([(end * (k + 1.5)).sum() for k, end in enumerate(ends)])


def gradients(steps, order=None):
    leaves = [mg.tensor(x, requires_grad=True) for x in LEAVES]
    run(steps, leaves, order).backward()
    return [np.zeros_like(x) if t.grad is None else t.grad.numpy() for t, x in zip(leaves, LEAVES, strict=True)]


def slope(steps, direction, h=1e-6):
    """How fast a program's number changes along a direction of its leaves, by differences."""
    with mg.no_grad():
        above, below = (
            run(steps, [mg.tensor(x + nudge * d) for x, d in zip(LEAVES, direction, strict=True)]).item()
            for nudge in (h, -h)
        )
    return (above - below) / (2 * h)


def along(gradient, direction):
    return sum([(g * d).sum() for g, d in zip(gradient, direction, strict=True)])


def another_order(steps):
    """The steps in another order in which each still comes after what it takes."""
    places, n, rng = needs(steps), len(LEAVES), random.Random(len(steps))
    waiting, order = set(range(len(steps))), []
    while waiting:
        ready = sorted([i for i in waiting if all([p < n or p - n not in waiting for p in places[i]])])
        order.append(rng.choice(ready))
        waiting.remove(order[-1])
    return order


@pytest.mark.parametrize("seed", PROGRAMS)
def test_gradients_equal_differences_and_do_not_depend_on_the_order_of_building(seed):
    steps, rng = program_of(seed), np.random.default_rng(seed)
    direction = [rng.uniform(-1, 1, x.shape) for x in LEAVES]
    found = gradients(steps)
    told = along(found, direction)
    h = 1e-6 / max(1, abs(told)) ** 0.5  # a few programs are steep; their differences need smaller nudges
    np.testing.assert_allclose(told, slope(steps, direction, h), rtol=2e-4, atol=2e-5)
    for mine, other in zip(found, gradients(steps, another_order(steps)), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-10, atol=1e-12)


def test_a_third_of_the_programs_write_and_every_row_is_drawn():
    drawn = [program_of(seed) for seed in PROGRAMS]
    assert sum([any([write is not None for *_, write in steps]) for steps in drawn]) > len(drawn) / 3
    assert {row for steps in drawn for row, *_ in steps} == {*range(len(DRAWN))}


@pytest.mark.parametrize("direction", [[[1.0, -0.6, 0.4], [[0.7, 0.3]]], [[-0.2, 0.9, 0.8], [[0.5, -1.0]]]])
@pytest.mark.parametrize("write", sorted(WRITES))
@pytest.mark.parametrize("view", sorted(VIEWS))
def test_each_write_through_each_view(write, view, direction):
    steps = [(0, 0, 1, (write, view)), (3, 2, 0, (write, view)), (5, 3, 2, None)]
    direction = [np.array(part) for part in direction]
    np.testing.assert_allclose(along(gradients(steps), direction), slope(steps, direction), rtol=1e-5, atol=1e-7)
