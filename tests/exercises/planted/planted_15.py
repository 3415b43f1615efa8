"""Answers to the exercises of lesson 15 that a teacher wrote before reading any check."""

from textwrap import indent

from tests.exercises.answers import Wrong


def apply(body, node="cls._node()(cls, args)"):
    return (
        '@classmethod\ndef apply(cls, *args, **kwargs):\n    """What forward gives, with one node for the whole call."""\n'
        f"    node = {node}\n" + indent(body, "    ")
    )


def function(name, forward, backward, given, grad="ctx, grad"):
    return (
        f"class {name}(mg.autograd.Function):\n    @staticmethod\n    def forward(ctx, {given}):\n{indent(forward, ' ' * 8)}\n\n"
        f"    @staticmethod\n    def backward({grad}):\n{indent(backward, ' ' * 8)}"
    )


def hypot(
    slopes,
    forward="c = mg.sqrt(a * a + b * b)\nctx.save_for_backward(a, b, c)\nreturn c",
    unpack="a, b, c = ctx.saved_tensors\n",
):
    return function("Hypot", forward, unpack + slopes, "a, b")


def power(forward, backward):
    return function("Power", forward, backward, "x, n")


def quantize(forward, backward):
    return function("Quantize", forward, backward, "x")


def reverse(forward, backward):
    return function("Reverse", forward, backward, "x, strength")


def seen(*answers):
    return f"seen = {answers!r}"


OFF = "with no_grad():\n    results = cls.forward(node._ctx, *args, **kwargs)\n"
KEEP_X = "ctx.save_for_backward(x)\nctx.n = n\nreturn x ** n"
CUT = "return mg.round(mg.clamp(x, -2.0, 2.0))"
CUT_X = "ctx.save_for_backward(x)\n" + CUT
GOT_X = "(x,) = ctx.saved_tensors\n"
COPY = "ctx.strength = strength\nreturn x.clone()"

