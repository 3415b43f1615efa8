"""Answers to the exercises of lesson 13, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"13.1": "PROGRAMS"}

SUPPORT = {"13": "import minigrad as mg"}

WRONG = {
    "13.1": [
        Wrong(
            """
            def __enter__(self):
                self.before = self.recording

            def __exit__(self, *error):
                set_recording(self.before)
            """,
            "late",
            "takes what is wanted for what was there",
        ),
        Wrong(
            """
            def __enter__(self):
                self.before = set_recording(self.recording)

            def __exit__(self, *error):
                set_recording(True)
            """,
            "always on",
            "leaving means on",
        ),
        Wrong(
            """
            def __enter__(self):
                self.before = set_recording(self.recording)

            def __exit__(self, *error):
                return None
            """,
            "never back",
            "leaves it as it is",
        ),
        Wrong(
            """
            def __enter__(self):
                self.before = mode.recording

            def __exit__(self, *error):
                set_recording(self.before)
            """,
            "never",
            "keeps, but does not switch",
        ),
        Wrong(
            """
            def __enter__(self):
                self.before = set_recording(False)

            def __exit__(self, *error):
                set_recording(self.before)
            """,
            "always off",
            "no_grad in mind",
        ),
        Wrong(
            """
            def __enter__(self):
                self.before = set_recording(not self.recording)

            def __exit__(self, *error):
                set_recording(self.before)
            """,
            "turned round",
            "the flag the other way round",
        ),
        Wrong(
            """
            def __enter__(self):
                self.before = set_recording(self.recording)

            def __exit__(self, *error):
                set_recording(not self.recording)
            """,
            "the other way back",
            "back is the opposite",
        ),
        Wrong(
            """
            def __enter__(self):
                type(self).before = _GradMode.before = set_recording(self.recording)

            def __exit__(self, *error):
                set_recording(_GradMode.before)
            """,
            "one for all",
            "kept in the class",
        ),
        Wrong(
            """
            def __enter__(self):
                self.before = set_recording(self.recording)

            def __exit__(self, *error):
                set_recording(self.before)
                return True
            """,
            "swallowed",
            "returns True",
        ),
        Wrong(
            """
            def __enter__(self):
                self.before = mode.recording
                mode.recording = self.recording

            def __exit__(self, *error):
                mode.recording = self.before
            """,
            "the flag alone",
            "sets the flag without its count",
        ),
        Wrong(
            """
            def __enter__(self):
                self.was = set_recording(self.recording)

            def __exit__(self, *error):
                set_recording(self.was)
            """,
            None,
            "kept under another name",
        ),
    ],
    "13.2": [
        Wrong(
            """
            def detach(self):
                return self.array()
            """,
            "no tensor",
            "an array",
        ),
        Wrong(
            """
            def detach(self):
                self.memory()
                return self
            """,
            "itself",
            "itself",
        ),
        Wrong(
            """
            def detach(self):
                return self * 1.0
            """,
            "history",
            "a new tensor, recorded",
        ),
        Wrong(
            """
            def detach(self):
                self._node = None
                out = Tensor(self.array())
                out._memory = self.memory()
                return out
            """,
            "cut in place",
            "cuts the tensor as well",
        ),
        Wrong(
            """
            def detach(self):
                out = Tensor(self.array().copy())
                out._memory = self.memory()
                return out
            """,
            "a copy",
            "copies",
        ),
        Wrong(
            """
            def detach(self):
                return Tensor(self.array())
            """,
            "not counted",
            "forgets the count",
        ),
        Wrong(
            """
            def detach(self):
                out = Tensor(self.array())
                out.requires_grad = True
                return out
            """,
            "requires",
            "wants a gradient",
        ),
    ],
    "13.3": [
        Wrong(
            """
            def forward(learning, frozen, x):
                with mg.no_grad():
                    return frozen(learning(x))
            """,
            "cut off",
            "no_grad around everything",
        ),
        Wrong(
            """
            def forward(learning, frozen, x):
                for p in learning.parameters():
                    p.grad = None
                return frozen(learning(x))
            """,
            "both learn",
            "nothing is frozen",
        ),
        Wrong(
            """
            def forward(learning, frozen, x):
                learning.requires_grad_(False)
                return frozen(learning(x))
            """,
            "wrong one",
            "the wrong one",
        ),
        Wrong(
            """
            def forward(learning, frozen, x):
                frozen.requires_grad_(False)
                return learning(x)
            """,
            None,
            "leaves the frozen layer out",
        ),
        Wrong(
            """
            def forward(learning, frozen, x):
                frozen.requires_grad_(False)
                hidden = learning(x)
                return frozen(hidden) * 2
            """,
            None,
            "another result",
        ),
    ],
    "13.4": [
        Wrong(
            """
            def mean_loss(step, n):
                total = 0.0
                for _ in range(n):
                    total = total + step()
                return total.item() / n
            """,
            "all kept",
            "the number in the end only",
        ),
        Wrong(
            """
            def mean_loss(step, n):
                total = 0.0
                for _ in range(n):
                    total = total + step().detach()
                return total / n
            """,
            "a tensor",
            "a tensor",
        ),
        Wrong(
            """
            def mean_loss(step, n):
                return float(sum([step().item() for _ in range(n)]))
            """,
            "sum",
            "the sum",
        ),
        Wrong(
            """
            def mean_loss(step, n):
                for _ in range(n):
                    loss = step().item()
                return loss
            """,
            "last",
            "the last",
        ),
        Wrong(
            """
            def mean_loss(step, n):
                numbers = []
                for _ in range(n):
                    numbers.append(step().item())
                return numbers[0]
            """,
            "first",
            "the first",
        ),
        Wrong(
            """
            def mean_loss(step, n):
                numbers = [step().item() for _ in range(n)]
                return sum(numbers) / (n - 1)
            """,
            "one less",
            "n - 1",
        ),
        Wrong(
            """
            def mean_loss(step, n):
                for _ in range(n):
                    total = 0.0
                    total += step().item()
                return total / n
            """,
            "one share",
            "begins anew in each round",
        ),
        Wrong(
            """
            def mean_loss(step, n):
                return step().item()
            """,
            "too seldom",
            "calls it once",
        ),
        Wrong(
            """
            def mean_loss(step, n):
                with mg.no_grad():
                    return sum(step().item() for _ in range(n)) / n
            """,
            "not recorded",
            "no_grad around everything",
        ),
    ],
    "13.5": [
        Wrong(
            """
            reaches = (True, True, False, True, False, True)
            """,
            "item",
            "item",
        ),
        Wrong(
            """
            reaches = (False, False, False, True, False, True)
            """,
            "clone",
            "clone",
        ),
        Wrong(
            """
            reaches = (False, True, True, True, False, True)
            """,
            "data",
            "data",
        ),
        Wrong(
            """
            reaches = (False, True, False, False, False, True)
            """,
            "where",
            "where",
        ),
        Wrong(
            """
            reaches = (False, True, False, True, True, True)
            """,
            "tensor",
            "tensor",
        ),
        Wrong(
            """
            reaches = (False, True, False, True, False, False)
            """,
            "stack",
            "stack",
        ),
        Wrong(
            """
            reaches = [False] * 5
            """,
            "not six",
            "five answers",
        ),
    ],
    "13.6": [
        Wrong(
            """
            prints = (False, False, False, "RuntimeError", False, True)
            """,
            "recorded",
            "y",
        ),
        Wrong(
            """
            prints = (True, True, False, "RuntimeError", False, True)
            """,
            "no_grad",
            "z",
        ),
        Wrong(
            """
            prints = (True, False, True, "RuntimeError", False, True)
            """,
            "detach",
            "w",
        ),
        Wrong(
            """
            prints = (True, False, False, "nothing", False, True)
            """,
            "no history",
            "what the introduction says",
        ),
        Wrong(
            """
            prints = (True, False, False, "RuntimeError", True, True)
            """,
            "parameters",
            "the model",
        ),
        Wrong(
            """
            prints = (True, False, False, "RuntimeError", False, False)
            """,
            "over",
            "no_grad goes on",
        ),
        Wrong(
            """
            prints = True
            """,
            "not six",
            "one answer",
        ),
    ],
}

RIGHT = {
    "13.1": [
        """
        def __enter__(self):
            self.before = mode.recording
            set_recording(self.recording)

        def __exit__(self, *error):
            if mode.recording is not self.before:
                set_recording(self.before)
            return False
        """,
        """
        def __enter__(self):
            self.stack = [*getattr(self, 'stack', []), set_recording(self.recording)]
            self.before = self.stack[-1]

        def __exit__(self, *error):
            was = self.before
            self.stack = getattr(self, 'stack', [])[:-1]
            set_recording(was)
        """,
    ],
    "13.2": [
        """
        def detach(self):
            other = self.memory()
            cut = Tensor(self.array())
            cut._memory = other
            return cut
        """,
        """
        def detach(self):
            with_history = Tensor(self.array(), None)
            setattr(with_history, '_memory', self.memory())
            assert not with_history.requires_grad
            return with_history
        """,
    ],
    "13.3": [
        """
        def forward(learning, frozen, x):
            for parameter in frozen.parameters():
                parameter.requires_grad = False
            hidden = learning(x)
            return frozen(hidden)
        """,
        """
        def forward(learning, frozen, x):
            hidden = learning(x)
            before = [p.requires_grad for p in frozen.parameters()]
            frozen.requires_grad_(False)
            try:
                return frozen(hidden)
            finally:
                for p, flag in zip(frozen.parameters(), before):
                    p.requires_grad_(flag)
        """,
    ],
    "13.4": [
        """
        def mean_loss(step, n):
            return sum(float(step().detach()) for _ in range(n)) / n
        """,
        """
        def mean_loss(step, n):
            total = mg.tensor(0.0)
            for _ in range(n):
                loss = step()
                with mg.no_grad():
                    total += loss
            return (total / n).item()
        """,
    ],
    "13.5": [
        """
        reaches = ['false', 'true', 'false', 'true', 'false', 'true']
        """,
        """
        cut = False
        reaches = (cut, not cut, cut, not cut, cut, not cut)
        """,
    ],
    "13.6": [
        """
        prints = [True, False, False, "runtimeerror", False, True]
        """,
        """
        x = mg.tensor(5.0, requires_grad=True)
        with mg.no_grad():
            z = x * 3
        prints = (True, z.requires_grad, x.detach().requires_grad, RuntimeError.__name__, False, True)
        """,
    ],
}
