"""draw: what the picture says in words, that it is the same in every run, and that nothing in it can become markup."""

import gc
import io
import itertools
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import warnings
import xml.dom.minidom

import matplotlib.image
import pytest

import minigrad as mg
from minigrad import first
from minigrad.visual import draw, drawing, heat, layout, step, unfolding
from minigrad.visual.folding import Folds, within
from minigrad.visual.graph import in_order, read
from minigrad.visual.layout import LayoutError
from minigrad.visual.picture import Picture
from minigrad.visual.unfolding import reached
from tests.visual.engine import Tensor
from tests.visual.strings import STRINGS

PROGRAM = """
import minigrad as mg
from minigrad.visual import draw
x, y = mg.tensor(2.0, requires_grad=True), mg.tensor(3.0, requires_grad=True)
a = x + y
b = x * y
c = a * b
c.backward()
print(draw(c).svg)
"""


def leaf(value):
    return mg.tensor(value, requires_grad=True)


def test_the_words_name_the_caller_s_tensors_and_what_they_were_made_of():
    x, y = leaf(2.0), leaf(3.0)
    a = x + y
    b = x * y
    c = a * b
    assert draw(c).text.splitlines() == [
        "c: mul of a, b; value 30, grad —",
        "b: mul of x, y; value 6, grad —",
        "a: add of x, y; value 5, grad —",
        "y: leaf; value 3, grad —",
        "x: leaf; value 2, grad —",
    ]
    c.backward()
    assert draw(c).text.splitlines()[-1] == "x: leaf; value 2, grad 21"


def test_a_value_used_twice_has_two_edges():
    a = leaf(2.0)
    b = a + a
    picture = draw(b)
    assert "b: add of a, a;" in picture.text
    assert picture.dot.count("->") == 2


def test_frozen_inputs_are_drawn_where_they_are_known_and_have_no_gradient():
    w, k = leaf([1.0, 2.0]), mg.tensor([3.0, 4.0])
    out = (w * k).sum()
    assert "k: frozen; value [3, 4]" in draw(out).text.splitlines()
    assert "dashed" in draw(out).dot


def test_arrays_with_too_many_numbers_are_heat_maps_with_their_range_in_words():
    w = mg.tensor([[-2.0, -1.0, 0.0, 1.0], [2.0, 4.0, float("nan"), 0.0]], requires_grad=True)
    out = (w * w).nansum()
    out.backward()
    (vertex,) = [vertex for vertex in draw(out)._folds.top if vertex.name == "w"]
    value, grad = vertex.heats["value"], vertex.heats["grad"]
    assert value == (4, [-4, -2, 0, 2, 4, 9, 0, 0], -2.0, 4.0)
    assert (grad.low, grad.high) == (-4.0, 8.0)
    picture = draw(out)
    assert ("value", "numbers from −2 to 4") in next(iter(picture._told.values()))["more"]
    drawn = groups(picture.svg, "node leaf")[0].getElementsByTagName("rect")
    cells = [cell for cell in drawn if cell.hasAttribute("fill-opacity")]
    assert [cell.getAttribute("fill") for cell in cells[:8]] == [heat.MINUS] * 2 + [heat.PLUS] * 6
    dashes = [cell for cell in drawn if cell.getAttribute("height") == "1.2"]
    assert len(dashes) == 2 + sum([level < 0 for level in grad.cells])  # not by colour alone


@pytest.mark.parametrize("shape", [(), (5,), (2, 2), (13, 12), (0, 3)])
def test_no_heat_map_where_numbers_are_written_out_or_too_many(shape):
    w = mg.zeros(shape, requires_grad=True)
    assert [vertex.heats for vertex in draw(w)._folds.top] == [{}]


def test_large_arrays_show_their_shape():
    w = mg.ones(4, 3, requires_grad=True)
    out = w * 2
    assert "value (4, 3)" in draw(out).text


def test_an_intermediate_that_nobody_kept_shows_dots_and_not_a_guess():
    x = leaf(2.0)
    out = (x + 1.0) * 3.0
    assert "(1): add of x, a constant; value …, grad —" in draw(out).text


