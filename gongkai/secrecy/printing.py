"""The form of one review (互联网网站信息发布保密审查表), filled with what was said and signed so far."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext

from gongkai.acts import clock
from gongkai.law.channels import ChannelKind
from gongkai.people.models import User
from gongkai.secrecy.models import Carrier, Decision, Ground, Review
from gongkai.typesetting.forms import Form
from gongkai.typesetting.official_forms import Opinion, SecrecyReviewForm, secrecy_form

# The words of the form for our ways of publication; what it has no box for stands behind 其他.
_WAYS = {
    ChannelKind.WEBSITE: "政府网站",
    ChannelKind.WEIBO: "政务新媒体",
    ChannelKind.WECHAT: "政务新媒体",
    ChannelKind.NEWSPAPER: "报刊",
    ChannelKind.NOTICE_BOARD: "政务公开栏",
}
_OUTCOMES = {Decision.OPEN: "应予公开", Decision.IN_PART: "部分公开", Decision.WITHHOLD: "不予公开"}
_SECRETS = {
    Ground.STATE_SECRET: "国家秘密",
    Ground.WORK_SECRET: "工作秘密",
    Ground.TRADE_SECRET: "商业秘密",
    Ground.PRIVACY: "个人隐私",
    Ground.OTHER: "其他",
}


def form_of(review: Review) -> Form:
    """Return the form of `review`; what nobody has said yet is left to be written by hand."""
    with translation.override("zh-hans"):
        return secrecy_form(_filled(review))


def _filled(review: Review) -> SecrecyReviewForm:
    package = review.package
    files = package.frozen_files
    pictures = sum(each.file.is_picture for each in files)
    return SecrecyReviewForm(
        office=package.agency.name,
        number=review.number,
        title=package.title,
        section=str(package.section or ""),
        applicant=package.submitted_by.name,
        filled_in_on=_day(package.submitted_at),
        kind="公文类" if package.carrier == Carrier.DOCUMENT else "非公文类",
        pictures_by=review.picture_author,
        picture_count=f"{pictures}张" if pictures else "",
        ways=tuple(
            dict.fromkeys(_WAYS.get(kind, str(kind.label)) for kind in map(ChannelKind, review.channels))
        ),
        publish_on=review.planned_on,
        summary=review.summary,
        enclosures=tuple(each.name for each in files if not each.file.is_picture),
        section_opinion=_opinion(review.opinion, review.opinion_by, review.opinion_at),
        outcome=_OUTCOMES[Decision(review.decision)] if review.decision else "",
        secrets=(_SECRETS[Ground(review.ground)],) if review.ground else (),
        provision=_parts_withheld(review),
        review_body=_opinion(_decision_in_words(review), review.decided_by, review.decided_at),
        leader=_of_leader(review),
        uploader=_opinion(review.procedure_remark, review.procedure_by, review.procedure_at),
        state=str(review.get_state_display()),
        is_emergency=review.is_oral,
        checksum=package.checksum,
    )


def _parts_withheld(review: Review) -> str:
    if not review.withheld_parts:
        return ""
    return gettext("Parts withheld: %(parts)s") % {"parts": review.withheld_parts}


def _decision_in_words(review: Review) -> str:
    if not review.referred_to:
        return review.decision_text
    told = gettext("%(to)s was asked on %(day)s: %(question)s") % {
        "to": review.referred_to,
        "day": _day(review.referred_at),
        "question": review.referred_question,
    }
    answer = (
        gettext("Answer of %(day)s: %(answer)s") % {"day": review.answered_on, "answer": review.answer}
        if review.answer
        else ""
    )
    return "\n".join(each for each in (review.decision_text, told, answer) if each)


def _of_leader(review: Review) -> Opinion:
    if review.is_earlier:
        words = f"系统启用前已审查批准，依据：{review.earlier_paper}"
        return Opinion(words=words, name=review.earlier_by, day=review.earlier_on)
    leader = review.approved_by
    if leader is None:
        return Opinion()
    return Opinion(
        words=review.oral_reason if review.is_oral else "同意。",
        name=leader.name,
        day=_day(review.approved_at),
        oral=review.is_oral,
        noted_by=review.oral_noted_by.name if review.oral_noted_by else "",
        countersigned_on=_day(review.countersigned_at),
    )


def _opinion(words: str, by: User | None, at: datetime | None) -> Opinion:
    return Opinion(words=words, name=by.name, day=_day(at)) if by else Opinion()


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.BEIJING).date() if moment else None
