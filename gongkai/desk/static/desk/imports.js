// Looks every few seconds how far an import is, and loads the page anew once it is done.
(() => {
  "use strict";
  const shown = () => document.querySelector("#import[data-at-work]");
  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("#import[data-at-work]");
      if (!answer.ok || !now) {
        location.reload();
        return;
      }
      for (const part of ["[role=status]", "progress"]) {
        const from = now.querySelector(part);
        const to = shown().querySelector(part);
        if (from && to) {
          to.textContent = from.textContent;
          if (part === "progress") {
            to.max = from.max;
            to.value = from.value;
          }
        }
      }
    } catch (fault) {
      // The line is down; the next look may find it up again.
    }
    setTimeout(look, 3000);
  };
  if (shown()) {
    setTimeout(look, 3000);
  }
})();
