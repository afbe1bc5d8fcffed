"""Duties by calendar: which periods they lay out, and until when each is due."""

import os
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.acts import Refused
from gongkai.inventory import actions
from gongkai.inventory.models import DueRule, OwedPeriod, PeriodState, Unit
from gongkai.inventory.rhythms import Rhythm, periods
from gongkai.inventory.tests.factories import duty, event_duty, matter, on, period
from gongkai.law.periods import months_after
from gongkai.workdays.actions import load_shipped_notices
from gongkai.workdays.models import ExceptionalDay, HolidayNotice

pytestmark = pytest.mark.django_db

EXAMPLES = 60 if os.environ.get("GONGKAI_TEST_ALL") == "1" else 25

MAY = date(2025, 5, 7)
EVIDENCE = ("item", "catalogue.item:1", "低保对象公示")


@pytest.fixture(autouse=True)
def calendar(db):
    load_shipped_notices()


def test_a_duty_lays_out_its_periods_a_year_ahead(office):
    with on(MAY):
        laid = duty(office)
    starts = list(laid.periods.values_list("starts_on", flat=True))
    assert starts[0] == date(2025, 1, 1)
    assert starts[-1] == date(2026, 5, 1)
    assert len(starts) == 17


def test_a_month_is_due_so_many_days_after_its_end(office):
    with on(MAY):
        laid = duty(office)
    assert period(laid, date(2025, 2, 1)).due_on == date(2025, 3, 10)


def test_working_days_are_counted_along_the_calendar(office):
    with on(MAY):
        laid = duty(office, rule=DueRule.SOCIAL_ASSISTANCE)
    # Ten working days after 30 April 2025: 1 to 5 May are off, the 27th of April was worked before.
    assert period(laid, date(2025, 4, 1)).due_on == date(2025, 5, 19)


def test_the_annual_report_is_due_three_months_after_the_year(office):
    with on(MAY):
        laid = duty(office, rhythm=Rhythm.YEARLY, number=3, unit=Unit.MONTHS)
    assert period(laid, date(2025, 1, 1)).due_on == date(2026, 3, 31)


def test_beijing_published_within_fifteen_working_days_in_2018(office):
    with on(date(2018, 5, 7)):
        nation = event_duty(office, since=date(2018, 1, 1), rule=DueRule.ITEM, occasion="信息形成")
        city = event_duty(
            office,
            matter(office, code="x"),
            since=date(2018, 1, 1),
            rule=DueRule.ITEM_BEIJING,
            occasion="信息形成",
        )
        due = [
            actions.record_trigger(each, day=date(2018, 3, 1), by=office.foi).due_on
            for each in (nation, city)
        ]
    assert due == [date(2018, 3, 29), date(2018, 3, 22)]


def test_the_budget_is_due_twenty_calendar_days_after_its_approval(office):
    with on(MAY):
        laid = event_duty(office)
        owed = actions.record_trigger(laid, day=date(2025, 4, 21), by=office.head)
    assert (owed.starts_on, owed.ends_on, owed.due_on) == (
        date(2025, 4, 21),
        date(2025, 4, 21),
        date(2025, 5, 11),
    )


def test_the_same_occasion_recorded_twice_is_owed_once(office):
    with on(MAY):
        laid = event_duty(office)
        first = actions.record_trigger(laid, day=date(2025, 4, 21), by=office.foi)
        again = actions.record_trigger(laid, day=date(2025, 4, 21), by=office.head)
    assert first == again


def test_an_occasion_to_come_is_not_recorded(office):
    with on(MAY):
        laid = event_duty(office)
        with pytest.raises(Refused, match="lies in the future"):
            actions.record_trigger(laid, day=date(2025, 5, 8), by=office.foi)


def test_a_due_day_beyond_the_calendar_names_the_notice_that_is_missing(office):
    HolidayNotice.objects.filter(year=2026).delete()
    ExceptionalDay.objects.filter(day__year=2026).delete()
    with on(MAY):
        laid = duty(office, rule=DueRule.SOCIAL_ASSISTANCE)
        december = period(laid, date(2025, 12, 1))
    assert (december.due_on, december.due_unknown_year) == (None, 2026)


