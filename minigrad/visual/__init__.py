"""Pictures of a graph: `draw` shows it, `step` steps through both its passes, `compare` shows two passes at once.

`Training` follows a run of training.
"""

from .comparing import compare, first_difference
from .picture import draw
from .stepper import step
from .training import Training

__all__ = ["draw", "step", "compare", "first_difference", "Training"]
