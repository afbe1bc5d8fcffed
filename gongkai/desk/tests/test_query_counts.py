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

# The desk's frame asks for session, account, posts and what waits, room by room: with every room that hangs a
# count into the navigation this grows by one. The pages' own queries must not grow at all.
AT_MOST = {
    "documents/": 12,
    "secrecy/": 11,
    "catalogue/": 12,
    "": 31,
    "documents/approve/": 12,
    "search/?q=停水": 14,
    "people/": 9,
    "journal/": 9,
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


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("officer", "documents/"),
        ("officer", ""),
        ("leader", "documents/"),
        ("leader", ""),
        ("leader", "documents/approve/"),
        ("reviewer", "secrecy/"),
        ("foi", "catalogue/"),
        ("foi", ""),
        ("foi", "search/?q=停水"),
    ],
)
def test_thirty_papers_cost_as_many_queries_as_three(as_, office, who, path):
    item, papers, piece = some_of_everything(office)
    items_like(item, 2)
    for paper in (*papers, piece):
        documents_like(paper, 2)
    client = as_(getattr(office, who))
    few = queries_of(client, path)
    items_like(item, 27)
    for paper in (*papers, piece):
        documents_like(paper, 27)
    assert queries_of(client, path) == few
    assert few <= AT_MOST[path]


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
