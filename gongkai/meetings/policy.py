"""Why a meeting or a training cannot have been as it is told. Who keeps the registers stands with them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.agencies.registers import obstacles_to_day
from gongkai.meetings.models import Meeting, Training


def obstacles_to_meeting(meeting: Meeting) -> Iterator[str]:
    yield from obstacles_to_day(meeting.held_on)


def obstacles_to_training(training: Training) -> Iterator[str]:
    yield from obstacles_to_day(training.held_on)
    if training.attendances < 1:
        yield _("A training somebody gave was attended by at least 1 person.")
