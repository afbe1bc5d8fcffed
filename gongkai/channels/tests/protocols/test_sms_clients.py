"""The clients of text messages against servers that check each signature."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from gongkai.channels.protocols import sms_alibaba, sms_gateway, sms_tencent
from gongkai.channels.protocols.answers import Absent, Accepted, Later, Never, Reason, Unclear
from gongkai.channels.protocols.sms import Arrival, Batch, Unreadable

from .fake_server import DROPPED, LOST, Raw
from .fake_sms import KEY_ID, SECRET, FakeAlibaba, FakeGateway, FakeTencent

NUMBERS = ("13800138000", "13900139000")
BATCH = Batch(NUMBERS, "r-1", "【建国门街道】公示", "SMS_1", (("title", "低保公示"), ("day", "11月23日")))
ONE = Batch(NUMBERS[:1], "r-1", BATCH.text, BATCH.template, BATCH.values)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def alibaba(server):
    account = sms_alibaba.Account(KEY_ID, SECRET, "建国门街道")
    return sms_alibaba.AlibabaSms(account, base_url=server.base_url, timeout=5.0)


def tencent(server):
    account = sms_tencent.Account(KEY_ID, SECRET, "1400006666", "建国门街道")
    return sms_tencent.TencentSms(account, base_url=server.base_url, timeout=5.0)


def gateway(server):
    account = sms_gateway.Account(f"{server.base_url}/send", FakeGateway.token)
    return sms_gateway.GatewaySms(account, timeout=5.0)


PROVIDERS = {"alibaba": (FakeAlibaba, alibaba, "/"), "tencent": (FakeTencent, tencent, "/")}
PROVIDERS["gateway"] = (FakeGateway, gateway, "/send")


@pytest.fixture(params=PROVIDERS)
def way(request):
    """(server, client, path) of each provider."""
    fake, client, path = PROVIDERS[request.param]
    with fake() as server:
        yield server, client(server), path


def test_a_batch_reaches_every_number_once(way):
    server, client, _path = way
    answers = client.send(BATCH)
    assert set(answers) == set(NUMBERS)
    assert all(isinstance(answer, Accepted) and answer.reference for answer in answers.values())
    assert server.numbers() == list(NUMBERS)


def test_a_lost_answer_is_unclear_for_every_number_and_nothing_is_sent_again(way):
    server, client, path = way
    server.misbehave(path, LOST)
    assert client.send(BATCH) == dict.fromkeys(NUMBERS, Unclear())
    assert server.numbers() == list(NUMBERS)


def test_after_a_lost_answer_it_is_found_out_that_the_message_was_taken(way):
    server, client, path = way
    server.misbehave(path, LOST)
    client.send(ONE)
    # Tencent lists only messages whose report is in.
    server.messages[0].state = "delivered"
    assert isinstance(client.find(NUMBERS[0], "r-1", NOW), Accepted)
    assert client.find(NUMBERS[1], "r-1", NOW) == Absent()
    assert client.find(NUMBERS[0], "r-2", NOW) == Absent()


def test_a_message_that_never_arrived_is_absent(way):
    server, client, path = way
    server.misbehave(path, DROPPED)
    assert client.send(ONE) == {NUMBERS[0]: Unclear()}
    assert client.find(NUMBERS[0], "r-1", NOW) == Absent()


def test_a_provider_with_a_fault_is_asked_again_later(way):
    server, client, path = way
    server.misbehave(path, Raw(503, b"", {"Retry-After": "30"}))
    expected = Later(Reason.SERVER_FAULT, "", "503", timedelta(seconds=30))
    assert client.send(ONE) == {NUMBERS[0]: expected}


def test_numbers_and_secrets_stand_in_no_log_and_no_answer(way, caplog):
    server, client, _path = way
    server.refused[NUMBERS[0]] = "isv.MOBILE_NUMBER_ILLEGAL"
    with caplog.at_level(logging.DEBUG):
        answers = client.send(ONE)
    assert NUMBERS[0] not in caplog.text + repr(answers[NUMBERS[0]]) + repr(ONE)
    assert SECRET not in caplog.text


def test_alibaba_signs_as_its_documentation_shows():
    account = sms_alibaba.Account("YourAccessKeyId", "YourAccessKeySecret", "")
    told = {
        "RegionId": "cn-shanghai",
        "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
    }
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    signed = sms_alibaba.signed_headers(account, sms_alibaba.query_of(told), headers)
    signature = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    assert signed["Authorization"].endswith(f"Signature={signature}")


def test_tencent_signs_as_its_documentation_shows():
    secret = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
    account = sms_tencent.Account("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", secret, "", "")
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    at = datetime.fromtimestamp(1551113065, UTC)
    signed = sms_tencent.authorization(account, "cvm.tencentcloudapi.com", body, at, "cvm")
    signature = "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    assert signed.endswith(f"Signature={signature}")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", Later(Reason.TOO_MANY, "", "", timedelta(hours=1))),
        ("isv.AMOUNT_NOT_ENOUGH", Later(Reason.NO_MONEY, "", "", timedelta(hours=1), True)),
        ("isv.DENY_IP_RANGE", Later(Reason.ADDRESS_NOT_LISTED, "", "", timedelta(hours=1), True)),
        ("Throttling.User", Later(Reason.TOO_MANY, channel_is_down=True)),
        ("InvalidAccessKeyId.NotFound", Later(Reason.NOT_LET_IN, "", "", timedelta(hours=1), True)),
        ("isv.SMS_TEMPLATE_ILLEGAL", Never(Reason.TEMPLATE)),
        ("isv.MOBILE_NUMBER_ILLEGAL", Never(Reason.BAD_NUMBER)),
        ("isv.CUSTOMER_REFUSED", Never(Reason.WANTS_NONE)),
        ("isv.PARAM_NOT_SUPPORT_URL", Never(Reason.REFUSED_BY_PLATFORM)),
        ("isv.BLACK_KEY_CONTROL_LIMIT", Never(Reason.REFUSED_BY_PLATFORM)),
        ("isv.SOMETHING_NEW", Never(Reason.NOT_ACCEPTED)),
    ],
)
def test_each_error_of_alibaba_has_its_answer(code, expected):
    answer = sms_alibaba.meaning_of(code)
    assert answer.code == code
    assert repr(answer).replace(f"code='{code}'", "code=''") == repr(expected)


@pytest.mark.parametrize(
    ("code", "reason", "is_later"),
    [
        ("LimitExceeded.PhoneNumberDailyLimit", Reason.TOO_MANY, True),
        ("FailedOperation.InsufficientBalanceInSmsPackage", Reason.NO_MONEY, True),
        ("UnauthorizedOperation.RequestIpNotInWhitelist", Reason.ADDRESS_NOT_LISTED, True),
        ("AuthFailure.SecretIdNotFound", Reason.NOT_LET_IN, True),
        ("InternalError.SigVerificationFail", Reason.NOT_LET_IN, True),
        ("InternalError.RequestTimeException", Reason.NOT_LET_IN, True),
        ("UnauthorizedOperation.SerivceSuspendDueToArrears", Reason.NO_MONEY, True),
        ("FailedOperation.MarketingSendTimeConstraint", Reason.QUIET_HOURS, True),
        ("LimitExceeded.DeliveryFrequencyLimit", Reason.TOO_MANY, True),
        ("InvalidParameter.DirtyWordFound", Reason.REFUSED_BY_PLATFORM, False),
        ("UnsupportedOperation.UnsuportedRegion", Reason.NOT_ACCEPTED, False),
        ("FailedOperation.PhoneNumberInBlacklist", Reason.WANTS_NONE, False),
        ("FailedOperation.TemplateIncorrectOrUnapproved", Reason.TEMPLATE, False),
        ("FailedOperation.ContainSensitiveWord", Reason.REFUSED_BY_PLATFORM, False),
        ("Something.New", Reason.NOT_ACCEPTED, False),
    ],
)
def test_each_error_of_tencent_has_its_answer(code, reason, is_later):
    answer = sms_tencent.meaning_of(code)
    assert (answer.reason, isinstance(answer, Later)) == (reason, is_later)


@pytest.mark.parametrize("code", ["Timeout", "SendAndRecvFail", "OtherError", "UnknownError"])
def test_a_fault_inside_tencent_may_come_after_the_message_went_out(code):
    code = f"InternalError.{code}"
    assert sms_tencent.meaning_of(code) == Unclear(code=code)
    assert sms_tencent.meaning_of(code, repeatable=True) == Later(Reason.SERVER_FAULT, code=code)


def test_one_number_that_had_enough_does_not_hold_tencent_back():
    for limit in ("PhoneNumberDailyLimit", "DeliveryFrequencyLimit"):
        assert not sms_tencent.meaning_of(f"LimitExceeded.{limit}").channel_is_down
    assert sms_tencent.meaning_of("LimitExceeded.AppDailyLimit").channel_is_down


def test_a_provider_whose_server_breaks_may_have_taken_the_batch(way):
    server, client, path = way
    server.misbehave(path, Raw(500, b""))
    assert client.send(ONE) == {NUMBERS[0]: Unclear(code="500")}


@pytest.mark.parametrize(("fake", "client"), [(FakeAlibaba, alibaba), (FakeTencent, tencent)])
def test_a_wrong_secret_holds_the_channel_back(fake, client):
    with fake() as server:
        wrong = client(server)
        wrong._account = type(wrong._account)(KEY_ID, "wrong", *["x"] * (1 if fake is FakeAlibaba else 2))
        answer = wrong.send(ONE)[NUMBERS[0]]
    assert (answer.reason, answer.channel_is_down) == (Reason.NOT_LET_IN, True)


def test_alibaba_refuses_a_whole_batch_for_one_number_so_each_is_tried_by_itself():
    with FakeAlibaba() as server:
        server.refused[NUMBERS[1]] = "isv.MOBILE_NUMBER_ILLEGAL"
        reasons = {answer.reason for answer in alibaba(server).send(BATCH).values()}
        assert (reasons, server.messages) == ({Reason.ONE_BY_ONE}, [])
        assert isinstance(alibaba(server).send(ONE)[NUMBERS[0]], Accepted)


def test_tencent_and_the_gateway_answer_for_each_number():
    for fake, client, code in (
        (FakeTencent, tencent, "FailedOperation.PhoneNumberInBlacklist"),
        (FakeGateway, gateway, "wants_none"),
    ):
        with fake() as server:
            server.refused[NUMBERS[1]] = code
            answers = client(server).send(BATCH)
        assert isinstance(answers[NUMBERS[0]], Accepted)
        assert answers[NUMBERS[1]].reason == Reason.WANTS_NONE


def test_tencent_is_asked_about_the_last_seven_days_only():
    with FakeTencent() as server:
        tencent(server).send(ONE)
        server.messages[0].state = "delivered"
        long_ago = datetime.now(UTC) - timedelta(days=30)
        assert isinstance(tencent(server).find(NUMBERS[0], "r-1", long_ago), Accepted)


def test_a_number_the_provider_says_nothing_of_is_unclear():
    with FakeTencent() as server:
        server.misbehave("/", {"Response": {"SendStatusSet": [], "RequestId": "R"}})
        assert tencent(server).send(ONE) == {NUMBERS[0]: Unclear(Reason.NOT_UNDERSTOOD)}


def test_the_gateway_says_that_it_took_a_reference_before():
    with FakeGateway() as server:
        client = gateway(server)
        assert client.send(BATCH) == client.send(BATCH)
        assert server.numbers() == list(NUMBERS)


def test_alibaba_is_told_the_template_its_values_and_our_reference():
    with FakeAlibaba() as server:
        alibaba(server).send(BATCH)
        told = server.calls[0].query
    assert (told["SignName"], told["TemplateCode"], told["OutId"]) == ("建国门街道", "SMS_1", "r-1")
    assert json.loads(told["TemplateParam"]) == dict(BATCH.values)


@pytest.mark.parametrize(
    ("fake", "client", "module"), [(FakeAlibaba, alibaba, sms_alibaba), (FakeTencent, tencent, sms_tencent)]
)
def test_pushed_reports_tell_what_became_of_each_message(fake, client, module):
    with fake() as server:
        answers = client(server).send(BATCH)
        server.messages[0].state, server.messages[1].state = "delivered", "failed"
        first, second = module.read_reports(server.pushed())
    assert (first.reference, first.number) == (answers[NUMBERS[0]].reference, NUMBERS[0])
    assert (first.arrival, first.reason) == (Arrival.DELIVERED, None)
    assert first.at.astimezone(UTC) == datetime(2026, 11, 23, 1, 0, 5, tzinfo=UTC)
    assert (second.arrival, second.reason, second.code) == (Arrival.FAILED, Reason.NOT_DELIVERED, "MK:0001")


def test_reports_can_be_asked_for_too():
    with FakeAlibaba() as server:
        answers = alibaba(server).send(ONE)
        server.messages[0].state = "delivered"
        (report,) = alibaba(server).reports(NUMBERS[0], answers[NUMBERS[0]].reference, NOW)
        assert (report.arrival, report.ours) == (Arrival.DELIVERED, "r-1")
    with FakeTencent() as server:
        tencent(server).send(ONE)
        server.messages[0].state = "failed"
        (report,) = tencent(server).pull_reports()
        assert (report.arrival, report.number, report.ours) == (Arrival.FAILED, NUMBERS[0], "r-1")


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'"x"', b"[" * 100_000, b"\xff"])
def test_what_is_no_report_is_refused(body):
    for module in (sms_alibaba, sms_tencent):
        with pytest.raises(Unreadable):
            module.read_reports(body)


def signed_report(told):
    body, stamp = json.dumps(told).encode(), str(int(NOW.timestamp()))
    return body, {
        "X-Timestamp": stamp,
        "X-Signature": sms_gateway.report_signature("report-secret", stamp, body),
    }


def test_the_gateway_signs_its_reports():
    told = {"reports": [{"id": "gw-1", "to": NUMBERS[0], "state": "failed", "error": "bad_number"}]}
    body, headers = signed_report(told)
    (report,) = sms_gateway.read_reports(body, headers, "report-secret", NOW)
    assert (report.reference, report.arrival, report.reason) == ("gw-1", Arrival.FAILED, Reason.BAD_NUMBER)
    for wrong_body, secret, at in (
        (body + b" ", "report-secret", NOW),
        (body, "another", NOW),
        (body, "", NOW),
        (body, "report-secret", NOW + timedelta(minutes=6)),
    ):
        with pytest.raises(sms_gateway.NotFromGateway):
            sms_gateway.read_reports(wrong_body, headers, secret, at)
    with pytest.raises(Unreadable):
        sms_gateway.read_reports(*signed_report([1]), "report-secret", NOW)
