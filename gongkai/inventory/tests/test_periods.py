"""What becomes of an owed period: fulfilled, excused, opened again; and how it stands on a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import PROGRAM, Refused
from gongkai.inventory import actions, queries
from gongkai.inventory.due import soon_until, standing
from gongkai.inventory.models import OwedPeriod, PeriodState, Standing
from gongkai.inventory.tests.factories import duty, matter, on, period
from gongkai.workdays.actions import load_shipped_notices
from gongkai.workdays.queries import loaded_calendar

pytestmark = pytest.mark.django_db

MAY = date(2025, 5, 7)
EVIDENCE = ("item", "catalogue.item:1", "2025年4月低保对象公示")


@pytest.fixture
def owed(office):
    load_shipped_notices()
    with on(MAY):
        yield duty(office)


@pytest.fixture
def april(owed):
    return period(owed, date(2025, 4, 1))


def test_the_section_says_what_it_disclosed(office, april):
    done = actions.fulfil(april, by=office.officer, evidence=EVIDENCE)
    assert (done.state, done.fulfilled_on, done.evidence_label) == (
        PeriodState.FULFILLED,
        MAY,
        "2025年4月低保对象公示",
    )


def test_the_program_may_fulfil_when_an_item_is_published(april):
    assert actions.fulfil(april, by=PROGRAM, evidence=EVIDENCE).state == PeriodState.FULFILLED


def test_another_section_does_not_say_it(office, april):
    other = office.person(
        "shequ", "社区信息员（虚构）", ["information_officer"], office.agency, office.community
    )
    with pytest.raises(Refused, match="section in charge say what was disclosed"):
        actions.fulfil(april, by=other, evidence=EVIDENCE)


def test_a_period_is_fulfilled_once(office, april):
    actions.fulfil(april, by=office.foi, evidence=EVIDENCE)
    with pytest.raises(Refused, match="Disclosed already"):
        actions.fulfil(april, by=office.foi, evidence=("item", "catalogue.item:2", "另一条"))


def test_a_period_that_has_not_begun_is_not_fulfilled(office, owed):
    with pytest.raises(Refused, match="This period begins on"):
        actions.fulfil(period(owed, date(2025, 6, 1)), by=office.foi, evidence=EVIDENCE)


def test_without_evidence_nothing_is_fulfilled(office, april):
    with pytest.raises(Refused, match="Say what was disclosed"):
        actions.fulfil(april, by=office.foi, evidence=("item", "", ""))


def test_disclosure_after_the_due_day_shows_as_late(office, owed):
    march = actions.fulfil(period(owed, date(2025, 3, 1)), by=office.foi, evidence=EVIDENCE)
    assert march.was_late


def test_the_section_asks_and_the_foi_office_excuses(office, april):
    actions.propose_excuse(april, reason="本月没有变化", by=office.head)
    done = actions.excuse(april, reason="本月没有变化", by=office.foi)
    assert (done.state, done.excuse, done.proposed_excuse) == (PeriodState.EXCUSED, "本月没有变化", "")


def test_the_section_does_not_excuse_itself(office, april):
    with pytest.raises(Refused, match="excuse a period"):
        actions.excuse(april, reason="忙", by=office.head)


def test_nobody_is_excused_without_a_reason(office, april):
    with pytest.raises(Refused, match="Give the reason"):
        actions.excuse(april, reason="  ", by=office.foi)


def test_what_the_section_asked_can_be_declined(office, april):
    actions.propose_excuse(april, reason="本月没有变化", by=office.officer)
    assert not actions.decline_excuse(april, reason="有两户变化", by=office.foi_head).proposed_excuse


def test_a_withdrawn_item_opens_the_period_again(office, april):
    actions.fulfil(april, by=office.foi, evidence=EVIDENCE)
    again = actions.reopen(april, reason="信息已撤下", by=office.foi)
    assert (again.state, again.evidence_key, again.fulfilled_on) == (PeriodState.OWED, "", None)


def test_the_database_keeps_no_fulfilled_period_without_evidence(april):
    with pytest.raises(IntegrityError), transaction.atomic():
        OwedPeriod.objects.filter(pk=april.pk).update(state=PeriodState.FULFILLED, fulfilled_on=MAY)


def test_periods_of_another_office_do_not_exist_for_a_stranger(office, owed):
    assert OwedPeriod.objects.visible_to(office.foi).exists()
    assert not OwedPeriod.objects.visible_to(office.stranger).exists()
    assert OwedPeriod.objects.visible_to(office.supervisor).exists()


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2025, 3, 1), Standing.MISSED),  # due on 10 April
        (date(2025, 4, 1), Standing.SOON),  # due on 10 May
        (date(2025, 5, 1), Standing.COMING),
    ],
)
def test_a_period_stands_as_its_days_say(owed, start, expected):
    soon = soon_until(MAY, loaded_calendar())
    assert soon == date(2025, 5, 14)
    assert standing(period(owed, start), MAY, soon) == expected


def test_the_list_picks_what_the_period_says_of_itself(office, owed):
    actions.fulfil(period(owed, date(2025, 2, 1)), by=office.foi, evidence=EVIDENCE)
    actions.excuse(period(owed, date(2025, 1, 1)), by=office.foi, reason="无")
    OwedPeriod.objects.filter(starts_on=date(2025, 3, 1)).update(due_on=None)
    soon = soon_until(MAY, loaded_calendar())
    for each in Standing:
        picked = set(OwedPeriod.objects.filter(queries.condition(each, MAY, soon)))
        assert picked == {one for one in OwedPeriod.objects.all() if standing(one, MAY, soon) == each}


def test_the_board_counts_by_section(office, owed, django_assert_max_num_queries):
    duty(office, matter(office, code="x"), section=office.community, since=date(2025, 4, 1))
    actions.fulfil(period(owed, date(2025, 1, 1)), by=office.foi, evidence=EVIDENCE)
    with django_assert_max_num_queries(4):
        shown = queries.board(office.agency, MAY)
    numbers = {row.section: row.numbers for row in shown.rows}
    assert numbers[office.section][Standing.MISSED] == 2
    assert numbers[office.section][Standing.FULFILLED] == 1
    assert numbers[office.community][Standing.MISSED] == 0
    assert shown.numbers[Standing.SOON] == 2
    assert [each.starts_on for each in shown.missed] == [date(2025, 2, 1), date(2025, 3, 1)]


def test_what_is_due_between_two_days_is_listed(office, owed):
    found = queries.due_between(office.agency, date(2025, 5, 1), date(2025, 6, 30))
    assert [each.due_on for each in found] == [date(2025, 5, 10), date(2025, 6, 10)]


def test_an_item_of_the_matter_fulfils_the_earliest_open_period(office, owed):
    assert queries.open_period(owed.matter, MAY) == period(owed, date(2025, 1, 1))
