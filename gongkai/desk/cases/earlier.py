"""What came before a request: pointed out while it is registered and on its page, never decided.

Law: Regulations (2019), arts. 35, 36 (6), 42 and 44.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.cases.counting import (
    MANY_IN_A_MONTH,
    cases_in_month,
    known_requesters,
    like_it,
    place_in_month,
    same_person,
)
from gongkai.cases.identity import identity_index
from gongkai.cases.ledger import regime_on
from gongkai.cases.models import Case, Requester, RequestKind


@dataclass(frozen=True)
class Earlier:
    """Earlier requests that somebody who registers one should know of.

    repeated    cases about much the same, of the same requester or of one of the same name
    by_others   cases about much the same, of `others` other requesters
    place       which request of this requester in its calendar month it is; 0 when the requester is new
    month       the first day of that month
    namesakes   cases by which requesters of the same name are told apart, the newest of each
    """

    repeated: tuple[Case, ...] = ()
    by_others: tuple[Case, ...] = ()
    others: int = 0
    place: int = 0
    month: date | None = None
    namesakes: tuple[Case, ...] = ()
    regulations_of_2019: bool = True

    @property
    def many(self) -> bool:
        """Whether the tariff by cases begins with this request."""
        return self.place > MANY_IN_A_MONTH

    @property
    def free_of_charge(self) -> int:
        return MANY_IN_A_MONTH

    @property
    def says_something(self) -> bool:
        return bool(self.repeated or self.by_others or self.place > 1 or self.namesakes)


def before_registering(
    agency: Agency, *, name: str, identity_number: str, descriptions: Iterable[str], on: date
) -> Earlier:
    """Return what came before a request that is just being registered, received on that day."""
    index = identity_index(identity_number)
    known = known_requesters(agency, name, identity_number)
    sure = {pk for each in known if index and each.identity_index == index for pk in same_person(each)}
    perhaps = [each for each in known if each.pk not in sure and not (index and each.identity_index)]
    place = 0
    if sure:
        found = next(each for each in known if each.pk in sure)
        place = cases_in_month(found, on.year, on.month).count() + 1
    return _earlier(agency, descriptions, sure, perhaps, besides=(), place=place, on=on)


def before_case(case: Case) -> Earlier:
    """Return what came before a registered case. Asks for `request__requester` fetched with it."""
    if case.request is None:
        return Earlier()
    requester = case.request.requester
    same = same_person(requester)
    namesakes = [each for each in namesakes_of(requester) if each.pk not in same]
    besides = list(Case.objects.filter(request=case.request).values_list("pk", flat=True))
    counted = case.is_received and case.kind == RequestKind.INFORMATION
    found = _earlier(
        case.agency,
        [case.asked_for],
        same,
        namesakes,
        besides=besides,
        place=place_in_month(case) if counted else 0,
        on=case.governed_from,
    )
    # A later request repeats this one; the one that came first is repeated by it.
    return replace(found, repeated=tuple(each for each in found.repeated if each.pk < case.pk))


def namesakes_of(requester: Requester) -> list[Requester]:
    """Return who may be the same requester: of the same name, with no other identity number."""
    found = Requester.objects.filter(agency_id=requester.agency_id, name=requester.name)
    found = found.exclude(pk=requester.pk)
    if requester.identity_index:
        found = found.filter(identity_index="")
    return list(found.order_by("pk"))


def newest_cases_of(requesters: Iterable[Requester]) -> tuple[Case, ...]:
    """Return the newest case of each requester, by which a person recognises them."""
    newest: dict[int, Case] = {}
    cases = Case.objects.filter(request__requester__in=[each.pk for each in requesters])
    for case in cases.select_related("request__requester").order_by("-arrived_on", "-pk"):
        if case.request:
            newest.setdefault(case.request.requester_id, case)
    return tuple(newest.values())


def _earlier(
    agency: Agency,
    descriptions: Iterable[str],
    same: set[int],
    namesakes: list[Requester],
    *,
    besides: Iterable[int],
    place: int,
    on: date,
) -> Earlier:
    alike: dict[int, Case] = {}
    for text in descriptions:
        if text.strip():
            found = like_it(agency, text, today=clock.today(), besides=list(besides))
            alike |= {case.pk: case for case in found}
    perhaps = same | {each.pk for each in namesakes}
    by_others = tuple(case for case in alike.values() if _requester_id(case) not in perhaps)
    return Earlier(
        repeated=tuple(case for case in alike.values() if _requester_id(case) in perhaps),
        by_others=by_others,
        others=len({_root_id(case) for case in by_others}),
        place=place,
        month=on.replace(day=1),
        namesakes=newest_cases_of(namesakes) if namesakes else (),
        regulations_of_2019=regime_on(on) == "2019",
    )


def _requester_id(case: Case) -> int | None:
    return case.request.requester_id if case.request else None


def _root_id(case: Case) -> int | None:
    return (case.request.requester.merged_into_id or case.request.requester_id) if case.request else None