WRONG = {
    "15.1": [
        Wrong(apply(OFF + "return results"), "no history", "no history"),
        Wrong(
            apply("results = cls.forward(node._ctx, *args, **kwargs)\nreturn node.finish((results,))[0]"),
            "recorded",
            "recording left on, one tensor",
        ),
        Wrong(
            apply(
                "results = cls.forward(node._ctx, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "recorded",
            "recording left on",
        ),
        Wrong(apply(OFF + "return node.finish((results,))[0]"), "several as one", "one tensor only"),
        Wrong(apply(OFF + "return node.finish(results)"), "a tuple", "always a tuple expected"),
        Wrong(apply(OFF + "return node.finish((results,))"), "a tuple", "a tuple of one given back"),
        Wrong(
            apply(
                OFF + "if isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))"
            ),
            "a tuple",
            "a tuple of one for a tensor",
        ),
        Wrong(
            apply(
                OFF
                + "if isinstance(results, tuple):\n    return node.finish(results)[0]\nreturn node.finish((results,))[0]"
            ),
            "the first",
            "the first of a tuple",
        ),
        Wrong(
            apply(
                OFF
                + "results = results if isinstance(results, tuple) else (results,)\nfinished = node.finish(results)\nreturn finished[0] if len(finished) == 1 else finished"
            ),
            "counted",
            "a tuple of one opened",
        ),
        Wrong(
            apply(
                "with no_grad():\n    results = cls.forward(node._ctx, *args)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "not all",
            "keywords forgotten",
        ),
        Wrong(
            apply(
                "with no_grad():\n    results = cls.forward(*args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "no ctx",
            "without the ctx",
        ),
        Wrong(
            apply(
                "with no_grad():\n    results = cls.forward(node, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "not the ctx",
            "the node for the ctx",
        ),
        Wrong(
            apply(
                "with no_grad():\n    results = cls.forward(node._ctx, args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "one tuple",
            "the star forgotten",
        ),
        Wrong(
            apply(
                "with no_grad():\n    results = cls.forward(node._ctx, args[0])\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "not all",
            "the first argument only",
        ),
        Wrong(
            apply(
                "no_grad()\nresults = cls.forward(node._ctx, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "recorded",
            "no_grad named, not entered",
        ),
        Wrong(
            apply(
                "with no_grad:\n    results = cls.forward(node._ctx, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "not called",
            "no_grad not called",
        ),
        Wrong(
            apply(
                OFF + "if isinstance(results, tuple):\n    node.finish(results)\nelse:\n    node.finish((results,))\n"
            ),
            "no return",
            "gives back nothing",
        ),
        Wrong(
            apply(
                OFF
                + "if isinstance(results, tuple):\n    node.finish(results)\nelse:\n    node.finish((results,))\nreturn results"
            ),
            "no history",
            "finishes, gives back forward's own",
        ),
        Wrong(
            apply(
                "with no_grad():\n    results = Softplus.forward(node._ctx, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "of the notebook",
            "Softplus for cls",
        ),
        Wrong(
            apply("with no_grad():\n    results = cls.apply(*args, **kwargs)\nreturn results"), "itself", "calls itself"
        ),
        Wrong(apply("return super().apply(*args, **kwargs)"), None, "calls super's"),
        Wrong(
            apply(
                OFF + "if type(results) is list:\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "several as one",
            "a list for a tuple",
        ),
        Wrong(
            apply(
                OFF
                + "return tuple(node.finish((r,))[0] for r in results) if isinstance(results, tuple) else node.finish((results,))[0]"
            ),
            "each",
            "finishes each alone",
        ),
        Wrong(
            apply(
                "import minigrad as mg\nwith mg.enable_grad():\n    results = cls.forward(node._ctx, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "recorded",
            "recording on",
        ),
        Wrong(
            apply(
                "args = [a.detach() if hasattr(a, 'detach') else a for a in args]\nresults = cls.forward(node._ctx, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "recorded",
            "detaches instead of switching off",
        ),
        Wrong(
            apply(
                OFF
                + "if isinstance(results, tuple):\n    return list(node.finish(results))\nreturn node.finish((results,))[0]"
            ),
            "a list",
            "a list given back",
        ),
        Wrong(
            apply(
                "from minigrad.autograd.grad_mode import set_grad_enabled\nset_grad_enabled(False)\nresults = cls.forward(node._ctx, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "recorded",
            "off for good",
        ),
        Wrong(
            apply(
                "with no_grad():\n    results = cls.forward(node._ctx, *args, **kwargs)\n    results = cls.forward(node._ctx, *args, **kwargs)\nif isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
            ),
            "twice",
            "forward twice",
        ),
        Wrong(
            apply(
                "with no_grad():\n    results = cls.forward(node.ctx, *args, **kwargs)\nreturn node.finish((results,))[0]"
            ),
            None,
            "ctx without the underscore",
        ),
    ],
    "15.2": [
        Wrong(hypot("return a / c, b / c"), "upstream", "the upstream gradient forgotten"),
        Wrong(hypot("return grad * a / c"), "too few", "the second forgotten"),
        Wrong(hypot("return grad * b / c, grad * a / c"), "swapped", "exchanged"),
        Wrong(hypot("return grad * a / c, b / c"), "upstream once", "the upstream gradient for the first only"),
        Wrong(hypot("return a / c, grad * b / c"), "upstream once", "the upstream gradient for the second only"),
        Wrong(hypot("return -grad * a / c, -grad * b / c"), "sign", "the sign"),
        Wrong(hypot("return grad * (a / c + b / c)"), "too few", "one sum"),
        Wrong(hypot("return grad * 0.6, grad * 0.8"), "of one", "the example's numbers"),
        Wrong(hypot("return grad * a, grad * b"), "not divided", "not divided"),
        Wrong(hypot("return grad * c / a, grad * c / b"), "upside down", "upside down"),
        Wrong(hypot("return None, grad * a / c, grad * b / c"), "too few", "one for the ctx"),
        Wrong(hypot("return [grad * a / c, grad * b / c]"), "too few", "a list"),
        Wrong(hypot("return grad * a / b, grad * b / a"), None, "by the other side"),
        Wrong(hypot("return grad * 2.0 * a / c, grad * 2.0 * b / c"), "half", "the half forgotten"),
        Wrong(hypot("return grad * a / (2.0 * c), grad * b / (2.0 * c)"), "half", "the 2 forgotten"),
        Wrong(hypot("return grad + a / c, grad + b / c"), "upstream added", "added"),
        Wrong(hypot("return grad * a / c, None"), "left out", "None for the second"),
        Wrong(hypot("return grad * a / (a + b), grad * b / (a + b)"), None, "by the sum of the sides"),
        Wrong(hypot("a.grad = grad * a / c\nb.grad = grad * b / c"), "too few", "written into grad"),
        Wrong(hypot("return (grad * a / c).sum(), (grad * b / c).sum()"), "shape", "summed"),
        Wrong(hypot("return grad.item() * a / c, grad.item() * b / c"), "item", "numbers only"),
        Wrong(hypot("return grad * a.item() / c.item(), grad * b.item() / c.item()"), "item", "one number only"),
        Wrong(hypot("return (grad * a / c).item(), (grad * b / c).item()"), "item", "plain numbers"),
        Wrong(
            hypot("return grad * grad * a / c, grad * grad * b / c"), "upstream twice", "the upstream gradient twice"
        ),
        Wrong(hypot("grad *= a / c\nreturn grad, grad * b / a"), "in place", "changes what arrives"),
        Wrong(hypot("grad = grad * a / c\nreturn grad, grad * b / c"), None, "the second times the first"),
        Wrong(hypot("return grad * a / (a * a + b * b), grad * b / (a * a + b * b)"), None, "without the root"),
        Wrong(hypot("return grad * a * c, grad * b * c"), None, "times c"),
        Wrong(hypot("return {'a': grad * a / c, 'b': grad * b / c}"), "too few", "a dict"),
    ],
    "15.3": [
        Wrong(
            power(
                "Power.n = n\nctx.save_for_backward(x)\nreturn x ** n",
                GOT_X + "return grad * Power.n * x ** (Power.n - 1), None",
            ),
            "shared",
            "n on the class",
        ),
        Wrong(
            power(
                "global exponent\nexponent = n\nctx.save_for_backward(x)\nreturn x ** n",
                GOT_X + "return grad * exponent * x ** (exponent - 1), None",
            ),
            "shared",
            "n global",
        ),
        Wrong(
            power(KEEP_X, GOT_X + "return ctx.n * x ** (ctx.n - 1), None"),
            "upstream",
            "the upstream gradient forgotten",
        ),
        Wrong(power(KEEP_X, GOT_X + "return grad * ctx.n * x ** (ctx.n - 1)"), "too few", "no None for n"),
        Wrong(
            power(KEEP_X, GOT_X + "return grad * ctx.n * x ** ctx.n, None"), "same exponent", "the power not lowered"
        ),
        Wrong(power(KEEP_X, GOT_X + "return grad * x ** (ctx.n - 1), None"), "no factor", "the factor n forgotten"),
        Wrong(
            power(KEEP_X, GOT_X + "return grad * (ctx.n - 1) * x ** (ctx.n - 1), None"),
            "factor",
            "n - 1 for the factor",
        ),
        Wrong(power(KEEP_X, GOT_X + "return grad * 2 * x, None"), "one exponent", "as if n were 2"),
        Wrong(power(KEEP_X, GOT_X + "return grad * 3 * x ** 2, None"), "one exponent", "as if n were 3"),
        Wrong(
            power(
                "ctx.save_for_backward(x, n)\nreturn x ** n",
                "x, n = ctx.saved_tensors\nreturn grad * n * x ** (n - 1), None",
            ),
            "no tensor",
            "the number saved as a tensor",
        ),
        Wrong(
            power(
                "ctx.save_for_backward(x, mg.tensor(n))\nreturn x ** n",
                "x, n = ctx.saved_tensors\nreturn grad * n * x ** (n - 1), grad * x ** n * mg.log(x)",
            ),
            "too many",
            "a gradient for the number",
        ),
        Wrong(
            power(
                "result = x ** n\nctx.save_for_backward(result)\nctx.n = n\nreturn result",
                "(y,) = ctx.saved_tensors\nreturn grad * ctx.n * y, None",
            ),
            "same exponent",
            "the result for x",
        ),
        Wrong(
            power(
                "result = x ** n\nctx.save_for_backward(x, result)\nctx.n = n\nreturn result",
                "x, y = ctx.saved_tensors\nreturn grad * ctx.n * y / x, None",
            ),
            None,
            "the result divided by x, nan at 0",
        ),
        Wrong(
            power(KEEP_X, "x = ctx.saved_tensors\nreturn grad * ctx.n * x ** (ctx.n - 1), None"),
            "the tuple",
            "a tuple for the tensor",
        ),
        Wrong(power("ctx.n = n\nreturn x ** n", "return grad * ctx.n, None"), "no x", "x forgotten"),
        Wrong(
            power(
                "ctx.save_for_backward(x)\nctx.n = n\nx ** n", GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), None"
            ),
            "no return",
            "forward gives back nothing",
        ),
        Wrong(
            power("ctx.save_for_backward(x)\nctx.n = n\nreturn x * n", GOT_X + "return grad * ctx.n, None"),
            None,
            "times n",
        ),
        Wrong(
            power(
                "ctx.save_for_backward(x)\nctx.n = n\nreturn x * x",
                GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), None",
            ),
            None,
            "always a square",
        ),
        Wrong(power(KEEP_X, GOT_X + "return None, grad * ctx.n * x ** (ctx.n - 1)"), "too many", "in the wrong place"),
        Wrong(power(KEEP_X, GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), 0.0"), "a number", "0 for None"),
        Wrong(power(KEEP_X, GOT_X + "return -grad * ctx.n * x ** (ctx.n - 1), None"), "sign", "the sign"),
        Wrong(power(KEEP_X, GOT_X + "return grad * ctx.n * x ** ctx.n - 1, None"), "bracket", "brackets forgotten"),
        Wrong(
            power(
                "ctx.n = n\nctx.save_for_backward(x)\nx **= n\nreturn x",
                GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), None",
            ),
            "its input",
            "changes its input",
        ),
        Wrong(
            power(
                "ctx.save_for_backward(x)\nctx.n = n\nreturn mg.exp(n * mg.log(x))",
                GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), None",
            ),
            None,
            "right for x > 0 only",
        ),
        Wrong(
            power("self.n = n\nself.x = x\nreturn x ** n", "return grad * self.n * self.x ** (self.n - 1), None"),
            "not in ctx",
            "self",
        ),
        Wrong(
            power(
                "ctx.save_for_backward(x)\nPower.calls = getattr(Power, 'calls', []) + [n]\nreturn x ** n",
                GOT_X + "n = Power.calls.pop()\nreturn grad * n * x ** (n - 1), None",
            ),
            "shared",
            "a stack on the class",
        ),
        Wrong(
            power(
                "ctx.save_for_backward(x)\nPower.kept = getattr(Power, 'kept', {})\nPower.kept[id(x)] = n\nreturn x ** n",
                GOT_X + "n = Power.kept[id(x)]\nreturn grad * n * x ** (n - 1), None",
            ),
            "shared",
            "a dict by the input",
        ),
        Wrong(
            power(
                "ctx.save_for_backward(x)\nctx.n = n\nreturn (x ** n).detach().numpy()",
                GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), None",
            ),
            "not a tensor",
            "an array",
        ),
        Wrong(
            power(
                "ctx.save_for_backward(x)\nctx.n = n\nreturn mg.tensor(x.item() ** n)",
                GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), None",
            ),
            "item",
            "one number only",
        ),
        Wrong(
            power(
                "ctx.save_for_backward(x)\nctx.n = n\nreturn x ** n, n",
                GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), None",
            ),
            "not a tensor",
            "gives back n too",
        ),
    ],
    "15.4": [
        Wrong(seen(150, "RuntimeError", 150, 15, 30, "RuntimeError"), "a name", "w = w * 10 changes what was kept"),
        Wrong(seen(15, "RuntimeError", 15, 15, 30, "RuntimeError"), "a copy", "an attribute keeps the old numbers"),
        Wrong(seen(150, 150, 15, 15, 30, "RuntimeError"), "none is checked", "saved is not noticed"),
        Wrong(
            seen(150, "RuntimeError", 15, "RuntimeError", 30, "RuntimeError"),
            "backwards in time",
            "noticed after the pass",
        ),
        Wrong(
            seen(150, "RuntimeError", 15, 150, 30, "RuntimeError"),
            "backwards in time",
            "the write changes what was computed",
        ),
        Wrong(seen(150, "RuntimeError", 15, 15, 15, "RuntimeError"), "second is lost", "the second pass replaces"),
        Wrong(seen(150, "RuntimeError", 15, 15, 30, 30), "none is freed", "saved is not let go"),
        Wrong(
            seen(150, "RuntimeError", 15, 15, "RuntimeError", "RuntimeError"), "all are freed", "an attribute is let go"
        ),
        Wrong(seen(150, "RuntimeError", 15, 15, 15, 15), "second is lost", "twice is once"),
        Wrong(
            seen("RuntimeError", "RuntimeError", 15, 15, 30, "RuntimeError"),
            "all are checked",
            "an attribute is noticed",
        ),
        Wrong(seen(30, "RuntimeError", 3, 3, 6, "RuntimeError"), "no v", "v forgotten"),
        Wrong(seen(150, 15, 15, 15, 30, "RuntimeError"), "compared", "saved is a copy"),
        Wrong(seen(150, "RuntimeError", "RuntimeError", 15, 30, "RuntimeError"), "a name", "a new tensor is noticed"),
        Wrong(seen(100, "RuntimeError", 10, 10, 20, "RuntimeError"), "x", "x for w"),
        Wrong(seen(150, "RuntimeError", 15, 15, 30), "not six", "five answers"),
        Wrong(seen("150", "RuntimeError", "15", "15", "30", "RuntimeError"), "quoted", "numbers in quotes"),
        Wrong(seen(150, "Error", 15, 15, 30, "Error"), None, "another name"),
        Wrong(seen(300, "RuntimeError", 30, 30, 60, "RuntimeError"), "x", "times x too"),
        Wrong(seen(1500, "RuntimeError", 15, 15, 30, "RuntimeError"), None, "ten times too much"),
        Wrong(seen(150, "RuntimeError", 150, "RuntimeError", 15, 15), "a name", "several at once"),
        Wrong(seen(150, "RuntimeError", 15, 15, 45, "RuntimeError"), None, "three times"),
        Wrong(seen(150, "RuntimeError", 15, 15, 225, "RuntimeError"), None, "multiplied"),
        Wrong(
            "seen = 150, 'RuntimeError', 15, 15, 30, 15",
            "second is lost",
            "the gradient that is there in spite of the error",
        ),
    ],
    "15.5": [
        Wrong(quantize(CUT, "return grad"), "everywhere", "straight through without bounds"),
        Wrong(quantize(CUT_X, GOT_X + "return grad * (mg.abs(x) < 2.0)"), "the edge", "the bounds excluded"),
        Wrong(
            quantize(CUT_X, GOT_X + "return mg.where(mg.abs(x) <= 2.0, 1.0, 0.0)"),
            "upstream",
            "the upstream gradient forgotten",
        ),
        Wrong(quantize(CUT_X, GOT_X + "return grad * (x <= 2.0)"), "one side", "the lower bound forgotten"),
        Wrong(quantize(CUT_X, GOT_X + "return grad * (x >= -2.0)"), "one side", "the upper bound forgotten"),
        Wrong(quantize(CUT_X, GOT_X + "return grad * (mg.abs(x) > 2.0)"), "turned round", "turned round"),
        Wrong(
            quantize("ctx.save_for_backward(x)\nreturn mg.round(x)", GOT_X + "return grad * (mg.abs(x) <= 2.0)"),
            "not held",
            "not cut off",
        ),
        Wrong(
            quantize(
                "ctx.save_for_backward(x)\nreturn mg.clamp(x, -2.0, 2.0)", GOT_X + "return grad * (mg.abs(x) <= 2.0)"
            ),
            "not rounded",
            "not rounded",
        ),
        Wrong(
            quantize(
                "y = mg.round(mg.clamp(x, -2.0, 2.0))\nctx.save_for_backward(y)\nreturn y",
                "(y,) = ctx.saved_tensors\nreturn grad * (mg.abs(y) < 2.0)",
            ),
            "of the result",
            "by the result, bounds excluded",
        ),
        Wrong(
            quantize(
                "y = mg.round(mg.clamp(x, -2.0, 2.0))\nctx.save_for_backward(y)\nreturn y",
                "(y,) = ctx.saved_tensors\nreturn grad * (mg.abs(y) <= 2.0)",
            ),
            "everywhere",
            "by the result, always on",
        ),
        Wrong(
            quantize(
                "x = mg.clamp(x, -2.0, 2.0)\nctx.save_for_backward(x)\nreturn mg.round(x)",
                GOT_X + "return grad * (mg.abs(x) <= 2.0)",
            ),
            "everywhere",
            "what is cut off saved",
        ),
        Wrong(
            quantize(
                "x = mg.round(x)\nctx.save_for_backward(x)\nreturn mg.clamp(x, -2.0, 2.0)",
                GOT_X + "return grad * (mg.abs(x) <= 2.0)",
            ),
            "rounded first",
            "what is rounded asked",
        ),
        Wrong(
            quantize(CUT_X, GOT_X + "return grad * mg.clamp(x, -2.0, 2.0)"),
            "of the numbers",
            "times the numbers cut off",
        ),
        Wrong(quantize(CUT_X, "return mg.clamp(grad, -2.0, 2.0)"), "the gradient", "the gradient cut off"),
        Wrong(quantize(CUT_X, "return grad * (mg.abs(grad) <= 2.0)"), "the gradient", "the gradient's bounds"),
        Wrong(quantize(CUT_X, GOT_X + "return -grad * (mg.abs(x) <= 2.0)"), "sign", "the sign"),
        Wrong(
            quantize(CUT_X, GOT_X + "if -2.0 <= x.item() <= 2.0:\n    return grad\nreturn grad * 0.0"),
            "item",
            "one number only",
        ),
        Wrong(
            quantize(CUT_X, GOT_X + "return grad if bool((mg.abs(x) <= 2.0).all()) else grad * 0.0"),
            "one for all",
            "all or nothing",
        ),
        Wrong(quantize(CUT_X, GOT_X + "grad[mg.abs(x) > 2.0] = 0.0\nreturn grad"), "in place", "changes what arrives"),
        Wrong(quantize(CUT_X, GOT_X + "grad *= (mg.abs(x) <= 2.0)\nreturn grad"), "in place", "multiplies in place"),
        Wrong(quantize("ctx.x = x\n" + CUT, "return grad * (mg.abs(ctx.x) <= 2.0)"), "unchecked", "x as an attribute"),
        Wrong(
            quantize("Quantize.x = x\n" + CUT, "return grad * (mg.abs(Quantize.x) <= 2.0)"), "shared", "x on the class"
        ),
        Wrong(quantize(CUT_X, "return grad * 0.0"), "the slope", "the true slope"),
        Wrong(quantize(CUT_X, GOT_X + "return grad * (mg.abs(x) <= 1.0)"), None, "the wrong bound"),
        Wrong(quantize(CUT_X, GOT_X + "return grad * (mg.abs(x) <= 2.5)"), "rounded first", "where it rounds to 2"),
        Wrong(
            quantize(
                "ctx.save_for_backward(x)\nreturn mg.clamp(mg.floor(x), -2.0, 2.0)",
                GOT_X + "return grad * (mg.abs(x) <= 2.0)",
            ),
            None,
            "rounded down",
        ),
        Wrong(quantize(CUT_X, GOT_X + "return mg.abs(x) <= 2.0"), "upstream", "booleans"),
        Wrong(
            quantize(
                "ctx.save_for_backward(x)\nreturn mg.clamp(mg.round(x), -1.0, 1.0)",
                GOT_X + "return grad * (mg.abs(x) <= 2.0)",
            ),
            None,
            "cut off at 1",
        ),
        Wrong(
            quantize(CUT_X, "x = ctx.saved_tensors\nreturn grad * (mg.abs(x) <= 2.0)"),
            "the tuple",
            "a tuple for the tensor",
        ),
        Wrong(
            quantize(CUT_X, GOT_X + "return grad * mg.round(mg.clamp(x, -2.0, 2.0))"),
            "of the numbers",
            "times the result",
        ),
        Wrong(quantize(CUT_X, GOT_X + "return grad * (-2.0 <= x <= 2.0)"), "one for all", "a chained comparison"),
        Wrong(quantize(CUT_X, GOT_X + "return mg.where(mg.abs(x) <= 2.0, grad, x)"), None, "x where it was cut off"),
        Wrong(
            quantize(
                "ctx.save_for_backward(x)\nx[x > 2.0] = 2.0\nx[x < -2.0] = -2.0\nreturn mg.round(x)",
                GOT_X + "return grad * (mg.abs(x) <= 2.0)",
            ),
            "its input",
            "changes its input",
        ),
    ],
    "15.6": [
        Wrong(reverse(COPY, "return grad * ctx.strength, None"), "no sign", "the sign forgotten"),
        Wrong(reverse("return x.clone()", "return -grad, None"), "no strength", "the strength forgotten"),
        Wrong(reverse(COPY, "return -ctx.strength, None"), "a number", "the upstream gradient forgotten"),
        Wrong(reverse(COPY, "return -grad * ctx.strength"), "too few", "no None"),
        Wrong(
            reverse("ctx.strength = strength\nreturn -x", "return -grad * ctx.strength, None"),
            "forward too",
            "forward turned round too",
        ),
        Wrong(
            reverse("ctx.strength = strength\nreturn x * strength", "return -grad * ctx.strength, None"),
            "strong value",
            "forward times the strength",
        ),
        Wrong(
            reverse("ctx.strength = strength\nreturn -x * strength", "return -grad * ctx.strength, None"),
            "forward too",
            "forward does it all",
        ),
        Wrong(
            reverse("Reverse.strength = strength\nreturn x.clone()", "return -grad * Reverse.strength, None"),
            "shared",
            "the strength on the class",
        ),
        Wrong(
            reverse("global how_strong\nhow_strong = strength\nreturn x.clone()", "return -grad * how_strong, None"),
            "shared",
            "the strength global",
        ),
        Wrong(reverse(COPY, "return -grad * ctx.strength, grad"), "too many", "a gradient for the strength"),
        Wrong(reverse(COPY, "return None, -grad * ctx.strength"), "too many", "in the wrong place"),
        Wrong(reverse(COPY, "return grad - ctx.strength, None"), "subtracted", "subtracted"),
        Wrong(reverse(COPY, "return -grad / ctx.strength, None"), "divided", "divided"),
        Wrong(reverse(COPY, "return 1.0 / grad * ctx.strength, None"), None, "turned over"),
        Wrong(
            reverse(
                "ctx.save_for_backward(x)\nctx.strength = strength\nreturn x.clone()",
                GOT_X + "return -grad * ctx.strength * x, None",
            ),
            "of the numbers",
            "times x",
        ),
        Wrong(reverse("return x.clone()", "return -grad * 0.5, None"), "one strength", "the strength of the example"),
        Wrong(reverse(COPY, "return -mg.abs(grad) * ctx.strength, None"), "always down", "always negative"),
        Wrong(
            reverse("ctx.strength = strength\nreturn x", "grad *= -ctx.strength\nreturn grad, None"),
            "in place",
            "changes what arrives",
        ),
        Wrong(
            reverse("ctx.strength = strength\nx *= -1.0\nreturn x", "return -grad * ctx.strength, None"),
            "its input",
            "changes its input",
        ),
        Wrong(
            reverse(
                "ctx.save_for_backward(strength)\nreturn x.clone()",
                "(strength,) = ctx.saved_tensors\nreturn -grad * strength, None",
            ),
            "no tensor",
            "the number saved as a tensor",
        ),
        Wrong(reverse(COPY, "return -ctx.strength * grad.sum(), None"), "shape", "summed"),
        Wrong(reverse(COPY, "return -ctx.strength * grad.item(), None"), "item", "one number only"),
        Wrong(reverse(COPY, "return mg.flip(grad, (0,)) * ctx.strength, None"), None, "the order turned round"),
        Wrong(
            reverse("ctx.strength = strength", "return -grad * ctx.strength, None"),
            "no return",
            "forward gives back nothing",
        ),
        Wrong(
            reverse("ctx.strength = strength\nreturn mg.ones_like(x)", "return -grad * ctx.strength, None"),
            None,
            "ones",
        ),
        Wrong(
            reverse("self.strength = strength\nreturn x", "return -grad * self.strength, None"), "not in ctx", "self"
        ),
        Wrong(reverse(COPY, "return -grad * strength, None"), "not in ctx", "the name from forward"),
        Wrong(reverse(COPY, "return -grad * ctx.strength, -grad * ctx.strength"), "too many", "the same twice"),
        Wrong(reverse(COPY, "return grad * (1.0 - ctx.strength), None"), None, "1 less the strength"),
        Wrong(
            reverse("ctx.strength = strength\nreturn x.detach().numpy()", "return -grad * ctx.strength, None"),
            "not a tensor",
            "an array",
        ),
        Wrong(
            reverse("ctx.strength = strength\nreturn x, strength", "return -grad * ctx.strength, None"),
            "not a tensor",
            "gives back the strength too",
        ),
        Wrong(reverse("return x.clone()", "return -2.0 * grad, None"), None, "always 2"),
    ],
}

RIGHT = {
    "15.1": [
        apply(
            OFF + "if isinstance(results, tuple):\n    return node.finish(results)\nreturn node.finish((results,))[0]"
        ),
        apply(
            "with no_grad():\n    out = cls.forward(node._ctx, *args, **kwargs)\nalone = not isinstance(out, tuple)\nout = node.finish((out,) if alone else out)\nreturn out[0] if alone else out"
        ),
        apply(
            OFF
            + "try:\n    return node.finish(tuple([*results])) if type(results) is tuple else node.finish((results,))[0]\nfinally:\n    pass"
        ),
        apply(
            "ctx = node._ctx\nswitch = no_grad()\nswitch.__enter__()\ntry:\n    y = cls.forward(ctx, *args, **kwargs)\nfinally:\n    switch.__exit__(None, None, None)\nif isinstance(y, tuple):\n    return node.finish(y)\n(y,) = node.finish((y,))\nreturn y"
        ),
        apply(
            "y = no_grad()(cls.forward)(node._ctx, *args, **kwargs)\nreturn node.finish(y) if isinstance(y, tuple) else node.finish((y,))[0]"
        ),
        apply(
            "with no_grad():\n    y = cls.forward(node._ctx, *args, **kwargs)\n    if isinstance(y, tuple):\n        return node.finish(y)\n    return node.finish((y,))[0]"
        ),
    ],
    "15.2": [
        hypot("return grad * a / c, grad * b / c"),
        hypot("return tuple(grad * side / c for side in (a, b))"),
        hypot("g = grad / c\nreturn g * a, g * b"),
        hypot("return mg.mul(grad, mg.div(a, c)), mg.mul(grad, mg.div(b, c))"),
        hypot("return grad * a / mg.sqrt(a * a + b * b), grad * b * (a ** 2 + b ** 2) ** -0.5"),
        hypot("angle = mg.atan2(b, a)\nreturn grad * mg.cos(angle), grad * mg.sin(angle)"),
        hypot(
            "wanted = ctx.needs_input_grad\nreturn (grad * a / c if wanted[0] else None), (grad * b / c if wanted[1] else None)"
        ),
        hypot(
            "cos, sin = ctx.saved_tensors\nreturn grad * cos, grad * sin",
            "c = mg.sqrt(a * a + b * b)\nctx.save_for_backward(a / c, b / c)\nreturn c",
            "",
        ),
        hypot("return grad * a / c, grad * b / c, None"),
    ],
    "15.3": [
        power(KEEP_X, GOT_X + "return grad * ctx.n * x ** (ctx.n - 1), None"),
        power(
            "ctx.save_for_backward(x)\nctx.exponent = n\nreturn mg.pow(x, n)",
            "n, (x,) = ctx.exponent, ctx.saved_tensors\nreturn mg.pow(x, n - 1) * n * grad, None",
        ),
        power(
            "y = mg.ones_like(x)\nfor _ in range(n):\n    y = y * x\nctx.save_for_backward(x)\nctx.n = n\nreturn y",
            GOT_X + "for _ in range(ctx.n - 1):\n    grad = grad * x\nreturn grad * ctx.n, None",
        ),
        power(
            "ctx.save_for_backward(n * x ** (n - 1))\nreturn x ** n",
            "(slope,) = ctx.saved_tensors\nreturn grad * slope, None",
        ),
        power(
            "ctx.save_for_backward(x, mg.tensor(n))\nreturn x ** n",
            "x, n = ctx.saved_tensors\nn = int(n.item())\nreturn n * x ** (n - 1) * grad, None",
        ),
        power(
            "lower = x ** (n - 1)\nctx.n = n\nctx.save_for_backward(lower)\nreturn lower * x",
            "return ctx.n * ctx.saved_tensors[0] * grad, None",
        ),
        power("ctx.x = x\nctx.n = n\nreturn x ** n", "return grad * ctx.n * ctx.x ** (ctx.n - 1), None"),
        power("ctx.slope = n * x ** (n - 1)\nreturn x ** n", "return grad * ctx.slope, None"),
        power(
            "with mg.enable_grad():\n    x = x.detach().requires_grad_()\n    ctx.y, ctx.x = x ** n, x\nreturn ctx.y.detach()",
            "ctx.y.backward(grad)\nreturn ctx.x.grad, None",
        ),
    ],
    "15.4": [
        seen(150, "RuntimeError", 15, 15, 30, "RuntimeError"),
        seen(150.0, "RuntimeError", 15.0, 15.0, 30.0, "RuntimeError"),
        "seen = [5 * 30, 'RuntimeError', 5 * 3, 5 * 3, 5 * 3 + 5 * 3, 'RuntimeError']",
        "error = 'RuntimeError'\nseen = (mg.tensor(150.0).item(), error, 15, 15.0, 2 * 15, error)",
        seen(150, RuntimeError.__name__.lower(), 15, 15, 30, "runtimeerror"),
        "seen = (150, RuntimeError, 15, 15, 30, RuntimeError)",
    ],
    "15.5": [
        quantize(CUT_X, GOT_X + "return grad * (mg.abs(x) <= 2.0)"),
        quantize(CUT_X, GOT_X + "return mg.where((x >= -2.0) & (x <= 2.0), grad, 0.0)"),
        quantize(
            "ctx.save_for_backward((x >= -2.0) & (x <= 2.0))\n" + CUT,
            "(inside,) = ctx.saved_tensors\nreturn grad * inside",
        ),
        quantize(
            "y = mg.clamp(x, -2.0, 2.0)\nctx.save_for_backward(y == x)\nreturn y.round()",
            "return mg.where(ctx.saved_tensors[0], grad, mg.zeros_like(grad))",
        ),
        quantize(
            "ctx.save_for_backward(x)\nreturn mg.clamp(mg.round(x), -2.0, 2.0)",
            GOT_X + "out = grad.clone()\nout[mg.abs(x) > 2.0] = 0.0\nreturn out",
        ),
        quantize(
            "ctx.save_for_backward(x)\nreturn x.clamp(min=-2.0, max=2.0).round()",
            GOT_X + "return grad.masked_fill((x < -2.0) | (x > 2.0), 0.0)",
        ),
        quantize(CUT_X, GOT_X + "return grad * (mg.abs(x) <= 2.0), None"),
    ],
    "15.6": [
        reverse(COPY, "return -grad * ctx.strength, None"),
        reverse("ctx.factor = -strength\nreturn x.clone()", "return ctx.factor * grad, None"),
        reverse("ctx.strength = strength\nreturn x.view_as(x)", "return grad.neg() * ctx.strength, None"),
        reverse("ctx.strength = strength\nreturn x", "return -ctx.strength * grad, None"),
        reverse("ctx.strength = strength\nreturn x * 1.0", "return 0.0 - ctx.strength * grad, None"),
        reverse(
            "ctx.save_for_backward(mg.tensor(-strength))\nreturn x + 0.0",
            "(factor,) = ctx.saved_tensors\nreturn factor * grad, None",
        ),
        reverse("ctx.__dict__['s'] = strength\nreturn mg.clone(x)", "return mg.mul(grad, -ctx.s), None"),
    ],
}
