"""The registers of dedicated offices, reading points, staff and funds, as the desk shows them."""

from django.utils.translation import gettext_lazy as _

from gongkai.kit.registers import Register
from gongkai.resources import actions
from gongkai.resources.models import DedicatedOffice, Fund, ReadingPoint, StaffMember

DEDICATED_OFFICES = Register(
    name="dedicated_office",
    model=DedicatedOffice,
    title=_("Dedicated offices"),
    new=_("Enter a dedicated office"),
    rule=_("Row 8.1 counts the units in place on 31 December that do nothing but disclosure."),
    columns=("name", "since", "until"),
    searched=("name",),
    enter=actions.enter_dedicated_office,
    correct=actions.correct_dedicated_office,
    end=actions.close_dedicated_office,
    ending=_("Close this office"),
    strike_out=actions.strike_out_dedicated_office,
)

READING_POINTS = Register(
    name="reading_point",
    model=ReadingPoint,
    title=_("Reading points"),
    new=_("Enter a reading point"),
    rule=_("Row 8.2 counts the reading points in place on 31 December."),
    columns=("name", "address", "hours", "since", "until"),
    searched=("name", "address"),
    enter=actions.enter_reading_point,
    correct=actions.correct_reading_point,
    end=actions.close_reading_point,
    ending=_("Close this reading point"),
    strike_out=actions.strike_out_reading_point,
)

STAFF = Register(
    name="staff_member",
    model=StaffMember,
    title=_("Staff for disclosure"),
    new=_("Enter a staff member"),
    rule=_(
        "Row 8.3 counts the staff in place on 31 December, as this register says full-time or part-time. "
        "Full-time staff of the gazette and the website are left out."
    ),
    columns=("name", "section", "employment", "since", "until"),
    searched=("name", "section__name"),
    chosen=("employment", "works_for_gazette_or_site"),
    enter=actions.enter_staff_member,
    correct=actions.correct_staff_member,
    end=actions.end_staff_member,
    ending=_("End this work"),
    strike_out=actions.strike_out_staff_member,
)

FUNDS = Register(
    name="fund",
    model=Fund,
    title=_("Funds for disclosure"),
    new=_("Enter a fund"),
    rule=_(
        "Row 8.4 adds up the funds of the year, in units of 10,000 yuan. Money for the gazette and the "
        "website is left out."
    ),
    columns=("purpose", "year", "for_gazette_or_site", "amount"),
    searched=("purpose",),
    chosen=("for_gazette_or_site",),
    added_up=("amount", _("yuan")),
    enter=actions.enter_fund,
    correct=actions.correct_fund,
    strike_out=actions.strike_out_fund,
)

REGISTERS = (DEDICATED_OFFICES, READING_POINTS, STAFF, FUNDS)
