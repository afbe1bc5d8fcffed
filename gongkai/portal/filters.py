import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.catalogue.models import Column, Item
from gongkai.inventory.models import Phase


class ItemFilter(filters.FilterSet):
    """What citizens filter by. Searching inside the texts comes with the search room."""

    q = filters.CharFilter(label=_("Title, number or index number"), method="with_words", max_length=100)
    column = filters.ModelChoiceFilter(
        label=_("Column"), queryset=Column.objects.none(), to_field_name="slug", empty_label=_("All")
    )
    phase = filters.ChoiceFilter(label=_("Phase"), choices=Phase.choices, empty_label=_("All"))
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
        fields = ["q", "column", "phase", "year"]

    def __init__(self, *args, agency=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["column"].queryset = Column.objects.filter(agency=agency)

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            Q(title__icontains=value) | Q(document_number__icontains=value) | Q(index_number__icontains=value)
        )
