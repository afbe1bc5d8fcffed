from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.cases.models import READERS, Case, Reply, ReplyState
from gongkai.kit.navigation import Entry

WHO = frozenset({*READERS, Duty.SECTION_HEAD, Duty.DISTRICT_SUPERVISOR})

# The step at which a reply waits for a person of this duty.
STEPS = {Duty.LEGAL_COUNSEL: ReplyState.PROPOSED, Duty.RESPONSIBLE_LEADER: ReplyState.CHECKED}


def waiting(user: Any) -> Iterator[QuerySet[Any]]:
    """Yield what waits for the person among the requests, for each duty that has work here."""
    if agencies := user.agency_ids_as(Duty.FOI_OFFICER):
        yield Case.objects.open().filter(agency__in=agencies)
    for duty, state in STEPS.items():
        if agencies := user.agency_ids_as(duty):
            yield Reply.objects.filter(state=state, case__agency__in=agencies)


ENTRIES = (
    Entry(
        name="cases",
        label=_("Requests"),
        url_name="desk:case_list",
        duties=WHO,
        group=_("My work"),
        order=10,
        waiting=waiting,
    ),
    Entry(
        name="grounds",
        label=_("Grounds of replies"),
        url_name="desk:ground_list",
        duties=frozenset({Duty.SYSTEM_ADMINISTRATOR}),
        group=_("Administration"),
        order=90,
    ),
)
