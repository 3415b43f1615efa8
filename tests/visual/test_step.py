"""step: what its steps say, in which order they come, that nothing is changed, and that names stay text."""

import random
import re
import sys
import types
import xml.dom.minidom

import numpy as np
import pytest

import minigrad as mg
from minigrad import first
from minigrad.visual import rules, step
from minigrad.visual import trace as tracing
from tests.visual import engine
from tests.visual.strings import STRINGS


def leaf(value):
    return mg.tensor(value, requires_grad=True)


def order(stepper):
    """The backward half, as the names of the boxes in their order."""
    nodes, steps = stepper.trace["nodes"], stepper.trace["steps"]
    return [nodes[step["node"]]["label"] for step in steps if step["phase"] in ("backward", "leaf")]


def sentences(stepper):
    return [step["say"] for step in stepper.trace["steps"]]


def product_of_sums(tensor):
    x, y = tensor(2.0, requires_grad=True), tensor(3.0, requires_grad=True)
    a = x + y
    b = x * y
    c = a * b
    return step(c)


TWIN = """\
Stepper: c, 9 steps
Step  Pass      Node  Arrives       Rule                  Leaves            Adds up
1     forward   a     x = 2, y = 3  x + y                 5
2     forward   b     x = 2, y = 3  x × y                 6
3     forward   c     a = 5, b = 6  a × b                 30
4     backward  c                   start                 1
5     backward  c     1             ∂c/∂a = b; ∂c/∂b = a  6 to a; 5 to b    a: 6; b: 5
6     backward  b     5             ∂b/∂x = y; ∂b/∂y = x  15 to x; 10 to y  x: 15 + …; y: 10 + …
7     backward  a     6             ∂a/∂x = 1; ∂a/∂y = 1  6 to x; 6 to y    x: 15 + 6 = 21; y: 10 + 6 = 16
8     backward  x     15 + 6        sum                                     x.grad = 21
9     backward  y     10 + 6        sum                                     y.grad = 16"""


# --------------------------------------------------------------------------------------------- the text and the order


@pytest.mark.parametrize("tensor", [mg.tensor, first.tensor, engine.Tensor], ids=["minigrad", "first", "protocol"])
def test_the_text_is_the_same_table_for_every_engine(tensor):
    assert repr(product_of_sums(tensor)) == TWIN


def test_the_sentences_say_what_the_picture_shows():
    stepper = product_of_sums(mg.tensor)
    assert stepper.trace["start"] == "x = 2 and y = 3 are given. Nothing has been computed yet."
    assert sentences(stepper)[1] == "b is x × y: 2 × 3 = 6. It keeps x and y for the way back."
    assert sentences(stepper)[3] == "c.backward() starts with 1: when c moves by 1, c moves by 1."
    assert sentences(stepper)[5] == "5 arrives at b; it sends 15 to x and 10 to y. Both wait for another term."
    assert sentences(stepper)[7] == "Both terms for x have arrived: 15 + 6. x.grad is 21."


def test_a_leaf_comes_as_soon_as_it_is_ready_before_older_nodes():
    w1, w2 = leaf(0.5), leaf(2.0)
    a = w1 * mg.tensor(3.0)
    b = mg.exp(a)
    c = b * w2
    assert order(step(c)) == ["c", "w2", "b", "a", "w1"]


def test_without_numbers_of_their_own_the_nodes_are_ordered_by_their_edges():
    x = engine.Tensor(3.0, requires_grad=True)
    old = x * x
    y = (old + x) * old
    assert [label for label in order(step(y)) if label in ("old", "x", "y")] == ["y", "old", "x"]


def test_every_node_runs_once_in_a_chain_of_diamonds():
    y = x = leaf(1.5)
    for _ in range(12):
        y = y + y
    stepper = step(y)
    assert len(stepper.trace["steps"]) == 12 + 1 + 12 + 1
    assert stepper.trace["nodes"][0]["grad"] == 2**12
    assert stepper.trace["nodes"][0]["label"] == "x", x


