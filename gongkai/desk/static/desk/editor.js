// The editor of a rich text. It stands on a text area, which the form sends; without script that is all there is.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, Image, Italic, Link, ListItem, OrderedList, Paragraph, Strike, Subscript, Superscript, Table,
  TableCell, TableHeader, TableRow, Text, Underline,
} from "../django_prose_editor/editor.js";

const area = document.querySelector("textarea[data-editor]");
const field = area && area.closest(".rich-field");
if (field) begin();

function begin() {
  const tools = field.querySelector(".rich-tools");
  const note = field.querySelector(".said");
  const token = area.form.querySelector("[name=csrfmiddlewaretoken]").value;
  const tool = (name) => tools.querySelector(`[data-do="${name}"]`);

  // Where words stand on the line; the rest of how they look is the page's.
  const Align = Extension.create({
    name: "align",
    addGlobalAttributes: () => [
      {
        types: ["paragraph", "heading", "tableCell", "tableHeader"],
        attributes: {
          align: {
            default: null,
            parseHTML: (element) =>
              element.dataset.align || ({ center: "center", right: "right" })[element.style.textAlign] || null,
            renderHTML: ({ align }) => (align ? { "data-align": align } : {}),
          },
        },
      },
    ],
  });

  const place = document.createElement("div");
  area.before(place);
  const wrong = field.classList.contains("wrong") ? ` ${area.id}_error` : "";
  const editor = new Editor({
    element: place,
    injectCSS: false,
    content: area.value,
    extensions: [
      Document, Paragraph, Text, HardBreak, Bold, Italic, Underline, Strike, Subscript, Superscript,
      Heading.configure({ levels: [2, 3, 4] }), BulletList, OrderedList, ListItem, Blockquote, HorizontalRule,
      Table.configure({ resizable: false }), TableRow, TableHeader, TableCell, Align,
      Link.configure({ openOnClick: false, autolink: false, linkOnPaste: true, protocols: ["http", "https", "mailto"] }),
      Image.configure({ inline: false, allowBase64: false }), History, Dropcursor, Gapcursor,
    ],
    editorProps: {
      attributes: {
        id: area.id,
        role: "textbox",
        class: "rich",
        "aria-multiline": "true",
        "aria-labelledby": "body-label",
        "aria-describedby": `${area.id}_helptext${wrong}`,
        spellcheck: "false",
      },
      // Before the editor itself reads it: it would try out styles that no page of ours allows.
      handleDOMEvents: { paste: (_view, event) => paste(event) },
      handleDrop: (_view, event) => drop(event),
    },
    onUpdate: () => {
      area.value = editor.isEmpty ? "" : editor.getHTML();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: () => show(),
  });
  area.removeAttribute("id");
  area.hidden = true;
  tools.hidden = false;
  field.querySelector("#body-label").addEventListener("click", () => editor.commands.focus());

  function say(...sentences) {
    note.textContent = "";
    note.append(
      ...sentences.filter(Boolean).map((sentence) => {
        const line = document.createElement("p");
        line.textContent = sentence;
        return line;
      }),
    );
  }

  async function ask(url, parts) {
    const body = new FormData();
    for (const [name, value] of Object.entries(parts)) body.set(name, value);
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
    const said = await answer.json();
    if (!answer.ok) throw new Error((said.reasons || []).join(" "));
    return said;
  }
  const failed = (error) => (error instanceof SyntaxError || error instanceof TypeError ? "" : error.message) || field.dataset.sayFailed;

  // What is pasted

  function paste(event) {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    const pictures = [...event.clipboardData.files].some((file) => file.type.startsWith("image/"));
    if (html ? /<img\b(?![^>]*\bdata-file=)|<v:imagedata/i.test(html) : pictures && !plain) {
      say(field.dataset.sayPictures);
    }
    // What was copied here goes back as it is; what comes from elsewhere is cleaned first.
    if (!html || /data-pm-slice/.test(html)) return false;
    event.preventDefault();
    ask(field.dataset.paste, { html })
      .then((clean) => editor.chain().focus().insertContent(clean.html).run())
      .catch((error) => {
        say(failed(error));
        editor.chain().focus().insertContent({ type: "text", text: plain || " " }).run();
      });
    return true;
  }

  function drop(event) {
    const files = event.dataTransfer && event.dataTransfer.files.length > 0;
    if (files) {
      event.preventDefault();
      say(field.dataset.sayPictures);
    }
    return files;
  }

  // What the buttons do

  const turn = (align) => {
    const name = editor.isActive("heading") ? "heading" : "paragraph";
    const now = editor.getAttributes(name).align;
    editor.chain().focus().updateAttributes(name, { align: now === align ? null : align }).run();
  };
  const run = (name, ...more) => editor.chain().focus()[name](...more).run();
  const acts = {
    bold: () => run("toggleBold"),
    italic: () => run("toggleItalic"),
    underline: () => run("toggleUnderline"),
    bulletList: () => run("toggleBulletList"),
    orderedList: () => run("toggleOrderedList"),
    blockquote: () => run("toggleBlockquote"),
    center: () => turn("center"),
    right: () => turn("right"),
    rowAfter: () => run("addRowAfter"),
    columnAfter: () => run("addColumnAfter"),
    dropRow: () => run("deleteRow"),
    dropColumn: () => run("deleteColumn"),
    merge: () => run("mergeOrSplit"),
    dropTable: () => run("deleteTable"),
    undo: () => run("undo"),
    redo: () => run("redo"),
    link: () => open("link"),
    picture: () => open("picture"),
    table: () => open("table"),
  };

  tools.addEventListener("click", (event) => {
    const act = acts[event.target.dataset.do];
    if (act) act();
  });
  tool("block").addEventListener("change", (event) => {
    const level = Number(event.target.value);
    if (level) run("setHeading", { level });
    else run("setParagraph");
  });
  // One stop for the tabulator; the arrows go from tool to tool.
  const stops = () => [...tools.querySelectorAll("select, button")].filter((each) => each.offsetParent);
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.target.matches("select")) return;
    const all = stops();
    all[(all.indexOf(event.target) + step + all.length) % all.length].focus();
    event.preventDefault();
  });

  function show() {
    for (const name of ["bold", "italic", "underline", "bulletList", "orderedList", "blockquote", "link"]) {
      tool(name).setAttribute("aria-pressed", String(editor.isActive(name)));
    }
    for (const align of ["center", "right"]) {
      tool(align).setAttribute("aria-pressed", String(editor.isActive({ align })));
    }
    tool("block").value = [2, 3, 4].find((level) => editor.isActive("heading", { level })) || "0";
    tools.querySelector(".in-table").hidden = !editor.isActive("table");
    tool("undo").disabled = !editor.can().undo();
    tool("redo").disabled = !editor.can().redo();
  }

  // Dialogs

  const dialog = (name) => field.querySelector(`dialog[data-for="${name}"]`);
  const at = (id) => field.querySelector(`#${id}`);

  function open(name) {
    if (name === "link") at("d-href").value = editor.getAttributes("link").href || "";
    if (name === "picture") {
      const chosen = editor.isActive("image");
      at("d-file").value = "";
      at("d-file").closest(".field").hidden = chosen;
      at("d-alt").value = chosen ? editor.getAttributes("image").alt || "" : "";
      dialog(name).querySelector(".wrong-words").textContent = "";
    }
    dialog(name).showModal();
  }

  const answers = {
    link: (said) => {
      const href = at("d-href").value.trim();
      if (said === "remove" || !href) run("unsetLink");
      else if (editor.state.selection.empty && !editor.isActive("link")) {
        run("insertContent", { type: "text", text: href, marks: [{ type: "link", attrs: { href } }] });
      } else editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
      return true;
    },
    table: () => {
      const number = (id, most) => Math.min(most, Math.max(1, Number(at(id).value) || 3));
      run("insertTable", { rows: number("d-rows", 100), cols: number("d-columns", 20), withHeaderRow: at("d-head").checked });
      return true;
    },
    picture: async () => {
      const words = dialog("picture").querySelector(".wrong-words");
      const alt = at("d-alt").value.trim();
      const file = at("d-file").files[0];
      const chosen = editor.isActive("image");
      if (!alt || (!chosen && !file)) {
        words.textContent = alt ? words.dataset.sayFile : words.dataset.sayAlt;
        return false;
      }
      if (chosen) {
        run("updateAttributes", "image", { alt });
        return true;
      }
      try {
        const kept = await ask(field.dataset.picture, { file });
        run("insertContent", { type: "image", attrs: { src: kept.url, file: kept.key, alt } });
        return true;
      } catch (error) {
        words.textContent = failed(error);
        return false;
      }
    },
  };

  for (const each of field.querySelectorAll("dialog")) {
    const finish = async (said) => {
      if (!said || (await answers[each.dataset.for](said))) each.close();
    };
    each.addEventListener("click", (event) => {
      if (event.target.matches("button")) finish(event.target.value);
    });
    each.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([type=file])")) {
        event.preventDefault();
        finish("ok");
      }
    });
    each.addEventListener("close", () => editor.commands.focus());
  }

  // A file from Word

  field.querySelector("[name=import]").addEventListener("click", (event) => {
    event.preventDefault();
    const file = field.querySelector("[name=word]").files[0];
    if (!file) {
      field.querySelector("[name=word]").focus();
      return;
    }
    ask(field.dataset.word, { file })
      .then((read) => {
        const title = area.form.elements.title;
        if (title && !title.value.trim() && read.title) title.value = read.title;
        editor.chain().focus("end").insertContentAt(editor.isEmpty ? 0 : editor.state.doc.content.size, read.html).run();
        field.querySelector("[name=word]").value = "";
        say(field.dataset.sayRead, ...read.notes);
      })
      .catch((error) => say(failed(error)));
  });

  show();
  field.dataset.ready = "";
}
