from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="boards",
        label=_("Boards, hand-outs, reading points"),
        url_name="desk:posting_list",
        duties=OFFICE | SUPERVISORS,
        group=_("Disclosure"),
        order=46,
    ),
)
