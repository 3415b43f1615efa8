"""The exercises of lesson 12: memory that is shared, the writes to it, and how a backward pass notices them."""

import copy
import re
from unittest import mock

import numpy as np

import minigrad as mg
from minigrad.autograd.saved import Memory
from minigrad.course.exercise import ChangedError, Exercise, Known, Miss, differs, result_of

from .claims import plainly

RECALL = {
    "12.a": ("False", "False: `+` makes a new tensor, and the name `a` goes over to it. Lesson 02."),
    "12.b": ("RuntimeError", "RuntimeError: a leaf that requires grad is not written to while recording. Lesson 06."),
}
SAVED, INPLACE = "minigrad/autograd/saved.py", "minigrad/autograd/inplace.py"


# -------------------------------------------------------------------------------------------------- 12.1  A write, counted

MOMENTS = ["before all of them", "after the first", "at the date of the first", "after the last"]
VERSIONS = {  # what each thought makes of the four moments
    "now": [3, 3, 3, 3],
    "those after": [3, 2, 2, 0],
    "on the day": [0, 1, 0, 3],
    "turned round": [3, 2, 3, 0],
    "none": [0, 0, 0, 0],
    "one at most": [2, 2, 2, 3],
}


def state(memory):
    """What a memory keeps of its writes; None where there is none."""
    return None if memory is None else (memory.version, copy.copy(memory.dates))


def check_count(load):
    saved = load.autograd.saved
    try:
        return of_writes(saved) or of_versions(saved) or of_many(saved)
    finally:
        saved.Memory.newest = saved.tick()  # whatever an answer has put there


def three_writes(saved):
    """A memory that was written to three times, and a date before, after the first and after the last of them."""
    memory, dates = saved.Memory(), [saved.tick()]
    memory.written()
    dates.append(saved.tick())
    memory.written()
    memory.written()
    return memory, [*dates, saved.tick()]


def of_writes(saved):
    case = "a new Memory, and three times written()"
    made = result_of(three_writes, saved)
    if isinstance(made, NameError) and made.name == "saved":
        return Miss([case], made, "no error", "another file")
    if isinstance(made, BaseException):
        own = isinstance(made, AttributeError) and "'newest'" in str(made)
        return Miss([case], made, "no error", "of this memory" if own else None)
    memory, (first, second, last) = made
    if memory.version != 3:
        known = {0: "not counted", 6: "twice"}.get(
            memory.version, "the date for the count" if memory.version > 9 else None
        )
        return Miss([case, "its version"], memory.version, 3, known)
    if isinstance(memory.dates, int):
        return Miss([case, "its dates"], "a date", "three dates", "one date")
    dates = list(memory.dates)
    if len(dates) != 3:
        known = {0: "no date", 1: "one date"}.get(len(dates))
        return Miss([case, "how many dates it keeps"], len(dates), 3, known)
    if not all(isinstance(date, int) for date in dates) or not first < dates[0] < second < dates[1] < dates[2] < last:
        shown, right = "they are not those of the clock", "each what tick() gives at the write"
        if all(isinstance(date, int) for date in dates) and first < dates[2] < second < dates[1] < dates[0] < last:
            return Miss([case, "its dates"], "the last one comes first", "the last one comes last", "in front")
        return Miss([case, "its dates"], shown, right, "no clock")
    if not isinstance(saved.Memory.newest, int) or saved.Memory.newest < dates[-1]:
        return Miss([case, "Memory.newest"], "an earlier date", "the date of the last write", "not told")
    return None


def of_versions(saved):
    memory, (first, second, last) = three_writes(saved)
    kept = state(memory)
    mine = [result_of(memory.version_at, date) for date in (first, second, memory.dates[0], last)]
    if state(memory) != kept:
        return Miss(["three writes, and version_at of some dates", "the memory then"], "changed", "as it was", "a look")
    right = [0, 1, 1, 3]
    for moment, given, wanted in zip(MOMENTS, mine, right, strict=True):
        if differs(given, wanted):
            known = next((key for key, thought in VERSIONS.items() if mine == thought), None)
            known = "no return" if given is None else "looked up" if isinstance(given, ValueError) else known
            return Miss(["three writes", f"the version {moment}"], given, wanted, known)
    return None


def of_many(saved):
    memory = saved.Memory()
    for _ in range(80):
        memory.written()
    mine = result_of(memory.version_at, memory.dates[-2])
    if differs(mine, 79):
        return Miss(["80 writes; the version at the date of the last but one"], mine, 79, "as far as it goes back")
    return None


