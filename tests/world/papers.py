"""Documents, pieces and their reviews in each state, and what became of them on the channels."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.test import override_settings

from gongkai.acts import clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue import columns, facts
from gongkai.channels import actions as channels
from gongkai.channels import setting_up
from gongkai.channels.models import Channel, Release
from gongkai.documents import actions as documents
from gongkai.documents.models import Document, Openness
from gongkai.files.storing import store
from gongkai.secrecy import actions as secrecy
from tests.world.ground import at, picture
from tests.world.writing import (
    adopted,
    awaiting_decision,
    document,
    handed_in,
    piece,
    published,
    with_findings,
)


def papers(office: SimpleNamespace) -> dict[str, Any]:
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
            awaiting_decision(office, title) for title in ("关于暴雨应对的通知", "关于应急预案的通知")
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
        to_redact = awaiting_decision(office, "关于困难救助的通报")
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
        setting_up.give_access(weibo, {"access_token": "x", "ip": "211.156.0.1"}, by=office.sysadmin)
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
        "review_with_findings": with_findings(office),
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
