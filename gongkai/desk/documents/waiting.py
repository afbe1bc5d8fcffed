"""What of documents and pieces waits for a person."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.documents.models import Document, State
from gongkai.documents.queries import waiting_for as documents_waiting_for
from gongkai.kit.waiting import Waiting
from gongkai.secrecy.models import Decision

_MANY = 3  # from here on pieces that wait for the same step are one row that leads to the batch


def waiting_for(user: Any) -> list[Waiting]:
    rows: list[Waiting] = []
    batches: dict[str, list[Document]] = {State.HANDED_IN: [], State.ADOPTED: []}
    for document in documents_waiting_for(user)[:200]:
        if document.state in batches and not _is_withheld(document):
            batches[document.state].append(document)
        else:
            rows.append(_row(document))
    for state, pieces in batches.items():
        rows.extend([_batch(state, len(pieces))] if len(pieces) >= _MANY else map(_row, pieces))
    return rows


def _is_withheld(document: Document) -> bool:
    return document.review is not None and document.review.decision == Decision.WITHHOLD


def _row(document: Document) -> Waiting:
    says = {
        State.DRAFTING: _("Your draft")
        if document.openness
        else _("Your draft; its openness attribute is not chosen yet"),
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
