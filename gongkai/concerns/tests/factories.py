from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from gongkai.acts.clock import BEIJING
from gongkai.concerns import actions
from gongkai.concerns.models import ConcernEvent, PressReport, Response, ResponseChannel


def at(*moment: int) -> datetime:
    """A moment in Beijing: at(2018, 4, 26, 14, 30)."""
    return datetime(*moment, tzinfo=BEIJING)  # type: ignore[arg-type]


def event(office: SimpleNamespace, title: str = "苏州胡同62号火情", **facts: Any) -> ConcernEvent:
    facts.setdefault("noticed_at", at(2018, 4, 26, 14, 0))
    return actions.open_event(office.agency, title=title, by=office.editor, **facts)


def response(
    office: SimpleNamespace, to: ConcernEvent, channel: str = ResponseChannel.WECHAT, **facts: Any
) -> Response:
    facts.setdefault("responded_at", at(2018, 4, 26, 17, 30))
    return actions.record_response(to, channel=channel, by=office.editor, **facts)


def press_report(office: SimpleNamespace, title: str = "一条不停车的胡同", **facts: Any) -> PressReport:
    facts.setdefault("medium", "北京日报")
    facts.setdefault("published_on", date(2018, 9, 12))
    return actions.record_press_report(office.agency, title=title, by=office.editor, **facts)
