"""Matters, duties and tasks for tests, made by the acts themselves."""

from __future__ import annotations

from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any

from gongkai.acts import clock
from gongkai.inventory import actions
from gongkai.inventory.models import DisclosureDuty, DueRule, Matter, OwedPeriod, Task, Unit, WorkPriority
from gongkai.inventory.rhythms import Rhythm

FACTS: dict[str, Any] = {
    "code": "社会救助-01",
    "field": "社会救助",
    "level1": "最低生活保障",
    "level2": "审批信息",
    "content_elements": "低保对象名单及相关信息",
    "legal_basis": "《社会救助暂行办法》",
    "time_limit": "制定或获取信息之日起10个工作日内",
    "responsible_body": "街道办事处",
    "channels": ("website", "notice_board"),
    "audience": "everybody",
    "method": "proactive",
    "levels": ("township",),
    "phase": "result",
}


def on(day: date, hour: int = 9) -> Any:
    """Within the block it is that day."""
    return clock.pretend(datetime.combine(day, time(hour)))


def matter(office: SimpleNamespace, **facts: Any) -> Matter:
    return actions.add_matter(office.agency, by=office.foi, **(FACTS | {"section": office.section} | facts))


def duty(office: SimpleNamespace, of: Matter | None = None, **given: Any) -> DisclosureDuty:
    """A monthly duty from 2025 on, due ten calendar days after the month, unless told."""
    values: dict[str, Any] = {
        "rhythm": Rhythm.MONTHLY,
        "rule": DueRule.OWN,
        "number": 10,
        "unit": Unit.DAYS,
        "section": office.section,
        "since": date(2025, 1, 1),
        "by": office.foi,
    } | given
    if values["rule"] != DueRule.OWN:
        values |= {"number": None, "unit": ""}
    return actions.add_duty(of or matter(office), **values)


def event_duty(office: SimpleNamespace, of: Matter | None = None, **given: Any) -> DisclosureDuty:
    """Budget and accounts: 20 calendar days after the approval."""
    values = {"rhythm": Rhythm.PER_EVENT, "rule": DueRule.BUDGET, "occasion": "部门批复"} | given
    return duty(office, of, **values)


def period(of: DisclosureDuty, starts_on: date) -> OwedPeriod:
    return of.periods.get(starts_on=starts_on)


def priority(office: SimpleNamespace, year: int = 2025, **given: Any) -> WorkPriority:
    values: dict[str, Any] = {"title": f"{year}年政务公开工作要点", "source": "京政办发〔2025〕1号（示例）"}
    return actions.set_priority(office.agency, year=year, by=office.foi, **(values | given))


def task(office: SimpleNamespace, of: WorkPriority | None = None, **given: Any) -> Task:
    values: dict[str, Any] = {
        "text": "更新社会救助公开事项",
        "due_on": date(2025, 11, 28),
        "section": office.section,
    } | given
    return actions.add_task(of or priority(office), by=office.foi, **values)
