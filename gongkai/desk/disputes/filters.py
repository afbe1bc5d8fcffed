import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.disputes.models import (
    DEFENCE_OWED,
    FILING_OWED,
    REPLY_OWED,
    ComplaintKind,
    ComplaintResult,
    DisputeKind,
    DisputeOutcome,
    Instance,
)

OWED = {"defence": DEFENCE_OWED, "filing": FILING_OWED, "reply": REPLY_OWED}


def year_field(label: str | Promise, field_name: str) -> filters.NumberFilter:
    return filters.NumberFilter(
        label=label,
        field_name=field_name,
        lookup_expr="year",
        min_value=2008,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class DisputeFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Docket number, body, claimant or request"), method="with_words", max_length=100
    )
    kind = filters.ChoiceFilter(label=_("Kind"), choices=DisputeKind.choices, empty_label=_("All"))
    instance = filters.ChoiceFilter(label=_("Instance"), choices=Instance.choices, empty_label=_("All"))
    outcome = filters.ChoiceFilter(
        label=_("Outcome"),
        choices=[("pending", _("Pending")), *DisputeOutcome.choices],
        method="with_outcome",
        empty_label=_("All"),
    )
    owed = filters.ChoiceFilter(
        label=_("What is owed"),
        choices=[
            ("defence", _("The defence")),
            ("filing", _("The report of a lost case")),
            ("reply", _("The new reply")),
        ],
        method="with_what_is_owed",
        empty_label=_("All"),
    )
    year = year_field(_("Year of opening"), "opened_on")

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(number__icontains=value)
            | Q(body__icontains=value)
            | Q(claimant__icontains=value)
            | Q(case__number__icontains=value)
        )

    def with_outcome(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(outcome="" if value == "pending" else value)

    def with_what_is_owed(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(OWED[value])


class ComplaintFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Words of the complaint"), field_name="about", lookup_expr="icontains", max_length=100
    )
    kind = filters.ChoiceFilter(label=_("Kind"), choices=ComplaintKind.choices, empty_label=_("All"))
    handled = filters.ChoiceFilter(
        label=_("State"),
        choices=[("yes", _("Handled")), ("no", _("Not handled yet"))],
        method="in_state",
        empty_label=_("All"),
    )
    result = filters.ChoiceFilter(label=_("Result"), choices=ComplaintResult.choices, empty_label=_("All"))
    year = year_field(_("Year of receipt"), "received_on")

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(handled="") if value == "no" else queryset.exclude(handled="")
