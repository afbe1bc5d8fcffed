"""The progress page: where a request stands, its letters and its reply, and what the requester answers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from gongkai.acts import Outsider, Refused, clock
from gongkai.acts.once import AlreadySubmitted, earlier_submission, submitted_once
from gongkai.cases import actions, policy
from gongkai.cases.models import Case, Message, OutgoingLetter, Reply, Request
from gongkai.cases.policy.everywhere import only_open
from gongkai.files.models import StoredFile
from gongkai.kit.serving import serve_file
from gongkai.portal.pages import PortalPage
from gongkai.portal.requests import access, forms, limits
from gongkai.portal.requests.standing import has_left, may_read, standing_of
from gongkai.privacy.masking import mask_name
from gongkai.workdays.queries import loaded_calendar


class Progress(PortalPage, FormView):
    """Asks for number and code; then tells how far the request is."""

    remembered = False
    template_name = "portal/requests/progress_ask.html"
    form_class = forms.ProgressForm
    nav = "requests"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        opened = access.opened_in(request, self.agency)
        if opened is None:
            answer = super().get(request, *args, **kwargs)
        else:
            self.template_name = "portal/requests/progress.html"
            answer = self.render_to_response(self.get_context_data(form=None, **self.of_request(opened)))
        add_never_cache_headers(answer)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "leave":
            access.take_back(request)
            messages.success(request, _("Closed. Number and code open the request again."))
            return redirect("portal:request_progress")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        where = limits.address_of(self.request)
        number = access.read_number(form.cleaned_data["number"])
        which = f"{number[0]}-{number[1]}" if number else "none"
        by_address, by_number = limits.tries_from_an_address(), limits.tries_at_a_number()
        if by_address.is_reached(where) or (number and by_number.is_reached(which)):
            form.add_error(
                None,
                _("Too many tries. Try again in a quarter of an hour, or call %(phone)s.")
                % {"phone": self.agency.phone or _("the office")},
            )
            return self.render_to_response(self.get_context_data(form=form), status=429)
        opened = access.opened_by(self.agency, form.cleaned_data["number"], form.cleaned_data["code"])
        if opened is None:
            by_address.count(where)
            by_number.count(which)
            form.add_error(None, _("Number and code do not belong together. Look at the receipt again."))
            return self.form_invalid(form)
        access.grant(self.request, opened)
        return redirect("portal:request_progress")

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def of_request(self, opened: Request) -> dict[str, Any]:
        calendar, today = loaded_calendar(), clock.today()
        cases = list(
            opened.cases.select_related("agency", "request")
            .prefetch_related(
                "entries",
                Prefetch("letters", OutgoingLetter.objects.select_related("pdf", "docx")),
                Prefetch("replies", Reply.objects.select_related("pdf", "docx")),
                "replies__enclosures__file",
            )
            .order_by("pk")
        )
        return {
            "opened": opened,
            "requester": mask_name(cases[0].requester_name) if cases else "",
            "standings": [standing_of(case, calendar, today) for case in cases],
            "messages_both_ways": Message.objects.filter(request=opened).select_related("case"),
            "can_write": any(case.erased_on is None for case in cases),
            "first": cases[0] if cases else None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[
                (_("Home"), reverse("portal:home")),
                (_("Request information"), reverse("portal:requests")),
                (_("Progress"), ""),
            ],
            **kwargs,
        )


class OfOpened(PortalPage):
    """Belongs to the request this session has opened; without one it leads to number and code."""

    remembered = False
    nav = "requests"
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.opened is None:
            messages.info(request, _("Give number and code; after half an hour they are asked for again."))
            return redirect("portal:request_progress")
        answer = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(answer)
        return answer

    @cached_property
    def opened(self) -> Request | None:
        return access.opened_in(self.request, self.agency)


class LetterFile(OfOpened, View):
    """A letter that was sent to the requester."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> Any:
        letter = get_object_or_404(
            OutgoingLetter.objects.select_related("pdf", "docx"), pk=pk, case__request=self.opened
        )
        if kind not in {"pdf", "docx"} or not may_read(letter):
            raise Http404
        letter = actions.drawn(letter)
        if kind == "pdf" and letter.pdf is None:
            messages.info(
                request, _("There is no PDF of this letter: no font has every character. Take the DOCX.")
            )
            return redirect("portal:request_progress")
        return _served(_of_kind(letter, kind), may=True)


