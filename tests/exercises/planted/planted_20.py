"""Answers to the exercises of lesson 20 that a teacher wrote before reading any check."""

import textwrap

from tests.exercises.answers import Wrong
from tests.exercises.planted.writing import defined

VELOCITY = 'v *= momentum\nv += (1 - group["dampening"]) * grad'
STEP = 'p -= group["lr"] * grad'


def update(
    velocity=VELOCITY,
    step=STEP,
    decay='grad = grad + group["weight_decay"] * p',
    nesterov='grad = grad + momentum * v if group["nesterov"] else v',
    first='v = state["momentum_buffer"].array()',
    start="np.array(grad)",
):
    body = (
        f"""momentum = group["momentum"]
if group["weight_decay"]:
    {decay}
if momentum:
    state = self.state[parameter]
    if "momentum_buffer" not in state:
        state["momentum_buffer"] = Tensor({start})
        {first}
    else:
        v = state["momentum_buffer"].array()
"""
        + textwrap.indent(velocity, " " * 8)
        + f"\n    {nesterov}\n"
        + step
    )
    return defined("update(self, parameter, p, grad, group)", body)


def clip(body):
    return "@no_grad()\n" + defined(
        "clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False)",
        "grads = gradients(parameters)\nif not grads:\n    return creation.tensor(0.0)\n" + body,
    )


TOTAL = "total = functions.stack([(g * g).sum() for g in grads]).sum().sqrt()\n"
SCALE = "if total > max_norm:\n    for g in grads:\n        g *= max_norm / total\n"


def total(line):
    return clip(line + "\n" + SCALE + "return total")


def scale(text, end="return total"):
    return clip(TOTAL + text + "\n" + end)


def step(body):
    return defined("train_step(model, optimizer, x, t, max_norm)", body)


Z, L, B, C, S, R = (
    "optimizer.zero_grad()",
    "loss = loss_of(model(x), t)",
    "loss.backward()",
    "clip_grad_norm_(model.parameters(), max_norm)",
    "optimizer.step()",
    "return loss.item()",
)


def steps(*lines):
    return step("\n".join(lines))


def portions(body):
    return defined("backward_in_portions(mean_loss, batches)", body)


def restart(body):
    return defined("restart(layer)", body)


def named(*w):
    return f"named = (14, {', '.join(map(repr, w))})"


