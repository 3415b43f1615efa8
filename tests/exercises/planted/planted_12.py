"""Answers to the exercises of lesson 12 that a teacher wrote before reading any check."""

from textwrap import indent

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def memory(after_the_count, version_at):
    written = defined("written(self)", "self.version += 1\n" + after_the_count)
    return written + "\n\n" + defined("version_at(self, date)", version_at)


def since(body):
    return defined("_check(data, memory, maker, date)", body)


GIVEN = '''
def write(operation, target, *others, overlapping=False, **options):
    """`target = operation(target, *others)` in the target's own memory."""
    concerned = [x for x in (target, *others) if getattr(x, "requires_grad", False)]
    if mode.recording and concerned:
        check_writable(target)
    before = variable.Tensor(target.array().copy())
    before._node, before._leaf = target._node, target._leaf
    result = operation(before, *others, **options)
'''


def write(*lines):
    return GIVEN + indent("\n".join(lines), "    ")


def places(**changed):
    """The ten right answers, but for some, as `_4="no"` for the fourth."""
    return "places = " + repr(but(PLACES, changed))


def gradients(**changed):
    return "gradients = " + repr(but(GRADIENTS, changed))


def forward(**changed):
    """The lesson's program, but for some lines; `""` leaves one out."""
    return defined("forward(x, w)", "\n".join(filter(None, but(PROGRAM, changed))))


def but(right, changed):
    return tuple([changed.get(f"_{number}", part) for number, part in enumerate(right, 1)])


DATED = "date = tick()\nself.dates.append(date)\nMemory.newest = date"
LATER = "return self.version - sum(d > date for d in self.dates)"
NONE = "if memory is None:\n    return\n"
BOTH = NONE + "now, then = memory.version, memory.version_at(date)\n"
DIFFERENT = NONE + "if memory.version != memory.version_at(date):\n"
RAISE = "    raise changed(data, maker, memory.version, memory.version_at(date))"
NUMBERS = "target.array()[...] = result._value"
COUNT = "target.memory().written()"
HISTORY = "if result._node is not None:\n    rebase(target, result._node)"
VIEWS = "outdate_views(target)"
TARGET = "return target"
PLACES = "backward", "no", "backward", "no", "no", "write", "write", "backward", "backward", "no"
GRADIENTS = 2000.0, "RuntimeError", 2000.0, 60.0, "RuntimeError", 60.0
PROGRAM = (
    "h = x * w",
    "h += 1.0",
    "a = h.tanh()",
    "first = a[:2]",
    "y = 5.0 * a",
    "y -= 2.0",
    "first *= 3.0",
    "y[0] += 1.0",
    "return y * first.sum()",
)
TRIPLED = "first = first * 3.0"

