"""Answers to the exercises of lesson 18 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def saves(answer):
    return f"saves = {answer}"


def holds(answer):
    return f"holds = {answer}"


def halves(pack, unpack):
    return defined("pack_half(tensor)", pack) + "\n\n\n" + defined("unpack_half(kept)", unpack)


HEAD = "checkpoint(function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs)"
START = "numbers, again = itertools.count(), {}"
PACK = defined("pack(tensor)", "return next(numbers)")
CALL = "with saved_tensors_hooks(pack, unpack):\n    return function(*args, **kwargs)"


def checkpoint(body):
    return defined(HEAD, body)


def rerun(body, start=START, pack=PACK, call=CALL, end="return again.pop(number)", when="if number not in again:"):
    inside = defined("unpack(number)", f"{when}\n" + "\n".join("    " + line for line in body.split("\n")) + f"\n{end}")
    return checkpoint(f"{start}\n{pack}\n{inside}\n{call}")


# what a run again is told to do with each tensor
KEEP = "order = itertools.count()\ndef keep(t):\n    again[next(order)] = t\n"
AGAIN = KEEP + "with enable_grad(), saved_tensors_hooks(keep, lambda kept: kept):\n    function(*args, **kwargs)"


def runs(body):
    return defined("runs(n, k)", body)


def slow(answer):
    return f"slow = {answer}"


BLOCK = "if tensor.is_floating_point():\n    return tensor.half(), tensor.dtype\nreturn tensor, tensor.dtype"
BACK = "return kept[0].to(kept[1])"

WRONG = {
    "18.1": [
        Wrong(saves("(4000, 4000, 4000, 4000, 4400, 400)"), "input", "a number's partner"),
        Wrong(saves("(4000, 4000, 0, 8000, 4400, 400)"), "twice", "x1 twice"),
        Wrong(saves("(4000, 4000, 0, 4000, 4400, 4400)"), "constant", "both of A and C"),
        Wrong(saves("(4000, 4000, 0, 4000, 4400, 4000)"), "own", "A and not C"),
        Wrong(saves("(8000, 4000, 0, 4000, 4400, 400)"), "both", "input and result of exp"),
        Wrong(saves("(4000, 8000, 0, 4000, 4400, 400)"), "both", "input and result of the power"),
        Wrong(saves("(1000, 1000, 0, 1000, 1100, 100)"), "numbers", "numbers, not bytes"),
        Wrong(saves("(8000, 8000, 0, 8000, 8800, 800)"), "both", "eight bytes each"),
        Wrong(saves("(4000, 4000, 4, 4000, 4400, 400)"), "number", "the number is a tensor"),
        Wrong(saves("(4000, 4000, 0, 4000, 8400, 4400)"), "both", "the product too"),
        Wrong(saves("(4000, 4000, 0, 4000, 4000, 4000)"), "one factor", "the product alone"),
        Wrong(saves("(0, 4000, 0, 4000, 4400, 400)"), "nothing", "exp saves nothing"),
        Wrong(saves("(4000, 4000, 0, 4000, 4400, 0)"), "nothing", "no gradient, nothing"),
        Wrong(saves("(4, 4, 0, 4, 4.4, 0.4)"), None, "kilobytes"),
        Wrong(saves("(4000, 4000, 4000, 8000, 4400, 4400)"), "input", "all that goes in"),
    ],
    "18.2": [
        Wrong(holds("(12000, 12000, 0, 12000, 0, 4000)"), "after backward", "backward frees nothing"),
        Wrong(holds("(0, 12000, 0, 0, 0, 4000)"), "retained", "retain_graph frees too"),
        Wrong(holds("(0, 12000, 0, 12000, 12000, 4000)"), "detached", "detach keeps"),
        Wrong(holds("(0, 12000, 12000, 12000, 0, 4000)"), "a number", "item keeps"),
        Wrong(holds("(0, 12000, 0, 12000, 0, 12000)"), "replaced", "all three held"),
        Wrong(holds("(0, 12000, 0, 12000, 0, 0)"), "the last as well", "del takes the last"),
        Wrong(holds("(0, 4000, 0, 4000, 0, 4000)"), "only the last", "one step only"),
        Wrong(holds("(0, 3000, 0, 3000, 0, 1000)"), "no bytes", "numbers, not bytes"),
        Wrong(holds("(0, 0, 0, 0, 0, 0)"), "no backward", "del frees all"),
        Wrong(holds("(12, 12000, 12, 12000, 12, 4000)"), "the loss", "losses count"),
        Wrong(holds("(0, 12000, 4, 12000, 4, 4000)"), "the loss", "a loss counts"),
        Wrong(holds("(0, 24000, 0, 24000, 0, 8000)"), "w * 3.0", "two arrays a loss"),
        Wrong(holds("(0, 12, 0, 12, 0, 4)"), "no bytes", "kilobytes"),
        Wrong(holds("(0, 8000, 0, 8000, 0, 4000)"), None, "off by one"),
    ],
    "18.3": [
        Wrong(halves("return tensor.half()", "return kept.float()"), "always float32", "all is halved"),
        Wrong(
            halves("return tensor.half() if tensor.is_floating_point() else tensor", "return kept.float()"),
            "always float32",
            "indices come back as numbers",
        ),
        Wrong(
            halves("return tensor.half() if tensor.is_floating_point() else tensor", "return kept"),
            "stays half",
            "never back",
        ),
        Wrong(
            halves(
                "return tensor.half() if tensor.is_floating_point() else tensor",
                "return kept.float() if kept.is_floating_point() else kept",
            ),
            "always float32",
            "always float32",
        ),
        Wrong(
            halves(
                "return tensor.half() if tensor.is_floating_point() else tensor",
                "return kept.double() if kept.is_floating_point() else kept",
            ),
            None,
            "always float64",
        ),
        Wrong(halves("return tensor", "return kept"), "not smaller", "nothing is halved"),
        Wrong(halves("return tensor, tensor.dtype", BACK), "not smaller", "nothing is halved, with a dtype"),
        Wrong(halves("return tensor.half(), tensor.dtype", BACK), "every dtype", "indices pass through half"),
        Wrong(
            halves(
                "if not tensor.is_floating_point():\n    return tensor.half(), tensor.dtype\nreturn tensor, tensor.dtype",
                BACK,
            ),
            "not smaller",
            "the other way round",
        ),
        Wrong(
            halves("if tensor.is_floating_point():\n    return tensor.half(), tensor.dtype", BACK),
            None,
            "no return for indices",
        ),
        Wrong(
            halves(
                "if tensor.is_floating_point:\n    return tensor.half(), tensor.dtype\nreturn tensor, tensor.dtype",
                BACK,
            ),
            "every dtype",
            "not called",
        ),
        Wrong(halves(BLOCK, "kept[0].to(kept[1])"), "no tensor", "no return"),
        Wrong(halves(BLOCK, "return kept[0]"), "stays half", "the dtype is dropped"),
        Wrong(halves(BLOCK, "return kept"), "no tensor", "the pair comes back"),
        Wrong(
            halves(
                "return (tensor.half(), tensor) if tensor.is_floating_point() else (tensor, tensor)", "return kept[1]"
            ),
            "not smaller",
            "the whole tensor is kept as well",
        ),
        Wrong(
            halves(
                "half = tensor.half() if tensor.is_floating_point() else tensor\nhalf.whole = tensor\nreturn half",
                "return kept.whole",
            ),
            "not smaller",
            "hangs the whole one on it",
        ),
        Wrong(
            halves("return tensor.half().to(tensor.dtype) if tensor.is_floating_point() else tensor", "return kept"),
            "not smaller",
            "rounds, and keeps all bytes",
        ),
        Wrong(
            "last = None\n"
            + halves(
                "global last\nlast = tensor.dtype\nreturn tensor.half() if tensor.is_floating_point() else tensor",
                "return kept.to(last)",
            ),
            "one for all",
            "one dtype for all",
        ),
        Wrong(
            halves(
                "return (tensor.to(mg.int16), tensor.dtype) if tensor.is_floating_point() else (tensor, tensor.dtype)",
                BACK,
            ),
            "whole numbers",
            "whole numbers of two bytes",
        ),
    ],
    "18.4": [
        Wrong(checkpoint("return function(*args, **kwargs)"), "kept", "keeps everything"),
        Wrong(
            checkpoint("import minigrad\nwith minigrad.no_grad():\n    return function(*args, **kwargs)"),
            "kept",
            "no way back",
        ),
        Wrong(
            rerun(AGAIN, pack=defined("pack(tensor)", "return tensor"), when="if False:", end="return number"),
            "kept",
            "keeps the tensors",
        ),
        Wrong(
            rerun(AGAIN, pack=defined("pack(tensor)", "n = next(numbers)\nagain[n] = tensor\nreturn n")),
            "kept",
            "keeps them under their numbers",
        ),
        Wrong(rerun(AGAIN.replace("enable_grad(), ", "")), "not recorded", "without recording"),
        Wrong(rerun("with enable_grad():\n    function(*args, **kwargs)"), "not collected", "runs again without hooks"),
        Wrong(rerun(AGAIN.replace("function(*args, **kwargs)", "function(*args)")), "keywords", "forgets kwargs"),
        Wrong(
            rerun(AGAIN, call=CALL.replace("function(*args, **kwargs)", "function(*args)")),
            "keywords",
            "forgets kwargs forward",
        ),
        Wrong(rerun(AGAIN, when="if True:"), "for each", "runs again for each number"),
        Wrong(rerun(AGAIN.replace("next(order)", "next(numbers)")), "not collected", "goes on counting"),
        Wrong(rerun(AGAIN.replace("next(order)", "number")), "for each", "all under one number"),
        Wrong(rerun(AGAIN.replace("itertools.count()", "itertools.count(1)")), "not collected", "off by one"),
        Wrong(
            rerun(AGAIN, start="import itertools\nnumbers, again = itertools.count(), {}\nfunction(*args, **kwargs)"),
            "at once",
            "runs twice forward",
        ),
        Wrong(rerun(AGAIN + ".sum()"), None, "needless sum"),
        Wrong(
            rerun(AGAIN, call="with saved_tensors_hooks(pack, unpack):\n    function(*args, **kwargs)"),
            None,
            "returns nothing",
        ),
        Wrong(
            rerun(AGAIN, call="with saved_tensors_hooks(pack, unpack):\n    return function(*args, **kwargs).detach()"),
            "no way back",
            "detaches",
        ),
        Wrong(rerun(AGAIN, call="return function(*args, **kwargs)"), "kept", "hooks never on"),
        Wrong(
            rerun(AGAIN, call="with saved_tensors_hooks(unpack, pack):\n    return function(*args, **kwargs)"),
            None,
            "hooks swapped",
        ),
        Wrong(
            rerun(
                AGAIN.replace("function(*args, **kwargs)", "function(*[a.detach() for a in args], **kwargs)"),
                pack=defined("pack(tensor)", "next(numbers)\nreturn 0"),
            ),
            "for each",
            "number 0 for all",
        ),
        Wrong(
            checkpoint(
                "from minigrad.utils.checkpoint import checkpoint as theirs\nreturn theirs(function, *args, use_reentrant=use_reentrant, preserve_rng_state=preserve_rng_state, **kwargs)"
            ),
            "kept",
            "calls itself by the package",
        ),
        Wrong(
            rerun(
                "with enable_grad():\n    with saved_tensors_hooks(lambda t: again.setdefault(len(again), t), lambda kept: kept):\n        function(*args, **kwargs)"
            ),
            "left over",
            "numbers by what is there",
        ),
    ],
    "18.5": [
        Wrong(runs("return 2 * n"), "all twice", "all twice"),
        Wrong(runs("return n"), "once", "forward only"),
        Wrong(runs("return n + k"), "a segment is one", "segments for layers"),
        Wrong(runs("return 2 * n - n // k"), "even", "the rest is forgotten"),
        Wrong(runs("return 2 * n - n / k"), "a fraction", "true division"),
        Wrong(runs("return 2 * n - 1"), "one layer", "one layer"),
        Wrong(runs("return 2 * n - k"), "k for a length", "k layers"),
        Wrong(runs("return (n // k) * (k - 1)"), "only again", "again only"),
        Wrong(runs("return n + (n // k) * k"), "all twice", "the last too"),
        Wrong(runs("return n + n // k"), "one segment", "one segment"),
        Wrong(runs("return 66"), "constant", "36 and 6"),
        Wrong(runs("return n + n * (k - 1) / k"), "a fraction", "as if it divided"),
        Wrong(runs("return n + (n - n % k) * (k - 1) // k if n % k == 0 else 2 * n"), None, "right where it divides"),
        Wrong(runs("return 2 * n - n % k"), "all twice", "the rest alone"),
        Wrong(runs("return n + -(-n // k) * (k - 1)"), "rounded up", "rounded up"),
        Wrong(runs("print(n + n // k * (k - 1))"), None, "printed"),
        Wrong(runs("return 2 * n - k - n % k"), None, "k for the segment"),
    ],
    "18.6": [
        Wrong(slow('("batch", "select", "sort")'), "a block", "a stretch"),
        Wrong(slow('("exp", "cumsum", "sort")'), "average", "second of the second"),
        Wrong(slow('("exp", "select", "mm")'), "calls", "second of the third"),
        Wrong(slow('("MmBackward0", "select", "sort")'), "a node", "a node"),
        Wrong(slow('("exp", "select", "TanhBackward0")'), "a node", "a node with many calls"),
        Wrong(slow('("exp", "evaluate_function: MulBackward0", "sort")'), "a node", "the engine"),
        Wrong(slow('("exp", "exp", "exp")'), "not there", "as in the example"),
        Wrong(slow('("sort", "select", "exp")'), "not there", "in another order"),
        Wrong(slow('("mm", "mm", "mm")'), "calls", "the matrix product"),
        Wrong(slow('("exp", "select")'), "not three", "one is missing"),
        Wrong(slow("(1, 2, 3)"), "not there", "numbers"),
        Wrong(slow('("exp", "metrics", "sort")'), "not there", "a stretch of another program"),
    ],
}

RIGHT = {
    "18.1": [
        saves("[4000, 4000, 0, 4000, 4400, 400]"),
        saves("(4 * 1000, 4 * 1000, 0, 4 * 1000, 4 * (1000 + 100), 4 * 100)"),
        saves("(x1.nbytes, x1.nbytes, 0, x1.nbytes, A.nbytes + B.nbytes, C.nbytes)"),
        saves("(4e3, 4e3, 0.0, 4e3, 4.4e3, 4e2)"),
    ],
    "18.2": [
        holds("[0, 12000, 0, 12000, 0, 4000]"),
        holds("(0, 3 * 4000, 0, 3 * 4000, 0, 4000)"),
        holds("(0, 12_000.0, 0, 12_000.0, 0, 4_000.0)"),
    ],
    "18.3": [
        halves(BLOCK, BACK),
        halves(
            "return (tensor.to(mg.float16), tensor.dtype) if tensor.is_floating_point() else tensor",
            "return kept[0].to(kept[1]) if isinstance(kept, tuple) else kept",
        ),
        halves(
            "if tensor.is_floating_point():\n    dtype, small = tensor.dtype, tensor.half()\n    return lambda: small.to(dtype)\nreturn lambda: tensor",
            "return kept()",
        ),
        halves(
            "import numpy as np\nif tensor.is_floating_point():\n    return tensor.detach().numpy().astype(np.float16), tensor.dtype\nreturn tensor, None",
            "return kept[0] if kept[1] is None else mg.tensor(kept[0]).to(kept[1])",
        ),
    ],
    "18.4": [
        rerun(AGAIN),
        rerun(
            "tensors = []\nwith enable_grad(), saved_tensors_hooks(tensors.append, lambda kept: kept):\n    function(*args, **kwargs)\nagain.update(enumerate(tensors))"
        ),
        rerun(AGAIN, end="return again[number]"),
    ],
    "18.5": [
        runs("return n + (n // k) * (k - 1)"),
        runs("return 2 * n - (n // k + n % k)"),
        runs("count, size = 0, n // k\nfor i in range(n):\n    count += 2 if i < size * (k - 1) else 1\nreturn count"),
        runs("last = n - (k - 1) * (n // k)\nreturn 2 * (n - last) + last"),
        runs("return float(n + n // k * (k - 1))"),
    ],
    "18.6": [
        slow('("exp", "select", "sort")'),
        slow('["aten::exp", "aten::select", "aten::sort"]'),
        "keys = []\nfor i in (1, 2, 3):\n    with profile() as prof:\n        unseen(i)()\n"
        "    rows = [e for e in prof.key_averages() if e.key.startswith('aten::')]\n"
        "    keys.append(max(rows, key=lambda e: e.self_cpu_time_total).key.removeprefix('aten::'))\n"
        + slow("tuple(keys)"),
        slow('("exp ", "Select", "sort")'),
    ],
}
