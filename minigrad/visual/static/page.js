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

const inDigits = (value, digits) => String(Number(value.toPrecision(digits))).replaceAll("-", "−");

// JupyterLab listens at the document: a key that got there would be one of the notebook's shortcuts.
function keepKeys(el) {
  for (const event of ["keydown", "keyup"]) el.addEventListener(event, (e) => e.stopPropagation());
}

