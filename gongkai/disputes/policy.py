"""Who keeps the register of disputes and complaints, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.disputes.models import Complaint, Dispute, DisputeKind


def obstacles_to_keeping_the_register(agency: Agency, by: Actor) -> Iterator[str]:
    if not (by.has_duty(Duty.FOI_OFFICER, agency) or by.has_duty(Duty.LEGAL_COUNSEL, agency)):
        yield _("Only the FOI officer and the legal counsel of this agency keep the register of disputes.")


def obstacles_to_opening(
    agency: Agency, by: Actor, *, kind: str, body: str, number: str, opened_on: date, case: Case | None
) -> Iterator[str]:
    yield from obstacles_to_keeping_the_register(agency, by)
    if kind not in DisputeKind.values:
        yield _("Choose whether it is a reconsideration or a suit.")
    if not body.strip():
        yield _("Name the body or the court that decides.")
    if opened_on > clock.today():
        yield _("The day it was opened lies in the future.")
    if case and case.agency_id != agency.pk:
        yield _("This request belongs to another agency.")
    if case and opened_on < case.received_on:
        yield _("A dispute cannot be older than the request it is about.")
    if number.strip() and Dispute.objects.filter(agency=agency, number=number.strip()).exists():
        yield _("A dispute with this docket number is registered already.")


def obstacles_to_recording_the_outcome(
    dispute: Dispute, by: Actor, *, decided_on: date | None = None
) -> Iterator[str]:
    yield from obstacles_to_keeping_the_register(dispute.agency, by)
    if dispute.decided_on:
        yield _("The outcome of this dispute is recorded already.")
    if decided_on and decided_on < dispute.opened_on:
        yield _("A dispute cannot be decided before it was opened.")
    if decided_on and decided_on > clock.today():
        yield _("The day it was decided lies in the future.")


def obstacles_to_recording_a_complaint(
    agency: Agency, by: Actor, *, received_on: date | None = None, about: str | None = None
) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, agency):
        yield _("Only an FOI officer of this agency records complaints.")
    if received_on and received_on > clock.today():
        yield _("The day it was received lies in the future.")
    if about is not None and not about.strip():
        yield _("Say what the complaint is about.")


def obstacles_to_handling_a_complaint(complaint: Complaint, by: Actor) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, complaint.agency):
        yield _("Only an FOI officer of this agency records complaints.")
    if complaint.handled:
        yield _("How this complaint was handled is recorded already.")
