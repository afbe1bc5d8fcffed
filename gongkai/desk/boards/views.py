"""Pages of notice boards: planned in the office, posted and taken down with a phone in the hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.agencies.models import Section, SectionKind
from gongkai.channels import boards, paper_policy
from gongkai.channels.board_sheets import list_of, sheet_of, until_of
from gongkai.channels.models import Posting, PostingState
from gongkai.desk.boards import forms
from gongkai.desk.boards.waiting import sections_of
from gongkai.files.storing import store
from gongkai.kit.forms import ReasonForm
from gongkai.kit.serving import serve_file
from gongkai.kit.site import absolute
from gongkai.kit.thumbnails import serve_small
from gongkai.kit.views import (
    ActPage,
    CreatePage,
    DeskPage,
    ListPage,
    Offer,
    OfSubject,
    PlainPage,
    SubjectPage,
)
from gongkai.typesetting.characters import CharactersMissing
from gongkai.workdays.calendar import CalendarMissing

RELEASERS = frozenset({Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR})


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Return a paper that was just made, to be looked at and printed."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{name[:80]}.pdf") or "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """The three ways of carrying information to people, side by side."""
    return [
        (label, reverse(name), name == here)
        for label, name in (
            (_("Notice boards"), "desk:posting_list"),
            (_("Visits and hand-outs"), "desk:hand_outs"),
            (_("Reading points"), "desk:hand_overs"),
        )
    ]


class PostingList(ListPage):
    model = Posting
    filterset_class = forms.PostingFilter
    template_name = "desk/boards/list.html"
    nav = "boards"
    duties = OFFICE | SUPERVISORS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            tabs=tabs("desk:posting_list"),
            may_plan=bool(user.duties & RELEASERS),
            looks_after=bool(sections_of(user)),
            today=clock.today(),
            communities=self.filterset.filters["section"].queryset,
            **kwargs,
        )


class MyBoards(PlainPage):
    """What the officer of a community has to do at its boards, in large buttons."""

    template_name = "desk/boards/mine.html"
    nav = "boards"
    duties = OFFICE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        mine = Posting.objects.visible_to(user).of_communities(set(), sections_of(user))
        down = list(mine.to_take_down(today).order_by("until")[:50])
        hanging = mine.filter(state=PostingState.POSTED).exclude(pk__in=[each.pk for each in down])
        return super().get_context_data(
            down=down,
            due=list(mine.to_post(today).order_by("hang_from")[:50]),
            hanging=list(hanging.order_by("until")[:50]),
            **kwargs,
        )


class PostingPage(SubjectPage):
    model = Posting
    template_name = "desk/boards/posting.html"
    nav = "boards"

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related("posted_picture", "down_picture", "posted_by", "down_by", "planned_by")
        )

    def offers(self) -> Iterable[Offer]:
        posting, by = self.object, self.request.user
        return [
            Offer(
                _("Confirm that it hangs"),
                reverse("desk:posting_confirm", args=[posting.pk]),
                _("With a photograph from the spot. The first sheet of an item confirms its release."),
                paper_policy.obstacles_to_confirming_posting(posting, by),
            ),
            Offer(
                _("Confirm that it is taken down"),
                reverse("desk:posting_down", args=[posting.pk]),
                _("The period is checked; before its end a reason is needed."),
                paper_policy.obstacles_to_taking_down(posting, by),
            ),
            Offer(
                _("Call it off"),
                reverse("desk:posting_call_off", args=[posting.pk]),
                _("It is not posted; with the last sheet of an item its release is dropped."),
                paper_policy.obstacles_to_calling_off(posting, by),
                grave=True,
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posting, today = self.object, clock.today()
        try:
            until = until_of(posting)
        except CalendarMissing:
            until = None
        late = posting.state == PostingState.POSTED and until is not None and until < today
        return super().get_context_data(
            until=until,
            is_late=late,
            may_print=not list(paper_policy.obstacles_to_printing_a_sheet(posting)),
            must_go=posting.state == PostingState.POSTED
            and (posting.release.item.is_withdrawn or posting.release.state == "recalled"),
            **kwargs,
        )


class PostingSheet(OfSubject, View):
    model = Posting

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        posting = self.fetch()
        reasons = list(paper_policy.obstacles_to_printing_a_sheet(posting))
        if reasons:
            messages.error(request, " ".join(reasons))
            return redirect(posting)
        try:
            content = sheet_of(posting, site=absolute(request, "/").rstrip("/"))
        except (CharactersMissing, CalendarMissing) as why:
            messages.error(request, str(why))
            return redirect(posting)
        return as_pdf(content, f"{posting.release.item.title} {posting.section.name}")


class CommunityList(DeskPage, View):
    """What hangs and shall hang in a community, as a list to print."""

    duties = OFFICE | SUPERVISORS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        community = (
            Section.objects.filter(pk=pk, agency_id__in=user.readable_agency_ids, kind=SectionKind.COMMUNITY)
            .select_related("agency")
            .first()
        )
        if community is None:
            raise Http404
        hanging = Posting.objects.visible_to(user).filter(
            section=community, state__in=[PostingState.DUE, PostingState.POSTED]
        )
        try:
            content = list_of(community.name, community.agency.name, hanging.order_by("hang_from"))
        except CharactersMissing as why:
            messages.error(request, str(why))
            return redirect("desk:posting_list")
        return as_pdf(content, community.name)


class PostingPicture(OfSubject, View):
    """The photographs, for those who may read the posting; `small` ones for the page."""

    model = Posting

    def get(self, request: HttpRequest, pk: int, which: str) -> Any:
        posting = self.fetch()
        file = {"posted": posting.posted_picture, "down": posting.down_picture}.get(which)
        if file is None:
            raise Http404
        return serve_small(file) if "small" in request.GET else serve_file(file)


class PlanPostings(CreatePage):
    form_class = forms.PlanForm
    nav = "boards"
    duties = RELEASERS
    heading = gettext_lazy("Post on boards")
    button = gettext_lazy("Plan the sheets")
    done = gettext_lazy("Planned. Print the sheets; each community confirms its own.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "agency": self.agency,
            "wanted": self.request.GET.get("item", "")[:60].replace("\x00", ""),
        }

    def get_cancel_url(self) -> str:
        return reverse("desk:posting_list")

    def run(self, form: Any) -> Any:
        said = form.said
        item, sections = said.pop("item"), said.pop("communities")
        made = boards.plan_postings(item, sections, by=self.request.user, **said)
        return made[0] if len(made) == 1 else reverse("desk:posting_list")


class _PostingAct(ActPage):
    model = Posting
    nav = "boards"
    template_name = "desk/boards/spot.html"

    def picture_of(self, form: Any) -> Any:
        file = form.cleaned_data.get("picture")
        return store(file, name=file.name, by=self.request.user, agency=self.subject.agency) if file else None


class ConfirmPosting(_PostingAct):
    form_class = forms.ConfirmForm
    heading = gettext_lazy("Confirm that it hangs")
    button = gettext_lazy("It hangs")
    done = gettext_lazy("Confirmed. You are reminded when it has to be taken down.")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_confirming_posting(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        said = {**form.said, "picture": self.picture_of(form)}
        return boards.confirm_posting(self.subject, by=self.request.user, **said)


class TakeDown(_PostingAct):
    form_class = forms.TakeDownForm
    heading = gettext_lazy("Confirm that it is taken down")
    button = gettext_lazy("It is taken down")
    done = gettext_lazy("Recorded.")

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_taking_down(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        said = {**form.said, "picture": self.picture_of(form)}
        return boards.take_down(self.subject, by=self.request.user, **said)


class CallOff(ActPage):
    model = Posting
    nav = "boards"
    form_class = ReasonForm
    heading = gettext_lazy("Call it off")
    button = gettext_lazy("Call it off")
    done = gettext_lazy("Called off.")
    grave = True

    def obstacles(self) -> Iterable[str]:
        return paper_policy.obstacles_to_calling_off(self.subject, self.request.user)

    def run(self, form: Any) -> Any:
        return boards.call_off(self.subject, by=self.request.user, **form.said)
