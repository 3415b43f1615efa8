"""A lesson as one HTML file that needs neither kernel nor network, nor scripts for a still: `minigrad export 05`.

Relies on nbconvert, which JupyterLab brings. Its own export fetches scripts from two hosts; here the widgets' own
scripts and states are in the page.
"""

import html
import json
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import Preprocessor

VIEW, STATES = "application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json"

# The page as JupyterLab's template has it, without what it would fetch.
PAGE = """{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js_requirejs -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""

# A model that keeps its state in the page; without a kernel there is nobody to send to.
MODEL = """\
const model = (state) => ({
  get: (name) => state[name], set: (name, value) => { state[name] = value; }, save_changes() {}, on() {}, off() {},
  send() { throw new Error("there is no kernel"); },
});
for (const place of document.querySelectorAll(`[data-widget="${NAME}"]`)) {
  widget.render({ model: model(JSON.parse(place.nextElementSibling.textContent)), el: place });
}
"""


class Offline(Preprocessor):
    """Puts each widget with a script of its own into the page; of others what stands beside them stays."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """The notebook without widget states, and with every widget as HTML."""
        states = nb.metadata.pop("widgets", {}).get(STATES, {}).get("state", {})
        kinds: dict[str, str] = {}
        shown = None
        for cell in nb.cells:
            for output in widgets(cell):
                state = states.get(output["data"].pop(VIEW)["model_id"], {}).get("state", {})
                if "_esm" in state:
                    kinds.setdefault(state["_esm"], state.get("_css", ""))
                    shown = output["data"]
                    shown["text/html"] = placed(state, list(kinds).index(state["_esm"])) + without_scripts(output)
        if shown is not None:  # with the last widget come the scripts, which run when the page is there
            scripts = [running(script, style, number) for number, (script, style) in enumerate(kinds.items())]
            shown["text/html"] += "".join(scripts)
        return nb, resources


def widgets(cell: Any) -> list[Any]:
    """The outputs of a cell that show a widget."""
    return [output for output in cell.get("outputs", []) if VIEW in output.get("data", {})]


def placed(state: dict[str, Any], number: int) -> str:
    """The place of a widget, and its state as data that cannot end the element it stands in."""
    told = {name: value for name, value in state.items() if not name.startswith("_")}
    data = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f'<div data-widget="{number}"></div><script type="application/json">{data}</script>'


def without_scripts(output: Any) -> str:
    """What stands in a widget's place where scripts do not run: its still picture, and its words."""
    data = output["data"]
    alt = html.escape(output.get("metadata", {}).get("image/png", {}).get("alt", ""))
    image = (
        f'<img src="data:image/png;base64,{html.escape(data["image/png"])}" alt="{alt}">' if "image/png" in data else ""
    )
    return f"<noscript>{image}<pre>{html.escape(data.get('text/plain', ''))}</pre></noscript>"


def running(script: str, style: str, number: int) -> str:
    """The script and style of one kind of widget, run over all places of that kind."""
    whole = script.replace("export default", "const widget =") + MODEL.replace("${NAME}", str(number))
    return f'<style>{style}</style><script type="module">{whole}</script>'


def export(path: Path) -> tuple[Path, int]:
    """Write a notebook, as it was saved, as HTML beside it; the file's path, and how many widgets were not saved."""
    notebook = nbformat.read(path, as_version=4)
    views = [output.data[VIEW]["model_id"] for cell in notebook.cells for output in widgets(cell)]
    saved = notebook.metadata.get("widgets", {}).get(STATES, {}).get("state", {})
    exporter = HTMLExporter(raw_template=PAGE)
    exporter.register_preprocessor(Offline, enabled=True)
    body, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": html.escape(path.stem)}})
    target = path.with_suffix(".html")
    target.write_text(body, encoding="utf-8")
    return target, len([view for view in views if view not in saved])
