"""Open data: what a call for items may ask for, and which items that means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Item, Validity
from gongkai.channels import search_index
from gongkai.channels.queries import public_items
from gongkai.documents.models import Genre
from gongkai.inventory.models import Phase

MOST_ON_A_PAGE = 100


def _one_of(values: Iterable[str]) -> dict[str, Any]:
    return {"enum": ["", *values]}


class Asked(Schema):
    q: str = Field("", max_length=200, description=gettext_noop("Words, phrases in “…”, document numbers."))
    agency: str = Field("", max_length=50, description=gettext_noop("Short address of an office."))
    column: str = Field("", max_length=50, description=gettext_noop("Short address of a column."))
    year: int | None = Field(None, ge=1949, le=2200, description=gettext_noop("Of the publication."))
    kind: str = Field("", max_length=20, json_schema_extra=_one_of(Genre.values))
    phase: str = Field("", max_length=20, json_schema_extra=_one_of(Phase.values))
    validity: str = Field("", max_length=10, json_schema_extra=_one_of(Validity.values))
    since: date | None = Field(
        None, description=gettext_noop("Published on this day or later; not together with `q`.")
    )
    until: date | None = Field(
        None, description=gettext_noop("Published on this day or earlier; not together with `q`.")
    )
    order: Literal["", "relevance", "date", "date_up"] = ""
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(20, ge=1, le=MOST_ON_A_PAGE)


def faults_in(asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield what is asked for that is not there, by parameter: an empty list would hide the mistake."""
    for name, known in _CHOICES.items():
        value = getattr(asked, name)
        if value and value not in known:
            yield name, _("One of these is expected: %(values)s.") % {"values": ", ".join(known)}
    if asked.q.strip():
        for name in ("since", "until"):
            if getattr(asked, name):
                yield name, _("This cannot be asked together with q; ask with year instead.")


_CHOICES = {"kind": Genre.values, "phase": Phase.values, "validity": Validity.values}


def columns_in(offices: Iterable[Agency], slug: str) -> list[Column] | None:
    """Return the columns of this short address with all below them; None where none was named."""
    if not slug:
        return None
    every = list(Column.objects.filter(agency__in=[office.pk for office in offices]))
    chosen = {column.pk for column in every if column.slug == slug}
    if not chosen:
        raise Http404
    grown = True
    while grown:
        below = {column.pk for column in every if column.parent_id in chosen} - chosen
        chosen |= below
        grown = bool(below)
    return [column for column in every if column.pk in chosen]


def chosen_of(asked: Asked, offices: list[Agency], columns: list[Column] | None) -> QuerySet[Item]:
    rows = public_items().filter(agency__in=offices)
    if columns is not None:
        rows = rows.filter(column__in=columns)
    if asked.year is not None:
        rows = rows.filter(published_on__year=asked.year)
    for name, field in (("kind", "genre"), ("phase", "phase"), ("validity", "validity")):
        if value := getattr(asked, name):
            rows = rows.filter(**{field: value})
    if asked.since:
        rows = rows.filter(published_on__gte=asked.since)
    if asked.until:
        rows = rows.filter(published_on__lte=asked.until)
    return rows


def filters_of(asked: Asked, offices: list[Agency], columns: list[Column] | None) -> dict[str, list[str]]:
    filters = {"office": [office.slug.lower() for office in offices]}
    if columns is not None:
        filters["column"] = [search_index.column_slug(column.pk) for column in columns]
    if asked.year is not None:
        filters["year"] = [str(asked.year)]
    filters |= {
        name: [value] for name in ("kind", "phase", "validity") if (value := getattr(asked, name).lower())
    }
    return filters
