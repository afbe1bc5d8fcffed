"""What the editor asks for while a draft is typed: a picture, a text from Word, a pasted text made clean."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from gongkai.acts import Refused
from gongkai.desk.documents.forms.editor import LONGEST_TEXT
from gongkai.desk.documents.importing import from_word
from gongkai.documents import policy
from gongkai.documents.models import Attachment, Document
from gongkai.files.models import StoredFile
from gongkai.files.sniffing import kind_of
from gongkai.files.storing import store
from gongkai.kit.rich_text import with_addresses
from gongkai.kit.serving import serve_file
from gongkai.kit.views import DeskPage
from gongkai.typesetting.rich_text import clean


class _Asked(DeskPage, View):
    """Answers in JSON; a refusal is its sentences."""

    duties = policy.DRAFTERS
    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            return JsonResponse({"reasons": refused.reasons}, status=HTTPStatus.BAD_REQUEST)

    def file(self) -> Any:
        file = self.request.FILES.get("file")
        if file is None:
            raise Refused(_("Choose the file again."))
        return file


class EditorPicture(_Asked):
    """Keeps a picture; until a draft is saved with it only the one who brought it sees it."""

    def post(self, request: Any) -> JsonResponse:
        file = self.file()
        if not kind_of(file, file.name).startswith("image/"):
            raise Refused(_("Choose a picture: JPG or PNG."))
        file.seek(0)
        kept = store(file, name=file.name, by=request.user, agency=request.user.agency)
        return JsonResponse({"key": str(kept.pk), "url": own_address(str(kept.pk))})


class EditorWord(_Asked):
    """Reads a DOCX; what it says goes into the editor, nothing is saved."""

    def post(self, request: Any) -> JsonResponse:
        read = from_word(self.file(), by=request.user, agency=request.user.agency)
        return JsonResponse(
            {"title": read.title, "html": with_addresses(read.html, own_address), "notes": read.notes}
        )


class EditorPaste(_Asked):
    """Cleans what was copied in Word or WPS; pictures do not come along."""

    def post(self, request: Any) -> JsonResponse:
        html = request.POST.get("html", "")
        if len(html) > 20 * LONGEST_TEXT:
            raise Refused(_("This is too long to paste. Use “Import from Word”."))
        return JsonResponse({"html": with_addresses(clean(html), {})})


class OwnFile(DeskPage, View):
    """A picture just brought into a text, for the one who brought it, until a draft has it."""

    def get(self, request: Any, file: UUID) -> Any:
        found = StoredFile.objects.filter(pk=file, stored_by=request.user.key[:100], is_sealed=False).first()
        if found is None or not found.is_picture or Attachment.objects.filter(file=found).exists():
            raise Http404
        return serve_file(found)


def own_address(key: str) -> str:
    return reverse("desk:own_file", args=[UUID(key)])


def addresses_in(document: Document | None) -> Any:
    """Return where the pictures of a text being typed are fetched: those of the draft, and one's own."""
    attached = {str(each.file_id) for each in document.files} if document is not None else set()

    def address(key: str) -> str | None:
        if document is not None and key in attached:
            return reverse("desk:document_file", args=[document.pk, key])
        try:
            return own_address(key)
        except ValueError:
            return None

    # A template would call it otherwise, before it is handed on.
    address.do_not_call_in_templates = True  # type: ignore[attr-defined]
    return address
