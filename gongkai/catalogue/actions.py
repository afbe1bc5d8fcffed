"""What can happen to an information item: it is published, corrected, withdrawn."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.acts import PROGRAM, Refused, clock, refuse_if_any
from gongkai.acts.locking import locked
from gongkai.agencies.models import Agency
from gongkai.catalogue import events, policy
from gongkai.catalogue.models import Column, Edition, Item, KeyAreaAssignment, OwnRule, OwnRuleKind
from gongkai.catalogue.numbering import next_index_number
from gongkai.documents.models import Document, Genre
from gongkai.documents.queries import document_about
from gongkai.inventory.actions import fulfil, reopen
from gongkai.inventory.models import Matter, OwedPeriod
from gongkai.inventory.queries import open_period
from gongkai.journal import record
from gongkai.journal.queries import label_acts
from gongkai.law.key_areas import key_areas
from gongkai.secrecy.actions import check_procedure
from gongkai.secrecy.gate import read_again
from gongkai.secrecy.models import Package

label_acts(
    {
        "catalogue.published": _("Published as an information item"),
        "catalogue.corrected": _("Corrected"),
        "catalogue.withdrawn": _("Withdrawn"),
        "catalogue.erased": _("Taken out of this system: text and files erased"),
        "catalogue.key_areas_assigned": _("Key areas assigned"),
        "catalogue.rule_named": _("Named as the office's own rule"),
    }
)


FACTS = ("keywords", "abstract", "source", "expiry_on", "duty")


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
    phase: str = "",
    matter: Matter | None = None,
    procedure_remark: str = "",
    **facts: Any,
) -> Item:
    """Publish a cleared package as an item with an index number; from now on it may be released.

    Who publishes checks the procedure of the review (网站责任人意见) with the same act. Where the matter it
    belongs to owes a period, the item fulfils it. Text and files are read once more where the rules for
    personal data have changed since. Facts about the document (kind, number, date, normative) come from
    the document the package froze; `facts` are those of FACTS, which may be changed afterwards too.

    Raises Refused unless exactly this package is cleared and unchanged.

    Law: Regulation on the Disclosure of Government Information, art. 17, 19, 26 (2019).
    """
    package = locked(package, "agency")
    read_again(package)
    document = document_about(package.about)
    refuse_if_any(policy.obstacles_to_publishing(package, by, document))
    if column.agency_id != package.agency_id:
        raise Refused(str(_("This column belongs to another agency.")))
    if column.closed_on is not None:
        raise Refused(str(_("This column is closed; it takes nothing new.")))
    matter = matter or (document.matter if document else None)
    if matter is not None and matter.agency_id != package.agency_id:
        raise Refused(str(_("This matter belongs to another agency.")))
    if interprets is not None and interprets.agency_id != package.agency_id:
        raise Refused(str(_("The interpreted item belongs to another agency.")))
    today = clock.today()
    item = Item(
        agency=package.agency,
        package=package,
        document=document,
        title=package.title,
        column=column,
        genre=document.genre if document else Genre.OTHER,
        subject_category=subject_category,
        document_number=document.number if document else "",
        document_date=document_date or (document.signed_on if document else None) or today,
        is_normative=bool(document and document.is_normative),
        phase=phase or (document.phase if document else "") or (matter.phase if matter else ""),
        matter=matter,
        is_redacted=package.is_redacted,
        is_interpretation=is_interpretation or interprets is not None,
        interprets=interprets,
        published_on=today,
        published_by=by,
        **_one_line(facts),
    )
    refuse_if_any(policy.faults_of_facts(item))
    item.index_number = next_index_number(package.agency, today)
    item.save()
    Edition.objects.create(item=item, package=package, number=1, since=clock.now(), by=by)
    _assign(item, areas)
    # A document's review is that of this package by now, and fetched.
    review = document.review if document is not None and document.review is not None else package.review
    review.package = package
    check_procedure(review, by=by, remark=procedure_remark)
    _fulfil(item, by)
    record(by, "catalogue.published", item, index_number=item.index_number, package=package.checksum)
    transaction.on_commit(lambda: events.published.send(Item, item=item))
    return item


@transaction.atomic
def correct(
    item: Item, *, by: Any, note: str, keywords: str | None = None, abstract: str | None = None
) -> Item:
    """Pin the item to the newest cleared package of its document and say openly what was corrected.

    `keywords` and `abstract` tell of the text and are corrected with it; None leaves them as they are.
    Raises Refused where there is no newer cleared text, no note, or personal data in what is told.
    """
    item = _locked(item)
    document = item.document
    package = document.review.package if document is not None and document.review is not None else None
    if package is not None:
        read_again(package)
    refuse_if_any(policy.obstacles_to_correcting(item, package, by))
    if not note.strip():
        raise Refused(str(_("Say what was corrected; the public reads it.")))
    assert package is not None  # noqa: S101 - told by the obstacles above, repeated for the reader
    told = {"keywords": keywords, "abstract": abstract}
    changed = {
        name: words
        for name, value in told.items()
        if value is not None and (words := " ".join(value.split())) != getattr(item, name)
    }
    for name, words in changed.items():
        setattr(item, name, words)
    refuse_if_any(policy.faults_of_facts(item) if changed else ())
    number = item.editions.count() + 1
    item.package, item.title, item.is_redacted = package, package.title, package.is_redacted
    item.save(update_fields=["package", "title", "is_redacted", *changed])
    check_procedure(package.review, by=by)
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
    _owe_again(item, reason)
    transaction.on_commit(lambda: events.withdrawn.send(Item, item=item))
    return item


@transaction.atomic
def withdraw_what_lost_its_ground(document: Document, *, by: Any, reason: str) -> None:
    """Withdraw the item of a document that may no longer be public.

    Another attribute was chosen, or a clearance taken back: the decision was taken by those who may take it,
    and nobody is asked again.
    """
    item = Item.objects.filter(document=document, withdrawn_at=None).first()
    if item is None:
        return
    item = _locked(item)
    if item.is_withdrawn:
        return
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = clock.now(), by, reason
    item.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(by, "catalogue.withdrawn", item, reason=reason)
    _owe_again(item, reason)
    transaction.on_commit(lambda: events.withdrawn.send(Item, item=item))


@transaction.atomic
def erase_what_is_said(document: Document, *, by: Any, instead: str) -> None:
    """Erase what the item of a document that was taken out tells of its text, and call it `instead`.

    The address of a withdrawn item goes on answering, with nothing of what it held.
    """
    item = Item.objects.filter(document=document).first()
    if item is None:
        return
    item = _locked(item)
    item.title, item.keywords, item.abstract = instead, "", ""
    item.subject_category, item.document_number = "", ""
    item.save(update_fields=["title", "keywords", "abstract", "subject_category", "document_number"])
    record(by, "catalogue.erased", item)


@transaction.atomic
def name_rule(agency: Agency, kind: str, item: Item, *, by: Any) -> OwnRule:
    """Say which published item holds the office's own rule of a kind; the pages it applies to link it."""
    item = _locked(item)
    refuse_if_any(policy.obstacles_to_naming_a_rule(agency, by, item))
    if kind not in OwnRuleKind.values:
        raise Refused(str(_("There is no such kind of rule.")))
    rule, _new = OwnRule.objects.update_or_create(agency=agency, kind=kind, defaults={"item": item})
    record(by, "catalogue.rule_named", item, kind=kind)
    return rule


def _one_line(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(facts) - set(FACTS))
    if unknown:
        raise TypeError(f"An item is not published with {', '.join(unknown)}.")
    return {
        name: " ".join(value.split()) if isinstance(value, str) else value for name, value in facts.items()
    }


def _fulfil(item: Item, by: Any) -> None:
    """An item in a matter fulfils the oldest period the matter owes."""
    period = open_period(item.matter, item.published_on) if item.matter is not None else None
    if period is not None:
        fulfil(period, by=PROGRAM, evidence=("item", item.key, item.title))


def _owe_again(item: Item, reason: str) -> None:
    """A period an item fulfilled is owed again when the item is withdrawn."""
    for period in OwedPeriod.objects.filter(duty__matter__agency=item.agency, evidence_key=item.key):
        reopen(period, reason=reason, by=PROGRAM)


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
