"""Pages of what is sent to groups: the plan with its cost, the messages of a release, what is unclear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.channels import groups, groups_planning
from gongkai.channels import groups_policy as policy
from gongkai.channels.groups_providers import missing, path_of
from gongkai.channels.models import Channel, DeliveryState, Release, SmsDelivery, SmsPrice, Way
from gongkai.channels.models.groups import KEEPERS
from gongkai.desk.groups import forms
from gongkai.desk.groups.filters import DeliveryFilter
from gongkai.desk.groups.panels import STATUS, figures, messages_of
from gongkai.kit.site import absolute
from gongkai.kit.views import ActPage, ListPage, Offer, SubjectPage
from gongkai.law import text_messages

DUTIES = frozenset(KEEPERS)
NAV = "groups"


class Plan(ActPage):
    model = Release
    nav = "channels"
    form_class = forms.PlanForm
    template_name = "desk/groups/plan.html"
    heading = gettext_lazy("Choose the groups")
    button = gettext_lazy("Choose these")
    done = gettext_lazy("Chosen. Nothing is sent yet.")

    def get_queryset(self) -> Any:
        rows = Release.objects.filter(agency_id__in=self.request.user.agency_ids_as(*KEEPERS))
        return rows.filter(kind="sms").select_related(
            "item__package", "item__agency", "channel__agency", "agency", "sms_plan"
        )

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_planning(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "release": self.subject}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quiet = text_messages.quiet_hours(clock.today())
        seen = groups_planning.preview(self.subject, [])
        return super().get_context_data(seen=seen, quiet=quiet, **kwargs)

    def run(self, form: Any) -> Any:
        said = form.said
        groups_planning.plan_message(
            self.subject, said["groups"], by=self.request.user, urgent_reason=said["urgent_reason"]
        )
        return messages_of(self.subject)


class DeliveryList(ListPage):
    """Messages, of all releases or of one; of one with what it says, its figures and its cost."""

    model = SmsDelivery
    filterset_class = DeliveryFilter
    template_name = "desk/groups/delivery_list.html"
    nav = NAV
    duties = DUTIES

    def get_queryset(self) -> Any:
        return super().get_queryset().order_by("-release_id", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["filter"].form
        release = form.cleaned_data.get("release") if form.is_bound and form.is_valid() else None
        rows = [(row, STATUS[DeliveryState(row.state)]) for row in context["object_list"]]
        return {**context, "rows": rows, **(self._of_release(release) if release else {})}

    def _of_release(self, release: Release) -> dict[str, Any]:
        recipients = SmsDelivery.objects.filter(release=release).exclude(state=DeliveryState.SKIPPED).count()
        seen = groups_planning.preview(release, [])
        return {
            "release": release,
            "seen": seen,
            "recipients": recipients,
            "cost": text_messages.cost_of(seen.parts, recipients, seen.price),
            "figures": figures(release),
            "plan": getattr(release, "sms_plan", None),
        }


class ResolveDelivery(ActPage):
    model = SmsDelivery
    nav = NAV
    form_class = forms.ResolveDeliveryForm
    heading = gettext_lazy("Say what became of the message")
    button = gettext_lazy("Save")
    done = gettext_lazy("Cleared up.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_resolving_delivery(self.subject, self.request.user)

    def get_cancel_url(self) -> str:
        return messages_of(self.subject.release)

    def run(self, form: Any) -> Any:
        groups_planning.resolve_delivery(self.subject, by=self.request.user, **form.said)
        return messages_of(self.subject.release)


class SetUp(SubjectPage):
    """How a channel sends: what is missing, its prices, and the addresses the provider calls."""

    model = Channel
    template_name = "desk/groups/set_up.html"
    nav = "channels"

    def get_queryset(self) -> Any:
        return _sending(super().get_queryset(), self.request.user, Duty.SYSTEM_ADMINISTRATOR, *KEEPERS)

    def offers(self) -> Iterator[Offer]:
        yield Offer(
            _("Set the price"),
            reverse("desk:sms_price", args=[self.object.pk]),
            _("What a part of a message costs from a day on."),
            policy.obstacles_to_pricing(self.object, self.request.user),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        channel, user = self.object, self.request.user
        # Whoever knows these addresses can hand in reports.
        keeps = user.has_duty(Duty.SYSTEM_ADMINISTRATOR, channel.agency)
        names = [(_("Delivery reports"), "sms_reports"), (_("Replies of residents"), "sms_replies")]
        called = [
            (label, absolute(self.request, reverse(f"api:{name}", args=[channel.pk, path_of(channel)])))
            for label, name in names
        ]
        return super().get_context_data(
            missing=list(missing(channel)),
            prices=SmsPrice.objects.filter(channel=channel),
            usual=text_messages.usual_price(clock.today()),
            called=called if keeps else [],
            **kwargs,
        )


class SetPrice(ActPage):
    model = Channel
    nav = "channels"
    form_class = forms.PriceForm
    heading = gettext_lazy("Set the price")
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def get_queryset(self) -> Any:
        return _sending(super().get_queryset(), self.request.user, *KEEPERS)

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_pricing(self.subject, self.request.user)

    def get_cancel_url(self) -> str:
        return reverse("desk:sms_set_up", args=[self.subject.pk])

    def run(self, form: Any) -> Any:
        groups.set_price(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()


def _sending(channels: Any, user: Any, *duties: str) -> Any:
    """Leave the channels of the person's own office that send messages."""
    rows = channels.filter(agency_id__in=user.agency_ids_as(*duties), kind="sms")
    return rows.filter(way__in=["", Way.SMS])
