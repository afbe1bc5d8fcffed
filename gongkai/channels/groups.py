"""What can happen to groups and contacts: opened, taken in by consent, taken out, told to stop, erased."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import PROGRAM, Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency
from gongkai.channels import groups_policy as policy
from gongkai.channels.models import (
    Channel,
    DeliveryState,
    OptOutHow,
    SmsContact,
    SmsDelivery,
    SmsGroup,
    SmsOptOut,
    SmsPrice,
)
from gongkai.channels.models.groups import index_of, masked
from gongkai.files.models import StoredFile
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.law import terms, text_messages
from gongkai.notices import addresses
from gongkai.notices.kinds import Channel as Kind

label_acts(
    {
        "channels.sms_group_opened": _("Group for messages opened"),
        "channels.sms_group_changed": _("Group for messages changed"),
        "channels.sms_group_closed": _("Group for messages closed"),
        "channels.sms_contact_added": _("Contact taken in with consent"),
        "channels.sms_contacts_imported": _("List of contacts taken in with consent"),
        "channels.sms_contact_ended": _("Contact taken out"),
        "channels.sms_opted_out": _("Messages to a number ended at its owner's wish"),
        "channels.sms_number_shown": _("Number of a contact looked at"),
        "channels.sms_price_set": _("Price of messages set"),
        "channels.sms_contacts_erased": _("Numbers of former contacts erased"),
    }
)
never_public(
    "channels.sms_group_opened",
    "channels.sms_group_changed",
    "channels.sms_group_closed",
    "channels.sms_contact_added",
    "channels.sms_contacts_imported",
    "channels.sms_contact_ended",
    "channels.sms_opted_out",
    "channels.sms_number_shown",
    "channels.sms_price_set",
    "channels.sms_contacts_erased",
)


@transaction.atomic
def open_group(agency: Agency, *, by: Any, name: str, purpose: str) -> SmsGroup:
    """Open a group for one purpose; its members agree to that and to nothing else."""
    refuse_if_any(
        [*policy.obstacles_to_opening(agency, by), *policy.obstacles_to_this_group(agency, name, purpose)]
    )
    group = SmsGroup.objects.create(agency=agency, name=name.strip(), purpose=purpose.strip())
    record(by, "channels.sms_group_opened", group, purpose=group.purpose)
    return group


@transaction.atomic
def change_group(group: SmsGroup, *, by: Any, name: str, purpose: str) -> SmsGroup:
    """Change the name of a group, or the words for what its members agreed to."""
    group = locked(group, "agency")
    refuse_if_any(
        [
            *policy.obstacles_to_changing(group, by),
            *policy.obstacles_to_this_group(group.agency, name, purpose, but=group.pk),
        ]
    )
    group.name, group.purpose = name.strip(), purpose.strip()
    group.save(update_fields=["name", "purpose"])
    record(by, "channels.sms_group_changed", group, purpose=group.purpose)
    return group


@transaction.atomic
def close_group(group: SmsGroup, *, by: Any, reason: str) -> SmsGroup:
    """Close a group: its purpose is over, nobody in it gets anything more, the numbers are erased in time."""
    group = locked(group, "agency")
    refuse_if_any(policy.obstacles_to_changing(group, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    group.closed_on = clock.today()
    group.save(update_fields=["closed_on"])
    ended = SmsContact.objects.reached().filter(group=group).update(ended_at=clock.now())
    record(by, "channels.sms_group_closed", group, reason=reason, contacts=ended)
    return group


@transaction.atomic
def add_contact(
    group: SmsGroup,
    *,
    by: Any,
    number: str,
    source: str,
    source_note: str,
    consented_on: date,
    name: str = "",
    paper: StoredFile | None = None,
) -> SmsContact:
    """Take a number into a group, with the consent it rests on.

    `source_note` says where the consent is kept. Raises Refused without a consent, for no mobile number,
    and for one whose owner wanted no more messages of this agency.
    """
    group = locked(group, "agency")
    number = addresses.plain(Kind.SMS, number)
    refuse_if_any(
        [
            *policy.obstacles_to_changing(group, by),
            *policy.faults_of_number(number),
            *policy.obstacles_to_this_consent(source, source_note, consented_on),
        ]
    )
    index = index_of(group.agency, number)
    refuse_if_any(policy.obstacles_to_this_number(group, index))
    contact = SmsContact.objects.create(
        group=group,
        number=number,
        number_index=index,
        shown_number=masked(number),
        name=name.strip(),
        source=source,
        source_note=source_note.strip(),
        consented_on=consented_on,
        paper=paper,
    )
    record(by, "channels.sms_contact_added", contact, group=group.name, source=source, day=consented_on)
    return contact


@transaction.atomic
def end_contact(contact: SmsContact, *, by: Any, reason: str) -> SmsContact:
    """Take a contact out of its group: moved away, wrong number. It may come back with a new consent."""
    contact = _locked(contact)
    refuse_if_any(policy.obstacles_to_ending(contact, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    contact.ended_at = clock.now()
    contact.save(update_fields=["ended_at"])
    record(by, "channels.sms_contact_ended", contact, reason=reason, group=contact.group.name)
    return contact


@transaction.atomic
def opt_out(agency: Agency, number: str, *, by: Any, how: str, remark: str = "") -> int:
    """End all messages of an agency to a number, as its owner told a person; return in how many groups.

    A number in no group is remembered too: whoever asks not to be written to is not.

    Law: Personal Information Protection Law, art. 15.
    """
    number = addresses.plain(Kind.SMS, number)
    refuse_if_any([*policy.obstacles_to_opening(agency, by), *policy.faults_of_number(number)])
    return end_consent(agency, index_of(agency, number), how=how, by=by, remark=remark)


@transaction.atomic
def end_consent(agency: Agency, number_index: str, *, how: str, by: Any = PROGRAM, remark: str = "") -> int:
    """End the consent behind an index, whoever told of it; return in how many groups it stood."""
    _row, is_new = SmsOptOut.objects.get_or_create(
        agency=agency, number_index=number_index, defaults={"how": how}
    )
    contacts = SmsContact.objects.reached().filter(group__agency=agency, number_index=number_index)
    ended = list(contacts.closed_up().select_related("group__agency"))
    contacts.update(opted_out_at=clock.now(), opted_out_how=how)
    for contact in ended:
        record(by, "channels.sms_opted_out", contact, reason=remark, how=how, group=contact.group.name)
    if is_new and not ended:
        record(by, "channels.sms_opted_out", agency, reason=remark, how=how)
    return len(ended)


def hear_reply(agency: Agency, number: str, text: str) -> bool:
    """Read what somebody answered to a message; say whether it ended the consent.

    Only a number that is or was in a group is heard: nobody is entered by writing to us.
    """
    index = index_of(agency, number)
    if not index or not text_messages.ends_consent(text, clock.today()):
        return False
    if not SmsContact.objects.filter(group__agency=agency, number_index=index).exists():
        return False
    end_consent(agency, index, how=OptOutHow.REPLY)
    return True


@transaction.atomic
def show_number(contact: SmsContact, *, by: Any, reason: str) -> tuple[str, str]:
    """Return the number and the name of a contact; the look at them is recorded with its reason."""
    contact = _locked(contact)
    refuse_if_any(policy.obstacles_to_showing(contact, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason.")))
    record(by, "channels.sms_number_shown", contact, reason=reason, group=contact.group.name)
    return contact.number, contact.name


@transaction.atomic
def set_price(channel: Channel, *, by: Any, valid_from: date, yuan: Decimal, note: str) -> SmsPrice:
    """Set what a part of a message costs on a channel from a day on, in yuan; `note` names the contract."""
    channel = locked(channel, "agency")
    refuse_if_any(policy.obstacles_to_pricing(channel, by))
    if not note.strip():
        raise Refused(str(_("Say on what the price rests.")))
    price, _new = SmsPrice.objects.update_or_create(
        channel=channel, valid_from=valid_from, defaults={"yuan": yuan, "note": note.strip()}
    )
    record(by, "channels.sms_price_set", channel, yuan=str(yuan), valid_from=valid_from, note=note)
    return price


@transaction.atomic
def erase_what_is_over() -> int:
    """Erase number and name of contacts that ended long enough ago; what was sent when stays. Done daily.

    Law: Personal Information Protection Law, art. 47; the time is the dated term `sms_contact_kept`.
    """
    before = _day_begins(clock.today() - timedelta(days=terms.term("sms_contact_kept", clock.today()).value))
    over = SmsContact.objects.filter(erased_at=None).exclude(opted_out_at=None, ended_at=None)
    over = over.exclude(opted_out_at__gte=before).exclude(ended_at__gte=before)
    over = over.exclude(
        deliveries__in=SmsDelivery.objects.filter(
            state__in=[DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNCLEAR]
        )
    )
    erased = 0
    for agency in Agency.objects.filter(pk__in=over.values("group__agency")):
        keys = list(over.filter(group__agency=agency).values_list("pk", flat=True))
        SmsContact.objects.filter(pk__in=keys).update(
            number="", name="", shown_number="", erased_at=clock.now()
        )
        record(PROGRAM, "channels.sms_contacts_erased", agency, contacts=len(keys))
        erased += len(keys)
    return erased


def _day_begins(day: date) -> datetime:
    return datetime.combine(day, time(), clock.BEIJING)


def _locked(contact: SmsContact) -> SmsContact:
    rows = SmsContact.objects.select_for_update(of=("self",)).select_related("group__agency")
    return rows.get(pk=contact.pk)
