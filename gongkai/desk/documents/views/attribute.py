"""The attribute after approval: another one is a new decision, and what is withheld is assessed again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.catalogue.queries import not_yet_published
from gongkai.desk.documents.forms.later import AssessForm, ChangeForm, DecideChangeForm
from gongkai.desk.documents.limits import scope_of
from gongkai.desk.documents.views.acting import DocumentAct
from gongkai.documents import actions, policy
from gongkai.documents.models import Document, OpennessChange
from gongkai.documents.queries import withheld
from gongkai.kit.views import PlainPage


class ProposeChange(DocumentAct):
    form_class = ChangeForm
    heading = gettext_lazy("Propose another attribute")
    button = gettext_lazy("Propose")
    done = gettext_lazy("Proposed. The responsible leader decides; until then nothing changes.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_proposing_a_change(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        said = form.said
        change = actions.propose_change(
            self.subject,
            said["openness"],
            by=self.request.user,
            reason=said["openness_reason"],
            basis=said["openness_basis"],
        )
        return change.document


class DecideChange(DocumentAct):
    """The open proposal of a document; the address is the document's."""

    form_class = DecideChangeForm
    template_name = "desk/documents/change.html"
    heading = gettext_lazy("Decide about the attribute")
    button = gettext_lazy("Decide on the attribute")

    @property
    def change(self) -> OpennessChange:
        found = self.subject.openness_changes.select_related("proposed_by").first()
        if found is None:
            raise Http404
        change: OpennessChange = found
        change.document = self.subject
        return change

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_deciding_a_change(self.change, self.request.user)

    def run(self, form: Any) -> Any:
        actions.decide_change(self.change, by=self.request.user, **form.said)
        return self.subject

    def get_done(self, result: Any) -> str:
        return _("Decided. It stands in the facts of the document.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(change=self.change, **kwargs)


class Assess(DocumentAct):
    form_class = AssessForm
    heading = gettext_lazy("Assess again")
    button = gettext_lazy("It stays withheld")
    done = gettext_lazy("Noted, with the day of the next assessment.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_assessing(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.assess(self.subject, by=self.request.user, **form.said)


SHOWN_AT_MOST = 200


class Withheld(PlainPage):
    """What is not disclosed on the office's own initiative, by the day it is assessed again."""

    template_name = "desk/documents/withheld.html"
    nav = "attribute"
    duties = (OFFICE | SUPERVISORS) - {Duty.LEGAL_COUNSEL}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        rows = withheld(Document.objects.visible_to(self.request.user))
        return super().get_context_data(
            rows=[
                (each, each.reassess_on is not None and each.reassess_on <= today)
                for each in rows[:SHOWN_AT_MOST]
            ],
            total=rows.count(),
            tabs=tabs("withheld"),
            **kwargs,
        )


class Unpublished(PlainPage):
    """Signed, to be disclosed proactively, and not yet public; with the limit of each."""

    template_name = "desk/documents/unpublished.html"
    nav = "attribute"
    duties = (OFFICE | SUPERVISORS) - {Duty.LEGAL_COUNSEL}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = not_yet_published(Document.objects.visible_to(user), scope=scope_of(user.agency))
        return super().get_context_data(
            rows=rows[:SHOWN_AT_MOST], total=len(rows), tabs=tabs("unpublished"), **kwargs
        )


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """Return the two lists about the attribute, as the row of tabs shows them."""
    return [
        (label, reverse(f"desk:document_{name}"), name == current)
        for name, label in (("unpublished", _("Signed, not yet public")), ("withheld", _("Withheld")))
    ]
