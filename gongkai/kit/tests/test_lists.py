"""A page of a list has the rows it always had, though they are found by their keys."""

import pytest

from gongkai.agencies.models import Agency
from gongkai.kit.views import ByKeys

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(office):
    Agency.objects.bulk_create(
        Agency(slug=f"office-{n}", name=f"第{n}办事处", short_name=f"第{n}办", code=f"9{n}", path=f"x/{n}")
        for n in range(7)
    )
    return Agency.objects.filter(slug__startswith="office-").order_by("-slug")


def test_the_pages_together_are_the_list(offices):
    pages = ByKeys(offices, 3)
    assert [row for page in pages for row in page.object_list] == list(offices)
    assert [len(page.object_list) for page in pages] == [3, 3, 1]


def test_the_last_page_takes_in_the_few_that_would_be_left(offices):
    pages = ByKeys(offices, 3, orphans=1)
    assert [len(page.object_list) for page in pages] == [3, 4]


def test_a_page_is_one_statement(offices, django_assert_num_queries):
    pages = ByKeys(offices, 3)
    assert pages.count == 7
    with django_assert_num_queries(1):
        list(pages.page(2))


@pytest.mark.parametrize("made_up", [lambda rows: rows[:5], lambda rows: rows.distinct(), list])
def test_a_list_that_is_no_plain_choice_of_rows_stays_what_it_is(offices, made_up):
    rows = made_up(offices)
    assert list(ByKeys(rows, 5).page(1)) == list(offices)[:5]


def test_a_list_without_rows_has_one_empty_page(office):
    assert list(ByKeys(Agency.objects.none(), 3).page(1)) == []
