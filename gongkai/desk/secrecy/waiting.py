"""Reviews whose next step is this person's: above all the signatures that are due."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.documents.models import Document, Form
from gongkai.kit.leading import InCharge
from gongkai.kit.waiting import Deadline, Question, Waiting, deadline_of, not_known, told
from gongkai.law.deadlines import working_days_left
from gongkai.secrecy.models import Review, State
from gongkai.secrecy.periods import decision_due_on
from gongkai.secrecy.queries import to_countersign_by
from gongkai.secrecy.queries import waiting_for as reviews_waiting_for
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar

_AT_MOST = 50
_LEADERS = {Duty.RESPONSIBLE_LEADER, Duty.PRINCIPAL_LEADER}


def waiting_for(user: Any) -> list[Waiting]:
    """Return the signatures that are due and the reviews whose next step is the person's."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    to_sign, reviews = rows_for(user)
    yield Question(to_sign, lambda: _signatures(to_sign))
    yield Question(reviews, lambda: _steps(list(reviews[:_AT_MOST]), user))


def _signatures(to_sign: Any) -> list[Waiting]:
    calendar, today = loaded_calendar(), clock.today()
    return [_signature(review, calendar, today) for review in to_sign[:_AT_MOST]]


def _steps(reviews: list[Review], user: Any) -> list[Waiting]:
    calendar, today = loaded_calendar(), clock.today()
    for_approval = (each for each in reviews if each.state == State.AWAITING_APPROVAL)
    charges = InCharge(user, (each.package.section_id for each in for_approval))

    def row(review: Review) -> Waiting:
        told = _row(review, calendar, today)
        for_a_leader = review.state == State.AWAITING_APPROVAL
        return charges.told(told, review.package.section_id) if for_a_leader else told

    return [row(review) for review in reviews]


def rows_for(user: Any) -> tuple[QuerySet[Review], QuerySet[Review]]:
    """Return what waits for the person's signature, and what for another step of theirs."""
    return _to_sign(user), _reviews(user)


def _to_sign(user: Any) -> QuerySet[Review]:
    return to_countersign_by(user) if user.duties & _LEADERS else Review.objects.none()


def _reviews(user: Any) -> QuerySet[Review]:
    # A piece is decided with its adoption and cleared with its approval: it waits there, not here.
    elsewhere = Document.objects.filter(
        review=OuterRef("pk"), form=Form.PIECE, review__taken_out_at=None
    ).exclude(state="adopted", review__state__in=[State.AWAITING_DECISION, State.REFERRED])
    return reviews_waiting_for(user).exclude(Exists(elsewhere))


def _signature(review: Review, calendar: Calendar, today: date) -> Waiting:
    due_on = review.countersign_due_on
    return Waiting(
        kind=_("Countersignature"),
        title=review.package.title,
        url=review.get_absolute_url(),
        says=_("%(name)s noted that you approved it by word of mouth; it waits for your signature")
        % {"name": review.oral_noted_by.name if review.oral_noted_by else ""},
        button=_("Open"),
        deadline=_deadline(due_on, calendar, today)
        if due_on
        else not_known(_("the calendar of that year is not loaded")),
    )


def _row(review: Review, calendar: Calendar, today: date) -> Waiting:
    says = {
        State.AWAITING_OPINION: _("Waits for your section's opinion"),
        State.AWAITING_DECISION: _("%(section)s proposes publication; it waits for your decision"),
        State.REFERRED: _("Referred upward to %(to)s; waits for the answer"),
        State.AWAITING_APPROVAL: _("The review body has decided; it waits for your approval"),
    }
    due_on = decision_due_on(review, calendar)
    return Waiting(
        kind=_("Review"),
        title=review.package.title,
        url=review.get_absolute_url(),
        says=says[State(review.state)]
        % {
            "section": review.package.section or review.package.submitted_by.name,
            "to": review.referred_to,
        },
        button=_("Open"),
        deadline=_deadline(due_on, calendar, today) if due_on else None,
    )


def _deadline(due_on: date, calendar: Calendar, today: date) -> Deadline | None:
    try:
        return deadline_of(due_on, working_days_left(due_on, today, calendar))
    except CalendarMissing:
        return None
