"""What is printed: the register of requests, letters to send in one go, delivery records."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import Refused, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.cases import actions, policy
from gongkai.cases.afterwards import letters_to_send, replies_to_send
from gongkai.cases.models import READERS, Case, OutgoingLetter, Reply
from gongkai.cases.register import COLUMNS, cases_of_period, period_in_words, register_of
from gongkai.desk.cases.forms import filing as forms
from gongkai.desk.cases.navigation import WHO
from gongkai.desk.cases.views.archive import as_download
from gongkai.desk.cases.views.lists import tabs_of_requests
from gongkai.kit.views import Acting, DeskPage, OfSubject, PlainPage
from gongkai.typesetting.characters import CharactersMissing
from gongkai.typesetting.registers import in_words

PDF = "application/pdf"
CONTENT_TYPES = {
    "pdf": PDF,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN_AT_MOST = 200


class Register(PlainPage):
    """The register of a year or a month as it will be printed; names only as surnames.

    As PDF or spreadsheet it is a form sent: with names it goes into the journal.
    """

    template_name = "desk/cases/book.html"
    nav = "cases"
    duties = WHO
    http_method_names = ["get", "head", "post"]

    def _chosen(self, told: Any) -> tuple[Any, Agency, int, int | None, Any]:
        user = self.request.user
        readable = user.agency_ids_as(*READERS, Duty.SECTION_HEAD) | user.supervised_agency_ids
        agencies = list(Agency.objects.filter(pk__in=readable))
        if not agencies:
            raise PermissionDenied
        form = forms.BookForm(told or None, agencies=agencies)
        form.is_valid()
        chosen = getattr(form, "cleaned_data", {})
        slug = chosen.get("agency")
        own = [agency for agency in agencies if agency.pk == self.request.user.agency_id]
        agency = next((each for each in agencies if each.slug == slug), (own or agencies)[0])
        year = chosen.get("year") or clock.today().year
        month = chosen.get("month") or None
        # The head of a section sees what the section handles, and nothing else of the register.
        cases = cases_of_period(agency, year, month).filter(pk__in=Case.objects.visible_to(user))
        if chosen.get("how_came"):
            cases = cases.filter(how_came=chosen["how_came"])
        if chosen.get("outcome"):
            cases = cases.filter(outcome=chosen["outcome"])
        shown = {"agency": agency.slug, "year": year, "month": month or ""}
        shown |= {name: chosen.get(name) or "" for name in ("how_came", "outcome")}
        return forms.BookForm(initial=shown, agencies=agencies), agency, year, month, cases

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, agency, year, month, cases = self._chosen(self.request.GET)
        total = cases.count()
        period = period_in_words(year, month)
        register = register_of(
            agency, cases[:SHOWN_AT_MOST], period=period, full=False, printed_on=clock.today()
        )
        return super().get_context_data(
            form=form,
            agency=agency,
            period=period,
            columns=[column.label for column in COLUMNS],
            rows=[
                [
                    (column.label, in_words(value), isinstance(value, date))
                    for column, value in zip(COLUMNS, row, strict=True)
                ]
                for row in register.rows
            ],
            total=total,
            more=max(0, total - SHOWN_AT_MOST),
            may_print_in_full=not list(policy.obstacles_to_printing_in_full(agency, self.request.user)),
            tabs=tabs_of_requests("book"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.POST.get("as", "")
        if kind not in CONTENT_TYPES:
            raise Http404
        _form, agency, year, month, cases = self._chosen(request.POST)
        try:
            content = actions.print_register(
                agency,
                cases,
                by=self.request.user,
                period=period_in_words(year, month),
                full=bool(request.POST.get("full")),
                kind=kind,
            )
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
            return redirect("desk:case_book")
        name = f"{agency.slug}-{year}{f'-{month:02d}' if month else ''}-登记簿.{kind}"
        return as_download(content, name, CONTENT_TYPES[kind])


class PrintLetters(DeskPage, Acting):
    """The letters and signed replies that wait to be sent: several chosen, printed as one PDF."""

    form_class = forms.PrintForm
    template_name = "desk/cases/printing.html"
    nav = "cases"
    duties = WHO
    heading = gettext_lazy("Letters to print and send")
    button = gettext_lazy("Print as one PDF")

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return super().get_form_kwargs() | {
            "letters": letters_to_send(user),
            "replies": replies_to_send(user),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            content = actions.print_letters(
                form.cleaned_data["letters"],
                form.cleaned_data["replies"],
                by=self.request.user,
                with_records=form.cleaned_data["with_records"],
            )
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        return as_download(content, _("Letters %(day)s.pdf") % {"day": clock.today()}, PDF)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context["tabs"] = tabs_of_requests("printing")
        context["some"] = bool(form.fields["letters"].queryset or form.fields["replies"].queryset)
        return context


class _Record(OfSubject, View):
    """The delivery record of a letter, for the office: it names the requester and their address."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.fetch()
        try:
            content = actions.delivery_record_as_pdf(found)
        except CharactersMissing as missing:
            messages.error(request, str(missing))
            return redirect(found.case)
        return as_download(content, f"送达回证 {found.number or found.case.number}.pdf", PDF)


class LetterRecord(_Record):
    model = OutgoingLetter

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("case__agency")


class ReplyRecord(_Record):
    model = Reply

    def get_queryset(self) -> Any:
        user = self.request.user
        replies = (
            super().get_queryset().filter(case__agency__in=user.agency_ids_as(*READERS), letter__isnull=False)
        )
        return replies.select_related("case__agency").prefetch_related("enclosures")
