"""Offers about how the request came in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.cases import policy
from gongkai.cases.models import Case
from gongkai.kit.views import Offer


def first_offers(case: Case, user: Any) -> Iterator[Offer]:

    def page(name: str) -> str:
        return reverse(f"desk:{name}", args=[case.pk])

    if case.is_open and not case.is_received:
        yield Offer(
            _("Confirm the receipt"),
            page("case_confirm"),
            _("The period begins on the day you and the requester confirm."),
            policy.obstacles_to_confirming(case, user),
        )
        yield Offer(
            _("Note an attempt"),
            page("case_attempt"),
            _("When nobody could be reached: how you tried, and what came of it."),
            policy.obstacles_to_noting_an_attempt(case, user),
            quiet=True,
        )
    yield Offer(
        _("Change the handling section") if case.handling_section else _("Name the handling section"),
        page("case_section"),
        _("Its head can then read the case and add papers."),
        policy.obstacles_to_assigning_a_section(case, None, user),
        quiet=case.handling_section is not None,
    )


def offers(case: Case, user: Any) -> Iterator[Offer]:

    def page(name: str) -> str:
        return reverse(f"desk:{name}", args=[case.pk])

    if case.request is None:
        return
    if case.is_open and not case.replies.all() and not case.entries.all():
        yield Offer(
            _("Split into matters"),
            page("case_split"),
            _("When the request asks for several things: each becomes a case with the same days."),
            policy.obstacles_to_splitting(case, user),
            quiet=True,
        )
    if case.request.code_hash:
        yield Offer(
            _("Write to the requester"),
            page("case_message"),
            _("A message on the progress page."),
            policy.obstacles_to_telling_the_requester(case, user),
            quiet=True,
        )
    yield Offer(
        _("Give a new code") if case.request.code_hash else _("Give a code for the progress page"),
        page("case_code"),
        _("The requester can then follow the request online. It is shown once, to print."),
        policy.obstacles_to_telling_the_requester(case, user),
        quiet=True,
    )
