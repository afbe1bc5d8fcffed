"""The register of requests (政府信息公开申请登记簿), as it is printed or opened as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import translation

from gongkai.agencies.models import Agency
from gongkai.cases.letters import CHANNEL_WORDS
from gongkai.cases.models import Case, RequestKind
from gongkai.law.organisations import RequesterKind
from gongkai.privacy.masking import mask, mask_name
from gongkai.typesetting.letters import chinese_date
from gongkai.typesetting.registers import Register, Value
from gongkai.typesetting.tables import Alignment, Column

TITLE = "政府信息公开申请登记簿"
CENTRE = Alignment.CENTRE
COLUMNS = (
    Column("登记编号", 2.4),
    Column("收到日期", 1.5, CENTRE),
    Column("提出方式", 1.2, CENTRE),
    Column("申请人", 1.7),
    Column("申请事项", 3.6),
    Column("承办科室", 1.5),
    Column("到期日", 1.5, CENTRE),
    Column("办理结果", 2),
    Column("答复日期", 1.5, CENTRE),
    Column("时限情况", 1.4, CENTRE),
    Column("备注", 1.6),
)


def cases_of_period(agency: Agency, year: int, month: int | None = None) -> QuerySet[Case]:
    """Return what the register of an agency holds of a year or a month, in the order of its numbers.

    A request counts by the day it was legally received; until that is confirmed, by the day it arrived.
    """
    received, arrived = Q(received_on__year=year), Q(received_on=None, arrived_on__year=year)
    if month:
        received &= Q(received_on__month=month)
        arrived &= Q(arrived_on__month=month)
    cases = Case.objects.filter(received | arrived, agency=agency)
    return cases.select_related("agency", "handling_section", "follows").order_by("year", "serial")


def register_of(
    agency: Agency, cases: Iterable[Case], *, period: str, full: bool, printed_on: date
) -> Register:
    """Return the register of `cases`. Without `full`, natural persons stand with their surname only.

    `period` is printed below the title, such as 2025年10月.
    """
    with translation.override("zh-hans"):
        rows = [_row(case, full=full) for case in cases]
    return Register(
        title=TITLE,
        subtitle=f"{agency.name}　{period}" + ("" if full else "　（自然人姓名已作遮盖）"),
        columns=COLUMNS,
        rows=rows,
        printed_on=printed_on,
        author=agency.name,
    )


def period_in_words(year: int, month: int | None = None) -> str:
    return f"{year}年{month}月" if month else f"{year}年"


def _row(case: Case, *, full: bool) -> tuple[Value, ...]:
    person = case.requester_kind == RequesterKind.NATURAL_PERSON
    kind = case.outcome_in_law
    return (
        case.number,
        case.received_on,
        CHANNEL_WORDS[case.how_came],
        mask_name(case.requester_name) if person and not full else case.requester_name,
        case.title if full else without_name(case, mask(case.title)),
        str(case.handling_section or ""),
        case.due_on,
        kind.label_zh if kind else "",
        case.concluded_on,
        str(case.get_timeliness_display()),
        "；".join(_remarks(case)),
    )


def _remarks(case: Case) -> Iterable[str]:
    if case.received_on is None:
        yield f"{chinese_date(case.arrived_on)}到达，尚未确认收到"
    if case.kind == RequestKind.CORRECTION:
        yield "申请更正信息"
    if case.kind == RequestKind.ORDERED and case.follows:
        yield f"依决定重新答复{case.follows.number}"
    if case.due_unknown_year:
        yield f"{case.due_unknown_year}年放假通知尚未载入"
    if case.archived_on:
        yield f"{chinese_date(case.archived_on)}归档"


def without_name(case: Case, text: str) -> str:
    """Return `text` with a natural person's name masked wherever it stands in it."""
    if case.requester_kind != RequesterKind.NATURAL_PERSON:
        return text
    for name in names_of(case.requester_name):
        text = text.replace(name, mask_name(name))
    return text


def names_of(requester: str) -> tuple[str, ...]:
    """Return the name as it was given, and without what stands behind it in brackets; the longer first."""
    name = requester.strip()
    bare = name.partition("（")[0].partition("(")[0].strip()
    return tuple(each for each in dict.fromkeys((name, bare)) if len(each) > 1)
