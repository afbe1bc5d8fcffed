"""Text messages through Tencent Cloud (sms, version 2021-01-11, signature TC3-HMAC-SHA256).

After its pages on SendSms, the pulling of states, the notice of states, the signature v3 and the error codes.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from .answers import Absent, Accepted, Answer, Later, Never, Reason, Trouble, Unclear, clean
from .calling import TIMEOUT, Heard, Line, trouble_of
from .sms import Answers, Arrival, Batch, Report, Unreadable, for_all, moment, plain_number, text_in

HOST = "https://sms.tencentcloudapi.com"
SERVICE, VERSION = "sms", "2021-01-11"
CONTENT_TYPE = "application/json; charset=utf-8"
PAGE = 100
# States are kept by the provider for so long.
KEPT = timedelta(days=7)

_HOUR = timedelta(hours=1)
# The beginning of an error code -> (reason, time to wait, whether every other message would fare no better).
_LATER: tuple[tuple[str, Reason, timedelta | None, bool], ...] = (
    ("LimitExceeded.AppDailyLimit", Reason.TOO_MANY, _HOUR, True),
    ("LimitExceeded.DailyLimit", Reason.TOO_MANY, _HOUR, True),
    ("LimitExceeded", Reason.TOO_MANY, _HOUR, False),
    ("RequestLimitExceeded", Reason.TOO_MANY, timedelta(minutes=1), True),
    ("FailedOperation.InsufficientBalance", Reason.NO_MONEY, _HOUR, True),
    # So the provider spells it.
    ("UnauthorizedOperation.SerivceSuspendDueToArrears", Reason.NO_MONEY, _HOUR, True),
    ("FailedOperation.MarketingSendTimeConstraint", Reason.QUIET_HOURS, _HOUR, True),
    ("FailedOperation.NotEnterpriseCertification", Reason.NOT_LET_IN, _HOUR, True),
    ("UnauthorizedOperation.RequestIpNotInWhitelist", Reason.ADDRESS_NOT_LISTED, _HOUR, True),
    ("UnauthorizedOperation", Reason.NOT_LET_IN, _HOUR, True),
    ("AuthFailure", Reason.NOT_LET_IN, _HOUR, True),
    ("InvalidParameterValue.SdkAppIdNotExist", Reason.NOT_LET_IN, _HOUR, True),
    ("InvalidParameter.AppidAndBizId", Reason.NOT_LET_IN, _HOUR, True),
    # Refused at the door, although they are called internal errors.
    ("InternalError.RequestTimeException", Reason.NOT_LET_IN, _HOUR, True),
    ("InternalError.Sig", Reason.NOT_LET_IN, _HOUR, True),
    ("InternalError.RestApiInterfaceNotExist", Reason.NOT_LET_IN, _HOUR, True),
)
_NEVER: tuple[tuple[str, Reason], ...] = (
    ("FailedOperation.PhoneNumberInBlacklist", Reason.WANTS_NONE),
    ("FailedOperation.PhoneNumberOnBlacklist", Reason.WANTS_NONE),
    ("FailedOperation.PhoneNumberParseFail", Reason.BAD_NUMBER),
    ("InvalidParameterValue.IncorrectPhoneNumber", Reason.BAD_NUMBER),
    ("InvalidParameterValue.ProhibitedUseUrl", Reason.REFUSED_BY_PLATFORM),
    ("FailedOperation.ContainSensitiveWord", Reason.REFUSED_BY_PLATFORM),
    ("InvalidParameter.DirtyWordFound", Reason.REFUSED_BY_PLATFORM),
    ("InternalError.JsonParseFail", Reason.NOT_ACCEPTED),
    ("FailedOperation.Signature", Reason.TEMPLATE),
    ("FailedOperation.MissingSignature", Reason.TEMPLATE),
    ("FailedOperation.Template", Reason.TEMPLATE),
    ("FailedOperation.MissingTemplate", Reason.TEMPLATE),
    ("InvalidParameterValue.Template", Reason.TEMPLATE),
    ("InvalidParameterValue.ContentLengthLimit", Reason.TOO_LONG),
)


@dataclass(frozen=True, slots=True)
class Account:
    """The keys of a Tencent account, its application and its approved signature."""

    key_id: str
    secret: str = field(repr=False)
    app_id: str
    sign_name: str
    region: str = "ap-beijing"


def authorization(account: Account, host: str, body: bytes, at: datetime, service: str = SERVICE) -> str:
    """Return the Authorization header of a POST of `body` to "/" at the moment `at`."""
    day = f"{at.astimezone(UTC):%Y-%m-%d}"
    names, scope = "content-type;host", f"{day}/{service}/tc3_request"
    lines = f"content-type:{CONTENT_TYPE}\nhost:{host}\n"
    request = "\n".join(("POST", "/", "", lines, names, hashlib.sha256(body).hexdigest()))
    hashed = hashlib.sha256(request.encode()).hexdigest()
    key = f"TC3{account.secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = f"TC3-HMAC-SHA256\n{int(at.timestamp())}\n{scope}\n{hashed}"
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    return (
        f"TC3-HMAC-SHA256 Credential={account.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    )


class TencentSms:
    """Sends through one account; a batch goes to at most 200 numbers."""

    most = 200

    def __init__(self, account: Account, *, base_url: str = HOST, timeout: float = TIMEOUT) -> None:
        self._account, self._line = account, Line(base_url, timeout)
        self._host = urlsplit(base_url).netloc

    def send(self, batch: Batch) -> Answers:
        """Hand a batch over; Accepted has the serial number of each message."""
        told = {
            "PhoneNumberSet": [f"+86{number}" for number in batch.numbers],
            "SignName": self._account.sign_name,
            "TemplateId": batch.template,
            "TemplateParamSet": [value for _name, value in batch.values],
            "SessionContext": batch.reference,
        }
        heard = self._ask("SendSms", told, repeatable=False)
        if not isinstance(heard, Heard):
            return for_all(batch, heard)
        answers = {
            plain_number(one.get("PhoneNumber")): _of_one(one) for one in heard.objects("SendStatusSet")
        }
        unsaid = Unclear(Reason.NOT_UNDERSTOOD)
        return {number: answers.get(number, unsaid) for number in batch.numbers}

    def find(self, number: str, reference: str, since: datetime) -> Accepted | Absent | Trouble:
        """Look whether the batch `reference` was taken for this number at `since` or later, in seven days.

        Tencent lists a message only when its report is in, and 100 of them: Absent may mean that it is still
        on its way.
        """
        begin = max(since - timedelta(minutes=1), datetime.now(UTC) - KEPT + timedelta(minutes=1))
        told = {
            "BeginTime": int(begin.timestamp()),
            # The provider takes no other.
            "Offset": 0,
            "Limit": PAGE,
            "PhoneNumber": f"+86{number}",
        }
        heard = self._ask("PullSmsSendStatusByPhoneNumber", told)
        if not isinstance(heard, Heard):
            return heard
        for one in heard.objects("PullSmsSendStatusSet"):
            if one.get("SessionContext") == reference:
                return Accepted(text_in(one, "SerialNo"))
        return Absent()

    def pull_reports(self) -> list[Report] | Trouble:
        """Fetch the reports that wait, at most 100. Tencent gives each only once: keep them at once."""
        heard = self._ask("PullSmsSendStatus", {"Limit": PAGE}, repeatable=False)
        if not isinstance(heard, Heard):
            return heard
        return [_pulled(one) for one in heard.objects("PullSmsSendStatusSet")]

    def _ask(self, action: str, told: dict[str, Any], *, repeatable: bool = True) -> Heard | Trouble:
        body = json.dumps({**told, "SmsSdkAppId": self._account.app_id}).encode()
        now = datetime.now(UTC)
        headers = {
            "Host": self._host,
            "Content-Type": CONTENT_TYPE,
            "Authorization": authorization(self._account, self._host, body, now),
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Region": self._account.region,
            "X-TC-Timestamp": str(int(now.timestamp())),
        }
        heard = self._line.ask("POST", "/", repeatable=repeatable, headers=headers, content=body)
        if not isinstance(heard, Heard):
            return heard
        inner = Heard(heard.status, heard.get("Response"), heard.wait)
        fault = Heard(heard.status, inner.get("Error"))
        if fault.text("Code"):
            return meaning_of(
                fault.text("Code"), fault.get("Message"), self._account.secret, repeatable=repeatable
            )
        return inner if inner.is_success and inner.told else trouble_of(heard, repeatable)


def meaning_of(code: str, said: object = "", *secrets: str, repeatable: bool = False) -> Trouble:
    """Return what an error code of Tencent means; `repeatable` as in `Line.ask`."""
    words = clean(said, *secrets)
    for start, later, wait, is_down in _LATER:
        if code.startswith(start):
            return Later(later, words, code, wait, is_down)
    never = next((reason for start, reason in _NEVER if code.startswith(start)), None)
    if never is None and code.startswith("InternalError"):
        # Timeouts and unknown faults inside may come after the message was handed on.
        return Later(Reason.SERVER_FAULT, words, code) if repeatable else Unclear(words=words, code=code)
    return Never(never or Reason.NOT_ACCEPTED, words, code)


def read_reports(body: bytes) -> list[Report]:
    """Read the reports Tencent pushes; answer with {"result": 0, "errmsg": "OK"}.

    Raises Unreadable when it is something else.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise Unreadable
    return [_pushed(one) for one in told if text_in(one, "sid") and text_in(one, "mobile")]


