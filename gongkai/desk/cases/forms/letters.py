"""Forms of the letters: sending them, recording their arrival, leaving them unsent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.cases.models import DeliveredHow, OutgoingLetter
from gongkai.desk.cases.forms.fields import lines
from gongkai.kit.forms import ActForm, DayField


class SendLetterForm(ActForm):
    to = forms.CharField(widget=forms.HiddenInput, max_length=100)
    recipient_checked = forms.BooleanField(
        error_messages={"required": _("Check the recipient, then tick this.")}
    )
    how = forms.ChoiceField(label=_("How it is sent"), choices=DeliveredHow.choices, widget=forms.RadioSelect)
    sent_on = DayField(
        label=_("Sent on"), help_text=_("The day it was handed over or posted; the periods run by it.")
    )
    delivered_on = DayField(
        label=_("Delivered on"),
        required=False,
        help_text=_("Left empty: it is recorded once the slip comes back."),
    )
    tracking_number = forms.CharField(
        label=_("Tracking number"),
        max_length=50,
        required=False,
        help_text=_("Needed for the post; only the postal enterprise may be used, no courier."),
    )
    note = forms.CharField(label=_("Note on delivery"), max_length=500, required=False)

    def __init__(self, *args: Any, letter: OutgoingLetter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].initial = letter.recipient
        self.fields["sent_on"].initial = clock.today
        self.fields["recipient_checked"].label = gettext("I have checked: “%(letter)s” goes to %(name)s.") % {
            "letter": letter,
            "name": letter.recipient,
        }


class LetterArrivalForm(ActForm):
    delivered_on = DayField(label=_("Delivered on"))
    note = forms.CharField(
        label=_("Note on delivery"),
        max_length=500,
        required=False,
        help_text=_("For example: signed for by the recipient in person."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivered_on"].initial = clock.today


class VoidLetterForm(ActForm):
    reason = forms.CharField(label=_("Why the letter is not sent"), max_length=500, widget=lines(3))
