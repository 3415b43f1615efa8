function render({ model, el }) {
  const { items, graphs, parameters } = JSON.parse(model.get("told"));
  const tree = h("ul", { role: "tree", "aria-label": "the modules and their parameters" });
  const picture = h("div", { class: "graph" }), words = h("p", { "aria-live": "polite" });
  const body = h("tbody", {}), columns = ["parameter", "shape", "requires_grad", ".grad"];
  const table = h("table", {}, h("caption", {}, "what it owns"),
    h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))), body);
  el.append(h("div", { class: "picture owners" }, h("div", { class: "sides" }, tree, picture), words, table));
  keepKeys(el);
  const rows = items.map((item, i) => {
    const twist = h("span", { class: "twist", "aria-hidden": "true", onclick: () => fold(i) });
    const row = h("li", { role: "treeitem", "aria-level": item.level, tabindex: -1,
      style: `padding-left: ${1.2 * (item.level - 1)}em`, onclick: () => select(i) }, twist, item.label);
    tree.append(row);
    return row;
  });
  let drawn = null;

  // What is open, as far as all around it is: the state of the tree, and the name of its graph.
  function shownNow() {
    const open = new Set(model.get("opened")), seen = [], reached = new Set();
    items.forEach((item, i) => {
      seen[i] = item.parent < 0 || (seen[item.parent] && open.has(items[item.parent].opens));
      if (seen[i] && open.has(item.opens)) reached.add(item.opens);
    });
    return { seen, reached, key: [...reached].sort((a, b) => a - b).join(",") };
  }
  function select(i) {
    model.set("selected", i);
    model.save_changes();
    turn();
    rows[i].focus();
  }
  function fold(i) {
    if (items[i].opens === null) return;
    const open = new Set(model.get("opened")), m = items[i].opens;
    if (!open.delete(m)) open.add(m);
    model.set("opened", [...open]);
    model.save_changes();
    turn();
  }
  function turn() {
    const { seen, reached, key } = shownNow();
    let chosen = model.get("selected");
    while (!seen[chosen]) chosen = items[chosen].parent;
    const { token, said, owns } = items[chosen];
    rows.forEach((row, i) => {
      row.hidden = !seen[i];
      row.tabIndex = i === chosen ? 0 : -1;
      row.setAttribute("aria-selected", i === chosen);
      if (items[i].opens === null) return;
      row.setAttribute("aria-expanded", reached.has(items[i].opens));
      row.firstChild.textContent = reached.has(items[i].opens) ? "▾" : "▸";
    });
    if (drawn !== key) picture.innerHTML = graphs[key];  // laid out by Graphviz, which escapes the reader's names
    drawn = key;
    for (const part of picture.querySelectorAll("g.node, g.edge, g.cluster"))
      part.classList.toggle("lit", part.classList.contains(token));
    words.textContent = said;
    body.replaceChildren(...owns.map((k) => h("tr", {}, parameters[k].map((text) => h("td", {}, text)))));
    table.hidden = !owns.length;
  }
  picture.addEventListener("click", (event) => {
    const part = event.target.closest("g.node, g.cluster"), { seen } = shownNow();
    const own = part && [...part.classList].find((name) => name.startsWith("own-"));
    const i = own ? items.findIndex((item, i) => seen[i] && `own-${item.token}` === own) : -1;
    if (i >= 0) select(i);
  });
  tree.addEventListener("keydown", (event) => {
    const { seen, reached } = shownNow(), at = rows.findIndex((row) => row.tabIndex === 0);
    const open = reached.has(items[at].opens), near = (step) => {
      let i = at + step;
      while (i >= 0 && i < items.length && !seen[i]) i += step;
      return items[i] ? i : at;
    };
    const acts = { ArrowDown: () => select(near(1)), ArrowUp: () => select(near(-1)), Home: () => select(0),
      End: () => select(seen.lastIndexOf(true)),
      ArrowRight: () => (open ? select(near(1)) : fold(at)),
      ArrowLeft: () => (open ? fold(at) : select(Math.max(items[at].parent, 0))),
      Enter: () => fold(at), " ": () => fold(at) };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  for (const name of ["selected", "opened"]) model.on(`change:${name}`, turn);
  turn();
}
export default { render };