# ---------------------------------------------------------------------------------------------------- values and names


def test_what_nobody_kept_is_dots_and_never_a_guess():
    x = leaf(3.0)
    y = (x + 1) * x
    made = step(y).trace["nodes"][1]
    assert made["value"] == 4.0  # the product saved it
    z = (x + 1) + x
    assert step(z).trace["nodes"][1]["value"] is None
    assert sentences(step(z))[0] == "+₁ is x + …; its value was not kept."


def test_a_name_is_the_caller_s_variable_and_else_an_expression_or_the_sign_with_an_ordinal():
    def f(x, y):
        return (x * y + x / y).tanh() * y

    labels = [node["label"] for node in step(f, x=2.0, y=3.0).trace["nodes"]]
    assert labels == ["x", "y", "x * y", "x / y", "+₁", "tanh₁", "f"]


def test_an_unknown_operation_is_shown_by_its_name():
    x = engine.Tensor(3.0, requires_grad=True)
    y = engine.result(9.0, "SquaredBackward0", lambda grad: (grad * 6.0,), x)
    stepper = step(y)
    assert stepper.trace["ops"][0]["symbol"] == "squared"
    assert "6 to x" in repr(stepper)


def test_a_number_of_the_call_stands_in_the_rule():
    x = leaf(3.0)
    y = x**3
    z = 2 / y
    assert "∂y/∂x = 3 × x²" in repr(step(z))


def test_a_frozen_input_has_a_box_and_gets_nothing():
    x, w = mg.tensor(2.0), leaf(-0.5)
    y = x * w
    stepper = step(y)
    assert {n["label"]: n["kind"] for n in stepper.trace["nodes"]} == {"x": "frozen", "w": "leaf", "y": "computed"}
    assert [(e["live"], e.get("term")) for e in stepper.trace["edges"]] == [(False, None), (True, 2.0)]


def test_a_wrong_rule_is_shown_as_it_is_beside_what_it_should_have_sent():
    x = engine.Tensor(3.0, requires_grad=True)
    u = x * x
    v = engine.result(-u.data, "NegBackward0", lambda grad: (grad,), u)
    assert sentences(step(v))[3] == "1 arrives at v; it sends 1 to u. (By the rule it would send −1 to u.)"


def test_arrays_carry_their_numbers_if_they_are_small_and_else_their_shape():
    small, large = leaf([[1.0, -2.0, 3.0]]), mg.ones(40, 40, requires_grad=True)
    node = step((small * small).sum()).trace["nodes"][0]
    assert (node["value"]["shape"], node["value"]["data"]) == ((1, 3), [1.0, -2.0, 3.0])
    assert step((large * large).sum()).trace["nodes"][0]["grad"] == {"shape": (40, 40), "data": None}


def test_what_broadcasting_stretched_is_summed_before_it_is_shown():
    x, w, bias = mg.ones(4, 3), mg.ones(3, 2, requires_grad=True), leaf([1.0, 2.0])
    y = (x @ w + bias).sum()
    grads = {n["label"]: n["grad"] for n in step(y).trace["nodes"] if n["kind"] == "leaf"}
    assert grads["bias"] == {"shape": (2,), "data": [4.0, 4.0]}
    assert grads["w"]["shape"] == (3, 2)


def test_many_terms_are_counted_and_not_written_out():
    y = x = leaf(1.0)
    for _ in range(7):
        y = y + x
    assert sentences(step(y))[-1] == "All 8 terms for x have arrived. x.grad is 8."
    assert "x: 3 of 8 terms" in repr(step(y))


# ------------------------------------------------------------------------------------------------------------ the rules


