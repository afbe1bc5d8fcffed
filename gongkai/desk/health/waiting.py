"""What of the website waits for a person: reports of readers, and columns that become overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.channels import health_words
from gongkai.channels.faults import ANSWERERS
from gongkai.channels.health import column_states
from gongkai.channels.models import Channel, SiteFault
from gongkai.kit.waiting import FIRST, Deadline, Waiting
from gongkai.law.channels import ChannelKind
from gongkai.law.inspection import ColumnState, State

AT_MOST = 10


def waiting_for(user: Any) -> list[Waiting]:
    """Return open reports, and columns the person is in charge of that are due soon or overdue."""
    agencies = user.agency_ids_as(*ANSWERERS)
    rows = [_report(each) for each in _open_reports(agencies)] if agencies else []
    today = clock.today()
    for agency in _sites(_agencies_of_columns(user)):
        columns, states = column_states(agency, today)
        edits = user.has_duty(Duty.CHANNEL_EDITOR, agency)
        rows += [
            _column(state, today)
            for state in sorted(states, key=lambda each: -999 if each.days_left is None else each.days_left)
            if state.state in (State.DUE, State.SOON) and state.due_on is not None
            if _is_theirs(columns[state.facts.key].responsible_id, user, edits)
        ][:AT_MOST]
    return rows


def _agencies_of_columns(user: Any) -> set[int]:
    """Return the agencies with columns the person answers for: nobody else's board is asked for."""
    own = user.agency_ids_as(Duty.CHANNEL_EDITOR)
    theirs = Column.objects.open().filter(responsible=user, agency__in=user.working_agency_ids)
    return own | set(theirs.values_list("agency", flat=True)) if user.working_agency_ids else set()


def _sites(agency_ids: set[int]) -> list[Agency]:
    if not agency_ids:
        return []
    channels = Channel.objects.filter(kind=ChannelKind.WEBSITE, in_use=True, agency__in=agency_ids)
    return list(Agency.objects.filter(pk__in=channels.values("agency")).order_by("pk"))


def _is_theirs(responsible_id: int | None, user: Any, edits: bool) -> bool:
    return responsible_id == user.pk if responsible_id is not None else edits


def _open_reports(agencies: set[int]) -> Any:
    return SiteFault.objects.sealed().open().filter(agency__in=agencies).order_by("reported_at")[:AT_MOST]


def _report(fault: SiteFault) -> Waiting:
    return Waiting(
        kind=_("Report of a reader"),
        title=str(fault),
        url=fault.get_absolute_url(),
        says=f"{fault.get_kind_display()}{_(': ')}{fault.text[:80]}",
        button=_("Answer"),
        since=fault.reported_on,
        rank=FIRST if fault.is_leak else 1,
    )


def _column(state: ColumnState, today: date) -> Waiting:
    return Waiting(
        kind=_("Column of the website"),
        title=state.facts.name,
        url=reverse("desk:health"),
        says=health_words.column(state),
        button=_("See the board"),
        deadline=deadline(state, today),
    )


def deadline(state: ColumnState, today: date) -> Deadline | None:
    """Return the deadline of a column; its limit runs in calendar days."""
    if state.due_on is None or state.days_left is None:
        return None
    left, day = state.days_left, formats.date_format(state.due_on, "MONTH_DAY_FORMAT")
    if left < 0:
        unit = ngettext("day", "days", -left)
        return Deadline("late", _("overdue"), -left, unit, _("was due on %(day)s") % {"day": day}, (1, left))
    unit = ngettext("day", "days", left)
    return Deadline("soon", _("left"), left, unit, _("by %(day)s") % {"day": day}, (2, left))
