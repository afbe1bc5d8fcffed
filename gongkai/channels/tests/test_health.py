"""The health board against a website that is broken on purpose, on a fixed day."""

from datetime import date, datetime, timedelta

import pytest

from gongkai import search
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


def test_a_column_in_which_all_was_withdrawn_is_empty_and_says_so(office, item):
    Item.objects.update(withdrawn_at=clock.now(), withdrawn_reason="错误")
    [state] = board(office.agency).columns
    assert state.is_empty
    assert "its items (1) are withdrawn or not on the website" in health_words.column(state)


def test_a_longer_limit_of_the_office_does_not_make_a_column_fresh(office, item):
    column = add_column(office, "news", update_days=60)
    lay(item, column, 15)
    [state] = [each for each in board(office.agency).columns if each.facts.key == column.pk]
    assert state.is_overdue
    assert health_words.limit(state) == "every 14 days"


@pytest.mark.parametrize(
    ("name", "due_on"),
    [("社会救助", date(2027, 1, 31)), ("低保、特困", date(2026, 11, 30)), ("入学救助", date(2027, 10, 31))],
)
def test_matters_of_social_assistance_have_limits_of_their_own(office, item, name, due_on):
    column = add_column(office, "assistance")
    Column.objects.filter(pk=column.pk).update(name=name)
    lay(item, column, 23)  # 31 October
    states = {state.facts.key: state for state in board(office.agency).columns}
    assert states[column.pk].due_on == due_on


def test_an_old_message_is_owed_for_ever_and_a_late_answer_is_seen(office, item):
    with clock.pretend(datetime(2024, 8, 20, 9, 0)):
        old = faults.report(office.agency, kind="question", text="什么时候发放补贴")
    assert board(office.agency).finding("V5").state is State.VETO
    faults.answer(old, by=office.editor, text="每月10日。")
    assert len(board(office.agency).finding("V5").says) == 1
    with clock.pretend(datetime(2026, 6, 1, 9, 0)):
        late = faults.report(office.agency, kind="question", text="什么时候发放补贴")
    faults.answer(late, by=office.editor, text="每月10日。")
    finding = board(office.agency).finding("V5")
    assert finding.state is State.FINE
    assert "answered too late" in finding.says[1]


def test_items_that_tell_nothing_are_named_with_the_reason(office, item):
    assert board(office.agency).finding("S1").state is State.FINE
    for text, reason in (("见附件。", "names a file"), (" ", "blank"), ("测试测试", "looks like a test")):
        Package.objects.filter(pk=item.package_id).update(body=text)
        finding = board(office.agency).finding("S1")
        assert finding.state is State.DUE
        [page] = finding.pages
        assert page.url == item.get_absolute_url()
        assert reason in page.says


def test_a_search_that_does_not_find_the_newest_item_is_told(office, item):
    assert board(office.agency).finding("D6").state is State.FINE
    search.clear("public")
    finding = board(office.agency).finding("D6")
    assert (finding.state, finding.pages[0].label) == (State.DUE, item.title)


def test_opinions_must_be_asked_for_often_enough_where_there_is_a_column_for_it(office, item):
    assert not [each for each in board(office.agency).findings if each.indicator.id == "D5"]
    column = add_column(office, "surveys")
    lay(item, column, 20)
    assert board(office.agency).finding("D5").state is State.DUE
    for place in range(2):
        lay(factories.released_item(office, f"第{place}次征集", on=TODAY), column, 100)
    assert board(office.agency).finding("D5").state is State.FINE


@pytest.mark.parametrize("code", ["123", "１１０１０１００００", "街道网站标识码一二三四", "110101-000"])
def test_an_identification_code_is_ten_digits_or_letters(office, code):
    office.agency.site_code = code
    assert any("ten characters" in said for said in health_words.missing_particulars(office.agency))


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
    assert "Dead links: 2 on 1 pages" in finding.says[0]
    assert "to others: 2" in finding.says[0]


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


def test_an_empty_column_is_told_once(office, item):
    column = add_column(office, "guide", responsible=office.officer)
    for day in range(3):
        remind(TODAY + timedelta(days=day))
    [notice] = Notice.objects.filter(subject_key=column.key)
    assert (notice.to, notice.slot) == (office.officer, "empty")


def test_an_account_that_is_closed_is_in_charge_no_more(office, item):
    office.officer.is_active = False
    office.officer.save()
    site_with(office, item, responsible=office.officer)
    remind(TODAY)
    assert set(Notice.objects.filter(kind="channels.column_due").values_list("to", flat=True)) == {
        office.editor.pk
    }


def told_of(kind):
    return sorted(Notice.objects.filter(kind__startswith=kind).values_list("slot", "to__username"))


def test_the_editor_is_told_of_the_home_page_and_of_silent_accounts_once_each(office, item):
    editor = office.editor.username
    factories.release_of(item, office, ChannelKind.WECHAT, TODAY)
    Item.objects.update(published_on=TODAY)
    for day in range(30):
        remind(TODAY + timedelta(days=day))
    wanted = [(f"2026-12-07/{occasion}", editor) for occasion in ("0", "7", "overdue")]
    assert told_of("channels.home") == wanted
    assert told_of("channels.account") == wanted


def test_dead_links_and_a_website_that_does_not_open_are_told_once_a_week(office, item, settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    SiteCheck.objects.create(day=TODAY, tried=20, failed=1)
    Link.objects.create(
        agency=office.agency,
        item=item,
        url="https://www.example.com/",
        state=LinkState.DEAD,
        next_look_at=clock.now(),
    )
    for day in (0, 1, 2):
        remind(TODAY + timedelta(days=day))
    assert told_of("channels.links_dead") == [("2026-W48", office.editor.username)]
    assert told_of("channels.site_down") == [("2026-W48", office.sysadmin.username)]
    remind(TODAY + timedelta(days=7))
    assert len(told_of("channels.links_dead")) == 2


def test_who_answers_is_told_on_the_last_day_and_once_after_it(office, item):
    fault = faults.report(office.agency, kind="question", text="什么时候发放补贴")  # on a Monday
    for day in range(12):
        remind(TODAY + timedelta(days=day))
    people = {office.editor.username, office.foi.username}
    told = told_of("channels.answer")
    assert {slot for slot, _name in told} == {"2026-11-30/0", "2026-11-30/overdue"}
    assert {name for _slot, name in told} == people
    assert len(told) == 2 * len(people)
    faults.answer(fault, by=office.editor, text="每月10日。")


def test_an_office_without_a_website_is_told_nothing(office, item):
    site_with(office, item)
    Channel.objects.update(in_use=False)
    assert remind(TODAY) == 0
