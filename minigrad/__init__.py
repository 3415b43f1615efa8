"""Reverse-mode automatic differentiation on NumPy, with PyTorch's documented behaviour: `import minigrad as mg`."""
