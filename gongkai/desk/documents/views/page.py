"""The page of one document or piece: its facts, its text, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from gongkai.catalogue.models import Item
from gongkai.desk.documents.offers import offers_for
from gongkai.desk.documents.views.editor import addresses_in
from gongkai.desk.documents.views.findings import still_found
from gongkai.documents.models import Document, State
from gongkai.documents.pictures import shown_in
from gongkai.kit.views import Offer, SubjectPage

STATUS = {
    State.DRAFTING: "new",
    State.WITH_FOI: "run",
    State.SUBMITTED: "run",
    State.CHECKED: "run",
    State.HANDED_IN: "run",
    State.ADOPTED: "run",
    State.APPROVED: "fine",
    State.DROPPED: "held",
}


class DocumentPage(SubjectPage):
    model = Document
    template_name = "desk/documents/document.html"
    nav = "documents"

    def offers(self) -> Iterable[Offer]:
        return offers_for(self.object, self.request.user)

    def timeline_keys(self) -> list[str]:
        document = self.object
        keys = [document.key]
        if document.review is not None:
            keys.append(document.review.key)
        item = Item.objects.filter(document=document).first()
        if item is not None:
            keys.append(item.key)
        return keys

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.object
        addresses = addresses_in(document)
        _inside, after = shown_in(document.body, document.files)
        files = [
            {
                "name": each.file.name,
                "url": reverse("desk:document_file", args=[document.pk, each.file_id]),
                "size": each.file.size,
                "type": each.file.kind,
            }
            for each in after
        ]
        pictures = [
            (
                reverse("desk:document_file", args=[document.pk, each.file_id]),
                each.alternative_text or each.file.name,
            )
            for each in after
            if each.file.is_picture
        ]
        return super().get_context_data(
            files=files,
            pictures=pictures,
            addresses=addresses,
            still_found=still_found(document, self.request.user),
            last_remark=document.remarks.select_related("by").first(),
            item=Item.objects.filter(document=document).first(),
            decisions=document.openness_decisions.select_related("by"),
            changes=document.openness_changes.select_related("proposed_by", "decided_by"),
            redacted=document.redacted_versions.select_related("review", "made_by"),
            status=STATUS[State(document.state)],
            over=document.number or str(document.get_form_display()),
            **kwargs,
        )
