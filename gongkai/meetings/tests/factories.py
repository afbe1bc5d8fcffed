from datetime import date
from types import SimpleNamespace
from typing import Any

from gongkai.meetings import actions
from gongkai.meetings.models import Meeting, MeetingKind, Training


def meeting(office: SimpleNamespace, title: str = "政务公开工作会议", **facts: Any) -> Meeting:
    facts.setdefault("kind", MeetingKind.DISCLOSURE_WORK)
    facts.setdefault("held_on", date(2018, 3, 15))
    return actions.enter_meeting(office.agency, title=title, by=office.foi, **facts)


def training(office: SimpleNamespace, attendances: int = 35, **facts: Any) -> Training:
    facts.setdefault("title", "政府信息公开条例学习")
    facts.setdefault("held_on", date(2018, 5, 10))
    return actions.enter_training(office.agency, attendances=attendances, by=office.foi, **facts)
