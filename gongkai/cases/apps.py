from typing import Any

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongkai.cases"
    label = "cases"

    def ready(self) -> None:
        from gongkai.cases.actions import erase_what_is_over
        from gongkai.cases.arrivals import tell_of_arrivals
        from gongkai.cases.drawing import draw_what_waits
        from gongkai.cases.events import heard_requester, told_requester
        from gongkai.cases.reminders import remind
        from gongkai.jobs.schedule import daily, every
        from gongkai.workdays.events import calendar_changed

        calendar_changed.connect(_derive_due_days_anew, dispatch_uid="cases.due_days")
        told_requester.connect(_tell_the_requester, dispatch_uid="cases.news")
        heard_requester.connect(_tell_the_officers, dispatch_uid="cases.heard")
        every("letters to be drawn", 60, draw_what_waits)
        every("officers told of new requests", 60, tell_of_arrivals)
        daily("reminders of requests", remind)
        daily("data of requests whose time is over", erase_what_is_over)


def _derive_due_days_anew(sender: Any, **news: Any) -> None:
    from gongkai.cases.recomputing import recompute_due_days
    from gongkai.cases.reminders import tell_of_moves

    tell_of_moves(recompute_due_days())


def _tell_the_requester(sender: Any, *, case: Any, occasion: str, **news: Any) -> None:
    from gongkai.cases.telling import tell_of_news

    tell_of_news(case, occasion)


def _tell_the_officers(sender: Any, *, case: Any, occasion: str, **news: Any) -> None:
    from gongkai.cases.reminders import tell_the_officers

    tell_the_officers(case, occasion)
