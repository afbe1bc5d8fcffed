"""All registers on one page, with what each tells of a year."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.desk.concerns.registers import REGISTERS as CONCERNS
from gongkai.desk.meetings.registers import REGISTERS as MEETINGS
from gongkai.desk.resources.registers import REGISTERS as RESOURCES
from gongkai.kit.registers import years
from gongkai.kit.views import PlainPage

GROUPS = (
    (_("Response to concerns"), CONCERNS),
    (_("Meetings and trainings"), MEETINGS),
    (_("Organisation and funds"), RESOURCES),
)


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Reporting year"), choices=years, coerce=int)


class RegistersPage(PlainPage):
    """Each register with the number of its records of the year; the number opens the list it counted."""

    template_name = "desk/resources/registers.html"
    nav = "registers"
    duties = OFFICE | SUPERVISORS
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = YearForm(self.request.GET or {"year": clock.today().year})
        year = form.cleaned_data["year"] if form.is_valid() else clock.today().year
        user = self.request.user
        groups = [
            (
                title,
                [
                    register.counted_in(user, year)
                    | {"register": register, "may_enter": register.may_enter(user)}
                    for register in registers
                ],
            )
            for title, registers in GROUPS
        ]
        return super().get_context_data(form=form, year=year, groups=groups, **kwargs)
