from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import ADMINISTRATORS, Duty
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="home",
        label=_("What waits"),
        url_name="desk:home",
        duties=frozenset(Duty) - ADMINISTRATORS,
        group=_("My work"),
        order=0,
    ),
)
