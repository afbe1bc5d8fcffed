"""What people are told, and what leaves the house of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.utils import translation

from gongkai.acts import Refused, clock
from gongkai.journal.models import Entry
from gongkai.notices.actions import choose_ways, mark_all_read, mark_read, notify, write
from gongkai.notices.models import Message, Notice, Preference
from gongkai.notices.queries import preference_of, unread_by
from gongkai.notices.tests.factories import EMAIL, MOBILE, notice, written
from tests.together import together

pytestmark = pytest.mark.django_db


def by_sms(user, mobile=MOBILE):
    choose_ways(user, email_on=False, email="", sms_on=True, mobile=mobile, by=user)


def by_email(user, email=EMAIL):
    choose_ways(user, email_on=True, email=email, sms_on=False, mobile="", by=user)


def test_a_reminder_of_the_same_slot_is_given_once(office, gateway):
    by_sms(office.foi)
    first, again = notice(office.foi), notice(office.foi)
    assert first == again
    assert (Notice.objects.count(), Message.objects.count()) == (1, 1)


def test_the_next_slot_is_told_again(office):
    notice(office.foi, slot="2026-11-27/3")
    notice(office.foi, slot="2026-11-27/1")
    assert unread_by(office.foi) == 2


def test_everybody_named_is_told_and_nobody_twice(office):
    told = {"kind": "k", "subject_key": "s:1", "text": "t", "url": "/desk/", "slot": "1"}
    notices = notify([office.foi, office.leader, office.foi], **told)
    assert [each.to for each in notices] == [office.foi, office.leader]


def test_a_closed_account_is_not_told(office):
    office.officer.is_active = False
    told = {"kind": "k", "subject_key": "s:1", "text": "t", "url": "/desk/", "slot": "1"}
    assert notify([office.officer], **told) == []


def test_a_sentence_is_said_in_the_language_of_the_installation(office):
    said = notice(office.foi, text=translation.get_language)
    assert said.text == "zh-hans"


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "desk/"])
def test_a_notice_never_leads_out_of_the_house(office, url):
    with pytest.raises(ValueError, match="leads to a page of the desk"):
        notice(office.foi, url=url)


def test_what_leaves_the_house_tells_number_and_day_and_nothing_of_the_case(office, gateway, mail_server):
    choose_ways(office.foi, email_on=True, email=EMAIL, sms_on=True, mobile=MOBILE, by=office.foi)
    notice(office.foi)
    messages = list(Message.objects.all())
    assert {message.channel for message in messages} == {"email", "sms"}
    for message in messages:
        assert "建街〔2026〕第5号" in message.text
        assert "27" in message.text
        assert "李明远" not in message.subject + message.text
        assert "停车" not in message.subject + message.text


def test_who_chose_nothing_is_told_at_the_address_of_the_account(office, mail_server):
    office.foi.email = EMAIL
    notice(office.foi)
    assert Message.objects.get().address == EMAIL


def test_an_address_of_ones_own_is_told_in_place_of_the_accounts(office, mail_server):
    office.foi.email = "office@example.cn"
    by_email(office.foi)
    notice(office.foi)
    assert Message.objects.get().address == EMAIL


def test_who_wants_no_mail_is_told_in_the_desk_only(office, mail_server):
    office.foi.email = EMAIL
    choose_ways(office.foi, email_on=False, email="", sms_on=False, mobile="", by=office.foi)
    notice(office.foi)
    assert not Message.objects.exists()


def test_without_a_gateway_the_outbox_keeps_nothing(office):
    by_sms(office.foi)
    notice(office.foi)
    assert unread_by(office.foi) == 1
    assert not Message.objects.exists()


def test_a_message_to_the_public_is_written_once_under_its_key(office, gateway):
    assert written(office, "cases.case:1:replied") == written(office, "cases.case:1:replied")
    assert written(office, "cases.case:2:replied").pk


def test_a_message_is_not_written_where_the_installation_has_no_such_channel(office):
    nothing = write(
        office.agency, channel="sms", address=MOBILE, subject="", text="t", key="a", by=office.foi
    )
    assert nothing is None


@pytest.mark.usefixtures("gateway", "mail_server")
@pytest.mark.parametrize(
    ("channel", "address", "why"),
    [
        ("sms", "010-65126891", "not a mobile number"),
        ("sms", "138０0000001", "not a mobile number"),
        ("sms", "", "not a mobile number"),
        ("email", "chen at example.cn", "not an e-mail address"),
        ("email", "chen@example.cn\r\nBcc: all@example.cn", "not an e-mail address"),
        ("email", "a@example.cn, b@example.cn", "not an e-mail address"),
    ],
)
def test_an_address_that_is_none_is_refused(office, channel, address, why):
    with pytest.raises(Refused, match=why):
        written(office, channel=channel, address=address)


@pytest.mark.parametrize("typed", ["138 0000 0001", "+86 138-0000-0001", "008613800000001"])
def test_a_mobile_number_is_kept_without_spaces_and_country_code(office, gateway, typed):
    assert written(office, address=typed).address == MOBILE


def test_a_subject_cannot_begin_a_header_of_its_own(office, mail_server):
    message = written(office, channel="email", address=EMAIL, subject="进展\r\nBcc: all@example.cn")
    assert message.subject == "进展 Bcc: all@example.cn"


def test_addresses_lie_sealed_in_the_database_and_are_shown_masked(office, gateway):
    by_sms(office.foi)
    message = written(office)
    assert message.shown_address == "138****0001"
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notices_message UNION SELECT mobile FROM notices_preference")
        assert all(MOBILE not in row[0] for row in cursor.fetchall())


def test_the_journal_holds_no_address(office, gateway, mail_server):
    choose_ways(office.foi, email_on=True, email=EMAIL, sms_on=True, mobile=MOBILE, by=office.foi)
    notice(office.foi)
    written(office)
    told = " ".join(f"{entry.subject_label} {entry.details}" for entry in Entry.objects.all())
    assert "notices.told" in Entry.objects.values_list("act", flat=True)
    assert MOBILE not in told
    assert EMAIL not in told


def test_a_notice_is_read_by_the_person_it_is_for(office):
    with clock.pretend(datetime(2026, 11, 24, 9, 0)):
        read = mark_read(notice(office.foi), by=office.foi)
    assert read.read_at.date() == date(2026, 11, 24)
    with pytest.raises(Refused, match="Only the person it is for"):
        mark_read(read, by=office.leader)


def test_reading_again_leaves_the_first_moment(office):
    with clock.pretend(datetime(2026, 11, 24, 9, 0)):
        first = mark_read(notice(office.foi), by=office.foi)
    assert mark_read(first, by=office.foi).read_at == first.read_at


def test_all_are_marked_as_read_and_only_ones_own(office):
    notice(office.foi, slot="1")
    notice(office.foi, slot="2")
    notice(office.leader)
    assert mark_all_read(by=office.foi) == 2
    assert (unread_by(office.foi), unread_by(office.leader)) == (0, 1)


def test_everybody_chooses_for_themselves(office):
    with pytest.raises(Refused, match="Everybody chooses for themselves"):
        choose_ways(office.foi, email_on=True, email="", sms_on=False, mobile="", by=office.sysadmin)


def test_sms_need_a_number(office):
    with pytest.raises(Refused, match="Give the mobile number"):
        by_sms(office.foi, "")


def test_choosing_again_replaces_what_was_chosen(office):
    by_sms(office.foi)
    by_email(office.foi)
    assert Preference.objects.count() == 1
    assert preference_of(office.foi).ways() == [("email", EMAIL)]


@pytest.mark.django_db(transaction=True)
def test_two_who_remind_at_the_same_moment_tell_once(office, gateway):
    by_sms(office.foi)
    together(4, lambda: notice(office.foi))
    assert (Notice.objects.count(), Message.objects.count()) == (1, 1)
    assert Entry.objects.filter(act="notices.told").count() == 1
