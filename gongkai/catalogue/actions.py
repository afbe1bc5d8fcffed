"""What can happen to an information item: it is published, corrected, withdrawn."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.catalogue import events, policy
from gongkai.catalogue.models import Column, Edition, Item, KeyAreaAssignment
from gongkai.catalogue.numbering import next_index_number
from gongkai.documents.models import Genre
from gongkai.documents.queries import document_about
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.key_areas import key_areas
from gongkai.secrecy.models import Package

label_acts(
    {
        "catalogue.published": _("Published as an information item"),
        "catalogue.corrected": _("Corrected"),
        "catalogue.withdrawn": _("Withdrawn"),
        "catalogue.key_areas_assigned": _("Key areas assigned"),
        "catalogue.column_opened": _("Column opened"),
    }
)


@transaction.atomic
def publish(
    package: Package,
    *,
    by: Any,
    column: Column,
    areas: Iterable[str] = (),
    subject_category: str = "",
    is_interpretation: bool = False,
    interprets: Item | None = None,
    document_date: date | None = None,
) -> Item:
    """Publish a cleared package as an item with an index number; from now on it may be released.

    Facts about the document (kind, number, date, normative) come from the document the package froze.

    Raises Refused unless exactly this package is cleared and unchanged.

    Law: Regulation on the Disclosure of Government Information, art. 17, 19, 26 (2019).
    """
    package = locked(package, "agency")
    document = document_about(package.about)
    refuse_if_any(policy.obstacles_to_publishing(package, by, document))
    if column.agency_id != package.agency_id:
        raise Refused(str(_("This column belongs to another agency.")))
    if interprets is not None and interprets.agency_id != package.agency_id:
        raise Refused(str(_("The interpreted item belongs to another agency.")))
    today = clock.today()
    item = Item.objects.create(
        agency=package.agency,
        package=package,
        document=document,
        index_number=next_index_number(package.agency, today.year),
        title=package.title,
        column=column,
        genre=document.genre if document else Genre.OTHER,
        subject_category=subject_category,
        document_number=document.number if document else "",
        document_date=document_date or (document.signed_on if document else None) or today,
        is_normative=bool(document and document.is_normative),
        is_interpretation=is_interpretation or interprets is not None,
        interprets=interprets,
        published_on=today,
        published_by=by,
    )
    Edition.objects.create(item=item, package=package, number=1, since=clock.now(), by=by)
    _assign(item, areas)
    record(by, "catalogue.published", item, index_number=item.index_number, package=package.checksum)
    transaction.on_commit(lambda: events.published.send(Item, item=item))
    return item


@transaction.atomic
def correct(item: Item, *, by: Any, note: str) -> Item:
    """Pin the item to the newest cleared package of its document and say openly what was corrected."""
    item = _locked(item)
    document = item.document
    package = document.review.package if document is not None and document.review is not None else None
    refuse_if_any(policy.obstacles_to_correcting(item, package, by))
    if not note.strip():
        raise Refused(str(_("Say what was corrected; the public reads it.")))
    assert package is not None  # noqa: S101 - told by the obstacles above, repeated for the reader
    number = item.editions.count() + 1
    item.package, item.title = package, package.title
    item.save(update_fields=["package", "title"])
    Edition.objects.create(item=item, package=package, number=number, since=clock.now(), note=note, by=by)
    record(by, "catalogue.corrected", item, reason=note, package=package.checksum)
    transaction.on_commit(lambda: events.corrected.send(Item, item=item))
    return item


@transaction.atomic
def withdraw(item: Item, *, by: Any, reason: str) -> Item:
    """Withdraw an item: its text is gone from the portal, its title answers with who, when and why.

    What was counted stays counted.
    """
    item = _locked(item)
    refuse_if_any(policy.obstacles_to_withdrawing(item, by))
    if not reason.strip():
        raise Refused(str(_("Give the reason; the public reads it.")))
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = clock.now(), by, reason
    item.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(by, "catalogue.withdrawn", item, reason=reason)
    transaction.on_commit(lambda: events.withdrawn.send(Item, item=item))
    return item


@transaction.atomic
def assign_key_areas(item: Item, areas: Iterable[str], *, by: Any) -> Item:
    """Say anew in which key areas of block 1.2 an item lies."""
    item = _locked(item)
    refuse_if_any(policy.obstacles_to_assigning_key_areas(item, by))
    item.key_areas.all().delete()
    chosen = _assign(item, areas)
    record(by, "catalogue.key_areas_assigned", item, areas=chosen)
    return item


def _assign(item: Item, areas: Iterable[str]) -> list[str]:
    chosen = sorted(set(areas))
    known = {area.code for area in key_areas(item.published_on)}
    if not set(chosen) <= known:
        raise Refused(str(_("There is no such key area.")))
    KeyAreaAssignment.objects.bulk_create(KeyAreaAssignment(item=item, area=area) for area in chosen)
    return chosen


def _locked(item: Item) -> Item:
    return (
        Item.objects.select_for_update(of=("self",))
        .select_related("agency", "document__review__package")
        .get(pk=item.pk)
    )
