"""The scalar engine of Part I, and the stages in which its readers build it."""

import ast
import gc
import itertools
import math
import random
import re
import weakref
from pathlib import Path

import pytest

import minigrad as mg
from minigrad import first
from minigrad.course import exercises, stages
from minigrad.course.exercises import lesson_02, lesson_04
from minigrad.course.source import code_lines
from minigrad.first import no_grad, numerical_gradient, tensor
from minigrad.visual import draw, step
from tests.notebooks.lessons import LESSONS, sources

SOURCE = Path(first.__file__).read_text(encoding="utf-8")


def stage(lesson):
    """The names of a stage, after it was run."""
    scope = {"__name__": f"stage_{lesson}"}
    exec(compile(stages.text(lesson), f"first.py, lesson {lesson}", "exec"), scope)
    return scope


def test_code_lines_are_those_with_code():
    text = '"""Doc."""\n\n# comment\nx = (1,\n     2)  # tail\n\ndef f():\n    """Doc\n    more."""\n    return x\n'
    assert code_lines(text) == {4, 5, 7, 10}


def test_the_engine_is_at_most_160_lines_and_imports_only_math():
    assert len(code_lines(SOURCE)) <= 160
    imports = [n for n in ast.walk(ast.parse(SOURCE)) if isinstance(n, (ast.Import, ast.ImportFrom))]
    assert [ast.unparse(n) for n in imports] == ["import math"]


# ------------------------------------------------------------------------------------------ values and gradients

