"""Answers to the exercises of lesson 08, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"8.1": "SHAPES", "8.2": "GRADS", "8.5": "PAIRS"}

SUPPORT = {"8": "import numpy as np\nimport minigrad as mg"}

WRONG = {
    "8.1": [
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                missing = len(wide) - len(narrow)
                return tuple(range(missing))
            """,
            "lacking",
            "stops after the axes in front",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                shift = len(wide) - len(narrow)
                found = []
                for i in range(len(narrow)):
                    if narrow[i] == 1 and wide[i + shift] > 1:
                        found.append(i + shift)
                return tuple(found)
            """,
            "ones",
            "looks for ones only",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                lead = len(wide) - len(narrow)
                found = list(range(lead))
                for i, n in enumerate(narrow):
                    if n == 1:
                        found.append(i)
                return tuple(found)
            """,
            "counted in narrow",
            "forgets that the axes of narrow begin later",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                return tuple(i for i in range(len(narrow)) if narrow[i] == 1)
            """,
            "in narrow's order",
            "sees ones, and counts them where they stand",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                axes = ()
                for i in range(len(wide)):
                    if i >= len(narrow):
                        axes += (i,)
                    elif narrow[i] == 1 and wide[i] != 1:
                        axes += (i,)
                return axes
            """,
            "from the left",
            "lines up at the left",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                lead = len(wide) - len(narrow)
                return tuple(i + lead for i, n in enumerate(narrow) if n == wide[i + lead])
            """,
            "kept",
            "the axes that match",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                lead = len(wide) - len(narrow)
                front = list(wide[:lead])
                return tuple(front + [m for m, n in zip(wide[lead:], narrow) if m != n])
            """,
            "sizes",
            "collects sizes",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                lead = len(wide) - len(narrow)
                return lead + sum(m != n for m, n in zip(wide[lead:], narrow))
            """,
            "how many",
            "counts",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                lead = len(wide) - len(narrow)
                padded = [1] * lead + list(narrow)
                return [i for i in range(len(wide)) if i < lead or padded[i] != wide[i]]
            """,
            "a list",
            "a list",
        ),
        Wrong(
            """
            @functools.lru_cache(1024)
            def broadcast_axes(wide, narrow):
                return (0,)
            """,
            "always 0",
            "right on the shown example only",
        ),
    ],
    "8.2": [
        Wrong(
            """
            def unbroadcast(grad, shape):
                axes = broadcast_axes(grad.shape, shape)
                for i in range(len(axes)):
                    grad = np.add.reduce(grad, axes[i])
                return grad.reshape(shape)
            """,
            "one after the other",
            "a sum for each axis, from the first on",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                axes = broadcast_axes(grad.shape, shape)
                return grad.mean(axis=axes).reshape(shape)
            """,
            "mean",
            "average",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                axes = broadcast_axes(grad.shape, shape)
                return grad.max(axis=axes).reshape(shape)
            """,
            "largest",
            "the largest wins",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                for axis in sorted(broadcast_axes(grad.shape, shape), reverse=True):
                    grad = grad.take(0, axis=axis)
                return np.reshape(grad, shape)
            """,
            "one of them",
            "all copies are alike",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                return np.sum(grad, axis=broadcast_axes(grad.shape, shape), keepdims=True)
            """,
            "kept",
            "keepdims for ever",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                return np.sum(grad, axis=broadcast_axes(grad.shape, shape))
            """,
            "dropped",
            "no shape given back",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                if grad.shape != shape:
                    broadcast_axes(grad.shape, shape)
                return grad
            """,
            "as it is",
            "finds the axes and forgets them",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                out = np.empty(shape)
                out.flat[:] = grad.flat[: out.size]
                return out
            """,
            "cut",
            "the first few numbers",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                total = np.add.reduce(grad, None)
                return np.zeros(shape) + total
            """,
            "everything",
            "one total",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                axes = broadcast_axes(grad.shape, shape)
                rest = tuple(set(range(len(grad.shape))) - set(axes))
                return np.add.reduce(grad, rest)
            """,
            "others",
            "the other axes",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                out = np.zeros(shape)
                out += 1.0
                return out
            """,
            "ones",
            "forgets the upstream gradient",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                return np.zeros_like(grad, shape=shape)
            """,
            "zeros",
            "stub in disguise",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                size = 1
                for n in shape:
                    size *= n
                return np.full(shape, float(grad.size // size))
            """,
            "count",
            "how often each is used",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                while len(grad.shape) > len(shape):
                    grad = grad.sum(axis=0)
                return grad
            """,
            "lacking",
            "what a popular engine did: only the leading axes",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                return np.add.reduce(grad, 0)
            """,
            "first axis",
            "right on the bias only",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                return np.add.reduce(grad, len(grad.shape) - 1)
            """,
            "last axis",
            "the last axis",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                axes = broadcast_axes(grad.shape, shape)
                out = np.add.reduce(grad, axes).reshape(shape)
                return out.tolist()
            """,
            "no array",
            "a list",
        ),
        Wrong(
            """
            def unbroadcast(grad, shape):
                grad *= 2
                return np.add.reduce(grad, broadcast_axes(grad.shape, shape)).reshape(shape) / 2
            """,
            "changed",
            "changes what it was given",
        ),
    ],
    "8.3": [
        Wrong(
            """
            p_grad = [[321.0], [654.0]]
            q_grad = [5.0, 7.0, 9.0]
            """,
            "no factor",
            "the factor in one of the two",
        ),
        Wrong(
            """
            p_grad = [[111.0], [111.0]]
            q_grad = [5.0, 5.0, 5.0]
            """,
            "no upstream",
            "forgets the upstream gradient",
        ),
        Wrong(
            """
            p_grad = [[12.0], [45.0]]
            q_grad = [5.0, 70.0, 900.0]
            """,
            "own factor",
            "takes its own factor",
        ),
        Wrong(
            """
            p_grad = [[1.0, 20.0, 300.0], [4.0, 50.0, 600.0]]
            q_grad = [[2.0, 4.0, 6.0], [12.0, 15.0, 18.0]]
            """,
            "not summed",
            "leaves out the sum",
        ),
        Wrong(
            """
            p_grad = [[107.0], [218.0]]
            q_grad = [7.0, 9.5, 12.0]
            """,
            "mean",
            "mean for sum",
        ),
        Wrong(
            """
            p_grad = [5.0, 70.0, 900.0]
            q_grad = [12.0, 45.0]
            """,
            "crossed",
            "sums down for p and across for q",
        ),
        Wrong(
            """
            p_grad = [321.0, 654.0]
            q_grad = [14.0, 19.0, 24.0]
            """,
            "flat",
            "p as a row",
        ),
        Wrong(
            """
            p_grad = [14.0, 19.0, 24.0]
            q_grad = [[321.0], [654.0]]
            """,
            "swapped",
            "exchanged",
        ),
        Wrong(
            """
            p_grad = [[321.0], [645.0]]
            q_grad = [14.0, 19.0, 24.0]
            """,
            None,
            "a slip of the pen",
        ),
    ],
    "8.4": [
        Wrong(
            """
            upstream = np.full((3, 3), 2.0)
            """,
            "all alike",
            "twos instead of ones",
        ),
        Wrong(
            """
            upstream = np.array([[1.0, -2.0, 3.0]] * 3)
            """,
            "rows alike",
            "a row three times",
        ),
        Wrong(
            """
            upstream = np.array([[1.0, 2.0, 3.0], [2.0, -4.0, 5.0], [3.0, 5.0, 6.0]])
            """,
            "symmetric",
            "symmetric",
        ),
        Wrong(
            """
            upstream = np.arange(9.0).reshape(3, 3)
            """,
            "one sign",
            "nothing negative",
        ),
        Wrong(
            """
            upstream = [1.0, -2.0, 3.0]
            """,
            "no 3 by 3",
            "one row",
        ),
    ],
    "8.5": [
        Wrong(
            """
            def squared_error(pred, target):
                difference = pred - target
                return (difference * difference).mean()
            """,
            "all pairs",
            "lets it broadcast",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                difference = pred.flatten() - target
                return (difference * difference).sum()
            """,
            "sum",
            "the sum",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                return (pred.flatten() - target).mean()
            """,
            "no square",
            "no square",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                return mg.abs(pred.reshape(-1) - target).mean()
            """,
            "absolute",
            "absolute error",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                difference = pred.reshape(-1) - target
                return 0.5 * (difference * difference).mean()
            """,
            "half",
            "a half in front",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                difference = pred.reshape(-1) - target
                return difference.mean() * difference.mean()
            """,
            "square of the mean",
            "mean first",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                difference = pred.reshape(-1) - target
                return (difference * difference).mean().sqrt()
            """,
            "root",
            "root of the mean",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                difference = pred.reshape(-1) - target.mean()
                return (difference * difference).mean()
            """,
            "to the mean",
            "one mean for all",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                difference = pred.reshape(-1) - target
                return difference * difference
            """,
            "one by one",
            "no mean",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                difference = pred.detach().reshape(-1) - target
                return (difference * difference).mean()
            """,
            "cut off",
            "detached, to be safe",
        ),
        Wrong(
            """
            def squared_error(pred, target):
                return sum((p - t) ** 2 for p, t in zip(pred.flatten().tolist(), target.tolist())) / len(target)
            """,
            "no tensor",
            "a number, not a tensor",
        ),
    ],
}

RIGHT = {
    "8.1": [
        """
        @functools.lru_cache(1024)
        def broadcast_axes(wide, narrow):
            axes, n = [], len(wide)
            for back in range(1, n + 1):
                size = narrow[-back] if back <= len(narrow) else None
                if size is None or (size == 1 and wide[-back] != 1):
                    axes.append(n - back)
            return tuple(axes)
        """,
        """
        @functools.lru_cache(1024)
        def broadcast_axes(wide, narrow):
            padded = (1,) * (len(wide) - len(narrow)) + tuple(narrow)
            lead = len(wide) - len(narrow)
            return tuple(i - len(wide) for i in range(len(wide)) if wide[i] != padded[i] or i < lead)
        """,
    ],
    "8.2": [
        """
        def unbroadcast(grad, shape):
            while grad.ndim > len(shape):
                grad = grad.sum(axis=0)
            for axis, size in enumerate(shape):
                if size == 1:
                    grad = grad.sum(axis=axis, keepdims=True)
            return grad
        """,
        """
        def unbroadcast(grad, shape):
            out = np.zeros(shape, grad.dtype)
            for place in np.ndindex(*grad.shape):
                own = place[len(place) - len(shape) :]
                out[tuple(0 if n == 1 else i for i, n in zip(own, shape))] += grad[place]
            return out
        """,
    ],
    "8.3": [
        """
        p_grad = (np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]) @ np.array([[1.0], [10.0], [100.0]])).tolist()
        q_grad = [1 * 2.0 + 4 * 3.0, 2 * 2.0 + 5 * 3.0, 3 * 2.0 + 6 * 3.0]
        """,
        """
        p = mg.tensor([[2.0], [3.0]], requires_grad=True)
        q = mg.tensor([1.0, 10.0, 100.0], requires_grad=True)
        (p * q).backward(mg.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
        p_grad, q_grad = p.grad, q.grad
        """,
    ],
    "8.4": [
        """
        upstream = [[0, 1, 0], [0, 0, -1], [2, 0, 0]]
        """,
        """
        upstream = np.arange(9.0).reshape(3, 3) - 4.5
        """,
    ],
    "8.5": [
        """
        def squared_error(pred, target):
            return mg.square(pred.squeeze(1) - target).mean()
        """,
        """
        def squared_error(pred, target):
            column = target.reshape(len(target), 1)
            error = pred - column
            return (error * error).sum() / len(target)
        """,
    ],
}
