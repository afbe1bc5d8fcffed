"""Forms of issues: begun, filled, printed."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.catalogue.models import Item
from gongkai.channels.models import Channel, Issue, IssueState, Sheet
from gongkai.channels.paper_policy import PRINTED_CHANNELS
from gongkai.channels.paper_queries import items_for
from gongkai.kit.forms import ActForm, DayField

SHOWN_AT_MOST = 60


class IssueFilter(filters.FilterSet):
    channel = filters.ModelChoiceFilter(
        label=_("Channel"), queryset=Channel.objects.none(), empty_label=_("All")
    )
    state = filters.ChoiceFilter(label=_("State"), choices=IssueState.choices, empty_label=_("All"))
    year = filters.NumberFilter(
        label=_("Year"),
        field_name="day",
        lookup_expr="year",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Issue
        fields = ["channel", "state", "year"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["channel"].queryset = Channel.objects.filter(
            agency_id__in=self.request.user.readable_agency_ids, kind__in=PRINTED_CHANNELS
        )


class IssueForm(ActForm):
    day = DayField(label=_("Day of the issue"), initial=clock.today)
    title = forms.CharField(
        label=_("Theme of the issue"),
        max_length=50,
        required=False,
        help_text=_("Such as a special issue; empty for none."),
    )
    sheet = forms.ChoiceField(
        label=_("Sheet"),
        choices=Sheet.choices,
        widget=forms.RadioSelect,
        initial=Sheet.A4,
        help_text=_("Of a newspaper: A4 in three columns, A3 in four. A gazette is always A4."),
    )


class OpenIssueForm(IssueForm):
    field_order = ("channel", "day", "title", "sheet", "number_before", "total_before")

    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.none())
    number_before = forms.IntegerField(
        label=_("Last number of this year so far"),
        min_value=0,
        max_value=999,
        initial=0,
        help_text=_("Only for the first issue made here: what was printed before."),
    )
    total_before = forms.IntegerField(
        label=_("Last number in all so far"), min_value=0, max_value=99_999, initial=0
    )

    def __init__(self, *args: Any, agency: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = Channel.objects.filter(agency=agency, kind__in=PRINTED_CHANNELS, in_use=True)
        self.fields["channel"].queryset = channels  # type: ignore[attr-defined]
        if channels and not Issue.objects.numbered().filter(channel__in=channels).count() < len(channels):
            del self.fields["number_before"], self.fields["total_before"]


class _Items(forms.ModelMultipleChoiceField):
    def label_from_instance(self, item: Any) -> str:
        day = formats.date_format(item.published_on, "SHORT_DATE_FORMAT")
        return gettext("%(title)s (%(column)s, %(day)s)") % {
            "title": item.title,
            "column": item.column.name,
            "day": day,
        }


class PickForm(ActForm):
    items = _Items(
        label=_("Items"), queryset=Item.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    section = forms.CharField(
        label=_("Section of the issue"),
        max_length=30,
        required=False,
        help_text=_("Empty: the column of each item."),
    )

    def __init__(self, *args: Any, issue: Any, query: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = items_for(issue.channel)
        shown = items.filter(title__icontains=query) if query else items
        keys = {*shown.values_list("pk", flat=True)[:SHOWN_AT_MOST]}
        if self.is_bound:
            # What was ticked stays, whatever is searched for now.
            ticked = [each for each in self.data.getlist("items") if each.isdecimal()]  # type: ignore[attr-defined]
            keys |= {int(each) for each in ticked[:SHOWN_AT_MOST]}
        self.fields["items"].queryset = items.filter(pk__in=keys)  # type: ignore[attr-defined]


class SectionForm(ActForm):
    section = forms.CharField(
        label=_("Section of the issue"),
        max_length=30,
        required=False,
        help_text=_("The heading under which it stands; empty for none."),
    )


class PlaceForm(ActForm):
    before = forms.TypedChoiceField(
        label=_("Where to"),
        choices=[("1", _("One place towards the front")), ("0", _("One place towards the end"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
    )


class PrintedForm(ActForm):
    printed_on = DayField(label=_("Printed on"), initial=clock.today)
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=9_999_999, required=False)
    proof = forms.FileField(
        label=_("Photograph of the paper"),
        required=False,
        help_text=_("Its number and page are proof as well."),
    )
