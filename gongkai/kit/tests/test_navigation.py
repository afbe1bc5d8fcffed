"""The desk's navigation: worked out once, its numbers asked in one statement and right after every act."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import translation

from gongkai.acts import clock
from gongkai.agencies.models import Agency
from gongkai.cases.tests.factories import registered_case
from gongkai.kit import navigation
from gongkai.kit.asking import counts, which_have_rows
from gongkai.kit.waiting import Question, Waiting, told
from gongkai.notices.models import Notice
from gongkai.people.models import User

pytestmark = pytest.mark.django_db


def shown_to(user, path="/desk/"):
    """The entries a person sees, in a request of their own."""
    request = SimpleNamespace(user=User.objects.get(pk=user.pk), path=path, resolver_match=object())
    return {each["name"]: each for group in navigation.navigation_for(request) for each in group["entries"]}


def row(title):
    return Waiting(kind="", title=title, url="", says="", button="")


def test_everybody_sees_the_entries_of_their_duties(office):
    assert "cases" in shown_to(office.foi)
    assert "journal" not in shown_to(office.foi)
    assert "journal" in shown_to(office.auditor)


def test_the_page_one_is_on_is_marked(office):
    on_a_case = shown_to(office.foi, "/desk/cases/7/")
    assert on_a_case["cases"]["current"]
    assert not on_a_case["home"]["current"]
    assert shown_to(office.foi, "/desk/")["home"]["current"]


def test_each_reads_it_in_their_language(office):
    with translation.override("en"):
        english = shown_to(office.foi)["cases"]["label"]
    with translation.override("zh-hans"):
        assert shown_to(office.foi)["cases"]["label"] != english


def test_all_numbers_are_one_statement(office, django_assert_num_queries):
    user = User.objects.get(pk=office.foi.pk)
    assert user.duties
    request = SimpleNamespace(user=user, path="/desk/", resolver_match=None)
    with django_assert_num_queries(1):
        navigation.navigation_for(request)


def test_a_case_that_comes_in_is_counted(office):
    before = shown_to(office.foi)["cases"]["count"]
    registered_case(office)
    assert shown_to(office.foi)["cases"]["count"] == before + 1


@pytest.mark.django_db(transaction=True)
class TestNumbersThatAreKept:
    def test_the_same_page_asks_only_whether_anybody_did_anything(self, office, django_assert_num_queries):
        registered_case(office)
        user = User.objects.get(pk=office.foi.pk)
        request = SimpleNamespace(user=user, path="/desk/", resolver_match=None)
        with clock.pretend(clock.now()):
            navigation.navigation_for(request)
            with django_assert_num_queries(1):
                navigation.navigation_for(request)

    def test_they_are_right_after_an_act_also_a_private_one(self, office):
        with clock.pretend(clock.now()):
            registered_case(office)
            first = shown_to(office.foi)["cases"]["count"]
            registered_case(office)
            assert shown_to(office.foi)["cases"]["count"] == first + 1

    def test_nobody_gets_the_numbers_of_somebody_else(self, office):
        with clock.pretend(clock.now()):
            registered_case(office)
            assert shown_to(office.foi)["cases"]["count"] == 1
            assert shown_to(office.stranger)["cases"]["count"] == 0

    def test_what_an_open_transaction_changed_is_counted_in_it_and_not_kept(self, office):
        with clock.pretend(clock.now()):
            registered_case(office)
            with transaction.atomic():
                registered_case(office)
                assert shown_to(office.foi)["cases"]["count"] == 2
                transaction.set_rollback(True)
            assert shown_to(office.foi)["cases"]["count"] == 1


def test_several_lists_are_counted_in_one_statement(office, django_assert_num_queries):
    every, number = Agency.objects.order_by("name"), Agency.objects.count()
    with django_assert_num_queries(1):
        assert counts([every, Agency.objects.none(), Notice.objects.all()]) == [number, 0, 0]


def test_lists_without_a_row_are_found_in_one_statement(office, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = which_have_rows([Agency.objects.all(), Agency.objects.none(), Notice.objects.all()])
    assert found == [True, False, False]


def test_where_nothing_can_wait_the_database_is_not_asked(office, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert which_have_rows([Agency.objects.none(), Agency.objects.filter(pk__in=[])]) == [False, False]


def test_only_what_has_rows_is_told_and_in_its_order(office):
    questions = [
        Question(Agency.objects.all(), lambda: [row("first"), row("second")]),
        Question(Agency.objects.none(), lambda: [row("never")]),
        Question(Agency.objects.filter(pk=office.agency.pk), lambda: [row("third")]),
    ]
    assert [each.title for each in told(questions)] == ["first", "second", "third"]
