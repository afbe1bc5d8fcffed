import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.catalogue.models import Column, Item
from gongkai.channels.models import Release
from gongkai.law.channels import ChannelKind


class ItemFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words of the title, or number"), method="with_words", max_length=100)
    column = filters.ModelChoiceFilter(
        label=_("Column"), queryset=Column.objects.none(), empty_label=_("All")
    )
    kind = filters.ChoiceFilter(
        label=_("Channel"), choices=ChannelKind.choices, method="on_channel", empty_label=_("All")
    )
    year = filters.NumberFilter(
        label=_("Year"),
        field_name="published_on",
        lookup_expr="year",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Item
        fields = ["q", "column", "kind", "year"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["column"].queryset = Column.objects.filter(
            agency_id__in=self.request.user.readable_agency_ids
        )

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(title__icontains=value) | Q(index_number__icontains=value) | Q(document_number__icontains=value)
        )

    def on_channel(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=Release.objects.counted().filter(kind=value).values("item"))
