from typing import Any

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.inventory.models import Audience, Matter, MatterChannel, Method, Phase


class MatterFilter(filters.FilterSet):
    """What citizens filter the inventory by."""

    q = filters.CharFilter(label=_("Words of the matter or its content"), method="with_words", max_length=100)
    field = filters.ChoiceFilter(label=_("Field"), choices=(), empty_label=_("All"))
    phase = filters.ChoiceFilter(label=_("Phase"), choices=Phase.choices, empty_label=_("All"))
    method = filters.ChoiceFilter(label=_("Way of disclosure"), choices=Method.choices, empty_label=_("All"))
    audience = filters.ChoiceFilter(label=_("Audience"), choices=Audience.choices, empty_label=_("All"))
    channel = filters.ChoiceFilter(
        label=_("Channels and carriers"),
        choices=MatterChannel.choices,
        method="through",
        empty_label=_("All"),
    )

    class Meta:
        model = Matter
        fields = ["q", "field", "phase", "method", "audience", "channel"]

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_use = Matter.objects.filter(agency=agency).in_force().order_by("field")
        self.filters["field"].extra["choices"] = [
            (each, each) for each in in_use.values_list("field", flat=True).distinct()
        ]

    def with_words(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(
            Q(level1__icontains=value) | Q(level2__icontains=value) | Q(content_elements__icontains=value)
        )

    def through(self, rows: Any, name: str, value: str) -> Any:
        return rows.through(value)
