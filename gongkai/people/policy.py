"""Who may open accounts and give duties, and why not."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts.duties import ADMINISTRATORS, OFFICE, Duty
from gongkai.agencies.models import Agency, Section
from gongkai.people.models import Charge, ConnectedSystem, Post, User


def obstacles_to_opening_accounts(agency: Agency, by: Any) -> Iterator[str]:
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, agency):
        yield _("Only the system administrator of this agency opens and closes accounts.")


def obstacles_to_giving_duties(agency: Agency, by: Any) -> Iterator[str]:
    if not by.has_duty(Duty.SECURITY_ADMINISTRATOR, agency):
        yield _("Only the security administrator of this agency gives and ends duties.")


def obstacles_to_assigning(
    user: User, duty: str, agency: Agency, section: Section | None, by: Any
) -> Iterator[str]:
    """Say why `user` cannot be given `duty`; the three administrators exclude each other (三员分立)."""
    yield from obstacles_to_giving_duties(agency, by)
    if user.key == by.key:
        yield _("Nobody gives a duty to themselves.")
    if user.agency_id != agency.pk:
        yield _("%(name)s has no account in this agency.") % {"name": user.name}
    held = set(Post.objects.filter(user=user, until=None).values_list("duty", flat=True))
    if duty in ADMINISTRATORS and held:
        yield _(
            "An administrator holds no other duty: "
            "system, security and audit exclude each other and all else."
        )
    if duty not in ADMINISTRATORS and held & ADMINISTRATORS:
        yield _("%(name)s is an administrator and can hold no other duty.") % {"name": user.name}
    if section is not None and section.agency_id != agency.pk:
        yield _("This section belongs to another agency.")
    if Post.objects.filter(user=user, agency=agency, section=section, duty=duty, until=None).exists():
        yield _("%(name)s holds this duty already.") % {"name": user.name}


_LONGEST_FIELD = 200  # characters, as the table holds

LEADING = (Duty.RESPONSIBLE_LEADER, Duty.PRINCIPAL_LEADER)
CHARGE_KEEPERS = (Duty.OFFICE_CHECKER, Duty.FOI_OFFICER, Duty.FOI_HEAD)


def obstacles_to_keeping_charges(agency: Agency, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in CHARGE_KEEPERS):
        yield _("Who answers for what is kept by the office: its checker, the FOI officer or the FOI head.")


def obstacles_to_giving_charges(
    leader: User, agency: Agency, section: Section | None, by: Any
) -> Iterator[str]:
    """Say why `leader` cannot be put in charge (分管) of something."""
    yield from obstacles_to_keeping_charges(agency, by)
    if not any(leader.has_duty(duty, agency) for duty in LEADING):
        yield _("%(name)s is no leader of this agency.") % {"name": leader.name}
    if section is not None and section.agency_id != agency.pk:
        yield _("This section belongs to another agency.")


def faults_of_charge(leader: User, agency: Agency, section: Section | None, field: str) -> Iterator[str]:
    """Say what is missing, too long or told twice."""
    if section is None and not field:
        yield _("Say which section or field the leader answers for.")
    if len(field) > _LONGEST_FIELD:
        yield _("A field is named in at most %(most)s characters.") % {"most": str(_LONGEST_FIELD)}
    held = Charge.objects.filter(leader=leader, agency=agency, field=field, until=None)
    if section is None and field and held.exists():
        yield _("%(name)s is in charge of it already.") % {"name": leader.name}


def obstacles_to_ending_charges(charge: Charge, by: Any) -> Iterator[str]:
    yield from obstacles_to_keeping_charges(charge.agency, by)
    if charge.until is not None:
        yield _("It has ended already.")


HANDING_OVER = (Duty.OFFICE_CHECKER, Duty.FOI_OFFICER)


def obstacles_to_handing_over(leaving: User, by: Any) -> Iterator[str]:
    """Say why `by` does not move the work of `leaving` to somebody else."""
    sections = {post.section for post in leaving.posts.select_related("section") if post.section is not None}
    if not any(by.has_duty(duty, leaving.agency) for duty in HANDING_OVER) and not any(
        by.has_duty(Duty.SECTION_HEAD, leaving.agency, section) for section in sections
    ):
        yield _("Work is handed over by the office checker, the FOI officer or the head of the section.")


def obstacles_to_taking_over(leaving: User, to: User) -> Iterator[str]:
    """Say why `to` cannot go on with the work of `leaving` at all; each thing may ask for a duty besides."""
    if to.pk == leaving.pk:
        yield _("Choose somebody else as the successor.")
    elif to.agency_id != leaving.agency_id or not to.is_active:
        yield _("The successor has an account in use in the same agency.")
    elif not to.duties_in(leaving.agency) & OFFICE:
        yield _("%(name)s holds no duty of the office.") % {"name": to.name}


def obstacles_to_connecting_systems(agency: Agency, by: Any) -> Iterator[str]:
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, agency):
        yield _("Only the system administrator of this agency connects other systems.")


def obstacles_to_changing_a_system(system: ConnectedSystem, by: Any) -> Iterator[str]:
    yield from obstacles_to_connecting_systems(system.agency, by)
    if system.closed_at is not None:
        yield _("This connection is closed already.")
