"""The exercises of lesson 13: the switches that stop recording, and what each of them is for."""

import functools
import weakref

import minigrad as mg
from minigrad.course.exercise import Exercise, Known, Miss, differs, matching, result_of, said

from .claims import first_wrong

RECALL = {
    "13.a": (8, "8: it is used once in each of the eight rows. Lesson 08."),
    "13.b": ("None", "None: nothing is recorded there, so there is no node. Lesson 06."),
}
SWITCH = "minigrad/autograd/grad_mode.py::_GradMode"
DETACH = "minigrad/autograd/variable.py::Variable.detach"


# --------------------------------------------------------------------------------------------------------- 13.1  A switch


def nested(on, off, note):
    with off():
        note()
        with off():
            note()
        note()
    note()


def on_inside(on, off, note):
    with off():
        with on():
            note()
            with off():
                pass
            note()
        note()
    note()


def ended_by_an_error(on, off, note):
    with off():
        try:
            with on():
                raise KeyError("an error of the program")
        except KeyError:
            note()
    note()


PROGRAMS = [nested, on_inside, ended_by_an_error]
TEXTS = {
    nested: "with mg.no_grad(): one; inside it again; after the inner one; after both",
    on_inside: "with mg.no_grad(): with mg.enable_grad(): one; after another no_grad in it; after the inner one; after both",
    ended_by_an_error: "with mg.no_grad(): where an error out of mg.enable_grad() is caught; after both",
}


class Flag:
    """A model of recording: a flag and two switches that are thought of in some way."""

    def __init__(self, enter, leave):
        self.on, self.enter, self.leave, self.last, self.seen = True, enter, leave, {}, []

    def note(self):
        self.seen.append(self.on)

    def switch(self, to):
        flag = self

        class Switch:
            def __enter__(self):
                self.before, flag.last[to], flag.last["any"] = flag.on, flag.on, flag.on
                flag.on = flag.enter(flag, to)

            def __exit__(self, *error):
                flag.on, swallow = flag.leave(flag, self.before, to)
                return swallow

        return Switch


def thinking(enter=lambda flag, to: to, leave=lambda flag, before, to: (before, False)):
    def behave(program):
        flag = Flag(enter, leave)
        program(flag.switch(True), flag.switch(False), flag.note)
        return flag.seen

    return behave


right_flags = thinking()
THOUGHTS = {
    "always on": thinking(leave=lambda flag, before, to: (True, False)),
    "never back": thinking(leave=lambda flag, before, to: (flag.on, False)),
    "never": thinking(enter=lambda flag, to: flag.on),
    "always off": thinking(enter=lambda flag, to: False),
    "late": thinking(enter=lambda flag, to: flag.on, leave=lambda flag, before, to: (to, False)),
    "turned round": thinking(enter=lambda flag, to: not to),
    "the other way back": thinking(leave=lambda flag, before, to: (not to, False)),
    "one for all": thinking(leave=lambda flag, before, to: (flag.last["any"], False)),
    "one for all|of a kind": thinking(leave=lambda flag, before, to: (flag.last[to], False)),
    "off for good": thinking(leave=lambda flag, before, to: (False, False)),
    "its own": thinking(leave=lambda flag, before, to: (to, False)),
    "its own|always off": thinking(enter=lambda flag, to: False, leave=lambda flag, before, to: (to, False)),
    "swallowed|what was on": thinking(leave=lambda flag, before, to: (before, flag.on)),
    "swallowed": thinking(leave=lambda flag, before, to: (before, True)),
}


