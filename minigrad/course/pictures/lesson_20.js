// The picture of lesson 20: a bug is chosen, and a step of the training that it spoils.
function render({ model, el }) {
  const runs = model.get("runs");
  const choices = h("fieldset", {}, h("legend", {}, "bug"));
  const place = h("output", {});
  const slider = h("input", { type: "range", min: 0, step: 1 });
  const words = h("p", { "aria-live": "polite" });
  const picture = h("div", {});
  const name = unique("bug");
  const radios = runs.map(() => h("input", { type: "radio", name }));
  radios.forEach((radio, i) => radio.addEventListener("change", () => turn(i, model.get("moment"))));
  slider.addEventListener("input", () => turn(model.get("run"), Number(slider.value)));
  choices.append(...runs.map((run, i) => h("label", {}, radios[i], run.bug)));
  el.append(h("div", { class: "picture switchboard" }, choices, h("label", {}, "step", slider, place), words, picture));
  keepKeys(el);

  function turn(run, moment) {
    model.set("run", run);
    model.set("moment", moment);
    model.save_changes();
    show();
  }
  function show() {
    const moments = runs[model.get("run")].moments;
    const at = Math.min(model.get("moment"), moments.length - 1);
    radios[model.get("run")].checked = true;
    slider.max = moments.length - 1;
    slider.value = at;
    place.textContent = moments[at].place;
    slider.setAttribute("aria-valuetext", moments[at].place);
    words.textContent = moments[at].words;
    picture.innerHTML = moments[at].picture;  // drawn by Training, which lets nothing of the reader's become markup
  }
  model.on("change:run", show);
  model.on("change:moment", show);
  show();
}
export default { render };
