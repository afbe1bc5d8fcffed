"""Documents and pieces under way, one at every step, and reviews: decided, asked upward, cleared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.concerns import actions as concerns
from gongkai.console.demo import present_texts as texts
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.documents_2018 import clear
from gongkai.console.demo.ground import Office
from gongkai.console.demo.present_day import Day
from gongkai.console.demo.present_items import handed_in
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Genre, Openness
from gongkai.secrecy import actions as secrecy


def stories(office: Office, day: Day) -> Iterator[Story]:
    for section, title in texts.HANDED_IN:
        yield _waiting_piece(office, day.ago(1), section, title, adopted=False)
    for section, title in texts.ADOPTED:
        yield _waiting_piece(office, day.ago(2), section, title, adopted=True)
    for number, (section, title, reason) in enumerate(texts.SENT_BACK):
        yield _sent_back(office, day.ago(2 + number % 3), section, title, reason)
    yield _drafts(office, day)
    yield from _at_every_step(office, day)
    yield _unanswered(office, day)


def _waiting_piece(office: Office, day: date, section: str, title: str, *, adopted: bool) -> Story:
    yield at(day, 10)
    body = f"{title}。\n\n社区工作者现场了解情况，居民反映良好。有意见建议的，可向社区居委会提出。"
    document = handed_in(office, day, section, title, body)
    if adopted:
        yield at(day, 15)
        documents.adopt(
            document, by=office.people["zhou"], remark="未发现涉密和涉及个人隐私的内容，同意采用。"
        )


def _sent_back(office: Office, day: date, section: str, title: str, reason: str) -> Story:
    yield at(day, 9, 15)
    document = handed_in(office, day, section, title, f"{title}，具体情况见正文。\n\n（待补充）")
    yield at(day, 16)
    documents.send_back(document, by=office.people["zhou"], reason=reason)


def _drafts(office: Office, day: Day) -> Story:
    """A draft without its attribute, and one of the head of the section."""
    section = office.sections["民生保障科"]
    yield at(day.ago(1), 11)
    documents.draft(
        office.agency,
        by=office.people["chen"],
        title="关于做好冬季“送温暖”工作的通知",
        body="各社区：\n\n请摸清低保、特困、残疾和独居老人家庭的取暖和生活困难，于本月底前报送走访名单和物资需求。",
        section=section,
    )
    documents.draft(
        office.agency,
        by=office.people["qian"],
        genre=Genre.PLAN,
        title="民生保障科明年重点工作计划",
        body="一、社会救助\n\n完善主动发现机制，每季度入户核查一次。\n\n二、养老服务\n\n增设助餐点两处。",
        section=section,
        openness=Openness.ON_REQUEST,
        openness_basis="《中华人民共和国政府信息公开条例》第十六条第二款",
        openness_reason="计划尚在讨论，属于过程性信息。",
    )


# Title, text, section, and the last step it has taken.
_UNDER_WAY = (
    (
        "关于开展冬季燃气安全入户检查的通知",
        "各社区：\n\n请配合燃气单位于本月完成全覆盖入户检查。",
        "综合治理办公室",
        "submitted",
    ),
    (
        "关于调整街道政务服务大厅周末值班的通知",
        "各科室：\n\n自下月起周六上午安排值班窗口。",
        "办公室",
        "submitted",
    ),
    (
        "关于建立院落消防安全包片责任制的通知",
        "各社区：\n\n每个院落确定一名包片干部和一名楼门长。",
        "综合治理办公室",
        "checked",
    ),
    (
        "关于公布背街小巷长效管护标准的通知",
        "各社区：\n\n现公布保洁、绿化、设施和秩序四项管护标准。",
        "城市管理科",
        "checked",
    ),
    (
        "关于做好临时救助审核确认工作的通知",
        "各社区：\n\n临时救助自受理之日起10个工作日内办结。",
        "民生保障科",
        "approved",
    ),
    (
        "关于开展养老机构安全排查的通知",
        "各社区：\n\n排查内容包括消防、食品和燃气。",
        "民生保障科",
        "opinion",
    ),
    (
        "关于规范平房区物业服务收费公示的通知",
        "平房区物业服务单位：\n\n请在服务场所公示项目和标准。",
        "社区建设科",
        "decided",
    ),
    (
        "关于加强重点部位视频巡查的通知",
        "各社区：\n\n对重点部位增加视频巡查频次，巡查点位见附表。",
        "综合治理办公室",
        "referred",
    ),
    (
        "关于公布便民服务网点名录的通知",
        "各社区：\n\n现公布早餐、维修、理发等便民服务网点名录，共62处。",
        "社区建设科",
        "cleared",
    ),
)


def _at_every_step(office: Office, day: Day) -> Iterator[Story]:
    for number, (title, text, section, step) in enumerate(_UNDER_WAY):
        yield _document(office, day, title=title, text=text, section=section, step=step, number=number)


def _document(
    office: Office, day: Day, *, title: str, text: str, section: str, step: str, number: int
) -> Story:
    people, officer = office.people, office.officer_of(section)
    yield at(day.ago(4), 9, number)
    document = documents.draft(
        office.agency,
        by=officer,
        title=title,
        body=text,
        section=office.sections[section],
        openness=Openness.PROACTIVE,
    )
    document = documents.submit(document, by=officer, pictures_seen=True)
    if step == "submitted":
        return
    yield at(day.ago(3), 10, number)
    document = documents.check(document, by=people["he"], remark="公开属性明确，格式和内容符合要求。")
    if step == "checked":
        return
    yield at(day.ago(2), 10, number)
    document = documents.approve(document, by=people["wu"])
    if step == "approved":
        return
    yield at(day.ago(1), 9, number)
    _review(document, office, step)


def _review(document: Document, office: Office, step: str) -> None:
    """Take the review of an approved document so far."""
    if step == "cleared":
        clear(document, office)
        return
    review = document.review
    assert review is not None and document.section is not None  # noqa: S101, PT018
    officer = office.officer_of(document.section.name)
    review = secrecy.state_opinion(review, by=officer, opinion="建议公开；附表如不宜公开，请保密审查时提出。")
    if step == "decided":
        secrecy.decide(review, by=office.people["sun"], opinion="经审查，应予公开。")
    elif step == "referred":
        secrecy.refer(
            review,
            by=office.people["sun"],
            to="北京市东城区国家保密局",
            question="附表列明重点部位视频点位，是否属于工作秘密或者国家秘密，能否公开，请予确定。",
        )


def _unanswered(office: Office, day: Day) -> Story:
    """A public opinion event nobody has answered yet."""
    yield at(day.today, 9, 5)
    noticed = at(day.ago(1), 21, 30)
    concerns.open_event(
        office.agency,
        title="网友反映大雅宝胡同供暖后温度不达标",
        noticed_at=noticed,
        happened_on=noticed.date(),
        source="政务微博私信和留言",
        summary="三名网友称室温不足18摄氏度，询问复测和退费办法。",
        by=office.people["yang"],
    )
