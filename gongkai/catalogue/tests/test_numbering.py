"""Index numbers: by the office's pattern, without gaps, each given once, also at the same moment."""

from datetime import date, datetime
from queue import SimpleQueue

import pytest
from django.db import transaction

from gongkai.acts import clock
from gongkai.agencies.actions import change_particulars
from gongkai.catalogue import actions
from gongkai.catalogue.models import Item
from gongkai.catalogue.numbering import coming_index_number, next_index_numbers
from gongkai.catalogue.tests.factories import column, published
from gongkai.documents.tests.factories import cleared
from tests.together import together

DAY = date(2018, 5, 7)


@pytest.fixture(autouse=True)
def _on_a_monday_in_may_2018():
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        yield


@pytest.mark.django_db
def test_another_pattern_changes_no_number_that_was_given(office):
    first = published(office)
    change_particulars(office.agency, by=office.sysadmin, index_pattern="{code}/{year}{month}-{serial:06d}")
    office.agency.refresh_from_db()
    assert coming_index_number(office.agency, DAY) == "000000047/201805-000002"
    second = published(office, cleared(office, title="又一份通知"))
    numbers = [Item.objects.get(pk=each.pk).index_number for each in (first, second)]
    assert numbers == ["000000047/2018-00001", "000000047/201805-000002"]


@pytest.mark.django_db
def test_a_number_that_an_earlier_item_brought_along_is_passed_over(office):
    item = published(office)
    Item.objects.filter(pk=item.pk).update(index_number="000000047/2018-00003")
    assert next_index_numbers(office.agency, DAY, 2) == ["000000047/2018-00002", "000000047/2018-00004"]


@pytest.mark.django_db(transaction=True)
def test_eight_who_publish_at_the_same_moment_get_eight_numbers_without_a_gap(office):
    waiting: SimpleQueue = SimpleQueue()
    for number in range(8):
        waiting.put(cleared(office, title=f"通知{number}").review.package)
    where = column(office)

    def publish() -> str:
        with clock.pretend(datetime(2018, 5, 7, 9, 0)), transaction.atomic():
            return actions.publish(waiting.get(), by=office.foi, column=where).index_number

    given = together(8, publish)
    assert sorted(given) == [f"000000047/2018-{number:05d}" for number in range(1, 9)]
    assert sorted(Item.objects.values_list("index_number", flat=True)) == sorted(given)