def check_switch(load):
    given = [result_of(noted, load, program, made) for program in PROGRAMS]
    for program, mine in zip(PROGRAMS, given, strict=True):
        if differs(mine, right_flags(program)):
            known = matching(THOUGHTS, PROGRAMS, given, args=lambda program: (program,))
            if result_of(noted, load, program, lambda x: x.is_leaf and load.is_grad_enabled()) == right_flags(program):
                known = "the flag alone"
            if known is None and program is ended_by_an_error:
                known = "after an error"
            known = known and known.partition("|")[0]
            return Miss([TEXTS[program], "whether an operation is recorded there"], mine, right_flags(program), known)
    mine = result_of(noted, load, lambda on, off, note: by_a_flag(load, note), made)
    if mine != [False, True]:
        return Miss(["with mg.set_grad_enabled(False): one, then after it"], mine, [False, True])
    return None


def made(x):
    """Whether an operation on x is recorded."""
    return (x * 2).requires_grad


def noted(load, program, ask):
    """What `ask` says at each note of a program; recording is on again when it is over."""
    x, seen = load.ones(1, requires_grad=True), []
    try:
        program(load.enable_grad, load.no_grad, lambda: seen.append(ask(x)))
    finally:
        load.set_grad_enabled(True)
    return seen


def by_a_flag(load, note):
    with load.set_grad_enabled(False):
        note()
    note()


# ----------------------------------------------------------------------------------------------------------- 13.2  detach


def check_detach(load):
    x = load.tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = x * 2
    mine = result_of(y.detach)
    if not isinstance(mine, load.Tensor):
        known = None if isinstance(mine, BaseException) else "no tensor"
        return Miss(["y = x * 2; y.detach()"], mine, "a tensor", known)
    if mine is y or mine.requires_grad or mine.grad_fn is not None:
        known = "itself" if mine is y else "history" if mine.grad_fn is not None else "requires"
        history = f"requires_grad={mine.requires_grad}, grad_fn={mine.grad_fn}"
        return Miss(["y = x * 2; y.detach()"], history, "requires_grad=False, grad_fn=None", known)
    if not y.requires_grad or y.grad_fn is None:
        return Miss(["y = x * 2; y.detach(); y.grad_fn after that"], None, "<MulBackward0>", "cut in place")
    if isinstance(array := result_of(mine.array), BaseException):
        return Miss(["y.detach().array()"], array, "an array", "a tensor inside")
    if not isinstance(mine._memory, type(y.memory()) | None):
        return Miss(["y.detach()._memory"], mine._memory, "what y.memory() gives", "no count")
    if mine.tolist() != [2.0, 4.0, 6.0]:
        return Miss(["y = x * 2 for x = [1, 2, 3]; y.detach()"], mine.tolist(), [2.0, 4.0, 6.0])
    a = load.tensor([1.0, 2.0])
    a.detach()[0] = 100.0
    if a.tolist() != [100.0, 2.0]:
        return Miss(["a = [1, 2]; a.detach()[0] = 100; a after that"], a.tolist(), [100.0, 2.0], "a copy")
    counted = result_of(overwritten, load)
    if not isinstance(counted, RuntimeError):
        case = "y = x.exp(); y.detach()[0] = 0.0; y.backward(...)"
        return Miss([case], "no error: x.grad is wrong, and nobody says so", "RuntimeError", "not counted")
    if mine._memory is not y.memory():
        return Miss(["y.detach()._memory is y.memory()"], False, True, "not counted")
    p = load.nn.Parameter(load.ones(2))
    p.sum().backward()
    mine = result_of(p.detach)
    if type(mine) is not load.Tensor:
        shown = mine if isinstance(mine, BaseException) else type(mine).__name__
        return Miss(["the type of p.detach(), for a Parameter p"], shown, "Tensor", "its class")
    if mine.grad is not None:
        return Miss(["p.detach().grad, for a p that has a .grad"], mine.grad.tolist(), None, "gradient")
    return None


def overwritten(load):
    x = load.tensor([1.0, 2.0], requires_grad=True)
    y = x.exp()
    y.detach()[0] = 0.0
    y.backward(load.tensor([2.0, 3.0]))
    return x.grad.tolist()


# -------------------------------------------------------------------------------------- 13.3  Learn before what is frozen


