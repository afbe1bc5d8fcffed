"""What of the website waits for a person: reports of readers, columns that become overdue or are empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
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
from gongkai.kit.waiting import FIRST, Deadline, Question, Waiting, told
from gongkai.law.channels import ChannelKind
from gongkai.law.inspection import ColumnState, State

AT_MOST = 10


def waiting_for(user: Any) -> list[Waiting]:
    """Return open reports, and columns the person is in charge of that are due soon, overdue or empty."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    if agencies := user.agency_ids_as(*ANSWERERS):
        reports = SiteFault.objects.open().filter(agency__in=agencies)
        yield Question(reports, lambda: map(_report, _open_reports(agencies)))
    sites = _sites(user)
    yield Question(sites, lambda: _columns_of(sites, user))


def _columns_of(sites: Any, user: Any) -> Iterator[Waiting]:
    today = clock.today()
    for agency in sites.order_by("pk"):
        columns, states = column_states(agency, today)
        edits = user.has_duty(Duty.CHANNEL_EDITOR, agency)
        yield from [
            _column(state, today)
            for state in sorted(states, key=lambda each: -999 if each.days_left is None else each.days_left)
            if state.state in (State.DUE, State.SOON)
            if _is_theirs(columns[state.facts.key].responsible_id, user, edits)
        ][:AT_MOST]


def _sites(user: Any) -> Any:
    """Return the agencies with a website and columns the person answers for: nobody else's board is asked."""
    theirs = Column.objects.open().filter(responsible=user, agency__in=user.working_agency_ids)
    wanted = Q(pk__in=user.agency_ids_as(Duty.CHANNEL_EDITOR)) | Q(pk__in=theirs.values("agency"))
    with_website = Channel.objects.filter(kind=ChannelKind.WEBSITE, in_use=True)
    return Agency.objects.filter(wanted, pk__in=with_website.values("agency"))


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
