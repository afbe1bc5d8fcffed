"""Where a case stands, in the words of the one who asked: nothing of what is internal to the office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.cases import policy
from gongkai.cases.models import (
    Case,
    EntryKind,
    FeeBasis,
    FeeNotice,
    LetterKind,
    LetterState,
    OutgoingLetter,
    Reply,
    ReplyState,
    RequestKind,
)
from gongkai.kit.counted_days import caption_of, weeks_of
from gongkai.kit.templatetags.kit import without_controls
from gongkai.law import terms
from gongkai.law.deadlines import Reckoning, State, UnlawfulLedger, working_days_left
from gongkai.law.outcomes import OutcomeGroup
from gongkai.law.periods import ends_on
from gongkai.law.remedies import NoRemedy, remedy_against_silence, remedy_paragraph
from gongkai.workdays.calendar import Calendar, CalendarMissing

# Letters addressed to the requester. All others tell of third parties or of other agencies.
TO_THE_REQUESTER = (
    LetterKind.RECEIPT,
    LetterKind.CLARIFICATION,
    LetterKind.EXTENSION,
    LetterKind.REASONS,
    LetterKind.LATER_DATE,
    LetterKind.FEE,
    LetterKind.CLOSED,
)
GONE_OUT = (LetterState.SENT, LetterState.DELIVERED)
ABANDONED = {"clarification_lapsed", "fee_unpaid"}


def letters_of(case: Case) -> list[OutgoingLetter]:
    """Return the letters the requester may download: receipts at once, all others once they were sent."""
    return [letter for letter in case.letters.all() if may_read(letter)]


def may_read(letter: OutgoingLetter) -> bool:
    if letter.kind == LetterKind.RECEIPT:
        return letter.state != LetterState.VOID
    return letter.kind in TO_THE_REQUESTER and letter.state in GONE_OUT


def reply_of(case: Case) -> Reply | None:
    """Return the reply that left the office; None before that."""
    return next((each for each in case.replies.all() if has_left(each)), None)


def has_left(reply: Reply) -> bool:
    return reply.state in {ReplyState.SENT, ReplyState.DELIVERED}


@dataclass
class Fee:
    amount: str
    reckoned: str
    until: date | None


@dataclass
class Standing:
    """Everything the progress page says of one case."""

    case: Case
    kind: str
    word: str
    headline: str
    sentences: list[str]
    steps: list[dict[str, Any]]
    weeks: list[Any] = field(default_factory=list)
    caption: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    letters: list[dict[str, Any]] = field(default_factory=list)
    fee: Fee | None = None
    question: str = ""
    answer_until: date | None = None
    can_clarify: bool = False
    remedy: str = ""
    remedy_title: str = ""

    @property
    def can_rate(self) -> bool:
        return not self.case.is_open

    @property
    def can_withdraw(self) -> bool:
        return self.case.is_open


def standing_of(case: Case, calendar: Calendar, today: date) -> Standing:
    """Tell where the case stands on that day."""
    reckoning = _reckoning(case, calendar, today)
    state = reckoning.state if reckoning else None
    kind, word, headline, sentences = _words(case, state, calendar, today)
    found = Standing(case, kind, word, headline, sentences, list(_steps(case, today)))
    if reckoning and reckoning.due and not case.ordered_due_on:
        found.weeks = weeks_of(case, reckoning, calendar, today)
        found.caption = caption_of(case, reckoning, calendar, today)
    found.letters = [_as_file(letter, "request_letter") for letter in letters_of(case)]
    found.files = list(_files(reply_of(case)))
    found.fee = _fee(case, calendar)
    if not list(policy.obstacles_to_clarifying_oneself(case, on=today, text="?")):
        found.can_clarify = True
        found.answer_until = policy.clarification_until(case)
        found.question = _question(case)
    found.remedy_title, found.remedy = _remedy(case, state, today)
    return found


def _reckoning(case: Case, calendar: Calendar, today: date) -> Reckoning | None:
    if not case.is_received:
        return None
    try:
        return case.reckoning(calendar, today)
    except (CalendarMissing, UnlawfulLedger):
        return None


Words = tuple[str, str, str, list[str]]


def _words(case: Case, state: State | None, calendar: Calendar, today: date) -> Words:
    """Return sign, word, heading and sentences."""
    if case.withdrawn_on:
        return "fine", _("Withdrawn"), _("You withdrew this request on %(day)s") % _on(case.withdrawn_on), []
    if case.concluded_on:
        return _words_of_the_end(case, case.concluded_on)
    if not case.is_received:
        said = _(
            "The office calls or writes to you. From the day you both confirm, it has %(days)s working days."
        ) % {"days": terms.term("reply", case.governed_from).value}
        heading = _("Your request has arrived; the office still confirms it with you")
        return "new", _("arrived"), heading, [said]
    if state in {State.WAITING_CLARIFICATION, State.WAITING_FEE, State.ABANDONED}:
        return "held", *_words_of_waiting(state)
    if case.due_on is None:
        said = _("The holiday notice for %(year)s is not loaded. The day is shown as soon as it is.") % {
            "year": str(case.due_unknown_year or today.year)
        }
        return "run", _("being handled"), _("Being handled; the day of the reply cannot be told yet"), [said]
    return _words_under_way(case, case.due_on, calendar, today)


def _words_of_waiting(state: State | None) -> tuple[str, str, list[str]]:
    if state is State.WAITING_CLARIFICATION:
        said = _("Until your answer comes the period stands still; it then starts anew.")
        return _("waits for you"), _("The office cannot tell what you want: answer its question"), [said]
    if state is State.WAITING_FEE:
        said = _("Until it is paid the period stands still; it then starts anew.")
        return _("waits for you"), _("A fee is to be paid before the office goes on"), [said]
    said = _("The office may treat the request as given up. Call it if there was a good reason.")
    return _("time is over"), _("The time for your answer or payment is over"), [said]


def _words_of_the_end(case: Case, day: date) -> Words:
    if case.outcome == "clarification_lapsed":
        why = _("No answer came to the question of the office in time. You can make a new request.")
        return "fine", _("closed"), _("Closed on %(day)s: given up") % _on(day), [why]
    if case.outcome == "fee_unpaid":
        why = _("The fee was not paid in time. You can make a new request.")
        return "fine", _("closed"), _("Closed on %(day)s: given up") % _on(day), [why]
    reply = reply_of(case)
    sentences = []
    outcome = case.outcome_in_law
    if outcome and outcome.group is not OutcomeGroup.CLOSED_OTHERWISE:
        sentences.append(_("Result: %(outcome)s.") % {"outcome": outcome.label})
    if reply and reply.delivered_on:
        sentences.append(_("The reply reached you on %(day)s.") % _on(reply.delivered_on))
    return "fine", _("replied to"), _("Replied on %(day)s") % _on(day), sentences


def _words_under_way(case: Case, due: date, calendar: Calendar, today: date) -> Words:
    sentences = []
    try:
        left: int | None = working_days_left(due, today, calendar)
    except CalendarMissing:
        left = -1 if today > due else None
    if left is not None and left < 0:
        sentences.append(_("The office is late. What you can do is written below."))
        return "late", _("overdue"), _("Not replied in time: it was due on %(day)s") % _on(due), sentences
    if left == 0:
        sentences.append(_("Today is the last day."))
    elif left is not None:
        sentences.append(
            ngettext("%(left)s working day is left.", "%(left)s working days are left.", left)
            % {"left": left}
        )
    if any(entry.kind == EntryKind.EXTENSION for entry in case.entries.all()):
        sentences.append(_("The period was extended; the notice is among the letters below."))
    if _is_consulting(case):
        sentences.append(_("The office is asking others for their opinion; this time does not count."))
    return "run", _("being handled"), _("Being handled, reply by %(day)s") % _on(due), sentences


def _is_consulting(case: Case) -> bool:
    return any(
        entry.kind == EntryKind.CONSULTATION and not entry.data.get("answered")
        for entry in case.entries.all()
    )


def _on(day: date) -> dict[str, str]:
    return {"day": date_format(day)}


def _steps(case: Case, today: date) -> Iterator[dict[str, Any]]:
    """Yield what happened, the first thing first; who inside the office did it is not told."""
    yield {"at": case.submitted_on, "label": _("You handed in the request")}
    if case.arrived_on != case.submitted_on:
        yield {"at": case.arrived_on, "label": _("It arrived at the office")}
    if case.received_on:
        days = terms.term("reply", case.governed_from).value
        said = _("The period of %(days)s working days runs from the day after.") % {"days": days}
        yield {"at": case.received_on, "label": _("Receipt confirmed"), "reason": said}
    else:
        yield {"label": _("The office confirms the receipt with you"), "state": "now"}
    for entry in sorted(case.entries.all(), key=lambda entry: (entry.on, entry.pk)):
        yield {"at": entry.on, **_step(EntryKind(entry.kind), entry.data)}
    if case.is_open and case.due_on and case.due_on >= today:
        yield {"at": case.due_on, "label": _("Reply at the latest"), "state": "todo"}
    elif case.concluded_on and case.outcome in ABANDONED:
        yield {"at": case.concluded_on, "label": _("Request closed: given up")}


def _step(kind: EntryKind, data: dict[str, Any]) -> dict[str, Any]:
    held = {EntryKind.CLARIFICATION_ASKED, EntryKind.CONSULTATION, EntryKind.FEE_NOTICE}
    step: dict[str, Any] = {"label": _label_of(kind, data), "state": "held" if kind in held else ""}
    if kind == EntryKind.CONSULTATION:
        step["reason"] = _("The office asked others for their opinion. By law this time does not count.")
        if data.get("answered"):
            step["reason"] += "\n" + _("Answered on %(day)s.") % _on(date.fromisoformat(data["answered"]))
    return step


def _label_of(kind: EntryKind, data: dict[str, Any]) -> str:
    if kind == EntryKind.EXTENSION:
        days = data.get("days", 0)
        return ngettext(
            "Period extended by %(days)s working day", "Period extended by %(days)s working days", days
        ) % {"days": days}
    return {
        EntryKind.CLARIFICATION_ASKED: _("The office asked you to say more exactly what you want"),
        EntryKind.CLARIFICATION_RECEIVED: _("Your answer came; the period starts anew"),
        EntryKind.CONSULTATION: _("Opinion of others asked for"),
        EntryKind.LATER_DATE: _("A later day was set for the reply"),
        EntryKind.FEE_NOTICE: _("The office asked for a fee; the period stands still"),
        EntryKind.FEE_PAID: _("Fee paid; the period starts anew"),
        EntryKind.WITHDRAWN: _("Withdrawn"),
        EntryKind.REPLY_SENT: _("Reply sent"),
    }[kind]


def _as_file(letter: OutgoingLetter, address: str) -> dict[str, Any]:
    # What was not drawn yet is drawn when the file is asked for: most likely as PDF, too.
    as_pdf = letter.pdf_id is not None or not letter.is_drawn
    kind = "pdf" if as_pdf else "docx"
    file = letter.pdf or letter.docx
    return {
        "name": f"{letter.get_kind_display()} {letter.number}".strip(),
        "url": reverse(f"portal:{address}", args=[letter.pk, kind]),
        "size": file.size if file else "",
        "type": kind.upper(),
        "note": date_format(letter.sent_on or letter.signed_on),
        "other": reverse(f"portal:{address}", args=[letter.pk, "docx"]) if as_pdf else "",
    }


def _files(reply: Reply | None) -> Iterator[dict[str, Any]]:
    """Yield the reply letter and what is enclosed."""
    if reply is None:
        return
    for kind, file in (("pdf", reply.pdf), ("docx", reply.docx)):
        if file:
            yield {
                "name": _("Reply %(number)s") % {"number": reply.number},
                "url": reverse("portal:request_reply", args=[reply.pk, kind]),
                "size": file.size,
                "type": kind.upper(),
            }
    for paper in reply.enclosures.all():
        if paper.file:
            yield {
                "name": without_controls(paper.title),
                "url": reverse("portal:request_enclosure", args=[reply.pk, paper.pk]),
                "size": paper.file.size,
                "type": paper.file.kind,
                "note": _("enclosed"),
            }


def _question(case: Case) -> str:
    """Return what the clarification notice asks, as its letter says it."""
    for letter in case.letters.all():
        if letter.kind == LetterKind.CLARIFICATION and letter.state in GONE_OUT:
            # What is asked stands between the opening of the letter and its legal basis.
            said = [str(each) for each in letter.content.get("paragraphs", [])][2:]
            basis = [place for place, each in enumerate(said) if each.startswith("依据")]
            return "\n".join(said[: basis[-1]] if basis else said)
    return ""


def _fee(case: Case, calendar: Calendar) -> Fee | None:
    """Return the fee asked for and not paid yet, once its letter was sent."""
    notice = FeeNotice.objects.select_related("letter", "entry").filter(case=case, paid_on=None).first()
    if notice is None or notice.letter.state not in GONE_OUT or not case.is_open:
        return None
    if notice.basis == FeeBasis.CASES:
        reckoned = _("This is your request no. %(number)s of the month.") % {"number": notice.number}
    else:
        reckoned = ngettext(
            "The information has %(number)s page.", "The information has %(number)s pages.", notice.number
        ) % {"number": notice.number}
    until = None
    if notice.letter.delivered_on:
        with suppress(CalendarMissing):
            term = terms.term("fee_payment", case.governed_from)
            until = ends_on(notice.letter.delivered_on, term, calendar)
    return Fee(f"{notice.amount:.2f}", reckoned, until)


def _remedy(case: Case, state: State | None, today: date) -> tuple[str, str]:
    """Return what can be done against the reply, or against its absence: heading and paragraph."""
    agency = case.agency
    try:
        reply = reply_of(case)
        if reply and reply.signed_on:
            paragraph = remedy_paragraph(reply.outcome, reply.signed_on, agency.review_body, agency.court)
            return _("If you do not agree with the reply"), paragraph
        if state is State.OVERDUE and case.due_on and case.kind != RequestKind.CORRECTION:
            silence = remedy_against_silence(case.due_on)
            bodies = {"reconsideration_body": agency.review_body, "court": agency.court}
            return _("If the reply does not come"), silence.text.format(**bodies)
    except NoRemedy:
        pass
    return "", ""
