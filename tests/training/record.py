"""Records what PyTorch 2.13 gives where it is installed: `python -m tests.training.record`."""

import contextlib
import io
import json
from pathlib import Path

from benchmarks.training import RECORDED as GPT
from benchmarks.training import gpt
from tests.training.trajectories import all_clippings, all_rows

HERE = Path(__file__).parent
TRAJECTORIES, CLIPPINGS, SCRIPT = HERE / "trajectories.json", HERE / "clippings.json", HERE / "script.out"


def output(package):
    """What the training script prints if its `import torch` imports this package."""
    source = (HERE / "script.py").read_text(encoding="utf-8")
    assert source.startswith("import torch\n")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source.replace("torch", f"{package} as torch", 1), "script.py", "exec"), {"__name__": "script"})
    return printed.getvalue()


def main():
    import torch

    rows = json.dumps(all_rows(torch), indent=0).replace(",\n", ", ").replace("], [", "],\n[")
    TRAJECTORIES.write_text(rows, encoding="utf-8")
    CLIPPINGS.write_text(json.dumps(all_clippings(torch), indent=1), encoding="utf-8")
    GPT.write_text(json.dumps(gpt(torch)), encoding="utf-8")
    SCRIPT.write_text(output("torch"), encoding="utf-8")


if __name__ == "__main__":
    main()
