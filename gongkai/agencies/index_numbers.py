"""The pattern of an office's index numbers (索引号): what it may be made of, and a number made by it."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

DEFAULT = "{code}/{year}-{serial:05d}"
LONGEST = 60  # characters of a number

_PLACE = re.compile(r"\{(\w+)(?::0(\d)d)?\}")
# Between the places: what may stand in an address and is read out without doubt.
_PLAIN = re.compile(r"[A-Za-z0-9/._〔〕()（）-]*")
_WIDEST_SERIAL = 9


def faults_of_pattern(pattern: str, code: str) -> Iterator[str]:
    """Say why index numbers of the office with the organisation code `code` cannot be made by `pattern`.

    The places are {code}, {year}, {month} and {serial}, the last with a width as {serial:05d}. Code, year and
    serial must be there: without one of them the same number would be given twice.
    """
    places = _PLACE.findall(pattern)
    names = [name for name, _width in places]
    unknown = sorted(set(names) - {"code", "year", "month", "serial"})
    if unknown or not _PLAIN.fullmatch(_PLACE.sub("", pattern)):
        yield _(
            "Only {code}, {year}, {month}, {serial:05d}, letters, figures and / . _ - ( ) may stand in it."
        )
        return
    if any(width for name, width in places if name != "serial"):
        yield _("Only the serial number has a width.")
        return
    if any(int(width or 1) < 1 for _name, width in places):
        yield _("The serial number has a width from 1 to 9.")
        return
    if missing := [name for name in ("code", "year", "serial") if names.count(name) != 1]:
        yield _("Each of these must stand in it once: %(places)s.") % {
            "places": ", ".join(f"{{{name}}}" for name in missing)
        }
        return
    if re.search(r"\{(year|month|code)\}\{serial|\{serial(:0\dd)?\}(\{|[0-9])|[0-9]\{serial", pattern):
        yield _("A sign that is no figure must stand before and after the serial number.")
    if len(number_by(pattern, code=code, day=date(2000, 12, 31), serial=10**_WIDEST_SERIAL - 1)) > LONGEST:
        yield _("Index numbers would be longer than %(characters)s characters.") % {"characters": LONGEST}


def number_by(pattern: str, *, code: str, day: date, serial: int) -> str:
    """Return the index number of that serial (from 1 in each year) given on `day`."""
    values = {"code": code, "year": f"{day.year:04d}", "month": f"{day.month:02d}"}

    def filled(place: re.Match[str]) -> str:
        name, width = place.groups()
        return str(serial).zfill(int(width or 1)) if name == "serial" else values[name]

    return _PLACE.sub(filled, pattern)
