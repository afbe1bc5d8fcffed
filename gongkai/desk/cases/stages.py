"""Where a case stands and on whom it waits, in the words of its pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.cases.models import Case, Timeliness
from gongkai.cases.policy import standing_reply
from gongkai.cases.queries import Staff
from gongkai.cases.retention import erased_from
from gongkai.cases.steps import Standing, Step, Who, standing_of
from gongkai.desk.cases.wording import short_day
from gongkai.people.models import User
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.queries import loaded_calendar

# Who takes a step, by duty; a section's people are those of the section.
HOLDERS: dict[Who, tuple[Duty, ...]] = {
    Who.OFFICE: (Duty.FOI_OFFICER,),
    Who.SECTION: (Duty.SECTION_HEAD,),
    Who.COUNSEL: (Duty.LEGAL_COUNSEL,),
    Who.REVIEWER: (Duty.SECRECY_REVIEWER,),
    Who.LEADER: (Duty.RESPONSIBLE_LEADER,),
}

_WITH_A_REPLY = {
    Step.SECTION_OPINION,
    Step.LEGAL_CHECK,
    Step.SIGN,
    Step.DELIVER,
    Step.RECORD_ARRIVAL,
}


# What a case's state is called where no number and no name belong to it, and the sign before it.
_STAGES: dict[Step, tuple[str, str | Promise]] = {
    Step.CONFIRM: ("soon", gettext_lazy("Receipt to be confirmed")),
    Step.AWAIT_CLARIFICATION: ("held", gettext_lazy("Waits for the clarification")),
    Step.AWAIT_FEE: ("held", gettext_lazy("Waits for the fee")),
    Step.CLOSE_UNCLARIFIED: ("soon", gettext_lazy("Not clarified in time, to be closed")),
    Step.CLOSE_UNPAID: ("soon", gettext_lazy("Fee not paid in time, to be closed")),
    Step.NOTE_SILENCE: ("soon", gettext_lazy("No answer in time, to be noted")),
    Step.PROPOSE_ANEW: ("soon", gettext_lazy("Reply sent back")),
    Step.SECRECY_OPINION: ("run", gettext_lazy("Enclosures in secrecy review")),
    Step.SECRECY_DECISION: ("run", gettext_lazy("Enclosures in secrecy review")),
    Step.SECRECY_APPROVAL: ("run", gettext_lazy("Enclosures in secrecy review")),
    Step.SECRECY_REFERRED: ("run", gettext_lazy("Enclosures in secrecy review")),
    Step.SECRECY_STOPPED: ("soon", gettext_lazy("Enclosures not cleared")),
}

_SENTENCES: dict[Step, str | Promise] = {
    Step.CONFIRM: gettext_lazy(
        "Confirm the receipt with the requester today: the period runs from the confirmation."
    ),
    Step.AWAIT_CLARIFICATION: gettext_lazy("The requester clarifies what is asked for."),
    Step.AWAIT_FEE: gettext_lazy("The requester pays the fee."),
    Step.RECORD_LETTER_ARRIVAL: gettext_lazy(
        "Record when the letter arrived: the time for the answer runs from that day."
    ),
    Step.NAME_SECTION: gettext_lazy("No section has been named and no reply proposed yet."),
    Step.PROPOSE_ANEW: gettext_lazy("The reply was sent back; propose it anew."),
    Step.SECTION_OPINION: gettext_lazy("The handling section gives its opinion on the proposed reply."),
    Step.LEGAL_CHECK: gettext_lazy("The legal counsel checks the proposed reply."),
    Step.SECRECY_OPINION: gettext_lazy(
        "Secrecy review of the enclosures: the section states its opinion first."
    ),
    Step.SECRECY_DECISION: gettext_lazy("Secrecy review of the enclosures: the review body decides."),
    Step.SECRECY_APPROVAL: gettext_lazy("Secrecy review of the enclosures: the responsible leader approves."),
    Step.SECRECY_REFERRED: gettext_lazy(
        "Secrecy review of the enclosures: the question was referred upward."
    ),
    Step.SECRECY_STOPPED: gettext_lazy("The enclosures were not cleared; send the reply back."),
    Step.SIGN: gettext_lazy("The responsible leader signs the reply."),
    Step.DELIVER: gettext_lazy("The reply is signed; send it and record the delivery."),
    Step.RECORD_ARRIVAL: gettext_lazy("The reply has been sent; record its arrival."),
    Step.ARCHIVE: gettext_lazy("The case is concluded; archive its file."),
}

_SENTENCES_WITH_A_DAY: dict[Step, str | Promise] = {
    Step.AWAIT_CLARIFICATION: gettext_lazy("The requester clarifies by %(day)s."),
    Step.AWAIT_FEE: gettext_lazy("The requester pays by %(day)s."),
    Step.CLOSE_UNCLARIFIED: gettext_lazy(
        "The clarification was due on %(day)s and did not come; close the request."
    ),
    Step.CLOSE_UNPAID: gettext_lazy("The fee was due on %(day)s and was not paid; close the request."),
}


def stage_of(case: Case, calendar: Calendar | None = None, today: date | None = None) -> tuple[str, str]:
    """Return kind and word of the case's state, as `c-status` takes them."""
    if case.withdrawn_on:
        return "fine", _("Withdrawn by the requester")
    if case.concluded_on:
        kind = "late" if case.timeliness == Timeliness.LATE else "fine"
        return kind, case.get_timeliness_display() or _("Concluded")
    standing = standing_of(case, calendar or loaded_calendar(), today or clock.today())
    reply = standing_reply(case)
    if reply and standing.step in _WITH_A_REPLY:
        return "run", str(reply.get_state_display())
    if standing.step in _STAGES:
        kind, word = _STAGES[standing.step]
        return kind, str(word)
    return _stage_with_a_number(standing)


