"""Who may register a request, confirm it, name its section, see its requester, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency, Section
from gongkai.cases import receipt
from gongkai.cases.counting import same_person
from gongkai.cases.ledger import regime_on
from gongkai.cases.models import (
    Case,
    LetterKind,
    LetterState,
    Message,
    ReplyState,
    Requester,
    RequestKind,
)
from gongkai.cases.policy.everywhere import in_the_future, only_open, only_the_officer
from gongkai.cases.receipt import Basis


def obstacles_to_opening_the_register(agency: Agency, by: Actor) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, agency):
        yield _("Only an FOI officer of this agency registers requests.")


def obstacles_to_registering(
    agency: Agency,
    by: Actor,
    *,
    how_came: str,
    submitted_on: date,
    arrived_on: date,
    received_on: date | None,
    confirmed_on: date | None,
    confirmed_how: str,
    requester_name: str,
    requester_contact: str,
    description: str,
) -> Iterator[str]:
    """Say why `by` cannot register the request; the days must be in order and fit the way it came.

    Law: Regulations (2019), arts. 29 and 31; 国办公开办函〔2015〕207号.
    """
    yield from obstacles_to_opening_the_register(agency, by)
    if not requester_name.strip():
        yield _("A request needs the requester's name.")
    if not requester_contact.strip():
        yield _("A request needs a way to reach the requester.")
    if not description.strip():
        yield _("A request says what is asked for.")
    yield from _days_out_of_order(submitted_on, arrived_on, confirmed_on)
    basis = receipt.basis(how_came, arrived_on)
    if basis is Basis.SAME_DAY and submitted_on != arrived_on:
        yield _("A request over the counter is submitted, arrives and is received on the same day.")
    if confirmed_on and not confirmed_how.strip():
        yield _("Enter how it was confirmed with the requester, for example by telephone.")
    lawful = receipt.received_on(how_came, arrived_on, confirmed_on)
    if received_on and lawful and received_on != lawful:
        yield _("A request that came this way is legally received on %(lawful)s, not on %(received)s.") % {
            "lawful": date_format(lawful),
            "received": date_format(received_on),
        }


def _days_out_of_order(submitted_on: date, arrived_on: date, confirmed_on: date | None) -> Iterator[str]:
    if not regime_on(submitted_on):
        yield _("The Regulations took effect on 1 May 2008; the request cannot be older.")
    if arrived_on < submitted_on:
        yield _("The request cannot arrive before it was submitted.")
    if confirmed_on and confirmed_on < arrived_on:
        yield _("The request cannot be confirmed before it arrived.")
    for day in sorted({submitted_on, arrived_on, confirmed_on or arrived_on}):
        if day > clock.today():
            yield in_the_future(day)


def obstacles_to_assigning_a_section(case: Case, section: Section | None, by: Actor) -> Iterator[str]:
    yield from only_open(case)
    if not by.has_duty(Duty.FOI_OFFICER, case.agency):
        yield _("Only an FOI officer of this agency names the handling section.")
    if section and section.agency_id != case.agency_id:
        yield _("This section belongs to another agency.")
    if section != case.handling_section and case.replies.filter(state=ReplyState.WITH_SECTION).exists():
        yield _("A reply waits for the opinion of the handling section. Let the section give it first.")


def obstacles_to_showing_contact(case: Case, by: Actor) -> Iterator[str]:
    if not (by.has_duty(Duty.FOI_OFFICER, case.agency) or by.has_duty(Duty.FOI_HEAD, case.agency)):
        yield _("Only the FOI office sees how to reach the requester.")


def obstacles_to_receiving_online(
    *, requester_name: str, requester_contact: str, description: str, has_proof: bool
) -> Iterator[str]:
    """Say what is missing in an online form.

    Law: Regulations (2019), art. 29.
    """
    if not requester_name.strip():
        yield _("A request needs the requester's name.")
    if not requester_contact.strip():
        yield _("A request needs a way to reach the requester.")
    if not description.strip():
        yield _("A request says what is asked for.")
    if not has_proof:
        yield _("A request needs a proof of identity.")


def obstacles_to_splitting(case: Case, by: Actor) -> Iterator[str]:
    """Say why matters of a request cannot be made cases of their own (一事一申请)."""
    yield from only_open(case)
    yield from only_the_officer(case, by)
    if case.kind == RequestKind.ORDERED:
        yield _("A new reply by order answers what the decision is about; it cannot be split.")
    written = case.letters.exclude(kind=LetterKind.RECEIPT).exclude(state=LetterState.VOID)
    if case.replies.exists() or case.entries.exists() or written.exists():
        yield _("Something was done about this request already. Split a request before anything else.")


def obstacles_to_confirming(
    case: Case, by: Actor, *, on: date | None = None, how: str | None = None
) -> Iterator[str]:
    """Say why the receipt cannot be confirmed.

    Law: Regulations (2019), art. 31; 国办公开办函〔2015〕207号.
    """
    yield from only_open(case)
    yield from only_the_officer(case, by)
    if case.is_received:
        yield _("The receipt is confirmed already.")
    if how is not None and not how.strip():
        yield _("Enter how it was confirmed with the requester, for example by telephone.")
    if on and on > clock.today():
        yield in_the_future(on)
    if on and on < case.arrived_on:
        yield _("The request cannot be confirmed before it arrived.")


def obstacles_to_noting_an_attempt(case: Case, by: Actor) -> Iterator[str]:
    yield from only_open(case)
    yield from only_the_officer(case, by)
    if case.is_received:
        yield _("The receipt is confirmed already.")


def obstacles_to_merging_requesters(one: Requester, other: Requester, by: Actor) -> Iterator[str]:
    if one.agency_id != other.agency_id:
        yield _("These are requesters of two agencies.")
    elif not by.has_duty(Duty.FOI_OFFICER, one.agency):
        yield _("Only an FOI officer of this agency does this.")
    if one.pk == other.pk:
        yield _("This is the same requester already.")
    if one.pk != other.pk and len(_identities(one) | _identities(other)) > 1:
        yield _("They have different identity numbers, so they are two people.")


def _identities(requester: Requester) -> set[str]:
    """Return the indexes of all identity numbers of a requester and those recognised as the same."""
    same = Requester.objects.filter(pk__in=same_person(requester)).exclude(identity_index="")
    return set(same.values_list("identity_index", flat=True))


def obstacles_to_parting_requesters(requester: Requester, by: Actor) -> Iterator[str]:
    yield from obstacles_to_opening_the_register(requester.agency, by)
    if requester.merged_into_id is None:
        yield _("Nobody was recognised as the same requester.")


def obstacles_to_telling_the_requester(case: Case, by: Actor) -> Iterator[str]:
    yield from only_the_officer(case, by)
    if case.erased_on:
        yield _("The requester's data were erased; nobody can be reached any more.")


def unread_messages(case: Case) -> QuerySet[Message]:
    """Return what the requester wrote about the case, or about all of the request, and nobody has read."""
    return Message.objects.filter(
        Q(case=case) | Q(case=None), request_id=case.request_id or 0, from_office=False, read_at=None
    )


def obstacles_to_noting_messages_read(case: Case, by: Actor) -> Iterator[str]:
    yield from only_the_officer(case, by)
    if not unread_messages(case).exists():
        yield _("There is no new message.")
