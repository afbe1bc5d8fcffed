"""Forms of publishing, correcting and releasing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.catalogue.models import Column, Item
from gongkai.channels.models import Channel
from gongkai.inventory.models import Matter, Phase
from gongkai.inventory.queries import matters_for_drafting
from gongkai.kit.forms import ActForm, DayField
from gongkai.law.key_areas import key_areas


class PublishForm(ActForm):
    column = forms.ModelChoiceField(label=_("Column"), queryset=Column.objects.none())
    areas = forms.MultipleChoiceField(
        label=_("Key areas"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None, one or several; an item counts once in their total."),
    )
    subject_category = forms.CharField(label=_("Subject category"), max_length=100, required=False)
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("None, or that of the matter")), *Phase.choices], required=False
    )
    matter = forms.ModelChoiceField(
        label=_("Disclosure matter"),
        queryset=Matter.objects.none(),
        required=False,
        help_text=_("Where it owes a period, this item fulfils it."),
    )
    interprets = forms.ModelChoiceField(
        label=_("It interprets this item"), queryset=Item.objects.none(), required=False
    )
    is_interpretation = forms.BooleanField(label=_("It is a policy interpretation"), required=False)
    on_the_website = forms.BooleanField(
        label=_("Show it on the website at once"),
        required=False,
        initial=True,
        help_text=_("Leave it out for what goes only to WeChat, Weibo or a notice board."),
    )
    procedure_remark = forms.CharField(
        label=_("Remark on the procedure"),
        help_text=_("By publishing you confirm that the steps of the review were taken as shown above."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, agency: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = Column.objects.filter(agency=agency)  # type: ignore[attr-defined]
        matters = matters_for_drafting(agency)
        if matters.exists():
            self.fields["matter"].queryset = matters  # type: ignore[attr-defined]
        else:
            del self.fields["matter"]
        interpretable = Item.objects.standing().filter(agency=agency, is_interpretation=False)
        newest = interpretable.order_by("-pk").values_list("pk", flat=True)[:200]
        self.fields["interprets"].queryset = Item.objects.filter(pk__in=list(newest))  # type: ignore[attr-defined]
        areas = [(area.code, area.label) for area in key_areas(clock.today())]
        if areas:
            self.fields["areas"].choices = areas  # type: ignore[attr-defined]
        else:
            del self.fields["areas"]
        if not Channel.objects.filter(agency=agency, kind="website", in_use=True).exists():
            del self.fields["on_the_website"]


class KeyAreasForm(ActForm):
    areas = forms.MultipleChoiceField(
        label=_("Key areas"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None, one or several; an item counts once in their total."),
    )

    def __init__(self, *args: Any, item: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(area.code, area.label) for area in key_areas(item.published_on)]
        self.fields["areas"].choices = areas  # type: ignore[attr-defined]


class CorrectForm(ActForm):
    note = forms.CharField(
        label=_("What was corrected"),
        help_text=_("The public reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("Reason of the withdrawal"),
        help_text=_("It stands in place of the text, and the public reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class ReleaseForm(ActForm):
    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.none())
    happened = forms.ChoiceField(
        label=_("State"),
        choices=[("done", _("It has been released")), ("planned", _("It is planned"))],
        widget=forms.RadioSelect,
        initial="done",
    )
    on = DayField(label=_("Day"), initial=clock.today)
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
    is_test = forms.BooleanField(label=_("A test, does not count"), required=False)

    def __init__(self, *args: Any, item: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = item.releases.filter(is_test=False).values_list("channel_id", flat=True)
        self.fields["channel"].queryset = Channel.objects.filter(agency=item.agency, in_use=True).exclude(  # type: ignore[attr-defined]
            pk__in=list(used)
        )

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


class ConfirmForm(ActForm):
    confirmed_on = DayField(label=_("Released on"), initial=clock.today)
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
