"""Pages of documents and pieces: drafting, the steps of approval, batches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.catalogue.models import Item
from gongkai.catalogue.policy import obstacles_to_correcting, obstacles_to_publishing
from gongkai.desk.documents import forms
from gongkai.desk.documents.filters import DocumentFilter
from gongkai.documents import actions, policy
from gongkai.documents.models import Attachment, Document, Form, Openness, State
from gongkai.files.storing import store
from gongkai.kit.forms import ReasonForm, RemarkForm
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, CreatePage, DeskPage, ListPage, Offer, SubjectPage, in_one_go
from gongkai.secrecy.models import Decision
from gongkai.secrecy.models import State as ReviewState


class DocumentList(ListPage):
    model = Document
    filterset_class = DocumentFilter
    template_name = "desk/documents/list.html"
    nav = "documents"
    duties = OFFICE | SUPERVISORS

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        # What was dropped is found only by those who look for it.
        return found if self.request.GET.get("state") == State.DROPPED else found.exclude(state=State.DROPPED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_draft=bool(self.request.user.duties & policy.DRAFTERS), **kwargs)


class DocumentPage(SubjectPage):
    model = Document
    template_name = "desk/documents/document.html"
    nav = "documents"

    def offers(self) -> Iterable[Offer]:
        document, by = self.object, self.request.user

        def url(name: str) -> str:
            return reverse(f"desk:{name}", args=[document.pk])

        item = Item.objects.filter(document=document).first()
        review = document.review
        offers = [
            Offer(
                _("Submit"),
                url("document_submit"),
                _("It goes to the FOI officer.")
                if document.is_piece
                else _("It goes to the office's check."),
                policy.obstacles_to_submitting(document, by),
            ),
            Offer(
                _("Change"),
                url("document_edit"),
                _("A new version is kept; the old ones stay."),
                policy.obstacles_to_changing(document, by),
            ),
            Offer(
                _("Choose the openness attribute"),
                url("document_openness"),
                _("Exactly one of three; other than proactive it needs a reason."),
                policy.obstacles_to_setting_openness(document, by),
            ),
        ]
        if document.is_piece:
            offers.append(
                Offer(
                    _("Adopt"),
                    url("document_adopt"),
                    _("It goes on to the responsible leader."),
                    policy.obstacles_to_adopting(document, by),
                )
            )
        else:
            offers.append(
                Offer(
                    _("Check"),
                    url("document_check"),
                    _("It goes on to the responsible leader."),
                    policy.obstacles_to_checking(document, by),
                )
            )
        offers.append(
            Offer(
                _("Approve"),
                url("document_approve"),
                self._what_approval_does(),
                policy.obstacles_to_approving(document, by),
            )
        )
        if item is None and review is not None:
            offers.append(
                Offer(
                    _("Publish"),
                    url("item_publish"),
                    _("It becomes an information item with an index number."),
                    obstacles_to_publishing(review.package, by),
                )
            )
        elif item is not None and review is not None and review.package_id != item.package_id:
            offers.append(
                Offer(
                    _("Correct the item"),
                    reverse("desk:item_correct", args=[item.pk]),
                    _("The public sees the new text and what was corrected."),
                    obstacles_to_correcting(item, review.package, by),
                )
            )
        offers += [
            Offer(
                _("Send back"),
                url("document_send_back"),
                _("The drafter changes it and submits it again."),
                policy.obstacles_to_sending_back(document, by),
            ),
        ]
        if review is not None and review.state == ReviewState.SENT_BACK and not document.is_piece:
            offers.append(
                Offer(
                    _("Hand in for secrecy review again"),
                    url("document_review_again"),
                    "",
                    policy.obstacles_to_asking_for_review(document, by),
                )
            )
        offers += [
            Offer(
                _("Revise"),
                url("document_revise"),
                _("What is published stays until the new text is cleared."),
                policy.obstacles_to_revising(document, by),
            ),
            Offer(
                _("Drop the draft"),
                url("document_drop"),
                "",
                policy.obstacles_to_dropping(document, by),
                grave=True,
            ),
        ]
        return offers

    def _what_approval_does(self) -> str:
        if self.object.is_piece:
            review = self.object.review
            if review is not None and review.decision == Decision.WITHHOLD:
                return _("You confirm that it is not published.")
            return _("It is cleared for publication with your approval.")
        if self.object.openness == Openness.PROACTIVE:
            return _("It gets its number and goes to the secrecy review.")
        return _("It gets its number.")

    def timeline_keys(self) -> list[str]:
        document = self.object
        keys = [document.key]
        if document.review is not None:
            keys.append(document.review.key)
        item = Item.objects.filter(document=document).first()
        if item is not None:
            keys.append(item.key)
        return keys

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.object
        files = [
            {
                "name": each.file.name,
                "url": reverse("desk:document_file", args=[document.pk, each.pk]),
                "size": each.file.size,
                "type": each.file.kind,
            }
            for each in document.files
        ]
        pictures = [
            (
                reverse("desk:document_file", args=[document.pk, each.pk]),
                each.alternative_text or each.file.name,
            )
            for each in document.files
            if each.file.is_picture
        ]
        return super().get_context_data(
            files=files,
            pictures=pictures,
            versions=document.versions.select_related("saved_by")[:20],
            last_remark=document.remarks.select_related("by").first(),
            item=Item.objects.filter(document=document).first(),
            status=STATUS[State(document.state)],
            over=document.number or str(document.get_form_display()),
            **kwargs,
        )


STATUS = {
    State.DRAFTING: "new",
    State.SUBMITTED: "run",
    State.CHECKED: "run",
    State.HANDED_IN: "run",
    State.ADOPTED: "run",
    State.APPROVED: "fine",
    State.DROPPED: "held",
}


class _Drafting(CreatePage):
    nav = "documents"
    duties = policy.DRAFTERS
    template_name = "desk/documents/draft.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agency": self.agency, "user": self.request.user}

    def get_cancel_url(self) -> str:
        return reverse("desk:document_list")

    def stored(self, form: Any) -> list[tuple[Any, str]]:
        return [
            (store(file, name=file.name, by=self.request.user, agency=self.agency), "")
            for file in form.cleaned_data["files"]
        ]


class DraftDocument(_Drafting):
    form_class = forms.DocumentForm
    heading = gettext_lazy("Draft a document")
    button = gettext_lazy("Save the draft")
    done = gettext_lazy("Saved. Read it through, then submit it.")

    def run(self, form: Any) -> Any:
        said = form.said
        said.pop("files")
        return actions.draft(
            self.agency, by=self.request.user, form=Form.OFFICIAL, files=self.stored(form), **said
        )


class DraftPiece(_Drafting):
    form_class = forms.PieceForm
    heading = gettext_lazy("Write a piece")
    button = gettext_lazy("Save")

    def run(self, form: Any) -> Any:
        said = form.said
        piece = actions.draft(
            self.agency,
            by=self.request.user,
            form=Form.PIECE,
            genre=said["genre"],
            title=said["title"],
            body=said["body"],
            section=said["section"],
            openness=Openness.PROACTIVE,
            files=self.stored(form),
        )
        if said["then"] == "hand_in":
            piece = actions.submit(piece, by=self.request.user, opinion=said["opinion"])
        return piece

    def get_done(self, result: Any) -> str:
        if result.state == State.HANDED_IN:
            return _("Handed in. The FOI officer adopts it or sends it back.")
        return _("Saved as a draft.")


class _DocumentAct(ActPage):
    model = Document
    nav = "documents"


class Edit(_DocumentAct):
    form_class = forms.EditForm
    heading = gettext_lazy("Change the draft")
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")
    template_name = "desk/documents/draft.html"

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_changing(self.subject, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.subject, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        document = self.subject
        return {
            "title": document.title,
            "genre": document.genre,
            "section": document.section,
            "body": document.body,
            "is_normative": document.is_normative,
            "seen_version": document.version,
        }

    def form_invalid(self, form: Any) -> Any:
        latest = Document.objects.get(pk=self.subject.pk)
        if form.data.get("seen_version") != str(latest.version):
            # What the other person saved stands above the form now; the next sending has seen it.
            form.data = form.data.copy()
            form.data["seen_version"] = str(latest.version)
            self.extra_context = {"newer": latest.versions.select_related("saved_by").first()}
        return super().form_invalid(form)

    def run(self, form: Any) -> Any:
        said = form.said
        files = [
            (store(file, name=file.name, by=self.request.user, agency=self.subject.agency), "")
            for file in said.pop("files")
        ]
        remove = [int(key) for key in said.pop("remove", [])]
        return actions.save_version(self.subject, by=self.request.user, add=files, remove=remove, **said)


class SetOpenness(_DocumentAct):
    form_class = forms.OpennessForm
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


class Submit(_DocumentAct):
    heading = gettext_lazy("Submit")
    button = gettext_lazy("Submit")

    def get_form_class(self) -> Any:
        return forms.PieceSubmitForm if self.subject.is_piece else forms.SubmitForm

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_submitting(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.submit(self.subject, by=self.request.user, **form.said)

    def get_done(self, result: Any) -> str:
        if result.is_piece:
            return _("Handed in. The FOI officer adopts it or sends it back.")
        return _("Submitted. The office checks it next.")


class Check(_DocumentAct):
    form_class = RemarkForm
    heading = gettext_lazy("Check the document")
    button = gettext_lazy("Checked, send on for approval")
    done = gettext_lazy("Checked. The responsible leader approves next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_checking(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.check(self.subject, by=self.request.user, **form.said)


class Adopt(_DocumentAct):
    form_class = RemarkForm
    heading = gettext_lazy("Adopt the piece")
    button = gettext_lazy("Adopt")
    done = gettext_lazy("Adopted. The responsible leader approves next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_adopting(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.adopt(self.subject, by=self.request.user, **form.said)


class Approve(_DocumentAct):
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


class SendBack(_DocumentAct):
    form_class = ReasonForm
    heading = gettext_lazy("Send back")
    button = gettext_lazy("Send back")
    done = gettext_lazy("Sent back. The drafter reads your remark.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_sending_back(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.send_back(self.subject, by=self.request.user, **form.said)


class ReviewAgain(_DocumentAct):
    heading = gettext_lazy("Hand in for secrecy review again")
    button = gettext_lazy("Hand in")
    done = gettext_lazy("Handed in. The handling section states its opinion first.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_asking_for_review(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.ask_for_review(self.subject, by=self.request.user)


class Revise(_DocumentAct):
    form_class = ReasonForm
    heading = gettext_lazy("Revise")
    button = gettext_lazy("Begin the revision")
    done = gettext_lazy("It is a draft again. What is published stays until the new text is cleared.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_revising(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.revise(self.subject, by=self.request.user, **form.said)


class Drop(_DocumentAct):
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


class _Batch(CreatePage):
    """Several pieces in one go, on a phone as well: all of them or none."""

    form_class = forms.BatchForm
    template_name = "desk/documents/batch.html"
    nav = "documents"
    state = ""
    count = 0

    def waiting(self) -> Any:
        user = self.request.user
        return (
            Document.objects.visible_to(user)
            .filter(form=Form.PIECE, state=self.state, agency_id__in=user.agency_ids_as(*self.duties or ()))
            .prefetch_related("attachments__file")
            .order_by("submitted_at", "pk")
        )

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        self.pieces = list(self.waiting())
        form.fields["chosen"].choices = [(str(piece.pk), piece.title) for piece in self.pieces]
        return form

    def chosen(self, form: Any) -> list[Document]:
        keys = set(form.cleaned_data["chosen"])
        return [piece for piece in self.pieces if str(piece.pk) in keys]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        ticked = set(form.data.getlist("chosen")) if form.is_bound else set()
        return {
            **context,
            "pieces": [
                (
                    piece,
                    str(piece.pk) in ticked,
                    [each for each in piece.attachments.all() if each.file.is_picture],
                )
                for piece in self.pieces
            ],
        }

    def get_cancel_url(self) -> str:
        return reverse("desk:home")

    def get_done(self, result: Any) -> str:
        return self.done_sentence(self.count)

    def done_sentence(self, count: int) -> str:
        raise NotImplementedError


class ApproveBatch(_Batch):
    heading = gettext_lazy("Approve pieces")
    button = gettext_lazy("Approve the chosen ones")
    duties = frozenset({Duty.RESPONSIBLE_LEADER})
    state = State.ADOPTED

    def waiting(self) -> Any:
        # What shall not be published is confirmed on its own page, never in passing.
        return (
            super()
            .waiting()
            .filter(review__state=ReviewState.AWAITING_APPROVAL, review__decision=Decision.OPEN)
        )

    def run(self, form: Any) -> Any:
        self.count = in_one_go(
            actions.approve, self.chosen(form), by=self.request.user, remark=form.cleaned_data["remark"]
        )
        return reverse("desk:piece_approve_batch")

    def done_sentence(self, count: int) -> str:
        return ngettext(
            "%(count)s piece approved and cleared.", "%(count)s pieces approved and cleared.", count
        ) % {"count": count}


class AdoptBatch(_Batch):
    heading = gettext_lazy("Adopt pieces")
    button = gettext_lazy("Adopt the chosen ones")
    duties = frozenset({Duty.FOI_OFFICER})
    state = State.HANDED_IN

    def run(self, form: Any) -> Any:
        self.count = in_one_go(
            actions.adopt, self.chosen(form), by=self.request.user, remark=form.cleaned_data["remark"]
        )
        return reverse("desk:piece_adopt_batch")

    def done_sentence(self, count: int) -> str:
        return ngettext("%(count)s piece adopted.", "%(count)s pieces adopted.", count) % {"count": count}


class DocumentFile(DeskPage, View):
    """A file of a draft, for those who may see the draft."""

    def get(self, request: Any, pk: int, attachment: int) -> Any:
        document = Document.objects.visible_to(request.user).filter(pk=pk).first()
        found = Attachment.objects.select_related("file").filter(document=document, pk=attachment).first()
        if document is None or found is None:
            raise Http404
        return serve_file(found.file)
