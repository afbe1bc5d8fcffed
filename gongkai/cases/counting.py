"""How many requests somebody makes: for the monthly tariff, and for what is pointed out while registering."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.cases.identity import identity_index
from gongkai.cases.likeness import in_common, pairs_of
from gongkai.cases.models import Case, Requester

# How far back a matter is compared. A help for the eye, not a rule of law.
LOOK_BACK = timedelta(days=730)
MOST_COMPARED = 500
MOST_ALIKE = 10
MANY_IN_A_MONTH = 10


def same_person(requester: Requester) -> set[int]:
    """Return the ids of all requesters that are this one: those merged into the same root, and the root."""
    root = requester
    while root.merged_into is not None:
        root = root.merged_into
    found, layer = {root.pk}, [root.pk]
    while layer:
        layer = list(
            Requester.objects.filter(merged_into__in=layer).exclude(pk__in=found).values_list("pk", flat=True)
        )
        found.update(layer)
    return found


def cases_in_month(requester: Requester, year: int, month: int) -> QuerySet[Case]:
    """Return the requests of one person received by the agency in a calendar month, first come first.

    Law: 国办函〔2020〕109号, art. 4 (一个自然月内).
    """
    return (
        Case.objects.counted()
        .filter(
            agency_id=requester.agency_id,
            request__requester__in=same_person(requester),
            received_on__year=year,
            received_on__month=month,
        )
        .order_by("received_on", "pk")
    )


def place_in_month(case: Case) -> int:
    """Return the place of a case among the same person's of its calendar month, from 1."""
    if case.request is None:
        return 1
    day = case.day_received
    ids = cases_in_month(case.request.requester, day.year, day.month).values_list("pk", flat=True)
    return list(ids).index(case.pk) + 1


def known_requesters(agency: Agency, name: str, identity_number: str = "") -> list[Requester]:
    """Return who may be the same requester: of the same identity number, or else of the same name."""
    if index := identity_index(identity_number):
        found = list(Requester.objects.filter(agency=agency, identity_index=index))
        if found:
            return found
    return list(Requester.objects.filter(agency=agency, name=name.strip())) if name.strip() else []


def like_it(agency: Agency, text: str, *, today: date, besides: Sequence[int] = ()) -> list[Case]:
    """Return earlier cases of the agency that ask for much the same, the most alike first.

    Law: Regulations (2019), arts. 36 (6) and 44. The program points them out and decides nothing.
    """
    earlier = (
        Case.objects.filter(agency=agency, arrived_on__gte=today - LOOK_BACK)
        .exclude(pk__in=besides)
        .order_by("-arrived_on", "-pk")
        .values_list("pk", "title", "description", "clarified")[:MOST_COMPARED]
    )
    pairs = pairs_of(text)
    scored = (
        (in_common(pairs, pairs_of(f"{title} {clarified or description}")), pk)
        for pk, title, description, clarified in earlier
    )
    near = sorted((each for each in scored if each[0] >= NEAR), key=lambda each: -each[0])[:MOST_ALIKE]
    cases = Case.objects.select_related("request__requester").in_bulk([pk for _likeness, pk in near])
    return [cases[pk] for _likeness, pk in near]


# From this share of common pairs of characters on, two texts are pointed out as alike.
NEAR = 0.4
