// The online form: saves what is typed on the way, and does the check before the form is sent.
// Everything works without it, behind a stricter limit.
"use strict";

(() => {
  const form = document.querySelector("form[data-online]");
  const status = document.querySelector("[data-status]");
  const say = (text) => {
    if (status) status.textContent = text;
  };
  const errors = document.getElementById("errors");
  if (errors) errors.focus();

  // SHA-256 of a short text, written out: the browser's own is missing where the page comes without TLS.
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  const part = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
  const START = primes.slice(0, 8).map((p) => part(Math.sqrt(p)));
  const ROUND = primes.map((p) => part(Math.cbrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  function sha256(text) {
    const bytes = new TextEncoder().encode(text);
    const words = new Int32Array((((bytes.length + 8) >> 6) + 1) * 16);
    bytes.forEach((byte, i) => { words[i >> 2] |= byte << (24 - (i % 4) * 8); });
    words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length % 4) * 8);
    words[words.length - 1] = bytes.length * 8;
    const hash = START.slice();
    const w = new Int32Array(64);
    for (let block = 0; block < words.length; block += 16) {
      let [a, b, c, d, e, f, g, h] = hash;
      for (let i = 0; i < 64; i += 1) {
        if (i < 16) {
          w[i] = words[block + i];
        } else {
          const x = w[i - 15], y = w[i - 2];
          w[i] = (w[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[i - 7]
            + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
        }
        const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
        const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => { hash[i] = (hash[i] + value) | 0; });
    }
    return hash.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
  }

  // Looks for the number in portions, so that the page stays alive meanwhile.
  async function solve(task) {
    for (let number = 0; number <= task.max_number; number += 1) {
      if (sha256(task.salt + number) === task.challenge) {
        return btoa(JSON.stringify({
          algorithm: task.algorithm, challenge: task.challenge, number, salt: task.salt, signature: task.signature,
        }));
      }
      if (number % 500 === 499) await new Promise((go) => { setTimeout(go); });
    }
    return "";
  }

  if (form) {
    let waiting = 0;
    let sent = false;
    let saving = null;
    let clicked = null;
    const proof = form.elements.namedItem("proof");
    const kept = form.querySelector("[data-proof]");

    async function save(withFile) {
      clearTimeout(waiting);
      if (sent || !form.dataset.save) return;
      const said = new FormData(form);
      if (!withFile) said.delete("proof");
      if (saving) saving.abort();
      const mine = window.AbortController ? new AbortController() : { abort() {}, signal: undefined };
      saving = mine;
      if (withFile) say(form.dataset.saving);
      try {
        const answer = await fetch(form.dataset.save, {
          method: "POST", body: said, signal: mine.signal, credentials: "same-origin",
        });
        const told = await answer.json();
        say(told.saved || told.problem);
        if (withFile && kept) {
          kept.textContent = told.problem || told.proof;
          kept.classList.toggle("wrong", Boolean(told.problem));
          kept.classList.toggle("none", !kept.textContent);
          // What lies in the draft need not be sent again.
          if (told.saved) proof.value = "";
        }
      } catch (fault) {
        if (fault.name !== "AbortError") say(form.dataset.notSaved);
      }
    }

    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(waiting);
      waiting = setTimeout(save, 1500, Boolean(proof && proof.value));
    });
    if (proof) proof.addEventListener("change", () => { if (proof.value) save(true); });

    // An older web view does not say which button sent the form.
    form.addEventListener("click", (event) => { clicked = event.target.closest("button"); });

    form.addEventListener("submit", async (event) => {
      const button = event.submitter || clicked;
      const check = form.elements.namedItem("check");
      if (sent) {
        event.preventDefault();
        return;
      }
      sent = true;
      clearTimeout(waiting);
      if (saving) saving.abort();
      if ((button && button.value === "save") || check.value) return;
      event.preventDefault();
      say(form.dataset.checking);
      try {
        const answer = await fetch(form.dataset.check, { cache: "no-store", credentials: "same-origin" });
        check.value = await solve(await answer.json());
      } catch (fault) {
        check.value = "";
      }
      // `submit` sends no name of the button.
      const pressed = document.createElement("input");
      pressed.type = "hidden";
      pressed.name = "do";
      pressed.value = "send";
      form.append(pressed);
      form.submit();
    });
    // Back by the browser's own button: the page lives on and may be sent again.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) {
        sent = false;
        form.elements.namedItem("check").value = "";
      }
    });
  }

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  const copy = document.querySelector("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const text = (name) => document.querySelector(name).textContent;
      await navigator.clipboard.writeText(`${text("[data-number]")}\n${text("[data-code]")}`);
      say(copy.dataset.done);
    });
  }
})();
