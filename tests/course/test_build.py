"""Build cells: whole or not at all, in place, and kept in the reader's own file."""

import subprocess
import sys

import pytest

from minigrad.course import stages
from minigrad.course.exercise import Exercise
from minigrad.course.keeping import MARKER
from minigrad.course.source import definitions, splice
from tests.course.kernel import Kernel, full_disk

GRADIENT = """%%build first.py
# both sides
def numerical_gradient(f, *inputs, h=1e-4):
    return tuple([0.0 for _ in inputs])
"""
NODES = '''%%build first.py
class Node:
    def __init__(self, name, inputs):
        self.title, self.next_functions = name, tuple([(t.node, 0) for t in inputs])
    def name(self):
        ...

class AccumulateGrad(Node):
    """A leaf's."""
    def __init__(self, variable):
        super().__init__("AccumulateGrad", ())
        self.variable = variable
'''
TENSOR = """%%build first.py
class Tensor:
    def __init__(self, data, requires_grad=False, grad_fn=None):
        self.data, self.requires_grad, self.grad_fn, self.grad = data, requires_grad, grad_fn, None
        self.node = grad_fn or (AccumulateGrad(self) if requires_grad else None)
    def __mul__(self, other):
        return record("MulBackward0", self.data * other.data, self, other)

def record(name, value, *inputs):
    return Tensor(value, True, Node(name, inputs))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder that minigrad has not made."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def lab(folder):
    """One that it has made."""
    (folder / MARKER).touch()
    return folder


# ----------------------------------------------------------------------------------- what a cell does


def test_says_whose_each_definition_is(folder):
    kernel = Kernel()
    assert kernel.run(GRADIENT) == "numerical_gradient in first.py: now yours"
    assert kernel.run("numerical_gradient(abs, 1.0, 2.0)").endswith("(0.0, 0.0)")
    assert kernel.run("import first; first.numerical_gradient is numerical_gradient").endswith("True")
    assert not (folder / "first.py").exists()


def test_a_function_keeps_its_identity():
    kernel = Kernel()
    kernel.run(GRADIENT)
    kernel.run("held = numerical_gradient")
    kernel.run(GRADIENT.replace("0.0", "1.0"))
    assert kernel.run("held is numerical_gradient, held(abs, 1.0)").endswith("(True, (1.0,))")


def test_a_class_is_filled_and_its_objects_follow():
    kernel = Kernel()
    kernel.run("%start 02")
    kernel.run(NODES)
    assert kernel.run(TENSOR) == "Tensor, record in first.py: now yours"
    kernel.run("x = Tensor(3.0, True); same = Tensor")
    method = (
        "%%build first.py::Tensor\ndef __mul__(self, other):\n    return record('MulBackward0', 7.0, self, other)\n"
    )
    assert kernel.run(f"{method}__rmul__ = __mul__\n") == "Tensor.__mul__, Tensor.__rmul__ in first.py: now yours"
    assert kernel.run("(x * x).data, same is Tensor, x.__rmul__(x).data").endswith("(7.0, True, 7.0)")
    kernel.run(TENSOR)
    assert kernel.run("(x * x).data, x.__rmul__(x).data, isinstance(x, Tensor)").endswith("(9.0, 9.0, True)")


def test_a_class_may_have_an_attribute_that_is_none():
    kernel = Kernel()
    kernel.run("%start 03")
    assert kernel.run("%%build first.py::Node\nretained = None\n").startswith("Node.retained in first.py: now yours")
    assert kernel.run("Node.retained is None").endswith("True")


def test_a_method_of_another_name_does_not_follow_by_accident():
    kernel = Kernel()
    kernel.run("%start 02")
    kernel.run(NODES)
    kernel.run(TENSOR)
    kernel.run("%%build first.py::Tensor\n__rmul__ = __mul__\n")
    kernel.run("%%build first.py::Tensor\ndef __rmul__(self, other):\n    return 'mine'\n")
    kernel.run("x = Tensor(3.0, True)")
    assert kernel.run("(x * x).data, x.__rmul__(x)").endswith("(9.0, 'mine')")


def test_super_finds_the_class_that_is_there():
    kernel = Kernel()
    kernel.run("%start 02")
    for _ in range(2):
        kernel.run(NODES)
    assert kernel.run("node = AccumulateGrad(None); node.title, isinstance(node, Node)").endswith(
        "('AccumulateGrad', True)"
    )


def test_dots_leave_the_courses_own_and_say_so():
    kernel = Kernel()
    kernel.run("%start 02")
    answer = kernel.run(NODES)
    assert answer.splitlines() == [
        "class Node, Node.__init__, AccumulateGrad in first.py: now yours",
        "Node.name in first.py: still dots, so the course's own is in force",
    ]
    assert kernel.run("Node('Add', ()).name()").endswith("'Add'")
    stub = "%%build first.py\ndef numerical_gradient(f, *inputs, h=1e-5):\n    ...\n"
    kernel.run(GRADIENT)
    assert "still dots" in kernel.run(stub)
    assert kernel.run("round(numerical_gradient(lambda x: x * x, 3.0)[0], 6)").endswith("6.0")


def test_a_class_of_dots_is_the_courses_as_a_whole():
    kernel = Kernel()
    kernel.run("%start 02")
    assert kernel.run("%%build first.py\nclass Node:\n    ...\n") == (
        "Node in first.py: still dots, so the course's own is in force"
    )
    assert kernel.run("Node('Add', ()).name()").endswith("'Add'")


def test_dots_of_a_name_that_the_course_has_not():
    kernel = Kernel()
    assert "the course has no definition of that name" in kernel.run("%%build first.py\ndef helper(x):\n    ...\n")
    assert "helper" not in kernel


def test_a_new_name_and_a_changed_parameter_list_are_said_at_once():
    kernel = Kernel()
    assert kernel.run("%%build first.py\ndef slope(f):\n    return 1\n").endswith(
        "slope: new to first.py; the course has no definition of that name."
    )
    assert kernel.run("%%build first.py\ndef numerical_gradient(f, x):\n    return 1\n").endswith(
        "numerical_gradient takes (f, x) now; it is called as the course's own, with (f, *inputs, h)."
    )
    for taken, said in (("f, *inputs, **others", True), ("f, *all, **others", True), ("f, x, **others", False)):
        answer = kernel.run(f"%%build first.py\ndef numerical_gradient({taken}):\n    return 1\n")
        assert answer.endswith("now yours") == said, taken


def test_names_of_python_are_not_hidden():
    kernel = Kernel()
    kernel.run("%%build first.py\ndef pow(a, n):\n    return 'mine'\n")
    assert kernel.run("pow(2, 3), __import__('first').pow(2, 3)").endswith("(8, 'mine')")


def test_a_draft_is_in_force_and_never_kept(lab):
    kernel = Kernel()
    assert (
        kernel.run(GRADIENT.replace("build", "draft"))
        == "numerical_gradient in first.py: a draft, in force until you build it"
    )
    assert kernel.run("numerical_gradient(abs, 1.0)").endswith("(0.0,)")
    assert not (lab / "first.py").exists()


def test_restore(lab):
    kernel = Kernel()
    kernel.run("%start 02")
    kernel.run(GRADIENT)
    kernel.run("%%build first.py\ndef slope(f):\n    return 1\n")
    assert kernel.run("restore()") == "numerical_gradient, slope in first.py: the course's own again"
    assert kernel.run("round(numerical_gradient(lambda x: x * x, 3.0)[0], 6)").endswith("6.0")
    assert "h=1e-4" in (lab / "first.py").read_text()
    assert kernel.run("restore()") == "All definitions are the course's own."


# ------------------------------------------------------------------------------------------- what a cell may not hold


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("%%build second.py\ndef f(): pass\n", "There is no second.py in the package to build."),
        ("%%build\ndef f(): pass\n", "There is no file named: a build cell begins with %%build first.py or"),
        ("%%build first.py\nimport math\ndef f(): pass\n", "Line 2: a build cell holds definitions only; an import"),
        ("%%build first.py\ndef f(): pass\nprint(f)\n", "Line 3: a build cell holds definitions only; anything else"),
        ("%%build first.py::Tensr\ndef f(): pass\n", "first.py has no class Tensr yet: run the cell that begins it"),
        ("%%build first.py\n# later\n", "The cell defines nothing, so nothing has changed."),
        ("%start 77", "%start takes the number of a lesson, as in %start 02: they are 01"),
        ("%start two", "%start takes the number of a lesson, as in %start 02: they are 01 to"),
    ],
)
def test_one_sentence(folder, cell, sentence):
    kernel = Kernel()
    told = kernel.run(cell)
    assert told.startswith(sentence)
    assert len(told.splitlines()) == 1
    assert not list(folder.iterdir())


def test_a_syntax_error_points_at_the_line():
    told = Kernel().run("%%build first.py\ndef f(:\n    pass\n")
    assert "Cell In[" in told and "line 2" in told and "def f(:" in told and "SyntaxError" in told
    assert len(told.splitlines()) == 4 and "minigrad" not in told


def test_an_error_while_defining_undoes_the_whole_cell(lab):
    kernel = Kernel()
    kernel.run("%start 02")
    kernel.run(NODES)
    kernel.run(TENSOR)
    kernel.run("x = Tensor(3.0, True)")
    kept = (lab / "first.py").read_text()
    told = kernel.run(
        "%%build first.py\ndef fresh(): pass\ndef record(): pass\n"
        "class Tensor:\n    def __mul__(self, other): return 'new'\n    def other(self, h=nosuch): pass\n"
    )
    assert "NameError" in told and "nosuch" in told and "line 6" in told and "minigrad" not in told
    assert "fresh" not in kernel
    assert kernel.run("(x * x).data, hasattr(x, 'other')").endswith("(9.0, False)")
    assert (lab / "first.py").read_text() == kept


def test_a_traceback_shows_the_readers_lines():
    kernel = Kernel()
    kernel.run("%%build first.py\ndef numerical_gradient(f, *inputs, h=1e-5):\n    return f / 0\n")
    told = kernel.run("numerical_gradient(1.0)")
    assert "----> 3     return f / 0" in told and "minigrad" not in told


# --------------------------------------------------------------------------------------------- the reader's own file


def test_the_file_is_python_that_runs_by_itself(lab):
    kernel = Kernel()
    for cell in (GRADIENT, "%start 02", NODES.replace("        ...", "        return self.title"), TENSOR):
        kernel.run(cell)
    program = "import first; x = first.Tensor(3.0, True); print((x * x).data, (x * x).grad_fn.name())"
    done = subprocess.run([sys.executable, "-c", program], cwd=lab, capture_output=True, text=True, check=True)
    assert done.stdout == "9.0 MulBackward0\n"
    kept = (lab / "first.py").read_text()
    assert kept.startswith('"""') and "# both sides\ndef numerical_gradient" in kept
    names = [name for name in definitions(kept) if "." not in name]
    assert names == [name for name in definitions(stages.text(6)) if name in names]


