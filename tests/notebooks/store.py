"""Execute lessons and store them, in the same bytes each time: `python -m tests.notebooks.store [PATH ...]`.

Relies on nbclient to run and on `normal` to take out what differs between two runs (times, random ids, versions).
"""

import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

import nbformat

from tests.notebooks.lessons import LESSONS, executed

METADATA = {
    "colab": {"generative_ai_disabled": True},  # Colab opens the stored notebooks
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
WIDGETS = "application/vnd.jupyter.widget-state+json"
MODEL = r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"  # how ipywidgets names one
KEPT = {"tags", "reason"}  # of a cell's metadata


def normal(notebook):
    """The text of a notebook in the form in which it is stored."""
    seen = Counter()
    for cell in notebook.cells:
        cell.source = cell.source.rstrip("\n")
        seen[cell.source] += 1
        cell.id = digest(f"{cell.source}\n{seen[cell.source]}", 8)
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in KEPT}
        if cell.cell_type == "code":
            unread = "nbval-ignore-output" in cell.metadata.get("tags", [])  # times, which are others each time
            cell.outputs = [] if unread else joined(cell.outputs)
    models = notebook.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})
    notebook.metadata, notebook.nbformat, notebook.nbformat_minor = dict(METADATA), 4, 5
    shown = reached(json.dumps(notebook), models)
    if shown:
        state = {model: models[model] for model in shown}
        notebook.metadata["widgets"] = {WIDGETS: {"state": state, "version_major": 2, "version_minor": 0}}
    names = {model: digest(f"widget {number}", 32) for number, model in enumerate(shown)}
    named = json.loads(replaced(json.dumps(notebook), names))
    return json.dumps(named, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def joined(outputs):
    """What a cell prints arrives in pieces that depend on the clock; neighbours on one stream belong together."""
    whole = []
    for output in outputs:
        if output.output_type == "stream" and whole and whole[-1].get("name") == output.name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def reached(text, models):
    """The widgets that the outputs show, and those that these refer to, in the order in which they are met."""
    shown, texts = [], [text]
    for part in texts:
        new = [model for model in dict.fromkeys(re.findall(MODEL, part)) if model in models and model not in shown]
        shown += new
        texts += [json.dumps(models[model]) for model in new]
    return shown


def replaced(text, names):
    """Widgets have random names; the stored ones are numbered."""
    return re.sub(MODEL, lambda match: names.get(match[0], match[0]), text)


def digest(text, length):
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def main(paths):
    for path in paths:
        path.write_text(normal(executed(nbformat.read(path, as_version=4), path.parent)), encoding="utf-8")
        print(f"stored {path.name}")


if __name__ == "__main__":
    main([Path(argument).resolve() for argument in sys.argv[1:]] or LESSONS)
