"""A small world with one of each subject in each of its states, for tests that visit every page.

Everything is made by the acts themselves, on the days before `TODAY`.
"""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.test import override_settings
from PIL import Image

from gongkai.acts import clock
from gongkai.acts.duties import OFFICE
from gongkai.cases import actions as cases
from gongkai.cases.models import Case
from gongkai.cases.tests import factories as requests
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue import columns, facts
from gongkai.catalogue.models import Column, Item
from gongkai.catalogue.tests.importing import factories as importing
from gongkai.channels import actions as channels
from gongkai.channels import (
    boards,
    faults,
    groups,
    groups_planning,
    groups_sending,
    hand_outs,
    hand_overs,
    issues,
    setting_up,
    subscriptions,
)
from gongkai.channels.groups_providers import path_of
from gongkai.channels.models import Channel, Release, Subscription
from gongkai.channels.protocols.answers import Unclear
from gongkai.concerns import actions as concern_actions
from gongkai.concerns.tests import factories as concerns
from gongkai.disputes import actions as disputes
from gongkai.disputes.tests import factories as disputing
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Form, Genre, Openness
from gongkai.files.storing import store
from gongkai.files.uploading import begin
from gongkai.inventory import actions as inventory
from gongkai.inventory.tests import factories as matters
from gongkai.meetings.tests import factories as meetings
from gongkai.notices.tests import factories as notices
from gongkai.people import systems
from gongkai.people.charges import give_charge
from gongkai.resources import actions as resources
from gongkai.resources.tests import factories as resourcing
from gongkai.search import synonyms
from gongkai.secrecy import actions as secrecy
from gongkai.secrecy.models import Package, PackageFinding, Review
from gongkai.workdays.actions import load_shipped_notices

TODAY = datetime(2025, 10, 23, 9, 0)  # a Thursday

PARAGRAPHS = "10月20日，民生保障科走访辖区高龄老人。\n\n共走访32户，登记需求11项。"


def picture(colour: str = "#7a9ab0") -> bytes:
    """A small picture as a phone would send it."""
    drawn = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(drawn, "JPEG")
    return drawn.getvalue()


def found(office: SimpleNamespace) -> SimpleNamespace:
    """Give the office what no act makes: the calendar, columns, channels, and people with other duties."""
    load_shipped_notices()
    office.column = Column.objects.create(agency=office.agency, slug="gzdt", name="工作动态")
    office.notices = Column.objects.create(agency=office.agency, slug="tzgg", name="通知公告", order=2)
    office.website, office.wechat, office.board = (
        Channel.objects.create(agency=office.agency, kind=kind, name=name, order=order)
        for order, (kind, name) in enumerate(
            (("website", "街道网站"), ("wechat", "建国门街道微信公众号"), ("notice_board", "苏州社区布告栏"))
        )
    )
    # Somebody with every duty of an office, in the neighbouring one; and somebody with none at all.
    office.neighbour = office.person("linju", "邻街道人员（虚构）", sorted(OFFICE), office.other)
    office.nobody = office.person("xin", "新到人员（虚构）", [], office.agency)
    return office


def build(office: SimpleNamespace) -> SimpleNamespace:
    """Return the world of an office: its subjects by name."""
    found(office)
    return SimpleNamespace(
        office=office,
        **_papers(office),
        **_requests(office),
        **_registers(office),
        **_inventory(office),
        **_imports(office),
        **_people(office),
        **_site(office),
        **_paper(office),
        **_messages(office),
    )


def at(days_ago: int, hour: int = 9) -> Any:
    return clock.pretend(TODAY.replace(hour=hour) - timedelta(days=days_ago))


def document(office: SimpleNamespace, title: str = "关于开展秋季大扫除的通知", **given: Any) -> Document:
    """A draft of an official document, with a file."""
    values: dict[str, Any] = {
        "title": title,
        "body": PARAGRAPHS,
        "section": office.section,
        "openness": Openness.PROACTIVE,
        "files": [(store(b"1. Broom\n", name="清单.txt", by=office.officer, agency=office.agency), "")],
    } | given
    return documents.draft(office.agency, by=office.officer, form=Form.OFFICIAL, **values)


