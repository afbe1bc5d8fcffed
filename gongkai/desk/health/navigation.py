from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS

# Read here once, so that the board knows whom to ask.
from gongkai.desk.health import unanswered  # noqa: F401
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="health",
        label=_("Health of the website"),
        url_name="desk:health",
        duties=OFFICE | SUPERVISORS,
        group=_("Disclosure"),
        order=48,
    ),
)