def test_a_definition_is_replaced_in_its_place_and_the_rest_left_alone(lab):
    (lab / "first.py").write_text(
        '"""Mine."""\n\nimport math\n\n\ndef numerical_gradient(f):\n    pass\n\n\n# my remark\nK = 1\n'
    )
    kernel = Kernel()
    kernel.run(GRADIENT)
    kept = (lab / "first.py").read_text()
    assert "h=1e-4" in kept and "def numerical_gradient(f):" not in kept
    assert kept.startswith('"""Mine."""\n\nimport math\n') and kept.endswith("\n\n\n# my remark\nK = 1\n")


def test_the_next_lesson_takes_up_what_is_the_readers(lab):
    Kernel().run(GRADIENT)
    kernel = Kernel()
    assert kernel.run("%start 02").splitlines() == ["first.py as lesson 02 begins.", "Yours: numerical_gradient."]
    assert kernel.run("numerical_gradient(abs, 1.0)").endswith("(0.0,)")
    assert f"{lab}" in kernel.run("import inspect; inspect.getsourcefile(numerical_gradient)")


def test_without_a_file_the_course_ships_the_stage(folder):
    kernel = Kernel()
    assert kernel.run("%start 02").splitlines() == [
        "first.py as lesson 02 begins.",
        "The course's: numerical_gradient.",
    ]
    assert "Node" in kernel.run("%start 03")
    assert not list(folder.iterdir())


