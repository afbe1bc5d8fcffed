"""Pages of the requests: the lists, the case, and one page per act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from gongkai.acts import Refused, clock
from gongkai.acts.duties import Duty
from gongkai.cases import actions, letters, policy
from gongkai.cases.models import Case, Paper, PaperKind, Reply
from gongkai.cases.policy import standing_reply
from gongkai.desk.cases import forms
from gongkai.desk.cases.deadlines import caption_of, deadline_of_case, notice_missing, panel_of, weeks_of
from gongkai.desk.cases.filters import CaseFilter, OpenCaseFilter
from gongkai.desk.cases.navigation import WHO
from gongkai.desk.cases.stages import next_step_of, stage_of
from gongkai.files.models import StoredFile
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, OfSubject, SubjectPage
from gongkai.law import terms
from gongkai.law.deadlines import Reckoning, UnlawfulLedger, longest_extension
from gongkai.law.regimes import Regime
from gongkai.law.remedies import remedy
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.letters import Letter as LetterText
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar


class CaseList(ListPage):
    model = Case
    filterset_class = CaseFilter
    template_name = "desk/cases/list.html"
    nav = "cases"
    duties = WHO
    tab = ""

    def get_queryset(self) -> Any:
        cases = (
            super().get_queryset().select_related("agency", "handling_section").prefetch_related("replies")
        )
        return self.in_tab(cases).distinct()

    def in_tab(self, cases: Any) -> Any:
        return cases.order_by("-received_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        calendar, today = loaded_calendar(), clock.today()
        context["rows"] = [
            (case, deadline_of_case(case, calendar, today), stage_of(case)) for case in context["object_list"]
        ]
        context["tabs"] = [
            (_("Open requests"), reverse("desk:case_list"), self.tab == "open"),
            (_("Concluded"), reverse("desk:case_list_concluded"), self.tab == "concluded"),
            (_("All"), reverse("desk:case_list_all"), self.tab == "all"),
        ]
        user = self.request.user
        context["can_register"] = bool(user.agency_ids_as(Duty.FOI_OFFICER))
        context["several_agencies"] = len(user.readable_agency_ids) > 1
        return context


class OpenCases(CaseList):
    tab = "open"
    filterset_class = OpenCaseFilter

    def in_tab(self, cases: Any) -> Any:
        return cases.open().by_urgency()


class ConcludedCases(CaseList):
    tab = "concluded"

    def in_tab(self, cases: Any) -> Any:
        return cases.concluded().order_by("-concluded_on", "-pk")


class AllCases(CaseList):
    tab = "all"


class Register(CreatePage):
    template_name = "desk/cases/register.html"
    form_class = forms.RegisterForm
    nav = "cases"
    duties = frozenset({Duty.FOI_OFFICER})
    heading = gettext_lazy("Register a request")
    button = gettext_lazy("Register")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency}

    def get_cancel_url(self) -> str:
        return reverse("desk:case_list")

    def run(self, form: Any) -> Case:
        return actions.register(self.agency, by=self.request.user, **form.said)

    def get_done(self, result: Case) -> str:
        if result.due_on:
            return _("Registered as %(number)s. Reply by %(day)s.") % {
                "number": result.number,
                "day": _day(result.due_on),
            }
        return _("Registered as %(number)s. The due day is not known: %(why)s") % {
            "number": result.number,
            "why": notice_missing(result.due_unknown_year or 0),
        }


class CasePage(SubjectPage):
    model = Case
    template_name = "desk/cases/case.html"
    nav = "cases"
    contact: actions.Contact | None = None

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related("agency", "handling_section")
            .prefetch_related(
                "entries",
                "fees",
                "replies__proposed_by",
                "replies__checked_by",
                "replies__signed_by",
                "replies__sent_back_by",
                "replies__docx",
                "replies__pdf",
                "replies__enclosures",
            )
        )

    def offers(self) -> Iterator[Offer]:
        case, user = self.object, self.request.user
        reply = standing_reply(case)

        def of_reply(obstacles: Any) -> Iterable[str]:
            return obstacles(reply, user) if reply else [_("No reply has been proposed yet.")]

        def reply_page(name: str) -> str:
            return reverse(f"desk:{name}", args=[reply.pk]) if reply else ""

        def page(name: str) -> str:
            return reverse(f"desk:{name}", args=[case.pk])

        yield Offer(
            _("Check the reply"),
            reply_page("case_check"),
            _("Write the legal opinion; the responsible leader signs next."),
            of_reply(policy.obstacles_to_checking),
        )
        yield Offer(
            _("Sign the reply"),
            reply_page("case_sign"),
            _("The letter gets its number and can no longer change."),
            of_reply(policy.obstacles_to_signing),
        )
        yield Offer(
            _("Deliver the reply"),
            reply_page("case_deliver"),
            _("Record how and when it was sent; this concludes the case."),
            of_reply(policy.obstacles_to_delivering),
        )
        yield Offer(
            _("Record the arrival"),
            reply_page("case_arrival"),
            _("The day on which the requester got the reply."),
            of_reply(policy.obstacles_to_recording_arrival),
        )
        yield Offer(
            _("Propose a reply"),
            page("case_propose"),
            _("Choose the kind of reply and write it; the legal counsel checks it."),
            policy.obstacles_to_opening_a_reply(case, user),
        )
        yield Offer(
            _("Send the reply back"),
            reply_page("case_send_back"),
            _("It is proposed anew; say what has to be changed."),
            of_reply(policy.obstacles_to_sending_back),
        )
        yield Offer(
            _("Extend the period"),
            page("case_extend"),
            _("At most %(longest)s working days, once; the requester is told by a notice.")
            % {"longest": longest_extension(case.received_on)},
            policy.obstacles_to_extending(case, user),
        )
        section = Offer(
            _("Change the handling section") if case.handling_section else _("Name the handling section"),
            page("case_section"),
            _("Its head can then read the case and add papers."),
            policy.obstacles_to_assigning_a_section(case, None, user),
            quiet=case.handling_section is not None,
        )
        papers = Offer(
            _("Add papers"),
            page("case_papers"),
            _("Scans, and what the handling section found."),
            policy.obstacles_to_adding_papers(case, user),
            quiet=True,
        )
        # Naming the section comes first as long as none is named.
        yield from (papers, section) if case.handling_section else (section, papers)
        yield Offer(
            _("Record a fee"),
            page("case_fee"),
            _("Money received for this request."),
            policy.obstacles_to_recording_a_fee(case, user),
            quiet=True,
        )
        yield Offer(
            _("Record a withdrawal"),
            page("case_withdraw"),
            _("When the requester takes the request back; the case ends."),
            policy.obstacles_to_withdrawing(case, user),
            quiet=True,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.object, self.request.user
        calendar, today = loaded_calendar(), clock.today()
        deadline = deadline_of_case(case, calendar, today)
        status, word = stage_of(case)
        term = terms.term("reply", case.received_on)
        return super().get_context_data(
            status=status,
            state_word=word,
            panel=panel_of(case, deadline, next_step_of(case)),
            period=_working(case, calendar),
            rule=_("%(article)s: %(days)s working days") % {"article": _article(case), "days": term.value},
            outcome=case.outcome_in_law,
            files=_files(Paper.objects.visible_to(user).filter(case=case).select_related("file")),
            replies=[_reply_row(reply) for reply in reversed(list(case.replies.all()))],
            may_show_contact=not list(policy.obstacles_to_showing_contact(case, user)),
            contact=self.contact,
            **kwargs,
        )


class ShowContact(CasePage):
    """Shows how to reach the requester, once, on a page that no cache keeps; the journal tells of it."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.fetch())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        try:
            self.contact = actions.show_contact(self.object, by=self.request.user)
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        response = self.render_to_response(self.get_context_data())
        add_never_cache_headers(response)
        return response