@pytest.mark.parametrize("tensor", [first.tensor, lambda value, requires_grad: Tensor(value, None, requires_grad)])
def test_the_same_call_serves_other_engines(tensor):
    x, y = tensor(2.0, requires_grad=True), tensor(3.0, requires_grad=True)
    a = x + y
    b = x * y
    c = a * b
    assert draw(c).text.splitlines()[:2] == ["c: mul of a, b; value 30, grad —", "b: mul of x, y; value 6, grad —"]
    assert draw(c).svg.count("<text") > 10


def test_the_bytes_are_the_same_in_every_process():
    runs = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert b"<svg" in runs[0].stdout


def test_drawing_changes_nothing():
    x, bias = mg.ones(4, 3, requires_grad=True), mg.ones(3, requires_grad=True)
    out = ((x + bias) * x).sum()
    seen = []
    out.grad_fn.register_hook(lambda *_: seen.append(1))
    before = mg.get_rng_state(), x._version, bias._version
    draw(out)
    assert (mg.get_rng_state(), x._version, bias._version) == before
    assert x.grad is None and not seen
    out.backward()
    assert x.grad.shape == (4, 3) and seen == [1]


def test_graphs_of_create_graph_and_freed_graphs_are_drawn():
    x = leaf(2.0)
    y = x * x * x
    (g,) = mg.autograd.grad(y, x, create_graph=True)
    assert "g: add of" in draw(g).text
    g.backward()
    assert "g: add of" in draw(g).text


@pytest.mark.parametrize("how", ["grad", "backward", "twice"])
def test_what_a_backward_pass_made_is_a_second_layer_without_a_recording_too(how):
    x = leaf(2.0)
    y = x * x * x
    if how == "backward":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a reference cycle
            y.backward(create_graph=True)
        first, x.grad = x.grad, None
    else:
        (first,) = mg.autograd.grad(y, x, create_graph=True)
    out = first * mg.autograd.grad(first, x, create_graph=True)[0] if how == "twice" else first.tanh()
    folds = draw(out * y)._folds
    grads = [box for box in folds.top if box.called == "grad"]
    assert len(grads) == (2 if how == "twice" else 1)
    assert all([box.second for box in grads])
    assert not any([box.second for box in folds.top if box not in grads])


def test_an_intermediate_that_a_node_has_saved_is_shown_until_it_is_freed():
    x = leaf(2.0)
    out = (x + 1.0) * x
    assert "(1): add of x, a constant; value 3, grad —" in draw(out).text
    out.backward()
    assert "(1): add of x, a constant; value …, grad —" in draw(out).text


def test_the_results_of_one_operation_are_told_apart():
    pair = mg.tensor([2.0, 3.0], requires_grad=True)
    a, b = pair.unbind()
    lines = draw(a * b).text.splitlines()
    assert lines[0] == "(1): mul of a, b; value 6, grad —"
    assert lines[1:3] == ["b: unbind of pair, result 1; value 3, grad —", "a: unbind of pair; value 2, grad —"]


def test_the_parameters_of_a_module_have_the_module_s_name():
    model = mg.nn.Linear(3, 2)
    out = model(mg.ones(4, 3))
    assert {line.split(":")[0] for line in draw(out).text.splitlines()} >= {"out", "model.weight", "model.bias"}


def test_a_variable_that_fails_when_asked_is_passed_over():
    class Closed:
        def __getattr__(self, name):
            raise RuntimeError("closed")

    closed, x = Closed(), leaf(2.0)
    assert draw(x).text == "x: leaf; value 2, grad —"
    assert type(closed) is Closed


def test_a_picture_stays_as_it_was_drawn():
    x = leaf(2.0)
    y = x * x
    picture = draw(y)
    y.backward()
    assert ">4</text>" in picture.svg
    assert "x: leaf; value 2, grad —" in picture.text
    assert picture.svg.count(">—</text>") == 2
    assert draw(y).svg.count(">—</text>") == 1


def test_kinds_differ_in_shape_and_not_in_colour_alone():
    x, k = leaf(2.0), mg.tensor(3.0)
    y = x * k
    svg = draw(y).svg
    nodes = {kind: groups(svg, f"node {kind}") for kind in ("leaf", "frozen", "computed")}
    assert [len(found) for found in nodes.values()] == [1, 1, 1]
    outlines = {kind: found[0].getElementsByTagName("g")[0] for kind, found in nodes.items()}
    assert outlines["leaf"].getElementsByTagName("rect")[0].getAttribute("rx") == "15"
    assert outlines["computed"].getElementsByTagName("rect")[0].getAttribute("rx") == "2"
    assert outlines["frozen"].getElementsByTagName("path")
    assert outlines["frozen"].hasAttribute("stroke-dasharray")
    assert float(outlines["leaf"].getAttribute("stroke-width")) > 1


