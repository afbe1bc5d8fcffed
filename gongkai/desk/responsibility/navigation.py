from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="responsibility",
        label=_("Who answers for what"),
        url_name="desk:responsibility",
        duties=OFFICE | SUPERVISORS,
        group=_("Overview"),
        order=70,
    ),
    Entry(
        name="own_rules",
        label=_("The office's own rules"),
        url_name="desk:own_rules",
        duties=OFFICE | SUPERVISORS,
        group=_("Overview"),
        order=71,
    ),
)
