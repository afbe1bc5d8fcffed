"""Disputes and complaints for tests, made by the acts themselves."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from gongkai.cases.tests.factories import on
from gongkai.disputes import actions
from gongkai.disputes.models import Complaint, Dispute, DisputeKind, Judgment

OPENED = date(2025, 9, 15)

COURT = "北京市东城区人民法院"


def opened_dispute(office: SimpleNamespace, opened_on: date = OPENED, **given: Any) -> Dispute:
    values: dict[str, Any] = {
        "kind": DisputeKind.RECONSIDERATION,
        "body": "北京市东城区人民政府",
        "opened_on": opened_on,
        "by": office.foi,
    } | given
    with on(opened_on):
        return actions.open_dispute(office.agency, **values)


def opened_suit(office: SimpleNamespace, opened_on: date = OPENED, **given: Any) -> Dispute:
    """A suit without reconsideration, of first instance unless told."""
    return opened_dispute(office, opened_on, **({"kind": DisputeKind.DIRECT_SUIT, "body": COURT} | given))


def served(dispute: Dispute, office: SimpleNamespace, served_on: date, **given: Any) -> Dispute:
    """The dispute after its copy was served on that day."""
    with on(served_on):
        return actions.record_service(dispute, by=office.foi, served_on=served_on, **given)


def decided(dispute: Dispute, office: SimpleNamespace, decided_on: date, **given: Any) -> Dispute:
    """The dispute after it was decided and the decision served, both on that day; upheld unless told."""
    values = {"judgment": Judgment.UPHELD, "decision_served_on": decided_on} | given
    with on(decided_on):
        return actions.record_outcome(dispute, by=office.counsel, decided_on=decided_on, **values)


def lost(dispute: Dispute, office: SimpleNamespace, decided_on: date, **given: Any) -> Dispute:
    """The dispute after the reply was annulled."""
    return decided(dispute, office, decided_on, **({"judgment": Judgment.ANNULLED} | given))


def received_complaint(office: SimpleNamespace, received_on: date = OPENED, **given: Any) -> Complaint:
    values: dict[str, Any] = {
        "about": "公示栏的内容没有更新",
        "received_on": received_on,
        "by": office.foi,
    } | given
    with on(received_on):
        return actions.record_complaint(office.agency, **values)
