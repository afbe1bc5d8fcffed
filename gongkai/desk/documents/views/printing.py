"""A document and its issuing form as PDF and DOCX."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import View

from gongkai.documents.models import Document, Form
from gongkai.documents.printing import application, official
from gongkai.kit.views import OfSubject
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.docx import form_docx, official_docx
from gongkai.typesetting.official_forms import issuing_form
from gongkai.typesetting.pdf import form_pdf, official_pdf

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class _Printed(OfSubject, View):
    """Made when it is asked for. What no font can print is told by name, on the page of the document."""

    model = Document

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(form=Form.OFFICIAL).select_related("approved_by", "checked_by")

    def made(self, document: Document) -> tuple[bytes, str, str]:
        """Return the content, the name without ending, and the kind: pdf or docx."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        document = self.fetch()
        try:
            content, name, kind = self.made(document)
        except CharactersMissing as missing:
            messages.error(request, str(missing))
            return redirect(document)
        answer = HttpResponse(content, content_type=TYPES[kind])
        answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, no-store"
        return answer


class DocumentPdf(_Printed):
    def made(self, document: Document) -> tuple[bytes, str, str]:
        return official_pdf(official(document)), document.title[:80], "pdf"


class DocumentDocx(_Printed):
    def made(self, document: Document) -> tuple[bytes, str, str]:
        return official_docx(official(document)), document.title[:80], "docx"


class DocumentIssuingForm(_Printed):
    def made(self, document: Document) -> tuple[bytes, str, str]:
        kind = self.kwargs["kind"]
        if kind not in TYPES:
            raise Http404
        form = issuing_form(application(document))
        content = form_pdf(form) if kind == "pdf" else form_docx(form)
        return content, _("Issuing form %(title)s") % {"title": document.title[:80]}, kind
