"""The disclosure guide as a page that stays current by itself, and as a paper to save."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from gongkai.acts import clock
from gongkai.catalogue.models import Item
from gongkai.kit.site import absolute
from gongkai.law.columns import ColumnKind
from gongkai.portal.catalogue import guide_parts
from gongkai.portal.catalogue.guide_parts import Part
from gongkai.portal.catalogue.section import OfSection
from gongkai.portal.catalogue.trees import columns_of
from gongkai.typesetting.docx import letter_docx
from gongkai.typesetting.letters import Letter
from gongkai.typesetting.pdf import letter_pdf

_SETTING = {
    "docx": (letter_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (letter_pdf, "application/pdf"),
}


class OfGuide(OfSection):
    nav = "guide"

    def parts(self) -> list[Part]:
        return list(guide_parts.parts(self.agency, self.branches(self.agency), clock.today()))


class Guide(OfGuide, TemplateView):
    template_name = "portal/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            parts=self.parts(),
            editions=self._editions(),
            crumbs=[(_("Home"), reverse("portal:home")), (_("Disclosure guide"), "")],
            **kwargs,
        )

    def _editions(self) -> list[Item]:
        """Guides the office published as items: dated editions, where it keeps such a column."""
        columns = [each.pk for each in columns_of(self.agency) if each.kind == ColumnKind.GUIDE]
        if not columns:
            return []
        return list(self.items().filter(column__in=columns).order_by("-document_date", "-pk")[:10])


class Download(OfGuide, View):
    """The guide of today on paper, in Chinese."""

    remembered = True

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in _SETTING:
            raise Http404
        set_as, content_type = _SETTING[kind]
        with translation.override(settings.LANGUAGE_CODE):
            letter = Letter(
                issuer=self.agency.name,
                title=f"{self.agency.name}\n政府信息公开指南",
                number="",
                recipient="",
                paragraphs=guide_parts.as_paragraphs(
                    iter(self.parts()), lambda path: absolute(request, path)
                ),
                signature=self.agency.name,
                signed_on=clock.today(),
                sealed=False,
            )
        name = f"政府信息公开指南-{clock.today():%Y%m%d}.{kind}"
        return HttpResponse(
            set_as(letter),
            content_type=content_type,
            headers={
                "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=name)),
                "X-Content-Type-Options": "nosniff",
            },
        )
