"""Issues that are closed and wait to be told as printed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.channels.paper_queries import issues_to_print
from gongkai.channels.policy import RELEASERS
from gongkai.kit.waiting import Question, Waiting, told

_AT_MOST = 20


def waiting_for(user: Any) -> list[Waiting]:
    """Return the issues the person may tell as printed."""
    return told(questions_for(user))


def questions_for(user: Any) -> Iterator[Question]:
    if agencies := user.agency_ids_as(*RELEASERS):
        issues = issues_to_print(agencies)
        yield Question(issues, lambda: _to_print(issues))


def _to_print(issues: Any) -> Iterable[Waiting]:
    return [
        Waiting(
            kind=_("Issue"),
            title=str(issue),
            url=reverse("desk:issue_printed", args=[issue.pk]),
            says=_("Closed; say so when it is printed, then its items count"),
            button=_("Printed"),
            since=issue.day,
        )
        for issue in issues[:_AT_MOST]
    ]
