"""Reviews whose next step is this person's."""

from typing import Any

from django.utils.translation import gettext as _

from gongkai.documents.models import Document, Form
from gongkai.kit.waiting import Waiting
from gongkai.secrecy.models import State
from gongkai.secrecy.queries import waiting_for as reviews_waiting_for

_AT_MOST = 50


def waiting_for(user: Any) -> list[Waiting]:
    reviews = list(reviews_waiting_for(user)[:_AT_MOST])
    # A piece is decided with its adoption and cleared with its approval: it waits there, not here.
    elsewhere = set(
        Document.objects.filter(review__in=reviews, form=Form.PIECE)
        .exclude(state="adopted", review__state__in=[State.AWAITING_DECISION, State.REFERRED])
        .values_list("review_id", flat=True)
    )
    says = {
        State.AWAITING_OPINION: _("Waits for your section's opinion"),
        State.AWAITING_DECISION: _("%(section)s proposes publication; it waits for your decision"),
        State.REFERRED: _("Referred upward to %(to)s; waits for the answer"),
        State.AWAITING_APPROVAL: _("The review body has decided; it waits for your approval"),
    }
    return [
        Waiting(
            kind=_("Review"),
            title=review.package.title,
            url=review.get_absolute_url(),
            says=says[State(review.state)]
            % {
                "section": review.package.section or review.package.submitted_by.name,
                "to": review.referred_to,
            },
            button=_("Open"),
        )
        for review in reviews
        if review.pk not in elsewhere
    ]
