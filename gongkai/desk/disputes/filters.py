import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.disputes.models import DisputeKind, DisputeOutcome


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
    q = filters.CharFilter(label=_("Docket number, body or request"), method="with_words", max_length=100)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=DisputeKind.choices, empty_label=_("All"))
    outcome = filters.ChoiceFilter(
        label=_("Outcome"),
        choices=[("pending", _("Pending")), *DisputeOutcome.choices],
        method="with_outcome",
        empty_label=_("All"),
    )
    year = year_field(_("Year of opening"), "opened_on")

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(number__icontains=value) | Q(body__icontains=value) | Q(case__number__icontains=value)
        )

    def with_outcome(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(outcome="" if value == "pending" else value)


class ComplaintFilter(filters.FilterSet):
    q = filters.CharFilter(
        label=_("Words of the complaint"), field_name="about", lookup_expr="icontains", max_length=100
    )
    handled = filters.ChoiceFilter(
        label=_("State"),
        choices=[("yes", _("Handled")), ("no", _("Not handled yet"))],
        method="in_state",
        empty_label=_("All"),
    )
    year = year_field(_("Year of receipt"), "received_on")

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(handled="") if value == "no" else queryset.exclude(handled="")