def test_what_does_not_run_is_left_out_by_name(lab):
    text = "import nosuchmodule\n\ndef numerical_gradient(f, h=nosuch):\n    pass\n\ndef helper():\n    return 1\n"
    (lab / "first.py").write_text(text)
    told = Kernel().run("%start 02").splitlines()
    assert "Yours: helper." in told and "The course's: numerical_gradient." in told
    assert any(
        line.startswith("Yours in first.py of numerical_gradient is left out: it does not run: Na") for line in told
    )
    assert any("imports is left out: it does not run: ModuleNotFoundError" in line for line in told)
    assert (lab / "first.py").read_text() == text


def test_what_a_check_rejected_is_left_out(lab, monkeypatch):
    exercise = Exercise("1.2", "", 1, "", ("numerical_gradient",), "", "", ("", "", ""), "", lambda f: None)
    monkeypatch.setattr("minigrad.course.exercises.every_exercise", lambda: {"1.2": exercise})
    kernel = Kernel()
    kernel.run(GRADIENT)
    kernel.run("from minigrad.course import tools\ntools.room().progress.note('1.2', 'not yet')")
    told = Kernel().run("%start 02").splitlines()
    assert told[1:] == [
        "The course's: numerical_gradient.",
        "Yours in first.py of numerical_gradient is left out: exercise 1.2 says not yet.",
    ]


