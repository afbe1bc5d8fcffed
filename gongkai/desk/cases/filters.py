import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.cases.models import STANDING, HowCame, ReplyState, Timeliness
from gongkai.law.outcomes import all_outcomes

STATES = [
    ("no_reply", _("No reply yet")),
    ("proposed", _("Waits for the legal check")),
    ("checked", _("Waits for signature")),
    ("signed", _("Signed, waits for delivery")),
    ("sent", _("Sent, arrival not yet recorded")),
    ("overdue", _("Overdue")),
    ("unknown", _("Due day not known")),
    ("on_time", _("Concluded on time")),
    ("extended", _("Concluded after extension")),
    ("late", _("Concluded late")),
    ("withdrawn", _("Withdrawn by the requester")),
]


class OpenCaseFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Number, matter or requester"), method="with_words", max_length=100)
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="in_state", empty_label=_("All"))
    how_came = filters.ChoiceFilter(label=_("How it came"), choices=HowCame.choices, empty_label=_("All"))
    year = filters.NumberFilter(
        label=_("Year of receipt"),
        min_value=2008,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(number__icontains=value) | Q(title__icontains=value) | Q(requester_name__icontains=value)
        )

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value in ReplyState.values:
            return queryset.filter(replies__state=value)
        if value in Timeliness.values:
            return queryset.filter(timeliness=value, withdrawn_on=None)
        if value == "no_reply":
            return queryset.filter(concluded_on=None).exclude(replies__state__in=STANDING)
        if value == "overdue":
            return queryset.filter(concluded_on=None, due_on__lt=clock.today())
        if value == "unknown":
            return queryset.filter(concluded_on=None).exclude(due_unknown_year=None)
        return queryset.exclude(withdrawn_on=None)


class CaseFilter(OpenCaseFilter):
    """Cases that may have ended: by their outcome as well."""

    outcome = filters.ChoiceFilter(
        label=_("Outcome"),
        choices=lambda: [(each.code, each.label) for each in all_outcomes()],
        empty_label=_("All"),
    )
