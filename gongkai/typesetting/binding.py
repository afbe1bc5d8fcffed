"""Several PDFs bound into one: a day's letters to print, the papers of a closed case."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import accumulate, count

from django.utils.translation import gettext
from pikepdf import Name, OutlineItem, Page, PasswordError, Pdf, PdfError, Rectangle

from .characters import printable
from .pdf import contents_pdf, stamps_pdf

# Points: the stamp's room, and how far it stands from the upper and the right edge of the page.
STAMP_WIDTH, STAMP_HEIGHT, STAMP_GAP = 85.0, 17.0, 22.0
# What of a page is left behind: links, notes and files attached to it, what it does when opened, and where it
# stands in a structure that stays behind.
LEFT_BEHIND = ("/Annots", "/AA", "/StructParents")


# How a refusal names what stands before the parts.
FRONT = "卷首"
# What the library raises when something in a file is not what the format says.
MALFORMED = (PdfError, ValueError, TypeError, AttributeError, KeyError, IndexError, RuntimeError)


class PartUnreadable(Exception):
    """A part cannot be bound, because it is damaged or needs a password; `name` says which.

    As text it is a sentence for people.
    """

    def __init__(self, name: str, *, locked: bool = False) -> None:
        super().__init__(name)
        self.name = name
        self.locked = locked

    def __str__(self) -> str:
        if self.locked:
            return gettext("“%(name)s” needs a password, so it cannot be bound.") % {"name": self.name}
        return gettext("“%(name)s” is damaged or no PDF, so it cannot be bound.") % {"name": self.name}


def first_pages(parts: Sequence[tuple[str, bytes]]) -> tuple[int, ...]:
    """Return the number of the page, from 1, on which each part begins once they are bound.

    Raises PartUnreadable as `bind` does.
    """
    counts = []
    for name, content in parts:
        with _opened(name, content) as part:
            counts.append(len(part.pages))
    return tuple(accumulate(counts, initial=1))[:-1]


def bind(
    parts: Sequence[tuple[str, bytes]],
    *,
    front: bytes = b"",
    contents: str = "",
    numbered: bool = False,
    title: str = "",
) -> bytes:
    """Return the PDFs in `parts`, each with its name, as one PDF, with a bookmark a part.

    front      a PDF put before all parts, such as the cover and the list of papers; its pages do not count
    contents   the heading of a table of contents before the parts, such as 目录; empty for none
    numbered   whether 第n页 is stamped at the upper right of every page of the parts
    title      for the file's properties

    Filled-in fields and what annotations show become part of the page; links, scripts, files attached and the
    structure for screen readers are left behind, so the parts are kept beside it. The same parts always give
    the same bytes.

    Raises PartUnreadable with the name of a part that is damaged or needs a password, ValueError when there
    is nothing to bind, and CharactersMissing when no font has a character of the table of contents.
    """
    if not parts:
        raise ValueError("there is nothing to bind")
    with Pdf.new() as bound:
        starts: list[int] = []
        for name, content in parts:
            starts.append(len(bound.pages))
            _append(bound, name, content)
        if numbered:
            _stamp(bound, [f"第{number}页" for number in range(1, len(bound.pages) + 1)])
        names = [printable(name) for name, _ in parts]
        entries = [(name, start + 1) for name, start in zip(names, starts, strict=True)]
        before = _put_before(bound, front, contents, entries)
        with bound.open_outline() as outline:
            outline.root.extend(
                OutlineItem(name, before + start) for name, start in zip(names, starts, strict=True)
            )
        bound.Root.PageMode = Name.UseOutlines
        bound.Root.Lang = "zh-CN"
        if title:
            bound.docinfo["/Title"] = printable(title)
        out = BytesIO()
        bound.save(out, deterministic_id=True)
        return out.getvalue()


def marked(pdf: bytes, words: str) -> bytes:
    """Return a PDF with `words` (at most eight Chinese signs) at the upper right of every page.

    Raises PartUnreadable when it is damaged or needs a password.
    """
    with _opened(FRONT, pdf) as opened:
        _stamp(opened, [words] * len(opened.pages))
        out = BytesIO()
        opened.save(out, deterministic_id=True)
        return out.getvalue()


@contextmanager
def _opened(name: str, content: bytes) -> Iterator[Pdf]:
    try:
        with Pdf.open(BytesIO(content)) as part:
            if not len(part.pages):
                raise PartUnreadable(name)
            yield part
    except PasswordError as error:
        raise PartUnreadable(name, locked=True) from error
    except MALFORMED as error:
        raise PartUnreadable(name) from error


def _append(bound: Pdf, name: str, content: bytes) -> None:
    with _opened(name, content) as part:
        if "/AcroForm" in part.Root:
            part.generate_appearance_streams()
        part.flatten_annotations()
        for page in part.pages:
            _forget(page)
        bound.pages.extend(part.pages)


def _forget(page: Page) -> None:
    for name in LEFT_BEHIND:
        if name in page.obj:
            del page.obj[name]


def _put_before(bound: Pdf, front: bytes, contents: str, entries: Sequence[tuple[str, int]]) -> int:
    """Put front and table of contents before all pages; return how many pages they are."""
    pages = 0
    made = [(FRONT, front)] if front else []
    if contents:
        made.append((contents, contents_pdf(contents, entries)))
    for name, content in made:
        with _opened(name, content) as part:
            for page in part.pages:
                _forget(page)
                bound.pages.insert(pages, page)
                pages += 1
    return pages


def _stamp(bound: Pdf, words: Sequence[str]) -> None:
    with Pdf.open(BytesIO(stamps_pdf(words))) as stamps:
        for number, (page, stamp) in enumerate(zip(bound.pages, stamps.pages, strict=True), 1):
            laid_over = bound.copy_foreign(stamp.as_form_xobject())
            name = page.add_resource(laid_over, Name.XObject, name=_free_name(page, number))
            # The page's own drawing may leave the coordinates turned.
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n")
            page.contents_add(page.calc_form_xobject_placement(laid_over, name, _upper_right(page)))


def _free_name(page: Page, number: int) -> Name:
    """Return a name for the stamp free in all that shares the resources; a random one changes the bytes."""
    taken = page.resources.get("/XObject", {})
    names = (Name(f"/Page{number}Stamp{attempt}") for attempt in count())
    return next(name for name in names if name not in taken)


def _upper_right(page: Page) -> Rectangle:
    """Return where the stamp stands, in the page's own coordinates, as they are before it is turned."""
    box = Rectangle(page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    match turned:
        case 90:
            left, lower = box.llx + STAMP_GAP, box.ury - STAMP_GAP - STAMP_WIDTH
        case 180:
            left, lower = box.llx + STAMP_GAP, box.lly + STAMP_GAP
        case 270:
            left, lower = box.urx - STAMP_GAP - STAMP_HEIGHT, box.lly + STAMP_GAP
        case _:
            left, lower = box.urx - STAMP_GAP - STAMP_WIDTH, box.ury - STAMP_GAP - STAMP_HEIGHT
    across, up = (STAMP_HEIGHT, STAMP_WIDTH) if turned in (90, 270) else (STAMP_WIDTH, STAMP_HEIGHT)
    return Rectangle(left, lower, left + across, lower + up)
