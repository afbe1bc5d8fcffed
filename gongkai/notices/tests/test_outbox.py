"""The outbox against a real gateway and a real mail server: nothing lost, nothing sent twice."""

from __future__ import annotations

import email
import email.policy
import logging
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from gongkai.acts import Refused, clock
from gongkai.acts.clock import BEIJING
from gongkai.journal.models import Entry
from gongkai.notices.actions import PAUSES, resolve_sent, send_again, send_out, settle, take
from gongkai.notices.answers import sent
from gongkai.notices.models import Message
from gongkai.notices.tests.factories import EMAIL, MOBILE, message_in, written
from gongkai.notices.tests.servers import CLOSE, SILENT, closed_port
from tests.together import together

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=BEIJING)


def after(**pause):
    return MORNING + timedelta(**pause)


@pytest.fixture(autouse=True)
def _in_the_morning():
    with clock.pretend(MORNING):
        yield


def outcome(message):
    """(state, fault, code) of the message as it stands now."""
    message.refresh_from_db()
    return message.state, message.last_fault, message.last_code


@pytest.fixture
def sms(office, gateway):
    return written(office)


@pytest.fixture
def mail(office, mail_server):
    return written(office, "mail", channel="email", address=EMAIL)


def test_an_sms_goes_out_once_with_its_reference_and_the_gateways_is_kept(sms, gateway):
    assert (send_out(MORNING), send_out(after(minutes=1))) == (1, 0)
    assert gateway.taken == [{"to": MOBILE, "text": sms.text, "reference": sms.reference}]
    assert gateway.headers[0]["Authorization"] == "Bearer secret"
    assert outcome(sms) == ("sent", "", "")
    assert (sms.sent_at, sms.provider_reference) == (MORNING, "gw-1")


def test_an_e_mail_goes_out_with_its_text_and_a_message_id_of_its_own(mail, mail_server):
    send_out(MORNING)
    assert outcome(mail) == ("sent", "", "")
    (text,) = mail_server.taken
    read = email.message_from_bytes(text, policy=email.policy.default)
    assert read["To"] == EMAIL
    assert read["Subject"] == mail.subject
    assert read["Message-ID"] == f"<{mail.reference}@example.cn>"
    assert read.get_content().strip() == mail.text


@pytest.mark.parametrize("status", [500, 503, 408])
def test_a_gateway_with_a_fault_is_asked_again_later(sms, gateway, status):
    gateway.answers = [(status, {})]
    send_out(MORNING)
    assert outcome(sms) == ("waiting", "server_fault", str(status))
    assert send_out(after(seconds=59)) == 0
    assert send_out(after(minutes=1)) == 1
    assert outcome(sms) == ("sent", "", "")


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_message_the_gateway_rejects_has_failed_at_once(sms, gateway, status):
    gateway.answers = [(status, {})]
    send_out(MORNING)
    assert outcome(sms) == ("failed", "rejected", str(status))


@pytest.mark.parametrize("status", [401, 403, 404, 302])
def test_a_gateway_that_is_set_up_wrongly_loses_no_message(sms, gateway, status):
    gateway.answers = [(status, {"Location": "/elsewhere"})]
    send_out(MORNING)
    assert outcome(sms) == ("waiting", "not_let_in", str(status))


def test_a_gateway_that_knows_the_reference_has_taken_it_before(sms, gateway):
    gateway.answers = [(409, {})]
    send_out(MORNING)
    assert outcome(sms)[0] == "sent"


def test_a_gateway_nobody_answers_at_is_tried_again_later(sms, settings):
    settings.SMS_URL = f"http://127.0.0.1:{closed_port()}/"
    send_out(MORNING)
    assert outcome(sms) == ("waiting", "unreachable", "")


@pytest.mark.parametrize("answer", [CLOSE, SILENT, (504, {})])
def test_an_sms_whose_answer_was_lost_is_not_sent_again_by_itself(sms, gateway, answer):
    gateway.answers = [answer]
    send_out(MORNING)
    assert outcome(sms)[:2] == ("unclear", "answer_lost")
    assert send_out(after(days=1)) == 0
    assert len(gateway.taken) == 1


