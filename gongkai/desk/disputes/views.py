"""Pages of the disputes and complaints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import Case
from gongkai.desk.disputes import forms
from gongkai.desk.disputes.deadlines import next_of, panel_of
from gongkai.desk.disputes.filters import ComplaintFilter, DisputeFilter
from gongkai.desk.disputes.navigation import WHO
from gongkai.disputes import actions, policy
from gongkai.disputes.models import Complaint, Dispute, DisputeKind, DisputePaper, Instance
from gongkai.disputes.queries import Evidence, evidence_list, norms_relied_on, points_to_note
from gongkai.kit.serving import serve_file
from gongkai.kit.templatetags.kit import chinese_date
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, OfSubject, SubjectPage
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar

KEEPERS = frozenset({Duty.FOI_OFFICER, Duty.LEGAL_COUNSEL})

MOST_DIGITS = 12  # of a number in an address; no table of an office has more rows


def tabs(here: str) -> list[tuple[str, str, bool]]:
    return [
        (_("Disputes"), reverse("desk:dispute_list"), here == "disputes"),
        (_("Complaints"), reverse("desk:complaint_list"), here == "complaints"),
    ]


class Disputes(ListPage):
    model = Dispute
    filterset_class = DisputeFilter
    template_name = "desk/disputes/list.html"
    nav = "disputes"
    duties = WHO

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "case").by_what_is_due()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        context = super().get_context_data(
            tabs=tabs("disputes"),
            can_open=bool(user.agency_ids_as(*KEEPERS)),
            several_agencies=len(user.readable_agency_ids) > 1,
            **kwargs,
        )
        context["rows"] = [(dispute, next_of(dispute, today)) for dispute in context["object_list"]]
        return context


class Complaints(ListPage):
    model = Complaint
    filterset_class = ComplaintFilter
    template_name = "desk/disputes/complaints.html"
    nav = "disputes"
    duties = WHO

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "case")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            tabs=tabs("complaints"),
            can_record=bool(user.agency_ids_as(Duty.FOI_OFFICER)),
            several_agencies=len(user.readable_agency_ids) > 1,
            chosen=self.request.GET.urlencode(),
            **kwargs,
        )


class ComplaintRegister(Complaints):
    """The chosen complaints in full on one page, in the order they came, for print."""

    template_name = "desk/disputes/register.html"
    paginate_by = 1000

    def get_queryset(self) -> Any:
        return super().get_queryset().order_by("received_on", "pk")


class Open(CreatePage):
    form_class = forms.OpenForm
    nav = "disputes"
    duties = KEEPERS
    heading = gettext_lazy("Register a dispute")
    button = gettext_lazy("Register")
    done = gettext_lazy("The dispute is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """What follows an earlier dispute begins with what is known from that one."""
        given = self.request.GET.get("follows", "")
        if not given.isdecimal() or len(given) > MOST_DIGITS:
            return {}
        mine = Dispute.objects.visible_to(self.request.user).filter(agency=self.agency)
        earlier = mine.select_related("case").filter(pk=int(given)).first()
        if earlier is None:
            return {}
        after_suit = earlier.is_suit
        return {
            "follows": earlier.pk,
            "kind": earlier.kind if after_suit else DisputeKind.SUIT_AFTER_RECONSIDERATION,
            "instance": Instance.SECOND if after_suit else Instance.FIRST,
            "case_number": earlier.case.number if earlier.case else "",
            "claimant": earlier.claimant,
            "against": earlier.against,
        }

    def get_cancel_url(self) -> str:
        return reverse("desk:dispute_list")

    def run(self, form: Any) -> Dispute:
        return actions.open_dispute(self.agency, by=self.request.user, **form.said)


class DisputePage(SubjectPage):
    model = Dispute
    template_name = "desk/disputes/dispute.html"
    nav = "disputes"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "case", "follows", "new_case")

    def offers(self) -> Iterator[Offer]:
        dispute, user = self.object, self.request.user
        if dispute.decided_on is None:
            yield from self._offers_while_pending()
        if dispute.owes_filing or dispute.filed_on:
            yield Offer(
                _("Report the lost case"),
                reverse("desk:dispute_filing", args=[dispute.pk]),
                _("On which day and how it was reported to the district."),
                policy.obstacles_to_filing_a_lost_case(dispute, user),
            )
        if dispute.orders_new_reply:
            yield Offer(
                _("Open the new reply"),
                reverse("desk:dispute_reply_anew", args=[dispute.pk]),
                _("A new request file, linked to the old one, with a due day of its own."),
                policy.obstacles_to_replying_anew(dispute, user, effective_on=_effective_on(dispute)),
            )
        keeping = list(policy.obstacles_to_keeping_the_register(dispute.agency, user))
        if dispute.decided_on:
            yield Offer(
                _("Register what followed"),
                f"{reverse('desk:dispute_open')}?follows={dispute.pk}",
                _("A suit after this reconsideration, or the appeal against this judgment."),
                keeping,
                quiet=True,
            )
        yield Offer(
            _("Add papers"),
            reverse("desk:dispute_papers", args=[dispute.pk]),
            _("Application, notice to answer, defence, list of evidence, decision."),
            keeping,
            quiet=True,
        )

    def _offers_while_pending(self) -> Iterator[Offer]:
        dispute, user = self.object, self.request.user
        service = Offer(
            _("Record the service"),
            reverse("desk:dispute_service", args=[dispute.pk]),
            _("The defence is due from that day."),
            policy.obstacles_to_recording_service(dispute, user),
            quiet=dispute.served_on is not None,
        )
        defence = Offer(
            _("Record the defence"),
            reverse("desk:dispute_defence", args=[dispute.pk]),
            _("On which day defence and evidence were handed in."),
            policy.obstacles_to_recording_the_defence(dispute, user),
        )
        outcome = Offer(
            _("Record the outcome"),
            reverse("desk:dispute_outcome", args=[dispute.pk]),
            _("How it was decided; it is counted in the year of the decision."),
            policy.obstacles_to_recording_the_outcome(dispute, user),
        )
        # What is likeliest now stands first.
        yield from (defence, outcome, service) if dispute.served_on else (service, defence, outcome)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dispute = self.object
        return super().get_context_data(
            panel=panel_of(dispute, clock.today()),
            points=points_to_note(dispute),
            files=_files(dispute),
            appeal_until=_known(dispute.appeal_until),
            followed_by=dispute.followed_by.order_by("opened_on", "pk"),
            **kwargs,
        )


def _known(day: Callable[[Calendar], date | None]) -> date | None:
    """Return the day, or None where the calendar ends before it can be told."""
    try:
        return day(loaded_calendar())
    except CalendarMissing:
        return None


def _effective_on(dispute: Dispute) -> date | None:
    return _known(dispute.takes_effect_on)


def _files(dispute: Dispute) -> list[dict[str, Any]]:
    return [
        {
            "name": paper.title,
            "url": reverse("desk:dispute_paper", args=[paper.pk]),
            "size": paper.file.size,
            "type": paper.file.content_type,
            "note": _("%(kind)s, %(day)s")
            % {"kind": paper.get_kind_display(), "day": chinese_date(paper.on)},
        }
        for paper in dispute.papers.select_related("file")
    ]


class DisputeAct(ActPage):
    model = Dispute
    nav = "disputes"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "case")


class RecordService(DisputeAct):
    form_class = forms.ServiceForm
    heading = gettext_lazy("Record the service")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The day of service is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"dispute": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recording_service(self.subject, self.request.user)

    def run(self, form: Any) -> Dispute:
        return actions.record_service(self.subject, by=self.request.user, **form.said)


class RecordDefence(DisputeAct):
    form_class = forms.DefenceForm
    heading = gettext_lazy("Record the defence")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The defence is recorded.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recording_the_defence(self.subject, self.request.user)

    def run(self, form: Any) -> Dispute:
        return actions.record_defence(self.subject, by=self.request.user, **form.said)


class FileLostCase(DisputeAct):
    form_class = forms.FilingForm
    heading = gettext_lazy("Report the lost case")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The report to the district is recorded.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_filing_a_lost_case(self.subject, self.request.user)

    def run(self, form: Any) -> Dispute:
        return actions.file_lost_case(self.subject, by=self.request.user, **form.said)


class ReplyAnew(DisputeAct):
    form_class = forms.ReplyAnewForm
    heading = gettext_lazy("Open the new reply")
    button = gettext_lazy("Open it")
    done = gettext_lazy("The new request file is open.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"effective_on": _effective_on(self.subject)}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_replying_anew(self.subject, self.request.user)

    def run(self, form: Any) -> Case:
        return actions.reply_anew(self.subject, by=self.request.user, **form.said)


class AddPapers(DisputeAct):
    form_class = forms.PapersForm
    heading = gettext_lazy("Add papers")
    button = gettext_lazy("Add")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_adding_papers(self.subject, self.request.user)

    def run(self, form: Any) -> str:
        self.added = len(actions.add_papers(self.subject, by=self.request.user, **form.said))
        return str(self.subject.get_absolute_url())

    def get_done(self, result: Any) -> str:
        return ngettext("%(count)s paper added.", "%(count)s papers added.", self.added) % {
            "count": self.added
        }


class PaperFile(OfSubject, View):
    """One paper of a dispute, for those who may see the dispute."""

    model = DisputePaper

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return serve_file(self.fetch().file, save=True)


class EvidencePage(SubjectPage):
    """What to hand in: the papers of the request by day, with a box to tick on paper."""

    model = Dispute
    template_name = "desk/disputes/evidence.html"
    nav = "disputes"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "case")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = evidence_list(self.object, self.request.user)
        return super().get_context_data(
            lines=[(line, _links(line)) for line in lines],
            norms=norms_relied_on(self.object),
            **kwargs,
        )


def _links(line: Evidence) -> list[tuple[str, str]]:
    links = [
        (paper.file.kind, reverse("desk:case_paper", args=[paper.pk])) for paper in line.papers if paper.file
    ]
    if line.reply:
        links += [
            (kind.upper(), reverse("desk:case_letter", args=[line.reply.pk, kind]))
            for kind, file in (("pdf", line.reply.pdf), ("docx", line.reply.docx))
            if file
        ]
    return links


class RecordOutcome(DisputeAct):
    form_class = forms.OutcomeForm
    heading = gettext_lazy("Record the outcome")
    button = gettext_lazy("Record it")
    done = gettext_lazy("The outcome is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"dispute": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recording_the_outcome(self.subject, self.request.user)

    def run(self, form: Any) -> Dispute:
        return actions.record_outcome(self.subject, by=self.request.user, **form.said)


class RecordComplaint(CreatePage):
    form_class = forms.ComplaintForm
    nav = "disputes"
    duties = frozenset({Duty.FOI_OFFICER})
    heading = gettext_lazy("Register a complaint")
    button = gettext_lazy("Register")
    done = gettext_lazy("The complaint is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency, "user": self.request.user}

    def get_cancel_url(self) -> str:
        return reverse("desk:complaint_list")

    def run(self, form: Any) -> Complaint:
        return actions.record_complaint(self.agency, by=self.request.user, **form.said)


class ComplaintPage(SubjectPage):
    model = Complaint
    template_name = "desk/disputes/complaint.html"
    nav = "disputes"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "case")

    def offers(self) -> Iterator[Offer]:
        yield Offer(
            _("Record how it was handled"),
            reverse("desk:complaint_handled", args=[self.object.pk]),
            _("What was found and what was done."),
            policy.obstacles_to_handling_a_complaint(self.object, self.request.user),
        )


class HandleComplaint(ActPage):
    model = Complaint
    form_class = forms.HandledForm
    nav = "disputes"
    heading = gettext_lazy("Record how it was handled")
    button = gettext_lazy("Record it")
    done = gettext_lazy("It is recorded how the complaint was handled.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_handling_a_complaint(self.subject, self.request.user)

    def run(self, form: Any) -> Complaint:
        return actions.handle_complaint(self.subject, by=self.request.user, **form.said)