def piece(office: SimpleNamespace, title: str = "走访高龄老人", **given: Any) -> Document:
    """A piece with a picture, not handed in yet."""
    shown = store(picture(), name="走访.jpg", by=office.officer, agency=office.agency)
    values: dict[str, Any] = {
        "title": title,
        "body": PARAGRAPHS,
        "section": office.section,
        "genre": Genre.NEWS,
        "openness": Openness.PROACTIVE,
        "files": [(shown, "工作人员在老人家中")],
    } | given
    return documents.draft(office.agency, by=office.officer, form=Form.PIECE, **values)


def handed_in(office: SimpleNamespace, title: str, **given: Any) -> Document:
    return documents.submit(
        piece(office, title, **given), by=office.officer, pictures_seen=True, opinion="可以公开。"
    )


def adopted(office: SimpleNamespace, title: str, **given: Any) -> Document:
    """Adopted, and decided by the review body: the leader approves next."""
    done = documents.adopt(handed_in(office, title, **given), by=office.foi)
    secrecy.decide(done.review, by=office.reviewer, opinion="不涉密。")
    done.refresh_from_db()
    return done


def published(office: SimpleNamespace, title: str, **given: Any) -> Item:
    """An item that stands on the website."""
    done = documents.approve(adopted(office, title, **given), by=office.leader)
    item = catalogue.publish(done.review.package, by=office.foi, column=office.column)
    channels.release(item, office.website, by=office.foi)
    return item


def _with_findings(office: SimpleNamespace) -> Review:
    """The review of a document in which the rules of today find what those it was packed under did not."""
    review = _for_decision(office, "关于规范楼门信息栏的通知")
    PackageFinding.objects.create(
        package=review.package,
        kind="mobile",
        where="正文第1行",
        masked="138****8000",
        treatment="mask",
        fingerprint="0" * 64,
    )
    Package.objects.filter(pk=review.package_id).update(has_findings=True, scanned_with="earlier")
    return review


def _for_decision(office: SimpleNamespace, title: str) -> Review:
    """The review of an official document that waits for the review body."""
    done = documents.submit(document(office, title), by=office.officer, pictures_seen=True)
    documents.check(done, by=office.checker)
    review = documents.approve(done, by=office.leader).review
    return secrecy.state_opinion(review, by=office.officer, opinion="不涉密，建议公开。")


