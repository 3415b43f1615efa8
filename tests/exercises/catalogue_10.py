"""Answers to the exercises of lesson 10, wrong and right."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined

CASES = {"10.1": "PUTS", "10.2": "TIES", "10.4": "LOGS", "10.5": "SCORES", "10.6": "ALLOWED"}

SUPPORT = {"10": "import numpy as np\nimport minigrad as mg\nfrom minigrad.nn import functional"}


def put_adding(body):
    return defined("put_adding(values, shape, key)", body)


def shared_by_ties(share):
    return defined(
        "shared_by_ties(grad, x, result, dim, keepdim)",
        f"""
        at = x == opened(result, x.shape, dim, keepdim)
        ties = total_over(at, tuple(range(len(x.shape))) if dim is None else dim, grad)
        return where(at, {share}, 0)
        """,
    )


def log_total(out):
    return defined(
        "log_total(x, dim, keepdim)",
        f"""
        top = peak(x, dim)
        out = {out}
        return out if keepdim else out.reshape([n for i, n in enumerate(x.shape) if i not in dim])[()]
        """,
    )


def cross_entropy(body):
    return defined("cross_entropy(scores, target)", body)


def shares(body):
    return defined("shares(scores, allowed)", body)


def three(amax_grad, max_dim_grad, max_grad):
    return f"amax_grad = {amax_grad}\nmax_dim_grad = {max_dim_grad}\nmax_grad = {max_grad}"


ZEROS = "out = np.zeros(shape, values.dtype)\n"
OPENED = "opened(grad, x.shape, dim, keepdim)"
AMAX = [[0, 3, 3], [5, 5, 0]]
MAX_DIM = [[0, 6, 0], [10, 0, 0]]
MAX = [[0, 4, 4], [0, 0, 0]]
MASKED = "masked = mg.where(allowed, scores, -np.inf)\n"
ADDED = "scores = scores + mg.where(allowed, 0.0, -np.inf)\n"

WRONG = {
    "10.1": [
        Wrong(put_adding(f"{ZEROS}out[key] += values\nreturn out"), "overwritten", "+= at an index"),
        Wrong(
            put_adding(
                f"{ZEROS}seen = set()\nfor place, value in zip(zip(*key), values):\n"
                "    if place not in seen:\n        out[place] = value\n        seen.add(place)\nreturn out"
            ),
            "the first stays",
            "the first wins",
        ),
        Wrong(
            put_adding(
                f"{ZEROS}often = np.zeros(shape)\nnp.add.at(out, key, values)\nnp.add.at(often, key, 1)\n"
                "return out / np.maximum(often, 1)"
            ),
            "mean",
            "the mean",
        ),
        Wrong(put_adding(f"{ZEROS}np.maximum.at(out, key, values)\nreturn out"), "largest", "maximum.at"),
        Wrong(put_adding(f"{ZEROS}np.add.at(out, key, 1)\nreturn out"), "count", "adds ones: no upstream"),
        Wrong(
            put_adding(
                f"{ZEROS}often = np.zeros(shape)\nnp.add.at(often, key, 1)\nout[key] = values\nreturn out * often"
            ),
            "times the count",
            "counts and multiplies",
        ),
        Wrong(put_adding(f"{ZEROS}some = out[key]\nsome += values\nreturn out"), "nothing", "adds to a copy"),
        Wrong(put_adding(f"{ZEROS}out.ravel()[:values.size] = values\nreturn out"), "in order", "ignores key"),
        Wrong(put_adding("return values"), "as it came", "gives back what it gets"),
        Wrong(
            put_adding("out = np.ones(shape, values.dtype)\nnp.add.at(out, key, values)\nreturn out"),
            "begins with ones",
            "ones for zeros",
        ),
        Wrong(put_adding(f"{ZEROS}out += np.add.reduce(values)\nreturn out"), "everything", "adds all to all"),
        Wrong(put_adding(f"{ZEROS}np.subtract.at(out, key, values)\nreturn out"), "sign", "subtract.at"),
        Wrong(
            put_adding(f"{ZEROS}for i, k in enumerate(key):\n    out[k] = out[k] + values[i]\nreturn out"),
            "lists walked",
            "a loop over key",
        ),
        Wrong(
            put_adding(f"{ZEROS}for place, value in zip(zip(*key), values):\n    out[place] += value\nreturn out"),
            None,
            "a loop for lists of numbers only",
        ),
        Wrong(
            put_adding(f"{ZEROS}for i, n in enumerate(key[0]):\n    out[n] = out[n] + values[i]\nreturn out"),
            "first list only",
            "a loop over the first list",
        ),
        Wrong(
            put_adding(
                "out = np.ones(shape, values.dtype)\nnp.multiply.at(out, key, values)\nout[out == 1] = 0\n"
                "out[key] += out[key] == 0\nreturn out"
            ),
            "product",
            "multiplies",
        ),
        Wrong(
            put_adding(f"{ZEROS}np.add.at(out, key, values)\nvalues *= 0\nreturn out"), "changed", "clears what arrived"
        ),
        Wrong(put_adding("out = np.zeros(shape)\nnp.add.at(out, key, values)\nreturn out"), "type", "zeros of float64"),
    ],
    "10.2": [
        Wrong(shared_by_ties(OPENED), "all of it", "each winner gets all"),
        Wrong(shared_by_ties("1 / ties"), "no upstream", "forgets what arrives"),
        Wrong(shared_by_ties(f"{OPENED} * ties"), "multiplied", "times the winners"),
        Wrong(shared_by_ties(f"{OPENED} / 2"), "halved", "two are in mind"),
        Wrong(shared_by_ties(f"ties / {OPENED}"), "turned round", "divides the other way"),
        Wrong(shared_by_ties(f"-{OPENED} / ties"), "sign", "minus"),
        Wrong(shared_by_ties(f"{OPENED} / count(x.shape, dim)"), "by the length", "divides by the axis"),
        Wrong(shared_by_ties(f"{OPENED} / np.prod(x.shape)"), "by all numbers", "divides by all"),
        Wrong(shared_by_ties(f"{OPENED} / at.sum()"), "of all columns", "all winners"),
        Wrong(shared_by_ties("ties"), "how many", "how many there are"),
        Wrong(shared_by_ties("x / ties"), "the value", "the numbers"),
        Wrong(shared_by_ties(f"{OPENED} / ties * x"), "the value times", "times the numbers"),
        Wrong(shared_by_ties("grad / ties"), "not opened", "grad as it came"),
        Wrong(
            shared_by_ties(f"np.asarray(getattr({OPENED}, '_value', {OPENED})) / ties"), "cut off", "arrays in between"
        ),
    ],
    "10.3": [
        Wrong(three([[0, 6, 0], [10, 0, 0]], MAX_DIM, [[0, 8, 0], [0, 0, 0]]), "first", "one winner everywhere"),
        Wrong(three(AMAX, AMAX, MAX), "shared", "shared everywhere"),
        Wrong(three(AMAX, [[0, 0, 6], [0, 10, 0]], MAX), "last", "the last index"),
        Wrong(three([[0, 6, 6], [10, 10, 0]], MAX_DIM, [[0, 8, 8], [0, 0, 0]]), "all of it", "all for each"),
        Wrong(
            three([[0, 0.5, 0.5], [0.5, 0.5, 0]], [[0, 1, 0], [1, 0, 0]], [[0, 0.5, 0.5], [0, 0, 0]]),
            "no upstream",
            "what arrives is forgotten",
        ),
        Wrong(three(AMAX, MAX_DIM, [[0, 4, 4], [4, 4, 0]]), "each row", "max() by rows"),
        Wrong(
            three([[0, 6, 6], [6, 0, 0]], [[0, 10, 10], [10, 0, 0]], [[0, 8, 8], [8, 0, 0]]), "columns", "along axis 0"
        ),
        Wrong(three([0, 3, 3, 5, 5, 0], MAX_DIM, MAX), "flat", "one list"),
        Wrong(three(AMAX, MAX_DIM, [[0, 8, 0], [0, 0, 1]]), None, "something else"),
    ],
    "10.4": [
        Wrong(log_total("np.log(totals(np.exp(x), dim, True))"), "overflow", "as the formula stands"),
        Wrong(log_total("np.log(totals(np.exp(x - top), dim, True))"), "not added back", "without the top"),
        Wrong(log_total("np.log(totals(np.exp(x - top), dim, True)) - top"), "taken away twice", "minus the top"),
        Wrong(log_total("np.log(totals(np.exp(x - top), dim, True) + top)"), "inside the log", "a bracket too late"),
        Wrong(
            log_total("np.log(totals(np.exp(x) - top, dim, True)) + top"),
            "after the exponential",
            "a bracket too early",
        ),
        Wrong(log_total("totals(np.log(np.exp(x - top)) + top, dim, True)"), "no sum", "logs first"),
        Wrong(
            log_total("np.log(totals(np.exp(x - top), dim, True)) + np.exp(top)"), "as an exponential", "e to the top"
        ),
        Wrong(log_total("top - np.log(totals(np.exp(x - top), dim, True))"), "the log taken away", "minus the log"),
        Wrong(log_total("top"), "the largest", "the top itself"),
        Wrong(log_total("totals(np.exp(x - top), dim, True) + top"), "no log", "without log"),
        Wrong(log_total("np.log(totals(np.exp(x / top), dim, True)) * top"), "divided", "scaled"),
        Wrong(log_total("np.log(averages(np.exp(x - top), dim, True)) + top"), "mean", "the mean"),
        Wrong(log_total("np.log(totals(np.exp(x - top), dim, True)) * top"), "multiplied", "times the top"),
        Wrong(log_total("np.log(totals(x - top, dim, True)) + top"), "no exponential", "without exp"),
        Wrong(log_total("np.log(totals(np.exp(top - x), dim, True)) + top"), "turned round", "top - x"),
        Wrong(log_total("np.log(totals(np.exp(x - top), dim, False)) + top"), "axes lost", "keepdim False"),
        Wrong(
            defined(
                "log_total(x, dim, keepdim)",
                """
                top = np.max(x, dim, keepdims=True)
                out = np.log(totals(np.exp(x - top), dim, True)) + top
                return out if keepdim else out.reshape([n for i, n in enumerate(x.shape) if i not in dim])[()]
                """,
            ),
            "nothing",
            "the largest for the peak",
        ),
    ],
    "10.5": [
        Wrong(
            cross_entropy("right = scores[mg.arange(len(target)), target]\nreturn (scores.logsumexp(1) - right).sum()"),
            "sum",
            "the sum",
        ),
        Wrong(
            cross_entropy("rows = mg.arange(len(target))\nreturn mg.logsumexp(scores, 1) - scores[rows, target]"),
            "each",
            "one by one",
        ),
        Wrong(
            cross_entropy("return scores.log_softmax(1)[mg.arange(len(target)), target].mean()"),
            "sign",
            "without the minus",
        ),
        Wrong(
            cross_entropy("right = scores[:, target]\nreturn (mg.logsumexp(scores, 1) - right).mean()"),
            "all pairs",
            "a slice and an index",
        ),
        Wrong(
            cross_entropy("right = scores[mg.arange(len(target)), target]\nreturn (-right).mean()"),
            "no maximum",
            "the right score",
        ),
        Wrong(
            cross_entropy("best = scores.max(1).values\nreturn (best - scores[mg.arange(len(target)), target]).mean()"),
            "hard",
            "max",
        ),
        Wrong(cross_entropy("return mg.logsumexp(scores, dim=1).mean()"), "no pick", "no target"),
        Wrong(
            cross_entropy("return (scores.logsumexp(1) + scores[range(len(target)), target]).mean()"), "added", "plus"
        ),
        Wrong(
            cross_entropy("return scores.log_softmax(1)[range(len(target)), target].square().mean()"),
            "squared",
            "squares",
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores.max(1).values).mean()"), "the best", "max for pick"
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[0][target]).mean()"), "one picture", "the first row"
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[target, range(len(target))]).mean()"),
            "rows",
            "rows and columns exchanged",
        ),
        Wrong(
            cross_entropy("shares = scores.log_softmax(0)\nreturn -shares[mg.arange(len(target)), target].mean()"),
            "columns",
            "axis 0",
        ),
        Wrong(
            cross_entropy(
                "top = mg.logsumexp(scores.flatten(), 0)\nreturn top - scores[mg.arange(len(target)), target].mean()"
            ),
            "everything",
            "one for all",
        ),
        Wrong(
            cross_entropy("p = mg.softmax(scores, 1)\nreturn -p[range(len(target)), target].mean()"),
            "probability",
            "no log",
        ),
        Wrong(
            cross_entropy("p = mg.softmax(scores, 1)\nreturn -p.log()[range(len(target)), target].mean()"),
            "log of softmax",
            "log of softmax",
        ),
        Wrong(
            cross_entropy(
                "total = mg.exp(scores).sum(1)\nreturn (total.log() - scores[range(len(target)), target]).mean()"
            ),
            "overflow",
            "by the formula",
        ),
        Wrong(cross_entropy("return -scores.log_softmax(1)[:, 0].mean()"), "first class", "column 0"),
        Wrong(
            cross_entropy(
                "right = scores[mg.arange(len(target)), target]\nreturn mg.logsumexp(scores, 1).mean() / right.mean()"
            ),
            "log of the mean",
            "a quotient",
        ),
        Wrong(
            cross_entropy("p = mg.softmax(scores, 1)\nreturn -p.log_softmax(1)[mg.arange(len(target)), target].mean()"),
            "softmax twice",
            "softmax twice",
        ),
        Wrong(
            cross_entropy(
                "n, classes = scores.shape\nreturn -scores.log_softmax(1)[mg.arange(n), target].sum() / classes"
            ),
            "by classes",
            "divides by the classes",
        ),
        Wrong(
            cross_entropy(
                "right = scores[mg.arange(len(target)), target]\nreturn (mg.logsumexp(scores, 1) - right).mean().item()"
            ),
            "no tensor",
            "a number",
        ),
        Wrong(
            cross_entropy(
                "scores = mg.tensor(scores.tolist(), dtype=mg.float64)\n"
                "return (mg.logsumexp(scores, 1) - scores[mg.arange(len(target)), target]).mean()"
            ),
            "cut off",
            "a new tensor",
        ),
    ],
    "10.6": [
        Wrong(shares("return scores.softmax(dim=1)"), "all", "no mask"),
        Wrong(shares(f"{MASKED}return masked.softmax(1)"), "nan", "-inf for all that is not allowed"),
        Wrong(
            shares(f"{ADDED}return mg.softmax(scores, 1).nan_to_num(0.0)"),
            "nan in the gradient",
            "nan_to_num afterwards",
        ),
        Wrong(
            shares("p = mg.softmax(scores, 1)\nreturn mg.where(allowed, p, 0.0)"), "not shared again", "blanked after"
        ),
        Wrong(shares("return mg.softmax(mg.where(allowed, scores, 0.0), 1)"), "zero", "0 for -inf"),
        Wrong(shares("return scores.masked_fill(~allowed, -1e9).softmax(1)"), "uniform", "a large negative number"),
        Wrong(
            shares("e = mg.exp(scores) * allowed\nreturn e / e.sum(1, keepdim=True)"),
            "overflow",
            "exponentials by hand",
        ),
        Wrong(
            shares("p = mg.softmax(scores.masked_fill(allowed, -1e9), 1)\nreturn p * ~allowed"),
            "turned round",
            "masks what is allowed",
        ),
        Wrong(shares("p = mg.softmax(scores.masked_fill(~allowed, -1e9), 0)\nreturn p * allowed"), "columns", "axis 0"),
        Wrong(shares("return scores * allowed"), "scores", "no softmax"),
        Wrong(
            shares("p = mg.softmax(scores.masked_fill(~allowed, -100), 1)\nreturn p.masked_fill(~allowed, 0)"),
            "not low enough",
            "-100",
        ),
        Wrong(shares("return mg.softmax(scores - 1e9 * ~allowed, 1)"), "as if all", "less a large number"),
        Wrong(
            shares("bias = -np.inf * ~allowed\nreturn mg.softmax(scores + bias, 1)"), "-inf times False", "0 times -inf"
        ),
        Wrong(
            shares("p = mg.softmax(scores.masked_fill(~allowed, -1e9), 1)\nreturn (p * allowed).tolist()"),
            "no tensor",
            "lists",
        ),
        Wrong(
            shares("p = mg.softmax(scores.detach().masked_fill(~allowed, -1e9), 1)\nreturn p * allowed"),
            "cut off",
            "detach",
        ),
    ],
}

RIGHT = {
    "10.1": [
        put_adding(
            "places = np.arange(np.prod(shape)).reshape(shape)[key].ravel()\n"
            "out = np.bincount(places, values.ravel(), minlength=int(np.prod(shape)))\n"
            "return out.reshape(shape).astype(values.dtype)"
        ),
        put_adding(
            f"{ZEROS}flat = out.reshape(-1)\nplaces = np.arange(out.size).reshape(shape)[key]\n"
            "for place, value in zip(places.flat, values.flat):\n    flat[place] += value\nreturn out"
        ),
    ],
    "10.2": [
        defined(
            "shared_by_ties(grad, x, result, dim, keepdim)",
            """
            top = opened(result, x.shape, dim, keepdim)
            at = x == top
            axes = tuple(range(len(x.shape))) if dim is None else dim
            return opened(grad, x.shape, dim, keepdim) / total_over(at, axes, grad) * at
            """,
        ),
        shared_by_ties(f"(1 / ties) * {OPENED}"),
    ],
    "10.3": [
        three(
            "[[0, 6 / 2, 6 / 2], [10 / 2, 10 / 2, 0]]", "np.array([[0, 6, 0], [10, 0, 0]])", "[[0, 4, 4], [0.0] * 3]"
        ),
        """
        x = mg.tensor([[3.0, 7.0, 7.0], [4.0, 4.0, 1.0]], requires_grad=True)
        v = mg.tensor([6.0, 10.0])
        (amax_grad,) = mg.autograd.grad(x.amax(1), x, v)
        (max_dim_grad,) = mg.autograd.grad(x.max(1).values, x, v)
        (max_grad,) = mg.autograd.grad(8 * x.max(), x)
        """,
    ],
    "10.4": [
        log_total("top + np.log(np.exp(x - top).sum(dim, keepdims=True))"),
        defined(
            "log_total(x, dim, keepdim)",
            """
            for axis in sorted(dim, reverse=True):
                x = np.logaddexp.reduce(x, axis, keepdims=keepdim)
            return x
            """,
        ),
    ],
    "10.5": [
        """
        def cross_entropy(scores, target):
            rows = mg.arange(len(target))
            return -mg.log_softmax(scores, 1)[rows, target].mean()
        """,
        """
        def cross_entropy(scores, target):
            total = 0.0
            for row, right in zip(scores, target):
                total = total + mg.logsumexp(row, 0) - row[right]
            return total / len(target)
        """,
        """
        def cross_entropy(scores, target):
            right = scores.gather(1, target[:, None])[:, 0]
            return mg.mean(scores.logsumexp(1) - right)
        """,
    ],
    "10.6": [
        shares("p = mg.softmax(scores.masked_fill(~allowed, -1e9), 1)\nreturn p * allowed"),
        shares("return mg.nan_to_num(mg.where(allowed, scores, -np.inf).softmax(1))"),  # where gives back 0, not nan
        shares(
            """
            top = mg.where(allowed, scores, -np.inf).amax(1, keepdim=True).detach()
            top = mg.where(mg.isinf(top), 0.0, top)
            low = mg.where(allowed, scores - top, 0.0)
            e = mg.where(allowed, mg.exp(low), 0.0)
            total = e.sum(1, keepdim=True)
            return e / mg.where(total == 0, 1.0, total)
            """
        ),
    ],
}
