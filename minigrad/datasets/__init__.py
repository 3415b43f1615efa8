"""Data to train small models on: made by chance, or stored in the package. Nothing is downloaded."""

from .made import spirals, two_moons
from .stored import digits, hills

__all__ = ["digits", "hills", "spirals", "two_moons"]
