"""Answers to the exercises of lesson 15, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"15.2": "SIDES", "15.3": "POWERS", "15.4": "LINES", "15.5": "WHOLE", "15.6": "TURNS"}

SUPPORT = {"15": "import minigrad as mg"}


def applied(body):
    """An answer to 15.1 with this body."""
    lines = "\n".join(["    " + line for line in body.strip().splitlines()])
    return f"@classmethod\ndef apply(cls, *args, **kwargs):\n    node = cls._node()(cls, args)\n{lines}"


def function(name, parameters, forward, backward):
    """A class that is a Function; lines of the two bodies are parted by semicolons."""

    def method(head, body):
        lines = "\n".join([" " * 8 + line.strip() for line in body.split(";")])
        return f"    @staticmethod\n    def {head}:\n{lines}\n"

    return (
        f"class {name}(mg.autograd.Function):\n"
        f"{method(f'forward(ctx, {parameters})', forward)}\n{method('backward(ctx, grad)', backward)}"
    )


def hypot(backward):
    forward = "c = mg.sqrt(a * a + b * b); ctx.save_for_backward(a, b, c); return c"
    return function("Hypot", "a, b", forward, f"a, b, c = ctx.saved_tensors; {backward}")


def power(backward, forward="ctx.save_for_backward(x); ctx.n = n; return x**n"):
    return function("Power", "x, n", forward, backward)


def quantize(backward, forward="ctx.save_for_backward(x); return mg.round(mg.clamp(x, -2.0, 2.0))"):
    return function("Quantize", "x", forward, f"(x,) = ctx.saved_tensors; {backward}")


def reverse(backward, forward="ctx.strength = strength; return x.clone()"):
    return function("Reverse", "x, strength", forward, backward)


WRONG = {
    "15.1": [
        Wrong(
            applied("""
output = cls.forward(node._ctx, *args, **kwargs)
several = isinstance(output, tuple)
outputs = node.finish(output if several else (output,))
return outputs if several else outputs[0]
"""),
            "recorded",
            "recording stays on",
        ),
        Wrong(
            applied("""
with no_grad():
    several = isinstance(cls.forward(node._ctx, *args, **kwargs), tuple)
    output = cls.forward(node._ctx, *args, **kwargs)
outputs = node.finish(output if several else (output,))
return outputs if several else outputs[0]
"""),
            "twice",
            "runs forward to see what it gives, and again",
        ),
        Wrong(
            applied("""
no_grad().__enter__()
output = cls.forward(node._ctx, *args, **kwargs)
several = isinstance(output, tuple)
outputs = node.finish(output if several else (output,))
return outputs if several else outputs[0]
"""),
            "left off",
            "enters no_grad and never leaves it",
        ),
        Wrong(
            applied("""
from .grad_mode import is_grad_enabled, set_grad_enabled
before = is_grad_enabled()
set_grad_enabled(False)
output = cls.forward(node._ctx, *args, **kwargs)
set_grad_enabled(before)
several = isinstance(output, tuple)
outputs = node.finish(output if several else (output,))
return outputs if several else outputs[0]
"""),
            "after an error",
            "puts it back only where forward ends well",
        ),
        Wrong(
            applied("""
from .grad_mode import enable_grad
with no_grad():
    output = cls.forward(node._ctx, *args, **kwargs)
enable_grad().__enter__()
several = isinstance(output, tuple)
outputs = node.finish(output if several else (output,))
return outputs if several else outputs[0]
"""),
            "switched on",
            "switches it on at the end, to be safe",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(node._ctx, *args, **kwargs)
return output
"""),
            "no history",
            "never calls finish",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(node._ctx, *args, **kwargs)
return node.finish(output if isinstance(output, tuple) else (output,))
"""),
            "a tuple",
            "a tuple in any case",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(node._ctx, *args, **kwargs)
node.finish(output if isinstance(output, tuple) else (output,))
"""),
            "no return",
            "returns nothing",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(node._ctx, *args, **kwargs)
if not isinstance(output, tuple):
    output = (output,)
return node.finish(output)[0]
"""),
            "the first",
            "only the first",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(node._ctx, *args, **kwargs)
outputs = node.finish(output if isinstance(output, tuple) else (output,))
return outputs[0] if len(outputs) == 1 else outputs
"""),
            "counted",
            "counts the results",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(node, *args, **kwargs)
