// The picture of lesson 18: the bytes alive at each step of a run, and beside it the most of each run. The runs are made
// beforehand (lesson_18.py).

const HIGH = 220, WIDE = 430, LEFT = 62, GAP = 76, BARS = 250, TOP = 26;  // of the two plots, and what is around them

const size = (bytes) => bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${inDigits(bytes / 1e3, 3)} kB` : `${inDigits(bytes / 1e6, 3)} MB`;
const many = (n, what) => `${n.toLocaleString("en-US")} ${what}${n === 1 ? "" : "s"}`;

function render({ model, el }) {
  const runs = JSON.parse(model.get("told")), most = Math.max(...runs.map((run) => run.most));
  const longest = Math.max(...runs.map((run) => run.course.length));
  const x = (step) => LEFT + (WIDE * step) / longest, y = (bytes) => TOP + HIGH - (HIGH * bytes) / most;
  const slider = h("input", { type: "range", min: 1, max: runs.length, step: 1,
    oninput: () => { model.set("segments", Number(slider.value)); model.save_changes(); turn(); } });
  const place = h("output", {});
  const picture = h("div", { class: "plots" });
  const words = h("p", { "aria-live": "polite" });
  el.append(h("div", { class: "picture live-bytes" }, h("label", {}, "segments", slider, place), picture, words));
  keepKeys(el);

  const line = (run) => "M" + run.course.map((bytes, i) => `${x(i)} ${y(bytes)}`).join("L");
  const text = (at, height, what, name = "") => s("text", { x: at, y: height, class: name }, what);

  function course(run) {
    const turned = x(run.turn), peak = run.course.indexOf(run.most);
    return [
      [0, most / 2, most].map((bytes) => [s("path", { d: `M${LEFT} ${y(bytes)}h${WIDE}`, class: "grid" }), text(LEFT - 6, y(bytes) + 4, size(bytes), "end")]),
      s("path", { d: `M${turned} ${TOP - 6}V${TOP + HIGH}`, class: "turn" }), text(turned + 4, TOP - 10, "backward begins"),
      s("path", { d: line(runs[0]), class: "plain" }), s("path", { d: line(run), class: "line" }),
      s("circle", { cx: x(peak), cy: y(run.most), r: 4, class: "peak" }),
      text(LEFT, TOP + HIGH + 18, "step by step: an array more, or one less"),
    ];
  }

  function bars(run) {
    const left = LEFT + WIDE + GAP, step = BARS / runs.length;
    return [
      text(left, TOP - 10, "the most at once, by segments"),
      runs.map((other, i) => s("rect", { x: left + i * step + 1, y: y(other.most), width: Math.max(step - 2, 1),
        height: TOP + HIGH - y(other.most), class: other === run ? "bar chosen" : "bar" })),
      text(left, TOP + HIGH + 18, "1"), text(left + BARS, TOP + HIGH + 18, runs.length, "end"),
    ];
  }

  function turn() {
    const run = runs[model.get("segments") - 1], plain = runs[0];
    slider.value = run.segments;
    slider.setAttribute("aria-valuetext", many(run.segments, "segment"));
    place.textContent = run.segments;
    const without = run === plain ? "" : ` In one segment: ${size(plain.most)}, ${many(plain.operations, "operation")}.`;
    words.textContent = `${many(run.segments, "segment")}: at most ${size(run.most)} at once, ${many(run.operations, "operation")}.${without}`;
    const box = `0 0 ${LEFT + WIDE + GAP + BARS + 6} ${TOP + HIGH + 28}`;
    picture.replaceChildren(s("svg", { viewBox: box, role: "img", "aria-label": words.textContent }, course(run), bars(run)));
  }
  model.on("change:segments", turn);
  turn();
}
export default { render };