@pytest.mark.parametrize(
    "f",
    [
        lambda x, y: x + y,
        lambda x, y: x - y,
        lambda x, y: x * y,
        lambda x, y: x / y,
        lambda x, y: 5 - x * y,
        lambda x, y: 1 / x + y,
        lambda x, y: -x * y,
        lambda x, y: x**3 + y**2,
        lambda x, y: x**y,
        lambda x, y: x.exp() + y.log() + x.sqrt(),
        lambda x, y: x.sin() * y.cos(),
        lambda x, y: x.tanh() + y.sigmoid(),
        lambda x, y: (-x).relu() + y.relu() + (-x).abs(),
        lambda x, y: (x * y).clone(),
    ],
)
def test_each_factor_in_letters_is_what_the_node_multiplies_by(f):
    trace = step(f, x=1.7, y=0.6).trace
    checked = 0
    for edge in [e for e in trace["edges"] if e["live"]]:
        arrived = trace["nodes"][edge["to"]]["grad"]
        assert edge["term"] == pytest.approx(arrived * edge["factor"], rel=1e-4)
        assert "expected" not in edge
        checked += 1
    assert checked


def test_a_formula_in_letters_has_the_parentheses_that_it_needs():
    letters = {"a": "x", "b": "y + z", "r": "u", "k": "2", "grad": "grad"}.get
    assert rules.text(rules.tree("a - (b - r)"), letters) == "x − (y + z − u)"
    assert rules.text(rules.tree("a / (b * r)"), letters) == "x / ((y + z) × u)"
    assert rules.text(rules.tree("-r / b"), letters) == "−u / (y + z)"
    assert rules.text(rules.tree("grad @ b.T"), letters) == "grad @ (y + z)ᵀ"
    assert rules.text(rules.tree("1 - r**2"), letters) == "1 − u²"
    assert rules.text(rules.tree("a * b"), {"a": "−2", "b": "−3"}.get) == "−2 × (−3)"


def test_a_formula_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no formula"):
        rules.tree("[a, b]")


# -------------------------------------------------------------------------------------------------- running a function


def neuron(w, b, x):
    weighed = x * w  # the input is frozen
    return (weighed + b).tanh()


def test_a_function_is_run_and_all_its_values_and_places_are_known():
    stepper = step(neuron, w=-0.5, b=3.0, x=mg.tensor(2.0))
    nodes = {node["label"]: node for node in stepper.trace["nodes"]}
    assert nodes["weighed"]["value"] == -1.0
    assert nodes["+₁"]["value"] == 2.0
    assert nodes["x"]["kind"] == "frozen"
    code = stepper.trace["code"]
    line, column, _, end = nodes["weighed"]["span"]
    assert code[line][column:end] == "x * w"
    line, column, _, end = nodes["+₁"]["span"]
    assert code[line][column:end] == "weighed + b"


def test_columns_are_counted_in_characters_also_after_others_than_ascii():
    def f(größe, maß):  # noqa: PLC2401 (that is what is tested)
        return größe * maß + größe

    stepper = step(f, größe=2.0, maß=3.0)
    texts = [node.get("text") for node in stepper.trace["nodes"]]
    assert "größe * maß" in texts


def test_a_tensor_of_any_engine_may_be_an_input():
    stepper = step(lambda x, y: x * y + x, x=first.Tensor(2.0, requires_grad=True), y=first.Tensor(3.0))
    assert [node["value"] for node in stepper.trace["nodes"]] == [2.0, 3.0, 6.0, 8.0]
    assert not stepper.sliders


def test_the_inputs_of_a_call_in_the_function_are_known_too():
    def doubled(x):
        return x + x

    def f(x):
        return doubled(x) * 3

    nodes = step(f, x=2.0).trace["nodes"]
    assert [node.get("text", node["label"]) for node in nodes] == ["x", "doubled(x)", "f"]


def test_a_slider_runs_the_function_again():
    stepper = step(lambda x, y: x * y, x=2.0, y=3.0)
    assert [(s["name"], s["value"], s["min"], s["max"]) for s in stepper.sliders] == [("x", 2, -5, 5), ("y", 3, -6, 6)]
    sent = []
    stepper.send = sent.append
    stepper.answer(stepper, {"ask": "alive"}, [])
    stepper.answer(stepper, {"numbers": {"x": 4.0, "y": 5.0}}, [])
    assert sent == [{"alive": True}, {"done": True}]
    assert stepper.trace["nodes"][stepper.trace["root"]]["value"] == 20.0
    assert "20" in repr(stepper)