# ------------------------------------------------------------------------------------------------------- 12.2  Since when?

BEFORE = [  # the writes before a node was made, at the date that is asked for, and after it; None: no counter at all
    (None, None, None),
    (0, 0, 0),
    (2, 0, 0),
    (0, 1, 0),
    (0, 0, 1),
    (1, 0, 2),
]
RAISING = {  # what each thought makes of them: whether it raises
    "any write": [False, False, True, True, True, True],
    "any memory": [False, True, True, True, True, True],
    "its own write": [False, False, False, True, True, True],
    "never": [False, False, False, False, False, False],
    "turned round": [False, False, True, True, False, False],
    "turned round|any": [False, False, True, False, False, True],
    "no difference": [False, True, True, True, False, False],
    "the first": [False, False, False, False, True, False],
    "one is free": [False, False, False, False, False, True],
    "none is spoilt": [True, False, False, False, True, True],
}
MIXED_UP = {(1, 3): "swapped", (3, 3): "two of a kind", (1, 1): "two of a kind", (3, 0): "from the start"}


def described(writes):
    if writes[0] is None:
        return "memory is None: nobody has ever asked for a count"
    before, at, after = writes
    told = [f"{before} before `date`", *["one at `date` itself"] * at, f"{after} after it"]
    return f"writes to the memory: {', '.join(told)}"


def asked(load, writes, maker, elsewhere=True):
    """What `_check` returns of data in a memory with these writes, as a type; its errors pass.

    Then there was a write elsewhere, unless that is not wanted.
    """
    saved, (before, at, after) = load.autograd.saved, writes
    memory, date = None, saved.tick()
    if before is not None:
        memory = saved.Memory()
        for _ in range(before + at):
            memory.written()
        date = memory.dates[-1] if at else saved.tick()
        for _ in range(after):
            memory.written()
    if elsewhere:
        saved.Memory().written()
    kept = state(memory)
    try:
        return type(saved._check(load.ones(3).array(), memory, maker, date))
    finally:
        if state(memory) != kept:
            raise ChangedError("the memory has another count, or other dates, than before")


def what_failed(mine, writes):
    """What was thought if `_check` ends in another error than that of `changed`."""
    if isinstance(mine, ChangedError):
        return "a look"
    if isinstance(mine, AttributeError) and mine.obj is None:
        return "no counter"
    if isinstance(mine, AttributeError) and isinstance(mine.obj, np.ndarray):
        return "data for maker" if mine.name == "edge" else "the array"
    if isinstance(mine, IndexError) and writes[1:] == (0, 0):
        return "no write"
    return "its own error" if isinstance(mine, RuntimeError | AssertionError) and writes[2] else None


def check_since(load):
    maker = load.ones(3, requires_grad=True).exp().grad_fn
    given = [result_of(asked, load, writes, maker) for writes in BEFORE]
    raises = [isinstance(mine, RuntimeError) and "modified by an inplace" in str(mine) for mine in given]
    for writes, mine, raised in zip(BEFORE, given, raises, strict=True):
        due = bool(writes[2])
        if raised != due or not (raised or mine is type(None)):
            known = next((key.partition("|")[0] for key, thought in RAISING.items() if raises == thought), None)
            if known == "any memory" and isinstance(result_of(asked, load, BEFORE[1], maker, False), RuntimeError):
                known = "dates for versions"
            shown = "it raises the error" if raised else mine
            if isinstance(mine, type):
                shown = "nothing" if mine is type(None) else f"it returns a {mine.__name__}"
            if isinstance(mine, BaseException) and not raised:
                known = what_failed(mine, writes)
            elif isinstance(mine, type) and mine is not type(None) and not any(raises):
                known = "returned"
            return Miss([described(writes)], shown, "it raises what changed(...) gives" if due else "nothing", known)
    told = str(given[-1])
    right = "is at version 3; expected version 1"
    if f"{right} instead" not in told:
        versions = [int(number) for number in re.findall(r"version (\d+)", told)]
        known = "dates for versions" if max(versions, default=0) > 3 else MIXED_UP.get(tuple(versions))
        mine = told.partition("which is output 0 of Exp, ")[2].partition(" instead")[0] or told
        return Miss([described(BEFORE[-1]), "the message"], mine, right, known)
    if "output 0 of Exp" not in told:
        return Miss(
            [described(BEFORE[-1]), "the message"],
            "it does not say whose result it is",
            "which is output 0 of Exp",
            "no maker",
        )
    return None


# -------------------------------------------------------------------------------------------------------- 12.3  In place

UPSTREAM = [10.0, 1.0, -1.0]
LEAF = "x = [1, 2, 3], a leaf that requires grad"


