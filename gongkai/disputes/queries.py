"""What others ask of the disputes: what to point out about one, and what to hand in as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.cases.models import Paper, PaperKind, Reply
from gongkai.disputes.models import Against, Dispute, DisputeKind, Instance
from gongkai.law.remedies import NoRemedy, remedy
from gongkai.people.models import User


@dataclass(frozen=True)
class Evidence:
    """One line of the list of evidence: a paper of the request, in all the forms it is kept in, or a reply.

    `proof` tells how a reply was delivered, as far as that is recorded.
    """

    on: date
    title: str
    kind: str
    papers: tuple[Paper, ...] = ()
    reply: Reply | None = None
    proof: str = ""


def evidence_list(dispute: Dispute, user: User) -> list[Evidence]:
    """Return what of the request's file can be handed in, by day: its papers and its signed replies.

    Only what `user` may see of it; empty for a dispute without a request.

    Law: Administrative Litigation Law arts. 34 and 67: the agency hands in the evidence for its act.
    """
    if dispute.case_id is None:
        return []
    papers = Paper.objects.visible_to(user).filter(case=dispute.case_id).select_related("file")
    lines = [*_papers_by_title(papers), *_replies(_signed_replies(dispute))]
    return sorted(lines, key=lambda line: line.on)


def norms_relied_on(dispute: Dispute) -> list[str]:
    """Return the legal grounds the replies to the request named, each once: they are handed in as well."""
    grounds = (reply.ground.strip() for reply in _signed_replies(dispute))
    return list(dict.fromkeys(ground for ground in grounds if ground))


def points_to_note(dispute: Dispute) -> list[str]:
    """Return sentences on what the legal counsel should look at; they keep nobody from going on."""
    return list(_points_to_note(dispute))


def _points_to_note(dispute: Dispute) -> Iterator[str]:
    after = dispute.kind == DisputeKind.SUIT_AFTER_RECONSIDERATION
    if after and dispute.instance == Instance.FIRST and dispute.follows_id is None:
        yield _("The reconsideration before this suit is not in the register.")
    if dispute.instance in {Instance.SECOND, Instance.RETRIAL} and dispute.follows_id is None:
        yield _("The instance before this one is not in the register.")
    # Reconsideration first is a question of the first instance, and of a reply, not of silence.
    direct = dispute.kind == DisputeKind.DIRECT_SUIT and dispute.instance == Instance.FIRST
    if not direct or dispute.against in {Against.SILENCE, Against.OTHER}:
        return
    replies = _signed_replies(dispute)
    earlier = [reply for reply in replies if reply.signed_on and reply.signed_on <= dispute.opened_on]
    if not earlier:
        return
    reply = earlier[-1]
    try:
        way = remedy(reply.outcome, reply.signed_on or dispute.opened_on)
    except NoRemedy:
        return
    if way.first and way.settled:
        yield _(
            "Against the reply %(number)s reconsideration comes before a suit (%(article)s). "
            "Point this out in the defence."
        ) % {"number": reply.number, "article": way.article}
    elif way.first:
        yield _(
            "Whether reconsideration comes before a suit against the reply %(number)s is open in law "
            "(%(article)s). The legal counsel decides whether to point this out."
        ) % {"number": reply.number, "article": way.article}


def _signed_replies(dispute: Dispute) -> list[Reply]:
    if dispute.case_id is None:
        return []
    replies = Reply.objects.filter(case=dispute.case_id, letter__isnull=False, signed_on__isnull=False)
    return list(replies.select_related("docx", "pdf").order_by("signed_on", "pk"))


def _papers_by_title(papers: Iterable[Paper]) -> Iterator[Evidence]:
    # A letter is filed as DOCX and as PDF: two files, one line.
    by_title: dict[tuple[date, str, str], list[Paper]] = {}
    for paper in papers:
        by_title.setdefault((paper.on, paper.title, paper.kind), []).append(paper)
    for (on, title, kind), same in by_title.items():
        yield Evidence(on, title, str(PaperKind(kind).label), tuple(same))


def _replies(replies: list[Reply]) -> Iterator[Evidence]:
    for reply in replies:
        if reply.signed_on is None:
            continue
        title = _("Reply %(number)s") % {"number": reply.number}
        yield Evidence(reply.signed_on, title, str(_("Reply")), reply=reply, proof=_proof_of_delivery(reply))


def _proof_of_delivery(reply: Reply) -> str:
    if reply.sent_on is None:
        return ""
    told = (
        reply.get_delivered_how_display() if reply.delivered_how else "",
        reply.tracking_number,
        reply.delivery_note,
    )
    return _(", ").join(part for part in told if part)