def _stage_with_a_number(standing: Standing) -> tuple[str, str]:
    count = {"count": standing.count}
    if standing.step is Step.SEND_LETTER:
        return "soon", ngettext(
            "%(count)s letter to be sent", "%(count)s letters to be sent", standing.count
        ) % count
    if standing.step is Step.CONSULTING:
        return "held", ngettext(
            "Asking %(count)s for an opinion", "Asking %(count)s for opinions", standing.count
        ) % count
    if standing.step is Step.FIND:
        return "run", _("With %(section)s") % {"section": standing.section}
    return "new", _("Registered, no reply yet")


def next_step_of(case: Case, staff: Staff | None = None) -> str:
    """Say in one sentence what has to happen next; with `staff`, also who of them it is."""
    if not case.is_open and standing_reply(case) is None:
        return ""
    return step_in_words(standing_of(case, loaded_calendar(), clock.today()), case, staff)


def step_in_words(standing: Standing, case: Case, staff: Staff | None = None, *, reader: Any = None) -> str:
    """Say one step in a sentence; with `staff`, also on whom it waits, unless that is the reader."""
    said = _sentence(standing)
    people = people_of(standing, case, staff) if staff and standing.who is not Who.OFFICE else []
    if not people or reader in people:
        return said
    return _("%(sentence)s (%(names)s).") % {
        "sentence": said.rstrip(".。"),
        "names": _(", ").join(person.name for person in people),
    }


def people_of(standing: Standing, case: Case, staff: Staff) -> list[User]:
    """Return who takes the step, besides those who may not: nobody checks or signs a reply of their own."""
    duties = HOLDERS.get(standing.who, ())
    section = standing.section.pk if standing.section else None
    if standing.step is Step.SECRECY_OPINION:
        duties = (Duty.SECTION_HEAD, Duty.INFORMATION_OFFICER)
    people = staff.holders(case.agency_id, *duties, section_id=section)
    reply = standing_reply(case)
    if reply is None or standing.who is Who.OFFICE:
        return people
    apart = {reply.proposed_by_id, reply.section_by_id, reply.checked_by_id}
    return [person for person in people if person.pk not in apart]


def who_in_words(standing: Standing) -> str:
    """Name who has to act, as the head of a group in the list of what waits on whom."""
    if standing.who is Who.SECTION and standing.section:
        return str(standing.section)
    return {
        Who.OFFICE: _("FOI office"),
        Who.SECTION: _("Handling section"),
        Who.COUNSEL: _("Legal counsel"),
        Who.REVIEWER: _("Secrecy review"),
        Who.LEADER: _("Responsible leader"),
        Who.REQUESTER: _("Requester"),
        Who.OTHERS: _("Third parties and other agencies"),
        Who.NOBODY: _("Nobody"),
    }[standing.who]


def sentences(parts: Iterable[str]) -> str:
    """Put sentences one after the other, as the reader's language does."""
    told = ""
    for part in parts:
        told = _("%(first)s %(next)s") % {"first": told, "next": part} if told and part else told or part
    return told


def keeping_of(case: Case) -> str:
    """Say how long the requester's data are kept, or since when they are gone; empty while the case is open.

    Law: Personal Information Protection Law, arts. 19 and 47.
    """
    if case.erased_on:
        return _("The requester's contact data were erased on %(day)s.") % {
            "day": date_format(case.erased_on)
        }
    day = erased_from(case)
    if day is None:
        return ""
    return _("The requester's contact data are kept until %(day)s and erased then.") % {
        "day": date_format(day)
    }


def _sentence(standing: Standing) -> str:
    step = standing.step
    if standing.until and step in _SENTENCES_WITH_A_DAY:
        return str(_SENTENCES_WITH_A_DAY[step]) % {"day": short_day(standing.until)}
    if step in _SENTENCES:
        return str(_SENTENCES[step])
    if step is Step.FIND:
        return _("%(section)s finds the information; then propose the reply.") % {"section": standing.section}
    return _sentence_with_a_number(standing)


def _sentence_with_a_number(standing: Standing) -> str:
    count = standing.count
    told = {"count": count, "day": short_day(standing.until) if standing.until else ""}
    match standing.step:
        case Step.SEND_LETTER:
            said = ngettext(
                "%(count)s letter is written and not sent.",
                "%(count)s letters are written and not sent.",
                count,
            )
        case Step.NOTE_SILENCE:
            said = ngettext(
                "%(count)s of those asked had until %(day)s and has not answered; note it.",
                "%(count)s of those asked had until %(day)s and have not answered; note it.",
                count,
            )
        case Step.CONSULTING if standing.until:
            said = ngettext(
                "%(count)s is asked for an opinion, until %(day)s.",
                "%(count)s are asked for their opinions, until %(day)s.",
                count,
            )
        case Step.CONSULTING:
            said = ngettext(
                "%(count)s is asked for an opinion.", "%(count)s are asked for their opinions.", count
            )
        case Step.READ_MESSAGE:
            said = ngettext(
                "%(count)s new message of the requester.",
                "%(count)s new messages of the requester.",
                count,
            )
        case _:
            return ""
    return said % told
