"""Telling the officers what came in at the portal: by the worker, from what stands in the register.

Nothing is noted for it when a request comes in, so nothing can be lost between a request and its notice: who
was told of it is known from the notices. A run that was cut short is gone on with by the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from gongkai.acts import clock, key_of
from gongkai.acts.duties import Duty
from gongkai.cases.models import Case, HowCame
from gongkai.cases.queries import Staff
from gongkai.cases.reminders import ARRIVED, tell_the_officers
from gongkai.journal.writing import written_together
from gongkai.notices.models import Notice
from gongkai.people.models import Post

# Other writers come in between, and the worker has other work too.
AT_ONCE, IN_ONE_TURN = 50, 1000

# So long officers are told of what the law takes as received when it arrives.
_DAYS = timedelta(days=3)


def tell_of_arrivals() -> int:
    """Tell the FOI officers of requests that came in at the portal; return of how many. Run each minute.

    A request that was confirmed or concluded before anybody was told needs no telling any more.
    """
    held = Post.objects.held_on(clock.today()).filter(duty=Duty.FOI_OFFICER, user__is_active=True)
    officers: dict[int, set[int]] = {}
    for agency, user in held.values_list("agency_id", "user_id"):
        officers.setdefault(agency, set()).add(user)
    untold = (pk for agency, users in officers.items() for pk in _untold(agency, users))
    waiting = list(islice(untold, IN_ONE_TURN))
    for begin in range(0, len(waiting), AT_ONCE):
        _tell(waiting[begin : begin + AT_ONCE], Staff(set(officers), [Duty.FOI_OFFICER]))
    return len(waiting)


def _tell(numbers: list[int], staff: Staff) -> None:
    # A notice says nothing of the requester, so what is sealed stays sealed.
    cases = Case.objects.filter(pk__in=numbers).select_related("agency").order_by("pk")
    with written_together():
        for case in cases.defer("requester_contact", "requester_email", "identity_number"):
            tell_the_officers(case, ARRIVED, staff=staff)


def _untold(agency: int, officers: set[int]) -> Iterator[int]:
    """Yield the numbers of cases of which none of these officers was told, the oldest first."""
    came = Case.objects.open().filter(agency=agency, how_came=HowCame.ONLINE).exclude(request__code_hash="")
    waiting = came.filter(received_on=None)
    just_received = came.filter(received_on__gte=clock.today() - _DAYS, confirmed_on=None)
    for cases in (waiting, just_received):
        keys = {key_of(case): case.pk for case in cases.only("pk").order_by("pk")}
        known = _known(list(keys), officers)
        yield from (pk for key, pk in keys.items() if key not in known)


def _known(keys: list[str], officers: set[int]) -> set[str]:
    """Return those of `keys` of which one of the officers was told."""
    known: set[str] = set()
    for begin in range(0, len(keys), 500):
        told = Notice.objects.filter(to__in=officers, slot=ARRIVED, subject_key__in=keys[begin : begin + 500])
        known |= set(told.values_list("subject_key", flat=True))
    return known
