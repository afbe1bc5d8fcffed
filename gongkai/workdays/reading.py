"""Reading a notice's days from lines of text, as typed from the paper or kept in a spreadsheet.

One day or span of days to a line: `2027-01-01,休,元旦` or `2027-02-06..2027-02-12,休,春节`; 班 marks a
make-up working day. Empty lines and lines that begin with # are left out.
"""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongkai.acts import Refused
from gongkai.workdays.calendar import Exceptional

LONGEST_SPAN = 31  # days; a longer one is a slip of the pen
OFF, WORKED = {"休", "off"}, {"班", "work"}

_LINE = re.compile(
    r"(?P<first>\d{4}-\d\d-\d\d)(?:\s*\.\.\s*(?P<last>\d{4}-\d\d-\d\d))?"
    r"\s*[,，]\s*(?P<what>[^,，]+?)\s*[,，]\s*(?P<name>[^,，]*)",
    re.ASCII,
)
_NAMES = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}


def read_days(text: str) -> dict[date, Exceptional]:
    """Return the days the lines name. Raises Refused with one sentence for each line that cannot be read."""
    days: dict[date, Exceptional] = {}
    faults = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        span = _span(line.strip())
        if not span:
            faults.append(
                _("Line %(number)s cannot be read. Write it like: 2027-01-01,休,元旦") % {"number": number}
            )
        elif set(span) & set(days):
            faults.append(_("Line %(number)s names a day that stands above already.") % {"number": number})
        else:
            days |= span
    if faults:
        raise Refused(faults)
    return days


def _span(line: str) -> dict[date, Exceptional]:
    found = _LINE.fullmatch(line)
    if not found or found["what"] not in OFF | WORKED:
        return {}
    try:
        first = date.fromisoformat(found["first"])
        last = date.fromisoformat(found["last"] or found["first"])
    except ValueError:
        return {}
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_SPAN:
        return {}
    what = Exceptional(found["what"] in WORKED, _NAMES.get(found["name"].strip(), found["name"].strip()))
    return {first + timedelta(days=n): what for n in range(length)}
