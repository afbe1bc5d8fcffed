"""Servers of text messages: Alibaba and Tencent, which check the signature of each call, and a gateway."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

from .fake_server import Call, FakeServer

KEY_ID, SECRET = "key-id", "key-secret"


@dataclass
class Message:
    """A message that was taken. `state` is pending, delivered or failed."""

    number: str
    reference: str
    provider_reference: str
    said: dict[str, Any]
    state: str = "pending"


class _FakeSms(FakeServer):
    """`messages` were taken; `refused` names for a number the error code it is refused with."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []
        self.refused: dict[str, str] = {}

    def take(self, number: str, reference: str, prefix: str, said: dict[str, Any]) -> Message:
        message = Message(number, reference, f"{prefix}{len(self.messages) + 1}", said)
        self.messages.append(message)
        return message

    def numbers(self) -> list[str]:
        return [message.number for message in self.messages]


class FakeAlibaba(_FakeSms):
    def respond(self, call: Call) -> tuple[int, Any]:
        if not _acs3_is_right(call):
            return 400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched"}
        action, told = call.headers["x-acs-action"], call.query
        if action == "SendSms":
            return 200, self._send(told)
        if action == "QuerySendDetails":
            return 200, self._details(told)
        return 404, {"Code": "InvalidAction.NotFound", "Message": action}

    def _send(self, told: dict[str, str]) -> dict[str, Any]:
        numbers = told["PhoneNumbers"].split(",")
        code = next((self.refused[number] for number in numbers if number in self.refused), "")
        if code:
            return {"Code": code, "Message": f"{numbers[0]} was refused", "RequestId": "R"}
        biz_id = f"9006197469364984{len(self.messages)}^0"
        for number in numbers:
            self.take(number, told["OutId"], "", told).provider_reference = biz_id
        return {"Code": "OK", "Message": "OK", "BizId": biz_id, "RequestId": "R"}

    def _details(self, told: dict[str, str]) -> dict[str, Any]:
        states = {"pending": 1, "failed": 2, "delivered": 3}
        found = [
            {
                "PhoneNum": message.number,
                "OutId": message.reference,
                "SendStatus": states[message.state],
                "ErrCode": "DELIVERED" if message.state == "delivered" else "MK:0001",
                "SendDate": "2026-11-23 09:00:00",
                "ReceiveDate": "2026-11-23 09:00:05",
            }
            for message in self.messages
            if message.number == told["PhoneNumber"]
            and told.get("BizId", message.provider_reference) == message.provider_reference
        ]
        return {"Code": "OK", "TotalCount": len(found), "SmsSendDetailDTOs": {"SmsSendDetailDTO": found}}

    def pushed(self) -> bytes:
        """The body by which Alibaba reports what became of the messages."""
        return json.dumps(
            [
                {
                    "phone_number": message.number,
                    "send_time": "2026-11-23 09:00:00",
                    "report_time": "2026-11-23 09:00:05",
                    "success": message.state == "delivered",
                    "err_code": "DELIVERED" if message.state == "delivered" else "MK:0001",
                    "biz_id": message.provider_reference,
                    "out_id": message.reference,
                }
                for message in self.messages
            ]
        ).encode()


