from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import OFFICE, SUPERVISORS, Duty
from gongkai.desk.secrecy.waiting import rows_for
from gongkai.kit.navigation import Entry

ENTRIES = (
    Entry(
        name="secrecy",
        label=_("Secrecy review"),
        url_name="desk:review_list",
        duties=(OFFICE | SUPERVISORS) - {Duty.LEGAL_COUNSEL},
        group=_("My work"),
        order=30,
        waiting=rows_for,
    ),
)
