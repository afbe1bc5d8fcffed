"""The daily round through the reviews: signatures that are due, decisions and answers that are waited for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.notices.actions import notify
from gongkai.notices.kinds import label_kinds
from gongkai.people.models import Post, User
from gongkai.secrecy.models import Review, State
from gongkai.secrecy.periods import decision_due_on, is_long_referred
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.queries import loaded_calendar

label_kinds(
    {
        "secrecy.countersign": _("An oral approval is to be countersigned today"),
        "secrecy.countersign_late": _("An oral approval was not countersigned in time"),
        "secrecy.review_late": _("A secrecy review waits longer than its period"),
        "secrecy.no_answer": _("A question referred upward has no answer yet"),
    }
)


def remind(today: date | None = None) -> int:
    """Remind people of what is due or overdue on `today`; return how many notices now stand.

    The leader, who noted the approval and the head of the FOI office are told on the day an oral approval
    is to be signed, and each working day after it. The reviewers are told once a review waits longer than
    the dated term "secrecy_review", and once a question referred upward stays without an answer. Run daily.
    """
    today = today or clock.today()
    calendar = loaded_calendar()
    # Nobody is told on a day off, on which nothing can be done; without its notice every day is told.
    if calendar.covers(today) and not calendar.is_working(today):
        return 0
    to_sign = list(_with_people(Review.objects.to_countersign().exclude(countersign_due_on__gt=today)))
    waiting = list(_with_people(Review.objects.filter(state__in=[State.AWAITING_DECISION, State.REFERRED])))
    heads, reviewers = _holders(Duty.FOI_HEAD), _holders(Duty.SECRECY_REVIEWER)
    told = 0
    for review in to_sign:
        told += len(_of_signature(review, heads[review.package.agency_id], today))
    for review in waiting:
        people = [each for each in reviewers[review.package.agency_id] if each.pk not in _apart(review)]
        told += sum(len(each) for each in _of_waiting(review, people, calendar, today))
    return told


def _with_people(reviews: Any) -> Iterable[Review]:
    found: Iterable[Review] = reviews.select_related(
        "package", "approved_by__agency", "oral_noted_by__agency"
    ).order_by("pk")
    return found


def _holders(duty: str) -> dict[int, list[User]]:
    held: dict[int, list[User]] = defaultdict(list)
    posts = Post.objects.held_on(clock.today()).filter(duty=duty, user__is_active=True)
    for post in posts.select_related("user__agency").order_by("pk"):
        held[post.agency_id].append(post.user)
    return held


def _apart(review: Review) -> set[int | None]:
    """Who cannot decide about it is not asked to."""
    package = review.package
    return {package.submitted_by_id, package.drafted_by_id, package.edited_by_id, review.opinion_by_id}


def _of_signature(review: Review, heads: list[User], today: date) -> list[Any]:
    due_on = review.countersign_due_on
    late = due_on is None or due_on < today
    people = [each for each in (review.approved_by, review.oral_noted_by, *heads) if each is not None]
    return notify(
        people,
        kind="secrecy.countersign_late" if late and due_on else "secrecy.countersign",
        subject_key=review.key,
        text=partial(_named, review),
        url=review.get_absolute_url(),
        slot=f"{due_on}/{today.isoformat()}",
        number=review.number,
        due_on=due_on,
    )


def _of_waiting(review: Review, people: list[User], calendar: Calendar, today: date) -> Iterator[list[Any]]:
    due_on = decision_due_on(review, calendar)
    if due_on is not None and due_on < today:
        yield notify(
            people,
            kind="secrecy.review_late",
            subject_key=review.key,
            text=partial(_named, review),
            url=review.get_absolute_url(),
            slot=f"{due_on.isoformat()}/late",
            number=review.number,
            due_on=due_on,
        )
    if is_long_referred(review, today, calendar):
        yield notify(
            people,
            kind="secrecy.no_answer",
            subject_key=review.key,
            text=partial(_named, review),
            url=review.get_absolute_url(),
            slot=f"referred/{review.referred_at:%Y-%m-%d}",
            number=review.number,
        )


def _named(review: Review) -> str:
    return gettext("Review %(number)s: %(title)s") % {
        "number": review.number,
        "title": review.package.title,
    }
