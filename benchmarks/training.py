"""Small models trained from start to end: what they reach, and how long it takes.

Each run is one program for two packages: `python -m benchmarks.training` trains with minigrad, `python -m
benchmarks.training torch` with PyTorch, where it is installed.
"""

import importlib
import json
import sys
import time
from pathlib import Path

import numpy as np

from minigrad import datasets

RECORDED = Path(__file__).parents[1] / "tests" / "training" / "gpt.json"  # PyTorch's `gpt`


def xor(torch):
    """Two inputs that must differ: the loss, and how many of the four answers are right."""
    nn = torch.nn
    x, y = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.9)
    for _ in range(300):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(model(x), y)
        loss.backward()
        optimizer.step()
    return {"loss": loss.item(), "right": ((model(x) > 0) == (y > 0.5)).sum().item()}


def points(torch, x, y, epochs):
    """An MLP that tells classes of points apart: its accuracy on points that it was not trained on."""
    nn = torch.nn
    data = torch.utils.data.TensorDataset(torch.tensor(x.numpy()), torch.tensor(y.numpy()))
    train, test = torch.utils.data.random_split(data, [0.75, 0.25])
    model = nn.Sequential(
        nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, int(y.max().item()) + 1)
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    fit(torch, model, train, optimizer, epochs)
    return {"accuracy": accuracy(torch, model, test)}


def moons(torch):
    """Two half moons."""
    return points(torch, *datasets.two_moons(800, generator=None), epochs=30)


def spirals(torch):
    """Three arms of a spiral."""
    return points(torch, *datasets.spirals(1200), epochs=60)


def digits(torch):
    """A convolutional network on 8 × 8 images of digits: its accuracy on a fifth of them, held out."""
    nn = torch.nn
    images, labels = [x.numpy() for x in datasets.digits()]
    data = torch.utils.data.TensorDataset(torch.tensor(images[:, None]), torch.tensor(labels))
    train, test = torch.utils.data.random_split(data, [0.8, 0.2])
    model = nn.Sequential(
        *(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.Flatten(),
        ),
        *(nn.Dropout(0.3), nn.Linear(512, 10)),
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.004)
    epochs = 15
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    fit(torch, model, train, optimizer, epochs, schedule)
    return {"accuracy": accuracy(torch, model, test)}


def fit(torch, model, data, optimizer, epochs, schedule=None):
    """Train a classifier on batches of 64."""
    for _ in range(epochs):
        for x, y in torch.utils.data.DataLoader(data, batch_size=64, shuffle=True):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        if schedule is not None:
            schedule.step()


def accuracy(torch, model, data):
    """The share of right answers."""
    model.eval()
    with torch.no_grad():
        ((x, y),) = torch.utils.data.DataLoader(data, batch_size=len(data))
        return (model(x).argmax(1) == y).float().mean().item()


def gpt(torch, steps=300):
    """A character-level transformer of about 100,000 parameters on `hills`: the loss at each step, and at the end on
    windows that are the same in every run.

    Initial weights and batches come from NumPy, so that both packages do the same.
    """
    nn, random = torch.nn, np.random.default_rng(0)
    text = datasets.hills()
    letters = sorted(set(text))
    codes = np.array([letters.index(c) for c in text])
    context, size, heads = 32, 64, 4

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(size), nn.LayerNorm(size)
            self.attention = nn.MultiheadAttention(size, heads, batch_first=True)
            self.mlp = nn.Sequential(nn.Linear(size, 4 * size), nn.GELU(), nn.Linear(4 * size, size))

        def forward(self, x, mask):
            y = self.norm1(x)
            x = x + self.attention(y, y, y, attn_mask=mask, is_causal=True, need_weights=False)[0]
            return x + self.mlp(self.norm2(x))

    class GPT(nn.Module):
        def __init__(self):
            super().__init__()
            self.letters, self.places = nn.Embedding(len(letters), size), nn.Embedding(context, size)
            self.blocks = nn.ModuleList([Block(), Block()])
            self.norm, self.head = nn.LayerNorm(size), nn.Linear(size, len(letters))
            self.register_buffer("mask", torch.ones(context, context).triu(1).bool())

        def forward(self, codes):
            x = self.letters(codes) + self.places(torch.arange(context))
            for block in self.blocks:
                x = block(x, self.mask)
            return self.head(self.norm(x))

    model = GPT()
    with torch.no_grad():
        for name, p in sorted(model.named_parameters()):
            if "norm" not in name:
                p.copy_(torch.tensor(random.normal(0, 0.02 if p.ndim > 1 else 0.01, p.shape).astype(np.float32)))

    def loss_at(starts):
        windows = torch.tensor(codes[starts[:, None] + np.arange(context + 1)])
        scores = model(windows[:, :-1])
        return nn.functional.cross_entropy(scores.reshape(-1, len(letters)), windows[:, 1:].reshape(-1))

    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.1)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_at(random.integers(0, len(codes) - context, 16))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        final = loss_at(np.arange(0, len(codes) - context - 1, 61)).item()
    return {"loss": final, "losses": losses, "parameters": sum(p.numel() for p in model.parameters())}


def gpt_beside_pytorch(torch):
    """`gpt`, and how far its last loss is from that which PyTorch gave, as a share."""
    found = gpt(torch)
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))["loss"]
    return {name: found[name] for name in ("loss", "parameters")} | {"apart": abs(found["loss"] / recorded - 1)}


RUNS = {  # and what each has to reach
    xor: lambda found: found["right"] == 4,
    moons: lambda found: found["accuracy"] >= 0.98,
    spirals: lambda found: found["accuracy"] >= 0.97,
    digits: lambda found: found["accuracy"] >= 0.97,
    gpt_beside_pytorch: lambda found: found["apart"] <= 0.02,
}


def main():
    package, missed = importlib.import_module(sys.argv[1] if len(sys.argv) > 1 else "minigrad"), []
    for run, reached in RUNS.items():
        package.manual_seed(0)
        start = time.perf_counter()
        found = run(package)
        seconds = time.perf_counter() - start
        print(f"{run.__name__:20}{seconds:6.2f} s   " + ", ".join([f"{name} {x:.5g}" for name, x in found.items()]))
        missed += [] if reached(found) else [run.__name__]
    if missed:
        sys.exit("did not reach what they have to: " + ", ".join(missed))


if __name__ == "__main__":
    main()
