"""Pages of the channels themselves: what there is, how each is served, what waits on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.channels import menus, policy, setting_up
from gongkai.channels.models import OPEN_STATES, Channel, Release, State, Way
from gongkai.channels.policy import RELEASERS
from gongkai.channels.ways import way_of
from gongkai.desk.channels import forms
from gongkai.files.storing import store
from gongkai.kit.forms import ActForm, ReasonForm
from gongkai.kit.serving import serve_file
from gongkai.kit.site import absolute
from gongkai.kit.views import ActPage, CreatePage, DeskPage, Offer, PlainPage, SubjectPage

READERS = OFFICE | SUPERVISORS | {Duty.SYSTEM_ADMINISTRATOR}


def with_figures(channels: Any) -> Any:
    """Add what is under way on each channel, what went out, and when it was last updated."""
    releases = Release.objects.filter(channel=OuterRef("pk"))
    confirmed = releases.filter(is_test=False, confirmed_on__isnull=False)
    return channels.annotate(
        under_way=_number(releases.filter(state__in=OPEN_STATES)),
        troubled=_number(releases.filter(state__in=[State.FAILED, State.UNCLEAR])),
        this_year=_number(confirmed.filter(confirmed_on__year=clock.today().year)),
        latest=_told(confirmed, Max("confirmed_on")),
    ).order_by("agency", "-in_use", "order", "pk")


def _number(releases: Any) -> Any:
    """Return how many of a channel's releases these are, counted for each channel by itself."""
    return Coalesce(_told(releases, Count("pk")), 0)


def _told(releases: Any, figure: Any) -> Subquery:
    return Subquery(releases.order_by().values("channel").annotate(figure=figure).values("figure"))


class ChannelList(PlainPage):
    template_name = "desk/channels/channel_list.html"
    nav = "channels"
    duties = READERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            channels=with_figures(Channel.objects.visible_to(user)),
            may_open_one=not list(policy.obstacles_to_setting_up(user.agency, user)),
            now=clock.now(),
            **kwargs,
        )


class ChannelPage(SubjectPage):
    model = Channel
    template_name = "desk/channels/channel.html"
    nav = "channels"

    def get_queryset(self) -> Any:
        return with_figures(super().get_queryset())

    def offers(self) -> Iterator[Offer]:
        channel, by = self.object, self.request.user
        yield Offer(
            _("Change the channel"),
            reverse("desk:channel_change", args=[channel.pk]),
            _("Name, account, how it is served, cover."),
            policy.obstacles_to_setting_up(channel.agency, by),
        )
        if forms.PARTS.get(channel.served_by):
            yield Offer(
                _("Give access to the interface"),
                reverse("desk:channel_access", args=[channel.pk]),
                _("Keys and tokens; they are kept encrypted and shown to nobody."),
                policy.obstacles_to_giving_access(channel, by),
            )
        if channel.served_by == Way.SMS:
            yield Offer(
                _("Messages: prices and addresses"),
                reverse("desk:sms_set_up", args=[channel.pk]),
                _("What a part costs, and where the provider reports."),
                (),
                quiet=True,
            )
        if channel.served_by == Way.WECHAT:
            yield Offer(
                _("Set the menu"),
                reverse("desk:channel_menu", args=[channel.pk]),
                _("Up to three entries at the foot of the account."),
                policy.obstacles_to_setting_up(channel.agency, by),
                quiet=True,
            )
        if channel.paused_until:
            yield Offer(
                _("Go on at once"),
                reverse("desk:channel_go_on", args=[channel.pk]),
                _("What waits is tried with the next turn."),
                policy.obstacles_to_setting_up(channel.agency, by),
            )
        if channel.in_use:
            yield Offer(
                _("Take it out of use"),
                reverse("desk:channel_close", args=[channel.pk]),
                _("What was released stays on record and counted."),
                policy.obstacles_to_setting_up(channel.agency, by),
                grave=True,
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        channel = self.object
        plug_in = way_of(channel)
        rows = channel.releases.filter(state__in=OPEN_STATES).select_related("item").order_by("pk")[:50]
        return super().get_context_data(
            missing=list(plug_in.obstacles(channel)) if plug_in else [],
            by_program=plug_in is not None,
            is_paused=bool(channel.paused_until and channel.paused_until > clock.now()),
            open_releases=rows,
            cover=reverse("desk:channel_cover", args=[channel.pk]) if channel.cover_id else "",
            **kwargs,
        )


class Open(CreatePage):
    form_class = forms.OpenChannelForm
    nav = "channels"
    duties = frozenset(RELEASERS)
    heading = gettext_lazy("Open a channel")
    button = gettext_lazy("Open it")
    done = gettext_lazy("Opened.")

    def get_cancel_url(self) -> str:
        return reverse("desk:channel_list")

    def run(self, form: Any) -> Any:
        return setting_up.open_channel(self.agency, by=self.request.user, **form.said)


class _ChannelAct(ActPage):
    model = Channel
    nav = "channels"

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_setting_up(self.subject.agency, self.request.user)


class Change(_ChannelAct):
    form_class = forms.ChangeChannelForm
    heading = gettext_lazy("Change the channel")
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "channel": self.subject}

    def run(self, form: Any) -> Any:
        said, by = form.said, self.request.user
        cover = said["cover"]
        if cover:
            said["cover"] = store(cover, name=cover.name, by=by, agency=self.subject.agency)
        return setting_up.change_channel(self.subject, by=by, **said)


