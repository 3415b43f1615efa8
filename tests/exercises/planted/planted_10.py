"""Answers to the exercises of lesson 10 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def put_adding(body, head="out = np.zeros(shape, values.dtype)"):
    return defined("put_adding(values, shape, key)", f"{head}\n{body}\nreturn out")


def shared_by_ties(share, last="return where(at, {}, 0)"):
    return defined(
        "shared_by_ties(grad, x, result, dim, keepdim)",
        "at = x == opened(result, x.shape, dim, keepdim)\n"
        "ties = total_over(at, tuple(range(len(x.shape))) if dim is None else dim, grad)\n" + last.format(share),
    )


def three(amax, max_dim, max_all):
    given = "X = mg.tensor([[3.0, 7.0, 7.0], [4.0, 4.0, 1.0]], requires_grad=True)"
    return f"{given}\namax_grad = {amax}\nmax_dim_grad = {max_dim}\nmax_grad = {max_all}"


def log_total(out, before=""):
    last = "return out if keepdim else out.reshape([n for i, n in enumerate(x.shape) if i not in dim])[()]"
    return defined("log_total(x, dim, keepdim)", f"top = peak(x, dim)\n{before}\nout = {out}\n{last}")


def cross_entropy(body):
    return defined("cross_entropy(scores, target)", body)


def shares(body):
    return defined("shares(scores, allowed)", body)


OPENED = "opened(grad, x.shape, dim, keepdim)"
AMAX = "[[0.0, 3.0, 3.0], [5.0, 5.0, 0.0]]"
MAX_DIM = "[[0.0, 6.0, 0.0], [10.0, 0.0, 0.0]]"
MAX = "[[0.0, 4.0, 4.0], [0.0, 0.0, 0.0]]"
LOWERED = "np.log(totals(np.exp(x - top), dim, True))"
PICKED = "scores[mg.arange(len(scores)), target]"
ANY = "any_allowed = allowed.any(1, keepdim=True)\n"

WRONG = {
    "10.1": [
        Wrong(put_adding("out[key] += values"), "overwritten", "the draft again"),
        Wrong(put_adding("out[key] = values"), "overwritten", "= for +="),
        Wrong(put_adding("np.multiply.at(out, key, values)"), "nothing", "multiplies, as the text's line stands"),
        Wrong(put_adding("np.subtract.at(out, key, values)"), "sign", "subtracts"),
        Wrong(put_adding("np.add.at(out, values, key)"), "exchanged", "values and key exchanged"),
        Wrong(put_adding("np.add(out, key, values)"), None, "np.add without at"),
        Wrong(put_adding("out = np.add.at(out, key, values)"), "none", "keeps the None that at returns"),
        Wrong(put_adding("np.add.at(out, key[0], values)"), "first list only", "first list of key only"),
        Wrong(
            put_adding("for i, place in enumerate(key[0]):\n    out[place] += values[i]"),
            "first list only",
            "loop, first list of key only",
        ),
        Wrong(
            put_adding("for place, value in zip(key, values):\n    out[place] += value"),
            "lists walked",
            "loop over the tuple",
        ),
        Wrong(
            put_adding("out = np.bincount(key[0], weights=values, minlength=shape[0])"),
            "first list only",
            "bincount, one list, float64",
        ),
        Wrong(put_adding("np.add.at(out, list(key), values)"), "first axis only", "tuple as a list"),
        Wrong(put_adding("out[0] = 11\nout[2] = 100"), "first axis only", "hard-coded"),
        Wrong(
            put_adding("np.add.at(np.zeros(shape, values.dtype), key, values)"), "nothing", "adds into another array"
        ),
        Wrong(put_adding("np.add.at(out, key, values)", head="out = np.zeros(shape)"), "type", "float64 always"),
        Wrong(put_adding("np.add.at(values, key, out)"), None, "into the values"),
        Wrong(put_adding("np.maximum.at(out, key, values)"), "largest", "largest share wins"),
        Wrong(put_adding("np.add.at(out, key, 1)"), "count", "counts, forgets the gradient"),
        Wrong(
            put_adding("np.add.at(out, key, values)", head="out = np.ones(shape, values.dtype)"),
            "begins with ones",
            "begins with ones",
        ),
        Wrong(put_adding("np.add.at(out, key, values.sum())"), "everything", "adds the sum of all"),
        Wrong(put_adding("out = out[key] + values"), "as it came", "out = out[key] + values"),
        Wrong(put_adding("out[key] += values\nnp.add.at(out, key, values)"), "twice", "adds twice"),
    ],
    "10.2": [
        Wrong(shared_by_ties("grad / ties"), "not opened", "grad / ties as it stands"),
        Wrong(shared_by_ties("grad"), "not opened", "nobody divides, nobody opens"),
        Wrong(shared_by_ties(OPENED), "all of it", "each the whole"),
        Wrong(
            shared_by_ties("opened(grad / ties, x.shape, dim, keepdim)"), "not opened", "divided before it is opened"
        ),
        Wrong(shared_by_ties("1 / ties"), "no upstream", "forgets what arrives"),
        Wrong(shared_by_ties(OPENED + " * ties"), "multiplied", "multiplies by ties"),
        Wrong(shared_by_ties(OPENED + " / 2"), "halved", "always two winners"),
        Wrong(shared_by_ties(OPENED + " / x.shape[-1]"), "by the length", "all numbers share"),
        Wrong(shared_by_ties("-" + OPENED + " / ties"), "sign", "minus"),
        Wrong(shared_by_ties("opened(grad, x.shape, dim, True) / ties"), "not opened", "opened as if kept"),
        Wrong(shared_by_ties("ties / " + OPENED), "turned round", "upside down"),
        Wrong(shared_by_ties(OPENED + " // ties"), None, "whole numbers only"),
        Wrong(shared_by_ties("grad[:, None] / ties"), "not opened", "one axis, rows only"),
        Wrong(shared_by_ties(OPENED + " / at.sum()"), "of all columns", "ties of the whole"),
        Wrong(shared_by_ties("x / ties"), "the value", "x shared"),
        Wrong(shared_by_ties("opened(result, x.shape, dim, keepdim) / ties"), "the value", "result shared"),
        Wrong(shared_by_ties("", f"return where(at, 0, {OPENED} / ties)"), "losers", "the losers get it"),
        Wrong(shared_by_ties(OPENED + " * x / ties"), "the value times", "grad * x / ties"),
        Wrong(shared_by_ties("", f"return {OPENED} / ties"), "losers", "no where"),
        Wrong(shared_by_ties(OPENED + " / ties ** 2"), None, "ties squared"),
    ],
    "10.3": [
        Wrong(three("[[0.0, 6.0, 6.0], [10.0, 10.0, 0.0]]", MAX_DIM, MAX), "all of it", "amax not shared"),
        Wrong(three(AMAX, AMAX, MAX), "shared", "all three shared"),
        Wrong(three(AMAX, "[[0.0, 0.0, 6.0], [0.0, 10.0, 0.0]]", MAX), "last", "max(dim) takes the last"),
        Wrong(three(AMAX, MAX_DIM, "[[0.0, 8.0, 8.0], [0.0, 0.0, 0.0]]"), "all of it", "max not shared"),
        Wrong(three(AMAX, MAX_DIM, "[[0.0, 0.5, 0.5], [0.0, 0.0, 0.0]]"), "no upstream", "forgets the 8"),
        Wrong(three(AMAX, MAX_DIM, "[[0.0, 8.0, 0.0], [0.0, 0.0, 0.0]]"), "first", "max takes the first"),
        Wrong(three(AMAX, MAX_DIM, "[[0.0, 4.0, 4.0], [4.0, 4.0, 0.0]]"), "each row", "max in each row"),
        Wrong(three(AMAX, MAX_DIM, "[[0.0, 2.0, 2.0], [2.0, 2.0, 0.0]]"), "each row", "max over four winners"),
        Wrong(three(MAX_DIM, AMAX, MAX), "first", "amax and max(dim) exchanged"),
        Wrong(three("[[0.0, 0.5, 0.5], [0.5, 0.5, 0.0]]", MAX_DIM, MAX), "no upstream", "amax forgets what arrives"),
        Wrong(
            three("[[0.0, 5.0, 5.0], [3.0, 3.0, 0.0]]", "[[0.0, 10.0, 0.0], [6.0, 0.0, 0.0]]", MAX),
            "exchanged",
            "rows exchanged",
        ),
        Wrong(
            three(AMAX, "[[0.0, 9.0, 3.0], [15.0, 5.0, 0.0]]", "[[0.0, 13.0, 7.0], [15.0, 5.0, 0.0]]"),
            "added up",
            "added up over the lines",
        ),
        Wrong(three("[7.0, 4.0]", "[7.0, 4.0]", "7.0"), "not gradients", "the maxima, not gradients"),
        Wrong(
            three(
                "[0.0, 3.0, 3.0, 5.0, 5.0, 0.0]", "[0.0, 6.0, 0.0, 10.0, 0.0, 0.0]", "[0.0, 4.0, 4.0, 0.0, 0.0, 0.0]"
            ),
            "flat",
            "flat lists",
        ),
        Wrong(three(AMAX, MAX_DIM, "[[8 / 6] * 3] * 2"), "among all", "max shared by all six"),
        Wrong(
            three(
                "[[0.0, 21.0, 21.0], [20.0, 20.0, 0.0]]",
                "[[0.0, 42.0, 0.0], [40.0, 0.0, 0.0]]",
                "[[0.0, 28.0, 28.0], [0.0, 0.0, 0.0]]",
            ),
            "times the value",
            "times the value",
        ),
        Wrong(
            three(
                "[[0.0, 5.0], [3.0, 5.0], [3.0, 0.0]]",
                "[[0.0, 10.0], [6.0, 0.0], [0.0, 0.0]]",
                "[[0.0, 0.0], [4.0, 0.0], [4.0, 0.0]]",
            ),
            "flat",
            "transposed",
        ),
        Wrong(three("[[-6.0, 3.0, 3.0], [5.0, 5.0, -10.0]]", MAX_DIM, MAX), None, "losers pushed down"),
        Wrong(three(AMAX, "[[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]", MAX), "no upstream", "max(dim) forgets what arrives"),
        Wrong(three(AMAX, "[[0.0, 6.0, 6.0], [10.0, 10.0, 0.0]]", MAX), "all of it", "max(dim) whole to each winner"),
        Wrong(three("'0 3 3, 5 5 0'", MAX_DIM, MAX), None, "words"),
        Wrong(three(AMAX, "[1, 0]", MAX), "not gradients", "indices"),
    ],
    "10.4": [
        Wrong(log_total("np.log(totals(np.exp(x), dim, True))"), "overflow", "the draft"),
        Wrong(log_total(LOWERED), "not added back", "top never given back"),
        Wrong(log_total(LOWERED + " - top"), "taken away twice", "top taken away twice"),
        Wrong(log_total("top * " + LOWERED), "multiplied", "top as a factor"),
        Wrong(log_total("np.log(totals(np.exp(x - top), dim, True) + top)"), "inside the log", "top inside the log"),
        Wrong(
            log_total("np.log(np.exp(top) * totals(np.exp(x - top), dim, True))"), "overflow", "exp(top) inside the log"
        ),
        Wrong(log_total("top"), "the largest", "top alone"),
        Wrong(log_total("np.log(totals(np.exp(x - top + top), dim, True))"), "overflow", "given back inside the exp"),
        Wrong(log_total("np.log(totals(np.exp(x - top), dim, keepdim)) + top"), "axes lost", "keepdim passed on"),
        Wrong(log_total("np.log(totals(np.exp(x - x.max()), dim, True)) + x.max()"), "one top", "the largest of all"),
        Wrong(log_total("np.log(totals(np.exp(x - 1001), dim, True)) + 1001"), "always 1001", "1001 always"),
        Wrong(log_total("np.log(totals(x - top, dim, True)) + top"), "no exponential", "no exp"),
        Wrong(log_total("totals(np.exp(x - top), dim, True) + top"), "no log", "no log"),
        Wrong(
            log_total("np.log(totals(np.exp(x) / np.exp(top), dim, True)) + top"),
            "after the exponential",
            "divided after the exp",
        ),
        Wrong(log_total("totals(np.log(np.exp(x - top)), dim, True) + top"), "no sum", "sum of logs"),
        Wrong(log_total("np.log(totals(np.exp(x), dim, True)) + top", "x -= top"), "changed", "changes x"),
        Wrong(
            log_total("np.log(totals(np.exp(x.astype(np.longdouble)), dim, True)).astype(x.dtype)"),
            "overflow",
            "longdouble",
        ),
        Wrong(log_total("np.log(totals(np.exp(np.clip(x, None, 88)), dim, True))"), "clipped", "clipped"),
        Wrong(log_total("np.log(totals(np.exp(x + top), dim, True)) - top"), "overflow", "top added, not taken"),
        Wrong(log_total("np.log(totals(np.exp(top - x), dim, True)) + top"), "turned round", "top - x"),
        Wrong(
            log_total("np.log(totals(np.exp(x - x.min()), dim, True)) + x.min()"), "the smallest", "the smallest taken"
        ),
        Wrong(log_total("np.log2(totals(np.exp2(x - top), dim, True)) + top"), "powers of 2", "base 2"),
        Wrong(log_total(LOWERED + " + np.log(top)"), "log of the top", "log(top)"),
        Wrong(log_total("np.log(totals(np.exp(x / top), dim, True)) * top"), "divided", "divided by top"),
        Wrong(log_total("np.log(np.exp(x - top).sum()) + top"), "everything", "sum over everything"),
        Wrong(
            log_total("np.log(totals(np.exp(x - top), dim[:1], True)) + top"), "one axis", "one axis, the first of dim"
        ),
        Wrong(log_total("totals(np.log(np.exp(x - top)) + top, dim, True)"), "no sum", "top inside the total"),
        Wrong(log_total("np.log1p(totals(np.exp(x - top), dim, True)) + top"), "one more", "log1p"),
    ],
    "10.5": [
        Wrong(cross_entropy(f"return (mg.logsumexp(scores, 1) - {PICKED}).sum()"), "sum", "sum for mean"),
        Wrong(cross_entropy(f"return ({PICKED} - mg.logsumexp(scores, 1)).mean()"), "sign", "minus"),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[:, target]).mean()"),
            "all pairs",
            "every row with every column",
        ),
        Wrong(
            cross_entropy(f"return (mg.logsumexp(scores, 0) - {PICKED}).mean()"),
            "columns",
            "soft maximum of the columns",
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[[0, 1], [2, 1]]).mean()"),
            "rows",
            "the shown targets",
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[[0, 1], target]).mean()"), "rows", "two rows always"
        ),
        Wrong(cross_entropy("return functional.cross_entropy(scores, target)"), "not own", "the package's own"),
        Wrong(cross_entropy(f"return mg.logsumexp(scores, 1) - {PICKED}"), "each", "no mean"),
        Wrong(cross_entropy(f"return (scores.amax(1) - {PICKED}).mean()"), "hard", "hard maximum"),
        Wrong(
            cross_entropy(f"return (mg.logsumexp(scores, (0, 1)) - {PICKED}).mean()"),
            "everything",
            "soft maximum of everything",
        ),
        Wrong(
            cross_entropy("return -mg.log(mg.softmax(scores, 1))[mg.arange(len(scores)), target].mean()"),
            "log of softmax",
            "log of softmax",
        ),
        Wrong(
            cross_entropy(f"return (mg.log(mg.exp(scores).sum(1)) - {PICKED}).mean()"),
            "overflow",
            "log of the sum of exp",
        ),
        Wrong(cross_entropy(f"return (mg.logsumexp(scores, 1) - {PICKED}).mean().item()"), "no tensor", "a float"),
        Wrong(cross_entropy(f"return (mg.logsumexp(scores, 1) - {PICKED}).mean().detach()"), "cut off", "detached"),
        Wrong(
            cross_entropy("return (1 - mg.softmax(scores, 1)[mg.arange(len(scores)), target]).mean()"),
            "probability",
            "softmax for log",
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[target, mg.arange(len(scores))]).mean()"),
            "rows",
            "row and column exchanged",
        ),
        Wrong(cross_entropy("return mg.logsumexp(scores, 1).mean()"), "no pick", "nothing picked"),
        Wrong(
            cross_entropy(f"return (mg.logsumexp(scores, 1) - {PICKED}).sum() / scores.shape[1]"),
            "by classes",
            "over the classes",
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1, keepdim=True) - scores).mean()"), "all classes", "all scores"
        ),
        Wrong(
            cross_entropy(
                "shares = mg.softmax(scores, 1)\nreturn (mg.logsumexp(shares, 1) - shares[mg.arange(len(scores)), target]).mean()"
            ),
            "softmax twice",
            "softmax first",
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[0, target]).mean()"),
            "one picture",
            "first row only",
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[target].sum(1)).mean()"),
            "rows",
            "target as the row",
        ),
        Wrong(cross_entropy(f"loss = (mg.logsumexp(scores, 1) - {PICKED}).mean()"), "no tensor", "nothing returned"),
        Wrong(
            cross_entropy(
                "return (mg.logsumexp(scores, 1) - scores[mg.arange(len(scores)), scores.max(1).indices]).mean()"
            ),
            "the best",
            "the best class, not the right one",
        ),
        Wrong(cross_entropy(f"return (mg.logsumexp(scores, 1) - {PICKED}).sum() / 2"), "by two", "two always"),
        Wrong(cross_entropy(f"return -{PICKED}.mean()"), "no maximum", "only the pick"),
        Wrong(cross_entropy(f"return (mg.logsumexp(scores, 1) + {PICKED}).mean()"), "added", "soft maximum added"),
        Wrong(
            cross_entropy(f"return mg.logsumexp({PICKED}, 0) - {PICKED}.mean()"),
            "of the picked",
            "soft maximum of the picked",
        ),
        Wrong(
            cross_entropy("return (mg.logsumexp(scores, 1) - scores[mg.arange(scores.shape[1]), target]).mean()"),
            "rows",
            "arange of the classes",
        ),
    ],
    "10.6": [
        Wrong(
            shares("return mg.where(allowed, mg.softmax(scores, 1), 0.0)"),
            "not shared again",
            "softmax of all, then where",
        ),
        Wrong(shares("return mg.softmax(mg.where(allowed, scores, -np.inf), 1)"), "nan", "-inf alone"),
        Wrong(shares("return mg.softmax(scores * allowed, 1)"), "zero", "forbidden scores times 0"),
        Wrong(shares("return mg.softmax(mg.where(allowed, scores, 0.0), 1)"), "zero", "forbidden scores 0"),
        Wrong(
            shares(
                ANY
                + "kept = mg.where(allowed | ~any_allowed, scores, -np.inf)\nreturn mg.where(allowed, mg.softmax(kept, 0), 0.0)"
            ),
            "columns",
            "over the columns",
        ),
        Wrong(
            shares("kept = mg.softmax(scores, 1) * allowed\nreturn kept / kept.sum(1, keepdim=True)"),
            "overflow",
            "divided by the sum, 0 / 0",
        ),
        Wrong(
            shares("kept = mg.softmax(scores, 1) * allowed\nreturn kept / (kept.sum(1, keepdim=True) + 1e-3)"),
            None,
            "a small number in the divisor",
        ),
        Wrong(
            shares(
                ANY
                + "kept = mg.where(allowed, mg.exp(scores), 0.0)\nreturn kept / mg.where(any_allowed, kept.sum(1, keepdim=True), 1.0)"
            ),
            "overflow",
            "exp as it stands",
        ),
        Wrong(
            shares(
                ANY
                + "kept = mg.where(~allowed | ~any_allowed, scores, -np.inf)\nreturn mg.where(~allowed, mg.softmax(kept, 1), 0.0)"
            ),
            "turned round",
            "allowed turned round",
        ),
        Wrong(
            shares(ANY + "return mg.softmax(mg.where(allowed | ~any_allowed, scores, -np.inf), 1)"),
            "as if all",
            "empty rows uniform",
        ),
        Wrong(
            shares("return mg.where(allowed, mg.softmax(mg.where(allowed, scores, -5.0), 1), 0.0)"), None, "-5 for -inf"
        ),
        Wrong(
            shares(
                ANY
                + "kept = mg.where(allowed | ~any_allowed, scores, -np.inf)\nreturn mg.where(allowed, mg.softmax(kept, 1), 0.0).detach()"
            ),
            "cut off",
            "detached",
        ),
        Wrong(
            shares("scores[~allowed] = -np.inf\nreturn mg.softmax(scores, 1)"),
            "changed",
            "-inf written into the scores",
        ),
        Wrong(
            shares(
                "if not allowed.any():\n    return mg.zeros_like(scores)\nreturn mg.softmax(mg.where(allowed, scores, -np.inf), 1)"
            ),
            "nan",
            "only when nothing at all is allowed",
        ),
        Wrong(
            shares(
                "kept = mg.softmax(mg.where(allowed, scores, -np.inf).reshape(-1), 0)\nreturn kept.reshape(scores.shape)"
            ),
            "everything",
            "the softmax of the whole",
        ),
        Wrong(
            shares(
                ANY
                + "kept = mg.where(allowed | ~any_allowed, scores, -np.inf)\nreturn mg.where(allowed, mg.log_softmax(kept, 1), 0.0)"
            ),
            "logs",
            "logs",
        ),
        Wrong(shares("return mg.softmax(mg.where(allowed, scores, -1e9), 1)"), "uniform", "-1e9, empty rows uniform"),
        Wrong(shares("return mg.where(allowed, scores, 0.0)"), "scores", "no softmax"),
        Wrong(
            shares(
                "kept = np.where(allowed.numpy(), np.exp(scores.numpy(force=True)), 0)\nreturn mg.tensor(kept / np.maximum(kept.sum(1, keepdims=True), 1e-30))"
            ),
            "cut off",
            "masked by NumPy, no gradient",
        ),
        Wrong(
            shares(
                ANY
                + "kept = mg.where(allowed | ~any_allowed, scores, -np.inf)\nreturn mg.where(allowed, mg.softmax(kept, 1), 0.0).tolist()"
            ),
            "no tensor",
            "a list",
        ),
        Wrong(
            shares(
                "count = allowed.sum(1, keepdim=True)\nreturn mg.where(allowed, 1.0 / mg.where(count > 0, count, 1), 0.0)"
            ),
            "equal",
            "equal shares",
        ),
        Wrong(shares("return mg.softmax(scores, 1)"), "all", "plain softmax"),
        Wrong(
            shares(ANY + "return mg.softmax(mg.where(allowed | ~any_allowed, scores, np.inf), 1)"),
            "largest",
            "plus inf",
        ),
        Wrong(
            shares("kept = allowed.any(1)\nreturn mg.softmax(mg.where(allowed, scores, -np.inf)[kept], 1)"),
            None,
            "empty rows left out",
        ),
        Wrong(
            shares(
                ANY
                + "kept = mg.softmax(scores, 1) * allowed\nreturn mg.where(any_allowed, kept / kept.sum(1, keepdim=True), 0.0)"
            ),
            "nan in the gradient",
            "where without the sum inside",
        ),
        Wrong(
            shares(
                ANY
                + "kept = mg.where(allowed | ~any_allowed, scores, -np.inf)\nmg.where(allowed, mg.softmax(kept, 1), 0.0)"
            ),
            "no tensor",
            "nothing returned",
        ),
    ],
}

RIGHT = {
    "10.1": [
        put_adding("np.add.at(out, key, values)"),
        put_adding("places = np.arange(out.size).reshape(shape)[key]\nnp.add.at(out.reshape(-1), places, values)"),
        put_adding(
            "places = np.arange(out.size).reshape(shape)[key]\ncounts = np.bincount(places.ravel(), weights=values.ravel(), minlength=out.size)\nout += counts.reshape(shape)"
        ),
        put_adding(
            "places = np.arange(out.size).reshape(shape)[key].reshape(-1, 1)\none_hot = (places == np.arange(out.size)).astype(values.dtype)\nout += (values.ravel() @ one_hot).reshape(shape)"
        ),
        put_adding(
            "places = np.arange(out.size).reshape(shape)[key]\nfor i in np.ndindex(places.shape):\n    out[np.unravel_index(places[i], shape)] += values[i]"
        ),
    ],
    "10.2": [
        shared_by_ties(OPENED + " / ties"),
        shared_by_ties("grad.reshape(ties.shape) / ties"),
        shared_by_ties("opened(grad / ties.reshape(grad.shape), x.shape, dim, keepdim)"),
        shared_by_ties("", f"return {OPENED} * (at / ties)"),
        shared_by_ties(f"(1 / ties) * {OPENED}"),
        shared_by_ties("opened(grad, x.shape, dim, False) / ties"),  # reshapes to what it is
    ],
    "10.3": [
        three(AMAX, MAX_DIM, MAX),
        three("((0, 3, 3), (5, 5, 0))", "((0, 6, 0), (10, 0, 0))", "((0, 4, 4), (0, 0, 0))"),
        three(f"np.array({AMAX})", f"np.array({MAX_DIM})", f"np.array({MAX})"),
        three(f"mg.tensor({AMAX})", f"mg.tensor({MAX_DIM})", f"mg.tensor({MAX})"),
        three(
            "(X.numpy(force=True) == [[7], [4]]) * np.array([[6 / 2], [10 / 2]])",
            "np.eye(3)[[1, 0]] * [[6], [10]]",
            "(X.numpy(force=True) == 7) * 8 / 2",
        ),
    ],
    "10.4": [
        log_total(LOWERED + " + top"),
        log_total("top + np.log(np.exp(x - top).sum(dim, keepdims=True))"),
        log_total("rest", "rest = x\nfor axis in dim:\n    rest = np.logaddexp.reduce(rest, axis=axis, keepdims=True)"),
        log_total("top - np.log(1 / totals(np.exp(x - top), dim, True))"),
        log_total("(np.log(totals(np.exp(x.astype(np.float64) - top), dim, True)) + top).astype(x.dtype)"),
    ],
    "10.5": [
        cross_entropy("n = scores.shape[0]\nreturn (mg.logsumexp(scores, 1) - scores[mg.arange(n), target]).mean()"),
        cross_entropy("return -mg.log_softmax(scores, 1)[mg.arange(len(scores)), target].mean()"),
        cross_entropy(
            "right = target.reshape(-1, 1) == mg.arange(scores.shape[1])\nreturn (mg.logsumexp(scores, 1) - mg.where(right, scores, 0.0).sum(1)).mean()"
        ),
        cross_entropy(
            "total = 0\nfor row, right in zip(scores, target.tolist()):\n    total = total + mg.logsumexp(row, 0) - row[right]\nreturn total / len(scores)"
        ),
        cross_entropy(f"return mg.logsumexp(scores, 1).mean() - {PICKED}.mean()"),
        cross_entropy(
            "right = scores[mg.arange(len(scores)), target].reshape(-1, 1)\nreturn mg.logsumexp(scores - right, 1).mean()"
        ),
    ],
    "10.6": [
        shares(
            ANY
            + "kept = mg.where(allowed | ~any_allowed, scores, -np.inf)\nreturn mg.where(allowed, mg.softmax(kept, 1), 0.0)"
        ),
        shares(
            ANY
            + "kept = mg.where(allowed, scores, -np.inf)\nreturn mg.softmax(mg.where(any_allowed, kept, 0.0), 1) * allowed"
        ),
        shares(
            ANY
            + "top = mg.where(any_allowed, mg.where(allowed, scores, -np.inf).amax(1, keepdim=True), 0.0).detach()\nkept = mg.where(allowed, mg.exp(mg.where(allowed, scores - top, 0.0)), 0.0)\nreturn kept / mg.where(any_allowed, kept.sum(1, keepdim=True), 1.0)"
        ),
        shares(
            ANY
            + "kept = mg.where(allowed, scores, -np.inf)\nlog = mg.logsumexp(mg.where(any_allowed, kept, 0.0), 1, keepdim=True)\nreturn mg.where(allowed, mg.exp(mg.where(allowed, scores - log, 0.0)), 0.0)"
        ),
        shares(
            "rows = []\nfor row, free in zip(scores, allowed):\n    if free.any():\n        rows.append(mg.softmax(mg.where(free, row, -np.inf), 0))\n    else:\n        rows.append(row * 0)\nreturn mg.stack(rows)"
        ),
        shares("return mg.where(allowed, mg.softmax(mg.where(allowed, scores, -1e30), 1), 0.0)"),
        shares(
            ANY + "return mg.where(any_allowed, mg.softmax(mg.where(allowed, scores, -np.inf), 1), 0.0)"
        ),  # where gives back 0, not nan
        shares(
            "kept = mg.where(allowed | ~allowed.any(), scores, -np.inf)\nreturn mg.where(allowed, mg.softmax(kept, 1), 0.0)"
        ),  # here too
    ],
}
