"""On paper: an issue of the newspaper that is out, the next one begun, and sheets on the boards.

One sheet hung its days and was taken down, one hangs too long and waits for its officer, one is to be
posted today.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

from PIL import Image, ImageDraw

from gongkai.acts import clock
from gongkai.catalogue.models import Item
from gongkai.channels import boards, issues
from gongkai.channels.models import Posting, Release, State
from gongkai.console.demo import places
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import Office
from gongkai.console.demo.present_day import Day
from gongkai.files.models import StoredFile
from gongkai.files.storing import store
from gongkai.typesetting.fonts import chinese_faces

COPIES = 3000
DAYS = 7
HUNG, HANGING, TO_POST = "苏州社区", "西总布社区", "赵家楼社区"


def stories(office: Office, day: Day) -> Iterator[Story]:
    yield _newspaper(office, day)
    yield _sheets(office, day)
    yield _sheet_of_today(office, day)


def _newspaper(office: Office, day: Day) -> Story:
    editor, paper = office.people["yang"], office.channels[places.NEWSPAPER]
    printed_on = day.ago(1)
    yield at(day.ago(2), 16, 40)
    # Two issues a month: what came out this year before the program took the newspaper over.
    before = 2 * (printed_on.month - 1)
    issue = issues.open_issue(paper, by=editor, day=printed_on, number_before=before, total_before=before)
    issues.pick(issue, _newest(office, day.ago(2), 6), by=editor)
    if not chinese_faces():
        return  # A machine without Chinese fonts sets no pages; the issue stays open there.
    issue = issues.close(issue, by=editor)
    yield at(printed_on, 15)
    issues.mark_printed(issue, by=editor, printed_on=printed_on, copies=COPIES)
    yield at(printed_on, 16, 30)
    issue = issues.open_issue(paper, by=editor, day=day.today + timedelta(days=5))
    planned = Release.objects.filter(channel=paper, state=State.PLANNED, issue_entry=None)
    issues.pick(issue, [row.item for row in planned.select_related("item")], by=editor, section="便民提示")


def _sheets(office: Office, day: Day) -> Story:
    hang_from = day.ago(8)
    yield at(hang_from, 10)
    (item,) = _newest(office, hang_from, 1)
    postings = boards.plan_postings(
        item,
        [office.sections[HUNG], office.sections[HANGING]],
        by=office.people["yang"],
        hang_from=hang_from,
        days=DAYS,
        contact="建国门街道办公室 010-65126891",
    )
    yield at(hang_from, 15, 20)
    posted = [_posted(office, posting, hang_from) for posting in postings]
    until = posted[0].until or hang_from
    yield at(until, 17)
    by = office.officer_of(HUNG)
    boards.take_down(posted[0], by=by, down_on=until, picture=_photograph(office, HUNG, "揭下"))


def _posted(office: Office, posting: Posting, on: date) -> Posting:
    name = posting.section.name
    return boards.confirm_posting(
        posting, by=office.officer_of(name), posted_on=on, picture=_photograph(office, name, "张贴")
    )


def _sheet_of_today(office: Office, day: Day) -> Story:
    yield at(day.ago(1), 17, 10)
    (item,) = _newest(office, day.ago(1), 1)
    boards.plan_postings(
        item, [office.sections[TO_POST]], by=office.people["yang"], hang_from=day.today, days=DAYS
    )


def _newest(office: Office, until: date, number: int) -> list[Item]:
    """The newest items that stand on the website at this moment, published up to that day."""
    shown = (
        Item.objects.standing()
        .filter(agency=office.agency, published_on__lte=until, package__review__state="cleared")
        .filter(releases__channel=office.channels[places.WEBSITE], releases__state=State.CONFIRMED)
    )
    return list(shown.select_related("column").order_by("-published_on", "-pk")[:number])


def _photograph(office: Office, community: str, what: str) -> StoredFile:
    """A drawing in place of a photograph: a board with a sheet on it, or an empty one."""
    picture = Image.new("RGB", (640, 480), "#8f9a9e")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 60, 580, 420), fill="#b78a5a", outline="#5d4630", width=14)
    if what == "张贴":
        pen.rectangle((240, 95, 410, 335), fill="white")
        for line in range(9):
            pen.rectangle((260, 125 + 20 * line, 390, 131 + 20 * line), fill="#40474b")
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=80)
    name = f"{community}公告栏{what}{clock.today().isoformat()}.jpg"
    return store(drawn.getvalue(), name=name, by=office.officer_of(community), agency=office.agency)
