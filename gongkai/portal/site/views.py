"""The box for faults of the website (网站找错), and the site map for people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from gongkai.acts import Outsider, Refused
from gongkai.acts.once import AlreadySubmitted, earlier_submission, submitted_once
from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.channels import faults
from gongkai.channels.models import FaultKind
from gongkai.kit.templatetags.kit import without_controls
from gongkai.portal.pages import PortalPage
from gongkai.portal.requests import checking, limits
from gongkai.portal.requests.limits import HOUR, QUARTER, Limit
from gongkai.portal.site.forms import FaultForm, NumberForm

READER = Outsider("site-faults")


def checked_reports() -> Limit:
    return Limit("faults-checked", settings.ONLINE_CHECKED_PER_ADDRESS, HOUR)


def unchecked_reports() -> Limit:
    return Limit("faults-unchecked", settings.ONLINE_UNCHECKED_PER_ADDRESS, HOUR)


def unchecked_reports_in_all() -> Limit:
    return Limit("faults-unchecked-in-all", settings.ONLINE_UNCHECKED_IN_ALL, HOUR)


def tries_at_numbers() -> Limit:
    return Limit("faults-tries", settings.PROGRESS_TRIES, QUARTER)


class ReportFault(PortalPage, FormView):
    """A reader says what is wrong on a page. No account, no name; a check keeps programs out."""

    remembered = False
    template_name = "portal/site/fault.html"
    form_class = FaultForm
    nav = "faults"
    refusal_status = 422

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        page = without_controls(self.request.GET.get("page", "").replace("\x00", ""))[:300]
        return {"path": page, "kind": kind if kind in FaultKind.values else ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        earlier = earlier_submission(request.POST.get("submission", ""), READER)
        if earlier is not None and earlier.led_to:
            return redirect(earlier.led_to)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if not self.may_send():
            self.refusal_status = 429
            form.add_error(
                None,
                _(
                    "Too many reports came from your connection or without the check of the browser. Send it "
                    "again in an hour, or call %(phone)s."
                )
                % {"phone": self.agency.phone or _("the office")},
            )
            return self.form_invalid(form)
        try:
            with submitted_once(form.cleaned_data["submission"], READER) as submission:
                fault = faults.report(self.agency, **form.as_report)
                number = urlencode({"number": fault.progress_number, "new": "1"})
                submission.led_to = f"{reverse('portal:fault_progress')}?{number}"
        except AlreadySubmitted as earlier:
            return redirect(earlier.led_to or "portal:fault_progress")
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)
        return redirect(submission.led_to)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=self.refusal_status)

    def may_send(self) -> bool:
        """Say whether this sending is taken, and count it."""
        where, solved = limits.address_of(self.request), self.request.POST.get("check", "")
        if checking.is_solved(solved) and checking.use(solved):
            bounds = [(checked_reports(), where)]
        else:
            bounds = [(unchecked_reports(), where), (unchecked_reports_in_all(), "")]
        if any(bound.is_reached(who) for bound, who in bounds):
            return False
        for bound, who in bounds:
            bound.count(who)
        return True

    def render_to_response(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().render_to_response(*args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[(_("Home"), reverse("portal:home")), (_("Report a fault of the website"), "")], **kwargs
        )


class FaultProgress(PortalPage, TemplateView):
    """How far a report is: its state and the answer, for whoever has the progress number."""

    remembered = False
    template_name = "portal/site/fault_progress.html"
    nav = "faults"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.GET.get("number", "").replace("\x00", "").strip()[:40]
        where, found, refusal = limits.address_of(request), None, ""
        if number and tries_at_numbers().is_reached(where):
            refusal = _(
                "Too many numbers were tried from your connection. Try again in a quarter of an hour."
            )
        elif number:
            found = faults.found_by(self.agency, number)
            if found is None:
                tries_at_numbers().count(where)
                refusal = _("There is no report with this number. Type it as it was shown to you.")
        answer = self.render_to_response(
            self.get_context_data(
                fault=found,
                refusal=refusal,
                is_new=bool(found) and request.GET.get("new") == "1",
                form=NumberForm(initial={"number": number}),
            ),
            status=404 if refusal else 200,
        )
        add_never_cache_headers(answer)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            crumbs=[
                (_("Home"), reverse("portal:home")),
                (_("Report a fault of the website"), reverse("portal:fault_report")),
                (_("Progress"), ""),
            ],
            **kwargs,
        )


class SiteMap(PortalPage, TemplateView):
    """Every column as a tree, every page and office: for people who would rather not search."""

    template_name = "portal/site/map.html"
    nav = "map"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = list(Column.objects.filter(agency=self.agency).open())
        below: dict[int | None, list[Column]] = {}
        for each in columns:
            below.setdefault(each.parent_id, []).append(each)
        known = {each.pk for each in columns}
        first = [each for each in columns if each.parent_id not in known]
        pages = [
            (_("Disclosure guide"), reverse("portal:guide")),
            (_("Rules on disclosure"), reverse("portal:rules")),
            (_("Disclosed by law"), reverse("portal:content")),
            (_("Organisation"), reverse("portal:offices")),
            (_("Service guides"), reverse("portal:services")),
            (_("Search what has been disclosed"), reverse("portal:search")),
            (_("Newspaper and gazette"), reverse("portal:papers")),
            (_("Inventory of matters"), reverse("portal:inventory")),
            (_("Request information"), reverse("portal:requests")),
            (_("Progress of a request"), reverse("portal:request_progress")),
            (_("Annual reports"), reverse("portal:reports")),
            (_("New items by e-mail"), reverse("portal:subscribe")),
            (_("Accessibility"), reverse("portal:accessibility")),
            (_("Report a fault of the website"), reverse("portal:fault_report")),
        ]
        offices = Agency.objects.within(self.agency).order_by("path")
        return super().get_context_data(
            pages=pages,
            columns=list(_in_order(first, below, 0)),
            feeds_of=[
                (
                    each,
                    {kind: reverse("portal:office_feed", args=[each.slug, kind]) for kind in ("atom", "rss")},
                )
                for each in offices
            ],
            crumbs=[(_("Home"), reverse("portal:home")), (_("Site map"), "")],
            **kwargs,
        )


def _in_order(columns: Any, below: dict[Any, list[Column]], level: int) -> Any:
    """Yield each column with what opens and closes around it, for a list in lists."""
    for each in columns:
        yield {"column": each, "level": min(level, 3)}
        if level < 10:
            yield from _in_order(below.get(each.pk, ()), below, level + 1)
