"""Everything an office published, in open formats: JSON, CSV, HTML and the files, in one ZIP.

`gongkai.catalogue.importing` reads it again and makes the same items of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import quote

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock, refuse_if_any
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.catalogue.importing.fields import FIELDS, word_for
from gongkai.catalogue.importing.lines import EXPORT
from gongkai.catalogue.importing.tables import csv_text
from gongkai.catalogue.models import Column, Item, OldAddress, Relation
from gongkai.catalogue.packing import Packing, file_name
from gongkai.journal import record
from gongkai.journal.changes import never_public
from gongkai.journal.queries import label_acts
from gongkai.secrecy.models import Markup, PackageFile, Review, State
from gongkai.typesetting.rich_text import from_plain

label_acts(
    {
        "catalogue.exported": gettext_lazy("All items exported in open formats"),
        "catalogue.handed_over": gettext_lazy("Items of a year packed for the archives"),
    }
)
never_public("catalogue.exported", "catalogue.handed_over")

VERSION = 1
AT_ONCE = 200
IN_MEMORY = 20_000_000
_PLAIN = (
    *("index_number", "title", "genre", "subject_category", "document_number", "validity", "keywords"),
    *("abstract", "source", "duty", "phase", "is_normative", "is_redacted", "is_interpretation"),
)
_DAYS = ("published_on", "document_date", "expiry_on")

# What rooms above know of items: pk -> facts, asked for some items at a time.
MoreFacts = Callable[[Sequence[Item]], Mapping[int, Mapping[str, Any]]]
_more: list[MoreFacts] = []


def add_facts(more: MoreFacts) -> None:
    """Have a room above tell more of each item, such as its releases."""
    if more not in _more:
        _more.append(more)


def obstacles_to_exporting(agency: Agency, by: Any) -> Iterator[str]:
    """What is exported holds also what is not public yet or no longer."""
    if not any(by.has_duty(duty, agency) for duty in (Duty.FOI_OFFICER, Duty.FOI_HEAD)):
        yield _("Only the FOI officer or the head of the FOI office takes everything out.")


@transaction.atomic
def note_export(agency: Agency, *, by: Any, act: str = "catalogue.exported", **details: Any) -> None:
    """Enter in the journal that `by` takes everything out. Raises Refused when `by` may not."""
    refuse_if_any(obstacles_to_exporting(agency, by))
    record(by, act, _Office(agency), items=Item.objects.filter(agency=agency).count(), **details)


class _Office:
    """The office as what an act is about."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.key, self.chain = f"agencies.agency:{agency.pk}", agency.slug

    def __str__(self) -> str:
        return self.agency.name


