"""Pages of connected systems, for the administrators. A token is shown once, on the answer to its making."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView

from gongkai.acts import Refused
from gongkai.acts.duties import ADMINISTRATORS
from gongkai.acts.once import AlreadySubmitted, submitted_once
from gongkai.desk.people import forms
from gongkai.kit.forms import ActForm, ReasonForm
from gongkai.kit.views import ActPage, CreatePage, DeskPage, Offer, OfSubject, SubjectPage
from gongkai.people import policy
from gongkai.people import systems as acts
from gongkai.people.models import ConnectedSystem, Scope
from gongkai.people.queries import systems_visible_to


class _OfSystem(OfSubject):
    model = ConnectedSystem
    nav = "systems"
    duties = frozenset(ADMINISTRATORS)

    def get_queryset(self) -> Any:
        return systems_visible_to(self.request.user)


class SystemList(DeskPage, ListView):
    template_name = "desk/people/systems.html"
    nav = "systems"
    duties = frozenset(ADMINISTRATORS)
    paginate_by = 30

    def get_queryset(self) -> Any:
        return systems_visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        may_open = not list(policy.obstacles_to_connecting_systems(user.agency, user))
        return super().get_context_data(may_open=may_open, **kwargs)


class SystemPage(_OfSystem, SubjectPage):
    template_name = "desk/people/system.html"

    def offers(self) -> Iterable[Offer]:
        system, by = self.object, self.request.user
        return [
            Offer(
                _("Make a new token"),
                reverse("desk:system_renew", args=[system.pk]),
                _("For a token that was lost or seen by others; the old one is unknown at once."),
                policy.obstacles_to_changing_a_system(system, by),
                quiet=True,
            ),
            Offer(
                _("Close the connection"),
                reverse("desk:system_close", args=[system.pk]),
                _("Its token is unknown from then on; what it handed in stays."),
                policy.obstacles_to_changing_a_system(system, by),
                grave=True,
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scopes = [Scope(each).label for each in self.object.scopes if each in Scope.values]
        return super().get_context_data(system=self.object, scopes=scopes, **kwargs)


class _ShowsToken:
    """Answers the form with the page that shows the token: it stands in no address, session or table."""

    request: Any

    def token_of(self, form: Any) -> tuple[ConnectedSystem, str]:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with submitted_once(form.cleaned_data["submission"], self.request.user) as submission:
                system, token = self.token_of(form)
                submission.led_to = reverse("desk:system", args=[system.pk])
        except AlreadySubmitted as earlier:
            return self.was_done_before(earlier.led_to)  # type: ignore[attr-defined]
        except Refused as refused:
            form.add_refusals(refused.reasons)
            return self.form_invalid(form)  # type: ignore[attr-defined]
        answer = render(
            self.request,
            "desk/people/system_token.html",
            {"system": system, "token": token, "nav": "systems"},
        )
        answer["Cache-Control"] = "no-store"
        return answer


class OpenSystem(_ShowsToken, CreatePage):
    form_class = forms.SystemForm
    heading = gettext_lazy("Connect a system")
    button = gettext_lazy("Connect and make the token")
    nav = "systems"
    duties = frozenset({"system_administrator"})

    def get_cancel_url(self) -> str:
        return reverse("desk:system_list")

    def token_of(self, form: Any) -> tuple[ConnectedSystem, str]:
        return acts.open_system(self.agency, by=self.request.user, **form.said)


class _SystemAct(_OfSystem, ActPage):
    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing_a_system(self.subject, self.request.user)

    def get_cancel_url(self) -> str:
        return reverse("desk:system", args=[self.subject.pk])


class RenewToken(_ShowsToken, _SystemAct):
    form_class = ActForm
    heading = gettext_lazy("Make a new token")
    button = gettext_lazy("Make the token")

    def token_of(self, form: Any) -> tuple[ConnectedSystem, str]:
        return acts.renew_token(self.subject, by=self.request.user)


class CloseSystem(_SystemAct):
    form_class = ReasonForm
    heading = gettext_lazy("Close the connection")
    button = gettext_lazy("Close")
    done = gettext_lazy("Closed.")
    grave = True

    def run(self, form: Any) -> Any:
        acts.close_system(self.subject, by=self.request.user, **form.said)
        return self.get_cancel_url()