def groups(svg, kind):
    found = xml.dom.minidom.parseString(svg.encode()).getElementsByTagName("g")
    return [group for group in found if group.getAttribute("class") == kind]


def test_in_a_page_the_colours_of_text_and_ground_are_the_theme_s():
    picture = draw(leaf(2.0))
    assert not re.search('"#[^"]*"', picture.html.replace(drawing.LINE, ""))
    assert "var(" not in picture.svg


def test_a_wide_picture_can_be_scrolled_by_keys():
    y = leaf(1.0)
    assert "tabindex" not in draw(y).html
    assert 'tabindex="0"' in draw(chain(9)).html


def test_a_long_name_is_cut_in_the_picture_and_whole_in_words():
    scope = {"mg": mg, "draw": draw, "n" * 90: leaf(2.0)}
    picture = drawn_in(scope, "n" * 90)
    assert "n" * 31 + "…" in texts_in(picture.svg)
    assert picture.text.startswith("n" * 90 + ": leaf")


def test_a_leaf_alone_is_one_box():
    x = leaf(2.0)
    assert draw(x).text == "x: leaf; value 2, grad —"


NASTY = ["<script>alert(1)</script>", 'a & "b"', "é∂", "two\nlines", "bell\x07", "]]>", "<b>", "&lt;", "{x|y}", "\\N"]


@pytest.mark.parametrize("name", NASTY)
def test_names_are_text_in_the_picture_and_in_words(name):
    scope = {"mg": mg, "draw": draw}
    exec("x = mg.tensor(2.0, requires_grad=True); y = x * x", scope)
    scope[name] = scope.pop("y")
    picture = drawn_in(scope, name)
    shown = name.replace("\n", "⏎").replace("\x07", "")
    assert picture.text.startswith(f"{shown}: mul of x, x")
    assert shown in texts_in(picture.svg)
    assert shown in texts_in(picture.html)
    assert shown.replace("\\", "⧵") in texts_in(layout.layout(picture.dot, "svg").decode())


@pytest.mark.parametrize("name", STRINGS)
def test_whatever_a_name_is_the_picture_holds_nothing_but_drawing(name):
    scope = {"mg": mg, "draw": draw}
    exec("x = mg.tensor(2.0, requires_grad=True)", scope)
    scope[name] = scope.pop("x") * 2
    picture = drawn_in(scope, name)
    for page in (picture.svg, picture.html):
        elements = xml.dom.minidom.parseString(page.encode()).getElementsByTagName("*")
        assert {element.tagName for element in elements} <= {"svg", "g", "title", "rect", "path", "text", "div"}
        attributes = {attribute for element in elements for attribute in element.attributes.keys()}  # noqa: SIM118
        assert not {attribute for attribute in attributes if attribute.startswith("on") or attribute in ("id", "href")}
    assert layout.layout(picture.dot, "svg").startswith((b"<?xml", b"<svg"))


def texts_in(svg):
    """The texts of a picture that is well formed and holds nothing but drawing."""
    document = xml.dom.minidom.parseString(svg.encode())
    assert not document.getElementsByTagName("script") and not document.getElementsByTagName("b")
    texts = [node.firstChild for node in document.getElementsByTagName("text")]
    return [text.data.replace("\xa0", " ") for text in texts]


def drawn_in(scope, name):
    """draw(...) called where the name is a variable."""
    exec(f"picture = draw(globals()[{name!r}])", scope)
    return scope["picture"]


# ----------------------------------------------------------------------------------- what fails, hooks, what is saved


def two_layers(X, W, V):
    h = (X @ W).tanh()
    return (h @ V).sum()


@pytest.fixture
def pictures(monkeypatch):
    """The pictures that are shown, as in a notebook."""
    shown = []

    def show(picture):
        shown.append(picture)

    monkeypatch.setattr(Picture, "show", show)
    return shown


def test_a_function_is_run_and_drawn():
    picture = draw(lambda x: x * x + x, x=leaf(3.0))
    assert picture.text.splitlines()[-1] == "x: leaf; value 3, grad —"
    with pytest.raises(TypeError, match="but got int"):
        draw(lambda x: 3, x=leaf(3.0))


