"""The types of elements: their names, and which type an operation on two of them has. Relies on nothing."""

import builtins

import numpy as np


class dtype:
    """The type of a tensor's elements: `name`, `numpy` (NumPy's), `is_floating_point`, `itemsize` in bytes."""

    def __init__(self, name, title, spelled=None):
        self.name, self.numpy = name, np.dtype(name)
        self.is_floating_point = self.numpy.kind == "f"
        self.itemsize = self.numpy.itemsize
        self.is_complex, self.is_signed = False, self.numpy.kind in "if"
        self._title, self._spelled = title, spelled or title

    def __repr__(self):
        return f"minigrad.{self.name}"

    def __reduce__(self):
        return self.name


bool = dtype("bool", "Bool", "bool")
uint8 = dtype("uint8", "Byte", "unsigned char")
int8 = dtype("int8", "Char", "signed char")
int16 = short = dtype("int16", "Short", "short")
int32 = int = dtype("int32", "Int", "int")
int64 = long = dtype("int64", "Long", "long int")
float16 = half = dtype("float16", "Half", "c10::Half")
float32 = float = dtype("float32", "Float", "float")
float64 = double = dtype("float64", "Double", "double")

FLOATS = frozenset([float16, float32, float64])
_OF = {d.numpy: d for d in (bool, uint8, int8, int16, int32, int64, float16, float32, float64)}
KNOWN = frozenset(_OF)  # NumPy's dtypes that have one here
_default = [float32]


def of(numpy_dtype):
    """The dtype of a NumPy dtype. Raises TypeError for one that has none, such as strings or complex numbers."""
    try:
        return _OF[numpy_dtype]
    except KeyError:
        raise TypeError(
            f"can't convert np.ndarray of type numpy.{numpy_dtype.type.__name__}. The only supported types are: "
            "float64, float32, float16, int64, int32, int16, int8, uint8, and bool."
        ) from None


_PYTHON = {builtins.bool: bool, builtins.int: int64, builtins.float: float64}


def named(d, function):
    """The dtype that the argument `dtype=` of a function names: a dtype, or Python's bool, int or float."""
    d = _PYTHON.get(d, d)
    if not isinstance(d, dtype):
        raise TypeError(f"{function}(): argument 'dtype' must be torch.dtype, not {type_name(type(d))}")
    return d


def title(numpy_dtype):
    """The name of a dtype in most messages: Float, Long, Bool."""
    return of(numpy_dtype)._title


def spelled(d):
    """The name of a dtype in the messages of matrix products: float, long int."""
    return d._spelled


def type_name(kind):
    """The name of a Python type in messages: `int`, `numpy.ndarray`, `Tensor`."""
    return f"numpy.{kind.__name__}" if kind.__module__ == "numpy" else kind.__name__


def full_type_name(obj):
    """The name of an object's type as modules and optimisers say it: `torch.FloatTensor`, `int`, `pathlib.Path`."""
    kind = type(obj)
    if hasattr(obj, "_value"):
        return obj.type()
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


# -------------------------------------------------------------------------------------------------- the default dtype


def get_default_dtype() -> dtype:
    """The dtype of Python floats and of factories: float32 unless changed."""
    return _default[0]


def set_default_dtype(d: dtype) -> None:
    """Set the dtype of Python floats and of factories. Raises TypeError unless it is a float dtype."""
    if d not in FLOATS:
        raise TypeError("only floating-point types are supported as the default type")
    _default[0] = d


def default_float():
    """The default dtype, as NumPy's."""
    return _default[0].numpy


# ----------------------------------------------------------------------------------------------------------- promotion

_KIND = {"b": 0, "u": 1, "i": 1, "f": 2}


def common(a, b):
    """The NumPy dtype of an operation on two arrays: a 0-d one counts only if it is of a higher kind."""
    x, y = a.dtype, b.dtype
    kind_x, kind_y = _KIND[x.kind], _KIND[y.kind]
    if (a.ndim == 0) != (b.ndim == 0):
        if kind_x > kind_y:
            return x
        if kind_y > kind_x:
            return y
        return x if b.ndim == 0 else y
    return _wider(x, y)


def _wider(x, y):
    """The NumPy dtype that holds both; a float dtype of any width holds every int."""
    if _KIND[x.kind] != _KIND[y.kind]:
        return x if _KIND[x.kind] > _KIND[y.kind] else y
    return np.promote_types(x, y)


def widest(numpy_dtypes):
    """The NumPy dtype that holds all of them."""
    result = numpy_dtypes[0]
    for d in numpy_dtypes[1:]:
        result = _wider(result, d)
    return result


def promote_types(type1: dtype, type2: dtype) -> dtype:
    """The dtype that holds both."""
    return of(_wider(type1.numpy, type2.numpy))


def for_number(number, numpy_dtype):
    """The NumPy dtype that a Python number takes beside a tensor: never a wider one of its own kind."""
    kind = numpy_dtype.kind
    if kind == "f" or isinstance(number, builtins.bool) or (kind != "b" and isinstance(number, builtins.int)):
        return numpy_dtype
    return int64.numpy if isinstance(number, builtins.int) else default_float()


def for_numbers(a, b):
    """The NumPy dtype of an operation on two Python numbers."""
    return for_number(b, for_number(a, bool.numpy))


def can_cast(new, old):
    """Whether a result of the NumPy dtype `new` may be written in place over `old`: not if its kind is higher."""
    return _KIND[new.kind] <= _KIND[old.kind]


# -------------------------------------------------------------------------------------------------------------- devices


class device:
    """Where a tensor lives; there is only the CPU."""

    def __init__(self, type="cpu", index=None):
        name, _, number = str(type).partition(":")
        check_device(name)
        self.type, self.index = name, builtins.int(number) if number else index

    def __repr__(self):
        return f"device(type='{self.type}'" + ("" if self.index is None else f", index={self.index}") + ")"

    def __str__(self):
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other):
        return isinstance(other, device) and str(self) == str(other)

    def __hash__(self):
        return hash(str(self))


def check_device(place):
    """Raise RuntimeError for a device other than the CPU."""
    name = str(place).partition(":")[0]
    if place is not None and name != "cpu":
        raise RuntimeError(f"minigrad runs on the CPU only: device '{place}' is not available, use device='cpu'")
