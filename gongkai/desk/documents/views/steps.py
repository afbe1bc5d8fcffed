"""The steps of a document: its attribute, submission, check, approval, return, revision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.documents.forms.later import CheckForm, FoiOpinionForm
from gongkai.desk.documents.forms.openness import OpennessForm
from gongkai.desk.documents.forms.steps import PieceSubmitForm, SubmitForm
from gongkai.desk.documents.views.acting import DocumentAct
from gongkai.desk.documents.views.findings import still_found
from gongkai.documents import actions, policy
from gongkai.documents.models import Openness, State
from gongkai.kit.forms import ReasonForm, RemarkForm
from gongkai.secrecy.models import State as ReviewState


class SetOpenness(DocumentAct):
    form_class = OpennessForm
    rule = "attributes"
    heading = gettext_lazy("Choose the openness attribute")
    button = gettext_lazy("Save the attribute")
    done = gettext_lazy("The openness attribute is saved.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_setting_openness(self.subject, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {
            "openness": self.subject.openness,
            "openness_basis": self.subject.openness_basis,
            "openness_reason": self.subject.openness_reason,
        }

    def run(self, form: Any) -> Any:
        said = form.said
        return actions.set_openness(
            self.subject,
            said["openness"],
            by=self.request.user,
            reason=said["openness_reason"],
            basis=said["openness_basis"],
        )


class Submit(DocumentAct):
    template_name = "desk/documents/submit.html"
    heading = gettext_lazy("Submit")
    button = gettext_lazy("Submit")

    def get_form_class(self) -> Any:
        return PieceSubmitForm if self.subject.is_piece else SubmitForm

    def get_form_kwargs(self) -> dict[str, Any]:
        has_pictures = any(each.file.is_picture for each in self.subject.files)
        return {**super().get_form_kwargs(), "has_pictures": has_pictures}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(still_found=still_found(self.subject, self.request.user), **kwargs)

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_submitting(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.submit(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Any) -> str:
        if result.is_piece:
            return _("Handed in. The FOI officer adopts it or sends it back.")
        if result.state == State.WITH_FOI:
            return _("Submitted. The FOI office gives its opinion first.")
        return _("Submitted. The office checks it next.")


class GiveFoiOpinion(DocumentAct):
    form_class = FoiOpinionForm
    heading = gettext_lazy("Opinion of the FOI office")
    button = gettext_lazy("Agree, send on to the office's check")
    done = gettext_lazy("Your opinion is noted. The office checks it next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_giving_the_foi_opinion(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.give_foi_opinion(self.subject, by=self.request.user, **form.said)


class Check(DocumentAct):
    form_class = CheckForm
    heading = gettext_lazy("Check the document")
    button = gettext_lazy("Checked, send on for approval")
    done = gettext_lazy("Checked. The responsible leader approves next.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_checking(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.check(self.subject, by=self.request.user, **form.said)


class Approve(DocumentAct):
    form_class = RemarkForm
    heading = gettext_lazy("Approve")
    button = gettext_lazy("Approve")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_approving(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.approve(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Any) -> str:
        if result.is_piece:
            if result.review is not None and result.review.state == ReviewState.WITHHELD:
                return _("Confirmed: it is not published.")
            return _("Approved and cleared. It can be published now.")
        if result.openness == Openness.PROACTIVE:
            return _("Approved as %(number)s. The secrecy review begins.") % {"number": result.number}
        return _("Approved as %(number)s. It is not published.") % {"number": result.number}


class SendBack(DocumentAct):
    form_class = ReasonForm
    heading = gettext_lazy("Send back")
    button = gettext_lazy("Send back")
    done = gettext_lazy("Sent back. The drafter reads your remark.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_sending_back(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.send_back(self.subject, by=self.request.user, **form.said)


class ReviewAgain(DocumentAct):
    heading = gettext_lazy("Hand in for secrecy review again")
    button = gettext_lazy("Hand in")
    done = gettext_lazy("Handed in. The handling section states its opinion first.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_asking_for_review(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.ask_for_review(self.subject, by=self.request.user)


class Revise(DocumentAct):
    form_class = ReasonForm
    heading = gettext_lazy("Revise")
    button = gettext_lazy("Begin the revision")
    done = gettext_lazy("It is a draft again. What is published stays until the new text is cleared.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_revising(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.revise(self.subject, by=self.request.user, **form.said)


class Drop(DocumentAct):
    form_class = ReasonForm
    heading = gettext_lazy("Drop the draft")
    button = gettext_lazy("Drop")
    done = gettext_lazy("Dropped. It stays on record.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_dropping(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        actions.drop(self.subject, by=self.request.user, **form.said)
        return reverse("desk:document_list")
