from django.utils.translation import gettext_lazy as _

from gongkai.acts.duties import Duty
from gongkai.kit.navigation import Entry
from gongkai.notices.queries import messages_for_a_person, unread_of

ENTRIES = (
    Entry(
        name="notices",
        label=_("My notices"),
        url_name="desk:my_notices",
        duties=frozenset(Duty),
        group=_("My work"),
        order=1,
        waiting=lambda user: (unread_of(user),),
    ),
    Entry(
        name="outbox",
        label=_("Outbox"),
        url_name="desk:outbox",
        duties=frozenset({Duty.SYSTEM_ADMINISTRATOR}),
        group=_("Administration"),
        order=88,
        waiting=lambda user: (messages_for_a_person(user),),
    ),
)