@pytest.mark.parametrize("shown", [draw, step])
def test_where_an_operation_raises_what_there_was_is_shown_with_it_marked(pictures, shown):
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        shown(two_layers, X=mg.ones(2, 3), W=mg.ones(3, 4, requires_grad=True), V=mg.ones(5, 2))
    (picture,) = pictures
    assert picture.text.splitlines() == [
        "(2): h @ V of h, V fails; RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x4 and 5x2)",
        "V: frozen; value (5, 2)",
        "h: tanh of (1); value (2, 4), grad —",
        "(1): mm of X, W; value (2, 4), grad —",
        "X: frozen; value (2, 3)",
        "W: leaf; value (3, 4), grad —",
    ]
    (mark,) = groups(picture.svg, "node failed")
    assert mark.getElementsByTagName("g")[0].getAttribute("stroke-width") == "3"
    assert "h @ V" in texts_in(picture.svg)
    assert "fails" in picture.dot


def test_an_error_of_the_reader_s_own_shows_no_picture(pictures):

    def f(x):
        raise KeyError("x")

    with pytest.raises(KeyError):
        draw(f, x=leaf(2.0))
    with pytest.raises(RuntimeError, match="must match the size"):
        draw(lambda: mg.ones(2) + mg.ones(3))
    assert [picture.text.splitlines()[0].split(";")[0] for picture in pictures] == [
        "(3): mg.ones(2) + mg.ones(3) of (1), (2) fails"
    ]


def test_hooks_are_marked():
    x = leaf(2.0)
    y = x * x
    before = draw(y).text
    x.register_hook(lambda grad: None)
    y.register_hook(lambda grad: None)
    y.grad_fn.register_prehook(lambda grads: None)
    lines = draw(y).text.splitlines()
    assert lines == ["y: mul of x, x; value 4, grad —; 2 hooks", "x: leaf; value 2, grad —; 1 hook"]
    assert "hook" not in before
    assert texts_in(draw(y).svg).count("hooks") == 2


def test_what_is_saved_is_shown_on_demand_and_that_it_was_freed():
    x = leaf(2.0)
    y = (x * 3).exp()
    assert "saved" not in draw(y).text
    assert draw(y, saved=True).text.splitlines()[0] == "y: exp of (1); value 403.4, grad —; saved: result 403.4"
    assert "saved: result 403.4" in draw(y).svg  # in the tooltip
    assert "saved result" in texts_in(draw(y, saved=True).svg)
    y.backward()
    assert "saved: result freed" in draw(y, saved=True).text


# ------------------------------------------------------------------------------------------------------------ size


def chain(n):
    y = leaf(1.0)
    for _ in range(n):
        y = y + 1.0
    return y


def ladder(width, length):
    row = [leaf(1.0) for _ in range(width)]
    for _ in range(length):
        row = [row[i] + row[(i + 1) % width] for i in range(width)]
    return sum(row)


def scalar_mlp(sizes):
    rng = random.Random(0)
    h = [leaf(rng.random()) for _ in range(sizes[0])]
    for n in sizes[1:]:
        h = [sum([leaf(rng.random()) * v for v in h]).tanh() for _ in range(n)]
    return sum(h)


@pytest.mark.parametrize("graph", [lambda: chain(1000), lambda: ladder(10, 100), lambda: scalar_mlp([10, 8, 8, 8, 8])])
def test_graphs_of_a_thousand_nodes_are_laid_out_unfolded(graph):
    picture = draw(graph(), unfold=True)
    assert picture.text.count("\n") > 800
    assert picture.svg.count("<polygon") + picture.svg.count("<path") > 800


def test_a_long_run_is_folded_and_keeps_its_count():
    y = chain(1000)
    assert draw(y).text.splitlines()[0].startswith("y: add, 1000 times of (1)")
    assert "×1000" in draw(y).dot
    assert draw(y, unfold=True).text.count("\n") == 1000


def test_a_fold_stands_after_what_it_is_made_of():
    y = leaf(1.0)
    for _ in range(60):
        y = y * leaf(2.0)
    assert draw(y).text.splitlines()[0].startswith("y: mul, 60 times of (1), (2), (3)")
    assert len(draw(y).text.splitlines()) == 62


