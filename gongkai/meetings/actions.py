"""What can happen in the registers of meetings and trainings."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor
from gongkai.agencies import registers
from gongkai.agencies.models import Agency
from gongkai.journal.queries import label_acts
from gongkai.meetings import policy
from gongkai.meetings.models import Meeting, Training

label_acts(
    {
        "meetings.meeting_entered": _("Meeting entered"),
        "meetings.meeting_corrected": _("Meeting corrected"),
        "meetings.meeting_struck_out": _("Meeting struck out"),
        "meetings.training_entered": _("Training entered"),
        "meetings.training_corrected": _("Training corrected"),
        "meetings.training_struck_out": _("Training struck out"),
    }
)


def enter_meeting(
    agency: Agency,
    *,
    kind: str,
    held_on: date,
    title: str,
    by: Actor,
    place: str = "",
    principal_attended: bool = False,
    note: str = "",
) -> Meeting:
    """Enter a meeting that was held; `kind` is one of MeetingKind. Raises Refused."""
    return registers.enter(
        Meeting(
            agency=agency,
            kind=kind,
            held_on=held_on,
            title=title,
            place=place,
            principal_attended=principal_attended,
            note=note,
        ),
        act="meetings.meeting_entered",
        obstacles=policy.obstacles_to_meeting,
        by=by,
    )


def correct_meeting(
    meeting: Meeting, *, reason: str, by: Actor, seen: int | None = None, **changes: Any
) -> Meeting:
    """Correct facts of a meeting, by the names of `Meeting.facts`. Raises Refused."""
    return registers.correct(
        meeting,
        act="meetings.meeting_corrected",
        obstacles=policy.obstacles_to_meeting,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


def strike_out_meeting(meeting: Meeting, *, reason: str, by: Actor) -> Meeting:
    """Strike out a meeting entered wrongly. Raises Refused."""
    return registers.strike_out(meeting, act="meetings.meeting_struck_out", reason=reason, by=by)


def enter_training(
    agency: Agency, *, held_on: date, title: str, attendances: int, by: Actor, lecturer: str = ""
) -> Training:
    """Enter a training the office gave; `attendances` in 人次, at least 1. Raises Refused."""
    return registers.enter(
        Training(agency=agency, held_on=held_on, title=title, lecturer=lecturer, attendances=attendances),
        act="meetings.training_entered",
        obstacles=policy.obstacles_to_training,
        by=by,
    )


def correct_training(
    training: Training, *, reason: str, by: Actor, seen: int | None = None, **changes: Any
) -> Training:
    """Correct facts of a training, by the names of `Training.facts`. Raises Refused."""
    return registers.correct(
        training,
        act="meetings.training_corrected",
        obstacles=policy.obstacles_to_training,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


def strike_out_training(training: Training, *, reason: str, by: Actor) -> Training:
    """Strike out a training entered wrongly. Raises Refused."""
    return registers.strike_out(training, act="meetings.training_struck_out", reason=reason, by=by)
