"""The registers of meetings and trainings, as the desk shows them."""

from django.utils.translation import gettext_lazy as _

from gongkai.kit.registers import Register
from gongkai.meetings import actions
from gongkai.meetings.models import Meeting, Training

MEETINGS = Register(
    name="meeting",
    model=Meeting,
    title=_("Meetings"),
    new=_("Enter a meeting"),
    rule=_(
        "Row 9.1 counts meetings on disclosure work and special meetings on disclosure, row 2.2.1 press "
        "conferences, row 2.2.2 online interviews."
    ),
    columns=("title", "kind", "held_on", "principal_attended", "place"),
    searched=("title", "place", "note"),
    chosen=("kind", "principal_attended"),
    enter=actions.enter_meeting,
    correct=actions.correct_meeting,
    strike_out=actions.strike_out_meeting,
)

TRAININGS = Register(
    name="training",
    model=Training,
    title=_("Trainings"),
    new=_("Enter a training"),
    rule=_("Row 9.2 counts the trainings, row 9.3 adds up their attendances."),
    columns=("title", "held_on", "lecturer", "attendances"),
    searched=("title", "lecturer"),
    added_up=("attendances", _("attendances")),
    enter=actions.enter_training,
    correct=actions.correct_training,
    strike_out=actions.strike_out_training,
)

REGISTERS = (MEETINGS, TRAININGS)
