// The picture of a run: what comes in `page`, in which every text is escaped, in place of the last, without a flicker.
// A screen reader is told when the run has ended; a word for each step would be noise.
function render({ model, el }) {
  const picture = document.createElement("div"), said = document.createElement("p");
  said.setAttribute("role", "status");
  said.style.cssText = "position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%)";
  el.append(picture, said);
  const show = () => {
    picture.innerHTML = model.get("page");
    const bar = picture.querySelector("progress");
    said.textContent = bar?.value === bar?.max ? picture.querySelector("label")?.textContent ?? "" : "";
  };
  show();
  model.on("change:page", show);
  return () => model.off("change:page", show);
}

export default { render };
