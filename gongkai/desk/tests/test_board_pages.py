"""Boards, hand-outs and reading points through their pages."""

from datetime import date, datetime

import pytest

from gongkai.acts import clock
from gongkai.acts.duties import Duty
from gongkai.catalogue import actions as catalogue
from gongkai.channels import boards, hand_overs
from gongkai.channels.models import (
    HandOut,
    HandOver,
    HandOverState,
    Issue,
    Posting,
    PostingState,
    Release,
    State,
)
from gongkai.channels.tests.factories import channel, published_item
from gongkai.channels.tests.test_boards import leads_to
from gongkai.desk.boards.waiting import waiting_for
from gongkai.desk.tests.pages import HOSTILE, faults_of, sent, shown, text, uploaded
from gongkai.desk.tests.papers import BOARD, DAY, begun, photograph, planned, queries_of, stored
from gongkai.law.channels import ChannelKind
from gongkai.people.models import Post, User
from gongkai.resources.models import ReadingPoint

pytestmark = pytest.mark.django_db

VISIT, POINT = ChannelKind.VISIT, ChannelKind.READING_POINT


@pytest.fixture
def item(office):
    return published_item(office, "冬季取暖安全告居民书")


@pytest.fixture
def community_officer(office):
    person = User.objects.create(username="shequ", name="社区信息员", agency=office.agency, password="!")
    Post.objects.create(
        user=person,
        agency=office.agency,
        section=office.community,
        duty=Duty.INFORMATION_OFFICER,
        since=date(2010, 1, 1),
    )
    return person


def test_the_officer_of_the_community_confirms_with_a_photograph_from_the_phone(
    as_, office, item, community_officer
):
    posting = planned(office, item)
    client = as_(community_officer)
    assert item.title in shown(client.get("/desk/boards/mine/"))
    page = text(client.get(f"/desk/boards/{posting.pk}/posted/"))
    assert 'capture="environment"' in page
    answer = sent(
        client,
        f"/desk/boards/{posting.pk}/posted/",
        posted_on="2018-05-07",
        picture=photograph(),
        latitude="39.908472",
        longitude="116.419781",
    )
    assert answer.status_code == 302
    posting.refresh_from_db()
    assert (posting.state, posting.posted_by, str(posting.posted_latitude)) == (
        PostingState.POSTED,
        community_officer,
        "39.908",
    )
    assert posting.release.state == State.CONFIRMED
    picture = client.get(f"/desk/boards/{posting.pk}/pictures/posted/")
    assert picture["Content-Type"] == "image/jpeg"
    assert client.get(f"/desk/boards/{posting.pk}/pictures/posted/?small")["Content-Type"] == "image/jpeg"


def test_a_posting_without_a_photograph_is_sent_back_with_what_was_typed(as_, office, item):
    posting = planned(office, item)
    answer = sent(
        as_(office.foi), f"/desk/boards/{posting.pk}/posted/", posted_on="2018-05-07", place="北门东侧"
    )
    assert answer.status_code == 422
    assert "北门东侧" in text(answer)


def test_a_text_is_no_photograph(as_, office, item):
    posting = planned(office, item)
    answer = sent(
        as_(office.foi),
        f"/desk/boards/{posting.pk}/posted/",
        posted_on="2018-05-07",
        picture=uploaded("公告栏.txt", b"text"),
    )
    assert "Choose a photograph." in text(answer)


def test_what_was_taken_down_early_stands_in_red_with_its_reason(as_, office, item):
    posting = planned(office, item)
    client = as_(office.foi)
    sent(client, f"/desk/boards/{posting.pk}/posted/", posted_on="2018-05-07", picture=photograph())
    with clock.pretend(datetime(2018, 5, 21, 9)):
        address = f"/desk/boards/{posting.pk}/taken-down/"
        refused = sent(client, address, down_on="2018-05-21", picture=photograph())
        assert "say why it is taken down early" in text(refused)
        sent(client, address, down_on="2018-05-21", picture=photograph(), reason="公告栏改造")
        page = shown(client.get(f"/desk/boards/{posting.pk}/"))
    assert "Taken down early: it had to hang until" in page
    assert "公告栏改造" in page


def test_what_hangs_too_long_waits_for_the_community_and_the_office(office, item, community_officer):
    posting = planned(office, item, days=7)
    boards.confirm_posting(
        posting, by=office.foi, posted_on=DAY, picture=stored(office), place="", position=None
    )
    with clock.pretend(datetime(2018, 5, 16, 9)):
        for person in (community_officer, office.editor):
            (row,) = waiting_for(User.objects.get(pk=person.pk))
            assert (row.deadline.kind, row.deadline.number) == ("late", 3)
        assert waiting_for(User.objects.get(pk=office.leader.pk)) == []


def test_the_editor_plans_sheets_with_the_period_proposed(as_, office, item):
    channel(office, BOARD)
    client = as_(office.editor)
    page = text(client.get(f"/desk/boards/new/?item={item.index_number}"))
    assert 'value="7"' in page
    sent(
        client,
        "/desk/boards/new/",
        item=item.pk,
        communities=[office.community.pk],
        hang_from="2018-05-08",
        days=30,
        unit="days",
        sheet="A4",
        contact="办公室",
    )
    assert Posting.objects.get().days == 30


