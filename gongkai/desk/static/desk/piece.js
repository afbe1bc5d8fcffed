// The page of a piece: for each picture chosen, one field that says which picture it is about.
(() => {
  "use strict";

  const files = document.querySelector("main form input[type=file][name=files]");
  const place = document.querySelector(".new-words");
  if (!files || !place) return;

  const PICTURE = /\.(jpe?g|png|gif|webp|bmp|tiff?)$/i;
  const fields = [...place.querySelectorAll(".field")].map((field, at) => ({
    field,
    label: field.querySelector("label"),
    words: field.querySelector("input"),
    file: files.form.elements[`words_file_${at + 1}`],
  }));
  const chosen = fields.map(({ file }) => file.value).filter(Boolean);

  const show = () => {
    place.hidden = chosen.length === 0;
    place.open = chosen.length > 0;
    fields.forEach(({ field, label, file }, at) => {
      field.hidden = at >= chosen.length;
      file.value = chosen[at] || "";
      if (chosen[at]) label.textContent = place.dataset.say.replace("%(name)s", chosen[at]);
    });
  };

  // Heard before large files are taken out of the field to be sent in parts.
  files.addEventListener(
    "change",
    () => {
      for (const file of files.files) {
        if (PICTURE.test(file.name) && !chosen.includes(file.name) && chosen.length < fields.length) chosen.push(file.name);
      }
      show();
    },
    { capture: true },
  );
  show();
})();
