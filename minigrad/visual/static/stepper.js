// The stepper's page. All steps come at once in `trace` (see wording.py: as_json); stepping asks nothing of the kernel.
// Only a slider does, and then a new trace comes.

const MATHML = "http://www.w3.org/1998/Math/MathML";
const m = (tag, ...children) => element(MATHML, tag, {}, children);
const sourceText = (text) => element(MATHML, "mtext", { class: "source" }, [text]);

const ICONS = {
  first: "M3 2v10M11 2L5 7l6 5z", finish: "M2 2l5 5-5 5zM8 2l5 5-5 5z", back: "M10 2L4 7l6 5z", next: "M4 2l6 5-6 5z", last: "M11 2v10M3 2l6 5-6 5z",
};
const icon = (name) =>
  s("svg", { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true", class: "icon" }, s("path", { d: ICONS[name] }));

// ------------------------------------------------------------------------------------------------ numbers and words
function format(value) {
  if (typeof value !== "number") return String(value); // nan and infinity travel as text
  if (value !== 0 && (Math.abs(value) < 5e-5 || Math.abs(value) >= 1e5)) {
    return value.toExponential(Math.abs(value) >= 1e5 ? 2 : 1).replaceAll("-", "−");
  }
  return inDigits(value, 4);
}

const isArray = (value) => typeof value === "object" && value !== null;
const shapeText = (sizes) => `(${sizes.join(", ")}${sizes.length === 1 ? "," : ""})`;
const said = (value) => (value == null ? "not kept" : isArray(value) ? `array of shape ${shapeText(value.shape)}` : format(value));

const FEW = 6; // terms that are written out as a sum

function sum(terms, missing = 0) {
  const all = terms.length + missing;
  if (all > FEW) return missing ? `${terms.length} of ${all} terms` : `${all} terms`;
  const shown = terms.map((v, i) => (i === 0 ? format(v) : v < 0 ? ` − ${format(-v)}` : ` + ${format(v)}`)).join("");
  return [shown, ...Array(missing).fill("…")].filter(Boolean).join(" + ");
}
const add = (a, b) => (isArray(a) ? { shape: a.shape, data: a.data && a.data.map((v, i) => v + b.data[i]) } : a + b);
const inEight = (value) => (format(value).length > 8 ? value.toExponential(1).replaceAll("-", "−") : format(value)); // a box's characters
const brief = (terms, missing) => {
  const text = sum(terms, missing);
  return text.length > 11 ? `${terms.length} of ${terms.length + missing}` : text; // what a box has room for
};
const toNumber = (text) => Number(text.trim().replaceAll("−", "-").replace(",", "."));
const close = (a, b) => Math.abs(a - b) <= Math.max(5e-4, Math.abs(b) * 5e-3);
const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);
const single = (name) => /^[\p{L}\p{N}_.]+$/u.test(name);
const held = (name) => (single(name) ? name : `(${name})`);

// ------------------------------------------------------------------------------- formulas: the trees of rules.py
const LEVEL = { if: 0, "+": 1, "-": 1, "*": 2, "/": 9, "@": 2, neg: 2, "^": 3, T: 4, at: 4 };
const SIGN = { "+": "+", "-": "−", "*": "×", "@": "@" };

// `put(letter)` gives the element for a letter, and whether it is of one piece.
function maths(tree, put) {
  return part(tree, put, 0, true);
}

function part(tree, put, least, first) {
  if (!Array.isArray(tree)) {
    const { element, single } = typeof tree === "string" ? put(tree, first) : figure(tree, first);
    return single || least === 0 ? element : bracketed(element);
  }
  const [kind, ...rest] = tree;
  const inner = (x, at, opens = false) => part(x, put, at, opens);
  const level = LEVEL[kind] ?? 9;
  const built = {
    words: () => m("mtext", ...inWords(rest[0], put)),
    call: () => m("mrow", m("mi", rest[0]), m("mo", "("), ...between(rest.slice(1).map((x) => inner(x, 0, true)), () => m("mo", ",")), m("mo", ")")),
    if: () => m("mrow", inner(rest[2], 0, true), m("mtext", "\u00a0if\u00a0"), inner(rest[0], 1, true), m("mo", ">"), inner(rest[1], 1), m("mtext", ", else\u00a0"), inner(rest[3], 0, true)),
    neg: () => m("mrow", m("mo", "−"), inner(rest[0], 3)),
    T: () => m("msup", inner(rest[0], 4), m("mi", "T")),
    at: () => m("mrow", inner(rest[0], 4), m("mo", "[…]")),
    "^": () => m("msup", inner(rest[0], 4), inner(rest[1], 0, true)),
    "/": () => m("mfrac", inner(rest[0], 0, true), inner(rest[1], 0, true)),
  }[kind];
  const element = built ? built() : m("mrow", inner(rest[0], level, first), m("mo", SIGN[kind]), inner(rest[1], "+*".includes(kind) ? level : level + 1));
  return level >= least ? element : bracketed(element);
}

const bracketed = (element) => m("mrow", m("mo", "("), element, m("mo", ")"));
const between = (list, comma) => list.flatMap((x, i) => (i ? [comma(), x] : [x]));
const figure = (value, first) => ({ element: m(typeof value === "number" ? "mn" : "mtext", value == null ? "…" : format(value)), single: first || !(value < 0) });
const inWords = (text, put) => text.split(/{(\w)}/).map((piece, i) => (i % 2 ? put(piece).element : piece.replaceAll(" ", "\u00a0")));
const formula = (...parts) => m("math", m("mrow", ...parts));
const equals = () => m("mo", "=");

// ------------------------------------------------------------------------------------------------ arrays as pictures
// The numbers themselves stand in the tooltip, and are what a screen reader says of a small array.
function inFigures({ shape, data }) {
  const columns = shape.at(-1);
  const lines = Array.from({ length: data.length / columns }, (_, i) => data.slice(i * columns, (i + 1) * columns).map(format).join(" "));
  return `array of shape ${shapeText(shape)}: ${lines.slice(0, 6).join("; ")}${lines.length > 6 ? "; …" : ""}`;
}

function block(value, cell = 8) {
  if (value == null) return h("span", { class: "quiet" }, "…");
  if (!isArray(value)) return h("span", { class: "num" }, format(value));
  if (!value.data?.length) return h("span", { class: "quiet" }, shapeText(value.shape));
  const { width, height, cells } = heat(value, Math.min(cell, 32 / (value.data.length / value.shape.at(-1))));
  const label = inFigures(value);
  return h("span", { class: "heatblock", title: label },
    s("svg", { width, height, class: "heatmap", role: "img", "aria-label": label }, ...cells),
    h("span", { class: "shape" }, shapeText(value.shape)));
}

// A small array in numbers, row by row; a larger one as a heat map.
function figures(value) {
  const columns = isArray(value) && value.data ? value.shape.at(-1) : 0;
  if (!columns || columns > 3 || value.data.length / columns > 3) return block(value);
  return h("span", { class: "figures", style: `--c:${columns}`, role: "img", "aria-label": inFigures(value) }, ...value.data.map((x) => h("span", {}, format(x))));
}

function transposed(value) {
  if (!isArray(value) || value.shape.length !== 2 || !value.data) return value;
  const [rows, columns] = value.shape;
  return { shape: [columns, rows], data: value.data.map((_, i) => value.data[(i % rows) * columns + Math.floor(i / rows)]) };
}

// ------------------------------------------------------------------------------------- the trace, and what it means
class Pass {
  constructor(trace) {
    Object.assign(this, trace);
    this.edges = trace.edges.map((edge) => (edge.live && !("term" in edge) ? { ...edge, term: trace.nodes[edge.from].grad } : edge));
    const uses = this.nodes.map(() => []); // of each box the live edges that use it
    this.edges.forEach(({ from, live }, e) => live && uses[from].push(e));
    this.nodes = this.nodes.map((n, k) => ({ ...n, uses: uses[k] }));
    this.arrival = this.nodes.map(() => []); // the edges by which a node's terms arrive, in order
    for (const { phase, node } of this.steps) {
      if (phase === "backward") for (const e of this.moved(node)) this.arrival[this.edges[e].from].push(e);
    }
  }
  results(k) { return this.nodes[k].outputs ?? []; } // the edges to its results, where several are used
  moved(k) { return [...this.results(k), ...this.live(k)]; } // the edges on which a gradient goes at its step
  slots(k) { return this.nodes[k].in ?? []; }
  edgesOf(k) { return this.slots(k).map((slot) => slot.edge).filter((e) => e !== undefined); }
  live(k) { return this.edgesOf(k).filter((e) => this.edges[e].live); }
  label(k) { return this.nodes[k].label; }
  op(k) { return this.ops[this.nodes[k].op]; }
  rule(e) { return this.op(this.edges[e].to).rules[this.edges[e].slot]; }
  scales(e) { return !/"(grad|words)"/.test(JSON.stringify(this.rule(e))); } // whether the rule is a factor
  source(k, letter) { return this.slots(k)["abc".indexOf(letter)]; }
  get turn() { return this.steps.findIndex(({ phase }) => phase !== "forward"); }
  get end() { return this.steps.filter(({ phase }) => phase !== "update").length; } // of the backward pass

  // What has been computed at place p (0 is the start, p shows step p - 1); `hidden` are answers still to be given.
  known(p, hidden) {
    const value = this.nodes.map((n) => n.op === undefined), stored = value.map(() => false), updated = value.map(() => false), sent = this.edges.map(() => false);
    let seeded = false;
    this.steps.slice(0, p).forEach(({ phase, node }, i) => {
      if (phase === "forward") for (const k of [node, ...this.results(node).map((e) => this.edges[e].to)]) value[k] = true;
      if (phase === "seed") seeded = true;
      if (phase === "update") updated[node] = true;
      if (phase === "leaf") stored[node] = !hidden.has(`${i} leaf`);
      if (phase === "backward") for (const e of this.moved(node)) sent[e] = !hidden.has(`${i} ${e}`);
    });
    const grad = this.nodes.map((n, k) => (n.kind === "leaf" ? stored[k] : k === this.root ? seeded : n.uses.length > 0 && n.uses.every((e) => sent[e])));
    return { value, sent, grad, updated, terms: (k) => this.arrival[k].filter((e) => sent[e]) };
  }

  // What predict mode asks at a step: the terms of a node (by edge), or the sum at a leaf.
  questions(i) {
    const { phase, node } = this.steps[i] ?? {};
    if (phase === "leaf") return this.nodes[node].uses.length > 1 && typeof this.nodes[node].grad === "number" ? ["leaf"] : [];
    return phase === "backward" ? this.live(node).filter((e) => this.edges[e].term != null) : [];
  }
}

// --------------------------------------------------------------------------- predict mode: what an answer leaves out
function missingFactor(pass, e, guess, tries) {
  const { from, to, factor, slope } = pass.edges[e], arrives = pass.nodes[to].grad, known = typeof factor === "number";
  const a = pass.label(from), r = pass.label(to), name = `∂${held(r)}/∂${held(a)}`, sign = pass.op(to).symbol;
  const input = pass.nodes[from].value, tanh = 1 - input ** 2;
  if (close(guess, -pass.edges[e].term)) return `The size is there; the sign is missing. When ${a} grows, does ${r} grow or shrink?`;
  if (known && close(guess, factor) && !close(arrives, 1)) return `${format(guess)} is the slope ${name}. Missing is the factor that arrives: ${format(arrives)}.`;
  if (close(guess, arrives)) return `${format(guess)} is what arrives. Missing is the slope ${name}: how far does ${r} move when ${a} moves by 1?`;
  if (known && close(guess, arrives + factor)) return `${format(guess)} is ${format(arrives)} + ${format(factor)}. Along one path the factors are multiplied; sums come where paths meet.`;
  if (sign === "×" && close(guess, arrives * input)) return `${format(guess)} is ${format(arrives)} × ${a}. Hold the other factor still: by how much is one step of ${a} multiplied?`;
  if (sign === "tanh" && close(guess, arrives * tanh)) return `The rule has the right form, but with the input. The slope of tanh is 1 − (its result)², and the result is ${format(pass.nodes[to].value)}.`;
  if (close(guess, pass.nodes[from].grad)) return `${format(guess)} is the whole of ${a}'s gradient. This node sends one term of it.`;
  if (tries > 1 && known) return `${format(arrives)} arrives, and ${name} is ${slope === format(factor) ? slope : `${slope} = ${format(factor)}`}. Missing is their product.`;
  return `${format(arrives)} arrives; ${format(arrives)} × … leaves. The missing factor is ${name}.`;
}

function missingTerm(pass, k, guess) {
  const terms = pass.arrival[k], value = (e) => pass.edges[e].term, user = (e) => pass.label(pass.edges[e].to);
  const few = terms.length <= 10 ? 1 << terms.length : 0; // every choice of some of the terms
  for (let bits = 1; bits < few - 1; bits++) {
    const some = terms.filter((_, i) => bits & (1 << i)), rest = terms.filter((_, i) => !(bits & (1 << i)));
    if (close(guess, some.map(value).reduce((a, b) => a + b))) {
      const from = listed([...new Set(some.map(user))]);
      return `${format(guess)} is the ${some.length > 1 ? "sum of the terms" : "term"} from ${from}. Missing: ${listed(rest.map((e) => `${format(value(e))} from ${user(e)}`))}.`;
    }
  }
  const values = terms.map(value);
  if (close(guess, values.reduce((a, b) => a * b))) return "That is the product of the terms. Two paths, two effects on the result: how do they combine?";
  if (close(guess, values.reduce((a, b) => a + b) / values.length)) return "That is the mean of the terms. Each path moves the result by its whole term.";
  return `${pass.label(k)} is used ${terms.length} times, so there are ${terms.length} terms: ${listed(values.map(format))}.`;
}

function otherShape(pass, e, guess) {
  const { from, to } = pass.edges[e], arrives = pass.nodes[to].grad, name = pass.label(from);
  return isArray(arrives) && guess === arrives.shape.join()
    ? `That is the shape of what arrives. A gradient has the shape of the value that it belongs to: look at ${name}.`
    : `A gradient has the shape of the value that it belongs to. How many rows and columns has ${name}?`;
}

// ------------------------------------------------------------------------------------------------------ the picture
class Picture {
  constructor(runTo, inside) {
    Object.assign(this, { runTo, inside });
    this.pane = h("div", { class: "pane", role: "group" });
  }

  load(pass) {
    this.pass = pass;
    this.pane.setAttribute("aria-label", `Graph of ${pass.title}`);
    this.pane.style.height = `${Math.min(276, pass.pictures.wide.h * 1.12 + 12)}px`;
    this.place();
  }
  wanted() {
    const { wide, narrow } = this.pass.pictures, room = this.pane.clientWidth;
    return narrow && room && room < wide.w * 0.9 ? narrow : wide;
  }
  // Draw the picture that fits the pane; a small graph grows, a slightly large one shrinks, others scroll.
  place() {
    const found = (this.shown = this.wanted());
    const drawing = new DOMParser().parseFromString(found.svg, "image/svg+xml").documentElement;
    this.svg = document.importNode(drawing, true);
    this.svg.setAttribute("role", "group");
    this.svg.setAttribute("aria-label", "Nodes");
    this.fit();
    this.pane.replaceChildren(this.svg);
    const all = (selector) => [...this.svg.querySelectorAll(selector)];
    this.boxes = all(".node").map((g) => ({ g, k: Number(g.dataset.node), part: (name) => g.querySelector(`.${name}`) }));
    this.lines = all(".edge").map((g) => ({ g: arrows(g), e: Number(g.dataset.edge) }));
    this.terms = all(".term").map((g) => ({ g, e: Number(g.dataset.edge), y: Number(g.getAttribute("y")), room: Number(g.dataset.room ?? Infinity) }));
    for (const { g, k } of this.boxes) {
      for (const [key, value] of Object.entries({ role: "button", tabindex: "-1" })) g.setAttribute(key, value);
      g.addEventListener("click", () => this.runTo(k));
      if (k === this.pass.marked) mark(g);
      if (this.pass.nodes[k].group !== undefined) this.opener(g, k);
    }
    this.boxes[0].g.setAttribute("tabindex", "0");
  }
  opener(g, k) { // the + of a folded call
    const box = g.querySelector(".ring"), x = Number(box.getAttribute("x")) + Number(box.getAttribute("width")) - 14, y = 0;
    const sign = s("g", { class: "opener", "aria-hidden": "true" }, s("title", {}, "Step inside (+)"), s("rect", { x: x - 8, y: y - 8, width: 16, height: 16, rx: 3 }), s("text", { x, y: y + 4, class: "mid" }, "+"));
    sign.addEventListener("click", (event) => {
      event.stopPropagation();
      this.inside(k);
    });
    g.append(sign);
  }
  fit() {
    const { w, h: height } = this.shown, room = this.pane.clientWidth - 2;
    const scale = Math.min(1.2, room / w, 216 / height);
    const used = room > 0 && scale > 0.84 ? scale : 1;
    this.svg.setAttribute("width", w * used);
    this.svg.setAttribute("height", height * used);
  }
  resized() {
    if (this.wanted() !== this.shown) this.place();
    else this.fit();
  }

  paint(step, has, asking) {
    const backward = step && step.phase !== "forward";
    this.svg.classList.toggle("backward", Boolean(backward));
    for (const box of this.boxes) this.paintBox(box, step, has, backward, asking);
    for (const { g, e } of this.lines) {
      const { from, to, live } = this.pass.edges[e], own = this.pass.results(from).includes(e), here = step && step.node === (own ? from : to);
      g.classList.toggle("run", has.value[to]);
      g.classList.toggle("sent", has.sent[e]);
      g.classList.toggle("active", Boolean(here && (step.phase === "forward" || (step.phase === "backward" && live && has.sent[e]))));
      g.classList.toggle("into", Boolean(step && step.phase === "leaf" && step.node === from));
    }
    for (const { g, e, y, room } of this.terms) {
      const term = this.pass.edges[e].term, text = has.sent[e] ? (term == null ? "none" : isArray(term) ? "" : format(term)) : "";
      write(g, text);
      g.setAttribute("y", text.length * 7.4 + 36 > room ? y - 9 : y); // a line too short to be broken has it above
    }
    if (step) this.follow(this.boxes.find(({ k }) => k === step.node).g);
  }
  paintBox({ g, k, part }, step, has, backward, asking) {
    const n = this.pass.nodes[k], terms = has.terms(k), here = Boolean(step && step.node === k);
    g.classList.toggle("active", here);
    if (here) g.setAttribute("aria-current", "step");
    else g.removeAttribute("aria-current");
    g.classList.toggle("todo", !has.value[k]);
    g.classList.toggle("graded", has.grad[k]);
    const now = has.updated[k] ? n.after : n.value;
    fill(part("value"), has.value[k], now, n.shape);
    fill(part("grad"), has.grad[k], n.grad, n.shape);
    const summing = backward && !(asking && step.phase === "leaf" && here) && terms.every((e) => typeof this.pass.edges[e].term === "number");
    write(part("terms"), summing ? brief(terms.map((e) => this.pass.edges[e].term), n.uses.length - terms.length) : `${n.uses.length} uses`);
    const value = has.value[k] ? said(now) : "not computed", grad = has.grad[k] ? said(n.grad) : "not computed";
    const folded = n.group === undefined ? "" : `, ${n.count} steps inside`;
    const state = n.outputs ? `${n.outputs.length} results` : `value ${value}${n.kind === "frozen" ? "" : `, gradient ${grad}`}`;
    g.setAttribute("aria-label", `${n.label}, ${n.kind}${n.second ? " by a backward pass" : ""}, ${state}${folded}${k === this.pass.marked ? ", the first difference" : ""}`);
  }
  follow(g) {
    const { pane } = this;
    if (pane.scrollWidth <= pane.clientWidth + 2 && pane.scrollHeight <= pane.clientHeight + 2) return;
    const a = g.getBoundingClientRect(), b = pane.getBoundingClientRect();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    pane.scrollBy({ left: a.left + a.width / 2 - b.left - b.width / 2, top: a.top + a.height / 2 - b.top - b.height / 2, behavior: calm ? "auto" : "smooth" });
  }
  // Move the focus among the boxes, from the one that has it or else from the step's own.
  choose(by, current) {
    const focused = this.boxes.findIndex(({ g }) => g === g.getRootNode().activeElement);
    const from = this.boxes.findIndex(({ k }) => k === current);
    const at = focused < 0 ? Math.max(0, from) : Math.max(0, Math.min(this.boxes.length - 1, focused + by));
    this.boxes.forEach(({ g }, i) => g.setAttribute("tabindex", i === at ? "0" : "-1"));
    this.boxes[at].g.focus({ preventScroll: true });
    this.follow(this.boxes[at].g);
  }
}

// Both arrows of a line, at the ends of its curves; of which one is seen says the pass.
function arrows(g) {
  const numbers = g.firstChild.getAttribute("d").match(/-?[\d.]+/g).map(Number);
  const points = numbers.flatMap((x, i) => (i % 2 ? [] : [[x, numbers[i + 1]]]));
  g.firstChild.classList.add("line");
  g.append(s("path", { class: "head", d: head(points.at(-1), points.at(-2)) }), s("path", { class: "tail", d: head(points[0], points[1]) }));
  return g;
}

// The node at which two passes first differ: a sign at its corner, and a double outline.
function mark(g) {
  const box = g.querySelector(".ring"), at = (name) => Number(box.getAttribute(name));
  g.classList.add("differs");
  g.append(s("text", { class: "unequal mid", x: at("x") + at("width"), y: at("y") + 4 }, "≠"));
}

const sideOf = (phase) => (phase === "forward" || phase === "update" ? phase : "backward");
const write = (element, text) => {
  if (element && element.textContent !== text) element.textContent = text;
};

// A value or a gradient in a box: a dash until it is computed, dots if it was not kept.
function fill(element, done, value, shape) {
  if (!element) return;
  if (!element.dataset.frame) return write(element, !done ? "—" : value == null ? "…" : inEight(value));
  const [x, y, width, height] = element.dataset.frame.split(" ").map(Number);
  const words = (text) => element.replaceChildren(s("text", { x: x + width / 2, y: y + height / 2 + 4, class: "mid" }, text));
  if (!done) return words("—");
  if (!value?.data?.length) return words(value == null ? "…" : shapeText(shape).replaceAll(" ", ""));
  const columns = value.shape.at(-1), cell = Math.min(7, width / columns, height / (value.data.length / columns));
  const map = heat(value, cell, cell > 4 ? 0.8 : 0);
  const left = x + (width - map.width) / 2, top = y + (height - map.height) / 2;
  const frame = element.classList.contains("grad") ? s("rect", { class: "frame", x: left - 2.5, y: top - 2.5, width: map.width + 5, height: map.height + 5, rx: 1.5 }) : null;
  element.replaceChildren(...[s("title", {}, inFigures(value)), frame, s("g", { transform: `translate(${left},${top})` }, ...map.cells)].filter(Boolean));
}

// ----------------------------------------------------------------------------------------------------- the timeline
class Timeline {
  constructor(go) {
    this.range = h("input", { type: "range", min: 0, step: 1, "aria-label": "Step", oninput: () => go(Number(this.range.value)) });
    this.ticks = h("div", { class: "ticks", "aria-hidden": "true" });
    this.element = h("div", { class: "timeline" }, this.ticks, this.range);
  }
  load(pass) {
    this.pass = pass;
    this.range.max = pass.steps.length;
    this.build();
  }
  build() {
    const { pass } = this, n = pass.steps.length, turn = (pass.turn + 0.5) / n, room = (this.ticks.clientWidth || 560) / n;
    const half = (name, a, b) => h("span", { class: `half ${name}`, style: `--a:${a};--b:${b}` }, h("span", {}, name));
    const taken = [-99, -99]; // two rows of names; one that fits in neither shows at its own step only
    this.marks = pass.steps.map(({ phase, node }, i) => {
      const name = phase === "seed" ? "begin" : pass.label(node), width = Math.min(72, name.length * 7) / 2 + 3, x = (i + 1) * room;
      const row = taken.findIndex((end) => x - width > end);
      if (row >= 0) taken[row] = x + width;
      const side = sideOf(phase);
      return h("span", { class: `tick ${side} ${["row0", "row1"][row] ?? "over"}`, style: `--p:${(i + 1) / n}` }, h("span", { class: "tickname" }, name));
    });
    this.ticks.classList.toggle("crowded", room < 9);
    const end = pass.end === n ? 1 : (pass.end + 0.5) / n;
    this.ticks.replaceChildren(half("forward", 0, turn), half("backward", turn, end), ...(end < 1 ? [half("update", end, 1)] : []), ...this.marks);
  }
  show(p, words) {
    this.range.value = p;
    this.range.setAttribute("aria-valuetext", `${p} of ${this.pass.steps.length}, ${words}`);
    this.marks.forEach((mark, i) => mark.classList.toggle("here", i + 1 === p));
  }
}

// -------------------------------------------------------------------------------------- the program and its sliders
class Program {
  constructor(model) {
    this.model = model;
    this.sliders = model.get("sliders").map((given) => this.slider({ ...given, now: given.value }));
    this.note = h("p", { class: "note", role: "status" });
    this.reset = h("button", { type: "button", class: "plain", hidden: true, onclick: () => this.restore() }, "Original numbers");
    this.code = h("div", { class: "code", role: "group", "aria-label": "The program", tabindex: 0 });
    this.element = h("div", { class: "left" }, this.code, this.note, this.reset);
    this.alive = this.waiting = this.again = false;
    if (this.sliders.length) this.knock();
  }
  slider(given) {
    const input = h("input", {
      type: "range", class: "given", min: given.min, max: given.max, step: given.step, value: given.value, disabled: true,
      "aria-label": `Value of ${given.name}`, oninput: () => this.move(given),
    });
    const number = h("input", {
      type: "text", class: "literal", inputmode: "decimal", autocomplete: "off", size: 7, value: format(given.value), disabled: true,
      "aria-label": `Number for ${given.name}`, onchange: () => this.typed(given),
    });
    return Object.assign(given, { input, number, line: h("div", { class: "codeline slides" }, h("span", { class: "no" }), h("span", { class: "text" }, `${given.name} = `, number), input) });
  }

  // Sliders work only where a kernel answers.
  knock() {
    this.say("Sliders need the kernel. Run the cell again to use them.");
    this.listener = (message) => this.heard(message);
    this.model.on("msg:custom", this.listener);
    this.send({ ask: "alive" });
  }
  send(message) {
    try {
      this.model.send(message);
    } catch {
      this.lost(); // without a kernel there is nothing to send to
    }
  }
  lost() {
    this.waiting = false;
    this.enable(false);
    this.say("Sliders need the kernel, and it does not answer. Run the cell again to use them.");
  }
  heard({ alive, done, failed }) {
    clearTimeout(this.patience);
    this.waiting = false;
    if (alive || done) this.say("");
    if (failed) this.say(`The function cannot take these numbers: ${failed}`);
    this.enable(true);
    if (this.again) this.ask();
  }
  enable(on) {
    for (const { input, number } of this.sliders) input.disabled = number.disabled = !on;
  }
  move(given) {
    given.now = Number(given.input.value);
    given.number.value = format(given.now);
    this.ask();
  }
  typed(given) { // a number outside the slider's range widens it
    const number = toNumber(given.number.value);
    if (!given.number.value.trim() || !Number.isFinite(number)) {
      given.number.value = format(given.now);
      return this.say("A number is wanted here, such as 2.5.");
    }
    given.now = number;
    given.input.min = Math.min(given.input.min, number);
    given.input.max = Math.max(given.input.max, number);
    given.input.value = number;
    this.ask();
  }
  ask() {
    this.again = this.waiting;
    this.reset.hidden = this.sliders.every(({ now, value }) => now === value);
    if (this.waiting) return;
    this.waiting = true;
    this.patience = setTimeout(() => this.lost(), 8000);
    this.send({ numbers: Object.fromEntries(this.sliders.map(({ name, now }) => [name, now])) });
  }
  restore() {
    for (const given of this.sliders) {
      given.now = given.input.value = given.value;
      given.number.value = format(given.value);
    }
    this.ask();
    this.code.focus();
  }
  say(text) {
    write(this.note, text);
    this.note.hidden = !text;
  }

  load(pass) {
    this.element.hidden = !pass.code.length && !this.sliders.length;
    this.lines = pass.code.map((text, i) => {
      const body = h("span", { class: "text" }, text);
      return { text, body, line: h("div", { class: "codeline" }, h("span", { class: "no", "aria-hidden": "true" }, String(i + 1)), body) };
    });
    const given = this.sliders.map(({ line }) => line);
    const code = this.lines.map(({ line }) => line);
    if (!given.every((line) => line.isConnected)) this.code.replaceChildren(...given, ...code); // a slider keeps its drag
    else {
      [...this.code.children].slice(given.length).forEach((line) => line.remove());
      this.code.append(...code);
    }
  }
  // Mark the expression of a node: [line, column, end line, end column] in the function's source.
  show(node) {
    const [line, column, endLine, endColumn] = node?.span ?? [];
    this.lines.forEach(({ line: element, body, text }, i) => {
      const inside = i >= line && i <= endLine;
      element.classList.toggle("here", inside);
      const from = inside ? (i === line ? column : text.search(/\S|$/)) : 0, to = inside ? (i === endLine ? endColumn : text.length) : 0;
      body.replaceChildren(text.slice(0, from), ...(inside ? [h("mark", {}, text.slice(from, to))] : []), text.slice(to));
      if (i === line && this.code.scrollHeight > this.code.clientHeight + 4) this.code.scrollTop = element.offsetTop - this.code.clientHeight / 2;
    });
    for (const given of this.sliders) given.line.classList.toggle("here", node?.kind === "leaf" && node.label === given.name);
  }
  close() {
    clearTimeout(this.patience);
    if (this.listener) this.model.off("msg:custom", this.listener);
  }
}

// ------------------------------------------------------------------ the card: the same five rows in both passes
class Card {
  constructor(questions, inside) {
    this.questions = questions; // gives a field for a question that is still open, or null
    this.inside = inside;
    this.element = h("div", { class: "card" });
  }
  load(pass) {
    this.pass = pass;
    this.element.classList.toggle("tall", pass.nodes.some((n) => n.shape?.length)); // the same height at every step
  }
  show(step, has) {
    const rows = !step ? this.empty() : this[step.phase](step.node, has);
    const columns = Math.max(...rows.map((row) => row.length - 1));
    this.element.style.setProperty("--columns", columns);
    this.element.replaceChildren(...rows.flatMap(([name, ...cells]) => {
      const parts = [h("div", { class: "rowname" }, name), ...cells.map((cell) => h("div", { class: "slot" }, ...[cell].flat()))];
      if (cells.length === 1 && columns > 1) parts[1].classList.add("wide");
      return parts;
    }));
  }
  arrays(k) {
    return this.pass.nodes[k].shape?.length > 0 || this.pass.edgesOf(k).some((e) => this.pass.nodes[this.pass.edges[e].from].shape?.length > 0);
  }
  empty() {
    return ["arrives", "rule", "in numbers", "leaves", "adds up"].map((name) => [name, quiet("—")]);
  }

  // ---- pieces
  tag(k) {
    const { label, text } = this.pass.nodes[k];
    return h("span", { class: "var", title: text ?? label }, label);
  }
  name(k) {
    const { label } = this.pass.nodes[k];
    const [, base, below] = /^(.*?)([₀-₉]*)$/.exec(label);
    const word = /^[A-Za-z_]\w*$/.test(base) ? m("mi", base) : sourceText(base);
    const element = below ? m("msub", word, m("mn", [...below].map((c) => "₀₁₂₃₄₅₆₇₈₉".indexOf(c)).join(""))) : word;
    return { element, single: single(label) };
  }
  // The letters of a node's rule: as names, and as numbers.
  names(k) {
    return (letter) => {
      if (letter === "r") return this.name(k);
      const slot = this.pass.source(k, letter);
      if (!slot) return { element: m("mi", letter), single: true };
      return slot.edge === undefined ? figure(slot.number) : this.name(this.pass.edges[slot.edge].from);
    };
  }
  value(k, letter) {
    if (letter === "grad") return this.pass.nodes[k].grad;
    if (letter === "r") return this.pass.nodes[k].value;
    const slot = this.pass.source(k, letter);
    return slot && (slot.edge === undefined ? slot.number : this.pass.nodes[this.pass.edges[slot.edge].from].value);
  }
  figures(k) {
    return (letter, first) => figure(this.value(k, letter), first);
  }
  partial(top, bottom) {
    const d = (k) => m("mrow", m("mo", "∂"), this.name(k).single ? this.name(k).element : bracketed(this.name(k).element));
    return m("mfrac", d(top), d(bottom));
  }
  strong(value) {
    return isArray(value) || value == null ? figures(value) : h("span", { class: "num big" }, format(value));
  }
  pair(kind, ...parts) {
    return h("span", { class: `pair ${kind}` }, ...parts);
  }

  each(k, kind, parts) { // something for each result of a node that has several
    return h("span", { class: "list" }, ...this.pass.results(k).map((e) => this.pair(kind, ...parts(this.pass.edges[e].to))));
  }

  // ---- forward
  forward(k) {
    const n = this.pass.nodes[k], { call } = this.pass.op(k), sources = [...new Set(this.pass.edgesOf(k).map((e) => this.pass.edges[e].from))];
    const inputs = sources.map((f) => this.pair("", this.tag(f), " = ", block(this.pass.nodes[f].value)));
    const shapes = sources.map((f) => shapeText(this.pass.nodes[f].shape ?? []));
    return [
      ["arrives", h("span", { class: "list" }, ...inputs)],
      ["rule", n.group !== undefined ? [quiet(`${n.count} steps`), h("button", { type: "button", class: "plain", onclick: () => this.inside(k) }, "Step inside")] : this.pass.results(k).length ? formula(maths(call, this.names(k))) : formula(this.name(k).element, equals(), maths(call, this.names(k)))],
      ["in numbers", this.pass.results(k).length ? quiet(`${this.pass.results(k).length} results are used`) : this.arrays(k) ? quiet(`shape ${listed(shapes)} to ${shapeText(n.shape ?? [])}`) : formula(maths(call, this.figures(k)))],
      ["leaves", this.pass.results(k).length ? this.each(k, "fwd", (to) => [this.tag(to), " = ", this.strong(this.pass.nodes[to].value)])
        : [this.pair("fwd", this.tag(k), " = ", this.strong(n.value)), n.value == null ? quiet("not kept") : null]],
      ["keeps", n.keeps == null ? quiet("what its own rule saves") : n.keeps.length ? [listed(n.keeps), quiet("for the way back")] : quiet("nothing: its backward rule needs no values")],
    ];
  }

  // ---- backward
  seed(k) {
    const { grad } = this.pass.nodes[k];
    return [
      ["arrives", quiet("nothing: this is where the backward pass begins")],
      ["rule", formula(this.partial(k, k), equals(), m("mn", "1"))],
      ["in numbers", block(grad)],
      ["leaves", this.pair("bwd", this.strong(grad), " to ", this.tag(k))],
      ["adds up", [h("span", {}, this.tag(k), ":"), block(grad)]],
    ];
  }
  backward(k, has) {
    const { grad } = this.pass.nodes[k], came = this.pass.arrival[k].map((e) => this.pass.edges[e].term), slots = this.pass.edgesOf(k);
    const summed = came.length > 1 && came.every((t) => typeof t === "number") ? quiet(`= ${sum(came)}`) : null;
    const twice = slots.length === 2 && this.pass.edges[slots[0]].from === this.pass.edges[slots[1]].from;
    const columns = (dead, live) => slots.map((e, i) => (this.pass.edges[e].live ? live(e, i) : dead(e)));
    const asked = (e, answer) => (this.questions(e) ? quiet("?") : answer(e));
    return [
      ["arrives", this.pass.results(k).length ? this.each(k, "bwd", (to) => [this.strong(this.pass.nodes[to].grad), " for ", this.tag(to)]) : isArray(grad) ? [figures(grad), quiet(`gradient of ${this.pass.label(this.pass.root)}`)] : [formula(this.partial(this.pass.root, k), equals()), this.strong(grad), summed]],
      ["rule", ...columns((e) => quiet(`${this.pass.label(this.pass.edges[e].from)} is frozen`), (e) => asked(e, () => this.rule(e)))],
      ["in numbers", ...columns(() => "", (e) => asked(e, () => this.numbers(e)))],
      ["leaves", ...columns(() => quiet("nothing"), (e, i) => {
        const to = h("span", {}, "to ", this.tag(this.pass.edges[e].from), twice ? quiet(i ? " (right)" : " (left)") : null);
        return this.questions(e, to) ?? this.pair("bwd", this.strong(this.pass.edges[e].term), to);
      })],
      ["adds up", ...columns(() => "", (e) => this.sumSoFar(e, has))],
    ];
  }
  rule(e) {
    const { from, to } = this.pass.edges[e], right = maths(this.pass.rule(e), (x) => (x === "grad" ? { element: m("mtext", "grad"), single: true } : this.names(to)(x)));
    return formula(...(this.pass.scales(e) ? [this.partial(to, from), equals()] : []), right);
  }
  // What arrives times the factor, or the rule with pictures of its arrays.
  numbers(e) {
    const { to, from, factor, expected } = this.pass.edges[e], { grad } = this.pass.nodes[to], tree = this.pass.rule(e);
    const narrower = isArray(grad) && String(this.pass.nodes[from].shape) !== String(grad.shape) && this.pass.scales(e) ? quiet("summed") : null;
    const shown = this.pass.edgesOf(to).length === 1 ? figures : block; // one column has room for the numbers of small arrays
    if (this.arrays(to)) return [...(this.pass.scales(e) ? [shown(grad), sign("×"), shown(factor)] : this.blocks(tree, to)), narrower];
    if (!this.pass.scales(e)) return [quiet(`given ${format(grad)}`)];
    return [formula(maths(["*", "grad", tree], this.figures(to))), expected === undefined ? null : quiet(`= ${format(expected)}, but it sends`)];
  }
  blocks(tree, k) {
    if (!Array.isArray(tree)) return [block(this.value(k, tree))];
    const [kind, ...rest] = tree;
    if (kind === "T") return [block(transposed(this.value(k, rest[0])))];
    if (kind === "@") return [...this.blocks(rest[0], k), sign("@"), ...this.blocks(rest[1], k)];
    if (this.pass.results(k).length) return [this.each(k, "", (to) => [block(this.pass.nodes[to].grad)])];
    return [block(this.value(k, "grad"))];
  }
  sumSoFar(e, has) {
    const k = this.pass.edges[e].from, all = this.pass.arrival[k], at = all.indexOf(e) + 1;
    const here = all.slice(0, at).filter((x) => has.sent[x]), terms = here.map((x) => this.pass.edges[x].term), missing = all.length - here.length;
    if (terms.some((t) => t == null || isArray(t))) {
      return [h("span", {}, this.tag(k), ":"), terms.every(isArray) && terms.length ? figures(terms.reduce(add)) : quiet("…"), all.length > 1 ? quiet(`${here.length} of ${all.length}`) : null];
    }
    const total = missing === 0 && terms.length > 1 ? [" = ", h("span", { class: "num big" }, format(terms.reduce(add)))] : [];
    return h("span", { class: "sofar" }, this.tag(k), ": ", h("span", { class: "num" }, sum(terms, missing)), ...total);
  }
  leaf(k) {
    const { grad, label } = this.pass.nodes[k], terms = this.pass.arrival[k], name = h("span", { class: "var" }, `${label}.grad`);
    const field = this.questions("leaf", h("span", {}, "is ", name));
    const each = terms.slice(0, 4).map((e, i) => this.pair("", i ? quiet("+") : null, block(this.pass.edges[e].term), quiet("from"), this.tag(this.pass.edges[e].to)));
    const numbers = terms.map((e) => this.pass.edges[e].term);
    if (terms.length > 4) each.push(quiet(`and ${terms.length - 4} more`));
    return [
      ["arrives", field ? quiet(`the numbers on the ${terms.length} lines into ${label}`) : h("span", { class: "list" }, ...each)],
      ["rule", quiet(field ? "?" : terms.length > 1 ? "the terms of all uses are added" : "one use, one term")],
      ["in numbers", field ? quiet("?") : numbers.every((t) => typeof t === "number") ? h("span", { class: "num" }, sum(numbers)) : block(grad)],
      ["leaves", quiet(`nothing: ${label} is a leaf`)],
      ["adds up", field ?? this.pair("bwd", name, " = ", this.strong(grad))],
    ];
  }

  // ---- what an optimiser's step does with the gradients
  update(k) {
    const { grad, value, after, label } = this.pass.nodes[k], { name, rate } = this.pass.update;
    const letters = (letter) => (letter === "a" ? this.name(k) : { element: sourceText(`${label}.grad`), single: true });
    const descent = ["-", "a", ["*", rate, "grad"]], numbers = typeof after === "number";
    return [
      ["arrives", this.pair("bwd", h("span", { class: "var" }, `${label}.grad`), " = ", this.strong(grad))],
      ["rule", name ? quiet(`${name}.step()`) : formula(this.name(k).element, m("mo", "←"), maths(descent, letters))],
      ["in numbers", name || !numbers ? [block(value), quiet("before")] : formula(maths(descent, (letter, first) => figure(letter === "a" ? value : grad, first)))],
      ["leaves", this.pair("fwd", this.tag(k), " = ", this.strong(after))],
      ["keeps", quiet(`${label}.grad, until zero_grad()`)],
    ];
  }
}
const quiet = (text) => h("span", { class: "quiet" }, text);
const sign = (text) => h("span", { class: "join" }, text);

// ---------------------------------------------------------------------------------------------------- the widget
const ALL = "*"; // the view with every call open
const HELP = [
  ["→ or n", "next step; in predict mode, check the answer"], ["← or b", "one step back"], ["Home, End", "to the start, to the end"],
  ["f, g", "to the first step forward, to the first step backward"], ["e", "to the end of this pass"], ["p", "predict mode on or off"], ["↑ ↓", "choose a node in the graph"],
  ["Enter", "on a node: run to it"], ["+ −", "step inside a folded call, fold it again"], ["*", "all steps, or all calls folded"], ["Escape", "leave an answer field"],
];
const SIGNS = [
  "A line carries one term; a box holds their sum.", "— is not computed yet; … is a term that has not arrived, or a value that nobody kept.",
  "Of an array: left its value, right, framed, its gradient. Green is positive, purple with a dash is negative; each map is scaled to its own largest number.",
];
const KINDS = [["leaf", ", keeps its gradient"], ["computed", ""], ["frozen", ", gets none"], ["second", ", made by a backward pass"]];
const OUTLINES = { leaf: "M7 1H15A6 6 0 0 1 15 13H7A6 6 0 0 1 7 1Z", computed: "M1 1H21V13H1Z", second: "M1 1H21V13H1Z", frozen: "M5 1H17L21 5V9L17 13H5L1 9V5Z" };

class Stepper {
  constructor(model, el, moved = () => {}) {
    this.model = model;
    this.moved = moved; // called with each new place
    this.place = 0;
    this.predicting = model.get("predict");
    this.answered = new Set(); // "step edge" and "step leaf"
    this.tries = 0;
    this.picture = new Picture((k) => this.runTo(k), (k) => this.inside(k));
    this.timeline = new Timeline((p) => this.go(p));
    this.program = new Program(model);
    this.card = new Card((question, after) => this.field(question, after), (k) => this.inside(k));
    this.build(el);
    this.load();
  }

  build(el) {
    this.flag = h("span", { class: "flag" });
    this.count = h("span", { class: "count" });
    this.legend = h("div", { class: "legend" });
    this.sentence = h("p", { class: "sentence", "aria-live": "polite", "aria-atomic": "true" });
    this.answer = h("p", { class: "answer", "aria-live": "polite" });
    this.table = h("table", {});
    this.predict = h("input", { type: "checkbox", onchange: () => this.setPredict(this.predict.checked) });
    const button = (name, words, keys, action) =>
      h("button", { type: "button", class: `step ${name}`, "aria-label": words, title: `${words} (${keys})`, onclick: action }, icon(name));
    this.nextWord = h("span", {}, "Next");
    this.next = h("button", { type: "button", class: "step next", title: "Next (→)", onclick: () => this.advance() }, this.nextWord, icon("next"));
    this.folding = h("button", { type: "button", class: "plain", title: "Show all steps, or fold all calls (*)", onclick: () => this.unfold() });
    this.root = h("div", { class: "stepper", role: "group", tabindex: -1 },
      h("div", { class: "top" }, this.flag, this.count, this.legend),
      this.picture.pane,
      h("div", { class: "controls" },
        h("div", { class: "buttons" }, button("first", "To the start", "Home", () => this.go(0)), button("back", "Back", "←", () => this.go(this.place - 1)), this.next,
          button("finish", "Finish this pass", "e", () => this.finish()), button("last", "To the end", "End", () => this.go(Infinity))),
        this.timeline.element,
        h("div", { class: "modes" }, h("label", { class: "switch", title: "Type each gradient before it is shown (p)" }, this.predict, h("span", {}, "Predict")), this.folding)),
      h("div", { class: "lower" }, this.program.element, h("div", { class: "right" }, this.sentence, this.card.element, this.answer)),
      h("details", {}, h("summary", {}, "All steps as a table"), h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "All steps" }, this.table)),
      h("details", {}, h("summary", {}, "Keys and signs"), h("div", { class: "help" },
        h("dl", {}, ...HELP.flatMap(([key, words]) => [h("dt", {}, key), h("dd", {}, words)])), h("ul", {}, ...SIGNS.map((text) => h("li", {}, text))))));
    this.root.addEventListener("keydown", (event) => this.key(event));
    el.append(this.root);
    this.watch();
  }

  // A new trace: at first, and when a slider has moved.
  load() {
    const trace = this.model.get("trace"), { views = {}, folded } = trace;
    if (this.view !== ALL && !(this.view in views)) this.view = folded ? "" : ALL;
    const pass = (this.pass = new Pass(this.view === ALL ? trace : { ...trace, ...views[this.view], marked: undefined }));
    this.folding.hidden = !trace.views;
    this.folding.textContent = this.view === ALL ? "Fold calls" : this.view ? "Fold" : "Unfold all";
    this.answered.clear();
    this.root.setAttribute("aria-label", `Stepper: ${pass.title}`);
    this.legend.replaceChildren(...KINDS.filter(([kind]) => pass.nodes.some((n) => n.kind === kind || n[kind])).map(([kind, more]) => h("span", { class: "kind" },
      s("svg", { width: 22, height: 14, "aria-hidden": "true", class: `sample ${kind}` }, s("path", { d: OUTLINES[kind] })), h("span", {}, kind, h("span", { class: "more" }, more)))));
    for (const piece of [this.picture, this.timeline, this.program, this.card]) piece.load(pass);
    this.root.classList.toggle("bare", this.program.element.hidden);
    this.fillTable();
    this.go(this.place);
  }

  // ---- folded calls: a view opens one of them, and those around it
  look(view) {
    const at = this.step?.at ?? -1;
    this.view = view;
    this.place = 0;
    this.load();
    this.go(this.pass.steps.filter((step) => step.at <= at).length);
    this.root.focus({ preventScroll: true });
  }
  inside(k) {
    const { group } = this.pass.nodes[k] ?? {};
    if (group !== undefined) this.look(group);
  }
  fold() { // what is open, or the call around the active node
    if (this.folding.hidden) return;
    const open = this.view === ALL ? (this.pass.nodes[this.step?.node]?.scope ?? "") : this.view;
    this.look(open.split("/").slice(0, -1).join("/"));
  }
  unfold() {
    if (!this.folding.hidden) this.look(this.view === "" ? ALL : "");
  }

  // ---- moving
  get step() { return this.pass.steps[this.place - 1]; }
  get open() { return this.pass.questions(this.place - 1).filter((q) => !this.answered.has(`${this.place - 1} ${q}`)); }
  get asking() { return this.predicting && this.open.length > 0; }
  go(p) {
    this.place = Math.max(0, Math.min(this.pass.steps.length, p));
    this.tries = 0;
    this.answer.textContent = "";
    this.show();
    this.moved(this.place);
  }
  finish() { // the pass that is running, or else the next one
    const { turn, end, steps } = this.pass;
    this.go([turn, end, steps.length].find((p) => p > this.place) ?? steps.length);
  }
  advance() {
    if (!this.asking) return this.go(this.place + 1);
    const field = this.card.element.querySelector(".guess");
    if (field.value.trim()) return this.check(this.open[0], field);
    field.focus();
    this.answer.textContent = "Type a number first, or press Show.";
  }
  runTo(k) {
    const places = this.pass.steps.flatMap(({ phase, node }, i) => (node === k && phase !== "seed" ? [i + 1] : []));
    const to = places.find((p) => p > this.place) ?? places[0];
    if (to) this.go(to);
  }

  // ---- showing
  words() {
    const { pass, step } = this;
    if (!step) return pass.start;
    if (!this.asking) return step.say;
    const k = step.node, name = pass.label(k), { grad, shape } = pass.nodes[k];
    if (step.phase === "leaf") return `${pass.arrival[k].length === 2 ? "Both" : "All"} terms for ${name} have arrived. What is ${name}.grad?`;
    const to = pass.label(pass.edges[this.open[0]].from);
    return this.shaped(this.open[0]) ? `A gradient of shape ${shapeText(shape ?? [])} arrives at ${name}. Which shape goes to ${to}?` : `${format(grad)} arrives at ${name}. What does it send to ${to}?`;
  }
  show() {
    const { pass, step, place } = this, inside = this.root.contains(document.activeElement), asking = this.asking;
    const hidden = new Set(asking ? this.open.map((q) => `${place - 1} ${q}`) : []), has = pass.known(place, hidden), words = this.words();
    const side = step ? sideOf(step.phase) : "forward";
    this.root.dataset.side = side;
    this.flag.textContent = !step ? "start" : { forward: "forward →", backward: "← backward", update: "update" }[side];
    this.count.textContent = `step ${place} of ${pass.steps.length}`;
    write(this.sentence, words);
    this.predict.checked = this.predicting;
    this.nextWord.textContent = asking ? "Check" : "Next";
    this.next.classList.toggle("asks", asking);
    this.next.setAttribute("aria-disabled", place === pass.steps.length && !asking); // a disabled one would take no keys
    this.timeline.show(place, words);
    this.picture.paint(step, has, asking);
    this.program.show(step && pass.nodes[step.node]);
    this.card.show(step, has);
    this.markRow();
    this.keepFocus(inside, asking);
  }
  // The focus goes to the answer that is asked for, and never out of the widget with an element that was replaced.
  keepFocus(inside, asking) {
    const focused = document.activeElement;
    const field = asking && this.card.element.querySelector(".guess");
    if (inside && field && !focused?.matches?.("input[type=range], .literal, .node")) field.focus({ preventScroll: true });
    else if (inside && !this.root.contains(focused)) this.root.focus({ preventScroll: true });
  }
  fillTable() {
    const line = (tag, attributes, cells) => h("tr", {}, ...cells.map((text) => h(tag, attributes, text)));
    this.rows = this.pass.steps.map((step, i) => line("td", {}, [String(i + 1), sideOf(step.phase), ...step.row]));
    this.table.replaceChildren(h("thead", {}, line("th", { scope: "col" }, this.pass.header)), h("tbody", {}, ...this.rows));
  }
  markRow() { // predict mode: the table gives no answer away
    this.rows.forEach((row, i) => {
      row.hidden = this.predicting && (i >= this.place || (i === this.place - 1 && this.asking));
      if (i === this.place - 1) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    });
  }

  // ---- predict mode
  setPredict(on) {
    this.predicting = on;
    this.answered.clear();
    this.go(this.place);
  }
  shaped(question) { // of arrays only the shape is asked
    return question !== "leaf" && isArray(this.pass.edges[question].term);
  }
  field(question, after) {
    if (!this.predicting || !this.open.includes(question)) return null;
    if (!after) return true;
    const name = question === "leaf" ? `${this.pass.label(this.step.node)}.grad` : `${this.shaped(question) ? "Shape of the gradient" : "Gradient"} sent to ${this.pass.label(this.pass.edges[question].from)}`;
    const input = h("input", {
      type: "text", class: "guess", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": name,
      onkeydown: (event) => {
        if (event.key === "Enter") this.check(question, input);
        if (event.key === "Escape") this.root.focus();
      },
    });
    const show = h("button", { type: "button", class: "plain", onclick: () => this.accept(question, "") }, "Show");
    return h("span", { class: "pair ask" }, input, after, question === this.open[0] ? show : null);
  }
  check(question, input) {
    const text = input.value.trim();
    if (!text) return;
    const missing = this.shaped(question) ? this.wrongShape(question, text) : this.wrongNumber(question, text);
    if (missing === null) this.accept(question, "Right.");
    else this.answer.textContent = missing;
  }
  wrongNumber(question, text) {
    const { pass, step } = this, guess = toNumber(text);
    if (Number.isNaN(guess)) return "A number is wanted here, such as 2.5.";
    if (close(guess, question === "leaf" ? pass.nodes[step.node].grad : pass.edges[question].term)) return null;
    this.tries += 1;
    return question === "leaf" ? missingTerm(pass, step.node, guess) : missingFactor(pass, question, guess, this.tries);
  }
  wrongShape(question, text) {
    const guess = (text.match(/\d+/g) ?? []).join();
    return guess === this.pass.edges[question].term.shape.join() ? null : otherShape(this.pass, question, guess);
  }
  accept(question, praise) {
    this.answered.add(`${this.place - 1} ${question}`);
    this.tries = 0;
    this.show();
    this.answer.textContent = praise && !this.asking ? `${praise} Press → for the next step.` : praise;
  }

  // ---- keys
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event, node = target.closest(".node");
    if (target.matches("input.given") && /^(Arrow|Home|End|Page)/.test(key)) return;
    if (target.matches("input.literal")) return key === "Escape" ? this.root.focus() : undefined; // Enter is a change
    const typing = target.matches("input[type=text]"), moving = /^(Arrow(Left|Right)|Home|End)$/.test(key);
    if (typing && !(moving && target.value === "") && !/^(ArrowUp|ArrowDown)$/.test(key)) return;
    this.chosen = node ? Number(node.dataset.node) : undefined;
    const run = key === "Enter" && node ? () => this.runTo(Number(node.dataset.node)) : this.keys()[key];
    if (!run) return;
    event.preventDefault();
    run();
  }
  keys() {
    return {
      ArrowRight: () => this.advance(), n: () => this.advance(), ArrowLeft: () => this.go(this.place - 1), b: () => this.go(this.place - 1),
      Home: () => this.go(0), End: () => this.go(Infinity), f: () => this.go(1), g: () => this.go(this.pass.turn + 1),
      "+": () => this.inside(this.chosen ?? this.step?.node), "-": () => this.fold(), "−": () => this.fold(), "*": () => this.unfold(),
      e: () => this.finish(), p: () => this.setPredict(!this.predicting), ArrowDown: () => this.picture.choose(1, this.step?.node), ArrowUp: () => this.picture.choose(-1, this.step?.node),
    };
  }

  // ---- the host: its theme, by the luminance of the background, and its width
  watch() {
    this.themes = themed(this.root);
    this.sizes = new ResizeObserver(() => {
      if (!this.root.clientWidth || this.width === this.root.clientWidth) return;
      this.width = this.root.clientWidth;
      this.root.classList.toggle("slim", this.width < 700);
      this.themes.look();
      this.picture.resized();
      this.timeline.build();
      const typed = this.card.element.querySelector(".guess")?.value;
      this.show();
      if (typed) this.card.element.querySelector(".guess").value = typed;
    });
    this.sizes.observe(this.root);
    this.reload = () => this.load();
    this.model.on("change:trace", this.reload);
  }
  close() {
    this.themes.end();
    this.sizes.disconnect();
    this.model.off("change:trace", this.reload);
    this.program.close();
  }
}

// Two steppers that step together.
function compare(model, el) {
  const pages = [], columns = model.get("titles").map((title) => h("section", { class: "column", "aria-label": title }, h("h4", {}, title)));
  const together = (p) => pages.filter((page) => page.place !== Math.min(p, page.pass.steps.length)).forEach((page) => page.go(p));
  el.append(h("div", { class: "comparison" }, h("p", { class: "verdict" }, model.get("sentence")), h("div", { class: "columns" }, ...columns)));
  model.get("traces").forEach((trace, i) => {
    const only = { get: (name) => ({ trace, sliders: [] })[name], on() {}, off() {}, send() {} };
    pages.push(new Stepper(only, columns[i], together));
  });
  pages[0].go(model.get("place"));
  return () => pages.forEach((page) => page.close());
}

function render({ model, el }) {
  keepKeys(el);
  if (model.get("traces")) return compare(model, el);
  const stepper = new Stepper(model, el);
  return () => stepper.close();
}

export default { render };
