"""The acts on a public opinion event beyond those of every register."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.concerns import actions, policy
from gongkai.concerns.models import ConcernEvent, Response
from gongkai.kit.forms import ReasonForm
from gongkai.kit.registers import RegisterPage, facts_form
from gongkai.kit.views import ActPage


class EventPage(RegisterPage):
    """An event with its responses, those struck out at the end."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        responses = self.object.responses.order_by("struck_on", "responded_at")
        return super().get_context_data(responses=responses, **kwargs)

    def timeline_keys(self) -> list[str]:
        return [self.object.key, *(response.key for response in self.object.responses.all())]


class OnEvent(ActPage):
    model = ConcernEvent
    nav = "registers"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("agency")


class RespondPage(OnEvent):
    heading = _("Record a response")
    button = _("Record it")
    done = _("Recorded.")

    def get_form_class(self) -> Any:
        return facts_form(Response)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.subject.agency}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_responding(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.record_response(self.subject, by=self.request.user, **form.said).event


class LeaveUnansweredPage(OnEvent):
    form_class = ReasonForm
    heading = _("Give no response")
    button = _("Give no response")
    done = _("Decided. The event no longer waits.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_leaving_unanswered(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.leave_unanswered(self.subject, by=self.request.user, **form.said)
