from typing import Any

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongkai.cases"
    label = "cases"

    def ready(self) -> None:
        from gongkai.workdays.events import calendar_changed

        calendar_changed.connect(_derive_due_days_anew, dispatch_uid="cases.due_days")


def _derive_due_days_anew(sender: Any, **news: Any) -> None:
    from gongkai.cases.actions import recompute_due_days

    recompute_due_days()
