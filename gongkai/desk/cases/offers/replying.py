"""Offers about the reply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.cases import policy
from gongkai.cases.models import Case, ReplyState
from gongkai.cases.policy import standing_reply
from gongkai.kit.views import Offer


def offers(case: Case, user: Any) -> Iterator[Offer]:
    reply = standing_reply(case)

    def of_reply(obstacles: Any) -> Iterable[str]:
        return obstacles(reply, user) if reply else [_("No reply has been proposed yet.")]

    def reply_page(name: str) -> str:
        return reverse(f"desk:{name}", args=[reply.pk]) if reply else ""

    def page(name: str) -> str:
        return reverse(f"desk:{name}", args=[case.pk])

    if case.handling_section_id or (reply and reply.state == ReplyState.WITH_SECTION):
        yield Offer(
            _("Agree for the section"),
            reply_page("case_agree"),
            _("Write the section's opinion; the legal counsel checks next."),
            of_reply(policy.obstacles_to_agreeing_for_the_section),
        )
    yield Offer(
        _("Check the reply"),
        reply_page("case_check"),
        _("Write the legal opinion; the responsible leader signs next."),
        of_reply(policy.obstacles_to_checking),
    )
    yield Offer(
        _("Sign the reply"),
        reply_page("case_sign"),
        _("The letter gets its number and can no longer change."),
        of_reply(policy.obstacles_to_signing),
    )
    yield Offer(
        _("Deliver the reply"),
        reply_page("case_deliver"),
        _("Record how and when it was sent; this concludes the case."),
        of_reply(policy.obstacles_to_delivering),
    )
    yield Offer(
        _("Record the arrival"),
        reply_page("case_arrival"),
        _("The day on which the requester got the reply."),
        of_reply(policy.obstacles_to_recording_arrival),
    )
    yield Offer(
        _("Propose a reply"),
        page("case_propose"),
        _("Choose the kind of reply and write it; the handling section, then the legal counsel checks it.")
        if case.handling_section_id
        else _("Choose the kind of reply and write it; the legal counsel checks it."),
        policy.obstacles_to_opening_a_reply(case, user),
    )
    may_be_enclosed = case.is_open and not (reply and reply.is_frozen)
    if may_be_enclosed and case.papers.exclude(file=None).exists():
        yield Offer(
            _("Redact a paper"),
            page("redaction_begin"),
            _("Hide what must not be read; the redacted paper can be enclosed."),
            policy.obstacles_to_redacting(case, user),
            quiet=True,
        )
    yield Offer(
        _("Send the reply back"),
        reply_page("case_send_back"),
        _("It is proposed anew; say what has to be changed."),
        of_reply(policy.obstacles_to_sending_back),
    )
