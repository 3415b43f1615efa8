"""Answers to the exercises of lesson 03 that a teacher wrote before reading any check."""

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined


def two(square, mul):
    return defined("square_backward(grad)", square) + "\n\n" + defined("mul_backward(grad)", mul)


def sd(sub, *div):
    return (
        defined("sub(a, b)", f"return a - b, lambda grad: (grad, {sub})")
        + "\n\n"
        + defined("div(a, b)", "\n".join(div))
    )


def et(exp, *tanh):
    return (
        defined("exp(a)", f"result = math.exp(a)\nreturn result, lambda grad: {exp}")
        + "\n\n"
        + defined("tanh(a)", "\n".join(["result = math.tanh(a)", *tanh]))
    )


def rb(*loop, leaf="node.variable.grad = Tensor(grad)", after=""):
    body = f"if isinstance(node, AccumulateGrad):\n    {leaf}\nelse:\n"
    body += "    for (target, _), share in zip(node.next_functions, node(grad)):\n"
    return defined("run_backward(node, grad)", body + "\n".join([f"        {line}" for line in loop]) + after)


def rh(*lines):
    return defined("rule_holds(operation, *inputs)", "\n".join(lines))


S, M = "return 2 * v * grad", "return x * grad, w * grad"
D = "return a / b, lambda grad: (grad / b, -grad * a / b**2)"
EX, TA = "(grad * result,)", "return result, lambda grad: (grad * (1 - result**2),)"
N = "slopes = numerical_gradient(lambda *numbers: operation(*numbers)[0], *inputs)"

