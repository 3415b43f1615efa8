"""Wrong and right answers to the exercises of lesson 03."""

from tests.exercises.answers import Wrong

CASES = {"3.1": "CHAINS", "3.2": "BY_HAND", "3.3": "SIGNS", "3.4": "RESULTS", "3.5": "PROGRAMS", "3.6": "SUSPECTS"}

SUPPORT = {"3.2": "w, x, b, k = 2.0, 3.0, -3.5, 4.0\nu, v, r, s, y = 6.0, 2.5, 6.25, -6.25, -25.0"}


def by_hand(square="return 2 * grad * v", product="return x * grad, w * grad"):
    return f"def square_backward(grad):\n    {square}\n\ndef mul_backward(grad):\n    {product}\n"


def signs(difference="grad, -grad", quotient="grad / b, -a * grad / b ** 2"):
    return f"""
def sub(a, b):
    return a - b, lambda grad: ({difference})

def div(a, b):
    return a / b, lambda grad: ({quotient})
"""


def results(exponential="grad * result,", hyperbolic="grad * (1 - result ** 2),"):
    return f"""
def exp(a):
    result = math.exp(a)
    return result, lambda grad: ({exponential})

def tanh(a):
    result = math.tanh(a)
    return result, lambda grad: ({hyperbolic})
"""


def down(*lines, leaf="node.variable.grad = Tensor(grad)", gradients="node(grad)"):
    body = "\n".join([f"            {line}" for line in lines])
    return f"""
def run_backward(node, grad):
    if isinstance(node, AccumulateGrad):
        {leaf}
    else:
        for (target, _), share in zip(node.next_functions, {gradients}):
{body}
"""


def holds(*lines, grad=3.0):
    body = "\n".join([f"    {line}" for line in lines])
    return f"""
def rule_holds(operation, *inputs):
    slopes = numerical_gradient(lambda *numbers: operation(*numbers)[0], *inputs)
    grad = {grad}
    sent = operation(*inputs)[1](grad)
{body}
"""


