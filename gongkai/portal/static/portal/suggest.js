// Titles as one types, below the box of the search. Without it the box is sent as any other form.
"use strict";

(() => {
  const PAUSE = 150; // milliseconds after the last stroke
  const FEWEST = 2; // characters

  document.querySelectorAll("input[data-suggest]").forEach((input, place) => {
    const form = input.closest("form");
    const list = document.createElement("ul");
    list.id = `${input.id || `suggest-${place}`}-list`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels && input.labels.length ? input.labels[0].textContent : input.placeholder);
    form.classList.add("suggesting");
    form.append(list);
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id],
    ]) input.setAttribute(name, value);

    let waiting, asking, chosen = -1, typed = "";

    const close = () => {
      list.hidden = true;
      if (chosen >= 0) list.children[chosen].setAttribute("aria-selected", "false");
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (number) => {
      const options = list.children;
      if (chosen >= 0) options[chosen].setAttribute("aria-selected", "false");
      chosen = number;
      if (chosen < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      options[chosen].setAttribute("aria-selected", "true");
      options[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[chosen].id);
    };

    const show = (found) => {
      close();
      list.textContent = "";
      list.append(...found.map(({ title, url }, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.textContent = title;
        option.dir = "auto";
        option.dataset.url = url;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        return option;
      }));
      if (found.length && document.activeElement === input) {
        list.hidden = false;
        input.setAttribute("aria-expanded", "true");
      }
    };

    const ask = async () => {
      if (asking) asking.abort();
      asking = window.AbortController ? new AbortController() : { abort() {}, signal: undefined };
      try {
        const address = `${input.dataset.suggest}?q=${encodeURIComponent(typed)}`;
        const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
        if (answer.ok) show((await answer.json()).suggestions);
      } catch (fault) {
        // Nothing is lost: the search itself needs none of this.
      }
    };

    input.addEventListener("input", (event) => {
      clearTimeout(waiting);
      // Half a Chinese word, as letters in the input method, is nothing to look for yet.
      if (event.isComposing) return;
      typed = input.value.trim();
      if ([...typed].length < FEWEST) {
        if (asking) asking.abort();
        close();
      } else {
        waiting = setTimeout(ask, PAUSE);
      }
    });
    input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));

    input.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.isComposing) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" && last >= 0) {
        event.preventDefault();
        if (list.hidden) {
          list.hidden = false;
          input.setAttribute("aria-expanded", "true");
        }
        choose(chosen < last ? chosen + 1 : -1);
      } else if (event.key === "ArrowUp" && !list.hidden) {
        event.preventDefault();
        choose(chosen < 0 ? last : chosen - 1);
      } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
        event.preventDefault();
        window.location.assign(list.children[chosen].dataset.url);
      }
    });

    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) window.location.assign(option.dataset.url);
    });
    input.addEventListener("blur", close);
  });
})();
