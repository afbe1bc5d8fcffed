"""Who may keep groups, plan messages and clear up what became of them, and why not."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.channels.models import (
    Channel,
    DeliveryState,
    Release,
    SmsContact,
    SmsDelivery,
    SmsGroup,
    SmsOptOut,
    Source,
    State,
    Way,
)
from gongkai.channels.models.groups import KEEPERS
from gongkai.notices import addresses
from gongkai.notices.kinds import Channel as Kind


def _obstacles_for_people(agency: Agency, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in KEEPERS):
        yield _("Only the FOI officer or the channel editor of this agency works with groups.")


def obstacles_to_opening(agency: Agency, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(agency, by)


def obstacles_to_this_group(agency: Agency, name: str, purpose: str, *, but: int = 0) -> Iterator[str]:
    if not name.strip():
        yield _("Give the group a name.")
    if not purpose.strip():
        yield _("Say what its members agreed to get: nothing else may be sent to them.")
    if SmsGroup.objects.filter(agency=agency, name=name.strip()).exclude(pk=but).exists():
        yield _("There is a group of this name already.")


def obstacles_to_changing(group: SmsGroup, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(group.agency, by)
    if group.closed_on is not None:
        yield _("This group is closed.")


def obstacles_to_this_consent(source: str, source_note: str, consented_on: date | None) -> Iterator[str]:
    """Say what is missing of a consent.

    Law: Personal Information Protection Law, art. 14 (the consent has to be shown).
    """
    if source not in Source.values or not source_note.strip():
        yield _("Say on what this person agreed, and where that is kept.")
    if consented_on is None:
        yield _("Say on which day this person agreed.")
    elif consented_on > clock.today():
        yield _("The day of the consent lies in the future.")


def faults_of_number(number: str) -> Iterator[str]:
    yield from addresses.faults_of(Kind.SMS, number)


def obstacles_to_this_number(group: SmsGroup, number_index: str) -> Iterator[str]:
    if SmsOptOut.objects.filter(agency=group.agency, number_index=number_index).exists():
        yield _("The owner of this number wants no more messages. It is not taken in again.")
    if SmsContact.objects.reached().filter(group=group, number_index=number_index).exists():
        yield _("This number is in the group already.")


def obstacles_to_ending(contact: SmsContact, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(contact.agency, by)
    if not contact.is_reached:
        yield _("This contact gets no messages any more.")


def obstacles_to_showing(contact: SmsContact, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(contact.agency, by)
    if contact.erased_at is not None:
        yield _("The number was erased.")


def obstacles_to_pricing(channel: Channel, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(channel.agency, by)
    if channel.served_by != Way.SMS:
        yield _("This channel sends no messages to groups.")


def obstacles_to_planning(release: Release, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(release.agency, by)
    if release.channel.served_by != Way.SMS:
        yield _("This channel sends no messages to groups.")
    elif release.state not in {State.PLANNED, State.FAILED}:
        yield _("The groups are chosen only before it is sent.")


def obstacles_to_these_groups(release: Release, groups: Iterable[SmsGroup]) -> Iterator[str]:
    groups = list(groups)
    if not groups:
        yield _("Choose at least one group.")
    for group in groups:
        if group.agency_id != release.agency_id or group.closed_on is not None:
            yield _("“%(name)s” is no open group of this agency.") % {"name": group.name}


def obstacles_to_urgency(release: Release, by: Any, urgent_reason: str) -> Iterator[str]:
    if urgent_reason and not by.has_duty(Duty.FOI_OFFICER, release.agency):
        yield _("Only the FOI officer says that a message cannot wait until the morning.")


def obstacles_to_resolving_delivery(delivery: SmsDelivery, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(delivery.agency, by)
    if delivery.state != DeliveryState.UNCLEAR:
        yield _("There is nothing to clear up.")
