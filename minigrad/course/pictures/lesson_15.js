// The open boxes of lesson 15. All that is shown was computed before (lesson_15.py).

function render({ model, el }) {
  const group = unique("opened"), boxes = model.get("boxes"), times = model.get("times");
  const picture = h("div", {});
  picture.innerHTML = model.get("picture"); // drawn by `draw`, which lets nothing of the reader's become markup
  const drawn = picture.querySelectorAll("svg .node"), nodes = model.get("places").map((place) => drawn[place]);
  const radios = boxes.map((_, i) => h("input", { type: "radio", name: group, onchange: () => set("box", i) }));
  const slider = h("input", { type: "range", min: 0, max: times.length - 1, step: 1, oninput: () => set("at", Number(slider.value)) });
  const factor = h("output", {});
  const panes = ["forward", "ctx", "backward"].map((title) => ({ title, list: h("dl", {}) }));
  const words = h("p", { "aria-live": "polite" });
  el.replaceChildren(h("div", { class: "picture opened", role: "group", "aria-label": "The Functions on a graph, opened" },
    picture,
    h("div", { class: "controls" },
      h("fieldset", {}, h("legend", {}, "open"), boxes.map((box, i) => h("label", {}, radios[i], box.name))),
      h("label", {}, "what arrives at the result, times", slider, factor)),
    h("div", { class: "box" }, panes.map(({ title, list }) =>
      h("div", { class: "pane", role: "group", "aria-label": title }, h("div", { class: "title", "aria-hidden": "true" }, title), list))),
    words));
  keepKeys(el);
  nodes.forEach((node, i) => {
    node.classList.add("choice");
    node.addEventListener("click", () => set("box", i));
  });

  function set(key, value) {
    model.set(key, value);
    model.save_changes();
    show();
  }
  const row = (term, ...values) => [h("dt", {}, term), ...values.map((value) => h("dd", {}, value))];
  const judged = ({ note, same, nudged }) => note ?? `${same ? "✓" : "✗"} nudging says ${nudged}`;
  const said = ({ to, went, note, same, nudged }) => `to ${to} goes ${went}, ${note ?? `${same ? "as" : "but"} nudging says ${nudged}`}`;

  function show() {
    const box = boxes[model.get("box")], at = model.get("at"), back = box.back[at];
    radios.forEach((radio, i) => { radio.checked = i === model.get("box"); });
    nodes.forEach((node, i) => node.classList.toggle("open", i === model.get("box")));
    slider.value = at;
    factor.textContent = inDigits(times[at], 2);
    slider.setAttribute("aria-valuetext", `times ${times[at]}`);
    const contents = [
      [...box.given.map(([name, value]) => row(name, value)), row("gives", box.gave)],
      [row("needs_input_grad", box.needs), ...box.kept.map(([name, value]) => row(name, value))],
      back.error ? [row("raises", back.error)] : [row("comes in", back.came), ...back.rows.map((sent) => row(`to ${sent.to}`, sent.went, judged(sent)))],
    ];
    panes.forEach(({ list }, i) => list.replaceChildren(...contents[i].flat()));
    words.textContent = `${box.name}: ${back.error ?? `${back.came} comes in; ${back.rows.map(said).join("; ")}`}.`;
  }
  model.on("change:box", show);
  model.on("change:at", show);
  show();
}
export default { render };
