"""Handing over what somebody who leaves has open: said once, whatever rooms the things lie in."""

from collections.abc import Iterable

from django.db import transaction

from gongkai.acts import Actor, refuse_if_any
from gongkai.journal import record
from gongkai.people import policy
from gongkai.people.models import User


@transaction.atomic
def note_handover(leaving: User, *, to: User, things: Iterable[str], by: Actor, reason: str = "") -> None:
    """Journal that `things` (text keys) go from `leaving` to `to`.

    Call it in the transaction that moves them. Raises Refused when `by` does not hand over the work of
    `leaving`, or `to` cannot take any of it.
    """
    refuse_if_any(policy.obstacles_to_handing_over(leaving, by))
    refuse_if_any(policy.obstacles_to_taking_over(leaving, to))
    record(by, "people.handed_over", leaving, reason=reason, to=to.key, name=to.name, things=list(things))
