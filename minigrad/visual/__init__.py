"""Pictures of a graph: `draw` shows it, `step` steps through both passes over it."""

from .picture import draw
from .stepper import step

__all__ = ["draw", "step"]
