// The board of lesson 11: all trials were run before (lesson_11.py); here their distance is held against the tolerance.

function render({ model, el }) {
  const rules = model.get("rules"), right = model.get("right"), tests = model.get("tests"), exponents = model.get("exponents");
  const slider = h("input", { type: "range", min: 0, max: exponents.length - 1, step: 1, oninput: () => set("at", Number(slider.value)) });
  const tolerance = h("output", {}), words = h("p", { "aria-live": "polite" });
  const cells = rules.map((_, i) => tests.map((_, j) => h("button", { type: "button", onclick: () => choose(i, j, false) })));
  const counts = tests.map(() => h("td", {})), accused = tests.map(() => h("td", {}));
  const head = (scope, text) => h("th", { scope }, text);
  const body = rules.map(([name, rule], i) => h("tr", {}, h("th", { scope: "row" }, `${name}: `, h("code", {}, rule)), cells[i].map((button) => h("td", {}, button))));
  const table = h("table", {},
    h("thead", {}, h("tr", {}, head("col", "wrong rule"), tests.map(({ name }) => head("col", name)))),
    h("tbody", {}, body),
    h("tfoot", {}, h("tr", {}, head("row", `seen, of ${rules.length}`), counts), h("tr", {}, head("row", "right rules accused"), accused)));
  el.replaceChildren(h("div", { class: "picture mutants", role: "group", "aria-label": "Tests against wrong rules" },
    h("label", {}, "tolerance rtol", slider, tolerance), h("div", { class: "scroll" }, table), words));
  keepKeys(el);

  function set(key, value) {
    model.set(key, value);
    model.save_changes();
    show();
  }
  function choose(i, j, focus) {
    set("chosen", [i, j]);
    if (focus) cells[i][j].focus();
  }
  table.addEventListener("keydown", (event) => {
    const [down, along] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [0, 0];
    if (!down && !along) return;
    event.preventDefault();
    const [i, j] = model.get("chosen"), within = (k, n) => Math.min(Math.max(k, 0), n - 1);
    choose(within(i + down, rules.length), within(j + along, tests.length), true);
  });

  function show() {
    const exponent = exponents[model.get("at")], rtol = 10 ** exponent, [row, column] = model.get("chosen");
    const sees = ({ distance }) => distance > rtol;
    slider.value = model.get("at");
    tolerance.textContent = String(rtol);
    slider.setAttribute("aria-valuetext", tolerance.textContent);
    tests.forEach((test, j) => {
      rules.forEach(([name, rule], i) => {
        const button = cells[i][j], word = sees(test.wrong[i]) ? "seen" : "missed", chosen = i === row && j === column;
        button.textContent = word;
        button.className = word;
        button.tabIndex = chosen ? 0 : -1;
        button.setAttribute("aria-pressed", String(chosen));
        button.setAttribute("aria-label", `${name}: ${rule}, ${test.name}, ${word}`);
      });
      counts[j].textContent = String(test.wrong.filter(sees).length);
      accused[j].textContent = right.filter((_, k) => sees(test.right[k])).join(", ") || "none";
    });
    const [name, rule] = rules[row], made = tests[column].wrong[row];
    const seen = made.alike ? "Seen, beyond the fourth digit" : "Seen";
    words.textContent = `${name} by ${rule}, ${tests[column].name}: ${made.said}. ${sees(made) ? seen : "Missed"}.`;
  }
  model.on("change:at", show);
  model.on("change:chosen", show);
  show();
}
export default { render };
