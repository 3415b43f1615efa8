"""Wrong and right answers to the exercises of lesson 06."""

from tests.exercises.answers import Wrong

BECOME = """
class Tensor:
    def become(self, result):
        if {refuse}:
            raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")
        {take}
"""
RULE = "self.requires_grad and self.grad_fn is None and grad_mode[-1]"
TAKE = """self.data = result.data
        if result.requires_grad:
            {inside}
        return self"""
HISTORY = "self.requires_grad, self.grad_fn, self.node = True, result.grad_fn, result.node"


def become(refuse=RULE, inside=HISTORY, take=TAKE):
    return BECOME.format(refuse=refuse, take=take.format(inside=inside))


STEP = """
def training_step(loss_of, parameters, rate):
    {first}
    loss = loss_of(parameters)
    loss.backward()
    with no_grad():
        for p in parameters:
            {change}
    {last}
"""
CLEAR = """for p in parameters:
        p.grad = None"""
CHANGE = """if p.grad is not None:
                p -= rate * p.grad"""


def step(first=CLEAR, change=CHANGE, last="return loss.item()"):
    return STEP.format(first=first, change=change, last=last)


CARRY = """
def carry(w, numbers):
    h = tensor(0.0)
    for number in numbers:
        {state}
        {rest}
    return h.item()
"""
LEARN = "((h - 0.5) ** 2).backward()"


def carry(state="h = (w * h.detach() + number).tanh()", rest=LEARN):
    return CARRY.format(state=state, rest=rest)


UNREACHED = """
def unreached(loss, parameters):
    {before}
    loss.backward()
    {after}
"""
EMPTY = """for p in parameters:
        p.grad = None"""


def unreached(before=EMPTY, after="return [p for p in parameters if p.grad is None]"):
    return UNREACHED.format(before=before, after=after)


