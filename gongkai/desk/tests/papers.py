"""Issues, sheets and photographs for the tests of their pages."""

from datetime import date
from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from gongkai.channels import boards, issues
from gongkai.channels.tests.factories import channel
from gongkai.desk.tests.pages import uploaded
from gongkai.files.storing import store
from gongkai.law.channels import ChannelKind

NEWSPAPER, BOARD = ChannelKind.NEWSPAPER, ChannelKind.NOTICE_BOARD
DAY = date(2018, 5, 7)


def photograph():
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "JPEG")
    answer = uploaded("公告栏.jpg", drawn.getvalue())
    answer.content_type = "image/jpeg"
    return answer


def begun(office, *items):
    issue = issues.open_issue(channel(office, NEWSPAPER), by=office.editor, day=DAY)
    if items:
        issues.pick(issue, items, by=office.editor)
    return issue


def planned(office, item, **given):
    channel(office, BOARD)
    (posting,) = boards.plan_postings(
        item, [office.community], by=office.foi, **{"hang_from": DAY, "days": 30} | given
    )
    return posting


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def stored(office):
    return store(photograph(), name="公告栏.jpg", by=office.foi, agency=office.agency)
