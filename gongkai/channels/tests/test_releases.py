"""Releases: each channel with its day and proof, counted once per item and once per channel."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions as catalogue
from gongkai.channels import actions
from gongkai.channels.models import Channel, Release, State
from gongkai.channels.queries import faults, once_public_items, public_items
from gongkai.channels.tests.factories import channel, on, published_item, release_of, released_item
from gongkai.journal.models import Entry
from gongkai.law.channels import ChannelKind
from gongkai.secrecy.tests.factories import text_file

pytestmark = pytest.mark.django_db

WEBSITE, WECHAT, BOARD = ChannelKind.WEBSITE, ChannelKind.WECHAT, ChannelKind.NOTICE_BOARD
RELEASED = date(2018, 5, 7)


@pytest.fixture
def item(office):
    return published_item(office)


def planned(item, office, kind=WECHAT, day=RELEASED, **given):
    with on(day):
        return actions.release(item, channel(office, kind), by=office.foi, **given)


def confirmed(row, office, day=RELEASED, *, by=None, today=None, **given):
    with on(today or day, 15):
        return actions.confirm(
            row, by=by or office.foi, **{"confirmed_on": day, "address": "公众号第7期"} | given
        )


def counting(item):
    return [
        (each.kind, each.is_first, each.first_year, each.year)
        for each in Release.objects.counted().filter(item=item).order_by("confirmed_on", "pk")
    ]


def test_the_website_publishes_at_once(office, item):
    row = planned(item, office, WEBSITE)
    assert (row.state, row.confirmed_on, row.address) == (State.CONFIRMED, RELEASED, item.get_public_url())
    assert list(public_items(office.agency)) == [item]


def test_other_channels_wait_for_their_confirmation(office, item):
    row = planned(item, office, WECHAT, planned_on=date(2018, 5, 9))
    assert (row.state, row.confirmed_on, row.year) == (State.PLANNED, None, None)
    assert counting(item) == []
    assert Entry.objects.latest("pk").act == "channels.planned"


def test_a_confirmed_release_has_its_day_and_proof_and_counts(office, item):
    proof = text_file(office, "截图.txt")
    row = confirmed(planned(item, office), office, address="", proof=proof)
    assert (row.state, row.confirmed_by, row.proof) == (State.CONFIRMED, office.foi, proof)
    assert counting(item) == [(WECHAT, True, 2018, 2018)]
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.details["day"]) == ("channels.confirmed", "2018-05-07")


def test_a_release_outside_the_website_needs_proof(office, item):
    with pytest.raises(Refused, match="Give the address or the place, or a picture, as proof"):
        confirmed(planned(item, office), office, address="  ")


def test_an_item_goes_to_a_channel_once(office, item):
    release_of(item, office, WECHAT)
    with pytest.raises(Refused, match="counts once per channel"):
        planned(item, office, WECHAT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(item=item, channel=channel(office, WECHAT), agency=office.agency, kind=WECHAT)


def test_a_release_is_confirmed_once(office, item):
    row = release_of(item, office, WECHAT)
    with pytest.raises(Refused, match="confirmed already"):
        confirmed(row, office)


def test_a_release_is_not_confirmed_before_it_happens(office, item):
    with pytest.raises(Refused, match="lies in the future"):
        confirmed(planned(item, office), office, date(2018, 5, 8), today=RELEASED)


def test_nothing_was_released_before_it_was_cleared(office, item):
    with pytest.raises(Refused, match="had not been cleared for publication yet"):
        confirmed(planned(item, office), office, date(2018, 5, 4), today=RELEASED)


def test_a_release_before_a_correction_is_confirmed_after_it(office, item):
    row = planned(item, office, BOARD)
    with clock.pretend(datetime(2018, 5, 14, 9, 0)):
        catalogue.correct(_with_new_package(item, office), by=office.foi, note="更正")
    assert confirmed(row, office, date(2018, 5, 9), today=date(2018, 5, 15)).state == State.CONFIRMED


def _with_new_package(item, office):
    from gongkai.catalogue.models import Item
    from gongkai.documents import actions as documents

    piece = documents.revise(item.document, by=office.officer, reason="错别字")
    piece = documents.save_version(piece, by=office.officer, seen_version=1, title="更正", body="更正")
    piece = documents.adopt(documents.submit(piece, by=office.officer), by=office.foi)
    documents.approve(piece, by=office.leader)
    return Item.objects.get(pk=item.pk)


def test_a_release_after_the_withdrawal_is_not_confirmed(office, item):
    row = planned(item, office, BOARD)
    with on(date(2018, 5, 8)):
        catalogue.withdraw(item, by=office.foi, reason="撤")
    with pytest.raises(Refused, match="had been withdrawn already"):
        confirmed(row, office, date(2018, 5, 9))
    assert confirmed(row, office, date(2018, 5, 8), today=date(2018, 5, 9)).state == State.CONFIRMED


@pytest.mark.parametrize("who", ["officer", "leader", "stranger", "sysadmin"])
def test_only_the_foi_officer_and_the_channel_editor_release(office, item, who):
    with on(RELEASED), pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        actions.release(item, channel(office, WECHAT), by=getattr(office, who))


def test_an_information_officer_confirms_what_hangs_on_the_board_and_nothing_else(office, item):
    board, post = planned(item, office, BOARD), planned(item, office, WECHAT)
    assert confirmed(board, office, by=office.officer).confirmed_by == office.officer
    with pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        confirmed(post, office, by=office.officer)


def test_a_channel_of_another_agency_is_refused(office, item):
    elsewhere = Channel.objects.create(agency=office.other, kind=WECHAT, name="邻办微信")
    with on(RELEASED), pytest.raises(Refused, match="channel belongs to another agency"):
        actions.release(item, elsewhere, by=office.foi)


def test_a_channel_out_of_use_is_refused(office, item):
    Channel.objects.filter(pk=channel(office, WECHAT).pk).update(in_use=False)
    with pytest.raises(Refused, match="no longer in use"):
        planned(item, office, WECHAT)


def test_a_withdrawn_item_is_not_released(office, item):
    with on(RELEASED):
        catalogue.withdraw(item, by=office.foi, reason="撤")
    with pytest.raises(Refused, match="withdrawn item is not released"):
        planned(item, office, WECHAT)


def test_the_website_is_not_planned_for_another_day(office, item):
    with pytest.raises(Refused, match="The website publishes at once"):
        planned(item, office, WEBSITE, planned_on=date(2018, 5, 9))
    assert not public_items().exists()


def test_an_item_counts_once_and_each_of_its_channels_once(office):
    item = released_item(office, channels=[WEBSITE, WECHAT, BOARD])
    assert [(first, year) for _kind, first, year, _released in counting(item)] == [
        (True, 2018),
        (False, 2018),
        (False, 2018),
    ]


def test_an_earlier_release_confirmed_later_becomes_the_first(office):
    item = published_item(office, day=date(2017, 12, 28))
    row = planned(item, office, BOARD, date(2017, 12, 28))
    release_of(item, office, WEBSITE, date(2018, 1, 3))
    assert counting(item) == [(WEBSITE, True, 2018, 2018)]
    confirmed(row, office, date(2017, 12, 29), today=date(2018, 1, 5))
    assert counting(item) == [(BOARD, True, 2017, 2017), (WEBSITE, False, 2017, 2018)]
    assert list(faults()) == []


def test_a_wrong_counting_year_is_found(office):
    item = released_item(office)
    Release.objects.filter(item=item).update(first_year=2016)
    assert "counting year is not what the releases" in next(faults())


def test_a_test_release_neither_counts_nor_shows(office, item):
    release_of(item, office, WEBSITE, is_test=True)
    assert counting(item) == []
    assert not public_items().exists()
    assert not once_public_items().exists()


def test_after_a_test_the_item_is_still_released_in_earnest(office, item):
    release_of(item, office, WEBSITE, is_test=True)
    release_of(item, office, WEBSITE)
    assert counting(item) == [(WEBSITE, True, 2018, 2018)]
    assert list(public_items()) == [item]


def test_a_recalled_release_is_off_the_website_and_stays_counted(office):
    item = released_item(office)
    row = item.releases.get()
    with on(date(2018, 6, 1)):
        row = actions.recall(row, by=office.editor, reason="发错栏目")
    assert (row.state, row.recalled_on, row.recalled_reason) == (
        State.RECALLED,
        date(2018, 6, 1),
        "发错栏目",
    )
    assert not public_items().exists()
    assert list(once_public_items()) == [item]
    assert counting(item) == [(WEBSITE, True, 2018, 2018)]
    assert Entry.objects.latest("pk").reason == "发错栏目"


def test_a_recall_needs_a_release_a_reason_and_the_right_person(office, item):
    row = planned(item, office, WECHAT)
    with pytest.raises(Refused, match="Only a confirmed release can be recalled"):
        actions.recall(row, by=office.foi, reason="撤")
    row = confirmed(row, office)
    with pytest.raises(Refused, match="Give the reason of the recall"):
        actions.recall(row, by=office.foi, reason="")
    with pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        actions.recall(row, by=office.officer, reason="撤")


def test_a_recalled_release_is_not_confirmed_again(office):
    row = released_item(office, channels=[WECHAT]).releases.get()
    with on(RELEASED, 14):
        actions.recall(row, by=office.foi, reason="撤")
    with pytest.raises(Refused, match="has been recalled"):
        confirmed(row, office)


def test_what_went_only_to_other_channels_is_not_on_the_website(office):
    released_item(office, channels=[WECHAT, BOARD])
    assert not public_items().exists()
    assert not once_public_items().exists()


def test_a_withdrawn_item_leaves_the_website_and_stays_counted(office):
    item = released_item(office)
    with on(RELEASED, 14):
        catalogue.withdraw(item, by=office.foi, reason="撤")
    assert not public_items().exists()
    assert list(once_public_items()) == [item]
    assert len(counting(item)) == 1


def test_an_office_has_one_website(office):
    channel(office, WEBSITE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(agency=office.agency, kind=WEBSITE, name="第二个网站")


def test_releases_are_seen_by_the_office_and_the_district(office):
    row = released_item(office).releases.get()
    assert row in Release.objects.visible_to(office.editor)
    assert row in Release.objects.visible_to(office.supervisor)
    assert row not in Release.objects.visible_to(office.stranger)
