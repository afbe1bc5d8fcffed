from __future__ import annotations

from typing import Any

from django import forms
from django.utils import dates
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.reports.building import FIRST_YEAR
from gongkai.statistics.formats import all_formats

ALL, NOT_ZERO, WITH_FINDING = "", "not_zero", "finding"


class TableForm(forms.Form):
    """Which table: agency, year, format, and which of its rows."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    year = forms.TypedChoiceField(label=_("Reporting year"), coerce=int, required=False)
    format = forms.ChoiceField(label=_("Table"), required=False)
    show = forms.ChoiceField(
        label=_("Rows shown"),
        required=False,
        choices=[
            (ALL, _("All rows")),
            (NOT_ZERO, _("Only rows that are not 0")),
            (WITH_FINDING, _("Only rows with a finding")),
        ],
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(agency.slug, agency.short_name) for agency in agencies]  # type: ignore[attr-defined]
        years = range(clock.today().year, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]
        self.fields["format"].choices = [  # type: ignore[attr-defined]
            ("", _("That of the year")),
            *((each.code, str(each)) for each in all_formats()),
        ]


class MonthForm(forms.Form):
    """Which month: agency, year, month."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, required=False)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        own["agency"].choices = [(agency.slug, agency.short_name) for agency in agencies]
        own["year"].choices = [(year, year) for year in range(clock.today().year, FIRST_YEAR - 1, -1)]
        own["month"].choices = list(dates.MONTHS.items())
