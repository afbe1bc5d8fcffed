"""Disclosure matters (公开事项), the duties on them by calendar, what is owed, and the tasks of a year."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject, clock
from gongkai.agencies.models import Agency, Section
from gongkai.inventory.chosen import ChosenField, marked
from gongkai.inventory.rhythms import Rhythm, label_of
from gongkai.people.models import User

LONGEST_TEXT = 20_000  # characters, also on the page that takes it


class Phase(models.TextChoices):
    """The five phases that are to be open (五公开)."""

    DECISION = "decision", _("Decision-making")
    EXECUTION = "execution", _("Execution")
    MANAGEMENT = "management", _("Management")
    SERVICE = "service", _("Service")
    RESULT = "result", _("Results")


class MatterChannel(models.TextChoices):
    """The thirteen channels and carriers of the standard catalogues, in their order."""

    WEBSITE = "website", _("Government website")
    GAZETTE = "gazette", _("Government gazette")
    NEW_MEDIA = "new_media", _("Weibo, WeChat and app")
    PRESS_CONFERENCE = "press_conference", _("Press conference or hearing")
    BROADCASTING = "broadcasting", _("Radio and television")
    PRINT = "print", _("Print media")
    READING_POINT = "reading_point", _("Public reading point")
    SERVICE_CENTRE = "service_centre", _("Government service centre")
    SERVICE_STATION = "service_station", _("Convenience service station")
    VISIT = "visit", _("Visit to households or on site")
    NOTICE_BOARD = "notice_board", _("Notice board or screen of a community, enterprise or village")
    PUSH = "push", _("Targeted push")
    OTHER = "other", _("Other channels")


class Audience(models.TextChoices):
    EVERYBODY = "everybody", _("Whole society")
    GROUPS = "groups", _("Particular groups")


class Method(models.TextChoices):
    PROACTIVE = "proactive", _("On the office's own initiative")
    ON_REQUEST = "on_request", _("Only on request")


class GrassRootsLevel(models.TextChoices):
    COUNTY = "county", _("County level")
    TOWNSHIP = "township", _("Township level")


class Unit(models.TextChoices):
    WORKING_DAYS = "working days", _("working days")
    DAYS = "days", _("calendar days")
    MONTHS = "months", _("months")


class CountedFrom(models.TextChoices):
    """From what a printed time limit counts."""

    MADE = "made", _("from the day the information was made or obtained")
    CHANGED = "changed", _("from the day the information was made or changed")
    DECIDED = "decided", _("from the decision")
    APPROVED = "approved", _("from the approval")


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids)

    def in_force(self) -> Self:
        return self.filter(ended_on=None)

    def through(self, channel: str) -> Self:
        """Matters disclosed through this channel, among others."""
        return self.filter(channels__contains=marked(channel))

    def at_level(self, level: str) -> Self:
        return self.filter(levels__contains=marked(level))


class Matter(Subject, models.Model):
    """A disclosure matter: a row of the standard catalogue or of the agency's own inventory."""

    # What its keeper tells, in the order of the form, of the page and of the export.
    facts = (
        "code",
        "field",
        "level1",
        "level2",
        "content_elements",
        "legal_basis",
        "time_limit",
        "responsible_body",
        "channels",
        "audience",
        "method",
        "levels",
        "phase",
        "section",
        "responsible",
        "column",
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("Agency"))
    code = models.CharField(
        _("Matter code"), max_length=60, help_text=_("Names the matter for ever; an import finds it by it.")
    )
    field = models.CharField(_("Field"), max_length=50, help_text=_("As the standard catalogues name it."))
    level1 = models.CharField(_("Matter, level 1"), max_length=100)
    level2 = models.CharField(_("Matter, level 2"), max_length=100)
    content_elements = models.TextField(_("Content (elements)"))
    legal_basis = models.TextField(_("Legal basis"), blank=True)
    time_limit = models.CharField(_("Time limit as printed"), max_length=200)
    # What was read from `time_limit`; empty where it is no plain number of days.
    limit_number = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    limit_unit = models.CharField(max_length=20, choices=Unit, blank=True, editable=False)
    limit_from = models.CharField(max_length=20, choices=CountedFrom, blank=True, editable=False)
    responsible_body = models.CharField(_("Responsible body"), max_length=200)
    channels = ChosenField(_("Channels and carriers"))
    audience = models.CharField(_("Audience"), max_length=20, choices=Audience, default=Audience.EVERYBODY)
    method = models.CharField(_("Way of disclosure"), max_length=20, choices=Method, default=Method.PROACTIVE)
    levels = ChosenField(_("Level of disclosure"))
    phase = models.CharField(_("Phase"), max_length=20, choices=Phase, blank=True)
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Section or community in charge"),
    )
    responsible = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person in charge")
    )
    column = models.SlugField(
        _("Column"),
        max_length=50,
        blank=True,
        help_text=_("The column of the website its items are shown in."),
    )
    ended_on = models.DateField(_("Ended on"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("Why it ended"), max_length=1000, blank=True, editable=False)
    # Grows with every change, so that nobody overwrites one they have not seen.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "field", "code"]
        verbose_name = _("disclosure matter")
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="inventory_matter_code_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="inventory_matter_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(limit_number=None, limit_unit="")
                | (Q(limit_number__isnull=False) & ~Q(limit_unit="")),
                name="inventory_matter_limit_has_unit",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(level1)s: %(level2)s") % {"level1": self.level1, "level2": self.level2}

    def get_absolute_url(self) -> str:
        return reverse("desk:matter", args=[self.pk])

    @property
    def is_in_force(self) -> bool:
        return self.ended_on is None

    @property
    def channel_labels(self) -> list[str]:
        return [str(MatterChannel(each).label) for each in self.channels]

    @property
    def level_labels(self) -> list[str]:
        return [str(GrassRootsLevel(each).label) for each in self.levels]


class DueRule(models.TextChoices):
    """Where the number of days comes from: a rule of law as it was on the day counted from, or the office."""

    ITEM = "item", _("Time limit of the Regulations")
    ITEM_BEIJING = "item_beijing", _("Time limit of the Regulations, with Beijing's own rule")
    DUAL_PUBLICITY = "dual_publicity", _("Dual publicity of licences and penalties")
    BUDGET = "budget", _("Publication of budget and accounts after approval")
    SOCIAL_ASSISTANCE = "social_assistance", _("Standard catalogue of social assistance")
    OWN = "own", _("A number the office sets")


class DutyQuerySet(models.QuerySet["DisclosureDuty"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(matter__agency_id__in=user.readable_agency_ids)

    def standing(self) -> Self:
        """Duties without a last day."""
        return self.filter(until=None)


class DisclosureDuty(Subject, models.Model):
    """A duty by calendar on a matter: something is owed for each period, or after each occasion."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="duties", verbose_name=_("Matter"))
    rhythm = models.CharField(_("Rhythm"), max_length=20, choices=Rhythm)
    occasion = models.CharField(
        _("Occasion"),
        max_length=100,
        blank=True,
        help_text=_("What starts the time limit, such as the approval of the budget."),
    )
    rule = models.CharField(_("Time limit"), max_length=30, choices=DueRule)
    number = models.PositiveSmallIntegerField(_("Number"), null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=20, choices=Unit, blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="+", verbose_name=_("Section or community in charge")
    )
    since = models.DateField(_("First period"), help_text=_("The first day of the first period owed."))
    until = models.DateField(_("Owed until"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("Why it ended"), max_length=1000, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["matter", "since", "pk"]
        verbose_name = _("disclosure duty")
        constraints = [
            models.CheckConstraint(
                condition=Q(rule=DueRule.OWN, number__isnull=False) & ~Q(unit="")
                | (~Q(rule=DueRule.OWN) & Q(number=None, unit="")),
                name="inventory_duty_own_rule_has_number",
            ),
            models.CheckConstraint(
                condition=Q(until=None, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
                name="inventory_duty_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(matter)s (%(rhythm)s)") % {
            "matter": self.matter,
            "rhythm": self.get_rhythm_display(),
        }

    def get_absolute_url(self) -> str:
        return reverse("desk:disclosure_duty", args=[self.pk])

    @property
    def agency(self) -> Agency:
        return self.matter.agency


class PeriodState(models.TextChoices):
    OWED = "owed", _("Owed")
    FULFILLED = "fulfilled", _("Already disclosed")
    EXCUSED = "excused", _("Need not be disclosed")


class Standing(models.TextChoices):
    """How an owed period stands on a day, as the board shows it."""

    MISSED = "missed", _("Not disclosed in time")
    SOON = "soon", _("Due soon")
    UNKNOWN = "unknown", _("Due day not known")
    OWED = "owed", _("To be disclosed")
    COMING = "coming", _("Not over yet")
    FULFILLED = "fulfilled", _("Was disclosed")
    EXCUSED = "excused", _("Need not be disclosed")


class PeriodQuerySet(models.QuerySet["OwedPeriod"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(duty__matter__agency_id__in=user.readable_agency_ids)

    def owed(self) -> Self:
        return self.filter(state=PeriodState.OWED)

    def of_agency(self, agency: Agency) -> Self:
        return self.filter(duty__matter__agency=agency)

    def missed(self, today: date) -> Self:
        return self.owed().filter(due_on__lt=today)

    def with_duty(self) -> Self:
        """With all that a line about the period names, in the same statement."""
        return self.select_related("duty__matter__agency", "duty__section", "proposed_by")


class OwedPeriod(Subject, models.Model):
    """What is owed once: a month, a quarter, a school year, a year, or after one occasion.

    `due_on` is derived, and derived anew when the calendar changes; None where the calendar does not
    reach: `due_unknown_year` then is the year whose holiday notice must be loaded.
    """

    duty = models.ForeignKey(DisclosureDuty, models.PROTECT, related_name="periods")
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Up to"))
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    due_unknown_year = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=PeriodState, default=PeriodState.OWED)
    # What fulfilled it, by text keys: items lie in a room above.
    evidence_kind = models.CharField(max_length=50, blank=True)
    evidence_key = models.CharField(max_length=100, blank=True)
    evidence_label = models.CharField(_("Disclosed by"), max_length=300, blank=True)
    fulfilled_on = models.DateField(_("Disclosed on"), null=True, blank=True)
    excuse = models.CharField(_("Why nothing need be disclosed"), max_length=1000, blank=True)
    excused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The section asks; the FOI office decides.
    proposed_excuse = models.CharField(_("Proposed reason"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("owed period")
        constraints = [
            models.UniqueConstraint(fields=["duty", "starts_on"], name="inventory_period_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="inventory_period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=PeriodState.OWED, fulfilled_on=None, evidence_key="", excuse="")
                    | (
                        Q(state=PeriodState.FULFILLED, fulfilled_on__isnull=False, excuse="")
                        & ~Q(evidence_key="")
                    )
                    | (Q(state=PeriodState.EXCUSED, fulfilled_on=None, evidence_key="") & ~Q(excuse=""))
                ),
                name="inventory_period_state_has_its_facts",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="inventory_period_due")]

    def __str__(self) -> str:
        return gettext("%(matter)s, %(period)s") % {"matter": self.duty.matter, "period": self.label}

    def get_absolute_url(self) -> str:
        return reverse("desk:owed_period", args=[self.pk])

    @property
    def chain(self) -> str:
        return self.duty.matter.agency.slug

    @property
    def agency(self) -> Agency:
        return self.duty.matter.agency

    @property
    def label(self) -> str:
        """The period in official words, such as "2018年第二季度"."""
        return label_of(self.duty.rhythm, self.starts_on)

    @property
    def is_owed(self) -> bool:
        return self.state == PeriodState.OWED

    @property
    def was_late(self) -> bool:
        """Whether it was disclosed after its due day."""
        return bool(self.fulfilled_on and self.due_on and self.fulfilled_on > self.due_on)


class PriorityQuerySet(models.QuerySet["WorkPriority"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids)


class WorkPriority(Subject, models.Model):
    """The work priorities of a year (政务公开工作要点), by a paper from above or the office's own."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("Agency"))
    year = models.PositiveSmallIntegerField(_("Year"))
    title = models.CharField(_("Title"), max_length=200)
    source = models.CharField(
        _("Source document"),
        max_length=200,
        blank=True,
        help_text=_("Who issued it, and its document number."),
    )

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "agency", "pk"]
        verbose_name = _("work priorities")
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "title"], name="inventory_priority_once")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("desk:work_priority", args=[self.pk])


