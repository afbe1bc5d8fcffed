"""The register of reviews (信息公开保密审查登记簿), as it is printed or opened as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils import translation

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.people.models import User
from gongkai.privacy.masking import mask
from gongkai.secrecy.models import Review, State
from gongkai.typesetting.letters import chinese_date
from gongkai.typesetting.registers import Register, Value
from gongkai.typesetting.tables import Alignment, Column

TITLE = "信息公开保密审查登记簿"
CENTRE = Alignment.CENTRE
COLUMNS = (
    Column("编号", 1.8),
    Column("信息名称", 3),
    Column("承办部门", 1.6),
    Column("载体形式", 1.5, CENTRE),
    Column("承办部门意见", 2.4),
    Column("审查意见", 2.4),
    Column("依据", 1.5, CENTRE),
    Column("审批", 1.5, CENTRE),
    Column("日期", 1.9, CENTRE),
    Column("口头审批/补签", 2.2),
    Column("上报及答复", 2.2),
    Column("状态", 1.5, CENTRE),
)
# What a paper with a state secret is called has no place in a list either.
LEFT_OUT = "（涉密，名称从略）"


def register_of(agency: Agency, reviews: Iterable[Review], *, period: str, printed_on: date) -> Register:
    """Return the register of `reviews`, fetched `for_register`; numbers of persons in it are masked.

    `period` is printed below the title, such as 2025年.
    """
    with translation.override("zh-hans"):
        rows = [_row(review) for review in reviews]
    return Register(
        title=TITLE,
        subtitle=f"{agency.name}　{period}",
        columns=COLUMNS,
        rows=rows,
        printed_on=printed_on,
        author=agency.name,
    )


def _row(review: Review) -> tuple[Value, ...]:
    package = review.package
    return (
        review.number,
        LEFT_OUT if review.is_secret else mask(package.title),
        str(package.section or ""),
        "公文类" if package.carrier == "document" else "非公文类",
        _signed(review.opinion, review.opinion_by) or _of_earlier(review),
        _signed(review.decision_text, review.decided_by, str(review.get_decision_display())),
        str(review.get_ground_display()),
        review.approved_by.name if review.approved_by else review.earlier_by,
        review.cleared_on,
        "；".join(_of_word_of_mouth(review)),
        "；".join(_of_referral(review)),
        str(review.get_state_display()),
    )


def _signed(text: str, by: User | None, first: str = "") -> str:
    words = "：".join(each for each in (first, mask(text)) if each)
    return f"{words}（{by.name}）" if words and by else words


def _of_earlier(review: Review) -> str:
    return f"系统启用前已审查，见{review.earlier_paper}" if review.is_earlier else ""


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.BEIJING).date() if moment else None


def _of_word_of_mouth(review: Review) -> Iterator[str]:
    said_on = _day(review.oral_at)
    if not review.is_oral or said_on is None:
        return
    noted_by = review.oral_noted_by.name if review.oral_noted_by else ""
    yield f"{chinese_date(said_on)}口头审批，{noted_by}记录"
    if signed_on := _day(review.countersigned_at):
        yield f"{chinese_date(signed_on)}补签"
    elif review.state != State.CLEARED:
        yield "未予确认，许可已收回"
    else:
        due_on = review.countersign_due_on
        yield f"待补签，期限{chinese_date(due_on)}" if due_on else "待补签"


def _of_referral(review: Review) -> Iterator[str]:
    if not review.referred_to:
        return
    asked_on = _day(review.referred_at)
    yield f"{chinese_date(asked_on) if asked_on else ''}报{review.referred_to}"
    if review.answered_on:
        yield f"{chinese_date(review.answered_on)}答复：{mask(review.answer)}"
