"""Numbers have no gaps and no doubles."""

from itertools import chain

import pytest
from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.numbering import next_serial
from tests.together import together


def agency(slug="jianguomen"):
    return Agency.objects.create(slug=slug, name=slug, short_name=slug, code="000000047", level="subdistrict")


@pytest.mark.django_db
def test_a_series_counts_from_one():
    office = agency()
    assert [next_serial(office, "cases", 2018) for _ in range(3)] == [1, 2, 3]


@pytest.mark.django_db
def test_each_year_series_and_agency_counts_for_itself():
    office, other = agency(), agency("chaoyangmen")
    next_serial(office, "cases", 2018)
    assert next_serial(office, "cases", 2019) == 1
    assert next_serial(office, "documents", 2018) == 1
    assert next_serial(other, "cases", 2018) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_taken_by_an_act_that_failed_is_given_again():
    office = agency()
    with transaction.atomic():
        next_serial(office, "cases", 2018)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert next_serial(office, "cases", 2018) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_is_not_given_outside_the_act_that_uses_it():
    with pytest.raises(RuntimeError, match="in the transaction that uses it"):
        next_serial(agency(), "cases", 2018)


@pytest.mark.django_db(transaction=True)
def test_clerks_at_the_same_moment_get_different_numbers_without_a_gap():
    office = agency()

    def register() -> list[int]:
        given = []
        for _ in range(5):
            with transaction.atomic():
                given.append(next_serial(office, "cases", 2018))
        return given

    assert sorted(chain.from_iterable(together(4, register))) == list(range(1, 21))
