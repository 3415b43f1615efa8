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
    "autograd/anomaly_mode.py": REPETITION,  # on and off again, as lesson 13's switches; 12 reads what it says
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
    "autograd/function.py::Context.mark_dirty": REPETITION,  # says of an argument what write does
    "autograd/function.py::FunctionNode": PartOne("Node"),
    "autograd/function.py::FunctionNode._rewritten": REPETITION,  # the second half of write, for what is dirty
    "autograd/function.py::SavedOutput": REPETITION,  # what is saved, with what _check is given
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
    "autograd/grad_mode.py::Inference": CHECKS,  # whether a tensor may be written to, saved or watched
    "autograd/gradcheck.py": PartOne("numerical_gradient"),
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
    "autograd/graph.py::increment_version": REPETITION,  # Memory.written, for several tensors
    "autograd/graph.py::register_multi_grad_hook": Later(14),
    "autograd/graph.py::First": Later(14),
    "autograd/graph.py::Together": Later(14),
    "autograd/graph.py::Handles": Later(14),
    "autograd/graph.py::like": Later(14),
    "autograd/graph.py::unpacking": REPETITION,  # a step, with what lesson 18's unpack gives back
    "autograd/inplace.py": CHECKS,  # who may be written to, and what the result must be like
    "autograd/inplace.py::Steps": REPETITION,  # the rules of view operations, one after the other
    "autograd/inplace.py::Way": REPETITION,  # what a view remembers; share and view_of fill it
    "autograd/inplace.py::view_of": REPETITION,
    "autograd/inplace.py::share": REPETITION,  # as detach in lesson 13: one memory, one count
    "autograd/inplace.py::reseat": REPETITION,  # write, where the numbers stay and the shape changes
    "autograd/inplace.py::write_out": REPETITION,  # write, without a history
    "autograd/inplace.py::rebase": PartOne("Node"),  # a node for what was computed
    "autograd/inplace.py::outdate_views": REPETITION,  # Stale, for each view
    "autograd/inplace.py::retained": REPETITION,
    "autograd/inplace.py::Stale": REPETITION,  # a node by the steps of a view
    "autograd/inplace.py::AsStridedBackward0": REPETITION,  # the rule of an index, lesson 10
    "autograd/inplace.py::CopySlices": REPETITION,  # that rule, and the write's own
    "autograd/inplace.py::layout": REPETITION,
    "autograd/inplace.py::made_by": PRINTING,
    "autograd/inplace.py::refusal": PRINTING,
    "autograd/profiler.py": PRINTING,  # a clock, and the table that lesson 18 reads
    "autograd/saved.py": CHECKS,  # which of the saved values _check is asked about, and for which memory
    "autograd/saved.py::changed": PRINTING,
    "autograd/saved.py::Packed": REPETITION,  # a saved value with a pair of hooks, as those of lesson 18
    "autograd/saved.py::SavedTensor": REPETITION,
    "autograd/saved.py::_Packing": REPETITION,
    "autograd/saved.py::packed": REPETITION,
    "autograd/saved.py::allow_mutation_on_saved_tensors": REPETITION,  # a pair of hooks that copies before a write
    "autograd/saved.py::Kept": REPETITION,
    "autograd/saved.py::read_only_saved_tensors": REPETITION,  # NumPy's own flag, on and off again
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
    "autograd/variable.py::Variable.memory": REPETITION,  # the Memory, made when first asked for
    "autograd/variable.py::Variable._version": REPETITION,  # these three read what lesson 12 is about
    "autograd/variable.py::Variable._base": REPETITION,
    "autograd/variable.py::Variable._is_view": REPETITION,
    "autograd/watching.py": REPETITION,  # who is told of each result: on and off again, as lesson 13's switches
    "autograd/__init__.py": REPETITION,
    "ops/operation.py": PartOne("record"),  # and the code that it writes is what record does, at speed
    "ops/operation.py::Elementwise": Later(17),  # the kinds say how a tangent is pushed on
    "ops/operation.py::Linear": Later(17),
    "ops/operation.py::Bilinear": Later(17),
    "ops/operation.py::Joining": REPETITION,
    "ops/operation.py::Splitting": REPETITION,
    "ops/operation.py::View": REPETITION,  # the rule of an operation, called by itself
}