class ReplyFile(OfOpened, View):
    """The reply letter, once it has left the office."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> Any:
        reply = get_object_or_404(
            Reply.objects.select_related("pdf", "docx"), pk=pk, case__request=self.opened
        )
        return _served(_of_kind(reply, kind), has_left(reply))


class EnclosureFile(OfOpened, View):
    """What is enclosed in a reply that has left the office."""

    def get(self, request: HttpRequest, pk: int, paper: int) -> Any:
        reply = get_object_or_404(Reply, pk=pk, case__request=self.opened)
        found = get_object_or_404(reply.enclosures.select_related("file"), pk=paper, case_id=reply.case_id)
        return _served(found.file, has_left(reply))


def _of_kind(paper: OutgoingLetter | Reply, kind: str) -> StoredFile | None:
    return {"pdf": paper.pdf, "docx": paper.docx}.get(kind)


def _served(file: StoredFile | None, may: bool) -> Any:
    if file is None or not may:
        raise Http404
    return serve_file(file, save=True)


class Saying(OfOpened, FormView):
    """Something the requester says about one of their cases: once, with reasons when it is refused."""

    template_name = "portal/requests/saying.html"
    heading: Any = ""
    says: Any = ""
    button: Any = ""
    done: Any = ""

    @cached_property
    def case(self) -> Case:
        return get_object_or_404(Case, pk=self.kwargs["pk"], request=self.opened)

    @property
    def actor(self) -> Outsider:
        return Outsider(self.case.request.key)  # type: ignore[union-attr]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.case  # noqa: B018
        return super().get(request, *args, **kwargs)

    def obstacles(self) -> list[str]:
        return []

    def say(self, said: dict[str, Any]) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if earlier_submission(request.POST.get("submission", ""), self.actor) is not None:
            return redirect("portal:request_progress")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        limit = limits.messages_written()
        if limit.is_reached(self.actor.key):
            form.add_error(None, _("Too much within an hour. Try again later, or call the office."))
            return self.form_invalid(form)
        try:
            with submitted_once(form.cleaned_data["submission"], self.actor) as submission:
                self.say(form.said)
                submission.led_to = reverse("portal:request_progress")
        except AlreadySubmitted:
            return redirect("portal:request_progress")
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        limit.count(self.actor.key)
        messages.success(self.request, str(self.done))
        return redirect("portal:request_progress")

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            case=self.case,
            heading=self.heading,
            says=self.says,
            button=self.button,
            reasons=[] if self.request.method == "POST" else [str(each) for each in self.obstacles()],
            crumbs=[
                (_("Home"), reverse("portal:home")),
                (_("Request information"), reverse("portal:requests")),
                (_("Progress"), reverse("portal:request_progress")),
                (self.heading, ""),
            ],
            **kwargs,
        )


class Clarify(Saying):
    form_class = forms.ClarificationForm
    heading = gettext_lazy("Answer the question of the office")
    says = gettext_lazy("From the day your answer comes the period starts anew.")
    button = gettext_lazy("Send the answer")
    done = gettext_lazy("Your answer has been received.")

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.case.asked_for}

    def obstacles(self) -> list[str]:
        return list(policy.obstacles_to_clarifying_oneself(self.case, on=clock.today(), text="?"))

    def say(self, said: dict[str, Any]) -> None:
        actions.take_clarification(
            self.case, by=self.actor, on=clock.today(), text=said["text"], by_requester=True
        )


class Write(Saying):
    form_class = forms.MessageForm
    heading = gettext_lazy("Write to the office")
    says = gettext_lazy("The office reads it and answers here or by telephone.")
    button = gettext_lazy("Send the message")
    done = gettext_lazy("Your message has been sent.")

    def say(self, said: dict[str, Any]) -> None:
        actions.hear_requester(self.case, text=said["text"])


class Withdraw(Saying):
    """Sends the sentence; the office records the withdrawal."""

    form_class = forms.WithdrawalForm
    heading = gettext_lazy("Withdraw the request")
    says = gettext_lazy("The office ends the request without a reply. You can make a new one at any time.")
    button = gettext_lazy("Withdraw it")
    done = gettext_lazy("The office has been told that you withdraw the request.")

    def obstacles(self) -> list[str]:
        return list(only_open(self.case))

    def say(self, said: dict[str, Any]) -> None:
        if self.obstacles():
            raise Refused(self.obstacles())
        sentence = _("I withdraw the request %(number)s.") % {"number": self.case.number}
        actions.hear_requester(self.case, text=f"{sentence}\n{said['reason']}".strip())


class Rate(Saying):
    form_class = forms.RatingForm
    heading = gettext_lazy("Rate how the request was handled")
    says = gettext_lazy("It changes nothing in the reply. A second rating takes the place of the first.")
    button = gettext_lazy("Send the rating")
    done = gettext_lazy("Thank you. Your rating has been received.")

    def get_initial(self) -> dict[str, Any]:
        return {"rating": self.case.rating, "note": self.case.rating_note} if self.case.rating else {}

    def obstacles(self) -> list[str]:
        return [_("A request can be rated once it is concluded.")] if self.case.is_open else []

    def say(self, said: dict[str, Any]) -> None:
        actions.rate(self.case, rating=said["rating"], note=said["note"])
