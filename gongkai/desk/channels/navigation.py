from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="channels",
        label=_("Channels"),
        url_name="desk:channel_list",
        duties=OFFICE | SUPERVISORS | {Duty.SYSTEM_ADMINISTRATOR},
        group=_("Disclosure"),
        order=45,
    ),
)