WRONG = {
    "3.1": [
        Wrong(
            """
            def arriving(slopes, grad):
                result = [grad]
                for s in slopes:
                    result.append(result[-1] * s)
                return result
            """,
            "before each step",
            "puts grad itself first",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                for s in slopes:
                    grad = grad * s
                return grad
            """,
            "the last only",
            "returns only what arrives at the start, not the list",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                return [s * grad for s in slopes]
            """,
            "each by itself",
            "each slope times grad, nothing carried on",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in slopes:
                    grad += s
                    out.append(grad)
                return out
            """,
            "added",
            "adds slopes instead of multiplying",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in reversed(slopes):
                    grad = grad * s
                    out.append(grad)
                return out
            """,
            "from the other end",
            "walks from the first step (reversed slopes)",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in slopes:
                    grad = grad * s
                    out.insert(0, grad)
                return out
            """,
            "turned back",
            "list in the order of the forward pass",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in slopes:
                    out.append(grad)
                    grad = grad * s
                return out
            """,
            "before each step",
            "appends before multiplying: off by one",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                p = 1
                for s in slopes:
                    p *= s
                    out.append(p)
                return out
            """,
            "upstream forgotten",
            "forgets the upstream grad",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in slopes:
                    grad = grad * s
                    out.append(grad)
                    return out
            """,
            "the first only",
            "return inside the loop: only the first",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                while slopes:
                    grad = grad * slopes.pop(0)
                    out.append(grad)
                return out
            """,
            None,
            "empties its input",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                for i in range(len(slopes)):
                    grad *= slopes[i]
                    slopes[i] = grad
                return slopes
            """,
            None,
            "writes into its input",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in slopes:
                    grad = grad * s
                    out.append(grad)
                print(out)
            """,
            "nothing returned",
            "prints instead of returning",
        ),
        Wrong(
            """
            from itertools import accumulate as acc
            from operator import mul as times
            def arriving(slopes, grad):
                return acc([grad * slopes[0]] + slopes[1:], times)
            """,
            "no list yet",
            "returns an iterator, not a list",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                first = grad * slopes[0]
                return [first, first * slopes[1]]
            """,
            "two steps",
            "right for two slopes only",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                return [-4, -20]
            """,
            "the example",
            "the example's numbers",
        ),
        Wrong(
            """
            def arriving(slopes, grad, out=[]):
                for s in slopes:
                    grad = grad * s
                    out.append(grad)
                return out
            """,
            "from the calls before",
            "a list as a default argument: old results stay",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out, p = [], 1
                for s in slopes:
                    p = p * s * grad
                    out.append(p)
                return out
            """,
            "upstream at each step",
            "multiplies by grad at every step",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in slopes:
                    grad = grad / s
                    out.append(grad)
                return out
            """,
            "divided",
            "divides",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in slopes:
                    grad = grad * s
                    if grad == 0:
                        break
                    out.append(grad)
                return out
            """,
            None,
            "stops when nothing arrives any more",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for i in range(1, len(slopes)):
                    grad = grad * slopes[i]
                    out.append(grad)
                return out
            """,
            "the first left out",
            "begins at the second slope",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                total = grad
                for s in slopes:
                    total = total * s
                out = []
                for s in reversed(slopes):
                    out.insert(0, total)
                    total = total / s
                return out
            """,
            None,
            "divides the whole product down; a slope of 0 breaks it",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                out = []
                for s in slopes:
                    grad = abs(grad * s)
                    out.append(grad)
                return out
            """,
            "sizes",
            "no direction: absolute values",
        ),
    ],
    "3.2": [
        Wrong(two(S, "return w * grad, x * grad"), "own factor", "to w goes w's own number"),
        Wrong(two(S, "return x * grad + w * grad"), "both in one", "one number, the sum"),
        Wrong(two(S, "return x, w"), "forgotten, product", "mul forgets upstream"),
        Wrong(two("return v * grad", M), "half of it", "v * grad: factor 2 lost"),
        Wrong(two("return 2 * v", M), "forgotten, square", "square forgets upstream"),
        Wrong(two("return 2 * grad", M), "the input left out", "2 * grad: slope at grad, not at v"),
        Wrong(two("return grad ** 2", M), "grad squared", "runs the operation on grad"),
        Wrong(two("return 2 * r * grad", M), "the result for the input", "uses r for v"),
        Wrong(two(S, "return x * grad"), "one of two", "sends to w only"),
        Wrong(two(S, "return grad, grad"), "as a sum", "a product sends the same to both, as a sum"),
        Wrong(two(S, "return x * grad / 2, w * grad / 2"), "in halves", "shares it out by half"),
        Wrong(
            two("return 2 * v + grad", "return x + grad, w + grad"), "added, square", "adds the slope to what arrives"
        ),
        Wrong(two("return -20.0", "return -60.0, -40.0"), "this run's number", "the numbers of the walk"),
        Wrong(two("return -2 * v * grad", M), "the sign turned round", "sign"),
        Wrong(two("return v * grad, v * grad", M), "two for one", "v * v: sends two"),
        Wrong(two("print(2 * v * grad)", "print(x * grad, w * grad)"), "nothing returned", "prints"),
        Wrong(
            two(S, "return 4 * -1 * 5 * x * grad, 4 * -1 * 5 * w * grad"),
            "the whole chain again",
            "does the whole chain again in one step",
        ),
        Wrong(two(S, "return u * grad, u * grad"), "the product", "slope of a product is the product"),
        Wrong(
            two("return numerical_gradient(lambda v: v**2, grad)[0]", M), "the input left out", "asks the judge at grad"
        ),
        Wrong(two(S, "return x * grad, w * grad, b * grad"), "one too many", "sends something to b too"),
        Wrong(
            two("if grad: return 2 * v * grad", "if grad: return x * grad, w * grad"),
            None,
            "if grad: returns None for 0",
        ),
        Wrong(two(S, "return x * grad, w"), "forgotten, in x", "upstream in one only"),
        Wrong(two(S, "return w * x * grad"), "the product", "sends the value on"),
        Wrong(two("return 2 * v * abs(grad)", M), None, "loses the direction of what arrives"),
    ],
    "3.3": [
        Wrong(sd("grad", D), "copied from add", "sub sends the same to both"),
        Wrong(sd("-1", D), "forgotten, difference", "upstream forgotten in sub"),
        Wrong(sd("-grad", "return a / b, lambda grad: (grad / b, grad * a / b**2)"), "no minus", "minus lost"),
        Wrong(
            sd("-grad", "return a / b, lambda grad: (grad / b, -grad / b**2)"),
            "numerator left out",
            "a forgotten: slope of 1/b",
        ),
        Wrong(sd("-grad", "return a / b, lambda grad: (grad * b, grad * a)"), "copied from mul", "rule of mul"),
        Wrong(
            sd("-grad", "return a / b, lambda grad: (grad / b, grad / a)"),
            "each by the other",
            "divides by the other one",
        ),
        Wrong(sd("-grad", "return a / b, lambda grad: (grad / b, -grad * a / b)"), "not squared", "b not squared"),
        Wrong(
            sd("-grad", "return a / b, lambda grad: (1 / b, -a / b**2)"), "forgotten, quotient", "upstream forgotten"
        ),
        Wrong(
            sd("-grad", "return a / b, lambda grad: (-grad * a / b**2, grad / b)"),
            "gradients turned round",
            "order swapped",
        ),
        Wrong(sd("-grad", "return a // b, lambda grad: (grad / b, -grad * a / b**2)"), "whole numbers", "// for /"),
        Wrong(
            sd("-grad", "grad = 1.0", "return a / b, (grad / b, -grad * a / b**2)"),
            "a tuple for a rule",
            "rule is not a function",
        ),
        Wrong(
            sd("-grad", "return a / b, (grad / b, -grad * a / b**2)"),
            "a number for a rule",
            "uses grad outside the rule",
        ),
        Wrong(sd("-grad", "return a / b"), "no rule", "value only"),
        Wrong(sd("-grad", "return lambda grad: (grad / b, -grad * a / b**2)"), "no value", "rule only"),
        Wrong(
            sd("-grad", "return a / b, (lambda grad: grad / b, lambda grad: -grad * a / b**2)"),
            "a tuple for a rule",
            "one rule for each input",
        ),
        Wrong(
            sd("-grad", "return a / b, lambda grad: (grad / b, -a / b**2)"),
            "forgotten, in b",
            "upstream in the first only",
        ),
        Wrong(
            sd("-grad", "return a / b, lambda grad: (grad / b, -grad * a / (2 * b))"),
            "doubled, not squared",
            "2b for b squared",
        ),
        Wrong(
            sd("-grad", "return a / b, lambda grad: (grad / 4.0, -grad * 6.0 / 16.0)"),
            "the example's numbers",
            "the example's numbers",
        ),
        Wrong(sd("-grad", "return a / b, lambda grad: (grad / b, -grad * a / b * b)"), "brackets", "/ b * b"),
        Wrong(
            sd("-grad", "return a / b, lambda grad: ((grad * b - a * grad) / b**2,)"),
            "one gradient",
            "school's quotient rule, one number",
        ),
        Wrong(
            sd("-grad", "return a / b, lambda grad: (grad / abs(b), -grad * a / b**2)"), None, "right for b > 0 only"
        ),
        Wrong(
            sd("-grad", "global A, B", "A, B = a, b", "return a / b, lambda grad: (grad / B, -grad * A / B**2)"),
            "the last call's numbers",
            "numbers kept in globals: the next call overwrites them",
        ),
        Wrong(sd("-grad", "return mul(a, 1 / b)"), "of the inverse", "mul(a, 1/b), its rule as it is"),
        Wrong(
            sd("-grad", "q = a / b", "return q, lambda grad: (grad * q / a, -grad * q / b)"),
            None,
            "breaks where a is 0",
        ),
        Wrong(sd("-b", D), "operands in the rule", "sends -b"),
        Wrong(sd("-grad * b", D), "operands in the rule", "sends b * grad with minus"),
        Wrong(sd("-grad", "return a / b, lambda grad: grad / b - grad * a / b**2"), "one number", "sends one number"),
        Wrong(
            sd("-grad", "return a / b, lambda grad: print(grad / b, -grad * a / b**2)"),
            "nothing sent",
            "returns a print",
        ),
        Wrong(
            "def sub(a, b):\n    return b - a, lambda grad: (-grad, grad)\n\ndef div(a, b):\n    " + D + "\n",
            "turned round",
            "b - a",
        ),
    ],
    "3.4": [
        Wrong(et("(grad * math.exp(a),)", TA), "computed again", "exp computed again in the rule"),
        Wrong(
            et(EX, "return result, lambda grad: (grad * (1 - math.tanh(a)**2),)"),
            "computed again",
            "tanh computed again in the rule",
        ),
        Wrong(
            et(EX, "slope = 1 - math.tanh(a)**2", "return result, lambda grad: (grad * slope,)"),
            "computed again",
            "tanh computed twice forwards",
        ),
        Wrong(et("(grad * math.e ** a,)", TA), "computed again", "exp computed again as e ** a"),
        Wrong(et("(grad * exp(a)[0],)", TA), "computed again", "calls exp(a) itself in the rule"),
        Wrong(et("(grad * a,)", TA), "exp's input", "slope a"),
        Wrong(et("(grad,)", TA), "handed on", "slope 1"),
        Wrong(et("(result,)", TA), "forgotten, exp", "upstream forgotten: exp no upstream"),
        Wrong(et("(grad * result)", TA), "no tuple", "no tuple: (…) without comma"),
        Wrong(et("(grad * a * result,)", TA), "as a power", "power rule"),
        Wrong(et("(grad / result,)", TA), "divided by the slope", "divides by result"),
        Wrong(et("(grad + result,)", TA), "added, exp", "adds"),
        Wrong(et("(math.exp(grad),)", TA), "exp of the gradient", "exp of what arrives"),
        Wrong(et(EX, "return result, lambda grad: (grad * (1 - result),)"), "not squared, tanh", "square forgotten"),
        Wrong(et(EX, "return result, lambda grad: (grad * (1 - a**2),)"), "tanh's input", "a for result"),
        Wrong(et(EX, "return result, lambda grad: (grad * (1 + result**2),)"), "a plus", "1 +"),
        Wrong(
            et(EX, "return result, lambda grad: (grad * result * (1 - result),)"),
            "the rule of another curve",
            "sigmoid's slope",
        ),
        Wrong(et(EX, "return result, lambda grad: (grad * 1 - result**2,)"), "tanh's brackets", "brackets forgotten"),
        Wrong(et(EX, "return result, lambda grad: (grad * (1 - result)**2,)"), "square outside", "(1 - result)**2"),
        Wrong(et(EX, "return result, lambda grad: (grad * (result**2 - 1),)"), "terms changed round", "sign"),
        Wrong(
            et(EX, "return result, lambda grad: (1 - result**2,)"),
            "forgotten, tanh",
            "upstream forgotten: tanh no upstream",
        ),
        Wrong(et(EX, "return result, lambda grad: (grad * (1 - result**2), grad)"), "one too many", "returns two"),
        Wrong(et(EX, "return result"), "no rule", "value only"),
        Wrong(
            "def exp(a):\n    result = math.exp(a)\n    return result, lambda grad: (grad * result,)\n\ndef tanh(a):\n    global kept\n    kept = math.tanh(a)\n    return kept, lambda grad: (grad * (1 - kept**2),)\n",
            "the last call's numbers",
            "result kept in a global",
        ),
        Wrong(et(EX, "return result, lambda grad: (grad * (1 - 2 * result),)"), "doubled, not squared", "2 for square"),
        Wrong(et(EX, "return result, 1 - result**2"), "a number for a rule", "gives the slope, not a rule"),
        Wrong(et(EX, "return result, lambda grad: grad * (1 - result**2)"), "no tuple", "no tuple"),
        Wrong(
            et("(grad * numerical_gradient(math.exp, a)[0],)", TA),
            "computed again",
            "asks the judge, which computes both again",
        ),
    ],
    "3.5": [
        Wrong(rb("run_backward(target, share)"), "None is followed", "None not looked for"),
        Wrong(
            rb("if target is not None:", "    run_backward(target, grad)"),
            "what arrived is handed on",
            "hands on grad, not share",
        ),
        Wrong(
            rb("if target is not None:", "    run_backward(target, share * grad)"),
            "multiplied again",
            "multiplies by grad again",
        ),
        Wrong(
            rb("if target is not None:", "    return run_backward(target, share)"),
            "the first edge",
            "return in the loop: first input only",
        ),
        Wrong(rb("if target is not None:", "    target(share)"), "a leaf is called", "calls the node, does not go on"),
        Wrong(
            rb("if target is not None:", "    run_backward(node, share)"),
            "the same node again",
            "recursion on the same node",
        ),
        Wrong(
            rb("if target is not None:", "    target.variable.grad = Tensor(share)"),
            "every target a leaf",
            "treats every target as leaf",
        ),
        Wrong(
            rb("if isinstance(target, AccumulateGrad):", "    run_backward(target, share)"),
            "one step",
            "goes on to leaves only",
        ),
        Wrong(
            rb("if target is not None and not isinstance(target, AccumulateGrad):", "    run_backward(target, share)"),
            "nothing is handed on",
            "goes on to inner nodes only",
        ),
        Wrong(
            rb("if target is None:", "    break", "run_backward(target, share)"),
            "an end at None",
            "stops at the first None",
        ),
        Wrong(
            rb("if target is None:", "    return", "run_backward(target, share)"),
            "an end at None",
            "returns at the first None",
        ),
        Wrong(
            rb("if target is not None and share:", "    run_backward(target, share)"),
            "what is not 0",
            "a share of 0 is not handed on",
        ),
        Wrong(
            rb("if target is not None:", "    run_backward(target, Tensor(share))"),
            "a tensor is handed on",
            "hands on a tensor",
        ),
        Wrong(
            rb("if target is not None:", "    target.grad = share"), "nothing is handed on", "writes .grad on the node"
        ),
        Wrong(
            rb("if target is not None:", "    run_backward(target, node(share))"),
            "called before it is handed on",
            "asks the node again with share",
        ),
        Wrong(
            rb("if target is not None:", "    run_backward(target, node(grad)[0])"),
            "one share for all",
            "always the first share",
        ),
        Wrong(
            rb("if target is not None:", "    run_backward(node.next_functions[0][0], share)"),
            "None is followed",
            "always the first target",
        ),
        Wrong(rb("if target is not None:", "    run_backward(target.node, share)"), "a node's node", "target.node"),
        Wrong(rb("pass"), "nothing is handed on", "pass"),
        Wrong(rb("if target is not None:", "    run_backward(target, 1.0)"), "one again", "hands on 1"),
        Wrong(
            rb("if node is not None:", "    run_backward(target, share)"),
            "None is followed",
            "looks at node instead of target",
        ),
        Wrong(
            rb("if target is not None:", "    run_backward(share, target)"), "in the other order", "arguments swapped"
        ),
        Wrong(rb("if target is not None:", "    run_backward(target, -share)"), "another sign", "sign"),
        Wrong(
            rb("if target is not None:", "    run_backward(target, share)", leaf="node.variable.grad = grad"),
            "no tensor",
            "leaf gets a bare number",
        ),
        Wrong(
            rb("pass", after="\n    if target is not None:\n        run_backward(target, share)"),
            "the last edge",
            "recursion after the loop: last input only",
        ),
        Wrong(
            rb("if target is not None and share > 0:", "    run_backward(target, share)"),
            "what is above 0",
            "if share > 0",
        ),
    ],
    "3.6": [
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](1.0)",
                "return len(grads) == len(slopes) and all(abs(g - s) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "one arrives",
            "1 arrives: a forgotten upstream is not seen",
        ),
        Wrong(
            rh(N, "grads = operation(*inputs)[1](2.0)", "return abs(grads[0] - 2.0 * slopes[0]) < 1e-4"),
            "the first gradient",
            "first input only",
        ),
        Wrong(
            rh(N, "grads = operation(*inputs)[1](2.0)", "return abs(grads[-1] - 2.0 * slopes[-1]) < 1e-4"),
            "the last gradient",
            "last input only",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return all(abs(g - 2.0 * s) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "fewer gradients",
            "a gradient too few is not seen",
        ),
        Wrong(
            rh(N, "grads = operation(*inputs)[1](2.0)", "return list(grads) == [2.0 * s for s in slopes]"),
            "to the last digit",
            "== on floats",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return len(grads) == len(slopes) and all(abs(g - 2.0 * s) < 1 for g, s in zip(grads, slopes))",
            ),
            "too wide",
            "tolerance 1",
        ),
        Wrong(
            rh(N, "grads = operation(*inputs)[1](2.0)", "return max(abs(g - 2.0 * s) for g, s in zip(grads, slopes))"),
            "no verdict",
            "returns the difference",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return len(grads) == len(slopes) and all(g - 2.0 * s < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "only too much",
            "no abs: too small passes",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return any(abs(g - 2.0 * s) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "any one",
            "any for all",
        ),
        Wrong(
            rh(N, "grads = operation(*inputs)[1](2.0)", "return abs(sum(grads) - 2.0 * sum(slopes)) < 1e-4"),
            "the sum",
            "compares the sums",
        ),
        Wrong(rh("return True"), "trusted", "always True"),
        Wrong(rh("return False"), "distrusted", "always False"),
        Wrong(
            rh(
                "slopes = numerical_gradient(operation, *inputs)",
                "return all(abs(g - s) < 1e-4 for g, s in zip(operation(*inputs)[1](1.0), slopes))",
            ),
            "the pair for the value",
            "hands the operation itself to the judge",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](0.0)",
                "return all(abs(g - 0.0 * s) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "nothing arrives",
            "0 arrives",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return len(grads) == len(slopes) and all(abs(g - s) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "the slope alone",
            "upstream only on one side",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "print(all(abs(g - 2.0 * s) < 1e-4 for g, s in zip(grads, slopes)))",
            ),
            "no verdict",
            "prints",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return len(grads) == len(slopes) and all(abs(abs(g) - abs(2.0 * s)) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "sizes, tested",
            "signs not compared",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "for g, s in zip(grads, slopes):",
                "    if abs(g - 2.0 * s) < 1e-4:",
                "        return True",
                "    return False",
            ),
            "the first gradient",
            "True at the first match",
        ),
        Wrong(
            rh(
                N,
                "grads = sorted(operation(*inputs)[1](2.0))",
                "return len(grads) == len(slopes) and all(abs(g - 2.0 * s) < 1e-4 for g, s in zip(grads, sorted(slopes)))",
            ),
            "in any order",
            "order not compared",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return len(grads) == len(slopes) and all(abs(g - 2.0 * s) < 1e-14 for g, s in zip(grads, slopes))",
            ),
            "to the last digit",
            "tolerance 1e-14",
        ),
        Wrong(
            rh("return operation.__name__ in ('add', 'sub', 'mul', 'div', 'neg', 'exp', 'log', 'tanh', 'relu', 'pow')"),
            "distrusted",
            "knows the good ones by name",
        ),
        Wrong(
            rh(
                "rule = operation(*inputs)[1]",
                "return all(abs(g - 2 * s) < 1e-6 for g, s in zip(rule(2.0), rule(1.0)))",
            ),
            "twice as much",
            "tests only that the rule is linear",
        ),
        Wrong(
            rh(
                "inputs = [0.7] * len(inputs)",
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return len(grads) == len(slopes) and all(abs(g - 2.0 * s) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "other numbers",
            "tests at other numbers",
        ),
        Wrong(
            rh("value, rule = operation(*inputs)", "return abs(value - rule(2.0)[0]) < 1e-4"),
            "the value, tested",
            "compares value and gradient",
        ),
        Wrong(
            rh(
                "a = inputs[0]",
                "slope = numerical_gradient(lambda a: operation(a)[0], a)[0]",
                "return abs(operation(a)[1](2.0)[0] - 2 * slope) < 1e-4",
            ),
            "the inputs in one",
            "one input only",
        ),
        Wrong(
            rh(
                "a, b = inputs",
                "slopes = numerical_gradient(lambda a, b: operation(a, b)[0], a, b)",
                "grads = operation(a, b)[1](2.0)",
                "return all(abs(g - 2 * s) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            "for two inputs",
            "two inputs only",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "return not (len(grads) == len(slopes) and all(abs(g - 2.0 * s) < 1e-4 for g, s in zip(grads, slopes)))",
            ),
            "turned round, tested",
            "True and False swapped",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](2.0)",
                "good = len(grads) == len(slopes) and all(abs(g - 2.0 * s) < 1e-4 for g, s in zip(grads, slopes))",
                "return str(good)",
            ),
            "no verdict",
            "'True' as text",
        ),
        Wrong(
            rh(
                N,
                "grads = operation(*inputs)[1](-1.0)",
                "return len(grads) == len(slopes) and all(abs(abs(g) - abs(s)) < 1e-4 for g, s in zip(grads, slopes))",
            ),
            None,
            "-1 arrives and abs: forgotten upstream with lost sign...",
        ),
    ],
}

RIGHT = {
    "3.1": [
        """
            import itertools, operator
            def arriving(slopes, grad):
                return list(itertools.accumulate(slopes, operator.mul, initial=grad))[1:]
            """,
        """
            import math
            def arriving(slopes, grad):
                return [grad * math.prod(slopes[: i + 1]) for i in range(len(slopes))]
            """,
        """
            def arriving(slopes, grad):
                if not slopes:
                    return []
                first, *others = slopes
                return [grad * first] + arriving(others, grad * first)
            """,
        """
            import numpy as np
            def arriving(slopes, grad):
                return (grad * np.cumprod(slopes)).tolist()
            """,
        """
            def arriving(slopes, grad):
                return [grad := grad * s for s in slopes]
            """,
    ],
    "3.2": [
        two("return 5.0 * grad", "return 3.0 * grad, 2.0 * grad"),
        two("return v * grad + v * grad", "return grad * (u / w), grad * (u / x)"),
        "square_backward = lambda grad: grad * (v + v)\nmul_backward = lambda grad: tuple(grad * other for other in (x, w))\n",
        two(
            "return grad * numerical_gradient(lambda v: v**2, v)[0]",
            "return tuple(grad * s for s in numerical_gradient(lambda w, x: w * x, w, x))",
        ),
    ],
    "3.3": [
        sd("-1 * grad", "q = a / b", "def rule(g):", "    s = g / b", "    return s, -q * s", "return q, rule"),
        sd(
            "0 - grad",
            "inverse = 1 / b",
            "rule_of_product = mul(a, inverse)[1]",
            "def back(grad):",
            "    to_a, to_inverse = rule_of_product(grad)",
            "    return to_a, -to_inverse * inverse * inverse",
            "return a / b, back",
        ),
        sd("-grad", "return a / b, lambda grad, a=a, b=b: (grad * b ** -1, a * grad * -(b ** -2))"),
        "def sub(a, b):\n    return a + -b, lambda grad: (grad, neg(grad)[0])\n\ndef div(a, b):\n    from functools import partial\n    return a / b, partial(lambda slopes, grad: tuple(s * grad for s in slopes), (1 / b, -a / b / b))\n",
    ],
    "3.4": [
        et(
            "tuple([result * grad])",
            "slope = (1 - result) * (1 + result)",
            "def rule(grad):",
            "    return (slope * grad,)",
            "return result, rule",
        ),
        et("(result * grad,)", "return result, lambda grad, t=result: (grad - grad * t * t,)"),
        "def exp(a):\n    e = math.exp(a)\n    def back(g):\n        return e * g,\n    return (e, back)\n\nclass TanhRule:\n    def __init__(self, t): self.t = t\n    def __call__(self, grad): return (grad * (1.0 - self.t * self.t),)\n\ndef tanh(a):\n    t = math.tanh(a)\n    return t, TanhRule(t)\n",
    ],
    "3.5": [
        rb("if target is None:", "    continue", "run_backward(target, share)"),
        """def run_backward(node, grad):
    stack = [(node, grad)]
    while stack:
        at, arrived = stack.pop(0)
        if at is None:
            continue
        if isinstance(at, AccumulateGrad):
            at.variable.grad = Tensor(arrived)
            continue
        stack += [(edge[0], share) for edge, share in zip(at.next_functions, at(arrived))]
""",
        """def run_backward(node, grad):
    if node is None:
        return
    if isinstance(node, AccumulateGrad):
        node.variable.grad = Tensor(grad)
        return
    shares = node(grad)
    for i in range(len(shares)):
        run_backward(node.next_functions[i][0], shares[i])
""",
        rb("target and run_backward(target, share)"),
    ],
    "3.6": [
        "import numpy as np\n"
        + rh(
            "f = lambda *numbers: operation(*numbers)[0]",
            "arrived = 2.5",
            "sent = operation(*inputs)[1](arrived)",
            "judged = arrived * np.array(numerical_gradient(f, *inputs))",
            "return np.shape(sent) == judged.shape and np.allclose(sent, judged, rtol=1e-4, atol=1e-6)",
        ),
        "import math\n"
        + rh(
            "rule = operation(*inputs)[1]",
            "grads = rule(-3.0)",
            "if len(grads) != len(inputs):",
            "    return False",
            "for i in range(len(inputs)):",
            "    def f(number):",
            "        return operation(*inputs[:i], number, *inputs[i + 1:])[0]",
            "    slope = numerical_gradient(f, inputs[i])[0]",
            "    if not math.isclose(grads[i], -3.0 * slope, rel_tol=1e-4, abs_tol=1e-6):",
            "        return False",
            "return True",
        ),
        rh(
            "h = 1e-5",
            "for arrived in (0.5, -7.0):",
            "    grads = list(operation(*inputs)[1](arrived))",
            "    wanted = []",
            "    for i, a in enumerate(inputs):",
            "        up, down = list(inputs), list(inputs)",
            "        up[i], down[i] = a + h, a - h",
            "        wanted.append(arrived * (operation(*up)[0] - operation(*down)[0]) / (2 * h))",
            "    if len(grads) != len(wanted) or max(abs(g - e) for g, e in zip(grads, wanted)) > 1e-3:",
            "        return False",
            "return True",
        ),
        rh(N, "return [round(g, 3) for g in operation(*inputs)[1](0.5)] == [round(0.5 * s, 3) for s in slopes]"),
    ],
}