WRONG = {
    "6.1": [
        Wrong(become(refuse="self.is_leaf and grad_mode[-1]"), "refuses any leaf", "no word of requires_grad"),
        Wrong(become(refuse="..."), "refuses everything", "the dots of the condition left where they were"),
        Wrong(become(refuse="False"), "refuses nothing", "no condition"),
        Wrong(become(refuse="self.requires_grad and grad_mode[-1]"), "refuses results", "no word of is_leaf"),
        Wrong(become(refuse="self.is_leaf and self.requires_grad"), "refuses under no_grad", "no word of grad_mode"),
        Wrong(become(inside="pass"), "number only", "data and nothing else"),
        Wrong(
            "class Tensor:\n    def become(self, result):\n        self.data = result.data\n        return self",
            "number and refuses nothing",
            "self.data = result.data is all",
        ),
        Wrong(become(take="return result"), "another tensor", "gives the result"),
        Wrong(
            become(inside="self.grad_fn = result.grad_fn\n            self.requires_grad = True"),
            "grad_fn without node",
            "forgets node",
        ),
        Wrong(
            become(
                take="self.data, self.requires_grad = result.data, result.requires_grad\n"
                "        self.grad_fn, self.node = result.grad_fn, result.node\n        return self"
            ),
            "history wiped",
            "takes everything over, whatever it is",
        ),
        Wrong(
            become(inside="self.grad_fn = result.grad_fn\n            self.node = result.node"),
            "not asked for",
            "forgets requires_grad",
        ),
        Wrong(
            """
            class Tensor:
                def become(self, result):
                    leaf = self.is_leaf and self.requires_grad
                    self.data = result.data
                    if leaf and grad_mode[-1]:
                        raise RuntimeError("a leaf Variable that requires grad is used in place")
                    if result.requires_grad:
                        self.grad_fn = self.node = result.node
                        self.requires_grad = True
                    return self
            """,
            "refused too late",
            "the number first",
        ),
        Wrong(
            become(take="if result.requires_grad:\n            {inside}\n        return self"),
            "number kept",
            "forgets data",
        ),
        Wrong(
            become(take="self.data = result.data\n        if result.requires_grad:\n            {inside}"),
            "nothing returned",
            "no return",
        ),
        Wrong(become().replace("RuntimeError", "ValueError"), None, "another error"),
    ],
    "6.2": [
        Wrong(
            "def weights(numbers):\n    return [tensor(n, requires_grad=True) * 0.1 for n in numbers]",
            "a result",
            "the common line",
        ),
        Wrong(
            """
            def weights(numbers):
                made = []
                for n in numbers:
                    w = 0.1 * tensor(n, requires_grad=True)
                    w.retain_grad()
                    made += [w]
                return made
            """,
            "a result that keeps its gradient",
            "retain_grad",
        ),
        Wrong(
            """
            def weights(numbers):
                with no_grad():
                    return [tensor(n, requires_grad=True) * 0.1 for n in numbers]
            """,
            "no gradient wanted",
            "the product under no_grad",
        ),
        Wrong(
            """
            def weights(numbers):
                made = [tensor(n / 10) for n in numbers]
                for w in made:
                    w.requires_grad = True
                return made
            """,
            "switched on afterwards",
            "requires_grad set on the finished tensor",
        ),
        Wrong(
            "def weights(numbers):\n    return [tensor(data, requires_grad=True) for data in numbers]",
            "not scaled",
            "no tenth",
        ),
        Wrong(
            """
            def weights(numbers):
                made = [tensor(n, requires_grad=True) for n in numbers]
                for w in made:
                    w *= 0.1
                return made
            """,
            "in place, recorded",
            "scaled in place",
        ),
        Wrong("def weights(numbers):\n    return [n / 10 for n in numbers]", "bare numbers", "no tensors"),
        Wrong(
            "def weights(numbers):\n    for n in numbers:\n        return [tensor(n / 10, requires_grad=True)]",
            "the first only",
            "a return in the loop",
        ),
        Wrong(
            "def weights(numbers):\n    return [tensor(n * 0.1, requires_grad=True) for n in sorted(numbers)]",
            "other numbers",
            "in another order",
        ),
        Wrong(
            "def weights(numbers):\n    return [tensor(n / 10, True) for n in dict.fromkeys(numbers)]",
            None,
            "each number once",
        ),
        Wrong(
            "def weights(numbers):\n    return [tensor(tensor(n) * 0.1, requires_grad=True) for n in numbers]",
            "a tensor of a tensor",
            "a tensor where a number should be",
        ),
    ],
    "6.3": [
        Wrong(
            unreached(after="return [p for p in parameters if p.grad is None or p.grad.item() == 0.0]"),
            "0 is None",
            "a slope of 0 counts, too",
        ),
        Wrong(unreached(before="pass"), "old gradients", "does not clear"),
        Wrong(
            "def unreached(loss, parameters):\n    for p in parameters:\n        p.grad = None\n"
            "    return [q for q in parameters if q.grad is None]",
            "nothing has arrived yet",
            "no pass",
        ),
        Wrong(
            """
            def unreached(loss, parameters):
                loss.backward()
                found = []
                for p in parameters:
                    p.grad = None
                    if p.grad is None:
                        found.append(p)
                return found
            """,
            "cleared too late",
            "clears after the pass",
        ),
        Wrong(
            unreached(after="return [p for p in parameters if p.grad.item() == 0.0]"),
            "None has a number",
            "asks None for its number",
        ),
        Wrong(
            unreached(before=EMPTY.replace("None", "0"), after="return [p for p in parameters if p.grad == 0]"),
            "a number in .grad",
            "p.grad = 0",
        ),
        Wrong(unreached(after="return [p for p in parameters if p.grad]"), "turned round", "those with a gradient"),
        Wrong(unreached(after="return sum(p.grad is None for p in parameters)"), "how many", "counts them"),
        Wrong(
            "def unreached(loss, parameters):\n    loss.backward()\n"
            "    return list(filter(lambda p: not p.requires_grad, parameters))",
            "asks what is wanted",
            "those that need no gradient",
        ),
        Wrong(
            """
            def unreached(loss, parameters):
                for p in parameters:
                    p.grad = None
                loss.backward()
                for p in parameters:
                    if p.grad is None:
                        return [p]
                return []
            """,
            "the first only",
            "a return in the loop",
        ),
        Wrong(unreached(after="return any(p.grad is None for p in parameters)"), "yes or no", "any"),
    ],
    "6.4": [
        Wrong(carry("h = (w * h + number).tanh()"), "the graph is carried too", "nothing between the steps"),
        Wrong(
            carry("h = (w * h + number).tanh()", LEARN.replace("()", "(retain_graph=True)")),
            "the graph is kept",
            "what the message says",
        ),
        Wrong(carry("h = (w * tensor(0.0) + number).tanh()"), "the state is forgotten", "begins anew each time"),
        Wrong(
            """
            def carry(w, numbers):
                h, losses = tensor(0.0), []
                for number in numbers:
                    h = (w * h + number).tanh()
                    losses.append((h - 0.5) ** 2)
                sum(losses).backward()
                return h.item()
            """,
            "one pass at the end",
            "the losses in a list",
        ),
        Wrong(
            carry(rest="loss = (h - 0.5) ** 2").replace("    return", "    loss.backward()\n    return"),
            "one pass for the last step",
            "backward stands below the loop",
        ),
        Wrong(
            carry("with no_grad():\n            h = (w * h + number).tanh()"),
            "cut above the step",
            "no_grad for the state",
        ),
        Wrong(carry(rest=f"w.grad = None\n        {LEARN}"), "only the last gradient", "clears as in a training step"),
        Wrong(carry(rest="loss = (h - 0.5) ** 2"), "no pass", "no backward"),
        Wrong(carry("h = (w * tensor(h) + number).tanh()"), None, "a tensor where a number should be"),
    ],
    "6.5": [
        Wrong(
            """
            def never_cleared(ws, slope, rate):
                longer = abs(ws[2] - ws[1]) > abs(ws[1] - ws[0])
                return longer or abs(slope(ws[2])) > abs(slope(ws[1]))
            """,
            None,
            "longer steps, or steeper ground",
        ),
        Wrong(
            """
            def never_cleared(ws, slope, rate):
                both = 0.1 * (slope(ws[0]) + slope(ws[1]))
                return abs(ws[1] - both - ws[2]) < 1e-9
            """,
            "another rate",
            "both slopes, and the rate of the text",
        ),
        Wrong(
            "def never_cleared(ws, slope, rate):\n    return abs(ws[1] - rate * slope(ws[1]) - ws[2]) < 1e-6",
            "turned round",
            "True for what is right",
        ),
        Wrong(
            "def never_cleared(ws, slope, rate):\n    return abs(ws[2] - ws[1]) > abs(ws[1] - ws[0])",
            "longer steps",
            "steps get longer",
        ),
        Wrong(
            """
            def never_cleared(ws, slope, rate):
                signs = {slope(w) > 0 for w in ws}
                return len(signs) == 2
            """,
            "overshoots",
            "the slope changes its sign",
        ),
        Wrong(
            "def never_cleared(ws, slope, rate):\n    last, first = slope(ws[-1]), slope(ws[0])\n"
            "    return last * last > first * first",
            "further off",
            "it did not get better",
        ),
        Wrong(
            "def never_cleared(ws, slope, rate):\n    return abs(ws[0] - ws[1] - rate * slope(ws[0])) > 1e-6",
            "alike for both",
            "looks at the first step",
        ),
        Wrong(
            "def never_cleared(ws, slope, rate):\n    return abs(ws[1] + rate * slope(ws[1]) - ws[2]) > 1e-6",
            "never equal",
            "the sign",
        ),
        Wrong(
            "def never_cleared(ws, slope, rate):\n    went = ws[1] - ws[2]\n    return not went == rate * slope(ws[1])",
            "the last digit",
            "floats with ==",
        ),
        Wrong(
            "def never_cleared(ws, slope, rate):\n    return abs(ws[-1] - ws[-2] + rate * slope(ws[-2])) > 0.1",
            "small is nothing",
            "a tolerance that lets small errors pass",
        ),
    ],
    "6.6": [
        Wrong(step(first="pass"), "never cleared", "no clearing"),
        Wrong(
            step(first="pass", last=f"{CLEAR}\n    return loss.item()"), "cleared after the step", "clears at the end"
        ),
        Wrong(
            """
            def training_step(loss_of, parameters, rate):
                loss = loss_of(parameters)
                loss.backward()
                for p in parameters:
                    p.grad = None
                with no_grad():
                    for p in parameters:
                        p -= rate * p.grad
                return loss.item()
            """,
            "cleared before the step",
            "clears between pass and step",
        ),
        Wrong(step(first=CLEAR.replace("None", "0.0")), "a number in .grad", "p.grad = 0.0"),
        Wrong(step(change=CHANGE.replace("-=", "+=")), "uphill", "the sign"),
        Wrong(step(change=CHANGE.replace("rate * ", "")), "rate left out", "no rate"),
        Wrong(
            step(change=CHANGE.replace("p -= rate", "p = p - rate")),
            "a new tensor, an old name",
            "p = p - rate * p.grad",
        ),
        Wrong(step(last="return loss"), "a tensor is returned", "the loss itself"),
        Wrong(step(last="losses = [loss.item()]"), "nothing is returned", "no return"),
        Wrong(step(last="return loss_of(parameters).item()"), "loss of the next step", "the loss once more"),
        Wrong(step(change="p -= rate * p.grad"), "no gradient, no step", "no question whether there is a gradient"),
        Wrong(
            step(change="if p.grad is not None:\n                p.data = -rate * p.grad.data"),
            "a step to the gradient",
            "the step alone",
        ),
        Wrong(
            """
            def training_step(loss_of, parameters, rate):
                for p in parameters:
                    p.grad = None
                loss = loss_of(parameters)
                loss.backward()
                for p in parameters:
                    if p.grad:
                        p -= p.grad * rate
                return loss.item()
            """,
            "the step is recorded",
            "no no_grad",
        ),
        Wrong(
            """
            def training_step(loss_of, parameters, rate):
                with no_grad():
                    for p in parameters:
                        p.grad = None
                    loss = loss_of(parameters)
                    loss.backward()
                    for p in parameters:
                        p -= rate * p.grad
                return loss.item()
            """,
            "the loss is not recorded",
            "no_grad around all of it",
        ),
        Wrong(
            """
            def training_step(loss_of, parameters, rate):
                loss = loss_of(parameters)
                for p in parameters:
                    p.grad = None
                    loss.backward()
                    with no_grad():
                        p -= rate * p.grad
                return loss.item()
            """,
            "two passes",
            "a pass for each parameter",
        ),
        Wrong(step(first="parameters[0].grad = None"), None, "clears the first only"),
    ],
}

