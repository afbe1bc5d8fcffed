"""What is found in a file, and where it stands, in words for people."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.privacy.finding import find
from gongkai.privacy.masking import mask, mask_name

_SHOWN = 60  # characters of a comment or of hidden text that are shown

# What programs write as author when nobody told them; nobody is named by it.
_PROGRAMS = frozenset(
    {
        *(
            "python-docx",
            "openpyxl",
            "xlsxwriter",
            "apache poi",
            "libreoffice",
            "wps office",
            "microsoft office",
        ),
        *("microsoft office user", "unknown", "typst", "reportlab", "anonymous", "administrator", "user"),
    }
)


class CannotOpen(Exception):
    """The file cannot be searched; the sentence says why."""


@dataclass(frozen=True, slots=True)
class FileFinding:
    """`kind` as `gongkai scan` names it, `where` in the reader's language, `masked` fit to be shown."""

    kind: str
    where: str
    masked: str


def in_passage(text: str, where: str) -> Iterator[FileFinding]:
    """Yield the personal data in a passage that stands in one place."""
    for each in find(text):
        yield FileFinding(each.kind, where, each.masked)


def in_text(text: str) -> Iterator[FileFinding]:
    """Yield the personal data in a plain text, by lines."""
    found = find(text)
    if not found:
        return
    ends = [place for place, sign in enumerate(text) if sign == "\n"]
    for each in found:
        line = bisect_right(ends, each.start - 1) + 1
        yield FileFinding(each.kind, _("line %(number)d") % {"number": line}, each.masked)


def in_row(cells: Iterable[tuple[str, str, str]]) -> Iterator[FileFinding]:
    """Yield the personal data in a row of a table; each cell comes as (heading, value, where).

    The row is read as one sentence with the headings in it, because a number says what it is only by the
    heading of its column, and an illness becomes personal by the name in another column.
    """
    parts: list[str] = []
    places: list[tuple[int, int, str]] = []
    length = 0
    for heading, value, where in cells:
        before = f"{heading}：" if heading else ""
        parts.append(f"{before}{value}，")
        places.append((length + len(before), length + len(before) + len(value), where))
        length += len(parts[-1])
    starts = [start for start, _end, _where in places]
    for each in find("".join(parts)):
        at = bisect_right(starts, each.start) - 1
        if at >= 0 and each.start < places[at][1]:
            yield FileFinding(each.kind, places[at][2], each.masked)


def hidden(kind: str, where: str, text: str) -> FileFinding:
    """Return what is in a file without being seen, its text shortened and masked."""
    said = " ".join(mask(text).split())
    return FileFinding(kind, where, said if len(said) <= _SHOWN else said[:_SHOWN] + "…")


def named(label: str, value: str, *, person: bool = True) -> Iterator[FileFinding]:
    """Yield the property of a file that names a person or an organisation, and no program."""
    value = value.strip()
    if not value or value.lower() in _PROGRAMS:
        return
    where = _("file property “%(label)s”") % {"label": label}
    yield FileFinding("property", where, mask_name(value) if person else mask(value))
