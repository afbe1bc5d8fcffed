"""Large files in parts. All answers are JSON: where the upload stands, or the reasons against it.

400 says why a part or a file is not taken, 409 that a part begins at the wrong place and which is the right
one. Another person's upload does not exist.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views import View

from gongkai.acts import Refused
from gongkai.files.models import Upload
from gongkai.files.uploading import WrongPlace, append, begin, drop, look_through
from gongkai.kit.views import DeskPage

LONGEST_WORDS = 4096  # bytes of what begins an upload


class Answering(DeskPage, View):
    """Answers in JSON, also when something is refused."""

    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            answer = super().dispatch(request, *args, **kwargs)
        except WrongPlace as wrong:
            answer = JsonResponse(
                {"reasons": wrong.reasons, "received": wrong.received}, status=HTTPStatus.CONFLICT
            )
        except Refused as refused:
            answer = JsonResponse({"reasons": refused.reasons}, status=HTTPStatus.BAD_REQUEST)
        answer["Cache-Control"] = "no-store"
        return answer

    def fetch(self) -> Upload:
        found = Upload.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class Uploads(Answering):
    """Begins an upload: {"name", "size" in bytes}."""

    def post(self, request: Any) -> JsonResponse:
        try:
            said = json.loads(request.body[:LONGEST_WORDS])
            name, size = said["name"], said["size"]
        except (ValueError, TypeError, KeyError):
            raise Refused(_("Choose the file again.")) from None
        if not isinstance(name, str) or not isinstance(size, int) or "\x00" in name:
            raise Refused(_("Choose the file again."))
        upload = begin(name, size=size, by=request.user, agency=request.user.agency)
        return _stand(upload, HTTPStatus.CREATED)


class OneUpload(Answering):
    """Tells where an upload stands, takes its next part, or removes it.

    A part is the plain body; `Upload-Offset` is the byte it begins at, `Upload-Checksum` its SHA-256 in hex.
    """

    def get(self, request: Any, pk: Any) -> JsonResponse:
        return _stand(self.fetch())

    def post(self, request: Any, pk: Any) -> JsonResponse:
        upload = self.fetch()
        offset = request.headers.get("Upload-Offset", "")
        if not offset.isascii() or not offset.isdigit() or len(offset) > len(str(upload.size)):
            raise WrongPlace(upload.received)
        try:
            part = request.body
        except RequestDataTooBig:
            raise Refused(_("This part is not of the size it should be.")) from None
        sha256 = request.headers.get("Upload-Checksum", "")
        return _stand(append(upload, part, offset=int(offset), sha256=sha256, by=request.user))

    def delete(self, request: Any, pk: Any) -> JsonResponse:
        drop(self.fetch(), by=request.user)
        return JsonResponse({})


class Finish(Answering):
    """Says whether a whole upload will be taken, before its form is sent."""

    def get(self, request: Any, pk: Any) -> HttpResponseBase:
        self.fetch()  # nobody learns here which uploads other people have
        return self.http_method_not_allowed(request)

    def post(self, request: Any, pk: Any) -> JsonResponse:
        upload = self.fetch()
        look_through(upload, by=request.user)
        return _stand(upload)


def _stand(upload: Upload, status: int = HTTPStatus.OK) -> JsonResponse:
    return JsonResponse(
        {"id": str(upload.pk), "name": upload.name, "size": upload.size, "received": upload.received},
        status=status,
    )
