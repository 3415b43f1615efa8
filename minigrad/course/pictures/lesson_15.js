// The open boxes of lesson 15. All that is shown was computed before (lesson_15.py).

let boards = 0;

function render({ model, el }) {
  const name = `opened${boards++}`, boxes = model.get("boxes"), times = model.get("times");
  const set = (key, value) => { model.set(key, value); model.save_changes(); show(); };

  const radios = boxes.map((box, i) => h("input", { type: "radio", name, value: i, onchange: () => set("box", i) }));
  const slider = h("input", { type: "range", min: 0, max: times.length - 1, step: 1, oninput: () => set("at", Number(slider.value)) });
  const factor = h("output", {});
  const picture = h("div", { class: "graph" });
  picture.innerHTML = model.get("picture"); // drawn by `draw`, which lets nothing of the reader's become markup
  const panes = ["forward", "ctx", "backward"].map((title) => ({ title, list: h("dl", {}) }));
  const words = h("p", { "aria-live": "polite" });
  el.replaceChildren(h("div", { class: "opened", role: "group", "aria-label": "The Functions on a graph, opened" },
    picture,
    h("div", { class: "controls" },
      boxes.length > 1 && h("fieldset", {}, h("legend", {}, "open"), boxes.map((box, i) => h("label", {}, radios[i], box.name))),
      h("label", {}, "what arrives at the result, times", slider, factor)),
    h("div", { class: "box" }, panes.map(({ title, list }) => h("div", { class: "pane", role: "group", "aria-label": title }, h("div", { class: "title", "aria-hidden": "true" }, title), list))),
    words));
  keepKeys(el);

  const row = (term, ...values) => [h("dt", {}, term), ...values.map((value) => h("dd", {}, value))];

  function show() {
    const box = boxes[model.get("box")], at = model.get("at"), back = box.back[at];
    radios.forEach((radio, i) => { radio.checked = i === model.get("box"); });
    slider.value = at;
    factor.textContent = times[at];
    slider.setAttribute("aria-valuetext", `times ${times[at]}`);
    const contents = [
      [...box.given.map(([term, value]) => row(term, value)), row("gives", ...box.gave)],
      [row("needs_input_grad", box.needs), ...box.kept.map(([term, value]) => row(term, value))],
      back.error ? [row("raises", back.error)]
        : [row("comes in", ...back.came), ...back.rows.map(([to, went, judged]) => row(`to ${to}`, went, judged))],
    ];
    panes.forEach(({ list }, i) => list.replaceChildren(...contents[i].flat(Infinity)));
    words.textContent = back.error ? `${box.name}: ${back.error}`
      : `${box.name}: ${back.came.join(", ")} comes in; ${back.rows.map(([to, went, judged]) => `to ${to} goes ${went} (${judged.replace("✓ ", "the same as nudging: ").replace("✗ ", "not the same: ")})`).join("; ")}.`;
  }
  model.on("change:box", show);
  model.on("change:at", show);
  show();
}
export default { render };
