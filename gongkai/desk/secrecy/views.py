"""Pages of the secrecy review: its register, one review with its three steps, each step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.desk.secrecy import forms
from gongkai.desk.secrecy.filters import ReviewFilter
from gongkai.documents import policy as documents
from gongkai.documents.models import Document, Form
from gongkai.kit.forms import ReasonForm, RemarkForm
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, DeskPage, ListPage, Offer, SubjectPage
from gongkai.secrecy import actions, policy
from gongkai.secrecy.models import Decision, Review, State

STATUS = {
    State.AWAITING_OPINION: "new",
    State.AWAITING_DECISION: "run",
    State.REFERRED: "held",
    State.AWAITING_APPROVAL: "run",
    State.CLEARED: "fine",
    State.WITHHELD: "late",
    State.SENT_BACK: "soon",
}


class ReviewList(ListPage):
    model = Review
    filterset_class = ReviewFilter
    template_name = "desk/secrecy/list.html"
    nav = "secrecy"
    duties = (OFFICE | SUPERVISORS) - {Duty.LEGAL_COUNSEL}


class ReviewPage(SubjectPage):
    model = Review
    template_name = "desk/secrecy/review.html"
    nav = "secrecy"

    def get_queryset(self) -> Any:
        return (
            super().get_queryset().select_related("opinion_by", "decided_by", "approved_by", "sent_back_by")
        )

    def offers(self) -> Iterable[Offer]:
        review, by = self.object, self.request.user

        def url(name: str) -> str:
            return reverse(f"desk:review_{name}", args=[review.pk])

        # The approval of a piece and of its review are one act, on the piece's own page.
        piece = Document.objects.filter(review=review, form=Form.PIECE).first()
        if piece:
            approve = reverse("desk:document_approve", args=[piece.pk])
            send_back = reverse("desk:document_send_back", args=[piece.pk])
            against_approval = documents.obstacles_to_approving(piece, by)
            against_return = documents.obstacles_to_sending_back(piece, by)
        else:
            approve, send_back = url("approve"), url("send_back")
            against_approval = policy.obstacles_to_approving(review, by)
            against_return = policy.obstacles_to_sending_back(review, by)
        return [
            Offer(
                _("State the section's opinion"),
                url("opinion"),
                _("First of three steps."),
                policy.obstacles_to_stating_an_opinion(review, by),
            ),
            Offer(
                _("Decide"),
                url("decide"),
                _("Second step. The responsible leader approves next."),
                policy.obstacles_to_deciding(review, by),
            ),
            Offer(
                _("Refer upward"),
                url("refer"),
                _("When it is unclear whether it is secret; until the answer it cannot be published."),
                policy.obstacles_to_referring(review, by),
            ),
            Offer(
                _("Record the answer"),
                url("answer"),
                _("The review body then decides."),
                policy.obstacles_to_recording_an_answer(review, by),
            ),
            Offer(
                _("Approve"),
                approve,
                _("Third step, by a third person."),
                against_approval,
            ),
            Offer(
                _("Send back"),
                send_back,
                _("A changed text comes as a new package."),
                against_return,
            ),
        ]

    def timeline_keys(self) -> list[str]:
        return [self.object.key, self.object.package.about]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.object
        package = review.package
        files = [
            {
                "name": each.name,
                "url": reverse("desk:review_file", args=[review.pk, each.order]),
                "size": each.file.size,
                "type": each.file.kind,
            }
            for each in package.frozen_files
        ]
        steps = [
            (_("Opinion of the handling section"), review.opinion_by, review.opinion_at, review.opinion),
            (
                _("Decision of the review body"),
                review.decided_by,
                review.decided_at,
                f"{review.get_decision_display()} {review.decision_text}".strip() if review.decision else "",
            ),
            (_("Approval of the responsible leader"), review.approved_by, review.approved_at, ""),
        ]
        now_index = next((place for place, step in enumerate(steps) if step[1] is None), None)
        ended = review.state in {State.CLEARED, State.WITHHELD, State.SENT_BACK}
        return super().get_context_data(
            package=package,
            files=files,
            steps=[
                {
                    "label": label,
                    "by": by,
                    "at": at,
                    "text": text,
                    "kind": "done" if by else "now" if place == now_index and not ended else "todo",
                }
                for place, (label, by, at, text) in enumerate(steps)
            ],
            status=STATUS[State(review.state)],
            unchanged=package.is_unchanged(),
            document=Document.objects.visible_to(self.request.user).filter(review=review).first(),
            secret=review.decision == Decision.WITHHOLD and policy.is_grave(review.ground),
            **kwargs,
        )


class _Step(ActPage):
    model = Review
    nav = "secrecy"


class _StepOfDocument(_Step):
    """A step that a piece takes together with its package: it is led to the page of the piece."""

    step = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            piece = Document.objects.filter(review=self.kwargs["pk"], form=Form.PIECE).first()
            if piece is not None:
                return redirect(self.step, piece.pk)
        return super().dispatch(request, *args, **kwargs)


class StateOpinion(_Step):
    form_class = forms.OpinionForm
    heading = gettext_lazy("State the section's opinion")
    button = gettext_lazy("Send on to the review body")
    done = gettext_lazy("Stated. The review body decides next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_stating_an_opinion(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.state_opinion(self.subject, by=self.request.user, **form.said)


class Decide(_Step):
    form_class = forms.DecisionForm
    heading = gettext_lazy("Decide as the review body")
    button = gettext_lazy("Decide")
    done = gettext_lazy("Decided. The responsible leader approves next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_deciding(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.decide(self.subject, by=self.request.user, **form.said)


class Approve(_StepOfDocument):
    step = "desk:document_approve"
    form_class = RemarkForm
    heading = gettext_lazy("Approve as the responsible leader")
    button = gettext_lazy("Approve")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_approving(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.approve(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Any) -> str:
        if result.state == State.CLEARED and result.package.about.startswith("cases."):
            return _("Approved and cleared. The reply it belongs to can be signed now.")
        if result.state == State.CLEARED:
            return _("Approved and cleared. It can be published now.")
        return _("Confirmed: it is not published.")


class SendBack(_StepOfDocument):
    step = "desk:document_send_back"
    form_class = ReasonForm
    heading = gettext_lazy("Send back")
    button = gettext_lazy("Send back")
    done = gettext_lazy("Sent back to the handling section.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_sending_back(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.send_back(self.subject, by=self.request.user, **form.said)


class Refer(_Step):
    form_class = forms.ReferForm
    heading = gettext_lazy("Refer upward")
    button = gettext_lazy("Refer")
    done = gettext_lazy("Referred. It cannot be published until the answer is here.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_referring(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.refer(self.subject, by=self.request.user, **form.said)


class Answer(_Step):
    form_class = forms.AnswerForm
    heading = gettext_lazy("Record the answer")
    button = gettext_lazy("Record it")
    done = gettext_lazy("Recorded. The review body decides next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_recording_an_answer(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.record_answer(self.subject, by=self.request.user, **form.said)


class ReviewFile(DeskPage, View):
    def get(self, request: Any, pk: int, order: int) -> Any:
        review = Review.objects.visible_to(request.user).filter(pk=pk).first()
        found = review and review.package.files.select_related("file").filter(order=order).first()
        if not found:
            raise Http404
        return serve_file(found.file)
