"""A daily job runs once a day and one that comes back after its pause, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest

from gongkai.jobs import schedule
from gongkai.jobs.models import Run
from gongkai.jobs.schedule import daily, every, run_due
from tests.together import together

MONDAY = datetime(2018, 5, 7, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch):
    monkeypatch.setattr(schedule, "_daily", {})
    monkeypatch.setattr(schedule, "_every", {})


@pytest.mark.django_db
def test_a_daily_job_runs_once_a_day():
    ran = []
    daily("count", lambda: ran.append(True))
    assert (run_due(MONDAY), run_due(MONDAY), run_due(TUESDAY)) == (["count"], [], ["count"])
    assert len(ran) == 2


@pytest.mark.django_db
def test_it_does_not_run_again_later_that_day():
    daily("count", lambda: None)
    assert (run_due(MONDAY), run_due(MONDAY + timedelta(hours=8))) == (["count"], [])


@pytest.mark.django_db
def test_a_job_that_fails_is_noted_and_holds_up_no_other():
    def fail():
        raise ValueError("no disk")

    ran = []
    daily("a", fail)
    daily("b", lambda: ran.append(True))
    assert run_due(MONDAY) == ["a", "b"]
    assert ran == [True]
    assert "no disk" in Run.objects.get(job="a").fault


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_run_it_once():
    ran = []
    daily("count", lambda: ran.append(True))
    together(3, lambda: run_due(MONDAY))
    assert ran == [True]


def seconds(number):
    return timedelta(seconds=number)


@pytest.mark.django_db
def test_a_job_of_each_minute_runs_when_a_minute_has_passed_since_it_last_began():
    every("post", 60, lambda: None)
    looks = [MONDAY + seconds(number) for number in (0, 30, 59, 60, 90, 120)]
    assert [run_due(look) for look in looks] == [["post"], [], [], ["post"], [], ["post"]]


@pytest.mark.django_db
def test_a_job_of_each_minute_leaves_one_row_however_often_it_runs():
    every("post", 60, lambda: None)
    for minute in range(5):
        run_due(MONDAY + seconds(60 * minute))
    assert Run.objects.get().started_at == MONDAY + seconds(240)


@pytest.mark.django_db
def test_a_job_that_failed_comes_back_and_its_fault_is_forgotten_when_it_succeeds():
    answers = [False, True]

    def work():
        if not answers.pop(0):
            raise ValueError("no line")

    every("post", 60, work)
    run_due(MONDAY)
    assert "no line" in Run.objects.get().fault
    assert run_due(MONDAY + seconds(60)) == ["post"]
    assert Run.objects.get().fault == ""


@pytest.mark.django_db
def test_a_clock_that_was_set_forward_does_not_hold_a_job_up():
    every("post", 60, lambda: None)
    run_due(TUESDAY)
    assert run_due(MONDAY) == ["post"]


def test_a_job_cannot_ask_for_more_than_the_worker_looks():
    with pytest.raises(ValueError, match="does not look that often"):
        every("post", 1, lambda: None)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_run_a_job_of_each_minute_once():
    ran = []
    every("post", 60, lambda: ran.append(True))
    together(3, lambda: run_due(MONDAY))
    together(3, lambda: run_due(MONDAY + seconds(60)))
    assert ran == [True, True]
