"""Rows for the tests of this room and of those above, made by the acts themselves."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from gongkai.resources import actions
from gongkai.resources.models import Employment, Fund, ReadingPoint, StaffMember


def reading_point(office: SimpleNamespace, name: str = "苏州社区服务站", **facts: Any) -> ReadingPoint:
    facts.setdefault("since", date(2015, 3, 2))
    return actions.enter_reading_point(office.agency, name=name, by=office.foi, **facts)


def staff_member(office: SimpleNamespace, name: str = "陈晓（虚构）", **facts: Any) -> StaffMember:
    facts.setdefault("since", date(2016, 7, 1))
    facts.setdefault("employment", Employment.PART_TIME)
    return actions.enter_staff_member(office.agency, name=name, by=office.foi, **facts)


def fund(office: SimpleNamespace, amount: str = "2000", **facts: Any) -> Fund:
    facts.setdefault("year", 2018)
    facts.setdefault("purpose", "政府信息公开培训")
    return actions.enter_fund(office.agency, amount=Decimal(amount), by=office.foi, **facts)
