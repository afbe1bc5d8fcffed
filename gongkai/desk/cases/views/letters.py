"""Letters of a case: shown before they are written, sent, arrived, left unsent, saved as files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import Refused
from gongkai.cases import actions, letters, policy
from gongkai.cases.models import Case, LetterKind, LetterState, OutgoingLetter
from gongkai.desk.cases.forms import letters as forms
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, OfSubject
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.letters import Letter
from gongkai.typesetting.pdf import letter_pdf

# Letters that go to somebody else than the requester.
TO_OTHERS = frozenset({LetterKind.THIRD_PARTY, LetterKind.AGENCY, LetterKind.OVERRIDE, LetterKind.TRANSFER})


class Writing:
    """An act that writes a letter. It is shown as it will be, before anything is written."""

    request: Any

    def letter(self, form: Any) -> Letter:
        """Return the letter as the form now says it, without its number."""
        raise NotImplementedError

    def refusals(self, form: Any) -> Iterable[str]:
        """Say what would refuse the act with what the form says."""
        return ()

    def explain(self) -> Iterable[str]:
        """Say what the act leaves behind, a paragraph each."""
        return ()

    def warning(self) -> tuple[str, str] | None:
        """Return title and sentence of what deserves a second look."""
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        if "preview" not in self.request.POST:
            done: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            return done
        reasons = list(self.refusals(form))
        letter = None
        if not reasons:
            try:
                letter = self.letter(form)
            except Refused as refused:
                reasons = refused.reasons
        form.add_refusals(reasons)
        context = self.get_context_data(form=form, letter=letter)
        answer: HttpResponse = self.render_to_response(context, status=422 if reasons else 200)  # type: ignore[attr-defined]
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            says=self.explain(), warning=self.warning(), **kwargs
        )
        return context


def written(letter: OutgoingLetter) -> str:
    """Return the sentence that a letter was written."""
    if letter.pdf is None:
        return _(
            "Written as %(number)s. There is a DOCX but no PDF, for no loaded font has every character. Send "
            "it, then record the sending."
        ) % {"number": letter.number}
    return _("Written as %(number)s. Send it, then record the sending.") % {"number": letter.number}


def beside_the_letters(case: Case) -> str:
    return f"{case.get_absolute_url()}#letters"


class LetterAct(ActPage):
    """An act on one letter, named in the address: a tab left open cannot act on another."""

    model = OutgoingLetter
    nav = "cases"
    template_name = "desk/cases/letter_act.html"
    address = ""
    shows_address = False

    def get_queryset(self) -> Any:
        letters_seen = super().get_queryset().select_related("case__agency", "agency", "docx", "pdf")
        return letters_seen.prefetch_related("case__entries")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outgoing = self.subject
        to_requester = outgoing.kind not in TO_OTHERS
        hidden = self.shows_address and to_requester and bool(outgoing.recipient_address)
        return super().get_context_data(
            outgoing=outgoing,
            case=outgoing.case,
            letter=letters.thawed(outgoing.content),
            files=files_of(outgoing),
            address=self.address or ("" if to_requester else outgoing.recipient_address),
            may_show_address=hidden
            and not list(policy.obstacles_to_showing_contact(outgoing.case, self.request.user)),
            **kwargs,
        )


class SendLetter(LetterAct):
    form_class = forms.SendLetterForm
    heading = gettext_lazy("Send the letter")
    button = gettext_lazy("Record the sending")
    shows_address = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"letter": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_sending_a_letter(self.subject, self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (
            self.show_address(request) if "show" in request.POST else super().post(request, *args, **kwargs)
        )

    def show_address(self, request: HttpRequest) -> HttpResponse:
        """Show the address on the envelope, once, keeping what was filled in; the journal tells of it."""
        try:
            actions.show_contact(self.subject.case, by=self.request.user)
            self.address = self.subject.recipient_address
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        typed = {name: value for name, value in request.POST.items() if name not in {"show", "to"}}
        form = forms.SendLetterForm(initial=typed, letter=self.subject)
        response = self.render_to_response(self.get_context_data(form=form))
        add_never_cache_headers(response)
        return response

    def run(self, form: Any) -> str:
        said = {name: value for name, value in form.said.items() if name != "recipient_checked"}
        self.sent = actions.send_letter(self.subject, by=self.request.user, **said)
        return beside_the_letters(self.sent.case)

    def get_done(self, result: Any) -> str:
        if self.sent.delivered_on:
            return _("Sent and delivered: %(letter)s.") % {"letter": self.sent}
        return _("Sent: %(letter)s. Record the arrival once it is known.") % {"letter": self.sent}


class LetterArrival(LetterAct):
    form_class = forms.LetterArrivalForm
    heading = gettext_lazy("Record the arrival of the letter")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The arrival is recorded.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recording_a_letters_arrival(self.subject, self.request.user)

    def run(self, form: Any) -> str:
        letter = actions.record_letter_arrival(self.subject, by=self.request.user, **form.said)
        return beside_the_letters(letter.case)


class VoidLetter(LetterAct):
    form_class = forms.VoidLetterForm
    heading = gettext_lazy("Leave the letter unsent")
    button = gettext_lazy("Leave it unsent")
    done = gettext_lazy("The letter is not sent. Its number stays void.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_voiding_a_letter(self.subject, self.request.user)

    def run(self, form: Any) -> str:
        letter = actions.void_letter(self.subject, by=self.request.user, **form.said)
        return beside_the_letters(letter.case)


class LetterFile(OfSubject, View):
    """A letter as DOCX or PDF."""

    model = OutgoingLetter

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("docx", "pdf", "case")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        letter = self.fetch()
        if kwargs["kind"] not in {"docx", "pdf"}:
            raise Http404
        letter = actions.drawn(letter)
        if letter.docx is None:
            raise Http404
        if kwargs["kind"] == "docx":
            return serve_file(letter.docx)
        if letter.pdf:
            return serve_file(letter.pdf)
        try:
            content = letter_pdf(letters.thawed(letter.content))
        except CharactersMissing as missing:
            messages.error(request, str(missing))
            return redirect(letter.case)
        name = letter.docx.name.rpartition(".")[0]
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={
                "Content-Disposition": content_disposition_header(True, f"{name}.pdf") or "attachment",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )


def files_of(letter: OutgoingLetter) -> list[dict[str, Any]]:
    """Return the files of a letter as the list of files shows them."""
    return [
        {
            "name": f"{letter.get_kind_display()} {letter.number}".strip(),
            "url": reverse("desk:letter_file", args=[letter.pk, kind]),
            "size": file.size if file else "",
            "type": kind,
            "note": "" if file or not letter.is_drawn else _("no font for every character"),
        }
        for kind, file in (("docx", letter.docx), ("pdf", letter.pdf))
    ]


def letter_rows(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return the letters of a case as its page lists them, newest first, with what can be done to each."""
    rows = []
    seen = OutgoingLetter.objects.visible_to(user).filter(case=case).select_related("docx", "pdf")
    for letter in reversed(list(seen)):
        letter.case = case
        rows.append({"letter": letter, "files": files_of(letter), "acts": list(_acts(letter, user))})
    return rows


def _acts(letter: OutgoingLetter, user: Any) -> Iterable[tuple[str, str]]:
    if letter.state == LetterState.WRITTEN:
        if not list(policy.obstacles_to_sending_a_letter(letter, user)):
            yield _("Record the sending"), reverse("desk:letter_send", args=[letter.pk])
        if not list(policy.obstacles_to_voiding_a_letter(letter, user)):
            yield _("Leave it unsent"), reverse("desk:letter_void", args=[letter.pk])
    elif not list(policy.obstacles_to_recording_a_letters_arrival(letter, user)):
        yield _("Record the arrival"), reverse("desk:letter_arrival", args=[letter.pk])
