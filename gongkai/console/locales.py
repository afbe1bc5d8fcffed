"""The catalogue of translations: what is said in the program, in Python and in templates, and its Chinese.

Needs no tools of GNU gettext. The set-up makes the binary catalogue: `python -m gongkai.console.locales`.
"""

import ast
import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gongkai"
CATALOGUE = PACKAGE / "config" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLURAL_FORMS = "nplurals=1; plural=0;"
HEADER = "# What the program says, in Chinese. Made by `gongkai messages`; the msgstr lines are ours."

Msgid = str | tuple[str, str]
Key = tuple[str | None, Msgid]

# The functions that translate, and which of their arguments are the context, the text and its plural.
FUNCTIONS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def sources() -> Iterator[Path]:
    """Yield every file with sentences to translate: modules and templates, without tests and migrations."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts):
            yield path
    for ending in ("html", "txt"):
        yield from sorted(PACKAGE.glob(f"*/templates/**/*.{ending}"))


def extracted() -> Catalog:
    """Return what the program says, without translations."""
    found = Catalog(charset="utf-8")
    for path in sources():
        for function, text in _said_in(path):
            context, msgid = _parts(function, text)
            if msgid:
                found.add(msgid, context=context, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return found


def catalogue(path: Path = CATALOGUE) -> Catalog:
    """Return the translations as they stand; an empty catalogue when there are none yet."""
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def updated(standing: Catalog, found: Catalog, pairs: dict[str, str]) -> Catalog:
    """Return `found` with the translations of `pairs`, or else those that stand; the unused are gone."""
    fresh = _empty()
    for message in found:
        if not message.id:
            continue
        earlier = standing.get(message.id, message.context)
        string = _paired(message, pairs) or _string_of(earlier)
        plural = isinstance(message.id, tuple)
        fresh.add(
            message.id,
            (string,) if plural else string,
            locations=sorted({(file, 0) for file, _line in message.locations}),
            flags=message.flags,
            context=message.context,
        )
    return fresh


def write(catalog: Catalog, path: Path = CATALOGUE) -> None:
    """Write the catalogue; the same sentences always give the same file, without dates and line numbers."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    dull = re.compile('"(POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By|Project|Report)')
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, "".join(line for line in lines if not dull.match(line)).encode())


def compile_catalogue(path: Path = CATALOGUE) -> Path:
    """Make the binary catalogue beside the readable one and return its path."""
    out = io.BytesIO()
    write_mo(out, catalogue(path))
    _replace(path.with_suffix(".mo"), out.getvalue())
    return path.with_suffix(".mo")


def read_pairs(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return the dictionaries PAIRS of a folder's Python files as one, and where they disagree."""
    pairs: dict[str, str] = {}
    disagreements = []
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if value is None:
                continue
            for msgid, string in ast.literal_eval(value).items():
                if pairs.setdefault(msgid, string) != string:
                    disagreements.append(f"{path.name}: {msgid!r}: {string!r} and {pairs[msgid]!r}")
    return pairs, disagreements


def missing(standing: Catalog, found: Catalog) -> list[str]:
    """Return what is said and has no translation."""
    return [
        _shown(message)
        for message in found
        if message.id and not _string_of(standing.get(message.id, message.context))
    ]


def unsettled(standing: Catalog) -> list[str]:
    """Return what is marked fuzzy: a guess nobody has confirmed."""
    return [_shown(message) for message in standing if message.id and message.fuzzy]


def unused(standing: Catalog, found: Catalog) -> list[str]:
    """Return what is translated and no longer said."""
    said = {_key(message) for message in found}
    left = [message for message in standing if message.id and _key(message) not in said]
    return [_shown(message) for message in [*left, *standing.obsolete.values()]]


def misplaced(standing: Catalog) -> list[str]:
    """Return what is translated with other placeholders than it has: a page would fail, or hide a number."""
    return [
        f"{_shown(message)} = {_string_of(message)}"
        for message in standing
        if message.id and _string_of(message) and not _fits(_text(message), _string_of(message))
    ]


def _fits(text: str, string: str) -> bool:
    names = set(PLACEHOLDER.findall(text))
    if names != set(PLACEHOLDER.findall(string)):
        return False
    try:
        return not names or bool(string % dict.fromkeys(names, 0))
    except (ValueError, TypeError):
        return False


def _empty() -> Catalog:
    empty = Catalog(locale="zh_Hans", project="gongkai", charset="utf-8", header_comment=HEADER, fuzzy=False)
    # One form: Chinese nouns have no plural.
    empty._num_plurals, empty._plural_expr = 1, "0"
    return empty


def _said_in(path: Path) -> Iterator[tuple[str, Any]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        # What stood between the tags is blanked out; its indentation would still be read as Python's.
        text = "\n".join(line.lstrip() for line in templatize(text, str(path)).splitlines())
    for _line, function, messages, _comments in extract_python(
        io.BytesIO(text.encode()), FUNCTIONS, (), {"encoding": "utf-8"}
    ):
        yield function, messages


def _parts(function: str, said: Any) -> tuple[str | None, Msgid]:
    """Return the context and the text (with its plural, if any) from the arguments of a call."""
    arguments = list(said) if isinstance(said, tuple) else [said]
    places = FUNCTIONS[function] or (1,)
    context: str | None = None
    texts = []
    for place in places:
        number, is_context = (place[0], True) if isinstance(place, tuple) else (place, False)
        value = arguments[number - 1] if len(arguments) >= number else None
        if is_context:
            context = value
        else:
            texts.append(value or "")
    if not all(texts):
        return context, ""
    return context, (texts[0], texts[1]) if len(texts) > 1 else texts[0]


def _text(message: Message) -> str:
    """The msgid as a text: its plural where it has one, which always names its number."""
    return str(message.id[1] if isinstance(message.id, tuple | list) else message.id)


def _string_of(message: Message | None) -> str:
    if message is None or message.fuzzy or not message.string:
        return ""
    return str(message.string[0] if isinstance(message.string, tuple | list) else message.string)


def _paired(message: Message, pairs: dict[str, str]) -> str:
    msgids: Iterable[str] = message.id if isinstance(message.id, tuple | list) else (str(message.id),)
    return next((pairs[msgid] for msgid in msgids if pairs.get(msgid)), "")


def _key(message: Message) -> Key:
    return message.context, tuple(message.id) if isinstance(message.id, tuple | list) else str(message.id)


def _shown(message: Message) -> str:
    where = ", ".join(sorted({file for file, _line in message.locations}))
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return f"{text!r}{f' ({where})' if where else ''}"


def _replace(path: Path, content: bytes) -> None:
    made = path.with_name(f".{path.name}.{os.getpid()}")
    made.write_bytes(content)
    made.replace(path)


if __name__ == "__main__":
    compile_catalogue()
