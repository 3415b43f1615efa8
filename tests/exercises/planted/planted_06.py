"""Answers to the exercises of lesson 06 that a teacher wrote before reading any check."""

import textwrap

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined

REFUSAL = 'raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")'
LEAF = "grad_mode[-1] and self.requires_grad and self.is_leaf"
REFUSE = f"if {LEAF}:\n    {REFUSAL}\n"
DATA = "self.data = result.data\n"
HISTORY = "if result.requires_grad:\n    self.requires_grad = True\n    self.grad_fn = result.grad_fn\n    self.node = result.node\n"
SELF = "return self"

OPERATORS = {"__iadd__": "+", "__isub__": "-", "__imul__": "*", "__itruediv__": "/"}


def become(body, operators="return self.become(self {} other)"):
    methods = [defined(f"{name}(self, other)", operators.format(sign)) for name, sign in OPERATORS.items()]
    methods.append(defined("become(self, result)", body))
    return "class Tensor:\n" + textwrap.indent("\n\n".join(methods), "    ")


def weights(body):
    return defined("weights(numbers)", body)


def unreached(body):
    return defined("unreached(loss, parameters)", body)


def carry(body="", step="", loss="", end="return state.item()", start="state = tensor(0.0)\n"):
    body = body or f"{start}for number in numbers:\n{textwrap.indent(step + chr(10) + loss, '    ')}\n{end}"
    return defined("carry(w, numbers)", body)


STEP = "state = (w * state.detach() + number).tanh()"
LOSS = "((state - 0.5) ** 2).backward()"


def never(body):
    return defined("never_cleared(ws, slope, rate)", body)


def training(body):
    return defined("training_step(loss_of, parameters, rate)", body)


CLEAR = "for p in parameters:\n    p.grad = None\n"
PASS = "loss = loss_of(parameters)\nloss.backward()\n"
STEPS = "with no_grad():\n    for p in parameters:\n        if p.grad is not None:\n            p -= rate * p.grad\n"
END = "return loss.item()"

