"""Folded calls: a call is one box and one step, and what passes its border is what its steps send."""

import json

import numpy as np
import pytest

import minigrad as mg
from minigrad import nn
from minigrad.visual import step
from minigrad.visual.graph import operation
from minigrad.visual.grouping import groups, view
from minigrad.visual.recording import Recording, is_grad
from minigrad.visual.trace import Edge, unpack


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner, self.outer = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        return x + self.outer(self.inner(x).tanh())


def halves(x):
    left = x * 2
    right = left.tanh()
    return left, right


def squared(x):
    error = x * x
    return error.mean()


def network(block, other):
    def f(X):
        return squared(other(block(X)) - 1)

    return step(f, X=mg.randn(3, 4, requires_grad=True))


@pytest.fixture
def stepper():
    mg.manual_seed(0)
    return network(Block(), nn.Sequential(Block(), nn.Linear(4, 2)))


def told(shown):
    return [(phase[0], box.label) for phase, box in shown.steps]


def test_a_call_is_one_step_named_after_the_module_or_function(stepper):
    shown = view(stepper.traced, (), groups(stepper.traced))
    forward = ["block", "other", "−₁", "squared"]
    assert told(shown) == [
        *[("f", name) for name in forward],
        ("s", "squared"),
        *[("b", name) for name in reversed(forward)],
        ("l", "X"),
    ]
    assert [box.count for box in shown.boxes if box.path] == [6, 8, 2]


def test_a_view_opens_one_path_and_the_rest_stays_folded(stepper):
    paths = {"/".join([label for label, _ in path]): path for path in groups(stepper.traced)}
    assert {"block", "other", "squared", "block/inner", "other/other.0/outer", "other/other.1"} <= set(paths)
    shown = view(stepper.traced, paths["other/other.0"], [*paths.values()])
    assert [label for phase, label in told(shown) if phase == "f"] == [
        "block", "inner", "tanh₂", "outer", "+₂", "other.1", "−₁", "squared",
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(9))
def test_in_every_view_the_terms_of_a_box_add_up_to_its_gradient(stepper, number):
    paths = groups(stepper.traced)
    shown = view(stepper.traced, paths[number], paths)
    checked = 0
    for box in shown.boxes:
        terms = [edge.term for edge in box.uses if edge.live]
        if terms and box is not shown.root:
            np.testing.assert_allclose(sum([unpack(term) for term in terms]), unpack(box.grad), rtol=1e-5)
            checked += 1
    assert checked >= 3


@pytest.mark.parametrize("number", range(9))
def test_in_every_view_a_step_comes_after_what_it_waits_for(stepper, number):
    paths = groups(stepper.traced)
    shown = view(stepper.traced, paths[number], paths)
    done = set()
    for phase, box in shown.steps:
        if phase == "forward":
            assert all(
                (x.source, "forward") in done or x.source.rule is None for x in box.inputs if isinstance(x, Edge)
            )
        if phase in ("backward", "leaf"):
            assert all((edge.target, "backward") in done for edge in box.uses)
        assert (box, phase) not in done
        done.add((box, phase))
    assert list(shown.at) == sorted(shown.at)


def test_several_results_of_a_call_are_boxes_of_their_own():
    def f(x):
        left, right = halves(x)
        return left * right

    trace = step(f, x=0.5).traced
    shown = view(trace, (), groups(trace))
    assert told(shown)[:2] == [("f", "halves"), ("f", "f")]
    fold = next(box for box in shown.boxes if box.path)
    assert [edge.target.label for edge in fold.outputs] == ["left", "right"]
    left, right = [edge.term for edge in fold.outputs]
    assert (left, right) == (pytest.approx(np.tanh(1.0)), pytest.approx(1.0))
    assert fold.inputs[0].term == pytest.approx(trace.boxes[0].grad)


def test_what_is_used_in_two_calls_stays_outside():
    def f(x, w):
        return squared(x * w) + squared(x + w)

    shown = view(trace := step(f, x=2.0, w=3.0).traced, (), groups(trace))
    assert [box.label for box in shown.boxes if box.rule is None] == ["x", "w"]
    assert [label for _, label in told(shown)].count("squared") == 4


