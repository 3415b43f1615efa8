// What the pages of several pictures share. It comes before a picture's own script, in one module with it.
const SVG = "http://www.w3.org/2000/svg";

// Text from the reader never becomes markup: children are nodes or text.
function element(space, tag, attributes, children) {
  const made = space ? document.createElementNS(space, tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child != null));
  return made;
}
const h = (tag, attributes, ...children) => element("", tag, attributes, children);
const s = (tag, attributes, ...children) => element(SVG, tag, attributes, children);

// A name for radio buttons or a label, which no other view on the page has.
const unique = (name) => `${name}-${Math.random().toString(36).slice(2)}`;

const inDigits = (value, digits) => String(Number(value.toPrecision(digits))).replaceAll("-", "−");

// A key that reached the notebook would be one of its shortcuts. JupyterLab listens at the document when we have had the
// key, Notebook before; both leave alone what is marked and has the focus itself.
function keepKeys(el) {
  el.addEventListener("focusin", ({ target }) => target.setAttribute("data-lm-suppress-shortcuts", ""));
  for (const event of ["keydown", "keyup"]) el.addEventListener(event, (e) => e.stopPropagation());
}

// Says on an element whether it stands on a dark ground, by the luminance of its background, whenever the host changes.
function themed(root) {
  const held = new WeakRef(root); // nobody says when an output is cleared
  const look = () => {
    const root = held.deref();
    if (!root) return watch.disconnect();
    const [r, g, b] = getComputedStyle(root).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
    root.dataset.dark = String(0.299 * r + 0.587 * g + 0.114 * b < 128);
  };
  const watch = new MutationObserver(look);
  look();
  for (const host of [document.documentElement, document.body]) watch.observe(host, { attributes: true });
  return { look, end: () => watch.disconnect() };
}

// The arrow at the end of a line.
function head([x, y], [fromX, fromY]) {
  const length = Math.hypot(x - fromX, y - fromY) || 1, ux = (x - fromX) / length, uy = (y - fromY) / length, bx = x - ux * 7, by = y - uy * 7;
  return `M${x} ${y}L${bx - uy * 3.6} ${by + ux * 3.6}L${bx + uy * 3.6} ${by - ux * 3.6}Z`;
}

// An array as a heat map: hue and, for negative numbers, a dash.
function heat({ shape, data }, cell, gap = 1) {
  const columns = shape.at(-1), rows = data.length / columns, top = Math.max(...data.map(Math.abs)) || 1;
  const cells = data.map((v, i) => {
    const x = (i % columns) * cell, y = Math.floor(i / columns) * cell, strength = Math.abs(v) / top;
    const style = `--v:${(12 + 88 * strength).toFixed(0)}%`;
    return [
      s("rect", { x, y, width: cell - gap, height: cell - gap, class: v < 0 ? "minus" : "plus", style }),
      v < 0 ? s("rect", { x: x + cell * 0.22, y: y + (cell - gap) / 2 - 0.6, width: cell * 0.56 - gap, height: 1.2, class: strength > 0.45 ? "dash strong" : "dash" }) : null,
    ];
  });
  return { width: columns * cell - gap, height: rows * cell - gap, cells: cells.flat().filter(Boolean) };
}
