"""Text messages through Alibaba Cloud (dysmsapi, version 2017-05-25, signature ACS3-HMAC-SHA256).

After its pages on SendSms, QuerySendDetails, SmsReport, SmsUp, the request signature V3 and the error codes.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from .answers import Absent, Accepted, Answer, Later, Never, Reason, Trouble, clean
from .calling import TIMEOUT, Heard, Line, trouble_of
from .sms import (
    BEIJING,
    Answers,
    Arrival,
    Batch,
    Report,
    Unreadable,
    for_all,
    moment,
    plain_number,
    text_in,
)

HOST = "https://dysmsapi.aliyuncs.com"
VERSION = "2017-05-25"
PAGE, PAGES = 50, 4

_HOUR = timedelta(hours=1)
# Error code -> (reason, time to wait, whether every other message would fare no better).
_LATER: dict[str, tuple[Reason, timedelta | None, bool]] = {
    "isv.BUSINESS_LIMIT_CONTROL": (Reason.TOO_MANY, _HOUR, False),
    "isv.DAY_LIMIT_CONTROL": (Reason.TOO_MANY, _HOUR, True),
    "isv.MONTH_LIMIT_CONTROL": (Reason.TOO_MANY, _HOUR, True),
    "isv.DAYLIMIT_CONTROL": (Reason.TOO_MANY, _HOUR, True),
    "isp.RAM_PERMISSION_DENY": (Reason.NOT_LET_IN, _HOUR, True),
    "isv.OUT_OF_SERVICE": (Reason.NO_MONEY, _HOUR, True),
    "isv.AMOUNT_NOT_ENOUGH": (Reason.NO_MONEY, _HOUR, True),
    "isv.DENY_IP_RANGE": (Reason.ADDRESS_NOT_LISTED, _HOUR, True),
    "isv.ACCOUNT_NOT_EXISTS": (Reason.NOT_LET_IN, _HOUR, True),
    "isv.ACCOUNT_ABNORMAL": (Reason.NOT_LET_IN, _HOUR, True),
    "isv.PRODUCT_UN_SUBSCRIPT": (Reason.NOT_LET_IN, _HOUR, True),
    "isv.PRODUCT_UNSUBSCRIBE": (Reason.NOT_LET_IN, _HOUR, True),
    "SignatureDoesNotMatch": (Reason.NOT_LET_IN, _HOUR, True),
    "InvalidTimeStamp.Expired": (Reason.NOT_LET_IN, _HOUR, True),
    "isp.SYSTEM_ERROR": (Reason.SERVER_FAULT, None, False),
    "isp.GATEWAY_ERROR": (Reason.SERVER_FAULT, None, False),
    "ServiceUnavailable": (Reason.SERVER_FAULT, None, True),
}
_LATER_STARTS = {"Throttling": Reason.TOO_MANY, "InvalidAccessKeyId": Reason.NOT_LET_IN}
_NEVER: dict[str, Reason] = {
    "isv.MOBILE_NUMBER_ILLEGAL": Reason.BAD_NUMBER,
    "isv.MOBILE_IN_BLACK": Reason.WANTS_NONE,
    "isv.CUSTOMER_REFUSED": Reason.WANTS_NONE,
    "isv.BLACK_KEY_CONTROL_LIMIT": Reason.REFUSED_BY_PLATFORM,
    "isv.SMS_CONTENT_ILLEGAL": Reason.REFUSED_BY_PLATFORM,
    "isv.PARAM_NOT_SUPPORT_URL": Reason.REFUSED_BY_PLATFORM,
    "isv.PARAM_LENGTH_LIMIT": Reason.TOO_LONG,
    "isv.SMS_TEMPLATE_ILLEGAL": Reason.TEMPLATE,
    "isv.SMS_SIGNATURE_ILLEGAL": Reason.TEMPLATE,
    "isv.SMS_SIGN_ILLEGAL": Reason.TEMPLATE,
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": Reason.TEMPLATE,
    "isv.SIGN_NAME_ILLEGAL": Reason.TEMPLATE,
    "isv.TEMPLATE_MISSING_PARAMETERS": Reason.TEMPLATE,
    "isv.TEMPLATE_PARAMS_ILLEGAL": Reason.TEMPLATE,
    "isv.INVALID_PARAMETERS": Reason.NOT_ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class Account:
    """The keys of an Alibaba account and its approved signature."""

    key_id: str
    secret: str = field(repr=False)
    sign_name: str


def query_of(told: Mapping[str, str]) -> str:
    """Return the parameters as Alibaba wants them signed: sorted, and escaped as RFC 3986 says."""
    return "&".join(f"{quote(name, safe='~')}={quote(told[name], safe='~')}" for name in sorted(told))


def signed_headers(account: Account, query: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Return `headers` with the authorization of a POST to "/" that has a query and no body."""
    empty = hashlib.sha256(b"").hexdigest()
    told = {**headers, "x-acs-content-sha256": empty}
    names = ";".join(sorted(told))
    lines = "".join(f"{name}:{told[name]}\n" for name in sorted(told))
    request = "\n".join(("POST", "/", query, lines, names, empty))
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(account.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return {
        **told,
        "Authorization": f"ACS3-HMAC-SHA256 Credential={account.key_id},"
        f"SignedHeaders={names},Signature={signature}",
    }


class AlibabaSms:
    """Sends through one account.

    Alibaba takes 1000 numbers of one text at once; with 200 the request stays short of what gateways bear.
    """

    most = 200

    def __init__(self, account: Account, *, base_url: str = HOST, timeout: float = TIMEOUT) -> None:
        self._account, self._line = account, Line(base_url, timeout)
        self._host = urlsplit(base_url).netloc

    def send(self, batch: Batch) -> Answers:
        """Hand a batch over; Accepted has the BizId, one for all its numbers."""
        told = {
            "PhoneNumbers": ",".join(batch.numbers),
            "SignName": self._account.sign_name,
            "TemplateCode": batch.template,
            "TemplateParam": json.dumps(dict(batch.values), ensure_ascii=False),
            "OutId": batch.reference,
        }
        return for_all(batch, _accepted(self._ask("SendSms", told, repeatable=False)))

    def find(self, number: str, reference: str, since: datetime) -> Accepted | Absent | Trouble:
        """Look whether the batch `reference` was taken for this number on the day of `since` or the next.

        Alibaba does not repeat its BizId there: Accepted has our own reference, which reports name too.
        """
        first = since.astimezone(BEIJING).date()
        for day in (first, first + timedelta(days=1)):
            found = self._reports(number, f"{day:%Y%m%d}")
            for report in found:
                if not isinstance(report, Report):
                    return report
                if report.ours == reference:
                    return Accepted(reference)
        return Absent()

    def reports(self, number: str, reference: str, sent_at: datetime) -> list[Report] | Trouble:
        """Ask what became of the messages of one BizId to this number."""
        day = f"{sent_at.astimezone(BEIJING):%Y%m%d}"
        told = self._reports(number, day, reference)
        trouble = next((one for one in told if not isinstance(one, Report)), None)
        return trouble or [one for one in told if isinstance(one, Report)]

    def _reports(self, number: str, day: str, reference: str = "") -> list[Report | Trouble]:
        reports: list[Report | Trouble] = []
        for page in range(1, PAGES + 1):
            told = {"PhoneNumber": number, "SendDate": day, "PageSize": str(PAGE), "CurrentPage": str(page)}
            heard = self._ask("QuerySendDetails", told | ({"BizId": reference} if reference else {}))
            if not isinstance(heard, Heard):
                return [*reports, heard]
            details = Heard(200, heard.get("SmsSendDetailDTOs")).objects("SmsSendDetailDTO")
            reports += [_detail(one, reference) for one in details]
            if len(details) < PAGE:
                break
        return reports

    def _ask(self, action: str, told: dict[str, str], *, repeatable: bool = True) -> Heard | Trouble:
        query = query_of(told)
        headers = {
            "host": self._host,
            "x-acs-action": action,
            "x-acs-version": VERSION,
            "x-acs-date": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": secrets.token_hex(16),
        }
        signed = signed_headers(self._account, query, headers)
        heard = self._line.ask("POST", f"/?{query}", repeatable=repeatable, headers=signed)
        if not isinstance(heard, Heard):
            return heard
        code = heard.text("Code")
        if code and code != "OK":
            return meaning_of(code, heard.get("Message"), self._account.secret)
        return heard if code and heard.is_success else trouble_of(heard, repeatable)


def meaning_of(code: str, said: object = "", *secret: str) -> Trouble:
    """Return what an error code of Alibaba means."""
    words = clean(said, *secret)
    if code in _LATER:
        reason, wait, is_down = _LATER[code]
        return Later(reason, words, code, wait, is_down)
    start = _LATER_STARTS.get(code.partition(".")[0])
    if start:
        return Later(start, words, code, _HOUR if start == Reason.NOT_LET_IN else None, True)
    return Never(_NEVER.get(code, Reason.NOT_ACCEPTED), words, code)


def read_reports(body: bytes) -> list[Report]:
    """Read the reports Alibaba pushes (SmsReport); answer with {"code": 0, "msg": "OK"}.

    Raises Unreadable when it is something else.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise Unreadable
    return [_pushed(one) for one in told if text_in(one, "biz_id") and text_in(one, "phone_number")]


def _accepted(heard: Heard | Trouble) -> Answer:
    if not isinstance(heard, Heard):
        return heard
    reference = heard.text("BizId")
    return Accepted(reference) if reference else trouble_of(heard, repeatable=False)


def _pushed(told: dict[str, Any]) -> Report:
    arrived = told.get("success") is True
    return Report(
        reference=text_in(told, "biz_id"),
        number=plain_number(told.get("phone_number")),
        arrival=Arrival.DELIVERED if arrived else Arrival.FAILED,
        reason=None if arrived else Reason.NOT_DELIVERED,
        code="" if arrived else text_in(told, "err_code"),
        at=moment(told.get("report_time")),
        ours=text_in(told, "out_id"),
    )


def _detail(told: dict[str, Any], reference: str) -> Report:
    states = {"2": Arrival.FAILED, "3": Arrival.DELIVERED}
    arrival = states.get(text_in(told, "SendStatus"), Arrival.PENDING)
    failed = arrival == Arrival.FAILED
    return Report(
        reference=reference or text_in(told, "OutId"),
        number=plain_number(told.get("PhoneNum")),
        arrival=arrival,
        reason=Reason.NOT_DELIVERED if failed else None,
        code=text_in(told, "ErrCode") if failed else "",
        at=moment(told.get("ReceiveDate")),
        ours=text_in(told, "OutId"),
    )
