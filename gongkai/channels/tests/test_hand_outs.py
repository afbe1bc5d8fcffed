"""Visits, hand-outs, and lists handed over to reading points."""

from datetime import date

import pypdfium2
import pytest

from gongkai.acts import Refused
from gongkai.catalogue import actions as catalogue
from gongkai.channels import hand_outs, hand_overs
from gongkai.channels.board_sheets import list_to_sign
from gongkai.channels.models import HandOut, HandOver, HandOverState, Release, State
from gongkai.channels.tests.factories import channel, on, published_item
from gongkai.law.channels import ChannelKind, row_2018
from gongkai.resources.models import ReadingPoint

pytestmark = pytest.mark.django_db

VISIT, POINT = ChannelKind.VISIT, ChannelKind.READING_POINT
DAY = date(2018, 5, 7)


@pytest.fixture
def item(office):
    return published_item(office, "冬季取暖安全告居民书")


@pytest.fixture
def point(office):
    channel(office, POINT)
    return ReadingPoint.objects.create(agency=office.agency, name="街道图书馆查阅点", since=date(2015, 1, 1))


def handed_out(office, item, day=DAY, *, by=None, kind=VISIT, number=35, **given):
    with on(day, 17):
        return hand_outs.hand_out(
            item,
            channel(office, kind),
            by=by or office.foi,
            place="西总布胡同",
            day=day,
            number=number,
            **given,
        )


def prepared(office, point, *items):
    with on(DAY, 10):
        return hand_overs.prepare(point, items, by=office.foi, day=DAY, copies=3)


def received(office, hand_over, day=DAY):
    with on(day, 16):
        return hand_overs.confirm_hand_over(hand_over, by=office.foi, received_by="陈管理员", received_on=day)


def test_a_hand_out_confirms_its_release_and_counts_as_other(office, item):
    row = handed_out(office, item)
    assert (row.release.state, row.release.confirmed_on, row.release.address) == (
        State.CONFIRMED,
        DAY,
        "西总布胡同",
    )
    assert row_2018(row.release.kind) == "1.3.5"


def test_a_second_hand_out_joins_the_release_and_counts_no_more(office, item):
    handed_out(office, item)
    handed_out(office, item, date(2018, 5, 9))
    assert HandOut.objects.count() == 2
    assert Release.objects.counted().count() == 1


def test_nobody_hands_out_nothing_or_in_the_future_or_before_the_clearance(office, item):
    with pytest.raises(Refused, match="Say how many were handed out"):
        handed_out(office, item, number=0)
    with on(DAY), pytest.raises(Refused, match="lies in the future"):
        hand_outs.hand_out(
            item, channel(office, VISIT), by=office.foi, place="院内", day=date(2018, 5, 9), number=3
        )
    with on(DAY), pytest.raises(Refused, match="had not been cleared"):
        hand_outs.hand_out(
            item, channel(office, VISIT), by=office.foi, place="院内", day=date(2018, 5, 4), number=3
        )


def test_a_hand_out_goes_through_a_channel_made_for_it(office, item):
    with pytest.raises(Refused, match="not made for it"):
        handed_out(office, item, kind=ChannelKind.WECHAT)


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_only_the_foi_officer_and_the_channel_editor_record_hand_outs(office, item, who):
    with pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        handed_out(office, item, by=getattr(office, who))


def test_a_hand_over_is_confirmed_as_a_whole(office, item, point):
    other = published_item(office, "朝内头条便民菜站恢复营业")
    hand_over = prepared(office, point, item, other)
    assert {row.state for row in Release.objects.all()} == {State.PLANNED}
    hand_over = received(office, hand_over)
    assert (hand_over.state, hand_over.received_by) == (HandOverState.HANDED_OVER, "陈管理员")
    assert {row.address for row in Release.objects.counted()} == {point.name}


def test_a_second_point_gets_the_same_items_and_they_count_once(office, item, point):
    received(office, prepared(office, point, item))
    second = ReadingPoint.objects.create(agency=office.agency, name="社区服务站", since=date(2015, 1, 1))
    received(office, prepared(office, second, item))
    assert Release.objects.counted().count() == 1


def test_a_hand_over_is_confirmed_once_and_with_a_name(office, item, point):
    hand_over = prepared(office, point, item)
    with on(DAY, 16), pytest.raises(Refused, match="Say who received it"):
        hand_overs.confirm_hand_over(hand_over, by=office.foi, received_by=" ", received_on=DAY)
    received(office, hand_over)
    with pytest.raises(Refused, match="has been confirmed already"):
        received(office, hand_over)


def test_a_list_with_a_withdrawn_item_is_not_handed_over(office, item, point):
    hand_over = prepared(office, point, item)
    with on(DAY, 12):
        catalogue.withdraw(item, by=office.foi, reason="撤")
    with pytest.raises(Refused, match="was withdrawn; call this list off"):
        received(office, hand_over)


def test_a_list_called_off_drops_its_releases(office, item, point):
    hand_over = prepared(office, point, item)
    with on(DAY, 12):
        hand_overs.call_off_hand_over(hand_over, by=office.foi, reason="查阅点休息")
    assert Release.objects.get().state == State.DROPPED


def test_an_office_without_a_channel_for_reading_points_is_told_so(office, item):
    point = ReadingPoint.objects.create(agency=office.agency, name="查阅点", since=date(2015, 1, 1))
    with pytest.raises(Refused, match="has no channel for reading points"):
        prepared(office, point, item)


@pytest.mark.one_database
def test_the_list_to_sign_names_every_item_and_leaves_room_for_signatures(office, item, point):
    pages = pypdfium2.PdfDocument(list_to_sign(prepared(office, point, item)))
    words = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages).replace(
        "\u200b", ""
    )
    assert "共1件3份" in words
    assert item.index_number in words
    assert "接收人（签字）" in words


def test_hand_outs_and_lists_are_seen_by_the_office_and_the_district(office, item, point):
    row, hand_over = handed_out(office, item), prepared(office, point, published_item(office, "另一件"))
    assert row in HandOut.objects.visible_to(office.supervisor)
    assert row not in HandOut.objects.visible_to(office.stranger)
    assert hand_over in HandOver.objects.visible_to(office.editor)
    assert hand_over not in HandOver.objects.visible_to(office.stranger)
