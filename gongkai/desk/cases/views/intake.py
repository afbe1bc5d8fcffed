"""How a request comes in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from gongkai.acts import Refused, clock
from gongkai.acts.duties import Duty
from gongkai.acts.once import AlreadySubmitted, submitted_once
from gongkai.cases import actions, policy
from gongkai.cases.counting import same_person
from gongkai.cases.ledger import regime_on
from gongkai.cases.models import Attempt, Case, DeliveryWanted, FormWanted, IdentityProof, Message, Requester
from gongkai.desk.cases.deadlines import notice_missing
from gongkai.desk.cases.earlier import Earlier, before_registering, namesakes_of, newest_cases_of
from gongkai.desk.cases.forms import intake as forms
from gongkai.desk.cases.forms.fields import LONGEST_TEXT
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.desk.cases.wording import short_day
from gongkai.kit.serving import serve_file
from gongkai.kit.views import CreatePage, OfSubject
from gongkai.law.organisations import RequesterKind
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.forms import Application, Organisation, Person, application_form
from gongkai.typesetting.pdf import form_pdf


class TakesMatters:
    """A form that can be asked for one more matter; it then comes back with all that was typed."""

    fewest = 1
    request: Any

    def matters(self) -> int:
        asked = self.request.POST.get("matters", "")
        count = int(asked) if asked.isdecimal() and len(asked) < 3 else self.fewest
        return count + ("more" in self.request.POST)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"matters": self.matters()}  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST or "check" in request.POST:
            return self.shown_again()
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def shown_again(self) -> HttpResponse:
        """Show the form with what was typed; nothing is looked at as right or wrong yet."""
        kwargs = self.get_form_kwargs()
        typed = {name: value for name, value in self.request.POST.items() if name != "matters"}
        kwargs = {name: value for name, value in kwargs.items() if name not in ("data", "files")}
        form = self.form_class(**kwargs | {"initial": typed})  # type: ignore[attr-defined]
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]


class Register(TakesMatters, CreatePage):
    template_name = "desk/cases/register.html"
    rule = "requests"
    form_class = forms.RegisterForm
    nav = "cases"
    duties = frozenset({Duty.FOI_OFFICER})
    heading = gettext_lazy("Register a request")
    button = gettext_lazy("Register")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency}

    def get_cancel_url(self) -> str:
        return reverse("desk:case_list")

    def shown_again(self) -> HttpResponse:
        if "check" in self.request.POST and self.request.headers.get("X-Part") == "earlier":
            part = {"earlier": self.earlier(), "asked": True}
            return render(self.request, "desk/cases/parts/earlier.html", part)
        return super().shown_again()

    def earlier(self) -> Earlier:
        """Return what came before what has been typed so far."""
        typed = self.request.POST
        names = [forms.nth("description", number) for number in range(1, forms.MOST_MATTERS + 1)]
        return before_registering(
            self.agency,
            name=typed.get("requester_name", "")[:100].replace("\x00", ""),
            identity_number=typed.get("identity_number", "")[:50],
            descriptions=[typed.get(name, "")[:LONGEST_TEXT] for name in names],
            on=_day(typed.get("arrived_on", "")),
        )

    def run(self, form: Any) -> Case:
        self.cases = actions.register_request(self.agency, by=self.request.user, **form.said)
        return self.cases[0]

    def get_done(self, result: Case) -> str:
        if len(self.cases) > 1:
            numbers = _(", ").join(case.number for case in self.cases)
            if result.due_on:
                return _("Registered as %(numbers)s. Reply by %(day)s.") % {
                    "numbers": numbers,
                    "day": short_day(result.due_on),
                }
            return _("Registered as %(numbers)s.") % {"numbers": numbers}
        if not result.is_received:
            return _(
                "Registered as %(number)s. The period begins once the receipt is confirmed "
                "with the requester."
            ) % {"number": result.number}
        if result.due_on:
            return _("Registered as %(number)s. Reply by %(day)s.") % {
                "number": result.number,
                "day": short_day(result.due_on),
            }
        return _("Registered as %(number)s. The due day is not known: %(why)s") % {
            "number": result.number,
            "why": notice_missing(result.due_unknown_year or 0),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = "check" in self.request.POST
        return super().get_context_data(earlier=self.earlier() if asked else None, asked=asked, **kwargs)


class AssignSection(CaseAct):
    form_class = forms.SectionForm
    heading = gettext_lazy("Name the handling section")
    button = gettext_lazy("Save")
    done = gettext_lazy("The handling section is named.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_assigning_a_section(self.subject, None, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.assign_section(self.subject, form.said["section"], by=self.request.user)


class ConfirmReceipt(CaseAct):
    form_class = forms.ConfirmForm
    template_name = "desk/cases/confirm.html"
    heading = gettext_lazy("Confirm the receipt")
    button = gettext_lazy("Confirm")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_confirming(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.confirm_receipt(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Case) -> str:
        if result.due_on:
            return _("The receipt is confirmed. Reply by %(day)s.") % {"day": short_day(result.due_on)}
        return _("The receipt is confirmed. The due day is not known: %(why)s") % {
            "why": notice_missing(result.due_unknown_year or 0)
        }


class NoteAttempt(CaseAct):
    form_class = forms.AttemptForm
    template_name = "desk/cases/attempt.html"
    heading = gettext_lazy("Note an attempt")
    button = gettext_lazy("Note it")
    done = gettext_lazy("The attempt is noted.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_noting_an_attempt(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        attempt: Attempt = actions.note_attempt(self.subject, by=self.request.user, **form.said)
        return attempt.case


class Split(TakesMatters, CaseAct):
    form_class = forms.SplitForm
    template_name = "desk/cases/split.html"
    fewest = 2
    heading = gettext_lazy("Split into matters")
    button = gettext_lazy("Split")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_splitting(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        self.cases = actions.split(self.subject, form.said["matters"], by=self.request.user)
        return self.cases[0]

    def get_done(self, result: Case) -> str:
        numbers = _(", ").join(case.number for case in self.cases)
        return _("Split into %(numbers)s, each with its own receipt.") % {"numbers": numbers}


class GiveCode(CaseAct):
    """Makes the secret code and shows it once, on a page to print and hand over."""

    template_name = "desk/cases/code.html"
    heading = gettext_lazy("Give a code for the progress page")
    button = gettext_lazy("Make the code")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_telling_the_requester(self.subject, self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with submitted_once(form.cleaned_data["submission"], self.request.user) as submission:
                code = actions.give_code(self.subject, by=self.request.user)
                submission.led_to = self.subject.get_absolute_url()
        except AlreadySubmitted as earlier:
            return self.was_done_before(earlier.led_to)
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        slip = {"case": self.subject, "code": code, "nav": self.nav}
        response = render(self.request, "desk/cases/code_slip.html", slip)
        response["Cache-Control"] = "private, no-store"
        return response


class WriteMessage(CaseAct):
    form_class = forms.MessageForm
    template_name = "desk/cases/message.html"
    heading = gettext_lazy("Write to the requester")
    button = gettext_lazy("Put it on the progress page")
    done = gettext_lazy("The message stands on the progress page.")

    def obstacles(self) -> Iterable[str]:
        yield from policy.obstacles_to_telling_the_requester(self.subject, self.request.user)
        if not (self.subject.request and self.subject.request.code_hash):
            yield _("This requester has no progress page. Write or telephone instead.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "handling_section", "request")

    def run(self, form: Any) -> Case:
        message: Message = actions.tell_requester(self.subject, by=self.request.user, text=form.said["text"])
        return message.case or self.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unread=policy.unread_messages(self.subject), **kwargs)


class NoteMessagesRead(CaseAct):
    template_name = "desk/cases/message.html"
    heading = gettext_lazy("Messages read")
    button = gettext_lazy("Note as read")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_noting_messages_read(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        self.count = actions.note_messages_read(self.subject, by=self.request.user)
        return self.subject

    def get_done(self, result: Case) -> str:
        said = ngettext("%(count)s message noted as read.", "%(count)s messages noted as read.", self.count)
        return said % {"count": self.count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unread=policy.unread_messages(self.subject), **kwargs)


class OfRequester(CaseAct):
    """An act on the requester of a case."""

    def get_queryset(self) -> Any:
        cases = super().get_queryset()
        return cases.select_related("agency", "handling_section", "request__requester__merged_into")

    @property
    def requester(self) -> Requester:
        if self.subject.request is None:
            raise Http404
        return self.subject.request.requester

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_opening_the_register(self.subject.agency, self.request.user)


class MergeRequesters(OfRequester):
    form_class = forms.MergeForm
    template_name = "desk/cases/merge.html"
    heading = gettext_lazy("Recognise the same requester")
    button = gettext_lazy("They are one and the same")
    done = gettext_lazy("Recorded: they are one and the same. Their requests of a month count together.")

    def get_form_kwargs(self) -> dict[str, Any]:
        same = same_person(self.requester)
        others = [each for each in namesakes_of(self.requester) if each.pk not in same]
        return super().get_form_kwargs() | {"case": self.subject, "namesakes": newest_cases_of(others)}

    def run(self, form: Any) -> Case:
        actions.merge_requesters(
            self.requester, form.said["found"], by=self.request.user, reason=form.said["reason"]
        )
        return self.subject


class PartRequesters(OfRequester):
    form_class = forms.PartForm
    template_name = "desk/cases/merge.html"
    heading = gettext_lazy("Part requesters again")
    button = gettext_lazy("They are not the same")
    done = gettext_lazy("Recorded: they are not the same. Their requests count apart again.")

    def merged(self) -> tuple[Case, ...]:
        same = Requester.objects.filter(pk__in=same_person(self.requester)).exclude(merged_into=None)
        return newest_cases_of(same)

    def obstacles(self) -> Iterable[str]:
        yield from super().obstacles()
        if not self.merged():
            yield _("Nobody was recognised as the same requester.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"merged": self.merged()}

    def run(self, form: Any) -> Case:
        chosen = Requester.objects.get(pk=form.said["requester"])
        actions.part_requesters(chosen, by=self.request.user, reason=form.said["reason"])
        return self.subject


class ShownOnce(OfSubject, View):
    """What is shown only when somebody asks for it: with a button, on no cache, told by the journal."""

    model = Case
    nav = "cases"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.fetch())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        case = self.fetch()
        try:
            return self.shown(case)
        except (Refused, CharactersMissing) as refused:
            for reason in getattr(refused, "reasons", [str(refused)]):
                messages.error(request, reason)
            return redirect(case)

    def shown(self, case: Case) -> Any:
        raise NotImplementedError


class ShowProof(ShownOnce):
    """A proof of identity, opened in the browser."""

    def fetch(self) -> Any:
        case = super().fetch()
        proofs = IdentityProof.objects.filter(request_id=case.request_id, erased_on=None)
        found = proofs.select_related("file").filter(pk=self.kwargs["proof"]).first()
        if found is None:
            raise Http404
        self.proof: IdentityProof = found
        return case

    def shown(self, case: Case) -> Any:
        return serve_file(actions.show_proof(self.proof, case, by=self.request.user))


class PrintApplication(ShownOnce):
    """The application as the office wrote it down, to be read out and signed."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "request")

    def shown(self, case: Case) -> HttpResponse:
        contact = actions.show_contact(case, by=self.request.user)
        chosen = {_FORMS.get(case.form_wanted), _DELIVERIES.get(case.delivery_wanted)} - {None}
        application = Application(
            office=case.agency.name,
            applicant=_applicant(case, contact),
            description=case.description,
            chosen=frozenset(each for each in chosen if each),
            number=case.number,
            received_on=case.received_on or case.arrived_on,
            written_by=case.request.written_down_by if case.request else "",
        )
        return HttpResponse(
            form_pdf(application_form(application)),
            content_type="application/pdf",
            headers={
                "Content-Disposition": content_disposition_header(False, f"{case.number}.pdf") or "inline",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )


# What the printed form offers, by what the case says.
_FORMS: dict[str, str] = {
    FormWanted.PAPER: "纸质",
    FormWanted.ELECTRONIC: "电子文档",
    FormWanted.DISC: "光盘",
}
_DELIVERIES: dict[str, str] = {
    DeliveryWanted.POST: "邮寄",
    DeliveryWanted.EMAIL: "电子邮件",
    DeliveryWanted.FAX: "传真",
    DeliveryWanted.PICK_UP: "当面领取",
    DeliveryWanted.READING: "当场查阅、抄录",
}


def _applicant(case: Case, contact: actions.Contact) -> Person | Organisation:
    # How to reach somebody is one text; the printed form has room for it where the address stands.
    if RequesterKind(case.requester_kind).is_organisation:
        return Organisation(
            name=case.requester_name,
            kind=str(case.get_requester_kind_display()),
            code=contact.identity_number,
            address=contact.contact,
            email=contact.email,
        )
    return Person(
        name=case.requester_name,
        proof_number=contact.identity_number,
        address=contact.contact,
        email=contact.email,
    )


def _day(typed: str) -> date:
    """Return the day that was typed, where it is one on which there were Regulations; else today."""
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    return day if day and regime_on(day) else clock.today()
