from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.documents.models import Document
from gongkai.documents.queries import waiting_for
from gongkai.kit.navigation import Entry


def _waiting(user: Any) -> tuple[QuerySet[Document]]:
    return (waiting_for(user),)


ENTRIES = (
    Entry(
        name="documents",
        label=_("Documents"),
        url_name="desk:document_list",
        duties=(OFFICE | SUPERVISORS) - {Duty.LEGAL_COUNSEL},
        group=_("My work"),
        order=20,
        waiting=_waiting,
    ),
    Entry(
        name="attribute",
        label=_("Attribute and limits"),
        url_name="desk:document_unpublished",
        duties=(OFFICE | SUPERVISORS) - {Duty.LEGAL_COUNSEL},
        group=_("Disclosure"),
        order=45,
    ),
)
