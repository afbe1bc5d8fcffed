"""Who may file, redact, archive and erase, and why not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.acts import Actor, clock
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case, Inquiry, LetterState, Paper, Redaction, RedactionState, ReplyState
from gongkai.cases.policy.everywhere import in_the_future, only_open, only_the_officer
from gongkai.cases.retention import is_still_needed


def obstacles_to_adding_papers(case: Case, by: Actor, *, on: date | None = None) -> Iterator[str]:
    may = by.has_duty(Duty.FOI_OFFICER, case.agency) or (
        case.handling_section is not None
        and by.has_duty(Duty.SECTION_HEAD, case.agency, case.handling_section)
    )
    if not may:
        yield _("Only an FOI officer, or the head of the handling section, adds papers.")
    if case.archived_on:
        yield _("The file was archived on %(day)s.") % {"day": date_format(case.archived_on)}
    if on and on > clock.today():
        yield in_the_future(on)


def may_redact(case: Case, by: Actor) -> bool:
    """Say whether `by` redacts papers of the case: the FOI officer, or the head of the handling section."""
    return by.has_duty(Duty.FOI_OFFICER, case.agency) or (
        case.handling_section is not None
        and by.has_duty(Duty.SECTION_HEAD, case.agency, case.handling_section)
    )


def obstacles_to_redacting(case: Case, by: Actor, paper: Paper | None = None) -> Iterator[str]:
    """Say why a paper cannot be redacted now.

    Law: Regulations (2019), art. 37.
    """
    yield from only_open(case)
    if not may_redact(case, by):
        yield _("Only an FOI officer, or the head of the handling section, redacts papers.")
    if paper is not None:
        if paper.case_id != case.pk:
            yield _("This paper belongs to another case.")
        if paper.file_id is None:
            yield _("This paper has no file.")
        if paper.redacted_from_id:
            yield _("This paper is a redacted one already.")


def obstacles_to_changing_boxes(redaction: Redaction, by: Actor) -> Iterator[str]:
    yield from obstacles_to_redacting(redaction.case, by)
    if redaction.state != RedactionState.OPEN:
        yield _("This redaction is finished: %(state)s.") % {"state": redaction.get_state_display()}


def obstacles_to_dropping_a_redaction(redaction: Redaction, by: Actor) -> Iterator[str]:
    """Say why a redaction cannot be given up; one that was open when the case ended still can be."""
    if not may_redact(redaction.case, by):
        yield _("Only an FOI officer, or the head of the handling section, redacts papers.")
    if redaction.state != RedactionState.OPEN:
        yield _("This redaction is finished: %(state)s.") % {"state": redaction.get_state_display()}


def obstacles_to_finishing_a_redaction(
    redaction: Redaction,
    by: Actor,
    *,
    revision: int | None = None,
    unread: Collection[int] = (),
    looked_at: Collection[int] = (),
) -> Iterator[str]:
    """Say why the redacted paper cannot be made.

    `unread` are the pages (from 0) without readable text, on which nothing could be proposed; somebody has
    `looked_at` each of them. `revision` is that of the boxes the person saw; None where nobody saw any.
    """
    yield from obstacles_to_changing_boxes(redaction, by)
    if revision is not None and revision != redaction.revision:
        yield _("The boxes were changed in another window meanwhile. Open the page again and compare.")
    missed = [str(page + 1) for page in sorted(set(unread) - set(looked_at))]
    if missed:
        yield _(
            "Pages without readable text have to be looked at by eye, for nothing is proposed on them: "
            "%(pages)s."
        ) % {"pages": ", ".join(missed)}
    if not redaction.boxes:
        yield _("Nothing is hidden yet. Draw a box over what must not be read.")
    without = sum(1 for box in redaction.boxes if not str(box.get("ground", "")).strip())
    if without:
        yield _("%(count)s boxes have no ground yet.") % {"count": without}


def obstacles_to_archiving(case: Case, by: Actor) -> Iterator[str]:
    """Say why the file cannot be archived: the case is concluded and everything has arrived.

    Law: Regulations (2019), art. 45 (登记、审核、办理、答复、归档).
    """
    yield from only_the_officer(case, by)
    if case.is_open:
        yield _("The case is still open.")
    if case.archived_on:
        yield _("The file was archived on %(day)s.") % {"day": date_format(case.archived_on)}
    if any(reply.state == ReplyState.SENT for reply in case.replies.all()):
        yield _("The arrival of the reply is not recorded yet.")
    if any(letter.state == LetterState.WRITTEN and letter.kind != "receipt" for letter in case.letters.all()):
        yield _("A letter of this case has not been sent yet. Send it, or record that it is not sent.")
    if is_still_needed(case):
        yield _("A dispute about this request is under way; its papers belong to the file.")


def obstacles_to_opening_the_inquiries(agency: Agency, by: Actor) -> Iterator[str]:
    if not by.has_duty(Duty.FOI_OFFICER, agency):
        yield _("Only an FOI officer of this agency does this.")


def obstacles_to_recording_an_inquiry(
    agency: Agency, by: Actor, *, received_on: date, due_on: date | None, question: str, asked_by: str
) -> Iterator[str]:
    yield from obstacles_to_opening_the_inquiries(agency, by)
    if not asked_by.strip():
        yield _("Say who asks.")
    if not question.strip():
        yield _("Say what is asked.")
    if received_on > clock.today():
        yield in_the_future(received_on)
    if due_on and due_on < received_on:
        yield _("The due day cannot lie before the receipt.")


def obstacles_to_answering_an_inquiry(
    inquiry: Inquiry, by: Actor, *, on: date | None = None, answer: str | None = None
) -> Iterator[str]:
    yield from obstacles_to_opening_the_inquiries(inquiry.agency, by)
    if inquiry.answered_on:
        yield _("This inquiry was answered on %(day)s.") % {"day": date_format(inquiry.answered_on)}
    if on and on > clock.today():
        yield in_the_future(on)
    if on and on < inquiry.received_on:
        yield _("The answer cannot lie before the receipt.")
    if answer is not None and not answer.strip():
        yield _("Enter the answer.")


def obstacles_to_adding_a_ground(
    agency: Agency, by: Actor, *, label: str | None = None, article: str | None = None
) -> Iterator[str]:
    if not by.has_duty(Duty.SYSTEM_ADMINISTRATOR, agency):
        yield _("Only the system administrator of this agency adds grounds.")
    if label is not None and not label.strip():
        yield _("The ground needs a name.")
    if article is not None and not article.strip():
        yield _("The ground needs its article.")
