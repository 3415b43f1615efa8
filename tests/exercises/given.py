"""The definitions of the rooms that carry the ideas which no lesson builds, each with its reason.

A key is a file, or a class or name in it. What is said of a class or file goes for all in it that has no entry.
"""

from typing import NamedTuple

REPETITION = "repetition"
CHECKS = "checking of arguments"
PRINTING = "printing"
CONVERSION = "conversion"


class PartOne(NamedTuple):
    """A definition of first.py carries the same idea."""

    name: str


class Later(NamedTuple):
    """A lesson that is not written yet builds it."""

    lesson: int


ROOMS = ["tensors.py", "autograd", "ops/operation.py"]

GIVEN = {
    "tensors.py": REPETITION,  # operators and methods, each bound to the function of its name
    "tensors.py::Tensor.backward": PartOne("Tensor.backward"),
    "tensors.py::Tensor.numpy": CONVERSION,
    "tensors.py::Tensor.__array__": CONVERSION,
    "tensors.py::Tensor.__array_wrap__": CONVERSION,
    "tensors.py::Tensor.item": PartOne("Tensor.item"),
    "tensors.py::Tensor.tolist": CONVERSION,
    "tensors.py::Tensor.__float__": CONVERSION,
    "tensors.py::Tensor.__int__": CONVERSION,
    "tensors.py::Tensor.__index__": CONVERSION,
    "tensors.py::Tensor.__bool__": CONVERSION,
    "tensors.py::Tensor.__repr__": PRINTING,
    "tensors.py::Tensor.__format__": PRINTING,
    "autograd/anomaly_mode.py": Later(12),
    "autograd/backward.py": CHECKS,
    "autograd/backward.py::grad": Later(16),
    "autograd/backward.py::_batched": Later(16),
    "autograd/backward.py::_stacked": Later(16),
    "autograd/backward.py::_ends": Later(16),
    "autograd/engine.py": PartOne("run_backward"),
    "autograd/engine.py::in_order": PartOne("backward_order"),
    "autograd/engine.py::leading_to": Later(16),
    "autograd/engine.py::evaluated": REPETITION,  # run, as an event of a profile
    "autograd/forward_ad.py": Later(17),
    "autograd/function.py": CHECKS,
    "autograd/function.py::Function": REPETITION,  # what a subclass has in its place, or not
    "autograd/function.py::Function._push_on": Later(17),
    "autograd/function.py::Context": PartOne("Node"),
    "autograd/function.py::Context.save_for_forward": Later(17),
    "autograd/function.py::Context.mark_dirty": Later(12),
    "autograd/function.py::FunctionNode": PartOne("Node"),
    "autograd/function.py::FunctionNode._rewritten": Later(12),
    "autograd/function.py::SavedOutput": Later(12),
    "autograd/function.py::send": REPETITION,
    "autograd/function.py::once_differentiable": Later(16),
    "autograd/function.py::Refusal": Later(16),
    "autograd/functional.py": Later(16),
    "autograd/grad_mode.py": PartOne("grad_mode"),  # the flag, for each thread its own
    "autograd/grad_mode.py::_GradMode": PartOne("no_grad"),
    "autograd/grad_mode.py::no_grad": REPETITION,
    "autograd/grad_mode.py::enable_grad": REPETITION,
    "autograd/grad_mode.py::set_grad_enabled": REPETITION,
    "autograd/grad_mode.py::inference_mode": REPETITION,
    "autograd/grad_mode.py::Inference": Later(12),  # no count of writes
    "autograd/gradcheck.py": Later(11),
    "autograd/graph.py": PartOne("Node"),
    "autograd/graph.py::AccumulateGrad": PartOne("AccumulateGrad"),
    "autograd/graph.py::accumulator": PartOne("AccumulateGrad"),
    "autograd/graph.py::accumulate": PartOne("AccumulateGrad"),
    "autograd/graph.py::Hooks": Later(14),
    "autograd/graph.py::replaced": Later(14),
    "autograd/graph.py::checked": CHECKS,
    "autograd/graph.py::named": PRINTING,
    "autograd/graph.py::RemovableHandle": Later(14),
    "autograd/graph.py::GradientEdge": Later(14),
    "autograd/graph.py::get_gradient_edge": Later(14),
    "autograd/graph.py::receiver": Later(14),
    "autograd/graph.py::increment_version": Later(12),
    "autograd/graph.py::register_multi_grad_hook": Later(14),
    "autograd/graph.py::First": Later(14),
    "autograd/graph.py::Together": Later(14),
    "autograd/graph.py::Handles": Later(14),
    "autograd/graph.py::like": Later(14),
    "autograd/graph.py::unpacking": REPETITION,  # a step, with what lesson 18's unpack gives back
    "autograd/inplace.py": Later(12),
    "autograd/profiler.py": PRINTING,  # a clock, and the table that lesson 18 reads
    "autograd/saved.py": Later(12),
    "autograd/saved.py::saved_tensors_hooks": REPETITION,  # on and off again, as lesson 13's switches
    "autograd/saved.py::save_on_cpu": REPETITION,  # a pair of hooks, as those of lesson 18
    "autograd/turns.py": Later(14),  # passes beside and inside each other, as hooks begin them
    "autograd/variable.py": PartOne("Tensor"),
    "autograd/variable.py::Variable.retain_grad": PartOne("Tensor.retain_grad"),
    "autograd/variable.py::Variable.is_leaf": PartOne("Tensor.is_leaf"),
    "autograd/variable.py::Variable.accumulate": PartOne("accumulate"),
    "autograd/variable.py::Variable._check_grad": CHECKS,
    "autograd/variable.py::Variable.register_hook": Later(14),
    "autograd/variable.py::Variable.register_post_accumulate_grad_hook": Later(14),
    "autograd/variable.py::Variable.memory": Later(12),
    "autograd/variable.py::Variable._version": Later(12),
    "autograd/variable.py::Variable._base": Later(12),
    "autograd/variable.py::Variable._is_view": Later(12),
    "autograd/watching.py": REPETITION,  # who is told of each result: on and off again, as lesson 13's switches
    "autograd/__init__.py": REPETITION,
    "ops/operation.py": PartOne("record"),  # and the code that it writes is what record does, at speed
    "ops/operation.py::Elementwise": Later(17),  # the kinds say how a tangent is pushed on
    "ops/operation.py::Linear": Later(17),
    "ops/operation.py::Bilinear": Later(17),
    "ops/operation.py::Joining": REPETITION,
    "ops/operation.py::Splitting": REPETITION,
    "ops/operation.py::View": Later(12),
}
