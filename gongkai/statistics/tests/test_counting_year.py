"""The counting year: the first confirmed release decides, whatever happens later."""

from datetime import date

import pytest

from gongkai.channels import actions as channels
from gongkai.channels.tests.factories import on, published_item, release_of, released_item
from gongkai.law.channels import ChannelKind
from gongkai.statistics.counting import count
from gongkai.statistics.tests.factories import MAY

pytestmark = pytest.mark.django_db

DECEMBER, JANUARY = date(2018, 12, 28), date(2019, 1, 4)
WEBSITE, WEIBO, WECHAT, OTHER = "1.3.2", "1.3.3", "1.3.4", "1.3.5"


def figures(office, year):
    return count("report-2018", office.agency, year)


def test_an_item_counts_in_the_year_of_its_first_release_and_not_again(office):
    item = released_item(office, on=DECEMBER)
    release_of(item, office, ChannelKind.WEIBO, JANUARY)
    assert figures(office, 2018)["1.1"] == 1
    assert figures(office, 2019)["1.1"] == 0


def test_a_channel_of_the_next_year_counts_in_neither_year(office):
    item = released_item(office, on=DECEMBER)
    release_of(item, office, ChannelKind.WEIBO, JANUARY)
    then, after = figures(office, 2018), figures(office, 2019)
    assert (then[WEBSITE], then[WEIBO]) == (1, 0)
    assert (after[WEBSITE], after[WEIBO]) == (0, 0)


def test_a_release_that_was_earlier_and_confirmed_later_moves_the_item_to_its_year(office):
    item = published_item(office, day=DECEMBER)
    release_of(item, office, ChannelKind.WECHAT, JANUARY)
    assert figures(office, 2019)["1.1"] == 1
    board = channels.release
    with on(JANUARY, 14):
        row = board(item, _board(office), by=office.foi)
        channels.confirm(row, by=office.foi, confirmed_on=DECEMBER, address="赵堂子胡同公告栏")
    assert figures(office, 2018)["1.1"] == 1
    assert figures(office, 2019)["1.1"] == 0


def _board(office):
    from gongkai.channels.tests.factories import channel

    return channel(office, ChannelKind.NOTICE_BOARD)


def test_a_recall_does_not_uncount(office):
    item = released_item(office)
    with on(date(2018, 6, 1)):
        channels.recall(item.releases.get(), by=office.foi, reason="内容有误")
    assert figures(office, 2018)["1.1"] == 1
    assert figures(office, 2018)[WEBSITE] == 1


def test_a_test_release_never_counts(office):
    item = published_item(office)
    release_of(item, office, ChannelKind.WECHAT, is_test=True)
    assert figures(office, 2018)["1.1"] == 0
    assert figures(office, 2018)[WECHAT] == 0


def test_an_item_that_was_only_published_and_not_released_does_not_count(office):
    published_item(office, areas=["a"])
    assert figures(office, 2018)["1.1"] == 0
    assert figures(office, 2018)["1.2"] == 0


def test_two_channels_of_one_kind_count_an_item_once(office):
    item = published_item(office)
    release_of(item, office, ChannelKind.WEIBO, MAY, name="官方微博")
    release_of(item, office, ChannelKind.WEIBO, MAY, name="平安建国门")
    assert figures(office, 2018)[WEIBO] == 1
    assert figures(office, 2018)["1.1"] == 1


def test_all_other_means_count_an_item_once_together(office):
    released_item(office, channels=(ChannelKind.NEWSPAPER, ChannelKind.NOTICE_BOARD, ChannelKind.SMS))
    assert figures(office, 2018)[OTHER] == 1


def test_one_item_on_four_channels_counts_once_in_all_and_once_in_each(office):
    released_item(
        office,
        channels=(ChannelKind.WEBSITE, ChannelKind.WEIBO, ChannelKind.WECHAT, ChannelKind.NOTICE_BOARD),
    )
    counted = figures(office, 2018)
    assert counted["1.1"] == 1
    assert [counted[row] for row in (WEBSITE, WEIBO, WECHAT, OTHER)] == [1, 1, 1, 1]


def test_an_item_in_two_key_areas_counts_once_in_1_2_and_once_in_each(office):
    released_item(office, areas=["a", "l"])
    counted = figures(office, 2018)
    assert (counted["1.2"], counted["1.2.a"], counted["1.2.l"]) == (1, 1, 1)


def test_a_withdrawn_item_stays_counted(office):
    from gongkai.catalogue import actions as catalogue

    item = released_item(office)
    with on(date(2018, 6, 1)):
        catalogue.withdraw(item, by=office.foi, reason="内容有误")
    assert figures(office, 2018)["1.1"] == 1


def test_a_text_recalled_and_released_again_on_the_same_channel_counts_once(office):
    item = released_item(office, on=DECEMBER, channels=[ChannelKind.WEIBO])
    with on(DECEMBER, 12):
        channels.recall(item.releases.get(), by=office.foi, reason="表述有误")
    release_of(item, office, ChannelKind.WEIBO, DECEMBER)
    assert figures(office, 2018)[WEIBO] == 1