def test_an_earlier_lesson_run_again_keeps_what_a_later_one_built(lab):
    kernel = Kernel()
    kernel.run("%start 03")
    kernel.run("%%build first.py\ndef record(operation, *inputs, **options):\n    return 'of lesson 03'\n")
    again = Kernel()
    again.run("%start 02")
    told = again.run("%%build first.py\ndef record(name, value, *inputs):\n    return 'of lesson 02'\n")
    assert told.splitlines() == ["record in first.py: now yours", "first.py keeps yours of a later lesson: record."]
    assert "of lesson 03" in (lab / "first.py").read_text()
    told = Kernel().run("%start 03")
    assert "Yours in first.py of record is left out: it is of lesson 03." in told


def test_what_a_skipped_lesson_would_have_changed_is_left_out(lab):
    kernel = Kernel()
    kernel.run("%start 02")
    kernel.run(NODES)
    kernel.run(TENSOR)
    told = Kernel().run("%start 06")
    assert "Yours in first.py of Tensor.__mul__, record is left out: it is of lesson 02, and lesson 03 gives" in told
    assert "Yours in first.py of Node.__init__ is left out: it is of lesson 02, and lesson 05 gives" in told


def test_a_half_edited_file_is_one_sentence_and_stays(lab):
    (lab / "first.py").write_text("def numerical_gradient(f:\n")
    kernel = Kernel()
    told = kernel.run("%start 02").splitlines()
    assert told[-1].startswith("Nothing of your first.py is taken up: line 1 of first.py is not Python")
    told = kernel.run(GRADIENT).splitlines()
    assert told[0] == "numerical_gradient in first.py: now yours"
    assert told[1].startswith("Not kept: line 1 of first.py is not Python") and len(told) == 2
    assert (lab / "first.py").read_text() == "def numerical_gradient(f:\n"


def test_a_file_that_is_no_text(lab):
    (lab / "first.py").write_bytes(b"\xff\xfe\x00")
    kernel = Kernel()
    assert "first.py is not a text in UTF-8" in kernel.run("%start 02")
    assert "Not kept: first.py is not a text" in kernel.run(GRADIENT)
    assert (lab / "first.py").read_bytes() == b"\xff\xfe\x00"


def test_a_full_disk_loses_nothing(lab, monkeypatch):
    kernel = Kernel()
    kernel.run(GRADIENT)
    kept = (lab / "first.py").read_text()
    with full_disk(monkeypatch):
        told = kernel.run(GRADIENT.replace("0.0", "1.0")).splitlines()
    assert told[:1] == ["numerical_gradient in first.py: now yours"]
    assert told[1].startswith("Not kept: first.py: No space left on device.") and len(told) == 2
    assert kernel.run("numerical_gradient(abs, 1.0)").endswith("(1.0,)")
    assert (lab / "first.py").read_text() == kept
    assert sorted(path.name for path in lab.iterdir()) == [MARKER, "first.py", "progress.json"]
    assert kernel.run(GRADIENT.replace("0.0", "2.0")) == "numerical_gradient in first.py: now yours"
    assert "2.0" in (lab / "first.py").read_text()


def test_splice_into_a_class_that_is_not_there_yet():
    file = splice("import math\n", "Tensor", "class Tensor:\n    pass", ["Tensor", "Node"])
    file = splice(file, "Tensor.f", "def f(self):\n    return 1", ["Tensor", "Tensor.f", "Node"])
    assert file == "import math\n\n\nclass Tensor:\n    def f(self):\n        return 1\n"
    file = splice(file, "Tensor.e", "def e(self): pass", ["Tensor", "Tensor.e", "Tensor.f"])
    assert file.endswith("class Tensor:\n    def e(self): pass\n\n    def f(self):\n        return 1\n")
