"""The list of documents and pieces."""

from __future__ import annotations

from typing import Any

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.desk.documents.contributing import SEES_ALL
from gongkai.desk.documents.filters import DocumentFilter
from gongkai.documents import policy
from gongkai.documents.models import Document, State
from gongkai.kit.views import ListPage


class DocumentList(ListPage):
    model = Document
    filterset_class = DocumentFilter
    template_name = "desk/documents/list.html"
    nav = "documents"
    duties = OFFICE | SUPERVISORS

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        # What was dropped is found only by those who look for it.
        return found if self.request.GET.get("state") == State.DROPPED else found.exclude(state=State.DROPPED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        duties = self.request.user.duties
        return super().get_context_data(
            can_draft=bool(duties & policy.DRAFTERS),
            sees_contributions=bool(duties & (policy.DRAFTERS | SEES_ALL)),
            **kwargs,
        )
