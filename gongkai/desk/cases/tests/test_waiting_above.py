"""What is overdue waits for those who answer for the office, and shows to the district."""

from datetime import date, datetime

import pytest

from gongkai.acts import clock
from gongkai.cases.tests.factories import registered_case
from gongkai.desk.cases.waiting import waiting_for

pytestmark = pytest.mark.django_db

RECEIVED = date(2025, 9, 3)  # due on Tuesday, 30 September 2025


@pytest.mark.parametrize("who", ["principal", "foi_head", "supervisor"])
def test_an_overdue_request_waits_for_who_answers_for_it(office, who):
    case = registered_case(office, RECEIVED)
    with clock.pretend(datetime(2025, 9, 30, 17, 0)):
        assert waiting_for(getattr(office, who)) == []
    with clock.pretend(datetime(2025, 10, 9, 9, 0)):
        rows = waiting_for(getattr(office, who))
    assert [row.url for row in rows] == [case.get_absolute_url()]
    assert rows[0].deadline is not None
    assert rows[0].deadline.kind == "late"


def test_a_request_overdue_elsewhere_waits_for_nobody_here(office):
    registered_case(office, RECEIVED)
    chief = office.person("chief", "邻居（虚构）", ["principal_leader"], office.other)
    with clock.pretend(datetime(2025, 10, 9, 9, 0)):
        assert waiting_for(chief) == []
