from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="catalogue",
        label=_("Items and channels"),
        url_name="desk:item_list",
        duties=OFFICE | SUPERVISORS,
        group=_("Disclosure"),
        order=40,
    ),
)
