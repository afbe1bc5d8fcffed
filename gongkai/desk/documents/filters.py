import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.documents.models import Document, Form, Openness, State


class DocumentFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words of the title, or number"), method="with_words", max_length=100)
    form = filters.ChoiceFilter(label=_("Form"), choices=Form.choices, empty_label=_("All"))
    state = filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("All"))
    openness = filters.ChoiceFilter(
        label=_("Openness attribute"), choices=Openness.choices, empty_label=_("All")
    )
    year = filters.NumberFilter(
        label=_("Year"),
        field_name="drafted_at",
        lookup_expr="year",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Document
        fields = ["q", "form", "state", "openness", "year"]

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(title__icontains=value) | Q(number__icontains=value))
