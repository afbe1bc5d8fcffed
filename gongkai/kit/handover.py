"""What somebody who leaves has open in a room, as the page of the handover lists it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.acts import Refused


@dataclass(frozen=True)
class Held:
    """One thing somebody goes on with. `obstacles` say why the one who looks cannot hand it over."""

    key: str
    kind: str
    title: str
    url: str = ""
    says: str = ""
    obstacles: tuple[str, ...] = ()


def hand_over_each(
    things: Iterable[Any], keys: Collection[str], act: Callable[[Any], Any], name: Callable[[Any], str] = str
) -> list[str]:
    """Do the act on each of the things with these keys; return why it was refused, with the thing named.

    The caller raises what comes back together with the other rooms' refusals, so that one reading tells all.
    """
    found = {thing.key: thing for thing in things}
    refusals = []
    for key in keys:
        if key not in found:
            refusals.append(_("Something chosen is no longer in these hands. Look at the list again."))
            continue
        try:
            act(found[key])
        except Refused as refused:
            refusals += [
                _("%(thing)s: %(reason)s") % {"thing": name(found[key]), "reason": reason}
                for reason in refused.reasons
            ]
    return list(dict.fromkeys(refusals))
