"""The page of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.acts import Refused, clock
from gongkai.cases import actions, policy
from gongkai.cases.models import Case, Paper, PaperKind, Reply
from gongkai.desk.cases.deadlines import asks_still, deadline_of_case, panel_of
from gongkai.desk.cases.facts import facts_of
from gongkai.desk.cases.offers import filing, intake, letters, period, replying
from gongkai.desk.cases.stages import next_step_of, stage_of
from gongkai.desk.cases.trail import steps_of
from gongkai.desk.cases.views.archive import file_panel
from gongkai.desk.cases.views.letters import letter_rows
from gongkai.desk.cases.views.period_shown import consultation_rows, fee_row, working_of
from gongkai.desk.cases.wording import short_day
from gongkai.disputes.models import Dispute
from gongkai.kit.views import Offer, SubjectPage
from gongkai.law import terms
from gongkai.law.regimes import Regime
from gongkai.workdays.queries import loaded_calendar


class CasePage(SubjectPage):
    model = Case
    template_name = "desk/cases/case.html"
    nav = "cases"
    contact: actions.Contact | None = None

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related("agency", "handling_section", "request__requester")
            .prefetch_related(
                "entries",
                "fees",
                "letters__agency",
                "replies__proposed_by",
                "replies__section_by",
                "replies__package__review",
                "replies__checked_by",
                "replies__signed_by",
                "replies__sent_back_by",
                "replies__docx",
                "replies__pdf",
                "replies__enclosures",
            )
        )

    def offers(self) -> Iterator[Offer]:
        """What can be done, the likeliest first, and what nobody waits for after it."""
        yield from sorted(self.offers_of_parts(), key=lambda offer: offer.quiet)

    def offers_of_parts(self) -> Iterator[Offer]:
        """Each part of the requests offers its own acts."""
        case, user = self.object, self.request.user
        yield from intake.first_offers(case, user)
        yield from letters.offers(case, user)
        yield from period.first_offers(case, user)
        yield from replying.offers(case, user)
        yield from period.offers(case, user)
        yield from filing.offers(case, user)
        yield from intake.offers(case, user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.object, self.request.user
        calendar, today = loaded_calendar(), clock.today()
        deadline = deadline_of_case(case, calendar, today)
        status, word = stage_of(case)
        term = terms.term("reply", case.governed_from)
        context = super().get_context_data(
            status=status,
            state_word=word,
            panel=panel_of(case, deadline, next_step_of(case), still_asked=asks_still(case, calendar, today)),
            period=working_of(case, calendar),
            letters=letter_rows(case, user),
            consultations=consultation_rows(case, user),
            fee_notice=fee_row(case, user),
            rule=case.ordering_decision
            if case.ordered_due_on
            else _("%(article)s: %(days)s working days") % {"article": _article(case), "days": term.value},
            outcome=case.outcome_in_law,
            files=_files(Paper.objects.visible_to(user).filter(case=case).select_related("file")),
            replies=[_reply_row(reply, user) for reply in reversed(list(case.replies.all()))],
            may_show_contact=not list(policy.obstacles_to_showing_contact(case, user)),
            contact=self.contact,
            file=file_panel(case, user),
            disputes=Dispute.objects.visible_to(user).filter(case=case),
            **facts_of(case, user),
            **kwargs,
        )
        if case.agency_id not in user.working_agency_ids:
            # Which letters were written is told inside the office only.
            context["timeline"] = [replace(moment, details=()) for moment in context["timeline"]]
        return context


class ShowContact(CasePage):
    """Shows how to reach the requester, once, on a page that no cache keeps; the journal tells of it."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.fetch())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        try:
            self.contact = actions.show_contact(self.object, by=self.request.user)
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        response = self.render_to_response(self.get_context_data())
        add_never_cache_headers(response)
        return response


def _reply_row(reply: Reply, user: Any) -> dict[str, Any]:
    files = []
    if reply.is_frozen:
        for kind, file in (("docx", reply.docx), ("pdf", reply.pdf)):
            files.append(
                {
                    "name": _("Reply letter %(number)s") % {"number": reply.number},
                    "url": reverse("desk:case_letter", args=[reply.pk, kind]),
                    "size": file.size if file else "",
                    "type": kind,
                    "note": "" if file else _("no font for every character"),
                }
            )
    return {
        "reply": reply,
        "outcome": reply.outcome_in_law,
        "steps": steps_of(reply, user),
        "files": files,
    }


def _article(case: Case) -> str:
    return {
        Regime.OF_2007: _("Regulations (2007), article 24"),
        Regime.OF_2019: _("Regulations (2019), article 33"),
    }[Regime.on(case.governed_from)]


def _files(papers: Iterable[Paper]) -> list[dict[str, Any]]:
    return [
        {
            "name": paper.title,
            "url": reverse("desk:case_paper", args=[paper.pk]) if paper.file else "",
            "size": paper.file.size if paper.file else "",
            "type": paper.file.content_type if paper.file else "",
            "note": _("%(kind)s, %(day)s")
            % {"kind": PaperKind(paper.kind).label, "day": short_day(paper.on)},
        }
        for paper in papers
    ]