several = isinstance(output, tuple)
outputs = node.finish(output if several else (output,))
return outputs if several else outputs[0]
"""),
            "not the ctx",
            "gives forward the node for a ctx",
        ),
        Wrong(
            """
            @classmethod
            def apply(cls, *args, **kwargs):
                if 'kept' not in vars(cls):
                    cls.kept = cls._node()(cls, args)
                node = cls.kept
                with no_grad():
                    output = cls.forward(node._ctx, *args, **kwargs)
                several = isinstance(output, tuple)
                node._inputs = [x for x in args if isinstance(x, Variable)]
                outputs = node.finish(output if several else (output,))
                return outputs if several else outputs[0]
            """,
            "one node",
            "keeps the node of the first call",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(*args, **kwargs)
several = isinstance(output, tuple)
outputs = node.finish(output if several else (output,))
return outputs if several else outputs[0]
"""),
            "no ctx",
            "forgets the ctx",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(node._ctx, args, **kwargs)
several = isinstance(output, tuple)
outputs = node.finish(output if several else (output,))
return outputs if several else outputs[0]
"""),
            "one tuple",
            "all arguments as one",
        ),
        Wrong(
            applied("""
with no_grad():
    output = cls.forward(node._ctx, *args, **kwargs)
return node.finish((output,))[0]
"""),
            "several as one",
            "a tuple of what forward gave, whatever that is",
        ),
    ],
    "15.2": [
        Wrong(hypot("return a / c, b / c"), "upstream", "the slopes alone"),
        Wrong(hypot("return a / c * grad, b / c"), "upstream once", "grad in the first one only"),
        Wrong(hypot("return a / c + grad, b / c + grad"), "upstream added", "plus"),
        Wrong(hypot("return grad * b / c, grad * a / c"), "swapped", "the other side"),
        Wrong(hypot("return a * grad, b * grad"), "not divided", "the root forgotten"),
        Wrong(hypot("return 0.5 * grad / c * a, 0.5 * grad / c * b"), "half", "the slope of the root alone"),
        Wrong(hypot("return grad, grad"), "to both", "as for a sum"),
        Wrong(hypot("return grad * mg.abs(a) / c, grad * mg.abs(b) / c"), "size", "lengths"),
        Wrong(hypot("return grad * (a + b) / c"), "too few", "one for both"),
        Wrong(hypot("return grad * mg.cos(a), grad * mg.sin(b)"), None, "angles"),
        Wrong(hypot("grad *= a / c; return grad, grad * b / a"), "in place", "changes grad on the way"),
        Wrong(
            hypot("first, second = grad * a / c, grad * b / c; return None, None"),
            "no return",
            "computes both, gives None",
        ),
    ],
    "15.3": [
        Wrong(
            power(
                "return grad * Power.n * Power.x ** (Power.n - 1), None",
                "Power.x = x; Power.n = n; return x**n",
            ),
            "shared",
            "kept in the class",
        ),
        Wrong(power("(x,) = ctx.saved_tensors; return ctx.n * x ** (ctx.n - 1), None"), "upstream", "the slope alone"),
        Wrong(
            power("(x,) = ctx.saved_tensors; return grad * x ** (ctx.n - 1), None"), "no factor", "one less, no factor"
        ),
        Wrong(
            power("(x,) = ctx.saved_tensors; return grad * ctx.n * x**ctx.n, None"),
            "same exponent",
            "factor, same exponent",
        ),
        Wrong(power("(x,) = ctx.saved_tensors; return grad * x**ctx.n, None"), "forward again", "the result, weighted"),
        Wrong(power("(x,) = ctx.saved_tensors; return grad * ctx.n * x ** (ctx.n - 1)"), "too few", "no None for n"),
        Wrong(
            power(
                "x, n = ctx.saved_tensors; return grad * n * x ** (n - 1), None",
                "ctx.save_for_backward(x, n); return x**n",
            ),
            "no tensor",
            "saves the number too",
        ),
        Wrong(
            power("(x,) = ctx.saved_tensors; return grad * ctx.n * x ** (ctx.n - 1), grad * x**ctx.n * mg.log(x)"),
            "too many",
            "a gradient for n",
        ),
        Wrong(
            power(
                "(x,) = ctx.saved_tensors; return grad * ctx.n * x ** (ctx.n - 1), None",
                "ctx.save_for_backward(x); return x**n",
            ),
            "not in ctx",
            "n is kept nowhere",
        ),
        Wrong(
            power(
                "x, y = ctx.saved_tensors; return grad * ctx.n * y / x, None",
                "y = x**n; ctx.save_for_backward(x, y); ctx.n = n; return y",
            ),
            None,
            "the result divided by x, which may be 0",
        ),
        Wrong(
            power("x = ctx.saved_tensors; return grad * ctx.n * x ** (ctx.n - 1), None"),
            "the tuple",
            "the tuple for the tensor",
        ),
        Wrong(
            power("(x,) = ctx.saved_tensors; return grad * ctx.n * x ** (ctx.n - 1), None", "x**n"),
            "no return",
            "computes, does not return",
        ),
        Wrong(
            power("(x,) = ctx.saved_tensors; grad *= ctx.n; return grad * x ** (ctx.n - 1), None"),
            "in place",
            "changes grad on the way",
        ),
        Wrong(
            power("(x,) = ctx.saved_tensors; return grad * ctx.n * x**ctx.n - 1, None"),
            "bracket",
            "no brackets in the exponent",
        ),
    ],
    "15.4": [
        Wrong('seen = (15.0, "RuntimeError", 15.0, 15.0, 30.0, "RuntimeError")', "a copy", "what ctx holds is a copy"),
        Wrong(
            'seen = ("RuntimeError", "RuntimeError", 15.0, 15.0, 30.0, "RuntimeError")',
            "all are checked",
            "every write is noticed",
        ),
        Wrong('seen = (150.0, 150.0, 15.0, 15.0, 30.0, "RuntimeError")', "none is checked", "no write is noticed"),
        Wrong('seen = (150.0, 15.0, 15.0, 15.0, 30.0, "RuntimeError")', "compared", "w has its number again"),
        Wrong('seen = (150, "RuntimeError", 150, 15, 30, "RuntimeError")', "a name", "rebinding is writing"),
        Wrong(
            'seen = (150.0, "RuntimeError", 15.0, "RuntimeError", 30.0, "RuntimeError")',
            "backwards in time",
            "a write after the pass is an error",
        ),
        Wrong(
            'seen = (150.0, "RuntimeError", 15.0, 15.0, "RuntimeError", "RuntimeError")',
            "all are freed",
            "a graph can be walked once",
        ),
        Wrong('seen = (150.0, "RuntimeError", 15.0, 15.0, 15.0, "RuntimeError")', "second is lost", "no accumulation"),
        Wrong('seen = [150.0, "RuntimeError", 15.0, 15.0, 30.0, 30.0]', "none is freed", "what was saved stays"),
        Wrong('seen = "RuntimeError"', "not six", "one answer"),
    ],
    "15.5": [
        Wrong(quantize("return grad"), "everywhere", "straight through, bounds or not"),
        Wrong(quantize("return 0.0 * grad"), "the slope", "the slope of a staircase"),
        Wrong(quantize("return (mg.abs(x) <= 2.0) * 1.0"), "upstream", "the mask alone"),
        Wrong(quantize("return grad * (mg.abs(x) < 2.0)"), "the edge", "strictly inside"),
        Wrong(
            quantize(
                "return grad * (mg.abs(x) < 2.0)",
                "result = mg.round(mg.clamp(x, -2.0, 2.0)); ctx.save_for_backward(result); return result",
            ),
            "of the result",
            "saves the result and looks at that",
        ),
        Wrong(quantize("return grad * (mg.abs(mg.round(x)) <= 2.0)"), "rounded first", "rounds, then looks"),
        Wrong(quantize("return mg.where(mg.abs(x) > 2.0, grad, 0.0)"), "turned round", "the mask of what is cut off"),
        Wrong(quantize("return mg.clamp(grad, -2.0, 2.0)"), "the gradient", "clips the gradient"),
        Wrong(quantize("return grad * (x <= 2.0)"), "one side", "the upper bound only"),
        Wrong(
            quantize("return grad * (mg.abs(x) <= 2.0)", "ctx.save_for_backward(x); return mg.round(x)"),
            "not held",
            "rounds, does not clamp",
        ),
        Wrong(
            quantize(
                "return grad * (mg.abs(x) <= 2.0)",
                "ctx.save_for_backward(x); return mg.clamp(x, -2.0, 2.0)",
            ),
            "not rounded",
            "clamps, does not round",
        ),
        Wrong(quantize("grad * (mg.abs(x) <= 2.0)"), "no return", "backward computes, does not return"),
        Wrong(
            function(
                "Quantize",
                "x",
                "ctx.save_for_backward(x); return mg.round(mg.clamp(x, -2.0, 2.0))",
                "x = ctx.saved_tensors; return grad * (mg.abs(x) <= 2.0)",
            ),
            "the tuple",
            "takes the tuple for x",
        ),
        Wrong(quantize("grad[mg.abs(x) > 2.0] = 0.0; return grad"), "in place", "writes zeros into grad"),
        Wrong(
            function(
                "Quantize",
                "x",
                "inside = mg.abs(x) <= 2.0; return mg.round(mg.clamp(x, -2.0, 2.0))",
                "return grad * ctx.inside",
            ),
            "not in ctx",
            "the mask stays a local name",
        ),
        Wrong(
            function(
                "Quantize",
                "x",
                "Quantize.inside = mg.abs(x) <= 2.0; return mg.round(mg.clamp(x, -2.0, 2.0))",
                "return grad * Quantize.inside",
            ),
            "shared",
            "the mask is kept in the class",
        ),
        Wrong(quantize("return grad if mg.abs(x) <= 2.0 else 0.0 * grad"), "one for all", "an if for the whole tensor"),
    ],
    "15.6": [
        Wrong(reverse("return grad, None"), "as it came", "an identity"),
        Wrong(reverse("return grad * ctx.strength, None"), "no sign", "weaker, same direction"),
        Wrong(reverse("return -grad, None"), "no strength", "turned in full"),
        Wrong(
            reverse("return -ctx.strength * mg.ones_like(grad), None"),
            "upstream",
            "minus the strength, whatever arrives",
        ),
        Wrong(
            reverse(
                "(x,) = ctx.saved_tensors; return -ctx.strength * x * grad, None",
                "ctx.strength = strength; ctx.save_for_backward(x); return x.clone()",
            ),
            "of the numbers",
            "as for a product with x",
        ),
        Wrong(
            reverse("return -ctx.strength * grad, None", "ctx.strength = strength; return -x"),
            "forward too",
            "turns both",
        ),
        Wrong(
            reverse("return grad, None", "return -strength * x"),
            "forward only",
            "turns the value, and times the strength",
        ),
        Wrong(
            reverse("return -Reverse.strength * grad, None", "Reverse.strength = strength; return x.clone()"),
            "shared",
            "the strength is kept in the class",
        ),
        Wrong(reverse("return -ctx.strength * grad"), "too few", "no None for the strength"),
        Wrong(
            reverse("return -ctx.strength * grad, None", "ctx.k = strength; return x.clone()"),
            "not in ctx",
            "kept under another name",
        ),
        Wrong(
            reverse("return -ctx.strength * grad, None", "ctx.strength = strength; return x * strength"),
            "strong value",
            "the strength in the value",
        ),
        Wrong(
            reverse("return -ctx.strength * grad, None", "ctx.strength = strength; x.clone()"),
            "no return",
            "forward returns nothing",
        ),
        Wrong(reverse("grad *= -ctx.strength; return grad, None"), "in place", "changes grad"),
        Wrong(
            reverse(
                "(strength,) = ctx.saved_tensors; return -strength * grad, None",
                "ctx.save_for_backward(strength); return x.clone()",
            ),
            "no tensor",
            "saves the strength",
        ),
        Wrong(reverse("return -ctx.strength * grad, grad"), "too many", "a gradient for the strength"),
        Wrong(
            reverse(
                "return -ctx.saved_tensors * grad, None", "ctx.save_for_backward(mg.tensor(strength)); return x.clone()"
            ),
            "the tuple",
            "takes the tuple for the strength",
        ),
    ],
}

RIGHT = {
    "15.1": [
        applied("""
