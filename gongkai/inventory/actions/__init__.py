"""What can happen in the inventory: matters, duties by calendar, what is owed, and the tasks of a year."""

from django.utils.translation import gettext_lazy as _

from gongkai.inventory.actions.duties import (
    add_duty,
    change_duty,
    end_duty,
    lay_out_periods,
    recompute_due_days,
    record_trigger,
)
from gongkai.inventory.actions.importing import (
    Change,
    Compared,
    Line,
    Preview,
    compare_matters,
    import_matters,
    label_of,
    shown,
    stand_of,
)
from gongkai.inventory.actions.matters import add_matter, change_matter, end_matter
from gongkai.inventory.actions.periods import decline_excuse, excuse, fulfil, propose_excuse, reopen
from gongkai.inventory.actions.priorities import (
    accept_task,
    add_task,
    change_task,
    report_task,
    return_task,
    set_priority,
)
from gongkai.journal.queries import label_acts

__all__ = [
    "Change",
    "Compared",
    "Line",
    "Preview",
    "accept_task",
    "add_duty",
    "add_matter",
    "add_task",
    "change_duty",
    "change_matter",
    "change_task",
    "compare_matters",
    "decline_excuse",
    "end_duty",
    "end_matter",
    "excuse",
    "fulfil",
    "import_matters",
    "label_of",
    "lay_out_periods",
    "propose_excuse",
    "recompute_due_days",
    "record_trigger",
    "reopen",
    "report_task",
    "return_task",
    "set_priority",
    "shown",
    "stand_of",
]

label_acts(
    {
        "inventory.matter_added": _("Matter added to the inventory"),
        "inventory.matter_changed": _("Matter changed"),
        "inventory.matter_ended": _("Matter ended"),
        "inventory.matters_imported": _("Matters imported"),
        "inventory.duty_added": _("Disclosure duty added"),
        "inventory.duty_changed": _("Disclosure duty changed"),
        "inventory.duty_ended": _("Disclosure duty ended"),
        "inventory.periods_laid_out": _("Owed periods laid out"),
        "inventory.occasion_recorded": _("Occasion recorded"),
        "inventory.due_day_moved": _("Due day of an owed period moved"),
        "inventory.fulfilled": _("Owed period fulfilled"),
        "inventory.excuse_proposed": _("Asked that nothing need be disclosed"),
        "inventory.excuse_declined": _("The period stays owed"),
        "inventory.excused": _("Owed period excused"),
        "inventory.reopened": _("Owed period opened again"),
        "inventory.priorities_set": _("Work priorities set"),
        "inventory.task_added": _("Task added"),
        "inventory.task_changed": _("Task changed"),
        "inventory.task_reported": _("Task reported as done"),
        "inventory.task_accepted": _("Report of the task accepted"),
        "inventory.task_returned": _("Report of the task given back"),
    }
)
