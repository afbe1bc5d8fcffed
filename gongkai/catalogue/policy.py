"""May this be published, corrected, withdrawn, and by whom? Unknown means not public."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.catalogue.models import Column, Item, Validity
from gongkai.documents.models import Document, Openness
from gongkai.documents.models import State as DocumentState
from gongkai.documents.queries import document_about
from gongkai.law.duties import disclosure_items
from gongkai.law.key_areas import key_areas
from gongkai.secrecy.gate import look_through
from gongkai.secrecy.models import Package
from gongkai.secrecy.models import State as ReviewState
from gongkai.secrecy.policy import obstacles_of_findings

PUBLISHERS = (Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR)

DEEPEST = 4  # levels of columns
LONGEST_PAUSE = 3660  # days between updates


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


def obstacles_to_arranging_columns(agency: Any, by: Any) -> Iterator[str]:
    if not any(by.has_duty(duty, agency) for duty in PUBLISHERS):
        yield _("Only the FOI officer or the channel editor of this agency arranges its columns.")


def obstacles_to_closing_column(column: Column, by: Any) -> Iterator[str]:
    yield from obstacles_to_arranging_columns(column.agency, by)
    if column.closed_on is not None:
        yield _("It is closed already.")
    elif column.below.filter(closed_on=None).exists():
        yield _("Columns stand under it. Close them, or move them elsewhere, first.")


def obstacles_to_reopening_column(column: Column, by: Any) -> Iterator[str]:
    yield from obstacles_to_arranging_columns(column.agency, by)
    if column.closed_on is None:
        yield _("It is open.")
    elif column.parent is not None and column.parent.closed_on is not None:
        yield _("The column it stands under is closed. Open that one first, or move this one.")


def faults_of_column(column: Column) -> Iterator[str]:
    """Say which facts of a column cannot stand; its place in the tree is asked for by `faults_of_place`."""
    try:
        column.clean_fields(exclude=["agency", "parent", "responsible"])
    except ValidationError as errors:
        for name, faults in errors.message_dict.items():
            label = Column._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            for fault in faults:
                yield _("%(field)s: %(fault)s") % {"field": label, "fault": fault}
    others = Column.objects.filter(agency=column.agency).exclude(pk=column.pk)
    if others.filter(slug=column.slug).exists():
        yield _("Another column of this office has this short address.")
    yield from _fault_of_name(column, column.parent)
    if column.update_days is not None and not 1 <= column.update_days <= LONGEST_PAUSE:
        yield _("Give 1 to %(days)s days, or none.") % {"days": LONGEST_PAUSE}
    person = column.responsible
    if person is not None and (person.agency_id != column.agency_id or not person.is_active):
        yield _("The person in charge has an account of this office that is in use.")
    yield from _faults_of_duty(column.duty)


def faults_of_place(column: Column, under: Column | None) -> Iterator[str]:
    """Say why a column with all below it cannot stand under `under`."""
    if column.pk is not None:
        yield from _fault_of_name(column, under)
    if under is None:
        return
    if under.agency_id != column.agency_id:
        yield _("This column belongs to another agency.")
        return
    if under.closed_on is not None:
        yield _("That column is closed; nothing new comes under it.")
    columns = {each.pk: each for each in Column.objects.filter(agency=column.agency)}
    above = _line_upwards(columns, under)
    if column.pk is not None and column.pk in above:
        yield _("A column cannot stand under itself or under one of those below it.")
    elif len(above) + _levels_of(columns, column) > DEEPEST:
        yield _("Columns stand on at most %(levels)s levels.") % {"levels": DEEPEST}


def _fault_of_name(column: Column, under: Column | None) -> Iterator[str]:
    beside = Column.objects.filter(agency=column.agency, parent=under, name=column.name)
    if beside.exclude(pk=column.pk).exists():
        yield _("A column of this name stands there already.")


def _line_upwards(columns: dict[int, Column], column: Column) -> list[int]:
    """The column and all above it, from below upwards."""
    line: list[int] = []
    at: Column | None = column
    while at is not None and at.pk not in line:
        line.append(at.pk)
        at = columns.get(at.parent_id) if at.parent_id else None
    return line


def _levels_of(columns: dict[int, Column], column: Column) -> int:
    """On how many levels the column and all below it stand."""
    if column.pk is None:
        return 1
    lines = (_line_upwards(columns, each) for each in columns.values())
    return max(line.index(column.pk) + 1 for line in lines if column.pk in line)


def obstacles_to_changing_facts(item: Item, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(item.agency, by)
    if item.is_withdrawn:
        yield _("A withdrawn item is not changed.")


def faults_of_facts(item: Item, *, moved: bool = False) -> Iterator[str]:
    """Say what cannot be said of an item; `moved`: it came into another column."""
    if item.column.agency_id != item.agency_id:
        yield _("This column belongs to another agency.")
    elif moved and item.column.closed_on is not None:
        yield _("This column is closed; it takes nothing new.")
    others = [field.name for field in Item._meta.fields if field.name not in _SAID_OF_ITEMS]
    try:
        item.clean_fields(exclude=others)
    except ValidationError as errors:
        for name, faults in errors.message_dict.items():
            label = Item._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            for fault in faults:
                yield _("%(field)s: %(fault)s") % {"field": label, "fault": fault}
    over = item.expiry_on is not None and item.expiry_on < clock.today()
    if over and item.validity in (Validity.IN_FORCE, Validity.PARTLY):
        yield _("Its last day has passed, so it is not in force. Give another day, or none.")
    yield from _faults_of_duty(item.duty)
    said = "\n".join((item.subject_category, item.keywords, item.abstract, item.source)).strip()
    for found in look_through(item.key, item.agency, title="", body=said) if said else ():
        if found.is_open:
            yield _("Personal data stands in it: %(what)s. The public would read it.") % {
                "what": found.masked
            }


_SAID_OF_ITEMS = {"subject_category", "keywords", "abstract", "source", "validity", "expiry_on", "duty"}


def _faults_of_duty(code: str) -> Iterator[str]:
    if code and code not in {each.code for each in disclosure_items()}:
        yield _("The articles 20 and 21 have no such item.")


def obstacles_to_linking(item: Item, by: Any) -> Iterator[str]:
    yield from _obstacles_for_people(item.agency, by)
    if item.is_withdrawn:
        yield _("A withdrawn item is not changed.")


def obstacles_to_relating(item: Item, other: Item, by: Any) -> Iterator[str]:
    yield from obstacles_to_linking(item, by)
    if item.pk == other.pk:
        yield _("An item belongs to itself without saying so.")
    if other.agency_id != item.agency_id or other.is_withdrawn:
        yield _("Choose an item of this agency that has not been withdrawn.")


def obstacles_to_naming_interpretation(item: Item, interprets: Item | None, by: Any) -> Iterator[str]:
    yield from obstacles_to_linking(item, by)
    if interprets is None:
        if item.interprets_id is None:
            yield _("It is no interpretation of another item.")
        return
    if interprets.pk == item.pk:
        yield _("An item does not interpret itself.")
    if interprets.agency_id != item.agency_id or interprets.is_withdrawn:
        yield _("Choose an item of this agency that has not been withdrawn.")
    if interprets.interprets_id is not None or item.interpretations.exists():
        yield _("An interpretation is not interpreted in turn. Choose the document itself.")
