"""The online form: filled in on one page, saved on the way, handed in once, and its receipt."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from gongkai.acts import Outsider, Refused, clock
from gongkai.acts.once import AlreadySubmitted, earlier_submission, submitted_once
from gongkai.cases import actions
from gongkai.cases.actions import Draft
from gongkai.law import terms
from gongkai.portal.pages import PortalPage
from gongkai.portal.requests import checking, limits
from gongkai.portal.requests.forms import RequestForm, problem_of_proof

KEY_COOKIE = "draft"
_LONGEST_KEPT = 20_000  # signs of one field; the form refuses far fewer, the draft keeps what was typed
_KEY = re.compile(r"[0-9a-f]{32}")


def draft_key(request: HttpRequest) -> str:
    """Return the key of the form this browser has begun; empty where it has none."""
    key = request.COOKIES.get(KEY_COOKIE, "")
    return key if _KEY.fullmatch(key) else ""


def give_key(answer: HttpResponse, key: str) -> None:
    """Let the browser remember the key as long as the draft is kept."""
    days = terms.term("request_draft", clock.today(), terms.LOCAL).value
    answer.set_cookie(
        KEY_COOKIE,
        key,
        max_age=days * 24 * 3600,
        path=reverse("portal:request"),
        secure=settings.SPEAKS_TLS,
        httponly=True,
        samesite="Lax",
    )


def typed(request: HttpRequest) -> dict[str, str]:
    """Return what was typed so far, whether it will be taken or not."""
    return {
        name: request.POST[name].replace("\x00", "")[:_LONGEST_KEPT]
        for name in RequestForm.KEPT
        if name in request.POST
    }


def keep(request: HttpRequest, agency: Any, key: str) -> tuple[Draft | None, str]:
    """Keep what was typed under the key; return the draft and what is wrong with an uploaded proof."""
    where = limits.address_of(request)
    if limits.savings().is_reached(where):
        return None, ""
    limits.savings().count(where)
    proof, problem = request.FILES.get("proof"), ""
    if proof is not None:
        problem = problem_of_proof(proof)
        if not problem and limits.files_handed_in().is_reached(where):
            problem = _("Too many files came from your connection within an hour. Try again later.")
        if not problem:
            limits.files_handed_in().count(where)
    try:
        return actions.keep_draft(agency, key, typed(request), proof=None if problem else proof), problem
    except Refused as refused:
        return actions.keep_draft(agency, key, typed(request)), " ".join(refused.reasons)


class RequestPage(PortalPage, FormView):
    """The form. Nothing typed is lost: it is saved before it is judged."""

    remembered = False
    template_name = "portal/requests/form.html"
    form_class = RequestForm
    nav = "requests"
    key = ""
    draft: Draft | None = None
    refusal_status = 422

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.key = draft_key(request) or actions.new_draft_key()
        if actions.is_handed_in(self.key):
            # The receipt was on its way and never arrived.
            return redirect("portal:request_receipt")
        self.draft = actions.open_draft(self.key)
        return self.with_key(super().get(request, *args, **kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.key = draft_key(request) or actions.new_draft_key()
        earlier = earlier_submission(request.POST.get("submission", ""), self.sender)
        if earlier is not None or actions.is_handed_in(self.key):
            return redirect("portal:request_receipt")
        self.draft, self.problem = keep(request, self.agency, self.key)
        if request.POST.get("do") == "save":
            return self.with_key(self.saved())
        return self.with_key(super().post(request, *args, **kwargs))

    @property
    def sender(self) -> Outsider:
        return Outsider(f"draft:{self.key[:16]}")

    def with_key(self, answer: HttpResponse) -> HttpResponse:
        if not answer.has_header("Location") or answer["Location"] == reverse("portal:request"):
            give_key(answer, self.key)
        add_never_cache_headers(answer)
        return answer

    def saved(self) -> HttpResponse:
        if self.draft is None:
            messages.error(self.request, _("Not saved: too much came from your connection. Try again later."))
        else:
            messages.success(
                self.request,
                _("Saved. Open this page again on the same device by %(day)s to go on.")
                % {"day": date_format(timezone.localtime(self.draft.expires_at))},
            )
        if self.problem:
            messages.warning(self.request, self.problem)
        return redirect("portal:request")

    def get_initial(self) -> dict[str, Any]:
        return dict(self.draft.said) if self.draft else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        kept = bool(self.draft and self.draft.proof)
        kwargs = super().get_form_kwargs() | {"has_proof": kept, "pick_up_at": self.agency.address}
        if self.request.method == "POST":
            # The file lies in the draft already, or its fault is told.
            kwargs |= {"files": {}, "proof_problem": self.problem}
        return kwargs

    def form_valid(self, form: Any) -> HttpResponse:
        refusal = self.why_not_now()
        if refusal:
            form.add_error(None, refusal)
            self.refusal_status = 429
            return self.form_invalid(form)
        try:
            with submitted_once(form.cleaned_data["submission"], self.sender) as submission:
                case, code = actions.receive_online(
                    self.agency,
                    proof=actions.proof_to_hand_in(self.key),
                    **form.as_request(),
                )
                actions.hand_in_draft(self.key, case, code)
                submission.led_to = reverse("portal:request_receipt")
        except AlreadySubmitted:
            return redirect("portal:request_receipt")
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        return redirect("portal:request_receipt")

    def form_invalid(self, form: Any) -> HttpResponse:
        if actions.is_handed_in(self.key):
            # Another sending of the same form came first while this one was read.
            return redirect("portal:request_receipt")
        return self.render_to_response(self.get_context_data(form=form), status=self.refusal_status)

    def why_not_now(self) -> str:
        """Say why nothing more is taken from here at the moment; count what is taken."""
        where, solved = limits.address_of(self.request), self.request.POST.get("check", "")
        if checking.is_solved(solved) and checking.use(solved):
            if not limits.checked_sendings().is_reached(where):
                limits.checked_sendings().count(where)
                return ""
        else:
            here, everywhere = limits.unchecked_sendings(), limits.unchecked_sendings_in_all()
            if not here.is_reached(where) and not everywhere.is_reached():
                here.count(where)
                everywhere.count()
                return ""
        return _(
            "Too many requests came from your connection or without the check of the browser. What you "
            "typed is kept: send it again in an hour, or call %(phone)s."
        ) % {"phone": self.agency.phone or _("the office")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        return super().get_context_data(
            draft=self.draft,
            proof=proof_words(self.draft),
            reply_days=terms.term("reply", today).value,
            extension_days=terms.term("longest_extension", today).value,
            clarification_days=terms.term("clarification_notice", today).value,
            kept_months=terms.term("retention_contact", today, terms.LOCAL).value,
            draft_days=terms.term("request_draft", today, terms.LOCAL).value,
            crumbs=[
                (_("Home"), reverse("portal:home")),
                (_("Request information"), reverse("portal:requests")),
                (_("Online form"), ""),
            ],
            **kwargs,
        )


def proof_words(draft: Draft | None) -> str:
    """Name the proof of identity that is kept; empty while there is none."""
    if draft is None or draft.proof is None:
        return ""
    return _("Kept, encrypted: a %(kind)s of %(size)s KB. Choose another file to replace it.") % {
        "kind": draft.proof.kind,
        "size": -(-draft.proof.size // 1000),
    }


class SaveDraft(PortalPage, View):
    """Saves what was typed while the person goes on typing."""

    remembered = False
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        key = draft_key(request)
        if not key:
            return JsonResponse({"problem": _("Not saved: this browser keeps no cookies.")}, status=409)
        draft, problem = keep(request, self.agency, key)
        if draft is None:
            return JsonResponse(
                {"problem": _("Not saved at the moment. Go on; it is tried again.")}, status=429
            )
        answer = JsonResponse(
            {
                "saved": _("Saved %(time)s")
                % {"time": date_format(timezone.localtime(draft.saved_at), "H:i")},
                "proof": proof_words(draft),
                "problem": problem,
            }
        )
        give_key(answer, key)
        return answer


class Check(View):
    """A fresh challenge for the browser."""

    def get(self, request: HttpRequest) -> HttpResponse:
        answer = JsonResponse(checking.new_challenge())
        add_never_cache_headers(answer)
        return answer


class ReceiptPage(PortalPage, TemplateView):
    """Number and code of a request that was handed in: shown once."""

    remembered = False
    template_name = "portal/requests/receipt.html"
    nav = "requests"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = self.render_to_response(
            self.get_context_data(receipt=actions.take_receipt(draft_key(request)))
        )
        answer.delete_cookie(KEY_COOKIE, path=reverse("portal:request"))
        add_never_cache_headers(answer)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            reply_days=terms.term("reply", clock.today()).value,
            crumbs=[
                (_("Home"), reverse("portal:home")),
                (_("Request information"), reverse("portal:requests")),
                (_("Receipt"), ""),
            ],
            **kwargs,
        )


class ReceiptFile(PortalPage, View):
    """Number and code as a text file. They come in the form and go back; nothing is looked up or kept."""

    remembered = False
    http_method_names = ["post"]
    NUMBER = re.compile(r"[\w〔〕]{1,60}")
    CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}")

    def post(self, request: HttpRequest) -> HttpResponse:
        number, code = request.POST.get("number", ""), request.POST.get("code", "")
        if not (self.NUMBER.fullmatch(number) and self.CODE.fullmatch(code)):
            return redirect("portal:request_receipt")
        lines = [
            self.agency.name,
            _("Number of the request: %(number)s") % {"number": number},
            _("Secret code: %(code)s") % {"code": code},
            _("Progress: %(address)s")
            % {"address": request.build_absolute_uri(reverse("portal:request_progress"))},
        ]
        answer = HttpResponse(
            "\ufeff" + "\r\n".join(lines) + "\r\n", content_type="text/plain; charset=utf-8"
        )
        answer["Content-Disposition"] = 'attachment; filename="request-code.txt"'
        add_never_cache_headers(answer)
        return answer