def layers():
    """A layer that learns and one that is frozen, then the same with a frozen one of several layers."""
    mg.manual_seed(7)
    frozen = mg.nn.Sequential(mg.nn.Linear(2, 3), mg.nn.Tanh(), mg.nn.Linear(3, 1))
    return [(mg.nn.Linear(3, 2), mg.nn.Linear(2, 1)), (mg.nn.Linear(3, 2), frozen)]


def check_forward(forward):
    x = mg.tensor([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]])
    for i, (learning, frozen) in enumerate(layers()):
        case = f"frozen is {'a Linear' if i == 0 else 'a Sequential'}"
        right_out = frozen(learning(x))
        ends = [*learning.parameters(), *frozen.parameters()]
        rights = [g.tolist() for g in mg.autograd.grad((3.0 * right_out).sum(), ends)]
        mine = result_of(forward, learning, frozen, x)
        if not isinstance(mine, mg.Tensor) or differs(mine.tolist(), right_out.tolist()):
            shown = mine.tolist() if isinstance(mine, mg.Tensor) else mine
            return Miss([case, "the result"], shown, right_out.tolist())
        if not mine.requires_grad:
            return Miss([case, "requires_grad of the result"], False, True, "cut off")
        (3.0 * mine).sum().backward()
        grads = [p.grad for p in ends]
        ours, theirs = len([*learning.parameters()]), len(ends)
        if any(grads[i] is None for i in range(ours)):
            known = "cut off" if all(p.requires_grad for p in learning.parameters()) else "wrong one"
            return Miss([case, "learning.weight.grad"], "None: nothing has come to it", said(rights[0]), known)
        if any(grads[i] is not None for i in range(ours, theirs)):
            return Miss([case, "a gradient of frozen"], "a tensor", "None", "both learn")
        if any(differs(grads[i].tolist(), rights[i]) for i in range(ours)):
            return Miss([case, "learning.weight.grad"], grads[0].tolist(), rights[0])
    return None


# ------------------------------------------------------------------------------------------------- 13.4  Only the numbers

LOSSES = [4.5, -1.5, 8.0, 2.75, 6.0]


class Steps:
    """Gives losses, and looks at each call how many graphs of earlier ones are still alive."""

    def __init__(self, numbers):
        self.numbers, self.nodes, self.most, self.calls, self.recorded = numbers, [], 0, 0, True
        self.w = mg.tensor(1.0, requires_grad=True)

    def __call__(self):
        self.most = max(self.most, sum([node() is not None for node in self.nodes]))
        number = self.numbers[self.calls % len(self.numbers)]
        self.calls += 1
        loss = self.w * number
        self.recorded = self.recorded and loss.requires_grad
        if loss.requires_grad:
            self.nodes.append(weakref.ref(loss.grad_fn))
        return loss


MEANS = {
    "sum": sum,
    "last": lambda numbers: numbers[-1],
    "first": lambda numbers: numbers[0],
    "one less": lambda numbers: sum(numbers) / (len(numbers) - 1),
    "one share": lambda numbers: numbers[-1] / len(numbers),
    "rounded": lambda numbers: sum(numbers) // len(numbers),
    "whole numbers": lambda numbers: sum(map(int, numbers)) / len(numbers),
    "size": lambda numbers: sum(map(abs, numbers)) / len(numbers),
    "largest": max,
    "halved": lambda numbers: functools.reduce(lambda mean, number: (mean + number) / 2, numbers, 0.0),
}


