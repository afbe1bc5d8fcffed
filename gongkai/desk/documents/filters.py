import re
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.catalogue.models import Item
from gongkai.documents.models import Document, Form, Openness, Remark, State
from gongkai.people.models import User

_MONTH = re.compile(r"(20[0-9]{2})(?:-(1[0-2]|0?[1-9]))?")


def officers(request: Any) -> QuerySet[User]:
    return User.objects.filter(agency_id__in=request.user.readable_agency_ids)


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

    became = filters.ChoiceFilter(
        label=_("What became of it"),
        choices=[
            ("adopted", _("Adopted")),
            ("returned", _("Returned at least once")),
            ("published", _("Published")),
        ],
        method="that_became",
        empty_label=_("All"),
    )
    # Set by the table of contributions, and shown as what was chosen.
    officer = filters.ModelChoiceFilter(
        label=_("Drafted by"), field_name="drafted_by", queryset=officers, widget=forms.HiddenInput
    )
    handed_in = filters.CharFilter(
        label=_("Handed in (month)"), method="handed_in_in", max_length=7, widget=forms.HiddenInput
    )

    class Meta:
        model = Document
        fields = ["q", "form", "state", "openness", "year", "became", "officer", "handed_in"]

    def that_became(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "adopted":
            return queryset.filter(form=Form.PIECE, state__in=[State.ADOPTED, State.APPROVED])
        if value == "returned":
            return queryset.filter(Exists(Remark.objects.filter(document=OuterRef("pk"), step="sent_back")))
        return queryset.filter(Exists(Item.objects.filter(document=OuterRef("pk"))))

    def handed_in_in(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A year, or a month written 2026-03; anything else finds nothing."""
        told = _MONTH.fullmatch(value)
        if told is None:
            return queryset.none()
        found = queryset.filter(submitted_at__year=int(told[1]))
        return found.filter(submitted_at__month=int(told[2])) if told[2] else found

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(title__icontains=value) | Q(number__icontains=value))
