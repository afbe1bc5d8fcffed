"""Pages of what is carried to people: visits and hand-outs, lists for reading points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, View

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.channels import hand_outs, hand_overs, paper_policy
from gongkai.channels.board_sheets import list_to_sign
from gongkai.channels.models import HandOut, HandOver
from gongkai.desk.boards import forms
from gongkai.desk.boards.views import RELEASERS, as_pdf, tabs
from gongkai.files.storing import store
from gongkai.kit.forms import ReasonForm
from gongkai.kit.serving import serve_file
from gongkai.kit.views import ActPage, CreatePage, DeskPage, Offer, OfSubject, SubjectPage
from gongkai.typesetting.characters import CharactersMissing


class _CarriedList(DeskPage, ListView):
    """A plain list, the newest first."""

    paginate_by = 30
    nav = "boards"
    duties = OFFICE | SUPERVISORS
    model: Any
    here = ""

    def get_queryset(self) -> Any:
        return self.model.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_record = bool(self.request.user.duties & RELEASERS)
        return super().get_context_data(tabs=tabs(self.here), may_record=may_record, **kwargs)


class HandOutList(_CarriedList):
    model = HandOut
    template_name = "desk/boards/hand_outs.html"
    here = "desk:hand_outs"


class HandOverList(_CarriedList):
    model = HandOver
    template_name = "desk/boards/hand_overs.html"
    here = "desk:hand_overs"

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("lines")


class _Carry(CreatePage):
    nav = "boards"
    duties = RELEASERS

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "agency": self.agency,
            "wanted": self.request.GET.get("item", "")[:60].replace("\x00", ""),
        }


class RecordHandOut(_Carry):
    form_class = forms.HandOutForm
    heading = gettext_lazy("Record a visit or hand-out")
    button = gettext_lazy("Record it")
    done = gettext_lazy("Recorded. It counts under other means.")

    def get_cancel_url(self) -> str:
        return reverse("desk:hand_outs")

    def run(self, form: Any) -> Any:
        said, by = form.said, self.request.user
        picture, item = said.pop("picture"), said.pop("item")
        kept = store(picture, name=picture.name, by=by, agency=self.agency) if picture else None
        return hand_outs.hand_out(item, by=by, picture=kept, **said)


class HandOutPicture(OfSubject, View):
    model = HandOut

    def get(self, request: HttpRequest, pk: int) -> Any:
        row = self.fetch()
        if row.picture is None:
            raise Http404
        return serve_file(row.picture)


class PrepareHandOver(_Carry):
    form_class = forms.HandOverForm
    heading = gettext_lazy("Prepare a hand-over")
    button = gettext_lazy("Prepare the list")
    done = gettext_lazy("Prepared. Print the list, have it signed, then confirm it.")

    def get_cancel_url(self) -> str:
        return reverse("desk:hand_overs")

    def run(self, form: Any) -> Any:
        said = form.said
        return hand_overs.prepare(said.pop("point"), said.pop("items"), by=self.request.user, **said)


class HandOverPage(SubjectPage):
    model = HandOver
    template_name = "desk/boards/hand_over.html"
    nav = "boards"

    def offers(self) -> Iterable[Offer]:
        hand_over, by = self.object, self.request.user
        return [
            Offer(
                _("Confirm the hand-over"),
                reverse("desk:hand_over_confirm", args=[hand_over.pk]),
                _("All its releases are confirmed at once."),
                paper_policy.obstacles_to_confirming_hand_over(hand_over, by),
            ),
            Offer(
                _("Call it off"),
                reverse("desk:hand_over_call_off", args=[hand_over.pk]),
                _("Releases that stand on no other list are dropped."),
                paper_policy.obstacles_to_calling_off_hand_over(hand_over, by),
                grave=True,
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.object.lines.select_related("release__item")
        return super().get_context_data(lines=lines, **kwargs)


class HandOverPaper(OfSubject, View):
    """The list to be signed."""

    model = HandOver

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        hand_over = self.fetch()
        reasons = list(paper_policy.obstacles_to_printing_a_list(hand_over))
        if reasons:
            messages.error(request, " ".join(reasons))
            return redirect(hand_over)
        try:
            return as_pdf(list_to_sign(hand_over), str(hand_over))
        except CharactersMissing as why:
            messages.error(request, str(why))
            return redirect(hand_over)


class HandOverProof(OfSubject, View):
    model = HandOver

    def get(self, request: HttpRequest, pk: int) -> Any:
        hand_over = self.fetch()
        if hand_over.proof is None:
            raise Http404
        return serve_file(hand_over.proof)


class _HandOverAct(ActPage):
    model = HandOver
    nav = "boards"


class ConfirmHandOver(_HandOverAct):
    form_class = forms.HandOverConfirmForm
    heading = gettext_lazy("Confirm the hand-over")
    button = gettext_lazy("It was received")
    done = gettext_lazy("Confirmed. Its items count now.")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_confirming_hand_over(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        said, by = form.said, self.request.user
        proof = said.pop("proof")
        kept = store(proof, name=proof.name, by=by, agency=self.subject.agency) if proof else None
        return hand_overs.confirm_hand_over(self.subject, by=by, proof=kept, **said)


class CallOffHandOver(_HandOverAct):
    form_class = ReasonForm
    heading = gettext_lazy("Call it off")
    button = gettext_lazy("Call it off")
    done = gettext_lazy("Called off.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_calling_off_hand_over(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return hand_overs.call_off_hand_over(self.subject, by=self.request.user, **form.said)
