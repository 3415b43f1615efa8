"""Build cells on the package: whoever holds a definition has the reader's, and a copy of the package keeps it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import minigrad as mg
from minigrad.course import exercises, map, package, tools
from minigrad.course.exercise import Exercise, Known, Miss, result_of
from minigrad.course.keeping import MARKER
from minigrad.course.source import definitions
from minigrad.ops.broadcasting import unbroadcast as imported
from minigrad.visual.layout import layout
from tests.course.kernel import Kernel, full_disk

AWAY = """%%build minigrad/ops/broadcasting.py
def unbroadcast(grad, shape):
    raise ArithmeticError("mine")
"""
KEY = "minigrad/ops/broadcasting.py::unbroadcast"


def check_zeros(load):
    x = load.zeros(2, 1, requires_grad=True)
    (x + load.zeros(3)).sum().backward()
    mine = result_of(x.grad.tolist)
    return None if mine == [[3.0], [3.0]] else Miss(["x of shape (2, 1)"], mine, [[3.0], [3.0]])


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """A kernel in a folder that minigrad has not made; whatever it builds is taken back."""
    monkeypatch.chdir(tmp_path)
    yield Kernel()
    tools.package().restore()


@pytest.fixture
def lab(kernel, tmp_path, monkeypatch):
    """A kernel in a folder that it has made, with one exercise."""
    summing = Exercise(
        id="6.9",
        title="Undo",
        minutes=1,
        misconception="nothing to undo",
        names=(),
        rebuilds=(KEY,),
        first_step="Write it.",
        passed="It sums.",
        hints=("a", "b", "c"),
        solution="",
        check=check_zeros,
        known={"none": Known("nothing to undo", "What?")},
    )
    every = exercises.every_exercise()
    monkeypatch.setattr(exercises, "every_exercise", lambda: every | {"6.9": summing})
    (tmp_path / MARKER).touch()
    kernel.__init__()
    yield kernel
    tools.package().restore()


RIGHT = AWAY.replace('raise ArithmeticError("mine")', "return grad.sum(1, keepdims=True)  # of this case only")


# ------------------------------------------------------------------------------------------ who has the new one


def test_names_imported_elsewhere_and_graphs_made_before_follow(kernel):
    x = mg.ones(2, 1, requires_grad=True)
    before = (x * mg.ones(3)).sum()
    assert kernel.run(AWAY) == "unbroadcast in ops/broadcasting.py: now yours"
    for broken in (before.backward, (x + mg.ones(3)).sum().backward, lambda: imported(None, ())):
        with pytest.raises(ArithmeticError, match="mine"):
            broken()
    assert kernel.run("restore()") == "unbroadcast in ops/broadcasting.py: the course's own again"
    (x * mg.ones(3)).sum().backward()
    assert x.grad.tolist() == [[3.0], [3.0]]


SUM = "%%build minigrad/ops/reduction.py\ntotal = Linear('sum', lambda x: add_up(x, None), x={rule})\n"


def test_an_operation_keeps_its_identity_and_takes_the_new_rule(kernel):
    x = mg.ones(3, requires_grad=True)
    before, method = (2 * x).sum(), mg.Tensor.sum
    kernel.run(SUM.format(rule="lambda grad, x_shape: expand(7 * grad, x_shape)"))
    before.backward()
    (2 * x).sum().backward()
    assert x.grad.tolist() == [28.0] * 3 and mg.Tensor.sum is method
    kernel.run("restore()")
    x.grad = None
    x.sum().backward()
    assert x.grad.tolist() == [1.0] * 3


def test_a_graph_whose_rule_now_takes_something_else_says_so(kernel):
    x = mg.ones(3, requires_grad=True)
    before = x.sum()
    kernel.run(SUM.format(rule="lambda grad, x: grad + 0 * x"))
    with pytest.raises(RuntimeError, match="SumBackward0 was recorded before its operation was given other rules"):
        before.backward()
    x.sum().backward()
    assert x.grad.tolist() == [1.0] * 3


def test_a_method_is_set_on_the_class_that_is_there(kernel):
    x = mg.tensor(2.0)
    assert kernel.run("%%build minigrad/tensors.py::Tensor\ndef item(self):\n    return super().is_leaf + 41\n") == (
        "Tensor.item in tensors.py: now yours"
    )
    assert x.item() == 42
    kernel.run("restore()")
    assert x.item() == 2.0


def test_a_decorated_function_follows_in_every_module(kernel):
    cell = "%%build minigrad/ops/broadcasting.py\n@functools.lru_cache(8)\ndef broadcast_axes(wide, narrow):\n"
    kernel.run(f"{cell}    return (0,)\n")
    x = mg.ones(1, requires_grad=True)
    (x * mg.ones(2, 1)).sum().backward()
    assert x.grad.tolist() == [2.0]
    assert imported.__globals__["broadcast_axes"].cache_parameters()["maxsize"] == 8
    kernel.run("restore()")
    assert imported.__globals__["broadcast_axes"].cache_parameters()["maxsize"] == 1024


def test_a_rule_follows_what_it_names_though_its_operation_has_run(kernel):
    x = mg.tensor([0.0, 2.0], requires_grad=True)
    x.var(correction=0).backward()
    kernel.run("%%build minigrad/ops/reduction.py\n@staticmethod\ndef spare(x_shape, dim, correction):\n    return 1\n")
    x.var(correction=0).backward()
    assert x.grad.tolist() == [-1.0 - 2.0, 1.0 + 2.0]
    kernel.run("restore()")
    x.var(correction=0).backward()
    assert x.grad.tolist() == [-3.0 - 1.0, 3.0 + 1.0]


def test_a_cell_that_fails_changes_nothing(kernel):
    two = AWAY + "\ndef broadcast_axes(wide, narrow=nonsense):\n    return ()\n"
    assert "NameError" in kernel.run(two)
    x = mg.ones(2, 1, requires_grad=True)
    (x + mg.ones(3)).sum().backward()
    assert x.grad.tolist() == [[3.0], [3.0]]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            "%%build minigrad/tensors.py\nclass Tensor:\n    def item(self): return 1\n",
            "Tensor is not rebuilt as a whole",
        ),
        ("%%build minigrad/nothing.py\ndef f(): pass\n", "There is no minigrad/nothing.py in the package to build."),
        ("%%build minigrad/../setup.py\ndef f(): pass\n", "in the package to build."),
        ("%%build minigrad/tensors.py::Nothing\ndef f(): pass\n", "tensors.py has no class Nothing."),
        ("%%build minigrad/ops/shape.py\nimport math\n", "an import goes inside the function that needs it"),
        ("%%build minigrad/ops/broadcasting.py\ndef unbroadcast(g):\n    return g\n", "with (grad, shape)"),
    ],
)
def test_what_a_cell_cannot_do_is_said(kernel, cell, said):
    assert said in kernel.run(cell)


# ------------------------------------------------------------------------------------------- verdicts and `mine/`


def test_a_check_sees_the_readers_definition_and_no_other_of_theirs(lab):
    spoilt = "%%build minigrad/ops/elementwise.py\nadd = Elementwise('add', np.subtract, a=None, b=None)\n"
    assert lab.run('check("6.9")') == "6.9 not attempted. Write it."
    lab.run(spoilt)
    lab.run(RIGHT)
    assert lab.run('check("6.9")').startswith("6.9 passed. It sums.")
    lab.run(AWAY)
    told = lab.run('check("6.9")')
    assert "6.9 not yet" in told and "ArithmeticError: mine" in told and 'raise ArithmeticError("mine")' in told
    lab.run(AWAY.replace('raise ArithmeticError("mine")', "..."))
    assert lab.run('check("6.9")') == "6.9 not attempted. Write it."


def test_the_check_of_something_else_sees_nothing_of_the_readers(lab):
    lab.run(AWAY)
    lab.run("def squared_error(pred, target):\n    return ((pred[:, 0] - target[None]) ** 2).mean()")
    assert lab.run('check("8.5")').startswith("8.5 passed")
    with pytest.raises(ArithmeticError):
        imported(None, ())


def test_a_switch_that_leaves_recording_off_is_put_right(lab):
    lab.run("import minigrad as mg\nmg.set_grad_enabled(False)")
    assert lab.run('check("6.9")').splitlines() == [
        "Recording was off, as a switch had left it: it is on again.",
        "6.9 not attempted. Write it.",
    ]
    assert mg.is_grad_enabled()
    lab.run("mg.set_grad_enabled(False)")
    assert lab.run("restore()").splitlines()[0] == "Recording was off, as a switch had left it: it is on again."


@pytest.mark.parametrize(
    "broken", ["def unbroadcast(grad, shape):\n    return (\n", "import math\n", "nonsense = nothing\n"]
)
def test_a_verdict_says_that_the_last_cell_has_taken_no_effect(lab, broken):
    head = "%%build minigrad/ops/broadcasting.py\n"
    lab.run(RIGHT)
    lab.run(head + broken)
    assert lab.run('check("6.9")').splitlines()[1] == (
        "    Your last build cell has taken no effect: this is about what was there before it."
    )
    lab.run(RIGHT)
    assert "no effect" not in lab.run('check("6.9")')


def test_a_lesson_begins_without_what_has_not_passed(lab):
    lab.run(AWAY)
    lab.run('check("6.9")')
    assert lab.run("%start 08") == "minigrad as lesson 08 begins."
    x = mg.ones(2, 1, requires_grad=True)
    (x + mg.ones(3)).sum().backward()
    assert x.grad.tolist() == [[3.0], [3.0]]


def test_what_has_passed_is_kept_and_taken_up_again(lab, tmp_path):
    lab.run(RIGHT)
    assert not (tmp_path / "mine").exists()
    assert lab.run('check("6.9")').splitlines()[1] == f"    Kept in mine/: {KEY}."
    kept = (tmp_path / "mine/minigrad/ops/broadcasting.py").read_text(encoding="utf-8")
    whole = Path(package.HOME, "ops/broadcasting.py").read_text(encoding="utf-8")
    assert "keepdims=True)  # of this case only" in kept and list(definitions(kept)) == list(definitions(whole))
    tools.package().restore()
    lab.__init__()
    assert tools.package().start(6) == ["minigrad as lesson 06 begins."]
    assert lab.run("%start 07").endswith("minigrad as lesson 07 begins.\nYours: unbroadcast.")
    assert imported.__code__.co_filename == str(tmp_path / "mine/minigrad/ops/broadcasting.py")


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ("def unbroadcast(:", "it does not run: SyntaxError"),
        ("x = 1", "mine/minigrad/ops/broadcasting.py has no unbroadcast any more"),
        ("@nothing\ndef unbroadcast(grad, shape): pass", "it does not run: NameError: name 'nothing' is not defined"),
    ],
)
def test_a_mistake_in_the_copy_is_named_and_breaks_nothing(lab, tmp_path, now, why):
    lab.run(RIGHT)
    lab.run('check("6.9")')
    tools.package().restore()
    (tmp_path / "mine/minigrad/ops/broadcasting.py").write_text(now, encoding="utf-8")
    lab.__init__()
    assert f"Yours of {KEY} is left out: {why}" in lab.run("%start 07")
    x = mg.ones(2, 1, requires_grad=True)
    (x + mg.ones(3)).sum().backward()
    assert x.grad.tolist() == [[3.0], [3.0]]


def test_a_full_disk_loses_nothing(lab, monkeypatch):
    lab.run(RIGHT)
    with full_disk(monkeypatch):
        told = lab.run('check("6.9")')
    assert "6.9 passed" in told and "Not kept in mine/: [Errno 28] No space left on device" in told
    assert "Kept in mine/" in lab.run('check("6.9")')


def test_the_copy_installs_and_has_the_readers_definition(lab, tmp_path):
    lab.run(RIGHT)
    lab.run('check("6.9")')
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", tmp_path / "there", tmp_path / "mine"], check=True)
    program = "import inspect, minigrad.ops.broadcasting as b; print(b.__file__, inspect.getsource(b.unbroadcast))"
    there = {"PYTHONPATH": str(tmp_path / "there")}
    printed = subprocess.check_output([sys.executable, "-c", program], env=there, cwd=tmp_path, text=True)
    assert str(tmp_path / "there") in printed and "of this case only" in printed
    assert not (tmp_path / "there/minigrad/course").exists()


def test_a_folder_that_minigrad_has_not_made_keeps_nothing(kernel, tmp_path):
    kernel.run(RIGHT)
    assert tools.package().keep([KEY], 8) == [] and not list(tmp_path.iterdir())


# -------------------------------------------------------------------------------------------------------- the map


def test_the_map_shows_each_room_with_what_is_the_readers(kernel):
    kernel.run(AWAY)
    kernel.run("from minigrad.course import package_map\nshown = package_map()")
    text = kernel["shown"].text.splitlines()
    (room,) = [line for line in text if "Yours:" in line]
    assert room.startswith("ops/broadcasting.py: ") and room.endswith(" Yours: unbroadcast.")
    files = [path.relative_to(package.HOME).as_posix() for path in package.HOME.rglob("[a-z]*.py")]
    files = [file for file in files if file.startswith(("autograd/", "ops/"))]
    assert {line.partition(": ")[0] for line in text} >= {*files}
    page = kernel["shown"]._repr_mimebundle_()["text/html"]
    assert "✓ unbroadcast" in page and page.count("✓") == 1 and "<svg" in page


def test_the_map_follows_the_imports_down():
    relies = map.reliances()
    assert "autograd/engine.py" in relies["autograd/backward.py"] and relies["dtypes.py"] == []
    for room in relies:
        assert room not in map.reached(room, relies), "a circle"


def test_each_room_stands_above_those_that_it_relies_on():
    laid_out = json.loads(layout(map.Map({}).dot, "json0"))["objects"]
    height = {shape["name"]: float(shape["pos"].partition(",")[2]) for shape in laid_out if "pos" in shape}
    relies = map.reliances()
    assert {*height} == {*relies}
    assert [(room, other) for room in relies for other in relies[room] if height[room] <= height[other]] == []
