// The page of `draw`: boxes fold and unfold, the picture moves and zooms, and the box that is chosen tells its rule and
// what it has saved. All of it comes in the data (see unfolding.py); nothing is asked of a kernel.

const WHOLE = -1, BORDER = -1; // the whole picture among the insides; the end of a line at a border
const HEADER = 26, ROOM = 12, MARGIN = 10, CHARACTER = 7.25, ROW = 18; // of an opened fold; around all; of the code font
const SAME = 12; // how far the centres of boxes may be apart that stand side by side
const ALL = 300; // boxes, up to which everything is unfolded at once
const SMALLEST = 0.1, LARGEST = 3; // how far it zooms
const SHRINK = 0.9, LEGIBLE = 0.4; // what is left of a wide picture at first; how small its text may get
const KEYS = [
  ["↑ ↓", "the box before, the box after"], ["← →", "along a line"], ["Enter, + −", "unfold a box, fold it again"], ["*", "unfold or fold all"],
  ["i o 0", "zoom in, out, all of it"], ["Shift and arrows", "move the picture"],
];
const SIGNS = [
  "Round: a leaf, which keeps its gradient. Cut corners: frozen, gets none. Dotted and tinted: made by a backward pass.",
  "Of an array: left its value, right, framed, its gradient. Green is positive, purple with a dash is negative; each map is scaled to its own largest number.",
];

// What is at a place where boxes have grown: all that is beyond one of them moves on. `grown` has [place, by how much].
function stretched(grown) {
  const bands = [];
  for (const [at, by] of grown.sort(([a], [b]) => a - b)) {
    const last = bands.at(-1);
    if (last && at - last.at < SAME) last.by = Math.max(last.by, by); // boxes side by side need the room once
    else bands.push({ at, by });
  }
  return (place) => bands.reduce((to, { at, by }) => to + (place > at + SAME ? by : place < at - SAME ? 0 : by / 2), place);
}

// The height of a point of a long line, which moves with the box that it passes by.
function beside([x, y], boxes) {
  let near, least = Infinity;
  for (const box of boxes.values()) {
    const far = Math.max(0, box.left - x, x - 2 * box.at[0] + box.left) + Math.max(0, Math.abs(y - box.at[1]) - box.high / 2);
    if (far < least) [near, least] = [box, far];
  }
  const from = y - near.at[1], side = Math.max(-1, Math.min(1, (2 * from) / near.high));
  return near.y + from + (side * (near.h - near.high)) / 2;
}

class Drawing {
  constructor(root, { boxes, looks, levels, layouts, open }) {
    Object.assign(this, { root, levels, layouts, open: new Set(open), scale: null });
    this.boxes = boxes.map((box) => ({ ...looks[box.look], ...box }));
    this.parent = new Map(Object.entries(levels).flatMap(([fold, { boxes }]) => boxes.map((k) => [k, Number(fold)])));
    this.chosen = this.levels[WHOLE].boxes[0];
    this.build();
    this.show();
  }

