"""Papers at the gates: personal data found, an attribute to agree to, a word of mouth to sign for."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from gongkai.acts import clock
from gongkai.console.demo.diary import Story, at
from gongkai.console.demo.documents_2018 import clear
from gongkai.console.demo.ground import Office
from gongkai.console.demo.matters import matter_of
from gongkai.console.demo.present_day import EARLIEST, Day, nearest
from gongkai.console.demo.present_items import handed_in, publish
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Genre, Openness, Origin
from gongkai.files.storing import store
from gongkai.inventory.models import Phase
from gongkai.law.periods import months_after
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Decision, Ground, Markup, Review

# Number and telephone belong to nobody: who was born in 1900 has no identity card.
_RICH_TEXT = """
<h2>一、走访安排</h2>
<p>走访对象为低保、特困、残疾和独居老人家庭，由社区工作者和志愿者两人一组入户，具体分工见下表。</p>
<table>
<thead><tr><th>社区</th><th>户数</th><th>完成时间</th></tr></thead>
<tbody>
<tr><td>苏州社区</td><td>46</td><td>本月15日前</td></tr>
<tr><td>西总布社区</td><td>38</td><td>本月18日前</td></tr>
<tr><td>大雅宝社区</td><td>41</td><td>本月20日前</td></tr>
</tbody>
</table>
<p><img data-file="{picture}" alt="三个社区走访户数的柱形图：苏州46户，西总布38户，大雅宝41户"></p>
<h2>二、工作要求</h2>
<ol>
<li><strong>如实登记</strong>取暖、用药和照护需求，当日录入台账。</li>
<li>急需救助的，先行救助，再补办手续。登记示例：张某（虚构），身份证号110101190001010006。</li>
</ol>
<p>夜间值班电话13800000000（虚构），供各社区对外公布。</p>
"""

_WITHHELD_BASIS = "《中华人民共和国政府信息公开条例》第十六条第二款"


def stories(office: Office, day: Day) -> Iterator[Story]:
    day = nearest(day, clock.today())
    yield _with_findings(office, day)
    yield _policy_not_to_be_disclosed(office, day)
    yield _forwarded(office, day)
    yield _to_be_assessed(office, day)
    yield _change_proposed(office, day)
    yield _signed_and_not_published(office, day)
    yield _cleared_by_word_of_mouth(office, day)
    yield _in_part(office, day)
    yield _work_secret(office, day)


def _with_findings(office: Office, day: Day) -> Story:
    """A rich text in drafting: a telephone that may stay, a number that must not, a picture to look at."""
    yield at(day.ago(1), 14, 20)
    chen = office.people["chen"]
    picture = store(_bars(46, 38, 41), name="走访户数.png", by=chen, agency=office.agency)
    documents.draft(
        office.agency,
        by=chen,
        title="关于开展困难家庭冬季走访的通知",
        body=_RICH_TEXT.format(picture=picture.pk),
        markup=Markup.HTML,
        section=office.sections["民生保障科"],
        openness=Openness.PROACTIVE,
        addressees="各社区居民委员会",
        copies_to="东城区民政局",
        matter=matter_of(office, "社会救助-11"),
        phase=Phase.EXECUTION,
    )


def _bars(*heights: int) -> bytes:
    """A bar chart without words: what it shows is said in the text."""
    picture = Image.new("RGB", (640, 360), "white")
    pen = ImageDraw.Draw(picture)
    for place, height in enumerate(heights):
        left = 80 + place * 180
        pen.rectangle((left, 320 - height * 6, left + 110, 320), fill=(36, 86, 140))
    pen.line((50, 320, 600, 320), fill=(90, 90, 90), width=3)
    told = BytesIO()
    picture.save(told, "PNG")
    return told.getvalue()


def _policy_not_to_be_disclosed(office: Office, day: Day) -> Story:
    yield at(day.ago(1), 10, 40)
    ma = office.officer_of("社区建设科")
    document = documents.draft(
        office.agency,
        by=ma,
        genre=Genre.OPINION,
        title="关于平房区直管公房转租转借专项清理的实施意见",
        body="各社区、各有关单位：\n\n为规范直管公房使用，现就专项清理提出如下意见，分摸底、核查、处理三个阶段进行。",
        section=office.sections["社区建设科"],
        is_policy=True,
        openness=Openness.NON_DISCLOSURE,
        openness_basis=_WITHHELD_BASIS,
        openness_reason="清理尚未开始，公开后可能影响核查。",
    )
    documents.submit(document, by=ma)


def _forwarded(office: Office, day: Day) -> Story:
    """Its attribute is decided anew, whatever the original carries."""
    yield at(day.ago(1), 15, 10)
    officer = office.officer_of("综合治理办公室")
    document = documents.draft(
        office.agency,
        by=officer,
        title="转发区应急管理局关于加强岁末年初安全防范工作的通知",
        body="各科室、各社区：\n\n现将区应急管理局通知转发给你们，请结合实际抓好落实，排查情况按月报送。",
        section=office.sections["综合治理办公室"],
        openness=Openness.PROACTIVE,
        addressees="各科室、各社区",
        origin=Origin.FORWARDED,
        origin_bodies="东城区应急管理局",
        origin_number=f"东应急发〔{day.today.year}〕86号",
        origin_openness=Openness.ON_REQUEST,
    )
    documents.submit(document, by=officer, pictures_seen=True)


def _to_be_assessed(office: Office, day: Day) -> Story:
    """Signed almost twelve months ago and withheld: it is looked at again within days."""
    signed_on = _working(office, months_after(day.today + timedelta(days=9), -12))
    if signed_on < EARLIEST:
        return
    yield at(signed_on, 9, 30)
    gao = office.officer_of("办公室")
    document = documents.draft(
        office.agency,
        by=gao,
        genre=Genre.REPORT,
        title="关于办公用房调整方案的报告",
        body="区机关事务管理服务中心：\n\n现将街道办公用房调整的初步方案报上，方案确定后另行报送。",
        section=office.sections["办公室"],
        openness=Openness.NON_DISCLOSURE,
        openness_basis=_WITHHELD_BASIS,
        openness_reason="方案在讨论中，属于内部管理和过程性信息。",
    )
    document = documents.submit(document, by=gao)
    document = documents.check(document, by=office.people["he"], remark="不公开的理由和依据明确。")
    documents.approve(document, by=office.people["wu"])


def _working(office: Office, day: date) -> date:
    """That day, or the last working day before it."""
    while not office.calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _change_proposed(office: Office, day: Day) -> Story:
    yield at(day.ago(9), 9, 20)
    liu = office.officer_of("城市管理科")
    document = documents.draft(
        office.agency,
        by=liu,
        genre=Genre.REPORT,
        title="关于背街小巷停车位调查情况的报告",
        body="区城市管理委：\n\n现将辖区背街小巷停车位数量、使用情况和居民意见的调查结果报上。",
        section=office.sections["城市管理科"],
        openness=Openness.ON_REQUEST,
        openness_basis=_WITHHELD_BASIS,
        openness_reason="调查结果尚未经区城市管理委核定。",
    )
    document = documents.submit(document, by=liu)
    yield at(day.ago(8), 10)
    document = documents.check(document, by=office.people["he"], remark="公开属性和理由明确。")
    document = documents.approve(document, by=office.people["wu"])
    yield at(day.ago(1), 16, 20)
    documents.propose_change(
        document,
        Openness.PROACTIVE,
        by=office.people["zhou"],
        reason="调查结果已经核定，两名居民申请获取，属于需要公众广泛知晓的内容，建议改为主动公开。",
    )


def _signed_and_not_published(office: Office, day: Day) -> Story:
    """Cleared long ago, and still no item: the period for publication is running out."""
    yield at(day.ago(16), 9, 30)
    document = yield from _approved(
        office,
        day.ago(14),
        title="关于公布街道公共停车场错时开放时间的通知",
        body="各社区、各停车管理单位：\n\n现公布辖区5处公共停车场错时开放的时段和收费标准，自下月1日起执行。",
        section="城市管理科",
    )
    yield at(day.ago(12), 10)
    clear(document, office)


def _approved(
    office: Office, day: date, *, title: str, body: str, section: str
) -> Generator[datetime, None, Document]:
    """Draft, check and approve a document for proactive disclosure; it is approved on that day."""
    officer = office.officer_of(section)
    document = documents.draft(
        office.agency,
        by=officer,
        title=title,
        body=body,
        section=office.sections[section],
        openness=Openness.PROACTIVE,
    )
    document = documents.submit(document, by=officer, pictures_seen=True)
    yield at(day, 9, 40)
    document = documents.check(document, by=office.people["he"], remark="公开属性明确，格式和内容符合要求。")
    return documents.approve(document, by=office.people["wu"])


def _cleared_by_word_of_mouth(office: Office, day: Day) -> Story:
    """Water is cut off and the leader is out: a word on the telephone today, the signature tomorrow."""
    yield at(day.today, 8, 20)
    title = "外交部街今日停水抢修及临时供水点公告"
    body = (
        "因供水主管破裂，外交部街及春雨胡同今日8时起停水抢修，预计18时恢复。\n\n"
        "临时供水点设在外交部街社区居委会门前。行动不便的居民可致电社区，由工作人员送水上门。"
    )
    document = handed_in(office, day.today, "外交部街社区", title, body, genre=Genre.NOTICE)
    document = documents.adopt(document, by=office.people["zhou"], remark="未发现涉密和涉及个人隐私的内容。")
    yield at(day.today, 8, 35)
    document = documents.approve_orally(
        document,
        by=office.people["he"],
        leader=office.people["wu"],
        said_at=clock.now(),
        reason="供水主管破裂，须立即告知居民；分管领导在现场，电话同意先行发布。",
    )
    yield at(day.today, 8, 40)
    publish(office, document, "便民提示")


def _decided(
    office: Office, day: Day, *, title: str, body: str, section: str, decision: Decision, **told: str
) -> Story:
    """A document whose review ended otherwise than with a clearance, two working days ago."""
    yield at(day.ago(6), 10, 10)
    document = yield from _approved(office, day.ago(4), title=title, body=body, section=section)
    review = _review_of(document)
    yield at(day.ago(3), 9, 50)
    review = secrecy.state_opinion(review, by=office.officer_of(section), opinion="建议公开，请保密审查。")
    review = secrecy.decide(review, by=office.people["sun"], decision=decision, **told)
    yield at(day.ago(2), 15)
    secrecy.approve(review, by=office.people["wu"], remark="同意审查意见。")


def _in_part(office: Office, day: Day) -> Story:
    """The section prepares what the public gets."""
    return _decided(
        office,
        day,
        title="关于餐饮单位油烟治理改造情况的通报",
        body="各社区、各餐饮单位：\n\n现将12家餐饮单位油烟净化设备的改造进度通报如下。\n\n附：各单位设备型号、报价和采购合同要点。",
        section="城市管理科",
        decision=Decision.IN_PART,
        opinion="报价和合同要点涉及企业商业秘密，其余内容可以公开。",
        ground=Ground.TRADE_SECRET,
        withheld_parts="附件中的设备报价和采购合同要点。",
    )


def _work_secret(office: Office, day: Day) -> Story:
    return _decided(
        office,
        day,
        title="关于重点时期社会面防控值守安排的通知",
        body="各社区：\n\n重点时期实行分级值守，值守点位、班次和联络方式另行通知。",
        section="综合治理办公室",
        decision=Decision.WITHHOLD,
        opinion="值守安排属于工作秘密，公开后影响防控效果。",
        ground=Ground.WORK_SECRET,
    )


def _review_of(document: Document) -> Review:
    assert document.review is not None  # noqa: S101 - approved and for proactive disclosure: it has its review
    return document.review
