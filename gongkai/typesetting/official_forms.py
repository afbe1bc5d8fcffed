"""The two forms a document goes through: the issuing form, and the secrecy review before publication."""

from dataclasses import dataclass
from datetime import date

from .characters import printable
from .forms import Field, Form, FormRow, ticked
from .letters import DAY_HERE, chinese_date

ATTRIBUTES = ("主动公开", "依申请公开", "不予公开")
YES_NO = ("是", "否")
KINDS_OF_INFORMATION = ("公文类", "非公文类")
WAYS = ("政府网站", "政务新媒体", "报刊", "广播", "电视", "政务公开栏", "其他")
OUTCOMES = ("应予公开", "部分公开", "不予公开")
# Rows of one line are a little lower than by hand, so that the review stays on one page.
LOW = 0.85
EMERGENCY = ("紧急发布", "口头同意")
BINDING = "内容有任何改动的，应当重新审查。"
SECRETS = ("国家秘密", "工作秘密", "商业秘密", "个人隐私", "其他")


@dataclass(frozen=True)
class Opinion:
    """What one person said on a form, with name and day; what is empty is left to be written by hand.

    oral              口头同意: given by word of mouth; noted_by wrote it down
    countersigned_on  the day on which an oral opinion was signed afterwards
    """

    words: str = ""
    name: str = ""
    day: date | None = None
    oral: bool = False
    noted_by: str = ""
    countersigned_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class IssuingApplication:
    """An application to issue a document (公文制发申请).

    attribute    one of 主动公开, 依申请公开, 不予公开; empty while undecided
    reason       why it is not made public on the office's own initiative
    provision    the article that says so
    is_policy    whether it is a policy document; None while undecided, as `is_normative`
    urgency      紧急程度, such as 特急; empty for ordinary
    copies       印发份数
    """

    office: str
    title: str
    section: str = ""
    drafter: str = ""
    drafted_on: date | None = None
    phone: str = ""
    genre: str = ""
    urgency: str = ""
    recipients: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    attribute: str = ""
    reason: str = ""
    provision: str = ""
    is_policy: bool | None = None
    is_normative: bool | None = None
    legality_review: str = ""
    joint_bodies: tuple[str, ...] = ()
    section_head: Opinion = Opinion()
    office_check: Opinion = Opinion()
    foi_office: Opinion = Opinion()
    leader: Opinion = Opinion()
    number: str = ""
    copies: str = ""
    enclosures: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SecrecyReviewForm:
    """The review of what is to be put on the internet (互联网网站信息发布保密审查表).

    kind        公文类 or 非公文类
    ways        where it is to appear, of `WAYS`; another is printed behind 其他
    outcome     应予公开, 部分公开 or 不予公开; empty while undecided
    secrets     why it is withheld, of `SECRETS`
    provision   依据
    leader      主管（分管）领导; an oral approval is printed with who noted it and room to countersign
    uploader    网站责任人, after the check of the procedure
    checksum    of everything reviewed, so that no other text goes out under this form
    """

    office: str
    title: str
    section: str = ""
    applicant: str = ""
    filled_in_on: date | None = None
    kind: str = ""
    pictures_by: str = ""
    picture_count: str = ""
    ways: tuple[str, ...] = ()
    publish_on: date | None = None
    summary: str = ""
    enclosures: tuple[str, ...] = ()
    section_opinion: Opinion = Opinion()
    outcome: str = ""
    secrets: tuple[str, ...] = ()
    provision: str = ""
    review_body: Opinion = Opinion()
    leader: Opinion = Opinion()
    uploader: Opinion = Opinion()
    state: str = ""
    is_emergency: bool = False
    number: str = ""
    checksum: str = ""


def issuing_form(application: IssuingApplication) -> Form:
    """Return the issuing form (公文制发申请表), with the attribute that goes along with the document.

    Law: Regulation on the Disclosure of Government Information (2019), art. 16, and the General Office of the
    State Council's demand that a document says whether it is public when it is made.
    """
    said = application
    return Form(
        office=said.office,
        title="公文制发申请表",
        number=said.number,
        rows=(
            FormRow(
                (Field("拟稿科室", said.section), Field("拟稿人", _with_phone(said.drafter, said.phone)))
            ),
            FormRow((Field("拟稿日期", _day(said.drafted_on)), Field("紧急程度", said.urgency or "平件"))),
            FormRow((Field("公文标题", said.title),), lines=2),
            FormRow((Field("文种", said.genre), Field("印发份数", said.copies))),
            FormRow((Field("主送机关", "，".join(said.recipients)),)),
            FormRow((Field("抄送机关", "，".join(said.copies_to)),)),
            FormRow((Field("附件", "\n".join(said.enclosures)),)),
            FormRow((Field("公开属性", ticked(ATTRIBUTES, {said.attribute})),)),
            FormRow((Field("不主动公开\n的理由", said.reason), Field("依据条款", said.provision))),
            FormRow(
                (
                    Field("是否政策性\n文件", _yes_or_no(said.is_policy)),
                    Field("是否行政\n规范性文件", _yes_or_no(said.is_normative)),
                )
            ),
            FormRow(
                (Field("合法性审核", said.legality_review), Field("联合发文", "，".join(said.joint_bodies)))
            ),
            FormRow((Field("科室负责人\n意见", _opinion(said.section_head)),), lines=2),
            FormRow((Field("办公室\n核稿意见", _opinion(said.office_check)),), lines=2),
            FormRow((Field("信息公开工作\n机构意见", _opinion(said.foi_office)),), lines=2),
            FormRow((Field("领导签发", _opinion(said.leader)),), lines=2),
        ),
        dated=said.drafted_on,
    )


