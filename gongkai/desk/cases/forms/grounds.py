"""Forms of the grounds an office adds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.desk.cases.forms.fields import lines
from gongkai.kit.forms import ActForm, DayField
from gongkai.law.outcomes import all_outcomes, outcomes_of_corrections


class GroundForm(ActForm):
    outcome_code = forms.ChoiceField(label=_("Kind of reply"))
    label = forms.CharField(label=_("Name"), max_length=100, help_text=_("As it stands in the choice."))
    article = forms.CharField(
        label=_("Article"),
        max_length=200,
        help_text=_("As a letter cites it, with the title of the act in 《》. Without one: the Regulations."),
    )
    text = forms.CharField(
        label=_("Sentence in the letter"),
        max_length=500,
        required=False,
        widget=lines(3),
        help_text=_("Chinese, whole sentences; the reply begins with it and it can be completed there."),
    )
    valid_from = DayField(
        label=_("Valid from"), help_text=_("For requests received on that day or later, up to the last day.")
    )
    valid_to = DayField(label=_("Valid to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in (*all_outcomes(), *outcomes_of_corrections(clock.today())):
            if kind.letter:
                groups.setdefault(kind.group.label, []).append((kind.code, kind.label))
        kinds = [("", gettext("Choose")), *groups.items()]
        self.fields["outcome_code"].choices = kinds  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = clock.today


class EndGroundForm(ActForm):
    valid_to = DayField(label=_("Last day on which it is in force"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].initial = clock.today
