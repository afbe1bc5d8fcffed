"""Who may open accounts and give duties, and why not."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts.duties import ADMINISTRATORS, Duty
from gongkai.agencies.models import Agency, Section
from gongkai.people.models import Post, User


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
