"""Text messages: a group of residents who agreed, one who wants no more, and a message planned for them."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.catalogue.models import Item
from gongkai.channels import actions, groups, groups_planning
from gongkai.channels.models import OptOutHow, Source, State
from gongkai.console.demo import places
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import Office
from gongkai.console.demo.present_day import Day

NAME, PURPOSE = "重点帮扶对象", "低保、临时救助和慰问活动的通知"
# Numbers and names of nobody; no provider is set up, so nothing leaves the house.
NUMBERS = tuple(f"1380013800{last}" for last in range(1, 7))


def stories(office: Office, day: Day) -> Iterator[Story]:
    yield _group(office, day)


def _group(office: Office, day: Day) -> Story:
    foi, editor = office.people["zhou"], office.people["yang"]
    yield at(day.ago(20), 10)
    group = groups.open_group(office.agency, by=foi, name=NAME, purpose=PURPOSE)
    yield at(day.ago(20), 10, 30)
    for number in NUMBERS:
        groups.add_contact(
            group,
            by=editor,
            number=number,
            source=Source.PAPER,
            source_note="接收短信同意书（示例）",
            consented_on=day.ago(21),
        )
    yield at(day.ago(6), 15)
    groups.opt_out(office.agency, NUMBERS[-1], by=editor, how=OptOutHow.CALL)
    yield at(day.ago(1), 16)
    item = _newest(office)
    if item is not None:
        release = actions.release(item, office.channels[places.SMS], by=editor)
        groups_planning.plan_message(release, [group], by=editor)


def _newest(office: Office) -> Item | None:
    """The newest item on the website that has not gone out as a message."""
    shown = (
        Item.objects.standing()
        .filter(agency=office.agency, package__review__state="cleared")
        .filter(releases__channel=office.channels[places.WEBSITE], releases__state=State.CONFIRMED)
        .exclude(releases__channel=office.channels[places.SMS])
    )
    return shown.order_by("-published_on", "-pk").first()
