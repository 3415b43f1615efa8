// The picture of lesson 10: a one-hot row for each pick (lesson_10.py). Clicks, keys and the text field set the indices.

const figure = (value) => inDigits(value, 6);

function render({ model, el }) {
  const numbers = model.get("numbers"), weights = model.get("weights"), names = numbers.map((_, i) => `x[${i}]`);
  const field = h("input", { type: "text", spellcheck: "false", oninput: () => typed(field.value) });
  const fewer = h("button", { type: "button", onclick: () => set(model.get("index").slice(0, -1)) }, "remove the last");
  const more = names.map((name, i) => h("button", {
    type: "button", "aria-label": `pick ${name} once more`, onclick: () => set([...model.get("index"), i]),
  }, figure(numbers[i])));
  const rows = h("tbody", {}), sums = names.map(() => h("td", {}));
  const words = h("p", { "aria-live": "polite" }), refusal = h("p", { role: "status", class: "refusal" });
  const table = h("table", {},
    h("thead", {}, h("tr", {}, h("td", {}), names.map((name) => h("th", { scope: "col" }, name)), ["y", "v"].map((name) => h("th", { scope: "col", class: "end" }, name))),
      h("tr", {}, h("th", { scope: "row" }, "x"), more.map((button) => h("td", {}, button)), h("td", { colspan: 2 }))),
    rows, h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, "x.grad"), sums, h("td", { colspan: 2 }))));
  el.append(h("div", { class: "picture picks" },
    h("div", { class: "controls" }, h("label", {}, "x[[", field, "]]"), fewer),
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Picks as one-hot rows" }, table), refusal, words));
  field.setAttribute("aria-label", "indices");
  keepKeys(el);

  function typed(text) {
    const parts = text.split(/[\s,]+/).filter(Boolean), wrong = parts.find((part) => !/^[-−]?\d+$/.test(part));
    if (wrong !== undefined) return refuse(`${wrong} is no index.`);
    set(parts.map((part) => Number(part.replace("−", "-"))), true);
  }
  function refuse(sentence) {
    refusal.textContent = sentence;
  }
  function set(index, typing = false) {
    const n = numbers.length, out = index.find((i) => i < -n || i >= n);
    if (out !== undefined) return refuse(`IndexError: index ${out} is out of bounds for dimension 0 with size ${n}`);
    if (index.length > weights.length) return refuse(`v has ${weights.length} weights, so there are no more picks.`);
    refuse("");
    model.set("index", index.map((i) => (i + n) % n));
    model.save_changes();
    show(typing);
  }
  function move(row, i, focus) {
    set(model.get("index").map((old, k) => (k === row ? i : old)));
    if (focus) chosen(row).focus();
  }
  const chosen = (row) => rows.children[row].querySelector('[aria-pressed="true"]');

  function line(row, i) {
    const places = names.map((name, k) => h("td", {}, h("button", {
      type: "button", tabindex: k === i ? 0 : -1, "aria-pressed": String(k === i), "aria-label": `y[${row}] picks ${name}`,
      onclick: () => move(row, k, true),
    }, k === i ? "1" : "0")));
    const keys = (event) => {
      const along = { ArrowLeft: -1, ArrowRight: 1 }[event.key], down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!along && !down) return;
      event.preventDefault();
      const picked = model.get("index"), n = numbers.length;
      if (along) move(row, (picked[row] + along + n) % n, true);
      else chosen((row + down + picked.length) % picked.length).focus();
    };
    return h("tr", { onkeydown: keys }, h("th", { scope: "row" }, `y[${row}]`), places,
      h("td", { class: "end" }, figure(numbers[i])), h("td", { class: "end" }, figure(weights[row])));
  }

  function told(i, arriving) {
    if (!arriving.length) return `x[${i}] is not picked: 0.`;
    const sum = arriving.length > 1 ? ` = ${figure(arriving.reduce((a, b) => a + b))}` : "";
    const often = ["", "once", "twice"][arriving.length] ?? `${arriving.length} times`;
    return `x[${i}] is picked ${often}: ${arriving.map(figure).join(" + ")}${sum}.`;
  }

  function show(typing = false) {
    const index = model.get("index");
    rows.replaceChildren(...index.map((i, row) => line(row, i)));
    const arriving = names.map((_, k) => weights.filter((_, row) => index[row] === k));
    sums.forEach((sum, k) => { sum.textContent = figure(arriving[k].reduce((a, b) => a + b, 0)); });
    words.textContent = arriving.map((own, k) => told(k, own)).join(" ");
    if (!typing) field.value = index.join(", ");
  }
  model.on("change:index", () => show(document.activeElement === field));
  show();
}
export default { render };
