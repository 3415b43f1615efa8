// The windows of lesson 12. A write goes to the memory and to the counter of the tensor that it came through.

function render({ model, el }) {
  const tensors = model.get("windows"), saved = model.get("saved"), first = model.get("first");
  const [fresh, stale, unseen] = model.get("states");
  const words = h("p", { "aria-live": "polite" });
  const rows = tensors.map((tensor) => {
    const inputs = tensor.places.map((place, i) => h("input", {
      type: "number", step: "any", "aria-label": tensor.cells[i],
      onchange: ({ target }) => write(tensor, [place], Number(target.value), `${tensor.cells[i]} = ${inDigits(Number(target.value), 6)}`),
    }));
    const zero = h("button", { type: "button", onclick: () => write(tensor, tensor.places, 0, `${tensor.name}.zero_()`) }, `${tensor.name}.zero_()`);
    const badge = h("output", { class: "badge" });
    return { tensor, inputs, zero, badge };
  });
  const states = saved.map(() => h("td", {}));
  el.replaceChildren(h("div", { class: "picture windows", role: "group", "aria-label": "One memory and the tensors that show it" },
    h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "place"), first.map((_, i) => h("th", { scope: "col" }, i)), h("th", { scope: "col", colspan: 2 }, "version"))),
      h("tbody", {}, rows.map(({ tensor, inputs, zero, badge }) => h("tr", {}, h("th", { scope: "row" }, tensor.name),
        first.map((_, i) => h("td", {}, tensor.places.includes(i) ? inputs[tensor.places.indexOf(i)] : null)),
        h("td", {}, badge), h("td", {}, zero))))),
    h("table", { class: "saved" },
      h("thead", {}, h("tr", {}, ["node", "saved", "at version", "now"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, saved.map((entry, i) => h("tr", {}, h("th", { scope: "row" }, entry.name),
        entry.what === null ? h("td", { colspan: 3 }, "nothing of this memory") : [h("td", {}, entry.what), h("td", {}, entry.then), states[i]])))),
    words));
  keepKeys(el);

  function write(tensor, places, value, said) {
    if (!Number.isFinite(value)) return show();
    const values = model.get("values").map((old, i) => (places.includes(i) ? value : old));
    const versions = model.get("versions").map((old, i) => old + (i === tensor.counter));
    model.set("values", values);
    model.set("versions", versions);
    const same = tensors.filter((other) => other.counter === tensor.counter).map((other) => other.name).join(", ");
    const told = saved.filter((entry) => entry.what !== null).map((entry) => `${entry.name}: ${state(entry)}`).join("; ");
    model.set("words", `${said}. Version ${versions[tensor.counter]} of ${same}. ${told}.`);
    model.save_changes();
    show();
  }
  function state(entry) {
    if (model.get("versions")[entry.counter] > entry.then) return stale;
    return entry.places.some((i) => model.get("values")[i] !== first[i]) ? unseen : fresh;
  }
  function show() {
    const values = model.get("values"), versions = model.get("versions");
    for (const { tensor, inputs, badge } of rows) {
      inputs.forEach((input, i) => { input.value = String(Number(values[tensor.places[i]].toPrecision(6))); });
      badge.textContent = versions[tensor.counter];
    }
    saved.forEach((entry, i) => {
      if (entry.what === null) return;
      const now = state(entry);
      states[i].textContent = `${now === fresh ? "✓" : "✗"} ${now}`;
      states[i].classList.toggle("bad", now !== fresh);
    });
    words.textContent = model.get("words");
  }
  model.on("change:versions", show);
  show();
}
export default { render };
