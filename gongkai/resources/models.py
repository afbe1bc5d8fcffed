"""What the office has for disclosure: units, reading points, staff and money (rows 8.1 to 8.4 of 2018)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Section
from gongkai.agencies.registers import RegisterQuerySet, RegisterRow, StandingQuerySet, StandingRow


class DedicatedOffice(StandingRow):
    """A unit that does nothing but disclosure (专门机构), row 8.1: in place on 31 December."""

    facts = ("name", "since", "until")
    page = "desk:dedicated_office"

    name = models.CharField(_("Name"), max_length=100)

    objects: ClassVar[StandingQuerySet[DedicatedOffice]] = StandingQuerySet["DedicatedOffice"].as_manager()  # type: ignore[assignment]

    class Meta(StandingRow.Meta):
        abstract = False
        ordering = ["agency", "name", "pk"]
        verbose_name = _("dedicated office")

    def __str__(self) -> str:
        return self.name


class ReadingPoint(StandingRow):
    """A place where published information can be read (查阅点), row 8.2: in place on 31 December."""

    facts = ("name", "address", "hours", "phone", "section", "since", "until")
    page = "desk:reading_point"

    name = models.CharField(_("Name"), max_length=100)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    hours = models.CharField(_("Opening hours"), max_length=100, blank=True)
    phone = models.CharField(_("Telephone"), max_length=50, blank=True)
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Section or community"),
        help_text=_("Where the reading point is kept by a section or a community."),
    )

    objects: ClassVar[StandingQuerySet[ReadingPoint]] = StandingQuerySet["ReadingPoint"].as_manager()  # type: ignore[assignment]

    class Meta(StandingRow.Meta):
        abstract = False
        ordering = ["agency", "name", "pk"]
        verbose_name = _("reading point")

    def __str__(self) -> str:
        return self.name


class Employment(models.TextChoices):
    FULL_TIME = "full_time", _("Full-time")
    PART_TIME = "part_time", _("Part-time")


class StaffQuerySet(StandingQuerySet["StaffMember"]):
    def full_time(self) -> Self:
        """Row 8.3.1: 专职人员, without the staff of the gazette and of the website, as the row says."""
        return self.filter(employment=Employment.FULL_TIME, works_for_gazette_or_site=False)

    def part_time(self) -> Self:
        """Row 8.3.2: 兼职人员. The row leaves nobody out."""
        return self.filter(employment=Employment.PART_TIME)

    def in_table(self) -> Self:
        """Row 8.3, the sum of both."""
        return self.exclude(employment=Employment.FULL_TIME, works_for_gazette_or_site=True)


class StaffMember(StandingRow):
    """Somebody who works on disclosure, rows 8.3.1 and 8.3.2: in place on 31 December.

    The register tells 专职 or 兼职; the duties of an account say nothing about it.
    """

    facts = ("name", "section", "employment", "works_for_gazette_or_site", "since", "until")
    page = "desk:staff_member"

    name = models.CharField(_("Name of the person"), max_length=50)
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Section or community"),
    )
    employment = models.CharField(_("Employment"), max_length=20, choices=Employment)
    works_for_gazette_or_site = models.BooleanField(
        _("Works for the gazette or the website"),
        default=False,
        help_text=_("Full-time staff of the gazette and the website are left out of the annual table."),
    )

    objects: ClassVar[StaffQuerySet] = StaffQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(StandingRow.Meta):
        abstract = False
        ordering = ["agency", "name", "pk"]
        verbose_name = _("staff member")

    def __str__(self) -> str:
        return self.name


class FundQuerySet(RegisterQuerySet["Fund"]):
    def in_table(self) -> Self:
        """Row 8.4: without money for the gazette and for the website, as the row itself says."""
        return self.filter(for_gazette_or_site=False)


class Fund(RegisterRow):
    """Money set apart for disclosure in a year (专项经费), row 8.4. In yuan; the table is in 万元."""

    facts = ("year", "amount", "purpose", "for_gazette_or_site")
    year_lookup = "year"
    page = "desk:fund"

    year = models.PositiveSmallIntegerField(_("Reporting year"))
    amount = models.DecimalField(_("Amount (yuan)"), max_digits=14, decimal_places=2)
    purpose = models.CharField(_("Purpose"), max_length=200)
    for_gazette_or_site = models.BooleanField(
        _("For the gazette or the website"),
        default=False,
        help_text=_("Money for editing the gazette and for the website is left out of the annual table."),
    )

    objects: ClassVar[FundQuerySet] = FundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(RegisterRow.Meta):
        abstract = False
        ordering = ["-year", "agency", "pk"]
        verbose_name = _("fund")
        constraints = [
            *RegisterRow.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="resources_fund_amount_above_zero"),
        ]
        indexes = [models.Index(fields=["agency", "year"], name="resources_fund_year")]

    def __str__(self) -> str:
        return gettext("%(purpose)s (%(year)s, %(amount)s yuan)") % {
            "purpose": self.purpose,
            "year": self.year,
            "amount": formats.number_format(self.amount, decimal_pos=2, force_grouping=True),
        }