WRONG = {
    "20.1": [
        Wrong(update(step='p = p - group["lr"] * grad'), "stands still", "a name for the array: the draft"),
        Wrong(update(step='p += group["lr"] * grad'), "uphill", "up the slope"),
        Wrong(update(step="p -= grad"), "no lr", "no learning rate"),
        Wrong(update(step='p = group["lr"] * grad'), "stands still", "only the step"),
        Wrong(update(step='p *= group["lr"] * grad'), "a product", "times"),
        Wrong(update(step='p[:] = -group["lr"] * grad'), "replaced", "the step in place of the parameter"),
        Wrong(update(step='parameter -= group["lr"] * grad'), None, "the tensor itself"),
        Wrong(update(step='parameter = parameter - group["lr"] * Tensor(grad)'), "stands still", "the tensor's name"),
        Wrong(update(step='parameter.data = Tensor(p - group["lr"] * grad)'), "other memory", "other memory"),
        Wrong(update(step='return p - group["lr"] * grad'), "stands still", "returned"),
        Wrong(update(step="p -= 0.1 * grad"), "a number for lr", "lr of the example"),
        Wrong(update(step="p -= self.lr * grad"), None, "self.lr"),
        Wrong(update(step='p -= group["lr"] * v'), "only a velocity", "v although there may be no momentum"),
        Wrong(update(step='p -= group["lr"] * group["momentum"] * grad'), "momentum twice", "momentum twice"),
        Wrong(
            update(velocity='v = momentum * v + (1 - group["dampening"]) * grad'),
            "velocity not kept",
            "v is a new array, not kept",
        ),
        Wrong(update(velocity="v *= momentum\nv += grad"), "no dampening", "no dampening"),
        Wrong(
            update(velocity='v *= momentum\nv += group["dampening"] * grad'),
            "dampening turned round",
            "dampening for 1 - dampening",
        ),
        Wrong(update(velocity='v += (1 - group["dampening"]) * grad'), "never slows", "no momentum: piles up"),
        Wrong(update(velocity="v *= momentum"), "no gradient", "no gradient"),
        Wrong(
            update(velocity='v += (1 - group["dampening"]) * grad\nv *= momentum'), "slowed too late", "the other order"
        ),
        Wrong(update(velocity='v *= momentum\nv -= (1 - group["dampening"]) * grad'), "against", "minus"),
        Wrong(update(velocity="v *= momentum\nv += (1 - momentum) * grad"), "a mean", "1 - momentum (running mean)"),
        Wrong(
            update(velocity='v *= momentum\nv = v + (1 - group["dampening"]) * grad'),
            "half kept",
            "second line a new name",
        ),
        Wrong(
            update(velocity='v = v * momentum\nv += (1 - group["dampening"]) * grad'),
            "velocity not kept",
            "first line a new name",
        ),
        Wrong(update(velocity='v *= 0.9\nv += (1 - group["dampening"]) * grad'), "a number for momentum", "0.9"),
        Wrong(
            update(velocity='v *= momentum\nv += group["lr"] * (1 - group["dampening"]) * grad'),
            "lr twice",
            "lr in velocity too",
        ),
        Wrong(
            update(velocity='v *= 1 - momentum\nv += (1 - group["dampening"]) * grad'),
            "momentum turned round",
            "1 - momentum on v",
        ),
        Wrong(
            update(velocity='grad *= 1 - group["dampening"]\nv *= momentum\nv += grad'),
            "gradient changed",
            "changes the gradient in place",
        ),
        Wrong(update(velocity="v = grad"), None, "v is the gradient"),
        Wrong(update(velocity='v *= momentum + (1 - group["dampening"]) * grad'), None, "one product"),
        Wrong(update(velocity='v[:] = momentum * v + 1 - group["dampening"] * grad'), "no brackets", "no brackets"),
        Wrong(
            update(velocity='v *= momentum\nv *= (1 - group["dampening"]) * grad'),
            "a velocity multiplied",
            "times twice",
        ),
        Wrong(update(velocity='v *= momentum\nv += (1 - group["dampening"]) * p'), None, "parameter for gradient"),
        Wrong(
            update(first='v = state["momentum_buffer"].array()\n        v *= 1 - group["dampening"]'),
            None,
            "dampens first too",
        ),
        Wrong(update(velocity=VELOCITY, step='p -= group["lr"] * grad\np -= group["lr"] * grad'), None, "twice"),
        Wrong(update(velocity="v *= group.momentum\nv += (1 - group.dampening) * grad"), None, "attributes"),
        Wrong(
            update(velocity='state["momentum_buffer"] = momentum * v + (1 - group["dampening"]) * grad'),
            None,
            "an array as the state",
        ),
        Wrong(
            update(velocity='state["momentum_buffer"] = Tensor(momentum * v + (1 - group["dampening"]) * grad)'),
            "the old velocity",
            "state new, v old",
        ),
        Wrong(update(step='if momentum:\n    p -= group["lr"] * grad'), "only with momentum", "only with momentum"),
        Wrong(update(step='p.sub_(group["lr"] * grad)'), None, "torch's sub_"),
        Wrong(update(step='grad *= group["lr"]\np -= grad'), "gradient changed", "scales grad in place"),
        Wrong(update(step='p -= group["lr"] * grad.mean()'), None, "mean of grad"),
        Wrong(update(step='SGD([parameter], lr=group["lr"]).step()'), "itself", "calls what it builds"),
    ],
    "20.2": [
        Wrong(total("total = functions.stack([g.norm() for g in grads]).sum()"), "sizes added", "sum of norms"),
        Wrong(total("total = functions.stack([g.norm() for g in grads]).mean()"), "mean length", "mean of norms"),
        Wrong(total("total = functions.stack([g.norm() for g in grads]).max()"), "longest", "largest norm"),
        Wrong(total("total = functions.stack([(g * g).sum() for g in grads]).sum()"), "not rooted", "no root"),
        Wrong(total("total = functions.stack([(g * g).mean() for g in grads]).sum().sqrt()"), None, "means of squares"),
        Wrong(total("total = functions.stack([g.sum() for g in grads]).norm()"), "sums", "norm of sums"),
        Wrong(total("total = functions.stack([g.abs().sum() for g in grads]).sum()"), "numbers added", "abs"),
        Wrong(total("total = functions.stack([g.abs().max() for g in grads]).max()"), "largest", "largest entry"),
        Wrong(total("total = grads[0].norm()"), "the first", "first only"),
        Wrong(total("total = functions.stack(grads).norm()"), None, "stack of grads: same shapes only"),
        Wrong(
            total("total = functions.stack([(g * g).sum().sqrt() for g in grads]).sum().sqrt()"),
            None,
            "root of the sum of norms",
        ),
        Wrong(
            clip("total = functions.stack([g.norm() for g in grads]).norm().item()\n" + SCALE + "return total"),
            "no tensor",
            "a number",
        ),
        Wrong(
            clip(
                "for g in grads:\n    n = g.norm()\n    if n > max_norm:\n        g *= max_norm / n\n"
                + TOTAL
                + "return total"
            ),
            None,
            "each by itself, length after",
        ),
        Wrong(
            clip(
                TOTAL
                + "for g in grads:\n    n = g.norm()\n    if n > max_norm:\n        g *= max_norm / n\nreturn total"
            ),
            "each by itself",
            "each by itself",
        ),
        Wrong(
            clip(TOTAL + "for g in grads:\n    g *= max_norm / total\nreturn total"), "always", "always scaled, up too"
        ),
        Wrong(
            scale("if total > max_norm:\n    for g in grads:\n        g = g * max_norm / total"), "not at all", "a name"
        ),
        Wrong(
            scale("if total > max_norm:\n    grads = [g * max_norm / total for g in grads]"), "not at all", "a new list"
        ),
        Wrong(
            scale("if total > max_norm:\n    for g in grads:\n        g *= total / max_norm"),
            "upside down",
            "the wrong way up",
        ),
        Wrong(scale("if total > max_norm:\n    for g in grads:\n        g /= total"), "one divided", "to 1"),
        Wrong(
            scale("if total > max_norm:\n    for g in grads:\n        g *= max_norm"), "multiplied", "times max_norm"
        ),
        Wrong(
            scale("if total < max_norm:\n    for g in grads:\n        g *= max_norm / total"),
            "turned round",
            "the wrong way round",
        ),
        Wrong(scale("for g in grads:\n    g.clamp_(-max_norm, max_norm)"), "by value", "each number cut off"),
        Wrong(
            scale(SCALE + "total = functions.stack([g.norm() for g in grads]).norm()"),
            "size afterwards",
            "length after",
        ),
        Wrong(scale(SCALE, "return max_norm"), "no tensor", "max_norm back"),
        Wrong(scale(SCALE, "return grads"), "no tensor", "grads back"),
        Wrong(scale(SCALE, ""), "no return", "nothing back"),
        Wrong(scale("if total > max_norm:\n    for g in grads:\n        g -= total - max_norm"), None, "subtracts"),
        Wrong(
            scale("if total > max_norm:\n    for p in parameters:\n        p *= max_norm / total"),
            "not at all",
            "the parameters",
        ),
        Wrong(
            scale("if total > max_norm:\n    for p in parameters:\n        p.grad = p.grad * max_norm / total"),
            None,
            "new gradients by the parameters",
        ),
        Wrong(
            scale("if total > max_norm:\n    for g in grads:\n        g *= max_norm / total\n        return total"),
            "not all",
            "returns in the loop",
        ),
        Wrong(
            scale("if total > max_norm:\n    for g in grads[:-1]:\n        g *= max_norm / total"),
            "not all",
            "not the last",
        ),
        Wrong(
            scale("if total > max_norm:\n    for g in grads:\n        g *= (max_norm / total) ** 2"),
            "squared",
            "squared",
        ),
        Wrong(
            scale("if total > max_norm:\n    for g in grads:\n        g *= max_norm / (total * len(grads))"),
            "over the number",
            "over the number",
        ),
        Wrong(scale(""), "not at all", "not scaled"),
        Wrong(scale("if total > 1.0:\n    for g in grads:\n        g *= max_norm / total"), None, "compares with 1"),
        Wrong(
            scale(
                "if total > max_norm:\n    for g in grads:\n        total = functions.stack([h.norm() for h in grads]).norm()\n        g *= max_norm / total"
            ),
            None,
            "total anew each time",
        ),
        Wrong(scale("for g in grads:\n    g.zero_()"), None, "throws them away"),
        Wrong(
            scale("if total > max_norm:\n    for g in grads:\n        g.mul(max_norm / total)"),
            "not at all",
            "mul without _",
        ),
        Wrong(clip("return clip_grad_norm_(parameters, max_norm)"), "itself", "calls itself"),
        Wrong(
            clip("import minigrad.nn.utils as u\nreturn u.clip_grad_norm_(parameters, max_norm)"),
            None,
            "calls the package's",
        ),
        Wrong(
            scale("scaling = min(1, max_norm // total)\nfor g in grads:\n    g *= scaling"),
            "nothing left",
            "whole division",
        ),
    ],
    "20.3": [
        Wrong(steps(L, B, C, S, R), "no zero", "no zero_grad"),
        Wrong(steps(Z, L, B, S, R), "no clip", "no clip"),
        Wrong(steps(Z, L, C, B, S, R), "clip first", "clip before backward"),
        Wrong(steps(Z, L, B, S, C, R), "clip late", "clip after step"),
        Wrong(steps(L, B, Z, C, S, R), "cleared", "cleared after backward"),
        Wrong(steps(L, Z, B, S, C, R), "clip late", "loss first, clip after step"),
        Wrong(steps(L, B, C, Z, S, R), "cleared", "cleared before the step"),
        Wrong(steps(Z, L, B, C, R), "no step", "no step"),
        Wrong(steps(Z, L, C, S, R), "no backward", "no backward"),
        Wrong(steps(Z, L, S, B, C, R), "step first", "step before backward"),
        Wrong(steps(Z, L, B, C, S, "return loss"), "a tensor", "a tensor"),
        Wrong(steps(Z, L, B, C, S), "no return", "nothing back"),
        Wrong(steps(Z, L, B, C, S, "return loss.detach()"), "a tensor", "a detached tensor"),
        Wrong(steps(Z, L, B, C, S, "return loss_of(model(x), t).item()"), "afterwards", "loss after the step"),
        Wrong(steps(Z, L, B, "clip_grad_norm_(model.parameters(), 2.0)", S, R), "another limit", "2.0"),
        Wrong(steps(Z, L, B, "clip_grad_norm_(model.parameters(), max_norm=1)", S, R), "another limit", "1"),
        Wrong(
            steps(Z, L, B, "for p in model.parameters():\n    clip_grad_norm_(p, max_norm)", S, R),
            "each by itself",
            "each by itself",
        ),
        Wrong(steps(Z, L, B, "clip_grad_norm_(model[0].parameters(), max_norm)", S, R), None, "first layer only"),
        Wrong(steps(Z, "loss = loss_of(t, model(x))", B, C, S, R), "another loss", "arguments the other way round"),
        Wrong(steps(Z, "loss = (model(x) - t).square().mean()", B, C, S, R), "another loss", "another loss"),
        Wrong(steps(Z, "loss = loss_of(model(x).sigmoid(), t)", B, C, S, R), "another loss", "sigmoid before"),
        Wrong(steps(Z, "loss = loss_of(model(x).detach(), t)", B, C, S, R), "no graph", "detached"),
        Wrong(steps(Z, "with mg.no_grad():\n    " + L, B, C, S, R), "no graph", "no_grad"),
        Wrong(
            steps("optimizer = SGD(model.parameters(), lr=0.5)", Z, L, B, C, S, R),
            "another optimiser",
            "an optimiser of its own",
        ),
        Wrong(steps("optimizer.zero_grad", L, B, C, S, R), "no zero", "zero_grad not called"),
        Wrong(steps(Z, L, B, C, "optimizer.step", R), "no step", "step not called"),
        Wrong(steps("for p in model.parameters():\n    p.grad = 0", L, B, C, S, R), None, "grad = 0"),
        Wrong(steps("for p in model.parameters():\n    p.zero_()", L, B, C, S, R), None, "zeroes parameters"),
        Wrong(steps(Z, L, "loss.backward(retain_graph=True)\n" + B, C, S, R), "too often", "backward twice"),
        Wrong(steps("for _ in range(40):", *["    " + line for line in (Z, L, B, C, S)], R), "too often", "40 steps"),
        Wrong(
            steps(Z, L, B, "clip_grad_norm_(model.parameters(), float('inf'))", S, R),
            "another limit",
            "inf",
        ),
        Wrong(steps(Z, "loss = loss_of(model(x), t).item()", B, C, S, "return loss"), None, "item too early"),
        Wrong(steps(Z, L, B, C, S, "return round(loss.item(), 3)"), "another loss", "rounded"),
        Wrong(steps(Z, "loss = model(x, t)", B, C, S, R), None, "the model as the loss"),
        Wrong(steps(Z, "loss = loss_of(model(x), t) * len(x)", B, C, S, R), "another loss", "the sum"),
    ],
    "20.4": [
        Wrong(portions("for x, t in batches:\n    mean_loss(x, t).backward()"), "sum of means", "sum of the means"),
        Wrong(
            portions("for x, t in batches:\n    (mean_loss(x, t) / len(batches)).backward()"),
            "mean of means",
            "mean of the means",
        ),
        Wrong(
            portions("n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) / n).backward()"),
            "divided twice",
            "over the points, without the weight",
        ),
        Wrong(
            portions("for x, t in batches:\n    (mean_loss(x, t) * len(x)).backward()"), "sum of all", "sum over points"
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nloss = sum(mean_loss(x, t) * len(x) for x, t in batches) / n\nloss.backward()"
            ),
            "all at once",
            "all graphs at once",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nlosses = [mean_loss(x, t) * len(x) / n for x, t in batches]\nfor loss in losses:\n    loss.backward()"
            ),
            "all at once",
            "a list of graphs",
        ),
        Wrong(portions("n = 3\nfor x, t in batches:\n    (mean_loss(x, t) * len(x) / n).backward()"), None, "3"),
        Wrong(
            portions(
                "n = len(batches) * len(batches[0][0])\nfor x, t in batches:\n    (mean_loss(x, t) * len(x) / n).backward()"
            ),
            "the first's size",
            "first batch's size for all",
        ),
        Wrong(portions("x, t = batches[-1]\nmean_loss(x, t).backward()"), None, "last only"),
        Wrong(portions("x, t = batches[0]\nmean_loss(x, t).backward()"), "first only", "first only"),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    loss = mean_loss(x, t) * len(x) / n\nloss.backward()"
            ),
            "last only",
            "backward after the loop",
        ),
        Wrong(
            portions("n = 0\nfor x, t in batches:\n    n += len(x)\n    (mean_loss(x, t) * len(x) / n).backward()"),
            "by those so far",
            "n so far",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) * n / len(x)).backward()"
            ),
            "upside down",
            "upside down",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    mean_loss(x, t).backward(mg.tensor(len(x) // n))"
            ),
            "nothing",
            "whole division",
        ),
        Wrong(
            portions(
                "n = sum(x.numel() for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) * len(x) / n).backward()"
            ),
            "numbers counted",
            "numel of x over all",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\ntotal = 0.0\nfor x, t in batches:\n    total += mean_loss(x, t) * len(x) / n\ntotal.backward()"
            ),
            "all at once",
            "added up",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) * len(x) / n).detach().backward()"
            ),
            "no graph",
            "detached",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    loss = mean_loss(x, t) * len(x) / n\n    loss.backward()\n    loss.backward()"
            ),
            "twice",
            "twice",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    loss = mean_loss(x, t) * len(x) / n\n    loss.backward(retain_graph=True)\n    last = loss\n"
            ),
            "not freed",
            "retain_graph",
        ),
        Wrong(
            portions(
                "x = mg.cat([x for x, t in batches])\nt = mg.cat([t for x, t in batches])\nmean_loss(x, t).backward()"
            ),
            "one batch",
            "one batch again",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    optimizer.zero_grad()\n    (mean_loss(x, t) * len(x) / n).backward()"
            ),
            None,
            "clears",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) / len(x) / n).backward()"
            ),
            "by both sizes",
            "divided twice",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    for i in range(len(x)):\n        (mean_loss(x, t) / n).backward()\n        break"
            ),
            "divided twice",
            "one per batch",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nreturn sum((mean_loss(x, t) * len(x) / n).item() for x, t in batches)"
            ),
            "nothing",
            "no backward",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) * mg.tensor(len(x) / n)).sum().backward\n"
            ),
            "nothing",
            "not called",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches[:-1]:\n    (mean_loss(x, t) * len(x) / n).backward()"
            ),
            "not the last",
            "last left out",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    with mg.no_grad():\n        loss = mean_loss(x, t) * len(x) / n\n    loss.backward()"
            ),
            "no graph",
            "no_grad",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nkept = []\nfor x, t in batches:\n    loss = mean_loss(x, t) * len(x) / n\n    kept.append(loss)\n    loss.backward()"
            ),
            "all at once",
            "keeps the losses",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) * len(x) / n / len(batches)).backward()"
            ),
            "by the batches too",
            "mean over batches too",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    loss = mean_loss(x, t).item() * len(x) / n\n    mg.tensor(loss, requires_grad=True).backward()"
            ),
            "nothing",
            "a fresh tensor",
        ),
        Wrong(
            portions(
                "n = max(len(x) for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) * len(x) / n).backward()"
            ),
            "by the largest",
            "largest batch",
        ),
        Wrong(
            portions(
                "n = sum(len(x) for x, t in batches)\nmean_loss(*batches[0]).backward()\nfor x, t in batches:\n    (mean_loss(x, t) * len(x) / n).backward()"
            ),
            None,
            "first once more",
        ),
    ],
    "20.5": [
        Wrong(
            restart("layer.weight.data = mg.rand(1, 8) - 0.5\nlayer.bias.data = mg.zeros(1)"),
            "other shapes",
            "the shapes of the lesson's last layer",
        ),
        Wrong(
            restart(
                "layer.weight = nn.Parameter(mg.rand(*layer.weight.shape) - 0.5)\nlayer.bias = nn.Parameter(mg.zeros(len(layer.bias)))"
            ),
            "stranded",
            "new parameters",
        ),
        Wrong(
            restart(
                "layer.weight = nn.Parameter(mg.rand(*layer.weight.shape) - 0.5)\nwith mg.no_grad():\n    layer.bias.zero_()"
            ),
            "stranded",
            "new weight",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    layer.weight.uniform_(-0.5, 0.5)\nlayer.bias = nn.Parameter(mg.zeros_like(layer.bias))"
            ),
            "stranded",
            "new bias",
        ),
        Wrong(restart("layer.weight.uniform_(-0.5, 0.5)\nlayer.bias.zero_()"), "recorded", "no switch"),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.uniform_()\n    layer.bias.zero_()"),
            "one sign",
            "between 0 and 1",
        ),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.uniform_(-1, 1)\n    layer.bias.zero_()"),
            "too large",
            "between -1 and 1",
        ),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.copy_(mg.rand(*layer.weight.shape))\n    layer.bias.zero_()"),
            "one sign",
            "rand",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    layer.weight.copy_(mg.randn(*layer.weight.shape) - 0.5)\n    layer.bias.zero_()"
            ),
            "too large",
            "randn",
        ),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.normal_(0, 0.5)\n    layer.bias.zero_()"),
            "too large",
            "normal",
        ),
        Wrong(restart("with mg.no_grad():\n    layer.weight.zero_()\n    layer.bias.zero_()"), "all zero", "all zeros"),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.fill_(0.3)\n    layer.bias.zero_()"),
            "all alike",
            "all the same",
        ),
        Wrong(restart("with mg.no_grad():\n    layer.weight.uniform_(-0.5, 0.5)"), "bias", "bias forgotten"),
        Wrong(restart("with mg.no_grad():\n    layer.bias.zero_()"), "as it was", "weight forgotten"),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.uniform_(-0.5, 0.5)\n    layer.bias.uniform_(-0.5, 0.5)"),
            "another bias",
            "random bias",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    layer.weight = mg.rand(*layer.weight.shape) - 0.5\n    layer.bias = mg.zeros_like(layer.bias)"
            ),
            None,
            "tensors as parameters",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    w, b = layer.weight, layer.bias\n    w = mg.rand(*w.shape) - 0.5\n    b = mg.zeros_like(b)"
            ),
            "as it was",
            "names only",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    layer.weight += mg.rand(*layer.weight.shape) - 0.5\n    layer.bias.zero_()"
            ),
            "added",
            "added to the old",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    layer.weight *= mg.rand(*layer.weight.shape) - 0.5\n    layer.bias.zero_()"
            ),
            "too large",
            "times the old",
        ),
        Wrong(restart("layer.reset_parameters()"), "another bias", "the layer's own start"),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.fill_(mg.rand(1).item() - 0.5)\n    layer.bias.zero_()"),
            "all alike",
            "one number for all",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    layer.weight.copy_(mg.rand(layer.weight.shape[1]) - 0.5)\n    layer.bias.zero_()"
            ),
            "all alike",
            "every row the same",
        ),
        Wrong(
            restart(
                "mg.manual_seed(0)\nwith mg.no_grad():\n    layer.weight.uniform_(-0.5, 0.5)\n    layer.bias.zero_()"
            ),
            "every time",
            "the same numbers each time",
        ),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.copy_(mg.rand(1, 8) - 0.5)\n    layer.bias.zero_()"),
            None,
            "shape of the example",
        ),
        Wrong(
            restart(
                "layer.weight.requires_grad_(False)\nlayer.bias.requires_grad_(False)\nlayer.weight.uniform_(-0.5, 0.5)\nlayer.bias.zero_()"
            ),
            "frozen",
            "frozen, and not thawed",
        ),
        Wrong(
            restart("layer.weight.detach().clone().uniform_(-0.5, 0.5)\nlayer.bias.detach().clone().zero_()"),
            "as it was",
            "a copy",
        ),
        Wrong(restart("return nn.Linear(layer.weight.shape[1], layer.weight.shape[0])"), "as it was", "a new layer"),
        Wrong(restart("layer = nn.Linear(layer.in_features, layer.out_features)"), "as it was", "a name"),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.grad.uniform_(-0.5, 0.5)\n    layer.bias.grad.zero_()"),
            None,
            "the gradients",
        ),
        Wrong(
            restart(
                "layer.weight = nn.Parameter(mg.rand(*layer.weight.shape) - 0.5)\nlayer.bias = nn.Parameter(mg.zeros_like(layer.bias))\nglobal optimizer\noptimizer = SGD(layer.parameters(), lr=0.5)"
            ),
            "stranded",
            "a new optimiser",
        ),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.uniform_(0, 0.5)\n    layer.bias.zero_()"),
            "one sign",
            "positive only",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    layer.weight.copy_((mg.rand(*layer.weight.shape) > 0.5) - 0.5)\n    layer.bias.zero_()"
            ),
            None,
            "-0.5 or 0.5 only",
        ),
        Wrong(
            restart("with mg.no_grad():\n    for p in layer.parameters():\n        p.uniform_(-0.5, 0.5)"),
            "another bias",
            "all parameters",
        ),
        Wrong(
            restart("layer.weight.data = mg.zeros_like(layer.weight)\nlayer.bias.data = mg.zeros_like(layer.bias)"),
            "all zero",
            "zeros by data",
        ),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.uniform_(-0.5, 0.5)\n    layer.bias = None"),
            "stranded",
            "no bias",
        ),
        Wrong(
            restart(
                "with mg.no_grad():\n    layer.weight.data = (mg.rand(*layer.weight.shape) - 0.5).to(mg.float64)\n    layer.bias.zero_()"
            ),
            "another dtype",
            "float64",
        ),
        Wrong(
            restart("with mg.no_grad():\n    layer.weight.uniform_(-0.5, 0.5)\n    layer.bias.fill_(1)"),
            "another bias",
            "bias 1",
        ),
    ],
    "20.6": [
        Wrong(named("clip", "zero_grad", "lr", "detached", "stranded"), "clip", "A, B"),
        Wrong(named("zero_grad", "clip", "lr", "stranded", "detached"), "stranded", "D, E"),
        Wrong(named("lr", "clip", "zero_grad", "detached", "stranded"), "lr", "A, C"),
        Wrong(named("zero_grad", "lr", "clip", "detached", "stranded"), "lr", "B, C"),
        Wrong(named("zero_grad", "clip", "lr", "zeros", "stranded"), "zeros", "D zeros"),
        Wrong(named("none", "clip", "lr", "detached", "stranded"), "no such word", "A none"),
        Wrong(named("zero_grad", "none", "lr", "detached", "stranded"), "no such word", "B none"),
        Wrong(named("zero_grad", "clip", "lr", "detached", "zeros"), "zeros", "E zeros"),
        Wrong(named("zero_grad", "clip", "zeros", "detached", "stranded"), "zeros", "C zeros"),
        Wrong(named("lr", "zero_grad", "clip", "stranded", "detached"), "lr", "all wrong"),
        Wrong(named("lr", "lr", "lr", "lr", "lr"), "lr", "always lr"),
        Wrong(named("zero_grad", "clip", "lr", "detached"), "not six", "four"),
        Wrong(named("zero_grad", "clip", "lr", "detached", "stranded", "zeros"), "not six", "six"),
        Wrong(named("no zero_grad", "clip", "lr", "detached", "stranded"), "no such word", "other words"),
        Wrong('named = ("zero_grad", "clip", "lr", "detached", "stranded")', "not six", "no number"),
        Wrong('named = (15, "zero_grad", "clip", "lr", "detached", "stranded")', "zero_grad", "another line-up"),
        Wrong('named = "zero_grad clip lr detached stranded"', "not six", "one text"),
        Wrong('named = (14, ("zero_grad", "clip", "lr", "detached", "stranded"))', "not six", "nested"),
        Wrong('named = {14: ["zero_grad", "clip", "lr", "detached", "stranded"]}', "not six", "a dict"),
        Wrong('named = ("14", "zero_grad", "clip", "lr", "detached", "stranded")', "not six", "number as text"),
        Wrong(named("zero_grad", "zero_grad", "lr", "detached", "stranded"), "zero_grad", "one twice"),
    ],
}
RIGHT = {
    "20.1": [
        update(),
        update(
            velocity='v[...] = momentum * v + (1 - group["dampening"]) * grad', step='p[...] = p - group["lr"] * grad'
        ),
        update(
            velocity='np.multiply(v, momentum, out=v)\nnp.add(v, (1 - group["dampening"]) * grad, out=v)',
            step='np.subtract(p, group["lr"] * grad, out=p)',
        ),
        update(
            velocity='v = momentum * v + (1 - group["dampening"]) * grad\nstate["momentum_buffer"] = Tensor(v)',
            step='p += -group["lr"] * grad',
        ),
        update(
            velocity='np.copyto(v, momentum * v + (1 - group["dampening"]) * grad)',
            step='np.copyto(p, p - group["lr"] * grad)',
        ),
        update(velocity='v *= momentum\nv += grad - group["dampening"] * grad'),
    ],
    "20.2": [
        clip("total = functions.stack([g.norm() for g in grads]).norm()\n" + SCALE + "return total"),
        clip(
            TOTAL
            + "if total.item() > max_norm:\n    for g in grads:\n        g.mul_(max_norm / total.item())\nreturn total"
        ),
        clip(
            "total = sum((g ** 2).sum() for g in grads) ** 0.5\nfactor = min(1.0, max_norm / total.item()) if total.item() else 1.0\nfor g in grads:\n    g *= factor\nreturn total"
        ),
        clip("total = functions.cat([g.flatten() for g in grads]).norm()\n" + SCALE + "return total"),
        clip(
            "squares = 0.0\nfor g in grads:\n    squares += sum(n * n for n in g.flatten().tolist())\ntotal = creation.tensor(squares ** 0.5)\nfor g in grads:\n    if squares ** 0.5 > max_norm:\n        g.copy_(g * (max_norm / total))\nreturn total"
        ),
        clip(TOTAL + "for g in grads:\n    g *= (max_norm / (total + 1e-6)).clamp(max=1.0)\nreturn total"),
    ],
    "20.3": [
        steps(Z, L, B, C, S, R),
        steps(L, Z, B, C, S, R),
        steps("model.zero_grad()", L, B, C, S, "return float(loss.detach())"),
        steps(
            "for p in model.parameters():\n    p.grad = None\nprediction = model(x)\nloss = loss_of(prediction, t)\nvalue = loss.item()",
            B,
            "clip_grad_norm_(list(model.parameters()), max_norm=max_norm)",
            S,
            "return value",
        ),
        steps(L, B, C, S, Z, R),
        steps(
            Z, L, B, "clip_grad_norm_([p for group in optimizer.param_groups for p in group['params']], max_norm)", S, R
        ),
        steps(Z, "loss = nn.BCEWithLogitsLoss()(model(x), t)", B, C, S, R),
        steps(Z, L, B, C, S, Z + "\nfor _ in range(99):\n    pass\n" + S, R),
    ],
    "20.4": [
        portions(
            "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    (mean_loss(x, t) * len(x) / n).backward()"
        ),
        portions(
            "n = 0\nfor x, _ in batches:\n    n += x.shape[0]\nfor x, t in batches:\n    mean_loss(x, t).backward(mg.tensor(x.shape[0] / n))"
        ),
        portions(
            "sizes = [t.shape[0] for _, t in batches]\nfor size, batch in zip(sizes, batches):\n    loss = mean_loss(*batch)\n    loss = loss * (size / sum(sizes))\n    loss.backward()\n    del loss"
        ),
        portions(
            "n = sum(len(t) for x, t in batches)\nfor x, t in batches:\n    for i in range(len(x)):\n        (mean_loss(x[i:i + 1], t[i:i + 1]) / n).backward()"
        ),
        portions(
            "n = sum(len(x) for x, t in batches)\nfor x, t in batches:\n    loss = mean_loss(x, t)\n    loss *= len(x)\n    loss /= n\n    loss.backward()"
        ),
    ],
    "20.5": [
        restart("with mg.no_grad():\n    layer.weight.uniform_(-0.5, 0.5)\n    layer.bias.zero_()"),
        restart(
            "with mg.no_grad():\n    layer.weight.copy_(mg.rand(*layer.weight.shape) - 0.5)\n    layer.bias.fill_(0)"
        ),
        restart(
            "layer.weight.data = mg.rand(*layer.weight.shape) - 0.5\nlayer.bias.data = mg.zeros(*layer.bias.shape)"
        ),
        restart("nn.init.uniform_(layer.weight, -0.5, 0.5)\nnn.init.zeros_(layer.bias)"),
        restart("layer.weight.data.uniform_(-0.5, 0.5)\nlayer.bias.data.zero_()"),
        restart("with mg.no_grad():\n    layer.weight[:] = mg.rand_like(layer.weight) - 0.5\n    layer.bias[:] = 0"),
        restart("layer.weight.detach().uniform_(-0.5, 0.5)\nlayer.bias.detach().zero_()"),
        restart(
            "layer.load_state_dict({'weight': mg.rand(*layer.weight.shape) - 0.5, 'bias': mg.zeros(*layer.bias.shape)})"
        ),
        restart(
            "with mg.no_grad():\n    layer.weight *= 0\n    layer.weight += mg.rand(*layer.weight.shape) - 0.5\n    layer.bias *= 0"
        ),
    ],
    "20.6": [
        named("zero_grad", "clip", "lr", "detached", "stranded"),
        'named = [14, "zero_grad", "clip", "lr", "detached", "stranded"]',
        'named = (14, *"zero_grad clip lr detached stranded".split())',
        named("Zero_grad", "clip", "lr", "detached", "stranded"),
    ],
}
