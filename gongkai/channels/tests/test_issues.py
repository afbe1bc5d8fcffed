"""Issues of the gazette and the newspaper: put together, closed, printed, corrected in the next one."""

from datetime import date, datetime
from io import BytesIO

import pypdfium2
import pytest
from docx import Document as Docx
from docx.oxml.ns import qn
from PIL import Image

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Item
from gongkai.channels import actions, issues
from gongkai.channels.models import EntryKind, Issue, IssueState, Release, State
from gongkai.channels.paper_queries import corrections_owed, items_for
from gongkai.channels.tests.factories import channel, on, published_item, release_of
from gongkai.documents import actions as documents
from gongkai.files.storing import store
from gongkai.journal.models import Entry
from gongkai.law.channels import ChannelKind
from gongkai.secrecy import actions as secrecy

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]

NEWSPAPER, GAZETTE = ChannelKind.NEWSPAPER, ChannelKind.GAZETTE
DAY, LATER, NEXT = date(2018, 5, 7), date(2018, 5, 9), date(2018, 5, 21)


@pytest.fixture
def item(office):
    return published_item(office)


def begun(office, *items, kind=NEWSPAPER, day=LATER, **given):
    with on(DAY, 11):
        issue = issues.open_issue(channel(office, kind), by=office.editor, day=day, **given)
        if items:
            issues.pick(issue, items, by=office.editor)
        return issue


def closed(office, *items, **given):
    issue = begun(office, *items, **given)
    with on(DAY, 12):
        return issues.close(issue, by=office.editor)


def printed(office, issue, day=LATER):
    with on(day, 15):
        return issues.mark_printed(issue, by=office.editor, printed_on=day, copies=2000)


def corrected(office, item, note="开诊时间应为上午9时。"):
    with on(date(2018, 5, 14)):
        piece = documents.revise(item.document, by=office.officer, reason="错别字")
        piece = documents.save_version(
            piece, by=office.officer, seen_version=1, title="更正稿", body="更正。"
        )
        piece = documents.submit(piece, by=office.officer, pictures_seen=True)
        documents.approve(documents.adopt(piece, by=office.foi), by=office.leader)
        return catalogue.correct(Item.objects.get(pk=item.pk), by=office.foi, note=note)


def words_of(file):
    """What stands in a PDF, without its line ends."""
    pages = pypdfium2.PdfDocument(file.read())
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def test_an_item_in_an_issue_has_its_planned_release(office, item):
    issue = begun(office, item)
    entry = issue.entries.get()
    assert (entry.release.state, entry.release.planned_on, entry.section) == (
        State.PLANNED,
        LATER,
        "工作动态",
    )
    assert not items_for(issue.channel).exists()


def test_a_release_planned_for_the_newspaper_before_is_the_one_that_is_printed(office, item):
    with on(DAY, 11):
        planned = actions.release(item, channel(office, NEWSPAPER), by=office.editor)
    assert begun(office, item).entries.get().release == planned


def test_only_one_issue_of_a_channel_is_put_together_at_a_time(office):
    begun(office)
    with pytest.raises(Refused, match="being put together already"):
        begun(office)


@pytest.mark.parametrize("who", ["officer", "leader", "stranger", "sysadmin"])
def test_only_the_foi_officer_and_the_channel_editor_make_issues(office, who):
    with on(DAY), pytest.raises(Refused, match="Only the FOI officer or the channel editor"):
        issues.open_issue(channel(office, NEWSPAPER), by=getattr(office, who), day=LATER)


def test_a_channel_of_another_kind_has_no_issues(office):
    with pytest.raises(Refused, match="not made for it"):
        begun(office, kind=ChannelKind.WECHAT)


def test_an_item_stands_in_an_issue_once(office, item):
    issue = begun(office, item)
    with on(DAY, 12), pytest.raises(Refused, match="stands in this issue already"):
        issues.pick(issue, [item], by=office.editor)


def test_what_was_printed_is_not_picked_again(office, item):
    release_of(item, office, NEWSPAPER)
    with pytest.raises(Refused, match="counts once per channel"):
        begun(office, item)
    assert not Release.objects.filter(state=State.PLANNED).exists()


def test_an_item_taken_out_is_dropped_and_may_be_picked_for_another_issue(office, item):
    issue = begun(office, item)
    with on(DAY, 12):
        issues.take_out(issue.entries.get(), by=office.editor)
    assert item.releases.get().state == State.DROPPED
    with on(DAY, 13):
        assert issues.pick(issue, [item], by=office.editor)


