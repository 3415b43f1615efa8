"""Answers to the exercises of lesson 07, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"7.1": "SUMMED", "7.2": "MEANT", "7.3": "STARTS", "7.4": "WEIGHTED"}

SUPPORT = {"7": "import minigrad as mg"}

WRONG = {
    "7.1": [
        Wrong(
            """
            total = Linear("sum", lambda x: add_up(x, None), x=lambda grad: grad)
            """,
            "as it is",
            "hands the number on",
        ),
        Wrong(
            """
            total = Linear("sum", lambda x: add_up(x, None), x=lambda grad, x_shape: expand(grad / grad, x_shape))
            """,
            "no upstream",
            "the slope is 1, so ones",
        ),
        Wrong(
            """
            total = Linear("sum", lambda x: add_up(x, None), x=lambda grad, x: grad * x)
            """,
            "times x",
            "as a product's rule",
        ),
        Wrong(
            """
            total = Linear("sum", lambda x: add_up(x, None),
                           x=lambda grad, x_shape: expand(grad, x_shape) * count(x_shape, range(len(x_shape))))
            """,
            "times n",
            "each counts for all",
        ),
        Wrong(
            """
            total = Linear("sum", lambda x: add_up(x, None), x=lambda grad, x: grad / x.size + 0 * x)
            """,
            "a mean",
            "shared out",
        ),
        Wrong(
            """
            total = Linear("sum", lambda x: add_up(x, None), x=lambda grad, x: x * 0)
            """,
            "nothing",
            "zeros",
        ),
        Wrong(
            """
            total = Linear("sum", lambda x: add_up(x, None), x=lambda grad, x_shape: np.full(x_shape, float(grad)))
            """,
            "arrays only",
            "NumPy",
        ),
        Wrong(
            """
            total = Linear("sum", lambda x: add_up(x, None), x=lambda grad, x_shape: reshape(grad, x_shape))
            """,
            None,
            "reshape for expand",
        ),
    ],
    "7.2": [
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x_shape: grad / math.prod(x_shape),
            )
            """,
            "as it is",
            "one number",
        ),
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x_shape: expand(grad / grad / math.prod(x_shape), x_shape),
            )
            """,
            "no upstream",
            "forgets the upstream gradient",
        ),
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x_shape: expand(grad, x_shape),
            )
            """,
            "a sum",
            "the sum's rule",
        ),
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x_shape: expand(grad * math.prod(x_shape), x_shape),
            )
            """,
            "times n",
            "times n",
        ),
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x_shape: expand(grad / x_shape[0], x_shape),
            )
            """,
            "rows only",
            "len of x",
        ),
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x_shape: expand(grad / len(x_shape), x_shape),
            )
            """,
            "axes",
            "len of the shape",
        ),
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x: grad * x / math.prod(x.shape),
            )
            """,
            "times x",
            "its own value",
        ),
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x_shape: np.full(x_shape, float(grad) / math.prod(x_shape)),
            )
            """,
            "arrays only",
            "NumPy",
        ),
        Wrong(
            """
            mean_all = Linear(
                "mean",
                lambda x: add_up(x, None) / x.dtype.type(x.size),
                x=lambda grad, x_shape: expand(grad / 2, x_shape),
            )
            """,
            "columns only",
            "right for two numbers",
        ),
    ],
    "7.3": [
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size != 1:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(1.0)
            """,
            "no array in it",
            "a 1 is a 1",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(np.ones(value.shape, value.dtype))
            """,
            "chosen for you",
            "ones for everything",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.ndim > 0:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(np.ones_like(value))
            """,
            "no dimensions only",
            "looks at ndim",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size > 1:
                    raise ValueError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(np.ones_like(value))
            """,
            "another error",
            "ValueError",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size != 1:
                    raise RuntimeError("not a scalar")
                return variable.Tensor(np.ones_like(value))
            """,
            "other words",
            "own words",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size > 1:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(np.ones(value.shape, value.dtype))
            """,
            "no numbers",
            "refuses only what has more than one",
        ),
        Wrong(
            """
            def _implicit(value):
                if value.size != 1:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(np.ones_like(value))
            """,
            "no None",
            "None is not thought of",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size != 1:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return np.ones_like(value)
            """,
            "no tensor",
            "an array",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size != 1:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(value.dtype.type(1))
            """,
            "shape",
            "always without dimensions",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size != 1:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(np.ones(value.shape))
            """,
            "type",
            "always float64",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size != 1:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(value)
            """,
            "the value",
            "the value itself",
        ),
        Wrong(
            """
            def _implicit(value):
                if value is None or value.size != 1:
                    raise RuntimeError("grad can be implicitly created only for scalar outputs")
                return variable.Tensor(np.empty(value.shapes))
            """,
            None,
            "a slip of the pen",
        ),
    ],
    "7.4": [
        Wrong(
            """
            def weighted_backward(y, v):
                return (y * v).sum()
            """,
            "no pass",
            "gives the number back",
        ),
        Wrong(
            """
            def weighted_backward(y, v):
                total = y.sum()
                total.backward()
            """,
            "no weights",
            "all ones",
        ),
        Wrong(
            """
            def weighted_backward(y, v):
                weighted = y * v
                weighted.mean().backward()
            """,
            "mean",
            "mean for sum",
        ),
        Wrong(
            """
            def weighted_backward(y, v):
                total = y.sum() * v.sum()
                total.backward()
            """,
            "added first",
            "adds first",
        ),
        Wrong(
            """
            def weighted_backward(y, v):
                total = (y / v).sum()
                total.backward()
            """,
            "divided",
            "divides",
        ),
        Wrong(
            """
            def weighted_backward(y, v):
                total = y[0] * v[0]
                for i in range(1, len(y)):
                    total = total + y[i] * v[i]
                total.sum().backward() if y.ndim == 1 else None
            """,
            "one dimension only",
            "by hand, for one dimension",
        ),
        Wrong(
            """
            def weighted_backward(y, v):
                y.backward(v)
            """,
            "with the argument",
            "calls what it is to replace",
        ),
        Wrong(
            """
            def weighted_backward(y, v):
                ys, vs = y.flatten(), v.flatten()
                for i in range(len(ys)):
                    (ys[i] * vs[i]).backward(retain_graph=True)
            """,
            "a pass for each",
            "a pass for each number",
        ),
        Wrong(
            """
            def weighted_backward(y, v):
                (y * v).backward()
            """,
            "several numbers",
            "no sum",
        ),
    ],
    "7.5": [
        Wrong(
            """
            factor = 128
            x_grad = [12.8, 128.0, 0.0128]
            """,
            "the first doubling",
            "begins in the loop",
        ),
        Wrong(
            """
            factor = 512
            x_grad = [51.2, 512.0, 0.0512]
            """,
            "one too many",
            "once more",
        ),
        Wrong(
            """
            factor = 8
            x_grad = [25.6, 256.0, 0.0256]
            """,
            "how often",
            "counts",
        ),
        Wrong(
            """
            factor = 200
            x_grad = [20.0, 200.0, 0.02]
            """,
            "just enough",
            "1000 / 5",
        ),
        Wrong(
            """
            factor = 256
            x_grad = [76.8, 1024.0, 0.0]
            """,
            "times y",
            "weights times y",
        ),
        Wrong(
            """
            factor = 256
            x_grad = [0.3, 4.0, 0.0]
            """,
            "times x",
            "weights times x",
        ),
        Wrong(
            """
            factor = 256
            x_grad = [256.0, 256.0, 256.0]
            """,
            "no weights",
            "no weights",
        ),
        Wrong(
            """
            factor = 256
            x_grad = [0.1, 1.0, 0.0001]
            """,
            "the weights only",
            "only the weights",
        ),
        Wrong(
            """
            factor = 256
            x_grad = 281.6256
            """,
            "added up",
            "one number",
        ),
        Wrong(
            """
            factor = 256
            x_grad = [0.2, 2.0, 0.0002]
            """,
            "the last step",
            "the last line only",
        ),
        Wrong(
            """
            factor = 255
            x_grad = [25.5, 255.0, 0.0255]
            """,
            None,
            "a slip of the pen",
        ),
    ],
}

RIGHT = {
    "7.1": [
        """
        def shared_out(grad, x_shape):
            return expand(grad, x_shape)

        total = Linear("sum", lambda x: add_up(x, None), x=shared_out)
        """,
        """
        total = Linear("sum", lambda x: add_up(x, None), x=lambda grad, x_shape: spread(grad, x_shape, None, False))
        """,
    ],
    "7.2": [
        """
        def weight(shape):
            n = 1
            for size in shape:
                n *= size
            return 1 / n

        mean_all = Linear(
            "mean",
            lambda x: add_up(x, None) / x.dtype.type(x.size),
            x=lambda grad, x_shape: expand(grad * weight(x_shape), x_shape),
        )
        """,
        """
        mean_all = Linear(
            "mean",
            lambda x: add_up(x, None) / x.dtype.type(x.size),
            x=lambda grad, x_shape: expand(grad, x_shape) / count(x_shape, range(len(x_shape))),
        )
        """,
    ],
    "7.3": [
        """
        def _implicit(value):
            one = value is not None and value.size == 1
            if one:
                return variable.Tensor(np.ones_like(value))
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        """,
        """
        def _implicit(value):
            try:
                value.item()
            except (AttributeError, ValueError):
                raise RuntimeError("grad can be implicitly created only for scalar outputs") from None
            return variable.Tensor(np.full(value.shape, 1, dtype=value.dtype))
        """,
    ],
    "7.4": [
        """
        def weighted_backward(y, v):
            (y.flatten() @ v.flatten()).backward()
        """,
        """
        def weighted_backward(y, v):
            total = 0
            for number, weight in zip(y.flatten(), v.flatten()):
                total = total + weight * number
            total.backward()
        """,
    ],
    "7.5": [
        """
        factor = 2 ** 8
        x_grad = mg.tensor([0.1, 1.0, 0.0001]) * factor
        """,
        """
        y, factor = 10.0, 2
        while y < 1000:
            y, factor = 2 * y, 2 * factor
        x_grad = tuple(factor * weight for weight in (0.1, 1.0, 0.0001))
        """,
    ],
}
