"""Agencies as a tree, and their sections and communities."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Subject


class Level(models.TextChoices):
    DISTRICT = "district", _("District government")
    DEPARTMENT = "department", _("Department")
    SUBDISTRICT = "subdistrict", _("Subdistrict office")


class AgencyQuerySet(models.QuerySet["Agency"]):
    def within(self, agency: Agency) -> Self:
        """The agency itself and all below it."""
        return self.filter(Q(pk=agency.pk) | Q(path__startswith=f"{agency.path}/"))


class Agency(Subject, models.Model):
    """A body bound by the Regulations. `path` is the line of slugs from the top: "dongcheng/jianguomen"."""

    slug = models.SlugField(_("Short address"), max_length=50, unique=True)
    name = models.CharField(_("Full name"), max_length=100)
    short_name = models.CharField(_("Short name"), max_length=50)
    code = models.CharField(
        _("Organisation code"), max_length=18, help_text=_("Stands first in every index number.")
    )
    number_mark = models.CharField(_("Mark in document numbers"), max_length=20, blank=True)
    level = models.CharField(_("Level"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name=_("Superior")
    )
    path = models.CharField(max_length=300, unique=True, editable=False)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    phone = models.CharField(_("Telephone"), max_length=50, blank=True)
    email = models.CharField(_("E-mail"), max_length=100, blank=True)
    office_hours = models.CharField(_("Office hours"), max_length=100, blank=True)
    fax = models.CharField(_("Fax"), max_length=50, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=10, blank=True)
    functions = models.TextField(_("Functions of the office"), blank=True)
    foi_office = models.CharField(_("FOI office"), max_length=100, blank=True)
    review_body = models.CharField(
        _("Body for reconsideration"), max_length=100, blank=True, help_text=_("Named in every reply letter.")
    )
    court = models.CharField(
        _("Court"), max_length=100, blank=True, help_text=_("Named in every reply letter.")
    )

    # The website: what 《政府网站发展指引》 (国办发〔2017〕47号) wants on every page.
    site_name = models.CharField(_("Name of the website"), max_length=100, blank=True)
    site_domain = models.CharField(
        _("Domain of the website"), max_length=100, blank=True, help_text=_("Without http://.")
    )
    site_code = models.CharField(
        _("Identification code of the website"), max_length=10, blank=True, help_text=_("Ten characters.")
    )
    site_operator = models.CharField(_("Operator of the website"), max_length=100, blank=True)
    icp_number = models.CharField(_("ICP filing number"), max_length=50, blank=True)
    police_number = models.CharField(_("Public security filing number"), max_length=50, blank=True)
    index_pattern = models.CharField(
        _("Pattern of index numbers"),
        max_length=60,
        default="{code}/{year}-{serial:05d}",
        help_text=_("{code}, {year}, {month} and {serial:05d} stand for their parts."),
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = _("agency")

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.path = f"{self.parent.path}/{self.slug}" if self.parent else self.slug
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def chain(self) -> str:
        return self.slug


class SectionKind(models.TextChoices):
    SECTION = "section", _("Section")
    COMMUNITY = "community", _("Community")


class Section(Subject, models.Model):
    """A section inside the office, or one of its communities."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sections")
    name = models.CharField(_("Name"), max_length=50)
    kind = models.CharField(_("Kind"), max_length=20, choices=SectionKind, default=SectionKind.SECTION)
    order = models.PositiveSmallIntegerField(default=0)
    functions = models.TextField(_("Functions"), blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    phone = models.CharField(_("Telephone"), max_length=50, blank=True)
    office_hours = models.CharField(_("Office hours"), max_length=100, blank=True)

    class Meta:
        ordering = ["agency", "kind", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="agencies_section_name_once")]
        verbose_name = _("section")

    def __str__(self) -> str:
        return self.name


class Serial(models.Model):
    """The last number given in a series of an agency and year. Its row is the lock against gaps."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    series = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "series", "year"], name="agencies_serial_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.series} {self.year}: {self.last}"
