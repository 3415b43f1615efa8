"""Checkpointing: what a function saves for backward is not kept, but computed again when backward needs it.

forward         f runs; of each tensor it saves only a place is kept
backward        the first place that is asked for: f runs again, and what it saves fills the places, in order
                each further place has its tensor by then
"""

import contextlib
import itertools
import warnings
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..autograd.backward import backward
from ..autograd.function import Function
from ..autograd.grad_mode import enable_grad, is_grad_enabled
from ..autograd.saved import Packed, changed, packed, saved_tensors_hooks
from ..autograd.turns import current
from ..autograd.variable import Variable
from ..autograd.watching import callers, watched_by
from ..creation import get_rng_state, set_rng_state

UNDECIDED = (
    "torch.utils.checkpoint: the use_reentrant parameter should be passed explicitly. Starting in PyTorch 2.9, calling "
    "checkpoint without use_reentrant will raise an exception. use_reentrant=False is recommended, but if you need to "
    "preserve the current default behavior, you can pass use_reentrant=True. Refer to docs for more details on the "
    "differences between the two variants."
)
UNDECIDED_SEGMENTS = (
    "torch.utils.checkpoint.checkpoint_sequential: the use_reentrant parameter should be passed explicitly. In version "
    "2.9 we will raise an exception if use_reentrant is not passed. use_reentrant=False is recommended, but if you "
    "need to preserve the current default behavior, you can pass use_reentrant=True. Refer to docs for more details on "
    "the differences between the two variants."
)
NO_DEBUG = "Passing `context_fn` or `debug` is only supported when use_reentrant=False."
NO_INPUTS = "None of the inputs have requires_grad=True. Gradients will be None"
WHOLE_PASSES = (
    "When use_reentrant=True, torch.utils.checkpoint is incompatible with .grad() or passing an `inputs` parameter to "
    ".backward(). To resolve this error, you can either set use_reentrant=False, or call .backward() without passing "
    "the `inputs` argument."
)
NOT_NECESSARY = "none of output has requires_grad=True, this checkpoint() is not necessary"
LOGS = (
    "An error happened while unpacking tensors; dumping logs of latest computation because you passed `debug=True` to "
    "`torch.utils.checkpoint.checkpoint()`.\n\nOperations executed during the original forward:\n\n{}\n\nOperations "
    "executed during recomputation:\n\n{}\n\nERROR: Detected non-determinism while running activation checkpointing: "
    "compare the two lists to see where they part."
)
MORE = (
    "torch.utils.checkpoint: trying to save more tensors during recomputation than during the original forward pass.\n"
)
FEWER = (
    "torch.utils.checkpoint: A different number of tensors was saved during the original forward and recomputation.\n"
    "Number of tensors saved during forward: {}\nNumber of tensors saved during recomputation: {}.\n"
)
DIFFERENT = (
    "torch.utils.checkpoint: Recomputed values for the following tensors have different metadata than during the "
    "forward pass.\n{}.\n"
)
ONCE = (
    "torch.utils.checkpoint: Unpack is being triggered for a tensor that was already unpacked once. If you are calling "
    "ctx.saved_tensors in backward, make sure to do so only once. Otherwise please open an issue with details on your "
    "use case."
)
SUPPRESSED = (
    "torch.utils.checkpoint: the forward context provided by context_fn suppressed an exception raised during the "
    "checkpointed forward. This is not supported because checkpoint cannot return a value for a failed forward."
)

Contexts = tuple[contextlib.AbstractContextManager, contextlib.AbstractContextManager]


class CheckpointError(RuntimeError):
    """The function did something else when it ran again."""


class _StopRecomputationError(Exception):
    """All that was saved has been computed again; the rest of the function is not needed."""


class _EarlyStop:
    """What `set_checkpoint_early_stop` says, where one is open."""

    setting: bool | None = None


@contextlib.contextmanager
def set_checkpoint_early_stop(enable: bool) -> Iterator[None]:
    """Inside, checkpoints that run forward will, in backward, stop (or not) as soon as all is computed again."""
    before, _EarlyStop.setting = _EarlyStop.setting, enable
    try:
        yield
    finally:
        _EarlyStop.setting = before


def noop_context_fn() -> Contexts:
    """No contexts around the function."""
    return contextlib.nullcontext(), contextlib.nullcontext()


