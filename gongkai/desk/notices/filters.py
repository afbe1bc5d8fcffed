import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.notices.kinds import Channel, MessageState


class NoticeFilter(filters.FilterSet):
    read = filters.ChoiceFilter(
        label=_("State"),
        choices=[("no", _("Unread")), ("yes", _("Read"))],
        method="in_state",
        empty_label=_("All"),
    )

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(read_at__isnull=value == "no")


class MessageFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("State"), choices=MessageState.choices, empty_label=_("All"))
    channel = filters.ChoiceFilter(label=_("Channel"), choices=Channel.choices, empty_label=_("All"))
