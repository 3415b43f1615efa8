// The page of lesson_04.py's picture. All places of the slider come at once, so moving it asks nothing of the kernel.
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 300, HEIGHT = 26;

function element(tag, attributes, ...children) {
  const made = tag === "svg" || tag === "g" || tag === "rect" || tag === "line" || tag === "path"
    ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat());
  return made;
}

const format = (x) => String(Number(x.toPrecision(4)) + 0).replace("-", "−");
const total = (terms) => terms.reduce((a, b) => a + b, 0);
const asSum = (terms) => terms.map((x, i) => (i ? (x < 0 ? ` − ${format(-x)}` : ` + ${format(x)}`) : format(x))).join("");

// The end of the axis: 1, 2 or 5 times a power of ten, so that it stays while the slider moves a little.
function rounded(x) {
  const power = 10 ** Math.floor(Math.log10(Math.max(x, 1e-6)));
  return [1, 2, 5, 10].map((k) => k * power).find((end) => end >= x);
}

function render({ model, el }) {
  const id = `paths-${model.model_id ?? ""}`;
  const formula = element("input", { type: "text", id: `${id}-formula`, spellcheck: "false", autocomplete: "off" });
  const leaf = element("select", { id: `${id}-leaf` });
  const slider = element("input", { type: "range", min: 0, step: 1 });
  const value = element("output", {});
  const others = element("span", { class: "quiet" });
  const said = element("p", { class: "said", role: "status" });
  const rows = element("div", { class: "rows" });
  const words = element("p", { "aria-live": "polite" });
  const arriving = element("span", {});
  el.classList.add("paths-of");
  el.setAttribute("role", "group");
  el.setAttribute("aria-label", "Paths to a leaf");
  el.dataset.lmSuppressShortcuts = "true";
  el.append(
    element("div", { class: "line" }, element("label", { for: formula.id }, "formula"), formula, arriving),
    said,
    element("div", { class: "line" }, element("label", { for: leaf.id }, "down to"), leaf, slider, value, others),
    rows, words,
  );
  for (const event of ["keydown", "keyup"]) el.addEventListener(event, (e) => e.stopPropagation());

  let counted = []; // of each path, whether it counts
  const here = () => model.get("leaves")[leaf.value];

  function load() {
    const names = Object.keys(model.get("leaves"));
    const before = leaf.value;
    leaf.replaceChildren(...names.map((name) => element("option", { value: name }, name)));
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
    rows.replaceChildren(...counted.map((_, i) => row(i)), sumRow());
    show();
  }

  function row(i) {
    const tick = element("input", { type: "checkbox", checked: true });
    tick.addEventListener("change", () => { counted[i] = tick.checked; show(); });
    return element("div", { class: "path" },
      element("label", {}, tick, `path ${i + 1}`), element("div", { class: "chain" }), bar());
  }
  const sumRow = () => element("div", { class: "path sum" }, element("span", {}, "sum"), element("div", { class: "chain" }), bar());
  const bar = () => element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });

  function chain(labels, amounts) {
    return labels.flatMap((label, k) => [
      k ? element("span", { class: "arrow", "aria-hidden": "true" }, "→") : [],
      element("span", { class: "stop" }, element("span", { class: "where" }, label), element("b", {}, format(amounts[k]))),
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
    const all = ends.reduce((sums, x) => [...sums, sums.at(-1) + x], [0]);
    const end = rounded(Math.max(...[...spans.flat(), ...all, nudge].map(Math.abs)));
    const x = (amount) => WIDTH / 2 + (WIDTH / 2 - 4) * (amount / end);
    const zero = () => element("line", { class: "zero", x1: x(0), x2: x(0), y1: 0, y2: HEIGHT });
    const block = (from, to, kind) =>
      element("rect", { class: kind, x: Math.min(x(from), x(to)), width: Math.abs(x(to) - x(from)), y: 5, height: HEIGHT - 10 });

    [...rows.children].forEach((line, i) => {
      const [, stops, picture] = line.children;
      if (i < ends.length) {
        const [from, to] = spans[i];
        line.classList.toggle("held", !counted[i]);
        stops.replaceChildren(...chain(now.chains[i], now.amounts[i]));
        const last = counted[i] ? element("line", { class: "link", x1: x(to), x2: x(to), y1: HEIGHT - 5, y2: HEIGHT }) : [];
        const first = element("line", { class: "link", x1: x(from), x2: x(from), y1: 0, y2: 5 });
        picture.replaceChildren(zero(), ...[block(from, to, i % 2 ? "odd" : "even"), first, last].flat());
      } else {
        stops.textContent = terms.length ? `${asSum(terms)}${terms.length > 1 ? ` = ${format(total(terms))}` : ""}` : "0";
        const mark = x(nudge);
        picture.replaceChildren(zero(), block(0, total(terms), "whole"),
          element("path", { class: "nudge", d: `M${mark} 4v${HEIGHT - 8}M${mark - 4} 1h8l-4 5zM${mark - 4} ${HEIGHT - 1}h8l-4 -5z` }));
      }
    });
    words.textContent = sentence(terms, nudge);
  }

  function sentence(terms, nudge) {
    const times = `${format(model.get("grad"))} times the slope`;
    if (!terms.length) return "Nothing counts: hold every use still, and the result stands still.";
    const sum = `The bars stack to ${format(total(terms))}.`;
    if (terms.length < counted.length) {
      return `${sum} A nudge of ${leaf.value} in these places alone says ${format(nudge)} (${times}).`;
    }
    const lost = terms.length > 1 ? ` With = for +=, only the last would stay: ${format(terms.at(-1))}.` : "";
    return `${sum} A nudge of ${leaf.value} says ${format(nudge)} (${times}).${lost}`;
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