RIGHT = {
    "6.1": [
        """
        class Tensor:
            def become(self, result):
                kept = self.is_leaf and self.requires_grad
                if kept and grad_mode[-1]:
                    raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")
                self.data = result.data
                if result.grad_fn is not None:
                    self.grad_fn = self.node = result.grad_fn
                    self.requires_grad = True
                return self
        """,
        """
        class Tensor:
            def become(self, result):
                if not result.requires_grad:
                    self.data = result.data
                elif self.node is not None and self.node is not self.grad_fn:
                    raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")
                else:
                    for name in ("data", "requires_grad", "grad_fn", "node"):
                        setattr(self, name, getattr(result, name))
                return self
        """,
    ],
    "6.2": [
        """
        def weights(numbers):
            made = [tensor(n, requires_grad=True) for n in numbers]
            with no_grad():
                for w in made:
                    w *= 0.1
            return made
        """,
        """
        def weights(numbers):
            made = []
            for n in numbers:
                w = (tensor(n) * 0.1).item()
                made.append(Tensor(w, True))
            return tuple(made)
        """,
    ],
    "6.3": [
        """
        def unreached(loss, parameters):
            nodes = [loss.node]
            for node in nodes:
                nodes += [t for t, _ in node.next_functions if t is not None and t not in nodes]
            return [p for p in parameters if p.node not in nodes]
        """,
        """
        def unreached(loss, parameters):
            marks = [tensor(0.0) for _ in parameters]
            for p in parameters:
                p.grad = None
            loss.backward()
            return {p for p, mark in zip(parameters, marks) if (p.grad or mark) is mark}
        """,
    ],
    "6.4": [
        """
        def carry(w, numbers):
            h = 0.0
            for number in numbers:
                state = (w * h + number).tanh()
                ((state - 0.5) ** 2).backward()
                h = state.item()
            return h
        """,
        carry(rest=f"{LEARN}\n        h = h.detach()").replace("h.detach() + number", "h + number"),
    ],
    "6.5": [
        """
        def never_cleared(ws, slope, rate):
            both = rate * (slope(ws[0]) + slope(ws[1]))
            return abs(ws[1] - both - ws[2]) < abs(rate * slope(ws[0])) / 2
        """,
        """
        def never_cleared(ws, slope, rate):
            w = ws[0]
            for seen in ws[1:]:
                w = w - rate * slope(w)
                if round(w - seen, 6):
                    return True
            return False
        """,
    ],
    "6.6": [
        """
        def training_step(loss_of, parameters, rate):
            for p in parameters:
                p.grad = tensor(0.0)
            loss = loss_of(parameters)
            loss.backward()
            for p in parameters:
                p.data = p.data - rate * p.grad.data
            return loss.data
        """,
        """
        def training_step(loss_of, parameters, rate):
            def clear():
                for p in parameters:
                    p.grad = None
            clear()
            loss = loss_of(parameters)
            loss.backward()
            with no_grad():
                for p in filter(lambda p: p.grad, parameters):
                    p += -rate * p.grad
            clear()
            return float(loss.item())
        """,
    ],
}

CASES = {"6.1": "CHANGES", "6.2": "SIZES", "6.3": "LOSSES", "6.4": "SEQUENCES", "6.5": "RUNS", "6.6": "TRAININGS"}
