"""Documents written in Word or WPS, read as rich text with their pictures.

What the two programs mean by a heading, a number or a title is made plain in a copy of the file first;
mammoth reads the copy, and `rich_text` keeps what is allowed.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import docx
import mammoth  # type: ignore[import-untyped]
from django.utils.translation import gettext, ngettext
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .characters import printable
from .rich_text import clean

# Bytes: the file, what it holds once unpacked, and of that the text, which takes thirty times as much memory.
FILE_AT_MOST, UNPACKED_AT_MOST, TEXT_AT_MOST = 100_000_000, 400_000_000, 20_000_000
PARTS_AT_MOST = 5000
# How files of the old kind begin; a file with a password is wrapped in one.
OLD_KIND = b"\xd0\xcf\x11\xe0"
SHOWN = {"image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp"}

HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
TITLE_NAMES = {"title", "标题", "文档标题", "公文标题"}
# Half points: 二号 is 22 pt; the red head is larger, the text smaller.
TITLE_SIZES = range(40, 53)
TITLE_AMONG_FIRST, TITLE_LINES = 20, 4
MARKED = {
    **{f"GongkaiHeading{level}": f"h{level}" for level in (2, 3, 4)},
    **{f"GongkaiParagraph{align}": f"p.gongkai-{align}" for align in ("center", "right")},
}
STYLE_MAP = "\n".join(
    (*(f"p.{style} => {tag}:fresh" for style, tag in MARKED.items()), "u => u", "strike => s")
)
ALIGNED = re.compile(r'<p class="gongkai-(center|right)"')
BACK_LINK = re.compile(r'<a href="#(?:footnote|endnote)-ref-[^"]*">↑</a>')
CHINESE_FORMATS = {
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"),
    *("taiwaneseCountingThousand", "ideographDigital", "koreanDigital2"),
}
FIGURES = "〇一二三四五六七八九"


class CannotRead(Exception):
    """The file cannot be read as a document. As text it is a sentence for people."""


@dataclass(frozen=True)
class Picture:
    """A picture of the document; the text names it by `key`."""

    key: str
    content: bytes
    content_type: str
    alt: str


@dataclass(frozen=True)
class Imported:
    """What was read: `title` may be empty; `notes` are sentences on what was left out or accepted."""

    title: str
    html: str
    pictures: list[Picture]
    notes: list[str]


def read_docx(content: bytes) -> Imported:
    """Return what the DOCX file `content` says: headings, tables, lists, notes at the end, pictures.

    Tracked changes are taken as accepted; comments are left out; a note tells so. The title is the first
    paragraph in the style of titles, or the first centred line in 二号; it is not in the text any more.

    Raises CannotRead, with a sentence for people, when the file is broken, too large, protected by a password
    or no DOCX file.
    """
    _look_at_parts(content)
    try:
        document = docx.Document(BytesIO(content))
        notes = list(_notes(document))
        title = _made_plain(document)
        copy = BytesIO()
        document.save(copy)
        taken = _Pictures()
        result = mammoth.convert_to_html(
            BytesIO(copy.getvalue()),
            style_map=STYLE_MAP,
            convert_image=taken,
            external_file_access=False,
        )
    except CannotRead:
        raise
    # A file can be wrong in more ways than the two libraries have names for.
    except Exception as error:
        raise CannotRead(gettext("The file is damaged and cannot be read as a Word document.")) from error
    html = ALIGNED.sub(r'<p data-align="\1"', BACK_LINK.sub("", result.value))
    notes += taken.notes()
    return Imported(title, clean(html), list(taken.kept.values()), notes)


@dataclass
class _Pictures:
    """Takes the pictures mammoth finds and names each by its content."""

    kept: dict[str, Picture] = field(default_factory=dict)
    left_out: int = 0

    def __call__(self, image: Any) -> list[Any]:
        if image.content_type not in SHOWN:
            self.left_out += 1
            return []
        with image.open() as opened:
            content = opened.read()
        key = str(UUID(bytes=hashlib.sha256(content).digest()[:16]))
        alt = " ".join((image.alt_text or "").split())
        self.kept.setdefault(key, Picture(key, content, image.content_type, alt))
        return [mammoth.html.element("img", {"data-file": key, "alt": alt})]

    def notes(self) -> Iterator[str]:
        if self.left_out:
            yield ngettext(
                "%(count)d picture is in a form that browsers do not show, and was left out.",
                "%(count)d pictures are in a form that browsers do not show, and were left out.",
                self.left_out,
            ) % {"count": self.left_out}


def _look_at_parts(content: bytes) -> None:
    if content.startswith(OLD_KIND):
        raise CannotRead(
            gettext(
                "The file is protected by a password or is an old .doc file. Save it as .docx without one."
            )
        )
    if len(content) > FILE_AT_MOST:
        raise CannotRead(gettext("The file is too large to be read as a document."))
    try:
        parts = ZipFile(BytesIO(content))
    # The library has more ways to stumble over a broken archive than names for them.
    except Exception as error:
        raise CannotRead(gettext("The file is not a Word document (.docx).")) from error
    with parts:
        _look_at_entries(parts)


def _look_at_entries(parts: ZipFile) -> None:
    entries = parts.infolist()
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise CannotRead(gettext("The file is not a Word document (.docx)."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead(gettext("The file is protected by a password. Save it without one."))
    texts = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
    if (
        len(entries) > PARTS_AT_MOST
        or sum(entry.file_size for entry in entries) > UNPACKED_AT_MOST
        or sum(entry.file_size for entry in texts) > TEXT_AT_MOST
    ):
        raise CannotRead(gettext("The file is too large to be read as a document."))
    damaged = gettext("The file is damaged and cannot be read as a Word document.")
    try:
        declares = any(b"<!DOCTYPE" in parts.read(entry)[:2000].upper() for entry in texts)
    except Exception as error:
        raise CannotRead(damaged) from error
    # Office programs declare no entities; who does wants to blow a small file up.
    if declares:
        raise CannotRead(damaged)


_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _notes(document: Document) -> Iterator[str]:
    body = document.element.body
    if any(
        next(body.iter(qn(tag)), None) is not None for tag in ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
    ):
        yield gettext("The file holds tracked changes. The text was read as if all of them were accepted.")
    if any(
        next(body.iter(qn(tag)), None) is not None for tag in ("w:commentReference", "w:commentRangeStart")
    ):
        yield gettext("The file holds comments. They were left out.")
    if next(body.iter(f"{{{_MATH}}}oMath"), None) is not None:
        yield gettext("The file holds formulas. They were left out; put them in as pictures.")


# What is meant, made plain


def _made_plain(document: Document) -> str:
    """Mark headings, alignment and Chinese numbers so that mammoth sees them; take out the title."""
    body = document.element.body
    _accept_changes(body)
    styles = _Styles(document)
    numbers = _Numbers(document)
    paragraphs = [each for each in body.iter(qn("w:p")) if not _in_text_box(each)]
    title = _take_title(paragraphs, styles)
    levels = list(map(styles.heading_level, paragraphs))
    # The title takes the first level in some offices' files; the first one used below it is the first here.
    first = min(filter(None, levels), default=1)
    for paragraph, level in zip(paragraphs, levels, strict=True):
        in_cell = paragraph.getparent().tag == qn("w:tc")
        marker = numbers.marker(paragraph, styles, spoken=bool(level))
        if marker:
            _put_first(paragraph, marker)
        if level and not in_cell:
            _set_style(paragraph, f"GongkaiHeading{min(level - first + 2, 4)}")
        elif (align := styles.align(paragraph)) and numbers.of(paragraph, styles) is None:
            _set_style(paragraph, f"GongkaiParagraph{align}")
    styles.leave_only(MARKED)
    return title


def _accept_changes(body: Any) -> None:
    for tag in ("w:del", "w:moveFrom"):
        for gone in list(body.iter(qn(tag))):
            # In the properties of a mark it says that the mark is gone; mammoth joins the paragraphs.
            if gone.getparent().tag not in (qn("w:rPr"), qn("w:trPr")):
                gone.getparent().remove(gone)
    for tag in ("w:ins", "w:moveTo"):
        for come in list(body.iter(qn(tag))):
            parent = come.getparent()
            place = parent.index(come)
            parent[place : place + 1] = list(come)


def _in_text_box(paragraph: Any) -> bool:
    return any(above.tag == qn("w:txbxContent") for above in paragraph.iterancestors())


class _Styles:
    """The styles of a document, with what a style takes from the one it is based on."""

    def __init__(self, document: Document) -> None:
        self.element = document.styles.element
        self.by_id = {style.get(qn("w:styleId")): style for style in self.element.iter(qn("w:style"))}

    def chain(self, paragraph: Any) -> Iterator[Any]:
        """Yield the paragraph's style, then the one it is based on, and so on."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self.by_id.get(named.get(qn("w:val"))) if named is not None else None
        seen: set[int] = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            based = style.find(qn("w:basedOn"))
            style = self.by_id.get(based.get(qn("w:val"))) if based is not None else None

    def found(self, paragraph: Any, path: str) -> Any:
        """Return the first element at `path` below the paragraph or its styles."""
        for place in (paragraph, *self.chain(paragraph)):
            if (element := place.find("/".join(map(qn, path.split("/"))))) is not None:
                return element
        return None

    def names(self, paragraph: Any) -> Iterator[str]:
        for style in self.chain(paragraph):
            name = style.find(qn("w:name"))
            yield (name.get(qn("w:val")) or "").strip() if name is not None else ""

    def heading_level(self, paragraph: Any) -> int:
        """Return 1 to 9 for a heading, else 0."""
        for name in self.names(paragraph):
            if said := HEADING_NAME.fullmatch(name):
                return int(said[1])
        outline = self.found(paragraph, "w:pPr/w:outlineLvl")
        level = _figure(outline)
        return level + 1 if level is not None and 0 <= level < 9 else 0

    def align(self, paragraph: Any) -> str:
        said = self.found(paragraph, "w:pPr/w:jc")
        value = said.get(qn("w:val")) if said is not None else ""
        return {"center": "center", "right": "right", "end": "right"}.get(value or "", "")

    def size(self, paragraph: Any) -> int:
        """Return the size of the first words in half points, 0 when nothing says it."""
        for run in paragraph.iter(qn("w:r")):
            if "".join(run.itertext(qn("w:t"))).strip():
                own = run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
                said = own if own is not None else self.found(paragraph, "w:rPr/w:sz")
                return _figure(said) or 0
        return 0

    def leave_only(self, styles: Iterable[str]) -> None:
        """Add `styles`, and of the others keep what mammoth asks: names and numbers. It reads them slowly."""
        asked = {qn("w:name"), qn("w:basedOn"), qn("w:pPr")}
        for element in list(self.element):
            if element.tag != qn("w:style"):
                self.element.remove(element)
            for part in list(element):
                if part.tag not in asked:
                    element.remove(part)
        for style in styles:
            made = OxmlElement("w:style")
            made.set(qn("w:type"), "paragraph")
            made.set(qn("w:styleId"), style)
            name = OxmlElement("w:name")
            name.set(qn("w:val"), style)
            made.append(name)
            self.element.append(made)


