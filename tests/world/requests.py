"""Requests for information in each state, with their letters, papers and replies."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile

from gongkai.acts import clock
from gongkai.cases import actions as cases
from gongkai.cases.tests import factories as requests
from tests.world.ground import TODAY, at, picture


def requests_of_all_kinds(office: SimpleNamespace) -> dict[str, Any]:
    def received(days_ago: int, title: str, **given: Any) -> Any:
        return requests.registered_case(
            office, (TODAY - timedelta(days=days_ago)).date(), title=title, **given
        )

    new = received(1, "停车意愿问卷的汇总结果", handling_section=office.section)
    proposed = requests.proposed_reply(received(3, "社区食堂的招标文件"), office)
    checked = requests.checked_reply(received(6, "2024年绿化合同"), office)
    signed = requests.signed_reply(received(7, "危房鉴定报告"), office)
    overdue = received(50, "拆迁补偿标准", requester_kind="business")
    with at(8):
        extended = received(8, "历年会议纪要")
        cases.extend(extended, by=office.foi_head, days=10, reason="材料较多")
        (paper,) = cases.add_papers(
            extended, [ContentFile(b"Found.\n", name="查找记录.txt")], by=office.foi, kind="internal"
        )
    delivered = requests.delivered_reply(received(9, "便民服务清单"), office)
    posted = requests.signed_reply(received(10, "预算说明"), office)
    with at(9):
        posted = cases.deliver(
            posted,
            by=office.foi,
            to=posted.case.requester_name,
            how="post",
            tracking_number="XA12345678911",
        )
    contested = received(15, "停车场经营合同")
    with at(14):
        consultation, refused = (
            cases.consult(contested, by=office.foi, to=to, name=name, question="经营合同的分成比例。")
            for to, name in (("agency", "某局（虚构）"), ("third_party", "示例公司（虚构）"))
        )
        for each in (consultation, refused):
            requests.sent(each.letter, office, clock.today(), delivered_on=clock.today())
        cases.take_opinion(
            refused, by=office.foi, answer="refuses", on=clock.today(), reasons="涉及商业秘密。"
        )
        letter_written = cases.transfer(
            contested, by=office.foi, to="某局（虚构）", text="验收材料由贵局制作。"
        )
    many = received(13, "四百页的图纸")
    with at(12):
        fee_notice = cases.ask_for_fee(many, by=office.foi, basis="pages", pages=400, how_to_pay="柜台缴纳。")
    letter_sent = requests.sent(fee_notice.letter, office, (TODAY - timedelta(days=12)).date())
    to_clarify, given_up = (
        _asked_to_clarify(office, received(days, title, handling_section=office.section), days - 1, until)
        for days, title, until in ((8, "胡同改造的材料", -10), (30, "全部会议记录", 5))
    )
    silent = received(31, "广告位招租合同")
    with at(30):
        silence = cases.consult(
            silent, by=office.foi, to="third_party", name="示例广告公司（虚构）", question="合同的租金。"
        )
        requests.sent(silence.letter, office, clock.today(), delivered_on=clock.today())
    again = received(4, "消防通道的整改台账", handling_section=office.section, requester_name="李明远")
    with at(3):
        cases.merge_requesters(
            new.request.requester, again.request.requester, by=office.foi, reason="同一电话和住址。"
        )
    withdrawn = received(12, "撤回的申请")
    with at(11):
        cases.withdraw(withdrawn, by=office.foi, note="来信撤回。")
    arrived = received(2, "楼道加装扶手的批复", how_came="ordinary_post")
    with at(2, 15):
        cases.note_attempt(arrived, by=office.foi, how="电话", result="无人接听")
    card = ContentFile(picture(), name="身份证.jpg")
    with_code = received(2, "便民菜站的选址材料", how_came="in_person", proofs=[card])
    with at(1):
        cases.give_code(with_code, by=office.foi)
        cases.hear_requester(with_code, text="请问什么时候答复？")
    with_section = requests.proposed_reply(
        received(3, "老年餐桌补贴明细", handling_section=office.section), office
    )
    to_redact = received(2, "居民来访登记表", handling_section=office.section)
    redaction = cases.begin_redaction(requests.filed_paper(to_redact, office), by=office.foi)
    box = {"page": 0, "x": 0.1, "y": 0.05, "width": 0.5, "height": 0.03, "ground": "个人隐私"}
    redaction = cases.keep_boxes(redaction, [box], by=office.foi, revision=redaction.revision)
    with at(8):
        ground = cases.add_ground(
            office.agency,
            by=office.sysadmin,
            outcome_code="refused_barred_by_law",
            label="统计资料",
            article="《中华人民共和国统计法》第二十八条",
            valid_from=clock.today(),
        )
    withheld = requests.delivered_reply(
        received(14, "采购合同的报价明细"),
        office,
        outcome_code="refused_trade_secret",
        ground="《条例》第十五条",
        reasons="涉及商业秘密。",
    )
    closed = requests.delivered_reply(received(20, "社区活动室开放时间"), office).case
    with at(5):
        closed = cases.archive(closed, by=office.foi)
        asked = ContentFile(b"Please answer.\n", name="协查函.txt")
        inquiry = cases.record_inquiry(
            office.agency,
            by=office.foi,
            asked_by="东城区人民政府办公室（虚构）",
            received_on=clock.today(),
            question="请说明停车问卷汇总结果由哪个科室保存。",
            file=asked,
        )
    return {
        "case_archived": closed,
        "reassessment": withheld.case.reassessments.get(),
        "inquiry": inquiry,
        "file_of_an_inquiry": {"pk": inquiry.pk, "which": "inquiry"},
        "month": {"agency": office.agency.slug, "year": 2025, "month": 9, "kind": "json"},
        "figure_of_a_month": {
            "agency": office.agency.slug,
            "year": 2025,
            "month": 10,
            "code": "received",
        },
        "case": new,
        "case_asked": to_clarify,
        "case_given_up": given_up,
        "case_of_a_merged_requester": again,
        "consultation_without_answer": silence,
        "case_overdue": overdue,
        "case_extended": extended,
        "case_concluded": delivered.case,
        "case_withdrawn": withdrawn,
        "case_arrived": arrived,
        "case_with_code": with_code,
        "case_to_redact": to_redact,
        "redaction": redaction,
        "page_of_a_redaction": {"pk": redaction.pk, "n": 1},
        "ground": ground,
        "reply_with_section": with_section,
        "consultation": consultation,
        "consultation_refused": refused,
        "fee_notice": fee_notice,
        "letter_written": letter_written,
        "letter_sent": letter_sent,
        "reply_proposed": proposed,
        "reply_checked": checked,
        "reply_signed": signed,
        "reply_sent": posted,
        "paper": paper,
    }


def _asked_to_clarify(office: SimpleNamespace, case: Any, days_ago: int, until_days_ago: int) -> Any:
    """A case whose requester was asked to clarify; negative: the last day for it lies ahead."""
    with at(days_ago):
        letter = cases.ask_to_clarify(
            case,
            by=office.foi,
            what="请写明年份和会议名称。",
            until=(TODAY - timedelta(days=until_days_ago)).date(),
        )
        requests.sent(letter, office, clock.today(), delivered_on=clock.today())
    return case
