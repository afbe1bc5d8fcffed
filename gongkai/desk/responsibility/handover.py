"""What somebody is in charge of, and putting another leader in charge of it."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.kit.handover import Held, hand_over_each
from gongkai.people import policy
from gongkai.people.charges import hand_over_charge
from gongkai.people.models import Charge, User
from gongkai.people.queries import charges_held_by

KINDS = frozenset({"people.charge"})


def number_held(user: User) -> int:
    return charges_held_by(user).count()


def held_by(user: User, by: User) -> list[Held]:
    """Return what the person is in charge of, as far as `by` may read it."""
    return [
        _told(each, tuple(policy.obstacles_to_ending_charges(each, by)))
        for each in charges_held_by(user).filter(agency_id__in=by.readable_agency_ids)
    ]


def described(keys: Collection[str], by: User) -> list[Held]:
    """Return what was handed over once, as far as `by` may read it."""
    found: Any = Charge.objects.visible_to(by).filter(pk__in=[int(key.partition(":")[2]) for key in keys])
    return [_told(each) for each in found.select_related("section")]


def hand_over(keys: Collection[str], *, of: User, to: User, by: User, reason: str) -> list[str]:
    """Put the successor in charge from today on; return why any was refused."""
    return hand_over_each(
        charges_held_by(of),
        keys,
        lambda charge: hand_over_charge(charge, to=to, by=by),
        lambda charge: str(charge.section or charge.field),
    )


def _told(charge: Charge, obstacles: tuple[str, ...] = ()) -> Held:
    return Held(
        key=charge.key,
        kind=_("In charge of"),
        title=str(charge.section or charge.field),
        url=reverse("desk:responsibility"),
        says=_("since %(day)s") % {"day": date_format(charge.since)},
        obstacles=obstacles,
    )
