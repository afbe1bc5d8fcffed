"""Hiding parts of a paper: its sheets with the boxes on them, by hand, by search and by what is proposed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from gongkai.acts import Refused
from gongkai.cases import actions, policy
from gongkai.cases.models import Paper, Redaction, RedactionState
from gongkai.desk.cases import redacting
from gongkai.desk.cases.forms import redaction as forms
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.kit.views import ActPage, OfSubject
from gongkai.privacy.pages import page_picture

# Pixels across a page's picture: small print can be read, ten pages still come quickly.
PICTURE_WIDTH = 1240
LONGEST_SEARCH = 100
# How many finds a list shows; beyond that one hides them all, or searches for less.
MOST_SHOWN = 500


class BeginRedaction(CaseAct):
    form_class = forms.BeginForm
    heading = gettext_lazy("Redact a paper")
    button = gettext_lazy("Open it for redaction")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject, "user": self.request.user}

    def obstacles(self) -> Iterable[str]:
        user = self.request.user
        yield from policy.obstacles_to_redacting(self.subject, user)
        if not Paper.objects.visible_to(user).filter(case=self.subject).exclude(file=None).exists():
            yield _("The case has no paper with a file yet. Add it first.")

    def run(self, form: Any) -> Redaction:
        return actions.begin_redaction(form.said["paper"], by=self.request.user)

    def get_done(self, result: Redaction) -> str:
        return ngettext(
            "Opened: %(pages)s page. Hide what must not be read.",
            "Opened: %(pages)s pages. Hide what must not be read.",
            result.pages,
        ) % {"pages": result.pages}


class OfRedaction(OfSubject):
    """Fetches a redaction for those who redact papers of its case; for others it does not exist."""

    model = Redaction
    nav = "cases"

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related(
                "case__agency",
                "case__handling_section",
                "paper",
                "pdf",
                "result__file",
                "begun_by",
                "done_by",
            )
        )

    def fetch(self) -> Redaction:
        redaction: Redaction = super().fetch()
        if not policy.may_redact(redaction.case, self.request.user):
            raise Http404
        return redaction

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = super().dispatch(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


class RedactionPage(OfRedaction, TemplateView):
    """The sheets and all that can be done with them; every step is a plain form too."""

    template_name = "desk/cases/redaction.html"
    subject: Redaction

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.subject = self.fetch()
        return self.shown()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.subject = self.fetch()
        act = {"add": self.add, "change": self.change, "hide": self.hide}.get(request.POST.get("act", ""))
        if act is None:
            return self.shown([_("Choose one of these.")], status=422)
        return act(request)

    def add(self, request: HttpRequest) -> HttpResponse:
        form = forms.BoxForm(request.POST, pages=self.subject.pages, auto_id="new-%s")
        if not form.is_valid():
            return self.shown(form=form, status=422)
        return self.keep([*self.subject.boxes, form.box], _("The box is kept."), form=form)

    def change(self, request: HttpRequest) -> HttpResponse:
        boxes = list(self.subject.boxes)
        index = _number(request.POST.get("index"))
        if not 0 <= index < len(boxes):
            return self.shown([_("This box is not there any more.")], status=422)
        if "remove" in request.POST:
            del boxes[index]
            return self.keep(boxes, _("The box is removed."))
        form = forms.BoxForm(request.POST, pages=self.subject.pages)
        if not form.is_valid():
            wrong = [
                _("%(label)s: %(error)s") % {"label": form.fields[name].label, "error": error}
                for name, errors in form.errors.items()
                for error in errors
            ]
            return self.shown(wrong, status=422)
        boxes[index] = form.box | {"kind": boxes[index].get("kind", "")}
        return self.keep(boxes, _("The box is kept."))

    def hide(self, request: HttpRequest) -> HttpResponse:
        ground = forms.GroundForm(request.POST)
        if not ground.is_valid():
            return self.shown([str(each) for errors in ground.errors.values() for each in errors], status=422)
        words = request.POST.get("words", "")[:LONGEST_SEARCH]
        finds = _finds(self.subject, words) if words else redacting.proposals_of(self.subject)
        one = request.POST.get("one", "")
        chosen = [each for each in finds if not each.hidden and (not one or each.number == _number(one))]
        boxes = [box | {"ground": ground.said_ground} for find in chosen for box in find.boxes]
        said = ngettext("%(count)s box added.", "%(count)s boxes added.", len(boxes)) % {"count": len(boxes)}
        return self.keep([*self.subject.boxes, *boxes], said, words=words)

    def keep(
        self, boxes: list[dict[str, Any]], said: str, *, form: Any = None, words: str = ""
    ) -> HttpResponse:
        try:
            revision = _number(self.request.POST.get("revision"))
            actions.keep_boxes(self.subject, boxes, by=self.request.user, revision=revision)
        except Refused as refused:
            self.subject.refresh_from_db(fields=["boxes", "revision", "state"])
            return self.shown(refused.reasons, form=form, status=422)
        messages.success(self.request, said)
        query = f"?{urlencode({'words': words})}#hits" if words else ""
        return redirect(f"{self.subject.get_absolute_url()}{query}")

    def shown(self, refused: Iterable[str] = (), *, form: Any = None, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(refused=list(refused), form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        redaction, refused, form = self.subject, kwargs.pop("refused"), kwargs.pop("form")
        is_open = redaction.state == RedactionState.OPEN
        words = self.request.GET.get("words", self.request.POST.get("words", "")).strip()[:LONGEST_SEARCH]
        proposals = redacting.proposals_of(redaction) if is_open else []
        hits = _finds(redaction, words) if is_open and words else []
        context = {
            "subject": redaction,
            "case": redaction.case,
            "is_open": is_open and not redaction.case.concluded_on,
            "obstacles": [
                *refused,
                *([] if refused else policy.obstacles_to_changing_boxes(redaction, self.request.user)),
            ]
            if is_open
            else [],
            "sheets": redacting.sheets_of(redaction),
            "rows": [_row(index, box) for index, box in enumerate(redaction.boxes)],
            "blank": _row("", {"page": 0, "x": 0, "y": 0, "width": 0, "height": 0, "ground": ""}),
            "grounds": forms.GROUNDS,
            "other": forms.OTHER,
            "boxes": json.dumps(redaction.boxes, ensure_ascii=False),
            "proposals": _list(proposals),
            "words": words,
            "hits": _list(hits),
            # A find as the script copies it.
            "model": _list([redacting.Find(0, 1, "", "", (), hidden=False)]),
            "unread": redacting.name_pages(redacting.unread_pages(redaction))
            if redacting.unread_pages(redaction)
            else "",
            "form": form or forms.BoxForm(pages=redaction.pages, auto_id="new-%s"),
        }
        return super().get_context_data(**context, **kwargs)


class PagePicture(OfRedaction, View):
    """The picture of one page (counted from 1), as redaction draws it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        redaction, n = self.fetch(), kwargs["n"]
        if not 1 <= n <= redaction.pages:
            raise Http404
        return HttpResponse(
            page_picture(redaction.pdf.read(), n - 1, PICTURE_WIDTH),
            content_type="image/jpeg",
            headers={"X-Content-Type-Options": "nosniff"},
        )


