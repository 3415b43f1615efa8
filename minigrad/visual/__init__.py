"""Pictures of a graph: `draw` shows it, `step` steps through both its passes, `compare` shows two passes at once."""

from .comparing import compare, first_difference
from .picture import draw
from .stepper import step

__all__ = ["draw", "step", "compare", "first_difference"]
