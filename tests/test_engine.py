"""The backward pass: its order, its depth, what it frees, and that it leaves everything usable."""

import gc
import inspect
import subprocess
import sys
import threading
import tracemalloc
import warnings
import weakref
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

import minigrad as mg
from minigrad.autograd import engine


def leaf(value, dtype=None):
    return mg.tensor(value, dtype=dtype, requires_grad=True)


class Logged(mg.autograd.Function):
    """Passes its input on and notes when its backward runs."""

    log: ClassVar[list] = []

    @staticmethod
    def forward(ctx, x, name):
        ctx.name = name
        return x * 1

    @staticmethod
    def backward(ctx, grad):
        Logged.log.append(ctx.name)
        return grad, None


# -------------------------------------------------------------------------------------------------------------- order


def test_the_youngest_node_runs_first_and_each_once():
    Logged.log = []
    x = leaf(2.0)
    u = Logged.apply(x, "u")
    p = Logged.apply(u * u, "p")
    q = Logged.apply(u * 3.0, "q")
    Logged.apply(p + q, "c").backward()
    assert Logged.log == ["c", "q", "p", "u"]
    assert x.grad.item() == 2 * 2.0 + 3


def test_a_leaf_gets_its_gradient_as_soon_as_it_is_ready():
    """`a = w1 * i; b = exp(a); c = b * w2` goes c, w2, b, a, w1 in PyTorch."""
    log = []
    w1, w2, i = leaf(0.5), leaf(3.0), mg.tensor(2.0)
    a = w1 * i
    b = a.exp()
    c = b * w2
    for name, t in {"w1": w1, "w2": w2}.items():
        t.register_post_accumulate_grad_hook(lambda _, name=name: log.append(name))
    for name, t in {"a": a, "b": b, "c": c}.items():
        t.register_hook(lambda _, name=name: log.append(name))
    c.backward()
    assert log == ["c", "w2", "b", "a", "w1"]


def test_only_the_nodes_on_a_path_to_the_inputs_run():
    Logged.log = []
    x, y = leaf(2.0), leaf(3.0)
    out = Logged.apply(x * 2, "x") + Logged.apply(y * 2, "y")
    mg.autograd.grad(out, x)
    assert Logged.log == ["x"]


# -------------------------------------------------------------------------------------------------------------- depth


@pytest.mark.parametrize("steps", [20_000, 200_000])
def test_a_chain_of_any_depth_runs_without_recursion(steps):
    x, one = leaf(1.0), mg.tensor(1.0)
    y = x
    for _ in range(steps):
        y = y + one
    y.backward()
    assert x.grad.item() == 1.0


def test_a_million_additions_are_freed_at_once_without_the_collector():
    gc.disable()
    try:
        x, one = leaf(1.0), mg.tensor(1.0)
        y = x
        for _ in range(1_000_000):
            y = y + one
        y.backward()
        node = weakref.ref(y.grad_fn)
        del y
        assert node() is None
        assert x.grad.item() == 1.0
    finally:
        gc.enable()


def test_the_work_grows_with_the_length_and_not_faster():
    def calls(steps):
        y = x = leaf(1.0)
        for _ in range(steps):
            y = y + x
        count = 0

        def counting(frame, event, arg):
            nonlocal count
            count += event == "call"

        sys.setprofile(counting)
        try:
            y.backward()
        finally:
            sys.setprofile(None)
        return count

    short, long = calls(100), calls(10_000)
    assert long < 110 * short


def test_two_thousand_passes_nest():
    class Nested(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x, depth):
            ctx.depth = depth
            return x * 1

        @staticmethod
        def backward(ctx, grad):
            if ctx.depth:
                with mg.enable_grad():
                    Nested.apply(leaf(1.0), ctx.depth - 1).backward()
            return grad * 2, None

    x = leaf(1.0)
    Nested.apply(x, 2000).backward()
    assert x.grad.item() == 2.0


# ----------------------------------------------------------------------------------------------------- nested, threads


