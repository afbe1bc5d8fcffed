"""The records the tables are counted from: for each kind one reading of an agency and a year.

Every reading holds all that any table needs of these records; a definition says which of them it counts.
One reading is one statement, however many rows of a table are counted from it.
"""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from gongkai.agencies.models import Agency
from gongkai.cases.models import Case, FeeReceipt
from gongkai.catalogue.models import Item, KeyAreaAssignment
from gongkai.channels.models import Release
from gongkai.concerns.models import ConcernEvent, Response
from gongkai.disputes.models import Complaint, Dispute
from gongkai.documents.models import Document
from gongkai.documents.queries import normative_documents_issued
from gongkai.meetings.models import Meeting, Training
from gongkai.resources.models import DedicatedOffice, Fund, ReadingPoint, StaffMember


@dataclass(frozen=True)
class Scope:
    """Whose figures, and of which year: 1 January to 31 December, Beijing time."""

    agencies: tuple[Agency, ...]
    year: int

    @classmethod
    def of(cls, agency: Agency, year: int, *, below: bool = False) -> Scope:
        """The agency alone, or with all agencies below it."""
        return cls(tuple(Agency.objects.within(agency)) if below else (agency,), year)

    @property
    def agency_ids(self) -> list[int]:
        return [agency.pk for agency in self.agencies]

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)


@dataclass(frozen=True)
class MonthScope(Scope):
    """Whose figures, and of which month, of what is counted by its days: cases, disputes, fees."""

    month: int = 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])


@dataclass(frozen=True)
class Source:
    """One kind of records of an agency and a year. `listed` prepares them for a page."""

    name: str
    rows: Callable[[Scope], QuerySet[Any]]
    listed: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows


