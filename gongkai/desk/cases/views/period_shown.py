"""What the page of a case shows of its clock, its fee and its consultations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.cases import policy
from gongkai.cases.models import (
    Answer,
    Case,
    Consultation,
    EntryKind,
    FeeNotice,
)
from gongkai.desk.cases.deadlines import asks_still, caption_of, weeks_of
from gongkai.law.deadlines import Reckoning, UnlawfulLedger
from gongkai.law.regimes import Regime
from gongkai.workdays.calendar import Calendar, CalendarMissing
from gongkai.workdays.queries import loaded_calendar


def working_of(case: Case, calendar: Calendar) -> dict[str, Any]:
    """Return what the calendar of counted days shows, or the sentence that stands in its place."""
    today = clock.today()
    if not case.is_received:
        return {"missing": _("The period begins on the day the receipt is confirmed with the requester.")}
    if case.ordered_due_on:
        return {
            "title": _("The decision sets the term"),
            "missing": _("The new reply is due on %(day)s, as the decision orders.")
            % {"day": date_format(case.ordered_due_on)},
        }
    try:
        reckoning: Reckoning = case.reckoning(calendar, today)
        return {
            "weeks": weeks_of(case, reckoning, calendar, today),
            "caption": caption_of(case, reckoning, calendar, today),
            "notes": list(_notes(case, calendar, today)),
        }
    except CalendarMissing as missing:
        return {"missing": str(missing)}
    except UnlawfulLedger as unlawful:
        return {"missing": unlawful.sentence}


def _notes(case: Case, calendar: Calendar, today: date) -> Iterator[str]:
    """Say in sentences what made the clock stand, start anew or run longer."""
    for entry in case.entries.all():
        day = {"day": date_format(entry.on)}
        match entry.kind:
            case EntryKind.CLARIFICATION_ASKED:
                if not policy.would_start_anew(case, entry.on):
                    yield (
                        _(
                            "Asked to clarify on %(day)s, after the 7 working days: nothing stops, nothing "
                            "starts anew."
                        )
                        % day
                    )
                elif entry.data.get("until"):
                    until = date_format(date.fromisoformat(entry.data["until"]))
                    yield _("Asked to clarify on %(day)s, by %(until)s.") % (day | {"until": until})
            case EntryKind.CLARIFICATION_RECEIVED:
                yield _("The clarification came on %(day)s.") % day
            case EntryKind.EXTENSION:
                yield _("Extended on %(day)s by %(days)s working days.") % (
                    day | {"days": entry.data["days"]}
                )
            case EntryKind.LATER_DATE:
                yield _("On %(day)s a later date was set under article 35.") % day
            case EntryKind.FEE_NOTICE:
                yield _("A fee was asked for on %(day)s.") % day
            case EntryKind.FEE_PAID:
                yield _("The fee was paid on %(day)s; counted anew from it.") % day
    if case.is_open and asks_still(case, calendar, today):
        unknown = [
            each
            for each in case.entries.all()
            if each.kind == EntryKind.CONSULTATION
            and not each.data.get("delivered")
            and not each.data.get("answered")
        ]
        if unknown:
            yield _(
                "The delivery of a consultation letter is not recorded yet. Until it is, the letter counts "
                "as delivered on the day it was sent."
            )


def pay_until(notice: FeeNotice) -> date | None:
    try:
        return policy.fee_until(notice, loaded_calendar())
    except CalendarMissing:
        return None


def fee_row(case: Case, user: Any) -> dict[str, Any] | None:
    """Return the fee notice as the case's page shows it; None where there is none."""
    notice = FeeNotice.objects.visible_to(user).filter(case=case).select_related("letter").first()
    if notice is None:
        return None
    notice.case = case
    payable = not list(policy.obstacles_to_taking_the_fee(notice, user))
    return {
        "notice": notice,
        "until": pay_until(notice),
        "url": reverse("desk:case_take_fee", args=[notice.pk]) if payable else "",
    }


def consultation_rows(case: Case, user: Any) -> list[dict[str, Any]]:
    """Return the consultations as the case's page shows them, with what can be done to each."""
    rows = []
    seen = Consultation.objects.visible_to(user).filter(case=case).select_related("letter", "override_letter")
    for consultation in seen.select_related("paper"):
        consultation.case = case
        try:
            until = policy.answer_until(consultation, loaded_calendar())
        except CalendarMissing:
            until = None
        rows.append(
            {
                "consultation": consultation,
                "until": until,
                "kind": _kind_of(consultation),
                "means": _meaning(consultation),
                "acts": list(_acts_on(consultation, user)),
            }
        )
    return rows


def _kind_of(consultation: Consultation) -> str:
    if consultation.answer == Answer.AGREES:
        return "fine"
    if consultation.answer in {Answer.REFUSES, Answer.PARTLY}:
        return "soon"
    return "new" if consultation.answer else "held"


def _meaning(consultation: Consultation) -> str:
    """Say what silence means, or meant."""
    if consultation.answered_on or consultation.case.regime == Regime.OF_2007:
        return ""
    if consultation.to == Consultation.To.THIRD_PARTY:
        return _("Without an answer this agency decides.")
    return _("Without an answer it is taken to agree.")


def _acts_on(consultation: Consultation, user: Any) -> Iterator[tuple[str, str]]:
    args = [consultation.pk]
    if not list(policy.obstacles_to_taking_an_opinion(consultation, user)):
        yield _("Record the answer"), reverse("desk:consultation_answer", args=args)
    if not list(policy.obstacles_to_noting_silence(consultation, user)):
        yield _("Note that no answer came"), reverse("desk:consultation_silence", args=args)
    if not list(policy.obstacles_to_overriding(consultation, user)):
        yield _("Override the objection"), reverse("desk:consultation_override", args=args)
