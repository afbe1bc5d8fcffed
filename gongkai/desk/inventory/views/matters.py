"""Pages of matters and of the duties laid on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.catalogue.models import Column
from gongkai.desk.inventory import forms
from gongkai.desk.inventory.filters import MatterFilter
from gongkai.desk.inventory.words import limit_in_words, read_limit_in_words, status_of, tabs
from gongkai.inventory import actions, policy, table
from gongkai.inventory.due import soon_until, term_of
from gongkai.inventory.models import DisclosureDuty, Matter
from gongkai.inventory.rhythms import Rhythm
from gongkai.kit.downloads import as_download
from gongkai.kit.views import ActPage, CreatePage, DeskPage, ListPage, Offer, SubjectPage
from gongkai.workdays.queries import loaded_calendar

READERS = OFFICE | SUPERVISORS
KEEPERS = frozenset(policy.KEEPERS)
MOST_PERIODS = 60  # on the page of a duty; the list of all shows the rest


def keeps(user: Any) -> bool:
    return bool(user.duties & KEEPERS)


class MatterList(ListPage):
    model = Matter
    filterset_class = MatterFilter
    template_name = "desk/inventory/matters.html"
    nav = "inventory"
    duties = READERS

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("section", "agency")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tabs=tabs("matters"),
            may_keep=keeps(self.request.user),
            several=len(self.request.user.readable_agency_ids) > 1,
            query=self.request.GET.urlencode(),
            **kwargs,
        )


class Export(DeskPage, View):
    """The matters as they are filtered, as XLSX in the columns of the standard catalogues."""

    duties = READERS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Matter.objects.visible_to(request.user).select_related("section")
        found = MatterFilter(request.GET, queryset=rows, request=request).qs
        title = _("Inventory of matters: %(office)s") % {"office": request.user.agency.name}  # type: ignore[union-attr]
        return as_download(table.as_xlsx(found, title=title, inside=True), "全清单.xlsx")


class MatterPage(SubjectPage):
    model = Matter
    template_name = "desk/inventory/matter.html"
    nav = "inventory"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "section", "responsible")

    def offers(self) -> Iterable[Offer]:
        matter, by = self.object, self.request.user
        changing = list(policy.obstacles_to_changing(matter, by))
        yield Offer(
            _("Add a duty"),
            reverse("desk:disclosure_duty_add", args=[matter.pk]),
            _("What is owed each month, quarter or year, or after an occasion, is laid out a year ahead."),
            changing,
        )
        yield Offer(
            _("Change"),
            reverse("desk:matter_change", args=[matter.pk]),
            _("The journal keeps what stood here before."),
            changing,
            quiet=True,
        )
        yield Offer(
            _("End this matter"),
            reverse("desk:matter_end", args=[matter.pk]),
            _("It stays to be read and is offered to no draft any more."),
            policy.obstacles_to_ending(matter, by),
            grave=True,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        matter = self.object
        column = Column.objects.filter(agency=matter.agency_id, slug=matter.column).first()
        duties = matter.duties.select_related("section").order_by("since", "pk")
        return super().get_context_data(
            column=column.name if column else matter.column,
            read_limit=read_limit_in_words(matter),
            laid=[(each, limit_in_words(each)) for each in duties],
            **kwargs,
        )


class Add(CreatePage):
    form_class = forms.MatterForm
    heading = gettext_lazy("Add a matter")
    button = gettext_lazy("Add")
    done = gettext_lazy("Added. A duty by calendar can be laid on it now.")
    nav = "inventory"
    duties = KEEPERS

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency}

    def get_cancel_url(self) -> str:
        return reverse("desk:matter_list")

    def run(self, form: Any) -> Any:
        return actions.add_matter(self.agency, by=self.request.user, **form.said)


class OnMatter(ActPage):
    model = Matter
    nav = "inventory"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency", "section")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing(self.subject, self.request.user)


class Change(OnMatter):
    form_class = forms.MatterChangeForm
    heading = gettext_lazy("Change this matter")
    button = gettext_lazy("Change")
    done = gettext_lazy("Changed. The journal keeps what stood here before.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.subject.agency}

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of(self.subject)

    def run(self, form: Any) -> Any:
        return actions.change_matter(self.subject, by=self.request.user, **form.said)


class End(OnMatter):
    form_class = forms.EndForm
    heading = gettext_lazy("End this matter")
    button = gettext_lazy("End")
    done = gettext_lazy("Ended. It stays to be read.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_ending(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.end_matter(self.subject, by=self.request.user, **form.said)


class AddDuty(OnMatter):
    form_class = forms.DutyForm
    heading = gettext_lazy("Add a duty")
    button = gettext_lazy("Add and lay out")
    done = gettext_lazy("Added. What is owed is laid out a year ahead.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.subject.agency}

    def get_initial(self) -> dict[str, Any]:
        return {"section": self.subject.section_id, "since": clock.today().replace(month=1, day=1)}

    def run(self, form: Any) -> Any:
        return actions.add_duty(self.subject, by=self.request.user, **form.said)


class DutyPage(SubjectPage):
    model = DisclosureDuty
    template_name = "desk/inventory/duty.html"
    nav = "inventory"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("matter__agency", "section")

    def offers(self) -> Iterable[Offer]:
        duty, by = self.object, self.request.user
        changing = list(policy.obstacles_to_duty(duty, by))
        if duty.rhythm == Rhythm.PER_EVENT:
            yield Offer(
                _("Record the occasion"),
                reverse("desk:disclosure_duty_occasion", args=[duty.pk]),
                _("The time limit begins on that day."),
                policy.obstacles_to_trigger(duty, by),
            )
        yield Offer(
            _("Change"),
            reverse("desk:disclosure_duty_change", args=[duty.pk]),
            _("What is still open is due by the new limit."),
            changing,
            quiet=True,
        )
        yield Offer(
            _("End this duty"),
            reverse("desk:disclosure_duty_end", args=[duty.pk]),
            _("What was disclosed or excused stays."),
            changing,
            grave=True,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        duty, today = self.object, clock.today()
        soon = soon_until(today, loaded_calendar())
        periods = list(duty.periods.order_by("-starts_on")[:MOST_PERIODS])
        for each in periods:
            each.duty = duty
        term = term_of(duty.rule, today)
        return super().get_context_data(
            limit=limit_in_words(duty),
            source=term.article if term else "",
            rows=[(each, *status_of(each, today, soon)) for each in periods],
            **kwargs,
        )


class OnDuty(ActPage):
    model = DisclosureDuty
    nav = "inventory"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("matter__agency", "section")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_duty(self.subject, self.request.user)


class ChangeDuty(OnDuty):
    form_class = forms.DutyChangeForm
    heading = gettext_lazy("Change this duty")
    button = gettext_lazy("Change")
    done = gettext_lazy("Changed. What is still open is due by the new limit.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.subject.agency}

    def get_initial(self) -> dict[str, Any]:
        duty = self.subject
        names = ("rule", "number", "unit", "occasion")
        return {name: getattr(duty, name) for name in names} | {
            "section": duty.section_id,
            "seen": duty.revision,
        }

    def run(self, form: Any) -> Any:
        return actions.change_duty(self.subject, by=self.request.user, **form.said)


class EndDuty(OnDuty):
    form_class = forms.DutyEndForm
    heading = gettext_lazy("End this duty")
    button = gettext_lazy("End")
    done = gettext_lazy("Ended. What was disclosed or excused stays.")
    grave = True

    def get_initial(self) -> dict[str, Any]:
        return {"until": clock.today()}

    def run(self, form: Any) -> Any:
        return actions.end_duty(self.subject, by=self.request.user, **form.said)


class Occasion(OnDuty):
    form_class = forms.DayForm
    heading = gettext_lazy("Record the occasion")
    button = gettext_lazy("Record")
    done = gettext_lazy("Recorded. The time limit counts from that day.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_trigger(self.subject, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"day": clock.today()}

    def run(self, form: Any) -> Any:
        return actions.record_trigger(self.subject, by=self.request.user, **form.said)
