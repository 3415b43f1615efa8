"""A complete autograd engine for single numbers, as lessons 01 to 06 build it. It relies on nothing but `math`.

A result holds the node that made it, and a node holds the nodes that made its inputs: that is the graph. The backward
pass goes through it from the result down, each node once; what arrives at a leaf is added to the leaf's `.grad`.
"""

import math


def numerical_gradient(f, *inputs, h=1e-5):
    """The slope of `f` in each input: nudge that input by `h` to either side, and see how far `f` moves."""
    slopes = []
    for i, x in enumerate(inputs):
        above = f(*inputs[:i], x + h, *inputs[i + 1 :])
        below = f(*inputs[:i], x - h, *inputs[i + 1 :])
        slopes.append((above - below) / (2 * h))
    return tuple(slopes)


class Tensor:
    """A number that knows the node which made it. One that the user made has none: it is a leaf."""

    def __init__(self, data, requires_grad=False, grad_fn=None):
        self.data = float(data)
        self.requires_grad = requires_grad
        self.grad_fn = grad_fn
        self.grad = None
        self.node = AccumulateGrad(self) if requires_grad and grad_fn is None else grad_fn

    def __repr__(self):
        history = f", grad_fn={self.grad_fn}" if self.grad_fn else ", requires_grad=True" * self.requires_grad
        return f"tensor({shown(self.data)}{history})"

    # fmt: off
    def __add__(self, other): return record(add, self, other)
    def __sub__(self, other): return record(sub, self, other)
    def __mul__(self, other): return record(mul, self, other)
    def __truediv__(self, other): return record(div, self, other)
    def __pow__(self, n): return record(pow, self, n=n)
    def __neg__(self): return record(neg, self)
    def __radd__(self, other): return self + other
    def __rsub__(self, other): return record(sub, other, self)
    def __rmul__(self, other): return self * other
    def __rtruediv__(self, other): return record(div, other, self)
    def __iadd__(self, other): return self.become(self + other)
    def __isub__(self, other): return self.become(self - other)
    def __imul__(self, other): return self.become(self * other)
    def __itruediv__(self, other): return self.become(self / other)
    def exp(self): return record(exp, self)
    def log(self): return record(log, self)
    def tanh(self): return record(tanh, self)
    def relu(self): return record(relu, self)
    def item(self): return self.data
    def detach(self): return Tensor(self.data)
    # fmt: on

    @property
    def is_leaf(self):
        return self.grad_fn is None

    def become(self, result):
        """Change this very tensor into `result`: what `x -= 1` does, where `x = x - 1` gives the name to a new one."""
        if self.requires_grad and self.is_leaf and grad_mode[-1]:
            raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")
        self.data = result.data
        if result.requires_grad:
            self.requires_grad, self.grad_fn, self.node = True, result.grad_fn, result.node
        return self

    def backward(self, gradient=None, retain_graph=False):
        """Add to the `.grad` of every leaf below its share of `gradient`, a tensor (1 if there is none)."""
        if not self.requires_grad:
            raise RuntimeError("element 0 of tensors does not require grad and does not have a grad_fn")
        run_backward(self.node, 1.0 if gradient is None else gradient.data, retain_graph)

    def retain_grad(self):
        """Let later backward passes leave a gradient here, though this is no leaf."""
        if not self.requires_grad:
            raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
        if not self.is_leaf:
            self.grad_fn.retained = self


def tensor(data, requires_grad=False):
    """A leaf with this number."""
    return Tensor(data, requires_grad)


def shown(number):
    """A number as PyTorch prints it: `2.`, `0.1000`, `1.0000e-05`."""
    if abs(number) > 1e8 or 0 < abs(number) < 1e-4:
        return f"{number:.4e}"
    return f"{number:.0f}." if number.is_integer() else f"{number:.4f}"


clock = iter(range(2**64))  # numbers the nodes in the order in which they are made


