"""The newspaper through its pages."""

import pypdfium2
import pytest

from gongkai.acts import clock
from gongkai.catalogue import actions as catalogue
from gongkai.channels import issues
from gongkai.channels.models import Issue, IssueState, State
from gongkai.channels.tests.factories import channel, published_item
from gongkai.desk.issues.waiting import waiting_for
from gongkai.desk.tests.pages import sent, shown, text
from gongkai.desk.tests.papers import DAY, NEWSPAPER, begun, queries_of
from gongkai.journal.models import Entry
from gongkai.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(office):
    return published_item(office, "冬季取暖安全告居民书")


@pytest.mark.one_database
def test_the_editor_makes_an_issue_from_the_first_click_to_the_printed_paper(as_, office, item):
    client = as_(office.editor)
    paper = channel(office, NEWSPAPER)
    answer = sent(
        client,
        "/desk/issues/new/",
        channel=paper.pk,
        day="2018-05-07",
        title="",
        sheet="A4",
        number_before=8,
        total_before=172,
    )
    issue = Issue.objects.get()
    assert answer.url == f"/desk/issues/{issue.pk}/"
    assert item.title in text(client.get(f"/desk/issues/{issue.pk}/pick/"))
    sent(client, f"/desk/issues/{issue.pk}/pick/", items=[item.pk], section="便民服务")
    assert "便民服务" in shown(client.get(f"/desk/issues/{issue.pk}/"))
    sent(client, f"/desk/issues/{issue.pk}/close/")
    for which, kind in (("pdf", "application/pdf"), ("docx", "officedocument")):
        assert kind in client.get(f"/desk/issues/{issue.pk}/files/{which}/")["Content-Type"]
    assert [row.url for row in waiting_for(User.objects.get(pk=office.editor.pk))] == [
        f"/desk/issues/{issue.pk}/printed/"
    ]
    sent(client, f"/desk/issues/{issue.pk}/printed/", printed_on="2018-05-07", copies=2000)
    issue = Issue.objects.get()
    assert (issue.state, issue.number, issue.total) == (IssueState.PRINTED, 9, 173)
    assert item.releases.get().state == State.CONFIRMED


def test_the_pick_page_finds_by_words_of_the_title(as_, office, item):
    other = published_item(office, "朝内头条便民菜站恢复营业")
    issue = begun(office)
    page = text(as_(office.editor).get(f"/desk/issues/{issue.pk}/pick/?q=菜站"))
    assert other.title in page
    assert item.title not in page


def test_picking_nothing_is_refused_in_a_sentence(as_, office):
    answer = sent(as_(office.editor), f"/desk/issues/{begun(office).pk}/pick/", section="")
    assert answer.status_code == 422
    assert "Choose at least one item." in text(answer)


def test_an_item_is_moved_named_and_taken_out_on_the_page(as_, office, item):
    other = published_item(office, "朝内头条便民菜站恢复营业")
    issue = begun(office, item, other)
    client, entry = as_(office.editor), issue.entries.get(item=other)
    sent(client, f"/desk/issues/entries/{entry.pk}/place/", before="1")
    assert [each.item for each in issue.entries.all()] == [other, item]
    sent(client, f"/desk/issues/entries/{entry.pk}/section/", section="便民服务")
    answer = sent(client, f"/desk/issues/entries/{entry.pk}/out/")
    assert answer.url == f"/desk/issues/{issue.pk}/"
    assert [each.item for each in issue.entries.all()] == [item]


def test_a_form_sent_twice_opens_one_issue(as_, office):
    client, paper = as_(office.editor), channel(office, NEWSPAPER)
    said = {"channel": paper.pk, "day": "2018-05-07", "sheet": "A4", "number_before": 0, "total_before": 0}
    token = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
    for _time in range(2):
        assert sent(client, "/desk/issues/new/", submission=token, **said).status_code == 302
    assert Issue.objects.count() == 1


def test_another_office_finds_no_issue(as_, office, item):
    issue = begun(office, item)
    client = as_(office.stranger)
    for path in (f"{issue.pk}/", f"{issue.pk}/pick/", f"entries/{issue.entries.get().pk}/out/"):
        assert client.get(f"/desk/issues/{path}").status_code == 404


def test_thirty_issues_cost_as_many_queries_as_three(as_, office, item):
    begun(office, item)
    client = as_(office.editor)

    def more(count):
        first = Issue.objects.first()
        for number in range(count):
            Issue.objects.create(
                channel=first.channel,
                agency=first.agency,
                day=DAY,
                title=f"专刊{number}",
                made_by=office.editor,
            )
        return queries_of(client, "/desk/issues/")

    assert more(2) == more(27) <= 16


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_a_closed_issue_are_not_handed_out_once_an_item_was_withdrawn(as_, office, item):
    other = published_item(office, "朝内头条便民菜站恢复营业")
    issue = issues.close(begun(office, item, other), by=office.editor)
    client, page = as_(office.editor), f"/desk/issues/{issue.pk}/"
    assert f"{page}files/pdf/" in client.get(page).content.decode()
    catalogue.withdraw(item, by=office.foi, reason="地址有误。")
    for which in ("pdf", "docx"):
        answer = client.get(f"{page}files/{which}/", follow=True)
        assert answer.redirect_chain == [(page, 302)]
        assert "not handed out" in text(answer)
    assert f"{page}files/" not in client.get(page).content.decode()
    # Opened again without it, the pages are made anew.
    sent(client, f"{page}open-again/")
    sent(client, f"/desk/issues/entries/{issue.entries.get(item=item).pk}/out/")
    sent(client, f"{page}close/")
    assert client.get(f"{page}files/pdf/")["Content-Type"] == "application/pdf"


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_a_printed_issue_are_kept_as_a_marked_proof_once_an_item_was_withdrawn(
    as_, office, item
):
    issue = issues.close(begun(office, item), by=office.editor)
    issue = issues.mark_printed(issue, by=office.editor, printed_on=clock.today())
    client, page = as_(office.editor), f"/desk/issues/{issue.pk}/"
    assert client.get(f"{page}files/pdf/")["Content-Type"] == "application/pdf"
    catalogue.withdraw(item, by=office.foi, reason="地址有误。")
    shown_now = text(client.get(page))
    assert "taken back since" in shown_now
    assert "地址有误。" in shown_now
    for which in ("pdf", "docx"):
        assert client.get(f"{page}files/{which}/").url == f"{page}kept/"
    kept = sent(client, f"{page}kept/")
    assert kept["Cache-Control"] == "private, no-store"
    pages = pypdfium2.PdfDocument(b"".join(kept.streaming_content))
    assert all(issues.KEPT_MARK in each.get_textpage().get_text_bounded() for each in pages)
    assert Entry.objects.filter(act="channels.issue_kept_opened").count() == 1
    assert client.get(f"/papers/{issue.pk}/").status_code == 404
