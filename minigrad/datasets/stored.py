"""Data that is stored in the package.

`digits.npz` is the test set of E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine
Learning Repository, 1998 (https://doi.org/10.24432/C50P49), licensed CC BY 4.0; the numbers are unchanged. `hills.txt`
was written for this package.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .. import creation, dtypes

if TYPE_CHECKING:
    from ..tensors import Tensor

HERE = Path(__file__).parent


def digits() -> tuple[Tensor, Tensor]:
    """1,797 images of handwritten digits, (1797, 8, 8), floats from 0 to 1, and which digits they are, (1797,)."""
    with np.load(HERE / "digits.npz", allow_pickle=False) as arrays:
        images = creation.tensor(arrays["images"] / 16, dtype=dtypes.float32)
        return images, creation.tensor(arrays["labels"], dtype=dtypes.int64)


def hills() -> str:
    """A text of some 5,500 characters about walking downhill in the fog."""
    return (HERE / "hills.txt").read_text(encoding="utf-8")
