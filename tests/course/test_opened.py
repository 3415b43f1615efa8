"""The opened boxes of lesson 15: what they say of right and wrong rules, and that they change nothing."""

import pytest

import minigrad as mg
from minigrad.autograd.function import FunctionNode
from minigrad.course.pictures.lesson_15 import TIMES, opened


class Weigh(mg.autograd.Function):
    """a * b ** n, whose backward may forget what arrives."""

    forgets = False

    @staticmethod
    def forward(ctx, a, b, n=1):
        ctx.save_for_backward(a, b, b**n)
        ctx.n = n
        return a * b**n

    @staticmethod
    def backward(ctx, grad):
        a, b, power = ctx.saved_tensors
        grad = mg.ones_like(grad) if Weigh.forgets else grad
        return grad * power, grad * a * ctx.n * b ** (ctx.n - 1), None


class Short(mg.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b

    @staticmethod
    def backward(ctx, grad):
        return grad


A, B, V = mg.tensor([2.0, -3.0], requires_grad=True), mg.tensor([0.5, 4.0]), mg.tensor([10.0, -1.0])


def lines(program, *tensors):
    return repr(opened(program, *tensors, upstream=V)).splitlines()


def test_forward_ctx_and_backward_of_a_call():
    kept = "saved: a [2, −3]; saved: b [0.5, 4]; saved: made in forward [0.25, 16]; attribute: n 2"
    assert lines(lambda a, b: Weigh.apply(a, b, 2), A, B) == [
        "Weigh",
        "  forward   a = [2, −3], b = [0.5, 4], n = 2 gives [0.5, −48]",
        f"  ctx       needs_input_grad (True, False, False); {kept}",
        "  backward  [10, −1] comes in",
        "            to a: [2.5, −16], as nudging says [2.5, −16]",
        "            to b: None, no gradient is asked for",
        "            to n: None, no gradient is asked for",
    ]


def test_keywords_and_several_calls_of_a_name():
    told = lines(lambda a, b: Weigh.apply(Weigh.apply(a, b, n=2), b), A, B)
    assert [line for line in told if line.startswith("Weigh")] == ["Weigh 1", "Weigh 2"]
    assert "            to a: [1.25, −64], as nudging says [1.25, −64]" in told


def test_what_forgets_the_upstream_differs_but_where_one_arrives(monkeypatch):
    monkeypatch.setattr(Weigh, "forgets", True)
    (box,) = opened(Weigh.apply, A, B, upstream=mg.ones(2)).boxes
    assert [back["rows"][0]["same"] for back in box["back"]] == [times == 1 for times in TIMES]


def test_what_backward_raises_is_said():
    told = lines(Short.apply, A, B)
    assert told[-1].startswith("  backward  raises RuntimeError: function ShortBackward returned an incorrect number")


def test_nothing_is_changed():
    before = dict(vars(FunctionNode))
    lines(Weigh.apply, A, B)
    with pytest.raises(ZeroDivisionError):
        opened(lambda a: 1 // 0, A, upstream=V)
    assert A.grad is None and dict(vars(FunctionNode)) == before


@pytest.mark.parametrize(
    ("program", "tensors", "words"),
    [
        (lambda a: a * 2, (A,), "no Function was recorded"),
        (lambda b: Short.apply(b, b), (B,), "no Function was recorded"),
        (
            lambda a: Short.apply(a, a),
            (mg.ones(65, requires_grad=True),),
            "a tensor of 65 numbers; there is room for 64",
        ),
    ],
)
def test_refused(program, tensors, words):
    with pytest.raises(ValueError, match=words):
        opened(program, *tensors, upstream=V)
