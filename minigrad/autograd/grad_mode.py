"""Which operations are recorded: no_grad, enable_grad, set_grad_enabled, inference_mode."""

import functools
import inspect
import threading
import warnings
from typing import Any

from .watching import watch, watchers

CLASSES = (
    "Decorating classes is deprecated and will be disabled in future versions. You should only decorate functions or "
    "methods. To preserve the current behavior of class decoration, you can directly decorate the `__init__` method "
    "and nothing else."
)


class Mode(threading.local):
    """What is on in this thread; every thread starts with recording on."""

    recording = True


class Paused:
    """How many threads are not recording. While none is, an operation need not look at its own thread's mode."""

    threads = 0


mode = Mode()
_one_at_a_time = threading.Lock()


def set_recording(flag):
    """Switch recording in this thread; gives what it was before."""
    before = mode.recording
    if before is not flag:
        mode.recording = flag
        with _one_at_a_time:
            Paused.threads += 1 if before else -1
    return before


def is_grad_enabled() -> bool:
    """Whether operations are recorded in this thread now."""
    return mode.recording


class _GradMode:
    """A recording mode as a context manager and as a decorator, of generator functions too.

    A decorated generator has the mode inside its body only: each time it yields, its caller's mode is back.
    """

    recording = False

    def __new__(cls, function=None):
        """`@no_grad` without parentheses decorates like `@no_grad()`."""
        self = super().__new__(cls)
        return self if function is None else self(function)

    def __enter__(self):
        self.before = set_recording(self.recording)

    def __exit__(self, *error):
        set_recording(self.before)

    def clone(self):
        """A fresh manager of this mode, for a call that may be nested in another."""
        return type(self)()

    def __call__(self, function):
        if inspect.isclass(function):
            warnings.warn(CLASSES, FutureWarning, stacklevel=2)
        if inspect.isgeneratorfunction(function):
            return self._around_generator(function)

        @functools.wraps(function)
        def called(*args, **kwargs):
            with self.clone():
                return function(*args, **kwargs)

        return called

    def _around_generator(self, function):
        @functools.wraps(function)
        def generator(*args, **kwargs):
            running = function(*args, **kwargs)
            resume, passed = running.send, None
            try:
                while True:
                    with self.clone():
                        value = resume(passed)
                    try:
                        resume, passed = running.send, (yield value)
                    except GeneratorExit:
                        with self.clone():
                            running.close()
                        raise
                    except BaseException as error:
                        resume, passed = running.throw, error
            except StopIteration as end:
                return end.value

        return generator


class no_grad(_GradMode):
    """Nothing is recorded inside: results are leaves that do not require grad."""


class enable_grad(_GradMode):
    """Operations are recorded inside, also within `no_grad`."""

    recording = True


class set_grad_enabled(_GradMode):
    """Switch recording on or off, at once; as a context manager or a decorator it switches back afterwards."""

    def __new__(cls, mode):
        return object.__new__(cls)

    def __init__(self, mode: bool):
        if not isinstance(mode, bool):
            kind = type(mode).__name__
            raise TypeError(f"set_grad_enabled(): argument 'enabled' (position 1) must be bool, not {kind}")
        self.recording = mode
        self.before = set_recording(self.recording)

    def __enter__(self):
        set_recording(self.recording)

    def __repr__(self):
        return f"{__name__}.set_grad_enabled(mode={self.recording})"

    def clone(self):
        return set_grad_enabled(self.recording)

    def __call__(self, function):
        set_recording(self.before)
        return super().__call__(function)


class Inference:
    """Inference mode: `used` tells whether it was ever on; its watcher marks what is made under it."""

    used = False
    mark: Any = None  # `tensors.py` gives it: it turns a tensor into an inference tensor

    @staticmethod
    def recorded(name, result):
        for out in result if isinstance(result, tuple) else (result,):
            Inference.mark(out)
        return result


def is_inference_mode_enabled() -> bool:
    """Whether inference mode is on in this thread."""
    return Inference in watchers()


class inference_mode(_GradMode):
    """Nothing is recorded inside, and what is made there can never take part in what is recorded outside."""

    def __new__(cls, mode=True):
        self = object.__new__(cls)
        return self if isinstance(mode, bool) else cls()(mode)

    def __init__(self, mode: bool = True):
        self.mode = mode

    def __enter__(self):
        Inference.used = True
        self.before = set_recording(not self.mode), is_inference_mode_enabled()
        watch(Inference, self.mode)

    def __exit__(self, *error):
        set_recording(self.before[0])
        watch(Inference, self.before[1])

    def clone(self):
        return inference_mode(self.mode)
