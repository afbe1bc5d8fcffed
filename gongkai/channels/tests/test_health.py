"""The health board against a website that is broken on purpose, on a fixed day."""

from datetime import date, datetime, timedelta

import pytest

from gongkai.acts import clock
from gongkai.catalogue.models import Column, Item
from gongkai.channels import faults, health, health_words, reaching
from gongkai.channels.health import Unanswered, board
from gongkai.channels.health_reminders import remind
from gongkai.channels.models import Channel, Link, LinkState, SiteCheck
from gongkai.channels.tests import factories
from gongkai.law.channels import ChannelKind
from gongkai.law.inspection import State
from gongkai.notices.models import Notice
from gongkai.secrecy.models import Package

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(datetime(2026, 11, 23, 9, 0)):
        yield


@pytest.fixture
def item(office):
    """One public item of today; a test moves it where and when it likes."""
    return factories.released_item(office, on=TODAY)


def add_column(office, kind="news", *, slug="", **facts):
    number = Column.objects.count()
    return Column.objects.create(
        agency=office.agency, name=f"栏目{number}", slug=slug or f"c{number}", kind=kind, **facts
    )


def lay(item, column, days_ago=0):
    Item.objects.filter(pk=item.pk).update(column=column, published_on=TODAY - timedelta(days=days_ago))


def test_a_column_tells_in_how_many_days_it_becomes_overdue(office, item):
    column = add_column(office, "news")
    lay(item, column, 8)
    found = board(office.agency)
    assert [state.facts.name for state in found.forecast] == [column.name]
    assert "becomes overdue in 6 days" in health_words.column(found.forecast[0])


def test_a_home_page_without_news_for_more_than_two_weeks_fails(office, item):
    lay(item, item.column, 14)
    assert board(office.agency).finding("V3").state is State.SOON
    lay(item, item.column, 15)
    found = board(office.agency)
    assert found.finding("V3").state is State.VETO
    assert found.failed


def test_a_withdrawn_item_does_not_keep_the_home_page_alive(office, item):
    Item.objects.update(withdrawn_at=clock.now(), withdrawn_reason="错误")
    assert board(office.agency).finding("V3").state is State.VETO


def test_what_is_not_on_the_website_updates_no_column(office):
    hidden = factories.published_item(office, day=TODAY)
    hidden.column.kind = "news"
    hidden.column.save()
    [column] = board(office.agency).columns
    assert column.is_empty


def test_five_empty_columns_fail_and_a_closed_one_is_not_counted(office, item):
    for _each in range(4):
        add_column(office, "other")
    closed = add_column(office, "other", closed_on=TODAY)
    assert board(office.agency).finding("V4").state is State.DUE
    Column.objects.filter(pk=closed.pk).update(closed_on=None)
    found = board(office.agency)
    assert found.finding("V4").state is State.VETO
    assert len(found.finding("V4").columns) == 5


def test_a_column_is_alive_by_what_lies_below_it(office, item):
    above = add_column(office, "news")
    below = add_column(office, "news", parent=above)
    lay(item, below, 1)
    states = {state.facts.key: state.state for state in board(office.agency).columns}
    assert states[above.pk] is State.FINE


def test_a_message_unanswered_for_three_months_fails(office, item):
    with clock.pretend(datetime(2026, 8, 20, 9, 0)):
        fault = faults.report(office.agency, kind="question", text="什么时候发放补贴")
    finding = board(office.agency).finding("V5")
    assert (finding.state, finding.due_on) == (State.VETO, date(2026, 11, 20))
    faults.answer(fault, by=office.editor, text="每月10日。")
    assert board(office.agency).finding("V5").state is State.FINE


def test_an_advertisement_owes_no_answer(office, item):
    with clock.pretend(datetime(2026, 8, 20, 9, 0)):
        fault = faults.report(office.agency, kind="other", text="广告广告")
    faults.dismiss(fault, by=office.editor, reason="广告")
    assert board(office.agency).finding("V5").state is State.FINE


def test_rooms_above_tell_what_readers_wrote_to_them(office, item, monkeypatch):
    monkeypatch.setitem(
        health._unanswered, "tests", lambda agency, since: [Unanswered(date(2026, 8, 25), "001", "")]
    )
    finding = board(office.agency).finding("V5")
    assert (finding.state, finding.days_left) == (State.SOON, 2)


def test_a_report_of_personal_data_is_urgent(office, item):
    faults.report(office.agency, kind="leak", text="能看到身份证号", path="/items/1/")
    first = board(office.agency).findings[0]
    assert first.indicator.id == "V1"
    assert first.pages[0].says == "/items/1/"