class Boxes(OfRedaction, View):
    """The boxes as JSON: read, and kept with the revision that was seen.

    Answers 409 with the boxes as they are when somebody changed them meanwhile, and 422 with a sentence when
    they cannot be kept.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _told(self.fetch())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        redaction = self.fetch()
        try:
            boxes, revision = _said_in(request.body)
            kept = actions.keep_boxes(redaction, boxes, by=self.request.user, revision=revision)
        except actions.BoxesChanged as changed:
            redaction.refresh_from_db(fields=["boxes", "revision"])
            return _told(redaction, changed.reasons, status=409)
        except Refused as refused:
            return _told(redaction, refused.reasons, status=422)
        return _told(kept)


class Search(OfRedaction, View):
    """Where words stand in the paper, as boxes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        redaction = self.fetch()
        words = request.GET.get("words", "").strip()[:LONGEST_SEARCH]
        finds = _finds(redaction, words) if words else []
        hits = [{"page": each.page, "words": each.words, "boxes": each.boxes} for each in finds]
        return JsonResponse({"words": words, "hits": hits})


class RedactionAct(OfRedaction, ActPage):
    template_name = "desk/cases/redaction_act.html"


class FinishRedaction(RedactionAct):
    form_class = forms.FinishForm
    heading = gettext_lazy("Make the redacted paper")
    button = gettext_lazy("Make it and read it again")
    done = gettext_lazy("The redacted paper is made and was read again: nothing of what was hidden is left.")

    def get_form_kwargs(self) -> dict[str, Any]:
        unread = redacting.unread_pages(self.subject)
        return super().get_form_kwargs() | {"redaction": self.subject, "unread": unread}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_finishing_a_redaction(self.subject, self.request.user)

    def run(self, form: Any) -> Redaction:
        looked_at = redacting.unread_pages(self.subject) if form.said.get("looked") else ()
        actions.finish_redaction(
            self.subject, by=self.request.user, revision=form.said["revision"], looked_at=looked_at
        )
        return self.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts: dict[str, int] = {}
        for box in self.subject.boxes:
            ground = str(box.get("ground") or _("without a ground"))
            counts[ground] = counts.get(ground, 0) + 1
        names = {str(value): str(label) for value, label in forms.GROUNDS}
        unread = redacting.unread_pages(self.subject)
        return super().get_context_data(
            counts=[(names.get(ground, ground), count) for ground, count in counts.items()],
            unread=redacting.name_pages(unread) if unread else "",
            finishing=True,
            **kwargs,
        )


