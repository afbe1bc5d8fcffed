from django.utils.translation import gettext_lazy as _

from gongkai.channels.models.groups import KEEPERS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="groups",
        label=_("Groups for messages"),
        url_name="desk:group_list",
        duties=frozenset(KEEPERS),
        group=_("Disclosure"),
        order=46,
    ),
)