def export(agency: Agency) -> Iterator[bytes]:
    """Yield the ZIP of all items of an agency, piece by piece; whoever calls notes it first.

    What is not public is in it and says so (`is_public`). Of requesters it holds nothing.
    """
    packing = Packing()
    count = 0
    with SpooledTemporaryFile(IN_MEMORY) as told, SpooledTemporaryFile(IN_MEMORY, "w+b") as table:
        told.write(b"[")
        _write_row(table, [*(field.headings[0] for field in FIELDS), "是否公开"])
        for item, facts in _items(agency):
            told.write(b",\n" if count else b"\n")
            count += 1
            yield from _text_and_files(packing, item, facts)
            told.write(json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass"))
            _write_row(table, _row(facts))
        told.write(b"\n]\n")
        for path, written in (("items.json", told), ("tables/items.csv", table)):
            written.seek(0)
            yield from packing.put(path, _read(written))
    columns = _columns(agency)
    yield from packing.put("columns.json", _json(columns))
    yield from packing.put("tables/columns.csv", _csv(columns))
    addresses = _addresses(agency)
    yield from packing.put("old_addresses.json", _json(addresses))
    yield from packing.put("tables/old_addresses.csv", _csv(addresses))
    manifest = {
        "format": EXPORT,
        "version": VERSION,
        "agency": {"slug": agency.slug, "name": agency.name, "code": agency.code},
        "on": clock.today().isoformat(),
        "items": count,
        "columns": len(columns),
    }
    yield from packing.put("manifest.json", _json(manifest))
    yield from packing.close()


def _items(agency: Agency) -> Iterator[tuple[Item, dict[str, Any]]]:
    rows = (
        Item.objects.filter(agency=agency)
        .select_related("column", "package", "package__review__approved_by", "interprets", "agency")
        .prefetch_related("editions__package", "key_areas", "old_addresses", "package__files__file")
        .order_by("pk")
        .iterator(chunk_size=AT_ONCE)
    )
    while some := list(islice(rows, AT_ONCE)):
        related = _relations(some)
        told: dict[int, dict[str, Any]] = {item.pk: {} for item in some}
        for more in _more:
            for pk, facts in more(some).items():
                told[pk] |= facts
        for item in some:
            yield item, _facts(item) | {"relations": related.get(item.pk, [])} | told[item.pk]


def _relations(items: Sequence[Item]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in Relation.objects.filter(item__in=items).select_related("other"):
        found.setdefault(row.item_id, []).append(row.other.index_number)
    return found


def _facts(item: Item) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(item, name) for name in _PLAIN}
    facts |= {name: _iso(getattr(item, name)) for name in _DAYS}
    package = item.package
    return facts | {
        "id": item.pk,
        "column": item.column.name,
        "column_slug": item.column.slug,
        "key_areas": sorted(each.area for each in item.key_areas.all()),
        "interprets": item.interprets.index_number if item.interprets else None,
        "old_addresses": sorted(each.path for each in item.old_addresses.all()),
        "withdrawn": _withdrawal(item),
        "clearance": _clearance(package.review),
        "markup": package.markup,
        "body": package.body,
        "text": f"texts/{item.pk}.html",
        "checksum": package.checksum,
        "editions": [
            {
                "number": each.number,
                "since": each.since.isoformat(),
                "note": each.note,
                "checksum": each.package.checksum,
            }
            for each in sorted(item.editions.all(), key=lambda each: each.number)
        ],
    }


def _withdrawal(item: Item) -> dict[str, Any] | None:
    if not item.is_withdrawn:
        return None
    return {"on": _iso(item.withdrawn_at), "reason": item.withdrawn_reason}


def _clearance(review: Review) -> dict[str, Any] | None:
    """Who cleared the text, when, on which paper, as another program has to record it."""
    if review.state != State.CLEARED:
        return None
    if review.is_earlier:
        return {"by": review.earlier_by, "on": _iso(review.earlier_on), "paper": review.earlier_paper}
    by = review.approved_by.name if review.approved_by else ""
    return {"by": by, "on": _iso(review.cleared_on), "paper": f"保密审查表 {review.number}"}


def _text_and_files(packing: Packing, item: Item, facts: dict[str, Any]) -> Iterator[bytes]:
    """Put an item's text and files in, and tell in `facts` where they lie."""
    facts["files"] = []
    shown: dict[str, str] = {}
    for place, each in enumerate(sorted(item.package.files.all(), key=_order), start=1):
        told = {
            "key": str(each.file_id),
            "name": each.name,
            "words": each.alternative_text,
            "sha256": each.sha256,
        }
        if each.file.erased_at is not None:
            facts["files"].append(told | {"erased": True})
            continue
        path = f"files/{item.pk}/{place} {file_name(each.name)}"
        facts["files"].append(told | {"path": path, "size": each.file.size})
        shown[str(each.file_id)] = path
        yield from packing.put(path, each.file.open_plain())
    yield from packing.put(facts["text"], _page(item, shown).encode("utf-8", "surrogatepass"))


def _order(each: PackageFile) -> int:
    return each.order


def _page(item: Item, pictures: Mapping[str, str]) -> str:
    """The text as a page of its own that any browser shows, pictures included."""
    package = item.package
    body = package.body if package.markup == Markup.HTML else from_plain(package.body)
    for key, path in pictures.items():
        body = body.replace(
            f'<img data-file="{key}"', f'<img data-file="{key}" src="../{escape(quote(path))}"'
        )
    title = escape(item.title)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )


def _row(facts: Mapping[str, Any]) -> list[Any]:
    clearance = facts["clearance"] or {}
    other = {
        "body": "",
        "body_file": facts["text"],
        "attachments": "\n".join(each["path"] for each in facts["files"] if "path" in each),
        "old_address": next(iter(facts["old_addresses"]), ""),
        **{f"cleared_{name}": clearance.get(name, "") for name in ("by", "on", "paper")},
    }
    other |= {name: word_for(facts.get(name) or "") for name in ("genre", "validity")}
    cells = [other.get(field.name, facts.get(field.name) or "") for field in FIELDS]
    return [*cells, "是" if facts.get("is_public") else "否"]


def _columns(agency: Agency) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "slug": each.slug,
            "parent": each.parent.slug if each.parent else "",
            "order": each.order,
            "kind": each.kind,
            "description": each.description,
            "keywords": each.keywords,
            "update_days": each.update_days,
            "duty": each.duty,
            "closed_on": _iso(each.closed_on),
        }
        for each in Column.objects.filter(agency=agency).select_related("parent")
    ]


def _addresses(agency: Agency) -> list[dict[str, Any]]:
    rows = OldAddress.objects.filter(agency=agency).select_related("item", "column").order_by("path")
    return [
        {
            "path": each.path,
            "item": each.item.index_number if each.item else "",
            "column": each.column.slug if each.column else "",
        }
        for each in rows
    ]


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def _csv(rows: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    if rows:
        for line in csv_text([list(rows[0]), *(list(row.values()) for row in rows)]):
            yield line.encode("utf-8", "replace")


def _write_row(table: IO[bytes], row: Iterable[Any]) -> None:
    if not table.tell():
        table.write(b"\xef\xbb\xbf")
    for line in csv_text([list(row)]):
        table.write(line.encode("utf-8", "replace"))


def _read(written: IO[bytes]) -> Iterator[bytes]:
    while step := written.read(1 << 20):
        yield step
