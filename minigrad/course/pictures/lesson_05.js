// The race of lesson 05: three copies of one graph, each run in its own order. All steps come at once (lesson_05.py).

const WIDTH = 106, HEIGHT = 38, EDGE = 24; // of a node, and what is left free around the graph

const figure = (value) => (value == null ? "—" : inDigits(value, 6));
const count = (n) => n.toLocaleString("en-US");

// What a copy looks like after `at` steps: for each node its calls, what has arrived, and for whom it was too early.
function stateOf(graph, run, at) {
  const nodes = graph.nodes.map(() => ({ calls: 0, arrived: null, early: null }));
  nodes[0].arrived = graph.start;
  const steps = (run.steps ?? []).slice(0, at);
  for (const [node, , sent, early] of steps) {
    for (const [edge, share] of sent) nodes[graph.edges[edge].to].arrived = (nodes[graph.edges[edge].to].arrived ?? 0) + share;
    nodes[node].calls += 1;
    nodes[node].early ??= early;
  }
  const [now, , sent] = (at <= (run.steps ?? []).length && steps.at(-1)) || [null, null, []];
  return { nodes, now, sent: new Map(sent), calls: steps.length, over: run.steps ? at >= run.steps.length : false };
}

// ------------------------------------------------------------------------------------------------------- the drawing
function curve(edge) {
  const points = edge.way.map(([x, y]) => [x, y]);
  const bend = edge.twin * 20;
  const first = points[0], last = points.at(-1);
  points[0] = [first[0] + bend / 2, first[1] + HEIGHT / 2];
  points[points.length - 1] = [last[0] + bend / 2, last[1] - HEIGHT / 2 - 4];
  let path = `M${points[0].join()}`;
  for (let i = 1; i < points.length; i++) {
    const [x1, y1] = points[i - 1], [x2, y2] = points[i], middle = (y1 + y2) / 2;
    path += `C${x1 + bend},${middle} ${x2 + bend},${middle} ${x2},${y2}`;
  }
  const [x1, y1] = points[0], [x2, y2] = points[1];
  const label = { x: (x1 + x2) / 2 + edge.twin * 24, y: (y1 + y2) / 2 + 4, class: `share ${["left", "", "beside"][edge.twin + 1]}` };
  return { path, label };
}