def test_a_pass_inside_a_hook_leaves_the_outer_one_as_it_was():
    x, y = leaf(2.0), leaf(5.0)

    def hook(grad):
        with mg.enable_grad():  # a pass records only under create_graph
            (y * y).backward()
            (x * 7.0).backward()

    out = x * x
    out.register_hook(hook)
    (out * 3.0).backward()
    assert y.grad.item() == 10.0
    assert x.grad.item() == 7.0 + 3 * 4.0


def test_an_exception_in_the_middle_leaves_the_graph_usable():
    x = leaf(2.0)
    u = x * x
    armed = [True]

    def hook(grad):
        if armed[0]:
            raise ValueError("not now")

    u.register_hook(hook)
    out = u * u + u
    with pytest.raises(ValueError, match="not now"):
        out.backward(retain_graph=True)
    armed[0] = False
    out.backward()
    assert x.grad.item() == 4 * 8.0 + 4.0


def test_threads_add_to_one_leaf():
    w = mg.ones(10, requires_grad=True)

    def work():
        for _ in range(50):
            ((w * 2).exp().sum()).backward()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    np.testing.assert_allclose(w.grad.numpy(), 200 * 2 * np.exp(2), rtol=1e-4)


def together(*functions):
    """Run each function in a thread of its own, and wait for all."""
    threads = [threading.Thread(target=f, daemon=True) for f in functions]
    for t in threads:
        t.start()
    for t in threads:
        t.join(20)
    assert not any([t.is_alive() for t in threads]), "the threads wait for each other"


def test_a_hook_may_wait_for_a_pass_of_another_thread_over_the_same_nodes():
    w = mg.ones(3, requires_grad=True)
    u = w * 2

    def hook(grad):
        together(lambda: (u * 5).sum().backward(retain_graph=True))

    y = u * 3
    y.register_hook(hook)
    y.sum().backward()
    assert w.grad.tolist() == [2 * 5 + 2 * 3] * 3


def test_hooks_of_passes_over_the_same_nodes_may_wait_for_each_other():
    """Both passes stop in the middle of the graph, twice: what waits at the nodes is the running thread's."""
    w = mg.ones(3, dtype=mg.float64, requires_grad=True)
    u, meet = w * 2, threading.Barrier(2, timeout=10)

    def work(k):
        y = (u * 3).exp()
        z = y * k + u * 0.5
        for t in (y, z):
            t.register_hook(lambda grad: [meet.wait(), None][1])
        z.sum().backward(retain_graph=True)

    together(lambda: work(1.0), lambda: work(2.0))
    np.testing.assert_allclose(w.grad.numpy(), (1 + 2) * 6 * np.exp(6) + 2 * 0.5 * 2, rtol=1e-12)


def test_a_pass_may_begin_in_a_hook_and_outlast_the_pass_around_it():
    w = mg.ones(3, requires_grad=True)
    begun, ended, threads = threading.Event(), threading.Event(), []

    def inner():
        y = w * 10
        y.register_hook(lambda grad: [begun.set(), ended.wait(10), None][2])
        y.sum().backward()

    def hook(grad):
        threads.append(threading.Thread(target=inner))
        threads[0].start()
        begun.wait(10)

    y = w * 3
    y.register_hook(hook)
    (y * 2).sum().backward()
    assert w.grad.tolist() == [6, 6, 6]
    ended.set()
    threads[0].join()
    assert w.grad.tolist() == [16, 16, 16]


def test_a_function_may_wait_for_a_pass_of_another_thread():
    w = mg.ones(3, requires_grad=True)

    class Waits(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x, depth):
            ctx.depth = depth
            return x * 1

        @staticmethod
        def backward(ctx, grad):
            def inner():
                Waits.apply(w, ctx.depth - 1).sum().backward()

            if ctx.depth:
                together(inner)
            return grad * 2, None

    Waits.apply(w, 40).sum().backward()
    assert w.grad.tolist() == [41 * 2] * 3


# -------------------------------------------------------------------------------------------------------------- memory