class CaseAct(ActPage):
    model = Case
    nav = "cases"

    def get_queryset(self) -> Any:
        cases = super().get_queryset().select_related("agency", "handling_section")
        return cases.prefetch_related("entries", "replies")


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


class Extend(CaseAct):
    form_class = forms.ExtendForm
    heading = gettext_lazy("Extend the period")
    button = gettext_lazy("Extend")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_extending(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.extend(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Case) -> str:
        if result.due_on:
            return _(
                "Extended. Reply by %(day)s. The notice lies with the papers; send it to the requester."
            ) % {"day": _day(result.due_on)}
        return _("Extended. The notice lies with the papers; send it to the requester.")


class Withdraw(CaseAct):
    form_class = forms.WithdrawForm
    template_name = "desk/cases/withdraw.html"
    heading = gettext_lazy("Record a withdrawal")
    button = gettext_lazy("Conclude as withdrawn")
    done = gettext_lazy("Concluded: the request was withdrawn.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_withdrawing(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.withdraw(self.subject, by=self.request.user, **form.said)


class ProposeReply(CaseAct):
    form_class = forms.ProposeForm
    template_name = "desk/cases/propose.html"
    heading = gettext_lazy("Propose a reply")
    button = gettext_lazy("Send to the legal counsel")
    done = gettext_lazy("Proposed. The legal counsel checks it next.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_opening_a_reply(self.subject, self.request.user)

    def run(self, form: Any) -> Reply:
        return actions.propose_reply(self.subject, by=self.request.user, **form.said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent_back = self.subject.replies.exclude(sent_back_by=None).select_related("sent_back_by").last()
        return super().get_context_data(sent_back=sent_back, **kwargs)


class RecordFee(CaseAct):
    form_class = forms.FeeForm
    heading = gettext_lazy("Record a fee")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The fee is recorded.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recording_a_fee(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.record_fee(self.subject, by=self.request.user, **form.said).case


class AddPapers(CaseAct):
    form_class = forms.PapersForm
    heading = gettext_lazy("Add papers")
    button = gettext_lazy("Add")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_adding_papers(self.subject, self.request.user)

    def run(self, form: Any) -> str:
        papers = actions.add_papers(self.subject, by=self.request.user, **form.said)
        self.added = len(papers)
        return str(self.subject.get_absolute_url())

    def get_done(self, result: Any) -> str:
        return ngettext("%(count)s paper added.", "%(count)s papers added.", self.added) % {
            "count": self.added
        }


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
                "case__agency", "case__handling_section", "proposed_by", "checked_by", "signed_by"
            )
            .prefetch_related("enclosures")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reply = self.subject
        return super().get_context_data(
            reply=reply,
            case=reply.case,
            letter=_letter_of(reply),
            unsettled=not reply.is_frozen and not remedy(reply.outcome, clock.today()).settled,
            **kwargs,
        )


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
            return _download(reply.docx)
        if kwargs["kind"] != "pdf" or not reply.is_frozen:
            raise Http404
        if reply.pdf:
            return _download(reply.pdf)
        try:
            content = actions.letter_as_pdf(reply)
        except CharactersMissing as missing:
            messages.error(request, str(missing))
            return redirect(reply.case)
        name = reply.docx.name.rpartition(".")[0] if reply.docx else reply.number
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": _attachment(f"{name}.pdf"), "X-Content-Type-Options": "nosniff"},
        )


class PaperFile(OfSubject, View):
    """One paper of a case, for those who may see it."""

    model = Paper

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        paper = self.fetch()
        if paper.file is None:
            raise Http404
        return _download(paper.file)


def _download(file: StoredFile) -> FileResponse:
    response = FileResponse(
        file.path.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _attachment(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(True, name) or "attachment"


def _files(papers: Iterable[Paper]) -> list[dict[str, Any]]:
    return [
        {
            "name": paper.title,
            "url": reverse("desk:case_paper", args=[paper.pk]) if paper.file else "",
            "size": paper.file.size if paper.file else "",
            "type": paper.file.content_type if paper.file else "",
            "note": _("%(kind)s, %(day)s") % {"kind": PaperKind(paper.kind).label, "day": _day(paper.on)},
        }
        for paper in papers
    ]


def _reply_row(reply: Reply) -> dict[str, Any]:
    files = []
    if reply.is_frozen:
        for kind, file in (("docx", reply.docx), ("pdf", reply.pdf)):
            files.append(
                {
                    "name": _("Reply letter %(number)s") % {"number": reply.number},
                    "url": reverse("desk:case_letter", args=[reply.pk, kind]),
                    "size": file.size if file else "",
                    "type": kind,
                    "note": "" if file else _("no font for every character"),
                }
            )
    return {"reply": reply, "outcome": reply.outcome_in_law, "files": files}


def _letter_of(reply: Reply) -> LetterText:
    if reply.letter is not None:
        return letters.thawed(reply.letter)
    names = tuple(paper.title for paper in reply.enclosures.all())
    return letters.reply_letter(reply, number=letters.NUMBER_TO_COME, on=clock.today(), enclosures=names)


def _working(case: Case, calendar: Calendar) -> dict[str, Any]:
    """Return what the calendar of counted days shows, or the sentence that stands in its place."""
    today = clock.today()
    try:
        reckoning: Reckoning = case.reckoning(calendar, today)
        return {
            "weeks": weeks_of(case, reckoning, calendar, today),
            "caption": caption_of(case, reckoning, calendar, today),
        }
    except CalendarMissing as missing:
        return {"missing": str(missing)}
    except UnlawfulLedger as unlawful:
        return {"missing": unlawful.sentence}


def _article(case: Case) -> str:
    return {
        Regime.OF_2007: _("Regulations (2007), article 24"),
        Regime.OF_2019: _("Regulations (2019), article 33"),
    }[Regime.on(case.received_on)]


def _day(day: Any) -> str:
    from django.utils.formats import date_format

    return date_format(day, "MONTH_DAY_FORMAT")
