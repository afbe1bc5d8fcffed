"""Acts on the reply."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import clock
from gongkai.cases import actions, letters, policy
from gongkai.cases.models import Case, Reply, ReplyState
from gongkai.cases.prepared import prepared
from gongkai.desk.cases.forms import replying as forms
from gongkai.desk.cases.trail import may_read, review_of, steps_of
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, OfSubject
from gongkai.law.outcomes import OutcomeGroup
from gongkai.law.remedies import remedy, remedy_paragraph
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.letters import Letter as LetterText


class ProposeReply(CaseAct):
    form_class = forms.ProposeForm
    template_name = "desk/cases/propose.html"
    heading = gettext_lazy("Propose a reply")

    def get_button(self) -> str:
        if self.subject.handling_section_id:
            return _("Send to the handling section")
        return _("Send to the legal counsel")

    def get_done(self, result: Reply) -> str:
        if result.state == ReplyState.WITH_SECTION:
            return _("Proposed. The head of the handling section says next whether it is right.")
        return _("Proposed. The legal counsel checks it next.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_opening_a_reply(self.subject, self.request.user)

    def run(self, form: Any) -> Reply:
        return actions.propose_reply(self.subject, by=self.request.user, **form.said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.subject, self.request.user
        sent_back = case.replies.exclude(sent_back_by=None).select_related("sent_back_by").last()
        return super().get_context_data(
            sent_back=sent_back,
            consultations=case.consultations.select_related("override_letter"),
            may_redact=not list(policy.obstacles_to_redacting(case, user)),
            kinds=json.dumps(_kinds(case), ensure_ascii=False),
            remedies=_remedies(case),
            **kwargs,
        )


class ReplyAct(ActPage):
    """An act on one reply, named in the address: a tab left open cannot act on the one that came after."""

    model = Reply
    nav = "cases"
    template_name = "desk/cases/reply_act.html"

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related(
                "case__agency",
                "case__handling_section",
                "case__follows",
                "proposed_by",
                "section_by",
                "checked_by",
                "signed_by",
                "sent_back_by",
                "package__review",
            )
            .prefetch_related("enclosures")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reply = self.subject
        review = review_of(reply)
        return super().get_context_data(
            steps=steps_of(reply, self.request.user),
            review=review,
            review_url=review.get_absolute_url() if review and may_read(review, self.request.user) else "",
            reply=reply,
            case=reply.case,
            letter=_letter_of(reply),
            unsettled=not reply.is_frozen and not remedy(reply.outcome, clock.today()).settled,
            **kwargs,
        )


class AgreeForSection(ReplyAct):
    form_class = forms.OpinionForm
    heading = gettext_lazy("Agree for the section")
    button = gettext_lazy("Agree and pass to the legal counsel")
    done = gettext_lazy("Agreed. The legal counsel checks it next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_agreeing_for_the_section(self.subject, self.request.user)

    def run(self, form: Any) -> Reply:
        return actions.agree_for_section(self.subject, by=self.request.user, **form.said)


class LegalCheck(ReplyAct):
    form_class = forms.CheckForm
    heading = gettext_lazy("Check the reply")
    button = gettext_lazy("Agree and pass on")
    done = gettext_lazy("Checked. The responsible leader signs next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_checking(self.subject, self.request.user)

    def run(self, form: Any) -> Reply:
        return actions.legal_check(self.subject, by=self.request.user, **form.said)


class SendBack(ReplyAct):
    form_class = forms.SendBackForm
    heading = gettext_lazy("Send the reply back")
    button = gettext_lazy("Send back")
    done = gettext_lazy("Sent back. The FOI officer proposes it anew.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_sending_back(self.subject, self.request.user)

    def run(self, form: Any) -> Reply:
        return actions.send_back(self.subject, by=self.request.user, **form.said)


class Sign(ReplyAct):
    heading = gettext_lazy("Sign the reply")
    button = gettext_lazy("Sign")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_signing(self.subject, self.request.user)

    def run(self, form: Any) -> Reply:
        return actions.sign(self.subject, by=self.request.user)

    def get_done(self, result: Reply) -> str:
        if result.pdf is None:
            return _(
                "Signed as %(number)s. There is a DOCX but no PDF, for no loaded font has every character. "
                "The FOI officer delivers it next."
            ) % {"number": result.number}
        return _("Signed as %(number)s. The FOI officer delivers it next.") % {"number": result.number}


class Deliver(ReplyAct):
    form_class = forms.DeliverForm
    heading = gettext_lazy("Deliver the reply")
    button = gettext_lazy("Record the delivery")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reply": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_delivering(self.subject, self.request.user)

    def run(self, form: Any) -> Reply:
        said = {name: value for name, value in form.said.items() if name != "recipient_checked"}
        return actions.deliver(self.subject, by=self.request.user, **said)

    def get_done(self, result: Reply) -> str:
        if result.delivered_on:
            return _("Delivered. The case is concluded.")
        return _("Sent. The case is concluded; record the arrival once the slip comes back.")


class RecordArrival(ReplyAct):
    form_class = forms.ArrivalForm
    heading = gettext_lazy("Record the arrival")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The arrival is recorded.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recording_arrival(self.subject, self.request.user)

    def run(self, form: Any) -> Reply:
        return actions.record_arrival(self.subject, by=self.request.user, **form.said)


class Letter(OfSubject, View):
    """The signed letter of a reply, as DOCX or PDF."""

    model = Reply

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        reply = self.fetch()
        if kwargs["kind"] == "docx" and reply.docx:
            return serve_file(reply.docx)
        if kwargs["kind"] != "pdf" or not reply.is_frozen:
            raise Http404
        if reply.pdf:
            return serve_file(reply.pdf)
        try:
            content = actions.letter_as_pdf(reply)
        except CharactersMissing as missing:
            messages.error(request, str(missing))
            return redirect(reply.case)
        name = reply.docx.name.rpartition(".")[0] if reply.docx else reply.number
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={
                "Content-Disposition": content_disposition_header(True, f"{name}.pdf") or "attachment",
                "X-Content-Type-Options": "nosniff",
            },
        )


def _letter_of(reply: Reply) -> LetterText:
    if reply.letter is not None:
        return letters.thawed(reply.letter)
    names = tuple(paper.title for paper in reply.enclosures.all())
    return letters.reply_letter(reply, number=letters.NUMBER_TO_COME, on=clock.today(), enclosures=names)


def _kinds(case: Case) -> dict[str, dict[str, Any]]:
    """Return what each kind of reply needs and begins with, for the script that shows only that."""
    received = case.governed_from
    kinds: dict[str, dict[str, Any]] = {
        kind.code: {
            "ground": kind.needs_ground,
            "encloses": kind.group in {OutcomeGroup.GRANTED, OutcomeGroup.PARTIAL},
            "asks": prepared(kind.code).asks,
            "article": letters.default_ground(kind, received),
            "text": prepared(kind.code).text_zh,
            "grounds": {},
        }
        for kind in policy.kinds_of_reply(case)
        if kind.letter
    }
    for each in forms.grounds_of(case):
        if each.outcome in kinds:
            kinds[each.outcome]["grounds"][each.code] = {"cited": each.cited(received), "text": each.text_zh}
    return kinds


def _remedies(case: Case) -> list[dict[str, Any]]:
    """Return the closing paragraphs of the letters, each with the kinds of reply it belongs to."""
    today, agency = clock.today(), case.agency
    paragraphs: dict[str, dict[str, Any]] = {}
    for kind in policy.kinds_of_reply(case):
        if kind.letter:
            text = remedy_paragraph(kind, today, agency.review_body, agency.court)
            row = paragraphs.setdefault(
                text, {"text": text, "settled": remedy(kind, today).settled, "kinds": []}
            )
            row["settled"] = row["settled"] and remedy(kind, today).settled
            row["kinds"].append(kind)
    return list(paragraphs.values())
