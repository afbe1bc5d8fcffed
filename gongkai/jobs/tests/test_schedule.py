"""A daily job runs once a day, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest

from gongkai.jobs import schedule
from gongkai.jobs.models import Run
from gongkai.jobs.schedule import daily, run_due
from tests.together import together

MONDAY = datetime(2018, 5, 7, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch):
    monkeypatch.setattr(schedule, "_daily", {})


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