def _of_one(told: dict[str, Any]) -> Answer:
    code, serial = text_in(told, "Code"), text_in(told, "SerialNo")
    if code.lower() == "ok":
        return Accepted(serial) if serial else Unclear(Reason.NOT_UNDERSTOOD)
    return meaning_of(code, told.get("Message"))


def _pushed(told: dict[str, Any]) -> Report:
    arrived = told.get("report_status") == "SUCCESS"
    return Report(
        reference=text_in(told, "sid"),
        number=plain_number(told.get("mobile")),
        arrival=Arrival.DELIVERED if arrived else Arrival.FAILED,
        reason=None if arrived else Reason.NOT_DELIVERED,
        code="" if arrived else text_in(told, "errmsg"),
        at=moment(told.get("user_receive_time")),
        ours=text_in(told, "ext"),
    )


def _pulled(told: dict[str, Any]) -> Report:
    arrived = told.get("ReportStatus") == "SUCCESS"
    received = told.get("UserReceiveTime")
    return Report(
        reference=text_in(told, "SerialNo"),
        number=plain_number(told.get("PhoneNumber")),
        arrival=Arrival.DELIVERED if arrived else Arrival.FAILED,
        reason=None if arrived else Reason.NOT_DELIVERED,
        code="" if arrived else text_in(told, "Description"),
        at=datetime.fromtimestamp(received, UTC) if isinstance(received, int) and received > 0 else None,
        ours=text_in(told, "SessionContext"),
    )