def results(load):
    x = load.tensor([1.0, 2.0, 3.0], requires_grad=True)
    return x, x * 2.0


def added(a):
    """What `add_` leaves of a tensor: numbers, those of another over the same memory, and how it was counted."""
    other = a.detach()
    out = a.add_(1.0)
    same = "no return" if out is None else None if out is a else "the result"
    return same, a.tolist(), other.tolist(), a._version, len(a.memory().dates)


def of_one_number(load):
    return load.tensor(2.0).mul_(3.0).tolist()


def with_an_option(load):
    return load.tensor([1.0, 2.0, 3.0]).add_(1.0, alpha=10).tolist()


OVER = {  # what each thought leaves where 1 is added to [1, 2, 3]
    "not written": [1.0, 2.0, 3.0],
    "added": [3.0, 5.0, 7.0],
    "one for all": [2.0, 2.0, 2.0],
}


def what_broke(error):
    """What was thought if a write ends in this error."""
    if isinstance(error, RecursionError):
        return "itself"
    if isinstance(error, IndexError):
        return "too early"
    if isinstance(error, AttributeError) and error.name == "more":
        return "nothing recorded" if error.obj is None else "no node"
    return "a tensor" if "Can't call numpy()" in str(error) else None


def multiplied(load):
    x, y = results(load)
    y *= 3.0
    y.backward(load.tensor(UPSTREAM))
    return x.grad.tolist()


def through_a_view(load):
    x, y = results(load)
    part = y[:2]
    part *= 3.0
    y.backward(load.tensor(UPSTREAM))
    return x.grad.tolist()


def under_a_view(load):
    x, y = results(load)
    part = y[:2]
    y *= 3.0
    part.backward(load.tensor(UPSTREAM[:2]))
    return x.grad.tolist()


def of_a_result(load):
    y = results(load)[1]
    y.exp_()
    y.add_(1.0)
    return y.backward(load.tensor(UPSTREAM))


HISTORIES = [  # a program, its text, the gradient of x, and what was thought if it is another
    (
        multiplied,
        "y = x * 2; y *= 3; x.grad, at which [10, 1, -1] arrives",
        [60.0, 6.0, -6.0],
        {"no history": [20.0, 2.0, -2.0]},
    ),
    (
        through_a_view,
        "y = x * 2; part = y[:2]; part *= 3; then x.grad by y.backward([10, 1, -1])",
        [60.0, 6.0, -2.0],
        {"the view alone": [20.0, 2.0, -2.0]},
    ),
    (
        under_a_view,
        "y = x * 2; part = y[:2]; y *= 3; then x.grad by part.backward([10, 1])",
        [60.0, 6.0, 0.0],
        {"views not told": [20.0, 2.0, 0.0]},
    ),
]


def check_write(load):
    return of_adding(load) or of_histories(load) or of_forms(load)


def of_adding(load):
    case = ["a = [1, 2, 3], which requires no grad; other = a.detach(); out = a.add_(1.0)"]
    mine = result_of(added, load.tensor([1.0, 2.0, 3.0]))
    if isinstance(mine, BaseException):
        return Miss(case, mine, "no error", what_broke(mine))
    wrong, a, other, version, dates = mine
    if a != [2.0, 3.0, 4.0]:
        return Miss([*case, "a"], a, [2.0, 3.0, 4.0], next((key for key, left in OVER.items() if a == left), None))
    if other != a:
        return Miss([*case, "other, over the same memory"], other, a, "memory of its own")
    if wrong:
        return Miss([*case, "out"], "None" if wrong == "no return" else "another than a", "a itself", wrong)
    if version != 1:
        return Miss([*case, "a._version"], version, 1, {0: "not counted", 2: "twice"}.get(version))
    if dates != 1:
        return Miss([*case, "how many dates a.memory() keeps"], dates, 1, "not counted")
    return None


def of_histories(load):
    mine = result_of(added, results(load)[1])
    if isinstance(mine, BaseException):
        return Miss([LEAF, "y = x * 2; y.add_(1.0)"], mine, "no error", what_broke(mine))
    for program, text, right, thoughts in HISTORIES:
        mine = result_of(program, load)
        if differs(mine, right):
            known = next((key for key, thought in thoughts.items() if mine == thought), None)
            return Miss([LEAF, text], mine, right, known)
    mine = result_of(of_a_result, load)
    if not isinstance(mine, RuntimeError):
        text = "y = x * 2; y.exp_(); y.add_(1.0); y.backward(...)"
        return Miss([LEAF, text], mine, "RuntimeError: exp's result is gone")
    return None


