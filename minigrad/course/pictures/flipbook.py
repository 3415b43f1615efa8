"""A flipbook: figures drawn beforehand, one for each place of a slider. It works in a saved page, without a kernel."""

import base64
import io

import anywidget
import traitlets
from PIL import Image

from minigrad.visual.stepper import PAGE

SCRIPT = """
function render({ model, el }) {
  const pages = model.get("pages");
  const label = document.createElement("label");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: pages.length - 1, step: 1 });
  const name = document.createElement("span");
  const place = document.createElement("output");
  const picture = document.createElement("img");
  const words = document.createElement("p");
  words.setAttribute("aria-live", "polite");
  name.textContent = model.get("label");
  label.append(name, slider, place);
  el.classList.add("flipbook");
  el.append(label, picture, words);
  keepKeys(el);

  function turn() {
    const page = pages[model.get("page")];
    slider.value = model.get("page");
    slider.setAttribute("aria-valuetext", page.place);
    place.textContent = page.place;
    picture.src = "data:image/png;base64," + page.image;
    picture.alt = page.words;
    words.textContent = page.words;
  }
  slider.addEventListener("input", () => { model.set("page", Number(slider.value)); model.save_changes(); turn(); });
  model.on("change:page", turn);
  turn();
}
export default { render };
"""
STYLE = """
.flipbook { color: var(--jp-ui-font-color1, #1b1b1f); font-family: var(--jp-ui-font-family, sans-serif); }
.flipbook { max-width: 800px; }
.flipbook label { display: flex; gap: 0.75em; align-items: center; }
.flipbook input { flex: 1; max-width: 24em; }
.flipbook img { display: block; max-width: 100%; background: #fff; border-radius: 4px; margin: 0.5em 0; }
.flipbook p { margin: 0; }
"""


class Flipbook(anywidget.AnyWidget):
    """Figures under a slider.

    `pages` are (place, figure, words): what the slider's place is called, a matplotlib figure, and what it shows in
    words. `twin` is the text that stands for all of them where no widget is shown.
    """

    _esm, _css = PAGE + SCRIPT, STYLE
    pages: traitlets.List = traitlets.List().tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def __init__(self, label, pages, twin, page=0):
        self._twin = twin
        drawn = [{"place": place, "image": png(figure), "words": words} for place, figure, words in pages]
        super().__init__(label=label, pages=drawn, page=page)

    def __repr__(self):
        return self._twin

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        page = self.pages[self.page]
        return {**data, "image/png": page["image"]}, {**metadata, "image/png": {"alt": page["words"]}}


def png(figure):
    """A figure as base64 text, in few colours, which makes it small."""
    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=100)
    Image.open(drawn).convert("RGB").quantize(24).save(small, format="png", optimize=True)
    return base64.b64encode(small.getvalue()).decode()
