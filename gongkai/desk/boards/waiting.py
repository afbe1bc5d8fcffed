"""Sheets that have to be posted or taken down, and lists that were not handed over yet."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.channels.models import HandOver, HandOverState, Posting
from gongkai.channels.policy import RELEASERS
from gongkai.kit.waiting import Deadline, Question, Waiting, told

_AT_MOST = 30


def waiting_for(user: Any) -> list[Waiting]:
    """Return the sheets and lists that wait for the person."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    """The officer of a community has its boards; who releases has those that nobody took down in time."""
    releasing = user.agency_ids_as(*RELEASERS)
    sections = sections_of(user)
    if not releasing and not sections:
        return
    today = clock.today()
    postings = Posting.objects.select_related("section", "release__item")
    if sections:
        up = postings.of_communities(set(), sections).to_post(today)
        yield Question(up, lambda: map(_to_post, up[:_AT_MOST]))
    down = postings.of_communities(releasing, sections).to_take_down(today).order_by("until")
    yield Question(down, lambda: map(_to_take_down, down[:_AT_MOST]))
    if releasing:
        due = HandOver.objects.filter(
            agency_id__in=releasing, state=HandOverState.PREPARED, day__lte=today
        ).order_by("day")
        yield Question(due, lambda: _hand_overs(due))


def sections_of(user: Any) -> set[int]:
    """The communities whose boards the person looks after."""
    return {
        post.section_id
        for post in user.posts_held
        if post.duty == Duty.INFORMATION_OFFICER and post.section_id and user.is_active
    }


def _to_post(posting: Posting) -> Waiting:
    return Waiting(
        kind=_("Notice board"),
        title=posting.release.item.title,
        url=reverse("desk:posting_confirm", args=[posting.pk]),
        says=_("To be posted at %(place)s; confirm it with a photograph") % {"place": posting.where},
        button=_("Posted"),
        since=posting.hang_from,
    )


def _to_take_down(posting: Posting) -> Waiting:
    return Waiting(
        kind=_("Notice board"),
        title=posting.release.item.title,
        url=reverse("desk:posting_down", args=[posting.pk]),
        says=_("%(place)s: take the sheet down") % {"place": posting.where},
        button=_("Taken down"),
        deadline=_late(posting),
    )


def _late(posting: Posting) -> Deadline | None:
    """How long a sheet hangs too long, in calendar days; None for what was withdrawn within its period."""
    if posting.until is None or posting.until >= clock.today():
        return None
    late = (clock.today() - posting.until).days
    return Deadline(
        "late",
        _("overdue"),
        late,
        npgettext("after a number", "day", "days", late),
        _("was due on %(day)s") % {"day": formats.date_format(posting.until, "MONTH_DAY_FORMAT")},
        (1, -late),
    )


def _hand_overs(due: Any) -> Iterable[Waiting]:
    for hand_over in due.select_related("point")[:_AT_MOST]:
        yield Waiting(
            kind=_("Reading point"),
            title=hand_over.point.name,
            url=reverse("desk:hand_over_confirm", args=[hand_over.pk]),
            says=_("The list is prepared; confirm who received it"),
            button=_("Handed over"),
            since=hand_over.day,
        )
