"""Information items as published: pinned to the package that was cleared for them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject
from gongkai.agencies.models import Agency
from gongkai.documents.models import Document, Genre
from gongkai.inventory.models import Matter, Phase
from gongkai.people.models import User
from gongkai.secrecy.models import Package


class Column(Subject, models.Model):
    """A column of an office's disclosure section (栏目)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="columns")
    name = models.CharField(_("Name"), max_length=50)
    slug = models.SlugField(max_length=50)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["agency", "order", "pk"]
        verbose_name = _("column")
        constraints = [models.UniqueConstraint(fields=["agency", "slug"], name="catalogue_column_slug_once")]

    def __str__(self) -> str:
        return self.name


class Validity(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Expired")
    REPEALED = "repealed", _("Repealed")


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
    index_number = models.CharField(_("Index number"), max_length=40, unique=True)
    title = models.CharField(_("Title"), max_length=300)
    column = models.ForeignKey(Column, models.PROTECT, related_name="items", verbose_name=_("Column"))
    genre = models.CharField(_("Kind"), max_length=20, choices=Genre, default=Genre.OTHER)
    subject_category = models.CharField(_("Subject category"), max_length=100, blank=True)
    document_number = models.CharField(_("Document number"), max_length=50, blank=True)
    document_date = models.DateField(_("Document date"))
    validity = models.CharField(_("Validity"), max_length=10, choices=Validity, default=Validity.IN_FORCE)
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
        return reverse("portal:item", args=[self.pk])

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class KeyAreaAssignment(models.Model):
    """One key area of an item; an item may lie in several and counts once in their total."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="key_areas")
    area = models.CharField(max_length=5)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "area"], name="catalogue_key_area_once")]

    def __str__(self) -> str:
        return self.area


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
