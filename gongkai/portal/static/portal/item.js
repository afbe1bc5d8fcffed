// Copying the address of a page, and printing it: both are offered only where a script can do them.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const said = document.querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch (refused) {
        document.execCommand("copy");
      }
      said.textContent = button.dataset.say;
    });
  }
  for (const line of document.querySelectorAll("[data-print]")) {
    line.hidden = false;
    line.querySelector("button").addEventListener("click", () => window.print());
  }
})();
