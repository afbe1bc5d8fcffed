"""The steps of a reply from its proposal to its signature, and who took each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongkai.cases.models import Reply, ReplyState
from gongkai.secrecy.models import Review


@dataclass(frozen=True)
class Step:
    """One step: what was said or is waited for, by whom and when it was taken; `url` leads to it."""

    label: str
    words: str = ""
    who: str = ""
    at: datetime | None = None
    url: str = ""


def steps_of(reply: Reply, user: Any) -> list[Step]:
    """Return the steps taken and still to be taken, in their order. Links lead only where `user` may go."""
    steps = [Step(_("Proposed"), who=reply.proposed_by.name, at=reply.proposed_at)]
    if reply.section_by:
        steps.append(
            Step(
                _("Opinion of the handling section"),
                reply.section_opinion,
                reply.section_by.name,
                reply.section_at,
            )
        )
    elif reply.state == ReplyState.WITH_SECTION:
        steps.append(Step(_("Opinion of the handling section"), _("Waits for this step.")))
    review = review_of(reply)
    if review:
        steps.append(
            Step(
                _("Secrecy review of the enclosures"),
                str(review.get_state_display()),
                url=review.get_absolute_url() if may_read(review, user) else "",
            )
        )
    if reply.checked_by:
        steps.append(Step(_("Legal opinion"), reply.legal_opinion, reply.checked_by.name, reply.checked_at))
    elif reply.state == ReplyState.PROPOSED:
        steps.append(Step(_("Legal opinion"), _("Waits for this step.")))
    if reply.signed_by:
        steps.append(Step(_("Signature"), reply.number, reply.signed_by.name, reply.signed_at))
    elif reply.state == ReplyState.CHECKED:
        steps.append(Step(_("Signature"), _("Waits for this step.")))
    if reply.sent_back_by:
        steps.append(
            Step(_("Sent back"), reply.sent_back_reason, reply.sent_back_by.name, reply.sent_back_at)
        )
    return steps


def review_of(reply: Reply) -> Review | None:
    """Return the secrecy review of what the reply encloses; None where it encloses nothing."""
    return reply.package.review if reply.package else None


def may_read(review: Review, user: Any) -> bool:
    return Review.objects.visible_to(user).filter(pk=review.pk).exists()