class FakeTencent(_FakeSms):
    def respond(self, call: Call) -> tuple[int, Any]:
        if not _tc3_is_right(call):
            return 200, _tencent_fault("AuthFailure.SignatureFailure", "The signature is wrong")
        action, told = call.headers["x-tc-action"], call.json
        if action == "SendSms":
            return 200, {"Response": {"SendStatusSet": self._send(told), "RequestId": "R"}}
        if told.get("Offset"):
            return 200, _tencent_fault("InvalidParameterValue.OffsetVerifyFail", "Offset must be 0")
        if told.get("BeginTime", time.time()) < time.time() - 7 * 24 * 3600:
            return 200, _tencent_fault("InvalidParameterValue.BeginTimeVerifyFail", "too long ago")
        if action in ("PullSmsSendStatus", "PullSmsSendStatusByPhoneNumber"):
            return 200, {"Response": {"PullSmsSendStatusSet": self._reports(told), "RequestId": "R"}}
        return 200, _tencent_fault("InvalidAction", action)

    def _send(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        answers = []
        for number in told["PhoneNumberSet"]:
            code = self.refused.get(number[3:], "Ok")
            serial = ""
            if code == "Ok":
                serial = self.take(number[3:], told["SessionContext"], "5000:104", told).provider_reference
            answers.append({"SerialNo": serial, "PhoneNumber": number, "Code": code, "Message": "said"})
        return answers

    def _reports(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "UserReceiveTime": 1795395605,
                "PhoneNumber": f"+86{message.number}",
                "SubscriberNumber": message.number,
                "SerialNo": message.provider_reference,
                "ReportStatus": "SUCCESS" if message.state == "delivered" else "FAIL",
                "Description": "DELIVRD" if message.state == "delivered" else "MK:0001",
                "SessionContext": message.reference,
            }
            for message in self.messages
            if message.state != "pending"
            and told.get("PhoneNumber", f"+86{message.number}")[3:] == message.number
        ][: told["Limit"]]

    def pushed(self) -> bytes:
        """The body by which Tencent reports what became of the messages."""
        return json.dumps(
            [
                {
                    "user_receive_time": "2026-11-23 09:00:05",
                    "nationcode": "86",
                    "mobile": message.number,
                    "report_status": "SUCCESS" if message.state == "delivered" else "FAIL",
                    "errmsg": "DELIVRD" if message.state == "delivered" else "MK:0001",
                    "sid": message.provider_reference,
                }
                for message in self.messages
            ]
        ).encode()


class FakeGateway(_FakeSms):
    token = "gateway-token"

    def respond(self, call: Call) -> tuple[int, Any]:
        if call.headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"error": "who are you"}
        if call.method == "GET":
            known = self._known(call.query["reference"], call.query["to"])
            return (200, {"messages": known}) if known else (404, {"error": "unknown"})
        told = call.json
        if any(message.reference == told["reference"] for message in self.messages):
            return 409, {"messages": self._known(told["reference"])}
        return 200, {"messages": [self._one(number, told) for number in told["to"]]}

    def _one(self, number: str, told: dict[str, Any]) -> dict[str, Any]:
        if number in self.refused:
            return {"to": number, "error": self.refused[number]}
        message = self.take(number, told["reference"], "gw-", told)
        return {"to": number, "id": message.provider_reference}

    def _known(self, reference: str, number: str = "") -> list[dict[str, Any]]:
        return [
            {"to": message.number, "id": message.provider_reference}
            for message in self.messages
            if message.reference == reference and number in ("", message.number)
        ]


def _acs3_is_right(call: Call) -> bool:
    algorithm, _space, rest = call.headers.get("authorization", "").partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    names = parts.get("SignedHeaders", "").split(";")
    body = hashlib.sha256(call.body).hexdigest()
    lines = "".join(f"{name}:{call.headers.get(name, '')}\n" for name in names)
    request = f"{call.method}\n{call.path}\n{call.raw_query}\n{lines}\n{';'.join(names)}\n{body}"
    text = f"{algorithm}\n{hashlib.sha256(request.encode()).hexdigest()}"
    right = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    return parts.get("Signature") == right and parts.get("Credential") == KEY_ID and "host" in names


def _tc3_is_right(call: Call) -> bool:
    _algorithm, _space, rest = call.headers.get("authorization", "").partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(", ") if "=" in part)
    key_id, _slash, scope = parts.get("Credential", "").partition("/")
    names = parts.get("SignedHeaders", "").split(";")
    lines = "".join(f"{name}:{call.headers.get(name, '')}\n" for name in names)
    body = hashlib.sha256(call.body).hexdigest()
    request = f"POST\n/\n\n{lines}\n{';'.join(names)}\n{body}"
    hashed = hashlib.sha256(request.encode()).hexdigest()
    text = f"TC3-HMAC-SHA256\n{call.headers.get('x-tc-timestamp')}\n{scope}\n{hashed}"
    key = f"TC3{SECRET}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    right = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return key_id == KEY_ID and parts.get("Signature") == right


def _tencent_fault(code: str, words: str) -> dict[str, Any]:
    return {"Response": {"Error": {"Code": code, "Message": words}, "RequestId": "R"}}