  build() {
    const button = (words, keys, action, shown = words) =>
      h("button", { type: "button", title: `${words} (${keys})`, "aria-label": words, onclick: action }, shown);
    const foldable = this.boxes.some(({ opens }) => opens);
    this.all = h("button", { type: "button", class: "all", hidden: !foldable, onclick: () => this.toggleAll() });
    this.zooms = h("span", { class: "zooms" }, button("Zoom out", "o", () => this.zoom(0.8), "−"), button("Zoom in", "i", () => this.zoom(1.25), "+"), button("Fit", "0", () => this.fit()));
    this.pane = h("div", { class: "pane" });
    this.told = h("div", { class: "told", "aria-live": "polite" }, h("p", { class: "quiet" }, "Choose a box: it tells its rule and what it has saved."));
    const keys = h("details", {}, h("summary", {}, "Keys and signs"),
      h("dl", {}, ...KEYS.flatMap(([key, words]) => [h("dt", {}, key), h("dd", {}, words)])), ...SIGNS.map((words) => h("p", { class: "quiet" }, words)));
    this.root.querySelector(".still").replaceWith(h("div", { class: "tools" }, this.all, this.zooms), this.pane, this.told);
    this.root.querySelector("details").after(keys);
    keepKeys(this.root);
    themed(this.root);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.pane.addEventListener("pointerdown", (event) => this.drag(event));
    this.pane.addEventListener("scroll", () => this.render());
    this.pane.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => this.resized()).observe(this.pane);
  }

  // ---- where everything is
  arranged(fold) {
    const inside = this.levels[fold], layout = this.layouts[inside.layout], boxes = new Map(), wide = [], high = [];
    for (const [i, k] of inside.boxes.entries()) {
      const [x, y] = layout.at[i];
      const [width, height, dock] = this.boxes[k].size, inner = this.open.has(k) ? this.arranged(k) : null;
      const w = inner ? Math.max(inner.w + 2 * ROOM, this.boxes[k].label.length * CHARACTER + 44) : width + dock, h = inner ? inner.h + HEADER + ROOM : height;
      boxes.set(k, { k, at: [x, y], left: x - (width + dock) / 2, high: height, w, h, inner });
      if (inner) {
        inner.pad = (w - inner.w) / 2; // lines begin at the border of the fold
        wide.push([x, Math.max(0, w - width - dock)]);
        high.push([y, Math.max(0, h - height)]);
      }
    }
    const X = stretched(wide), Y = stretched(high);
    for (const box of boxes.values()) [box.x, box.y] = [X(box.at[0]), Y(box.at[1])];
    const ports = { source: new Map(), sink: new Map() };
    layout.ports.forEach(([end, y], i) => ports[end].set(inside.ports[i], y));
    const number = (i) => (i === BORDER ? BORDER : inside.boxes[i]);
    const lines = layout.lines.flatMap(([from, to, live, way], i) => { // of a line between folds each part has an end of its own in an opened one
      const ends = [number(from), number(to)], whole = inside.whole[i], parts = ends.some((k) => this.open.has(k)) ? whole.map((k) => [k]) : [whole];
      return parts.map((whole) => ({ from: ends[0], to: ends[1], whole, live, way }));
    });
    return { boxes, lines, ports, X, Y, w: X(layout.w), h: Y(layout.h), pad: 0, opened: wide.length > 0 };
  }
  // The end of a line at a box: its side, or the place at the border of an opened one where the line goes on inside.
  end(box, [x, y], side, whole) {
    const edge = box.x + (side === "source" ? -box.w / 2 : box.w / 2);
    if (box.inner) return [edge, box.y - box.h / 2 + HEADER + box.inner.Y(box.inner.ports[side].get(whole[0]))];
    return [edge + (side === "source" ? x - box.left : 0), box.y + y - box.at[1]];
  }
  route({ boxes, X, Y, w, pad, opened, ports }, { from, to, whole, way }) {
    const old = way.flatMap((x, i) => (i % 2 ? [] : [[x, way[i + 1]]])), n = old.length - 1;
    const a = from === BORDER ? [-pad, Y(ports.source.get(whole[0]))] : this.end(boxes.get(from), old[0], "sink", whole);
    const b = to === BORDER ? [w + pad, Y(ports.sink.get(whole[0]))] : this.end(boxes.get(to), old[n], "source", whole);
    if (n > 3 && !opened) return [a, ...old.slice(1, -1), b];
    const knots = [a, ...old.filter((_, i) => i % 3 === 0).slice(1, -1).map((point) => [X(point[0]), beside(point, boxes)]), b];
    const [rise, fall] = n === 3 ? [old[1][1] - old[0][1], old[2][1] - old[3][1]] : [0, 0]; // of two lines side by side
    return knots.flatMap(([x, y], i) => {
      if (i === 0) return [[x, y]];
      const [fromX, fromY] = knots[i - 1], reach = (x - fromX) / 2;
      return [[fromX + reach, fromY + rise], [x - reach, y + fall], [x, y]];
    });
  }

  // ---- the picture: what is far outside of the pane is not drawn, so that large graphs answer as quickly
  show() {
    const whole = this.arranged(WHOLE);
    this.items = [];
    this.lines = [];
    this.place(whole, MARGIN, MARGIN);
    this.items.sort((a, b) => a.left - b.left || a.y - b.y);
    this.at = new Map(this.items.map((item) => [item.k, item]));
    this.size = [whole.w + 2 * MARGIN, whole.h + 2 * MARGIN];
    this.layers = { clusters: s("g", {}), lines: s("g", {}), boxes: s("g", {}) };
    const boxes = this.items.filter(({ cluster }) => !cluster).length;
    this.svg = s("svg", { class: "graph", viewBox: `0 0 ${this.size.join(" ")}`, role: "group", "aria-label": `Graph, ${boxes} boxes` }, Object.values(this.layers));
    this.pane.replaceChildren(this.svg);
    this.all.textContent = this.open.size ? "Fold all" : "Unfold all";
    this.resized();
  }
  place(inside, left, top) {
    for (const { k, x, y, w, h: height, inner } of inside.boxes.values()) {
      const item = { k, left: left + x - w / 2, top: top + y - height / 2, w, h: height, y: top + y, cluster: Boolean(inner), layer: inner ? "clusters" : "boxes" };
      this.items.push(item);
      if (inner) this.place(inner, left + x - inner.w / 2, item.top + HEADER);
    }
    for (const line of inside.lines) {
      const points = this.route(inside, line).map(([x, y]) => [x + left, y + top]), ys = points.map(([, y]) => y), low = Math.min(...ys);
      this.lines.push({ ...line, points, left: points[0][0], w: points.at(-1)[0] - points[0][0], top: low, h: Math.max(...ys) - low, layer: "lines" });
    }
  }
  render() {
    const { pane } = this, room = 200, [left, top] = [pane.scrollLeft, pane.scrollTop].map((x) => x / this.used - room);
    const [right, bottom] = [left + pane.clientWidth / this.used + 2 * room, top + pane.clientHeight / this.used + 2 * room];
    const seen = (one) => one.left < right && one.left + one.w > left && one.top < bottom && one.top + one.h > top;
    for (const one of [...this.items, ...this.lines]) {
      const drawn = Boolean(one.g?.isConnected), wanted = seen(one) || (drawn && one.g.contains(document.activeElement));
      if (wanted && !drawn) {
        one.g ??= one.points ? this.line(one) : one.cluster ? this.cluster(one) : this.box(one);
        this.layers[one.layer].append(one.g);
        this.mark(one);
      } else if (drawn && !wanted) one.g.remove();
    }
    this.svg.classList.toggle("far", this.used < LEGIBLE);
  }
  line({ from, to, whole, live, points }) {
    const arrow = to === BORDER || this.open.has(to) ? null : s("path", { class: "head", d: head(points.at(-1), points.at(-2)) });
    return s("g", { class: live ? "edge" : "edge dead" }, s("path", { class: "line", d: `M${points[0]}C${points.slice(1).join(" ")}` }), arrow);
  }
  cluster({ k, w, h: height, left, top }) {
    const { label, second } = this.boxes[k];
    const title = s("g", { class: "title", role: "button", tabindex: -1, "aria-expanded": "true", "aria-label": `${label}, unfolded`, onclick: () => this.toggle(k), onfocus: () => this.choose(k) },
      s("rect", { class: "ring", x: 4, y: 4, width: label.length * CHARACTER + 32, height: 20, rx: 3 }), s("rect", { class: "sign", x: 7, y: 6, width: 16, height: 16, rx: 3 }),
      s("text", { x: 15, y: 18, class: "mid" }, "−"), s("text", { x: 30, y: 18 }, label));
    return s("g", { class: second ? "cluster second" : "cluster", transform: `translate(${left},${top})` }, s("rect", { class: "around", width: w, height, rx: 4 }), title);
  }
  box({ k, left, top }) {
    const { kind, symbol, rows, size: [w, height, dock, half, inset], sheets, maps = [], second, opens, line } = this.boxes[k];
    const parts = [s("title", {}, line), s("rect", { class: "ring", x: -dock - 4, y: -4, width: w + dock + 8, height: height + 8, rx: kind === "leaf" ? 18 : 6 })];
    for (let i = sheets; i >= 0; i--) parts.push(outline(kind, w, height, i * 3));
    if (symbol) parts.push(s("rect", { class: "op", x: -dock, y: height / 2 - 11, width: 2 * half, height: 22, rx: 11 }), s("text", { class: symbol.length > 1 ? "symbol word" : "symbol", x: half - dock, y: height / 2 + (symbol.length > 1 ? 3.5 : 4.5) }, symbol));
    rows.forEach(([name, value], i) => parts.push(s("text", { class: i ? "label" : "name", x: inset, y: 17 + i * ROW }, name), s("text", { class: "end", x: w - 10, y: 17 + i * ROW }, value)));
    for (const map of maps) parts.push(mapped(map));
    if (opens) parts.push(s("g", { class: "opener", "aria-hidden": "true", onclick: (event) => { event.stopPropagation(); this.toggle(k); } },
      s("rect", { x: w - 10, y: -9, width: 18, height: 18, rx: 3 }), s("text", { x: w - 1, y: 4.5, class: "mid" }, "+")));
    const states = opens ? { "aria-expanded": "false" } : {};
    return s("g", { class: `node ${kind}${second ? " second" : ""}`, role: "button", tabindex: -1, "aria-label": line, onclick: () => this.focus(k), onfocus: () => this.choose(k), ...states, transform: `translate(${left + dock},${top})` }, parts);
  }

  // ---- choosing
  mark(one) {
    const { g, k, from, to, whole } = one, here = k === this.chosen;
    if (one.points) return g.classList.toggle("near", this.told.dataset.box !== undefined && [from, to, ...whole.map((k) => this.seen(k))].includes(this.chosen));
    const button = one.cluster ? g.lastChild : g;
    button.setAttribute("tabindex", here ? "0" : "-1");
    if (here && this.told.dataset.box) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  choose(k) {
    const { line, more } = this.boxes[k];
    this.chosen = k;
    this.told.dataset.box = k;
    this.told.replaceChildren(h("p", {}, line), h("dl", {}, ...more.flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)])));
    for (const one of [...this.items, ...this.lines]) if (one.g?.isConnected) this.mark(one);
  }
  focus(k) {
    const { left, top, w, h: height, cluster } = this.at.get(k), { pane, used } = this;
    const by = (low, high, from, room) => (low < from ? low - from - 20 : high > from + room ? Math.min(high - from - room + 20, low - from - 20) : 0);
    const [right, bottom] = [left + (cluster ? 100 : w), top + (cluster ? HEADER : height)];
    pane.scrollBy(by(left * used, right * used, pane.scrollLeft, pane.clientWidth), by(top * used, bottom * used, pane.scrollTop, pane.clientHeight));
    this.render();
    const { g } = this.at.get(k);
    (cluster ? g.lastChild : g).focus({ preventScroll: true });
  }
  step(by) {
    const at = this.items.findIndex(({ k }) => k === this.chosen);
    this.focus(this.items[Math.max(0, Math.min(this.items.length - 1, at + by))].k);
  }
  seen(k) { // the box itself, or the fold that stands for it
    while (!this.at.has(k)) k = this.parent.get(k);
    return k;
  }
  along(forward) { // to the box at the other end of a line, across the borders of what is open
    const way = this.lines.find(({ to, whole }) => to !== BORDER && !this.open.has(to) && (forward ? whole.some((k) => this.seen(k) === this.chosen) : to === this.chosen));
    if (way) this.focus(forward ? way.to : this.seen(way.whole[0]));
    else this.step(forward ? 1 : -1);
  }

  // ---- folding
  toggle(k) {
    if (this.open.has(k)) this.close(k);
    else if (this.boxes[k].opens) this.open.add(k);
    else return;
    this.show();
    this.focus(k);
  }
  close(k) { // with all that is open inside it
    this.open.delete(k);
    for (const inner of this.levels[k].boxes) if (this.open.has(inner)) this.close(inner);
  }
  fold() {
    const k = this.open.has(this.chosen) ? this.chosen : this.parent.get(this.chosen);
    if (k !== WHOLE) this.toggle(k);
  }
  toggleAll() {
    if (this.open.size) this.open.clear();
    else {
      const waiting = [...this.levels[WHOLE].boxes];
      let shown = waiting.length;
      for (const k of waiting) {
        const inside = this.boxes[k].opens ? this.levels[k].boxes : [];
        if (!inside.length || (shown + inside.length > ALL && this.open.size)) continue;
        this.open.add(k);
        shown += inside.length;
        waiting.push(...inside);
      }
    }
    let k = this.chosen;
    while (this.parent.get(k) !== WHOLE && !this.open.has(this.parent.get(k))) k = this.parent.get(k);
    const inside = this.root.contains(document.activeElement);
    this.chosen = k;
    this.show();
    if (inside) this.focus(k);
  }

  // ---- moving and zooming
  resized() {
    const room = this.pane.clientWidth;
    if (!room) return;
    const [w, height] = this.size, used = (this.used = this.scale ?? Math.min(1, Math.max(SHRINK, room / w)));
    this.svg.setAttribute("width", w * used);
    this.svg.setAttribute("height", height * used);
    const fits = w * used <= room + 1 && height * used <= this.pane.clientHeight + 1;
    this.pane.classList.toggle("moves", !fits);
    this.zooms.hidden = fits && this.scale === null;
    this.render();
  }
  zoom(by, [x, y] = [this.pane.clientWidth / 2, this.pane.clientHeight / 2]) {
    const { pane, used: before } = this;
    this.scale = Math.max(SMALLEST, Math.min(LARGEST, before * by));
    const place = [pane.scrollLeft + x, pane.scrollTop + y];
    this.resized();
    [pane.scrollLeft, pane.scrollTop] = [(place[0] * this.scale) / before - x, (place[1] * this.scale) / before - y];
    this.render();
  }
  fit() {
    const { pane } = this, [w, height] = this.size;
    this.scale = Math.max(SMALLEST, Math.min(1, pane.clientWidth / w, parseFloat(getComputedStyle(pane).maxHeight) / height));
    this.resized();
  }
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = this.pane.getBoundingClientRect();
    this.zoom(Math.exp(-event.deltaY / 300), [event.clientX - left, event.clientY - top]);
  }
  drag(event) {
    if (event.button !== 0 || event.pointerType === "touch" || event.target.closest(".node, .title")) return;
    const { pane } = this, from = [pane.scrollLeft + event.clientX, pane.scrollTop + event.clientY];
    const move = ({ clientX, clientY }) => { [pane.scrollLeft, pane.scrollTop] = [from[0] - clientX, from[1] - clientY]; };
    pane.setPointerCapture(event.pointerId);
    pane.addEventListener("pointermove", move);
    pane.addEventListener("lostpointercapture", () => pane.removeEventListener("pointermove", move), { once: true });
  }
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("pre, summary")) return;
    const { key, shiftKey } = event, at = event.target.closest(".node, .title");
    const pan = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[key];
    const zooms = { i: () => this.zoom(1.25), o: () => this.zoom(0.8), 0: () => this.fit(), "*": () => this.toggleAll() };
    const boxes = {
      ArrowUp: () => this.step(-1), ArrowDown: () => this.step(1), ArrowLeft: () => this.along(false), ArrowRight: () => this.along(true),
      Home: () => this.focus(this.items[0].k), End: () => this.focus(this.items.at(-1).k), Enter: () => this.toggle(this.chosen), " ": () => this.toggle(this.chosen),
      "+": () => this.open.has(this.chosen) || this.toggle(this.chosen), "-": () => this.fold(), "−": () => this.fold(),
    };
    const run = shiftKey && pan ? () => this.pane.scrollBy(...pan) : zooms[key] ?? (at && boxes[key]);
    if (!run) return;
    event.preventDefault();
    run();
  }
}

function outline(kind, w, height, out) {
  const at = out ? { transform: `translate(${out},${-out})` } : {}, c = 7;
  if (kind === "frozen") return s("path", { class: "box", d: `M${c} 0L${w - c} 0L${w} ${c}L${w} ${height - c}L${w - c} ${height}L${c} ${height}L0 ${height - c}L0 ${c}Z` });
  return s("rect", { class: "box", width: w, height, rx: kind === "leaf" ? 15 : 2, ...at });
}

function mapped([name, columns, cells, left, top, side]) {
  const map = heat({ shape: [columns], data: cells }, side, side > 4 ? 0.8 : 0);
  const frame = name === "grad" ? s("rect", { class: "frame", x: -2, y: -2, width: map.width + 4, height: map.height + 4, rx: 1.5 }) : null;
  return s("g", { class: "heat", transform: `translate(${left},${top})` }, map.cells, frame);
}

const root = document.currentScript.parentElement;
new Drawing(root, JSON.parse(root.querySelector("script[type='application/json']").textContent));
