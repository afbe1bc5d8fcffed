"""Printed issues on the portal: only where everything in them is public there, as it is now."""

from datetime import date

import pytest

from gongkai.catalogue import actions as catalogue
from gongkai.channels import actions, issues
from gongkai.channels.models import Release
from gongkai.channels.tests.factories import channel, on, published_item, release_of
from gongkai.channels.tests.test_issues import corrected
from gongkai.law.channels import ChannelKind

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]

DAY = date(2018, 5, 7)


@pytest.fixture
def items(office):
    made = [published_item(office, title) for title in ("防火提示", "菜站营业")]
    for item in made:
        release_of(item, office, ChannelKind.WEBSITE)
    return made


@pytest.fixture
def issue(office, items):
    with on(DAY, 12):
        begun = issues.open_issue(channel(office, ChannelKind.NEWSPAPER), by=office.editor, day=DAY)
        issues.pick(begun, items, by=office.editor)
        closed = issues.close(begun, by=office.editor)
        return issues.mark_printed(closed, by=office.editor, printed_on=DAY)


def offered(client, issue):
    listed = f'href="/papers/{issue.pk}/"' in client.get("/papers/").content.decode()
    status = client.get(f"/papers/{issue.pk}/").status_code
    assert (status == 200) is listed
    return listed


def test_a_printed_issue_is_offered_as_pdf(client, issue):
    assert offered(client, issue)
    assert client.get(f"/papers/{issue.pk}/")["Content-Type"] == "application/pdf"


def test_an_issue_that_is_not_printed_is_not_offered(client, office, items):
    with on(DAY, 12):
        begun = issues.open_issue(channel(office, ChannelKind.NEWSPAPER), by=office.editor, day=DAY)
        issues.pick(begun, items, by=office.editor)
        assert not offered(client, begun)
        assert not offered(client, issues.close(begun, by=office.editor))


def test_an_issue_with_a_withdrawn_item_is_gone(client, office, issue, items):
    with on(DAY, 14):
        catalogue.withdraw(items[0], by=office.foi, reason="内容有误")
    assert not offered(client, issue)


def test_an_issue_with_an_item_that_is_off_the_website_is_gone(client, office, issue, items):
    row = Release.objects.get(item=items[1], kind=ChannelKind.WEBSITE)
    with on(DAY, 14):
        actions.recall(row, by=office.foi, reason="发错栏目")
    assert not offered(client, issue)


def test_an_issue_whose_text_was_corrected_since_is_gone(client, office, issue, items):
    assert offered(client, issue)
    corrected(office, items[0])
    assert not offered(client, issue)
