"""The daily round: who is told before a due day and after it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.inventory import actions
from gongkai.inventory.reminders import remind
from gongkai.inventory.tests.factories import duty, on, period, priority, task
from gongkai.notices.models import Notice
from gongkai.workdays.actions import load_shipped_notices

pytestmark = pytest.mark.django_db

EVIDENCE = ("item", "catalogue.item:1", "低保对象公示")


@pytest.fixture(autouse=True)
def calendar(db):
    load_shipped_notices()


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("to__username", flat=True))


@pytest.fixture
def laid(office):
    with on(date(2025, 4, 28)):
        return duty(office, since=date(2025, 4, 1))  # April is due on Saturday 10 May


def test_the_section_is_reminded_five_working_days_before(office, laid):
    with on(date(2025, 4, 28)):
        remind()
    assert not Notice.objects.exists()
    with on(date(2025, 5, 6)):
        remind()
    assert told("inventory.due") == {office.head.username, office.officer.username}


def test_a_missed_period_is_told_to_the_foi_officer_once(office, laid):
    with on(date(2025, 5, 12)):
        remind()
        remind()
    with on(date(2025, 5, 13)):
        remind()
    assert told("inventory.missed") == {office.head.username, office.officer.username, office.foi.username}
    assert Notice.objects.count() == 3


def test_nobody_is_reminded_of_what_is_done(office, laid):
    with on(date(2025, 5, 6)):
        actions.fulfil(period(laid, date(2025, 4, 1)), by=office.foi, evidence=EVIDENCE)
        remind()
    assert not Notice.objects.exists()


def test_the_owner_of_a_task_is_reminded(office):
    with on(date(2025, 5, 6)):
        task(office, priority(office), owner=office.checker, due_on=date(2025, 5, 8))
        remind()
    assert told("inventory.task_due") == {office.checker.username}


def test_the_round_asks_as_much_for_many_periods_as_for_one_when_nothing_is_due(office, laid):
    of = laid.matter
    with on(date(2025, 4, 28)):
        with CaptureQueriesContext(connection) as few:
            remind()
        for _number in range(5):
            duty(office, of, since=date(2025, 4, 1))
        with CaptureQueriesContext(connection) as many:
            remind()
    assert len(many) == len(few)
