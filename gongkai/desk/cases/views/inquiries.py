"""Inquiries of the district (协查): registered, listed by their due days, answered, printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.cases import actions, policy, sheets
from gongkai.cases.afterwards import by_due_day
from gongkai.cases.models import READERS, Inquiry
from gongkai.desk.cases.deadlines import notice_missing
from gongkai.desk.cases.forms import filing as forms
from gongkai.desk.cases.inquiry_filter import InquiryFilter
from gongkai.desk.cases.navigation import WHO
from gongkai.desk.cases.views.archive import as_download
from gongkai.desk.cases.views.lists import tabs_of_requests
from gongkai.desk.cases.wording import short_day
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, CreatePage, ListPage, Offer, OfSubject, SubjectPage
from gongkai.kit.waiting import Deadline, deadline_of, not_known
from gongkai.law.deadlines import working_days_left
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.pdf import form_pdf
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar


def deadline_of_inquiry(inquiry: Inquiry, calendar: Calendar, today: date) -> Deadline | None:
    """Return the deadline of an open inquiry; None once it is answered."""
    if inquiry.answered_on:
        return None
    if inquiry.due_on is None:
        return not_known(notice_missing(inquiry.due_unknown_year or inquiry.received_on.year))
    try:
        return deadline_of(inquiry.due_on, working_days_left(inquiry.due_on, today, calendar))
    except CalendarMissing:
        day = formats.date_format(inquiry.due_on, "MONTH_DAY_FORMAT")
        if inquiry.due_on < today:
            return Deadline("late", _("Overdue"), "", "", _("was due on %(day)s") % {"day": day}, (1, -999))
        return Deadline("plain", "", "", "", _("by %(day)s") % {"day": day}, (2, 999))


class Inquiries(ListPage):
    model = Inquiry
    filterset_class = InquiryFilter
    template_name = "desk/cases/inquiries.html"
    nav = "cases"
    duties = WHO

    def get_queryset(self) -> Any:
        return by_due_day(super().get_queryset())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        calendar, today = loaded_calendar(), clock.today()
        context["rows"] = [
            (inquiry, deadline_of_inquiry(inquiry, calendar, today)) for inquiry in context["object_list"]
        ]
        context["tabs"] = tabs_of_requests("inquiries")
        context["can_record"] = bool(self.request.user.agency_ids_as(Duty.FOI_OFFICER))
        context["several_agencies"] = len(self.request.user.readable_agency_ids) > 1
        return context


class RecordInquiry(CreatePage):
    form_class = forms.InquiryForm
    nav = "cases"
    duties = frozenset({Duty.FOI_OFFICER})
    heading = gettext_lazy("Register an inquiry of the district")
    button = gettext_lazy("Register")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency}

    def get_cancel_url(self) -> str:
        return reverse("desk:inquiry_list")

    def run(self, form: Any) -> Inquiry:
        return actions.record_inquiry(self.agency, by=self.request.user, **form.said)

    def get_done(self, result: Inquiry) -> str:
        if result.due_on:
            return _("Registered. Answer by %(day)s.") % {"day": short_day(result.due_on)}
        return _("Registered. The due day is not known: %(why)s") % {
            "why": notice_missing(result.due_unknown_year or result.received_on.year)
        }


class InquiryPage(SubjectPage):
    model = Inquiry
    template_name = "desk/cases/inquiry.html"
    nav = "cases"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "handling_section", "file", "answer_file")

    def offers(self) -> Iterator[Offer]:
        if not self.object.answered_on:
            yield Offer(
                _("Answer the inquiry"),
                reverse("desk:inquiry_answer", args=[self.object.pk]),
                _("Record what was answered to the district, and when."),
                policy.obstacles_to_answering_an_inquiry(self.object, self.request.user),
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inquiry = self.object
        deadline = deadline_of_inquiry(inquiry, loaded_calendar(), clock.today())
        return super().get_context_data(
            panel=_panel_of(deadline),
            files=list(_files(inquiry)) if self._inside() else [],
            may_print=self._inside(),
            **kwargs,
        )

    def _inside(self) -> bool:
        return self.object.agency_id in self.request.user.agency_ids_as(*READERS)


class AnswerInquiry(ActPage):
    model = Inquiry
    form_class = forms.AnswerInquiryForm
    nav = "cases"
    heading = gettext_lazy("Answer the inquiry")
    button = gettext_lazy("Record the answer")
    done = gettext_lazy("The answer is recorded.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_answering_an_inquiry(self.subject, self.request.user)

    def run(self, form: Any) -> Inquiry:
        return actions.answer_inquiry(self.subject, by=self.request.user, **form.said)


class _OfInquiry(OfSubject, View):
    """A file about an inquiry, for the office it was sent to."""

    model = Inquiry

    def get_queryset(self) -> Any:
        agencies = self.request.user.agency_ids_as(*READERS)
        return super().get_queryset().filter(agency__in=agencies).select_related("agency", "handling_section")


class InquiryFile(_OfInquiry):
    """What came with an inquiry, or went with its answer."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        inquiry = self.fetch()
        file = {"inquiry": inquiry.file, "answer": inquiry.answer_file}.get(kwargs["which"])
        if file is None:
            raise Http404
        return serve_file(file, save=True)


class InquirySheet(_OfInquiry):
    """The sheet of an inquiry (协查办理单), to be printed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        inquiry = self.fetch()
        try:
            with translation.override("zh-hans"):
                content = form_pdf(sheets.inquiry_form(inquiry))
        except CharactersMissing as missing:
            messages.error(request, str(missing))
            return redirect(inquiry)
        return as_download(content, f"协查办理单 {inquiry.number or inquiry.pk}.pdf", "application/pdf")


def _panel_of(deadline: Deadline | None) -> dict[str, Any] | None:
    if deadline is None:
        return None
    unknown = deadline.kind == "unknown"
    return {
        "kind": deadline.kind,
        "what": _("Answer the district"),
        "word": deadline.word if deadline.kind in {"late", "held"} else "",
        "number": deadline.number,
        "unit": deadline.unit,
        "by": deadline.by,
        "why": _("Ask the system administrator to load it. Everything else goes on as usual.")
        if unknown
        else "",
    }


def _files(inquiry: Inquiry) -> Iterator[dict[str, Any]]:
    for which, file, note in (
        ("inquiry", inquiry.file, _("came with the inquiry")),
        ("answer", inquiry.answer_file, _("went with the answer")),
    ):
        if file:
            yield {
                "name": file.name,
                "url": reverse("desk:inquiry_file", args=[inquiry.pk, which]),
                "size": file.size,
                "type": file.content_type,
                "note": note,
            }
