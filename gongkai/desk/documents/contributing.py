"""Who handed in what, and what became of it: officers by section, month by month, for page and sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.catalogue.queries import contributions
from gongkai.documents.models import Document, Form
from gongkai.people.models import Post
from gongkai.typesetting.registers import Register, Value
from gongkai.typesetting.tables import Alignment, Column

MONTHS = range(1, 13)
# Who sees what every section handed in; the others see their own.
SEES_ALL = frozenset(
    {
        Duty.FOI_OFFICER,
        Duty.FOI_HEAD,
        Duty.OFFICE_CHECKER,
        Duty.RESPONSIBLE_LEADER,
        Duty.PRINCIPAL_LEADER,
    }
)
FIGURES: dict[str, Promise] = {
    "handed_in": _("Handed in"),
    "adopted": _("Adopted"),
    "returned": _("Returned at least once"),
    "published": _("Published"),
}
# What the sheet calls the figures; it is a paper of the office and speaks Chinese.
_IN_CHINESE = {"handed_in": "报送", "adopted": "采用", "returned": "退回", "published": "发布"}
TITLE = "信息报送采用情况统计表"


@dataclass
class Row:
    """The figures of an officer, or of all of a section, by name and month."""

    officer: str
    officer_id: int = 0
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def add(self, name: str, month: int, number: int) -> None:
        self.numbers[name, month] = self.numbers.get((name, month), 0) + number

    def months(self, name: str) -> list[int]:
        return [self.numbers.get((name, month), 0) for month in MONTHS]

    def total(self, name: str) -> int:
        return sum(self.months(name))


@dataclass
class OfSection:
    """The officers of a section and their sum."""

    section: str
    sum: Row
    officers: list[Row]


def by_section(agency: Agency, year: int, user: Any) -> list[OfSection]:
    """Return what was handed in from each section in a year, as far as `user` sees it.

    An information officer who handed in nothing stands there with nothing. Who sees not all sees their own
    row and their own sections.
    """
    sees_all = bool(user.duties_in(agency) & SEES_ALL)
    own = user.sections_by_agency.get(agency.pk, set())
    posts = (
        Post.objects.held_on(clock.today())
        .filter(agency=agency, duty=Duty.INFORMATION_OFFICER)
        .select_related("user", "section")
    )
    named = {post.section.name for post in user.posts_held if post.section_id in own}
    rows: dict[tuple[str, int], Row] = {}
    for post in posts:
        if post.section is not None:
            rows[post.section.name, post.user_id] = Row(post.user.name, post.user_id)
    for each in contributions(agency, year):
        row = rows.setdefault((each.section, each.officer_id), Row(each.officer, each.officer_id))
        for name in FIGURES:
            row.add(name, each.month, getattr(each, name))
    found: dict[str, OfSection] = {}
    for (section, officer_id), row in sorted(rows.items(), key=lambda item: (item[0][0], item[1].officer)):
        if not (sees_all or section in named or officer_id == user.pk):
            continue
        together = found.setdefault(section, OfSection(section, Row(section), []))
        together.officers.append(row)
        for (name, month), number in row.numbers.items():
            together.sum.add(name, month, number)
    return list(found.values())


def years_of(agency: Agency) -> list[int]:
    """Return the years in which pieces were handed in, and this one, the latest first."""
    pieces = Document.objects.filter(agency=agency, form=Form.PIECE)
    first = pieces.aggregate(first=Min("submitted_at"))["first"]
    now = clock.today().year
    begun = first.astimezone(clock.BEIJING).year if first else now
    return list(range(now, min(begun, now) - 1, -1))


def list_url(name: str, officer_id: int, year: int, month: int = 0) -> str:
    """Return the address of the list that a number counted."""
    told: dict[str, str | int] = {
        "form": Form.PIECE.value,
        "officer": officer_id,
        "handed_in": f"{year}-{month:02d}" if month else f"{year}",
    }
    if name != "handed_in":
        told["became"] = name
    return f"{reverse('desk:document_list')}?{urlencode(told)}"


def register_of(agency: Agency, year: int, sections: Iterable[OfSection], *, printed_on: date) -> Register:
    """Return the same table as a sheet: each officer with four lines, one for each figure."""
    right = Alignment.RIGHT
    columns = (
        Column("科室（社区）", 2),
        Column("信息员", 1.5),
        Column("项目", 1),
        *(Column(f"{month}月", 0.7, right) for month in MONTHS),
        Column("合计", 0.9, right),
    )
    return Register(
        title=TITLE,
        subtitle=f"{agency.name}　{year}年",
        columns=columns,
        rows=[line for section in sections for line in _lines(section)],
        printed_on=printed_on,
        author=agency.name,
    )


def _lines(section: OfSection) -> Iterator[tuple[Value, ...]]:
    for row, called in [*((row, row.officer) for row in section.officers), (section.sum, "小计")]:
        for name, words in _IN_CHINESE.items():
            yield (section.section, called, words, *row.months(name), row.total(name))
