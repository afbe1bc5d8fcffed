"""What the list of inquiries is narrowed by."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.cases.models import Inquiry


class InquiryFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Number, matter or who asks"), method="with_words", max_length=100)
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("Waits for the answer")), ("answered", _("Answered"))],
        method="in_state",
        empty_label=_("All"),
    )

    class Meta:
        model = Inquiry
        fields: tuple[str, ...] = ()

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(number__icontains=value) | Q(matter__icontains=value) | Q(asked_by__icontains=value)
        )

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(answered_on__isnull=value == "open")
