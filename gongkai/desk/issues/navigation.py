from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="issues",
        label=_("Newspaper and gazette"),
        url_name="desk:issue_list",
        duties=OFFICE | SUPERVISORS,
        group=_("Disclosure"),
        order=44,
    ),
)
