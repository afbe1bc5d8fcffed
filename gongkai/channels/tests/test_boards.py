"""Notice boards: sheets planned for communities, posted and taken down from the spot, each with its proof."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from gongkai.acts import Refused
from gongkai.agencies.models import Section, SectionKind
from gongkai.catalogue import actions as catalogue
from gongkai.channels import actions, boards
from gongkai.channels.board_sheets import list_of, sheet_of
from gongkai.channels.boards import Position
from gongkai.channels.models import Channel, Posting, PostingState, Release, State
from gongkai.channels.posting_periods import Period, last_day, period_of
from gongkai.channels.tests.factories import channel, on, published_item, release_of
from gongkai.files.storing import store
from gongkai.inventory.models import Matter
from gongkai.law.channels import ChannelKind
from gongkai.people.models import Post, User
from gongkai.workdays.queries import loaded_calendar

pytestmark = pytest.mark.django_db

BOARD, WEBSITE = ChannelKind.NOTICE_BOARD, ChannelKind.WEBSITE
SITE = "https://www.example.gov.cn"
DAY, LAST = date(2018, 5, 7), date(2018, 6, 5)


@pytest.fixture
def item(office):
    channel(office, BOARD)
    return published_item(office, "房屋征收补偿方案征求意见")


def other_community(office, name="金宝街北社区"):
    return Section.objects.create(agency=office.agency, name=name, kind=SectionKind.COMMUNITY, order=9)


def officer_of(office, section):
    """The information officer of a section, and of nothing else."""
    person = User.objects.create(
        username=f"officer-{section.pk}", name="社区信息员", agency=office.agency, password="!"
    )
    Post.objects.create(
        user=person,
        agency=office.agency,
        section=section,
        duty="information_officer",
        since=date(2010, 1, 1),
    )
    return person


def photograph(office, *, position=False):
    """A photograph as a phone sends it: with the place where it was taken, if so wished."""
    drawn, exif = BytesIO(), Image.Exif()
    if position:
        exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 30.5), 3: "E", 4: (116.0, 25.0, 11.2)})
    Image.new("RGB", (60, 40), "red").save(drawn, "JPEG", exif=exif)
    return store(drawn.getvalue(), name="公告栏.jpg", by=office.foi, agency=office.agency)


def planned(office, item, *sections, days=30, **given):
    with on(DAY, 11):
        return boards.plan_postings(
            item, sections or [office.community], by=office.foi, hang_from=DAY, days=days, **given
        )


def posted(office, posting, day=DAY, *, by=None, **given):
    with on(day, 15):
        return boards.confirm_posting(
            posting, by=by or office.foi, posted_on=day, picture=photograph(office), **given
        )


def taken_down(office, posting, day=LAST, *, by=None, with_picture=True, **given):
    with on(day, 16):
        return boards.take_down(
            posting,
            by=by or office.foi,
            down_on=day,
            picture=photograph(office) if with_picture else None,
            **given,
        )


# The period


def test_thirty_days_count_the_day_of_posting_and_the_day_of_taking_down():
    assert last_day(DAY, 30, "days", None) == LAST


def test_one_day_ends_with_the_day_itself():
    assert last_day(DAY, 1, "days", None) == DAY


def test_working_days_leave_weekends_and_holidays_out(db):
    # Friday, 27 April 2018; the 28th is a make-up day, 29 April to 1 May are the holiday.
    assert last_day(date(2018, 4, 27), 3, "working days", loaded_calendar()) == date(2018, 5, 2)


def test_what_is_posted_on_a_day_off_counts_from_the_next_working_day(db):
    assert last_day(date(2018, 5, 5), 1, "working days", loaded_calendar()) == date(2018, 5, 7)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("制定或获取信息之日起10个工作日内，公示7个工作日", Period(7, "working days")),
        ("公示30日", Period(30)),
        ("公示期不少于15天", Period(15)),
        ("信息形成之日起20个工作日内", Period(7)),
    ],
)
def test_the_period_is_read_from_the_time_limit_of_the_matter(words, period):
    assert period_of(Matter(time_limit=words), DAY) == period


# Planning


def test_one_release_serves_the_boards_of_several_communities(office, item):
    postings = planned(office, item, office.community, other_community(office))
    assert len({posting.release_id for posting in postings}) == 1
    assert Release.objects.get().state == State.PLANNED


def test_a_community_with_a_channel_of_its_own_is_released_there(office, item):
    other = other_community(office)
    own = Channel.objects.create(
        agency=office.agency, kind=BOARD, name=f"{other.name}公告栏", address="居委会门前"
    )
    postings = planned(office, item, office.community, other)
    assert postings[1].release.channel == own
    assert postings[1].place == "居委会门前"
    assert postings[0].release.channel == channel(office, BOARD)


def test_an_office_without_a_board_is_told_so(office):
    with pytest.raises(Refused, match="has no notice board among the channels"):
        planned(office, published_item(office))


def test_a_section_is_no_community(office, item):
    with pytest.raises(Refused, match="is no community of this agency"):
        planned(office, item, office.section)


def test_a_community_gets_a_sheet_of_an_item_once(office, item):
    planned(office, item)
    with pytest.raises(Refused, match="has a sheet of this item already"):
        planned(office, item)


@pytest.mark.parametrize("days", [0, 366])
def test_a_period_is_between_a_day_and_a_year(office, item, days):
    with pytest.raises(Refused, match="hangs between 1 and 365 days"):
        planned(office, item, days=days)


@pytest.mark.parametrize("who", ["officer", "leader", "stranger"])
def test_only_the_foi_officer_and_the_channel_editor_plan_postings(office, item, who):
    with on(DAY), pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        boards.plan_postings(item, [office.community], by=getattr(office, who), hang_from=DAY, days=7)


def test_a_withdrawn_item_is_not_posted(office, item):
    with on(DAY, 10):
        catalogue.withdraw(item, by=office.foi, reason="撤")
    with pytest.raises(Refused, match="withdrawn item is not released"):
        planned(office, item)


# Posting


def test_the_first_posting_confirms_the_release_and_it_counts_once(office, item):
    first, second = planned(office, item, office.community, other_community(office))
    posted(office, first)
    posted(office, second, DAY + timedelta(days=1))
    (row,) = Release.objects.counted()
    assert (row.state, row.confirmed_on, row.first_year) == (State.CONFIRMED, DAY, 2018)
    assert row.proof == Posting.objects.get(pk=first.pk).posted_picture


def test_the_period_runs_from_the_day_it_was_posted(office, item):
    (posting,) = planned(office, item)
    assert posted(office, posting, DAY + timedelta(days=2)).until == LAST + timedelta(days=2)


def test_the_information_officer_of_the_community_confirms_and_no_other(office, item):
    (posting,) = planned(office, item)
    stranger = officer_of(office, other_community(office))
    with pytest.raises(Refused, match="Only the information officer of this community"):
        posted(office, posting, by=stranger)
    own = officer_of(office, office.community)
    assert posted(office, posting, by=own).posted_by == own


def test_a_posting_needs_its_photograph(office, item):
    (posting,) = planned(office, item)
    with on(DAY, 15), pytest.raises(Refused, match="Add a photograph of the sheet"):
        boards.confirm_posting(posting, by=office.foi, posted_on=DAY, picture=None)


def test_a_posting_is_confirmed_once(office, item):
    (posting,) = planned(office, item)
    posted(office, posting)
    with pytest.raises(Refused, match="has been confirmed already"):
        posted(office, posting)


def test_nothing_hung_before_it_was_cleared_or_after_today(office, item):
    (posting,) = planned(office, item)
    for day, reason in ((date(2018, 5, 4), "had not been cleared"), (LAST, "lies in the future")):
        with on(DAY, 15), pytest.raises(Refused, match=reason):
            boards.confirm_posting(posting, by=office.foi, posted_on=day, picture=photograph(office))


def test_the_position_is_kept_rounded_and_apart_from_the_picture(office, item):
    (posting,) = planned(office, item)
    with on(DAY, 15):
        posting = boards.confirm_posting(
            posting,
            by=office.foi,
            posted_on=DAY,
            picture=photograph(office, position=True),
            position=Position(Decimal("39.908472"), Decimal("116.419781")),
        )
    posting.refresh_from_db()
    assert (posting.posted_latitude, posting.posted_longitude) == (Decimal("39.908"), Decimal("116.420"))
    with Image.open(BytesIO(posting.posted_picture.read())) as picture:
        assert not picture.getexif()


# Taking down


def test_taken_down_on_its_last_day_it_hung_its_thirty_days(office, item):
    posting = taken_down(office, posted(office, *planned(office, item)))
    assert (posting.state, posting.days_hung, posting.is_early) == (PostingState.TAKEN_DOWN, 30, False)


def test_taken_down_early_only_with_a_reason(office, item):
    posting = posted(office, *planned(office, item))
    with pytest.raises(Refused, match="say why it is taken down early"):
        taken_down(office, posting, LAST - timedelta(days=1))
    posting = taken_down(office, posting, LAST - timedelta(days=1), reason="公告栏改造")
    assert (posting.is_early, posting.days_hung, posting.down_reason) == (True, 29, "公告栏改造")


def test_taken_down_with_a_photograph_or_a_word_why_there_is_none(office, item):
    posting = posted(office, *planned(office, item))
    with pytest.raises(Refused, match="say why there is none"):
        taken_down(office, posting, with_picture=False)
    assert taken_down(office, posting, with_picture=False, reason="被大风刮落").down_picture is None


def test_only_what_hangs_is_taken_down_and_once(office, item):
    (posting,) = planned(office, item)
    with pytest.raises(Refused, match="Only what hangs can be taken down"):
        taken_down(office, posting)
    taken_down(office, posted(office, posting))
    with pytest.raises(Refused, match="taken down already"):
        taken_down(office, posting)


def test_nothing_is_taken_down_before_it_was_posted(office, item):
    posting = posted(office, *planned(office, item), DAY + timedelta(days=2))
    with on(LAST), pytest.raises(Refused, match="cannot be taken down before"):
        boards.take_down(posting, by=office.foi, down_on=DAY, picture=photograph(office), reason="早")


def test_what_hangs_too_long_or_was_withdrawn_waits_to_be_taken_down(office, item):
    posting = posted(office, *planned(office, item))
    assert not Posting.objects.to_take_down(LAST).exists()
    assert list(Posting.objects.to_take_down(LAST + timedelta(days=1))) == [posting]
    with on(date(2018, 5, 10)):
        catalogue.withdraw(item, by=office.foi, reason="内容有误")
    assert list(Posting.objects.to_take_down(date(2018, 5, 10))) == [posting]


def test_the_last_sheet_of_a_recalled_release_takes_it_off_the_channel(office, item):
    posting = posted(office, *planned(office, item))
    with on(date(2018, 5, 10)):
        actions.recall(Release.objects.get(), by=office.foi, reason="发错")
    taken_down(office, posting, date(2018, 5, 11), reason="已撤回")
    row = Release.objects.get()
    assert row.taken_down_at is not None
    assert row.confirmed_on == DAY


# Calling off


def test_the_last_posting_called_off_drops_the_release(office, item):
    first, second = planned(office, item, office.community, other_community(office))
    for posting, state in ((first, State.PLANNED), (second, State.DROPPED)):
        with on(DAY, 12):
            boards.call_off(posting, by=office.foi, reason="改为入户发放")
        assert Release.objects.get().state == state
    assert planned(office, item)


def test_what_hangs_is_not_called_off(office, item):
    posting = posted(office, *planned(office, item))
    with on(DAY, 16), pytest.raises(Refused, match="Only what does not hang yet"):
        boards.call_off(posting, by=office.foi, reason="撤")


def test_postings_are_seen_by_the_office_and_the_district(office, item):
    (posting,) = planned(office, item)
    assert posting in Posting.objects.visible_to(office.supervisor)
    assert posting not in Posting.objects.visible_to(office.stranger)


# The sheet


def words_of(pdf):
    return "".join(
        "".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)
    )


def leads_to(pdf):
    """Where the code of a sheet leads: what a screen reader says of it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        said = [
            str(each.Alt)
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
    return next(each for each in said if "扫码" in each).split("：", 1)[1]


@pytest.mark.one_database
def test_the_sheet_says_how_long_it_hangs_and_leads_to_the_text_only_where_the_portal_shows_it(office, item):
    (posting,) = planned(office, item)
    sheet = words_of(sheet_of(posting, site=SITE))
    assert "2018年5月7日至2018年6月5日（30日，首尾两日计算在内）" in sheet
    assert "扫码访问本机关" in sheet
    assert leads_to(sheet_of(posting, site=SITE)) == f"{SITE}/"
    release_of(item, office, WEBSITE)
    assert leads_to(sheet_of(posting, site=SITE)) == f"{SITE}{item.get_public_url()}"
    assert item.title in words_of(list_of(office.community.name, office.agency.name, [posting]))
