"""The profiler: what is counted, what is inside what, and the texts, on a clock that ticks at each look."""

import itertools
import json

import pytest

import minigrad as mg
from minigrad.autograd import profiler
from minigrad.autograd.profiler import profile, record_function
from minigrad.autograd.watching import Watch


@pytest.fixture(autouse=True)
def ticking(monkeypatch):
    """A clock that has gone on by a microsecond each time one looks at it."""
    monkeypatch.setattr(profiler, "now", itertools.count(0, 1000).__next__)


def nested(events):
    """Names with those that ran inside."""
    return [(e.name, nested(e.cpu_children)) for e in events]


def outermost(prof):
    return nested([e for e in prof.function_events if e.cpu_parent is None])


def counts(prof):
    return {e.key: e.count for e in prof.key_averages()}


def test_operations_are_counted_and_those_outside_are_not():
    x = mg.tensor([1.0, 2.0])
    x * 3
    with profile() as prof:
        y = mg.cat([x * 2, (x * x).exp()])
        y.unbind()
    x * 3
    assert counts(prof) == {"aten::mul": 2, "aten::exp": 1, "aten::cat": 1, "aten::unbind": 1}
    assert Watch.on == 0


def test_backward_is_a_tree_of_nodes_and_the_operations_of_their_rules():
    x = mg.tensor([1.0, 2.0], requires_grad=True)
    y = (x * x).sum()
    with profile() as prof:
        y.backward()
    assert x.grad.tolist() == [2.0, 4.0]
    engine = "autograd::engine::evaluate_function: "
    names = [name for name, _ in outermost(prof)]
    leaf = "torch::autograd::AccumulateGrad"
    assert names == [f"{engine}SumBackward0", f"{engine}MulBackward0", f"{engine}{leaf}"]
    assert outermost(prof)[1][1] == [("MulBackward0", [("aten::mul", []), ("aten::mul", [])])]
    assert counts(prof)["MulBackward0"] == counts(prof)[leaf] == 1


def test_a_function_of_ones_own_and_a_node_with_several_outputs():
    class Double(mg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, grad):
            return grad * 2

    x = mg.tensor([1.0, 2.0], requires_grad=True)
    with profile() as prof:
        a, b = Double.apply(x).unbind()
        (a * b).backward()
    assert outermost(prof)[0] == ("Double", [("aten::mul", [])])
    assert x.grad.tolist() == [8.0, 4.0]
    found = counts(prof)
    assert found["DoubleBackward"] == found["UnbindBackward0"] == 1
    assert not [name for name in found if "Output" in name]


def test_a_gradient_is_the_same_while_it_is_timed():
    x = mg.tensor([0.5, 1.5], requires_grad=True)

    def gradients():
        y = ((x * x).sin() / x.exp()).sum()
        (g,) = mg.autograd.grad(y, x, create_graph=True)
        return g.tolist(), mg.autograd.grad(g.sum(), x)[0].tolist()

    plain = gradients()
    with profile():
        assert gradients() == plain


def test_blocks_of_ones_own():
    @record_function("twice")
    def twice(x, deep):
        return twice(x, False) if deep else x * 2

    x = mg.ones(3)
    assert twice(x, True).tolist() == [2.0, 2.0, 2.0]
    with profile() as prof:
        with record_function("outer"), record_function("inner"):
            x.exp()
        twice(x, True)
        left = record_function("left open")
        left.__enter__()
    left.__exit__(None, None, None)
    assert outermost(prof) == [
        ("outer", [("inner", [("aten::exp", [])])]),
        ("twice", [("twice", [("aten::mul", [])])]),
        ("left open", []),
    ]
    assert all([e.cpu_time_total > 0 for e in prof.function_events])


def test_times_of_an_event_and_of_what_ran_inside():
    with profile() as prof, record_function("block"):
        mg.ones(3).exp().sin()
    block, exp, sin = prof.function_events
    assert [e.cpu_time_total for e in (block, exp, sin)] == [5.0, 1.0, 1.0]
    assert block.self_cpu_time_total == 3.0
    assert (exp.time_range.start, exp.time_range.end) == (2.0, 3.0)
    assert prof.self_cpu_time_total == 5.0
    assert prof.total_average().count == 3
    assert repr(prof.total_average()) == (
        "<FunctionEventAvg key=Total self_cpu_time=5.000us cpu_time=2.333us input_shapes=>"
    )


