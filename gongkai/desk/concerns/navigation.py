from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="concerns",
        label=_("Public opinion events"),
        url_name="desk:concern_event_list",
        duties=OFFICE | SUPERVISORS,
        group=_("Registers"),
        order=61,
    ),
    Entry(
        name="press_reports",
        label=_("Media reports"),
        url_name="desk:press_report_list",
        duties=OFFICE | SUPERVISORS,
        group=_("Registers"),
        order=62,
    ),
)
