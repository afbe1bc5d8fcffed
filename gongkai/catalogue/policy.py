"""May this be published, corrected, withdrawn, and by whom? Unknown means not public."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.acts.duties import Duty
from gongkai.catalogue.models import Item
from gongkai.documents.models import Document, Openness
from gongkai.documents.models import State as DocumentState
from gongkai.documents.queries import document_about
from gongkai.law.key_areas import key_areas
from gongkai.secrecy.models import Package
from gongkai.secrecy.models import State as ReviewState
from gongkai.secrecy.policy import obstacles_of_findings

PUBLISHERS = (Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR)


def _obstacles_for_people(agency: Any, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in PUBLISHERS):
        yield _("Only the FOI officer or the channel editor of this agency publishes.")


def _is_cleared(package: Package, document: Document | None) -> bool:
    """Say whether exactly this package is cleared; the review of a document was fetched with it."""
    review = document.review if document is not None else None
    if review is None or review.package_id != package.pk:
        return package.is_cleared
    return review.state == ReviewState.CLEARED


def obstacles_of_the_package(package: Package, document: Document | None) -> Iterator[str]:
    """先审查、后公开: exactly this package, cleared, unchanged, and still what the document says."""
    if not _is_cleared(package, document):
        yield _("This text and these files have not passed the secrecy review.")
    if not package.is_unchanged():
        yield _("Text or files are no longer what was reviewed. Pack and review them again.")
    yield from obstacles_of_findings(package)
    if document is None:
        return
    if document.openness != Openness.PROACTIVE:
        yield _("Its openness attribute is not proactive disclosure.")
    if document.state != DocumentState.APPROVED:
        yield _("It is not approved as it stands now.")
    elif document.review is None or document.review.package_id != package.pk:
        yield _("There is a newer package of this document; that one has to be reviewed and published.")


def obstacles_to_publishing(package: Package, by: Any, document: Document | None = None) -> Iterator[str]:
    """Say why `by` cannot publish the package; `document` is the one it freezes, where that was fetched."""
    document = document or document_about(package.about)
    yield from _obstacles_for_people(package.agency, by)
    yield from obstacles_of_the_package(package, document)
    same = Q(package=package) if document is None else Q(package=package) | Q(document=document)
    packages = set(Item.objects.filter(same).values_list("package_id", flat=True))
    if package.pk in packages:
        yield _("It has been published already.")
    elif packages:
        yield _("This document is an item already; correct the item with the new package.")


def obstacles_to_correcting(item: Item, package: Package | None, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(item.agency, by)
    if item.is_withdrawn:
        yield _("A withdrawn item is not corrected.")
    if package is None or package.pk == item.package_id:
        yield _("There is no newer package. Revise the document; its new text needs a review of its own.")
        return
    if package.agency_id != item.agency_id or (item.document and package.about != item.document.key):
        yield _("This package belongs to something else.")
    yield from obstacles_of_the_package(package, document_about(package.about))


def obstacles_to_withdrawing(item: Item, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(item.agency, by)
    if item.is_withdrawn:
        yield _("It has been withdrawn already.")


def obstacles_to_naming_a_rule(agency: Any, by: Any, item: Item) -> Iterator[str]:
    yield from _obstacles_for_people(agency, by)
    if item.agency_id != agency.pk or item.is_withdrawn:
        yield _("The office's own rule is an item of this agency that is in public.")


def obstacles_to_assigning_key_areas(item: Item, by: Any) -> Iterator[str]:
    """Key areas belong to the tables of some years; an item published in another year has none."""
    yield from _obstacles_for_people(item.agency, by)
    if not key_areas(item.published_on):
        yield _("No table counts key areas in the year this item was published.")
