"""What of the channels waits for a person: to be posted, cleared up, tried anew, taken down."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.channels.models import Release, State
from gongkai.channels.paper_queries import kept_on_paper
from gongkai.channels.policy import RELEASERS
from gongkai.kit.waiting import Question, Waiting, told

_AT_MOST = 50


def waiting_for(user: Any) -> list[Waiting]:
    """Return the releases that wait for this person: those of their office, or assigned to them."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    agencies = user.agency_ids_as(*RELEASERS)
    if not agencies:
        return
    today = clock.today()
    due = (
        Q(state=State.PLANNED, planned_on__lte=today)
        | Q(state__in=[State.UNCLEAR, State.FAILED], next_try_at=None)
        | Q(state=State.RECALLED, taken_down_at=None, next_try_at=None)
    )
    # What somebody else was told to see to is not shown to everybody.
    mine = Q(assigned_to=None) | Q(assigned_to=user)
    rows = (
        Release.objects.filter(due, mine, agency_id__in=agencies)
        .exclude(kept_on_paper())
        .select_related("item", "channel")
        .order_by("planned_on", "pk")
    )
    yield Question(rows, lambda: map(_told, rows[:_AT_MOST]))


def _told(row: Release) -> Waiting:
    channel = {"channel": row.channel.name}
    if row.state == State.RECALLED:
        says, button, page = _("Recalled; take it down on %(channel)s"), _("It is down"), "release_taken_down"
    elif row.state == State.UNCLEAR:
        says, button, page = (
            _("Sent to %(channel)s, and the answer was lost: look whether it stands there"),
            _("Clear up"),
            "release_resolve",
        )
    elif row.state == State.FAILED:
        says, button, page = _("Not released on %(channel)s"), _("Look"), "release_page"
    else:
        day = formats.date_format(row.planned_on or clock.today(), "MONTH_DAY_FORMAT")
        says = _("Planned for %(day)s on %(channel)s; confirm it with its proof")
        channel["day"] = day
        button, page = _("Confirm"), "release_confirm"
    return Waiting(
        kind=_("Release"),
        title=row.item.title,
        url=reverse(f"desk:{page}", args=[row.pk]),
        says=says % channel,
        button=button,
    )
