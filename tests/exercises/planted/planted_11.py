"""Answers to the exercises of lesson 11 that a teacher wrote before reading any check."""

from textwrap import indent

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def slopes(body):
    return defined("slopes_at(output, array, place, eps)", body)


def gradcheck(comparison):
    loops = "inputs = as_tuple(inputs)\ncheck_inputs(inputs)\nfor o, out in enumerate(as_tuple(func(*inputs))):\n"
    loops += "    for i, x in enumerate([x for x in inputs if x.requires_grad]):\n"
    both = "numerical = numerical_jacobian(func, inputs, x, o, out, eps)\nanalytical = analytical_jacobian(out, x)\n"
    return defined(
        "gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others)",
        loops + indent(both + comparison, " " * 8) + "\nreturn True",
    )


def fails(condition):
    return gradcheck(f"if {condition}:\n{REST}")


def trial(x, v):
    return f"test_x = {x}\ntest_v = {v}"


def passes(*answers):
    return f"passes = {answers!r}"


def single(eps, rtol):
    return f"eps = {eps}\nrtol = {rtol}"


def program(body):
    return defined("program(x)", body)


REST = "    if raise_exception:\n        raise GradcheckError(mismatch(numerical, analytical, o, i))\n    return False"
COND = "(abs(numerical - analytical) > atol + rtol * abs(numerical)).any()"