class TaskState(models.TextChoices):
    OPEN = "open", _("To be done")
    REPORTED = "reported", _("Reported as done")
    ACCEPTED = "accepted", _("Done and accepted")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(priority__agency_id__in=user.readable_agency_ids)

    def unfinished(self) -> Self:
        return self.exclude(state=TaskState.ACCEPTED)


class Task(Subject, models.Model):
    """A task of the year's work priorities, with who does it and until when."""

    priority = models.ForeignKey(WorkPriority, models.PROTECT, related_name="tasks")
    text = models.CharField(_("Task"), max_length=1000)
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Section or community in charge"),
    )
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person in charge")
    )
    due_on = models.DateField(_("Due on"))
    state = models.CharField(_("State"), max_length=20, choices=TaskState, default=TaskState.OPEN)
    evidence = models.CharField(
        _("Evidence"),
        max_length=500,
        blank=True,
        help_text=_("What shows that it was done: a document number, an index number, an address."),
    )
    remark = models.CharField(_("Remark"), max_length=1000, blank=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reported_on = models.DateField(_("Reported on"), null=True, blank=True)
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("task")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, accepted_on=None)
                | Q(state=TaskState.REPORTED, accepted_on=None, reported_on__isnull=False)
                | Q(state=TaskState.ACCEPTED, accepted_on__isnull=False, reported_on__isnull=False),
                name="inventory_task_state_has_its_days",
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"

    def get_absolute_url(self) -> str:
        return reverse("desk:task", args=[self.pk])

    @property
    def chain(self) -> str:
        return self.priority.agency.slug

    @property
    def agency(self) -> Agency:
        return self.priority.agency

    @property
    def is_overdue(self) -> bool:
        return self.state == TaskState.OPEN and self.due_on < clock.today()