def secrecy_form(review: SecrecyReviewForm) -> Form:
    """Return the secrecy review as a form, to be signed by the three and by who puts it on the site.

    Law: Regulation on the Disclosure of Government Information (2019), art. 17.
    """
    others = [printable(way) for way in review.ways if way not in WAYS]
    ways = ticked(WAYS, {*review.ways, *(["其他"] if others else [])})
    reasons = f"{ticked(SECRETS, review.secrets)}\n依据：{printable(review.provision)}"
    return Form(
        office=review.office,
        title="互联网网站信息发布保密审查表",
        number=review.number,
        rows=(
            FormRow((Field("承办部门", review.section), Field("承办人", review.applicant)), lines=LOW),
            FormRow(
                (Field("填表日期", _day(review.filled_in_on)), Field("拟公开时间", _day(review.publish_on))),
                lines=LOW,
            ),
            FormRow((Field("信息名称", review.title),), lines=LOW),
            FormRow((Field("信息载体形式", ticked(KINDS_OF_INFORMATION, {review.kind})),), lines=LOW),
            FormRow(
                (Field("图片作者", review.pictures_by), Field("图片数量", review.picture_count)), lines=LOW
            ),
            FormRow((Field("拟公开方式", f"{ways}{'：' if others else ''}{'，'.join(others)}"),)),
            FormRow((Field("信息内容摘要", review.summary),), lines=2),
            FormRow(
                (Field("附件", "\n".join(review.enclosures)), Field("审批状态", review.state)), lines=LOW
            ),
            FormRow((Field("承办部门自审意见", _opinion(review.section_opinion)),), lines=1.6),
            FormRow((Field("保密审查\n机构意见", ticked(OUTCOMES, {review.outcome})),), "审查"),
            FormRow((Field("不予公开的理由", reasons),), "审查"),
            FormRow((Field("签名", _opinion(review.review_body)),), "审查", lines=1.5),
            FormRow((Field("主管（分管）\n领导审批意见", _opinion(review.leader)),), "审批", lines=1.6),
            FormRow((Field("紧急口头审批", _oral(review)),), "审批", lines=LOW),
            FormRow((Field("事后补签", _countersigned(review.leader)),), "审批", lines=LOW),
            FormRow((Field("网站责任人意见", _opinion(review.uploader)),), lines=1.5),
            FormRow(
                (Field("审查内容校验值\n（SHA-256）", f"{printable(review.checksum)}\n{BINDING}"),), lines=LOW
            ),
        ),
        dated=review.filled_in_on,
    )


def _opinion(opinion: Opinion) -> str:
    """What was said, then on a line of its own who said it and when.

    What was given by word of mouth is never printed as signed: the signature has a row of its own.
    """
    how = "口头同意" if opinion.oral else "签名"
    signed = f"{how}：{printable(opinion.name) or '　　　　'}　　{_day(opinion.day)}"
    return "\n".join(filter(None, (opinion.words, signed)))


def _oral(review: SecrecyReviewForm) -> str:
    leader = review.leader
    said = {name for name, so in zip(EMERGENCY, (review.is_emergency, leader.oral), strict=True) if so}
    boxes = ticked(EMERGENCY, said)
    if not leader.oral:
        return boxes
    return f"{boxes}　记录人：{printable(leader.noted_by)}　{_day(leader.day)}"


def _countersigned(leader: Opinion) -> str:
    if not leader.oral:
        return ""
    return f"签名：　　　　　　{_day(leader.countersigned_on)}"


def _yes_or_no(answer: bool | None) -> str:
    return ticked(YES_NO, () if answer is None else {YES_NO[0] if answer else YES_NO[1]})


def _with_phone(name: str, phone: str) -> str:
    return "　".join(filter(None, map(printable, (name, phone))))


def _day(day: date | None) -> str:
    return chinese_date(day) if day else DAY_HERE
