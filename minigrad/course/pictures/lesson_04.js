// The page of lesson_04.py's picture. All places of the slider come at once, so moving it asks nothing of the kernel.
const format = (x) => inDigits(x, 4);
const total = (terms) => terms.reduce((a, b) => a + b, 0);
const asSum = (terms) => terms.map((x, i) => (i ? (x < 0 ? ` − ${format(-x)}` : ` + ${format(x)}`) : format(x))).join("");

// An end of the axis: 1, 2 or 5 times a power of ten, so that it stays while the slider moves a little.
function rounded(x) {
  if (x <= 1e-9) return 0;
  const power = 10 ** Math.floor(Math.log10(x));
  return [1, 2, 5, 10].map((k) => k * power).find((end) => end >= x * 0.9999);
}

function render({ model, el }) {
  const formula = h("input", { type: "text", spellcheck: "false", autocomplete: "off" });
  const leaf = h("select", {});
  const slider = h("input", { type: "range", min: 0, step: 1 });
  const value = h("span", { class: "value" });
  const others = h("span", { class: "quiet" });
  const said = h("p", { class: "said", role: "status" });
  const rows = h("div", { class: "rows" });
  const words = h("p", { "aria-live": "polite" });
  const arriving = h("span", {});
  el.append(h("div", { class: "picture paths-of", role: "group", "aria-label": "Paths to a leaf" },
    h("div", { class: "line" }, h("label", {}, "formula", formula), arriving),
    said,
    h("div", { class: "line" }, h("label", {}, "down to", leaf), slider, value, others),
    rows, words));
  keepKeys(el);

  let counted = []; // of each path, whether it counts
  const here = () => model.get("leaves")[leaf.value];

  function load() {
    const names = Object.keys(model.get("leaves"));
    const before = leaf.value;
    leaf.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
    leaf.value = names.includes(before) ? before : names[0] ?? "";
    formula.value = model.get("formula");
    arriving.textContent = `${format(model.get("grad"))} arrives at its result`;
    choose();
  }

  function choose() {
    const drawn = here();
    if (!drawn) return;
    slider.max = drawn.places.length - 1;
    slider.value = drawn.here;
    slider.setAttribute("aria-label", `value of ${leaf.value}`);
    others.textContent = drawn.others;
    counted = drawn.places[0].chains.map(() => true);
    rows.replaceChildren(...counted.map((_, i) => row(i)), line("sum", h("span", {}, "sum"), chainOf()), line("axis"));
    show();
  }

  function row(i) {
    const tick = h("input", { type: "checkbox", checked: true });
    tick.addEventListener("change", () => { counted[i] = tick.checked; show(); });
    return line("", h("label", {}, tick, `path ${i + 1}`), chainOf());
  }
  const track = () => h("div", { class: "track", "aria-hidden": "true" });
  const line = (kind, ...parts) => h("div", { class: `path ${kind}` }, ...parts, track());
  const chainOf = () => h("div", { class: "chain" });

  function chain(labels, amounts) {
    return labels.flatMap((label, k) => [
      k ? h("span", { class: "arrow", "aria-hidden": "true" }, "→") : [],
      h("span", { class: "stop" }, h("span", { class: "where" }, label), h("b", {}, format(amounts[k]))),
    ].flat());
  }

  function show() {
    const now = here().places[slider.value];
    const ends = now.amounts.map((amounts) => amounts.at(-1));
    const terms = ends.filter((_, i) => counted[i]);
    const nudge = now.nudged[counted.reduce((bits, on) => 2 * bits + on, 0)];
    value.textContent = `${leaf.value} = ${format(now.at)}`;
    slider.setAttribute("aria-valuetext", value.textContent);

    let at = 0;
    const spans = ends.map((x, i) => [at, counted[i] ? (at += x) : at + x]);
    const reached = [...spans.flat(), ...ends.map((_, i) => total(ends.slice(0, i + 1))), nudge];
    const low = -rounded(-Math.min(0, ...reached)), high = rounded(Math.max(0, ...reached)) || (low ? 0 : 1);
    const x = (amount) => (100 * (amount - low)) / (high - low);
    const mark = (kind, amount, ...inside) => h("span", { class: kind, style: `left: ${x(amount)}%` }, ...inside);
    const block = (kind, from, to) =>
      h("span", { class: kind, style: `left: ${x(Math.min(from, to))}%; width: ${Math.abs(x(to) - x(from))}%` });

    const lines = [...rows.children];
    ends.forEach((_, i) => {
      const [, stops, bars] = lines[i].children;
      const [from, to] = spans[i];
      lines[i].classList.toggle("held", !counted[i]);
      stops.replaceChildren(...chain(now.chains[i], now.amounts[i]));
      bars.replaceChildren(mark("zero", 0), block(i % 2 ? "odd" : "even", from, to), mark("link", counted[i] ? to : from));
    });
    const [sum, axis] = lines.slice(ends.length);
    sum.children[1].textContent = terms.length > 1 ? `${asSum(terms)} = ${format(total(terms))}` : asSum(terms) || "0";
    sum.children[2].replaceChildren(mark("zero", 0), block("whole", 0, total(terms)), mark(nudge < 0 ? "nudge below" : "nudge", nudge, h("span", {}, "nudge")));
    axis.lastChild.replaceChildren(...[...new Set([low + 0, 0, high])].map((end) => mark("end", end, format(end))));
    words.textContent = sentence(terms, nudge);
  }

  function sentence(terms, nudge) {
    if (!terms.length) return "Nothing counts: hold every use still, and the result stands still.";
    const where = terms.length < counted.length ? " in these places alone" : "";
    const said = `The bars stack to ${format(total(terms))}. A nudge of ${leaf.value}${where} says ${format(nudge)}`;
    const apart = Math.abs(total(terms) - nudge) > 1e-3 * Math.max(1, Math.abs(nudge));
    const wrong = apart ? " The two differ: is one of the rules wrong?" : "";
    const lost = !where && terms.length > 1 ? ` With = for +=, only the last would stay: ${format(terms.at(-1))}.` : "";
    return `${said} (the slope, times the ${format(model.get("grad"))} that arrives).${wrong || lost}`;
  }

  leaf.addEventListener("change", choose);
  slider.addEventListener("input", show);
  formula.addEventListener("change", () => { model.set("formula", formula.value); model.save_changes(); });
  model.on("change:leaves", load);
  model.on("change:said", () => { said.textContent = model.get("said"); });
  said.textContent = model.get("said");
  load();
}
export default { render };