def _papers(office: SimpleNamespace) -> dict[str, Any]:
    with at(3):
        draft = document(office, openness="")
        submitted, checked, for_opinion, for_decision, for_answer, for_approval, again = (
            documents.submit(document(office, title), by=office.officer, pictures_seen=True)
            for title in (
                "关于调整窗口时间的通知",
                "关于垃圾分类的实施方案",
                "关于停车管理的公告",
                "关于文明养犬的通知",
                "关于人防工程的意见",
                "关于社区食堂的通知",
                "关于电梯维修的通知",
            )
        )
        for each in (checked, for_opinion, for_decision, for_answer, for_approval, again):
            documents.check(each, by=office.checker, remark="格式无误。")
        for each in (for_opinion, for_decision, for_answer, for_approval, again):
            documents.approve(each, by=office.leader)
            each.refresh_from_db()
        for each in (for_decision, for_answer, for_approval, again):
            secrecy.state_opinion(each.review, by=office.officer, opinion="不涉密，建议公开。")
        secrecy.refer(for_answer.review, by=office.reviewer, to="区保密局", question="是否涉密？")
        secrecy.decide(for_approval.review, by=office.reviewer, opinion="不涉密。")
        secrecy.send_back(again.review, by=office.reviewer, reason="请删去联系电话。")
        on_a_word, of_a_secret = (
            _for_decision(office, title) for title in ("关于暴雨应对的通知", "关于应急预案的通知")
        )
        secrecy.decide(on_a_word, by=office.reviewer, opinion="不涉密。")
        on_a_word = secrecy.approve_orally(
            on_a_word, by=office.foi, leader=office.leader, said_at=clock.now(), reason="暴雨红色预警。"
        )
        of_a_secret = secrecy.decide(
            of_a_secret,
            by=office.reviewer,
            opinion="涉及国家秘密。",
            decision="withhold",
            ground="state_secret",
        )
        ready = document(office, "关于冬季供暖的通知")
        phones = "电话13900139000\n".encode()
        numbers = store(phones, name="联系表.txt", by=office.officer, agency=office.agency)
        found = document(office, "关于走访慰问的通知", body="联系电话13800138000。", files=[(numbers, "")])
        dropped = documents.drop(document(office, "作废的通知"), by=office.officer, reason="重复。")
        with_foi, withheld, to_change = (
            documents.submit(
                document(
                    office,
                    title,
                    openness=Openness.NON_DISCLOSURE,
                    openness_basis="《政府信息公开条例》第十六条",
                    openness_reason="内部事务信息。",
                    is_policy=is_policy,
                ),
                by=office.officer,
            )
            for title, is_policy in (
                ("关于考勤的意见", True),
                ("关于值班安排的通知", False),
                ("关于会议室使用的通知", False),
            )
        )
        for each in (withheld, to_change):
            documents.check(each, by=office.checker)
            documents.approve(each, by=office.leader)
        documents.propose_change(to_change, Openness.PROACTIVE, by=office.foi, reason="已不属内部事务。")
        to_redact = _for_decision(office, "关于困难救助的通报")
        secrecy.decide(
            to_redact,
            by=office.reviewer,
            opinion="第二段涉及个人隐私。",
            decision="in_part",
            ground="privacy",
            withheld_parts="第二段",
        )
        secrecy.approve(to_redact, by=office.leader)
    with at(2):
        news_draft = piece(office)
        news_handed_in = handed_in(office, "社区义诊")
        news_adopted = adopted(office, "金秋文化节")
        news_cleared = documents.approve(adopted(office, "法律讲堂"), by=office.leader)
        item = published(office, "危房解危通报")
        confirmed = item.releases.get()
        planned = channels.release(item, office.wechat, by=office.editor, planned_on=clock.today())
        withdrawn = published(office, "错发的通知")
        catalogue.withdraw(withdrawn, by=office.foi, reason="内容有误。")
        revised = published(office, "清洁日活动安排")
        documents.revise(revised.document, by=office.officer, reason="日期有误。")
        documents.submit(revised.document, by=office.officer, pictures_seen=True, opinion="可以公开。")
        documents.adopt(revised.document, by=office.foi)
        revised.document.refresh_from_db()
        secrecy.decide(revised.document.review, by=office.reviewer, opinion="不涉密。")
        documents.approve(revised.document, by=office.leader)
        weibo = setting_up.open_channel(office.agency, by=office.foi, kind="weibo", name="街道微博")
        weibo = setting_up.change_channel(
            weibo,
            by=office.foi,
            name="街道微博",
            address="",
            way="weibo",
            cover=store(picture("#1b5e9c"), name="封面.jpg", by=office.editor, agency=office.agency),
        )
        setting_up.give_access(weibo, {"access_token": "x"}, by=office.sysadmin)
        official = setting_up.open_channel(office.agency, by=office.foi, kind="wechat", name="政务微信")
        official = setting_up.change_channel(
            official, by=office.foi, name="政务微信", address="", way="wechat", cover=weibo.cover
        )
        setting_up.give_access(official, {"app_id": "wx1", "app_secret": "x"}, by=office.sysadmin)
        to_send = channels.release(item, official, by=office.editor)
        with override_settings(SITE_URL="https://www.example.gov.cn"):
            in_outbox = channels.hand_over(channels.release(revised, weibo, by=office.editor), by=office.foi)
        unclear = channels.release(published(office, "消防演练通报"), weibo, by=office.editor)
        Release.objects.filter(pk=unclear.pk).update(state="unclear", taken_at=clock.now(), fault="…")
        recalled = channels.release(published(office, "夜间施工公告"), office.wechat, by=office.editor)
        channels.confirm(
            recalled, by=office.editor, confirmed_on=clock.today(), address="https://mp.weixin.qq.com/s/x"
        )
        channels.recall(recalled, by=office.editor, reason="时间有误。")
        paused = setting_up.open_channel(office.agency, by=office.foi, kind="sms", name="短信")
        Channel.objects.filter(pk=paused.pk).update(paused_until=clock.now() + timedelta(days=9999))
        board = channels.release(item, office.board, by=office.editor)
        board = channels.confirm(
            board,
            by=office.editor,
            confirmed_on=clock.today(),
            proof=store(picture(), name="布告栏.jpg", by=office.editor, agency=office.agency),
        )
        catalogue.name_rule(office.agency, "secrecy", item, by=office.foi)
        facts.relate(item, revised, by=office.editor)
        columns.open_column(office.agency, by=office.editor, name="预决算", slug="ysjs", kind="budgets")
        closed = columns.open_column(office.agency, by=office.editor, name="旧专栏", slug="old")
        closed = columns.close_column(closed, by=office.editor)
    with clock.pretend(datetime(2018, 5, 7, 9, 0)):
        item_of_2018 = published(office, "食品安全抽检信息")
    return {
        "draft": draft,
        "draft_to_submit": ready,
        "draft_with_findings": found,
        "file_to_clean": {"pk": found.pk, "file": numbers.pk},
        "picture_of_a_piece": {"pk": news_draft.pk, "file": news_draft.attachments.get().file_id},
        "submitted": submitted,
        "checked": checked,
        "approved": for_opinion,
        "sent_back_document": again,
        "dropped": dropped,
        "with_foi": with_foi,
        "withheld": withheld,
        "to_change": to_change,
        "to_redact": Document.objects.get(review=to_redact),
        "review_for_opinion": for_opinion.review,
        "review_for_decision": for_decision.review,
        "review_with_findings": _with_findings(office),
        "review_referred": for_answer.review,
        "review_for_approval": for_approval.review,
        "review_to_countersign": on_a_word,
        "review_of_a_secret": of_a_secret,
        "piece": news_draft,
        "piece_handed_in": news_handed_in,
        "piece_adopted": news_adopted,
        "piece_cleared": news_cleared,
        "item": item,
        "item_of_2018": item_of_2018,
        "related_items": {"pk": item.pk, "other": revised.pk},
        "column_to_arrange": office.notices,
        "column_closed": closed,
        "section": office.section,
        "item_to_correct": revised,
        "withdrawn_item": withdrawn,
        "release": planned,
        "release_confirmed": confirmed,
        "release_with_proof": board,
        "release_with_picture": Release.objects.get(pk=in_outbox.pk),
        "release_to_send": to_send,
        "release_waiting": in_outbox,
        "release_unclear": unclear,
        "release_recalled": recalled,
        "channel": office.wechat,
        "channel_with_interface": weibo,
        "channel_with_menu": official,
        "channel_with_cover": weibo,
        "channel_paused": paused,
    }


