"""What is typed is kept as it is typed; who else has the draft open is told."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.generic import View

from gongkai.acts import Refused, clock
from gongkai.acts.once import earlier_submission
from gongkai.documents import actions, policy
from gongkai.documents.models import Document, Form, WorkingCopy
from gongkai.kit.views import DeskPage

# Who was not heard of for so long has closed the page. The page speaks up every few seconds.
AWAY_AFTER = timedelta(seconds=20)
LONGEST_SAID = 1_000_000  # characters of all fields together


class OfDraft(DeskPage, View):
    """About the draft named in the address, or about one not yet begun."""

    kwargs: dict[str, Any]
    http_method_names = ["post"]

    def whose(self) -> tuple[Any, str, Document | None]:
        """Return the agency, the form and, where it was begun, the draft itself."""
        if "pk" in self.kwargs:
            document = Document.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"]).first()
            if document is None:
                raise Http404
            return document.agency, document.form, document
        form = self.request.GET.get("form", "")
        if form not in Form.values:
            raise Http404
        return self.request.user.agency, form, None

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if "pk" in self.kwargs:
            self.whose()
        return super().http_method_not_allowed(request, *args, **kwargs)

    def may_open(self, user: Any) -> bool:
        return "pk" in self.kwargs or bool(user.duties & policy.DRAFTERS)


class Typing(OfDraft):
    """Keeps the fields of the form (`said`, JSON), or only that the page is open; answers in sentences."""

    def post(self, request: Any, **_kwargs: Any) -> JsonResponse:
        agency, form, document = self.whose()
        told = {"by": request.user, "form": form, "document": document}
        said = _said(request.POST.get("said", ""))
        seen = int(request.POST.get("seen_version") or 0) if _is_number(request) else 0
        if earlier_submission(request.POST.get("submission", ""), request.user) is not None:
            # The form this comes from was sent meanwhile: what it says is saved.
            said = None
        answer: dict[str, Any] = {}
        try:
            if "begins" in request.POST:
                _forget_visit(request.user, agency, form, document)
            copy = actions.keep_typing(agency, said=said, seen_version=seen, **told)
        except Refused as refused:
            return JsonResponse({"stopped": " ".join(refused.reasons)})
        if said is not None:
            answer["kept"] = date_format(localtime(copy.seen_at), "H:i:s")
        if document is not None:
            answer |= {"others": _others(document, request.user), "newer": _newer(document, seen)}
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})


class Forget(OfDraft):
    """Throws away what was typed and not saved; leads back to the page it was typed on."""

    def post(self, request: Any, **_kwargs: Any) -> Any:
        agency, form, document = self.whose()
        actions.forget_typing(agency, by=request.user, form=form, document=document)
        messages.success(request, _("Thrown away. What was saved stays."))
        return redirect(page_of(form, document))


def page_of(form: str, document: Document | None) -> str:
    """Return the address of the page on which a draft is typed."""
    if document is not None:
        return reverse("desk:document_edit", args=[document.pk])
    return reverse("desk:piece_draft" if form == Form.PIECE else "desk:document_draft")


def kept_copy(by: Any, agency: Any, form: str, document: Document | None = None) -> WorkingCopy | None:
    """Return what `by` typed here and did not save, if there is anything."""
    return WorkingCopy.objects.filter(
        by=by, agency=agency, form=form, document=document, is_changed=True
    ).first()


def _forget_visit(by: Any, agency: Any, form: str, document: Document | None) -> None:
    """Who opens the page anew and left nothing typed is there from now on, not from the last time."""
    if kept_copy(by, agency, form, document) is None:
        actions.forget_typing(agency, by=by, form=form, document=document)


def _said(text: str) -> dict[str, list[str]] | None:
    if not text or len(text) > LONGEST_SAID:
        return None
    try:
        said = json.loads(text)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    # A NUL is in no text, and no database keeps it.
    return {
        str(name).replace("\x00", ""): [str(each).replace("\x00", "") for each in values]
        for name, values in said.items()
        if isinstance(values, list)
    }


def _is_number(request: Any) -> bool:
    told = request.POST.get("seen_version", "")
    return told.isascii() and told.isdigit() and len(told) < 9


def _others(document: Document, by: Any) -> list[str]:
    there = document.working_copies.filter(seen_at__gt=clock.now() - AWAY_AFTER).exclude(by=by)
    return [
        _("%(name)s has this draft open too, since %(time)s.")
        % {"name": each.by.name, "time": date_format(localtime(each.begun_at), "H:i")}
        for each in there.select_related("by").order_by("begun_at")
    ]


def _newer(document: Document, seen: int) -> str:
    if not seen or document.version <= seen:
        return ""
    latest = document.versions.select_related("saved_by").first()
    if latest is None:
        return ""
    return _(
        "%(name)s saved a newer version at %(time)s. Go on: when you save, both texts are shown to you first."
    ) % {"name": latest.saved_by.name, "time": date_format(localtime(latest.saved_at), "H:i")}
