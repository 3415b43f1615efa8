import torch

device = torch.device("cpu")


class Net(torch.nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.body = torch.nn.Sequential(torch.nn.Linear(2, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, hidden))
        self.norm = torch.nn.LayerNorm(hidden)
        self.head = torch.nn.Linear(hidden, 3)

    def forward(self, x):
        return self.head(torch.relu(self.norm(self.body(x))))


# weights and points that are the same everywhere, without chance
net = Net().to(device)
with torch.no_grad():
    for i, (name, p) in enumerate(net.named_parameters()):
        if name != "norm.weight":
            p.copy_(torch.sin(torch.arange(p.numel(), dtype=torch.float32) * (1.7 + i)).reshape(p.shape) / 2)
turn = torch.arange(240, dtype=torch.float32, device="cpu") * 0.61
radius = 0.2 + torch.arange(240) / 240
points = torch.stack([radius * torch.cos(turn), radius * torch.sin(turn)], dim=1).to("cpu")
classes = (torch.atan2(points[:, 1], points[:, 0]) * 3 / (2 * torch.pi) + radius).floor().long() % 3

data = torch.utils.data.TensorDataset(points, classes)
loader = torch.utils.data.DataLoader(data, batch_size=32, shuffle=False, num_workers=0)
optimizer = torch.optim.AdamW(net.parameters(), lr=0.02)
schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=8, gamma=0.5)
criterion = torch.nn.CrossEntropyLoss(label_smoothing=0.05).to(device)

for epoch in range(24):
    net.train()
    total = 0.0
    for x, y in loader:
        x, y = x.to(device, non_blocking=True), y.to(device)
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        total += loss.item() * len(x)
    schedule.step()
    if epoch % 4 == 3:
        net.eval()
        with torch.no_grad():
            right = (net(points).argmax(dim=1) == classes).float().mean()
        print(
            f"epoch {epoch}: loss {total / len(data):.4f}, norm {norm:.2f}, right {right:.3f}", schedule.get_last_lr()
        )

print(net)
print(sum(p.numel() for p in net.parameters()), "parameters on", next(net.parameters()).device)

copy = Net().to(device="cpu", dtype=torch.float64)
print(copy.load_state_dict(net.state_dict()))
print(torch.allclose(copy(points.double()), net(points).double(), atol=1e-5))
