"""The lists others ask for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractMonth

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Item, OwnRule
from gongkai.documents.models import Document, Form, Openness, Remark, State
from gongkai.law.periods import ends_on
from gongkai.law.terms import NATIONAL
from gongkai.law.terms import find as find_term
from gongkai.workdays.calendar import CalendarMissing
from gongkai.workdays.queries import loaded_calendar


@dataclass(frozen=True)
class Unpublished:
    """A signed document for proactive disclosure that is no item yet; `due_on` None beyond the calendars."""

    document: Document
    due_on: date | None

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


def signed_and_not_public(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Return which of `documents` are signed, meant for the public by themselves, and no item yet."""
    return (
        documents.filter(form=Form.OFFICIAL, openness=Openness.PROACTIVE, signed_on__isnull=False)
        .exclude(state=State.DROPPED)
        .exclude(Exists(Item.objects.filter(document=OuterRef("pk"))))
    )


def not_yet_published(documents: QuerySet[Document], *, scope: str = NATIONAL) -> list[Unpublished]:
    """Return which of `documents` should be public and are not, the most urgent first.

    The limit is the dated term "proactive_disclosure" in working days from the day of signing, that of
    `scope` where the place has its own. Law: Regulations 2019, art. 26; Regulations 2007, art. 18; Beijing
    until 9 June 2020: 15 working days.
    """
    calendar = loaded_calendar()
    found = []
    for document in signed_and_not_public(documents):
        assert document.signed_on is not None  # noqa: S101 - told by the filter, repeated for the reader
        term = find_term("proactive_disclosure", document.signed_on, scope)
        try:
            due_on = ends_on(document.signed_on, term, calendar) if term else None
        except CalendarMissing:
            due_on = None
        found.append(Unpublished(document, due_on))
    return sorted(found, key=lambda each: (each.due_on is not None, each.due_on or date.max))


@dataclass(frozen=True)
class Contribution:
    """What an officer handed in from a section in a month, and what became of it: numbers of pieces."""

    officer_id: int
    officer: str
    section: str
    month: int
    handed_in: int
    returned: int
    adopted: int
    approved: int
    published: int


def contributions(agency: Agency, year: int) -> list[Contribution]:
    """Return the pieces handed in during a year, by officer, section and month of the (last) handing in.

    `returned` were sent back at least once, `adopted` were taken by the FOI officer (also those approved
    since), `published` are items by now.
    """
    sent_back = Remark.objects.filter(document=OuterRef("pk"), step="sent_back")
    item = Item.objects.filter(document=OuterRef("pk"))
    rows = (
        Document.objects.filter(agency=agency, form=Form.PIECE, submitted_at__year=year)
        .exclude(state=State.DROPPED)
        .annotate(was_returned=Exists(sent_back), is_item=Exists(item), month=ExtractMonth("submitted_at"))
        .values("drafted_by_id", "drafted_by__name", "section__name", "month")
        .annotate(
            handed_in=Count("pk"),
            returned=Count("pk", filter=Q(was_returned=True)),
            adopted=Count("pk", filter=Q(state__in=[State.ADOPTED, State.APPROVED])),
            approved=Count("pk", filter=Q(state=State.APPROVED)),
            published=Count("pk", filter=Q(is_item=True)),
        )
        .order_by("section__name", "drafted_by__name", "drafted_by_id", "month")
    )
    return [
        Contribution(
            officer_id=row["drafted_by_id"],
            officer=row["drafted_by__name"],
            section=row["section__name"] or "",
            **{
                name: row[name]
                for name in ("month", "handed_in", "returned", "adopted", "approved", "published")
            },
        )
        for row in rows
    ]


def own_rules(agency: Agency, *kinds: str) -> list[OwnRule]:
    """Return the office's own rules of these kinds that stand in public, to be linked where they apply."""
    rules: Any = OwnRule.objects.filter(agency=agency, item__withdrawn_at=None).select_related("item")
    return list(rules.filter(kind__in=kinds) if kinds else rules)