def test_numbers_that_the_function_cannot_take_leave_the_last_trace_and_say_why():
    stepper = step(lambda x: x * (1 / x.item()), x=2.0)
    before, sent = stepper.trace, []
    stepper.send = sent.append
    stepper.answer(stepper, {"numbers": {"x": 0.0}}, [])
    assert sent[0]["failed"].startswith("ZeroDivisionError")
    assert stepper.trace is before


def test_a_profile_function_that_was_there_is_put_back():
    def profile(*args):
        return None

    sys.setprofile(profile)
    try:
        step(lambda x: x * x, x=2.0)
        assert sys.getprofile() is profile
    finally:
        sys.setprofile(None)


# ----------------------------------------------------------------------------------------------------------- the update


def test_an_update_with_a_learning_rate_comes_last():
    x, y = leaf(2.0), leaf([3.0, -1.0])
    stepper = step((x * y).sum(), update=0.5)
    assert sentences(stepper)[-2:] == [
        "x becomes 2 − 0.5 × 2 = 1.",
        "y becomes y − 0.5 × y.grad. Its shape is (2,).",
    ]
    assert {n["label"]: n["after"] for n in stepper.trace["nodes"] if "after" in n} == {
        "x": 1.0,
        "y": {"shape": (2,), "data": [2.0, -2.0]},
    }
    assert (x.item(), x.grad) == (2.0, None)


def test_an_update_of_the_readers_own_engine():
    w = first.tensor(2.0, requires_grad=True)
    assert sentences(step(w * w, update=0.1))[-1] == "w becomes 2 − 0.1 × 4 = 1.6."


def test_an_optimiser_is_tried_on_copies():
    w, other = leaf([1.0, 2.0]), leaf(3.0)
    adam = mg.optim.Adam([w, other], lr=0.1)
    w.grad = mg.ones(2)
    stepper = step((w * w * other).sum(), update=adam)
    assert [s["phase"] for s in stepper.trace["steps"]].count("update") == 2
    assert sentences(stepper)[-2] == "Adam moves other from 3 to 2.9. other.grad stays until zero_grad()."
    assert (w.tolist(), w.grad.tolist(), other.grad, dict(adam.state)) == ([1.0, 2.0], [1.0, 1.0], None, {})


def test_an_optimiser_of_other_parameters_gets_one_sentence():
    x, w = leaf(2.0), leaf(1.0)
    with pytest.raises(ValueError, match=r"^step: none of the optimiser's parameters is a leaf of this graph\."):
        step(x * x, update=mg.optim.SGD([w], lr=0.1))


# ------------------------------------------------------------------------------------------------------ nothing changes


