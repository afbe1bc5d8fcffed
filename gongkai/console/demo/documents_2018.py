"""The official documents of 2018: few, each on the full way from draft to publication; no normative one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.catalogue import actions as catalogue
from gongkai.channels import actions as channels
from gongkai.console.demo import places
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.ground import Office
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Genre, Openness
from gongkai.secrecy import actions as secrecy


@dataclass(frozen=True)
class Paper:
    """A document as it was drafted; `basis` and `reason` stand where it is not for proactive disclosure."""

    day: date
    title: str
    text: str
    section: str
    genre: str = Genre.NOTICE
    openness: str = Openness.PROACTIVE
    basis: str = ""
    reason: str = ""


PAPERS = (
    Paper(
        date(2018, 3, 12),
        "关于印发《建国门街道政务公开制度》的通知",
        "各科室、各社区：\n\n现将《建国门街道政务公开制度》印发给你们，请认真贯彻执行。\n\n"
        "一、政务公开工作列入领导分工并对外公布，各科室、各社区设信息员。\n\n"
        "二、拟制公文时同步明确公开属性；拟不公开的，说明理由，报批前先送办公室审查。",
        "办公室",
    ),
    Paper(
        date(2018, 4, 9),
        "关于印发《建国门街道政务公开保密审查制度》的通知",
        "各科室、各社区：\n\n为落实先审查、后公开，现将《建国门街道政务公开保密审查制度》印发给你们。\n\n"
        "审查按照承办部门提出具体意见、保密审查机构审查、分管领导审批的程序进行，三个环节由不同的人负责。",
        "办公室",
    ),
    Paper(
        date(2018, 5, 14),
        "关于印发《建国门街道政务依申请公开制度》的通知",
        "各科室、各社区：\n\n现将《建国门街道政务依申请公开制度》及工作流程印发给你们。\n\n"
        "申请由专人受理登记，答复前由法律顾问审核，材料单独归档。",
        "办公室",
    ),
    Paper(
        date(2018, 6, 11),
        "关于做好2018年汛期安全工作的通知",
        "各科室、各社区：\n\n请于汛前完成危旧房屋和积水点位排查，落实24小时值守，预警发布后人员、物资到位。",
        "城市管理科",
    ),
    Paper(
        date(2018, 10, 15),
        "关于开展今冬明春火灾防控工作的通知",
        "各科室、各社区：\n\n自即日起至2019年3月开展火灾防控，重点检查平房院落、地下空间和电动自行车充电。",
        "综合治理办公室",
    ),
    Paper(
        date(2018, 7, 16),
        "关于报送街道干部年休假安排的请示",
        "区委组织部：\n\n现将街道干部下半年年休假安排报上，妥否，请批示。",
        "办公室",
        Genre.INSTRUCTION_REQUEST,
        Openness.NON_DISCLOSURE,
        "《国务院办公厅关于做好政府信息依申请公开工作的意见》第二条",
        "属于内部管理信息，不涉及公共管理和服务。",
    ),
    Paper(
        date(2018, 9, 17),
        "关于西总布胡同停车管理意愿调查结果的报告",
        "区城市管理委：\n\n现将居民停车意愿调查的方法、结果和下一步打算报告如下。",
        "城市管理科",
        Genre.REPORT,
        Openness.ON_REQUEST,
        "《中华人民共和国政府信息公开条例》第十三条",
        "含居民个人意见，按申请逐件区分后提供。",
    ),
)

PUBLISHED = tuple(paper for paper in PAPERS if paper.openness == Openness.PROACTIVE)


def stories_of_documents(office: Office) -> Iterator[Story]:
    for paper in PAPERS:
        yield _story(paper, office)


def _story(paper: Paper, office: Office) -> Story:
    people, days = office.people, office.calendar
    officer = office.officer_of(paper.section)
    yield at(paper.day, 9, 20)
    document = documents.draft(
        office.agency,
        by=officer,
        genre=paper.genre,
        title=paper.title,
        body=paper.text,
        section=office.sections[paper.section],
    )
    yield at(paper.day, 10)
    document = documents.set_openness(
        document, paper.openness, by=officer, reason=paper.reason, basis=paper.basis
    )
    document = documents.submit(document, by=officer, pictures_seen=True)
    yield at(days.add(paper.day, 1), 9, 30)
    document = documents.check(document, by=people["he"], remark="公开属性明确，格式和内容符合要求。")
    yield at(days.add(paper.day, 1), 15)
    document = documents.approve(document, by=people["wu"])
    if paper.openness != Openness.PROACTIVE:
        return
    yield at(days.add(paper.day, 2), 9, 30)
    clear(document, office)
    yield at(days.add(paper.day, 3), 10)
    assert document.review is not None  # noqa: S101 - approved and for proactive disclosure: it has its review
    item = catalogue.publish(
        document.review.package,
        by=people["zhou"],
        column=office.columns["制度文件"],
        phase=places.PHASES["制度文件"],
    )
    channels.release(item, office.channels[places.WEBSITE], by=people["zhou"])


def clear(document: Document, office: Office) -> None:
    """All three steps of the secrecy review of an approved document."""
    people, review = office.people, document.review
    assert review is not None and document.section is not None  # noqa: S101, PT018
    officer = office.officer_of(document.section.name)
    review = secrecy.state_opinion(review, by=officer, opinion="内容可以对外公开，不涉及国家秘密和个人隐私。")
    review = secrecy.decide(review, by=people["sun"], opinion="经审查，应予公开。")
    secrecy.approve(review, by=people["wu"], remark="同意公开。")
