"""Pages of the disputes and complaints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts.duties import Duty
from gongkai.desk.disputes import forms
from gongkai.desk.disputes.filters import ComplaintFilter, DisputeFilter
from gongkai.desk.disputes.navigation import WHO
from gongkai.disputes import actions, policy
from gongkai.disputes.models import Complaint, Dispute
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, SubjectPage

KEEPERS = frozenset({Duty.FOI_OFFICER, Duty.LEGAL_COUNSEL})


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
        return super().get_queryset().select_related("agency", "case")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            tabs=tabs("disputes"),
            can_open=bool(user.agency_ids_as(*KEEPERS)),
            several_agencies=len(user.readable_agency_ids) > 1,
            **kwargs,
        )


class Complaints(ListPage):
    model = Complaint
    filterset_class = ComplaintFilter
    template_name = "desk/disputes/complaints.html"
    nav = "disputes"
    duties = WHO

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            tabs=tabs("complaints"),
            can_record=bool(user.agency_ids_as(Duty.FOI_OFFICER)),
            several_agencies=len(user.readable_agency_ids) > 1,
            **kwargs,
        )


class Open(CreatePage):
    form_class = forms.OpenForm
    nav = "disputes"
    duties = KEEPERS
    heading = gettext_lazy("Register a dispute")
    button = gettext_lazy("Register")
    done = gettext_lazy("The dispute is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency, "user": self.request.user}

    def get_cancel_url(self) -> str:
        return reverse("desk:dispute_list")

    def run(self, form: Any) -> Dispute:
        return actions.open_dispute(self.agency, by=self.request.user, **form.said)


class DisputePage(SubjectPage):
    model = Dispute
    template_name = "desk/disputes/dispute.html"
    nav = "disputes"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "case")

    def offers(self) -> Iterator[Offer]:
        yield Offer(
            _("Record the outcome"),
            reverse("desk:dispute_outcome", args=[self.object.pk]),
            _("How it was decided; it is counted in the year of the decision."),
            policy.obstacles_to_recording_the_outcome(self.object, self.request.user),
        )


class RecordOutcome(ActPage):
    model = Dispute
    form_class = forms.OutcomeForm
    nav = "disputes"
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

    def get_cancel_url(self) -> str:
        return reverse("desk:complaint_list")

    def run(self, form: Any) -> Complaint:
        return actions.record_complaint(self.agency, by=self.request.user, **form.said)


class ComplaintPage(SubjectPage):
    model = Complaint
    template_name = "desk/disputes/complaint.html"
    nav = "disputes"

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
