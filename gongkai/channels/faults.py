"""The box for faults of the website (网站找错): reported by readers, answered by the office.

Law: 国办发〔2017〕47号 asks every government website for it; 国办秘函〔2019〕19号 for answers in time.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Actor, Outsider, clock, refuse_if_any
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.agencies.numbering import next_serial
from gongkai.channels.models import FaultKind, FaultState, SiteFault
from gongkai.inventory.queries import Holders
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.notices.actions import notify
from gongkai.notices.kinds import label_kinds
from gongkai.people.models import User

label_acts(
    {
        "channels.fault_reported": _("Fault of the website reported"),
        "channels.fault_answered": _("Reported fault answered"),
        "channels.fault_dismissed": _("Report set aside as no valid message"),
        "channels.fault_contact_shown": _("Contact of a reader looked at"),
    }
)
never_public(
    "channels.fault_reported",
    "channels.fault_answered",
    "channels.fault_dismissed",
    "channels.fault_contact_shown",
)
label_kinds(
    {
        "channels.fault": _("A reader reported a fault of the website"),
        "channels.leak": _("A reader reported personal data on the website"),
    }
)

ANSWERERS = (Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR)
SHORTEST, LONGEST = 4, 2000

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE = 8


def obstacles_to_reporting(kind: str, text: str, path: str, contact: str) -> Iterator[str]:
    """Say why this cannot be taken as a report."""
    if kind not in FaultKind.values:
        yield gettext("Choose what is wrong.")
    if len(text.strip()) < SHORTEST:
        yield gettext("Say in a few words what is wrong.")
    if len(text) > LONGEST:
        yield gettext("Write at most %(most)s characters.") % {"most": LONGEST}
    if len(path) > 300 or len(contact) > 200:
        yield gettext("The address of the page or the contact is too long.")


def obstacles_to_answering(fault: SiteFault, by: Any) -> Iterator[str]:
    """Say why `by` cannot answer this report, or set it aside, now."""
    if not any(by.has_duty(duty, fault.agency) for duty in ANSWERERS):
        yield gettext("Only the FOI officer or the channel editor of this agency answers.")
    if not fault.is_open:
        yield gettext("This report has been answered already.")


@transaction.atomic
def report(agency: Agency, *, kind: str, text: str, path: str = "", contact: str = "") -> SiteFault:
    """Take in what a reader found wrong on the website; personal data on it is told at once.

    `path` is the page it was found on; `contact` is kept encrypted. The FOI officers and channel editors
    are told, of personal data the head of the FOI office too.

    Raises Refused when something is missing or too long.
    """
    refuse_if_any(obstacles_to_reporting(kind, text, path, contact))
    now = clock.now()
    fault = SiteFault.objects.create(
        agency=agency,
        year=now.year,
        serial=next_serial(agency, "site_faults", now.year),
        path=path,
        kind=kind,
        text=text.strip(),
        contact=contact.strip(),
        code="".join(secrets.choice(_SIGNS) for _sign in range(_CODE)),
        reported_at=now,
    )
    duties = (*ANSWERERS, Duty.FOI_HEAD) if fault.is_leak else ANSWERERS
    by = Outsider(fault.key, gettext("Reader of the website"))
    notify(
        Holders([agency.pk], duties).of(agency.pk, *duties),
        kind="channels.leak" if fault.is_leak else "channels.fault",
        subject_key=fault.key,
        text=partial(_told, fault),
        url=fault.get_absolute_url(),
        slot="reported",
        number=fault.number,
        by=by,
    )
    record(by, "channels.fault_reported", fault, kind=kind)
    return fault


def _told(fault: SiteFault) -> str:
    told = {"number": fault.number, "page": fault.path or gettext("not named")}
    if fault.is_leak:
        return (
            gettext("No. %(number)s: a reader sees personal data. Page: %(page)s. Look at it at once.") % told
        )
    return gettext("No. %(number)s: a reader reported a fault. Page: %(page)s.") % told


@transaction.atomic
def answer(fault: SiteFault, *, by: User, text: str) -> SiteFault:
    """Answer a report; the reader finds the answer under the progress number.

    Raises Refused when it was answered, without a text, or when `by` does not answer here.
    """
    fault = _locked(fault)
    refuse_if_any(obstacles_to_answering(fault, by))
    refuse_if_any([] if text.strip() else [gettext("Write the answer.")])
    _settle(fault, FaultState.ANSWERED, by, text)
    record(by, "channels.fault_answered", fault)
    return fault


@transaction.atomic
def dismiss(fault: SiteFault, *, by: User, reason: str) -> SiteFault:
    """Set a report aside that is no message at all: an advertisement, a test. It is not counted as owed.

    Raises Refused when it was answered, without a reason, or when `by` does not answer here.
    """
    fault = _locked(fault)
    refuse_if_any(obstacles_to_answering(fault, by))
    refuse_if_any([] if reason.strip() else [gettext("Give the reason.")])
    _settle(fault, FaultState.DISMISSED, by, "")
    record(by, "channels.fault_dismissed", fault, reason=reason)
    return fault


@transaction.atomic
def show_contact(fault: SiteFault, *, by: User) -> str:
    """Return how the reader can be reached. Each look is recorded.

    Raises Refused when `by` does not answer here.
    """
    fault = SiteFault.objects.select_related("agency").get(pk=fault.pk)
    refuse_if_any(
        []
        if any(by.has_duty(duty, fault.agency) for duty in ANSWERERS)
        else [gettext("Only the FOI officer or the channel editor of this agency answers.")]
    )
    record(by, "channels.fault_contact_shown", fault)
    return str(fault.contact)


def found_by(agency: Agency, progress_number: str) -> SiteFault | None:
    """Return the report with this progress number, as somebody typed it; None when there is none."""
    year, serial, code = ([*progress_number.strip().upper().split("-"), "", "", ""])[:3]
    if not (year.isascii() and year.isdigit() and serial.isascii() and serial.isdigit()):
        return None
    if len(year) > 4 or len(serial) > 7:
        return None
    found = SiteFault.objects.sealed().filter(agency=agency, year=int(year), serial=int(serial)).first()
    if found is None or not constant_time_compare(found.code, code):
        return None
    return found


def _settle(fault: SiteFault, state: str, by: Actor, text: str) -> None:
    fault.state, fault.answer = state, text.strip()
    fault.answered_by, fault.answered_at = by, clock.now()  # type: ignore[assignment]
    fault.save(update_fields=["state", "answer", "answered_by", "answered_at"])


def _locked(fault: SiteFault) -> SiteFault:
    rows = SiteFault.objects.select_for_update(of=("self",)).select_related("agency").sealed()
    return rows.get(pk=fault.pk)