WRONG = {
    "11.1": [
        Wrong(
            slopes(
                "before = output()\nold = array[place]\narray[place] = old + eps\nafter = output()\narray[place] = old\nreturn (after - before) / eps"
            ),
            "forward",
            "forward only",
        ),
        Wrong(
            slopes(
                "before = output()\nold = array[place]\narray[place] = old - eps\nafter = output()\narray[place] = old\nreturn (before - after) / eps"
            ),
            "backward",
            "backward only",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output()\narray[place] = old - eps\nbelow = output()\narray[place] = old\nreturn (above - below) / eps"
            ),
            "not halved",
            "not halved",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output()\narray[place] = old - eps\nbelow = output()\narray[place] = old\nreturn (above - below) / 2 * eps"
            ),
            "half a product",
            "precedence",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output()\narray[place] = old - eps\nbelow = output()\narray[place] = old\nreturn (below - above) / (2 * eps)"
            ),
            "sign",
            "sign",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output()\narray[place] = old - eps\nbelow = output()\nreturn (above - below) / (2 * eps)"
            ),
            "not back",
            "not put back",
        ),
        Wrong(
            slopes(
                "array[place] += eps\nabove = output()\narray[place] -= 2 * eps\nbelow = output()\narray[place] += eps\nreturn (above - below) / (2 * eps)"
            ),
            "nearly back",
            "put back by adding",
        ),
        Wrong(
            slopes(
                "array[place] += eps\nabove = output()\narray[place] -= eps\nbelow = output()\nreturn (above - below) / (2 * eps)"
            ),
            "half the way",
            "second nudge from the first",
        ),
        Wrong(
            slopes(
                "moved = array.copy()\nmoved[place] += eps\nabove = output()\nmoved[place] -= 2 * eps\nbelow = output()\nreturn (above - below) / (2 * eps)"
            ),
            "nothing moves",
            "a copy nudged",
        ),
        Wrong(
            slopes(
                "old = array.copy()\narray += eps\nabove = output()\narray -= 2 * eps\nbelow = output()\narray[...] = old\nreturn (above - below) / (2 * eps)"
            ),
            "all at once",
            "the whole array nudged",
        ),
        Wrong(
            slopes(
                "old = array[1]\narray[1] = old + eps\nabove = output()\narray[1] = old - eps\nbelow = output()\narray[1] = old\nreturn (above - below) / (2 * eps)"
            ),
            "a kept row",
            "the example's place",
        ),
        Wrong(
            slopes(
                "old = array[place[0]].copy()\narray[place[0]] = old + eps\nabove = output()\narray[place[0]] = old - eps\nbelow = output()\narray[place[0]] = old\nreturn (above - below) / (2 * eps)"
            ),
            "a row",
            "only the first index",
        ),
        Wrong(
            slopes(
                "place = list(place)\nold = array[place].copy()\narray[place] = old + eps\nabove = output()\narray[place] = old - eps\nbelow = output()\narray[place] = old\nreturn (above - below) / (2 * eps)"
            ),
            "all at once",
            "indexes as a list",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + 1e-6\nabove = output()\narray[place] = old - 1e-6\nbelow = output()\narray[place] = old\nreturn (above - below) / 2e-6"
            ),
            "own step",
            "eps hard-coded",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output().sum()\narray[place] = old - eps\nbelow = output().sum()\narray[place] = old\nreturn (above - below) / (2 * eps)"
            ),
            None,
            "summed",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output()[place]\narray[place] = old - eps\nbelow = output()[place]\narray[place] = old\nreturn (above - below) / (2 * eps)"
            ),
            None,
            "one slope",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output()\narray[place] = old - eps\nbelow = output()\narray[place] = old\n(above - below) / (2 * eps)"
            ),
            "no return",
            "no return",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output()\narray[place] = old - eps\nbelow = output()\narray[place] = old\nreturn ((above - below) / (2 * eps)).round(6)"
            ),
            "rounded",
            "rounded as in the cell above",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = eps\nabove = output()\narray[place] = -eps\nbelow = output()\narray[place] = old\nreturn (above - below) / (2 * eps)"
            ),
            "in its place",
            "eps in its place",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old * (1 + eps)\nabove = output()\narray[place] = old * (1 - eps)\nbelow = output()\narray[place] = old\nreturn (above - below) / (2 * eps)"
            ),
            "in parts",
            "a share of the number",
        ),
        Wrong(
            slopes(
                "old = array\narray[place] += eps\nabove = output()\narray[place] -= 2 * eps\nbelow = output()\narray[...] = old\nreturn (above - below) / (2 * eps)"
            ),
            "not back",
            "kept by another name",
        ),
        Wrong(
            slopes(
                "old = array.flat[place[-1]]\narray.flat[place[-1]] = old + eps\nabove = output()\narray.flat[place[-1]] = old - eps\nbelow = output()\narray.flat[place[-1]] = old\nreturn (above - below) / (2 * eps)"
            ),
            "the first",
            "counted in one row",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output\narray[place] = old - eps\nbelow = output\narray[place] = old\nreturn (above - below) / (2 * eps)"
            ),
            None,
            "output not called",
        ),
        Wrong(
            slopes(
                "old = array[place]\nabove = output(array + eps)\nbelow = output(array - eps)\nreturn (above - below) / (2 * eps)"
            ),
            None,
            "result of the array",
        ),
        Wrong(
            slopes(
                "old = array[place]\narray[place] = old + eps\nabove = output()\narray[place] = old - eps\nbelow = output()\narray[place] = old\nreturn [(a - b) / (2 * eps) for a, b in zip(above, below)]"
            ),
            "no array",
            "a list",
        ),
    ],
    "11.2": [
        Wrong(
            fails("(numerical - analytical > atol + rtol * abs(numerical)).any()"), "signed", "no abs of the difference"
        ),
        Wrong(fails("(analytical - numerical > atol + rtol * abs(numerical)).any()"), "signed", "other way, no abs"),
        Wrong(
            fails("(abs(numerical - analytical) > atol + rtol * numerical).any()"),
            "tolerance without size",
            "no abs of numerical",
        ),
        Wrong(
            fails("(abs(numerical - analytical) > atol + rtol * abs(analytical)).any()"),
            "of the analytical",
            "relative to the analytical",
        ),
        Wrong(
            fails("not np.allclose(numerical, analytical, rtol=rtol, atol=atol)"),
            "of the analytical",
            "allclose the wrong way round",
        ),
        Wrong(
            fails("not np.allclose(analytical, numerical, atol, rtol)"), "interchanged", "allclose positional swapped"
        ),
        Wrong(fails("not np.allclose(analytical, numerical)"), "own tolerances", "allclose's own tolerances"),
        Wrong(
            fails("(abs(numerical - analytical) > rtol + atol * abs(numerical)).any()"),
            "interchanged",
            "swapped tolerances",
        ),
        Wrong(fails("(abs(numerical - analytical) > atol).any()"), "atol alone", "only atol"),
        Wrong(fails("(abs(numerical - analytical) > rtol * abs(numerical)).any()"), "rtol alone", "only rtol"),
        Wrong(
            fails("(abs(numerical - analytical) > atol + rtol * abs(numerical)).all()"),
            "one is enough",
            "all must differ",
        ),
        Wrong(
            fails("not (abs(numerical - analytical) <= atol + rtol * abs(numerical)).any()"),
            "one is enough",
            "one near is enough",
        ),
        Wrong(
            fails("(abs(numerical - analytical) <= atol + rtol * abs(numerical)).all()"),
            "the other way round",
            "inverted",
        ),
        Wrong(fails("(numerical != analytical).any()"), "exactly", "exactly equal"),
        Wrong(
            fails("(abs(numerical - analytical) >= atol + rtol * abs(numerical)).any()"),
            "less than",
            "at least for more than",
        ),
        Wrong(
            fails("abs(numerical.sum() - analytical.sum()) > atol + rtol * abs(numerical.sum())"),
            "sums",
            "sums compared",
        ),
        Wrong(fails("abs(numerical - analytical).mean() > atol + rtol * abs(numerical).mean()"), "mean", "mean"),
        Wrong(
            fails("abs(numerical - analytical).max() > atol + rtol * abs(numerical).max()"),
            "of the largest",
            "largest slope's tolerance",
        ),
        Wrong(
            fails("(abs(numerical - analytical) > 1e-05 + 0.001 * abs(numerical)).any()"),
            "own tolerances",
            "hard-coded tolerances",
        ),
        Wrong(
            fails("abs(numerical[0, 0] - analytical[0, 0]) > atol + rtol * abs(numerical[0, 0])"),
            "one is enough",
            "first slope only",
        ),
        Wrong(
            fails("(abs(numerical - analytical.T) > atol + rtol * abs(numerical)).any()"), "transposed", "transposed"
        ),
        Wrong(gradcheck(f"if {COND}:\n    return False"), "never raises", "never raises"),
        Wrong(
            gradcheck(f"if {COND}:\n    raise GradcheckError(mismatch(numerical, analytical, o, i))"),
            "always raises",
            "always raises",
        ),
        Wrong(
            gradcheck(
                f"if {COND}:\n    if not raise_exception:\n        raise GradcheckError(mismatch(numerical, analytical, o, i))\n    return False"
            ),
            "never raises",
            "raise_exception inverted",
        ),
        Wrong(
            gradcheck(
                f"if {COND}:\n    if raise_exception:\n        return GradcheckError(mismatch(numerical, analytical, o, i))\n    return False"
            ),
            "returned",
            "error given back",
        ),
        Wrong(gradcheck(f"if {COND}:\n" + REST + "\nreturn True"), "the first pair", "decides at the first"),
        Wrong(
            gradcheck("return np.allclose(analytical, numerical, rtol=rtol, atol=atol)"),
            "never raises",
            "the comparison itself given back",
        ),
        Wrong(
            gradcheck(
                f"if {COND}:\n    if raise_exception:\n        raise GradcheckError(mismatch(analytical, numerical, o, i))\n    return False"
            ),
            "wrong table",
            "message swapped",
        ),
        Wrong(
            gradcheck(
                f"if {COND}:\n    if raise_exception:\n        raise GradcheckError(mismatch(numerical, analytical, i, o))\n    return False"
            ),
            "wrong place",
            "output and input swapped",
        ),
        Wrong(
            gradcheck(
                f"if {COND}:\n    if raise_exception:\n        raise ValueError('the gradient is wrong')\n    return False"
            ),
            None,
            "ValueError",
        ),
        Wrong(gradcheck(f"assert not {COND}, mismatch(numerical, analytical, o, i)"), None, "assert"),
        Wrong(fails("abs(numerical - analytical) > atol + rtol * abs(numerical)"), None, "no any"),
        Wrong(
            gradcheck(
                f"if {COND}:\n    if raise_exception:\n        raise GradcheckError(mismatch(numerical, analytical, o, i))\n    break"
            ),
            "never False",
            "breaks, and then True",
        ),
        Wrong(
            'def gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, **others):\n    """Whether the gradients of `func` equal central differences."""\n    import minigrad\n\n    return minigrad.autograd.gradcheck(func, inputs, eps=eps, atol=atol, rtol=rtol, raise_exception=raise_exception, **others)',
            None,
            "calls the package's",
        ),
        Wrong(
            gradcheck(
                "for place, n in np.ndenumerate(numerical):\n    a = analytical[place]\n    if max(n - a, a - n) > atol + rtol * max(n, -n):\n        if not raise_exception:\n            return False\n        raise GradcheckError(mismatch(numerical, analytical, o, i))"
            ),
            "nan",
            "nan: each number by max",
        ),
        Wrong(
            gradcheck(
                "excess = np.abs(np.subtract(analytical, numerical)) - rtol * np.abs(numerical)\nif np.max(excess) > atol and raise_exception:\n    raise GradcheckError(mismatch(numerical, analytical, o, i))\nelif np.max(excess) > atol:\n    return False"
            ),
            "nan",
            "nan: what is in excess",
        ),
        Wrong(fails(COND), "nan", "nan: any that is above"),
    ],
    "11.3": [
        Wrong(trial([1.0, 1.0, 1.0], [1.0, 1.0, 1.0]), "uniform", "ones"),
        Wrong(trial([0.3, -2.5, 1.7], [1.0, 1.0, 1.0]), "uniform", "ones arrive"),
        Wrong(trial([0.3, -2.5, 1.7], [5.0, 5.0, 5.0]), "uniform", "fives arrive"),
        Wrong(trial([1.5, 1.5, 1.5], [1.0, -2.0, 0.5]), "all alike", "x all alike"),
        Wrong(trial([1.0, 1.0, 1.0], [1.0, -2.0, 0.5]), "all alike", "ones with different arriving"),
        Wrong(trial([1.5, -2.5, 1.5], [1.0, -2.0, 1.0]), "mirrored x", "a symmetric x"),
        Wrong(trial([0.3, -0.5, 1.7], [1.0, -2.0, 0.5]), "near by", "inside the clamp"),
        Wrong(trial([0.1, 0.2, 0.3], [1.0, 2.0, 3.0]), "one sign", "all positive, none above 2"),
        Wrong(trial([2.0, -0.5, 3.0], [1.0, -2.0, 0.5]), "corner", "at the corner"),
        Wrong(trial([0.0, 0.0, 0.0], [1.0, 2.0, 3.0]), "corner", "zeros"),
        Wrong(trial([0.3, -2.5, 1.7], [0.0, 0.0, 0.0]), "zeros", "nothing arrives"),
        Wrong(trial([0.3, -2.5, 1.7], [0.0, 1.0, 0.0]), "zeros", "one arrives only in one place"),
        Wrong(trial([10.0, -20.0, 30.0], [1.0, -2.0, 0.5]), "far out", "all outside the clamp"),
        Wrong(trial([1000.0, -1000.0, 500.0], [1.0, -2.0, 0.5]), "not finite", "huge"),
        Wrong(trial([0.3, -2.5, 1.7], 1.0), "not alike", "one v only"),
        Wrong(trial([0.3, -2.5, 1.7], None), "no numbers", "None as with gradcheck"),
        Wrong(trial("'0.3 -2.5 1.7'", "'1 -2 0.5'"), "no numbers", "words"),
        Wrong(trial("[float('nan'), -2.5, 1.7]", [1.0, -2.0, 0.5]), "not finite", "nan"),
        Wrong(trial([[0.3, -2.5, 1.7]], [[1.0, -2.0, 0.5]]), "not alike", "nested"),
        Wrong(trial([0.3, -2.5, 1.7], [1e-09, -2e-09, 5e-10]), "tiny", "tiny v"),
    ],
    "11.4": [
        Wrong(passes(True, True, True, True, True, True), "relu", "all True"),
        Wrong(passes(False, False, False, False, False, False), "square", "all False"),
        Wrong(passes(True, False, False, True, False, True), "relu", "turned round"),
        Wrong(passes(False, False, False, True, True, False), "square", "every corner fails"),
        Wrong(passes(True, True, True, False, True, False), "relu", "relu passes since 0 is allowed"),
        Wrong(passes(False, False, True, False, True, False), "square", "relu squared has a corner"),
        Wrong(passes(False, True, False, False, True, False), "abs", "abs fails like relu"),
        Wrong(passes(False, True, True, True, True, False), "beside", "1e-7 is not a corner"),
        Wrong(passes(False, True, True, False, False, False), "steps", "round has no slope"),
        Wrong(passes(False, True, True, False, True, True), "sum", "x has slope 1"),
        Wrong(passes(False, True, True, False, True), "not six", "five"),
        Wrong(passes(2, 3, 5), "not six", "numbers of those that pass"),
        Wrong("passes = False", "not six", "one value"),
    ],
    "11.5": [
        Wrong(single("1e-6", "1e-3"), "noise", "defaults"),
        Wrong(single("1e-8", "5e-3"), "nothing moves", "a narrower step"),
        Wrong(single("1e-6", "5e-3"), "noise", "default step, wide rtol"),
        Wrong(single("0.1", "5e-3"), "wide", "too wide a step"),
        Wrong(single("1.0", "5e-3"), "wide", "far too wide"),
        Wrong(single("0.01", "0.01"), "forgiving", "1 per cent"),
        Wrong(single("0.01", "0.1"), "forgiving", "too lenient"),
        Wrong(single("0.01", "0.02"), "forgiving", "two per cent"),
        Wrong(single("0.01", "1e-5"), "strict", "too strict"),
        Wrong(single("0.01", "0.0"), "not above 0", "zero rtol"),
        Wrong(single("0.0", "5e-3"), "not above 0", "zero eps"),
        Wrong(single("0.003", "0.01"), "forgiving", "swapped"),
        Wrong(single("0.01", "0.5"), "forgiving", "rtol in per cent"),
        Wrong(single("'0.01'", "'0.005'"), "no numbers", "strings"),
        Wrong(single("0.05", "1e-3"), "wide", "only good at 2"),
        Wrong(single("(0.01, 0.01, 0.01)", "0.005"), "no numbers", "tuple"),
        Wrong(single("None", "None"), "no numbers", "None"),
        Wrong(single("0.01", "-0.005"), "not above 0", "negative rtol"),
    ],
    "11.6": [
        Wrong(program("return x * x"), "leaf", "x twice"),
        Wrong(program("return x + x"), "leaf", "x added to itself"),
        Wrong(program("return x * x + x * x"), "leaf", "the author's own"),
        Wrong(program("return x * x * x"), "leaf", "a cube"),
        Wrong(program("return x"), "nothing done", "x alone"),
        Wrong(program("return x + x + x + x * x"), "leaf", "many x"),
        Wrong(program("y = x * x\nreturn y * x"), "leaf", "a node used once"),
        Wrong(program("return x ** 2"), "numbers", "powers"),
        Wrong(program("y = x * x\nreturn 2 * y"), "numbers", "a number to the left"),
        Wrong(program("y = x * x\nreturn y * 2"), "numbers", "a number to the right"),
        Wrong(program("y = x * x\nreturn y - x"), "numbers", "minus"),
        Wrong(program("return 3.0 * 3.0"), "no Value", "a number given"),
        Wrong(program("y = x.data * x.data\nreturn Value(y) + Value(y)"), "not recorded", "data given"),
        Wrong(program("y = x * x\ny + y"), "no return", "nothing given"),
        Wrong(program("y = x * x\ny.backward(10.0)\nreturn y"), "early", "backward inside"),
        Wrong(program("x.grad = 99.0\nreturn x * x"), "early", "grad set by hand"),
        Wrong(program("return Value(x.data, (x,), (7.0,))"), "not recorded", "own slope"),
        Wrong(program("y = Value(3.0) * Value(3.0)\nreturn y + y"), "cancels", "without x"),
        Wrong(program("x = Value(3.0)\ny = x * x\nreturn y + y"), "cancels", "a new x"),
        Wrong(program("y = x * x\nz = x * x\nreturn y + z"), "leaf", "made twice, alike"),
        Wrong(program("y = x * x\nreturn Value(0.0) * y + y"), "cancels", "a shared node, but nothing arrives first"),
        Wrong(program("y = x * x\n(y + y).backward(10.0)\nreturn x.grad"), "no Value", "the gradient given"),
        Wrong(program("y = x * x\nreturn y, y + y"), "no Value", "tuple"),
        Wrong(program("return program(x) + x"), None, "backwards never ends"),
    ],
}

