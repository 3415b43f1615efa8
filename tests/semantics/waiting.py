"""The cases that do not hold yet, in one place, by what they wait for; a test says when one holds and must go."""

WAITING = {
    "optimisers": """
        optim/sgd optim/sgd-momentum optim/adam optim/adamw optim/rmsprop-adagrad optim/zero-grad
        optim/none-is-skipped optim/parameter-groups optim/wrong-parameters optim/closure optim/state-dict
        optim/schedulers optim/clip-grad-norm optim/training mistakes/parentheses-forgotten
    """,
    "layers, containers and state of modules": """
        nn-module/submodules nn-module/lists-must-be-module-lists nn-module/state-dict
        nn-module/load-state-dict nn-module/load-state-dict-strict nn-module/buffers nn-module/train-and-eval
        nn-module/repr nn-module/forward-hooks nn-module/full-backward-hook nn-module/apply-and-to
        nn-module/activations-as-modules nn-module/losses nn-module/cross-entropy nn-module/dropout
        nn-module/batch-norm nn-module/embedding nn-module/initialisers mistakes/layers-check-their-arguments
    """,
    "losses and other functions of nn.functional": """
        nn-functional/mse-l1 nn-functional/cross-entropy-and-nll
        nn-functional/binary-cross-entropy nn-functional/layer-norm-function nn-functional/one-hot-and-pad
        nn-functional/conv-functions nn-functional/mismatched-targets mistakes/cross-entropy-targets
    """,
}
REASONS = {name: f"waits for {reason}" for reason, names in WAITING.items() for name in names.split()}
