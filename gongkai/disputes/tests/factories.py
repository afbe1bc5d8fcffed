"""Disputes and complaints for tests, made by the acts themselves."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from gongkai.cases.tests.factories import on
from gongkai.disputes import actions
from gongkai.disputes.models import Complaint, Dispute, DisputeKind

OPENED = date(2025, 9, 15)


def opened_dispute(office: SimpleNamespace, opened_on: date = OPENED, **given: Any) -> Dispute:
    values: dict[str, Any] = {
        "kind": DisputeKind.RECONSIDERATION,
        "body": "北京市东城区人民政府",
        "opened_on": opened_on,
        "by": office.foi,
    } | given
    with on(opened_on):
        return actions.open_dispute(office.agency, **values)


def received_complaint(office: SimpleNamespace, received_on: date = OPENED, **given: Any) -> Complaint:
    values: dict[str, Any] = {
        "about": "公示栏的内容没有更新",
        "received_on": received_on,
        "by": office.foi,
    } | given
    with on(received_on):
        return actions.record_complaint(office.agency, **values)
