/* Draws boxes over the sheets of a paper and keeps them as they change. Without it every step is a plain form. */
(() => {
  "use strict";

  const root = document.getElementById("redacting");
  if (!root || !root.dataset.save) return;

  const DRAWN = "http://www.w3.org/2000/svg";
  const SMALLEST = 0.004; // parts of the page; less is a slip of the hand
  const HAIR = 0.002;
  const PAUSE = 500; // milliseconds without a change before the boxes are kept
  const SIDES = { left: "x", top: "y", width: "width", height: "height" };

  const say = root.dataset;
  const by = (id) => document.getElementById(id);
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  const list = by("boxes");
  const rowTemplate = by("box-row");
  const kept = by("kept");

  let boxes = JSON.parse(say.boxes);
  let revision = Number(say.revision);
  let dirty = false;
  let waiting = 0;
  let sending = null;
  let theirs = null;

  const numbered = (sentence, number) => sentence.replace("NUMBER", number);
  const number = (part) => String(Math.round(part * 10000) / 100);
  const between = (value, least, most) => Math.min(Math.max(value, least), most);
  const page = (n) => root.querySelector(`.sheet[data-page="${n + 1}"]`);

  // Keeping

  function tell(sentence, wrong = false) {
    kept.textContent = sentence;
    kept.classList.toggle("wrong", wrong);
  }

  function changed() {
    dirty = true;
    by("count").textContent = boxes.length;
    by("no-boxes").hidden = boxes.length > 0;
    markFinds();
    clearTimeout(waiting);
    if (!theirs) waiting = setTimeout(keep, PAUSE);
  }

  async function keep() {
    clearTimeout(waiting);
    if (sending) await sending;
    if (!dirty || theirs) return;
    dirty = false;
    tell(say.sayKeeping);
    sending = send();
    await sending;
    sending = null;
    if (dirty && !theirs && !kept.classList.contains("wrong")) await keep();
  }

  async function send() {
    let answer;
    try {
      const sent = await fetch(say.save, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ boxes, revision }),
      });
      answer = { status: sent.status, said: await sent.json() };
    } catch (fault) {
      dirty = true;
      tell(say.sayUnreachable, true);
      return;
    }
    if (answer.status === 200) {
      revision = answer.said.revision;
      for (const field of root.querySelectorAll("[name=revision]")) field.value = revision;
      tell(say.sayKept);
      return;
    }
    dirty = true;
    tell(answer.said.reasons.join(" "), true);
    if (answer.status === 409) {
      theirs = answer.said;
      by("conflict").hidden = false;
    }
  }

  by("take-mine").addEventListener("click", () => {
    revision = theirs.revision;
    settled();
    keep();
  });

  by("take-theirs").addEventListener("click", () => {
    boxes = theirs.boxes;
    revision = theirs.revision;
    settled();
    dirty = false;
    draw();
    tell(say.sayKept);
  });

  function settled() {
    theirs = null;
    by("conflict").hidden = true;
    kept.focus();
  }

  window.addEventListener("beforeunload", (event) => {
    if (dirty || sending) event.preventDefault();
  });

  window.addEventListener("online", keep);

  by("finish").addEventListener("click", async (event) => {
    if (!dirty && !sending) return;
    event.preventDefault();
    await keep();
    if (!dirty) location.assign(event.target.href);
  });

  // Showing

  function place(rect, box) {
    for (const side of ["x", "y", "width", "height"]) rect.setAttribute(side, `${box[side] * 100}%`);
  }

  function drawSheets() {
    for (const cover of root.querySelectorAll(".cover")) cover.textContent = "";
    for (const box of boxes) {
      const sheet = page(box.page);
      if (!sheet) continue;
      const rect = document.createElementNS(DRAWN, "rect");
      place(rect, box);
      sheet.querySelector(".cover").append(rect);
      box.rect = rect;
    }
  }

  // What is drawn stays out of what is sent.
  function hideRect(box) {
    Object.defineProperty(box, "rect", { value: null, writable: true, enumerable: false });
    return box;
  }

  function draw() {
    for (const box of boxes) hideRect(box);
    drawSheets();
    list.textContent = "";
    list.append(...boxes.map(row));
    changedCounts();
  }

  function changedCounts() {
    by("count").textContent = boxes.length;
    by("no-boxes").hidden = boxes.length > 0;
    markFinds();
  }

  function row(box, index) {
    const item = rowTemplate.content.firstElementChild.cloneNode(true);
    const link = item.querySelector(".place");
    link.textContent = numbered(say.sayPage, box.page + 1);
    link.href = `#page-${box.page + 1}`;
    const select = item.querySelector("select");
    const other = item.querySelector("[name=ground_other]");
    const usual = [...select.options].some((each) => each.value === box.ground && each.value !== say.other);
    select.value = usual ? box.ground : box.ground ? say.other : "";
    other.value = usual ? "" : box.ground;
    other.closest(".field").classList.toggle("wanted", select.value === say.other);
    for (const [name, side] of Object.entries(SIDES)) item.querySelector(`[name=${name}]`).value = number(box[side]);
    name(item, index);
    item.box = box;
    return item;
  }

  function name(item, index) {
    item.querySelector("[name=index]").value = index;
    for (const each of item.querySelectorAll(".nth")) each.textContent = ` (${numbered(say.sayBox, index + 1)})`;
    for (const label of item.querySelectorAll("label")) {
      const control = label.parentElement.querySelector("input, select");
      control.id = `${control.name}-${index}`;
      label.htmlFor = control.id;
    }
  }

  function add(fresh) {
    for (const box of fresh) {
      const made = hideRect({ ...box });
      boxes.push(made);
      list.append(row(made, boxes.length - 1));
    }
    drawSheets();
    changed();
  }

  // The list of boxes

  list.addEventListener("change", (event) => {
    const item = event.target.closest(".box-row");
    const box = item.box;
    const select = item.querySelector("select");
    const other = item.querySelector("[name=ground_other]");
    if (event.target === select || event.target === other) {
      const wantsOther = select.value === say.other;
      other.closest(".field").classList.toggle("wanted", wantsOther);
      box.ground = wantsOther ? other.value.trim() : select.value;
      if (wantsOther && event.target === select) other.focus();
    } else {
      const side = SIDES[event.target.name];
      const most = { x: 1 - SMALLEST, y: 1 - SMALLEST, width: 1 - box.x, height: 1 - box.y }[side];
      const least = side === "x" || side === "y" ? 0 : SMALLEST;
      box[side] = between(Number(event.target.value) / 100 || 0, least, most);
      box.width = Math.min(box.width, 1 - box.x);
      box.height = Math.min(box.height, 1 - box.y);
      event.target.value = number(box[side]);
      place(box.rect, box);
    }
    changed();
  });

  list.addEventListener("focusin", (event) => choose(event.target.closest(".box-row")));
  list.addEventListener("focusout", () => choose(null));

  function choose(item) {
    for (const rect of root.querySelectorAll("rect.chosen")) rect.classList.remove("chosen");
    if (item && item.box.rect) item.box.rect.classList.add("chosen");
  }

  function remove(item) {
    const index = boxes.indexOf(item.box);
    boxes.splice(index, 1);
    item.remove();
    [...list.children].forEach((each, position) => name(each, position));
    drawSheets();
    const next = list.children[index] || list.lastElementChild;
    (next ? next.querySelector("[name=remove]") : by("h-boxes")).focus();
    changed();
  }

  // Forms that are taken over

  // An older web view does not say which button sent a form.
  let clicked = null;
  root.addEventListener("click", (event) => {
    clicked = event.target.closest("button");
  });

  root.addEventListener("submit", async (event) => {
    const form = event.target;
    const act = form.dataset.act;
    if (!act) return;
    const button = event.submitter || clicked;
    if (act === "change") {
      event.preventDefault();
      if (button && button.name === "remove") remove(form.closest(".box-row"));
    } else if (act === "hide") {
      event.preventDefault();
      const one = button && button.name === "one";
      if (!one && form.dataset.more) {
        // The server hides those that are not shown as well.
        await keep();
        if (!dirty) form.submit();
        return;
      }
      const rows = one ? [button.closest("li")] : [...form.querySelectorAll("li")];
      const open = rows.filter((each) => !isHidden(each));
      const ground = groundOf(form);
      const marked = [].concat(...open.map((each) => JSON.parse(each.dataset.boxes)));
      add(marked.map((box) => ({ ...box, ground })));
      if (one) (form.querySelector("[name=one]:not([hidden])") || form.querySelector("[name=all]")).focus();
    } else if (act === "add") {
      const said = new FormData(form);
      const side = (which) => Number(said.get(which) || NaN) / 100;
      const box = {
        page: Number(said.get("page")) - 1,
        x: side("left"),
        y: side("top"),
        width: side("width"),
        height: side("height"),
        ground: groundOf(form),
      };
      const fits = box.x >= 0 && box.x < 1 && box.y >= 0 && box.y < 1 && box.width > 0 && box.height > 0;
      // What is wrong with the numbers is said by the server.
      if (!fits || box.width > 1 || box.height > 1 || !page(box.page) || !box.ground) return;
      event.preventDefault();
      add([{ ...box, width: Math.min(box.width, 1 - box.x), height: Math.min(box.height, 1 - box.y) }]);
    } else if (act === "search") {
      event.preventDefault();
      search(new FormData(form).get("words"));
    }
  });

  function groundOf(form) {
    const select = form.querySelector("[name=ground]");
    return select.value === say.other ? form.querySelector("[name=ground_other]").value.trim() : select.value;
  }

  root.addEventListener("change", (event) => {
    const form = event.target.closest("[data-act=hide], [data-act=add]");
    if (!form || event.target.name !== "ground") return;
    const other = form.querySelector("[name=ground_other]").closest(".field");
    other.classList.toggle("wanted", event.target.value === say.other);
  });

  // Searching

  async function search(words) {
    const place = by("hits");
    let hits;
    try {
      const answer = await fetch(`${say.search}?${new URLSearchParams({ words })}`, { credentials: "same-origin" });
      hits = (await answer.json()).hits;
    } catch (fault) {
      tell(say.sayUnreachable, true);
      return;
    }
    const told = document.createElement("p");
    told.className = "top-3";
    told.setAttribute("role", "status");
    place.textContent = "";
    place.append(told);
    told.textContent = hits.length ? numbered(say.sayFound, hits.length) : say.sayNothing;
    if (!hits.length) return;
    const form = by("finds-frame").content.firstElementChild.cloneNode(true);
    const model = form.querySelector("li");
    const finds = form.querySelector("ul");
    finds.textContent = "";
    finds.append(...hits.map((hit) => found(model, hit)));
    place.append(form);
    markFinds();
  }

  function found(model, hit) {
    const item = model.cloneNode(true);
    item.dataset.boxes = JSON.stringify(hit.boxes);
    item.querySelector("bdi").textContent = hit.words;
    const link = item.querySelector("a");
    link.textContent = numbered(say.sayPage, hit.page);
    link.href = `#page-${hit.page}`;
    item.querySelector("button .words").textContent = hit.words;
    return item;
  }

  function covers(kept, box) {
    return (
      kept.page === box.page &&
      kept.x <= box.x + HAIR &&
      kept.y <= box.y + HAIR &&
      kept.x + kept.width >= box.x + box.width - HAIR &&
      kept.y + kept.height >= box.y + box.height - HAIR
    );
  }

  function isHidden(item) {
    return JSON.parse(item.dataset.boxes).every((box) => boxes.some((each) => covers(each, box)));
  }

  function markFinds() {
    for (const item of root.querySelectorAll(".finds li")) {
      const hidden = isHidden(item);
      item.querySelector("button").hidden = hidden;
      item.querySelector(".done").hidden = !hidden;
    }
  }

  // Drawing

  const finger = by("finger");
  finger.addEventListener("click", () => {
    const on = finger.getAttribute("aria-pressed") !== "true";
    finger.setAttribute("aria-pressed", String(on));
    root.classList.toggle("finger", on);
  });

  const groundDrawn = by("ground-drawn");
  groundDrawn.addEventListener("change", () => {
    by("other-drawn").hidden = groundDrawn.value !== say.other;
  });

  for (const cover of root.querySelectorAll(".cover")) {
    let start = null;
    let rect = null;

    const at = (event) => {
      const area = cover.getBoundingClientRect();
      return {
        x: between((event.clientX - area.left) / area.width, 0, 1),
        y: between((event.clientY - area.top) / area.height, 0, 1),
      };
    };
    const spanned = (event) => {
      const end = at(event);
      return {
        x: Math.min(start.x, end.x),
        y: Math.min(start.y, end.y),
        width: Math.abs(start.x - end.x),
        height: Math.abs(start.y - end.y),
      };
    };
    const giveUp = () => {
      if (rect) rect.remove();
      start = rect = null;
    };

    cover.addEventListener("pointerdown", (event) => {
      const touches = event.pointerType === "touch";
      if (start || event.button !== 0 || (touches && !root.classList.contains("finger"))) return;
      event.preventDefault();
      cover.setPointerCapture(event.pointerId);
      start = at(event);
      rect = document.createElementNS(DRAWN, "rect");
      cover.append(rect);
    });
    cover.addEventListener("pointermove", (event) => {
      if (start) place(rect, spanned(event));
    });
    cover.addEventListener("pointerup", (event) => {
      if (!start) return;
      const box = spanned(event);
      giveUp();
      if (box.width < SMALLEST || box.height < SMALLEST) return;
      const sheet = Number(cover.closest(".sheet").dataset.page) - 1;
      const other = groundDrawn.value === say.other;
      const ground = other ? by("ground-drawn-other").value.trim() : groundDrawn.value;
      add([{ page: sheet, ...box, ground, kind: "" }]);
    });
    cover.addEventListener("pointercancel", giveUp);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") giveUp();
    });
  }

  root.classList.add("scripted", "drawable");
  for (const each of root.querySelectorAll(".with-script")) each.hidden = false;
  draw();
})();
