"""Officers hear of what came in at the portal, each of it once, whatever was cut short."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from gongkai.cases import actions
from gongkai.cases.arrivals import tell_of_arrivals
from gongkai.cases.models import Case, HowCame
from gongkai.cases.tests.factories import on
from gongkai.files.storing import store
from gongkai.jobs import schedule
from gongkai.journal.verifying import faults
from gongkai.notices.models import Notice

pytestmark = pytest.mark.django_db

DAY, NEXT_DAY = date(2025, 9, 3), date(2025, 9, 4)


def arrived(office: SimpleNamespace, day: date = DAY) -> Case:
    with on(day):
        proof = store(b"Proof", name="证件.txt", by=office.foi, agency=office.agency, sealed=True)
        case, _code = actions.receive_online(
            office.agency,
            description="社区食堂的招标文件",
            requester_name="王（虚构）",
            requester_contact="010-00000002",
            requester_email="wang@example.cn",
            proof=proof,
        )
    return case


def told() -> list[tuple[str, str, str]]:
    return sorted(Notice.objects.values_list("to__username", "kind", "subject_key"))


def test_the_worker_tells_the_officers_of_a_new_request(office: SimpleNamespace) -> None:
    case = arrived(office)
    assert told() == []
    with on(DAY):
        assert tell_of_arrivals() == 1
    assert told() == [(office.foi.username, "cases.unconfirmed", case.key)]
    notice = Notice.objects.get()
    assert "王" not in notice.text
    assert (notice.number, notice.url) == (case.number, case.get_absolute_url())


def test_of_a_request_the_officers_are_told_once(office: SimpleNamespace) -> None:
    arrived(office)
    with on(DAY):
        tell_of_arrivals()
    with on(NEXT_DAY):
        assert tell_of_arrivals() == 0
    assert Notice.objects.count() == 1
    assert list(faults()) == []


def test_what_came_in_while_no_worker_ran_is_told_afterwards(office: SimpleNamespace) -> None:
    cases = [arrived(office, day) for day in (DAY, NEXT_DAY)]
    with on(date(2025, 9, 8)):
        assert tell_of_arrivals() == 2
    assert [key for _to, _kind, key in told()] == sorted(case.key for case in cases)


def test_many_at_once_are_told_in_portions(office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.cases.arrivals.AT_ONCE", 2)
    monkeypatch.setattr("gongkai.cases.arrivals.IN_ONE_TURN", 3)
    for _each in range(5):
        arrived(office)
    with on(DAY):
        assert [tell_of_arrivals() for _turn in range(3)] == [3, 2, 0]
    assert Notice.objects.values("subject_key").distinct().count() == 5


def test_nobody_is_told_of_a_request_that_is_confirmed_already(office: SimpleNamespace) -> None:
    case = arrived(office)
    with on(NEXT_DAY):
        actions.confirm_receipt(case, by=office.foi, on=NEXT_DAY, how="电话")
        assert tell_of_arrivals() == 0


def test_what_an_officer_registered_is_not_told_to_the_officers(office: SimpleNamespace) -> None:
    with on(DAY):
        case = actions.register(
            office.agency,
            by=office.foi,
            description="社区食堂的招标文件",
            how_came=HowCame.ONLINE,
            requester_name="王（虚构）",
            requester_contact="010-00000002",
            submitted_on=DAY,
            arrived_on=DAY,
        )
        assert not case.is_received
        assert tell_of_arrivals() == 0


def test_under_the_rules_of_2007_a_request_received_at_once_is_told_too(office: SimpleNamespace) -> None:
    with on(date(2018, 5, 7)):
        case = arrived(office, date(2018, 5, 7))
        assert case.is_received
        assert tell_of_arrivals() == 1
        assert tell_of_arrivals() == 0
    assert told() == [(office.foi.username, "cases.heard", case.key)]


def test_the_worker_looks_each_minute(office: SimpleNamespace) -> None:
    assert schedule._every["officers told of new requests"][0].total_seconds() == 60
