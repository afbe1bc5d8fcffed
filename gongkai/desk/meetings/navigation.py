from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="meetings",
        label=_("Meetings"),
        url_name="desk:meeting_list",
        duties=OFFICE | SUPERVISORS,
        group=_("Registers"),
        order=63,
    ),
    Entry(
        name="trainings",
        label=_("Trainings"),
        url_name="desk:training_list",
        duties=OFFICE | SUPERVISORS,
        group=_("Registers"),
        order=64,
    ),
)