function drawn(graph, run, at, id) {
  const { nodes, now, sent } = stateOf(graph, run, at);
  const boxed = graph.nodes.map((n) => n.at[0]), crossed = graph.edges.flatMap((e) => e.way.map((p) => p[0]));
  const left = Math.min(...boxed.map((x) => x - WIDTH / 2), ...crossed) - EDGE / 2;
  const right = Math.max(...boxed.map((x) => x + WIDTH / 2), ...crossed) + EDGE / 2;
  const bottom = Math.max(...graph.nodes.map((n) => n.at[1]));
  const size = [right - left, bottom + HEIGHT + 2 * EDGE];
  const lines = graph.edges.map((edge, i) => {
    const { path, label } = curve(edge);
    const used = sent.has(i);
    return s("g", { class: used ? "edge used" : "edge" }, s("path", { d: path, "marker-end": `url(#${id})` }),
      used && s("text", label, figure(sent.get(i))));
  });
  const boxes = graph.nodes.map((node, i) => box(node, nodes[i], now === i));
  return s("svg", { width: size[0], height: size[1], viewBox: `${left} ${-HEIGHT / 2 - EDGE} ${size.join(" ")}`, role: "img", "aria-label": inWords(graph, run, at) },
    s("defs", {}, s("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerUnits: "userSpaceOnUse", markerWidth: 8, markerHeight: 8, orient: "auto" }, s("path", { d: "M0 0L8 4L0 8z", class: "head" }))),
    lines, boxes);
}

function box(node, state, running) {
  const [x, y] = node.at;
  const kind = running ? "running" : state.calls ? "done" : state.arrived != null ? "waiting" : "unreached";
  const frame = (grow, name) => s("rect", { x: x - WIDTH / 2 - grow, y: y - HEIGHT / 2 - grow, width: WIDTH + 2 * grow, height: HEIGHT + 2 * grow, rx: 5 + grow, class: name });
  const tip = x + WIDTH / 2 + 3, long = 14 + 6.6 * (state.early ?? "").length;
  const early = state.early && [
    s("path", { d: `M${tip} ${y}l8 -15h${long}v30h${-long}z`, class: "wedge" }),
    s("text", { x: tip + 11, y: y - 3, class: "early" }, "early:"), s("text", { x: tip + 11, y: y + 10, class: "early" }, state.early)];
  return s("g", { class: `node ${kind}` }, state.calls > 1 && frame(7, "again"), frame(0, "frame"), running && frame(3.5, "second"),
    s("text", { x: x - WIDTH / 2 + 7, y: y - 4, class: "name" }, node.name),
    s("text", { x: x + WIDTH / 2 - 7, y: y - 4, class: "end quiet" }, `nr ${node.number}`),
    s("text", { x: x - WIDTH / 2 + 7, y: y + 13 }, `${count(state.calls)}×${state.calls && !running ? " ✓" : ""}`),
    s("text", { x: x + WIDTH / 2 - 7, y: y + 13, class: "end" }, figure(state.arrived)), early);
}

// ----------------------------------------------------------------------------------------------------- and in words
function inWords(graph, run, at) {
  const { nodes } = stateOf(graph, run, at);
  const parts = graph.nodes.map((node, i) => {
    const { calls, arrived, early } = nodes[i];
    const much = arrived == null ? "nothing has arrived" : `${figure(arrived)} has arrived`;
    return `${node.name}: called ${calls} times, ${much}${early ? `, too early: ${early} had not run` : ""}`;
  });
  return `${run.order}. ${parts.join("; ")}.`;
}

const gradients = (run) => run.grads.map(([name, value]) => `${figure(value)} at ${name}`).join(", ");
const verdict = (run) => `${gradients(run)}: ${run.right ? "right" : "wrong"}`;

function sentence(graph, at) {
  if (!at) return `Nothing has run yet. ${figure(graph.start)} arrives at ${graph.nodes[0].name}.`;
  const parts = graph.runs.map((run) => {
    const name = run.order[0].toUpperCase() + run.order.slice(1);
    if (!run.steps) return at < length(graph) ? `${name} goes on.` : `${name} ends after ${count(run.calls)} calls.`;
    if (at > run.steps.length) return null;
    const [node, grad, , early] = run.steps[at - 1];
    const ends = at === run.steps.length ? ` and has finished: ${verdict(run)}` : "";
    return `${name} calls ${graph.nodes[node].name} with ${figure(grad)}${early ? `, early: ${early} has not run` : ""}${ends}.`;
  });
  return `Step ${at}. ${parts.filter(Boolean).join(" ")}`;
}

// The last step of a copy that is only counted comes when the others have finished.
const length = (graph) => Math.max(...graph.runs.map((run) => run.steps?.length ?? 0)) + (graph.runs.some((run) => !run.steps) ? 1 : 0);

function result(graph, run, at) {
  const { calls, over } = stateOf(graph, run, at);
  const counted = !run.steps;
  const done = counted ? at >= length(graph) : over;
  const so = done ? run.calls : counted ? at : calls;
  return [h("strong", {}, `${count(so)} call${so === 1 ? "" : "s"}`), done ? ` · ${gradients(run)} · ` : " so far",
    done && h("span", { class: run.right ? "right" : "wrong" }, run.right ? "right" : "wrong")];
}

// ------------------------------------------------------------------------------------------------------- the widget
function render({ model, el }) {
  const id = unique("race");
  let timer = null;
  const graphs = JSON.parse(model.get("graphs")), own = "yours" in graphs;
  const graph = () => graphs[model.get("shape") === "yours" ? "yours" : `${model.get("shape")} ${model.get("diamonds")}`];

  const slider = h("input", { type: "range", min: 1, max: 12, step: 1, oninput: () => change({ diamonds: Number(slider.value) }) });
  const number = h("output", {});
  const shapes = ["even", "lopsided", ...(own ? ["yours"] : [])].map((shape) => {
    const input = h("input", { type: "radio", name: id, value: shape, onchange: () => change({ shape }) });
    return { shape, input, label: h("label", {}, input, shape) };
  });
  const button = (text, action) => h("button", { type: "button", onclick: action }, text);
  const back = button("step back", () => go(model.get("at") - 1));
  const next = button("step", () => go(model.get("at") + 1));
  const play = button("play", () => (timer ? pause() : start()));
  const again = button("start again", () => go(0));
  const copies = [0, 1, 2].map((i) => ({
    name: h("div", { class: "order", id: `${id}-${i}` }), pane: h("div", { class: "pane", tabindex: 0, role: "region", "aria-labelledby": `${id}-${i}` }), result: h("p", {}),
  }));
  const words = h("p", { class: "words", "aria-live": "polite" });
  const root = h("div", { class: "picture race", role: "group", "aria-label": "Race of three orders", onkeydown: keys },
    h("div", { class: "controls" }, h("label", {}, "a pile of ", number, h("span", {}, "diamonds"), slider),
      h("span", { role: "radiogroup", "aria-label": "shape of the diamonds" }, shapes.map(({ label }) => label)),
      h("span", { class: "buttons" }, back, next, play, again)),
    words,
    h("div", { class: "copies" }, copies.map(({ name, pane, result: line }) => h("div", { class: "copy" }, name, line, pane))),
    h("p", { class: "legend" }, "nr: when the node was made · 2×: how often it was called · right below: what has arrived, — before anything has. ",
      "Outline: dashed, nothing has arrived · thick, waiting · double, running · filled with ✓, called · with a ring around it, called again."));
  el.replaceChildren(root);
  keepKeys(el);

  function change(values) {
    pause();
    for (const [key, value] of Object.entries({ ...values, at: 0 })) model.set(key, value);
    model.save_changes();
    show();
  }
  function go(at) {
    model.set("at", Math.max(0, Math.min(at, length(graph()))));
    model.save_changes();
    show();
  }
  function start() {
    if (model.get("at") >= length(graph())) go(0);
    timer = setInterval(() => (model.get("at") < length(graph()) ? go(model.get("at") + 1) : pause()), 700);
    show();
  }
  function pause() {
    clearInterval(timer);
    timer = null;
    play.textContent = "play";
  }
  function keys(event) {
    const to = { ArrowRight: model.get("at") + 1, ArrowLeft: model.get("at") - 1, Home: 0, End: length(graph()) }[event.key];
    if (to === undefined || event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    pause();
    go(to);
  }
  function show() {
    const shown = graph(), at = model.get("at"), yours = model.get("shape") === "yours";
    slider.value = model.get("diamonds");
    slider.disabled = yours;
    number.textContent = model.get("diamonds");
    for (const { shape, input } of shapes) input.checked = shape === model.get("shape");
    play.textContent = timer ? "pause" : "play";
    back.setAttribute("aria-disabled", at === 0); // not `disabled`, which would take the keys from whoever is there
    next.setAttribute("aria-disabled", at === length(shown));
    words.textContent = sentence(shown, at);
    shown.runs.forEach((run, i) => {
      copies[i].name.textContent = run.order;
      copies[i].result.replaceChildren(...result(shown, run, at).filter(Boolean));
      const picture = run.steps ? drawn(shown, run, at, `${id}-head-${i}`)
        : h("p", { class: "counter" }, `${count(at >= length(shown) ? run.calls : at)}×`, h("span", {}, "Too many calls to draw: only the counter runs."));
      copies[i].pane.replaceChildren(picture);
      follow(copies[i].pane);
    });
  }
  function follow(pane) {
    const active = pane.querySelector(".running .frame");
    if (active) pane.scrollTop = Math.max(0, Number(active.getAttribute("y")) + HEIGHT + EDGE - pane.clientHeight / 2);
  }
  for (const key of ["at", "shape", "diamonds"]) model.on(`change:${key}`, show);
  show();
  return pause;
}
export default { render };