def test_saved_values_are_freed_by_backward_and_dropped_results_at_once():
    gc.disable()
    try:
        x = mg.ones(4, requires_grad=True)
        a = x * 2
        result = weakref.ref(a)
        b = a.sum()
        del a
        assert result() is None  # a sum needs no value of its input
        c = x.exp()
        saved = weakref.ref(c)
        d = (c * c).sum()
        del c
        assert saved() is not None  # a product does
        d.backward()
        assert saved() is None
        b.backward()
    finally:
        gc.enable()


@pytest.mark.parametrize("use", [lambda t: t.retain_grad(), lambda t: t.detach(), lambda t: t.register_hook(abs)])
def test_nothing_that_is_done_to_a_result_keeps_it_alive(use):
    gc.disable()
    try:
        x = mg.ones(4, requires_grad=True)
        y = x * 2
        use(y)
        y.sum().backward()
        result, node = weakref.ref(y), weakref.ref(y.grad_fn)
        del y
        assert result() is None
        assert node() is None
    finally:
        gc.enable()


def test_a_training_loop_does_not_grow():
    def live():
        return sum([isinstance(o, mg.Tensor | mg.autograd.graph.Node) for o in gc.get_objects()])

    w, x = mg.randn(5, 3, requires_grad=True), mg.randn(7, 5)

    def steps(n):
        for _ in range(n):
            loss = ((x @ w).tanh() ** 2).mean()
            loss.backward()
            with mg.no_grad():
                w.sub_(w.grad * 0.01)
            w.grad = None

    gc.collect()
    gc.disable()
    try:
        steps(100)
        tracemalloc.start()
        before, tensors = tracemalloc.get_traced_memory()[0], live()
        steps(900)
        grown = tracemalloc.get_traced_memory()[0] - before
        assert live() == tensors
        assert grown < 100_000
    finally:
        tracemalloc.stop()
        gc.enable()


# ------------------------------------------------------------------------------------------------------------- silence


@pytest.mark.parametrize("value", [[0.0, 1.0], 0.0, -1.0, [1e38, 1e38]])
def test_no_warning_of_numpy_reaches_the_reader(value):
    x = leaf(value)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        kept = np.geterr()
        for result in (x.log(), 1 / x, x * x * x, x.sqrt(), (x * 1e30).exp(), x / x):
            result.sum().backward()
        assert np.geterr() == kept
        with pytest.raises(FloatingPointError):
            np.log(np.zeros(2))


# ------------------------------------------------------------------------------------------------------- a small house


def test_a_product_and_its_backward_pass_few_rooms():
    seen = set()

    def note(frame, event, arg):
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if event == "call" and ("minigrad" in file or "<operation" in file) and not name.startswith("<"):
            seen.add(frame.f_code)

    def product(a, b):
        c = a * b
        c.backward()

    product(leaf(2.0), leaf(3.0))  # the first call writes the operation's code
    a, b = leaf(2.0), leaf(3.0)
    sys.setprofile(note)
    try:
        product(a, b)
    finally:
        sys.setprofile(None)
    own = {code for code in seen if code.co_name != "product"}
    assert 10 < len(own) <= 20
    for code in own:
        lines = [line for _, _, line in code.co_lines() if line]
        assert max(lines) - min(lines) < 40, code


def test_the_engine_fits_its_room():
    assert len(inspect.getsource(engine).splitlines()) <= 160


def test_no_room_of_the_engine_knows_the_pictures_or_the_course():
    package = Path(mg.__file__).parent
    for file in [*package.glob("*.py"), *package.glob("autograd/*.py"), *package.glob("ops/*.py")]:
        text = file.read_text(encoding="utf-8")
        assert "import visual" not in text and ".course" not in text and "from .visual" not in text, file


def test_importing_the_package_does_not_import_what_it_may_never_need():
    """Within 15 ms of NumPy's own import; measured by benchmarks, kept here by what is not loaded."""
    rooms = [f"minigrad.{room}" for room in ("nn", "optim", "utils.checkpoint", "autograd.profiler")]
    names = ["numpy.random", "matplotlib", "IPython", "anywidget", *rooms]
    script = f"import sys, minigrad; print([name for name in {names} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
