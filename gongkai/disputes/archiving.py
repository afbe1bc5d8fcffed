"""What the disputes about a request add to its file, and how long they keep the file open."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from gongkai.cases.archiving import Piece, Step
from gongkai.cases.models import Case
from gongkai.disputes.models import Dispute, DisputePaper, DisputePaperKind


def pieces_of_disputes(case: Case) -> Iterator[Piece]:
    """Yield the papers of all disputes about a case, instance by instance."""
    papers = (
        DisputePaper.objects.filter(dispute__case=case)
        .select_related("file", "dispute__agency")
        .order_by("dispute__opened_on", "dispute__pk", "on", "pk")
    )
    for paper in papers:
        dispute = paper.dispute
        title = gettext("%(title)s (%(dispute)s)") % {"title": paper.title, "dispute": dispute}
        yield Piece(Step.DISPUTED, paper.on, title, dispute.number, _author(paper), paper.file)


def dispute_under_way(case: Case) -> bool:
    """Say whether a dispute about the case is not decided yet."""
    return Dispute.objects.pending().filter(case=case).exists()


def _author(paper: DisputePaper) -> str:
    dispute = paper.dispute
    match paper.kind:
        case DisputePaperKind.APPLICATION:
            return dispute.claimant
        case DisputePaperKind.NOTICE | DisputePaperKind.DECISION:
            return dispute.body
        case DisputePaperKind.DEFENCE | DisputePaperKind.EVIDENCE:
            return dispute.agency.name
    return ""
