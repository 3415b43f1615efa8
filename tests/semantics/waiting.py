"""The cases that do not hold yet, in one place, by what they wait for; a test says when one holds and must go."""

WAITING = {
    "optimisers": """

        optim/training
    """,
    "layers, containers and state of modules": """
        nn-module/train-and-eval
        nn-module/repr
        nn-module/losses nn-module/cross-entropy nn-module/dropout
        nn-module/batch-norm nn-module/embedding mistakes/layers-check-their-arguments
    """,
    "losses and other functions of nn.functional": """
        nn-functional/mse-l1 nn-functional/cross-entropy-and-nll
        nn-functional/binary-cross-entropy nn-functional/layer-norm-function nn-functional/one-hot-and-pad
        nn-functional/conv-functions nn-functional/mismatched-targets mistakes/cross-entropy-targets
    """,
}
REASONS = {name: f"waits for {reason}" for reason, names in WAITING.items() for name in names.split()}
