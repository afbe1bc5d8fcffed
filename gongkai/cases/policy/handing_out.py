"""Who may take the file of a case, the register or letters out of the program, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from gongkai.acts import Actor
from gongkai.acts.duties import Duty
from gongkai.agencies.models import Agency
from gongkai.cases.models import READERS, Case, LetterState, OutgoingLetter, Reply, ReplyState
from gongkai.cases.policy.everywhere import only_the_officer


def obstacles_to_reading_the_archive(case: Case, by: Actor) -> Iterator[str]:
    """Say why the archived file is not for this reader: it tells all about the requester."""
    if not any(by.has_duty(duty, case.agency) for duty in READERS):
        yield _("Only the office that handled the request reads its file.")
    if case.archive_id is None:
        yield _("The file is not archived yet.")


def obstacles_to_extracting(case: Case, by: Actor, *, reason: str | None = None) -> Iterator[str]:
    """Say why the file as it stands cannot be handed out, such as to a court."""
    if not (by.has_duty(Duty.FOI_OFFICER, case.agency) or by.has_duty(Duty.LEGAL_COUNSEL, case.agency)):
        yield _("Only an FOI officer or the legal counsel of this agency takes the file out.")
    if reason is not None and not reason.strip():
        yield _("Say what the file is taken out for.")


def obstacles_to_printing_in_full(agency: Agency, by: Actor) -> Iterator[str]:
    if not (by.has_duty(Duty.FOI_OFFICER, agency) or by.has_duty(Duty.FOI_HEAD, agency)):
        yield _("Only the FOI office prints the register with the names of requesters.")


def obstacles_to_printing_letters(
    letters: Iterable[OutgoingLetter], replies: Iterable[Reply], by: Actor
) -> Iterator[str]:
    letters, replies = list(letters), list(replies)
    if not letters and not replies:
        yield _("Choose at least one letter.")
    for letter in letters:
        yield from only_the_officer(letter.case, by)
        if letter.state != LetterState.WRITTEN:
            yield _("%(letter)s does not wait to be sent.") % {"letter": letter}
    for reply in replies:
        yield from only_the_officer(reply.case, by)
        if reply.state != ReplyState.SIGNED:
            yield _("%(letter)s does not wait to be sent.") % {"letter": reply}
