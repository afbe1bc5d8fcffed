"""Why a fact about staff, reading points or money cannot be so. Who keeps a register stands with it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.registers import obstacles_to_doubles, obstacles_to_standing
from gongkai.resources.models import DedicatedOffice, Fund, ReadingPoint, StaffMember

# The Regulations of 2007 came into force on 1 May 2008; before, there was no fund for their work.
FIRST_FUND_YEAR = 2008


def obstacles_to_dedicated_office(office: DedicatedOffice) -> Iterator[str]:
    yield from obstacles_to_standing(office)
    yield from obstacles_to_doubles(office, name=office.name)


def obstacles_to_reading_point(point: ReadingPoint) -> Iterator[str]:
    yield from obstacles_to_standing(point)
    yield from _obstacles_to_section(point.section, point.agency)
    yield from obstacles_to_doubles(point, name=point.name)


def obstacles_to_staff_member(member: StaffMember) -> Iterator[str]:
    yield from obstacles_to_standing(member)
    yield from _obstacles_to_section(member.section, member.agency)
    yield from obstacles_to_doubles(member, name=member.name, section=member.section)


def obstacles_to_fund(fund: Fund) -> Iterator[str]:
    if fund.amount <= 0:
        yield _("The amount must be more than 0 yuan. Where there is no money, nothing is entered.")
    if not FIRST_FUND_YEAR <= fund.year <= clock.today().year:
        yield _("Give a year from %(first)s to %(last)s.") % {
            "first": FIRST_FUND_YEAR,
            "last": clock.today().year,
        }


def _obstacles_to_section(section: Section | None, agency: Agency) -> Iterator[str]:
    if section is not None and section.agency_id != agency.pk:
        yield _("This section belongs to another agency.")