def check_mean_loss(mean_loss):
    steps = Steps(LOSSES)
    mine, n = result_of(mean_loss, steps, len(LOSSES)), len(LOSSES)
    case, right = f"{n} losses: {LOSSES}", sum(LOSSES) / n
    if isinstance(mine, mg.Tensor):
        return Miss([case], f"a tensor of {said(mine.tolist())}", said(right), "a tensor")
    if isinstance(mine, BaseException):
        return Miss([case], mine, right)
    if steps.calls != n:
        known = "too seldom" if steps.calls < n else "too often"
        return Miss([case, "how often step was called"], steps.calls, n, known)
    if differs(mine, right):
        known = next((key for key, think in MEANS.items() if not differs(mine, float(think(LOSSES)))), None)
        return Miss([case], mine, right, known)
    if steps.w.grad is not None:
        return Miss([case, "the .grad of a weight"], steps.w.grad.item(), None, "goes back")
    if not steps.recorded:
        return Miss([case, "whether step() could be recorded"], False, True, "not recorded")
    if steps.most > 1:
        return Miss([case, "graphs of earlier losses that are alive"], steps.most, "1 at most", "all kept")
    return None


# --------------------------------------------------------------------------------------------- 13.5, 13.6  Reading programs

WAYS = {
    "mg.tensor(x.item()) * 5.0": (False, "item"),
    "x.clone() * 5.0": (True, "clone"),
    "x.data * 5.0": (False, "data"),
    "mg.where(x > 1.0, x, 0.0) * 5.0": (True, "where"),
    "mg.tensor([x, x]).sum()": (False, "tensor"),
    "mg.stack([x, x]).sum()": (True, "stack"),
}
LINES = {
    "1: y.requires_grad": (True, "recorded"),
    "2: z.requires_grad": (False, "no_grad"),
    "3: w.requires_grad": (False, "detach"),
    "4: after z.backward()": ("RuntimeError", "no history"),
    "5: output.requires_grad": (False, "parameters"),
    "6: the model again": (True, "over"),
}


def check_reaches(reaches):
    return first_wrong(WAYS, reaches)


def check_prints(prints):
    return first_wrong(LINES, prints)


# ------------------------------------------------------------------------------------------------------ the exercises