def test_a_value_with_a_name_is_not_folded_away():
    start = end = chain(60)
    for _ in range(60):
        end = end + 1.0
    assert (start.item(), end.item()) == (61.0, 121.0)
    assert [line.split(";")[0] for line in draw(end).text.splitlines()] == [
        "end: add, 60 times of start",
        "start: add, 60 times of (1)",
        "(1): leaf",
    ]


class Residual(mg.nn.Module):
    def __init__(self):
        super().__init__()
        self.inner, self.outer = mg.nn.Linear(4, 4), mg.nn.Linear(4, 4)

    def forward(self, x):
        return x + self.outer(self.inner(x).relu())


def layers(n, kind=lambda: (mg.nn.Linear(4, 4), mg.nn.Tanh())):
    return mg.nn.Sequential(*[layer for _ in range(n) for layer in kind()])


def test_a_layer_is_one_box_with_its_parameters_and_a_repeated_pair_is_one():
    model, x = layers(30), mg.ones(2, 4, requires_grad=True)
    out = model(x).mean()
    picture = draw(out)
    assert [line.split(";")[0] for line in picture.text.splitlines()] == [
        "out: mean of (1)",
        "(1): @ + tanh, 30 times of x with the parameters of model.0 to model.58",
        "x: leaf",
    ]
    assert "@ + tanh ×30" in texts_in(picture.svg)
    assert draw(out, unfold=True).text.count(": leaf") == 61


def test_blocks_with_a_way_around_them_are_one_box_with_their_count():
    model, x = layers(12, lambda: (Residual(),)), mg.ones(2, 4, requires_grad=True)
    out = model(x).mean()
    assert [line.split(";")[0] for line in draw(out).text.splitlines()] == [
        "out: mean of (1)",
        "(1): 4 operations, 12 times of x with the parameters of model.0 to model.11",
        "x: leaf",
    ]
    assert "4 operations ×12" in texts_in(draw(out).svg)


def test_blocks_of_which_more_than_the_last_is_used_stay_apart():
    model, x = layers(12, lambda: (Residual(),)), mg.ones(2, 4, requires_grad=True)
    total = out = x
    for block in model:
        out = block(out)
        total = total + out
    lines = draw(total).text.splitlines()
    assert len(lines) == 12 * 2 + 2  # a block and what adds its input; the sums of `total` are a run
    assert sum("with the parameters of model" in line for line in lines) == 12


def test_blocks_whose_parameters_nobody_has_named_fold_by_what_they_do():
    def out():
        model = layers(30, lambda: (Residual(),))
        return model(mg.ones(2, 4, requires_grad=True)).mean()

    result = out()
    lines = [line.split(";")[0] for line in draw(result).text.splitlines()]
    assert len(lines) < 30
    assert any([", 29 times of" in line or ", 30 times of" in line for line in lines])
    assert draw(result, unfold=True).text.count("\n") == 30 * 10 + 1


def test_what_is_repeated_very_often_is_in_pieces():
    y = chain(1000)
    folds = draw(y)._folds
    (run,) = [vertex for vertex in folds.top if vertex.inside]
    assert [piece.count for piece in run.inside] == [50] * 20
    assert {len(piece.inside) for piece in run.inside} == {50}
    assert len(within(run)) == run.count == 1000


def squared(x):
    error = x * x
    return error.mean()


def test_in_a_function_each_call_is_a_fold_and_the_text_is_of_all():
    net = mg.nn.Sequential(Residual(), mg.nn.Linear(4, 2))
    picture = draw(lambda X: squared(net(X) - 1) + squared(X), X=mg.ones(3, 4, requires_grad=True))
    assert [vertex.called or vertex.name or vertex.operation for vertex in picture._folds.top] == [
        "X", "net", "sub", "squared", "squared", "add",
    ]  # fmt: skip
    (net_fold,) = [vertex for vertex in picture._folds.top if vertex.called == "net"]
    assert [vertex.called for vertex in net_fold.inside] == ["net.0", "net.1"]
    assert "net" not in [line.split(":")[0] for line in picture.text.splitlines()]
    assert len(picture.text.splitlines()) == 1 + 10 + 4 + 1 + 2 * 2 + 1