def of_forms(load):
    """A tensor of one number, and an operation with an option."""
    mine = result_of(of_one_number, load)
    if differs(mine, 6.0):
        return Miss(["mg.tensor(2.0).mul_(3.0)"], mine, 6.0, "a row" if isinstance(mine, IndexError) else None)
    mine = result_of(with_an_option, load)
    if differs(mine, [11.0, 12.0, 13.0]):
        known = "no options" if mine == [2.0, 3.0, 4.0] else None
        return Miss(["mg.tensor([1.0, 2.0, 3.0]).add_(1.0, alpha=10)"], mine, [11.0, 12.0, 13.0], known)
    return None


# ------------------------------------------------------------------------------------- 12.4, 12.5  Ten writes, six ways

WRITES = {  # a program; whether it raises, and where; what is thought by who says otherwise
    "y = x.exp(); y += 1.0": ("backward", {"no": "results", "write": "at once"}),
    "y = x.exp(); y = y + 1.0": ("no", {"backward": "rebinding", "write": "rebinding"}),
    "h = x * 1.0; y = h ** 2; h += 1.0": ("backward", {"no": "inputs", "write": "at once"}),
    "y = x ** 2; y += 1.0": ("no", {"backward": "every result", "write": "at once"}),
    "y = 10.0 * x; y += 1.0": ("no", {"backward": "all is saved", "write": "at once"}),
    "y = x * 1.0; x += 1.0": ("write", {"backward": "leaf later", "no": "leaf free"}),
    "y = x * 1.0; x[0] = 5.0": ("write", {"backward": "leaf later", "no": "part of a leaf"}),
    "y = x ** 2; with mg.no_grad(): x += 1.0": ("backward", {"no": "unseen in no_grad", "write": "leaf always"}),
    "h = x * 1.0; row = h[:2]; y = row ** 2; h[2] = 0.0": ("backward", {"no": "by place", "write": "at once"}),
    "h = x * 1.0; y = h.sum(); h.zero_()": ("no", {"backward": "sum saves", "write": "at once"}),
}
WAYS = {  # for y = x ** 2 at 3, with 10 arriving
    "x.data.fill_(100.0)": (2000, {"RuntimeError": "data counts", "60": "data copies", "200": "nothing arrives"}),
    "x.detach().fill_(100.0)": ("RuntimeError", {"2000": "detach does not count", "60": "detach copies"}),
    "x.detach().numpy().fill(100.0)": (2000, {"RuntimeError": "NumPy counts", "60": "numpy copies"}),
    "x.clone().fill_(100.0)": (60, {"2000": "clone shares", "RuntimeError": "clone shares"}),
    "with mg.no_grad(): x.fill_(100.0)": ("RuntimeError", {"2000": "no_grad is silent", "60": "no_grad is silent"}),
    "y.data.fill_(100.0)": (60, {"2000": "the result is needed", "RuntimeError": "data counts"}),
}


def check_writes(places):
    return of_words(first_mistake(WRITES, places), True)


def check_ways(gradients):
    miss = first_mistake(WAYS, gradients)
    return of_words(miss, miss and isinstance(miss.given, str | bool | None))


def of_words(miss, words):
    """A miss without a name is of an answer that is none of the words, if words are what is asked for."""
    return miss._replace(diagnosis="another word") if miss and words and not miss.diagnosis else miss


def first_mistake(lines, answers):
    """The first line that is answered wrongly, and what leads to that answer, where it is known."""
    if not isinstance(answers, tuple | list) or len(answers) != len(lines):
        return Miss(["all of them"], answers, f"{len(lines)} answers", "another number")
    for mine, (line, (right, thoughts)) in zip(answers, lines.items(), strict=True):
        if written(mine) != written(right):
            known = thoughts.get(next((t for t in thoughts if written(t) == written(mine)), ""))
            return Miss([line], mine, f"{right}", known)
    return None


def written(answer):
    """An answer as it is compared: 60, 60.0, "60" and a tensor of it are one, and so are an error's class and name."""
    if hasattr(answer, "tolist"):
        answer = answer.tolist()
    return plainly(f"{answer:g}" if isinstance(answer, int | float) else getattr(answer, "__name__", answer))


# ------------------------------------------------------------------------------------------------- 12.6  Which write was it?

FORWARD_INPUTS = [0.5, -1.0, 2.0], [1.0, 0.25, -0.5]
ARRIVING = [10.0, -1.0, 0.5]
STAYING = 4  # writes: of `y[0] += 1.0` Python makes two


