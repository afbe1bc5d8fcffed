"""Offers about the papers and the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.acts import clock
from gongkai.cases import policy
from gongkai.cases.afterwards import AHEAD
from gongkai.cases.models import Case
from gongkai.cases.policy.publishing import GRANTED
from gongkai.kit.views import Offer


def offers(case: Case, user: Any) -> Iterator[Offer]:

    def page(name: str) -> str:
        return reverse(f"desk:{name}", args=[case.pk])

    yield Offer(
        _("Add papers"),
        page("case_papers"),
        _("Scans, and what the handling section found."),
        policy.obstacles_to_adding_papers(case, user),
        quiet=True,
    )
    yield from _of_the_file(case, user)


def _of_the_file(case: Case, user: Any) -> Iterator[Offer]:
    """What becomes of the file once the case is concluded; before, it can only be taken out as it stands."""

    def page(name: str) -> str:
        return reverse(f"desk:{name}", args=[case.pk])

    if case.concluded_on:
        again = case.reassessments.filter(done_on=None, due_on__lte=clock.today() + AHEAD).first()
        if again:
            yield Offer(
                _("Look again at what was withheld"),
                reverse("desk:reassessment", args=[again.pk]),
                _("Say whether it can be opened now; what stays withheld comes again."),
                policy.obstacles_to_reassessing(again, user),
            )
        if not case.archived_on:
            yield Offer(
                _("Archive the file"),
                page("case_archive"),
                _("Every paper is checked and bound; the case is closed for good."),
                policy.obstacles_to_archiving(case, user),
                quiet=True,
            )
        if case.outcome in GRANTED or case.reassessments.filter(opens=True).exists():
            yield Offer(
                _("Turn into a draft for publication"),
                page("case_publish"),
                _("What one has asked for may interest others."),
                policy.obstacles_to_turning_proactive(case, user),
                quiet=True,
            )
    refusals = list(policy.obstacles_to_extracting(case, user))
    if not refusals:
        yield Offer(
            _("Take out the file as it stands"),
            page("case_extract"),
            _("For a court or a reviewing body; the journal tells what for."),
            quiet=True,
        )