class DropRedaction(RedactionAct):
    heading = gettext_lazy("Give up the redaction")
    button = gettext_lazy("Give it up")
    done = gettext_lazy("The redaction is given up. The paper itself stays as it is.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing_boxes(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.drop_redaction(self.subject, by=self.request.user)


def _finds(redaction: Redaction, words: str) -> list[redacting.Find]:
    return redacting.hits_of(redaction, words)


def _list(finds: list[redacting.Find]) -> dict[str, Any]:
    return {
        "rows": [(find, json.dumps(find.boxes)) for find in finds[:MOST_SHOWN]],
        "more": max(0, len(finds) - MOST_SHOWN),
        "open": sum(1 for find in finds if not find.hidden),
        "count": len(finds),
    }


def _row(index: int | str, box: dict[str, Any]) -> dict[str, Any]:
    known = {value for value, _label in forms.GROUNDS}
    ground = str(box.get("ground", ""))
    return {
        "index": index,
        "number": index + 1 if isinstance(index, int) else "",
        "page": box["page"] + 1,
        "ground": ground if ground in known else forms.OTHER if ground else "",
        "ground_other": "" if ground in known else ground,
        "places": [
            (name, label, f"{box[side] * 100:.2f}".rstrip("0").rstrip("."))
            for name, label, side in (
                ("left", _("Left edge (percent)"), "x"),
                ("top", _("Top edge (percent)"), "y"),
                ("width", _("Width (percent)"), "width"),
                ("height", _("Height (percent)"), "height"),
            )
        ],
    }


def _number(said: str | None) -> int:
    """Return a number that was sent; -1, which nothing has, for what is none."""
    said = said or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1


def _said_in(body: bytes) -> tuple[list[Any], int]:
    unreadable = Refused(_("The boxes could not be read. Open the page again."))
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise unreadable from None
    if not isinstance(said, dict):
        raise unreadable
    boxes, revision = said.get("boxes"), said.get("revision")
    if not isinstance(boxes, list) or isinstance(revision, bool) or not isinstance(revision, int):
        raise unreadable
    return boxes, revision


def _told(redaction: Redaction, reasons: Iterable[str] = (), *, status: int = 200) -> JsonResponse:
    told = {"boxes": redaction.boxes, "revision": redaction.revision, "reasons": list(reasons)}
    return JsonResponse(told, status=status)