WRONG = {
    "12.1": [
        Wrong(memory("self.dates.append(tick())", LATER), "not told", "forgets newest"),
        Wrong(
            memory("date = tick()\nself.dates.append(date)\nself.newest = date", LATER),
            "of this memory",
            "newest on the instance",
        ),
        Wrong(memory("Memory.newest = tick()", LATER), "no date", "only newest, not dates"),
        Wrong(memory(DATED, "return self.version"), "now", "version now"),
        Wrong(
            memory(DATED, "return sum(d <= date for d in self.dates)"),
            "as far as it goes back",
            "counted from the front",
        ),
        Wrong(memory(DATED, "return sum(d > date for d in self.dates)"), "those after", "how many since"),
        Wrong(
            memory(DATED, "return self.version - sum(d >= date for d in self.dates)"), "on the day", ">= (off by one)"
        ),
        Wrong(
            memory(DATED, "return self.version - sum(d < date for d in self.dates)"),
            "turned round",
            "those before, subtracted",
        ),
        Wrong(
            memory("date = tick()\nself.dates = [date]\nMemory.newest = date", LATER),
            "one date",
            "only the last date kept",
        ),
        Wrong(
            memory("self.dates.append(self.version)\nMemory.newest = self.version", LATER),
            "no clock",
            "dates hold versions",
        ),
        Wrong(
            memory("self.dates.append(tick)\nMemory.newest = tick", LATER), "no clock", "dates hold the clock function"
        ),
        Wrong(
            memory("date = tick()\nself.dates.appendleft(date)\nMemory.newest = date", LATER), "in front", "appendleft"
        ),
        Wrong(memory("self.dates += tick()\nMemory.newest = self.dates[-1]", LATER), None, "+= a number"),
        Wrong(memory(DATED, "return self.version - len(self.dates)"), "none", "all writes, whatever the date"),
        Wrong(
            memory(DATED, "return self.version - 1 if self.dates and self.dates[-1] > date else self.version"),
            "one at most",
            "at most one",
        ),
        Wrong(memory(DATED, "return any(d > date for d in self.dates)"), None, "a truth"),
        Wrong(memory(DATED, "self.version - sum(d > date for d in self.dates)"), "no return", "no return"),
        Wrong(memory(DATED, "return 0"), "none", "zero"),
        Wrong(memory(DATED, "return self.dates.index(date)"), "looked up", "index of the date"),
        Wrong(
            memory("import time\ndate = time.time()\nself.dates.append(date)\nMemory.newest = date", LATER),
            "no clock",
            "wall clock",
        ),
        Wrong(
            memory(DATED, "self.version -= sum(d > date for d in self.dates)\nreturn self.version"),
            "a look",
            "sets the version back",
        ),
        Wrong(memory("self.version += 1\n" + DATED, LATER), "twice", "counts twice"),
        Wrong(
            memory("self.dates.append(tick())\nMemory.newest = self.dates[0]", LATER),
            "not told",
            "newest = date of the asker",
        ),
        Wrong(
            memory(DATED, "self.dates = [d for d in self.dates if d > date]\nreturn self.version - len(self.dates)"),
            "a look",
            "throws old dates away while counting",
        ),
        Wrong(
            memory("date = saved.tick()\nself.dates.append(date)\nsaved.Memory.newest = date", LATER),
            "another file",
            "saved. in front",
        ),
    ],
    "12.2": [
        Wrong(
            since(
                "now, then = memory.version, memory.version_at(date)\nif now != then:\n    raise changed(data, maker, now, then)"
            ),
            "no counter",
            "no None",
        ),
        Wrong(since(BOTH + "if now != then:\n    changed(data, maker, now, then)"), "never", "not raised"),
        Wrong(since(BOTH + "if now != then:\n    return changed(data, maker, now, then)"), "returned", "returned"),
        Wrong(
            since(BOTH + "if now != then:\n    raise changed(data, maker, then, now)"),
            "swapped",
            "now and then swapped",
        ),
        Wrong(since(NONE + "if memory.version > 0:\n" + RAISE), "any write", "any write ever"),
        Wrong(since(BOTH + "if then > now:\n    raise changed(data, maker, now, then)"), "never", "never"),
        Wrong(since(NONE + "if memory.version > date:\n" + RAISE), "never", "version against date"),
        Wrong(
            since(NONE + "if memory.version_at(date) != date:\n" + RAISE),
            "dates for versions",
            "version at date against date",
        ),
        Wrong(since(NONE + "if Memory.newest > date:\n" + RAISE), "any memory", "newest of all"),
        Wrong(since(DIFFERENT + "    raise RuntimeError('changed')"), "its own error", "an error of its own"),
        Wrong(since(DIFFERENT + "    raise changed(data, maker, memory.version, 0)"), "from the start", "then is 0"),
        Wrong(
            since(DIFFERENT + "    raise changed(data, maker, memory.version, date)"),
            "dates for versions",
            "then is the date",
        ),
        Wrong(since(NONE + "return memory.version == memory.version_at(date)"), "returned", "a truth"),
        Wrong(
            since(BOTH + "if now == then:\n    raise changed(data, maker, now, then)"),
            "no difference",
            "the wrong way round",
        ),
        Wrong(since(NONE + "if memory.dates and memory.dates[0] > date:\n" + RAISE), "the first", "the first date"),
        Wrong(
            since(NONE + "if memory.dates[-1] > date:\n" + RAISE),
            "no write",
            "the last date, without looking whether there is one",
        ),
        Wrong(
            since(BOTH + "if now - then > 1:\n    raise changed(data, maker, now, then)"),
            "one is free",
            "one write is free",
        ),
        Wrong(since("pass"), "never", "pass"),
        Wrong(
            since(
                "if memory is None:\n    raise changed(data, maker, 0, 0)\nif memory.version != memory.version_at(date):\n"
                + RAISE
            ),
            "none is spoilt",
            "None raises",
        ),
        Wrong(
            since(DIFFERENT + "    raise changed(maker, data, memory.version, memory.version_at(date))"),
            "data for maker",
            "maker and data swapped",
        ),
        Wrong(
            since(BOTH + "memory.dates.clear()\nif now != then:\n    raise changed(data, maker, now, then)"),
            "a look",
            "forgets the writes",
        ),
        Wrong(since(NONE + "assert memory.version == memory.version_at(date)"), "its own error", "assert"),
        Wrong(since(BOTH + "if now != then:\n    print(changed(data, maker, now, then))"), "never", "printed"),
        Wrong(
            since(BOTH + "memory.written()\nif now != then:\n    raise changed(data, maker, now, then)"),
            "a look",
            "counts the look as a write",
        ),
        Wrong(since("if data is not None and data._version > 0:\n" + RAISE), "the array", "asks the data"),
        Wrong(
            since(NONE + "if any(d < date for d in memory.dates):\n" + RAISE), "turned round", "dates before the node"
        ),
    ],
    "12.3": [
        Wrong(write(NUMBERS, HISTORY, VIEWS, TARGET), "not counted", "not counted"),
        Wrong(write(COUNT, HISTORY, VIEWS, TARGET), "not written", "numbers not written"),
        Wrong(
            write("target._value = result._value", COUNT, HISTORY, VIEWS, TARGET),
            "memory of its own",
            "_value replaced",
        ),
        Wrong(write(NUMBERS, COUNT, VIEWS, TARGET), "no history", "no rebase"),
        Wrong(write(NUMBERS, COUNT, HISTORY, TARGET), "views not told", "no outdate_views"),
        Wrong(write(NUMBERS, COUNT, HISTORY, VIEWS, "return result"), "the result", "returns result"),
        Wrong(write(NUMBERS, COUNT, HISTORY, VIEWS), "no return", "no return"),
        Wrong(write(NUMBERS, COUNT, "rebase(target, result._node)", VIEWS, TARGET), "nothing recorded", "no guard"),
        Wrong(
            write(NUMBERS, COUNT, "if result._node is not None:\n    rebase(result, target._node)", VIEWS, TARGET),
            "too early",
            "rebase swapped",
        ),
        Wrong(
            write(NUMBERS, COUNT, "if result._node is not None:\n    rebase(target, before._node)", VIEWS, TARGET),
            "no history",
            "rebase to the old node",
        ),
        Wrong(write(NUMBERS, COUNT, "target._node = result._node", VIEWS, TARGET), "the view alone", "_node set"),
        Wrong(write(NUMBERS, "result.memory().written()", HISTORY, VIEWS, TARGET), "not counted", "count of result"),
        Wrong(write(NUMBERS, "before.memory().written()", HISTORY, VIEWS, TARGET), "not counted", "count of before"),
        Wrong(write("target.array()[:] = result._value", COUNT, HISTORY, VIEWS, TARGET), "a row", "[:]"),
        Wrong(write(NUMBERS, "target.memory().version += 1", HISTORY, VIEWS, TARGET), "not counted", "version += 1"),
        Wrong(
            write("before.array()[...] = result._value", COUNT, HISTORY, VIEWS, TARGET),
            "not written",
            "written into before",
        ),
        Wrong(
            write("target.array()[...] = result", COUNT, HISTORY, VIEWS, TARGET), "a tensor", "a tensor into the array"
        ),
        Wrong(write(NUMBERS, COUNT, COUNT, HISTORY, VIEWS, TARGET), "twice", "counted twice"),
        Wrong(write("target.array()[...] += result._value", COUNT, HISTORY, VIEWS, TARGET), "added", "+="),
        Wrong(
            write(NUMBERS, "if mode.recording and concerned:\n    target.memory().written()", HISTORY, VIEWS, TARGET),
            "not counted",
            "count only while recording",
        ),
        Wrong(write(NUMBERS, COUNT, HISTORY, "outdate_views(result)", TARGET), "views not told", "views of result"),
        Wrong(
            write("target.array()[...] = operation(before, *others)._value", COUNT, HISTORY, VIEWS, TARGET),
            "no options",
            "operation again, without options",
        ),
        Wrong(
            write(NUMBERS, COUNT, "if result._node is not None:\n    rebase(target, result)", VIEWS, TARGET),
            "no node",
            "rebase to the result",
        ),
        Wrong(write("target.copy_(result)", TARGET), "itself", "calls itself"),
        Wrong(
            write("if result._node is None:\n    return target", NUMBERS, COUNT, HISTORY, VIEWS, TARGET),
            "not written",
            "nothing without a node",
        ),
        Wrong(
            write(NUMBERS, "if result._node is None:\n    return target", COUNT, HISTORY, VIEWS, TARGET),
            "not counted",
            "bookkeeping only with a node",
        ),
        Wrong(write(NUMBERS, "target.memory().written", HISTORY, VIEWS, TARGET), "not counted", "written not called"),
        Wrong(write("target = result", COUNT, HISTORY, VIEWS, TARGET), "not written", "target = result"),
        Wrong(
            write("target.array()[...] = result._value.flat[0]", COUNT, HISTORY, VIEWS, TARGET),
            "one for all",
            "first number only",
        ),
        Wrong(
            write("target.data.array()[...] = result._value", "target.data.memory().written()", HISTORY, VIEWS, TARGET),
            "not counted",
            "writes through data",
        ),
        Wrong(write(NUMBERS, TARGET), "not counted", "in place only, no history at all"),
    ],
    "12.4": [
        Wrong(places(_1="write"), "at once", "1 write"),
        Wrong(places(_1="no"), "results", "1 no"),
        Wrong(places(_2="backward"), "rebinding", "2 backward"),
        Wrong(places(_3="no"), "inputs", "3 no"),
        Wrong(places(_3="write"), "at once", "3 write"),
        Wrong(places(_4="backward"), "every result", "4 backward"),
        Wrong(places(_5="backward"), "all is saved", "5 backward"),
        Wrong(places(_6="backward"), "leaf later", "6 backward"),
        Wrong(places(_6="no"), "leaf free", "6 no"),
        Wrong(places(_7="no"), "part of a leaf", "7 no"),
        Wrong(places(_7="backward"), "leaf later", "7 backward"),
        Wrong(places(_8="no"), "unseen in no_grad", "8 no"),
        Wrong(places(_8="write"), "leaf always", "8 write"),
        Wrong(places(_9="no"), "by place", "9 no"),
        Wrong(places(_9="write"), "at once", "9 write"),
        Wrong(places(_10="backward"), "sum saves", "10 backward"),
        Wrong(places(_10="write"), "at once", "10 write"),
        Wrong("places = ('no',) * 10", "results", "all no"),
        Wrong("places = ('backward',) * 10", "rebinding", "all backward"),
        Wrong("places = ('backward', 'no') + ('backward',) * 8", "every result", "every in-place raises"),
        Wrong(places(_1="no", _3="no", _4="backward"), "results", "input and result mixed up"),
        Wrong("places = (True, False, True, False, False, True, True, True, True, False)", "another word", "truths"),
        Wrong("places = ('yes', 'no', 'yes', 'no', 'no', 'yes', 'yes', 'yes', 'yes', 'no')", "another word", "yes"),
        Wrong(
            places(_1="RuntimeError", _3="RuntimeError", _8="RuntimeError", _9="RuntimeError"),
            "another word",
            "RuntimeError",
        ),
        Wrong(
            "places = ('backward', 'no', 'backward', 'no', 'no', 'write', 'write', 'backward', 'backward')",
            "another number",
            "nine",
        ),
        Wrong(
            "places = ('backward', 'no', 'backward', 'no', 'no', 'write', 'write', 'backward', 'backward', 'no', 'no')",
            "another number",
            "eleven",
        ),
        Wrong("places = 'no'", "another number", "a string"),
        Wrong("places = 6", "another number", "a number"),
        Wrong("places = None", "another number", "None"),
        Wrong("places = {'no', 'write', 'backward'}", "another number", "a set"),
    ],
    "12.5": [
        Wrong(gradients(_1="RuntimeError"), "data counts", "data counted"),
        Wrong(gradients(_1=60.0), "data copies", "data copies"),
        Wrong(gradients(_2=2000.0), "detach does not count", "detach not counted"),
        Wrong(gradients(_2=60.0), "detach copies", "detach copies"),
        Wrong(gradients(_3="RuntimeError"), "NumPy counts", "numpy counted"),
        Wrong(gradients(_3=60.0), "numpy copies", "numpy copies"),
        Wrong(gradients(_4=2000.0), "clone shares", "clone shares"),
        Wrong(gradients(_4="RuntimeError"), "clone shares", "clone shares the count"),
        Wrong(gradients(_5=2000.0), "no_grad is silent", "no_grad hides"),
        Wrong(gradients(_5=60.0), "no_grad is silent", "no_grad harmless"),
        Wrong(gradients(_6=2000.0), "the result is needed", "y.data does harm"),
        Wrong(gradients(_6="RuntimeError"), "data counts", "y.data counted"),
        Wrong(gradients(_6=0.0), None, "y.data 0"),
        Wrong(gradients(_6=1000.0), None, "y.data is y"),
        Wrong("gradients = (200.0, 'RuntimeError', 200.0, 6.0, 'RuntimeError', 6.0)", "nothing arrives", "no upstream"),
        Wrong("gradients = (100000.0, 'RuntimeError', 100000.0, 90.0, 'RuntimeError', 90.0)", None, "squared"),
        Wrong("gradients = (2000.0,) * 6", "detach does not count", "all 2000"),
        Wrong("gradients = ('RuntimeError',) * 6", "data counts", "all errors"),
        Wrong("gradients = (60.0,) * 6", "data copies", "all 60"),
        Wrong(gradients(_2="error", _5="error"), "another word", "other word"),
        Wrong("gradients = (2000.0, 'RuntimeError', 2000.0, 60.0, 'RuntimeError')", "another number", "five"),
        Wrong("gradients = 60", "another number", "a number"),
        Wrong(gradients(_1="RuntimeError", _2=2000.0), "data counts", "data and detach swapped"),
        Wrong(gradients(_1=100.0, _3=100.0), None, "the name x"),
        Wrong(gradients(_2=True, _5=True), "another word", "True"),
        Wrong("gradients = (math.nan, 'RuntimeError', 2000.0, 60.0, 'RuntimeError', 60.0)", None, "nan"),
    ],
    "12.6": [
        Wrong(forward(), "still there", "unchanged"),
        Wrong(forward(_2="h = h + 1.0"), "still there", "h"),
        Wrong(forward(_6="y = y - 2.0"), "still there", "y"),
        Wrong(forward(_7=""), "not tripled", "deleted"),
        Wrong(forward(_3="a = h.tanh().detach()"), "no history", "a detached"),
        Wrong(forward(_4="first = a[:2].detach()"), "still there", "first detached"),
        Wrong(forward(_4="first = a[:2].detach().clone()"), "cut off", "first detached clone"),
        Wrong(forward(_7="first.data *= 3.0"), "silent", "first.data"),
        Wrong(forward(_7="first.data.mul_(3.0)"), "silent", "data fill"),
        Wrong(forward(_7="row = first.detach().numpy()\nrow *= 3.0"), "silent", "numpy"),
        Wrong(forward(_7="with mg.no_grad():\n    first *= 3.0"), "still there", "no_grad"),
        Wrong(forward(_7="first = 3.0 * a"), "all of a", "all tripled"),
        Wrong(forward(_3="a = h.clone().tanh()"), "still there", "h cloned"),
        Wrong(forward(_5="y = 5.0 * a.clone()"), "still there", "y from a clone"),
        Wrong(forward(_9="y * first.sum()"), "no return", "no return"),
        Wrong(forward(_9="return y"), "still there", "returns y"),
        Wrong("def forward(x, w):\n    return mg.tensor([5.0, 1.0, -1.0])", None, "hard-coded"),
        Wrong("def forward(x, w):\n    return program(x, w)", "still there", "calls program"),
        Wrong("def forward(x, w):\n    return program(x.clone(), w.clone())", "still there", "calls program on clones"),
        Wrong(forward(_7=TRIPLED, _8=""), "y as it was", "y[0] deleted"),
        Wrong(forward(_6="y = y - 2.0", _7=TRIPLED), "all of them", "two changed"),
        Wrong(
            forward(_2="h = h + 1.0", _6="y = y - 2.0", _7=TRIPLED, _8="y = y + mg.tensor([1.0, 0.0, 0.0])"),
            "all of them",
            "all four changed",
        ),
        Wrong(forward(_1="x *= w\nh = x", _7=TRIPLED), "a leaf", "writes to x"),
        Wrong(forward(_4="first = 3.0 * a[:2]"), "twice", "3 in the wrong place"),
        Wrong(forward(_7="first = first + 3.0"), None, "plus for times"),
        Wrong(forward(_7=TRIPLED, _9="return y * 3.0 * first.sum()"), "twice", "9 for 3"),
        Wrong(forward(_5="first *= 3.0\ny = 5.0 * a", _7=""), "still there", "y first"),
        Wrong(forward(_4="first = a[:1].clone()"), None, "off by one"),
        Wrong(forward(_7="a = a * 3.0"), "not tripled", "a multiplied"),
        Wrong(forward(_2="w += 1.0", _7=TRIPLED), "a leaf", "writes into w"),
        Wrong(
            """
def forward(x, w):
    with mg.no_grad():
        return program(x, w)
""",
            "no history",
            "try",
        ),
        Wrong(
            """
def forward(x, w):
    h = x.detach().numpy() * w.detach().numpy() + 1.0
    a = np.tanh(h)
    y = 5.0 * a - 2.0
    y[0] += 1.0
    return mg.tensor(y * 3.0 * a[:2].sum())
""",
            "no history",
            "numpy all",
        ),
        Wrong(forward(_7="first *= 3.0\nfirst = first.clone()"), "still there", "a row cloned after"),
        Wrong(forward(_7=TRIPLED, _9="return y * first.sum().item()"), "cut off", "item"),
        Wrong(forward(_7=TRIPLED, _9="return y, first.sum()"), None, "tuple"),
        Wrong(forward(_7=TRIPLED, _9="return (y * first.sum()).sum()"), None, "sum"),
    ],
}

