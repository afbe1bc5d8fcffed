"""Telling the people in charge which columns become overdue: the daily round.

Law: 国办秘函〔2019〕19号.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.channels import health_words as words
from gongkai.channels.health import column_states
from gongkai.channels.models import Channel
from gongkai.inventory.queries import Holders
from gongkai.law import inspection
from gongkai.law.channels import ChannelKind
from gongkai.law.inspection import ColumnState
from gongkai.notices.actions import notify
from gongkai.notices.kinds import label_kinds
from gongkai.people.models import User

label_kinds(
    {
        "channels.column_due": _("A column must be updated soon"),
        "channels.column_overdue": _("A column was not updated in time"),
    }
)

_KEEPERS = (Duty.CHANNEL_EDITOR, Duty.FOI_OFFICER)


def remind(today: date | None = None) -> int:
    """Tell who is in charge of a column that it becomes overdue; return how many notices stand. Run daily.

    They are told seven days before its last day, on that day, and once after it. Each occasion is told
    once, so the round can be made again. A column without a person in charge is the channel editor's, or
    the FOI officer's where the office has no editor.
    """
    today = today or clock.today()
    sites = Channel.objects.filter(kind=ChannelKind.WEBSITE, in_use=True).values("agency")
    agencies = list(Agency.objects.filter(pk__in=sites).order_by("pk"))
    holders = Holders([each.pk for each in agencies], _KEEPERS)
    told = 0
    for agency in agencies:
        rows, states = column_states(agency, today)
        for state in states:
            slot = occasion(state, today)
            if slot:
                column = rows[state.facts.key]
                told += _tell(column, state, slot, _in_charge(column, holders))
    return told


def occasion(state: ColumnState, today: date) -> str:
    """Return the name of the occasion there is to tell of `today`; empty when there is none.

    It stands until the next one takes its place, so that none is lost when no worker ran on its day.
    """
    if state.due_on is None or state.days_left is None:
        return ""
    due_on = state.due_on.isoformat()
    if state.days_left < 0:
        return f"{due_on}/overdue"
    if state.days_left == 0:
        return f"{due_on}/0"
    before = inspection.habit("soon", today)
    if state.due_on - timedelta(days=before) <= today:
        return f"{due_on}/{before}"
    return ""


def _in_charge(column: Column, holders: Holders) -> Iterable[User]:
    responsible = column.responsible
    if responsible is not None and responsible.is_active:
        return [responsible]
    return holders.of(column.agency_id, Duty.CHANNEL_EDITOR) or holders.of(column.agency_id, Duty.FOI_OFFICER)


def _tell(column: Column, state: ColumnState, slot: str, people: Iterable[User]) -> int:
    overdue = slot.endswith("/overdue")
    return len(
        notify(
            people,
            kind="channels.column_overdue" if overdue else "channels.column_due",
            subject_key=column.key,
            text=partial(words.column, state),
            url=reverse("desk:health"),
            slot=slot,
            due_on=state.due_on,
        )
    )
