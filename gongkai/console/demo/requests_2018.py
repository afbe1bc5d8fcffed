"""The five requests of 2018 and their replies, all in time under the Regulations of 2007."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.cases import actions as cases
from gongkai.cases.models import Case, DeliveredHow, DeliveryWanted, FormWanted, HowCame
from gongkai.console.demo.diary import Diary, Story, at
from gongkai.console.demo.ground import Office
from gongkai.console.demo.registers_2018 import reconsideration

# What nobody can take for a real number, whatever it is checked with.
NO_IDENTITY, NO_CONTACT = "示例（非真实证件号）", "示例电话（非真实号码）"


@dataclass(frozen=True)
class Request:
    """A request and how it was answered."""

    submitted: date
    arrived: date
    how_came: str
    requester: str
    title: str
    description: str
    section: str
    outcome: str
    reply: str
    reasons: str = ""
    disputed: bool = False


REQUESTS = (
    Request(
        date(2018, 2, 26),
        date(2018, 2, 26),
        HowCame.IN_PERSON,
        "高女士（虚构）",
        "2018年部门预算和“三公”经费预算",
        "申请公开建国门街道办事处2018年部门预算和“三公”经费预算。",
        "财政科",
        "already_disclosed",
        "您申请的信息已主动公开。您可以登录“数字东城”网站建国门街道“预决算”栏目查阅，"
        "也可以到街道政府信息查阅点查阅。",
    ),
    Request(
        date(2018, 4, 10),
        date(2018, 4, 12),
        HowCame.REGISTERED_POST,
        "李先生（虚构）",
        "西总布胡同架空线入地工程施工合同",
        "申请公开西总布胡同架空线入地工程的施工合同和工期安排。",
        "城市管理科",
        "granted",
        "您申请的信息属于本机关公开范围，现将施工合同和工期安排复印件提供给您。",
    ),
    Request(
        date(2018, 6, 19),
        date(2018, 6, 21),
        HowCame.REGISTERED_POST,
        "王先生（虚构）",
        "苏州胡同某院翻建审批材料",
        "申请公开苏州胡同某院1996年翻建的审批材料。",
        "城市管理科",
        "does_not_exist",
        "经检索档案和业务系统，本机关没有制作或者获取您申请的信息。",
        "本机关以门牌号、年份和产权人为线索检索了纸质档案和电子台账，未发现您申请的信息。",
        disputed=True,
    ),
    Request(
        date(2018, 9, 5),
        date(2018, 9, 5),
        HowCame.IN_PERSON,
        "赵先生（虚构）",
        "反映邻居违法建设的处理情况",
        "要求答复本人举报邻居搭建房屋一事的处理情况。",
        "城管执法队",
        "other_channel",
        "您反映的是举报事项的办理情况，请通过城管热线或者信访渠道查询。",
        "该事项不是申请获取以一定形式记录、保存的政府信息，而是对举报办理情况的查询。",
    ),
    Request(
        date(2018, 11, 6),
        date(2018, 11, 8),
        HowCame.REGISTERED_POST,
        "陈女士（虚构）",
        "2018年社区服务项目购买结果",
        "申请公开2018年社区服务项目的购买结果和承接单位名单。",
        "社区建设科",
        "granted",
        "您申请的信息属于本机关公开范围，现将购买结果和承接单位名单提供给您。",
    ),
)


def stories_of_requests(office: Office, diary: Diary) -> Iterator[Story]:
    for request in REQUESTS:
        yield _story(request, office, diary)


def _story(request: Request, office: Office, diary: Diary) -> Story:
    people, days = office.people, office.calendar
    by_post = request.how_came != HowCame.IN_PERSON
    yield at(request.arrived, 10)
    case = cases.register(
        office.agency,
        how_came=request.how_came,
        requester_name=request.requester,
        requester_contact=NO_CONTACT,
        identity_number=NO_IDENTITY,
        title=request.title,
        description=request.description,
        submitted_on=request.submitted,
        arrived_on=request.arrived,
        form_wanted=FormWanted.PAPER,
        delivery_wanted=DeliveryWanted.POST if by_post else DeliveryWanted.PICK_UP,
        handling_section=office.sections[request.section],
        by=people["zhou"],
    )
    yield at(days.add(request.arrived, 5), 14)
    answer(case, request, office)
    yield at(days.add(request.arrived, 6), 9)
    reply = cases.agree_for_section(
        case.replies.get(), by=office.head_of(request.section), opinion="检索情况属实，同意答复。"
    )
    yield at(days.add(request.arrived, 7), 10)
    reply = cases.legal_check(
        reply, by=people["han"], opinion="事实清楚，适用条款正确，告知了救济途径，可以答复。"
    )
    yield at(days.add(request.arrived, 8), 16)
    reply = cases.sign(reply, by=people["wu"])
    yield at(days.add(request.arrived, 9), 11)
    reply = cases.deliver(
        reply,
        to=request.requester,
        how=DeliveredHow.POST if by_post else DeliveredHow.IN_PERSON,
        tracking_number=f"示例EMS{case.serial:04d}" if by_post else "",
        by=people["zhou"],
    )
    if request.disputed:
        diary.tell(reconsideration(office, case))
    if by_post:
        yield at(days.add(request.arrived, 12), 11)
        cases.record_arrival(reply, delivered_on=days.add(request.arrived, 11), by=people["zhou"])


def answer(case: Case, request: Request, office: Office) -> None:
    cases.propose_reply(
        case,
        outcome_code=request.outcome,
        text=request.reply,
        reasons=request.reasons,
        ground="《中华人民共和国政府信息公开条例》第二十一条" if request.reasons else "",
        by=office.people["zhou"],
    )
