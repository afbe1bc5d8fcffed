from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="imports",
        label=_("Bring in, take out"),
        url_name="desk:item_import_list",
        duties=frozenset({Duty.FOI_OFFICER, Duty.FOI_HEAD}),
        group=_("Registers"),
        order=70,
    ),
)
