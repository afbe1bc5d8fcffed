from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="journal",
        label=_("Journal"),
        url_name="desk:journal",
        duties=frozenset({Duty.AUDIT_ADMINISTRATOR}),
        group=_("Administration"),
        order=90,
    ),
)