def readable(rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
    """Leave out the records `reader` may not open. Who may open a case may open what was paid for it."""
    if rows.model is FeeReceipt:
        return rows.filter(case__in=Case.objects.visible_to(reader).values("pk"))
    return rows.filter(pk__in=rows.model.objects.visible_to(reader).values("pk"))


def with_first_day(items: QuerySet[Item]) -> QuerySet[Item]:
    """Add `first_released_on`, the day that puts an item into its counting year."""
    first = Release.objects.filter(item=OuterRef("pk"), is_first=True).values("confirmed_on")[:1]
    return (
        items.annotate(first_released_on=Subquery(first))
        .prefetch_related("key_areas")
        .order_by("first_released_on", "pk")
    )


def _releases(scope: Scope) -> QuerySet[Release]:
    # `first_year` stands only at releases that count: confirmed, and no test. Everything that is counted here
    # lies in one covering index.
    return Release.objects.filter(agency_id__in=scope.agency_ids, first_year=scope.year)


def _first_releases_of_marked_items(scope: Scope) -> QuerySet[Release]:
    """One row for each normative document and each interpretation first released in the year."""
    return Release.objects.filter(
        Q(item__is_normative=True) | Q(item__is_interpretation=True),
        agency_id__in=scope.agency_ids,
        first_year=scope.year,
        is_first=True,
    )


def _first_releases_of_standing_norms(scope: Scope) -> QuerySet[Release]:
    """One row for each normative document released up to the end of the year and not withdrawn by then."""
    return Release.objects.filter(
        Q(item__withdrawn_at=None) | Q(item__withdrawn_at__year__gt=scope.year),
        agency_id__in=scope.agency_ids,
        first_year__lte=scope.year,
        is_first=True,
        item__is_normative=True,
    )


def _key_areas(scope: Scope) -> QuerySet[KeyAreaAssignment]:
    first = _releases(scope).filter(is_first=True)
    return KeyAreaAssignment.objects.filter(item__in=first.values("item"))


def _normative_documents(scope: Scope) -> QuerySet[Document]:
    each = [normative_documents_issued(agency, scope.year) for agency in scope.agencies]
    return reduce(operator.or_, each)


def _concern_events(scope: Scope) -> QuerySet[ConcernEvent]:
    return ConcernEvent.objects.counted().filter(agency_id__in=scope.agency_ids).answered_in(scope.year)


def _responses(scope: Scope) -> QuerySet[Response]:
    return Response.objects.counted().of_year(scope.year).filter(agency_id__in=scope.agency_ids)


def _meetings(scope: Scope) -> QuerySet[Meeting]:
    return Meeting.objects.counted().of_year(scope.year).filter(agency_id__in=scope.agency_ids)


def _trainings(scope: Scope) -> QuerySet[Training]:
    return Training.objects.counted().of_year(scope.year).filter(agency_id__in=scope.agency_ids)


def _cases(scope: Scope) -> QuerySet[Case]:
    """Requests that were open on some day of the period: received, concluded or carried through in it.

    Corrections of records, orders to reply anew and what is not legally received yet are none.
    """
    return Case.objects.counted().filter(
        Q(concluded_on=None) | Q(concluded_on__gte=scope.first_day),
        agency_id__in=scope.agency_ids,
        received_on__lte=scope.last_day,
    )


def _disputes(scope: Scope) -> QuerySet[Dispute]:
    """Disputes that were pending on some day of the period."""
    return Dispute.objects.filter(
        Q(decided_on=None) | Q(decided_on__gte=scope.first_day),
        agency_id__in=scope.agency_ids,
        opened_on__lte=scope.last_day,
    )


def _complaints(scope: Scope) -> QuerySet[Complaint]:
    return Complaint.objects.filter(agency_id__in=scope.agency_ids, received_on__year=scope.year)


def _fees(scope: Scope) -> QuerySet[FeeReceipt]:
    return FeeReceipt.objects.filter(
        case__agency_id__in=scope.agency_ids,
        received_on__gte=scope.first_day,
        received_on__lte=scope.last_day,
    )


def _in_place(model: Any) -> Callable[[Scope], QuerySet[Any]]:
    def rows(scope: Scope) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.counted().of_year(scope.year)
        return found.filter(agency_id__in=scope.agency_ids)

    return rows


RELEASES = Source("releases", _releases, listed=with_first_day)
MARKED_ITEMS = Source("marked items", _first_releases_of_marked_items, listed=with_first_day)
STANDING_NORMS = Source(
    "standing normative documents", _first_releases_of_standing_norms, listed=with_first_day
)
KEY_AREAS = Source("key areas", _key_areas, listed=with_first_day)
NORMATIVE_DOCUMENTS = Source(
    "normative documents", _normative_documents, listed=lambda rows: rows.order_by("signed_on", "pk")
)
CONCERN_EVENTS = Source(
    "public opinion events",
    _concern_events,
    listed=lambda rows: rows.with_responses().order_by("first_responded_at", "pk"),  # type: ignore[attr-defined]
)
RESPONSES = Source(
    "responses", _responses, listed=lambda rows: rows.select_related("event").order_by("responded_at", "pk")
)
MEETINGS = Source("meetings", _meetings, listed=lambda rows: rows.order_by("held_on", "pk"))
TRAININGS = Source("trainings", _trainings, listed=lambda rows: rows.order_by("held_on", "pk"))
CASES = Source("requests", _cases, listed=lambda rows: rows.order_by("received_on", "pk"))
DISPUTES = Source("disputes", _disputes, listed=lambda rows: rows.order_by("decided_on", "opened_on", "pk"))
COMPLAINTS = Source("complaints", _complaints, listed=lambda rows: rows.order_by("received_on", "pk"))
FEES = Source("fees", _fees, listed=lambda rows: rows.select_related("case").order_by("received_on", "pk"))
DEDICATED_OFFICES = Source("dedicated offices", _in_place(DedicatedOffice))
READING_POINTS = Source("reading points", _in_place(ReadingPoint))
STAFF = Source("staff", _in_place(StaffMember))
FUNDS = Source("funds", _in_place(Fund))