def meant(x, w):
    """What the program computes, without a write."""
    a = (x * w + 1.0).tanh()
    return (5.0 * a - mg.tensor([1.0, 2.0, 2.0])) * (3.0 * a[:2]).sum()


def cut(x, w):
    """The same, with the tripled part cut off its history."""
    a = (x * w + 1.0).tanh()
    return (5.0 * a - mg.tensor([1.0, 2.0, 2.0])) * (3.0 * a[:2]).sum().detach()


def factored(factor, taken=1.0):
    """The program with another factor for `first`, and less or more taken from `y[0]`."""

    def program(x, w):
        a = (x * w + 1.0).tanh()
        return (5.0 * a - mg.tensor([taken, 2.0, 2.0])) * (factor * a[:2]).sum()

    return program


def whole(x, w):
    a = (x * w + 1.0).tanh()
    return (5.0 * a - mg.tensor([1.0, 2.0, 2.0])) * (3.0 * a).sum()


def overwritten(share):
    """A program whose tanh has its saved result tripled, and nobody notices; `share` of the part has a history."""

    def silent(x, w):
        a = (x * w + 1.0).tanh()
        out = (5.0 * a - mg.tensor([1.0, 2.0, 2.0])) * (share * a + (3.0 - share) * a.detach())[:2].sum()
        a.data[:2] *= 3.0
        return out

    return silent


OTHERWISE = {"not tripled": factored(1.0), "twice": factored(9.0), "y as it was": factored(3.0, taken=2.0)}
UNDONE = {"cut off": cut, "all of a": whole, "silent|a view": overwritten(1.0), "silent|data": overwritten(0.0)}


def back(forward):
    """The result of a forward pass, and the gradients of x and w."""
    x, w = [mg.tensor(numbers, requires_grad=True) for numbers in FORWARD_INPUTS]
    out = forward(x, w)
    if not isinstance(out, mg.Tensor):
        return out, None
    if out.requires_grad:
        out.backward(mg.tensor(ARRIVING))
    return out.tolist(), [None if leaf.grad is None else leaf.grad.tolist() for leaf in (x, w)]


def check_forward(forward):
    case = f"x = {FORWARD_INPUTS[0]}, w = {FORWARD_INPUTS[1]}"
    right, grads = back(meant)
    with mock.patch.object(Memory, "written", autospec=True, side_effect=Memory.written) as count:
        mine = result_of(back, forward)
    if isinstance(mine, BaseException):
        words = {"modified by an inplace operation": "still there", "a leaf Variable": "a leaf"}
        known = next((key for part, key in words.items() if part in str(mine)), None)
        return Miss([case, "forward(x, w), and its backward pass"], mine, "no error", known)
    out, came = mine
    if came is None:
        return Miss([case, "forward(x, w)"], out, "a tensor", "no return" if out is None else None)
    if differs(out, right):
        known = next((key for key, program in OTHERWISE.items() if not differs(out, back(program)[0])), None)
        return Miss([case, "forward(x, w)"], out, right, known)
    if came == [None, None]:
        return Miss([case, f"x.grad, where {ARRIVING} arrives"], "nothing comes back", "a gradient", "no history")
    if differs(came, grads):
        known = next((key for key, program in UNDONE.items() if not differs(came, back(program)[1])), None)
        return Miss([case, f"x.grad, where {ARRIVING} arrives"], came[0], grads[0], known and known.partition("|")[0])
    if count.call_count < STAYING:
        return Miss([case, "writes in place"], count.call_count, f"{STAYING}, those that do no harm", "all of them")
    return None


# ------------------------------------------------------------------------------------------------------ the exercises

ANOTHER_NUMBER = Known("not one answer for each", "How many lines are there, and how many answers?")
NO_RETURN = Known("no return", "What does a function give that has no `return`?")

