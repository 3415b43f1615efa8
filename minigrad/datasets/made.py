"""Points in the plane, made by chance, of classes that no straight line tells apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .. import creation, dtypes, functions

if TYPE_CHECKING:
    from ..creation import Generator
    from ..tensors import Tensor


def two_moons(n: int, noise: float = 0.1, generator: Generator | None = None) -> tuple[Tensor, Tensor]:
    """n points, (n, 2), on two half circles that reach into each other, and their classes, (n,): 0 above, 1 below.

    `noise` is the standard deviation of what is added to each coordinate.
    """
    classes = creation.arange(n) % 2
    angles = math.pi * creation.rand(n, generator=generator)
    side = 1 - 2 * classes  # 1 on the upper moon, -1 on the lower
    x = functions.cos(angles) * side + classes
    y = functions.sin(angles) * side + 0.5 * classes
    return with_noise(x, y, noise, generator), classes


def spirals(n: int, classes: int = 3, noise: float = 0.05, generator: Generator | None = None) -> tuple[Tensor, Tensor]:
    """n points, (n, 2), on as many arms of a spiral as there are classes, and their classes, (n,).

    `noise` is the standard deviation of what is added to each coordinate.
    """
    labels = creation.arange(n) % classes
    radius = creation.rand(n, generator=generator).sqrt()  # as many points far out as near the middle, by area
    angles = 2 * math.pi * (radius + labels / classes)
    return with_noise(radius * functions.cos(angles), radius * functions.sin(angles), noise, generator), labels


def with_noise(x, y, noise, generator):
    points = functions.stack([x, y], 1)
    return points + noise * creation.randn(points.shape, generator=generator, dtype=dtypes.of(points._value.dtype))
