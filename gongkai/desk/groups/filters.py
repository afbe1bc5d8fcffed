from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from gongkai.channels.models import Channel, DeliveryState, Release, SmsContact, SmsDelivery


class ContactFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("reached", _("Gets messages")), ("out", _("Wants no more")), ("ended", _("Taken out"))],
        method="in_state",
        empty_label=_("All"),
    )

    class Meta:
        model = SmsContact
        fields = ["state"]

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "reached":
            return rows.reached()
        return rows.exclude(opted_out_at=None) if value == "out" else rows.exclude(ended_at=None)


class DeliveryFilter(filters.FilterSet):
    release = filters.ModelChoiceFilter(
        label=_("Release"), queryset=Release.objects.none(), empty_label=_("All")
    )
    channel = filters.ModelChoiceFilter(
        label=_("Channel"),
        field_name="release__channel",
        queryset=Channel.objects.none(),
        empty_label=_("All"),
    )
    state = filters.ChoiceFilter(label=_("State"), choices=DeliveryState.choices, empty_label=_("All"))

    class Meta:
        model = SmsDelivery
        fields = ["release", "channel", "state"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        planned = Release.objects.visible_to(user).exclude(sms_plan=None).order_by("-pk")
        self.filters["release"].queryset = planned
        self.filters["channel"].queryset = Channel.objects.visible_to(user).filter(kind="sms")
