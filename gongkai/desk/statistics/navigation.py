from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="statistics",
        label=_("Statistics"),
        url_name="desk:statistics",
        duties=OFFICE | SUPERVISORS,
        group=_("Overview"),
        order=60,
    ),
)