WRONG = {
    "3.1": [
        Wrong(
            """
            def arriving(slopes, grad):
                for i, slope in enumerate(slopes):
                    grad = slopes[i] = slope * grad
                return slopes
            """,
            None,
            "writes over the list that it was given",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                for s in slopes:
                    grad = grad * s
                return [grad for s in slopes]
            """,
            "the whole product",
            "the list is made after the loop",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                result, before = [], 1.0
                for s in slopes:
                    result.append(grad * before * s)
                    before = s
                return result
            """,
            "two steps at most",
            "only the neighbour's slope",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                result = []
                for s in slopes:
                    grad += s
                    result.append(grad)
                return result
            """,
            "added",
            "a plus for a times",
        ),
        Wrong(
            "def arriving(slopes, grad):\n    return [grad * s for s in slopes]\n",
            "each by itself",
            "every slope multiplies the first number",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                now, result = 1, []
                for s in slopes:
                    now *= s
                    result.append(now)
                return result
            """,
            "upstream forgotten",
            "grad is never used",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                result = []
                for i in range(len(slopes)):
                    grad *= slopes[-1 - i]
                    result.append(grad)
                return result
            """,
            "from the other end",
            "begins with the last slope of the list",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                now, result = 1.0, []
                for s in slopes:
                    now = now * s * grad
                    result.append(now)
                return result
            """,
            "upstream at each step",
            "grad in every factor",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                result = [grad]
                for s in slopes:
                    result.append(result[-1] * s)
                return result
            """,
            "before each step",
            "the end itself is in the list",
        ),
        Wrong(
            "def arriving(slopes, grad):\n    for s in slopes:\n        grad = grad * s\n    return grad\n",
            "the last only",
            "no list",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                result = []
                for s in slopes:
                    grad = grad * s
                    result.append(grad)
                    return result
            """,
            "the first only",
            "return in the loop",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                result = []
                for s in slopes:
                    grad = grad * abs(s)
                    result.append(grad)
                return result
            """,
            "sizes",
            "a slope is a size",
        ),
        Wrong(
            """
            def arriving(slopes, grad):
                result = []
                for s in slopes:
                    grad = grad / s
                    result.append(grad)
                return result
            """,
            "divided",
            "backwards, so the other way round",
        ),
        Wrong("def arriving(slopes, grad):\n    return [grad for s in slopes]\n", "never multiplied", "no slope used"),
        Wrong("def arriving(slopes, grad):\n    return slopes\n", "the slopes", "what arrives is the slope"),
        Wrong(
            """
            def arriving(slopes, grad):
                result = []
                for s in slopes:
                    grad = grad * s
                    result.append(grad)
            """,
            "nothing returned",
            "no return",
        ),
        Wrong(
            "def arriving(slopes, grad):\n    return [grad * slopes[0] * slopes[1]]\n", None, "a chain has two steps"
        ),
    ],
    "3.2": [
        Wrong(by_hand(square="return 2 * u * grad"), "another value", "u for v"),
        Wrong(by_hand(product="return grad / x, grad / w"), "divided by the slope", "backwards, so divided"),
        Wrong(by_hand(product="return grad * (x, w)"), "a tuple times", "as with an array"),
        Wrong(by_hand(square="return 2 * v"), "forgotten, square", "only the slope of the square"),
        Wrong(by_hand(square="return v ** 2 * grad"), "the value", "the value for the slope"),
        Wrong(by_hand(square="return v * grad"), "half of it", "no 2"),
        Wrong(by_hand(square="return 2 * grad"), "the input left out", "no v"),
        Wrong(by_hand(square="return grad + 2 * v"), "added, square", "a plus for a times"),
        Wrong(by_hand(square="return 2 * r * grad"), "the result for the input", "r for v"),
        Wrong(by_hand(square="return grad ** 2"), "grad squared", "squares what arrives"),
        Wrong(by_hand(product="return x, w"), "forgotten, product", "only the slopes of the product"),
        Wrong(by_hand(product="return w * grad, x * grad"), "own factor", "each its own"),
        Wrong(by_hand(product="return u * grad"), "the product", "the value for the slopes"),
        Wrong(by_hand(product="return grad, grad"), "as a sum", "copied from the sum"),
        Wrong(by_hand(product="return grad + x, grad + w"), "added, product", "pluses"),
        Wrong(by_hand(product="return grad / 2 * x, grad / 2 * w"), "in halves", "shares what arrives"),
        Wrong(by_hand(product="return x * grad"), "one of two", "one gradient"),
        Wrong(by_hand(product="return (x + w) * grad"), "both in one", "the sum of both"),
        Wrong(by_hand(product="return -60.0, -40.0"), "this run's number", "the numbers of the text"),
        Wrong(by_hand(square="2 * grad * v"), "nothing returned", "no return"),
        Wrong(by_hand(product="return x * grad, w * grad, u * grad"), None, "a gradient for the result, too"),
    ],
    "3.3": [
        Wrong(signs(quotient="grad / b, -b * grad / a ** 2"), "the other one squared", "a and b changed places"),
        Wrong(signs().replace("a / b, lambda", "a // b, lambda"), "whole numbers", "two strokes"),
        Wrong(
            signs().replace("lambda grad: (grad, -grad)", "lambda: (1, -1)"),
            "a rule that takes nothing",
            "the slopes, on demand",
        ),
        Wrong(signs(difference="grad, grad"), "copied from add", "copied from add"),
        Wrong(signs(difference="1.0, -1.0"), "forgotten, difference", "only the slopes"),
        Wrong(signs(difference="-grad, grad"), "signs turned round", "the minus on the wrong one"),
        Wrong(signs(difference="-grad, -grad"), "both minus", "two minuses"),
        Wrong(signs(difference="grad * b, -grad * a"), "operands in the rule", "copied from mul, with a minus"),
        Wrong(signs(difference="grad, 1 - grad"), "taken away from it", "one minus what arrives"),
        Wrong(signs().replace("a - b", "b - a"), "turned round", "b - a"),
        Wrong(signs(quotient="grad / b, grad * a / b ** 2"), "no minus", "the sign is lost"),
        Wrong(signs(quotient="1 / b, -a / b ** 2"), "forgotten, quotient", "only the slopes of the quotient"),
        Wrong(signs(quotient="grad / b, -(grad * a) / b"), "not squared", "b once"),
        Wrong(signs(quotient="grad / b, -grad / b ** 2"), "numerator left out", "the rule of 1 / b"),
        Wrong(signs(quotient="b * grad, a * grad"), "copied from mul", "copied from mul"),
        Wrong(signs(quotient="1 / b * grad, 1 / a * grad"), "each by the other", "one over the other"),
        Wrong(signs(quotient="grad / b, -a * grad / b * b"), "brackets", "no brackets around the square"),
        Wrong(signs(quotient="grad, -grad"), "copied from sub", "copied from sub"),
        Wrong(signs(quotient="-grad / b, a * grad / b ** 2"), "minus on the wrong one", "the minus on the numerator"),
        Wrong(signs(difference="grad,"), "one gradient", "a gradient for the first input"),
        Wrong(signs(quotient="-a * grad / b ** 2, grad / b"), "gradients turned round", "b first"),
        Wrong(signs().replace("a / b, lambda", "b / a, lambda"), "turned round, quotient", "b / a"),
        Wrong(
            signs().replace("a / b, lambda grad: (grad / b, -a * grad / b ** 2)", "a / b"), "no rule", "the value alone"
        ),
        Wrong(
            signs().replace("lambda grad: (grad / b, -a * grad / b ** 2)", "(1 / b, -a / b ** 2)"),
            "a tuple for a rule",
            "the slopes in place of a rule",
        ),
        Wrong(signs(quotient="grad / b"), "one number", "a number for one of two"),
        Wrong(signs().replace("return a / b,", "a / b,"), "nothing returned", "no return"),
        Wrong(signs(quotient="2 * div(a, b) * grad / a, -grad * a / b ** 2"), "called in its rule", "div in its rule"),
        Wrong(signs().replace("return a / b,", "return div(a, b),"), "called in itself", "div for /"),
        Wrong(signs(quotient="grad / b, -grad * a / b ** 2, grad"), "one too many", "a third one"),
        Wrong(signs(quotient="grad / b, -grad / b ** 2 - a"), None, "a minus for a times"),
    ],
    "3.4": [
        Wrong(results(exponential="grad * exp(a),"), "called in its rule", "exp for result"),
        Wrong(results().replace("math.exp(a)", "exp(a)"), "called in itself", "exp for math.exp"),
        Wrong(results(hyperbolic="grad * (result ** 2 - 1),"), "terms changed round", "the sign is lost"),
        Wrong(results(hyperbolic="grad * result * (1 - result),"), "the rule of another curve", "the sigmoid's"),
        Wrong(results(exponential="grad * math.exp(a),"), "computed again", "math.exp for result"),
        Wrong(
            results().replace("lambda grad: (grad * result,)", "lambda: (result,)"), "a rule that takes nothing", "()"
        ),
        Wrong(
            results().replace("lambda grad: (grad * result,)", "(result,)"),
            "a tuple for a rule",
            "the slope, with comma",
        ),
        Wrong(
            results().replace("return result, lambda grad: (grad * result,)", "return lambda grad: (grad * result,)"),
            "no value",
            "the rule alone",
        ),
        Wrong(
            results().replace(
                "return result, lambda grad: (grad * result,)", "def rule(grad):\n        return (grad * result,)"
            ),
            "nothing returned",
            "no return",
        ),
        Wrong(
            results(exponential="print(grad * result)").replace("(print(grad * result))", "print(grad * result)"),
            "nothing sent",
            "printed",
        ),
        Wrong(results(exponential=""), "one gradient", "an empty tuple"),
        Wrong(results(exponential="grad * 1.6487212707001282,"), "the example's numbers", "e to the half"),
        Wrong(results(exponential="grad * a,"), "exp's input", "micrograd's first version"),
        Wrong(results(exponential="grad * a * math.exp(a - 1),"), "as a power", "n a^(n - 1)"),
        Wrong(results(exponential="result,"), "forgotten, exp", "only the slope"),
        Wrong(results(exponential="math.exp(grad),"), "exp of the gradient", "the derivative of exp is exp"),
        Wrong(results(exponential="math.exp(result) * grad,"), "exp twice", "exp of exp"),
        Wrong(results(exponential="grad,"), "handed on", "as a sum"),
        Wrong(results(exponential="result + grad,"), "added, exp", "a plus for a times"),
        Wrong(results(exponential="grad / a,"), "log for exp", "the rule of log"),
        Wrong(results(exponential="grad * result"), "no tuple", "no comma"),
        Wrong(results(hyperbolic="grad * (1 - a ** 2),"), "tanh's input", "1 - a²"),
        Wrong(results(hyperbolic="grad * (1 - result),"), "not squared, tanh", "1 - result"),
        Wrong(results(hyperbolic="1 - result ** 2,"), "forgotten, tanh", "only the slope of tanh"),
        Wrong(results(hyperbolic="grad * 1 - result ** 2,"), "tanh's brackets", "no brackets"),
        Wrong(results(hyperbolic="(1 - math.tanh(result) ** 2) * grad,"), "tanh twice", "tanh of tanh"),
        Wrong(results(hyperbolic="grad * result,"), "as exp", "copied from exp"),
        Wrong(results(hyperbolic="grad * result ** 2,"), "the square alone", "no 1 -"),
        Wrong(results(hyperbolic="grad * (1 + result ** 2),"), "a plus", "the derivative of tan"),
        Wrong(results(hyperbolic="1 - (grad * result) ** 2,"), "the gradient in the square", "grad inside"),
        Wrong(
            results().replace("result, lambda grad: (grad * (1 - result ** 2),)", "result"),
            "no rule",
            "the value alone",
        ),
        Wrong(
            results().replace("lambda grad: (grad * (1 - result ** 2),)", "1 - result ** 2"),
            "a number for a rule",
            "the slope in place of a rule",
        ),
        Wrong(results(hyperbolic="grad / (1 - result ** 2),"), None, "tanh, divided"),
    ],
    "3.5": [
        Wrong(down("if target:", "    run_backward(share, target)"), "in the other order", "gradient first"),
        Wrong(down("if target:", "    target.run_backward(share)"), "asked of the node", "as a method"),
        Wrong(
            down("if target:", "    run_backward(target, Tensor(share))"),
            "a tensor is handed on",
            "a tensor in between",
        ),
        Wrong(
            down("if target:", "    run_backward(target.next_functions, share)"), "edges for a node", "one step too far"
        ),
        Wrong(
            down("if target:", "    run_backward(target, grad)"), "what arrived is handed on", "grad in place of share"
        ),
        Wrong(down("if target:", "    return run_backward(target, share)"), "the first edge", "return in the loop"),
        Wrong(
            down("if isinstance(target, AccumulateGrad):", "    target.variable.grad = Tensor(share)"),
            "one step",
            "only leaves that lie one step down",
        ),
        Wrong(
            down("if target:", "    run_backward(target, node(grad)[0])"),
            "one share for all",
            "the first of the shares",
        ),
        Wrong(down("if target:", "    run_backward(target, grad * share)"), "multiplied again", "grad times share"),
        Wrong(
            down("if target:", "    run_backward(target, share)", gradients="node(1.0)"),
            "one again",
            "each step begins with 1",
        ),
        Wrong(down("node(share)"), "nothing is handed on", "calls the node again and goes nowhere"),
        Wrong(
            down("if target:", "    run_backward(target, share)", gradients="reversed(node(grad))"),
            "shares turned round",
            "backwards means the last first",
        ),
        Wrong(
            down("if target is None:", "    break", "run_backward(target, share)"),
            "an end at None",
            "break for continue",
        ),
        Wrong(down("run_backward(target, share)"), "None is followed", "no look at the target"),
        Wrong(down("run_backward(node, share)"), "the same node again", "node for target"),
        Wrong(
            down("if target:", "    run_backward(target, target(share))"),
            "a leaf is called",
            "calls the next node itself",
        ),
        Wrong(
            down("if target:", "    run_backward(target, node(grad))"),
            "called before it is handed on",
            "the whole tuple",
        ),
        Wrong(
            down("if target:", "    run_backward(target, share)", leaf="node.variable.grad = grad"),
            "no tensor",
            "a number in .grad",
        ),
        Wrong(
            down("if target:", "    run_backward(target, grad + share)"), "added to what arrived", "a plus for a times"
        ),
    ],
    "3.6": [
        Wrong(
            holds("return len(sent) == len(slopes) and max(p - grad * q for p, q in zip(sent, slopes)) < 1e-5"),
            "only too much",
            "no abs",
        ),
        Wrong(
            holds(
                "return len(sent) == len(slopes) and all(abs(p - grad * q) < 1e-5 for p, q in zip(sent, slopes))",
                grad=0,
            ),
            "nothing arrives",
            "0 arrives",
        ),
        Wrong(
            "def rule_holds(operation, *inputs):\n    value, rule = operation(inputs)\n    return True\n",
            "the inputs in one",
            "no star",
        ),
        Wrong(
            holds("return len(sent) == len(slopes) and all(abs(p - q) < 1e-5 for p, q in zip(sent, slopes))", grad=1.0),
            "one arrives",
            "1 arrives",
        ),
        Wrong(
            holds("return len(sent) == len(slopes) and all(abs(p - q) < 1e-5 for p, q in zip(sent, slopes))"),
            "the slope alone",
            "what arrives is forgotten on the other side",
        ),
        Wrong(holds("return sent == tuple(grad * q for q in slopes)"), "to the last digit", "two equals signs"),
        Wrong(
            holds("return len(sent) == len(slopes) and all(round(p - grad * q, 1) == 0 for p, q in zip(sent, slopes))"),
            "too wide",
            "one digit behind the point",
        ),
        Wrong(holds("return abs(sent[0] - grad * slopes[0]) < 1e-5"), "the first gradient", "index 0"),
        Wrong(
            holds("return all(abs(p - grad * q) < 1e-5 for p, q in zip(sent, slopes))"),
            "fewer gradients",
            "zip ends early",
        ),
        Wrong(holds("return abs(sum(sent) - grad * sum(slopes)) < 1e-5"), "the sum", "sums are compared"),
        Wrong(
            holds(
                "return len(sent) == len(slopes) and "
                "all(abs(abs(p) - abs(grad * q)) < 1e-5 for p, q in zip(sent, slopes))"
            ),
            "sizes, tested",
            "absolute values",
        ),
        Wrong(
            holds("return any(abs(p - grad * q) < 1e-5 for p, q in zip(sent, slopes))"),
            "any one",
            "any in place of all",
        ),
        Wrong(
            holds("return len(sent) != len(slopes) or any(abs(p - grad * q) > 1e-5 for p, q in zip(sent, slopes))"),
            "turned round, tested",
            "True for a wrong rule",
        ),
        Wrong("def rule_holds(operation, *inputs):\n    return callable(operation)\n", "trusted", "always True"),
        Wrong(
            holds("return sent is slopes"),
            "distrusted",
            "always False",
        ),
        Wrong(
            holds(
                "return len(sent) == len(slopes) and all(abs(p / (grad * q) - 1) < 1e-5 for p, q in zip(sent, slopes))"
            ),
            "a share of nothing",
            "relative to a slope that may be 0",
        ),
        Wrong(
            holds("return all(abs(p - grad * q) < 1e-5 for p, q in zip(sent, slopes, strict=True))"),
            "an error for a verdict",
            "strict without a catch",
        ),
        Wrong(
            "def rule_holds(operation, *inputs):\n    return numerical_gradient(operation, *inputs) == inputs\n",
            "the pair for the value",
            "the operation as it is",
        ),
        Wrong(holds("len(sent) == len(slopes)"), "no verdict", "no return"),
        Wrong(holds("return len(sent) == len(slopes) and grad > 0"), None, "counts only"),
        Wrong(
            holds("return len(sent) == 1 and abs(sent[0] - grad * slopes[0]) < 1e-5"),
            None,
            "one gradient is all there is",
        ),
        Wrong(
            holds(
                "return len(sent) == len(slopes) and "
                "max(abs(p - grad * q) for p, q in zip(sorted(sent), sorted(slopes))) < 1e-5"
            ),
            "in any order",
            "both are sorted",
        ),
        Wrong(
            """
            def rule_holds(operation, *inputs):
                rule = operation(*inputs)[1]
                return [2 * g for g in rule(1.5)] == list(rule(3.0))
            """,
            "twice as much",
            "the rule is set beside itself",
        ),
        Wrong(
            holds(
                "return len(sent) == len(slopes) and all(abs(p - grad * q) < 1e-5 for p, q in zip(sent, slopes))"
            ).replace("    slopes", "    inputs = [0.7 for _ in inputs]\n    slopes", 1),
            "other numbers",
            "at 0.7 and 0.7",
        ),
    ],
}

RIGHT = {
    "3.1": [
        """
        def arriving(slopes, grad):
            if not slopes:
                return []
            return [grad * slopes[0], *arriving(slopes[1:], grad * slopes[0])]
        """,
        """
        def arriving(slopes, grad):
            from itertools import accumulate
            from operator import mul
            return list(accumulate(slopes, mul, initial=grad))[1:]
        """,
    ],
    "3.2": [
        by_hand("return 5.0 * grad", "return 3.0 * grad, 2.0 * grad"),
        """
        def square_backward(grad):
            return v * grad + v * grad

        def mul_backward(grad):
            to_w, to_x = u / w, u / x
            return [grad * to_w, grad * to_x]
        """,
    ],
    "3.3": [
        """
        def sub(a, b):
            def rule(grad):
                return grad, 0 - grad
            return a - b, rule

        def div(a, b):
            result = a / b
            def rule(grad):
                share = grad / b
                return share, -share * result
            return result, rule
        """,
        """
        def sub(a, b):
            return a + -b, lambda grad: [grad, -1 * grad]

        def div(a, b):
            return a * b ** -1, lambda grad: (grad * b ** -1, grad * a * -1 * b ** -2)
        """,
    ],
    "3.4": [
        """
        def exp(a):
            def rule(grad, *, result=math.exp(a)):
                return (result * grad,)
            return rule.__kwdefaults__["result"], rule

        def tanh(a):
            return math.tanh(a), lambda grad: (grad / math.cosh(a) ** 2,)
        """,
        """
        def exp(a):
            result = math.exp(a)
            def rule(grad):
                return [result * grad]
            return result, rule

        def tanh(a):
            result = math.tanh(a)
            slope = (1 - result) * (1 + result)
            return result, lambda grad: (slope * grad,)
        """,
    ],
    "3.5": [
        down("if target is None:", "    continue", "run_backward(target, share)"),
        """
        def run_backward(node, grad):
            waiting = [(node, grad)]
            while waiting:
                node, grad = waiting.pop()
                if isinstance(node, AccumulateGrad):
                    leaf = node.variable
                    leaf.grad = Tensor(grad) if leaf.grad is None else Tensor(leaf.grad.data + grad)
                elif node is not None:
                    waiting += zip([target for target, _ in node.next_functions], node(grad))
        """,
    ],
    "3.6": [
        holds("return [round(g, 5) for g in sent] == [round(grad * q, 5) for q in slopes]"),
        """
        def rule_holds(operation, *inputs):
            for grad in (-1.7, 0.6):
                value, rule = operation(*inputs)
                def scaled(*numbers):
                    return grad * operation(*numbers)[0]
                right = numerical_gradient(scaled, *inputs)
                given = rule(grad)
                if len(given) != len(right) or max(abs(p - q) for p, q in zip(given, right)) > 1e-4:
                    return False
            return True
        """,
    ],
}
