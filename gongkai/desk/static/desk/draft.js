// What is typed in a draft is kept as it is typed, and the page tells who else has it open.
(() => {
  "use strict";

  const place = document.getElementById("typing");
  const form = document.querySelector("main form.form[method=post]");
  if (!place || !form) return;

  const SPEAKS_UP = 4000; // milliseconds between two signs of life
  const PAUSE = 1500; // after the last key
  const AT_MOST = 4000; // between two keepings while somebody types on
  const line = place.querySelector("p");
  const told = place.querySelector(".said");
  let changed = "typed" in place.dataset;
  let firstKey = changed ? Date.now() : 0;
  let lastKey = firstKey;
  let asking = null;
  let sent = false;
  let stopped = false;
  let begins = true;

  const fields = () => {
    const said = {};
    for (const [name, value] of new FormData(form).entries()) {
      if (value instanceof File || ["csrfmiddlewaretoken", "submission", "import", "word"].includes(name)) continue;
      (said[name] = said[name] || []).push(value);
    }
    return said;
  };

  const message = (whole) => {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "submission", "seen_version"]) {
      const control = form.elements[name];
      if (control) body.set(name, control.value);
    }
    if (begins) body.set("begins", "1");
    if (whole) body.set("said", JSON.stringify(fields()));
    return body;
  };

  const show = (answer) => {
    if (answer.kept) {
      line.hidden = false;
      line.querySelector("time").textContent = answer.kept;
      put(line.querySelector(".words"), place.dataset.sayKept);
    }
    const sentences = [...(answer.others || []), answer.newer, answer.stopped].filter(Boolean);
    if (told.textContent === sentences.join("")) return;
    told.textContent = "";
    told.append(
      ...sentences.map((sentence) => {
        const notice = document.createElement("p");
        notice.className = "notice soon";
        notice.textContent = sentence;
        return notice;
      }),
    );
  };

  // A live region is touched only when it says something new.
  const put = (element, words) => {
    if (element.textContent !== words) element.textContent = words;
  };

  async function speak() {
    if (asking || sent || stopped) return;
    const whole = changed;
    changed = false;
    firstKey = 0;
    asking = window.AbortController ? new AbortController() : { abort() {}, signal: undefined };
    try {
      const answer = await fetch(place.dataset.url, { method: "POST", body: message(whole), signal: asking.signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const said = await answer.json();
      begins = false;
      stopped = Boolean(said.stopped);
      show(said);
    } catch (fault) {
      if (!sent) {
        changed = changed || whole;
        line.hidden = false;
        put(line.querySelector(".words"), place.dataset.sayFailed);
      }
    } finally {
      asking = null;
    }
  }

  const typed = (event) => {
    if (event.target.type === "file" || !event.target.name || sent) return;
    changed = true;
    lastKey = Date.now();
    firstKey = firstKey || lastKey;
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", (event) => {
    // What is saved now need not be kept besides; a form that is held back waits for its files.
    setTimeout(() => {
      sent = !event.defaultPrevented;
      if (sent && asking) asking.abort();
    });
  });

  let lastSign = 0;
  const look = () => {
    const now = Date.now();
    const due = changed && (now - lastKey >= PAUSE || now - firstKey >= AT_MOST);
    if (due || now - lastSign >= SPEAKS_UP) {
      lastSign = now;
      speak();
    }
  };
  setInterval(look, 500);
  look();

  window.addEventListener("pagehide", () => {
    if (changed && !sent && !stopped) navigator.sendBeacon(place.dataset.url, message(true));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) sent = false;
  });

  // A matter of the inventory proposes; what somebody chose themselves stays.
  const matter = form.elements.matter;
  if (matter) {
    const own = {};
    matter.addEventListener("change", () => {
      const proposed = matter.selectedOptions[0] ? matter.selectedOptions[0].dataset : {};
      for (const name of ["openness", "openness_basis", "phase"]) {
        const control = form.elements[name];
        if (!control || (control.value && control.value !== own[name])) continue;
        control.value = own[name] = proposed[name] || "";
      }
      form.dispatchEvent(new Event("input"));
    });
  }

  // Of a document of our own nothing else has to be told.
  const origin = form.elements.origin;
  if (origin) {
    const turn = () => {
      for (const name of ["origin_bodies", "origin_number", "origin_openness"]) {
        form.querySelector(`.of-${name}`).hidden = origin.value === "own";
      }
    };
    for (const each of origin) each.addEventListener("change", turn);
    turn();
  }
})();
