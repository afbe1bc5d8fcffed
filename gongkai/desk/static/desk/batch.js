// Several pieces in one go: says how many are ticked, and ticks all of them.
(() => {
  "use strict";

  const bar = document.querySelector(".batch-bar");
  const boxes = [...document.querySelectorAll(".batch input[type=checkbox][name=chosen]")];
  if (!bar || !boxes.length) return;

  const told = bar.querySelector("output");
  const all = bar.querySelector("[data-all]");

  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    told.textContent = told.dataset.say.replace("%(count)s", ticked).replace("%(total)s", boxes.length);
    all.textContent = ticked === boxes.length ? all.dataset.none : all.dataset.all;
  };

  all.hidden = false;
  all.addEventListener("click", () => {
    const tick = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = tick;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  count();
})();
