from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.inventory.models import OwedPeriod
from gongkai.kit.navigation import Entry

WHO = OFFICE | SUPERVISORS


def missed(user: Any) -> tuple[QuerySet[OwedPeriod]]:
    """Return what was missed by the sections the person answers for."""
    periods = OwedPeriod.objects.missed(clock.today())
    if agencies := user.agency_ids_as(Duty.FOI_OFFICER):
        return (periods.filter(duty__matter__agency__in=agencies),)
    sections = [pk for each in user.sections_by_agency.values() for pk in each]
    return (periods.filter(duty__section__in=sections),)


ENTRIES = (
    Entry(
        name="board",
        label=_("Disclosure board"),
        url_name="desk:inventory_board",
        duties=WHO,
        group=_("Disclosure"),
        order=45,
        waiting=missed,
    ),
    Entry(
        name="inventory",
        label=_("Inventory of matters"),
        url_name="desk:matter_list",
        duties=WHO,
        group=_("Disclosure"),
        order=46,
    ),
    Entry(
        name="tasks",
        label=_("Tasks of the year"),
        url_name="desk:task_list",
        duties=WHO,
        group=_("Disclosure"),
        order=47,
    ),
)
