"""Meetings held and trainings given (rows 2.2.1, 2.2.2 and 9.1 to 9.3 of 2018)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.registers import LONGEST_TEXT, RegisterQuerySet, RegisterRow


class MeetingKind(models.TextChoices):
    DISCLOSURE_WORK = "disclosure_work", _("Meeting on disclosure work")
    SPECIAL_TOPIC = "special_topic", _("Special meeting on disclosure")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    ONLINE_INTERVIEW = "online_interview", _("Online interview on the website")
    RESIDENTS = "residents", _("Meeting with residents")
    OFFICE = "office", _("Office meeting")


ABOUT_DISCLOSURE = (MeetingKind.DISCLOSURE_WORK, MeetingKind.SPECIAL_TOPIC)


class MeetingQuerySet(RegisterQuerySet["Meeting"]):
    def about_disclosure(self) -> Self:
        """Row 9.1: 政府信息公开工作会议或专题会议."""
        return self.filter(kind__in=ABOUT_DISCLOSURE)

    def press_conferences(self) -> Self:
        """Row 2.2.1."""
        return self.filter(kind=MeetingKind.PRESS_CONFERENCE)

    def online_interviews(self) -> Self:
        """Row 2.2.2."""
        return self.filter(kind=MeetingKind.ONLINE_INTERVIEW)

    def with_principal(self) -> Self:
        """Rows 2.2.1.a and 2.2.2.a: 主要负责同志 took part."""
        return self.filter(principal_attended=True)


class Meeting(RegisterRow):
    """A meeting that was held. It counts in the year of `held_on`."""

    facts = ("kind", "held_on", "title", "place", "principal_attended", "note")
    year_lookup = "held_on__year"
    page = "desk:meeting"

    kind = models.CharField(_("Kind of meeting"), max_length=20, choices=MeetingKind)
    held_on = models.DateField(_("Held on"))
    title = models.CharField(_("Title"), max_length=200)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    principal_attended = models.BooleanField(_("The principal leader took part"), default=False)
    note = models.TextField(_("Note"), max_length=LONGEST_TEXT, blank=True)

    objects: ClassVar[MeetingQuerySet] = MeetingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(RegisterRow.Meta):
        abstract = False
        ordering = ["-held_on", "-pk"]
        verbose_name = _("meeting")
        indexes = [models.Index(fields=["agency", "held_on"], name="meetings_meeting_held")]

    def __str__(self) -> str:
        return self.title


class TrainingQuerySet(RegisterQuerySet["Training"]):
    def attendances(self) -> int:
        """Row 9.3, in 人次: one person at two trainings counts twice."""
        return int(self.aggregate(total=models.Sum("attendances"))["total"] or 0)


class Training(RegisterRow):
    """A training the office gave: row 9.2 counts it, row 9.3 its attendances, in the year of `held_on`."""

    facts = ("held_on", "title", "lecturer", "attendances")
    year_lookup = "held_on__year"
    page = "desk:training"

    held_on = models.DateField(_("Held on"))
    title = models.CharField(_("Title"), max_length=200)
    lecturer = models.CharField(_("Lecturer"), max_length=100, blank=True)
    attendances = models.PositiveIntegerField(
        _("Attendances"), help_text=_("Person-times: somebody who came to two trainings counts twice.")
    )

    objects: ClassVar[TrainingQuerySet] = TrainingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(RegisterRow.Meta):
        abstract = False
        ordering = ["-held_on", "-pk"]
        verbose_name = _("training")
        constraints = [
            *RegisterRow.Meta.constraints,
            models.CheckConstraint(condition=Q(attendances__gt=0), name="meetings_training_somebody_came"),
        ]
        indexes = [models.Index(fields=["agency", "held_on"], name="meetings_training_held")]

    def __str__(self) -> str:
        return self.title
