"""What goes out on paper and by message: issues, postings, hand-outs, text messages, e-mail."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.test import override_settings

from gongkai.acts import clock
from gongkai.catalogue.models import Item
from gongkai.channels import actions as channels
from gongkai.channels import (
    boards,
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
from gongkai.channels.models import Channel, Subscription
from gongkai.channels.protocols.answers import Unclear
from gongkai.files.storing import store
from gongkai.resources.tests import factories as resourcing
from tests.world.ground import TODAY, at, picture
from tests.world.writing import published


def on_paper(office: SimpleNamespace) -> dict[str, Any]:
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


def messages(office: SimpleNamespace) -> dict[str, Any]:
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
