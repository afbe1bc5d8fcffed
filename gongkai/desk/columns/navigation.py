from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="columns",
        label=_("Columns"),
        url_name="desk:column_list",
        duties=OFFICE | SUPERVISORS,
        group=_("Disclosure"),
        order=42,
    ),
)