def _requests(office: SimpleNamespace) -> dict[str, Any]:
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


def _registers(office: SimpleNamespace) -> dict[str, Any]:
    with at(5):
        event = concerns.event(office)
        answered = concerns.event(office, "胡同停水")
        response = concerns.response(office, answered)
        struck = concerns.press_report(office, "重复登记的报道")
        concern_actions.strike_out_press_report(struck, reason="重复。", by=office.editor)
        dispute = disputing.opened_dispute(office)
        decided = disputing.opened_dispute(office, kind="direct_suit", body="北京市东城区人民法院")
        disputes.record_outcome(decided, by=office.foi, outcome="upheld", decided_on=clock.today())
        about = Case.objects.get(title="便民服务清单")
        lost = disputing.lost(
            disputing.opened_dispute(office, clock.today(), case=about),
            office,
            clock.today(),
            orders_new_reply=True,
            ordered_within_days=15,
        )
        (served_paper,) = disputes.add_papers(
            lost, [ContentFile(b"Copy.\n", name="复议申请书.txt")], by=office.foi, kind="application"
        )
        complaint = disputing.received_complaint(office)
        closed = resourcing.reading_point(office, "旧阅览点")
        resources.close_reading_point(closed, until=clock.today(), by=office.foi, reason="搬迁。")
        return {
            "synonyms": synonyms.add("", ["低保", "最低生活保障"], by=office.editor),
            "event": event,
            "event_answered": answered,
            "response": response,
            "press_report": concerns.press_report(office),
            "press_report_struck_out": struck,
            "dispute": dispute,
            "dispute_served": disputing.opened_suit(office, served_on=disputing.OPENED),
            "dispute_lost": lost,
            "dispute_paper": served_paper,
            "complaint": complaint,
            "meeting": meetings.meeting(office),
            "training": meetings.training(office),
            "dedicated_office": resources.enter_dedicated_office(
                office.agency, name="信息公开科", since=date(2018, 1, 2), by=office.foi
            ),
            "reading_point": resourcing.reading_point(office),
            "reading_point_closed": closed,
            "staff_member": resourcing.staff_member(office, section=office.section),
            "fund": resourcing.fund(office),
        }


