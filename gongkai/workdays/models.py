"""The holiday notices that are loaded, and the days they name."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.workdays.calendar import SATURDAY, DayKind, DayReason
from gongkai.workdays.moves import Move


class HolidayNotice(Subject, models.Model):
    """The State Council's notice for one year; once it stands here, the days of that year can be counted."""

    year = models.PositiveSmallIntegerField(_("Year"), unique=True)
    number = models.CharField(_("Document number"), max_length=100, blank=True)
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=300, blank=True)
    loaded_at = models.DateTimeField(_("Loaded at"), auto_now=True)
    # The due days that moved when it was loaded last, as `moves.Move` writes them.
    moved = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["year"]
        verbose_name = _("holiday notice")
        verbose_name_plural = _("holiday notices")

    def __str__(self) -> str:
        return gettext("Holiday notice for %(year)s") % {"year": str(self.year)}

    def get_absolute_url(self) -> str:
        return f"{reverse('desk:notice')}?year={self.year}"

    @property
    def moves(self) -> list[Move]:
        return [Move.from_json(kept) for kept in self.moved]

    @property
    def chain(self) -> str:
        """The calendar is the installation's, not an agency's."""
        return "installation"


class ExceptionalDay(models.Model):
    """A day a notice names: a holiday, or a weekend day that is worked. All other days follow the week."""

    day = models.DateField(_("Day"), primary_key=True)
    works = models.BooleanField(_("Is a working day"))
    name = models.CharField(_("Holiday"), max_length=60, blank=True)
    notice = models.ForeignKey(
        HolidayNotice, models.CASCADE, related_name="days", verbose_name=_("holiday notice")
    )

    class Meta:
        ordering = ["day"]
        verbose_name = _("exceptional day")
        verbose_name_plural = _("exceptional days")

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"

    @property
    def reason(self) -> DayReason:
        if not self.works:
            return DayReason(DayKind.HOLIDAY, self.name)
        kind = DayKind.MAKE_UP if self.day.weekday() >= SATURDAY else DayKind.WORKING
        return DayReason(kind, self.name)
