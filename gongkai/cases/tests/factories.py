"""Cases for tests, made by the acts themselves, each at the hour of its day."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from gongkai.acts import clock
from gongkai.cases import actions
from gongkai.cases.models import Case, DeliveredHow, HowCame, OutgoingLetter, Paper, PaperKind, Reply
from gongkai.secrecy import actions as secrecy

MONDAY = date(2025, 9, 15)


def on(day: date, hour: int = 9) -> Any:
    """Within the block it is that day, in the morning."""
    return clock.pretend(datetime.combine(day, time(hour)))


def registered_case(office: SimpleNamespace, received_on: date = MONDAY, **given: Any) -> Case:
    """A request registered on the day it was received: a letter that was signed for, unless told."""
    by = given.pop("by", office.foi)
    values: dict[str, Any] = {
        "how_came": HowCame.REGISTERED_POST,
        "title": "西总布胡同停车意愿问卷的汇总结果",
        "description": "西总布胡同不停车管理居民意愿问卷的汇总结果，以及居民提出的主要意见",
        "requester_name": "李明远（虚构）",
        "requester_contact": "010-00000001，东城区某胡同1号",
        "submitted_on": received_on,
        "arrived_on": received_on,
    } | given
    with on(given.get("confirmed_on") or received_on):
        return actions.register(office.agency, by=by, **values)


def counter_case(office: SimpleNamespace, received_on: date = MONDAY, **given: Any) -> Case:
    """A request handed in over the counter."""
    return registered_case(office, received_on, how_came=HowCame.IN_PERSON, **given)


def filed_paper(
    case: Case, office: SimpleNamespace, text: str = "汇总结果，联系电话13800138000。", name: str = "汇总.txt"
) -> Paper:
    """A paper the office found, with the file it is in."""
    file = BytesIO(text.encode())
    file.name = name
    with on(case.day_received):
        return actions.add_papers(case, [file], by=office.foi, kind=PaperKind.INTERNAL)[0]


def redacted_paper(case: Case, office: SimpleNamespace) -> Paper:
    """A paper with a part of it hidden, as it may be enclosed."""
    paper = filed_paper(case, office)
    box = {"page": 0, "x": 0.1, "y": 0.05, "width": 0.8, "height": 0.2, "ground": "个人隐私"}
    with on(case.day_received):
        redaction = actions.begin_redaction(paper, by=office.foi)
        redaction = actions.keep_boxes(redaction, [box], by=office.foi, revision=redaction.revision)
        return actions.finish_redaction(redaction, by=office.foi)


def clear_enclosures(reply: Reply, office: SimpleNamespace) -> None:
    """Lead what a reply encloses through its secrecy review."""
    if reply.package is None:
        return
    review = reply.package.review
    review = secrecy.state_opinion(review, by=office.officer, opinion="不涉密。")
    review = secrecy.decide(review, by=office.reviewer, opinion="同意。")
    secrecy.approve(review, by=office.leader)


def sent(
    letter: OutgoingLetter, office: SimpleNamespace, day: date, *, delivered_on: date | None = None
) -> OutgoingLetter:
    """A letter posted on that day, arrived on `delivered_on` where that is known."""
    with on(max(day, delivered_on or day), 16):
        return actions.send_letter(
            letter,
            by=office.foi,
            to=letter.recipient,
            how=DeliveredHow.POST,
            sent_on=day,
            delivered_on=delivered_on,
            tracking_number="EMS0000001",
        )


def proposed_reply(case: Case, office: SimpleNamespace, day: date | None = None, **given: Any) -> Reply:
    values = {"outcome_code": "granted", "text": "您申请公开的信息随本答复书提供。"} | given
    with on(day or case.day_received, 10):
        return actions.propose_reply(case, by=office.foi, **values)


def checked_reply(case: Case, office: SimpleNamespace, day: date | None = None, **given: Any) -> Reply:
    reply = proposed_reply(case, office, day, **given)
    with on(day or case.day_received, 11):
        return actions.legal_check(reply, by=office.counsel, opinion="同意。")


def signed_reply(case: Case, office: SimpleNamespace, day: date | None = None, **given: Any) -> Reply:
    reply = checked_reply(case, office, day, **given)
    with on(day or case.day_received, 14):
        clear_enclosures(reply, office)
        return actions.sign(reply, by=office.leader)


def delivered_reply(
    case: Case,
    office: SimpleNamespace,
    sent_on: date | None = None,
    late_reason: str = "承办人员请假",
    **given: Any,
) -> Reply:
    """A case replied to and concluded: proposed, checked, signed and handed over on one day."""
    day = sent_on or case.day_received
    reply = signed_reply(case, office, day, **given)
    with on(day, 15):
        return actions.deliver(
            reply,
            by=office.foi,
            to=case.requester_name,
            how=DeliveredHow.IN_PERSON,
            late_reason=late_reason,
        )