def _inventory(office: SimpleNamespace) -> dict[str, Any]:
    with at(4):
        kept = matters.matter(office)
        duty = matters.duty(office, kept, since=date(2025, 7, 1))
        owed, asked, fulfilled = duty.periods.order_by("starts_on")[:3]
        inventory.propose_excuse(asked, reason="没有变化。", by=office.head)
        inventory.fulfil(fulfilled, evidence=("other", "other", "苏州社区公示栏"), by=office.officer)
        priority = matters.priority(office)
        reported = matters.task(office, priority, text="开展培训")
        return {
            "matter": kept,
            "matter_without_duties": matters.matter(office, code="社会救助-02"),
            "disclosure_duty": duty,
            "disclosure_duty_per_event": matters.event_duty(office, kept),
            "owed_period": owed,
            "owed_period_asked": asked,
            "owed_period_fulfilled": fulfilled,
            "work_priority": priority,
            "task": matters.task(office, priority),
            "task_reported": inventory.report_task(reported, evidence="签到表", by=office.head),
        }


def _site(office: SimpleNamespace) -> dict[str, Any]:
    """What readers found on the website."""
    with at(2):
        faults.report(office.agency, kind="leak", text="附件里能看到手机号。", path="/items/1/")
        return {
            "site_fault": faults.report(
                office.agency, kind="link", text="附件打不开。", path="/guide/", contact="13800000000"
            )
        }


def _paper(office: SimpleNamespace) -> dict[str, Any]:
    """What is printed, posted, handed out and handed over."""
    today = TODAY.date()
    paper, visits, points = (
        Channel.objects.create(agency=office.agency, kind=kind, name=name, order=order)
        for order, (kind, name) in enumerate(
            (("newspaper", "街道生活报"), ("visit", "入户宣传"), ("reading_point", "查阅点")), 20
        )
    )
    assert points.in_use
    with at(2):
        first, second, third = (published(office, title) for title in ("防火提示", "义诊安排", "菜站营业"))
        seen = store(picture(), name="现场.jpg", by=office.foi, agency=office.agency)
        printed = issues.open_issue(paper, by=office.editor, day=clock.today())
        issues.pick(printed, [Item.objects.standing().filter(releases__kind="website")[0]], by=office.editor)
        printed = issues.close(printed, by=office.editor)
        printed = issues.mark_printed(printed, by=office.editor, printed_on=clock.today())
        closed = issues.open_issue(paper, by=office.editor, day=today)
        issues.pick(closed, [first], by=office.editor)
        closed = issues.close(closed, by=office.editor)
        collecting = issues.open_issue(paper, by=office.editor, day=today + timedelta(days=14))
        (entry,) = issues.pick(collecting, [second], by=office.editor)
        (due,) = boards.plan_postings(second, [office.community], by=office.foi, hang_from=today, days=7)
        (posted,) = boards.plan_postings(third, [office.community], by=office.foi, hang_from=today, days=30)
        day = clock.today()
        posted = boards.confirm_posting(posted, by=office.foi, posted_on=day, picture=seen)
        carried = hand_outs.hand_out(
            third, visits, by=office.foi, place="西总布胡同", day=day, number=35, picture=seen
        )
        prepared, received = (
            hand_overs.prepare(
                resourcing.reading_point(office, name=name), [third], by=office.foi, day=day, copies=2
            )
            for name in ("图书馆查阅点", "服务站查阅点")
        )
        received = hand_overs.confirm_hand_over(
            received, by=office.foi, received_by="陈晓（虚构）", received_on=day, proof=seen
        )
    return {
        "issue": collecting,
        "issue_closed": closed,
        "issue_printed": printed,
        "issue_file": {"pk": closed.pk, "which": "pdf"},
        "issue_entry": entry,
        "posting": due,
        "posting_posted": posted,
        "posting_picture": {"pk": posted.pk, "which": "posted"},
        "community": office.community,
        "hand_out": carried,
        "hand_over": prepared,
        "hand_over_received": received,
    }