def test_due_days_are_derived_anew_when_the_notice_is_loaded(office):
    ExceptionalDay.objects.filter(notice__year=2026).delete()
    HolidayNotice.objects.filter(year=2026).delete()
    with on(MAY):
        laid = duty(office, rule=DueRule.SOCIAL_ASSISTANCE)
        load_shipped_notices()
        moved = actions.recompute_due_days()
    assert moved >= 5
    december = period(laid, date(2025, 12, 1))
    # 1 to 3 January are off, Sunday the 4th is worked for them.
    assert december.due_on == date(2026, 1, 15)
    assert december.due_unknown_year is None


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rhythm=st.sampled_from([Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.SCHOOL_YEAR, Rhythm.YEARLY]),
    since=st.dates(date(2016, 1, 1), date(2025, 12, 31)),
    steps=st.lists(st.integers(0, 200), max_size=4),
    done=st.integers(0, 40),
)
def test_no_period_is_laid_out_twice_and_none_is_missing(office, rhythm, since, steps, done):
    OwedPeriod.objects.all().delete()
    office.agency.refresh_from_db()
    day = date(2025, 12, 31)
    with on(day):
        laid = duty(office, matter(office, code=f"{rhythm}{since}{steps}{done}"), rhythm=rhythm, since=since)
        chosen = list(laid.periods.filter(starts_on__lte=day))[: done + 1][-1:]
        for each in chosen:
            actions.fulfil(each, by=office.foi, evidence=EVIDENCE)
    for step in steps:
        day += timedelta(days=step)
        actions.lay_out_periods(day)
        actions.lay_out_periods(day)
    expected = [first for first, _last in periods(rhythm, since, months_after(day, 12))]
    assert list(laid.periods.order_by("starts_on").values_list("starts_on", flat=True)) == expected
    assert laid.periods.filter(state=PeriodState.FULFILLED).count() == len(chosen)
    laid.periods.all().delete()


def test_an_ended_duty_lays_out_nothing_more_and_keeps_what_was_done(office):
    with on(MAY):
        laid = duty(office)
        actions.fulfil(period(laid, date(2025, 4, 1)), by=office.foi, evidence=EVIDENCE)
        ended = actions.end_duty(laid, until=date(2025, 3, 31), reason="事项取消", by=office.foi)
        actions.lay_out_periods(date(2026, 5, 7))
    starts = [each.starts_on.month for each in ended.periods.all()]
    assert starts == [1, 2, 3, 4]


def test_a_new_time_limit_moves_what_is_still_open(office):
    with on(MAY):
        laid = duty(office)
        actions.fulfil(period(laid, date(2025, 1, 1)), by=office.foi, evidence=EVIDENCE)
        actions.change_duty(
            laid, rule=DueRule.OWN, number=20, unit=Unit.DAYS, section=office.section, by=office.foi
        )
    assert period(laid, date(2025, 1, 1)).due_on == date(2025, 2, 10)
    assert period(laid, date(2025, 2, 1)).due_on == date(2025, 3, 20)


def test_a_duty_without_number_and_rule_is_refused(office):
    with on(MAY), pytest.raises(Refused, match="Give the number and its unit"):
        duty(office, number=None, unit="")


def test_dual_publicity_cannot_be_owed_before_there_was_such_a_rule(office):
    with on(MAY), pytest.raises(Refused, match="the law knew no such time limit"):
        event_duty(office, rule=DueRule.DUAL_PUBLICITY, since=date(2015, 1, 1), occasion="处罚决定")


def test_only_the_foi_office_lays_duties_on_a_matter(office):
    with on(MAY), pytest.raises(Refused, match="keep the inventory"):
        duty(office, by=office.head)


def test_a_matter_with_standing_duties_does_not_end(office):
    with on(MAY):
        laid = duty(office)
        with pytest.raises(Refused, match="End its duties first"):
            actions.end_matter(laid.matter, reason="机构改革", by=office.foi)
