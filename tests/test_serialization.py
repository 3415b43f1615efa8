"""What is saved comes back; a damaged or hostile file is one clear error, and runs nothing."""

import io
import json
import pickle
import zipfile
from collections import OrderedDict

import numpy as np
import pytest

import minigrad as mg


def round_trip(obj):
    file = io.BytesIO()
    mg.save(obj, file)
    file.seek(0)
    return mg.load(file)


def saved(obj=None):
    """The bytes of a saved file."""
    file = io.BytesIO()
    mg.save({"w": mg.arange(6.0), "steps": 3} if obj is None else obj, file)
    return file.getvalue()


DTYPES = [mg.bool, mg.uint8, mg.int8, mg.int16, mg.int32, mg.int64, mg.float16, mg.float32, mg.float64]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("size", [(), (3,), (2, 3), (0, 4)])
def test_a_tensor_comes_back(dtype, size):
    x = mg.ones(size, dtype=dtype)
    y = round_trip(x)
    assert (y.dtype, y.shape, y.tolist()) == (dtype, size, x.tolist())


def test_containers_and_numbers_come_back_as_they_were():
    obj = {"a": [1, 2.5, True, None, "é\n", -(10**30)], 3: (float("inf"), -0.0), (1, "b"): OrderedDict(z={}, y=[[]])}
    back = round_trip(obj)
    assert back == obj
    assert type(back[1, "b"]) is OrderedDict
    assert type(back[3]) is tuple
    assert np.isnan(round_trip(float("nan")))
    assert type(round_trip(mg.ones(2, 3).shape)) is mg.Size


def test_layout_leaves_and_parameters_are_kept():
    w = mg.nn.Parameter(mg.ones(2), requires_grad=False)
    x, y = mg.arange(6.0).reshape(2, 3).t().requires_grad_(), mg.ones(2, requires_grad=True) * 2
    w2, x2, y2, array = round_trip([w, x, y, np.arange(4)[::-2]])
    assert type(w2) is mg.nn.Parameter and not w2.requires_grad
    assert (x2.tolist(), x2.requires_grad) == (x.tolist(), True)
    assert y2.is_leaf and y2.requires_grad
    assert type(array) is np.ndarray and array.tolist() == [3, 1]


def test_what_shares_its_memory_is_one_tensor_and_is_written_once():
    w = mg.randn(1000)
    a, b, c = round_trip([w, w.detach(), w[:10]])
    assert a is b and c is not a
    assert len(saved([w] * 5)) < 5000


def test_a_model_and_its_optimiser_go_on_where_they_were(tmp_path):
    def parts():
        mg.manual_seed(0)
        model = mg.nn.Sequential(mg.nn.Linear(2, 3), mg.nn.BatchNorm1d(3), mg.nn.Linear(3, 1))
        return model, mg.optim.Adam(model.parameters(), lr=0.1)

    def train(model, optimizer, steps):
        for _ in range(steps):
            optimizer.zero_grad()
            model(mg.tensor([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]])).pow(2).sum().backward()
            optimizer.step()

    whole, halves = parts(), parts()
    train(*whole, 6)
    train(*halves, 3)
    mg.save({"model": halves[0].state_dict(), "optimizer": halves[1].state_dict()}, tmp_path / "half.npz")
    model, optimizer = parts()
    state = mg.load(str(tmp_path / "half.npz"), map_location="cpu")
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    train(model, optimizer, 3)
    for name, x in whole[0].state_dict().items():
        assert mg.equal(model.state_dict()[name], x), name


def test_the_same_object_gives_the_same_bytes_and_numpy_can_read_them(tmp_path):
    assert saved() == saved()
    (tmp_path / "x.npz").write_bytes(saved())
    with np.load(tmp_path / "x.npz") as arrays:
        assert arrays["0"].tolist() == [0, 1, 2, 3, 4, 5]


class Anything:
    pass


REFUSED = [Anything(), mg.nn.Linear(1, 1), mg.optim.SGD([mg.ones(1)]), {1, 2}, 1j, b"x", np.array(["a"]), print]


@pytest.mark.parametrize("thing", REFUSED, ids=lambda thing: type(thing).__name__)
def test_what_is_no_data_is_refused_with_its_place(thing):
    with pytest.raises(TypeError, match=r"obj\['a'\]\[1\] is a .*save\(\) takes tensors, .*state_dict\(\)"):
        mg.save({"a": [0, thing]}, io.BytesIO())


def test_what_contains_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(ValueError, match=r"obj\[0\] contains itself"):
        mg.save(loop, io.BytesIO())


def test_there_is_no_pickle_and_no_other_device():
    with pytest.raises(ValueError, match="weights_only"):
        mg.load(io.BytesIO(saved()), weights_only=False)
    with pytest.raises(RuntimeError, match="cuda"):
        mg.load(io.BytesIO(saved()), map_location="cuda")
    with pytest.raises(FileNotFoundError):
        mg.load("there/is/no/such/file.npz")


# ------------------------------------------------------------------------------------------- damaged and hostile files