class Noisy(mg.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        return grad * 2 + mg.randn(()) * 0 + np.random.rand() * 0 + random.random() * 0  # noqa: NPY002


def state(tensors):
    """All that a stepper could change in a graph of minigrad's."""
    nodes = tracing.in_order(tensors[-1].grad_fn)
    saved = [getattr(node, name) for node in nodes for name in dir(node) if name.startswith("_saved_")]
    return (
        [None if t.grad_fn is not None or t.grad is None else t.grad.tolist() for t in tensors],
        [t._version for t in tensors],
        [t.tolist() for t in tensors],
        [(node.name(), [(id(n), i) for n, i in node.next_functions]) for node in nodes],
        [x.tolist() if hasattr(x, "tolist") else x for x in saved],
        str(mg.get_rng_state()),
        np.random.get_state()[1].tolist(),  # noqa: NPY002
        random.getstate(),
        mg.is_grad_enabled(),
    )


def test_step_only_reads_a_graph_of_minigrad():
    mg.manual_seed(3)
    ran = []
    x, w, bias = mg.randn(4, 3), mg.randn(3, 2, requires_grad=True), mg.randn(2, requires_grad=True)
    hidden = x @ w + bias
    y = Noisy.apply(hidden.tanh()).sum()
    for t in (w, hidden, y):
        t.register_hook(ran.append)
    y.grad_fn.register_hook(lambda *grads: ran.append(grads))
    bias.register_post_accumulate_grad_hook(ran.append)
    (3 * bias).sum().backward()
    ran.clear()
    tensors = [x, w, bias, hidden, y]
    before = state(tensors)
    stepper = step(y)
    assert repr(stepper)
    assert stepper._repr_mimebundle_()
    assert state(tensors) == before
    assert not ran
    y.backward()  # nothing was freed
    found = {n["label"]: n["grad"]["data"] for n in stepper.trace["nodes"] if n["kind"] == "leaf"}
    np.testing.assert_allclose(found["w"], np.ravel(w.grad.tolist()), rtol=1e-4)


@pytest.mark.parametrize("tensor", [engine.Tensor, first.tensor], ids=["protocol", "first"])
def test_step_only_reads_a_graph_of_another_engine(tensor):
    x, y = tensor(2.0, requires_grad=True), tensor(3.0, requires_grad=True)
    a = x * y
    c = a + x
    values = [dict(vars(t)) for t in (x, y, a, c)]
    nodes = [dict(vars(node)) for node in tracing.in_order(c.grad_fn)]
    step(c)
    assert [vars(t) for t in (x, y, a, c)] == values
    assert [vars(node) for node in tracing.in_order(c.grad_fn)] == nodes
    assert x.grad is None


def test_a_function_is_stepped_without_touching_the_tensors_it_is_given():
    w = leaf([1.0, 2.0])
    step(lambda w: (w * w).sum(), w=w)
    assert (w.grad, w._version, w.is_leaf) == (None, 0, True)


# ------------------------------------------------------------------------------------------------------------ bad input


def test_what_is_no_tensor_gets_one_sentence():
    with pytest.raises(TypeError, match=r"^step: 3 is neither a tensor nor a function\. Step through a result"):
        step(3)
    with pytest.raises(TypeError, match=r"^step: <lambda> returned 6\.0, not a tensor"):
        step(lambda x: x.item() * 2, x=3.0)


@pytest.mark.parametrize("tensor", [mg.tensor, first.tensor, engine.Tensor], ids=["minigrad", "first", "protocol"])
def test_a_tensor_without_history_gets_one_sentence(tensor):
    with pytest.raises(RuntimeError, match=r"^step: this tensor has no history\. Make it from a tensor with"):
        step(tensor(3.0, requires_grad=True))


@pytest.mark.parametrize("tensor", [mg.tensor, first.tensor], ids=["minigrad", "first"])
def test_a_freed_graph_gets_one_sentence(tensor):
    x = tensor(3.0, requires_grad=True)
    y = x * x
    y.backward()
    with pytest.raises(RuntimeError, match=r"^step: backward\(\) has freed what this graph had saved\. Compute"):
        step(y)


def test_a_graph_that_is_too_large_gets_one_sentence():
    y = leaf(1.0)
    for _ in range(1001):
        y = y + 1
    with pytest.raises(ValueError, match=r"^step: 1,001 operations are more than the 1,000 that it shows\."):
        step(y)


# ----------------------------------------------------------------------------------------- several results, in place


def test_each_of_several_results_has_a_box_whose_gradient_goes_to_the_operation():
    x = leaf([1.0, 2.0, 3.0])
    a, b, _ = x
    stepper = step(a * b)
    said = sentences(stepper)
    assert [node["label"] for node in stepper.trace["nodes"]] == ["x", "unbind(x)", "a", "b", "result"]
    assert said[0] == "unbind(x) gives a and b."
    assert said[4] == "unbind(x) gets 2 for a and 1 for b; it sends a (3,) gradient to x."
    assert stepper.trace["nodes"][0]["grad"]["data"] == [2.0, 1.0, 0.0]
    assert "2 for a, 1 for b" in repr(stepper)


def test_of_several_results_of_which_one_is_used_there_is_one_box():
    _, b = leaf([1.0, 2.0])
    c = b * 3
    assert [node["label"] for node in step(c).trace["nodes"]] == ["leaf₁", "b", "c"]
    assert step(c).trace["nodes"][0]["grad"]["data"] == [0.0, 3.0]


def test_the_result_may_be_one_of_several_that_are_used():
    x = leaf([2.0, 3.0])
    first, second = (x * x).unbind()
    both = first * second
    assert order(step(both))[:2] == ["both", "unbind₁"]
    assert order(step(second))[0] == "second"
    assert step(second).trace["nodes"][0]["grad"]["data"] == [0.0, 6.0]


def test_an_operation_passed_over_by_its_results_gets_none_for_them():
    class Two(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2, x * 3, x * 4

        @staticmethod
        def backward(ctx, a, b, c):
            return 2 * a + 3 * b + 4 * c

    x = leaf(1.0)
    _, b, c = Two.apply(x)
    y = b * c
    assert order(step(y)) == ["y", "two(x)", "x"]
    assert step(y).trace["nodes"][0]["grad"] == 24.0


def test_a_write_to_a_view_is_a_step_of_its_base():
    x, w = leaf([1.0, 2.0]), leaf(5.0)
    y = x * 1
    row = y[0]
    row.mul_(w)
    z = (y * y).sum()
    grads = {n["label"]: n["grad"] for n in step(z).trace["nodes"] if n["kind"] == "leaf"}
    assert grads == {"x": {"shape": (2,), "data": [50.0, 4.0]}, "w": 10.0}


# ------------------------------------------------------------------------------------------------------ shown anywhere


@pytest.mark.parametrize("name", STRINGS)
def test_a_name_is_text_in_every_picture(name):
    scope = {name: leaf(2.0), "step": step}
    scope["y"] = scope[name] * scope[name]
    stepper = eval("step(y)", scope)
    for shown in stepper.trace["pictures"].values():
        drawn = xml.dom.minidom.parseString(shown["svg"].encode())
        tags = {element.tagName for element in drawn.getElementsByTagName("*")}
        assert tags <= {"svg", "g", "title", "rect", "path", "text"}
        attributes = {a for element in drawn.getElementsByTagName("*") for a in element.attributes.keys()}  # noqa: SIM118
        assert not {a for a in attributes if a.startswith("on") or a in ("id", "href", "style")}
    visible = "".join(c for c in name if c.isprintable())
    assert stepper.trace["nodes"][0]["label"] == (visible if len(visible) <= 12 else visible[:11] + "…")
    assert all(line.isprintable() for line in repr(stepper).splitlines())


def test_the_cell_shows_a_widget_and_for_other_pages_the_table_and_a_picture():
    stepper = product_of_sums(mg.tensor)
    data, metadata = stepper._repr_mimebundle_()
    assert data["text/plain"] == TWIN
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["image/png"].startswith("iVBOR")
    assert metadata["image/png"]["alt"].startswith("The graph of c")


def test_it_is_the_same_in_every_run():
    one, other = product_of_sums(mg.tensor), product_of_sums(mg.tensor)
    assert one.trace == other.trace
    assert not re.search(r"0x[0-9a-f]{6}", str(one.trace))


def test_in_colab_the_widget_says_which_manager_shows_it(monkeypatch):
    output = types.ModuleType("google.colab.output")
    output._widgets, asked = types.SimpleNamespace(_installed_url="an address"), []
    output.enable_custom_widget_manager = lambda: asked.append(1)
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    data, metadata = product_of_sums(mg.tensor)._repr_mimebundle_()
    assert metadata["application/vnd.jupyter.widget-view+json"]["colab"]["custom_widget_manager"]["url"] == "an address"
    assert asked and "image/png" in data and "image/png" in metadata
