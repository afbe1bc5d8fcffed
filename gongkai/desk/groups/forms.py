"""Forms of groups, of the contacts in them, and of what is sent to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.acts import clock
from gongkai.channels.groups_planning import numbers_by_group, preview
from gongkai.channels.models import DeliveryState, OptOutHow, Release, SmsGroup, Source
from gongkai.kit.forms import ActForm, DayField
from gongkai.law.text_messages import cost_of

CONSENT_PAPERS = "application/pdf,image/jpeg,image/png"


class GroupForm(ActForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=50)
    purpose = forms.CharField(
        label=gettext_lazy("What its members agreed to get"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Nothing else may be sent to them."),
    )


def _paper() -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("Paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": CONSENT_PAPERS}),
        help_text=gettext_lazy("A scan of what was signed; it is kept encrypted. PDF, JPG or PNG."),
    )


class ContactForm(ActForm):
    number = forms.CharField(
        label=gettext_lazy("Mobile number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the person"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    source = forms.ChoiceField(label=gettext_lazy("Consent given by"), choices=Source.choices)
    source_note = forms.CharField(
        label=gettext_lazy("Where the consent is kept"),
        max_length=200,
        help_text=gettext_lazy("For example: register of 2026, page 12."),
    )
    consented_on = DayField(label=gettext_lazy("Consented on"), initial=clock.today)
    paper = _paper()


class ListForm(ActForm):
    list_file = forms.FileField(
        label=gettext_lazy("List of people who consented"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy(
            "XLSX or CSV with the columns 手机号, 同意日期, 来源 (书面, 网上, 窗口 or 电话, and where it is "
            "kept), and 姓名 where names are kept."
        ),
    )


class TakeInForm(ActForm):
    paper_of_list = forms.CharField(widget=forms.HiddenInput, max_length=2_000_000)
    list_name = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)


class OptOutForm(ActForm):
    number = forms.CharField(
        label=gettext_lazy("Mobile number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How we were told"),
        choices=[(OptOutHow.CALL, OptOutHow.CALL.label), (OptOutHow.COUNTER, OptOutHow.COUNTER.label)],
        widget=forms.RadioSelect,
        initial=OptOutHow.CALL,
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        required=False,
        help_text=gettext_lazy("No number and no name: it stands in the journal."),
    )


class PlanForm(ActForm):
    """The groups of a message, each with what it would cost to send it there."""

    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groups"),
        queryset=SmsGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one group.")},
    )
    urgent_reason = forms.CharField(
        label=gettext_lazy("Why it cannot wait"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Only for an emergency: with a reason it goes out at night too. The FOI officer gives it."
        ),
    )

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_groups = SmsGroup.objects.open().filter(agency=release.agency_id)
        chosen = self.fields["groups"]
        chosen.queryset = open_groups  # type: ignore[attr-defined]
        chosen.choice_hints = _costs(release, open_groups)  # type: ignore[attr-defined]
        plan = getattr(release, "sms_plan", None)
        if plan is not None:
            self.initial["groups"] = list(plan.groups.values_list("pk", flat=True))
            self.initial["urgent_reason"] = plan.urgent_reason


def _costs(release: Release, groups: Iterable[SmsGroup]) -> dict[str, str]:
    """Return for each group, by its key as text, how many it has and what it costs to send to them."""
    seen, numbers = preview(release, []), numbers_by_group(release, groups)
    told = {}
    for group in groups:
        number = numbers.get(group.pk, 0)
        told[str(group.pk)] = ngettext(
            "%(number)s number, %(cost)s yuan", "%(number)s numbers, %(cost)s yuan", number
        ) % {"number": number, "cost": cost_of(seen.parts, number, seen.price)}
    return told


class PriceForm(ActForm):
    valid_from = DayField(label=gettext_lazy("From"), initial=clock.today)
    yuan = forms.DecimalField(
        label=gettext_lazy("Price of a part (yuan)"), min_value=0, max_digits=8, decimal_places=4
    )
    note = forms.CharField(
        label=gettext_lazy("On what it rests"),
        max_length=200,
        help_text=gettext_lazy("For example: contract of 2026 with the provider."),
    )


class ResolveDeliveryForm(ActForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What you found at the provider"),
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (DeliveryState.DELIVERED, _("It was sent and arrived")),
            (DeliveryState.NOT_DELIVERED, _("It was sent and did not arrive")),
            (DeliveryState.WAITING, _("It was never sent; send it now")),
        ]