def test_the_order_is_changed_place_by_place(office, item):
    second = published_item(office, "朝内头条便民菜站恢复营业")
    issue = begun(office, item, second)
    with on(DAY, 12):
        issues.place(issue.entries.get(item=second), by=office.editor, before=True)
        issues.place(issue.entries.get(item=second), by=office.editor, before=True)
    assert [entry.item for entry in issue.entries.all()] == [second, item]


def test_another_day_of_the_issue_is_another_day_of_its_releases(office, item):
    issue = begun(office, item)
    with on(DAY, 12):
        issues.change_issue(issue, by=office.editor, day=NEXT, title="消防专刊", sheet="A3")
    assert item.releases.get().planned_on == NEXT


def test_an_issue_with_its_number_keeps_to_its_year(office, item):
    issue = closed(office, item)
    with on(DAY, 13):
        issue = issues.open_again(issue, by=office.editor)
        with pytest.raises(Refused, match="has its number in 2018 and keeps it"):
            issues.change_issue(issue, by=office.editor, day=date(2019, 1, 7))


def test_an_empty_issue_is_not_closed(office):
    with pytest.raises(Refused, match="Nothing stands in this issue yet"):
        closed(office)


def test_a_closed_issue_has_number_pages_pdf_and_docx(office, item):
    issue = closed(office, item, number_before=8, total_before=172, sheet="A3")
    assert (issue.state, issue.year, issue.number, issue.total) == (IssueState.CLOSED, 2018, 9, 173)
    text = words_of(issue.pdf)
    assert item.title in text
    assert "2018年第9期（总第173期）" in text
    assert issue.entries.get().page == 1
    assert issue.entries.get().package == item.package
    columns = [
        section._sectPr.find(qn("w:cols")).get(qn("w:num"))
        for section in Docx(BytesIO(issue.docx.read())).sections
    ]
    assert "4" in columns


def test_a_closed_issue_is_changed_only_after_it_was_opened_again(office, item):
    issue = closed(office, item)
    with on(DAY, 13):
        with pytest.raises(Refused, match="open it again"):
            issues.take_out(issue.entries.get(), by=office.editor)
        issue = issues.open_again(issue, by=office.editor)
        assert (issue.state, issue.number, issue.pdf) == (IssueState.COLLECTING, 1, None)
        issue = issues.close(issue, by=office.editor)
    assert issue.number == 1


def test_a_printed_issue_confirms_all_its_releases_on_its_day(office, item):
    second = published_item(office, "朝内头条便民菜站恢复营业")
    issue = printed(office, closed(office, item, second))
    found = [
        (row.state, row.confirmed_on, row.first_year) for row in Release.objects.filter(channel=issue.channel)
    ]
    assert found == [(State.CONFIRMED, LATER, 2018)] * 2
    assert item.releases.get().address == f"《{issue.channel.name}》2018年第1期第1版"
    assert Entry.objects.latest("pk").act == "channels.issue_printed"


def test_an_issue_is_printed_once(office, item):
    issue = printed(office, closed(office, item))
    with pytest.raises(Refused, match="marked as printed already"):
        printed(office, issue)


def test_an_issue_is_not_printed_before_its_day_has_come(office, item):
    issue = closed(office, item)
    with on(DAY, 15), pytest.raises(Refused, match="lies in the future"):
        issues.mark_printed(issue, by=office.editor, printed_on=LATER)
    with on(LATER), pytest.raises(Refused, match="was not closed on that day yet"):
        issues.mark_printed(issue, by=office.editor, printed_on=date(2018, 5, 4))


def test_an_item_withdrawn_meanwhile_is_not_printed_and_named(office, item):
    second = published_item(office, "朝内头条便民菜站恢复营业")
    issue = closed(office, item, second)
    with on(date(2018, 5, 8)):
        catalogue.withdraw(item, by=office.foi, reason="内容有误")
    with pytest.raises(Refused, match=f"“{item.title}” was withdrawn; take it out"):
        printed(office, issue)
    assert not Release.objects.counted().exists()


def test_an_item_corrected_after_the_closing_asks_for_the_issue_to_be_opened_again(office, item):
    issue = closed(office, item)
    corrected(office, item)
    with pytest.raises(Refused, match="was corrected since the issue was closed"):
        printed(office, issue, date(2018, 5, 15))


