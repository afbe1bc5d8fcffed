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
)
