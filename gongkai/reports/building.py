"""The report of an agency and a year, made from the records as they stand now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.statistics.checking import check_own
from gongkai.statistics.counting import count
from gongkai.statistics.formats import Format, all_formats, format_of
from gongkai.statistics.relations import Finding
from gongkai.statistics.tables import Figure

# The Regulations came into force on 1 May 2008; before, no year was reported.
FIRST_YEAR = 2008


class NoSuchReport(LookupError):
    """There is no report of that agency, year or format; the message says which, in words."""


@dataclass(frozen=True)
class Stated:
    """A figure that was stated by hand in the place of the counted one, and why."""

    value: Figure
    counted: Figure
    reason: str


@dataclass(frozen=True)
class Report:
    """`figures` is what is printed; `stated` tells of those that were not counted."""

    format: Format
    agency: Agency
    year: int
    figures: Mapping[str, Figure]
    findings: tuple[Finding, ...]
    stated: Mapping[str, Stated] = field(default_factory=dict)

    @property
    def official(self) -> bool:
        """Whether the format is the one the year has to be reported in."""
        return self.format.is_official_for(self.year)


def build(agency: Agency, year: int, format_code: str, *, reader: Any = None) -> Report:
    """Count the year and check what was counted.

    `reader` is the person the findings are for: cases they may not open are not named in them.

    Raises NoSuchReport for a format that does not exist and for a year that was never reported or is to come.
    """
    if format_code not in {each.code for each in all_formats()}:
        raise NoSuchReport(
            _("There is no format “%(format)s”. The formats are: %(formats)s.")
            % {"format": format_code, "formats": ", ".join(each.code for each in all_formats())}
        )
    if not FIRST_YEAR <= year <= clock.today().year:
        raise NoSuchReport(
            _("There is no report for %(year)s. Years from %(first)s to %(last)s can be reported.")
            % {"year": year, "first": FIRST_YEAR, "last": clock.today().year}
        )
    figures = count(format_code, agency, year)
    found = check_own(format_code, agency, year, figures, reader=reader)
    return Report(format_of(format_code), agency, year, figures, tuple(found))


def agency_of(slug: str) -> Agency:
    """Return the agency of that slug. Raises NoSuchReport with the slugs there are."""
    agency = Agency.objects.filter(slug=slug).first()
    if agency is not None:
        return agency
    known = list(Agency.objects.order_by("slug").values_list("slug", flat=True)[:10])
    if not known:
        raise NoSuchReport(
            _("There is no agency “%(agency)s”; no agency has been entered yet.") % {"agency": slug}
        )
    raise NoSuchReport(
        _("There is no agency “%(agency)s”. Known are: %(agencies)s.")
        % {"agency": slug, "agencies": ", ".join(known)}
    )