class _Numbers:
    """Numbers that Word and WPS count by themselves, as words where they belong to the text.

    一、 and 第一条 are said aloud and quoted, so they are kept as text, and so is every number of a heading;
    others make lists.
    """

    def __init__(self, document: Document) -> None:
        self.levels: dict[tuple[str, int], Any] = {}
        self.abstract: dict[str, str] = {}
        self.counts: dict[str, Counter[int]] = {}
        relations = document.part.rels.values()
        part = next((each for each in relations if each.reltype == RELATIONSHIP_TYPE.NUMBERING), None)
        if part is None or part.is_external:
            return
        root = part.target_part.element
        for abstract in root.iter(qn("w:abstractNum")):
            for level in abstract.iter(qn("w:lvl")):
                place = int(level.get(qn("w:ilvl")) or 0)
                self.levels[abstract.get(qn("w:abstractNumId")), place] = level
        for number in root.iter(qn("w:num")):
            named = number.find(qn("w:abstractNumId"))
            if named is not None:
                self.abstract[number.get(qn("w:numId"))] = named.get(qn("w:val"))

    def of(self, paragraph: Any, styles: _Styles) -> tuple[str, int] | None:
        """Return the list of a paragraph and its level in it."""
        said = styles.found(paragraph, "w:pPr/w:numPr/w:numId")
        if said is None or said.get(qn("w:val")) in ("0", None):
            return None
        level = _figure(styles.found(paragraph, "w:pPr/w:numPr/w:ilvl")) or 0
        abstract = self.abstract.get(said.get(qn("w:val")))
        return (abstract, level) if abstract is not None and (abstract, level) in self.levels else None

    def marker(self, paragraph: Any, styles: _Styles, *, spoken: bool) -> str:
        """Count on, and return the number as words where it is one of the text's; it is no list then."""
        counted = self.of(paragraph, styles)
        if counted is None:
            return ""
        abstract, level = counted
        counts = self.counts.setdefault(abstract, Counter())
        start = _figure(self._said(abstract, level, "w:start"))
        counts[level] = counts[level] + 1 if counts[level] else (1 if start is None else start)
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        form = self._value(abstract, level, "w:numFmt")
        if form in ("bullet", "none") or not (spoken or form in CHINESE_FORMATS):
            return ""
        _end_numbering(paragraph)
        pattern = self._value(abstract, level, "w:lvlText")
        return re.sub(r"%([1-9])", lambda found: self._counted(abstract, int(found[1]) - 1), pattern)

    def _counted(self, abstract: str, level: int) -> str:
        count = self.counts[abstract][level] or 1
        chinese = self._value(abstract, level, "w:numFmt") in CHINESE_FORMATS
        return _chinese(count) if chinese else str(count)

    def _said(self, abstract: str, level: int, tag: str) -> Any:
        element = self.levels.get((abstract, level))
        return element.find(qn(tag)) if element is not None else None

    def _value(self, abstract: str, level: int, tag: str) -> str:
        said = self._said(abstract, level, tag)
        return (said.get(qn("w:val")) or "") if said is not None else ""


