"""Forms of boards, hand-outs and reading points; those of boards are filled in on a phone."""

from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Section, SectionKind
from gongkai.catalogue.models import Item
from gongkai.channels.boards import Position
from gongkai.channels.models import Channel, HandOutWay, Posting, PostingState, PostingUnit, Sheet
from gongkai.channels.paper_policy import CARRIED_CHANNELS, LONGEST_PERIOD
from gongkai.channels.paper_queries import communities, releasable_items
from gongkai.channels.posting_periods import period_of
from gongkai.kit.forms import ActForm, DayField
from gongkai.resources.models import ReadingPoint

_NEWEST = 200


class PostingFilter(filters.FilterSet):
    section = filters.ModelChoiceFilter(
        label=_("Community"), queryset=Section.objects.none(), empty_label=_("All")
    )
    state = filters.ChoiceFilter(label=_("State"), choices=PostingState.choices, empty_label=_("All"))
    early = filters.BooleanFilter(
        label=_("Only those taken down early"),
        method="only_early",
        widget=forms.CheckboxInput,
    )
    late = filters.BooleanFilter(
        label=_("Only those to be taken down"), method="only_late", widget=forms.CheckboxInput
    )

    class Meta:
        model = Posting
        fields = ["section", "state", "early", "late"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["section"].queryset = Section.objects.filter(
            agency_id__in=self.request.user.readable_agency_ids, kind=SectionKind.COMMUNITY
        )

    def only_early(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(is_early=True) if value else queryset

    def only_late(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.to_take_down(clock.today()) if value else queryset


def items_to_choose(agency: Any, wanted: str) -> Any:
    """The newest items that may be released, and the one named by its index number."""
    items = releasable_items(agency)
    keys = {*items.values_list("pk", flat=True)[:_NEWEST]}
    keys |= {*items.filter(index_number=wanted).values_list("pk", flat=True)} if wanted else set()
    return items.filter(pk__in=keys)


class _ItemForm(ActForm):
    item = forms.ModelChoiceField(label=_("Item"), queryset=Item.objects.none())

    def __init__(self, *args: Any, agency: Any, wanted: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["item"]
        sent = self.data.get("item", "") if self.is_bound else ""
        choice.queryset = items_to_choose(agency, wanted)
        if sent.isdecimal():
            choice.queryset |= releasable_items(agency).filter(pk=int(sent))
        self.named = choice.queryset.filter(index_number=wanted).first() if wanted else None
        choice.initial = self.named


class PlanForm(_ItemForm):
    communities = forms.ModelMultipleChoiceField(
        label=_("Communities"), queryset=Section.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    hang_from = DayField(label=_("To be posted on"), initial=clock.today)
    days = forms.IntegerField(
        label=_("Posting period"),
        min_value=1,
        max_value=LONGEST_PERIOD,
        help_text=_("The day of posting and the day of taking down both count."),
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=PostingUnit.choices, widget=forms.RadioSelect)
    sheet = forms.ChoiceField(
        label=_("Sheet"), choices=Sheet.choices, widget=forms.RadioSelect, initial=Sheet.A3
    )
    contact = forms.CharField(label=_("Contact printed on the sheet"), max_length=100, required=False)

    def __init__(self, *args: Any, agency: Any, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        fields: Any = self.fields
        fields["communities"].queryset = communities(agency)
        period = period_of(self.named.matter if self.named else None, clock.today())
        fields["days"].initial, fields["unit"].initial = period.number, period.unit
        fields["contact"].initial = " ".join(filter(None, (agency.foi_office, agency.phone)))[:100]


class CameraInput(forms.FileInput):
    """On a phone the camera opens at once; elsewhere a picture is chosen."""

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*", "capture": "environment"})


class _SpotForm(ActForm):
    """What is told from the spot. The position comes only by script, and only with consent."""

    latitude = forms.DecimalField(
        min_value=-90, max_value=90, required=False, widget=forms.HiddenInput(attrs={"data-latitude": ""})
    )
    longitude = forms.DecimalField(
        min_value=-180, max_value=180, required=False, widget=forms.HiddenInput(attrs={"data-longitude": ""})
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        latitude, longitude = said.pop("latitude", None), said.pop("longitude", None)
        known = latitude is not None and longitude is not None
        said["position"] = Position(latitude, longitude) if known else None
        return said

    def clean_picture(self) -> Any:
        picture = self.cleaned_data.get("picture")
        if picture and not str(getattr(picture, "content_type", "")).startswith("image/"):
            raise ValidationError(_("Choose a photograph."))
        return picture


class ConfirmForm(_SpotForm):
    picture = forms.FileField(label=_("Photograph of the sheet on the board"), widget=CameraInput)
    posted_on = DayField(label=_("Posted on"), initial=clock.today)
    place = forms.CharField(
        label=_("Place of the board"),
        max_length=200,
        required=False,
        help_text=_("Only where it hangs elsewhere than planned."),
    )


class TakeDownForm(_SpotForm):
    picture = forms.FileField(
        label=_("Photograph of the board"),
        widget=CameraInput,
        required=False,
        help_text=_("Before the sheet is taken down, so that it shows that it hung."),
    )
    down_on = DayField(label=_("Taken down on"), initial=clock.today)
    reason = forms.CharField(
        label=_("Remark"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where it is taken down early, or where there is no photograph."),
    )


class HandOutForm(_ItemForm):
    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.none())
    way = forms.ChoiceField(
        label=_("How"), choices=HandOutWay.choices, widget=forms.RadioSelect, initial=HandOutWay.STREET
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    day = DayField(label=_("Day"), initial=clock.today)
    number = forms.IntegerField(
        label=_("Number handed out"),
        min_value=1,
        max_value=9_999_999,
        help_text=_("Leaflets, or households visited."),
    )
    picture = forms.FileField(label=_("Photograph"), widget=CameraInput, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, agency: Any, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, **kwargs)
        channels = Channel.objects.filter(agency=agency, kind__in=CARRIED_CHANNELS, in_use=True)
        choice: Any = self.fields["channel"]
        choice.queryset = channels
        if len(channels) == 1:
            choice.initial = channels[0]


class HandOverForm(ActForm):
    point = forms.ModelChoiceField(label=_("Reading point"), queryset=ReadingPoint.objects.none())
    day = DayField(label=_("Day of the hand-over"), initial=clock.today)
    items = forms.ModelMultipleChoiceField(
        label=_("Items"), queryset=Item.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    copies = forms.IntegerField(label=_("Copies of each"), min_value=1, max_value=999, initial=1)

    def __init__(self, *args: Any, agency: Any, wanted: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["point"].queryset = ReadingPoint.objects.filter(agency=agency, until=None)
        newest = items_to_choose(agency, wanted)
        fields["items"].queryset = newest if self.is_bound else newest[:60]
        fields["items"].initial = [each.pk for each in newest if each.index_number == wanted]


class HandOverConfirmForm(ActForm):
    received_by = forms.CharField(label=_("Received by"), max_length=50)
    received_on = DayField(label=_("Received on"), initial=clock.today)
    proof = forms.FileField(label=_("Signed list"), required=False, help_text=_("A scan or photograph."))
