from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Section
from gongkai.inventory.due import soon_until
from gongkai.inventory.models import (
    Matter,
    Method,
    OwedPeriod,
    Phase,
    Standing,
    Task,
    TaskState,
)
from gongkai.inventory.queries import condition, of_year
from gongkai.inventory.rhythms import Rhythm
from gongkai.kit.registers import readable_agencies
from gongkai.workdays.queries import loaded_calendar


def readable_sections(request: Any) -> QuerySet[Section]:
    return Section.objects.filter(agency_id__in=request.user.readable_agency_ids)


def fields_in_use(request: Any) -> list[tuple[str, str]]:
    found = (
        Matter.objects.visible_to(request.user).order_by("field").values_list("field", flat=True).distinct()
    )
    return [(each, each) for each in found]


class OfAgencies(filters.FilterSet):
    """Offers the choice of an agency only to those who read several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.request.user.readable_agency_ids) < 2:
            del self.filters["agency"]


class MatterFilter(OfAgencies):
    q = filters.CharFilter(label=_("Words of the matter, or code"), method="with_words", max_length=100)
    field = filters.ChoiceFilter(label=_("Field"), choices=(), empty_label=_("All"))
    section = filters.ModelChoiceFilter(
        label=_("Section or community in charge"), queryset=readable_sections, empty_label=_("All")
    )
    phase = filters.ChoiceFilter(label=_("Phase"), choices=Phase.choices, empty_label=_("All"))
    method = filters.ChoiceFilter(label=_("Way of disclosure"), choices=Method.choices, empty_label=_("All"))
    agency = filters.ModelChoiceFilter(
        label=_("Agency"), queryset=readable_agencies, empty_label=_("All agencies")
    )
    ended = filters.ChoiceFilter(
        label=_("Ended matters"),
        choices=[("all", _("Shown as well"))],
        method="with_ended",
        empty_label=_("Left out"),
    )

    class Meta:
        model = Matter
        fields = ["q", "field", "section", "phase", "method", "agency", "ended"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # Bound also when nothing is asked for: what has ended is left out then, too.
        super().__init__({} if data is None else data, *args, **kwargs)
        self.filters["field"].extra["choices"] = fields_in_use(self.request)

    def filter_queryset(self, rows: Any) -> Any:
        found = super().filter_queryset(rows)
        return found if self.form.cleaned_data.get("ended") == "all" else found.in_force()

    def with_words(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(
            Q(level1__icontains=value)
            | Q(level2__icontains=value)
            | Q(content_elements__icontains=value)
            | Q(code__icontains=value)
        )

    def with_ended(self, rows: Any, name: str, value: str) -> Any:
        return rows


class PeriodFilter(OfAgencies):
    q = filters.CharFilter(label=_("Words of the matter"), method="with_words", max_length=100)
    section = filters.ModelChoiceFilter(
        label=_("Section or community in charge"),
        field_name="duty__section",
        queryset=readable_sections,
        empty_label=_("All"),
    )
    standing = filters.ChoiceFilter(
        label=_("State"), choices=Standing.choices, method="standing_so", empty_label=_("All")
    )
    rhythm = filters.ChoiceFilter(
        label=_("Rhythm"), field_name="duty__rhythm", choices=Rhythm.choices, empty_label=_("All")
    )
    year = filters.NumberFilter(label=_("Year"), method="in_year", min_value=2008, max_value=2100)
    agency = filters.ModelChoiceFilter(
        label=_("Agency"),
        field_name="duty__matter__agency",
        queryset=readable_agencies,
        empty_label=_("All agencies"),
    )

    class Meta:
        model = OwedPeriod
        fields = ["q", "section", "standing", "rhythm", "year", "agency"]

    def with_words(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(
            Q(duty__matter__level1__icontains=value) | Q(duty__matter__level2__icontains=value)
        )

    def standing_so(self, rows: Any, name: str, value: str) -> Any:
        today = clock.today()
        return rows.filter(condition(value, today, soon_until(today, loaded_calendar())))

    def in_year(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(of_year(int(value)))


class TaskFilter(OfAgencies):
    year = filters.NumberFilter(label=_("Year"), field_name="priority__year", min_value=2008, max_value=2100)
    section = filters.ModelChoiceFilter(
        label=_("Section or community in charge"), queryset=readable_sections, empty_label=_("All")
    )
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("overdue", _("Overdue")), *TaskState.choices],
        method="in_state",
        empty_label=_("All"),
    )
    agency = filters.ModelChoiceFilter(
        label=_("Agency"),
        field_name="priority__agency",
        queryset=readable_agencies,
        empty_label=_("All agencies"),
    )

    class Meta:
        model = Task
        fields = ["year", "section", "state", "agency"]

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "overdue":
            return rows.filter(state=TaskState.OPEN, due_on__lt=clock.today())
        return rows.filter(state=value)