EXERCISES = [
    Exercise(
        id="13.1",
        title="A switch",
        minutes=8,
        misconception="leaving a switch means that recording is on",
        names=(),
        rebuilds=(f"{SWITCH}.__enter__", f"{SWITCH}.__exit__"),
        first_step="Keep what was on before, in place of the first dots.",
        passed="no_grad, enable_grad and the other switches work by these two. Threads were not tried.",
        hints=(
            "In the program above: what is on after the inner `with`? Who knows that?",
            "set_recording gives back what was on before. Keep it on the way in, and set it again on the way out.",
            "The first line is self.before = set_recording(self.recording).",
        ),
        solution="""
def __enter__(self):
    self.before = set_recording(self.recording)

def __exit__(self, *error):
    set_recording(self.before)
""",
        check=check_switch,
        known={
            "always on": Known(
                "leaving means on", "Two no_grad inside each other: what is on when the inner one ends?"
            ),
            "never back": Known("never put back", "What is on after the `with`?"),
            "never": Known("nothing is switched", "Where does self.recording come into it?"),
            "always off": Known("always off", "What would enable_grad do with these lines?"),
            "late": Known("switched on the way out only", "Which call sets recording, and where is it in your lines?"),
            "turned round": Known("on for off", "What is self.recording of no_grad, and what do you set?"),
            "the other way back": Known(
                "back is the opposite", "What was on before an enable_grad that stands inside no_grad?"
            ),
            "one for all": Known(
                "one memory for all switches", "Two switches inside each other: where does each keep what it found?"
            ),
            "off for good": Known("never on again", "Who used operations before the `with`, and with what on?"),
            "its own": Known("what is put back is its own", "What was on before self.recording was set?"),
            "after an error": Known("not put back after an error", "What is on where the error is caught?"),
            "the flag alone": Known(
                "the flag is set, and nobody is told", "What does set_recording do beside setting it?"
            ),
            "swallowed": Known(
                "the error is lost", "What does Python do with an error when __exit__ returns something true?"
            ),
        },
    ),
    Exercise(
        id="13.2",
        title="detach",
        minutes=7,
        misconception="a detached tensor is a copy",
        names=(),
        rebuilds=(DETACH,),
        first_step="Make a Tensor of the array in place of the dots.",
        passed="One tensor is cut off, and its memory and count of writes are shared. Views of views were not tried.",
        hints=(
            "The two share an array, and what counts the writes to it. Which two methods give them?",
            "Then its count of writes: the new tensor's _memory has to be the same object as the old one's.",
            "out = Tensor(self.array()) is the first line; out._memory takes what self.memory() gives.",
        ),
        solution="""
def detach(self):
    \"\"\"A tensor without history over the same memory: a write to either shows in both, and is counted for both.\"\"\"
    out = Tensor(self.array())
    out._memory = self.memory()
    return out
""",
        check=check_detach,
        known={
            "no tensor": Known("not a tensor", "Which call makes a tensor of an array?"),
            "itself": Known("the tensor itself", "Is y.detach() is y what you want?"),
            "history": Known("still with a history", "Which of your operations was recorded?"),
            "cut in place": Known("the tensor itself is cut off", "Who else still needs the history of y?"),
            "a copy": Known("a copy", "A write to the detached tensor: where does it show in PyTorch?"),
            "requires": Known("it requires grad", "What would be recorded of the operations that it goes into?"),
            "no count": Known(
                "no count of writes", "What does self.memory() give, and what is it without the brackets?"
            ),
            "a tensor inside": Known("a tensor inside a tensor", "What does self.array() give, and what is self?"),
            "its class": Known(
                "of the class of what is detached", "What is type(p.detach()) for a Parameter in PyTorch?"
            ),
            "gradient": Known("the gradient comes along", "Whose gradient is it: that of the leaf, or of the numbers?"),
            "not counted": Known(
                "writes are not counted for both", "Whose count does a write to the new tensor raise?"
            ),
        },
    ),
    Exercise(
        id="13.3",
        title="Learn before what is frozen",
        minutes=7,
        misconception="freezing is done by no_grad",
        names=("forward",),
        first_step="In place of the dots, say of each of frozen.parameters() that it requires no gradient; then compute.",
        passed="Gradients pass through what is frozen, and nothing comes to rest there. requires_grad is a matter of leaves.",
        hints=(
            "On its way back to `learning` a gradient has to come through `frozen`. What would no_grad leave of that way?",
            "The parameters are leaves: it is they that are not to get a gradient. The operations are to be recorded.",
            "frozen.requires_grad_(False) says so of all its parameters at once.",
        ),
        solution="""
def forward(learning, frozen, x):
    frozen.requires_grad_(False)
    return frozen(learning(x))
""",
        check=check_forward,
        known={
            "cut off": Known(
                "the way back is cut", "Which operations must be recorded, so that something arrives at learning?"
            ),
            "both learn": Known("nothing is frozen", "Which tensors are not to have a .grad afterwards?"),
            "wrong one": Known("the wrong one is frozen", "Which of the two is to learn?"),
        },
    ),
    Exercise(
        id="13.4",
        title="Only the numbers",
        minutes=6,
        misconception="adding up losses adds up numbers",
        names=("mean_loss",),
        first_step="Call step() n times in place of the dots, and add up.",
        passed="A sum of Python numbers has no history. `.item()` or `.detach()`: a loop needs one of them for each loss it keeps.",
        hints=(
            "What is the type of total after `total += loss`? What is behind it?",
            "Of each loss only its number is needed; the graph goes when nothing refers to the tensor any more.",
            "Add up step().item(), and divide by n in the end.",
        ),
        solution="""
def mean_loss(step, n):
    total = 0.0
    for _ in range(n):
        total += step().item()
    return total / n
""",
        check=check_mean_loss,
        known={
            "all kept": Known(
                "every graph is kept", "Which of your variables leads to the first loss's graph at the end?"
            ),
            "not recorded": Known("nothing is recorded while step runs", "step() trains: what of its backward pass?"),
            "a tensor": Known("a tensor, not a number", "What does .item() give?"),
            "sum": Known("the sum, not the mean", "By what is it to be divided?"),
            "last": Known("only the last loss", "Where are the others added?"),
            "first": Known("only the first loss", "Where are the others added?"),
            "one less": Known("divided by one less", "How many losses are there?"),
            "too seldom": Known("step is called too seldom", "How many losses are in the mean of n?"),
            "too often": Known("step is called too often", "How many losses are in the mean of n?"),
            "rounded": Known("whole division", "What does 21 // 5 give?"),
            "whole numbers": Known("cut to whole numbers", "What does int(4.5) give?"),
            "size": Known("losses without their sign", "Can a loss be below 0, and what is the mean of -1 and 1?"),
            "largest": Known("only the largest loss", "Where are the others added?"),
            "halved": Known("halved in each round", "How much does the first loss count in the end, and the last?"),
            "goes back": Known("a backward pass that is not asked for", "Who calls backward for these losses already?"),
            "one share": Known("the last loss, divided by n", "Is the total added to in each round, or replaced?"),
        },
    ),
    Exercise(
        id="13.5",
        title="Does it reach x?",
        minutes=6,
        misconception="whatever is computed from x has x's history",
        names=("reaches",),
        first_step="True or False in each of the six places; a cell of your own decides what you cannot.",
        passed="item, data and a new tensor of numbers cut; clone, where and stack are operations, and recorded.",
        hints=(
            "Which of the six ways go through a plain number or through tensor(...), and which are operations on tensors?",
            "requires_grad of y says it for each. Print all six.",
            "Two of the three that cut are calls of mg.tensor.",
        ),
        solution="reaches = (False, True, False, True, False, True)",
        check=check_reaches,
        known={
            "not six": Known("not one answer for each", "How many places are there, and how many answers?"),
            "item": Known("a number remembers the tensor it came from", "What is type(x.item())?"),
            "clone": Known("a copy has no history", "What is x.clone().grad_fn?"),
            "data": Known("data is the tensor by another name", "What is x.data.requires_grad?"),
            "where": Known("a comparison cuts everything", "x > 1.0 has no slope, but what of the x that was chosen?"),
            "tensor": Known(
                "mg.tensor joins tensors", "What does mg.tensor(...) make of what it is given: an operation, or a leaf?"
            ),
            "stack": Known("joining makes something new", "What is mg.stack([x, x]).grad_fn?"),
        },
    ),
    Exercise(
        id="13.6",
        title="Line by line",
        minutes=4,
        misconception="a tensor made under no_grad can be stepped back from without effect",
        names=("prints",),
        first_step="An answer in each of the six places.",
        passed="The introduction says of the fourth line that the error will not happen: now you know better than it does.",
        hints=(
            "For each line: which operation made the tensor, and was recording on while it ran?",
            "z and w have no grad_fn. What did backward say to such a tensor in lesson 05?",
            "The weights of a model require grad; no_grad makes nothing of that while it is on, and is over afterwards.",
        ),
        solution='prints = (True, False, False, "RuntimeError", False, True)',
        check=check_prints,
        known={
            "not six": Known("not one answer for each", "How many places are there, and how many answers?"),
            "recorded": Known("a result requires nothing by itself", "Does one of the inputs of x * 2 require grad?"),
            "no_grad": Known("no_grad is seen only by backward", "Is z's operation recorded?"),
            "detach": Known("a detached leaf is still a leaf that requires grad", "What is detach() for?"),
            "no history": Known(
                "backward does nothing where there is nothing", "Does z require grad, and has it a grad_fn?"
            ),
            "parameters": Known("parameters switch recording on", "Was recording on while the model ran?"),
            "over": Known("no_grad goes on after its end", "What is on after the `with`?"),
        },
    ),
]
