"""Answers to the exercises of lesson 20, wrong and right."""

from tests.exercises.answers import Wrong

CASES = {"20.1": "OPTIONS", "20.2": "CLIPPED", "20.4": "SPLITS"}

SUPPORT = {
    "20": """
        import minigrad as mg
        from minigrad import nn
        from minigrad.nn.utils import clip_grad_norm_
        from minigrad.optim import SGD
        loss_of = nn.BCEWithLogitsLoss()
        """,
}

WRONG = {
    "20.1": [
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p = p - group["lr"] * grad
            """,
            "stands still",
            "a new array under the old name",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p += group["lr"] * grad
            """,
            "uphill",
            "plus",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p -= grad
            """,
            "no lr",
            "no learning rate",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p[...] = -group["lr"] * grad
            """,
            "replaced",
            "assigns the step",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                if momentum:
                    p -= group["lr"] * grad
            """,
            "only with momentum",
            "one level too deep",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v[...] = (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p -= group["lr"] * grad
            """,
            "forgets",
            "overwrites the velocity",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v += (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p -= group["lr"] * grad
            """,
            "never slows",
            "forgets to multiply by momentum",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p -= group["lr"] * grad
            """,
            "no dampening",
            "forgets dampening",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += (1 - momentum) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p -= group["lr"] * grad
            """,
            "a mean",
            "a running mean",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += group["lr"] * (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p -= group["lr"] * grad
            """,
            "lr twice",
            "multiplies by lr at once",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v = momentum * v + (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                p -= group["lr"] * grad
            """,
            "velocity not kept",
            "a new velocity each time",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        pass
                    grad = grad + momentum * v if group["nesterov"] else v
                p -= group["lr"] * grad
            """,
            "first velocity",
            "leaves the velocity",
        ),
        Wrong(
            """
            def update(self, parameter, p, grad, group):
                momentum = group["momentum"]
                if group["weight_decay"]:
                    grad = grad + group["weight_decay"] * p
                if momentum:
                    state = self.state[parameter]
                    if "momentum_buffer" not in state:
                        state["momentum_buffer"] = Tensor(np.array(grad))
                        v = state["momentum_buffer"].array()
                    else:
                        v = state["momentum_buffer"].array()
                        v *= momentum
                        v += (1 - group["dampening"]) * grad
                    grad = grad + momentum * v if group["nesterov"] else v
                grad *= group["lr"]
                p -= grad
            """,
            "gradient changed",
            "scales the gradient in place",
        ),
    ],
    "20.2": [
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                for grad in grads:
                    if grad.norm() > max_norm:
                        grad *= max_norm / grad.norm()
                return total
            """,
            "each by itself",
            "one after the other",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                for grad in grads:
                    grad *= max_norm / total
                return total
            """,
            "always",
            "no comparison",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                for grad in grads:
                    grad.clamp_(-max_norm, max_norm)
                return total
            """,
            "by value",
            "clamps",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                if total > max_norm:
                    grads = [grad * (max_norm / total) for grad in grads]
                return total
            """,
            "not at all",
            "a list of new tensors",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                if total > max_norm:
                    for grad in grads:
                        grad /= total
                return total
            """,
            "one divided",
            "forgets max_norm in the factor",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                if total < max_norm:
                    for grad in grads:
                        grad *= max_norm / total
                return total
            """,
            "turned round",
            "compares the other way",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).sum()
                for grad in grads:
                    grad *= min(1.0, max_norm / total.item())
                return total
            """,
            "sizes added",
            "sums the norms",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.abs().max() for grad in grads]).max()
                for grad in grads:
                    grad *= min(1.0, max_norm / total.item())
                return total
            """,
            "largest",
            "the largest entry",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([(grad * grad).sum() for grad in grads]).sum()
                for grad in grads:
                    grad *= min(1.0, max_norm / total.item())
                return total
            """,
            "not rooted",
            "no root",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                for grad in grads:
                    grad *= min(1.0, max_norm / total.item())
                return functions.stack([grad.norm() for grad in grads]).norm()
            """,
            "size afterwards",
            "measures again",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                factor = min(1.0, max_norm / total.item())
                for grad in grads:
                    grad *= factor
                return creation.tensor(factor, dtype=total.dtype)
            """,
            "the factor",
            "gives the factor",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                factor = min(1.0, max_norm / total.item())
                for grad in grads:
                    grad *= factor
                return total.item()
            """,
            "no tensor",
            "gives a number",
        ),
        Wrong(
            """
            @no_grad()
            def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
                grads = gradients(parameters)
                if not grads:
                    return creation.tensor(0.0)
                total = functions.stack([grad.norm() for grad in grads]).norm()
                factor = min(1.0, max_norm / total.item())
                for p in parameters:
                    if p.grad is not None:
                        p.grad = p.grad * factor
                return total
            """,
            "not in place",
            "a new gradient for each",
        ),
    ],
    "20.3": [
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                with mg.no_grad():
                    loss = loss_of(model(x), t)
                clip_grad_norm_(model.parameters(), max_norm)
                optimizer.step()
                return loss.item()
            """,
            "no backward",
            "no_grad around the loss",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                loss = loss_of(model(x), t)
                loss.backward()
                clip_grad_norm_(model.parameters(), max_norm)
                return loss.item()
            """,
            "no step",
            "forgets the step",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                loss = loss_of(model(x), t)
                loss.backward()
                clip_grad_norm_(model.parameters(), max_norm)
                optimizer.step()
                return loss.item()
            """,
            "no zero",
            "forgets to clear",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                loss = loss_of(model(x), t)
                optimizer.step()
                loss.backward()
                clip_grad_norm_(model.parameters(), max_norm)
                return loss.item()
            """,
            "step first",
            "steps, then looks",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                loss = loss_of(model(x), t)
                loss.backward()
                optimizer.zero_grad()
                clip_grad_norm_(model.parameters(), max_norm)
                optimizer.step()
                return loss.item()
            """,
            "cleared",
            "clears after backward",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                model.zero_grad()
                loss = loss_of(model(x), t)
                loss.backward()
                optimizer.step()
                return loss.item()
            """,
            "no clip",
            "forgets to clip",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                loss = loss_of(model(x), t)
                clip_grad_norm_(model.parameters(), max_norm)
                loss.backward()
                optimizer.step()
                return loss.item()
            """,
            "clip first",
            "clips before backward",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                loss = loss_of(model(x), t)
                loss.backward()
                optimizer.step()
                clip_grad_norm_(model.parameters(), max_norm)
                return loss.item()
            """,
            "clip late",
            "clips after the step",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                loss = loss_of(model(x), t)
                loss.backward()
                clip_grad_norm_(model.parameters(), max_norm)
                optimizer.step()
                return loss
            """,
            "a tensor",
            "gives the tensor",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                loss = loss_of(model(x), t)
                loss.backward()
                clip_grad_norm_(model.parameters(), max_norm)
                optimizer.step()
            """,
            "no return",
            "no return",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                loss = loss_of(model(x), t)
                loss.backward()
                clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                return loss.item()
            """,
            "another limit",
            "clips to a number of its own",
        ),
        Wrong(
            """
            def train_step(model, optimizer, x, t, max_norm):
                optimizer.zero_grad()
                loss = loss_of(model(x), t)
                loss.backward()
                loss.backward()
                optimizer.step()
                return loss.item()
            """,
            None,
            "backward twice",
        ),
    ],
    "20.4": [
        Wrong(
            """
            def backward_in_portions(mean_loss, batches):
                for x, t in batches:
                    (mean_loss(x, t) / len(batches)).backward()
            """,
            "mean of means",
            "divides by the number of batches",
        ),
        Wrong(
            """
            def backward_in_portions(mean_loss, batches):
                for x, t in batches:
                    loss = mean_loss(x, t)
                    loss.backward()
            """,
            "sum of means",
            "divides by nothing",
        ),
        Wrong(
            """
            def backward_in_portions(mean_loss, batches):
                for x, t in batches:
                    loss = mean_loss(x, t) * len(x)
                    loss.backward()
            """,
            "sum of all",
            "multiplies only",
        ),
        Wrong(
            """
            def backward_in_portions(mean_loss, batches):
                n = sum([len(x) for x, t in batches])
                for x, t in batches:
                    (mean_loss(x, t) / n).backward()
            """,
            "divided twice",
            "the total alone",
        ),
        Wrong(
            """
            def backward_in_portions(mean_loss, batches):
                for x, t in batches:
                    (mean_loss(x, t) / len(x)).backward()
            """,
            "by its own size",
            "divides by its size",
        ),
        Wrong(
            """
            def backward_in_portions(mean_loss, batches):
                n = sum([len(x) for x, t in batches])
                for x, t in batches:
                    loss = mean_loss(x, t) * len(x) / n
                loss.backward()
            """,
            "last only",
            "backward behind the loop",
        ),
        Wrong(
            """
            def backward_in_portions(mean_loss, batches):
                n = sum([len(x) for x, t in batches])
                return sum([mean_loss(x, t).item() * len(x) for x, t in batches]) / n
            """,
            "nothing",
            "adds up numbers",
        ),
        Wrong(
            """
            def backward_in_portions(mean_loss, batches):
                n = sum([len(x) for x, t in batches])
                total = sum([mean_loss(x, t) * len(x) for x, t in batches]) / n
                total.backward()
            """,
            "all at once",
            "one backward at the end",
        ),
    ],
    "20.5": [
        Wrong(
            """
            def restart(layer):
                layer.weight += mg.rand(layer.weight.shape) - 0.5
                layer.bias *= 0
            """,
            "recorded",
            "no switch",
        ),
        Wrong(
            """
            def restart(layer):
                layer.weight = nn.Parameter(mg.rand(layer.weight.shape) - 0.5)
                layer.bias = nn.Parameter(mg.zeros(layer.bias.shape))
            """,
            "stranded",
            "new parameters",
        ),
        Wrong(
            """
            def restart(layer):
                layer.requires_grad_(False)
                layer.weight.copy_(mg.rand(layer.weight.shape) - 0.5)
                layer.bias.zero_()
            """,
            "frozen",
            "freezes to write",
        ),
        Wrong(
            """
            def restart(layer):
                with mg.no_grad():
                    layer.weight.zero_()
                    layer.bias.zero_()
            """,
            "all zero",
            "zeros",
        ),
        Wrong(
            """
            def restart(layer):
                with mg.no_grad():
                    layer.weight.fill_(mg.rand(1).item() - 0.5)
                    layer.bias.zero_()
            """,
            "all alike",
            "one number for all",
        ),
        Wrong(
            """
            def restart(layer):
                with mg.no_grad():
                    layer.weight.copy_(mg.randn(layer.weight.shape))
                    layer.bias.zero_()
            """,
            "too large",
            "normal numbers",
        ),
        Wrong(
            """
            def restart(layer):
                with mg.no_grad():
                    layer.weight.copy_(mg.rand(layer.weight.shape) / 2)
                    layer.bias.zero_()
            """,
            "one sign",
            "half of rand",
        ),
        Wrong(
            """
            def restart(layer):
                layer = nn.Linear(layer.in_features, layer.out_features)
                nn.init.uniform_(layer.weight, -0.5, 0.5)
                nn.init.zeros_(layer.bias)
            """,
            "as it was",
            "a new layer under the old name",
        ),
        Wrong(
            """
            def restart(layer):
                with mg.no_grad():
                    layer.weight.copy_(mg.rand(layer.weight.shape) - 0.5)
            """,
            "bias",
            "forgets the bias",
        ),
        Wrong(
            """
            def restart(layer):
                with mg.no_grad():
                    layer.weight.copy_(mg.rand(8, 5) - 0.5)
                    layer.bias.zero_()
            """,
            "one size",
            "shapes of one layer",
        ),
        Wrong(
            """
            def restart(layer):
                layer.weight.data = mg.rand(5, 8) - 0.5
                layer.bias.data = mg.zeros(8)
            """,
            "other shapes",
            "turned round",
        ),
    ],
    "20.6": [
        Wrong("named = 14", "not six", "the number only"),
        Wrong(
            """
            named = (14, "no zero_grad", "clip", "lr", "detached", "stranded")
            """,
            "no such word",
            "another word",
        ),
        Wrong(
            """
            named = (14, "zero_grad", "zero_grad", "lr", "detached", "stranded")
            """,
            "zero_grad",
            "takes what explodes for what piles up",
        ),
        Wrong(
            """
            named = (14, "lr", "clip", "lr", "detached", "stranded")
            """,
            "lr",
            "a loss that jumps",
        ),
        Wrong(
            """
            named = (14, "stranded", "clip", "lr", "detached", "zero_grad")
            """,
            "stranded",
            "norms that grow in the last layer",
        ),
        Wrong(
            """
            named = (14, "zero_grad", "detached", "lr", "zeros", "stranded")
            """,
            "detached",
            "a layer that hardly learns",
        ),
        Wrong(
            """
            named = (14, "zero_grad", "clip", "clip", "detached", "stranded")
            """,
            "clip",
            "a jump in step 4",
        ),
        Wrong(
            """
            named = (14, "zero_grad", "clip", "lr", "zeros", "stranded")
            """,
            "zeros",
            "a dash for a zero",
        ),
    ],
}

RIGHT = {
    "20.1": [
        """
        def update(self, parameter, p, grad, group):
            momentum = group["momentum"]
            if group["weight_decay"]:
                grad = grad + group["weight_decay"] * p
            if momentum:
                state = self.state[parameter]
                if "momentum_buffer" not in state:
                    state["momentum_buffer"] = Tensor(np.array(grad))
                    v = state["momentum_buffer"].array()
                else:
                    v = state["momentum_buffer"].array()
                    state["momentum_buffer"].mul_(momentum).add_(Tensor(grad * (1 - group["dampening"])))
                    v = state["momentum_buffer"].array()
                grad = grad + momentum * v if group["nesterov"] else v
            np.subtract(p, grad * group["lr"], out=p)
        """,
        """
        def update(self, parameter, p, grad, group):
            momentum = group["momentum"]
            if group["weight_decay"]:
                grad = grad + group["weight_decay"] * p
            if momentum:
                state = self.state[parameter]
                if "momentum_buffer" not in state:
                    state["momentum_buffer"] = Tensor(np.array(grad))
                    v = state["momentum_buffer"].array()
                else:
                    v = state["momentum_buffer"].array()
                    v[...] = momentum * v + (1.0 - group["dampening"]) * grad
                grad = grad + momentum * v if group["nesterov"] else v
            p[...] = p - group["lr"] * grad
        """,
    ],
    "20.2": [
        """
        @no_grad()
        def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
            grads = gradients(parameters)
            if not grads:
                return creation.tensor(0.0)
            total = math.sqrt(sum([(grad * grad).sum().item() for grad in grads]))
            if total > max_norm:
                for grad in grads:
                    grad.mul_(max_norm / total)
            return creation.tensor(total)
        """,
        """
        @no_grad()
        def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
            grads = gradients(parameters)
            if not grads:
                return creation.tensor(0.0)
            flat = functions.cat([grad.reshape(-1) for grad in grads])
            total = flat.norm()
            share = (max_norm / (total + 1e-6)).clamp(max=1.0)
            for grad in grads:
                grad.copy_(grad * share)
            return total
        """,
    ],
    "20.3": [
        """
        def train_step(model, optimizer, x, t, max_norm):
            loss = loss_of(model(x), t)
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(model.parameters(), max_norm)
            optimizer.step()
            return float(loss.detach())
        """,
        """
        def train_step(model, optimizer, x, t, max_norm):
            z = model(x)
            loss = nn.functional.binary_cross_entropy_with_logits(z, t)
            loss.backward()
            parameters = [*model.parameters()]
            clip_grad_norm_(parameters, max_norm)
            optimizer.step()
            for p in parameters:
                p.grad = None
            return loss.item()
        """,
    ],
    "20.4": [
        """
        def backward_in_portions(mean_loss, batches):
            sizes = [len(t) for x, t in batches]
            for (x, t), size in zip(batches, sizes):
                mean_loss(x, t).backward(mg.tensor(size / sum(sizes), dtype=mg.float64))
        """,
        """
        def backward_in_portions(mean_loss, batches):
            n = 0
            for x, t in batches:
                n += len(x)
            while batches:
                x, t = batches.pop()
                share = len(x) / n
                (share * mean_loss(x, t)).backward()
        """,
    ],
    "20.5": [
        """
        def restart(layer):
            nn.init.uniform_(layer.weight, -0.5, 0.5)
            nn.init.zeros_(layer.bias)
        """,
        """
        def restart(layer):
            layer.weight.data = mg.rand(layer.weight.shape) - 0.5
            layer.bias.data = mg.zeros(len(layer.bias))
        """,
    ],
    "20.6": [
        """
        named = [15, "lr", "zero_grad", "clip", "detached", "stranded"]
        """,
        """
        words = "Detached clip stranded lr zero_grad".split()
        named = (9, *words)
        """,
    ],
}
