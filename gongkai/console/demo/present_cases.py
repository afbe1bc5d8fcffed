"""Requests under way: due on the next working day, overdue, just registered, at every step of a reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta

from django.core.files.base import ContentFile

from gongkai.cases import actions as cases
from gongkai.cases.models import (
    Answer,
    Case,
    Consultation,
    DeliveredHow,
    DeliveryWanted,
    FormWanted,
    HowCame,
    OutgoingLetter,
    PaperKind,
    Reply,
)
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import Office
from gongkai.console.demo.present_day import Day
from gongkai.console.demo.requests_2018 import NO_CONTACT, NO_IDENTITY
from gongkai.people.models import User
from gongkai.privacy.pages import proposals

_GRANTED = "您申请的信息属于本机关公开范围，现将复印件提供给您。"
_LATE = "承办科室检索纸质档案用时较长，未按期送签。"


# How many working days ago it came, how far its reply is, who asks for what of which section.
_UNDER_WAY = (
    (6, 1, "卫女士（虚构）", "社区老年餐桌补助标准", "民生保障科"),
    (8, 2, "吕先生（虚构）", "背街小巷整治提升项目预算", "城市管理科"),
    (10, 3, "施女士（虚构）", "垃圾分类驿站建设费用", "城市管理科"),
    (12, 4, "尹先生（虚构）", "街道法律顾问聘用合同", "办公室"),
    (30, 5, "姚女士（虚构）", "残疾人手工作坊经费使用情况", "民生保障科"),
)


def stories(office: Office, day: Day) -> Iterator[Story]:
    following = office.calendar.add(day.today, 1)
    near, late = day.received_for(following), day.received_for(day.ago(3))
    yield _open(office, near, "郑先生（虚构）", "雨污分流工程设计图和工期", "城市管理科")
    yield _open(office, late, "孟女士（虚构）", "近三年社区服务项目购买合同", "社区建设科")
    yield _open(office, day.today, "葛先生（虚构）", "外交部街停车位设置的会议纪要", "城市管理科")
    yield _open(office, day.ago(5), "方女士（虚构）", "养老驿站运营补贴发放标准和金额", "民生保障科")
    for received_ago, steps, requester, title, section in _UNDER_WAY:
        yield _replied(
            office, day, received_ago, requester=requester, title=title, section=section, steps=steps
        )
    yield _extended(office, day)
    yield _delivered_late(office, day)
    yield _arrived(office, day)
    yield _being_clarified(office, day)
    yield _not_clarified(office, day)
    yield _being_consulted(office, day)
    yield _partly_open(office, day)
    yield _asked_by_the_district(office, day)


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
    """A reply so many steps far: proposed, agreed to by the section, checked, signed, delivered."""
    people = office.people
    yield at(day.ago(received_ago), 9, 45)
    case = _register(office, day.ago(received_ago), requester, title, section, by_post=True)
    # The last step was taken on the last working day before; each earlier one a working day earlier.
    last = 18 if steps == 5 else 1
    yield at(day.ago(last + steps - 1), 9)
    reply = cases.propose_reply(case, outcome_code="granted", text=_GRANTED, by=people["zhou"])
    if steps == 1:
        return
    yield at(day.ago(last + steps - 2), 10)
    reply = cases.agree_for_section(reply, by=office.head_of(section), opinion="内容属实，同意公开。")
    if steps == 2:
        return
    yield at(day.ago(last + steps - 3), 10)
    reply = cases.legal_check(reply, by=people["han"], opinion="属于应当公开的信息，条款适用正确，可以答复。")
    if steps == 3:
        return
    yield at(day.ago(last + steps - 4), 15)
    reply = cases.sign(reply, by=people["wu"])
    if steps == 4:
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
    yield at(day.ago(24), 11)
    reply = cases.agree_for_section(reply, by=office.head_of("财政科"), opinion="已调阅纸质档案，属实。")
    yield at(day.ago(24), 14)
    reply = cases.legal_check(reply, by=people["han"], opinion="可以答复；已逾期，请在送达记录中写明原因。")
    yield at(day.ago(23), 9)
    reply = cases.sign(reply, by=people["wu"])
    yield at(day.ago(23), 15)
    _deliver(office, reply, late_reason=_LATE)


def _sent(office: Office, letter: OutgoingLetter, day: date) -> None:
    cases.send_letter(
        letter,
        by=office.people["zhou"],
        to=letter.recipient,
        how=DeliveredHow.POST,
        sent_on=day,
        tracking_number=f"示例EMS9{letter.pk:03d}",
    )


def _arrived(office: Office, day: Day) -> Story:
    """A letter by ordinary post that came today; the requester could not be reached yet."""
    yield at(day.today, 9, 10)
    case = cases.register(
        office.agency,
        how_came=HowCame.ORDINARY_POST,
        requester_name="安女士（虚构）",
        requester_contact=NO_CONTACT,
        title="赵家楼胡同雨棚拆除补偿标准",
        description="申请公开赵家楼胡同雨棚拆除的补偿标准和补偿名单。",
        submitted_on=day.ago(2),
        arrived_on=day.today,
        by=office.people["zhou"],
    )
    yield at(day.today, 9, 20)
    cases.note_attempt(case, by=office.people["zhou"], how="电话", result="无人接听，下午再联系")


def _being_clarified(office: Office, day: Day) -> Story:
    """A request that says too little; the requester was asked and has time."""
    yield at(day.ago(5), 10)
    case = _register(office, day.ago(5), "常先生（虚构）", "胡同改造全部材料", "城市管理科", by_post=True)
    yield at(day.ago(3), 10)
    letter = cases.ask_to_clarify(
        case,
        by=office.people["zhou"],
        what="请写明是哪条胡同、哪一年的改造工程，以及需要合同、预算还是验收材料。",
        until=office.calendar.add(day.today, 8),
    )
    yield at(day.ago(3), 16)
    _sent(office, letter, day.ago(3))


def _not_clarified(office: Office, day: Day) -> Story:
    """The last day for the clarification has passed: the request can be closed."""
    yield at(day.ago(20), 10)
    case = _register(office, day.ago(20), "祝先生（虚构）", "街道所有会议记录", "办公室", by_post=True)
    yield at(day.ago(16), 10)
    letter = cases.ask_to_clarify(
        case, by=office.people["zhou"], what="请写明会议的名称、时间或者议题。", until=day.ago(3)
    )
    yield at(day.ago(16), 16)
    _sent(office, letter, day.ago(16))
    yield at(day.ago(14), 10)
    cases.record_letter_arrival(letter, by=office.people["zhou"], delivered_on=day.ago(15))


def _being_consulted(office: Office, day: Day) -> Story:
    """Two are asked at the same time; the agency has answered, the company has not."""
    people = office.people
    yield at(day.ago(11), 10)
    case = _register(
        office, day.ago(11), "水女士（虚构）", "公共停车场经营合同和分成比例", "城市管理科", by_post=True
    )
    yield at(day.ago(9), 9)
    company = cases.consult(
        case,
        by=people["zhou"],
        to=Consultation.To.THIRD_PARTY,
        name="示例停车管理公司（虚构）",
        question="建国门街道与贵公司签订的公共停车场经营合同，其中分成比例可能涉及商业秘密。",
    )
    district = cases.consult(
        case,
        by=people["zhou"],
        to=Consultation.To.AGENCY,
        name="区城市管理委员会（虚构）",
        question="停车场经营合同由本街道与贵单位共同制作，请就是否公开提出意见。",
    )
    yield at(day.ago(9), 15)
    _sent(office, company.letter, day.ago(9))
    _sent(office, district.letter, day.ago(9))
    yield at(day.ago(7), 10)
    for each in (company, district):
        cases.record_letter_arrival(each.letter, by=people["zhou"], delivered_on=day.ago(8))
    yield at(day.ago(2), 10)
    cases.take_opinion(district, by=people["zhou"], answer=Answer.AGREES, on=day.ago(2), reasons="同意公开。")


def _partly_open(office: Office, day: Day) -> Story:
    """Part of a paper is given: what concerns other people is hidden, and the secrecy review goes on."""
    people = office.people
    yield at(day.ago(7), 10)
    case = _register(office, day.ago(7), "窦女士（虚构）", "临时救助发放汇总表", "民生保障科", by_post=True)
    yield at(day.ago(4), 10)
    paper = cases.add_papers(
        case,
        [ContentFile(_AID.encode(), name="临时救助发放汇总.txt")],
        by=people["zhou"],
        kind=PaperKind.INTERNAL,
    )[0]
    yield at(day.ago(2), 9)
    redaction = cases.begin_redaction(paper, by=people["zhou"])
    boxes = [
        {**asdict(box), "ground": "个人隐私", "kind": each.kind}
        for each in proposals(redaction.pdf.read())
        for box in each.boxes
    ]
    redaction = cases.keep_boxes(redaction, boxes, by=people["zhou"], revision=redaction.revision)
    redacted = cases.finish_redaction(redaction, by=people["zhou"])
    yield at(day.ago(1), 9)
    cases.propose_reply(
        case,
        by=people["zhou"],
        outcome_code="partially_granted",
        text="您申请的信息中，涉及他人个人隐私的部分不予公开，其余部分随本答复书提供。",
        ground="《中华人民共和国政府信息公开条例》（国务院令第711号）第十五条、第三十七条",
        reasons="汇总表含有救助对象的身份证号码和电话，公开会对第三方合法权益造成损害。",
        enclosures=[redacted],
    )


# The check digits are right, so that the program finds them; nobody alive was born in 1900.
_AID = """临时救助发放汇总（示例，人员均为虚构）

序号　姓名　　身份证号码　　　　　　联系电话　　　金额（元）
1　　甲某某　110101190001010014　　13000000000　　1200
2　　乙某某　110101190001010030　　13000000001　　 800
合计　　　　　　　　　　　　　　　　　　　　　　　2000
"""


def _asked_by_the_district(office: Office, day: Day) -> Story:
    """The district asks for what it needs for a request of its own."""
    yield at(day.ago(2), 14)
    cases.record_inquiry(
        office.agency,
        by=office.people["zhou"],
        asked_by="东城区政务公开办公室（虚构）",
        number="示例东政公开协〔1〕号",
        received_on=day.ago(2),
        matter="南水关胡同房屋修缮台账",
        question="请提供南水关胡同近三年房屋修缮台账，并提出是否公开的意见。",
        handling_section=office.sections["城市管理科"],
    )
