// Large files over a bad line: they are sent in parts while the rest of the form is filled in, go on where they
// stopped, also after the page was left, and their ids go along with the form. Small files come with it as ever.
(() => {
  "use strict";

  const LARGE = 5000000;
  const FIRST_PAUSE = 500;
  const LONGEST_PAUSE = 30000;

  // Checksums exist only where the page came over a line nobody else writes on; without, files come with the form.
  if (!window.crypto || !crypto.subtle || !window.DataTransfer || !window.AbortController) return;

  const inMegabytes = (bytes) => (bytes / 1000000).toFixed(1);
  const say = (words, named) => words.replace(/%\((\w+)\)s/g, (place, name) => (name in named ? named[name] : place));

  class Refusal extends Error {}

  const asHex = (buffer) =>
    [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // Waits, but no longer than until the line is back.
  const pause = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const wake = () => {
        clearTimeout(alarm);
        window.removeEventListener("online", wake);
        signal.removeEventListener("abort", wake);
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const alarm = setTimeout(wake, milliseconds);
      window.addEventListener("online", wake);
      signal.addEventListener("abort", wake);
    });

  class Sending {
    constructor(field, file) {
      this.field = field;
      this.input = field.input;
      this.file = file;
      this.stopped = new AbortController();
      this.isOver = false;
      // The same file in the same field: what was begun is found again after the page was left.
      this.mark = `upload:${location.pathname}:${this.input.name}:${file.name}:${file.size}:${file.lastModified}`;
      this.show();
    }

    show() {
      this.row = document.createElement("li");
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = this.file.name;
      this.bar = document.createElement("progress");
      this.bar.max = this.file.size;
      this.bar.value = 0;
      this.bar.setAttribute("aria-label", this.file.name);
      this.words = document.createElement("span");
      this.words.className = "words";
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "link";
      remove.textContent = this.input.dataset.sayRemove;
      remove.setAttribute("aria-label", `${this.input.dataset.sayRemove} ${this.file.name}`);
      remove.addEventListener("click", () => this.remove());
      this.row.append(name, this.bar, this.words, remove);
      this.field.list.append(this.row);
    }

    tell(words, aloud = false) {
      this.words.textContent = words;
      if (aloud) this.field.live.textContent = `${this.file.name}: ${words}`;
    }

    stands(received) {
      this.received = received;
      this.bar.value = received;
      const named = { sent: inMegabytes(received), size: inMegabytes(this.file.size) };
      this.tell(say(this.input.dataset.saySending, named));
    }

    async ask(address, given = {}) {
      const answer = await fetch(address, {
        ...given,
        signal: this.stopped.signal,
        headers: { "X-CSRFToken": this.field.token, ...given.headers },
      });
      // Who is logged out is led to another page, whatever was asked.
      if (answer.redirected || answer.status === 403) throw new Refusal(this.input.dataset.sayOut);
      if (answer.status >= 500) throw new TypeError(String(answer.status));
      const isTold = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      const said = isTold ? await answer.json() : {};
      return { status: answer.status, ...said };
    }

    // Asks again and again while the line is gone; what the office refuses is not asked twice.
    async insist(once) {
      let wait = FIRST_PAUSE;
      for (;;) {
        try {
          return await once();
        } catch (fault) {
          if (fault instanceof Refusal || this.stopped.signal.aborted) throw fault;
          this.tell(this.input.dataset.sayWaiting, true);
          await pause(wait, this.stopped.signal);
          wait = Math.min(wait * 2, LONGEST_PAUSE);
        }
      }
    }

    async find() {
      const known = localStorage.getItem(this.mark);
      if (known) {
        const stand = await this.ask(this.address(known));
        if (stand.status === 200) return stand;
        localStorage.removeItem(this.mark);
      }
      const begun = await this.ask(this.input.dataset.uploads, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ name: this.file.name, size: this.file.size }),
      });
      if (begun.status !== 201) throw new Refusal(this.reasons(begun));
      localStorage.setItem(this.mark, begun.id);
      return begun;
    }

    async send() {
      const part = this.file.slice(this.received, this.received + Number(this.input.dataset.part));
      let bytes;
      try {
        // An older web view reads a part only as an answer.
        bytes = await new Response(part).arrayBuffer();
      } catch (fault) {
        // The file was changed or taken away meanwhile.
        throw new Refusal(this.input.dataset.sayFailed);
      }
      const said = await this.ask(this.address(this.id), {
        method: "POST",
        headers: {
          "Content-Type": "application/octet-stream",
          "Upload-Offset": String(this.received),
          "Upload-Checksum": asHex(await crypto.subtle.digest("SHA-256", bytes)),
        },
        body: bytes,
      });
      // At the wrong place: the answer names the right one.
      if (said.status !== 200 && said.status !== 409) throw new Refusal(this.reasons(said));
      this.stands(said.received);
    }

    async run() {
      try {
        const begun = await this.insist(() => this.find());
        this.id = begun.id;
        this.stands(begun.received);
        while (this.received < this.file.size) await this.insist(() => this.send());
        this.tell(this.input.dataset.sayChecking);
        const seen = await this.insist(() => this.ask(`${this.address(this.id)}finish/`, { method: "POST" }));
        if (seen.status !== 200) throw new Refusal(this.reasons(seen));
        this.goAlong();
        this.tell(this.input.dataset.sayWhole, true);
        this.row.classList.add("whole");
      } catch (fault) {
        if (this.stopped.signal.aborted) return;
        this.row.classList.add("wrong");
        this.tell(fault instanceof Refusal ? fault.message : this.input.dataset.sayFailed, true);
        this.bar.remove();
        this.forget();
      } finally {
        this.isOver = true;
        this.field.look();
      }
    }

    goAlong() {
      this.hidden = document.createElement("input");
      this.hidden.type = "hidden";
      this.hidden.name = `${this.input.name}_uploads`;
      this.hidden.value = this.id;
      this.row.append(this.hidden);
    }

    address(id) {
      return `${this.input.dataset.uploads}${id}/`;
    }

    reasons(said) {
      return (said.reasons || []).join(" ") || this.input.dataset.sayFailed;
    }

    forget() {
      localStorage.removeItem(this.mark);
      if (!this.id) return;
      // Nobody waits for this: what is left is removed by itself after some days.
      fetch(this.address(this.id), { method: "DELETE", headers: { "X-CSRFToken": this.field.token } }).catch(() => {});
    }

    remove() {
      this.stopped.abort();
      this.forget();
      this.isOver = true;
      this.field.sendings.delete(this);
      this.row.remove();
      this.field.live.textContent = "";
      this.input.focus();
      this.field.look();
    }
  }

  class Field {
    constructor(input) {
      this.input = input;
      this.form = input.form;
      const token = this.form.elements.csrfmiddlewaretoken;
      this.token = token ? token.value : "";
      this.isHeld = false;
      this.sendings = new Set();
      this.list = document.createElement("ul");
      this.list.className = "uploads plain";
      this.live = document.createElement("p");
      this.live.className = "hidden";
      this.live.setAttribute("role", "status");
      input.after(this.list, this.live);
      this.findKept();
      input.addEventListener("change", () => this.take());
      // An older web view does not say which button sent the form.
      this.form.addEventListener("click", (event) => {
        this.clicked = event.target.closest("button");
      });
      this.form.addEventListener("submit", (event) => this.hold(event));
    }

    // The form came back with something to correct: what had arrived stands there still.
    findKept() {
      for (const hidden of this.form.querySelectorAll(`input[type=hidden][name="${this.input.name}_uploads"]`)) {
        const row = document.createElement("li");
        row.className = "whole";
        const name = document.createElement("span");
        name.className = "name";
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "link";
        remove.textContent = this.input.dataset.sayRemove;
        remove.addEventListener("click", () => {
          row.remove();
          this.input.focus();
        });
        row.append(name, remove, hidden);
        this.list.append(row);
        fetch(`${this.input.dataset.uploads}${encodeURIComponent(hidden.value)}/`)
          .then((answer) => (answer.ok && !answer.redirected ? answer.json() : Promise.reject(answer)))
          .then((said) => {
            name.textContent = said.name;
            remove.setAttribute("aria-label", `${this.input.dataset.sayRemove} ${said.name}`);
          })
          .catch((answer) => {
            if (answer.status === 404) row.remove();
          });
      }
    }

    take() {
      const small = new DataTransfer();
      for (const file of this.input.files) {
        if (file.size > LARGE) {
          const sending = new Sending(this, file);
          this.sendings.add(sending);
          sending.run();
        } else small.items.add(file);
      }
      if (small.files.length !== this.input.files.length) this.input.files = small.files;
    }

    get isBusy() {
      return [...this.sendings].some((sending) => !sending.isOver);
    }

    // A form sent too early is sent when the last file is there.
    hold(event) {
      if (!this.isBusy) {
        for (const sending of this.sendings) localStorage.removeItem(sending.mark);
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      this.isHeld = true;
      this.button = event.submitter || this.clicked || this.form.querySelector("button:not([type=button])");
      this.live.classList.remove("hidden");
      this.live.textContent = this.input.dataset.sayHeld;
    }

    look() {
      if (!this.isHeld || this.isBusy) return;
      this.isHeld = false;
      const failed = [...this.sendings].some((sending) => sending.row.classList.contains("wrong"));
      if (failed) return;
      if (this.form.requestSubmit) this.form.requestSubmit(this.button);
      else this.button.click();
    }
  }

  for (const input of document.querySelectorAll("input[type=file][data-uploads]")) new Field(input);
})();
