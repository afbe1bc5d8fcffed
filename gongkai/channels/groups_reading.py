"""Taking in a list of people who consented: read and compared first, then exactly that or nothing.

The list (XLSX or CSV) has a line of headings: 手机号, 同意日期, 来源, and 姓名 where names are kept.
Faults are told by line and never repeat a number.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.channels import groups_policy as policy
from gongkai.channels.models import SmsContact, SmsGroup, SmsOptOut, Source
from gongkai.channels.models.groups import index_of, masked
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.notices import addresses
from gongkai.notices.kinds import Channel as Kind
from gongkai.vault.fields import Unreadable, seal, unseal
from gongkai.workdays.sheets import LARGEST_FILE, Row, rows_of_file

MOST_FAULTS = 20  # sentences; a wrong file has one for every line
LARGEST_LIST = LARGEST_FILE + 1  # bytes read of a file; one more than is taken

_HEADINGS = {
    "手机号": "number",
    "手机号码": "number",
    "手机": "number",
    "电话": "number",
    "联系电话": "number",
    "姓名": "name",
    "同意日期": "day",
    "同意时间": "day",
    "登记日期": "day",
    "授权日期": "day",
    "来源": "source",
    "同意来源": "source",
    "同意方式": "source",
    "授权来源": "source",
}
# The first word that stands in a cell says what it is; lists are in Chinese, whatever the reader's language.
_SOURCES = (
    (Source.PAPER, ("纸质", "书面", "签字", "签名", "登记表", "同意书")),
    (Source.FORM, ("网上", "线上", "在线", "表单", "小程序", "问卷", "微信")),
    (Source.COUNTER, ("窗口", "柜台", "现场", "大厅", "当面")),
    (Source.CALL, ("电话", "来电", "口头", "录音")),
)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+[\d:]+)?", re.ASCII)


@dataclass(frozen=True)
class Line:
    """A line of the list that is sound in itself."""

    row: int
    number: str = field(repr=False)
    name: str = field(repr=False)
    source: str
    source_note: str
    consented_on: date


@dataclass(frozen=True)
class Compared:
    """The lines beside the group: who is new, and in which lines stands who is there already, or twice."""

    new: tuple[Line, ...]
    there_already: tuple[int, ...]
    twice: tuple[int, ...]


def read_list(content: bytes) -> list[Line]:
    """Return the lines of a list. Raises Refused with a sentence for each line that is wrong."""
    rows = rows_of_file(content)
    columns, rest = _headings(rows)
    lines: list[Line] = []
    faults: list[str] = []
    for row in rest:
        told = {name: row.cells[place] for place, name in columns.items() if place < len(row.cells)}
        wrong: list[str] = []
        line = _line(row.number, told, wrong)
        if line is not None and not wrong:
            lines.append(line)
        faults += [_at(row.number, each) for each in wrong]
    if not lines and not faults:
        faults.append(_("The list names nobody."))
    _refuse(faults)
    return lines


def compare(group: SmsGroup, lines: Iterable[Line]) -> Compared:
    """Hold the lines against the group. Raises Refused when a number wants no messages, by its line."""
    lines = list(lines)
    indexes = {line.row: index_of(group.agency, line.number) for line in lines}
    stopped = _known(SmsOptOut.objects.filter(agency=group.agency), indexes)
    _refuse(
        [
            _at(
                line.row, _("The owner of this number wants no more messages. Take the line out of the list.")
            )
            for line in lines
            if indexes[line.row] in stopped
        ]
    )
    there = _known(SmsContact.objects.reached().filter(group=group), indexes)
    seen: set[str] = set()
    new, twice = [], []
    for line in lines:
        index = indexes[line.row]
        if index in seen:
            twice.append(line.row)
        elif index not in there:
            new.append(line)
        seen.add(index)
    known = tuple(line.row for line in lines if indexes[line.row] in there and line.row not in twice)
    return Compared(tuple(new), known, tuple(twice))


@transaction.atomic
def take_in(
    group: SmsGroup, lines: Iterable[Line], *, by: Any, list_name: str, paper: StoredFile | None = None
) -> int:
    """Take all new lines into the group, or none; return how many. Who is there already stays as they are.

    `list_name` names the list in the journal; `paper` is the consent form they all signed, where one is kept.
    """
    group = locked(group, "agency")
    refuse_if_any(policy.obstacles_to_changing(group, by))
    compared = compare(group, lines)
    SmsContact.objects.bulk_create(
        [
            SmsContact(
                group=group,
                number=line.number,
                number_index=index_of(group.agency, line.number),
                shown_number=masked(line.number),
                name=line.name,
                source=line.source,
                source_note=line.source_note,
                consented_on=line.consented_on,
                paper=paper,
            )
            for line in compared.new
        ],
        batch_size=200,
    )
    record(
        by,
        "channels.sms_contacts_imported",
        group,
        list=list_name[:100],
        new=len(compared.new),
        there_already=len(compared.there_already) + len(compared.twice),
    )
    return len(compared.new)


def sealed(lines: Iterable[Line], group: SmsGroup, by: Any) -> str:
    """Return the lines for a hidden field, encrypted: of use to nobody but the one who was shown them."""
    told = [
        [each.row, each.number, each.name, each.source, each.source_note, each.consented_on.isoformat()]
        for each in lines
    ]
    return seal(json.dumps({"group": group.pk, "by": by.key, "on": clock.today().isoformat(), "lines": told}))


def unsealed(paper: str, group: SmsGroup, by: Any) -> list[Line]:
    """Return the lines `sealed` gave to this person today. Raises Refused when it is anything else."""
    try:
        told = json.loads(unseal(paper))
    except (Unreadable, ValueError):
        told = {}
    if (told.get("group"), told.get("by"), told.get("on")) != (group.pk, by.key, clock.today().isoformat()):
        raise Refused(_("This page is no longer good for importing. Hand in the file again."))
    return [
        Line(row, number, name, source, note, date.fromisoformat(day))
        for row, number, name, source, note, day in told["lines"]
    ]


def _headings(rows: list[Row]) -> tuple[dict[int, str], list[Row]]:
    for place, row in enumerate(rows):
        keys = [re.sub(r"[\s（(].*", "", cell) for cell in row.cells]
        columns = {column: _HEADINGS[key] for column, key in enumerate(keys) if key in _HEADINGS}
        if "number" in columns.values():
            missing = {"day": "同意日期", "source": "来源"}.items()
            _refuse(
                [
                    _("The list has no column %(heading)s. Numbers without a consent are not taken in.")
                    % {"heading": heading}
                    for name, heading in missing
                    if name not in columns.values()
                ]
            )
            return columns, rows[place + 1 :]
    raise Refused(_("The headings are missing. The list needs the columns 手机号, 同意日期 and 来源."))


def _line(row: int, told: dict[str, str], wrong: list[str]) -> Line | None:
    said = unicodedata.normalize("NFKC", told.get("number", "")).removesuffix(".0")
    number = addresses.plain(Kind.SMS, said)
    wrong += policy.faults_of_number(number)
    note = told.get("source", "").strip()[:200]
    source = next((kind for kind, words in _SOURCES if any(word in note for word in words)), "")
    if not note:
        wrong.append(_("The source of the consent is missing."))
    elif not source:
        wrong.append(_("What this source is cannot be told. Write 书面, 网上, 窗口 or 电话 into it."))
    day = _day(told.get("day", ""))
    if day is None:
        wrong.append(_("The day of the consent is missing, or is no day."))
    elif day > clock.today():
        wrong.append(_("The day of the consent lies in the future."))
    name = told.get("name", "").strip()
    if len(name) > 50:
        wrong.append(_("The name is too long."))
    return Line(row, number, name, str(source), note, day) if day else None


def _day(told: str) -> date | None:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", told).strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _known(rows: Any, indexes: dict[int, str]) -> set[str]:
    return set(rows.filter(number_index__in=set(indexes.values())).values_list("number_index", flat=True))


def _at(row: int, fault: str) -> str:
    return _("Line %(number)s: %(fault)s") % {"number": str(row), "fault": fault}


def _refuse(faults: list[str]) -> None:
    if len(faults) > MOST_FAULTS:
        more = _("And %(number)s faults more.") % {"number": len(faults) - MOST_FAULTS}
        faults = [*faults[:MOST_FAULTS], more]
    refuse_if_any(faults)
