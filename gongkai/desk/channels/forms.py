"""Forms of releases and of the channels they go to."""

import re
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.channels.fitting import Fitted, propose
from gongkai.channels.menus import MOST_BUTTONS
from gongkai.channels.models import Channel, Release, State, Way
from gongkai.channels.setting_up import WAYS_OF_KINDS
from gongkai.channels.ways import limits_of
from gongkai.files.models import StoredFile
from gongkai.kit.forms import ActForm, DayField
from gongkai.law.channels import ChannelKind
from gongkai.people.models import User

# Made by WeChat: base64 of 32 bytes without its last sign.
_MESSAGE_KEY = re.compile(r"[A-Za-z0-9+/]{43}")


class TimeField(forms.TimeField):
    """A time of day, typed or picked: hours and minutes."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%H：%M", "%H:%M:%S"])
        super().__init__(**kwargs)


def colleagues(agency: Any) -> Any:
    return User.objects.filter(agency=agency, is_active=True).order_by("name")


class _ProofForm(ActForm):
    """Where it stands, with what shows it."""

    address = forms.CharField(
        label=_("Address or place"),
        max_length=300,
        required=False,
        help_text=_("The address of the post, or where it hangs."),
    )
    proof = forms.FileField(
        label=_("Proof"),
        required=False,
        help_text=_("A screenshot or photograph. Address or proof is needed."),
    )


class ReleaseForm(_ProofForm):
    field_order = ("channel", "happened", "on", "at", "assigned_to", "address", "proof", "is_test")

    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.none())
    happened = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("done", _("It has been released")),
            ("planned", _("It is planned; fit the text first")),
        ],
        widget=forms.RadioSelect,
        initial="done",
    )
    on = DayField(label=_("Day"), initial=clock.today)
    at = TimeField(label=_("Time"), required=False, help_text=_("Empty: at nine."))
    assigned_to = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, help_text=_("Who sees to it.")
    )
    is_test = forms.BooleanField(label=_("A test, does not count"), required=False)

    def __init__(self, *args: Any, item: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = item.releases.filter(is_test=False).exclude(state__in=[State.RECALLED, State.DROPPED])
        free = Channel.objects.filter(agency=item.agency, in_use=True)
        free = free.exclude(pk__in=list(used.values_list("channel_id", flat=True)))
        self.fields["channel"].queryset = free  # type: ignore[attr-defined]
        self.fields["assigned_to"].queryset = colleagues(item.agency)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        channel, on = said.get("channel"), said.get("on")
        if channel and channel.publishes_at_once and on:
            # The program itself shows it there, so the day cannot be another than that of the act.
            if said.get("happened") == "planned":
                self.add_error(
                    "happened", _("The website publishes at once; record it on the day it shall be shown.")
                )
            elif on != clock.today():
                self.add_error("on", _("The website publishes at once, so the day is today."))
        return said


class FitForm(ActForm):
    """The text for one channel: proposed from the item's sentences, to be shortened, never added to."""

    headline = forms.CharField(label=_("Headline"), max_length=200, required=False)
    text = forms.CharField(label=_("Text for this channel"), widget=forms.Textarea(attrs={"rows": 8}))
    picture = forms.ModelChoiceField(
        label=_("Picture"),
        queryset=StoredFile.objects.none(),
        required=False,
        help_text=_("One of the reviewed files, or the cover of the channel."),
    )
    planned_on = DayField(label=_("Day"), required=False)
    planned_at = TimeField(label=_("Time"), required=False, help_text=_("Empty: at nine."))
    assigned_to = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, help_text=_("Who sees to it.")
    )

    def __init__(self, *args: Any, release: Release, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = limits_of(release.channel)
        offered = propose(release.item, release.channel, address)
        self.initial = {
            **self.initial,
            "headline": release.headline or offered.headline,
            "text": release.text or offered.text,
            "picture": release.picture_id or (offered.picture.pk if offered.picture else None),
            "planned_on": release.planned_on,
            "planned_at": release.planned_at,
            "assigned_to": release.assigned_to_id,
        }
        if limits.headline is None:
            del self.fields["headline"]
        if limits.text:
            self.fields["text"].help_text = _("At most %(most)s signs.") % {"most": limits.text}
        pictures = [each.file_id for each in release.item.package.frozen_files if each.file.is_picture]
        pictures += [release.channel.cover_id] if release.channel.cover_id else []
        self.fields["picture"].queryset = StoredFile.objects.filter(pk__in=pictures)  # type: ignore[attr-defined]
        self.fields["picture"].required = limits.picture_needed
        self.fields["assigned_to"].queryset = colleagues(release.agency)  # type: ignore[attr-defined]

    @property
    def fitted(self) -> Fitted:
        said = self.cleaned_data
        return Fitted(said.get("headline", ""), said["text"], said["picture"])


class ConfirmForm(_ProofForm):
    field_order = ("confirmed_on", "address", "proof")

    confirmed_on = DayField(label=_("Released on"), initial=clock.today)


class ResolveForm(_ProofForm):
    field_order = ("was_released", "confirmed_on", "address", "proof", "remark")

    was_released = forms.TypedChoiceField(
        label=_("What you found on the channel"),
        choices=[("yes", _("It stands there")), ("no", _("It is not there; plan it again"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    confirmed_on = DayField(label=_("Released on"), initial=clock.today, required=False)
    remark = forms.CharField(
        label=_("Remark"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False
    )


class OpenChannelForm(ActForm):
    kind = forms.ChoiceField(label=_("Kind of channel"), choices=ChannelKind.choices)
    name = forms.CharField(label=_("Name"), max_length=50)
    address = forms.CharField(label=_("Account or place"), max_length=200, required=False)


class ChangeChannelForm(ActForm):
    name = forms.CharField(label=_("Name"), max_length=50)
    address = forms.CharField(label=_("Account or place"), max_length=200, required=False)
    way = forms.ChoiceField(label=_("How it is served"), required=False)
    cover = forms.FileField(
        label=_("Cover where an item has no picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = WAYS_OF_KINDS[ChannelKind(channel.kind)]
        self.fields["way"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]
        self.initial = {
            **self.initial,
            "name": channel.name,
            "address": channel.address,
            "way": channel.served_by,
        }


class Part(NamedTuple):
    """A part of the access to an interface. `hint` tells whose it is, where not every provider has it."""

    name: str
    label: Any
    hint: Any = ""
    is_needed: bool = False


# What an interface asks for, by way.
PARTS = {
    Way.WECHAT: (
        Part("app_id", _("Developer ID (AppID)"), is_needed=True),
        Part("app_secret", _("Developer secret (AppSecret)"), is_needed=True),
        Part("token", _("Token of the callback"), _("The word agreed with WeChat for its calls to us.")),
        Part("aes_key", _("Message key (EncodingAESKey)"), _("43 signs. With it nothing plain is believed.")),
    ),
    Way.WEIBO: (
        Part("access_token", _("Access token"), is_needed=True),
        Part("domain", _("Safe domain registered with the account"), _("Empty: that of this website.")),
        Part(
            "ip",
            _("Address of the office on the internet (IP)"),
            _("Weibo wants to be told it with each post, such as 211.156.0.1."),
            is_needed=True,
        ),
    ),
    Way.SMS: (
        Part("provider", _("Provider"), is_needed=True),
        Part("key_id", _("Key ID"), _("Alibaba and Tencent.")),
        Part("key_secret", _("Key secret"), _("Alibaba and Tencent; of a gateway its token.")),
        Part("app_id", _("Application ID"), _("Tencent only.")),
        Part("signature", _("Signature of the messages"), _("As it was approved, without 【】."), True),
        Part("template", _("Template"), _("Alibaba and Tencent: the number of the approved template.")),
        Part(
            "template_field",
            _("Name of the place for the text in the template"),
            _("Alibaba only; empty: content."),
        ),
        Part("url", _("Address of the gateway"), _("With Alibaba and Tencent only for a relay.")),
        Part("report_secret", _("Secret with which the gateway signs its reports")),
    ),
}
_PROVIDERS = (
    ("", "---------"),
    ("alibaba", _("Alibaba Cloud")),
    ("tencent", _("Tencent Cloud")),
    ("gateway", _("A gateway of our own")),
)


class AccessForm(ActForm):
    """The keys of an interface: typed anew as a whole, never shown."""

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS.get(Way(channel.served_by), ()):
            self.fields[part.name] = self._field_of(part)

    @staticmethod
    def _field_of(part: Part) -> forms.Field:
        told: dict[str, Any] = {"label": part.label, "help_text": part.hint, "required": part.is_needed}
        if part.name == "provider":
            return forms.ChoiceField(choices=_PROVIDERS, **told)
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        if part.name == "ip":
            return forms.GenericIPAddressField(widget=widget, **told)
        return forms.CharField(max_length=300, widget=widget, **told)

    def clean_aes_key(self) -> str:
        key = str(self.cleaned_data["aes_key"])
        if key and not _MESSAGE_KEY.fullmatch(key):
            raise forms.ValidationError(_("A message key has 43 letters and figures."))
        return key


class MenuForm(ActForm):
    """Up to three entries: a word and where it leads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_BUTTONS + 1):
            place = {"number": number}
            self.fields[f"word_{number}"] = forms.CharField(
                label=_("Entry %(number)s") % place, max_length=8, required=False
            )
            self.fields[f"address_{number}"] = forms.URLField(
                label=_("Address of entry %(number)s") % place, required=False, assume_scheme="https"
            )

    @property
    def buttons(self) -> list[tuple[str, str]]:
        said = self.cleaned_data
        pairs = [(said[f"word_{each}"], said[f"address_{each}"]) for each in range(1, MOST_BUTTONS + 1)]
        return [pair for pair in pairs if any(pair)]
