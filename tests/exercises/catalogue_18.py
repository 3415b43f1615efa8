"""Answers to the exercises of lesson 18, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"18.5": "CASES"}

SUPPORT = {
    "18": """
        import minigrad as mg
        from minigrad.autograd.profiler import profile
        from minigrad.course.exercises.lesson_18 import unseen

        x1 = mg.randn(1000, requires_grad=True)
        A = mg.randn(100, 10, requires_grad=True)
        B = mg.randn(10, 10, requires_grad=True)
        C = mg.randn(10, 10)
        """,
}

WRONG = {
    "18.1": [
        Wrong(
            """
            saves = (8000, 8000, 0, 4000, 4400, 400)
            """,
            "both",
            "input and result of exp",
        ),
        Wrong(
            """
            saves = (0, 4000, 0, 4000, 4400, 400)
            """,
            "nothing",
            "exp keeps nothing",
        ),
        Wrong(
            """
            saves = (4000, 4000, 4000, 4000, 4400, 400)
            """,
            "input",
            "10 * x keeps x",
        ),
        Wrong(
            """
            saves = (4000, 4000, 4, 4000, 4400, 400)
            """,
            "number",
            "10 is an array of one number",
        ),
        Wrong(
            """
            saves = (4000, 4000, 0, 8000, 4400, 400)
            """,
            "twice",
            "both factors of x * x",
        ),
        Wrong(
            """
            saves = (4000, 4000, 0, 4000, 4000, 400)
            """,
            "one factor",
            "A alone",
        ),
        Wrong(
            """
            saves = (4000, 4000, 0, 4000, 4400, 4400)
            """,
            "constant",
            "A is kept for C, which has no gradient",
        ),
        Wrong(
            """
            saves = (4000, 4000, 0, 4000, 4400, 4000)
            """,
            "own",
            "A for its own gradient",
        ),
        Wrong(
            """
            saves = (1000, 1000, 0, 1000, 1100, 100)
            """,
            "numbers",
            "counts numbers",
        ),
        Wrong(
            """
            saves = 4000
            """,
            "not six",
            "one answer",
        ),
        Wrong(
            """
            saves = ("result", "input", "nothing", "input", "both", "C")
            """,
            None,
            "words",
        ),
    ],
    "18.2": [
        Wrong(
            """
            holds = (12000, 12000, 0, 12000, 0, 4000)
            """,
            "after backward",
            "backward frees nothing",
        ),
        Wrong(
            """
            holds = (0, 0, 0, 12000, 0, 4000)
            """,
            "no backward",
            "kept for a backward pass only when there is one",
        ),
        Wrong(
            """
            holds = (0, 4000, 0, 4000, 0, 4000)
            """,
            "only the last",
            "the last of the list",
        ),
        Wrong(
            """
            holds = (0, 12000, 12000, 12000, 0, 4000)
            """,
            "a number",
            "item keeps the graph",
        ),
        Wrong(
            """
            holds = (0, 12000, 0, 0, 0, 4000)
            """,
            "retained",
            "freed by any backward pass",
        ),
        Wrong(
            """
            holds = (0, 12000, 0, 12000, 12000, 4000)
            """,
            "detached",
            "detach keeps the graph",
        ),
        Wrong(
            """
            holds = (0, 12000, 0, 12000, 0, 12000)
            """,
            "replaced",
            "the name has held all three",
        ),
        Wrong(
            """
            holds = (0, 12000, 0, 12000, 0, 0)
            """,
            "the last as well",
            "del loss takes it",
        ),
        Wrong(
            """
            holds = (0, 24000, 0, 24000, 0, 8000)
            """,
            "w * 3.0",
            "each operation keeps its result",
        ),
        Wrong(
            """
            holds = [0, 12000]
            """,
            "not six",
            "two answers",
        ),
        Wrong(
            """
            holds = (0, 3, 0, 3, 0, 1)
            """,
            "no bytes",
            "counts arrays",
        ),
    ],
    "18.3": [
        Wrong(
            """
            def pack_half(tensor):
                return tensor.half()

            def unpack_half(kept):
                return kept
            """,
            "stays half",
            "never back to the dtype it had",
        ),
        Wrong(
            """
            def pack_half(tensor):
                return tensor.half()

            def unpack_half(kept):
                return kept.float()
            """,
            "always float32",
            "float32 was what it had",
        ),
        Wrong(
            """
            def pack_half(tensor):
                return tensor.half(), tensor.dtype

            def unpack_half(kept):
                return kept[0].to(kept[1])
            """,
            "every dtype",
            "whole numbers too",
        ),
        Wrong(
            """
            def pack_half(tensor):
                return tensor.half() if tensor.is_floating_point() else tensor.float(), tensor.dtype

            def unpack_half(kept):
                return kept[0].to(kept[1])
            """,
            "another dtype",
            "whole numbers in float32, which has digits enough for 2049",
        ),
        Wrong(
            """
            def pack_half(tensor):
                return tensor, tensor.dtype

            def unpack_half(kept):
                return kept[0].half().to(kept[1])
            """,
            "not smaller",
            "packs when it unpacks",
        ),
        Wrong(
            """
            def pack_half(tensor):
                return tensor.to(mg.int16), tensor.dtype

            def unpack_half(kept):
                return kept[0].to(kept[1])
            """,
            "whole numbers",
            "int16 has half of the bytes too",
        ),
        Wrong(
            """
            def pack_half(tensor):
                return tensor.half().numpy(), tensor.dtype

            def unpack_half(kept):
                return kept[0].astype("float32")
            """,
            "no tensor",
            "an array",
        ),
        Wrong(
            """
            def pack_half(tensor):
                return tensor[: len(tensor) // 2]

            def unpack_half(kept):
                return kept
            """,
            None,
            "half of the numbers",
        ),
    ],
    "18.4": [
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                return function(*args, **kwargs)
            """,
            "kept",
            "no hooks at all",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                from ..autograd.grad_mode import no_grad
                with no_grad():
                    return function(*args, **kwargs)
            """,
            "no way back",
            "nothing recorded",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, again = itertools.count(), {}

                def unpack(number):
                    if number not in again:
                        found = []
                        with saved_tensors_hooks(found.append, lambda nothing: nothing):
                            function(*args, **kwargs)
                        again.update(enumerate(found))
                    return again.pop(number)

                with saved_tensors_hooks(lambda tensor: next(numbers), unpack):
                    return function(*args, **kwargs)
            """,
            "not recorded",
            "forgets that recording is off",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, again = itertools.count(), {}

                def unpack(number):
                    if number not in again:
                        with enable_grad():
                            again[number] = function(*args, **kwargs)
                    return again.pop(number)

                with saved_tensors_hooks(lambda tensor: next(numbers), unpack):
                    return function(*args, **kwargs)
            """,
            "for each",
            "takes the function's result for the tensor that was saved",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, again = itertools.count(), {}

                def unpack(number):
                    if number not in again:
                        with enable_grad():
                            function(*args, **kwargs)
                    return again.pop(number)

                with saved_tensors_hooks(lambda tensor: next(numbers), unpack):
                    return function(*args, **kwargs)
            """,
            "not collected",
            "runs it again without hooks",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, again = itertools.count(), {}
                with saved_tensors_hooks(lambda tensor: next(numbers), lambda number: again.pop(number)):
                    return function(*args, **kwargs)
            """,
            "not again",
            "nothing fills the places",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, found = itertools.count(), []
                with saved_tensors_hooks(lambda tensor: next(numbers), found.__getitem__):
                    result = function(*args, **kwargs)
                with saved_tensors_hooks(found.append, lambda nothing: nothing):
                    function(*args, **kwargs)
                return result
            """,
            "at once",
            "computes again before it is needed",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, again = itertools.count(), {}

                def unpack(number):
                    if number not in again:
                        found = []
                        with enable_grad(), saved_tensors_hooks(found.append, lambda nothing: nothing):
                            function(*args)
                        again.update(enumerate(found))
                    return again.pop(number)

                with saved_tensors_hooks(lambda tensor: next(numbers), unpack):
                    return function(*args)
            """,
            "keywords",
            "forgets keyword arguments",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, again, done = itertools.count(), {}, []

                def unpack(number):
                    if not done:
                        done.append(True)
                        found = []
                        with enable_grad(), saved_tensors_hooks(found.append, lambda nothing: nothing):
                            function(*args, **kwargs)
                        again.update(enumerate(found))
                    return again.pop(number)

                with saved_tensors_hooks(lambda tensor: next(numbers), unpack):
                    return function(*args, **kwargs)
            """,
            "once only",
            "runs again in one pass only",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, again = itertools.count(), {}

                def fill(tensor):
                    again[len(again)] = tensor

                def unpack(number):
                    if number not in again:
                        with enable_grad(), saved_tensors_hooks(fill, lambda nothing: nothing):
                            function(*args, **kwargs)
                    return again.pop(number)

                with saved_tensors_hooks(lambda tensor: next(numbers), unpack):
                    return function(*args, **kwargs)
            """,
            "left over",
            "numbers by what is there",
        ),
        Wrong(
            """
            def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
                numbers, again = itertools.count(), {}

                def unpack(number):
                    if number not in again:
                        found = []
                        with enable_grad(), saved_tensors_hooks(found.append, lambda nothing: nothing):
                            function(*args, **kwargs)
                        again.update(enumerate(reversed(found)))
                    return again.pop(number)

                with saved_tensors_hooks(lambda tensor: next(numbers), unpack):
                    return function(*args, **kwargs)
            """,
            None,
            "in the order of the backward pass",
        ),
    ],
    "18.5": [
        Wrong(
            """
            def runs(n, k):
                forward = n
                backward = n
                return forward + backward
            """,
            "all twice",
            "each layer twice",
        ),
        Wrong(
            """
            def runs(n, k):
                return n
            """,
            "once",
            "nothing again",
        ),
        Wrong(
            """
            def runs(n, k):
                last = n // k
                return n + (n - last)
            """,
            "even",
            "the last segment is as long as the others",
        ),
        Wrong(
            """
            def runs(n, k):
                return (n - 1) + k
            """,
            "a segment is one",
            "one call for each checkpoint",
        ),
        Wrong(
            """
            def runs(n, k):
                total = n
                for i in range(n):
                    total += i + 1
                return total
            """,
            "each from the start",
            "each layer from the start",
        ),
        Wrong(
            """
            def runs(n, k):
                total = 0
                for _ in range(k):
                    total += n
                return total
            """,
            "each segment for each",
            "everything again for each segment",
        ),
        Wrong(
            """
            def runs(n, k):
                size = n // k
                return n + size
            """,
            "one segment",
            "one segment again",
        ),
        Wrong(
            """
            def runs(n, k):
                size = n // k
                return size * (k - 1)
            """,
            "only again",
            "the second runs alone",
        ),
        Wrong(
            """
            def runs(n, k):
                return n + (k - 1) * n / k
            """,
            "a fraction",
            "n / k layers",
        ),
        Wrong(
            """
            def runs(n, k):
                length = round(n / k)
                return n + length * (k - 1)
            """,
            "to the nearest",
            "round for the floor",
        ),
        Wrong(
            """
            import math

            def runs(n, k):
                last = math.ceil(n / k)
                return n + (n - last)
            """,
            "one left over",
            "the last takes one that is left over",
        ),
        Wrong(
            """
            def runs(n, k):
                if k == 1:
                    return n + n
                return n + n // k * (k - 1)
            """,
            "all in one",
            "all of them in one checkpoint",
        ),
        Wrong(
            """
            def runs(n, k):
                return 11
            """,
            "constant",
            "the drawn case",
        ),
        Wrong(
            """
            def runs(n, k):
                once = k
                return n + (n - once)
            """,
            "k for a length",
            "right for 7 in 3",
        ),
    ],
    "18.6": [
        Wrong(
            """
            slow = ("epoch", "aten::select", "aten::sort")
            """,
            "a block",
            "the largest total",
        ),
        Wrong(
            """
            slow = ("aten::exp", "aten::cumsum", "aten::sort")
            """,
            "average",
            "the largest mean",
        ),
        Wrong(
            """
            slow = ("aten::exp", "aten::select", "aten::mul")
            """,
            "calls",
            "the most calls",
        ),
        Wrong(
            """
            slow = ("exp", "select", "TanhBackward0")
            """,
            "a node",
            "a node of the backward pass",
        ),
        Wrong(
            """
            slow = ("exp", "select", "sorting")
            """,
            "not there",
            "no name of the profile",
        ),
        Wrong(
            """
            slow = "exp"
            """,
            "not three",
            "one name",
        ),
        Wrong(
            """
            slow = ("aten::exp", "aten::tanh", "aten::sort")
            """,
            None,
            "a guess",
        ),
    ],
}

RIGHT = {
    "18.1": [
        """
        saves = [4000.0, 4000.0, 0, 4000.0, 4400.0, 400.0]
        """,
        """
        array = 4 * 1000
        saves = (array, array, 0, array, array + 4 * 100, 4 * 100)
        """,
    ],
    "18.2": [
        """
        holds = [0, 12000, 0, 12000, 0, 4000]
        """,
        """
        one = 4 * 1000
        holds = (0, 3 * one, 0, 3 * one, 0, one)
        """,
    ],
    "18.3": [
        """
        def pack_half(tensor):
            if tensor.dtype in (mg.float32, mg.float64):
                return tensor.to(mg.float16), tensor.dtype
            return tensor, None

        def unpack_half(kept):
            small, before = kept
            return small if before is None else small.to(before)
        """,
        """
        import numpy as np

        def pack_half(tensor):
            numbers = tensor.numpy(force=True)
            whole = numbers.dtype.kind in "iub"
            return numbers if whole else numbers.astype(np.float16), numbers.dtype

        def unpack_half(kept):
            return mg.tensor(kept[0].astype(kept[1]))
        """,
    ],
    "18.4": [
        """
        def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
            counter, found = itertools.count(), []

            def unpack(i):
                if not found:
                    with enable_grad():
                        with saved_tensors_hooks(lambda tensor: found.append(tensor.detach()), lambda none: none):
                            function(*args, **kwargs)
                return found[i]

            with saved_tensors_hooks(lambda tensor: next(counter), unpack):
                return function(*args, **kwargs)
        """,
        """
        def checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs):
            class Place:
                tensor = None

            places = []

            def pack(tensor):
                places.append(Place())
                return places[-1]

            def unpack(place):
                if place.tensor is None:
                    empty = iter(places)

                    def fill(tensor):
                        next(empty).tensor = tensor

                    with enable_grad(), saved_tensors_hooks(fill, lambda nothing: nothing):
                        function(*args, **kwargs)
                tensor, place.tensor = place.tensor, None
                return tensor

            with saved_tensors_hooks(pack, unpack):
                return function(*args, **kwargs)
        """,
    ],
    "18.5": [
        """
        def runs(n, k):
            total = n
            for _ in range(k - 1):
                total += n // k
            return total
        """,
        """
        def runs(n, k):
            last = n - (n // k) * (k - 1)
            return 2 * n - last
        """,
    ],
    "18.6": [
        """
        slow = ["exp", "select", "sort"]
        """,
        """
        names = {1: "exp", 2: "select", 3: "sort"}
        slow = tuple([f"aten::{names[seed]}" for seed in (1, 2, 3)])
        """,
    ],
}