@pytest.mark.one_database
def test_sheet_and_list_are_papers_to_print(as_, office, item):
    posting = planned(office, item)
    client = as_(office.officer)
    answers = [
        client.get(f"/desk/boards/{path}")
        for path in (f"{posting.pk}/sheet/", f"communities/{office.community.pk}/list/")
    ]
    assert {answer["Content-Type"] for answer in answers} == {"application/pdf"}
    assert leads_to(answers[0].content) == "http://testserver/"


def test_the_sheet_of_a_withdrawn_item_is_not_printed_any_more(as_, office, item):
    posting, client = planned(office, item), as_(office.editor)
    page = f"/desk/boards/{posting.pk}/"
    assert f"{page}sheet/" in client.get(page).content.decode()
    catalogue.withdraw(item, by=office.foi, reason="地址有误。")
    answer = client.get(f"{page}sheet/", follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "A withdrawn item is not released." in text(answer)
    assert f"{page}sheet/" not in client.get(page).content.decode()


def test_another_office_finds_neither_sheet_nor_photograph(as_, office, item):
    posting = planned(office, item)
    client = as_(office.stranger)
    for path in (
        f"{posting.pk}/",
        f"{posting.pk}/sheet/",
        f"{posting.pk}/posted/",
        f"{posting.pk}/pictures/posted/",
        f"communities/{office.community.pk}/list/",
    ):
        assert client.get(f"/desk/boards/{path}").status_code == 404


def test_thirty_sheets_cost_as_many_queries_as_three(as_, office, item):
    first = planned(office, item)
    client = as_(office.editor)

    def more(count):
        for _number in range(count):
            Posting.objects.create(
                agency=first.agency,
                release=first.release,
                section=first.section,
                place="门前",
                hang_from=DAY,
                days=7,
                state=PostingState.VOID,
                planned_by=office.foi,
            )
        return queries_of(client, "/desk/boards/")

    assert more(2) == more(27) <= 17


@pytest.mark.parametrize("path", ["/desk/issues/", "/desk/boards/", "/desk/boards/mine/"])
def test_hostile_words_do_no_harm(as_, office, item, community_officer, path):
    item.title = HOSTILE[:300]
    item.save(update_fields=["title"])
    planned(office, item)
    begun(office, item)
    Issue.objects.update(title=HOSTILE[:50])
    answer = as_(community_officer).get(path)
    assert answer.status_code == 200
    assert faults_of(answer) == []


# Hand-outs and reading points


def test_a_visit_is_recorded_and_counts_at_once(as_, office, item):
    answer = sent(
        as_(office.foi),
        "/desk/boards/hand-outs/new/",
        item=item.pk,
        channel=channel(office, VISIT).pk,
        way="households",
        place="西总布胡同",
        day="2018-05-07",
        number=35,
        picture=photograph(),
        note="",
    )
    assert answer.url == "/desk/boards/hand-outs/"
    row = HandOut.objects.get()
    assert (row.number, row.release.state) == (35, State.CONFIRMED)
    client = as_(office.foi)
    assert "西总布胡同" in shown(client.get("/desk/boards/hand-outs/"))
    assert client.get(f"/desk/boards/hand-outs/{row.pk}/picture/").status_code == 200
    assert as_(office.stranger).get(f"/desk/boards/hand-outs/{row.pk}/picture/").status_code == 404


def test_a_list_is_prepared_and_confirmed_on_its_pages(as_, office, item):
    channel(office, POINT)
    point = ReadingPoint.objects.create(agency=office.agency, name="街道图书馆查阅点", since=date(2015, 1, 1))
    client = as_(office.foi)
    sent(
        client,
        "/desk/boards/hand-overs/new/",
        point=point.pk,
        day="2018-05-07",
        items=[item.pk],
        copies=3,
    )
    hand_over = HandOver.objects.get()
    address = f"/desk/boards/hand-overs/{hand_over.pk}/"
    assert item.title in shown(client.get(address))
    assert [row.title for row in waiting_for(User.objects.get(pk=office.foi.pk))] == [point.name]
    sent(client, f"{address}confirm/", received_by="陈管理员", received_on="2018-05-07")
    hand_over.refresh_from_db()
    assert hand_over.state == HandOverState.HANDED_OVER
    assert Release.objects.get().state == State.CONFIRMED
    assert as_(office.stranger).get(address).status_code == 404


def test_a_list_is_called_off_with_its_reason(as_, office, item):
    channel(office, POINT)
    point = ReadingPoint.objects.create(agency=office.agency, name="查阅点", since=DAY)
    hand_over = hand_overs.prepare(point, [item], by=office.foi, day=DAY)
    sent(as_(office.foi), f"/desk/boards/hand-overs/{hand_over.pk}/call-off/", reason="查阅点休息")
    hand_over.refresh_from_db()
    assert (hand_over.state, hand_over.void_reason) == (HandOverState.VOID, "查阅点休息")
