/* Shows of a reply only what its kind needs, and begins its text with what such a reply usually says. */
(() => {
  "use strict";

  const source = document.getElementById("kinds");
  if (!source) return;

  const kinds = JSON.parse(source.dataset.kinds);
  const by = (name) => document.getElementById(`id_${name}`);
  const [kind, ground, cited, text] = ["outcome_code", "ground_code", "ground", "text"].map(by);
  const groups = [...ground.querySelectorAll("optgroup")];
  // What was put in by the script may be replaced by it; what a person wrote may not.
  let own = { cited: cited.value, text: text.value };

  function show(name, wanted) {
    const control = by(name);
    if (control) (control.closest("fieldset.choices") || control.closest(".field")).hidden = !wanted;
  }

  function fill(control, key, words) {
    if (control.value.trim() && control.value !== own[key]) return;
    control.value = words;
    own[key] = words;
  }

  function turn(filling) {
    const needs = kinds[kind.value];
    const open = needs ? needs.grounds : {};
    for (const group of groups) {
      const fits = [...group.children].some((option) => option.value in open);
      group.hidden = group.disabled = Boolean(needs) && !fits;
    }
    if (ground.value && needs && !(ground.value in open)) ground.value = "";
    const codes = Object.keys(open);
    if (filling && codes.length === 1) ground.value = codes[0];
    show("ground_code", !needs || codes.length > 0);
    show("ground", !needs || needs.ground);
    show("reasons", !needs || needs.ground);
    show("enclosures", !needs || needs.encloses);
    show("where", !needs || needs.asks === "where");
    show("agency_in_charge", !needs || needs.asks === "agency");
    const link = document.getElementById("redact-link");
    if (link) link.hidden = Boolean(needs) && !needs.encloses;
    for (const row of document.querySelectorAll("[data-remedy-of]")) {
      row.hidden = Boolean(needs) && !row.dataset.remedyOf.split(" ").includes(kind.value);
    }
    if (needs && filling) {
      const chosen = open[ground.value];
      fill(cited, "cited", chosen ? chosen.cited : needs.article);
      fill(text, "text", [chosen ? chosen.text : "", needs.text].filter(Boolean).join("\n"));
    }
  }

  kind.addEventListener("change", () => turn(true));
  ground.addEventListener("change", () => turn(true));
  own = { cited: cited.value ? null : "", text: text.value ? null : "" };
  turn(!text.value && Boolean(kind.value));
})();
