"""A small world with at least one record for every row of the table of 2018, made by the rooms' own acts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from gongkai.cases import actions as cases
from gongkai.cases.models import FeeReceipt, HowCame
from gongkai.cases.tests.factories import delivered_reply, redacted_paper, registered_case
from gongkai.channels.tests.factories import on, released_item
from gongkai.concerns.models import ResponseChannel
from gongkai.concerns.tests.factories import at, event, response
from gongkai.disputes import actions as disputes
from gongkai.disputes.models import DisputeKind, DisputeOutcome
from gongkai.disputes.tests.factories import opened_dispute, received_complaint
from gongkai.law.channels import ChannelKind
from gongkai.law.key_areas import all_key_areas
from gongkai.law.outcomes import outcomes
from gongkai.meetings.models import MeetingKind
from gongkai.meetings.tests.factories import meeting, training
from gongkai.resources import actions as resources
from gongkai.resources.models import Employment
from gongkai.resources.tests.factories import fund, reading_point, staff_member

YEAR = 2018
MAY = date(2018, 5, 7)


def concluded_case(
    office: SimpleNamespace, received: date = MAY, sent: date | None = None, **given: Any
) -> Any:
    """A request replied to on the day it came, or on `sent`; returns the case as it is then."""
    outcome = given.pop("outcome_code", "granted")
    ground = given.pop("ground", "《条例》第十四条")
    case = registered_case(office, received, **given)
    # What is granted in part goes out with the open part.
    enclosures = [redacted_paper(case, office)] if outcome == "partially_granted" else []
    delivered_reply(
        case,
        office,
        sent or received,
        outcome_code=outcome,
        ground=ground,
        reasons="理由",
        enclosures=enclosures,
    )
    case.refresh_from_db()
    return case


def world(office: SimpleNamespace) -> None:
    """Fill 2018: every one of the 71 rows has something to count."""
    _items(office)
    _responses(office)
    _requests(office)
    _disputes(office)
    _means(office)


def _items(office: SimpleNamespace) -> None:
    for place, area in enumerate(all_key_areas()):
        areas = [area.code, "a"] if place in {2, 3} else [area.code]
        released_item(office, f"重点领域信息{area.code}", areas=areas)
    everywhere = [kind for kind in ChannelKind if kind is not ChannelKind.OTHER]
    released_item(office, "一条信息，多个渠道", channels=everywhere)
    released_item(office, "规范性文件", is_normative=True, channels=(ChannelKind.GAZETTE,))
    released_item(office, "政策解读", is_interpretation=True)


def _responses(office: SimpleNamespace) -> None:
    with on(date(2018, 12, 3)):
        fire = event(office)
        response(office, fire, ResponseChannel.WEIBO)
        response(office, fire, ResponseChannel.WECHAT)
        response(office, fire, ResponseChannel.PRESS)
        response(
            office, event(office, "停车", noticed_at=at(2018, 6, 1, 9, 0)), responded_at=at(2018, 6, 1, 10, 0)
        )
        for kind in (MeetingKind.PRESS_CONFERENCE, MeetingKind.ONLINE_INTERVIEW):
            meeting(office, f"{kind.label} 1", kind=kind)
            meeting(office, f"{kind.label} 2", kind=kind, principal_attended=True)
        meeting(office)
        training(office, 35)
        training(office, 12, title="另一次培训")


def _requests(office: SimpleNamespace) -> None:
    for how in (HowCame.IN_PERSON, HowCame.FAX, HowCame.ONLINE, HowCame.REGISTERED_POST):
        confirmed = (
            {"confirmed_on": MAY, "confirmed_how": "电话"} if how in {HowCame.FAX, HowCame.ONLINE} else {}
        )
        registered_case(office, how_came=how, received_on=MAY, **confirmed)
    for outcome in outcomes(MAY):
        if outcome.row_2018:
            concluded_case(office, outcome_code=outcome.code)
    extended = registered_case(office, MAY)
    with on(date(2018, 5, 14)):
        cases.extend(extended, by=office.foi_head, days=10, reason="需要征求意见")
    delivered_reply(extended, office, date(2018, 6, 5))
    withdrawn = registered_case(office, MAY)
    with on(date(2018, 5, 9)):
        cases.withdraw(withdrawn, by=office.foi)
    paid = registered_case(office, MAY)
    # Nothing could be charged any more in 2018, and no act takes it; the row is in the table all the same.
    FeeReceipt.objects.create(case=paid, amount=Decimal("123.40"), received_on=date(2018, 5, 10))


def _disputes(office: SimpleNamespace) -> None:
    for kind in DisputeKind:
        for outcome in DisputeOutcome:
            dispute = opened_dispute(office, MAY, kind=kind)
            with on(date(2018, 9, 3)):
                disputes.record_outcome(dispute, by=office.foi, outcome=outcome, decided_on=date(2018, 9, 3))
    received_complaint(office, MAY)


def _means(office: SimpleNamespace) -> None:
    with on(date(2018, 12, 3)):
        resources.enter_dedicated_office(
            office.agency, name="政务公开科", since=date(2017, 1, 2), by=office.foi
        )
        reading_point(office)
        staff_member(office, "专职（虚构）", employment=Employment.FULL_TIME)
        staff_member(office, "兼职一（虚构）")
        staff_member(office, "兼职二（虚构）")
        fund(office, "1234.50")
        fund(office, "765.50", purpose="目录印制")
