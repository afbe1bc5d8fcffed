"""What goes out on paper: issues, postings on boards, hand-outs, hand-overs to reading points."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.agencies.models import Agency, Section
from gongkai.catalogue.models import Edition, Item
from gongkai.channels.models.core import Channel, Release
from gongkai.channels.models.core import State as ReleaseState
from gongkai.files.models import StoredFile
from gongkai.people.models import User
from gongkai.resources.models import ReadingPoint
from gongkai.secrecy.models import Package


class Sheet(models.TextChoices):
    A4 = "A4", _("A4")
    A3 = "A3", _("A3")


class IssueState(models.TextChoices):
    COLLECTING = "collecting", _("Being put together")
    CLOSED = "closed", _("Closed, goes to print")
    PRINTED = "printed", _("Printed")
    VOID = "void", _("Void")


class IssueQuerySet(models.QuerySet["Issue"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related("agency", "channel")

    def numbered(self) -> Self:
        """Issues that hold a number: closed once, and not void since."""
        return self.filter(number__isnull=False).exclude(state=IssueState.VOID)


class Issue(Subject, models.Model):
    """An issue of the gazette or the newspaper. It gets its number when it is closed: none is lost."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="issues", verbose_name=_("Channel"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    day = models.DateField(_("Day of the issue"))
    title = models.CharField(_("Theme of the issue"), max_length=50, blank=True)
    sheet = models.CharField(_("Sheet"), max_length=2, choices=Sheet, default=Sheet.A4)
    state = models.CharField(_("State"), max_length=10, choices=IssueState, default=IssueState.COLLECTING)
    year = models.PositiveSmallIntegerField(_("Year"), null=True)
    number = models.PositiveSmallIntegerField(_("Number in the year"), null=True)
    total = models.PositiveIntegerField(_("Number in all"), null=True)
    # What was printed before the program took over; told with the first issue of a channel.
    number_before = models.PositiveSmallIntegerField(_("Last number of this year so far"), default=0)
    total_before = models.PositiveIntegerField(_("Last number in all so far"), default=0)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("Closed at"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="PDF")
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="DOCX")
    pages = models.PositiveSmallIntegerField(_("Number of pages"), null=True)
    printed_on = models.DateField(_("Printed"), null=True)
    printed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    copies = models.PositiveIntegerField(_("Copies"), null=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("Proof")
    )
    void_reason = models.CharField(_("Why it is void"), max_length=300, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("issue")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "year", "number"],
                condition=~Q(state="void"),
                name="channels_issue_number_once",
            ),
            models.UniqueConstraint(
                fields=["channel", "total"], condition=~Q(state="void"), name="channels_issue_total_once"
            ),
            models.CheckConstraint(
                name="channels_issue_closed_with_number",
                condition=~Q(state__in=["closed", "printed"])
                | Q(number__isnull=False, total__isnull=False, year__isnull=False, pdf__isnull=False),
            ),
            models.CheckConstraint(
                name="channels_issue_printed_with_day",
                condition=~Q(state="printed") | Q(printed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("desk:issue", args=[self.pk])

    @property
    def name(self) -> str:
        """Its number as people say it; before it has one, its day."""
        if self.number is None:
            return gettext("Issue of %(day)s") % {"day": self.day.isoformat()}
        return gettext("%(year)s No. %(number)s") % {"year": self.year, "number": self.number}


class EntryKind(models.TextChoices):
    ITEM = "item", _("Item")
    CORRECTION = "correction", _("Correction")


class IssueEntry(models.Model):
    """A place in an issue: an item with its release, or what has to be corrected of an earlier issue."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind, default=EntryKind.ITEM)
    order = models.PositiveSmallIntegerField()
    section = models.CharField(_("Section of the issue"), max_length=30, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    release = models.OneToOneField(Release, models.PROTECT, null=True, related_name="issue_entry")
    # The package that was printed, frozen when the issue is closed.
    package = models.ForeignKey(Package, models.PROTECT, null=True, related_name="+")
    # Of a correction: the edition that brought it; empty where the item was withdrawn.
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    page = models.PositiveSmallIntegerField(_("Page"), null=True)

    class Meta:
        ordering = ["issue", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="channels_entry_of_an_item_has_its_release",
                condition=Q(kind="correction", release__isnull=True) | Q(kind="item", release__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.item)


class PostingUnit(models.TextChoices):
    DAYS = "days", _("calendar days")
    WORKING_DAYS = "working days", _("working days")


class PostingState(models.TextChoices):
    DUE = "due", _("To be posted")
    POSTED = "posted", _("Posted")
    TAKEN_DOWN = "taken_down", _("Taken down")
    VOID = "void", _("Called off")


class PostingQuerySet(models.QuerySet["Posting"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related(
            "agency", "section", "release__item", "release__channel"
        )

    def of_communities(self, agency_ids: set[int], sections: set[int]) -> Self:
        """Leave what hangs, or shall hang, in one of `sections`, or anywhere in one of `agency_ids`."""
        return self.filter(Q(agency_id__in=agency_ids) | Q(section_id__in=sections))

    def to_post(self, today: date) -> Self:
        """Sheets whose day has come and that nobody said to be hanging; none of what was withdrawn."""
        return self.filter(
            state=PostingState.DUE,
            hang_from__lte=today,
            release__item__withdrawn_at=None,
        ).exclude(release__state__in=[ReleaseState.RECALLED, ReleaseState.DROPPED])

    def to_take_down(self, today: date) -> Self:
        """Sheets that hang longer than they have to, and those of items that were withdrawn or recalled."""
        return self.filter(state=PostingState.POSTED).filter(
            Q(until__lt=today)
            | Q(release__item__withdrawn_at__isnull=False)
            | Q(release__state=ReleaseState.RECALLED)
        )


class Posting(Subject, models.Model):
    """A sheet on the board of a community: when it has to hang, and that it did, with a picture each time.

    The day it is posted and the day it is taken down both count. `until` is the last day of the period; it
    follows from the day of posting and stands here so that it can be searched for. Positions are rounded
    to three places (about 100 m), and nothing of them is in the pictures.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="postings")
    section = models.ForeignKey(Section, models.PROTECT, related_name="postings", verbose_name=_("Community"))
    place = models.CharField(_("Place of the board"), max_length=200, blank=True)
    hang_from = models.DateField(_("To be posted on"))
    days = models.PositiveSmallIntegerField(_("Posting period"))
    unit = models.CharField(_("Counted in"), max_length=20, choices=PostingUnit, default=PostingUnit.DAYS)
    sheet = models.CharField(_("Sheet"), max_length=2, choices=Sheet, default=Sheet.A3)
    contact = models.CharField(_("Contact printed on the sheet"), max_length=100, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=PostingState, default=PostingState.DUE)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    posted_on = models.DateField(_("Posted on"), null=True)
    posted_at = models.DateTimeField(_("Posting told"), null=True)
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    posted_picture = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    posted_latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    posted_longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    until = models.DateField(_("Has to hang until"), null=True)
    down_on = models.DateField(_("Taken down on"), null=True)
    down_at = models.DateTimeField(_("Taking down told"), null=True)
    down_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    down_picture = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    down_latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    down_longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    down_reason = models.CharField(_("Why it was taken down early"), max_length=300, blank=True)
    is_early = models.BooleanField(_("Taken down early"), default=False)
    void_reason = models.CharField(_("Why it was called off"), max_length=300, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-hang_from", "section", "pk"]
        verbose_name = _("posting on a board")
        indexes = [models.Index(fields=["section", "state"], name="channels_posting_section")]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "section"],
                condition=~Q(state="void"),
                name="channels_posting_once_a_community",
            ),
            models.CheckConstraint(
                name="channels_posted_with_day_and_picture",
                condition=~Q(state__in=["posted", "taken_down"])
                | Q(posted_on__isnull=False, posted_picture__isnull=False, until__isnull=False),
            ),
            models.CheckConstraint(
                name="channels_taken_down_early_with_reason",
                condition=Q(is_early=False) | ~Q(down_reason=""),
            ),
            models.CheckConstraint(
                name="channels_taken_down_after_posting",
                condition=Q(down_on=None) | Q(down_on__gte=models.F("posted_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release.item} · {self.section}"

    def get_absolute_url(self) -> str:
        return reverse("desk:posting", args=[self.pk])

    @property
    def where(self) -> str:
        """The community, and where its board stands."""
        return f"{self.section.name} {self.place}".strip()

    @property
    def days_hung(self) -> int | None:
        """Calendar days between posting and taking down, both counted; None while it hangs."""
        if self.posted_on is None or self.down_on is None:
            return None
        return (self.down_on - self.posted_on).days + 1


class HandOutWay(models.TextChoices):
    HOUSEHOLDS = "households", _("Visits to households")
    STREET = "street", _("Handed out")
    ON_SITE = "on_site", _("Read or explained on site")


class HandOutQuerySet(models.QuerySet["HandOut"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related(
            "agency", "release__item", "release__channel", "picture"
        )


class HandOut(Subject, models.Model):
    """An item carried to people: into households, by hand, on site; where, when, how many."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="hand_outs")
    way = models.CharField(_("How"), max_length=12, choices=HandOutWay, default=HandOutWay.STREET)
    place = models.CharField(_("Place"), max_length=200)
    day = models.DateField(_("Day"))
    number = models.PositiveIntegerField(_("Number handed out"))
    picture = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("Photograph")
    )
    note = models.CharField(_("Note"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("Recorded"))

    objects = HandOutQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("hand-out")

    def __str__(self) -> str:
        return f"{self.release.item} · {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("desk:hand_outs")


class HandOverState(models.TextChoices):
    PREPARED = "prepared", _("Prepared")
    HANDED_OVER = "handed_over", _("Handed over")
    VOID = "void", _("Called off")


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related("agency", "point")


class HandOver(Subject, models.Model):
    """A list of items handed over to a reading point on one day, signed by who received them."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    point = models.ForeignKey(
        ReadingPoint, models.PROTECT, related_name="hand_overs", verbose_name=_("Reading point")
    )
    day = models.DateField(_("Day of the hand-over"))
    state = models.CharField(_("State"), max_length=12, choices=HandOverState, default=HandOverState.PREPARED)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    received_by = models.CharField(_("Received by"), max_length=50, blank=True)
    received_on = models.DateField(_("Received on"), null=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("Signed list")
    )
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(_("Why it was called off"), max_length=300, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("hand-over to a reading point")
        constraints = [
            models.CheckConstraint(
                name="channels_handed_over_with_receiver",
                condition=~Q(state="handed_over") | (Q(received_on__isnull=False) & ~Q(received_by="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.day.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("desk:hand_over", args=[self.pk])


class HandOverLine(models.Model):
    """One item of a hand-over list."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="lines")
    release = models.ForeignKey(Release, models.PROTECT, related_name="hand_over_lines")
    copies = models.PositiveSmallIntegerField(_("Copies"), default=1)

    class Meta:
        ordering = ["hand_over", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "release"], name="channels_handed_over_once_a_list")
        ]

    def __str__(self) -> str:
        return str(self.release)
