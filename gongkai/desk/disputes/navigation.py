from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.cases.models import READERS
from gongkai.kit.navigation import Entry

WHO = frozenset({*READERS, Duty.DISTRICT_SUPERVISOR})

ENTRIES = (
    Entry(
        name="disputes",
        label=_("Disputes and complaints"),
        url_name="desk:dispute_list",
        duties=WHO,
        group=_("Disclosure"),
        order=60,
    ),
)
