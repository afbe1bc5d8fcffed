"""The health board, the reports of readers, and the dead links."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import Refused, clock
from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.agencies.models import Agency
from gongkai.channels import faults, link_words, lost_files
from gongkai.channels.health import board
from gongkai.channels.health_reminders import in_charge
from gongkai.channels.links import dead_links, look_again
from gongkai.channels.models import SiteFault
from gongkai.desk.health import mending, words
from gongkai.desk.health.filters import FaultFilter
from gongkai.desk.health.table import dead_links_as_xlsx
from gongkai.inventory.queries import Holders
from gongkai.kit.downloads import as_download
from gongkai.kit.forms import ActForm, ReasonForm
from gongkai.kit.registers import readable_agencies
from gongkai.kit.views import ActPage, ListPage, Offer, PlainPage, SubjectPage

WHO = OFFICE | SUPERVISORS
SHOWN_AHEAD = 8


class AgencyForm(forms.Form):
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"), queryset=Agency.objects.none(), required=False, empty_label=None
    )


class OfAgency:
    """A page about one of the agencies the person reads: the chosen one, else their own."""

    request: Any

    def chosen(self) -> tuple[Agency, Any]:
        """Return the agency and, where there are several, the form that chooses it."""
        agencies = list(readable_agencies(self.request))
        form = AgencyForm(self.request.GET or None)
        form.fields["agency"].queryset = readable_agencies(self.request)  # type: ignore[attr-defined]
        asked = form.cleaned_data["agency"] if form.is_valid() else None
        own = self.request.user.agency
        usual = own if own.pk in {each.pk for each in agencies} else agencies[0]
        return asked or usual, form if len(agencies) > 1 else None


class BoardPage(OfAgency, PlainPage):
    """What an inspection would find today, and what becomes due next."""

    template_name = "desk/health/board.html"
    nav = "health"
    duties = WHO

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agency, form = self.chosen()
        shown = board(agency, clock.today())
        holders = Holders([agency.pk], mending.DUTIES)
        return super().get_context_data(
            tabs=words.tabs("board"),
            form=form,
            board=shown,
            findings=[
                words.row_of(each)
                | {"people": mending.in_charge_of(each, agency, holders)}
                | {"ways": mending.ways_of(each, self.request.user)}
                for each in shown.findings
            ],
            columns=[
                words.line_of(each) | {"column": column, "people": in_charge(column, holders)}
                for each in shown.columns
                for column in [shown.rows[each.facts.key]]
            ],
            forecast=words.forecast_of(shown)[:SHOWN_AHEAD],
            **kwargs,
        )


class FaultList(ListPage):
    model = SiteFault
    filterset_class = FaultFilter
    template_name = "desk/health/faults.html"
    nav = "health"
    duties = WHO

    def get_queryset(self) -> Any:
        return super().get_queryset().sealed()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        several = len(self.request.user.readable_agency_ids) > 1
        return super().get_context_data(tabs=words.tabs("faults"), several=several, **kwargs)


class FaultPage(SubjectPage):
    model = SiteFault
    template_name = "desk/health/fault.html"
    nav = "health"
    contact = ""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "answered_by")

    def offers(self) -> Iterable[Offer]:
        fault, user = self.object, self.request.user
        obstacles = list(faults.obstacles_to_answering(fault, user))
        yield Offer(
            _("Answer"),
            self.url_of("answer"),
            _("The reader finds the answer under the progress number."),
            obstacles,
        )
        yield Offer(
            _("Set aside"),
            self.url_of("dismiss"),
            _("For an advertisement or a test: it is no message and waits for no answer."),
            obstacles,
            grave=True,
        )

    def url_of(self, act: str) -> str:
        return f"{self.object.get_absolute_url()}{act}/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fault, user = self.object, self.request.user
        may_see = bool(fault.contact) and any(user.has_duty(duty, fault.agency) for duty in faults.ANSWERERS)
        return super().get_context_data(may_see_contact=may_see, contact=self.contact, **kwargs)


class ShowContact(FaultPage):
    """Shows how the reader can be reached, on a page no cache keeps; the journal tells of it."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.fetch())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.fetch()
        try:
            self.contact = faults.show_contact(self.object, by=self.request.user)
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        add_never_cache_headers(answer)
        return answer


class AnswerForm(ActForm):
    text = forms.CharField(
        label=gettext_lazy("Answer"), widget=forms.Textarea(attrs={"rows": 6}), max_length=2000
    )


class OnFault(ActPage):
    model = SiteFault
    nav = "health"

    def get_queryset(self) -> Any:
        return super().get_queryset().sealed()

    def obstacles(self) -> Iterable[str]:
        return faults.obstacles_to_answering(self.subject, self.request.user)


class Answer(OnFault):
    form_class = AnswerForm
    heading = gettext_lazy("Answer this report")
    button = gettext_lazy("Answer")
    done = gettext_lazy("Answered. The reader finds it under the progress number.")

    def run(self, form: Any) -> Any:
        return faults.answer(self.subject, by=self.request.user, **form.said)


class Dismiss(OnFault):
    form_class = ReasonForm
    heading = gettext_lazy("Set this report aside")
    button = gettext_lazy("Set aside")
    done = gettext_lazy("Set aside. It waits for no answer.")
    grave = True

    def run(self, form: Any) -> Any:
        return faults.dismiss(self.subject, by=self.request.user, **form.said)


class DeadLinks(PlainPage):
    """Pages with links that lead nowhere."""

    template_name = "desk/health/links.html"
    nav = "health"
    duties = WHO

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = dead_links(self.request.user.readable_agency_ids)
        page = Paginator(found, 50).get_page(self.request.GET.get("page"))
        grouped = groupby(page.object_list, key=lambda link: link.item)
        return super().get_context_data(
            tabs=words.tabs("links"),
            page_obj=page,
            total=page.paginator.count,
            rows=[
                (item, [{"link": link, "found": link_words.found(link.found)} for link in links])
                for item, links in grouped
            ],
            **kwargs,
        )


class LookAgain(PlainPage):
    """Who has mended links or put files back does not wait for the worker."""

    nav = "health"
    duties = WHO
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ids = self.request.user.readable_agency_ids
        look_again(ids)
        lost_files.look(Agency.objects.filter(pk__in=ids))
        messages.success(
            request,
            _("Links within our own website and files were looked at. The worker looks at the others soon."),
        )
        return redirect("desk:dead_links")


class SaveDeadLinks(DeadLinks):
    """The same list as XLSX."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = dead_links(self.request.user.readable_agency_ids)[:10_000]
        return as_download(dead_links_as_xlsx(found), f"{_('Dead links')} {clock.today():%Y-%m-%d}.xlsx")
