from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.channels.models import Channel, Release, State


class ReleaseFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words of the title, or number"), method="with_words", max_length=100)
    channel = filters.ModelChoiceFilter(
        label=_("Channel"), queryset=Channel.objects.none(), empty_label=_("All")
    )
    state = filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("All"))

    class Meta:
        model = Release
        fields = ["q", "channel", "state"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["channel"].queryset = Channel.objects.visible_to(self.request.user)

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(item__title__icontains=value) | Q(item__index_number__icontains=value))