def npy(array, **header):
    """The bytes of a member, with another header if one is given."""
    file = io.BytesIO()
    if header:
        np.lib.format.write_array_header_1_0(file, header)
        file.write(np.asarray(array).tobytes())
    else:
        np.lib.format.write_array(file, np.asarray(array), version=(1, 0))
    return file.getvalue()


def archive(structure=None, compression=zipfile.ZIP_STORED, **members):
    """A file like those of `save`, with this structure (JSON or an object) and these members (bytes)."""
    text = structure if isinstance(structure, str) else json.dumps(structure)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as z:
        z.writestr("structure.npy", npy(np.frombuffer(text.encode(), np.uint8)))
        for name, data in members.items():
            z.writestr(f"{name.removeprefix('_')}.npy", data)
    return file.getvalue()


class Bomb:
    """Unpickled, it would leave a trace."""

    went_off = False

    def __reduce__(self):
        return setattr, (Bomb, "went_off", True)


def pickled_array():
    file = io.BytesIO()
    np.save(file, np.array([Bomb()], dtype=object), allow_pickle=True)
    return file.getvalue()


def overlapping():
    """Two entries of the directory over one member's bytes, as in an archive that unpacks to far more than it is."""
    data = archive({"array": 0}, _0=npy(np.zeros(1000)))
    start, entry = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    more = data[entry:end].replace(b"0.npy", b"1.npy")
    tail = bytearray(data[end:])
    tail[8:12] = (3).to_bytes(2, "little") * 2
    tail[12:16] = (end + len(more) - start).to_bytes(4, "little")
    return data[:end] + more + bytes(tail)


FLOATS = {"fortran_order": False, "descr": "<f8"}
HOSTILE = {
    "nothing": b"",
    "text": b"this is no archive",
    "a pickle": pickle.dumps(Bomb()),
    "cut off": saved()[:-30],
    "its first half": saved()[: len(saved()) // 2],
    "zeros in the middle": saved()[:200] + b"\0" * 60 + saved()[260:],
    "a changed number": saved().replace(np.float32(3).tobytes(), np.float32(7).tobytes()),
    "an array of pickled objects": archive({"array": 0}, _0=pickled_array()),
    "compressed": archive({"array": 0}, zipfile.ZIP_DEFLATED, _0=npy(np.zeros(10**6))),
    "overlapping members": overlapping(),
    "more numbers than bytes": archive({"tensor": 0}, _0=npy([1.0], shape=(10**12,), **FLOATS)),
    "fewer numbers than bytes": archive({"tensor": 0}, _0=npy([1.0, 2.0], shape=(1,), **FLOATS)),
    "negative sizes": archive({"tensor": 0}, _0=npy([1.0, 2.0], shape=(-1, -2), **FLOATS)),
    "texts as numbers": archive({"array": 0}, _0=npy(np.array(["a"]))),
    "complex numbers": archive({"tensor": 0}, _0=npy([1j])),
    "code in the header": archive({"array": 0}, _0=npy([1.0]).replace(b"False", b"print")),
    "no header": archive({"array": 0}, _0=b"\x93NUMPY\x01\x00"),
    "no structure": archive().replace(b"structure.npy", b"structure.txt"),
    "no JSON": archive("{"),
    "too deep": archive("[" * 10**5),
    "too deep inside": archive('{"list":[' * 10**4 + "]}" * 10**4),
    "an array that is not there": archive({"tensor": 3}),
    "a path for a number": archive({"tensor": "../../secret"}),
    "an unknown kind": archive({"os.system": ["ls"]}),
    "an empty object": archive({}),
    "a bare list": archive([1, 2]),
    "a list as a key": archive({"dict": [[{"list": []}, 1]]}),
    "keys without values": archive({"dict": [[1]]}),
    "a number for parts": archive({"list": 3}),
    "an integer that requires grad": archive({"tensor": 0, "requires_grad": True}, _0=npy([1])),
    "a number of a million digits": archive("1" * 10**6),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_damaged_or_hostile_file_is_a_clear_error(tmp_path, how):
    file = tmp_path / "model.npz"
    file.write_bytes(HOSTILE[how])
    with pytest.raises(RuntimeError, match=r"model\.npz is damaged, or was not written by save\(\).*Save it again\."):
        mg.load(file)
    assert not Bomb.went_off


def test_the_bomb_would_go_off(monkeypatch):
    monkeypatch.setattr(Bomb, "went_off", False)
    pickle.loads(HOSTILE["a pickle"])
    assert Bomb.went_off


def test_any_changed_byte_is_an_error_or_changes_nothing_that_is_read():
    """The archive's checksums cover the arrays and the structure; what they do not cover is not read, or is checked."""
    whole, right = saved(), round_trip({"w": mg.arange(6.0), "steps": 3})
    same = 0
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 0x55
        try:
            back = mg.load(io.BytesIO(bytes(data)))
        except RuntimeError:
            continue
        same += 1
        assert back["steps"] == right["steps"] and mg.equal(back["w"], right["w"]), place
    assert same < len(whole) / 2