def checkpoint(
    function: Callable,
    *args: Any,
    use_reentrant: bool | None = None,
    context_fn: Callable[[], Contexts] = noop_context_fn,
    determinism_check: str = "default",
    debug: bool = False,
    preserve_rng_state: bool = True,
    early_stop: bool = True,
    **kwargs: Any,
) -> Any:
    """`function(*args, **kwargs)`, of which backward keeps the tensors in `args` only: it runs the function again.

    It runs again with the random numbers it had (`preserve_rng_state`), stops when all is there (`early_stop`), and
    must save tensors of the same shapes and dtypes (`determinism_check="none"` does not look). `context_fn` gives two
    context managers, around the first run and the others. Raises CheckpointError in backward if the function has
    saved something else; with `debug` it lists the operations of both runs.

    With `use_reentrant=True` the function runs first under no_grad and again inside backward, which then starts a
    backward pass of its own: only tensors that are arguments have gradients, `grad` and `inputs=` raise RuntimeError,
    and the options above but `preserve_rng_state` do not count. None means True, with a UserWarning.
    """
    if use_reentrant is None:
        warnings.warn(UNDECIDED, stacklevel=2)
    if use_reentrant is not False:
        return _reentrant(function, args, context_fn, debug, preserve_rng_state, kwargs)
    if determinism_check not in METADATA:
        raise ValueError(f"determinism_check should be one of {[*METADATA]}, but got {determinism_check}")
    if not is_grad_enabled():
        return function(*args, **kwargs)
    log = _Log(context_fn) if debug else None
    forward_context, recompute_context = (log or context_fn)()
    state = get_rng_state() if preserve_rng_state else None

    def again(*args):
        with _random_numbers(state), recompute_context:
            function(*args, **kwargs)

    stops = early_stop if _EarlyStop.setting is None else _EarlyStop.setting
    run = _Run(again, args, METADATA[determinism_check], stops, log)
    with saved_tensors_hooks(run.place, run.tensor), forward_context:
        result = function(*args, **kwargs)
        run.complete = True
        return result
    raise RuntimeError(SUPPRESSED)


def _reentrant(function, args, context_fn, debug, preserve_rng_state, kwargs):
    if kwargs:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
    if context_fn is not noop_context_fn or debug:
        raise ValueError(NO_DEBUG)
    return CheckpointFunction.apply(function, preserve_rng_state, *args)


class CheckpointFunction(Function):
    """A function as one node: its backward runs the function again, with history, and a backward pass through that."""

    @staticmethod
    def forward(ctx, function, preserve_rng_state, *args):
        if not any([x.requires_grad for x in args if isinstance(x, Variable)]):
            warnings.warn(NO_INPUTS, stacklevel=4)
        ctx.function, ctx.args = function, [None if isinstance(x, Variable) else x for x in args]
        ctx.state = get_rng_state() if preserve_rng_state else None
        ctx.save_for_backward(*[x for x in args if isinstance(x, Variable)])
        return function(*args)

    @staticmethod
    def backward(ctx, *grads):
        if current().needed is not None:
            raise RuntimeError(WHOLE_PASSES)
        kept = iter(ctx.saved_tensors)
        places = [x is None for x in ctx.args]
        args = [next(kept).detach() if place else x for place, x in zip(places, ctx.args, strict=True)]
        for x, needs in zip(args, ctx.needs_input_grad[2:], strict=True):
            if needs:
                x.requires_grad_()
        with _random_numbers(ctx.state), enable_grad():
            results = ctx.function(*args)
        results = results if isinstance(results, tuple) else (results,)
        pairs = [(y, g) for y, g in zip(results, grads, strict=True) if isinstance(y, Variable) and y.requires_grad]
        if not pairs:
            raise RuntimeError(NOT_NECESSARY)
        backward(*[list(part) for part in zip(*pairs, strict=True)])
        return None, None, *[x.grad if needs else None for x, needs in zip(args, ctx.needs_input_grad[2:], strict=True)]


class _Log:
    """The operations of the first run of a checkpoint, and of the latest other one, with the lines they stand on."""

    def __init__(self, context_fn):
        self.context_fn, self.runs = context_fn, ([], [])

    def __call__(self):
        first, others = self.context_fn()
        return self.context(0, first), self.context(1, others)

    @contextlib.contextmanager
    def context(self, i, inner):
        self.runs[i].clear()
        with inner, watched_by(_Operations(self.runs[i])):
            yield

    def text(self):
        """Both lists, for the message of an error."""
        return LOGS.format(*["\n".join(run) for run in self.runs])


class _Operations:
    """A watcher that notes each operation."""

    def __init__(self, found):
        self.found = found

    def recorded(self, name, result):
        outside = callers()
        line = f"  ({outside[-1].filename}:{outside[-1].lineno} in {outside[-1].name})" if outside else ""
        self.found.append(f"aten::{name}{line}")
        return result


