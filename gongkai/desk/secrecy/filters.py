from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Section
from gongkai.kit.registers import years
from gongkai.secrecy.models import Carrier, Ground, Review, State


def sections(request: Any) -> QuerySet[Section]:
    return Section.objects.filter(agency_id__in=request.user.readable_agency_ids).order_by("agency", "name")


class ReviewFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words of the title, or number"), method="with_words", max_length=100)
    state = filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("All"))
    year = filters.ChoiceFilter(label=_("Year"), choices=years, method="in_year", empty_label=_("All years"))
    section = filters.ModelChoiceFilter(
        label=_("Handling section"),
        field_name="package__section",
        queryset=sections,
        empty_label=_("All"),
    )
    carrier = filters.ChoiceFilter(
        label=_("Carrier"), field_name="package__carrier", choices=Carrier.choices, empty_label=_("All")
    )
    ground = filters.ChoiceFilter(label=_("Ground"), choices=Ground.choices, empty_label=_("All"))
    oral = filters.ChoiceFilter(
        label=_("By word of mouth"),
        choices=[
            ("yes", _("Approved by word of mouth")),
            ("unsigned", _("Not countersigned yet")),
            ("late", _("Not countersigned in time")),
        ],
        method="by_word_of_mouth",
        empty_label=_("All"),
    )

    class Meta:
        model = Review
        fields = ["q", "state", "year", "section", "carrier", "ground", "oral"]

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(package__title__icontains=value) | Q(number__icontains=value))

    def in_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(number__startswith=f"{value}-")

    def by_word_of_mouth(self, queryset: Any, name: str, value: str) -> Any:
        if value == "yes":
            return queryset.filter(is_oral=True)
        unsigned = queryset.to_countersign()
        return unsigned.filter(countersign_due_on__lt=clock.today()) if value == "late" else unsigned