def test_a_gateway_that_wants_a_rest_gets_it_from_all_messages(office, sms, gateway):
    other = written(office, "b")
    gateway.answers = [(429, {"Retry-After": "300"})]
    assert send_out(MORNING) == 1
    assert outcome(sms) == ("waiting", "too_many", "429")
    assert send_out(after(seconds=299)) == 0
    assert send_out(after(minutes=5)) == 2
    assert outcome(other)[0] == "sent"


@pytest.mark.parametrize("asked", ["", "soon", "-5", "Mon, 01 Jan 2001 00:00:00 GMT"])
def test_a_rest_that_cannot_be_read_is_the_usual_pause(sms, gateway, asked):
    gateway.answers = [(429, {"Retry-After": asked})]
    send_out(MORNING)
    sms.refresh_from_db()
    assert sms.next_try_at == after(minutes=1)


def test_no_rest_is_longer_than_an_hour(sms, gateway):
    gateway.answers = [(429, {"Retry-After": "9" * 30})]
    send_out(MORNING)
    sms.refresh_from_db()
    assert sms.next_try_at == after(hours=1)


def test_pauses_grow_and_after_the_sixth_attempt_the_message_has_failed(sms, gateway):
    gateway.answers = [(500, {})] * 6
    moment = MORNING
    for pause in PAUSES:
        assert send_out(moment) == 1
        assert send_out(moment + pause - timedelta(seconds=1)) == 0
        moment += pause
    assert outcome(sms)[0] == "waiting"
    send_out(moment)
    assert outcome(sms) == ("failed", "server_fault", "500")
    assert [pause.total_seconds() / 60 for pause in PAUSES] == [1, 5, 30, 120, 720]


def test_a_channel_that_is_down_delays_no_other(office, sms, mail, settings):
    settings.EMAIL_PORT = closed_port()
    second = written(office, "b", channel="email", address=EMAIL)
    send_out(MORNING)
    assert outcome(sms)[0] == "sent"
    assert outcome(mail) == ("waiting", "unreachable", "")
    # The mail server is not asked once more for each message of the same turn.
    assert (outcome(second)[0], second.attempts) == ("waiting", 0)


def test_a_channel_that_was_switched_off_keeps_what_waits(sms, settings):
    settings.SMS_URL = ""
    assert send_out(MORNING) == 0
    assert outcome(sms) == ("waiting", "", "")


@pytest.mark.parametrize(
    ("step", "answer", "expected"),
    [
        ("greeting", "554 not you", ("waiting", "not_let_in", "554")),
        ("greeting", CLOSE, ("waiting", "unreachable", "")),
        ("greeting", SILENT, ("waiting", "unreachable", "")),
        ("mail", "550 who are you", ("waiting", "not_let_in", "550")),
        ("rcpt", "550 no such user chen.xiao@example.cn", ("failed", "rejected", "550")),
        ("rcpt", "450 try again", ("waiting", "server_fault", "450")),
        ("rcpt", CLOSE, ("waiting", "unreachable", "")),
        ("data", "451 busy", ("waiting", "server_fault", "451")),
        ("text", "452 no room", ("waiting", "server_fault", "452")),
        ("text", "554 looks like spam", ("failed", "rejected", "554")),
        ("text", CLOSE, ("unclear", "answer_lost", "")),
        ("text", SILENT, ("unclear", "answer_lost", "")),
    ],
)
def test_what_the_mail_server_says_decides_how_the_message_goes_on(mail, mail_server, step, answer, expected):
    mail_server.at = {step: answer}
    send_out(MORNING)
    assert outcome(mail) == expected


def test_a_mail_server_that_falls_silent_after_its_yes_has_taken_the_message(mail, mail_server):
    mail_server.at = {"quit": CLOSE}
    send_out(MORNING)
    assert outcome(mail)[0] == "sent"


def test_a_program_killed_while_sending_leaves_it_to_a_person(sms, gateway):
    take("sms", MORNING)  # And here the power fails.
    assert outcome(sms)[0] == "sending"
    send_out(after(minutes=9))
    assert outcome(sms)[0] == "sending"
    send_out(after(minutes=10))
    assert outcome(sms)[:2] == ("unclear", "answer_lost")
    assert gateway.taken == []


