"""What the lists behind figures show of each record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.law.key_areas import key_area
from gongkai.law.outcomes import NoSuchOutcome, outcome
from gongkai.statistics.definitions import Fact
from gongkai.statistics.tables import listed


def _areas(item: Any) -> str:
    letters = sorted(each.area for each in item.key_areas.all())
    return listed(key_area(letter).label for letter in letters)


def _outcome(case: Any) -> str:
    try:
        return outcome(case.outcome).label if case.outcome else ""
    except NoSuchOutcome:
        return str(case.outcome)


def _first_answer(event: Any) -> date | None:
    answered: date | None = event.first_responded_at
    return answered


FIRST_RELEASED = Fact(_("First released"), lambda item: item.first_released_on)
KEY_AREAS = Fact(_("Key areas"), _areas)
SIGNED = Fact(_("Signed"), lambda document: document.signed_on)
DOCUMENT_NUMBER = Fact(_("Document number"), lambda document: document.number)
FIRST_ANSWERED = Fact(_("First answered"), _first_answer)
RESPONSES = Fact(_("Responses"), lambda event: event.response_count)
EVENT = Fact(_("Event"), lambda response: response.event.title)
HELD = Fact(_("Held on"), lambda meeting: meeting.held_on)
ATTENDANCES = Fact(_("Attendances"), lambda training: training.attendances)
RECEIVED = Fact(_("Received on"), lambda record: record.received_on)
HOW_CAME = Fact(_("How it came"), lambda case: case.get_how_came_display())
CONCLUDED = Fact(_("Concluded on"), lambda case: case.concluded_on)
TIMELINESS = Fact(_("In time"), lambda case: case.get_timeliness_display())
OUTCOME = Fact(_("Outcome"), _outcome)
OPENED = Fact(_("Opened on"), lambda dispute: dispute.opened_on)
DECIDED = Fact(_("Decided on"), lambda dispute: dispute.decided_on)
DECISION = Fact(_("Outcome"), lambda dispute: dispute.get_outcome_display())
AMOUNT = Fact(_("Amount (yuan)"), lambda record: record.amount)
SINCE = Fact(_("Since"), lambda record: record.since)
EMPLOYMENT = Fact(_("Employment"), lambda member: member.get_employment_display())
PRINCIPAL = Fact(
    _("Principal leader"), lambda meeting: str(_("took part")) if meeting.principal_attended else ""
)