def test_nothing_is_folded_where_nothing_is_called():
    assert "views" not in step(lambda x: x * x + x, x=2.0).trace
    x = mg.tensor(2.0, requires_grad=True)
    assert "views" not in step(squared(x)).trace


def test_of_a_result_the_modules_fold_whose_parameters_are_known():
    net, X = nn.Sequential(Block(), nn.Linear(4, 2)), mg.randn(3, 4)
    loss = (net(X) ** 2).mean()
    stepper = step(loss)
    assert ["/".join([label for label, _ in path]) for path in groups(stepper.traced)] == [
        "net.0", "net.1", "net.0/net.0.inner", "net.0/net.0.outer",
    ]  # fmt: skip
    shown = view(stepper.traced, (), groups(stepper.traced))
    assert [label for phase, label in told(shown) if phase == "f"] == ["net.0", "+₁", "net.1", "x²", "loss"]
    assert stepper.trace["views"][""]["steps"][0]["say"] == "net.0 gives its result, in 5 steps."
    loss.backward()
    assert net[0].inner.weight.grad is not None


def test_a_folded_view_travels_in_at_most_twenty_kilobytes(stepper):
    sizes = [len(json.dumps(shown, ensure_ascii=False).encode()) for shown in stepper.trace["views"].values()]
    assert len(sizes) == 10
    assert max(sizes) <= 20_000


def test_a_long_run_opens_folded_and_a_short_one_does_not(stepper):
    assert stepper.trace["folded"]
    assert not step(lambda x: squared(x) * 2, x=2.0).trace["folded"]


def slope2(x):
    y = x * x * x
    (slope,) = mg.autograd.grad(y, x, create_graph=True)
    return slope * slope


def test_what_a_backward_pass_made_is_a_layer_of_its_own_and_one_step():
    stepper = step(slope2, x=2.0)
    second = [node["label"] for node in stepper.trace["nodes"] if node.get("second")]
    assert second == ["×₁", "1 × x", "×₂", "×₃", "+₁", "slope"]
    shown = view(stepper.traced, (), groups(stepper.traced))
    assert [label for phase, label in told(shown) if phase == "f"] == ["x * x", "grad", "slope2"]
    assert stepper.trace["nodes"][0]["grad"] == 288.0


def test_a_backward_pass_out_of_sight_is_known_by_the_age_of_its_nodes(monkeypatch):
    """PyTorch makes its nodes where Python sees nothing: there a recording has no calls of their own for them."""
    seen = Recording.note
    hidden = {"mul", "add"}

    def note(self, tensor, arguments, frame):
        inner = any([is_grad(above) for above in frames(frame)])
        if not (inner and tensor.grad_fn is not None and operation(tensor.grad_fn) in hidden):
            seen(self, tensor, arguments, frame)

    monkeypatch.setattr(Recording, "note", note)
    nodes = step(slope2, x=2.0).trace["nodes"]
    assert [node.get("second", False) for node in nodes] == [False, False, *[True] * 6, False]


def frames(frame):
    while frame is not None:
        yield frame
        frame = frame.f_back


def test_what_an_operation_made_out_of_sight_is_in_the_call_that_uses_it(monkeypatch):
    """In PyTorch's linear the transpose of the weight is made where Python sees nothing."""
    seen = Recording.note

    def note(self, tensor, arguments, frame):
        if tensor.grad_fn is None or operation(tensor.grad_fn) != "t":
            seen(self, tensor, arguments, frame)

    mg.manual_seed(0)
    expected = network(Block(), nn.Sequential(Block(), nn.Linear(4, 2)))
    monkeypatch.setattr(Recording, "note", note)
    mg.manual_seed(0)
    found = network(Block(), nn.Sequential(Block(), nn.Linear(4, 2)))
    for path, other in zip(groups(found.traced), groups(expected.traced), strict=True):
        shown = [told(view(one.traced, at, groups(one.traced))) for one, at in ((found, path), (expected, other))]
        assert shown[0] == shown[1]