def test_the_website_is_not_measured_while_its_address_is_not_known(office, settings):
    settings.SITE_URL = ""
    assert board(office.agency).finding("V2").state is State.UNKNOWN
    assert reaching.visit_ourselves() is None


def test_a_website_that_does_not_open_once_in_twenty_visits_fails(office, settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    SiteCheck.objects.create(day=TODAY - timedelta(days=7), tried=500, failed=500)  # before the window
    SiteCheck.objects.create(day=TODAY, tried=99, failed=4)
    assert board(office.agency).finding("V2").state is State.SOON
    reaching.note_visit(opened=False, seconds=15.0)
    assert board(office.agency).finding("V2").state is State.VETO


def test_an_empty_column_of_services_offers_none(office, item):
    add_column(office, "services")
    assert board(office.agency).finding("V6").state is State.VETO


def test_a_guide_that_lacks_elements_is_named_with_them(office, item):
    lay(item, add_column(office, "services"))
    finding = board(office.agency).finding("V6")
    assert finding.state is State.DUE
    assert "办理材料" in finding.pages[0].says


def test_a_whole_guide_lacks_nothing(office, item):
    lay(item, add_column(office, "services"))
    Package.objects.update(
        body="设定依据：条例。申请条件：本市户籍。办理材料：身份证。办理地点：大厅。办理时间：工作日。"
        "联系电话：65126891。办理流程：申请、受理、办结。"
    )
    assert board(office.agency).finding("V6").state is State.FINE


def test_an_account_without_a_release_for_two_weeks_fails(office, item):
    factories.channel(office, ChannelKind.WECHAT)
    assert board(office.agency).finding("N2").state is State.VETO
    factories.release_of(item, office, ChannelKind.WECHAT, TODAY)
    assert board(office.agency).finding("N2").state is State.FINE
    assert board(office.agency, TODAY + timedelta(days=15)).finding("N2").state is State.VETO


def test_missing_particulars_of_the_website_are_named(office, item):
    finding = board(office.agency).finding("D3")
    assert finding.state is State.DUE
    agency = office.agency
    agency.site_name, agency.site_domain, agency.site_code = "街道网站", "http://www.x.gov.cn", "123"
    said = " ".join(health_words.missing_particulars(agency))
    assert "http://" in said
    assert "ten characters" in said


def test_dead_links_are_counted_by_page(office, item):
    for path in ("a", "b"):
        Link.objects.create(
            agency=office.agency,
            item=item,
            url=f"https://www.example.com/{path}",
            state=LinkState.DEAD,
            next_look_at=clock.now(),
        )
    finding = board(office.agency).finding("D2")
    assert finding.says == ("2 dead links on 1 pages.",)


def test_the_most_urgent_stands_first(office, item):
    lay(item, item.column, 30)
    states = [finding.state for finding in board(office.agency).findings]
    assert states == sorted(states, key=list(State).index)


def test_the_board_asks_as_often_for_thirty_columns_as_for_three(
    office, item, django_assert_max_num_queries, django_assert_num_queries
):
    def asked():
        with django_assert_max_num_queries(40) as queries:
            board(office.agency)
        return len(queries)

    for _each in range(3):
        add_column(office)
    few = asked()
    for place in range(30):
        add_column(office, "notices", responsible=office.editor, slug=f"more{place}")
    with django_assert_num_queries(few):
        board(office.agency)


def site_with(office, item, **facts):
    column = add_column(office, "news", **facts)
    lay(item, column, 7)
    item.column.delete() if not item.column.items.exists() else None
    return column


def test_the_person_in_charge_is_told_seven_days_before_and_on_the_day_once_each(office, item):
    column = site_with(office, item, responsible=office.officer)
    for day in range(16):
        remind(TODAY + timedelta(days=day))
    told = Notice.objects.filter(kind__startswith="channels.column", subject_key=column.key)
    assert {notice.to_id for notice in told} == {office.officer.pk}
    assert sorted(notice.slot for notice in told) == [
        "2026-11-30/0",
        "2026-11-30/7",
        "2026-11-30/overdue",
    ]


def test_a_column_without_a_person_in_charge_is_the_editors(office, item):
    site_with(office, item)
    remind(TODAY)
    assert set(Notice.objects.filter(kind="channels.column_due").values_list("to", flat=True)) == {
        office.editor.pk
    }


def test_an_office_without_a_website_is_told_nothing(office, item):
    site_with(office, item)
    Channel.objects.update(in_use=False)
    assert remind(TODAY) == 0
