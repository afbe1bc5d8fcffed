"""What is printed: the form of one review, the register of reviews."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import View

from gongkai.acts import clock
from gongkai.desk.secrecy.filters import ReviewFilter
from gongkai.desk.secrecy.seeing import WHO, is_concealed
from gongkai.kit.views import DeskPage, OfSubject
from gongkai.secrecy.models import Review
from gongkai.secrecy.printing import form_of
from gongkai.secrecy.queries import for_register
from gongkai.secrecy.register import TITLE, register_of
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.docx import form_docx
from gongkai.typesetting.pdf import form_pdf, register_pdf
from gongkai.typesetting.registers import register_xlsx

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMS = {"pdf": form_pdf, "docx": form_docx}
_REGISTERS = {"pdf": register_pdf, "xlsx": register_xlsx}
# A register of more rows is opened as a spreadsheet, or printed year by year.
PRINTED_AT_MOST = 3000


class FormFile(OfSubject, View):
    """The form of a review, as PDF or to be filled in further as DOCX."""

    model = Review

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = kwargs["kind"]
        if kind not in _FORMS:
            raise Http404
        review = self.fetch()
        if is_concealed(review, request.user):
            raise Http404
        try:
            content = _FORMS[kind](form_of(review))
        except CharactersMissing as missing:
            messages.error(request, str(missing))
            return redirect(review)
        return _as_download(content, f"保密审查表 {review.number}.{kind}", kind)

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related("opinion_by", "decided_by", "approved_by", "oral_noted_by", "procedure_by")
        )


class RegisterFile(DeskPage, View):
    """The register of reviews as the list shows it, with the filters of the list."""

    duties = WHO

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in _REGISTERS:
            raise Http404
        user: Any = request.user
        chosen = ReviewFilter(request.GET, queryset=Review.objects.visible_to(user), request=request)
        reviews = for_register(chosen.qs)
        if kind == "pdf" and reviews.count() > PRINTED_AT_MOST:
            messages.error(
                request, _("These are too many rows to print. Choose a year, or open the spreadsheet.")
            )
            return redirect("desk:review_list")
        year = chosen.form.cleaned_data.get("year") if chosen.form.is_valid() else ""
        period = f"{year}年" if year else "历年"
        register = register_of(user.agency, reviews, period=period, printed_on=clock.today())
        try:
            content = _REGISTERS[kind](register)
        except CharactersMissing as missing:
            messages.error(request, str(missing))
            return redirect("desk:review_list")
        return _as_download(content, f"{TITLE} {period}.{kind}", kind)


def _as_download(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
