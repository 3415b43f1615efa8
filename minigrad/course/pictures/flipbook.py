"""A flipbook: figures drawn beforehand, one for each place of a slider. It works in a saved page, without a kernel."""

import base64

import anywidget
import traitlets

from minigrad.visual.widget import LOOK, PAGE, Still, of_figure

SCRIPT = """
function render({ model, el }) {
  const pages = model.get("pages");
  const slider = h("input", { type: "range", min: 0, max: pages.length - 1, step: 1 });
  const place = h("output", {});
  const picture = h("img", {});
  const words = h("p", { "aria-live": "polite" });
  el.append(h("div", { class: "picture flipbook" }, h("label", {}, model.get("label"), slider, place), picture, words));
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
.flipbook { max-width: 830px; }
.flipbook label { display: flex; gap: 0.75em; align-items: center; }
.flipbook input { flex: 1; max-width: 24em; }
.flipbook img { display: block; max-width: 100%; background: #fff; border-radius: 4px; margin: 0.5em 0; }
.flipbook p { margin: 0; }
"""


class Flipbook(Still, anywidget.AnyWidget):
    """Figures under a slider.

    `pages` are (place, figure, words): what the slider's place is called, a matplotlib figure, and what it shows in
    words. `twin` is the text that stands for all of them where no widget is shown.
    """

    _esm, _css = PAGE + SCRIPT, LOOK + STYLE
    pages: traitlets.List = traitlets.List().tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def __init__(self, label, pages, twin, page=0):
        self._twin = twin
        drawn = [
            {"place": place, "image": base64.b64encode(of_figure(figure)).decode(), "words": words}
            for place, figure, words in pages
        ]
        super().__init__(label=label, pages=drawn, page=page)

    def __repr__(self):
        return self._twin

    def still(self):
        """The page that is open."""
        page = self.pages[self.page]
        return base64.b64decode(page["image"]), page["words"]