ctx = node._ctx
with no_grad():
    given = cls.forward(ctx, *args, **kwargs)
if isinstance(given, tuple):
    return node.finish(given)
(only,) = node.finish((given,))
return only
"""),
        applied("""
before, mode.recording = mode.recording, False
try:
    results = cls.forward(node._ctx, *args, **kwargs)
finally:
    mode.recording = before
outputs = node.finish(results) if type(results) is tuple else node.finish((results,))[0]
return outputs
"""),
    ],
    "15.2": [
        hypot("slopes = a / c, b / c; return tuple([grad * slope for slope in slopes])"),
        hypot("share = grad / c; return share * a, b * share"),
    ],
    "15.3": [
        power(
            "x = ctx.saved_tensors[0]; return mg.where(x == x, grad * ctx.slope(x), 0.0), None",
            "ctx.slope = lambda x: n * x ** (n - 1); ctx.save_for_backward(x); return x**n",
        ),
        power(
            "(slope,) = ctx.saved_tensors; return slope * grad, None",
            "ctx.save_for_backward(n * x ** (n - 1)); return x**n",
        ),
    ],
    "15.4": [
        "seen = [150, 'runtimeerror', 15, 15, 30, 'RuntimeError ']",
        "right = 3.0 * 5.0\nseen = (10 * right, RuntimeError, right, right, 2 * right, RuntimeError)",
    ],
    "15.5": [
        quantize("inside = (x >= -2.0) * (x <= 2.0); return mg.where(inside, grad, 0.0)"),
        quantize(
            "return grad * x",
            "ctx.save_for_backward((mg.clamp(x, -2.0, 2.0) == x) * 1.0); return mg.clamp(mg.round(x), -2.0, 2.0)",
        ),
    ],
    "15.6": [
        reverse("return (0.0 - grad) * ctx.strength, None", "ctx.strength = float(strength); return x"),
        reverse(
            "(factor,) = ctx.saved_tensors; return grad * factor, None",
            "ctx.save_for_backward(mg.tensor(-strength)); return x * 1.0",
        ),
    ],
}
