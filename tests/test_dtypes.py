"""Which dtype an operation has: PyTorch's three tables, whole, and that the operators keep to them."""

import copy
import operator
import pickle

import numpy as np
import pytest

import minigrad as mg
from minigrad import dtypes

SHORT = ["b", "u8", "i8", "i16", "i32", "i64", "f16", "f32", "f64"]
NAMES = ["bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"]
DTYPES = [getattr(mg, name) for name in NAMES]
FULL = dict(zip(SHORT, DTYPES, strict=True))

TWO_TENSORS = """
    b   u8  i8  i16 i32 i64 f16 f32 f64
    u8  u8  i16 i16 i32 i64 f16 f32 f64
    i8  i16 i8  i16 i32 i64 f16 f32 f64
    i16 i16 i16 i16 i32 i64 f16 f32 f64
    i32 i32 i32 i32 i32 i64 f16 f32 f64
    i64 i64 i64 i64 i64 i64 f16 f32 f64
    f16 f16 f16 f16 f16 f16 f16 f32 f64
    f32 f32 f32 f32 f32 f32 f32 f32 f64
    f64 f64 f64 f64 f64 f64 f64 f64 f64
"""
WITH_A_0_D_TENSOR = """
    b   u8  i8  i16 i32 i64 f16 f32 f64
    u8  u8  u8  u8  u8  u8  f16 f32 f64
    i8  i8  i8  i8  i8  i8  f16 f32 f64
    i16 i16 i16 i16 i16 i16 f16 f32 f64
    i32 i32 i32 i32 i32 i32 f16 f32 f64
    i64 i64 i64 i64 i64 i64 f16 f32 f64
    f16 f16 f16 f16 f16 f16 f16 f16 f16
    f32 f32 f32 f32 f32 f32 f32 f32 f32
    f64 f64 f64 f64 f64 f64 f64 f64 f64
"""
WITH_A_NUMBER = """
    b   i64 f32
    u8  u8  f32
    i8  i8  f32
    i16 i16 f32
    i32 i32 f32
    i64 i64 f32
    f16 f16 f16
    f32 f32 f32
    f64 f64 f64
"""


def cells(table, columns):
    rows = zip(DTYPES, table.strip().split("\n"), strict=True)
    return [(a, b, FULL[cell]) for a, row in rows for b, cell in zip(columns, row.split(), strict=True)]


def ones(dtype, *size):
    return mg.ones(size, dtype=dtype)


@pytest.mark.parametrize(("a", "b", "wanted"), cells(TWO_TENSORS, DTYPES))
def test_two_tensors(a, b, wanted):
    x, y = ones(a, 2), ones(b, 2)
    assert mg.promote_types(a, b) is mg.result_type(x, y) is (x + y).dtype is (x * y).dtype is wanted
    assert mg.result_type(ones(a), ones(b)) is (ones(a) + ones(b)).dtype is wanted
    assert mg.cat([x, y]).dtype is mg.where(x > 0, x, y).dtype is wanted


@pytest.mark.parametrize(("a", "b", "wanted"), cells(WITH_A_0_D_TENSOR, DTYPES))
def test_a_0_d_tensor_does_not_widen_its_kind(a, b, wanted):
    x, y = ones(a, 2), ones(b)
    assert mg.result_type(x, y) is mg.result_type(y, x) is (x + y).dtype is (y * x).dtype is wanted


@pytest.mark.parametrize(("a", "number", "wanted"), cells(WITH_A_NUMBER, [True, 2, 2.5]))
def test_a_number_does_not_widen_its_kind(a, number, wanted):
    for x in (ones(a, 2), ones(a)):
        assert mg.result_type(x, number) is (x + number).dtype is (number * x).dtype is wanted


@pytest.mark.parametrize("dtype", DTYPES)
def test_division_gives_floats(dtype):
    wanted = dtype if dtype in dtypes.FLOATS else mg.float32
    assert (ones(dtype, 2) / ones(dtype, 2)).dtype is (ones(dtype) / 2).dtype is ones(dtype, 2).exp().dtype is wanted


@pytest.mark.parametrize("dtype", DTYPES)
def test_comparisons_give_bools(dtype):
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        assert compare(ones(dtype, 2), 1).dtype is mg.bool


@pytest.mark.parametrize(("name", "dtype"), list(zip(NAMES, DTYPES, strict=True)))
def test_a_dtype_knows_itself(name, dtype):
    assert (repr(dtype), dtype.numpy, dtype.itemsize) == (f"minigrad.{name}", np.dtype(name), np.dtype(name).itemsize)
    assert dtype.is_floating_point == name.startswith("float")
    assert dtypes.of(np.dtype(name)) is copy.deepcopy(dtype) is pickle.loads(pickle.dumps(dtype)) is dtype


def test_the_default_dtype_is_of_floats_only():
    with pytest.raises(TypeError, match="only floating-point types are supported as the default type"):
        mg.set_default_dtype(mg.int64)
    assert mg.get_default_dtype() is mg.float32


def test_there_is_only_the_cpu():
    assert mg.ones(2, device="cpu").device == mg.device("cpu") == mg.ones(2).to("cpu").device
    for call in (lambda: mg.ones(2, device="cuda"), lambda: mg.ones(2).to("cuda:1"), lambda: mg.device("mps")):
        with pytest.raises(RuntimeError, match=r"runs on the CPU only: device '.*' is not available, use device='cpu'"):
            call()


@pytest.mark.parametrize(
    ("call", "right"),
    [
        (lambda x: x.cumsum(0), [1, 1]),
        (lambda x: x.cumprod(0), [1, 0]),
        (lambda x: x.square(), [1, 0]),
        (lambda x: x**2, [1, 0]),
        (lambda x: 2**x, [2, 1]),
        (lambda x: x.clamp(0, 1), [1, 0]),
        (lambda x: x.to(mg.uint8).cumsum(0), [1, 1]),
    ],
)
def test_bools_become_integers_where_they_are_numbers(call, right):
    y = call(mg.tensor([True, False]))
    assert y.dtype is mg.int64
    assert y.tolist() == right


def test_a_numpy_float_as_a_limit_makes_integers_floats():
    y = mg.tensor([1, 2]).clamp(np.float64(1.5))
    assert y.dtype is mg.float32
    assert y.tolist() == [1.5, 2]


def test_the_sign_of_a_bool_is_the_bool():
    assert mg.tensor([True, False]).sign().equal(mg.tensor([True, False]))
