"""Extension, withdrawal, timeliness."""

from datetime import date
from types import SimpleNamespace

import pytest

from gongkai.acts import Refused
from gongkai.cases import actions
from gongkai.cases.models import Case, ReplyState, Timeliness
from gongkai.cases.tests.factories import (
    delivered_reply,
    on,
    proposed_reply,
    registered_case,
)
from gongkai.journal.models import Entry
from gongkai.workdays.queries import loaded_calendar

pytestmark = pytest.mark.django_db

RECEIVED = date(2025, 9, 3)
DUE = date(2025, 9, 30)


@pytest.fixture
def case(office: SimpleNamespace) -> Case:
    return registered_case(office, RECEIVED)


def extended(case: Case, office: SimpleNamespace, day: date = DUE, days: int = 20) -> Case:
    with on(day):
        return actions.extend(case, by=office.foi_head, days=days, reason="需要查找的档案较多")


def test_an_extension_adds_its_working_days_at_the_end(case: Case, office: SimpleNamespace) -> None:
    case = extended(case, office, days=2)
    # After the holidays, on 9 and 10 October.
    assert case.due_on == date(2025, 10, 10)
    assert case.letters.get(kind="extension").number == "建街公开延〔2025〕1号"
    entry = Entry.objects.get(act="cases.extended")
    assert entry.reason == "需要查找的档案较多"


def test_a_period_is_extended_only_once(case: Case, office: SimpleNamespace) -> None:
    extended(case, office, days=1)
    with pytest.raises(Refused, match="only once"):
        extended(case, office, days=1)


@pytest.mark.parametrize("days", [0, 21])
def test_an_extension_has_1_to_20_days(case: Case, office: SimpleNamespace, days: int) -> None:
    with pytest.raises(Refused, match="1 to 20 working days"):
        extended(case, office, days=days)


def test_under_the_regulations_of_2007_an_extension_has_at_most_15_days(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2018, 5, 7))
    with pytest.raises(Refused, match="1 to 15 working days"):
        extended(case, office, date(2018, 5, 8), days=16)


def test_after_the_due_day_nothing_is_extended(case: Case, office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="The period ended on 30 September 2025"):
        extended(case, office, date(2025, 10, 9))


def test_only_the_head_of_the_foi_office_extends(case: Case, office: SimpleNamespace) -> None:
    for person in (office.foi, office.leader, office.stranger):
        with on(DUE), pytest.raises(Refused, match="Only the head of the FOI office"):
            actions.extend(case, by=person, days=1, reason="多")


def test_an_extension_that_is_surely_in_time_is_possible_without_the_next_calendar(
    office: SimpleNamespace,
) -> None:
    case = registered_case(office, date(2027, 1, 4))
    with on(date(2027, 1, 24)):
        actions.extend(case, by=office.foi_head, days=5, reason="多")
    other = registered_case(office, date(2027, 1, 4))
    with on(date(2027, 1, 25)), pytest.raises(Refused, match="holiday notice for 2027"):
        actions.extend(other, by=office.foi_head, days=5, reason="多")


def test_a_reply_on_the_due_day_is_on_time(case: Case, office: SimpleNamespace) -> None:
    delivered_reply(case, office, DUE)
    case.refresh_from_db()
    assert (case.concluded_on, case.timeliness, case.outcome) == (DUE, Timeliness.ON_TIME, "granted")


def test_a_reply_that_needed_the_extension_is_extended(case: Case, office: SimpleNamespace) -> None:
    extended(case, office, days=1)
    delivered_reply(case, office, date(2025, 10, 9))
    case.refresh_from_db()
    assert case.timeliness == Timeliness.EXTENDED


def test_a_reply_that_did_not_need_the_extension_is_on_time(case: Case, office: SimpleNamespace) -> None:
    extended(case, office, date(2025, 9, 10), days=1)
    delivered_reply(case, office, DUE)
    case.refresh_from_db()
    assert case.timeliness == Timeliness.ON_TIME


def test_a_reply_after_the_due_day_is_late_and_never_stored_before(
    case: Case, office: SimpleNamespace
) -> None:
    with on(date(2025, 10, 13)):
        actions.recompute_due_days()
    case.refresh_from_db()
    assert case.timeliness == ""
    delivered_reply(case, office, date(2025, 10, 13))
    case.refresh_from_db()
    assert case.timeliness == Timeliness.LATE


def test_a_late_reply_of_a_year_that_is_not_loaded_is_late(office: SimpleNamespace) -> None:
    case = registered_case(office, date(2026, 11, 2))
    delivered_reply(case, office, date(2027, 1, 4))
    case.refresh_from_db()
    assert case.timeliness == Timeliness.LATE


def test_what_the_calendar_cannot_tell_yet_is_told_later(office: SimpleNamespace) -> None:
    from gongkai.workdays.models import HolidayNotice

    case = registered_case(office, date(2027, 1, 4))
    delivered_reply(case, office, date(2027, 1, 5))
    case.refresh_from_db()
    assert (case.concluded_on, case.timeliness) == (date(2027, 1, 5), "")
    HolidayNotice.objects.create(year=2027)
    actions.recompute_due_days()
    case.refresh_from_db()
    assert case.timeliness == Timeliness.ON_TIME


def test_the_working_shows_every_day_up_to_the_due_day(case: Case) -> None:
    reckoning = case.reckoning(loaded_calendar(), date(2025, 9, 10))
    counted = [day for day in reckoning.working if day.counts]
    assert (reckoning.due, len(counted), reckoning.working[-1].day) == (DUE, 20, DUE)


def test_a_withdrawal_concludes_the_case(case: Case, office: SimpleNamespace) -> None:
    reply = proposed_reply(case, office)
    with on(date(2025, 9, 8)):
        actions.withdraw(case, by=office.foi, note="书面撤回")
    case.refresh_from_db()
    reply.refresh_from_db()
    assert (case.withdrawn_on, case.concluded_on, case.outcome) == (
        date(2025, 9, 8),
        date(2025, 9, 8),
        "withdrawn",
    )
    assert reply.state == ReplyState.DROPPED
    assert Entry.objects.filter(act="cases.withdrawn", subject_key=case.key).count() == 1


def test_nothing_more_happens_to_a_concluded_case(case: Case, office: SimpleNamespace) -> None:
    with on(date(2025, 9, 8)):
        actions.withdraw(case, by=office.foi)
        for act in (
            lambda: actions.withdraw(case, by=office.foi),
            lambda: actions.extend(case, by=office.foi_head, days=1, reason="多"),
            lambda: proposed_reply(case, office),
            lambda: actions.assign_section(case, office.section, by=office.foi),
        ):
            with pytest.raises(Refused, match="was withdrawn on 8 September 2025"):
                act()


def test_a_request_is_not_withdrawn_before_it_came(case: Case, office: SimpleNamespace) -> None:
    with on(DUE), pytest.raises(Refused, match="before it was received"):
        actions.withdraw(case, by=office.foi, on=date(2025, 9, 2))
