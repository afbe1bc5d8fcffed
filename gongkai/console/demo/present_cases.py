"""Requests under way: due on the next working day, overdue, just registered, at every step of a reply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.cases import actions as cases
from gongkai.cases.models import Case, DeliveredHow, DeliveryWanted, FormWanted, HowCame, Reply
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import Office
from gongkai.console.demo.present_day import Day
from gongkai.console.demo.requests_2018 import NO_CONTACT, NO_IDENTITY
from gongkai.people.models import User

_GRANTED = "您申请的信息属于本机关公开范围，现将复印件提供给您。"
_LATE = "承办科室检索纸质档案用时较长，未按期送签。"


def stories(office: Office, day: Day) -> Iterator[Story]:
    following = office.calendar.add(day.today, 1)
    near, late = day.received_for(following), day.received_for(day.ago(3))
    yield _open(office, near, "郑先生（虚构）", "雨污分流工程设计图和工期", "城市管理科")
    yield _open(office, late, "孟女士（虚构）", "近三年社区服务项目购买合同", "社区建设科")
    yield _open(office, day.today, "葛先生（虚构）", "外交部街停车位设置的会议纪要", "城市管理科")
    yield _open(office, day.ago(5), "方女士（虚构）", "养老驿站运营补贴发放标准和金额", "民生保障科")
    yield _replied(
        office,
        day,
        8,
        requester="吕先生（虚构）",
        title="背街小巷整治提升项目预算",
        section="城市管理科",
        steps=1,
    )
    yield _replied(
        office,
        day,
        10,
        requester="施女士（虚构）",
        title="垃圾分类驿站建设费用",
        section="城市管理科",
        steps=2,
    )
    yield _replied(
        office, day, 12, requester="尹先生（虚构）", title="街道法律顾问聘用合同", section="办公室", steps=3
    )
    yield _replied(
        office,
        day,
        30,
        requester="姚女士（虚构）",
        title="残疾人手工作坊经费使用情况",
        section="民生保障科",
        steps=4,
    )
    yield _extended(office, day)
    yield _delivered_late(office, day)


def stories_of_today(office: Office, today: date) -> Iterator[Story]:
    """What came in today, though the calendars do not reach far enough for all of the set."""
    calendar = office.calendar
    day = today
    while calendar.covers(day) and not calendar.is_working(day):
        day -= timedelta(days=1)
    yield _open(office, day, "今日先生（虚构）", "明年街道年度工作要点", "办公室")
    if calendar.covers(today) and calendar.covers(today + timedelta(days=10)):
        received = Day(day, calendar).received_for(calendar.add(today, 1))
        yield _open(office, received, "明日女士（虚构）", "胡同停车自治公约备案材料", "社区建设科")


def stories_elsewhere(office: Office, day: Day) -> Iterator[Story]:
    yield _open(office, day.ago(2), "邻街先生（虚构）", "朝阳门街道公共厕所改造计划", "办公室")


def _register(office: Office, day: date, requester: str, title: str, section: str, *, by_post: bool) -> Case:
    return cases.register(
        office.agency,
        how_came=HowCame.REGISTERED_POST if by_post else HowCame.IN_PERSON,
        requester_name=requester,
        requester_contact=NO_CONTACT,
        identity_number=NO_IDENTITY,
        title=title,
        description=f"申请公开{title}，请提供复印件。",
        submitted_on=day,
        arrived_on=day,
        form_wanted=FormWanted.PAPER,
        delivery_wanted=DeliveryWanted.POST if by_post else DeliveryWanted.PICK_UP,
        handling_section=office.sections[section],
        by=_officer(office),
    )


def _officer(office: Office) -> User:
    return office.people.get("zhou") or office.people["zhao"]


def _open(office: Office, day: date, requester: str, title: str, section: str) -> Story:
    yield at(day, 10, 30)
    _register(office, day, requester, title, section, by_post=False)


def _replied(
    office: Office, day: Day, received_ago: int, *, requester: str, title: str, section: str, steps: int
) -> Story:
    """A reply so many steps far: proposed, checked, signed, delivered."""
    people = office.people
    yield at(day.ago(received_ago), 9, 45)
    case = _register(office, day.ago(received_ago), requester, title, section, by_post=True)
    # The last step was taken on the last working day before; each earlier one a working day earlier.
    last = 18 if steps == 4 else 1
    yield at(day.ago(last + steps - 1), 9)
    reply = cases.propose_reply(case, outcome_code="granted", text=_GRANTED, by=people["zhou"])
    if steps == 1:
        return
    yield at(day.ago(last + steps - 2), 10)
    reply = cases.legal_check(reply, by=people["han"], opinion="属于应当公开的信息，条款适用正确，可以答复。")
    if steps == 2:
        return
    yield at(day.ago(last + steps - 3), 15)
    reply = cases.sign(reply, by=people["wu"])
    if steps == 3:
        return
    yield at(day.ago(last), 11)
    _deliver(office, reply)


def _deliver(office: Office, reply: Reply, late_reason: str = "") -> None:
    cases.deliver(
        reply,
        to=reply.case.requester_name,
        how=DeliveredHow.POST,
        tracking_number=f"示例EMS{reply.case.serial:04d}",
        late_reason=late_reason,
        by=office.people["zhou"],
    )


def _extended(office: Office, day: Day) -> Story:
    yield at(day.ago(17), 10)
    case = _register(
        office, day.ago(17), "卢先生（虚构）", "五年来拆除违法建设台账", "城管执法队", by_post=True
    )
    yield at(day.ago(4), 15)
    cases.extend(
        case, days=10, reason="申请的信息涉及五个年度的台账，需要逐年检索核对", by=office.people["feng"]
    )


def _delivered_late(office: Office, day: Day) -> Story:
    people = office.people
    yield at(day.ago(45), 10)
    case = _register(office, day.ago(45), "殷女士（虚构）", "1998年房屋修缮拨款文件", "财政科", by_post=True)
    yield at(day.ago(24), 9)
    reply = cases.propose_reply(case, outcome_code="granted", text=_GRANTED, by=people["zhou"])
    yield at(day.ago(24), 14)
    reply = cases.legal_check(reply, by=people["han"], opinion="可以答复；已逾期，请在送达记录中写明原因。")
    yield at(day.ago(23), 9)
    reply = cases.sign(reply, by=people["wu"])
    yield at(day.ago(23), 15)
    _deliver(office, reply, late_reason=_LATE)
