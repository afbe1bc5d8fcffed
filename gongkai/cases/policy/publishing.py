"""Whether a reply may become the draft of something to publish, and why not."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.acts import Actor
from gongkai.cases.afterwards import drafts_from
from gongkai.cases.models import Case, RequestKind
from gongkai.cases.policy.everywhere import only_the_officer

GRANTED = frozenset({"granted", "partially_granted"})


def obstacles_to_turning_proactive(case: Case, by: Actor) -> Iterator[str]:
    """Say why no draft for publication can be begun from the reply.

    Law: Regulations (2019), art. 44: what several ask for may go into proactive disclosure.
    """
    yield from only_the_officer(case, by)
    if case.is_open:
        yield _("The case is still open.")
    elif case.kind == RequestKind.CORRECTION:
        yield _("A request to correct records is about one person; nothing of it is published.")
    elif case.outcome not in GRANTED and not case.reassessments.filter(opens=True).exists():
        yield _("Only what was granted, or was found open when looked at again, can be published.")
    if drafts_from(case):
        yield _("A draft for publication was begun from this reply already.")