FUNCTIONS = {
    "add": (lambda a, b: a + b, lambda a, b: a + b),
    "sub": (lambda a, b: a - b, lambda a, b: a - b),
    "mul": (lambda a, b: a * b, lambda a, b: a * b),
    "div": (lambda a, b: a / b, lambda a, b: a / b),
    "numbers on the right": (lambda a, b: (a + 2) * 3 - 1.5 + b / 4, lambda a, b: (a + 2) * 3 - 1.5 + b / 4),
    "numbers on the left": (lambda a, b: 2 + 3 * a - 5 / b + (1.5 - a), lambda a, b: 2 + 3 * a - 5 / b + (1.5 - a)),
    "neg": (lambda a, b: -a * b, lambda a, b: -a * b),
    "powers": (lambda a, b: a**3 + b**-2 + a**0.5 + b**0, lambda a, b: a**3 + b**-2 + a**0.5 + b**0),
    "exp, log": (lambda a, b: (a * b).exp() + b.log(), lambda a, b: math.exp(a * b) + math.log(b)),
    "tanh": (lambda a, b: (a - b).tanh() * b, lambda a, b: math.tanh(a - b) * b),
    "relu": (lambda a, b: (a - b).relu() * b + (b - a).relu() * a, lambda a, b: max(a - b, 0) * b + max(b - a, 0) * a),
    "used twice": (lambda a, b: (a + b) * (a * b) + a * a, lambda a, b: (a + b) * (a * b) + a * a),
    "unused": (lambda a, b: a * a, lambda a, b: a * a),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_values_and_gradients(name):
    ours, plain = FUNCTIONS[name]
    for a, b in [(0.7, 1.3), (1.9, 0.4)]:
        x, w = tensor(a, requires_grad=True), tensor(b, requires_grad=True)
        y = ours(x, w)
        (2.5 * y).backward()
        slopes = numerical_gradient(plain, a, b)
        given = [t.grad.item() if t.grad else 0.0 for t in (x, w)]
        assert y.item() == pytest.approx(plain(a, b), rel=1e-14)
        assert given == pytest.approx([2.5 * s for s in slopes], rel=1e-8, abs=1e-8)
    assert w.grad is None if name == "unused" else w.grad is not None


def test_numerical_gradient_gives_one_slope_for_each_input():
    assert numerical_gradient(lambda x, y: (x + y) * (x * y), 2.0, 3.0) == pytest.approx((21.0, 16.0))
    assert numerical_gradient(lambda x: x**3, 2.0, h=0.5) == pytest.approx((12.25,))
    calls = []
    numerical_gradient(lambda *xs: calls.append(xs) or 0.0, 1.0, 2.0, 3.0)
    assert len(calls) == 6


def test_kinks_and_constant_powers():
    for f, slope in [(lambda t: t.relu(), 0.0), (lambda t: t**0, 0.0), (lambda t: t**1, 1.0), (lambda t: t**2, 0.0)]:
        x = tensor(0.0, requires_grad=True)
        (3.0 * f(x)).backward()
        assert x.grad.item() == 3.0 * slope


def test_gradients_accumulate_in_the_same_tensor():
    x = tensor(3.0, requires_grad=True)
    (x * x).backward()
    kept = x.grad
    (x * x).backward(tensor(0.5))
    assert x.grad is kept
    assert kept.item() == 9.0
    x.grad = None
    (x * 2).backward()
    assert x.grad.item() == 2.0


# ------------------------------------------------------------------------------------ names and words of PyTorch


NUMBERS = {
    "2.": 2.0,
    "0.1000": 0.1,
    "3.1416": 3.14159265,
    "1.0000e-05": 1e-5,
    "9.9990e-05": 9.999e-5,
    "100000000.": 1e8,
    "1.0000e+09": 1e9,
    "-2.5000": -2.5,
    "0.": 0.0,
    "-0.": -0.0,
    "inf": math.inf,
    "-inf": -math.inf,
    "nan": math.nan,
}


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_numbers_print_as_in_pytorch(text, number):
    assert repr(tensor(number)) == f"tensor({text})"


def test_tensors_and_nodes_print_as_in_pytorch():
    x = tensor(2, requires_grad=True)
    y = x * 3
    assert repr(x) == "tensor(2., requires_grad=True)"
    assert repr(y) == "tensor(6., grad_fn=<MulBackward0>)"
    assert repr(y.detach()) == "tensor(6.)"
    assert repr(y.grad_fn.next_functions) == "((<AccumulateGrad>, 0), (None, 0))"
    y.backward()
    assert repr(x.grad) == "tensor(3.)"


def test_the_graph_is_that_of_pytorch():
    x = tensor(2.0, requires_grad=True)
    k = tensor(5.0)
    cases = {"AddBackward0": x + k, "SubBackward0": x - k, "MulBackward0": x * k, "DivBackward0": x / k}
    for name, result in cases.items():
        assert result.grad_fn.name() == name
        assert result.grad_fn.next_functions == ((x.node, 0), (None, 0))
    single = {"PowBackward0": x**2, "NegBackward0": -x, "ExpBackward0": x.exp(), "LogBackward0": x.log()}
    single |= {"TanhBackward0": x.tanh(), "ReluBackward0": x.relu()}
    for name, result in single.items():
        assert result.grad_fn.name() == name
        assert result.grad_fn.next_functions == ((x.node, 0),)
    assert (2.0 * x).grad_fn.next_functions == (2.0 + x).grad_fn.next_functions == ((x.node, 0), (None, 0))
    assert (2.0 - x).grad_fn.next_functions == ((None, 0), (x.node, 0))
    assert (x + x).grad_fn.next_functions == ((x.node, 0), (x.node, 0))
    assert x.node.variable is x
    assert x.node.name() == "AccumulateGrad"
    assert (x.node.next_functions, x.grad_fn, x.is_leaf) == ((), None, True)
    assert ((k * 2).grad_fn, (k * 2).requires_grad, (k * 2).is_leaf) == (None, False, True)
    assert sum([x, x]).grad_fn.next_functions[0][0].next_functions == ((x.node, 0), (None, 0))


def raised(error, function, *arguments):
    with pytest.raises(error) as caught:
        function(*arguments)
    return str(caught.value)


def test_errors_say_what_pytorch_says():
    x = tensor(2.0, requires_grad=True)
    assert raised(RuntimeError, tensor(1.0).backward) == (
        "element 0 of tensors does not require grad and does not have a grad_fn"
    )
    assert raised(RuntimeError, tensor(1.0).retain_grad) == "can't retain_grad on Tensor that has requires_grad=False"
    assert raised(RuntimeError, x.__isub__, 1.0) == (
        "a leaf Variable that requires grad is being used in an in-place operation."
    )
    assert x.item() == 2.0
    assert raised(TypeError, lambda: x + "3") == "unsupported operand type(s) for +: 'Tensor' and 'str'"
    assert raised(TypeError, lambda: None - x) == "unsupported operand type(s) for -: 'NoneType' and 'Tensor'"
    y = x * x
    y.backward()
    assert raised(RuntimeError, y.backward) == (
        "Trying to backward through the graph a second time (or directly access saved tensors after they have already "
        "been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
        "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access "
        "saved tensors after calling backward."
    )


# --------------------------------------------------------------------------------------- freeing, keeping, changing


def test_only_a_graph_that_remembers_nothing_can_be_gone_through_again():
    x = tensor(2.0, requires_grad=True)
    for y in [x + 1, x - x, -x]:
        y.backward()
        y.backward()
    for y in [x * 3, x / 3, x**2, x.relu(), x.exp(), x.log(), x.tanh()]:
        y.backward()
        assert raised(RuntimeError, y.backward).startswith("Trying to backward through the graph a second time")


def test_retain_graph_and_the_part_that_was_gone_through():
    x = tensor(2.0, requires_grad=True)
    y = x**3
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad.item() == 24.0
    shared = x.exp()
    a, b = shared * 2, shared * 3
    a.backward()
    assert raised(RuntimeError, b.backward).startswith("Trying to backward through the graph a second time")


def test_a_result_keeps_its_gradient_only_on_request():
    x = tensor(2.0, requires_grad=True)
    u, v = x * 3, x * 5
    u.retain_grad()
    x.retain_grad()
    (u * v + u).backward()
    assert (u.grad.item(), v.grad, x.grad.item()) == (11.0, None, 63.0)


def test_in_place_changes_every_name_for_the_tensor():
    x = tensor(2.0, requires_grad=True)
    y = x * 3
    also_y = y
    y -= x
    y *= 2
    y += 1
    y /= 4
    assert also_y is y
    assert repr(y) == "tensor(2.2500, grad_fn=<DivBackward0>)"
    y.backward()
    assert x.grad.item() == 1.0
    k = tensor(5.0)
    k -= x
    assert (k.item(), k.requires_grad, k.is_leaf) == (3.0, True, False)


def test_a_leaf_is_changed_under_no_grad_and_stays_a_leaf():
    x = tensor(2.0, requires_grad=True)
    (x * 3).backward()
    with no_grad():
        node = x.node
        x -= 0.1 * x.grad
        assert repr(x * 2) == "tensor(3.4000)"
        with no_grad():
            pass
        assert (x * 2).grad_fn is None
    assert (repr(x), x.node is node) == ("tensor(1.7000, requires_grad=True)", True)
    with pytest.raises(ZeroDivisionError), no_grad():
        x / 0
    assert (x * 2).requires_grad


def test_detach_stops_the_gradient():
    x = tensor(3.0, requires_grad=True)
    y = x * x.detach()
    y.backward()
    assert x.grad.item() == 3.0
    assert x.detach().is_leaf


# -------------------------------------------------------------------------------------------------- order and depth


def order(result, **named):
    names = {t.node: name for name, t in named.items()}
    return [names.get(node, node.name()) for node in first.backward_order(result.node)]


def test_the_youngest_first():
    """Operations run as in PyTorch 2.13, seen through hooks; there a leaf's node runs as soon as all has arrived."""
    w1, w2, i = (tensor(v, requires_grad=True) for v in (0.5, 0.7, 1.1))
    a = w1 * i
    b = a.exp()
    c = b * w2
    assert order(c, w1=w1, w2=w2, i=i, a=a, b=b, c=c) == ["c", "b", "a", "i", "w2", "w1"]
    u = w1**2
    p, q = u**2, u * w2
    y = q + p
    assert order(y, w1=w1, w2=w2, u=u, p=p, q=q, y=y) == ["y", "q", "p", "u", "w2", "w1"]
    assert order(w1, w1=w1) == ["w1"]


def test_each_node_comes_once_and_after_all_that_feed_it():
    rng = random.Random(5)
    for size in range(1, 40):
        values = [tensor(0.5, requires_grad=True), tensor(1.5, requires_grad=True), tensor(2.0)]
        for _ in range(size):
            a, b = rng.choice(values[-4:]), rng.choice(values)
            values.append(rng.choice([a + b, a * b, a - b, -a]))
        if values[-1].requires_grad:
            nodes = first.backward_order(values[-1].node)
            place = {node: i for i, node in enumerate(nodes)}
            assert len(place) == len(nodes)
            edges = [(node, target) for node in nodes for target, _ in node.next_functions if target is not None]
            assert all(place[node] < place[target] for node, target in edges)


def test_each_node_is_called_once_however_many_paths_there_are(monkeypatch):
    calls = []
    run = first.Node.__call__
    monkeypatch.setattr(first.Node, "__call__", lambda node, grad: calls.append(node) or run(node, grad))
    x = tensor(1.5, requires_grad=True)
    y = x
    for _ in range(60):
        y = y + y
    y.backward()
    assert x.grad.item() == 2.0**60
    assert len(calls) == 60


def test_a_chain_of_100_000_runs_backward_and_is_freed_without_the_collector():
    x = tensor(1.5, requires_grad=True)
    y = x * 1.0
    lowest = weakref.ref(y.node)
    for _ in range(100_000):
        y = y + 1.0
    gc.disable()
    try:
        y.backward()
        assert x.grad.item() == 1.0
        assert lowest() is not None
        del y
        assert lowest() is None
    finally:
        gc.enable()


# ----------------------------------------------------------------------------------------------------------- stages


def test_every_definition_is_added_in_one_lesson_and_every_draft_is_replaced_later():
    added = list(itertools.chain(*[names.split() for names in stages.ADDED.values()]))
    assert len(added) == len(set(added))
    assert set(stages.definitions(6)) == set(added) - {"(docstring)"}
    last = {name: lesson for lesson, names in stages.ADDED.items() for name in names.split()}
    for name, drafts in stages.DRAFTS.items():
        assert list(drafts) == sorted(drafts)
        assert list(drafts)[-1] < last[name]


def test_the_last_stage_is_first_py():
    assert ast.dump(ast.parse(stages.text(6))) == ast.dump(ast.parse(SOURCE))


@pytest.mark.parametrize("lesson", range(7))
def test_a_stage_runs_and_holds_its_definitions(lesson):
    scope = stage(lesson)
    definitions = stages.definitions(lesson)
    for name, source in definitions.items():
        owner, _, attribute = name.rpartition(".")
        assert attribute in (vars(scope[owner]) if owner else scope), name
        ast.parse(source)
    functions = [
        n.name for n in ast.walk(ast.parse(stages.text(lesson))) if isinstance(n, (ast.FunctionDef, ast.ClassDef))
    ]
    assert len(functions) == len(
        [name for name in definitions if name not in {"clock", "FREED", "grad_mode", "Node.retained"}]
    )
    assert len(code_lines(stages.text(lesson))) <= 160


def test_there_is_no_stage_7():
    assert "lessons 0 to 6" in raised(ValueError, stages.text, 7)


def test_stage_1_has_a_judge_and_no_tensors():
    scope = stage(1)
    assert scope["numerical_gradient"](lambda x, y: (x + y) * (x * y), 2.0, 3.0) == pytest.approx((21.0, 16.0))
    assert "Tensor" not in scope


def test_stage_2_remembers_and_lesson_3_opens_without_rules():
    scope = stage(2)
    x, y = scope["tensor"](2.0, requires_grad=True), scope["tensor"](3.0, requires_grad=True)
    a, b = x + y, 2.0 * x + 1
    c = a * b
    assert c.data == 25.0
    assert c.grad_fn.next_functions == ((a.node, 0), (b.node, 0))
    assert a.grad_fn.next_functions == ((x.node, 0), (y.node, 0))
    assert b.grad_fn.next_functions[0][0].next_functions == ((x.node, 0), (None, 0))
    assert x.node.variable is x
    assert repr(c) == "tensor(25., grad_fn=<MulBackward0>)"
    assert (scope["tensor"](2.0) * 3).grad_fn is None
    assert "not callable" in raised(TypeError, lambda: c.grad_fn(1.0))


@pytest.mark.parametrize("claim", lesson_02.CLAIMS)
def test_the_lines_that_decide_a_claim_print_what_pytorch_prints(claim, capsys):
    program, prints, _ = lesson_02.CLAIMS[claim]
    for make in [stage(2)["tensor"], mg.tensor]:
        scope = {"tensor": make, "x": make(2.0, requires_grad=True), "w": make(3.0, requires_grad=True)}
        exec(program, scope)
        assert capsys.readouterr().out.strip() == prints


@pytest.mark.parametrize("claim", lesson_04.CLAIMS)
def test_the_lines_that_decide_a_claim_of_lesson_4_print_what_pytorch_prints(claim, capsys):
    program, prints, _ = lesson_04.CLAIMS[claim]
    backward = re.sub(r"run_backward\((.*)\.grad_fn, (.*)\)", r"\1.backward(tensor(\2))", program)
    for engine, lines in [(stage(4), program), (dict(vars(mg)), backward)]:
        leaves = {name: engine["tensor"](value, requires_grad=True) for name, value in [("x", 2.0), ("w", 3.0)]}
        exec(lines, engine | leaves)
        assert capsys.readouterr().out.strip() == prints


@pytest.mark.parametrize("lesson", range(2, 7))
def test_draw_works_from_stage_2_and_step_from_stage_3(lesson):
    tensor = stage(lesson)["tensor"]
    x, y = tensor(2.0, requires_grad=True), tensor(3.0, requires_grad=True)
    a, b = x + y, x * y
    c = a * b
    lines = draw(c).text.splitlines()
    assert lines[0] == "c: mul of a, b; value 30, grad —"
    assert lines[-1] == "x: leaf; value 2, grad —"
    if lesson >= 3:
        assert str(step(c)).splitlines()[-2].split() == [
            "8",
            "backward",
            "x",
            "15",
            "+",
            "6",
            "sum",
            "x.grad",
            "=",
            "21",
        ]
    assert (x.grad, b.grad) == (None, None)


def test_stage_3_runs_a_chain_and_lesson_4_opens_with_half_the_answer():
    scope = stage(3)
    x = scope["tensor"](0.5, requires_grad=True)
    y = (3.0 * x).tanh().exp() / 4 - 1.5
    scope["run_backward"](y.grad_fn, 2.5)
    slope = numerical_gradient(lambda x: math.exp(math.tanh(3.0 * x)) / 4 - 1.5, 0.5)[0]
    assert x.grad.item() == pytest.approx(2.5 * slope, rel=1e-8)
    x = scope["tensor"](3.0, requires_grad=True)
    y = x * x
    scope["run_backward"](y.grad_fn, 1.0)
    assert x.grad.item() == 3.0


def test_stage_4_adds_up_and_lesson_5_opens_with_a_call_for_every_path():
    scope = stage(4)
    x = scope["tensor"](3.0, requires_grad=True)
    y = x * x
    scope["run_backward"](y.grad_fn, 2.5)
    assert x.grad.item() == 15.0
    calls = []
    run = scope["Node"].__call__
    scope["Node"].__call__ = lambda node, grad: calls.append(node) or run(node, grad)
    for _ in range(10):
        y = y + y
    scope["run_backward"](y.grad_fn, 1.0)
    assert len(calls) == 2**11 - 1


def test_stage_5_runs_any_graph_and_lesson_6_opens_with_nothing_freed_or_kept():
    scope = stage(5)
    x = scope["tensor"](2.0, requires_grad=True)
    u = x**2
    c = u**2 + u**2
    c.backward()
    c.backward()
    assert (x.grad.item(), u.grad) == (128.0, None)
    y = x
    for _ in range(100_000):
        y = y + 1.0
    y.backward()
    assert x.grad.item() == 129.0
    assert not hasattr(c, "retain_grad")
    assert "no_grad" not in scope


def test_stage_6_learns_xor_in_the_same_way_each_time():
    """The cells of lesson 06, with the solution of its last exercise."""
    lesson = sources(next(path for path in LESSONS if path.stem == "06_leaves"), "code")
    made, trained = (
        next(cell for cell in lesson if cell.startswith(start)) for start in ("points = ", "import random")
    )
    runs = []
    for _ in range(2):
        scope = stage(6)
        for part in (made, exercises.exercise("6.6").solution, trained):
            exec(part, scope)
        assert scope["xor_loss"](scope["parameters"]).item() < 0.01
        runs.append(scope["history"])
    assert runs[0] == runs[1]
