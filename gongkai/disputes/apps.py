from typing import Any

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "gongkai.disputes"
    label = "disputes"

    def ready(self) -> None:
        from gongkai.cases.archiving import add_pieces
        from gongkai.cases.retention import keep_while
        from gongkai.disputes.archiving import dispute_under_way, pieces_of_disputes
        from gongkai.workdays.events import calendar_changed

        calendar_changed.connect(_derive_due_days_anew, dispatch_uid="disputes.due_days")
        add_pieces(pieces_of_disputes)
        keep_while(dispute_under_way)


def _derive_due_days_anew(sender: Any, **news: Any) -> None:
    from gongkai.disputes.actions import recompute_due_days

    recompute_due_days()
