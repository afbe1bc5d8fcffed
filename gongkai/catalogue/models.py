"""Information items as published: pinned to the package that was cleared for them."""

from __future__ import annotations

from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.documents.models import Document, Genre
from gongkai.files.models import StoredFile
from gongkai.inventory.models import Matter, Phase
from gongkai.law.columns import ColumnKind
from gongkai.people.models import User
from gongkai.secrecy.models import Package


class ColumnQuerySet(models.QuerySet["Column"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related("agency")

    def open(self) -> Self:
        return self.filter(closed_on=None)


class Column(Subject, models.Model):
    """A column of an office's disclosure section (栏目), in a tree the editor arranges.

    `kind` says which limit of updates applies; `responsible` is the person in charge. A closed column
    takes nothing new, and what it holds stays where it is.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="columns")
    name = models.CharField(_("Name"), max_length=50)
    slug = models.SlugField(_("Short address"), max_length=50)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name=_("Stands under")
    )
    order = models.PositiveSmallIntegerField(_("Place"), default=0)
    kind = models.CharField(_("Type of column"), max_length=20, choices=ColumnKind, default=ColumnKind.OTHER)
    description = models.CharField(_("What it holds"), max_length=300, blank=True)
    keywords = models.CharField(_("Keywords"), max_length=200, blank=True)
    update_days = models.PositiveSmallIntegerField(
        _("To be updated at least every (days)"),
        null=True,
        blank=True,
        help_text=_("Empty: as the inspection asks for this type of column."),
    )
    responsible = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person in charge")
    )
    # What has to be disclosed by the articles 20 and 21 of the Regulations, such as "20.3".
    duty = models.CharField(_("Duty of the Regulations"), max_length=10, blank=True)
    closed_on = models.DateField(_("Closed"), null=True, blank=True)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "order", "pk"]
        verbose_name = _("column")
        constraints = [models.UniqueConstraint(fields=["agency", "slug"], name="catalogue_column_slug_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:column", args=[self.pk])


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: Any) -> Self:
        """Runs of the offices whose FOI office the person belongs to."""
        agencies = user.agency_ids_as(Duty.FOI_OFFICER, Duty.FOI_HEAD)
        return self.filter(agency_id__in=agencies).select_related("agency", "by")


class Import(Subject, models.Model):
    """A list or a folder of earlier items brought in at one go, and taken back at one go if need be."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being read")
        CHECKED = "checked", _("Checked, nothing changed yet")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Broken off, nothing was kept")
        UNDONE = "undone", _("Taken back")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(_("File"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.UPLOADED)
    mapping = models.JSONField(_("Which column holds what"), default=dict)
    # What the dry run found: lines, errors by line, numbers of what would be made.
    report = models.JSONField(default=dict)
    # The clearance of their own time: who, when, on which paper; without it the items stay unpublished.
    cleared_by = models.CharField(_("Cleared at the time by"), max_length=200, blank=True)
    cleared_on = models.DateField(_("Cleared on"), null=True, blank=True)
    cleared_paper = models.CharField(_("Paper of the clearance"), max_length=300, blank=True)
    is_counted = models.BooleanField(
        _("Count them in the years of their publication"),
        default=False,
        help_text=_("Figures of reported years change. Leave it off for what was reported already."),
    )
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("Begun"))
    # Whoever works at it says so now and then; one that is silent was killed and is begun anew.
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("Ended"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of items")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:item_import", args=[self.pk])

    @property
    def is_at_work(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.RUNNING}


class Validity(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Expired")
    REPEALED = "repealed", _("Repealed")
    PARTLY = "partly", _("Partly in force")


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agency_id__in=user.readable_agency_ids).select_related(
            "agency", "column", "package"
        )

    def standing(self) -> Self:
        """Items that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class Item(Subject, models.Model):
    """An information item (政府信息): one row of the catalogue, the unit of counting."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="items")
    package = models.OneToOneField(Package, models.PROTECT, related_name="item")
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="item")
    index_number = models.CharField(_("Index number"), max_length=60, unique=True)
    title = models.CharField(_("Title"), max_length=300)
    column = models.ForeignKey(Column, models.PROTECT, related_name="items", verbose_name=_("Column"))
    genre = models.CharField(_("Kind"), max_length=20, choices=Genre, default=Genre.OTHER)
    subject_category = models.CharField(_("Subject category"), max_length=100, blank=True)
    document_number = models.CharField(_("Document number"), max_length=50, blank=True)
    document_date = models.DateField(_("Document date"))
    validity = models.CharField(_("Validity"), max_length=10, choices=Validity, default=Validity.IN_FORCE)
    expiry_on = models.DateField(_("Expires on"), null=True, blank=True)
    keywords = models.CharField(_("Keywords"), max_length=200, blank=True)
    abstract = models.CharField(_("Abstract"), max_length=500, blank=True)
    # The body the text comes from where it is reprinted; empty: the publishing office itself.
    source = models.CharField(_("Source"), max_length=100, blank=True)
    duty = models.CharField(_("Duty of the Regulations"), max_length=10, blank=True)
    imported = models.ForeignKey(Import, models.PROTECT, null=True, blank=True, related_name="items")
    is_normative = models.BooleanField(_("Normative document"), default=False)
    phase = models.CharField(_("Phase"), max_length=20, choices=Phase, blank=True)
    matter = models.ForeignKey(
        Matter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("Disclosure matter"),
    )
    is_redacted = models.BooleanField(_("Redacted version"), default=False)
    is_interpretation = models.BooleanField(_("Policy interpretation"), default=False)
    interprets = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interpretations",
        verbose_name=_("Interprets"),
    )
    published_on = models.DateField(_("Published"))
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Published by"))
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(_("Reason of the withdrawal"), blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("information item")
        indexes = [
            models.Index(fields=["agency", "-published_on"], name="catalogue_item_agency_day"),
            models.Index(fields=["column", "-published_on"], name="catalogue_item_column_day"),
            models.Index(fields=["-published_on", "-id"], name="catalogue_item_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="catalogue_withdrawn_with_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("desk:item", args=[self.pk])

    def get_public_url(self) -> str:
        return f"{_way_to_items(get_script_prefix())}{self.pk}/"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class Relation(models.Model):
    """Two items that belong together; told on both pages."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Item, models.CASCADE, related_name="relations_from")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "other"], name="catalogue_related_once"),
            # The one published first stands first: a pair has one row.
            models.CheckConstraint(
                name="catalogue_related_in_order", condition=Q(item__lt=models.F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} – {self.other_id}"


class OldAddress(models.Model):
    """An address that once led to an item or a column: it leads there still."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    path = models.CharField(_("Old address"), max_length=300, unique=True)
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="old_addresses")
    column = models.ForeignKey(Column, models.CASCADE, null=True, related_name="old_addresses")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="catalogue_old_address_leads_to_one",
                condition=Q(item__isnull=False, column__isnull=True)
                | Q(item__isnull=True, column__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.path


class KeyAreaAssignment(models.Model):
    """One key area of an item; an item may lie in several and counts once in their total."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="key_areas")
    area = models.CharField(max_length=5)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "area"], name="catalogue_key_area_once")]

    def __str__(self) -> str:
        return self.area


@cache
def _way_to_items(_prefix: str) -> str:
    # Looked up once: every line of a list has an address.
    return reverse("portal:item", args=[0]).removesuffix("0/")


class OwnRuleKind(models.TextChoices):
    """The office's own rules, linked from the pages where they apply."""

    DISCLOSURE = "disclosure", _("Rules on open government")
    SECRECY = "secrecy", _("Rules on secrecy review")
    ATTRIBUTES = "attributes", _("Rules on openness attributes")
    REQUESTS = "requests", _("Rules on disclosure on request")
    PUBLICATION = "publication", _("Rules on publishing information")


class OwnRule(Subject, models.Model):
    """Which published item holds the office's own rule of a kind."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=20, choices=OwnRuleKind)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("Published as"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind"], name="catalogue_own_rule_once")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Edition(models.Model):
    """A package an item was pinned to, from a moment on: corrections are stated openly."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="editions")
    package = models.OneToOneField(Package, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    since = models.DateTimeField(_("Since"))
    note = models.TextField(_("What was corrected"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item", "-number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="catalogue_edition_once")]

    def __str__(self) -> str:
        return f"{self.item} ({self.number})"
