"""The cases that do not hold yet, in one place, by what they wait for; a test says when one holds and must go."""

WAITING = {
    "optimisers": """


    """,
    "layers, containers and state of modules": """
        nn-module/train-and-eval
        nn-module/repr
        nn-module/losses nn-module/cross-entropy nn-module/dropout
        nn-module/batch-norm nn-module/embedding mistakes/layers-check-their-arguments
    """,
}
REASONS = {name: f"waits for {reason}" for reason, names in WAITING.items() for name in names.split()}
