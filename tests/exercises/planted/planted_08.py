"""Answers to the exercises of lesson 08 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def axes(body):
    return "@functools.lru_cache(1024)\n" + defined("broadcast_axes(wide, narrow)", body)


LEAD = "lead = len(wide) - len(narrow)\n"


def undo(body):
    return defined("unbroadcast(grad, shape)", body)


def hand(p, q):
    return f"p_grad = {p}\nq_grad = {q}"


P, Q = "[[321.0], [654.0]]", "[14.0, 19.0, 24.0]"


def loss(body):
    return defined("squared_error(pred, target)", body)


WRONG = {
    "8.1": [
        Wrong(axes(LEAD + "return tuple(range(lead))"), "lacking", "only axes that it lacks"),
        Wrong(
            axes(LEAD + "return tuple(lead + i for i, n in enumerate(narrow) if n == 1 and wide[lead + i] != 1)"),
            "ones",
            "only axes of size 1",
        ),
        Wrong(
            axes(
                LEAD
                + "return tuple(range(lead)) + tuple(i for i, n in enumerate(narrow) if n == 1 and wide[lead + i] != 1)"
            ),
            "counted in narrow",
            "counted in narrow",
        ),
        Wrong(
            axes(LEAD + "return [i for i in range(len(wide)) if i < lead or narrow[i - lead] != wide[i]]"),
            "a list",
            "a list",
        ),
        Wrong(
            axes(LEAD + "return {i for i in range(len(wide)) if i < lead or narrow[i - lead] != wide[i]}"),
            "a list",
            "a set",
        ),
        Wrong(
            axes(LEAD + "return (i for i in range(len(wide)) if i < lead or narrow[i - lead] != wide[i])"),
            "a list",
            "a generator",
        ),
        Wrong(
            axes("return tuple(i for i, (w, n) in enumerate(zip(wide, narrow)) if w != n)"),
            "counted in narrow",
            "from the front",
        ),
        Wrong(
            axes("return tuple(i for i in range(len(wide)) if i >= len(narrow) or narrow[i] != wide[i])"),
            "from the left",
            "lacks the last ones",
        ),
        Wrong(
            axes(LEAD + "return tuple(i for i in range(len(wide)) if narrow[i - lead] != wide[i])"),
            None,
            "counts on from the end of narrow",
        ),
        Wrong(
            axes(
                LEAD
                + "return tuple(range(lead + 1)) + tuple(lead + i for i, n in enumerate(narrow) if n != wide[lead + i])"
            ),
            "one too many",
            "one too many",
        ),
        Wrong(
            axes(
                LEAD
                + "return tuple(range(lead - 1)) + tuple(lead + i for i, n in enumerate(narrow) if n != wide[lead + i])"
            ),
            "ones",
            "one too few",
        ),
        Wrong(
            axes("return tuple(i for i, (w, n) in enumerate(zip(wide[::-1], narrow[::-1])) if w != n)"),
            "always 0",
            "counted backwards",
        ),
        Wrong(
            axes(LEAD + "return tuple(i for i in range(lead, len(wide)) if narrow[i - lead] == wide[i])"),
            "kept",
            "the axes that stay",
        ),
        Wrong(
            axes(LEAD + "return tuple(w for i, w in enumerate(wide) if i < lead or narrow[i - lead] != w)"),
            "sizes",
            "sizes for axes",
        ),
        Wrong(
            axes(LEAD + "return tuple(i < lead or narrow[i - lead] != wide[i] for i in range(len(wide)))"),
            "yes or no",
            "yes or no for each",
        ),
        Wrong(axes("return (0,)"), "always 0", "the example"),
        Wrong(axes(LEAD + "return (0,) if lead else ()"), "lacking", "one axis at most"),
        Wrong(
            axes(
                LEAD
                + "for i in range(len(wide)):\n    if i < lead or narrow[i - lead] != wide[i]:\n        return (i,)\nreturn ()"
            ),
            "the first",
            "the first one",
        ),
        Wrong(axes(LEAD + "return lead"), "how many", "how many it lacks"),
        Wrong(axes(LEAD + "return wide[:lead]"), "sizes", "the sizes that it lacks"),
        Wrong(
            axes(
                "lead = len(narrow) - len(wide)\nreturn tuple(i for i in range(len(wide)) if i < lead or narrow[i - lead] != wide[i])"
            ),
            None,
            "the lead turned round",
        ),
        Wrong(
            axes(LEAD + "tuple(i for i in range(len(wide)) if i < lead or narrow[i - lead] != wide[i])"),
            None,
            "not given back",
        ),
        Wrong(
            axes(
                LEAD
                + "if lead:\n    return tuple(range(lead))\nreturn tuple(i for i, n in enumerate(narrow) if n != wide[i])"
            ),
            "the first",
            "one of the two ways",
        ),
        Wrong(
            axes(
                LEAD + "return tuple(range(lead)), tuple(lead + i for i, n in enumerate(narrow) if n != wide[lead + i])"
            ),
            "two tuples",
            "two tuples",
        ),
        Wrong(
            axes(LEAD + "return tuple(i for i, n in enumerate(wide) if n not in narrow)"),
            None,
            "sizes that are not in narrow",
        ),
        Wrong(axes("return tuple(set(wide) - set(narrow))"), "sizes", "a difference of sizes"),
    ],
    "8.2": [
        Wrong(undo("return grad"), "as it is", "nothing"),
        Wrong(undo("return grad.sum(0)"), "first axis", "the first axis"),
        Wrong(undo("return grad.sum(1)"), "last axis", "the second axis"),
        Wrong(undo("return grad.sum(axis=broadcast_axes(grad.shape, shape))"), "dropped", "axes of size 1 are gone"),
        Wrong(
            undo("return grad.sum(axis=broadcast_axes(grad.shape, shape), keepdims=True)"),
            "kept",
            "axes too many are kept",
        ),
        Wrong(undo("return grad.mean(axis=broadcast_axes(grad.shape, shape)).reshape(shape)"), "mean", "the mean"),
        Wrong(undo("return grad.max(axis=broadcast_axes(grad.shape, shape)).reshape(shape)"), "largest", "the largest"),
        Wrong(
            undo("return grad.prod(axis=broadcast_axes(grad.shape, shape)).reshape(shape)"), "product", "the product"
        ),
        Wrong(undo("return abs(grad).sum(axis=broadcast_axes(grad.shape, shape)).reshape(shape)"), "size", "sizes"),
        Wrong(undo("return -grad.sum(axis=broadcast_axes(grad.shape, shape)).reshape(shape)"), "sign", "the sign"),
        Wrong(undo("return grad.reshape(shape)"), None, "reshaped"),
        Wrong(undo("return np.resize(grad, shape)"), "cut", "cut off"),
        Wrong(undo("return np.full(shape, grad.sum(), grad.dtype)"), "everything", "the sum of all for each"),
        Wrong(undo("return grad.sum()"), "everything", "the sum of all"),
        Wrong(undo("return np.broadcast_to(grad, shape)"), None, "broadcast once more"),
        Wrong(
            undo(
                "for axis in broadcast_axes(grad.shape, shape):\n    grad = grad.sum(axis)\nreturn grad.reshape(shape)"
            ),
            "one after the other",
            "axes move on",
        ),
        Wrong(
            undo(
                "for axis in broadcast_axes(grad.shape, shape):\n    total = grad.sum(axis)\nreturn total.reshape(shape)"
            ),
            "one axis only",
            "the last axis only",
        ),
        Wrong(
            undo(
                "for axis in broadcast_axes(grad.shape, shape):\n    return grad.sum(axis).reshape(shape)\nreturn grad"
            ),
            "one axis only",
            "the first stretched axis only",
        ),
        Wrong(
            undo("return grad.sum(tuple(range(grad.ndim - len(shape)))).reshape(shape)"),
            "first axis",
            "only axes that it lacks",
        ),
        Wrong(
            undo("return grad.sum(tuple(i for i, n in enumerate(shape) if n == 1)).reshape(shape)"),
            None,
            "only axes of size 1",
        ),
        Wrong(undo("return grad.sum(axis=broadcast_axes(grad.shape, shape)).tolist()"), "dropped", "a list"),
        Wrong(
            undo("return grad.sum(axis=broadcast_axes(grad.shape, shape), dtype=np.float64).reshape(shape)"),
            "type",
            "of another type",
        ),
        Wrong(undo("return grad.sum(axis=broadcast_axes(shape, grad.shape)).reshape(shape)"), None, "shapes exchanged"),
        Wrong(
            undo(
                "axes = broadcast_axes(grad.shape, shape)\n"
                "return grad.sum(tuple(i for i in range(grad.ndim) if i not in axes)).reshape(shape)"
            ),
            None,
            "the axes that stay",
        ),
        Wrong(undo("return grad[0] * len(grad)"), "one row", "one row, times the rows"),
        Wrong(
            undo("while grad.ndim > len(shape):\n    grad = grad[0]\nreturn grad.reshape(shape)"), None, "the first row"
        ),
        Wrong(undo("grad.sum(axis=broadcast_axes(grad.shape, shape)).reshape(shape)"), None, "not given back"),
        Wrong(
            undo(
                "import minigrad\nreturn minigrad.tensor(grad.sum(axis=broadcast_axes(grad.shape, shape)).reshape(shape))"
            ),
            "no array",
            "a tensor",
        ),
        Wrong(
            undo(
                "grad *= 1\nout = grad.sum(axis=broadcast_axes(grad.shape, shape)).reshape(shape)\ngrad[...] = 0\nreturn out"
            ),
            "changed",
            "wipes its input",
        ),
        Wrong(
            undo("return grad.sum(axis=broadcast_axes(grad.shape, shape)).reshape(shape[::-1])"),
            "shape",
            "the shape backwards",
        ),
        Wrong(undo("return np.cumsum(grad, 0)[-1].reshape(shape)"), "first axis", "the last of running sums"),
        Wrong(
            undo(
                "axes = broadcast_axes(grad.shape, shape)\nreturn grad.sum(axis=axes).reshape(shape) / max(len(axes), 1)"
            ),
            "one axis only",
            "over the axes",
        ),
    ],
    "8.3": [
        Wrong(hand("[321.0, 654.0]", Q), "flat", "p without its shape"),
        Wrong(hand("[[321.0, 654.0]]", Q), "flat", "p lies"),
        Wrong(hand(P, "[[14.0, 19.0, 24.0]]"), "flat", "q with an axis more"),
        Wrong(hand(P, "[[14.0], [19.0], [24.0]]"), "flat", "q stands"),
        Wrong(hand("[[6.0], [15.0]]", "[5.0, 7.0, 9.0]"), "no factor", "the other factor forgotten"),
        Wrong(hand("[[111.0], [111.0]]", "[5.0, 5.0, 5.0]"), "no upstream", "the upstream gradient forgotten"),
        Wrong(hand("[14.0, 19.0, 24.0]", "[[321.0], [654.0]]"), "swapped", "exchanged"),
        Wrong(
            hand("[[1.0, 20.0, 300.0], [4.0, 50.0, 600.0]]", "[[2.0, 4.0, 6.0], [12.0, 15.0, 18.0]]"),
            "not summed",
            "no sums",
        ),
        Wrong(hand("[[107.0], [218.0]]", "[7.0, 9.5, 12.0]"), "mean", "means"),
        Wrong(hand("[[12.0], [45.0]]", "[5.0, 70.0, 900.0]"), "own factor", "times itself"),
        Wrong(hand("[[666.0], [1665.0]]", "[25.0, 35.0, 45.0]"), "sums first", "sums multiplied"),
        Wrong(hand("[[300.0], [600.0]]", "[12.0, 15.0, 18.0]"), "one of them", "the last only"),
        Wrong(hand("[[321.0], [654.0]]", "[14.0, 19.0, 25.0]"), None, "a slip in q"),
        Wrong(hand("[[321.0], [645.0]]", Q), None, "a slip in p"),
        Wrong(hand("[5.0, 7.0, 9.0]", "[[6.0], [15.0]]"), "crossed", "exchanged, without factors"),
        Wrong(hand("[[975.0]]", "[57.0]"), "one number", "all added up"),
        Wrong(hand("975.0", "57.0"), "one number", "one number each"),
        Wrong(hand("[5.0, 70.0, 900.0]", "[[12.0], [45.0]]"), "crossed", "sums over the other axes"),
        Wrong(hand("'[[321.0], [654.0]]'", "'[14.0, 19.0, 24.0]'"), None, "text"),
        Wrong(hand("[[2.0], [3.0]]", "[1.0, 10.0, 100.0]"), "as given", "p and q themselves"),
        Wrong(hand(P, "[24.0, 19.0, 14.0]"), "order", "q backwards"),
        Wrong(hand("[[642.0], [1962.0]]", "[14.0, 190.0, 2400.0]"), "both factors", "own factor too"),
    ],
    "8.4": [
        Wrong("upstream = np.ones((3, 3))", "all alike", "ones"),
        Wrong("upstream = np.zeros((3, 3))", "all alike", "zeros"),
        Wrong("upstream = np.eye(3)", "symmetric", "the unit matrix"),
        Wrong("upstream = -np.ones((3, 3))", "all alike", "minus ones"),
        Wrong("upstream = np.arange(9.0).reshape(3, 3)", "one sign", "no minus"),
        Wrong("upstream = np.array([[1, -2, 3], [1, -2, 3], [1, -2, 3]])", "rows alike", "rows alike"),
        Wrong("upstream = np.array([[1.0, 2, -3], [2, 5, 6], [-3, 6, 9]])", "symmetric", "symmetric"),
        Wrong("upstream = np.array([[-1.0, 2, 3], [4, 5, 6]])", "no 3 by 3", "two rows"),
        Wrong("upstream = np.array([1.0, -2.0, 3.0])", "no 3 by 3", "one row"),
        Wrong("upstream = np.full((3, 3), np.nan)", "not finite", "nan"),
        Wrong("upstream = np.array([[np.nan, -1, 2], [3, 4, 5], [6, 7, 8.0]])", "not finite", "a nan among numbers"),
        Wrong("upstream = np.full((3, 3), np.inf)", "not finite", "infinity"),
        Wrong("upstream = np.full((3, 3), 7.0)", "all alike", "sevens"),
        Wrong(
            "upstream = np.array([[-1.0, -2, -3], [-1, -2, -3], [-1, -2, -3]])", "rows alike", "rows alike, below zero"
        ),
        Wrong("upstream = np.diag([1.0, -2.0, 3.0])", "symmetric", "a diagonal"),
        Wrong("upstream = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]", "all alike", "a list of ones"),
        Wrong("upstream = 'random'", "no 3 by 3", "text"),
        Wrong("upstream = 5.0", "no 3 by 3", "a number"),
        Wrong("upstream = np.ones((3, 3, 3))", "no 3 by 3", "an axis more"),
        Wrong("upstream = np.arange(9.0)", "no 3 by 3", "flat"),
        Wrong("upstream = np.array([['a', 'b', 'c']] * 3)", "no 3 by 3", "letters"),
    ],
    "8.5": [
        Wrong(loss("return ((pred - target) ** 2).mean()"), "all pairs", "each with each"),
        Wrong(loss("return ((pred.flatten() - target) ** 2).sum()"), "sum", "the sum"),
        Wrong(loss("return (pred.flatten() - target).mean()"), "no square", "not squared"),
        Wrong(loss("return (pred.flatten() - target).mean() ** 2"), "square of the mean", "the mean squared"),
        Wrong(loss("return (pred.flatten() - target).abs().mean()"), "absolute", "sizes"),
        Wrong(loss("return ((pred.flatten() - target) ** 2)"), "one by one", "no mean"),
        Wrong(loss("return ((pred.flatten() - target) ** 2).mean().sqrt()"), "root", "the root"),
        Wrong(loss("return ((pred.detach().flatten() - target) ** 2).mean()"), "cut off", "detached"),
        Wrong(loss("return ((pred.flatten() - target) ** 2).mean().item()"), "no tensor", "a Python number"),
        Wrong(loss("return ((pred.data.flatten() - target) ** 2).mean()"), "cut off", "its data"),
        Wrong(loss("return ((pred - target) ** 2).mean() / len(target)"), "all pairs", "each with each, over n"),
        Wrong(loss("return ((pred - target) ** 2).sum() / len(target)"), "all pairs", "each with each, summed"),
        Wrong(loss("return ((pred - target.reshape(1, -1)) ** 2).mean()"), "all pairs", "the targets lie"),
        Wrong(loss("return ((pred - target.T) ** 2).mean()"), "all pairs", "a transpose that does nothing"),
        Wrong(loss("return ((pred.reshape(5) - target) ** 2).mean()"), None, "for five only"),
        Wrong(loss("return ((pred[0] - target) ** 2).mean()"), "one prediction", "the first prediction"),
        Wrong(loss("return ((pred[:, 0] - target[0]) ** 2).mean()"), "one target", "the first target"),
        Wrong(loss("return ((pred.flatten() - target) ** 2).mean() / 2"), "half", "half of it"),
        Wrong(loss("return ((pred.flatten() - target) ** 2).sum() / 5"), None, "over five"),
        Wrong(loss("return ((pred.flatten() + target) ** 2).mean()"), "plus", "plus"),
        Wrong(loss("return (pred.flatten() ** 2 - target ** 2).mean()"), "squares first", "squares subtracted"),
        Wrong(loss("return ((pred.mean() - target) ** 2).mean()"), "of the mean", "the mean prediction"),
        Wrong(loss("return ((pred.mean() - target.mean()) ** 2)"), "square of the mean", "the means"),
        Wrong(
            loss("target.unsqueeze_(1)\nreturn ((pred - target) ** 2).mean()"),
            "changed",
            "the targets are reshaped in place",
        ),
        Wrong(loss("return ((pred.flatten() - target) ** 2).sum() / (len(target) - 1)"), "one less", "over one less"),
        Wrong(
            loss("return sum((p.item() - t.item()) ** 2 for p, t in zip(pred, target)) / len(target)"),
            "no tensor",
            "of Python numbers",
        ),
        Wrong(
            loss("return mg.tensor(((pred.flatten() - target) ** 2).mean().item(), requires_grad=True)"),
            "cut off",
            "a new leaf",
        ),
        Wrong(loss("return mg.tensor(0.0, requires_grad=True)"), None, "the loss of the example"),
        Wrong(loss("((pred.flatten() - target) ** 2).mean()"), "no tensor", "not given back"),
        Wrong(loss("return ((pred.flatten() - target) ** 2).mean().backward()"), "no tensor", "goes backward itself"),
        Wrong(loss("return ((pred.flatten() - target) ** 2).max()"), "largest", "the largest"),
        Wrong(loss("return ((pred.squeeze(0) - target) ** 2).mean()"), "all pairs", "the wrong axis is squeezed"),
        Wrong(
            loss("with mg.no_grad():\n    d = pred.flatten() - target\nreturn (d ** 2).mean()"),
            "cut off",
            "not recorded",
        ),
    ],
}

RIGHT = {
    "8.1": [
        axes(
            LEAD
            + "return tuple(range(lead)) + tuple(lead + i for i, n in enumerate(narrow) if n == 1 and wide[lead + i] != 1)"
        ),
        axes(
            "full = (1,) * (len(wide) - len(narrow)) + tuple(narrow)\nreturn tuple(i for i in range(len(wide)) if full[i] != wide[i] or i < len(wide) - len(narrow))"
        ),
        axes(
            LEAD
            + "found = []\nfor i in range(len(wide)):\n    if i < lead or narrow[i - lead] != wide[i]:\n        found.append(i)\nreturn tuple(found)"
        ),
        axes(LEAD + "return (*range(lead), *[i for i in range(lead, len(wide)) if wide[i] > narrow[i - lead]])"),
        axes(
            "found = ()\nfor back in range(1, len(wide) + 1):\n"
            "    if back > len(narrow) or narrow[-back] != wide[-back]:\n        found = (len(wide) - back, *found)\nreturn found"
        ),
        axes(LEAD + "return tuple(lead + i for i, n in enumerate(narrow) if n != wide[lead + i]) + tuple(range(lead))"),
        axes(LEAD + "return tuple(range(lead)) + tuple(lead + i for i, n in enumerate(narrow) if n == 1)"),
        axes(LEAD + "return tuple(i - len(wide) for i in range(len(wide)) if i < lead or narrow[i - lead] != wide[i])"),
    ],
    "8.2": [
        undo("return grad.sum(axis=broadcast_axes(grad.shape, shape)).reshape(shape)"),
        undo(
            "while grad.ndim > len(shape):\n    grad = grad.sum(0)\n"
            "for axis, n in enumerate(shape):\n    if n == 1:\n        grad = grad.sum(axis, keepdims=True)\nreturn grad"
        ),
        undo(
            "for axis in reversed(broadcast_axes(grad.shape, shape)):\n    grad = grad.sum(axis)\nreturn grad.reshape(shape)"
        ),
        undo("return np.add.reduce(grad, axis=broadcast_axes(grad.shape, shape), keepdims=True).reshape(shape)"),
        undo(
            "if grad.shape == shape:\n    return grad\nreturn np.sum(grad, broadcast_axes(grad.shape, tuple(shape))).reshape(shape)"
        ),
    ],
    "8.3": [
        hand(P, Q),
        hand("[[321], [654]]", "[14, 19, 24]"),
        hand("np.array([[321.0], [654.0]])", "np.array([14.0, 19.0, 24.0])"),
        hand("mg.tensor([[321.0], [654.0]])", "mg.tensor([14.0, 19.0, 24.0])"),
        hand(
            "[[1 * 1 + 2 * 10 + 3 * 100], [4 * 1 + 5 * 10 + 6 * 100]]",
            "[2 * a + 3 * b for a, b in [(1, 4), (2, 5), (3, 6)]]",
        ),
    ],
    "8.4": [
        "upstream = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])",
        "upstream = np.arange(9.0).reshape(3, 3) - 4",
        "upstream = np.zeros((3, 3))\nupstream[1, 0] = -1",
        "upstream = np.array([[1, -2, 3], [4, 5, -6], [-7, 8, 9]])",
        "upstream = [[1.0, -2.0, 3.0], [4.0, 5.0, -6.0], [-7.0, 8.0, 9.0]]",
        "upstream = mg.tensor([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0], [-7.0, 8.0, 9.0]])",
        "upstream = np.array([[2.0, -1, 0], [2, 5, 1], [2, 8, 3]])[::-1].T",
    ],
    "8.5": [
        loss("return ((pred.squeeze(1) - target) ** 2).mean()"),
        loss("return ((pred - target[:, None]) ** 2).mean()"),
        loss("d = pred.flatten() - target\nreturn (d * d).sum() / len(target)"),
        loss("return ((pred.T - target) ** 2).mean()"),
        loss("return sum((p[0] - t) ** 2 for p, t in zip(pred, target)) / len(target)"),
        loss("return ((pred - target) ** 2).diagonal().mean()"),
        loss("return mg.nn.functional.mse_loss(pred.reshape(-1), target)"),
    ],
}
