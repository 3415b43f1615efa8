"""Twenty steps of every optimiser and schedule, and gradients clipped: a text for each, and what it comes to."""

import math

ROWS = [
    "SGD(groups, lr=0.02)",
    "SGD(groups, lr=0.02, weight_decay=0.3)",
    "SGD(groups, lr=0.02, momentum=0.9)",
    "SGD(groups, lr=0.02, momentum=0.8, dampening=0.4, weight_decay=0.1)",
    "SGD(groups, lr=0.02, momentum=0.9, nesterov=True)",
    "SGD(groups, lr=0.001, momentum=0.5, maximize=True)",
    "Adam(groups, lr=0.1)",
    "Adam(groups, lr=0.1, betas=(0.7, 0.9), eps=0.01, weight_decay=0.2)",
    "Adam(groups, lr=0.3, betas=(0.5, 0.6), amsgrad=True)",
    "Adam(groups, lr=0.01, maximize=True)",
    "AdamW(groups, lr=0.1)",
    "AdamW(groups, lr=0.1, weight_decay=0.5, amsgrad=True)",
    "RMSprop(groups, lr=0.02)",
    "RMSprop(groups, lr=0.02, alpha=0.8, eps=0.01, weight_decay=0.2)",
    "RMSprop(groups, lr=0.02, momentum=0.7, centered=True)",
    "RMSprop(groups, lr=0.01, maximize=True)",
    "Adagrad(groups, lr=0.2)",
    "Adagrad(groups, lr=0.2, lr_decay=0.1, weight_decay=0.2, initial_accumulator_value=0.5, eps=0.01)",
    "Adagrad(groups, lr=0.01, maximize=True)",
]
SCHEDULES = [
    "StepLR(optimizer, step_size=3, gamma=0.5)",
    "MultiStepLR(optimizer, milestones=[2, 5, 5, 11], gamma=0.3)",
    "ExponentialLR(optimizer, gamma=0.9)",
    "LinearLR(optimizer, start_factor=0.2, end_factor=0.8, total_iters=7)",
    "CosineAnnealingLR(optimizer, T_max=6, eta_min=0.001)",
    "LambdaLR(optimizer, lambda epoch: 1 / (1 + epoch))",
    "LambdaLR(optimizer, [lambda epoch: 0.9**epoch, lambda epoch: 1 + epoch % 2])",
]
CLIPPINGS = [
    "clip_grad_norm_(parameters, 2.0)",
    "clip_grad_norm_(parameters, 1e3)",
    "clip_grad_norm_(parameters, 0.7, norm_type=1)",
    "clip_grad_norm_(parameters, 0.7, norm_type=2.5)",
    "clip_grad_norm_(parameters, 0.7, norm_type=math.inf)",
    "clip_grad_norm_(parameters, 0.7, error_if_nonfinite=True)",
    "clip_grad_norm_(parameters, 0.7, norm_type=math.inf, error_if_nonfinite=True)",
    "clip_grad_value_(parameters, 0.9)",
]
GRADIENTS = {
    "none": [None, None],
    "zeros": [[0.0, 0.0, 0.0], None],
    "numbers": [[1.5, -2.0, 0.25], [[0.75], [-3.0]]],
    "one infinite": [[1.5, math.inf, 0.25], [[0.75], [-3.0]]],
    "one nan": [[1.5, -2.0, 0.25], [[math.nan], [-3.0]]],
}


def clipped(torch, call, which):
    """What a clipping returns, with all gradients after it; or what it raises."""
    parameters = [torch.ones(3, dtype=torch.float64), torch.ones(2, 1, dtype=torch.float64)]
    for p, grad in zip(parameters, GRADIENTS[which], strict=True):
        p.grad = None if grad is None else torch.tensor(grad, dtype=torch.float64)
    try:
        norm = eval("utils." + call, {"utils": torch.nn.utils, "parameters": parameters, "math": math})
    except RuntimeError as error:
        return [str(error)]
    grads = [x for p in parameters if p.grad is not None for x in p.grad.reshape(-1).tolist()]
    return [*([] if norm is None else [norm.item()]), *grads]


def all_clippings(torch):
    """Every clipping of all these gradients, by the text that made it and theirs.

    Where there are none PyTorch's clip_grad_value_ stops with an internal error, and minigrad's does nothing.
    """
    pairs = [(call, which) for call in CLIPPINGS for which in GRADIENTS if "value" not in call or which != "none"]
    return {f"{call} of {which}": clipped(torch, call, which) for call, which in pairs}


def trajectory(torch, make, schedule=None, steps=20):
    """All parameters after each step, and with a schedule the groups' rates: the second group's is half the first's."""
    w = torch.tensor([[1.5, -2.0], [0.5, 3.0]], dtype=torch.float64, requires_grad=True)
    b = torch.tensor([0.3, -0.7], dtype=torch.float64, requires_grad=True)
    unused = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
    x = torch.tensor([[1.0, 0.5], [-1.0, 2.0], [0.3, -0.8]], dtype=torch.float64)
    lr = float(make.partition("lr=")[2].partition(",")[0].rstrip(")"))
    groups = [{"params": [w, unused]}, {"params": b, "lr": lr / 2}]
    optimizer = eval("optim." + make, {"optim": torch.optim, "groups": groups})
    if schedule is not None:
        schedule = eval("optim.lr_scheduler." + schedule, {"optim": torch.optim, "optimizer": optimizer})
    found = []
    for _ in range(steps):
        optimizer.zero_grad()
        (torch.tanh(x @ w + b) - 0.3 * x @ w - 0.5).pow(2).sum().backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()
        rates = [group["lr"] for group in optimizer.param_groups] if schedule is not None else []
        found.append([*w.reshape(-1).tolist(), *b.tolist(), *unused.tolist(), *rates])
    return found


def all_rows(torch):
    """Every trajectory by the text that made it."""
    found = {make: trajectory(torch, make) for make in ROWS}
    return found | {
        schedule: trajectory(torch, "SGD(groups, lr=0.05, momentum=0.5)", schedule) for schedule in SCHEDULES
    }