EXERCISES = [
    Exercise(
        id="12.1",
        title="A write, counted",
        minutes=6,
        misconception="how often is enough, and when does not matter",
        names=(),
        rebuilds=(f"{SAVED}::Memory.written", f"{SAVED}::Memory.version_at"),
        first_step="In place of the first dots, date the write by tick(); then count the writes up to a date.",
        passed="Each write is counted and dated, however many tensors show the memory. Two threads that write were not tried.",
        hints=(
            "Which three things does a write leave: in the count, in the dates, and for those who ask about any memory?",
            "The version at a date is the version now without the writes that came later. Which of the dates are later?",
            "The second line of written is Memory.newest = date = tick(), and the third keeps the date.",
        ),
        solution="""
def written(self):
    \"\"\"Count a write.\"\"\"
    self.version += 1
    Memory.newest = date = tick()
    self.dates.append(date)

def version_at(self, date):
    return self.version - sum([d > date for d in self.dates])
""",
        check=check_count,
        known={
            "not counted": Known("the write is not counted", "What is version after a write?"),
            "twice": Known("each write is counted twice", "The first line counts already: what is left to do?"),
            "the date for the count": Known("the date for the count", "Three writes: what is the version?"),
            "no date": Known("no date is kept", "What does version_at look through?"),
            "one date": Known("only the last date is kept", "Which dates does version_at need besides the last?"),
            "in front": Known("the last write stands first", "64 dates are kept: which one goes if you put in front?"),
            "no clock": Known(
                "a date of another clock", "Nodes are dated by tick(): can your date be compared with it?"
            ),
            "not told": Known(
                "newest stays what it was", "Memory.newest, of the class: what do nodes compare their own date with?"
            ),
            "of this memory": Known("newest is this memory's own", "Whose newest does a node look at: one memory's?"),
            "another file": Known("the name as the notebook has it", "In which file does Memory stand, and tick?"),
            "now": Known("the version now", "Where does the date come into it?"),
            "none": Known("the version before any write", "Were there no writes up to the date?"),
            "one at most": Known("one write is taken off at most", "How many of the dates are later?"),
            "looked up": Known(
                "the date is one of the writes'", "Is a date that a node asks for among those in dates?"
            ),
            "a look": Known("asking changes the memory", "What does the next one who asks find?"),
            "those after": Known("the writes after the date", "How many writes were there up to it?"),
            "on the day": Known("the write at the date itself left out", "Is a write at that very date later than it?"),
            "turned round": Known("later and earlier the other way round", "Which writes have to be taken off?"),
            "as far as it goes back": Known(
                "counted from dates that are kept", "Only the last 64 dates are kept: which count is complete?"
            ),
            "no return": NO_RETURN,
        },
    ),
    Exercise(
        id="12.2",
        title="Since when?",
        minutes=5,
        misconception="a tensor that was written to is spoilt",
        names=(),
        rebuilds=(f"{SAVED}::_check",),
        first_step="In place of the dots: return where the memory was not written to after the date, and raise otherwise.",
        passed="A saved value that was overwritten is found when a backward pass comes to it. Which line wrote is not known.",
        hints=(
            "Written twice, then saved, and never again: is anything wrong with what was saved?",
            "Only the last of memory.dates matters. Nothing is wrong without a memory, without a write, or if it is not later.",
            "The condition is: memory is None or not memory.dates or memory.dates[-1] <= date.",
        ),
        solution="""
def _check(data, memory, maker, date):
    if memory is None or not memory.dates or memory.dates[-1] <= date:
        return
    raise changed(data, maker, memory.version, memory.version_at(date))
""",
        check=check_since,
        known={
            "any memory": Known("a write to any memory spoils", "Whose write has the date in Memory.newest?"),
            "any write": Known("any write spoils", "Was it written before it was saved, or since?"),
            "its own write": Known(
                "the write that made it spoils it", "A result that was written in place: what is its date?"
            ),
            "never": Known("nothing is refused", "Which of these memories has a write that came later?"),
            "turned round": Known(
                "earlier and later the other way round", "Which write can have changed what was saved?"
            ),
            "no counter": Known("every memory has a counter", "What is memory where nobody ever wrote or looked?"),
            "no write": Known("every memory has a last write", "What is dates[-1] of an empty list?"),
            "no difference": Known("an error where nothing was written", "Which versions differ if something was?"),
            "the first": Known("the first write decides", "One write before the date, one after: which says so?"),
            "one is free": Known("one write is allowed", "How many writes after the date does it take?"),
            "none is spoilt": Known("None counts as a write", "Who can have written where memory is None?"),
            "dates for versions": Known(
                "a date where a version belongs", "Which numbers come from the clock, and which are counts?"
            ),
            "returned": Known("what it finds is given back, not raised", "Who looks at what _check returns?"),
            "its own error": Known("an error of its own", "Which error has the numbers in it that the reader needs?"),
            "a look": Known("asking changes the memory", "What does the next node find that has saved the same?"),
            "the array": Known("the array is asked", "Who counts the writes: an array, or its memory?"),
            "data for maker": Known("data and maker exchanged", "In which order does changed take them?"),
            "swapped": Known("now and then exchanged", "In which order does changed take the two versions?"),
            "two of a kind": Known("the same moment twice", "What was the version at the date, and what is it now?"),
            "from the start": Known("against version 0", "Which version did the memory have at the date?"),
            "no maker": Known("whose result it is gets lost", "What is the second thing that changed is given?"),
        },
    ),
    Exercise(
        id="12.3",
        title="In place",
        minutes=8,
        misconception="an in-place operation has no history of its own",
        names=(),
        rebuilds=(f"{INPLACE}::write",),
        leaves_out="checks of shapes, dtypes and overlap; forward mode; who looks on; and it copies what was there each time",
        holds=("mistakes", "leaves", "detach", "indexing"),
        first_step="In place of the dots: write, count, hand on the history, tell the views.",
        passed="`+=`, `mul_`, `y[0] = 5.0` all go through it. Overlapping memory and other shapes were not tried.",
        hints=(
            "After `y *= 3`, which array does y have: a new one? And which node, the old one or that of the product?",
            "The array takes the numbers by [...], memory() counts, and what result._node is becomes the history, if there is one.",
            "target.array()[...] = result._value is the first line. The count comes before rebase, which looks at its date.",
        ),
        solution="""
def write(operation, target, *others, overlapping=False, **options):
    \"\"\"`target = operation(target, *others)` in the target's own memory.\"\"\"
    concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
    if mode.recording and concerned:
        check_writable(target)
    before = variable.Tensor(target.array().copy())
    before._node, before._leaf = target._node, target._leaf
    result = operation(before, *others, **options)
    target.array()[...] = result._value
    target.memory().written()
    if result._node is not None:
        rebase(target, result._node)
    outdate_views(target)
    return target
""",
        check=check_write,
        known={
            "not written": Known("nothing is written", "Which array are the new numbers in, and which does y show?"),
            "added": Known("the result is added once more", "result has the sum already: what is to lie there?"),
            "one for all": Known("one number for all places", "How many numbers has result?"),
            "memory of its own": Known("the target gets other memory", "Who else shows the memory that y had?"),
            "the result": Known("the result is returned, not the target", "What is `out = y.add_(1.0)` to be?"),
            "no return": NO_RETURN,
            "twice": Known("each write is counted twice", "How often was the array written to?"),
            "itself": Known("it calls itself", "Through which function do copy_, add_ and `[...] =` of a tensor go?"),
            "a tensor": Known("a tensor goes into the array", "What is result, and what is result._value?"),
            "no node": Known("rebase is given a tensor", "What does rebase take, and where does result keep it?"),
            "a row": Known("there is always a dimension", "Which index has a tensor of one number, without brackets?"),
            "no options": Known("the options are lost", "What does alpha=10 say, and to whom?"),
            "not counted": Known("the write is not counted", "How does a node find out that what it saved is gone?"),
            "too early": Known(
                "rebase finds no date", "Whose memory does rebase look at, and is the write counted by then?"
            ),
            "nothing recorded": Known("there is always a node", "What is result._node where nothing requires grad?"),
            "no history": Known("the write leaves no node", "By which factor does a nudge of x move y now?"),
            "the view alone": Known("only the target gets the history", "Whose memory is written when a view is?"),
            "views not told": Known(
                "views keep their old history", "What do the numbers that a view shows come from now?"
            ),
        },
    ),
    Exercise(
        id="12.4",
        title="Raises or not, and where",
        minutes=7,
        misconception="an in-place operation breaks the backward pass",
        names=("places",),
        first_step='An answer in each of the ten places: "no", "write" or "backward". A cell of your own decides what you cannot.',
        passed="What counts is what was saved, and in which memory. Views of several tensors at once were not asked about.",
        hints=(
            "For each line: is a leaf written to while recording? If not: what has the first operation saved?",
            "exp saves its result, ** its input, a product with a number and a sum nothing. And one count serves a whole memory.",
            "Two of the ten raise at the write, four in backward.",
        ),
        solution="""
places = ("backward", "no", "backward", "no", "no", "write", "write", "backward", "backward", "no")
""",
        check=check_writes,
        known={
            "another number": ANOTHER_NUMBER,
            "another word": Known(
                "none of the three words", "Where does it raise: where it writes, in backward, or not?"
            ),
            "results": Known("a result may always be written to", "What does exp's rule multiply by?"),
            "at once": Known("the write itself fails", "What does the write know of what others have saved?"),
            "rebinding": Known("`y = y + 1` is a write", "Is the old tensor changed, or does y name another one?"),
            "inputs": Known(
                "what went in is not needed any more", "What is the slope of h ** 2, and in which tensor is it?"
            ),
            "every result": Known("a result may never be written to", "Which tensor does the rule of ** need?"),
            "all is saved": Known("every operation saves something", "What does the rule of 10 * x need of x or y?"),
            "leaf later": Known(
                "a leaf is refused in backward", "What did your own engine say to `w -= 0.1`, and when?"
            ),
            "leaf free": Known("a leaf may be written to", "What would x be after a recorded write: still a leaf?"),
            "part of a leaf": Known("a part of a leaf may be written to", "Whose memory is x[0]?"),
            "unseen in no_grad": Known("no_grad hides a write", "What does no_grad stop: recording, or counting?"),
            "leaf always": Known("a leaf may never be written to", "How does an optimiser change its parameters?"),
            "by place": Known("each place has a count", "Of what is the version: of a place, or of a memory?"),
            "sum saves": Known(
                "a sum needs its input", "What is the gradient of a sum, and does it depend on the numbers?"
            ),
        },
    ),
    Exercise(
        id="12.5",
        title="Six ways to write",
        minutes=5,
        misconception="data, detach and numpy are three names of one thing",
        names=("gradients",),
        first_step='A number or "RuntimeError" in each of the six places.',
        passed="Sharing memory and sharing its count are two things. data and numpy() share the first only: nobody notices.",
        hints=(
            "For each: does it write where x ** 2 has saved its input? If it does, is the write counted?",
            "The table above says both for three of them. clone copies; no_grad stops recording, and nothing else.",
            "Two of the six raise, and two give 60.",
        ),
        solution='gradients = (2000, "RuntimeError", 2000, 60, "RuntimeError", 60)',
        check=check_ways,
        known={
            "another number": ANOTHER_NUMBER,
            "another word": Known(
                "neither a number nor the error's name", "What is x.grad, or what does the pass raise?"
            ),
            "nothing arrives": Known("what arrives is left out", "What does y get from 10.0 * y?"),
            "data counts": Known("a write to data is counted", "What is x._version after a write to x.data?"),
            "data copies": Known("data is a copy", "Where does a write to x.data show?"),
            "detach does not count": Known(
                "detach has a count of its own", "What is x._version after a write to x.detach()?"
            ),
            "detach copies": Known("detach is a copy", "Where does a write to x.detach() show?"),
            "NumPy counts": Known("NumPy counts its writes", "Does NumPy know anything of tensors?"),
            "numpy copies": Known("numpy() is a copy", "Where does a write to the array show?"),
            "clone shares": Known("a clone shares memory", "What is clone for?"),
            "no_grad is silent": Known("no_grad hides a write", "What does no_grad stop: recording, or counting?"),
            "the result is needed": Known("** needs its result", "What is the slope of x ** 2 made of?"),
        },
    ),
    Exercise(
        id="12.6",
        title="Which write was it?",
        minutes=7,
        misconception="the line that the error leads to is the line that wrote",
        names=("forward",),
        first_step="Copy the program in place of the dots, and change the one line that writes where it must not.",
        passed="The error named whose result was overwritten; who shows that memory led to the write. Two such writes are found one by one.",
        hints=(
            "Which tensor does the message mean? Which names show its memory, all or a part of it?",
            "A product with a number saves nothing of y, and + nothing of h. tanh saves its result: a, and whatever is a view of it.",
            "Let `first` be tripled without a write to the memory of `a`.",
        ),
        solution="""
def forward(x, w):
    h = x * w
    h += 1.0
    a = h.tanh()
    first = a[:2]
    y = 5.0 * a
    y -= 2.0
    first = first * 3.0
    y[0] += 1.0
    return y * first.sum()
""",
        check=check_forward,
        known={
            "still there": Known(
                "tanh's result is written to still", "Which names show the memory that tanh has saved?"
            ),
            "a leaf": Known("a leaf is written to", "Whose memory are x and w: may a recorded write go there?"),
            "no history": Known("the result has no history", "Which line cuts the way back to x and w?"),
            "twice": Known("tripled twice", "How often is `first` multiplied by 3?"),
            "y as it was": Known("a write that does no harm is left out", "What does `y[0] += 1.0` do to the result?"),
            "all of a": Known("all of a is tripled", "Which numbers of a does `first` show?"),
            "silent": Known("the write is hidden, not gone", "What does tanh's rule multiply by now?"),
            "cut off": Known("the history is cut as well", "How does a nudge of x move `first`, and who says so to x?"),
            "not tripled": Known("the write is left out", "What is `first` to be in the last line?"),
            "all of them": Known(
                "all writes, to be on the safe side", "Which of them write to something that was saved?"
            ),
            "no return": NO_RETURN,
        },
    ),
]