RIGHT = {
    "11.1": [
        slopes(
            "saved = array.copy()\nends = []\ntry:\n    for sign in (1, -1):\n        array[...] = saved\n        array[place] += sign * eps\n        ends.append(np.array(output()))\nfinally:\n    array[...] = saved\nreturn np.subtract(*ends) / (2 * eps)"
        ),
        slopes(
            "def at(number):\n    array[place] = number\n    return output().copy()\n\n\nmiddle = float(array[place])\nslope = (at(middle + eps) - at(middle - eps)) / (eps + eps)\narray[place] = middle\nreturn slope"
        ),
        slopes(
            "step = np.zeros_like(array)\nstep[place] = eps\nbefore = array.copy()\narray += step\nabove = output() * 1.0\narray -= 2 * step\nbelow = output() * 1.0\nnp.copyto(array, before)\nreturn (0.5 / eps) * above - (0.5 / eps) * below"
        ),
        slopes(
            "flat = array.reshape(-1)\nk = np.ravel_multi_index(place, array.shape)\nold = array[place]\narray[place] = old - eps\nbelow = output()\narray[place] = old + eps\nabove = output()\narray[place] = old\nreturn np.divide(np.subtract(above, below), 2 * eps)"
        ),
    ],
    "11.2": [
        fails("not np.allclose(analytical, numerical, rtol=rtol, atol=atol)"),
        fails("not np.isclose(analytical, numerical, rtol, atol).all()"),
        gradcheck(
            "near = np.less_equal(np.abs(numerical - analytical), atol + rtol * np.abs(numerical))\ntry:\n    if not near.all():\n        raise GradcheckError(mismatch(numerical, analytical, o, i))\nexcept GradcheckError:\n    if raise_exception:\n        raise\n    return False"
        ),
    ],
    "11.3": [
        trial([0.3, -2.5, 1.7], [1.0, -2.0, 0.5]),
        trial((0.5, 3.0, -1.2), (0.7, 2.0, -1.5)),
        trial("np.array([-0.4, 1.3, 2.7])", "np.array([2.0, -1.0, 0.3])"),
        trial("mg.tensor([-3.0, 0.6, 1.1]).tolist()", "[2 ** k for k in range(3)]"),
        trial([0.3, -2.5], [1.0, -2.0]),
        trial([0.3, -2.5, 1.7, 0.9], [1.0, -2.0, 0.5, 3.0]),
    ],
    "11.4": [
        "passes = [False, True, True, False, True, False]",
        "passes = tuple(letter == 'T' for letter in 'FTTFTF')",
        "fs = [(mg.relu, 0.0), (lambda x: mg.relu(x) ** 2, 0.0), (mg.abs, 0.0), (mg.relu, 1e-7), (mg.round, 0.4), (lambda x: mg.relu(x) - mg.relu(-x), 0.0)]\npasses = tuple(mg.autograd.gradcheck(f, (mg.tensor(at, dtype=mg.float64, requires_grad=True),), raise_exception=False) for f, at in fs)",
        "passes = tuple(np.array([0, 1, 1, 0, 1, 0], dtype=bool))",
        passes("False", "True", "True", "False", "True", "False"),
    ],
    "11.5": [
        single("0.01", "0.005"),
        single("2**-7", "1 / 256"),
        single("np.float32(1e-3)", "4e-3"),
        single("0.02", "np.float64(0.006)"),
        single("mg.tensor(0.01).item()", "0.5 / 100"),
    ],
    "11.6": [
        program("y = x * x\nreturn y + y"),
        program("for _ in range(2):\n    x = x + x\nreturn x"),
        "program = lambda x: (lambda y: y * y)(x + x)",
        program("nodes = [x]\nfor _ in range(3):\n    nodes.append(nodes[-1] * nodes[-1])\nreturn nodes[-1]"),
        program("def twice(node):\n    return node + node\n\n\nreturn twice(x * x) * x"),
    ],
}
