"""Every module's gradients, what accumulation and clipping come to, and that no public name goes unchecked."""

import copy
import gc
import inspect
import weakref
from pathlib import Path

import numpy as np
import pytest

import minigrad as mg
from minigrad.autograd.gradcheck import GradcheckError

nn = mg.nn

ROWS = {  # how a module is made, and the sizes of its inputs
    "Linear(3, 2)": [(4, 3)],
    "Linear(3, 2, bias=False)": [(2, 4, 3)],
    "Identity()": [(2, 3)],
    "Flatten()": [(2, 3, 2)],
    "Unflatten(1, (2, 3))": [(2, 6)],
    "Embedding(5, 3, padding_idx=4)": ["classes"],
    "Conv1d(2, 3, 2, stride=2, padding=1)": [(2, 2, 5)],
    "Conv2d(2, 4, 3, padding=1, groups=2)": [(2, 2, 4, 3)],
    "MaxPool1d(2)": [(2, 1, 6)],
    "MaxPool2d(2, 1)": [(1, 2, 3, 4)],
    "AvgPool2d(2, padding=1, count_include_pad=False)": [(1, 2, 4, 4)],
    "AdaptiveAvgPool2d((2, 3))": [(1, 2, 5, 4)],
    "BatchNorm1d(3)": [(4, 3)],
    "BatchNorm2d(2)": [(2, 2, 3, 2)],
    "LayerNorm((2, 3))": [(4, 2, 3)],
    "Dropout(0.0)": [(2, 3)],
    "MultiheadAttention(4, 2)": [(3, 2, 4), (3, 2, 4), (3, 2, 4)],
    "MultiheadAttention(4, 2, bias=False, batch_first=True)": [(2, 3, 4), (2, 2, 4), (2, 2, 4)],
    "Sequential(nn.Linear(3, 2), nn.Tanh())": [(2, 3)],
    "ReLU()": [(2, 3)],
    "LeakyReLU(0.2)": [(2, 3)],
    "ELU(1.5)": [(2, 3)],
    "GELU()": [(2, 3)],
    "GELU('tanh')": [(2, 3)],
    "Softplus(2.0)": [(2, 3)],
    "Hardtanh(-0.4, 0.8)": [(2, 3)],
    "Sigmoid()": [(2, 3)],
    "LogSigmoid()": [(2, 3)],
    "Tanh()": [(2, 3)],
    "SiLU()": [(2, 3)],
    "Mish()": [(2, 3)],
    "Softsign()": [(2, 3)],
    "Softmax(1)": [(2, 3)],
    "Softmin(0)": [(2, 3)],
    "LogSoftmax(1)": [(2, 3)],
    "MSELoss()": [(2, 3), (2, 3)],
    "L1Loss(reduction='sum')": [(2, 3), (2, 3)],
    "SmoothL1Loss(beta=0.5)": [(2, 3), (2, 3)],
    "HuberLoss(delta=0.5)": [(2, 3), (2, 3)],
    "BCELoss()": ["shares", "shares"],
    "BCEWithLogitsLoss(pos_weight=mg.tensor([1.0, 2.0, 3.0]).double())": [(4, 3), "shares"],
    "NLLLoss(mg.tensor([1.0, 2.0, 3.0]).double())": [(4, 3), "classes"],
    "CrossEntropyLoss(label_smoothing=0.1, ignore_index=2)": [(4, 3), "classes"],
}
NO_ROW = {"Module", "Parameter", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict"}  # they compute nothing
NO_MODULE = {"functional", "init", "utils"}


def inputs(sizes):
    """Tensors of these sizes in float64; "classes" are four numbers of classes, "shares" lie between 0 and 1."""
    random = np.random.default_rng(5)
    drawn = []
    for size in sizes:
        if size == "classes":
            drawn.append(mg.tensor([0, 2, 1, 0]))
        else:
            numbers = random.uniform(0.1, 0.9, (4, 3)) if size == "shares" else random.normal(size=size)
            drawn.append(mg.tensor(numbers, requires_grad=True))
    return drawn


def made(row):
    mg.manual_seed(3)
    return eval(f"nn.{row}", {"nn": nn, "mg": mg}).double()


@pytest.mark.parametrize("row", ROWS)
def test_gradients_of_inputs_and_parameters_are_right(row):
    module, xs = made(row), inputs(ROWS[row])
    differentiable = [*[x for x in xs if x.is_floating_point()], *module.parameters()]
    assert mg.autograd.gradcheck(lambda *_: module(*xs), differentiable)


def test_a_wrong_gradient_is_found():
    class Wrong(nn.Linear):
        def forward(self, input):
            return super().forward(input) + self.weight.detach().sum()

    module, xs = Wrong(3, 2).double(), inputs([(4, 3)])
    with pytest.raises(GradcheckError):
        mg.autograd.gradcheck(lambda *_: module(*xs), [*xs, *module.parameters()])


def test_every_public_module_has_a_row():
    rows = {row.partition("(")[0] for row in ROWS}
    assert rows == {*nn.__all__} - NO_ROW - NO_MODULE
    assert {name for name, thing in vars(nn).items() if inspect.isclass(thing)} == rows | NO_ROW


def test_every_initialiser_and_helper_is_in_a_program():
    """`functional` is held to its rows in test_ops, the optimisers to their trajectories in tests/training."""
    text = (Path(__file__).parent / "programs" / "modules.txt").read_text(encoding="utf-8")
    assert [
        name for name in (*nn.init.__all__, *nn.utils.__all__) if f".{name}(" not in text and f".{name}," not in text
    ] == []


# ---------------------------------------------------------------------------------------- accumulation and clipping


@pytest.mark.parametrize("parts", [1, 2, 4, 8])
def test_micro_batches_add_up_to_the_batch(parts):
    model, (x, y) = made("Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 1))"), inputs([(8, 3), (8, 1)])
    nn.functional.mse_loss(model(x), y).backward()
    whole = [p.grad for p in model.parameters()]
    model.zero_grad()
    for a, b in zip(x.chunk(parts), y.chunk(parts), strict=True):
        (nn.functional.mse_loss(model(a), b) / parts).backward()
    for p, grad in zip(model.parameters(), whole, strict=True):
        assert mg.allclose(p.grad, grad, rtol=1e-6, atol=1e-9)


def test_without_the_division_they_add_up_to_too_much():
    model, (x, y) = made("Linear(3, 1)"), inputs([(8, 3), (8, 1)])
    nn.functional.mse_loss(model(x), y).backward()
    whole = model.weight.grad
    model.zero_grad()
    for a, b in zip(x.chunk(4), y.chunk(4), strict=True):
        nn.functional.mse_loss(model(a), b).backward()
    assert mg.allclose(model.weight.grad, 4 * whole)


@pytest.mark.parametrize("norm_type", [1, 2, 2.5, "inf"])
def test_clipping_gives_the_norm_that_was_asked_for_and_keeps_the_direction(norm_type):
    ps = inputs([(3, 4), (5,), (2,)])
    for p in ps[:2]:
        p.grad = 3 * p.detach() + 1
    before = nn.utils.parameters_to_vector([p.grad for p in ps[:2]])
    total = nn.utils.clip_grad_norm_(ps, 0.5, norm_type)
    after = nn.utils.parameters_to_vector([p.grad for p in ps[:2]])
    assert mg.allclose(total, before.norm(float(norm_type)), rtol=1e-6)
    assert mg.allclose(after, before * (0.5 / (total + 1e-6)), rtol=1e-6)
    assert ps[2].grad is None


# ------------------------------------------------------------------------------------------------------ modules as such


def test_the_numbers_of_a_layer_are_drawn_weight_first():
    mg.manual_seed(11)
    layer = nn.Linear(4, 3)
    mg.manual_seed(11)
    weight, bias = mg.rand(3, 4), mg.rand(3)
    assert mg.allclose(layer.weight, weight - 0.5)
    assert mg.allclose(layer.bias, bias - 0.5)


def test_a_gradient_lies_in_memory_as_its_parameter_does_and_is_nobody_elses():
    layer, x = nn.Linear(3, 2), mg.ones(4, 3)
    weights = mg.ones(4, 2)
    layer(x).backward(weights)
    assert layer.weight.grad.stride() == layer.weight.stride() == (3, 1)
    w, arriving = mg.ones(2, 3, requires_grad=True), mg.ones(3, 2)
    w.t().backward(arriving)
    w.grad.zero_()
    assert (arriving.sum().item(), weights.sum().item(), x.sum().item()) == (6, 8, 12)


def test_frozen_parameters_get_no_gradient():
    model = nn.Sequential(nn.Linear(2, 2).requires_grad_(False), nn.Linear(2, 1))
    model(mg.ones(3, 2)).sum().backward()
    assert [p.grad is None for p in model.parameters()] == [True, True, False, False]


def test_a_module_whose_length_is_0_is_still_a_part_of_the_model():
    class Pool(nn.Linear):
        def __len__(self):
            return 0

    model = nn.Sequential(nn.Sequential(), Pool(1, 1))
    assert [name for name, _ in model.named_modules()] == ["", "0", "1"]
    assert [name for name, _ in model.named_parameters()] == ["1.weight", "1.bias"]


def test_a_copy_of_a_model_is_its_own():
    model = nn.Sequential(nn.Linear(2, 2), nn.ModuleList([nn.BatchNorm1d(2)]))
    other = copy.deepcopy(model)
    mg.optim.SGD(other.parameters(), lr=1.0).add_param_group({"params": mg.ones(1)})
    for p in other.parameters():
        p.data.add_(1)
    assert not mg.equal(other[0].weight, model[0].weight)
    assert other[0]._parameters["weight"] is other[0].weight is other.get_parameter("0.weight")


def test_a_model_that_is_dropped_is_freed_at_once():
    gc.disable()
    try:
        model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
        model.register_full_backward_hook(lambda module, grad_input, grad_output: None)
        model(mg.ones(4, 2, requires_grad=True)).sum().backward()
        gone = weakref.ref(model[0].weight)
        del model
        assert gone() is None
    finally:
        gc.enable()


def test_what_changes_a_list_of_modules_returns_as_in_pytorch():
    row, kept = nn.Sequential(nn.ReLU()), nn.ModuleList([nn.ReLU()])
    assert row.insert(0, nn.Tanh()) is row
    assert kept.insert(0, nn.Tanh()) is None
    assert [type(m).__name__ for m in (*row, *kept)] == ["Tanh", "ReLU"] * 2