def _end_numbering(paragraph: Any) -> None:
    """Say of a paragraph itself that it has no number, since its style may still give it one."""
    properties = paragraph.get_or_add_pPr()
    properties._remove_numPr()
    properties.get_or_add_numPr().get_or_add_numId().val = 0


def _chinese(count: int) -> str:
    """Return a count up to 99 as said in Chinese."""
    if count >= 100 or count < 0:
        return str(count)
    tens, ones = divmod(count, 10)
    if not tens:
        return FIGURES[ones]
    return f"{FIGURES[tens] if tens > 1 else ''}十{FIGURES[ones] if ones else ''}"


def _take_title(paragraphs: list[Any], styles: _Styles) -> str:
    spoken = [each for each in paragraphs if _words(each)][:TITLE_AMONG_FIRST]
    lines: list[Any] = []
    for test in (_is_styled_title, _is_large_and_centred):
        for paragraph in spoken:
            if test(paragraph, styles) and len(lines) < TITLE_LINES:
                lines.append(paragraph)
            elif lines:
                break
        if lines:
            break
    for line in lines:
        paragraphs.remove(line)
        line.getparent().remove(line)
    return "".join(map(_words, lines))


def _is_styled_title(paragraph: Any, styles: _Styles) -> bool:
    return any(name.lower() in TITLE_NAMES for name in styles.names(paragraph)) and _is_at_top(paragraph)


def _is_large_and_centred(paragraph: Any, styles: _Styles) -> bool:
    at_top = _is_at_top(paragraph)
    return at_top and styles.align(paragraph) == "center" and styles.size(paragraph) in TITLE_SIZES


def _is_at_top(paragraph: Any) -> bool:
    """Say whether a paragraph stands on the page itself and holds no picture that would go with it."""
    pictured = next(paragraph.iter(qn("w:drawing"), qn("w:pict")), None) is not None
    return paragraph.getparent().tag == qn("w:body") and not pictured


def _words(paragraph: Any) -> str:
    return printable("".join(paragraph.itertext(qn("w:t"))))


def _put_first(paragraph: Any, words: str) -> None:
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    run.append(text)
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)


def _set_style(paragraph: Any, style: str) -> None:
    paragraph.get_or_add_pPr().get_or_add_pStyle().val = style


def _figure(element: Any) -> int | None:
    said = element.get(qn("w:val")) if element is not None else None
    return int(said) if said is not None and said.isascii() and said.isdigit() else None