@pytest.mark.parametrize("repeats", [True, False])
def test_folds_hold_every_vertex_once_and_leave_the_inputs_as_they_were(repeats):
    model, x = layers(6, lambda: (Residual(), mg.nn.Tanh())), mg.ones(2, 4, requires_grad=True)
    vertices = read(model(x).mean(), {f"model.{name}": value for name, value in model.named_parameters()})
    before = {vertex: [*vertex.inputs] for vertex in vertices}
    folds = Folds(vertices, repeats)
    held = [inner for vertex in folds.top for inner in within(vertex)]
    assert len(held) == len(set(held)) and set(held) == set(vertices)
    folds.open()
    assert {vertex: vertex.inputs for vertex in vertices} == before
    assert set(folds.shown) == set(vertices)


def test_a_picture_of_parts_with_modules_in_them_has_all_its_lines():
    model = mg.nn.Linear(3, 2)
    vertices = read(model(mg.ones(4, 3)), {f"model.{name}": value for name, value in model.named_parameters()})
    assert Picture(vertices).dot.count("->") == sum([x is not None for vertex in vertices for x in vertex.inputs]) == 3


@pytest.mark.parametrize(
    ("layer", "inside"),
    [
        (mg.nn.Linear(3, 2), "2 operations and 2 leaves"),
        (mg.nn.Linear(3, 2, bias=False), "2 operations and 1 leaf"),
        (mg.nn.LayerNorm(3), "1 operation and 2 leaves"),
    ],
    ids=str,
)
def test_the_page_counts_what_is_inside_a_layer(layer, inside):
    model = mg.nn.Sequential(layer, mg.nn.Tanh())
    assert f'"inside","{inside}"' in draw(model(mg.ones(2, 3)).sum()).page


def test_a_layer_of_one_operation_is_repeated_in_words():
    model, x = layers(120, lambda: [mg.nn.LayerNorm(2)]), mg.ones(1, 2)
    y = model(x).sum()
    assert "1 operation, 120 times of x with the parameters of model.0 to model.119" in draw(y).text


def test_a_parameter_that_is_shared_stays_outside():
    shared, x = mg.nn.Linear(4, 4), mg.ones(2, 4, requires_grad=True)
    out = x
    for _ in range(40):
        out = shared(out).tanh()
    assert {"shared.weight", "shared.bias"} <= {line.split(":")[0] for line in draw(out).text.splitlines()}


@pytest.mark.parametrize("model", [layers(500), layers(250, lambda: (Residual(),))], ids=["layers", "residual"])
def test_thousands_of_nodes_open_folded(model):
    out = model(mg.ones(2, 4)).mean()
    assert len(in_order(out.grad_fn)) > 2490
    assert 0 < draw(out).svg.count('class="node') < 100


def test_a_graph_too_large_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match=r"^draw: 5,0\d\d boxes are more than the 4,000 that it draws"):
        draw(ladder(10, 500), unfold=True)


def tangle(size):
    """A graph of numbers without repeats or modules: each uses the oldest that nobody has used, and a recent one."""
    chance = random.Random(0)
    made = [leaf(chance.uniform(-1, 1)) for _ in range(20)]
    waiting = [*made]
    while len(made) < size - 20:
        a, b = waiting.pop(0), chance.choice(made[-40:])
        made.append(chance.choice([a * b, a + b, a - b]))
        waiting.append(made[-1])
    return sum(waiting[1:], waiting[0])


def test_thousands_of_operations_without_repeats_open_in_pieces_that_hold_all_of_them():
    out = tangle(3000)
    folds = draw(out)._folds
    assert len(folds.top) <= 120
    assert {x.node for one in folds.top for x in within(one)} == set(in_order(out.grad_fn))
    boxes = reached(folds.top)
    assert all([len(box.inside) <= 60 for box in boxes])
    seen = set()
    for box in folds.top:  # each after what it uses, so that no line leads back
        assert set(folds.inputs(box)) <= {x for one in seen for x in within(one)} | {*within(box)}
        seen.add(box)


def test_in_a_large_graph_a_neuron_made_of_numbers_is_one_box_and_the_leaves_that_it_alone_uses_are_inside():
    out = network_of_numbers((2, 16, 16, 1))
    folds = draw(out)._folds
    neurons = [box for box in folds.top if box.called == "5 operations"]
    assert len(neurons) == 16
    assert all([sum([x.kind == "leaf" for x in within(box)]) == 3 for box in neurons])


def test_in_a_large_graph_leaves_of_the_same_users_are_one_box_unless_they_have_names():
    names = {}
    out = network_of_numbers((2, 16, 16, 1), 3, names)
    top = Folds(read(out, names), repeats=True).top
    assert [len(box.inside) for box in top if box.called == "3 leaves"] == [3] * 15
    assert {box.name for box in top if box.kind == "leaf"} == set(names)


