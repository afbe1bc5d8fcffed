"""Forms of who answers for what, of the office's own rules, and of the handover."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency, Section
from gongkai.catalogue.models import Item, OwnRuleKind
from gongkai.channels.queries import public_items
from gongkai.kit.forms import ActForm, DayField
from gongkai.kit.handover import Held
from gongkai.people.charges import leaders
from gongkai.people.models import User
from gongkai.people.queries import successors_of


class ChargeForm(ActForm):
    leader = forms.ModelChoiceField(label=_("Leader"), queryset=User.objects.none())
    section = forms.ModelChoiceField(
        label=_("Section or community"),
        queryset=Section.objects.none(),
        required=False,
        help_text=_("It has one leader; who was in charge before is so until the day before."),
    )
    field = forms.CharField(
        label=_("Field"),
        max_length=200,
        required=False,
        help_text=_("What is no section of its own, such as open government or the emergency plan."),
    )
    since = DayField(label=_("Since"), initial=clock.today)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = leaders(agency)  # type: ignore[attr-defined]
        self.fields["section"].queryset = Section.objects.filter(agency=agency)  # type: ignore[attr-defined]


class EndChargeForm(ActForm):
    until = DayField(label=_("Last day"), initial=clock.today)


class OwnRuleForm(ActForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=OwnRuleKind.choices)
    item = forms.CharField(
        label=_("Index number of the item"),
        max_length=40,
        help_text=_("It stands on the page of the item. The item must be on the website."),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_item(self) -> Item:
        number = self.cleaned_data["item"].strip()
        found = public_items(self.agency).filter(index_number=number).first()
        if found is None:
            raise forms.ValidationError(_("No item of this office on the website has this index number."))
        return found


class HandoverForm(ActForm):
    things = forms.MultipleChoiceField(
        label=_("What is handed over"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose what is handed over."),
            "invalid_choice": _("Something chosen is no longer in these hands. Look at the list again."),
        },
    )
    to = forms.ModelChoiceField(
        label=_("Successor"),
        queryset=User.objects.none(),
        help_text=_("Drafts need a duty to draft, and what a leader is in charge of needs a leader."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Such as a move to another post.")
    )

    def __init__(self, *args: Any, leaving: User, movable: Iterable[Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["things"].choices = [(each.key, each.title) for each in movable]  # type: ignore[attr-defined]
        self.fields["things"].initial = [each.key for each in movable]
        self.fields["to"].queryset = successors_of(leaving)  # type: ignore[attr-defined]
