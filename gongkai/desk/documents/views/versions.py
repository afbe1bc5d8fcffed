"""The versions of a document, and what two of them differ in."""

from __future__ import annotations

from typing import Any

from gongkai.desk.documents.views.editor import addresses_in
from gongkai.documents.comparing import compare
from gongkai.documents.models import Document, Version
from gongkai.kit.views import OfSubject, PlainPage


class Versions(OfSubject, PlainPage):
    """All versions; two of them compared: the last two, or those the address names."""

    model = Document
    template_name = "desk/documents/versions.html"
    nav = "documents"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.fetch()
        versions = list(document.versions.select_related("saved_by"))
        before, after = self._chosen(versions)
        return super().get_context_data(
            subject=document,
            versions=versions,
            before=before,
            after=after,
            comparison=compare(before, after) if before and after else None,
            addresses=addresses_in(document),
            **kwargs,
        )

    def _chosen(self, versions: list[Version]) -> tuple[Version | None, Version | None]:
        by_number = {str(each.number): each for each in versions}
        latest = versions[0] if versions else None
        after = by_number.get(self.request.GET.get("after", ""), latest)
        earlier = [each for each in versions if after is not None and each.number < after.number]
        before = by_number.get(self.request.GET.get("before", ""), earlier[0] if earlier else None)
        return before, after
