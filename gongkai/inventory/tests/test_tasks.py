"""The year's work priorities and their tasks: reported, accepted, given back."""

from datetime import date

import pytest

from gongkai.acts import Refused
from gongkai.inventory import actions
from gongkai.inventory.models import TaskState
from gongkai.inventory.queries import tasks_of
from gongkai.inventory.tests.factories import on, priority, task

pytestmark = pytest.mark.django_db

DAY = date(2025, 10, 23)


@pytest.fixture(autouse=True)
def today():
    with on(DAY):
        yield


def test_the_section_reports_and_the_foi_office_accepts(office):
    reported = actions.report_task(task(office), evidence="建街发〔2025〕3号", by=office.head)
    assert (reported.state, reported.reported_on) == (TaskState.REPORTED, DAY)
    done = actions.accept_task(reported, by=office.foi)
    assert (done.state, done.accepted_on, done.is_overdue) == (TaskState.ACCEPTED, DAY, False)


def test_a_report_needs_what_shows_it(office):
    with pytest.raises(Refused, match="what shows that it was done"):
        actions.report_task(task(office), evidence=" ", by=office.head)


def test_a_report_given_back_is_open_again_with_the_reason(office):
    reported = actions.report_task(task(office), evidence="照片", by=office.officer)
    again = actions.return_task(reported, reason="缺少办事指南", by=office.foi)
    assert (again.state, again.remark) == (TaskState.OPEN, "缺少办事指南")


def test_the_section_does_not_accept_its_own_report(office):
    reported = actions.report_task(task(office), evidence="照片", by=office.head)
    with pytest.raises(Refused, match="keep the inventory"):
        actions.accept_task(reported, by=office.head)


def test_somebody_elses_task_is_not_reported(office):
    with pytest.raises(Refused, match="person or the section in charge"):
        actions.report_task(task(office, section=None, owner=office.checker), evidence="x", by=office.head)


def test_a_task_belongs_to_somebody(office):
    with pytest.raises(Refused, match="which section or which person"):
        task(office, section=None)


def test_an_open_task_is_overdue_the_day_after(office):
    assert not task(office, due_on=DAY).is_overdue
    assert task(office, priority(office, title="二"), due_on=date(2025, 10, 22)).is_overdue


def test_a_person_finds_their_tasks_and_those_of_their_section(office):
    of = priority(office)
    mine = task(office, of, section=None, owner=office.head)
    ours = task(office, of)
    task(office, of, section=office.community)
    assert set(tasks_of(office.head)) == {mine, ours}
    assert set(tasks_of(office.checker)) == set()


def test_the_same_priorities_are_entered_once(office):
    priority(office)
    with pytest.raises(Refused, match="are there for 2025 already"):
        priority(office)
