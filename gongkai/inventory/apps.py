from typing import Any

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "gongkai.inventory"
    label = "inventory"

    def ready(self) -> None:
        from gongkai.inventory.actions import lay_out_periods
        from gongkai.inventory.reminders import remind
        from gongkai.jobs.schedule import daily
        from gongkai.workdays.events import calendar_changed

        calendar_changed.connect(_derive_due_days_anew, dispatch_uid="inventory.due_days")
        # By name in the order of the alphabet: the periods stand before anybody is reminded of them.
        daily("inventory: periods of the coming year", lay_out_periods)
        daily("inventory: reminders", remind)


def _derive_due_days_anew(sender: Any, **news: Any) -> None:
    from gongkai.inventory.actions import recompute_due_days

    recompute_due_days()