class Node:
    """An operation that was done. For each input it has an edge: to the node where that input's gradient goes."""

    retained = None  # a result that keeps the gradient arriving here

    def __init__(self, name, inputs, rule=None):
        self.title, self.number = name, next(clock)
        self.next_functions = tuple([(t.node, 0) for t in inputs])
        self.rule = rule

    def __repr__(self):
        return f"<{self.title}>"

    # fmt: off
    def name(self): return self.title
    def _sequence_nr(self): return self.number
    # fmt: on

    def __call__(self, grad):
        """What goes to each input when `grad` arrives here."""
        if self.rule is None:
            raise RuntimeError(FREED)
        return self.rule(grad)

    def free(self):
        """Drop the rule, and with it the numbers that it remembers; a rule that remembers none may stay."""
        if self.rule is not None and self.rule.__closure__:
            self.rule = None


FREED = (
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already been "
    "freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify "
    "retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors "
    "after calling backward."
)


class AccumulateGrad(Node):
    """The node of a leaf. No edge leads on from it: what arrives is added to the leaf's `.grad`."""

    def __init__(self, variable):
        super().__init__("AccumulateGrad", ())
        self.variable = variable

    def __call__(self, grad):
        accumulate(self.variable, grad)
        return ()


def accumulate(tensor, grad):
    """Add `grad` to `tensor.grad`, which is None until something has arrived."""
    if tensor.grad is None:
        tensor.grad = Tensor(0.0)
    tensor.grad.data += grad


def record(operation, *inputs, **options):
    """The operation's result and, if an input requires grad, a node that leads back to the inputs."""
    if not all([isinstance(t, (Tensor, int, float)) for t in inputs]):
        return NotImplemented
    inputs = [t if isinstance(t, Tensor) else Tensor(t) for t in inputs]
    value, rule = operation(*[t.data for t in inputs], **options)
    if not (grad_mode[-1] and any([t.requires_grad for t in inputs])):
        return Tensor(value)
    return Tensor(value, True, Node(f"{operation.__name__.capitalize()}Backward0", inputs, rule))


# An operation takes plain numbers and gives two things: its value, and the rule that makes of the value's gradient one
# for each input. The rule remembers the numbers that it needs.
# fmt: off
def add(a, b): return a + b, lambda grad: (grad, grad)
def sub(a, b): return a - b, lambda grad: (grad, -grad)
def mul(a, b): return a * b, lambda grad: (grad * b, grad * a)
def div(a, b): return a / b, lambda grad: (grad / b, -grad * a / (b * b))
def pow(a, n): return a**n, lambda grad: (grad * n * a ** (n - 1) if n else 0.0,)
def neg(a): return -a, lambda grad: (-grad,)
def log(a): return math.log(a), lambda grad: (grad / a,)
def relu(a): return max(a, 0.0), lambda grad: (grad if a > 0 else 0.0,)
# fmt: on


def exp(a):
    result = math.exp(a)
    return result, lambda grad: (grad * result,)


def tanh(a):
    result = math.tanh(a)
    return result, lambda grad: (grad * (1 - result * result),)


def backward_order(root):
    """The nodes from `root` down, each once, the youngest first.

    An operation can only use what is there already, so a node is younger than those to which its edges lead: when its
    turn comes, all that is due to it has arrived.
    """
    nodes, found = [root], {root, None}
    for node in nodes:  # the list grows while it is read
        for target, _ in node.next_functions:
            if target not in found:
                found.add(target)
                nodes.append(target)
    return sorted(nodes, key=Node._sequence_nr, reverse=True)


def run_backward(root, grad, retain_graph=False):
    """Call each node from `root` down once, with the sum of what has arrived at it."""
    arrived = {root: grad}
    for node in backward_order(root):
        grad = arrived.pop(node)
        if node.retained is not None:
            accumulate(node.retained, grad)
        for (target, _), share in zip(node.next_functions, node(grad), strict=True):
            if target is not None:
                arrived[target] = arrived.get(target, 0.0) + share
        if not retain_graph:
            node.free()


grad_mode = [True]  # whether operations are recorded now: the last entry


class no_grad:
    """`with no_grad():` what is done inside leaves no record."""

    def __enter__(self):
        grad_mode.append(False)

    def __exit__(self, *exception):
        grad_mode.pop()
