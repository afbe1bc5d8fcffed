from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="search_words",
        label=_("What people search for"),
        url_name="desk:search_words",
        duties=frozenset({Duty.FOI_OFFICER, Duty.CHANNEL_EDITOR}),
        group=_("Disclosure"),
        order=47,
    ),
)
