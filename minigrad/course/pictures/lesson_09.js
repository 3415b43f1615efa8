// The eight candidates of lesson 09. All that is shown was computed before (lesson_09.py).

function render({ model, el }) {
  const inputs = model.get("inputs"), names = Object.keys(inputs);
  const group = unique("input"), row = h("div", { class: "row" }), words = h("p", { "aria-live": "polite" });
  const ends = names.map((name) => h("input", { type: "radio", name: group, onchange: () => choose(name, 0) }));
  const list = h("div", { class: "list" });
  el.replaceChildren(h("div", { class: "picture tetris", role: "group", "aria-label": "Eight products for a gradient" },
    h("fieldset", {}, h("legend", {}, "gradient of"), names.map((name, i) => h("label", {}, ends[i], name))),
    h("fieldset", {}, h("legend", {}, "product"), list),
    row, words));
  keepKeys(el);
  let shown, radios;

  function choose(name, i) {
    model.set("chosen", [name, i]);
    model.save_changes();
    show();
  }

  function grid(title, numbers, mark) {
    const style = `grid-template-columns: repeat(${numbers[0].length}, auto)`;
    const cells = numbers.map((line, i) => line.map((text, j) => h("span", { class: mark(i, j) }, text)));
    const shape = `${numbers.length} by ${numbers[0].length}`;
    return h("div", { role: "group", "aria-label": `${title}, ${shape}` },
      h("div", { class: "title" }, title, h("small", {}, shape)), h("div", { class: "cells", style }, cells));
  }

  function offer(name) {
    const own = unique("product");
    radios = inputs[name].candidates.map((_, i) => h("input", { type: "radio", name: own, onchange: () => choose(name, i) }));
    list.replaceChildren(...inputs[name].candidates.map((found, i) => h("label", {}, radios[i], found.name)));
    shown = name;
  }

  function show() {
    const [name, i] = model.get("chosen"), { slopes, candidates } = inputs[name], found = candidates[i];
    if (name !== shown) offer(name);
    ends[names.indexOf(name)].checked = true;
    radios[i].checked = true;
    const fits = found.product.length === slopes.length && found.product[0].length === slopes[0].length;
    const same = (i, j) => found.same.some(([p, q]) => p === i && q === j);
    row.replaceChildren(
      grid(found.factors[0], found.numbers[0], () => ""), h("span", { class: "sign" }, "@"),
      grid(found.factors[1], found.numbers[1], () => ""), h("span", { class: "sign" }, found.product.length ? "=" : "✗"),
      ...(found.product.length ? [grid(found.name, found.product, (i, j) => fits && same(i, j) ? "same" : "other")] : []),
      h("span", { class: "sign" }, ""),
      grid(`${name}.grad by nudging`, slopes, () => "slot"));
    words.textContent = found.said;
  }
  model.on("change:chosen", show);
  show();
}
export default { render };
