"""Issues that are closed and wait to be told as printed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.channels.paper_queries import issues_to_print
from gongkai.channels.policy import RELEASERS
from gongkai.kit.waiting import Waiting

_AT_MOST = 20


def waiting_for(user: Any) -> list[Waiting]:
    agencies = user.agency_ids_as(*RELEASERS)
    if not agencies:
        return []
    return [
        Waiting(
            kind=_("Issue"),
            title=str(issue),
            url=reverse("desk:issue_printed", args=[issue.pk]),
            says=_("Closed; say so when it is printed, then its items count"),
            button=_("Printed"),
            since=issue.day,
        )
        for issue in issues_to_print(agencies)[:_AT_MOST]
    ]