def test_numbers_have_no_gap_though_an_issue_was_given_up(office, item):
    first = closed(office, item)
    with on(DAY, 13):
        issues.void(first, by=office.editor, reason="改为合刊")
    assert item.releases.get().state == State.DROPPED
    assert closed(office, item).number == 1


def test_an_issue_with_a_later_one_is_not_given_up(office, item):
    first = closed(office, item)
    closed(office, published_item(office, "朝内头条便民菜站恢复营业"), day=NEXT)
    with on(DAY, 13), pytest.raises(Refused, match="there would be a gap"):
        issues.void(first, by=office.editor, reason="改为合刊")


def test_numbers_follow_the_days(office, item):
    closed(office, item, day=NEXT)
    with pytest.raises(Refused, match="this one cannot be earlier"):
        begun(office, day=LATER)


def test_a_new_year_begins_with_number_one_and_the_count_of_all_goes_on(office, item):
    closed(office, item, number_before=20, total_before=200)
    later = closed(office, published_item(office, "朝内头条便民菜站恢复营业"), day=date(2019, 1, 7))
    assert (later.year, later.number, later.total) == (2019, 1, 202)


def test_a_correction_after_printing_is_told_in_the_next_issue(office, item):
    printed(office, closed(office, item))
    corrected(office, item)
    with clock.pretend(datetime(2018, 5, 15, 9)):
        following = issues.open_issue(channel(office, NEWSPAPER), by=office.editor, day=NEXT)
        entry = following.entries.get()
        assert (entry.kind, entry.edition.note) == (EntryKind.CORRECTION, "开诊时间应为上午9时。")
        with pytest.raises(Refused, match="is told to its readers and is not taken out"):
            issues.take_out(entry, by=office.editor)
        following = issues.close(following, by=office.editor)
    assert "开诊时间应为上午9时。" in words_of(following.pdf)
    assert corrections_owed(following.channel) == []


def test_a_withdrawal_after_printing_is_told_in_the_next_issue(office, item):
    issue = printed(office, closed(office, item))
    with on(date(2018, 5, 10)):
        catalogue.withdraw(item, by=office.foi, reason="数据有误")
    (owed,) = corrections_owed(issue.channel)
    assert (owed.item, owed.edition) == (item, None)


def test_the_gazette_has_contents_with_pages_and_counts_in_its_own_row(office):
    item = published_item(office, "关于做好冬季防火工作的通知", is_normative=True)
    other = published_item(office, "朝内头条便民菜站恢复营业")
    issue = printed(office, closed(office, item, other, kind=GAZETTE))
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(issue.pdf.read())]
    assert "2018年第1号（总第1号）" in pages[0]
    assert item.title in pages[1]
    assert [entry.page for entry in issue.entries.all()] == [1, 2]
    assert item.releases.get().kind == GAZETTE


def test_issues_are_seen_by_the_office_and_the_district(office):
    issue = begun(office)
    assert issue in Issue.objects.visible_to(office.supervisor)
    assert issue not in Issue.objects.visible_to(office.stranger)


def test_a_state_secret_leaves_the_pages_of_its_issues_and_all_pictures_of_it(office):
    item = published_item(office, "关于街道防汛值守的通知", is_normative=True)
    with on(LATER):
        drawn = BytesIO()
        Image.new("RGB", (4, 3)).save(drawn, "PNG")
        photograph = store(drawn.getvalue(), name="报纸.png", by=office.editor, agency=office.agency)
    issue = closed(office, item)
    with on(LATER, 15):
        issue = issues.mark_printed(issue, by=office.editor, printed_on=LATER, proof=photograph)
    with on(date(2018, 5, 14)):
        document = documents.revise(item.document, by=office.officer, reason="错别字")
        document = documents.submit(document, by=office.officer, pictures_seen=True)
        document = documents.check(document, by=office.checker)
        document = documents.approve(document, by=office.leader)
        review = secrecy.state_opinion(document.review, by=office.head, opinion="拟公开。")
        review = secrecy.decide(
            review, by=office.reviewer, opinion="涉密。", decision="withhold", ground="state_secret"
        )
        secrecy.take_out(review, by=office.reviewer, to="机要室")
    issue = Issue.objects.get(pk=issue.pk)
    assert all(file.erased_at for file in (issue.pdf, issue.docx, issue.proof, item.releases.get().proof))
    with pytest.raises(Refused, match="were erased"):
        issues.open_kept_pages(issue, by=office.editor)
