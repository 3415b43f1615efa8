// The picture of a run: what comes in `page`, in which every text is escaped, in place of the last, without a flicker.
function render({ model, el }) {
  const show = () => {
    el.innerHTML = model.get("page");
  };
  show();
  model.on("change:page", show);
  return () => model.off("change:page", show);
}

export default { render };