WRONG = {
    "6.1": [
        Wrong(become(DATA + HISTORY + SELF), "refuses nothing", "nothing refused"),
        Wrong(become(REFUSE + DATA + SELF), "number only", "the number only"),
        Wrong(become(REFUSE + DATA + HISTORY), "nothing returned", "returns None"),
        Wrong(become(REFUSE + "return result"), "another tensor", "returns the result, a new tensor"),
        Wrong(
            become(REFUSE + DATA + HISTORY + "return result"), "another tensor", "changed, but the result is returned"
        ),
        Wrong(become(REFUSE + "self = result\nreturn self"), "another tensor", "the name moved"),
        Wrong(become(DATA + HISTORY + REFUSE + SELF), "refuses nothing", "refused after the change"),
        Wrong(become(DATA + REFUSE + HISTORY + SELF), "refused too late", "refused after the number has changed"),
        Wrong(
            become(f"if self.is_leaf and grad_mode[-1]:\n    {REFUSAL}\n" + DATA + HISTORY + SELF),
            "refuses any leaf",
            "all leaves refused",
        ),
        Wrong(
            become(f"if self.requires_grad and grad_mode[-1]:\n    {REFUSAL}\n" + DATA + HISTORY + SELF),
            "refuses results",
            "all that requires grad refused",
        ),
        Wrong(
            become(f"if self.requires_grad and self.is_leaf:\n    {REFUSAL}\n" + DATA + HISTORY + SELF),
            "refuses under no_grad",
            "refused in no_grad, too",
        ),
        Wrong(
            become(f"if self.is_leaf:\n    {REFUSAL}\n" + DATA + HISTORY + SELF),
            "refuses any leaf",
            "all leaves refused, in no_grad, too",
        ),
        Wrong(
            become(f"if grad_mode[-1]:\n    {REFUSAL}\n" + DATA + HISTORY + SELF),
            "refuses everything",
            "all refused while recording",
        ),
        Wrong(
            become(f"if grad_mode and self.requires_grad and self.is_leaf:\n    {REFUSAL}\n" + DATA + HISTORY + SELF),
            "refuses under no_grad",
            "grad_mode is a list",
        ),
        Wrong(
            become(
                f"if grad_mode[0] and self.requires_grad and self.is_leaf:\n    {REFUSAL}\n" + DATA + HISTORY + SELF
            ),
            "refuses under no_grad",
            "the first entry",
        ),
        Wrong(
            become(
                f"if not grad_mode[-1] and self.requires_grad and self.is_leaf:\n    {REFUSAL}\n"
                + DATA
                + HISTORY
                + SELF
            ),
            "switch turned round",
            "the switch turned round",
        ),
        Wrong(
            become(f"if result.requires_grad and result.is_leaf:\n    {REFUSAL}\n" + DATA + HISTORY + SELF),
            "refuses nothing",
            "asks the result",
        ),
        Wrong(
            become(f"if result.requires_grad and self.is_leaf:\n    {REFUSAL}\n" + DATA + HISTORY + SELF),
            "refuses any leaf",
            "k -= x refused, too",
        ),
        Wrong(
            become(
                REFUSE + DATA + "self.requires_grad = result.requires_grad\nself.grad_fn = result.grad_fn\n"
                "self.node = result.node\n" + SELF
            ),
            "history wiped",
            "history always: a parameter loses its own",
        ),
        Wrong(
            become(REFUSE + "self.__dict__ = result.__dict__\n" + SELF),
            "history wiped",
            "all of the result's, and shared",
        ),
        Wrong(
            become(REFUSE + "self.__dict__.update(result.__dict__)\n" + SELF),
            "history wiped",
            "all of the result's, grad too",
        ),
        Wrong(become(REFUSE + DATA + "self.grad = None\n" + HISTORY + SELF), "gradient cleared", "clears the gradient"),
        Wrong(
            become(
                REFUSE + DATA + "if result.requires_grad:\n    self.grad_fn = result.grad_fn\n"
                "    self.node = result.node\n" + SELF
            ),
            "not asked for",
            "requires_grad forgotten",
        ),
        Wrong(
            become(
                REFUSE + DATA + "if result.requires_grad:\n    self.requires_grad = True\n"
                "    self.node = result.node\n" + SELF
            ),
            "node without grad_fn",
            "grad_fn forgotten",
        ),
        Wrong(
            become(
                REFUSE + DATA + "if result.requires_grad:\n    self.requires_grad = True\n"
                "    self.grad_fn = result.grad_fn\n" + SELF
            ),
            "grad_fn without node",
            "node forgotten",
        ),
        Wrong(become(REFUSE + "self.data = result\n" + HISTORY + SELF), "a tensor in data", "a tensor for its number"),
        Wrong(become(REFUSE + "self.data -= result.data\n" + HISTORY + SELF), None, "the operation done twice"),
        Wrong(become(f"if {LEAF}:\n    raise ValueError('leaf')\n" + DATA + HISTORY + SELF), None, "another error"),
        Wrong(
            become(f"if {LEAF}:\n    return self\n" + DATA + HISTORY + SELF),
            "refuses in silence",
            "silently left as it is",
        ),
        Wrong(become(f"if {LEAF}:\n    return result\n" + DATA + HISTORY + SELF), None, "a leaf gets a new tensor"),
        Wrong(
            become(f"if {LEAF}:\n    print('a leaf Variable that requires grad ...')\n" + DATA + HISTORY + SELF),
            "refuses nothing",
            "a warning",
        ),
        Wrong(
            become("with no_grad():\n    self.data = result.data\nreturn self"),
            "number and refuses nothing",
            "no_grad round it",
        ),
        Wrong(
            become(REFUSE + "self.__init__(result.data, result.requires_grad, result.grad_fn)\n" + SELF),
            "history wiped",
            "made anew: grad and node lost",
        ),
        Wrong(
            become(
                REFUSE
                + DATA
                + HISTORY.replace("self.node = result.node", "self.node = self.grad_fn or self.node").replace(
                    "if result.requires_grad", "if not self.is_leaf"
                )
                + SELF
            ),
            None,
            "history only for what has one",
        ),
    ],
    "6.2": [
        Wrong(weights("return [tensor(n, requires_grad=True) * 0.1 for n in numbers]"), "a result", "the line itself"),
        Wrong(weights("return [tensor(n * 0.1) for n in numbers]"), "no gradient wanted", "requires_grad forgotten"),
        Wrong(
            weights("return [0.1 * tensor(n, requires_grad=True) for n in numbers]"), "a result", "the other way round"
        ),
        Wrong(
            weights("with no_grad():\n    return [tensor(n, requires_grad=True) * 0.1 for n in numbers]"),
            "no gradient wanted",
            "no_grad round the line",
        ),
        Wrong(weights("return [tensor(n, requires_grad=True) for n in numbers]"), "not scaled", "not a tenth"),
        Wrong(
            weights("return [(tensor(n, requires_grad=True) * 0.1).detach() for n in numbers]"),
            "no gradient wanted",
            "detached",
        ),
        Wrong(weights("return [tensor(0.3, requires_grad=True)]"), "the first only", "the example"),
        Wrong(weights("return tensor(numbers[0] * 0.1, requires_grad=True)"), None, "the first, no list"),
        Wrong(weights("return [n * 0.1 for n in numbers]"), "bare numbers", "numbers"),
        Wrong(weights("return [tensor(n * 10, requires_grad=True) for n in numbers]"), "other numbers", "ten times"),
        Wrong(weights("return [tensor(n / 100, requires_grad=True) for n in numbers]"), "other numbers", "a hundredth"),
        Wrong(
            weights("return [tensor(n // 10, requires_grad=True) for n in numbers]"), "other numbers", "whole tenths"
        ),
        Wrong(
            weights("return [tensor(tensor(n) * 0.1, requires_grad=True) for n in numbers]"),
            "a tensor of a tensor",
            "a tensor in a tensor",
        ),
        Wrong(
            weights(
                "w = tensor(0.0, requires_grad=True)\nws = []\nwith no_grad():\n    for n in numbers:\n"
                "        w *= 0\n        w += 0.1 * n\n        ws.append(w)\nreturn ws"
            ),
            None,
            "one and the same tensor",
        ),
        Wrong(
            weights("ws = [tensor(n, requires_grad=True) for n in numbers]\nfor w in ws:\n    w = w * 0.1\nreturn ws"),
            "not scaled",
            "the name moved",
        ),
        Wrong(
            weights("ws = [tensor(n, requires_grad=True) for n in numbers]\nfor w in ws:\n    w *= 0.1\nreturn ws"),
            "in place, recorded",
            "in place while recording",
        ),
        Wrong(
            weights(
                "ws = [tensor(n, requires_grad=True) for n in numbers]\nfor w in ws:\n    with no_grad():\n"
                "        w = w * 0.1\nreturn ws"
            ),
            "not scaled",
            "the name moved, in no_grad",
        ),
        Wrong(
            weights(
                "ws = []\nfor n in numbers:\n    w = tensor(n, requires_grad=True) * 0.1\n"
                "    w.requires_grad = True\n    ws.append(w)\nreturn ws"
            ),
            "a result",
            "requires_grad set on a result",
        ),
        Wrong(
            weights(
                "ws = []\nfor n in numbers:\n    w = tensor(n) * 0.1\n    w.requires_grad = True\n"
                "    ws.append(w)\nreturn ws"
            ),
            "switched on afterwards",
            "requires_grad set afterwards, no node",
        ),
        Wrong(
            weights(
                "ws = []\nfor n in numbers:\n    w = tensor(n, requires_grad=True) * 0.1\n    w.retain_grad()\n"
                "    ws.append(w)\nreturn ws"
            ),
            "a result that keeps its gradient",
            "retain_grad",
        ),
        Wrong(
            weights("return [tensor(0.1, requires_grad=True) for n in numbers]"),
            "other numbers",
            "a tenth, whatever the number",
        ),
        Wrong(
            weights("return [tensor(abs(n) * 0.1, requires_grad=True) for n in numbers]"), "other numbers", "no sign"
        ),
        Wrong(weights("return [tensor(n * 0.1, requires_grad=True) for n in set(numbers)]"), None, "a set of them"),
        Wrong(
            weights(
                "for i, n in enumerate(numbers):\n    numbers[i] = tensor(n * 0.1, requires_grad=True)\nreturn numbers"
            ),
            None,
            "its input changed",
        ),
        Wrong(
            weights(
                "ws = []\nfor n in numbers:\n    w = tensor(n, requires_grad=True) * 0.1\n    w.grad_fn = None\n"
                "    ws.append(w)\nreturn ws"
            ),
            "switched on afterwards",
            "grad_fn taken away",
        ),
        Wrong(
            weights("for n in numbers:\n    return [tensor(n * 0.1, requires_grad=True)]"),
            "the first only",
            "return in the loop",
        ),
    ],
    "6.3": [
        Wrong(
            unreached("loss.backward()\nreturn [p for p in parameters if p.grad is None]"),
            "old gradients",
            "not cleared before",
        ),
        Wrong(unreached("return [p for p in parameters if p.grad is None]"), "nothing has arrived yet", "no pass"),
        Wrong(
            unreached(
                CLEAR + "loss.backward()\nreturn [p for p in parameters if p.grad is None or p.grad.item() == 0]"
            ),
            "0 is None",
            "0 as None",
        ),
        Wrong(
            unreached(
                "for p in parameters:\n    p.grad = tensor(0.0)\nloss.backward()\n"
                "return [p for p in parameters if p.grad.item() == 0]"
            ),
            "0 is None",
            "cleared to 0",
        ),
        Wrong(
            unreached(CLEAR + "loss.backward()\nreturn [p for p in parameters if p.grad == 0]"),
            "asks what is wanted",
            "a tensor compared with 0",
        ),
        Wrong(
            unreached(CLEAR + "loss.backward()\nreturn [p for p in parameters if p.grad is not None]"),
            "turned round",
            "the reached ones",
        ),
        Wrong(
            unreached(CLEAR + "loss.backward()\nreturn [p.grad for p in parameters if p.grad is None]"), None, "Nones"
        ),
        Wrong(
            unreached(CLEAR + "loss.backward()\nreturn [i for i, p in enumerate(parameters) if p.grad is None]"),
            "which places",
            "their places",
        ),
        Wrong(
            unreached(CLEAR + "loss.backward()\nreturn len([p for p in parameters if p.grad is None])"),
            "how many",
            "how many",
        ),
        Wrong(
            unreached(CLEAR + "loss.backward()\nreturn any(p.grad is None for p in parameters)"),
            "yes or no",
            "whether any",
        ),
        Wrong(
            unreached(CLEAR + "loss.backward()\nreturn [p.item() for p in parameters if p.grad is None]"),
            "their numbers",
            "numbers",
        ),
        Wrong(
            unreached(
                "before = [p.grad for p in parameters]\nloss.backward()\n"
                "return [p for p, b in zip(parameters, before) if p.grad is b]"
            ),
            "the same object",
            "the same grad as before: added in place?",
        ),
        Wrong(
            unreached(
                "before = [p.grad.item() if p.grad is not None else 0.0 for p in parameters]\nloss.backward()\n"
                "return [p for p, b in zip(parameters, before) if p.grad is None or p.grad.item() == b]"
            ),
            "0 is None",
            "what has not changed",
        ),
        Wrong(
            unreached(
                "edges = [t for t, _ in loss.node.next_functions]\n"
                "return [p for p in parameters if p.node not in edges]"
            ),
            None,
            "one step down",
        ),
        Wrong(
            unreached("return [p for p in parameters if p.node.next_functions == ()]"),
            "nothing has arrived yet",
            "all leaves",
        ),
        Wrong(
            unreached("nodes = backward_order(loss.node)\nreturn [p for p in parameters if p.grad_fn not in nodes]"),
            "nothing has arrived yet",
            "grad_fn of a leaf",
        ),
        Wrong(
            unreached("nodes = backward_order(loss.node)\nreturn [p for p in parameters if p.node in nodes]"),
            "turned round",
            "the reached ones, by the graph",
        ),
        Wrong(
            unreached("nodes = backward_order(loss.node)\nreturn [p for p in parameters if p not in nodes]"),
            "nothing has arrived yet",
            "tensors among nodes",
        ),
        Wrong(
            unreached(
                CLEAR + "loss.backward()\nfor p in parameters:\n    if p.grad is None:\n        return [p]\nreturn []"
            ),
            "the first only",
            "the first one",
        ),
        Wrong(unreached("return []"), "asks what is wanted", "none"),
        Wrong(unreached("return parameters"), "nothing has arrived yet", "all"),
        Wrong(unreached("return parameters[-1:]"), None, "the last"),
        Wrong(
            unreached(
                CLEAR + "loss.backward()\nfor p in parameters:\n    if p.grad is not None:\n"
                "        parameters.remove(p)\nreturn parameters"
            ),
            None,
            "removes while it reads",
        ),
        Wrong(
            unreached(
                "missing = []\nfor p in parameters:\n    p.grad = None\n    loss.backward(retain_graph=True)\n"
                "    if p.grad is None or p.grad.item() == 0:\n        missing.append(p)\nreturn missing"
            ),
            "0 is None",
            "a pass for each, and 0 as None",
        ),
        Wrong(
            unreached("loss.backward()\n" + CLEAR + "return [p for p in parameters if p.grad is None]"),
            "cleared too late",
            "cleared after the pass",
        ),
        Wrong(unreached(CLEAR + "loss.backward()\nprint([p for p in parameters if p.grad is None])"), None, "printed"),
    ],
    "6.4": [
        Wrong(carry(step="state = (w * state + number).tanh()", loss=LOSS), "the graph is carried too", "not detached"),
        Wrong(
            carry(step="state = (w * state + number).tanh()", loss="((state - 0.5) ** 2).backward(retain_graph=True)"),
            "the graph is kept",
            "retain_graph",
        ),
        Wrong(carry(step=STEP, loss=LOSS, end="return state"), "a tensor is returned", "returns the tensor"),
        Wrong(
            carry(step=STEP, loss="loss = (state - 0.5) ** 2\nloss.backward()", end="return loss.item()"),
            "the loss",
            "the loss",
        ),
        Wrong(
            carry(step="state = (w * state + number).tanh().detach()", loss=LOSS),
            "cut above the step",
            "detached too early",
        ),
        Wrong(
            carry(step="state = (w.detach() * state.detach() + number).tanh()", loss=LOSS),
            "cut above the step",
            "w detached",
        ),
        Wrong(
            carry(step="state = (w.detach() * state + number).tanh()", loss=LOSS),
            "cut above the step",
            "w detached in place of state",
        ),
        Wrong(
            carry(step="with no_grad():\n    state = (w * state + number).tanh()", loss=LOSS),
            "cut above the step",
            "no_grad",
        ),
        Wrong(
            carry(step="state.detach()\nstate = (w * state + number).tanh()", loss=LOSS),
            "the graph is carried too",
            "detach's result not used",
        ),
        Wrong(carry(step="w.grad = None\n" + STEP, loss=LOSS), "only the last gradient", "cleared in each step"),
        Wrong(
            carry(step=STEP, loss="((state - 0.5) ** 2).backward()\nwith no_grad():\n    w -= 0.1 * w.grad"),
            "w is moved",
            "w moved",
        ),
        Wrong(
            carry(step=STEP, loss="loss = (state - 0.5) ** 2", end="loss.backward()\nreturn state.item()"),
            "one pass for the last step",
            "one pass at the end",
        ),
        Wrong(
            carry(
                start="state, total = tensor(0.0), 0.0\n",
                step="state = (w * state + number).tanh()",
                loss="total = total + (state - 0.5) ** 2",
                end="total.backward()\nreturn state.item()",
            ),
            "one pass at the end",
            "all losses at once, through all steps",
        ),
        Wrong(carry(step="state = (w * 0.0 + number).tanh()", loss=LOSS), "the state is forgotten", "no state"),
        Wrong(carry(step="state = (w * (state.detach() + number)).tanh()", loss=LOSS), "a short step", "brackets"),
        Wrong(carry(step="state = w * state.detach() + number", loss=LOSS), "a short step", "no tanh"),
        Wrong(carry(step=STEP, loss="(state - 0.5 ** 2).backward()"), "a short step", "0.5 squared"),
        Wrong(carry(step=STEP, loss="((state - number) ** 2).backward()"), None, "off the number"),
        Wrong(carry(step=STEP, loss="(state - 0.5).backward()"), "a short step", "not squared"),
        Wrong(carry(step=STEP, loss="state.backward()"), "a short step", "the state's own slope"),
        Wrong(carry(start="state = tensor(1.0)\n", step=STEP, loss=LOSS), None, "begins at 1"),
        Wrong(carry(step=STEP, loss=LOSS + "\nreturn state.item()"), "the first only", "return in the loop"),
        Wrong(
            carry(
                start="state = tensor(0.0)\nstates = []\n",
                step=STEP,
                loss=LOSS + "\nstates.append(state.item())",
                end="return states",
            ),
            None,
            "all states",
        ),
        Wrong(
            carry(start="state = tensor(0.0)\nw = w.detach()\n", step=STEP, loss=LOSS),
            "cut above the step",
            "w's double",
        ),
        Wrong(
            carry(start="state = tensor(0.0)\nw = tensor(w.item(), requires_grad=True)\n", step=STEP, loss=LOSS),
            "another leaf",
            "another leaf for w",
        ),
        Wrong(
            carry(step=STEP, loss=LOSS, end="w.grad = None\nreturn state.item()"),
            "only the last gradient",
            "cleared at the end",
        ),
        Wrong(
            carry(start="w.grad = None\nstate = tensor(0.0)\n", step=STEP, loss=LOSS),
            "only the last gradient",
            "cleared at the start",
        ),
        Wrong(
            carry(
                start="import math\nstate = 0.0\n",
                step="state = math.tanh(w.item() * state + number)",
                loss="pass",
                end="return state",
            ),
            "no pass",
            "numbers only, no pass",
        ),
        Wrong(carry(step=STEP, loss=LOSS, end="return w.grad.item()"), None, "the gradient"),
        Wrong(
            carry(
                step="state = (w * state + number).tanh()",
                loss="try:\n    ((state - 0.5) ** 2).backward()\nexcept RuntimeError:\n    pass",
            ),
            None,
            "the error swallowed",
        ),
        Wrong(
            carry(step="state = (w * state.detach() + number).tanh()", loss="((state.detach() - 0.5) ** 2).backward()"),
            "cut above the step",
            "the loss detached",
        ),
    ],
    "6.5": [
        Wrong(never("return True"), "never equal", "always True"),
        Wrong(never("return False"), "alike for both", "always False"),
        Wrong(
            never("return all(b == a - rate * slope(a) for a, b in zip(ws, ws[1:]))"),
            "turned round",
            "always cleared: the opposite",
        ),
        Wrong(
            never(
                "return all(abs(c - (b - rate * (slope(a) + slope(b)))) < 1e-6 for a, b, c in zip(ws, ws[1:], ws[2:]))"
            ),
            None,
            "only the last slope before",
        ),
        Wrong(
            never(
                "total = 0.0\nfor w in ws[:-1]:\n    total += slope(w)\n"
                "return abs(ws[-1] - (ws[0] - rate * total)) < 1e-6"
            ),
            "turned round",
            "the last number, slopes once each",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if abs(b - (a + rate * total)) > 1e-6:\n        return False\nreturn True"
            ),
            "alike for both",
            "uphill",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(b)\n"
                "    if abs(b - (a - rate * total)) > 1e-6:\n        return False\nreturn True"
            ),
            "alike for both",
            "the slope after the step",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if abs(b - (a - total)) > 1e-6:\n        return False\nreturn True"
            ),
            "alike for both",
            "no rate",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if abs(b - (a - 0.1 * total)) > 1e-6:\n        return False\nreturn True"
            ),
            "another rate",
            "the rate of the example",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if abs(b - (a - rate * total)) > 1e-6:\n        return False\n    return True"
            ),
            "never equal",
            "returns after the first",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if abs(b - (a - rate * total)) < 1e-6:\n        return True\nreturn False"
            ),
            "never equal",
            "one step is enough",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws[1:], ws[2:]):\n    total += slope(a)\n"
                "    if abs(b - (a - rate * total)) > 1e-6:\n        return False\nreturn True"
            ),
            None,
            "the first slope left out",
        ),
        Wrong(never("return ws[-1] > 3"), None, "flies past 3"),
        Wrong(never("return any(b > max(ws[0], ws[-1]) for b in ws)"), None, "flies past its end"),
        Wrong(never("return len(set(ws)) == len(ws)"), "never equal", "never the same twice"),
        Wrong(
            never(
                "slopes = [slope(w) for w in ws[:-1]]\nsteps = [a - b for a, b in zip(ws, ws[1:])]\n"
                "return all(abs(s) > abs(rate * g) for s, g in zip(steps[1:], slopes[1:]))"
            ),
            None,
            "longer steps",
        ),
        Wrong(
            never("return ws == [1.0, 2.6, 4.52, 5.224, 4.1496, 2.1555, 0.8369]"), "alike for both", "the example's own"
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if abs(b - (a - rate * total)) > 1:\n        return False\nreturn True"
            ),
            None,
            "far too lenient",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if abs(b - (a - rate * total)) > 1e-6:\n        return True\nreturn False"
            ),
            "turned round",
            "the verdict turned round",
        ),
        Wrong(
            never(
                "total = 0.0\nok = True\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    ok = abs(b - (a - rate * total)) < 1e-6\n    if not ok:\n        total = 0.0\nreturn ok"
            ),
            None,
            "begins again after a clearing",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if b - (a - rate * total) > 1e-6:\n        return False\nreturn True"
            ),
            "never equal",
            "no abs",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total = total + slope(a) / 2\n"
                "    if abs(b - (a - rate * total)) > 1e-6:\n        return False\nreturn True"
            ),
            "alike for both",
            "the mean of the slopes",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
                "    if abs(b - (ws[0] - rate * total)) > 1e-6:\n        return False\nreturn True"
            ),
            "turned round",
            "each step from the start",
        ),
        Wrong(
            never(
                "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total = 0.9 * total + slope(a)\n"
                "    if abs(b - (a - rate * total)) > 1e-6:\n        return False\nreturn True"
            ),
            "alike for both",
            "a little forgotten each time",
        ),
    ],
    "6.6": [
        Wrong(training(PASS + STEPS + END), "never cleared", "not cleared"),
        Wrong(
            training(PASS + STEPS + CLEAR + END),
            "cleared after the step",
            "cleared after: the first step counts the old",
        ),
        Wrong(
            training(CLEAR + PASS + "with no_grad():\n    for p in parameters:\n        p -= rate * p.grad\n" + END),
            "no gradient, no step",
            "None in a parameter that is not used",
        ),
        Wrong(training(CLEAR + PASS + STEPS + "return loss"), "a tensor is returned", "returns the tensor"),
        Wrong(
            training(CLEAR + PASS + STEPS + "return loss_of(parameters).item()"),
            "loss of the next step",
            "the loss afterwards",
        ),
        Wrong(
            training(CLEAR + PASS + STEPS.replace("with no_grad():", "if True:") + END),
            "the step is recorded",
            "no no_grad",
        ),
        Wrong(
            training(CLEAR + PASS + STEPS.replace("p -=", "p = p -") + END),
            "a new tensor, an old name",
            "the name moved",
        ),
        Wrong(
            training(
                CLEAR + PASS + "for p in parameters:\n    if p.grad is not None:\n        p = p - rate * p.grad\n" + END
            ),
            "a new tensor, an old name",
            "the name moved, recorded",
        ),
        Wrong(
            training(
                CLEAR + PASS + "with no_grad():\n    for i, p in enumerate(parameters):\n"
                "        if p.grad is not None:\n            parameters[i] = p - rate * p.grad\n" + END
            ),
            "a new tensor, an old name",
            "new tensors in the list",
        ),
        Wrong(
            training(
                CLEAR + PASS + "for i, p in enumerate(parameters):\n    if p.grad is not None:\n"
                "        parameters[i] = tensor(p.item() - rate * p.grad.item(), requires_grad=True)\n" + END
            ),
            "a new tensor, an old name",
            "new leaves in the list",
        ),
        Wrong(
            training(
                CLEAR + PASS + "for p in parameters:\n    if p.grad is not None:\n"
                "        p.data -= rate * p.grad\n" + END
            ),
            "a tensor in data",
            "a tensor in data",
        ),
        Wrong(training(CLEAR + PASS + STEPS.replace("-=", "+=") + END), "uphill", "uphill"),
        Wrong(training(CLEAR + PASS + STEPS.replace("rate * ", "") + END), "rate left out", "no rate"),
        Wrong(
            training(CLEAR + PASS + STEPS.replace("rate * ", "0.1 * ") + END), "another rate", "the rate of the example"
        ),
        Wrong(
            training("with no_grad():\n    loss = loss_of(parameters)\nloss.backward()\n" + STEPS + END),
            "the loss is not recorded",
            "the loss without notes",
        ),
        Wrong(
            training(CLEAR + "loss_of(parameters).backward()\n" + STEPS + "return loss_of(parameters).item()"),
            "loss of the next step",
            "computed again for the return",
        ),
        Wrong(training(CLEAR + "loss = loss_of(parameters)\n" + STEPS + END), "nothing to step by", "no pass"),
        Wrong(training(CLEAR + PASS + STEPS), "nothing is returned", "returns nothing"),
        Wrong(
            training("for p in parameters:\n    p.grad = 0.0\n" + PASS + STEPS + END),
            "a number in .grad",
            "the number 0 in grad",
        ),
        Wrong(
            training(
                "for p in parameters:\n    p.grad = None\n    loss = loss_of(parameters)\n    loss.backward()\n"
                "    with no_grad():\n        if p.grad is not None:\n            p -= rate * p.grad\n" + END
            ),
            "one by one",
            "one after the other",
        ),
        Wrong(
            training(
                "loss = loss_of(parameters)\nfor p in parameters:\n    p.grad = None\n    loss_of(parameters)"
                ".backward()\n    with no_grad():\n        if p.grad is not None:\n"
                "            p -= rate * p.grad\n" + END
            ),
            "one by one",
            "one after the other, the first loss returned",
        ),
        Wrong(training(CLEAR + PASS + STEPS + "loss.backward()\n" + END), "two passes", "a second pass"),
        Wrong(
            training("loss = loss_of(parameters)\nloss.backward()\n" + CLEAR + STEPS + END),
            "nothing to step by",
            "cleared between pass and step",
        ),
        Wrong(
            training(CLEAR + "loss = loss_of(*parameters)\nloss.backward()\n" + STEPS + END),
            None,
            "parameters unpacked",
        ),
        Wrong(
            training("parameters = [p.detach() for p in parameters]\n" + PASS + STEPS + END),
            "the loss is not recorded",
            "detached",
        ),
        Wrong(
            training(CLEAR + PASS + "with no_grad():\n    p = parameters[0]\n    p -= rate * p.grad\n" + END),
            None,
            "the first only",
        ),
        Wrong(
            training(
                CLEAR + PASS + "with no_grad():\n    for p in parameters:\n        if p.grad is None:\n"
                "            break\n        p -= rate * p.grad\n" + END
            ),
            "None ends the loop",
            "stops at the first unused",
        ),
        Wrong(
            training(
                CLEAR + PASS + "with no_grad():\n    for p in parameters:\n        if p.grad:\n"
                "            p -= rate * abs(p.grad.item())\n" + END
            ),
            None,
            "no sign",
        ),
        Wrong(
            training(
                CLEAR
                + "for _ in range(100):\n    loss = loss_of(parameters)\n    loss.backward()\n"
                + textwrap.indent(STEPS, "    ")
                + END
            ),
            None,
            "a hundred steps",
        ),
        Wrong(training("parameters[0].grad = None\n" + PASS + STEPS + END), None, "the first cleared"),
        Wrong(training(CLEAR + "loss = xor_loss(parameters)\nloss.backward()\n" + STEPS + END), None, "its own loss"),
        Wrong(
            training(
                "slopes = numerical_gradient(lambda *p: loss_of(p), *[p.item() for p in parameters])\n"
                "loss = loss_of(parameters)\nwith no_grad():\n    for p, s in zip(parameters, slopes):\n"
                "        p -= round(rate * s, 2)\n" + END
            ),
            None,
            "slopes nudged, and rounded",
        ),
        Wrong(
            training(
                "saved = [p.grad for p in parameters]\n" + PASS + "with no_grad():\n"
                "    for p, s in zip(parameters, saved):\n        if p.grad is not None:\n"
                "            p -= rate * (p.grad - (0.0 if s is None else s))\n" + END
            ),
            None,
            "the old one taken off afterwards: added in place?",
        ),
        Wrong(
            training(
                CLEAR + PASS + "for p in parameters:\n    if p.grad is not None:\n"
                "        p.data = p.data - rate * p.grad\n" + END
            ),
            "a tensor in data",
            "a tensor in data, by =",
        ),
        Wrong(
            training(
                CLEAR + PASS + "with no_grad():\n    for p in parameters:\n"
                "        if p.grad is not None:\n            p -= rate * p.grad\n"
                "            p.requires_grad = False\n" + END
            ),
            "the loss is not recorded",
            "requires_grad switched off",
        ),
    ],
}

