"""What can happen in the registers of offices, reading points, staff and funds."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor
from gongkai.agencies import registers
from gongkai.agencies.models import Agency, Section
from gongkai.journal.queries import label_acts
from gongkai.resources import policy
from gongkai.resources.models import DedicatedOffice, Fund, ReadingPoint, StaffMember

label_acts(
    {
        "resources.dedicated_office_entered": _("Dedicated office entered"),
        "resources.dedicated_office_corrected": _("Dedicated office corrected"),
        "resources.dedicated_office_closed": _("Dedicated office closed"),
        "resources.dedicated_office_struck_out": _("Dedicated office struck out"),
        "resources.reading_point_entered": _("Reading point entered"),
        "resources.reading_point_corrected": _("Reading point corrected"),
        "resources.reading_point_closed": _("Reading point closed"),
        "resources.reading_point_struck_out": _("Reading point struck out"),
        "resources.staff_member_entered": _("Staff member entered"),
        "resources.staff_member_corrected": _("Staff member corrected"),
        "resources.staff_member_ended": _("Work on disclosure ended"),
        "resources.staff_member_struck_out": _("Staff member struck out"),
        "resources.fund_entered": _("Fund entered"),
        "resources.fund_corrected": _("Fund corrected"),
        "resources.fund_struck_out": _("Fund struck out"),
    }
)


# Offices that do nothing but disclosure


def enter_dedicated_office(
    agency: Agency, *, name: str, since: date, by: Actor, until: date | None = None
) -> DedicatedOffice:
    """Enter a unit that does nothing but disclosure; `until` is its last day. Raises Refused."""
    return registers.enter(
        DedicatedOffice(agency=agency, name=name, since=since, until=until),
        act="resources.dedicated_office_entered",
        obstacles=policy.obstacles_to_dedicated_office,
        by=by,
    )


def correct_dedicated_office(
    office: DedicatedOffice, *, reason: str, by: Actor, seen: int | None = None, **changes: Any
) -> DedicatedOffice:
    """Correct name, since or until. Raises Refused."""
    return registers.correct(
        office,
        act="resources.dedicated_office_corrected",
        obstacles=policy.obstacles_to_dedicated_office,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


def close_dedicated_office(
    office: DedicatedOffice, *, until: date, by: Actor, reason: str = ""
) -> DedicatedOffice:
    """Tell the office's last day. Raises Refused."""
    return registers.end(office, act="resources.dedicated_office_closed", until=until, reason=reason, by=by)


def strike_out_dedicated_office(office: DedicatedOffice, *, reason: str, by: Actor) -> DedicatedOffice:
    """Strike out an office entered wrongly. Raises Refused."""
    return registers.strike_out(office, act="resources.dedicated_office_struck_out", reason=reason, by=by)


# Reading points


def enter_reading_point(
    agency: Agency,
    *,
    name: str,
    since: date,
    by: Actor,
    address: str = "",
    hours: str = "",
    phone: str = "",
    section: Section | None = None,
    until: date | None = None,
) -> ReadingPoint:
    """Enter a place where published information can be read; `until` is its last day. Raises Refused."""
    return registers.enter(
        ReadingPoint(
            agency=agency,
            name=name,
            address=address,
            hours=hours,
            phone=phone,
            section=section,
            since=since,
            until=until,
        ),
        act="resources.reading_point_entered",
        obstacles=policy.obstacles_to_reading_point,
        by=by,
    )


def correct_reading_point(
    point: ReadingPoint, *, reason: str, by: Actor, seen: int | None = None, **changes: Any
) -> ReadingPoint:
    """Correct facts of a reading point, by the names of `ReadingPoint.facts`. Raises Refused."""
    return registers.correct(
        point,
        act="resources.reading_point_corrected",
        obstacles=policy.obstacles_to_reading_point,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


def close_reading_point(point: ReadingPoint, *, until: date, by: Actor, reason: str = "") -> ReadingPoint:
    """Tell the reading point's last day. Raises Refused."""
    return registers.end(point, act="resources.reading_point_closed", until=until, reason=reason, by=by)


def strike_out_reading_point(point: ReadingPoint, *, reason: str, by: Actor) -> ReadingPoint:
    """Strike out a reading point entered wrongly. Raises Refused."""
    return registers.strike_out(point, act="resources.reading_point_struck_out", reason=reason, by=by)


# Staff


def enter_staff_member(
    agency: Agency,
    *,
    name: str,
    employment: str,
    since: date,
    by: Actor,
    section: Section | None = None,
    works_for_gazette_or_site: bool = False,
    until: date | None = None,
) -> StaffMember:
    """Enter somebody who works on disclosure; `employment` is one of Employment. Raises Refused."""
    return registers.enter(
        StaffMember(
            agency=agency,
            name=name,
            section=section,
            employment=employment,
            works_for_gazette_or_site=works_for_gazette_or_site,
            since=since,
            until=until,
        ),
        act="resources.staff_member_entered",
        obstacles=policy.obstacles_to_staff_member,
        by=by,
    )


def correct_staff_member(
    member: StaffMember, *, reason: str, by: Actor, seen: int | None = None, **changes: Any
) -> StaffMember:
    """Correct facts of a staff member, by the names of `StaffMember.facts`. Raises Refused."""
    return registers.correct(
        member,
        act="resources.staff_member_corrected",
        obstacles=policy.obstacles_to_staff_member,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


def end_staff_member(member: StaffMember, *, until: date, by: Actor, reason: str = "") -> StaffMember:
    """Tell the last day on which somebody worked on disclosure. Raises Refused."""
    return registers.end(member, act="resources.staff_member_ended", until=until, reason=reason, by=by)


def strike_out_staff_member(member: StaffMember, *, reason: str, by: Actor) -> StaffMember:
    """Strike out somebody entered wrongly. Raises Refused."""
    return registers.strike_out(member, act="resources.staff_member_struck_out", reason=reason, by=by)


# Funds


def enter_fund(
    agency: Agency, *, year: int, amount: Decimal, purpose: str, by: Actor, for_gazette_or_site: bool = False
) -> Fund:
    """Enter money set apart for disclosure in `year`; `amount` is in yuan, more than 0. Raises Refused."""
    return registers.enter(
        Fund(
            agency=agency, year=year, amount=amount, purpose=purpose, for_gazette_or_site=for_gazette_or_site
        ),
        act="resources.fund_entered",
        obstacles=policy.obstacles_to_fund,
        by=by,
    )


def correct_fund(fund: Fund, *, reason: str, by: Actor, seen: int | None = None, **changes: Any) -> Fund:
    """Correct facts of a fund, by the names of `Fund.facts`. Raises Refused."""
    return registers.correct(
        fund,
        act="resources.fund_corrected",
        obstacles=policy.obstacles_to_fund,
        reason=reason,
        by=by,
        seen=seen,
        **changes,
    )


def strike_out_fund(fund: Fund, *, reason: str, by: Actor) -> Fund:
    """Strike out a fund entered wrongly. Raises Refused."""
    return registers.strike_out(fund, act="resources.fund_struck_out", reason=reason, by=by)
