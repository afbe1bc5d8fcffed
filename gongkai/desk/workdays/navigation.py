from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="workdays",
        label=_("Holiday notices"),
        url_name="desk:notice_list",
        duties=frozenset({Duty.SYSTEM_ADMINISTRATOR, Duty.FOI_OFFICER, Duty.FOI_HEAD}),
        group=_("Overview"),
        order=85,
    ),
)