class GiveAccess(_ChannelAct):
    form_class = forms.AccessForm
    heading = gettext_lazy("Give access to the interface")
    button = gettext_lazy("Replace")
    done = gettext_lazy("Replaced. Nobody can read it back.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_giving_access(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "channel": self.subject}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = [_("All of it is replaced: what is left empty is erased.")]
        if self.subject.served_by == Way.WECHAT:
            address = absolute(self.request, reverse("api:wechat", args=[self.subject.pk]))
            said.append(
                _("In WeChat's developer settings, enter %(address)s for its calls.") % {"address": address}
            )
        return super().get_context_data(says=" ".join(said), **kwargs)

    def run(self, form: Any) -> Any:
        return setting_up.give_access(self.subject, form.said, by=self.request.user)


class Menu(_ChannelAct):
    form_class = forms.MenuForm
    heading = gettext_lazy("Set the menu")
    button = gettext_lazy("Replace the menu")
    done = gettext_lazy("The account shows the new menu within a day.")

    def obstacles(self) -> Iterable[str]:
        yield from super().obstacles()
        plug_in = way_of(self.subject)
        if self.subject.served_by != Way.WECHAT or plug_in is None:
            yield _("Only an account served through WeChat's interface has a menu here.")
        else:
            yield from plug_in.obstacles(self.subject)

    def get_initial(self) -> dict[str, Any]:
        pages = (
            (_("Disclosure"), "portal:home"),
            (_("Search"), "portal:search"),
            (_("Request"), "portal:requests"),
        )
        initial = {}
        for number, (word, name) in enumerate(pages, start=1):
            initial[f"word_{number}"] = word
            initial[f"address_{number}"] = f"{settings.SITE_URL}{reverse(name)}" if settings.SITE_URL else ""
        return initial

    def run(self, form: Any) -> Any:
        return menus.set_menu(self.subject, form.buttons, by=self.request.user)


class TakeUpAgain(_ChannelAct):
    form_class = ActForm
    heading = gettext_lazy("Go on at once")
    button = gettext_lazy("Go on")
    says = gettext_lazy("What waits is tried with the next turn.")
    done = gettext_lazy("The channel is tried with the next turn.")

    def run(self, form: Any) -> Any:
        return setting_up.take_up_again(self.subject, by=self.request.user)


class Close(_ChannelAct):
    form_class = ReasonForm
    heading = gettext_lazy("Take the channel out of use")
    button = gettext_lazy("Take it out of use")
    done = gettext_lazy("Out of use. What was released stays on record.")
    grave = True

    def run(self, form: Any) -> Any:
        return setting_up.close_channel(self.subject, by=self.request.user, **form.said)


class Cover(DeskPage, View):
    def get(self, request: Any, pk: int) -> Any:
        channel = Channel.objects.visible_to(request.user).select_related("cover").filter(pk=pk).first()
        if channel is None or channel.cover is None:
            raise Http404
        return serve_file(channel.cover)
