from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="registers",
        label=_("All registers"),
        url_name="desk:registers",
        duties=OFFICE | SUPERVISORS,
        group=_("Registers"),
        order=60,
    ),
)
