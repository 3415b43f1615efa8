"""Answers to the exercises of lesson 13 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def switch(enter, leave, head="__exit__(self, *error)"):
    return defined("__enter__(self)", enter) + "\n\n\n" + defined(head, leave)


ENTER = "self.before = set_recording(self.recording)"
LEAVE = "set_recording(self.before)"


def detach(body):
    return defined("detach(self)", body)


def forward(body):
    return defined("forward(learning, frozen, x)", body)


def mean_loss(body):
    return defined("mean_loss(step, n)", body)


def reaches(answer):
    return f"reaches = {answer}"


def prints(answer):
    return f"prints = {answer}"


WRONG = {
    "13.1": [
        Wrong(switch(ENTER, "set_recording(True)"), "always on", "always on afterwards"),
        Wrong(switch(ENTER, "set_recording(not self.recording)"), "the other way back", "the opposite afterwards"),
        Wrong(switch(ENTER, "set_recording(False)"), "off for good", "always off afterwards"),
        Wrong(switch("self.before = set_recording(False)", LEAVE), "always off", "always off inside"),
        Wrong(switch("self.before = set_recording(True)", LEAVE), "never", "always on inside"),
        Wrong(switch("self.before = set_recording(not self.recording)", LEAVE), "turned round", "the opposite inside"),
        Wrong(switch(ENTER, "pass"), "never back", "never back"),
        Wrong(switch(ENTER, LEAVE + "\nreturn True"), "swallowed", "swallows errors"),
        Wrong(switch(ENTER, "return set_recording(self.before)"), "swallowed", "gives back what was set"),
        Wrong(
            switch(ENTER, "if error[0] is None:\n    set_recording(self.before)"),
            "after an error",
            "not after an error",
        ),
        Wrong(
            switch("self.before = self.recording\nset_recording(self.recording)", LEAVE), "its own", "remembers its own"
        ),
        Wrong(switch("self.before = True\nset_recording(self.recording)", LEAVE), "always on", "takes it for on"),
        Wrong(switch(ENTER, "set_recording(self.recording)"), "its own", "sets its own again"),
        Wrong(
            switch("_GradMode.before = set_recording(self.recording)", "set_recording(_GradMode.before)"),
            "one for all",
            "one memory for all",
        ),
        Wrong(
            switch("type(self).before = set_recording(self.recording)", "set_recording(type(self).before)"),
            "one for all",
            "one memory for a kind",
        ),
        Wrong(
            switch(
                "if not hasattr(self, 'before'):\n    self.before = set_recording(self.recording)\nelse:\n    set_recording(self.recording)",
                LEAVE,
            ),
            "off for good",
            "remembers the first time",
        ),
        Wrong(switch("self.before = set_recording", LEAVE), "never", "not called"),
        Wrong(switch("set_recording(self.recording)\n" + ENTER, LEAVE), "its own", "remembers too late"),
        Wrong(
            switch("set_recording(self.recording)\nself.before = is_grad_enabled()", LEAVE), "its own", "looks too late"
        ),
        Wrong(switch("self.before = is_grad_enabled()", LEAVE), "never", "sets nothing"),
        Wrong(switch(ENTER, "self.recording = self.before"), "never back", "an attribute for the flag"),
        Wrong(switch(ENTER, LEAVE, "__exit__(self)"), None, "takes no error"),
        Wrong(switch("before = set_recording(self.recording)", LEAVE), "off for good", "a local name"),
        Wrong(switch("pass", "pass"), "never", "the draft"),
        Wrong(switch("self.before = set_recording()", LEAVE), None, "without its argument"),
        Wrong(switch("self.before = self.set_recording(self.recording)", LEAVE), None, "as a method"),
        Wrong(switch(ENTER, "self.before"), "never back", "names it only"),
        Wrong(switch(ENTER, "if self.before:\n    set_recording(False)"), None, "turned round"),
        Wrong(switch(ENTER, LEAVE + "\nreturn error"), "swallowed", "gives back the error"),
    ],
    "13.2": [
        Wrong(detach("return self"), "itself", "itself"),
        Wrong(detach("return Tensor(self.array())"), "not counted", "its own count"),
        Wrong(detach("return Tensor(self.array().copy())"), "a copy", "a copy"),
        Wrong(
            detach("result = Tensor(self.array().copy())\nresult._memory = self.memory()\nreturn result"),
            "a copy",
            "a copy with the count",
        ),
        Wrong(detach("return self.clone()"), "history", "a clone"),
        Wrong(detach("return self.data"), "not counted", "by its data"),
        Wrong(detach("return self.detach()"), None, "by itself"),
        Wrong(detach("return self.array()"), "no tensor", "an array"),
        Wrong(detach("self.requires_grad = False\nreturn self"), None, "changes itself"),
        Wrong(detach("self.requires_grad_(False)\nreturn self"), None, "freezes itself"),
        Wrong(
            detach("result = Tensor(self.array())\nresult._memory = self._memory\nreturn result"),
            "not counted",
            "the count that may not be there yet",
        ),
        Wrong(
            detach("result = Tensor(self.array())\nresult._memory = self.memory\nreturn result"),
            "no count",
            "not called",
        ),
        Wrong(
            detach("result = Tensor(self.array())\nresult.memory = self.memory\nreturn result"),
            "not counted",
            "the method",
        ),
        Wrong(
            detach(
                "import copy\nresult = Tensor(self.array())\nresult._memory = copy.copy(self.memory())\nreturn result"
            ),
            "not counted",
            "a copy of the count",
        ),
        Wrong(
            detach("result = Tensor(self.array(), self.grad_fn)\nresult._memory = self.memory()\nreturn result"),
            "history",
            "with its history",
        ),
        Wrong(
            detach(
                "result = Tensor(self.array())\nresult._memory = self.memory()\nresult.requires_grad = self.requires_grad\nreturn result"
            ),
            "requires",
            "requires grad as before",
        ),
        Wrong(
            detach(
                "result = Tensor(self.array())\nresult._memory = self.memory()\nresult.requires_grad = True\nreturn result"
            ),
            "requires",
            "requires grad",
        ),
        Wrong(
            detach("result = Tensor(self.array().astype(np.float32))\nresult._memory = self.memory()\nreturn result"),
            "a copy",
            "of float32",
        ),
        Wrong(detach("result = Tensor(self.array())\nresult._memory = self.memory()"), "no tensor", "not given back"),
        Wrong(
            detach("result = Tensor(self)\nresult._memory = self.memory()\nreturn result"),
            "a tensor inside",
            "a tensor in a tensor",
        ),
        Wrong(
            detach("result = Tensor(self.array())\nself._memory = result.memory()\nreturn result"),
            "not counted",
            "the count the other way round",
        ),
        Wrong(
            detach("result = type(self)(self.array())\nresult._memory = self.memory()\nreturn result"),
            "its class",
            "of its own class",
        ),
        Wrong(
            detach("result = Tensor(self.array())\nresult._memory = 0\nreturn result"), "no count", "a count of nothing"
        ),
        Wrong(
            detach("result = Tensor(self.array().flatten())\nresult._memory = self.memory()\nreturn result"),
            "a copy",
            "flat",
        ),
        Wrong(
            detach("result = Tensor(self.array().tolist())\nresult._memory = self.memory()\nreturn result"),
            None,
            "from a list",
        ),
        Wrong(
            detach(
                "result = Tensor(self.array())\nresult._memory = self.memory()\nif self.is_leaf:\n    result.grad = self.grad\nreturn result"
            ),
            "gradient",
            "with its gradient",
        ),
        Wrong(detach("self.grad_fn = None\nreturn self"), None, "cuts its own history"),
        Wrong(detach("return Variable(self.array())"), "no tensor", "a bare variable"),
        Wrong(detach("pass"), "no tensor", "nothing"),
    ],
    "13.3": [
        Wrong(forward("return frozen(learning(x))"), "both learn", "nothing frozen"),
        Wrong(
            forward("h = learning(x)\nwith mg.no_grad():\n    return frozen(h)"), "cut off", "no_grad around the frozen"
        ),
        Wrong(forward("with mg.no_grad():\n    return frozen(learning(x))"), "cut off", "no_grad around all"),
        Wrong(
            forward("with mg.no_grad():\n    h = learning(x)\nreturn frozen(h)"),
            "cut off",
            "no_grad around the learning",
        ),
        Wrong(forward("return frozen(learning(x).detach())"), "cut off", "detached between"),
        Wrong(forward("return frozen(learning(x)).detach()"), "cut off", "detached at the end"),
        Wrong(forward("frozen.eval()\nreturn frozen(learning(x))"), "both learn", "eval"),
        Wrong(
            forward("learning.requires_grad_(False)\nreturn frozen(learning(x))"), "wrong one", "the wrong one frozen"
        ),
        Wrong(
            forward("for p in learning.parameters():\n    p.requires_grad = False\nreturn frozen(learning(x))"),
            "wrong one",
            "the learning ones frozen",
        ),
        Wrong(
            forward("frozen.requires_grad = False\nreturn frozen(learning(x))"),
            "both learn",
            "an attribute of the module",
        ),
        Wrong(
            forward("frozen.weight.requires_grad = False\nreturn frozen(learning(x))"), "both learn", "the weight only"
        ),
        Wrong(
            forward("next(frozen.parameters()).requires_grad_(False)\nreturn frozen(learning(x))"),
            "both learn",
            "the first only",
        ),
        Wrong(
            forward("for p in frozen.parameters():\n    p.grad = None\nreturn frozen(learning(x))"),
            "both learn",
            "clears gradients",
        ),
        Wrong(forward("frozen.zero_grad()\nreturn frozen(learning(x))"), "both learn", "zero_grad"),
        Wrong(forward("y = frozen(learning(x))\nfrozen.zero_grad()\nreturn y"), "both learn", "zero_grad too early"),
        Wrong(forward("frozen.requires_grad_(False)\nreturn learning(frozen(x))"), None, "the other way round"),
        Wrong(
            forward("for p in frozen.parameters():\n    p = p.detach()\nreturn frozen(learning(x))"),
            "both learn",
            "a loop variable",
        ),
        Wrong(
            forward("for p in frozen.parameters():\n    p.detach()\nreturn frozen(learning(x))"),
            "both learn",
            "detached and dropped",
        ),
        Wrong(
            forward("for p in frozen.parameters():\n    p.data.requires_grad = False\nreturn frozen(learning(x))"),
            "both learn",
            "its data",
        ),
        Wrong(
            forward("for p in frozen.parameters():\n    p.requires_grad_\nreturn frozen(learning(x))"),
            "both learn",
            "not called",
        ),
        Wrong(
            forward("for p in frozen.parameters():\n    p.requires_grad_(True)\nreturn frozen(learning(x))"),
            "both learn",
            "True",
        ),
        Wrong(forward("frozen.requires_grad_(False)\nreturn frozen(x)"), None, "learning left out"),
        Wrong(forward("frozen.requires_grad_(False)\nfrozen(learning(x))"), None, "not given back"),
        Wrong(forward("h = learning(x)\nwith mg.inference_mode():\n    return frozen(h)"), "cut off", "inference_mode"),
        Wrong(forward("frozen.requires_grad_(False)\nreturn frozen(learning(x)).item()"), None, "a number"),
        Wrong(
            forward("frozen.requires_grad_(False)\nlearning.requires_grad_(False)\nreturn frozen(learning(x))"),
            "cut off",
            "both frozen",
        ),
        Wrong(
            forward("frozen.requires_grad_(False)\nh = learning(x)\nreturn frozen(mg.tensor(h.tolist()))"),
            "cut off",
            "a new tensor between",
        ),
        Wrong(
            forward("for p in frozen.parameters():\n    p.zero_()\nreturn frozen(learning(x))"),
            None,
            "zeros the parameters",
        ),
        Wrong(
            forward("y = frozen(learning(x))\ny.backward()\nfrozen.zero_grad()\nreturn y"), None, "goes backward itself"
        ),
        Wrong(
            forward(
                "frozen.weight.requires_grad_(False)\nfrozen.bias.requires_grad_(False)\nreturn frozen(learning(x))"
            ),
            None,
            "weight and bias by name",
        ),
    ],
    "13.4": [
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step()\nreturn total / n"),
            "a tensor",
            "losses added up",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step()\nreturn total.item() / n"),
            "all kept",
            "losses added up, a number at the end",
        ),
        Wrong(
            mean_loss("losses = [step() for _ in range(n)]\nreturn sum(loss.item() for loss in losses) / n"),
            "all kept",
            "a list of losses",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().detach()\nreturn total / n"),
            "a tensor",
            "a tensor without history",
        ),
        Wrong(mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().item()\nreturn total"), "sum", "the sum"),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n - 1):\n    total += step().item()\nreturn total / n"),
            "too seldom",
            "a step too few",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(1, n):\n    total += step().item()\nreturn total / n"),
            "too seldom",
            "counts from one",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n + 1):\n    total += step().item()\nreturn total / n"),
            "too often",
            "a step too many",
        ),
        Wrong(
            mean_loss("total = step().item()\nfor _ in range(n):\n    total += step().item()\nreturn total / (n + 1)"),
            "too often",
            "one more step before",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().item()\nreturn total / (n - 1)"),
            "one less",
            "over one less",
        ),
        Wrong(
            mean_loss(
                "total = 0.0\nwith mg.no_grad():\n    for _ in range(n):\n        total += step().item()\nreturn total / n"
            ),
            "not recorded",
            "step is not recorded",
        ),
        Wrong(mean_loss("loss = step().item()\nreturn sum(loss for _ in range(n)) / n"), "too seldom", "one step"),
        Wrong(mean_loss("return step().item()"), "too seldom", "the first loss"),
        Wrong(mean_loss("for _ in range(n):\n    last = step().item()\nreturn last"), "last", "the last loss"),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().item()\n    return total / n"),
            "too seldom",
            "returns in the loop",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total = step().item()\nreturn total / n"),
            "one share",
            "= for +=",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().item()\nreturn mg.tensor(total / n)"),
            "a tensor",
            "a tensor",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().item()\nreturn total // n"),
            "rounded",
            "whole division",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += int(step())\nreturn total / n"),
            "whole numbers",
            "whole numbers",
        ),
        Wrong(
            mean_loss("mean = 0.0\nfor _ in range(n):\n    mean = (mean + step().item()) / 2\nreturn mean"),
            "halved",
            "halved each time",
        ),
        Wrong(mean_loss("return sum(step() for _ in range(n)).item() / n"), "all kept", "a sum of tensors"),
        Wrong(mean_loss("return mg.stack([step() for _ in range(n)]).mean().item()"), "all kept", "stacked"),
        Wrong(
            mean_loss(
                "total = 0.0\nfor _ in range(n):\n    loss = step()\n    loss.backward()\n    total += loss.item()\nreturn total / n"
            ),
            "goes back",
            "goes backward itself",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step.item()\nreturn total / n"),
            None,
            "step is not called",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().item\nreturn total / n"),
            None,
            "item is not called",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().item()\nprint(total / n)"), None, "printed"
        ),
        Wrong(mean_loss("return max(step().item() for _ in range(n))"), "largest", "the largest"),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += abs(step().item())\nreturn total / n"),
            "size",
            "sizes",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().detach().clone()\nreturn (total / n)"),
            "a tensor",
            "a detached copy",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor i in range(n):\n    total += step(i).item()\nreturn total / n"),
            None,
            "step gets a number",
        ),
        Wrong(
            mean_loss("total = 0.0\nfor _ in range(3):\n    total += step().item()\nreturn total / 3"),
            "too seldom",
            "three steps",
        ),
    ],
    "13.5": [
        Wrong(reaches("(True, True, True, True, True, True)"), "item", "all of them"),
        Wrong(reaches("(False, False, False, False, False, False)"), "clone", "none"),
        Wrong(reaches("(True, False, True, False, True, False)"), "item", "the wrong way round"),
        Wrong(reaches("(True, True, False, True, False, True)"), "item", "through item"),
        Wrong(reaches("(False, False, False, True, False, True)"), "clone", "not through clone"),
        Wrong(reaches("(False, True, True, True, False, True)"), "data", "through data"),
        Wrong(reaches("(False, True, False, False, False, True)"), "where", "not through where"),
        Wrong(reaches("(False, True, False, True, True, True)"), "tensor", "through tensor"),
        Wrong(reaches("(False, True, False, True, False, False)"), "stack", "not through stack"),
        Wrong(reaches("(False, True, True, True, True, True)"), "data", "all but item"),
        Wrong(reaches("(False, True, False, True, True, False)"), "tensor", "tensor and stack exchanged"),
        Wrong(reaches("(False, True, False, False, False, False)"), "where", "clone only"),
        Wrong(reaches("(False, True, False, True, False)"), "not six", "five"),
        Wrong(reaches("(0, 5, 0, 5, 0, 2)"), None, "the slopes"),
        Wrong(reaches("(2, 4, 6)"), "not six", "the numbers of those"),
        Wrong(reaches("True"), "not six", "one for all"),
        Wrong(reaches("{2: True, 4: True, 6: True}"), "not six", "a dict"),
        Wrong(reaches("(None, True, None, True, None, True)"), None, "None for False"),
    ],
    "13.6": [
        Wrong(prints('(True, False, False, "nothing", False, True)'), "no history", "as the introduction says"),
        Wrong(prints('(False, False, False, "RuntimeError", False, True)'), "recorded", "y does not"),
        Wrong(prints('(True, True, False, "RuntimeError", False, True)'), "no_grad", "z does"),
        Wrong(prints('(True, False, True, "RuntimeError", False, True)'), "detach", "w does"),
        Wrong(prints('(True, False, False, "RuntimeError", True, True)'), "parameters", "the output does"),
        Wrong(prints('(True, False, False, "RuntimeError", False, False)'), "over", "a model without no_grad does not"),
        Wrong(prints('(True, True, True, "nothing", True, True)'), "no_grad", "all do"),
        Wrong(prints('(False, False, False, "RuntimeError", False, False)'), "recorded", "none does"),
        Wrong(prints('(True, False, False, "nothing", False, False)'), "no history", "fourth and sixth"),
        Wrong(prints('(True, True, False, "nothing", False, True)'), "no_grad", "z does and goes through"),
        Wrong(prints("(True, False, False, RuntimeError, False, True)"), None, "the class"),
        Wrong(prints("(True, False, False, True, False, True)"), None, "True for the error"),
        Wrong(prints('(True, False, False, "RuntimeError", False)'), "not six", "five"),
        Wrong(prints('(True, False, False, "ValueError", False, True)'), None, "another error"),
        Wrong(prints('(True, False, False, "RuntimeError", True, False)'), "parameters", "the last two exchanged"),
        Wrong(prints('(False, True, True, "RuntimeError", True, False)'), "recorded", "the wrong way round"),
        Wrong(prints("None"), "not six", "nothing"),
        Wrong(prints("(True, False, False, False, False, True)"), None, "False for the error"),
        Wrong(prints('(True, False, True, "nothing", False, True)'), "detach", "w does and nothing happens"),
    ],
}

RIGHT = {
    "13.1": [
        switch(ENTER, LEAVE),
        switch("self.before = is_grad_enabled()\nset_recording(self.recording)", LEAVE),
        switch(
            "before = set_recording(self.recording)\nself.before = before\nreturn self",
            LEAVE + "\nreturn False",
            "__exit__(self, kind, error, trace)",
        ),
    ],
    "13.2": [
        detach("result = Tensor(self.array())\nresult._memory = self.memory()\nreturn result"),
        detach(
            "memory, array = self.memory(), self.array()\nalone = Tensor(array, None)\nalone._memory = memory\nreturn alone"
        ),
        detach(
            "out = Tensor(value=self.array())\nsetattr(out, '_memory', self.memory())\nassert out.grad_fn is None\nreturn out"
        ),
        detach("shared = self.array()\nout = Tensor(shared[...])\nout._memory = self.memory()\nreturn out"),
    ],
    "13.3": [
        forward("frozen.requires_grad_(False)\nreturn frozen(learning(x))"),
        forward("for p in frozen.parameters():\n    p.requires_grad = False\nreturn frozen(learning(x))"),
        forward("h = learning(x)\nfor p in frozen.parameters():\n    p.requires_grad_(False)\nreturn frozen(h)"),
        forward(
            "kept = [(p, p.requires_grad) for p in frozen.parameters()]\nfor p, _ in kept:\n    p.requires_grad = False\n"
            "y = frozen(learning(x))\nfor p, on in kept:\n    p.requires_grad = on\nreturn y"
        ),
        forward("import copy\nreturn copy.deepcopy(frozen).requires_grad_(False)(learning(x))"),
    ],
    "13.4": [
        mean_loss("total = 0.0\nfor _ in range(n):\n    total += step().item()\nreturn total / n"),
        mean_loss("return sum(float(step().detach()) for _ in range(n)) / n"),
        mean_loss("import statistics\nreturn statistics.fmean([step().item() for _ in range(n)])"),
        mean_loss("total = 0.0\nfor _ in range(n):\n    total = total + step().detach()\nreturn (total / n).item()"),
        mean_loss(
            "total = 0.0\nfor _ in range(n):\n    loss = step()\n    total += loss.item()\n    del loss\nreturn total / n"
        ),
        mean_loss("total = 0.0\nfor _ in range(n):\n    loss = step()\n    total += loss.item()\nreturn total / n"),
    ],
    "13.5": [
        reaches("(False, True, False, True, False, True)"),
        reaches("[False, True, False, True, False, True]"),
        reaches("(False, True) * 3"),
        reaches("tuple(i % 2 == 0 for i in range(1, 7))"),
        reaches('("False", "True", "False", "True", "False", "True")'),
    ],
    "13.6": [
        prints('(True, False, False, "RuntimeError", False, True)'),
        prints('[True, False, False, "RuntimeError", False, True]'),
        "on, off = True, False\n" + prints("(on, off, off, RuntimeError.__name__, off, on)"),
        prints('("True", "False", "False", "RuntimeError", "False", "True")'),
    ],
}