def test_an_answer_that_comes_after_all_is_believed(sms):
    taken = take("sms", MORNING)
    send_out(after(minutes=10))
    settle(taken, sent("gw-9"), after(minutes=11))
    assert outcome(sms)[0] == "sent"


def test_an_answer_to_an_earlier_attempt_changes_nothing(office, sms):
    taken = take("sms", MORNING)
    with transaction.atomic():
        Message.objects.update(state="unclear")
    send_again(sms, by=office.sysadmin)
    take("sms", after(minutes=12))
    settle(taken, sent(), after(minutes=13))
    assert outcome(sms)[0] == "sending"


def test_the_administrator_notes_that_a_message_did_arrive(office):
    message = message_in(office, "unclear")
    done = resolve_sent(message, by=office.sysadmin, remark="平台记录显示已发送。")
    assert (done.state, done.sent_at) == ("sent", MORNING)
    entry = Entry.objects.get(act="notices.resolved")
    assert (entry.reason, entry.actor_key) == ("平台记录显示已发送。", office.sysadmin.key)


def test_the_administrator_has_it_sent_again(office, gateway):
    message = message_in(office, "unclear")
    send_again(message, by=office.sysadmin)
    send_out(MORNING)
    assert outcome(message)[0] == "sent"
    assert len(gateway.taken) == 1


def test_a_message_that_failed_begins_its_attempts_anew(office, gateway):
    message = message_in(office, "failed", attempts=6, last_fault="server_fault", last_code="500")
    send_again(message, by=office.sysadmin)
    gateway.answers = [(500, {})]
    send_out(MORNING)
    assert (outcome(message)[0], message.attempts) == ("waiting", 1)


@pytest.mark.parametrize(
    ("state", "act", "why"),
    [
        ("failed", resolve_sent, "It is known what became"),
        ("sent", resolve_sent, "It is known what became"),
        ("sent", send_again, "has been sent"),
        ("waiting", send_again, "on its way already"),
        ("sending", send_again, "on its way already"),
    ],
)
def test_only_what_is_not_known_is_resolved_and_only_what_stands_still_sent_again(office, state, act, why):
    with pytest.raises(Refused, match=why):
        act(message_in(office, state), by=office.sysadmin)


@pytest.mark.parametrize("act", [resolve_sent, send_again])
def test_only_the_system_administrator_of_the_agency_keeps_the_outbox(office, act):
    for person in (office.foi, office.secadmin, office.principal):
        with pytest.raises(Refused, match="Only the system administrator of this agency"):
            act(message_in(office, "unclear", key=f"{act.__name__} {person.pk}"), by=person)


def test_an_address_that_cannot_be_read_holds_up_no_other_message(office, gateway):
    broken, whole = written(office, "a"), written(office, "b")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notices_message SET address = 'v1:1:AAAA' WHERE id = %s", [broken.pk])
    send_out(MORNING)
    broken = Message.objects.sealed().get(pk=broken.pk)
    assert (broken.state, broken.last_fault) == ("failed", "unreadable")
    assert outcome(whole)[0] == "sent"


def test_nothing_is_handed_over_before_it_is_committed_that_it_is(settings, gateway, transactional_db):
    with transaction.atomic(), pytest.raises(RuntimeError):
        send_out(MORNING)


def test_what_servers_say_is_not_logged_with_the_address(mail, mail_server, caplog):
    mail_server.at = {"rcpt": f"550 no such user {EMAIL}"}
    with caplog.at_level(logging.DEBUG, logger="gongkai"):
        send_out(MORNING)
    assert EMAIL not in caplog.text
    assert all(EMAIL not in str(entry.details) for entry in Entry.objects.all())


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_of_twelve_messages_once(office, gateway):
    for number in range(12):
        written(office, str(number))
    taken = together(4, lambda: send_out(MORNING))
    assert sum(taken) == 12
    references = [each["reference"] for each in gateway.taken]
    assert (len(references), len(set(references))) == (12, 12)
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_the_worker_sends_each_minute():
    from gongkai.jobs import schedule

    assert schedule._every["outbox"] == (timedelta(minutes=1), send_out)