def _imports(office: SimpleNamespace) -> dict[str, Any]:
    with at(6):
        done = importing.done(office, column=office.column.pk)
        # Without the clearance of its time: what is left of a run, for which one may be recorded.
        more = importing.LIST.replace("防汛", "防火").replace("低保", "特困").replace("t1", "t2")
        return {
            "import_done": importing.done(office, more, clearance={}),
            "import_checked": importing.checked(office, _another(more), column=office.column.pk),
            "item_imported": Item.objects.filter(imported=done).first(),
        }


def _another(rows: str) -> str:
    return rows.replace("防火", "防雨").replace("特困", "临时救助").replace("t2", "t3")


def _people(office: SimpleNamespace) -> dict[str, Any]:
    with at(1):
        return {
            "account": office.officer,
            "charge": give_charge(office.leader, office.agency, section=office.section, by=office.foi),
            "system": systems.open_system(
                office.agency, name="区办公自动化系统", scopes=["documents.draft"], by=office.sysadmin
            )[0],
            "post": office.officer.posts.get(),
            "upload": begin("听证会录音整理.pdf", size=12_000_000, by=office.foi, agency=office.agency),
            "notice": notices.notice(office.foi, due_on=TODAY.date()),
            "message": notices.message_in(office, "unclear"),
        }


def _messages(office: SimpleNamespace) -> dict[str, Any]:
    """Groups that get text messages, a message to them, and who gets new items by e-mail."""
    with at(1):
        sending = setting_up.open_channel(office.agency, by=office.foi, kind="sms", name="便民短信")
        group = groups.open_group(office.agency, by=office.foi, name="低保家庭", purpose="低保政策和通知")
        scan = store(picture(), name="同意书", by=office.editor, agency=office.agency, sealed=True)
        said = {"source": "paper", "source_note": "2025年登记表", "consented_on": clock.today()}
        contact = groups.add_contact(group, by=office.editor, number="13800138000", paper=scan, **said)
        groups.add_contact(group, by=office.editor, number="13900139000", **said)
        item = published(office, "低保审核公示")
        to_plan = channels.release(item, sending, by=office.foi)
        sent = channels.release(published(office, "防汛提示"), sending, by=office.foi)
        groups_planning.plan_message(sent, [group], by=office.foi)
        claimed = groups_sending.claim(sent, 10)
        groups_sending.settle(claimed[0], dict.fromkeys(claimed[1], Unclear()))
        with override_settings(
            SITE_URL="https://www.example.gov.cn",
            EMAIL_HOST="mail.invalid",
            DEFAULT_FROM_EMAIL="a@example.cn",
        ):
            for address in ("a@example.com", "b@example.com"):
                subscriptions.ask(office.agency, address=address)
        asked, confirmed = Subscription.objects.order_by("pk")
        subscriptions.confirm(confirmed)
    return {
        "channel_of_messages": sending,
        "provider_reports_to": {"pk": sending.pk, "path": path_of(sending)},
        "group": group,
        "contact": contact,
        "release_to_groups": to_plan,
        "message_unclear": sent.sms_deliveries.first(),
        "link_to_confirm": {"pk": asked.pk, "token": asked.token_for("confirm")},
        "link_to_leave": {"pk": confirmed.pk, "token": confirmed.token_for("leave")},
    }
