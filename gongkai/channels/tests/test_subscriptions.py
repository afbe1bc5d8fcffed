"""The daily digest: only to who confirmed, of what is public now, never twice, and ended by a link."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as live
from django.utils import translation

from gongkai.acts import Refused, clock
from gongkai.catalogue import actions as catalogue
from gongkai.catalogue.models import Column
from gongkai.channels import subscriptions, subscriptions_digest
from gongkai.channels.models import Subscription, SubscriptionState
from gongkai.channels.tests import factories
from gongkai.journal.models import Entry
from gongkai.notices.actions import take
from gongkai.notices.models import Message
from gongkai.notices.writing import headers_of

DAY = datetime(2018, 5, 7, 9, 30)
ADDRESS = "jumin@example.cn"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.invalid", "gongkai@example.cn"
    settings.SITE_URL = "https://www.example.gov.cn"


def at(days: int = 0, hours: int = 0) -> Any:
    return clock.pretend(DAY + timedelta(days=days, hours=hours))


def ask(office: SimpleNamespace, address: str = ADDRESS, columns: Any = ()) -> Subscription:
    with at():
        subscriptions.ask(office.agency, address=address, columns=columns)
    return Subscription.objects.latest("pk")


def confirmed(office: SimpleNamespace, columns: Any = ()) -> Subscription:
    subscription = ask(office, columns=columns)
    with at():
        return subscriptions.confirm(subscription)


def mails(subscription: Subscription) -> list[Message]:
    begin = subscriptions.key_of_messages(subscription)
    return list(Message.objects.filter(key__startswith=f"{begin}digest").order_by("pk"))


def digest(days: int) -> int:
    with at(days):
        return subscriptions_digest.write_digests()


def handed_over(days: int = 1) -> list[Message]:
    """The digests as the mail server is given them on that day."""
    taken = []
    Message.objects.filter(kind="channels.subscription").delete()
    with at(days):
        while message := take("email", clock.now()):
            taken.append(message)
    return taken


def test_asking_sends_a_link_and_nothing_else(office: SimpleNamespace) -> None:
    subscription = ask(office)
    factories.released_item(office)
    assert digest(1) == 0
    (mail,) = Message.objects.all()
    with translation.override(live.LANGUAGE_CODE):
        path = subscription.path_to("confirm")
    assert f"https://www.example.gov.cn{path}" in mail.text


@pytest.mark.django_db(transaction=True)
def test_the_digest_tells_what_came_onto_the_website_and_how_to_end_it(office: SimpleNamespace) -> None:
    subscription = confirmed(office)
    item = factories.released_item(office, "低保金发放公示")
    assert digest(0) == 0
    assert digest(1) == 1
    (mail,) = handed_over()
    assert "低保金发放公示" in mail.text
    assert f"https://www.example.gov.cn{item.get_public_url()}" in mail.text
    assert subscription.path_to("leave") in mail.text
    assert "【工作动态】" in mail.text


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_two_on_a_day_nor_an_item_twice(office: SimpleNamespace) -> None:
    subscription = confirmed(office)
    factories.released_item(office)
    assert (digest(1), digest(1), digest(2)) == (1, 0, 0)
    factories.released_item(office, "第二条", on=date(2018, 5, 9))
    assert digest(3) == 1
    handed_over(3)
    assert [mail.text.count("社区开展垃圾分类宣传") for mail in mails(subscription)] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_what_was_withdrawn_meanwhile_or_is_not_on_the_website_stands_in_no_digest(
    office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    confirmed(office)
    gone = factories.released_item(office, "误发的名单")
    factories.released_item(office, "只在公告栏", channels=("notice_board",))
    factories.released_item(office, "留下的通知")
    with at(), django_capture_on_commit_callbacks(execute=True):
        catalogue.withdraw(gone, by=office.foi, reason="内容有误。")
    digest(1)
    (mail,) = handed_over()
    assert "留下的通知" in mail.text
    assert "误发的名单" not in mail.text
    assert "只在公告栏" not in mail.text


@pytest.mark.django_db(transaction=True)
def test_what_was_withdrawn_while_a_digest_waited_stands_in_none(office: SimpleNamespace) -> None:
    confirmed(office)
    gone = factories.released_item(office, "误发的名单")
    kept = factories.released_item(office, "留下的通知")
    assert digest(1) == 1
    with at(1, 1):
        catalogue.withdraw(gone, by=office.foi, reason="内容有误。")
    (mail,) = handed_over()
    assert ("误发的名单" in mail.text, "留下的通知" in mail.text) == (False, True)
    # Nothing of it lies in the outbox before that, and a mail that is tried again is written again.
    Message.objects.update(state="waiting", next_try_at=DAY.astimezone(clock.BEIJING))
    with at(1, 2):
        catalogue.withdraw(kept, by=office.foi, reason="内容有误。")
    assert handed_over() == []
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_ended_it_while_a_digest_waited_gets_none(office: SimpleNamespace) -> None:
    subscription = confirmed(office)
    factories.released_item(office)
    assert digest(1) == 1
    with at(1):
        subscriptions.leave(subscription)
    assert handed_over() == []
    assert Entry.objects.filter(act="notices.needless").exists()


@pytest.mark.django_db(transaction=True)
def test_a_digest_that_cannot_be_written_holds_up_no_other(office: SimpleNamespace) -> None:
    confirmed(office)
    factories.released_item(office)
    assert digest(1) == 1
    Message.objects.filter(kind="channels.digest").update(key="channels.subscription:nobody:digest")
    assert handed_over() == []
    assert Message.objects.get().state == "waiting"


def test_a_mail_program_can_offer_to_end_it(office: SimpleNamespace) -> None:
    subscription = confirmed(office)
    factories.released_item(office)
    digest(1)
    (mail,) = mails(subscription)
    with translation.override(live.LANGUAGE_CODE):
        path = subscription.path_to("leave")
    assert headers_of(mail) == {
        "List-Unsubscribe": f"<https://www.example.gov.cn{path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert headers_of(Message.objects.get(kind="channels.subscription")) == {}


def test_only_the_columns_that_were_chosen_and_what_stands_under_them(office: SimpleNamespace) -> None:
    over = Column.objects.create(agency=office.agency, slug="over", name="上级栏目")
    other = Column.objects.create(agency=office.agency, slug="other", name="其他栏目")
    factories.released_item(office)
    Column.objects.filter(slug="dynamics").update(parent=over)
    with at(1):
        told = {"after": date(2018, 5, 6), "until": date(2018, 5, 7)}
        assert len(subscriptions_digest.new_items(office.agency, [over], **told)) == 1
        assert subscriptions_digest.new_items(office.agency, [other], **told) == []
        assert len(subscriptions_digest.new_items(office.agency, [], **told)) == 1


def test_after_the_link_to_end_it_nothing_comes(office: SimpleNamespace) -> None:
    subscription = confirmed(office)
    factories.released_item(office)
    with at():
        left = subscriptions.leave(
            subscriptions.find(subscription.pk, subscription.token_for("leave"), "leave")
        )  # type: ignore[arg-type]
        assert subscriptions.leave(left).state == SubscriptionState.ENDED
    assert digest(1) == 0


def test_a_new_wish_takes_the_place_of_the_earlier_one(office: SimpleNamespace) -> None:
    first = confirmed(office)
    with at():
        subscriptions.ask(office.agency, address=" JUMIN@example.cn ", columns=[factories.column(office)])
        second = subscriptions.confirm(Subscription.objects.latest("pk"))
    first.refresh_from_db()
    assert (first.state, second.state) == (SubscriptionState.ENDED, SubscriptionState.CONFIRMED)


def test_whether_an_address_is_known_changes_nothing_that_is_seen(office: SimpleNamespace) -> None:
    confirmed(office)
    ask(office)
    ask(office, "another@example.cn")
    texts = [re.sub(r"/subscribe/\S+", "", mail.text) for mail in Message.objects.order_by("pk")]
    assert len(texts) == 3
    assert len(set(texts)) == 1


def test_nobody_is_drowned_in_mails_by_another(office: SimpleNamespace) -> None:
    for _time in range(6):
        ask(office)
    assert Message.objects.count() == subscriptions.MOST_ASKED_A_DAY


def test_a_link_is_of_use_for_one_thing_and_for_two_days(office: SimpleNamespace) -> None:
    subscription = ask(office)
    token = subscription.token_for("confirm")
    with at():
        assert subscriptions.find(subscription.pk, token, "confirm") == subscription
        assert subscriptions.find(subscription.pk, token, "leave") is None
        assert subscriptions.find(subscription.pk, token[:-1] + "0", "confirm") is None or token.endswith("0")
        assert subscriptions.find(subscription.pk + 1, token, "confirm") is None
    with at(2, 1):
        assert subscriptions.find(subscription.pk, token, "confirm") is None


def test_what_ended_or_was_never_confirmed_is_erased_with_its_address(office: SimpleNamespace) -> None:
    ended = confirmed(office)
    ask(office, "never@example.cn")
    with at():
        subscriptions.leave(ended)
    with at(1):
        assert subscriptions.erase_what_is_over() == 0
    with at(3):
        assert subscriptions.erase_what_is_over() == 1
    Message.objects.update(state="sent", sent_at=DAY.astimezone(clock.BEIJING))
    with at(8):
        assert subscriptions.erase_what_is_over() == 1
    assert not Subscription.objects.exists()
    assert Message.objects.filter(shown_address="").exists()


def test_no_address_lies_open_in_the_journal(office: SimpleNamespace) -> None:
    confirmed(office)
    told = "".join(f"{each.subject_label}{each.details}{each.actor_name}" for each in Entry.objects.all())
    assert "jumin" not in told


def test_without_a_mail_server_nothing_is_kept(office: SimpleNamespace, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    with at():
        subscriptions.ask(office.agency, address=ADDRESS)
    assert not Subscription.objects.exists()
    with pytest.raises(Refused, match="not an e-mail address"):
        subscriptions.ask(office.agency, address="nobody")