def test_an_operation_that_raises_ends_its_event():
    with profile() as prof:
        with pytest.raises(RuntimeError, match="must match the size"):
            mg.ones(2) * mg.ones(3)
        mg.ones(2).exp()
    assert outermost(prof) == [("aten::mul", []), ("aten::exp", [])]


def test_entries_by_the_shapes_of_inputs():
    with profile(record_shapes=True) as prof:
        mg.ones(2, 3) * 2
        mg.ones(4) * mg.ones(4)
        mg.ones(4) * mg.ones(4)
    entries = prof.key_averages(group_by_input_shape=True)
    assert [(e.input_shapes, e.count) for e in entries] == [([[2, 3], []], 1), ([[4], [4]], 2)]
    assert "Input Shapes" in entries.table()
    assert [(e.input_shapes, e.count) for e in prof.key_averages()] == [("", 3)]


TABLE = [
    "-------------  ------------  ------------  ------------  ------------  ------------  ------------  ",
    "         Name    Self CPU %      Self CPU   CPU total %     CPU total  CPU time avg    # of Calls  ",
    "-------------  ------------  ------------  ------------  ------------  ------------  ------------  ",
    "    aten::sin        40.00%       2.000us        40.00%       2.000us       1.000us             2  ",
    "        block        60.00%       3.000us       100.00%       5.000us       5.000us             1  ",
    "-------------  ------------  ------------  ------------  ------------  ------------  ------------  ",
    "Self CPU time total: 5.000us",
]


def test_the_table_is_pytorchs():
    with profile() as prof, record_function("block"):
        mg.ones(3).sin().sin()
    entries = prof.key_averages()
    assert entries.table(sort_by="count").splitlines() == TABLE
    assert entries.table(sort_by="self_cpu_time_total", row_limit=1).splitlines() == [*TABLE[:3], *TABLE[4:]]
    assert entries.table(sort_by="count", header="Mine").splitlines() == ["=" * 97, "Mine", *TABLE]
    top = prof.table(top_level_events_only=True).splitlines()
    assert top[1] == "This report only display top-level ops statistics"
    assert [row.split()[0] for row in top[5:-2]] == ["block"]
    with pytest.raises(AttributeError, match="'FunctionEventAvg' object has no attribute 'zz'"):
        entries.table(sort_by="zz")
    assert profiler.EventList().table() == ""


def test_the_trace_is_json(tmp_path):
    with profile(record_shapes=True) as prof:
        mg.ones(3).exp()
    prof.export_chrome_trace(tmp_path / "trace.json")
    (event,) = json.loads((tmp_path / "trace.json").read_text())["traceEvents"]
    assert (event["name"], event["ph"], event["ts"], event["dur"]) == ("aten::exp", "X", 1.0, 1.0)
    assert event["args"] == {"Input Dims": [[3]]}


def test_a_profile_is_entered_once_and_read_after_its_end():
    prof = profile()
    assert str(prof) == repr(prof) == "<unfinished torch.autograd.profile>"
    with prof, pytest.raises(RuntimeError, match=r"^Profiler didn't finish running$"):
        prof.key_averages()
    with pytest.raises(RuntimeError, match=r"^Profiler context manager is not reentrant$"), prof:
        pass
    with profile(enabled=False) as nothing:
        mg.ones(3).exp()
    assert nothing is None


def test_memory_flops_and_lines_of_the_caller():
    x = mg.ones(4, 5, dtype=mg.float64)
    with profile(profile_memory=True, with_flops=True, with_stack=True) as prof:
        (x @ x.T).sum()
        x + x
    found = {e.key: e for e in prof.key_averages(group_by_stack_n=1)}
    assert (found["aten::mm"].flops, found["aten::add"].flops, found["aten::sum"].flops) == (160, 20, 0)
    assert (found["aten::mm"].cpu_memory_usage, found["aten::permute"].cpu_memory_usage) == (128, 0)
    assert "test_profiler.py" in found["aten::add"].stack[0]
    table = prof.key_averages().table(sort_by="cpu_memory_usage", row_limit=1)
    assert all(title in table for title in ("Self CPU Mem", "Total FLOPs", "aten::add", "160 B", "20"))
    with profile() as prof:
        x + x
    assert prof.function_events[0].cpu_memory_usage is None
    assert "Mem" not in prof.table() and "FLOPs" not in prof.table()
