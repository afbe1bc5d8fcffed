"""Days as offices write them: 2018-04-26, 2018年4月26日, 2018/4/26, 20180426, a number of Excel."""

import re
import unicodedata
from datetime import date, datetime, timedelta

# Excel counts days from here; what lies outside these numbers is no day of a website.
_FIRST = date(1899, 12, 30)
_SERIALS = range(18264, 73051)  # 1950 to 2099

_PARTED = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*日?(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)(?!\d)")
_WITH_TIME = re.compile(r"((?:19|20)\d{2})([01]\d)([0-3]\d)[0-2]\d[0-5]\d(?:[0-5]\d)?")
_IN_WORDS = re.compile(
    "([〇○零0Oo一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_FIGURES = {figure: place % 10 for place, figure in enumerate("〇一二三四五六七八九○零")}
_FIGURES |= {"○": 0, "零": 0, "0": 0, "O": 0, "o": 0}


def day_in(text: str) -> date | None:
    """Return the day a cell or a line of a page names; None where it names none that exists.

    A time after it is left out. A bare number is a day as Excel keeps it, where it can be one.
    """
    told = unicodedata.normalize("NFKC", text).strip()
    if found := _PARTED.search(told):
        return _day(*map(int, found.groups()))
    if found := _IN_WORDS.search(told):
        year, month, day = found.groups()
        return _day(_digits(year), _number(month), _number(day))
    if re.fullmatch(r"\d{5}(\.\d+)?", told):
        serial = int(float(told))
        return _FIRST + timedelta(days=serial) if serial in _SERIALS else None
    if found := _WITH_TIME.fullmatch(told) or _TOGETHER.search(told):
        return _day(*map(int, found.groups()))
    return None


def day_in_path(path: str) -> date | None:
    """Return the day in an address such as 201804/t20180426_12.html or art/2018/4/26/art_1.html."""
    if found := re.search(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})/", f"/{path}"):
        return _day(*map(int, found.groups()))
    if found := re.search(r"/((?:19|20)\d{2})[-/]?(\d{2})/(\d{2})/", f"/{path}"):
        return _day(*map(int, found.groups()))
    found = _TOGETHER.search(path)
    return _day(*map(int, found.groups())) if found else None


def of_cell(value: object) -> str:
    """Return what a cell of a sheet shows, days as 2018-04-26."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _digits(words: str) -> int:
    return int("".join(str(_FIGURES[sign]) for sign in words))


def _number(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _FIGURES[words]
    return (_FIGURES[tens] if tens else 1) * 10 + (_FIGURES[ones] if ones else 0)
