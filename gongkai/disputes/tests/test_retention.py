"""The data of a request stay while somebody disputes it."""

from datetime import date
from types import SimpleNamespace

import pytest

from gongkai.cases import actions as cases
from gongkai.cases.tests.factories import delivered_reply, on, registered_case
from gongkai.disputes.tests.factories import decided, opened_dispute

pytestmark = pytest.mark.django_db

AFTER = date(2027, 9, 16)


def erased() -> int:
    with on(AFTER):
        return cases.erase_what_is_over()


def test_a_request_in_dispute_is_kept_until_the_decision(office: SimpleNamespace) -> None:
    case = delivered_reply(registered_case(office), office).case
    dispute = opened_dispute(office, case=case)
    assert erased() == 0
    decided(dispute, office, date(2025, 12, 8))
    assert erased() == 1
