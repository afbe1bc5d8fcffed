"""The handover of what somebody has open, from every room of the desk: all that was chosen, or nothing."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from gongkai.acts import Refused, refuse_if_any
from gongkai.desk.rooms import ROOMS
from gongkai.kit.handover import Held
from gongkai.people import policy
from gongkai.people.handover import note_handover
from gongkai.people.models import User


def _rooms() -> list[Any]:
    """The rooms in which somebody can have something in hand."""
    packages = ((room, import_module(f"gongkai.desk.{room}")) for room in ROOMS)
    return [
        import_module(f"gongkai.desk.{room}.handover")
        for room, package in packages
        if module_has_submodule(package, "handover")
    ]


def number_held(user: User) -> int:
    """Return how many things the person has open; the number alone tells nothing of what they are."""
    return sum(room.number_held(user) for room in _rooms())


def everything_held(user: User, by: User) -> list[Held]:
    """Return what the person has open, as far as `by` may read it."""
    return [held for room in _rooms() for held in room.held_by(user, by)]


def described(keys: Collection[str], by: User) -> list[Held]:
    """Return what these keys name, as far as `by` may read it."""
    told = []
    for room in _rooms():
        if here := _within(room, keys):
            told += room.described(here, by)
    return told


@transaction.atomic
def hand_over(leaving: User, keys: Collection[str], *, to: User, by: User, reason: str = "") -> int:
    """Hand over what the keys name, in one go; return how many things went.

    Raises Refused with every reason of every thing, when one of them cannot go: then nothing does.
    """
    refuse_if_any(policy.obstacles_to_handing_over(leaving, by))
    refuse_if_any(policy.obstacles_to_taking_over(leaving, to))
    keys = list(dict.fromkeys(keys))
    refusals, left = [], set(keys)
    for room in _rooms():
        if here := _within(room, keys):
            refusals += room.hand_over(here, of=leaving, to=to, by=by, reason=reason)
            left -= set(here)
    if left:
        refusals.append(_("Something chosen is no longer in these hands. Look at the list again."))
    if not keys:
        refusals.append(_("Choose what is handed over."))
    if refusals:
        raise Refused(
            [
                _("Nothing was handed over. Leave out what is named here, or choose another successor."),
                *refusals,
            ]
        )
    note_handover(leaving, to=to, things=keys, by=by, reason=reason)
    return len(keys)


def _within(room: Any, keys: Collection[str]) -> list[str]:
    return [key for key in keys if key.partition(":")[0] in room.KINDS]
