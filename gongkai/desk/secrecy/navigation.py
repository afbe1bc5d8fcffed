from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.desk.secrecy.waiting import count_for
from gongkai.kit.navigation import Entry


def _waiting(user: Any) -> int:
    return count_for(user)


ENTRIES = (
    Entry(
        name="secrecy",
        label=_("Secrecy review"),
        url_name="desk:review_list",
        duties=(OFFICE | SUPERVISORS) - {Duty.LEGAL_COUNSEL},
        group=_("My work"),
        order=30,
        waiting=_waiting,
    ),
)
