"""A clearance given before this program came."""

from datetime import date, datetime

import pytest

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.secrecy import actions
from gongkai.secrecy.earlier import EarlierPaper, admit_all, admit_earlier
from gongkai.secrecy.models import Review, State
from gongkai.secrecy.printing import form_of
from gongkai.secrecy.queries import for_register
from gongkai.secrecy.register import register_of
from gongkai.secrecy.tests.factories import packed, with_opinion

pytestmark = pytest.mark.django_db

THEN = date(2018, 4, 26)


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(datetime(2026, 11, 5, 9, 0)):
        yield


def clearance(**given):
    return {"cleared_by": "王主任", "cleared_on": THEN, "paper": "保密审查表2018-12号"} | given


def earlier(office, number=1, **given):
    values = {
        "about": f"tests.earlier:{number}",
        "agency": office.agency,
        "title": f"办事指南{number}",
        "body": "窗口办理。",
        "published_on": date(2018, 5, 1),
    }
    return EarlierPaper(**(values | clearance() | given))


def test_an_earlier_clearance_is_recorded_with_who_when_and_paper(office):
    review = admit_earlier(packed(office).package, by=office.foi, **clearance())
    assert review.state == State.CLEARED
    assert (review.earlier_by, review.cleared_on, review.approved_by) == ("王主任", THEN, None)
    assert review.package.is_cleared


def test_it_is_journaled(office):
    review = admit_earlier(packed(office).package, by=office.foi, **clearance())
    entry = Entry.objects.get(act="secrecy.admitted_earlier")
    assert (entry.subject_key, entry.details["paper"]) == (review.key, "保密审查表2018-12号")


@pytest.mark.parametrize("who", ["officer", "head", "reviewer", "editor", "stranger"])
def test_only_the_foi_office_admits_it(office, who):
    package = packed(office).package
    with pytest.raises(Refused, match="admits an earlier clearance"):
        admit_earlier(package, by=getattr(office, who), **clearance())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"cleared_by": " "}, "names who gave it"),
        ({"paper": ""}, "names who gave it"),
        ({"cleared_on": date(2026, 11, 6)}, "future"),
        ({"published_on": date(2018, 4, 25)}, "published before it was cleared"),
        ({"paper": "文" * 301}, "too great length"),
    ],
)
def test_a_clearance_without_sense_is_refused(office, given, words):
    package = packed(office).package
    with pytest.raises(Refused, match=words):
        admit_earlier(package, by=office.foi, **clearance(**given))


def test_personal_data_bars_it_as_any_other_clearance(office):
    package = packed(office, body="联系人手机13800138000。").package
    with pytest.raises(Refused, match="found in 1 place"):
        admit_earlier(package, by=office.foi, **clearance())


def test_a_review_begun_here_is_ended_here(office):
    package = with_opinion(office).package
    with pytest.raises(Refused, match="begun here"):
        admit_earlier(package, by=office.foi, **clearance())


def test_what_was_drafted_here_is_reviewed_here(office):
    package = packed(office, about="documents.document:1").package
    with pytest.raises(Refused, match="reviewed in it"):
        admit_earlier(package, by=office.foi, **clearance())


def test_many_are_admitted_in_their_order_with_numbers_of_their_own(office):
    papers = [earlier(office, number) for number in range(1, 4)]
    packages = admit_all(papers, by=office.foi)
    assert [each.title for each in packages] == ["办事指南1", "办事指南2", "办事指南3"]
    assert all(each.is_cleared and each.is_unchanged() for each in packages)
    numbers = list(Review.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == ["2018-旧00001", "2018-旧00002", "2018-旧00003"]
    assert (
        actions.pack(
            about="tests.paper:2",
            agency=office.agency,
            section=office.section,
            title="通知",
            body="",
            files=[],
            submitted_by=office.officer,
            drafted_by=office.officer,
            by=office.officer,
        ).number
        == "2026-0001"
    )


def test_one_that_cannot_be_admitted_bars_all(office):
    papers = [earlier(office, 1), earlier(office, 2, body="联系人手机13800138000。")]
    with pytest.raises(Refused, match="办事指南2"):
        admit_all(papers, by=office.foi)
    assert not Review.objects.exists()


def test_a_thousand_take_no_more_statements_than_a_few(office, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        admit_all([earlier(office, number) for number in range(300)], by=office.foi)


def test_form_and_register_tell_of_the_paper(office):
    review = admit_earlier(packed(office).package, by=office.foi, **clearance())
    register = register_of(
        office.agency, for_register(Review.objects.all()), period="2018年", printed_on=clock.today()
    )
    (row,) = register.rows
    assert {"王主任", THEN, "系统启用前已审查，见保密审查表2018-12号"} <= set(row)
    assert form_of(review) is not None
