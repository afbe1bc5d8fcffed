"""Pieces: writing one, its edit by the FOI officer, adopting and approving several in one go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.acts import Refused
from gongkai.acts.duties import Duty
from gongkai.desk.documents.forms import pieces as forms
from gongkai.desk.documents.forms.editor import RichTextField
from gongkai.desk.documents.views.acting import DocumentAct
from gongkai.desk.documents.views.drafting import Drafting, lost_files
from gongkai.desk.documents.views.editor import addresses_in
from gongkai.documents import actions, policy
from gongkai.documents.models import Attachment, Document, Form, Openness, State
from gongkai.documents.pictures import shown_in
from gongkai.files.storing import store
from gongkai.kit.forms import RemarkForm
from gongkai.kit.views import CreatePage, one_by_one
from gongkai.secrecy.models import Decision, Markup
from gongkai.secrecy.models import State as ReviewState
from gongkai.typesetting.rich_text import plain_text

AT_A_TIME = 50
LONGEST_LEAD = 120  # characters of a text that stand below its title
LONGEST_TITLE = 30  # characters of a title where several are told in one sentence


class DraftPiece(Drafting):
    template_name = "desk/documents/piece.html"
    draft_form = Form.PIECE
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
            piece = actions.submit(
                piece,
                by=self.request.user,
                opinion=said["opinion"],
                pictures_seen=said["pictures_seen"],
                particulars=form.particulars,
            )
        return piece

    def get_done(self, result: Any) -> str:
        if result.state == State.HANDED_IN:
            return _("Handed in. The FOI officer adopts it or sends it back.")
        return _("Saved as a draft.")


class EditPiece(DocumentAct):
    """The FOI officer betters the wording of what was handed in."""

    template_name = "desk/documents/piece_edit.html"
    heading = gettext_lazy("Edit the piece")
    button = gettext_lazy("Save the edit")
    done = gettext_lazy("Saved. Adopt it now; somebody else reviews it.")

    def get_form_class(self) -> Any:
        rich = self.subject.markup == Markup.HTML
        return forms.AdoptingRichEditForm if rich else forms.AdoptingEditForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.subject, "user": self.request.user}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if isinstance(form.fields["body"], RichTextField):
            form.fields["body"].widget.addresses = addresses_in(self.subject)
        return form

    def get_initial(self) -> dict[str, Any]:
        piece = self.subject
        return {"title": piece.title, "body": piece.body, "seen_version": piece.version}

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_editing_a_piece(self.subject, self.request.user)

    def form_invalid(self, form: Any) -> Any:
        latest = Document.objects.get(pk=self.subject.pk)
        if form.data.get("seen_version") != str(latest.version):
            form.data = form.data.copy()
            form.data["seen_version"] = str(latest.version)
            newer = latest.versions.select_related("saved_by").first()
            self.extra_context = {"newer": newer, "addresses": addresses_in(latest)}
        return super().form_invalid(form)

    def run(self, form: Any) -> Any:
        said = form.said
        files = said.pop("files")
        remove = [int(key) for key in said.pop("remove", [])]
        agency = self.subject.agency
        add = [
            (store(file, name=file.name, by=self.request.user, agency=agency), words)
            for file, words in zip(files, form.words_for(files), strict=True)
        ]
        return actions.edit_piece(self.subject, by=self.request.user, add=add, remove=remove, **said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "is_rich": isinstance(context["form"].fields["body"], RichTextField),
            "lost": lost_files(self.request),
        }


class Adopt(DocumentAct):
    form_class = RemarkForm
    heading = gettext_lazy("Adopt the piece")
    button = gettext_lazy("Adopt")
    done = gettext_lazy("Adopted. The responsible leader approves next.")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_adopting(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return actions.adopt(self.subject, by=self.request.user, **form.said)


class _Batch(CreatePage):
    """Several pieces in one go, on a phone as well: each goes on, or is told with its reason.

    One of them can be returned by its own button; what was ticked stays ticked.
    """

    form_class = forms.BatchForm
    template_name = "desk/documents/batch.html"
    nav = "documents"
    state = ""
    may_edit = False
    act: Any

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
        self.pieces = list(self.waiting()[:AT_A_TIME])
        form.fields["chosen"].choices = [(str(piece.pk), piece.title) for piece in self.pieces]
        return form

    def chosen(self, form: Any) -> list[Document]:
        keys = set(form.cleaned_data["chosen"])
        return [piece for piece in self.pieces if str(piece.pk) in keys]

    def run(self, form: Any) -> Any:
        self.went: list[Document] = []
        self.refused: list[str] = []
        self.returned = next((each for each in self.pieces if str(each.pk) == form.returned), None)
        if form.returned:
            return self._return(form)
        self.went, self.refused = one_by_one(
            type(self).act, self.chosen(form), by=self.request.user, remark=form.cleaned_data["remark"]
        )
        if not self.went:
            raise Refused(self.refused)
        for reason in self.refused:
            messages.error(self.request, _("Not done: %(why)s") % {"why": reason})
        return self.request.path

    def _return(self, form: Any) -> str:
        if self.returned is None:
            raise Refused(_("It does not wait here any more."))
        actions.send_back(self.returned, by=self.request.user, reason=form.reason)
        ticked = "&".join(f"chosen={each.pk}" for each in self.chosen(form) if each != self.returned)
        return f"{self.request.path}?{ticked}" if ticked else self.request.path

    def get_done(self, result: Any) -> str:
        if self.returned is not None:
            return _("Returned: %(title)s. Its author reads the reason.") % {"title": self.returned.title}
        titles = _(", ").join(_short(piece.title) for piece in self.went)
        return f"{self.done_sentence(len(self.went))} {titles}"

    def done_sentence(self, count: int) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        data = context["form"].data if context["form"].is_bound else self.request.GET
        ticked = set(data.getlist("chosen"))
        full = len(self.pieces) == AT_A_TIME
        return {
            **context,
            "pieces": [
                _shown(piece, str(piece.pk) in ticked, data.get(f"reason_{piece.pk}", ""))
                for piece in self.pieces
            ],
            "more": self.waiting().count() - AT_A_TIME if full else 0,
            "may_edit": self.may_edit,
            # The script fills in the numbers.
            "says_chosen": _("%(count)s of %(total)s chosen"),
        }

    def get_cancel_url(self) -> str:
        return reverse("desk:home")


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"


def _shown(piece: Document, ticked: bool, reason: str) -> dict[str, Any]:
    attached: list[Attachment] = list(piece.attachments.all())
    addresses = {str(each.file_id): _address("document_file", each) for each in attached}
    _inside, after = shown_in(piece.body, attached)
    words = " ".join((plain_text(piece.body) if piece.markup == Markup.HTML else piece.body).split())
    return {
        "piece": piece,
        "ticked": ticked,
        "reason": reason,
        "lead": words[:LONGEST_LEAD] + ("…" if len(words) > LONGEST_LEAD else ""),
        "addresses": addresses,
        "pictures": [
            {
                "url": addresses[str(each.file_id)],
                "small": _address("document_file_small", each),
                "says": each.alternative_text or each.file.name,
            }
            for each in after
            if each.file.is_picture
        ],
    }


def _address(name: str, attachment: Attachment) -> str:
    return reverse(f"desk:{name}", args=[attachment.document_id, attachment.file_id])


class ApproveBatch(_Batch):
    heading = gettext_lazy("Approve pieces")
    button = gettext_lazy("Approve the chosen ones")
    duties = frozenset({Duty.RESPONSIBLE_LEADER})
    state = State.ADOPTED
    act = actions.approve

    def waiting(self) -> Any:
        # What shall not be published is confirmed on its own page, never in passing.
        return (
            super()
            .waiting()
            .filter(review__state=ReviewState.AWAITING_APPROVAL, review__decision=Decision.OPEN)
        )

    def done_sentence(self, count: int) -> str:
        return ngettext(
            "%(count)s piece approved and cleared.", "%(count)s pieces approved and cleared.", count
        ) % {"count": count}


class AdoptBatch(_Batch):
    heading = gettext_lazy("Adopt pieces")
    button = gettext_lazy("Adopt the chosen ones")
    duties = frozenset({Duty.FOI_OFFICER})
    state = State.HANDED_IN
    act = actions.adopt
    may_edit = True

    def done_sentence(self, count: int) -> str:
        return ngettext("%(count)s piece adopted.", "%(count)s pieces adopted.", count) % {"count": count}
