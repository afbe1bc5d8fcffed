"""Who mends what the board finds, and where."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts.duties import ADMINISTRATORS, OFFICE, Duty
from gongkai.agencies.models import Agency
from gongkai.channels.health import Finding
from gongkai.channels.health_reminders import keepers
from gongkai.inventory.queries import Holders
from gongkai.people.models import User

DUTIES = (Duty.CHANNEL_EDITOR, Duty.FOI_OFFICER, Duty.SYSTEM_ADMINISTRATOR)

_ANSWERED = {"V1", "V5", "D4"}
_ADMINISTERED = {"V2", "D3", "D6"}


def in_charge_of(finding: Finding, agency: Agency, holders: Holders) -> list[User]:
    """Return who in the office mends it: who keeps the website, who answers readers, who sets its data."""
    if finding.indicator.id in _ANSWERED:
        return holders.of(agency.pk, Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR)
    if finding.indicator.id in _ADMINISTERED:
        return holders.of(agency.pk, Duty.SYSTEM_ADMINISTRATOR)
    return keepers(agency.pk, holders)


def ways_of(finding: Finding, user: Any) -> list[tuple[str, str]]:
    """Return where it is mended: label and address of each page `user` may open."""
    id = finding.indicator.id
    ways: list[tuple[str, str]] = []
    if id in {"V4", "D1"}:
        ways.append((_("To the list of columns"), "#columns"))
    if id in {"V3", "N2", "D5"} and user.duties & (OFFICE - {Duty.LEGAL_COUNSEL}):
        ways.append((_("Signed, not yet public"), reverse("desk:document_unpublished")))
    if id in {"V3", "N2"}:
        ways.append((_("Items and channels"), reverse("desk:item_list")))
    if id in _ANSWERED:
        ways.append((_("Reports of readers"), reverse("desk:site_fault_list")))
    if id == "D2":
        ways.append((_("Dead links"), reverse("desk:dead_links")))
    if id == "D3" and user.duties & ADMINISTRATORS:
        ways.append((_("The office's own data"), reverse("desk:office")))
    return ways
