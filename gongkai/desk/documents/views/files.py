"""The files of drafts, for those who may see the draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.views.generic import View

from gongkai.documents.models import Attachment, Document
from gongkai.kit.serving import serve_file
from gongkai.kit.views import DeskPage


class DocumentFile(DeskPage, View):
    """A file of a draft: attached to it as it stands."""

    def get(self, request: Any, pk: int, file: UUID) -> Any:
        document = Document.objects.visible_to(request.user).filter(pk=pk).first()
        found = Attachment.objects.select_related("file").filter(document=document, file_id=file).first()
        if document is None or found is None:
            raise Http404
        return serve_file(found.file)
