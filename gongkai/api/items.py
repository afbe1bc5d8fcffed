"""Open data: the items the portal shows, found and read one by one."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from gongkai import search
from gongkai.agencies.models import Agency
from gongkai.api.asked import Asked, chosen_of, columns_in, faults_in, filters_of
from gongkai.api.door import Errors, Refusal
from gongkai.catalogue.models import Item
from gongkai.channels import search_index
from gongkai.channels.queries import newest, once_public_items, public_items
from gongkai.documents.models import Genre
from gongkai.journal.keeping import Kept
from gongkai.kit.context import portal_offices
from gongkai.law.channels import ChannelKind
from gongkai.law.columns import ColumnKind
from gongkai.law.key_areas import key_area
from gongkai.secrecy.models import Markup, PackageFile
from gongkai.typesetting.rich_text import plain_text

router = Router(tags=["open data"])

# All guides of an office in one answer; a subdistrict office has about a hundred.
MOST_GUIDES = 500
# Beyond so many a total is not counted; paging goes on.
COUNTED_UP_TO = 1000


class ItemLine(Schema):
    index_number: str
    title: str
    published_on: date
    url: str = Field(description="The page of the item on the portal.")
    agency: str = Field(description="Short address of the office.")
    column: str = Field(description="Short address of the column.")
    kind: str = Field(description=f"One of {', '.join(Genre.values)}.")
    document_number: str
    document_date: date
    validity: str


class Items(Schema):
    total: int = Field(description="Exact without `q`; with it exact up to 1,000.")
    more: bool = Field(description="More than `total` were found.")
    page: int
    pages: int | None = Field(description="None where the total is not known.")
    items: list[ItemLine]


class Attachment(Schema):
    name: str
    url: str
    size: int = Field(description="In bytes.")
    type: str = Field(description="Media type.")
    sha256: str


class EditionLine(Schema):
    number: int
    since: str = Field(description="Moment, ISO 8601.")
    note: str = Field(description="What was corrected; empty for the first publication.")


class Reference(Schema):
    index_number: str
    title: str
    url: str


class WholeItem(ItemLine):
    issuing_body: str
    subject_category: str
    keywords: str
    abstract: str
    source: str
    openness: Literal["proactive"]
    expiry_date: date | None
    phase: str
    key_areas: list[str]
    text: str = Field(description="As plain text; an empty line begins a paragraph.")
    html: str | None = Field(description="As rich text, where the item has it; pictures by `data-file`.")
    attachments: list[Attachment]
    editions: list[EditionLine]
    interprets: Reference | None
    interpretations: list[Reference]
    related: list[Reference]


class Withdrawn(Schema):
    by: str = Field(description="The office.")
    at: str = Field(description="Moment or day, ISO 8601.")
    reason: str


class Gone(Errors):
    """The answer to an item that stood on the website and does not any more."""

    title: str
    withdrawn: Withdrawn | None


@router.get(
    "/items",
    response={200: Items, 400: Errors, 404: Errors, 429: Errors},
    summary=gettext_noop("Items the portal shows, the newest first; with `q` by relevance"),
)
def items(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    faults = list(faults_in(asked))
    if faults:
        raise Refusal(400, faults)
    offices = offices_of(asked.agency)
    columns = columns_in(offices, asked.column)
    begin = (asked.page - 1) * asked.page_size
    if asked.q.strip():
        found = search.find(
            search_index.SPACE,
            asked.q,
            filters=filters_of(asked, offices, columns),
            order=asked.order or "relevance",
            offset=begin,
            limit=asked.page_size,
        )
        pks = [search_index.pk_of(hit.key) for hit in found.hits]
        rows = {item.pk: item for item in _lines(public_items().filter(pk__in=pks).order_by(), only=True)}
        shown = [rows[pk] for pk in pks if pk in rows]
        # An entry whose item the portal does not show at this moment is not counted either.
        total, more = max(found.total - (len(pks) - len(shown)), len(shown)), found.more
    else:
        wanted = chosen_of(asked, offices, columns)
        total, more = _count(asked, offices, wanted), False
        lines = _lines(wanted, only=True)
        if asked.order != "date_up" and len(offices) > 1:
            shown = newest(lines, min(asked.page_size, max(0, total - begin)), begin=begin)
        else:
            order = ("published_on", "pk") if asked.order == "date_up" else ("-published_on", "-pk")
            shown = list(lines.order_by(*order)[begin : begin + asked.page_size])
    return {
        "total": total,
        "more": more,
        "page": asked.page,
        "pages": None if more else -(-total // asked.page_size),
        "items": [line_of(request, item) for item in shown],
    }


@router.get(
    "/items/{path:index_number}",
    response={200: WholeItem, 400: Errors, 404: Errors, 410: Gone, 429: Errors},
    summary=gettext_noop("One item with its text, files, editions and relations"),
)
def item(request: HttpRequest, index_number: str) -> Any:
    number = index_number.strip("/")
    files = PackageFile.objects.select_related("file").order_by("order")
    found = (
        _lines(public_items().filter(index_number=number, agency__in=offices_of("")))
        .select_related("package", "interprets", "agency", "column")
        .prefetch_related("key_areas", "editions", Prefetch("package__files", files, to_attr="shown_files"))
        .first()
    )
    if found is None:
        return _gone_or_never_there(number)
    return whole(request, found)


class AskedGuides(Schema):
    agency: str = Field("", max_length=50, description=gettext_noop("Short address of an office."))
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(MOST_GUIDES, ge=1, le=MOST_GUIDES)


class Guides(Schema):
    total: int
    page: int
    pages: int
    items: list[ItemLine]


@router.get(
    "/guides",
    response={200: Guides, 400: Errors, 404: Errors, 429: Errors},
    summary=gettext_noop("Service guides (办事指南) of the offices"),
)
def guides(request: HttpRequest, asked: Query[AskedGuides]) -> dict[str, Any]:
    found = public_items().filter(agency__in=offices_of(asked.agency), column__kind=ColumnKind.SERVICES)
    rows = _lines(found).order_by("subject_category", "title", "pk")
    total, begin = found.count(), (asked.page - 1) * asked.page_size
    return {
        "total": total,
        "page": asked.page,
        "pages": -(-total // asked.page_size),
        "items": [line_of(request, each) for each in rows[begin : begin + asked.page_size]],
    }


def offices_of(slug: str) -> list[Agency]:
    """Return the offices of this portal, or the one named; another one does not exist here."""
    offices = sorted(portal_offices(), key=lambda office: office.path)
    if not offices:
        raise Http404
    if not slug:
        return offices
    chosen = [office for office in offices if office.slug == slug]
    if not chosen:
        raise Http404
    return chosen


def absolute(request: HttpRequest, path: str) -> str:
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else str(request.build_absolute_uri(path))


def line_of(request: HttpRequest, item: Item) -> dict[str, Any]:
    return {
        "index_number": item.index_number,
        "title": item.title,
        "published_on": item.published_on,
        "url": absolute(request, item.get_public_url()),
        "agency": item.agency.slug,
        "column": item.column.slug,
        "kind": item.genre,
        "document_number": item.document_number,
        "document_date": item.document_date,
        "validity": item.validity,
    }


def whole(request: HttpRequest, item: Item) -> dict[str, Any]:
    package = item.package
    rich = package.markup == Markup.HTML
    files = [
        {
            "name": each.name,
            "url": absolute(request, reverse("portal:item_file", args=[item.pk, each.file_id])),
            "size": each.file.size,
            "type": each.file.content_type,
            "sha256": each.sha256,
        }
        for each in package.shown_files  # type: ignore[attr-defined]
    ]
    interprets = item.interprets if item.interprets and _is_public(item.interprets) else None
    return line_of(request, item) | {
        "issuing_body": item.agency.name,
        "subject_category": item.subject_category,
        "keywords": item.keywords,
        "abstract": item.abstract,
        "source": item.source or item.agency.name,
        "openness": "proactive",
        "expiry_date": item.expiry_on,
        "phase": item.phase,
        "key_areas": [str(key_area(each.area).label) for each in item.key_areas.all()],
        "text": plain_text(package.body) if rich else package.body,
        "html": package.body if rich else None,
        "attachments": files,
        "editions": [
            {"number": each.number, "since": localtime(each.since).isoformat(), "note": each.note}
            for each in item.editions.all()
        ],
        "interprets": _reference(request, interprets) if interprets else None,
        "interpretations": [
            _reference(request, each) for each in public_items().filter(interprets=item).order_by("pk")
        ],
        "related": [_reference(request, each) for each in _related(item)],
    }


def _reference(request: HttpRequest, item: Item) -> dict[str, str]:
    return {
        "index_number": item.index_number,
        "title": item.title,
        "url": absolute(request, item.get_public_url()),
    }


def _related(item: Item) -> QuerySet[Item]:
    both = [
        *item.relations.values_list("other_id", flat=True),
        *item.relations_from.values_list("item_id", flat=True),
    ]
    return public_items().filter(pk__in=both).order_by("pk")


def _is_public(item: Item) -> bool:
    return public_items().filter(pk=item.pk).exists()


def _gone_or_never_there(number: str) -> HttpResponse:
    """A withdrawn item answers with who, when and why; one that never was here does not exist."""
    once = once_public_items().select_related("agency").filter(index_number=number, agency__in=offices_of(""))
    item = once.first()
    if item is None:
        raise Http404
    withdrawn = None
    says = _("It is not on the website any more.")
    if item.withdrawn_at:
        says = _("It was withdrawn.")
        withdrawn = {
            "by": item.agency.name,
            "at": localtime(item.withdrawn_at).isoformat(),
            "reason": item.withdrawn_reason,
        }
    elif recall := item.releases.filter(kind=ChannelKind.WEBSITE).exclude(recalled_on=None).last():
        withdrawn = {
            "by": item.agency.name,
            "at": str(recall.recalled_on),
            "reason": recall.recalled_reason,
        }
    return JsonResponse(
        {"errors": [{"field": "", "says": says}], "title": item.title, "withdrawn": withdrawn},
        status=410,
        json_dumps_params={"ensure_ascii": False},
    )


def _lines(rows: QuerySet[Item], *, only: bool = False) -> QuerySet[Item]:
    found = rows.select_related("agency", "column")
    return found.only(*_OF_A_LINE, "agency__slug", "column__slug") if only else found


_OF_A_LINE = (
    *("index_number", "title", "published_on", "genre", "document_number", "document_date", "validity"),
    *("agency", "column"),
)
# The same for all pages of a list; what is not asked for any more makes room.
_totals = Kept(200)


def _count(asked: Asked, offices: list[Agency], wanted: QuerySet[Item]) -> int:
    told = asked.model_dump(exclude={"q", "order", "page", "page_size"})
    return _totals.get((*(office.pk for office in offices), *told.items()), wanted.count)
