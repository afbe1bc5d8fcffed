"""What of documents and pieces waits for a person."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.catalogue.queries import not_yet_published, signed_and_not_public
from gongkai.desk.documents.limits import scope_of
from gongkai.documents.models import Document, OpennessChange, State
from gongkai.documents.queries import open_changes_for, withheld
from gongkai.documents.queries import waiting_for as documents_waiting_for
from gongkai.kit.leading import InCharge
from gongkai.kit.waiting import Question, Waiting, told
from gongkai.secrecy.models import Decision

_FOR_A_LEADER = {State.CHECKED, State.ADOPTED}
_AT_MOST = 200
_MANY = 3  # from here on pieces that wait for the same step are one row that leads to the batch


def waiting_for(user: Any) -> list[Waiting]:
    """Return what of documents, pieces and attributes waits for the person."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    documents, changes = documents_waiting_for(user), open_changes_for(user)
    yield Question(documents, lambda: _documents(list(documents[:_AT_MOST]), user))
    yield Question(changes, lambda: map(_change_row, changes[:_AT_MOST]))
    yield from _of_the_foi_office(user)


def _documents(found: list[Document], user: Any) -> list[Waiting]:
    rows: list[Waiting] = []
    batches: dict[str, list[Document]] = {State.HANDED_IN: [], State.ADOPTED: []}
    charges = InCharge(user, (each.section_id for each in found if each.state in _FOR_A_LEADER))

    def row(document: Document) -> Waiting:
        told = _row(document)
        return charges.told(told, document.section_id) if document.state in _FOR_A_LEADER else told

    for document in found:
        if document.state in batches and not _is_withheld(document):
            batches[document.state].append(document)
        else:
            rows.append(row(document))
    for state, pieces in batches.items():
        if len(pieces) >= _MANY:
            sections = [each.section_id for each in pieces] if state in _FOR_A_LEADER else []
            rows.append(charges.told_of_several(_batch(state, len(pieces)), sections))
        else:
            rows.extend(map(row, pieces))
    return rows


def _change_row(change: OpennessChange) -> Waiting:
    return Waiting(
        kind=_("Openness attribute"),
        title=change.document.title,
        url=reverse("desk:document_decide_change", args=[change.document_id]),
        says=_("%(name)s proposes: %(attribute)s")
        % {"name": change.proposed_by.name, "attribute": change.get_openness_display()},
        button=_("Decide on the attribute"),
        since=localtime(change.proposed_at).date(),
    )


def _of_the_foi_office(user: Any) -> Iterator[Question]:
    """What the calendar asks for, each as one row that leads to its list."""
    agencies = user.agency_ids_as(Duty.FOI_OFFICER, Duty.FOI_HEAD)
    if not agencies:
        return
    own = Document.objects.filter(agency_id__in=agencies)
    yield Question(signed_and_not_public(own), lambda: _past_their_limit(own, user))
    due = withheld(own).filter(reassess_on__lte=clock.today())
    yield Question(due, lambda: _to_assess(due.count()))


def _past_their_limit(own: Any, user: Any) -> Iterator[Waiting]:
    late = sum(each.is_late for each in not_yet_published(own, scope=scope_of(user.agency)))
    if late:
        yield _list_row(
            ngettext(
                "%(count)s signed document is past its limit and not public",
                "%(count)s signed documents are past their limit and not public",
                late,
            )
            % {"count": late},
            "document_unpublished",
        )


def _to_assess(due: int) -> Iterator[Waiting]:
    if due:
        yield _list_row(
            ngettext(
                "%(count)s withheld document is due for assessment",
                "%(count)s withheld documents are due for assessment",
                due,
            )
            % {"count": due},
            "document_withheld",
        )


def _list_row(title: str, name: str) -> Waiting:
    return Waiting(
        kind=_("Openness attribute"),
        title=title,
        url=reverse(f"desk:{name}"),
        says=_("Look through the list"),
        button=_("Open"),
    )


def _is_withheld(document: Document) -> bool:
    return document.review is not None and document.review.decision == Decision.WITHHOLD


def _row(document: Document) -> Waiting:
    says = {
        State.DRAFTING: _("Your draft")
        if document.openness
        else _("Your draft; its openness attribute is not chosen yet"),
        State.WITH_FOI: _("%(name)s does not want to disclose a policy document; it waits for your opinion"),
        State.SUBMITTED: _("%(name)s submitted it for the office's check"),
        State.CHECKED: _("The office has checked it; it waits for your approval"),
        State.HANDED_IN: _("%(name)s handed it in for adoption"),
        State.ADOPTED: _("The review body says it must not be published; confirm it or send it back")
        if _is_withheld(document)
        else _("Adopted; it waits for your approval"),
    }[State(document.state)]
    return Waiting(
        kind=str(document.get_form_display()),
        title=document.title,
        url=document.get_absolute_url(),
        says=says % {"name": document.drafted_by.name} if "%(" in says else says,
        button=_("Open"),
        since=localtime(document.changed_at).date(),
    )


def _batch(state: str, count: int) -> Waiting:
    if state == State.ADOPTED:
        title = ngettext(
            "%(count)s piece waits for your approval", "%(count)s pieces wait for your approval", count
        )
        url = reverse("desk:piece_approve_batch")
    else:
        title = ngettext("%(count)s piece waits for adoption", "%(count)s pieces wait for adoption", count)
        url = reverse("desk:piece_adopt_batch")
    return Waiting(
        kind=_("Pieces"),
        title=title % {"count": count},
        url=url,
        says=_("Read and decide in one go"),
        button=_("Open"),
    )
