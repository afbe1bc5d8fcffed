from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column, Item
from gongkai.channels.models import Release
from gongkai.inventory.models import Phase
from gongkai.law.channels import ChannelKind
from gongkai.statistics.phases import NO_PHASE


class ItemFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words of the title, or number"), method="with_words", max_length=100)
    agency = filters.ModelChoiceFilter(
        label=_("Agency"), queryset=Agency.objects.none(), to_field_name="slug", empty_label=_("All")
    )
    column = filters.ModelChoiceFilter(
        label=_("Column"), queryset=Column.objects.none(), empty_label=_("All")
    )
    kind = filters.ChoiceFilter(
        label=_("Channel"), choices=ChannelKind.choices, method="on_channel", empty_label=_("All")
    )
    phase = filters.ChoiceFilter(
        label=_("Phase"),
        choices=[*Phase.choices, (NO_PHASE, _("Not said"))],
        method="in_phase",
        empty_label=_("All"),
    )
    year = filters.NumberFilter(
        label=_("Year"),
        field_name="published_on",
        lookup_expr="year",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    counted = filters.NumberFilter(
        label=_("Counted in the year"),
        method="counted_in",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Item
        fields = ["q", "agency", "column", "kind", "phase", "year", "counted"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(pk__in=self.request.user.readable_agency_ids)
        if len(self.request.user.readable_agency_ids) > 1:
            self.filters["agency"].queryset = agencies
        else:
            del self.filters["agency"]
        self.filters["column"].queryset = Column.objects.filter(
            agency_id__in=self.request.user.readable_agency_ids
        )

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(title__icontains=value) | Q(index_number__icontains=value) | Q(document_number__icontains=value)
        )

    def in_phase(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(phase="" if value == NO_PHASE else value)

    def counted_in(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Items whose first confirmed release lies in the year: those the annual table counts."""
        first = Release.objects.counted().filter(is_first=True, first_year=int(value))
        return queryset.filter(pk__in=first.values("item"))

    def on_channel(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=Release.objects.counted().filter(kind=value).values("item"))