def network_of_numbers(sizes, examples=1, names=None):
    """The sum of what a network gives whose neurons are made of numbers; `names` gets the leaves of its first."""
    chance = random.Random(0)
    layers = [
        [[leaf(chance.uniform(-1, 1)) for _ in range(n + 1)] for _ in range(m)] for n, m in itertools.pairwise(sizes)
    ]
    if names is not None:
        names.update({f"w{i}": weight for i, weight in enumerate(layers[0][0])})
    total = 0.0
    for _ in range(examples):
        x = [mg.tensor(chance.uniform(-1, 1)) for _ in range(sizes[0])]
        for layer in layers:
            x = [sum([w * v for w, v in zip(weights, x, strict=False)], weights[-1]).relu() for weights in layer]
        total = total + x[0]
    return total


@pytest.mark.parametrize("collects", [True, False])
def test_the_garbage_collector_is_after_a_page_as_it_was_before(monkeypatch, collects):
    seen, picture = [], draw(chain(3))
    monkeypatch.setattr(unfolding, "told", lambda *args: seen.append(gc.isenabled()) or {})
    (gc.enable if collects else gc.disable)()
    try:
        assert "<svg" in picture.page
        assert gc.isenabled() is collects
        monkeypatch.setattr(unfolding, "told", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            picture.page
        assert gc.isenabled() is collects
    finally:
        gc.enable()
    assert seen == [False]


def test_a_layout_that_takes_too_long_is_given_up(monkeypatch):
    def slow(*args, **kwargs):
        raise subprocess.TimeoutExpired("engine", 5)

    monkeypatch.setattr(layout.subprocess, "run", slow)
    with pytest.raises(LayoutError, match="could not be laid out in 5 seconds"):
        draw(chain(3)).svg


# ------------------------------------------------------------------------------------------------------- engines, files


def test_no_graphviz_of_the_machine_is_needed(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert draw(chain(3)).svg.startswith("<?xml") or "<svg" in draw(chain(3)).svg


def wired(mode):
    """A small graph in which lines cross, run past boxes, run twice and come from what is frozen."""
    x, k = leaf([1.0, 2.0]), mg.tensor([3.0, 4.0])
    y = (x * k).tanh() + x * x
    return draw(y.sum() if mode == "sum" else ladder(4, 3))


@pytest.mark.skipif(shutil.which("dot") is None, reason="no official dot on this machine to compare with")
@pytest.mark.parametrize("mode", ["sum", "ladder"])
def test_the_official_dot_draws_the_same_graph(monkeypatch, mode):
    ours, laid_out = wired(mode).svg, layout.layout(wired(mode).dot, "svg").decode()
    monkeypatch.setenv("MINIGRAD_DOT", "dot")
    theirs, laid_out_by_dot = wired(mode).svg, layout.layout(wired(mode).dot, "svg").decode()
    assert sorted(texts_in(ours)) == sorted(texts_in(theirs))
    assert len(groups(ours, "edge")) == len(groups(theirs, "edge")) > 7
    assert sorted(texts_in(laid_out)) == sorted(texts_in(laid_out_by_dot))
    assert len(groups(laid_out, "edge")) == len(groups(laid_out_by_dot, "edge")) == len(groups(ours, "edge"))


def test_one_sentence_where_no_engine_is_found(monkeypatch):
    monkeypatch.setattr(layout, "embedded", lambda: None)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(LayoutError, match="install the package graphviz-pure"):
        draw(chain(3)).svg


NO_PROGRAM = "nothing that a machine could run"


def program(python):
    """A script that runs a line of Python, whatever blanks there are in the interpreter's path."""
    return f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(python)}\n"


@pytest.fixture
def engines(tmp_path, monkeypatch):
    """Two engines that say who they are: what is wanted of the embedded one, and the `dot` on the path."""

    def engine(name, does):
        path = tmp_path / name
        path.write_text(does if does == NO_PROGRAM else program(does))
        path.chmod(0o755)
        return str(path)

    def choose(embedded):
        monkeypatch.setattr(layout, "embedded", lambda: embedded and engine("embedded", embedded))

    engine("dot", "print('drawn by dot')")
    monkeypatch.setenv("PATH", str(tmp_path))
    return choose


@pytest.mark.skipif(os.name == "nt", reason="the engines here are scripts that name their own interpreter")
@pytest.mark.parametrize(
    ("embedded", "wish", "drawn"),
    [
        ("print('drawn by the embedded engine')", "", b"drawn by the embedded engine\n"),
        ("print('drawn by the embedded engine')", "dot", b"drawn by dot\n"),
        ("raise SystemExit(1)", "", b"drawn by dot\n"),
        ("import os; os.abort()", "", b"drawn by dot\n"),
        (NO_PROGRAM, "", b"drawn by dot\n"),
        ("", "", b"drawn by dot\n"),
    ],
)
def test_the_official_dot_takes_over(engines, monkeypatch, embedded, wish, drawn):
    engines(embedded)
    monkeypatch.setenv("MINIGRAD_DOT", wish)
    assert layout.layout("digraph {}", "svg") == drawn


def test_where_every_engine_fails_one_sentence_says_what_the_last_one_said(engines, tmp_path):
    engines(NO_PROGRAM)
    (tmp_path / "dot").write_text(program("raise SystemExit('no such font\\nand more')"))
    with pytest.raises(LayoutError, match=r"^The graph could not be laid out: no such font$"):
        layout.layout("digraph {}", "svg")


def test_what_an_engine_complains_of_is_kept_from_the_reader(capfd):
    assert "é∂" in layout.layout('digraph { "é∂" }', "svg").decode()
    assert capfd.readouterr() == ("", "")


def test_save_takes_three_endings(tmp_path):
    picture = draw(chain(3))
    for ending, start in ((".svg", b"<"), (".png", b"\x89PNG"), (".dot", b"digraph")):
        picture.save(tmp_path / f"graph{ending}")
        assert (tmp_path / f"graph{ending}").read_bytes().startswith(start)
    with pytest.raises(ValueError, match=r"save: \.pdf is not one of \.svg, \.png, \.dot"):
        picture.save(tmp_path / "graph.pdf")


def every_kind():
    x, k, w = leaf([1.0, 2.0]), mg.tensor([3.0, 4.0]), leaf(2.0)
    y = (x * k).tanh() + x * x
    return draw(y.sum() * w + w)


def shades(data, size=16):
    """How dark a PNG is, block by block; a font's edges are smoothed differently everywhere."""
    pixels = matplotlib.image.imread(io.BytesIO(data))[:, :, :3].mean(2)
    h, w = [n // size for n in pixels.shape]
    return pixels[: h * size, : w * size].reshape(h, size, w, size).mean((1, 3))


@pytest.mark.browser
def test_the_png_looks_as_the_svg_does_in_a_browser(browser, tmp_path):
    picture = every_kind()
    picture.save(tmp_path / "graph.png")
    size = picture.svg.partition('viewBox="')[2].partition('"')[0].split()
    page = browser.new_page(device_scale_factor=2, viewport={"width": int(size[2]), "height": int(size[3])})
    page.set_content(f'<body style="margin: 0">{picture.svg.replace("menlo, consolas, ", "")}</body>')
    seen, saved = shades(page.screenshot()), shades((tmp_path / "graph.png").read_bytes())
    page.close()
    assert seen.shape == saved.shape
    assert (seen < 0.95).sum() > 100
    assert abs(seen - saved).mean() < 0.01


def test_the_png_is_the_same_in_every_run_and_shows_any_character(tmp_path):
    scope = {"mg": mg, "draw": draw, "$x_é∂𝔘": leaf(2.0)}
    for name in ("one.png", "other.png"):
        drawn_in(scope, "$x_é∂𝔘").save(tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "other.png").read_bytes()


@pytest.mark.parametrize(("thing", "kind"), [(3, "int"), ("c", "str"), (None, "NoneType"), ([1.0], "list")])
def test_what_is_no_tensor_is_refused(thing, kind):
    with pytest.raises(
        TypeError, match=f"^draw: a tensor is wanted, such as the result c in draw\\(c\\), but got {kind}"
    ):
        draw(thing)


def test_a_cycle_is_refused():
    x = Tensor(2.0, None, requires_grad=True)
    y = x * x
    y.grad_fn.next_functions = ((y.grad_fn, 0),)
    with pytest.raises(ValueError, match=r"^draw: the graph leads from mul back to itself"):
        draw(y)
