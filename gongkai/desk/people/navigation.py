from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import ADMINISTRATORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="people",
        label=_("Accounts and duties"),
        url_name="desk:people",
        duties=ADMINISTRATORS,
        group=_("Administration"),
        order=80,
    ),
    Entry(
        name="systems",
        label=_("Connected systems"),
        url_name="desk:system_list",
        duties=ADMINISTRATORS,
        group=_("Administration"),
        order=85,
    ),
)
