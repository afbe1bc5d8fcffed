"""The board: what each section owes, what is near, what was missed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.agencies.models import Agency
from gongkai.desk.inventory.words import ORDER, SIGNS, tabs
from gongkai.inventory.models import Standing
from gongkai.inventory.queries import board
from gongkai.kit.registers import readable_agencies, years
from gongkai.kit.views import PlainPage


class BoardForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), choices=years, coerce=int)
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, empty_label=None
    )


class BoardPage(PlainPage):
    template_name = "desk/inventory/board.html"
    nav = "board"
    duties = OFFICE | SUPERVISORS
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agencies = readable_agencies(self.request)
        form = BoardForm(self.request.GET or None, initial={"year": clock.today().year})
        form.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        valid = form.is_valid()
        year = form.cleaned_data["year"] if valid else clock.today().year
        agency = (valid and form.cleaned_data["agency"]) or self._first(agencies)
        several = len(self.request.user.readable_agency_ids) > 1  # type: ignore[union-attr]
        if not several:
            del form.fields["agency"]
        shown = board(agency, year=year)
        asked = {"year": year} | ({"agency": agency.pk} if several else {})
        rows = [
            (row.section, [self._cell(each, row.numbers[each], asked, row.section) for each in ORDER])
            for row in shown.rows
        ]
        return super().get_context_data(
            tabs=tabs("board"),
            form=form,
            board=shown,
            several=several,
            heads=[each.label for each in ORDER],
            rows=rows,
            tiles=[
                self._cell(each, shown.numbers[each], asked)
                for each in (Standing.MISSED, Standing.SOON, Standing.COMING, Standing.FULFILLED)
            ],
            sums=[self._cell(each, shown.numbers[each], asked) for each in ORDER],
            **kwargs,
        )

    def _first(self, agencies: Any) -> Agency:
        """The reader's own agency, where it is one they read; else the first of them."""
        own = self.request.user.agency  # type: ignore[union-attr]
        return own if own.pk in {each.pk for each in agencies} else agencies.first()

    def _cell(
        self, standing: Standing, number: int, asked: dict[str, Any], section: Any = None
    ) -> dict[str, Any]:
        told = asked | {"standing": str(standing)} | ({"section": section.pk} if section else {})
        return {
            "label": standing.label,
            "sign": SIGNS[standing],
            "number": number,
            "url": f"{reverse('desk:owed_period_list')}?{urlencode(told)}",
        }
