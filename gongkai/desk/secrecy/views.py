"""Pages of the secrecy review: its register, one review with its three steps, each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import clock
from gongkai.desk.secrecy import forms
from gongkai.desk.secrecy.filters import ReviewFilter
from gongkai.desk.secrecy.seeing import WHO, is_concealed
from gongkai.documents import actions as document_actions
from gongkai.documents import policy as documents
from gongkai.documents.models import Document, Form
from gongkai.kit.forms import ReasonForm, RemarkForm
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, DeskPage, ListPage, Offer, SubjectPage
from gongkai.law.channels import ChannelKind
from gongkai.privacy.rule_sets import KIND_LABELS
from gongkai.secrecy import actions, policy
from gongkai.secrecy.gate import UNREAD, is_to_be_read_again
from gongkai.secrecy.models import ENDED, Decision, Justification, PackageFinding, Review, State
from gongkai.secrecy.queries import findings_of, is_open

STATUS = {
    State.AWAITING_OPINION: "new",
    State.AWAITING_DECISION: "run",
    State.REFERRED: "held",
    State.AWAITING_APPROVAL: "run",
    State.CLEARED: "fine",
    State.WITHHELD: "late",
    State.IN_PART: "soon",
    State.SENT_BACK: "soon",
}
FINDINGS_SHOWN = 100


class ReviewList(ListPage):
    model = Review
    filterset_class = ReviewFilter
    template_name = "desk/secrecy/list.html"
    nav = "secrecy"
    duties = WHO


class ReviewPage(SubjectPage):
    model = Review
    template_name = "desk/secrecy/review.html"
    nav = "secrecy"

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related(
                *("opinion_by", "decided_by", "approved_by", "sent_back_by", "oral_noted_by"),
                *("procedure_by", "taken_out_by", "package__drafted_by", "package__edited_by"),
            )
        )

    def offers(self) -> Iterable[Offer]:
        review, by = self.object, self.request.user
        if review.is_secret:
            yield Offer(
                _("Take it out of this system"),
                _url("take_out", review),
                _("Text and files are erased here for ever. Hand the paper to the secrecy officer first."),
                policy.obstacles_to_taking_out(review, by),
                grave=True,
            )
        if review.awaits_countersignature:
            yield from _offers_of_signature(review, by)
        if review.state == State.AWAITING_OPINION:
            yield Offer(
                _("State the section's opinion"),
                _url("opinion", review),
                _("First of three steps."),
                policy.obstacles_to_stating_an_opinion(review, by),
            )
        if review.state in {State.AWAITING_OPINION, State.AWAITING_DECISION, State.REFERRED}:
            yield Offer(
                _("Decide"),
                _url("decide", review),
                _("Second step. The responsible leader approves next."),
                policy.obstacles_to_deciding(review, by),
            )
        if review.state == State.AWAITING_DECISION:
            yield Offer(
                _("Refer upward"),
                _url("refer", review),
                _("When it is unclear whether it is secret; until the answer it cannot be published."),
                policy.obstacles_to_referring(review, by),
            )
        if review.state == State.REFERRED:
            yield Offer(
                _("Record the answer"),
                _url("answer", review),
                _("The review body then decides."),
                policy.obstacles_to_recording_an_answer(review, by),
            )
        piece = _piece_of(review)
        if review.state == State.AWAITING_APPROVAL:
            yield from _offers_of_approval(review, piece, by)
        yield from _offers_about_findings(review, by)
        if review.state in {State.AWAITING_DECISION, State.AWAITING_APPROVAL, State.REFERRED}:
            yield Offer(
                _("Send back"),
                reverse("desk:document_send_back", args=[piece.pk]) if piece else _url("send_back", review),
                _("A changed text comes as a new package."),
                documents.obstacles_to_sending_back(piece, by)
                if piece
                else policy.obstacles_to_sending_back(review, by),
            )

    def timeline_keys(self) -> list[str]:
        return [self.object.key, self.object.package.about]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.object
        package = review.package
        frozen = package.frozen_files
        addresses = {
            str(each.file_id): reverse("desk:review_file", args=[review.pk, each.file_id]) for each in frozen
        }
        files = [
            {
                "name": each.name,
                "url": addresses[str(each.file_id)],
                "size": each.file.size,
                "type": each.file.kind,
            }
            for each in frozen
        ]
        ended = review.state in ENDED
        steps = [
            (_("Opinion of the handling section"), review.opinion_by, review.opinion_at, review.opinion),
            (
                _("Decision of the review body"),
                review.decided_by,
                review.decided_at,
                f"{review.get_decision_display()} {review.decision_text}".strip() if review.decision else "",
            ),
            (
                _("Approval of the responsible leader"),
                review.approved_by,
                review.approved_at,
                _spoken(review),
            ),
        ]
        now_index = next((place for place, step in enumerate(steps) if step[1] is None), None)
        findings = findings_of(package)
        document = Document.objects.visible_to(self.request.user).filter(review=review).first()
        return super().get_context_data(
            package=package,
            files=files,
            addresses=addresses,
            pictures=sum(each.file.is_picture for each in frozen),
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
            document=document,
            secret=review.is_secret and review.taken_out_at is None,
            concealed=is_concealed(review, self.request.user),
            findings=[_told(finding, answer) for finding, answer in findings[:FINDINGS_SHOWN]],
            found=len(findings),
            more_findings=max(0, len(findings) - FINDINGS_SHOWN),
            still_open=sum(is_open(*each) for each in findings),
            may_justify=not list(policy.obstacles_to_justifying(review, self.request.user)),
            channels=[ChannelKind(kind).label for kind in review.channels],
            signature_is_late=review.awaits_countersignature
            and review.countersign_due_on is not None
            and review.countersign_due_on < clock.today(),
            **kwargs,
        )


def _url(act: str, review: Review) -> str:
    return reverse(f"desk:review_{act}", args=[review.pk])


def _piece_of(review: Review) -> Document | None:
    """The piece that is approved and sent back together with its package; none once it was taken out."""
    if review.taken_out_at is not None:
        return None
    return Document.objects.filter(review=review, form=Form.PIECE).first()


def _offers_of_signature(review: Review, by: Any) -> Iterator[Offer]:
    yield Offer(
        _("Countersign"),
        _url("countersign", review),
        _("You confirm that you said yes."),
        policy.obstacles_to_countersigning(review, by),
    )
    yield Offer(
        _("Deny the approval"),
        _url("deny", review),
        _("The clearance is taken back; what was published on it leaves the public at once."),
        policy.obstacles_to_countersigning(review, by),
        grave=True,
    )


def _offers_of_approval(review: Review, piece: Document | None, by: Any) -> Iterator[Offer]:
    # The approval of a piece and of its review are one act, on the piece's own page.
    yield Offer(
        _("Approve"),
        reverse("desk:document_approve", args=[piece.pk]) if piece else _url("approve", review),
        _("Third step, by a third person."),
        documents.obstacles_to_approving(piece, by) if piece else policy.obstacles_to_approving(review, by),
    )
    if review.decision == Decision.OPEN:
        yield Offer(
            _("Note an oral approval"),
            _url("approve_orally", review),
            _("Only in an emergency: the leader said yes by word of mouth and signs for it afterwards."),
            policy.obstacles_to_noting_an_oral_approval(review, by),
            quiet=True,
        )


def _offers_about_findings(review: Review, by: Any) -> Iterator[Offer]:
    if is_to_be_read_again(review.package) and review.taken_out_at is None:
        yield Offer(
            _("Read it again"),
            _url("read_again", review),
            _("The rules for personal data have changed since, or a large file has been read meanwhile."),
            policy.obstacles_to_reading_again(review, by),
            quiet=True,
        )


def _spoken(review: Review) -> str:
    if not review.is_oral:
        return ""
    return _("By word of mouth: %(reason)s") % {"reason": review.oral_reason}


def _kind(finding: PackageFinding) -> str:
    if finding.kind == UNREAD:
        return _("A file is still being read")
    return str(KIND_LABELS.get(finding.kind, finding.kind))


def _told(finding: PackageFinding, answer: Justification | None) -> dict[str, Any]:
    open_still = is_open(finding, answer)
    return {
        "kind": _kind(finding),
        "where": finding.where,
        "masked": finding.masked,
        "treatment": finding.get_treatment_display(),
        "answer": answer,
        "open": open_still,
        "fingerprint": finding.fingerprint if finding.kind != UNREAD else "",
    }


class _Step(ActPage):
    model = Review
    rule = "secrecy"
    nav = "secrecy"


class _StepOfDocument(_Step):
    """A step that a piece takes together with its package: it is led to the page of the piece."""

    step = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            piece = Document.objects.filter(
                review=self.kwargs["pk"], form=Form.PIECE, review__taken_out_at=None
            ).first()
            if piece is not None:
                return redirect(self.step, piece.pk)
        return super().dispatch(request, *args, **kwargs)


class StateOpinion(_Step):
    form_class = forms.OpinionForm
    heading = gettext_lazy("State the section's opinion")
    button = gettext_lazy("Send on to the review body")
    done = gettext_lazy("Stated. The review body decides next.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "review": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_stating_an_opinion(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.state_opinion(
            self.subject, by=self.request.user, opinion=form.said["opinion"], particulars=form.particulars
        )


class Decide(_Step):
    template_name = "desk/secrecy/decide.html"
    form_class = forms.DecisionForm
    heading = gettext_lazy("Decide as the review body")
    button = gettext_lazy("Decide")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "review": self.subject}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_deciding(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.decide(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Any) -> str:
        if result.is_secret:
            return _("Decided: a state secret. Take the paper out of this system now.")
        return _("Decided. The responsible leader approves next.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        still_open = list(policy.obstacles_of_findings(self.subject.package))
        return super().get_context_data(still_open=still_open, **kwargs)


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
        if result.state == State.IN_PART:
            return _("Confirmed: it is published only redacted. The section prepares the redacted version.")
        return _("Confirmed: it is not published.")


class ApproveOrally(_Step):
    """Notes what the leader said; a piece is approved with the same act."""

    template_name = "desk/secrecy/oral.html"
    form_class = forms.OralApprovalForm
    heading = gettext_lazy("Note an oral approval in an emergency")
    button = gettext_lazy("Note the approval")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "review": self.subject, "by": self.request.user}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_noting_an_oral_approval(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        piece = _piece_of(self.subject)
        if piece is not None:
            return document_actions.approve_orally(piece, by=self.request.user, **form.said).review
        return actions.approve_orally(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Any) -> str:
        if result.countersign_due_on is None:
            return _("Noted. %(leader)s signs for it afterwards.") % {"leader": result.approved_by.name}
        return _("Noted. %(leader)s signs for it by %(day)s.") % {
            "leader": result.approved_by.name,
            "day": date_format(result.countersign_due_on),
        }


class _Signature(_Step):
    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("approved_by", "oral_noted_by")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_countersigning(self.subject, self.request.user)


class Countersign(_Signature):
    template_name = "desk/secrecy/countersign.html"
    heading = gettext_lazy("Countersign the oral approval")
    button = gettext_lazy("Countersign")
    done = gettext_lazy("Countersigned.")

    def run(self, form: Any) -> Any:
        return actions.countersign(self.subject, by=self.request.user)


class Deny(_Signature):
    template_name = "desk/secrecy/countersign.html"
    form_class = ReasonForm
    heading = gettext_lazy("Deny the oral approval")
    button = gettext_lazy("Deny, and take the clearance back")
    done = gettext_lazy("Denied. The clearance is taken back; what was published on it left the public.")
    grave = True

    def run(self, form: Any) -> Any:
        return actions.deny(self.subject, by=self.request.user, **form.said)


class Justify(_Step):
    form_class = forms.JustifyForm
    heading = gettext_lazy("Justify what may stay")
    button = gettext_lazy("Justify")
    done = gettext_lazy("Justified. Your name and reason stand beside it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "found": self._open}

    @cached_property
    def _open(self) -> list[PackageFinding]:
        return list(self.subject.package.unresolved())

    def get_initial(self) -> dict[str, Any]:
        return {"findings": self.request.GET.getlist("finding")}

    def obstacles(self) -> Iterable[str]:
        yield from policy.obstacles_to_justifying(self.subject, self.request.user)
        if all(each.kind == UNREAD for each in self._open):
            yield _("There is nothing left to justify.")

    def run(self, form: Any) -> Any:
        return actions.justify_in_package(
            self.subject, form.fingerprints, by=self.request.user, reason=form.said["reason"]
        )


class ReadAgain(_Step):
    heading = gettext_lazy("Read it again for personal data")
    button = gettext_lazy("Read it again")
    done = gettext_lazy("Read by the rules that hold now.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_reading_again(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.read_again(self.subject, by=self.request.user)


class TakeOut(_Step):
    template_name = "desk/secrecy/take_out.html"
    form_class = forms.TakeOutForm
    heading = gettext_lazy("Take the paper out of this system")
    button = gettext_lazy("Erase it here for ever")
    done = gettext_lazy("Taken out. Text and files are erased in this system.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_taking_out(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.take_out(self.subject, by=self.request.user, to=form.said["to"])


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
    def get(self, request: Any, pk: int, file: UUID) -> Any:
        review = Review.objects.visible_to(request.user).filter(pk=pk).first()
        if review is None or is_concealed(review, request.user):
            raise Http404
        found = review.package.files.select_related("file").filter(file_id=file).first()
        if not found:
            raise Http404
        return serve_file(found.file)
