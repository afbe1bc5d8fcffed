"""Thirty rows cost as many queries as three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.catalogue.tests.factories import published
from gongkai.channels import actions as channels
from gongkai.channels.tests.factories import channel
from gongkai.desk.tests.rows import documents_like, items_like
from gongkai.documents.tests.factories import adopted, checked, draft
from gongkai.people.models import Post, User

pytestmark = pytest.mark.django_db

# The desk's frame asks for session, account, posts and, in one statement, the numbers of all rooms. The first
# page asks in one more which rooms have something at all. No room that is added makes it more.
AT_MOST = {
    "documents/": 6,
    "secrecy/": 8,
    "catalogue/": 8,
    "": 8,
    "documents/approve/": 6,
    "search/?q=停水": 9,
    "people/": 7,
    "journal/": 7,
}


def queries_of(client, path):
    client.get(f"/desk/{path}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/desk/{path}").status_code == 200
    return len(queries)


def some_of_everything(office):
    item = published(office)
    channels.release(item, channel(office), by=office.foi)
    return item, [draft(office), checked(office)], adopted(office)


PAGES = (
    ("officer", "documents/"),
    ("officer", ""),
    ("leader", "documents/"),
    ("leader", ""),
    ("leader", "documents/approve/"),
    ("reviewer", "secrecy/"),
    ("foi", "catalogue/"),
    ("foi", ""),
    ("foi", "search/?q=停水"),
)


def test_thirty_papers_cost_as_many_queries_as_three(as_, office):
    item, papers, piece = some_of_everything(office)

    def rows(count):
        items_like(item, count)
        for paper in (*papers, piece):
            documents_like(paper, count)

    def costs():
        return {(who, path): queries_of(as_(getattr(office, who)), path) for who, path in PAGES}

    rows(2)
    few = costs()
    rows(27)
    assert costs() == few
    assert {page: cost for page, cost in few.items() if cost > AT_MOST[page[1]]} == {}


def test_thirty_accounts_cost_as_many_queries_as_three(as_, office):
    client = as_(office.sysadmin)
    few = queries_of(client, "people/")
    users = User.objects.bulk_create(
        User(username=f"u{n}", name=f"人{n}", agency=office.agency, password="!") for n in range(27)
    )
    Post.objects.bulk_create(
        Post(user=user, agency=office.agency, section=office.section, duty="section_head", since="2010-01-01")
        for user in users
    )
    assert queries_of(client, "people/") == few
    assert few <= AT_MOST["people/"]


def test_many_entries_of_the_journal_cost_as_many_queries_as_few(as_, office):
    client = as_(office.auditor)
    few = queries_of(client, "journal/")
    for n in range(10):
        draft(office, f"草稿{n}")
    assert queries_of(client, "journal/") == few
    assert few <= AT_MOST["journal/"]
