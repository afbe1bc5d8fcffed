// Two buttons of the intake without leaving the page, so that chosen files stay: the answer is the one the page
// gives without script, and only the part that is new is taken from it.
(() => {
  "use strict";

  const intake = document.querySelector(".intake");
  const form = intake && intake.closest("form");
  if (!form) return;

  const ask = async (name, part) => {
    const said = new FormData(form);
    for (const [field, value] of [...said.entries()]) {
      if (value instanceof File) said.delete(field);
    }
    said.set(name, "1");
    const answer = await fetch(form.action || location.href, {
      method: "POST",
      body: said,
      headers: part ? { "X-Part": part } : {},
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return answer.text();
  };

  const earlier = form.querySelector("#earlier");
  let told = "";
  let turn = 0;

  // What is pointed out follows what is typed: asked when a field is left that has changed.
  const typed = () =>
    [...form.querySelectorAll("[name=requester_name], [name=identity_number], [name^=description]")]
      .map((field) => field.value.trim())
      .join("\n");

  const pointOut = async (asked) => {
    const now = typed();
    if (!asked && (now === told || !now.trim())) return;
    told = now;
    const mine = ++turn;
    const words = await ask("check", "earlier");
    if (mine !== turn) return;
    const found = new DOMParser().parseFromString(words, "text/html").body;
    // Nobody who types on is told that nothing was found.
    if (!asked && !found.querySelector(".notice")) found.textContent = "";
    earlier.textContent = "";
    earlier.append(...found.childNodes);
  };

  const oneMore = async (button) => {
    const page = new DOMParser().parseFromString(await ask("more"), "text/html");
    const matters = form.querySelector("#matters");
    const shown = matters.children.length;
    const added = [...page.querySelectorAll("#matters > *")].slice(shown);
    if (!added.length) throw new Error("no matter");
    const legend = page.querySelector("#matters > :first-child > legend");
    const first = matters.firstElementChild;
    if (legend && !first.querySelector("legend")) first.prepend(legend);
    matters.append(...added);
    form.elements.matters.value = String(matters.children.length);
    if (!page.querySelector("button[name=more]")) button.closest("p").remove();
    matters.lastElementChild.querySelector("textarea").focus();
  };

  // When the answer does not come the button does what it does without script.
  const orElse = (button) => () => {
    button.removeAttribute("data-part");
    button.click();
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-part]");
    if (!button) return;
    event.preventDefault();
    const act = button.dataset.part === "matter" ? oneMore(button) : pointOut(true);
    act.catch(orElse(button));
  });

  if (earlier) {
    form.addEventListener("change", (event) => {
      if (/^(requester_name|identity_number|description)/.test(event.target.name || "")) {
        pointOut(false).catch(() => {});
      }
    });
  }
})();