def checkpoint_sequential(
    functions: Iterable[Callable],
    segments: int,
    input: Variable,
    use_reentrant: bool | None = None,
    preserve_rng_state: bool = True,
    **kwargs: Any,
) -> Variable:
    """The functions applied one after the other, in `segments` segments; all but the last are checkpoints."""
    if use_reentrant is None:
        warnings.warn(UNDECIDED_SEGMENTS, stacklevel=2)
        use_reentrant = True
    if kwargs:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
    functions = list(functions)
    size = len(functions) // segments
    last = size * (segments - 1)
    for start in range(0, last, size):
        segment = _in_order(functions[start : start + size])
        input = checkpoint(segment, input, use_reentrant=use_reentrant, preserve_rng_state=preserve_rng_state)
    return _in_order(functions[last:])(input)


def _in_order(functions):
    def applied(x):
        for function in functions:
            x = function(x)
        return x

    return applied


@contextlib.contextmanager
def _random_numbers(state):
    """The random numbers that follow a state (None: those that come), and afterwards those that would have come."""
    if state is None:
        yield
        return
    before = get_rng_state()
    set_rng_state(state)
    try:
        yield
    finally:
        set_rng_state(before)


METADATA: dict[str, Callable] = {
    "default": lambda x: {"shape": x.shape, "dtype": x.dtype, "device": x.device},
    "none": lambda x: None,
}
_alone = itertools.count(-1, -1).__next__  # a number for what is asked for outside of any pass


class _Place:
    """Where a node has a tensor that it saved: empty, until a backward pass needs it."""

    def __init__(self):
        self.tensors = {}  # by the number of the pass


class _Run:
    """One checkpoint: how to run the function again, and the places that its nodes have.

    It knows the places weakly: one whose node is gone needs no tensor.
    """

    def __init__(self, again, args, metadata, stops, log):
        self.again, self.metadata, self.stops, self.log = again, metadata, stops, log
        self.args = [_Argument(x) if isinstance(x, Variable) else x for x in args]
        self.places, self.expected, self.passes, self.complete = [], [], set(), False

    def place(self, tensor):
        """The hook for what the function saves at first."""
        place = _Place()
        self.places.append(weakref.ref(place))
        self.expected.append(self.metadata(tensor))
        return place

    def tensor(self, place):
        """The hook that gives it back: the first time in each pass, all is computed again."""
        here = current().number if current() else _alone()
        if here not in self.passes:
            try:
                self.recompute(here)
            except CheckpointError as error:
                if self.log is None:
                    raise
                raise CheckpointError(self.log.text()) from error
            self.passes.add(here)
        if here not in place.tensors:
            raise CheckpointError(ONCE)
        return place.tensors.pop(here)

    def recompute(self, here):
        """Run the function again, and fill the places for the pass `here`."""
        found = []

        def fill(tensor):
            tensor, i = tensor.detach(), len(found)
            if i == len(self.places):
                if self.complete:
                    raise CheckpointError(MORE)
                return tensor
            found.append(self.metadata(tensor))
            place = self.places[i]()
            if place is not None:
                place.tensors[here] = tensor
            if self.stops and len(found) == len(self.places):
                raise _StopRecomputationError
            return tensor

        args = [x.tensor() if isinstance(x, _Argument) else x for x in self.args]
        with (
            contextlib.suppress(_StopRecomputationError),
            saved_tensors_hooks(fill, lambda tensor: tensor),
            enable_grad(),
        ):
            self.again(*args)
        self.check(found)

    def check(self, found):
        """Raise CheckpointError if the function has not saved what it saved at first."""
        if len(found) != len(self.expected):
            raise CheckpointError(FEWER.format(len(self.expected), len(found)))
        different = [
            f"tensor at position {i}:\nsaved metadata: {then}\nrecomputed metadata: {now}\n"
            for i, (then, now) in enumerate(zip(self.expected, found, strict=True))
            if then != now and self.places[i]() is not None
        ]
        if different:
            raise CheckpointError(DIFFERENT.format("".join(different)))


class _Argument:
    """A tensor among the arguments, kept as a node would save it: by a checkpoint around this one, if there is one."""

    def __init__(self, tensor):
        self.kept, self.version = packed(tensor), tensor._version

    def tensor(self):
        """The tensor. Raises RuntimeError if it was changed in place since."""
        if isinstance(self.kept, Packed):
            return self.kept.tensor()
        x = self.kept
        if x._version != self.version:
            raise changed(x._value, x.gradient_node(), x._version, self.version)
        return x
