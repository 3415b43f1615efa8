"""Saving and loading: tensors, arrays and plain containers in one `.npz` file, which NumPy can read too.

The member `structure` holds JSON as bytes: numbers, texts and None stand for themselves, everything else is an object
that says what it is, such as {"tuple": [...]}. The arrays are members named by their numbers, not compressed. There is
no pickle in a file: nothing is run that it says, and what is not understood is an error.
"""

from __future__ import annotations

import contextlib
import io
import math
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from . import dtypes
from .autograd import variable
from .sizes import Size

if TYPE_CHECKING:
    import os

PLAIN = {type(None), bool, int, float, str}
SEQUENCES: dict[str, Any] = {"list": list, "tuple": tuple, "Size": Size}
MAPPINGS: dict[str, Any] = {"dict": dict, "OrderedDict": OrderedDict, "Counter": Counter}
ENCRYPTED = 1  # a bit of a member's flags
NAMES = {kind: name for name, kind in (SEQUENCES | MAPPINGS).items()}


def save(obj: object, f: str | os.PathLike | io.IOBase) -> None:
    """Write tensors, arrays, numbers, texts and lists, tuples and dicts of them to a file: its name, or open for bytes.

    What shares one memory is written once. Raises TypeError for anything else: of a module or an optimiser, save the
    `state_dict()`.
    """
    import json  # imported here: most programs do not save
    from zipfile import ZipFile, ZipInfo

    writer = Writer()
    structure = json.dumps(writer.written(obj, "obj")).encode()
    members = {"structure": np.frombuffer(structure, np.uint8)} | {str(i): x for i, x in enumerate(writer.arrays)}
    with ZipFile(f, "w") as archive:
        for name, array in members.items():
            with archive.open(ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, version=(1, 0), allow_pickle=False)


def load(f: str | os.PathLike | io.IOBase, map_location: object = None, *, weights_only: bool = True) -> Any:
    """What `save` wrote to this file; no code in it is run. Tensors that shared one memory are one tensor.

    Raises RuntimeError for a file that is damaged or that `save` did not write, OSError where there is none, ValueError
    for `weights_only=False`.
    """
    import json
    from pathlib import Path

    if not weights_only:
        raise ValueError("minigrad loads data only, no pickled objects: leave weights_only=True")
    dtypes.check_device(map_location)
    with contextlib.nullcontext(f) if hasattr(f, "read") else Path(f).open("rb") as file:
        try:
            arrays = arrays_in(file)
            return Reader(arrays).read(json.loads(arrays["structure.npy"].tobytes()))
        except Exception as error:  # whatever goes wrong here, the file is the cause
            raise RuntimeError(
                f"{getattr(file, 'name', file)} is damaged, or was not written by save() "
                f"({type(error).__name__}: {str(error)[:200]}). Save it again."
            ) from None


class DamagedError(Exception):
    """What is wrong with a file."""


class Writer:
    """Says how an object is built, and collects its arrays."""

    def __init__(self):
        self.arrays: list[np.ndarray] = []
        self.numbers: dict[tuple, int] = {}
        self.around: set[int] = set()

    def written(self, x, place):
        """The JSON of an object; `place` says in errors where it was."""
        kind = type(x)
        if kind in PLAIN:
            return x
        if isinstance(x, variable.Variable):
            flags = {"parameter": kind.__name__ == "Parameter", "requires_grad": x.requires_grad}
            return {"tensor": self.number(x.array())} | {name: True for name, flag in flags.items() if flag}
        if isinstance(x, (np.ndarray, np.generic)) and x.dtype in dtypes.KNOWN:
            return {"array": self.number(x)} if isinstance(x, np.ndarray) else x.item()
        if kind not in NAMES:
            raise TypeError(
                f"{place} is a {kind.__name__}, but save() takes tensors, arrays, numbers, texts and lists, tuples and "
                "dicts of them: of a module or an optimiser, save the state_dict()"
            )
        if id(x) in self.around:
            raise ValueError(f"{place} contains itself, which save() cannot save")
        self.around.add(id(x))
        if isinstance(x, dict):
            parts = [[self.written(key, place), self.written(x[key], f"{place}[{key!r}]")] for key in x]
        else:
            parts = [self.written(part, f"{place}[{i}]") for i, part in enumerate(x)]
        self.around.remove(id(x))
        return {NAMES[kind]: parts}

    def number(self, array):
        """The number of an array among those that are saved."""
        key = array.__array_interface__["data"][0], array.shape, array.strides, array.dtype
        if key not in self.numbers:
            self.numbers[key] = len(self.arrays)
            self.arrays.append(array)
        return self.numbers[key]


class Reader:
    """Builds an object again from what Writer said, of these arrays."""

    def __init__(self, arrays):
        self.arrays = arrays
        self.tensors: dict[tuple, Any] = {}

    def read(self, x):
        if type(x) in PLAIN:
            return x
        if type(x) is not dict or not x:
            raise DamagedError(f"the structure holds {str(x)[:50]!r}, which says nothing")
        (name, value), *flags = x.items()
        if name == "tensor":
            return self.tensor(value, dict(flags))
        if name == "array":
            return self.arrays[f"{int(value)}.npy"]
        if name in MAPPINGS:
            return MAPPINGS[name]({self.read(key): self.read(entry) for key, entry in value})
        if name in SEQUENCES:
            return SEQUENCES[name]([self.read(part) for part in value])
        raise DamagedError(f"the structure holds a {name[:50]!r}, which save() does not write")

    def tensor(self, number, flags):
        key = number, *sorted(flags)
        if key not in self.tensors:
            array = self.arrays[f"{int(number)}.npy"]
            self.tensors[key] = tensor_of(array, "parameter" in flags, "requires_grad" in flags)
        return self.tensors[key]


def tensor_of(array, parameter, requires_grad):
    """A tensor over an array, as it was when it was saved."""
    tensor = variable.Tensor(array if array.ndim else array[()])
    if parameter:
        from .nn import Parameter

        return Parameter(tensor, requires_grad)
    return tensor.requires_grad_() if requires_grad else tensor


def arrays_in(file):
    """The arrays of an archive, by member. All sizes are checked before memory is taken for them."""
    from zipfile import ZIP_STORED, ZipFile

    with ZipFile(file) as archive:
        size = file.seek(0, io.SEEK_END)
        for info in archive.infolist():
            if info.compress_type != ZIP_STORED or info.flag_bits & ENCRYPTED:
                raise DamagedError(f"member {info.filename} is compressed or encrypted")
            size -= info.file_size
        if size < 0:
            raise DamagedError("its members are larger than the file")
        return {info.filename: array_of(archive.read(info)) for info in archive.infolist()}


def array_of(data):
    """The array that the bytes of one member hold."""
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    if version != (1, 0):
        raise DamagedError(f"a member is in version {version} of NumPy's format")
    sizes, by_column, dtype = np.lib.format.read_array_header_1_0(stream)
    expected, there = math.prod(sizes) * dtype.itemsize, len(data) - stream.tell()
    if dtype not in dtypes.KNOWN or min(sizes, default=0) < 0 or expected != there:
        raise DamagedError(f"a member says {dtype} {sizes}, {expected} bytes, and holds {there}")
    array = np.frombuffer(data, dtype, offset=stream.tell()).reshape(sizes, order="F" if by_column else "C")
    return array.copy(order="K")
