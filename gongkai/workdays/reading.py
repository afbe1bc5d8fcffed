"""Reading a holiday notice from the rows of a file or of pasted lines.

One day or span of days to a row: day, kind, name; `2027-01-01,休,元旦` or `2027-02-06..2027-02-12,休,春节`.
The kind is 休 (off) or 班 (a make-up working day). Rows above the days may say the year (年份), the number
(文号) and the date (发文日期) of the notice; a row of headings may put the columns into another order.
Empty rows and rows that begin with # are left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.workdays.calendar import Exceptional
from gongkai.workdays.policy import fault_of_day
from gongkai.workdays.sheets import Row
from gongkai.workdays.shipped import FIRST_YEAR, Notice

LONGEST_SPAN = 31  # days; a longer one is a slip of the pen
LAST_YEAR = 2100
LONGEST_NAME, LONGEST_NUMBER = 60, 100  # characters, as the tables hold them
MOST_FAULTS = 20  # sentences; a wrong file has one for every line

OFF = frozenset({"休", "放假", "休息", "off"})
WORKED = frozenset({"班", "上班", "补班", "make-up", "makeup", "work"})

#: The official names beside the ones the table of days keeps.
OFFICIAL_NAMES = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}

_LABELS = {
    "年份": "year",
    "年度": "year",
    "year": "year",
    "文号": "number",
    "发文字号": "number",
    "number": "number",
    "发文日期": "issued_on",
    "成文日期": "issued_on",
    "issued on": "issued_on",
    "issued_on": "issued_on",
}
_HEADINGS = {
    "日期": "day",
    "date": "day",
    "day": "day",
    "类型": "kind",
    "kind": "kind",
    "名称": "name",
    "节日": "name",
    "name": "name",
}
_AS_TYPED = {"day": 0, "kind": 1, "name": 2}

_LABEL = re.compile(rf"({'|'.join(sorted(_LABELS, key=len, reverse=True))})\s*[:：]?\s*(.*)", re.IGNORECASE)
_DAY = re.compile(
    r"(\d{4})(?:-(\d\d?)-|/(\d\d?)/|\.(\d\d?)\.|年(\d\d?)月)(\d\d?)日?(?: 0?0:00(?::00)?)?", re.ASCII
)
_TO = re.compile(r"\s*(?:\.\.+|…+|[~～]|至|到|—+|–)\s*")
_CONTROL = re.compile("[\x00-\x1f\x7f]")


@dataclass
class _Reading:
    """What was read so far, and what could not be."""

    told: dict[str, object]
    columns: Mapping[str, int] = field(default_factory=lambda: dict(_AS_TYPED))
    headed: bool = False
    lines: list[tuple[int, date, Exceptional]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_notice(
    rows: Iterable[Row], *, year: int | None = None, number: str = "", issued_on: date | None = None
) -> Notice:
    """Return the notice the rows tell, whole.

    `year`, `number` and `issued_on` are those filled in beside the rows; what the rows say too must agree.

    Raises Refused, with one sentence for each row that is wrong (its number and why), when one is.
    """
    given = {"year": year, "number": number.strip(), "issued_on": issued_on}
    reading = _Reading({name: value for name, value in given.items() if value})
    for row in rows:
        _take(row, reading)
    read_year = reading.told.get("year")
    if not isinstance(read_year, int):
        reading.faults.insert(0, _("Say for which year the notice is."))
    elif not FIRST_YEAR <= read_year <= LAST_YEAR:
        reading.faults.insert(0, _no_year(str(read_year)))
    else:
        reading.faults += _faults_of_lines(read_year, reading.lines)
    if not reading.lines and not reading.faults:
        reading.faults.append(_("No day is named."))
    if reading.faults:
        raise Refused(_first_of(reading.faults))
    return Notice(
        year=reading.told["year"],  # type: ignore[arg-type]
        number=str(reading.told.get("number", "")),
        issued_on=reading.told.get("issued_on"),  # type: ignore[arg-type]
        days={day: what for _number, day, what in sorted(reading.lines, key=lambda line: line[1])},
    )


def _take(row: Row, reading: _Reading) -> None:
    first = next((cell for cell in row.cells if cell), "")
    if not first or first.startswith("#"):
        return
    if any(_CONTROL.search(cell) for cell in row.cells):
        reading.faults.append(_as_example(row))
    elif headings := _columns(row):
        reading.columns, reading.headed = headings, True
    elif label := _LABEL.fullmatch(first):
        rest = [cell for cell in row.cells if cell][1:]
        _take_label(row, _LABELS[label[1].casefold()], label[2] or (rest[0] if rest else ""), reading)
    else:
        _take_days(row, reading)


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        heading = _HEADINGS.get(cell.casefold())
        if heading:
            found.setdefault(heading, place)
    return found if {"day", "kind"} <= set(found) else {}


def _take_label(row: Row, name: str, text: str, reading: _Reading) -> None:
    if not text:
        return
    read: object = text
    if name == "year":
        digits = text.removesuffix("年")
        if not re.fullmatch(r"[0-9]{4}", digits):
            reading.faults.append(_with_line(row.number, _no_year(text)))
            return
        read = int(digits)
    elif name == "issued_on":
        read = _day(text)
        if read is None:
            reading.faults.append(_no_day(row.number, text))
            return
    elif len(text) > LONGEST_NUMBER:
        reading.faults.append(_with_line(row.number, _("The number of the notice is too long.")))
        return
    standing = reading.told.setdefault(name, read)
    if standing != read:
        reading.faults.append(
            _("Line %(number)s says “%(read)s”, but “%(given)s” was said before.")
            % {"number": str(row.number), "read": _short(str(read)), "given": _short(str(standing))}
        )


def _take_days(row: Row, reading: _Reading) -> None:
    cells = {
        name: row.cells[place] if place < len(row.cells) else "" for name, place in reading.columns.items()
    }
    kind, name = cells["kind"].casefold(), cells.get("name", "")
    more = [cell for cell in row.cells[len(_AS_TYPED) :] if cell]
    if (more and not reading.headed) or len(name) > LONGEST_NAME:
        reading.faults.append(_as_example(row))
        return
    if not cells["day"] or not kind:
        reading.faults.append(_as_example(row))
        return
    ends = [_day(part) for part in _TO.split(cells["day"])]
    first, last = ends[0], ends[-1]
    if first is None or last is None or len(ends) > len(("first", "last")):
        reading.faults.append(_no_day(row.number, cells["day"]))
    elif kind not in OFF | WORKED:
        reading.faults.append(
            _("Line %(number)s cannot be read: the kind is 休 or 班, not “%(text)s”.")
            % {"number": str(row.number), "text": _short(cells["kind"])}
        )
    elif not 1 <= (last - first).days + 1 <= LONGEST_SPAN:
        reading.faults.append(
            _(
                "Line %(number)s cannot be read: a span goes from its first day to its last and has no more "
                "than %(days)s days."
            )
            % {"number": str(row.number), "days": str(LONGEST_SPAN)}
        )
    else:
        what = Exceptional(kind in WORKED, OFFICIAL_NAMES.get(name, name))
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        reading.lines += [(row.number, day, what) for day in span]


def _faults_of_lines(year: int, lines: Iterable[tuple[int, date, Exceptional]]) -> Iterator[str]:
    above: dict[date, int] = {}
    for number, day, what in lines:
        fault = fault_of_day(year, day, what)
        if fault:
            yield _with_line(number, fault)
        if day in above:
            yield _("Line %(number)s names %(day)s, which stands in line %(above)s already.") % {
                "number": str(number),
                "day": date_format(day),
                "above": str(above[day]),
            }
        above.setdefault(day, number)


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    year, *months, day = found.groups()
    try:
        return date(int(year), int(next(filter(None, months))), int(day))
    except ValueError:
        return None


def _as_example(row: Row) -> str:
    return _("Line %(number)s cannot be read. Write it like: 2027-01-01,休,元旦") % {"number": row.number}


def _no_day(number: int, text: str) -> str:
    return _("Line %(number)s cannot be read: “%(text)s” is no day. Write it like 2027-01-01.") % {
        "number": str(number),
        "text": _short(text),
    }


def _no_year(text: str) -> str:
    return _("“%(text)s” is no year of a holiday notice.") % {"text": _short(text)}


def _with_line(number: int, fault: str) -> str:
    return _("Line %(number)s: %(fault)s") % {"number": str(number), "fault": fault}


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _first_of(faults: list[str]) -> list[str]:
    if len(faults) <= MOST_FAULTS:
        return faults
    more = _("%(count)s more lines are wrong.") % {"count": str(len(faults) - MOST_FAULTS)}
    return [*faults[:MOST_FAULTS], more]