RIGHT = {
    "6.1": [
        become(REFUSE + DATA + HISTORY + SELF),
        become(
            f"recording = grad_mode[len(grad_mode) - 1]\nif recording and self.requires_grad and self.grad_fn is None:\n"
            f"    {REFUSAL}\nif result.requires_grad:\n"
            "    self.requires_grad, self.grad_fn, self.node = result.requires_grad, result.grad_fn, result.node\n"
            "self.data = result.data\nreturn self"
        ),
        become(
            f"if grad_mode[-1] and isinstance(self.node, AccumulateGrad):\n    {REFUSAL}\n"
            "for name in ['data'] + ['requires_grad', 'grad_fn', 'node'] * result.requires_grad:\n"
            "    setattr(self, name, getattr(result, name))\nreturn self"
        ),
        become(
            f"if not self.is_leaf or not self.requires_grad or not grad_mode[-1]:\n    grad = self.grad\n"
            "    if result.requires_grad:\n        vars(self).update(vars(result), grad=grad)\n    else:\n"
            f"        self.data = result.data\n    return self\n{REFUSAL}"
        ),
    ],
    "6.2": [
        weights("return [tensor(0.1 * n, True) for n in numbers]"),
        weights(
            "ws = [tensor(n, requires_grad=True) for n in numbers]\nwith no_grad():\n    for w in ws:\n"
            "        w /= 10\nreturn ws"
        ),
        weights("return [tensor((tensor(n) * 0.1).item(), requires_grad=True) for n in numbers]"),
        weights(
            "ws = []\nfor i in range(len(numbers)):\n    ws.append(Tensor(numbers[i] / 10, requires_grad=True))\n"
            "return ws"
        ),
        weights("return list(map(lambda n: Tensor((tensor(n) * 0.1).data, True), numbers))"),
    ],
    "6.3": [
        unreached(CLEAR + "loss.backward()\nreturn {p for p in parameters if p.grad is None}"),
        unreached(CLEAR + "loss.backward()\nreturn [p for p in parameters if not p.grad]"),
        unreached(CLEAR + "loss.backward()\nreturn [p for p in parameters if p.grad is None]"),
        unreached("nodes = set(backward_order(loss.node))\nreturn [p for p in parameters if p.node not in nodes]"),
        unreached("""
        seen, todo = set(), [loss.node]
        while todo:
            node = todo.pop()
            if node is not None and node not in seen:
                seen.add(node)
                todo += [t for t, _ in node.next_functions]
        missing = []
        for p in parameters:
            if p.node not in seen:
                missing.append(p)
        return missing
        """),
        unreached(
            "kept = [p.grad for p in parameters]\n" + CLEAR + "loss.backward(retain_graph=True)\n"
            "missing = [p for p in parameters if p.grad is None]\n"
            "for p, g in zip(parameters, kept):\n    p.grad = g\nreturn missing"
        ),
    ],
    "6.4": [
        carry(step="fresh = tensor(state.item(), requires_grad=True)\nstate = (w * fresh + number).tanh()", loss=LOSS),
        carry(step=STEP, loss=LOSS),
        carry(
            start="state = 0.0\n",
            step="h = (w * state + number).tanh()\nloss = (h - 0.5) ** 2\nloss.backward()",
            loss="state = h.item()",
            end="return state",
        ),
        carry(
            step="state = tensor(state.data)\nstate = (state * w + number).tanh()\nerror = state - 0.5",
            loss="(error ** 2).backward()",
            end="return state.data",
        ),
        carry(step="h = (number + w * state).tanh()\n((h - 0.5) ** 2).backward()", loss="state = h.detach()"),
        carry("""
        def one(state, number):
            new = (w * Tensor(state) + number).tanh()
            ((new - 0.5) ** 2).backward()
            return new.item()
        import functools
        return functools.reduce(one, numbers, 0.0)
        """),
    ],
    "6.5": [
        never(
            "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
            "    right = abs(b - (a - rate * total)) < 1e-6\nreturn right"
        ),
        never(
            "total, w = 0.0, ws[0]\nfor _ in ws[1:]:\n    total += slope(w)\n    w -= rate * total\nreturn w == ws[-1]"
        ),
        never("return abs(ws[2] - (ws[1] - rate * (slope(ws[0]) + slope(ws[1])))) < 1e-6"),
        never("return not all(abs(b - (a - rate * slope(a))) < 1e-6 for a, b in zip(ws, ws[1:]))"),
        never(
            "total = 0.0\nfor a, b in zip(ws, ws[1:]):\n    total += slope(a)\n"
            "    if abs(b - (a - rate * total)) > 1e-6:\n        return False\nreturn True"
        ),
        never(
            "run = [ws[0]]\nfor i in range(len(ws) - 1):\n"
            "    run.append(run[-1] - rate * sum([slope(w) for w in run]))\n"
            "return all(abs(a - b) < 1e-6 for a, b in zip(ws, run))"
        ),
        never(
            "import math\nsteps = [a - b for a, b in zip(ws, ws[1:])]\nbefore = [0.0] + steps\n"
            "return all(math.isclose(s - b, rate * slope(w), rel_tol=1e-6, abs_tol=1e-9) "
            "for s, b, w in zip(steps, before, ws))"
        ),
        never(
            "import numpy as np\nws = np.array(ws)\nslopes = np.array([slope(w) for w in ws[:-1]])\n"
            "return bool(np.allclose(-np.diff(ws), rate * np.cumsum(slopes)))"
        ),
    ],
    "6.6": [
        training(CLEAR + PASS + STEPS + END),
        training(
            "loss = loss_of(parameters)\n" + CLEAR + "loss.backward()\nused = [p for p in parameters if p.grad]\n"
            "for p in used:\n    p.data -= rate * p.grad.data\nreturn loss.data"
        ),
        training(
            CLEAR + PASS + "slopes = [0.0 if p.grad is None else p.grad.item() for p in parameters]\n"
            "with no_grad():\n    for i in range(len(parameters)):\n        parameters[i] -= rate * slopes[i]\n"
            "return loss.item()"
        ),
        training("for p in parameters:\n    if p.grad is not None:\n        p.grad *= 0\n" + PASS + STEPS + END),
        training(
            "start = loss_of(parameters)\nfor p in parameters:\n    p.grad = tensor(0.0)\nstart.backward()\n"
            "with no_grad():\n    for p in parameters:\n        p -= p.grad * rate\n        p.grad = None\n"
            "return start.item()"
        ),
    ],
}