RIGHT = {
    "12.1": [
        memory(DATED, LATER),  # sum
        memory(
            "Memory.newest = tick()\nself.dates.append(Memory.newest)",
            "version = self.version\nfor d in reversed(self.dates):\n    if d <= date:\n        break\n    version -= 1\nreturn version",
        ),  # backwards from the last
        memory(
            "self.dates.append(tick())\ntype(self).newest = self.dates[-1]",
            "import bisect\ndates = list(self.dates)\nreturn self.version - len(dates) + bisect.bisect_right(dates, date)",
        ),  # bisect
        memory(
            "when = tick()\nself.dates.extend([when])\nMemory.newest = max(Memory.newest, when)",
            "import numpy as np\nlate = np.array(self.dates, dtype=np.int64) > date\nreturn self.version - int(late.sum())",
        ),  # numpy
        memory("self.dates.append(tick())\nMemory.newest = tick()", LATER),  # two ticks (debatable)
    ],
    "12.2": [
        since(BOTH + "if now != then:\n    raise changed(data, maker, now, then)"),  # plain
        since("if memory is not None and any(d > date for d in memory.dates):\n" + RAISE),  # by the dates
        since(
            "if memory is None or Memory.newest < date:\n    return\nthen = memory.version_at(date)\nif memory.version > then:\n    raise changed(data, maker, memory.version, then)"
        ),  # shortcut by newest
        since(
            "if memory is None or not memory.dates:\n    return None\nif memory.dates[-1] <= date:\n    return None\nnow = memory.version\nthen = now - len([d for d in memory.dates if d > date])\nerror = changed(data, maker, now, then)\nraise error"
        ),  # the last date alone
    ],
    "12.3": [
        write(NUMBERS, COUNT, HISTORY, VIEWS, TARGET),  # in order
        write(
            "import numpy as np\nnp.copyto(target.array(), result._value)", COUNT, HISTORY, VIEWS, TARGET
        ),  # rebase only with a node
        write(
            "memory = target.memory()",
            "memory.written()",
            "if result._node:\n    rebase(target, result._node)",
            VIEWS,
            "numbers = target.array()",
            "numbers[()] = result._value",
            TARGET,
        ),  # bookkeeping first
        write(
            COUNT,
            VIEWS,
            HISTORY,
            "destination = target.array()",
            "destination.flat = result._value.reshape(-1)",
            TARGET,
        ),  # views first
    ],
    "12.4": [
        places(),  # tuple
        "places = ['backward', 'no', 'backward', 'no', 'no', 'write', 'write', 'backward', 'backward', 'no']",  # list
        """
d = dict.fromkeys(range(1, 11), 'no')
for n in (1, 3, 8, 9): d[n] = 'backward'
for n in (6, 7): d[n] = 'write'
places = [d[n] for n in sorted(d)]
""",  # by number
        "places = '''backward no backward no no\nwrite write backward backward no'''.split()",  # split
        """
def decide(make):
    x = mg.tensor([1.0, 2.0, 3.0], requires_grad=True)
    try:
        y = make(x)
    except RuntimeError:
        return "write"
    try:
        y.sum().backward()
    except RuntimeError:
        return "backward"
    return "no"
def a1(x):
    y = x.exp(); y += 1.0
    return y
def a2(x):
    y = x.exp(); y = y + 1.0
    return y
def a3(x):
    h = x * 1.0; y = h ** 2; h += 1.0
    return y
def a4(x):
    y = x ** 2; y += 1.0
    return y
def a5(x):
    y = 10.0 * x; y += 1.0
    return y
def a6(x):
    y = x * 1.0; x += 1.0
    return y
def a7(x):
    y = x * 1.0; x[0] = 5.0
    return y
def a8(x):
    y = x ** 2
    with mg.no_grad():
        x += 1.0
    return y
def a9(x):
    h = x * 1.0; row = h[:2]; y = row ** 2; h[2] = 0.0
    return y
def a10(x):
    h = x * 1.0; y = h.sum(); h.zero_()
    return y
places = tuple(decide(f) for f in (a1, a2, a3, a4, a5, a6, a7, a8, a9, a10))
""",  # run
        places(_1="Backward", _3="Backward"),  # Backward
    ],
    "12.5": [
        gradients(),  # tuple
        "gradients = [2000, 'RuntimeError', 2000, 60, 'RuntimeError', 60]",  # ints in a list
        "wrong, right, e = 10 * 2 * 100, 10 * 2 * 3, 'RuntimeError'\ngradients = (wrong, e, wrong, right, e, right)",  # arithmetic
        """
def grad_after(way):
    x = mg.tensor(3.0, requires_grad=True)
    y = x ** 2
    way(x, y)
    try:
        (10.0 * y).backward()
    except RuntimeError as e:
        return type(e).__name__
    return x.grad.item()
def five(x, y):
    with mg.no_grad():
        x.fill_(100.0)
gradients = tuple(map(grad_after, [lambda x, y: x.data.fill_(100.0), lambda x, y: x.detach().fill_(100.0), lambda x, y: x.detach().numpy().fill(100.0), lambda x, y: x.clone().fill_(100.0), five, lambda x, y: y.data.fill_(100.0)]))
""",  # run
        "gradients = (mg.tensor(2000.0), 'RuntimeError', mg.tensor(2000.0), mg.tensor(60.0), 'RuntimeError', mg.tensor(60.0))",  # grads as tensors
        "gradients = [np.float32(2000), 'RuntimeError', np.float32(2000), np.float64(60), 'RuntimeError', np.float32(60)]",  # numpy
        "gradients = ('2000', 'RuntimeError', '2000', '60', 'RuntimeError', '60')",  # strings
        "gradients = (2000.0, RuntimeError, 2000.0, 60.0, RuntimeError, 60.0)",  # the class
    ],
    "12.6": [
        forward(_7=TRIPLED),  # new tensor
        forward(_4="first = a[:2].clone()"),  # clone of the row
        forward(_3="a = h.tanh().clone()"),  # clone of a
        forward(_4="first = 1.0 * a[:2]"),  # times one
        forward(_7="", _9="return y * (3.0 * first).sum()"),  # tripled in the sum
        forward(_7="tripled = first * 3.0", _9="return y * tripled.sum()"),  # alias
        forward(_4="first = mg.stack([a[0], a[1]])"),  # by cat
    ],
}
