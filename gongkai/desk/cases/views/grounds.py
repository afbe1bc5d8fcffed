"""The grounds of replies: the law's, and those the office added without a release of the program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.acts.duties import Duty
from gongkai.cases import actions, policy
from gongkai.cases.models import OwnGround
from gongkai.desk.cases.forms import grounds as forms
from gongkai.kit.views import ActPage, CreatePage, PlainPage
from gongkai.law.grounds import all_grounds
from gongkai.law.outcomes import outcome
from gongkai.law.regimes import Regime

ADMINISTRATORS = frozenset({Duty.SYSTEM_ADMINISTRATOR})


class Grounds(PlainPage):
    template_name = "desk/cases/grounds.html"
    nav = "grounds"
    duties = ADMINISTRATORS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        law: dict[Regime | None, list[Any]] = {regime: [] for regime in reversed(Regime)}
        for each in all_grounds():
            law.setdefault(each.regime, []).append((outcome(each.outcome).label, each))
        own = OwnGround.objects.visible_to(self.request.user).select_related("added_by")
        return super().get_context_data(
            own=[(outcome(each.outcome).label, each) for each in own],
            law=[(regime.cited_as if regime else "", rows) for regime, rows in law.items() if rows],
            **kwargs,
        )


class AddGround(CreatePage):
    form_class = forms.GroundForm
    nav = "grounds"
    duties = ADMINISTRATORS
    heading = gettext_lazy("Add a ground")
    button = gettext_lazy("Add the ground")
    done = gettext_lazy("Added. It can be chosen for requests received while it is in force.")

    def get_cancel_url(self) -> str:
        return OwnGround().get_absolute_url()

    def run(self, form: Any) -> OwnGround:
        return actions.add_ground(self.agency, by=self.request.user, **form.said)


class EndGround(ActPage):
    model = OwnGround
    form_class = forms.EndGroundForm
    nav = "grounds"
    heading = gettext_lazy("Set the last day of a ground")
    button = gettext_lazy("Set it")
    done = gettext_lazy("The last day is set. Replies that name the ground stay as they are.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_adding_a_ground(self.subject.agency, self.request.user)

    def run(self, form: Any) -> OwnGround:
        return actions.end_ground(self.subject, by=self.request.user, **form.said)
