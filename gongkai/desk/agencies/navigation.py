from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.agencies.policy import gaps_in
from gongkai.kit.navigation import Entry


def _missing(user: Any) -> int:
    return len(list(gaps_in(user.agency)))


ENTRIES = (
    Entry(
        name="office",
        label=_("Office"),
        url_name="desk:office",
        duties=frozenset({Duty.SYSTEM_ADMINISTRATOR}),
        group=_("Administration"),
        order=79,
        waiting=_missing,
    ),
)
