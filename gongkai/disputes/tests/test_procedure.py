from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused
from gongkai.cases.tests.factories import on
from gongkai.disputes import actions
from gongkai.disputes.models import Dispute, Instance, Procedure
from gongkai.disputes.tests.factories import decided, opened_dispute, opened_suit, served
from gongkai.journal.models import Entry
from gongkai.workdays.calendar import Calendar
from gongkai.workdays.events import calendar_changed
from gongkai.workdays.models import HolidayNotice
from gongkai.workdays.queries import shipped_calendar

pytestmark = pytest.mark.django_db

FRIDAY = date(2025, 9, 26)  # before the holiday of the first eight days of October
AFTER_THE_HOLIDAY = date(2025, 10, 9)


def test_from_the_service_the_defence_has_its_due_day(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    assert (dispute.defence_due_on, dispute.owes_defence) == (None, False)
    dispute = served(dispute, office, FRIDAY)
    assert (dispute.defence_due_on, dispute.owes_defence) == (AFTER_THE_HOLIDAY, True)
    assert Entry.objects.filter(act="disputes.served", subject_key=dispute.key).count() == 1


def test_service_known_at_the_opening_sets_the_due_day_at_once(office: SimpleNamespace) -> None:
    suit = opened_suit(office, served_on=date(2025, 9, 15))
    assert suit.defence_due_on == date(2025, 9, 30)


def test_the_notice_to_answer_may_name_the_simple_procedure(office: SimpleNamespace) -> None:
    dispute = served(opened_dispute(office), office, date(2025, 9, 17), procedure=Procedure.SIMPLE)
    assert dispute.defence_due_on == date(2025, 9, 22)


def test_a_day_of_service_written_down_wrongly_is_recorded_anew(office: SimpleNamespace) -> None:
    dispute = served(opened_dispute(office), office, date(2025, 9, 17))
    assert served(dispute, office, date(2025, 9, 18)).defence_due_on == date(2025, 9, 28)


def test_service_has_its_day_between_the_opening_and_today(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    with on(date(2025, 9, 16)):
        for day, words in ((date(2025, 9, 12), "before the dispute was"), (date(2025, 9, 17), "future")):
            with pytest.raises(Refused, match=words):
                actions.record_service(dispute, by=office.foi, served_on=day)


def test_the_simple_reconsideration_needs_a_law_that_knows_it(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="did not know this procedure"):
        opened_dispute(office, date(2023, 11, 6), procedure=Procedure.SIMPLE)


def test_a_defence_is_recorded_once_and_after_the_service(office: SimpleNamespace) -> None:
    dispute = opened_dispute(office)
    with on(FRIDAY):
        with pytest.raises(Refused, match="Record first on which day"):
            actions.record_defence(dispute, by=office.counsel, sent_on=FRIDAY)
        dispute = served(dispute, office, date(2025, 9, 17))
        with pytest.raises(Refused, match="before the copy was served"):
            actions.record_defence(dispute, by=office.counsel, sent_on=date(2025, 9, 16))
        dispute = actions.record_defence(dispute, by=office.counsel, sent_on=FRIDAY)
        assert (dispute.defence_sent_on, dispute.owes_defence) == (FRIDAY, False)
        with pytest.raises(Refused, match="recorded already"):
            actions.record_defence(dispute, by=office.counsel, sent_on=FRIDAY)
        with pytest.raises(Refused, match="the day of service stands"):
            actions.record_service(dispute, by=office.counsel, served_on=date(2025, 9, 18))


def test_a_late_defence_has_its_reason(office: SimpleNamespace) -> None:
    dispute = served(opened_dispute(office), office, FRIDAY)
    late = date(2025, 10, 10)
    with on(late):
        with pytest.raises(Refused, match="Say why it is late"):
            actions.record_defence(dispute, by=office.foi, sent_on=late)
        dispute = actions.record_defence(dispute, by=office.foi, sent_on=late, late_reason="材料调取延迟")
    assert dispute.late_reason == "材料调取延迟"


def test_on_the_last_day_a_defence_is_in_time(office: SimpleNamespace) -> None:
    dispute = served(opened_dispute(office), office, FRIDAY)
    with on(AFTER_THE_HOLIDAY):
        assert actions.record_defence(dispute, by=office.foi, sent_on=AFTER_THE_HOLIDAY).defence_sent_on


def test_a_decided_dispute_asks_for_no_defence(office: SimpleNamespace) -> None:
    dispute = decided(served(opened_dispute(office), office, FRIDAY), office, date(2025, 10, 14))
    assert not dispute.owes_defence
    with on(date(2025, 10, 15)), pytest.raises(Refused, match="recorded already"):
        actions.record_defence(dispute, by=office.foi, sent_on=date(2025, 10, 15))


def test_only_officer_and_counsel_record_service_and_defence(office: SimpleNamespace) -> None:
    dispute = served(opened_dispute(office), office, FRIDAY)
    for person in (office.leader, office.foi_head, office.supervisor, office.stranger):
        with on(FRIDAY), pytest.raises(Refused, match="keep the register of disputes"):
            actions.record_service(dispute, by=person, served_on=FRIDAY)
        with on(FRIDAY), pytest.raises(Refused, match="keep the register of disputes"):
            actions.record_defence(dispute, by=person, sent_on=FRIDAY)


def test_where_the_calendar_ends_the_missing_year_is_told(office: SimpleNamespace) -> None:
    dispute = served(opened_dispute(office, date(2025, 12, 15)), office, date(2025, 12, 26))
    known = dispute.defence_due_on
    assert actions.recompute_due_days(Calendar.of([2025], {})) == 1
    dispute.refresh_from_db()
    assert (dispute.defence_due_on, dispute.defence_due_unknown_year) == (None, 2026)
    assert actions.recompute_due_days(shipped_calendar()) == 1
    dispute.refresh_from_db()
    assert (dispute.defence_due_on, dispute.defence_due_unknown_year) == (known, None)


def test_what_is_not_known_and_what_is_due_first_stands_first(office: SimpleNamespace) -> None:
    without = opened_dispute(office)
    later = served(opened_dispute(office), office, date(2025, 9, 18))
    sooner = served(opened_dispute(office), office, date(2025, 9, 17))
    missing = served(opened_dispute(office), office, FRIDAY)
    Dispute.objects.filter(pk=missing.pk).update(defence_due_on=None, defence_due_unknown_year=2025)
    assert list(Dispute.objects.by_what_is_due()) == [missing, sooner, later, without]


def test_a_reconsideration_has_no_instance(office: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="no instances"):
        opened_dispute(office, instance=Instance.FIRST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=opened_dispute(office).pk).update(instance="first")


def test_a_new_holiday_notice_moves_the_due_days_of_disputes(office: SimpleNamespace) -> None:
    dispute = served(opened_dispute(office), office, FRIDAY)
    Dispute.objects.filter(pk=dispute.pk).update(defence_due_on=None, defence_due_unknown_year=2025)
    calendar_changed.send(HolidayNotice, years=[2025])
    dispute.refresh_from_db()
    assert dispute.defence_due_on == AFTER_THE_HOLIDAY
