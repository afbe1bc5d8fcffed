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

    earlier = filters.ChoiceFilter(
        label=_("Cleared before this program came"),
        choices=[("only", _("Only these")), ("too", _("These too"))],
        method="of_earlier_times",
        empty_label=_("Not shown"),
    )

    class Meta:
        model = Review
        fields = ["q", "state", "year", "section", "carrier", "ground", "oral", "earlier"]

    @property
    def qs(self) -> QuerySet:
        """Thousands of earlier clearances come in with an import; they are shown where they are asked for."""
        if not hasattr(self, "_qs"):
            asked = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
            if not (asked.get("earlier") or asked.get("q")):
                self.queryset = self.queryset.filter(earlier_on=None)  # type: ignore[has-type]
        return super().qs

    def of_earlier_times(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.exclude(earlier_on=None) if value == "only" else queryset

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(package__title__icontains=value) | Q(number__icontains=value))

    def in_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(number__startswith=f"{value}-")

    def by_word_of_mouth(self, queryset: Any, name: str, value: str) -> Any:
        if value == "yes":
            return queryset.filter(is_oral=True)
        unsigned = queryset.to_countersign()
        return unsigned.filter(countersign_due_on__lt=clock.today()) if value == "late" else unsigned
